//! Comments, on the page and in a terminal; the first year of a persona; what the search found for a pool.
use super::{Studio, address, company, encoded, plan};
use crate::common::command;
use serde_json::Value;
use std::path::Path;

fn comments(dir: &Path) -> Value {
    let out = command(dir, &["comments", "--all", "--format", "json"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}
#[test]
fn what_is_said_on_the_page_stands_in_the_terminal_and_the_other_way() {
    let dir = company();
    let made = plan(dir.path());
    let (one, other) = (Studio::start(dir.path()), Studio::start(dir.path()));
    assert!(one.page("/").between("id=\"comments-list\"", "<details").contains("None is open"));
    let said = "Is \"freight\" in it? <b>I think not</b>\r\nsecond line";
    let sent = one.post("/comment", &[("state", "margin=47%25"), ("on", "figure:economics.net_value"), ("text", said), ("by", "Dana")]);
    assert_eq!((sent.status, sent.header("location")), (303, Some("/?margin=47%25#comments")), "{}", sent.read());
    let out = command(dir.path(), &["comments", "--say", "Too high?", "--on", "gold", "--by", "Finn"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    // Both browsers, without a new start: the words as they are, with the figure that they are on.
    let net = made.pointer("/design/lines/economics.net_value/value").is_some();
    for studio in [&one, &other] {
        let page = studio.page("/");
        assert!(page.body.contains("&lt;b&gt;I think not&lt;/b&gt;\nsecond line") && page.read().contains("Finn on Gold"), "{}", page.read());
        assert!(page.body.contains("href=\"/trace?figure=economics.net_value\"") && net);
        assert_eq!(page.body.matches("1 comment<").count(), 2, "a mark at the figure and at the tier");
    }
    let trace = one.page("/trace?figure=economics.net_value");
    assert!(trace.read().contains("Comments on this figure") && trace.body.contains("I think not") && !trace.read().contains("Too high?"));
    // From there, back to there.
    let form = [("state", ""), ("on", "figure:economics.total_cost"), ("figure", "economics.total_cost"), ("text", "all of it?"), ("by", "Dana")];
    assert_eq!(one.post("/comment", &form).header("location"), Some("/trace?figure=economics.total_cost#comments"));
    assert!(one.page("/sign").body.contains("<a href=\"/#comments\">3 comments are</a> open"));
    assert_eq!(other.post("/comment", &[("state", ""), ("settle", "1")]).status, 303);
    assert!(command(dir.path(), &["comments", "--settle", "2"]).status.success());
    let twice = command(dir.path(), &["comments", "--settle", "2"]);
    assert!(twice.status.code() == Some(2) && String::from_utf8_lossy(&twice.stderr).contains("no open comment has this number"));
    assert!(one.page("/sign").body.contains("<a href=\"/#comments\">1 comment is</a> open"));
    let all = comments(dir.path());
    let of = |i: usize, key: &str| all[i][key].clone();
    assert_eq!((of(0, "by"), of(0, "text"), all[0]["settled"]["by"].clone()), ("Dana".into(), said.replace("\r\n", "\n").into(), "Ada".into()));
    assert_eq!((of(1, "on"), of(2, "on"), all.as_array().unwrap().len()), ("tier:gold".into(), "figure:economics.total_cost".into(), 3));
    assert_eq!(plan(dir.path()), made, "the plan is as it was");
    assert!(command(dir.path(), &["verify"]).status.success());
}
#[test]
fn what_cannot_be_said_is_refused_with_the_words_kept() {
    let dir = company();
    let studio = Studio::start(dir.path());
    for (form, why) in [
        (vec![("on", ""), ("text", ""), ("by", "Dana")], "it says nothing"),
        (vec![("on", ""), ("text", "x"), ("by", " ")], "it says nothing"),
        (vec![("on", ""), ("text", "bell \u{7}"), ("by", "Dana")], "does not print"),
        (vec![("on", "figure:nothing.at.all"), ("text", "these words"), ("by", "Dana")], "unknown figure"),
        (vec![("settle", "7")], "no open comment has this number"),
    ] {
        let got = studio.post("/comment", &[&[("state", "")][..], &form].concat());
        assert!(got.status == 422 && got.read().contains(why) && got.read().contains("Next:"), "{form:?}: {}", got.read());
    }
    let kept = studio.post("/comment", &[("state", ""), ("on", "figure:nothing.at.all"), ("text", "these <words>"), ("by", "Dana")]);
    assert!(kept.body.contains(">these &lt;words&gt;</textarea>"), "{}", kept.body);
    let origin = [("Host", studio.address.as_str()), ("Cookie", studio.cookie.as_str()), ("Origin", "http://evil.example")];
    assert_eq!(studio.raw("POST", "/comment", &origin, &encoded(&[("state", ""), ("on", ""), ("text", "x"), ("by", "y")])).status, 403);
    assert_eq!(comments(dir.path()), Value::Array(vec![]), "nothing was written");
    // A file of comments that is none: the figures stay, the page says why, and nothing is written over it.
    let beside =
        std::fs::read_dir(dir.path().join(".claude/plans")).unwrap().map(|e| e.unwrap().path()).find(|p| p.extension().is_some_and(|e| e == "json")).unwrap();
    let file = beside.with_extension("comments.jsonl");
    std::fs::write(&file, "strange\n").unwrap();
    let page = studio.page("/");
    assert!(page.read().contains("line 1: expected value") && page.body.contains("class=\"tiles\""), "{}", page.read());
    assert_ne!(studio.post("/comment", &[("state", ""), ("on", ""), ("text", "x"), ("by", "Dana")]).status, 303);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "strange\n");
}
#[test]
fn a_persona_has_a_first_year_of_its_own_where_it_bought() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let personas = plan(dir.path()).pointer("/design/personas").and_then(Value::as_array).unwrap().clone();
    assert!(personas.len() > 3);
    for persona in &personas {
        let id = persona["id"].as_str().unwrap();
        let read = studio.page(&address(&[("tab", "members"), ("persona", id)])).read();
        match persona.get("first_year") {
            Some(year) => {
                let orders = year["orders"].as_u64().unwrap();
                assert!(read.contains(&format!("A typical customer of “{id}”, {orders} order")), "{id}: {read}");
            }
            None => assert!(read.contains("Not worked out"), "{id}: {read}"),
        }
    }
    let lapsed = personas.iter().find(|p| p["id"] == "lapsed").unwrap();
    assert!(lapsed.get("first_year").is_none(), "who bought nothing has no year");
}
#[test]
fn the_pool_tells_what_the_search_found_for_it() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let told = |pool: &str| {
        let page = studio.page(&format!("/quick?{}", encoded(&[("budget", pool)])));
        super::plain(page.between("id=\"frontier\">", "</p>"))
    };
    assert!(told("50000").contains("the search chose the design that costs"), "{}", told("50000"));
    assert!(told("60000").contains("More than $50,000 a month was not searched"), "{}", told("60000"));
    assert!(told("1").contains("No design of the search fits in $1.00 a month"), "{}", told("1"));
    // A pool that the design with the smallest need just fits in.
    let front = plan(dir.path()).pointer("/design/blueprint/search/front").and_then(Value::as_array).unwrap().clone();
    let need = |p: &Value| p["pool_share"].as_f64().unwrap() * 50_000.0;
    let least = front.iter().min_by(|a, b| need(a).total_cmp(&need(b))).unwrap();
    assert_eq!(least["chosen"], false, "a smaller pool has another design");
    let pool = need(least).ceil();
    let less = told(&pool.to_string());
    assert!(less.contains("the search's best design for the goal costs") && less.contains("Appraise in full"), "{less}");
    let none = told(&(pool * 0.9).floor().to_string());
    assert!(none.contains("No design of the search fits"), "{none}");
}
#[test]
fn personas_are_redesigned_with_the_words_of_the_command() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let full = studio.page(&address(&[("personas", "champions, lapsed"), ("full", "1"), ("tab", "members")]));
    assert!(full.body.contains("id=\"persona-champions\"") && full.body.contains("id=\"persona-lapsed\"") && !full.body.contains("id=\"persona-loyal\""));
    assert!(full.read().contains("--personas 'champions, lapsed'"), "{}", full.read());
    let unknown = studio.get(&address(&[("personas", "martians"), ("full", "1")]));
    assert!(unknown.status == 422 && unknown.read().contains("Known here: champions"), "{}", unknown.read());
}
#[test]
fn thresholds_stand_on_the_customers_and_the_decision_is_a_file() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let tiers = plan(dir.path()).pointer("/design/blueprint/program/tiers").and_then(Value::as_array).unwrap().clone();
    let page = studio.page("/");
    for tier in tiers.iter().filter(|t| t["threshold"].as_f64() > Some(0.0)) {
        let id = format!("field-blueprint-tiers-{}-threshold", tier["id"].as_str().unwrap());
        assert!(page.body.contains(&format!("data-drag=\"{id}\"")) && page.body.contains(&format!("input id=\"{id}\"")), "{id}: a handle and its field");
    }
    let benefit = plan(dir.path()).pointer("/design/blueprint/program/benefits/0").unwrap().clone();
    assert!(page.read().contains(benefit["name"].as_str().unwrap()) && page.body.contains("per member a year"));
    // As many stand on it as in the tiers; what is above an edge is what a tier from there holds.
    let sum = |at: &str, key: &str| plan(dir.path()).pointer(at).and_then(Value::as_array).unwrap().iter().map(|x| x[key].as_f64().unwrap()).sum::<f64>();
    let all = sum("/design/blueprint/tiers", "customers_today");
    assert!(all > 1_000.0 && (sum("/design/blueprint/reach", "customers") - all).abs() < 1e-6 * all);
    let edge = plan(dir.path()).pointer("/design/blueprint/reach/5/from").and_then(Value::as_f64).unwrap();
    let above: f64 =
        plan(dir.path()).pointer("/design/blueprint/reach").and_then(Value::as_array).unwrap()[5..].iter().map(|b| b["customers"].as_f64().unwrap()).sum();
    let top = tiers.last().unwrap()["id"].as_str().unwrap();
    let second = tiers[1]["id"].as_str().unwrap();
    let (low, high) = (format!("blueprint.tiers.{second}.threshold={edge}"), format!("blueprint.tiers.{top}.threshold={}", 1_000.0 * edge));
    let cards = studio.page(&address(&[("set", &low), ("set", &high)])).read();
    let held: f64 = cards.split("Customers today").skip(2).map(|c| c.split(" (").next().unwrap().replace(',', "").parse::<f64>().unwrap()).sum();
    assert!((held - above).abs() <= 2.0, "{held} {above}");
    // Points alone have no threshold: no histogram, and nothing in its place.
    assert!(!studio.page(&address(&[("tiers", "points-only"), ("full", "1")])).body.contains("id=\"histogram\""));
    assert!(studio.page("/?tab=money").read().contains("Contract liability by quarter"));
    let file = studio.raw_bytes("/decision");
    assert!(file.windows(5).any(|w| w == b"%PDF-") || file.windows(5).any(|w| w == b"<html"));
    let head = String::from_utf8_lossy(&file[..800]).to_lowercase();
    assert!(head.contains("content-disposition: attachment; filename=\"decision.") && head.contains("cache-control: no-store"), "{head}");
}
