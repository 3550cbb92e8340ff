//! What a meeting moves: assumptions that move the result most, constraints and what becomes of them, a member's year, a persona.
use super::{Got, Studio, address, encoded, plain, plan};
use crate::common::command;
use serde_json::Value;
use std::sync::LazyLock;

/// A plan at full effort: it ranks its assumptions.
static RANKED: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let asked = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--only", "triggers.csv", "--quiet"];
    let out = command(dir.path(), &[&asked[..], &["--constraints", "no emails, no minors, octopus"]].concat());
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", String::from_utf8_lossy(&out.stderr));
    dir
});
fn part(page: &Got, from: &str, to: &str) -> Got {
    Got { body: page.between(from, to).to_string(), head: String::new(), status: page.status }
}
fn drivers(page: &Got) -> Got {
    part(page, "<section id=\"drivers\"", "</section>")
}
/// Fields of the form that stand beside it: name and value.
fn fields(page: &Got) -> Vec<(String, String)> {
    let of = |tag: &str, name: &str| tag.split_once(&format!(" {name}=\"")).map(|(_, rest)| plain(rest.split('"').next().unwrap()));
    let body = drivers(page).body;
    body.split("<input").skip(1).filter_map(|tag| Some((of(tag, "name")?, of(tag, "value")?))).collect()
}
/// The address of a value that is typed: the form's other fields, which are left out, say that benefits are gone.
fn assumed(studio: &Studio, id: &str, value: &str) -> String {
    let got = studio.page(&format!("/quick?{}", encoded(&[(&format!("assume-{id}"), value)])));
    got.header("studio-address").unwrap().split('&').next().unwrap().to_string()
}
/// The other options of the search are marks on the slider of the pool, with what each costs.
#[test]
fn what_the_options_cost_stands_at_the_pool() {
    let studio = Studio::start(RANKED.path());
    let made = plan(RANKED.path());
    let front = made.pointer("/design/blueprint/search/front").and_then(Value::as_array).unwrap();
    let options: Vec<f64> =
        front.iter().filter(|p| !p["option"].is_null() && p["chosen"] == false).map(|p| p["reward_cost_per_period"].as_f64().unwrap()).collect();
    assert!(!options.is_empty());
    let page = studio.page("/");
    let (marks, words) = (page.between("<datalist id=\"pool-marks\">", "</datalist>").to_string(), page.read());
    for cost in options {
        assert!(marks.contains(&format!("value=\"{}\"", cost.round())), "{cost}: {marks}");
    }
    assert!(words.contains("Reward cost a month of other options: ") && words.contains("Full pool $"), "{words}");
}
#[test]
fn the_assumptions_that_move_the_result_most_are_those_of_the_plan() {
    let studio = Studio::start(RANKED.path());
    let made = plan(RANKED.path());
    let page = studio.page("/");
    let ranked = made.pointer("/design/economics/tornado").and_then(Value::as_array).unwrap();
    let ids: Vec<&str> = ranked.iter().filter_map(|r| r[0].as_str()).collect();
    let book = made.pointer("/design/assumptions").unwrap();
    let own: Vec<String> = ids.iter().filter(|id| book.get(id).is_some() && **id != "company.gross_margin").take(5).map(|id| format!("assume-{id}")).collect();
    let shown: Vec<String> = fields(&page).into_iter().map(|(name, _)| name).collect();
    assert_eq!(shown, own);
    let last = ids.iter().position(|id| own[4].ends_with(id)).unwrap();
    let elsewhere = ids[..last].iter().filter(|id| book.get(id).is_none()).count();
    assert!(elsewhere > 0 && drivers(&page).body.matches("(estimated from your data)").count() == elsewhere, "{}", drivers(&page).read());
    assert_eq!(drivers(&page).body.matches("form=\"controls\"").count(), 10, "field and slider belong to the form");
    // The status of a number is told, and its limits.
    let read = drivers(&page).read();
    assert!(read.contains("default ± 0.0326, −0.01 to 0.5; ROI +"), "{read}");
    // A value alone keeps its weight: the words of the command say the spread.
    let address = assumed(&studio, "response.total", "0.03");
    let quick = studio.page(&address);
    let spread = |id: &str, key: &str| book[id][key].as_f64().unwrap();
    let by = (0.03 - spread("response.total", "low")) / (spread("response.total", "value") - spread("response.total", "low"));
    let words = format!("{:.4}", by * spread("response.total", "sd"));
    assert!(address.starts_with(&format!("/?assume=response.total%3D0.03%C2%B1{}", &words[..5])), "{address}, {words}");
    let said = quick.read();
    assert!(said.contains("Quick appraisal") && said.contains("This is the same design under another pool, margin or assumption"), "{said}");
    assert!(part(&quick, "<table class=\"moved\">", "</table>").read().contains('±'));
    assert!(part(&quick, "<ul class=\"changed\">", "</ul>").read().contains("Sales lift from rewards worth 1% of spend 0.02443 → 0.03"), "{said}");
    // A share is typed in percent; undo is the address without it.
    let id = own.iter().map(|name| &name[7..]).find(|id| book[id]["unit"] == "share");
    if let Some(id) = id {
        assert_eq!(assumed(&studio, id, "70±0"), format!("/?assume={id}%3D70%25%C2%B10%25"));
    }
    assert!(part(&quick, "<ul class=\"changed\">", "</ul>").body.contains("<a href=\"/\""), "one change: without it, the saved plan");
    for bad in ["response.total=much", "response.total=7", "nothing=1"] {
        let got = studio.get(&super::address(&[("assume", bad)]));
        assert!(got.status == 422 && got.read().contains("Next:"), "{bad}: {}", got.read());
    }
}
#[test]
fn moving_a_belief_moves_the_result_its_own_way() {
    let studio = Studio::start(RANKED.path());
    let made = plan(RANKED.path());
    let net = |query: &str| {
        let row = studio.page(query);
        let row = row.between("<th scope=\"row\">Net value</th>", "</tr>").to_string();
        let shown = row.split("<span class=\"whole\">").nth(1).unwrap().split('<').next().unwrap().replace(['$', ',', '+'], "").replace('−', "-");
        shown.parse::<f64>().unwrap_or_else(|e| panic!("{shown}: {e}"))
    };
    // A stronger belief in the lift cannot lower the net value of a design whose net value rises with it.
    let rises = made.pointer("/design/economics/tornado/0").unwrap();
    assert!(rises[0] == "response.total" && rises[1].as_f64().unwrap() > 0.0, "{rises}");
    let of = |value: &str| net(&assumed(&studio, "response.total", value));
    let (low, same, high) = (of("0.015"), of("0.024431"), of("0.035"));
    assert!(low < 0.0 && same.abs() < 500.0 && high > 0.0, "{low} {same} {high}");
}
/// Words and class of each chip.
fn chips(page: &Got) -> Vec<(String, String)> {
    let body = page.between("<ul class=\"read\" id=\"constraints-read\"", "</ul>").to_string();
    let chip = |li: &str| {
        let (class, rest) = li.split_once("\">").unwrap();
        (class.to_string(), Got { body: rest.split("</li>").next().unwrap().into(), head: String::new(), status: 200 }.read())
    };
    body.split("<li class=\"").skip(1).map(chip).collect()
}
#[test]
fn a_constraint_says_what_became_of_it() {
    let studio = Studio::start(RANKED.path());
    let classes = |chips: &[(String, String)]| chips.iter().map(|(class, _)| class.clone()).collect::<Vec<_>>();
    let saved = chips(&studio.page("/"));
    assert_eq!(classes(&saved), ["binds", "asks", "unread"]);
    assert!(saved[0].1.starts_with("no emails binds: no message by email"), "{saved:?}");
    assert!(saved[1].1.starts_with("no minors a question for Legal") && saved[2].1.starts_with("octopus not understood: binds nothing"), "{saved:?}");
    // Whether it binds is known before the search; what it changes, after it.
    let typed = address(&[("constraints", "octopus\nno SMS\nexclude Ontario")]);
    let before = chips(&studio.page(&typed));
    assert_eq!(classes(&before), ["unread", "binds", "asks"]);
    assert!(before[1].1.contains("what it changes shows after the search"), "{before:?}");
    let after = chips(&studio.page(&format!("{typed}&full=1")));
    assert_eq!(classes(&after), ["unread", "binds", "asks"]);
    assert!(after[1].1.starts_with("no SMS binds: no message by sms") && after[0].1.contains("binds nothing"), "{after:?}");
    // A near miss stops the search: it is told before.
    let near = studio.page(&address(&[("constraints", "max discout 10%")]));
    assert!(chips(&near)[0].1.contains("did you mean “max discount 10%”?"), "{:?}", chips(&near));
    assert_eq!(studio.get(&address(&[("constraints", "max discout 10%"), ("full", "1")])).status, 422);
    assert_eq!(chips(&studio.page(&address(&[("constraints", "")]))), []);
    let evil = studio.page(&address(&[("constraints", "<script>alert(1)</script>")]));
    assert!(!evil.body.contains("<script>alert") && chips(&evil)[0].1.starts_with("<script>alert(1)</script> not understood"), "{:?}", chips(&evil));
}
#[test]
fn a_years_member_and_a_persona_are_chosen_in_the_address() {
    let studio = Studio::start(RANKED.path());
    let made = plan(RANKED.path());
    let details = |page: &Got| part(page, "<section id=\"details\"", "</section>");
    let all = details(&studio.page("/?tab=members"));
    let years = made.pointer("/design/blueprint/member_years").and_then(Value::as_array).unwrap();
    assert!(years.len() > 1);
    for year in years {
        let tier = year["tier"].as_str().unwrap();
        let at = format!("/?tab=members&member={tier}");
        assert!(all.body.contains(&format!("href=\"{}#details\"", at.replace('&', "&amp;"))), "{at}: {}", all.body);
        let page = studio.page(&at);
        let text = plain(page.between("<p id=\"year\">", "</p>"));
        let orders = year["orders"].as_u64().unwrap();
        assert!(text.contains(&format!("{orders} order")) && text.matches("first reward").count() == 1, "{text}");
        assert!(page.between("<p id=\"year\">", "</figure>").contains("<svg"), "with its chart");
    }
    for persona in made.pointer("/design/personas").and_then(Value::as_array).unwrap() {
        let id = persona["id"].as_str().unwrap();
        let page = studio.page(&address(&[("tab", "members"), ("persona", id)]));
        let card = part(&page, "<section id=\"persona\"", "</section>").read();
        let customers = persona["customers"].as_f64().unwrap();
        assert!(card.replace(',', "").contains(&format!("{customers} ")) && card.contains("Promise") && card.contains("First offer"), "{card}");
        assert!(!page.read().contains("Rules on orders of the last 12 months"), "one persona, not the table of all");
    }
    // What is looked at goes along with a change, and is no change.
    let quick = studio.page("/quick?budget=60000&tab=members&member=gold&persona=new");
    assert!(quick.header("studio-address").unwrap().ends_with("&full=1&tab=members&member=gold&persona=new"), "{:?}", quick.header("studio-address"));
    assert!(studio.page("/?member=gold").read().contains("Nothing differs from the saved plan"));
    let evil = "\"><script>alert(2)</script>";
    let none = studio.page(&address(&[("tab", "members"), ("member", evil), ("persona", evil)]));
    assert_eq!(none.read().matches(&format!("has none called “{evil}”: all are shown")).count(), 2, "{}", none.read());
    assert!(!none.body.contains("<script>alert"), "ids are text");
    assert_eq!(studio.get("/?tab=members&member=").status, 422);
}
