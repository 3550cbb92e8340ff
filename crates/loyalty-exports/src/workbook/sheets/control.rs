//! Checks: each is 1 where it holds and 0 where it does not; cautions say where stretched drivers are no longer near the simulation.
use super::{Model, NAMES};
use crate::workbook::format_input;
use crate::workbook::formula::{Expr, Fix, Func, ONE, ZERO, call, sum};
use crate::workbook::grid::{At, Book};
use crate::workbook::layout::{CONSTANT, LABEL, LAUNCH, Pen, TOTAL, UNIT};
use crate::workbook::style::{CellFormat, Role, look};
use loyalty_model::metrics;
use loyalty_model::plan::Plan;

fn near(a: Expr, b: Expr, tolerance: &Expr) -> Expr {
    let size = call(Func::Max, [b.clone().abs(), tolerance.clone()]);
    (a - b).abs().at_most(tolerance.clone() * size).then(ONE, ZERO)
}
/// The sheet.
pub fn checks(book: &mut Book, plan: &Plan, m: &mut Model) {
    let about = "Every check must say ok. A caution means that an input moved further than the simulation confirms; the figures still follow the formulas.";
    let mut pen = Pen::begin(book, NAMES[15], about, m.months);
    pen.next = 2;
    pen.heading("All");
    let (verdict, caution) = (pen.next, pen.next + 1);
    pen.words(verdict, LABEL, "Every check holds", Role::Text);
    pen.words(caution, LABEL, "Every stretched input is within the range that the simulation confirms", Role::Text);
    pen.next += 2;
    let mut all = structure(&mut pen, plan, m);
    all.extend(thresholds(&mut pen, plan));
    all.extend(errors(&mut pen));
    all.extend(engine(&mut pen, plan, m));
    let cautions = cautions(&mut pen, plan, m);
    let least = |cells: &[At]| call(Func::Min, cells.iter().map(|c| Expr::Cell(*c, Fix::Free)).chain([ONE]));
    m.verdict = Some(pen.formula(verdict, CONSTANT, least(&all), look(Role::Check, CellFormat::None)));
    pen.formula(caution, CONSTANT, least(&cautions), look(Role::Caution, CellFormat::None));
    let sheet = pen.sheet;
    book.sheets[sheet].widths = vec![80.0, 12.0, 3.0, 12.0, 12.0, 12.0];
    book.sheets[sheet].freeze = (2, 0);
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
fn thresholds(pen: &mut Pen, plan: &Plan) -> Vec<At> {
    let tiers = &plan.design.blueprint.program.tiers;
    pen.heading("Tier thresholds in order (of tiers with the same metric)");
    pen.headings(&["Tier", "", "", "#In order", "#Threshold", "#The one below"]);
    let mut all = vec![];
    for pair in tiers.windows(2).filter(|p| p[0].metric == p[1].metric) {
        let row = pen.next;
        pen.words(row, LABEL, &pair[1].name, Role::Text);
        let own = pen.number(row, TOTAL, pair[1].threshold, look(Role::Driver, CellFormat::Cents));
        let below = pen.number(row, LAUNCH, pair[0].threshold, look(Role::Driver, CellFormat::Cents));
        let e = Expr::Cell(below, Fix::Free).at_most(Expr::Cell(own, Fix::Free)).then(ONE, ZERO);
        all.push(pen.formula(row, CONSTANT, e, look(Role::Check, CellFormat::None)));
        pen.next += 1;
    }
    all
}
fn errors(pen: &mut Pen) -> Vec<At> {
    pen.heading("No error on any sheet with figures");
    let sheets: Vec<(usize, u32, u16, String)> = (1..=14)
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
fn cautions(pen: &mut Pen, plan: &Plan, m: &Model) -> Vec<At> {
    let d = &plan.design.economics.drivers;
    pen.heading("Cautions: how far each input can move before the workbook departs from the simulation by more than the bound (measured)");
    pen.headings(&["Input", "", "", "#Inside", "#Live ÷ planned", "#Lowest", "#Highest", "#Bound, share of cost"]);
    let mut all = vec![];
    for r in &d.ranges {
        let Some(stretch) = m.stretch.get(r.input.as_str()) else { continue };
        let row = pen.next;
        pen.words(row, LABEL, format_input(&r.input), Role::Text);
        let own = pen.formula(row, TOTAL, stretch.fixed(), look(Role::Calc, CellFormat::Factor));
        let low = pen.number(row, LAUNCH, r.low, look(Role::Driver, CellFormat::Factor));
        let high = pen.number(row, LAUNCH + 1, r.high, look(Role::Driver, CellFormat::Factor));
        pen.number(row, LAUNCH + 2, d.error_bound, look(Role::Driver, CellFormat::Percent));
        let cell = |at| Expr::Cell(at, Fix::Free);
        let tolerance = m.now["tolerance"].fixed();
        let inside = (cell(low) - tolerance.clone()).at_most(cell(own)).then((cell(own) - tolerance).at_most(cell(high)).then(ONE, ZERO), ZERO);
        all.push(pen.formula(row, CONSTANT, inside, look(Role::Caution, CellFormat::None)));
        pen.next += 1;
    }
    all
}
