//! Walks the space: coordinate search on common random numbers, the best few again on fresh seeds, the chosen one once more on
//! seeds that chose nothing. It stops on evaluations or when no single change helps, never on seconds.
use crate::design::Choice;
use crate::design::ChoiceStatus;
use crate::design::Space;
use crate::design::search::appraiser::{Limit, Score, SearchEffort};
use crate::design::search::explanations;
use crate::design::space::design_point::{Axis, DesignPoint};
use crate::design::space::limits::{BrokenRule, broken};
use loyalty_model::brief::Goal;
use loyalty_model::fact::Fact;
use loyalty_model::plan::{Alternative, SearchRecord};
use loyalty_model::program::Program;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How the caller appraises a design.
pub type Judge<'a> = &'a (dyn Fn(&Program, &SearchEffort) -> Score + Sync);

/// SearchEffort of the walk: few members, every design on the same draws.
pub const SEARCH: SearchEffort = SearchEffort { draws: 40, members: 240, first_draw: 0 };
/// SearchEffort of the re-ranking, on fresh seeds.
pub const FRESH: SearchEffort = SearchEffort { draws: 80, members: 300, first_draw: 1_000 };
/// SearchEffort of the last check, on seeds that chose nothing.
pub const CHECK: SearchEffort = SearchEffort { draws: 80, members: 500, first_draw: 5_000 };
/// More of its draws, on as many customers as a whole appraisal: see `CoordinateSearch::last_check`.
const CHECK_ON_MORE: SearchEffort = SearchEffort { draws: 240, members: 750, ..CHECK };
/// SearchEffort that distinguishes designs which few draws call equal, on seeds that chose nothing.
const DISTINGUISH: SearchEffort = SearchEffort { draws: 240, members: 300, first_draw: 10_000 };
/// Most designs called equal that are distinguished.
const DISTINGUISHED: usize = 4;
/// Most designs appraised in the walk; after that it says that it was cut short.
const MOST: u32 = 130;
/// Most designs of the second walk (thinner points, or the redesign).
const MOST_AGAIN: u32 = 48;
/// Designs re-ranked.
const FINALISTS: usize = 12;
/// Designs of one ranking that the last check is tried on.
const CHECKED: usize = 4;
/// Part by which a limit may be exceeded, on fresh seeds and in the last check, by a design that is looked at on more customers.
pub(super) const NEARLY: f64 = 0.12;
/// Each retry keeps this much below the pool.
const TIGHTEN: f64 = 0.9;

