//! What a decision needs beside the appraisal: the two-way table, the share that rests on assumption, how the program would be proved.
use crate::analysis::coverage;
use crate::analysis::scenarios::{ScenarioRunner, changed, is_effect};
use crate::assumptions::judgement;
use crate::base::{Base, BaseMember};
use crate::simulation::outcome::{Appraisal, Outcome, quantile, ratio};
use crate::simulation::sample::sum;
use crate::simulation::{Sampling, held_out};
use crate::statement::{Assumed, Returns};
use loyalty_model::assumption::Book;
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::line::Provenance;
use loyalty_model::plan::{TestOption, TestPlan, TwoWay};
use loyalty_model::program::Program;
use loyalty_stats::power::Errors;
use loyalty_stats::special::normal_quantile;

/// Strengths of the effects, and margins as parts of the present one.
const STRENGTHS: [f64; 5] = [0.0, 0.5, 1.0, 1.5, 2.0];
const MARGINS: [f64; 3] = [0.75, 1.0, 1.25];

/// Median ROI by strength of every effect and by margin: the full appraisal, moved by what the change makes on a smaller run of the same chance.
pub(crate) fn two_way(room: &ScenarioRunner, full: &Appraisal, plain: &Appraisal) -> TwoWay {
    let roi = |a: &Appraisal, part: f64| {
        let one = |o: &Outcome| {
            let cost = o.total_cost + (part - 1.0) * o.test_margin;
            ratio(part * o.incremental_margin - cost, cost)
        };
        let mut all: Vec<f64> = a.draws.iter().map(one).collect();
        quantile(&mut all, 0.5)
    };
    let row = |strength: f64| {
        let other = if strength == 1.0 { plain.clone() } else { room.appraise(room.program, &changed(room.book, is_effect, strength)) };
        MARGINS.iter().map(|m| roi(full, *m) + roi(&other, *m) - roi(plain, *m)).collect()
    };
    TwoWay {
        rows_are: Fact::new("two-way-rows"),
        columns_are: Fact::new("two-way-columns"),
        rows: STRENGTHS.to_vec(),
        columns: MARGINS.iter().map(|m| (m * room.book.value("company.gross_margin")).min(1.0)).collect(),
        roi_p50: STRENGTHS.iter().map(|s| row(*s)).collect(),
    }
}
/// Share of the incremental contribution that is gone when every effect that this company neither measured nor gave is nothing, and the return of the means
/// that is left: the rest of the full appraisal's contribution against what the program then costs.
pub(crate) fn assumed(room: &ScenarioRunner, full: &Appraisal, plain: &Appraisal) -> Assumed {
    // The strength scales the response: it is the company's own where the response is.
    let settled = |id: &str| room.book.get(if id == "response.strength" { "response.total" } else { id });
    let own = |id: &str| settled(id).is_some_and(|a| matches!(a.from, Provenance::Measured { .. } | Provenance::Given { .. }));
    let foreign: Vec<&String> = room.book.0.keys().filter(|id| (is_effect(id) || id.starts_with("referral.rate")) && !own(id)).collect();
    let mut book = changed(room.book, |id| foreign.iter().any(|f| *f == id) && is_effect(id), 0.0);
    if foreign.iter().any(|f| *f == "referral.rate_yearly") {
        let without = book.value("referral.rate_yearly_without");
        if let Some(a) = book.0.get_mut("referral.rate_yearly") {
            (a.value, a.sd, a.distribution) = (without, 0.0, "fixed".into());
        }
    }
    let mean = |a: &Appraisal| a.mean(|o: &Outcome| o.incremental_margin);
    let (all, own) = (mean(plain), room.appraise(room.program, &book));
    let share = if all <= 0.0 { 1.0 } else { (1.0 - mean(&own) / all).clamp(0.0, 1.0) };
    let (contribution, cost) = ((1.0 - share) * mean(full), own.mean(|o| o.total_cost));
    Assumed { share, roi: ratio(contribution - cost, cost) }
}
/// Chance of a customer to leave in a month, weighted with expected sales.
pub(crate) fn leaving(base: &Base) -> f64 {
    let one = |m: &BaseMember| match m.mrr > 0.0 {
        true => (m.weight * m.p_alive * m.mrr, m.mrr_hazard),
        false => (m.weight * m.p_alive * m.rate_monthly * m.order_value, m.dropout_monthly),
    };
    let (weights, chances) = base.members.iter().map(one).fold((0.0, 0.0), |(w, c), (weight, chance)| (w + weight, c + weight * chance));
    ratio(chances, weights)
}
/// From which yearly sales the program would carry set-up, platform and staff, all else in proportion to sales.
pub(crate) fn carried(a: &Appraisal) -> Fact {
    let fixed = a.mean(|o| o.setup + o.platform + o.staff);
    let before = a.mean(|o| o.net_value) + fixed;
    let yearly = a.mean(|o| sum(o.tally.months.iter().map(|f| f.net_without))) * 12.0 / f64::from(a.horizon.max(1));
    match before > 0.0 {
        true => Fact::new("decision-carried").money("sales", yearly * fixed / before).money("today", yearly).money("fixed", fixed),
        false => Fact::new("decision-not-carried").money("fixed", fixed),
    }
}
/// Returns of the means with the response at its mean, on the small run's draws and the full appraisal's customers; and without the referral reward: the
/// full appraisal, moved by what the change makes on a smaller run of the same chance.
pub(crate) fn returns(room: &ScenarioRunner, full: &Appraisal, plain: &Appraisal) -> Returns {
    let moved = |other: &Appraisal| full.roi_of_means() + (other.roi_of_means() - plain.roi_of_means());
    let book = coverage::fixed(room.book, room.book.value("response.total"));
    let without = room.program.referral.is_some().then(|| room.appraise(&Program { referral: None, ..room.program.clone() }, room.book));
    // With the response certain few draws are enough; the mean of few draws of the response itself is not: its tail is long.
    let sample = room.terms.paths.sample(room.base, room.sampling.seed, full.members);
    let certain = ScenarioRunner { sample: &sample, sampling: Sampling { members: full.members, ..room.sampling }, ..*room };
    Returns { mean_response: certain.appraise(room.program, &book).roi_of_means(), without_referral: without.map(|a| moved(&a)) }
}
/// What all effects together do to the sales of invited customers, joined or not, referred friends left out: what a test would measure.
fn sales_lift(o: &Outcome) -> f64 {
    let total = |f: fn(&crate::simulation::tally::MonthFlow) -> f64| sum(o.tally.months.iter().map(f));
    ratio(total(|f| f.net_with - f.net_referred - f.net_without), total(|f| f.net_without))
}
/// Highest strength of the response that the break-even search looks at. Beyond, the mean over draws is that of the response's long tail: at twelve times, 40
/// draws and 240 were a third of the cost apart.
const STRONGEST: f64 = 4.0;
/// Net value at break-even, as a share of total cost, that counts as none; and how often the search looks for it.
const LEFT: f64 = 0.002;
const MOST_STEPS: usize = 6;
/// Sales lift of invited customers over the horizon: at which the mean net value is zero, and what is believed of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lift {
    /// Break-even; `None`: not even [`STRONGEST`] times the response pays.
    pub(crate) break_even: Option<f64>,
    /// The same, or the highest lift looked at.
    pub(crate) looked: f64,
    /// Strength of the effects at break-even (1: as assumed).
    pub(crate) strength: f64,
    /// P10, P50, P90 as assumed.
    pub(crate) believed: [f64; 3],
}
/// Looks for the strength of all effects at which the program pays for itself, on the smaller run. Its contribution and lift are scaled, its cost is moved, to
/// what the full one has at the assumed strength: with a margin that is drawn, few draws give another mean of margin × lift. What referral brings and its
/// points are left out.
pub(crate) fn lift(room: &ScenarioRunner, full: &Appraisal, plain: &Appraisal) -> Lift {
    let believed = [0.1, 0.5, 0.9].map(|q| full.quantile(q, sales_lift));
    let scale = |of: fn(&Outcome) -> f64| {
        let (all, few) = (full.mean(of), plain.mean(of));
        if all > 0.0 && few > 0.0 { all / few } else { 1.0 }
    };
    let (gain_scale, lift_scale) = (scale(contribution), scale(sales_lift));
    let cost = |o: &Outcome| contribution(o) - without_referral(o);
    let missed = full.mean(cost) - plain.mean(cost);
    let at = |s: f64| {
        let a = if s == 1.0 { plain.clone() } else { room.appraise(room.program, &changed(room.book, is_effect, s)) };
        (gain_scale * a.mean(contribution) - a.mean(cost) - missed, lift_scale * a.mean(sales_lift))
    };
    let (mut low, mut high) = (0.0, 2.0);
    let (mut below, mut above) = (at(low), at(high));
    if below.0 >= 0.0 {
        return Lift { break_even: Some(below.1), looked: below.1, strength: 0.0, believed };
    }
    while above.0 < 0.0 && high < STRONGEST {
        (low, below) = (high, above);
        high *= 2.0;
        above = at(high);
    }
    if above.0 < 0.0 {
        return Lift { break_even: None, looked: above.1, strength: high, believed };
    }
    // Net value is close to linear in the strength, but not quite: the search goes on until little is left.
    let enough = LEFT * plain.mean(|o| o.total_cost);
    for _ in 0..MOST_STEPS {
        let x = low - below.0 * (high - low) / (above.0 - below.0);
        let y = at(x);
        if libm::fabs(y.0) <= enough {
            return Lift { break_even: Some(y.1), looked: y.1, strength: x, believed };
        }
        if y.0 < 0.0 { (low, below) = (x, y) } else { (high, above) = (x, y) }
    }
    let part = -below.0 / (above.0 - below.0);
    let even = below.1 + part * (above.1 - below.1);
    Lift { break_even: Some(even), looked: even, strength: low + part * (high - low), believed }
}
/// Contribution without that of referred friends, and without what those held out lack.
fn contribution(o: &Outcome) -> f64 {
    o.incremental_margin - o.test_margin - o.referral_contribution()
}
/// Net value without the contribution of referred friends and without the points that referral gives.
fn without_referral(o: &Outcome) -> f64 {
    o.net_value - o.referral_value()
}
impl Lift {
    /// The line that tells it: id, share of sales, what it says of itself. A lift that is not enough is no break-even and has a line of its own.
    pub(crate) fn line(&self) -> (&'static str, f64, Fact) {
        match (self.break_even, self.strength <= 0.0) {
            (None, _) => ("economics.lift_not_enough", self.looked, Fact::new("note-lift-not-enough").number("strength", self.strength)),
            (Some(lift), true) => ("economics.break_even_lift", lift, Fact::new("note-lift-not-needed")),
            (Some(lift), false) => ("economics.break_even_lift", lift, Fact::new("note-lift")),
        }
    }
}

