//! Three doors, one request: terminal, settings and agent give one plan; who asked, from where and with what else does not reach the design.
use crate::common;
use common::command;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

const FLAGS: [&str; 18] = [
    "--goal",
    "retention",
    "--tiers",
    "hybrid:3",
    "--budget",
    "EUR 60000/quarter",
    "--margin",
    "0.42",
    "--constraints",
    "EU, no points expiry",
    "--assume",
    "cost.setup=20000",
    "--transactions",
    "orders.csv",
    "--asked-on",
    "2026-07-01",
    "--effort",
    "small",
];
fn orders() -> String {
    let rows = (0..3_000).map(|i| format!("c{},{}-{:02}-{:02},{}.50", i % 300, 2024 + i % 2, 1 + i % 12, 1 + i % 28, 10 + i % 70));
    format!("customer,date,amount\n{}\n", rows.collect::<Vec<_>>().join("\n"))
}
fn shop() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("orders.csv"), orders()).unwrap();
    dir
}
fn printed(out: std::process::Output) -> Value {
    serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stderr)))
}
fn terminal(dir: &Path, more: &[&str]) -> Value {
    printed(command(dir, &[&FLAGS[..], &["--format", "json"], more].concat()))
}
/// The answer of one tool call over standard input and output.
fn agent(dir: &Path, tool: &str, arguments: Value) -> Value {
    let mut server = Command::new(common::PROGRAM)
        .args(["mcp", "--effort", "small", "--root"])
        .arg(dir)
        // Started elsewhere: paths start from the root, not from here.
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = server.stdin.take().unwrap();
    let from = BufReader::new(server.stdout.take().unwrap());
    let hello = json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
    for message in [
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello }),
        json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }),
        json!({ "jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": { "name": tool, "arguments": arguments } }),
    ] {
        writeln!(to, "{message}").unwrap();
    }
    let mut answers = from.lines().map(|l| serde_json::from_str::<Value>(&l.unwrap()).unwrap());
    let answer = answers.find(|a| a["id"] == 2).expect("the server answers");
    drop(to);
    server.wait().unwrap();
    answer["result"].clone()
}
#[test]
fn terminal_settings_and_agent_give_one_plan() {
    let dir = shop();
    let said = terminal(dir.path(), &[]);
    let arguments = json!({
        "goal": "retention", "tiers": "hybrid:3", "budget": "EUR 60000", "budget_period": "quarter", "margin": 0.42, "constraints": "EU, no points expiry",
        "assume": ["cost.setup=20000"], "data": { "transactions": ["orders.csv"] }, "asked_on": "2026-07-01",
    });
    let by_agent = agent(dir.path(), "plan_loyalty", arguments);
    assert_eq!(by_agent["structuredContent"]["plan_hash"], said["plan_hash"], "{by_agent}");
    let settings = "[program]\ngoal = \"retention\"\ntiers = \"hybrid:3\"\nbudget = \"EUR 60000/quarter\"\nmargin = 0.42\nconstraints = [\"EU\", \"no points expiry\"]\n\
                    [assumptions]\n\"cost.setup\" = 20000\n[data]\ntransactions = \"orders.csv\"\n";
    std::fs::write(dir.path().join("plan-loyalty.toml"), settings).unwrap();
    let written = printed(command(dir.path(), &["--asked-on", "2026-07-01", "--effort", "small", "--format", "json"]));
    assert_eq!(written["design"], said["design"]);
    assert_eq!(written["plan_hash"], said["plan_hash"]);
    assert_eq!((written["history"]["asked"]["settings"].as_str(), said["history"]["asked"]["settings"].as_str()), (Some("plan-loyalty.toml"), None));
    assert_eq!(written["history"]["request"], said["history"]["request"], "the plan stores one request, whoever said it");
}
/// A plan names who did each task: the program, and the agent that called. What an amendment takes over stays the work of who did it.
#[test]
fn a_plan_names_the_agent_that_had_its_tasks_done() {
    let dir = shop();
    let program = "plan-loyalty";
    let arguments = json!({
        "goal": "retention", "tiers": 2, "budget": 20000, "data": { "transactions": ["orders.csv"] }, "asked_on": "2026-07-01", "acting_as": "loyalty-strategist",
    });
    let made = agent(dir.path(), "plan_loyalty", arguments);
    assert!(made["structuredContent"]["plan_hash"].is_string(), "{made}");
    let history = |of: &Value| of["history"].clone();
    let by = |history: &Value, task: &str| {
        let found = history["tasks"].as_array().unwrap().iter().find(|t| t["id"] == task).cloned().unwrap();
        found["done_by"].as_array().unwrap().iter().map(|w| w.as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    let first = history(&printed(command(dir.path(), &["show", "latest", "--format", "json"])));
    assert_eq!(first["asked"]["agent"], json!({ "client": "test 1", "acting_as": "loyalty-strategist" }));
    for task in first["tasks"].as_array().unwrap() {
        assert_eq!(task["done_by"], json!([program, "loyalty-strategist (test 1)"]), "{task}");
    }
    let out = command(dir.path(), &["amend", "latest", "--budget", "15000", "--reason", "a smaller pool", "--by", "Ann Lee"]);
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", String::from_utf8_lossy(&out.stderr));
    let second = history(&printed(command(dir.path(), &["show", "latest", "--format", "json"])));
    assert_eq!(by(&second, "fit-base"), [program, "loyalty-strategist (test 1)"], "it was taken over");
    assert_eq!(by(&second, "choose-design"), [program], "a person at a terminal asked for another pool");
    // What a client says of itself is a name, whatever it holds.
    let refused = agent(dir.path(), "plan_loyalty", json!({ "goal": "retention", "tiers": 2, "budget": 9, "acting_as": "exec-sponsor" }));
    assert_eq!(refused["isError"], true, "{refused}");
}
#[test]
fn who_asks_where_and_with_how_many_threads_does_not_reach_the_design() {
    let dir = shop();
    let said = terminal(dir.path(), &[]);
    let absolute = dir.path().join("orders.csv").display().to_string();
    let elsewhere = tempfile::tempdir().unwrap();
    let run = |name: &str, dir: &Path, env: &[(&str, &str)], more: &[&str]| {
        let flags: Vec<&str> =
            FLAGS.iter().map(|f| if *f == "orders.csv" { absolute.as_str() } else { f }).chain(["--format", "json"]).chain(more.iter().copied()).collect();
        let out = Command::new(common::PROGRAM).current_dir(dir).args(flags).envs(env.iter().copied()).output().unwrap();
        assert_eq!(printed(out)["plan_hash"], said["plan_hash"], "{name}");
    };
    run("another user", dir.path(), &[("USER", "somebody-else")], &[]);
    run("another time zone", dir.path(), &[("TZ", "Pacific/Auckland")], &[]);
    run("another folder, an absolute path", elsewhere.path(), &[], &[]);
    run("one thread", dir.path(), &[], &["--threads", "1"]);
    run("eight threads", dir.path(), &[], &["--threads", "8"]);
}
#[test]
fn an_agent_is_asked_nothing_that_a_sentence_hides() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("orders.csv"), orders().replacen("customer,date", "user_id,client_id,date", 1).replace("\nc", "\nx,c")).unwrap();
    let refused = agent(dir.path(), "describe_data", json!({ "data": { "transactions": ["orders.csv"] } }));
    assert_eq!(refused["isError"], true);
    let hint = refused["content"][0]["text"].as_str().unwrap();
    assert!(hint.contains("map transactions.customer=user_id") && !hint.contains(&dir.path().display().to_string()), "{hint}");
    // A client that can ask is given the columns as choices, over the revision in which the question is the result: tests/mcp/clients.py.
    let mapped = agent(dir.path(), "describe_data", json!({ "data": { "transactions": ["orders.csv"], "map": ["transactions.customer=client_id"] } }));
    assert_eq!(mapped["structuredContent"]["customers"], 300, "{mapped}");
}
