//! What the HTML page shows besides the pages of the deck: lists and tables in full, by the page that they belong to.
use super::plan_view::{PlanView, capital, role, table};
use super::{Block, appendix, benefits, personas, reading, risks, scenarios, triggers};
use crate::charts::chart_catalogue;
use crate::copy::{amounts, constraint};
use crate::tables::Table;
use crate::{format, tables};
use loyalty_model::metrics;
use loyalty_model::plan::{Norm, Plan, ShapeRule};

/// A detail: its name, and what it holds.
pub type Detail = (&'static str, Vec<Block>);

/// Details of a page of the story, by the page's id; empty where the page says all.
pub fn details(plan: &Plan, page: &str) -> Vec<Detail> {
    let t = &PlanView::of(plan);
    let all = match page {
        "decision" => vec![("Use of the pool, and the request", decision(t))],
        "tiers" => {
            vec![("A typical member of each tier, and why these thresholds", tiers(t)), ("Why these benefits, and how the search found the design", program(t))]
        }
        "triggers" => vec![
            ("The campaign calendar", triggers::calendar(t)),
            ("Suggested words of every message", vec![Block::Table(tables::messages::table(t.plan))]),
            ("The whole trigger matrix", vec![Block::List(triggers::sources(t)), Block::Table(triggers::all(t))]),
        ],
        "money" => vec![
            ("The whole statement", vec![Block::Table(appendix::statement(t))]),
            ("Profit by tier, pool and return", pool(t)),
            ("All designs between lean and full pool", appendix::decision_table(t, tables::FRONT)),
        ],
        "proof" => vec![("The test and its rules, and every test option considered", test(t))],
        "risks" => vec![("Compliance: rules that apply, with remedies", compliance(t))],
        "roll-out" => vec![("Before launch", vec![Block::Table(appendix::checklist(t))])],
        "ask" => vec![("Open questions", vec![Block::Table(risks::questions(t))])],
        "scenarios" => vec![("Every input", what_if(t))],
        "liability" => vec![("Points account, contract liability, journal", tables::accounts(t.d).into_iter().map(Block::Table).collect())],
        "reading" => vec![("Every file, column and row left out", reading::details(t))],
        "data" => vec![
            ("Every signal", signals(t)),
            ("What customers talk about", themes(t)),
            ("Files read, and rows set aside", read(t)),
            ("Customer base: candidate models", appendix::base(t)),
        ],
        "personas" => vec![("Every persona, with triggers and validation", people(t))],
        "governance" => vec![("Guardrails, KPIs, cadences in full", governance(t))],
        _ => vec![],
    };
    all.into_iter().map(|(name, blocks)| (name, kept(blocks))).filter(|(_, blocks)| !blocks.is_empty()).collect()
}
fn kept(mut blocks: Vec<Block>) -> Vec<Block> {
    blocks.retain(|b| match b {
        Block::Table(t) => !t.rows.is_empty(),
        Block::List(l) => !l.is_empty(),
        Block::Text(t) => !t.trim().is_empty(),
        _ => true,
    });
    blocks
}
fn decision(t: &PlanView) -> Vec<Block> {
    let (h, b) = (&t.d.header, &t.d.brief);
    let mut asked = vec![
        format!("Goal: {}", b.goal.word()),
        format!("Objective: {}", h.objective),
        format!("Reward pool: {}", t.pool()),
        format!("Horizon: {}", t.horizon()),
        format!("Verdict: {}", format::sentences(&h.verdict)),
        format!("Order of the run: {}; {}", h.pattern, h.pattern_reason),
        format!("Complexity: {}", h.complexity),
    ];
    match t.d.governance.constraints.is_empty() {
        true => asked.extend(b.constraints.iter().map(|c| format!("Constraint as written: {}", c.words))),
        false => asked.extend(t.d.governance.constraints.iter().map(|c| format!("Constraint {}", constraint(c)))),
    }
    asked.extend(h.success_criteria.iter().map(|s| format!("Success: {s}")));
    let mut out = vec![Block::List(asked)];
    if let Some(e) = &h.escalation {
        out.push(Block::List(e.tried.iter().map(|x| format!("Tried: {x}")).chain([format!("Escalation path: {}", e.ladder.join(" → "))]).collect()));
    }
    out.extend(chart_catalogue::budget(t.plan).map(|c| Block::Table(c.data)));
    out
}
fn signals(t: &PlanView) -> Vec<Block> {
    let mut out = vec![];
    for g in &t.d.signals.groups {
        let rows = g.lines.iter().filter_map(|id| t.d.lines.get(id)).map(|l| {
            let range = l.range.as_ref().map_or("–".into(), |r| format::range(r, l.unit, t.c));
            vec![metrics::name(l), format::line(l, t.c), range, format::source(&l.from), l.note.clone().unwrap_or_default().to_string()]
        });
        let mut signals = table("Signals", format!("{}: {}", g.name, g.reading), &["Signal", "#Value", "#Interval", "Source", "Note"], rows.collect());
        if signals.rows.iter().all(|r| r.last().is_none_or(String::is_empty)) {
            signals.head.pop();
            signals.rows.iter_mut().for_each(|r| drop(r.pop()));
        }
        out.push(Block::Table(signals));
    }
    out.push(Block::Table(appendix::gaps(t)));
    out
}
fn themes(t: &PlanView) -> Vec<Block> {
    let dash = |v: Option<String>| v.unwrap_or("–".into());
    let rows = t.d.signals.themes.iter().map(|x| {
        vec![
            x.theme.clone(),
            x.words.iter().map(|w| format!("{} ({})", w.word, format::whole(w.records as f64))).collect::<Vec<_>>().join(", "),
            format::whole(x.records as f64),
            dash(x.mean_score.map(format::percent)),
            dash(x.complaints.map(|n| format::whole(n as f64))),
            dash(x.lapsed_complaining.map(format::percent)),
            dash(x.lapsed_not_complaining.map(format::percent)),
            dash(x.value_at_risk.map(|v| t.money(v))),
        ]
    });
    let note = "Complaints are ratings of at most two fifths of the scale. That more of these customers lapsed is an association, not an effect. At risk: their yearly value × how much more lapsed, beyond chance. Words are those of our list that the records hold, with their number; no customer is quoted.";
    let head =
        ["Theme", "Words (records)", "#Records", "#Rating, % of scale", "#Complaints", "#Lapsed of these", "#Lapsed of the others", "#Yearly value at risk"];
    vec![Block::Table(table("What customers talk about", note, &head, rows.collect()))]
}
fn read(t: &PlanView) -> Vec<Block> {
    let rows = t.d.inputs.iter().map(|i| {
        vec![
            i.table.clone(),
            format::whole(i.rows_read as f64),
            format::whole(i.rows_used as f64),
            format::whole(i.rows_without_customer as f64),
            format::whole(i.rows_set_aside as f64),
            i.control.map_or("–", |k| if k.closes() { "reconciled" } else { "NOT RECONCILED" }).into(),
        ]
    });
    let head = ["Table", "#Rows", "#Used", "#Without customer", "#Set aside", "Totals"];
    let aside =
        t.d.inputs.iter().flat_map(|i| i.set_aside.iter().map(move |s| format!("{}: {} rows set aside: {}", i.table, format::whole(s.rows as f64), s.reason)));
    let notes = t.d.inputs.iter().flat_map(|i| i.notes.iter().map(move |n| format!("{}: {n}", i.table)));
    vec![Block::Table(table("Files read", "", &head, rows.collect())), Block::List(aside.chain(notes).chain([amounts(t.d)]).collect())]
}
fn people(t: &PlanView) -> Vec<Block> {
    let mut all = personas::all(t);
    all.head.extend(["Definition", "Needs", "Triggers", "Validation"].map(str::to_string));
    for (row, p) in all.rows.iter_mut().zip(&t.d.personas) {
        let needs = p.needs.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        row.extend([capital(&p.definition.to_string()), capital(&needs), p.triggers.join(", "), p.validation.to_string()]);
    }
    let parts = personas::parts(t);
    if parts.rows.is_empty() { vec![Block::Table(all)] } else { vec![Block::Table(all), Block::Table(parts)] }
}
fn tiers(t: &PlanView) -> Vec<Block> {
    let p = &t.d.blueprint.program;
    let worked = t.d.blueprint.tiers.iter().map(|f| f.worked_member.to_string()).collect();
    let reasons = p.tiers.iter().map(|x| format!("{}: {}", x.name, x.reason)).collect();
    let mut out = vec![Block::List(worked), Block::List(reasons)];
    out.extend([chart_catalogue::spend(t.plan), chart_catalogue::tiers(t.plan)].into_iter().flatten().map(|c| Block::Chart(Box::new(c))));
    let rows =
        t.d.blueprint
            .tiers
            .iter()
            .zip(&p.tiers)
            .map(|(f, x)| vec![x.name.clone(), format::percent(f.give_back_rate), format::decimal(x.multiplier, 2), f.kpi.to_string()]);
    out.push(Block::Table(table(
        "Reward rate and KPI by tier",
        "Reward rate: points for purchases at face value per unit of spend.",
        &["Tier", "#Reward rate", "#Points multiplier", "KPI"],
        rows.collect(),
    )));
    out.push(Block::List(t.d.blueprint.terms.iter().map(ToString::to_string).collect()));
    if p.tiers.len() > 1 {
        out.push(Block::Text("Fast track and status match are offers: they are not in the figures.".into()));
    }
    out.push(Block::Table(shape(t)));
    out.push(Block::Table(beside(t)));
    out.extend(appendix::decision_table(t, "How stable the thresholds are"));
    out
}
/// Rules of shape, each with what the program does of it.
fn shape(t: &PlanView) -> Table {
    let number = |r: &ShapeRule, v: f64| format::value(v, r.unit, &t.plan.design.brief.currency);
    let limit = |r: &ShapeRule| format!("{} {}", if r.at_most { "at most" } else { "at least" }, number(r, r.limit));
    let kept = |r: &ShapeRule| if r.kept { "yes".to_string() } else { format!("no: {}", r.why) };
    let rows = t.d.blueprint.shape.iter().map(|r| vec![r.rule.to_string(), number(r, r.value), limit(r), kept(r)]);
    table("Rules of shape", "Measured on today's customers. They are kept before anything is optimised.", &["Rule", "#Here", "#Asked", "Kept"], rows.collect())
}
/// The program beside what real programs do.
fn beside(t: &PlanView) -> Table {
    let number = |n: &Norm, v: f64| format::value(v, n.unit, &t.plan.design.brief.currency);
    let row = |n: &Norm| {
        let sector = n.sector.clone().unwrap_or("all sectors".into());
        let usual = format!("{} to {}", number(n, n.low), number(n, n.high));
        let middle = n.middle.map_or("–".into(), |m| number(n, m));
        vec![n.norm.to_string(), number(n, n.value), usual, middle, format!("{} ({sector})", n.programs), n.why.to_string()]
    };
    let note = "Twenty-seven real programs, read mostly in the trade press; each range says of how many. Nothing is forced to it; what lies outside says why.";
    let head = ["Figure", "#Here", "#Range", "#Median", "Programs", "Why outside"];
    table("Beside real programs", note, &head, t.d.blueprint.norms.iter().map(row).collect())
}
fn program(t: &PlanView) -> Vec<Block> {
    let (p, s) = (&t.d.blueprint.program, &t.d.blueprint.search);
    let mut out = vec![Block::Text(p.earn.reason.to_string())];
    if benefits::many(t) {
        out.push(Block::List(t.d.blueprint.moments.iter().map(ToString::to_string).collect()));
        out.extend([benefits::ladder(t), benefits::all(t)].map(Block::Table));
    } else if t.d.blueprint.program.rewards.len() > super::ROWS {
        out.push(Block::Table(benefits::ladder(t)));
    }
    out.push(Block::List(p.benefits.iter().map(|b| format!("{}: {}{}", b.name, b.reason, benefits::risks(&b.id))).collect()));
    out.push(Block::Text(t.d.blueprint.voice.to_string()));
    out.push(Block::Text(format!("{} designs tried; {}.", format::whole(f64::from(s.designs_tried)), s.ended)));
    let near = s.alternatives.iter().map(|a| vec![capital(&a.difference.to_string()), format::percent(a.roi_p50), t.money(a.reward_cost_per_period)]);
    out.push(Block::Table(table("Near-best designs", "", &["How it differs", "#Median ROI", "#Reward cost a period"], near.collect())));
    out.push(Block::List(s.unmet.iter().chain(&s.binding).map(ToString::to_string).collect()));
    out
}
fn pool(t: &PlanView) -> Vec<Block> {
    let mut out: Vec<Block> = by_tier(t).into_iter().collect();
    out.extend([chart_catalogue::budget(t.plan), chart_catalogue::returns(t.plan)].into_iter().flatten().map(|c| Block::Chart(Box::new(c))));
    out.extend(appendix::decision_table(t, "Median ROI by effect and margin"));
    out
}
/// The test in words, its rules, and every option that was looked at.
fn test(t: &PlanView) -> Vec<Block> {
    let plan = &t.d.economics.test_plan;
    let mut out = vec![Block::Text(plan.design.to_string()), Block::List(plan.rules.iter().map(ToString::to_string).collect())];
    out.extend(appendix::decision_table(t, "What a test could detect"));
    out
}
/// Profit by tier, with the tiers by name.
fn by_tier(t: &PlanView) -> Option<Block> {
    let mut table = tables::decision(t.d).into_iter().find(|x| x.title == "Profit by tier")?;
    for (row, tier) in table.rows.iter_mut().zip(&t.d.blueprint.program.tiers) {
        if let Some(cell) = row.first_mut() {
            *cell = tier.name.clone();
        }
    }
    Some(Block::Table(table))
}
fn what_if(t: &PlanView) -> Vec<Block> {
    let mut all = scenarios::all(t);
    all.head.extend(["#Contribution".to_string(), "#Cost".to_string()]);
    for (row, s) in all.rows.iter_mut().zip(&t.d.economics.scenarios) {
        row.extend([t.money(s.incremental_margin), t.money(s.total_cost)]);
    }
    let mut out = vec![Block::Table(all)];
    out.extend(chart_catalogue::tornado(t.plan).map(|c| Block::Table(c.data)));
    out
}
fn compliance(t: &PlanView) -> Vec<Block> {
    let g = &t.d.governance;
    let mut out = vec![Block::Text(format!(
        "{} {} an answer; {} do not apply to this design.",
        g.compliance_disclaimer,
        super::plan_view::plural(g.compliance_open as usize, "rule needs", "rules need"),
        format::whole(f64::from(g.compliance_not_applicable))
    ))];
    out.push(Block::Table(risks::rules(t)));
    let priced = g
        .compliance
        .iter()
        .flat_map(|f| f.remedies.iter().map(move |r| vec![f.title.clone(), format::remedy(r, t.c), format!("plan-loyalty amend {}", r.change)]));
    out.push(Block::Table(table(
        "Changes that remove a blocker",
        "Priced on the random draws of this design.",
        &["Rule", "Change", "Command"],
        priced.collect(),
    )));
    out
}
fn governance(t: &PlanView) -> Vec<Block> {
    let cadences =
        t.d.governance
            .cadences
            .iter()
            .map(|k| vec![k.name.to_string(), capital(&k.every.to_string()), role(&k.owner), capital(&k.agenda.to_string()), capital(&k.decision.to_string())]);
    let cadences = table("Cadences", "", &["Meeting", "Every", "Owner", "Agenda", "Decides"], cadences.collect());
    vec![Block::Table(appendix::rails(t)), Block::Table(appendix::kpis(t)), Block::Table(cadences), Block::Table(tries(t))]
}
/// Tasks that were tried more than once: each try with what it changed, and what took the place of a result that never came.
fn tries(t: &PlanView) -> Table {
    let again = t.plan.history.tasks.iter().filter(|k| k.attempts.len() > 1);
    let rows = again.flat_map(|k| k.attempts.iter().map(move |a| vec![capital(&k.id.replace('-', " ")), capital(&a.to_string()), k.status.clone()]));
    table("Tasks that were tried again", "In the order of the tries.", &["Task", "Attempt", "Status"], rows.collect())
}
