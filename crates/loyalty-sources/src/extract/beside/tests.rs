use super::*;
use crate::canonical::{Customers, Orders, RewardOffer, Subscription};
use crate::extract::{ExtractRequest, OrderSums, measure, of_sums};
use loyalty_model::extract::Origin;
use loyalty_model::units::Currency;
use proptest::prelude::*;

const DAYS: i32 = 900;
/// One of a few customers, of whom the orders know only the first.
fn who() -> impl Strategy<Value = String> {
    (0u32..16).prop_map(|n| format!("c{n}"))
}
/// Before the first order, within, and behind the last.
fn day() -> impl Strategy<Value = Date> {
    (-40..DAYS + 60).prop_map(|n| Date::from_days(20_000 + n))
}
fn orders() -> impl Strategy<Value = Orders> {
    let line = (0u32..12, 0..DAYS, 0u64..40, prop_oneof![Just(0i64), -90_000i64..200_000]);
    prop::collection::vec(line, 1..150).prop_map(|lines| {
        // A customer is listed by a line.
        let ids: BTreeSet<u32> = lines.iter().map(|l| l.0).collect();
        let ids: Vec<u32> = ids.into_iter().collect();
        let mut out = Orders { customers: Customers { ids: ids.iter().map(|n| format!("c{n}")).collect() }, ..Orders::default() };
        for (customer, day, key, amount) in lines {
            out.customer.push(ids.iter().position(|n| *n == customer).unwrap() as u32);
            out.day.push(20_000 + day);
            out.order_key.push(key);
            out.amount.push(amount);
        }
        out
    })
}
fn members() -> impl Strategy<Value = Vec<Member>> {
    let one = (who(), prop::option::of(day()), prop::option::of(day()), prop::option::of("[ab]"), prop::option::of(who()), prop::option::of(any::<bool>()));
    let one = one.prop_map(|(customer, joined, left, tier, referred_by, email_consent)| Member {
        customer,
        joined,
        left,
        tier,
        referred_by,
        email_consent,
        ..Member::default()
    });
    prop::collection::vec(one, 0..30)
}
fn voice() -> impl Strategy<Value = Vec<Voice>> {
    let one = (prop::option::of(who()), prop::option::of(day()), prop::option::of(0u32..700), prop_oneof![Just(5u32), Just(10)], "[a-c]{0,2}", any::<bool>());
    let one =
        one.prop_map(|(customer, day, score_hundredths, scale_max, text, left)| Voice { customer, day, score_hundredths, scale_max, text, theme: None, left });
    prop::collection::vec(one, 0..30)
}
/// Enough redemptions at the till that they tell whether the orders are whole.
fn used() -> impl Strategy<Value = Vec<Usage>> {
    let one = || {
        let all = (who(), day(), prop_oneof![Just("coupon"), Just("search"), Just("export")], 0u32..3);
        all.prop_map(|(customer, day, feature, count)| Usage { customer, day, feature: feature.into(), count })
    };
    prop_oneof![prop::collection::vec(one(), 0..30), prop::collection::vec(one(), 400..500)]
}
fn ledger() -> impl Strategy<Value = Vec<LedgerEntry>> {
    let one = (who(), day(), -300i64..900, 0i64..500, 0i64..50);
    let one = one.prop_map(|(customer, day, earned, redeemed, expired)| LedgerEntry { customer, day, earned, redeemed, expired, cost: None });
    prop::collection::vec(one, 0..30)
}
fn subscriptions() -> impl Strategy<Value = Vec<Subscription>> {
    let one = (who(), prop::option::of(day()), prop::option::of(0..400), 0i64..500_000);
    let one = one.prop_map(|(customer, start, lasted, mrr)| Subscription {
        subscription: customer.clone(),
        customer,
        start,
        end: start.zip(lasted).map(|(s, l)| s.plus_days(l)),
        tenure_months: None,
        ended: lasted.is_some(),
        mrr: Money::from_raw(mrr),
        plan: None,
        trial: false,
        billing_months: Some(1),
    });
    prop::collection::vec(one, 0..12)
}
/// What the orders answer, from their lines.
fn answered<'t>(orders: &Orders, questions: &Questions<'t>, as_of: Date) -> Asked<'t> {
    let (mut out, as_of) = (Asked::default(), as_of.days());
    let lines: Vec<(&str, i32, i64)> =
        (0..orders.day.len()).map(|at| (orders.customers.ids[orders.customer[at] as usize].as_str(), orders.day[at], orders.amount[at])).collect();
    for id in &questions.customers {
        let own: Vec<(i32, i64)> = lines.iter().filter(|l| l.0 == *id && l.1 <= as_of).map(|l| (l.1, l.2)).collect();
        let days: BTreeSet<i32> = own.iter().map(|l| l.0).collect();
        let bought: Vec<i32> = days.into_iter().filter(|day| own.iter().filter(|l| l.0 == *day).map(|l| l.1).sum::<i64>() > 0).collect();
        let net = own.iter().filter(|l| l.0 > as_of - 365).map(|l| l.1).sum();
        if !own.is_empty() {
            out.bought(id, bought.len() as i64, bought.last().copied().unwrap_or_default(), net);
        }
    }
    out.known.extend(questions.customers.iter().filter(|id| lines.iter().any(|l| l.0 == **id)));
    let (first, last) = (lines.iter().map(|l| l.1).min().unwrap(), lines.iter().map(|l| l.1).max().unwrap().min(as_of));
    let asked: Vec<(&str, i32)> = questions.redemptions.iter().copied().filter(|(who, day)| out.known.contains(who) && (first..=last).contains(day)).collect();
    out.redemptions = (asked.len(), asked.iter().filter(|(who, day)| lines.iter().any(|l| l.0 == *who && l.1 == *day)).count());
    out
}
proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    /// Whatever tables there are besides, the extract is the same whether their lines are here, or only what they come to and what was asked of them.
    #[test]
    fn orders_elsewhere_and_orders_here_give_one_extract(
        (orders, members, voice, usage, ledger) in (orders(), members(), voice(), used(), ledger()),
        subscriptions in prop::option::of(subscriptions()),
        reward in any::<bool>(),
        until in prop::option::of(0..DAYS),
    ) {
        let rewards = reward.then(|| vec![RewardOffer { name: "mug".into(), points_price: 300, value: None, unit_cost: None }]);
        let beside = Tables { members: Some(members), voice: Some(voice), usage: Some(usage), ledger: Some(ledger), subscriptions, rewards, ..Tables::default() };
        let all = Tables { orders: Some(orders.clone()), ..beside.clone() };
        let alone = Tables { orders: Some(orders.clone()), ..Tables::default() };
        let as_of = until.map(|n| Date::from_days(20_000 + n));
        let ask = |as_of| ExtractRequest { as_of, panel_size: 8, ..ExtractRequest::new(Origin::CompanyData, Currency("EUR".into())) };
        let Ok(whole) = measure(&all, &ask(as_of)) else { return Ok(()) };
        let questions = Questions::of(&beside);
        let seen = orders.day.iter().max().map(|d| Date::from_days(*d)).max(questions.last_day);
        prop_assert_eq!(whole.as_of, as_of.or(seen).unwrap());
        let Ok(own) = measure(&alone, &ask(Some(whole.as_of))) else { return Ok(()) };
        let fingerprint = own.fingerprint.clone();
        let Some(sums) = OrderSums::of(own) else { return Ok(()) };
        let asked = answered(&orders, &questions, whole.as_of);
        let (summed, of_orders) = of_sums(&beside, vec![], &ask(Some(whole.as_of)), sums, &asked).unwrap();
        prop_assert_eq!(&summed, &whole);
        prop_assert_eq!(of_orders, fingerprint);
    }
}
