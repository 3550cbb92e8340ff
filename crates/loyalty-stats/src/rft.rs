//! The data of the purchase models.
use crate::fit::NoFit;

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
