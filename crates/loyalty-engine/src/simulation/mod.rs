//! Costs and effects: every customer month by month, with and without the program, under many draws of what is not known.
//!
//! `docs/economics.md` states the process. Here: `sample` picks the customers, `draw` draws what is not known, `rules` compiles the
//! program, `member_simulation` takes one customer through the months, `rewards` gives, `tally` counts, `outcome` turns counts into money.
pub(crate) mod draw;
pub(crate) mod expiry;
pub(crate) mod held_out;
pub(crate) mod member_simulation;
pub(crate) mod origin;
pub(crate) mod outcome;
pub(crate) mod paths;
pub(crate) mod points_ledger;
pub(crate) mod response;
pub(crate) mod rules;
pub(crate) mod sample;
pub(crate) mod tally;

pub use outcome::{Appraisal, Outcome, Paired};
pub use paths::{Paths, PathsByBase};
pub use sample::Sample;
pub use tally::{Detail, MonthFlow, Tally, TierFlow};

use crate::base::Base;
use crate::progress::CancelToken;
use crate::random::{Purpose, Stream, join};
use crate::terms::Terms;
use loyalty_model::assumption::Book;
use loyalty_model::program::Program;
use member_simulation::chances::Wanted;
use member_simulation::{Known, Lives, MemberPath, SimulationContext};
use origin::Origin;
use outcome::{quantile, ratio};
use paths::{Apart, Joiner};
use points_ledger::{HORIZON_MAX, PointsLedger};
use rayon::prelude::*;
use response::{Delivered, Response, StayingTable};
use rules::Rules;
use sample::sum;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an appraisal draws: how much, and which chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampling {
    /// Seed.
    pub seed: u64,
    /// Draws of what is not known.
    pub draws: u32,
    /// Customers per draw.
    pub members: u32,
    /// Number of the first draw; another number gives fresh chance.
    pub first_draw: u32,
}

