//! Calls the operations for the page, and keeps what they answered: the plan as it was read, the appraisals of the last states.
use super::begin::Begin;
use super::controls::Controls;
use super::files::{self, Dropped};
use super::shops::Shops;
use super::state::State;
use hyper::body::Incoming;
use loyalty_app::context::{Context, Door};
use loyalty_app::operations::amend::{self, AmendRequest, ChangeOutcome, SimulateRequest};
use loyalty_app::operations::appraise::{self, Quick, Ready};
use loyalty_app::operations::comments::{self, Comment, SayRequest, SettleRequest};
use loyalty_app::operations::decide::{self, DecideOutcome, DecideRequest, Decides, Pending};
use loyalty_app::operations::init::{self, Answers, InitRequest, Look};
use loyalty_app::operations::review::{self, ReviewOutcome, ReviewRequest};
use loyalty_app::operations::{deliverables, explain, export, found, plan, plans};
use loyalty_app::refusal::Refusal;
use loyalty_app::request::Draft;
use loyalty_app::settings;
use loyalty_app::step_names::{asked, asked_again, spoken};
use loyalty_engine::progress::{CancelToken, Progress, TaskEvent};
use loyalty_exports::brand::Brand;
use loyalty_exports::copy::Worded;
use loyalty_exports::diff::Difference;
use loyalty_model::statement::{Statement, StatementEvent};
use loyalty_plans::acts::somebody;
use loyalty_sandbox::Fault;
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// What a plan that is made is called among the work: no state of a page is.
const MAKING: &str = "#making";
/// Full appraisals that are kept: as many states as a person goes back over.
const KEPT: usize = 12;

/// One request at work: whoever asked may go away.
#[derive(Debug, Clone, Default)]
pub struct Call {
    pub cancel: CancelToken,
    /// The step that it is at.
    step: Arc<Mutex<String>>,
}
impl Progress for Call {
    fn on_event(&self, task: &str, event: TaskEvent) {
        if event == TaskEvent::Begin {
            *self.step.lock().unwrap_or_else(PoisonError::into_inner) = spoken(task).into();
        }
    }
    fn on_statement(&self, statement: &Statement, event: StatementEvent) {
        let words = match event {
            StatementEvent::Begin => asked(statement),
            StatementEvent::Again(megabytes) => asked_again(statement, megabytes),
            StatementEvent::End => return,
        };
        *self.step.lock().unwrap_or_else(PoisonError::into_inner) = words;
    }
    fn cancel_token(&self) -> CancelToken {
        self.cancel.clone()
    }
}
/// A full appraisal at work: it is forgotten when it is over, however it ends.
struct AtWork<'a> {
    desk: &'a Desk,
    key: String,
}
impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.desk.at_work.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}
/// A revision of the plan as it is on disk.
pub struct Saved {
    /// Its facts as sentences.
    pub worded: Worded,
    /// Hash of its last entry.
    pub head: String,
    pub controls: Controls,
    pub brand: Brand,
}
/// A change, appraised as saving would.
pub struct Full {
    /// The plan after it, its facts as sentences.
    pub after: Worded,
    /// Hash of what is shown: not that of the saved plan, which holds the response curve of the workbook, too.
    pub shown: String,
    pub differences: Vec<Difference>,
    /// Approvals that saving revokes.
    pub revoked: Vec<String>,
}
/// An act of a person on the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    pub decides: Decides,
    pub role: String,
    pub person: String,
    pub note: String,
}
/// A comment that a person makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub on: String,
    pub text: String,
    pub by: String,
}
/// Time and size of a file: another one there has others.
type Stamp = Option<(SystemTime, u64)>;

