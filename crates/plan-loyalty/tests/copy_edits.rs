//! A copy edit moves no hash and no branch: with every sentence changed, designs are amended to the same figures, verdicts and statuses,
//! deliverables have the same files and lines, and the command ends with the same codes.
use crate::common;
use common::{GOLDEN, command, golden_plan};
use loyalty_app::operations::deliverables;
use loyalty_engine::recalculate;
use loyalty_exports::brand::Brand;
use loyalty_exports::copy::{ENGLISH, Language, Worded};
use loyalty_exports::deliverable::View;
use loyalty_exports::story::{Block, story};
use loyalty_model::brief::Given;
use loyalty_model::plan::{Design, Plan};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

const PLANS: [&[&str]; 3] = [
    &["--goal", "retention", "--tiers", "3", "--budget", "50000", "--assume", "company.gross_margin=0.4"],
    &["--goal", "advocacy", "--tiers", "points-only", "--budget", "5000", "--world", "losing"],
    &["--goal", "expansion", "--tiers", "hybrid:4", "--budget", "USD 150000/quarter", "--constraints", "EU, no email, only on full moons"],
];
/// Every letter gets an accent, every piece of text brackets: no word of English is left.
fn accented(text: &str) -> Cow<'_, str> {
    let letters = |c: char| match c {
        'a'..='z' => char::from_u32(0x1d41a + c as u32 - 'a' as u32).unwrap(),
        'A'..='Z' => char::from_u32(0x1d400 + c as u32 - 'A' as u32).unwrap(),
        other => other,
    };
    Cow::from(format!("[{}]", text.chars().map(letters).collect::<String>()))
}
fn pseudo() -> Language {
    Language::of(ENGLISH, Some(accented)).unwrap_or_else(|e| panic!("{e:?}"))
}
/// Names that systems and formulas are keyed by: no sentences.
fn is_name(key: &str) -> bool {
    ["formula", "applies_when", "change", "event", "stage", "name"].contains(&key)
}
/// Changes what is left as words: strings of three words and more, but for formulas, commands and what people wrote.
fn change_words(value: &mut Value, key: &str) {
    match value {
        Value::String(s) if s.split_whitespace().count() >= 3 && !is_name(key) => *s = accented(s).into_owned(),
        Value::Array(all) => all.iter_mut().for_each(|v| change_words(v, key)),
        Value::Object(all) => all.iter_mut().filter(|(k, _)| k.as_str() != "brief").for_each(|(k, v)| change_words(v, k)),
        _ => {}
    }
}
/// The plan with every sentence changed, those of facts and those that are words.
fn changed(plan: &Plan) -> Plan {
    let worded = Worded::of(plan, &pseudo());
    let mut document = serde_json::to_value(&*worded).unwrap();
    change_words(&mut document["design"], "design");
    serde_json::from_value(document).unwrap()
}
fn planned(dir: &Path, args: &[&str]) -> (Plan, Option<i32>) {
    let out = command(dir, &[args, &["--asked-on", "2026-07-01", "--format", "json"]].concat());
    (serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stderr))), out.status.code())
}
/// A design without its sentences: figures, ids, dates, statuses, verdicts.
fn bones(design: &Design) -> Value {
    fn strip(v: &Value) -> Value {
        match v {
            Value::String(s) if s.contains(' ') || s.contains('[') || !s.is_ascii() => Value::Null,
            Value::Array(all) => all.iter().map(strip).collect(),
            Value::Object(all) if all.contains_key("id") && all.keys().all(|k| k == "id" || k == "args") => Value::Null,
            Value::Object(all) => all.iter().map(|(k, v)| (k.clone(), strip(v))).collect(),
            other => other.clone(),
        }
    }
    // The book of facts stands beside sentences of one word, which are no figures.
    let mut all = strip(&serde_json::to_value(design).unwrap());
    for path in ["/signals/groups", "/governance/cadences", "/governance/raci"] {
        if let Some(Value::Array(rows)) = all.pointer_mut(path) {
            rows.iter_mut().filter_map(Value::as_object_mut).for_each(|r| drop((r.remove("name"), r.remove("every"), r.remove("activity"))));
        }
    }
    all
}
fn shape(blocks: &[Block]) -> Vec<String> {
    blocks
        .iter()
        .map(|b| match b {
            Block::Figures(all) => format!("figures {}", all.len()),
            Block::Text(_) => "text".into(),
            Block::List(all) => format!("list {}", all.len()),
            Block::Table(t) => format!("table {} {}", t.rows.len(), t.head.len()),
            Block::Chart(c) => format!("chart {}", c.id),
            Block::Warning(_) => "warning".into(),
            Block::Columns(all) => format!("columns {:?}", all.iter().map(|c| shape(c)).collect::<Vec<_>>()),
        })
        .collect()
}
/// Files by name with their lines; of binary files only the name.
fn files(plan: &Worded) -> Vec<(String, usize)> {
    let brand = Brand::default();
    let view = View { plan, brand: &brand };
    let mut out = vec![];
    for d in deliverables::all() {
        for f in (d.render)(&view).unwrap() {
            out.push((f.name, std::str::from_utf8(&f.bytes).map_or(0, |text| text.lines().count())));
        }
    }
    // A calendar folds its lines by length.
    out.retain(|(name, _)| !name.ends_with(".ics"));
    out
}
#[test]
fn every_sentence_changed_leaves_figures_verdicts_files_and_codes_equal() {
    for args in PLANS {
        let dir = tempfile::tempdir().unwrap();
        let (plan, code) = planned(dir.path(), args);
        let other = changed(&plan);
        let (before, after) = (serde_json::to_string(&*Worded::english(&plan)).unwrap(), serde_json::to_string(&other).unwrap());
        assert!(!after.contains("likely to stay within the pool") && before.contains("Reward pool") && !after.contains("Reward pool"));
        // The engine: guardrails, KPIs, statuses and accounts of an amended design.
        let given = |value: f64| Given { value, sd: None, by: "finance".into(), note: "actual".into(), measured_on: None };
        for (id, value) in [("company.gross_margin", 0.2), ("company.gross_margin", 0.6), ("points.reward_cost_ratio", 0.5), ("cost.setup", 1.0)] {
            // Where own products are rewards, only a simulation tells what another cost of money off means.
            if id == "points.reward_cost_ratio" && plan.design.blueprint.program.gives_items() {
                continue;
            }
            let change = [(id.to_string(), given(value))];
            let (a, b) = (recalculate::amend(&plan.design, &change).unwrap(), recalculate::amend(&other.design, &change).unwrap());
            assert_eq!((a.header.status, a.governance.guardrails.len()), (b.header.status, b.governance.guardrails.len()));
            assert!(bones(&a) == bones(&b), "{args:?}, {id}: a figure or a branch hangs on a sentence");
        }
        // The exports: files, lines, and the shape of the story.
        let (english, changed) = (Worded::english(&plan), Worded::english(&other));
        assert_eq!(files(&english), files(&changed), "{args:?}");
        let brand = Brand::default();
        let pages = |p: &Plan| story(p, &brand).pages.iter().map(|page| (page.id.clone(), shape(&page.blocks))).collect::<Vec<_>>();
        assert_eq!(pages(&english), pages(&changed), "{args:?}");
        // The command: the same design read from a file whose sentences are others.
        let path = std::fs::read_dir(dir.path().join(".claude/plans"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .find(|p| p.extension().is_some_and(|e| e == "json"))
            .unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let said = |plan: &Plan| {
            let away = tempfile::tempdir().unwrap();
            let folder = away.path().join(".claude/plans");
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(&name), serde_json::to_vec(plan).unwrap()).unwrap();
            [
                &["show"][..],
                &["list"],
                &["log"],
                &["explain", "latest", "economics.roi_p50"],
                &["diff", "latest", "latest"],
                &["review"],
                &["export", "latest", "--to", "triggers.csv,tasks.csv", "--out", "o"],
            ]
            .map(|args| {
                let out = command(away.path(), args);
                (args.join(" "), out.status.code())
            })
        };
        assert_eq!(said(&english), said(&changed), "{args:?}");
        let again = planned(tempfile::tempdir().unwrap().path(), args);
        assert_eq!((again.0.plan_hash, again.1), (plan.plan_hash, code), "{args:?}: a run says the same twice");
    }
}
/// The hash of a plan is made of facts: in a language whose every sentence differs it is the same, and deliverables of both print it.
#[test]
fn the_golden_companies_have_one_hash_in_every_language() {
    for (name, ..) in GOLDEN {
        let plan = golden_plan(name, &["--effort", "small"]);
        let of_facts = loyalty_plans::hash::of_design(&plan.design).unwrap();
        let (english, other) = (Worded::english(&plan), Worded::of(&plan, &pseudo()));
        assert_eq!((&english.plan_hash, &other.plan_hash), (&of_facts, &of_facts), "{name}");
        let brand = Brand::default();
        let told = |p: &Worded| format!("{:?}", story(p, &brand));
        assert_ne!(told(&english), told(&other), "{name}: the pseudo-locale changes words");
        // Were sentences hashed, the languages would differ: the comparison above can fail.
        let of_words = [&english, &other].map(|p| loyalty_plans::hash::of_design(&p.design).unwrap());
        assert_ne!(of_words[0], of_words[1], "{name}");
        for worded in [&english, &other] {
            let page =
                deliverables::all().iter().find(|d| d.id == "blueprint.html").map(|d| (d.render)(&View { plan: worded, brand: &brand }).unwrap()).unwrap();
            assert!(String::from_utf8_lossy(&page[0].bytes).contains(&of_facts[..12]), "{name}: the page prints the hash");
        }
    }
}
/// Places of names: people, files, systems and readers know things by them, and no copy edit changes them.
const NAMES: [&str; 14] = [
    "/name",
    "/event",
    "/owner",
    "/responsible",
    "/accountable",
    "/consulted",
    "/informed",
    "/stage",
    "/ladder",
    "/formula",
    "/brief/company",
    // What customers wrote, and what the person who asked did.
    "/quotes",
    "/brief/constraints/words",
    "/governance/constraints/words",
];
/// What the program's own tables say (assumptions, rules, benefits, themes): data with sources, edited as data.
fn tables() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../loyalty-model/data");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files.iter().map(|f| std::fs::read_to_string(f).unwrap().replace("\"\"", "\"")).collect()
}
/// Sentences of a document, by place: strings of two words or more, in facts' arguments too, that are no name and stand in no table.
fn places_with_words(document: &Value, tables: &str) -> BTreeSet<String> {
    type Found = BTreeSet<(String, String)>;
    fn look(v: &Value, path: &str, out: &mut Found) {
        match v {
            Value::String(s) if s.split_whitespace().count() >= 2 => drop(out.insert((path.into(), s.clone()))),
            Value::Array(all) => all.iter().for_each(|v| look(v, path, out)),
            Value::Object(all) => match all.get("id").and_then(Value::as_str).filter(|_| all.keys().all(|k| k == "id" || k == "args")) {
                Some(id) => look(all.get("args").unwrap_or(&Value::Null), &format!("{path}<{id}>"), out),
                None => all.iter().for_each(|(k, v)| look(v, &format!("{path}/{k}"), out)),
            },
            _ => {}
        }
    }
    let mut all = Found::new();
    look(document, "", &mut all);
    let is_name = |path: &str| NAMES.iter().any(|n| path.ends_with(n));
    let names: BTreeSet<String> = all.iter().filter(|(path, _)| is_name(path)).map(|(_, s)| s.clone()).collect();
    // The vocabulary of the compliance rules is written with underscores there.
    let in_table = |s: &str| tables.contains(s) || tables.contains(&s.replace(' ', "_"));
    let allowed = |path: &str, s: &str| is_name(path) || path.contains('<') && names.contains(s) || in_table(s);
    all.into_iter().filter(|(path, s)| !allowed(path, s)).map(|(path, _)| path).collect()
}
/// A better word in `copy/en` moves no plan: none holds a sentence outside what people wrote, names and the program's tables.
#[test]
fn no_plan_holds_a_sentence() {
    // A loss that is redesigned, points only, an event and a barred channel, and a missions program whose pool is too small for any design.
    let refused = ["--goal", "advocacy", "--tiers", "missions", "--budget", "500", "--constraints", "no referral, max discount 2%, no email"];
    let (tables, mut seen) = (tables(), String::new());
    for args in PLANS.into_iter().chain([&refused[..]]) {
        let dir = tempfile::tempdir().unwrap();
        let (plan, _) = planned(dir.path(), args);
        let design = serde_json::to_value(&plan.design).unwrap();
        assert_eq!(places_with_words(&design, &tables), BTreeSet::new(), "{args:?}: sentences are hashed into plans");
        seen += &design.to_string();
    }
    // The plans say what the places are for, so that none passes for want of words.
    let stated = [
        "difference-axis",
        "search-no-gain",
        "tier-reason-cut",
        "earn-reason",
        "benefit-reason",
        "task-",
        "unmet-pool",
        "unmet-referral-barred",
        "turn-",
        "note-",
        "series-",
        "case-",
        "flow-",
        "test-metric-",
        "by-",
        "given-",
    ];
    for id in stated {
        assert!(seen.contains(&format!("\"id\":\"{id}")), "no plan states {id}");
    }
}
#[test]
fn a_planted_sentence_is_found() {
    let (tables, dir) = (tables(), tempfile::tempdir().unwrap());
    let (plan, _) = planned(dir.path(), PLANS[0]);
    let design = serde_json::to_value(&plan.design).unwrap();
    let planted = |at: &str, value: Value| {
        let mut design = design.clone();
        *design.pointer_mut(at).unwrap_or_else(|| panic!("{at}")) = value;
        places_with_words(&design, &tables).len()
    };
    for at in ["/lines/economics.roi/note", "/economics/series/0/label", "/economics/drivers/scenarios/1/label", "/governance/risks/0/risk", "/header/title"] {
        assert_eq!(planted(at, "cut short".into()), 1, "{at}");
    }
    for at in ["/governance/redemption_flows/0/steps/0/outcome", "/brief/given/company.gross_margin/note", "/blueprint/search/ended"] {
        assert_eq!(planted(at, serde_json::json!({"id": "a", "args": {"why": {"text": "an English clause"}}})), 1, "{at}");
    }
    // A plan of shape 1.1 is full of them, and is read all the same.
    let packed = std::fs::File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/demonstration-1.1.0.json.gz")).unwrap();
    let old: Value = serde_json::from_reader(flate2::read::GzDecoder::new(packed)).unwrap();
    let found = places_with_words(&old["design"], &tables);
    assert!(found.len() > 200 && found.contains("/lines/economics.p_positive/label"), "{found:?}");
}
