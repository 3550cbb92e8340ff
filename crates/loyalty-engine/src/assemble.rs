//! From the results of the steps to the plan: what only puts together what was worked out, and what takes no time worth keeping.
use crate::accounting::schedule;
use crate::base::{self, Fitted};
use crate::design::{self, Choice, ChoiceStatus, Space};
use crate::financial_model::Report;
use crate::job::{Job, Outcome, Placement, RunError};
use crate::orchestrate::{Step, Tasks};
use crate::personas::Personas;
use crate::signals::Reviewed;
use crate::steps::Steps;
use crate::terms::Terms;
use crate::{governance, lifecycle};
use loyalty_model::assumption::Book;
use loyalty_model::extract::{Extract, Origin, TableQuality};
use loyalty_model::line::LineBook;
use loyalty_model::plan::{Blueprint, Design, Escalation, Header, NotIdentified, Signals, Status};

/// What is known of the customers before anything is designed.
pub(crate) type Customers<'a> = (&'a Reviewed, &'a Personas, &'a Step<Fitted>, &'a Step<Book>);

impl Steps<'_> {
    /// Puts the plan together; the governance packet is the last step.
    pub(crate) fn plan(&self, space: &Space, known: Customers, mut choice: Choice, report: &Step<Report>) -> Result<Outcome, RunError> {
        let (reviewed, segments, fitted, book) = known;
        let (brief, extract, terms) = (&self.job.brief, self.extract, self.terms());
        let signals = told_of_age(&reviewed.signals, terms, extract);
        let mut lines = reviewed.lines.clone();
        lines.absorb(segments.lines.clone());
        lines.absorb(report.lines.clone());
        let mut economics = report.economics.clone();
        if let Some(basis) = redemption_basis(extract) {
            economics.accounting = schedule::accounting(&report.appraisal, choice.program.point_value, &basis);
        }
        let (origin, customers, spend_per_point) = (extract.origin, fitted.base.members.len() as u64, extract.spend_per_point);
        let replayed = design::Replayed { origin, customers, spend_per_point };
        let facts = design::facts(&choice.program, &fitted.base, book, terms, &brief.currency, &report.appraisal, &replayed);
        lines.absorb(facts.lines);
        lifecycle::lines(&choice.program.triggers, &mut lines);
        lines.0.retain(|_, l| l.value.is_finite());

        let mut people = segments.personas.clone();
        let places = design::program_facts::replay(&choice.program, &fitted.base, book.value("mission.completion"));
        lifecycle::assign_personas(&mut people, &choice.program, &fitted.base, &segments.member_of, &places);
        let input = governance::Input {
            brief,
            terms,
            program: &choice.program,
            economics: &economics,
            lines: &lines,
            signals: &signals,
            book,
            status: choice.status,
            search: &choice.record,
            origin: extract.origin,
            tables: &extract.tables,
            lines_per_order: extract.transactions.as_ref().filter(|t| t.orders > 0).map(|t| t.lines as f64 / t.orders as f64),
            spend_from_points: extract.spend_per_point.is_some(),
            lost: &extract.lost,
        };
        let packet = self.govern(&input, space, fitted, report)?;
        let escalation = governance::escalation(&input, &packet);
        lifecycle::assign(&mut choice.program.triggers, brief, &economics.test_plan, &packet.raci, &packet.compliance);
        let placements = placements(extract, &fitted.base, &segments.member_of, &people, &places, &choice.program);
        let header = header(self.job, extract, terms, &self.tasks, choice.status, escalation, &lines);
        let design = Design {
            header,
            brief: brief.clone(),
            inputs: extract.tables.iter().map(TableQuality::without_names).collect(),
            lines,
            signals,
            personas: people,
            assumptions: Book::clone(book),
            citations: loyalty_model::assumption::citations(),
            blueprint: Blueprint { program: choice.program, tiers: facts.tiers, moments: facts.moments, search: choice.record },
            economics,
            governance: packet.value.as_ref().clone(),
        };
        Ok(Outcome { design, tasks: self.tasks.records(), placements, trace: self.tasks.trace() })
    }
}
/// The signals, and a word where the data are too old to be carried forward.
fn told_of_age(signals: &Signals, terms: &Terms, extract: &Extract) -> Signals {
    let mut signals = signals.clone();
    if terms.stale() && extract.origin != Origin::DriverSheet {
        signals.not_identified.push(NotIdentified {
            what: "the customers of today".into(),
            why: format!(
                "the data end on {}, {} months before the launch; customers are taken as they stood then, as if the program began the month after.",
                extract.as_of,
                terms.months_waited()
            ),
            data_needed: "an export up to now".into(),
        });
    }
    signals
}
/// The company's own redemption history, where it tells the ultimate rate.
fn redemption_basis(extract: &Extract) -> Option<schedule::RedemptionBasis> {
    let found = crate::redemption::ultimate(extract.ledger.as_ref()?).ok().filter(|r| r.not_identified.is_none())?;
    Some(schedule::RedemptionBasis {
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
