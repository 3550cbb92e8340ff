//! The campaign calendar as an iCalendar file.
use super::icalendar::Calendar;
use super::notices;
use crate::file::{ExportError, File, View};
use crate::tables::campaign::kind_name;

/// The file; none where the plan holds no calendar.
///
/// # Errors
/// None: it writes into memory.
pub fn files(view: &View) -> Result<Vec<File>, ExportError> {
    let (plan, d) = (view.plan, &view.plan.design);
    let Some(calendar) = &d.blueprint.calendar else { return Ok(vec![]) };
    let mut out = Calendar::new("campaign-calendar", &format!("{} loyalty campaigns", d.brief.company), &plan.plan_hash, d.header.asked_on);
    let notes = notices(plan).join(" ");
    for m in &calendar.moments {
        let cost = m.cost.map_or(String::new(), |c| format!("\nCost: {} ({})", crate::format::money(c, &d.brief.currency), m.cost_basis));
        let detects = m.detects.as_ref().map_or(String::new(), |t| format!("\nDetects: {t}"));
        let about = format!("{}\nWhy then: {}\nOwner: {}\nChannel: {}{cost}{detects}\n{notes}", m.what, m.why_then, m.owner, m.channel);
        out.event(&m.id, &format!("{}: {}", kind_name(m.kind), m.what), about.trim_end(), (m.from, m.to), None, "Campaign");
    }
    Ok(vec![File::new("campaign-calendar.ics", out.end())])
}
