//! Meetings, review dates and due dates as an iCalendar file (RFC 5545). Days, no hours: people put meetings where their calendar has room.
use super::{kebab, notices};
use crate::file::{ExportError, File, View};
use loyalty_model::units::Date;
use loyalty_model::work::WorkKind;

/// Octets of a content line before it is folded (RFC 5545, section 3.1).
const LINE_OCTETS_MOST: usize = 75;

/// The file.
///
/// # Errors
/// None: it writes into memory.
pub fn files(view: &View) -> Result<Vec<File>, ExportError> {
    let (plan, d) = (view.plan, &view.plan.design);
    let mut out = Calendar::new(&format!("{} loyalty program", d.brief.company), &plan.plan_hash, d.header.asked_on);
    let notes = notices(plan).join(" ");
    let with_notes = |words: String| if notes.is_empty() { words } else { format!("{words}\n{notes}") };
    for c in &d.governance.cadences {
        let about = with_notes(format!("Owner: {}\nAgenda: {}\nDecision: {}", c.owner, c.agenda, c.decision));
        out.event(&format!("cadence-{}", kebab(&c.name)), &c.name, &about, c.first, c.repeats.as_deref(), "Cadence");
    }
    for k in &d.governance.kpis {
        let about = with_notes(format!("Owner: {}\nBasis: {}", k.owner, k.basis));
        out.event(&format!("kpi-{}", k.id), &format!("KPI due: {}", k.name), &about, k.by, None, "Review");
    }
    for w in d.governance.work.iter().filter(|w| matches!(w.kind, WorkKind::Approval | WorkKind::Checklist | WorkKind::Compliance)) {
        let about = with_notes(format!("Owner: {}\n{}", w.owner, w.detail));
        out.event(&w.id, &format!("Due: {}", w.title), &about, w.due, None, "Due date");
    }
    Ok(vec![File::new("cadence.ics", out.end())])
}
/// A calendar that is being written.
struct Calendar {
    text: String,
    plan: String,
    stamp: String,
}
impl Calendar {
    fn new(name: &str, hash: &str, asked_on: Date) -> Calendar {
        let mut out = Calendar { text: String::new(), plan: hash.chars().take(16).collect(), stamp: format!("{}T000000Z", basic(asked_on)) };
        for l in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//plan-loyalty//cadence//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"] {
            out.line(l);
        }
        out.line(&format!("X-WR-CALNAME:{}", text(name)));
        out
    }
    fn event(&mut self, id: &str, title: &str, about: &str, day: Date, repeats: Option<&str>, category: &str) {
        let (uid, stamp) = (format!("UID:{}-{}@plan-loyalty", kebab(id), self.plan), format!("DTSTAMP:{}", self.stamp));
        let rows = [
            "BEGIN:VEVENT".into(),
            uid,
            stamp,
            format!("DTSTART;VALUE=DATE:{}", basic(day)),
            format!("DTEND;VALUE=DATE:{}", basic(day.plus_days(1))),
            format!("SUMMARY:{}", text(title)),
            format!("DESCRIPTION:{}", text(about)),
            format!("CATEGORIES:{}", text(category)),
            "TRANSP:TRANSPARENT".into(),
        ];
        rows.iter().for_each(|r: &String| self.line(r));
        if let Some(rule) = repeats {
            self.line(&format!("RRULE:{rule}"));
        }
        self.line("END:VEVENT");
    }
    fn end(mut self) -> Vec<u8> {
        self.line("END:VCALENDAR");
        self.text.into_bytes()
    }
    /// A content line, folded between characters and ended by CR LF.
    fn line(&mut self, content: &str) {
        let mut octets = 0;
        for c in content.chars() {
            if octets + c.len_utf8() > LINE_OCTETS_MOST {
                self.text.push_str("\r\n ");
                octets = 1;
            }
            self.text.push(c);
            octets += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}
/// `20261201`.
fn basic(day: Date) -> String {
    day.to_string().replace('-', "")
}
/// Text with what RFC 5545 escapes.
fn text(words: &str) -> String {
    words.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace("\r\n", "\n").replace('\n', "\\n")
}
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn lines_fold_between_characters_and_text_is_escaped() {
        let mut c = Calendar { text: String::new(), plan: String::new(), stamp: String::new() };
        c.line(&format!("SUMMARY:{}", "ü".repeat(80)));
        assert!(c.text.split("\r\n").all(|l| l.len() <= LINE_OCTETS_MOST), "{}", c.text);
        assert_eq!(c.text.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "ü".repeat(80)));
        assert_eq!(text("a,b;c\\d\ne"), "a\\,b\\;c\\\\d\\ne");
    }
}
