//! Constraints in a person's words: what is recognised binds the design; the rest is kept word for word as an open question.
use loyalty_model::brief::{Binding, Constraint};
use loyalty_model::fact::Fact;
use loyalty_model::finding::OpenQuestion;
use loyalty_model::units::Money;

const PLACES: &[(&str, &str)] = &[
    ("eu", "EU"),
    ("european union", "EU"),
    ("gdpr", "EU"),
    ("us", "US"),
    ("usa", "US"),
    ("united states", "US"),
    ("uk", "GB"),
    ("united kingdom", "GB"),
    ("canada", "CA"),
    ("ontario", "CA-ON"),
    ("quebec", "CA-QC"),
    ("california", "US-CA"),
    ("new york", "US-NY"),
    ("germany", "DE"),
    ("france", "FR"),
    ("spain", "ES"),
    ("italy", "IT"),
    ("netherlands", "NL"),
    ("ireland", "IE"),
    ("austria", "AT"),
    ("sweden", "SE"),
    ("poland", "PL"),
    ("australia", "AU"),
    ("japan", "JP"),
    ("brazil", "BR"),
    ("india", "IN"),
    ("switzerland", "CH"),
    ("norway", "NO"),
    ("south korea", "KR"),
];
const PLATFORMS: &[&str] =
    &["shopify", "salesforce", "hubspot", "klaviyo", "braze", "magento", "woocommerce", "bigcommerce", "sap", "zendesk", "stripe", "segment"];
const CHANNELS: &[&str] = &["email", "e-mail", "sms", "push", "phone", "post", "in-app"];

/// Reads constraints, separated by commas, semicolons or new lines.
pub fn parse(text: &str) -> Vec<Constraint> {
    text.split([',', ';', '\n']).map(str::trim).filter(|w| !w.is_empty()).map(|w| Constraint { words: w.into(), binds: one(&w.to_lowercase()) }).collect()
}
fn one(w: &str) -> Vec<Binding> {
    if let Some((_, code)) = PLACES.iter().find(|(name, _)| *name == w) {
        return vec![Binding::Place { code: (*code).into() }];
    }
    if let Some(name) = PLATFORMS.iter().find(|p| **p == w) {
        return vec![Binding::Platform { name: (*name).into() }];
    }
    let number = || w.split_whitespace().find_map(|t| t.trim_matches(|c: char| !c.is_ascii_digit() && c != '.').parse::<f64>().ok());
    let share = || w.contains('%').then(number).flatten().map(|n| n / 100.0).filter(|s| (0.0..=1.0).contains(s));
    if w.contains("expir") && (w.starts_with("no ") || w.contains("never") || (w.contains("without") && !w.contains("after"))) {
        return vec![Binding::NoExpiry];
    }
    if (w.contains("expir") || w.contains("lapse")) && w.contains("after") {
        return number().and_then(|n| expires(w, n)).into_iter().collect();
    }
    if w.contains("max") && w.contains("discount") {
        return share().map(|share| Binding::MaxDiscount { share }).into_iter().collect();
    }
    if w.contains("margin floor") {
        return share().map(|share| Binding::MarginFloor { share }).into_iter().collect();
    }
    if w.contains("max") && w.contains("reward") {
        return number().map(|n| Binding::MaxRewardValue { amount: Money::round_from(n) }).into_iter().collect();
    }
    if w.contains("liability cap") {
        return number().map(|n| Binding::LiabilityCap { amount: Money::round_from(n) }).into_iter().collect();
    }
    if let Some(rest) = w.strip_prefix("no ") {
        if CHANNELS.contains(&rest) {
            return vec![Binding::ChannelBarred { channel: rest.replace("e-mail", "email") }];
        }
        if ["referral", "missions", "surprise"].contains(&rest) {
            return vec![Binding::LeverBarred { lever: rest.into() }];
        }
    }
    if let Some(rest) = w.strip_prefix("exclude ") {
        return vec![Binding::ExcludedCategory { name: rest.into() }];
    }
    vec![]
}
/// "points expire after 24 months", "points lapse after 2 years of inactivity".
fn expires(w: &str, number: f64) -> Option<Binding> {
    let months = match (w.contains("month"), w.contains("year")) {
        (true, false) => number,
        (false, true) => 12.0 * number,
        _ => return None,
    };
    let whole = months.fract() == 0.0 && (1.0..=120.0).contains(&months);
    whole.then(|| Binding::Expires { months: months as u32, inactivity: w.contains("inactiv") || w.contains("without") })
}
/// An open question for each constraint that was not recognised, and for each that the design cannot bind by itself.
pub fn open_questions(constraints: &[Constraint]) -> Vec<OpenQuestion> {
    constraints
        .iter()
        .enumerate()
        .filter(|(_, c)| c.binds.is_empty() || c.binds.iter().any(|b| matches!(b, Binding::ExcludedCategory { .. } | Binding::Platform { .. })))
        .map(|(i, c)| OpenQuestion {
            id: format!("constraint-{}", i + 1),
            question: Fact::new("constraint-open").text("words", c.words.clone()),
            why: if c.binds.is_empty() { Fact::new("constraint-unknown-why") } else { Fact::new("constraint-unbound-why") },
            owner: "Loyalty Strategist".into(),
        })
        .collect()
}
#[cfg(test)]
mod tests {
    use super::*;
    fn check(text: &str, shown: &str) {
        assert_eq!(format!("{:?}", parse(text).into_iter().flat_map(|c| c.binds).collect::<Vec<_>>()), shown);
    }
    #[test]
    fn known_words_bind_and_unknown_words_stay() {
        check("EU", "[Place { code: \"EU\" }]");
        check("no points expiry; max discount 10%", "[NoExpiry, MaxDiscount { share: 0.1 }]");
        check("points expire after 24 months", "[Expires { months: 24, inactivity: false }]");
        check("Points lapse after 2 years of inactivity", "[Expires { months: 24, inactivity: true }]");
        check("points expire after a while", "[]");
        check("No SMS, no referral", "[ChannelBarred { channel: \"sms\" }, LeverBarred { lever: \"referral\" }]");
        let all = parse("EU, only on full moons");
        assert_eq!(open_questions(&all)[0].question, Fact::new("constraint-open").text("words", "only on full moons".to_string()));
    }
}
