//! Law: no single change of a lever beats the chosen design on fresh paired draws.
use super::*;
use loyalty_engine::design::space::design_point::{Axis, DesignPoint};

/// Draws that neither the walk, the ranking nor the check has seen.
const UNSEEN: SearchEffort = SearchEffort { draws: 240, members: 500, first_draw: 50_000 };
/// Quantile of the standard normal for a family-wise 5% among some forty changes.
const FAMILY: f64 = 3.1;
/// Share of the incremental contribution below which a lead is of no consequence.
const MATTERS: f64 = 0.01;

#[test]
fn no_single_change_of_a_lever_beats_the_chosen_design() {
    let mut base = world::shop(3_000, 1.0);
    base.members.iter_mut().for_each(|m| m.weight = 30.0);
    base.new_per_month *= 30.0;
    for (goal, pool, margin, cost) in
        [(Goal::Retention, 1_000_000, 0.8, 0.3), (Goal::Expansion, 60_000, 0.8, 0.3), (Goal::Advocacy, 60_000, 0.8, 0.3), (Goal::Engagement, 20_000, 0.8, 0.3)]
    {
        let mut book = world::book();
        world::fix(&mut book, "company.gross_margin", margin);
        world::fix(&mut book, "points.reward_cost_ratio", cost);
        let brief = brief(goal, TierType::Tiered, 3, pool, vec![]);
        let terms = terms(&brief);
        let space = design::propose(&brief, &base, &book, &terms, &[]);
        let bench = Appraiser::new(&base, &book, &terms, 7);
        let choice = design::choose(&space, &|p, e| bench.judge(p, e));
        assert_eq!(choice.status, ChoiceStatus::Planned, "{goal:?}");
        let judge = |levers: DesignPoint| bench.judge(&space.build(levers), &UNSEEN);
        let chosen = judge(choice.levers);
        let mut better = vec![];
        let mut looked = 0;
        for (axis, option) in Axis::ALL.into_iter().flat_map(|a| (0..space.options.count(a)).map(move |o| (a, o))) {
            let other = choice.levers.with(axis, option);
            if other == choice.levers || !limits::broken(&space.build(other), &terms).is_empty() {
                continue;
            }
            let score = judge(other);
            if score.excess(&terms, 0.9, 1.0) > 0.0 || score.net_value() < 0.0 {
                continue;
            }
            looked += 1;
            let (lead, error) = score.lead(&chosen);
            if lead > FAMILY * error && lead > MATTERS * chosen.incremental_margin {
                let seen = [search::coordinate_search::SEARCH, search::coordinate_search::FRESH, search::coordinate_search::CHECK]
                    .map(|e| bench.judge(&space.build(other), &e).kept(terms.pool));
                better.push((axis, option, lead / chosen.incremental_margin, score.kept(terms.pool), chosen.kept(terms.pool), seen));
            }
        }
        println!("{goal:?}: {looked} changes, objective {:.0}, better {better:?}", chosen.value());
        assert!(looked >= 20 && better.is_empty(), "{goal:?}: {better:?} of {looked}");
    }
}
