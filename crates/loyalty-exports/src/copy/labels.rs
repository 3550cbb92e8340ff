//! Words for what is an enum: statuses, verdicts, origins, lines of the journal.
use crate::format;
use loyalty_model::assumption::{self, Assumption};
use loyalty_model::extract::Origin;
use loyalty_model::finding::{ComplianceFinding, Severity, Verdict};
use loyalty_model::line::Provenance;
use loyalty_model::plan::{ConstraintOutcome, Design, Element, JournalEvent, Reservation, Standing, Status, Treatment};
use loyalty_model::program::Trigger;

/// What a reader must know of the figures' origin, on every output.
pub fn origin_note(origin: Origin) -> Option<&'static str> {
    match origin {
        Origin::CompanyData => None,
        Origin::Demonstration => Some("Demonstration data: a company that does not exist. No figure here is about a real business."),
        Origin::DriverSheet => {
            Some("There are no purchase data: a few driver figures describe the customers (drivers.… in the assumption register). Every amount rests on them.")
        }
    }
}
pub fn status_word(status: Status) -> &'static str {
    match status {
        Status::Planned => "planned",
        Status::Infeasible => "infeasible",
        Status::Escalated => "escalated",
    }
}
/// The status of a design, with what speaks against its launch.
pub fn standing_word(d: &Design) -> &'static str {
    if d.header.status == Status::Planned && !d.is_clear() { "planned with reservations" } else { status_word(d.header.status) }
}
/// What speaks against the launch of a planned design; none: nothing does.
pub fn reservations(d: &Design) -> Option<String> {
    let all = d.reservations();
    let failed: Vec<String> = all.iter().filter_map(|r| if let Reservation::Guardrail(title) = r { Some(title.to_string()) } else { None }).collect();
    let mut out = vec![];
    match failed.len() {
        0 => {}
        1 => out.push(format!("One guardrail fails: {}", failed[0])),
        n => out.push(format!("{n} guardrails fail: {}", failed.join(", "))),
    }
    for r in &all {
        match r {
            Reservation::Stale(months) => out.push(format!("The data end {months} months before the launch, too long ago to be carried forward")),
            Reservation::Guardrail(_) => {}
        }
    }
    (!out.is_empty()).then(|| format!("{}. Settle this before the launch.", out.join(". ")))
}
/// Blockers that wait for an answer are named, up to so many.
const OPEN_BLOCKERS_MOST: usize = 6;
/// Blockers that no answer has settled: without it, or a waiver, the plan is not published. Without a place of the members no rule is settled, so the place
/// is asked and no rule is named. None: every blocker is settled.
pub fn open_blockers(d: &Design) -> Option<String> {
    let open: Vec<&ComplianceFinding> = d.governance.compliance.iter().filter(|f| f.verdict == Verdict::Unknown && f.severity == Severity::Blocker).collect();
    let rules = if open.len() == 1 { "1 blocking rule waits".to_string() } else { format!("{} blocking rules wait", open.len()) };
    if open.is_empty() {
        return None;
    }
    if open.iter().all(|f| f.missing.iter().any(|m| m == "jurisdiction")) {
        return Some(format!("Before publication, Legal says where members live ([facts] jurisdiction in plan-loyalty.toml): {rules} for it"));
    }
    let mut named: Vec<String> = open.iter().take(OPEN_BLOCKERS_MOST).map(|f| format!("{} ({})", f.title, f.rule)).collect();
    if open.len() > OPEN_BLOCKERS_MOST {
        named.push(format!("and {} more (plan-loyalty review names them)", open.len() - OPEN_BLOCKERS_MOST));
    }
    Some(format!("Before publication, {rules} for an answer from Legal: {}", named.join("; ")))
}
pub fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "FAIL",
        Verdict::NotApplicable => "does not apply",
        Verdict::Unknown => "unknown",
    }
}
/// What a line of the journal books.
pub fn journal_event(event: JournalEvent) -> &'static str {
    match event {
        JournalEvent::SaleOfGoods => "Sales that earn points: goods",
        JournalEvent::PromiseOfRewards => "Sales that earn points: promise of rewards",
        JournalEvent::PointsRedeemed => "Points redeemed",
        JournalEvent::PointsExpired => "Points expired",
        JournalEvent::RewardCost => "Cost of rewards for purchase points",
        JournalEvent::RewardDisplaced => "Sales paid with rewards instead of cash",
        JournalEvent::RevenueReduced => "Surprise and trigger points",
        JournalEvent::ContractObtained => "Points for recommenders",
        JournalEvent::PointsGranted => "Points granted without a purchase",
        JournalEvent::GrantedRedeemed => "Granted points redeemed",
        JournalEvent::GrantedExpired => "Granted points expired",
    }
}
/// How points of one source are treated.
pub fn treatment(t: Treatment) -> &'static str {
    match t {
        Treatment::Allocated => "Part of the sale: deferred",
        Treatment::Provision => "Provision at cost",
        Treatment::RevenueReduction => "Reduces revenue",
        Treatment::ContractCost => "Cost of obtaining a contract",
    }
}
/// What partners pay for.
pub fn element(e: Element) -> &'static str {
    match e {
        Element::Redemption => "Reward",
        Element::Service => "Running the program",
    }
}
/// What happens, with what it gives or shows.
pub fn action(t: &Trigger) -> String {
    t.benefit.as_ref().map_or(t.action.to_string(), |b| format!("{} (shows: {b})", t.action))
}
/// A constraint with what became of it.
pub fn constraint(c: &ConstraintOutcome) -> String {
    format!("“{}” {}: {}", c.words, constraint_standing(c), c.changed)
}
/// What became of a constraint, and who answers.
pub fn constraint_standing(c: &ConstraintOutcome) -> String {
    let owner = c.owner.replace('-', " ");
    match (c.standing, owner.is_empty()) {
        (Standing::Binds, true) => "binds".into(),
        (Standing::Binds, false) => format!("binds, with a question for {owner}"),
        (Standing::Question, _) => format!("is a question for {owner}"),
        (Standing::NotUnderstood, _) => format!("was not understood, a question for {owner}"),
    }
}
/// What the amounts include, as answered; unanswered: as they are.
pub fn amounts(d: &Design) -> String {
    let unconfirmed = match d.header.origin {
        Origin::DriverSheet => "as given (not confirmed)",
        Origin::CompanyData | Origin::Demonstration => "as in the data (not confirmed)",
    };
    let topic = |t: &str| format!("{t} {}", d.brief.amount_basis.get(t).map_or_else(|| unconfirmed.into(), ToString::to_string));
    let currency = d.brief.amount_basis.get("currency").map_or_else(|| "assumed".into(), ToString::to_string);
    let pool = d.brief.amount_basis.get("budget").map_or_else(String::new, |read| format!(". {read}"));
    format!("Amounts in {} ({currency}); {}; {}; {}{pool}", d.brief.currency, topic("tax"), topic("shipping"), topic("discounts"))
}
/// How far a value of an assumption may be relied on: what a study printed, a choice of the model, a default until the company gives its own, or a word of a person.
pub fn assumption_status(a: &Assumption) -> &'static str {
    let rows = assumption::rows();
    let status = rows.iter().find(|r| r.id == a.id).map_or("", |r| r.status.as_str());
    match (&a.from, status) {
        (Provenance::Published { .. }, "shrunk") => "shrunk number",
        (Provenance::Published { .. }, _) => "read number",
        (Provenance::Default { .. }, "judgement") => "judgement",
        (Provenance::Default { .. }, _) => "default",
        (other, _) => format::source_word(other),
    }
}
/// A role as people say it: `exec-sponsor` → `Exec sponsor`.
pub fn role(id: &str) -> String {
    match id {
        "cmo" | "cfo" | "coo" | "ceo" => id.to_uppercase(),
        "crm-manager" => "CRM manager".into(),
        _ => capital(&id.replace('-', " ")),
    }
}
/// The sentence with a capital.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn an_assumption_has_the_status_of_its_row_until_somebody_says_otherwise() {
        let published = || Provenance::Published { citation: "x".into(), population: String::new() };
        let default = || Provenance::Default { reason: "x".into() };
        let of = |id: &str, from: Provenance| {
            let row = assumption::rows().into_iter().find(|r| r.id == id).unwrap();
            let (value, sd, low, high) = (row.value, row.sd, row.low, row.high);
            assumption_status(&Assumption {
                id: row.id,
                description: row.description,
                value,
                sd,
                distribution: row.distribution,
                low,
                high,
                unit: row.unit,
                from,
                overruled: vec![],
            })
        };
        let mut seen = std::collections::BTreeSet::new();
        for row in assumption::rows() {
            let (from, status) = match row.status.as_str() {
                "read" => (published(), "read number"),
                "shrunk" => (published(), "shrunk number"),
                "judgement" => (default(), "judgement"),
                _ => (default(), "default"),
            };
            assert_eq!(of(&row.id, from), status, "{}", row.id);
            assert_eq!(of(&row.id, Provenance::Given { by: "Ada".into(), note: "n".into() }), "given");
            seen.insert(status);
        }
        assert_eq!(seen.len(), 4);
    }
}
