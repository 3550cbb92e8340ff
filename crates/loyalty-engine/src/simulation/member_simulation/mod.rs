//! Inner layer: one customer through the months, in two worlds that share their chance. docs/economics.md states the process.
pub(crate) mod chances;
pub(crate) mod lives;
mod quiet;
mod rewards;

use crate::base::BaseMember;
use crate::random::{Purpose as P, Stream, exp, inverse_normal, poisson};
use crate::simulation::Look;
use crate::simulation::draw::Behaviour;
use crate::simulation::origin::Origin;
use crate::simulation::points_ledger::{PointsLedger, number};
use crate::simulation::response::{Delivered, DeliveredValue, Response, Steady, last_period, referral_pull};
use crate::simulation::rules::{Held, QualifyingCounts, Rules};
use crate::simulation::tally::{Detail, MonthFlow, Tally};
use chances::{Chance, Chances};
pub(crate) use lives::{Life, Lives};
use rewards::Postings;

/// Who walks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MemberPath<'a> {
    pub(crate) who: &'a BaseMember,
    pub(crate) life: &'a Life,
    /// Value delivered to the customer in each tier.
    pub(crate) value: &'a [DeliveredValue],
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
    /// What chance brings in each month from the first on.
    pub(crate) chances: Option<&'a [u8]>,
}
/// What is the same for all customers of a draw.
#[derive(Debug)]
pub(crate) struct SimulationContext<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) draw: &'a Behaviour,
    pub(crate) horizon: u32,
    /// Months between the last observation and launch.
    pub(crate) gap: u32,
    /// Season by month of the program year.
    pub(crate) season: [f64; 12],
    /// What no draw changes of the sample's customers and of newcomers.
    pub(crate) lives: &'a Lives,
    /// What a missed mission takes away, as a share of purchases (negative).
    pub(crate) missed: f64,
    /// Value that the program delivers to each of them.
    pub(crate) delivered: &'a Delivered<'a>,
    /// Quantiles of the standard normal at (k + 1/2) / 1024.
    pub(crate) normal: &'a [f64],
    /// Share of the steady effect reached t months after enrolment.
    pub(crate) ramp: Vec<f64>,
    pub(crate) response: Response<'a>,
    /// Chance of joining of light, moderate, heavy: customers of today, newcomers.
    pub(crate) enrolment: [[f64; 3]; 2],
    pub(crate) look: Look,
}
/// Share of the steady effect reached t months after enrolment.
pub(crate) fn ramp_at(months: f64, t: u32) -> f64 {
    if months <= 0.0 { 1.0 } else { (f64::from(t) / months).min(1.0) }
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
    /// Effects in the tier held, and the exponentials of those on purchases and baskets.
    pub(crate) steady: Steady,
    full: (f64, f64),
    pub(crate) held: Held,
    /// The tier was looked at since the counts last changed.
    pub(crate) looked: bool,
    /// Spend, orders, missions, recurring revenue of the period; and of the period before.
    pub(crate) counted: QualifyingCounts,
    pub(crate) counted_before: QualifyingCounts,
    pub(crate) mission: Option<(usize, u32, u32)>,
    /// First month in which a missed mission works on no more.
    pub(crate) missed_until: u32,
    pub(crate) referrals: u32,
    pub(crate) mrr: f64,
    pub(crate) mrr_with: f64,
    /// Net sales of the first 12 months (a subscriber: 12 times the payment of the twelfth), with the program and without.
    pub(crate) year: [f64; 2],
    /// Known prices that were paid.
    prices_seen: usize,
    /// What chance may bring this month.
    pub(crate) chances: Chances,
    /// Where the running total of trigger points begins, in points from 0 to 1.
    pub(crate) rounding: f64,
}

