//! Every chart of a plan: what it shows, from figures of the plan. The renderer decides how it looks.
mod customers;
mod flow;
mod liability;
mod members;
mod money;
mod names;
mod what_if;

pub use customers::{cohorts, spend, tiers};
pub use flow::{journey, tasks};
pub use liability::{liability, run_off, tier_flows, tier_flows_of};
pub use members::{life, life_of_persona, lives};
pub use money::{budget, cash, returns, value};
pub use names::short;
pub use what_if::tornado;

use crate::charts::{Axis, Chart, ChartKind};
use crate::tables::Table;
use loyalty_model::line::Unit;
use loyalty_model::plan::{Design, Plan, Series};

/// Every chart that the plan can give, in the order of the pages.
pub fn all(plan: &Plan) -> Vec<Chart> {
    [
        cash(plan),
        cohorts(plan, 24),
        tiers(plan),
        spend(plan),
        lives(plan),
        tier_flows(plan),
        journey(plan),
        value(plan),
        budget(plan),
        tornado(plan),
        returns(plan),
        liability(plan),
        run_off(plan),
        tasks(plan),
    ]
    .into_iter()
    .flatten()
    .collect()
}
fn series<'a>(d: &'a Design, id: &str) -> Option<&'a Series> {
    d.economics.series.iter().find(|s| s.id == id && s.mean.len() > 1)
}
fn months(d: &Design) -> Axis {
    Axis::new("Month from launch", Unit::Count, &d.brief.currency)
}
fn axis(d: &Design, label: &str, unit: Unit) -> Axis {
    let label = if unit == Unit::Money { format!("{label}, {}", d.brief.currency.0) } else { label.to_string() };
    Axis::new(label, unit, &d.brief.currency)
}
fn table(title: &'static str, head: &[&str], rows: Vec<Vec<String>>) -> Table {
    Table { title, note: String::new(), head: head.iter().map(|h| (*h).to_string()).collect(), rows, folded: true }
}
fn chart(id: &str, title: String, alt: String, note: impl Into<String>, data: Table, kind: ChartKind) -> Option<Chart> {
    Some(Chart { id: id.into(), title, alt, note: note.into(), data, kind })
}
