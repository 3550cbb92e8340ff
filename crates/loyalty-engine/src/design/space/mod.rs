//! The legal designs: axes with a few options each, thresholds cut from today's customers, benefits of the catalogue.
pub mod build;
pub mod design_point;
pub mod limits;
mod missions;
pub mod shape;
pub mod thresholds;
mod unmet;

use crate::base::{Base, BaseMember};
use crate::terms::Terms;
use design_point::Options;
use loyalty_model::assumption::Book;
use loyalty_model::brief::{Brief, Goal, TierAsk, TierType};
use loyalty_model::catalogue::CatalogueBenefit;
use loyalty_model::fact::Fact;
use loyalty_model::program::{Metric, Mission, Trigger};
use shape::{Rules, Shape};
use std::sync::{Arc, Mutex};

/// Customers sorted by a metric: (value, weight).
type ByMetric = Arc<Mutex<Vec<(Metric, Arc<Vec<(f64, f64)>>)>>>;
/// The legal designs for a brief, and what they are cut from.
#[derive(Debug, Clone)]
pub struct Space<'a> {
    /// Kind.
    pub kind: TierType,
    /// Tiers asked.
    pub tier_count: u8,
    /// Goal.
    pub goal: Goal,
    /// Typical customer.
    pub shape: Shape,
    /// Options by axis.
    pub options: Options,
    /// Limits and pool.
    pub terms: Terms,
    /// Wishes that no design can meet, and what would have to give.
    pub unmet: Vec<Fact>,
    pub(crate) rules: Rules,
    pub(crate) catalogue: Vec<CatalogueBenefit>,
    pub(crate) point_value: f64,
    pub(crate) reward_cost_ratio: f64,
    pub(crate) sign: String,
    pub(crate) triggers: Vec<Trigger>,
    base: &'a Base,
    by_metric: ByMetric,
}
impl Space<'_> {
    /// Active customers by the metric, ascending: (value, weight). Sorted once for each metric that knows no missions.
    pub(crate) fn sorted(&self, metric: Metric, missions: &[Mission]) -> Arc<Vec<(f64, f64)>> {
        let sort = || Arc::new(self.sorted_by_weight(metric, missions, &|m| m.weight));
        if metric == Metric::MissionsCompleted {
            return sort();
        }
        let Ok(mut known) = self.by_metric.lock() else { return sort() };
        if let Some((_, sorted)) = known.iter().find(|k| k.0 == metric) {
            return Arc::clone(sorted);
        }
        let sorted = sort();
        known.push((metric, Arc::clone(&sorted)));
        sorted
    }
    /// The same with other weights: a resample of the customers.
    pub(crate) fn sorted_by_weight(&self, metric: Metric, missions: &[Mission], weight: &dyn Fn(&BaseMember) -> f64) -> Vec<(f64, f64)> {
        let base = self.base;
        let mut values: Vec<(f64, f64)> = base
            .members
            .iter()
            .filter(|m| shape::spend_yearly(base, m) > 0.0)
            .map(|m| (shape::metric_value(base, m, metric, missions, self.shape.mission_completion), weight(m)))
            .filter(|v| v.1 > 0.0)
            .collect();
        values.sort_by(|a, b| a.0.total_cmp(&b.0));
        values
    }
}

/// The value of a point: so that a typical order is worth some tens of thousands of them.
pub fn point_value(base: &Base, book: &Book) -> f64 {
    build::point_value(Shape::of(base, book).order_value, Rules::read().value("points_per_typical_order"))
}
/// Lays out the legal designs. The rhythm and the distributions come from the base. `triggers` are priced with every design.
pub fn propose<'a>(brief: &Brief, base: &'a Base, book: &Book, terms: &Terms, triggers: &[Trigger]) -> Space<'a> {
    let rules = Rules::read();
    let shape = Shape::of(base, book);
    let kind = brief.tiers.kind;
    let count = if kind == TierType::PointsOnly { 1 } else { brief.tiers.count.clamp(1, 6) };
    let terms = &Terms { limits: terms.limits.on_orders(shape.order_value), ..terms.clone() };
    let options = Options::of(TierAsk { kind, count }, base.contractual, terms, &rules);
    let mut space = Space {
        kind,
        tier_count: count,
        goal: brief.goal,
        shape,
        options,
        terms: terms.clone(),
        unmet: vec![],
        point_value: build::point_value(shape.order_value, rules.value("points_per_typical_order")),
        reward_cost_ratio: book.value("points.reward_cost_ratio"),
        sign: brief.currency.sign(),
        catalogue: loyalty_model::catalogue::benefits(),
        rules,
        triggers: triggers.iter().filter(|t| !terms.limits.channels_barred.contains(&t.channel)).cloned().collect(),
        base,
        by_metric: ByMetric::default(),
    };
    space.unmet = unmet::unmet(&space, triggers.len());
    space
}
