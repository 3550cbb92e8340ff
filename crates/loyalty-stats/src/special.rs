//! Special functions on `f64`, by `libm`, so that every platform gives the same bits.
use libm::{erfc, exp, fabs, lgamma_r, log1p, sqrt};

/// ln Γ(x), x > 0.
pub fn ln_gamma(x: f64) -> f64 {
    lgamma_r(x).0
}
/// ψ(x), x > 0: by recurrence to x ≥ 10, then the asymptotic series (DLMF 5.11.2) to 1e-15.
pub fn digamma(x: f64) -> f64 {
    let (mut x, mut shift) = (x, 0.0);
    while x < 10.0 {
        shift -= 1.0 / x;
        x += 1.0;
    }
    let z = 1.0 / (x * x);
    let series = z * (1.0 / 12.0 - z * (1.0 / 120.0 - z * (1.0 / 252.0 - z * (1.0 / 240.0 - z * (1.0 / 132.0 - z * (691.0 / 32_760.0 - z / 12.0))))));
    shift + libm::log(x) - 0.5 / x - series
}
/// ln B(a, b), a and b > 0.
pub fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}
/// ln(eᵃ + eᵇ).
pub fn ln_sum_exp(a: f64, b: f64) -> f64 {
    let (hi, lo) = if a > b { (a, b) } else { (b, a) };
    if lo == f64::NEG_INFINITY { hi } else { hi + log1p(exp(lo - hi)) }
}
/// ln(eᵃ − eᵇ) for a ≥ b.
pub fn ln_diff_exp(a: f64, b: f64) -> f64 {
    if b == f64::NEG_INFINITY { a } else { a + log1p(-exp(b - a)) }
}
/// Gauss' ₂F₁(a, b; c; z) for real arguments with z < 1 and c > 0.
///
/// By the series where z ≤ 0.5 after Pfaff's transformation for negative z; for z in (0.5, 1) by Euler's transformation
/// when it makes the terms fall faster. DLMF 15.2.1, 15.8.1.
pub fn hyp2f1(a: f64, b: f64, c: f64, z: f64) -> f64 {
    if z == 0.0 {
        return 1.0;
    }
    if z < 0.0 {
        return exp(-a * log1p(-z)) * hyp2f1(a, c - b, c, z / (z - 1.0));
    }
    if c - a - b < 0.0 && z > 0.5 {
        return exp((c - a - b) * log1p(-z)) * series(c - a, c - b, c, z);
    }
    series(a, b, c, z)
}
/// Terms of the series at most; beyond, z lies so near to 1 that the answer is NaN, and a fit steps back from there.
const TERMS: u32 = 5_000;
fn series(a: f64, b: f64, c: f64, z: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for j in 1..=TERMS {
        let k = f64::from(j);
        term *= (a + k - 1.0) * (b + k - 1.0) / ((c + k - 1.0) * k) * z;
        sum += term;
        if fabs(term) <= 1e-16 * fabs(sum) {
            return sum;
        }
    }
    f64::NAN
}
/// Φ(x), the standard normal distribution function.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * erfc(-x / sqrt(2.0))
}
/// Φ⁻¹(p) for 0 < p < 1, by bisection and Newton steps on Φ to full precision.
pub fn normal_quantile(p: f64) -> f64 {
    let (mut lo, mut hi) = (-40.0, 40.0);
    for _ in 0..200 {
        let mid = 0.5 * (lo + hi);
        if normal_cdf(mid) < p {
            lo = mid
        } else {
            hi = mid
        }
        if hi - lo < 1e-15 {
            break;
        }
    }
    0.5 * (lo + hi)
}

#[cfg(test)]
mod tests {
    use super::*;
    use libm::log;
    fn close(a: f64, b: f64, tolerance: f64) {
        assert!(fabs(a - b) <= tolerance * fabs(b).max(1.0), "{a} is not {b}");
    }
    #[test]
    fn known_values() {
        close(hyp2f1(1.0, 1.0, 2.0, 0.5), 2.0 * log(2.0), 1e-14); // −ln(1−z)/z
        close(hyp2f1(1.0, 1.0, 2.0, -1.0), log(2.0), 1e-14);
        close(hyp2f1(2.0, 3.0, 3.0, 0.9), 100.0, 1e-12); // (1−z)^−a
        close(digamma(1.0), -0.577_215_664_901_532_9, 1e-14);
        close(digamma(0.25), -4.227_453_533_376_265, 1e-14);
        close(normal_quantile(0.975), 1.959963984540054, 1e-12);
        close(ln_diff_exp(log(5.0), log(3.0)), log(2.0), 1e-14);
        close(ln_sum_exp(log(5.0), log(3.0)), log(8.0), 1e-14);
    }
}
