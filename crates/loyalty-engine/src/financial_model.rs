//! The financial model summary: one full appraisal, scenarios beside it on the same chance, and what moves the result.
use crate::accounting::points_account;
use crate::analysis::scenarios::{ScenarioRunner, scenarios};
use crate::analysis::{coverage, decision, pilot, response_curve};
use crate::base::Base;
use crate::simulation::outcome::{Appraisal, Outcome, quantile};
use crate::simulation::sample::sum;
use crate::simulation::tally::MonthFlow;
use crate::simulation::{self, Sampling, appraise_until};
use crate::statement;
use crate::statement::persona_parts::{self, Groups};
use crate::statement::{driver_series, histograms, monthly_series};
use crate::terms::Terms;
use loyalty_model::assumption::Book;
use loyalty_model::drivers::Drivers;
use loyalty_model::line::{LineBook, Provenance, Unit};
use loyalty_model::plan::{Accounting, BudgetPeriod, Economics, PlanOption};
use loyalty_model::program::Program;
use serde::{Deserialize, Serialize};

/// Most draws and customers of a scenario; its difference to the same small run of the design is added to the full appraisal.
const SMALL: (u32, u32) = (40, 400);
/// Aim of the Monte Carlo error of the median ROI, as a share of P90 - P10; and how many times the draws asked may be made for it.
const MONTE_CARLO_AIM: f64 = 0.02;
const MOST: u32 = 6;
/// Inputs shown in the tornado.
const TORNADO: usize = 12;

/// The financial model summary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EconomicsReport {
    /// Series, scenarios, budget, tiers.
    pub economics: Economics,
    /// Lines.
    pub lines: LineBook,
    /// The full appraisal behind them.
    pub appraisal: Appraisal,
}
/// Appraises the chosen program in full and reports it. `reference`: the plain design that the search started from, shown as the
/// scenario `base`; without it the chosen design stands there.
pub fn report(program: &Program, reference: Option<&Program>, base: &Base, book: &Book, terms: &Terms, sampling: &Sampling) -> EconomicsReport {
    report_beside(program, (reference, &[]), base, book, terms, sampling, None)
}
/// [`report`], with the programs of the other options, which the response curve holds too, and the part of each persona.
pub fn report_beside(
    program: &Program,
    (reference, options): (Option<&Program>, &[(PlanOption, Program)]),
    base: &Base,
    book: &Book,
    terms: &Terms,
    sampling: &Sampling,
    groups: Option<&Groups>,
) -> EconomicsReport {
    let mut report = appraised(program, reference, base, book, terms, sampling, groups);
    report.economics.drivers = drivers(program, options, base, book, terms, sampling, report.economics.drivers);
    report
}
/// The driver series of a report with the response curve on it and the errors of both: the workbook and frozen drivers read it, and no other figure does.
pub(crate) fn drivers(
    program: &Program,
    options: &[(PlanOption, Program)],
    base: &Base,
    book: &Book,
    terms: &Terms,
    sampling: &Sampling,
    counted: Drivers,
) -> Drivers {
    let few = terms.paths.sample(base, sampling.seed, small(sampling).members);
    let room = ScenarioRunner { program, base, sample: &few, book, terms, sampling: small(sampling) };
    response_curve::measured(&room, options, sampling, counted)
}
/// The sampling of a scenario.
fn small(sampling: &Sampling) -> Sampling {
    Sampling { draws: sampling.draws.min(SMALL.0), members: sampling.members.min(SMALL.1), ..*sampling }
}
/// [`report_beside`], with the driver series alone: no response curve.
pub(crate) fn appraised(
    program: &Program,
    reference: Option<&Program>,
    base: &Base,
    book: &Book,
    terms: &Terms,
    sampling: &Sampling,
    groups: Option<&Groups>,
) -> EconomicsReport {
    let mut full = appraise_until(program, base, book, terms, sampling, (MONTE_CARLO_AIM, sampling.draws.saturating_mul(MOST)));
    let series_of = driver_series::of(&full, program, book, terms.launch);
    let (personas, personas_shared) = groups.map(|g| persona_parts::of(&full, g)).unwrap_or_default();
    full.draws.iter_mut().for_each(|o| o.tally.detail = None);
    let small = small(sampling);
    let few = terms.paths.sample(base, sampling.seed, small.members);
    let room = ScenarioRunner { program, base, sample: &few, book, terms, sampling: small };
    let plain = room.appraise(program, book);
    let sales = decision::lift(&room, &full, &plain);
    let test_plan = decision::test_plan(base, book, &sales);
    let head = statement::Headline {
        assumed: decision::assumed(&room, &full, &plain),
        leaving: decision::leaving(base),
        lift: sales.line(),
        error: simulation::monte_carlo_error(&full),
        aim: MONTE_CARLO_AIM,
        kept: full.budget_kept_share(terms.pool),
        small: (small.draws, plain.members),
        returns: decision::returns(&room, &full, &plain),
    };
    let (mut lines, statement, headlines) = statement::lines(&full, book, &head);
    let budget = budget(&full, terms.pool);
    period_means(&mut lines, &budget, &full);
    statement::of_means(&mut lines, &series_of, &full);
    let mut roi_draws = full.roi.clone();
    roi_draws.sort_by(f64::total_cmp);
    let account = points_account::simulated(&full);
    let trial = pilot::pilot(&full, &test_plan);
    let economics = Economics {
        statement,
        headlines,
        series: monthly_series::of(&full),
        scenarios: scenarios(&room, reference, &full, &plain),
        budget,
        budget_kept_share: head.kept,
        tiers: statement::tier_profits(&full),
        personas,
        personas_shared,
        draws: full.draws.len() as u32,
        members: full.members,
        roi_counts: histograms::returns(&roi_draws),
        roi_draws,
        tornado: tornado(&full),
        decision: decision::decision(&sales, &test_plan).into_iter().chain(pilot::said(trial.as_ref())).chain([decision::carried(&full)]).collect(),
        pilot: trial,
        two_way: decision::two_way(&room, &full, &plain),
        truths: coverage::coverage(&room, &full),
        test_plan,
        run_off: histograms::run_off(series_of.opening, &account, &series_of.cohorts),
        points_account: account,
        // What the ledger and a booked balance say is known where the plan is put together.
        accounting: Accounting::default(),
        drivers: series_of,
    };
    EconomicsReport { economics, lines, appraisal: full }
}

