//! What is counted, per month of the program, in one draw.
use serde::{Deserialize, Serialize};

/// Flows and stocks of one month (sums over members times weight).
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct MonthFlow {
    pub net_with: f64,
    /// Net sales that earned points.
    pub net_earning: f64,
    pub net_without: f64,
    pub orders_with: f64,
    pub orders_without: f64,
    pub active_with: f64,
    pub active_without: f64,
    /// Enrolled and active.
    pub members: f64,
    /// Points issued on purchases.
    pub points_earned: f64,
    pub points_joining: f64,
    pub points_missions: f64,
    pub points_surprise: f64,
    pub points_triggers: f64,
    pub points_referral: f64,
    pub points_redeemed: f64,
    pub points_expired: f64,
    /// Points of members whose subscription ended.
    pub points_forfeited: f64,
    /// Stock at the end of the month, not yet spendable.
    pub points_pending: f64,
    /// Stock at the end of the month, spendable.
    pub points_outstanding: f64,
    /// Benefits used, at cost.
    pub benefits: f64,
    /// Points issued on sales that would have happened anyway; docs/economics.md, subsidy.
    pub points_on_baseline: f64,
    pub benefits_on_baseline: f64,
    pub missions_completed: f64,
    pub redemptions: f64,
    pub referred: f64,
    /// Net sales of referred customers, who would not have come.
    pub net_referred: f64,
    /// Net sales of customers kept less those of customers lost through the program.
    pub net_kept: f64,
    /// Orders more or fewer of customers active in both worlds.
    pub orders_grown: f64,
    /// Expected net sales that missed missions take away (negative); part of `net_with`.
    #[serde(default)]
    pub net_missed: f64,
    /// Net sales of enrolled members from their enrolment on, referred friends left out: with the program, and what the same people buy without it.
    #[serde(default)]
    pub net_members_with: f64,
    #[serde(default)]
    pub net_members_without: f64,
}
impl MonthFlow {
    /// All points issued.
    pub fn points_issued(&self) -> f64 {
        self.points_earned + self.points_joining + self.points_missions + self.points_surprise + self.points_triggers + self.points_referral
    }
}
/// A tier over the horizon, or in a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct TierFlow {
    /// Member-months.
    pub member_months: f64,
    /// Net sales more or fewer.
    pub net: f64,
    /// Points issued.
    pub points: f64,
    /// Benefits at cost.
    pub benefits: f64,
    /// Active members at the end of the horizon.
    pub members_end: f64,
}
impl TierFlow {
    /// Adds a member's month.
    #[inline]
    pub(crate) fn add(&mut self, member_months: f64, net: f64, points: f64, benefits: f64) {
        self.member_months += member_months;
        self.net += net;
        self.points += points;
        self.benefits += benefits;
    }
}
/// Everything counted in one draw.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Months of the program.
    pub months: Vec<MonthFlow>,
    /// Tiers, lowest first.
    pub tiers: Vec<TierFlow>,
    /// Points brought in.
    pub opening: f64,
    /// Of these, lapsed or forfeited by the rules of the program.
    #[serde(default)]
    pub opening_lapsed: f64,
    /// Points redeemed for items of the shop.
    #[serde(default)]
    pub item_points: f64,
    /// The same, each at what its item costs by its value.
    #[serde(default)]
    pub item_points_at_cost: f64,
    /// Customers of today active at launch.
    pub cohort: f64,
    /// Of these, active at month 12 (or the last month), with the program.
    pub kept_with: f64,
    /// Without.
    pub kept_without: f64,
    /// Net sales of today's customers in the first 12 months, with the program; of a subscriber 12 times the payment of the twelfth.
    pub cohort_net_with: f64,
    /// Without.
    pub cohort_net_without: f64,
    /// Their net sales of the last 12 months before; of a subscriber 12 payments as they stand.
    pub cohort_net_before: f64,
    /// Net sales of today's customers in the first 12 months, each customer's at most those of the 12 months before, with the program.
    #[serde(default)]
    pub cohort_capped_with: f64,
    /// Without.
    #[serde(default)]
    pub cohort_capped_without: f64,
    /// Counted only for the driver series, and gone once these are made.
    #[serde(skip)]
    pub detail: Option<Box<Detail>>,
}
impl Tally {
    /// Members, net sales more or fewer, points and benefits of everybody counted so far.
    pub(crate) fn so_far(&self) -> TierFlow {
        let mut flow = TierFlow::default();
        self.months.iter().for_each(|f| flow.add(f.members, f.net_with - f.net_without, f.points_issued(), f.benefits));
        flow
    }
    /// Cost of a point redeemed by its value: money off at `money_off`, items at what each costs.
    pub(crate) fn cost_ratio(&self, money_off: f64) -> f64 {
        if self.item_points == 0.0 {
            return money_off;
        }
        let redeemed = crate::simulation::sample::sum(self.months.iter().map(|f| f.points_redeemed));
        ((redeemed - self.item_points).max(0.0) * money_off + self.item_points_at_cost) / redeemed
    }
    /// About how much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        let detail = self
            .detail
            .as_ref()
            .map_or(0, |d| (d.tiers.len() + d.people.len()) * size_of::<TierFlow>() + 8 * (d.referred.len() + d.redeemed.len() + d.expired.len()));
        size_of::<Tally>() + self.months.len() * size_of::<MonthFlow>() + self.tiers.len() * size_of::<TierFlow>() + detail
    }
}
/// Counts by month and tier, and by month of issue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Detail {
    /// Months of the program.
    pub months: usize,
    /// Number of tiers.
    pub tier_count: usize,
    /// Month by month, each with its tiers.
    pub tiers: Vec<TierFlow>,
    /// Net sales of referred customers, in the same way.
    pub referred: Vec<f64>,
    /// Points redeemed: lot by lot (0: brought in), each with its months.
    pub redeemed: Vec<f64>,
    /// Points expired or forfeited, in the same way.
    pub expired: Vec<f64>,
    /// What each customer of today who may join brought and cost, with the friends recommended: position in the panel.
    pub people: Vec<(u32, TierFlow)>,
    /// The same of all customers who join the company after the data end.
    pub later: TierFlow,
}
impl Detail {
    /// Nothing counted yet.
    pub fn new(months: usize, tier_count: usize) -> Detail {
        let lots = (months + 1) * months;
        let (tiers, referred) = (vec![TierFlow::default(); months * tier_count], vec![0.0; months * tier_count]);
        Detail { months, tier_count, tiers, referred, redeemed: vec![0.0; lots], expired: vec![0.0; lots], people: vec![], later: TierFlow::default() }
    }
    /// Adds a member's month in a tier.
    pub(crate) fn add(&mut self, (month, tier): (u32, usize), here: f64, (net, referred): (f64, bool), points: f64, benefits: f64) {
        let at = month as usize * self.tier_count + tier;
        self.tiers[at].add(here, net, points, benefits);
        self.referred[at] += if referred { net } else { 0.0 };
    }
    /// Notes what a customer brought and cost; `today`: position in the panel of a customer of today.
    pub(crate) fn credit(&mut self, today: Option<u32>, (before, after): (TierFlow, TierFlow)) {
        let more = (after.member_months - before.member_months, after.net - before.net, after.points - before.points, after.benefits - before.benefits);
        let mut flow = TierFlow::default();
        flow.add(more.0, more.1, more.2, more.3);
        match today {
            Some(panel) => self.people.push((panel, flow)),
            None => self.later.add(more.0, more.1, more.2, more.3),
        }
    }
    /// Where a lot's month stands in `redeemed` and `expired`.
    pub(crate) fn at(&self, lot: usize, month: u32) -> usize {
        lot * self.months + month as usize
    }
}
