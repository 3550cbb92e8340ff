//! Amounts as they stand in files: signs, currencies, grouping and decimal mark, matched to the end of the cell.
use loyalty_model::units::Money;
use std::collections::BTreeSet;

/// What a comma in an amount is; a point is the other thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CommaIs {
    /// The decimal mark; points part thousands.
    Decimal,
    /// It parts thousands.
    #[default]
    Grouping,
    /// An error: both stand as decimal marks.
    Neither,
}
/// Reads an amount.
#[inline]
pub fn amount(text: &[u8], mark: CommaIs) -> Option<Money> {
    if mark != CommaIs::Decimal
        && let Ok(money) = Money::parse_decimal(text)
    {
        return Some(money);
    }
    let parts = take_apart(text)?;
    let money = Money::parse_decimal(&parts.number.plain(mark)?).ok()?;
    Some(if parts.negative { -money } else { money })
}
/// The currency that a cell names beside its number, as an ISO 4217 code; none where the sign is one of several currencies.
pub fn currency(text: &[u8]) -> Option<&'static str> {
    if text.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-')) {
        return None;
    }
    take_apart(text)?.currency
}

/// Signs and abbreviations of currencies, and the code where it is one alone; the longer before the shorter.
const SIGNS: [(&str, Option<&str>); 79] = [
    ("US$", Some("USD")),
    ("AU$", Some("AUD")),
    ("CA$", Some("CAD")),
    ("NZ$", Some("NZD")),
    ("HK$", Some("HKD")),
    ("NT$", Some("TWD")),
    ("MX$", Some("MXN")),
    ("SG$", Some("SGD")),
    ("CN¥", Some("CNY")),
    ("JP¥", Some("JPY")),
    ("R$", Some("BRL")),
    ("A$", Some("AUD")),
    ("C$", None),
    ("S$", Some("SGD")),
    ("$U", Some("UYU")),
    ("S/.", Some("PEN")),
    ("S/", Some("PEN")),
    ("₨", None),
    ("€", Some("EUR")),
    ("£", Some("GBP")),
    ("￡", Some("GBP")),
    ("¥", None),
    ("￥", None),
    ("₹", Some("INR")),
    ("₩", Some("KRW")),
    ("￦", Some("KRW")),
    ("₽", Some("RUB")),
    ("₺", Some("TRY")),
    ("₫", Some("VND")),
    ("đ", Some("VND")),
    ("₪", Some("ILS")),
    ("₴", Some("UAH")),
    ("₦", Some("NGN")),
    ("₱", Some("PHP")),
    ("฿", Some("THB")),
    ("₡", Some("CRC")),
    ("₲", Some("PYG")),
    ("₵", Some("GHS")),
    ("₸", Some("KZT")),
    ("₼", Some("AZN")),
    ("₾", Some("GEL")),
    ("৳", Some("BDT")),
    ("$", None),
    ("＄", None),
    ("円", Some("JPY")),
    ("圓", None),
    ("元", None),
    ("원", Some("KRW")),
    ("руб.", Some("RUB")),
    ("руб", Some("RUB")),
    ("грн.", Some("UAH")),
    ("грн", Some("UAH")),
    ("лв.", Some("BGN")),
    ("лв", Some("BGN")),
    ("zł", Some("PLN")),
    ("zl", Some("PLN")),
    ("Kč", Some("CZK")),
    ("kr.", None),
    ("kr", None),
    ("Ft", Some("HUF")),
    ("lei", None),
    ("SFr.", Some("CHF")),
    ("sFr.", Some("CHF")),
    ("Fr.", Some("CHF")),
    ("Fr", Some("CHF")),
    ("Rs.", None),
    ("Rs", None),
    ("Re.", None),
    ("Rp.", Some("IDR")),
    ("Rp", Some("IDR")),
    ("RM", Some("MYR")),
    ("RMB", Some("CNY")),
    ("TL", Some("TRY")),
    ("KSh", Some("KES")),
    ("TSh", Some("TZS")),
    ("Euro", Some("EUR")),
    ("EUROS", Some("EUR")),
    ("din.", Some("RSD")),
    ("R", Some("ZAR")),
];
/// Codes of ISO 4217 in use, each of three letters.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE \
    CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD \
    KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF \
    SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR \
    ZMW ZWL";
