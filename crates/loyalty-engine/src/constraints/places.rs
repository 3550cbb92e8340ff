//! Places by name, code, region or law. Codes are ISO 3166; a part of a country has the code of its subdivision.

/// Names in lower case, and the codes that they stand for.
const NAMES: &[(&str, &str)] = &[
    ("eu", "EU"),
    ("e.u.", "EU"),
    ("european union", "EU"),
    ("europe", "EU GB NO CH IS LI"),
    ("eea", "EU NO IS LI"),
    ("dach", "DE AT CH"),
    ("benelux", "BE NL LU"),
    ("nordics", "SE NO DK FI IS"),
    ("scandinavia", "SE NO DK"),
    ("baltics", "EE LV LT"),
    ("iberia", "ES PT"),
    ("british isles", "GB IE"),
    ("north america", "US CA MX"),
    ("anz", "AU NZ"),
    ("gcc", "AE SA QA KW BH OM"),
    ("gdpr", "EU"),
    ("uk gdpr", "GB"),
    ("ccpa", "US-CA"),
    ("cpra", "US-CA"),
    ("casl", "CA"),
    ("pipeda", "CA"),
    ("law 25", "CA-QC"),
    ("lgpd", "BR"),
    ("us", "US"),
    ("u.s.", "US"),
    ("usa", "US"),
    ("u.s.a.", "US"),
    ("united states", "US"),
    ("united states of america", "US"),
    ("america", "US"),
    ("uk", "GB"),
    ("u.k.", "GB"),
    ("gb", "GB"),
    ("united kingdom", "GB"),
    ("great britain", "GB"),
    ("britain", "GB"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("wales", "GB"),
    ("canada", "CA"),
    ("ontario", "CA-ON"),
    ("quebec", "CA-QC"),
    ("québec", "CA-QC"),
    ("british columbia", "CA-BC"),
    ("alberta", "CA-AB"),
    ("california", "US-CA"),
    ("new york", "US-NY"),
    ("texas", "US-TX"),
    ("florida", "US-FL"),
    ("colorado", "US-CO"),
    ("washington state", "US-WA"),
    ("illinois", "US-IL"),
    ("massachusetts", "US-MA"),
    ("virginia", "US-VA"),
    ("germany", "DE"),
    ("deutschland", "DE"),
    ("france", "FR"),
    ("spain", "ES"),
    ("italy", "IT"),
    ("portugal", "PT"),
    ("netherlands", "NL"),
    ("the netherlands", "NL"),
    ("holland", "NL"),
    ("belgium", "BE"),
    ("luxembourg", "LU"),
    ("ireland", "IE"),
    ("austria", "AT"),
    ("switzerland", "CH"),
    ("sweden", "SE"),
    ("norway", "NO"),
    ("denmark", "DK"),
    ("finland", "FI"),
    ("iceland", "IS"),
    ("poland", "PL"),
    ("czechia", "CZ"),
    ("czech republic", "CZ"),
    ("slovakia", "SK"),
    ("hungary", "HU"),
    ("romania", "RO"),
    ("bulgaria", "BG"),
    ("greece", "GR"),
    ("croatia", "HR"),
    ("slovenia", "SI"),
    ("estonia", "EE"),
    ("latvia", "LV"),
    ("lithuania", "LT"),
    ("malta", "MT"),
    ("cyprus", "CY"),
    ("ukraine", "UA"),
    ("turkey", "TR"),
    ("türkiye", "TR"),
    ("israel", "IL"),
    ("united arab emirates", "AE"),
    ("uae", "AE"),
    ("saudi arabia", "SA"),
    ("egypt", "EG"),
    ("south africa", "ZA"),
    ("nigeria", "NG"),
    ("kenya", "KE"),
    ("india", "IN"),
    ("china", "CN"),
    ("hong kong", "HK"),
    ("taiwan", "TW"),
    ("japan", "JP"),
    ("south korea", "KR"),
    ("korea", "KR"),
    ("singapore", "SG"),
    ("malaysia", "MY"),
    ("thailand", "TH"),
    ("vietnam", "VN"),
    ("indonesia", "ID"),
    ("philippines", "PH"),
    ("australia", "AU"),
    ("new zealand", "NZ"),
    ("brazil", "BR"),
    ("brasil", "BR"),
    ("mexico", "MX"),
    ("argentina", "AR"),
    ("chile", "CL"),
    ("colombia", "CO"),
    ("peru", "PE"),
    ("uruguay", "UY"),
];
/// Words around a place that say no more than that members live there.
const BEFORE: [&str; 17] = [
    "customers in",
    "members in",
    "members live in",
    "customers live in",
    "we sell in",
    "we sell to",
    "sell in",
    "we ship to",
    "ship to",
    "shops in",
    "stores in",
    "based in",
    "only in",
    "for",
    "in the",
    "in",
    "only",
];
const AFTER: [&str; 8] = ["customers only", "customers", "members only", "members", "residents", "market", "law", "only"];

/// The codes of a phrase that names places and nothing else; none: it names something else.
pub(super) fn codes(words: &str) -> Option<Vec<String>> {
    let mut rest = words.trim();
    let lower = |t: &str| t.to_lowercase();
    if let Some(b) = BEFORE.iter().find(|b| lower(rest).strip_prefix(**b).is_some_and(|r| r.starts_with(' '))) {
        rest = rest.get(b.len()..)?.trim();
    }
    if let Some(a) = AFTER.iter().find(|a| lower(rest).strip_suffix(**a).is_some_and(|r| r.ends_with(' '))) {
        rest = rest.get(..rest.len() - a.len())?.trim();
    }
    let mut out: Vec<String> = vec![];
    for part in rest.replace(" and ", "/").replace(" or ", "/").split(['/', '&', '+']) {
        for code in place(part.trim())? {
            if !out.contains(&code) {
                out.push(code);
            }
        }
    }
    (!out.is_empty()).then_some(out)
}
fn place(name: &str) -> Option<Vec<String>> {
    let lower = name.to_lowercase();
    let lower = lower.strip_prefix("the ").unwrap_or(&lower);
    if let Some((_, codes)) = NAMES.iter().find(|(n, _)| *n == lower) {
        return Some(codes.split(' ').map(String::from).collect());
    }
    // A code is written in capitals: "IN" is India, "in" is a word.
    let known = NAMES.iter().flat_map(|(_, codes)| codes.split(' ')).any(|c| c == name);
    known.then(|| vec![name.to_string()])
}
/// Names that a slip of the pen may have meant.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(n, _)| *n)
}
