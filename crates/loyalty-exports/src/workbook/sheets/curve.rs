//! The response curve: simulated nodes of each input, and corrections of the live case on straight lines between them.
use super::inputs::{NO_CURVE, OPTION};
use super::{Model, OnCurve, name};
use crate::workbook::formula::{Expr, Fix, Func, ONE, ZERO, call, plus};
use crate::workbook::grid::{At, Book};
use crate::workbook::layout::{CONSTANT, FIRST, LABEL, LAUNCH, Pen, REMARK, TOTAL};
use crate::workbook::style::{CellFormat, Role, look};
use loyalty_model::plan::Plan;
use loyalty_model::response_curve::{CurveAxis, ResponseCurve};

/// A quantity in words.
fn quantity(id: &str, plan: &Plan, m: &Model) -> String {
    if let Some((tier, what)) = id.strip_prefix("tier.").and_then(|rest| rest.rsplit_once('.')) {
        let what = match what {
            "members" => "members",
            "net" => "incremental net sales",
            "points" => "points to be redeemed",
            _ => "benefits",
        };
        return format!("{}: {what}", m.tier_name(plan, tier));
    }
    match id {
        "effects" => "Net sales moved by the effects",
        "referred" => "Net sales of referred customers",
        "orders" => "Incremental orders",
        "members" => "Active members",
        "messages" => "Messages",
        "benefits" => "Benefits",
        "purchases" => "Points on purchases",
        "joining" => "Points at joining",
        "missions" => "Points for missions",
        "surprise" => "Surprise points",
        "triggers" => "Points from triggers",
        "referral" => "Points for referrals",
        "baseline" => "Points on sales anyway",
        "benefits_baseline" => "Benefits on sales anyway",
        "redeemed" => "Points redeemed",
        "lapsed" => "Points expired or forfeited",
        _ => "Points given up",
    }
    .into()
}
/// An input of the curve in words.
pub fn label(axis: &CurveAxis, m: &Model) -> String {
    m.kinds.get(&axis.input).map_or_else(|| "Option of the plan".into(), |k| k.0.clone())
}
/// Column of a quantity.
fn column(i: usize) -> u16 {
    FIRST + i as u16
}
/// The sheet.
pub fn curve(book: &mut Book, plan: &Plan, m: &mut Model) {
    let curve = &plan.design.economics.drivers.curve;
    let about = format!(
        "What the simulation counts ÷ what scaling in proportion gives, with one input changed: {} draws of {} customers, the same for every node. Straight lines between nodes.",
        curve.draws, curve.members
    );
    let about = if curve.is_empty() { NO_CURVE } else { &about };
    let mut pen = Pen::begin(book, name::CURVE, about, m.months);
    if curve.is_empty() {
        return;
    }
    pen.next = 2;
    let mut heads = vec!["Input".to_string(), "".into(), "#Node below".into(), "#Value ÷ planned".into(), "#Way to the next".into(), "#Error ÷ cost".into()];
    heads.extend(curve.quantities.iter().map(|q| format!("#{}", quantity(q, plan, m))));
    heads.push(format!("#Net value less the plan's, {}", m.currency));
    pen.headings(&heads.iter().map(String::as_str).collect::<Vec<_>>());
    let lives: Vec<(Live, &CurveAxis)> = curve.axes.iter().map(|a| (block(&mut pen, curve, a, m), a)).collect();
    together(&mut pen, curve, &lives, m);
    joint(&mut pen, curve, m);
    let sheet = pen.sheet;
    for (axis, [low, high]) in m.ends.clone() {
        let Some((live, _)) = lives.iter().find(|(_, a)| a.input == axis) else { continue };
        let kind = m.kinds[&axis].1;
        let planned = m.planned[&axis].fixed();
        for (at, end) in [(low, live.first), (high, live.last)] {
            book.put(at, crate::workbook::grid::Content::Formula(planned.clone() * end.fixed()), look(Role::Calc, kind));
        }
    }
    book.sheets[sheet].widths = [vec![58.0, 6.0, 9.0, 11.0, 11.0, 11.0], vec![12.0; curve.quantities.len() + 1]].concat();
    book.sheets[sheet].freeze = (3, 1);
}
/// Cells of an input in the live case.
struct Live {
    first: At,
    last: At,
    /// Row of the interpolated figures.
    row: u32,
    /// 1: the value lies between the ends.
    inside: At,
    /// 1: it is not the planned one.
    moved: At,
}
fn block(pen: &mut Pen, curve: &ResponseCurve, axis: &CurveAxis, m: &Model) -> Live {
    let label = label(axis, m);
    pen.heading(&label);
    let (sheet, from) = (pen.sheet, pen.next);
    for n in &axis.nodes {
        let row = pen.next;
        pen.words(row, LABEL, if n.at == axis.planned_at() { "As planned" } else { "Simulated" }, Role::Text);
        pen.number(row, CONSTANT, n.at, look(Role::Driver, CellFormat::Factor));
        pen.number(row, LAUNCH, n.error, look(Role::Driver, CellFormat::Percent));
        for (i, c) in n.corrections.iter().enumerate() {
            pen.number(row, column(i), *c, look(Role::Driver, CellFormat::Factor));
        }
        pen.number(row, column(curve.quantities.len()), n.net_value_change, look(Role::Driver, m.kind));
        pen.next += 1;
    }
    let to = pen.next - 1;
    let row = pen.next;
    let down = |column: u16, last: u32, fix: Fix| Expr::Range(At { sheet, row: from, column }, At { sheet, row: last, column }, fix);
    let (first, last) = (At { sheet, row: from, column: CONSTANT }, At { sheet, row: to, column: CONSTANT });
    let here = |column: u16| Expr::Cell(At { sheet, row, column }, Fix::Column);
    pen.words(row, LABEL, "Live case", Role::Total);
    let own = m.stretch[&axis.input].fixed();
    pen.formula(row, CONSTANT, call(Func::Min, [last.fixed(), call(Func::Max, [first.fixed(), own.clone()])]), look(Role::Total, CellFormat::Factor));
    // The last node is never the one below, so that there is always a next.
    pen.formula(row, REMARK, call(Func::Match, [here(CONSTANT), down(CONSTANT, to - 1, Fix::Both), ONE]), look(Role::Total, CellFormat::Ordinal));
    let node = |column: u16, next: bool| {
        let k = if next { here(REMARK) + ONE } else { here(REMARK) };
        call(Func::Index, [down(column, to, Fix::Row), k])
    };
    let way = (here(CONSTANT) - node(CONSTANT, false)) / (node(CONSTANT, true) - node(CONSTANT, false));
    pen.formula(row, TOTAL, way, look(Role::Total, CellFormat::Factor));
    let between = |column: u16| node(column, false) + here(TOTAL) * (node(column, true) - node(column, false));
    pen.formula(row, LAUNCH, between(LAUNCH), look(Role::Total, CellFormat::Percent));
    for i in 0..=curve.quantities.len() {
        let kind = if i == curve.quantities.len() { m.kind } else { CellFormat::Factor };
        pen.formula(row, column(i), between(column(i)), look(Role::Total, kind));
    }
    pen.next += 1;
    let flags = pen.next;
    pen.words(flags, LABEL, "Inside what was simulated; moved (1: yes)", Role::Text);
    // A value that lies at an end to the precision of a division lies inside.
    let off = (own.clone() - here(CONSTANT)).abs();
    let inside = pen.formula(flags, CONSTANT, off.at_most(m.now["tolerance"].fixed()).then(ONE, ZERO), look(Role::Calc, CellFormat::Ordinal));
    let still = if axis.input == OPTION { own.equals(ZERO) } else { own.equals(ONE) };
    let moved = pen.formula(flags, TOTAL, still.then(ZERO, ONE), look(Role::Calc, CellFormat::Ordinal));
    pen.next += 1;
    Live { first, last, row, inside, moved }
}
/// Corrections of all inputs multiplied, errors added.
fn together(pen: &mut Pen, curve: &ResponseCurve, lives: &[(Live, &CurveAxis)], m: &mut Model) {
    pen.heading("Every input together");
    let sheet = pen.sheet;
    let joint_row = pen.next;
    pen.words(joint_row, LABEL, "Error that several inputs at once add: the largest measured below", Role::Text);
    let joint = pen.number(joint_row, LAUNCH, curve.joint_error, look(Role::Driver, CellFormat::Percent));
    pen.next += 1;
    let row = pen.next;
    pen.words(row, LABEL, "Corrections multiplied; errors added", Role::Total);
    for (i, q) in curve.quantities.iter().enumerate() {
        let product = lives.iter().map(|(l, _)| Expr::Cell(At { sheet, row: l.row, column: column(i) }, Fix::Row)).reduce(|a, b| a * b).unwrap_or(ONE);
        let at = pen.formula(row, column(i), product, look(Role::Total, CellFormat::Factor));
        m.factors.insert(q.clone(), at);
    }
    let errors = plus(lives.iter().map(|(l, _)| At { sheet, row: l.row, column: LAUNCH }.fixed()));
    let moved = plus(lives.iter().map(|(l, _)| l.moved.fixed()));
    let error = pen.formula(row, LAUNCH, errors + ONE.below(moved).then(joint.fixed(), ZERO), look(Role::Total, CellFormat::Percent));
    let inside = call(Func::Min, lives.iter().map(|(l, _)| l.inside.fixed()));
    let inside = pen.formula(row, CONSTANT, inside, look(Role::Total, CellFormat::Ordinal));
    m.curve = Some(OnCurve { error, inside });
    m.between = lives.iter().map(|(l, a)| (a.input.clone(), l.inside)).collect();
    pen.next += 1;
}
/// Several inputs at once, both ways.
fn joint(pen: &mut Pen, curve: &ResponseCurve, m: &Model) {
    pen.heading("Several inputs at once, simulated again: how far the product of corrections is off");
    pen.headings(&["Inputs and their value ÷ planned", "", "", "#Net value, curve", "#Net value, simulated", "#Difference ÷ cost"]);
    for c in &curve.checks {
        let row = pen.next;
        let named = |(input, value): &(String, f64)| {
            let label = curve.axes.iter().find(|a| a.input == *input).map_or_else(|| input.clone(), |a| label(a, m));
            format!("{} × {}", label.split(':').next().unwrap_or(&label), crate::format::decimal(*value, 2))
        };
        pen.words(row, LABEL, &c.inputs.iter().map(named).collect::<Vec<_>>().join("; "), Role::Text);
        pen.number(row, CONSTANT, c.curve_net_value, look(Role::Driver, m.kind));
        pen.number(row, TOTAL, c.rerun_net_value, look(Role::Driver, m.kind));
        pen.number(row, LAUNCH, c.difference_share, look(Role::Driver, CellFormat::Percent));
        pen.next += 1;
    }
}
