//! Covariates that do not change with time in the purchase models: Fader & Hardie 2007, "Incorporating time-invariant covariates into the
//! Pareto/NBD and BG/NBD models". Customers with covariates z buy at rates of scale α·exp(−γ₁·z); they leave by a·exp(γ₂·z) and b·exp(γ₃·z) (BG/NBD), or by
//! β·exp(−γ₂·z) (Pareto/NBD). MBG/NBD takes the construction of BG/NBD; that is ours.
use crate::distributions::chi_square_tail;
use crate::fit::{Ending, Fit, NoFit, maximise_while};
use crate::rft::Rft;
use crate::sums::{Histories, longest};
use crate::{bg_nbd, mbg_nbd, pareto_nbd};
use libm::{exp, sqrt};
use std::collections::BTreeMap;

/// A model that takes covariates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// BG/NBD.
    BgNbd,
    /// MBG/NBD.
    MbgNbd,
    /// Pareto/NBD.
    ParetoNbd,
}
impl Model {
    /// Positions of the parameters that covariates move, each with the sign of its exponent.
    const fn moved(self) -> &'static [(usize, f64)] {
        match self {
            Model::BgNbd | Model::MbgNbd => &[(1, -1.0), (2, 1.0), (3, 1.0)],
            Model::ParetoNbd => &[(1, -1.0), (3, -1.0)],
        }
    }
    fn plain(self, cells: &[Rft], wanted: &dyn Fn() -> bool) -> Result<Fit<4>, NoFit> {
        match self {
            Model::BgNbd => bg_nbd::fit_while(cells, wanted),
            Model::MbgNbd => mbg_nbd::fit_while(cells, wanted),
            Model::ParetoNbd => pareto_nbd::fit_while(cells, wanted),
        }
    }
}
/// Customers with equal covariates.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// z: one number for each covariate.
    pub covariates: Vec<f64>,
    /// Their histories.
    pub cells: Vec<Rft>,
}
/// A coefficient and its standard error; none where the surface is too flat.
pub type Coefficient = (f64, Option<f64>);
/// A model fitted with covariates, beside the plain one on the same customers.
#[derive(Debug, Clone, PartialEq)]
pub struct WithCovariates {
    /// The model.
    pub model: Model,
    /// Parameters where every covariate is 0, in the paper's order.
    pub parameters: [f64; 4],
    /// γ by the parameter that it moves, in the order γ₁, γ₂ (, γ₃); in each one coefficient for each covariate.
    pub coefficients: Vec<Vec<Coefficient>>,
    /// Log-likelihood.
    pub log_likelihood: f64,
    /// Why the fit stopped.
    pub ending: Ending,
    /// The model without covariates.
    pub plain: Fit<4>,
}
impl WithCovariates {
    /// Parameters of a customer with these covariates.
    pub fn at(&self, covariates: &[f64]) -> [f64; 4] {
        let gammas: Vec<Vec<f64>> = self.coefficients.iter().map(|c| c.iter().map(|v| v.0).collect()).collect();
        moved(self.model, &self.parameters, &gammas, covariates)
    }
    /// Likelihood-ratio test of all coefficients together: the statistic, its degrees of freedom, and the chance of so much where no covariate matters.
    pub fn likelihood_ratio(&self) -> (f64, usize, f64) {
        let statistic = (2.0 * (self.log_likelihood - self.plain.log_likelihood)).max(0.0);
        let df = self.coefficients.iter().map(Vec::len).sum();
        (statistic, df, chi_square_tail(statistic, df as f64))
    }
}
fn moved(model: Model, base: &[f64; 4], gammas: &[Vec<f64>], z: &[f64]) -> [f64; 4] {
    let mut out = *base;
    for ((at, sign), gamma) in model.moved().iter().zip(gammas) {
        out[*at] *= exp(sign * gamma.iter().zip(z).map(|(g, z)| g * z).sum::<f64>());
    }
    out
}
/// Fits up to three covariates by maximum likelihood.
///
/// # Errors
/// [`NoFit`] where the data say nothing; [`NoFit::TooManyCovariates`] beyond three.
pub fn fit(model: Model, groups: &[Group]) -> Result<WithCovariates, NoFit> {
    fit_while(model, groups, &|| true)
}
/// The same as long as `wanted`, which is asked before each evaluation of the likelihood.
///
/// # Errors
/// See [`fit`]; [`NoFit::Cancelled`].
pub fn fit_while(model: Model, groups: &[Group], wanted: &dyn Fn() -> bool) -> Result<WithCovariates, NoFit> {
    let k = groups.iter().map(|g| g.covariates.len()).max().ok_or(NoFit::NoCustomers)?;
    let plain = model.plain(&together(groups), wanted)?;
    match (k, model) {
        (0, _) => {
            Ok(WithCovariates { model, parameters: plain.parameters, coefficients: vec![], log_likelihood: plain.log_likelihood, ending: plain.ending, plain })
        }
        (1, Model::ParetoNbd) => fitted::<6>(model, k, groups, plain, wanted),
        (2, Model::ParetoNbd) => fitted::<8>(model, k, groups, plain, wanted),
        (3, Model::ParetoNbd) => fitted::<10>(model, k, groups, plain, wanted),
        (1, _) => fitted::<7>(model, k, groups, plain, wanted),
        (2, _) => fitted::<10>(model, k, groups, plain, wanted),
        (3, _) => fitted::<13>(model, k, groups, plain, wanted),
        _ => Err(NoFit::TooManyCovariates),
    }
}
/// All customers, each history once.
fn together(groups: &[Group]) -> Vec<Rft> {
    let mut all: BTreeMap<(u32, u64, u64), f64> = BTreeMap::new();
    for c in groups.iter().flat_map(|g| &g.cells) {
        *all.entry((c.frequency, c.recency.to_bits(), c.age.to_bits())).or_default() += c.weight;
    }
    all.into_iter().map(|((frequency, t, a), weight)| Rft { frequency, recency: f64::from_bits(t), age: f64::from_bits(a), weight }).collect()
}
/// The histories of a group, as the model sums them.
enum Summed<'a> {
    ByTimes(Histories<'a>),
    Cells(&'a [Rft], u32),
}
/// N = 4 + covariates × moved parameters. The fit works on logs of positive numbers: what stands for a coefficient γ is exp(γ), so its log is free.
fn fitted<const N: usize>(model: Model, k: usize, groups: &[Group], plain: Fit<4>, wanted: &dyn Fn() -> bool) -> Result<WithCovariates, NoFit> {
    let summed: Vec<(&[f64], Summed)> = groups
        .iter()
        .map(|g| {
            let cells = match model {
                Model::ParetoNbd => Summed::Cells(&g.cells, longest(&g.cells)),
                Model::BgNbd | Model::MbgNbd => Summed::ByTimes(Histories::new(&g.cells)),
            };
            (g.covariates.as_slice(), cells)
        })
        .collect();
    let gammas = |p: &[f64; N]| -> Vec<Vec<f64>> { p[4..].chunks(k).map(|c| c.iter().map(|v| libm::log(*v)).collect()).collect() };
    let likelihood = |p: &[f64; N]| {
        let (base, gammas) = ([p[0], p[1], p[2], p[3]], gammas(p));
        let (mut value, mut slope) = (0.0, [0.0; N]);
        for (z, cells) in &summed {
            let own = moved(model, &base, &gammas, z);
            let (v, g) = match cells {
                Summed::ByTimes(h) if model == Model::BgNbd => bg_nbd::log_likelihood_and_gradient(&own, h),
                Summed::ByTimes(h) => mbg_nbd::log_likelihood_and_gradient(&own, h),
                Summed::Cells(c, longest) => pareto_nbd::log_likelihood_and_gradient(&own, c, *longest),
            };
            value += v;
            (0..4).for_each(|i| slope[i] += g[i] * own[i] / base[i]);
            for (j, (at, sign)) in model.moved().iter().enumerate() {
                for (i, z) in z.iter().enumerate() {
                    let place = 4 + j * k + i;
                    slope[place] += g[*at] * own[*at] * sign * z / p[place];
                }
            }
        }
        (value, slope)
    };
    let start: [f64; N] = std::array::from_fn(|i| plain.parameters.get(i).copied().unwrap_or(1.0));
    let fit = maximise_while(likelihood, &[start], wanted)?;
    let error = |i: usize| fit.covariance.as_ref().map(|c| sqrt(c[i][i]));
    let value = |i: usize| (libm::log(fit.parameters[i]), error(i));
    let coefficients = (0..model.moved().len()).map(|j| (0..k).map(|i| value(4 + j * k + i)).collect()).collect();
    let parameters = std::array::from_fn(|i| fit.parameters[i]);
    Ok(WithCovariates { model, parameters, coefficients, log_likelihood: fit.log_likelihood, ending: fit.ending, plain })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chance of one world (SplitMix64).
    struct Chance(u64);
    impl Chance {
        fn unit(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            (((z ^ (z >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
        }
        fn exponential(&mut self) -> f64 {
            -libm::log(self.unit())
        }
    }
    /// Customers by BG/NBD with r = 1, a = 1, b = 3: purchase rates exponential around 1 ÷ α.
    fn customers(n: usize, alpha: f64, seed: u64) -> Vec<Rft> {
        let mut c = Chance(seed);
        (0..n)
            .map(|_| {
                let rate = c.exponential() / alpha;
                // Beta(1, 3) by its quantile.
                let p = 1.0 - libm::pow(c.unit(), 1.0 / 3.0);
                let (age, mut at, mut last, mut x) = (30.0 + libm::floor(20.0 * c.unit()), 0.0, 0.0, 0);
                loop {
                    at += c.exponential() / rate;
                    if at > age {
                        break;
                    }
                    (x, last) = (x + 1, at);
                    if c.unit() < p {
                        break;
                    }
                }
                Rft { frequency: x, recency: libm::ceil(last).min(age), age, weight: 1.0 }
            })
            .collect()
    }
    const MODELS: [Model; 3] = [Model::BgNbd, Model::MbgNbd, Model::ParetoNbd];

    #[test]
    fn with_every_covariate_zero_each_model_is_the_plain_one() {
        let cells = customers(3_000, 12.0, 1);
        for model in MODELS {
            for k in [1, 2, 3] {
                let halves = [cells[..1_500].to_vec(), cells[1_500..].to_vec()];
                let groups: Vec<Group> = halves.into_iter().map(|cells| Group { covariates: vec![0.0; k], cells }).collect();
                let with = fit(model, &groups).unwrap();
                assert!((with.log_likelihood - with.plain.log_likelihood).abs() < 1e-3, "{model:?}: {} {}", with.log_likelihood, with.plain.log_likelihood);
                for (a, b) in with.parameters.iter().zip(with.plain.parameters) {
                    assert!((a - b).abs() < 1e-3 * b, "{model:?}: {:?} {:?}", with.parameters, with.plain.parameters);
                }
                assert_eq!(with.at(&vec![0.0; k]), with.parameters);
                assert!(with.likelihood_ratio().2 > 0.99);
            }
        }
    }
    #[test]
    fn a_planted_covariate_is_found_with_its_size_and_none_where_there_is_none() {
        // The rate of the second half is e times that of the first: γ₁ = 1 on α, nothing on leaving.
        let planted = [(0.0, customers(4_000, 12.0, 2)), (1.0, customers(4_000, 12.0 / std::f64::consts::E, 3))];
        let groups: Vec<Group> = planted.into_iter().map(|(z, cells)| Group { covariates: vec![z], cells }).collect();
        let with = fit(Model::BgNbd, &groups).unwrap();
        let [(rate, Some(error)), (a, Some(of_a)), (b, Some(of_b))] = [with.coefficients[0][0], with.coefficients[1][0], with.coefficients[2][0]] else {
            panic!("{with:?}")
        };
        assert!((rate - 1.0).abs() < 3.0 * error && error < 0.1, "{rate} ± {error}");
        assert!(a.abs() < 3.0 * of_a && b.abs() < 3.0 * of_b, "{a} ± {of_a}, {b} ± {of_b}");
        assert!(with.likelihood_ratio().2 < 1e-6);
        let pareto = fit(Model::ParetoNbd, &groups).unwrap();
        assert!((pareto.coefficients[0][0].0 - 1.0).abs() < 0.25 && pareto.likelihood_ratio().2 < 1e-6, "{pareto:?}");
        // The same people by a coin: nothing is found more often than chance says.
        let found = (0..20u64)
            .filter(|seed| {
                let groups: Vec<Group> =
                    [0.0, 1.0].map(|z| Group { covariates: vec![z], cells: customers(400, 12.0, 100 + 2 * seed + z as u64) }).into_iter().collect();
                fit(Model::BgNbd, &groups).unwrap().likelihood_ratio().2 < 0.05
            })
            .count();
        assert!(found <= 4, "{found} of 20 at 5%");
    }
    #[test]
    fn shifting_a_covariate_moves_only_the_parameters_at_zero() {
        let groups = |shift: f64| -> Vec<Group> {
            [(0.0, 12.0, 5), (1.0, 6.0, 6)]
                .map(|(z, alpha, seed)| Group { covariates: vec![z + shift], cells: customers(1_500, alpha, seed) })
                .into_iter()
                .collect()
        };
        let (one, other) = (fit(Model::BgNbd, &groups(0.0)).unwrap(), fit(Model::BgNbd, &groups(-0.5)).unwrap());
        assert!((one.log_likelihood - other.log_likelihood).abs() < 1e-3);
        for (a, b) in one.at(&[1.0]).iter().zip(other.at(&[0.5])) {
            assert!((a / b - 1.0).abs() < 0.01, "{:?} {:?}", one.at(&[1.0]), other.at(&[0.5]));
        }
    }
    #[test]
    fn more_than_three_are_refused() {
        let groups = [Group { covariates: vec![0.0; 4], cells: customers(200, 12.0, 7) }];
        assert_eq!(fit(Model::BgNbd, &groups).unwrap_err(), NoFit::TooManyCovariates);
    }
}
