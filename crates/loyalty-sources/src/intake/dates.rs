//! Dates as they stand in files: one strict grammar, matched to the end of the cell. A column is read by one shape.
mod evidence;
mod names;

use super::amounts::plain_digit;
pub use evidence::{DateEvidence, Dates, Unsettled};
use jiff::{Timestamp, tz::TimeZone};
use loyalty_model::units::Date;
use names::{month_of, named, year_last};
use std::borrow::Cow;

/// How the dates of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateShape {
    /// 2025-12-31, 2025/12/31, 2025年12月31日.
    Ymd,
    /// 31-12-2025, 31.12.25.
    Dmy,
    /// 12/31/2025.
    Mdy,
    /// 25-12-31.
    ShortYmd,
    /// 20251231, 20251231235959, 20251231T235959.
    Compact,
    /// 31122025.
    CompactDmy,
    /// 12312025.
    CompactMdy,
    /// 31 Dec 2025, December 31, 2025, 31. Dezember 2025.
    Named,
    /// So many ticks a second since 1970-01-01, in UTC.
    Epoch(i64),
    /// Days since 1899-12-30, as a spreadsheet keeps them.
    Serial1900,
    /// Days since 1904-01-01.
    Serial1904,
    /// 2025-W01: the Monday; 2025-W01-3: that day.
    Week,
    /// 2025-12, 12/2025, Dec 2025: the first of the month.
    YearMonth,
    /// 2025-Q1, Q1 2025: the first day of the quarter.
    Quarter,
}
use DateShape::*;
/// Those before [`Dmy`] cannot mix up day and month.
const SHAPES: [DateShape; 16] = [
    Ymd,
    Compact,
    Named,
    Epoch(1),
    Epoch(1_000),
    Epoch(1_000_000),
    Epoch(1_000_000_000),
    Serial1900,
    Week,
    YearMonth,
    Quarter,
    Dmy,
    Mdy,
    ShortYmd,
    CompactDmy,
    CompactMdy,
];

/// A day, and what was written of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Written {
    day: Date,
    /// Seconds since midnight, as written.
    seconds: i64,
    /// Seconds east of UTC, where the cell says so.
    offset: Option<i64>,
}
impl Written {
    /// The day in a zone; as written where the cell names no offset.
    fn day_in(self, zone: Option<&TimeZone>) -> Date {
        let (Some(zone), Some(offset)) = (zone, self.offset) else { return self.day };
        let instant = i64::from(self.day.days()) * DAY + self.seconds - offset;
        let Ok(instant) = Timestamp::from_second(instant) else { return self.day };
        let (y, m, d) = {
            let l = zone.to_datetime(instant);
            (l.year(), l.month(), l.day())
        };
        Date::from_ymd(y, m, d).unwrap_or(self.day)
    }
}
const DAY: i64 = 86_400;

/// Reads a date of this shape; `None` where the cell is another thing, or stands for no date.
pub fn date(text: &[u8], shape: DateShape, zone: Option<&TimeZone>) -> Option<Date> {
    if shape == Ymd && text.len() == 10 && text[4] == b'-' && text[7] == b'-' {
        let day = build(number(&text[..4])?, number(&text[5..7])?, number(&text[8..])?)?;
        return (!stands_for_none(day)).then_some(day);
    }
    let day = written(&plain(text), shape)?.day_in(zone);
    (!stands_for_none(day)).then_some(day)
}
/// Days that systems write where they know none.
fn stands_for_none(day: Date) -> bool {
    /// 1899-12-30, 1899-12-31, 1900-01-01, 1904-01-01 and 1970-01-01.
    const NONE: [i32; 5] = [-25_569, -25_568, -25_567, -24_107, 0];
    NONE.contains(&day.days())
}
/// Whether a cell says that there is no date: empty, a word for nothing, or a day that stands for none.
pub fn no_date(text: &[u8]) -> bool {
    const WORDS: [&[u8]; 12] = [b"", b"null", b"none", b"nan", b"nat", b"n/a", b"na", b"-", b"--", b"\\n", b"0", b"never"];
    if WORDS.contains(&text.to_ascii_lowercase().as_slice()) {
        return true;
    }
    const DAYS: [&[u8]; 15] = [
        b"00000000",
        b"00010101",
        b"01010001",
        b"18991230",
        b"18991231",
        b"30121899",
        b"12301899",
        b"19000100",
        b"00011900",
        b"19000101",
        b"01011900",
        b"19040101",
        b"19700101",
        b"01011970",
        b"99991231",
    ];
    let head: Vec<u8> = text.iter().take_while(|b| !matches!(b, b' ' | b'T')).filter(|b| b.is_ascii_digit()).copied().collect();
    DAYS.contains(&head.as_slice()) || head == b"31129999" || head == b"12319999"
}

