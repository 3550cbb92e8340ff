//! From a request to what a run works on: the extract of its source, and the job with its brief. One currency for everything.
use super::read;
use super::run_folder::PULLED;
use crate::context::Context;
use crate::refusal::Refusal;
use crate::request::parse;
use loyalty_engine::constraints::NearMiss;
use loyalty_engine::orchestrate::Pattern;
use loyalty_engine::progress::{RunEffort, TaskEvent};
use loyalty_engine::run::Job;
use loyalty_engine::session::Measured;
use loyalty_engine::step_cache::Digest;
use loyalty_model::assumption::{Row, magnitude, rows};
use loyalty_model::brief::{Brief, Given};
use loyalty_model::extract::{Extract, MemberFacts};
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::input::{FileOf, InputRecord};
use loyalty_model::line::Unit;
use loyalty_model::request::{Demonstration, Effort, Layout, PlanRequest};
use loyalty_model::statement::{Statement, StatementEvent};
use loyalty_model::step_cache::{self, Made, StepCache, StepKey};
use loyalty_model::units::Currency;
use loyalty_plans::hash;
use loyalty_sources::demo::World;
use loyalty_sources::drivers::{DriverSheet, SheetFormat};
use loyalty_sources::intake::SetAsideRow;
use loyalty_sources::source::{self, Ask, Profile, Source, SourceError, StandIn, WithProfile};
use loyalty_warehouse::Warehouse;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Largest file that is hashed to be known again; a larger one is read again.
const LARGEST_HASHED: u64 = 1 << 29;

