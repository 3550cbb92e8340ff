//! A plan on one screen: the verdict first, what it is worth, who gets what, what is open, what to do next.
use super::page::{Page, Tone};
use loyalty_exports::copy::{Worded, constraint, open_blockers, reservations};
use loyalty_exports::format;
use loyalty_exports::tables::overrides;
use loyalty_model::extract::Origin;
use loyalty_model::finding::{Severity, Verdict};
use loyalty_model::line::Provenance;
use loyalty_model::plan::{Design, Plan, Standing, Status};
use loyalty_model::program::{Metric, Tier};
use std::path::{Path, PathBuf};

/// Lines of a screen; blank lines go first where a plan has more to say.
const LINES: usize = 20;

/// Constraints that the screen shows whole.
const CONSTRAINTS_MOST: usize = 6;

/// The plan for a terminal. `files`: deliverables just written; none when a saved plan is shown.
pub fn plan(plan: &Plan, files: &[PathBuf], path: &Path) -> String {
    let plan = &Worded::english(plan);
    let fits = |text: &String| text.lines().count() <= LINES;
    (1..=3).rev().map(|gaps| whole(plan, files, path, gaps)).find(fits).unwrap_or_else(|| whole(plan, files, path, 0))
}
fn whole(plan: &Plan, files: &[PathBuf], path: &Path, gaps: usize) -> String {
    let d = &plan.design;
    let mut page = Page::standard();
    let (tone, word) = match d.header.status {
        Status::Planned if d.is_clear() => (Tone::Good, "PLANNED"),
        Status::Planned => (Tone::Attention, "PLANNED WITH RESERVATIONS"),
        Status::Escalated => (Tone::Bad, "ESCALATED"),
        Status::Infeasible => (Tone::Bad, "INFEASIBLE"),
    };
    page.say(Tone::Heading, "", &d.header.title.to_string(), 0);
    page.say(tone, word, &format!(": {}", format::sentences(&d.header.verdict)), 2);
    if let Some(said) = reservations(d).filter(|_| d.header.status == Status::Planned) {
        page.say(Tone::Attention, "", &said, 2);
    }
    match d.header.origin {
        Origin::CompanyData => {}
        Origin::Demonstration => {
            page.say(Tone::Attention, "", "Demonstration data: no figure here is about a real business.", 2);
        }
        Origin::DriverSheet => {
            page.say(Tone::Attention, "", "No purchase data: every amount rests on the company profile.", 2);
        }
    }
    if let Some(read) = d.brief.amount_basis.get("budget") {
        page.say(Tone::Attention, "", &format!("{read}."), 2);
    }
    let constraints = &d.governance.constraints;
    for c in constraints.iter().take(CONSTRAINTS_MOST) {
        let tone = if c.standing == Standing::Binds { Tone::Plain } else { Tone::Attention };
        page.say(tone, "", &format!("{}.", constraint(c)), 2);
    }
    if constraints.len() > CONSTRAINTS_MOST {
        let rest = &constraints[CONSTRAINTS_MOST..];
        let open = rest.iter().filter(|c| c.standing != Standing::Binds).count();
        page.say(Tone::Attention, "", &format!("{} more constraints in the blueprint, {open} of them with a question.", rest.len()), 2);
    }
    for said in overrides::sentences(plan) {
        page.say(Tone::Attention, "", &said, 2);
    }
    for (i, part) in [worth, tiers, open].into_iter().enumerate() {
        if i < gaps {
            page.gap();
        }
        part(&mut page, d);
    }
    written(&mut page, files, path);
    next(&mut page, d, files, path);
    page.done()
}
fn worth(page: &mut Page, d: &Design) {
    let c = &d.brief.currency;
    let shown = |id: &str| d.lines.get(id).map_or("not identified".into(), |l| format::line(l, c));
    let range = |id: &str| d.lines.get(id).and_then(|l| l.range.as_ref().map(|r| format!("80% range {}", format::range(r, l.unit, c)))).unwrap_or_default();
    let late = d.lines.value("economics.break_even_month") > f64::from(d.brief.horizon_months);
    let within = d.economics.budget_kept_share;
    let kept = if within.is_finite() { format!("; {} likely to suffice", format::percent(within)) } else { String::new() };
    let pool = format::money(d.brief.budget.amount.to_f64(), c);
    let rows = [
        ("Median ROI", shown("economics.roi_p50"), range("economics.roi_p50")),
        ("Net value", shown("economics.net_value"), range("economics.net_value")),
        ("Break-even", if late { format!("not within {} months", d.brief.horizon_months) } else { shown("economics.break_even_month") }, String::new()),
        ("Reward cost", format!("{} a {}", shown("economics.period.reward_cost"), d.brief.budget.period.word()), format!("pool {pool}{kept}")),
    ];
    page.table(&rows.map(|(name, value, more)| vec![name.to_string(), value, more]), &[]);
}
fn tiers(page: &mut Page, d: &Design) {
    let c = &d.brief.currency;
    let mut rows = vec![["Tier", "Members qualify with", "Customers today", "Give-back", "Worth a year"].map(String::from).to_vec()];
    for (facts, tier) in d.blueprint.tiers.iter().zip(&d.blueprint.program.tiers) {
        let today = format!("{} ({})", format::whole(facts.customers_today), format::percent(facts.share));
        rows.push(vec![
            tier.name.clone(),
            qualifies(tier, |v| format::money(v, c)),
            today,
            format::percent(facts.give_back_rate),
            format::money(facts.worth_per_member_year, c),
        ]);
    }
    page.table(&rows, &[false, false, true, true, true]);
}
/// What it takes to reach a tier, in a few words.
fn qualifies(tier: &Tier, money: impl Fn(f64) -> String) -> String {
    let months = tier.qualification_months;
    match tier.metric {
        _ if tier.threshold <= 0.0 => "joining".into(),
        Metric::NetSpend => format!("{} spent in {months} months", money(tier.threshold)),
        Metric::Orders => format!("{} orders in {months} months", format::whole(tier.threshold)),
        Metric::MissionsCompleted => format!("{} missions in {months} months", format::whole(tier.threshold)),
        Metric::RecurringRevenue => format!("{} recurring revenue a month", money(tier.threshold)),
    }
}
fn open(page: &mut Page, d: &Design) {
    let (rails, rules) = (&d.governance.guardrails, &d.governance.compliance);
    let failed: Vec<String> = rails.iter().filter(|g| g.verdict == Verdict::Fail).map(|g| g.title.to_string()).collect();
    let unknown = rails.iter().filter(|g| g.verdict == Verdict::Unknown).count();
    let undecided = if unknown == 0 { String::new() } else { format!(", {unknown} cannot be judged yet") };
    match failed.is_empty() {
        true => page.say(Tone::Good, "Guardrails:", &format!(" none of {} fails{undecided}.", rails.len()), 2),
        false => page.say(Tone::Bad, "Guardrails:", &format!(" {} of {} fail{undecided}: {}.", failed.len(), rails.len(), failed.join(", ")), 2),
    };
    let blockers: Vec<String> = blockers(d).map(|f| format!("{} ({})", f.title, f.rule)).collect();
    let waiting = rules.iter().filter(|f| f.verdict == Verdict::Unknown).count();
    let asks = format!("{waiting} rules need an answer from Legal{}", open_blockers(d).map_or(String::new(), |said| format!(". {said}")));
    match blockers.is_empty() {
        true => page.say(Tone::Plain, "", &format!("Compliance: no blocker so far; {asks}."), 2),
        false => page.say(Tone::Bad, "Compliance:", &format!(" blocked by {}; {asks}.", blockers.join("; ")), 2),
    };
}
fn blockers(d: &Design) -> impl Iterator<Item = &loyalty_model::finding::ComplianceFinding> {
    d.governance.compliance.iter().filter(|f| f.verdict == Verdict::Fail && f.severity == Severity::Blocker)
}
fn written(page: &mut Page, files: &[PathBuf], path: &Path) {
    let folder = files.first().and_then(|f| f.parent()).map(|f| f.display().to_string());
    match folder {
        Some(folder) => page.words(&format!("{} {} in {folder}; plan {}", files.len(), if files.len() == 1 { "file" } else { "files" }, path.display())),
        None => page.words(&format!("Plan {}", path.display())),
    };
}
/// Longest change that is offered as a command; longer ones are read in the blueprint.
const PASTED_MOST: usize = 160;

