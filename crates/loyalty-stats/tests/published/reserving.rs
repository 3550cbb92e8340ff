//! Chain ladder, models.md A6: chainladder-python 0.10.1, R ChainLadder inst/unitTests/runit.MackChainLadder.R, docs/user_guide/methods.ipynb.
use loyalty_stats::chain_ladder::{LastSigma, NoTriangle, Triangle, bornhuetter_ferguson, cape_cod_rate, chain_ladder};
use std::collections::BTreeMap;

fn near(got: f64, printed: f64, limit: f64) {
    assert!((got - printed).abs() <= limit, "{got} is not {printed}");
}
/// Files hold one value a line: development year, origin year, cumulative value.
fn triangle(name: &str) -> Option<Triangle> {
    let text = super::small(name)?;
    let mut by: BTreeMap<u32, BTreeMap<u32, f64>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let f: Vec<&str> = line.trim().split(',').collect();
        by.entry(f[1].parse().unwrap()).or_default().insert(f[0].parse().unwrap(), f[2].parse().unwrap());
    }
    Some(by.into_values().map(|row| row.into_values().collect()).collect())
}
#[test]
fn taylor_ashe() {
    let Some(t) = triangle("triangle_genins_taylor_ashe.csv") else { return };
    let mack = chain_ladder(&t, LastSigma::Mack).unwrap();
    let printed = [3.4906065, 1.7473326, 1.4574128, 1.1738517, 1.1038235, 1.0862694, 1.0538744, 1.0765552, 1.0177247];
    mack.factors.iter().zip(printed).for_each(|(g, p)| near(*g, p, 5.1e-8));
    near(mack.total_ultimate(), 53_038_945.61, 0.0051);
    near(mack.total_reserve(), 18_680_855.61, 0.0051);
    near(mack.total_error, 2_447_094.861, 5.1e-4);
    let ultimates = [3901463.0, 5433718.81, 5378826.29, 5297905.82, 4858199.64, 5111171.46, 5660770.62, 6784799.01, 5642266.26, 4969824.69];
    mack.ultimates.iter().zip(ultimates).for_each(|(g, p)| near(*g, p, 0.0051));
    let reserves = [94633.81, 469511.29, 709637.82, 984888.64, 1419459.46, 2177640.62, 3920301.01, 4278972.26, 4625810.69];
    mack.reserves[1..].iter().zip(reserves).for_each(|(g, p)| near(*g, p, 0.0051));
    let errors = [75535.04, 121698.56, 133548.85, 261406.45, 411009.70, 558316.86, 875327.51, 971257.81, 1363154.91];
    mack.errors[1..].iter().zip(errors).for_each(|(g, p)| near(*g, p, 0.0051));
    let sigmas = [400.3503, 194.2598, 204.8541, 123.2189, 117.1807, 90.4753, 21.1333, 33.8728, 21.1333];
    mack.sigmas.iter().zip(sigmas).for_each(|(g, p)| near(*g, p, 5.1e-5));
    let linear = chain_ladder(&t, LastSigma::LogLinear).unwrap();
    near(linear.total_error, 2_441_364.128, 5.1e-4);
    near(linear.sigmas[8], 20.0982, 5.1e-5);
    let errors = [71835.19, 119473.74, 131572.83, 260530.01, 410406.89, 557795.54, 874882.22, 970959.78, 1362981.07];
    linear.errors[1..].iter().zip(errors).for_each(|(g, p)| near(*g, p, 0.0051));
}
#[test]
fn raa() {
    let Some(t) = triangle("triangle_raa.csv") else { return };
    let mack = chain_ladder(&t, LastSigma::Mack).unwrap();
    near(mack.total_ultimate(), 213_122.22826, 5.1e-6);
    near(mack.total_reserve(), 52_135.22826, 5.1e-6);
    near(mack.total_error, 26_909.011, 5.1e-4);
    let errors = [206.22, 623.38, 747.18, 1469.46, 2001.86, 2209.24, 5357.87, 6333.17, 24566.29];
    mack.errors[1..].iter().zip(errors).for_each(|(g, p)| near(*g, p, 0.0051));
    let factors = [2.9993587, 1.6235228, 1.2708881, 1.1716746, 1.1133849, 1.0419346, 1.0332636, 1.0169365, 1.0092166];
    mack.factors.iter().zip(factors).for_each(|(g, p)| near(*g, p, 5.1e-8));
    let linear = chain_ladder(&t, LastSigma::LogLinear).unwrap();
    near(linear.total_error, 26_880.74, 0.0051);
    let errors = [142.93, 592.15, 712.85, 1452.09, 1994.99, 2203.84, 5354.34, 6331.54, 24565.78];
    linear.errors[1..].iter().zip(errors).for_each(|(g, p)| near(*g, p, 0.0051));
    let prior = vec![mack.total_ultimate() / 10.0; 10];
    let bf = bornhuetter_ferguson(&t, &mack, &prior);
    let printed = [18834.0, 16898.632172, 24012.333266, 28281.843524, 28203.700714, 19840.005163, 18840.362337, 22789.948877, 19541.155136, 20986.022826];
    bf.iter().zip(printed).for_each(|(g, p)| near(*g, p, 5.1e-7));
    near(bf.iter().sum(), 218_228.0040, 5.1e-5);
    let known: f64 = t.iter().map(|row| row[row.len() - 1]).sum();
    let flat: f64 = bornhuetter_ferguson(&t, &mack, &[0.7 * 40_000.0; 10]).iter().sum();
    near(flat - known, 75_203.23550854485, 1e-6);
    near(cape_cod_rate(&t, &mack, &[40_000.0; 10]), 0.55025723, 5e-9);
    let cape: f64 = bornhuetter_ferguson(&t, &mack, &[40_000.0 * cape_cod_rate(&t, &mack, &[40_000.0; 10]); 10]).iter().sum();
    near(cape - known, 59_115.8913, 5.1e-5);
}
#[test]
fn raa_with_a_tail() {
    // runit.MackChainLadder.R:23-27: tail 1.05, σ "Mack"
    let Some(t) = triangle("triangle_raa.csv") else { return };
    let mack = chain_ladder(&t, LastSigma::Mack).unwrap();
    let tail = mack.with_tail(1.05).unwrap();
    near(tail.total_ultimate(), 1.05 * mack.total_ultimate(), 1e-6);
    near(tail.total_error, 28_669.91, 0.0051);
    near(bornhuetter_ferguson(&t, &tail, &tail.ultimates).iter().sum::<f64>(), tail.total_ultimate(), 1e-6);
    assert_eq!(mack.with_tail(1.0).unwrap_err(), NoTriangle::Tail);
}
#[test]
fn abc() {
    let Some(t) = triangle("triangle_abc.csv") else { return };
    let mack = chain_ladder(&t, LastSigma::Mack).unwrap();
    let factors = [2.3085987, 1.4210977, 1.1999338, 1.1134447, 1.0727358, 1.0475591, 1.0342108, 1.0260467, 1.0201876, 1.0162592];
    mack.factors.iter().zip(factors).for_each(|(g, p)| near(*g, p, 5.1e-8));
    near(mack.total_ultimate(), 15_498_954.3576, 5.1e-5);
    near(mack.total_reserve(), 5_277_760.3576, 5.1e-5);
    near(mack.total_error, 152_283.139, 5.1e-4);
    near(chain_ladder(&t, LastSigma::LogLinear).unwrap().total_error, 152_712.933, 5.1e-4);
    let errors = [285.28, 922.84, 2757.52, 5715.04, 7613.25, 14854.30, 22418.98, 37293.36, 62243.56, 107918.92];
    mack.errors[1..].iter().zip(errors).for_each(|(g, p)| near(*g, p, 0.0051));
}
#[test]
fn what_is_no_triangle_is_refused() {
    assert!(chain_ladder(&vec![vec![1.0, 2.0], vec![1.0]], LastSigma::Mack).is_err());
    assert!(chain_ladder(&vec![vec![0.0, 2.0, 3.0], vec![0.0, 1.0], vec![0.0]], LastSigma::Mack).is_err());
}
