//! How many customers an arm needs on real spend, models.md A9: normal form, outcome of the next period, all customers counted.
use super::cdnow::{correlation, day, log_of};
use super::{columns, public};
use loyalty_stats::power::{self, Errors};
use std::collections::{BTreeMap, BTreeSet};

fn near(got: f64, printed: f64, limit: f64) {
    assert!((got - printed).abs() <= limit, "{got} is not {printed}");
}
fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0)).sqrt())
}
/// Values above the 99% quantile (between two of them, by the line) become it.
fn winsorised(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = 0.99 * (sorted.len() - 1) as f64;
    let low = place.floor() as usize;
    let top = sorted[low] + (place - place.floor()) * (sorted[low + 1] - sorted[low]);
    values.iter().map(|v| v.min(top)).collect()
}
/// A row of the table: mean, CV, ρ to their digits; customers for +2%, +5%, +10% to one, without and with the covariate.
struct Row {
    mean: f64,
    cv: f64,
    rho: f64,
    plain: [f64; 3],
    adjusted: [f64; 3],
}
fn check(before: &[f64], after: &[f64], mean_digit: f64, row: &Row) {
    let ((mean, sd), rho) = (moments(after), correlation(before, after));
    near(mean, row.mean, 0.51 * mean_digit);
    near(sd / mean, row.cv, 5.1e-3);
    near(rho, row.rho, 5.1e-4);
    for (i, lift) in [0.02, 0.05, 0.1].into_iter().enumerate() {
        near(power::means(sd, lift * mean, &Errors::USUAL), row.plain[i], 0.51);
        near(power::means_with_covariate(sd, lift * mean, rho, &Errors::USUAL), row.adjusted[i], 0.51);
    }
}
#[test]
fn cdnow() {
    // 39 weeks each.
    let Some(log) = log_of("cdnow/CDNOW_master.txt.gz") else { return };
    let end = day(1997, 9, 30);
    let of =
        |f: fn(&f64) -> f64, late: bool| -> Vec<f64> { log.values().map(|d| d.iter().filter(|(k, _)| (**k > end) == late).map(|(_, v)| f(v)).sum()).collect() };
    let (before, after) = (of(|v| *v, false), of(|v| *v, true));
    let spend = Row { mean: 32.96, cv: 3.78, rho: 0.594, plain: [561_437.0, 89_830.0, 22_457.0], adjusted: [363_261.0, 58_122.0, 14_530.0] };
    check(&before, &after, 0.01, &spend);
    let cut = Row { mean: 28.76, cv: 2.52, rho: 0.546, plain: [248_661.0, 39_786.0, 9_946.0], adjusted: [174_453.0, 27_913.0, 6_978.0] };
    check(&winsorised(&before), &winsorised(&after), 0.01, &cut);
    let (before, after) = (of(|_| 1.0, false), of(|_| 1.0, true));
    let purchases = Row { mean: 0.835, cv: 2.78, rho: 0.650, plain: [303_344.0, 48_535.0, 12_134.0], adjusted: [175_374.0, 28_060.0, 7_015.0] };
    check(&before, &after, 1e-3, &purchases);
    // Bought again at all, before and after.
    let any = |counts: &[f64], least: f64| counts.iter().map(|n| f64::from(u8::from(*n >= least))).collect::<Vec<_>>();
    let bought = Row { mean: 0.299, cv: 1.53, rho: 0.409, plain: [91_815.0, 14_690.0, 3_673.0], adjusted: [76_471.0, 12_235.0, 3_059.0] };
    check(&any(&before, 2.0), &any(&after, 1.0), 1e-3, &bought);
}
#[test]
fn online_retail() {
    // Customers who bought from December 2010 to May 2011, and what they did from June to November; lines with a customer, a positive price
    // and a positive quantity, no cancellations.
    let Some(text) = public("online_retail/online_retail.csv.gz") else { return };
    let mut customers: BTreeMap<&str, [(f64, BTreeSet<&str>); 2]> = BTreeMap::new();
    for [invoice, quantity, date, price, customer] in columns(&text, ["InvoiceNo", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"]) {
        let (price, quantity) = (price.parse::<f64>().unwrap(), quantity.parse::<f64>().unwrap());
        if customer.is_empty() || invoice.starts_with('C') || price <= 0.0 || quantity <= 0.0 || date >= "2011-12-01" {
            continue;
        }
        let half = &mut customers.entry(customer).or_default()[usize::from(date >= "2011-06-01")];
        half.0 += price * quantity;
        half.1.insert(invoice);
    }
    let seen: Vec<_> = customers.values().filter(|c| !c[0].1.is_empty()).collect();
    assert_eq!(seen.len(), 2_718);
    let spend = |i: usize| seen.iter().map(|c| c[i].0).collect::<Vec<_>>();
    let orders = |i: usize| seen.iter().map(|c| c[i].1.len() as f64).collect::<Vec<_>>();
    let row = Row { mean: 1_436.3, cv: 4.66, rho: 0.819, plain: [851_091.0, 136_175.0, 34_044.0], adjusted: [280_731.0, 44_917.0, 11_229.0] };
    check(&spend(0), &spend(1), 0.1, &row);
    let row = Row { mean: 1_100.8, cv: 1.98, rho: 0.806, plain: [153_188.0, 24_510.0, 6_128.0], adjusted: [53_646.0, 8_583.0, 2_146.0] };
    check(&winsorised(&spend(0)), &winsorised(&spend(1)), 0.1, &row);
    let row = Row { mean: 2.74, cv: 1.95, rho: 0.836, plain: [149_911.0, 23_986.0, 5_996.0], adjusted: [45_219.0, 7_235.0, 1_809.0] };
    check(&orders(0), &orders(1), 0.01, &row);
    // Ordered at all after, explained by the number of orders before.
    let any: Vec<f64> = orders(1).iter().map(|n| f64::from(u8::from(*n >= 1.0))).collect();
    let row = Row { mean: 0.696, cv: 0.661, rho: 0.207, plain: [17_139.0, 2_742.0, 686.0], adjusted: [16_405.0, 2_625.0, 656.0] };
    check(&orders(0), &any, 1e-3, &row);
}
#[test]
fn hillstrom_control() {
    // Two weeks; no gain from last year's spend. Printed 12.4M, 1.98M, 494,679.
    let Some(text) = public("hillstrom_email/hillstrom.csv.gz") else { return };
    let rows = columns(&text, ["segment", "spend"]);
    let spend: Vec<f64> = rows.iter().filter(|r| r[0] == "No E-Mail").map(|r| r[1].parse().unwrap()).collect();
    let (mean, sd) = moments(&spend);
    near(mean, 0.653, 5.1e-4);
    near(sd / mean, 17.8, 0.051);
    for (lift, printed, limit) in [(0.02, 12.4e6, 0.05e6), (0.05, 1.98e6, 0.005e6), (0.1, 494_679.0, 0.51)] {
        near(power::means(sd, lift * mean, &Errors::USUAL), printed, limit);
    }
}
