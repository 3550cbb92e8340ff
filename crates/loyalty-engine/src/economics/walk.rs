//! Inner layer: one customer through the months, in two worlds that share their chance. docs/economics.md states the process.
use super::draw::Draw;
use super::ledger::Ledger;
use super::random::{Purpose as P, Stream, inverse_normal, poisson};
use super::rules::Rules;
use super::tally::{MonthFlow, Tally};
use crate::base::{BaseMember, Class};

/// Heavy buyers' share of the mission effects.
const HEAVY_MISSIONS: f64 = 0.5;
/// Months that follow a mission, a redemption, a referral.
const MISSION_AFTER: u32 = 3;
const MOMENTUM: u32 = 2;
const REFERRAL_AFTER: u32 = 12;

/// Who walks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Walker<'a> {
    pub(crate) who: &'a BaseMember,
    pub(crate) weight: f64,
    pub(crate) stream: Stream,
    pub(crate) origin: Origin,
}
/// Where a customer comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Origin {
    Today,
    /// Joins in this month in both worlds.
    New(u32),
    /// Joins in this month because of the program.
    Referred(u32),
}
/// What is the same for all customers of a draw.
#[derive(Debug)]
pub(crate) struct World<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) draw: &'a Draw,
    pub(crate) horizon: u32,
    /// Season by month of the program year.
    pub(crate) season: [f64; 12],
    /// Months between the last observation and launch.
    pub(crate) gap: u32,
    /// Quantiles of the standard normal at (k + 1/2) / 1024.
    pub(crate) normal: &'a [f64],
}

struct State {
    alive: bool,
    alive_with: bool,
    enrol_from: Option<u32>,
    since: Option<u32>,
    redeems: bool,
    strength: f64,
    tier: usize,
    review: u32,
    /// Spend, orders, missions, recurring revenue of the period; and of the period before.
    counted: [f64; 4],
    counted_before: [f64; 4],
    mission: Option<(usize, u32, u32)>,
    after: (u32, f64),
    momentum_until: u32,
    surprised: bool,
    referrals: u32,
    own_until: u32,
    mrr: f64,
    mrr_with: f64,
}