fn budget(a: &Appraisal, pool: f64) -> Vec<BudgetPeriod> {
    let length = a.period_months as usize;
    let periods = (a.horizon as usize).div_ceil(length);
    let one = |p: usize| {
        let of = |o: &Outcome, f: &dyn Fn(&MonthFlow) -> f64| sum(o.tally.months.iter().skip(p * length).take(length).map(f));
        let points = a.mean(|o| of(o, &MonthFlow::points_issued) * o.cost_per_point_issued);
        let benefits = a.mean(|o| of(o, &|f| f.benefits));
        let mut rewards: Vec<f64> = a.period_reward.iter().map(|r| r[p]).collect();
        BudgetPeriod {
            period: p as u32 + 1,
            pool,
            points,
            benefits,
            reward_cost: points + benefits,
            reward_cost_p90: quantile(&mut rewards, 0.9),
            redemption_cash: a.mean(|o| of(o, &|f| f.points_redeemed) * o.cost_per_point_redeemed),
            unspent: pool - points - benefits,
        }
    };
    (0..periods).map(one).collect()
}
/// What a period uses of the pool, on average over the periods.
fn period_means(lines: &mut LineBook, budget: &[BudgetPeriod], a: &Appraisal) {
    let from = || Provenance::Simulated { draws: a.draws.len() as u32, members: a.members };
    let mut put = |id: &str, value: fn(&BudgetPeriod) -> f64| {
        let mean = sum(budget.iter().map(value)) / budget.len().max(1) as f64;
        lines.leaf(&format!("economics.period.{id}"), mean, Unit::Money, from());
    };
    put("reward_cost", |b| b.reward_cost);
    put("redemption_cash", |b| b.redemption_cash);
    put("unspent", |b| b.unspent);
}
/// Change of ROI from each input's P10 to its P90, by least squares on all inputs together; largest first.
fn tornado(a: &Appraisal) -> Vec<(String, f64)> {
    let inputs: Vec<(&String, Vec<f64>, f64)> = a.inputs.iter().filter_map(|(id, v)| standard(v).map(|(z, w)| (id, z, w))).collect();
    let k = inputs.len();
    if a.roi.len() < 2 * k || a.roi.iter().any(|r| !r.is_finite()) {
        return vec![];
    }
    let mean = sum(a.roi.iter().copied()) / a.roi.len() as f64;
    let dot = |x: &[f64], y: &mut dyn Iterator<Item = f64>| sum(x.iter().zip(y).map(|(a, b)| a * b));
    let mut rows: Vec<Vec<f64>> = vec![];
    for (i, (_, x, _)) in inputs.iter().enumerate() {
        let mut row: Vec<f64> = inputs.iter().map(|(_, y, _)| dot(x, &mut y.iter().copied())).collect();
        row[i] += 1e-9 * a.roi.len() as f64;
        row.push(dot(x, &mut a.roi.iter().map(|r| r - mean)));
        rows.push(row);
    }
    let slopes = solve(rows);
    let mut list: Vec<(String, f64)> = inputs.iter().zip(slopes).map(|((id, _, width), s)| ((*id).clone(), s * width)).collect();
    list.sort_by(|x, y| y.1.abs().total_cmp(&x.1.abs()).then(x.0.cmp(&y.0)));
    list.truncate(TORNADO);
    list
}
/// Values with mean 0 and standard deviation 1, and their P90 - P10 on that scale; none for a constant.
fn standard(v: &[f64]) -> Option<(Vec<f64>, f64)> {
    let n = v.len() as f64;
    let mean = sum(v.iter().copied()) / n;
    let sd = libm::sqrt(sum(v.iter().map(|x| (x - mean) * (x - mean))) / n);
    if sd.is_nan() || sd <= 0.0 {
        return None;
    }
    let z: Vec<f64> = v.iter().map(|x| (x - mean) / sd).collect();
    let width = quantile(&mut z.clone(), 0.9) - quantile(&mut z.clone(), 0.1);
    Some((z, width))
}
/// Solves a positive definite system (last column: right side) by elimination.
fn solve(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let k = rows.len();
    for i in 0..k {
        for j in i + 1..k {
            let factor = rows[j][i] / rows[i][i];
            let pivot = rows[i].clone();
            rows[j].iter_mut().zip(&pivot).skip(i).for_each(|(x, p)| *x -= factor * p);
        }
    }
    let mut x = vec![0.0; k];
    for i in (0..k).rev() {
        let known = sum((i + 1..k).map(|j| rows[i][j] * x[j]));
        x[i] = (rows[i][k] - known) / rows[i][i];
    }
    x
}