fn next(page: &mut Page, d: &Design, files: &[PathBuf], path: &Path) {
    let remedies: Vec<&str> = blockers(d).flat_map(|f| &f.remedies).map(|r| r.change.as_str()).collect();
    let remedy = remedies.iter().find(|change| change.len() <= PASTED_MOST);
    let margin_is_assumed =
        d.assumptions.0.get("company.gross_margin").is_some_and(|a| matches!(a.from, Provenance::Default { .. } | Provenance::Published { .. }));
    let read = files.iter().find(|f| f.file_name().is_some_and(|n| n == "blueprint.html" || n == "blueprint.md")).map_or(path, PathBuf::as_path).display();
    let (words, command) = match (d.header.status, remedy) {
        (_, Some(change)) => (
            format!(" {read} compares {} ways to remove the blocker; one of them", remedies.len()),
            format!("plan-loyalty amend {change} --reason \"remove the blocker\""),
        ),
        (Status::Planned, _) if margin_is_assumed => {
            (format!(" read {read}, then replace the assumed margin"), "plan-loyalty amend --margin 0.42 --reason \"margin from finance\"".into())
        }
        (Status::Planned, _) => (format!(" read {read}, then see what launch still needs"), "plan-loyalty review".into()),
        (Status::Infeasible, _) if d.blueprint.search.smallest_budget.is_some_and(f64::is_finite) => {
            // Up to the next ten: a pool is a round figure.
            let enough = 10.0 * (d.blueprint.search.smallest_budget.unwrap_or_default() / 10.0).ceil();
            (
                format!(" read {read}, then relax a limit or plan with the pool that this design needs"),
                format!("plan-loyalty amend --budget {enough} --reason \"the pool that the cheapest design needs\""),
            )
        }
        _ => (format!(" read {read}, then see what a person has to decide"), "plan-loyalty review".into()),
    };
    page.say(Tone::Heading, "Next:", &words, 2);
    page.command(&command);
}
