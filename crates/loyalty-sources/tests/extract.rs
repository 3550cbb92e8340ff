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
    let t = extract(&[(0, 0, 1, 500), (0, 0, 2, 500), (0, 9, 3, 1)], 1).transactions.unwrap();
    assert_eq!((t.orders, t.purchase_days), (3, 2));
    assert_eq!((t.cuts[0].cells.as_slice(), t.gaps.as_slice()), ([cell(1, 9, 9, 1)].as_slice(), [(9, 1)].as_slice()));
}
fn counting_zero(lines: &[Line]) -> Extract {
    let tables = Tables { count_zero_orders: true, ..tables(lines) };
    measure(&tables, &ExtractRequest::new(Origin::CompanyData, Currency("EUR".into()))).unwrap()
}
#[test]
fn orders_of_nothing_are_purchases_only_where_a_person_says_so() {
    // Customer 0 buys, gets a sample, buys; 1 only ever gets samples; 2 gets a sample, then buys; 3 returns what was bought; 4 has a line of nothing in
    // an order of worth.
    let lines = [
        (0, 0, 1, 500),
        (0, 9, 2, 0),
        (0, 20, 3, 700),
        (1, 0, 4, 0),
        (1, 30, 5, 0),
        (2, 0, 6, 0),
        (2, 40, 7, 300),
        (3, 5, 8, 400),
        (3, 5, 8, -400),
        (4, 6, 9, 0),
        (4, 6, 9, 100),
    ];
    let e = extract(&lines, 1);
    let t = e.transactions.unwrap();
    assert_eq!((t.customers, t.buyers, t.repeat_buyers, t.orders, t.purchase_days), (4, 3, 1, 4, 4));
    assert_eq!((t.zero_orders.orders, t.zero_orders.customers, t.zero_orders.never_paid, t.zero_orders.counted), (4, 3, 1, false));
    assert_eq!(t.cuts[0].cells, [cell(0, 0, 0, 1), cell(0, 0, 34, 1), cell(1, 20, 40, 1)]);
    assert_eq!(t.months.iter().map(|m| m.new).collect::<Vec<_>>(), [2, 1], "customer 2 joins in the month of the first paid order");
    assert_eq!(e.panel.len(), 3, "people who only received samples are not customers");
    let counted = counting_zero(&lines);
    let t = counted.transactions.unwrap();
    assert_eq!((t.customers, t.buyers, t.repeat_buyers, t.orders, t.purchase_days), (5, 4, 3, 8, 8));
    assert_eq!((t.zero_orders.orders, t.zero_orders.never_paid, t.zero_orders.counted), (4, 1, true));
    assert_eq!(counted.panel.len(), 4);
}
#[test]
fn without_orders_of_nothing_the_answer_is_the_same_either_way() {
    let lines = [(0, 0, 1, 500), (0, 9, 2, -100), (1, 4, 3, 200), (1, 30, 4, 900)];
    assert_eq!(counting_zero(&lines), extract(&lines, 1));
}
#[test]
fn a_file_of_nothing_but_orders_of_nothing_is_refused_with_both_ways_out() {
    let refused = measure(&tables(&[(0, 0, 1, 0), (1, 3, 2, 0)]), &ExtractRequest::new(Origin::CompanyData, Currency("EUR".into()))).unwrap_err();
    let told = loyalty_sources::source::SourceError::from(refused);
    assert!(told.next_step.contains("--count-zero-orders") && told.next_step.contains("--map transactions.amount="), "{told}");
    assert_eq!(counting_zero(&[(0, 0, 1, 0), (1, 3, 2, 0)]).transactions.unwrap().buyers, 2);
}
#[test]
fn an_order_without_amounts_is_worth_the_assumed_value_once_whatever_its_lines() {
    // Two lines of one order, one of another, an order on two days, a refund.
    let unit = 10_000;
    let lines = [(0, 0, 1, unit / 100), (0, 0, 1, unit / 100), (0, 7, 2, unit / 100), (1, 3, 3, unit / 100), (1, 4, 3, unit / 100), (1, 9, 4, -unit / 100)];
    for turned in [false, true] {
        let mut lines = lines.to_vec();
        if turned {
            lines.reverse();
        }
        let mut tables = tables(&lines);
        tables.value_orders(40.0);
        let e = measure(&tables, &ExtractRequest::new(Origin::CompanyData, Currency("EUR".into()))).unwrap();
        let t = e.transactions.as_ref().unwrap();
        assert_eq!((t.orders, t.purchase_days, t.gross, t.refunds), (3, 3, Money::from_units(120), Money::from_units(-40)));
        assert_eq!(e.assumed_order_value, Some(40.0));
        assert_eq!(e.panel.iter().map(|c| c.frequency).max(), Some(1), "an order on two days is one purchase");
    }
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
