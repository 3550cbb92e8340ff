//! One request on one set of data is one design: neither names of files, order of rows, splitting, packing, folder, user, time zone, threads
//! nor door change `plan_hash`. The demonstration company as files, with voice, usage, members, a ledger and rewards; some rows stand twice,
//! so that what is done with repetitions is looked at too.
use crate::common;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

/// Flag, name of the file, and the rows of it that the test uses.
const TABLES: [(&str, &str, usize); 7] = [
    ("transactions", "orders.csv", 60_000),
    ("subscriptions", "subscriptions.csv", 2_000),
    ("usage", "usage.csv", 20_000),
    ("voc", "survey.csv", 3_000),
    ("members", "members.csv", 9_000),
    ("points-ledger", "points_ledger.csv", 3_000),
    ("rewards", "rewards.csv", 100),
];
const BRIEF: [&str; 14] = [
    "--goal",
    "retention",
    "--tiers",
    "3",
    "--budget",
    "50000",
    "--asked-on",
    "2026-07-01",
    "--assume",
    "response.total=0.01±0.01",
    "--effort",
    "small",
    "--only",
    "triggers.csv",
];

/// A table: its heading and its rows, as records.
struct Rows(csv::ByteRecord, Vec<csv::ByteRecord>);
impl Rows {
    fn bytes(&self, rows: &[csv::ByteRecord], end: csv::Terminator) -> Vec<u8> {
        let mut out = csv::WriterBuilder::new().terminator(end).from_writer(vec![]);
        std::iter::once(&self.0).chain(rows).for_each(|r| out.write_byte_record(r).unwrap());
        out.into_inner().unwrap()
    }
    fn plain(&self) -> Vec<u8> {
        self.bytes(&self.1, csv::Terminator::Any(b'\n'))
    }
    /// A fixed shuffle.
    fn shuffled(&self) -> Vec<csv::ByteRecord> {
        let mut keyed: Vec<(u64, &csv::ByteRecord)> =
            (1u64..).zip(&self.1).map(|(i, r)| (i.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23).wrapping_mul(0xbf58_476d_1ce4_e5b9), r)).collect();
        keyed.sort_by_key(|k| k.0);
        keyed.into_iter().map(|k| k.1.clone()).collect()
    }
}
/// The tables with a few rows twice, and a text of two lines.
fn company() -> &'static [Rows] {
    static COMPANY: OnceLock<Vec<Rows>> = OnceLock::new();
    COMPANY.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        assert!(common::command(dir.path(), &["demo", "--out", "."]).status.success());
        let read = |(table, name, most): &(&str, &str, usize)| {
            let mut reader = csv::Reader::from_path(dir.path().join(name)).unwrap();
            let mut rows: Vec<csv::ByteRecord> = reader.byte_records().map(Result::unwrap).take(*most).collect();
            if ["transactions", "points-ledger"].contains(table) {
                rows.extend([rows[7].clone(), rows[900].clone()]);
            }
            if *table == "voc" {
                let two_lines = ["C0000001", "2026-03-01", "9", "Lovely packaging,\nand it came early"];
                rows.push(csv::ByteRecord::from(two_lines.to_vec()));
            }
            Rows(reader.byte_headers().unwrap().clone(), rows)
        };
        TABLES.iter().map(read).collect()
    })
}
/// Files of all tables: (flag, path).
type Given = Vec<(&'static str, String)>;
/// Writes files of each table as `put` says: names and bytes.
fn files(dir: &Path, put: impl Fn(&str, &Rows) -> Vec<(String, Vec<u8>)>) -> Given {
    let mut given = vec![];
    for ((table, name, _), rows) in TABLES.iter().zip(company()) {
        for (name, bytes) in put(name, rows) {
            let path = dir.join(&name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, bytes).unwrap();
            given.push((*table, name));
        }
    }
    given
}
fn plain(dir: &Path) -> Given {
    files(dir, |name, rows| vec![(name.into(), rows.plain())])
}
/// The newest plan of the folder.
fn made(dir: &Path, given: &Given, more: &[&str], env: &[(&str, &str)]) -> serde_json::Value {
    let mut command = Command::new(common::PROGRAM);
    command.current_dir(dir).args(BRIEF).args(["--format", "json"]).args(more).envs(env.iter().copied());
    given.iter().for_each(|(flag, path)| {
        command.arg(format!("--{flag}")).arg(path);
    });
    let out = command.output().unwrap();
    serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stderr)))
}
/// What it is compared with: one thread, one file for each table, as written.
fn first() -> &'static serde_json::Value {
    static FIRST: OnceLock<serde_json::Value> = OnceLock::new();
    FIRST.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let given = plain(dir.path());
        let plan = made(dir.path(), &given, &["--threads", "1"], &[("USER", "ann"), ("TZ", "UTC")]);
        let inputs = plan["design"]["inputs"].to_string();
        assert!(inputs.contains("it repeats an entry that was read") && inputs.contains("5 lines repeat another line exactly"), "{inputs}");
        // Marks of what only a file holds are for refusals: no plan has them.
        assert!(inputs.contains("are no items") && !inputs.contains("withheld") && !inputs.contains('\u{e000}'), "{inputs}");
        plan
    })
}
/// Where two designs differ, by path.
fn differences(a: &serde_json::Value, b: &serde_json::Value, at: &str, out: &mut Vec<String>) {
    use serde_json::Value::{Array, Object};
    match (a, b) {
        (Object(x), Object(y)) => {
            let keys: std::collections::BTreeSet<&String> = x.keys().chain(y.keys()).collect();
            let none = serde_json::Value::Null;
            keys.into_iter().for_each(|k| differences(x.get(k).unwrap_or(&none), y.get(k).unwrap_or(&none), &format!("{at}.{k}"), out));
        }
        (Array(x), Array(y)) if x.len() == y.len() => x.iter().zip(y).enumerate().for_each(|(i, (x, y))| differences(x, y, &format!("{at}[{i}]"), out)),
        _ if a != b => out.push(format!("{at}: {a:.200} for {b:.200}")),
        _ => {}
    }
}
fn same(plan: &serde_json::Value) {
    let mut found = vec![];
    differences(&plan["design"], &first()["design"], "design", &mut found);
    assert!(found.is_empty(), "{} differences: {:#?}", found.len(), &found[..found.len().min(12)]);
    assert_eq!(plan["plan_hash"], first()["plan_hash"]);
}
fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn files_of_other_names_in_another_folder_are_the_same_plan() {
    let dir = tempfile::tempdir().unwrap();
    let given = files(dir.path(), |name, rows| vec![(format!("exports of July/z-{name}.txt"), rows.plain())]);
    same(&made(dir.path(), &given, &[], &[]));
}
#[test]
fn absolute_paths_are_the_same_plan() {
    let dir = tempfile::tempdir().unwrap();
    let absolute = |(flag, name): (&'static str, String)| (flag, fs::canonicalize(dir.path().join(name)).unwrap().display().to_string());
    let given: Given = plain(dir.path()).into_iter().map(absolute).collect();
    same(&made(dir.path(), &given, &[], &[]));
}
#[test]
fn shuffled_rows_are_the_same_plan() {
    let dir = tempfile::tempdir().unwrap();
    let given = files(dir.path(), |name, rows| vec![(name.into(), rows.bytes(&rows.shuffled(), csv::Terminator::Any(b'\n')))]);
    same(&made(dir.path(), &given, &[], &[]));
}
/// Each table in three files, cut where the rows stand; repeated rows then lie in different files.
fn split(dir: &Path, shuffled: bool) -> Given {
    files(dir, |name, rows| {
        let all = if shuffled { rows.shuffled() } else { rows.1.clone() };
        let part = all.len().div_ceil(3);
        all.chunks(part).enumerate().map(|(i, rows_of)| (format!("{}-{name}", 3 - i), rows.bytes(rows_of, csv::Terminator::Any(b'\n')))).collect()
    })
}
#[test]
fn tables_in_three_files_are_the_same_plan() {
    let dir = tempfile::tempdir().unwrap();
    same(&made(dir.path(), &split(dir.path(), false), &[], &[]));
}
#[test]
fn shuffled_tables_in_three_files_on_eight_threads_are_the_same_plan() {
    let dir = tempfile::tempdir().unwrap();
    let mut given = split(dir.path(), true);
    given.reverse();
    same(&made(dir.path(), &given, &["--threads", "8"], &[]));
}
#[test]
fn eight_threads_are_the_same_plan() {
    let dir = tempfile::tempdir().unwrap();
    let given = plain(dir.path());
    same(&made(dir.path(), &given, &["--threads", "8"], &[]));
}
#[test]
fn another_user_in_another_time_zone_gets_the_same_plan() {
    let dir = tempfile::tempdir().unwrap();
    let given = plain(dir.path());
    let env = [("USER", "bob"), ("LOGNAME", "bob"), ("PLAN_LOYALTY_PERSON", "Bob"), ("TZ", "Pacific/Kiritimati"), ("LANG", "de_DE.UTF-8"), ("HOME", "/")];
    let plan = made(dir.path(), &given, &[], &env);
    assert_eq!(plan["history"]["prepared_by"], "Bob", "who asked is history");
    same(&plan);
}
#[test]
fn packed_files_are_the_same_plan() {
    let dir = tempfile::tempdir().unwrap();
    let given = files(dir.path(), |name, rows| vec![(format!("{name}.gz"), gz(&rows.plain()))]);
    same(&made(dir.path(), &given, &[], &[]));
}
#[test]
fn other_line_ends_and_a_byte_order_mark_are_the_same_plan() {
    let dir = tempfile::tempdir().unwrap();
    let windows = |bytes: Vec<u8>| [b"\xef\xbb\xbf", String::from_utf8(bytes).unwrap().replace('\n', "\r\n").as_bytes()].concat();
    let given = files(dir.path(), |name, rows| vec![(name.into(), windows(rows.plain()))]);
    same(&made(dir.path(), &given, &[], &[]));
}
#[test]
fn other_names_of_columns_through_a_map_are_the_same_plan() {
    let dir = tempfile::tempdir().unwrap();
    let given = files(dir.path(), |name, rows| {
        let text = String::from_utf8(rows.plain()).unwrap();
        vec![(name.into(), if name == "orders.csv" { text.replacen("amount", "net_of_all", 1).into_bytes() } else { text.into_bytes() })]
    });
    let plan = made(dir.path(), &given, &["--map", "transactions.amount=net_of_all"], &[]);
    let columns = plan["history"]["inputs"].to_string();
    assert!(columns.contains("net_of_all"), "{columns}");
    same(&plan);
}
#[test]
fn a_settings_file_says_what_flags_say() {
    let dir = tempfile::tempdir().unwrap();
    let mut text =
        String::from("[program]\ngoal = \"retention\"\ntiers = 3\nbudget = 50000\n[assumptions]\n\"response.total\" = { value = 0.01, sd = 0.01 }\n[data]\n");
    plain(dir.path()).iter().for_each(|(flag, name)| text += &format!("{flag} = {name:?}\n"));
    fs::write(dir.path().join("asked.toml"), text).unwrap();
    let mut command = Command::new(common::PROGRAM);
    command.current_dir(dir.path()).args([
        "--config",
        "asked.toml",
        "--asked-on",
        "2026-07-01",
        "--effort",
        "small",
        "--only",
        "triggers.csv",
        "--format",
        "json",
    ]);
    let out = command.output().unwrap();
    same(&serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stderr))));
}
/// A company profile beside nothing: the clock of the machine was its last day once.
#[test]
fn the_day_asked_is_the_only_today() {
    let dir = tempfile::tempdir().unwrap();
    let sheet =
        "members = 900\norders_per_year = 5\naverage_order_value = 40\nmargin = 0.4\nchurn_per_year = 0.3\nnew_members_per_month = 20\ncurrency = \"EUR\"\n";
    fs::write(dir.path().join("a.toml"), sheet).unwrap();
    fs::create_dir(dir.path().join("far away")).unwrap();
    fs::write(dir.path().join("far away/b.toml"), format!("# by heart\n{sheet}")).unwrap();
    let one = made(dir.path(), &Given::new(), &["--drivers", "a.toml"], &[]);
    let two = made(dir.path(), &Given::new(), &["--drivers", "far away/b.toml"], &[("TZ", "Pacific/Kiritimati")]);
    assert_eq!(one["design"]["header"]["as_of"], "2026-07-01");
    assert_eq!(one["plan_hash"], two["plan_hash"]);
    assert_eq!(two["history"]["inputs"][0]["place"], "far away/b.toml");
}
