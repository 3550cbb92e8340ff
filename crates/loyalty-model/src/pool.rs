//! A reward pool in a person's words: amount, currency and period. One reading, or the readings between which the person chooses.
//!
//! No amount of money is written with three decimals, except in the currencies that have them. A single mark before three digits therefore
//! separates thousands where the currency says which mark it is; a point without such a currency has two readings, and neither is taken.
use crate::brief::Period;
use crate::units::Money;
use crate::units::amount_text::{CommaIs, NO_DIGITS, Parts, THREE_DIGITS, take_apart};
use std::fmt;

/// A pool as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenPool {
    /// Amount of one period.
    pub amount: Money,
    /// The period.
    pub period: Period,
    /// ISO 4217 code, where the words name one currency.
    pub currency: Option<&'static str>,
    /// Codes that share the sign in the words; empty: no such sign.
    pub shares_sign: &'static [&'static str],
    /// A mark before three digits, read as one between thousands.
    pub open_mark: Option<char>,
    /// That reading follows from the currency, not from the notation of these words: to be said.
    pub judged: bool,
    /// The amount of a year, where the words name a year: a month is a twelfth, rounded down to the cent.
    pub yearly: Option<Money>,
    /// The words name a period.
    pub names_period: bool,
}
impl fmt::Display for WrittenPool {
    /// As `--budget` takes it without a second reading.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.amount.to_string();
        let amount = amount.strip_suffix(".00").unwrap_or(&amount);
        match self.currency {
            Some(code) => write!(f, "\"{code} {amount}/{}\"", self.period.word()),
            None => write!(f, "{amount}/{}", self.period.word()),
        }
    }
}
/// Why words are not one pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAPool {
    /// No amount, or more than one.
    NotAnAmount,
    /// A period that no pool has; the same money a month, where it is a length of time.
    UnknownPeriod {
        /// The word.
        word: String,
        /// The same money a month.
        monthly: Option<Box<WrittenPool>>,
    },
    /// A mark that may separate thousands or decimals.
    TwoReadings {
        /// With the mark between thousands.
        whole: Box<WrittenPool>,
        /// With the mark before decimals.
        part: Box<WrittenPool>,
    },
    /// Nothing, or less.
    NotPositive(Money),
}
/// Currencies whose amounts are written with a decimal comma where they are at home.
const DECIMAL_COMMA: &str = "EUR DKK NOK SEK ISK PLN CZK HUF RON BGN RSD BAM MKD ALL UAH RUB BYN MDL GEL AMD AZN KZT TRY BRL ARS CLP COP UYU PYG BOB VES CRC IDR \
    VND MZN AOA XOF XAF DZD";