/// Currencies whose amounts are written without a fraction.
const NO_DIGITS: [&str; 12] = ["CLP", "IDR", "ISK", "JPY", "KRW", "PYG", "RWF", "UGX", "VND", "XAF", "XOF", "XPF"];
/// Currencies with three digits behind the decimal mark.
const THREE_DIGITS: [&str; 6] = ["BHD", "IQD", "JOD", "KWD", "OMR", "TND"];
fn code_of(letters: &str) -> Option<&'static str> {
    let upper = letters.to_ascii_uppercase();
    CODES.split_ascii_whitespace().find(|c| *c == upper)
}

/// The digits of an amount with the marks between them; spaces and apostrophes are `'`.
#[derive(Debug, Default)]
struct Number(Vec<u8>);
impl Number {
    /// Without grouping and with a point, where the grouping is right: three digits a group, or two and at last three.
    fn plain(&self, mark: CommaIs) -> Option<Vec<u8>> {
        let decimal = if mark == CommaIs::Decimal { b',' } else { b'.' };
        let (whole, fraction) = match memchr::memrchr(decimal, &self.0) {
            Some(at) => (&self.0[..at], &self.0[at + 1..]),
            None => (self.0.as_slice(), &b""[..]),
        };
        if fraction.iter().any(|b| !b.is_ascii_digit()) {
            return None;
        }
        let mut out: Vec<u8> = Vec::with_capacity(self.0.len());
        let sign = whole.iter().find(|b| !b.is_ascii_digit()).copied();
        match sign {
            None => out.extend_from_slice(whole),
            Some(sign) => {
                if sign == decimal || (mark == CommaIs::Neither && sign == b',') {
                    return None;
                }
                let groups: Vec<&[u8]> = whole.split(|b| *b == sign).collect();
                let inner = &groups[1..groups.len() - 1];
                let right = groups[groups.len() - 1].len() == 3
                    && (1..=3).contains(&groups[0].len())
                    && (inner.iter().all(|g| g.len() == 3) || (groups[0].len() < 3 && inner.iter().all(|g| g.len() == 2)))
                    && groups.iter().all(|g| g.iter().all(u8::is_ascii_digit));
                if !right {
                    return None;
                }
                groups.iter().for_each(|g| out.extend_from_slice(g));
            }
        }
        if !fraction.is_empty() {
            out.push(b'.');
            out.extend_from_slice(fraction);
        }
        Some(out)
    }
}
struct Parts {
    negative: bool,
    /// The mark of an amount that says that it has no fraction: `12,-`, `5.000,--`.
    closed: Option<u8>,
    /// It is in a currency without a fraction, or in yen or yuan: `¥1,480`.
    no_fraction: bool,
    currency: Option<&'static str>,
    number: Number,
}
/// A digit of another script as one of ours.
pub fn plain_digit(c: char) -> Option<char> {
    const ZEROS: [u32; 4] = ['٠' as u32, '۰' as u32, '०' as u32, '０' as u32];
    let zero = ZEROS.into_iter().find(|z| (*z..*z + 10).contains(&(c as u32)))?;
    char::from_digit(c as u32 - zero, 10)
}
/// A space of any kind, or a mark that changes the direction of writing.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
}
const APOSTROPHES: [char; 5] = ['\'', '’', '‘', 'ʼ', '´'];
fn is_minus(c: char) -> bool {
    matches!(c, '-' | '−' | '‐' | '‑' | '‒' | '–' | '—' | '﹣' | '－')
}
/// Sign, currency and number of a cell; `None` where anything else stands in it: a percent sign, a second number, a word.
fn take_apart(text: &[u8]) -> Option<Parts> {
    if text.is_empty() || text.len() > 80 {
        return None;
    }
    // Bytes that are no UTF-8 come from one odd letter in a file of plain text: Windows-1252 has the sign of the euro and the spaces.
    let decoded;
    let text = match std::str::from_utf8(text) {
        Ok(text) => text,
        Err(_) => {
            decoded = encoding_rs::WINDOWS_1252.decode_without_bom_handling(text).0;
            &*decoded
        }
    };
    let ours;
    let text = if text.chars().any(|c| plain_digit(c).is_some()) {
        ours = text.chars().map(|c| plain_digit(c).unwrap_or(c)).collect::<String>();
        &ours
    } else {
        text
    };
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    // ".50" has no digit before its mark.
    let begin = if first > 0 && matches!(text.as_bytes()[first - 1], b'.' | b',') && !text[..first - 1].ends_with(|c: char| c.is_alphabetic() || c == '/') {
        first - 1
    } else {
        first
    };
    let (before, number, mut after) = (&text[..begin], &text[begin..end], &text[end..]);
    // "12.-" and "12,--" are whole amounts.
    let mut signs = [0u8; 3];
    let mut closed = None;
    if let Some(rest) = after.strip_prefix([',', '.']) {
        let left = rest.trim_start_matches(is_minus);
        closed = (left.len() < rest.len()).then(|| after.as_bytes()[0]);
        after = left;
    }
    // As amounts in rupees end: "1,500/-".
    after = after.strip_prefix("/-").unwrap_or(after);
    let (mut currency, mut no_fraction): (Option<&'static str>, bool) = (None, false);
    let mut take = |mut side: &str| -> Option<()> {
        loop {
            side = side.trim_start_matches(is_space);
            let Some(c) = side.chars().next() else { return Some(()) };
            let mut length = c.len_utf8();
            match c {
                c if is_minus(c) => signs[0] += 1,
                '(' | '（' => signs[1] += 1,
                ')' | '）' => signs[2] += 1,
                '+' | '＋' => {}
                c if APOSTROPHES.contains(&c) => {}
                _ => {
                    let code;
                    (length, code) = mark_at(side)?;
                    no_fraction |= matches!(c, '¥' | '￥' | '円' | '元' | '원' | '₩' | '₫') || code.is_some_and(|c| NO_DIGITS.contains(&c));
                    match code {
                        Some("CR") => signs[0] += 1,
                        Some("DR") => {}
                        _ if currency.is_some() && code.is_some() && currency != code => return None,
                        _ => currency = currency.or(code),
                    }
                }
            }
            side = &side[length..];
        }
    };
    take(before)?;
    take(after)?;
    let [minus, open, close] = signs;
    if minus > 1 || open != close || open > 1 || (open == 1 && minus == 1) {
        return None;
    }
    let mut out = Number::default();
    let mut spaced = false;
    for c in number.chars() {
        let sign = match c {
            '0'..='9' => c as u8,
            '.' | ',' => c as u8,
            '٫' => b'.',
            '，' | '٬' => b',',
            '．' => b'.',
            c if APOSTROPHES.contains(&c) => b'\'',
            c if is_space(c) => {
                spaced = true;
                continue;
            }
            _ => return None,
        };
        if spaced {
            // A space separates thousands, or accompanies another sign: "1 234", never "1 . 5".
            if !sign.is_ascii_digit() || !out.0.last().is_some_and(u8::is_ascii_digit) {
                return None;
            }
            out.0.push(b'\'');
            spaced = false;
        }
        out.0.push(sign);
    }
    Some(Parts { negative: minus == 1 || open == 1, closed, no_fraction, currency, number: out })
}
/// The sign, abbreviation or code of a currency, or `CR` and `DR`, at the beginning of a text: its length and what it is.
fn mark_at(text: &str) -> Option<(usize, Option<&'static str>)> {
    let letters: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    match letters.to_ascii_uppercase().as_str() {
        "CR" => return Some((if text[2..].starts_with('.') { 3 } else { 2 }, Some("CR"))),
        "DR" => return Some((if text[2..].starts_with('.') { 3 } else { 2 }, Some("DR"))),
        _ => {}
    }
    if letters.len() == 3
        && let Some(code) = code_of(&letters)
    {
        return Some((3, Some(code)));
    }
    let fits = |sign: &str| {
        let head = text.get(..sign.len())?;
        let same = head == sign || (sign.is_ascii() && sign.len() > 1 && head.eq_ignore_ascii_case(sign));
        // A word is taken whole: "Rest" is no "R".
        let whole = !sign.ends_with(|c: char| c.is_ascii_alphabetic()) || !text[sign.len()..].starts_with(|c: char| c.is_alphabetic());
        (same && whole).then_some(sign.len())
    };
    SIGNS.iter().filter_map(|(sign, code)| fits(sign).map(|n| (n, *code))).max_by_key(|(n, _)| *n)
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