impl SimulationContext<'_> {
    /// Walks one customer; months in which a friend came are pushed to `friends`.
    pub(crate) fn walk(&self, w: &MemberPath, ledger: &mut PointsLedger, tally: &mut Tally, friends: &mut Vec<u32>) {
        let start = w.origin.start().0;
        let Some(mut s) = self.begin(w, ledger, tally) else { return };
        self.months(w, start, &mut s, ledger, tally, friends);
        if w.origin == Origin::Today {
            let before = year_before(w.who).max(0.0);
            tally.cohort_net_with += w.weight * s.year[0];
            tally.cohort_capped_with += w.weight * s.year[0].min(before);
            tally.cohort_net_without += w.weight * s.year[1];
            tally.cohort_capped_without += w.weight * s.year[1].min(before);
        }
    }
    /// Walks a buyer who never joins: [`SimulationContext::walk`] without what only members do, so that both worlds are one. A test holds the two together.
    pub(crate) fn buy_apart(&self, w: &MemberPath, tally: &mut Tally) {
        let (start, comes) = w.origin.start();
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
            let joining = start == m && comes;
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
            let joining = start == m && w.origin.start().1;
            s.chances = w.known.and_then(|k| k.chances).map_or(Chances::UNKNOWN, |c| Chances(c[(m - start) as usize]));
            if self.waits(s, w, (start, m), ledger) {
                self.month_begins(s, w, m);
                let month = &mut tally.months[m as usize];
                month.active_with += w.weight;
                month.active_without += w.weight;
                continue;
            }
            self.time_passes(s, w, &traits, (start, m), ledger, (&mut tally.months[m as usize], &mut tally.detail, &mut tally.opening_lapsed));
            if s.alive || s.alive_with {
                self.month_begins(s, w, m);
                if self.is_quiet(s, w, (start, m), ledger) {
                    self.quiet_month(s, w, m, tally);
                    let month = &mut tally.months[m as usize];
                    month.points_pending += w.weight * number(ledger.pending);
                    month.points_outstanding += w.weight * number(ledger.spendable);
                    continue;
                }
                let sales = if w.who.mrr > 0.0 { self.subscription(s, w, m, joining, traits.premium) } else { self.purchases(s, w, &traits, (start, m)) };
                self.book_sales(w, s, &sales, m, tally);
                let mut welcome = 0;
                if s.since.is_none() && s.alive_with && sales.orders_with > 0 && s.enrol_from.is_some_and(|e| m >= e) {
                    welcome = self.enrol(s, w, m, ledger, &mut tally.months[m as usize]);
                }
                if s.alive_with {
                    s.looked = false;
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
            month.points_pending += w.weight * number(ledger.pending);
            month.points_outstanding += w.weight * number(ledger.spendable);
        }
    }
    /// Purchase rate of a customer in this draw.
    pub(crate) fn rate(&self, w: &MemberPath) -> f64 {
        w.who.rate_monthly * self.draw.level * w.stream.gamma_mean_one(w.who.rate_shape)
    }
    /// Whether a customer is active at launch; newcomers are.
    pub(crate) fn alive(&self, w: &MemberPath) -> bool {
        match w.origin {
            Origin::Today => w.stream.unit(0, P::Alive) < w.life.survived,
            Origin::Since(months) => w.stream.unit(0, P::Alive) < exp(w.life.stay * f64::from(months)),
            Origin::New(_) | Origin::Referred(_) => true,
        }
    }
    /// Whether a customer never joins, whatever the program: then no program changes the path.
    pub(crate) fn never_joins(&self, w: &MemberPath) -> bool {
        let u = || w.stream.unit(0, P::Enrol);
        match w.origin {
            Origin::Today => w.who.opening_points < 1.0 && (u() >= self.enrolment[0][w.who.class as usize] || !self.alive(w)),
            Origin::Since(_) => u() >= self.enrolment[0][w.who.class as usize] || !self.alive(w),
            Origin::New(_) => u() >= self.enrolment[1][w.who.class as usize],
            Origin::Referred(_) => false,
        }
    }
    /// Whether a customer ever redeems.
    pub(crate) fn redeems(&self, w: &MemberPath) -> bool {
        w.stream.unit(0, P::NeverRedeems) < self.draw.redemption
    }
    /// Share of the paid increase of referrals that the reward brings with a customer.
    pub(crate) fn referral_pull(&self, w: &MemberPath, (own, friend): (u64, u64)) -> f64 {
        let order = if w.who.mrr > 0.0 { w.who.mrr } else { w.who.order_value };
        referral_pull(self.rules, (own, friend), order, self.draw.referral_curvature)
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
        (month, detail, opening_lapsed): (&mut MonthFlow, &mut Option<Box<Detail>>, &mut f64),
    ) {
        let mut gone = |lot: usize, points: u64| {
            if lot == 0 {
                *opening_lapsed += w.weight * number(points);
            }
            if let Some(d) = detail {
                let at = d.at(lot, m);
                d.expired[at] += w.weight * number(points);
            }
        };
        let expired = ledger.expire_from(m, self.rules.age_expiry, self.rules.idle_expiry, &mut gone);
        ledger.ripen(m, self.rules.pending);
        month.points_expired += w.weight * number(expired);
        if start == m && w.origin.start().1 {
            return;
        }
        if !s.chances.may(Chance::Dropout) {
            return;
        }
        let u = w.stream.unit(m, P::Dropout);
        s.alive = s.alive && u >= x.hazard;
        if s.alive_with && self.leaves(u, s, m, x) {
            s.alive_with = false;
            if w.who.mrr > 0.0 {
                month.points_forfeited += w.weight * number(ledger.drain_from(&mut gone));
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
                self.settle(s, w);
            }
        } else if m.is_multiple_of(self.rules.period) {
            s.counted_before = s.counted;
            s.counted = QualifyingCounts::default();
            s.held.reached = 0;
            s.looked = false;
        }
        if s.mission.is_none() && s.since.is_some() {
            s.mission = self.rules.offered[(m % 12) as usize].map(|i| (i, m, 0));
        }
    }
    #[inline]
    fn purchases(&self, s: &mut State, w: &MemberPath, x: &Traits, (start, m): (u32, u32)) -> Sales {
        let joining = start == m && w.origin.start().1;
        let known = w.known.and_then(|k| k.bought).and_then(|(orders, prices)| orders.get((m - start) as usize).map(|n| (u32::from(*n), prices)));
        let mean = || x.rate * self.season[(m % 12) as usize];
        let n = match known {
            Some((n, _)) => n,
            None if joining => 1,
            None => poisson(w.stream.unit(m, P::Purchases), mean()),
        };
        let (steady, missed) = if joining { (0.0, 0.0) } else { self.effect(s, m) };
        let n_with = coupled(n, mean, steady + missed, (w.stream, m), s.chances);
        if n.max(n_with) == 0 && missed == 0.0 {
            return Sales::default();
        }
        let basket = self.basket(s, m);
        let missed = if missed == 0.0 { 0.0 } else { mean() * self.grown(s, m, steady, s.full.0) * self.missed * x.value * basket };
        if n.max(n_with) == 0 {
            return Sales { missed, ..Sales::default() };
        }
        let price = match known {
            Some((1.., prices)) => {
                s.prices_seen += 1;
                prices[s.prices_seen - 1]
            }
            _ => self.price(w, x, n, m),
        };
        Sales {
            missed,
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
        let spread = if n <= 1 { x.sigma } else { x.sigma / libm::sqrt(f64::from(n)) };
        x.value * exp(spread * (z - 0.5 * spread))
    }
    /// Orders of a buyer without the program, month by month until leaving, and the price of each month that has some.
    pub(crate) fn bought(&self, w: &MemberPath, orders: &mut Vec<u16>, prices: &mut Vec<f64>) {
        let x = self.traits(w);
        let start = w.origin.start().0;
        for m in start..self.horizon {
            let joining = start == m && w.origin.start().1;
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
            tally.opening += w.weight * number(opening);
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
        let chance = self.enrolment.map(|of| of[b.class as usize]);
        let enrol_from = match w.origin {
            Origin::Today if opening > 0 => Some(0),
            Origin::Today | Origin::Since(_) => (u < chance[0]).then(|| (u / chance[0] * d.enrol_ramp) as u32),
            Origin::New(m) => (u < chance[1]).then_some(m),
            Origin::Referred(m) => Some(m),
        };
        Some(State {
            alive,
            alive_with: alive,
            enrol_from,
            since: None,
            redeems: self.redeems(w),
            steady: Steady::default(),
            full: (1.0, 1.0),
            chances: Chances::UNKNOWN,
            rounding: if self.rules.trigger_points > 0.0 { w.stream.unit(0, P::Trigger) } else { 0.0 },
            held: Held::default(),
            looked: false,
            counted: QualifyingCounts::default(),
            counted_before: QualifyingCounts::default(),
            mission: None,
            missed_until: 0,
            referrals: 0,
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
    /// The effects of the tier that the member holds now.
    pub(crate) fn settle(&self, s: &mut State, w: &MemberPath) {
        s.steady = self.response.steady(&w.value[s.held.tier], w.who.class, w.life.row, w.who.mrr > 0.0);
        s.full = (exp(s.steady.frequency), exp(s.steady.basket));
    }
    /// Exponential of a log effect in a month of which the steady one has `full`.
    #[inline]
    fn grown(&self, s: &State, m: u32, log: f64, full: f64) -> f64 {
        if s.since.is_some_and(|e| self.ramp(m - e) >= 1.0) { full } else { exp(log) }
    }
    #[inline]
    fn basket(&self, s: &State, m: u32) -> f64 {
        match s.since {
            Some(e) if m > e && s.steady.basket != 0.0 => self.grown(s, m, self.ramp(m - e) * s.steady.basket, s.full.1),
            _ => 1.0,
        }
    }
    /// Log effect on the purchase rate, and what a missed mission adds to it.
    #[inline]
    fn effect(&self, s: &State, m: u32) -> (f64, f64) {
        match s.since {
            Some(e) if s.alive_with && m > e => (self.ramp(m - e) * s.steady.frequency, if m < s.missed_until { self.draw.mission_missed } else { 0.0 }),
            _ => (0.0, 0.0),
        }
    }
    #[inline]
    fn leaves(&self, u: f64, s: &State, m: u32, x: &Traits) -> bool {
        let Some(e) = s.since else { return u < x.hazard };
        let log = self.ramp(m.saturating_sub(e)) * s.steady.hazard;
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
            s.mrr_with = s.mrr * self.basket(s, m);
        }
        Sales {
            orders: u32::from(s.alive),
            orders_with: u32::from(s.alive_with),
            net: if s.alive { s.mrr * premium } else { 0.0 },
            net_with: if s.alive_with { s.mrr_with * premium } else { 0.0 },
            missed: 0.0,
        }
    }
    #[inline]
    fn book_sales(&self, w: &MemberPath, s: &mut State, x: &Sales, m: u32, tally: &mut Tally) {
        let referred = matches!(w.origin, Origin::Referred(_));
        let month = &mut tally.months[m as usize];
        month.net_with += w.weight * x.net_with;
        month.orders_with += w.weight * f64::from(x.orders_with);
        month.net_missed += w.weight * x.missed;
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
        let counts = last_period(self.rules, b, s.mrr_with);
        let tier = self.rules.tier(&counts);
        s.held = Held { tier, review: m + self.rules.tiers[tier].validity, reached: 0 };
    }
    /// Enrols; returns the points given for it.
    #[inline]
    fn enrol(&self, s: &mut State, w: &MemberPath, m: u32, ledger: &mut PointsLedger, month: &mut MonthFlow) -> u64 {
        s.since = Some(m);
        if w.origin == Origin::Today {
            self.stand(s, w.who, m);
        }
        self.settle(s, w);
        ledger.issue(m, self.rules.joining);
        month.points_joining += w.weight * number(self.rules.joining);
        if let (Origin::Referred(_), Some((_, friend, _))) = (w.origin, self.rules.referral) {
            ledger.issue(m, friend);
            month.points_referral += w.weight * number(friend);
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
    /// Expected net sales that a missed mission takes away; part of `net_with`.
    pub(crate) missed: f64,
}
/// Purchases with the program: those without plus a thinned extra, or less a thinned part.
#[inline]
fn coupled(n: u32, mean: impl Fn() -> f64, log: f64, (stream, m): (Stream, u32), chances: Chances) -> u32 {
    if log == 0.0 || n == 0 && log < 0.0 || (0.0..=chances::EXTRA_LOG).contains(&log) && !chances.may(Chance::Extra) {
        return n;
    }
    if log > 0.0 {
        let u = stream.unit(m, P::Extra);
        if u < 1.0 - mean() * (exp_at_most(log) - 1.0) {
            return n;
        }
        return n + poisson(u, mean() * (exp(log) - 1.0));
    }
    let kept = exp(log);
    n - (0..n).filter(|j| stream.unit_of(m, P::Extra, *j) >= kept).count() as u32
}
/// A quick bound: max(1, exp(x)) is not above it.
#[inline]
pub(crate) fn exp_at_most(x: f64) -> f64 {
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
