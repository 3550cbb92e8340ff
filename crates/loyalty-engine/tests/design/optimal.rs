//! Law: neither a single change of a lever or of a threshold nor a pair of changes beats the chosen design on fresh paired draws.
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

/// One change: another option on an axis, or the threshold of a tier above the first one clean step away.
#[derive(Clone, Copy, PartialEq)]
enum Change {
    Option(Axis, usize),
    Step(usize, i8),
}
impl Change {
    fn of(self, from: DesignPoint) -> DesignPoint {
        match self {
            Change::Option(axis, option) => from.with(axis, option),
            Change::Step(upper, step) => from.stepped(upper, from.steps()[upper] + step),
        }
    }
    /// Whether both change the same axis or the same threshold.
    fn of_one_lever(self, other: Change) -> bool {
        match (self, other) {
            (Change::Option(a, _), Change::Option(b, _)) => a == b,
            (Change::Step(a, _), Change::Step(b, _)) => a == b,
            _ => false,
        }
    }
}
/// What is searched.
struct Case<'a> {
    terms: &'a Terms,
    space: &'a Space<'a>,
}
impl Case<'_> {
    /// Whether the search may choose it: no limit of the brief or of the law is broken, and a customer has no more to learn than the form of a program
    /// allows (`rules_most` in benefits.toml).
    fn allowed(&self, levers: DesignPoint) -> bool {
        let program = self.space.build(levers);
        self.space.steps_hold(levers) && limits::broken(&program, self.terms).is_empty() && self.space.in_shape(&program)
    }
    /// Every change of one thing. Alone a step may not hold, because the tier above is too near; in a pair it may.
    fn singles(&self, from: DesignPoint) -> Vec<Change> {
        let options = Axis::ALL.into_iter().flat_map(|a| (0..self.space.options.count(a)).map(move |o| Change::Option(a, o)));
        let upper = 0..usize::from(self.space.tier_count).saturating_sub(1);
        let steps = upper.flat_map(|i| [-1, 1].map(|step| Change::Step(i, step)));
        options.chain(steps).filter(|c| c.of(from) != from).collect()
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
/// What a search was held against: changes, pairs, and what was better.
struct Held {
    changes: usize,
    /// Steps of a threshold among the changes.
    steps: usize,
    pairs: usize,
    objective: f64,
    better: Vec<(DesignPoint, f64)>,
}
/// Searches, then looks at every single change and the best pairs; none where no design is planned.
fn held(brief: &Brief, base: &Base, book: &Book) -> Option<Held> {
    let terms = terms(brief);
    let space = design::propose(brief, base, book, &terms, &[]);
    let case = Case { terms: &terms, space: &space };
    let bench = Appraiser::new(base, book, &terms, 7);
    let choice = design::choose(&space, &|p, e| bench.judge(p, e));
    if choice.status != ChoiceStatus::Planned {
        return None;
    }
    let chosen = bench.judge(&case.space.build(choice.levers), &UNSEEN);
    let singles = case.singles(choice.levers);
    let legal: Vec<DesignPoint> = singles.iter().map(|c| c.of(choice.levers)).filter(|l| case.allowed(*l)).collect();
    let steps = legal.iter().filter(|l| l.steps() != choice.levers.steps()).count();
    let mut better: Vec<_> = legal.iter().filter_map(|l| Some((*l, case.better(&bench, &chosen, *l, FAMILY)?))).collect();
    // Pairs: sifted on fewer draws, the best of them judged.
    let before = bench.judge(&case.space.build(choice.levers), &SIFTED);
    let mut pairs: Vec<(f64, DesignPoint)> = vec![];
    for (i, one) in singles.iter().enumerate() {
        for two in singles[i + 1..].iter().filter(|two| !two.of_one_lever(*one)) {
            let other = two.of(one.of(choice.levers));
            if case.allowed(other) {
                let score = bench.judge(&case.space.build(other), &SIFTED);
                if score.excess(case.terms, 0.85, 1.0) <= 0.0 {
                    pairs.push((score.lead(&before).0, other));
                }
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0));
    better.extend(pairs.iter().take(FINALISTS).filter_map(|(_, l)| Some((*l, case.better(&bench, &chosen, *l, FAMILY_OF_PAIRS)?))));
    Some(Held { changes: legal.len(), steps, pairs: pairs.len(), objective: chosen.value(), better })
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
        let found = held(&brief(goal, TierType::Tiered, 3, pool, vec![]), &base, &book).unwrap_or_else(|| panic!("{goal:?}: nothing is planned"));
        println!(
            "{goal:?}: {} changes, {} of them steps of a threshold, {} pairs, objective {:.0}, better {:?}",
            found.changes, found.steps, found.pairs, found.objective, found.better
        );
        assert!(found.changes >= 20 && found.steps >= 2 && found.pairs >= 200 && found.better.is_empty(), "{goal:?}: {:?}", found.better);
    }
}
/// A company of random size, margin, cost, pool, goal and kind of program.
fn company(number: u64) -> (Brief, Base, Book) {
    // Numbers between 0 and 1, keyed by company and use (splitmix64).
    let draw = |of: u64| {
        let mut z = (number << 8 | of).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let between = |of: u64, low: f64, high: f64| low * (high / low).powf(draw(of));
    let mut base = world::shop(between(0, 800.0, 3_000.0) as u64, between(1, 0.5, 4.0));
    let weight = between(2, 15.0, 200.0);
    base.members.iter_mut().for_each(|m| m.weight = weight);
    base.new_per_month *= weight;
    let mut book = world::book();
    world::fix(&mut book, "company.gross_margin", 0.45 + 0.4 * draw(3));
    world::fix(&mut book, "points.reward_cost_ratio", 0.2 + 0.4 * draw(4));
    let goal = Goal::ALL[(draw(5) * 4.0) as usize];
    let (kind, count) = KINDS[(draw(6) * 4.0) as usize];
    let count = if count > 1 { 2 + (draw(7) * 4.0) as u8 } else { 1 };
    (brief(goal, kind, count, between(8, 5_000.0, 1_000_000.0) as i64, vec![]), base, book)
}
fn said(number: u64, brief: &Brief, found: &Held) -> String {
    let (goal, kind, count, pool) = (brief.goal, brief.tiers.kind, brief.tiers.count, brief.budget.amount.to_f64());
    let Held { changes, steps, pairs, better, .. } = found;
    format!("{number}: {goal:?}, {kind:?}, {count} tiers, pool {pool}: {changes} changes, {steps} steps, {pairs} pairs, better {better:?}")
}
/// Pools near which the search's few customers, each of whom stands for many, show a worst period that is worse than it is: the designs that they call
/// beyond the pool, and that keep it, are looked at on more customers.
#[test]
fn few_customers_do_not_keep_a_design_from_the_pool() {
    for number in [31, 85] {
        let (brief, base, book) = company(number);
        let found = held(&brief, &base, &book).unwrap_or_else(|| panic!("{number}: nothing is planned"));
        assert!(found.better.is_empty(), "{}", said(number, &brief, &found));
    }
}
/// The same on forty random companies (response.md, law 9). Companies for which nothing is planned are passed over and counted.
#[test]
#[ignore = "twelve minutes and more"]
fn forty_random_companies() {
    let (mut held_against, mut passed_over, mut worse) = (0, 0, vec![]);
    for number in 0.. {
        if held_against == 40 {
            break;
        }
        assert!(number < 200, "{held_against} of {number} companies have a plan");
        let (brief, base, book) = company(number);
        let Some(found) = held(&brief, &base, &book) else {
            passed_over += 1;
            continue;
        };
        held_against += 1;
        println!("{}", said(number, &brief, &found));
        if !found.better.is_empty() {
            worse.push((number, found.better));
        }
    }
    println!("{held_against} companies, {passed_over} without a plan passed over, {} with a better design", worse.len());
    assert!(worse.is_empty(), "{worse:?}");
}
