//! Months in which nothing befalls a member: the shorter way through them.
use crate::simulation::member_simulation::chances::{self, Chance};
use crate::simulation::member_simulation::{MemberPath, SimulationContext, State};
use crate::simulation::origin::Origin;
use crate::simulation::points_ledger::PointsLedger;
use crate::simulation::tally::Tally;

impl SimulationContext<'_> {
    /// Whether nothing befalls a customer who has not joined yet: active in both worlds, no order, no chance of leaving, no points, and no month at which
    /// something is counted. The ledger, which is empty, is brought up to the month when something happens.
    #[inline]
    pub(super) fn waits(&self, s: &State, w: &MemberPath, (start, m): (u32, u32), ledger: &PointsLedger) -> bool {
        s.since.is_none()
            && no_orders(w, m - start)
            && s.alive
            && s.alive_with
            && !s.chances.may(Chance::Dropout)
            && ledger.balance() == 0
            && m + 1 != self.horizon
            && m + 1 != 12
    }
    /// Whether nothing befalls a member this month: active in both worlds, no order in either, no chance of more, no mission that ends, no reward taken,
    /// and no month at which something is counted.
    #[inline]
    pub(super) fn is_quiet(&self, s: &State, w: &MemberPath, (start, m): (u32, u32), ledger: &PointsLedger) -> bool {
        no_orders(w, m - start)
            && s.alive
            && s.alive_with
            && s.since.is_some()
            && s.chances.quiet(s.redeems && ledger.spendable > 0)
            && m >= s.missed_until
            && s.steady.frequency <= chances::EXTRA_LOG
            && self.rules.trigger_points == 0.0
            && self.rules.surprise_share <= chances::SURPRISE_SHARE
            && s.mission.is_none_or(|(i, from, _)| m + 1 < from + self.rules.missions[i].months)
            && m + 1 != self.horizon
            && m + 1 != 12
    }
    /// What a month without any event counts: [`SimulationContext::months`] does the same the long way. A test holds the two together.
    #[inline]
    pub(super) fn quiet_month(&self, s: &mut State, w: &MemberPath, m: u32, tally: &mut Tally) {
        let tier = s.held.tier;
        let benefits = w.weight * self.rules.tiers[tier].per_month;
        let month = &mut tally.months[m as usize];
        month.active_with += w.weight;
        month.active_without += if matches!(w.origin, Origin::Referred(_)) { 0.0 } else { w.weight };
        month.members += w.weight;
        month.benefits += benefits;
        month.benefits_on_baseline += benefits;
        tally.tiers[tier].add(w.weight, 0.0, 0.0, benefits);
        if let Some(detail) = &mut tally.detail {
            detail.add((m, tier), w.weight, (0.0, false), 0.0, benefits);
        }
        // The same counts give the same tier, until it is reviewed.
        if !s.looked || s.held.tier > 0 && m >= s.held.review {
            self.requalify(s, w, m);
        }
    }
}
/// Whether it is known that a buyer orders nothing without the program in this month of the path.
#[inline]
fn no_orders(w: &MemberPath, month: u32) -> bool {
    w.known.and_then(|k| k.bought).is_some_and(|(orders, _)| orders.get(month as usize) == Some(&0))
}
