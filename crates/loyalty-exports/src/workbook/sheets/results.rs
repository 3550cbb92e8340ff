//! Sensitivity and summary: what the inputs move, and the lines of the plan recomputed.
use super::{Model, name};
use crate::workbook::formula::{Expr, Fix, Func, ONE, ZERO, call};
use crate::workbook::grid::{At, Book};
use crate::workbook::layout::{CONSTANT, LABEL, Pen, REMARK, TOTAL, UNIT};
use crate::workbook::style::{CellFormat, Role, look};
use crate::workbook::{format_input, sheets::series::shown};
use loyalty_model::metrics;
use loyalty_model::plan::Plan;

fn here(at: At) -> Expr {
    Expr::Cell(at, Fix::Free)
}
fn across(at: At) -> Expr {
    Expr::Cell(at, Fix::Row)
}
fn down(at: At) -> Expr {
    Expr::Cell(at, Fix::Column)
}
/// Totals that the closed form reads.
struct Totals {
    effects: At,
    referred: At,
    /// Of these, what customers who are held out would have added.
    held: [At; 2],
    other: At,
    parts: [At; 3],
}
/// Net value in closed form: contribution less cost, with every stretch as an argument.
struct Case {
    lift: Expr,
    earn: Expr,
    redemption: Expr,
    point: Expr,
    margin: Expr,
    fixed: Expr,
}
impl Totals {
    fn contribution(&self, c: &Case) -> Expr {
        (self.effects.fixed() * c.lift.clone() + self.referred.fixed()) * c.margin.clone()
    }
    fn held(&self, lift: &Expr) -> Expr {
        self.held[0].fixed() * lift.clone() + self.held[1].fixed()
    }
    fn cost(&self, c: &Case) -> Expr {
        let points = self.parts[0].fixed() + c.earn.clone() * (self.parts[1].fixed() + c.lift.clone() * self.parts[2].fixed());
        c.fixed.clone() + self.other.fixed() + self.held(&c.lift) * c.margin.clone() + c.point.clone() * c.redemption.clone() * points
    }
}
/// What one input, or two, do to the net value; and what the simulation said.
pub fn sensitivity(book: &mut Book, plan: &Plan, m: &mut Model) {
    let (c, kind) = (m.currency.clone(), m.kind);
    let about = "Live tables around the live case, in closed form over the same totals. Below, in blue: results of the plan's simulation, which do not move.";
    let mut pen = Pen::begin(book, name::SENSITIVITY, about, m.months);
    pen.next = 2;
    pen.heading("Totals of the closed form");
    let mut total = |label: &str, unit: &str, e: Expr| {
        let row = pen.next;
        pen.words(row, LABEL, label, Role::Text);
        pen.words(row, UNIT, unit, Role::Remark);
        pen.next += 1;
        pen.formula(row, CONSTANT, e, look(Role::Calc, CellFormat::Whole))
    };
    let (all, friends) = (m.row("incremental_at_margin"), m.row("referred_at_margin"));
    let part = |i: usize| m.row(&format!("part.{i}.expected")).total() - m.row(&format!("part.{i}.given")).total();
    let totals = Totals {
        effects: total("Incremental net sales moved by the effects, corrected, at planned strength", &c, m.corrected("effects", all.total() - friends.total())),
        referred: total("Net sales of referred customers", &c, m.corrected("referred", friends.total())),
        held: [
            total("Incremental net sales that customers held out would add", &c, m.row("held.effects").total()),
            total("Net sales of customers whom they would refer", &c, m.row("held.referred").total()),
        ],
        other: total("Messages, service and benefits", &c, m.row("other.weighed").total()),
        parts: [
            total("Points to be redeemed: not on purchases", "points", part(0)),
            total("Points to be redeemed: purchases that no effect moves", "points", part(1)),
            total("Points to be redeemed: purchases that effects move", "points", part(2)),
        ],
    };
    let live = one_way(&mut pen, m, &totals, kind);
    two_way(&mut pen, m, &totals, &live, kind);
    break_even(&mut pen, m, &totals, &live);
    nodes(&mut pen, plan, m);
    measured(&mut pen, plan, m);
    let sheet = pen.sheet;
    book.sheets[sheet].widths = vec![58.0, 9.0, 8.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 13.0, 14.0, 14.0, 14.0, 10.0, 15.0];
    book.sheets[sheet].freeze = (2, 1);
}
const HEADS: [&str; 6] = ["#Effects ÷ planned", "#Earn rate ÷ planned", "#Redemption ÷ planned", "#Cost of a point", "#Margin", "#Fixed cost"];
/// What multiplies simulated quantities and changes none of them: exact. Place among the heads, label.
const CHANGED: [(u16, &str); 3] = [(3, "Cost of a reward ÷ its retail value"), (4, "Margin"), (5, "Fixed cost (set-up, platform, staff)")];

