//! From the results of the steps to the plan: what only puts together what was worked out, and what takes no time worth keeping.
use crate::accounting::{breakage, opening, points_account, schedule};
use crate::base::{self, Fitted};
use crate::design::{self, Choice, ChoiceStatus, Space};
use crate::financial_model::EconomicsReport;
use crate::job::{Job, Placement, RunError, RunOutcome};
use crate::orchestrate::{Step, Tasks};
use crate::personas::Personas;
use crate::signals::Reviewed;
use crate::steps::Steps;
use crate::terms::Terms;
use crate::{governance, lifecycle};
use loyalty_model::assumption::Book;
use loyalty_model::brief::Goal;
use loyalty_model::extract::{Extract, Origin, TableQuality, TransactionFacts};
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::line::LineBook;
use loyalty_model::plan::{Blueprint, Design, Economics, Escalation, Header, NotIdentified, Signals, Status};
use loyalty_model::program::Program;

/// What is known of the customers before anything is designed.
pub(crate) type Customers<'a> = (&'a Reviewed, &'a Personas, &'a Step<Fitted>, &'a Step<Book>);

impl Steps<'_> {
    /// Puts the plan together; the governance packet is the last step.
    pub(crate) fn plan(&self, space: &Space, known: Customers, mut choice: Choice, report: &Step<EconomicsReport>) -> Result<RunOutcome, RunError> {
        let (reviewed, segments, fitted, book) = known;
        let (brief, extract, terms) = (&self.job.brief, self.extract, self.terms());
        let signals = told_of_age(&reviewed.signals, terms, extract);
        let mut lines = reviewed.lines.clone();
        lines.absorb(segments.lines.clone());
        lines.absorb(report.lines.clone());
        let mut economics = report.economics.clone();
        let drivers = self.drivers(&choice, fitted, book, report)?;
        self.accounts(&mut economics, &choice.program, report, book)?;
        let names: Vec<String> = segments.personas.iter().map(|p| p.name.clone()).collect();
        let brought_in = economics.accounting.opening.as_ref();
        economics.accounting.segments = breakage::by_segment(&fitted.base.members, &segments.member_of, &names, brought_in);
        let replayed = design::Replayed::of(extract, &fitted.base);
        let facts = design::facts(&choice.program, &fitted.base, book, terms, &report.appraisal, &replayed, brief);
        lines.absorb(facts.lines);
        lifecycle::lines(&choice.program.triggers, &mut lines);
        lines.0.retain(|_, l| l.value.is_finite());

        let mut people = segments.personas.clone();
        let places = design::space::form::replay(&choice.program.tiers, &choice.program.missions, &fitted.base, book.value("mission.completion"));
        lifecycle::assign_personas(&mut people, &choice.program, &fitted.base, &segments.member_of, &places);
        let shape = design::space::shape::Shape::of(&fitted.base, book);
        design::member_year::of_personas(&mut people, &choice.program, (&fitted.base, &shape), &segments.member_of, &places);
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
            lines_per_order: extract.transactions.as_ref().filter(|t| t.orders > 0).map(lines_per_order),
            assumed_spend: assumed_spend(extract),
            lost: &extract.lost,
        };
        let packet = self.govern(&input, space, fitted, report)?;
        let escalation = governance::escalation(&input, &packet);
        lifecycle::assign(&mut choice.program.triggers, brief, &economics.test_plan, &packet.raci, &packet.compliance);
        lifecycle::write_letters(&mut choice.program, &brief.company, &terms.limits.channels_barred);
        let calendar = lifecycle::calendar::calendar(&lifecycle::calendar::Known {
            program: &choice.program,
            tiers: &facts.tiers,
            base: &fitted.base,
            book,
            terms,
            lines: &lines,
            test: &economics.test_plan,
            extract,
            company: &brief.company,
        });
        let trigger_sources = lifecycle::sources(&choice.program, extract);
        let placements = placements(extract, &fitted.base, &segments.member_of, &people, &places, &choice.program);
        let pilot = economics.pilot.as_ref().is_some_and(|p| p.value > 0.0);
        let cost = report.appraisal.mean(|o| o.cost_per_point_redeemed);
        let brought_in = economics.accounting.opening.as_ref().is_some_and(|o| o.repricing.is_some());
        let repriced = extract.ledger.as_ref().and_then(|l| opening::repriced(l, cost)).filter(|_| brought_in);
        let mut header = header((self.job, extract, terms), &self.tasks, (choice.status, escalation, pilot), &lines);
        header.success_criteria.splice(0..0, governance::success(brief.goal, &packet.kpis));
        if choice.status == ChoiceStatus::Infeasible {
            // Which limit is exceeded and by how much comes first: a pool that is small beside the cheapest design is what has to be settled.
            header.verdict.splice(1..1, choice.record.unmet.iter().skip(space.unmet.len()).cloned());
        }
        header.verdict.extend(repriced.map(|present| Fact::new("verdict-repricing").number("present", present).number("planned", cost)));
        let design = Design {
            header,
            brief: brief.clone(),
            inputs: extract.tables.iter().map(TableQuality::without_names).collect(),
            lines,
            signals,
            personas: people,
            assumptions: Book::clone(book),
            citations: loyalty_model::assumption::citations(),
            blueprint: Blueprint {
                program: choice.program,
                tiers: facts.tiers,
                shape: facts.shape,
                norms: facts.norms,
                voice: space.voice().clone(),
                terms: facts.terms,
                trigger_sources,
                calendar: Some(calendar),
                moments: facts.moments,
                reach: facts.reach,
                member_years: facts.member_years,
                search: choice.record,
            },
            economics: Economics { drivers, ..economics },
            governance: packet.value.as_ref().clone(),
        };
        Ok(RunOutcome { design, tasks: self.tasks.records(), placements, trace: self.tasks.trace() })
    }
    /// The points account as far as the ledger tells it, and the schedule on it.
    fn accounts(&self, economics: &mut Economics, program: &Program, report: &EconomicsReport, book: &Book) -> Result<(), RunError> {
        let (extract, brief) = (self.extract, &self.job.brief);
        let history = extract.ledger.as_ref().and_then(|l| crate::redemption::ultimate(l).ok()).filter(|r| r.not_identified.is_empty());
        let redemption = history.as_ref().map_or_else(schedule::RedemptionBasis::full, redemption_basis);
        if let Some(ledger) = &extract.ledger {
            economics.points_account = points_account::with_ledger(&economics.points_account, &economics.drivers.cohorts, ledger, self.terms().launch);
        }
        let booked = Some(book.value("accounting.opening_liability")).filter(|b| *b > 0.0);
        let new = opening::NewProgram { value: program.point_value, cost: report.appraisal.mean(|o| o.cost_per_point_redeemed) };
        let brought_in = opening::liability(extract, &redemption, history.as_ref(), booked, new);
        let books = schedule::accounting(
            &report.appraisal,
            &schedule::Basis {
                program,
                book,
                brief: Some(brief),
                redemption,
                opening: brought_in,
                account: &economics.points_account,
                cohorts: &economics.drivers.cohorts,
            },
        )?;
        economics.accounting = books.accounting;
        if extract.ledger.is_some() {
            let opening = economics.points_account.first().map_or(0.0, |m| m.opening);
            economics.run_off = crate::statement::histograms::run_off(opening, &economics.points_account, &books.cohorts);
        }
        Ok(())
    }
}
/// The signals, and a word where the data are too old to be carried forward.
fn told_of_age(signals: &Signals, terms: &Terms, extract: &Extract) -> Signals {
    let mut signals = signals.clone();
    if terms.stale() && extract.origin != Origin::DriverSheet {
        signals.not_identified.push(NotIdentified {
            what: Fact::new("gap-today"),
            why: Fact::new("gap-today-why").date("end", extract.as_of).months("waited", terms.months_waited()),
            data_needed: Fact::new("gap-today-needed"),
        });
    }
    signals
}
/// The company's own redemption history, which tells the ultimate rate.
fn redemption_basis(found: &crate::redemption::Redemption) -> schedule::RedemptionBasis {
    schedule::RedemptionBasis {
        expected: found.developed.clamp(0.0, 1.0),
        why: Fact::new("accounting-chain-ladder").share("redeemed", found.developed).share("error", found.error),
    }
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
fn header(
    (job, extract, terms): (&Job, &Extract, &Terms),
    tasks: &Tasks,
    (status, escalation, pilot): (ChoiceStatus, Option<Escalation>, bool),
    lines: &LineBook,
) -> Header {
    let brief = &job.brief;
    let verdict = [returns(job, extract, terms, lines), terms.launch_day.warnings()].concat();
    let diagnosis = |e: &Escalation| [vec![e.diagnosis.clone()], verdict.clone(), vec![Fact::new("verdict-decide")]].concat();
    let (status, verdict) = match (status, &escalation) {
        (ChoiceStatus::Infeasible, _) => (Status::Infeasible, [vec![Fact::new("verdict-infeasible")], verdict].concat()),
        (_, Some(e)) => (Status::Escalated, diagnosis(e)),
        _ => {
            let uneven = lines.value("economics.net_value") >= 0.0 && lines.value("economics.roi_p50") < 0.0;
            let near_zero = lines.gain_within_error();
            let uneven = match (uneven, pilot) {
                (true, true) if near_zero => vec![Fact::new("verdict-pilot-near-zero")],
                (true, false) if near_zero => vec![Fact::new("verdict-near-zero")],
                (true, true) => vec![Fact::new("verdict-pilot")],
                (true, false) => vec![Fact::new("verdict-uneven")],
                _ => vec![],
            };
            (Status::Planned, [uneven, verdict, vec![Fact::new("verdict-priors")]].concat())
        }
    };
    let (pattern, reason) = &tasks.pattern;
    Header {
        title: Fact::new("title").text("company", brief.company.clone()),
        status,
        verdict,
        origin: extract.origin,
        as_of: extract.as_of,
        asked_on: brief.asked_on,
        launch: terms.launch_day.day,
        seed: job.seed,
        version: job.version.clone(),
        extract_fingerprint: extract.fingerprint.clone(),
        pattern: pattern.word().into(),
        pattern_reason: reason.clone(),
        objective: Fact::new("objective").fact("goal", goal(brief.goal)),
        complexity: if brief.tiers.count > 3 { Fact::new("complexity-complex") } else { Fact::new("complexity-moderate") },
        stages: tasks.stages(),
        error_handling: Fact::new("error-handling"),
        success_criteria: vec![
            Fact::new("success-retention").list("kpis", ["retention"]),
            Fact::new("success-nrr").list("kpis", ["nrr"]),
            Fact::new("success-cost-per-point").list("kpis", ["cost-per-point-issued", "cost-per-point-redeemed"]),
        ],
        escalation,
        effort: job.depth.caveat(),
    }
}
/// Lines of an order, orders of nothing included.
fn lines_per_order(t: &TransactionFacts) -> f64 {
    t.lines as f64 / (t.orders + if t.zero_orders.counted { 0 } else { t.zero_orders.orders }) as f64
}
/// The assumption that stands for what orders are worth, where the data do not tell it.
fn assumed_spend(extract: &Extract) -> Option<&'static str> {
    let from_points = extract.spend_per_point.map(|_| "ledger.spend_per_point");
    from_points.or(extract.assumed_order_value.map(|_| "orders.assumed_value"))
}
/// The return, and what it rests on.
fn returns(job: &Job, extract: &Extract, terms: &Terms, lines: &LineBook) -> Vec<Fact> {
    let brief = &job.brief;
    let mut out: Vec<Fact> = job.depth.caveat().into_iter().collect();
    out.push(
        Fact::new("verdict-returns")
            .share("roi", lines.value("economics.roi_p50"))
            .months("horizon", brief.horizon_months)
            .share("positive", lines.value("economics.p_positive")),
    );
    if !brief.given.contains_key("company.gross_margin") {
        out.push(Fact::new("verdict-margin"));
    }
    match (extract.spend_per_point, extract.assumed_order_value, &extract.incomplete) {
        (Some(spend), ..) => out.push(Fact::new("verdict-spend-per-point").number("spend", spend)),
        (_, Some(value), _) => out.push(Fact::new("verdict-order-value").money("value", value)),
        (.., Some(_)) => out.push(Fact::new("verdict-incomplete")),
        _ => {}
    }
    if terms.stale() && extract.origin != Origin::DriverSheet {
        out.push(Fact::new("verdict-stale").months("waited", terms.months_waited()).date("day", terms.as_of));
    }
    out
}
/// The goal inside a sentence.
fn goal(goal: Goal) -> FactId {
    match goal {
        Goal::Retention => FactId("goal-retention"),
        Goal::Expansion => FactId("goal-expansion"),
        Goal::Engagement => FactId("goal-engagement"),
        Goal::Advocacy => FactId("goal-advocacy"),
    }
}
