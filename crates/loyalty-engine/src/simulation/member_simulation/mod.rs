//! Inner layer: one customer through the months, in two worlds that share their chance. docs/economics.md states the process.
mod rewards;

use crate::base::{Base, BaseMember, Class};
use crate::random::{Purpose as P, Stream, exp, inverse_normal, poisson};
use crate::simulation::draw::Behaviour;
use crate::simulation::points_ledger::PointsLedger;
use crate::simulation::rules::{QualifyingCounts, Rules};
use crate::simulation::sample::Sample;
use crate::simulation::tally::{Detail, MonthFlow, Tally};
use rewards::Postings;

/// Heavy buyers' share of the mission effects.
const HEAVY_MISSIONS: f64 = 0.5;

/// Who walks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MemberPath<'a> {
    pub(crate) who: &'a BaseMember,
    pub(crate) life: &'a Life,
    pub(crate) weight: f64,
    pub(crate) stream: Stream,
    pub(crate) origin: Origin,
    /// What was drawn before of the life without the program.
    pub(crate) known: Option<Known<'a>>,
}
/// The life of a customer without the program, as far as it is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'a> {
    /// Purchase rate.
    pub(crate) rate: f64,
    /// Active at launch.
    pub(crate) alive: bool,
    /// Who buys: orders of every month until leaving, and the price of each month that has some.
    pub(crate) bought: Option<(&'a [u16], &'a [f64])>,
}
/// What no draw changes of a customer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Life {
    /// Probability of being active at launch.
    survived: f64,
    /// Probability a month of leaving, and log(1 - it).
    hazard: f64,
    stay: f64,
    /// Standard deviation of the log of an order's value.
    sigma: f64,
}
impl Life {
    /// `gap`: months between the last observation and launch.
    fn of(b: &BaseMember, gap: u32) -> Life {
        let subscriber = b.mrr > 0.0;
        let survived = if subscriber { libm::pow(1.0 - b.mrr_hazard, f64::from(gap)) } else { b.p_alive * libm::pow(1.0 - b.dropout_monthly, f64::from(gap)) };
        let hazard = if subscriber { b.mrr_hazard } else { b.dropout_monthly }.clamp(0.0, 1.0);
        let sigma = libm::sqrt(libm::log1p(b.order_value_cv * b.order_value_cv));
        Life { survived, hazard, stay: libm::log1p(-hazard.min(1.0 - 1e-12)), sigma }
    }
}
/// Lives of a sample's customers, and of the base's newcomers.
#[derive(Debug)]
pub(crate) struct Lives {
    pub(crate) today: Vec<Life>,
    pub(crate) new: Vec<Life>,
}
impl Lives {
    /// `gap`: months between the last observation and launch.
    pub(crate) fn of(sample: &Sample, base: &Base, gap: u32) -> Lives {
        let today = sample.members.iter().map(|(b, ..)| Life::of(b, gap)).collect();
        Lives { today, new: base.newcomers.iter().map(|b| Life::of(b, 0)).collect() }
    }
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
pub(crate) struct SimulationContext<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) draw: &'a Behaviour,
    pub(crate) horizon: u32,
    /// Season by month of the program year.
    pub(crate) season: [f64; 12],
    /// What no draw changes of the sample's customers and of newcomers.
    pub(crate) lives: &'a Lives,
    /// Quantiles of the standard normal at (k + 1/2) / 1024.
    pub(crate) normal: &'a [f64],
    /// Share of the steady effect reached, and of the novelty left, t months after enrolment.
    pub(crate) ramp: Vec<f64>,
    pub(crate) fade: Vec<f64>,
    /// Counts by month and tier, and by month of issue, are wanted too.
    pub(crate) detailed: bool,
}
/// The tables `ramp` and `fade` of a draw.
pub(crate) fn time_tables(d: &Behaviour, horizon: u32) -> (Vec<f64>, Vec<f64>) {
    let ramp = |t: u32| if d.ramp <= 0.0 { 1.0 } else { (f64::from(t) / d.ramp).min(1.0) };
    let fade = |t: u32| libm::exp2(-(f64::from(t) - 1.0) / d.novelty_half_life);
    ((0..=horizon).map(ramp).collect(), (0..=horizon).map(fade).collect())
}

