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
/// Whether a heading is a known name of a column, whichever.
pub fn is_heading(heading: &str) -> bool {
    NAMES.keys().any(|meaning| rank_of(meaning, heading).is_some())
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
/// Words of a text, in lower case: cut at anything but letters and digits, and where a capital follows a small letter.
fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    let (mut word, mut small) = (String::new(), false);
    for c in text.chars().chain([' ']) {
        if !c.is_alphanumeric() || (small && c.is_uppercase()) {
            let done = plain(&std::mem::take(&mut word));
            out.extend((!done.is_empty()).then_some(done));
        }
        if c.is_alphanumeric() {
            word.push(c);
        }
        small = c.is_lowercase();
    }
    out
}
/// What a word of a status (or, with `kind`, of the type of a row) says of a sale: the words that are known whole, and several words by the beginning
/// of the one that decides (`Awaiting bank wire payment`, `processor_declined`). A denial is no answer: `not delivered` stays unknown.
pub fn state_of(cell: &str, kind: bool) -> Option<&'static str> {
    const NOT: [&str; 10] = ["not", "no", "un", "nicht", "kein", "non", "pas", "nao", "niet", "never"];
    const BEGIN: [(&str, &[&str]); 6] = [
        ("unpaid", &["await", "pending", "waiting", "unpaid", "overdue", "ausstehend", "pendient", "pendente"]),
        ("cancelled", &["cancel", "storn", "annul", "void", "abandon"]),
        ("failed", &["declin", "refus", "reject", "fail", "error", "expir", "denied", "fraud", "abgelehnt", "echou", "rechaz", "recus"]),
        ("refund", &["refund", "chargeback", "revers", "erstatt", "gutschrift", "rembours", "reembols", "rimbors", "terugbet", "estorn"]),
        ("nosale", &["withdraw", "payout", "transfer", "auszahl", "fee", "fees"]),
        (
            "sale",
            &[
                "accept",
                "receiv",
                "paid",
                "complet",
                "settl",
                "deliver",
                "ship",
                "captur",
                "succe",
                "approv",
                "confirm",
                "sale",
                "order",
                "invoice",
                "payment",
                "purchase",
                "charge",
                "bezahlt",
                "versandt",
                "geliefert",
                "entreg",
                "enviad",
                "pagad",
                "livr",
                "expedi",
                "spedit",
                "consegn",
                "betaald",
                "verzonden",
            ],
        ),
    ];
    if let Some(class) = class_of("transactions", cell) {
        return Some(class);
    }
    let said = tokens(cell);
    if said.len() < 2 || said.len() > 8 || said.iter().any(|w| NOT.contains(&w.as_str())) {
        return None;
    }
    let pair = |a: &str, b: &[&str]| said.windows(2).any(|w| w[0] == a && b.contains(&w[1].as_str()));
    let begins = |stems: &[&str]| said.iter().any(|w| stems.iter().any(|s| w.starts_with(s)));
    let class = if pair("credit", &["note", "memo"]) { Some("refund") } else { BEGIN.iter().find(|(_, stems)| begins(stems)).map(|b| b.0) };
    // What a status says of money that goes back, the whole or a part, is for a person to say.
    class.filter(|c| kind || *c != "refund")
}
/// What a heading of several words says of a customer: one for a buyer, and behind it one for an id, an address or a name (`Sell-to Customer No.`,
/// `Consumer name`), or the buyer alone.
pub fn buyer_of(heading: &str) -> Option<&'static str> {
    const BUYERS: [&str; 27] = [
        "customer",
        "client",
        "buyer",
        "consumer",
        "shopper",
        "payer",
        "purchaser",
        "contact",
        "patron",
        "account",
        "subscriber",
        "guest",
        "kunde",
        "kunden",
        "kaufer",
        "besteller",
        "acheteur",
        "cliente",
        "comprador",
        "compradora",
        "acquirente",
        "klant",
        "koper",
        "kund",
        "kupujacy",
        "купил",
        "soldto",
    ];
    const OTHERS: [&str; 21] = [
        "bank",
        "iban",
        "bic",
        "manager",
        "owner",
        "rep",
        "agent",
        "staff",
        "employee",
        "seller",
        "vendor",
        "merchant",
        "first",
        "last",
        "middle",
        "given",
        "family",
        "vorname",
        "nachname",
        "ship",
        "recipient",
    ];
    const ENDS: [(&str, &[&str]); 3] = [
        ("id", &["id", "no", "nr", "number", "num", "code", "key", "ref", "reference", "party", "nummer", "uid", "uuid"]),
        ("email", &["email", "mail"]),
        ("name", &["name", "username", "fullname", "nickname", "company"]),
    ];
    let said = tokens(heading);
    let sold_to = said.windows(2).any(|w| matches!(w[0].as_str(), "sold" | "sell" | "bill") && w[1] == "to");
    let buyer = |w: &String| BUYERS.contains(&w.as_str());
    if said.len() > 6 || said.iter().any(|w| OTHERS.contains(&w.as_str())) || !(sold_to || said.iter().any(buyer)) {
        return None;
    }
    let end = said.last()?;
    let ends = ENDS.iter().find(|(_, words)| words.contains(&end.as_str())).map(|e| e.0);
    // "E-Mail" is two words.
    let ends = if ends.is_none() && end == "address" && said.iter().any(|w| matches!(w.as_str(), "email" | "mail")) { Some("email") } else { ends };
    ends.or_else(|| (said.len() == 1).then_some("name"))
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
/// Whether a name on a line of an order is of no item of the shop: postage, a fee, a discount, a gift card, a correction. Words that goods may hold
/// too ("Manual Coffee Grinder") count alone only, the others where they stand among few.
pub fn is_no_item(name: &str) -> bool {
    const FEW: usize = 4;
    if !name.chars().any(char::is_alphanumeric) || class_of("items", name).is_some() {
        return true;
    }
    let said = tokens(name);
    if said.len() > FEW {
        return false;
    }
    let parts = (0..said.len()).flat_map(|from| (from + 1..=said.len()).map(move |to| (from, to)));
    let spaced = parts.map(|(from, to)| said[from..to].concat()).any(|w| class_of("items", &w) == Some("part"));
    // Languages that set no spaces: the word stands somewhere in the name.
    let unspaced = |w: &String| !w.is_ascii() && w.chars().count() > 1 && !w.chars().any(|c| c < '\u{2e80}') && plain(name).contains(w.as_str());
    spaced || WORDS.get("items").is_some_and(|words| words.iter().any(|(w, class)| *class == "part" && unspaced(w)))
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
        for (cell, kind, class) in [
            ("Awaiting bank wire payment", false, Some("unpaid")),
            ("processor_declined", false, Some("failed")),
            ("Cancelada pelo comprador", false, Some("cancelled")),
            ("SentForSettle", false, Some("sale")),
            ("submitted_for_settlement", false, Some("sale")),
            ("Payment accepted", false, Some("sale")),
            ("Sales credit note", true, Some("refund")),
            ("Payment Refund", true, Some("refund")),
            ("General Withdrawal", true, Some("nosale")),
            ("Express Checkout Payment", true, Some("sale")),
            ("Payment Reversal", true, Some("refund")),
            ("Refund initiated", false, None),
            ("Not delivered", false, None),
            ("On Route 7", false, None),
            ("Gold plus", false, None),
        ] {
            assert_eq!(state_of(cell, kind), class, "{cell}");
        }
        for (heading, of) in [
            ("Sell-to Customer No.", Some("id")),
            ("Sold-to party", Some("id")),
            ("Buyer User ID", Some("id")),
            ("account_code", Some("id")),
            ("customer_reference", Some("id")),
            ("Consumer name", Some("name")),
            ("Comprador", Some("name")),
            ("Contact Email", Some("email")),
            ("orderCustomer.email", Some("email")),
            ("Consumer bank account", None),
            ("Customer type", None),
            ("Customer First Name", None),
            ("Account Manager Name", None),
            ("Merchant Account", None),
            ("Ship-to Customer No.", None),
            ("Order No.", None),
        ] {
            assert_eq!(buyer_of(heading), of, "{heading}");
        }
        assert!(is_discount("Coupon TEN") && is_discount("Gutschein 5 €") && !is_discount("Cast Iron Pot"));
        for name in
            ["POSTAGE", "DOTCOM POSTAGE", "Manual", "Bank Charges", "AMAZON FEE", "Gift Card $50", "Versandkosten DE", "Frais de port", "Gastos de envío"]
        {
            assert!(is_no_item(name), "{name}");
        }
        for name in ["Spese di spedizione", "Verzendkosten", "Vale-presente", "送料", "代引き手数料", "运费", "Next Day Carriage", "?", "damaged", "Discount"]
        {
            assert!(is_no_item(name), "{name}");
        }
        for name in
            ["Manual Coffee Grinder", "VINTAGE POST OFFICE SCALE", "Port Wine", "Test Tube Vase", "JUMBO BAG RED RETROSPOT", "コーヒー豆 200g", "Probe Set Tee"]
        {
            assert!(!is_no_item(name), "{name}");
        }
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