fn one_way(pen: &mut Pen, m: &mut Model, totals: &Totals, kind: CellFormat) -> Vec<At> {
    pen.heading("One input at a time, of those that change no customer's behaviour (the others: below, as simulated)");
    let mut heads = vec!["Input changed", "", "#Number", "#Change"];
    heads.extend(HEADS);
    heads.extend(["#Contribution", "#Total cost", "#Net value", "#ROI", "#Change of net value"]);
    pen.headings(&heads);
    let first = TOTAL;
    let numbers = pen.next;
    pen.words(numbers, LABEL, "Number of the input", Role::Remark);
    for i in 0..6u16 {
        if i == 0 {
            pen.formula(numbers, first, ONE, look(Role::Calc, CellFormat::Ordinal));
        } else {
            pen.formula(numbers, first + i, here(At { sheet: pen.sheet, row: numbers, column: first + i - 1 }) + ONE, look(Role::Calc, CellFormat::Ordinal));
        }
    }
    pen.next += 1;
    let row = pen.next;
    pen.words(row, LABEL, "Live case", Role::Total);
    let months = m.row("number").last();
    let fixed = m.live["setup"].fixed() + (m.live["platform"].fixed() + m.live["staff"].fixed()) * months;
    let live: Vec<At> = [
        (m.stretch["lift"].fixed(), CellFormat::Factor),
        (m.stretch["earn_rate"].fixed(), CellFormat::Factor),
        (m.stretch["redemption"].fixed(), CellFormat::Factor),
        (m.live["point_cost"].fixed(), CellFormat::Fine),
        (m.live["margin"].fixed(), CellFormat::Percent),
        (fixed, kind),
    ]
    .into_iter()
    .enumerate()
    .map(|(i, (e, k))| pen.formula(row, first + i as u16, e, look(Role::Calc, k)))
    .collect();
    let base = result(pen, row, totals, kind, None);
    m.closed = Some(base);
    pen.next += 1;
    for (place, label) in CHANGED {
        for step in m.steps["changes"].clone() {
            let row = pen.next;
            pen.words(row, LABEL, label, Role::Text);
            let number = pen.formula(row, REMARK, here(At { sheet: pen.sheet, row: numbers, column: first + place }), look(Role::Calc, CellFormat::Ordinal));
            let change = pen.formula(row, CONSTANT, step.fixed(), look(Role::Calc, CellFormat::Percent));
            for (k, (at, kind)) in
                live.iter().zip([CellFormat::Factor, CellFormat::Factor, CellFormat::Factor, CellFormat::Fine, CellFormat::Percent, kind]).enumerate()
            {
                let column = first + k as u16;
                let head = At { sheet: pen.sheet, row: numbers, column };
                let moved = across(*at) * (ONE + down(change) * down(number).equals(across(head)).then(ONE, ZERO));
                pen.formula(row, column, moved, look(Role::Calc, kind));
            }
            result(pen, row, totals, kind, Some(base));
            pen.next += 1;
        }
    }
    live
}
/// Contribution, cost, net value, ROI, and the change against the live case, in a row whose stretches stand from `TOTAL` on.
fn result(pen: &mut Pen, row: u32, totals: &Totals, kind: CellFormat, base: Option<At>) -> At {
    let sheet = pen.sheet;
    let cell = |k: u16| down(At { sheet, row, column: TOTAL + k });
    let case = Case { lift: cell(0), earn: cell(1), redemption: cell(2), point: cell(3), margin: cell(4), fixed: cell(5) };
    let after = TOTAL + 6;
    let contribution = pen.formula(row, after, totals.contribution(&case), look(Role::Calc, kind));
    let cost = pen.formula(row, after + 1, totals.cost(&case), look(Role::Calc, kind));
    let net = pen.formula(row, after + 2, here(contribution) - here(cost), look(Role::Total, kind));
    pen.formula(row, after + 3, here(net).over(here(cost), ZERO), look(Role::Calc, CellFormat::Percent));
    if let Some(base) = base {
        pen.formula(row, after + 4, here(net) - base.fixed(), look(Role::Calc, kind));
    }
    net
}
fn two_way(pen: &mut Pen, m: &Model, totals: &Totals, live: &[At], kind: CellFormat) {
    pen.heading("Net value by cost of rewards (down, change) and margin (across)");
    let top = pen.next;
    pen.words(top, LABEL, "Change of the cost of a reward ÷ its retail value", Role::Text);
    // The live margin stands between what lies below it and what lies above.
    let steps = &m.steps["changes"];
    let mut margins: Vec<Expr> = steps.iter().map(|step| live[4].fixed() * (ONE + step.fixed())).collect();
    margins.insert(steps.len() / 2, live[4].fixed());
    let heads: Vec<At> = margins.into_iter().enumerate().map(|(i, e)| pen.formula(top, TOTAL + i as u16, e, look(Role::Total, CellFormat::Percent))).collect();
    pen.next += 1;
    let mut changes: Vec<Expr> = steps.iter().map(|step| step.fixed()).collect();
    changes.insert(steps.len() / 2, ZERO);
    for change in changes {
        let row = pen.next;
        let own = pen.formula(row, CONSTANT, change, look(Role::Total, CellFormat::Percent));
        for head in &heads {
            let point = live[3].fixed() * (ONE + down(own));
            let case = Case { lift: live[0].fixed(), earn: live[1].fixed(), redemption: live[2].fixed(), point, margin: across(*head), fixed: live[5].fixed() };
            pen.formula(row, head.column, totals.contribution(&case) - totals.cost(&case), look(Role::Calc, kind));
        }
        pen.next += 1;
    }
}
fn break_even(pen: &mut Pen, m: &Model, totals: &Totals, live: &[At]) {
    pen.heading("Break-even, with everything else as in the live case");
    let held = totals.held(&live[0].fixed());
    let net = totals.effects.fixed() * live[0].fixed() + totals.referred.fixed() - held.clone();
    let cost = m.row("cost").total() - held * live[4].fixed();
    let row = pen.next;
    pen.words(row, LABEL, "Margin at which the net value is zero", Role::Text);
    pen.words(row, UNIT, "share", Role::Remark);
    pen.formula(row, CONSTANT, cost.over(net, ZERO), look(Role::Total, CellFormat::Percent));
    pen.next += 1;
}
/// What each node of the response curve gives, beside the plan.
fn nodes(pen: &mut Pen, plan: &Plan, m: &Model) {
    let curve = &plan.design.economics.drivers.curve;
    if curve.is_empty() {
        return;
    }
    pen.heading("One input at a time, simulated: the nodes of the response curve");
    pen.headings(&["Input", "", "", "#Value ÷ planned", "#Net value less the plan's", "#Error ÷ cost"]);
    for axis in curve.axes.iter().filter(|a| a.input != super::inputs::OPTION) {
        for n in axis.nodes.iter().filter(|n| n.at != axis.planned_at()) {
            let row = pen.next;
            pen.words(row, LABEL, &super::curve::label(axis, m), Role::Text);
            pen.number(row, CONSTANT, n.at, look(Role::Driver, CellFormat::Factor));
            pen.number(row, TOTAL, n.net_value_change, look(Role::Driver, m.kind));
            pen.number(row, TOTAL + 1, n.error, look(Role::Driver, CellFormat::Percent));
            pen.next += 1;
        }
    }
}
/// What the plan holds: errors of the stretch, scenarios, tornado.
fn measured(pen: &mut Pen, plan: &Plan, m: &Model) {
    let e = &plan.design.economics;
    let (d, kind) = (&e.drivers, m.kind);
    pen.heading("Between nodes: the curve against a new simulation (same random draws and customers, a smaller run)");
    pen.headings(&["Input", "", "", "#Change requested", "#Change made", "#Net value, curve", "#Net value, simulated again", "#Difference ÷ cost", "#Bound"]);
    for x in &d.errors {
        let row = pen.next;
        pen.words(row, LABEL, format_input(&x.input), Role::Text);
        let numbers = [
            (x.change, CellFormat::Percent),
            (x.applied, CellFormat::Percent),
            (x.frozen_net_value, kind),
            (x.rerun_net_value, kind),
            (x.difference_share, CellFormat::Percent),
            (d.error_bound, CellFormat::Percent),
        ];
        for (i, (value, kind)) in numbers.into_iter().enumerate() {
            pen.number(row, CONSTANT + i as u16, value, look(Role::Driver, kind));
        }
        pen.next += 1;
    }
    pen.heading("Scenarios of the plan, simulated");
    pen.headings(&["Scenario", "", "", "#ROI of means", "#ROI P10", "#ROI P50", "#ROI P90", "#Contribution", "#Total cost"]);
    for s in &e.scenarios {
        let row = pen.next;
        pen.words(row, LABEL, &s.description.to_string(), Role::Text);
        let numbers = [
            (s.roi, CellFormat::Percent),
            (s.roi_p10, CellFormat::Percent),
            (s.roi_p50, CellFormat::Percent),
            (s.roi_p90, CellFormat::Percent),
            (s.incremental_margin, kind),
            (s.total_cost, kind),
        ];
        for (i, (value, kind)) in numbers.into_iter().enumerate() {
            pen.number(row, CONSTANT + i as u16, value, look(Role::Driver, kind));
        }
        pen.next += 1;
    }
    pen.heading("What moves ROI most: change of ROI from an input's P10 to its P90, simulated");
    for (id, change) in &e.tornado {
        let row = pen.next;
        pen.words(row, LABEL, crate::tables::input_name(&plan.design, id), Role::Text);
        pen.number(row, CONSTANT, *change, look(Role::Driver, CellFormat::Percent));
        pen.next += 1;
    }
}

