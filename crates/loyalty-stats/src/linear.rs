//! Symmetric positive definite systems of any size, by Cholesky's factor.
use libm::sqrt;

/// The lower factor L of M = L Lᵀ.
pub(crate) struct Factor(Vec<Vec<f64>>);

/// A pivot below this share of its diagonal is rounding: the row is a sum of others.
const NOTHING: f64 = 1e-11;

impl Factor {
    /// `None` where the matrix is not positive definite to working precision.
    pub(crate) fn of(m: &[Vec<f64>]) -> Option<Factor> {
        let n = m.len();
        let mut l = vec![vec![0.0; n]; n];
        for i in 0..n {
            for j in 0..=i {
                let rest = m[i][j] - (0..j).map(|k| l[i][k] * l[j][k]).sum::<f64>();
                if i > j {
                    l[i][j] = rest / l[j][j];
                } else if rest > NOTHING * m[i][i] {
                    l[i][i] = sqrt(rest);
                } else {
                    return None;
                }
            }
        }
        Some(Factor(l))
    }
    /// x of M x = b.
    pub(crate) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let (l, n) = (&self.0, b.len());
        let mut x = b.to_vec();
        for i in 0..n {
            x[i] = (x[i] - (0..i).map(|k| l[i][k] * x[k]).sum::<f64>()) / l[i][i];
        }
        for i in (0..n).rev() {
            x[i] = (x[i] - (i + 1..n).map(|k| l[k][i] * x[k]).sum::<f64>()) / l[i][i];
        }
        x
    }
    /// M⁻¹.
    pub(crate) fn inverse(&self) -> Vec<Vec<f64>> {
        let n = self.0.len();
        (0..n).map(|i| self.solve(&(0..n).map(|j| f64::from(u8::from(i == j))).collect::<Vec<_>>())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_solution_solves_and_a_sum_of_others_is_refused() {
        let m = vec![vec![4.0, 2.0, 0.6], vec![2.0, 5.0, 1.0], vec![0.6, 1.0, 3.0]];
        let factor = Factor::of(&m).unwrap();
        let x = factor.solve(&[1.0, -2.0, 0.5]);
        for (row, b) in m.iter().zip([1.0, -2.0, 0.5]) {
            assert!((row.iter().zip(&x).map(|(a, x)| a * x).sum::<f64>() - b).abs() < 1e-14);
        }
        let inverse = factor.inverse();
        assert!((m[1].iter().zip(&inverse).map(|(a, r)| a * r[1]).sum::<f64>() - 1.0).abs() < 1e-14);
        assert!(Factor::of(&[vec![1.0, 2.0], vec![2.0, 4.0]]).is_none());
    }
}
