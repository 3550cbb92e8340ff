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
/// Histories with their distinct times apart: many customers share few days, so that one logarithm serves many.
pub(crate) struct Histories<'a> {
    cells: &'a [Rft],
    times: Vec<f64>,
    /// Places of T and t_x of each cell in `times`.
    at: Vec<[u32; 2]>,
    pub(crate) longest: u32,
}
impl<'a> Histories<'a> {
    pub(crate) fn new(cells: &'a [Rft]) -> Histories<'a> {
        let mut times: Vec<f64> = cells.iter().flat_map(|c| [c.age, c.recency]).collect();
        times.sort_unstable_by(f64::total_cmp);
        times.dedup_by(|a, b| a.total_cmp(b).is_eq());
        let place = |t: f64| times.partition_point(|o| o.total_cmp(&t).is_lt()) as u32;
        let at = cells.iter().map(|c| [place(c.age), place(c.recency)]).collect();
        Histories { cells, times, at, longest: longest(cells) }
    }
    /// (ln(α + t), 1 ÷ (α + t)) of every time.
    pub(crate) fn logs(&self, alpha: f64) -> Vec<(f64, f64)> {
        self.times.iter().map(|t| (log(alpha + t), 1.0 / (alpha + t))).collect()
    }
    /// Σ weight · (value, gradient); `one` is given a cell and the places of its T and t_x.
    pub(crate) fn total<const N: usize>(&self, one: impl Fn(&Rft, [usize; 2]) -> (f64, [f64; N]) + Sync) -> (f64, [f64; N]) {
        let pairs = |(cells, at): (&[Rft], &[[u32; 2]])| {
            cells.iter().zip(at).fold((0.0, [0.0; N]), |mut sum, (c, at)| {
                let (v, g) = one(c, at.map(|i| i as usize));
                sum.0 += c.weight * v;
                (0..N).for_each(|i| sum.1[i] += c.weight * g[i]);
                sum
            })
        };
        let parts: Vec<_> = self.cells.par_chunks(PIECE).zip(self.at.par_chunks(PIECE)).map(pairs).collect();
        parts.into_iter().fold((0.0, [0.0; N]), |mut a, b| {
            a.0 += b.0;
            (0..N).for_each(|i| a.1[i] += b.1[i]);
            a
        })
    }
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
