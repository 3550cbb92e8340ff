//! Constraints in a person's words: what is recognised binds the design or asks a person; the rest is kept word for word as an open question.
//! A near miss of a known phrase is neither: it stops the request.
mod outcome;
mod phrases;
mod places;

use loyalty_model::brief::{Binding, Constraint};
use loyalty_model::fact::Fact;
use loyalty_model::finding::OpenQuestion;
pub use outcome::{outcomes, standing};
use phrases::Reading;

/// A phrase that is nearly one that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// As written.
    pub words: String,
    /// What may have been meant: phrases, or options of the command (they begin with `--`).
    pub suggestions: Vec<String>,
    /// All constraints with the first suggestion in its place.
    pub whole: String,
}
/// The phrases of a text: separated by commas, semicolons or new lines; a comma between digits separates thousands.
fn phrases_of(text: &str) -> Vec<&str> {
    let mut out = vec![];
    let mut begin = 0;
    for (at, c) in text.char_indices() {
        let between = || {
            let digits = text[at + 1..].chars().take_while(char::is_ascii_digit).count();
            text[..at].ends_with(|c: char| c.is_ascii_digit()) && digits == 3
        };
        if matches!(c, ';' | '\n') || (c == ',' && !between()) {
            out.push(&text[begin..at]);
            begin = at + 1;
        }
    }
    out.push(&text[begin..]);
    out.into_iter().map(str::trim).filter(|w| !w.is_empty()).collect()
}
/// Reads constraints, separated by commas, semicolons or new lines.
pub fn parse(text: &str) -> Vec<Constraint> {
    let binds = |words: &str| match phrases::read(words) {
        Reading::Binds(binds) => binds,
        Reading::Near(_) | Reading::Unknown => vec![],
    };
    phrases_of(text).into_iter().map(|words| Constraint { words: words.into(), binds: binds(words) }).collect()
}
/// The first phrase that is nearly a known one.
pub fn near_miss(text: &str) -> Option<NearMiss> {
    let all = phrases_of(text);
    let (at, suggestions) = all.iter().enumerate().find_map(|(at, words)| match phrases::read(words) {
        Reading::Binds(_) => None,
        Reading::Near(suggestions) => Some((at, suggestions)),
        Reading::Unknown if words.to_lowercase().starts_with("note:") => None,
        Reading::Unknown => respelled(words).map(|s| (at, vec![s])),
    })?;
    let first = suggestions.first().filter(|s| !s.starts_with("--")).map(String::as_str);
    let whole: Vec<&str> = all.iter().enumerate().filter_map(|(i, w)| if i == at { first } else { Some(w) }).collect();
    let whole = whole.join(", ");
    Some(NearMiss { words: all[at].to_string(), suggestions, whole })
}
/// The phrase with each unknown word replaced by a known one that differs by a slip, where the result is then known.
fn respelled(words: &str) -> Option<String> {
    let known = phrases::vocabulary();
    let plain = phrases::plain(words);
    let mut changed = false;
    let respell = |word: &str, changed: &mut bool| -> String {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 4 || known.contains(&word) {
            return word.into();
        }
        let most = if letters < 6 { 1 } else { 2 };
        match known.iter().filter(|k| k.len() > 2).map(|k| (slips(word, k), *k)).min() {
            Some((n, k)) if n <= most => {
                *changed = true;
                k.into()
            }
            _ => word.into(),
        }
    };
    let respelled: Vec<String> = plain.split(' ').map(|w| respell(w, &mut changed)).collect();
    let respelled = respelled.join(" ");
    (changed && matches!(phrases::read(&respelled), Reading::Binds(_))).then_some(respelled)
}
/// Letters put in, left out, exchanged or swapped with their neighbour.
fn slips(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut d = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for (i, row) in d.iter_mut().enumerate() {
        row[0] = i;
    }
    d[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            d[i][j] = (d[i - 1][j] + 1).min(d[i][j - 1] + 1).min(d[i - 1][j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                d[i][j] = d[i][j].min(d[i - 2][j - 2] + 1);
            }
        }
    }
    d[a.len()][b.len()]
}
/// What a binding leaves to a person, and to whom.
fn owner(binding: &Binding) -> Option<&str> {
    match binding {
        Binding::Asks { owner } => Some(owner),
        Binding::Platform { .. } => Some("operations"),
        Binding::ExcludedCategory { .. } => Some("finance"),
        _ => None,
    }
}
/// An open question for each constraint that was not recognised, and for each that the design cannot bind by itself.
pub fn open_questions(constraints: &[Constraint]) -> Vec<OpenQuestion> {
    let asked = |c: &Constraint| if c.binds.is_empty() { Some("loyalty-strategist".to_string()) } else { c.binds.iter().find_map(owner).map(String::from) };
    let question = |(i, c): (usize, &Constraint)| {
        let why = if c.binds.is_empty() { Fact::new("constraint-unknown-why") } else { Fact::new("constraint-unbound-why") };
        asked(c).map(|owner| OpenQuestion::new(format!("constraint-{}", i + 1), Fact::new("constraint-open").text("words", c.words.clone()), why, owner))
    };
    constraints.iter().enumerate().filter_map(question).collect()
}
#[cfg(test)]
mod tests;
