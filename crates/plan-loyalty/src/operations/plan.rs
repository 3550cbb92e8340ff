//! The main job: read, run, write, show.
use super::deliverables::{self, Choice};
use super::resume::{PULLED, RunFolder};
use super::{brand, inputs};
use crate::cli::args::{Effort, Format, Layout, PlanArgs};
use crate::cli::{interrupt, screen};
use crate::error::{Refusal, exit};
use crate::request::{self, Written};
use loyalty_engine::orchestrate::{Moment, Pattern, Shelf};
use loyalty_engine::personas::PersonaError;
use loyalty_engine::run::{Job, Outcome, RunError, run as engine};
use loyalty_engine::watch::{Depth, Stop, Watch};
use loyalty_exports::diff::between;
use loyalty_model::assumption::{Row, magnitude, rows};
use loyalty_model::brief::{Brief, Given};
use loyalty_model::extract::{Extract, MemberFacts, Origin};
use loyalty_model::input::InputRecord;
use loyalty_model::line::Unit;
use loyalty_model::plan::{Act, Design, FileRecord, History, Plan, SCHEMA_VERSION, Status, Superseded, TaskRecord};
use loyalty_model::units::{Currency, Date};
use loyalty_plans::chain::{self, ChainError, Entry};
use loyalty_plans::{document, hash, store};
use loyalty_sources::demo::World;
use loyalty_sources::drivers;
use loyalty_sources::intake::SetAsideRow;
use loyalty_sources::source::{Ask, Demonstration, Extracted, Profile, Source, SourceError, StandIn, WithProfile};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// What a run needs, and what is kept of how it came.
#[derive(Serialize, Deserialize)]
pub struct Prepared {
    /// The job.
    pub job: Job,
    /// What was measured.
    pub extract: Extract,
    /// What was read.
    pub inputs: Vec<InputRecord>,
    /// Rows set aside.
    pub set_aside: Vec<SetAsideRow>,
    /// How long that took.
    pub pulled: Duration,
    /// How often it was tried.
    pub attempts: Vec<String>,
}
/// Reads the request and the data.
///
/// # Errors
/// Bad input.
pub fn prepare(args: &PlanArgs) -> Result<Prepared, Refusal> {
    let config = request::config(args.data.config.as_deref())?;
    let mut written = request::written(args, &config)?;
    let (_, _, today) = super::now();
    let asked_on = args.asked_on.as_deref().map_or(Ok(today), |t| request::date("--asked-on", t))?;
    if let Some(n) = args.data.threads {
        rayon::ThreadPoolBuilder::new().num_threads(n).build_global().map_err(|e| Refusal::input("--threads", e.to_string(), "", "give a number from 1"))?;
    }
    let started = Instant::now();
    let seen = see(args, &config, &mut written, asked_on)?;
    let pulled = started.elapsed();
    let currency = currency(&written, seen.currency.as_ref())?;
    request::check_amounts(&written.given, &currency.0)?;
    let extract = Extract { currency: currency.0.clone(), ..seen.extract };
    let job = Job {
        brief: brief(&written, seen.company.as_deref().unwrap_or("the company"), currency, asked_on),
        seed: args.seed.unwrap_or(1),
        version: env!("CARGO_PKG_VERSION").into(),
        pattern: args.pattern.map(|p| match p {
            Layout::Diamond => Pattern::Diamond,
            Layout::Pipeline => Pattern::Pipeline,
        }),
        depth: match args.effort {
            Some(Effort::Small) => Depth::Small,
            Some(Effort::Full) | None => Depth::Full,
        },
    };
    Ok(Prepared { job, extract, inputs: seen.inputs, set_aside: seen.set_aside, pulled, attempts: seen.attempts })
}
/// A run's refusal, for a person.
pub fn refusal(e: RunError) -> Refusal {
    match e {
        RunError::Persona(p @ PersonaError::Unknown { .. }) => {
            Refusal::input("--personas", p.to_string(), "", "name one of the known ones, define it in the settings under [personas], or leave --personas out")
        }
        RunError::Persona(p) => {
            Refusal::input("plan-loyalty.toml [personas]", p.to_string(), "", "write for example: big = \"orders_last_year >= 4 and p_alive > 0.6\"")
        }
        RunError::Pin(p) => Refusal::input(format!("--set {}", p.pin), p.fact, "", p.next),
        RunError::Nobody => {
            Refusal::input("the data", e.to_string(), "Nobody can be a member", "give orders or subscriptions, or a driver sheet with --drivers")
        }
        RunError::Stopped => Refusal { code: exit::STOPPED, ..Refusal::machine("the run", e.to_string(), "ask again: the same request gives the same plan") },
    }
}
/// Runs the main job.
///
/// # Errors
/// Bad input, or the machine.
pub fn run(args: &PlanArgs) -> Result<u8, Refusal> {
    let (_, stamp, _) = super::now();
    // What cannot be written is refused before the work, not after it.
    Choice::only(&args.only)?;
    brand::read(args.brand.as_deref())?;
    let plans = args.plans.clone().unwrap_or_else(|| PathBuf::from(".claude/plans"));
    let prepared = prepare(args)?;
    let folder = RunFolder::begin(&plans, &stamp, &std::env::args().collect::<Vec<_>>());
    carry_through(args, std::env::args().collect(), prepared, folder, Act::Created)
}
/// A plan as it was made and written.
pub struct Made {
    /// The plan.
    pub plan: Plan,
    /// Deliverables.
    pub files: Vec<PathBuf>,
    /// Its own file.
    pub path: PathBuf,
}
/// From the data to the files on disk, and the word on the screen.
///
/// # Errors
/// Bad input, or the machine.
pub fn carry_through(args: &PlanArgs, command: Vec<String>, prepared: Prepared, folder: Option<RunFolder>, act: Act) -> Result<u8, Refusal> {
    let made = make(args, command, prepared, (folder, act), &screen::Spinner::new(args.quiet))?;
    let Made { plan, files, path } = &made;
    match (args.quiet, args.format) {
        (true, _) => {}
        (_, Some(Format::Json)) => println!("{}", serde_json::to_string_pretty(plan).map_err(|e| Refusal::machine("the plan", e.to_string(), ""))?),
        _ => print!("{}", screen::plan(plan, files, path)),
    }
    Ok(if plan.design.header.status == Status::Planned { exit::PLANNED } else { exit::ESCALATED })
}
/// From the data to the files on disk; what is finished on the way is kept in the run's folder until the plan stands.
///
/// # Errors
/// Bad input, or the machine.
pub fn make(args: &PlanArgs, command: Vec<String>, prepared: Prepared, (folder, act): (Option<RunFolder>, Act), watch: &dyn Watch) -> Result<Made, Refusal> {
    let (created_at, stamp, _) = super::now();
    let (choice, look) = (Choice::only(&args.only)?, brand::read(args.brand.as_deref())?);
    let shelf = folder.as_ref().map(|f| f as &dyn Shelf);
    let outcome = std::thread::scope(|s| {
        // A large extract takes a moment to write: the run does not wait for it.
        let keep = folder.as_ref().filter(|f| f.get(PULLED).is_none());
        let kept = &prepared;
        s.spawn(move || {
            if let (Some(folder), Ok(text)) = (keep, keep.map_or(Ok(String::new()), |_| serde_json::to_string(kept))) {
                folder.put(PULLED, text);
            }
        });
        realise(&prepared.job, &prepared.extract, (prepared.pulled, &prepared.attempts), watch, shelf)
    });
    let (outcome, tasks) = outcome.inspect_err(|_| folder.iter().for_each(RunFolder::refuse))?;
    let Prepared { inputs, set_aside: aside, .. } = prepared;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("loyalty-plan"));
    let aside = set_aside(&out, &aside);
    let history = History {
        created_at: created_at.clone(),
        command,
        prepared_by: super::person(None),
        inputs,
        set_aside_file: aside.as_ref().map(|(path, _)| path.display().to_string()),
        tasks,
        ..History::default()
    };
    let plan_hash = hash::of_design(&outcome.design)
        .map_err(|e| Refusal::machine("the plan", format!("a figure is not a number: {e}"), "tell the makers; nothing was written"))?;
    let mut plan = Plan { schema_version: SCHEMA_VERSION.into(), plan_hash, design: outcome.design, history };
    let company_data = plan.design.header.origin == Origin::CompanyData;
    let mut files: Vec<(PathBuf, Vec<u8>)> = deliverables::make(&out, &plan, &look, &choice, company_data.then_some(&outcome.placements[..]))?;
    files.extend(aside);
    plan.history.deliverables = recorded(&files);
    let plans = args.plans.clone().unwrap_or_else(|| PathBuf::from(".claude/plans"));
    plan.history.supersedes = superseded(&plans, &plan.design);
    let reason = match (&plan.history.supersedes, act) {
        (_, Act::Resumed) => "finished after it had stopped".to_string(),
        (Some(s), _) => format!("in place of {}: {}", s.plan, s.reason),
        (None, _) => "first plan".into(),
    };
    let entry = Entry { at: created_at, actor: plan.history.prepared_by.clone(), act, reason, decision: None };
    let document = document::of(&plan).map_err(ChainError::from).and_then(|d| chain::append(None, d, entry)).map_err(trail)?;
    let plan = document::plan(&document).map_err(|e| trail(e.into()))?;
    let path = interrupt::hold(|| -> Result<PathBuf, Refusal> {
        store::write_all(&files)?;
        let path = store::put(&plans, &stamp, &document)?;
        if let Some(folder) = &folder {
            folder.end();
        }
        Ok(path)
    })?;
    Ok(Made { plan, files: files.into_iter().map(|(path, _)| path).collect(), path })
}

