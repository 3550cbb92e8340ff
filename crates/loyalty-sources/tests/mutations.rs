//! Damaged files: bytes of good ones changed at random, the same ones in every run. Whatever comes of it, the program reads or refuses, totals close,
//! and the number of threads changes nothing; a panic, of ours or of a library, is a finding. `FUZZ_SECONDS=600 cargo test --release -p loyalty-sources --test all mutations::
//! -- --nocapture` goes on for ten minutes from a seed of its own (`FUZZ_SEED`) and says how many files it tried.
use loyalty_sources::intake::{IntakeRequest, TableKind};
use loyalty_sources::source::{Ask, Files};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Chance(u64);
impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.next() % n as u64) as usize }
    }
}
type Seed = (TableKind, &'static str, Vec<u8>);

fn csv(sign: char, mark: char, quoted: bool) -> Vec<u8> {
    let mut text = format!("order_id{sign}order_date{sign}customer_id{sign}email{sign}status{sign}note{sign}amount\n");
    for i in 0..60 {
        let note = if quoted { format!("\"say \"\"{i}\"\"{sign}\n twice\"") } else { "plain".into() };
        let status = ["paid", "refunded", "cancelled", "pending"][i % 4];
        let _ = writeln!(
            text,
            "{i}{sign}2024-{:02}-{:02}{sign}K{}{sign}k{}@x.example{sign}{status}{sign}{note}{sign}{}{mark}50",
            i % 12 + 1,
            i % 28 + 1,
            i % 9,
            i % 9,
            i * 7
        );
    }
    text.into_bytes()
}
fn json() -> Vec<u8> {
    let mut text = String::new();
    for i in 0..40 {
        let _ = writeln!(
            text,
            r#"{{"id":{},"created_at":"2024-01-{:02}T10:00:00Z","customer":{{"id":{},"email":"k{}@x.example"}},"total_price":"{}.25","items":[{{"a":1}}],"n":null}}"#,
            9_007_199_254_740_993u64 + i,
            i % 28 + 1,
            12_345_678_901_234_567_890u64 + i % 5,
            i % 5,
            i * 3
        );
    }
    text.into_bytes()
}
fn list() -> Vec<u8> {
    format!("{{\"orders\":[{}]}}", String::from_utf8(json()).unwrap().trim().replace('\n', ",")).into_bytes()
}
fn sheet() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (at, name) in ["Order", "Date", "Customer", "Amount"].iter().enumerate() {
        page.write_string(0, at as u16, *name).unwrap();
    }
    for row in 1..40u32 {
        page.write_string(row, 0, format!("A{row}")).unwrap();
        page.write_string(row, 1, format!("2024-01-{:02}", row % 28 + 1)).unwrap();
        page.write_string(row, 2, format!("K{}", row % 7)).unwrap();
        page.write_number(row, 3, f64::from(row) * 1.25).unwrap();
    }
    book.save_to_buffer().unwrap()
}
fn parquet() -> Vec<u8> {
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    let schema = "message t { required int64 order_id; required binary order_date (STRING); required binary customer_id (STRING); required double amount; }";
    let schema = Arc::new(parquet::schema::parser::parse_message_type(schema).unwrap());
    let mut bytes = vec![];
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(WriterProperties::builder().build())).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let text = |of: &dyn Fn(i64) -> String| (0..50).map(|i| ByteArray::from(of(i).into_bytes())).collect::<Vec<_>>();
    let columns: [&dyn Fn(i64) -> String; 2] = [&|i| format!("2024-01-{:02}", i % 28 + 1), &|i| format!("K{}", i % 7)];
    let mut at = 0;
    while let Some(mut column) = group.next_column().unwrap() {
        match at {
            0 => drop(column.typed::<Int64Type>().write_batch(&(0..50).collect::<Vec<i64>>(), None, None).unwrap()),
            3 => drop(column.typed::<DoubleType>().write_batch(&(0..50).map(f64::from).collect::<Vec<f64>>(), None, None).unwrap()),
            n => drop(column.typed::<ByteArrayType>().write_batch(&text(columns[n - 1]), None, None).unwrap()),
        }
        column.close().unwrap();
        at += 1;
    }
    group.close().unwrap();
    writer.close().unwrap();
    bytes
}
fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}
fn utf16(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}
fn seeds() -> Vec<Seed> {
    use TableKind::{Members, PointsLedger, Subscriptions, Transactions, Usage, Voc};
    let report = "Sales by customer\nJanuary 2024\n\nCustomer,Date,Amount\nAda,2024-01-05,\"1,250.00\"\nBo,2024-01-06,(20.00)\nTotal,,\"1,230.00\"\n";
    let pivot = "Customer,Jan 2024,Feb 2024,2024-03,Total\nAda,5,,6,11\nBo,,7,,7\nTotal,5,7,6,18\n";
    let ledger = "customer,date,type,points\nc1,05.01.2024,earn,100\nc1,06.02.2024,redeem,-40\nc2,2024-03-01,expiry,-10\n";
    let contracts = "id,customer,start,end,interval,quantity,unit_amount,status\n1,c1,2023-01-05,,year,2,120.00,active\n2,c2,2023-01-05,2023-09-05,month,1,10.00,canceled\n";
    let answers = "date,email,How likely are you to recommend us?,comment\n2024-01-05,a@x.example,9,fine\n2024-01-06,b@x.example,3,\"late, cold\"\n";
    let events = "event,distinct_id,timestamp\nview,u1,1704449400\nbuy,u2,1704449401000\n";
    vec![
        (Transactions, "a.csv", csv(',', '.', false)),
        (Transactions, "b.csv", csv(';', ',', true)),
        (Transactions, "c.tsv", csv('\t', '.', true)),
        (Transactions, "d.jsonl", json()),
        (Transactions, "e.json", list()),
        (Transactions, "f.xlsx", sheet()),
        (Transactions, "g.parquet", parquet()),
        (Transactions, "h.csv.gz", gz(&csv(',', '.', true))),
        (Transactions, "i.csv", utf16(&csv(',', '.', false))),
        (Transactions, "j.csv", report.into()),
        (Transactions, "k.csv", pivot.into()),
        (PointsLedger, "l.csv", ledger.into()),
        (Subscriptions, "m.csv", contracts.into()),
        (Voc, "n.csv", answers.into()),
        (Usage, "o.csv", events.into()),
        (Members, "p.csv", "customer,joined,tier\nc1,2024-01-05,Gold\nc2,,Silver\n".into()),
    ]
}
/// One to eight changes: a byte, a run taken out, doubled or moved, a sign that means something, an end too early, a piece of another file.
fn changed(seed: &[u8], other: &[u8], chance: &mut Chance) -> Vec<u8> {
    const SIGNS: [&[u8]; 22] = [
        b"\"",
        b"\"\"",
        b"\n",
        b"\r\n",
        b"\r",
        b",",
        b";",
        b"\t",
        b"\0",
        b"=\"\"",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"{",
        b"[",
        b"}",
        b"-",
        b"1e999",
        b"99999999999999999999",
        b"0000-00-00",
        b"2024-Q1",
        b"\xe2\x80\xaf",
        b"\\u0000",
    ];
    let mut out = seed.to_vec();
    for _ in 0..=chance.below(8) {
        let (at, len) = (chance.below(out.len() + 1), chance.below(24));
        let to = (at + len).min(out.len());
        match chance.below(8) {
            0 if at < out.len() => out[at] = chance.next() as u8,
            1 if at < out.len() => out[at] ^= 1 << chance.below(8),
            2 => drop(out.drain(at..to)),
            3 => {
                let piece = out[at..to].to_vec();
                let into = chance.below(out.len() + 1);
                out.splice(into..into, piece);
            }
            4 | 5 => drop(out.splice(at..at, SIGNS[chance.below(SIGNS.len())].iter().copied())),
            6 if chance.below(6) == 0 => out.truncate(at),
            7 => {
                let from = chance.below(other.len() + 1);
                out.splice(at..at, other[from..(from + len).min(other.len())].iter().copied());
            }
            _ => {}
        }
    }
    out
}
/// What comes of a file: its fingerprint, or that it is refused. Totals must close.
fn read(kind: TableKind, path: &Path, threads: usize) -> Result<String, String> {
    let request = IntakeRequest { inputs: vec![(kind, vec![path.display().to_string()])], ..IntakeRequest::default() };
    let ask = Ask { threads, ..Ask::on("2026-11-28".parse().unwrap()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let read = pool.install(|| Files { request, whole_histories: None, spend_per_point: None }.read(ask.asked_on, &|| false));
    let read = read.map_err(|e| e.to_string())?;
    for table in &read.tables.quality {
        if let Some(c) = table.control {
            assert_eq!(c.in_file, c.used + c.without_customer + c.set_aside, "totals of {}", table.table);
        }
        assert!(table.rows_used <= table.rows_read, "{} of {} rows used", table.rows_used, table.rows_read);
    }
    Ok(format!("{:?}", read.tables.quality))
}
/// Writes the good files into folders of `FUZZ_SEEDS`, as the targets of `fuzz/` want them: delimited text and JSON behind a byte that names the table,
/// the sheet of the workbook beside the workbook.
#[test]
#[ignore = "writes files for the fuzzer: bash fuzz/run.sh"]
fn seeds_for_the_fuzzer() {
    use TableKind::{Members, PointsLedger, Subscriptions, Transactions, Usage, Voc};
    const KINDS: [TableKind; 6] = [Transactions, Subscriptions, Usage, Voc, Members, PointsLedger];
    let folder = std::path::PathBuf::from(std::env::var("FUZZ_SEEDS").expect("FUZZ_SEEDS names a folder"));
    for (kind, name, bytes) in seeds() {
        let target = match Path::new(name).extension().and_then(|e| e.to_str()) {
            Some("json" | "jsonl") => "json",
            Some("xlsx") => "xlsx",
            Some("parquet") => "parquet",
            _ => "csv",
        };
        let folder = folder.join(target);
        std::fs::create_dir_all(&folder).unwrap();
        let named = KINDS.iter().position(|k| *k == kind).unwrap_or(0) as u8;
        let seed = if matches!(target, "csv" | "json") { [vec![named], bytes.clone()].concat() } else { bytes.clone() };
        std::fs::write(folder.join(name), seed).unwrap();
        if target == "xlsx" {
            let mut sheet = vec![];
            let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            std::io::Read::read_to_end(&mut book.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut sheet).unwrap();
            std::fs::write(folder.join("sheet1.xml"), sheet).unwrap();
        }
    }
}
#[test]
fn a_damaged_file_is_read_or_refused() {
    let number = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let (seconds, begin) = (number("FUZZ_SECONDS"), number("FUZZ_SEED").unwrap_or(1));
    let most = if seconds.is_some() { u64::MAX } else { 3_000 };
    let (started, folder, seeds) = (Instant::now(), tempfile::tempdir().unwrap(), seeds());
    for (kind, name, bytes) in &seeds {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let whole = read(*kind, &path, 1);
        assert!(whole.is_ok() || matches!(*name, "o.csv" | "b.csv" | "l.csv"), "the seed {name} is not read: {whole:?}");
    }
    let (mut n, mut good, mut findings) = (0u64, 0u64, String::new());
    while n < most && seconds.is_none_or(|s| started.elapsed() < Duration::from_secs(s)) {
        let mut chance = Chance(begin.wrapping_mul(0x1000_0000).wrapping_add(n));
        let (kind, name, seed) = &seeds[chance.below(seeds.len())];
        let other = &seeds[chance.below(seeds.len())].2;
        let path = folder.path().join(name);
        std::fs::write(&path, changed(seed, other, &mut chance)).unwrap();
        let told = std::panic::catch_unwind(|| {
            let one = read(*kind, &path, 1);
            if n % 4 == 0 {
                assert_eq!(one, read(*kind, &path, 2 + (n / 4 % 3) as usize), "threads change the reading");
            }
            one.is_ok()
        });
        n += 1;
        match told {
            Ok(read) => good += u64::from(read),
            Err(panic) => {
                let words = panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_string()));
                let _ = writeln!(findings, "{name}, seed {begin}, file {}: {}", n - 1, words.unwrap_or_default().chars().take(300).collect::<String>());
            }
        }
    }
    println!("{n} damaged files, {good} of them read, in {:.0} s", started.elapsed().as_secs_f64());
    assert!(findings.is_empty(), "{n} damaged files:\n{findings}");
}
