//! The extract: the commonest customers first, then what no order of rows and no number of threads may change.
use loyalty_model::extract::{Extract, Origin, RftCell};
use loyalty_model::units::{Currency, Date, Money};
use loyalty_sources::canonical::{Customers, Orders, Tables};
use loyalty_sources::extract::{ExtractRequest, measure};

/// (customer, day after 2024-01-01, order, amount in hundredths).
type Line = (u32, i32, u64, i64);

fn tables(lines: &[Line]) -> Tables {
    let mut o = Orders { customers: Customers { ids: (0..10_000).map(|c| format!("c{c}")).collect() }, ..Orders::default() };
    for &(customer, day, key, amount) in lines {
        o.customer.push(customer);
        o.day.push(Date::from_ymd(2024, 1, 1).unwrap().days() + day);
        o.order_key.push(key);
        o.amount.push(amount * 100);
    }
    Tables { orders: Some(o), ..Tables::default() }
}
fn extract(lines: &[Line], threads: usize) -> Extract {
    let ask = ExtractRequest { threads, ..ExtractRequest::new(Origin::CompanyData, Currency("EUR".into())) };
    measure(&tables(lines), &ask).unwrap()
}
fn cell(frequency: u32, recency: u32, age: u32, customers: u64) -> RftCell {
    RftCell { frequency, recency, age, holdout: 0, customers }
}

#[test]
fn one_purchase_is_no_repeat() {
    let t = extract(&[(0, 0, 1, 1000)], 1).transactions.unwrap();
    assert_eq!((t.customers, t.buyers, t.repeat_buyers, t.orders), (1, 1, 0, 1));
    assert_eq!(t.cuts[0].cells, [cell(0, 0, 0, 1)]);
    assert_eq!(t.concentration[0], (10, 1, Money::from_units(10)));
}
#[test]
fn a_customer_with_refunds_only_is_no_buyer() {
    let e = extract(&[(0, 0, 1, -500), (1, 3, 2, 700)], 1);
    let t = e.transactions.unwrap();
    assert_eq!((t.customers, t.buyers, t.refunds), (2, 1, Money::from_units(-5)));
    assert_eq!(e.panel.len(), 1);
}
#[test]
fn two_orders_on_one_day_are_one_purchase_day() {
    let t = extract(&[(0, 0, 1, 500), (0, 0, 2, 500), (0, 9, 3, 0)], 1).transactions.unwrap();
    assert_eq!((t.orders, t.purchase_days), (3, 2));
    assert_eq!((t.cuts[0].cells.as_slice(), t.gaps.as_slice()), ([cell(1, 9, 9, 1)].as_slice(), [(9, 1)].as_slice()));
}
#[test]
fn an_order_with_lines_on_two_days_is_dated_at_the_first() {
    let t = extract(&[(0, 30, 7, 500), (0, 31, 7, -200), (0, 31, 8, 100)], 1).transactions.unwrap();
    assert_eq!((t.orders, t.months[0].orders, t.months[1].orders, t.purchase_days), (2, 1, 1, 1));
}

/// A fixed linear congruential sequence: many customers, repeated orders, refunds, zeros.
fn many() -> Vec<Line> {
    let mut state = 12_345u64;
    let mut next = move |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    (0..40_000).map(|_| (next(9_000) as u32, next(900) as i32, next(50), next(9_000) as i64 - 2_000)).collect()
}
#[test]
fn neither_row_order_nor_threads_change_anything() {
    let lines = many();
    let once = extract(&lines, 1);
    let reversed: Vec<Line> = lines.iter().rev().copied().collect();
    assert_eq!(once, extract(&reversed, 3));
    assert_eq!(once.fingerprint.len(), 64);
}
#[test]
fn money_and_customers_are_conserved() {
    let lines = many();
    let t = extract(&lines, 2).transactions.unwrap();
    let sum = Money::from_raw(lines.iter().map(|l| l.3 * 100).sum());
    assert_eq!(t.months.iter().map(|m| m.net).sum::<Money>(), sum);
    assert_eq!(t.gross + t.refunds, sum);
    assert_eq!(t.cuts[0].cells.iter().map(|c| c.customers).sum::<u64>(), t.buyers);
    assert_eq!(t.months.iter().map(|m| m.new).sum::<u64>(), t.buyers);
    assert!(t.cohorts.iter().map(|c| c.orders).sum::<u64>() <= t.orders);
    assert_eq!(t.order_values.iter().map(|b| b.count).sum::<u64>(), t.orders);
}
