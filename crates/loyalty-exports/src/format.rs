//! Numbers for readers: rounded, grouped, with their unit.
use loyalty_model::fact::Fact;
use loyalty_model::finding::DesignRemedy;
use loyalty_model::line::{Line, Provenance, Range, Unit};
use loyalty_model::units::Currency;

/// Printed where a number is not known.
pub const UNKNOWN: &str = "not known";

/// Whole number with thin grouping: `1,234,567`.
pub fn whole(value: f64) -> String {
    let rounded = value.round();
    let digits = format!("{:.0}", rounded.abs());
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if rounded < 0.0 { format!("−{out}") } else { out }
}
/// Money for readers: whole units from 100 on, cents below, more digits where cents would show nothing.
pub fn money(value: f64, currency: &Currency) -> String {
    if !value.is_finite() {
        return UNKNOWN.into();
    }
    let sign = if value < 0.0 { "−" } else { "" };
    let abs = value.abs();
    let number = if abs >= 99.995 || abs == 0.0 {
        whole(abs)
    } else if abs >= 0.1 {
        format!("{abs:.2}")
    } else {
        // At least cents; no zero at the end says a precision that is none.
        let digits = format!("{abs:.4}");
        let needless = digits.len() - digits.trim_end_matches('0').len();
        digits[..digits.len() - needless.min(2)].to_string()
    };
    format!("{sign}{}{number}", currency.sign())
}
/// A priced change of the design, without its command.
pub fn remedy(r: &DesignRemedy, c: &Currency) -> String {
    let signed = |v: f64| format!("{}{}", if v > 0.0 { "+" } else { "" }, money(v, c));
    format!(
        "{} Over the horizon: net value {}, reward cost {}, highest liability {}; median ROI {} with it.",
        r.words,
        signed(r.net_value),
        signed(r.reward_cost),
        signed(r.peak_liability),
        percent(r.roi_p50)
    )
}
/// A share with one digit after the point, whatever its size.
pub fn percent_fine(value: f64) -> String {
    format!("{}%", decimal(100.0 * value, 1))
}
/// A share as a percentage with one decimal (none from 1,000% on).
pub fn percent(value: f64) -> String {
    if value.is_nan() {
        return UNKNOWN.into();
    }
    let text = if value.abs() >= 10.0 { format!("{}%", whole(value * 100.0)) } else { format!("{:.1}%", value * 100.0) };
    text.replace('-', "−").replace("−0.0%", "0.0%")
}
/// A number with at most `places` decimals, without trailing zeros.
pub fn decimal(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text };
    if text == "-0" { "0".into() } else { text.replace('-', "−") }
}
/// A value in its unit.
pub fn value(value: f64, unit: Unit, currency: &Currency) -> String {
    if !value.is_finite() {
        return "not identified".into();
    }
    match unit {
        Unit::Money => money(value, currency),
        Unit::Share => percent(value),
        Unit::Customers | Unit::Points | Unit::Count => whole(value),
        Unit::Orders if value.abs() < 100.0 => decimal(value, 2),
        Unit::Orders => whole(value),
        Unit::MoneyPerPoint => format!("{}{}", currency.sign(), decimal(value, 5)),
        Unit::Days => format!("{} days", decimal(value, 0)),
        Unit::Months => format!("{} months", decimal(value, 1)),
        Unit::PerMonth => format!("{} a month", if value.abs() < 100.0 { decimal(value, 3) } else { whole(value) }),
        Unit::PerYear => format!("{} a year", decimal(value, 3)),
        Unit::Rating => decimal(value, 1),
        Unit::Ratio => decimal(value, 3),
    }
}
/// The value of a line.
pub fn line(line: &Line, currency: &Currency) -> String {
    value(line.value, line.unit, currency)
}
/// A range in the unit of its line: `12.1% to 18.4%`.
pub fn range(range: &Range, unit: Unit, currency: &Currency) -> String {
    format!("{} to {}", value(range.low, unit, currency), value(range.high, unit, currency))
}
/// Sentences one after the other.
pub fn sentences(facts: &[Fact]) -> String {
    facts.iter().map(Fact::to_string).collect::<Vec<_>>().join(" ")
}
/// One word for where a number comes from.
pub fn source_word(from: &Provenance) -> &'static str {
    match from {
        Provenance::Default { .. } => "assumed",
        Provenance::Published { .. } => "published",
        Provenance::Measured { .. } => "measured",
        Provenance::Given { .. } => "given",
        Provenance::Fitted { .. } => "fitted",
        Provenance::Simulated { .. } => "simulated",
        Provenance::Computed => "computed",
        Provenance::Chosen { .. } => "chosen",
        Provenance::Imagined { .. } => "synthetic",
    }
}
/// What a figure counts, in a word.
pub fn unit_word(unit: Unit, currency: &str) -> String {
    match unit {
        Unit::Money => currency.into(),
        Unit::MoneyPerPoint => format!("{currency} per point"),
        other => serde_json::to_value(other).ok().and_then(|v| v.as_str().map(str::to_string)).unwrap_or_default(),
    }
}
/// Where a number comes from, in words.
pub fn source(from: &Provenance) -> String {
    match from {
        Provenance::Default { reason } => format!("assumed: {reason}"),
        Provenance::Published { citation, population } => format!("published prior [{citation}], measured on {population}"),
        Provenance::Measured { query, rows } => format!("measured: {query} over {} rows", whole(*rows as f64)),
        Provenance::Given { by, note } => format!("given by {by}: {note}"),
        Provenance::Fitted { model, customers } => format!("fitted: {model} on {} customers", whole(*customers as f64)),
        Provenance::Simulated { draws, members } => format!("simulated: {draws} draws of {members} members"),
        Provenance::Computed => "computed from other lines".into(),
        Provenance::Chosen { reason } => format!("chosen: {reason}"),
        Provenance::Imagined { what } => what.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn usd() -> Currency {
        Currency("USD".into())
    }
    #[test]
    fn numbers_read_well() {
        assert_eq!(whole(1234567.4), "1,234,567");
        assert_eq!(whole(-999.6), "−1,000");
        assert_eq!(whole(-0.2), "0");
        assert_eq!(money(1234.5, &usd()), "$1,235");
        assert_eq!(money(-12.345, &usd()), "−$12.35");
        assert_eq!(money(0.0085, &usd()), "$0.0085");
        assert_eq!(money(50000.0, &Currency("CAD".into())), "CAD 50,000");
        assert_eq!(percent(0.1234), "12.3%");
        assert_eq!(percent(-0.00001), "0.0%");
        assert_eq!(decimal(2.50, 2), "2.5");
    }
}
