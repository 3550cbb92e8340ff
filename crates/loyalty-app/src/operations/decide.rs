//! `submit`, `approve`, `reject`, `resolve`, `override`, `waive`, `publish` and the statement that a person signs. Only a person decides: a door confirms it
//! at a terminal and the act is marked unverified, or a signature that the person made comes with it. Whether the act counts, [`loyalty_plans::acts`] says.
use super::deliverables::{self, Choice, MEMBERS};
use super::plans::{self, Opened};
use super::review::{self, ReviewRequest};
use super::revision::{self, trail};
use super::verify::Chosen;
use crate::clock;
use crate::context::Context;
use crate::refusal::{Refusal, RefusalKind};
use crate::settings::{self, Settings};
use loyalty_exports::copy::Worded;
use loyalty_exports::format;
use loyalty_exports::tables::overrides;
use loyalty_model::finding::{ComplianceFinding, Severity, Verdict};
use loyalty_model::plain::prints;
use loyalty_model::plan::{Act, Change, Decision, Plan, Policy, SignedFile, Status};
use loyalty_plans::acts::{Authority, Why, judge};
use loyalty_plans::chain::{self, Entry};
use loyalty_plans::signature::{self, word};
use loyalty_plans::signers::{PREPARER, PUBLISHER};
use loyalty_plans::{commit_log, document, hash, regular, store};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Largest signature, and largest evidence that is hashed as a file.
const SIGNATURE_BYTES: u64 = 1 << 20;

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decides {
    /// Hand a design in for approval, as its preparer.
    Submit,
    /// Approve for a role.
    Approve,
    /// Reject for a role.
    Reject,
    /// Resolve an escalation.
    Resolve,
    /// Override compliance blockers.
    Override,
    /// Waive the answer to compliance blockers that nobody has settled.
    Waive,
    /// Freeze the revision once the review passes.
    Publish,
}
impl Decides {
    const fn act(self) -> Act {
        match self {
            Decides::Submit => Act::Submitted,
            Decides::Approve => Act::Approved,
            Decides::Reject => Act::Rejected,
            Decides::Resolve => Act::Resolved,
            Decides::Override => Act::Overridden,
            Decides::Waive => Act::Waived,
            Decides::Publish => Act::Published,
        }
    }
    /// The role where only one can do it.
    const fn role(self) -> Option<&'static str> {
        match self {
            Decides::Submit => Some(PREPARER),
            Decides::Resolve => Some("exec-sponsor"),
            Decides::Override | Decides::Waive => Some("legal"),
            Decides::Publish => Some(PUBLISHER),
            Decides::Approve | Decides::Reject => None,
        }
    }
    /// It changes what the deliverables print.
    const fn prints(self) -> bool {
        matches!(self, Decides::Override | Decides::Waive | Decides::Publish)
    }
}
/// A decision that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecideRequest {
    pub plan: String,
    /// What.
    pub decides: Decides,
    /// Role: legal, finance, operations, exec-sponsor, preparer, publisher; none: the only one that may do it.
    pub role: Option<String>,
    /// The person, as the file of signers names them; none: whoever asks.
    pub person: Option<String>,
    /// What the person adds; the reason of a rejection, a resolution, an override or a waiver.
    pub note: String,
    /// Signature of the statement, made by the person.
    pub signature: Option<PathBuf>,
    /// File of trusted signers; none: that of the settings, where its SHA-256 is pinned.
    pub trust: Option<PathBuf>,
    /// Compliance rules that are overridden or waived.
    pub rules: Vec<String>,
    /// Evidence of an override: words, or a file, which is hashed.
    pub evidence: Option<String>,
}
/// A decision as it stands to be confirmed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pending {
    /// Title of the plan.
    pub title: String,
    /// Verdict of the plan.
    pub verdict: String,
    /// Hash of the design.
    pub plan_hash: String,
    /// The word of the act: approved, rejected, …
    pub act: String,
    /// What would be recorded.
    pub decision: Decision,
    /// The text that a person signs.
    pub statement: String,
}
/// A decision recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecideOutcome {
    /// Where the plan is.
    pub path: PathBuf,
    /// The word of the act.
    pub act: String,
    /// For which role.
    pub role: String,
    /// By whom.
    pub person: String,
    /// Fingerprint of the key that signed; none: unverified.
    pub key: Option<String>,
    /// Why it does not count, if it does not.
    pub void: Option<String>,
    /// Acts without a signature count.
    pub relaxed: bool,
    /// Hash of the design.
    pub plan_hash: String,
}
/// A decision before it is signed: the plan with it, and the files that it changes.
struct Draft {
    opened: Opened,
    plan: Plan,
    files: Vec<deliverables::Written>,
    entry: Entry,
    decision: Decision,
    chosen: Chosen,
    settings: Settings,
}
impl Draft {
    /// The document with the decision as its last entry.
    fn document(&self, decision: Decision) -> Result<Value, Refusal> {
        let entry = Entry { decision: Some(decision), ..self.entry.clone() };
        revision::document(&self.opened, (!self.files.is_empty()).then_some(&self.plan), entry)
    }
    /// The text to sign.
    fn statement(&self) -> Result<String, Refusal> {
        let log = self.log(self.decision.clone())?;
        let first = log.first().map(chain::entry_hash).transpose().map_err(|e| trail(e.into()))?.unwrap_or_default();
        Ok(log.last().and_then(|c| signature::statement(&first, c)).unwrap_or_default())
    }
    fn log(&self, decision: Decision) -> Result<Vec<Change>, Refusal> {
        document::log(&self.document(decision)?).map_err(|e| trail(e.into()))
    }
    /// Whether the decision counts; as a draft, as if it were signed.
    fn judged(&self, decision: Decision, draft: bool) -> Result<Result<(), Why>, Refusal> {
        let (log, plan) = (self.log(decision)?, &self.opened.plan);
        let by = Authority {
            approvals: &plan.design.governance.approvals,
            prepared_by: &plan.history.prepared_by,
            trust: self.chosen.trust.as_ref(),
            relaxed: self.settings.governance.unverified_approvals,
            draft,
            now: &self.entry.at,
        };
        Ok(judge(&log, &by).pop().map_or(Ok(()), |last| last.counts))
    }
}
/// `statement`: what would be recorded, and the text to sign. Nothing is written.
///
/// # Errors
/// Whatever forbids the act.
pub fn pending(context: &Context, request: &DecideRequest) -> Result<Pending, Refusal> {
    let draft = draft(context, request)?;
    draft.judged(draft.decision.clone(), true)?.map_err(|why| does_not_count(&draft, &why))?;
    let worded = Worded::english(&draft.opened.plan);
    Ok(Pending {
        title: worded.design.header.title.to_string(),
        verdict: format::sentences(&worded.design.header.verdict),
        plan_hash: draft.opened.plan.plan_hash.clone(),
        act: word(draft.entry.act).into(),
        statement: draft.statement()?,
        decision: draft.decision,
    })
}
/// Records a decision. Without a signature it must have been confirmed by the person, at the design that `confirmed` names by its hash.
///
/// # Errors
/// Whatever forbids the act; neither a signature nor a confirmation of this design; a signature that does not hold; an act that would not count.
pub fn decide(context: &Context, request: &DecideRequest, confirmed: Option<&str>) -> Result<DecideOutcome, Refusal> {
    let draft = draft(context, request)?;
    let (act, mut decision) = (draft.entry.act, draft.decision.clone());
    match &request.signature {
        Some(file) => {
            let says = draft.statement()?;
            let (signed, key) = signed(context, file, &says)?;
            (decision.statement, decision.signature, decision.key) = (Some(says), Some(signed), Some(key));
        }
        None if confirmed == Some(draft.opened.plan.plan_hash.as_str()) => {
            draft.judged(decision.clone(), true)?.map_err(|why| does_not_count(&draft, &why))?;
        }
        None => return Err(nobody_decided(&decision.role, act)),
    }
    let void = match draft.judged(decision.clone(), false)? {
        Ok(()) => None,
        // What is printed on deliverables, or frozen, is signed.
        Err(why @ Why::Unsigned) if !request.decides.prints() => Some(why.to_string()),
        Err(why) => return Err(does_not_count(&draft, &why)),
    };
    let outcome = DecideOutcome {
        path: draft.opened.path.clone(),
        act: word(act).into(),
        role: decision.role.clone(),
        person: decision.person.clone(),
        key: decision.key.clone(),
        void,
        relaxed: draft.settings.governance.unverified_approvals,
        plan_hash: draft.opened.plan.plan_hash.clone(),
    };
    revision::save(context, &draft.opened, &draft.document(decision)?, &draft.files)?;
    Ok(outcome)
}
fn nobody_decided(role: &str, act: Act) -> Refusal {
    Refusal::input(
        format!("--as {role}"),
        format!("{} needs a person at a terminal or a signature", word(act)),
        "Only a person can decide",
        "print the text with plan-loyalty statement, let the person sign it with ssh-keygen -Y sign -n plan-loyalty, and give the .sig file with --signature",
    )
}
fn does_not_count(draft: &Draft, why: &Why) -> Refusal {
    let next = match why {
        Why::NoTrust => draft.chosen.words.clone(),
        Why::Unsigned => "sign the text of plan-loyalty statement and give the .sig file with --signature".into(),
        Why::NotSubmitted => "let the preparer sign and submit the design: plan-loyalty statement --act submit, then plan-loyalty submit".into(),
        Why::UnknownKey(_) | Why::NotOwner { .. } | Why::NotHeld { .. } | Why::Expired => {
            "let a person sign whose key and role are in the file of signers, or have the file changed by whoever keeps it".into()
        }
        _ => "let the person with that role decide, in the order of approvals (see plan-loyalty review)".into(),
    };
    let reason = "An act counts only if it is signed as it stands, by one person for one role, in order";
    Refusal::input(format!("--as {}", draft.decision.role), why.to_string(), reason, next)
}
/// The signature and the fingerprint of its key, where it is one of the statement.
fn signed(context: &Context, file: &Path, says: &str) -> Result<(String, String), Refusal> {
    let place = file.display().to_string();
    let bytes = regular::read(&context.reading("signature", file)?, SIGNATURE_BYTES)
        .map_err(|e| Refusal::input(&place, e.to_string(), "The signature proves the decision", "give the .sig file that ssh-keygen -Y sign wrote"))?;
    let signed = String::from_utf8_lossy(&bytes).into_owned();
    let key = signature::check(says, &signed).map_err(|e| {
        Refusal::input(
            place,
            e.to_string(),
            "The plan, the settings or the decision may have changed since the statement was printed",
            "print it again with plan-loyalty statement, sign that, and give the same --person, --note, --rule, --evidence and --trust",
        )
    })?;
    Ok((signed, signature::fingerprint(&key)))
}
/// The plan, what would be recorded after everything that forbids it was looked at, and the files that print it.
fn draft(context: &Context, request: &DecideRequest) -> Result<Draft, Refusal> {
    let opened = plans::open(context, &request.plan)?;
    let settings = settings::read(context)?;
    let chosen = Chosen::of(context, request.trust.as_deref(), &settings)?;
    let mut decision = decision(context, request, &opened, &settings, &chosen)?;
    forbidden(&opened, request)?;
    if request.decides == Decides::Publish {
        ready(context, &opened, request)?;
        let at = context.reading("plans", store::folder(&opened.path))?;
        decision.commit = commit_log::mark(&at, &opened.name()).map_err(|e| Refusal::machine(at.display().to_string(), e.to_string(), ""))?;
    }
    let (mut plan, act) = (opened.plan.clone(), request.decides.act());
    let files = if request.decides.prints() { printed(context, &mut plan, act, &decision)? } else { vec![] };
    if request.decides == Decides::Publish {
        let of = |f: &loyalty_model::plan::FileRecord| SignedFile { path: f.path.clone(), sha256: f.sha256.clone() };
        decision.deliverables = plan.history.deliverables.iter().map(of).collect();
    }
    let reason = if decision.note.is_empty() { word(act).to_string() } else { decision.note.clone() };
    let entry = Entry { at: clock::now().written, actor: decision.person.clone(), act, reason: reason.into(), decision: None };
    Ok(Draft { opened, plan, files, entry, decision, chosen, settings })
}
fn decision(context: &Context, request: &DecideRequest, opened: &Opened, settings: &Settings, chosen: &Chosen) -> Result<Decision, Refusal> {
    let role =
        request.role.as_deref().or(request.decides.role()).map(str::to_string).ok_or_else(|| {
            Refusal::input("--as", "no role was given", "A decision is made for a role", "give --as legal, finance, operations or exec-sponsor")
        })?;
    let person = context.person(request.person.as_deref());
    let evidence = request.evidence.clone().filter(|e| !e.trim().is_empty());
    let said = [("--as", &role), ("--person", &person), ("--note", &request.note)].into_iter().chain(evidence.iter().map(|e| ("--evidence", e)));
    for (flag, words) in said.chain(request.rules.iter().map(|r| ("--rule", r))) {
        if let Some(c) = words.chars().find(|c| !prints(*c)) {
            return Err(Refusal::input(
                flag,
                format!("it holds the character U+{:04X}, which does not print", u32::from(c)),
                "What is signed and what is read must be the same",
                "write it in printing characters on one line",
            ));
        }
    }
    let owner = opened.plan.design.brief.owners.get(&role).cloned().unwrap_or_else(|| role.clone());
    let evidence_sha256 = match &evidence {
        Some(words) => context.reading("evidence", words).ok().and_then(|file| regular::sha256(&file).ok()),
        None => None,
    };
    Ok(Decision {
        substitute_for: (settings.governance.substitutes.get(&role) == Some(&person)).then_some(owner),
        role,
        person,
        note: request.note.clone(),
        evidence,
        evidence_sha256,
        rules: request.rules.clone(),
        policy: Some(Policy { relaxed: settings.governance.unverified_approvals, signers_sha256: chosen.trust.as_ref().map(|t| t.sha256.clone()) }),
        ..Decision::default()
    })
}
/// The review passes, or the refusal names everything that is open.
fn ready(context: &Context, opened: &Opened, request: &DecideRequest) -> Result<(), Refusal> {
    let items = review::checklist(context, opened, &ReviewRequest { plan: request.plan.clone(), trust: request.trust.clone() })?.items;
    let open: Vec<String> = items.into_iter().filter(|i| !i.pass).map(|i| format!("{}: {}", i.item, i.found)).collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(Refusal {
        kind: if opened.plan.design.header.status == Status::Planned { RefusalKind::Differs } else { RefusalKind::Escalated },
        ..Refusal::input(
            opened.path.display().to_string(),
            format!("it cannot be published: {}", open.join(" · ")),
            "Every check of the review must pass first",
            "run plan-loyalty review to see the next steps",
        )
    })
}
fn forbidden(opened: &Opened, request: &DecideRequest) -> Result<(), Refusal> {
    let (plan, place) = (&opened.plan, opened.path.display().to_string());
    if plans::published(plan).is_some() {
        return Err(match request.decides {
            Decides::Publish => Refusal::input(place, "this revision is already published", "A revision is published once", "there is nothing left to do"),
            _ => Refusal::input(place, "this revision is published and frozen", "Its approvals are part of the published revision", "make a new plan"),
        });
    }
    let silent = matches!(request.decides, Decides::Approve | Decides::Submit | Decides::Publish);
    if !silent && request.note.trim().is_empty() {
        return Err(Refusal::input("--note", "it is empty", "this decision needs a reason", "give the reason with --note"));
    }
    match request.decides {
        Decides::Resolve if plan.design.header.status == Status::Planned => {
            Err(Refusal::input(place, "no escalation stands", "Only an escalation can be resolved", "approve the plan instead"))
        }
        Decides::Override => {
            blocking(plan, request, Verdict::Fail)?;
            match request.evidence.as_deref().is_none_or(|e| e.trim().is_empty()) {
                true => Err(Refusal::input(
                    "--evidence",
                    "it is missing",
                    "An override needs evidence that others can check",
                    "name the document or opinion with --evidence",
                )),
                false => Ok(()),
            }
        }
        Decides::Waive => blocking(plan, request, Verdict::Unknown),
        _ => Ok(()),
    }
}
/// Every rule named is a blocker with this verdict.
fn blocking(plan: &Plan, request: &DecideRequest, verdict: Verdict) -> Result<(), Refusal> {
    let is = |f: &&ComplianceFinding| f.verdict == verdict && f.severity == Severity::Blocker;
    let known: Vec<&str> = plan.design.governance.compliance.iter().filter(is).map(|f| f.rule.as_str()).collect();
    let wrong = if request.rules.is_empty() { Some("") } else { request.rules.iter().map(String::as_str).find(|r| !known.contains(r)) };
    let Some(rule) = wrong else { return Ok(()) };
    let (what, reason) = match verdict {
        Verdict::Fail => ("blocker", "Only a rule that blocks this plan can be overridden"),
        _ => ("blocker without an answer", "Only a blocker that waits for an answer can be waived"),
    };
    let next = if known.is_empty() { "there is none (see plan-loyalty review)".into() } else { format!("name one of {}", known.join(", ")) };
    Err(Refusal::input("--rule", format!("unknown {what} {rule:?}"), reason, next))
}
/// The deliverables with a decision on them; the plan records them.
fn printed(context: &Context, plan: &mut Plan, act: Act, decision: &Decision) -> Result<Vec<deliverables::Written>, Refusal> {
    let of_today = Change {
        sequence: 0,
        at: String::new(),
        actor: String::new(),
        act,
        reason: loyalty_model::fact::Fact::default(),
        patch: Value::Null,
        undo: Value::Null,
        previous: String::new(),
        plan_hash: plan.plan_hash.clone(),
        document_hash: String::new(),
        decision: Some(decision.clone()),
    };
    plan.history.change_log.push(of_today);
    let out = deliverables::folder(plan);
    let mut files = deliverables::make(&out, plan, &deliverables::brand_of(context, plan)?, &Choice::recorded(plan), None)?;
    // Placements of single customers stand in no plan: their file is taken as it was recorded.
    let members = out.join(MEMBERS);
    if let Some(recorded) = plan.history.deliverables.iter().find(|f| Path::new(&f.path) == members)
        && let Ok(bytes) = regular::read(&context.reading("members", &members)?, recorded.bytes)
    {
        if hash::of_bytes(&bytes) != recorded.sha256 {
            return Err(Refusal::input(
                members.display().to_string(),
                "it differs from the file written with the plan",
                "A decision is printed on the files that the plan wrote, and on no others",
                "restore the file, or make the plan again",
            ));
        }
        let bytes = overrides::noticed(bytes, plan).map_err(|e| Refusal::machine(MEMBERS, e.to_string(), "report this as a bug"))?;
        files.push((members, bytes));
    }
    let written = revision::recorded(&files);
    let others = plan.history.deliverables.iter().filter(|old| !written.iter().any(|new| new.path == old.path)).cloned();
    plan.history.deliverables = written.iter().cloned().chain(others).collect();
    plan.history.change_log.pop();
    Ok(files)
}
