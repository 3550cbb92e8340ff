//! Tables that several deliverables share, each once, as words, rendered by whoever prints it; and those that are files of their own (CSV).
mod accounting;
pub mod accounts;
pub mod campaign;
pub mod cohorts;
pub mod financial_summary;
pub mod messages;
pub mod overrides;
pub mod redemption_tests;
pub mod sheet;
pub mod trigger_matrix;

use crate::format;
use loyalty_model::plan::{Design, FrontPoint, PlanOption};

/// A table as words. A heading that begins with `#` is a number column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub title: &'static str,
    /// What a reader must know before reading it.
    pub note: String,
    /// Headings.
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Long and for finance: folded on a screen.
    pub folded: bool,
}
fn head(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|c| (*c).to_string()).collect()
}
fn plain(title: &'static str, note: impl Into<String>, columns: &[&str], rows: Vec<Vec<String>>) -> Table {
    Table { title, note: note.into(), head: head(columns), rows, folded: false }
}

/// What a decision needs: profit by tier, two-way table, test, front, stability; those that have rows.
pub fn decision(d: &Design) -> Vec<Table> {
    [tier_profit(d), two_way(d), test(d), front(d), stability(d)].into_iter().filter(|t| !t.rows.is_empty()).collect()
}
/// What finance books: points account, schedule, journal, and what stands behind them.
pub fn accounts(d: &Design) -> Vec<Table> {
    accounting::all(d)
}
/// What an uncertain input is, in words.
pub fn input_name<'a>(d: &'a Design, id: &'a str) -> &'a str {
    match id {
        "base.level" => "Purchases without the program: bias of earlier forecasts, and differences between models",
        "base.newcomers" => "Number of new customers",
        _ => d.assumptions.get(id).map_or(id, |a| a.description.as_str()),
    }
}
fn tier_profit(d: &Design) -> Table {
    let c = &d.brief.currency;
    let row = |t: &loyalty_model::plan::TierProfit| {
        let flag = if t.costs_more { "costs more than it brings" } else { "pays for itself" };
        vec![tier_name(d, &t.tier), format::whole(t.members), format::money(t.incremental_margin, c), format::money(t.reward_cost, c), flag.into()]
    };
    let rows = d.economics.tiers.iter().map(row).collect();
    plain(
        "Profit by tier",
        "Incremental contribution of each tier's members against the cost of their points and benefits, over the horizon. Running costs are not allocated.",
        &["Tier", "#Members, mean", "#Contribution", "#Reward cost", "Verdict"],
        rows,
    )
}
fn two_way(d: &Design) -> Table {
    let t = &d.economics.two_way;
    let mut columns = vec![t.rows_are.to_string()];
    columns.extend(t.columns.iter().map(|m| format!("#margin {}", format::percent(*m))));
    let row = |(strength, values): (&f64, &Vec<f64>)| {
        let mut cells = vec![format!("× {}", format::decimal(*strength, 1))];
        cells.extend(values.iter().map(|v| format::percent(*v)));
        cells
    };
    Table {
        title: "Median ROI by effect and margin",
        note: "The two inputs that decide the return and are most often questioned.".into(),
        head: columns,
        rows: t.rows.iter().zip(&t.roi_p50).map(row).collect(),
        folded: false,
    }
}
fn test(d: &Design) -> Table {
    let t = &d.economics.test_plan;
    let mark = |i: usize| if t.recommended == Some(i as u32) { " (recommended)" } else { "" };
    let row = |(i, o): (usize, &loyalty_model::plan::TestOption)| {
        vec![
            format!("{}{}", o.metric, mark(i)),
            o.weeks.to_string(),
            format!("{} ({})", format::percent(o.holdout_share), format::whole(o.held_out)),
            format::decimal(o.cv, 2),
            o.correlation.map_or("–".into(), |r| format::decimal(r, 2)),
            format::percent_fine(o.detectable_lift),
            o.detectable_lift_cuped.map_or("–".into(), format::percent_fine),
        ]
    };
    let mut note = t.design.to_string();
    if let Some(why) = &t.not_identified {
        note += &format!(" Why no test can be sized: {why}");
    }
    Table {
        title: "What a test could detect",
        note,
        head: head(&[
            "Metric per invited customer",
            "#Weeks",
            "#Held out",
            "#Spread (CV)",
            "#Correlation with the pre-period",
            "#Detectable lift",
            "#With pre-period data (CUPED)",
        ]),
        rows: t.options.iter().enumerate().map(row).collect(),
        folded: true,
    }
}
/// Title of the table of options.
pub(crate) const FRONT: &str = "Lean, target, full pool: what more reward cost buys";
/// Part of the pool from which an option is called the full pool.
const NEARLY_ALL: f64 = 0.9;
/// What a design between doing nothing and the full pool is called.
pub fn option_name(p: &FrontPoint) -> &'static str {
    match p.option {
        Some(PlanOption::Lean) => "Lean",
        Some(PlanOption::Target) => "Target: this plan",
        Some(PlanOption::FullPool) if p.pool_share < NEARLY_ALL => "Largest design",
        Some(PlanOption::FullPool) => "Full pool",
        None => "Between",
    }
}
fn front(d: &Design) -> Table {
    let (c, points) = (&d.brief.currency, &d.blueprint.search.front);
    let money = |v: f64| format::money(v, c);
    let row = |p: &FrontPoint| {
        let what = if p.chosen { "–".into() } else { p.difference.to_string() };
        let range = format!("{} to {}", money(p.net_p10), money(p.net_p90));
        let next = p.next_thousand.map_or("–".into(), money);
        vec![
            option_name(p).into(),
            money(p.reward_cost_per_period),
            format::percent(p.pool_share),
            money(p.net_value),
            range,
            format::percent(p.gain_share),
            next,
            what,
        ]
    };
    let nothing = || ["Doing nothing", &money(0.0), &format::percent(0.0), &money(0.0), "–", "–", "–", "no program"].map(String::from).to_vec();
    let unused = points.iter().find(|p| p.option == Some(PlanOption::FullPool)).is_some_and(|p| p.pool_share < NEARLY_ALL);
    let search = &d.blueprint.search;
    let mut note = format!(
        "Every option is appraised on new random draws that played no part in the choice. The ranges hold if the assumptions hold. This plan's objective is {} on these draws and {} on those used to choose it.",
        money(search.objective_value),
        money(search.objective_in_search)
    );
    if unused {
        note += " No permitted design needs the whole pool.";
    }
    if points.iter().any(|p| p.chosen && p.net_value < 0.0) {
        note += " Doing nothing is worth more than this plan on average.";
    }
    let period = d.brief.budget.period.word();
    let next = format!("#The next {} a {period} buys", money(1_000.0));
    plain(
        FRONT,
        note,
        &[
            "Option",
            &format!("#Reward cost a {period}"),
            "#Pool needed",
            "#Net value",
            "#80% range",
            "#Probability of a gain",
            &next,
            "Difference from this plan",
        ],
        if points.is_empty() { vec![] } else { std::iter::once(nothing()).chain(points.iter().map(row)).collect() },
    )
}
fn stability(d: &Design) -> Table {
    let row = |s: &loyalty_model::plan::ThresholdStability| {
        vec![tier_name(d, &s.tier), number(s.threshold), format!("{} to {}", number(s.low), number(s.high)), format::percent(s.same_share)]
    };
    let resamples = d.blueprint.search.stability.first().map_or(0, |s| s.resamples);
    plain(
        "How stable the thresholds are",
        format!("Thresholds recomputed on {resamples} bootstrap samples of the customers."),
        &["Tier", "#Threshold", "#P10 to P90", "#Same threshold"],
        d.blueprint.search.stability.iter().map(row).collect(),
    )
}
fn tier_name(d: &Design, id: &str) -> String {
    d.blueprint.program.tiers.iter().find(|t| t.id == id).map_or(id, |t| &t.name).into()
}
fn number(v: f64) -> String {
    if v.fract() == 0.0 { format::whole(v) } else { format::decimal(v, 2) }
}
