//! Forbidden phrases, and what to write instead: `forbidden.csv`. A phrase may still occur as often as its row allows, never more often; where it
//! means something else it is an exception with its reason: `exceptions.csv`. An exception that nothing needs is a finding.
use super::sources::Sources;

/// `phrase,write,left`: how often it still occurs in the checked files. Lower the number when some are gone.
const FORBIDDEN: &str = include_str!("forbidden.csv");
/// `phrase,path,containing,reason`: lines of files under this path that contain these words; an empty cell stands for all.
const EXCEPTIONS: &str = include_str!("exceptions.csv");
/// Files that are not checked: history keeps its words, and these tests name them.
const HISTORY: [&str; 4] = ["CHANGELOG.md", "DECISIONS.md", "docs/benchmarks.md", "crates/plan-loyalty/tests/"];

fn looked_at(path: &str) -> bool {
    let kind = [".rs", ".md", ".toml", ".csv", ".ftl", ".sh", ".py"].iter().any(|e| path.ends_with(e));
    let place = ["crates/", "docs/", "plugin/", "scripts/", "examples/"].iter().any(|p| path.starts_with(p)) || !path.contains('/');
    kind && place && !path.starts_with("Cargo.") && !path.contains("/tests/") && !HISTORY.iter().any(|h| path.starts_with(h))
}
struct Exception {
    phrase: String,
    path: String,
    containing: String,
    reason: String,
}
impl Exception {
    fn covers(&self, phrase: &str, path: &str, line: &str) -> bool {
        self.phrase == phrase && path.starts_with(&self.path) && line.contains(&self.containing)
    }
}
fn exceptions() -> Vec<Exception> {
    let mut reader = csv::Reader::from_reader(EXCEPTIONS.as_bytes());
    let rows = reader.records().map(|r| r.unwrap());
    rows.map(|r| Exception { phrase: r[0].into(), path: r[1].into(), containing: r[2].to_lowercase(), reason: r[3].into() }).collect()
}
pub fn forbidden(sources: &Sources) -> Vec<String> {
    forbidden_but_for(sources, &exceptions())
}
fn forbidden_but_for(sources: &Sources, exceptions: &[Exception]) -> Vec<String> {
    let mut needed = vec![false; exceptions.len()];
    let files: Vec<(&String, String)> = sources.0.iter().filter(|(p, _)| looked_at(p)).map(|(p, t)| (p, t.to_lowercase())).collect();
    let planted = sources.0.len() < 100;
    let mut out = vec![];
    for row in FORBIDDEN.lines().skip(1).filter(|l| !l.is_empty()) {
        let cells: Vec<&str> = row.split(',').collect();
        let [phrase, write, left] = cells[..] else { panic!("forbidden.csv: {row:?} has not three cells") };
        let left: usize = if planted { 0 } else { left.parse().unwrap() };
        let mut places: Vec<String> = vec![];
        for (path, number, line) in files.iter().flat_map(|(p, t)| lines_of(t, phrase).map(move |(number, line)| (p, number, line))) {
            let covering: Vec<usize> = (0..exceptions.len()).filter(|i| exceptions[*i].covers(phrase, path, line)).collect();
            covering.iter().for_each(|i| needed[*i] = true);
            if covering.is_empty() {
                places.push(format!("{path}:{number}"));
            }
        }
        if places.len() > left {
            let shown = places.iter().take(left + 8).cloned().collect::<Vec<_>>().join(" ");
            out.push(format!("{phrase:?} occurs {} times, at most {left} are allowed; write {write}. {shown}", places.len()));
        } else if places.len() < left {
            println!("forbidden.csv: {phrase:?} occurs only {} times; lower {left} to that", places.len());
        }
    }
    let unneeded = exceptions.iter().zip(&needed).filter(|(e, needed)| !planted && (!**needed || e.reason.len() < 5 || e.path.is_empty()));
    out.extend(unneeded.map(|(e, _)| format!("exceptions.csv: nothing needs {:?} in {:?}, or it has no path or no reason", e.phrase, e.path)));
    out
}
/// Lines on which a phrase occurs as whole words.
fn lines_of<'a>(text: &'a str, phrase: &'a str) -> impl Iterator<Item = (usize, &'a str)> + 'a {
    text.lines()
        .enumerate()
        .filter(move |(_, line)| {
            line.match_indices(phrase).any(|(at, _)| {
                let letter = |c: char| c.is_alphanumeric() || c == '_';
                !line[..at].ends_with(letter) && !line[at + phrase.len()..].starts_with(letter)
            })
        })
        .map(|(i, line)| (i + 1, line))
}
#[test]
fn an_exception_covers_its_lines_only_and_must_be_needed() {
    let exception = |path: &str| Exception { phrase: "level".into(), path: path.into(), containing: "log-level".into(), reason: "statistics".into() };
    let text = "the log-level of forecasts\nthe top level of members\n";
    let found = forbidden_but_for(&Sources::of(&[("docs/a.md", text)]), &[exception("docs/")]);
    assert!(found.len() == 1 && found[0].contains("docs/a.md:2") && !found[0].contains("docs/a.md:1"), "{found:?}");
    // In the whole project an exception for a file that does not exist is one that nothing needs.
    let mut all = exceptions();
    all.push(exception("docs/no-such-file.md"));
    let found = forbidden_but_for(&Sources::of_project(), &all);
    assert!(found.len() == 1 && found[0].contains("nothing needs"), "{found:?}");
}
