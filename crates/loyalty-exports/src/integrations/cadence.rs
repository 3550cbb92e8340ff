//! Meetings, review dates and due dates as an iCalendar file.
use super::icalendar::Calendar;
use super::{kebab, notices};
use crate::file::{ExportError, File, View};
use loyalty_model::work::WorkKind;

/// The file.
///
/// # Errors
/// None: it writes into memory.
pub fn files(view: &View) -> Result<Vec<File>, ExportError> {
    let (plan, d) = (view.plan, &view.plan.design);
    let mut out = Calendar::new("cadence", &format!("{} loyalty program", d.brief.company), &plan.plan_hash, d.header.asked_on);
    let notes = notices(plan).join(" ");
    let with_notes = |words: String| if notes.is_empty() { words } else { format!("{words}\n{notes}") };
    for c in &d.governance.cadences {
        let about = with_notes(format!("Owner: {}\nAgenda: {}\nDecision: {}", c.owner, c.agenda, c.decision));
        let name = c.name.to_string();
        let id = if c.id.is_empty() { kebab(&name) } else { c.id.clone() };
        out.event(&format!("cadence-{id}"), &name, &about, (c.first, c.first), c.repeats.as_deref(), "Cadence");
    }
    for k in &d.governance.kpis {
        let about = with_notes(format!("Owner: {}\nBasis: {}", k.owner, k.basis));
        out.event(&format!("kpi-{}", k.id), &format!("KPI due: {}", k.name), &about, (k.by, k.by), None, "Review");
    }
    for w in d.governance.work.iter().filter(|w| matches!(w.kind, WorkKind::Approval | WorkKind::Checklist | WorkKind::Compliance)) {
        let about = with_notes(format!("Owner: {}\n{}", w.owner, w.detail));
        out.event(&w.id, &format!("Due: {}", w.title), &about, (w.due, w.due), None, "Due date");
    }
    Ok(vec![File::new("cadence.ics", out.end())])
}
