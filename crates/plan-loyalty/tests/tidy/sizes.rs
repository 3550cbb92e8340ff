//! How long a function and a file may be.
use super::sources::Sources;

const FUNCTION_LINES_MOST: usize = 100;
const FILE_LINES_MOST: usize = 600;

/// Files that are longer still, and how long they may be: never longer, and out of this list once they fit.
const LONGER: [(&str, usize); 1] = [("crates/loyalty-engine/src/simulation/member_simulation/mod.rs", 626)];

pub fn files(sources: &Sources) -> Vec<String> {
    let long = |(path, text): (&String, &String)| {
        let lines = text.lines().count();
        let most = LONGER.iter().find(|(p, _)| p == path).map_or(FILE_LINES_MOST, |(_, most)| *most);
        (path.ends_with(".rs") && lines > most).then(|| format!("{path}: {lines} lines; at most {most}. Split it by subject"))
    };
    sources.0.iter().filter_map(long).collect()
}
pub fn functions(sources: &Sources) -> Vec<String> {
    let mut out = vec![];
    for (path, text) in sources.0.iter().filter(|(p, _)| p.ends_with(".rs")) {
        let lines: Vec<&str> = text.lines().collect();
        for (i, line) in lines.iter().enumerate() {
            let Some(name) = function(line) else { continue };
            // The layout is rustfmt's: a function ends with a brace at its own depth.
            let close = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
            let ends_here = line.trim_end().ends_with(['}', ';']);
            let length = if ends_here { 1 } else { lines[i..].iter().position(|l| *l == close).map_or(1, |n| n + 1) };
            if length > FUNCTION_LINES_MOST {
                out.push(format!("{path}:{}: {name} has {length} lines; at most {FUNCTION_LINES_MOST}. Give its parts names", i + 1));
            }
        }
    }
    out
}
/// The name of a function that begins on this line.
fn function(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    for word in ["pub", "(crate)", "(super)", "(in super)", "const", "async"] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    let name = rest.strip_prefix("fn ")?;
    name.split(['(', '<']).next()
}
