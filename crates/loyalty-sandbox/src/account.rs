//! A member's account: balances derived by replaying events, lot by lot. Between two events the calendar does what it does: points expire, points can be
//! spent from a day on, a tier is reviewed. On one day it goes in this order, and then come the acts of the day.
use crate::event::{Act, Event, Source};
use crate::fault::Fault;
use crate::rules::Rules;
use crate::{Day, days_later, months_between, months_later};
use loyalty_model::program::{Expiry, Metric};

/// Points that were issued together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    pub source: Source,
    pub day: Day,
    /// Issued, less what paid points that were owed.
    pub issued: u64,
    pub left: u64,
    pub expired: u64,
    /// From this day on they can be spent.
    pub ripe_on: Day,
    pub ripe: bool,
    /// The day on which they expire by age.
    pub ends: Option<Day>,
}
/// A purchase as the store lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct Purchase {
    pub day: Day,
    pub goods: f64,
    pub shipping: f64,
    pub points: u64,
    pub returned: bool,
}
/// What an act, or the calendar, did to the account.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    Joined { points: u64, friend_of: Option<usize> },
    Bought { purchase: usize, goods: f64, shipping: f64, points: u64, paid: u64 },
    Returned { purchase: usize, revoked: u64, owed: u64 },
    Redeemed { price: u64 },
    Refused { price: u64, available: u64 },
    Gift { gift: usize, points: u64 },
    Subscribed { monthly: f64 },
    FriendBought { friend: usize, points: u64 },
    FriendReturned { friend: usize, revoked: u64, owed: u64 },
    Available { points: u64 },
    Expired { points: u64 },
    TierReached { tier: usize, until: Day },
    TierReachedAgain { tier: usize, until: Day },
    TierKept { tier: usize, until: Day },
    TierLost { from: usize, tier: usize },
}
/// A line of the ledger, with what stood after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub day: Day,
    pub said: Said,
    pub available: u64,
    pub pending: u64,
    pub owed: u64,
    pub tier: usize,
}
/// What the calendar does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Expire,
    Ripen,
    Review,
}
/// The account at the end of a day.
#[derive(Debug, Clone)]
pub struct Account<'a> {
    rules: &'a Rules,
    fault: Option<Fault>,
    /// First day of the program: qualification periods begin with it.
    opened: Day,
    pub lots: Vec<Lot>,
    /// Points returned after they were spent: the next points pay them first.
    pub owed: u64,
    /// Position of the tier held, and the day of its review.
    pub tier: usize,
    pub review: Option<Day>,
    /// A period, and the highest tier that its counts have reached.
    reached: Option<(u32, usize)>,
    pub purchases: Vec<Purchase>,
    pub ledger: Vec<Line>,
    missions: Vec<Day>,
    /// Monthly fee from a day on.
    fees: Vec<(Day, f64)>,
    last_move: Option<Day>,
    redeemed_today: (Option<Day>, u64),
}
impl<'a> Account<'a> {
    /// Replays events up to the end of a day.
    pub fn replay(rules: &'a Rules, fault: Option<Fault>, opened: Day, events: &[Event], until: Day) -> Account<'a> {
        let mut account = Account {
            rules,
            fault,
            opened,
            lots: vec![],
            owed: 0,
            tier: 0,
            review: None,
            reached: None,
            purchases: vec![],
            ledger: vec![],
            missions: vec![],
            fees: vec![],
            last_move: None,
            redeemed_today: (None, 0),
        };
        for event in events.iter().filter(|e| e.day <= until) {
            account.time_passes(event.day);
            account.act(event);
        }
        account.time_passes(until);
        account
    }
    /// Points that can be spent.
    pub fn available(&self) -> u64 {
        self.lots.iter().filter(|l| l.ripe).map(|l| l.left).sum()
    }
    /// Points that wait.
    pub fn pending(&self) -> u64 {
        self.lots.iter().filter(|l| !l.ripe).map(|l| l.left).sum()
    }
    /// The day of the next thing that the calendar does, if nobody acts.
    pub fn next_change(&self) -> Option<Day> {
        self.next().map(|(day, _)| day)
    }
    /// The next points that expire, and when.
    pub fn next_expiry(&self) -> Option<(Day, u64)> {
        let day = self.next_expiry_day()?;
        let by_age = |l: &&Lot| !matches!(self.rules.expiry, Expiry::Age { .. }) || l.ends.is_some_and(|ends| self.late(Fault::ExpiryDayLate, ends) <= day);
        Some((day, self.lots.iter().filter(by_age).map(|l| l.left).sum()))
    }
    /// What a metric counts in the period of a day, and in the one before.
    pub fn counted(&self, metric: Metric, day: Day) -> (f64, f64) {
        let period = self.period(day);
        (self.count(metric, Some(period), day), self.count(metric, period.checked_sub(1), day))
    }
    /// The first day of the qualification period that follows a day.
    pub fn period_ends(&self, day: Day) -> Day {
        months_later(self.opened, (self.period(day) + 1) * self.rules.period)
    }
    fn period(&self, day: Day) -> u32 {
        months_between(self.opened, day) / self.rules.period
    }
    fn count(&self, metric: Metric, period: Option<u32>, day: Day) -> f64 {
        let Some(period) = period else { return 0.0 };
        let bought = self.purchases.iter().filter(|p| !p.returned && self.period(p.day) == period);
        match metric {
            Metric::NetSpend => bought.map(|p| p.goods).sum(),
            Metric::Orders => bought.count() as f64,
            Metric::MissionsCompleted => self.missions.iter().filter(|d| self.period(**d) == period).count() as f64,
            // The fee as it stands; of a period that is over, the highest in it.
            Metric::RecurringRevenue if period == self.period(day) => self.fees.last().map_or(0.0, |f| f.1),
            Metric::RecurringRevenue => {
                let begins = months_later(self.opened, period * self.rules.period);
                let at_first = self.fees.iter().rfind(|f| f.0 < begins).map_or(0.0, |f| f.1);
                self.fees.iter().filter(|f| self.period(f.0) == period).map(|f| f.1).fold(at_first, f64::max)
            }
        }
    }
    fn next_expiry_day(&self) -> Option<Day> {
        let day = match self.rules.expiry {
            Expiry::None => None,
            Expiry::Age { .. } => self.lots.iter().filter(|l| l.left > 0).filter_map(|l| l.ends).min(),
            Expiry::Inactivity { months } if self.lots.iter().any(|l| l.left > 0) => self.last_move.map(|d| months_later(d, months.max(1))),
            Expiry::Inactivity { .. } => None,
        };
        day.map(|d| self.late(Fault::ExpiryDayLate, d))
    }
    fn next(&self) -> Option<(Day, Turn)> {
        let ripens = self.lots.iter().filter(|l| !l.ripe && l.left > 0).map(|l| l.ripe_on).min();
        let review = self.review.filter(|_| self.tier > 0).map(|d| self.late(Fault::TierHeldTooLong, d));
        let turns = [(self.next_expiry_day(), Turn::Expire), (ripens, Turn::Ripen), (review, Turn::Review)];
        turns.into_iter().filter_map(|(day, turn)| Some((day?, turn))).min()
    }
    fn time_passes(&mut self, until: Day) {
        while let Some((day, turn)) = self.next().filter(|(day, _)| *day <= until) {
            match turn {
                Turn::Expire => self.expire(day),
                Turn::Ripen => self.ripen(day),
                Turn::Review => self.review(day),
            }
        }
    }
    /// A day, or the one after it where a fault is planted.
    fn late(&self, fault: Fault, day: Day) -> Day {
        days_later(day, u32::from(self.fault == Some(fault)))
    }
    fn expire(&mut self, day: Day) {
        let late = u32::from(self.fault == Some(Fault::ExpiryDayLate));
        let by_age = matches!(self.rules.expiry, Expiry::Age { .. });
        let mut points = 0;
        for lot in self.lots.iter_mut().filter(|l| !by_age || l.ends.is_some_and(|ends| days_later(ends, late) <= day)) {
            lot.expired += lot.left;
            points += std::mem::take(&mut lot.left);
        }
        self.say(day, Said::Expired { points });
    }
    fn ripen(&mut self, day: Day) {
        let mut points = 0;
        for lot in self.lots.iter_mut().filter(|l| !l.ripe && l.ripe_on <= day) {
            lot.ripe = true;
            points += lot.left;
        }
        self.say(day, Said::Available { points });
    }
    /// What the running period or the one before reached remains, or the tier below the one held.
    fn review(&mut self, day: Day) {
        let (held, now) = (self.tier, self.rules.reached(|m| self.counted(m, day).0));
        let before = self.rules.reached(|m| self.counted(m, day).1);
        self.tier = if now >= held { now } else { now.max(before).max(held - 1) };
        let until = months_later(day, self.rules.tiers[self.tier].validity);
        self.review = (self.tier > 0).then_some(until);
        match self.tier < held {
            true => self.say(day, Said::TierLost { from: held, tier: self.tier }),
            false => self.say(day, Said::TierKept { tier: self.tier, until }),
        }
    }
    /// A tier is valid from the day on which the purchases of a period reach it; what is bought after that in the same period makes it no longer.
    fn requalify(&mut self, day: Day) {
        let (period, now) = (self.period(day), self.rules.reached(|m| self.counted(m, day).0));
        let so_far = self.reached.filter(|r| r.0 == period).map_or(0, |r| r.1);
        self.reached = Some((period, so_far.max(now)));
        let rises = now > self.tier;
        if rises || (now == self.tier && now > so_far) {
            let until = months_later(day, self.rules.tiers[now].validity);
            (self.tier, self.review) = (now, Some(until));
            self.say(day, if rises { Said::TierReached { tier: now, until } } else { Said::TierReachedAgain { tier: now, until } });
        }
    }
    /// A fee that stands reaches its tier in every period: the tier is valid from the last period in which it was paid.
    fn paid_until(&mut self, day: Day) {
        let standing = self.rules.reached(|m| if m == Metric::RecurringRevenue { self.counted(m, day).0 } else { 0.0 });
        if let (Some(fee), true) = (self.fees.last(), standing > 0 && standing == self.tier) {
            let last = day.yesterday().map_or(fee.0, |d| d.max(fee.0));
            let period = months_later(self.opened, self.period(last) * self.rules.period);
            self.review = self.review.max(Some(months_later(period.max(fee.0), self.rules.tiers[standing].validity)));
        }
    }
    fn act(&mut self, event: &Event) {
        let day = event.day;
        match &event.act {
            Act::Join { welcome, friend_of } => {
                let welcome = if *welcome { self.rules.joining } else { 0 };
                let friend = self.rules.referral.filter(|_| friend_of.is_some()).map_or(0, |r| r.1);
                self.issue(day, welcome, Source::Joining);
                self.issue(day, friend, Source::Recommended);
                self.say(day, Said::Joined { points: welcome + friend, friend_of: *friend_of });
            }
            Act::Buy { purchase, goods, shipping } => {
                let amount = if self.fault == Some(Fault::PointsOnShipping) { goods + shipping } else { *goods };
                let points = self.rules.points(amount, self.tier);
                self.purchases.push(Purchase { day, goods: *goods, shipping: *shipping, points, returned: false });
                let paid = self.issue(day, points, Source::Purchase(*purchase));
                self.say(day, Said::Bought { purchase: *purchase, goods: *goods, shipping: *shipping, points, paid });
                self.requalify(day);
            }
            Act::Return { purchase } => {
                let Some(bought) = self.purchases.get_mut(*purchase) else { return };
                bought.returned = true;
                let points = bought.points;
                let (revoked, owed) = if self.fault == Some(Fault::ReturnKeepsPoints) { (0, 0) } else { self.revoke(points, Source::Purchase(*purchase)) };
                self.say(day, Said::Returned { purchase: *purchase, revoked, owed });
            }
            Act::Redeem { price, .. } => {
                self.spend(day, *price);
                self.say(day, Said::Redeemed { price: *price });
            }
            Act::Refuse { price } => self.say(day, Said::Refused { price: *price, available: self.available() }),
            Act::Gift { gift } => {
                let Some(given) = self.rules.gifts.get(*gift) else { return };
                self.missions.extend(given.mission.then_some(day));
                self.issue(day, given.points, Source::Gift(*gift));
                self.say(day, Said::Gift { gift: *gift, points: given.points });
                self.requalify(day);
            }
            Act::Subscribe { monthly } => {
                self.paid_until(day);
                self.fees.push((day, *monthly));
                self.say(day, Said::Subscribed { monthly: *monthly });
                self.requalify(day);
            }
            Act::FriendBought { friend } => {
                let points = self.rules.referral.map_or(0, |r| r.0);
                self.issue(day, points, Source::Friend(*friend));
                self.say(day, Said::FriendBought { friend: *friend, points });
            }
            Act::FriendReturned { friend } => {
                let (revoked, owed) = self.revoke(self.rules.referral.map_or(0, |r| r.0), Source::Friend(*friend));
                self.say(day, Said::FriendReturned { friend: *friend, revoked, owed });
            }
        }
    }
    /// Issues points; what is owed is paid first. Gives how many paid it.
    fn issue(&mut self, day: Day, points: u64, source: Source) -> u64 {
        let paid = if self.fault == Some(Fault::DebtForgotten) { 0 } else { points.min(self.owed) };
        self.owed -= paid;
        let issued = points - paid;
        if issued > 0 {
            let early = u32::from(self.fault == Some(Fault::PendingDayEarly));
            let ripe_on = days_later(day, self.rules.pending_days.saturating_sub(early));
            let ends = if let Expiry::Age { months } = self.rules.expiry { Some(months_later(day, months.max(1))) } else { None };
            self.lots.push(Lot { source, day, issued, left: issued, expired: 0, ripe_on, ripe: ripe_on <= day, ends });
            self.last_move = Some(day);
        }
        paid
    }
    /// Takes the points of a source away again: its own first, then the newest; what was spent is owed. Points that expired are gone already.
    fn revoke(&mut self, points: u64, source: Source) -> (u64, u64) {
        let own = self.lots.iter().rposition(|l| l.source == source);
        let mut left = points.saturating_sub(own.map_or(0, |i| self.lots[i].expired));
        let asked = left;
        for i in own.into_iter().chain((0..self.lots.len()).rev()) {
            let part = left.min(self.lots[i].left);
            self.lots[i].left -= part;
            left -= part;
        }
        self.owed += left;
        (asked - left, left)
    }
    /// The oldest points go first.
    fn spend(&mut self, day: Day, price: u64) {
        let mut left = price;
        for lot in self.lots.iter_mut().filter(|l| l.ripe) {
            let part = left.min(lot.left);
            lot.left -= part;
            left -= part;
        }
        self.last_move = Some(day);
        let before = if self.redeemed_today.0 == Some(day) { self.redeemed_today.1 } else { 0 };
        self.redeemed_today = (Some(day), before + price - left);
    }
    /// Points that a redemption of this day may take.
    pub(crate) fn redeemable(&self, day: Day) -> u64 {
        let unseen = if self.fault == Some(Fault::DoubleRedemption) && self.redeemed_today.0 == Some(day) { self.redeemed_today.1 } else { 0 };
        self.available() + unseen
    }
    fn say(&mut self, day: Day, said: Said) {
        let line = Line { day, said, available: self.available(), pending: self.pending(), owed: self.owed, tier: self.tier };
        self.ledger.push(line);
    }
}
