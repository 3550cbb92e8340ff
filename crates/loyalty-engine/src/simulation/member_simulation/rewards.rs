//! What the program does for an active member in a month: steps 8 to 12 of docs/economics.md.
use crate::random::Purpose as P;
use crate::simulation::member_simulation::chances::Chance;
use crate::simulation::member_simulation::{MemberPath, Sales, SimulationContext, State};
use crate::simulation::origin::Origin;
use crate::simulation::points_ledger::{PointsLedger, number, whole};
use crate::simulation::rules::requalify;
use crate::simulation::tally::{Detail, MonthFlow, Tally};

/// Months in which a missed mission works on.
const MISSED_MONTHS: u32 = 3;

/// What a member's month is booked in.
pub(crate) struct Postings<'a> {
    pub(crate) ledger: &'a mut PointsLedger,
    pub(crate) tally: &'a mut Tally,
    pub(crate) friends: &'a mut Vec<u32>,
    /// Points given for joining, issued already.
    pub(crate) welcome: u64,
}
impl SimulationContext<'_> {
    /// Earning, missions, surprise, triggers, referral, tier, redemption, benefits: in this order.
    #[inline]
    pub(crate) fn reward(&self, s: &mut State, w: &MemberPath, x: &Sales, m: u32, books: Postings) {
        let r = self.rules;
        let Postings { ledger, tally, friends, welcome } = books;
        let month = &mut tally.months[m as usize];
        let tier = s.held.tier;
        let mut issued = welcome;
        let mut benefits = 0.0;
        if s.alive_with {
            let earned = whole(x.net_with.max(0.0) * r.tiers[tier].earn);
            ledger.issue(m, earned);
            month.points_earned += w.weight * number(earned);
            month.net_earning += w.weight * x.net_with.max(0.0);
            issued += earned;
            issued += self.missions(s, w, x, m, ledger, month);
            issued += self.moments(s, w, m, ledger, month);
            issued += self.refer(s, w, m, ledger, month, friends);
            self.requalify(s, w, m);
            let l = &r.tiers[tier];
            benefits = l.per_month + l.per_order * f64::from(x.orders_with) + l.per_spend * x.net_with;
            month.benefits += w.weight * benefits;
            month.members += w.weight;
            if s.redeems {
                self.redeem(s, w, m, ledger, (month, &mut tally.detail, [&mut tally.item_points, &mut tally.item_points_at_cost]));
            }
        }
        if !matches!(w.origin, Origin::Referred(_)) {
            month.net_members_with += w.weight * x.net_with;
            month.net_members_without += w.weight * x.net;
        }
        let share = if matches!(w.origin, Origin::Referred(_)) {
            0.0
        } else if x.net_with > 0.0 {
            (x.net / x.net_with).clamp(0.0, 1.0)
        } else {
            f64::from(u8::from(s.alive))
        };
        month.points_on_baseline += w.weight * share * number(issued);
        month.benefits_on_baseline += w.weight * share * benefits;
        let (here, net) = (if s.alive_with { w.weight } else { 0.0 }, w.weight * (x.net_with - x.net));
        let (points, benefits) = (w.weight * number(issued), w.weight * benefits);
        if let Some(detail) = &mut tally.detail {
            detail.add((m, tier), here, (net, matches!(w.origin, Origin::Referred(_))), points, benefits);
        }
        let flow = &mut tally.tiers[tier];
        flow.add(here, net, points, benefits);
        if m + 1 == self.horizon && s.alive_with {
            flow.members_end += w.weight;
        }
    }
    #[inline]
    fn missions(&self, s: &mut State, w: &MemberPath, x: &Sales, m: u32, ledger: &mut PointsLedger, month: &mut MonthFlow) -> u64 {
        let Some((i, from, bought)) = s.mission else { return 0 };
        let c = &self.rules.missions[i];
        let bought = bought + x.orders_with;
        let over = m + 1 >= from + c.months;
        let done = if c.orders > 0 { bought >= c.orders } else { over && w.stream.unit(m, P::Mission) < self.draw.completion };
        s.mission = Some((i, from, bought));
        if !done && !over {
            return 0;
        }
        s.mission = None;
        if !done {
            // The study is of purchase goals: an act that is left undone costs nothing.
            s.missed_until = if c.orders > 0 { m + 1 + MISSED_MONTHS } else { s.missed_until };
            return 0;
        }
        s.counted.missions += 1.0;
        ledger.issue(m, c.points);
        month.points_missions += w.weight * number(c.points);
        month.missions_completed += w.weight;
        c.points
    }
    #[inline]
    fn moments(&self, s: &State, w: &MemberPath, m: u32, ledger: &mut PointsLedger, month: &mut MonthFlow) -> u64 {
        let r = self.rules;
        let mut issued = 0;
        if self.surprised(s.chances, w.stream, m) {
            issued += r.surprise_points;
            month.points_surprise += w.weight * number(r.surprise_points);
        }
        if r.trigger_points > 0.0 {
            // Whole points, with the expected sum over any months: rounded down from one running total that begins at random.
            let total = |months: u32| whole(r.trigger_points * f64::from(months) + s.rounding);
            let months = s.since.map_or(0, |e| m - e);
            let points = total(months + 1) - total(months);
            issued += points;
            month.points_triggers += w.weight * number(points);
        }
        ledger.issue(m, issued);
        issued
    }
    #[inline]
    fn refer(&self, s: &mut State, w: &MemberPath, m: u32, ledger: &mut PointsLedger, month: &mut MonthFlow, friends: &mut Vec<u32>) -> u64 {
        let Some((own, friend, cap)) = self.rules.referral else { return 0 };
        if m.is_multiple_of(12) {
            s.referrals = 0;
        }
        if !s.chances.may(Chance::Referral) {
            return 0;
        }
        let without = self.draw.referral_without / 12.0;
        let with = without + self.referral_pull(w, (own, friend)) * (self.draw.referral_with / 12.0 - without).max(0.0);
        let u = w.stream.unit(m, P::Referral);
        if u >= with || s.referrals >= cap || matches!(w.origin, Origin::Referred(_)) {
            return 0;
        }
        s.referrals += 1;
        // A friend who would have come anyway is already among the newcomers: only the points are new.
        let points = if u < with - without {
            friends.push(m);
            own
        } else {
            own + friend
        };
        ledger.issue(m, points);
        month.points_referral += w.weight * number(points);
        points
    }
    #[inline]
    pub(super) fn requalify(&self, s: &mut State, w: &MemberPath, m: u32) {
        if self.rules.tiers.len() < 2 {
            return;
        }
        let before = s.held.tier;
        s.looked = true;
        s.held = requalify(&self.rules.tiers, s.held, &s.counted, &s.counted_before, m);
        if s.held.tier != before {
            self.settle(s, w);
        }
    }
    #[inline]
    fn redeem(
        &self,
        s: &State,
        w: &MemberPath,
        m: u32,
        ledger: &mut PointsLedger,
        (month, detail, [items, items_at_cost]): (&mut MonthFlow, &mut Option<Box<Detail>>, [&mut f64; 2]),
    ) {
        let price = self.rules.affordable(ledger.spendable);
        if price == 0 || !self.takes(s.chances, w.stream, m) {
            return;
        }
        ledger.redeem_from(m, price, &mut |lot, points| {
            if let Some(d) = detail {
                let at = d.at(lot, m);
                d.redeemed[at] += w.weight * number(points);
            }
        });
        month.points_redeemed += w.weight * number(price);
        month.redemptions += w.weight;
        if let Some(cost) = self.rules.item_at(price) {
            *items += w.weight * number(price);
            *items_at_cost += w.weight * number(price) * cost;
        }
    }
}
