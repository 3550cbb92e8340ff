//! The pilot: what it is worth to try the program on some customers before deciding (preposterior analysis; Raiffa & Schlaifer 1961).
//!
//! Customers are invited at random; everybody invited is compared with everybody else (intention to treat). The rule is fixed before: launch where the
//! posterior mean of the net value is above zero, else stop.
use crate::random::exp;
use crate::simulation::outcome::{Appraisal, Outcome, quantile, ratio};
use crate::simulation::sample::sum;
use crate::simulation::tally::MonthFlow;
use loyalty_model::fact::Fact;
use loyalty_model::plan::{Pilot, TestOption, TestPlan};
use loyalty_stats::power::Errors;
use loyalty_stats::special::normal_quantile;

/// Truths that the response is weighed over (quantiles, so that few are as good as many drawn at random), and readings that each pilot may give.
const TRUTHS: usize = 2_000;
const READINGS: usize = 61;
/// Standard errors on either side of the truths that readings reach.
const REACH: f64 = 4.0;
/// Months of the options of the test plan.
fn months(o: &TestOption) -> usize {
    (f64::from(o.weeks) / 52.0 * 12.0).round() as usize
}

/// The pilot of the most value among the sizes and durations of the test plan, whether or not it is worth its cost; nothing where none is sized.
pub(crate) fn pilot(full: &Appraisal, plan: &TestPlan) -> Option<Pilot> {
    let truths = Truths::of(full)?;
    let options = plan.options.iter().filter(|o| !o.metric.is("test-metric-orders") && months(o) < full.horizon as usize);
    let all: Vec<Pilot> = options.map(|o| truths.worth(o, full, plan)).filter(|p| p.value.is_finite()).collect();
    all.into_iter().max_by(|a, b| a.value.total_cmp(&b.value))
}
/// What the decision says of it.
pub(crate) fn said(pilot: Option<&Pilot>) -> Option<Fact> {
    let p = pilot?;
    if p.value <= 0.0 {
        return Some(Fact::new("decision-no-pilot").count("invited", p.invited.round() as u64).count("weeks", p.weeks.into()).money("value", p.value));
    }
    let detects = Fact::new("decision-pilot").count("invited", p.invited.round() as u64).count("weeks", p.weeks.into());
    Some(detects.money("value", p.value).share("lift", p.detectable_lift).share("launch", p.launch_share).money("cost", p.cost))
}

