//! What a reader is told about the search, as facts.
use crate::design::Space;
use crate::design::search::appraiser::{Limit, Score};
use crate::design::space::design_point::{Axis, BenefitDepth, DesignPoint, Joining, MissionLoad, MissionSort};
use loyalty_model::fact::Fact;
use loyalty_model::program::{Expiry, Metric, Program};

/// The option of a design on an axis.
pub(crate) fn option(space: &Space, levers: DesignPoint, axis: Axis) -> Fact {
    let o = &space.options;
    let i = levers.at(axis);
    match axis {
        Axis::GiveBack => Fact::new("option-reward-rate").share("rate", o.give_back[i]),
        Axis::Spread => Fact::new("option-tier-width").share("share", o.spread[i].0),
        Axis::Benefits => match o.benefits[i] {
            BenefitDepth::None => Fact::new("option-no-benefits"),
            BenefitDepth::UpTo(0 | 1) => Fact::new("option-benefits-lean"),
            BenefitDepth::UpTo(2) => Fact::new("option-benefits-standard"),
            BenefitDepth::UpTo(_) => Fact::new("option-benefits-rich"),
        },
        Axis::Missions => match o.missions[i] {
            MissionLoad::None => Fact::new("option-no-missions"),
            MissionLoad::Light(sort) => missions(sort, 2),
            MissionLoad::Full(sort) => missions(sort, 4),
            MissionLoad::Heavy(sort) => missions(sort, 6),
        },
        Axis::Slope if o.slope[i] == 0.0 => Fact::new("option-no-multiplier"),
        Axis::Slope => Fact::new("option-multiplier").share("faster", o.slope[i]),
        Axis::Referral if o.referral[i] == 0.0 => Fact::new("option-no-referral"),
        Axis::Referral => Fact::new("option-referral").share("order", o.referral[i]),
        Axis::Surprise if o.surprise[i] == 0.0 => Fact::new("option-no-surprise"),
        Axis::Surprise => Fact::new("option-surprise").number("members", 100.0 * o.surprise[i]),
        Axis::Ladder => Fact::new("option-first-reward").share("order", o.ladder[i]),
        Axis::Expiry => match o.expiry[i] {
            Expiry::None => Fact::new("option-no-expiry"),
            Expiry::Inactivity { months } => Fact::new("option-expiry-inactivity").months("idle", months),
            Expiry::Age { months } => Fact::new("option-expiry-age").months("age", months),
        },
        Axis::Joining => match o.joining[i] {
            Joining::Nothing => Fact::new("option-no-joining"),
            Joining::Months(_) => Fact::new("option-joining"),
            Joining::HeadStart => Fact::new("option-head-start"),
        },
        Axis::Metric => match o.metric[i] {
            Metric::NetSpend => Fact::new("option-rank-spend"),
            Metric::Orders => Fact::new("option-rank-orders"),
            Metric::MissionsCompleted => Fact::new("option-rank-missions"),
            Metric::RecurringRevenue => Fact::new("option-rank-fee"),
        },
    }
}
fn missions(sort: MissionSort, yearly: u64) -> Fact {
    match sort {
        MissionSort::Act => Fact::new("option-missions-act").count("yearly", yearly),
        MissionSort::Order => Fact::new("option-missions-order").count("yearly", yearly),
        MissionSort::Stretch => Fact::new("option-missions-stretch").count("yearly", yearly),
    }
}
/// The threshold of a tier above the first; 0: the second tier's. None where the customers give no such tier.
pub(crate) fn threshold(space: &Space, levers: DesignPoint, upper: usize) -> Option<Fact> {
    let program = space.build(levers);
    let tier = program.tiers.get(upper + 1)?;
    Some(match tier.metric {
        Metric::NetSpend => Fact::new("option-threshold-spend").text("tier", tier.name.clone()).money("threshold", tier.threshold),
        Metric::RecurringRevenue => Fact::new("option-threshold-fee").text("tier", tier.name.clone()).money("threshold", tier.threshold),
        Metric::Orders => Fact::new("option-threshold-orders").text("tier", tier.name.clone()).count("orders", tier.threshold as u64),
        Metric::MissionsCompleted => Fact::new("option-threshold-missions").text("tier", tier.name.clone()).count("missions", tier.threshold as u64),
    })
}
/// How `other` differs from `from`.
pub fn difference(space: &Space, from: DesignPoint, other: DesignPoint) -> Fact {
    let part = |option: Fact, chosen: Fact| Fact::new("difference-axis").fact("option", option).fact("chosen", chosen);
    let axes = Axis::ALL.into_iter().filter(|a| from.at(*a) != other.at(*a)).map(|a| part(option(space, other, a), option(space, from, a)));
    let moved = (0..from.steps().len()).filter(|i| from.steps()[*i] != other.steps()[*i]);
    let thresholds = moved.filter_map(|i| Some(part(threshold(space, other, i)?, threshold(space, from, i)?)));
    Fact::new("difference").facts("axes", axes.chain(thresholds))
}
/// Why the search stopped: what was noted on the way; what was noted several times is said once, with the number of times.
pub fn ended(noted: &[Fact]) -> Fact {
    let mut merged: Vec<(&Fact, u64)> = vec![];
    for fact in noted {
        match merged.iter_mut().find(|m| m.0 == fact) {
            Some(known) => known.1 += 1,
            None => merged.push((fact, 1)),
        }
    }
    Fact::new("search-ended").facts("notes", merged.into_iter().map(|(fact, times)| if times > 1 { fact.clone().count("times", times) } else { fact.clone() }))
}
/// Fewer tiers than asked.
pub fn tiers_short(space: &Space, program: &Program) -> Option<Fact> {
    let (asked, got) = (u64::from(space.tier_count), program.tiers.len() as u64);
    (got < asked).then(|| {
        let metric = match program.tiers[0].metric {
            Metric::Orders => Fact::new("metric-orders"),
            Metric::MissionsCompleted => Fact::new("metric-missions"),
            Metric::RecurringRevenue => Fact::new("metric-fee"),
            Metric::NetSpend => Fact::new("metric-spend"),
        };
        Fact::new("unmet-tiers").count("asked", asked).count("supported", got).fact("metric", metric)
    })
}
/// A limit by its name.
pub fn limit(limit: Limit) -> Fact {
    match limit {
        Limit::Pool => Fact::new("limit-pool"),
        Limit::Liability => Fact::new("limit-liability"),
        Limit::Margin => Fact::new("limit-margin"),
    }
}
/// Why nothing fits, and what would have to give.
pub fn infeasible(space: &Space, check: &Score, breaches: &[(Limit, f64)], smallest: f64, broken: Vec<Fact>) -> Vec<Fact> {
    let period = space.terms.period.word();
    let mut out: Vec<Fact> = broken.into_iter().map(|rule| Fact::new("unmet-no-legal-design").fact("rule", rule)).collect();
    out.extend(breaches.iter().map(|(name, by)| {
        match name {
            Limit::Pool => Fact::new("unmet-pool")
                .money("cost", check.reward_cost_per_period)
                .money("needed", smallest)
                .money("pool", space.terms.pool)
                .share("kept", space.rules.value("draws_kept_least"))
                .text("period", period),
            Limit::Liability => Fact::new("unmet-liability").money("peak", check.liability_peak),
            Limit::Margin => Fact::new("unmet-margin").share("by", *by),
        }
    }));
    out
}
/// What would turn a negative return.
pub fn what_would_turn(s: &Score) -> Fact {
    let fixed = s.total_cost - s.reward_cost;
    if s.incremental_margin <= 0.0 {
        return Fact::new("turn-effect");
    }
    let lift = s.total_cost / s.incremental_margin;
    if lift <= 1.0 {
        return Fact::new("turn-certainty");
    }
    if fixed > s.incremental_margin {
        Fact::new("turn-fixed-cost").money("fixed", fixed).money("gain", s.incremental_margin).number("times", lift)
    } else {
        Fact::new("turn-reward-cost").money("now", s.reward_cost).money("most", s.incremental_margin - fixed).number("times", lift)
    }
}
