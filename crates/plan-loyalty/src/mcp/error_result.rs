//! Refusals as tool results: place, fact, reason, and always a hint that lets the caller correct itself.
use loyalty_app::refusal::Refusal;
use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::json;

/// Where a refusal has no next step of its own.
const HINT: &str = "look at the tool's input schema and description, and call it again";

/// A refusal as a tool result. There is no structured content: the output schema describes answers.
pub fn result(refusal: &Refusal) -> CallToolResult {
    let place = argument(&refusal.place);
    let hint = if refusal.next.trim().is_empty() { HINT.to_string() } else { argument(&refusal.next) };
    let (fact, reason) = (argument(&refusal.fact), argument(&refusal.reason));
    let words = json!({ "error": { "place": place, "fact": fact, "reason": reason, "hint": hint } });
    CallToolResult::error(vec![ContentBlock::text(words.to_string())])
}
/// Commands that a tool stands for.
const TOOLS: [(&str, &str); 2] = [("plan-loyalty list --plans .claude/plans", "list_plans"), ("plan-loyalty log", "get_plan with section history")];
/// Flags of the command line as arguments of a tool: `--set` → `set`, `--accept-data` → `accept_data`; commands as tools.
fn argument(text: &str) -> String {
    let text = TOOLS.iter().fold(text.to_string(), |t, (command, tool)| t.replace(command, tool));
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("--") {
        let (before, flag) = rest.split_at(at);
        out.push_str(before);
        let name: String = flag[2..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
        let after_word = before.chars().last().is_none_or(|c| c.is_whitespace() || "(`'\"".contains(c));
        if after_word && name.starts_with(|c: char| c.is_ascii_lowercase()) {
            out.push_str(&name.replace('-', "_"));
            rest = &flag[2 + name.len()..];
        } else {
            out.push_str("--");
            rest = &flag[2..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn flags_become_arguments() {
        assert_eq!(argument("add --accept-data to amend"), "add accept_data to amend");
        assert_eq!(argument("--tiers"), "tiers");
        assert_eq!(argument("a--b -- c"), "a--b -- c");
    }
    #[test]
    fn every_refusal_has_a_hint() {
        let r = result(&Refusal::input("x", "y", "", ""));
        assert!(r.content[0].as_text().is_some_and(|t| t.text.contains("input schema")));
        assert_eq!((r.is_error, r.structured_content), (Some(true), None));
    }
}
