//! Amounts as people and files write them: signs, currencies, grouping and decimal mark, matched to the end of the text.
use super::Money;

/// Bytes of the longest text that may be an amount.
pub const LONGEST: usize = 80;

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
pub fn amount(text: &str, mark: CommaIs) -> Option<Money> {
    take_apart(text)?.amount(mark)
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
pub const NO_DIGITS: [&str; 12] = ["CLP", "IDR", "ISK", "JPY", "KRW", "PYG", "RWF", "UGX", "VND", "XAF", "XOF", "XPF"];
/// Currencies with three digits behind the decimal mark.
pub const THREE_DIGITS: [&str; 6] = ["BHD", "IQD", "JOD", "KWD", "OMR", "TND"];
pub(super) fn code_of(letters: &str) -> Option<&'static str> {
    let upper = letters.to_ascii_uppercase();
    CODES.split_ascii_whitespace().find(|c| *c == upper)
}

/// The digits of an amount with the marks between them; spaces and apostrophes are `'`.
#[derive(Debug, Clone, Default)]
pub struct Number(pub Vec<u8>);
impl Number {
    /// Without grouping and with a point, where the grouping is right: three digits a group, or two and at last three.
    pub fn plain(&self, mark: CommaIs) -> Option<Vec<u8>> {
        let decimal = if mark == CommaIs::Decimal { b',' } else { b'.' };
        let (whole, fraction) = match self.0.iter().rposition(|b| *b == decimal) {
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
#[derive(Debug, Clone)]
pub struct Parts {
    /// Below zero.
    pub negative: bool,
    /// The mark of an amount that says that it has no fraction: `12,-`, `5.000,--`.
    pub closed: Option<u8>,
    /// It is in a currency without a fraction, or in yen or yuan: `¥1,480`.
    pub no_fraction: bool,
    /// ISO 4217 code; none where nothing or a sign of several currencies accompanies the number.
    pub currency: Option<&'static str>,
    /// The sign beside the number, where one stands.
    pub sign: Option<&'static str>,
    /// Digits and marks.
    pub number: Number,
}
impl Parts {
    /// The amount under this reading of a comma.
    pub fn amount(&self, mark: CommaIs) -> Option<Money> {
        let money = Money::parse_decimal(&self.number.plain(mark)?).ok()?;
        Some(if self.negative { -money } else { money })
    }
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
pub fn take_apart(text: &str) -> Option<Parts> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
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
    let (mut currency, mut sign_of, mut no_fraction): (Option<&'static str>, Option<&'static str>, bool) = (None, None, false);
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
                    let (code, sign);
                    (length, code, sign) = mark_at(side)?;
                    sign_of = sign_of.or(sign);
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
    Some(Parts { negative: minus == 1 || open == 1, closed, no_fraction, currency, sign: sign_of, number: out })
}
/// The sign, abbreviation or code of a currency, or `CR` and `DR`, at the beginning of a text: its length, its code and the sign.
fn mark_at(text: &str) -> Option<(usize, Option<&'static str>, Option<&'static str>)> {
    let letters: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    match letters.to_ascii_uppercase().as_str() {
        "CR" => return Some((if text[2..].starts_with('.') { 3 } else { 2 }, Some("CR"), None)),
        "DR" => return Some((if text[2..].starts_with('.') { 3 } else { 2 }, Some("DR"), None)),
        _ => {}
    }
    if letters.len() == 3
        && let Some(code) = code_of(&letters)
    {
        return Some((3, Some(code), None));
    }
    let fits = |sign: &str| {
        let head = text.get(..sign.len())?;
        let same = head == sign || (sign.is_ascii() && sign.len() > 1 && head.eq_ignore_ascii_case(sign));
        // A word is taken whole: "Rest" is no "R".
        let whole = !sign.ends_with(|c: char| c.is_ascii_alphabetic()) || !text[sign.len()..].starts_with(|c: char| c.is_alphabetic());
        (same && whole).then_some(sign.len())
    };
    SIGNS.iter().filter_map(|(sign, code)| fits(sign).map(|n| (n, *code, Some(*sign)))).max_by_key(|(n, ..)| *n)
}
