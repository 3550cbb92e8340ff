//! What is known of a customer at the first order, as covariates of a model: fitted at the cut, judged on the hold-out, and used where they help.
use super::score::{CANDIDATES, Candidate, Parameters, Scorer, thinned, week};
use loyalty_model::extract::{RftCell, RftCut};
use loyalty_model::fact::Fact;
use loyalty_model::plan::{Coefficient, CovariateTest};
use loyalty_model::units::Date;
use loyalty_stats::covariates::{self, Group, Model, WithCovariates};
use loyalty_stats::rft::Rft;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Chance of so large a likelihood ratio, where no covariate matters, above which none is used.
const CHANCE: f64 = 0.01;
/// Share by which the misses of cohorts must fall for covariates to help, and share of the total by which its own miss may grow meanwhile.
const HELPS: f64 = 0.05;
const SLACK: f64 = 0.01;
/// Customers of the smaller side of a yes-or-no covariate that a coefficient is fitted on at least.
const LEAST: f64 = 50.0;
/// Months that cohorts must span for their year to be a covariate.
const SPAN: i32 = 6;
/// Histories that covariates are fitted and judged on at most, taken in proportion to their customers.
const HISTORIES: usize = 20_000;

/// What is known of customers at entry beside their first order, and who has which values of it.
#[derive(Debug, Clone, PartialEq)]
pub struct AtEntry<'a> {
    /// Names of the covariates, three at most.
    pub names: &'a [String],
    /// Customers with equal values: a number for each name, and their histories.
    pub groups: &'a [(Vec<f64>, &'a RftCut)],
}
/// Covariates of the first order: which of them vary, and where they are centred.
struct FirstOrder {
    /// Month index around which years are counted, and the first and last month of the cohorts.
    years: Option<(i32, i32, i32)>,
    /// First orders in November or December are set apart.
    gifts: bool,
}
impl FirstOrder {
    /// Nothing is taken of it.
    const NONE: FirstOrder = FirstOrder { years: None, gifts: false };
    fn of(rows: &[Row]) -> FirstOrder {
        let mut by_month: BTreeMap<i32, f64> = BTreeMap::new();
        rows.iter().for_each(|r| *by_month.entry(r.month).or_default() += r.customers);
        let (first, last) = (by_month.keys().next().copied().unwrap_or(0), by_month.keys().last().copied().unwrap_or(0));
        let all: f64 = by_month.values().sum();
        let middle = (by_month.iter().map(|(m, n)| f64::from(*m) * n).sum::<f64>() / all.max(1.0)).round() as i32;
        let late: f64 = by_month.iter().filter(|(m, _)| is_gift_season(**m)).map(|(_, n)| n).sum();
        FirstOrder { years: (last - first > SPAN).then_some((middle, first, last)), gifts: late.min(all - late) >= LEAST }
    }
    fn names(&self) -> Vec<&'static str> {
        [self.years.map(|_| "first-order-year"), self.gifts.then_some("first-order-november-december")].into_iter().flatten().collect()
    }
    /// Years from the middle cohort to the month of the first order, within the cohorts that were fitted; whether it fell into the season of gifts.
    fn values(&self, month: i32) -> Vec<f64> {
        let years = self.years.map(|(middle, first, last)| f64::from(month.clamp(first, last) - middle) / 12.0);
        let gift = self.gifts.then(|| if is_gift_season(month) { 1.0 } else { 0.0 });
        years.into_iter().chain(gift).collect()
    }
}
/// November and December.
fn is_gift_season(month: i32) -> bool {
    month.rem_euclid(12) >= 10
}
/// A history with the month of its first order, the customers that it stands for and what came after the cut.
struct Row {
    rft: Rft,
    month: i32,
    /// Position of the group that the customers are in.
    group: usize,
    customers: f64,
    later: f64,
}
fn rows(cuts: &[&RftCut]) -> Vec<Row> {
    let cells: Vec<(usize, &RftCut, &RftCell)> = cuts.iter().enumerate().flat_map(|(g, cut)| cut.cells.iter().map(move |c| (g, *cut, c))).collect();
    let weights: Vec<f64> = cells.iter().map(|(.., c)| c.customers as f64).collect();
    let row = |(group, cut, c): (usize, &RftCut, &RftCell), customers: f64| Row {
        rft: Rft { frequency: c.frequency, recency: week(c.recency), age: week(c.age), weight: customers },
        month: cut.cut.plus_days(-(c.age as i32)).month().index(),
        group,
        customers,
        later: f64::from(c.holdout),
    };
    thinned(&weights, HISTORIES).into_iter().map(|(at, customers)| row(cells[at], customers)).collect()
}
/// A model with the covariates of the first order, or with what else is known at entry.
pub(super) struct Fitted {
    first_order: FirstOrder,
    names: Vec<String>,
    /// Of each group of customers.
    at_entry: Vec<Vec<f64>>,
    /// Cohorts are these groups, else months of the first order.
    by_group: bool,
    with: WithCovariates,
}
impl Fitted {
    /// `None` where no covariate varies, or the fit does not end well. `at_entry`: the values of each group of the rows by their names.
    fn on(scorer: &Scorer, m: &Candidate, rows: &[Row], (names, at_entry): (&[String], Vec<Vec<f64>>)) -> Option<Fitted> {
        let model = match m.name {
            "bg-nbd" => Model::BgNbd,
            "mbg-nbd" => Model::MbgNbd,
            _ => Model::ParetoNbd,
        };
        let first_order = if names.is_empty() { FirstOrder::of(rows) } else { FirstOrder::NONE };
        let by_group = !names.is_empty();
        let names: Vec<String> = first_order.names().into_iter().map(str::to_string).chain(names.iter().cloned()).collect();
        if names.is_empty() {
            return None;
        }
        let mut apart: BTreeMap<(i32, usize), Vec<Rft>> = BTreeMap::new();
        rows.iter().for_each(|r| apart.entry((r.month, r.group)).or_default().push(r.rft));
        let values = |month: i32, group: usize| [first_order.values(month), at_entry[group].clone()].concat();
        let groups: Vec<Group> = apart.into_iter().map(|((m, g), cells)| Group { covariates: values(m, g), cells }).collect();
        let with = covariates::fit_while(model, &groups, &|| scorer.wanted()).ok()?;
        Some(Fitted { first_order, names, at_entry, by_group, with })
    }
    /// Parameters of a customer of this group whose first order fell into this month.
    fn at(&self, month: i32, group: usize) -> Parameters {
        self.with.at(&[self.first_order.values(month), self.at_entry[group].clone()].concat())
    }
    /// Parameters of a customer whose first order fell on this day, where nothing else is known at entry.
    pub(super) fn parameters(&self, first: Date) -> Parameters {
        self.at(first.month().index(), 0)
    }
}
/// Nothing is known at entry but the first order.
fn nothing_else() -> (&'static [String], Vec<Vec<f64>>) {
    (&[], vec![vec![]])
}
/// Fits a model with covariates at a cut and judges it on the hold-out. They are used where chance does not explain them, cohorts by month of first order
/// are missed by less, and the total by hardly more. The error of single customers is told and decides nothing: means do not minimise absolute errors.
pub(super) fn judged(scorer: &Scorer, m: &Candidate, cut: &RftCut) -> Option<CovariateTest> {
    judged_on(m, &rows(&[cut]), cut.holdout_days, |rows| Fitted::on(scorer, m, rows, nothing_else()))
}
fn judged_on(m: &Candidate, rows: &[Row], holdout_days: u32, fit: impl FnOnce(&[Row]) -> Option<Fitted>) -> Option<CovariateTest> {
    let fitted = fit(rows)?;
    let ahead = week(holdout_days);
    let plain = fitted.with.plain.parameters;
    // Forecast and error with covariates and without, one row after the other.
    let one = |r: &Row| {
        let own = fitted.at(r.month, r.group);
        [own, plain].map(|p| {
            let expected = (m.expected)(&p, &r.rft, ahead);
            [r.customers * expected, r.customers * (expected - r.later).abs()]
        })
    };
    let all: Vec<[[f64; 2]; 2]> = rows.par_iter().map(one).collect();
    let sum = |which: usize, what: usize| all.iter().map(|a| a[which][what]).sum::<f64>();
    let (customers, came) = rows.iter().fold((0.0, 0.0), |(n, y), r| (n + r.customers, y + r.customers * r.later));
    let [bias, bias_plain] = [0, 1].map(|which| if came > 0.0 { sum(which, 0) / came - 1.0 } else { 0.0 });
    let [error, error_plain] = [0, 1].map(|which| sum(which, 1) / customers.max(1.0));
    let mut cohorts: BTreeMap<i32, [f64; 2]> = BTreeMap::new();
    for (r, a) in rows.iter().zip(&all) {
        let miss = cohorts.entry(if fitted.by_group { r.group as i32 } else { r.month }).or_default();
        [0, 1].into_iter().for_each(|which| miss[which] += a[which][0] - r.customers * r.later);
    }
    let [cohort_error, cohort_error_plain] = [0, 1].map(|which| cohorts.values().map(|m| m[which].abs()).sum::<f64>() / came.max(1e-9));
    let (statistic, degrees, chance) = fitted.with.likelihood_ratio();
    let names = &fitted.names;
    let coefficients = fitted.with.coefficients.iter().zip(m.moved()).flat_map(|(all, letter)| {
        all.iter().zip(names).map(move |((value, standard_error), name)| Coefficient {
            covariate: name.clone(),
            parameter: (*letter).into(),
            value: *value,
            standard_error: *standard_error,
        })
    });
    Some(CovariateTest {
        model: m.name.into(),
        coefficients: coefficients.collect(),
        log_likelihood: fitted.with.log_likelihood,
        log_likelihood_plain: fitted.with.plain.log_likelihood,
        statistic,
        degrees_of_freedom: degrees as u32,
        chance,
        bias,
        bias_plain,
        mean_absolute_error: error,
        mean_absolute_error_plain: error_plain,
        cohort_error,
        cohort_error_plain,
        used: came > 0.0 && chance < CHANCE && cohort_error < (1.0 - HELPS) * cohort_error_plain && bias.abs() <= bias_plain.abs() + SLACK,
    })
}
/// A model with the covariates of the first order, judged at a cut on what came after it; `None` for a baseline and where no covariate varies.
pub fn covariates_at(scorer: &Scorer, cut: &RftCut, model: &str) -> Option<CovariateTest> {
    judged(scorer, CANDIDATES.iter().find(|m| m.name == model)?, cut)
}
/// The same with what else is known of customers at entry in place of the first order; the histories are all of one cut.
/// Cohorts are customers with the same values.
pub fn covariates_at_entry(scorer: &Scorer, known: &AtEntry, model: &str) -> Option<CovariateTest> {
    let m = CANDIDATES.iter().find(|m| m.name == model)?;
    let (values, cuts): (Vec<Vec<f64>>, Vec<&RftCut>) = known.groups.iter().cloned().unzip();
    judged_on(m, &rows(&cuts), cuts.first()?.holdout_days, |rows| Fitted::on(scorer, m, rows, (known.names, values)))
}
/// The model at the end of the data, with covariates that helped on the hold-out.
pub(super) fn at_the_end(scorer: &Scorer, m: &Candidate, end: &RftCut) -> Option<Fitted> {
    Fitted::on(scorer, m, &rows(&[end]), nothing_else())
}
/// Whether they are used, and what they change on the hold-out.
pub(super) fn told(c: &CovariateTest) -> Fact {
    if c.used {
        Fact::new("base-covariates-used")
            .share("error", c.cohort_error)
            .share("plain", c.cohort_error_plain)
            .share("bias", c.bias)
            .share("before", c.bias_plain)
    } else {
        Fact::new("base-covariates-left")
            .share("error", c.cohort_error)
            .share("plain", c.cohort_error_plain)
            .share("bias", c.bias)
            .share("before", c.bias_plain)
    }
}
