//! The sandbox in words: lines of the ledger, amounts, refusals.
use loyalty_app::refusal::{Refusal, RefusalKind};
use loyalty_exports::format;
use loyalty_model::units::Currency;
use loyalty_sandbox::{Refused, Rules, Said};

pub const BEFORE: &str = "This request was answered before: nothing is taken twice.";

pub fn points(count: u64) -> String {
    let whole = format::whole(count as f64);
    if count == 1 { format!("{whole} point") } else { format!("{whole} points") }
}
/// An amount as a receipt has it: no digit is rounded away.
pub fn amount(value: f64, currency: &Currency) -> String {
    let digits = if value.fract() == 0.0 {
        format::whole(value)
    } else {
        let cents = ((value * 100.0) - (value * 100.0).round()).abs() < 1e-6;
        let text = if cents { format!("{value:.2}") } else { format!("{value:.4}") };
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        format!("{}.{rest}", format::whole(whole.parse().unwrap_or(value)))
    };
    format!("{}{digits}", currency.sign())
}
/// What a line of the ledger says.
pub fn said(said: &Said, rules: &Rules, names: &[&str], currency: &Currency) -> String {
    let money = |v: f64| amount(v, currency);
    let tier = |i: usize| rules.tiers.get(i).map_or("", |t| t.name.as_str());
    let name = |i: usize| names.get(i).copied().unwrap_or("a friend");
    let owes = |owed: u64| if owed > 0 { format!("; {} had been spent and are owed", points(owed)) } else { String::new() };
    match said {
        Said::Joined { points: 0, friend_of: None } => "Signed up".into(),
        Said::Joined { points: p, friend_of: None } => format!("Signed up: {} for joining", points(*p)),
        Said::Joined { points: p, friend_of: Some(by) } => format!("Signed up on the recommendation of {}: {}", name(*by), points(*p)),
        Said::Bought { purchase, goods, shipping, points: p, paid } => {
            let shipped = if *shipping > 0.0 { format!(" and {} shipping", money(*shipping)) } else { String::new() };
            let pays = if *paid > 0 { format!("; {} of them pay what was owed", format::whole(*paid as f64)) } else { String::new() };
            format!("Purchase {}, {} goods{shipped}: {}{pays}", purchase + 1, money(*goods), points(*p))
        }
        Said::Returned { purchase, revoked, owed } => format!("Purchase {} returned: {} revoked{}", purchase + 1, points(*revoked), owes(*owed)),
        Said::Redeemed { price } => format!("Reward issued for {}", points(*price)),
        Said::Refused { price, available } => format!("Reward for {} refused: {} available", points(*price), points(*available)),
        Said::Gift { gift, points: p } => format!("{}: {}", rules.gifts.get(*gift).map_or("", |g| g.name.as_str()), points(*p)),
        Said::Subscribed { monthly: 0.0 } => "Subscription ended".into(),
        Said::Subscribed { monthly } => format!("Subscription of {} a month", money(*monthly)),
        Said::FriendBought { friend, points: p } => format!("First order of {}: {}", name(*friend), points(*p)),
        Said::FriendReturned { friend, revoked, owed } => format!("{} returned the first order: {} revoked{}", name(*friend), points(*revoked), owes(*owed)),
        Said::Available { points: p } => format!("{} can be spent", points(*p)),
        Said::Expired { points: p } => format!("{} expired", points(*p)),
        Said::TierReached { tier: t, until } => format!("{} reached, valid until {until}", tier(*t)),
        Said::TierReachedAgain { tier: t, until } => format!("{} reached again, valid until {until}", tier(*t)),
        Said::TierKept { tier: t, until } => format!("Review: {} kept until {until}", tier(*t)),
        Said::TierLost { from, tier: t } => format!("Review: from {} to {}", tier(*from), tier(*t)),
    }
}
/// Why an act is refused: place, fact, reason, next step.
pub fn refusal(refused: &Refused) -> Refusal {
    let told = |place: &str, fact: String, reason: &str, next: &str| Refusal::input(place, fact, reason, next);
    match refused {
        Refused::NotEnough { price, available } => Refusal {
            kind: RefusalKind::Differs,
            ..told(
                "Reward",
                format!("it costs {}, and the member has {}", points(*price), points(*available)),
                "Only available points can be spent",
                "wait until pending points are available, or buy something",
            )
        },
        Refused::NoSuchReward { price } => {
            told("Reward", format!("the program has none for {}", points(*price)), "Prices are those of the plan", "choose a reward of the list")
        }
        Refused::Unknown => {
            told("Form", "it names nobody, or nothing, of this shop".into(), "The page may be older than the shop", "open a new shop at /sandbox")
        }
        Refused::ReturnedBefore => told("Purchase", "it was returned before".into(), "A purchase is returned once", "choose another purchase"),
        Refused::NoAmount => {
            let reason = "An amount is a plain number from 0 to 1,000,000,000, and a purchase costs something";
            told("Amount", "it cannot be charged".into(), reason, "write it with a point, for example 24.90")
        }
        Refused::NoDays => {
            told("Days", "they are no number of days to wait".into(), "The clock goes forward by whole days", "write a whole number, for example 30")
        }
        Refused::NoName => told("Name", "it is empty or too long".into(), "A name has 1 to 60 letters", "write a name, for example Ada"),
        Refused::NotOffered => {
            told("Form", "the program does not offer this".into(), "The shop runs the program of the plan", "choose something that the page offers")
        }
        Refused::Full(what) => {
            let fact = format!("it has no room for more {what}");
            told("Sandbox", fact, "A shop has 40 members, 400 events of each, and 50 years", "open a new shop at /sandbox")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_receipt_rounds_nothing_away() {
        let usd = Currency("USD".into());
        for (value, said) in [(1344.5, "$1,344.50"), (50.0, "$50"), (0.05, "$0.05"), (1_234_567.0, "$1,234,567"), (12.3456, "$12.3456")] {
            assert_eq!(amount(value, &usd), said);
        }
    }
}
