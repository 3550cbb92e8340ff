//! Words for what is an enum: statuses, verdicts, origins, lines of the journal.
use loyalty_model::extract::Origin;
use loyalty_model::finding::Verdict;
use loyalty_model::plan::{Design, Element, JournalEvent, Status, Treatment};
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
/// What the amounts include, as answered; unanswered: as they are.
pub fn amounts(d: &Design) -> String {
    let unconfirmed = match d.header.origin {
        Origin::DriverSheet => "as given (not confirmed)",
        Origin::CompanyData | Origin::Demonstration => "as in the data (not confirmed)",
    };
    let topic = |t: &str| format!("{t} {}", d.brief.amount_basis.get(t).map_or_else(|| unconfirmed.into(), ToString::to_string));
    let currency = d.brief.amount_basis.get("currency").map_or_else(|| "assumed".into(), ToString::to_string);
    format!("Amounts in {} ({currency}); {}; {}; {}", d.brief.currency, topic("tax"), topic("shipping"), topic("discounts"))
}
