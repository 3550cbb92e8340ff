//! Items of the shop as rewards: what they cost, where they stand in the ladder, and what keeps them out of it.
use super::{brief, large, terms, world};
use loyalty_engine::base::Base;
use loyalty_engine::design;
use loyalty_engine::design::space::{Space, design_point::DesignPoint, limits};
use loyalty_engine::simulation::{Sampling, appraise};
use loyalty_engine::terms::Terms;
use loyalty_model::brief::{Binding, Goal, TierType};
use loyalty_model::extract::{ItemFact, ItemFacts};
use loyalty_model::program::{Program, Reward};
use loyalty_model::units::Money;

const MARGIN: f64 = 0.45;
fn item(name: &str, price: f64, buyers: u64, again: u64) -> ItemFact {
    let price = Money::round_from(price);
    ItemFact {
        name: name.into(),
        orders: 2 * buyers,
        buyers,
        again,
        units: 2 * buyers,
        units_back: 0,
        amount: Money::ZERO,
        price_low: price,
        price,
        price_high: price,
    }
}
fn facts(mut top: Vec<ItemFact>) -> ItemFacts {
    top.sort_by_key(|i| std::cmp::Reverse(i.buyers));
    ItemFacts { orders: 10_000, items: top.len() as u64, top }
}
/// Every price from one unit to a thousand: whatever the ladder, an item lies near each of its steps.
fn shop(prefix: &str, again: u64) -> ItemFacts {
    facts((0..70).map(|k| item(&format!("{prefix} number {k}"), 1.1_f64.powi(k), 1_000 + k as u64, again)).collect())
}
fn ladder(base: &Base, items: Option<&ItemFacts>, binds: Vec<Binding>) -> (Vec<Reward>, Terms, Program) {
    let (brief, book) = (brief(Goal::Retention, TierType::Tiered, 3, 50_000, binds), world::book());
    let terms = terms(&brief);
    let space: Space = design::propose(&brief, base, &book, &terms, &[]).selling(items, MARGIN);
    let program = space.build(DesignPoint::default());
    let on_orders = Terms { limits: terms.limits.on_orders(space.shape.order_value), ..terms };
    (program.rewards.clone(), on_orders, program)
}
fn items(ladder: &[Reward]) -> Vec<&Reward> {
    ladder.iter().filter(|r| r.item.is_some()).collect()
}
fn barred(lever: &str) -> Binding {
    Binding::LeverBarred { lever: lever.into() }
}

