//! What leaves for an agent, with secrets planted in every column of every table, in headings and in names of files: every tool, answered and refused, every resource, prompt and notification.
//! No secret is in any of them.
use crate::common;
mod company;
mod http;

use company::{TABLES, company};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A server over standard input and output; every line that it wrote is kept.
struct Server {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    next: u64,
    said: Vec<String>,
}
impl Server {
    fn start(dir: &Path) -> Server {
        let mut child = Command::new(common::PROGRAM)
            .args(["mcp", "--effort", "small", "--root"])
            .arg(dir)
            .current_dir(dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut server = Server { child, to, from, next: 0, said: vec![] };
        server.ask("initialize", json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } }));
        writeln!(server.to, "{}", json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).unwrap();
        server
    }
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        writeln!(self.to, "{}", json!({ "jsonrpc": "2.0", "id": self.next, "method": method, "params": params })).unwrap();
        loop {
            let mut line = String::new();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "the server is gone after {method}");
            let answer: Value = serde_json::from_str(&line).unwrap();
            self.said.push(line);
            if answer["id"] == self.next {
                return answer;
            }
        }
    }
    /// Calls a tool, with progress; whether it was refused.
    fn call(&mut self, tool: &str, arguments: &Value) -> (bool, String) {
        let params = json!({ "name": tool, "arguments": arguments, "_meta": { "progressToken": self.next } });
        let answer = self.ask("tools/call", params);
        let refused = answer.get("error").is_some() || answer["result"]["isError"] == true;
        (refused, answer.to_string())
    }
}
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
/// Every column of every table taken for every canonical one, by its place: most of these maps are wrong, and each is refused in its own words or answered.
fn wrong_maps() -> Vec<(&'static str, Value)> {
    let mut out = vec![];
    for table in TABLES {
        let columns = table.header.split(',').count();
        for canonical in table.canonical {
            for at in 1..=columns {
                let map = [format!("{}.{canonical}=#{at}", table.word.replace('_', "-"))];
                let mut files = json!({ table.word: [table.place], "map": map });
                if !["transactions", "subscriptions"].contains(&table.word) {
                    files["transactions"] = json!(["orders"]);
                }
                out.push(("describe_data", json!({ "data": files })));
            }
        }
    }
    for date_order in ["dmy", "mdy", "ymd"] {
        out.push(("describe_data", json!({ "data": { "transactions": ["orders"], "date_order": date_order, "decimal_mark": "," } })));
    }
    out
}
fn everything() -> Value {
    json!({ "transactions": ["orders"], "voc": ["reviews"], "usage": ["events"], "members": ["people"], "rewards": ["rewards"] })
}
/// Calls of every tool, the last of each refused.
fn calls() -> Vec<(&'static str, Value)> {
    let data = |table: &str, place: &str| json!({ "data": { table: [place] } });
    let brief = json!({ "goal": "retention", "tiers": 3, "budget": "20000/month", "asked_on": "2026-07-01", "data": everything() });
    let alone =
        |table: &str, place: &str| json!({ "goal": "expansion", "tiers": 2, "budget": "20000/month", "asked_on": "2026-07-01", "data": { table: [place] } });
    let mut out = vec![
        ("describe_data", json!({ "data": everything() })),
        ("review_signals", json!({ "data": everything() })),
        ("plan_loyalty", brief),
        ("plan_loyalty", alone("subscriptions", "contracts")),
        ("plan_loyalty", alone("points_ledger", "ledger")),
        ("plan_loyalty", alone("voc", "reviews")),
        (
            "plan_loyalty",
            json!({ "goal": "retention", "tiers": 3, "budget": "20000/month", "asked_on": "2026-07-01", "data": { "transactions": ["orders"], "usage": ["broken"] } }),
        ),
        ("list_plans", json!({})),
        ("explain_number", json!({ "figure": "economics.roi_p50" })),
        ("explain_number", json!({ "figure": "signals.repeat_share" })),
        ("simulate_change", json!({ "change": { "budget": "15000/month" } })),
        ("amend_plan", json!({ "change": { "budget": "15000/month" }, "reason": "a smaller pool" })),
        ("compare_plans", json!({})),
        ("compliance_questions", json!({})),
        ("review_plan", json!({})),
        ("verify_plan", json!({})),
        ("export_deliverables", json!({ "deliverables": ["triggers.csv", "blueprint.md"], "out": "given" })),
        // Refusals.
        ("describe_data", data("transactions", "broken")),
        ("describe_data", data("transactions", "mixed")),
        ("describe_data", data("transactions", "statuses")),
        ("describe_data", data("transactions", "days")),
        ("describe_data", data("transactions", "headless")),
        ("describe_data", data("voc", "people")),
        ("describe_data", data("usage", "archive.zip")),
        ("describe_data", json!({ "data": { "transactions": ["orders"], "map": ["transactions.customer=nowhere"] } })),
        ("review_signals", data("members", "orders")),
        ("fit_model", json!({ "model": "all", "file": "people" })),
        ("plan_loyalty", alone("transactions", "mixed")),
        ("list_plans", json!({ "unknown": 1 })),
        ("get_plan", json!({ "plan": "nothing" })),
        ("explain_number", json!({ "figure": "no.such.figure" })),
        ("simulate_change", json!({ "change": { "set": ["nothing=1"] } })),
        ("amend_plan", json!({ "change": {}, "reason": "nothing" })),
        ("compare_plans", json!({ "revisions": "7..9" })),
        ("compliance_questions", json!({ "plan": "nothing" })),
        ("review_plan", json!({ "plan": "nothing" })),
        ("verify_plan", json!({ "plan": "nothing" })),
        ("export_deliverables", json!({ "deliverables": ["nothing"] })),
    ];
    for section in ["blueprint", "economics", "signals", "personas", "assumptions", "governance", "lines", "brief", "history", "inputs"] {
        out.push(("get_plan", json!({ "section": section })));
    }
    for table in TABLES {
        for model in ["all", "sbg", "roll-forward"] {
            out.push(("fit_model", json!({ "model": model, "file": table.place, "file_is_points_ledger": table.word == "points_ledger" })));
        }
    }
    out
}
/// Where a secret stands in what was said.
fn around(said: &str, secret: &str) -> String {
    let small = said.to_lowercase();
    let before = small.split(secret).next().unwrap_or_default().chars().count();
    small.chars().skip(before.saturating_sub(160)).take(320).collect()
}
#[test]
fn no_secret_leaves_for_an_agent() {
    let dir = tempfile::tempdir().unwrap();
    let secrets = company(dir.path());
    let mut server = Server::start(dir.path());
    let listed = server.ask("tools/list", json!({}));
    let tools: BTreeSet<String> = listed["result"]["tools"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap().to_string()).collect();
    let (mut answered, mut refused, mut problems) = (BTreeMap::<&str, u32>::new(), BTreeMap::<&str, u32>::new(), vec![]);
    let leaks = |text: &str| secrets.iter().find(|s| text.to_lowercase().contains(s.as_str())).cloned();
    for (tool, arguments) in calls().into_iter().chain(wrong_maps()) {
        let before = server.said.len();
        let (no, _) = server.call(tool, &arguments);
        *if no { &mut refused } else { &mut answered }.entry(tool).or_default() += 1;
        for said in &server.said[before..] {
            if let Some(secret) = leaks(said) {
                let around = around(said, &secret);
                problems.push(format!("{tool} {arguments}: {secret:?} in …{around}…"));
            }
        }
    }
    // A tool without a case of either kind fails.
    for tool in &tools {
        assert!(answered.contains_key(tool.as_str()), "{tool} was never answered");
        assert!(refused.contains_key(tool.as_str()), "{tool} was never refused");
    }
    let mut read = 0;
    let before = server.said.len();
    let resources = server.ask("resources/list", json!({}));
    for r in resources["result"]["resources"].as_array().unwrap() {
        server.ask("resources/read", json!({ "uri": r["uri"] }));
        read += 1;
    }
    for uri in ["plan-loyalty://plan/nothing", "plan-loyalty://deliverable/latest/nothing", "file:///etc/passwd"] {
        server.ask("resources/read", json!({ "uri": uri }));
        read += 1;
    }
    server.ask("resources/templates/list", json!({}));
    let prompts = server.ask("prompts/list", json!({}));
    for p in prompts["result"]["prompts"].as_array().unwrap() {
        server.ask("prompts/get", json!({ "name": p["name"], "arguments": {} }));
    }
    for said in &server.said[before..] {
        if let Some(secret) = leaks(said) {
            let around = around(said, &secret);
            problems.push(format!("a resource or prompt: {secret:?} in …{around}…"));
        }
    }
    let calls: u32 = answered.values().chain(refused.values()).sum();
    println!("{calls} calls of {} tools ({} refused), {read} resources, {} messages", tools.len(), refused.values().sum::<u32>(), server.said.len());
    let notes = server.said.iter().filter(|s| s.contains("notifications/progress")).count();
    assert!(notes > 20, "progress was told: {notes}");
    assert!(problems.is_empty(), "{} leaks\n{}", problems.len(), problems.iter().take(40).cloned().collect::<Vec<_>>().join("\n"));
    // The test sees a leak where there is one: the person who started the server may allow records.
    assert!(leaks("Zqxwykelina Testperson").is_some());
}
