//! The assumptions that move the result most, in the plan's own ranking, as figures that may be changed.
use super::number::{Control, digits, nice, percentage, rounded};
use loyalty_app::request::parse::MARGIN;
use loyalty_exports::charts::chart_catalogue;
use loyalty_exports::copy::assumption_status;
use loyalty_exports::format;
use loyalty_model::assumption::Assumption;
use loyalty_model::line::Unit;
use loyalty_model::plan::Design;

/// What begins the name of a field.
pub const FIELD: &str = "assume-";
/// Assumptions on the page.
const SHOWN: usize = 5;
/// A slider goes so many standard deviations to each side, in steps of such a part of one.
const REACH: f64 = 2.5;
const STEP: f64 = 0.05;

/// An assumption that may be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    pub id: String,
    pub control: Control,
    /// How far its value may be relied on.
    pub status: &'static str,
    /// Its spread, and between what it may lie, in the unit of its field.
    pub about: String,
    /// What it does to the return, from its P10 to its P90.
    pub moves: String,
}
/// The first of the ranking.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drivers {
    pub offered: Vec<Driver>,
    /// Ranked among them, and changed elsewhere or not at all: name, and where it comes from.
    pub elsewhere: Vec<(String, &'static str)>,
}
impl Drivers {
    /// Of a plan: an input that is no assumption is estimated from the data, and the margin has its field already.
    pub fn of(d: &Design) -> Drivers {
        let mut out = Drivers::default();
        for (id, change) in &d.economics.tornado {
            if out.offered.len() == SHOWN {
                break;
            }
            match d.assumptions.get(id) {
                Some(a) if id != MARGIN => out.offered.push(driver(d, a, *change)),
                Some(_) => out.elsewhere.push((chart_catalogue::short(d, id), "under Money")),
                None => out.elsewhere.push((chart_catalogue::short(d, id), "estimated from your data")),
            }
        }
        out
    }
}
fn driver(d: &Design, a: &Assumption, change: f64) -> Driver {
    let currency = &d.brief.currency;
    let percent = a.unit == Unit::Share;
    let scale = if percent { 100.0 } else { 1.0 };
    let step = nice(scale * STEP * a.sd);
    let end = |side: f64| rounded((scale * (a.value + side * REACH * a.sd) / step).round() * step);
    // As they are typed, in the unit of the field. How much is too much money depends on the company: there is a least alone.
    let shown = |v: f64| if a.unit == Unit::Money { format::money(v, currency) } else { digits(scale * v).replace('-', "−") };
    let limits = match a.unit {
        Unit::Money => format!("{} or more", shown(a.low)),
        _ => format!("{} to {}", shown(a.low), shown(a.high)),
    };
    Driver {
        id: a.id.clone(),
        control: Control {
            field: format!("{FIELD}{}", a.id),
            label: chart_catalogue::short(d, &a.id),
            unit: if percent { "%".into() } else { format::unit_word(a.unit, &currency.0).replace('-', " ") },
            value: digits(scale * a.value),
            low: end(-1.0).max(rounded(scale * a.low)),
            high: end(1.0).min(rounded(scale * a.high)),
            step,
            percent,
            assumption: Some(Box::new(a.clone())),
        },
        status: assumption_status(a),
        about: format!("± {}, {limits}", shown(a.sd)),
        moves: format!("ROI {}{} points", if change > 0.0 { "+" } else { "" }, format::decimal(100.0 * change, 1)),
    }
}
/// A value in the words of the command; a share is typed in percent. A value alone keeps the weight that the plan gives its own; `±0` is certain.
pub fn said(control: &Control, typed: &str) -> String {
    let unit = |part: &str| if control.percent && part.parse::<f64>().is_ok() { format!("{part}%") } else { part.into() };
    let (value, spread) = parts(typed);
    let own = || {
        let scale = if control.percent { 100.0 } else { 1.0 };
        let at = value.trim_end_matches('%').parse::<f64>().ok()? / scale;
        control.assumption.as_ref().map(|a| digits(scale * a.spread_at(at)))
    };
    match spread.map(str::to_string).or_else(own) {
        Some(spread) => format!("{}±{}", unit(value), unit(&spread)),
        None => unit(value),
    }
}
/// Such words as they are typed.
pub fn typed(control: &Control, words: &str) -> String {
    let part = |part: &str| if control.percent { percentage(part) } else { part.into() };
    let (value, spread) = parts(words);
    match spread {
        Some(_) if said(control, &part(value)) == words => part(value),
        Some(spread) => format!("{}±{}", part(value), part(spread)),
        // In the command, a value alone is certain.
        None => format!("{}±0", part(value)),
    }
}
fn parts(text: &str) -> (&str, Option<&str>) {
    match text.split_once('±').or_else(|| text.split_once("+-")) {
        Some((value, spread)) => (value.trim(), Some(spread.trim())),
        None => (text.trim(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::studio::number::control;
    use loyalty_model::line::Provenance;
    use proptest::prelude::*;
    /// A share of 60% with a spread of 10 points.
    fn of(percent: bool) -> Control {
        let assumption = Assumption {
            id: "x".into(),
            description: String::new(),
            value: 0.6,
            sd: 0.1,
            distribution: if percent { "beta".into() } else { "normal".into() },
            low: 0.0,
            high: 1.0,
            unit: Unit::Share,
            from: Provenance::Computed,
            overruled: vec![],
        };
        Control { percent, assumption: Some(Box::new(assumption)), ..control("x", "x", String::new(), 1.0) }
    }
    #[test]
    fn a_value_alone_keeps_its_weight_and_shares_are_typed_in_percent() {
        for (own, words, shown) in [
            ("60", "60%±10%", "60"),
            ("80", "80%±8.165%", "80"),
            ("65 ± 5", "65%±5%", "65±5"),
            ("65%+-5%", "65%±5%", "65±5"),
            ("65±0", "65%±0%", "65±0"),
            ("much", "much", "much±0"),
        ] {
            assert_eq!((said(&of(true), own).as_str(), typed(&of(true), &said(&of(true), own)).as_str()), (words, shown), "{own}");
        }
        // As the command may say it.
        for (words, shown) in [("65%", "65±0"), ("0.65", "65±0"), ("0.65±0.05", "65±5")] {
            assert_eq!(typed(&of(true), words), shown);
        }
        assert_eq!(said(&of(false), "0.03"), "0.03±0.1");
        assert_eq!(said(&of(false), "0.03+-0.01"), "0.03±0.01");
    }
    proptest! {
        /// What was typed is shown again, and says the same again.
        #[test]
        fn words_come_back_as_they_were_typed(value in 1_u32..100, spread in proptest::option::of(11_u32..99), percent: bool) {
            let own = spread.map_or(value.to_string(), |s| format!("{value}±{s}"));
            let words = said(&of(percent), &own);
            prop_assert_eq!(typed(&of(percent), &words), own.clone());
            prop_assert_eq!(said(&of(percent), &typed(&of(percent), &words)), words);
        }
    }
}