impl World<'_> {
    /// Walks one customer; months in which a friend came are pushed to `friends`.
    pub(crate) fn walk(&self, w: &Walker, ledger: &mut Ledger, tally: &mut Tally, friends: &mut Vec<u32>) {
        let start = match w.origin {
            Origin::Today => 0,
            Origin::New(m) | Origin::Referred(m) => m,
        };
        let Some(mut s) = self.begin(w, ledger, tally) else { return };
        let d = self.draw;
        let b = w.who;
        let rate = b.rate_monthly * d.level * w.stream.gamma_mean_one(b.rate_shape);
        let none = self.season.map(|x| libm::exp(-rate * x));
        let hazard = if b.mrr > 0.0 { b.mrr_hazard } else { b.dropout_monthly }.clamp(0.0, 1.0);
        let stay = libm::log1p(-hazard.min(1.0 - 1e-12));
        let sigma2 = libm::log1p(b.order_value_cv * b.order_value_cv);
        let sigma = libm::sqrt(sigma2);
        let premium = if matches!(w.origin, Origin::Referred(_)) { libm::exp(d.referral_premium) } else { 1.0 };
        let value = b.order_value * premium;
        for m in start..self.horizon {
            let joining = start == m && w.origin != Origin::Today;
            let lapsed = ledger.lapse(m, self.rules.age_expiry, self.rules.idle_expiry);
            ledger.ripen(m, self.rules.pending);
            let mut forfeited = 0;
            if !joining {
                let u = w.stream.unit(m, P::Dropout);
                s.alive = s.alive && u >= hazard;
                if s.alive_with && u < self.hazard_with(&s, m, start, hazard, stay, w) {
                    s.alive_with = false;
                    if b.mrr > 0.0 {
                        forfeited = ledger.drain();
                    }
                }
            }
            let month = &mut tally.months[m as usize];
            month.points_expired += w.weight * lapsed as f64;
            month.points_forfeited += w.weight * forfeited as f64;
            if !s.alive && !s.alive_with {
                month.points_pending += w.weight * ledger.pending as f64;
                month.points_outstanding += w.weight * ledger.spendable as f64;
                if ledger.balance() == 0 {
                    return;
                }
                continue;
            }
            if m % self.rules.period == 0 && m > 0 {
                s.counted_before = s.counted;
                s.counted = [0.0; 4];
            }
            if b.mrr <= 0.0 && s.enrol_from == Some(0) && s.since.is_none() && b.opening_points > 0.0 && m == 0 {
                s.since = Some(0);
            }
            if s.mission.is_none() && s.since.is_some() {
                s.mission = self.rules.offered[(m % 12) as usize].map(|i| (i, m, 0));
            }
            let sales = if b.mrr > 0.0 {
                self.subscription(&mut s, m, joining, premium)
            } else {
                let (log, factor) = self.effect(&s, m, ledger, b.class);
                let mult = if log == 0.0 && factor == 1.0 { 1.0 } else { libm::exp(log) * factor };
                let season = (m % 12) as usize;
                let mean = rate * self.season[season];
                let n = if joining { 1 } else { poisson(w.stream.unit(m, P::Purchases), mean, none[season]) };
                let n_with = if joining { 1 } else { coupled(n, mean, mult, w.stream, m) };
                let most = n.max(n_with);
                let price = if most == 0 || sigma == 0.0 {
                    value
                } else {
                    let z = self.normal[(w.stream.unit(m, P::OrderValue) * 1024.0) as usize];
                    let k = f64::from(n.max(1));
                    value * libm::exp(sigma / libm::sqrt(k) * z - 0.5 * sigma2 / k)
                };
                let basket = self.basket(&s, m);
                Sales {
                    orders: if s.alive { n } else { 0 },
                    orders_with: if s.alive_with { n_with } else { 0 },
                    net: if s.alive { f64::from(n) * price } else { 0.0 },
                    net_with: if s.alive_with { f64::from(n_with) * price * basket } else { 0.0 },
                }
            };
            self.book_sales(w, &s, &sales, m, tally);
            let mut welcome = 0;
            if s.since.is_none() && s.alive_with && sales.orders_with > 0 && s.enrol_from.is_some_and(|e| m >= e) {
                welcome = self.enrol(&mut s, w, m, ledger, &mut tally.months[m as usize]);
            }
            if s.alive_with {
                s.counted[0] += sales.net_with;
                s.counted[1] += f64::from(sales.orders_with);
                s.counted[3] = s.mrr_with;
            }
            if s.since.is_some() {
                self.reward(&mut s, w, &sales, m, welcome, ledger, tally, friends);
            }
            let month = &mut tally.months[m as usize];
            month.points_pending += w.weight * ledger.pending as f64;
            month.points_outstanding += w.weight * ledger.spendable as f64;
        }
    }

    fn begin(&self, w: &Walker, ledger: &mut Ledger, tally: &mut Tally) -> Option<State> {
        let (b, d) = (w.who, self.draw);
        ledger.clear();
        let today = w.origin == Origin::Today;
        let alive = !today || {
            let survived = if b.mrr > 0.0 {
                libm::pow(1.0 - b.mrr_hazard, f64::from(self.gap))
            } else {
                b.p_alive * libm::pow(1.0 - b.dropout_monthly, f64::from(self.gap))
            };
            w.stream.unit(0, P::Alive) < survived
        };
        let opening = if today && b.opening_points >= 1.0 { b.opening_points as u64 } else { 0 };
        if opening > 0 {
            ledger.open(opening);
            tally.opening += w.weight * opening as f64;
        }
        if today {
            tally.cohort_net_before += w.weight * b.spend_last_year();
        }
        if !alive && opening == 0 {
            return None;
        }
        if today && alive {
            tally.cohort += w.weight;
        }
        let u = w.stream.unit(0, P::Enrol);
        let enrol_from = match w.origin {
            Origin::Today if opening > 0 => Some(0),
            Origin::Today => (u < d.enrol_active).then(|| (u / d.enrol_active * d.enrol_ramp) as u32),
            Origin::New(m) => (u < d.enrol_new).then_some(m),
            Origin::Referred(m) => Some(m),
        };
        let yearly = if b.mrr > 0.0 { b.mrr } else { b.rate_monthly * b.order_value } * 12.0 * self.rules.points_per_unit;
        let reach = self.rules.prices.first().map_or(1.0, |p| (yearly / *p as f64).min(1.0));
        Some(State {
            alive,
            alive_with: alive,
            enrol_from,
            since: None,
            redeems: w.stream.unit(0, P::NeverRedeems) < d.redemption,
            strength: self.rules.generosity * reach,
            tier: 0,
            review: 0,
            counted: [0.0; 4],
            counted_before: [0.0; 4],
            mission: None,
            after: (0, 0.0),
            momentum_until: 0,
            surprised: false,
            referrals: 0,
            own_until: 0,
            mrr: b.mrr,
            mrr_with: b.mrr,
        })
    }

    /// Share of the steady effect reached t months after enrolment.
    #[inline]
    fn ramp(&self, t: u32) -> f64 {
        if self.draw.ramp <= 0.0 { 1.0 } else { (f64::from(t) / self.draw.ramp).min(1.0) }
    }
    #[inline]
    fn basket(&self, s: &State, m: u32) -> f64 {
        match s.since {
            Some(e) if m > e && self.draw.basket != 0.0 => libm::exp(self.ramp(m - e) * s.strength * self.draw.basket),
            _ => 1.0,
        }
    }
    /// Log effect on the purchase rate, and the factor of points and tier pressure.
    #[inline]
    fn effect(&self, s: &State, m: u32, ledger: &Ledger, class: Class) -> (f64, f64) {
        let (d, Some(e)) = (self.draw, s.since) else { return (0.0, 1.0) };
        if !s.alive_with || m <= e {
            return (0.0, 1.0);
        }
        let t = m - e;
        let c = class as usize;
        let fade = libm::exp2(-f64::from(t - 1) / d.novelty_half_life);
        let mut log = s.strength * (self.ramp(t) * d.frequency[c] + fade * d.novelty);
        log += match self.rules.levels[s.tier].held {
            1 => d.tier_middle,
            2 => d.tier_top,
            _ => 0.0,
        };
        let heavy = if class == Class::Heavy { HEAVY_MISSIONS } else { 1.0 };
        if s.mission.is_some() {
            log += heavy * d.mission_during;
        } else if m < s.after.0 {
            log += heavy * s.after.1;
        }
        if m < s.momentum_until {
            log += d.momentum;
        }
        if s.surprised {
            log += d.surprise;
        }
        if self.rules.has_triggers {
            log += self.ramp(t) * d.messages;
        }
        let mut factor = 1.0;
        if class != Class::Heavy && s.redeems && self.rules.near_reward(ledger.balance()) {
            factor += d.points_pressure;
        }
        if self.near_tier(s, m) {
            factor *= 1.0 + d.tier_pressure;
        }
        (log, factor)
    }
    /// In the last two months of a period of at least three, within 15% below the threshold of the present or a higher level.
    #[inline]
    fn near_tier(&self, s: &State, m: u32) -> bool {
        let r = self.rules;
        if r.period < 3 || m % r.period + 2 < r.period {
            return false;
        }
        let close = |l: &super::rules::Level| {
            let have = s.counted[l.metric as usize];
            l.held > 0 && have < l.threshold && have >= 0.85 * l.threshold
        };
        r.levels.iter().skip(s.tier.max(1)).any(close)
    }
    #[inline]
    fn hazard_with(&self, s: &State, m: u32, start: u32, hazard: f64, stay: f64, w: &Walker) -> f64 {
        let (d, Some(e)) = (self.draw, s.since) else { return hazard };
        let mut log = self.ramp(m.saturating_sub(e)) * s.strength * d.hazard;
        if m < s.own_until {
            log += d.referral_hazard;
        }
        if w.who.mrr > 0.0 && self.rules.has_onboarding && w.origin != Origin::Today && m == start + 1 {
            log += d.onboarding;
        }
        if log == 0.0 { hazard } else { -libm::expm1(stay * libm::exp(log)) }
    }
    fn subscription(&self, s: &mut State, m: u32, joining: bool, premium: f64) -> Sales {
        if !joining {
            s.mrr *= 1.0 + self.draw.expansion;
            let lift = s.since.filter(|e| m > *e).map_or(0.0, |e| self.ramp(m - e) * s.strength * self.draw.expansion_lift);
            s.mrr_with *= 1.0 + if lift == 0.0 { self.draw.expansion } else { self.draw.expansion * libm::exp(lift) };
        }
        Sales {
            orders: u32::from(s.alive),
            orders_with: u32::from(s.alive_with),
            net: if s.alive { s.mrr * premium } else { 0.0 },
            net_with: if s.alive_with { s.mrr_with * premium } else { 0.0 },
        }
    }
    #[inline]
    fn book_sales(&self, w: &Walker, s: &State, x: &Sales, m: u32, tally: &mut Tally) {
        let referred = matches!(w.origin, Origin::Referred(_));
        let month = &mut tally.months[m as usize];
        month.net_with += w.weight * x.net_with;
        month.orders_with += w.weight * f64::from(x.orders_with);
        month.active_with += if s.alive_with { w.weight } else { 0.0 };
        if referred {
            month.net_referred += w.weight * x.net_with;
            month.referred += if w.origin == Origin::Referred(m) { w.weight } else { 0.0 };
            return;
        }
        month.net_without += w.weight * x.net;
        month.orders_without += w.weight * f64::from(x.orders);
        month.active_without += if s.alive { w.weight } else { 0.0 };
        if s.alive != s.alive_with {
            month.net_kept += w.weight * (x.net_with - x.net);
        } else {
            month.orders_grown += w.weight * (f64::from(x.orders_with) - f64::from(x.orders));
        }
        if w.origin == Origin::Today && m < 12 {
            tally.cohort_net_with += w.weight * x.net_with;
            tally.cohort_net_without += w.weight * x.net;
            if m + 1 == self.horizon.min(12) {
                tally.kept_with += if s.alive_with { w.weight } else { 0.0 };
                tally.kept_without += if s.alive { w.weight } else { 0.0 };
            }
        }
    }
    /// Enrols; returns the points given for it.
    fn enrol(&self, s: &mut State, w: &Walker, m: u32, ledger: &mut Ledger, month: &mut MonthFlow) -> u64 {
        s.since = Some(m);
        if w.origin == Origin::Today {
            let q = self.rules.period;
            let (mut spend, mut orders) = (0.0, 0.0);
            for k in 12 - q.min(12) as usize..12 {
                spend += w.who.net_last_12[k];
                orders += f64::from(w.who.orders_last_12[k]);
            }
            let scale = f64::from(q) / f64::from(q.min(12));
            s.tier = self.rules.level(&[spend * scale, orders * scale, 0.0, s.mrr_with]);
            s.review = m + self.rules.levels[s.tier].validity;
        }
        ledger.issue(m, self.rules.joining);
        month.points_joining += w.weight * self.rules.joining as f64;
        if let (Origin::Referred(_), Some((_, friend, _))) = (w.origin, self.rules.referral) {
            ledger.issue(m, friend);
            month.points_referral += w.weight * friend as f64;
            return self.rules.joining + friend;
        }
        self.rules.joining
    }
}