/// What a walk maximises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Objective {
    /// The goal's objective.
    Goal,
    /// The mean net value (redesign).
    Return,
}
/// Which options a walk may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// All options.
    All,
    /// The redesign: the five thinnest rates, lean benefits, at most light missions, no surprise, no points at joining.
    Cheap,
}
impl Scope {
    pub(super) fn range(self, space: &Space, axis: Axis) -> std::ops::Range<usize> {
        let n = space.options.count(axis);
        match (self, axis) {
            (Scope::Cheap, Axis::GiveBack) => 0..n.min(5),
            (Scope::Cheap, Axis::Benefits | Axis::Surprise) => 0..1,
            (Scope::Cheap, Axis::Missions) => 0..n.min(4),
            _ => 0..n,
        }
    }
    fn cheapest(self, space: &Space) -> DesignPoint {
        in_shape(space, DesignPoint::default().with(Axis::GiveBack, self.range(space, Axis::GiveBack).start))
    }
}
/// Everything tried so far.
pub(super) struct CoordinateSearch<'a> {
    pub(super) space: &'a Space<'a>,
    judge: Judge<'a>,
    pub(super) kept_least: f64,
    /// Part of the pool that the walk may plan with.
    pool_share: f64,
    /// Part of the pool that a design must need: what it falls short counts as a limit exceeded.
    pub(super) pool_least: f64,
    /// The redesign: a mean net value below zero counts as a limit exceeded.
    must_pay: bool,
    /// Options that the last walk might take.
    pub(super) reach: Scope,
    /// Designs that few customers call nearly beyond a limit, and that were tried on more.
    pub(super) tried_on_more: BTreeSet<DesignPoint>,
    /// Those of them that keep every limit there.
    pub(super) kept_by_more: BTreeSet<DesignPoint>,
    pub(super) tried: BTreeMap<DesignPoint, Score>,
    pub(super) order: Vec<DesignPoint>,
    pub(super) ended: Vec<Fact>,
    /// Appraisals of every effort.
    appraisals: u32,
}
impl<'a> CoordinateSearch<'a> {
    pub(super) fn new(space: &'a Space<'a>, judge: Judge<'a>) -> Self {
        let kept_least = space.rules.value("draws_kept_least");
        CoordinateSearch {
            space,
            judge,
            kept_least,
            pool_share: 1.0,
            pool_least: 0.0,
            must_pay: false,
            reach: Scope::All,
            tried_on_more: BTreeSet::new(),
            kept_by_more: BTreeSet::new(),
            tried: BTreeMap::new(),
            order: vec![],
            ended: vec![],
            appraisals: 0,
        }
    }
    fn appraise(&mut self, levers: DesignPoint, effort: SearchEffort) -> Option<Score> {
        self.appraise_all(&[levers], effort).pop()?
    }
    /// Appraises designs side by side; nothing for those that a rule forbids.
    pub(super) fn appraise_all(&mut self, all: &[DesignPoint], effort: SearchEffort) -> Vec<Option<Score>> {
        // A run that was asked to end looks at no more designs; what comes of it is not kept.
        if self.space.terms.cancel.is_cancelled() {
            return vec![None; all.len()];
        }
        let programs: Vec<Option<Program>> = all.iter().map(|levers| self.legal(*levers)).collect();
        self.appraisals += programs.iter().flatten().count() as u32;
        let judge = self.judge;
        programs.par_iter().map(|p| p.as_ref().map(|p| judge(p, &effort))).collect()
    }
    /// The program of a design, where no rule forbids it.
    fn legal(&self, levers: DesignPoint) -> Option<Program> {
        if !self.space.steps_hold(levers) {
            return None;
        }
        let program = self.space.build(levers);
        (broken(&program, &self.space.terms).is_empty() && self.space.in_shape(&program)).then_some(program)
    }
    /// Appraises on the search seeds, once.
    fn look(&mut self, levers: DesignPoint) -> bool {
        self.look_at_all(&[levers]);
        self.tried.contains_key(&levers)
    }
    /// Appraises those that were not yet, on the search seeds.
    pub(super) fn look_at_all(&mut self, all: &[DesignPoint]) {
        let new: Vec<DesignPoint> = all.iter().copied().filter(|l| !self.tried.contains_key(l)).collect();
        for (levers, score) in new.iter().zip(self.appraise_all(&new, SEARCH)) {
            if let Some(score) = score {
                self.tried.insert(*levers, score);
                self.order.push(*levers);
            }
        }
    }
    pub(super) fn excess(&self, score: &Score) -> f64 {
        self.excess_where(score, self.kept_least)
    }
    /// The same on draws that only rank: a pool that is kept as often as asked, to within one standard error of that share, is taken as kept, and so is a
    /// limit that more customers kept; the last check is strict.
    pub(super) fn excess_in_ranking(&self, levers: DesignPoint, score: &Score) -> f64 {
        if self.kept_by_more.contains(&levers) {
            return 0.0;
        }
        self.excess_where(score, self.kept_least - self.error_of_kept(score))
    }
    /// Standard error of the probability that the pool is kept, were it kept just as often as asked.
    fn error_of_kept(&self, score: &Score) -> f64 {
        libm::sqrt(self.kept_least * (1.0 - self.kept_least) / score.period_peak.len().max(1) as f64)
    }
    fn excess_where(&self, score: &Score, kept_least: f64) -> f64 {
        let limits = score.excess(&self.space.terms, kept_least, self.pool_share);
        let loss = if self.must_pay { (-score.net_value() / score.total_cost.max(1e-9)).max(0.0) } else { 0.0 };
        let unused = if self.pool_least > 0.0 { 1.0 - score.smallest_pool(kept_least) / (self.pool_least * self.space.terms.pool).max(1e-9) } else { 0.0 };
        limits + loss + unused.max(0.0)
    }
    /// Whether `a` is better than `b`: legal before illegal, then the aim, then cheaper, then simpler.
    fn better(&self, a: DesignPoint, b: DesignPoint, aim: Objective) -> bool {
        let (sa, sb) = (&self.tried[&a], &self.tried[&b]);
        let (ea, eb) = (self.excess(sa), self.excess(sb));
        if ea > 0.0 || eb > 0.0 {
            return ea < eb;
        }
        let (ra, rb) = (rank(sa, aim), rank(sb, aim));
        if ra.0 != rb.0 {
            return ra.0;
        }
        let gap = ra.1 - rb.1;
        if libm::fabs(gap) > 1e-9 * libm::fabs(rb.1) {
            return gap > 0.0;
        }
        let saving = sb.reward_cost_per_period - sa.reward_cost_per_period;
        saving > 1e-9 * libm::fabs(sb.reward_cost_per_period)
    }
    /// Changes one lever at a time while that helps.
    pub(super) fn climb(&mut self, start: DesignPoint, reach: Scope, aim: Objective, most: u32) -> Option<DesignPoint> {
        self.reach = reach;
        let limit = self.order.len() + most as usize;
        let mut at = in_shape(self.space, start);
        if !self.look(at) {
            at = reach.cheapest(self.space);
            if !self.look(at) {
                return None;
            }
        }
        loop {
            let before = at;
            for axis in Axis::ALL {
                at = self.line(at, axis, reach, aim, limit);
            }
            if self.order.len() >= limit {
                self.ended.push(Fact::new("search-cut-short").count("designs", u64::from(most)).count("times", 1));
                return Some(at);
            }
            if at == before {
                self.ended.push(Fact::new("search-no-gain").count("times", 1));
                return Some(at);
            }
        }
    }
    /// The best option of one axis, down and up from the present one as far as rules allow; all of them side by side.
    fn line(&mut self, from: DesignPoint, axis: Axis, reach: Scope, aim: Objective, limit: usize) -> DesignPoint {
        let (range, here) = (reach.range(self.space, axis), from.at(axis));
        let mut room = limit.saturating_sub(self.order.len());
        let mut all: Vec<DesignPoint> = vec![];
        let (down, up): (Vec<usize>, Vec<usize>) = ((range.start..here.min(range.end)).rev().collect(), (here + 1..range.end).collect());
        for way in [down, up] {
            for option in way {
                let candidate = from.with(axis, option);
                let known = self.tried.contains_key(&candidate);
                if !known && (room == 0 || self.legal(candidate).is_none()) {
                    break;
                }
                room -= usize::from(!known);
                all.push(candidate);
            }
        }
        self.look_at_all(&all);
        let mut best = from;
        for candidate in all.into_iter().filter(|l| self.tried.contains_key(l)).collect::<Vec<_>>() {
            if self.better(candidate, best, aim) {
                best = candidate;
            }
        }
        best
    }
    /// The best tried design that exceeds a limit, where it is better than every one that keeps them.
    fn kept_out(&self) -> Option<DesignPoint> {
        let value = |l: &DesignPoint| aimed(&self.tried[l], Objective::Goal);
        let best = self.order.iter().copied().max_by(|a, b| value(a).total_cmp(&value(b)).then(b.cmp(a)))?;
        (self.excess(&self.tried[&best]) > 0.0).then_some(best)
    }
    /// The best tried designs that keep every limit, with the cheapest one among them.
    fn finalists(&self, aim: Objective, count: usize) -> Vec<DesignPoint> {
        let mut legal: Vec<DesignPoint> = self.order.iter().copied().filter(|l| self.excess(&self.tried[l]) == 0.0).collect();
        legal.sort_by(|a, b| rank(&self.tried[b], aim).partial_cmp(&rank(&self.tried[a], aim)).unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(b)));
        let cheapest = legal.iter().copied().min_by(|a, b| self.cost(*a).total_cmp(&self.cost(*b)).then(a.cmp(b)));
        // Two points of the space may be one program.
        legal.dedup_by(|b, a| self.tried[a].objective == self.tried[b].objective);
        legal.truncate(count);
        if let Some(cheapest) = cheapest
            && !legal.contains(&cheapest)
        {
            legal.push(cheapest);
        }
        legal
    }
    pub(super) fn cost(&self, levers: DesignPoint) -> f64 {
        self.tried[&levers].reward_cost_per_period
    }
    /// The best of the open designs, and how many are equal to it. Few draws call designs equal that more draws distinguish.
    fn distinguished(&mut self, ranked: &[(DesignPoint, Score)], open: &[usize], aim: Objective) -> Option<(usize, usize)> {
        let share = self.space.rules.value("equal_share");
        let mut equal = pick(ranked, open, aim, share)?;
        if equal.len() > 1 {
            equal.truncate(DISTINGUISHED);
            let levers: Vec<DesignPoint> = equal.iter().map(|i| ranked[*i].0).collect();
            let scores = self.appraise_all(&levers, DISTINGUISH);
            let again: Vec<(DesignPoint, Score)> = levers.into_iter().zip(scores).filter_map(|(l, score)| Some((l, score?))).collect();
            let all: Vec<usize> = (0..again.len()).filter(|i| self.excess_in_ranking(again[*i].0, &again[*i].1) == 0.0).collect();
            if let Some(left) = pick(&again, &all, aim, share) {
                equal = left.into_iter().filter_map(|i| equal.iter().copied().find(|e| ranked[*e].0 == again[i].0)).collect();
            }
        }
        Some((*equal.first()?, equal.len()))
    }
    /// Appraises on seeds that chose nothing, and tells whether every limit is kept. Where one is exceeded by little, more customers and draws decide, who
    /// show the worst period as it is: a pool must then be kept as often as asked beyond one standard error of that share.
    fn last_check(&mut self, levers: DesignPoint) -> Option<(Score, bool)> {
        let check = self.appraise(levers, CHECK)?;
        let excess = self.excess(&check);
        if excess == 0.0 || excess > NEARLY {
            return Some((check, excess == 0.0));
        }
        let check = self.appraise(levers, CHECK_ON_MORE)?;
        let kept = self.excess_where(&check, self.kept_least + self.error_of_kept(&check)) == 0.0;
        Some((check, kept))
    }
    /// Re-ranks on fresh seeds and checks the winner once more. `None`: nothing kept the limits on seeds that chose nothing.
    fn settle(&mut self, aim: Objective, count: usize) -> Option<Settled> {
        let mut finalists = self.finalists(aim, count);
        if self.must_pay {
            // A return near zero is hard to see in few draws: the surest payers come along.
            let sure: Vec<DesignPoint> = self.finalists(Objective::Return, 3).into_iter().filter(|l| !finalists.contains(l)).collect();
            finalists.extend(sure);
        }
        let scores = self.appraise_all(&finalists, FRESH);
        let mut ranked: Vec<(DesignPoint, Score)> = finalists.into_iter().zip(scores).filter_map(|(l, score)| Some((l, score?))).collect();
        self.pool_share = 1.0;
        if aim == Objective::Goal && !self.must_pay {
            self.polish(&mut ranked);
            self.move_thresholds(&mut ranked);
        }
        let mut open: Vec<usize> = (0..ranked.len()).filter(|i| self.excess_in_ranking(ranked[*i].0, &ranked[*i].1) == 0.0).collect();
        // Designs that only more customers let in are likelier to fail, and must not take the place of those that passed at once.
        let let_in = open.iter().filter(|i| self.kept_by_more.contains(&ranked[**i].0)).count();
        for attempt in 0..CHECKED + let_in.min(CHECKED) {
            let aim = if self.must_pay && attempt >= 2 { Objective::Return } else { aim };
            let (pick, equal) = self.distinguished(&ranked, &open, aim)?;
            let levers = ranked[pick].0;
            let (check, kept) = self.last_check(levers)?;
            if kept {
                if equal > 1 {
                    self.ended.push(Fact::new("search-equal").count("designs", equal as u64));
                }
                return Some(Settled { levers, check, ranked });
            }
            self.ended.push(Fact::new("search-dropped").count("times", 1));
            open.retain(|i| *i != pick);
        }
        None
    }
}
/// The chosen design with its checks.
struct Settled {
    levers: DesignPoint,
    check: Score,
    ranked: Vec<(DesignPoint, Score)>,
}
fn aimed(score: &Score, aim: Objective) -> f64 {
    match aim {
        Objective::Goal => score.value(),
        Objective::Return => score.net_value(),
    }
}
pub(super) fn rank(score: &Score, aim: Objective) -> (bool, f64) {
    score.rank(aim == Objective::Return)
}
/// The best of the open designs; where several lie within one standard error of it draw by draw, and within the share of the
/// objective that is called equal, the cheapest, then the simplest, comes first.
fn pick(ranked: &[(DesignPoint, Score)], open: &[usize], aim: Objective, equal_share: f64) -> Option<Vec<usize>> {
    let order = |a: &Score, b: &Score| rank(a, aim).partial_cmp(&rank(b, aim)).unwrap_or(std::cmp::Ordering::Equal);
    let best = open.iter().copied().max_by(|a, b| order(&ranked[*a].1, &ranked[*b].1).then(b.cmp(a)))?;
    let within = |i: usize| {
        if aim == Objective::Return || ranked[best].1.net_value() < 0.0 || ranked[i].1.net_value() < 0.0 {
            return i == best;
        }
        let (gap, error) = ranked[best].1.lead(&ranked[i].1);
        gap <= error && gap <= equal_share * libm::fabs(ranked[best].1.value())
    };
    let mut equal: Vec<usize> = open.iter().copied().filter(|i| within(*i)).collect();
    equal.sort_by(|a, b| {
        let cost = |i: usize| ranked[i].1.reward_cost_per_period;
        cost(*a).total_cmp(&cost(*b)).then(ranked[*a].0.rules().cmp(&ranked[*b].0.rules())).then(a.cmp(b))
    });
    Some(equal)
}
/// The same design, with a gift at joining where the first reward would come late, and with fewer things to learn where they are too many.
fn in_shape(space: &Space, levers: DesignPoint) -> DesignPoint {
    let mut at = levers;
    for (axis, option) in [(Axis::Joining, space.options.count(Axis::Joining) - 1), (Axis::Missions, 0), (Axis::Referral, 0)] {
        if space.in_shape(&space.build(at)) {
            return at;
        }
        at = at.with(axis, option);
    }
    at
}
/// Where a walk begins: a middling design with the levers that the goal is about.
fn start(space: &Space) -> DesignPoint {
    let middle = |axis: Axis| (space.options.count(axis) - 1).min(1);
    let referral = if space.goal == Goal::Advocacy { middle(Axis::Referral) } else { 0 };
    DesignPoint::default()
        .with(Axis::GiveBack, plain_rate(space))
        .with(Axis::Ladder, space.options.count(Axis::Ladder) / 2)
        .with(Axis::Spread, middle(Axis::Spread))
        .with(Axis::Missions, middle(Axis::Missions))
        .with(Axis::Slope, middle(Axis::Slope))
        .with(Axis::Referral, referral)
        .with(Axis::Expiry, space.options.count(Axis::Expiry) - 1)
}
/// A design with every kind of lever in use.
fn rich(space: &Space) -> DesignPoint {
    let second = |axis: Axis| (space.options.count(axis) - 1).min(1);
    let used = [Axis::Benefits, Axis::Missions, Axis::Slope, Axis::Referral, Axis::Surprise, Axis::Joining];
    used.into_iter().fold(plain(space), |at, axis| at.with(axis, second(axis)))
}
/// The plain give-back, or the next thinner one that is legal.
fn plain_rate(space: &Space) -> usize {
    let rate = space.rules.value("give_back_plain");
    space.options.give_back.iter().rposition(|r| *r <= rate + 1e-12).unwrap_or(0)
}
/// The plain design of the same kind: one percent back, lean benefits, nothing else.
pub(crate) fn plain(space: &Space) -> DesignPoint {
    let middle = |axis: Axis| (space.options.count(axis) - 1).min(1);
    DesignPoint::default()
        .with(Axis::GiveBack, plain_rate(space))
        .with(Axis::Ladder, space.options.count(Axis::Ladder) / 2)
        .with(Axis::Spread, middle(Axis::Spread))
        .with(Axis::Slope, middle(Axis::Slope))
        .with(Axis::Expiry, space.options.count(Axis::Expiry) - 1)
}

