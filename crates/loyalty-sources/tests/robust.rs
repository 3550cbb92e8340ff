//! Files that turn out to be other than their beginning, names that are no text, ids that are no numbers: read whole, or refused with both numbers.
use loyalty_model::input::InputRecord;
use loyalty_sources::intake::{IntakeRequest, TableKind};
use loyalty_sources::source::{Ask, Extracted, Files, Source, SourceError};
use std::fmt::Write as _;
use std::path::Path;

fn read(path: &Path, more: impl FnOnce(&mut IntakeRequest)) -> Result<Extracted, SourceError> {
    let mut request = IntakeRequest { inputs: vec![(TableKind::Transactions, vec![loyalty_sources::paths::shown(path)])], ..IntakeRequest::default() };
    more(&mut request);
    Files { request, whole_histories: None, spend_per_point: None }.extract(&Ask::on("2026-11-28".parse().expect("a day")), &|| false)
}
fn of_text(name: &str, text: &str) -> Result<Extracted, SourceError> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("a file");
    read(&path, |_| ())
}
/// (orders, net, first day, last day)
fn seen(read: &Extracted) -> (u64, String, String, String) {
    let t = read.extract.transactions.as_ref().expect("orders");
    (t.orders, (t.gross + t.refunds).to_string(), t.first_day.to_string(), t.last_day.to_string())
}
fn notes(read: &Extracted) -> String {
    read.extract.tables.iter().flat_map(|t| t.notes.iter().map(ToString::to_string)).collect::<Vec<_>>().join("\n")
}

