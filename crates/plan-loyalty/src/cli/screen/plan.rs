//! A plan on one screen.
use loyalty_exports::copy::{Worded, origin_note, status_word, verdict_word};
use loyalty_exports::format;
use loyalty_exports::tables::overrides;
use loyalty_model::finding::{Severity, Verdict};
use loyalty_model::line::Provenance;
use loyalty_model::plan::Plan;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The plan for a terminal.
pub fn plan(plan: &Plan, files: &[PathBuf], path: &Path) -> String {
    let mut out = String::new();
    let _ = write(&mut out, &Worded::english(plan), files, path);
    out
}
fn write(out: &mut String, plan: &Plan, files: &[PathBuf], path: &Path) -> std::fmt::Result {
    let (d, c) = (&plan.design, &plan.design.brief.currency);
    let h = &d.header;
    let shown = |id: &str| d.lines.get(id).map_or("not identified".into(), |l| format::line(l, c));
    let range = |id: &str| d.lines.get(id).and_then(|l| l.range.as_ref().map(|r| format!("  (P10–P90 {})", format::range(r, l.unit, c)))).unwrap_or_default();
    writeln!(out, "{}\n{}: {}", h.title, status_word(h.status).to_uppercase(), format::sentences(&h.verdict))?;
    if let Some(note) = origin_note(h.origin) {
        writeln!(out, "! {note}")?;
    }
    for said in overrides::sentences(plan) {
        writeln!(out, "! {said}")?;
    }
    writeln!(out, "\n  Median ROI   {}{}", shown("economics.roi_p50"), range("economics.roi_p50"))?;
    writeln!(out, "  Net value    {}{}", shown("economics.net_value"), range("economics.net_value"))?;
    let late = d.lines.value("economics.break_even_month") > f64::from(d.brief.horizon_months);
    writeln!(out, "  Break-even   {}", if late { format!("not within {} months", d.brief.horizon_months) } else { shown("economics.break_even_month") })?;
    writeln!(out, "\n  {}", format::sentences(&d.economics.decision))?;
    writeln!(out, "\nTiers ({})", d.brief.goal.word())?;
    for (t, tier) in d.blueprint.tiers.iter().zip(&d.blueprint.program.tiers) {
        writeln!(
            out,
            "  {:<10} {:<62} {:>9} today ({})  gives back {}",
            tier.name,
            t.requirement,
            format::whole(t.customers_today),
            format::percent(t.share),
            format::percent(t.give_back_rate)
        )?;
    }
    let word = d.brief.budget.period.word();
    let pool = d.brief.budget.amount.to_f64();
    writeln!(
        out,
        "\nPool {} a {word}: rewards cost {} on average, {} unspent; cash for redemptions {}; kept in {} of draws",
        format::money(pool, c),
        shown("economics.period.reward_cost"),
        shown("economics.period.unspent"),
        shown("economics.period.redemption_cash"),
        format::percent(d.economics.budget_kept_share)
    )?;
    writeln!(
        out,
        "Contribution {} against cost {}; subsidy {}; cost per point issued {}",
        shown("economics.incremental_margin"),
        shown("economics.total_cost"),
        shown("economics.subsidy"),
        shown("economics.cost_per_point_issued")
    )?;
    writeln!(out, "\nGuardrails")?;
    for g in &d.governance.guardrails {
        writeln!(out, "  {:<14} {:<24} {}", verdict_word(g.verdict), g.title, g.fact)?;
    }
    for f in d.governance.compliance.iter().filter(|f| f.verdict == Verdict::Fail && f.severity == Severity::Blocker) {
        writeln!(out, "  {:<14} {} ({})", "BLOCKER", f.title, f.rule)?;
        for r in &f.remedies {
            writeln!(out, "  {:<14} {}\n  {:<14} plan-loyalty amend {} --reason …", "remedy", format::remedy(r, c), "", r.change)?;
        }
        if f.remedies.is_empty() {
            writeln!(out, "  {:<14} {}", "remedy", f.remedy)?;
        }
    }
    let count = |f: fn(&Provenance) -> bool| d.assumptions.0.values().filter(|a| f(&a.from)).count();
    writeln!(
        out,
        "\n{} assumptions: {} assumed, {} published priors, {} given, {} measured. {} triggers, {} open questions.",
        d.assumptions.0.len(),
        count(|p| matches!(p, Provenance::Default { .. })),
        count(|p| matches!(p, Provenance::Published { .. })),
        count(|p| matches!(p, Provenance::Given { .. })),
        count(|p| matches!(p, Provenance::Measured { .. })),
        d.blueprint.program.triggers.len(),
        d.governance.open_questions.len()
    )?;
    for n in &d.signals.not_identified {
        writeln!(out, "  not identified: {}", n.what)?;
    }
    writeln!(out, "\nWritten")?;
    for f in files {
        writeln!(out, "  {}", f.display())?;
    }
    writeln!(out, "  {}", path.display())?;
    writeln!(
        out,
        "Next: answer the open questions in {}, finance's margin and running cost first (--margin, --assume).",
        files.iter().find(|f| f.file_name().is_some_and(|n| n == "blueprint.html" || n == "blueprint.md")).map_or(path, PathBuf::as_path).display()
    )
}