/// Lines of the plan and the cells that recompute them: in print order.
fn recomputed(m: &Model) -> Vec<(String, Expr)> {
    let mut all: Vec<(String, Expr)> = vec![];
    let mut put = |id: &str, e: Expr| all.push((format!("economics.{id}"), e));
    let total = |id: &str| m.row(id).total();
    let cost = |id: &str| m.row(id).total();
    put("incremental_net", total("net"));
    put("incremental_margin", total("contribution"));
    put("cost.setup", cost("setup"));
    put("cost.platform", cost("platform"));
    put("cost.staff", cost("staff"));
    put("cost.messages", cost("messages.cost"));
    put("cost.service", cost("service.cost"));
    put("cost.benefits", cost("benefits.cost"));
    put("redemption_cash", total("paid"));
    put("liability_end", m.row("owed").last());
    put("cost.opening", m.row("owed").launch());
    put("cost.fraud", cost("fraud.cost"));
    put("cost.reward_vat", cost("vat"));
    put("cost.test", cost("test"));
    put("total_cost", total("cost"));
    put("net_value", total("net_value"));
    put("roi", total("net_value").over(total("cost"), ZERO));
    put("npv", m.live["npv"].fixed());
    put("break_even_month_of_means", call(Func::Max, [m.row("cash.below").all()]) + ONE);
    put("cash_low_of_means", call(Func::Min, [m.row("cash.so_far").with_launch()]));
    put("liability_peak_of_means", call(Func::Max, [m.row("owed").all(), ZERO]));
    for (source, _) in super::SOURCES {
        put(&format!("reward.{source}"), total(&format!("reward.{source}")));
    }
    put("points_cost", total("points.cost"));
    put("reward_cost", total("reward"));
    put("subsidy", total("subsidy"));
    put("subsidy_share", total("subsidy").over(total("reward"), ZERO));
    put("contribution_kept", ONE - total("reward").over(total("contribution.all"), ZERO));
    put("cost_per_point_issued", total("points.cost").over(total("live.issued"), ZERO));
    put("cost_per_point_redeemed", total("paid").over(total("live.redeemed"), ZERO));
    put("ultimate_redemption", m.live["redemption"].fixed());
    put("breakage", ONE - m.live["redemption"].fixed());
    put("points.opening", m.row("opening").launch());
    put("points.issued", total("live.issued"));
    put("points.redeemed", total("live.redeemed"));
    put("points.expired", total("live.expired"));
    put("points.forfeited", total("live.lapsed") - total("live.expired"));
    put("points.pending", m.row("live.pending").last());
    put("points.outstanding", m.row("live.spendable").last());
    put("margin_rate", m.live["margin"].fixed());
    put("members_end", m.row("members.live").last());
    put("orders_incremental", total("orders.live"));
    all
}
/// The lines, side by side with the plan; years; pool; charts.
pub fn summary(book: &mut Book, plan: &Plan, m: &mut Model) {
    let d = &plan.design;
    let kind = m.kind;
    let mut pen =
        Pen::begin(book, name::SUMMARY, "Every line of the statement, live, next to the plan. P10 and P90 come from the simulation and do not move.", m.months);
    pen.next = 2;
    pen.heading("Lines");
    pen.headings(&["Line", "Unit", "", "#Live", "#Plan", "#Live − plan", "#P10", "#P90"]);
    let mut lines = recomputed(m);
    for (t, rows) in d.economics.drivers.tiers.iter().zip(&m.tiers) {
        let id = |what: &str| format!("economics.tier.{}.{what}", t.tier);
        lines.push((id("members"), call(Func::Sum, [rows[0].all()]) / m.row("number").last()));
        lines.push((id("margin"), rows[1].total()));
        lines.push((id("reward_cost"), rows[2].total() + rows[3].total()));
    }
    for (id, e) in lines {
        let Some(line) = d.lines.get(&id) else { continue };
        let row = pen.next;
        let (unit, shown) = shown(line.unit, &m.currency);
        let shown = if shown == CellFormat::Whole && (kind == CellFormat::Cents || line.value.abs() < 100.0) && line.value.fract() != 0.0 {
            CellFormat::Cents
        } else {
            shown
        };
        pen.words(row, LABEL, &metrics::name(line), Role::Text);
        pen.words(row, UNIT, &unit, Role::Remark);
        let live = pen.formula(row, CONSTANT, e, look(Role::Calc, shown));
        let planned = pen.number(row, TOTAL, line.value, look(Role::Driver, shown));
        // What the plan does not state counts as no difference: the same measure as on Checks.
        let off = here(live) - here(planned);
        let size = call(Func::Max, [here(planned).abs(), m.now["tolerance"].fixed()]);
        let none = off.clone().abs().at_most(m.now["tolerance"].fixed() * size);
        pen.formula(row, TOTAL + 1, none.then(ZERO, off), look(Role::Calc, shown));
        if let Some(r) = &line.range {
            pen.number(row, TOTAL + 2, r.low, look(Role::Driver, shown));
            pen.number(row, TOTAL + 3, r.high, look(Role::Driver, shown));
        }
        if id == "economics.total_cost" {
            m.planned_cost = Some(planned);
        }
        m.lines.push((id, live));
        pen.next += 1;
    }
    years(&mut pen, m, kind);
    pool(&mut pen, plan, m, kind);
    m.charts_from = 2;
    let sheet = pen.sheet;
    book.sheets[sheet].widths = vec![56.0, 10.0, 3.0, 15.0, 15.0, 13.0, 14.0, 14.0, 3.0];
    book.sheets[sheet].freeze = (2, 1);
}
/// A number that counts on from the row above.
fn counted(pen: &mut Pen, first: u32) -> At {
    let row = pen.next;
    let above = At { sheet: pen.sheet, row: row - 1, column: CONSTANT };
    let e = if row == first { ONE } else { here(above) + ONE };
    pen.formula(row, CONSTANT, e, look(Role::Calc, CellFormat::Ordinal))
}
fn years(pen: &mut Pen, m: &mut Model, kind: CellFormat) {
    pen.heading("By year of the program (the first includes set-up)");
    pen.headings(&["", "Unit", "", "#Year", "#Contribution", "#Program cost", "#Net value", "#Cash"]);
    let first = pen.next;
    let years = u32::from(m.months).div_ceil(12);
    for _ in 0..years {
        let year = counted(pen, first);
        let row = year.row;
        pen.words(row, LABEL, "Year", Role::Text);
        pen.words(row, UNIT, &m.currency, Role::Remark);
        for (i, id) in ["contribution", "cost", "net_value", "cash"].iter().enumerate() {
            let source = m.row(id);
            let months = call(Func::SumIf, [m.row("year").all(), down(year), source.all()]);
            let launch = source.launch() * down(year).equals(ONE).then(ONE, ZERO);
            pen.formula(row, TOTAL + i as u16, months + launch, look(Role::Calc, kind));
        }
        pen.next += 1;
    }
    m.years = (first, years);
}
fn pool(pen: &mut Pen, plan: &Plan, m: &mut Model, kind: CellFormat) {
    pen.heading("Reward cost against the pool, by period");
    pen.headings(&["", "Unit", "", "#Period", "#Reward cost", "#Pool", "#Unspent"]);
    let first = pen.next;
    let length = plan.design.economics.drivers.pool_period_months.max(1);
    for _ in 0..u32::from(m.months).div_ceil(length) {
        let period = counted(pen, first);
        let row = period.row;
        pen.words(row, LABEL, "Period of the pool", Role::Text);
        pen.words(row, UNIT, &m.currency, Role::Remark);
        let used = pen.formula(row, TOTAL, call(Func::SumIf, [m.row("period").all(), down(period), m.row("reward").all()]), look(Role::Calc, kind));
        let pool = pen.formula(row, TOTAL + 1, m.now["pool"].fixed(), look(Role::Calc, kind));
        m.unspent.push(pen.formula(row, TOTAL + 2, here(pool) - here(used), look(Role::Calc, kind)));
        pen.next += 1;
    }
}
