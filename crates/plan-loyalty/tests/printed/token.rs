//! Figures as they are printed: digits with their decimals, grouping, percent sign, k or M.

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// As printed, without sign and currency.
    pub text: String,
    /// Its value, k and M applied; a percentage stays as printed.
    pub value: f64,
    /// Half a unit of its last digit.
    pub half: f64,
    /// It is a percentage.
    pub percent: bool,
    /// Words around it, for a message.
    pub context: String,
}
/// Words in which a figure is part of a name and no result, each with its reason.
pub const NAMES: &[(&str, &str)] = &[
    ("IFRS 15", "accounting standard"),
    ("ASC 606", "accounting standard"),
    ("RFC 5545", "internet standard"),
    ("RFC 8785", "internet standard"),
    ("ISO 4217", "standard of currency codes"),
    ("ISO 8601", "standard of dates"),
    ("draft-07", "version of JSON Schema"),
    ("TIMESTAMP_NTZ(9)", "a type of Snowflake, as Braze documents it"),
    ("VERSION:2.0", "version of iCalendar"),
    ("\"every\": 100", "hundredths in a unit of currency, as Voucherify counts amounts"),
];

/// The figures of a text. Not figures: dates and times of day with a date, versions (three numbers with dots), digits inside a word that
/// has letters (P90, SHA-256 digests, template keys), and [`NAMES`].
pub fn figures(text: &str) -> Vec<Figure> {
    let mut text = text.to_string();
    for (name, _) in NAMES {
        text = text.replace(name, " ");
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = vec![];
    let mut at = 0;
    while at < chars.len() {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        if !word(chars[at]) {
            at += 1;
            continue;
        }
        let end = word_end(&chars, at);
        let run: String = chars[at..end].iter().collect();
        // Percentage points are hundredths too.
        let points = chars[end..].iter().take(4).collect::<String>() == " pts";
        if let Some(figure) = one(&run, points || chars.get(end) == Some(&'%')) {
            let context: String = chars[at.saturating_sub(60)..(end + 40).min(chars.len())].iter().collect();
            out.push(Figure { context: context.replace('\n', " "), ..figure });
        }
        at = end;
    }
    out
}
/// The end of the run of letters and digits that begins here; dots, commas and hyphens between digits belong to it.
fn word_end(chars: &[char], begin: usize) -> usize {
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let mut i = begin;
    while i < chars.len() {
        let inside = chars[i].is_alphanumeric() || chars[i] == '_';
        let joins = matches!(chars[i], '.' | ',' | '-' | ':') && i > begin && digit(i - 1) && digit(i + 1);
        if !inside && !joins {
            break;
        }
        i += 1;
    }
    i
}
fn one(run: &str, percent: bool) -> Option<Figure> {
    let (digits, scale) = match run.strip_suffix('k').map(|d| (d, 1e3)).or_else(|| run.strip_suffix('M').map(|d| (d, 1e6))) {
        Some((d, s)) if d.ends_with(|c: char| c.is_ascii_digit()) => (d, s),
        _ => (run, 1.0),
    };
    if !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return None;
    }
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let grouped = whole.split(',').enumerate().all(|(i, g)| if i == 0 { (1..=3).contains(&g.len()) || !whole.contains(',') } else { g.len() == 3 });
    if !grouped || decimals.contains(['.', ',']) || date(whole) {
        return None;
    }
    let value: f64 = format!("{}.{decimals}0", whole.replace(',', "")).parse().ok()?;
    let half = 0.5 * 10f64.powi(-(decimals.len() as i32)) * scale;
    Some(Figure { text: digits.to_string(), value: value * scale, half, percent, context: String::new() })
}
/// `20261201`, as calendars write days.
fn date(digits: &str) -> bool {
    let part = |r: std::ops::Range<usize>| digits.get(r).and_then(|d| d.parse::<u32>().ok()).unwrap_or(0);
    digits.len() == 8 && (1990..2100).contains(&part(0..4)) && (1..=12).contains(&part(4..6)) && (1..=31).contains(&part(6..8))
}
