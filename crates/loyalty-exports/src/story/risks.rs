//! Page 12: risks and legal questions.
use super::plan_view::{PlanView, capital, deck_page, plural, role, sentence, table};
use super::{Block, Page, ROWS};
use crate::copy::verdict_word;
use crate::format::decimal;
use crate::tables::Table;
use loyalty_model::finding::{ComplianceFinding, Severity, Verdict};

fn failed<'a>(t: &'a PlanView, severity: Severity) -> Vec<&'a ComplianceFinding> {
    t.d.governance.compliance.iter().filter(|f| f.verdict == Verdict::Fail && f.severity == severity).collect()
}
fn waiting(t: &PlanView) -> usize {
    t.d.governance.compliance_open as usize
}
pub fn page_claim(t: &PlanView) -> String {
    let blockers = failed(t, Severity::Blocker);
    if let Some(f) = blockers.first() {
        let more = if blockers.len() > 1 { format!(", and {} more", super::plan_view::count(blockers.len() - 1)) } else { String::new() };
        return format!("A compliance rule blocks the launch: {}{more}", sentence(&f.title));
    }
    let review = failed(t, Severity::Review).len();
    let review = (review > 0).then(|| format!("{} a review", plural(review, "rule requires", "rules require")));
    let open = (waiting(t) > 0).then(|| format!("{} an answer from Legal", plural(waiting(t), "rule needs", "rules need")));
    match (review, open) {
        (None, None) => "No compliance rule blocks the launch".into(),
        (Some(one), None) | (None, Some(one)) => format!("No compliance blockers so far; {one}"),
        (Some(review), Some(open)) => format!("No compliance blockers so far; {review}, {open}"),
    }
}
/// Every rule that applies, blockers first.
pub fn rules(t: &PlanView) -> Table {
    let mut all: Vec<&ComplianceFinding> = t.d.governance.compliance.iter().filter(|f| f.verdict == Verdict::Fail).collect();
    all.sort_by_key(|f| std::cmp::Reverse(f.severity));
    let weight = |f: &ComplianceFinding| match f.severity {
        Severity::Blocker => "blocker",
        Severity::Review => "review",
        Severity::Info => "info",
    };
    let rows = all.iter().map(|f| vec![f.title.clone(), weight(f).into(), f.obligation.clone(), f.remedy.clone(), f.source.clone()]);
    table(
        "Compliance rules that apply",
        t.d.governance.compliance_disclaimer.to_string(),
        &["Rule", "Severity", "What it requires", "Remedy", "Source"],
        rows.collect(),
    )
}
pub fn page(t: &PlanView) -> Page {
    let g = &t.d.governance;
    let risks = g.risks.iter().map(|r| vec![r.risk.to_string(), capital(&r.sign.to_string()), capital(&r.response.to_string()), role(&r.owner)]);
    let risks = table("Risks", "", &["Risk", "Warning sign", "Response", "Owner"], risks.collect());
    let mut legal = rules(t);
    legal.rows.iter_mut().for_each(|r| {
        r.truncate(4);
        r.remove(2);
        if let Some(remedy) = r.last_mut() {
            *remedy = super::plan_view::brief(remedy, 150);
        }
    });
    legal.head = ["Rule", "Severity", "Remedy"].map(String::from).to_vec();
    let mut blocks = vec![Block::Table(super::plan_view::top(risks, ROWS, "risks"))];
    let against = g.guardrails.iter().filter(|r| matches!(r.verdict, Verdict::Fail | Verdict::Unknown));
    let against = against.map(|r| vec![r.title.to_string(), verdict_word(r.verdict).into(), capital(&r.fact.to_string()), capital(&r.next_step.to_string())]);
    let against = table("What stands against the launch today", "", &["Guardrail", "Verdict", "Finding", "Next step"], against.collect());
    if !against.rows.is_empty() {
        blocks.insert(0, Block::Table(super::plan_view::top(against, ROWS - 3, "guardrails")));
    }
    if !legal.rows.is_empty() {
        blocks.push(Block::Table(super::plan_view::top(legal, 4, "compliance")));
    }
    deck_page("risks", "Risks", page_claim(t), blocks, g.compliance_disclaimer.to_string())
}
/// Open questions in the order in which they are asked, each with its answer's flag.
pub fn questions(t: &PlanView) -> Table {
    let rows = t.d.governance.open_questions.iter().map(|q| {
        let moves = q.moves.map_or(String::new(), |m| format!(" ROI moves by {} points between the P10 and the P90 of our figure.", decimal(100.0 * m, 0)));
        let answer = if q.answer.is_empty() { "in words, to its owner".into() } else { format!("--answer {}", q.answer) };
        vec![q.question.to_string(), format!("{}{moves}", q.why), answer, role(&q.owner)]
    });
    table("Open questions", "", &["Question", "Why it matters", "Answer with", "Owner"], rows.collect())
}
