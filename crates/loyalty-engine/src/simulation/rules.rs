//! The program as the member loop reads it: flat tables, one look-up each.
use crate::assumptions::judgement;
use crate::simulation::expiry::expiry_months;
use crate::simulation::sample::Sample;
use loyalty_model::assumption::Book;
use loyalty_model::program::{CostDriver, Metric, Program};

/// Days of a mean month.
const MONTH_DAYS: f64 = 30.4375;

/// A tier.
#[derive(Debug, Clone)]
pub(crate) struct TierRule {
    pub(crate) threshold: f64,
    pub(crate) metric: Metric,
    pub(crate) validity: u32,
    pub(crate) earn: f64,
    pub(crate) per_order: f64,
    pub(crate) per_month: f64,
    pub(crate) per_spend: f64,
    /// Benefits as members see them.
    pub(crate) privileges: Vec<Privilege>,
}
/// A benefit of a tier as its holders see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Privilege {
    pub(crate) driver: CostDriver,
    /// Perceived value × take-up, in currency per unit of the driver.
    pub(crate) worth: f64,
    /// It begins above the first tier.
    pub(crate) above_entry: bool,
}
impl TierRule {
    /// What is left of a tier that is looked at for its points alone.
    pub(crate) fn that_earns(earn: f64) -> Self {
        TierRule::without_benefits(0.0, Metric::NetSpend, 0, earn)
    }
    /// A tier that gives `earn` points per unit of spend and nothing else; `validity` in months.
    fn without_benefits(threshold: f64, metric: Metric, validity: u32, earn: f64) -> Self {
        TierRule { threshold, metric, validity, earn, per_order: 0.0, per_month: 0.0, per_spend: 0.0, privileges: vec![] }
    }
}
/// A mission, as the member loop reads it.
#[derive(Debug, Clone)]
pub(crate) struct MissionRule {
    pub(crate) orders: u32,
    pub(crate) months: u32,
    pub(crate) points: u64,
}
/// The program, compiled.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    pub(crate) tiers: Vec<TierRule>,
    pub(crate) period: u32,
    pub(crate) pending: u32,
    pub(crate) joining: u64,
    pub(crate) prices: Vec<u64>,
    /// Prices of items of the shop, with what each costs by its value.
    pub(crate) items: Vec<(u64, f64)>,
    /// The first reward is an item.
    pub(crate) item_first: bool,
    pub(crate) age_expiry: u32,
    pub(crate) idle_expiry: u32,
    /// Missions by month of the program year: index into `missions`.
    pub(crate) offered: [Option<usize>; 12],
    pub(crate) missions: Vec<MissionRule>,
    pub(crate) surprise_share: f64,
    pub(crate) surprise_points: u64,
    pub(crate) referral: Option<(u64, u64, u32)>,
    /// Trigger points, and trigger messages, per member and month.
    pub(crate) trigger_points: f64,
    pub(crate) trigger_messages: f64,
    /// Of a point, in currency.
    pub(crate) point_value: f64,
    /// What the value delivered is counted with, as the book has it: chance a month that an affordable reward is taken, chance of completing an act,
    /// yearly referral rates without and with a full reward, curvature of referrals, extra worth of a privilege.
    pub(crate) redemption_pace: f64,
    pub(crate) completion: f64,
    pub(crate) referral_rates: (f64, f64),
    pub(crate) referral_curvature: f64,
    pub(crate) status_extra: f64,
    pub(crate) counting: Counting,
}
/// Judgements on what members count as value (docs/economics.md, 5).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counting {
    /// Months within which a redeemed point counts, and the share of its value that is left for each month of waiting.
    pub(crate) months: u32,
    pub(crate) kept_monthly: f64,
    /// Chance of completing a mission below which it is hopeless, and above which it would have happened anyway.
    pub(crate) hopeless_below: f64,
    pub(crate) certain_above: f64,
    /// Worth of a further mission in a row against the one before it, and of a further benefit against the best.
    pub(crate) further_mission: f64,
    pub(crate) further_benefit: f64,
}
impl Counting {
    fn of(book: &Book) -> Counting {
        let value = |id: &str| judgement(book, id);
        Counting {
            months: value("response.value_months").max(1.0) as u32,
            kept_monthly: value("response.value_kept_monthly"),
            hopeless_below: value("mission.hopeless_below"),
            certain_above: value("mission.certain_above"),
            further_mission: value("mission.further"),
            further_benefit: value("response.further_benefit"),
        }
    }
}

