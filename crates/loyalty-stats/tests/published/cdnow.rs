//! CDNOW, the 2,357-customer sample, from the raw log: models.md A2.
use loyalty_stats::{bg_nbd, gamma_gamma, mbg_nbd, pareto_nbd, rft::Rft};
use std::collections::BTreeMap;

/// Per customer: day → spend.
fn log() -> Option<BTreeMap<String, BTreeMap<i32, f64>>> {
    let base = std::env::var("LOYALTY_SHARED_DATA")
        .map(std::path::PathBuf::from)
        .unwrap_or_else(|_| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    let Ok(text) = std::fs::read_to_string(base.join("cdnow/CDNOW_sample.txt")) else {
        eprintln!("skipped: the CDNOW sample is not here");
        return None;
    };
    let mut out: BTreeMap<String, BTreeMap<i32, f64>> = BTreeMap::new();
    for row in text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>()).filter(|r| r.len() == 5) {
        let (y, m, d) = (row[2][..4].parse().unwrap(), row[2][4..6].parse().unwrap(), row[2][6..].parse().unwrap());
        *out.entry(row[1].into()).or_default().entry(day(y, m, d)).or_default() += row[4].parse::<f64>().unwrap();
    }
    Some(out)
}
fn day(y: i32, m: i32, d: i32) -> i32 {
    let (y, m) = if m <= 2 { (y - 1, m + 9) } else { (y, m - 3) };
    365 * y + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + d - 1
}
fn cells(log: &BTreeMap<String, BTreeMap<i32, f64>>) -> Vec<(Rft, f64)> {
    let end = day(1997, 9, 30);
    log.values()
        .map(|days| {
            let seen: Vec<i32> = days.keys().copied().filter(|d| *d <= end).collect();
            let week = |n: i32| f64::from(n) / 7.0;
            let rft = Rft { frequency: seen.len() as u32 - 1, recency: week(seen[seen.len() - 1] - seen[0]), age: week(end - seen[0]), weight: 1.0 };
            (rft, (days.len() - seen.len()) as f64)
        })
        .collect()
}
fn near(got: f64, printed: f64, relative: f64) {
    assert!((got - printed).abs() <= relative * printed.abs(), "{got} is not {printed}");
}
fn parameters(got: &[f64], own: &[f64], relative: &[f64]) {
    got.iter().zip(own).zip(relative).for_each(|((g, o), r)| near(*g, *o, *r));
}

#[test]
fn bg_nbd_fit_and_forecast() {
    // CLVTools tests/testthat/test_correctness_bgnbd.R:5-20: .243 4.414 .793 2.426, LL −9582.4
    let Some(log) = log() else { return };
    let (rft, later): (Vec<Rft>, Vec<f64>) = cells(&log).into_iter().unzip();
    let fit = bg_nbd::fit(&rft).unwrap();
    assert!((fit.log_likelihood - -9582.42921).abs() < 1e-3, "{}", fit.log_likelihood);
    parameters(&fit.parameters, &[0.24259452, 4.41360175, 0.79292200, 2.42590678], &[1e-3; 4]);
    parameters(&fit.standard_errors().unwrap(), &[0.012557, 0.378224, 0.185732, 0.705409], &[5e-3; 4]);
    let forecast: Vec<f64> = rft.iter().map(|c| bg_nbd::expected_purchases(&fit.parameters, c, 39.0)).collect();
    near(forecast.iter().sum(), 1653.41, 1e-4);
    let mae = forecast.iter().zip(&later).map(|(f, y)| (f - y).abs()).sum::<f64>() / rft.len() as f64;
    near(mae, 0.78545, 1e-4);
    let alive = rft.iter().map(|c| bg_nbd::p_alive(&fit.parameters, c)).sum::<f64>() / rft.len() as f64;
    near(alive, 0.81344, 1e-4);
}
#[test]
fn mbg_nbd_fit_and_forecast() {
    let Some(log) = log() else { return };
    let (rft, _): (Vec<Rft>, Vec<f64>) = cells(&log).into_iter().unzip();
    let fit = mbg_nbd::fit(&rft).unwrap();
    assert!((fit.log_likelihood - -9582.13572).abs() < 1e-3, "{}", fit.log_likelihood);
    parameters(&fit.parameters, &[0.52484321, 6.18308578, 0.89135932, 1.61400185], &[1e-3; 4]);
    near(rft.iter().map(|c| mbg_nbd::expected_purchases(&fit.parameters, c, 39.0)).sum(), 1576.73, 2e-4);
    near(rft.iter().map(|c| mbg_nbd::p_alive(&fit.parameters, c)).sum::<f64>() / rft.len() as f64, 0.44872, 2e-4);
}
#[test]
fn pareto_nbd_fit_and_forecast() {
    // CLVTools test_correctness_pnbd_nocovstaticcov.R:5-24; the surface is flat in beta
    let Some(log) = log() else { return };
    let (rft, _): (Vec<Rft>, Vec<f64>) = cells(&log).into_iter().unzip();
    let fit = pareto_nbd::fit(&rft).unwrap();
    assert!((fit.log_likelihood - -9594.97618).abs() < 1e-3, "{}", fit.log_likelihood);
    parameters(&fit.parameters, &[0.55327706, 10.57768333, 0.60623996, 11.66873437], &[1e-3, 1e-3, 1e-3, 5e-3]);
    near(rft.iter().map(|c| pareto_nbd::expected_purchases(&fit.parameters, c, 39.0)).sum(), 1665.51, 2e-4);
}
#[test]
fn nbd_fit() {
    // customer-analytics nbd-overview.html: .3848 12.0720, LL -9763.6576, timing form
    let Some(log) = log() else { return };
    let (rft, _): (Vec<Rft>, Vec<f64>) = cells(&log).into_iter().unzip();
    let fit = loyalty_stats::nbd::fit(&rft).unwrap();
    assert!((fit.log_likelihood - -9763.65761).abs() < 1e-3, "{}", fit.log_likelihood);
    parameters(&fit.parameters, &[0.38476611, 12.07202174], &[1e-4; 2]);
}
#[test]
fn gamma_gamma_fit() {
    // CLVTools test_correctness_gg.R:5-12: 6.25 3.74 15.44, LL −4055.9177; 946 repeaters; mean of the repeat purchases in the calibration window
    let Some(log) = log() else { return };
    let end = day(1997, 9, 30);
    let spend: Vec<gamma_gamma::Spend> = log
        .values()
        .filter_map(|days| {
            let repeat: Vec<f64> = days.iter().skip(1).filter(|(d, _)| **d <= end).map(|(_, v)| *v).collect();
            (!repeat.is_empty()).then(|| gamma_gamma::Spend {
                purchases: repeat.len() as u32,
                mean: repeat.iter().sum::<f64>() / repeat.len() as f64,
                weight: 1.0,
            })
        })
        .filter(|s| s.mean > 0.0)
        .collect();
    assert_eq!(spend.len(), 946);
    let fit = gamma_gamma::fit(&spend).unwrap();
    assert!((fit.log_likelihood - -4055.91769).abs() < 1e-3, "{}", fit.log_likelihood);
    parameters(&fit.parameters, &[6.24957125, 3.74422494, 15.44352537], &[1e-3; 3]);
}