/// What all requests share.
pub struct Desk {
    context: Context<'static>,
    /// Path of the plan as a person names it; none: it is still to be made.
    path: Mutex<Option<String>>,
    saved: Mutex<Option<(Stamp, Arc<Saved>)>>,
    ready: Mutex<Option<(String, Arc<Ready>)>>,
    full: Mutex<VecDeque<(String, Arc<Full>)>>,
    /// Steps of full appraisals at work, by their state; that of a plan that is made, by [`MAKING`].
    at_work: Mutex<BTreeMap<String, Arc<Mutex<String>>>>,
    /// A plan is made: one at a time; and what cancels it.
    making: Mutex<()>,
    maker: Mutex<CancelToken>,
    /// Shops of the sandbox.
    pub shops: Shops,
}
impl Desk {
    /// Opens a plan; none: one is made here first.
    ///
    /// # Errors
    /// No such plan.
    pub fn open(context: Context<'static>, plan: Option<&str>, fault: Option<Fault>) -> Result<Desk, Refusal> {
        let context = Context { door: Door::Studio, ..context };
        let path = plan.map(|name| plans::find(&context, name)).transpose()?.map(|path| path.display().to_string());
        let opens = path.is_some();
        let desk = Desk {
            context,
            path: Mutex::new(path),
            making: Mutex::default(),
            maker: Mutex::default(),
            saved: Mutex::default(),
            ready: Mutex::default(),
            full: Mutex::default(),
            at_work: Mutex::default(),
            shops: Shops::new(fault),
        };
        if opens {
            desk.saved()?;
        }
        Ok(desk)
    }
    /// The plan, as a command names it; none: it is still to be made.
    pub fn plan(&self) -> Option<String> {
        self.path.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
    /// The same where there must be one.
    ///
    /// # Errors
    /// It is still to be made.
    pub fn plan_name(&self) -> Result<String, Refusal> {
        self.plan()
            .ok_or_else(|| Refusal::input("the studio", "there is no plan yet", "This page needs a saved plan", "open /begin and make one from your data"))
    }
    fn context<'a>(&self, call: &'a Call) -> Context<'a> {
        Context { progress: call, ..self.context.again() }
    }
    /// A refusal with paths as a person named them.
    pub fn told(&self, refusal: Refusal) -> Refusal {
        self.context.told(refusal)
    }
    /// What the first changes need is worked out before they are asked for. What cannot be is told when it is.
    pub fn warm(&self) {
        let _ = self.ready(&Call::default());
    }
    /// The plan on disk; read again where the file is another.
    ///
    /// # Errors
    /// A plan that is gone.
    pub fn saved(&self) -> Result<Arc<Saved>, Refusal> {
        let mut kept = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.plan_name()?;
        let stamp = stamp(&self.context.at(&path));
        if let Some((_, saved)) = kept.as_ref().filter(|(before, _)| stamp.is_some() && *before == stamp) {
            return Ok(Arc::clone(saved));
        }
        let opened = plans::open(&self.context, &path)?;
        let worded = Worded::english(&opened.plan);
        let code = opened.plan.history.request.as_ref().and_then(|r| r.budget_currency.as_ref()).map(|c| c.0.clone());
        let brand = deliverables::brand_of(&self.context, &opened.plan)?;
        let saved = Arc::new(Saved { head: opened.head(), controls: Controls::of(&worded, code), worded, brand });
        *kept = Some((stamp, Arc::clone(&saved)));
        Ok(saved)
    }
    fn ready(&self, call: &Call) -> Result<Arc<Ready>, Refusal> {
        let head = self.saved()?.head.clone();
        let mut kept = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, ready)) = kept.as_ref().filter(|(of, _)| *of == head) {
            return Ok(Arc::clone(ready));
        }
        let ready = Arc::new(appraise::open(&self.context(call), &self.plan_name()?)?);
        *kept = Some((ready.opened.head(), Arc::clone(&ready)));
        Ok(ready)
    }
    /// What a state changes, in a moment.
    ///
    /// # Errors
    /// A change that does not fit; nobody waits for it any more.
    pub fn quick(&self, call: &Call, state: &State) -> Result<Quick, Refusal> {
        let change = state.change()?;
        appraise::quick(&self.context(call), &*self.ready(call)?, &change)
    }
    /// The plan that saving a state would give.
    ///
    /// # Errors
    /// A change that does not fit; nobody waits for it any more.
    pub fn full(&self, call: &Call, state: &State) -> Result<Arc<Full>, Refusal> {
        let head = self.saved()?.head.clone();
        let asked = State { full: true, differences: state.differences.clone(), ..State::default() };
        let key = format!("{head} {}", asked.query());
        let known = |kept: &VecDeque<(String, Arc<Full>)>| kept.iter().find(|(k, _)| *k == key).map(|(_, full)| Arc::clone(full));
        if let Some(full) = known(&self.full.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(full);
        }
        let step = AtWork { desk: self, key: asked.differing() };
        self.at_work.lock().unwrap_or_else(PoisonError::into_inner).insert(step.key.clone(), Arc::clone(&call.step));
        let outcome = amend::simulate(&self.context(call), &SimulateRequest { plan: self.plan_name()?, change: state.change()?, sketch: true })?;
        let full = Arc::new(Full {
            shown: outcome.after.plan_hash.clone(),
            after: Worded::english(&outcome.after),
            differences: outcome.differences,
            revoked: outcome.approvals_revoked,
        });
        let mut kept = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        // A plan that was saved meanwhile is another: its appraisals have its own name.
        if self.saved()?.head == head && known(&kept).is_none() {
            kept.push_back((key, Arc::clone(&full)));
            while kept.len() > KEPT {
                kept.pop_front();
            }
        }
        Ok(full)
    }
    /// The step at which the full appraisal of a state is; none: nobody works on it.
    pub fn step(&self, state: &State) -> Option<String> {
        self.step_of(&state.differing())
    }
    /// The step at which a plan that is made is.
    pub fn making_step(&self) -> Option<String> {
        self.step_of(MAKING)
    }
    fn step_of(&self, key: &str) -> Option<String> {
        let step = self.at_work.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()?;
        let word = step.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Some(word)
    }
    /// Copies the files of a form beside the plans.
    ///
    /// # Errors
    /// See [`files::receive`].
    pub async fn receive(&self, kind: &str, body: Incoming) -> Result<Dropped, Refusal> {
        files::receive(&self.context, kind, body).await
    }
    /// Files that lie here and may be data.
    pub fn files(&self) -> Vec<String> {
        found::listed(&self.context, files::FOLDER).unwrap_or_default()
    }
    /// The table that a file fits best.
    ///
    /// # Errors
    /// A path that may not be read.
    pub fn table(&self, path: &str) -> Result<Option<String>, Refusal> {
        found::table(&self.context, path)
    }
    /// What the settings file says already.
    ///
    /// # Errors
    /// Settings that cannot be read.
    pub fn settings(&self) -> Result<Draft, Refusal> {
        settings::read(&self.context)?.draft(&self.context)
    }
    /// How the data that a page names are read.
    ///
    /// # Errors
    /// Data that cannot be read, with the question that would settle it.
    pub fn look(&self, call: &Call, begin: &Begin) -> Result<Look, Refusal> {
        let draft = begin.draft()?.over(self.settings()?);
        let request = InitRequest { data: draft.data, currency: draft.currency, out: String::new(), force: false, answers: Answers::default() };
        init::look(&self.context(call), &request)
    }
    /// Makes the plan that `plan-loyalty` with the words of the page makes, and opens it.
    ///
    /// # Errors
    /// What the command refuses; a plan that is made already.
    pub fn make(&self, call: &Call, begin: &Begin) -> Result<(), Refusal> {
        let _one = match self.making.try_lock() {
            Ok(one) => one,
            // One that was cancelled ends in a moment.
            Err(_) if self.maker.lock().unwrap_or_else(PoisonError::into_inner).is_cancelled() => self.making.lock().unwrap_or_else(PoisonError::into_inner),
            Err(_) => return Err(Refusal::input("the studio", "a plan is being made", "One is made at a time", "wait for it, at /")),
        };
        *self.maker.lock().unwrap_or_else(PoisonError::into_inner) = call.cancel.clone();
        let step = AtWork { desk: self, key: MAKING.into() };
        self.at_work.lock().unwrap_or_else(PoisonError::into_inner).insert(step.key.clone(), Arc::clone(&call.step));
        let request = settings::complete(&self.context, begin.draft()?)?;
        let made = plan::plan(&self.context(call), &request)?;
        *self.path.lock().unwrap_or_else(PoisonError::into_inner) = Some(self.context.shown(&made.path).display().to_string());
        *self.saved.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }
    /// The decision on one page, of the saved plan: name of the file, and its bytes.
    ///
    /// # Errors
    /// A plan or a brand file that is gone.
    pub fn decision(&self, call: &Call) -> Result<(String, Vec<u8>), Refusal> {
        export::sheet(&self.context(call), &self.plan_name()?)
    }
    /// Traces a figure of a plan that is shown.
    ///
    /// # Errors
    /// No such figure.
    pub fn trace(&self, plan: &Worded, figure: &str) -> Result<serde_json::Value, Refusal> {
        Ok(explain::tree(&plan.design, &explain::figure(&plan.design, figure)?))
    }
    /// What is open before publication.
    ///
    /// # Errors
    /// A plan that is gone, a file of signers that cannot be read.
    pub fn review(&self, call: &Call) -> Result<ReviewOutcome, Refusal> {
        review::review(&self.context(call), &ReviewRequest { plan: self.plan_name()?, trust: None })
    }
    /// What a person would sign.
    ///
    /// # Errors
    /// Whatever forbids the act.
    pub fn pending(&self, call: &Call, act: &Act) -> Result<Pending, Refusal> {
        decide::pending(&self.context(call), &self.request(act, None)?)
    }
    /// Records an act with the signature that the person made.
    ///
    /// # Errors
    /// Whatever forbids the act; a signature that does not hold.
    pub fn decide(&self, call: &Call, act: &Act, signature: &Path) -> Result<DecideOutcome, Refusal> {
        decide::decide(&self.context(call), &self.request(act, Some(signature.to_path_buf()))?, None)
    }
    fn request(&self, act: &Act, signature: Option<PathBuf>) -> Result<DecideRequest, Refusal> {
        let said = |text: &String| Some(text.clone()).filter(|t| !t.is_empty());
        Ok(DecideRequest {
            plan: self.plan_name()?,
            decides: act.decides,
            role: said(&act.role),
            person: said(&act.person),
            note: act.note.clone(),
            signature,
            trust: None,
            rules: vec![],
            evidence: None,
        })
    }
    /// Who is at work here, as the system knows them; empty: it does not.
    pub fn person(&self) -> String {
        Some(self.context.person(None)).filter(|who| somebody(who)).unwrap_or_default()
    }
    /// What people say about the plan, as it is on disk now.
    ///
    /// # Errors
    /// A plan that is gone, a file of comments that is none.
    pub fn comments(&self, call: &Call) -> Result<Vec<Comment>, Refusal> {
        Ok(comments::list(&self.context(call), &self.plan_name()?, None)?.comments)
    }
    /// Makes a comment.
    ///
    /// # Errors
    /// See [`comments::say`].
    pub fn say(&self, call: &Call, remark: &Remark) -> Result<(), Refusal> {
        let Remark { on, text, by } = remark.clone();
        comments::say(&self.context(call), &SayRequest { plan: self.plan_name()?, on, text, by: Some(by) }).map(drop)
    }
    /// Settles one.
    ///
    /// # Errors
    /// See [`comments::settle`].
    pub fn settle(&self, call: &Call, number: usize, by: &str) -> Result<(), Refusal> {
        let by = Some(by.to_string()).filter(|by| !by.is_empty());
        comments::settle(&self.context(call), &SettleRequest { plan: self.plan_name()?, number, by }).map(drop)
    }
    /// Saves a state as an amendment of the revision that the page showed.
    ///
    /// # Errors
    /// Somebody saved meanwhile; what the command refuses.
    pub fn save(&self, call: &Call, state: &State, seen: String, reason: String) -> Result<ChangeOutcome, Refusal> {
        let request = AmendRequest { plan: self.plan_name()?, change: state.change()?, frozen: false, reason, by: None, seen: Some(seen) };
        amend::amend(&self.context(call), &request)
    }
}
fn stamp(path: &Path) -> Stamp {
    let file = std::fs::metadata(path).ok()?;
    Some((file.modified().ok()?, file.len()))
}
