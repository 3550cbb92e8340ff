//! Forbidden phrases, and what to write instead: `forbidden.csv`. A phrase may still occur as often as its row allows, never more often.
use super::sources::Sources;

/// `phrase,write,left`: how often it still occurs in the checked files. Lower the number when some are gone.
const FORBIDDEN: &str = include_str!("forbidden.csv");
/// Files that are not checked: history keeps its words, and these tests name them.
const HISTORY: [&str; 4] = ["CHANGELOG.md", "DECISIONS.md", "docs/benchmarks.md", "crates/plan-loyalty/tests/"];

fn looked_at(path: &str) -> bool {
    let kind = [".rs", ".md", ".toml", ".csv", ".ftl", ".sh", ".py"].iter().any(|e| path.ends_with(e));
    let place = ["crates/", "docs/", "plugin/", "scripts/", "examples/"].iter().any(|p| path.starts_with(p)) || !path.contains('/');
    kind && place && !path.starts_with("Cargo.") && !path.contains("/tests/") && !HISTORY.iter().any(|h| path.starts_with(h))
}
pub fn forbidden(sources: &Sources) -> Vec<String> {
    let files: Vec<(&String, String)> = sources.0.iter().filter(|(p, _)| looked_at(p)).map(|(p, t)| (p, t.to_lowercase())).collect();
    let planted = sources.0.len() < 100;
    let mut out = vec![];
    for row in FORBIDDEN.lines().skip(1).filter(|l| !l.is_empty()) {
        let cells: Vec<&str> = row.split(',').collect();
        let [phrase, write, left] = cells[..] else { panic!("forbidden.csv: {row:?} has not three cells") };
        let left: usize = if planted { 0 } else { left.parse().unwrap() };
        let places: Vec<String> = files.iter().flat_map(|(p, t)| lines_of(t, phrase).map(move |line| format!("{p}:{line}"))).collect();
        if places.len() > left {
            let shown = places.iter().take(left + 8).cloned().collect::<Vec<_>>().join(" ");
            out.push(format!("{phrase:?} occurs {} times, at most {left} are allowed; write {write}. {shown}", places.len()));
        } else if places.len() < left {
            println!("forbidden.csv: {phrase:?} occurs only {} times; lower {left} to that", places.len());
        }
    }
    out
}
/// Lines on which a phrase occurs as whole words.
fn lines_of<'a>(text: &'a str, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.lines()
        .enumerate()
        .filter(move |(_, line)| {
            line.match_indices(phrase).any(|(at, _)| {
                let letter = |c: char| c.is_alphanumeric() || c == '_';
                !line[..at].ends_with(letter) && !line[at + phrase.len()..].starts_with(letter)
            })
        })
        .map(|(i, _)| i + 1)
}
