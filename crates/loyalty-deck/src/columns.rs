//! How much room the columns of a table need, in widths of the font; the template divides what a page has by it.
use loyalty_exports::charts::text_width;
use loyalty_exports::tables::Table;

/// Room between two columns.
const GAP: f64 = 1.4;
/// A longer text wraps: it claims no more than this.
const LONGEST: f64 = 36.0;

/// For each column: the least that tears no word, and the width at which nothing but long texts wraps.
pub fn needs(table: &Table) -> Vec<(f64, f64)> {
    (0..table.head.len()).map(|i| need(table, i)).collect()
}
fn need(table: &Table, column: usize) -> (f64, f64) {
    let heading = table.head.get(column).map_or("", |h| h.trim_start_matches('#'));
    let cells = || table.rows.iter().filter_map(|r| r.get(column));
    let least = cells().map(|c| longest_word(c)).fold(longest_word(heading), f64::max);
    // A heading may stand in two lines before it claims room of its own.
    let wish = cells().map(|c| text_width(c, 1.0)).fold(0.6 * text_width(heading, 1.0), f64::max).min(LONGEST);
    (GAP + least, GAP + wish.max(least))
}
fn longest_word(text: &str) -> f64 {
    text.split_whitespace().map(|w| text_width(w, 1.0)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn no_word_is_torn_and_long_texts_wrap() {
        let rows = vec![vec!["Gold".into(), "1,234,567".into(), "a long sentence ".repeat(20)]];
        let t = Table { title: "", note: String::new(), head: vec!["Tier".into(), "#Members".into(), "Why".into()], rows, folded: false };
        let [tier, members, why] = needs(&t)[..] else { unreachable!("three columns") };
        assert!(members.0 > text_width("1,234,567", 1.0) && tier.1 < members.1);
        assert!((why.1 - GAP - LONGEST).abs() < 1e-9 && why.0 < 8.0);
    }
}
