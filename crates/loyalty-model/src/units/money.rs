//! Money, exact.
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

/// An exact sum of money in ten-thousandths of the currency unit.
///
/// Not an estimate: a forecast or a mean is an `f64` amount on a [`crate::line::Line`]. Carries no
/// currency: the extract and the plan have one [`Currency`] each. In JSON a decimal string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

/// Why a text is not an amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// No digit was found.
    #[error("it holds no number")]
    Empty,
    /// A character that belongs to no number.
    #[error("it is not a number with a decimal point")]
    NotANumber,
    /// Outside ±900 million million.
    #[error("it is too large")]
    TooLarge,
}

impl Money {
    /// Steps per currency unit.
    pub const SCALE: i64 = 10_000;
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// From ten-thousandths of the currency unit.
    pub const fn from_raw(raw: i64) -> Self {
        Money(raw)
    }
    /// In ten-thousandths of the currency unit.
    pub const fn raw(self) -> i64 {
        self.0
    }
    /// Whole currency units.
    pub const fn from_units(units: i64) -> Self {
        Money(units * Self::SCALE)
    }
    /// The one place where an estimate becomes money: rounded half away from zero to the cent.
    pub fn round_from(amount: f64) -> Self {
        Money((amount * 100.0).round() as i64 * (Self::SCALE / 100))
    }
    /// As an estimate, for models.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::SCALE as f64
    }
    /// Quantity × unit price, both in ten-thousandths, rounded half away from zero.
    pub fn times(self, quantity_raw: i64) -> Option<Self> {
        let wide = i128::from(self.0) * i128::from(quantity_raw);
        let half = i128::from(Self::SCALE / 2) * wide.signum();
        i64::try_from((wide + half) / i128::from(Self::SCALE)).ok().map(Money)
    }
    /// Reads `-1234.5678` (a point as decimal mark, no grouping). More than four decimals are rounded half away from zero.
    ///
    /// # Errors
    /// [`MoneyError`] says what is wrong with the text.
    pub fn parse_decimal(text: &[u8]) -> Result<Self, MoneyError> {
        let (negative, digits) = match text.first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            Some(_) => (false, text),
            None => return Err(MoneyError::Empty),
        };
        let mut whole: i64 = 0;
        let mut seen = false;
        let mut at = 0;
        while at < digits.len() && digits[at].is_ascii_digit() {
            whole = whole.checked_mul(10).and_then(|w| w.checked_add(i64::from(digits[at] - b'0'))).ok_or(MoneyError::TooLarge)?;
            seen = true;
            at += 1;
        }
        let mut part: i64 = 0;
        let mut places = 0;
        let mut round_up = false;
        if at < digits.len() && digits[at] == b'.' {
            at += 1;
            while at < digits.len() && digits[at].is_ascii_digit() {
                let d = i64::from(digits[at] - b'0');
                if places < 4 {
                    part = part * 10 + d;
                } else if places == 4 {
                    round_up = d >= 5;
                }
                places += 1;
                seen = true;
                at += 1;
            }
        }
        if at < digits.len() {
            return Err(MoneyError::NotANumber);
        }
        if !seen {
            return Err(MoneyError::Empty);
        }
        for _ in places..4 {
            part *= 10;
        }
        let raw = whole.checked_mul(Self::SCALE).and_then(|w| w.checked_add(part + i64::from(round_up))).ok_or(MoneyError::TooLarge)?;
        Ok(Money(if negative { -raw } else { raw }))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let abs = self.0.unsigned_abs();
        let (whole, part) = (abs / Self::SCALE as u64, abs % Self::SCALE as u64);
        if part.is_multiple_of(100) { write!(f, "{sign}{whole}.{:02}", part / 100) } else { write!(f, "{sign}{whole}.{part:04}") }
    }
}
impl FromStr for Money {
    type Err = MoneyError;
    fn from_str(s: &str) -> Result<Self, MoneyError> {
        Money::parse_decimal(s.as_bytes())
    }
}
impl Add for Money {
    type Output = Money;
    fn add(self, o: Money) -> Money {
        Money(self.0 + o.0)
    }
}
impl Sub for Money {
    type Output = Money;
    fn sub(self, o: Money) -> Money {
        Money(self.0 - o.0)
    }
}
impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}
impl AddAssign for Money {
    fn add_assign(&mut self, o: Money) {
        self.0 += o.0;
    }
}
impl SubAssign for Money {
    fn sub_assign(&mut self, o: Money) {
        self.0 -= o.0;
    }
}
impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(iter: I) -> Money {
        iter.fold(Money::ZERO, Add::add)
    }
}
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Text;
        impl serde::de::Visitor<'_> for Text {
            type Value = Money;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Money, E> {
                text.parse().map_err(E::custom)
            }
        }
        d.deserialize_str(Text)
    }
}
impl schemars::JsonSchema for Money {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Money".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^-?[0-9]+\\.[0-9]{2}([0-9]{2})?$", "description": "An exact sum of money, as a decimal string in the plan's currency." })
    }
}

/// A currency by its ISO 4217 code, e.g. `EUR`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Currency(pub String);

impl Currency {
    /// The sign that readers expect before an amount: `$`, `€`, `£`, else the code and a space.
    pub fn sign(&self) -> String {
        match self.0.as_str() {
            "USD" => "$".into(),
            "EUR" => "€".into(),
            "GBP" => "£".into(),
            code => format!("{code} "),
        }
    }
}
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn check(text: &str, shown: &str) {
        assert_eq!(text.parse::<Money>().map(|m| m.to_string()).unwrap_or_else(|e| e.to_string()), shown);
    }
    #[test]
    fn money_reads_and_prints_exactly() {
        check("12.5", "12.50");
        check("-0.001", "-0.0010");
        check("77183.6", "77183.60");
        check("1.00005", "1.0001");
        check(".5", "0.50");
        check("12,50", "it is not a number with a decimal point");
        check("", "it holds no number");
        check("99999999999999999999", "it is too large");
    }
    #[test]
    fn quantity_times_price_rounds_half_away_from_zero() {
        assert_eq!(Money::from_raw(25_500).times(-60_000), Some(Money::from_raw(-153_000)));
        assert_eq!(Money::from_raw(1).times(5_000), Some(Money::from_raw(1)));
        assert_eq!(Money::from_raw(-1).times(5_000), Some(Money::from_raw(-1)));
    }
}