/// What does not change along the walk.
struct Traits {
    rate: f64,
    hazard: f64,
    /// log(1 - hazard).
    stay: f64,
    sigma: f64,
    value: f64,
    premium: f64,
}
/// Where the walk stands.
pub(crate) struct State {
    pub(crate) alive: bool,
    pub(crate) alive_with: bool,
    pub(crate) enrol_from: Option<u32>,
    pub(crate) since: Option<u32>,
    pub(crate) redeems: bool,
    pub(crate) strength: f64,
    pub(crate) tier: usize,
    pub(crate) review: u32,
    /// Spend, orders, missions, recurring revenue of the period; and of the period before.
    pub(crate) counted: QualifyingCounts,
    pub(crate) counted_before: QualifyingCounts,
    pub(crate) mission: Option<(usize, u32, u32)>,
    pub(crate) after: (u32, f64),
    pub(crate) momentum_until: u32,
    pub(crate) surprised: bool,
    pub(crate) referrals: u32,
    pub(crate) own_until: u32,
    pub(crate) mrr: f64,
    pub(crate) mrr_with: f64,
    /// Net sales of the first 12 months (a subscriber: 12 times the payment of the twelfth), with the program and without.
    pub(crate) year: [f64; 2],
    /// Known prices that were paid.
    prices_seen: usize,
}

