//! The data of the purchase models.
use crate::fit::NoFit;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Customers with the same history: x repeat purchases, the last t_x after the first, observed for T, all in one time unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rft {
    /// x.
    pub frequency: u32,
    /// t_x.
    pub recency: f64,
    /// T ≥ t_x.
    pub age: f64,
    /// Customers.
    pub weight: f64,
}
/// A quick hash of whole numbers: multiply and rotate. Not for keys that somebody chooses in order to collide.
#[derive(Debug, Clone, Copy, Default)]
struct Mixed(u64);
impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u64(u64::from(*b)));
    }
    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(23) ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    fn finish(&self) -> u64 {
        // The table takes the low bits, the product mixes the high ones.
        self.0 ^ (self.0 >> 32)
    }
}
/// Puts equal histories (x, t_x, T) together, each with the number of its customers; in ascending order, whatever the order of the rows.
/// Ten million customers fit as fast as their distinct rows.
pub fn group(histories: &[(u32, f64, f64)]) -> Vec<Rft> {
    let mut seen: HashMap<(u32, u64, u64), u64, BuildHasherDefault<Mixed>> = HashMap::default();
    for (frequency, recency, age) in histories {
        *seen.entry((*frequency, recency.to_bits(), age.to_bits())).or_default() += 1;
    }
    let cell = |((frequency, recency, age), n): ((u32, u64, u64), u64)| Rft {
        frequency,
        recency: f64::from_bits(recency),
        age: f64::from_bits(age),
        weight: n as f64,
    };
    let mut cells: Vec<Rft> = seen.into_iter().map(cell).collect();
    cells.sort_unstable_by(|a, b| a.frequency.cmp(&b.frequency).then(a.recency.total_cmp(&b.recency)).then(a.age.total_cmp(&b.age)));
    cells
}
/// Checks that there is something to fit.
///
/// # Errors
/// [`NoFit`].
pub fn fit_for(cells: &[Rft]) -> Result<(), NoFit> {
    if cells.iter().map(|c| c.weight).sum::<f64>() <= 0.0 {
        return Err(NoFit::NoCustomers);
    }
    if cells.iter().all(|c| c.frequency == 0 || c.weight == 0.0) {
        return Err(NoFit::NoRepeatBuyer);
    }
    Ok(())
}
/// Mean of T, weighted: the scale of the starting points.
pub(crate) fn mean_age(cells: &[Rft]) -> f64 {
    let weight: f64 = cells.iter().map(|c| c.weight).sum();
    (cells.iter().map(|c| c.weight * c.age).sum::<f64>() / weight).max(1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    proptest! {
        #[test]
        fn grouping_keeps_every_customer_whatever_the_order(rows in prop::collection::vec((0_u32..4, 0_u32..4, 0_u32..3), 0..200), turn in 0_usize..200) {
            let rows: Vec<(u32, f64, f64)> = rows.into_iter().map(|(x, t, more)| (x, f64::from(t) / 7.0, f64::from(t + more) / 7.0)).collect();
            let cells = group(&rows);
            for c in &cells {
                let same = rows.iter().filter(|r| **r == (c.frequency, c.recency, c.age)).count();
                prop_assert_eq!(c.weight, same as f64);
            }
            prop_assert_eq!(cells.iter().map(|c| c.weight).sum::<f64>(), rows.len() as f64);
            let mut turned = rows.clone();
            turned.rotate_left(turn % rows.len().max(1));
            prop_assert_eq!(group(&turned), cells);
        }
    }
}
