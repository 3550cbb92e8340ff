//! No two modules of a crate import each other, directly or by way of others.
//!
//! Compared are neighbours: modules under the same parent, each with all that lies below it. A child that takes what its own parent defines, and a
//! parent that calls its children, are no circle. A name that a parent passes on with `pub use` counts as an import from where it is defined.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A module by its path from the root of the crate.
type Module = Vec<String>;

/// A word or a sign of the code; neither comments nor what stands in quotes.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let (mut out, mut i) = (vec![], 0);
    while i < chars.len() {
        let c = chars[i];
        if c == '/' && at(i + 1) == '/' {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
        } else if c == '/' && at(i + 1) == '*' {
            while i < chars.len() && !(chars[i] == '*' && at(i + 1) == '/') {
                i += 1;
            }
            i += 2;
        } else if word(c) {
            let start = i;
            while word(at(i)) {
                i += 1;
            }
            let name: String = chars[start..i].iter().collect();
            let hashes = (i..).take_while(|n| at(*n) == '#').count();
            if ["r", "br"].contains(&name.as_str()) && at(i + hashes) == '"' {
                let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                i += hashes + 1;
                while i < chars.len() && !chars[i..].starts_with(&end) {
                    i += 1;
                }
                i += end.len();
            } else {
                out.push(name);
            }
        } else if c == '"' {
            i += 1;
            while i < chars.len() && chars[i] != '"' {
                i += if chars[i] == '\\' { 2 } else { 1 };
            }
            i += 1;
        } else if c == '\'' {
            // A character is closed; a lifetime is not.
            i += match (at(i + 1), at(i + 2)) {
                ('\\', _) => 2 + (i + 3..).take_while(|n| at(*n) != '\'' && *n < chars.len()).count() + 2,
                (_, '\'') => 3,
                _ => 1,
            };
        } else {
            if c == ':' && at(i + 1) == ':' {
                out.push("::".into());
                i += 1;
            } else if !c.is_whitespace() {
                out.push(c.to_string());
            }
            i += 1;
        }
    }
    out
}
/// The code that is built for use: items marked `#[cfg(test)]` taken out.
fn built(tokens: Vec<String>) -> Vec<String> {
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut out, mut i) = (vec![], 0);
    while i < tokens.len() {
        if !tokens[i..].iter().map(String::as_str).take(mark.len()).eq(mark) {
            out.push(tokens[i].clone());
            i += 1;
            continue;
        }
        let mut depth = 0;
        while i < tokens.len() {
            i += 1;
            match tokens.get(i).map(String::as_str) {
                Some("{") => depth += 1,
                Some("}") if depth == 1 => break,
                Some("}") => depth -= 1,
                Some(";") if depth == 0 => break,
                _ => {}
            }
        }
        i += 1;
    }
    out
}
/// The paths of the tree that begins at `i`: `a::{b, c::d}` gives `a::b` and `a::c::d`. Returns where it ends.
fn tree(tokens: &[String], mut i: usize, before: &[String], out: &mut Vec<Module>) -> usize {
    let mut path = before.to_vec();
    loop {
        match tokens.get(i).map(String::as_str) {
            Some("{") => {
                i += 1;
                while tokens.get(i).is_some_and(|t| t != "}") {
                    i = if tokens[i] == "," { i + 1 } else { tree(tokens, i, &path, out).max(i + 1) };
                }
                return i + 1;
            }
            Some(name) => path.push(name.into()),
            None => {}
        }
        if tokens.get(i + 1).is_none_or(|t| t != "::") {
            out.push(path);
            // `as NAME` names it again, and changes nothing about where it comes from.
            return if tokens.get(i + 1).is_some_and(|t| t == "as") { i + 3 } else { i + 1 };
        }
        i += 2;
        // The turbofish of a call.
        if tokens.get(i).is_some_and(|t| t == "<") {
            out.push(path);
            return i;
        }
    }
}
/// One source file as the circles see it.
struct File {
    module: Module,
    /// Paths that begin at the crate or at a parent.
    paths: Vec<Module>,
    /// Names that it passes on, and from where.
    passed_on: BTreeMap<String, Module>,
}
fn file(module: Module, text: &str) -> File {
    let tokens = built(tokens(text));
    let (mut paths, mut passed_on) = (vec![], BTreeMap::new());
    let begins = |i: usize| i == 0 || tokens[i - 1] != "::";
    for i in 0..tokens.len() {
        if ["crate", "super", "self"].contains(&tokens[i].as_str()) && begins(i) && tokens.get(i + 1).is_some_and(|t| t == "::") {
            tree(&tokens, i, &[], &mut paths);
        }
        if tokens[i] == "use" {
            let mut all = vec![];
            tree(&tokens, i + 1, &[], &mut all);
            passed_on.extend(all.into_iter().filter_map(|path| Some((path.last()?.clone(), path))));
        }
    }
    File { module, paths, passed_on }
}
/// Modules of a crate, each with what it imports of its neighbours.
struct Crate {
    files: BTreeMap<Module, File>,
}
impl Crate {
    fn of(files: Vec<File>) -> Crate {
        Crate { files: files.into_iter().map(|f| (f.module.clone(), f)).collect() }
    }
    fn read(src: &Path) -> Crate {
        fn look(dir: &Path, module: &[String], out: &mut Vec<File>) {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
                let here = || module.iter().cloned().chain([stem.clone()]).collect::<Vec<_>>();
                if path.is_dir() {
                    look(&path, &here(), out);
                } else if path.extension().is_some_and(|e| e == "rs") {
                    let own = if ["mod", "lib", "main"].contains(&stem.as_str()) { module.to_vec() } else { here() };
                    out.push(file(own, &std::fs::read_to_string(&path).unwrap()));
                }
            }
        }
        let mut files = vec![];
        look(src, &[], &mut files);
        Crate::of(files)
    }
    /// The module that a path of `from` leads to.
    fn target(&self, from: &[String], path: &[String], deep: u32) -> Module {
        let (mut at, mut rest) = (from.to_vec(), path);
        while let Some(first) = rest.first() {
            match first.as_str() {
                "crate" => at.clear(),
                "super" => drop(at.pop()),
                "self" => {}
                _ => break,
            }
            rest = &rest[1..];
        }
        while let Some(name) = rest.first() {
            let child: Module = at.iter().cloned().chain([name.clone()]).collect();
            if !self.files.contains_key(&child) {
                let passed = self.files.get(&at).and_then(|f| f.passed_on.get(name)).filter(|p| deep < 8 && p.len() > 1);
                return passed.map_or(at.clone(), |p| self.target(&at, p, deep + 1));
            }
            at = child;
            rest = &rest[1..];
        }
        at
    }
    /// Who imports whom among neighbours, each with the file that does.
    fn arrows(&self) -> BTreeMap<(Module, Module), Module> {
        let mut out = BTreeMap::new();
        for f in self.files.values() {
            for path in &f.paths {
                let to = self.target(&f.module, path, 0);
                let common = f.module.iter().zip(&to).take_while(|(a, b)| a == b).count();
                if common < f.module.len() && common < to.len() {
                    out.entry((f.module[..=common].to_vec(), to[..=common].to_vec())).or_insert_with(|| f.module.clone());
                }
            }
        }
        out
    }
    /// Pairs of neighbours that reach each other: the arrow, and the file that it comes from.
    fn circles(&self) -> Vec<String> {
        let arrows = self.arrows();
        let mut next: BTreeMap<&Module, BTreeSet<&Module>> = BTreeMap::new();
        for (a, b) in arrows.keys() {
            next.entry(a).or_default().insert(b);
        }
        let reaches = |from: &Module, to: &Module| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
            while let Some(m) = open.pop() {
                if m == to {
                    return true;
                }
                open.extend(next.get(m).into_iter().flatten().filter(|n| seen.insert(**n)));
            }
            false
        };
        let shown = |m: &Module| m.join("::");
        arrows.iter().filter(|((a, b), _)| reaches(b, a)).map(|((a, b), by)| format!("{} -> {} (in {})", shown(a), shown(b), shown(by))).collect()
    }
}
/// Circles that stand, each with its reason. The list grows for nobody: one that is gone is taken out.
const STAND: [(&str, &str, &str); 2] = [
    // A sheet holds formulas, and the text of a formula names sheets: one recursive type in two files.
    ("loyalty-exports", "workbook::formula", "workbook::grid"),
    // Terms carry the paths that were simulated under them.
    ("loyalty-engine", "simulation", "terms"),
];
#[test]
fn no_module_imports_one_that_imports_it() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut all: Vec<PathBuf> = std::fs::read_dir(crates).unwrap().map(|e| e.unwrap().path().join("src")).filter(|p| p.is_dir()).collect();
    all.sort();
    assert!(all.len() >= 9, "{all:?}");
    let (mut wrong, mut stand, mut arrows) = (vec![], BTreeSet::new(), 0);
    for src in &all {
        let read = Crate::read(src);
        arrows += read.arrows().len();
        let name = src.parent().and_then(Path::file_name).unwrap().to_string_lossy().into_owned();
        for circle in read.circles() {
            let known = STAND.iter().find(|(of, a, b)| *of == name && [(a, b), (b, a)].iter().any(|(a, b)| circle.starts_with(&format!("{a} -> {b} "))));
            match known {
                Some(known) => {
                    stand.insert(known);
                }
                None => wrong.push(format!("{name}: {circle}")),
            }
        }
    }
    assert!(arrows > 200, "only {arrows} imports were seen");
    assert!(wrong.is_empty(), "{wrong:#?}");
    let gone: Vec<_> = STAND.iter().filter(|known| !stand.contains(known)).collect();
    assert!(gone.is_empty(), "these are gone: take them out of the list: {gone:?}");
}
#[test]
fn the_scan_sees_circles_and_nothing_else() {
    let of = |files: &[(&str, &str)]| {
        let path = |name: &str| name.split("::").filter(|p| !p.is_empty()).map(str::to_string).collect::<Vec<_>>();
        Crate::of(files.iter().map(|(name, text)| file(path(name), text)).collect()).circles()
    };
    let both = ["a -> b (in a)", "b -> a (in b)"];
    assert_eq!(of(&[("", "mod a; mod b;"), ("a", "use crate::b::B;"), ("b", "fn f() { crate::a::g(); }")]), both);
    assert_eq!(of(&[("", ""), ("a", "use crate::{c::X, b};"), ("b", "use super::a as other;"), ("c", "")]), both, "braces and new names");
    assert_eq!(of(&[("", "pub use b::B;"), ("a", "use crate::B;"), ("b", "use super::a::A;")]), both, "passed on by the parent");
    assert_eq!(of(&[("", ""), ("a", "use crate::b::B;"), ("b", "use crate::c::C;"), ("c", "use crate::a::A;")]).len(), 3, "by way of a third");
    assert_eq!(of(&[("", ""), ("a", ""), ("a::x", "use crate::b::B;"), ("b", ""), ("b::y", "use crate::a::x::X;")]), ["a -> b (in a::x)", "b -> a (in b::y)"]);
    assert_eq!(of(&[("", ""), ("a", ""), ("a::x", "use super::y::Y;"), ("a::y", "use super::x::X;")]).len(), 2, "below a parent");
    // One way only, a child and its parent, and what is no import.
    assert!(of(&[("", ""), ("a", "use crate::b::{B, C};"), ("b", "")]).is_empty());
    assert!(of(&[("", ""), ("a", "mod x; use x::X; pub struct A;"), ("a::x", "use super::A; pub struct X;")]).is_empty());
    let no_import = "// crate::a::A\nconst T: &str = \"crate::a::A\"; const C: char = '\"'; const R: &str = r#\"crate::a\"#; fn f<'a>(x: &'a str) {}\n#[cfg(test)]\nmod tests { use crate::a::A; fn f() {} }";
    assert!(of(&[("", ""), ("a", "use crate::b::B;"), ("b", no_import)]).is_empty());
    assert_eq!(of(&[("", ""), ("a", "use crate::b::B;"), ("b", &format!("{no_import}\nuse crate::a::A;"))]), both, "code after its tests is read too");
}