/// Signs that several currencies share; the best known first.
const SHARED: [(&str, &[&str]); 13] = [
    ("$", &["USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD", "CLP", "COP", "ARS", "TWD", "UYU"]),
    ("＄", &["USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD", "CLP", "COP", "ARS", "TWD", "UYU"]),
    ("C$", &["CAD", "NIO"]),
    ("£", &["GBP", "EGP", "LBP", "SDG", "GIP", "FKP", "SHP"]),
    ("￡", &["GBP", "EGP", "LBP", "SDG", "GIP", "FKP", "SHP"]),
    ("¥", &["JPY", "CNY"]),
    ("￥", &["JPY", "CNY"]),
    ("元", &["CNY", "TWD"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
    ("kr.", &["SEK", "NOK", "DKK", "ISK"]),
    ("Rs", &["INR", "PKR", "LKR", "NPR", "MUR"]),
    ("Rs.", &["INR", "PKR", "LKR", "NPR", "MUR"]),
    ("lei", &["RON", "MDL"]),
];
/// Words after a number that multiply it, by the power of ten.
const SCALES: [(&str, u32); 17] = [
    ("k", 3),
    ("thousand", 3),
    ("tsd", 3),
    ("lakh", 5),
    ("lakhs", 5),
    ("m", 6),
    ("mn", 6),
    ("mm", 6),
    ("mio", 6),
    ("mln", 6),
    ("million", 6),
    ("millions", 6),
    ("crore", 7),
    ("crores", 7),
    ("b", 9),
    ("bn", 9),
    ("billion", 9),
];
/// A length of time in words.
#[derive(Debug, Clone, PartialEq)]
enum Per {
    Pool(Period),
    Year,
    /// Another, with its twelfths of a year where it is a length of time.
    Other(String, Option<f64>),
}
fn per(word: &str) -> Per {
    let word = word.trim().trim_end_matches('.');
    match word {
        "month" | "m" | "mo" | "mth" | "mon" | "months" | "monthly" | "calendar month" | "pm" | "p.m" => Per::Pool(Period::Month),
        "quarter" | "q" | "qtr" | "quarters" | "quarterly" | "pq" | "p.q" | "three months" | "3 months" => Per::Pool(Period::Quarter),
        "year" | "y" | "yr" | "annum" | "annual" | "annually" | "yearly" | "pa" | "p.a" | "12 months" | "twelve months" => Per::Year,
        "week" | "w" | "wk" | "weekly" => Per::Other(word.into(), Some(12.0 / 52.0)),
        "fortnight" | "two weeks" | "2 weeks" => Per::Other(word.into(), Some(12.0 / 26.0)),
        "day" | "d" | "daily" => Per::Other(word.into(), Some(12.0 / 365.0)),
        "half-year" | "half year" | "six months" | "6 months" | "semester" => Per::Other(word.into(), Some(6.0)),
        _ => Per::Other(word.into(), None),
    }
}
/// The words without their period, and the period.
fn apart(text: &str) -> (&str, Option<Per>) {
    let lower = text.to_ascii_lowercase();
    let worded =
        |at: usize| lower[at..].trim_start().starts_with(|c: char| c.is_ascii_alphabetic()) || lower[at..].trim_start().starts_with(['2', '3', '6', '1']);
    if let Some(at) = lower.rfind('/')
        && worded(at + 1)
        && lower[..at].contains(|c: char| c.is_ascii_digit())
    {
        return (text[..at].trim_end(), Some(per(&lower[at + 1..])));
    }
    for joint in [" per ", " a ", " an ", " each ", " every ", " in a ", " for a "] {
        if let Some(at) = lower.rfind(joint) {
            return (text[..at].trim_end(), Some(per(&lower[at + joint.len()..])));
        }
    }
    let known = |word: &str| (!matches!(word, "m" | "b" | "y" | "q" | "d" | "w")).then(|| per(word)).filter(|p| !matches!(p, Per::Other(_, None)));
    if let Some((head, tail)) = lower.rsplit_once(' ')
        && let Some(found) = known(tail)
    {
        return (text[..head.len()].trim_end(), Some(found));
    }
    if let Some((head, tail)) = lower.split_once(' ')
        && let Some(found) = known(head)
    {
        return (text[text.len() - tail.len()..].trim_start(), Some(found));
    }
    (text, None)
}
/// The words without what multiplies their number, and the power of ten.
fn scale(text: &str) -> (String, u32) {
    let Some(end) = text.rfind(|c: char| c.is_ascii_digit()).map(|at| at + 1) else { return (text.into(), 0) };
    let gap = text[end..].len() - text[end..].trim_start().len();
    let tail = &text[end + gap..];
    let run = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
    let word = tail[..run].to_lowercase();
    let rest = |run: usize| format!("{}{}", &text[..end], tail[run..].trim_start_matches('.'));
    match SCALES.iter().find(|(name, _)| *name == word) {
        Some((_, power)) => (rest(run), *power),
        None => (text.into(), 0),
    }
}
/// The two readings of a number: with its marks as they must be, and, where a mark before three digits is open, with the mark before decimals.
struct Marks {
    amount: Money,
    open: Option<(char, Money)>,
}
fn marks(parts: &Parts, scaled: bool) -> Option<Marks> {
    let n = &parts.number.0;
    let count = |mark: u8| n.iter().filter(|b| **b == mark).count();
    let (points, commas, spaced) = (count(b'.'), count(b','), n.contains(&b'\''));
    let only = |mark: CommaIs| Some(Marks { amount: parts.amount(mark)?, open: None });
    if points + commas == 0 {
        return only(CommaIs::Grouping);
    }
    let last = |mark: u8| n.iter().rposition(|b| *b == mark);
    if points > 0 && commas > 0 {
        return only(if last(b',') > last(b'.') { CommaIs::Decimal } else { CommaIs::Grouping });
    }
    let (mark, decimal, groups) = if points > 0 { (b'.', CommaIs::Grouping, CommaIs::Decimal) } else { (b',', CommaIs::Decimal, CommaIs::Grouping) };
    if points + commas > 1 {
        return only(groups);
    }
    let at = last(mark)?;
    let behind = n.len() - at - 1;
    if behind == 3 && (1..=3).contains(&at) && n[0] != b'0' && !spaced {
        return Some(Marks { amount: parts.amount(groups)?, open: Some((char::from(mark), parts.amount(decimal)?)) });
    }
    // Four decimals are a slip of the pen, except of millions.
    if behind > 3 && !scaled { None } else { only(decimal) }
}
/// Reads a pool. `in_force`: the currency of the plan, where it is known from elsewhere than these words.
///
/// # Errors
/// [`NotAPool`].
pub fn read(text: &str, in_force: Option<&str>) -> Result<WrittenPool, NotAPool> {
    let (words, named) = apart(text.trim());
    let (words, power) = scale(words);
    let parts = take_apart(words.trim()).ok_or(NotAPool::NotAnAmount)?;
    let Marks { amount, open } = marks(&parts, power > 0).ok_or(NotAPool::NotAnAmount)?;
    let shares_sign = parts.sign.and_then(|s| SHARED.iter().find(|(sign, _)| s == *sign)).map_or(&[][..], |(_, codes)| codes);
    // "$ 50 CAD" names its currency beside the sign that it shares.
    let code = parts.currency.filter(|c| shares_sign.is_empty() || *c != "GBP" || words.to_ascii_uppercase().contains("GBP"));
    let shares_sign = if code.is_some() { &[][..] } else { shares_sign };
    let scaled = |m: Money| m.raw().checked_mul(10i64.pow(power)).map(Money::from_raw).ok_or(NotAPool::NotAnAmount);
    let pool = |m: Money, open_mark: Option<char>, judged: bool| -> Result<WrittenPool, NotAPool> {
        let whole = scaled(m)?;
        let of = |amount, period, yearly| WrittenPool { amount, period, currency: code, shares_sign, open_mark, judged, yearly, names_period: named.is_some() };
        match &named {
            None => Ok(of(whole, Period::Month, None)),
            Some(Per::Pool(period)) => Ok(of(whole, *period, None)),
            Some(Per::Year) => Ok(of(Money::from_raw(whole.raw() / 12 / 100 * 100), Period::Month, Some(whole))),
            Some(Per::Other(word, months)) => {
                let monthly = months.map(|n| Box::new(of(Money::round_from(whole.to_f64() / n), Period::Month, None)));
                Err(NotAPool::UnknownPeriod { word: word.clone(), monthly })
            }
        }
    };
    let currency = code.or(in_force);
    let is = |list: &[&str]| currency.is_some_and(|c| list.contains(&c));
    let comma_home = currency.is_some_and(|c| DECIMAL_COMMA.split_ascii_whitespace().any(|d| d == c));
    let read = match open {
        None => pool(amount, None, false)?,
        Some((mark, _)) if power == 0 && (parts.no_fraction || is(&NO_DIGITS)) => pool(amount, Some(mark), false)?,
        Some((mark, part)) if power > 0 || is(&THREE_DIGITS) || (mark == '.' && !comma_home) => {
            let (whole, part) = (Box::new(pool(amount, Some(mark), true)?), Box::new(pool(part, None, false)?));
            return Err(NotAPool::TwoReadings { whole, part });
        }
        Some((mark, _)) => pool(amount, Some(mark), comma_home)?,
    };
    if read.amount <= Money::ZERO {
        return Err(NotAPool::NotPositive(read.amount));
    }
    // A fraction finer than the coin is a slip of the pen.
    let coins = if is(&THREE_DIGITS) { 10 } else { 100 };
    if read.yearly.unwrap_or(read.amount).raw() % coins != 0 {
        return Err(NotAPool::NotAnAmount);
    }
    Ok(read)
}
/// Whether the words name a period.
pub fn names_period(text: &str) -> bool {
    apart(text.trim()).1.is_some()
}
/// An amount inside other words: `cap liability at 20k`, `max reward € 25`. The first number with what accompanies it.
pub fn amount_in(words: &str) -> Option<Money> {
    let begin = words.find(|c: char| c.is_ascii_digit())?;
    let rest = &words[begin..];
    let number = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\''))).unwrap_or(rest.len());
    let tail = rest[number..].trim_start();
    let run = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
    let scaled = SCALES.iter().any(|(name, _)| *name == tail[..run].to_lowercase());
    let digits = rest[..number].trim_end_matches(['.', ',']);
    let text = if scaled { format!("{digits}{}", &tail[..run]) } else { digits.to_string() };
    match read(&text, None) {
        Ok(pool) => Some(pool.amount),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests;
