//! Dates with the name of a month, in the languages that are read.
use super::{Written, at, build, full_year, number, run, word};

pub(super) const MONTHS: [[&str; 12]; 10] = [
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"],
    ["januar", "februar", "marz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"],
    ["janner", "feber", "maerz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"],
    ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"],
    ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
    ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"],
    ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
    ["janeiro", "fevereiro", "marco", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"],
    // Usual short forms that are no beginnings, and Spanish as it is also written.
    ["jan", "feb", "mrz", "apr", "maj", "jun", "jul", "aug", "setiembre", "okt", "nov", "des"],
    ["jan", "feb", "mrt", "apr", "mai", "jun", "jul", "aug", "sept", "oct", "nov", "dec"],
];
/// The month that a word names, whole or cut to three letters or more; none where two fit.
pub(super) fn month_of(word: &[u8]) -> Option<i32> {
    if word.len() < 3 {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let fits = |m: usize, whole: bool| MONTHS.iter().any(|l| if whole { l[m].as_bytes() == word } else { l[m].as_bytes().starts_with(&word) });
    let whole = (0..12).find(|m| fits(*m, true));
    let mut cut = (0..12).filter(|m| fits(*m, false));
    let first = whole.or_else(|| cut.next())?;
    (whole.is_some() || cut.next().is_none()).then_some(first as i32 + 1)
}
pub(super) fn is_weekday(word: &[u8]) -> bool {
    pub(super) const BEGIN: [&str; 36] = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "die", "mit", "don", "fre", "sam", "son", "lun", "mar", "mer", "jeu", "ven", "dim", "mie", "jue",
        "vie", "sab", "dom", "gio", "maa", "din", "woe", "vri", "zat", "zon", "seg", "ter", "qua", "qui", "sex",
    ];
    pub(super) const SHORT: [&str; 22] =
        ["mo", "di", "mi", "do", "fr", "sa", "so", "lu", "ma", "me", "je", "ve", "wo", "vr", "za", "zo", "mi", "ju", "vi", "gi", "feira", "tu"];
    let word = word.to_ascii_lowercase();
    SHORT.iter().any(|s| s.as_bytes() == word) || (word.len() >= 3 && BEGIN.iter().any(|b| word.starts_with(b.as_bytes())))
}
/// Year, month, day (none where only a month is given) of a date with the name of a month, and what follows.
pub(super) fn named(text: &[u8]) -> Option<(i32, i32, Option<i32>, &[u8])> {
    pub(super) const BETWEEN: [&str; 9] = ["de", "del", "of", "the", "den", "le", "der", "do", "el"];
    let (mut rest, mut year, mut month, mut day, mut maybe_weekday) = (text, None, None, None, false);
    while year.is_none() || month.is_none() || day.is_none() {
        let Some(from) = rest.iter().position(|c| !matches!(c, b' ' | b',' | b'.' | b'-' | b'/' | b'\'')) else { break };
        rest = &rest[from..];
        let digits = run(rest);
        if digits > 0 {
            let n = number(&rest[..digits])?;
            if rest.get(digits) == Some(&b':') {
                return None;
            }
            match digits {
                4 if year.is_none() => year = Some(n),
                1 | 2 if day.is_none() && !(month.is_some() && year.is_none() && only_left(&rest[digits..])) => day = Some(n),
                2 if year.is_none() => year = full_year(n, 2),
                _ => return None,
            }
            rest = &rest[digits..];
            for suffix in ["st", "nd", "rd", "th", "er", "o"] {
                if let Some(after) = word(rest, suffix).filter(|r| !r.first().is_some_and(u8::is_ascii_alphabetic)) {
                    rest = after;
                    break;
                }
            }
            continue;
        }
        let letters = rest.iter().take_while(|c| c.is_ascii_alphabetic()).count();
        let said = &rest[..letters];
        rest = &rest[letters..];
        if BETWEEN.iter().any(|w| said.eq_ignore_ascii_case(w.as_bytes())) && (day.is_some() || month.is_some() || letters == 2 || letters == 3) {
            continue;
        }
        match month_of(said) {
            Some(m) if month.is_none() => {
                month = Some(m);
                maybe_weekday = is_weekday(said) && day.is_none();
            }
            Some(m) if maybe_weekday => (month, maybe_weekday) = (Some(m), false),
            _ if letters > 0 && month.is_none() && is_weekday(said) => {}
            _ => return None,
        }
    }
    // "mar. 5 …" may be a Tuesday: then the month comes after the day.
    if maybe_weekday && day.is_some() && year.is_none() {
        return None;
    }
    let rest = if rest.iter().all(|c| matches!(c, b' ' | b'.' | b',')) { &rest[..0] } else { rest };
    Some((year?, month?, day, rest))
}
/// The time before the year, as C and Java write it: `Fri Jan  5 10:00:00 UTC 2024`.
pub(super) fn year_last(text: &[u8]) -> Option<Written> {
    let text = text.trim_ascii_end();
    let year = text.len().checked_sub(5).filter(|at| text[*at] == b' ' && run(&text[at + 1..]) == 4)?;
    let colon = memchr::memchr(b':', text)?;
    let time = text[..colon].iter().rposition(|b| *b == b' ')?;
    let (y, m, d, rest) = named(&[&text[..time], &text[year..]].concat()).map(|(y, m, d, r)| (y, m, d, r.len()))?;
    (rest == 0).then(|| at(build(y, m, d?)?, &text[time..year])).flatten()
}
/// Nothing but the end follows: the number before it is a year, as in `Jan-24`.
pub(super) fn only_left(rest: &[u8]) -> bool {
    rest.iter().all(|c| matches!(c, b' ' | b'.'))
}
