//! Costs and effects: every customer month by month, with and without the program, under many draws of what is not known.
//!
//! `docs/economics.md` states the process. Here: `sample` picks the customers, `draw` draws what is not known, `rules` compiles the
//! program, `walk` takes one customer through the months, `rewards` gives, `tally` counts, `outcome` turns counts into money, `report` prints.
mod counted;
mod decision;
mod draw;
mod driver_errors;
mod drivers;
pub mod flows;
pub mod frozen;
mod ledger;
mod outcome;
pub(crate) mod random;
mod report;
mod rewards;
mod rules;
mod sample;
mod scenarios;
pub mod schedule;
mod statement;
mod tally;
mod walk;
mod what_if;

pub use outcome::{Appraisal, Outcome};
pub use report::{Report, report};
pub use sample::Sample;
pub use tally::{Detail, MonthFlow, Tally, TierFlow};
pub use what_if::{Difference, WhatIf};

use crate::base::Base;
use crate::terms::Terms;
use crate::watch::Stop;
use ledger::{HORIZON_MAX, Ledger};
use loyalty_model::assumption::Book;
use loyalty_model::program::Program;
use random::{Purpose, Stream, join};
use rayon::prelude::*;
use rules::Rules;
use walk::{Origin, Walker, World};

/// How much an appraisal looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Seed.
    pub seed: u64,
    /// Draws of what is not known.
    pub draws: u32,
    /// Customers per draw.
    pub members: u32,
    /// Number of the first draw; another number gives fresh chance.
    pub first_draw: u32,
}