/// What a run needs, and what is kept of how it came.
#[derive(Serialize, Deserialize)]
pub struct Prepared {
    pub job: Job,
    /// What was measured.
    pub extract: Extract,
    /// Hash of its content, where it is known.
    #[serde(default)]
    pub content: Option<String>,
    /// Hash of what the reading depended on; none: it may not be taken for another.
    #[serde(default)]
    digest: Option<[u8; 32]>,
    /// What was read.
    pub inputs: Vec<InputRecord>,
    /// What the source told beside the extract.
    told: Told,
    /// Rows set aside.
    pub set_aside: Vec<SetAsideRow>,
    /// How long that took.
    pub pulled: Duration,
    /// How often it was tried, and how.
    pub attempts: Vec<Fact>,
}
impl Prepared {
    /// The extract with the hash of its content.
    pub fn measured(&self) -> Measured<'_> {
        match &self.content {
            Some(content) => Measured::known(&self.extract, content.clone()),
            None => Measured::of(&self.extract),
        }
    }
    /// The job of another request on the same data. None: what was read depends on what the request gives, and must be read again.
    ///
    /// # Errors
    /// Bad input.
    pub fn job_of(&self, request: &PlanRequest) -> Result<Option<Job>, Refusal> {
        let bought = ["transactions", "subscriptions"].iter().any(|t| request.data.tables.contains_key(*t));
        let stood_in = !bought && !read::names_no_file(&request.data) && request.given.get(parse::MARGIN) != self.job.brief.given.get(parse::MARGIN);
        if stood_in { Ok(None) } else { job(request, &self.told).map(Some) }
    }
    /// The same, finished before the run stopped.
    pub fn finished_before(self) -> Prepared {
        Prepared { pulled: Duration::ZERO, attempts: vec![Fact::new("attempt-before-stop")], ..self }
    }
}
/// What a source answered, with paths as a person named them.
#[derive(Clone, Serialize, Deserialize)]
struct Pulled {
    extract: Extract,
    /// Hash of the extract's content in its currency, so that nothing is hashed twice.
    #[serde(default)]
    content: Option<String>,
    inputs: Vec<InputRecord>,
    set_aside: Vec<SetAsideRow>,
    attempts: Vec<Fact>,
    told: Told,
}
/// What a source tells beside the extract: its currency, the company's name, assumptions.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Told {
    currency: Option<Currency>,
    company: Option<String>,
    given: Vec<(String, Given)>,
}
/// Reads the data of a request; where this session read the same before, it is taken from memory.
///
/// # Errors
/// Bad input; cancelled.
pub fn prepare(context: &Context, request: &PlanRequest) -> Result<Prepared, Refusal> {
    known_or_pulled(context, request, None)
}
/// The same, taken from the disk too where the same request read the same files before.
///
/// # Errors
/// Bad input; cancelled.
pub fn prepared_again(context: &Context, request: &PlanRequest) -> Result<Prepared, Refusal> {
    known_or_pulled(context, request, Some(&context.steps()?))
}
/// Keeps on disk what a new plan read, for its amendments.
///
/// # Errors
/// A folder that may not be written.
pub fn keep(context: &Context, p: &Prepared) -> Result<(), Refusal> {
    let Some(digest) = p.digest else { return Ok(()) };
    let (extract, inputs, set_aside, attempts, told) = (p.extract.clone(), p.inputs.clone(), p.set_aside.clone(), p.attempts.clone(), p.told.clone());
    let pulled = Made(Arc::new(Pulled { extract, content: p.content.clone(), inputs, set_aside, attempts, told }));
    context.steps()?.put(&StepKey { step: PULLED, digest, after: vec![] }, &pulled);
    Ok(())
}
fn known_or_pulled(context: &Context, request: &PlanRequest, disk: Option<&dyn StepCache>) -> Result<Prepared, Refusal> {
    let (started, asked) = (Instant::now(), Asked::of(context, request));
    if let Some((pulled, home)) = asked.as_ref().and_then(|a| a.known(context, disk)) {
        context.progress.on_event(PULLED, TaskEvent::Reused);
        let pulled = Pulled { attempts: vec![Fact::new("attempt-reused").text("home", home)], ..Arc::unwrap_or_clone(pulled) };
        return prepared(request, pulled, asked.map(|a| a.key), Duration::ZERO);
    }
    context.progress.on_event(PULLED, TaskEvent::Begin);
    let pulled = pull(context, request);
    context.progress.on_event(PULLED, TaskEvent::End);
    let pulled = Arc::new(pulled?);
    let key = asked.filter(|a| a.fits(&pulled)).map(|a| a.key);
    if let Some(key) = &key {
        let written = Made(Arc::clone(&pulled));
        [Some(context.session.memory()), disk].into_iter().flatten().for_each(|home| home.put(key, &written));
    }
    prepared(request, Arc::unwrap_or_clone(pulled), key, started.elapsed())
}
/// What the answer of a source depends on.
struct Asked {
    key: StepKey,
    /// Hashes of the files as they were when the key was made.
    files: Vec<String>,
}
impl Asked {
    /// What is asked of the data, the bytes of its files, and the assumptions that enter it. None: a folder, a pattern or a database is named, whose
    /// files or rows may become others.
    fn of(context: &Context, request: &PlanRequest) -> Option<Asked> {
        if request.data.warehouse.is_some() {
            return None;
        }
        let named = request.data.tables.values().flatten().chain(&request.data.drivers);
        let digest = |path: &String| {
            let at = context.reading("data", path).ok()?;
            let small = std::fs::metadata(&at).is_ok_and(|m| m.is_file() && m.len() <= LARGEST_HASHED);
            small.then(|| std::fs::read(at).ok()).flatten().map(|bytes| hash::of_bytes(&bytes))
        };
        let files: Vec<String> = named.map(digest).collect::<Option<_>>()?;
        let enter = ["ledger.spend_per_point", "drivers.members", "drivers.orders_per_year", "drivers.average_order_value", "drivers.churn_per_year"];
        let mut assumptions: Vec<f64> = enter.into_iter().chain(["drivers.new_members_per_month", read::ORDER_VALUE]).map(|id| assumed(request, id)).collect();
        let bought = ["transactions", "subscriptions"].iter().any(|t| request.data.tables.contains_key(*t));
        if !bought && !read::names_no_file(&request.data) {
            assumptions.push(assumed(request, parse::MARGIN));
        }
        let asked = Digest::new(env!("CARGO_PKG_VERSION")).part("data", &request.data).part("day", &request.asked_on);
        Some(Asked { key: asked.part("files", &files).part("assumptions", &assumptions).key(PULLED), files })
    }
    /// The answer of before, and the home that held it.
    fn known(&self, context: &Context, disk: Option<&dyn StepCache>) -> Option<(Arc<Pulled>, &'static str)> {
        let memory = context.session.memory();
        let read = |home: &dyn StepCache| step_cache::read::<Pulled>(home.get(&self.key)?);
        if let Some(pulled) = read(memory) {
            return Some((pulled, memory.name()));
        }
        let (pulled, disk): (Arc<Pulled>, _) = (read(disk?)?, disk?);
        memory.put(&self.key, &Made(Arc::clone(&pulled)));
        Some((pulled, disk.name()))
    }
    /// The answer is that of the files of the key: none was written meanwhile. A table that could not be read now may be there the next time.
    fn fits(&self, pulled: &Pulled) -> bool {
        let same = |f: FileOf| self.files.iter().any(|digest| digest == f.sha256);
        pulled.extract.lost.is_empty() && pulled.inputs.iter().filter_map(InputRecord::file).all(same)
    }
}
fn pull(context: &Context, request: &PlanRequest) -> Result<Pulled, Refusal> {
    let ask = Ask { as_of: request.data.as_of, threads: context.threads.unwrap_or(0), ..Ask::on(request.asked_on) };
    let profile = request.data.drivers.as_deref().map(|path| profile(context, path)).transpose()?;
    let book = |members: Option<&MemberFacts>| stand_in(request, members);
    let told = |statement: &Statement, event: StatementEvent| context.progress.on_statement(statement, event);
    let source: Box<dyn Source + '_> = match (profile, read::names_no_file(&request.data)) {
        (Some(profile), true) => Box::new(profile),
        (None, true) => Box::new(source::Demonstration { world: world(request.data.demonstration) }),
        (profile, false) => {
            let files = read::files(context, &request.data, Some(assumed(request, "ledger.spend_per_point")), assumed(request, read::ORDER_VALUE))?;
            let then = WithProfile { files, stand_in: profile.map_or(StandIn::Book(&book), StandIn::Profile) };
            match read::database(context, &request.data)? {
                Some((connection, queries)) => Box::new(Warehouse { connection, queries, sums: read::in_the_engine(&request.data), told: &told, then }),
                None => Box::new(then),
            }
        }
    };
    let cancel = context.progress.cancel_token();
    let seen = source.extract(&ask, &|| cancel.is_cancelled()).map_err(read::refusal)?;
    Ok(Pulled {
        content: Some(Measured::of(&seen.extract).content().to_string()),
        extract: seen.extract,
        inputs: read::named(context, seen.inputs),
        set_aside: read::aside(context, seen.set_aside),
        attempts: seen.attempts.into_iter().map(|a| a.map_text(&|t| context.relative(t))).collect(),
        told: Told { currency: seen.currency, company: seen.company, given: seen.given },
    })
}
fn profile(context: &Context, path: &str) -> Result<Profile, Refusal> {
    let at = context.reading("drivers", path)?;
    Profile::read(&at).map_err(|e| read::refusal(SourceError { fact: context.relative(&e.fact), ..e }))
}
fn prepared(request: &PlanRequest, pulled: Pulled, key: Option<StepKey>, took: Duration) -> Result<Prepared, Refusal> {
    let job = job(request, &pulled.told)?;
    let currency = job.brief.currency.clone();
    let known = pulled.content.filter(|_| pulled.extract.currency == currency);
    let extract = Extract { currency, ..pulled.extract };
    let content = known.or_else(|| Some(Measured::of(&extract).content().to_string()));
    let Pulled { inputs, told, set_aside, attempts, .. } = pulled;
    Ok(Prepared { job, extract, content, digest: key.map(|k| k.digest), inputs, told, set_aside, pulled: took, attempts })
}
/// The job of a request on what a source told.
fn job(request: &PlanRequest, source: &Told) -> Result<Job, Refusal> {
    let (currency, told) = currency(request, source.currency.as_ref().map(|c| c.0.clone()))?;
    let mut given = request.given.clone();
    for (id, g) in &source.given {
        given.entry(id.clone()).or_insert_with(|| g.clone());
    }
    parse::check_amounts(&given, &currency)?;
    if let Some(near) = loyalty_engine::constraints::near_miss(&request.constraints) {
        return Err(near_miss(&near));
    }
    let (budget, read) = parse::settled_pool(request, &currency)?;
    let mut basis: BTreeMap<String, Fact> = request.amounts.iter().map(|(topic, answer)| (topic.clone(), answer.into())).collect();
    basis.extend(told.map(|t| ("currency".to_string(), t.into())));
    basis.extend(read.map(|r| ("budget".to_string(), r)));
    let asked = PlanRequest { budget, ..request.clone() };
    let job = Job {
        sketch: false,
        brief: brief(&asked, source.company.as_deref().unwrap_or("the company"), given, currency.clone(), basis),
        seed: request.seed,
        version: env!("CARGO_PKG_VERSION").into(),
        pattern: request.layout.map(|l| match l {
            Layout::Diamond => Pattern::Diamond,
            Layout::Pipeline => Pattern::Pipeline,
        }),
        depth: match request.effort {
            Effort::Small => RunEffort::Small,
            Effort::Full => RunEffort::Full,
        },
    };
    Ok(job)
}
/// The world of a demonstration company.
pub fn world(which: Demonstration) -> World {
    match which {
        Demonstration::Default => World::Default,
        Demonstration::Losing => World::Losing,
    }
}
/// The value of an assumption as it stands after what was given.
fn assumed(request: &PlanRequest, id: &str) -> f64 {
    let asked = request.currency.as_ref().or(request.budget_currency.as_ref()).map_or("USD", |c| c.0.as_str());
    let of = |r: Row| if r.unit == Unit::Money { magnitude(r.value, asked) } else { r.value };
    let default = || rows().into_iter().find(|r| r.id == id).map_or(f64::NAN, of);
    request.given.get(id).map_or_else(default, |g| g.value)
}
/// A sheet from the assumption book, with the members counted where a member file was given.
fn stand_in(request: &PlanRequest, members: Option<&MemberFacts>) -> Result<(DriverSheet, Vec<(String, Given)>), SourceError> {
    let counted = members.filter(|m| m.members > m.left).map(|m| (m.members - m.left) as f64).filter(|_| !request.given.contains_key("drivers.members"));
    let value = |name: &str| assumed(request, &format!("drivers.{name}"));
    let margin = assumed(request, parse::MARGIN);
    let text = format!(
        "members = {:.0}\norders_per_year = {}\naverage_order_value = {}\nmargin = {margin}\nchurn_per_year = {}\nnew_members_per_month = {}\ncurrency = \"XXX\"\n",
        counted.unwrap_or_else(|| value("members")),
        value("orders_per_year"),
        value("average_order_value"),
        value("churn_per_year"),
        value("new_members_per_month")
    );
    let sheet = DriverSheet::parse(&text, "the assumption book", SheetFormat::Toml).map_err(|e| SourceError {
        place: "--assume drivers.…".into(),
        next_step: "give values inside the limits of a driver sheet".into(),
        ..SourceError::from(e)
    })?;
    let given = |value| Given { value, sd: None, by: Fact::new("by-member-file"), note: Fact::new("given-members-counted"), measured_on: None };
    Ok((sheet, counted.map(|n| ("drivers.members".to_string(), given(n))).into_iter().collect()))
}
/// One currency for everything, and who told it: the request, its budget or the files; two that differ are refused; none: US dollars, as an
/// open question.
fn currency(request: &PlanRequest, told: Option<String>) -> Result<(Currency, Option<FactId>), Refusal> {
    let of = |c: &Option<Currency>| c.as_ref().map(|c| c.0.clone());
    let all: Vec<(&str, FactId, String)> = [
        ("--currency", FactId("currency-from-option"), of(&request.currency)),
        ("--budget", FactId("currency-from-budget"), of(&request.budget_currency)),
        ("the data", FactId("currency-from-data"), told),
    ]
    .into_iter()
    .filter_map(|(place, why, c)| c.map(|c| (place, why, c)))
    .collect();
    let first = all.first().map(|a| a.2.clone());
    if let Some((place, _, other)) = all.iter().find(|a| Some(&a.2) != first.as_ref()) {
        return Err(Refusal::input(
            *place,
            format!("conflicting currencies: {} (from {}) and {other} (from {place})", first.unwrap_or_default(), all[0].0),
            "A plan has one currency; amounts are not converted",
            "use one currency in the data, the budget and --currency",
        ));
    }
    let shared = parse::shared_sign(request.budget_words.as_ref());
    let sign = || format!("the sign in {:?} is that of {}", request.budget_words.as_deref().unwrap_or_default(), shared.join(", "));
    match (&first, shared) {
        (_, []) | (None, ["USD", ..]) => {}
        (Some(code), codes) if codes.contains(&code.as_str()) => {}
        (Some(code), _) => {
            return Err(Refusal::input(
                "--budget",
                format!("{}, and the plan is in {code} (from {})", sign(), all[0].0),
                "A plan has one currency; amounts are not converted",
                format!("convert the pool and write it in {code}, for example --budget \"{code} 50000/{}\"", request.budget.period.word()),
            ));
        }
        (None, codes) => {
            let commands: Vec<String> = codes.iter().take(3).map(|c| format!("--currency {c}")).collect();
            return Err(Refusal::input("--budget", sign(), "Neither the data nor --currency tells which", format!("add {}", commands.join(" or "))));
        }
    }
    let told = all.first().map(|a| a.1);
    Ok((Currency(first.unwrap_or_else(|| "USD".into())), told))
}
/// A constraint that is nearly a known one would bind nothing, and nobody would see it.
fn near_miss(near: &NearMiss) -> Refusal {
    let command = |s: &String| if s.starts_with("--") { s.clone() } else { format!("\"{s}\"") };
    let meant: Vec<String> = near.suggestions.iter().map(command).collect();
    let whole = if near.whole.is_empty() { "leave it out of --constraints".to_string() } else { format!("write --constraints \"{}\"", near.whole) };
    Refusal::input(
        format!("--constraints {:?}", near.words),
        format!("it cannot be read; did you mean {}?", meant.join(" or ")),
        "A constraint that is not understood binds nothing",
        format!("{whole}; or keep it as a question: \"note: {}\"", near.words),
    )
}
fn brief(r: &PlanRequest, company: &str, given: BTreeMap<String, Given>, currency: Currency, amount_basis: BTreeMap<String, Fact>) -> Brief {
    Brief {
        company: r.company.clone().unwrap_or_else(|| company.into()),
        goal: r.goal,
        tiers: r.tiers,
        budget: r.budget.clone(),
        currency,
        personas: r.personas.clone(),
        persona_rules: r.persona_rules.clone(),
        constraints: loyalty_engine::constraints::parse(&r.constraints),
        horizon_months: r.horizon_months,
        launch: r.launch,
        asked_on: r.asked_on,
        given,
        owners: r.owners.clone(),
        facts: r.facts.clone(),
        own_rules: r.own_rules.clone(),
        pins: r.pins.clone(),
        amount_basis,
    }
}
