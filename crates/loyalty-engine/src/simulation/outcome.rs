//! From counts to money: one outcome per draw, and the appraisal over all draws.
use crate::simulation::draw::Draw;
use crate::simulation::sample::{Sample, sum};
use crate::simulation::tally::{MonthFlow, Tally};
use crate::terms::Terms;
use loyalty_model::brief::Goal;
use loyalty_model::program::Program;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many times the goal's own contribution counts on top of the net value.
const GOAL_WEIGHT: f64 = 1.0;
/// Orders that a completed mission is worth to the engagement goal.
const MISSION_ORDERS: f64 = 0.1;

/// Money and points of one draw over the horizon, in plan currency.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Counts.
    pub tally: Tally,
    /// Net sales with less net sales without.
    pub incremental_net: f64,
    /// Contribution margin on that.
    pub incremental_margin: f64,
    /// Margin rate of the draw.
    pub margin: f64,
    /// Set-up.
    pub setup: f64,
    /// Platform.
    pub platform: f64,
    /// Staff.
    pub staff: f64,
    /// Messages.
    pub messages: f64,
    /// Benefits.
    pub benefits: f64,
    /// Expected cost of points issued, by source: purchases, joining, missions, surprise, triggers, referral.
    pub points_cost: [f64; 6],
    /// Reward cost: points at expected cost plus benefits.
    pub reward_cost: f64,
    /// Of that, on sales that would have happened anyway.
    pub subsidy: f64,
    /// Cash for redemptions.
    pub redemption_cash: f64,
    /// Expected cost of points outstanding at the end.
    pub outstanding_cost: f64,
    /// Expected cost of the points that were brought in, as far as the rules of the program leave them: owed with or without it. What its expiry takes
    /// away is no value of the program.
    pub opening_cost: f64,
    /// Fraud and abuse: a share of reward cost on top of it.
    #[serde(default)]
    pub fraud: f64,
    /// Contacts with customer service about the program.
    #[serde(default)]
    pub service: f64,
    /// VAT on rewards that are goods or services given free.
    #[serde(default)]
    pub reward_vat: f64,
    /// Value given up for the test: contribution that the customers held out would have added less what they would have cost.
    #[serde(default)]
    pub test: f64,
    /// Of that, the contribution.
    #[serde(default)]
    pub test_margin: f64,
    /// Share of customers held out, and months for which.
    #[serde(default)]
    pub held_out: HeldOut,
    /// Set-up + platform + staff + messages + service + benefits + redemption cash + outstanding at the end - opening + fraud + VAT + test.
    pub total_cost: f64,
    /// Incremental contribution less total cost.
    pub net_value: f64,
    /// Net value ÷ total cost.
    pub roi: f64,
    /// Net present value.
    pub npv: f64,
    /// First month, from 1, from which cumulative cash stays at or above zero.
    pub break_even: Option<u32>,
    /// Highest month-end liability.
    pub peak_liability: f64,
    /// Lowest cumulative cash.
    pub cash_low: f64,
    /// Cumulative cash by month.
    pub cash: Vec<f64>,
    /// Expected cost of points outstanding by month.
    pub liability: Vec<f64>,
    /// Reward cost by month.
    pub reward_monthly: Vec<f64>,
    /// Expected cost of a point issued.
    pub cost_per_point_issued: f64,
    /// Cost of a point redeemed.
    pub cost_per_point_redeemed: f64,
    /// Share of points redeemed in the end, as drawn.
    pub redemption: f64,
    /// Yearly discount rate, as drawn.
    pub discount: f64,
    /// Cost of a message, as drawn.
    pub message: f64,
    /// Messages of a member a month, triggers among them.
    pub message_rate: f64,
    /// Fraud and abuse as a share of reward cost, as drawn.
    #[serde(default)]
    pub fraud_share: f64,
    /// Cost of a contact, as drawn.
    #[serde(default)]
    pub contact: f64,
    /// Contacts of a member a month, as drawn.
    #[serde(default)]
    pub contact_rate: f64,
    /// VAT as a share of the cost of rewards.
    #[serde(default)]
    pub vat_rate: f64,
    /// Log lift in members' sales over 24 months that the response model expects of the program, as drawn: the response to the value delivered, weighted
    /// with expected sales.
    #[serde(default)]
    pub expected_lift: f64,
}
impl Outcome {
    /// Counts at the money of a draw; `point_value`: of a point, `trigger_messages`: own messages of triggers per member and month.
    pub(crate) fn of(tally: Tally, (point_value, trigger_messages): (f64, f64), held_out: HeldOut, draw: &Draw) -> Outcome {
        let (d, redemption) = (&draw.money, draw.behaviour.redemption);
        let point = point_value * tally.cost_ratio(d.reward_cost_ratio);
        let issued_cost = point * redemption;
        let total = |f: fn(&MonthFlow) -> f64| sum(tally.months.iter().map(f));
        let n = tally.months.len() as f64;
        let mut o = Outcome {
            incremental_net: total(|f| f.net_with - f.net_without),
            margin: d.margin,
            setup: d.setup,
            platform: d.platform * n,
            staff: d.staff * n,
            benefits: total(|f| f.benefits),
            points_cost: [
                total(|f| f.points_earned),
                total(|f| f.points_joining),
                total(|f| f.points_missions),
                total(|f| f.points_surprise),
                total(|f| f.points_triggers),
                total(|f| f.points_referral),
            ]
            .map(|p| p * issued_cost),
            subsidy: total(|f| f.points_on_baseline) * issued_cost + total(|f| f.benefits_on_baseline),
            redemption_cash: total(|f| f.points_redeemed) * point,
            opening_cost: opening_expected(&tally, redemption) * point,
            cost_per_point_issued: issued_cost,
            cost_per_point_redeemed: point,
            redemption,
            discount: d.discount,
            message: d.message,
            message_rate: d.messages_monthly + trigger_messages,
            fraud_share: d.fraud_share,
            contact: d.contact,
            contact_rate: d.contacts_yearly / 12.0,
            vat_rate: d.reward_vat,
            held_out,
            ..Outcome::default()
        };
        o.incremental_margin = o.margin * o.incremental_net;
        o.reward_cost = sum(o.points_cost.iter().copied()) + o.benefits;
        o.messages = sum(tally.months.iter().map(|f| o.monthly(f).messages));
        o.service = sum(tally.months.iter().map(|f| o.monthly(f).service));
        o.fraud = o.fraud_share * o.reward_cost;
        o.test_margin = sum(tally.months.iter().enumerate().map(|(m, f)| held_out.at(m) * o.monthly(f).margin));
        o.test = sum(tally.months.iter().enumerate().map(|(m, f)| held_out.at(m) * o.monthly(f).value(o.vat_rate)));
        o.through_time(&tally, draw, point);
        o.outstanding_cost = o.liability.last().copied().unwrap_or(0.0);
        let owed = o.redemption_cash + o.outstanding_cost - o.opening_cost;
        o.reward_vat = o.vat_rate * owed;
        o.total_cost = o.setup + o.platform + o.staff + o.messages + o.service + o.benefits + owed + o.fraud + o.reward_vat + o.test;
        o.net_value = o.incremental_margin - o.total_cost;
        o.roi = ratio(o.net_value, o.total_cost);
        o.tally = tally;
        o
    }
    /// Cash, liability, reward cost by month; NPV, break-even, peaks.
    fn through_time(&mut self, tally: &Tally, draw: &Draw, point: f64) {
        let (d, redemption) = (&draw.money, draw.behaviour.redemption);
        let monthly = libm::pow(1.0 + d.discount, 1.0 / 12.0);
        let mut cumulative = -d.setup;
        self.npv = -d.setup;
        self.cash_low = cumulative;
        let opening = opening_expected(tally, redemption);
        let (mut issued, mut redeemed, mut factor) = (0.0, 0.0, 1.0);
        for (m, f) in tally.months.iter().enumerate() {
            let month = self.monthly(f);
            issued += f.points_issued();
            redeemed += f.points_redeemed;
            factor /= monthly;
            let running = d.platform + d.staff + month.messages + month.service + month.fraud + f.benefits;
            let test = self.held_out.at(m) * month.value(self.vat_rate);
            let cash = month.margin - running - f.points_redeemed * point * (1.0 + self.vat_rate) - test;
            cumulative += cash;
            self.npv += cash * factor;
            let owed = (opening + redemption * issued - redeemed).clamp(0.0, f.points_pending + f.points_outstanding) * point;
            self.liability.push(owed);
            self.cash.push(cumulative);
            self.reward_monthly.push(month.points + f.benefits);
            self.cash_low = self.cash_low.min(cumulative);
            self.peak_liability = self.peak_liability.max(owed);
        }
        self.npv += (self.opening_cost - self.liability.last().copied().unwrap_or(0.0)) * (1.0 + self.vat_rate) * factor;
        let below = self.cash.iter().rposition(|c| *c < 0.0);
        let first = below.map_or(0, |i| i + 1);
        self.break_even = (first < self.cash.len()).then_some(first as u32 + 1);
    }
    /// What customers bring and cost in a month.
    pub(crate) fn monthly(&self, f: &MonthFlow) -> Monthly {
        let points = f.points_issued() * self.cost_per_point_issued;
        Monthly {
            margin: self.margin * (f.net_with - f.net_without),
            messages: f.members * self.message * self.message_rate,
            service: f.members * self.contact * self.contact_rate,
            points,
            benefits: f.benefits,
            fraud: self.fraud_share * (points + f.benefits),
        }
    }
    /// Of the net value, what referral brings and costs: the contribution of referred friends less the points that referral gives.
    pub fn referral_value(&self) -> f64 {
        let points = |f: &MonthFlow| f.points_referral * self.cost_per_point_issued * (1.0 + self.fraud_share + self.vat_rate);
        self.referral_contribution() - self.of_those_in(&points)
    }
    /// Contribution of referred friends.
    pub(crate) fn referral_contribution(&self) -> f64 {
        self.of_those_in(&|f| self.margin * f.net_referred)
    }
    /// A sum over months without what those held out lack.
    fn of_those_in(&self, of: &dyn Fn(&MonthFlow) -> f64) -> f64 {
        sum(self.tally.months.iter().enumerate().map(|(m, f)| (1.0 - self.held_out.at(m)) * of(f)))
    }
    /// Log lift in the sales of enrolled members, from their enrolment on, that was simulated; NaN where none of them buys.
    pub fn member_lift(&self) -> f64 {
        let total = |f: fn(&MonthFlow) -> f64| sum(self.tally.months.iter().map(f));
        libm::log(total(|f| f.net_members_with) / total(|f| f.net_members_without))
    }
    /// What a goal wants, as contribution margin: retention: customers kept; expansion: more sales of customers who would be active
    /// anyway; engagement: more orders and missions; advocacy: referred customers. The first, second and last add up to the
    /// incremental margin.
    pub fn goal_margin(&self, goal: Goal) -> f64 {
        let total = |f: fn(&MonthFlow) -> f64| sum(self.tally.months.iter().map(f));
        self.margin
            * match goal {
                Goal::Retention => total(|f| f.net_kept),
                Goal::Expansion => self.incremental_net - total(|f| f.net_kept + f.net_referred),
                Goal::Engagement => {
                    let order = ratio(total(|f| f.net_without), total(|f| f.orders_without));
                    order * (total(|f| f.orders_grown) + MISSION_ORDERS * total(|f| f.missions_completed))
                }
                Goal::Advocacy => total(|f| f.net_referred),
            }
    }
    /// The objective of a goal: net value plus the goal's own margin once more.
    pub fn objective(&self, goal: Goal) -> f64 {
        self.net_value + GOAL_WEIGHT * self.goal_margin(goal)
    }
    /// Share of the points issued or brought in that lapsed or were forfeited.
    pub fn breakage(&self) -> f64 {
        let total = |f: fn(&MonthFlow) -> f64| sum(self.tally.months.iter().map(f));
        ratio(total(|f| f.points_expired + f.points_forfeited), total(MonthFlow::points_issued) + self.tally.opening)
    }
}
/// Points brought in that are expected to be redeemed: the expected share, and no more than the rules of the program leave. A promise that the program
/// withdraws is released when its rules begin, and the program gains nothing by it.
pub(crate) fn opening_expected(tally: &Tally, redemption: f64) -> f64 {
    (redemption * tally.opening).min(tally.opening - tally.opening_lapsed).max(0.0)
}
/// Who is held out of the program while it is tested: nobody by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct HeldOut {
    /// Share of customers.
    pub share: f64,
    /// Months of the test.
    pub months: u32,
    /// First month (from 0) that those held out lack: they join when the test ends, so within the horizon they lack its last months.
    #[serde(default)]
    pub from: u32,
}
impl HeldOut {
    /// The share that lacks a month (from 0).
    pub fn at(&self, month: usize) -> f64 {
        if month >= self.from as usize { self.share } else { 0.0 }
    }
}
/// What customers bring and cost in a month; points at their expected cost when they are issued.
pub(crate) struct Monthly {
    pub(crate) margin: f64,
    pub(crate) messages: f64,
    pub(crate) service: f64,
    pub(crate) points: f64,
    pub(crate) benefits: f64,
    pub(crate) fraud: f64,
}
impl Monthly {
    /// Contribution less everything that a customer who is held out would not cost.
    fn value(&self, vat_rate: f64) -> f64 {
        self.margin - self.messages - self.service - self.points * (1.0 + vat_rate) - self.benefits - self.fraud
    }
}
/// Division where nothing by nothing is nothing.
pub(crate) fn ratio(a: f64, b: f64) -> f64 {
    if a == 0.0 && b == 0.0 { 0.0 } else { a / b }
}

