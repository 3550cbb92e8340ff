//! Inputs and scenarios: the only cells that a person changes, and the live case that every other sheet reads.
use super::{Model, name};
use crate::workbook::formula::{Expr, Fix, Func, ONE, ZERO, call, plus};
use crate::workbook::grid::{At, Book};
use crate::workbook::layout::{CONSTANT, LABEL, LAUNCH, Pen, TOTAL, UNIT};
use crate::workbook::style::{CellFormat, Role, look};
use loyalty_model::drivers::DriverInputs;
use loyalty_model::finding::Verdict;
use loyalty_model::plan::Plan;
use loyalty_model::program::Metric;

/// An input that every plan has.
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
/// The option of the plan: its row among the multipliers of the scenarios holds numbers, not multipliers.
pub const OPTION: &str = "option";
/// Options of the plan that the curve holds: number, name.
fn options(plan: &Plan) -> Vec<(f64, &'static str)> {
    let axis = plan.design.economics.drivers.curve.axes.iter().find(|a| a.input == OPTION);
    let named = |at: f64| if at == 1.0 { "Option lean: at most half of the reward cost" } else { "Option full pool: the largest design" };
    axis.iter().flat_map(|a| &a.nodes).filter(|n| n.at != 0.0).map(|n| (n.at, named(n.at))).collect()
}
/// An input as it is written.
struct Entry {
    key: String,
    label: String,
    unit: String,
    kind: CellFormat,
    planned: f64,
    /// Multiplier, or number of the option, by scenario.
    cases: Vec<f64>,
    /// What is counted comes in whole numbers: a part of one asks for the whole.
    whole: bool,
}
fn unit<'a>(key: &str, currency: &'a str) -> &'a str {
    match key {
        "earn_rate" => "points",
        "lift" => "factor",
        "redemption" | "reward_cost_ratio" | "margin" | "discount" | "fraud" | "reward_vat" | "holdout" => "share",
        "holdout_months" => "months",
        _ => currency,
    }
}
/// What a tier counts.
fn counts(metric: Metric, currency: &str) -> (&'static str, &str) {
    match metric {
        Metric::NetSpend => ("net spend", currency),
        Metric::Orders => ("orders", "orders"),
        Metric::MissionsCompleted => ("missions completed", "missions"),
        Metric::RecurringRevenue => ("recurring revenue a month", currency),
    }
}
/// Inputs of every plan; tiers; benefits; the option. The last three only where the response curve holds them.
fn entries(plan: &Plan, model: &Model) -> [Vec<Entry>; 3] {
    let d = &plan.design.economics.drivers;
    let program = &plan.design.blueprint.program;
    let scenarios = model.scenarios.len();
    let usual = INPUTS.iter().map(|i| Entry {
        key: i.key.into(),
        label: i.label.into(),
        unit: unit(i.key, &model.currency).into(),
        kind: i.kind,
        planned: (i.of)(&d.inputs),
        cases: (0..scenarios).map(|k| d.scenarios.get(k).map_or(1.0, i.case)).collect(),
        whole: false,
    });
    let plain = |key: String, label: String, unit: &str, kind: CellFormat, planned: f64| Entry {
        key,
        label,
        unit: unit.into(),
        kind,
        planned,
        cases: vec![1.0; scenarios],
        whole: false,
    };
    let held = |key: &str| d.curve.axes.iter().any(|a| a.input == key);
    let mut tiers = vec![];
    for t in &program.tiers {
        let (what, unit) = counts(t.metric, &model.currency);
        let keys = [format!("threshold.{}", t.id), format!("multiplier.{}", t.id)];
        let label = format!("{}: threshold, {what} in {} months", t.name, t.qualification_months);
        let whole = matches!(t.metric, Metric::Orders | Metric::MissionsCompleted);
        tiers.extend(held(&keys[0]).then(|| Entry { whole, ..plain(keys[0].clone(), label, unit, CellFormat::Cents, t.threshold) }));
        let label = format!("{}: points multiplier", t.name);
        tiers.extend(held(&keys[1]).then(|| plain(keys[1].clone(), label, "factor", CellFormat::Factor, t.multiplier)));
    }
    let mut benefits = vec![];
    for b in program.benefits.iter().filter(|b| held(&format!("benefit.{}", b.id))) {
        benefits.push(plain(format!("benefit.{}", b.id), format!("{} (1: given, 0: not given)", b.name), "0 or 1", CellFormat::Ordinal, 1.0));
    }
    [usual.collect(), tiers, benefits]
}
/// Months of a year: a matter of the calendar.
const YEAR: f64 = 12.0;
/// Relative difference that counts as equal in the checks.
const TOLERANCE: f64 = 1e-6;