/// Appraises a program: samples the base, then [`appraise_on`].
pub fn appraise(program: &Program, base: &Base, book: &Book, terms: &Terms, effort: &Effort) -> Appraisal {
    let sample = Sample::of(base, join(effort.seed, u64::from(effort.first_draw)), effort.members);
    appraise_on(program, base, &sample, book, terms, effort)
}
/// Appraises a program on a sample that was taken before; a search takes its sample once.
pub fn appraise_on(program: &Program, base: &Base, sample: &Sample, book: &Book, terms: &Terms, effort: &Effort) -> Appraisal {
    appraise_over(program, base, (std::slice::from_ref(sample), draw::BATCH), book, terms, effort, false)
}
/// Appraises a program with several samples in turn, `each` draws on one: the same chance for every program, and less of it hangs on
/// who was sampled.
pub fn appraise_in_turn(program: &Program, base: &Base, (samples, each): (&[Sample], u32), book: &Book, terms: &Terms, effort: &Effort) -> Appraisal {
    appraise_over(program, base, (samples, each), book, terms, effort, false)
}
/// Appraises a program with a fresh sample of customers for each batch of draws, so that the spread between batches shows the error
/// of sampling customers too.
pub fn appraise_in_full(program: &Program, base: &Base, book: &Book, terms: &Terms, effort: &Effort) -> Appraisal {
    in_full(program, base, book, terms, effort, false)
}
fn in_full(program: &Program, base: &Base, book: &Book, terms: &Terms, effort: &Effort, detailed: bool) -> Appraisal {
    let batches = if base.members.len() <= effort.members as usize { 1 } else { effort.draws.div_ceil(draw::BATCH).max(1) };
    let first = |k: u32| join(effort.seed, u64::from(effort.first_draw + k * draw::BATCH));
    let samples: Vec<Sample> = (0..batches).into_par_iter().map(|k| Sample::of(base, first(k), effort.members)).collect();
    appraise_over(program, base, (&samples, draw::BATCH), book, terms, effort, detailed)
}
/// The same, with what the driver series need counted too, going on in whole batches until the Monte Carlo error of the median ROI is at most `aim` of its P10-P90 width, or
/// `most` draws are made.
pub fn appraise_until(program: &Program, base: &Base, book: &Book, terms: &Terms, effort: &Effort, (aim, most): (f64, u32)) -> Appraisal {
    let mut all = in_full(program, base, book, terms, effort, true);
    loop {
        let done = all.draws.len() as u32;
        let error = report::monte_carlo_error(&all);
        if error <= aim || !error.is_finite() || done >= most || !done.is_multiple_of(draw::BATCH) {
            return all;
        }
        // Errors fall with the root of the draws; a little more than that tells is made, for the error is itself an estimate.
        let wanted = f64::from(done) * (error / aim) * (error / aim) * 1.1;
        let batches = libm::ceil((wanted.min(f64::from(most)) - f64::from(done)) / f64::from(draw::BATCH)).max(1.0) as u32;
        let more = Effort { draws: batches * draw::BATCH, first_draw: effort.first_draw + done, ..*effort };
        all.extend(in_full(program, base, book, terms, &more, true));
    }
}
/// Draw i uses sample number (i ÷ each), modulo the number of samples.
fn appraise_over(program: &Program, base: &Base, (samples, each): (&[Sample], u32), book: &Book, terms: &Terms, effort: &Effort, detailed: bool) -> Appraisal {
    let rules: Vec<Rules> = samples.iter().map(|s| Rules::of(program, book, s)).collect();
    let drawn = draw::draw(book, base, effort);
    let normal = walk::normal_table();
    let horizon = terms.horizon.clamp(1, HORIZON_MAX);
    let first = terms.launch.year_month().1 as usize - 1;
    let season = std::array::from_fn(|m| base.season[(first + m) % 12]);
    let gap = if terms.stale() { 0 } else { terms.months_waited() as u32 };
    let one = |i: usize| {
        let at = i / each as usize % samples.len();
        let draw = drawn.at(i);
        let (ramp, fade) = walk::time_tables(&draw, horizon);
        let world = World { rules: &rules[at], draw: &draw, horizon, season, gap, normal: &normal, ramp, fade, detailed };
        let tally = simulate(&world, base, &samples[at], (effort.seed, effort.first_draw + i as u32), &terms.stop);
        Outcome::of(tally, &rules[at], &draw)
    };
    let outcomes: Vec<Outcome> = (0..effort.draws as usize).into_par_iter().map(one).collect();
    Appraisal::of(outcomes, drawn.varied, program, terms, horizon, &samples[0])
}
/// One draw: today's customers, newcomers of every month, referred friends; always in this order. Where the run is asked to stop, the
/// rest of the draw stays empty: nobody looks at it.
fn simulate(world: &World, base: &Base, sample: &Sample, (seed, draw): (u64, u32), stop: &Stop) -> Tally {
    let horizon = world.horizon as usize;
    let levels = world.rules.levels.len();
    let detail = world.detailed.then(|| Box::new(Detail::new(horizon, levels)));
    let mut tally = Tally { months: vec![MonthFlow::default(); horizon], tiers: vec![TierFlow::default(); levels], detail, ..Tally::default() };
    let mut ledger = Ledger::new();
    let mut friends = Vec::new();
    for (who, weight, key) in &sample.members {
        if stop.asked() {
            return tally;
        }
        let walker = Walker { who, weight: *weight, stream: Stream::of(seed, draw, *key), origin: Origin::Today };
        walk_with_friends(world, base, sample, &walker, &mut ledger, &mut tally, &mut friends);
    }
    if sample.new_per_month > 0 {
        let weight = base.new_per_month * world.draw.newcomers / f64::from(sample.new_per_month);
        for m in 0..world.horizon {
            if stop.asked() {
                return tally;
            }
            for k in 0..sample.new_per_month {
                let stream = Stream::of(seed, draw, join(u64::from(m), u64::from(k)));
                let who = template(base, sample, stream);
                let walker = Walker { who, weight, stream, origin: Origin::New(m) };
                walk_with_friends(world, base, sample, &walker, &mut ledger, &mut tally, &mut friends);
            }
        }
    }
    tally
}
fn template<'a>(base: &'a Base, sample: &Sample, stream: Stream) -> &'a crate::base::BaseMember {
    let u = stream.unit(0, Purpose::Template);
    let at = sample.newcomer_shares.partition_point(|share| *share < u);
    &base.newcomers[at.min(base.newcomers.len() - 1)]
}
fn walk_with_friends(world: &World, base: &Base, sample: &Sample, walker: &Walker, ledger: &mut Ledger, tally: &mut Tally, friends: &mut Vec<u32>) {
    friends.clear();
    world.walk(walker, ledger, tally, friends);
    if friends.is_empty() || base.newcomers.is_empty() {
        return;
    }
    let mut none = Vec::new();
    for m in friends.iter() {
        let stream = Stream(join(walker.stream.0, u64::from(*m)));
        let who = template(base, sample, stream);
        world.walk(&Walker { who, weight: walker.weight, stream, origin: Origin::Referred(*m) }, ledger, tally, &mut none);
    }
}
