//! Amounts in the cells of files: bytes first, then the grammar that briefs share; and what a file shows of its decimal mark.
use loyalty_model::units::Money;
use loyalty_model::units::amount_text::{self, Parts, THREE_DIGITS};
pub use loyalty_model::units::amount_text::{CommaIs, plain_digit};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Reads an amount.
#[inline]
pub fn amount(text: &[u8], mark: CommaIs) -> Option<Money> {
    if mark != CommaIs::Decimal
        && let Ok(money) = Money::parse_decimal(text)
    {
        return Some(money);
    }
    take_apart(text)?.amount(mark)
}
/// The currency that a cell names beside its number, as an ISO 4217 code; none where the sign is one of several currencies.
pub fn currency(text: &[u8]) -> Option<&'static str> {
    if text.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-')) {
        return None;
    }
    take_apart(text)?.currency
}
/// Bytes that are no UTF-8 come from one odd letter in a file of plain text: Windows-1252 has the sign of the euro and the spaces.
fn take_apart(text: &[u8]) -> Option<Parts> {
    if text.len() > amount_text::LONGEST {
        return None;
    }
    let text = match std::str::from_utf8(text) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(text).0,
    };
    amount_text::take_apart(&text)
}

/// What the amounts of a file show of their decimal mark.
#[derive(Debug, Clone, Default)]
pub struct MarkEvidence {
    comma_decimal: u64,
    point_decimal: u64,
    comma_groups: u64,
    point_groups: u64,
    /// One mark with three digits behind it, for points and commas.
    open: [u64; 2],
    /// Amounts with no mark at all, and those of them with four digits or more.
    bare: [u64; 2],
    /// Sum of the open and bare amounts, with the mark read as grouping and as a decimal mark.
    sums: [i128; 2],
    example: Option<String>,
    currencies: BTreeSet<&'static str>,
}
/// Two readings of amounts that nothing tells apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoReadings {
    /// A value.
    pub example: String,
    /// The mark in it.
    pub mark: char,
    /// Sum where it parts thousands, and where it is the decimal mark.
    pub sums: [Money; 2],
}
impl MarkEvidence {
    /// Looks at one value.
    pub fn see(&mut self, text: &[u8]) {
        let plain = text.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-'));
        let Some(parts) = take_apart(text) else { return };
        if !plain && let Some(code) = parts.currency {
            self.currencies.insert(code);
        }
        let n = &parts.number.0;
        let count = |mark: u8| memchr::memchr_iter(mark, n).count();
        let (points, commas) = (count(b'.'), count(b','));
        let spaced = n.contains(&b'\'');
        match parts.closed {
            Some(b',') if commas == 0 => return self.comma_decimal += 1,
            Some(b'.') if points == 0 => return self.point_decimal += 1,
            _ => {}
        }
        match (points, commas) {
            (0, 0) => {
                self.bare[0] += 1;
                self.bare[1] += u64::from(n.len() > 3 && !spaced);
                self.open_sums(&parts);
            }
            (1.., 1..) if memchr::memrchr(b',', n) > memchr::memrchr(b'.', n) => self.comma_decimal += 1,
            (1.., 1..) => self.point_decimal += 1,
            (2.., 0) => self.point_groups += 1,
            (0, 2..) => self.comma_groups += 1,
            _ => {
                let (mark, place) = if points == 1 { (b'.', 0) } else { (b',', 1) };
                let at = memchr::memchr(mark, n).unwrap_or(0);
                let open =
                    n.len() - at - 1 == 3 && (1..=3).contains(&at) && n[0] != b'0' && !spaced && !parts.currency.is_some_and(|c| THREE_DIGITS.contains(&c));
                match (open, place) {
                    (true, 0) if parts.no_fraction => self.point_groups += 1,
                    (true, _) if parts.no_fraction => self.comma_groups += 1,
                    (true, _) => {
                        self.open[place] += 1;
                        self.open_sums(&parts);
                        let text = String::from_utf8_lossy(text).into_owned();
                        self.example = Some(self.example.take().map_or(text.clone(), |e| e.min(text)));
                    }
                    (false, 0) => self.point_decimal += 1,
                    (false, _) => self.comma_decimal += 1,
                }
            }
        }
    }
    fn open_sums(&mut self, parts: &Parts) {
        let sign = if parts.negative { -1 } else { 1 };
        let digits: Vec<u8> = parts.number.0.iter().filter(|b| b.is_ascii_digit()).copied().collect();
        let Some(whole) = Money::parse_decimal(&digits).ok().map(|m| i128::from(m.raw())) else { return };
        let marked = parts.number.0.iter().any(|b| matches!(b, b'.' | b','));
        self.sums[0] += sign * whole;
        self.sums[1] += sign * if marked { whole / 1_000 } else { whole };
    }
    /// Adds what another looked at.
    pub fn add(&mut self, o: &MarkEvidence) {
        self.comma_decimal += o.comma_decimal;
        self.point_decimal += o.point_decimal;
        self.comma_groups += o.comma_groups;
        self.point_groups += o.point_groups;
        for i in 0..2 {
            self.open[i] += o.open[i];
            self.bare[i] += o.bare[i];
            self.sums[i] += o.sums[i];
        }
        self.example = [self.example.take(), o.example.clone()].into_iter().flatten().min();
        self.currencies.extend(&o.currencies);
    }
    /// The decimal mark; where both marks stand as one, a comma is an error.
    ///
    /// # Errors
    /// [`TwoReadings`] where one mark stands in the amounts, three digits behind it in every one.
    pub fn settle(&self, asked: Option<char>) -> Result<CommaIs, TwoReadings> {
        match asked {
            Some(',') => return Ok(CommaIs::Decimal),
            Some(_) if self.comma_decimal > 0 => return Ok(CommaIs::Neither),
            Some(_) => return Ok(CommaIs::Grouping),
            None => {}
        }
        let (comma, point) = (self.comma_decimal, self.point_decimal);
        match (comma > 0, point > 0) {
            (true, true) => return Ok(CommaIs::Neither),
            (true, false) => return Ok(CommaIs::Decimal),
            (false, true) => return Ok(CommaIs::Grouping),
            (false, false) => {}
        }
        match (self.point_groups > 0, self.comma_groups > 0) {
            (true, false) => return Ok(CommaIs::Decimal),
            (false, true) => return Ok(CommaIs::Grouping),
            _ => {}
        }
        let ask = |place: usize| TwoReadings {
            example: self.example.clone().unwrap_or_default(),
            mark: if place == 0 { '.' } else { ',' },
            sums: self.sums.map(|s| Money::from_raw(i64::try_from(s).unwrap_or(i64::MAX))),
        };
        let [points, commas] = self.open;
        match (points > 0, commas > 0) {
            (false, false) => Ok(CommaIs::Grouping),
            // Both marks, each once, each with three digits behind it.
            (true, true) => Err(ask(0)),
            // Whole amounts of four digits without a mark: the mark does not part thousands.
            (true, false) if self.bare[1] > 0 => Ok(CommaIs::Grouping),
            (false, true) if self.bare[1] > 0 => Ok(CommaIs::Decimal),
            (true, false) => Err(ask(0)),
            // Small amounts stand whole beside it: the comma parts thousands, as in most of the world's files with commas.
            (false, true) if self.bare[0] > 0 => Ok(CommaIs::Grouping),
            (false, true) => Err(ask(1)),
        }
    }
    /// Currencies that the cells name.
    pub fn currencies(&self) -> &BTreeSet<&'static str> {
        &self.currencies
    }
}

#[cfg(test)]
mod tests;
