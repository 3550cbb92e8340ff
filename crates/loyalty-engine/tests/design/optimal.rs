//! Law: neither a single change of a lever nor a pair of changes beats the chosen design on fresh paired draws.
use super::*;
use loyalty_engine::design::space::Space;
use loyalty_engine::design::space::design_point::{Axis, DesignPoint};

/// Draws that neither the walk, the ranking nor the check has seen.
const UNSEEN: SearchEffort = SearchEffort { draws: 240, members: 500, first_draw: 50_000 };
/// Quantile of the standard normal for a family-wise 5% among some forty changes.
const FAMILY: f64 = 3.1;
/// Share of the incremental contribution below which a lead is of no consequence.
const MATTERS: f64 = 0.01;

/// Draws on which pairs are sifted; the best are judged on the unseen ones.
const SIFTED: SearchEffort = SearchEffort { draws: 40, members: 250, first_draw: 70_000 };
/// Pairs that are judged.
const FINALISTS: usize = 12;
/// Quantile of the standard normal for a family-wise 5% among some thousand pairs.
const FAMILY_OF_PAIRS: f64 = 4.0;

/// What is searched.
struct Case<'a> {
    terms: &'a Terms,
    space: &'a Space<'a>,
}
impl Case<'_> {
    fn allowed(&self, levers: DesignPoint) -> bool {
        limits::broken(&self.space.build(levers), self.terms).is_empty()
    }
    /// Every design one change away.
    fn singles(&self, from: DesignPoint) -> Vec<(Axis, usize)> {
        let all = Axis::ALL.into_iter().flat_map(|a| (0..self.space.options.count(a)).map(move |o| (a, o)));
        all.filter(|(a, o)| from.with(*a, *o) != from).collect()
    }
    /// Lead over the chosen design as a share of its incremental contribution, where it is beyond chance, matters and keeps every limit.
    fn better(&self, bench: &Appraiser, chosen: &Score, other: DesignPoint, family: f64) -> Option<f64> {
        let score = bench.judge(&self.space.build(other), &UNSEEN);
        if score.excess(self.terms, 0.9, 1.0) > 0.0 || score.net_value() < 0.0 {
            return None;
        }
        let (lead, error) = score.lead(chosen);
        (lead > family * error && lead > MATTERS * chosen.incremental_margin).then(|| lead / chosen.incremental_margin)
    }
}
#[test]
fn no_single_change_and_no_pair_of_changes_beats_the_chosen_design() {
    let mut base = world::shop(3_000, 1.0);
    base.members.iter_mut().for_each(|m| m.weight = 30.0);
    base.new_per_month *= 30.0;
    let mut book = world::book();
    world::fix(&mut book, "company.gross_margin", 0.8);
    world::fix(&mut book, "points.reward_cost_ratio", 0.3);
    for (goal, pool) in [(Goal::Retention, 1_000_000), (Goal::Expansion, 60_000), (Goal::Advocacy, 60_000), (Goal::Engagement, 20_000)] {
        let brief = brief(goal, TierType::Tiered, 3, pool, vec![]);
        let terms = terms(&brief);
        let space = design::propose(&brief, &base, &book, &terms, &[]);
        let case = Case { terms: &terms, space: &space };
        let bench = Appraiser::new(&base, &book, &terms, 7);
        let choice = design::choose(&space, &|p, e| bench.judge(p, e));
        assert_eq!(choice.status, ChoiceStatus::Planned, "{goal:?}");
        let chosen = bench.judge(&case.space.build(choice.levers), &UNSEEN);
        let singles = case.singles(choice.levers);
        let legal: Vec<DesignPoint> = singles.iter().map(|(a, o)| choice.levers.with(*a, *o)).filter(|l| case.allowed(*l)).collect();
        let better: Vec<_> = legal.iter().filter_map(|l| Some((l, case.better(&bench, &chosen, *l, FAMILY)?))).collect();
        assert!(legal.len() >= 20 && better.is_empty(), "{goal:?}: {better:?} of {}", legal.len());
        // Pairs: sifted on fewer draws, the best of them judged.
        let before = bench.judge(&case.space.build(choice.levers), &SIFTED);
        let mut pairs: Vec<(f64, DesignPoint)> = vec![];
        for (i, (a, o)) in singles.iter().enumerate() {
            for (b, p) in singles[i + 1..].iter().filter(|(b, _)| b != a) {
                let other = choice.levers.with(*a, *o).with(*b, *p);
                if case.allowed(other) {
                    let score = bench.judge(&case.space.build(other), &SIFTED);
                    if score.excess(case.terms, 0.85, 1.0) <= 0.0 {
                        pairs.push((score.lead(&before).0, other));
                    }
                }
            }
        }
        pairs.sort_by(|x, y| y.0.total_cmp(&x.0));
        let better: Vec<_> = pairs.iter().take(FINALISTS).filter_map(|(_, l)| Some((l, case.better(&bench, &chosen, *l, FAMILY_OF_PAIRS)?))).collect();
        println!("{goal:?}: {} changes, {} pairs, objective {:.0}, pairs better {better:?}", legal.len(), pairs.len(), chosen.value());
        assert!(pairs.len() >= 200 && better.is_empty(), "{goal:?}: {better:?} of {} pairs", pairs.len());
    }
}