/// Runs the engine before whoever looks on, and times the tasks.
///
/// # Errors
/// What the engine refuses.
pub fn realise(
    job: &Job,
    extract: &Extract,
    (pulled, attempts): (Duration, &[String]),
    watch: &dyn Watch,
    shelf: Option<&dyn Shelf>,
) -> Result<(Outcome, Vec<TaskRecord>), Refusal> {
    let clock = Clock { tasks: Mutex::default(), watch };
    let mut outcome = engine(job, extract, &clock, shelf).map_err(refusal)?;
    let mut tasks = clock.timed(std::mem::take(&mut outcome.tasks), pulled);
    if let Some(pull) = tasks.iter_mut().find(|t| t.id == PULLED) {
        pull.attempts = attempts.to_vec();
        pull.status = if !extract.lost.is_empty() {
            "fallback"
        } else if pulled.is_zero() {
            "kept"
        } else {
            "done"
        }
        .into();
    }
    Ok((outcome, tasks))
}
/// The newest plan of the same brief in the folder, asked on whatever day, and what differs.
fn superseded(plans: &Path, design: &Design) -> Option<Superseded> {
    let same = |b: &Brief| Brief { asked_on: design.brief.asked_on, pins: vec![], ..b.clone() } == Brief { pins: vec![], ..design.brief.clone() };
    let before = store::list(plans).ok()?.into_iter().rev().find_map(|p| Some((p.clone(), store::get(&p).ok().filter(|old| same(&old.design.brief))?)))?;
    let (path, old) = before;
    let mut why = vec![];
    if old.design.header.extract_fingerprint != design.header.extract_fingerprint {
        why.push("the data changed");
    }
    if old.design.header.version != design.header.version {
        why.push("the program changed");
    }
    if old.design.brief.asked_on != design.brief.asked_on {
        why.push("it was asked on another day");
    }
    if old.design.brief.pins != design.brief.pins {
        why.push("what a person fixed by hand changed");
    }
    Some(Superseded {
        plan: path.file_name()?.to_string_lossy().into_owned(),
        plan_hash: old.plan_hash,
        reason: if why.is_empty() { "the same request was run again".into() } else { why.join(", ") },
        changes: between(&old.design, design).into_iter().map(|d| d.sentence).collect(),
    })
}
/// A trail that cannot be written, for a person.
pub fn trail(e: ChainError) -> Refusal {
    Refusal::machine("the plan", e.to_string(), "look at it with plan-loyalty verify; nothing was written")
}
/// What was written with a revision.
pub fn recorded(files: &[(PathBuf, Vec<u8>)]) -> Vec<FileRecord> {
    let record = |(path, bytes): &(PathBuf, Vec<u8>)| FileRecord {
        table: "deliverable".into(),
        path: path.display().to_string(),
        bytes: bytes.len() as u64,
        sha256: hash::of_bytes(bytes),
    };
    files.iter().map(record).collect()
}
/// When tasks began and how long they took, for whoever looks on.
struct Clock<'a> {
    tasks: Mutex<BTreeMap<String, (Option<Instant>, Duration)>>,
    watch: &'a dyn Watch,
}
impl Watch for Clock<'_> {
    fn hear(&self, task: &str, moment: Moment) {
        if let Ok(mut tasks) = self.tasks.lock() {
            let entry = tasks.entry(task.to_string()).or_default();
            match moment {
                Moment::Begin => entry.0 = Some(Instant::now()),
                Moment::End => entry.1 += entry.0.take().map(|began| began.elapsed()).unwrap_or_default(),
            }
        }
        self.watch.hear(task, moment);
    }
    fn stop(&self) -> Stop {
        self.watch.stop()
    }
}
impl Clock<'_> {
    fn timed(&self, mut records: Vec<TaskRecord>, pulled: Duration) -> Vec<TaskRecord> {
        if let Ok(tasks) = self.tasks.lock() {
            for r in &mut records {
                let took = if r.id == "pull-data" { pulled } else { tasks.get(&r.id).map(|t| t.1).unwrap_or_default() };
                r.milliseconds = took.as_millis() as u64;
            }
        }
        records
    }
}

