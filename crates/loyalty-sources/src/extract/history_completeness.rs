//! Whether the orders are whole histories: a table of coupon or reward redemptions knows days on which its customers did buy.
use crate::canonical::{Tables, Usage};
use loyalty_model::units::Date;
use rustc_hash::{FxHashMap, FxHashSet};

/// Redemptions that must be known before a word is said, and the share of them that whole histories show an order for.
const LEAST_KNOWN: usize = 100;
const LEAST_SHOWN: f64 = 0.8;
/// Words in the name of an event that is a redemption at the till.
const AT_THE_TILL: [&str; 3] = ["coupon", "redemption", "voucher"];

/// Days on which somebody redeemed something at the till; none where there are too few to tell anything.
pub(super) fn redemptions(tables: &Tables) -> Vec<(&str, i32)> {
    let at_the_till = |u: &&Usage| AT_THE_TILL.iter().any(|w| u.feature.to_lowercase().contains(w));
    let all: Vec<(&str, i32)> = tables.usage.iter().flatten().filter(at_the_till).map(|u| (u.customer.as_str(), u.day.days())).collect();
    if all.len() < LEAST_KNOWN { vec![] } else { all }
}
/// Why the orders are not whole, where the redemptions show it.
pub(super) fn doubt(tables: &Tables, as_of: Date) -> Option<String> {
    let orders = tables.orders.as_ref()?;
    let redemptions = redemptions(tables);
    if redemptions.is_empty() {
        return None;
    }
    let seen: FxHashMap<&str, u32> = orders.customers.ids.iter().map(String::as_str).zip(0..).collect();
    let (first, last) = (*orders.day.iter().min()?, (*orders.day.iter().max()?).min(as_of.days()));
    let known: FxHashSet<(u32, i32)> =
        redemptions.into_iter().filter_map(|(who, day)| Some((*seen.get(who)?, day))).filter(|(_, day)| (first..=last).contains(day)).collect();
    if known.len() < LEAST_KNOWN {
        return None;
    }
    let days: FxHashSet<(u32, i32)> = orders.customer.iter().copied().zip(orders.day.iter().copied()).filter(|d| known.contains(d)).collect();
    told(known.len(), days.len())
}
/// Of so many days on which a known customer redeemed something, so many show an order.
pub(super) fn told(known: usize, shown: usize) -> Option<String> {
    (known >= LEAST_KNOWN && (shown as f64 / known as f64) < LEAST_SHOWN).then(|| {
        format!(
            "on {} of {known} days on which a customer redeemed something at the till, the file shows no order of that customer: lines or orders are missing, as in a sample of rows",
            known - shown
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::{Customers, Orders, Usage};
    fn tables(every: i32) -> Tables {
        let customers = Customers { ids: (0..10).map(|c| format!("c{c}")).collect() };
        let (mut orders, mut usage) = (Orders { customers, ..Orders::default() }, vec![]);
        for c in 0..10u32 {
            for day in 0..40 {
                if day % every == 0 || day == 39 {
                    orders.customer.push(c);
                    orders.day.push(day);
                    orders.order_key.push(1);
                    orders.amount.push(10_000);
                }
                usage.push(Usage { customer: format!("c{c}"), day: Date::from_days(day), feature: "coupon 7".into(), count: 1 });
            }
        }
        Tables { orders: Some(orders), usage: Some(usage), ..Tables::default() }
    }
    #[test]
    fn redemptions_without_orders_tell_a_sample() {
        assert_eq!(doubt(&tables(1), Date::from_days(100)), None);
        assert!(doubt(&tables(3), Date::from_days(100)).is_some_and(|d| d.starts_with("on 260 of 400 days")));
    }
}
