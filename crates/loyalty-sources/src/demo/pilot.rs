//! An earlier points pilot with some customers, closed before the window ends, so that a newcomer sees what a points
//! ledger and a reward catalogue look like. Every point earned is redeemed or expires on the day the pilot's points expire.
use super::chance::{Chance, Purpose};
use super::parameters::Parameters;
use super::process::{Life, Window};
use crate::canonical::{LedgerEntry, RewardOffer};
use loyalty_model::units::{Date, Money};

const FROM: (i16, i8, i8) = (2024, 10, 1);
const TO: (i16, i8, i8) = (2025, 9, 30);
const EXPIRY: (i16, i8, i8) = (2025, 12, 31);
/// One point per whole dollar left of an order; hundredths of a point in the ledger.
const HUNDREDTHS: i64 = 100;
/// Name, points, value and cost in cents.
const REWARDS: [(&str, u64, i64, i64); 6] = [
    ("$5 voucher", 500, 500, 425),
    ("$12 voucher", 1_000, 1_200, 1_020),
    ("Free standard shipping", 400, 600, 520),
    ("Harbour Blend 340 g", 1_200, 1_650, 640),
    ("Pine tray", 2_500, 3_800, 1_710),
    ("Brewing class for two", 4_000, 7_000, 4_100),
];

pub(super) fn ledger(p: &Parameters, window: &Window, seed: u64, life: &Life, id: &str) -> Vec<LedgerEntry> {
    let mut chance = Chance::new(seed, life.index, Purpose::Pilot);
    if !chance.happens(p.pilot_share) {
        return Vec::new();
    }
    let day = |(y, m, d)| window.day_of(Date::from_ymd(y, m, d).unwrap_or_default());
    let (from, to) = (day(FROM), day(TO));
    let (voucher, voucher_cost) = (REWARDS[0].1 as i64, REWARDS[0].3);
    let entry = |day: i32, earned: i64, redeemed: i64, expired: i64, cost: Option<Money>| LedgerEntry {
        customer: id.to_owned(),
        day: window.date(day),
        earned: earned * HUNDREDTHS,
        redeemed: redeemed * HUNDREDTHS,
        expired: expired * HUNDREDTHS,
        cost,
    };
    let mut rows = Vec::new();
    let mut balance = 0;
    for o in life.orders.iter().filter(|o| (from..=to).contains(&o.day)) {
        if balance >= voucher && chance.happens(p.pilot_redeems) {
            let vouchers = balance / voucher;
            balance -= vouchers * voucher;
            rows.push(entry(o.day, 0, vouchers * voucher, 0, Some(Money::from_raw(vouchers * voucher_cost * 100))));
        }
        let points = o.net_cents() / 100;
        if points > 0 {
            balance += points;
            rows.push(entry(o.day, points, 0, 0, None));
        }
    }
    if balance > 0 {
        rows.push(entry(day(EXPIRY), 0, 0, balance, None));
    }
    rows
}

pub(super) fn rewards() -> Vec<RewardOffer> {
    REWARDS
        .iter()
        .map(|&(name, points_price, value, cost)| RewardOffer {
            name: name.to_owned(),
            points_price,
            value: Some(Money::from_raw(value * 100)),
            unit_cost: Some(Money::from_raw(cost * 100)),
        })
        .collect()
}
