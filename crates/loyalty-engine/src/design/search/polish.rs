//! Steps from the best on fresh seeds: single changes of a lever, then single thresholds; and a second look at what few customers call beyond a limit.
use crate::design::search::appraiser::{Score, SearchEffort};
use crate::design::search::coordinate_search::{CoordinateSearch, FRESH, NEARLY, Objective, rank};
use crate::design::space::design_point::{Axis, DesignPoint};

/// On other customers (another number of members is another sample): few customers are near a threshold.
const OTHERS: SearchEffort = SearchEffort { draws: 240, members: 400, first_draw: 20_000 };
/// The draws of [`FRESH`] on more customers, who show the worst period as it is.
const MORE: SearchEffort = SearchEffort { members: 750, ..FRESH };
/// Most designs that are tried on more customers in one round.
const TRIED_ON_MORE: usize = 4;
/// Most rounds of steps from the best on fresh seeds.
const POLISH: usize = 6;
/// Part of what is called equal from which a step is not the last: several steps that gain less than what is called equal can gain more together.
const LAST_STEP: f64 = 0.2;
/// Part by which a limit may be exceeded on the search's seeds by a design that is looked at on fresh ones.
const NEARLY_ON_FEW: f64 = 0.15;

impl CoordinateSearch<'_> {
    /// Goes on from the best on fresh seeds until no other option of a lever is better there: where few draws had put the best may be some steps off.
    /// A step that gains next to nothing is the last.
    pub(super) fn polish(&mut self, ranked: &mut Vec<(DesignPoint, Score)>) {
        let equal = self.space.rules.value("equal_share");
        let mut before: Option<DesignPoint> = None;
        for _ in 0..POLISH {
            self.try_on_more(ranked);
            let Some((at, score)) = self.leader(ranked) else { return };
            let gain = |from: DesignPoint| ranked.iter().find(|r| r.0 == from).map_or(f64::INFINITY, |r| score.lead(&r.1).0);
            if before.is_some_and(|from| from != at && score.net_value() >= 0.0 && gain(from) <= LAST_STEP * equal * libm::fabs(score.value())) {
                return;
            }
            before = Some(at);
            let changes = Axis::ALL.into_iter().flat_map(|axis| {
                let (here, range) = (at.at(axis), self.reach.range(self.space, axis));
                range.filter(move |option| *option != here).map(move |option| at.with(axis, option))
            });
            if !self.try_changes(ranked, at, changes.collect()) {
                return;
            }
        }
    }
    /// Moves single thresholds from the best on fresh seeds while the goal is then clearly better served, there and on other customers. Then the other levers
    /// are looked at again.
    pub(super) fn move_thresholds(&mut self, ranked: &mut Vec<(DesignPoint, Score)>) {
        let (equal, known) = (self.space.rules.value("equal_share"), ranked.len());
        for _ in 0..POLISH {
            let Some((at, score)) = self.leader(ranked).filter(|best| best.1.net_value() >= 0.0) else { break };
            let mut steps = vec![];
            self.try_changes(&mut steps, at, self.space.one_step_from(at));
            let Some((to, fresh)) = self.leader(&steps).filter(|step| step.1.clearly_leads(&score, equal)) else { break };
            match &self.appraise_all(&[at, to], OTHERS)[..] {
                [Some(here), Some(there)] if there.clearly_leads(here, equal) => ranked.push((to, fresh)),
                _ => break,
            }
        }
        if ranked.len() > known {
            self.polish(ranked);
        }
    }
    /// The best on fresh seeds of those that keep the limits there.
    fn leader(&self, ranked: &[(DesignPoint, Score)]) -> Option<(DesignPoint, Score)> {
        let order = |a: &Score, b: &Score| rank(a, Objective::Goal).partial_cmp(&rank(b, Objective::Goal)).unwrap_or(std::cmp::Ordering::Equal);
        let kept = ranked.iter().filter(|r| self.excess_in_ranking(r.0, &r.1) == 0.0);
        kept.max_by(|a, b| order(&a.1, &b.1).then(b.0.cmp(&a.0))).cloned()
    }
    /// Appraises changes of a design on fresh seeds, except those that are clearly worse on the search's; whether any was left.
    fn try_changes(&mut self, ranked: &mut Vec<(DesignPoint, Score)>, at: DesignPoint, changes: Vec<DesignPoint>) -> bool {
        let all: Vec<DesignPoint> = changes.into_iter().filter(|l| !ranked.iter().any(|r| r.0 == *l)).collect();
        self.look_at_all(&all);
        let open = |l: &DesignPoint| self.tried.get(l).is_some_and(|s| self.may_be_better(s, &self.tried[&at]));
        let open: Vec<DesignPoint> = all.into_iter().filter(open).collect();
        ranked.extend(open.iter().zip(self.appraise_all(&open, FRESH)).filter_map(|(l, score)| Some((*l, score?))));
        !open.is_empty()
    }
    /// Whether a design may be better than another for all that few draws tell: it keeps the limits, or nearly, and does not trail by two standard errors.
    fn may_be_better(&self, score: &Score, best: &Score) -> bool {
        let (lead, error) = score.lead(best);
        self.excess(score) <= NEARLY_ON_FEW && lead + 2.0 * error >= 0.0
    }
    /// Few customers stand for many each, which makes the worst period look worse than it is: designs that exceed a limit by little on fresh seeds and would
    /// serve the goal better than the best are tried on more customers.
    fn try_on_more(&mut self, ranked: &[(DesignPoint, Score)]) {
        let Some((_, best)) = self.leader(ranked) else { return };
        let least = self.space.rules.value("equal_share") * libm::fabs(best.value());
        let nearly = |r: &&(DesignPoint, Score)| {
            let excess = self.excess(&r.1);
            !self.tried_on_more.contains(&r.0) && self.excess_in_ranking(r.0, &r.1) > 0.0 && excess <= NEARLY && r.1.net_value() >= 0.0
        };
        let mut out: Vec<(DesignPoint, f64)> = ranked.iter().filter(nearly).map(|r| (r.0, r.1.lead(&best).0)).filter(|r| r.1 > least).collect();
        out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let out: Vec<DesignPoint> = out.into_iter().take(TRIED_ON_MORE).map(|r| r.0).collect();
        let scores = self.appraise_all(&out, MORE);
        let keeps = |score: Option<Score>| score.is_some_and(|s| self.excess(&s) == 0.0);
        let kept: Vec<DesignPoint> = out.iter().copied().zip(scores).filter_map(|(l, score)| keeps(score).then_some(l)).collect();
        self.kept_by_more.extend(kept);
        self.tried_on_more.extend(out);
    }
}
