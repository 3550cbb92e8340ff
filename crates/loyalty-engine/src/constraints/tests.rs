//! Phrases as people write them: what each binds, and what stops.
use super::*;

#[track_caller]
fn check(text: &str, shown: &str) {
    assert_eq!(format!("{:?}", parse(text).into_iter().flat_map(|c| c.binds).collect::<Vec<_>>()), shown, "{text}");
    assert_eq!(near_miss(text), None, "{text}");
}
fn codes(text: &str) -> String {
    let binds = parse(text).into_iter().flat_map(|c| c.binds);
    binds.map(|b| if let Binding::Place { code } = b { code } else { format!("{b:?}") }).collect::<Vec<_>>().join(" ")
}
#[test]
fn known_words_bind_and_unknown_words_stay() {
    check("EU", "[Place { code: \"EU\" }]");
    check("no points expiry; max discount 10%", "[NoExpiry, MaxDiscount { share: 0.1 }]");
    check("points expire after 24 months", "[Expires { months: 24, inactivity: false }]");
    check("Points lapse after 2 years of inactivity", "[Expires { months: 24, inactivity: true }]");
    check("24-month expiry", "[Expires { months: 24, inactivity: false }]");
    check("No SMS, no referral", "[ChannelBarred { channel: \"sms\" }, LeverBarred { lever: \"referral\" }]");
    check("no emails", "[ChannelBarred { channel: \"email\" }]");
    check("don't use text messages", "[ChannelBarred { channel: \"sms\" }]");
    check("no coupons", "[LeverBarred { lever: \"coupons\" }]");
    check("exclude gift cards", "[ExcludedCategory { name: \"gift cards\" }]");
    check("gift cards excluded", "[ExcludedCategory { name: \"gift cards\" }]");
    for text in [
        "maximum discount 10 percent",
        "max discount 10%",
        "no discount above 10%",
        "discounts of at most 10 per cent",
        "Never more than 10% off",
        "cap discounts at 10 %",
    ] {
        check(text, "[MaxDiscount { share: 0.1 }]");
    }
    for text in ["cap liability at 20000", "liability cap 20,000", "max liability 20k", "Liability below $20,000."] {
        check(text, "[LiabilityCap { amount: Money(200000000) }]");
    }
    check("max reward €25", "[MaxRewardValue { amount: Money(250000) }]");
    check("max discount $25", "[MaxRewardValue { amount: Money(250000) }]");
    check("margin floor 30%", "[MarginFloor { share: 0.3 }]");
    check("keep the margin above 30%", "[MarginFloor { share: 0.3 }]");
    check("launch no earlier than 3 months after the decision", "[LaunchAfter { months: 3 }]");
    check("we use Klaviyo", "[Platform { name: \"klaviyo\" }]");
    for text in ["max 2 emails a week", "no more than two messages per week", "At most 2 e-mails a week", "up to 2 texts weekly"] {
        check(text, "[MessageCap { most: 2, monthly: false }]");
    }
    check("maximum 4 messages per month", "[MessageCap { most: 4, monthly: true }]");
    for text in ["max 1 email a day", "one newsletter a month", "monthly newsletter per month", "max 2 emails a week and 5 a month"] {
        check(text, "[Asks { owner: \"crm-manager\" }]");
    }
    check("B2B", "[Fact { name: \"audience\", value: \"business-buyers\" }]");
    let all = parse("EU, only on full moons");
    assert_eq!(open_questions(&all)[0].question, Fact::new("constraint-open").text("words", "only on full moons".to_string()));
    assert_eq!(parse("email only")[0].binds.len(), 5);
}
#[test]
fn places_by_name_code_region_and_law() {
    for (text, expected) in [
        ("Canada", "CA"),
        ("CA", "CA"),
        ("Quebec", "CA-QC"),
        ("Québec", "CA-QC"),
        ("DACH", "DE AT CH"),
        ("EU", "EU"),
        ("customers in France and Spain", "FR ES"),
        ("DE/AT", "DE AT"),
        ("Germany only", "DE"),
        ("we ship to the UK", "GB"),
        ("US-CA", "US-CA"),
        ("Law 25", "CA-QC"),
        ("GDPR", "EU"),
        ("IN", "IN"),
    ] {
        assert_eq!(codes(text), expected, "{text}");
    }
    // A word is no code, and who is left out is no place of members.
    assert_eq!(parse("in")[0].binds, vec![]);
    assert_eq!(codes("exclude Quebec"), "Asks { owner: \"legal\" }");
}
#[test]
fn a_near_miss_stops_with_what_was_meant() {
    for (text, meant) in [
        ("max discout 10%", "max discount 10%"),
        ("Cananda", "canada"),
        ("no emial", "no email"),
        ("no coupns", "no coupons"),
        ("shopfy", "shopify"),
        ("liabilty cap 20000", "liability cap 20000"),
        ("max discount", "max discount 10%"),
        ("max discount 10", "max discount 10%"),
        ("points expire after a while", "points expire after 24 months"),
        ("liability cap", "liability cap 20000"),
        ("margin floor", "margin floor 30%"),
        ("no tiers", "--tiers points-only"),
        ("max discount 250%", "max discount 10%"),
    ] {
        let near = near_miss(&format!("EU, {text}")).unwrap_or_else(|| panic!("{text} passes"));
        assert_eq!(near.suggestions[0], meant, "{text}");
        assert!(near.whole.starts_with("EU"), "{near:?}");
        if !near.suggestions[0].starts_with("--") {
            assert_eq!(near_miss(&near.whole), None, "the suggestion works: {near:?}");
        }
    }
    assert_eq!(near_miss("note: max discout 10%"), None);
    assert_eq!(near_miss("only on full moons, no plastic cards"), None);
}
#[test]
fn a_comma_between_digits_separates_thousands() {
    assert_eq!(parse("liability cap 20,000, EU,UK").len(), 3);
    assert_eq!(parse("max discount 10%,500 members").len(), 2);
}
