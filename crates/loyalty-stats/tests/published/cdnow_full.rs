//! CDNOW, all 23,570 customers: models.md A2 and A9.
use super::cdnow::{cells, fitted, log_of, repeat_spend, scored};
use loyalty_stats::{bg_nbd, gamma_gamma, mbg_nbd, nbd, pareto_nbd, rft::Rft};

fn near(got: f64, printed: f64, limit: f64) {
    assert!((got - printed).abs() <= limit, "{got} is not {printed}");
}
fn forecast(rft: &[Rft], later: &[f64], one: impl Fn(&Rft) -> f64, total: f64, mae: f64) {
    let (got_total, got_mae, _) = scored(&rft.iter().map(one).collect::<Vec<_>>(), later);
    near(got_total, total, 0.051);
    near(got_mae, mae, 5.1e-6);
}
#[test]
fn every_model() {
    let Some(log) = log_of("cdnow/CDNOW_master.txt.gz") else { return };
    let (rft, later): (Vec<Rft>, Vec<f64>) = cells(&log).into_iter().unzip();
    assert_eq!((rft.len(), later.iter().sum::<f64>()), (23_570, 19_684.0));
    let bg = bg_nbd::fit(&rft).unwrap();
    fitted(&bg, -95368.44393, [0.25162396, 4.78894319, 0.72343354, 2.16108831], [1e-3; 4]);
    forecast(&rft, &later, |c| bg_nbd::expected_purchases(&bg.parameters, c, 39.0), 16_873.73, 0.81874);
    let mbg = mbg_nbd::fit(&rft).unwrap();
    fitted(&mbg, -95336.95832, [0.63713976, 7.31028911, 0.80747409, 1.22839383], [1e-3; 4]);
    forecast(&rft, &later, |c| mbg_nbd::expected_purchases(&mbg.parameters, c, 39.0), 15_933.60, 0.79454);
    let pareto = pareto_nbd::fit(&rft).unwrap();
    fitted(&pareto, -95415.11862, [0.59742001, 11.58565847, 0.52218548, 8.82775399], [1e-3, 1e-3, 1e-3, 5e-3]);
    forecast(&rft, &later, |c| pareto_nbd::expected_purchases(&pareto.parameters, c, 39.0), 17_153.19, 0.79377);
    fitted(&nbd::fit(&rft).unwrap(), -96845.34424, [0.38724716, 12.27122775], [1e-3; 2]);
    forecast(&rft, &later, |c| f64::from(c.frequency), 24_337.0, 0.91146);
}
#[test]
fn spend() {
    // One repeater whose repeat purchases are worth nothing is left out.
    let Some(log) = log_of("cdnow/CDNOW_master.txt.gz") else { return };
    let spend = repeat_spend(&log);
    assert_eq!(spend.len(), 9_450);
    let fit = gamma_gamma::fit(&spend).unwrap();
    fitted(&fit, -40763.47626, [6.27536004, 3.62444992, 14.98368451], [1e-3; 3]);
    near(gamma_gamma::expected_spend(&fit.parameters, 0, 0.0), 35.8277, 5.1e-5);
}
