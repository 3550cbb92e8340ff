//! What every page is made of: lines as words, tables cut to a page, counts as words.
use super::{Block, Figure, Page, Place};
pub use crate::copy::{capital, role};
use crate::format;
use crate::tables::Table;
use loyalty_model::line::Line;
use loyalty_model::metrics;
use loyalty_model::plan::{Act, Change, Design, Plan, acts};
use loyalty_model::units::Currency;

/// A plan and its words.
pub struct PlanView<'a> {
    pub plan: &'a Plan,
    pub d: &'a Design,
    pub c: &'a Currency,
}
impl<'a> PlanView<'a> {
    pub fn of(plan: &'a Plan) -> PlanView<'a> {
        PlanView { plan, d: &plan.design, c: &plan.design.brief.currency }
    }
    pub fn line(&self, id: &str) -> Option<&'a Line> {
        self.d.lines.get(id).filter(|l| l.value.is_finite())
    }
    pub fn value(&self, id: &str) -> f64 {
        self.d.lines.value(id)
    }
    /// The line as printed; `not known` where the plan has none.
    pub fn shown(&self, id: &str) -> String {
        self.line(id).map_or("not known".into(), |l| format::line(l, self.c))
    }
    pub fn money(&self, v: f64) -> String {
        format::money(v, self.c)
    }
    /// `P10 to P90: −$15,696 to $1,203,243`; empty where the line has no range.
    pub fn range(&self, id: &str) -> String {
        let Some(l) = self.line(id) else { return String::new() };
        let kind = |r: &loyalty_model::line::Range| if r.level < 0.9 { "P10 to P90" } else { "95% interval" };
        l.range.as_ref().map_or(String::new(), |r| format!("{}: {}", kind(r), format::range(r, l.unit, self.c)))
    }
    /// The range of a month from launch: `P10 to P90: month 10 to later than month 24`.
    pub fn month_range(&self, id: &str) -> String {
        let Some(r) = self.line(id).and_then(|l| l.range) else { return String::new() };
        let horizon = f64::from(self.d.brief.horizon_months);
        let month = |m: f64| if m > horizon { format!("later than month {horizon}") } else { format!("month {}", format::whole(m)) };
        format!("P10 to P90: {} to {}", month(r.low), month(r.high))
    }
    /// What the log records of a role on the design of today; whether it counts, `verify` says.
    pub fn signed(&self, role: &str) -> Option<Act> {
        let own = |c: &&Change| matches!(c.act, Act::Approved | Act::Rejected) && c.decision.as_ref().is_some_and(|d| d.role == role);
        acts(&self.plan.history.change_log).iter().rev().find(own).map(|c| c.act)
    }
    /// The same as a word.
    pub fn signed_word(&self, role: &str) -> &'static str {
        match self.signed(role) {
            Some(Act::Approved) => "Approved",
            Some(_) => "Rejected",
            None => "Pending",
        }
    }
    /// Pool and its period: `$50,000 a month`.
    pub fn pool(&self) -> String {
        format!("{} a {}", self.money(self.d.brief.budget.amount.to_f64()), self.d.brief.budget.period.word())
    }
    pub fn horizon(&self) -> String {
        format!("{} months", self.d.brief.horizon_months)
    }
    /// The probability of a positive return: `88.0% likely to pay back`.
    pub fn chance(&self) -> String {
        match self.value("economics.p_positive") {
            p if p <= 0.0 => "it pays back in no simulated future".into(),
            p if p >= 1.0 => "it pays back in every simulated future".into(),
            _ => format!("{} likely to pay back", self.shown("economics.p_positive")),
        }
    }
    /// How likely the pool is to suffice.
    pub fn pool_kept(&self) -> String {
        let word = self.d.brief.budget.period.word();
        match self.value("economics.budget_kept_share") {
            p if p >= 1.0 => format!("Enough in every {word} of every simulated future"),
            p if p <= 0.0 => format!("Exceeded in some {word} of every simulated future"),
            _ => format!("{} likely to be enough in every {word}", self.shown("economics.budget_kept_share")),
        }
    }
    /// The printed name of a line, from the dictionary of metrics.
    pub fn name(&self, id: &str) -> String {
        self.d.lines.get(id).map_or_else(|| id.into(), metrics::name)
    }
    /// Cash is back within the horizon.
    pub fn pays_back(&self) -> bool {
        self.value("economics.break_even_month") <= f64::from(self.d.brief.horizon_months)
    }
    /// The median draw loses money.
    pub fn loses(&self) -> bool {
        self.value("economics.roi_p50") < 0.0
    }
    pub fn break_even(&self) -> String {
        if self.pays_back() {
            format!("month {}", format::decimal(self.value("economics.break_even_month"), 0))
        } else {
            format!("not within {}", self.horizon())
        }
    }
    /// A line as a large number, under its name, with its range as the note.
    pub fn metric(&self, id: &str) -> Figure {
        Figure { value: self.shown(id), label: self.name(id), note: self.range(id) }
    }
    /// The same, of what adds up over the horizon.
    pub fn metric_over(&self, id: &str) -> Figure {
        Figure { label: format!("{} over {}", self.name(id), self.horizon()), ..self.metric(id) }
    }
}
pub fn deck_page(id: &str, name: &str, claim: String, blocks: Vec<Block>, source: impl Into<String>) -> Page {
    Page { id: id.into(), name: name.into(), claim, blocks, source: source.into(), place: Place::Main }
}
pub fn figure(value: impl Into<String>, label: impl Into<String>, note: impl Into<String>) -> Figure {
    Figure { value: value.into(), label: label.into(), note: note.into() }
}
pub fn table(title: &'static str, note: impl Into<String>, head: &[&str], rows: Vec<Vec<String>>) -> Table {
    Table { title, note: note.into(), head: head.iter().map(|h| (*h).to_string()).collect(), rows, folded: false }
}
/// The first rows of a table; its note says how many more there are, and where.
pub fn top(mut table: Table, rows: usize, rest: &str) -> Table {
    let more = table.rows.len().saturating_sub(rows);
    if more > 0 {
        table.rows.truncate(rows);
        let said = format!("{more} more in blueprint.html ({rest}).");
        table.note = if table.note.is_empty() { said } else { format!("{} {said}", table.note) };
    }
    table
}
/// A list cut to a page.
pub fn first(items: Vec<String>, most: usize, rest: &str) -> Vec<String> {
    let more = items.len().saturating_sub(most);
    let mut out = items;
    if more > 0 {
        out.truncate(most);
        out.push(format!("{more} more in blueprint.html ({rest})."));
    }
    out
}
/// A count: words to twelve, then digits.
pub fn count(n: usize) -> String {
    const WORDS: [&str; 13] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(n).map_or_else(|| format::whole(n as f64), |w| (*w).to_string())
}
/// A count with its noun: `one rule`, `no rules`, `14 rules`.
pub fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}
/// The text up to its first full stop, without it.
pub fn sentence(text: &str) -> String {
    text.split(". ").next().unwrap_or(text).trim_end_matches('.').to_string()
}
/// The text, cut at a word where it is longer than `most` characters.
pub fn brief(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.into();
    }
    let cut: String = text.chars().take(most).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(a, _)| a).to_string();
    format!("{}…", cut.trim_end_matches([',', ';', ':', ' ']))
}