/// What a member has gathered in a qualification period.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct QualifyingCounts {
    pub(crate) net_sales: f64,
    pub(crate) orders: f64,
    pub(crate) missions: f64,
    /// A month.
    pub(crate) recurring_revenue: f64,
}
impl QualifyingCounts {
    /// The count that a tier asks for.
    #[inline]
    pub(crate) fn of(&self, metric: Metric) -> f64 {
        match metric {
            Metric::NetSpend => self.net_sales,
            Metric::Orders => self.orders,
            Metric::MissionsCompleted => self.missions,
            Metric::RecurringRevenue => self.recurring_revenue,
        }
    }
    /// So much of one metric and nothing of the others.
    pub(crate) fn only(metric: Metric, value: f64) -> Self {
        let mut counts = Self::default();
        match metric {
            Metric::NetSpend => counts.net_sales = value,
            Metric::Orders => counts.orders = value,
            Metric::MissionsCompleted => counts.missions = value,
            Metric::RecurringRevenue => counts.recurring_revenue = value,
        }
        counts
    }
}

impl Rules {
    /// With what triggers give and send a member of this sample: nothing else hangs on who was sampled.
    pub(crate) fn in_sample(mut self, program: &Program, book: &Book, sample: &Sample) -> Rules {
        let enrolled = sample.active * book.get("program.enrolment_active_share").map_or(1.0, |a| a.value);
        let per_member = |x: f64| if enrolled > 0.0 { x / enrolled } else { 0.0 };
        self.trigger_points = per_member(program.triggers.iter().map(|t| t.volume_monthly * t.points as f64).sum());
        self.trigger_messages = per_member(program.triggers.iter().filter(|t| t.own_message).map(|t| t.volume_monthly).sum());
        self
    }
    /// The program without its triggers, the same for every sample.
    pub(crate) fn of_any(program: &Program, book: &Book) -> Rules {
        let value = |id: &str, without: f64| book.get(id).map_or(without, |a| a.value);
        let mut prices: Vec<u64> = program.rewards.iter().map(|r| r.points_price.max(1)).collect();
        prices.sort_unstable();
        let mut rules = Rules {
            tiers: tier_rules(program),
            period: program.period_months(),
            pending: waiting_months(program),
            joining: program.earn.joining_points,
            prices,
            items: program.rewards.iter().filter(|r| r.item.is_some()).map(|r| (r.points_price.max(1), r.cost_ratio())).collect(),
            item_first: program.rewards.iter().min_by_key(|r| r.points_price).is_some_and(|r| r.item.is_some()),
            age_expiry: expiry_months(program).0,
            idle_expiry: expiry_months(program).1,
            offered: [None; 12],
            missions: vec![],
            surprise_share: program.surprise.as_ref().map_or(0.0, |s| s.monthly_share),
            surprise_points: program.surprise.as_ref().map_or(0, |s| s.points),
            referral: program.referral.as_ref().map(|r| (r.recommender_points, r.friend_points, r.yearly_cap)),
            trigger_points: 0.0,
            trigger_messages: 0.0,
            point_value: program.point_value,
            redemption_pace: value("points.redemption_hazard_monthly", 0.35),
            completion: value("mission.completion", 0.2),
            referral_rates: (value("referral.rate_yearly_without", 0.0), value("referral.rate_yearly", 0.0)),
            referral_curvature: value("referral.curvature", 0.1),
            status_extra: value("response.status_extra", 1.0),
            counting: Counting::of(book),
        };
        for m in &program.missions {
            rules.missions.push(MissionRule { orders: m.orders_needed, months: m.window_months.max(1), points: m.points });
            for start in &m.starts {
                rules.offered[*start as usize % 12].get_or_insert(rules.missions.len() - 1);
            }
        }
        rules
    }
    /// The tier for a value of each metric.
    #[inline]
    pub(crate) fn tier(&self, counted: &QualifyingCounts) -> usize {
        reached(&self.tiers, counted)
    }
    /// What an item at this price costs by its value.
    #[inline]
    pub(crate) fn item_at(&self, price: u64) -> Option<f64> {
        self.items.iter().find(|i| i.0 == price).map(|i| i.1)
    }
    /// Dearest affordable price; without a ladder, the whole balance.
    #[inline]
    pub(crate) fn affordable(&self, balance: u64) -> u64 {
        if self.prices.is_empty() {
            return balance;
        }
        self.prices.iter().rev().copied().find(|p| *p <= balance).unwrap_or(0)
    }
}
/// The tier for a value of each metric.
#[inline]
pub(crate) fn reached(tiers: &[TierRule], counted: &QualifyingCounts) -> usize {
    let mut at = 0;
    for (i, tier) in tiers.iter().enumerate().skip(1) {
        if counted.of(tier.metric) >= tier.threshold {
            at = i;
        }
    }
    at
}
/// The tier that a member holds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Held {
    pub(crate) tier: usize,
    /// Month in which its validity is over.
    pub(crate) review: u32,
    /// Highest tier that the counts of the running period have reached so far.
    pub(crate) reached: usize,
}
/// What a member holds after a look at the counts. A tier is valid from the month in which the counts of a period reach it, however often they are
/// looked at afterwards; at the review what the present or the last period reached remains, or the tier below the one held: nobody falls further at once.
#[inline]
pub(crate) fn requalify(tiers: &[TierRule], held: Held, counted: &QualifyingCounts, before: &QualifyingCounts, month: u32) -> Held {
    let now = reached(tiers, counted);
    let seen = held.reached.max(now);
    let reached_again = now > held.tier || (now == held.tier && now > held.reached);
    let tier = if reached_again {
        now
    } else if month >= held.review && held.tier > 0 {
        now.max(reached(tiers, before)).max(held.tier - 1)
    } else {
        return Held { reached: seen, ..held };
    };
    Held { tier, review: month + tiers[tier].validity, reached: seen }
}
/// Months that points wait before they can be spent.
pub(crate) fn waiting_months(program: &Program) -> u32 {
    libm::ceil(f64::from(program.earn.pending_days) / MONTH_DAYS) as u32
}
pub(crate) fn tier_rules(program: &Program) -> Vec<TierRule> {
    let mut tiers = vec![];
    for (i, t) in program.tiers.iter().enumerate() {
        let mut tier = TierRule::without_benefits(t.threshold, t.metric, t.validity_months.max(1), program.earn.points_per_unit * t.multiplier);
        for b in program.benefits.iter().filter(|b| b.from_tier <= i) {
            let cost = b.unit_cost * b.take_up;
            match b.driver {
                CostDriver::PerOrder => tier.per_order += cost,
                CostDriver::PerMemberMonth => tier.per_month += cost,
                CostDriver::PerMemberYear => tier.per_month += cost / 12.0,
                CostDriver::PerSpend => tier.per_spend += cost,
            }
            tier.privileges.push(Privilege { driver: b.driver, worth: b.perceived_value * b.take_up, above_entry: b.from_tier > 0 });
        }
        tiers.push(tier);
    }
    if tiers.is_empty() {
        tiers.push(TierRule::without_benefits(0.0, Metric::NetSpend, 12, program.earn.points_per_unit));
    }
    tiers
}
