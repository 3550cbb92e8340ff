//! Keyed chance: every number depends on (seed, draw, member, month, purpose) and on nothing else, so order and threads change nothing.
use std::sync::LazyLock;

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finaliser of SplitMix64.
#[inline]
pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}
/// Joins two keys.
#[inline]
pub(crate) fn join(a: u64, b: u64) -> u64 {
    mix(a.wrapping_add(GOLDEN) ^ mix(b.wrapping_add(GOLDEN)))
}
/// FNV-1a of a text: the key of an assumption.
pub(crate) fn text_key(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3))
}
/// A number in (0, 1) from 53 bits.
#[inline]
pub(crate) fn unit(bits: u64) -> f64 {
    ((bits >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
}

/// What a number is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Purpose {
    Alive,
    Enrol,
    NeverRedeems,
    Rate,
    Template,
    Dropout,
    Purchases,
    Extra,
    OrderValue,
    Redemption,
    Surprise,
    Trigger,
    Referral,
    Mission,
    Contraction,
}

/// All chance of one member in one draw.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stream(pub(crate) u64);
impl Stream {
    #[inline]
    pub(crate) fn of(seed: u64, draw: u32, member: u64) -> Stream {
        Stream(join(join(seed, u64::from(draw)), member))
    }
    #[inline]
    fn bits(self, month: u32, purpose: Purpose) -> u64 {
        mix(self.0.wrapping_add(GOLDEN.wrapping_mul(u64::from(month) * 32 + purpose as u64 + 1)))
    }
    /// The number of a month for a purpose.
    #[inline]
    pub(crate) fn unit(self, month: u32, purpose: Purpose) -> f64 {
        unit(self.bits(month, purpose))
    }
    /// The j-th number of a month for a purpose.
    #[inline]
    pub(crate) fn unit_of(self, month: u32, purpose: Purpose, j: u32) -> f64 {
        unit(join(self.bits(month, purpose), u64::from(j)))
    }
    /// Gamma with this shape and mean 1 (Marsaglia & Tsang 2000), from the sub-stream of `Rate`.
    pub(crate) fn gamma_mean_one(self, shape: f64) -> f64 {
        if !shape.is_finite() || shape > 1e4 || shape <= 0.0 {
            return 1.0;
        }
        let boosted = if shape < 1.0 { shape + 1.0 } else { shape };
        let d = boosted - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        let mut j = 1;
        let value = loop {
            let z = inverse_normal(self.unit_of(0, Purpose::Rate, j));
            let v = 1.0 + c * z;
            let u = self.unit_of(0, Purpose::Rate, j + 1);
            j += 2;
            if v > 0.0 {
                let v = v * v * v;
                if libm::log(u) < 0.5 * z * z + d - d * v + d * libm::log(v) {
                    break d * v;
                }
            }
        };
        let value = if shape < 1.0 { value * libm::pow(self.unit_of(0, Purpose::Rate, 0), 1.0 / shape) } else { value };
        value / shape
    }
}

/// 2^(i ÷ 128), i from 0: the table of [`exp`].
static POWERS: LazyLock<[f64; 128]> = LazyLock::new(|| std::array::from_fn(|i| libm::exp2(i as f64 / 128.0)));
/// The exponential within 1e-15 of itself (a test holds it against libm's), in a third of the time: e^x = 2^k · 2^(i÷128) · e^r with |r| at most
/// ln 2 ÷ 256, so that five terms of the series are enough. The same on every machine.
#[inline]
pub(crate) fn exp(x: f64) -> f64 {
    if !(-700.0..=700.0).contains(&x) {
        return libm::exp(x);
    }
    /// ln 2 ÷ 128 in two parts; the first has zeros at its end, so that k times it is exact.
    const HIGH: f64 = 0.005_415_212_246_589_363;
    const LOW: f64 = 1.015_352_101_085_147_5e-10;
    const INVERSE: f64 = 128.0 / std::f64::consts::LN_2;
    /// Added and taken away, it rounds to a whole number.
    const WHOLE: f64 = 6_755_399_441_055_744.0;
    let k = (x * INVERSE + WHOLE) - WHOLE;
    let r = (x - k * HIGH) - k * LOW;
    let series = r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0)))));
    let k = k as i64;
    let power = POWERS[(k & 127) as usize];
    let scale = f64::from_bits(((1023 + (k >> 7)) as u64) << 52);
    scale * (power + power * series)
}
/// Poisson by inversion of one uniform. exp(-mean) is at least 1 - mean, so many zeros need no exponential.
#[inline]
pub(crate) fn poisson(u: f64, mean: f64) -> u32 {
    if u < 1.0 - mean {
        return 0;
    }
    let none = exp(-mean);
    if u < none {
        return 0;
    }
    let (mut k, mut p, mut sum) = (0_u32, none, none);
    while u >= sum && k < 1000 {
        k += 1;
        p *= mean / f64::from(k);
        sum += p;
        if p < 1e-300 {
            break;
        }
    }
    k
}

