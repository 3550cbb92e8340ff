//! The tables beside the orders: measured from their rows, whether the rows of the orders are here or were counted elsewhere.
//!
//! What these tables want to know of orders that are elsewhere is little, and of the customers whom they name: who is known there, when somebody bought last and
//! for how much ([`Questions`], [`Asked`]). Everything else needs no order.
use super::subscriptions::Book;
use super::usage::{Bought, Known};
use super::{history_completeness, ledger, members, panel, subscriptions, usage, voice};
use crate::canonical::{LedgerEntry, Member, Tables, Usage, Voice};
use loyalty_model::extract::{LedgerFacts, MemberFacts, SubscriptionFacts, UsageFacts, VoiceFacts};
use loyalty_model::units::{Date, Money};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Rows by the end of observation; a table without one is none.
pub(super) struct Beside<'a> {
    pub(super) subscriptions: Option<Book<'a>>,
    usage: Vec<&'a Usage>,
    voice: Vec<&'a Voice>,
    members: Vec<(&'a Member, bool)>,
    ledger: Vec<&'a LedgerEntry>,
}
impl<'a> Beside<'a> {
    pub(super) fn until(t: &'a Tables, as_of: Date) -> Beside<'a> {
        Beside {
            subscriptions: t.subscriptions.as_deref().and_then(|s| subscriptions::Book::until(s, as_of)),
            usage: usage::until(t.usage.as_deref().unwrap_or_default(), as_of),
            voice: voice::until(t.voice.as_deref().unwrap_or_default(), as_of),
            members: members::until(t.members.as_deref().unwrap_or_default(), as_of),
            ledger: ledger::until(t.ledger.as_deref().unwrap_or_default(), as_of),
        }
    }
    pub(super) fn is_none(&self) -> bool {
        self.subscriptions.is_none() && self.usage.is_empty() && self.voice.is_empty() && self.members.is_empty() && self.ledger.is_empty()
    }
    pub(super) fn subscriptions(&self) -> Option<SubscriptionFacts> {
        self.subscriptions.as_ref().map(|book| book.measure())
    }
    pub(super) fn usage(&self, known: &Known) -> Option<UsageFacts> {
        (!self.usage.is_empty()).then(|| usage::measure(&self.usage, known))
    }
    pub(super) fn voice(&self, known: &Known) -> Option<VoiceFacts> {
        (!self.voice.is_empty()).then(|| voice::measure(&self.voice, known))
    }
    pub(super) fn members(&self) -> Option<MemberFacts> {
        (!self.members.is_empty()).then(|| members::measure(&self.members))
    }
    pub(super) fn ledger(&self) -> Option<LedgerFacts> {
        (!self.ledger.is_empty()).then(|| ledger::measure(&self.ledger))
    }
    /// What a panel takes from them.
    pub(super) fn sides(&self, facts: Option<&VoiceFacts>) -> panel::Sides<'_> {
        let scale_max = facts.map_or(0, |v| v.scale_max);
        panel::Sides { usage: &self.usage, voice: &self.voice, scale_max, members: &self.members, ledger: &self.ledger }
    }
}

/// Last day seen in the tables beside the orders that tell what happened.
pub(super) fn last_day(t: &Tables) -> Option<Date> {
    let starts = t.subscriptions.iter().flatten().filter_map(|s| s.start).max();
    // An end that has not come yet is a plan, not an observation.
    let ends = t.subscriptions.iter().flatten().filter(|s| s.ended).filter_map(|s| s.end).max();
    let usage = t.usage.iter().flatten().map(|u| u.day).max();
    let ledger = t.ledger.iter().flatten().map(|l| l.day).max();
    [starts, ends, usage, ledger].into_iter().flatten().max()
}

/// What tables beside the orders ask of orders that are counted elsewhere.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Questions<'a> {
    /// Customers, each once, in the order of their ids.
    pub customers: Vec<&'a str>,
    /// Customers and days on which they redeemed something at the till, each once.
    pub redemptions: Vec<(&'a str, i32)>,
    /// Last day that these tables saw.
    pub last_day: Option<Date>,
}
impl<'a> Questions<'a> {
    /// The questions of these tables.
    pub fn of(t: &'a Tables) -> Questions<'a> {
        let members = t.members.iter().flatten().map(|m| m.customer.as_str());
        let ledger = t.ledger.iter().flatten().map(|l| l.customer.as_str());
        let voice = t.voice.iter().flatten().filter_map(|v| v.customer.as_deref());
        let usage = t.usage.iter().flatten().map(|u| u.customer.as_str());
        let customers: BTreeSet<&str> = members.chain(ledger).chain(voice).chain(usage).collect();
        let redemptions: BTreeSet<(&str, i32)> = history_completeness::redemptions(t).into_iter().collect();
        Questions { customers: customers.into_iter().collect(), redemptions: redemptions.into_iter().collect(), last_day: last_day(t) }
    }
}
/// What orders that are counted elsewhere answer.
#[derive(Debug, Default, PartialEq)]
pub struct Asked<'a> {
    /// Customers who have a line there, on whatever day.
    pub known: HashSet<&'a str>,
    /// Of those who have a line by the end of observation: last purchase day, net spend of the last 365 days.
    pub bought: HashMap<&'a str, Bought>,
    /// Days with a redemption of a known customer, between the first and the last line; and on how many of them that customer has a line.
    pub redemptions: (usize, usize),
}
impl<'a> Asked<'a> {
    /// Takes an answer of a customer: purchase days, the last of them, ten-thousandths.
    pub(crate) fn bought(&mut self, who: &'a str, days: i64, last: i32, net: i64) {
        self.known.insert(who);
        self.bought.insert(who, ((days > 0).then(|| Date::from_days(last)), Money::from_raw(net)));
    }
}

#[cfg(test)]
mod tests;
