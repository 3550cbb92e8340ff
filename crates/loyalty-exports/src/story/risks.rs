//! Page 12: risks and legal questions.
use super::plan_view::{PlanView, capital, counted, deck_page, role, sentence, table};
use super::{Block, Page};
use crate::tables::Table;
use loyalty_model::finding::{ComplianceFinding, OpenQuestion, Severity, Verdict};

fn failed<'a>(t: &'a PlanView, severity: Severity) -> Vec<&'a ComplianceFinding> {
    t.d.governance.compliance.iter().filter(|f| f.verdict == Verdict::Fail && f.severity == severity).collect()
}
fn waiting(t: &PlanView) -> usize {
    t.d.governance.compliance_open as usize
}
fn page_claim(t: &PlanView) -> String {
    let blockers = failed(t, Severity::Blocker);
    if let Some(f) = blockers.first() {
        let more = if blockers.len() > 1 { format!(", and {} more", super::plan_view::count(blockers.len() - 1)) } else { String::new() };
        return format!("A compliance blocker stands: {}{more}", sentence(&f.title));
    }
    let review = failed(t, Severity::Review).len();
    let open = match waiting(t) {
        0 => "none waits for facts".to_string(),
        n => format!("{} for facts from Legal", counted(n, "rule waits", "rules wait")),
    };
    match review {
        0 => format!("No rule of the table blocks the launch, but {open}"),
        n => format!("{} a review before launch, none blocks it; {open}", capital(&counted(n, "rule asks for", "rules ask for"))),
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
    table("Compliance rules that apply", t.d.governance.compliance_disclaimer.clone(), &["Rule", "Weight", "What it asks", "Remedy", "Source"], rows.collect())
}
/// The question; where it asks for a figure, which one.
pub fn asked(q: &OpenQuestion) -> String {
    match q.question.strip_prefix("What is the company's own figure? ") {
        Some(rest) => format!("{}: what is the company's own figure? {rest}", q.why.split(';').next().unwrap_or(&q.why)),
        None => q.question.clone(),
    }
}
pub fn page(t: &PlanView) -> Page {
    let g = &t.d.governance;
    let risks = g.risks.iter().map(|r| vec![r.risk.clone(), capital(&r.sign), capital(&r.response), role(&r.owner)]);
    let risks = table("Risks", "", &["Risk", "Sign", "Response", "Owner"], risks.collect());
    let mut legal = rules(t);
    legal.rows.iter_mut().for_each(|r| {
        r.truncate(4);
        r.remove(2);
        if let Some(remedy) = r.last_mut() {
            *remedy = super::plan_view::brief(remedy, 150);
        }
    });
    legal.head = ["Rule", "Weight", "Remedy"].map(String::from).to_vec();
    let mut blocks = vec![Block::Table(risks)];
    if !legal.rows.is_empty() {
        blocks.push(Block::Table(super::plan_view::top(legal, 3, "compliance")));
    }
    let questions: Vec<String> = g.open_questions.iter().filter(|q| !q.id.starts_with("fact-")).map(|q| format!("{} ({})", asked(q), role(&q.owner))).collect();
    if !questions.is_empty() {
        blocks.push(Block::List(super::plan_view::first(
            questions,
            if t.d.governance.compliance.iter().any(|f| f.verdict == Verdict::Fail) { 3 } else { 5 },
            "open questions",
        )));
    }
    deck_page("risks", "Risks", page_claim(t), blocks, g.compliance_disclaimer.clone())
}
