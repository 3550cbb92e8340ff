//! Every written gradient is the slope of its log-likelihood.
use crate::gamma_gamma::Spend;
use crate::rft::Rft;
use crate::sums::Histories;
use crate::{bg_nbd, gamma_gamma, mbg_nbd, pareto_nbd};
use proptest::prelude::*;

fn check<const N: usize>(p: &[f64; N], f: impl Fn(&[f64; N]) -> (f64, [f64; N])) {
    let (value, slope) = f(p);
    for i in 0..N {
        let h = 1e-5 * p[i];
        let (mut up, mut down) = (*p, *p);
        up[i] += h;
        down[i] -= h;
        let seen = (f(&up).0 - f(&down).0) / (2.0 * h);
        // Differences of values of this size cannot tell slopes any finer.
        let noise = 1e-9 * value.abs() / h;
        assert!((slope[i] - seen).abs() <= 1e-5 * seen.abs() + noise.min(1e-2 * seen.abs() + 1e-4), "{i}: {} is not {seen} at {p:?}", slope[i]);
    }
}
proptest! {
    #[test]
    fn slopes_are_slopes(
        p in prop::array::uniform4(0.05..20.0f64),
        x in 0u32..60, seen in 0.0..1.0f64, age in 1.0..200.0f64, mean in 1.0..100.0f64,
    ) {
        let recency = if x == 0 { 0.0 } else { seen * age };
        let cells = [Rft { frequency: x, recency, age, weight: 2.0 }];
        let all = Histories::new(&cells);
        check(&p, |p| bg_nbd::log_likelihood_and_gradient(p, &all));
        check(&p, |p| mbg_nbd::log_likelihood_and_gradient(p, &all));
        check(&p, |p| pareto_nbd::log_likelihood_and_gradient(p, &cells, x));
        let spend = [Spend { purchases: x + 1, mean, weight: 2.0 }];
        check(&[p[0], p[1], p[2]], |p| gamma_gamma::log_likelihood_and_gradient(p, &spend));
    }
}
