//! Sums over histories: rising factorials by table, and weighted sums in fixed pieces, so that threads change no digit.
use crate::rft::Rft;
use libm::log;
use rayon::prelude::*;

/// ln q(q+1)…(q+x−1) and its derivative Σ 1/(q+j), for x = 0, 1, …
pub(crate) struct Rising {
    ln: Vec<f64>,
    slope: Vec<f64>,
}
impl Rising {
    pub(crate) fn new(q: f64, longest: u32) -> Rising {
        let n = longest as usize + 1;
        let (mut ln, mut slope) = (Vec::with_capacity(n), Vec::with_capacity(n));
        let (mut l, mut s) = (0.0, 0.0);
        for j in 0..n {
            ln.push(l);
            slope.push(s);
            let term = q + j as f64;
            l += log(term);
            s += 1.0 / term;
        }
        Rising { ln, slope }
    }
    #[inline]
    pub(crate) fn at(&self, x: usize) -> (f64, f64) {
        (self.ln[x], self.slope[x])
    }
}
/// Cells per piece: a constant, never the number of threads.
const PIECE: usize = 512;

/// Σ weight · (value, gradient) over the cells.
pub(crate) fn total<const N: usize>(cells: &[Rft], one: impl Fn(&Rft) -> (f64, [f64; N]) + Sync) -> (f64, [f64; N]) {
    let piece = |part: &[Rft]| {
        part.iter().fold((0.0, [0.0; N]), |mut sum, c| {
            let (v, g) = one(c);
            sum.0 += c.weight * v;
            (0..N).for_each(|i| sum.1[i] += c.weight * g[i]);
            sum
        })
    };
    let add = |mut a: (f64, [f64; N]), b: (f64, [f64; N])| {
        a.0 += b.0;
        (0..N).for_each(|i| a.1[i] += b.1[i]);
        a
    };
    if cells.len() <= PIECE {
        return piece(cells);
    }
    let parts: Vec<_> = cells.par_chunks(PIECE).map(piece).collect();
    parts.into_iter().fold((0.0, [0.0; N]), add)
}
/// Largest frequency.
pub(crate) fn longest(cells: &[Rft]) -> u32 {
    cells.iter().map(|c| c.frequency).max().unwrap_or(0)
}
/// ln(eᵃ + eᵇ) with the share of each.
#[inline]
pub(crate) fn mix(a: f64, b: f64) -> (f64, f64, f64) {
    let share = 1.0 / (1.0 + libm::exp(b - a));
    let other = 1.0 - share;
    (if share > 0.5 { a - log(share) } else { b - log(other) }, share, other)
}
