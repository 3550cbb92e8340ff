//! Checks: each is 1 where it holds and 0 where it does not; and what the cover says of the live case: checks, range and error of the response curve,
//! limits.
use super::{Model, Status, name};
use crate::workbook::format_input;
use crate::workbook::formula::{Expr, Fix, Func, ONE, ZERO, call, sum};
use crate::workbook::grid::{At, Book};
use crate::workbook::layout::{CONSTANT, LABEL, LAUNCH, Pen, TOTAL, UNIT};
use crate::workbook::style::{CellFormat, Role, look};
use loyalty_model::metrics;
use loyalty_model::plan::Plan;
use loyalty_model::program::Tier;

fn near(a: Expr, b: Expr, tolerance: &Expr) -> Expr {
    let size = call(Func::Max, [b.clone().abs(), tolerance.clone()]);
    (a - b).abs().at_most(tolerance.clone() * size).then(ONE, ZERO)
}
/// The sheet.
pub fn checks(book: &mut Book, plan: &Plan, m: &mut Model) {
    let about =
        "What the cover says, and why. Every check must say ok; where something else fails, the figures follow the formulas but are not to be relied on.";
    let mut pen = Pen::begin(book, name::CHECKS, about, m.months);
    pen.next = 2;
    pen.heading("The case chosen");
    let answer = pen.next;
    pen.next += 1;
    let looked = pen.next;
    let rows = conditions(plan, m);
    pen.next += rows.len() as u32;
    let mut all = structure(&mut pen, plan, m);
    all.extend(thresholds(&mut pen, plan, m));
    all.extend(errors(&mut pen));
    all.extend(engine(&mut pen, plan, m));
    let cautions = cautions(&mut pen, plan, m);
    let least = |cells: &[At]| call(Func::Min, cells.iter().map(|c| Expr::Cell(*c, Fix::Free)).chain([ONE]));
    let mut status = vec![];
    pen.heading("Words of the cover");
    let mut said = vec![];
    for (i, c) in rows.iter().enumerate() {
        let row = looked + i as u32;
        pen.words(row, LABEL, c.label, Role::Text);
        let e = match c.of {
            Of::Checks => least(&all),
            Of::Cautions => least(&cautions),
            Of::Formula(ref e) => e.clone(),
        };
        let at = pen.formula(row, CONSTANT, e, look(if c.red { Role::Check } else { Role::Warning }, CellFormat::None));
        status.push((c.label, at, c.red));
        pen.next += 1;
        said.push((at, pen.words(pen.next - 1, LABEL, c.fails, Role::Remark)));
    }
    let [planned, changed] =
        ["As planned: every line equals the plan.", "Inputs differ from the plan; every check holds, and the figures are within the printed error."].map(
            |words| {
                pen.next += 1;
                pen.words(pen.next - 1, LABEL, words, Role::Remark)
            },
        );
    let good = m.live["as_planned"].fixed().equals(ZERO).then(changed.fixed(), planned.fixed());
    // The first that fails speaks.
    let words = said.iter().rev().fold(good, |after, (at, words)| at.fixed().equals(ZERO).then(words.fixed(), after));
    let words = pen.formula(answer, LABEL, words, look(Role::Claim, CellFormat::None));
    m.status = Some(Status { words, rows: status });
    let sheet = pen.sheet;
    book.sheets[sheet].widths = vec![80.0, 12.0, 3.0, 12.0, 12.0, 12.0];
    book.sheets[sheet].freeze = (2, 0);
}
/// Where the answer of a condition comes from.
enum Of {
    /// Every check of the sheet.
    Checks,
    /// Every caution.
    Cautions,
    Formula(Expr),
}
/// What the cover looks at.
struct Condition {
    label: &'static str,
    of: Of,
    /// What the cover says where it fails.
    fails: &'static str,
    /// Failure is red, else amber.
    red: bool,
}
/// A limit of a guardrail, as the plan's finding states it.
fn limit(plan: &Plan, guardrail: &str, argument: &str) -> Option<f64> {
    let found = plan.design.governance.guardrails.iter().find(|g| g.id == guardrail)?;
    found.limit.figure(argument)
}
/// In the order in which they speak.
fn conditions(plan: &Plan, m: &Model) -> Vec<Condition> {
    let red = |label, of, fails| Condition { label, of, fails, red: true };
    let holds = |e: Expr| Of::Formula(e.then(ONE, ZERO));
    let mut all = vec![red("Every check holds", Of::Checks, "A check fails: do not use these figures. The sheet Checks shows which.")];
    if let Some(curve) = m.curve {
        let bound = m.bound.map_or(ONE, At::fixed);
        all.push(red(
            "Every input lies between values that were simulated",
            Of::Formula(curve.inside.fixed()),
            "An input lies beyond the values that were simulated: these figures are no forecast. Simulate it with plan-loyalty amend.",
        ));
        all.push(red(
            "The net value is known to a small error",
            holds(curve.error.fixed().at_most(bound)),
            "The net value may be off by more than the bound on Inputs: simulate these inputs with plan-loyalty amend.",
        ));
    } else {
        all.push(red(
            "Every input lies where scaling in proportion is near the simulation",
            Of::Cautions,
            "An input left the range in which scaling in proportion is near the simulation: these figures are no forecast. Simulate it with plan-loyalty amend.",
        ));
    }
    all.push(red(
        "The net value is not negative",
        holds(ZERO.at_most(m.row("net_value").total())),
        "The program loses money in this case: the net value is below zero.",
    ));
    let unspent = call(Func::Min, m.unspent.iter().map(|at| at.fixed()));
    all.push(red("Reward cost stays within the pool in every period", holds(ZERO.at_most(unspent)), "Reward cost exceeds the pool in at least one period."));
    if let (Some(_), Some(at)) = (limit(plan, "margin-floor", "floor"), m.limits.get("margin-floor")) {
        let kept = ONE - m.row("reward").total().over(m.row("contribution.all").total(), ZERO);
        all.push(red("The margin floor is kept", holds(at.fixed().at_most(kept)), "Rewards take more of the contribution than the margin floor allows."));
    }
    if let (Some(_), Some(at)) = (limit(plan, "liability-cap", "cap"), m.limits.get("liability-cap")) {
        let most = call(Func::Max, [m.row("owed").all(), ZERO]);
        all.push(red(
            "The cost of points outstanding stays below its cap",
            holds(most.at_most(at.fixed())),
            "The expected cost of points outstanding exceeds its cap.",
        ));
    }
    if let Some(at) = m.limits.get("guardrails") {
        all.push(Condition {
            label: "Every guardrail of the plan holds, as planned",
            of: holds(at.fixed().equals(ZERO)),
            fails: "A guardrail of the plan fails as planned: read the plan's status before these figures.",
            red: false,
        });
    }
    all
}
fn check(pen: &mut Pen, label: &str, e: Expr) -> At {
    let row = pen.next;
    pen.words(row, LABEL, label, Role::Text);
    pen.next += 1;
    pen.formula(row, CONSTANT, e, look(Role::Check, CellFormat::None))
}
fn structure(pen: &mut Pen, plan: &Plan, m: &Model) -> Vec<At> {
    let tolerance = m.now["tolerance"].fixed();
    let near = |a: Expr, b: Expr| near(a, b, &tolerance);
    let total = |id: &str| m.row(id).total();
    pen.heading("Structure");
    let mut all = vec![];
    if !plan.design.economics.drivers.tiers.is_empty() {
        let months = sum(m.row("tier_flags").all());
        all.push(check(pen, "Tier shares total 100% in every month with members", near(sum(m.row("tier_shares").all()), months)));
        all.push(check(pen, "Members by tier add up to the members of the program", near(sum(m.row("tier_members").all()), sum(m.row("members.live").all()))));
        all.push(check(
            pen,
            "Contribution by tier and of referred customers adds up to that of the program",
            near(total("tiers.contribution"), total("contribution")),
        ));
        all.push(check(pen, "Reward cost by tier adds up to that of the program", near(total("tiers.reward"), total("reward"))));
    }
    let closed = m.row("opening").launch() + total("live.issued") - total("live.redeemed") - total("live.lapsed");
    all.push(check(pen, "Points account: brought in + issued − redeemed − expired or forfeited = closing", near(closed, m.row("live.closing").last())));
    let held = sum(m.row("points_pending").all()) + sum(m.row("points_outstanding").all());
    let as_planned = m.live["as_planned"].fixed();
    let same = near(sum(m.row("live.closing").all()), held);
    all.push(check(
        pen,
        "Points account ends at the simulated balance (compared only while every input is as planned)",
        as_planned.equals(ZERO).then(ONE, same),
    ));
    let least = call(Func::Min, [m.row("live.closing").all()]);
    all.push(check(
        pen,
        "No more points are redeemed, expired or forfeited than were issued",
        (-tolerance.clone() * total("live.issued")).at_most(least).then(ONE, ZERO),
    ));
    let owed = m.row("owed.points").last() * m.live["point_cost"].fixed();
    all.push(check(pen, "Liability at the end = points still expected to be redeemed × cost of a point", near(m.row("owed").last(), owed)));
    let cash = m.row("cash.so_far").last() + m.row("owed").launch() - m.row("owed").last();
    all.push(check(pen, "Net value = cumulative cash + cost of points brought in − cost of points at the end", near(total("net_value"), cash)));
    for (label, own, planned) in &m.accounts {
        all.push(check(pen, label, near(own.fixed(), planned.fixed())));
    }
    if let Some(closed) = m.closed {
        all.push(check(pen, "Closed form of the sensitivity tables = net value of Lift & P&L", near(closed.fixed(), total("net_value"))));
    }
    all
}
fn thresholds(pen: &mut Pen, plan: &Plan, m: &Model) -> Vec<At> {
    let tiers = &plan.design.blueprint.program.tiers;
    pen.heading("Tiers in order: thresholds of the same metric, and multipliers, do not fall from tier to tier");
    pen.headings(&["Tier", "", "", "#In order", "#Own", "#The one below"]);
    let mut all = vec![];
    for pair in tiers.windows(2) {
        let of = |what: &str, t: &Tier| (format!("{what}.{}", t.id), if what == "threshold" { t.threshold } else { t.multiplier });
        for (what, label) in [("threshold", "threshold"), ("multiplier", "multiplier")] {
            // Tiers of other metrics have no order, and a first tier's multiplier is part of the earn rate.
            if what == "threshold" && pair[0].metric != pair[1].metric {
                continue;
            }
            let row = pen.next;
            pen.words(row, LABEL, &format!("{}: {label}", pair[1].name), Role::Text);
            let [own, below] = [(TOTAL, &pair[1]), (LAUNCH, &pair[0])].map(|(column, t)| {
                let (key, planned) = of(what, t);
                match m.live.get(&key) {
                    Some(live) => pen.formula(row, column, live.fixed(), look(Role::Calc, CellFormat::Cents)),
                    None => pen.number(row, column, planned, look(Role::Driver, CellFormat::Cents)),
                }
            });
            let e = Expr::Cell(below, Fix::Free).at_most(Expr::Cell(own, Fix::Free)).then(ONE, ZERO);
            all.push(pen.formula(row, CONSTANT, e, look(Role::Check, CellFormat::None)));
            pen.next += 1;
        }
    }
    all
}
/// Sheets with figures.
const FIGURES: [&str; 15] = [
    name::INPUTS,
    name::SCENARIOS,
    name::CURVE,
    name::TIMELINE,
    name::DRIVERS,
    name::MEMBERS,
    name::EARN,
    name::LIABILITY,
    name::COSTS,
    name::PROFIT,
    name::CASH,
    name::TIERS,
    name::ACCOUNTING,
    name::SENSITIVITY,
    name::SUMMARY,
];
fn errors(pen: &mut Pen) -> Vec<At> {
    pen.heading("No error on any sheet with figures");
    let sheets: Vec<(usize, u32, u16, String)> = FIGURES
        .iter()
        .map(|name| pen.book.sheet_named(name))
        .collect::<Vec<_>>()
        .into_iter()
        .filter_map(|sheet| {
            let s = &pen.book.sheets[sheet];
            let (row, _) = *s.cells.keys().next_back()?;
            let column = s.cells.keys().map(|k| k.1).max()?;
            Some((sheet, row, column, s.name.clone()))
        })
        .collect();
    sheets
        .into_iter()
        .map(|(sheet, row, column, name)| {
            let range = Expr::Range(At { sheet, row: 2, column: CONSTANT }, At { sheet, row, column }, Fix::Both);
            check(pen, &name, call(Func::IsError, [sum(range)]).then(ZERO, ONE))
        })
        .collect()
}
/// Every line against the plan.
fn engine(pen: &mut Pen, plan: &Plan, m: &Model) -> Vec<At> {
    pen.heading("Workbook = plan, line by line (compared only while every input is as planned)");
    let (tolerance, as_planned) = (m.now["tolerance"].fixed(), m.live["as_planned"].fixed());
    let mut all = vec![];
    for (id, live) in &m.lines {
        let planned = At { column: TOTAL, ..*live };
        let row = pen.next;
        let same = near(live.fixed(), planned.fixed(), &tolerance);
        let label = plan.design.lines.get(id).map_or_else(|| id.clone(), metrics::name);
        let at = check(pen, &label, as_planned.clone().equals(ZERO).then(ONE, same));
        pen.words(row, UNIT, "", Role::Remark);
        all.push(at);
    }
    all
}
/// How far each input lies from what was simulated: on the curve beyond its ends; without a curve outside the range in which scaling is near.
fn cautions(pen: &mut Pen, plan: &Plan, m: &Model) -> Vec<At> {
    let d = &plan.design.economics.drivers;
    pen.heading("Inputs that customers answer to: where the live value lies");
    pen.headings(&["Input", "", "", "#Inside", "#Live ÷ planned", "#Lowest, small error", "#Highest, small error"]);
    let mut all = vec![];
    for r in &d.ranges {
        let Some(stretch) = m.stretch.get(r.input.as_str()) else { continue };
        let row = pen.next;
        let label = m.kinds.get(&r.input).map_or_else(|| format_input(&r.input).to_string(), |k| k.0.clone());
        pen.words(row, LABEL, &label, Role::Text);
        let own = pen.formula(row, TOTAL, stretch.fixed(), look(Role::Calc, CellFormat::Factor));
        let low = pen.number(row, LAUNCH, r.low, look(Role::Driver, CellFormat::Factor));
        let high = pen.number(row, LAUNCH + 1, r.high, look(Role::Driver, CellFormat::Factor));
        let cell = |at| Expr::Cell(at, Fix::Free);
        let tolerance = m.now["tolerance"].fixed();
        let inside = (cell(low) - tolerance.clone()).at_most(cell(own)).then((cell(own) - tolerance).at_most(cell(high)).then(ONE, ZERO), ZERO);
        all.push(pen.formula(row, CONSTANT, inside, look(Role::Caution, CellFormat::None)));
        pen.next += 1;
    }
    all
}