#[test]
fn an_item_costs_its_goods_and_the_sales_that_it_displaces() {
    let base = large(10.0);
    for (again, ratio) in [(0, 1.0 - MARGIN), (535, 1.0 - MARGIN / 2.0)] {
        let (rewards, ..) = ladder(&base, Some(&shop("A", again)), vec![]);
        let found = items(&rewards);
        assert!(found.len() >= 2, "{rewards:?}");
        for r in found {
            // Half of the buyers of the middle item bought again, of the others a little more or less.
            let (value, spread) = (r.value.to_f64(), if again == 0 { 0.0 } else { 0.02 });
            assert!((r.cost.to_f64() - ratio * value).abs() <= spread * value + 0.0051, "{r:?}");
            assert!(r.cost <= r.value && r.cost.to_f64() >= (1.0 - MARGIN) * r.value.to_f64() - 0.01, "{r:?}");
        }
    }
}
#[test]
fn money_off_comes_first_and_items_lie_near_the_steps() {
    let base = large(10.0);
    let (plain, ..) = ladder(&base, None, vec![]);
    let (rewards, on_orders, program) = ladder(&base, Some(&shop("A", 100)), vec![]);
    assert!(plain.iter().all(|r| r.item.is_none()) && rewards[0] == plain[0], "{rewards:?}");
    assert!(plain.iter().all(|r| rewards.contains(r)) && limits::broken(&program, &on_orders).is_empty());
    let near = |v: f64| plain.iter().any(|p| (0.7..=1.4).contains(&(v / p.value.to_f64())));
    assert!(items(&rewards).iter().all(|r| near(r.value.to_f64())));
    // Without a column of products no item, whatever the limits.
    for binds in [vec![], vec![barred("coupons")], vec![Binding::MaxDiscount { share: 0.1 }]] {
        assert!(items(&ladder(&base, None, binds).0).is_empty());
    }
}
#[test]
fn limits_on_money_off_leave_the_items_and_a_limit_on_items_leaves_money_off() {
    let base = large(10.0);
    let all = shop("A", 100);
    let (goods, on_orders, program) = ladder(&base, Some(&all), vec![barred("coupons")]);
    assert!(goods.iter().all(|r| !r.name.contains(" off ")) && items(&goods).len() >= 3 && limits::broken(&program, &on_orders).is_empty(), "{goods:?}");
    let (capped, on_orders, program) = ladder(&base, Some(&all), vec![Binding::MaxDiscount { share: 0.1 }]);
    let most = on_orders.limits.money_off().unwrap();
    assert!(capped.iter().all(|r| r.item.is_some() || r.value.to_f64() <= most + 0.005) && limits::broken(&program, &on_orders).is_empty());
    assert!(items(&capped).iter().any(|r| r.value.to_f64() > most) && capped.len() > 2, "{capped:?}");
    // A cap on all rewards caps items too.
    let (small, on_orders, program) = ladder(&base, Some(&all), vec![Binding::MaxRewardValue { amount: Money::from_units(8) }]);
    assert!(small.iter().all(|r| r.value.to_f64() <= 8.0) && limits::broken(&program, &on_orders).is_empty(), "{small:?}");
    let (none, on_orders, mut program) = ladder(&base, Some(&all), vec![barred("own-products")]);
    assert!(items(&none).is_empty());
    program.rewards = goods;
    assert!(!limits::broken(&program, &on_orders).is_empty(), "a limit that nobody checks");
}
#[test]
fn what_sells_decides_and_what_is_no_steady_item_stays_out() {
    let base = large(10.0);
    let of = |f: &ItemFacts, binds| items(&ladder(&base, Some(f), binds).0).iter().map(|r| r.item.clone().unwrap().name).collect::<Vec<_>>();
    let (a, b) = (shop("Tea", 100), shop("Soap", 100));
    assert!(of(&a, vec![]).iter().all(|n| n.starts_with("Tea")) && of(&b, vec![]).iter().all(|n| n.starts_with("Soap")));
    // Of two items at one price the one with more buyers.
    let both = facts([a.top.clone(), b.top.iter().map(|i| ItemFact { buyers: i.buyers + 5_000, ..i.clone() }).collect()].concat());
    assert!(of(&both, vec![]).iter().all(|n| n.starts_with("Soap")));
    let soap_out = |change: fn(&mut ItemFact)| {
        let mut changed = both.clone();
        changed.top.iter_mut().filter(|i| i.name.starts_with("Soap")).for_each(change);
        of(&changed, vec![]).iter().all(|n| n.starts_with("Tea"))
    };
    assert!(soap_out(|i| i.units_back = i.units), "most come back");
    assert!(soap_out(|i| i.price_high = Money::round_from(3.0 * i.price.to_f64())), "no price of its own");
    assert!(soap_out(|i| (i.buyers, i.again) = (3, 0)), "hardly anybody buys it");
    assert!(of(&both, vec![Binding::ExcludedCategory { name: "soaps".into() }]).iter().all(|n| n.starts_with("Tea")));
}
#[test]
fn the_cost_of_points_follows_what_members_redeem() {
    let (base, book) = (large(10.0), world::book());
    let terms = world::terms(24);
    let sampling = Sampling { seed: 3, draws: 8, members: 200, first_draw: 0 };
    let (_, _, plain) = ladder(&base, None, vec![]);
    let (_, _, mut program) = ladder(&base, Some(&shop("A", 100)), vec![]);
    program.earn = plain.earn.clone();
    let ratio = book.value("points.reward_cost_ratio");
    let of = |p: &Program| appraise(p, &base, &book, &terms, &sampling);
    let priced = |share: f64| {
        let mut p = program.clone();
        p.rewards.iter_mut().filter(|r| r.item.is_some()).for_each(|r| r.cost = Money::round_from(share * r.value.to_f64()));
        p
    };
    let (same, dear, cheap) = (of(&priced(ratio)), of(&priced(1.0)), of(&priced(0.2)));
    for ((s, d), c) in same.draws.iter().zip(&dear.draws).zip(&cheap.draws) {
        assert!(s.tally.item_points > 0.0 && s.tally.months == d.tally.months && s.tally.months == c.tally.months, "a cost changes what members do");
        assert!(c.redemption_cash < s.redemption_cash && s.redemption_cash < d.redemption_cash);
        let redeemed: f64 = s.tally.months.iter().map(|f| f.points_redeemed).sum();
        // Items at the cost of money off cost what money off costs, to the cents of their prices.
        assert!(
            (s.redemption_cash / (redeemed * program.point_value) / ratio - 1.0).abs() < 2e-3,
            "{} {ratio}",
            s.redemption_cash / (redeemed * program.point_value)
        );
        let change = d.redemption_cash - c.redemption_cash;
        assert!((change / (0.8 * d.tally.item_points * program.point_value) - 1.0).abs() < 5e-3, "{change}");
    }
    // Without items the cost is that of money off, to the last bit.
    assert!(of(&plain).draws.iter().all(|o| o.cost_per_point_redeemed == plain.point_value * ratio && o.tally.item_points == 0.0));
}