/// A quantity before a change, and how much the change moves it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Paired {
    /// Mean before.
    pub before: f64,
    /// Mean difference.
    pub difference: f64,
    /// Its standard error.
    pub error: f64,
}
impl Paired {
    /// From the same draws before and after. What is common to both, chance and what is not known, cancels out draw by draw.
    pub fn of(before: &[f64], after: &[f64]) -> Paired {
        let differences: Vec<f64> = before.iter().zip(after).map(|(a, b)| b - a).collect();
        let n = differences.len() as f64;
        let difference = ratio(sum(differences.iter().copied()), n);
        let spread = sum(differences.iter().map(|d| (d - difference) * (d - difference)));
        Paired { before: ratio(sum(before.iter().copied()), before.len() as f64), difference, error: libm::sqrt(spread / (n - 1.0).max(1.0) / n.max(1.0)) }
    }
}
/// A program's appraisal: per draw and on average.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appraisal {
    /// One outcome per draw.
    pub draws: Vec<Outcome>,
    /// ROI per draw.
    pub roi: Vec<f64>,
    /// Reward cost per draw and period of the pool.
    pub period_reward: Vec<Vec<f64>>,
    /// Months of a period.
    pub period_months: u32,
    /// Uncertain inputs: id → value per draw.
    pub inputs: BTreeMap<String, Vec<f64>>,
    /// Ids of the tiers.
    pub tiers: Vec<String>,
    /// Months.
    pub horizon: u32,
    /// Customers simulated per draw (of today).
    pub members: u32,
    /// Newcomers simulated per month.
    pub newcomers_monthly: u32,
    /// Customers that they stand for.
    pub customers: f64,
}
impl Appraisal {
    pub(crate) fn of(draws: Vec<Outcome>, inputs: BTreeMap<String, Vec<f64>>, program: &Program, terms: &Terms, horizon: u32, sample: &Sample) -> Appraisal {
        let months = terms.period.months();
        Appraisal {
            roi: draws.iter().map(|o| o.roi).collect(),
            period_reward: draws.iter().map(|o| o.reward_monthly.chunks(months as usize).map(|c| sum(c.iter().copied())).collect()).collect(),
            draws,
            period_months: months,
            inputs,
            tiers: program.tiers.iter().map(|t| t.id.clone()).collect(),
            horizon,
            members: sample.members.len() as u32,
            newcomers_monthly: sample.new_per_month,
            customers: sample.customers,
        }
    }
    /// Takes in further draws of the same program.
    pub(crate) fn extend(&mut self, more: Appraisal) {
        self.draws.extend(more.draws);
        self.roi.extend(more.roi);
        self.period_reward.extend(more.period_reward);
        for (id, values) in more.inputs {
            self.inputs.entry(id).or_default().extend(values);
        }
    }
    /// Mean over draws.
    pub fn mean(&self, f: impl Fn(&Outcome) -> f64) -> f64 {
        ratio(sum(self.draws.iter().map(f)), self.draws.len() as f64)
    }
    /// Quantile over draws (linear between order statistics).
    pub fn quantile(&self, p: f64, f: impl Fn(&Outcome) -> f64) -> f64 {
        let mut values: Vec<f64> = self.draws.iter().map(f).collect();
        quantile(&mut values, p)
    }
    /// Mean of a monthly flow summed over the horizon.
    pub fn total(&self, f: impl Fn(&MonthFlow) -> f64) -> f64 {
        self.mean(|o| sum(o.tally.months.iter().map(&f)))
    }
    /// Probability that no period's reward cost exceeds the pool.
    pub fn budget_kept_share(&self, pool: f64) -> f64 {
        ratio(sum(self.budget_kept(pool).into_iter()), self.period_reward.len() as f64)
    }
    /// The smallest pool that would be kept with this probability.
    pub fn pool_needed(&self, share: f64) -> f64 {
        let mut worst: Vec<f64> = self.period_reward.iter().map(|p| p.iter().fold(0.0_f64, |a, b| a.max(*b))).collect();
        worst.sort_by(f64::total_cmp);
        let at = libm::ceil(share * worst.len() as f64) as usize;
        worst.get(at.saturating_sub(1)).copied().unwrap_or(0.0)
    }
    /// The same quantity of two programs on the same draws.
    pub fn paired(&self, after: &Appraisal, of: impl Fn(&Outcome) -> f64) -> Paired {
        Paired::of(&self.draws.iter().map(&of).collect::<Vec<_>>(), &after.draws.iter().map(&of).collect::<Vec<_>>())
    }
    /// Whether the pool sufficed in every period, draw by draw: 1 or 0.
    pub fn budget_kept(&self, pool: f64) -> Vec<f64> {
        self.period_reward.iter().map(|p| f64::from(u8::from(p.iter().all(|c| *c <= pool)))).collect()
    }
    /// Mean objective of a goal, in plan currency.
    pub fn objective(&self, goal: Goal) -> f64 {
        self.mean(|o| o.objective(goal))
    }
    /// ROI of the means.
    pub fn roi_of_means(&self) -> f64 {
        ratio(self.mean(|o| o.net_value), self.mean(|o| o.total_cost))
    }
    /// Median ROI.
    pub fn roi_median(&self) -> f64 {
        quantile(&mut self.roi.clone(), 0.5)
    }
    /// Probability of a positive ROI.
    pub fn p_positive(&self) -> f64 {
        ratio(self.roi.iter().filter(|r| **r > 0.0).count() as f64, self.roi.len() as f64)
    }
    /// Reward cost (mean) as a share of contribution with the program: what a margin floor is held against.
    pub fn contribution_kept(&self) -> f64 {
        1.0 - ratio(self.mean(|o| o.reward_cost), self.mean(|o| o.margin * sum(o.tally.months.iter().map(|f| f.net_with))))
    }
}
/// Quantile of values, linear between order statistics; sorts them.
pub(crate) fn quantile(values: &mut [f64], p: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let Some(last) = values.len().checked_sub(1) else { return f64::NAN };
    let at = p * last as f64;
    let low = at as usize;
    let high = (low + 1).min(last);
    values[low] + (at - low as f64) * (values[high] - values[low])
}
