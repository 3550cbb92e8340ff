//! Registers, and tables in full that folds of the HTML page hold.
use super::plan_view::{PlanView, deck_page, role, table};
use super::{Block, Page, Place};
use crate::charts::chart_catalogue;
use crate::copy::assumption_status;
use crate::tables::Table;
use crate::{format, tables};
use loyalty_model::assumption::{self, Reading};
use loyalty_model::finding::Verdict;
use loyalty_model::grade::Grade;
use loyalty_model::line::Provenance;
use loyalty_model::metrics;

/// Lists in full that no page folds; those that have nothing to say are left out.
pub fn registers(t: &PlanView) -> Vec<Page> {
    let mut out = vec![
        register_page(
            "assumptions",
            "Assumptions",
            register_claim(t),
            vec![Block::Table(register(t)), Block::Table(readings(t)), Block::Table(sources(t))],
            grades(),
        ),
        register_page("glossary", "Glossary", "What each figure of the business case means".into(), vec![Block::Table(glossary(t))], ""),
    ];
    if let Some(chart) = chart_catalogue::tasks(t.plan) {
        out.push(register_page(
            "tasks",
            "Task graph",
            super::plan_view::sentence(&format!("{} run: {}", super::plan_view::capital(&t.d.header.pattern), t.d.header.pattern_reason)),
            vec![Block::Chart(Box::new(chart))],
            "",
        ));
    }
    for p in &mut out {
        p.blocks.retain(|b| !matches!(b, Block::Table(t) if t.rows.is_empty()));
    }
    out.retain(|p| !p.blocks.is_empty());
    out
}
fn register_page(id: &str, name: &str, claim: String, blocks: Vec<Block>, source: impl Into<String>) -> Page {
    Page { place: Place::Register, ..deck_page(&format!("register-{id}"), name, claim, blocks, source) }
}
fn grades() -> String {
    let all = [Grade::A, Grade::B, Grade::C, Grade::D];
    format!("Grades: {}.", all.map(|g| format!("{} {}", g.letter(), g.meaning())).join(", "))
}
fn grade(from: &Provenance) -> String {
    Grade::of(from).map_or("–".into(), |g| g.letter().into())
}
fn register_claim(t: &PlanView) -> String {
    let own = t.d.assumptions.0.values().filter(|a| matches!(Grade::of(&a.from), Some(Grade::A | Grade::B))).count();
    match own {
        0 => "None of the assumptions is this company's own yet: all are published priors or defaults".into(),
        n => format!(
            "{} this company's own; the others are published priors or defaults",
            super::plan_view::capital(&super::plan_view::plural(n, "assumption is", "assumptions are"))
        ),
    }
}
/// The assumption register: value, spread, source, grade, who.
pub fn register(t: &PlanView) -> Table {
    let rows = t.d.assumptions.0.values().map(|a| {
        vec![
            a.id.clone(),
            a.description.clone(),
            format::value(a.value, a.unit, t.c),
            if a.sd > 0.0 { format!("± {}", format::decimal(a.sd, 3)) } else { "–".into() },
            // A default whose reason is its description says it once.
            if matches!(&a.from, Provenance::Default { reason } if reason.to_string() == a.description) {
                format::source_word(&a.from).into()
            } else {
                format::source(&a.from)
            },
            grade(&a.from),
        ]
    });
    table("Assumption register", "", &["Id", "Assumption", "#Value", "#Spread (sd)", "Source", "Grade"], rows.collect())
}
/// What the plan's published assumptions were read from, and how.
fn readings(t: &PlanView) -> Table {
    let used = |r: &Reading| t.d.assumptions.get(&r.id).filter(|a| matches!(a.from, Provenance::Published { .. }));
    let one = |r: Reading| used(&r).map(assumption_status).map(|status| vec![r.id, status.into(), r.figure, r.place, r.transformation, r.program]);
    table(
        "What was read, and how it was used",
        "Every other assumption is this company's own, a judgement or a placeholder.",
        &["Id", "Status", "Figure as printed", "Place", "Transformation", "Program studied"],
        assumption::readings().into_iter().filter_map(one).collect(),
    )
}
fn sources(t: &PlanView) -> Table {
    let rows = t.d.citations.iter().map(|c| vec![c.id.clone(), c.reference.clone(), c.population.clone()]);
    table("Published sources", "", &["Id", "Reference", "Measured on"], rows.collect())
}
pub fn statement(t: &PlanView) -> Table {
    let e = &t.d.economics;
    let mut seen = std::collections::BTreeSet::new();
    let lines = e.headlines.iter().chain(&e.statement).filter_map(|id| t.d.lines.get(id)).filter(|l| seen.insert(l.id.as_str()));
    let rows = lines.map(|l| {
        let range = l.range.as_ref().map_or("–".into(), |r| format::range(r, l.unit, t.c));
        vec![metrics::name(l), format::line(l, t.c), range, l.formula.as_deref().map_or_else(|| format::source_word(&l.from).into(), formula)]
    });
    table("Statement", "Means add up. Percentiles are ranges of single lines and do not.", &["Line", "#Mean", "#P10 to P90", "Source"], rows.collect())
}
/// A formula with the printed names of its lines, and signs as finance writes them.
fn formula(text: &str) -> String {
    let word = |w: &str| match w {
        "-" => "−".into(),
        "*" => "×".into(),
        "/" => "÷".into(),
        _ => {
            let id = w.trim_matches(['(', ')']);
            metrics::of(id).map_or_else(|| w.to_string(), |(m, varies)| w.replace(id, &m.name.replace("{}", varies)))
        }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
/// The printed name of each figure of the business case, and its definition.
fn glossary(t: &PlanView) -> Table {
    let e = &t.d.economics;
    let mut seen = std::collections::BTreeSet::new();
    let lines = e.headlines.iter().chain(&e.statement).filter_map(|id| t.d.lines.get(id)).filter(|l| seen.insert(l.id.as_str()));
    let rows = lines.filter_map(|l| Some(vec![metrics::name(l), metrics::of(&l.id)?.0.definition.clone()]));
    table("Glossary", "", &["Figure", "What it means"], rows.collect())
}
pub fn gaps(t: &PlanView) -> Table {
    let rows = t.d.signals.not_identified.iter().map(|n| vec![n.what.to_string(), n.why.to_string(), n.data_needed.to_string()]);
    table("What the data cannot tell", "", &["What", "Why", "Data needed"], rows.collect())
}
/// What becomes of the printed range where the response is another than believed.
pub fn range(t: &PlanView) -> Table {
    let rows = t.d.economics.truths.iter().map(|r| {
        vec![
            format!("× {}", format::decimal(r.factor, 2)),
            format::percent(r.lift),
            t.money(r.net_value),
            t.money(r.bias),
            format::percent(r.covered),
            format::percent(r.rank),
        ]
    });
    table(
        "If the response is not what we assume",
        "Bias: net value as planned less net value then. Inside: share of outcomes inside the plan's P10 to P90 of net value. Rank: mean share of the plan's simulated futures below the outcome (50%: centred).",
        &["Response", "#Lift at 1% of value", "#Net value then", "#Bias", "#Inside 80% range", "#Rank"],
        rows.collect(),
    )
}
pub fn base(t: &PlanView) -> Vec<Block> {
    let rows = t.d.signals.holdout.iter().map(|s| {
        vec![
            format!("{}{}", s.model, if s.chosen { " (chosen)" } else { "" }),
            s.log_likelihood.map_or("–".into(), |l| format::decimal(l, 1)),
            format::whole(s.forecast),
            format::whole(s.actual),
            format::percent(s.bias),
            format::decimal(s.mean_absolute_error, 3),
            s.within_80.map_or("–".into(), format::percent),
        ]
    });
    let holdout = table(
        "Candidate models on the hold-out",
        "Purchase days after the cut-off. The chosen model has the smallest error of the total among the best per customer.",
        &["Model", "#Log-likelihood", "#Forecast", "#Actual", "#Bias", "#Error per customer", "#Inside 80% interval"],
        rows.collect(),
    );
    let mut out = vec![Block::Table(holdout)];
    if let Some(chart) = chart_catalogue::cohorts(t.plan, 24) {
        out.push(Block::Chart(Box::new(chart)));
    }
    out
}
pub fn decision_table(t: &PlanView, title: &str) -> Vec<Block> {
    tables::decision(t.d).into_iter().filter(|x| x.title == title).map(Block::Table).collect()
}
/// Guardrails with their findings, limits and next steps.
pub fn rails(t: &PlanView) -> Table {
    let word = crate::copy::verdict_word;
    let rows = t.d.governance.guardrails.iter().map(|r| {
        // Nothing is to be done about a guardrail that holds or does not apply.
        let next = if matches!(r.verdict, Verdict::Fail | Verdict::Unknown) { r.next_step.to_string() } else { "–".into() };
        vec![r.title.to_string(), word(r.verdict).into(), r.fact.to_string(), r.limit.to_string(), next]
    });
    table("Guardrails", "", &["Guardrail", "Verdict", "Finding", "Limit", "Next step"], rows.collect())
}
pub fn kpis(t: &PlanView) -> Table {
    let rows = t.d.governance.kpis.iter().map(|k| {
        let v = |x: Option<f64>, none: &str| x.map_or(none.into(), |x| format::value(x, k.unit, t.c));
        let (baseline, threshold) = (v(k.baseline, "none today"), v(k.threshold, "–"));
        vec![k.name.to_string(), baseline, super::goal::target(t, k), threshold, k.by.to_string(), role(&k.owner)]
    });
    table("KPIs", "", &["KPI", "#Baseline", "#Target", "#Act at", "By", "Owner"], rows.collect())
}
pub fn checklist(t: &PlanView) -> Table {
    let rows = t.d.governance.checklist.iter().map(|i| vec![i.item.to_string(), role(&i.owner), if i.done { "done" } else { "open" }.into()]);
    table("Before launch", "", &["Item", "Owner", "State"], rows.collect())
}
