//! Inputs and scenarios: the only cells that a person changes, and the live case that every other sheet reads.
use super::{Model, NAMES};
use crate::workbook::formula::{Expr, Fix, Func, ONE, call, plus};
use crate::workbook::grid::{At, Book};
use crate::workbook::layout::{CONSTANT, LABEL, LAUNCH, Pen, TOTAL, UNIT};
use crate::workbook::style::{CellFormat, Role, look};
use loyalty_model::drivers::DriverInputs;
use loyalty_model::plan::Plan;

/// An input of the model.
struct Input {
    key: &'static str,
    label: &'static str,
    kind: CellFormat,
    of: fn(&DriverInputs) -> f64,
    /// Multiplier of a scenario.
    case: fn(&loyalty_model::drivers::DriverScenario) -> f64,
}
const INPUTS: [Input; 16] = [
    Input { key: "earn_rate", label: "Earn rate: points per unit of net sales", kind: CellFormat::Factor, of: |i| i.earn_rate, case: |c| c.earn_rate },
    Input { key: "point_value", label: "Point value: retail value of a point", kind: CellFormat::Fine, of: |i| i.point_value, case: |c| c.point_value },
    Input { key: "lift", label: "Strength of the effects on customers (1: as assumed)", kind: CellFormat::Factor, of: |i| i.lift, case: |c| c.lift },
    Input {
        key: "redemption",
        label: "Expected redemption rate: share of points redeemed in the end",
        kind: CellFormat::Percent,
        of: |i| i.redemption,
        case: |c| c.redemption,
    },
    Input {
        key: "reward_cost_ratio",
        label: "Cost of a reward ÷ its retail value",
        kind: CellFormat::Percent,
        of: |i| i.reward_cost_ratio,
        case: |c| c.reward_cost_ratio,
    },
    Input { key: "margin", label: "Contribution margin on net sales", kind: CellFormat::Percent, of: |i| i.margin, case: |c| c.margin },
    Input { key: "discount", label: "Discount rate a year", kind: CellFormat::Percent, of: |i| i.discount_yearly, case: |_| 1.0 },
    Input { key: "setup", label: "Set-up cost, once", kind: CellFormat::Whole, of: |i| i.setup, case: |c| c.fixed_cost },
    Input { key: "platform", label: "Platform cost, a month", kind: CellFormat::Whole, of: |i| i.platform_monthly, case: |c| c.fixed_cost },
    Input { key: "staff", label: "Staff cost, a month", kind: CellFormat::Whole, of: |i| i.staff_monthly, case: |c| c.fixed_cost },
    Input { key: "message", label: "Cost of a message", kind: CellFormat::Fine, of: |i| i.message, case: |_| 1.0 },
    Input { key: "contact", label: "Cost of a contact with customer service", kind: CellFormat::Fine, of: |i| i.contact, case: |_| 1.0 },
    Input { key: "fraud", label: "Fraud and abuse ÷ reward cost", kind: CellFormat::Percent, of: |i| i.fraud_share, case: |_| 1.0 },
    Input { key: "reward_vat", label: "VAT on rewards ÷ their cost (0: none)", kind: CellFormat::Percent, of: |i| i.reward_vat_rate, case: |_| 1.0 },
    Input { key: "holdout", label: "Share of customers held out during the test", kind: CellFormat::Percent, of: |i| i.holdout_share, case: |_| 1.0 },
    Input { key: "holdout_months", label: "Months of the test", kind: CellFormat::Ordinal, of: |i| i.holdout_months, case: |_| 1.0 },
];
fn unit<'a>(key: &str, currency: &'a str) -> &'a str {
    match key {
        "earn_rate" => "points",
        "lift" => "factor",
        "redemption" | "reward_cost_ratio" | "margin" | "discount" | "fraud" | "reward_vat" | "holdout" => "share",
        "holdout_months" => "months",
        _ => currency,
    }
}
/// Months of a year: a matter of the calendar.
const YEAR: f64 = 12.0;
/// Relative difference that counts as equal in the checks.
const TOLERANCE: f64 = 1e-6;

