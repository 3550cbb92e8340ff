//! iCalendar (RFC 5545) of days without hours: people put meetings where their calendar has room.
use super::kebab;
use loyalty_model::units::Date;

/// Octets of a content line before it is folded (RFC 5545, section 3.1).
const LINE_OCTETS_MOST: usize = 75;

/// A calendar that is being written.
pub(super) struct Calendar {
    text: String,
    plan: String,
    stamp: String,
}
impl Calendar {
    /// `product`: what the file is, as in `cadence`.
    pub(super) fn new(product: &str, name: &str, hash: &str, asked_on: Date) -> Calendar {
        let mut out = Calendar { text: String::new(), plan: hash.chars().take(16).collect(), stamp: format!("{}T000000Z", basic(asked_on)) };
        let maker = format!("PRODID:-//plan-loyalty//{product}//EN");
        for l in ["BEGIN:VCALENDAR", "VERSION:2.0", &maker, "CALSCALE:GREGORIAN", "METHOD:PUBLISH"] {
            out.line(l);
        }
        out.line(&format!("X-WR-CALNAME:{}", text(name)));
        out
    }
    /// An event from one day to another, both included.
    pub(super) fn event(&mut self, id: &str, title: &str, about: &str, (day, last): (Date, Date), repeats: Option<&str>, category: &str) {
        let (uid, stamp) = (format!("UID:{}-{}@plan-loyalty", kebab(id), self.plan), format!("DTSTAMP:{}", self.stamp));
        let rows = [
            "BEGIN:VEVENT".into(),
            uid,
            stamp,
            format!("DTSTART;VALUE=DATE:{}", basic(day)),
            format!("DTEND;VALUE=DATE:{}", basic(last.plus_days(1))),
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
    pub(super) fn end(mut self) -> Vec<u8> {
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
