//! `amend` and `reproduce` on a screen.
use super::page::{Page, Tone};
use super::saved::differences;
use loyalty_app::operations::amend::ChangeOutcome;
use loyalty_app::operations::reproduce::ReproduceOutcome;
use loyalty_engine::orchestrate::TraceStep;
use loyalty_exports::copy::Worded;
use loyalty_exports::format;
use std::fmt::Write;

/// Figures that are printed at most.
const MOST: usize = 20;

/// What an amendment did.
pub fn amended(o: &ChangeOutcome) -> String {
    let (before, after) = (&o.before.design, &o.after.design);
    let frozen = after.economics.drivers.frozen.len() > before.economics.drivers.frozen.len();
    let mut page = Page::standard();
    page.say(
        Tone::Good,
        "Amended:",
        &format!(" {}", if frozen { format::sentences(&Worded::english(&o.after).design.header.verdict) } else { o.summary.clone() }),
        2,
    );
    differences(&mut page, &o.differences);
    if !o.approvals_revoked.is_empty() {
        page.say(Tone::Attention, "Approvals revoked", &format!(" because the design changed: {}", o.approvals_revoked.join(", ")), 2);
    }
    page.words(&format!("Written: {} and {} deliverables", o.path.display(), o.files.len()));
    page.say(Tone::Heading, "Next:", " see what is missing before launch", 2).command("plan-loyalty review");
    page.done()
}
/// How a plan compares with the same request run again.
pub fn reproduced(o: &ReproduceOutcome) -> String {
    let hash = if o.same_plan_hash { "equal" } else { "differs" };
    let mut out = format!("{} figures compared, {} differ; plan hash {hash}.\n", o.figures, o.different.len());
    for d in o.different.iter().take(MOST) {
        let _ = writeln!(out, "  {d}");
    }
    if o.different.len() > MOST {
        let _ = writeln!(out, "  … and {} more", o.different.len() - MOST);
    }
    for why in &o.why {
        let _ = writeln!(out, "Why: {why}.");
    }
    out
}
/// Which steps were worked out and which were reused.
pub fn traced(trace: &[TraceStep]) -> String {
    let mut out = String::new();
    for t in trace {
        let took = t.milliseconds.map_or(String::new(), |ms| format!("{ms:>8.1} ms"));
        let _ = writeln!(out, "  {:<20} {:<12}{took}", t.step, t.reused_from.unwrap_or("worked out"));
    }
    out
}
