//! One function per sheet; what a later sheet needs is kept in the model.
mod accounts;
mod control;
mod inputs;
mod money;
mod points;
mod results;
pub(super) mod series;
mod words;

use super::formula::Expr;
use super::grid::{At, Book};
use super::layout::Row;
use super::style::CellFormat;
use loyalty_model::plan::Plan;
use std::collections::BTreeMap;

/// Names of the sheets, in order.
pub const NAMES: [&str; 18] = [
    "Cover",
    "Inputs",
    "Scenarios",
    "Timeline",
    "Drivers",
    "Members & tiers",
    "Earn & burn",
    "Liability",
    "Costs",
    "Lift & P&L",
    "Cash & NPV",
    "Tier P&L",
    "Accounting",
    "Sensitivity",
    "Summary",
    "Checks",
    "Assumptions",
    "Formula map",
];
/// Sources of points: id in the driver series, label.
const SOURCES: [(&str, &str); 6] = [
    ("purchases", "Points on purchases"),
    ("joining", "Points at joining"),
    ("missions", "Points for missions"),
    ("surprise", "Surprise points"),
    ("triggers", "Points from lifecycle triggers"),
    ("referral", "Points for referrals"),
];
/// Where things stand.
#[derive(Debug, Default)]
pub struct Model {
    pub months: u16,
    pub currency: String,
    /// How money is printed.
    pub kind: CellFormat,
    /// Inputs.
    pub now: BTreeMap<&'static str, At>,
    /// Inputs as planned.
    pub planned: BTreeMap<&'static str, At>,
    /// Inputs in the live case.
    pub live: BTreeMap<&'static str, At>,
    /// Live ÷ planned.
    pub stretch: BTreeMap<&'static str, At>,
    /// Multipliers of an input by scenario.
    pub cases: BTreeMap<&'static str, Expr>,
    /// Number and label of the scenarios.
    pub scenarios: Vec<(usize, String)>,
    pub selector: Option<At>,
    /// Steps of the sensitivity tables.
    pub steps: BTreeMap<&'static str, Vec<At>>,
    /// Rows with months.
    pub rows: BTreeMap<String, Row>,
    /// Rows of issue cohorts.
    pub cohorts: BTreeMap<&'static str, Vec<Row>>,
    /// Members, contribution, points, benefits, result of each tier.
    pub tiers: Vec<[Row; 5]>,
    /// What is left of the pool by period.
    pub unspent: Vec<At>,
    /// Sums of the accounting sheet: what is recomputed, and what the plan holds.
    pub accounts: Vec<(&'static str, At, At)>,
    /// Lines of the plan that the workbook recomputes: id, cell.
    pub lines: Vec<(String, At)>,
    /// Rows of the cases of the sensitivity table: the live one first.
    pub closed: Option<At>,
    /// Charts on the summary: where the first one begins.
    pub charts_from: u32,
    /// First row of the years on the summary, and how many.
    pub years: (u32, u32),
    /// The cell that says that everything holds.
    pub verdict: Option<At>,
}
impl Model {
    /// A row by its id.
    pub fn row(&self, id: &str) -> Row {
        let nowhere = Row { sheet: 0, row: 0, months: self.months };
        debug_assert!(self.rows.contains_key(id), "no row {id}");
        self.rows.get(id).copied().unwrap_or(nowhere)
    }
    /// A tier's name.
    pub fn tier_name(&self, plan: &Plan, id: &str) -> String {
        plan.design.blueprint.program.tiers.iter().find(|t| t.id == id).map_or_else(|| id.to_string(), |t| t.name.clone())
    }
}
/// Writes every sheet; `company` is the name of the brand, where it has one.
pub fn all(plan: &Plan, company: Option<&str>) -> (Book, Model) {
    let mut book = Book::default();
    for name in NAMES {
        book.sheet(name);
    }
    let d = &plan.design.economics.drivers;
    let largest = d.series("net_with").iter().fold(0.0_f64, |a, b| a.max(b.abs()));
    let mut m = Model {
        months: d.months() as u16,
        currency: plan.design.brief.currency.0.clone(),
        kind: if largest < 1000.0 { CellFormat::Cents } else { CellFormat::Whole },
        ..Model::default()
    };
    let b = &mut book;
    inputs::inputs(b, plan, &mut m);
    inputs::scenarios(b, plan, &mut m);
    series::timeline(b, plan, &mut m);
    series::drivers(b, plan, &mut m);
    points::members(b, plan, &mut m);
    points::earn_and_burn(b, plan, &mut m);
    points::liability(b, plan, &mut m);
    money::costs(b, plan, &mut m);
    money::profit(b, plan, &mut m);
    money::cash(b, plan, &mut m);
    money::tiers(b, plan, &mut m);
    accounts::accounting(b, plan, &mut m);
    results::sensitivity(b, plan, &mut m);
    results::summary(b, plan, &mut m);
    control::checks(b, plan, &mut m);
    words::register(b, plan, &m);
    words::formula_map(b, &m);
    words::cover(b, plan, company, &m);
    (book, m)
}
