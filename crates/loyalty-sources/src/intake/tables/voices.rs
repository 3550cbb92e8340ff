//! Answers of customers: surveys, reviews, tickets.
use super::super::lexicon::{class_of, plain};
use super::*;

/// The best word of a rating in words, on a scale of 5.
fn worded(cell: &[u8]) -> Option<u32> {
    match class_of("score", &words(cell)) {
        Some("100") => Some(500),
        Some("50") => Some(300),
        Some("0") => Some(100),
        _ => None,
    }
}
pub(super) fn voice(r: &Reading, row: &Row) -> Made<Voice> {
    let number = || r.money(row, "score").map(|m| (m.raw() / 100).clamp(0, 1_000_000) as u32);
    let score = if r.meaning.worded_scores { worded(r.cell(row, "score")) } else { number() };
    let customer = r.customer(row);
    let left = r.meaning.columns.uses.iter().any(|u| u.canonical == "left") && (truth(r.cell(row, "left")).unwrap_or_else(|| r.day(row, "left").is_some()));
    // Some exports repeat the kind of each question below its heading.
    let heading = |text: &str| ["openendedresponse", "response", "openended"].contains(&plain(text).as_str());
    if customer.is_empty() && score.is_none() && r.cell(row, "time").is_empty() && r.text(row, "text").is_some_and(|t| heading(&t)) {
        return Err(("it repeats the heading", vec![]));
    }
    let value = Voice {
        customer: (!customer.is_empty()).then(|| words(&customer)),
        day: r.day(row, "time"),
        score_hundredths: score,
        scale_max: 0,
        text: r.text(row, "text").unwrap_or_default(),
        theme: r.text(row, "theme"),
        left,
    };
    Ok((value, None))
}
/// Ratings with their scale: by kin of files, the smallest usual one that holds all but one in twenty of the ratings.
pub(super) fn scaled(all: Vec<(usize, Voice)>, kins: usize) -> impl Iterator<Item = Voice> {
    let scale = |kin: usize| {
        let scores: Vec<u32> = all.iter().filter(|v| v.0 == kin).filter_map(|v| v.1.score_hundredths).collect();
        [5u32, 10, 100].into_iter().find(|s| scores.iter().filter(|v| **v > s * 100).count() * 20 <= scores.len()).unwrap_or(100)
    };
    let scales: Vec<u32> = (0..kins).map(scale).collect();
    all.into_iter().map(move |(kin, v)| Voice { scale_max: scales[kin], ..v })
}
