//! `list`, `log`, `explain` and `diff` on a screen.
use super::page::{self, Page, Tone};
use loyalty_app::operations::comments::CommentsOutcome;
use loyalty_app::operations::diff::DiffOutcome;
use loyalty_app::operations::explain::ExplainOutcome;
use loyalty_app::operations::plans::ListOutcome;
use loyalty_exports::copy::english;
use loyalty_exports::diff::Difference;
use loyalty_model::input::InputRecord;
use loyalty_model::plan::Change;
use loyalty_model::units::Currency;
use loyalty_plans::signature::word;
use serde_json::Value;
use std::fmt::Write;

/// One line for each plan.
pub fn list(o: &ListOutcome) -> String {
    let mut page = Page::standard();
    for r in &o.plans {
        let roi = r.roi_p50.map_or(String::new(), |v| format!(", median ROI {:.0}%", 100.0 * v));
        let replaced = r.supersedes.as_ref().map_or(String::new(), |s| format!(", replaces {s}"));
        let revisions = match r.revisions {
            Some(1) => "1 revision".into(),
            Some(n) => format!("{n} revisions"),
            None => "revisions unknown".to_string(),
        };
        let said = |t: &Option<String>| t.clone().unwrap_or_default();
        page.say(Tone::Heading, &r.plan, &format!(" {}: {} for {}, {revisions}{roi}{replaced}", r.standing, said(&r.goal), said(&r.company)), 2);
    }
    page.done()
}
/// The change log.
pub fn log(log: &[Change]) -> String {
    let mut page = Page::standard();
    for c in log {
        let signed = match &c.decision {
            Some(d) if d.signature.is_some() => format!(" for {} (signed)", d.role),
            Some(d) => format!(" for {} (unverified)", d.role),
            None => String::new(),
        };
        let stands_in = c.decision.as_ref().and_then(|d| d.substitute_for.as_ref()).map_or(String::new(), |s| format!(", in place of {s}"));
        let reason = english().text(&c.reason, &Currency(String::new()));
        page.say(Tone::Heading, &format!("{:>3} {}", c.sequence, word(c.act)), &format!(" by {}{signed}{stands_in}: {}", c.actor, reason), 5);
        page.say(Tone::Plain, "", &format!("     {}, design {}", c.at, short(&c.plan_hash)), 5);
    }
    page.done()
}
/// Comments, and how many that are settled are left out.
pub fn comments(o: &CommentsOutcome, left_out: usize) -> String {
    let mut page = Page::standard();
    if o.comments.is_empty() {
        page.words(&format!("{}: no open comment.", o.plan.display()));
    }
    for c in &o.comments {
        let on = if c.said.on.is_empty() { String::new() } else { format!(" ({})", c.said.on.split_once(':').map_or(c.said.on.as_str(), |(_, id)| id)) };
        page.say(
            Tone::Heading,
            &format!("{:>3} {}", c.number, c.said.by),
            &format!(" on {}{on}, {}, revision {}", c.said.shown, c.said.at, c.said.revision),
            5,
        );
        for line in c.said.text.lines() {
            page.say(Tone::Plain, "", &format!("     {line}"), 5);
        }
        if let Some(s) = &c.settled {
            page.say(Tone::Plain, "", &format!("     Settled by {}, {}", s.by, s.at), 5);
        }
    }
    if left_out > 0 {
        page.words(&format!("{left_out} settled: plan-loyalty comments {} --all", o.plan.display()));
    }
    page.done()
}
/// The first letters of a hash.
pub fn short(hash: &str) -> String {
    hash.chars().take(16).collect()
}
/// Two plans, by meaning.
pub fn diff(o: &DiffOutcome) -> String {
    let mut page = Page::standard();
    if o.differences.is_empty() {
        return page.words(&format!("{} and {}: no difference.", o.from, o.to)).done();
    }
    page.say(Tone::Heading, &format!("{} → {}:", o.from, o.to), &format!(" {}", o.summary), 2);
    differences(&mut page, &o.differences);
    page.done()
}
/// One line for each difference, by area.
pub fn differences(page: &mut Page, all: &[Difference]) {
    let rows: Vec<Vec<String>> = all.iter().map(|d| vec![d.area.to_string(), d.sentence.clone()]).collect();
    page.table(&rows, &[]);
}
/// The same as Markdown.
pub fn diff_markdown(o: &DiffOutcome) -> String {
    let mut out = format!("## {} → {}\n\n**{}**\n\n", o.from, o.to, o.summary);
    for d in &o.differences {
        let _ = writeln!(out, "- *{}* {}", d.area, d.sentence);
    }
    out
}
/// A figure, traced.
pub fn explained(o: &ExplainOutcome) -> String {
    let mut out = String::new();
    write(&o.trace, 0, &mut out);
    for f in o.inputs.iter().filter_map(InputRecord::file) {
        let _ = writeln!(out, "File read: {} ({}, sha256 {})", f.path, f.table, short(f.sha256));
    }
    page::fitted(&out)
}
fn write(node: &Value, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    let text = |k: &str| node[k].as_str().unwrap_or_default();
    let range = node["range"].as_str().map_or(String::new(), |r| format!(" ({r})"));
    *out += &format!("{pad}{}  {}{range}\n{pad}  {}\n", text("id"), text("value"), text("label"));
    if node["seen"].is_string() {
        *out += &format!("{pad}  (traced above)\n");
        return;
    }
    for (key, word) in [("formula", "= "), ("from", "from: "), ("note", "note: "), ("customer_base", "customer base: ")] {
        if !text(key).is_empty() {
            *out += &format!("{pad}  {word}{}\n", text(key));
        }
    }
    for (key, word) in [("of", ""), ("rests_most_on", "rests most on:"), ("overruled", "overruled:")] {
        let Some(items) = node[key].as_array().filter(|i| !i.is_empty()) else { continue };
        if !word.is_empty() {
            *out += &format!("{pad}  {word}\n");
        }
        for i in items {
            if key == "overruled" {
                *out += &format!("{pad}    {} — {}\n", i["value"], i["from"].as_str().unwrap_or_default());
            } else {
                write(i, depth + 1, out);
            }
        }
    }
}
