//! A number of the page: as it is typed, and where its slider stops.
use loyalty_model::assumption::Assumption;

/// Steps of a slider from its value to nothing.
const STEPS: f64 = 50.0;

/// A number that may be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// Name of its field.
    pub field: String,
    pub label: String,
    /// Its unit, in a word or two.
    pub unit: String,
    /// The saved plan's, as it is typed.
    pub value: String,
    /// Limits and step of the slider; a value that is typed may be another.
    pub low: f64,
    pub high: f64,
    pub step: f64,
    /// A share, typed in percent.
    pub percent: bool,
    /// The assumption that it is, where it is one.
    pub assumption: Option<Box<Assumption>>,
}
/// A power of ten, or two or five of them: what a slider stops at can be read.
pub fn nice(raw: f64) -> f64 {
    let raw = raw.max(f64::MIN_POSITIVE);
    let power = 10f64.powf(raw.log10().floor());
    rounded([1.0, 2.0, 5.0, 10.0].into_iter().map(|s| s * power).find(|s| *s >= raw * 0.999).unwrap_or(power))
}
pub fn control(field: &str, label: &str, unit: String, value: f64) -> Control {
    let step = nice(value / STEPS);
    let high = (2.5 * value / step).ceil() * step;
    Control { field: field.into(), label: label.into(), unit, value: written(value), low: step, high: rounded(high), step, percent: false, assumption: None }
}
/// Without what binary fractions add.
pub fn rounded(value: f64) -> f64 {
    format!("{value:.10}").parse().unwrap_or(value)
}
/// To five digits: a person types no more.
pub fn digits(value: f64) -> String {
    format!("{value:.4e}").parse::<f64>().map_or_else(|_| value.to_string(), written)
}
fn written(value: f64) -> String {
    format!("{}", rounded(value))
}
/// A share as the form shows it: a percentage.
pub fn percentage(said: &str) -> String {
    match (said.strip_suffix('%'), said.parse::<f64>()) {
        (Some(percent), _) => percent.into(),
        (None, Ok(share)) if share <= 1.0 => written(100.0 * share),
        _ => said.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn sliders_stop_at_figures_that_can_be_read() {
        for (value, step, high) in [(50_000.0, 1_000.0, 125_000.0), (0.01, 0.0002, 0.025), (650.0, 20.0, 1_640.0), (1.0, 0.02, 2.5)] {
            let c = control("x", "x", String::new(), value);
            assert_eq!((c.step, c.high), (step, high), "{value}");
        }
    }
}
