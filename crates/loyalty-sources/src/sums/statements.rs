//! The statements of `sql`, as they run behind the view of an engine.
use super::dialect::Dialect;
use crate::extract::{CUTS, Part};

/// The bin of an amount.
const BINS: &str = include_str!("../../sql/bins.sql");

impl Part {
    /// All that orders are asked, in their order, without the values of parameters; as many cuts as there may be.
    pub(super) fn all_of_orders() -> Vec<Part> {
        use Part::{
            Cohorts, Concentration, Cut, Firings, Gaps, ItemTotals, Items, Months, OrderValues, PanelCustomers, PanelMonths, SpendLastYear, Totals, YearOnYear,
            ZeroOrders,
        };
        let cuts = [Cut(0, 0, 0); CUTS];
        let after = [Gaps, OrderValues, SpendLastYear, Concentration, Firings, YearOnYear, ItemTotals, Items(0), PanelCustomers(0), PanelMonths(0)];
        [Totals, ZeroOrders, Months, Cohorts].into_iter().chain(cuts).chain(after).collect()
    }
    /// The name of its file.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Part::Totals => "totals",
            Part::ZeroOrders => "zero_orders",
            Part::Months => "transaction_months",
            Part::Cohorts => "cohorts",
            Part::Gaps => "gaps",
            Part::Firings => "order_firings",
            Part::Concentration => "concentration",
            Part::OrderValues => "order_values",
            Part::SpendLastYear => "spend_last_year",
            Part::YearOnYear => "year_on_year",
            Part::Cut(..) => "rft_cuts",
            Part::PanelCustomers(_) => "panel_customers",
            Part::PanelMonths(_) => "panel_months",
            Part::ItemTotals => "item_totals",
            Part::Items(_) => "items",
            Part::AskedIds => "asked_ids",
            Part::AskedCustomers => "asked_customers",
            Part::AskedDays => "asked_days",
        }
    }
    fn text(self) -> &'static str {
        match self {
            Part::Totals => include_str!("../../sql/totals.sql"),
            Part::ZeroOrders => include_str!("../../sql/zero_orders.sql"),
            Part::Months => include_str!("../../sql/transaction_months.sql"),
            Part::Cohorts => include_str!("../../sql/cohorts.sql"),
            Part::Gaps => include_str!("../../sql/gaps.sql"),
            Part::Firings => include_str!("../../sql/order_firings.sql"),
            Part::Concentration => include_str!("../../sql/concentration.sql"),
            Part::OrderValues => include_str!("../../sql/order_values.sql"),
            Part::SpendLastYear => include_str!("../../sql/spend_last_year.sql"),
            Part::YearOnYear => include_str!("../../sql/year_on_year.sql"),
            Part::Cut(..) => include_str!("../../sql/rft_cuts.sql"),
            Part::PanelCustomers(_) => include_str!("../../sql/panel_customers.sql"),
            Part::PanelMonths(_) => include_str!("../../sql/panel_months.sql"),
            Part::ItemTotals => include_str!("../../sql/item_totals.sql"),
            Part::Items(_) => include_str!("../../sql/items.sql"),
            Part::AskedIds => include_str!("../../sql/asked_ids.sql"),
            Part::AskedCustomers => include_str!("../../sql/asked_customers.sql"),
            Part::AskedDays => include_str!("../../sql/asked_days.sql"),
        }
    }
    /// Whether the first column is a text.
    pub(super) fn names(self) -> bool {
        matches!(self, Part::PanelCustomers(_) | Part::Items(_) | Part::AskedIds | Part::AskedCustomers)
    }
    /// The statement behind its views, about what is listed: hashes, and days behind them, in which no comma is.
    pub(super) fn asking(self, dialect: Dialect, views: &str, listed: &[String]) -> String {
        self.statement(dialect, views).replace("$text", dialect.hash_text()).replace("$asked", &dialect.listed(listed))
    }
    /// The statement behind its views.
    pub(super) fn statement(self, dialect: Dialect, views: &str) -> String {
        let text = without_comments(self.text());
        let text = match self {
            Part::Cut(cut, until, from) => text.replace("$cut", &bracketed(cut)).replace("$until", &bracketed(until)).replace("$from", &bracketed(from)),
            Part::PanelCustomers(most) | Part::PanelMonths(most) => text.replace("$hash", dialect.hash()).replace("$most", &most.to_string()),
            Part::Items(most) => text.replace("$most", &most.to_string()),
            Part::OrderValues | Part::SpendLastYear => text.replace("$bin", &without_comments(BINS)),
            _ => text,
        };
        let rest = text.strip_prefix("with ").map_or_else(|| format!("\n{text}"), |own| format!(",\n{own}"));
        format!("WITH {views}{rest}")
    }
}
/// A number that may stand behind a minus sign.
fn bracketed(n: i32) -> String {
    if n < 0 { format!("({n})") } else { n.to_string() }
}
fn without_comments(text: &str) -> String {
    text.lines().filter(|l| !l.starts_with("--")).collect::<Vec<_>>().join("\n").trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn no_parameter_and_no_comment_is_left_in_a_statement() {
        let all = [
            Part::Totals,
            Part::ZeroOrders,
            Part::Months,
            Part::Cohorts,
            Part::Gaps,
            Part::Firings,
            Part::Concentration,
            Part::OrderValues,
            Part::SpendLastYear,
            Part::YearOnYear,
            Part::Cut(-1, 2, 3),
            Part::PanelCustomers(7),
            Part::PanelMonths(7),
            Part::ItemTotals,
            Part::Items(7),
        ];
        for dialect in [Dialect::PostgreSql, Dialect::DuckDb, Dialect::Spark] {
            for part in all {
                let text = part.statement(dialect, "lines as (select 1)");
                assert!(text.starts_with("WITH lines as (select 1)") && !text.contains('$') && !text.contains("--"), "{text}");
                assert_eq!(text.matches('(').count(), text.matches(')').count(), "{text}");
            }
            for part in [Part::AskedIds, Part::AskedCustomers, Part::AskedDays] {
                let text = part.asking(dialect, "lines as (select 1)", &["00ff".into(), "01aa".into()]);
                assert!(text.starts_with("WITH lines as (select 1)") && !text.contains('$') && !text.contains("--") && text.contains("'00ff,01aa'"), "{text}");
                assert_eq!(text.matches('(').count(), text.matches(')').count(), "{text}");
            }
        }
    }
    /// The bins of the statements are those of the extract.
    #[test]
    fn bins_of_the_statements_are_those_of_the_extract() {
        for part in [Part::OrderValues, Part::SpendLastYear] {
            let text = part.statement(Dialect::DuckDb, "lines as (select 1)");
            let mut value = 1i64;
            for (at, edge) in (0..6).flat_map(|k| [1, 2, 5].map(|m| m * 10i64.pow(k))).chain([1_000_000]).enumerate() {
                assert!(
                    text.contains(&format!("when net < {} then {at} ", edge * 10_000)) || text.contains(&format!("when net < {} then {at}\n", edge * 10_000))
                );
                assert!(edge >= value);
                value = edge;
            }
        }
    }
}
