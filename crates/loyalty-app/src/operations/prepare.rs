//! From a request to what a run works on: the extract, and the job with its brief. One currency for everything.
use super::read::{self, Pulled};
use crate::clock;
use crate::context::Context;
use crate::refusal::Refusal;
use crate::request::words;
use loyalty_engine::orchestrate::Pattern;
use loyalty_engine::progress::Depth;
use loyalty_engine::run::Job;
use loyalty_model::assumption::{Row, magnitude, rows};
use loyalty_model::brief::{Brief, Given};
use loyalty_model::extract::{Extract, MemberFacts, Origin};
use loyalty_model::line::Unit;
use loyalty_model::plan::FileRecord;
use loyalty_model::request::{Demonstration, Effort, Layout, PlanRequest};
use loyalty_model::units::{Currency, Date};
use loyalty_sources::demo::{self, World};
use loyalty_sources::drivers::{self, DriverSheet};
use loyalty_sources::intake::SetAsideRow;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// What a run needs, and what is kept of how it came.
#[derive(Serialize, Deserialize)]
pub struct Prepared {
    /// The job.
    pub job: Job,
    /// What was measured.
    pub extract: Extract,
    /// Hash of its content, where it is known.
    #[serde(default)]
    pub content: Option<String>,
    /// Files read.
    pub files: Vec<FileRecord>,
    /// Rows set aside.
    pub set_aside: Vec<SetAsideRow>,
    /// How long that took.
    pub pulled: Duration,
    /// How often it was tried.
    pub attempts: Vec<String>,
}
/// Reads the data of a request.
///
/// # Errors
/// Bad input.
pub fn prepare(context: &Context, request: &PlanRequest) -> Result<Prepared, Refusal> {
    let started = Instant::now();
    let seen = see(context, request)?;
    let pulled = started.elapsed();
    let (currency, told) = currency(request, seen.told)?;
    words::check_amounts(&seen.given, &currency)?;
    let job = Job {
        brief: brief(request, &seen.company, seen.given, currency.clone(), told),
        seed: request.seed,
        version: env!("CARGO_PKG_VERSION").into(),
        pattern: request.layout.map(|l| match l {
            Layout::Diamond => Pattern::Diamond,
            Layout::Pipeline => Pattern::Pipeline,
        }),
        depth: match request.effort {
            Effort::Small => Depth::Small,
            Effort::Full => Depth::Full,
        },
    };
    Ok(Prepared {
        job,
        extract: Extract { currency, ..seen.extract },
        content: None,
        files: seen.files,
        set_aside: seen.set_aside,
        pulled,
        attempts: seen.attempts,
    })
}
/// The same, taken from the disk where it was read before and no file has changed since.
///
/// # Errors
/// Bad input.
pub fn prepared_again(context: &Context, request: &PlanRequest) -> Result<Prepared, Refusal> {
    prepare(context, request)
}
/// What the data tell beside the extract.
struct Seen {
    extract: Extract,
    company: String,
    files: Vec<FileRecord>,
    set_aside: Vec<SetAsideRow>,
    /// Currency that the data name.
    told: Option<String>,
    attempts: Vec<String>,
    /// Values that the request gives, and those that the data give where it does not.
    given: BTreeMap<String, Given>,
}
fn see(context: &Context, request: &PlanRequest) -> Result<Seen, Refusal> {
    let sheet = request.data.drivers.as_deref().map(|path| read_sheet(context, path)).transpose()?;
    match (sheet, read::names_no_file(&request.data)) {
        (Some(sheet), true) => {
            let as_of = request.data.as_of.unwrap_or_else(|| clock::now().day);
            Ok(imagine(&sheet, as_of, Some("the driver sheet"), request.given.clone()))
        }
        (None, true) => demonstration(request),
        (sheet, false) => from_files(context, request, sheet),
    }
}
fn demonstration(request: &PlanRequest) -> Result<Seen, Refusal> {
    let world = world(request.data.demonstration);
    let defaults = demo::brief_defaults(world);
    let mut given = request.given.clone();
    give(&mut given, words::MARGIN, defaults.gross_margin, "the demonstration company", "margin of the made-up company");
    let tables = demo::tables(world, defaults.seed);
    let extract = read::measure(&tables, Origin::Demonstration, Currency(defaults.currency.into()), request.data.as_of)?;
    Ok(Seen {
        extract,
        company: defaults.company_name.into(),
        files: vec![],
        set_aside: vec![],
        told: Some(defaults.currency.into()),
        attempts: vec!["ok".into()],
        given,
    })
}
/// The world of a demonstration company.
pub fn world(which: Demonstration) -> World {
    match which {
        Demonstration::Default => World::Default,
        Demonstration::Losing => World::Losing,
    }
}
/// Files; where they tell nothing of purchases, a driver sheet (or the assumption book) stands in for the customers, and what the files
/// do tell stands beside it.
fn from_files(context: &Context, request: &PlanRequest, sheet: Option<DriverSheet>) -> Result<Seen, Refusal> {
    let Pulled { mut read, attempts, lost } = read::pull(context, &request.data)?;
    read.tables.orders_from_points(assumed(request, "ledger.spend_per_point"));
    let as_of = request.data.as_of.or_else(|| read::snapshot(&read.tables));
    let placeholder = Currency("XXX".into());
    let measured = read::measure(&read.tables, Origin::CompanyData, placeholder, as_of)?;
    let bought = read.tables.orders.is_some() || read.tables.subscriptions.is_some();
    if let (true, Some(path)) = (bought, &request.data.drivers) {
        return Err(Refusal::input(
            path,
            "a driver sheet was given beside orders, subscriptions or a points ledger",
            "The data tell what the sheet would assume",
            "leave --drivers out, or give single values with --assume",
        ));
    }
    let (told, extract, given) = if bought {
        (read.tables.currency, measured, request.given.clone())
    } else {
        let mut given = request.given.clone();
        let (sheet, who) = match sheet {
            Some(sheet) => (sheet, Some("the driver sheet")),
            None => (stand_in(request, &mut given, measured.members.as_ref())?, None),
        };
        let imagined = imagine(&sheet, measured.as_of, who, given);
        let told = read.tables.currency.or(imagined.told.filter(|_| who.is_some()));
        let extract = Extract { panel: imagined.extract.panel, panel_weight: imagined.extract.panel_weight, origin: Origin::DriverSheet, ..measured };
        (told, extract, imagined.given)
    };
    Ok(Seen { extract: Extract { lost, ..extract }, company: "the company".into(), files: read.files, set_aside: read.set_aside, told, attempts, given })
}
/// The value of an assumption as it stands after what was given.
fn assumed(request: &PlanRequest, id: &str) -> f64 {
    let asked = request.currency.as_ref().or(request.budget_currency.as_ref()).map_or("USD", |c| c.0.as_str());
    let of = |r: Row| if r.unit == Unit::Money { magnitude(r.value, asked) } else { r.value };
    let default = || rows().into_iter().find(|r| r.id == id).map_or(f64::NAN, of);
    request.given.get(id).map_or_else(default, |g| g.value)
}
/// A sheet from the assumption book, with the members counted where a member file was given.
fn stand_in(request: &PlanRequest, given: &mut BTreeMap<String, Given>, members: Option<&MemberFacts>) -> Result<DriverSheet, Refusal> {
    if let Some(m) = members.filter(|m| m.members > m.left) {
        give(given, "drivers.members", (m.members - m.left) as f64, "the member file", "members who have not left, counted");
    }
    let known = PlanRequest { given: given.clone(), ..request.clone() };
    let value = |name: &str| assumed(&known, &format!("drivers.{name}"));
    let margin = assumed(&known, words::MARGIN);
    let text = format!(
        "members = {:.0}\norders_per_year = {}\naverage_order_value = {}\nmargin = {margin}\nchurn_per_year = {}\nnew_members_per_month = {}\ncurrency = \"XXX\"\n",
        value("members"),
        value("orders_per_year"),
        value("average_order_value"),
        value("churn_per_year"),
        value("new_members_per_month")
    );
    DriverSheet::parse(&text, "the assumption book", drivers::SheetFormat::Toml)
        .map_err(|e| Refusal::input("--assume drivers.…", e.to_string(), "", "give values inside the limits of a driver sheet"))
}
fn read_sheet(context: &Context, path: &str) -> Result<DriverSheet, Refusal> {
    let at = context.reading("drivers", path)?;
    DriverSheet::read(&at).map_err(|e| Refusal::input("--drivers", context.relative(&e.to_string()), "", "fix the sheet"))
}
/// Customers imagined from a sheet. `who` gave it; nobody: the values are the assumption book's and keep its labels.
fn imagine(sheet: &DriverSheet, as_of: Date, who: Option<&str>, mut given: BTreeMap<String, Given>) -> Seen {
    let imagined = drivers::extract(sheet, as_of);
    let by = who.unwrap_or("the assumption book");
    for g in &imagined.given {
        if who.is_some() && g.name != "margin" {
            give(&mut given, &format!("drivers.{}", g.name), g.value, by, g.statement);
        }
        let (id, value) = match g.name {
            "margin" if who.is_some() => (words::MARGIN, g.value),
            "churn_per_year" => ("base.dropout_monthly", monthly_of_yearly(g.value)),
            "new_members_per_month" => ("base.new_per_month", g.value),
            _ => continue,
        };
        give(&mut given, id, value, by, g.statement);
    }
    let told = Some(imagined.extract.currency.0.clone());
    Seen { extract: imagined.extract, company: "the company".into(), files: vec![], set_aside: vec![], told, attempts: vec!["ok".into()], given }
}
/// The constant monthly chance of leaving that loses this share in a year.
fn monthly_of_yearly(share: f64) -> f64 {
    (1.0 - (1.0 - share).powf(1.0 / 12.0)).max(1e-4)
}
fn give(given: &mut BTreeMap<String, Given>, id: &str, value: f64, by: &str, note: &str) {
    given.entry(id.into()).or_insert_with(|| Given { value, sd: None, by: by.into(), note: note.into(), measured_on: None });
}
/// One currency for everything, and who told it: the request, its budget or the files; two that differ are refused; none: US dollars, as an
/// open question.
fn currency(request: &PlanRequest, told: Option<String>) -> Result<(Currency, Option<String>), Refusal> {
    let of = |c: &Option<Currency>| c.as_ref().map(|c| c.0.clone());
    let all: Vec<(&str, String)> = [("--currency", of(&request.currency)), ("--budget", of(&request.budget_currency)), ("the data", told)]
        .into_iter()
        .filter_map(|(p, c)| c.map(|c| (p, c)))
        .collect();
    let first = all.first().map(|a| a.1.clone());
    if let Some((place, other)) = all.iter().find(|a| Some(&a.1) != first.as_ref()) {
        return Err(Refusal::input(
            *place,
            format!("conflicting currencies: {other} beside {} from {}", first.unwrap_or_default(), all[0].0),
            "A plan has one currency, and nothing is converted here",
            "give the same currency everywhere",
        ));
    }
    let told = all.first().map(|a| format!("told by {}", a.0));
    Ok((Currency(first.unwrap_or_else(|| "USD".into())), told))
}
fn brief(r: &PlanRequest, company: &str, given: BTreeMap<String, Given>, currency: Currency, told: Option<String>) -> Brief {
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
        asked_on: r.asked_on,
        given,
        owners: r.owners.clone(),
        facts: r.facts.clone(),
        own_rules: r.own_rules.clone(),
        pins: r.pins.clone(),
        amount_basis: r.amounts.clone().into_iter().chain(told.map(|t| ("currency".to_string(), t))).collect(),
    }
}
