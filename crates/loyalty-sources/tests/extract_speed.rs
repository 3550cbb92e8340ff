//! A measurement, not a test: `cargo test --release -p loyalty-sources --test all extract_speed:: -- --ignored --nocapture`.
use loyalty_model::extract::Origin;
use loyalty_model::units::Currency;
use loyalty_sources::canonical::{Customers, Orders, Tables};
use loyalty_sources::extract::{ExtractRequest, measure};

#[test]
#[ignore = "a measurement: 20 million lines of one million customers"]
fn twenty_million_lines() {
    let ids = (0..1_000_000).map(|c| format!("c{c}")).collect();
    let mut o = Orders { customers: Customers { ids }, ..Orders::default() };
    let mut state = 1u64;
    for at in 0..20_000_000u64 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        o.customer.push(((state >> 33) % 1_000_000) as u32);
        o.day.push(19_000 + (at * 730 / 20_000_000) as i32);
        o.order_key.push(state >> 20);
        o.amount.push(((state >> 40) % 1_000_000) as i64 - 50_000);
    }
    let tables = Tables { orders: Some(o), ..Tables::default() };
    let peak = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or("VmHWM unknown").to_owned()
    };
    let before = peak();
    let begun = std::time::Instant::now();
    let e = measure(&tables, &ExtractRequest::new(Origin::CompanyData, Currency("EUR".into()))).unwrap();
    println!("{:.2?}, {} buyers; {before} before, {} after", begun.elapsed(), e.transactions.unwrap().buyers, peak());
}
