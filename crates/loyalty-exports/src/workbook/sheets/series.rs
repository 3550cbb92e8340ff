//! Timeline and driver series.
use super::{Model, name};
use crate::workbook::formula::{Func, ONE, ZERO, call};
use crate::workbook::grid::{Book, serial};
use crate::workbook::layout::{Pen, flow, ratio, stock};
use crate::workbook::style::{CellFormat, Role, look};
use loyalty_model::line::Unit;
use loyalty_model::plan::Plan;

/// The months.
pub fn timeline(book: &mut Book, plan: &Plan, model: &mut Model) {
    let d = &plan.design.economics.drivers;
    let mut pen = Pen::begin(book, name::TIMELINE, "Months from launch. They stand in the same columns on every sheet with months.", model.months);
    let (number, day) = (pen.ahead(2), pen.ahead(3));
    pen.timeline(Some(number), Some(day));
    let number = pen.row(ratio("Month from launch", "number", CellFormat::Ordinal), |t| number.before(t) + ONE);
    pen.number(number.row, super::super::layout::LAUNCH, 0.0, look(Role::Driver, CellFormat::Ordinal));
    let launch = d.launch.map_or(0.0, |m| serial(m.first_day()));
    let day = pen.row(ratio("First day of the month", "date", CellFormat::Month), |t| call(Func::EDate, [day_of_launch(number), number.at(t) - ONE]));
    pen.number(day.row, super::super::layout::CONSTANT, launch, look(Role::Driver, CellFormat::Month));
    let year = pen.row(ratio("Year of the program", "number", CellFormat::Ordinal), |t| call(Func::RoundUp, [number.at(t) / model.now["year"].fixed(), ZERO]));
    let period = pen.row(ratio("Period of the reward pool", "number", CellFormat::Ordinal), |t| {
        call(Func::RoundUp, [number.at(t) / model.now["pool_months"].fixed(), ZERO])
    });
    let launched = pen.row(ratio("Launch flag", "0 or 1", CellFormat::Ordinal), |t| number.at(t).equals(ZERO).then(ONE, ZERO));
    pen.at_launch(launched, number.launch().equals(ZERO).then(ONE, ZERO), CellFormat::Ordinal);
    model.rows.extend([("number".into(), number), ("day".into(), day), ("year".into(), year), ("period".into(), period), ("launched".into(), launched)]);
}
/// The constant of the row below the numbers: the first day of the launch month.
fn day_of_launch(number: super::super::layout::Row) -> crate::workbook::formula::Expr {
    super::super::layout::Row { row: number.row + 1, ..number }.constant()
}
/// Unit in words and kind of number.
pub fn shown(unit: Unit, currency: &str) -> (String, CellFormat) {
    match unit {
        Unit::Money => (currency.into(), CellFormat::Whole),
        Unit::Points => ("points".into(), CellFormat::Whole),
        Unit::Customers => ("customers".into(), CellFormat::Whole),
        Unit::Orders => ("orders".into(), CellFormat::Whole),
        Unit::Share => ("share".into(), CellFormat::Percent),
        Unit::MoneyPerPoint => (currency.into(), CellFormat::Fine),
        Unit::Months => ("months".into(), CellFormat::Ordinal),
        Unit::Count => ("number".into(), CellFormat::Whole),
        _ => (String::new(), CellFormat::Factor),
    }
}
/// Driver series of the simulation.
pub fn drivers(book: &mut Book, plan: &Plan, model: &mut Model) {
    let e = &plan.design.economics;
    let d = &e.drivers;
    let about = format!(
        "Means over {} draws of the member simulation: facts of the plan, not inputs. “Weighted” series are divided by the mean of what is drawn, so that price × series is the simulation's own figure.",
        e.draws
    );
    let mut pen = Pen::begin(book, name::DRIVERS, &about, model.months);
    pen.timeline(Some(model.row("number")), Some(model.row("day")));
    pen.heading("The program");
    let c = model.currency.clone();
    for s in &d.series {
        let (unit, kind) = shown(s.unit, &c);
        let stands = ["members", "active_with", "active_without", "points_pending", "points_outstanding", "fraud_on_points", "fraud_on_benefits"]
            .contains(&s.id.as_str());
        let label = s.label.to_string();
        let spec = if stands { stock(&label, &unit, kind) } else { flow(&label, &unit, kind) };
        let row = pen.series(spec, &s.values, None);
        model.rows.insert(s.id.clone(), row);
    }
    // Plans of before do not hold these.
    for (id, label, value) in
        [("contacts", "Contacts with customer service", 0.0), ("fraud_on_points", "Fraud on points", 1.0), ("fraud_on_benefits", "Fraud on benefits", 1.0)]
    {
        if !model.rows.contains_key(id) {
            let row = pen.series(flow(label, "", CellFormat::Factor), &vec![value; d.months()], None);
            model.rows.insert(id.into(), row);
        }
    }
    pen.heading("Points brought in");
    let nothing = vec![0.0; d.months()];
    for (id, label, value) in [("opening", "Points brought in", d.opening), ("opening_expected", "Of these, expected to be redeemed", d.opening_expected)] {
        let row = pen.series(flow(label, "points", CellFormat::Whole), &nothing, Some(value));
        model.rows.insert(id.into(), row);
    }
    pen.heading("Net present value");
    let spec = flow("Difference that a drawn discount rate makes (0 where it is certain)", &c, CellFormat::Whole);
    let row = pen.series(spec, &nothing, Some(d.npv_drawn_rate));
    model.rows.insert("npv_drawn_rate".into(), row);
    for t in &d.tiers {
        let name = model.tier_name(plan, &t.tier);
        pen.heading(&format!("Tier {name}"));
        for (what, label, values, unit, kind) in [
            ("members", "Active members", &t.members, "members", CellFormat::Whole),
            ("net", "Incremental net sales, weighted by the margin drawn", &t.net, c.as_str(), CellFormat::Whole),
            ("referred", "Of these, of referred customers", &t.net_referred, c.as_str(), CellFormat::Whole),
            ("expected", "Points issued that are expected to be redeemed", &t.expected, "points", CellFormat::Whole),
            ("benefits", "Benefits at cost", &t.benefits, c.as_str(), CellFormat::Whole),
        ] {
            let spec = if what == "members" { stock(label, unit, kind) } else { flow(label, unit, kind) };
            let row = pen.series(spec, values, None);
            model.rows.insert(format!("tier.{}.{what}", t.tier), row);
        }
    }
    for (what, words) in [("redeemed", "Points redeemed"), ("lapsed", "Points expired or forfeited")] {
        pen.heading(&format!("{words}, by month of issue (a member's oldest points go first)"));
        for k in &d.cohorts {
            let label = if k.issued_in == 0 { "Brought in".to_string() } else { format!("Issued in month {}", k.issued_in) };
            let values = if what == "redeemed" { &k.redeemed } else { &k.lapsed };
            let row = pen.series(flow(&label, "points", CellFormat::Whole), values, None);
            pen.number(row.row, super::super::layout::REMARK, f64::from(k.issued_in), look(Role::Driver, CellFormat::Ordinal));
            model.cohorts.entry(what).or_default().push(row);
        }
    }
}