/// Asks the source that the request names. The day asked is the only today: the clock is no part of a plan.
fn see(args: &PlanArgs, config: &request::Config, written: &mut Written, asked_on: Date) -> Result<Extracted, Refusal> {
    let ask = Ask { as_of: inputs::as_of(&args.data, config)?, ..Ask::on(asked_on) };
    let profile = args.drivers.as_deref().map(Profile::read).transpose().map_err(inputs::refusal)?;
    let book = |members: Option<&MemberFacts>| stand_in(written, members);
    let source: Box<dyn Source + '_> = match (profile, inputs::paths(&args.data, config)?.is_empty()) {
        (Some(profile), true) => Box::new(profile),
        (None, true) => Box::new(Demonstration { world: super::demo::world(args.world.as_deref().unwrap_or("default"))? }),
        (profile, false) => {
            let files = inputs::files(&args.data, config, Some(assumed(written, "ledger.spend_per_point")))?;
            Box::new(WithProfile { files, stand_in: profile.map_or(StandIn::Book(&book), StandIn::Profile) })
        }
    };
    let seen = source.extract(&ask, &|| false).map_err(inputs::refusal)?;
    drop(source);
    for (id, given) in &seen.given {
        written.given.entry(id.clone()).or_insert_with(|| given.clone());
    }
    Ok(seen)
}
/// The value of an assumption as it stands after what was given.
fn assumed(written: &Written, id: &str) -> f64 {
    let asked = written.currency.as_ref().or(written.budget_text_currency.as_ref()).map_or("USD", |c| c.0.as_str());
    let of = |r: Row| if r.unit == Unit::Money { magnitude(r.value, asked) } else { r.value };
    let default = || rows().into_iter().find(|r| r.id == id).map_or(f64::NAN, of);
    written.given.get(id).map_or_else(default, |g| g.value)
}
/// A sheet from the assumption book, with the members counted where a member file was given.
fn stand_in(written: &Written, members: Option<&MemberFacts>) -> Result<(drivers::DriverSheet, Vec<(String, Given)>), SourceError> {
    let counted = members.filter(|m| m.members > m.left).map(|m| (m.members - m.left) as f64).filter(|_| !written.given.contains_key("drivers.members"));
    let value = |name: &str| assumed(written, &format!("drivers.{name}"));
    let margin = assumed(written, "company.gross_margin");
    let text = format!(
        "members = {:.0}\norders_per_year = {}\naverage_order_value = {}\nmargin = {margin}\nchurn_per_year = {}\nnew_members_per_month = {}\ncurrency = \"XXX\"\n",
        counted.unwrap_or_else(|| value("members")),
        value("orders_per_year"),
        value("average_order_value"),
        value("churn_per_year"),
        value("new_members_per_month")
    );
    let sheet = drivers::DriverSheet::parse(&text, "the assumption book", drivers::SheetFormat::Toml).map_err(|e| SourceError {
        place: "--assume drivers.…".into(),
        next_step: "give values inside the limits of a driver sheet".into(),
        ..SourceError::from(e)
    })?;
    let given = |value| Given { value, sd: None, by: "the member file".into(), note: "members who have not left, counted".into(), measured_on: None };
    Ok((sheet, counted.map(|n| ("drivers.members".to_string(), given(n))).into_iter().collect()))
}
/// One currency for everything, and who told it: asked, told by the budget or by the files; two that differ are refused; none: US dollars, as an open question.
fn currency(written: &Written, told: Option<&Currency>) -> Result<(Currency, Option<String>), Refusal> {
    let all: Vec<(&str, String)> = [
        ("--currency", written.currency.as_ref().map(|c| c.0.clone())),
        ("--budget", written.budget_text_currency.as_ref().map(|c| c.0.clone())),
        ("the data", told.map(|c| c.0.clone())),
    ]
    .into_iter()
    .filter_map(|(p, c)| c.map(|c| (p, c)))
    .collect();
    let first = all.first().map(|a| a.1.clone());
    if let Some((place, other)) = all.iter().find(|a| Some(&a.1) != first.as_ref()) {
        return Err(Refusal::input(
            *place,
            format!("{other} stands beside {} from {}", first.unwrap_or_default(), all[0].0),
            "A plan has one currency, and nothing is converted here",
            "give the same currency everywhere",
        ));
    }
    let told = all.first().map(|a| format!("told by {}", a.0));
    Ok((Currency(first.unwrap_or_else(|| "USD".into())), told))
}
fn brief(w: &Written, company: &str, (currency, told): (Currency, Option<String>), asked_on: Date) -> Brief {
    Brief {
        company: w.company.clone().unwrap_or_else(|| company.into()),
        goal: w.goal,
        tiers: w.tiers,
        budget: w.budget.clone(),
        currency,
        personas: w.personas.clone(),
        persona_rules: w.persona_rules.clone(),
        constraints: loyalty_engine::constraints::parse(&w.constraints),
        horizon_months: w.horizon,
        asked_on,
        given: w.given.clone(),
        owners: w.owners.clone(),
        facts: w.facts.clone(),
        own_rules: w.own_rules.clone(),
        pins: w.pins.clone(),
        amount_basis: w.amounts.clone().into_iter().chain(told.map(|t| ("currency".to_string(), t))).collect(),
    }
}
/// The file of the rows set aside: its path and its bytes.
fn set_aside(out: &Path, rows: &[SetAsideRow]) -> Option<(PathBuf, Vec<u8>)> {
    if rows.is_empty() {
        return None;
    }
    let quote = |t: &str| format!("\"{}\"", t.replace('"', "\"\""));
    let mut text = String::from("table,file,line,reason,row\n");
    for r in rows {
        text.push_str(&format!("{},{},{},{},{}\n", r.table, quote(&r.file), r.line, quote(&r.reason), quote(&r.raw)));
    }
    Some((out.join("set-aside.csv"), text.into_bytes()))
}
/// The world by its word.
pub(super) fn world_of(word: &str) -> Option<World> {
    match word {
        "default" => Some(World::Default),
        "losing" => Some(World::Losing),
        _ => None,
    }
}
