//! Amounts in the forms that files have.
use super::CommaIs::*;
use super::*;
use proptest::prelude::*;

#[track_caller]
fn check(text: &str, mark: CommaIs, shown: &str) {
    let code = currency(text.as_bytes()).map_or(String::new(), |c| format!(" {c}"));
    assert_eq!(amount(text.as_bytes(), mark).map_or("-".into(), |m| m.to_string()) + &code, shown, "{text:?}");
}
#[test]
fn grouping_and_decimal_marks() {
    check("1,234.50", Grouping, "1234.50");
    check("1.234,50", Decimal, "1234.50");
    check("1.500", Decimal, "1500.00");
    check("1.500", Grouping, "1.50");
    check("1,23,456.78", Grouping, "123456.78");
    check("12,34,567", Grouping, "1234567.00");
    check("1 234,56", Decimal, "1234.56");
    check("1\u{202f}234\u{a0}567,89", Decimal, "1234567.89");
    check("1'234.50", Grouping, "1234.50");
    check("1’234.50", Grouping, "1234.50");
    check(".50", Grouping, "0.50");
    check("12,50", Neither, "-");
    check("12,34.5", Grouping, "-");
    check("1,2345", Grouping, "-");
    check("1.234.56", Decimal, "-");
    check("1,234,56", Decimal, "-");
    check("12 5", Grouping, "-");
    check("12.50%", Grouping, "-");
    check("n/a", Grouping, "-");
    check("12 (3)", Grouping, "-");
    check("1e5", Grouping, "-");
}
#[test]
fn signs() {
    for text in ["-12.30", "−12.30", "(12.30)", "12.30-", "12.30 -", "- 12.30", "–12.30", "'-12.30", "($12.30)", "$(12.30)", "-$12.30", "$-12.30", "12.30CR"]
    {
        check(text, Grouping, "-12.30");
    }
    check("139.68 DR", Grouping, "139.68");
    check("139.68 Cr.", Grouping, "-139.68");
    check("+5", Grouping, "5.00");
    check("--5", Grouping, "-");
    check("(5", Grouping, "-");
    check("(-5)", Grouping, "-");
    check("12.-", Grouping, "12.00");
    check("12,--", Decimal, "12.00");
}
#[test]
fn currencies_before_and_after() {
    check("R$ 1.451,52", Decimal, "1451.52 BRL");
    check("R$ -343,84", Decimal, "-343.84 BRL");
    check("USD 69.12", Grouping, "69.12 USD");
    check("69.12 usd", Grouping, "69.12 USD");
    check("USD -69.12", Grouping, "-69.12 USD");
    check("-¥30", Grouping, "-30.00");
    check("￥1,200", Grouping, "1200.00");
    check("1,200円", Grouping, "1200.00 JPY");
    check("-Rs. 31.95", Grouping, "-31.95");
    check("₹1,00,000.00", Grouping, "100000.00 INR");
    check("€ 12,50", Decimal, "12.50 EUR");
    check("904,50\u{a0}€", Decimal, "904.50 EUR");
    check("1 234,50 zł", Decimal, "1234.50 PLN");
    check("199,00 kr", Decimal, "199.00");
    check("199 kr.", Grouping, "199.00");
    check("CHF 1'234.50", Grouping, "1234.50 CHF");
    check("CHF 12.-", Grouping, "12.00 CHF");
    check("Fr. 12.50", Grouping, "12.50 CHF");
    check("US$12.50", Grouping, "12.50 USD");
    check("$12.50 USD", Grouping, "12.50 USD");
    check("$12.50 CAD", Grouping, "12.50 CAD");
    check("€12.50 USD", Grouping, "-");
    check("R 120.00", Grouping, "120.00 ZAR");
    check("1 200 руб.", Grouping, "1200.00 RUB");
    check("12.500 Ft", Decimal, "12500.00 HUF");
    check("₹ 1,500/-", Grouping, "1500.00 INR");
    check("٥٠٠٫٢٥", Grouping, "500.25");
    check("5.000,-", Decimal, "5000.00");
    check("5 apples", Grouping, "-");
    check("Room 5", Grouping, "-");
}
#[test]
fn bytes_of_windows_1252() {
    assert_eq!(amount(b"\x80 12,50", Decimal), Some(Money::from_raw(125_000)));
    assert_eq!(amount(b"1\xa0234,50", Decimal), Some(Money::from_raw(12_345_000)));
}
#[track_caller]
fn settles(values: &[&str], shown: &str) {
    let mut e = MarkEvidence::default();
    values.iter().for_each(|v| e.see(v.as_bytes()));
    let got = match e.settle(None) {
        Ok(mark) => format!("{mark:?}"),
        Err(two) => format!("{} {} or {}", two.example, two.sums[0], two.sums[1]),
    };
    assert_eq!(got, shown, "{values:?}");
}
#[test]
fn one_value_decides_for_all() {
    settles(&["12,50", "1.500"], "Decimal");
    settles(&["12.50", "1.500"], "Grouping");
    settles(&["1.500", "1.234.567"], "Decimal");
    settles(&["1,500", "1,234,567"], "Grouping");
    settles(&["1.500", "0.250"], "Grouping");
    settles(&["1.500", "312"], "1.500 1812.00 or 313.50");
    settles(&["1.500", "1500"], "Grouping");
    settles(&["1,500", "2,250"], "1,500 3750.00 or 3.75");
    settles(&["1,500", "312"], "Grouping");
    settles(&["KWD 1.500"], "Grouping");
    settles(&["€ 1.500", "€ 20,00"], "Decimal");
    settles(&["12,50", "12.50"], "Neither");
    settles(&["¥1,480", "¥2,500"], "Grouping");
    settles(&["Rp 15.000", "Rp 22.500"], "Decimal");
    settles(&["15.000 ₫"], "Decimal");
    settles(&["5.000,-", "7.500,-"], "Decimal");
    settles(&["5", "17"], "Grouping");
}
proptest! {
    #[test]
    fn every_locale_comes_back(cents in -99_999_999_999i64..99_999_999_999, style in 0..9usize) {
        let (whole, part) = ((cents / 100).unsigned_abs().to_string(), (cents % 100).abs());
        let grouped = |sign: &str, lakh: bool| {
            let mut out = String::new();
            for (i, c) in whole.chars().enumerate() {
                let left = whole.len() - i;
                let cut = if lakh { left == 3 || (left > 3 && left % 2 == 1) } else { left % 3 == 0 };
                if i > 0 && cut { out += sign; }
                out.push(c);
            }
            out
        };
        let minus = if cents < 0 { "-" } else { "" };
        let (text, mark) = match style {
            0 => (format!("{minus}{}.{part:02}", grouped(",", false)), Grouping),
            1 => (format!("{minus}{},{part:02} €", grouped(".", false)), Decimal),
            2 => (format!("{minus}{},{part:02}\u{a0}zł", grouped("\u{202f}", false)), Decimal),
            3 => (format!("CHF {minus}{}.{part:02}", grouped("’", false)), Grouping),
            4 => (format!("₹{minus}{}.{part:02}", grouped(",", true)), Grouping),
            5 => (format!("{},{part:02}{minus}", grouped(".", false)), Decimal),
            6 if cents < 0 => (format!("(${}.{part:02})", grouped(",", false)), Grouping),
            7 => (format!("{}.{part:02} {}", whole, if cents < 0 { "CR" } else { "DR" }), Grouping),
            _ => (format!("{}{whole},{part:02} kr", if cents < 0 { "−" } else { "" }), Decimal),
        };
        prop_assert_eq!(amount(text.as_bytes(), mark), Some(Money::from_raw(cents * 100)), "{}", text);
    }
    #[test]
    fn no_bytes_make_it_panic(text in prop::collection::vec(any::<u8>(), 0..30), like in "[-(€$R ]{0,3}[0-9]{0,4}[., '’]?[0-9]{0,4}[., ]?[0-9]{0,3}[)€ krCR.-]{0,4}") {
        for text in [text.as_slice(), like.as_bytes()] {
            let mut e = MarkEvidence::default();
            e.see(text);
            let _ = (e.settle(None), currency(text), amount(text, Grouping), amount(text, Decimal));
        }
    }
}