impl SimulationContext<'_> {
    /// Walks one customer; months in which a friend came are pushed to `friends`.
    pub(crate) fn walk(&self, w: &MemberPath, ledger: &mut PointsLedger, tally: &mut Tally, friends: &mut Vec<u32>) {
        let start = match w.origin {
            Origin::Today => 0,
            Origin::New(m) | Origin::Referred(m) => m,
        };
        let Some(mut s) = self.begin(w, ledger, tally) else { return };
        self.months(w, start, &mut s, ledger, tally, friends);
        if w.origin == Origin::Today {
            let before = year_before(w.who).max(0.0);
            tally.cohort_net_with += w.weight * s.year[0];
            tally.cohort_net_without += w.weight * s.year[1];
            tally.cohort_capped_with += w.weight * s.year[0].min(before);
            tally.cohort_capped_without += w.weight * s.year[1].min(before);
        }
    }
    /// Walks a buyer who never joins: [`SimulationContext::walk`] without what only members do, so that both worlds are one. A test holds the two together.
    pub(crate) fn buy_apart(&self, w: &MemberPath, tally: &mut Tally) {
        let start = if let Origin::New(m) | Origin::Referred(m) = w.origin { m } else { 0 };
        let today = w.origin == Origin::Today;
        let before = if today { year_before(w.who) } else { 0.0 };
        if today {
            tally.cohort_net_before += w.weight * before;
        }
        if !self.alive(w) {
            return;
        }
        tally.cohort += if today { w.weight } else { 0.0 };
        let x = self.traits(w);
        let last = self.horizon.min(12);
        let mut year = 0.0;
        for m in start..self.horizon {
            let joining = start == m && !today;
            if !joining && w.stream.unit(m, P::Dropout) < x.hazard {
                break;
            }
            let n = if joining { 1 } else { poisson(w.stream.unit(m, P::Purchases), x.rate * self.season[(m % 12) as usize]) };
            let month = &mut tally.months[m as usize];
            month.active_with += w.weight;
            month.active_without += w.weight;
            if n > 0 {
                let net = f64::from(n) * self.price(w, &x, n, m);
                month.net_with += w.weight * net;
                month.net_without += w.weight * net;
                month.orders_with += w.weight * f64::from(n);
                month.orders_without += w.weight * f64::from(n);
                year += if m < 12 { net } else { 0.0 };
            }
            if today && m + 1 == last {
                tally.kept_with += w.weight;
                tally.kept_without += w.weight;
            }
        }
        if today {
            let capped = year.min(before.max(0.0));
            tally.cohort_net_with += w.weight * year;
            tally.cohort_net_without += w.weight * year;
            tally.cohort_capped_with += w.weight * capped;
            tally.cohort_capped_without += w.weight * capped;
        }
    }
    #[inline]
    fn months(&self, w: &MemberPath, start: u32, s: &mut State, ledger: &mut PointsLedger, tally: &mut Tally, friends: &mut Vec<u32>) {
        let traits = self.traits(w);
        for m in start..self.horizon {
            let joining = start == m && w.origin != Origin::Today;
            self.time_passes(s, w, &traits, (start, m), ledger, (&mut tally.months[m as usize], &mut tally.detail));
            if s.alive || s.alive_with {
                self.month_begins(s, w, m);
                let sales =
                    if w.who.mrr > 0.0 { self.subscription(s, w, m, joining, traits.premium) } else { self.purchases(s, w, &traits, (start, m), ledger) };
                self.book_sales(w, s, &sales, m, tally);
                let mut welcome = 0;
                if s.since.is_none() && s.alive_with && sales.orders_with > 0 && s.enrol_from.is_some_and(|e| m >= e) {
                    welcome = self.enrol(s, w, m, ledger, &mut tally.months[m as usize]);
                }
                if s.alive_with {
                    s.counted.net_sales += sales.net_with;
                    s.counted.orders += f64::from(sales.orders_with);
                    s.counted.recurring_revenue = s.mrr_with;
                }
                if s.since.is_some() {
                    let books = Postings { ledger: &mut *ledger, tally: &mut *tally, friends: &mut *friends, welcome };
                    self.reward(s, w, &sales, m, books);
                }
            } else if ledger.balance() == 0 {
                return;
            }
            let month = &mut tally.months[m as usize];
            month.points_pending += w.weight * ledger.pending as f64;
            month.points_outstanding += w.weight * ledger.spendable as f64;
        }
    }
    /// Purchase rate of a customer in this draw.
    pub(crate) fn rate(&self, w: &MemberPath) -> f64 {
        w.who.rate_monthly * self.draw.level * w.stream.gamma_mean_one(w.who.rate_shape)
    }
    /// Whether a customer is active at launch; newcomers are.
    pub(crate) fn alive(&self, w: &MemberPath) -> bool {
        w.origin != Origin::Today || w.stream.unit(0, P::Alive) < w.life.survived
    }
    /// Whether a customer never joins, whatever the program: then no program changes the path.
    pub(crate) fn never_joins(&self, w: &MemberPath) -> bool {
        let u = || w.stream.unit(0, P::Enrol);
        match w.origin {
            Origin::Today => w.who.opening_points < 1.0 && (u() >= self.draw.enrol_active || !self.alive(w)),
            Origin::New(_) => u() >= self.draw.enrol_new,
            Origin::Referred(_) => false,
        }
    }
    fn traits(&self, w: &MemberPath) -> Traits {
        let (b, d) = (w.who, self.draw);
        let rate = w.known.map_or_else(|| self.rate(w), |k| k.rate);
        let premium = if matches!(w.origin, Origin::Referred(_)) { exp(d.referral_premium) } else { 1.0 };
        let Life { hazard, stay, sigma, .. } = *w.life;
        Traits { rate, hazard, stay, sigma, value: b.order_value * premium, premium }
    }
    /// Points expire and ripen; the customer may drop out.
    #[inline]
    fn time_passes(
        &self,
        s: &mut State,
        w: &MemberPath,
        x: &Traits,
        (start, m): (u32, u32),
        ledger: &mut PointsLedger,
        (month, detail): (&mut MonthFlow, &mut Option<Box<Detail>>),
    ) {
        let mut gone = |lot: usize, points: u64| {
            if let Some(d) = detail {
                let at = d.at(lot, m);
                d.expired[at] += w.weight * points as f64;
            }
        };
        let expired = ledger.expire_from(m, self.rules.age_expiry, self.rules.idle_expiry, &mut gone);
        ledger.ripen(m, self.rules.pending);
        month.points_expired += w.weight * expired as f64;
        if start == m && w.origin != Origin::Today {
            return;
        }
        let u = w.stream.unit(m, P::Dropout);
        s.alive = s.alive && u >= x.hazard;
        if s.alive_with && self.leaves(u, s, m, start, x, w) {
            s.alive_with = false;
            if w.who.mrr > 0.0 {
                month.points_forfeited += w.weight * ledger.drain_from(&mut gone) as f64;
            }
        }
    }
    /// A period may begin, a member carried over takes the place, a mission is offered.
    #[inline]
    fn month_begins(&self, s: &mut State, w: &MemberPath, m: u32) {
        if m == 0 {
            if w.origin == Origin::Today && w.who.opening_points >= 1.0 {
                s.since = Some(0);
                self.stand(s, w.who, 0);
            }
        } else if m.is_multiple_of(self.rules.period) {
            s.counted_before = s.counted;
            s.counted = QualifyingCounts::default();
        }
        if s.mission.is_none() && s.since.is_some() {
            s.mission = self.rules.offered[(m % 12) as usize].map(|i| (i, m, 0));
        }
    }
    #[inline]
    fn purchases(&self, s: &mut State, w: &MemberPath, x: &Traits, (start, m): (u32, u32), ledger: &PointsLedger) -> Sales {
        let joining = start == m && w.origin != Origin::Today;
        let known = w.known.and_then(|k| k.bought).and_then(|(orders, prices)| orders.get((m - start) as usize).map(|n| (u32::from(*n), prices)));
        let mean = || x.rate * self.season[(m % 12) as usize];
        let n = match known {
            Some((n, _)) => n,
            None if joining => 1,
            None => poisson(w.stream.unit(m, P::Purchases), mean()),
        };
        let n_with = if joining {
            1
        } else {
            let (log, factor) = self.effect(s, m, ledger, w.who.class);
            coupled(n, mean, (log, factor), w.stream, m)
        };
        if n.max(n_with) == 0 {
            return Sales::default();
        }
        let price = match known {
            Some((1.., prices)) => {
                s.prices_seen += 1;
                prices[s.prices_seen - 1]
            }
            _ => self.price(w, x, n, m),
        };
        let basket = self.basket(s, m);
        Sales {
            orders: if s.alive { n } else { 0 },
            orders_with: if s.alive_with { n_with } else { 0 },
            net: if s.alive { f64::from(n) * price } else { 0.0 },
            net_with: if s.alive_with { f64::from(n_with) * price * basket } else { 0.0 },
        }
    }
    /// Price of each order of a month with n of them.
    #[inline]
    fn price(&self, w: &MemberPath, x: &Traits, n: u32, m: u32) -> f64 {
        if x.sigma == 0.0 {
            return x.value;
        }
        let z = self.normal[(w.stream.unit(m, P::OrderValue) * 1024.0) as usize];
        let spread = x.sigma / libm::sqrt(f64::from(n.max(1)));
        x.value * exp(spread * (z - 0.5 * spread))
    }
    /// Orders of a buyer without the program, month by month until leaving, and the price of each month that has some.
    pub(crate) fn bought(&self, w: &MemberPath, start: u32, orders: &mut Vec<u16>, prices: &mut Vec<f64>) {
        let x = self.traits(w);
        for m in start..self.horizon {
            let joining = start == m && w.origin != Origin::Today;
            if !joining && w.stream.unit(m, P::Dropout) < x.hazard {
                return;
            }
            let n = if joining { 1 } else { poisson(w.stream.unit(m, P::Purchases), x.rate * self.season[(m % 12) as usize]) };
            orders.push(n as u16);
            if n > 0 {
                prices.push(self.price(w, &x, n, m));
            }
        }
    }

    fn begin(&self, w: &MemberPath, ledger: &mut PointsLedger, tally: &mut Tally) -> Option<State> {
        let (b, d) = (w.who, self.draw);
        ledger.clear();
        let today = w.origin == Origin::Today;
        let alive = w.known.map_or_else(|| self.alive(w), |k| k.alive);
        let opening = if today && b.opening_points >= 1.0 { b.opening_points as u64 } else { 0 };
        if opening > 0 {
            ledger.open(opening);
            tally.opening += w.weight * opening as f64;
        }
        if today {
            tally.cohort_net_before += w.weight * year_before(b);
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
            counted: QualifyingCounts::default(),
            counted_before: QualifyingCounts::default(),
            mission: None,
            after: (0, 0.0),
            momentum_until: 0,
            surprised: false,
            referrals: 0,
            own_until: 0,
            mrr: b.mrr,
            mrr_with: b.mrr,
            year: [0.0; 2],
            prices_seen: 0,
        })
    }

    #[inline]
    fn ramp(&self, t: u32) -> f64 {
        self.ramp[t as usize]
    }
    #[inline]
    fn basket(&self, s: &State, m: u32) -> f64 {
        match s.since {
            Some(e) if m > e && self.draw.basket != 0.0 => exp(self.ramp(m - e) * s.strength * self.draw.basket),
            _ => 1.0,
        }
    }
    /// Log effect on the purchase rate, and the factor of points and tier pressure.
    #[inline]
    fn effect(&self, s: &State, m: u32, ledger: &PointsLedger, class: Class) -> (f64, f64) {
        let (d, Some(e)) = (self.draw, s.since) else { return (0.0, 1.0) };
        if !s.alive_with || m <= e {
            return (0.0, 1.0);
        }
        let t = m - e;
        let c = class as usize;
        let mut log = s.strength * (self.ramp(t) * d.frequency[c] + self.fade[t as usize] * d.novelty);
        log += match self.rules.tiers[s.tier].held {
            1 => d.tier_middle,
            2 => d.tier_top,
            _ => 0.0,
        };
        let heavy = if class == Class::Heavy { HEAVY_MISSIONS } else { 1.0 };
        if s.mission.is_some_and(|(i, ..)| self.rules.missions[i].orders > 0) {
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
    /// In the last two months of a period of at least three, within 15% below the threshold of the present or a higher tier.
    #[inline]
    fn near_tier(&self, s: &State, m: u32) -> bool {
        let r = self.rules;
        if r.period < 3 || m % r.period + 2 < r.period {
            return false;
        }
        let close = |l: &crate::simulation::rules::TierRule| {
            let have = s.counted.of(l.metric);
            l.held > 0 && have < l.threshold && have >= 0.85 * l.threshold
        };
        r.tiers.iter().skip(s.tier.max(1)).any(close)
    }
    #[inline]
    fn leaves(&self, u: f64, s: &State, m: u32, start: u32, x: &Traits, w: &MemberPath) -> bool {
        let (d, Some(e)) = (self.draw, s.since) else { return u < x.hazard };
        let mut log = self.ramp(m.saturating_sub(e)) * s.strength * d.hazard;
        if m < s.own_until {
            log += d.referral_hazard;
        }
        if w.who.mrr > 0.0 && self.rules.has_onboarding && w.origin != Origin::Today && m == start + 1 {
            log += d.onboarding;
        }
        // 1 - (1 - h)^r is at most h·max(1, r): most customers stay without a look at the exact hazard.
        if u >= x.hazard * exp_at_most(log) {
            return false;
        }
        u < if log == 0.0 { x.hazard } else { -libm::expm1(x.stay * exp(log)) }
    }
    #[inline]
    fn subscription(&self, s: &mut State, w: &MemberPath, m: u32, joining: bool, premium: f64) -> Sales {
        if !joining {
            let d = self.draw;
            let kept = if w.stream.unit(m, P::Contraction) < d.contraction { 1.0 - d.contraction_depth } else { 1.0 };
            s.mrr *= (1.0 + d.expansion) * kept;
            let lift = s.since.filter(|e| m > *e).map_or(0.0, |e| self.ramp(m - e) * s.strength * d.expansion_lift);
            s.mrr_with *= (1.0 + if lift == 0.0 { d.expansion } else { d.expansion * exp(lift) }) * kept;
        }
        Sales {
            orders: u32::from(s.alive),
            orders_with: u32::from(s.alive_with),
            net: if s.alive { s.mrr * premium } else { 0.0 },
            net_with: if s.alive_with { s.mrr_with * premium } else { 0.0 },
        }
    }
    #[inline]
    fn book_sales(&self, w: &MemberPath, s: &mut State, x: &Sales, m: u32, tally: &mut Tally) {
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
            let last = m + 1 == self.horizon.min(12);
            if w.who.mrr <= 0.0 {
                s.year[0] += x.net_with;
                s.year[1] += x.net;
            } else if last {
                s.year = [12.0 * x.net_with, 12.0 * x.net];
            }
            if last {
                tally.kept_with += if s.alive_with { w.weight } else { 0.0 };
                tally.kept_without += if s.alive { w.weight } else { 0.0 };
            }
        }
    }
    /// The tier that the last months would have reached.
    #[inline]
    fn stand(&self, s: &mut State, b: &BaseMember, m: u32) {
        let q = self.rules.period;
        let (mut spend, mut orders) = (0.0, 0.0);
        for k in 12 - q.min(12) as usize..12 {
            spend += b.net_last_12[k];
            orders += f64::from(b.orders_last_12[k]);
        }
        let scale = f64::from(q) / f64::from(q.min(12));
        let counts = QualifyingCounts { net_sales: spend * scale, orders: orders * scale, missions: 0.0, recurring_revenue: s.mrr_with };
        s.tier = self.rules.tier(&counts);
        s.review = m + self.rules.tiers[s.tier].validity;
    }
    /// Enrols; returns the points given for it.
    #[inline]
    fn enrol(&self, s: &mut State, w: &MemberPath, m: u32, ledger: &mut PointsLedger, month: &mut MonthFlow) -> u64 {
        s.since = Some(m);
        if w.origin == Origin::Today {
            self.stand(s, w.who, m);
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

/// What the year ahead is compared with: net sales of the last 12 months; for a subscriber 12 payments as they stand.
fn year_before(b: &BaseMember) -> f64 {
    if b.mrr > 0.0 { 12.0 * b.mrr } else { b.spend_last_year() }
}
/// What a customer bought in a month, in both worlds.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sales {
    pub(crate) orders: u32,
    pub(crate) orders_with: u32,
    pub(crate) net: f64,
    pub(crate) net_with: f64,
}
/// Purchases with the program: those without plus a thinned extra, or less a thinned part.
#[inline]
fn coupled(n: u32, mean: impl Fn() -> f64, (log, factor): (f64, f64), stream: Stream, m: u32) -> u32 {
    if log == 0.0 && factor == 1.0 || n == 0 && log <= 0.0 && factor <= 1.0 {
        return n;
    }
    let u = stream.unit(m, P::Extra);
    let most = exp_at_most(log) * factor;
    if log >= 0.0 && factor >= 1.0 && u < 1.0 - mean() * (most - 1.0) {
        return n;
    }
    let multiplier = exp(log) * factor;
    if multiplier >= 1.0 {
        let extra = mean() * (multiplier - 1.0);
        n + poisson(u, extra)
    } else {
        n - (0..n).filter(|j| stream.unit_of(m, P::Extra, *j) >= multiplier).count() as u32
    }
}
/// A quick bound: max(1, exp(x)) is not above it.
#[inline]
fn exp_at_most(x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else if x < 1.7 {
        1.0 + x + x * x
    } else {
        f64::INFINITY
    }
}
/// Table of the standard normal.
pub(crate) fn normal_table() -> Vec<f64> {
    (0..1024).map(|k| inverse_normal((f64::from(k) + 0.5) / 1024.0)).collect()
}