/// The sheet of inputs.
pub fn inputs(book: &mut Book, plan: &Plan, model: &mut Model) {
    let d = &plan.design.economics.drivers;
    let c = model.currency.clone();
    model.scenarios = d.scenarios.iter().enumerate().map(|(i, s)| (i + 1, s.label.to_string())).collect();
    for (number, label) in options(plan) {
        model.options.push((model.scenarios.len(), number));
        model.scenarios.push((model.scenarios.len() + 1, label.into()));
    }
    let mut pen = Pen::begin(
        book,
        name::INPUTS,
        "Change the yellow cells only. Blue cells come from the simulation or the plan; everything else is a formula.",
        model.months,
    );
    pen.next = 2;
    let all = entries(plan, model);
    for (block, entries) in ["Inputs", "Tier table", "Benefits"].iter().zip(&all) {
        if !entries.is_empty() {
            listed(&mut pen, plan, model, block, entries);
        }
    }
    if d.curve.is_empty() {
        pen.words(pen.next, LABEL, NO_CURVE, Role::Remark);
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
        model.now.insert(key.into(), at);
        pen.next += 1;
    }
    limits(&mut pen, plan, model);
    multipliers(&mut pen, model, &all);
    steps(&mut pen, plan, model);
    let sheet = pen.sheet;
    book.sheets[sheet].widths = vec![58.0, 9.0, 4.0, 14.0, 14.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0];
    book.sheets[sheet].freeze = (2, 0);
}
/// Limits that the cover holds the live case against, as the plan has them.
fn limits(pen: &mut Pen, plan: &Plan, model: &mut Model) {
    let d = &plan.design;
    pen.heading("Limits");
    let found = |id: &str, argument: &str| d.governance.guardrails.iter().find(|g| g.id == id).and_then(|g| g.limit.figure(argument));
    let failed = d.governance.guardrails.iter().filter(|g| g.verdict == Verdict::Fail).count() as f64;
    let rows = [
        ("bound", "Largest error that counts as small: a share of the total program cost", "share", Some(d.economics.drivers.error_bound), CellFormat::Percent),
        ("margin-floor", "Margin floor: share of the contribution that is left", "share", found("margin-floor", "floor"), CellFormat::Percent),
        ("liability-cap", "Cap on the expected cost of points outstanding", &model.currency.clone(), found("liability-cap", "cap"), CellFormat::Whole),
        ("guardrails", "Guardrails that fail as planned", "number", Some(failed), CellFormat::Ordinal),
    ];
    for (key, label, unit, value, kind) in rows {
        let Some(value) = value else { continue };
        let row = pen.next;
        pen.words(row, LABEL, label, Role::Text);
        pen.words(row, UNIT, unit, Role::Remark);
        let at = pen.number(row, CONSTANT, value, look(Role::Driver, kind));
        if key == "bound" {
            model.bound = Some(at);
        }
        model.limits.insert(key, at);
        pen.next += 1;
    }
}
/// What a plan without a response curve says where the tiers would stand.
pub const NO_CURVE: &str =
    "This plan holds no response curve: earn rate, point value, strength of the effects and redemption scale the simulated series in proportion.";
