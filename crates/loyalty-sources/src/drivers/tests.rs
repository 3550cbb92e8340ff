use super::*;
fn sheet() -> DriverSheet {
    DriverSheet {
        members: 12_000,
        orders_per_year: 5.5,
        average_order_value: Money::from_units(48),
        margin: 0.45,
        churn_per_year: 0.30,
        new_members_per_month: 350.0,
        currency: Currency("EUR".into()),
    }
}
const TOML: &str = "members = 12000\norders_per_year = 5.5\naverage_order_value = 48.00\nmargin = \"45%\"\nchurn_per_year = 0.30\nnew_members_per_month = 350\ncurrency = \"EUR\"\n";
fn as_of() -> Date {
    Date::from_ymd(2026, 6, 30).unwrap()
}
fn refused(line: &str, with: &str) -> String {
    let text = TOML.replace(line, with);
    assert_ne!(text, TOML);
    DriverSheet::parse(&text, "drivers.toml", SheetFormat::Toml).unwrap_err().to_string()
}

#[test]
fn how_much_an_order_may_be_worth_depends_on_the_currency() {
    let of = |value: &str, code: &str| {
        let text = TOML.replace("48.00", value).replace("\"EUR\"", &format!("\"{code}\""));
        DriverSheet::parse(&text, "drivers.toml", SheetFormat::Toml).map(|s| s.average_order_value.to_f64()).map_err(|e| e.to_string())
    };
    assert_eq!(of("2500000.00", "IDR"), Ok(2_500_000.0));
    assert_eq!(of("2500000.00", "XOF"), Ok(2_500_000.0), "a currency whose worth is not known has no limit");
    assert!(of("0.00", "XOF").unwrap_err().ends_with("is below 0.01. Give a value from 0.01 on, for example 48.00."));
    assert!(of("2500000.00", "EUR").unwrap_err().contains("is above 1000000. Give a value from 0.01 to 1000000"));
}
#[test]
fn a_sheet_reads_the_same_from_toml_and_csv() {
    assert_eq!(DriverSheet::parse(TOML, "t", SheetFormat::Toml), Ok(sheet()));
    assert_eq!(DriverSheet::parse(&format!("[drivers]\n{TOML}"), "t", SheetFormat::Toml), Ok(sheet()));
    let csv = "\u{feff}Driver,Value\r\nMembers,12000\r\nOrders per year,5.5\r\nAverage order value,48\r\nMargin,45%\r\nChurn per year, 30%\r\nNew members per month,350\r\nCurrency,EUR\r\n";
    assert_eq!(DriverSheet::parse(csv, "c", SheetFormat::Csv), Ok(sheet()));
}

#[test]
fn a_fault_is_told_by_place_fact_reason_and_next_step() {
    assert_eq!(refused("members = 12000\n", ""), "drivers.toml: members is missing; without it no customers can be imagined. Add members, for example 12000.");
    assert_eq!(refused("5.5", "-1"), "drivers.toml:2: orders_per_year \"-1\" is below 0.01. Give a value from 0.01 to 365, for example 5.5.");
    assert_eq!(refused("\"45%\"", "45"), "drivers.toml:4: margin \"45\" is above 0.999. A share lies between 0 and 1: write 0.45 or \"45%\".");
    assert_eq!(refused("= 48.00", "= \"48,00\""), "drivers.toml:3: average_order_value \"48,00\" is not a number with a decimal point. Write it like 48.00.");
    assert_eq!(
        refused("\"EUR\"", "\"euro\""),
        "drivers.toml:7: currency \"euro\" is not a currency code of three capital letters. Write it like EUR, USD or GBP."
    );
    assert!(refused("churn_per_year", "chrun").contains("drivers.toml:5: chrun \"0.3\" is not a driver. A driver sheet holds members, "));
    assert_eq!(refused("12000", "12000.5"), "drivers.toml:1: members \"12000.5\" is not a whole number. Give a count of members.");
    assert!(refused("members = 12000", "members : 12000").starts_with("drivers.toml:1: this is not TOML ("));
    let twice = DriverSheet::parse("members,1\nmembers,2\n", "d.csv", SheetFormat::Csv).unwrap_err();
    assert_eq!(twice.to_string(), "d.csv:2: members stands twice. Keep one of them.");
    assert_eq!(DriverSheet::parse("members,1,2\n", "d.csv", SheetFormat::Csv).unwrap_err().fault, DriverFault::Unreadable);
    assert_eq!(DriverSheet::parse("", "d.csv", SheetFormat::Csv).unwrap_err().fault, DriverFault::Missing);
    assert_eq!(DriverSheet::read(Path::new("/nowhere/d.toml")).unwrap_err().fault, DriverFault::Unreadable);
}

