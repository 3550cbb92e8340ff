//! Files that a person drops on the page: copied beside the plans, readable by their owner alone, whole or not at all. Nothing is overwritten.
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use loyalty_app::context::Context;
use loyalty_app::operations::found;
use loyalty_app::refusal::Refusal;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::time::Duration;

/// Folder of the copies.
pub const FOLDER: &str = "data";
/// Bytes of one upload; files at once; letters of a name.
const LARGEST: u64 = 8 << 30;
const FILES_MOST: usize = 50;
const NAME_MOST: usize = 120;
/// Bytes that are compared at a time.
const BLOCK: usize = 1 << 20;
/// The next piece must arrive within this.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a form with files said.
pub struct Dropped {
    /// The words that the page had before, as its form says them.
    pub words: Vec<u8>,
    /// Paths of the copies.
    pub paths: Vec<String>,
}
/// Copies the files of a form as they arrive.
///
/// # Errors
/// No form with files; a name that is no table's; too large, too slow; a disk that is full.
pub async fn receive(context: &Context<'_>, kind: &str, body: Incoming) -> Result<Dropped, Refusal> {
    let boundary = multer::parse_boundary(kind).map_err(broken)?;
    let mut form = multer::Multipart::new(body.into_data_stream(), boundary);
    let mut dropped = Dropped { words: vec![], paths: vec![] };
    let mut size = 0u64;
    while let Some(mut field) = in_time(form.next_field()).await? {
        if field.name() == Some("words") {
            while let Some(piece) = in_time(field.chunk()).await? {
                dropped.words.extend_from_slice(&within(&mut size, piece)?);
            }
            continue;
        }
        let Some(given) = field.file_name().filter(|n| !n.is_empty()).map(String::from) else { continue };
        let name = name_of(&given)?;
        if dropped.paths.len() == FILES_MOST {
            return Err(refused(&given, format!("more than {FILES_MOST} files at once"), "drop fewer, or name their folder"));
        }
        let folder = context.writing("data", FOLDER)?;
        std::fs::create_dir_all(&folder).map_err(disk)?;
        let mut copy = tempfile::NamedTempFile::new_in(&folder).map_err(disk)?;
        while let Some(piece) = in_time(field.chunk()).await? {
            copy.write_all(&within(&mut size, piece)?).map_err(disk)?;
        }
        // Comparing with a file that is there takes a while: other requests go on meanwhile.
        let name = tokio::task::block_in_place(|| {
            copy.as_file().sync_all().map_err(disk)?;
            placed(copy, &folder, &name)
        })?;
        dropped.paths.push(format!("{FOLDER}/{name}"));
    }
    if dropped.paths.is_empty() {
        return Err(Refusal::input(
            "the files",
            "none was chosen",
            "A plan begins with a file of purchases or subscriptions",
            "choose a file, or name a database below",
        ));
    }
    Ok(dropped)
}
fn within(size: &mut u64, piece: Bytes) -> Result<Bytes, Refusal> {
    *size += piece.len() as u64;
    if *size > LARGEST {
        return Err(refused(
            "the files",
            format!("they hold more than {} GB", LARGEST >> 30),
            "put them beside the plans yourself and reload the page, or name a database",
        ));
    }
    Ok(piece)
}
async fn in_time<T>(next: impl Future<Output = Result<T, multer::Error>>) -> Result<T, Refusal> {
    match tokio::time::timeout(PATIENCE, next).await {
        Ok(got) => got.map_err(broken),
        Err(_) => Err(refused("the files", format!("nothing arrived for {} seconds", PATIENCE.as_secs()), "drop them again")),
    }
}
/// The name of a copy: the file's own, without a folder.
fn name_of(given: &str) -> Result<String, Refusal> {
    let name = given.rsplit(['/', '\\']).next().unwrap_or(given).trim();
    let odd = name.is_empty() || name.starts_with('.') || name.chars().count() > NAME_MOST || name.chars().any(|c| c.is_control() || "\"<>|:*?[]".contains(c));
    if odd {
        return Err(refused(given, "its name cannot be kept".into(), "name it with letters, digits, - and _"));
    }
    if !found::is_table(Path::new(name)) {
        return Err(refused(given, "this kind of file is not read".into(), "drop CSV, TSV, JSON, Parquet, xlsx, xls or ods, also as gz or zip"));
    }
    Ok(name.into())
}
/// Puts a copy in its place; one of the same bytes that is there already stands for it.
fn placed(mut copy: tempfile::NamedTempFile, folder: &Path, name: &str) -> Result<String, Refusal> {
    let (stem, ending) = name.split_once('.').map_or((name, String::new()), |(s, e)| (s, format!(".{e}")));
    for n in 1..1_000 {
        let name = if n == 1 { name.to_string() } else { format!("{stem}-{n}{ending}") };
        match copy.persist_noclobber(folder.join(&name)) {
            Ok(_) => return Ok(name),
            Err(e) if e.error.kind() == std::io::ErrorKind::AlreadyExists => {
                copy = e.file;
                if same(copy.path(), &folder.join(&name)).map_err(disk)? {
                    return Ok(name);
                }
            }
            Err(e) => return Err(disk(e.error)),
        }
    }
    Err(refused(name, "a thousand files of this name are there".into(), "take some away"))
}
fn same(a: &Path, b: &Path) -> std::io::Result<bool> {
    if std::fs::metadata(a)?.len() != std::fs::metadata(b)?.len() {
        return Ok(false);
    }
    let (mut a, mut b) = (BufReader::with_capacity(BLOCK, File::open(a)?), BufReader::with_capacity(BLOCK, File::open(b)?));
    loop {
        let (left, right) = (a.fill_buf()?, b.fill_buf()?);
        let both = left.len().min(right.len());
        if both == 0 {
            return Ok(left.len() == right.len());
        }
        if left[..both] != right[..both] {
            return Ok(false);
        }
        a.consume(both);
        b.consume(both);
    }
}
fn broken(e: multer::Error) -> Refusal {
    refused("the files", e.to_string(), "drop them again")
}
fn refused(place: &str, fact: String, next: &str) -> Refusal {
    Refusal::input(place, fact, "Nothing of it was kept", next)
}
fn disk(e: std::io::Error) -> Refusal {
    Refusal::machine(FOLDER, e.to_string(), "free some space, or start the studio in another folder; nothing was kept")
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_name_is_the_files_own_and_leads_nowhere_else() {
        for (given, kept) in [("orders.csv", "orders.csv"), ("C:\\exports\\März 2026.xlsx", "März 2026.xlsx"), ("../../etc/orders.csv.gz", "orders.csv.gz")] {
            assert_eq!(name_of(given).unwrap(), kept);
        }
        for bad in ["", "..", ".hidden.csv", "orders.exe", "a\u{0}.csv", "a*.csv", "a/", "orders"] {
            assert!(name_of(bad).is_err(), "{bad}");
        }
        assert!(name_of(&format!("{}.csv", "a".repeat(120))).is_err());
    }
    #[test]
    fn nothing_is_overwritten_and_the_same_file_is_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let put = |text: &str| {
            let mut copy = tempfile::NamedTempFile::new_in(folder.path()).unwrap();
            copy.write_all(text.as_bytes()).unwrap();
            placed(copy, folder.path(), "orders.csv.gz").unwrap()
        };
        assert_eq!(
            [put("a"), put("b"), put("a"), put("bb"), put("b")],
            ["orders.csv.gz", "orders-2.csv.gz", "orders.csv.gz", "orders-3.csv.gz", "orders-2.csv.gz"]
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3, "no half copy is left");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(folder.path().join("orders.csv.gz")).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
