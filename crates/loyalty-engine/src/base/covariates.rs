//! What is known of a customer at the first order, as covariates of a model: fitted at the cut, judged on the hold-out, and used where they help.
use super::score::{Candidate, Parameters, Scorer, thinned, week};
use loyalty_model::extract::{RftCell, RftCut};
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

/// Covariates of the first order: which of them vary, and where they are centred.
struct FirstOrder {
    /// Month index around which years are counted, and the first and last month of the cohorts.
    years: Option<(i32, i32, i32)>,
    /// First orders in November or December are set apart.
    gifts: bool,
}
impl FirstOrder {
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
    customers: f64,
    later: f64,
}
fn rows(cut: &RftCut) -> Vec<Row> {
    let weights: Vec<f64> = cut.cells.iter().map(|c| c.customers as f64).collect();
    let row = |c: &RftCell, customers: f64| Row {
        rft: Rft { frequency: c.frequency, recency: week(c.recency), age: week(c.age), weight: customers },
        month: cut.cut.plus_days(-(c.age as i32)).month().index(),
        customers,
        later: f64::from(c.holdout),
    };
    thinned(&weights, HISTORIES).into_iter().map(|(at, customers)| row(&cut.cells[at], customers)).collect()
}
/// A model with the covariates of the first order.
pub(super) struct Fitted {
    first_order: FirstOrder,
    with: WithCovariates,
}
impl Fitted {
    /// `None` where no covariate varies, or the fit does not end well.
    fn on(scorer: &Scorer, m: &Candidate, rows: &[Row]) -> Option<Fitted> {
        let model = match m.name {
            "bg-nbd" => Model::BgNbd,
            "mbg-nbd" => Model::MbgNbd,
            _ => Model::ParetoNbd,
        };
        let first_order = FirstOrder::of(rows);
        if first_order.names().is_empty() {
            return None;
        }
        let mut by_month: BTreeMap<i32, Vec<Rft>> = BTreeMap::new();
        rows.iter().for_each(|r| by_month.entry(r.month).or_default().push(r.rft));
        let groups: Vec<Group> = by_month.into_iter().map(|(m, cells)| Group { covariates: first_order.values(m), cells }).collect();
        let with = covariates::fit_while(model, &groups, &|| scorer.wanted()).ok()?;
        Some(Fitted { first_order, with })
    }
    /// Parameters of a customer whose first order fell on this day.
    pub(super) fn parameters(&self, first: Date) -> Parameters {
        self.with.at(&self.first_order.values(first.month().index()))
    }
}
/// Fits a model with covariates at a cut and judges it on the hold-out. They are used where chance does not explain them, cohorts by month of first order
/// are missed by less, and the total by hardly more. The error of single customers is told and decides nothing: means do not minimise absolute errors.
pub(super) fn judged(scorer: &Scorer, m: &Candidate, cut: &RftCut) -> Option<CovariateTest> {
    let rows = rows(cut);
    let fitted = Fitted::on(scorer, m, &rows)?;
    let ahead = week(cut.holdout_days);
    let plain = fitted.with.plain.parameters;
    // Forecast and error with covariates and without, one row after the other.
    let one = |r: &Row| {
        let own = fitted.with.at(&fitted.first_order.values(r.month));
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
        let miss = cohorts.entry(r.month).or_default();
        [0, 1].into_iter().for_each(|which| miss[which] += a[which][0] - r.customers * r.later);
    }
    let [cohort_error, cohort_error_plain] = [0, 1].map(|which| cohorts.values().map(|m| m[which].abs()).sum::<f64>() / came.max(1e-9));
    let (statistic, degrees, chance) = fitted.with.likelihood_ratio();
    let names = fitted.first_order.names();
    let coefficients = fitted.with.coefficients.iter().zip(m.moved()).flat_map(|(all, letter)| {
        all.iter().zip(&names).map(move |((value, standard_error), name)| Coefficient {
            covariate: (*name).into(),
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
/// The model at the end of the data, with covariates that helped on the hold-out.
pub(super) fn at_the_end(scorer: &Scorer, m: &Candidate, end: &RftCut) -> Option<Fitted> {
    Fitted::on(scorer, m, &rows(end))
}
