//! Options: lean, target, full pool, doing nothing, and the pilot.
use super::Block;
use super::plan_view::{PlanView, table};
use crate::format;
use crate::tables;
use loyalty_model::plan::{FrontPoint, PlanOption};

/// What a sponsor can choose, where a plan has options.
pub fn blocks(t: &PlanView) -> Vec<Block> {
    let points = &t.d.blueprint.search.front;
    let Some(target) = points.iter().find(|p| p.chosen && p.option.is_some()) else { return vec![] };
    let rows = points.iter().filter(|p| p.option.is_some()).map(|p| {
        let range = format!("{} to {}", t.money(p.net_p10), t.money(p.net_p90));
        vec![tables::option_name(p).into(), t.money(p.reward_cost_per_period), t.money(p.net_value), range, format::percent(p.gain_share)]
    });
    let nothing = ["Doing nothing", &t.money(0.0), &t.money(0.0), "–", "–"].map(String::from).to_vec();
    let period = t.d.brief.budget.period.word();
    let short = table(
        "What a sponsor can choose",
        format!("{}. {} The ranges hold if the assumptions hold.", claim(t, points, target), compared(t)),
        &["Option", &format!("#Reward cost a {period}"), "#Net value", "#80% range", "#Probability of a gain"],
        std::iter::once(nothing).chain(rows).collect(),
    );
    let differ = points.iter().filter(|p| p.option.is_some() && !p.chosen).map(|p| format!("{}: {}.", tables::option_name(p), p.difference));
    vec![Block::Table(short), Block::List(differ.chain(pilot(t)).collect())]
}
/// Options have another net value of this plan than the rest of the page.
fn compared(t: &PlanView) -> String {
    format!(
        "Options are compared in fewer simulated futures than the plan's other figures (net value {}): read the differences.",
        t.shown("economics.net_value")
    )
}
fn claim(t: &PlanView, points: &[FrontPoint], target: &FrontPoint) -> String {
    let option = |o: PlanOption| points.iter().find(|p| p.option == Some(o));
    let goal = t.d.brief.goal.word();
    let worth = t.money(target.net_value);
    if points.iter().all(|p| p.net_value < 0.0) {
        return "Doing nothing is worth more than any option, on average".into();
    }
    if target.net_value < 0.0 {
        return format!("This plan is worth {worth} on average; a leaner one, or no program, is worth more");
    }
    match (option(PlanOption::Lean), option(PlanOption::FullPool)) {
        (Some(lean), _) if lean.net_value > target.net_value => {
            format!("The lean option is worth more ({} against {worth}); this plan does more for {goal}", t.money(lean.net_value))
        }
        (_, Some(full)) if full.net_value < target.net_value => {
            format!("This plan is worth {worth} on average, the {} {}", tables::option_name(full).to_lowercase(), t.money(full.net_value))
        }
        _ => format!("This plan is worth {worth} on average"),
    }
}
fn pilot(t: &PlanView) -> Option<String> {
    let p = t.d.economics.pilot.as_ref()?;
    let size = format!("A pilot with {} invited customers over {} weeks", format::whole(p.invited), p.weeks);
    Some(match p.value > 0.0 {
        true => format!("{size} is worth {} beyond deciding now.", t.money(p.value)),
        false => format!("{size} is not worth its cost: what we learn from it is worth {} less.", t.money(-p.value)),
    })
}