/// Sums over the panel against the sheet.
fn matches(s: &DriverSheet, imagined: &Imagined) {
    let e = &imagined.extract;
    assert_eq!(e.panel.len(), PANEL as usize);
    assert!((e.panel_weight * e.panel.len() as f64 - s.members as f64).abs() < 1e-6);
    let exposed: f64 = e.panel.iter().map(|c| f64::from(c.age)).sum::<f64>() / DAYS_PER_YEAR;
    let net: i64 = e.panel.iter().flat_map(|c| &c.months).map(|m| m.net.raw()).sum();
    let orders = net / s.average_order_value.raw();
    assert_eq!(orders * s.average_order_value.raw(), net, "each order has the average value");
    let repeats = orders - i64::from(PANEL);
    assert!((repeats as f64 - s.orders_per_year * exposed).abs() <= 1.0, "{repeats} for {}", s.orders_per_year * exposed);
    for c in &e.panel {
        assert_eq!(c.months.iter().map(|m| u32::from(m.purchase_days)).sum::<u32>(), c.frequency + 1);
        assert!(c.recency <= c.age && c.first_day.plus_days(c.age as i32) == e.as_of && (c.frequency == 0) == (c.recency == 0));
        assert!(c.months.windows(2).all(|m| m[0].month < m[1].month));
        assert!(c.months[0].month == c.first_day.month() && c.months.last().unwrap().month <= e.as_of.month());
    }
}

#[test]
fn the_panel_sums_to_what_was_given() {
    matches(&sheet(), &extract(&sheet(), as_of()));
    for (orders_per_year, churn_per_year, new_members_per_month) in [(0.01, 0.0, 0.0), (0.5, 0.9, 5_000.0), (24.0, 0.0, 100.0), (365.0, 0.3, 0.0)] {
        let s = DriverSheet { orders_per_year, churn_per_year, new_members_per_month, ..sheet() };
        matches(&s, &extract(&s, as_of()));
        matches(&s, &extract_with_shape(&s, as_of(), 0.1));
        matches(&s, &extract_with_shape(&s, as_of(), 10.0));
    }
}

#[test]
fn new_members_stand_in_the_panel_at_their_number() {
    let e = extract(&sheet(), as_of()).extract;
    // 350 a month for twelve months, of whom 30% a year are lost as they age: 350 × 12 × (1 − 0.7) ÷ −ln 0.7.
    let of_last_year = e.panel.iter().filter(|c| c.age < 365).count() as f64 * e.panel_weight;
    assert!((of_last_year - 4_200.0 * 0.3 / -libm::log(0.7)).abs() < 3.0 * e.panel_weight, "{of_last_year}");
    // Rate and age are independent: the older half has the same orders a year as the younger.
    let rate = |pick: &dyn Fn(u32) -> bool| {
        let of: Vec<_> = e.panel.iter().filter(|c| pick(c.age)).collect();
        of.iter().map(|c| f64::from(c.frequency)).sum::<f64>() / of.iter().map(|c| f64::from(c.age)).sum::<f64>() * DAYS_PER_YEAR
    };
    assert!((rate(&|a| a > 700) / rate(&|a| a <= 700) - 1.0).abs() < 0.03, "{} {}", rate(&|a| a > 700), rate(&|a| a <= 700));
}

#[test]
fn the_spread_of_rates_is_the_gamma_that_was_assumed() {
    assert!((gamma_quantile(1.0, 0.5) - core::f64::consts::LN_2).abs() < 1e-12);
    // R: qgamma(0.95, 2.5) = 5.535249
    assert!((gamma_quantile(2.5, 0.95) - 5.535_249).abs() < 1e-6, "{}", gamma_quantile(2.5, 0.95));
    let spread = |shape: f64| {
        let e = extract_with_shape(&sheet(), as_of(), shape).extract;
        let mut f: Vec<u32> = e.panel.iter().map(|c| c.frequency).collect();
        f.sort_unstable();
        f.iter().rev().take(200).sum::<u32>() as f64 / f.iter().sum::<u32>() as f64
    };
    assert!(spread(0.3) > spread(1.0) && spread(1.0) > spread(10.0));
    assert!(loyalty_model::assumption::rows().iter().any(|r| r.id == "drivers.rate_shape" && r.value > 0.0));
}

#[test]
fn the_same_sheet_gives_the_same_extract_and_another_sheet_another_fingerprint() {
    let (a, b) = (extract(&sheet(), as_of()), extract(&sheet(), as_of()));
    assert_eq!(a.extract, b.extract);
    assert_eq!(a.extract.origin, Origin::DriverSheet);
    let other = extract(&DriverSheet { margin: 0.46, ..sheet() }, as_of());
    assert_ne!(a.extract.fingerprint, other.extract.fingerprint);
    assert_eq!(a.given.iter().map(|g| g.name).collect::<Vec<_>>(), DRIVERS.map(|d| d.name));
}
