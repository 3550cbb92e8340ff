//! What a launch blueprint contains, and where this one has it: twenty points from practice.
use super::plan_view::{PlanView, deck_page, table};
use super::{Block, Page};
use loyalty_model::brief::Binding;
use loyalty_model::finding::Verdict;

/// Where a point is found.
enum Found {
    At(&'static str),
    Open(&'static str),
}
fn points(t: &PlanView) -> Vec<(&'static str, Found)> {
    let g = &t.d.governance;
    let open = |id: &str| g.open_questions.iter().any(|q| q.id.starts_with(id));
    let legal = g.compliance.iter().any(|f| matches!(f.verdict, Verdict::Fail | Verdict::Unknown));
    let at = Found::At;
    let earn = if open("amounts-") { Found::Open("Tiers; open: tax, shipping, discounts in your amounts") } else { at("Tiers") };
    let terms = if legal { Found::Open("terms.md; open: answers from Legal") } else { at("terms.md") };
    let platform = t.d.brief.constraints.iter().flat_map(|c| &c.binds).any(|b| matches!(b, Binding::Platform { .. }));
    vec![
        ("Metrics, baseline, target", at("Goal")),
        ("Needs before perks", if t.d.personas.is_empty() { Found::Open("Open: no segment is large enough") } else { at("Personas") }),
        ("Finance sign-off: cost of points, redemption", at("Money; Liability; The ask")),
        ("Thresholds from 12 months of purchases", at("Tiers")),
        ("Earn rules: tax, shipping, gift cards, returns", earn),
        ("Tier sheet: threshold, benefits, downgrade", at("Tiers; terms.md")),
        ("Expiry, with warnings", at("Tiers; terms.md")),
        ("Terms read by counsel", terms),
        ("Consents designed with CRM", at("triggers.csv, Consent")),
        ("Load test before launch", Found::Open("Open: Operations")),
        ("Staff who can explain it", at("Roll-out, tasks")),
        ("Pilot before everyone", if t.d.economics.pilot.is_some() { at("Money; Proof") } else { Found::Open("Open: no pilot can be sized") }),
        ("Calendar of campaigns", at("campaign-calendar.csv")),
        ("Every text, link and coupon checked", at("messages.csv; redemption-tests.csv")),
        ("Owners across functions", at("Governance")),
        ("Vendors compared with fixed weights", Found::Open("Open: no vendor is chosen here")),
        ("Evidence of past failures", Found::Open("Open: ask those who ran earlier programs")),
        ("A design not bent to a vendor", if platform { at("Decision, your constraints") } else { at("No platform was named") }),
        ("Fraud: takeover, fake accounts, staff", at("Risks; Governance, guardrails")),
        ("Hold-out and exit plan", at("Proof; Roll-out")),
    ]
}
pub fn page(t: &PlanView) -> Page {
    let all = points(t);
    let open = all.iter().filter(|p| matches!(p.1, Found::Open(_))).count();
    let row = |p: &(&'static str, Found)| {
        let (Found::At(place) | Found::Open(place)) = p.1;
        vec![p.0.to_string(), place.to_string()]
    };
    let half = |rows: &[(&'static str, Found)]| vec![Block::Table(table("Launch blueprint", "", &["Point", "Where"], rows.iter().map(row).collect()))];
    let (left, right) = all.split_at(all.len() / 2);
    deck_page(
        "launch",
        "Launch blueprint",
        match open {
            0 => "Every point of a launch blueprint is on a page or in a file".into(),
            1 => "One point of a launch blueprint is open".into(),
            n => format!(
                "{} points of a launch blueprint are open; the others are on a page or in a file",
                super::plan_view::capital(&super::plan_view::count(n))
            ),
        },
        vec![Block::Columns(vec![half(left), half(right)])],
        "Twenty points that practitioners of loyalty programs name.",
    )
}