/// What a customer bought in a month, in both worlds.
pub(crate) struct Sales {
    orders: u32,
    orders_with: u32,
    net: f64,
    net_with: f64,
}
/// Purchases with the program: those without plus a thinned extra, or less a thinned part.
#[inline]
fn coupled(n: u32, mean: f64, mult: f64, stream: Stream, m: u32) -> u32 {
    if mult == 1.0 {
        n
    } else if mult > 1.0 {
        let extra = mean * (mult - 1.0);
        let u = stream.unit(m, P::Extra);
        if u < 1.0 - extra { n } else { n + poisson(u, extra, libm::exp(-extra)) }
    } else {
        n - (0..n).filter(|j| stream.unit_of(m, P::Extra, *j) >= mult).count() as u32
    }
}
/// Table of the standard normal.
pub(crate) fn normal_table() -> Vec<f64> {
    (0..1024).map(|k| inverse_normal((f64::from(k) + 0.5) / 1024.0)).collect()
}

impl World<'_> {
    /// Earning, missions, surprise, triggers, referral, tier, redemption, benefits: in this order.
    #[allow(clippy::too_many_arguments)]
    fn reward(&self, s: &mut State, w: &Walker, x: &Sales, m: u32, welcome: u64, ledger: &mut Ledger, tally: &mut Tally, friends: &mut Vec<u32>) {
        let r = self.rules;
        let month = &mut tally.months[m as usize];
        let tier = s.tier;
        let mut issued = welcome;
        let mut benefits = 0.0;
        if s.alive_with {
            let earned = (x.net_with.max(0.0) * r.levels[tier].earn) as u64;
            ledger.issue(m, earned);
            month.points_earned += w.weight * earned as f64;
            issued += earned;
            issued += self.missions(s, w, x, m, ledger, month);
            issued += self.moments(s, w, m, ledger, month);
            issued += self.refer(s, w, m, ledger, month, friends);
            self.requalify(s, m);
            let l = &r.levels[tier];
            benefits = l.per_month + l.per_order * f64::from(x.orders_with) + l.per_spend * x.net_with;
            month.benefits += w.weight * benefits;
            month.members += w.weight;
            if s.redeems {
                self.redeem(s, w, m, ledger, month);
            }
        }
        let share = if matches!(w.origin, Origin::Referred(_)) {
            0.0
        } else if x.net_with > 0.0 {
            (x.net / x.net_with).clamp(0.0, 1.0)
        } else {
            f64::from(u8::from(s.alive))
        };
        month.points_on_baseline += w.weight * share * issued as f64;
        month.benefits_on_baseline += w.weight * share * benefits;
        let flow = &mut tally.tiers[tier];
        flow.member_months += if s.alive_with { w.weight } else { 0.0 };
        flow.net += w.weight * (x.net_with - x.net);
        flow.points += w.weight * issued as f64;
        flow.benefits += w.weight * benefits;
        if m + 1 == self.horizon && s.alive_with {
            flow.members_end += w.weight;
        }
    }
    #[inline]
    fn missions(&self, s: &mut State, w: &Walker, x: &Sales, m: u32, ledger: &mut Ledger, month: &mut MonthFlow) -> u64 {
        let Some((i, from, bought)) = s.mission else { return 0 };
        let c = &self.rules.challenges[i];
        let bought = bought + x.orders_with;
        let over = m + 1 >= from + c.months;
        let done = if c.orders > 0 { bought >= c.orders } else { over && w.stream.unit(m, P::Mission) < self.draw.completion };
        s.mission = Some((i, from, bought));
        if !done && !over {
            return 0;
        }
        s.mission = None;
        s.after = (m + 1 + MISSION_AFTER, if done { self.draw.mission_reached } else { self.draw.mission_missed });
        if !done {
            return 0;
        }
        s.counted[2] += 1.0;
        ledger.issue(m, c.points);
        month.points_missions += w.weight * c.points as f64;
        month.missions_completed += w.weight;
        c.points
    }
    #[inline]
    fn moments(&self, s: &mut State, w: &Walker, m: u32, ledger: &mut Ledger, month: &mut MonthFlow) -> u64 {
        let r = self.rules;
        let mut issued = 0;
        if r.surprise_share > 0.0 {
            s.surprised = w.stream.unit(m, P::Surprise) < r.surprise_share;
            if s.surprised {
                issued += r.surprise_points;
                month.points_surprise += w.weight * r.surprise_points as f64;
            }
        }
        if r.trigger_points > 0.0 {
            let points = (r.trigger_points + w.stream.unit(m, P::Trigger)) as u64;
            issued += points;
            month.points_triggers += w.weight * points as f64;
        }
        ledger.issue(m, issued);
        issued
    }
    #[inline]
    fn refer(&self, s: &mut State, w: &Walker, m: u32, ledger: &mut Ledger, month: &mut MonthFlow, friends: &mut Vec<u32>) -> u64 {
        let Some((own, friend, cap)) = self.rules.referral else { return 0 };
        if m % 12 == 0 {
            s.referrals = 0;
        }
        let (with, without) = (self.draw.referral_with / 12.0, self.draw.referral_without / 12.0);
        let u = w.stream.unit(m, P::Referral);
        if u >= with || s.referrals >= cap || matches!(w.origin, Origin::Referred(_)) {
            return 0;
        }
        s.referrals += 1;
        s.own_until = m + 1 + REFERRAL_AFTER;
        // A friend who would have come anyway is already among the newcomers: only the points are new.
        let points = if u < with - without {
            friends.push(m);
            own
        } else {
            own + friend
        };
        ledger.issue(m, points);
        month.points_referral += w.weight * points as f64;
        points
    }
    #[inline]
    fn requalify(&self, s: &mut State, m: u32) {
        if self.rules.levels.len() < 2 {
            return;
        }
        let reached = self.rules.level(&s.counted);
        if reached >= s.tier && reached > 0 {
            s.tier = reached;
            s.review = m + self.rules.levels[reached].validity;
        } else if m >= s.review && s.tier > 0 {
            s.tier = reached.max(self.rules.level(&s.counted_before));
            s.review = m + self.rules.levels[s.tier].validity;
        }
    }
    #[inline]
    fn redeem(&self, s: &mut State, w: &Walker, m: u32, ledger: &mut Ledger, month: &mut MonthFlow) {
        let price = self.rules.affordable(ledger.spendable);
        if price == 0 || w.stream.unit(m, P::Redemption) >= self.draw.redemption_hazard {
            return;
        }
        ledger.redeem(m, price);
        s.momentum_until = m + 1 + MOMENTUM;
        month.points_redeemed += w.weight * price as f64;
        month.redemptions += w.weight;
    }
}
