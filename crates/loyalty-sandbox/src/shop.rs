//! The shop: takes acts one at a time and refuses what cannot be. Everything in it is bounded.
use crate::account::Account;
use crate::event::{Act, Event};
use crate::fault::Fault;
use crate::rules::Rules;
use crate::{Day, days_later, months_later};
use loyalty_model::program::{Metric, Program};

/// Members of a shop, and events of a member.
const MEMBERS_MOST: usize = 40;
const EVENTS_MOST: usize = 400;
/// Years after the opening that the clock may reach.
const YEARS_MOST: u32 = 50;
/// Largest amount, and letters of a name or the id of a request.
const AMOUNT_MOST: f64 = 1e9;
const LETTERS_MOST: usize = 60;

/// Why an act is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum Refused {
    /// A reward costs more than what can be spent.
    NotEnough { price: u64, available: u64 },
    /// No reward has this price.
    NoSuchReward { price: u64 },
    /// Nobody, or nothing, of this number.
    Unknown,
    /// The purchase was returned before.
    ReturnedBefore,
    /// Not an amount: below nothing, too large, or nothing at all.
    NoAmount,
    /// Not a number of days, or nothing to wait for.
    NoDays,
    /// A name without letters, or too long.
    NoName,
    /// The program does not have it.
    NotOffered,
    /// Members, events or years are at their end.
    Full(&'static str),
}
/// How a request for a reward was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    Now,
    /// The same request was answered before: nothing is taken twice.
    Before,
}
#[derive(Debug, Clone)]
struct Member {
    name: String,
    friend_of: Option<usize>,
    events: Vec<Event>,
}
/// A shop with its program, its members and its clock.
#[derive(Debug, Clone)]
pub struct Shop {
    rules: Rules,
    fault: Option<Fault>,
    opened: Day,
    today: Day,
    members: Vec<Member>,
}
impl Shop {
    /// A shop that opens on a day, which is the first of the program.
    pub fn open(program: &Program, opened: Day, fault: Option<Fault>) -> Shop {
        Shop { rules: Rules::of(program), fault, opened, today: opened, members: vec![] }
    }
    pub fn rules(&self) -> &Rules {
        &self.rules
    }
    pub fn fault(&self) -> Option<Fault> {
        self.fault
    }
    pub fn opened(&self) -> Day {
        self.opened
    }
    pub fn today(&self) -> Day {
        self.today
    }
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|m| m.name.as_str())
    }
    /// The account of a member as it stands today.
    pub fn account(&self, member: usize) -> Option<Account<'_>> {
        Some(Account::replay(&self.rules, self.fault, self.opened, &self.members.get(member)?.events, self.today))
    }
    /// Events of a member, oldest first.
    pub fn events(&self, member: usize) -> &[Event] {
        self.members.get(member).map_or(&[], |m| &m.events)
    }
    /// The next day on which the calendar changes an account.
    pub fn next_change(&self) -> Option<Day> {
        (0..self.members.len()).filter_map(|m| self.account(m)?.next_change()).min()
    }
    /// Days pass.
    ///
    /// # Errors
    /// The end of the calendar of the sandbox.
    pub fn pass(&mut self, days: u32) -> Result<(), Refused> {
        self.pass_to(days_later(self.today, days))
    }
    /// A month passes: to the same day of the next, or to its last day.
    ///
    /// # Errors
    /// The end of the calendar of the sandbox.
    pub fn pass_month(&mut self) -> Result<(), Refused> {
        self.pass_to(months_later(self.today, 1))
    }
    /// The clock goes on to a day.
    ///
    /// # Errors
    /// A day that is over; the end of the calendar of the sandbox.
    pub fn pass_to(&mut self, day: Day) -> Result<(), Refused> {
        if day < self.today || day > months_later(self.opened, 12 * YEARS_MOST) {
            return Err(Refused::Full("years"));
        }
        self.today = day;
        Ok(())
    }
    /// A member signs up, with or without the points for joining, and may be the friend of another.
    ///
    /// # Errors
    /// No name; too many members; a recommendation that the program does not reward.
    pub fn sign_up(&mut self, name: &str, welcome: bool, friend_of: Option<usize>) -> Result<usize, Refused> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > LETTERS_MOST || name.chars().any(char::is_control) {
            return Err(Refused::NoName);
        }
        if friend_of.is_some_and(|f| f >= self.members.len()) {
            return Err(Refused::Unknown);
        }
        if friend_of.is_some() && self.rules.referral.is_none() {
            return Err(Refused::NotOffered);
        }
        if self.members.len() >= MEMBERS_MOST {
            return Err(Refused::Full("members"));
        }
        let event = Event { day: self.today, act: Act::Join { welcome, friend_of } };
        self.members.push(Member { name: name.into(), friend_of, events: vec![event] });
        Ok(self.members.len() - 1)
    }
    /// A member buys. Points are on goods alone. Gives the number of the purchase.
    ///
    /// # Errors
    /// Not an amount; nobody.
    pub fn buy(&mut self, member: usize, goods: f64, shipping: f64) -> Result<usize, Refused> {
        let fits = |v: f64| v.is_finite() && (0.0..=AMOUNT_MOST).contains(&v);
        if !fits(goods) || !fits(shipping) || goods + shipping <= 0.0 {
            return Err(Refused::NoAmount);
        }
        let account = self.account(member).ok_or(Refused::Unknown)?;
        let (purchase, first) = (account.purchases.len(), account.purchases.iter().all(|p| p.returned));
        self.put(member, Act::Buy { purchase, goods, shipping })?;
        if let Some(recommender) = self.members[member].friend_of.filter(|r| first && self.rewarded(*r)) {
            self.follows(recommender, Act::FriendBought { friend: member });
        }
        Ok(purchase)
    }
    /// The recommender still gets points for a friend in this year of the program.
    fn rewarded(&self, recommender: usize) -> bool {
        let Some((_, _, most)) = self.rules.referral else { return false };
        let year = |day: Day| crate::months_between(self.opened, day) / 12;
        let bought = |a: &Act| i64::from(matches!(a, Act::FriendBought { .. })) - i64::from(matches!(a, Act::FriendReturned { .. }));
        let counted: i64 = self.members[recommender].events.iter().filter(|e| year(e.day) == year(self.today)).map(|e| bought(&e.act)).sum();
        counted < i64::from(most)
    }
    /// A member returns a purchase, with its shipping.
    ///
    /// # Errors
    /// No such purchase; returned before.
    pub fn take_return(&mut self, member: usize, purchase: usize) -> Result<(), Refused> {
        let account = self.account(member).ok_or(Refused::Unknown)?;
        if account.purchases.get(purchase).ok_or(Refused::Unknown)?.returned {
            return Err(Refused::ReturnedBefore);
        }
        let last = account.purchases.iter().filter(|p| !p.returned).count() == 1;
        self.put(member, Act::Return { purchase })?;
        let friend = |a: &Act| match a {
            Act::FriendBought { friend } if *friend == member => 1,
            Act::FriendReturned { friend } if *friend == member => -1,
            _ => 0,
        };
        if let Some(recommender) = self.members[member].friend_of.filter(|_| last) {
            // A friend whose order was never rewarded takes nothing away.
            if self.members[recommender].events.iter().map(|e| friend(&e.act)).sum::<i32>() > 0 {
                self.follows(recommender, Act::FriendReturned { friend: member });
            }
        }
        Ok(())
    }
    /// A till asks for a reward of this price. The same request asked again is answered as before.
    ///
    /// # Errors
    /// No such reward; not enough points: the ledger notes the refusal.
    pub fn redeem(&mut self, member: usize, price: u64, request: &str) -> Result<Given, Refused> {
        let request: String = request.chars().take(LETTERS_MOST).collect();
        let account = self.account(member).ok_or(Refused::Unknown)?;
        if price == 0 || (!self.rules.rewards.is_empty() && !self.rules.rewards.iter().any(|r| r.price == price)) {
            return Err(Refused::NoSuchReward { price });
        }
        let (redeemable, available) = (account.redeemable(self.today), account.available());
        let same = |e: &Event| matches!(&e.act, Act::Redeem { request: before, .. } if *before == request);
        if self.members[member].events.iter().any(same) {
            return Ok(Given::Before);
        }
        if price > redeemable {
            self.put(member, Act::Refuse { price })?;
            return Err(Refused::NotEnough { price, available });
        }
        self.put(member, Act::Redeem { price, request })?;
        Ok(Given::Now)
    }
    /// A member completes a mission, or gets points for a moment.
    ///
    /// # Errors
    /// No such mission.
    pub fn gift(&mut self, member: usize, gift: usize) -> Result<(), Refused> {
        if gift >= self.rules.gifts.len() {
            return Err(Refused::NotOffered);
        }
        self.put(member, Act::Gift { gift })
    }
    /// The monthly fee of a member's subscription from today on.
    ///
    /// # Errors
    /// Not an amount; no tier counts it.
    pub fn subscribe(&mut self, member: usize, monthly: f64) -> Result<(), Refused> {
        if !self.rules.counts(Metric::RecurringRevenue) {
            return Err(Refused::NotOffered);
        }
        if !(monthly.is_finite() && (0.0..=AMOUNT_MOST).contains(&monthly)) {
            return Err(Refused::NoAmount);
        }
        self.put(member, Act::Subscribe { monthly })
    }
    /// What an act of a friend brings with it: there are no more of these than of the friend's own acts.
    fn follows(&mut self, member: usize, act: Act) {
        self.members[member].events.push(Event { day: self.today, act });
    }
    fn put(&mut self, member: usize, act: Act) -> Result<(), Refused> {
        let today = self.today;
        let events = &mut self.members.get_mut(member).ok_or(Refused::Unknown)?.events;
        if events.len() >= EVENTS_MOST {
            return Err(Refused::Full("events"));
        }
        events.push(Event { day: today, act });
        Ok(())
    }
}
