//! Where a source is broken, and how.
use super::End::{self, AtOnce, Needed, Without};
use super::common::skipped;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// What is given for each table, and what is held while the program runs.
pub type Given = Option<(Vec<(&'static str, String)>, Option<File>)>;
pub struct Broken {
    pub name: &'static str,
    pub files: fn(&Path) -> Given,
    /// Run by somebody who owns nothing.
    pub as_nobody: bool,
    /// What the attempts say.
    pub why: &'static str,
    pub end: End,
}
const fn row(name: &'static str, files: fn(&Path) -> Given, why: &'static str, end: End) -> Broken {
    Broken { name, files, as_nobody: false, why, end }
}
pub fn usage(rows: usize) -> String {
    let rows = (0..rows).map(|i| format!("c{},2025-{:02}-{:02},feature{}", i % 300, 1 + i % 12, 1 + i % 28, i % 5));
    format!("customer_id,date,feature\n{}\n", rows.collect::<Vec<_>>().join("\n"))
}
fn reviews() -> String {
    let rows = (0..400).map(|i| format!("c{},2025-05-{:02},{},delivery was late", i % 300, 1 + i % 28, 1 + i % 5));
    format!("customer_id,date,score,text\n{}\n", rows.collect::<Vec<_>>().join("\n"))
}
pub fn gz(text: &str) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}
fn zip(text: &str) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    out.start_file("usage.csv", zip::write::SimpleFileOptions::default()).unwrap();
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap().into_inner()
}
/// A list of objects in one piece.
fn json() -> String {
    let rows =
        (0..2_000).map(|i| format!("{{\"customer_id\":\"c{}\",\n\"date\":\"2025-{:02}-{:02}\",\"feature\":\"f{}\"}}", i % 300, 1 + i % 12, 1 + i % 28, i % 5));
    format!("[{}]", rows.collect::<Vec<_>>().join(",\n"))
}
/// A lock that other programs see.
pub fn locked(path: &Path) -> File {
    let file = File::options().write(true).open(path).unwrap();
    file.lock().unwrap();
    file
}
/// As somebody who owns nothing and may write in the folder.
pub fn as_nobody(command: &mut Command, dir: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o777)).unwrap();
    if is_root() {
        std::os::unix::process::CommandExt::uid(command, 65_534);
    }
}
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|m| m.uid() == 0)
}
fn one(dir: &Path, table: &'static str, name: &str, bytes: &[u8]) -> Given {
    std::fs::write(dir.join(name), bytes).unwrap();
    Some((vec![(table, name.to_string())], None))
}
/// The first bytes of a packed table.
fn part(dir: &Path, table: &'static str, text: &str, part: impl Fn(usize) -> usize) -> Given {
    let whole = gz(text);
    one(dir, table, &format!("{table}.csv.gz"), &whole[..part(whole.len())])
}
fn held(dir: &Path, table: &'static str, text: &str) -> Given {
    let name = format!("{table}.csv");
    std::fs::write(dir.join(&name), text).unwrap();
    let lock = locked(&dir.join(&name));
    Some((vec![(table, name)], Some(lock)))
}
/// A file that the system opens and does not read.
fn unreadable(dir: &Path, table: &'static str) -> Given {
    if !Path::new("/proc/self/mem").exists() {
        skipped("no file here fails while it is read");
        return None;
    }
    std::os::unix::fs::symlink("/proc/self/mem", dir.join("broken.csv")).unwrap();
    Some((vec![(table, "broken.csv".into())], None))
}
fn forbidden(dir: &Path, table: &'static str, text: &str) -> Given {
    use std::os::unix::fs::PermissionsExt;
    let name = format!("{table}.csv");
    std::fs::write(dir.join(&name), text).unwrap();
    std::fs::set_permissions(dir.join(&name), std::fs::Permissions::from_mode(0o000)).unwrap();
    Some((vec![(table, name)], None))
}
fn link(dir: &Path, to: &str) -> Given {
    std::os::unix::fs::symlink(to, dir.join("usage.csv")).unwrap();
    Some((vec![("usage", "usage.csv".into())], None))
}
fn pipe(dir: &Path, table: &'static str) -> Given {
    let path = dir.join("pipe.csv");
    if !Command::new("mkfifo").arg(&path).status().is_ok_and(|s| s.success()) {
        skipped("mkfifo is not installed");
        return None;
    }
    // Somebody writes half a table and goes; nobody may ever read it.
    std::thread::spawn(move || File::options().read(true).write(true).open(path).map(|mut p| p.write_all(b"customer_id,date,feature\nc1,2025-01-")));
    Some((vec![(table, "pipe.csv".into())], None))
}
/// The same table in two files of a folder, one of them broken.
fn in_a_folder(dir: &Path) -> Given {
    std::fs::create_dir(dir.join("events")).unwrap();
    std::fs::write(dir.join("events/01.csv"), usage(500)).unwrap();
    let whole = gz(&usage(2_000));
    std::fs::write(dir.join("events/02.csv.gz"), &whole[..whole.len() / 2]).unwrap();
    Some((vec![("usage", "events".into())], None))
}
/// The folder of the orders is the beginning of the name of the broken file.
fn named_alike(dir: &Path) -> Given {
    for folder in ["data", "data-usage"] {
        std::fs::create_dir(dir.join(folder)).unwrap();
    }
    std::fs::copy(dir.join("orders.csv"), dir.join("data/orders.csv")).unwrap();
    let whole = gz(&usage(2_000));
    std::fs::write(dir.join("data-usage/usage.csv.gz"), &whole[..whole.len() / 2]).unwrap();
    Some((vec![("transactions", "data".into()), ("usage", "data-usage/usage*.gz".into())], None))
}
fn flipped(dir: &Path) -> Given {
    let mut bytes = gz(&usage(2_000));
    let middle = bytes.len() / 2;
    bytes[middle..middle + 16].iter_mut().for_each(|b| *b ^= 0xff);
    one(dir, "usage", "usage.csv.gz", &bytes)
}
const USAGE: End = Without(&["usage"]);
pub const PLACES: [Broken; 37] = [
    // Packed bytes that end before their end.
    row("gz: its first bytes", |d| part(d, "usage", &usage(2_000), |_| 12), "breaks off", USAGE),
    row("gz: a quarter", |d| part(d, "usage", &usage(2_000), |n| n / 4), "breaks off", USAGE),
    row("gz: a half", |d| part(d, "usage", &usage(2_000), |n| n / 2), "breaks off", USAGE),
    row("gz: three quarters", |d| part(d, "usage", &usage(2_000), |n| n * 3 / 4), "breaks off", USAGE),
    row("gz: without its checksum", |d| part(d, "usage", &usage(2_000), |n| n - 8), "breaks off", USAGE),
    row("gz: without its last byte", |d| part(d, "usage", &usage(2_000), |n| n - 1), "breaks off", USAGE),
    row("gz: damaged in the middle", flipped, "damaged", USAGE),
    row("gz: reviews", |d| part(d, "voc", &reviews(), |n| n / 2), "breaks off", Without(&["voc"])),
    row("gz: members", |d| part(d, "members", &usage(2_000), |n| n / 2), "breaks off", Without(&["members"])),
    row("gz: rewards", |d| part(d, "rewards", &usage(2_000), |n| n / 2), "breaks off", Without(&["rewards"])),
    row("gz: orders", |d| part(d, "transactions", &super::shop(false), |n| n / 2), "breaks off", Needed),
    row("gz: subscriptions", |d| part(d, "subscriptions", &usage(2_000), |n| n / 2), "breaks off", Needed),
    row("gz: ledger", |d| part(d, "points-ledger", &usage(2_000), |n| n / 2), "breaks off", Needed),
    row(
        "zip: a half",
        |d| {
            one(d, "usage", "usage.zip", &{
                let z = zip(&usage(2_000));
                z[..z.len() / 2].to_vec()
            })
        },
        "cannot be read",
        USAGE,
    ),
    row(
        "zip: orders",
        |d| {
            one(d, "transactions", "o.zip", &{
                let z = zip(&super::shop(false));
                z[..z.len() / 2].to_vec()
            })
        },
        "cannot be read",
        Needed,
    ),
    row("json: a half", |d| one(d, "usage", "usage.json", &json().as_bytes()[..60_000]), "EOF", USAGE),
    row("json: its last sign", |d| one(d, "usage", "usage.json", json().trim_end_matches(']').as_bytes()), "EOF", USAGE),
    // A file that is being written again is empty first.
    row("empty", |d| one(d, "usage", "usage.csv", b""), "the file is empty", USAGE),
    // Locked by another program for the whole of the run.
    row("locked: usage", |d| held(d, "usage", &usage(500)), "another program has locked it", USAGE),
    row("locked: reviews", |d| held(d, "voc", &reviews()), "another program has locked it", Without(&["voc"])),
    row("locked: members", |d| held(d, "members", "customer_id,joined\nc1,2025-01-01\n"), "another program has locked it", Without(&["members"])),
    row("locked: orders", |d| held(d, "transactions", &super::shop(false)), "another program has locked it", Needed),
    // The system refuses.
    row("i/o error", |d| unreadable(d, "usage"), "broken.csv", USAGE),
    row("i/o error: orders", |d| unreadable(d, "transactions"), "broken.csv", Needed),
    Broken { as_nobody: true, ..row("permission", |d| forbidden(d, "usage", &usage(500)), "ermission denied", USAGE) },
    Broken { as_nobody: true, ..row("permission: orders", |d| forbidden(d, "transactions", &super::shop(false)), "ermission denied", Needed) },
    // Whose file it is does not depend on its name.
    row("one file of a folder", in_a_folder, "breaks off", USAGE),
    row("names that begin alike", named_alike, "breaks off", USAGE),
    // What would be wrong again.
    row("a wrong header", |d| one(d, "usage", "usage.csv", b"a,b\n1,2\n3,4\n"), "", AtOnce("usage.csv")),
    row("no row", |d| one(d, "usage", "usage.csv", b"customer_id,date,feature\n"), "", AtOnce("there is a header but no row")),
    row("bytes that are no text", |d| one(d, "usage", "usage.csv", b"customer_id,date\n\0\0\0\0\n"), "", AtOnce("this is a binary file")),
    row("json: wrong in the middle", |d| one(d, "usage", "usage.json", json().replacen("\"c7\"", "c7", 1).as_bytes()), "", AtOnce("cannot be read as a table")),
    row("no such file", |_| Some((vec![("usage", "usage.csv".into())], None)), "", AtOnce("there is no such file")),
    row("a link to nothing", |d| link(d, "nowhere.csv"), "", AtOnce("there is no such file")),
    row("a link to itself", |d| link(d, "usage.csv"), "", AtOnce("there is no such file")),
    row(
        "a folder without tables",
        |d| {
            std::fs::create_dir(d.join("usage.csv")).unwrap();
            Some((vec![("usage", "usage.csv".into())], None))
        },
        "",
        AtOnce("in the folder"),
    ),
    row("a pipe that closes early", |d| pipe(d, "usage"), "", AtOnce("this is a pipe or a device")),
];
/// What another program does to a file again and again while it is read.
pub type Change = fn(&Path, u64);
pub const WHILE_READING: [(&str, &str, Change); 3] = [
    ("rows are added", "while it was read", |path, n| {
        if n < 2_000_000 {
            File::options().append(true).open(path).unwrap().write_all(b"c7,2025-03-03,feature1\n").unwrap();
        }
    }),
    ("another takes its place", "while it was read", |path, n| {
        let beside = path.with_extension("new");
        std::fs::write(&beside, usage(if n % 2 == 0 { 3_000 } else { 4_000 })).unwrap();
        std::fs::rename(beside, path).unwrap();
    }),
    ("it is cut off and written again", "usage.csv", |path, n| {
        let file = File::options().write(true).open(path).unwrap();
        file.set_len(if n % 2 == 0 { 400 } else { 0 }).unwrap();
        std::fs::write(path, usage(3_000)).unwrap();
    }),
];
