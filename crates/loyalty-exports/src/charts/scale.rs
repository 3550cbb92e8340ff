//! From values to places, with ticks at round numbers.

/// A scale over a range of values, nothing always among them.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Lowest tick.
    pub low: f64,
    /// Highest tick.
    pub high: f64,
    step: f64,
    start: f64,
    end: f64,
}
impl Scale {
    /// A scale from `start` (place of the lowest tick) to `end`, with about `ticks` steps.
    pub fn over(values: impl Iterator<Item = f64>, ticks: f64, start: f64, end: f64) -> Scale {
        let (low, high) = values.filter(|v| v.is_finite()).fold((0.0f64, 0.0f64), |(l, h), v| (l.min(v), h.max(v)));
        let span = if high > low { high - low } else { 1.0 };
        let rough = span / ticks.max(1.0);
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= rough * 0.999).unwrap_or(rough);
        let (low, mut high) = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
        if high <= low {
            high = low + step;
        }
        Scale { low, high, step, start, end }
    }
    /// Place of a value; what is no number stands at nothing.
    pub fn at(&self, v: f64) -> f64 {
        let v = if v.is_finite() { v } else { 0.0 };
        self.start + (self.end - self.start) * (v - self.low) / (self.high - self.low)
    }
    /// Ticks in order.
    pub fn ticks(&self) -> Vec<f64> {
        let n = ((self.high - self.low) / self.step).round() as i32;
        (0..=n).map(|i| self.low + f64::from(i) * self.step).map(|v| if v.abs() < self.step * 1e-6 { 0.0 } else { v }).collect()
    }
}
/// Every how many of `n` periods a tick stands, so that at most `most` do: 1, 2, 3, 6, 12, 24…
pub fn every(n: usize, most: usize) -> usize {
    [1usize, 2, 3, 4, 6, 12, 24, 48].into_iter().find(|s| n.div_ceil(*s) <= most.max(1)).unwrap_or(n.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn ticks_are_round_and_hold_the_values() {
        let s = Scale::over([-74_000.0, 641_190.0].into_iter(), 5.0, 200.0, 0.0);
        assert!(s.low <= -74_000.0 && s.high >= 641_190.0);
        assert!(s.ticks().contains(&0.0));
        assert!(s.at(s.low) == 200.0 && s.at(s.high) == 0.0);
        let flat = Scale::over([0.0, 0.0].into_iter(), 4.0, 10.0, 0.0);
        assert!(flat.ticks().len() >= 2 && flat.at(0.0).is_finite());
    }
}
