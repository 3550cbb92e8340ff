//! What somebody would try who wants a plan published, or a published one changed, without the people who decide. Every attack has its expected answer; each
//! test prints how many it made.
use crate::common;
pub(crate) mod company;
mod output;
mod people;
mod quotes;

use company::{ANSWERED, Attacks, BRIEF, Company, ROLES, copied, keys, ready, run, said};
use loyalty_plans::document;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

#[test]
fn nobody_decides_in_the_place_of_another() {
    let Some(c) = Company::new() else { return };
    let mut a = Attacks::default();
    let trust = c.trust();
    // Unsigned, by anybody, for any role there is or is not.
    for (verb, role) in [("approve", "legal"), ("approve", "janitor"), ("reject", "janitor"), ("submit", "janitor"), ("publish", "janitor"), ("approve", "")] {
        a.refused("an unsigned act", c.run(&[verb, "--as", role, "--person", "janitor@example.com", "--note", "x", "--trust", &trust]), "signature");
    }
    // A role that may not do it, a person without a key, a key without the role, somebody else's name.
    for (act, role, person, key, words) in [
        ("approve", "janitor", "legal@example.com", "legal", "\"janitor\" cannot do this"),
        ("approve", "preparer", "preparer@example.com", "preparer", "cannot do this"),
        ("approve", "publisher", "publisher@example.com", "publisher", "cannot do this"),
        ("submit", "legal", "legal@example.com", "legal", "cannot do this"),
        ("submit", "preparer", "mallory@example.com", "mallory", "may not act for preparer"),
        ("submit", "preparer", "legal@example.com", "legal", "may not act for preparer"),
        ("submit", "preparer", "preparer@example.com", "mallory", "is not in the file of signers"),
        ("submit", "preparer", "preparer@example.com", "legal", "is that of legal@example.com"),
        ("approve", "legal", "legal@example.com", "legal", "nobody has submitted this design"),
        ("approve", "legal", "preparer@example.com", "legal", "may not act for legal"),
    ] {
        let more = ["--as", role];
        let got = c.signed(act, person, key, &more).map(|sig| c.give(act, person, &sig, &more)).unwrap_or_else(|refused| (Some(2), refused));
        a.refused(&format!("{act} as {role} by {person} with the key of {key}"), got, words);
    }
    assert!(Command::new("mkfifo").arg(c.at("pipe")).status().unwrap().success());
    for place in ["pipe", "/dev/zero", ".", "nothing-here", "plan-loyalty.toml"] {
        a.refused("a file that is not a signature", c.give("submit", "preparer@example.com", Path::new(place), &[]), "signature");
    }
    assert_eq!(c.act("submit", "boss", &[]).0, Some(0));
    // One person with every role: no second one on this design.
    for (act, role) in [("approve", "legal"), ("approve", "finance"), ("reject", "operations")] {
        a.refused("a second role", c.act(act, "boss", &["--as", role, "--note", "x"]), "one person cannot hold two roles");
    }
    a.refused("publication before the approvals", c.act("publish", "publisher", &[]), "nobody has approved");
    // A statement of one act with the signature of another, and one of an earlier state of the plan.
    let sig = c.signed("approve", "legal@example.com", "legal", &["--as", "legal", "--note", "if the terms are changed"]).unwrap();
    a.refused("another note", c.give("approve", "legal@example.com", &sig, &["--as", "legal", "--note", "agreed"]), "not a signature of this statement");
    a.refused(
        "another act",
        c.give("reject", "legal@example.com", &sig, &["--as", "legal", "--note", "if the terms are changed"]),
        "not a signature of this statement",
    );
    let sig = c.signed("approve", "legal@example.com", "legal", &["--as", "legal"]).unwrap();
    assert_eq!(c.act("reject", "finance", &["--as", "finance", "--note", "too dear"]).0, Some(0));
    a.refused("a signature from before the rejection", c.give("approve", "legal@example.com", &sig, &["--as", "legal"]), "not a signature of this statement");
    a.answers("a rejection does not verify the plan", &c.verify(), "Rejected by finance@example.com for finance");
    a.answers("a rejection without signers", &c.run(&["verify"]).1, "Rejected by finance@example.com");
    // What does not print.
    for note in ["agreed\nVerified by the board", "agreed\u{1b}[2J", "\u{202e}deerga", "zero\u{200b}width", "line\u{2028}end", "bell\u{7}", "tag\u{e0041}"] {
        a.refused("a note that does not print", c.run(&["statement", "--as", "legal", "--person", "legal@example.com", "--note", note]), "does not print");
        a.refused("a name that does not print", c.run(&["statement", "--as", "legal", "--person", note]), "does not print");
    }
    a.done("acts");
}
#[test]
fn nothing_in_the_folder_decides_whom_to_trust() {
    let Some(c) = Company::new() else { return };
    let (c, mut a) = (c.approved().published(), Attacks::default());
    a.answers("as published", &c.verify(), "Verified by preparer@example.com (submitted for preparer");
    a.answers("no signers", &c.run(&["verify"]).1, "Unanchored: nothing is out of order, but nobody said which signers to trust");
    // A file of signers that lies in the folder, named in its settings.
    let mallory = std::fs::read_to_string(c.keys.join("mallory.pub")).unwrap();
    let signers = std::fs::read_to_string(c.keys.join("signers")).unwrap();
    std::fs::write(c.at("signers"), &signers).unwrap();
    let settings = |pin: &str| std::fs::write(c.at("plan-loyalty.toml"), format!("{ANSWERED}[governance]\nallowed_signers = \"signers\"\n{pin}")).unwrap();
    settings("");
    a.answers("an unpinned file", &c.run(&["verify"]).1, "Unanchored:");
    a.answers("an unpinned file, and what to do", &c.run(&["verify"]).1, "are not trusted: give --trust signers");
    let pin = loyalty_plans::hash::of_bytes(signers.as_bytes());
    settings(&format!("allowed_signers_sha256 = \"{pin}\"\n"));
    a.answers("a pinned file", &c.run(&["verify"]).1, "Verified by");
    std::fs::write(c.at("signers"), format!("{signers}mallory@example.com {} roles=publisher\n", mallory.trim())).unwrap();
    a.refused("a pinned file with one key more", c.run(&["verify"]), "Somebody changed the keys that count");
    // Files of signers that would let one key speak for several people.
    for (line, words) in [
        (format!("* {mallory}"), "is a pattern"),
        (format!("*@example.com {mallory}"), "is a pattern"),
        (format!("legal@example.com,finance@example.com {mallory}"), "several people"),
        (format!("mallory@example.com cert-authority {mallory}"), "certificate authority"),
        (format!("legal@example.com {}\nfinance@example.com {mallory}", mallory.trim()), "a key has one owner"),
        (format!("mallory@example.com {} roles=everything", mallory.trim()), "unknown role"),
    ] {
        std::fs::write(c.at("wide"), line).unwrap();
        a.refused("a file of signers", c.run(&["verify", "--trust", "wide"]), words);
    }
    a.refused("no file", c.run(&["verify", "--trust", "nothing-here"]), "cannot be read");
    a.refused("a folder", c.run(&["verify", "--trust", "."]), "not a regular file");
    a.refused("a device", c.run(&["verify", "--trust", "/dev/zero"]), "not a regular file");
    assert!(Command::new("mkfifo").arg(c.at("pipe")).status().unwrap().success());
    a.refused("a pipe", c.run(&["verify", "--trust", "pipe"]), "not a regular file");
    a.refused("a plan that is a pipe", c.run(&["verify", "pipe", "--trust", &c.trust()]), "not a regular file");
    // Other people's signers know none of these keys.
    std::fs::write(c.at("strangers"), format!("mallory@example.com {} roles=publisher\n", mallory.trim())).unwrap();
    a.answers("a stranger's signers", &c.run(&["verify", "--trust", "strangers"]).1, "Unanchored:");
    a.done("trust");
}
#[test]
fn a_published_plan_is_verified_as_it_was_published_or_not_at_all() {
    let Some(c) = Company::new() else { return };
    let (c, mut a) = (c.approved().published(), Attacks::default());
    let html = "loyalty-plan/blueprint.html";
    for file in [html, "loyalty-plan/blueprint.md", "loyalty-plan/triggers.csv"] {
        let printed = std::fs::read_to_string(c.at(file)).unwrap();
        a.answers("the policy is printed", &printed, "Published under strict policy (only signed acts count) by publisher@example.com");
        a.answers("with the keys", &printed, "legal@example.com for legal, key SHA256:");
    }
    assert!(c.verify().starts_with("Verified by"), "{}", c.verify());
    for args in [
        &["publish"][..],
        &["approve", "--as", "legal"],
        &["amend", "--budget", "60000", "--reason", "more"],
        &["submit"],
        &["reject", "--as", "legal", "--note", "x"],
    ] {
        a.refused("an act on a published plan", c.run(args), "published");
    }
    // The file alone, the file with its record, the record alone, a file more, a file less.
    let forged = "<p>ROI 900%</p>";
    let one = c.again();
    std::fs::write(one.at(html), forged).unwrap();
    a.answers("a forged page", &one.verify(), "Altered: deliverable loyalty-plan/blueprint.html: differs");
    type Forge = fn(&mut Value);
    let sha = loyalty_plans::hash::of_bytes(forged.as_bytes());
    type With<'a> = (&'a str, &'a dyn Fn(&mut Value));
    let with_record: [With; 8] = [
        ("a forged page with its record", &|d| d["history"]["deliverables"][0]["sha256"] = json!(sha)),
        ("the record of another path", &|d| d["history"]["deliverables"][0]["path"] = json!("elsewhere.html")),
        ("no records", &|d| d["history"]["deliverables"] = json!([])),
        ("another preparer", &|d| d["history"]["prepared_by"] = json!("somebody@example.com")),
        ("other inputs", &|d| d["history"]["inputs"] = json!([])),
        ("another request", &|d| d["history"]["request"]["pattern"] = json!("pipeline")),
        ("something new beside the design", &|d| d["note_to_reader"] = json!("Verified by the board")),
        ("other tasks", &|d| d["history"]["tasks"] = json!([])),
    ];
    for (what, forge) in with_record {
        let one = c.again();
        std::fs::write(one.at(html), forged).unwrap();
        let mut document = one.document();
        forge(&mut document);
        one.forge(&mut document);
        a.answers(what, &one.verify(), "Altered: entry 7 of the change log does not hold");
    }
    // The last entries: dropped, made unsigned, made another's.
    let entries: [(&str, Forge, &str); 6] = [
        ("the publication dropped", |d| drop(d["history"]["change_log"].as_array_mut().unwrap().pop()), "Altered:"),
        (
            "the publication unsigned",
            |d| {
                let own = &mut d["history"]["change_log"][6]["decision"];
                (own["statement"], own["signature"]) = (Value::Null, Value::Null);
            },
            "Altered:",
        ),
        (
            "the publication unsigned and without a key",
            |d| {
                let own = d["history"]["change_log"][6]["decision"].as_object_mut().unwrap();
                own.insert("statement".into(), Value::Null);
                own.insert("signature".into(), Value::Null);
                own.remove("key");
            },
            "Unanchored:",
        ),
        ("the publication without its decision", |d| d["history"]["change_log"][6]["decision"] = Value::Null, "Unanchored:"),
        (
            "a stricter policy than there was",
            |d| d["history"]["change_log"][6]["decision"]["policy"] = json!({"relaxed": true, "signers_sha256": null}),
            "Altered:",
        ),
        ("another publisher", |d| d["history"]["change_log"][6]["decision"]["person"] = json!("ceo@example.com"), "Altered:"),
    ];
    for (what, forge, words) in entries {
        let one = c.again();
        let mut document = one.document();
        forge(&mut document);
        // Where the publication is gone, so is what it changed.
        let mut log = document::log(&document).unwrap();
        let last = log.len() - 1;
        log[last].document_hash = document::hash_without_log(&document).unwrap();
        document["history"]["change_log"] = serde_json::to_value(&log).unwrap();
        std::fs::write(one.plan(), document::render(&document).unwrap()).unwrap();
        let _ = std::fs::remove_file(one.at(".claude/plans/heads.log"));
        a.answers(what, &one.verify(), words);
    }
    // The commit log of another history.
    let one = c.again();
    let heads = one.at(".claude/plans/heads.log");
    let text = std::fs::read_to_string(&heads).unwrap();
    std::fs::write(&heads, text.lines().take(2).map(|l| format!("{l}\n")).collect::<String>()).unwrap();
    a.answers("a commit log cut short", &one.verify(), "Altered:");
    a.done("published plans");
}
/// A file that is forged together with its record, where nobody signed: the chain holds, and only what the program makes of the design tells.
#[test]
fn a_page_that_is_forged_with_its_record_is_not_what_the_program_makes() {
    let Some(c) = Company::new() else { return };
    let mut a = Attacks::default();
    let render = |c: &Company| c.run(&["verify", "--render", "--trust", &c.trust()]).1;
    a.answers("nothing forged", &render(&c), "deliverables made again are the recorded ones");
    let page = "loyalty-plan/terms.md";
    for (what, forged, words) in [
        (
            "a forged page with its record",
            "# Terms\nPoints never expire.\n",
            "Altered: deliverable loyalty-plan/terms.md: this program makes another file of the plan",
        ),
        ("an empty page with its record", "", "Altered: deliverable loyalty-plan/terms.md: this program makes another file of the plan"),
    ] {
        let one = c.again();
        std::fs::write(one.at(page), forged).unwrap();
        let mut document = one.document();
        let of_page = |d: &&mut Value| d["path"] == page;
        let record = document["history"]["deliverables"].as_array_mut().unwrap().iter_mut().find(of_page).unwrap();
        (record["sha256"], record["bytes"]) = (json!(loyalty_plans::hash::of_bytes(forged.as_bytes())), json!(forged.len()));
        one.forge(&mut document);
        a.answers("the chain alone", &one.verify(), "Unanchored:");
        a.answers(what, &render(&one), words);
    }
    let one = c.again();
    std::fs::write(one.at("loyalty-plan/offer.html"), "<p>50% off</p>").unwrap();
    let mut document = one.document();
    let record = json!({ "table": "deliverable", "path": "loyalty-plan/offer.html", "bytes": 14, "sha256": loyalty_plans::hash::of_bytes(b"<p>50% off</p>") });
    document["history"]["deliverables"].as_array_mut().unwrap().push(record);
    one.forge(&mut document);
    a.answers("a file more, with a record", &render(&one), "Altered: deliverable loyalty-plan/offer.html: this program makes no such file of the plan");
    a.done("forged with the record");
    // Acts that came after the deliverables were written stand on none of them: written again, they are what they were.
    let c = c.approved();
    assert!(render(&c).contains("deliverables made again are the recorded ones"), "{}", render(&c));
    let (code, text) = c.run(&["renew"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(!c.verify().starts_with("Altered"), "{}", c.verify());
    let c = c.published();
    assert!(render(&c).starts_with("Verified by"), "{}", render(&c));
}
/// Pipes in the place of files that are read.
#[test]
fn no_pipe_keeps_a_reader_waiting() {
    let Some(c) = Company::new() else { return };
    let (c, mut a) = (c.approved().published(), Attacks::default());
    for (what, words) in [(".claude/plans/heads.log", "Altered:"), ("loyalty-plan/blueprint.md", "Altered:")] {
        let one = c.again();
        std::fs::remove_file(one.at(what)).unwrap();
        assert!(Command::new("mkfifo").arg(one.at(what)).status().unwrap().success());
        a.answers(what, &one.verify(), words);
    }
    let one = c.again();
    let _ = std::fs::remove_file(one.at("plan-loyalty.toml"));
    assert!(Command::new("mkfifo").arg(one.at("plan-loyalty.toml")).status().unwrap().success());
    a.refused("settings that are a pipe", one.run(&["verify"]), "not a regular file");
    a.done("pipes");
}
#[test]
fn a_relaxed_policy_is_printed_wherever_the_plan_is() {
    let Some(c) = Company::new() else { return };
    let mut a = Attacks::default();
    let relaxed = || std::fs::write(c.at("plan-loyalty.toml"), format!("{ANSWERED}[governance]\nunverified_approvals = true\n")).unwrap();
    // A statement under one policy is no signature under another.
    let sig = c.signed("submit", "preparer@example.com", "preparer", &[]).unwrap();
    relaxed();
    a.refused("another policy", c.give("submit", "preparer@example.com", &sig, &[]), "not a signature of this statement");
    // The relaxed policy takes a signature by a key that nobody named, where no signers were named; four eyes hold all the same.
    let act = |c: &Company, act: &str, who: &str, more: &[&str]| {
        let person = format!("{who}@example.com");
        let out = run(c.home.path(), "preparer@example.com", &[&["statement", "--act", act, "--person", &person], more].concat());
        if !out.status.success() {
            return (Some(2), said(&out));
        }
        let sig = c.sign(&out.stdout, who);
        c.run(&[&[act, "--person", &person, "--signature", &sig.display().to_string()], more].concat())
    };
    a.refused("the preparer", act(&c, "approve", "preparer", &["--as", "legal"]), "prepared or changed this plan");
    for role in &ROLES[1..5] {
        let done = act(&c, "approve", role, &["--as", role]);
        assert_eq!(done.0, Some(0), "{}", done.1);
        if *role == "legal" {
            a.refused("one person twice", act(&c, "approve", "legal", &["--as", "finance"]), "one person cannot hold two roles");
        }
    }
    a.refused("an approver publishes", act(&c, "publish", "legal", &[]), "one person cannot hold two roles");
    let done = act(&c, "publish", "publisher", &[]);
    assert_eq!(done.0, Some(0), "{}", done.1);
    a.answers("the terminal", &done.1, "Published under relaxed policy");
    for file in std::fs::read_dir(c.at("loyalty-plan")).unwrap().map(|f| f.unwrap().path()) {
        let printed = common::words_of(&file).split_whitespace().collect::<Vec<_>>().join(" ");
        a.answers(&file.display().to_string(), &printed, "Published under relaxed policy");
    }
    for (args, words) in
        [(&["list"][..], "published under relaxed policy"), (&["show"], "Published under relaxed policy"), (&["verify"], "Published under relaxed policy")]
    {
        a.answers("a verb", &c.run(args).1, words);
    }
    a.answers("verify", &c.verify(), "Unanchored:");
    // Nobody's name prepares nothing.
    let nobody = Company { home: tempfile::tempdir().unwrap(), keys: c.keys };
    copied(ready(), nobody.home.path());
    std::fs::write(nobody.at("plan-loyalty.toml"), format!("{ANSWERED}[governance]\nunverified_approvals = true\n")).unwrap();
    let mut document = nobody.document();
    document["history"]["prepared_by"] = json!("");
    let mut log = document::log(&document).unwrap();
    log[0].actor = "unknown person".into();
    document["history"]["change_log"] = serde_json::to_value(&log).unwrap();
    nobody.forge(&mut document);
    a.refused("a plan of nobody", act(&nobody, "publish", "publisher", &[]), "nobody knows who prepared this plan");
    a.refused("an approval of it", act(&nobody, "approve", "legal", &["--as", "legal"]), "nobody has submitted this design");
    a.done("relaxed policy");
}
#[test]
fn approvals_of_an_earlier_design_do_not_revive() {
    let Some(c) = Company::new() else { return };
    let (c, mut a) = (c.approved(), Attacks::default());
    let design = |c: &Company| c.document()["design"]["blueprint"]["program"]["tiers"][2]["threshold"].as_f64().unwrap();
    let (gold, before) = (design(&c), c.document()["plan_hash"].clone());
    let amend = |more: &[&str]| c.run(&[&["amend", "--reason", "a try", "--quiet"], more].concat());
    let set = format!("blueprint.tiers.gold.threshold={}", gold + 9.0);
    assert!(matches!(amend(&["--set", &set]).0, Some(0 | 3 | 5)));
    a.refused("publication of another design", c.act("publish", "publisher", &[]), "approved an earlier design");
    assert!(matches!(amend(&["--unpin", "--budget", "50000"]).0, Some(0 | 3 | 5)));
    assert_eq!(c.document()["plan_hash"], before, "the design is the first one again");
    a.refused("publication of the design that came back", c.act("publish", "publisher", &[]), "approved an earlier design");
    a.answers("and it is not verified", &c.verify(), "Unanchored: nothing is out of order, but no trusted signer has signed the current design");
    a.done("earlier designs");
}
#[test]
fn open_blockers_keep_a_plan_from_publication_by_name() {
    let Some(keys) = keys() else { return };
    let c = Company { home: tempfile::tempdir().unwrap(), keys };
    let mut a = Attacks::default();
    let planned = |c: &Company, place: &str| {
        let out = c.run(&[&BRIEF[..], &["--constraints", place, "--effort", "small"]].concat());
        assert!(matches!(out.0, Some(0 | 3 | 5)), "{}", out.1);
    };
    let named = |a: &mut Attacks, c: &Company, rules: &[&str]| {
        let shown = c.run(&["show"]).1;
        let html = std::fs::read_to_string(c.at("loyalty-plan/blueprint.html")).unwrap();
        let first = html.split("id=\"summary\"").next().unwrap();
        for rule in rules {
            let finding = c.document()["design"]["governance"]["compliance"].as_array().unwrap().iter().find(|f| f["rule"] == *rule).cloned().unwrap();
            let title = finding["title"].as_str().unwrap();
            a.answers("the terminal names it", &shown, title);
            a.answers("the first pages name it", first, title);
            a.refused("publication", c.act("publish", "publisher", &[]), rule);
        }
    };
    let california = Company { home: tempfile::tempdir().unwrap(), keys };
    planned(&california, "California");
    named(&mut a, &california, &["us-ca-financial-incentive-notice", "us-can-spam"]);
    planned(&c, "EU");
    named(&mut a, &c, &["gdpr-separate-consents", "eu-gb-eprivacy-marketing"]);
    assert_eq!(c.act("submit", "preparer", &[]).0, Some(0));
    let one = ["--rule", "gdpr-separate-consents", "--note", "the answer follows before the launch"];
    let both = ["--rule", "gdpr-separate-consents,eu-gb-eprivacy-marketing", "--note", "the answer follows before the launch"];
    for (who, words) in [("finance", "may not act for legal"), ("mallory", "may not act for legal"), ("publisher", "may not act for legal")] {
        a.refused("a waiver by somebody else", c.act("waive", who, &one), words);
    }
    a.refused("a waiver without a reason", c.act("waive", "legal", &["--rule", "gdpr-separate-consents"]), "needs a reason");
    a.refused("a waiver of a rule that nobody knows", c.act("waive", "legal", &["--rule", "gdpr", "--note", "x"]), "unknown blocker without an answer");
    a.refused("a waiver of nothing", c.act("waive", "legal", &["--note", "x"]), "unknown blocker without an answer");
    a.refused(
        "an override of a rule that does not apply",
        c.act("override", "legal", &["--rule", "gdpr-separate-consents", "--note", "x", "--evidence", "y"]),
        "unknown blocker",
    );
    // The signature of one waiver on another rule.
    let sig = c.signed("waive", "legal@example.com", "legal", &one).unwrap();
    let other = ["--rule", "eu-gb-eprivacy-marketing", "--note", "the answer follows before the launch"];
    a.refused("the signature of another rule", c.give("waive", "legal@example.com", &sig, &other), "not a signature of this statement");
    a.refused("the signature of a wider waiver", c.give("waive", "legal@example.com", &sig, &both), "not a signature of this statement");
    let done = c.act("waive", "legal", &one);
    assert_eq!(done.0, Some(0), "{}", done.1);
    let review = c.run(&["review", "--trust", &c.trust()]).1;
    assert!(!review.contains("gdpr-separate-consents:") && review.contains("eu-gb-eprivacy-marketing:"), "{review}");
    let html = std::fs::read_to_string(c.at("loyalty-plan/blueprint.html")).unwrap();
    a.answers("the waiver is printed", &html, "Compliance blocker waived without an answer");
    a.done("open blockers");
}
