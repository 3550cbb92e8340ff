//! From a point of the space to a program: every figure clean, every choice with its reason.
use crate::design::Space;
use crate::design::space::design_point::{Axis, BenefitDepth, DesignPoint, Joining, MissionLoad};
use crate::design::space::form;
use crate::design::space::missions::for_goal;
use crate::design::space::thresholds::{Whole, clean_points, cut, moved, power, pyramid};
use crate::numbers::grouped;
use loyalty_model::brief::{Goal, TierType};
use loyalty_model::catalogue::{CatalogueBenefit, Fit, Stands};
use loyalty_model::fact::Fact;
use loyalty_model::program::{Benefit, EarnRules, Metric, Mission, Program, Referral, Surprise, Tier};

const NAMES: [&str; 6] = ["Member", "Silver", "Gold", "Platinum", "Diamond", "Black"];

/// Benefits of the lean, the standard and the rich set: rules that a member must learn are few.
const MOST_BENEFITS: [usize; 3] = [4, 7, 11];
/// Triggers that hang on what the program is: recommending, rising to a tier, and more in a basket.
const INVITATION: &str = "invite-a-friend";
const RISE: &str = "tier-in-reach";
const BASKET: &str = "bigger-basket";

impl Space<'_> {
    /// The program at a point of the space.
    pub fn build(&self, levers: DesignPoint) -> Program {
        let rate = self.options.give_back[levers.at(Axis::GiveBack)];
        let missions = self.missions(levers, rate);
        let spend_share = if self.kind == TierType::Missions { self.rules.value("base_share_missions") } else { 1.0 };
        let mut tiers = self.tiers(levers, &missions);
        let benefits = self.benefits(levers, &tiers, &missions);
        for benefit in &benefits {
            tiers[benefit.from_tier].benefits.push(benefit.id.clone());
        }
        let points_per_unit = tidy(rate * spend_share / self.point_value);
        let referral = self.referral(levers);
        // Nobody is invited where a referral earns nothing, or called to a tier where there is one only: then more in a basket is the way up.
        let tiered = tiers.len() > 1;
        let carried = |id: &str| match id {
            INVITATION => referral.is_some(),
            RISE => tiered,
            BASKET => !tiered || self.goal == Goal::Expansion,
            _ => true,
        };
        let triggers = self.triggers.iter().filter(|t| carried(&t.id)).cloned().collect();
        let mut program = Program {
            kind: self.kind,
            goal: self.goal,
            earn: EarnRules {
                points_per_unit,
                pending_days: self.rules.value("pending_days") as u32,
                joining_points: 0,
                reason: self.earn_reason(rate, points_per_unit),
            },
            point_value: self.point_value,
            tiers,
            rewards: self.rewards(levers),
            expiry: self.options.expiry[levers.at(Axis::Expiry)],
            benefits,
            missions,
            surprise: self.surprise(levers),
            referral,
            triggers,
        };
        program.earn.joining_points = self.joining(levers, rate, &program);
        program
    }
    fn earn_reason(&self, rate: f64, points: f64) -> Fact {
        let missions = if self.kind == TierType::Missions { Fact::new("earn-reason-missions").share("rate", rate) } else { Fact::default() };
        Fact::new("earn-reason").number("points", points).number("worth", self.point_value).share("rate", points * self.point_value).fact("missions", missions)
    }
    /// Points that a typical customer should earn by missions in a year.
    fn missions(&self, levers: DesignPoint, rate: f64) -> Vec<Mission> {
        let load = self.options.missions[levers.at(Axis::Missions)];
        let share = match load {
            MissionLoad::None => return vec![],
            MissionLoad::Light(_) => self.rules.value("mission_share_light"),
            MissionLoad::Full(_) => self.rules.value("mission_share_full"),
            MissionLoad::Heavy(_) => 1.0 - self.rules.value("base_share_missions"),
        };
        let points = share * rate * self.shape.spend_yearly / self.point_value;
        for_goal(self.goal, load, &self.shape, points)
    }
    fn joining(&self, levers: DesignPoint, rate: f64, program: &Program) -> u64 {
        match self.options.joining[levers.at(Axis::Joining)] {
            Joining::Nothing => 0,
            Joining::Months(months) => clean_points(months / 12.0 * rate * self.shape.spend_yearly / self.point_value),
            Joining::HeadStart => self.head_start(program),
        }
    }
    /// Points with which the median member of the first tier reaches the first reward as soon as the rules of shape ask, rounded up to two digits; none
    /// where that member does so without.
    fn head_start(&self, program: &Program) -> u64 {
        let entry = self.entry(program);
        if form::FirstReward::of(program, &self.shape, &entry).soon(&self.shape, &self.rules) {
            return 0;
        }
        let without = form::FirstReward::of(program, &self.shape, &entry);
        let (orders, months) = form::soon(&self.shape, &self.rules);
        // The part of the way to the first reward that may be left to earn.
        let left = (orders / without.orders.max(1e-9)).max(months.map_or(0.0, |m| m / without.months.max(1e-9))).min(1.0);
        let price = program.rewards.first().map_or(0.0, |r| r.points_price as f64);
        two_digits_up(price * (1.0 - left)).min(price) as u64
    }
    fn surprise(&self, levers: DesignPoint) -> Option<Surprise> {
        let share = self.options.surprise[levers.at(Axis::Surprise)];
        let occasion = match (self.shape.contractual, self.goal) {
            (true, _) => Fact::new("occasion-full-use"),
            (_, Goal::Retention) => Fact::new("occasion-late-order"),
            (_, Goal::Expansion) => Fact::new("occasion-large-order"),
            (_, Goal::Engagement) => Fact::new("occasion-third-order"),
            (_, Goal::Advocacy) => Fact::new("occasion-review"),
        };
        (share > 0.0).then(|| Surprise { monthly_share: share, points: self.points_for_order_share(self.rules.value("surprise_order_share")), occasion })
    }
    fn referral(&self, levers: DesignPoint) -> Option<Referral> {
        let share = self.options.referral[levers.at(Axis::Referral)];
        let points = self.points_for_order_share(share);
        (share > 0.0).then(|| Referral { recommender_points: points, friend_points: points, yearly_cap: self.rules.value("referral_yearly_cap") as u32 })
    }
    fn points_for_order_share(&self, share: f64) -> u64 {
        clean_points(share * self.shape.order_value / self.point_value)
    }
    /// Thresholds above the first tier: cut from these customers, then moved by the point's steps where that leaves a design.
    pub(crate) fn cuts(&self, levers: DesignPoint, sorted: &[(f64, f64)]) -> Vec<f64> {
        let cuts = self.unmoved(levers, sorted);
        self.moved(levers, sorted, &cuts).unwrap_or(cuts)
    }
    /// Thresholds cut so that each tier holds clearly fewer of these customers than the one below.
    fn unmoved(&self, levers: DesignPoint, sorted: &[(f64, f64)]) -> Vec<f64> {
        let whole = self.whole(levers);
        pyramid(sorted, cut(sorted, &self.shares(levers), whole), whole, self.rules.value("pyramid_step"))
    }
    fn moved(&self, levers: DesignPoint, sorted: &[(f64, f64)], cuts: &[f64]) -> Option<Vec<f64>> {
        moved(sorted, cuts, levers.steps(), self.whole(levers), self.rules.value("pyramid_step"))
    }
    fn whole(&self, levers: DesignPoint) -> Whole {
        match self.options.metric[levers.at(Axis::Metric)] {
            Metric::Orders | Metric::MissionsCompleted => Whole::Count,
            Metric::NetSpend | Metric::RecurringRevenue => Whole::Amount,
        }
    }
    /// Whether the thresholds of a point can be where its steps put them.
    pub fn steps_hold(&self, levers: DesignPoint) -> bool {
        if levers.steps().iter().all(|s| *s == 0) {
            return true;
        }
        let missions = self.missions(levers, self.options.give_back[levers.at(Axis::GiveBack)]);
        let sorted = self.sorted(self.options.metric[levers.at(Axis::Metric)], &missions);
        self.moved(levers, &sorted, &self.unmoved(levers, &sorted)).is_some()
    }
    /// The points in which the threshold of one tier is one step lower or higher, as far as they hold.
    pub fn one_step_from(&self, levers: DesignPoint) -> Vec<DesignPoint> {
        let upper = 0..usize::from(self.tier_count).saturating_sub(1);
        let both = upper.flat_map(|i| [-1, 1].map(|step| levers.stepped(i, levers.steps()[i].saturating_add(step))));
        both.filter(|l| self.steps_hold(*l)).collect()
    }
    fn shares(&self, levers: DesignPoint) -> Vec<f64> {
        let (upper, next) = self.options.spread[levers.at(Axis::Spread)];
        (0..usize::from(self.tier_count).saturating_sub(1)).map(|i| upper * libm::pow(next, i as f64)).collect()
    }
    fn tiers(&self, levers: DesignPoint, missions: &[Mission]) -> Vec<Tier> {
        let metric = self.options.metric[levers.at(Axis::Metric)];
        let sorted = self.sorted(metric, missions);
        let shares = self.shares(levers);
        let unmoved = self.unmoved(levers, &sorted);
        let (cuts, steps) = match self.moved(levers, &sorted, &unmoved) {
            Some(cuts) => (cuts, levers.steps()),
            None => (unmoved.clone(), &[][..]),
        };
        let step = self.options.slope[levers.at(Axis::Slope)];
        let mut tiers = vec![self.tier(0, metric, 0.0, 1.0, Fact::new("tier-reason-everyone"))];
        for (i, threshold) in cuts.iter().enumerate() {
            let at: f64 = sorted.iter().filter(|v| v.0 >= *threshold).map(|v| v.1).sum::<f64>() / sorted.iter().map(|v| v.1).sum::<f64>().max(1e-9);
            let target = shares.get(i).copied().unwrap_or(at);
            let reason = match steps.get(i).copied().unwrap_or(0) {
                0 => Fact::new("tier-reason-cut").share("reached", at).share("target", target),
                s if s > 0 => Fact::new("tier-reason-raised").share("reached", at).share("target", target).number("cut", unmoved[i]).count("steps", s as u64),
                s => {
                    let steps = u64::from(s.unsigned_abs());
                    Fact::new("tier-reason-lowered").share("reached", at).share("target", target).number("cut", unmoved[i]).count("steps", steps)
                }
            };
            tiers.push(self.tier(i + 1, metric, *threshold, 1.0 + step * (i + 1) as f64, reason));
        }
        tiers
    }
    fn tier(&self, i: usize, metric: Metric, threshold: f64, multiplier: f64, reason: Fact) -> Tier {
        // Two tiers read better as Member and Gold.
        let name = if self.tier_count == 2 && i == 1 { "Gold" } else { NAMES[i.min(5)] };
        let months = if metric == Metric::RecurringRevenue { 1 } else { 12 };
        Tier {
            id: name.to_lowercase(),
            name: name.into(),
            metric,
            threshold,
            qualification_months: months,
            validity_months: 12,
            multiplier,
            benefits: vec![],
            reason,
        }
    }
    fn benefits(&self, levers: DesignPoint, lines: &[Tier], missions: &[Mission]) -> Vec<Benefit> {
        let tiers = lines.len();
        let BenefitDepth::UpTo(depth) = self.options.benefits[levers.at(Axis::Benefits)] else { return vec![] };
        // What a member gets for each unit of cost decides, whatever the goal: the objective tells what it is worth.
        let mut chosen: Vec<&CatalogueBenefit> = self.catalogue.iter().filter(|b| b.depth <= depth && b.perceived_order_share > 0.0 && self.fits(b)).collect();
        let worth = |b: &CatalogueBenefit| b.perceived_order_share / b.unit_cost_order_share.max(1e-9);
        chosen.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then(a.id.cmp(&b.id)));
        chosen.truncate(MOST_BENEFITS[usize::from(depth.clamp(1, 3)) - 1]);
        if let Some(answer) = self.catalogue.iter().find(|b| self.voiced.0.as_ref() == Some(&b.id) && !chosen.contains(b)) {
            chosen.push(answer);
        }
        // A tier with nothing of its own is no tier, and status that brings next to nothing is none: what is worth most for its cost fills up.
        let least = if tiers > 1 { (tiers - 1).max(self.rules.value("benefits_above_entry") as usize) } else { 0 };
        let mut more: Vec<&CatalogueBenefit> = self.catalogue.iter().filter(|b| b.depth <= 2 && b.perceived_order_share > 0.0 && self.fits(b)).collect();
        more.sort_by(|a, b| a.depth.cmp(&b.depth).then(worth(b).total_cmp(&worth(a))).then(a.id.cmp(&b.id)));
        for b in more.into_iter().filter(|b| b.stands != Stands::Entry) {
            if chosen.iter().filter(|c| c.stands != Stands::Entry).count() < least && !chosen.contains(&b) {
                chosen.push(b);
            }
        }
        let mut placed: Vec<Benefit> = vec![];
        let mut middle = 0;
        for b in chosen {
            let top = tiers - 1;
            let from = match b.stands {
                Stands::Entry => 0,
                Stands::Top => top,
                Stands::Middle => {
                    middle += 1;
                    if top <= 1 { top } else { 1 + (middle - 1) % top }
                }
            };
            placed.push(b.in_use(from, self.shape.order_value));
        }
        self.make_felt(&mut placed, lines, missions);
        placed.sort_by_key(|b| b.from_tier);
        placed
    }
    /// Adds what is worth most for its cost to each tier above the first until its benefits are felt.
    fn make_felt(&self, placed: &mut Vec<Benefit>, lines: &[Tier], missions: &[Mission]) {
        if lines.len() < 2 {
            return;
        }
        let (standing, least) = (self.standing(lines, missions), self.rules.value("status_worth"));
        let worth = |b: &CatalogueBenefit| b.perceived_order_share / b.unit_cost_order_share.max(1e-9);
        let mut more: Vec<&CatalogueBenefit> =
            self.catalogue.iter().filter(|b| b.perceived_order_share > 0.0 && b.stands != Stands::Entry && self.fits(b)).collect();
        more.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then(a.id.cmp(&b.id)));
        for tier in 1..lines.len() {
            loop {
                let missing = least - form::status_worth(placed, tier, &standing.tiers[tier]);
                let open =
                    |b: &&&CatalogueBenefit| (b.stands == Stands::Middle || tier + 1 == lines.len()) && !placed.iter().any(|p| p.id == b.id) && missing > 0.0;
                let used = |b: &CatalogueBenefit| b.in_use(tier, self.shape.order_value);
                // One that is felt by itself rather than many that nobody remembers.
                let much = |b: &&&CatalogueBenefit| form::status_worth(&[used(b)], tier, &standing.tiers[tier]) >= 0.5 * missing;
                let Some(next) = more.iter().filter(open).find(much).or_else(|| more.iter().find(open)) else { break };
                placed.push(used(next));
            }
        }
    }
    pub(super) fn fits(&self, b: &CatalogueBenefit) -> bool {
        let fit = match b.fit {
            Fit::Both => true,
            Fit::Orders => !self.shape.contractual,
            Fit::Contract => self.shape.contractual,
        };
        fit && b.used_in(&self.terms.limits.sector) && (b.lever.is_empty() || self.terms.allows(&b.lever))
    }
}
/// The value of a point: a power of ten, so that a typical order is worth some tens of thousands of points.
pub fn point_value(order_value: f64, points_per_order: f64) -> f64 {
    let k = libm::round(libm::log10((order_value / points_per_order).max(1e-12))) as i32;
    power(1.0, k)
}
/// The next value of two digits that is not below: 1,234 → 1,300.
fn two_digits_up(value: f64) -> f64 {
    let step = power(1.0, libm::floor(libm::log10(value.max(1.0))) as i32 - 1).max(1.0);
    libm::ceil(value / step - 1e-9) * step
}
/// Without the dust of binary fractions.
fn tidy(value: f64) -> f64 {
    libm::round(value * 1e6) / 1e6
}
/// 2.5 as `2.50`, 10 as `10`, 25000 as `25,000`.
pub fn plain(value: f64) -> String {
    if libm::fabs(value - libm::round(value)) < 1e-9 { grouped(value) } else { format!("{value:.2}") }
}
