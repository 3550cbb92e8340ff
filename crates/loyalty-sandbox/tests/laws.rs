//! Laws of the sandbox's own ledger, by the day, and what a till may and may not do.
use loyalty_model::brief::{Goal, TierType};
use loyalty_model::fact::Fact;
use loyalty_model::program::{EarnRules, Expiry, Metric, Mission, Program, Referral, Tier};
use loyalty_sandbox::{Account, Day, Fault, Given, Refused, Said, Shop, days_later, months_later};
use proptest::prelude::*;

fn tier(name: &str, metric: Metric, threshold: f64, multiplier: f64, qualification_months: u32) -> Tier {
    let reason = Fact::default();
    Tier { id: name.to_lowercase(), name: name.into(), metric, threshold, qualification_months, validity_months: 12, multiplier, benefits: vec![], reason }
}
fn program(metric: Metric, expiry: Expiry, pending_days: u32) -> Program {
    let months = if metric == Metric::RecurringRevenue { 1 } else { 12 };
    let mission = |id: &str| Mission { id: id.into(), name: id.into(), task: Fact::default(), orders_needed: 0, window_months: 3, starts: vec![0], points: 40 };
    Program {
        kind: TierType::Hybrid,
        goal: Goal::Advocacy,
        earn: EarnRules { points_per_unit: 1.3, pending_days, joining_points: 25, reason: Fact::default() },
        point_value: 0.01,
        tiers: vec![tier("Member", metric, 0.0, 1.0, months), tier("Silver", metric, 3.0, 1.2, months), tier("Gold", metric, 9.0, 1.5, months)],
        rewards: vec![],
        expiry,
        benefits: vec![],
        missions: vec![mission("a"), mission("b")],
        surprise: None,
        referral: Some(Referral { recommender_points: 60, friend_points: 30, yearly_cap: 2 }),
        triggers: vec![],
    }
}
fn opened() -> Day {
    Day::new(2027, 1, 31).unwrap()
}
fn stand(shop: &Shop, member: usize) -> (u64, u64, u64, usize) {
    let a = shop.account(member).unwrap();
    (a.available(), a.pending(), a.owed, a.tier)
}
/// Issued = held + redeemed + expired + revoked + what paid a debt; owed = what returns left owing − what paid it.
fn conserves(account: &Account) -> Result<(), String> {
    let (mut issued, mut redeemed, mut expired, mut revoked, mut owing) = (0, 0, 0, 0, 0);
    for line in &account.ledger {
        match line.said {
            Said::Joined { points, .. } | Said::Bought { points, .. } | Said::Gift { points, .. } | Said::FriendBought { points, .. } => issued += points,
            Said::Redeemed { price } => redeemed += price,
            Said::Expired { points } => expired += points,
            Said::Returned { revoked: r, owed, .. } | Said::FriendReturned { revoked: r, owed, .. } => (revoked, owing) = (revoked + r, owing + owed),
            _ => {}
        }
    }
    let held = account.available() + account.pending();
    let left = (issued + account.owed, held + redeemed + expired + revoked + owing);
    if left.0 == left.1 { Ok(()) } else { Err(format!("{left:?}: {:#?}", account.ledger)) }
}
fn play(acts: &[(u8, u64, u64)], program: &Program, fault: Option<Fault>) -> Result<(), String> {
    let mut shop = Shop::open(program, opened(), fault);
    shop.sign_up("Ada", true, None).unwrap();
    shop.sign_up("Bo", false, Some(0)).unwrap();
    for (i, (what, n, m)) in acts.iter().enumerate() {
        let who = (m % 2) as usize;
        let _ = match what {
            0 | 1 => shop.buy(who, *n as f64 * 0.25, 4.9).map(|_| ()),
            2 => shop.take_return(who, (n % 5) as usize),
            3 => shop.redeem(who, 1 + n % 90, &i.to_string()).map(|_| ()),
            4 => shop.gift(who, (n % 2) as usize),
            5 => shop.pass(*n as u32),
            _ => shop.pass_month(),
        };
        for member in 0..2 {
            conserves(&shop.account(member).unwrap())?;
        }
    }
    Ok(())
}
proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn points_are_conserved(
        acts in prop::collection::vec((0_u8..7, 1_u64..400, any::<u64>()), 1..60),
        expiry in prop_oneof![Just(Expiry::None), (1_u32..14).prop_map(|months| Expiry::Age { months }), (1_u32..14).prop_map(|months| Expiry::Inactivity { months })],
        wait in 0_u32..70,
        metric in prop_oneof![Just(Metric::NetSpend), Just(Metric::Orders), Just(Metric::MissionsCompleted)],
    ) {
        prop_assert_eq!(play(&acts, &program(metric, expiry, wait), None), Ok(()));
    }
    /// The ledger of a day does not change when the clock goes on: the day after begins with the same lines.
    #[test]
    fn the_past_stays_as_it_was(acts in prop::collection::vec((0_u8..7, 1_u64..400, any::<u64>()), 1..30), months in 1_u32..30) {
        let program = program(Metric::Orders, Expiry::Age { months: 7 }, 30);
        let mut shop = Shop::open(&program, opened(), None);
        shop.sign_up("Ada", true, None).unwrap();
        for (i, (what, n, _)) in acts.iter().enumerate() {
            let _ = match what {
                0..3 => shop.buy(0, *n as f64, 0.0).map(|_| ()),
                3 => shop.redeem(0, 1 + n % 90, &i.to_string()).map(|_| ()),
                _ => shop.pass(*n as u32),
            };
        }
        let before = shop.account(0).unwrap().ledger;
        for _ in 0..months { let _ = shop.pass_month(); }
        prop_assert_eq!(&shop.account(0).unwrap().ledger[..before.len()], &before[..]);
    }
}
#[test]
fn points_expire_and_can_be_spent_on_the_day() {
    for (fault, days) in [(None, 0), (Some(Fault::ExpiryDayLate), 1)] {
        for expiry in [Expiry::Age { months: 13 }, Expiry::Inactivity { months: 13 }] {
            let mut shop = Shop::open(&program(Metric::NetSpend, expiry, 30), opened(), fault);
            let ada = shop.sign_up("Ada", false, None).unwrap();
            shop.buy(ada, 100.0, 9.0).unwrap();
            assert_eq!(stand(&shop, ada), (0, 130, 0, 2));
            shop.pass(29).unwrap();
            assert_eq!(stand(&shop, ada), (0, 130, 0, 2));
            shop.pass(1).unwrap();
            assert_eq!(stand(&shop, ada), (130, 0, 0, 2));
            // Thirteen months after the last of January: the 29th of February 2028.
            let last = days_later(Day::new(2028, 2, 28).unwrap(), days);
            assert_eq!(shop.account(ada).unwrap().next_expiry(), Some((days_later(last, 1), 130)));
            shop.pass_to(last).unwrap();
            assert_eq!(stand(&shop, ada).0, 130, "{expiry:?}");
            shop.pass(1).unwrap();
            assert_eq!(stand(&shop, ada).0, 0, "{expiry:?}");
        }
    }
}
#[test]
fn a_request_is_answered_once_and_two_tills_do_not_share_points() {
    let mut shop = Shop::open(&program(Metric::NetSpend, Expiry::None, 0), opened(), None);
    let ada = shop.sign_up("Ada", false, None).unwrap();
    shop.buy(ada, 100.0, 0.0).unwrap();
    assert_eq!(shop.redeem(ada, 100, "till 1"), Ok(Given::Now));
    assert_eq!(shop.redeem(ada, 100, "till 1"), Ok(Given::Before), "sent again");
    assert_eq!(shop.redeem(ada, 100, "till 2"), Err(Refused::NotEnough { price: 100, available: 30 }));
    assert_eq!(stand(&shop, ada).0, 30);
    let mut faulty = Shop::open(&program(Metric::NetSpend, Expiry::None, 0), opened(), Some(Fault::DoubleRedemption));
    let ada = faulty.sign_up("Ada", false, None).unwrap();
    faulty.buy(ada, 100.0, 0.0).unwrap();
    assert_eq!((faulty.redeem(ada, 100, "till 1"), faulty.redeem(ada, 100, "till 2")), (Ok(Given::Now), Ok(Given::Now)));
    assert!(conserves(&faulty.account(ada).unwrap()).is_err(), "the law sees it");
}
#[test]
fn a_friend_brings_points_once_and_a_return_revokes_them() {
    let mut shop = Shop::open(&program(Metric::NetSpend, Expiry::None, 0), opened(), None);
    let ada = shop.sign_up("Ada", false, None).unwrap();
    let friends: Vec<usize> = ["Bo", "Cy", "Di"].iter().map(|n| shop.sign_up(n, true, Some(ada)).unwrap()).collect();
    assert_eq!(stand(&shop, friends[0]).0, 25 + 30, "joining, and the friend's part");
    assert_eq!(stand(&shop, ada).0, 0, "nobody bought yet");
    let first = shop.buy(friends[0], 10.0, 0.0).unwrap();
    shop.buy(friends[0], 10.0, 0.0).unwrap();
    assert_eq!(stand(&shop, ada).0, 60, "once");
    shop.buy(friends[1], 10.0, 0.0).unwrap();
    shop.buy(friends[2], 10.0, 0.0).unwrap();
    assert_eq!(stand(&shop, ada).0, 120, "at most two in a year");
    shop.take_return(friends[0], first).unwrap();
    assert_eq!(stand(&shop, ada).0, 120, "another order of the friend remains");
    shop.take_return(friends[0], 1).unwrap();
    assert_eq!(stand(&shop, ada).0, 60);
    shop.take_return(friends[2], 0).unwrap();
    assert_eq!(stand(&shop, ada).0, 60, "what was never given is not revoked");
    assert_eq!(shop.take_return(friends[2], 0), Err(Refused::ReturnedBefore));
}
#[test]
fn tiers_are_reached_kept_and_lost_on_the_day() {
    for metric in [Metric::NetSpend, Metric::Orders, Metric::MissionsCompleted, Metric::RecurringRevenue] {
        for (fault, late) in [(None, 0), (Some(Fault::TierHeldTooLong), 1)] {
            let mut shop = Shop::open(&program(metric, Expiry::None, 0), opened(), fault);
            let ada = shop.sign_up("Ada", false, None).unwrap();
            let one = |shop: &mut Shop, sum: f64| match metric {
                Metric::NetSpend => shop.buy(ada, 1.0, 0.0).map(|_| ()),
                Metric::Orders => shop.buy(ada, 0.1, 0.0).map(|_| ()),
                Metric::MissionsCompleted => shop.gift(ada, 0),
                Metric::RecurringRevenue => shop.subscribe(ada, sum),
            };
            one(&mut shop, 1.0).unwrap();
            one(&mut shop, 2.0).unwrap();
            assert_eq!(stand(&shop, ada).3, 0, "{metric:?}");
            shop.pass_month().unwrap();
            one(&mut shop, 3.0).unwrap();
            assert_eq!(stand(&shop, ada).3, 1, "{metric:?}");
            // Reached on the 28th of February 2027, in the first period.
            let reached = shop.today();
            assert_eq!(shop.account(ada).unwrap().review, Some(months_later(reached, 12)));
            if metric == Metric::RecurringRevenue {
                shop.pass_to(months_later(reached, 12).yesterday().unwrap()).unwrap();
                shop.subscribe(ada, 0.0).unwrap();
            }
            // A fee reaches its tier in every month in which it stands: the last of them began a year after the launch.
            let (mut review, reviews): (Day, &[(u32, usize)]) = match metric {
                Metric::RecurringRevenue => (opened(), &[(24, 0)]),
                _ => (reached, &[(12, 1), (12, 0)]),
            };
            for (months, after) in reviews {
                let tiers = (1, *after);
                review = days_later(months_later(review, *months), late);
                shop.pass_to(review.yesterday().unwrap()).unwrap();
                assert_eq!(stand(&shop, ada).3, tiers.0, "{metric:?} the day before {review}");
                shop.pass_to(review).unwrap();
                assert_eq!(stand(&shop, ada).3, tiers.1, "{metric:?} {review}");
            }
        }
    }
}
#[test]
fn what_cannot_be_is_refused_and_everything_is_bounded() {
    let mut shop = Shop::open(&program(Metric::NetSpend, Expiry::None, 0), opened(), None);
    assert_eq!(shop.sign_up(" ", false, None), Err(Refused::NoName));
    assert_eq!(shop.sign_up("a\nb", false, None), Err(Refused::NoName));
    assert_eq!(shop.sign_up("Ada", false, Some(3)), Err(Refused::Unknown));
    let ada = shop.sign_up("Ada", false, None).unwrap();
    for bad in [f64::NAN, f64::INFINITY, -1.0, 2e9] {
        assert_eq!(shop.buy(ada, bad, 0.0), Err(Refused::NoAmount));
    }
    assert_eq!(shop.buy(ada, 0.0, 0.0), Err(Refused::NoAmount));
    assert_eq!(shop.buy(7, 1.0, 0.0), Err(Refused::Unknown));
    assert_eq!(shop.take_return(ada, 0), Err(Refused::Unknown));
    assert_eq!(shop.redeem(ada, 0, "x"), Err(Refused::NoSuchReward { price: 0 }));
    assert_eq!(shop.gift(ada, 9), Err(Refused::NotOffered));
    assert_eq!(shop.subscribe(ada, 9.0), Err(Refused::NotOffered));
    assert!((0..500).any(|_| shop.buy(ada, 1.0, 0.0) == Err(Refused::Full("events"))));
    assert!((0..50).any(|_| shop.sign_up("Bo", false, None) == Err(Refused::Full("members"))));
    assert!((0..900).any(|_| shop.pass_month() == Err(Refused::Full("years"))));
}
