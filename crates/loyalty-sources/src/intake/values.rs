//! Dates and amounts as they stand in files.
use loyalty_model::units::{Date, Money};

/// How the dates of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateShape {
    /// 2025-12-31, 2025/12/31, with or without a time behind it.
    Ymd,
    /// 20251231.
    Compact,
    /// 31-12-2025, 31.12.2025.
    Dmy,
    /// 12/31/2025.
    Mdy,
}
/// Reads a date; a time behind it is left out.
pub fn date(text: &[u8], shape: DateShape) -> Option<Date> {
    match shape {
        DateShape::Ymd => {
            if text.len() < 8 {
                return None;
            }
            let year = number(&text[..4])?;
            let rest = text.get(5..)?;
            let (month, used) = short(rest)?;
            let (day, _) = short(rest.get(used + 1..)?)?;
            build(year, month, day)
        }
        DateShape::Compact => (text.len() == 8).then(|| build(number(&text[..4])?, number(&text[4..6])?, number(&text[6..])?)).flatten(),
        DateShape::Dmy | DateShape::Mdy => {
            let (a, n) = short(text)?;
            let rest = text.get(n + 1..)?;
            let (b, m) = short(rest)?;
            let digits = rest.get(m + 1..)?;
            let len = digits.iter().take_while(|c| c.is_ascii_digit()).count();
            let year = match len {
                4 => number(&digits[..4])?,
                2 => 2000 + number(&digits[..2])?,
                _ => return None,
            };
            if shape == DateShape::Dmy { build(year, b, a) } else { build(year, a, b) }
        }
    }
}
fn number(digits: &[u8]) -> Option<i32> {
    digits.iter().try_fold(0i32, |n, c| c.is_ascii_digit().then(|| n * 10 + i32::from(c - b'0')))
}
/// One or two digits and how many they were.
fn short(text: &[u8]) -> Option<(i32, usize)> {
    let len = text.iter().take(2).take_while(|c| c.is_ascii_digit()).count();
    (len > 0).then(|| number(&text[..len]).map(|n| (n, len))).flatten()
}
/// Days since 1970-01-01 without a calendar library in the hot path (the civil-from-days algorithm's inverse); a test holds it against one.
fn build(year: i32, month: i32, day: i32) -> Option<Date> {
    const LENGTHS: [i32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if !(1800..=2200).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = LENGTHS[month as usize - 1] + i32::from(leap && month == 2);
    if !(1..=longest).contains(&day) {
        return None;
    }
    let (y, m) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    Some(Date::from_days(365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (m * 306 + 5) / 10 + day - 1 - 719_468))
}
/// What the dates of a column can be: none, one or both readings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DateEvidence {
    ymd: u64,
    compact: u64,
    dmy_only: u64,
    mdy_only: u64,
    either: u64,
    none: u64,
}
impl DateEvidence {
    /// Looks at one value.
    pub fn see(&mut self, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        if date(text, DateShape::Ymd).is_some() {
            self.ymd += 1;
        } else if date(text, DateShape::Compact).is_some() {
            self.compact += 1;
        } else {
            match (date(text, DateShape::Dmy).is_some(), date(text, DateShape::Mdy).is_some()) {
                (true, true) => self.either += 1,
                (true, false) => self.dmy_only += 1,
                (false, true) => self.mdy_only += 1,
                _ => self.none += 1,
            }
        }
    }
    /// Adds what another looked at.
    pub fn add(&mut self, o: &DateEvidence) {
        self.ymd += o.ymd;
        self.compact += o.compact;
        self.dmy_only += o.dmy_only;
        self.mdy_only += o.mdy_only;
        self.either += o.either;
        self.none += o.none;
    }
    /// The shape; `Err(true)`: it can be read in two ways; `Err(false)`: it cannot be read.
    ///
    /// # Errors
    /// See above.
    pub fn settle(&self, order: Option<&str>) -> Result<DateShape, bool> {
        if self.ymd + self.compact > 0 && self.ymd.max(self.compact) >= self.dmy_only.max(self.mdy_only) {
            return Ok(if self.ymd >= self.compact { DateShape::Ymd } else { DateShape::Compact });
        }
        match (self.dmy_only, self.mdy_only, self.either, order) {
            (0, 0, 0, _) => Err(false),
            (_, _, _, Some("dmy")) => Ok(DateShape::Dmy),
            (_, _, _, Some("mdy")) => Ok(DateShape::Mdy),
            (d, m, _, _) if d > m * 20 => Ok(DateShape::Dmy),
            (d, m, _, _) if m > d * 20 => Ok(DateShape::Mdy),
            _ => Err(true),
        }
    }
}
/// Reads an amount: sign, currency sign, brackets for negative, grouping, decimal mark.
pub fn amount(text: &[u8], comma_is_decimal: CommaIs) -> Option<Money> {
    if let Ok(m) = Money::parse_decimal(text) {
        return Some(m);
    }
    if text.is_empty() || text.len() > 40 {
        return None;
    }
    let mut clean: Vec<u8> = Vec::with_capacity(text.len());
    let (mut negative, mut digits) = (false, false);
    let text = std::str::from_utf8(text).ok()?;
    for c in text.chars() {
        match c {
            '0'..='9' => {
                digits = true;
                clean.push(c as u8);
            }
            '-' | '(' | '−' if !digits => negative = true,
            '-' if text.ends_with('-') => negative = true,
            ')' | '+' | ' ' | '\u{a0}' | '\'' | '€' | '$' | '£' => {}
            '.' if comma_is_decimal == CommaIs::Decimal => {}
            '.' => clean.push(b'.'),
            ',' if comma_is_decimal == CommaIs::Decimal => clean.push(b'.'),
            ',' if comma_is_decimal == CommaIs::Grouping => {}
            _ => return None,
        }
    }
    let value = Money::parse_decimal(&clean).ok()?;
    Some(if negative { -value } else { value })
}
/// What a comma in an amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommaIs {
    /// The decimal mark.
    Decimal,
    /// Parts thousands.
    Grouping,
    /// An error.
    Neither,
}
/// What the amounts of a column show of their decimal mark.
#[derive(Debug, Clone, Copy, Default)]
pub struct MarkEvidence {
    comma_decimal: u64,
    point_decimal: u64,
    grouped: u64,
}
impl MarkEvidence {
    /// Looks at one value.
    pub fn see(&mut self, text: &[u8]) {
        let tail = |mark: u8| memchr::memrchr(mark, text).map(|at| text[at + 1..].iter().filter(|c| c.is_ascii_digit()).count());
        match (tail(b','), tail(b'.')) {
            (Some(_), Some(_)) if memchr::memrchr(b',', text) > memchr::memrchr(b'.', text) => self.comma_decimal += 1,
            (Some(3), None) => self.grouped += 1,
            (Some(_), None) => self.comma_decimal += 1,
            (Some(_), Some(_)) => {
                self.grouped += 1;
                self.point_decimal += 1;
            }
            (None, Some(_)) => self.point_decimal += 1,
            (None, None) => {}
        }
    }
    /// Adds what another looked at.
    pub fn add(&mut self, o: &MarkEvidence) {
        self.comma_decimal += o.comma_decimal;
        self.point_decimal += o.point_decimal;
        self.grouped += o.grouped;
    }
    /// What a comma is here; where both marks stand as decimals, a comma is an error.
    pub fn settle(&self, asked: Option<char>) -> CommaIs {
        match asked {
            Some(',') => return CommaIs::Decimal,
            Some(_) => return if self.comma_decimal > 0 { CommaIs::Neither } else { CommaIs::Grouping },
            None => {}
        }
        if self.comma_decimal > 0 && self.point_decimal == 0 {
            CommaIs::Decimal
        } else if self.comma_decimal > 0 {
            CommaIs::Neither
        } else {
            CommaIs::Grouping
        }
    }
}
/// Yes, true, 1, y, t.
pub fn truth(text: &[u8]) -> Option<bool> {
    match text.to_ascii_lowercase().as_slice() {
        b"yes" | b"true" | b"1" | b"y" | b"t" | b"1.0" | b"opted-in" | b"subscribed" => Some(true),
        b"no" | b"false" | b"0" | b"n" | b"f" | b"0.0" | b"opted-out" | b"unsubscribed" => Some(false),
        _ => None,
    }
}
/// A customer id: trimmed, and `17850.0` is `17850`.
pub fn id(text: &[u8]) -> &[u8] {
    match text.strip_suffix(b".0") {
        Some(head) if !head.is_empty() && head.iter().all(u8::is_ascii_digit) => head,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn the_fast_date_is_the_calendars_date() {
        for days in (-60_000..80_000).step_by(7) {
            let d = Date::from_days(days);
            assert_eq!(date(d.to_string().as_bytes(), DateShape::Ymd), Some(d));
        }
    }
    fn check_date(text: &str, shape: DateShape, shown: &str) {
        assert_eq!(date(text.as_bytes(), shape).map_or("-".into(), |d| d.to_string()), shown);
    }
    #[test]
    fn dates_as_files_write_them() {
        check_date("2010-12-01 08:26:00", DateShape::Ymd, "2010-12-01");
        check_date("2010/2/1", DateShape::Ymd, "2010-02-01");
        check_date("19970101", DateShape::Compact, "1997-01-01");
        check_date("16-10-2024", DateShape::Dmy, "2024-10-16");
        check_date("28-07-2023 03:00", DateShape::Dmy, "2023-07-28");
        check_date("7/4/2024", DateShape::Mdy, "2024-07-04");
        check_date("2023-02-29", DateShape::Ymd, "-");
        check_date("yesterday", DateShape::Ymd, "-");
    }
    fn check_amount(text: &str, comma: CommaIs, shown: &str) {
        assert_eq!(amount(text.as_bytes(), comma).map_or("-".into(), |m| m.to_string()), shown);
    }
    #[test]
    fn amounts_as_files_write_them() {
        check_amount("1,234.50", CommaIs::Grouping, "1234.50");
        check_amount("1.234,50", CommaIs::Decimal, "1234.50");
        check_amount("(12.30)", CommaIs::Grouping, "-12.30");
        check_amount("€ 12,50", CommaIs::Decimal, "12.50");
        check_amount("12,50", CommaIs::Neither, "-");
        check_amount("n/a", CommaIs::Grouping, "-");
    }
    #[test]
    fn a_value_over_twelve_settles_the_order_of_day_and_month() {
        let mut e = DateEvidence::default();
        e.see(b"03-04-2024");
        assert_eq!(e.settle(None), Err(true));
        e.see(b"16-04-2024");
        assert_eq!(e.settle(None), Ok(DateShape::Dmy));
    }
}