fn listed(pen: &mut Pen, plan: &Plan, model: &mut Model, block: &str, entries: &[Entry]) {
    pen.heading(block);
    pen.headings(&["Input", "Unit", "", "#Value", "#As planned", "#Lowest simulated", "#Highest simulated", "  What it moves"]);
    for i in entries {
        let row = pen.next;
        pen.words(row, LABEL, &i.label, Role::Text);
        pen.words(row, UNIT, &i.unit, Role::Remark);
        let now = pen.number(row, CONSTANT, i.planned, look(Role::Input, i.kind));
        let planned = pen.number(row, TOTAL, i.planned, look(Role::Driver, i.kind));
        if let Some(axis) = plan.design.economics.drivers.curve.axes.iter().find(|a| a.input == i.key) {
            model.ends.insert(i.key.clone(), [At { column: LAUNCH, ..planned }, At { column: LAUNCH + 1, ..planned }]);
            model.kinds.insert(i.key.clone(), (i.label.clone(), i.kind));
            debug_assert!(!axis.nodes.is_empty());
        }
        pen.words(row, LAUNCH + 2, moves(&i.key), Role::Beside);
        if i.unit == "0 or 1" {
            model.flags.push(now);
        }
        model.now.insert(i.key.clone(), now);
        model.planned.insert(i.key.clone(), planned);
        pen.next += 1;
    }
}
/// What an input moves, in words.
fn moves(key: &str) -> &'static str {
    match key.split('.').next().unwrap_or(key) {
        "earn_rate" => "points issued, what members buy, redemptions, liability",
        "point_value" => "cost of points, what members buy, redemptions",
        "lift" => "incremental sales and orders, points on them",
        "redemption" => "redemptions, liability, what members buy",
        "threshold" => "members by tier, benefits, points, what members buy",
        "multiplier" => "points of the tier and those above, what members buy",
        "benefit" => "cost of benefits, what members buy",
        "margin" => "contribution; change the cost of own products too",
        "reward_cost_ratio" => "cost of points",
        "discount" => "net present value",
        _ => "cost",
    }
}
fn multipliers(pen: &mut Pen, model: &mut Model, entries: &[Vec<Entry>]) {
    pen.heading("Scenarios: multipliers of the inputs");
    let row = pen.next;
    for (column, words) in ["Input", "", ""].iter().enumerate() {
        pen.words(row, column as u16, words, Role::Head);
    }
    let scenarios = model.scenarios.len().max(1) as u16;
    for (i, _) in model.scenarios.iter().enumerate() {
        pen.number(row, CONSTANT + i as u16, (i + 1) as f64, look(Role::Head, CellFormat::Ordinal));
    }
    pen.next += 1;
    let mut option = vec![0.0; model.scenarios.len()];
    model.options.iter().for_each(|(scenario, number)| option[*scenario] = *number);
    let option = Entry {
        key: OPTION.into(),
        label: "Option of the plan (0: as planned, 1: lean, 2: full pool)".into(),
        unit: String::new(),
        kind: CellFormat::Ordinal,
        planned: 0.0,
        cases: option,
        whole: false,
    };
    let option = (!model.options.is_empty()).then_some(option);
    for i in entries.iter().flatten().chain(&option) {
        let row = pen.next;
        pen.words(row, LABEL, &i.label, Role::Text);
        let kind = if i.key == OPTION { CellFormat::Ordinal } else { CellFormat::Factor };
        for (k, case) in i.cases.iter().enumerate() {
            pen.number(row, CONSTANT + k as u16, *case, look(Role::Input, kind));
        }
        let (first, last) = (At { sheet: pen.sheet, row, column: CONSTANT }, At { sheet: pen.sheet, row, column: CONSTANT + scenarios - 1 });
        model.cases.insert(i.key.clone(), Expr::Range(first, last, Fix::Column));
        pen.next += 1;
    }
}
/// Steps of the sensitivity tables.
fn steps(pen: &mut Pen, plan: &Plan, model: &mut Model) {
    let mut changes: Vec<f64> = plan.design.economics.drivers.errors.iter().map(|e| e.change).collect();
    changes.sort_by(f64::total_cmp);
    changes.dedup();
    pen.heading("Steps of the sensitivity tables");
    let row = pen.next;
    pen.words(row, LABEL, "Change of one input", Role::Text);
    let cells = changes.iter().enumerate().map(|(i, v)| pen.number(row, CONSTANT + i as u16, *v, look(Role::Input, CellFormat::Percent)));
    let cells: Vec<At> = cells.collect();
    model.steps.insert("changes", cells);
    pen.next += 1;
}
/// Scenarios: a selector, and the live case.
pub fn scenarios(book: &mut Book, plan: &Plan, model: &mut Model) {
    let mut pen = Pen::begin(
        book,
        name::SCENARIOS,
        "Choose a scenario or an option of the plan by its number. The live case is the input times its multiplier; every other sheet reads it.",
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
    let last = first + model.scenarios.len().max(1) as u32 - 1;
    let names = Expr::Range(At { sheet: pen.sheet, row: first, column: LABEL }, At { sheet: pen.sheet, row: last, column: LABEL }, Fix::Both);
    let chosen = pen.formula(row, TOTAL, call(Func::Index, [names, selector.fixed()]), look(Role::Beside, CellFormat::None));
    model.chosen = Some(chosen);
    pen.heading("Scenarios");
    for (number, label) in model.scenarios.clone() {
        let row = pen.next;
        pen.words(row, LABEL, &label, Role::Text);
        pen.number(row, CONSTANT, number as f64, look(Role::Driver, CellFormat::Ordinal));
        pen.next += 1;
    }
    pen.words(pen.next, LABEL, OPTIONS_SAY, Role::Remark);
    pen.next += 1;
    pen.heading("Live case");
    pen.headings(&["Input", "Unit", "", "#Multiplier", "#Live value", "#Live ÷ planned"]);
    let all = entries(plan, model);
    let keys: Vec<String> = all.iter().flatten().map(|i| i.key.clone()).collect();
    for i in all.iter().flatten() {
        let row = pen.next;
        pen.words(row, LABEL, &i.label, Role::Text);
        pen.words(row, UNIT, &i.unit, Role::Remark);
        let case = call(Func::Index, [model.cases[&i.key].clone(), selector.fixed()]);
        let multiplier = pen.formula(row, CONSTANT, case, look(Role::Calc, CellFormat::Factor));
        let value = model.now[&i.key].fixed() * Expr::Cell(multiplier, Fix::Free);
        let value = if i.key == "redemption" { call(Func::Min, [model.now["redemption_max"].fixed(), value]) } else { value };
        let value = if i.whole { call(Func::RoundUp, [value, ZERO]) } else { value };
        let live = pen.formula(row, TOTAL, value, look(Role::Total, i.kind));
        let stretch = Expr::Cell(live, Fix::Free).over(model.planned[&i.key].fixed(), ONE);
        let stretch = pen.formula(row, LAUNCH, stretch, look(Role::Calc, CellFormat::Factor));
        model.live.insert(i.key.clone(), live);
        model.stretch.insert(i.key.clone(), stretch);
        pen.next += 1;
    }
    if let Some(cases) = model.cases.get(OPTION) {
        let row = pen.next;
        pen.words(row, LABEL, "Option of the plan (0: as planned, 1: lean, 2: full pool)", Role::Text);
        pen.words(row, UNIT, "number", Role::Remark);
        let live = pen.formula(row, TOTAL, call(Func::Index, [cases.clone(), selector.fixed()]), look(Role::Total, CellFormat::Ordinal));
        model.stretch.insert(OPTION.into(), live);
        pen.next += 1;
    }
    pen.heading("Cost of a point");
    for (key, label, value) in [
        ("point_cost", "Cost of a point redeemed", model.live["point_value"].fixed() * model.live["reward_cost_ratio"].fixed()),
        ("as_planned", "Every input as planned (1: yes)", as_planned(model, &keys)),
    ] {
        let row = pen.next;
        pen.words(row, LABEL, label, Role::Text);
        let kind = if key == "point_cost" { CellFormat::Fine } else { CellFormat::Ordinal };
        let at = pen.formula(row, TOTAL, value, look(Role::Total, kind));
        model.live.insert(key.into(), at);
        pen.next += 1;
    }
    pen.heading("Words of other sheets");
    let [planned, different, unknown] = [AS_PLANNED, DIFFERENT, UNKNOWN].map(|words| {
        pen.next += 1;
        pen.words(pen.next - 1, LABEL, words, Role::Remark)
    });
    (model.notices, model.unknown) = (Some([planned, different]), Some(unknown));
    let sheet = pen.sheet;
    book.sheets[sheet].widths = vec![62.0, 9.0, 4.0, 14.0, 16.0, 16.0];
    book.sheets[sheet].freeze = (2, 0);
}
/// What the accounting sheet says of itself.
const AS_PLANNED: &str = "As planned: this sheet shows the plan's accounting and does not follow the inputs. Inputs are as planned.";
const DIFFERENT: &str = "You changed the inputs. This sheet still shows the saved plan: to update it, amend the plan.";
/// What stands in the place of an error that nobody measured.
const UNKNOWN: &str = "not known: an input lies beyond what was simulated";
/// What an option moves and what it leaves.
const OPTIONS_SAY: &str = "An option replaces the whole program: sales, points, benefits, members and cost follow it. Inputs, tier table and accounting keep showing the planned program.";
fn as_planned(model: &Model, keys: &[String]) -> Expr {
    let moved = plus(keys.iter().map(|key| (model.live[key].fixed() - model.planned[key].fixed()).abs()));
    let moved = match model.stretch.get(OPTION) {
        Some(option) => moved + option.fixed(),
        None => moved,
    };
    moved.equals(ZERO).then(ONE, ZERO)
}
