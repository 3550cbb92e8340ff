//! Chance for the demonstration company: one stream of random numbers per (seed, customer, purpose), so that no thread
//! count and no order of work can change a draw. Transcendental functions come from `libm`, the same on every machine.
use rand_core::{RngCore, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// What a stream of draws is used for. Each purpose has its own stream, so a new table changes no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub(super) enum Purpose {
    Traits = 1,
    Purchases = 2,
    Refunds = 3,
    Items = 4,
    Subscription = 5,
    Usage = 6,
    Survey = 7,
    Member = 8,
    Pilot = 9,
}

/// SplitMix64's finaliser: a fixed 64-bit hash.
pub(super) fn mix(value: u64) -> u64 {
    let z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// One stream of draws.
pub(super) struct Chance(Xoshiro256PlusPlus);

impl Chance {
    /// The stream of one customer for one purpose.
    pub(super) fn new(seed: u64, customer: u32, purpose: Purpose) -> Self {
        let key = mix(mix(mix(seed) ^ u64::from(customer)) ^ purpose as u64);
        Chance(Xoshiro256PlusPlus::seed_from_u64(key))
    }
    /// Uniform in (0, 1), never 0 nor 1.
    pub(super) fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 12) as f64 + 0.5) / (1u64 << 52) as f64
    }
    /// Happens with this probability.
    pub(super) fn happens(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }
    /// A whole number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = f64::from(high - low + 1);
        (low + (self.uniform() * width) as i32).min(high)
    }
    /// Position of one of these weights (the last when rounding leaves none).
    pub(super) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.uniform() * weights.iter().sum::<f64>();
        for (at, w) in weights.iter().enumerate() {
            left -= w;
            if left < 0.0 {
                return at;
            }
        }
        weights.len().saturating_sub(1)
    }
    /// One of these.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.between(0, from.len() as i32 - 1) as usize]
    }
    /// Exponential with mean 1.
    pub(super) fn exponential(&mut self) -> f64 {
        -libm::log(self.uniform())
    }
    /// Standard normal (Box and Muller 1958; one of the pair).
    pub(super) fn normal(&mut self) -> f64 {
        let radius = (2.0 * self.exponential()).sqrt();
        radius * libm::cos(core::f64::consts::TAU * self.uniform())
    }
    /// Gamma with this shape and scale 1 (Marsaglia and Tsang 2000; below shape 1 by their power of a uniform).
    pub(super) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = libm::pow(self.uniform(), 1.0 / shape);
            return boost * self.gamma(shape + 1.0);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            if libm::log(self.uniform()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }
    /// Beta(a, b).
    pub(super) fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        if x + y > 0.0 { x / (x + y) } else { a / (a + b) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn moments(draw: impl Fn(&mut Chance) -> f64) -> (f64, f64) {
        const N: u32 = 20_000;
        let all: Vec<f64> = (0..N).map(|c| draw(&mut Chance::new(1, c, Purpose::Traits))).collect();
        let mean = all.iter().sum::<f64>() / f64::from(N);
        (mean, all.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(N))
    }
    fn near(found: (f64, f64), mean: f64, variance: f64) {
        // Five standard errors of the mean; the variance within 8%.
        assert!((found.0 - mean).abs() < 5.0 * (variance / 20_000.0).sqrt(), "mean {} for {mean}", found.0);
        assert!((found.1 / variance - 1.0).abs() < 0.08, "variance {} for {variance}", found.1);
    }
    #[test]
    fn draws_have_the_moments_of_their_distribution() {
        near(moments(Chance::uniform), 0.5, 1.0 / 12.0);
        near(moments(Chance::exponential), 1.0, 1.0);
        near(moments(Chance::normal), 0.0, 1.0);
        near(moments(|c| c.gamma(0.6)), 0.6, 0.6);
        near(moments(|c| c.gamma(6.0)), 6.0, 6.0);
        near(moments(|c| c.beta(0.6, 1.4)), 0.3, 0.3 * 0.7 / 3.0);
    }
    #[test]
    fn each_purpose_and_customer_has_its_own_stream() {
        let first = |seed, customer, purpose| Chance::new(seed, customer, purpose).uniform();
        let all = [first(1, 1, Purpose::Traits), first(1, 1, Purpose::Items), first(1, 2, Purpose::Traits), first(2, 1, Purpose::Traits)];
        assert_eq!(first(1, 1, Purpose::Traits), all[0]);
        for (i, a) in all.iter().enumerate() {
            assert!(all[i + 1..].iter().all(|b| a != b));
        }
    }
}