/// Months, and shares held out, that are shown beside those recommended (`test.months`, `test.holdout_share`): points on a scale, no judgement.
const DURATIONS: [usize; 2] = [3, 12];
const HOLDOUTS: [f64; 2] = [0.1, 0.5];
/// What is recommended and what must be there for it, from the book.
#[derive(Debug, Clone, Copy)]
struct TestTerms {
    holdout_share: f64,
    months: usize,
    customers_least: f64,
    cap_share: f64,
}
impl TestTerms {
    fn of(book: &Book) -> TestTerms {
        let value = |id: &str| judgement(book, id);
        TestTerms {
            holdout_share: value("test.holdout_share"),
            months: held_out::test_months(book),
            customers_least: value("test.customers_least"),
            cap_share: value("test.spend_cap_share"),
        }
    }
    /// Months that are sized, the recommended among them.
    fn durations(&self) -> Vec<usize> {
        let mut all: Vec<usize> = DURATIONS.into_iter().chain([self.months]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
    /// Shares that are sized, the recommended among them.
    fn holdouts(&self) -> Vec<f64> {
        let mut all: Vec<f64> = HOLDOUTS.into_iter().chain([self.holdout_share]).collect();
        all.sort_by(f64::total_cmp);
        all.dedup();
        all
    }
}
/// Weeks of so many months: 13 of a quarter, 52 of a year.
fn weeks_of(months: usize) -> u32 {
    (months as f64 * 52.0 / 12.0).round() as u32
}
type Metric = (FactId, fn(&BaseMember, usize) -> f64);
const SPEND: FactId = FactId("test-metric-spend");
const METRICS: [Metric; 2] = [(FactId("test-metric-orders"), |m, i| f64::from(m.orders_last_12[i])), (SPEND, |m, i| m.net_last_12[i])];
/// The metric whose top is cut off, by a rule that is fixed before the test.
fn capped_spend(top: f64) -> Fact {
    Fact::new("test-metric-spend-capped").share("top", top)
}

/// Sizes a hold-out test on the last 12 months of the company's own customers.
pub(crate) fn test_plan(base: &Base, book: &Book, lift: &Lift) -> TestPlan {
    let (enrolment, terms) = (book.value("program.enrolment_active_share"), TestTerms::of(book));
    let buyers: Vec<&BaseMember> = base.members.iter().filter(|m| m.orders_last_year() > 0).collect();
    let customers = sum(buyers.iter().map(|m| m.weight));
    let mut plan = TestPlan { design: Fact::new("test-design"), customers, enrolment_share: enrolment, ..TestPlan::default() };
    if customers < terms.customers_least {
        plan.not_identified = Some(match base.contractual {
            true => Fact::new("test-too-few-subscribers").count("customers", customers.round() as u64).count("least", terms.customers_least as u64),
            false => Fact::new("test-too-few").count("customers", customers.round() as u64).count("least", terms.customers_least as u64),
        });
        plan.rules = rules(lift, None);
        return plan;
    }
    for months in terms.durations() {
        let weeks = weeks_of(months);
        for (name, of) in METRICS {
            let series = measured(&buyers, of, months);
            push(&mut plan, &name.into(), weeks, &series, &terms);
            if name == SPEND {
                push(&mut plan, &capped_spend(terms.cap_share), weeks, &capped(&series, terms.cap_share), &terms);
            }
        }
    }
    let fits = |o: &TestOption| o.holdout_share == terms.holdout_share && o.weeks == weeks_of(terms.months);
    let chosen = plan.options.iter().enumerate().filter(|(_, o)| fits(o)).min_by(|a, b| seen(a.1).total_cmp(&seen(b.1))).map(|c| c.0);
    plan.recommended = chosen.map(|c| c as u32);
    plan.rules = rules(lift, chosen.map(|c| &plan.options[c]));
    plan
}
/// Of a customer: outcome in the last `months`, the same before (where a year holds both), weight.
type Row = (f64, Option<f64>, f64);
type Series = Vec<Row>;
fn measured(buyers: &[&BaseMember], of: fn(&BaseMember, usize) -> f64, months: usize) -> Series {
    let window = |m: &BaseMember, from: usize, to: usize| sum((from..to).map(|i| of(m, i)));
    let known = |m: &&&BaseMember| held_out::bought_before(m, months);
    let one = |m: &&BaseMember| (window(m, 12 - months, 12), (months <= 6).then(|| window(m, 12 - 2 * months, 12 - months)), m.weight);
    buyers.iter().filter(known).map(one).collect()
}
fn capped(series: &Series, top_share: f64) -> Series {
    let mut tops: Vec<f64> = series.iter().map(|s| s.0).collect();
    let top = quantile(&mut tops, 1.0 - top_share);
    let mut before: Vec<f64> = series.iter().filter_map(|s| s.1).collect();
    let top_before = if before.is_empty() { f64::INFINITY } else { quantile(&mut before, 1.0 - top_share) };
    series.iter().map(|s| (s.0.min(top), s.1.map(|b| b.min(top_before)), s.2)).collect()
}
fn push(plan: &mut TestPlan, metric: &Fact, weeks: u32, series: &Series, terms: &TestTerms) {
    let n = sum(series.iter().map(|s| s.2));
    let mean_of = |f: &dyn Fn(&Row) -> f64| sum(series.iter().map(|s| s.2 * f(s))) / n.max(1e-9);
    let mean = mean_of(&|s| s.0);
    let before = mean_of(&|s| s.1.unwrap_or(0.0));
    let variance = mean_of(&|s| (s.0 - mean) * (s.0 - mean));
    let variance_before = mean_of(&|s| s.1.map_or(0.0, |b| (b - before) * (b - before)));
    let together = mean_of(&|s| s.1.map_or(0.0, |b| (b - before) * (s.0 - mean)));
    if n < terms.customers_least || mean <= 0.0 || variance <= 0.0 {
        return;
    }
    let cv = libm::sqrt(variance) / mean;
    let correlation = (variance_before > 0.0).then(|| together / libm::sqrt(variance * variance_before));
    let e = Errors::USUAL;
    let z = normal_quantile(1.0 - e.alpha / 2.0) + normal_quantile(e.power);
    for share in terms.holdouts() {
        let (held, invited) = (share * plan.customers, (1.0 - share) * plan.customers);
        let detectable = z * cv * libm::sqrt(1.0 / held + 1.0 / invited);
        plan.options.push(TestOption {
            metric: metric.clone(),
            weeks,
            holdout_share: share,
            held_out: libm::round(held),
            mean,
            cv,
            correlation,
            detectable_lift: detectable,
            detectable_lift_cuped: correlation.map(|r| detectable * libm::sqrt((1.0 - r * r).max(0.0))),
        });
    }
}
fn seen(o: &TestOption) -> f64 {
    o.detectable_lift_cuped.unwrap_or(o.detectable_lift)
}
fn rules(lift: &Lift, chosen: Option<&TestOption>) -> Vec<Fact> {
    let kill = Fact::new("test-rule-kill");
    let (o, even) = match (chosen, lift.break_even) {
        (Some(o), Some(even)) => (o, even),
        (None, _) => return vec![Fact::new("test-rule-unsized"), kill],
        (_, None) => return vec![Fact::new("test-rule-hopeless"), kill],
    };
    let power = match seen(o) <= even {
        true => Fact::new("test-power-enough"),
        false => Fact::new("test-power-short").number("times", libm::ceil((seen(o) / even.max(1e-9)).powi(2))),
    };
    let metric = Fact::new("test-rule-metric").fact("metric", o.metric.clone()).count("weeks", o.weeks.into());
    vec![
        metric.share("share", o.holdout_share).count("customers", o.held_out.round() as u64).fact("power", power),
        Fact::new("test-rule-scale").share("even", even),
        Fact::new("test-rule-look").count("week", (o.weeks / 2).into()).share("significance", 0.001),
        kill,
    ]
}
/// What the decision needs: break-even first, then what the priors say, then what a test could show.
pub(crate) fn decision(lift: &Lift, plan: &TestPlan) -> Vec<Fact> {
    let from = match lift.break_even {
        None => Fact::new("decision-never"),
        Some(_) if lift.strength <= 0.0 => Fact::new("decision-without-effect"),
        Some(even) => Fact::new("decision-break-even").share("lift", even).number("strength", lift.strength),
    };
    let [low, mid, high] = lift.believed;
    let priors = Fact::new("decision-priors").share("low", low).share("mid", mid).share("high", high);
    let test = match plan.recommended.and_then(|r| plan.options.get(r as usize)) {
        None => Fact::new("decision-no-test"),
        Some(o) => {
            let shorter = plan.options.iter().filter(|q| q.metric == o.metric && q.weeks < o.weeks && q.holdout_share == o.holdout_share);
            let quick = shorter.min_by_key(|q| q.weeks);
            let quick = quick.map_or(Fact::default(), |q| Fact::new("decision-test-quick").share("lift", seen(q)).count("weeks", q.weeks.into()));
            let test = Fact::new("decision-test").fact("quick", quick).share("lift", seen(o)).count("weeks", o.weeks.into());
            test.fact("metric", o.metric.clone()).share("holdout", o.holdout_share)
        }
    };
    vec![from, priors, test]
}
