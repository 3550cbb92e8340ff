//! What is personal, and what somebody wrote: neither leaves the files that hold people, nor looks like a line of the program.
use super::common;
use super::company::{Attacks, BRIEF, Company, run, said};
use loyalty_plans::document;
use serde_json::json;
use std::path::Path;

/// A company with people in its files: ids, names in reviews, rows that cannot be read.
fn people(home: &Path) -> [&'static str; 4] {
    const SECRETS: [&str; 4] = ["Wilhelmina Testperson", "w.testperson@mail.example", "+44 20 7946 0958", "12 Secret Lane"];
    let mut orders = String::from("customer_id,order_id,order_date,amount\n");
    let mut survey = String::from("customer_id,date,score,text\n");
    for c in 0..200 {
        for k in 0..(2 + c % 6) {
            orders += &format!("c{c},o{c}-{k},2026-{:02}-{:02},{}.50\n", 1 + (c + k) % 6, 1 + (3 * c + k) % 28, 20 + c);
        }
        survey += &format!("c{c},2026-05-{:02},{},\"{}: delivery was late, {}\"\n", 1 + c % 28, 1 + c % 5, SECRETS[c % 4], SECRETS[(c + 1) % 4]);
    }
    orders += "c9999,o-bad,not a day,20.00\n";
    std::fs::write(home.join("orders.csv"), orders).unwrap();
    std::fs::write(home.join("survey.csv"), survey).unwrap();
    SECRETS
}
#[cfg(unix)]
#[test]
fn nothing_of_a_person_leaves_the_files_of_people_and_those_are_forgotten() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let secrets = people(home.path());
    let out = run(home.path(), "preparer@example.com", &[&BRIEF[..], &["--transactions", "orders.csv", "--voc", "survey.csv", "--effort", "small"]].concat());
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", said(&out));
    let mut a = Attacks::default();
    let folder = home.path().join("loyalty-plan");
    for file in std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().path()) {
        let name = file.file_name().unwrap().to_str().unwrap().to_string();
        let mode = std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        let of_people = ["members.csv", "set-aside.csv"].contains(&name.as_str());
        assert_eq!(mode & 0o077 == 0, of_people, "{name} has mode {mode:o}");
        let words = common::words_of(&file);
        secrets.iter().for_each(|s| assert!(!words.contains(s), "{name} says {s}"));
        a.0 += 1;
    }
    let plan = std::fs::read_dir(home.path().join(".claude/plans")).unwrap().map(|e| e.unwrap().path()).find(|p| p.extension().is_some_and(|e| e == "json"));
    let text = std::fs::read_to_string(plan.unwrap()).unwrap();
    secrets.iter().for_each(|s| assert!(!text.contains(s), "the plan says {s}"));
    assert!(text.contains("\"word\": \"late\""), "the words of our list are counted");
    assert!(folder.join("members.csv").exists() && folder.join("set-aside.csv").exists());
    let forgotten = run(home.path(), "preparer@example.com", &["forget"]);
    assert!(forgotten.status.success(), "{}", said(&forgotten));
    assert!(!folder.join("members.csv").exists() && !folder.join("set-aside.csv").exists() && folder.join("blueprint.html").exists());
    assert!(home.path().join("orders.csv").exists(), "the company's own files stay");
    let left: Vec<String> = std::fs::read_dir(home.path().join(".claude/plans")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert!(left.iter().all(|n| !n.starts_with(".run-")), "{left:?}");
    // Under pseudonyms no id of the company's file leaves, and one key gives one customer one name.
    let pseudonymous = || {
        let out = run(home.path(), "x", &[&BRIEF[..], &["--transactions", "orders.csv", "--effort", "small", "--pseudonyms"]].concat());
        assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", said(&out));
        std::fs::read_to_string(folder.join("members.csv")).unwrap()
    };
    let (first, second) = (pseudonymous(), pseudonymous());
    assert!(first == second && first.lines().skip(1).all(|l| l.starts_with("m-")) && first.lines().count() > 150, "{first}");
    assert_eq!(std::fs::metadata(home.path().join(".claude/plans/.member-key")).unwrap().permissions().mode() & 0o777, 0o600);
    a.0 += 1;
    run(home.path(), "x", &["forget"]);
    assert!(!home.path().join(".claude/plans/.member-key").exists() && !folder.join("members.csv").exists());
    a.answers("a plan whose people were forgotten", &said(&run(home.path(), "x", &["verify"])), "Unanchored: nothing is out of order");
    // What a forged plan calls its files of people is not deleted.
    std::fs::write(home.path().join("members.csv"), "mine").unwrap();
    run(home.path(), "x", &["forget"]);
    assert!(home.path().join("members.csv").exists());
    a.done("privacy");
}
#[test]
fn what_somebody_wrote_is_no_line_of_ours() {
    let Some(c) = Company::new() else { return };
    let mut a = Attacks::default();
    for company in [
        "Harbour\\nDROP TABLE LOYALTY_TIERS;\\n--",
        "Harbour\\u001b[2J",
        "Harbour \\u202eEVIL",
        "Har\\u200bbour",
        "Harbour\\u2028x",
        "Harbour\\r",
        "Harbour\\u0000",
    ] {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("plan-loyalty.toml"), format!("[program]\ncompany = \"{company}\"\n")).unwrap();
        let out = run(home.path(), "x", &BRIEF);
        a.refused(company, (out.status.code(), said(&out)), "does not print");
        assert!(!home.path().join("loyalty-plan").exists(), "nothing is written");
    }
    // A plan that was forged with such a name: every file that a system imports, and every page.
    let mut document = c.document();
    document["design"]["brief"]["company"] = json!("Harbour\nDROP TABLE LOYALTY_TIERS;\u{1b}[2J\u{202e}");
    std::fs::write(c.plan(), document::render(&document).unwrap()).unwrap();
    let out = c.run(&["export", "--to", "braze,klaviyo,segment,tasks.csv", "--out", "out"]);
    assert_eq!(out.0, Some(0), "{}", out.1);
    let sql = std::fs::read_to_string(c.at("out/braze/create_tables.sql")).unwrap();
    assert!(sql.lines().all(|l| !l.trim_start().starts_with("DROP")) && !sql.contains('\u{1b}') && sql.contains("\\nDROP"), "{sql}");
    a.0 += 1;
    for args in [&["show"][..], &["list"], &["verify"], &["review"]] {
        let out = run(c.home.path(), "x", args);
        let raw = String::from_utf8_lossy(&[&out.stdout[..], &out.stderr].concat()).into_owned();
        assert!(!raw.contains(['\u{1b}', '\u{202e}']) && raw.lines().all(|l| !l.starts_with("DROP")), "{args:?}: {raw}");
        a.0 += 1;
    }
    a.done("output");
}
