//! Small exports in the forms that shops, spreadsheets and reports write: each is read as it is meant, or refused with a step that works.
use loyalty_model::units::{Date, Money};
use loyalty_sources::intake::{Intake, IntakeError, IntakeRequest, TableKind, read};
use proptest::prelude::*;
use std::fs;
use std::io::Write;

/// A file of this test's own, read with some flags.
fn reading(name: &str, bytes: &[u8], set: impl Fn(&mut IntakeRequest)) -> Result<Intake, IntakeError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, bytes).unwrap();
    let mut request = IntakeRequest { inputs: vec![(TableKind::Transactions, vec![path.display().to_string()])], ..IntakeRequest::default() };
    set(&mut request);
    read(&request, &|| false)
}
/// Lines, sum of known customers, first and last day; rows set aside, and what stands without a customer.
fn shown(got: &Intake) -> String {
    let o = got.tables.orders.as_ref().unwrap();
    let day = |d: Option<&i32>| d.map_or("-".into(), |d| Date::from_days(*d).to_string());
    let q = &got.tables.quality[0];
    assert_eq!(q.rows_read, q.rows_used + q.rows_without_customer + q.rows_set_aside, "{q:?}");
    assert!(q.control.unwrap().closes(), "{q:?}");
    format!(
        "{} {} {}..{} aside {} without {}",
        o.amount.len(),
        Money::from_raw(o.amount.iter().sum()),
        day(o.day.iter().min()),
        day(o.day.iter().max()),
        q.rows_set_aside,
        q.rows_without_customer
    )
}
fn notes(got: &Intake) -> String {
    format!("{:?} {:?}", got.tables.quality[0].notes, got.files)
}
#[track_caller]
fn check(name: &str, text: impl AsRef<[u8]>, expected: &str) {
    let got = reading(name, text.as_ref(), |_| {}).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(shown(&got), expected);
}
#[track_caller]
fn refused(name: &str, text: impl AsRef<[u8]>, words: &[&str]) {
    let Err(error) = reading(name, text.as_ref(), |_| {}) else { panic!("it was read") };
    let said = error.to_string();
    words.iter().for_each(|w| assert!(said.contains(w), "{w:?} in {said}"));
}
const TWO: &str = "2 15.50 2024-01-05..2024-02-17 aside 0 without 0";
const PLAIN: &str = "order_id,customer_id,order_date,amount\n1,a,2024-01-05,10.00\n2,b,2024-02-17,5.50\n";
/// Two orders with their dates and amounts written so.
fn two(dates: [&str; 2], amounts: [&str; 2]) -> String {
    format!("order_id;customer_id;order_date;amount\n1;a;\"{}\";\"{}\"\n2;b;\"{}\";\"{}\"\n", dates[0], amounts[0], dates[1], amounts[1])
}

