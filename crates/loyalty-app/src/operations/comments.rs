//! `comments`: what people say about a plan, on any of its figures, tiers, benefits and triggers. It is kept beside the plan and changes nothing in it.
use super::explain;
use super::plans::{self, Opened};
use crate::clock;
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_exports::copy::{Worded, english};
use loyalty_plans::comments::{self, Line, Said, printable};
pub use loyalty_plans::comments::{Comment, LETTERS_MOST, NAME_MOST, Settled};
use loyalty_plans::store;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A comment that somebody makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SayRequest {
    pub plan: String,
    /// What it is on: id of a figure, tier, benefit or trigger, or the first letters of a figure's; empty: the plan as a whole.
    pub on: String,
    pub text: String,
    /// Who says it; none: whoever asks.
    pub by: Option<String>,
}
/// A comment that needs no more attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettleRequest {
    pub plan: String,
    pub number: usize,
    /// Who says so; none: whoever asks.
    pub by: Option<String>,
}
/// All comments on a plan, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommentsOutcome {
    pub plan: PathBuf,
    pub comments: Vec<Comment>,
}
/// What can be commented on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// `figure:economics.net_value`; empty: the plan as a whole.
    pub on: String,
    /// In words, with the value of a figure.
    pub shown: String,
}
/// The tiers, benefits and triggers of a plan. Figures are found by their ids.
pub fn parts(plan: &Worded) -> Vec<Part> {
    let (p, currency) = (&plan.design.blueprint.program, &plan.design.brief.currency);
    let part = |kind: &str, id: &str, shown: String| Part { on: format!("{kind}:{id}"), shown };
    let tiers = p.tiers.iter().map(|t| part("tier", &t.id, t.name.clone()));
    let benefits = p.benefits.iter().map(|b| part("benefit", &b.id, b.name.clone()));
    let triggers = p.triggers.iter().map(|t| part("trigger", &t.id, format!("{}: {}", t.id, english().text(&t.action, currency))));
    tiers.chain(benefits).chain(triggers).collect()
}
/// What a person means: nothing is the plan as a whole.
///
/// # Errors
/// The plan has no such part or figure.
pub fn part(plan: &Worded, asked: &str) -> Result<Part, Refusal> {
    if asked.is_empty() {
        return Ok(Part { on: String::new(), shown: "the plan".into() });
    }
    let is = |p: &Part| p.on == asked || p.on.split_once(':').is_some_and(|(_, id)| id == asked);
    if let Some(part) = parts(plan).into_iter().find(is) {
        return Ok(part);
    }
    let id = explain::figure(&plan.design, asked.strip_prefix("figure:").unwrap_or(asked)).map_err(|e| {
        let next = "name a figure, e.g. economics.net_value, or a tier, a benefit or a trigger by its id";
        Refusal { reason: "A comment stands on a part of the plan that others can find".into(), next: next.into(), ..e }
    })?;
    let node = explain::tree(&plan.design, &id);
    let text = |key: &str| node[key].as_str().unwrap_or_default().to_string();
    Ok(Part { on: format!("figure:{id}"), shown: format!("{}: {}", text("label"), text("value")) })
}
/// The comments on a plan, or on a part of it.
///
/// # Errors
/// No such plan or part; a file beside it that is none of ours.
pub fn list(context: &Context, plan: &str, on: Option<&str>) -> Result<CommentsOutcome, Refusal> {
    if let Some(asked) = on {
        let on = part(&Worded::english(&plans::open(context, plan)?.plan), asked.trim())?.on;
        let mut all = list(context, plan, None)?;
        all.comments.retain(|c| c.said.on == on);
        return Ok(all);
    }
    let path = plans::find(context, plan)?;
    let at = context.reading("plan", &path)?;
    let _reading = context.stored(store::folder(&at)).reading()?;
    Ok(CommentsOutcome { comments: comments::read(&at)?, plan: path })
}
/// Makes a comment.
///
/// # Errors
/// No such plan or part of it; words that cannot be shown; a folder that may not be written.
pub fn say(context: &Context, request: &SayRequest) -> Result<CommentsOutcome, Refusal> {
    let opened = plans::open(context, &request.plan)?;
    let by = context.person(request.by.as_deref());
    let text = request.text.replace("\r\n", "\n").trim().to_string();
    if !printable(&text, LETTERS_MOST) || !printable(&by, NAME_MOST) || by.contains('\n') {
        return Err(Refusal::input(
            "the comment",
            format!("it says nothing, is longer than {LETTERS_MOST} characters, or holds one that does not print"),
            "Others read it in a terminal and in a browser; a name has at most 200 characters on one line",
            "say it in plain text",
        ));
    }
    let Part { on, shown } = part(&Worded::english(&opened.plan), request.on.trim())?;
    let line = Line::Said(Said { at: clock::now().written, by, on, shown, revision: opened.plan.history.change_log.len(), text });
    written(context, opened, &line)
}
/// Settles one.
///
/// # Errors
/// No such plan; no open comment of this number; a folder that may not be written.
pub fn settle(context: &Context, request: &SettleRequest) -> Result<CommentsOutcome, Refusal> {
    let opened = plans::open(context, &request.plan)?;
    let open = list(context, &request.plan, None)?.comments.iter().any(|c| c.number == request.number && c.settled.is_none());
    if !open {
        return Err(Refusal::input(
            format!("comment {}", request.number),
            "no open comment has this number",
            "Only a comment that is open can be settled",
            format!("run plan-loyalty comments {} to see them", opened.path.display()),
        ));
    }
    let by = context.person(request.by.as_deref());
    written(context, opened, &Line::Settled { settles: request.number, at: clock::now().written, by })
}
fn written(context: &Context, opened: Opened, line: &Line) -> Result<CommentsOutcome, Refusal> {
    let plan = context.at(&opened.path);
    context.writing("comments", comments::file(&plan))?;
    let comments = context.gate.hold(|| comments::write(&context.stored(store::folder(&plan)), &plan, line))?;
    Ok(CommentsOutcome { plan: opened.path, comments })
}