/// The walk from every start, and what it ends with; options stand beside it later.
pub(super) fn choose(walk: &mut CoordinateSearch) -> Choice {
    let space = walk.space;
    let reach = Scope::All;
    walk.climb(start(space), reach, Objective::Goal, MOST);
    walk.look(reach.cheapest(space));
    // Further starts, from the cheapest, from the plain design and from one that uses every lever: what pays is often far from the middle.
    walk.climb(reach.cheapest(space), reach, Objective::Goal, MOST_AGAIN);
    walk.climb(plain(space), reach, Objective::Goal, MOST_AGAIN);
    walk.climb(rich(space), reach, Objective::Goal, MOST_AGAIN);
    // Where a limit kept out a better design, its levers at the thinnest rate may keep the limit and still be better.
    if let Some(out) = walk.kept_out() {
        walk.climb(out.with(Axis::GiveBack, 0), reach, Objective::Goal, MOST_AGAIN);
    }
    let mut settled = walk.settle(Objective::Goal, FINALISTS);
    // What passed on few draws and failed on many lies too near the pool: plan with less of it.
    for share in [TIGHTEN, TIGHTEN * TIGHTEN] {
        if settled.is_some() {
            break;
        }
        walk.pool_share = share;
        let from = walk.finalists(Objective::Goal, 1).first().copied();
        walk.climb(from.unwrap_or_else(|| reach.cheapest(space)), reach, Objective::Goal, MOST_AGAIN);
        settled = walk.settle(Objective::Goal, FINALISTS);
    }
    let first = match settled.or_else(|| last_resort(walk)) {
        Some(first) => first,
        None => return infeasible(walk),
    };
    if first.check.pays() {
        return finish(walk, &first, Objective::Goal, ChoiceStatus::Planned, None);
    }
    redesign(walk, first)
}
/// The design nearest to the limits, if the last check passes it.
fn last_resort(walk: &mut CoordinateSearch) -> Option<Settled> {
    let levers = nearest(walk)?;
    let (check, kept) = walk.last_check(levers)?;
    kept.then(|| Settled { levers, check, ranked: vec![] })
}
fn nearest(walk: &CoordinateSearch) -> Option<DesignPoint> {
    walk.order.iter().copied().min_by(|a, b| {
        let excess = |l: &DesignPoint| walk.excess(&walk.tried[l]);
        excess(a).total_cmp(&excess(b)).then(walk.cost(*a).total_cmp(&walk.cost(*b)))
    })
}
/// One redesign with cheaper levers: the goal's best among the designs that pay for themselves; if none does, the least loss.
fn redesign(walk: &mut CoordinateSearch, first: Settled) -> Choice {
    walk.ended.push(Fact::new("search-redesign").share("roi", first.check.roi_p50()));
    let space = walk.space;
    let cheap = Scope::Cheap.cheapest(space);
    walk.must_pay = true;
    walk.climb(cheap, Scope::Cheap, Objective::Goal, MOST_AGAIN);
    // From the plain start too, with the return as a limit: the first walk climbed past designs that pay.
    walk.climb(plain(space), Scope::All, Objective::Goal, MOST_AGAIN);
    let pays = walk.settle(Objective::Goal, FINALISTS);
    walk.must_pay = false;
    if let Some(second) = pays {
        return finish(walk, &second, Objective::Goal, ChoiceStatus::Planned, Some(&first));
    }
    let second = walk.settle(Objective::Return, 4).filter(|s| s.check.net_value() > first.check.net_value());
    let (last, aim) = second.as_ref().map_or((&first, Objective::Goal), |s| (s, Objective::Return));
    walk.ended.push(explanations::what_would_turn(&last.check));
    finish(walk, last, aim, ChoiceStatus::NegativeTwice, Some(&first))
}
/// No design keeps the limits: the cheapest legal one, what it would cost and what would have to give.
fn infeasible(walk: &mut CoordinateSearch) -> Choice {
    let space = walk.space;
    let levers = nearest(walk).unwrap_or_else(|| Scope::All.cheapest(space));
    let check = walk.appraise(levers, CHECK).unwrap_or_default();
    let breaches = check.breaches(&space.terms, walk.kept_least, 1.0);
    let smallest = check.smallest_pool(walk.kept_least);
    let mut unmet = space.unmet.clone();
    unmet.extend(explanations::infeasible(
        space,
        &check,
        &breaches,
        smallest,
        broken(&space.build(levers), &space.terms).iter().map(BrokenRule::fact).collect(),
    ));
    let pool_binds = breaches.iter().any(|b| b.0 == Limit::Pool);
    let record = SearchRecord {
        designs_tried: walk.order.len() as u32,
        ended: Fact::new("search-infeasible").fact("ended", explanations::ended(&walk.ended)),
        objective_value: check.value(),
        objective_in_search: walk.tried.get(&levers).map_or(0.0, Score::value),
        alternatives: vec![],
        binding: breaches.iter().map(|b| explanations::limit(b.0)).collect(),
        unmet,
        smallest_budget: pool_binds.then_some(smallest),
        redesigned: false,
        front: vec![],
        stability: crate::design::search::stability::of(space, levers, &space.build(levers)),
    };
    Choice { levers, program: space.build(levers), record, status: ChoiceStatus::Infeasible, reference: None, options: vec![] }
}
fn finish(walk: &mut CoordinateSearch, settled: &Settled, aim: Objective, status: ChoiceStatus, first: Option<&Settled>) -> Choice {
    let space = walk.space;
    let program = space.build(settled.levers);
    let mut unmet = space.unmet.clone();
    unmet.extend(explanations::tiers_short(space, &program));
    let designs_tried = walk.order.len() as u32;
    let in_search = &walk.tried[&settled.levers];
    let record = SearchRecord {
        designs_tried,
        ended: explanations::ended(&walk.ended),
        objective_value: settled.check.value(),
        objective_in_search: in_search.value(),
        alternatives: alternatives(space, settled, first),
        binding: binding(walk, in_search, aim).into_iter().map(explanations::limit).collect(),
        unmet,
        smallest_budget: None,
        redesigned: first.is_some(),
        front: vec![],
        stability: crate::design::search::stability::of(space, settled.levers, &program),
    };
    Choice { levers: settled.levers, program, record, status, reference: Some(space.build(plain(space))), options: vec![] }
}
/// Limits that kept a design with a better value out.
fn binding(walk: &CoordinateSearch, chosen: &Score, aim: Objective) -> Vec<Limit> {
    let mut out: Vec<Limit> = vec![];
    for score in walk.tried.values().filter(|s| aimed(s, aim) > aimed(chosen, aim)) {
        for (name, _) in score.breaches(&walk.space.terms, walk.kept_least, 1.0) {
            if !out.contains(&name) {
                out.push(name);
            }
        }
    }
    out
}
/// Up to three of the re-ranked designs, each the best of those that differ first on another axis, or in thresholds only; then the first design, after a
/// redesign.
fn alternatives(space: &Space, settled: &Settled, first: Option<&Settled>) -> Vec<Alternative> {
    let mut rest: Vec<&(DesignPoint, Score)> = settled.ranked.iter().filter(|r| r.0 != settled.levers).collect();
    rest.sort_by(|a, b| b.1.value().total_cmp(&a.1.value()).then(a.0.cmp(&b.0)));
    let mut seen: Vec<Option<Axis>> = vec![];
    let mut out = vec![];
    if let Some(f) = first.filter(|f| f.levers != settled.levers) {
        let differs = explanations::difference(space, settled.levers, f.levers);
        out.push(alternative(Fact::new("difference-before-redesign").fact("difference", differs), &f.check));
    }
    for (levers, score) in rest {
        let axis = Axis::ALL.into_iter().find(|a| levers.at(*a) != settled.levers.at(*a));
        if !seen.contains(&axis) && out.len() < 3 {
            seen.push(axis);
            out.push(alternative(explanations::difference(space, settled.levers, *levers), score));
        }
    }
    out
}
fn alternative(difference: Fact, score: &Score) -> Alternative {
    Alternative { difference, objective: score.value(), roi_p50: score.roi_p50(), reward_cost_per_period: score.reward_cost_per_period }
}
