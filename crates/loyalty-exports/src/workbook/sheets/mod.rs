//! One function per sheet; what a later sheet needs is kept in the model.
mod accounts;
mod control;
mod curve;
pub(super) mod decision;
mod inputs;
mod money;
mod points;
mod results;
pub(super) mod series;
mod tiers;
mod words;

use super::formula::Expr;
use super::grid::{At, Book};
use super::layout::Row;
use super::style::CellFormat;
use loyalty_model::plan::Plan;
use std::collections::BTreeMap;

/// Names of the sheets.
pub mod name {
    pub const COVER: &str = "Cover";
    pub const DECISION: &str = "Decision";
    pub const INPUTS: &str = "Inputs";
    pub const SCENARIOS: &str = "Scenarios";
    pub const CURVE: &str = "Response curve";
    pub const TIMELINE: &str = "Timeline";
    pub const DRIVERS: &str = "Drivers";
    pub const MEMBERS: &str = "Members & tiers";
    pub const EARN: &str = "Earn & burn";
    pub const LIABILITY: &str = "Liability";
    pub const COSTS: &str = "Costs";
    pub const PROFIT: &str = "Lift & P&L";
    pub const CASH: &str = "Cash & NPV";
    pub const TIERS: &str = "Tier P&L";
    pub const ACCOUNTING: &str = "Accounting";
    pub const SENSITIVITY: &str = "Sensitivity";
    pub const SUMMARY: &str = "Summary";
    pub const CHECKS: &str = "Checks";
    pub const ASSUMPTIONS: &str = "Assumptions";
    pub const MAP: &str = "Formula map";
}
/// The sheets in order.
pub const NAMES: [&str; 20] = [
    name::COVER,
    name::DECISION,
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
    name::CHECKS,
    name::ASSUMPTIONS,
    name::MAP,
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
    pub now: BTreeMap<String, At>,
    /// Inputs as planned.
    pub planned: BTreeMap<String, At>,
    /// Inputs in the live case.
    pub live: BTreeMap<String, At>,
    /// Live ÷ planned; of the option its number.
    pub stretch: BTreeMap<String, At>,
    /// Multipliers of an input by scenario.
    pub cases: BTreeMap<String, Expr>,
    /// Corrections of the response curve in the live case, by quantity; none in plans without a curve.
    pub factors: BTreeMap<String, At>,
    /// What the response curve says of the live case.
    pub curve: Option<OnCurve>,
    /// Number and label of the scenarios.
    pub scenarios: Vec<(usize, String)>,
    /// Position of a scenario that is an option of the plan, and the option's number on the response curve.
    pub options: Vec<(usize, f64)>,
    pub selector: Option<At>,
    /// Name of the scenario chosen.
    pub chosen: Option<At>,
    /// Lowest and highest value of an input that was simulated.
    pub ends: BTreeMap<String, [At; 2]>,
    /// Inputs of the response curve: 1 where the live value lies between those that were simulated.
    pub between: Vec<(String, At)>,
    /// Label and format of an input that the response curve holds.
    pub kinds: BTreeMap<String, (String, CellFormat)>,
    /// Inputs that are 0 or 1.
    pub flags: Vec<At>,
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
    /// Limits that the cover holds the live case against, and the largest error that counts as small.
    pub limits: BTreeMap<&'static str, At>,
    pub bound: Option<At>,
    /// Total program cost as the plan has it.
    pub planned_cost: Option<At>,
    /// Charts of the decision sheet, and the last row that they cover.
    pub pictures: Vec<decision::Pictured>,
    pub decision_ends: u32,
    /// Words that sheets show in one case or the other: as planned, else.
    pub notices: Option<[At; 2]>,
    /// Words in the place of an error that nobody measured.
    pub unknown: Option<At>,
    /// Cells that turn amber where the one beside them is 0.
    pub banners: Vec<(At, At)>,
    /// What the cover says of the live case.
    pub status: Option<Status>,
}
/// Cells of the response curve in the live case.
#[derive(Debug, Clone, Copy)]
pub struct OnCurve {
    /// How far the net value may be off, a share of the total program cost.
    pub error: At,
    /// 1 where no input lies beyond the values that were simulated.
    pub inside: At,
}
/// Cells of the sheet of checks that the cover shows.
#[derive(Debug, Clone)]
pub struct Status {
    /// The answer in words.
    pub words: At,
    /// What was looked at: label, 1 where it holds, and whether its failure is red (else amber).
    pub rows: Vec<(&'static str, At, bool)>,
}
impl Model {
    /// A row by its id.
    pub fn row(&self, id: &str) -> Row {
        let nowhere = Row { sheet: 0, row: 0, months: self.months };
        debug_assert!(self.rows.contains_key(id), "no row {id}");
        self.rows.get(id).copied().unwrap_or(nowhere)
    }
    /// How far the net value may be off, in money; words where an input lies beyond what was simulated, nothing without a curve.
    pub fn off(&self) -> Option<Expr> {
        let (curve, cost, unknown) = (self.curve?, self.planned_cost?, self.unknown?);
        Some(curve.inside.fixed().equals(super::formula::ZERO).then(unknown.fixed(), curve.error.fixed() * cost.fixed()))
    }
    /// A quantity with its correction from the response curve.
    pub fn corrected(&self, quantity: &str, e: Expr) -> Expr {
        match self.factors.get(quantity) {
            Some(at) => e * at.fixed(),
            None => e,
        }
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
    curve::curve(b, plan, &mut m);
    series::timeline(b, plan, &mut m);
    series::drivers(b, plan, &mut m);
    points::members(b, plan, &mut m);
    points::earn_and_burn(b, plan, &mut m);
    points::liability(b, plan, &mut m);
    money::costs(b, plan, &mut m);
    money::profit(b, plan, &mut m);
    money::cash(b, plan, &mut m);
    tiers::tiers(b, plan, &mut m);
    accounts::accounting(b, plan, &mut m);
    results::sensitivity(b, plan, &mut m);
    results::summary(b, plan, &mut m);
    control::checks(b, plan, &mut m);
    decision::decision(b, plan, &mut m);
    words::register(b, plan, &m);
    words::formula_map(b, &m);
    words::cover(b, plan, company, &m);
    (book, m)
}
