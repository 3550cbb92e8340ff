//! The legal designs: axes with a few options each, thresholds cut from today's customers, benefits of the catalogue.
pub mod build;
pub mod design_point;
pub mod form;
mod ladder;
pub mod limits;
mod missions;
pub(crate) mod own_items;
pub mod shape;
pub mod thresholds;
mod unmet;

use crate::base::{Base, BaseMember};
use crate::terms::Terms;
use design_point::Options;
use form::{FirstReward, Stand, Standing};
use loyalty_model::assumption::Book;
use loyalty_model::brief::{Brief, Goal, TierAsk, TierType};
use loyalty_model::catalogue::CatalogueBenefit;
use loyalty_model::extract::ItemFacts;
use loyalty_model::fact::Fact;
use loyalty_model::plan::{ShapeRule, Theme};
use loyalty_model::program::{Metric, Mission, Program, Tier, Trigger};
use shape::{Rules, Shape};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Customers sorted by a metric: (value, weight).
type ByMetric = Arc<Mutex<Vec<(Metric, Arc<Vec<(f64, f64)>>)>>>;
/// Customers tier by tier, by what decides who is where.
type Standings = Arc<Mutex<BTreeMap<String, Arc<Standing>>>>;
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
    /// Rules of shape that designs must keep: those that some legal design of the space keeps.
    pub(crate) soon_asked: bool,
    /// What voice of customer brings in: the benefit that answers the theme with most value at risk, and what is said of it.
    pub(crate) voiced: (Option<String>, Fact),
    /// Items of the shop that may be rewards, those with the most buyers first; `None`: no column of the orders names items.
    pub(crate) own: Option<Vec<own_items::Candidate>>,
    base: &'a Base,
    by_metric: ByMetric,
    standings: Standings,
}
impl Space<'_> {
    /// The same space where complaints have a say: the answer to the theme behind which most value is at risk is in every design.
    #[must_use]
    pub fn hearing(mut self, themes: &[Theme]) -> Self {
        self.voiced = unmet::answer(&self, themes);
        self.soon_asked = unmet::reachable(&self);
        self
    }
    /// The same space where items of the shop may be rewards, at this margin.
    #[must_use]
    pub fn selling(mut self, items: Option<&ItemFacts>, margin: f64) -> Self {
        self.own = items.map(|i| own_items::candidates(i, margin, &self));
        self.soon_asked = unmet::reachable(&self);
        self
    }
    /// The items of the shop that designs are laid out with.
    pub(crate) fn own(&self) -> &[own_items::Candidate] {
        self.own.as_deref().unwrap_or_default()
    }
    /// What voice of customer brought into the design, or why nothing.
    pub fn voice(&self) -> &Fact {
        &self.voiced.1
    }
    /// Today's customers in each of these tiers; worked out once for each way to draw the lines.
    pub(crate) fn standing(&self, tiers: &[Tier], missions: &[Mission]) -> Arc<Standing> {
        let metric = tiers[0].metric;
        let asks: Vec<u64> = tiers.iter().map(|t| t.threshold.to_bits()).collect();
        let counted: Vec<(u32, u32, &[u32])> = match metric {
            Metric::MissionsCompleted => missions.iter().map(|m| (m.orders_needed, m.window_months, &m.starts[..])).collect(),
            _ => vec![],
        };
        let key = format!("{metric:?} {asks:?} {counted:?}");
        if let Some(known) = self.standings.lock().ok().and_then(|e| e.get(&key).cloned()) {
            return known;
        }
        let standing = Arc::new(Standing::of(tiers, missions, self.base, self.shape.mission_completion));
        if let Ok(mut standings) = self.standings.lock() {
            standings.insert(key, Arc::clone(&standing));
        }
        standing
    }
    /// Today's customers of a program's first tier.
    pub(crate) fn entry(&self, program: &Program) -> Stand {
        self.standing(&program.tiers, &program.missions).tiers[0]
    }
    /// Whether a program keeps the rules of shape that this space can keep.
    pub fn in_shape(&self, program: &Program) -> bool {
        f64::from(form::rules_to_learn(program)) <= self.rules.value("rules_most").max(self.fewest_rules())
            && (!self.soon_asked || FirstReward::of(program, &self.shape, &self.entry(program)).soon(&self.shape, &self.rules))
    }
    /// How a program of this space stands to each rule of shape.
    pub(crate) fn checked(&self, program: &Program, terms: &Terms) -> Vec<ShapeRule> {
        let standing = Standing::of(&program.tiers, &program.missions, self.base, self.shape.mission_completion);
        form::checks(program, &standing, &self.shape, &|rule| form::not_in_shape(rule, terms, false))
    }
    /// Rules that the plainest program of the kind asked for has: a wish for six tiers alone may need more than the most.
    fn fewest_rules(&self) -> f64 {
        let missions = if self.kind == TierType::Missions { 2.0 } else { 0.0 };
        1.0 + f64::from(self.tier_count) + missions + if self.kind == TierType::Hybrid { 1.0 } else { 0.0 }
    }
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
        standings: Standings::default(),
        soon_asked: false,
        voiced: (None, Fact::default()),
        own: None,
    };
    space.soon_asked = unmet::reachable(&space);
    space.unmet = unmet::unmet(&space, triggers.len());
    space
}