/// The response and the net value that goes with it.
struct Truths {
    /// Log lift of members' sales over 24 months, each with the net value that is expected with it; the other unknowns are averaged out.
    lifts: Vec<(f64, f64)>,
}
impl Truths {
    fn of(full: &Appraisal) -> Option<Truths> {
        let pairs: Vec<(f64, f64)> = full.draws.iter().map(|o| (o.expected_lift, o.net_value)).collect();
        let n = pairs.len() as f64;
        let (mx, my) = (sum(pairs.iter().map(|p| p.0)) / n, sum(pairs.iter().map(|p| p.1)) / n);
        let spread = sum(pairs.iter().map(|p| (p.0 - mx) * (p.0 - mx)));
        let slope = sum(pairs.iter().map(|p| (p.0 - mx) * (p.1 - my))) / spread;
        if !slope.is_finite() || pairs.len() < 20 {
            return None;
        }
        let mut sorted: Vec<f64> = pairs.iter().map(|p| p.0).collect();
        let lifts: Vec<f64> = (0..TRUTHS).map(|k| quantile(&mut sorted, (k as f64 + 0.5) / TRUTHS as f64)).collect();
        // Quantiles of few draws miss the mean by a little: the line goes through the mean of the draws.
        let centre = sum(lifts.iter().copied()) / TRUTHS as f64;
        Some(Truths { lifts: lifts.into_iter().map(|l| (l, my + slope * (l - centre))).collect() })
    }
    /// Value of one pilot over deciding now.
    fn worth(&self, o: &TestOption, full: &Appraisal, plan: &TestPlan) -> Pilot {
        let months = months(o);
        // The smaller arm is invited: half of customers at the most.
        let (share, invited) = (o.holdout_share, o.held_out);
        let e = Errors::USUAL;
        let detectable = o.detectable_lift_cuped.unwrap_or(o.detectable_lift);
        let error = detectable / (normal_quantile(1.0 - e.alpha / 2.0) + normal_quantile(e.power));
        let seen = plan.enrolment_share * visible(full, months);
        let (after, launch_share) = self.posterior(seen, error, full);
        let now = self.mean().max(0.0);
        let setup = full.mean(|o| o.setup);
        // Whatever comes of it, set-up and the running of the platform for its time are spent; the invited part of the program brings and costs its part.
        let running = full.mean(|o| (o.platform + o.staff) * months as f64 / o.tally.months.len().max(1) as f64);
        let part = share * full.mean(|o| early(o, months));
        let cost = setup + running - part;
        let discount = full.mean(|o| libm::pow(1.0 + o.discount, -(months as f64) / 12.0));
        // A launch after the pilot has its set-up behind it.
        let value = discount * after - cost + discount * setup * launch_share - now;
        Pilot {
            invited,
            held_out: plan.customers - invited,
            weeks: o.weeks,
            metric: o.metric.clone(),
            detectable_lift: detectable,
            launch_share,
            cost,
            value,
            value_now: now,
        }
    }
    fn mean(&self) -> f64 {
        sum(self.lifts.iter().map(|l| l.1)) / self.lifts.len() as f64
    }
    /// E[max(0, posterior mean)] over the readings, and the probability of launching. `seen`: share of the log lift that the reading shows; `error`: its
    /// standard error.
    fn posterior(&self, seen: f64, error: f64, full: &Appraisal) -> (f64, f64) {
        let setup = full.mean(|o| o.setup);
        let low = self.lifts.first().map_or(0.0, |l| seen * l.0) - REACH * error;
        let high = self.lifts.last().map_or(0.0, |l| seen * l.0) + REACH * error;
        let step = (high - low) / (READINGS - 1) as f64;
        let (mut value, mut launch, mut all) = (0.0, 0.0, 0.0);
        for k in 0..READINGS {
            let y = low + step * k as f64;
            let (mut weight, mut net) = (0.0, 0.0);
            for (lift, worth) in &self.lifts {
                let z = (y - seen * lift) / error;
                let w = exp((-0.5 * z * z).max(-600.0));
                weight += w;
                net += w * worth;
            }
            let mean = ratio(net, weight);
            // Set-up is spent by then: launching is worth it from minus set-up on.
            if mean + setup > 0.0 {
                value += weight * mean;
                launch += weight;
            }
            all += weight;
        }
        (ratio(value, all), ratio(launch, all))
    }
}
/// Share of the members' log lift over the horizon that their first months show, in the simulation.
fn visible(full: &Appraisal, months: usize) -> f64 {
    let lift = |n: usize| {
        let total = |f: fn(&MonthFlow) -> f64| full.mean(|o| sum(o.tally.months.iter().take(n).map(f)));
        libm::log(total(|f| f.net_members_with) / total(|f| f.net_members_without))
    };
    let all = lift(full.horizon as usize);
    if all.abs() < 1e-9 { 0.0 } else { (lift(months) / all).clamp(0.0, 1.0) }
}
/// Contribution less rewards and messages of the first months, the points of those months at their expected cost.
fn early(o: &Outcome, months: usize) -> f64 {
    let flows = || o.tally.months.iter().take(months);
    let contribution = o.margin * sum(flows().map(|f| f.net_with - f.net_without));
    contribution - sum(o.reward_monthly.iter().take(months).copied()) - sum(flows().map(|f| f.members * o.message * o.message_rate))
}
