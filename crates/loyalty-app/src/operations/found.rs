//! Files that may be data: those that lie in the folder, and the table that the beginning of each fits best.
use super::propose;
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_sources::{intake, paths};
use std::io::{Read, Write};
use std::path::Path;

/// Bytes of a text that are looked at; a file that cannot be cut is read whole up to the other size.
const BEGINNING: u64 = 512 << 10;
const LARGEST_WHOLE: u64 = 32 << 20;
/// Files that are listed.
const MOST: usize = 60;

/// The name is that of a file that can hold a table.
pub fn is_table(path: &Path) -> bool {
    intake::looks_tabular(path)
}
/// Files with tables in the folder of the context and in one folder of it, as a person names them.
///
/// # Errors
/// A folder that may not be read.
pub fn listed(context: &Context, inner: &str) -> Result<Vec<String>, Refusal> {
    let mut all = vec![];
    for folder in ["", inner] {
        let at = context.reading("data", folder)?;
        let files = std::fs::read_dir(&at).into_iter().flatten().filter_map(|e| e.ok().map(|e| e.path()));
        let mut files: Vec<String> = files.filter(|p| p.is_file() && is_table(p)).map(|p| paths::shown(&context.shown(&p))).collect();
        files.sort();
        all.extend(files);
    }
    all.retain(|path| !path.rsplit('/').next().unwrap_or(path).starts_with('.'));
    all.truncate(MOST);
    Ok(all)
}
/// The table that the beginning of a file fits best, by the word of its flag; none: of none of them, or only its whole would tell.
///
/// # Errors
/// A path that may not be read, a disk that is full.
pub fn table(context: &Context, path: &str) -> Result<Option<String>, Refusal> {
    let whole = paths::meant(&context.reading("data", path)?);
    let Ok(size) = std::fs::metadata(&whole).map(|m| m.len()) else { return Ok(None) };
    let name = path.to_lowercase();
    let cut = size > BEGINNING && [".csv", ".tsv", ".txt", ".tab", ".jsonl", ".ndjson"].iter().any(|ending| name.ends_with(ending));
    let of = |path: &Path| propose::of_file(&paths::shown(path)).map(|kind| kind.word().to_string());
    match cut {
        true => {
            Ok(of(beginning(&whole, &name).map_err(|e| Refusal::machine(path, e.to_string(), "free some space; or say yourself which table it is"))?.path()))
        }
        false if size <= LARGEST_WHOLE => Ok(of(&whole)),
        false => Ok(None),
    }
}
/// The first rows of a text, whole ones, in a file that is gone with its handle.
fn beginning(path: &Path, name: &str) -> std::io::Result<tempfile::NamedTempFile> {
    let mut bytes = vec![];
    std::fs::File::open(path)?.take(BEGINNING).read_to_end(&mut bytes)?;
    // A text of two bytes a letter ends a line with a byte more.
    let end = bytes.iter().rposition(|b| *b == b'\n').map_or(bytes.len(), |at| at + 1 + usize::from(bytes.get(at + 1) == Some(&0)));
    bytes.truncate(end);
    let ending = name.rsplit('.').next().map(|e| format!(".{e}")).unwrap_or_default();
    let mut file = tempfile::Builder::new().suffix(&ending).tempfile()?;
    file.write_all(&bytes)?;
    file.flush()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use loyalty_engine::progress::TaskEvent;
    /// Each kind of table by its beginning, also where the file is longer than that, and in the letters of another encoding.
    #[test]
    fn a_file_is_known_by_its_beginning() {
        let dir = tempfile::tempdir().unwrap();
        let rows = |head: &str, row: &dyn Fn(usize) -> String, n: usize| (0..n).fold(format!("{head}\n"), |all, i| all + &row(i) + "\n");
        let orders = |n| rows("Kunde;Datum;Betrag", &|i| format!("K{};{:02}.{:02}.2025;{},50", i % 400, i % 28 + 1, i % 12 + 1, i % 90 + 10), n);
        let members =
            rows("member_id,joined,tier,email_consent", &|i| format!("m{i},2024-0{}-11,{},yes", i % 9 + 1, if i % 3 == 0 { "Gold" } else { "Silver" }), 300);
        let survey = rows("respondent,date,score,comment", &|i| format!("r{i},2025-03-{:02},{},\"it is fine, no {i}\"", i % 28 + 1, i % 11), 300);
        let either = rows("customer,date,amount", &|i| format!("K{},{:02}/{:02}/2025,{}.50", i % 400, i % 12 + 1, i % 11 + 1, i % 90 + 10), 300);
        let texts = [
            ("either.csv", either),
            ("orders.csv", orders(500)),
            ("long.csv", orders(60_000)),
            ("members.csv", members),
            ("survey.csv", survey),
            ("notes.txt", "call the bank\nbuy milk\n".into()),
        ];
        for (name, text) in &texts {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(orders(40_000).encode_utf16().flat_map(u16::to_le_bytes)).collect();
        std::fs::write(dir.path().join("wide.csv"), wide).unwrap();
        let quiet = |_: &str, _: TaskEvent| {};
        let context = Context::of_program(dir.path().into(), &quiet);
        let table = |name: &str| table(&context, name).unwrap();
        let told: Vec<Option<String>> =
            ["either.csv", "orders.csv", "long.csv", "wide.csv", "members.csv", "survey.csv", "notes.txt", "gone.csv"].map(table).into();
        let words = ["transactions", "transactions", "transactions", "transactions", "members", "voc"].map(|w| Some(w.to_string()));
        assert_eq!(told, [&words[..], &[None, None]].concat());
        std::fs::create_dir(dir.path().join("data")).unwrap();
        std::fs::write(dir.path().join("data/more.csv"), "a").unwrap();
        std::fs::write(dir.path().join("run.sh"), "a").unwrap();
        assert_eq!(
            listed(&context, "data").unwrap(),
            ["either.csv", "long.csv", "members.csv", "notes.txt", "orders.csv", "survey.csv", "wide.csv", "data/more.csv"]
        );
    }
}
