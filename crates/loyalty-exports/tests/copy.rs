//! Every fact that the engine can state has a sentence, every sentence has a fact, and every placeholder an argument.
use loyalty_exports::copy::{self, ENGLISH, Language};
use loyalty_model::fact::Fact;
use loyalty_model::units::Currency;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Sentences of the renderer itself.
const OWN: [&str; 3] = ["unit-months", "unit-days", "list-item"];
/// Builders that add an argument.
const BUILDERS: [&str; 12] = ["with", "text", "money", "number", "count", "share", "date", "months", "days", "list", "facts", "fact"];

/// Sentences by id, each with its placeholders.
fn sentences(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut at = String::new();
    for line in file.lines().filter(|l| !l.starts_with('#')) {
        if let Some((id, _)) = line.split_once(" =").filter(|(id, _)| id.starts_with(|c: char| c.is_ascii_lowercase())) {
            assert!(out.insert(id.into(), BTreeSet::new()).is_none(), "{id} stands twice");
            at = id.into();
        }
        for (i, _) in line.match_indices('$') {
            let name: String = line[i + 1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            // A dollar sign of its own names nothing.
            if name.starts_with(|c: char| c.is_ascii_lowercase()) {
                out.get_mut(&at).unwrap().insert(name);
            }
        }
    }
    out
}
fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}
/// The source after the parenthesis that closes the one before `text`.
fn closed(text: &str) -> &str {
    let (mut depth, mut quoted, mut escaped) = (1, false, false);
    for (i, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[i + 1..];
        }
    }
    ""
}
fn literal(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix('"')?.split('"').next()
}
/// Arguments of a chain of builders: `.text("tier", …).count("n", …)`.
fn chain(mut rest: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    while let Some(call) = rest.trim_start().strip_prefix('.') {
        let Some((_, inside)) = call.split_once('(').filter(|(name, _)| BUILDERS.contains(name)) else { break };
        out.extend(literal(inside).map(str::to_string));
        rest = closed(inside);
    }
    out
}
/// Facts that a source states: id and arguments, place by place.
fn facts(text: &str) -> Vec<(String, BTreeSet<String>)> {
    let text = text.split("#[cfg(test)]").next().unwrap();
    let mut out = vec![];
    for (i, start) in text.match_indices("Fact::new(") {
        let after = &text[i + start.len()..];
        let id = literal(after).unwrap_or_else(|| panic!("a fact has no literal id: {}", after.lines().next().unwrap_or_default()));
        let mut arguments = chain(closed(after));
        // A fact that is given a name gets more arguments in the lines below.
        let named = text[..i].trim_end().strip_suffix('=').map(str::trim_end).and_then(|b| b.rsplit_once("let ")).map(|b| b.1);
        if let Some(name) = named.filter(|n| !n.contains(char::is_whitespace)) {
            for (j, _) in text[i..].match_indices(&format!("{name}.")).filter(|(j, _)| *j < 900) {
                arguments.extend(chain(&text[i + j + name.len()..]));
            }
        }
        out.push((id.into(), arguments));
    }
    for (i, start) in text.match_indices("FactId(") {
        out.extend(literal(&text[i + start.len()..]).map(|id| (id.to_string(), BTreeSet::new())));
    }
    out
}
#[test]
fn facts_and_sentences_go_together() {
    let sentences = sentences(ENGLISH);
    let mut files = vec![];
    for name in ["loyalty-model", "loyalty-engine", "loyalty-app", "loyalty-plans", "loyalty-sources", "loyalty-warehouse", "loyalty-exports"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("src"), &mut files);
    }
    // The type itself makes facts of ids that others state.
    files.retain(|f| !f.ends_with("loyalty-model/src/fact.rs"));
    let (mut stated, mut wrong) = (BTreeSet::new(), vec![]);
    for file in files {
        for (id, arguments) in facts(&std::fs::read_to_string(&file).unwrap()) {
            match sentences.get(&id) {
                None => wrong.push(format!("{}: {id} has no sentence", file.display())),
                Some(placeholders) => wrong.extend(placeholders.difference(&arguments).map(|p| format!("{}: {id} gives no {p}", file.display()))),
            }
            stated.insert(id);
        }
    }
    let own = |id: &&String| OWN.contains(&id.as_str()) || id.starts_with("asked-");
    wrong.extend(sentences.keys().filter(|id| !stated.contains(*id) && !own(id)).map(|id| format!("nobody states {id}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(stated.len() > 300, "only {} facts were found", stated.len());
}
/// Legal is asked in full sentences: each fact of the vocabulary of `compliance.toml` has a question, and each question a fact.
#[test]
fn every_fact_of_the_compliance_rules_has_its_question() {
    let table = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../loyalty-model/data/compliance.toml")).unwrap();
    let vocabulary = table.lines().skip_while(|l| !l.starts_with("# CLOSED VOCABULARY")).take_while(|l| l.starts_with('#'));
    let names: BTreeSet<String> =
        vocabulary.filter_map(|l| l.strip_prefix("#   ")?.split_whitespace().next()).map(|n| format!("asked-{}", n.replace('_', "-"))).collect();
    let asked: BTreeSet<String> = sentences(ENGLISH).into_keys().filter(|id| id.starts_with("asked-")).collect();
    assert!(names.len() > 70, "{}", names.len());
    assert_eq!(names, asked);
    let usd = Currency("USD".into());
    let ask = |fact: &str| copy::english().text(&Fact::new("question-fact").text("fact", fact), &usd);
    for name in &names {
        let question = ask(&name.trim_start_matches("asked-").replace('-', " "));
        assert!(question.contains('?') && question.starts_with(char::is_uppercase) && question.split(' ').count() >= 5, "{name}: {question}");
        assert!(!question.contains("Is this so"), "{name} has no question of its own");
    }
    // A fact that a company's own rules add.
    assert_eq!(ask("fuel tax refunded"), "Is this so: fuel tax refunded?");
}
#[test]
fn a_planted_fault_is_found() {
    let stated = facts(r#"let x = Fact::new("demo").text("tier", name("a)", 1)).count("n", 3); let y = Fact::new("late"); y.share("part", 0.5)"#);
    assert_eq!(stated[0], ("demo".into(), ["tier", "n"].map(String::from).into()));
    assert_eq!(stated[1], ("late".into(), ["part"].map(String::from).into()));
    let sentences = sentences("demo = { $tier } holds { $n } of { $all }, $5 each\n");
    assert_eq!(sentences["demo"].difference(&stated[0].1).collect::<Vec<_>>(), ["all"]);
}
#[test]
fn numbers_plurals_and_lists_are_written_as_everywhere() {
    let file = "demo = { $n ->\n    [one] { $n } order\n   *[other] { $n } orders\n } of { $cost }, { $part }, { NUMBER($part, maximumFractionDigits: 0) }\n";
    let language = Language::of(file, None).unwrap_or_else(|e| panic!("{e:?}"));
    let usd = Currency("USD".into());
    let demo = |n: u64| language.text(&Fact::new("demo").count("n", n).money("cost", 1234.5).share("part", 0.876), &usd);
    assert_eq!(demo(1), "1 order of $1,235, 87.6%, 88%");
    assert_eq!(demo(12_345), "12,345 orders of $1,235, 87.6%, 88%");
    let say = |fact: Fact| copy::english().text(&fact, &usd);
    let requirement = Fact::new("requirement-spend").money("spend", 50.0).months("within", 12_u32).months("validity", 1_u32);
    assert_eq!(say(requirement), "Spend $50 within 12 months, net of returns; valid for 1 month.");
    assert_eq!(say(Fact::new("guardrail-fairness-empty").list("tiers", ["Gold", "Silver, old"])), "no customer of today would qualify for Gold; Silver, old");
    assert_eq!(say(Fact::new("guardrail-return-found").share("roi", f64::NAN).share("positive", 0.5)), "median ROI not known; probability of positive ROI 50%");
    assert_eq!(say(Fact::from("as somebody wrote it")), "as somebody wrote it");
}
#[test]
fn a_file_that_cannot_be_read_is_refused() {
    assert!(Language::of("demo = { $open\n", None).is_err());
    assert!(Language::of("demo = one\ndemo = two\n", None).is_err());
}
