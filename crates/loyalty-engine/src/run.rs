//! One run, top to bottom. Pure: same job, same extract, same design.
use crate::design::{self, Bench, ChoiceStatus};
use crate::economics::{self, Effort};
use crate::orchestrate::{Note, Pattern, Shelf, Tasks, pattern};
use crate::terms::Terms;
use crate::watch::{Depth, Stop, Watch};
use crate::{assumptions, base, compliance, governance, lifecycle, personas, signals};
use loyalty_model::brief::Brief;
use loyalty_model::extract::{Extract, Origin, TableQuality};
use loyalty_model::line::LineBook;
use loyalty_model::plan::{Blueprint, Design, Escalation, Header, NotIdentified, Status, TaskRecord};

/// What a run works on besides the extract.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Job {
    /// What was asked.
    pub brief: Brief,
    /// Seed of every draw.
    pub seed: u64,
    /// Version of the program.
    pub version: String,
    /// Pattern that was asked for.
    pub pattern: Option<Pattern>,
    /// How hard it looks.
    #[serde(default)]
    pub depth: Depth,
}
/// Where a customer of the panel stands, for `members.csv`.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Placement {
    pub customer: String,
    pub persona: String,
    pub tier: String,
    pub p_alive: f64,
    pub points: f64,
}
/// What a run gives.
#[derive(Debug)]
pub struct Outcome {
    /// The design part of the plan.
    pub design: Design,
    /// How it was made.
    pub tasks: Vec<TaskRecord>,
    /// Customer by customer.
    pub placements: Vec<Placement>,
}
/// Why a run made no plan: bad input only.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A persona that nobody knows, or whose condition cannot be read.
    #[error("{0}")]
    Persona(#[from] personas::PersonaError),
    /// Nobody to plan for.
    #[error("the data hold no customer with an order or a running subscription")]
    Nobody,
    /// A figure that a person fixed does not fit the design.
    #[error("{0}")]
    Pin(#[from] design::pins::PinError),
    /// Who looked on asked the run to stop.
    #[error("the run was asked to stop")]
    Stopped,
}
fn going_on(stop: &Stop) -> Result<(), RunError> {
    if stop.asked() { Err(RunError::Stopped) } else { Ok(()) }
}
/// Draws and members of the final appraisal; its draws are not those that the search chose on.
const FINAL: (u32, u32, u32) = (200, 3_000, 10_000);

/// One run. `watch` hears the name of each task as it begins and ends, and may ask the run to stop; `shelf` keeps what is finished.
///
/// # Errors
/// [`RunError`].
pub fn run(job: &Job, extract: &Extract, watch: &dyn Watch, shelf: Option<&dyn Shelf>) -> Result<Outcome, RunError> {
    let brief = &job.brief;
    let stop = watch.stop();
    let terms = Terms { depth: job.depth, stop: stop.clone(), ..Terms::of(brief, extract.as_of) };
    let tasks = Tasks::new(pattern(extract, job.pattern), watch, shelf);
    let (read, (book, fitted)) = tasks.both(
        || tasks.step("review-signals", || signals::review(extract)),
        || {
            let book = tasks.step("settle-assumptions", || assumptions::settle(brief, extract));
            let fitted = tasks.noted("fit-base", || {
                let fitted = base::fit(extract, &book);
                let note = Note { attempts: fitted.attempts.clone(), status: if fitted.fell_back { "fallback" } else { "done" } };
                (fitted, note)
            });
            (book, fitted)
        },
    );
    going_on(&stop)?;
    if !fitted.base.members.iter().any(|m| m.mrr > 0.0 || m.order_value > 0.0) {
        return Err(RunError::Nobody);
    }
    let (reviewed, segments) = tasks.both(
        || tasks.step("value-customers", || signals::value(read, extract, &fitted, &book)),
        || tasks.step("find-personas", || personas::find(brief, extract, &fitted).ok()),
    );
    going_on(&stop)?;
    let segments = match segments {
        Some(segments) => segments,
        None => personas::find(brief, extract, &fitted)?,
    };
    let mut reviewed = reviewed;
    if terms.stale() && extract.origin != Origin::DriverSheet {
        reviewed.signals.not_identified.push(NotIdentified {
            what: "the customers of today".into(),
            why: format!(
                "the data end on {}, {} months before the launch; customers are taken as they stood then, as if the program began the month after.",
                extract.as_of,
                terms.months_waited()
            ),
            data_needed: "an export up to now".into(),
        });
    }
    let mut lines: LineBook = reviewed.lines;
    lines.absorb(segments.lines);
    let point_value = design::propose(brief, &fitted.base, &book, &terms, &lines, &[]).point_value;
    let triggers = tasks.step("map-lifecycle", || lifecycle::propose(&fitted.base, &book, &lines, extract, &terms, point_value));

    let space = design::propose(brief, &fitted.base, &book, &terms, &lines, &triggers);
    let mut choice = tasks.step("choose-design", || {
        let bench = Bench::new(&fitted.base, &book, &terms, job.seed);
        design::choose(&space, &|program, effort| bench.judge(program, effort))
    });
    going_on(&stop)?;
    if !brief.pins.is_empty() {
        choice.program = design::pins::apply(&choice.program, &brief.pins, &space)?;
        let bench = Bench::new(&fitted.base, &book, &terms, job.seed);
        choice.status = design::standing(&choice.program, &space, &bench);
        choice.record.ended = format!("{}; then fixed by a person: {}", choice.record.ended, brief.pins.join("; "));
    }
    lifecycle::dress(&mut choice.program);
    let (draws, members) = job.depth.last((FINAL.0, FINAL.1));
    let effort = Effort { seed: job.seed, draws, members, first_draw: FINAL.2 };
    let report = tasks.step("appraise", || economics::report(&choice.program, choice.reference.as_ref(), &fitted.base, &book, &terms, &effort));
    going_on(&stop)?;
    lines.absorb(report.lines);
    let mut economics = report.economics;
    if let Some(basis) = redemption_basis(extract) {
        economics.accounting = economics::schedule::accounting(&report.appraisal, choice.program.point_value, &basis);
    }
    let replayed = design::Replayed { origin: extract.origin, customers: fitted.base.members.len() as u64, spend_per_point: extract.spend_per_point };
    let facts = design::facts(&choice.program, &fitted.base, &book, &terms, &brief.currency, &report.appraisal, &replayed);
    lines.absorb(facts.lines);
    lifecycle::lines(&choice.program.triggers, &mut lines);
    lines.0.retain(|_, l| l.value.is_finite());

    let mut people = segments.personas;
    let places = design::facts::replay(&choice.program, &fitted.base, book.value("mission.completion"));
    lifecycle::settle(&mut people, &choice.program, &fitted.base, &segments.member_of, &places);
    let input = governance::Input {
        brief,
        terms: &terms,
        program: &choice.program,
        economics: &economics,
        lines: &lines,
        signals: &reviewed.signals,
        book: &book,
        status: choice.status,
        search: &choice.record,
        origin: extract.origin,
        tables: &extract.tables,
        lines_per_order: extract.transactions.as_ref().filter(|t| t.orders > 0).map(|t| t.lines as f64 / t.orders as f64),
        spend_from_points: extract.spend_per_point.is_some(),
        lost: &extract.lost,
    };
    let packet = tasks.step("govern", || {
        let (program, full) = (&choice.program, &report.appraisal);
        let what_if = economics::WhatIf { program, full, base: &fitted.base, book: &book, terms: &terms, effort: &effort };
        governance::packet(&input, compliance::review(brief, &choice.program, &space, &|changed| what_if.difference(changed)))
    });
    going_on(&stop)?;
    let escalation = governance::escalation(&input, &packet);
    lifecycle::assign(&mut choice.program.triggers, brief, &economics.test_plan, &packet.raci, &packet.compliance);
    let placements = placements(extract, &fitted.base, &segments.member_of, &people, &places, &choice.program);
    let header = header(job, extract, &terms, &tasks, choice.status, escalation, &lines);
    let blueprint = Blueprint { program: choice.program, tiers: facts.tiers, moments: facts.moments, search: choice.record };
    let design = Design {
        header,
        brief: brief.clone(),
        inputs: extract.tables.iter().map(TableQuality::without_names).collect(),
        lines,
        signals: reviewed.signals,
        personas: people,
        assumptions: book,
        citations: loyalty_model::assumption::citations(),
        blueprint,
        economics,
        governance: packet,
    };
    Ok(Outcome { design, tasks: tasks.records(), placements })
}
/// The company's own redemption history, where it tells the ultimate rate.
fn redemption_basis(extract: &Extract) -> Option<economics::schedule::RedemptionBasis> {
    let found = crate::redemption::ultimate(extract.ledger.as_ref()?).ok().filter(|r| r.not_identified.is_none())?;
    Some(economics::schedule::RedemptionBasis {
        expected: found.developed.clamp(0.0, 1.0),
        why: format!("the ledger's chain ladder gives {:.1}% redeemed in the end (standard error {:.1} points)", 100.0 * found.developed, 100.0 * found.error),
    })
}
fn placements(
    extract: &Extract,
    base: &base::Base,
    member_of: &[u16],
    people: &[loyalty_model::plan::Persona],
    places: &[Option<usize>],
    program: &loyalty_model::program::Program,
) -> Vec<Placement> {
    base.members
        .iter()
        .enumerate()
        .filter_map(|(i, m)| {
            Some(Placement {
                customer: extract.panel.get(m.panel as usize)?.id.clone(),
                persona: member_of.get(i).and_then(|p| people.get(usize::from(*p))).map(|p| p.name.clone()).unwrap_or_default(),
                tier: places.get(i).copied().flatten().and_then(|t| program.tiers.get(t)).map(|t| t.name.clone()).unwrap_or_default(),
                p_alive: m.p_alive,
                points: m.opening_points,
            })
        })
        .collect()
}
fn header(job: &Job, extract: &Extract, terms: &Terms, tasks: &Tasks, status: ChoiceStatus, escalation: Option<Escalation>, lines: &LineBook) -> Header {
    let brief = &job.brief;
    let percent = |id: &str| format!("{:.0}%", 100.0 * lines.value(id));
    let returns =
        format!("Median ROI {} over {} months, above zero in {} of draws", percent("economics.roi_p50"), brief.horizon_months, percent("economics.p_positive"));
    let placeholder = !job.brief.given.contains_key("company.gross_margin");
    let returns = if placeholder { format!("{returns}, on an assumed margin that finance must replace (--margin)") } else { returns };
    let returns = match (extract.spend_per_point, &extract.incomplete) {
        (Some(spend), _) => format!("{returns}, and on {spend} of spend for each point earned, which is assumed"),
        (_, Some(_)) => format!("{returns}, and on orders that are not whole histories"),
        _ => returns,
    };
    let returns = match terms.stale() && extract.origin != Origin::DriverSheet {
        true => format!("{returns}, and on data that end {} months before the launch", terms.months_waited()),
        false => returns,
    };
    let returns = match job.depth.words() {
        Some(words) => format!("{words}. {returns}"),
        None => returns,
    };
    let (status, verdict) = match (status, &escalation) {
        (ChoiceStatus::Infeasible, _) => (Status::Infeasible, format!("No design keeps every limit; the cheapest legal one is shown. {returns}.")),
        (_, Some(e)) => (Status::Escalated, format!("{} {returns}. A person must decide before launch.", e.diagnosis)),
        _ => (Status::Planned, format!("{returns}. Effects are published priors, not findings about this company: prove them with a hold-out group.")),
    };
    let objective = format!("{} and net value: what the program adds for this goal, weighed with what it costs (docs/economics.md)", brief.goal.word());
    let (pattern, reason) = &tasks.pattern;
    Header {
        title: format!("Loyalty program blueprint — {}", brief.company),
        status,
        verdict,
        origin: extract.origin,
        as_of: extract.as_of,
        asked_on: brief.asked_on,
        launch: terms.launch.first_day(),
        seed: job.seed,
        version: job.version.clone(),
        extract_fingerprint: extract.fingerprint.clone(),
        pattern: pattern.word().into(),
        pattern_reason: reason.clone(),
        objective,
        complexity: if brief.tiers.levels > 3 { "complex: more than three levels".into() } else { "moderate: up to three levels".into() },
        stages: tasks.stages(),
        error_handling: "Bad input stops the run with place, fact, reason and next step. A model that cannot be fitted falls back to a labelled assumption. A negative return is redesigned once and then escalated.".into(),
        success_criteria: vec!["retention above the world without the program (KPI retention)".into(), "net revenue retention above the world without it (KPI nrr)".into(), "cost per point within 15% of plan (KPI cost-per-point-issued, cost-per-point-redeemed)".into()],
        escalation,
        effort: job.depth.words(),
    }
}
