//! Tails of the distributions that tests are read against. Incomplete beta and gamma by continued fraction and series (DLMF 8.9, 8.11, 8.17).
use crate::special::{ln_beta, ln_gamma, normal_cdf};
use libm::{exp, fabs, log, log1p, sqrt};

/// Lentz's evaluation of b₀ + a₁/(b₁ + a₂/(b₂ + …)); `term(m)` is (aₘ, bₘ).
fn fraction(first: f64, term: impl Fn(f64) -> (f64, f64)) -> f64 {
    let tiny = 1e-300;
    let (mut f, mut c, mut d) = (first.max(tiny), first.max(tiny), 0.0);
    for m in 1..100_000 {
        let (a, b) = term(f64::from(m));
        d = 1.0 / nonzero(b + a * d, tiny);
        c = nonzero(b + a / c, tiny);
        f *= c * d;
        if fabs(c * d - 1.0) < 1e-16 {
            break;
        }
    }
    f
}
fn nonzero(x: f64, tiny: f64) -> f64 {
    if fabs(x) < tiny { tiny } else { x }
}
/// I_x(a, b), the regularised incomplete beta function, 0 ≤ x ≤ 1.
pub fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let front = exp(a * log(x) + b * log1p(-x) - ln_beta(a, b)) / a;
    // DLMF 8.17.22, as 1/(1 + d₁/(1 + d₂/(1 + …))).
    let below = fraction(1.0, |m| {
        let k = libm::floor(m / 2.0);
        let d =
            if m % 2.0 == 0.0 { k * (b - k) / ((a + 2.0 * k - 1.0) * (a + 2.0 * k)) } else { -(a + k) * (a + b + k) / ((a + 2.0 * k) * (a + 2.0 * k + 1.0)) };
        (d * x, 1.0)
    });
    front / below
}
/// Q(a, x), the regularised upper incomplete gamma function.
pub fn incomplete_gamma_upper(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let front = exp(a * log(x) - x - ln_gamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum, mut k) = (1.0 / a, 1.0 / a, a);
        while term > 1e-17 * sum {
            k += 1.0;
            term *= x / k;
            sum += term;
        }
        return 1.0 - front * sum;
    }
    front / fraction(x + 1.0 - a, |m| (-m * (m - a), x + 2.0 * m + 1.0 - a))
}
/// P(χ² > x) with `df` degrees of freedom.
pub fn chi_square_tail(x: f64, df: f64) -> f64 {
    incomplete_gamma_upper(df / 2.0, x / 2.0)
}
/// P(|t| > |x|) of Student's t with `df` degrees of freedom.
pub fn student_two_sided(x: f64, df: f64) -> f64 {
    let square = x * x;
    // The form whose argument is the smaller loses no digits.
    if square > df { incomplete_beta(df / 2.0, 0.5, df / (df + square)) } else { 1.0 - incomplete_beta(0.5, df / 2.0, square / (df + square)) }
}
/// The x > 0 with P(|t| > x) = p.
pub fn student_quantile_two_sided(p: f64, df: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while student_two_sided(high, df) > p && high < 1e300 {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if student_two_sided(middle, df) > p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
/// P(|T| > x) of the noncentral t with `df` degrees of freedom and noncentrality δ: the mean over s = √(χ²/df) of the normal tails beyond
/// ± x s, by Gauss and Legendre over the 12 standard deviations around s = 1 in which all of it lies. For df ≥ 1.
pub fn noncentral_t_two_sided(x: f64, df: f64, delta: f64) -> f64 {
    const PANELS: u32 = 24;
    let spread = 12.0 / sqrt(2.0 * df);
    let (from, to) = ((1.0 - spread).max(0.0), 1.0 + spread);
    let half = (to - from) / f64::from(PANELS) / 2.0;
    let (mut sum, mut whole) = (0.0, 0.0);
    for panel in 0..PANELS {
        let middle = from + half * f64::from(2 * panel + 1);
        for (node, weight) in crate::pareto_nbd::NODES.iter() {
            let s = middle + half * node;
            // s^(df−1) e^(−df s²/2), as a share of what it is at 1.
            let density = weight * exp((df - 1.0) * log(s) - df * (s * s - 1.0) / 2.0);
            whole += density;
            sum += density * (normal_cdf(delta - x * s) + normal_cdf(-delta - x * s));
        }
    }
    sum / whole
}

#[cfg(test)]
mod tests {
    use super::*;
    fn close(a: f64, b: f64, relative: f64) {
        assert!(fabs(a - b) <= relative * fabs(b), "{a} is not {b}");
    }
    #[test]
    fn closed_forms() {
        close(chi_square_tail(3.0, 2.0), exp(-1.5), 1e-14);
        close(chi_square_tail(50.0, 2.0), exp(-25.0), 1e-13);
        close(chi_square_tail(7.0, 4.0), exp(-3.5) * 4.5, 1e-14);
        close(chi_square_tail(3.841_458_820_694_124, 1.0), 0.05, 1e-13);
        close(student_two_sided(1.0, 1.0), 0.5, 1e-14); // Cauchy
        close(student_two_sided(3.0, 2.0), 1.0 - 3.0 / sqrt(11.0), 1e-13);
        close(incomplete_beta(2.0, 3.0, 0.4), 0.5248, 1e-14);
        close(incomplete_beta(3.0, 2.0, 0.6), 0.4752, 1e-14);
        close(student_quantile_two_sided(0.5, 1.0), 1.0, 1e-13);
    }
    #[test]
    fn without_noncentrality_it_is_student() {
        for df in [1.0, 2.0, 3.5, 29.0, 400.0, 1e5] {
            for x in [0.3, 2.0, 4.0] {
                close(noncentral_t_two_sided(x, df, 0.0), student_two_sided(x, df), 1e-9);
            }
        }
    }
}
