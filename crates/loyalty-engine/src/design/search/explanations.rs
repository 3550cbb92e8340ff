//! What the search says: differences, wishes unmet, and what would have to give.
use crate::design::Space;
use crate::design::search::appraiser::Score;
use crate::design::space::build::expiry_words;
use crate::design::space::design_point::{Axis, Depth, DesignPoint, MissionLoad, MissionSort};
use crate::numbers::grouped;
use loyalty_model::program::{Metric, Program};

/// An option in words.
fn option(space: &Space, levers: DesignPoint, axis: Axis) -> String {
    let o = &space.options;
    let i = levers.at(axis);
    match axis {
        Axis::GiveBack => format!("{:.2}% of spend given back", 100.0 * o.give_back[i]),
        Axis::Spread => format!("{:.0}% of customers above the first level", 100.0 * o.spread[i].0),
        Axis::Benefits => match o.benefits[i] {
            Depth::None => "no benefits".into(),
            Depth::UpTo(d) => format!("{} benefits", ["lean", "standard", "rich"][usize::from(d.clamp(1, 3)) - 1]),
        },
        Axis::Missions => match o.missions[i] {
            MissionLoad::None => "no missions".into(),
            MissionLoad::Light(sort) => format!("two {} missions a year", sort_word(sort)),
            MissionLoad::Full(sort) => format!("four {} missions a year", sort_word(sort)),
            MissionLoad::Heavy(sort) => format!("six {} missions a year", sort_word(sort)),
        },
        Axis::Slope if o.slope[i] == 0.0 => "every level earns alike".into(),
        Axis::Slope => format!("each level earns {:.0}% faster", 100.0 * o.slope[i]),
        Axis::Referral if o.referral[i] == 0.0 => "no referral reward".into(),
        Axis::Referral => format!("a referral worth {:.0}% of an order", 100.0 * o.referral[i]),
        Axis::Surprise if o.surprise[i] == 0.0 => "no surprise moments".into(),
        Axis::Surprise => format!("{:.0} in 100 members surprised a month", 100.0 * o.surprise[i]),
        Axis::Ladder => format!("first reward worth {:.0}% of an order", 100.0 * o.ladder[i]),
        Axis::Expiry => expiry_words(o.expiry[i]).trim_end_matches('.').to_lowercase(),
        Axis::Joining if o.joining[i] == 0.0 => "no points at joining".into(),
        Axis::Joining => "points at joining".into(),
        Axis::Metric => match o.metric[i] {
            Metric::NetSpend => "ranked by net spend".into(),
            Metric::Orders => "ranked by orders".into(),
            Metric::MissionsCompleted => "ranked by missions".into(),
            Metric::RecurringRevenue => "ranked by the monthly fee".into(),
        },
    }
}
fn sort_word(sort: MissionSort) -> &'static str {
    match sort {
        MissionSort::Act => "non-purchase",
        MissionSort::Order => "one-order",
        MissionSort::Stretch => "stretch",
    }
}
/// How `other` differs from `from`.
pub fn difference(space: &Space, from: DesignPoint, other: DesignPoint) -> String {
    let parts: Vec<String> = Axis::ALL
        .into_iter()
        .filter(|a| from.at(*a) != other.at(*a))
        .map(|a| format!("{}: {} instead of {}", a.word(), option(space, other, a), option(space, from, a)))
        .collect();
    parts.join("; ")
}
/// A line of the log.
pub fn tried(space: &Space, levers: DesignPoint, score: &Score) -> String {
    let parts: Vec<String> = Axis::ALL.into_iter().filter(|a| space.options.count(*a) > 1).map(|a| option(space, levers, a)).collect();
    format!(
        "{} → objective {:.0}, median ROI {:.0}%, {:.0} per {}, pool kept in {:.0}% of draws",
        parts.join(", "),
        score.value(),
        100.0 * score.roi_p50(),
        score.reward_cost_per_period,
        space.terms.period.word(),
        100.0 * score.kept(space.terms.pool)
    )
}
/// Fewer tiers than asked.
pub fn levels_short(space: &Space, program: &Program) -> Option<String> {
    let (asked, got) = (usize::from(space.levels), program.tiers.len());
    (got < asked).then(|| {
        format!(
            "{asked} levels were asked, {got} can be told apart: too many customers share the same {} for another threshold with someone on each side. Ask for {got}, or rank by another metric.",
            match program.tiers[0].metric {
                Metric::Orders => "number of orders",
                Metric::MissionsCompleted => "number of missions",
                Metric::RecurringRevenue => "monthly fee",
                Metric::NetSpend => "yearly spend",
            }
        )
    })
}
/// Why nothing fits, and what would have to give.
pub fn infeasible(space: &Space, check: &Score, breaches: &[(&str, f64)], smallest: f64, broken: &[String]) -> Vec<String> {
    let (period, sign) = (space.terms.period.word(), &space.sign);
    let mut out: Vec<String> = broken.iter().map(|b| format!("No design of this kind is legal: {b}.")).collect();
    for (name, by) in breaches {
        out.push(match *name {
            "reward pool" => format!(
                "The cheapest design found costs {sign}{} per {period} on average and needs a pool of {sign}{} per {period} to hold in 90% of draws; the pool is {sign}{}. Raise the pool, or enrol fewer members.",
                grouped(check.reward_cost_per_period),
                grouped(smallest),
                grouped(space.terms.pool)
            ),
            "liability cap" => format!("Points outstanding would be expected to cost {sign}{} at their highest, above the cap. Raise the cap, or let points lapse.", grouped(check.liability_peak)),
            _ => format!("The {name} is missed by {:.0}% even by the cheapest design. It would have to give, or the running cost.", 100.0 * by),
        });
    }
    out
}
/// The lever that would turn a negative return.
pub fn what_would_turn(s: &Score) -> String {
    let fixed = s.total_cost - s.reward_cost;
    if s.incremental_margin <= 0.0 {
        return "no cost lever turns it: the expected effect on margin is not positive; only better evidence of an effect (a pilot with a hold-out) would"
            .into();
    }
    let lift = s.total_cost / s.incremental_margin;
    if lift <= 1.0 {
        return "on average the program pays, at the median it does not: the lever that would turn it is certainty about the effect (a pilot with a hold-out) before the full cost is spent".into();
    }
    if fixed > s.incremental_margin {
        format!(
            "the lever that would turn it is the cost outside rewards: set-up, platform, staff and messages alone ({}) exceed the incremental contribution ({}); they must fall below it, or the effect must be {lift:.1} times as large",
            grouped(fixed),
            grouped(s.incremental_margin)
        )
    } else {
        format!(
            "the lever that would turn it is reward cost: it must fall from {} to {} over the horizon, or the effect must be {lift:.1} times as large",
            grouped(s.reward_cost),
            grouped(s.incremental_margin - fixed)
        )
    }
}