/// Rows of one customer each; `day` and `amount` by their number.
fn rows(n: u32, day: impl Fn(u32) -> String, amount: impl Fn(u32) -> String) -> String {
    let mut text = String::from("order_id;order_date;customer_id;amount\n");
    for i in 0..n {
        let _ = writeln!(text, "{i};{};K{};{}", day(i), i % 997, amount(i));
    }
    text
}
#[test]
fn a_day_that_only_the_last_row_tells_is_taken_from_it() {
    // Within the first look and behind it: 60,000 and 260,000 rows.
    for n in [60_000, 260_000] {
        for (last, first_day) in [("13/02/2024", "2024-01-03"), ("02/13/2024", "2024-03-01")] {
            let text = rows(n, |i| if i + 1 == n { last.into() } else { "03/01/2024".into() }, |_| "1.00".into());
            let read = of_text("orders.csv", &text).unwrap_or_else(|e| panic!("{n} {last}: {e}"));
            let (orders, net, first, _) = seen(&read);
            assert_eq!((orders, net, first.as_str().min("2024-02-13")), (u64::from(n), format!("{n}.00"), first_day.min("2024-02-13")), "{n} {last}");
        }
    }
}
#[test]
fn a_hypothesis_that_fails_late_is_made_again_on_every_row() {
    // The first 200,000 rows say month-day (a few values over 12 behind the sign), the many behind them day-month.
    let n = 900_000;
    let text = rows(n, |i| if i < 210_000 { "05/06/2024".into() } else { format!("{:02}/06/2024", 13 + i % 15) }, |_| "1.00".into());
    let text = text.replacen("0;05/06/2024", "0;05/13/2024", 1);
    let read = of_text("orders.csv", &text).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(read.extract.tables[0].rows_set_aside, 1, "{:?}", read.extract.tables[0].set_aside);
    assert_eq!(seen(&read).0, u64::from(n) - 1);
    assert_eq!(read.inputs.len(), 1, "the file is recorded once");
}
#[test]
fn a_decimal_mark_that_only_a_late_row_tells_is_taken_from_it() {
    for n in [60_000, 260_000] {
        // Three digits behind every mark, and two behind the last.
        let text = rows(n, |_| "2024-01-05".into(), |i| if i + 1 == n { "12,50".into() } else { "1,000".into() });
        let read = of_text("orders.csv", &text).unwrap_or_else(|e| panic!("{n}: {e}"));
        assert_eq!(seen(&read).1, format!("{}.50", n - 1 + 12), "{n}");
        let text = rows(n, |_| "2024-01-05".into(), |i| if i + 1 == n { "1,000.25".into() } else { "1,000".into() });
        let read = of_text("orders.csv", &text).unwrap_or_else(|e| panic!("{n}: {e}"));
        assert_eq!(seen(&read).1, format!("{}.25", u64::from(n) * 1_000), "{n}");
    }
}
#[test]
fn a_status_word_that_comes_late_counts_and_an_unknown_one_is_asked() {
    let with = |word: &str| {
        let mut text = String::from("order_id,order_date,customer_id,status,amount\n");
        for i in 0..60_000 {
            let _ = writeln!(text, "{i},2024-01-05,K{},{},1.00", i % 997, if i == 59_998 { word } else { "paid" });
        }
        text
    };
    assert_eq!(seen(&of_text("o.csv", &with("cancelled")).unwrap_or_else(|e| panic!("{e}"))).0, 59_999);
    let asked = of_text("o.csv", &with("Zurückgelegt 7")).expect_err("a question").to_string();
    assert!(asked.contains("status:Zurückgelegt 7=sale") && asked.contains("60000.00 with them and 59999.00 without them"), "{asked}");
}
#[test]
fn ids_of_json_keep_each_digit() {
    let mut lines = String::new();
    for i in 0..40u32 {
        // Two customers that are one number in 53 bits, and in 64.
        let _ = writeln!(
            lines,
            r#"{{"order_id":{i},"created_at":"2024-01-{:02}","customer":{{"id":1234567890123456789012{}}},"total":{}.10}}"#,
            i % 28 + 1,
            i % 2,
            i + 1
        );
    }
    let list = format!("[{}]", lines.trim().replace('\n', ","));
    for (name, text) in [("o.jsonl", &lines), ("o.json", &list)] {
        let read = of_text(name, text).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(read.extract.transactions.as_ref().expect("orders").customers, 2, "{name}");
        assert_eq!(seen(&read).1, "824.00", "{name}");
    }
}
#[test]
fn quarters_are_dates() {
    for (one, two, first, last) in [
        ("2024-Q1", "2024-Q4", "2024-01-01", "2024-10-01"),
        ("Q1 2024", "Q3 2024", "2024-01-01", "2024-07-01"),
        ("2023Q2", "2024Q1", "2023-04-01", "2024-01-01"),
        ("Q1/24", "Q2/24", "2024-01-01", "2024-04-01"),
        ("1Q24", "2Q24", "2024-01-01", "2024-04-01"),
        ("T1 2024", "T4 2024", "2024-01-01", "2024-10-01"),
        ("q1-2024", "q2-2024", "2024-01-01", "2024-04-01"),
    ] {
        let text = format!("customer,date,amount\na,{one},5\nb,{one},6\na,{two},7\n");
        let read = of_text("o.csv", &text).unwrap_or_else(|e| panic!("{one}: {e}"));
        assert_eq!((seen(&read).2.as_str(), seen(&read).3.as_str()), (first, last), "{one}");
        assert!(notes(&read).contains("first day of its quarter"), "{}", notes(&read));
    }
    for odd in ["2024-Q5", "Q0 2024", "Q1", "Q12024x", "2024-Q1-5"] {
        let text = format!("customer,date,amount\na,{odd},5\nb,{odd},6\na,{odd},7\n");
        assert!(of_text("o.csv", &text).is_err(), "{odd}");
    }
    let pivot = of_text("o.csv", "Customer,2023-Q4,2024-Q1,2024-Q2\na,5,,6\nb,,7,\n").unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((seen(&pivot).0, seen(&pivot).1.as_str(), seen(&pivot).3.as_str()), (3, "18.00", "2024-04-01"));
}
#[test]
fn one_id_with_several_mail_addresses_is_told() {
    let text = "order_id,order_date,customer_id,email,amount\n1,2024-01-02,7,a@x.example,10\n2,2024-01-03,7,b@x.example,20\n3,2024-01-04,8,c@x.example,30\n";
    let read = of_text("o.csv", text).unwrap_or_else(|e| panic!("{e}"));
    let by_mail = notes(&read).contains("several mail addresses");
    assert!(by_mail || read.extract.transactions.as_ref().expect("orders").customers == 3, "{}", notes(&read));
    let text = text.replace("b@x.example", "A@X.example");
    assert!(!notes(&of_text("o.csv", &text).unwrap_or_else(|e| panic!("{e}"))).contains("several mail addresses"));
}
/// A name of a file may be any bytes, and a request is text: both ways lead to the file, and the record names it so that it can be given again.
#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_read() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(std::ffi::OsStr::from_bytes(b"orders \xff 2024.csv"));
    std::fs::write(&path, "order_id,order_date,customer_id,amount\n1,2024-01-02,7,10\n2,2024-01-03,8,20\n").expect("a file");
    for given in [path.clone(), folder.path().to_path_buf(), folder.path().join("orders*.csv")] {
        let read = read(&given, |_| ()).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(seen(&read).1, "30.00");
        let InputRecord::File { path: shown, .. } = &read.inputs[0] else { panic!("no file") };
        assert!(shown.ends_with("orders \\xFF 2024.csv"), "{shown}");
        assert_eq!(loyalty_sources::paths::meant(Path::new(shown)), path);
    }
    std::fs::write(&path, "order_id,order_date,customer_id,amount\n").expect("a file");
    let refused = read(&path, |_| ()).expect_err("no row").to_string();
    assert!(refused.contains("orders \\xFF 2024.csv"), "{refused}");
}
#[test]
fn rows_are_those_of_a_second_count() {
    // Line ends in cells, doubled quotes, blank lines, empty cells kept as texts, stray quotes: whatever it is, both counts agree.
    let mut text = String::from("order_id,order_date,customer_id,note,amount\n");
    for i in 0..3_000 {
        let note = match i % 7 {
            0 => "\"two\nlines\"",
            1 => "\"say \"\"hi\"\"\"",
            2 => "5\" pipe",
            3 => "\"\"",
            4 => "\"Tea\" big",
            5 => "=\"007\"",
            _ => "plain",
        };
        let _ = writeln!(text, "{i},2024-01-05,K{},{note},1.00", i % 97);
        if i % 100 == 0 {
            text += "\n,,,,\n=\"\",=\"\",\"\",,\n";
        }
    }
    let read = of_text("o.csv", &text).unwrap_or_else(|e| panic!("{e}"));
    assert!((3_000..=3_030).contains(&read.extract.tables[0].rows_read), "{}", read.extract.tables[0].rows_read);
    assert_eq!(seen(&read).1, "3000.00");
}
