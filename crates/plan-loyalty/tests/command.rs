//! The command as a person runs it, in an empty folder: what is written, what is refused.
use crate::common;
use common::{BRIEF, command, deliverables, file, plan, plans, shop, words_of};
use std::path::Path;

#[test]
fn the_demonstration_company_gets_a_plan_with_every_deliverable() {
    let dir = tempfile::tempdir().unwrap();
    let out = command(dir.path(), &BRIEF);
    assert!(matches!(out.status.code(), Some(0 | 5)), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(text.contains("Demonstration data"), "{text}");
    let help = String::from_utf8(command(dir.path(), &["export", "--help"]).stdout).unwrap();
    let usual: Vec<&str> = help.lines().filter(|l| l.ends_with("(usual)")).filter_map(|l| l.split_whitespace().next()).collect();
    assert!(usual.len() >= 8, "{usual:?}");
    let written: Vec<String> = deliverables(dir.path()).iter().map(|f| f.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(written, usual.iter().copied().collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>(), "what help calls usual is written");
    for file in deliverables(dir.path()) {
        let words = words_of(&file);
        assert!(words.len() > 500, "{}", file.display());
        assert!(!words.contains("NaN"), "{}", file.display());
    }
    assert!(!dir.path().join("loyalty-plan/members.csv").exists(), "no member list for a made-up company");
    assert_eq!(plans(dir.path()), 1);
}
#[test]
fn every_computed_line_is_its_formula() {
    let dir = tempfile::tempdir().unwrap();
    let out = command(dir.path(), &[&BRIEF[..], &["--effort", "small", "--format", "json"]].concat());
    let plan: loyalty_model::plan::Plan = serde_json::from_value(common::document(&out)).unwrap();
    let lines = &plan.design.lines;
    let mut computed = 0;
    for line in lines.0.values() {
        if let Some(formula) = &line.formula {
            let again = lines.evaluate(formula).unwrap_or_else(|e| panic!("{}: {e}", line.id));
            assert!((again - line.value).abs() <= 1e-9 * line.value.abs().max(1.0), "{}: {again} is not {}", line.id, line.value);
            computed += 1;
        }
    }
    for t in &plan.design.blueprint.program.triggers {
        let point = plan.design.blueprint.program.point_value
            * plan.design.assumptions.value("points.reward_cost_ratio")
            * plan.design.assumptions.value("points.ultimate_redemption");
        let cost = t.volume_monthly * (t.points as f64 * point + if t.own_message { plan.design.assumptions.value("cost.message") } else { 0.0 });
        assert!((cost - t.cost_monthly).abs() <= 1e-9 * cost.max(1.0), "{}: a trigger is priced at the value that its points have", t.id);
    }
    assert!(computed >= 3, "only {computed} computed lines");
    assert_eq!(plan.plan_hash, loyalty_plans::hash::of_design(&plan.design).unwrap());
}
#[test]
fn the_published_schema_is_the_types_schema() {
    let dir = tempfile::tempdir().unwrap();
    let made = command(dir.path(), &["schema"]).stdout;
    let kept = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/plan.schema.json")).unwrap();
    assert!(made == kept, "write it again: plan-loyalty schema > schema/plan.schema.json");
}
/// What the argument parser refuses is told as everything else is, with a next step that can be pasted where one is known.
#[test]
fn words_that_no_option_or_command_has() {
    let plan = ["--goal", "retention", "--tiers", "3"];
    let with = |more: &[&'static str]| [&plan[..], more].concat();
    refused(
        &with(&["--bugdet", "50000"]),
        &["--bugdet: plan-loyalty has no such option", "run plan-loyalty --goal retention --tiers 3 --budget 50000 instead"],
    );
    refused(&with(&["--bugdet=EUR 50000"]), &["'=EUR 50000' instead"]);
    refused(&with(&["--budget", "50000", "--data", "my orders.csv"]), &["no such option", "--transactions 'my orders.csv' for orders"]);
    refused(&with(&["--budget", "50000", "--fast"]), &["no such option", "plan-loyalty --help"]);
    refused(&["orders.csv"], &["orders.csv: there is no such command", "--transactions orders.csv for orders"]);
    refused(&["ammend", "latest"], &["there is no such command", "run plan-loyalty amend latest instead"]);
    refused(
        &["amend", "latest", "--set", "a=1"],
        &["plan-loyalty: amend: --reason is missing", "run plan-loyalty amend latest --set a=1 --reason REASON, with your own REASON"],
    );
    refused(&["explain"], &["plan-loyalty: explain: FIGURE is missing", "run plan-loyalty explain FIGURE"]);
    refused(&["explain", "latest", "economics.net_value", "--quick"], &["plan-loyalty explain has no such option", "plan-loyalty explain --help"]);
    refused(&with(&["--budget", "50000", "--progress", "loud"]), &["--progress: \"loud\" is none of its values", "choose auto or lines"]);
    refused(&with(&["--budget", "50000", "--threads", "many"]), &["--threads: \"many\" cannot be read"]);
    refused(&with(&["--budget"]), &["--budget"]);
    let dir = tempfile::tempdir().unwrap();
    for asked in [&["--help"][..], &["--version"], &["amend", "--help"], &["help", "diff"]] {
        let out = command(dir.path(), asked);
        assert!(out.status.success() && !out.stdout.is_empty() && out.stderr.is_empty(), "{asked:?}");
    }
}
/// One refusal: exit code 2, the words, and nothing written.
fn refused(args: &[&str], words: &[&str]) {
    let dir = tempfile::tempdir().unwrap();
    let out = command(dir.path(), args);
    let text = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2), "{args:?}: {text}");
    for word in words {
        assert!(text.contains(word), "{args:?}: {word:?} is not in: {text}");
    }
    assert!(text.contains("Next:"), "{text}");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "{args:?} wrote something");
}
fn with_orders(orders: &[u8], words: &[&str]) {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "orders.csv", orders);
    refused(&["--goal", "retention", "--tiers", "3", "--budget", "50000", "--transactions", &path], words);
}
#[test]
fn gallery_of_refusals() {
    refused(&["--tiers", "3", "--budget", "50000"], &["--goal", "missing"]);
    refused(&["--goal", "love", "--tiers", "3", "--budget", "50000"], &["love", "unknown goal"]);
    refused(&["--goal", "retention", "--tiers", "9", "--budget", "50000"], &["9 tiers"]);
    refused(&["--goal", "retention", "--tiers", "3", "--budget", "-5"], &["reward pool"]);
    refused(&["--goal", "retention", "--tiers", "3", "--budget", "0"], &["reward pool"]);
    refused(&["--goal", "retention", "--tiers", "3", "--budget", "50000", "--personas", "vips"], &["vips", "champions"]);
    refused(&["--goal", "retention", "--tiers", "3", "--budget", "50000", "--margin", "2"], &["margin"]);
    refused(&["--goal", "retention", "--tiers", "3", "--budget", "EUR 50000", "--currency", "USD"], &["one currency", "conflicting currencies"]);
    refused(&["--goal", "retention", "--tiers", "3", "--budget", "50000", "--transactions", "no-such-file.csv"], &["no such file"]);
    with_orders(b"", &["empty"]);
    with_orders(b"customer_id,order_date,amount\n", &["no row"]);
    with_orders(b"PK\x03\x04rubbish", &["workbook"]);
    with_orders(&[7, 0, 1, 0, 2, 0, 9], &["binary"]);
    with_orders(b"who,order_date,amount\na,2025-01-01,5\n", &["customer", "--map"]);
    with_orders(b"customer_id,user_id,order_date,amount\na,b,2025-01-01,5\n", &["both fit customer"]);
    with_orders(b"customer_id,order_date,amount\na,soon,5\nb,later,6\n", &["not dates"]);
    with_orders(b"customer_id,order_date,amount\na,03-04-2025,5\nb,05-06-2025,6\n", &["--date-order"]);
    with_orders(b"customer_id,order_date,amount\na,2025-01-01,\"12,50\"\nb,2025-01-02,12.50\n", &["cannot be read", "--decimal-mark"]);
    with_orders(b"customer_id,order_date,amount,currency\na,2025-01-01,5,EUR\nb,2025-01-02,6,USD\n", &["EUR, USD"]);
    with_orders(b"customer_id,began,finished,amount\na,2025-01-01,2025-01-02,5\n", &["began and finished both hold dates", "--map"]);
    with_orders(b"customer_id,order_date,amount\na,2199-01-01,5\n", &["future"]);
}
#[test]
fn own_segments_are_conditions_in_the_settings() {
    let dir = tempfile::tempdir().unwrap();
    let orders = file(dir.path(), "a.csv", shop(false).as_bytes());
    file(dir.path(), "plan-loyalty.toml", b"[personas]\nbusy = \"orders_total >= 8 and not p_alive < 0.1\"\n");
    let made = plan(dir.path(), &["--transactions", &orders, "--personas", "busy"]);
    let personas = made["design"]["personas"].as_array().unwrap();
    assert_eq!((personas.len(), personas[0]["kind"].as_str()), (1, Some("config")));
    assert!(personas[0]["customers"].as_f64().unwrap() > 10.0);
    file(dir.path(), "plan-loyalty.toml", b"[personas]\nbusy = \"ordres > 8\"\n");
    let mut args = BRIEF.to_vec();
    args.extend(["--transactions", &orders]);
    let out = command(dir.path(), &args);
    let text = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2));
    assert!(text.contains("ordres") && text.contains("orders_total"), "{text}");
}
#[test]
fn init_writes_settings_that_plan_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let orders = file(dir.path(), "a.csv", shop(false).as_bytes());
    let flags = plan(dir.path(), &["--transactions", &orders]);
    let out = command(dir.path(), &["init", "--transactions", &orders]);
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let settings = std::fs::read_to_string(dir.path().join("plan-loyalty.toml")).unwrap();
    assert!(settings.contains("customer = \"customer_id\""), "{settings}");
    let out = command(dir.path(), &["--asked-on", "2026-07-01", "--effort", "small", "--format", "json"]);
    let same: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stderr)));
    assert_eq!(flags["plan_hash"], same["plan_hash"], "how a column was found is history");
    let again = command(dir.path(), &["init", "--transactions", &orders]);
    assert_eq!(again.status.code(), Some(2), "a settings file is not written over");
}
/// What `init --ask always` prints and writes when a person types these lines.
fn walked(dir: &Path, args: &[&str], lines: &str) -> (Option<i32>, String, String) {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut started = Command::new(common::PROGRAM)
        .current_dir(dir)
        .args([&["init", "--ask", "always", "--force"], args].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    started.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let out = started.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    (out.status.code(), said, std::fs::read_to_string(dir.join("plan-loyalty.toml")).unwrap_or_default())
}
#[test]
fn init_goes_through_the_reading_and_asks_what_no_file_tells() {
    let dir = tempfile::tempdir().unwrap();
    let rows = shop(false).lines().enumerate().map(|(i, l)| l.to_string() + if i == 0 { ",who\n" } else { ",x7\n" }).collect::<String>();
    let orders = file(dir.path(), "a.csv", rows.as_bytes());
    // A word that is no map and a column that is not there are told, and asked again; a word that is no answer too.
    let lines = "no map\ntransactions.customer=nobody\ntransactions.customer=who\n\nAtlantis\nEU, California\ntoys\nother\nconsumers\n42%\n3 months\nlegal\njanitor=Bob\nlegal=dana@example.com, exec-sponsor=Eve Roe\n";
    let (code, said, settings) = walked(dir.path(), &["--transactions", &orders], lines);
    assert_eq!(code, Some(0), "{said}");
    for words in [
        "How we read your data",
        "customer       who (by map)",
        "unknown place \"Atlantis\"",
        "unknown answer \"toys\"",
        "nobody",
        "\"legal\" does not name a role and a person",
        "unknown role \"janitor\"",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    for line in [
        "constraints = [\"EU\", \"California\", \"launch no earlier than 3 months after the decision\"]",
        "sector = \"other\"",
        "audience = \"consumers\"",
        "margin = 0.42",
        "legal = \"dana@example.com\"",
        "exec-sponsor = \"Eve Roe\"",
        "customer = \"who\"",
    ] {
        assert!(settings.lines().any(|l| l.starts_with(line)), "{line}: {settings}");
    }
    // Nobody answers: everything stays open, and the file is as that of a command without a person.
    let (code, said, open) = walked(dir.path(), &["--transactions", &orders], "");
    assert_eq!(code, Some(0), "{said}");
    let out = command(dir.path(), &["init", "--force", "--transactions", &orders]);
    assert_eq!(out.status.code(), Some(0));
    assert_eq!(open, std::fs::read_to_string(dir.path().join("plan-loyalty.toml")).unwrap());
    assert!(open.contains("# margin = 0.42") && open.contains("# constraints ="), "{open}");
    // A date order that the file leaves open is asked, and what is said of the reading stays said.
    let open = file(dir.path(), "b.csv", b"customer,date,amount,status\na,01/02/2024,5,paid\nb,03/04/2024,6,paid\na,05/06/2024,7,paid\n");
    let (code, said, settings) = walked(dir.path(), &["--transactions", &open, "--map", "transactions.status:odd=out"], "dmy\n\n");
    assert_eq!(code, Some(0), "{said}");
    assert!(settings.contains("date_order = \"dmy\"") && settings.contains("\"status:odd\" = \"out\""), "{settings}");
}
#[test]
fn no_output_prints_a_number_that_is_none() {
    for (kind, rows) in [
        ("--transactions", "customer_id,order_date,amount\nonly,2025-01-01,5\n"),
        ("--transactions", "customer_id,order_date,amount\na,2025-01-01,-5\nb,2025-01-02,3\n"),
        ("--subscriptions", "customer_id,start_date,mrr\na,2024-01-01,50\nb,2024-02-01,60\n"),
        ("--points-ledger", "member_id,date,points_earned,points_redeemed\na,2025-01-01,10,0\n"),
        ("--voc", "date,rating,comment\n2025-01-01,4,fine\n"),
        ("--members", "member_id,join_date,tier\na,2024-01-01,Gold\nb,2024-02-01,Gold\n"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let path = file(dir.path(), "rows.csv", rows.as_bytes());
        let mut args = BRIEF.to_vec();
        args.extend([kind, &path, "--effort", "small"]);
        let out = command(dir.path(), &args);
        let mut all = String::from_utf8(out.stdout).unwrap();
        assert!(!all.is_empty(), "{kind}: {}", String::from_utf8_lossy(&out.stderr));
        let files = deliverables(dir.path());
        assert!(files.len() >= 8, "{files:?}");
        files.iter().for_each(|f| all += &words_of(f));
        for word in all.split(|c: char| !(c.is_alphanumeric() || c == '-')).map(|w| w.trim_start_matches('-')) {
            assert!(!matches!(word, "NaN" | "inf" | "nan"), "{kind} prints {word}");
        }
    }
}
#[test]
fn every_measured_figure_names_a_statement_in_sql() {
    fn queries(value: &serde_json::Value, out: &mut std::collections::BTreeSet<String>) {
        match value {
            serde_json::Value::Object(map) => {
                if let (Some("measured"), Some(query)) = (map.get("kind").and_then(|k| k.as_str()), map.get("query").and_then(|q| q.as_str())) {
                    out.insert(query.into());
                }
                map.values().for_each(|v| queries(v, out));
            }
            serde_json::Value::Array(all) => all.iter().for_each(|v| queries(v, out)),
            _ => {}
        }
    }
    let dir = tempfile::tempdir().unwrap();
    assert!(command(dir.path(), &["demo", "--out", "demo"]).status.success());
    let made = plan(
        dir.path(),
        &[
            "--transactions",
            "demo/orders.csv",
            "--subscriptions",
            "demo/subscriptions.csv",
            "--usage",
            "demo/usage.csv",
            "--voc",
            "demo/survey.csv",
            "--members",
            "demo/members.csv",
            "--points-ledger",
            "demo/points_ledger.csv",
            "--rewards",
            "demo/rewards.csv",
        ],
    );
    let mut seen = std::collections::BTreeSet::new();
    queries(&made["design"]["lines"], &mut seen);
    assert!(seen.len() >= 10, "{seen:?}");
    for query in seen {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../loyalty-sources/sql/{query}.sql"));
        assert!(path.exists(), "{query} is named by a figure and stated nowhere");
    }
}
/// `plan-loyalty … | head`: the reader goes, the command ends as it would have ended.
#[cfg(unix)]
#[test]
fn a_reader_that_stops_reading_is_no_error() {
    use std::process::{Command, Stdio};
    let dir = tempfile::tempdir().unwrap();
    let piped = |args: &[&str]| {
        let mut child = Command::new(common::PROGRAM).current_dir(dir.path()).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        child.wait_with_output().unwrap()
    };
    let made = piped(&[&BRIEF[..], &["--effort", "small", "--quiet"]].concat());
    assert!(matches!(made.status.code(), Some(0 | 5)) && made.stderr.is_empty(), "{}", String::from_utf8_lossy(&made.stderr));
    assert_eq!(plans(dir.path()), 1);
    for args in [&["schema"][..], &["man"], &["completions", "bash"], &["show"], &["show", "--format", "json"], &["list"], &["log"], &["verify"]] {
        let out = piped(args);
        let usual = command(dir.path(), args);
        assert_eq!(out.status.code(), usual.status.code(), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&out.stderr), String::from_utf8_lossy(&usual.stderr), "{args:?}");
    }
    // Both streams gone: a refusal has nobody to read it, and still its code.
    let mut child = Command::new(common::PROGRAM).current_dir(dir.path()).args(["show", "no-such-plan"]).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(2));
    // A disk that is full behind the redirection is told.
    if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
        let out = Command::new(common::PROGRAM).current_dir(dir.path()).arg("schema").stdout(full).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(out.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&out.stderr).contains("standard output"), "{}", String::from_utf8_lossy(&out.stderr));
    }
}
