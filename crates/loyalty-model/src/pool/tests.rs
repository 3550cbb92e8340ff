//! Pools as people write them, over locales, currencies and periods.
use super::*;
use proptest::prelude::*;

fn shown(text: &str, in_force: Option<&str>) -> String {
    match read(text, in_force) {
        Ok(p) => {
            let year = p.yearly.map_or(String::new(), |y| format!(" from {y} a year"));
            let sign = if p.shares_sign.is_empty() { "" } else { " shared" };
            format!("{} {} {}{year}{sign}{}", p.currency.unwrap_or("-"), p.amount, p.period.word(), if p.judged { " judged" } else { "" })
        }
        Err(NotAPool::TwoReadings { whole, part }) => format!("{whole} or {part}"),
        Err(NotAPool::UnknownPeriod { word, monthly }) => format!("{word}? {}", monthly.map_or_else(String::new, |m| m.to_string())),
        Err(e) => format!("{e:?}"),
    }
}
#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shown(text, None), expected, "{text:?}");
}
#[test]
fn pools_are_read_as_people_write_them() {
    for (text, expected) in [
        ("50000", "- 50000.00 month"),
        ("50k", "- 50000.00 month"),
        ("50 K", "- 50000.00 month"),
        ("1.5m", "- 1500000.00 month"),
        ("1,5 million", "- 1500000.00 month"),
        ("2 mio. EUR", "EUR 2000000.00 month"),
        ("€50k/quarter", "EUR 50000.00 quarter"),
        ("£30,000 per quarter", "- 30000.00 quarter shared"),
        ("GBP 30,000 per quarter", "GBP 30000.00 quarter"),
        ("£30,000 GBP per quarter", "GBP 30000.00 quarter"),
        ("EUR 50.000/month", "EUR 50000.00 month judged"),
        ("EUR 50,000/month", "EUR 50000.00 month judged"),
        ("600000/year", "- 50000.00 month from 600000.00 a year"),
        ("600k a year", "- 50000.00 month from 600000.00 a year"),
        ("100000 p.a.", "- 8333.33 month from 100000.00 a year"),
        ("US$ 5,000 monthly", "USD 5000.00 month"),
        ("50 000 €", "EUR 50000.00 month"),
        ("50\u{202f}000\u{a0}€ per month", "EUR 50000.00 month"),
        ("1'000'000 CHF per quarter", "CHF 1000000.00 quarter"),
        ("₹5,00,000/month", "INR 500000.00 month"),
        ("₹5 lakh a month", "INR 500000.00 month"),
        ("R$ 50.000,00 / mo", "BRL 50000.00 month"),
        ("monthly 5000", "- 5000.00 month"),
        ("S/ 5000", "PEN 5000.00 month"),
        ("¥50,000", "- 50000.00 month shared"),
        ("kr 50 000", "- 50000.00 month shared"),
        ("$50,000 CAD", "CAD 50000.00 month"),
        ("1.234.567,50", "- 1234567.50 month"),
        ("1,234,567.50", "- 1234567.50 month"),
        ("50,5", "- 50.50 month"),
        ("Rp 50.000.000", "IDR 50000000.00 month"),
    ] {
        check(text, expected);
    }
}
#[test]
fn two_readings_are_not_one() {
    check("50.000", "50000/month or 50/month");
    check("50.000/quarter", "50000/quarter or 50/quarter");
    check("USD 50.000", "\"USD 50000/month\" or \"USD 50/month\"");
    check("KWD 50.000", "\"KWD 50000/month\" or \"KWD 50/month\"");
    check("1.250k", "1250000/month or 1250/month");
    check("600.000 a year", "50000/month or 50/month");
    // The currency of the data decides, and that is said.
    assert_eq!(shown("50.000", Some("EUR")), "- 50000.00 month judged");
    assert_eq!(shown("50,000", Some("EUR")), "- 50000.00 month judged");
    assert_eq!(shown("50,000", Some("USD")), "- 50000.00 month");
    assert_eq!(shown("50.000", Some("JPY")), "- 50000.00 month");
    assert_eq!(shown("50.000", Some("USD")), "50000/month or 50/month");
    assert_eq!(shown("$50.000", Some("CLP")), "- 50000.00 month shared");
}
#[test]
fn what_is_no_pool_is_refused() {
    for text in
        ["a lot", "", "50000 or 60000", "about 50000", "50%", "12.5000", "0.001", "5x", "USD 5 EUR", "50000 in total", "99999999999999999999", "9999999999bn"]
    {
        check(text, "NotAnAmount");
    }
    check("-5", "NotPositive(Money(-50000))");
    check("0", "NotPositive(Money(0))");
    check("5000/week", "week? 21666.67/month");
    check("300000 per half-year", "half-year? 50000/month");
    check("5000/fiscal", "fiscal? ");
}
#[test]
fn amounts_inside_words() {
    for (words, raw) in [("cap liability at 20000", 20_000), ("liability cap 20k", 20_000), ("max reward $25.", 25), ("liability under 1.5m", 1_500_000)] {
        assert_eq!(amount_in(words), Some(Money::from_units(raw)), "{words}");
    }
    assert_eq!(amount_in("no number"), None);
}
fn grouped(whole: &str, sign: &str, lakh: bool) -> String {
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        let left = whole.len() - i;
        if i > 0 && (if lakh { left == 3 || (left > 3 && left % 2 == 1) } else { left.is_multiple_of(3) }) {
            out += sign;
        }
        out.push(c);
    }
    out
}
proptest! {
    #[test]
    fn every_locale_currency_and_period_comes_back(units in 1i64..99_999_999_999, cents in 0i64..100, locale in 0..8usize, code in 0..9usize, ends in 0..7usize, before: bool) {
        let code = ["EUR", "USD", "GBP", "CHF", "SEK", "BRL", "INR", "PLN", "MXN"][code];
        let (group, decimal, lakh) = [(",", '.', false), (".", ',', false), ("'", '.', false), (" ", ',', false), ("\u{202f}", ',', false), (",", '.', true), ("", '.', false), ("", ',', false)][locale];
        let number = format!("{}{decimal}{cents:02}", grouped(&units.to_string(), group, lakh));
        let (end, months) = [("", 1), ("/month", 1), (" per quarter", 3), (" monthly", 1), (" a quarter", 3), ("/q", 3), (" a month", 1)][ends];
        let text = if before { format!("{code} {number}{end}") } else { format!("{number} {code}{end}") };
        let got = read(&text, None);
        let expected = Money::from_raw((units * 100 + cents) * 100);
        prop_assert_eq!(got.as_ref().map(|p| (p.amount, p.period.months(), p.currency, p.judged)), Ok((expected, months, Some(code), false)), "{}", text);
        // What a pool prints, it reads again.
        let printed = got.unwrap();
        let again = read(printed.to_string().trim_matches('"'), None).unwrap();
        prop_assert_eq!((again.amount, again.period, again.currency), (printed.amount, printed.period, printed.currency));
    }
    #[test]
    fn nothing_is_divided_by_a_thousand_in_silence(units in 1i64..999, thousands in 0i64..1000, comma: bool, code in 0..6usize) {
        let (mark, code) = (if comma { ',' } else { '.' }, ["", "EUR ", "USD ", "GBP ", "KWD ", "JPY "][code]);
        match read(&format!("{code}{units}{mark}{thousands:03}"), None) {
            Ok(p) => prop_assert_eq!(p.amount, Money::from_units(units * 1000 + thousands)),
            Err(NotAPool::TwoReadings { whole, part }) => {
                prop_assert_eq!(whole.amount, Money::from_units(units * 1000 + thousands));
                prop_assert_eq!(part.amount.raw() * 1000, whole.amount.raw());
            }
            Err(e) => prop_assert!(false, "{:?}", e),
        }
    }
    #[test]
    fn no_text_makes_it_panic(text in "[€$£k 0-9.,'/a-zµ年-]{0,24}", any in ".{0,30}") {
        for t in [&text, &any] {
            let _ = (read(t, None), read(t, Some("EUR")), amount_in(t));
        }
    }
}