/// What an appraisal looks at besides flows by month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Nothing.
    Usual,
    /// Nothing, not even the expected lift; and nobody will ask for the same again: its counts are not remembered.
    Once,
    /// Counts by month and tier, and by month of issue, too.
    Detailed,
    /// Every number of chance is drawn when a member comes to it; nothing that was noted before is used.
    LongWay,
}
/// [`appraise`] without what is noted of customers beforehand and without the shorter way through months in which nothing happens: slower, and the same
/// to the last digit. A check for tests.
pub fn appraise_the_long_way(program: &Program, base: &Base, book: &Book, terms: &Terms, sampling: &Sampling) -> Appraisal {
    let sample = terms.paths.sample(base, join(sampling.seed, u64::from(sampling.first_draw)), sampling.members);
    appraise_over(program, base, (&[&sample], draw::BATCH), book, terms, sampling, Look::LongWay)
}
/// Appraises a program: samples the base, then [`appraise_on`].
pub fn appraise(program: &Program, base: &Base, book: &Book, terms: &Terms, sampling: &Sampling) -> Appraisal {
    let sample = terms.paths.sample(base, join(sampling.seed, u64::from(sampling.first_draw)), sampling.members);
    appraise_on(program, base, &sample, book, terms, sampling)
}
/// Appraises a program on a sample that was taken before; a search takes its sample once.
pub fn appraise_on(program: &Program, base: &Base, sample: &Sample, book: &Book, terms: &Terms, sampling: &Sampling) -> Appraisal {
    appraise_over(program, base, (&[sample], draw::BATCH), book, terms, sampling, Look::Usual)
}
/// Appraises a program with several samples in turn, `each` draws on one: the same chance for every program, and less of it hangs on
/// who was sampled.
pub fn appraise_in_turn(program: &Program, base: &Base, (samples, each): (&[&Sample], u32), book: &Book, terms: &Terms, sampling: &Sampling) -> Appraisal {
    appraise_over(program, base, (samples, each), book, terms, sampling, Look::Usual)
}
/// Appraises a program with a fresh sample of customers for each batch, so that the spread between batches shows the error
/// of sampling customers too.
pub fn appraise_in_full(program: &Program, base: &Base, book: &Book, terms: &Terms, sampling: &Sampling) -> Appraisal {
    in_full(program, base, book, terms, sampling, Look::Usual)
}
fn in_full(program: &Program, base: &Base, book: &Book, terms: &Terms, sampling: &Sampling, look: Look) -> Appraisal {
    on_fresh_samples(program, base, book, terms, sampling, (look, draw::BATCH))
}
/// With a fresh sample of customers for every `each` draws.
fn on_fresh_samples(program: &Program, base: &Base, book: &Book, terms: &Terms, sampling: &Sampling, (look, each): (Look, u32)) -> Appraisal {
    let samples = if base.members.len() <= sampling.members as usize { 1 } else { sampling.draws.div_ceil(each).max(1) };
    let first = |k: u32| join(sampling.seed, u64::from(sampling.first_draw + k * each));
    let samples: Vec<Arc<Sample>> = (0..samples).into_par_iter().map(|k| terms.paths.sample(base, first(k), sampling.members)).collect();
    let samples: Vec<&Sample> = samples.iter().map(Arc::as_ref).collect();
    appraise_over(program, base, (&samples, each), book, terms, sampling, look)
}
/// Draws of the response curve with the same customers: few, so that who was sampled carries less of its error, and a dozen samples tell how much.
pub(crate) const CURVE_BATCH: u32 = 10;
/// [`appraise_in_full`] for the response curve; `detailed`: with what the driver series need.
pub(crate) fn appraise_curve(program: &Program, base: &Base, book: &Book, terms: &Terms, sampling: &Sampling, detailed: bool) -> Appraisal {
    on_fresh_samples(program, base, book, terms, sampling, (if detailed { Look::Detailed } else { Look::Once }, CURVE_BATCH))
}
/// The same, with what the driver series need counted too, going on in whole batches until the Monte Carlo error of the median ROI is at most `aim` of its P10-P90 width, or
/// `most` draws are made.
pub fn appraise_until(program: &Program, base: &Base, book: &Book, terms: &Terms, sampling: &Sampling, (aim, most): (f64, u32)) -> Appraisal {
    let mut all = in_full(program, base, book, terms, sampling, Look::Detailed);
    loop {
        let done = all.draws.len() as u32;
        let error = monte_carlo_error(&all);
        // A run that was asked to end makes no more draws.
        if terms.cancel.is_cancelled() || error <= aim || !error.is_finite() || done >= most || !done.is_multiple_of(draw::BATCH) {
            return all;
        }
        // Errors fall with the root of the draws; a little more than that tells is made, for the error is itself an estimate.
        let wanted = f64::from(done) * (error / aim) * (error / aim) * 1.1;
        let batches = libm::ceil((wanted.min(f64::from(most)) - f64::from(done)) / f64::from(draw::BATCH)).max(1.0) as u32;
        let more = Sampling { draws: batches * draw::BATCH, first_draw: sampling.first_draw + done, ..*sampling };
        all.extend(in_full(program, base, book, terms, &more, Look::Detailed));
    }
}
/// Standard error of the median ROI ÷ (P90 - P10): from the medians of the Latin-hypercube batches where there are four or more, else
/// from the order statistics around the median.
pub(crate) fn monte_carlo_error(a: &Appraisal) -> f64 {
    let roi = |p: f64| quantile(&mut a.roi.clone(), p);
    let width = roi(0.9) - roi(0.1);
    let batch = draw::BATCH as usize;
    let medians: Vec<f64> = a.roi.chunks_exact(batch).map(|c| quantile(&mut c.to_vec(), 0.5)).collect();
    let n = medians.len() as f64;
    let error = if medians.len() >= 4 {
        let mean = sum(medians.iter().copied()) / n;
        libm::sqrt(sum(medians.iter().map(|m| (m - mean) * (m - mean))) / (n - 1.0) / n)
    } else {
        let half = (0.5 / libm::sqrt(a.roi.len() as f64)).min(0.5);
        0.5 * (roi(0.5 + half) - roi(0.5 - half))
    };
    ratio(error, width)
}
/// Standard error of a mean over draws, in its unit: from the means of the Latin-hypercube batches where there are four or more, else from the spread of
/// the draws.
pub(crate) fn mean_error(a: &Appraisal, of: impl Fn(&Outcome) -> f64) -> f64 {
    let values: Vec<f64> = a.draws.iter().map(of).collect();
    let batches: Vec<f64> = values.chunks_exact(draw::BATCH as usize).map(|c| sum(c.iter().copied()) / c.len() as f64).collect();
    let parts = if batches.len() >= 4 { batches } else { values };
    let n = parts.len() as f64;
    let mean = sum(parts.iter().copied()) / n;
    libm::sqrt(sum(parts.iter().map(|v| (v - mean) * (v - mean))) / (n - 1.0).max(1.0) / n)
}
/// Draw i uses sample number (i ÷ each), modulo the number of samples. Where the run was asked to end, no draw is made: nobody looks at them.
fn appraise_over(program: &Program, base: &Base, (samples, each): (&[&Sample], u32), book: &Book, terms: &Terms, sampling: &Sampling, look: Look) -> Appraisal {
    let horizon = terms.horizon.clamp(1, HORIZON_MAX);
    if terms.cancel.is_cancelled() {
        return Appraisal::of(vec![], BTreeMap::new(), program, terms, horizon, samples[0]);
    }
    let any = Rules::of_any(program, book);
    let rules: Vec<Rules> = samples.iter().map(|s| any.clone().in_sample(program, book, s)).collect();
    let drawn = draw::draw(book, base, sampling, &terms.paths);
    let draws = drawn.all(sampling.draws);
    let held_out = held_out::of(base, book, horizon, &terms.paths);
    let normal = member_simulation::normal_table();
    let first = terms.launch.year_month().1 as usize - 1;
    let season: [f64; 12] = std::array::from_fn(|m| base.season[(first + m) % 12]);
    let gap = terms.months_waited() as u32;
    let lives: Vec<Arc<Lives>> = samples.iter().map(|s| terms.paths.table("lives", [s.id, u64::from(gap)], || Lives::of(s, base, gap))).collect();
    let points = response::points_key(&any);
    let delivered: Vec<Delivered> = samples.iter().zip(&rules).map(|(s, r)| Delivered::of(r, base, s, points, &terms.paths)).collect();
    let ramp_months = book.value("response.ramp_months");
    let staying = terms.paths.table("staying", [ramp_months.to_bits(), 0], || StayingTable::of(&|t| member_simulation::ramp_at(ramp_months, t)));
    let common = paths::with_all((sampling.seed, u64::from(horizon)), season.map(f64::to_bits).into_iter().chain([u64::from(gap)]));
    let program_key = paths::begun(&format!("{any:?}"));
    let of_triggers = |r: &Rules| [r.trigger_points, r.trigger_messages].map(f64::to_bits);
    let programs: Vec<paths::PathKey> = rules.iter().map(|r| paths::with_all(program_key, of_triggers(r))).collect();
    let one = |i: usize| {
        let at = i / each as usize % samples.len();
        let draw = &draws[i];
        let d = &draw.behaviour;
        let world = SimulationContext {
            rules: &rules[at],
            draw: d,
            horizon,
            gap,
            season,
            lives: &lives[at],
            delivered: &delivered[at],
            normal: &normal,
            ramp: (0..=horizon).map(|t| member_simulation::ramp_at(d.ramp, t)).collect(),
            response: Response::of(d, &staying, &delivered[at]),
            enrolment: [d.enrol_active, d.enrol_new].map(|mean| response::enrolment(&delivered[at].customers, mean, d.enrol_ratio)),
            missed: libm::expm1(d.mission_missed),
            look,
        };
        let number = sampling.first_draw + i as u32;
        let key = paths::with_all(common, [samples[at].id, u64::from(number)]);
        let whole = paths::with_all(key, draw.behaviour.words().into_iter().chain([programs[at].0, programs[at].1, look as u64]));
        let tally = terms.paths.tally(whole).unwrap_or_else(|| {
            let apart = apart(&world, base, samples[at], (sampling.seed, number, gap), key, terms);
            let tally = simulate(&world, base, samples[at], &apart, &terms.cancel);
            if look != Look::Once && !terms.cancel.is_cancelled() {
                terms.paths.keep_tally(whole, &tally);
            }
            tally
        });
        // No node of the response curve asks for it.
        let expected_lift = if look == Look::Once { 0.0 } else { world.response.expected(&delivered[at], &world.enrolment[0]) };
        Outcome { expected_lift, ..Outcome::of(tally, (program.point_value, rules[at].trigger_messages), held_out, draw) }
    };
    let outcomes: Vec<Outcome> = (0..sampling.draws as usize).into_par_iter().map(one).collect();
    Appraisal::of(outcomes, drawn.varied, program, terms, horizon, samples[0])
}
/// Keys of streams of customers who joined between the data and launch: beyond those of any month of the program.
const BEFORE_LAUNCH: u64 = 1_000;
/// Months between the data and launch of which joiners are simulated; who joined before is hardly there any more.
const UNSEEN_MOST: u32 = 120;
/// Months before launch in which customers joined whom the data do not hold, each with the months that it stands for: every month of the last year, then
/// one of three up to the third, then one of twelve.
fn unseen(gap: u32) -> Vec<(u32, f64)> {
    let gap = gap.min(UNSEEN_MOST);
    let spans = |from: u32, to: u32, step: u32| {
        (from..=to.min(gap)).step_by(step as usize).map(move |first| {
            let last = (first + step - 1).min(gap);
            (first.midpoint(last), f64::from(last - first + 1))
        })
    };
    spans(1, 12, 1).chain(spans(13, 36, 3)).chain(spans(37, UNSEEN_MOST, 12)).collect()
}
/// Walks everybody who never joins, and tells who may: today's customers, who joined since, then newcomers of every month; always in this order.
fn apart(world: &SimulationContext, base: &Base, sample: &Sample, (seed, draw, gap): (u64, u32, u32), key: paths::PathKey, terms: &Terms) -> Arc<Apart> {
    let key = paths::with_all(key, world.draw.of_others());
    if let Some(known) = terms.paths.apart(key) {
        return known;
    }
    let mut others = Tally { months: vec![MonthFlow::default(); world.horizon as usize], ..Tally::default() };
    let (mut joiners, mut orders, mut prices, mut chances) = (vec![], vec![], vec![], vec![]);
    let (mut ledger, mut friends) = (PointsLedger::new(), vec![]);
    let kept = terms.paths.keeps_apart(sample.members.len());
    let mut part = |who: u32, w: MemberPath| {
        match world.never_joins(&w) {
            true if w.who.mrr > 0.0 => return world.walk(&w, &mut ledger, &mut others, &mut friends),
            true => return world.buy_apart(&w, &mut others),
            false => {}
        }
        let alive = world.alive(&w);
        let rate = if alive { world.rate(&w) } else { 0.0 };
        let from = (orders.len(), prices.len());
        let chances_from = chances.len() as u32;
        let buys = alive && w.who.mrr <= 0.0;
        if buys {
            let known = Some(Known { rate, alive, bought: None, chances: None });
            world.bought(&MemberPath { known, ..w }, &mut orders, &mut prices);
        }
        if alive {
            let wanted = if kept { Wanted::ALL } else { world.wanted(&w) };
            world.chances(&w, rate, wanted, &mut chances);
        }
        let (months, priced) = ((orders.len() - from.0) as u16, (prices.len() - from.1) as u16);
        joiners.push(Joiner {
            who,
            origin: w.origin,
            weight: w.weight,
            stream: w.stream.0,
            rate,
            alive,
            bought: buys.then_some((from.0 as u32, from.1 as u32)),
            chances: chances_from,
            months,
            priced,
        });
    };
    for (i, (who, weight, key)) in sample.members.iter().enumerate() {
        if terms.cancel.is_cancelled() {
            break;
        }
        let life = &world.lives.today[i];
        part(
            i as u32,
            MemberPath {
                who,
                life,
                value: world.delivered.today(i),
                weight: *weight,
                stream: Stream::of(seed, draw, *key),
                origin: Origin::Today,
                known: None,
            },
        );
    }
    for (months, months_for) in unseen(gap) {
        let origin = Origin::Since(months);
        let weight = newcomer_weight(world, base, sample, origin) * months_for;
        for k in 0..sample.new_per_month {
            if terms.cancel.is_cancelled() {
                break;
            }
            let stream = Stream::of(seed, draw, join(BEFORE_LAUNCH + u64::from(months), u64::from(k)));
            let at = template(base, sample, stream);
            part(at as u32, newcomer(world, base, at, (stream, origin, weight)));
        }
    }
    for m in 0..world.horizon {
        let weight = newcomer_weight(world, base, sample, Origin::New(m));
        for k in 0..sample.new_per_month {
            if terms.cancel.is_cancelled() {
                break;
            }
            let stream = Stream::of(seed, draw, join(u64::from(m), u64::from(k)));
            let at = template(base, sample, stream);
            part(at as u32, newcomer(world, base, at, (stream, Origin::New(m), weight)));
        }
    }
    let apart = Arc::new(Apart { others, joiners, orders, prices, chances });
    if kept && !terms.cancel.is_cancelled() {
        terms.paths.keep_apart(key, &apart);
    }
    apart
}
/// The path of a newcomer of whom nothing is known but who it is like.
fn newcomer<'a>(world: &SimulationContext<'a>, base: &'a Base, at: usize, (stream, origin, weight): (Stream, Origin, f64)) -> MemberPath<'a> {
    MemberPath { who: &base.newcomers[at], life: &world.lives.new[at], value: world.delivered.newcomer(at), weight, stream, origin, known: None }
}
/// Customers that each newcomer of a month stands for.
fn newcomer_weight(world: &SimulationContext, base: &Base, sample: &Sample, origin: Origin) -> f64 {
    let month = match origin {
        Origin::New(m) => world.gap + m,
        Origin::Since(months) => world.gap.saturating_sub(months),
        Origin::Today | Origin::Referred(_) => world.gap,
    };
    base.joining(month as usize, world.draw.newcomers) / f64::from(sample.new_per_month.max(1))
}
/// One draw: who never joins as counted once for all programs, then whoever may join, with referred friends; always in this order. Where the run is
/// asked to end, the rest of the draw stays empty: nobody looks at it.
fn simulate(world: &SimulationContext, base: &Base, sample: &Sample, apart: &Apart, cancel: &CancelToken) -> Tally {
    let tier_count = world.rules.tiers.len();
    let detail = (world.look == Look::Detailed).then(|| Box::new(Detail::new(world.horizon as usize, tier_count)));
    let mut tally = Tally { tiers: vec![TierFlow::default(); tier_count], detail, ..apart.others.clone() };
    let mut ledger = PointsLedger::new();
    let mut friends = Vec::new();
    let mut before = tally.detail.as_ref().map(|_| tally.so_far());
    for j in &apart.joiners {
        if cancel.is_cancelled() {
            return tally;
        }
        let at = j.who as usize;
        let (who, life, value) = match j.origin {
            Origin::Today => (&sample.members[at].0, &world.lives.today[at], world.delivered.today(at)),
            _ => (&base.newcomers[at], &world.lives.new[at], world.delivered.newcomer(at)),
        };
        let slices = |(o, p): (u32, u32)| (&apart.orders[o as usize..][..usize::from(j.months)], &apart.prices[p as usize..][..usize::from(j.priced)]);
        let chances = j.alive.then(|| &apart.chances[j.chances as usize..][..(world.horizon - j.origin.start().0) as usize]);
        let known = Some(Known { rate: j.rate, alive: j.alive, bought: j.bought.map(slices), chances });
        let known = known.filter(|_| world.look != Look::LongWay);
        let walker = MemberPath { who, life, value, weight: j.weight, stream: Stream(j.stream), origin: j.origin, known };
        walk_with_friends(world, base, sample, &walker, &mut ledger, &mut tally, &mut friends);
        if let Some(before) = &mut before {
            let (after, today) = (tally.so_far(), (j.origin == Origin::Today).then_some(who.panel));
            tally.detail.iter_mut().for_each(|d| d.credit(today, (*before, after)));
            *before = after;
        }
    }
    tally
}
/// Position of the newcomer that a stream is a copy of.
fn template(base: &Base, sample: &Sample, stream: Stream) -> usize {
    let u = stream.unit(0, Purpose::Template);
    let at = sample.newcomer_shares.partition_point(|share| *share < u);
    at.min(base.newcomers.len() - 1)
}
fn walk_with_friends(
    world: &SimulationContext,
    base: &Base,
    sample: &Sample,
    walker: &MemberPath,
    ledger: &mut PointsLedger,
    tally: &mut Tally,
    friends: &mut Vec<u32>,
) {
    friends.clear();
    world.walk(walker, ledger, tally, friends);
    if friends.is_empty() || base.newcomers.is_empty() {
        return;
    }
    let mut none = Vec::new();
    for m in friends.iter() {
        let stream = Stream(join(walker.stream.0, u64::from(*m)));
        let friend = newcomer(world, base, template(base, sample, stream), (stream, Origin::Referred(*m), walker.weight));
        world.walk(&friend, ledger, tally, &mut none);
    }
}
