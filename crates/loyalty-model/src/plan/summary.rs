//! The plan in short, for other programs: what a board or a dashboard asks first, without looking into the design.
use super::{Design, Reservation, Status};
use crate::finding::{Severity, Verdict};
use crate::units::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The plan in short: at most 60 lines of JSON. Derived from the design alone; the design's hash covers what it says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Company name.
    pub company: String,
    /// Goal.
    pub goal: String,
    /// `planned`, `escalated`, `infeasible`.
    pub status: String,
    /// Nothing speaks against a launch but what every plan leaves to a person.
    pub clear: bool,
    /// Guardrails that fail, by id.
    pub guardrails_failed: Vec<String>,
    /// The data are older than the figures allow.
    pub stale: bool,
    /// Currency of all amounts.
    pub currency: String,
    /// Horizon, months.
    pub horizon_months: u32,
    /// First day of the program.
    pub launch: Option<Date>,
    /// Last day to decide.
    pub decide_by: Option<Date>,
    /// Reward pool a period.
    pub pool: f64,
    /// `month` or `quarter`.
    pub pool_period: String,
    /// Mean reward cost a period.
    pub reward_cost_per_period: Option<f64>,
    /// Mean cost over the horizon.
    pub total_cost: Option<f64>,
    /// Mean incremental contribution over the horizon.
    pub contribution: Option<f64>,
    /// Mean net value over the horizon, with its P10 and P90.
    pub net_value: Option<f64>,
    /// P10 of net value.
    pub net_value_p10: Option<f64>,
    /// P90 of net value.
    pub net_value_p90: Option<f64>,
    /// Median return on investment, as a share.
    pub roi_median: Option<f64>,
    /// Probability of a positive return.
    pub p_positive: Option<f64>,
    /// Month in which cumulative cash stays positive; none: not within the horizon.
    pub break_even_month: Option<f64>,
    /// Mean peak of the expected cost of outstanding points.
    pub liability_peak: Option<f64>,
    /// Threshold of each tier by its id.
    pub tiers: BTreeMap<String, f64>,
    /// Customers of today who would stand in each tier.
    pub customers_today: BTreeMap<String, f64>,
    /// Compliance rules that block.
    pub compliance_blockers: Vec<String>,
    /// Compliance rules that wait for an answer.
    pub compliance_open: u32,
    /// Open questions.
    pub questions_open: u32,
}
impl Summary {
    /// Of a design.
    pub fn of(d: &Design) -> Summary {
        let line = |id: &str| d.lines.get(id).map(|l| l.value).filter(|v| v.is_finite());
        let range = |id: &str| d.lines.get(id).and_then(|l| l.range.as_ref()).map(|r| (r.low, r.high));
        let g = &d.governance;
        let blocks = g.compliance.iter().filter(|f| f.verdict == Verdict::Fail && f.severity == Severity::Blocker);
        let tiers = || d.blueprint.tiers.iter().zip(&d.blueprint.program.tiers);
        Summary {
            company: d.brief.company.clone(),
            goal: d.brief.goal.word().into(),
            status: match d.header.status {
                Status::Planned => "planned",
                Status::Escalated => "escalated",
                Status::Infeasible => "infeasible",
            }
            .into(),
            clear: d.is_clear(),
            guardrails_failed: g.guardrails.iter().filter(|r| r.verdict == Verdict::Fail).map(|r| r.id.clone()).collect(),
            stale: d.reservations().iter().any(|r| matches!(r, Reservation::Stale(_))),
            currency: d.brief.currency.0.clone(),
            horizon_months: d.brief.horizon_months,
            launch: g.roll_out.as_ref().map(|r| r.launch),
            decide_by: g.roll_out.as_ref().map(|r| r.decide_by),
            pool: d.brief.budget.amount.to_f64(),
            pool_period: d.brief.budget.period.word().into(),
            reward_cost_per_period: line("economics.period.reward_cost"),
            total_cost: line("economics.total_cost"),
            contribution: line("economics.incremental_margin"),
            net_value: line("economics.net_value"),
            net_value_p10: range("economics.net_value").map(|r| r.0),
            net_value_p90: range("economics.net_value").map(|r| r.1),
            roi_median: line("economics.roi_p50"),
            p_positive: line("economics.p_positive"),
            break_even_month: line("economics.break_even_month").filter(|m| *m <= f64::from(d.brief.horizon_months)),
            liability_peak: line("economics.liability_peak"),
            tiers: tiers().map(|(_, t)| (t.id.clone(), t.threshold)).collect(),
            customers_today: tiers().map(|(f, t)| (t.id.clone(), f.customers_today)).collect(),
            compliance_blockers: blocks.map(|f| f.rule.clone()).collect(),
            compliance_open: g.compliance_open,
            questions_open: g.open_questions.len() as u32,
        }
    }
}
