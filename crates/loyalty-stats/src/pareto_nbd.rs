//! Pareto/NBD: Schmittlein, Morrison & Colombo 1987, Management Science 33(1):1-24; likelihood after Fader & Hardie's note of 2005.
//! Purchases are Poisson with λ ~ Gamma(r, α); lifetime is exponential with μ ~ Gamma(s, β). Parameters `[r, alpha, s, beta]`.
use crate::fit::{Fit, NoFit, maximise_while};
use crate::rft::{Rft, fit_for, mean_age};
use crate::special::ln_gamma;
use crate::sums::{Rising, longest, mix, total};
use libm::{exp, log, sqrt};
use std::sync::LazyLock;

/// Log-likelihood of weighted histories.
pub fn log_likelihood(p: &[f64; 4], cells: &[Rft]) -> f64 {
    log_likelihood_and_gradient(p, cells, longest(cells)).0
}
/// The same with its gradient in `[r, alpha, s, beta]`; `longest`: the largest frequency.
pub(crate) fn log_likelihood_and_gradient(p: &[f64; 4], cells: &[Rft], longest: u32) -> (f64, [f64; 4]) {
    let [r, alpha, s, beta] = p;
    let of_r = Rising::new(*r, longest);
    let (ln_alpha, ln_beta) = (log(*alpha), log(*beta));
    total(cells, |c| {
        let x = f64::from(c.frequency);
        let (lr, dr) = of_r.at(c.frequency as usize);
        let (ln_a, ln_b) = (log(alpha + c.age), log(beta + c.age));
        let dead = Dead::of(p, c);
        let (ln, on, off) = mix(-(r + x) * ln_a - s * ln_b, log(*s) + dead.ln);
        let gradient = [
            dr + ln_alpha - on * ln_a - off * dead.ln_a,
            r / alpha - (r + x) * (on / (alpha + c.age) + off * dead.over_a),
            ln_beta - on * ln_b + off * (1.0 / s - dead.ln_b),
            s / beta - on * s / (beta + c.age) - off * (s + 1.0) * dead.over_b,
        ];
        (lr + r * ln_alpha + s * ln_beta + ln, gradient)
    })
}
/// ∫ (α+y)^−(r+x) (β+y)^−(s+1) dy over the time of death y from t_x to T, and means under that density. The integral itself, by
/// Gauss and Legendre in ln(min(α, β) + y): the hypergeometric form of the papers has no usable series where α and β lie far apart.
struct Dead {
    ln: f64,
    ln_a: f64,
    ln_b: f64,
    over_a: f64,
    over_b: f64,
}
/// Decay, in logs, beyond which the rest of the integral is nothing; and the widest panel and the most decay within it. The integrand's
/// poles lie at least π off the real line in this variable, so 16 points a panel leave an error of about 1e-12.
const NOTHING: f64 = 38.0;
const PANEL: f64 = 3.0;
const DECAY: f64 = 19.0;
impl Dead {
    fn of([r, alpha, s, beta]: &[f64; 4], c: &Rft) -> Dead {
        let (k, q) = (r + f64::from(c.frequency), s + 1.0);
        let (small, gap, alpha_small) = if alpha <= beta { (*alpha, beta - alpha, true) } else { (*beta, alpha - beta, false) };
        let end = c.age.min((alpha + c.recency) * exp(NOTHING / k) - alpha).min((beta + c.recency) * exp(NOTHING / q) - beta);
        let from = log(small + c.recency);
        let width = log((small + end) / (small + c.recency));
        if width.is_nan() || width <= 0.0 {
            return Dead { ln: f64::NEG_INFINITY, ln_a: 0.0, ln_b: 0.0, over_a: 0.0, over_b: 0.0 };
        }
        let height = k * log(alpha + c.recency) + q * log(beta + c.recency);
        let decay = k * log((alpha + end) / (alpha + c.recency)) + q * log((beta + end) / (beta + c.recency));
        let panels = libm::ceil((width / PANEL).max(decay / DECAY));
        let half = width / panels / 2.0;
        let nodes: &[(f64, f64)] = if width <= GENTLE && decay <= 6.0 { &*FEW } else { &*NODES };
        let mut sum = [0.0; 5];
        for panel in 0..panels as u32 {
            let middle = from + half * f64::from(2 * panel + 1);
            for (node, weight) in nodes {
                let u = middle + half * node;
                let near = exp(u);
                let far = near + gap;
                let (ln_a, ln_b, a, b) = if alpha_small { (u, log(far), near, far) } else { (log(far), u, far, near) };
                let f = weight * exp(height + u - k * ln_a - q * ln_b);
                sum[0] += f;
                sum[1] += f * ln_a;
                sum[2] += f * ln_b;
                sum[3] += f / a;
                sum[4] += f / b;
            }
        }
        let mean = |i: usize| sum[i] / sum[0];
        Dead { ln: log(sum[0] * half) - height, ln_a: mean(1), ln_b: mean(2), over_a: mean(3), over_b: mean(4) }
    }
}
/// Where the integrand is this narrow and falls by no more than e⁻⁶, 8 points leave less than 1e-13.
const GENTLE: f64 = 1.5;
pub(crate) static NODES: LazyLock<[(f64, f64); 16]> = LazyLock::new(legendre::<16>);
static FEW: LazyLock<[(f64, f64); 8]> = LazyLock::new(legendre::<8>);
/// Nodes and weights of the N-point rule on (−1, 1), by Newton's method on Legendre's polynomial.
fn legendre<const N: usize>() -> [(f64, f64); N] {
    std::array::from_fn(|i| {
        let mut z = libm::cos(std::f64::consts::PI * (i as f64 + 0.75) / (N as f64 + 0.5));
        let mut slope = 0.0;
        for _ in 0..100 {
            let (mut one, mut two) = (1.0, 0.0);
            for j in 0..N {
                let three = two;
                two = one;
                one = ((2 * j + 1) as f64 * z * two - j as f64 * three) / (j + 1) as f64;
            }
            slope = N as f64 * (z * one - two) / (z * z - 1.0);
            z -= one / slope;
        }
        (z, 2.0 / ((1.0 - z * z) * slope * slope))
    })
}
/// Fits by maximum likelihood.
///
/// # Errors
/// [`NoFit`] where the data say nothing.
pub fn fit(cells: &[Rft]) -> Result<Fit<4>, NoFit> {
    fit_while(cells, &|| true)
}
/// The same as long as `wanted`, which is asked before each evaluation of the likelihood.
///
/// # Errors
/// [`NoFit`], [`NoFit::Cancelled`].
pub fn fit_while(cells: &[Rft], wanted: &dyn Fn() -> bool) -> Result<Fit<4>, NoFit> {
    fit_for(cells)?;
    let t = mean_age(cells);
    let longest = longest(cells);
    maximise_while(|p| log_likelihood_and_gradient(p, cells, longest), &[[0.5, t * 0.3, 0.6, t * 0.3]], wanted)
}
/// P(active at T | x, t_x, T).
pub fn p_alive(p: &[f64; 4], c: &Rft) -> f64 {
    let [r, alpha, s, beta] = p;
    let alive = -(r + f64::from(c.frequency)) * log(alpha + c.age) - s * log(beta + c.age);
    1.0 / (1.0 + exp(log(*s) + Dead::of(p, c).ln - alive))
}
/// Expected purchases in (T, T + t] given the history. Where s = 1 exactly, the limit is taken from beside it.
pub fn expected_purchases([r, alpha, s, beta]: &[f64; 4], c: &Rft, t: f64) -> f64 {
    let s = if libm::fabs(s - 1.0) < 1e-9 { 1.0 + 1e-9 } else { *s };
    let x = f64::from(c.frequency);
    let shrink = -libm::expm1((s - 1.0) * (log(beta + c.age) - log(beta + c.age + t)));
    (r + x) * (beta + c.age) / ((alpha + c.age) * (s - 1.0)) * shrink * p_alive(&[*r, *alpha, s, *beta], c)
}
/// Expected purchases in (0, t] of a new customer, the first not counted.
pub fn expected_new([r, alpha, s, beta]: &[f64; 4], t: f64) -> f64 {
    let s = if libm::fabs(s - 1.0) < 1e-9 { 1.0 + 1e-9 } else { *s };
    r * beta / (alpha * (s - 1.0)) * -libm::expm1((s - 1.0) * (log(*beta) - log(beta + t)))
}
/// P(X(t) = x), the chance of x purchases in (0, t] of a new customer, the first not counted (Fader & Hardie's note of 2006): the count at
/// the rate, over the time of death y, by Gauss and Legendre in ln(min(α, β) + y).
pub fn probability([r, alpha, s, beta]: &[f64; 4], x: u32, t: f64) -> f64 {
    if t <= 0.0 {
        return f64::from(u8::from(x == 0));
    }
    let k = f64::from(x);
    let front = ln_gamma(r + k) - ln_gamma(*r) - ln_gamma(k + 1.0) + r * log(*alpha);
    let count = |y: f64| exp(front - (r + k) * log(alpha + y) + if x == 0 { 0.0 } else { k * log(y) });
    let small = alpha.min(*beta);
    let width = log((small + t) / small);
    let panels = libm::ceil(width) + libm::ceil(sqrt(k));
    let half = width / panels / 2.0;
    let mut dead = 0.0;
    for panel in 0..panels as u32 {
        let middle = half * f64::from(2 * panel + 1);
        for (node, weight) in NODES.iter() {
            let y = small * libm::expm1(middle + half * node);
            dead += weight * (small + y) * count(y) * s / (beta + y) * exp(-s * libm::log1p(y / beta));
        }
    }
    count(t) * exp(-s * libm::log1p(t / beta)) + dead * half
}
/// Discounted expected purchases after T given the history (Fader, Hardie & Lee 2005, Journal of Marketing Research 42(4):415-430,
/// equation 4), `discount` continuously per time unit, above zero (else NaN). Their Tricomi function Ψ(s, s; z) is an integral over all time to come, taken here
/// by the trapezoid rule in the log of time, which for it converges to all digits.
pub fn discounted_residual_purchases(p @ [r, alpha, s, beta]: &[f64; 4], c: &Rft, discount: f64) -> f64 {
    const STEP: f64 = 0.125;
    if discount.is_nan() || discount <= 0.0 {
        return f64::NAN;
    }
    // (β+T)ˢ ∫ e^(−δt) (β+T+t)^(−s) dt with t = (β+T) eᵘ; beyond these ends nothing is left.
    let z = discount * (beta + c.age);
    let (from, to) = (-40.0, log(745.0 / z).max(0.0));
    let time: f64 =
        (0..=libm::ceil((to - from) / STEP) as u32).map(|i| from + STEP * f64::from(i)).map(|u| exp(u - z * exp(u) - s * libm::log1p(exp(u)))).sum();
    (r + f64::from(c.frequency)) / (alpha + c.age) * (beta + c.age) * time * STEP * p_alive(p, c)
}
/// Given the history and being active: λ ~ Gamma(shape, rate) and the mean of μ. `(shape, rate, E[μ])`; μ ~ Gamma(s, β + T).
pub fn posterior([r, alpha, s, beta]: &[f64; 4], c: &Rft) -> (f64, f64, f64) {
    (r + f64::from(c.frequency), alpha + c.age, s / (beta + c.age))
}