/// Quantile of the standard normal (Wichura 1988, AS 241, PPND16).
pub(crate) fn inverse_normal(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let r = libm::sqrt(-libm::log(if q < 0.0 { p } else { 1.0 - p }));
    let value = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &TAIL) };
    if q < 0.0 { -value } else { value }
}
fn ratio(r: f64, c: &[[f64; 8]; 2]) -> f64 {
    let horner = |a: &[f64; 8]| a.iter().rev().fold(0.0, |s, x| s * r + x);
    horner(&c[0]) / horner(&c[1])
}
const CENTRE: [[f64; 8]; 2] = [
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
];
const MIDDLE: [[f64; 8]; 2] = [
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
];
const TAIL: [[f64; 8]; 2] = [
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_7e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
];

/// Quantile of the beta distribution with these moments, by bisection of the regularised incomplete beta function.
pub(crate) fn inverse_beta(p: f64, mean: f64, sd: f64) -> f64 {
    let n = mean * (1.0 - mean) / (sd * sd) - 1.0;
    let (a, b) = (mean * n, (1.0 - mean) * n);
    if !(a > 0.0 && b > 0.0) {
        return mean;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..40 {
        let x = 0.5 * (low + high);
        if incomplete_beta(x, a, b) < p { low = x } else { high = x }
    }
    0.5 * (low + high)
}
/// Regularised incomplete beta function by Lentz's continued fraction.
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let front = libm::exp(libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x)) / a;
    let tiny = 1e-300;
    let guard = |v: f64| if v.abs() < tiny { tiny } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for i in 1..200 {
        let m = f64::from(i);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        h *= d * c;
        if (d * c - 1.0).abs() < 1e-12 {
            break;
        }
    }
    front * h
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn quantiles_are_those_of_the_tables() {
        assert!((inverse_normal(0.975) - 1.959_963_984_540_054).abs() < 1e-12);
        assert!((inverse_normal(1e-9) + 5.997_807_015_007_687).abs() < 1e-9);
        assert!((inverse_beta(0.5, 0.5, 0.288_675_134_594_812_9) - 0.5).abs() < 1e-9);
        // Beta(9, 3): median from tables 0.7643.
        let sd = libm::sqrt(27.0 / (144.0 * 13.0));
        assert!((inverse_beta(0.5, 0.75, sd) - 0.764_3).abs() < 5e-4);
    }
    #[test]
    fn the_exponential_is_that_of_libm() {
        let mut worst = 0.0_f64;
        for i in -70_000..=70_000 {
            let x = f64::from(i) * 0.01 + f64::from(i % 97) * 1e-5;
            worst = worst.max((exp(x) / libm::exp(x) - 1.0).abs());
        }
        assert!(worst < 1e-15, "{worst}");
        assert_eq!((exp(0.0), exp(-800.0), exp(800.0)), (1.0, 0.0, f64::INFINITY));
        assert!(exp(f64::NAN).is_nan());
    }
    #[test]
    fn samplers_have_their_moments() {
        let n = 40_000;
        let (mut sum, mut square, mut count) = (0.0, 0.0, 0.0);
        for i in 0..n {
            let s = Stream::of(7, 0, i);
            let g = s.gamma_mean_one(0.6);
            sum += g;
            square += g * g;
            count += f64::from(poisson(s.unit(3, Purpose::Purchases), 1.7));
        }
        let mean = sum / n as f64;
        assert!((mean - 1.0).abs() < 0.03, "{mean}");
        assert!((square / n as f64 - mean * mean - 1.0 / 0.6).abs() < 0.12);
        assert!((count / n as f64 - 1.7).abs() < 0.03);
    }
}