/// A cell in the letters of the grammar: CJK signs become those of ISO 8601, letters lose case and accents where they are not plain.
fn plain(text: &[u8]) -> Cow<'_, [u8]> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let Ok(words) = std::str::from_utf8(text) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(words.len());
    let mut words = words.to_string();
    for (from, to) in [("上午", " AM "), ("午前", " AM "), ("오전", " AM "), ("下午", " PM "), ("午後", " PM "), ("오후", " PM ")] {
        if words.contains(from) {
            words = words.replace(from, to);
        }
    }
    for c in words.chars() {
        match c {
            '年' | '月' | '년' | '월' => out.push('-'),
            '日' | '일' | '号' | '秒' | '초' | '\u{200e}' | '\u{200f}' => {}
            '时' | '時' | '시' | '点' | '分' | '분' => out.push(':'),
            c if plain_digit(c).is_some() => out.push(plain_digit(c).unwrap_or(c)),
            '：' => out.push(':'),
            '／' => out.push('/'),
            '−' | '‐' | '‑' | '–' => out.push('-'),
            c if c.is_whitespace() => out.push(if out.ends_with('-') { continue } else { ' ' }),
            'à'..='å' | 'À'..='Å' => out.push('a'),
            'ç' | 'Ç' => out.push('c'),
            'è'..='ë' | 'È'..='Ë' => out.push('e'),
            'ì'..='ï' => out.push('i'),
            'ò'..='ö' => out.push('o'),
            'ù'..='ü' | 'Ù'..='Ü' => out.push('u'),
            'º' | 'ª' | '°' => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out.trim_matches([' ', '-', ':']).as_bytes().to_vec())
}
fn number(digits: &[u8]) -> Option<i32> {
    if digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0i32, |n, c| c.is_ascii_digit().then(|| n * 10 + i32::from(c - b'0')))
}
/// How many digits stand at the beginning.
fn run(text: &[u8]) -> usize {
    text.iter().take_while(|c| c.is_ascii_digit()).count()
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
/// A year of two digits is one from 1970 to 2069.
fn full_year(year: i32, digits: usize) -> Option<i32> {
    match digits {
        4 => Some(year),
        2 if year >= 70 => Some(1900 + year),
        2 => Some(2000 + year),
        _ => None,
    }
}

fn written(text: &[u8], shape: DateShape) -> Option<Written> {
    match shape {
        Ymd => parts(text, [4, 2, 2]).and_then(|(n, rest)| at(build(n[0].0, n[1].0, n[2].0)?, rest)),
        ShortYmd => parts(text, [2, 2, 2]).filter(|(n, _)| n[0].1 == 2).and_then(|(n, rest)| at(build(full_year(n[0].0, 2)?, n[1].0, n[2].0)?, rest)),
        Dmy => parts(text, [2, 2, 4]).and_then(|(n, rest)| at(build(full_year(n[2].0, n[2].1)?, n[1].0, n[0].0)?, rest)),
        Mdy => parts(text, [2, 2, 4]).and_then(|(n, rest)| at(build(full_year(n[2].0, n[2].1)?, n[0].0, n[1].0)?, rest)),
        Compact => {
            let digits = run(text);
            let day = build(number(text.get(..4)?)?, number(text.get(4..6)?)?, number(text.get(6..8)?)?)?;
            match digits {
                8 => at(day, &text[8..]),
                // A fraction of a second may follow the seconds.
                10 | 12 | 14 | 17 => {
                    let pair = |from: usize| text[..digits].get(from..from + 2).map_or(Some(0), number);
                    let (h, m, s) = (pair(8)?, pair(10)?, pair(12)?);
                    let (_, offset) = zone_of(text[digits..].strip_prefix(b".").map_or(&text[digits..], |f| &f[run(f)..]))?;
                    (h < 24 && m < 60 && s < 61).then(|| Written { day, seconds: i64::from(h * 3600 + m * 60 + s), offset })
                }
                _ => None,
            }
        }
        CompactDmy | CompactMdy => {
            if run(text) != 8 {
                return None;
            }
            let (a, b, year) = (number(&text[..2])?, number(&text[2..4])?, number(&text[4..8])?);
            at(if shape == CompactDmy { build(year, b, a)? } else { build(year, a, b)? }, &text[8..])
        }
        Named => named(text).and_then(|(y, m, d, rest)| at(build(y, m, d?)?, rest)).or_else(|| year_last(text)),
        Epoch(ticks) => {
            let digits = run(text);
            let rest = &text[digits..];
            let fraction = rest.strip_prefix(b".").map_or(rest.is_empty(), |f| !f.is_empty() && run(f) == f.len());
            if !fraction || !(9..=19).contains(&digits) {
                return None;
            }
            let count = std::str::from_utf8(&text[..digits]).ok()?.parse::<i64>().ok()?;
            let seconds = count / ticks;
            // From March 1973 to 2100.
            (100_000_000..4_102_444_800).contains(&seconds).then(|| Written {
                day: Date::from_days((seconds / DAY) as i32),
                seconds: seconds % DAY,
                offset: Some(0),
            })
        }
        Serial1900 | Serial1904 => {
            let digits = run(text);
            let rest = &text[digits..];
            let fraction = rest.is_empty() || (matches!(rest[0], b'.' | b',') && run(&rest[1..]) == rest.len() - 1);
            let serial = number(&text[..digits]).filter(|n| (20_000..80_000).contains(n) && fraction)?;
            at(Date::from_days(serial - if shape == Serial1900 { 25_569 } else { 24_107 }), b"")
        }
        Week => week(text),
        YearMonth => {
            let (year, month) = year_month(text)?;
            at(build(year, month, 1)?, b"")
        }
        Quarter => {
            let (year, quarter) = quarter(text)?;
            at(build(year, 3 * quarter - 2, 1)?, b"")
        }
    }
}
/// Three numbers, each with how many digits it has.
type Parts = [(i32, usize); 3];
/// Three numbers of at most so many digits with one sign between them, and what follows; a sign may be followed by blanks.
fn parts(text: &[u8], most: [usize; 3]) -> Option<(Parts, &[u8])> {
    let (mut rest, mut sign, mut out) = (text, 0u8, [(0, 0); 3]);
    for i in 0..3 {
        let digits = run(rest);
        if digits == 0 || digits > most[i] || (most[i] == 4 && i == 0 && digits != 4) {
            return None;
        }
        out[i] = (number(&rest[..digits])?, digits);
        rest = &rest[digits..];
        if i < 2 {
            let found = *rest.first()?;
            if !matches!(found, b'-' | b'/' | b'.' | b' ') || (i == 1 && found != sign) {
                return None;
            }
            sign = found;
            rest = rest[1..].trim_ascii_start();
        }
    }
    // "2024. 1. 5." ends with the sign.
    if sign == b'.' && rest.first() == Some(&b'.') {
        rest = &rest[1..];
    }
    Some((out, rest))
}
/// A day with the time that follows it.
fn at(day: Date, rest: &[u8]) -> Option<Written> {
    if rest.is_empty() {
        return Some(Written { day, seconds: 0, offset: None });
    }
    let (seconds, offset) = time(rest)?;
    Some(Written { day, seconds, offset })
}
fn blank(text: &[u8]) -> &[u8] {
    text.trim_ascii_start()
}
/// Takes a word off the beginning, whatever its case.
fn word<'a>(text: &'a [u8], word: &str) -> Option<&'a [u8]> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word.as_bytes()).then(|| &text[word.len()..])
}
/// `AM`, `p.m.`, `a. m.`: half a day after midnight or none.
fn half(text: &[u8]) -> Option<(i64, &[u8])> {
    for (words, hours) in [(["a. m.", "a.m.", "am"], 0), (["p. m.", "p.m.", "pm"], 12)] {
        for w in words {
            if let Some(rest) = word(text, w).filter(|r| !r.first().is_some_and(u8::is_ascii_alphabetic)) {
                return Some((hours, rest));
            }
        }
    }
    None
}
/// The time behind a day, to the end of the cell: seconds since midnight, and seconds east of UTC.
fn time(text: &[u8]) -> Option<(i64, Option<i64>)> {
    let before = text;
    let mut text = match text[0] {
        b'T' | b't' | b'_' => &text[1..],
        b',' | b' ' => blank(&text[1..]),
        _ => text,
    };
    text = text.strip_prefix(b",").map_or(text, blank);
    if let Some(rest) = text.strip_prefix(b"(") {
        // A day of the week in brackets.
        text = blank(&rest[memchr::memchr(b')', rest)? + 1..]);
    }
    text = word(text, "at ").or_else(|| word(text, "- ")).or_else(|| word(text, "um ")).unwrap_or(text);
    if text.is_empty() {
        return Some((0, None));
    }
    let separated = text.len() < before.len();
    let early = half(text);
    text = early.map_or(text, |(_, rest)| blank(rest));
    let digits = run(text);
    if digits == 0 || !separated {
        // A zone behind the day alone: 2025-12-31Z.
        return (early.is_none()).then(|| zone_of(text)).flatten();
    }
    let (hour, mut minute, mut second) = match digits {
        1 | 2 => (number(&text[..digits])?, 0, 0),
        4 | 6 => (number(&text[..2])?, number(&text[2..4])?, number(&text[4..digits]).unwrap_or(0)),
        _ => return None,
    };
    text = &text[digits..];
    if digits <= 2 && matches!(text.first(), Some(b':' | b'.' | b'h' | b'H')) {
        let sign = text[0];
        let n = run(&text[1..]);
        if n == 2 {
            minute = number(&text[1..3])?;
            text = &text[3..];
            if matches!(text.first(), Some(b':' | b'.')) && (sign != b':' || text[0] == b':') && run(&text[1..]) == 2 {
                second = number(&text[1..3])?;
                text = &text[3..];
            }
        } else if matches!(sign, b'h' | b'H') && n == 0 {
            text = &text[1..];
        } else {
            return None;
        }
    }
    if matches!(text.first(), Some(b'.' | b',' | b':')) && run(&text[1..]) > 0 {
        text = &text[1 + run(&text[1..])..];
    }
    text = blank(text);
    text = word(text, "uhr")
        .or_else(|| word(text, "hrs"))
        .or_else(|| word(text, "hs."))
        .or_else(|| word(text, "hs"))
        .or_else(|| word(text, "h"))
        .map_or(text, blank);
    let late = half(text);
    text = late.map_or(text, |(_, rest)| blank(rest));
    let mut hours = i64::from(hour);
    match (early, late) {
        (Some(_), Some(_)) => return None,
        (Some((more, _)), None) | (None, Some((more, _))) => {
            if !(0..=12).contains(&hours) {
                return None;
            }
            hours = hours % 12 + more;
        }
        (None, None) => {}
    }
    if hours > 24 || minute > 59 || second > 60 {
        return None;
    }
    let (_, offset) = zone_of(text)?;
    Some((hours * 3600 + i64::from(minute * 60 + second), offset))
}
/// A zone to the end of the cell: nothing, `Z`, `UTC`, `+02:00`, `GMT+0200 (…)`, `CET`, `[Europe/Berlin]`.
fn zone_of(text: &[u8]) -> Option<(i64, Option<i64>)> {
    let (mut text, mut offset) = (blank(text), None);
    if let Some(rest) = word(text, "utc").or_else(|| word(text, "gmt")).or_else(|| word(text, "z")) {
        (text, offset) = (blank(rest), Some(0));
    }
    if let Some(sign) = text.first().filter(|c| matches!(c, b'+' | b'-')) {
        let sign = if *sign == b'-' { -1 } else { 1 };
        let digits = run(&text[1..]);
        let rest = &text[1 + digits..];
        let (hours, minutes, rest) = match digits {
            1 | 2 => {
                let minutes = rest.strip_prefix(b":").filter(|m| run(m) == 2);
                (number(&text[1..=digits])?, minutes.map_or(Some(0), |m| number(&m[..2]))?, minutes.map_or(rest, |m| &m[2..]))
            }
            4 => (number(&text[1..3])?, number(&text[3..5])?, rest),
            _ => return None,
        };
        if hours > 14 || minutes > 59 {
            return None;
        }
        (text, offset) = (blank(rest), Some(sign * i64::from(hours * 3600 + minutes * 60)));
    }
    let letters = text.iter().take_while(|c| c.is_ascii_uppercase()).count();
    if (2..=5).contains(&letters) {
        text = blank(&text[letters..]);
    }
    let named = text.first().is_some_and(|c| matches!(c, b'[' | b'(')) && text.last().is_some_and(|c| matches!(c, b']' | b')'));
    (text.is_empty() || named).then_some((0, offset))
}
/// Monday of an ISO week, or the day of it that is named.
fn week(text: &[u8]) -> Option<Written> {
    let sign = |t: &[u8]| t.first().is_some_and(|c| matches!(c, b'-' | b'/' | b' ' | b'.'));
    let letter = |t: &[u8]| ["kw", "cw", "wk", "w"].iter().find_map(|w| word(t, w).map(<[u8]>::len)).map(|left| t.len() - left);
    let (year, week, rest) = if run(text) == 4 {
        let rest = &text[4..];
        let rest = if sign(rest) { &rest[1..] } else { rest };
        let rest = blank(&rest[letter(rest)?..]);
        let n = run(rest);
        (number(&text[..4])?, number(rest.get(..n.min(2))?)?, &rest[n.min(2)..])
    } else {
        let rest = blank(&text[letter(text)?..]);
        let n = run(rest);
        let year = rest.get(n..).filter(|r| sign(r) && run(&r[1..]) == 4 && r.len() == 5)?;
        (number(&year[1..])?, number(&rest[..n])?, &b""[..])
    };
    let day = match rest {
        [] => 1,
        [b'-', d @ b'1'..=b'7'] | [d @ b'1'..=b'7'] => i32::from(d - b'0'),
        _ => return None,
    };
    let monday_of_first = |year: i32| build(year, 1, 4).map(|d| d.days() - (d.days() + 3).rem_euclid(7));
    let monday = monday_of_first(year)? + 7 * (week - 1);
    (week >= 1 && monday < monday_of_first(year + 1)?).then(|| at(Date::from_days(monday + day - 1), b"")).flatten()
}
/// A month of a year, and nothing else.
fn year_month(text: &[u8]) -> Option<(i32, i32)> {
    let fits = |y: i32, m: i32| ((1900..=2100).contains(&y) && (1..=12).contains(&m)).then_some((y, m));
    let digits = run(text);
    if digits == text.len() {
        return if digits == 6 { fits(number(&text[..4])?, number(&text[4..])?) } else { None };
    }
    let sign = text.get(digits).is_some_and(|c| matches!(c, b'-' | b'/' | b'.'));
    if sign && digits + 1 + run(&text[digits + 1..]) == text.len() {
        let other = text.len() - digits - 1;
        return match (digits, other) {
            (4, 1 | 2) => fits(number(&text[..4])?, number(&text[5..])?),
            (1 | 2, 4) => fits(number(&text[digits + 1..])?, number(&text[..digits])?),
            _ => None,
        };
    }
    match named(text)? {
        (year, month, None, []) => fits(year, month),
        _ => None,
    }
}
/// Year and quarter: `2024-Q1`, `2024Q1`, `Q1 2024`, `Q1/24`, `1Q24`, `T1 2024` (trimestre), and nothing else.
fn quarter(text: &[u8]) -> Option<(i32, i32)> {
    let signs = |t: &[u8]| t.iter().take_while(|c| matches!(c, b' ' | b'-' | b'/' | b'.' | b'\'' | b'_')).count();
    let year =
        |t: &[u8]| if run(t) == t.len() && matches!(t.len(), 2 | 4) { full_year(number(t)?, t.len()).filter(|y| (1900..=2100).contains(y)) } else { None };
    let letter = |c: u8| matches!(c, b'Q' | b'q' | b'T' | b't');
    let fits = |q: u8| (b'1'..=b'4').contains(&q).then(|| i32::from(q - b'0'));
    match text {
        // Quarter first: Q1 2024, 1Q24.
        [a, b, rest @ ..] if (letter(*a) && b.is_ascii_digit()) || (a.is_ascii_digit() && matches!(b, b'Q' | b'q')) => {
            let q = fits(if a.is_ascii_digit() { *a } else { *b })?;
            let rest = &rest[signs(rest)..];
            Some((year(rest)?, q))
        }
        // Year first: 2024-Q1, 2024 1Q.
        _ if run(text) == 4 => {
            let rest = &text[4..];
            let rest = &rest[signs(rest)..];
            let q = match rest {
                [l, q] if letter(*l) => *q,
                [q, b'Q' | b'q'] if rest.len() < text.len() - 4 => *q,
                _ => return None,
            };
            Some((year(&text[..4])?, fits(q)?))
        }
        _ => None,
    }
}
/// Year and month of a heading that is a month; with a day, it must be the first.
pub fn month_heading(text: &[u8], shape: DateShape) -> Option<(i32, i32)> {
    let text = plain(text);
    match shape {
        YearMonth => year_month(&text),
        _ => written(&text, shape).map(|w| w.day.ymd()).filter(|(_, _, d)| *d == 1).map(|(y, m, _)| (i32::from(y), i32::from(m))),
    }
}
/// The month that a heading names without a year.
pub fn bare_month(text: &[u8]) -> Option<i32> {
    let text = plain(text);
    let word = text.trim_ascii().strip_suffix(b".").unwrap_or(text.trim_ascii());
    if word.iter().all(u8::is_ascii_alphabetic) { month_of(word) } else { None }
}
/// Whether a cell is a date beyond doubt: for columns whose name does not say so.
pub fn looks_like_a_date(text: &[u8]) -> bool {
    let text = plain(text);
    [Ymd, Compact, Dmy, Mdy, Named, Quarter].iter().any(|s| written(&text, *s).is_some())
}

#[cfg(test)]
mod tests;
