//! What names of columns and words of cells mean, as three data files tell: `names.tsv`, `states.tsv`, `presets.tsv`.
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A name or a word without its marks: letters and digits alone, in lower case, Latin letters without accents.
pub fn plain(name: &str) -> String {
    const ACCENTED: &str = "áàâäãåéèêëíìîïóòôöõøúùûüñçýÿ";
    const BARE: &str = "aaaaaaeeeeiiiioooooouuuuncyy";
    let bare = |c: char| if c.is_ascii() { c } else { ACCENTED.chars().zip(BARE.chars()).find(|(a, _)| *a == c).map_or(c, |(_, b)| b) };
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).map(bare).collect()
}
/// Lines of a data file that hold something, by column.
fn table(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).map(|l| l.split('\t').collect())
}
static NAMES: LazyLock<FxHashMap<&str, FxHashMap<String, usize>>> = LazyLock::new(|| {
    let mut all: FxHashMap<&str, FxHashMap<String, usize>> = FxHashMap::default();
    for line in table(include_str!("../../data/names.tsv")) {
        let ranks = all.entry(line[0]).or_default();
        for (rank, name) in line[1].split(',').enumerate() {
            ranks.entry(plain(name)).or_insert(rank);
        }
    }
    all
});
/// Where a name stands among those of a meaning, the best first.
fn rank(meaning: &str, name: &str) -> Option<usize> {
    NAMES.get(meaning)?.get(name).copied()
}
/// Where a heading stands among the names of a meaning: as it is, without what stands in brackets, or by its last part (`a.b`, `a/b`).
/// The lower the better; a reading that leaves something out ranks behind all that do not.
pub fn rank_of(meaning: &str, heading: &str) -> Option<usize> {
    const LESS: usize = 1_000;
    let bare = heading.split(['(', '[', '（']).next().unwrap_or(heading);
    let last = heading.rsplit(['.', '/', ':']).next().unwrap_or(heading);
    let ways = [(heading, 0), (bare, LESS / 2), (last, LESS)];
    ways.into_iter().find_map(|(name, penalty)| rank(meaning, &plain(name)).map(|r| r + penalty))
}

static WORDS: LazyLock<FxHashMap<&str, FxHashMap<String, &str>>> = LazyLock::new(|| {
    let mut all: FxHashMap<&str, FxHashMap<String, &str>> = FxHashMap::default();
    for line in table(include_str!("../../data/states.tsv")) {
        let words = all.entry(line[0]).or_default();
        for word in line[2].split(',') {
            words.entry(plain(word)).or_insert(line[1]);
        }
    }
    all
});
/// The class of a word in a list.
pub fn class_of(list: &str, cell: &str) -> Option<&'static str> {
    let words = WORDS.get(list)?;
    words.get(plain(cell).as_str()).copied()
}
/// The class of a word, or of the first word of several that is known.
pub fn class_within(list: &str, cell: &str) -> Option<&'static str> {
    class_of(list, cell).or_else(|| {
        let words = WORDS.get(list)?;
        cell.split(|c: char| !c.is_alphanumeric()).find_map(|w| words.get(plain(w).as_str()).copied())
    })
}
/// A cell that names nobody: a null word, a guest, a dash.
pub fn is_nobody(cell: &str) -> bool {
    let word = plain(cell);
    if word.is_empty() {
        return cell.chars().all(|c| !c.is_alphanumeric());
    }
    WORDS.get("none").is_some_and(|w| w.get(word.as_str()) == Some(&"customer"))
}
/// Whether a text speaks of a discount.
pub fn is_discount(text: &str) -> bool {
    class_within("none", text) == Some("discount")
}

/// A form of export that is known.
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// (canonical, column).
    pub columns: Vec<(&'static str, &'static str)>,
    /// What to export instead, where it cannot do.
    pub instead: Option<&'static str>,
}
/// The known form of a heading: all columns of its signature are there; of two that fit, the one that asks for more.
pub fn preset(table_word: &str, header: &[String]) -> Option<Preset> {
    let fits = |line: &Vec<&str>| line[1] == table_word && line[2].split('|').all(|c| header.iter().any(|h| h == c));
    let best = table(include_str!("../../data/presets.tsv")).filter(fits).max_by_key(|l| l[2].len())?;
    let columns = best[3].split('|').filter_map(|pair| pair.split_once('=')).collect();
    Some(Preset { name: best[0], columns, instead: best.get(5).copied() })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn headings_are_known_in_many_languages_and_with_marks() {
        for (meaning, heading) in [
            ("customer.email", "E-Mail-Adresse"),
            ("customer.email", "メールアドレス"),
            ("customer.name", "买家会员名"),
            ("customer.id", "Kunden-Nr."),
            ("customer.id", "N° client"),
            ("transactions.time", "Date de commande"),
            ("transactions.time", "注文日"),
            ("transactions.time", "订单付款时间"),
            ("transactions.time", "Created (UTC)"),
            ("transactions.amount", "Betrag in HW"),
            ("transactions.amount", "Montant TTC"),
            ("transactions.amount", "net_sales"),
            ("transactions.amount", "合計"),
            ("transactions.amount", "实付金额"),
            ("transactions.amount", "Total (inc. tax)"),
            ("transactions.amount", "Importe total"),
            ("transactions.amount", "Valor total"),
            ("usage.time", "properties.time"),
            ("usage.time", "event_time"),
            ("customer.id", "distinct_id"),
            ("customer.id", "cust"),
        ] {
            assert!(rank_of(meaning, heading).is_some(), "{heading} is no {meaning}");
        }
        assert_eq!(rank_of("transactions.amount", "shipping"), None);
        assert!(rank_of("transactions.time", "order_date") < rank_of("transactions.time", "date"));
        assert!(rank_of("transactions.amount", "Total") < rank_of("transactions.amount", "Total (base)"));
    }
    #[test]
    fn words_of_cells_have_a_class() {
        for (list, cell, class) in [
            ("transactions", "Closed Won", "sale"),
            ("transactions", "partially_refunded", "sale"),
            ("transactions", "Refund", "refund"),
            ("transactions", "Canceled", "cancelled"),
            ("transactions", "on-hold", "unpaid"),
            ("transactions", "storniert", "cancelled"),
            ("transactions", "交易关闭", "cancelled"),
            ("transactions", "Payout", "nosale"),
            ("subscriptions", "past_due", "running"),
            ("billing", "every 3 months", "3"),
            ("billing", "Two year", "24"),
        ] {
            assert_eq!(class_of(list, cell), Some(class), "{cell}");
        }
        assert_eq!(class_of("transactions", "Gold"), None);
        assert!(is_discount("Coupon TEN") && is_discount("Gutschein 5 €") && !is_discount("Cast Iron Pot"));
        assert!(["NULL", "n/a", "-", "guest", "Walk-in Customer", "", "Gast"].iter().all(|c| is_nobody(c)) && !is_nobody("70455"));
    }
    #[test]
    fn presets_name_columns_of_their_tables() {
        for line in table(include_str!("../../data/presets.tsv")) {
            assert!((5..=6).contains(&line.len()), "{line:?}");
            let kind = line[1].parse().expect("a table");
            for (canonical, _) in line[3].split('|').filter_map(|p| p.split_once('=')) {
                assert_ne!(super::super::columns::place_of(kind, canonical), usize::MAX, "{canonical} of {}", line[0]);
            }
        }
    }
}
