//! Scenarios and named shocks: what differs, on the same chance as the design.
use crate::base::Base;
use crate::simulation::outcome::{Appraisal, ratio};
use crate::simulation::sample::Sample;
use crate::simulation::tally::MonthFlow;
use crate::simulation::{Sampling, appraise_on};
use crate::terms::Terms;
use loyalty_model::assumption::Book;
use loyalty_model::fact::Fact;
use loyalty_model::plan::Scenario;
use loyalty_model::program::{Expiry, Program};

/// What scenarios have in common.
pub(crate) struct ScenarioRunner<'a> {
    pub(crate) program: &'a Program,
    pub(crate) base: &'a Base,
    pub(crate) sample: &'a Sample,
    pub(crate) book: &'a Book,
    pub(crate) terms: &'a Terms,
    pub(crate) sampling: Sampling,
}
impl ScenarioRunner<'_> {
    pub(crate) fn appraise(&self, program: &Program, book: &Book) -> Appraisal {
        appraise_on(program, self.base, self.sample, book, self.terms, &self.sampling)
    }
}

/// Base, optimised, aggressive, then the shocks.
pub(crate) fn scenarios(room: &ScenarioRunner, reference: Option<&Program>, full: &Appraisal, plain: &Appraisal) -> Vec<Scenario> {
    let shown = |id: &str, text: Fact, other: &Appraisal| against(id, text, full, plain, other);
    let mut list = vec![match reference {
        Some(r) => shown("base", Fact::new("scenario-base"), &room.appraise(r, room.book)),
        None => shown("base", Fact::new("scenario-base-chosen"), plain),
    }];
    list.push(shown("optimised", Fact::new("scenario-optimised"), plain));
    let bold = aggressive(room.program);
    list.push(shown("aggressive", Fact::new("scenario-aggressive"), &room.appraise(&bold, room.book)));
    let double = changed(room.book, |id| id == "points.ultimate_redemption", 2.0);
    list.push(shown("redemption-doubles", Fact::new("scenario-redemption-doubles"), &room.appraise(room.program, &double)));
    list.push(shown("expiry-removed", expiry_text(room.program), &expiry_removed(room, plain)));
    let half = changed(room.book, is_effect, 0.5);
    list.push(shown("lift-halves", Fact::new("scenario-lift-halves"), &room.appraise(room.program, &half)));
    let kept = full.budget_kept_share(0.8 * room.terms.pool);
    let text = Fact::new("scenario-pool-cut").share("kept", kept);
    list.push(shown("pool-cut", text, plain));
    if room.program.tiers.len() > 1 {
        let text = Fact::new("scenario-top-tier-grows");
        list.push(shown("top-tier-grows", text, &room.appraise(&crowded(room), room.book)));
    }
    list
}
/// The full appraisal, moved by the difference that the change makes on a smaller run of the same chance.
fn against(id: &str, description: Fact, full: &Appraisal, plain: &Appraisal, other: &Appraisal) -> Scenario {
    let moved = |f: &dyn Fn(&Appraisal) -> f64| f(full) + (f(other) - f(plain));
    let incremental_margin = moved(&|a| a.mean(|o| o.incremental_margin));
    let total_cost = moved(&|a| a.mean(|o| o.total_cost));
    let quantile = |p: f64| moved(&|a| a.quantile(p, |o| o.roi));
    let never = f64::from(full.horizon) + 1.0;
    let source = if std::ptr::eq(other, plain) { full } else { other };
    let month = source.quantile(0.5, |o| o.break_even.map_or(never, f64::from));
    Scenario {
        id: id.into(),
        description,
        roi: ratio(incremental_margin - total_cost, total_cost),
        roi_p10: quantile(0.1),
        roi_p50: quantile(0.5),
        roi_p90: quantile(0.9),
        incremental_margin,
        total_cost,
        break_even_month: (month < never).then_some(month),
    }
}
fn aggressive(program: &Program) -> Program {
    let mut bold = program.clone();
    bold.earn.points_per_unit *= 1.5;
    for m in &mut bold.missions {
        m.points = m.points * 3 / 2;
    }
    bold
}
/// The book with some assumptions multiplied, within their limits.
pub(crate) fn changed(book: &Book, which: impl Fn(&str) -> bool, factor: f64) -> Book {
    let mut book = book.clone();
    for (id, a) in &mut book.0 {
        if which(id) {
            a.value = (a.value * factor).clamp(a.low, a.high);
            // A share near its limit has little room to vary.
            a.sd = if a.distribution == "beta" { a.sd.min(0.5 * (a.high - a.value)) } else { a.sd * factor };
            if a.sd <= 0.0 {
                a.distribution = "fixed".into();
            }
        }
    }
    book
}
/// What scales the effects of the program on customers: the response to value, and the cost of missed missions.
pub(crate) fn is_effect(id: &str) -> bool {
    id == "response.strength" || id == "lift.mission_missed"
}
fn expiry_text(program: &Program) -> Fact {
    match program.expiry {
        Expiry::None => Fact::new("scenario-no-expiry-already"),
        _ => Fact::new("scenario-no-expiry"),
    }
}
/// No expiry; the ultimate redemption grows by the share of points that expired.
fn expiry_removed(room: &ScenarioRunner, plain: &Appraisal) -> Appraisal {
    room.appraise(&Program { expiry: Expiry::None, ..room.program.clone() }, &redeemed_instead(room.book, plain, None))
}
/// The assumptions with ultimate redemption raised by the share of points that expired `before` and no longer do `after` (`None`: none expires).
pub(crate) fn redeemed_instead(book: &Book, before: &Appraisal, after: Option<&Appraisal>) -> Book {
    let expired = |a: &Appraisal| ratio(a.total(|f| f.points_expired), a.total(MonthFlow::points_issued) + a.mean(|o| o.tally.opening));
    let more = expired(before) - after.map_or(0.0, expired);
    let mut book = book.clone();
    if let Some(a) = book.0.get_mut("points.ultimate_redemption") {
        a.value = (a.value + more).clamp(a.low, a.high);
        a.sd = a.sd.min(0.5 * (a.high - a.value));
        if a.sd <= 0.0 {
            a.distribution = "fixed".into();
        }
    }
    book
}
/// Half the top threshold: the privileges of the top tier are worth the less, the more members hold them.
fn crowded(room: &ScenarioRunner) -> Program {
    let mut program = room.program.clone();
    let below = program.tiers[program.tiers.len() - 2].threshold;
    if let Some(top) = program.tiers.last_mut() {
        top.threshold = (0.5 * top.threshold).max(below);
    }
    program
}