/// The sheet of inputs.
pub fn inputs(book: &mut Book, plan: &Plan, model: &mut Model) {
    let d = &plan.design.economics.drivers;
    let c = model.currency.clone();
    let mut pen = Pen::begin(
        book,
        NAMES[1],
        "Change the yellow cells only. Blue cells come from the simulation or the plan; everything else is a formula.",
        model.months,
    );
    pen.next = 2;
    pen.heading("Inputs");
    pen.headings(&["Input", "Unit", "", "#Value", "#As planned"]);
    for i in &INPUTS {
        let row = pen.next;
        pen.words(row, LABEL, i.label, Role::Text);
        pen.words(row, UNIT, unit(i.key, &c), Role::Remark);
        let now = pen.number(row, CONSTANT, (i.of)(&d.inputs), look(Role::Input, i.kind));
        let planned = pen.number(row, TOTAL, (i.of)(&d.inputs), look(Role::Driver, i.kind));
        model.now.insert(i.key, now);
        model.planned.insert(i.key, planned);
        pen.next += 1;
    }
    pen.heading("Terms");
    let pool = plan.design.brief.budget.amount.to_f64();
    let terms: [(&'static str, &str, &str, f64, CellFormat); 5] = [
        ("pool", "Reward pool per period", &c, pool, CellFormat::Whole),
        ("pool_months", "Months per period of the pool", "months", f64::from(d.pool_period_months), CellFormat::Ordinal),
        ("redemption_max", "Highest redemption rate", "share", d.redemption_max, CellFormat::Percent),
        ("year", "Months per year", "months", YEAR, CellFormat::Ordinal),
        ("tolerance", "Relative difference that counts as equal in the checks", "share", TOLERANCE, CellFormat::None),
    ];
    for (key, label, unit, value, kind) in terms {
        let row = pen.next;
        pen.words(row, LABEL, label, Role::Text);
        pen.words(row, UNIT, unit, Role::Remark);
        let at = pen.number(row, CONSTANT, value, look(Role::Input, kind));
        model.now.insert(key, at);
        pen.next += 1;
    }
    pen.heading("Scenarios: multipliers of the inputs");
    let row = pen.next;
    for (column, words) in ["Input", "", ""].iter().enumerate() {
        pen.words(row, column as u16, words, Role::Head);
    }
    for (i, s) in d.scenarios.iter().enumerate() {
        let column = CONSTANT + i as u16;
        pen.number(row, column, (i + 1) as f64, look(Role::Head, CellFormat::Ordinal));
        model.scenarios.push((i + 1, s.label.to_string()));
    }
    pen.next += 1;
    for i in &INPUTS {
        let row = pen.next;
        pen.words(row, LABEL, i.label, Role::Text);
        for (k, s) in d.scenarios.iter().enumerate() {
            pen.number(row, CONSTANT + k as u16, (i.case)(s), look(Role::Input, CellFormat::Factor));
        }
        let (first, last) =
            (At { sheet: pen.sheet, row, column: CONSTANT }, At { sheet: pen.sheet, row, column: CONSTANT + d.scenarios.len().max(1) as u16 - 1 });
        model.cases.insert(i.key, Expr::Range(first, last, Fix::Column));
        pen.next += 1;
    }
    steps(&mut pen, plan, model);
    let sheet = pen.sheet;
    book.sheets[sheet].widths = vec![56.0, 9.0, 4.0, 14.0, 14.0, 12.0, 12.0, 12.0, 12.0, 12.0];
    book.sheets[sheet].freeze = (2, 0);
}
/// Steps of the sensitivity tables.
fn steps(pen: &mut Pen, plan: &Plan, model: &mut Model) {
    let e = &plan.design.economics;
    let mut changes: Vec<f64> = e.drivers.errors.iter().map(|e| e.change).collect();
    changes.sort_by(f64::total_cmp);
    changes.dedup();
    pen.heading("Steps of the sensitivity tables");
    for (key, label, values, kind) in
        [("changes", "Change of one input", changes, CellFormat::Percent), ("strengths", "Strength of the effects", e.two_way.rows.clone(), CellFormat::Factor)]
    {
        let row = pen.next;
        pen.words(row, LABEL, label, Role::Text);
        let cells = values.iter().enumerate().map(|(i, v)| pen.number(row, CONSTANT + i as u16, *v, look(Role::Input, kind)));
        let cells: Vec<At> = cells.collect();
        model.steps.insert(key, cells);
        pen.next += 1;
    }
}
/// Scenarios: a selector, and the live case.
pub fn scenarios(book: &mut Book, plan: &Plan, model: &mut Model) {
    let d = &plan.design.economics.drivers;
    let mut pen = Pen::begin(
        book,
        NAMES[2],
        "Choose a scenario by its number. The live case is the input times its multiplier; every other sheet reads it.",
        model.months,
    );
    pen.next = 2;
    pen.heading("Selector");
    let row = pen.next;
    pen.words(row, LABEL, "Scenario", Role::Text);
    pen.words(row, UNIT, "number", Role::Remark);
    let selector = pen.number(row, CONSTANT, 1.0, look(Role::Input, CellFormat::Ordinal));
    model.selector = Some(selector);
    pen.next += 1;
    let first = pen.next + 2;
    let last = first + d.scenarios.len().max(1) as u32 - 1;
    let names = Expr::Range(At { sheet: pen.sheet, row: first, column: LABEL }, At { sheet: pen.sheet, row: last, column: LABEL }, Fix::Both);
    pen.formula(row, TOTAL, call(Func::Index, [names, selector.fixed()]), look(Role::Beside, CellFormat::None));
    pen.heading("Scenarios");
    for (number, label) in model.scenarios.clone() {
        let row = pen.next;
        pen.words(row, LABEL, &label, Role::Text);
        pen.number(row, CONSTANT, number as f64, look(Role::Driver, CellFormat::Ordinal));
        pen.next += 1;
    }
    pen.heading("Live case");
    pen.headings(&["Input", "Unit", "", "#Multiplier", "#Live value", "#Live ÷ planned"]);
    for i in &INPUTS {
        let row = pen.next;
        pen.words(row, LABEL, i.label, Role::Text);
        pen.words(row, UNIT, unit(i.key, &model.currency), Role::Remark);
        let case = call(Func::Index, [model.cases[i.key].clone(), selector.fixed()]);
        let multiplier = pen.formula(row, CONSTANT, case, look(Role::Calc, CellFormat::Factor));
        let value = model.now[i.key].fixed() * Expr::Cell(multiplier, Fix::Free);
        let value = if i.key == "redemption" { call(Func::Min, [model.now["redemption_max"].fixed(), value]) } else { value };
        let live = pen.formula(row, TOTAL, value, look(Role::Total, i.kind));
        let stretch = Expr::Cell(live, Fix::Free).over(model.planned[i.key].fixed(), ONE);
        let stretch = pen.formula(row, LAUNCH, stretch, look(Role::Calc, CellFormat::Factor));
        model.live.insert(i.key, live);
        model.stretch.insert(i.key, stretch);
        pen.next += 1;
    }
    pen.heading("Cost of a point");
    for (key, label, value) in [
        ("point_cost", "Cost of a point redeemed", model.live["point_value"].fixed() * model.live["reward_cost_ratio"].fixed()),
        ("as_planned", "Every input as planned (1: yes)", as_planned(model)),
    ] {
        let row = pen.next;
        pen.words(row, LABEL, label, Role::Text);
        let kind = if key == "point_cost" { CellFormat::Fine } else { CellFormat::Ordinal };
        let at = pen.formula(row, TOTAL, value, look(Role::Total, kind));
        model.live.insert(key, at);
        pen.next += 1;
    }
    let sheet = pen.sheet;
    book.sheets[sheet].widths = vec![62.0, 9.0, 4.0, 14.0, 16.0, 16.0];
    book.sheets[sheet].freeze = (2, 0);
}
fn as_planned(model: &Model) -> Expr {
    let moved = plus(INPUTS.iter().map(|i| (model.live[i.key].fixed() - model.planned[i.key].fixed()).abs()));
    moved.equals(crate::workbook::formula::ZERO).then(ONE, crate::workbook::formula::ZERO)
}
