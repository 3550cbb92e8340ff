//! Judgements that an auditor asks for, with the figures that they rest on.
use crate::accounting::basis::Basis;
use crate::simulation::outcome::{Appraisal, ratio};
use loyalty_model::fact::Fact;
use loyalty_model::plan::AccountingPeriod;
use loyalty_model::program::{CostDriver, Metric, Program, Tier};

/// Who signs, where nobody is named.
const FINANCE: &str = "Finance/Legal";

/// The memo: tier privileges, joining points, partners, sign-off.
pub(crate) fn all(a: &Appraisal, basis: &Basis, periods: &[AccountingPeriod]) -> Vec<Fact> {
    let mut out = privileges(a, basis);
    if basis.program.earn.joining_points > 0 {
        out.push(Fact::new("memo-joining").count("points", basis.program.earn.joining_points));
    }
    if let Some(repriced) = basis.opening.as_ref().and_then(|o| o.repricing.clone()) {
        out.push(repriced);
    }
    if basis.book.value("accounting.partner_points_monthly") > 0.0 {
        out.push(
            Fact::new("memo-partners")
                .share("service", basis.book.value("accounting.partner_service_share"))
                .months("life", basis.book.value("accounting.point_life_months")),
        );
    }
    let who = basis.brief.and_then(|b| b.owners.get(FINANCE)).cloned().unwrap_or_else(|| FINANCE.into());
    let closing = periods.last().map_or(0.0, |p| p.closing);
    let point = 0.01 * ratio(closing, basis.redemption.expected);
    out.push(
        Fact::new("memo-sign-off")
            .text("who", who)
            .share("redemption", basis.redemption.expected)
            .share("breakage", 1.0 - basis.redemption.expected)
            .money("closing", closing)
            .money("point", point),
    );
    out
}
/// Are privileges of a tier a material right that its members pay for with the sales that it takes? By their value in a year over those sales.
fn privileges(a: &Appraisal, basis: &Basis) -> Vec<Fact> {
    let least = basis.book.value("accounting.material_right_share");
    let order = ratio(a.total(|f| f.net_with), a.total(|f| f.orders_with));
    let tiers = &basis.program.tiers;
    let one = |(i, tier): (usize, &Tier)| {
        let sales = sales_needed(tier, order)?;
        let worth = worth(basis.program, i, sales, order);
        let share = ratio(worth, sales);
        let name = || tier.name.clone();
        Some(match share >= least {
            true => {
                Fact::new("memo-material-right").text("tier", name()).money("worth", worth).money("sales", sales).share("share", share).share("least", least)
            }
            false => {
                Fact::new("memo-no-material-right").text("tier", name()).money("worth", worth).money("sales", sales).share("share", share).share("least", least)
            }
        })
    };
    let mut out: Vec<Fact> = tiers.iter().enumerate().skip(1).filter_map(one).collect();
    let unknown: Vec<String> = tiers.iter().skip(1).filter(|t| sales_needed(t, order).is_none()).map(|t| t.name.clone()).collect();
    if !unknown.is_empty() {
        out.push(Fact::new("memo-material-right-unknown").list("tiers", unknown));
    }
    out
}
/// Sales of a year that just reach a tier; `None` where something else than sales is counted.
fn sales_needed(tier: &Tier, order: f64) -> Option<f64> {
    let yearly = 12.0 / f64::from(tier.qualification_months.max(1));
    match tier.metric {
        Metric::NetSpend => Some(tier.threshold * yearly),
        Metric::RecurringRevenue => Some(tier.threshold * 12.0),
        Metric::Orders => Some(tier.threshold * yearly * order),
        Metric::MissionsCompleted => None,
    }
    .filter(|s| *s > 0.0)
}
/// What a member of a tier gets in a year beyond the first tier: benefits at their worth to a member, and the points of a higher multiplier.
fn worth(program: &Program, tier: usize, sales: f64, order: f64) -> f64 {
    let benefits = program.benefits.iter().filter(|b| b.from_tier > 0 && b.from_tier <= tier).map(|b| {
        let units = match b.driver {
            CostDriver::PerOrder => ratio(sales, order),
            CostDriver::PerMemberMonth => 12.0,
            CostDriver::PerMemberYear => 1.0,
            CostDriver::PerSpend => sales,
        };
        b.perceived_value * b.take_up * units
    });
    let multiplier = program.tiers[tier].multiplier - program.tiers[0].multiplier;
    benefits.sum::<f64>() + sales * program.earn.points_per_unit * multiplier * program.point_value
}
