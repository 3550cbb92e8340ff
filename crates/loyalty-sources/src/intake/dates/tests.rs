//! Dates in the forms that files have.
use super::names::MONTHS;
use super::*;
use proptest::prelude::*;

#[test]
fn the_fast_date_is_the_calendars_date() {
    for days in (-60_000..80_000).step_by(7) {
        let d = Date::from_days(days);
        assert_eq!(date(d.to_string().as_bytes(), Ymd, None), (!stands_for_none(d)).then_some(d));
    }
}
/// What a column of these values alone is read as.
#[track_caller]
fn check(values: &[&str], shown: &str) {
    let mut e = DateEvidence::default();
    values.iter().for_each(|v| e.see(v.as_bytes()));
    let got = match e.settle(None) {
        Err(why) => format!("{why:?}"),
        Ok(shape) => values.iter().map(|v| date(v.as_bytes(), shape, None).map_or("-".into(), |d| d.to_string())).collect::<Vec<_>>().join(" "),
    };
    assert_eq!(got, shown, "{values:?}");
}
#[test]
fn numeric_dates() {
    check(&["2010-12-01 08:26:00", "2010/2/1", "2011.03.04T10:00:00.123Z"], "2010-12-01 2010-02-01 2011-03-04");
    check(&["16-10-2024", "28-07-2023 03:00", "1.2.23"], "2024-10-16 2023-07-28 2023-02-01");
    check(&["7/14/2024 1:05 PM", "7/4/2024 12:00:00 a.m."], "2024-07-14 2024-07-04");
    check(&["03-04-2024", "05-06-2024"], "TwoWays");
    check(&["5. 1. 2024", "16. 1. 2024 9.30"], "2024-01-05 2024-01-16");
    check(&["23-01-05", "23-11-17", "24-02-28", "24-03-30", "24-05-31", "23-07-08"], "2023-01-05 2023-11-17 2024-02-28 2024-03-30 2024-05-31 2023-07-08");
    check(&["2023-02-29"], "NoDates");
    check(&["yesterday"], "NoDates");
    check(&["2024-01-05 25:00"], "NoDates");
    check(&["2024-01-05x"], "NoDates");
    check(&["2024-01-051"], "NoDates");
}
#[test]
fn stamps_without_signs() {
    check(&["19970101", "20241231"], "1997-01-01 2024-12-31");
    check(&["20240105123000", "20240131235959"], "2024-01-05 2024-01-31");
    check(&["20240105T123000Z", "20240106T0102"], "2024-01-05 2024-01-06");
    check(&["202401051230"], "2024-01-05");
    check(&["05012023", "13012023", "31122024"], "2023-01-05 2023-01-13 2024-12-31");
    check(&["05012023", "06022023"], "TwoWays");
    check(&["1672735457", "1735112735"], "2023-01-03 2024-12-25");
    check(&["1672820218000", "1735335088000"], "2023-01-04 2024-12-27");
    check(&["1672820218000000"], "2023-01-04");
    check(&["1672735457.25"], "2023-01-03");
    check(&["44932.33419", "45649"], "2023-01-06 2024-12-23");
    check(&["44932,5"], "2023-01-06");
}
#[test]
fn months_and_weeks() {
    check(&["2023-01", "2024-12"], "2023-01-01 2024-12-01");
    check(&["01/2023", "12/2024"], "2023-01-01 2024-12-01");
    check(&["202301", "202412"], "2023-01-01 2024-12-01");
    check(&["Jan 2023", "Dezember 2024", "Jan-24"], "2023-01-01 2024-12-01 2024-01-01");
    check(&["2024年1月", "2024年12月"], "2024-01-01 2024-12-01");
    check(&["2023-W01", "2024-W52", "2020-W53"], "2023-01-02 2024-12-23 2020-12-28");
    check(&["2024-W03-5", "2024W035"], "2024-01-19 2024-01-19");
    check(&["KW 3/2024", "W52 2024"], "2024-01-15 2024-12-23");
    check(&["2023-W53"], "NoDates");
}
#[test]
fn names_of_months() {
    check(&["08 Jan 2023, 08:13 AM", "27 Dec 2024, 09:25 PM"], "2023-01-08 2024-12-27");
    check(&["Jan 5, 2023 8:21:25 PM", "December 31st, 2024"], "2023-01-05 2024-12-31");
    check(&["5. Januar 2023", "14. Mär. 2024", "3. Dez. 2024 14:05 Uhr"], "2023-01-05 2024-03-14 2024-12-03");
    check(&["5 janvier 2023", "1er août 2024", "14 févr. 2024 10h30", "jeu. 5 déc. 2024"], "2023-01-05 2024-08-01 2024-02-14 2024-12-05");
    check(&["5 de enero de 2023", "14 mayo 2024", "1 dic 2024 10:00 p. m."], "2023-01-05 2024-05-14 2024-12-01");
    check(&["5 gennaio 2023", "14 mag 2024", "1 sett. 2024"], "2023-01-05 2024-05-14 2024-09-01");
    check(&["5 januari 2023", "14 mei 2024", "1 mrt. 2024"], "2023-01-05 2024-05-14 2024-03-01");
    check(&["5 de janeiro de 2023", "14 de março de 2024", "1 out 2024"], "2023-01-05 2024-03-14 2024-10-01");
    check(&["05-Jan-23", "2023-Jan-05", "Thu Jan 05 2023 20:21:25 GMT+0100 (CET)"], "2023-01-05 2023-01-05 2023-01-05");
    check(&["Fri Jan  5 10:00:00 2024", "Sat Feb 17 23:59:59 UTC 2024"], "2024-01-05 2024-02-17");
    check(&["mar. 5 mars 2024", "mar. 3 déc. 2024"], "2024-03-05 2024-12-03");
    check(&["Juneteenth 2023", "5 Smarch 2024"], "NoDates");
}
#[test]
fn dates_in_chinese_japanese_and_korean() {
    check(&["2024年1月5日", "2024年12月31日 下午3:05"], "2024-01-05 2024-12-31");
    check(&["2024/01/05(金) 10:00"], "2024-01-05");
    check(&["2024년 1월 5일", "2024. 1. 5."], "2024-01-05 2024-01-05");
    check(&["２０２４年１月５日 15時05分"], "2024-01-05");
    check(&["٢٠٢٤-٠١-٠٥"], "2024-01-05");
}
#[test]
fn days_that_stand_for_none() {
    check(&["2024-01-05", "1900-01-01", "1970-01-01 00:00:00", "0000-00-00", "9999-12-31", "NULL", ""], "2024-01-05 - - - - - -");
    assert!(no_date(b"01.01.1900") && no_date(b"1970-01-01T00:00:00Z") && !no_date(b"2024-01-01"));
}
#[test]
fn the_day_of_the_shop_is_the_day_in_its_zone() {
    let zone = TimeZone::get("America/Los_Angeles").unwrap();
    let day = |text: &str, shape| date(text.as_bytes(), shape, Some(&zone)).unwrap().to_string();
    assert_eq!(day("2024-03-07T02:30:00Z", Ymd), "2024-03-06");
    assert_eq!(day("2024-03-07T02:30:00-08:00", Ymd), "2024-03-07");
    assert_eq!(day("2024-03-07 02:30:00", Ymd), "2024-03-07", "no offset: as written");
    assert_eq!(day("1709778600", Epoch(1)), "2024-03-06");
}
proptest! {
    #[test]
    fn every_writing_of_a_day_is_that_day(days in 1..40_000i32, seconds in 0..86_400i64) {
        let day = Date::from_days(days);
        let (y, m, d) = day.ymd();
        let (h, mi, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let month = |l: usize| MONTHS[l][m as usize - 1];
        let half = if h < 12 { "AM" } else { "PM" };
        let written = [
            (format!("{y}-{m:02}-{d:02}T{h:02}:{mi:02}:{s:02}Z"), Ymd),
            (format!("{y}/{m}/{d} {}:{mi:02} {half}", (h + 11) % 12 + 1), Ymd),
            (format!("{d:02}.{m:02}.{y} {h:02}:{mi:02}"), Dmy),
            (format!("{m}/{d}/{y}"), Mdy),
            (format!("{y}{m:02}{d:02}{h:02}{mi:02}{s:02}"), Compact),
            (format!("{d:02}{m:02}{y}"), CompactDmy),
            (format!("{y}年{m}月{d}日"), Ymd),
            (format!("{d}. {} {y}", month(1)), Named),
            (format!("{d} {} {y}", month(3)), Named),
            (format!("{d} de {} de {y}", month(4)), Named),
            (format!("{} {d}, {y}", month(0)), Named),
            (format!("{d} {} {y} {h:02}:{mi:02}", month(5)), Named),
            (format!("{d} {} {y}", month(6)), Named),
            (format!("{d} de {} de {y}", month(7)), Named),
        ];
        for (text, shape) in written {
            prop_assert_eq!(date(text.as_bytes(), shape, None), Some(day), "{}", text);
        }
        let serial = days + 25_569;
        if serial < 80_000 {
            prop_assert_eq!(date(format!("{serial}.5").as_bytes(), Serial1900, None), Some(day));
        }
        if days > 1_200 && days < 47_000 {
            let epoch = i64::from(days) * DAY + seconds;
            prop_assert_eq!(date(epoch.to_string().as_bytes(), Epoch(1), None), Some(day));
            prop_assert_eq!(date(format!("{epoch}999").as_bytes(), Epoch(1_000), None), Some(day));
        }
    }
    #[test]
    fn no_bytes_make_it_panic(text in prop::collection::vec(any::<u8>(), 0..30), like in "[0-9]{0,4}[-/. :TWZ年月日a-z]{0,3}[0-9]{0,4}[-/. :]?[0-9]{0,5}[ apm+Z]{0,4}") {
        for text in [text.as_slice(), like.as_bytes()] {
            let mut e = DateEvidence::default();
            e.see(text);
            let _ = (e.settle(None), e.settle(Some("ymd")), looks_like_a_date(text));
        }
    }
}