#[test]
fn amounts_with_signs_currencies_and_grouping() {
    for amounts in [
        ["10,00", "5,50"],
        ["$10.00", "$5.50"],
        ["€ 10,00", "€ 5,50"],
        ["10,00 €", "5,50 €"],
        ["USD 10.00", "USD 5.50"],
        ["R$ 10,00", "R$ 5,50"],
        ["Rs. 10.00", "Rs. 5.50"],
        ["10,00 kr", "5,50 kr"],
        ["10.00 DR", "5.50 DR"],
        ["'10.00", "'5.50"],
        ["10,00\u{a0}zł", "5,50\u{a0}zł"],
        ["１０.00", "5.50"],
        ["10.000,00-", "-10.015,50"],
    ] {
        let expected = if amounts[0].starts_with("10.000") { TWO.replace("15.50", "-20015.50") } else { TWO.into() };
        check("orders.csv", two(["2024-01-05", "2024-02-17"], amounts), &expected);
    }
    check("orders.csv", two(["2024-01-05", "2024-02-17"], ["1,00,000.00", "(99,984.50)"]), TWO);
    let got = reading("orders.csv", two(["2024-01-05", "2024-02-17"], ["₹10.00", "INR 5.50"]).as_bytes(), |_| {}).unwrap();
    assert_eq!(got.tables.currency.as_deref(), Some("INR"));
    refused("orders.csv", two(["2024-01-05", "2024-02-17"], ["€10.00", "5.50 USD"]), &["EUR, USD"]);
    refused("orders.csv", two(["2024-01-05", "2024-02-17"], ["10%", "5%"]), &["cannot be read"]);
}
#[test]
fn three_digits_behind_every_mark_are_a_question_whose_answer_works() {
    let text = two(["2024-01-05", "2024-02-17"], ["1.500", "2.250"]);
    refused("orders.csv", &text, &["1.500", "3750.00", "3.75", "--decimal-mark ','"]);
    let with = |mark| reading("orders.csv", text.as_bytes(), |r| r.decimal_mark = Some(mark)).map(|g| shown(&g)).unwrap();
    assert_eq!(with(','), TWO.replace("15.50", "3750.00"));
    assert_eq!(with('.'), TWO.replace("15.50", "3.75"));
    check("orders.csv", two(["2024-01-05", "2024-02-17"], ["1.500", "2,25"]), &TWO.replace("15.50", "1502.25"));
}
#[test]
fn dates_in_every_usual_writing() {
    for dates in [
        ["2024-01-05T10:00:00Z", "2024-02-17T10:00:00+02:00"],
        ["20240105", "20240217"],
        ["20240105123000", "20240217080000"],
        ["05012024", "17022024"],
        ["5.1.2024", "17.2.2024 10:15"],
        ["05/01/24", "17/02/24"],
        ["1/5/2024 9:05 PM", "2/17/2024 12:01 AM"],
        ["Jan 5, 2024", "Feb 17, 2024 8:21:25 PM"],
        ["5. Januar 2024", "17. Feb. 2024"],
        ["5 janv. 2024", "17 février 2024"],
        ["5 de enero de 2024", "17 feb 2024"],
        ["5 gen 2024", "17 febbraio 2024"],
        ["2024年1月5日", "2024年2月17日 下午3:05"],
        ["1704449000", "1708170000"],
        ["1704449000000", "1708170000000"],
        ["45296.5", "45339"],
        ["2024-W01-5", "2024-W07-6"],
        ["Fri, 05 Jan 2024 10:00:00 +0000", "Sat, 17 Feb 2024 10:00:00 GMT"],
    ] {
        check("orders.csv", two(dates, ["10.00", "5.50"]), TWO);
    }
    refused("orders.csv", two(["05/01/2024", "06/02/2024"], ["10.00", "5.50"]), &["--date-order dmy"]);
    refused("orders.csv", two(["next week", "soon"], ["10.00", "5.50"]), &["are not dates", "--map transactions.time=COLUMN"]);
}
#[test]
fn months_weeks_and_offsets_are_said() {
    let said = |dates| notes(&reading("orders.csv", two(dates, ["10.00", "5.50"]).as_bytes(), |_| {}).unwrap());
    assert!(said(["2024-01", "2024-02"]).contains("no day"));
    assert!(said(["2024-W01", "2024-W07"]).contains("ISO weeks"));
    assert!(said(["2024-01-05T10:00:00Z", "2024-02-17T10:00:00Z"]).contains("--time-zone"));
    assert!(!said(["2024-01-05T10:00:00", "2024-02-17T10:00:00"]).contains("--time-zone"));
}
#[test]
fn the_zone_of_the_shop_says_which_day_it_was() {
    let text = two(["2024-01-06T03:00:00Z", "2024-02-17T10:00:00Z"], ["10.00", "5.50"]);
    let with = |zone: &str| reading("orders.csv", text.as_bytes(), |r| r.time_zone = Some(zone.into())).map(|g| shown(&g));
    assert_eq!(with("America/New_York").unwrap(), TWO);
    assert_eq!(with("Europe/Berlin").unwrap(), TWO.replace("2024-01-05", "2024-01-06"));
    assert!(with("Europe/Nowhere").unwrap_err().to_string().contains("--time-zone Europe/Berlin"));
}
#[test]
fn days_that_stand_for_none_are_missing() {
    let text = PLAIN.to_string() + "3,a,1900-01-01,1.00\n4,a,1970-01-01,1.00\n";
    let text = text + &(5..20).map(|i| format!("{i},a,2024-02-01,1.00\n")).collect::<String>();
    check("orders.csv", text, "17 30.50 2024-01-05..2024-02-17 aside 2 without 0");
}

