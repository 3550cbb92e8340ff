//! Which points are part of a sale, and what the others are. IFRS 15.B39-B42 (material rights), 70-72 (consideration payable to a customer), 91-94
//! (costs of obtaining a contract).
use crate::simulation::outcome::Appraisal;
use crate::simulation::tally::MonthFlow;
use loyalty_model::fact::Fact;
use loyalty_model::plan::{PointsTreatment, Treatment};
use loyalty_model::program::Program;

/// Points of a month by treatment.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Split {
    pub(crate) allocated: f64,
    pub(crate) provision: f64,
    pub(crate) reduction: f64,
    pub(crate) contract: f64,
}
impl Split {
    pub(crate) fn total(&self) -> f64 {
        self.allocated + self.granted()
    }
    pub(crate) fn granted(&self) -> f64 {
        self.provision + self.reduction + self.contract
    }
}
/// The mission that runs in a month of the program year is completed by purchases. One runs at a time; the first listed decides where a person
/// set two.
fn by_purchases(program: &Program, month: usize) -> bool {
    let runs = |start: u32, window: u32| (month as u32 + 12 - start % 12) % 12 < window.max(1);
    program.missions.iter().find(|m| m.starts.iter().any(|s| runs(*s, m.window_months))).is_none_or(|m| m.orders_needed > 0)
}
/// Of the points of a referral, those of the friend.
fn friends_part(program: &Program) -> f64 {
    let (friend, own) = program.referral.as_ref().map_or((0.0, 0.0), |r| (r.friend_points as f64, r.recommender_points as f64));
    if friend + own > 0.0 { friend / (friend + own) } else { 0.0 }
}
/// Sources of points: what they are given for, the treatment, and their points in a month.
type Source = (&'static str, Treatment, fn(&MonthFlow, bool, f64) -> f64);
const SOURCES: [Source; 8] = [
    ("purchases", Treatment::Allocated, |f, _, _| f.points_earned),
    ("missions-purchases", Treatment::Allocated, |f, bought, _| if bought { f.points_missions } else { 0.0 }),
    ("friends", Treatment::Allocated, |f, _, friend| f.points_referral * friend),
    ("joining", Treatment::Provision, |f, _, _| f.points_joining),
    ("missions-acts", Treatment::Provision, |f, bought, _| if bought { 0.0 } else { f.points_missions }),
    ("surprise", Treatment::RevenueReduction, |f, _, _| f.points_surprise),
    ("triggers", Treatment::RevenueReduction, |f, _, _| f.points_triggers),
    ("recommenders", Treatment::ContractCost, |f, _, friend| f.points_referral * (1.0 - friend)),
];
/// Means over draws of a month's points, by treatment.
pub(crate) fn split(a: &Appraisal, program: &Program, month: usize) -> Split {
    let (bought, friend) = (by_purchases(program, month), friends_part(program));
    let mut out = Split::default();
    for (_, treatment, points) in SOURCES {
        let points = a.mean(|o| points(&o.tally.months[month], bought, friend));
        match treatment {
            Treatment::Allocated => out.allocated += points,
            Treatment::Provision => out.provision += points,
            Treatment::RevenueReduction => out.reduction += points,
            Treatment::ContractCost => out.contract += points,
        }
    }
    out
}
/// What a source is and why it is treated so.
fn said(source: &str) -> (Fact, Fact) {
    match source {
        "purchases" => (Fact::new("points-of-purchases"), Fact::new("treated-purchases")),
        "missions-purchases" => (Fact::new("points-of-missions-purchases"), Fact::new("treated-missions-purchases")),
        "friends" => (Fact::new("points-of-friends"), Fact::new("treated-friends")),
        "joining" => (Fact::new("points-of-joining"), Fact::new("treated-joining")),
        "missions-acts" => (Fact::new("points-of-missions-acts"), Fact::new("treated-missions-acts")),
        "surprise" => (Fact::new("points-of-surprise"), Fact::new("treated-surprise")),
        "triggers" => (Fact::new("points-of-triggers"), Fact::new("treated-triggers")),
        _ => (Fact::new("points-of-recommenders"), Fact::new("treated-recommenders")),
    }
}
/// How each source that gives points is treated. `deferred`: for each allocated point of a month; `cost`: expected cost of a point granted.
pub(crate) fn treatments(a: &Appraisal, program: &Program, deferred: &[f64], cost: f64) -> Vec<PointsTreatment> {
    let friend = friends_part(program);
    let one = |(source, treatment, points): Source| {
        let (mut all, mut amount) = (0.0, 0.0);
        for (m, each) in deferred.iter().enumerate() {
            let here = a.mean(|o| points(&o.tally.months[m], by_purchases(program, m), friend));
            all += here;
            amount += here * if treatment == Treatment::Allocated { *each } else { cost };
        }
        let (source, why) = said(source);
        PointsTreatment { source, treatment, why, points: all, amount }
    };
    SOURCES.into_iter().map(one).filter(|t| t.points > 0.0).collect()
}
