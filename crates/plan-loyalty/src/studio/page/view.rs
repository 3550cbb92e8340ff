//! What the parts of the page are written from.
use crate::studio::desk::{Full, Remark, Saved};
use crate::studio::state::{Difference, State};
use loyalty_app::operations::appraise::{Moved, Quick};
use loyalty_app::operations::comments::Comment;
use loyalty_app::refusal::Refusal;
use loyalty_exports::copy::Worded;
use loyalty_exports::format;
use loyalty_model::line::Unit;
use loyalty_model::metrics;
use loyalty_model::units::Currency;
use maud::{Markup, html};
use std::sync::Arc;

/// Whose figures are shown.
pub enum Shows {
    /// Those of the saved plan.
    Saved,
    /// Those of the saved plan, and how much a change moves them.
    Quick(Box<Quick>),
    /// Those of the saved plan: what the change does needs a search.
    Unsearched,
    /// Those of the plan that saving would give.
    Full(Arc<Full>),
}
/// A page.
pub struct View {
    pub saved: Arc<Saved>,
    pub state: State,
    pub shows: Shows,
    pub refusal: Option<Refusal>,
    /// The plan, as a command names it.
    pub plan: String,
    pub comments: Result<Vec<Comment>, Refusal>,
    /// A comment that was refused.
    pub unsaid: Option<Remark>,
    /// Who is at work here, as the system knows them.
    pub person: String,
}
impl View {
    /// The plan whose figures are shown.
    pub fn shown(&self) -> &Worded {
        match &self.shows {
            Shows::Full(full) => &full.after,
            Shows::Saved | Shows::Unsearched | Shows::Quick(_) => &self.saved.worded,
        }
    }
    pub fn quick(&self) -> Option<&Quick> {
        match &self.shows {
            Shows::Quick(quick) => Some(quick),
            Shows::Saved | Shows::Unsearched | Shows::Full(_) => None,
        }
    }
    /// The change touches what the search reads, so that appraising in full searched the design again.
    pub fn searched(&self) -> bool {
        self.state.differences.iter().any(|d| d.redesigns() || matches!(d, Difference::Budget(_) | Difference::Margin(_) | Difference::Assume(_)))
    }
    pub fn currency(&self) -> &Currency {
        &self.shown().design.brief.currency
    }
    /// A figure of the plan that is shown, as printed.
    pub fn line(&self, id: &str) -> String {
        self.shown().design.lines.get(id).map_or_else(|| format::UNKNOWN.into(), |l| format::line(l, self.currency()))
    }
    /// The address that traces it.
    pub fn trace(&self, id: &str) -> String {
        let figure = form_urlencoded::Serializer::new(String::new()).append_pair("figure", id).finish();
        match self.state.query() {
            rest if rest.is_empty() => format!("/trace?{figure}"),
            rest => format!("/trace?{figure}&{rest}"),
        }
    }
    /// Its range from P10 to P90.
    pub fn range(&self, id: &str) -> Option<String> {
        let line = self.shown().design.lines.get(id)?;
        Some(format!("P10 to P90: {}", format::range(line.range.as_ref()?, line.unit, self.currency())))
    }
    /// How much the change moves a figure: `+$12,300 ± $3,100`.
    pub fn moved(&self, id: &str) -> Option<String> {
        self.quick()?.figures.iter().find(|m| m.id == id).map(|m| self.difference(m))
    }
    pub fn difference(&self, m: &Moved) -> String {
        let unit = self.saved.worded.design.lines.get(m.id).map_or(Unit::Money, |l| l.unit);
        let size = |v: f64| match unit {
            Unit::Share => format!("{} percentage points", format::decimal(100.0 * v, 1)),
            _ => format::value(v, unit, self.currency()),
        };
        let shown = size(m.difference.abs());
        // What is printed as nothing has no sign.
        let sign = match (shown == size(0.0), m.difference < 0.0) {
            (true, _) => "",
            (false, true) => "−",
            (false, false) => "+",
        };
        match unit {
            Unit::Share => format!("{sign}{} ± {}", format::decimal(100.0 * m.difference.abs(), 1), size(m.error)),
            _ => format!("{sign}{shown} ± {}", size(m.error)),
        }
    }
}
/// A difference and its error: a line may break between them, and nowhere else.
pub fn unbroken(difference: &str) -> Markup {
    match difference.split_once(" ± ") {
        Some((by, error)) => html! { span.whole { (by) } " " span.whole { "± " (error) } },
        None => html! { (difference) },
    }
}
/// The name of a figure, from the dictionary of metrics.
pub fn name(id: &str) -> &str {
    metrics::of(id).map_or(id, |(m, _)| m.name.as_str())
}