#[test]
fn titles_above_and_totals_below() {
    let body = PLAIN.to_string();
    check("orders.csv", format!("Sales by customer\nPeriod: 2024\n\n{body}"), TWO);
    check("orders.csv", format!("\"Sales, all shops\",,,\n,,,\n{body}"), TWO);
    check("orders.csv", format!("Report, generated on Jan 5, 2025\n\n{body}"), TWO);
    check("orders.csv", format!("# shop v2\n# rows: 2\n{body}"), TWO);
    let four = body + "3,a,2024-02-01,1.00\n4,a,2024-02-02,2.00\n";
    let all = "4 18.50 2024-01-05..2024-02-17 aside 1 without 0";
    check("orders.csv", format!("{four}Total,,,18.50\n"), all);
    check("orders.csv", format!("{four}Summe,,2024-12-31,18.50\n"), all);
    check("orders.csv", format!("{four},,2024-12-31,18.50\n"), all);
    check("orders.csv", format!("{four},,,18.50\n"), all);
    check("orders.csv", format!("{four},,2024-02-03,18.49\n"), "4 18.50 2024-01-05..2024-02-17 aside 0 without 1");
    check("orders.csv", format!("{four}\nSample Company\nGenerated 2025\n"), "4 18.50 2024-01-05..2024-02-17 aside 2 without 0");
    let got = reading("orders.csv", format!("{four}Grand Total:,,,18.50\n").as_bytes(), |_| {}).unwrap();
    assert!(notes(&got).contains("18.50 is the total"), "{}", notes(&got));
}
#[test]
fn reports_in_groups_and_pivots() {
    let text = "Sample Company\nSales by Customer Detail\n\n,Date,Num,Amount\nAda,,,\n,01/05/2024,1,10.00\nTotal for Ada,,,10.00\nBo,,,\n,02/17/2024,2,5.50\nTotal for Bo,,,5.50\nTOTAL,,,15.50\n";
    check("report.csv", text, TWO);
    check(
        "pivot.csv",
        "Customer ID,2024-01,2024-02,2024-03\na,10.00,,\nb,,5.50,0\nTotal,10.00,5.50,0\n",
        &TWO.replace("2024-01-05..2024-02-17", "2024-01-01..2024-02-01"),
    );
    refused("pivot.csv", "Customer,Jan,Feb,Mar\na,10.00,,\n", &["no year"]);
    let months = TWO.replace("2024-01-05..2024-02-17", "2024-01-01..2024-02-01");
    check("sales 2024.csv", "Customer,Jan,Feb,Mar\na,10.00,,\nb,,5.50,\n", &months);
    check("pivot.csv", "Customer,01/01/2024,01/02/2024,01/03/2024\na,10.00,,\nb,,5.50,\n", &months);
    check(
        "pivot.csv",
        "Customer;Jan 2024;Feb 2024;Mrz 2024;Summe\na;10,00;;;10,00\nb;;5,50;;5,50\n",
        &TWO.replace("2024-01-05..2024-02-17", "2024-01-01..2024-02-01"),
    );
}
#[test]
fn delimiters_and_line_ends() {
    check("orders.csv", format!("sep=;\n{}", PLAIN.replace(',', ";")), TWO);
    check("orders.csv", format!("\"sep=,\"\r\n{}", PLAIN.replace('\n', "\r\n")), TWO);
    check("orders.csv", PLAIN.replace('\n', "\r"), TWO);
    check("orders.csv", format!("Report\r\r{}", PLAIN.replace('\n', "\r")), TWO);
    check("orders.csv", PLAIN.replace(',', "\t"), TWO);
    check("orders.csv", PLAIN.replace(',', "|"), TWO);
    check("orders.csv", PLAIN.replace(',', "\u{1}"), TWO);
    check("orders.csv", PLAIN.replace(',', "^"), TWO);
    check("orders.csv", PLAIN.replace('\n', ",,\n"), TWO);
    check("orders.csv", two(["2024-01-05", "2024-02-17"], ["10,00", "5,50"]).replace('"', ""), TWO);
}
#[test]
fn rows_with_more_fields_than_the_header_are_never_cut() {
    refused("orders.csv", "order_id,customer_id,order_date,amount\n1,a,2024-01-05,10,00\n2,b,2024-02-17,5,50\n", &["more fields than the header"]);
    let many: String = (3..20).map(|i| format!("{i},a,2024-02-01,1.00\n")).collect();
    check("orders.csv", format!("{PLAIN}{many}21,a,2024-02-01,1,234.00\n"), "19 32.50 2024-01-05..2024-02-17 aside 1 without 0");
}
#[test]
fn a_quote_that_nothing_closes_swallows_no_row() {
    for at in [1, 40, 150, 299] {
        for quoted in ["", "\"so, so\""] {
            let rows: String =
                (0..300).map(|i| if i == at { format!("{i},a,2024-01-05,\"tea,1.00\n") } else { format!("{i},a,2024-01-05,{quoted},1.00\n") }).collect();
            check("orders.csv", format!("order_id,customer_id,order_date,item,amount\n{rows}"), "300 300.00 2024-01-05..2024-01-05 aside 0 without 0");
        }
    }
}
#[test]
fn json_in_one_piece_and_nested() {
    let rows = r#"{"order_id":1,"customer":{"id":"a"},"order_date":"2024-01-05","amount":10.0},{"order_id":2,"customer":{"id":"b"},"order_date":"2024-02-17","amount":5.5}"#;
    check("orders.json", format!("[{rows}]"), TWO);
    check("orders.json", format!("{{\"orders\":[\n{}\n]}}", rows.replace("},{", "},\n{")), TWO);
    check("orders.json", format!("{{\"status\":\"ok\",\"data\":{{\"orders\":[{rows}]}}}}"), TWO);
    let mongo = rows.replace("10.0", "{\"$numberDecimal\":\"10.0\"}").replace("\"2024-01-05\"", "{\"$date\":\"2024-01-05T10:00:00Z\"}");
    check("orders.json", format!("[{mongo}]"), TWO);
    check("orders.jsonl", rows.replace("},{\"order", "}\n{\"order"), TWO);
    check("orders.json", format!("[{rows}]").replace(",\"", ",\n  \""), TWO);
    check("orders.json", r#"[["order_id","customer_id","order_date","amount"],[1,"a","2024-01-05",10],[2,"b","2024-02-17",5.5]]"#, TWO);
    refused("orders.json", "[{\"a\":1},\n{\"a\":", &["JSON", "line"]);
}
#[test]
fn encodings_are_known_by_their_bytes() {
    let text = "order_id,customer_id,order_date,amount,商品\n1,a,2024-01-05,10.00,日本のお茶と急須\n2,b,2024-02-17,5.50,陶器の湯呑みを二つ\n";
    for (encoding, name) in [(encoding_rs::SHIFT_JIS, "Shift_JIS"), (encoding_rs::EUC_JP, "EUC-JP"), (encoding_rs::UTF_8, "")] {
        let got = reading("orders.csv", &encoding.encode(text).0, |_| {}).unwrap();
        assert_eq!(shown(&got), TWO);
        assert!(notes(&got).contains(name), "{}", notes(&got));
    }
    let text = "order_id,customer_id,order_date,amount,商品名称\n1,a,2024-01-05,10.00,交易成功的订单和茶叶\n2,b,2024-02-17,5.50,卖家已发货等待买家确认\n";
    let got = reading("orders.csv", &encoding_rs::GBK.encode(text).0, |_| {}).unwrap();
    assert!(notes(&got).contains("GBK") || notes(&got).contains("gb18030"), "{}", notes(&got));
    let euro = two(["2024-01-05", "2024-02-17"], ["10,00 €", "5,50 €"]);
    let mut latin9: Vec<u8> = vec![];
    euro.chars().for_each(|c| latin9.push(if c == '€' { 0xa4 } else { c as u8 }));
    check("orders.csv", &latin9, TWO);
    check("orders.csv", &*encoding_rs::WINDOWS_1252.encode(&euro).0, TWO);
    let utf16: Vec<u8> = PLAIN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check("orders.csv", utf16, TWO);
}
/// Orders below a title, with dates as cells of dates, a total row and a sheet of notes; the same again in a second sheet where `twice`.
fn workbook(twice: bool) -> Vec<u8> {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    book.add_worksheet().set_name("Read me").unwrap().write(0, 0, "How to use this").unwrap();
    let orders = [("1", "a", (2024, 1, 5), 10.0), ("2", "b", (2024, 2, 17), 5.5), ("3", "a", (2024, 2, 1), 1.0), ("4", "a", (2024, 2, 2), 2.0)];
    for sheet in 0..if twice { 2 } else { 1 } {
        let s = book.add_worksheet();
        s.write(0, 0, "Sales of the shop").unwrap();
        ["Order ID", "Customer ID", "Order Date", "Amount"].iter().enumerate().for_each(|(i, name)| {
            s.write(2, i as u16, *name).unwrap();
        });
        for (i, (order, customer, (y, m, d), amount)) in orders.iter().enumerate() {
            let row = i as u32 + 3;
            s.write(row, 0, format!("{sheet}{order}")).unwrap();
            s.write(row, 1, *customer).unwrap();
            s.write_with_format(row, 2, ExcelDateTime::from_ymd(*y, *m, *d).unwrap(), &date).unwrap();
            s.write(row, 3, *amount).unwrap();
        }
        if !twice {
            s.write(7, 0, "Total").unwrap();
            s.write(7, 3, 18.5).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}
#[test]
fn workbooks() {
    check("orders.xlsx", workbook(false), "4 18.50 2024-01-05..2024-02-17 aside 1 without 0");
    check("orders.xlsx", workbook(true), "8 37.00 2024-01-05..2024-02-17 aside 0 without 0");
    let got = reading("orders.xlsx", &workbook(false), |_| {}).unwrap();
    assert!(notes(&got).contains("Sheet2") && notes(&got).contains("Read me"), "{}", notes(&got));
    assert!(got.set_aside.iter().any(|r| r.line == 8), "lines are rows of the sheet: {:?}", got.set_aside);
}
#[test]
fn archives_and_packed_files() {
    let zipped = |files: &[(&str, &str)]| {
        let mut out = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
        for (name, text) in files {
            out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            out.write_all(text.as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    };
    check("orders.zip", zipped(&[("orders.csv", PLAIN), ("read me.pdf", "x")]), TWO);
    let (head, last) = PLAIN.split_at(PLAIN.find("2,b").unwrap());
    let february = format!("order_id,customer_id,order_date,amount\n{last}");
    check("orders.zip", zipped(&[("01.csv", head), ("02.csv", &february)]), TWO);
    refused("orders.zip", zipped(&[("a.png", "x")]), &["a.png"]);
    let mut packed = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    let rows: String = (0..20_000).map(|i| format!("{i},c{},2024-01-05,{}.25\n", i * 7_919 % 10_007, i * 31 % 97)).collect();
    packed.write_all(format!("order_id,customer_id,order_date,amount\n{rows}").as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    for part in [30, packed.len() / 2, packed.len() - 9, packed.len() - 1] {
        let error = reading("orders.csv.gz", &packed[..part], |_| {}).unwrap_err();
        assert!(
            error.kind == loyalty_sources::intake::IntakeErrorKind::Unreadable && error.to_string().contains("breaks off"),
            "{part} of {}: {error}",
            packed.len()
        );
    }
}
#[test]
fn other_formats_are_named() {
    for (bytes, word) in [("%PDF-1.7\n", "PDF"), ("<html><table><tr><td>1", "web page"), ("<?xml version=\"1.0\"?><a/>", "XML"), ("BZh91AY", "bzip2")] {
        refused("orders.xls", bytes, &[word, "save the table as CSV"]);
    }
}
#[test]
fn what_is_no_file_is_refused_at_once() {
    for path in ["/dev/zero", "/**/*.csv", "/*/**"] {
        let request = IntakeRequest { inputs: vec![(TableKind::Transactions, vec![path.into()])], ..IntakeRequest::default() };
        let begun = std::time::Instant::now();
        assert!(read(&request, &|| false).is_err(), "{path}");
        assert!(begun.elapsed().as_secs() < 5, "{path}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    /// Whatever the bytes: rows and totals reconcile, or it is refused; and it is the same on one thread and on three.
    #[test]
    fn any_bytes_reconcile_on_any_number_of_threads(
        rows in prop::collection::vec("[a-c0-9\",;\n\r .€-]{0,24}", 1..30),
        noise in prop::collection::vec(any::<u8>(), 0..40),
        at in 0..400usize,
    ) {
        let mut bytes = format!("order_id,customer_id,order_date,amount\n{}{}\n", &PLAIN[PLAIN.find('\n').unwrap() + 1..], rows.join("\n")).into_bytes();
        let at = at.min(bytes.len());
        bytes.splice(at..at, noise);
        let on = |threads: usize| {
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| match reading("orders.csv", &bytes, |_| {}) {
                Ok(got) => shown(&got),
                Err(e) => format!("{:?} {}", e.kind, e.fact()),
            })
        };
        prop_assert_eq!(on(1), on(3));
    }
}
proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    /// A workbook with some bytes changed is read or refused.
    #[test]
    fn damaged_workbooks_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12), cut in any::<prop::sample::Index>(), cuts in any::<bool>()) {
        let mut bytes = workbook(false);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = reading("orders.xlsx", &bytes, |_| {});
    }
}
/// A large file with quotes, some of them never closed: the pieces that threads cut change nothing.
#[test]
fn pieces_never_change_a_reading() {
    let mut text = String::from("order_id,customer_id,order_date,item,amount\n");
    for i in 0..30_000 {
        let item = match i % 11 {
            0 => "\"two, three\"".into(),
            1 => format!("\"never closed {i}"),
            2 => "\"two\nlines\"".into(),
            3 => "5\" pipe".into(),
            4 => "\"say \"\"hi\"\"\"".into(),
            _ => format!("plain {i}"),
        };
        text += &format!("{i},c{},2024-01-{:02},{item},1.25\n", i % 977, i % 28 + 1);
    }
    let on = |threads: usize| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| shown(&reading("orders.csv", text.as_bytes(), |_| {}).unwrap()))
    };
    assert_eq!(on(1), "30000 37500.00 2024-01-01..2024-01-28 aside 0 without 0");
    for threads in [2, 3, 5, 16] {
        assert_eq!(on(1), on(threads));
    }
}
