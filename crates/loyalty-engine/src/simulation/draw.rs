//! Outer layer: what is not known is drawn, jointly and in Latin-hypercube batches.
use crate::base::Base;
use crate::random::{inverse_beta, inverse_normal, join, text_key, unit};
use crate::simulation::Effort;
use crate::simulation::paths::{Paths, begun, with_all};
use loyalty_model::assumption::Book;
use std::collections::BTreeMap;

/// Draws of a Latin-hypercube batch.
pub(crate) const BATCH: u32 = 40;
/// Pseudo-assumptions of the base.
const LEVEL: &str = "base.level";
const NEW: &str = "base.newcomers";
const QUALITY: &str = "program.quality";

/// Values of every assumption in every draw.
#[derive(Debug, Clone, Default)]
pub(crate) struct Drawn {
    /// Id → value per draw (uncertain ones only).
    pub(crate) varied: BTreeMap<String, Vec<f64>>,
    /// Id → value (certain ones).
    fixed: BTreeMap<String, f64>,
}

/// Draws everything that the appraisal needs.
pub(crate) fn draw(book: &Book, base: &Base, effort: &Effort, paths: &Paths) -> Drawn {
    let mut drawn = Drawn::default();
    let quality = normals(QUALITY, effort);
    let rho = book.get("lift.quality_correlation").map_or(0.0, |a| a.value.clamp(0.0, 1.0));
    for (id, a) in &book.0 {
        if a.distribution == "fixed" || a.sd <= 0.0 {
            drawn.fixed.insert(id.clone(), a.value);
            continue;
        }
        let loading = if id.starts_with("lift.frequency.") {
            libm::sqrt(rho)
        } else if id == "lift.dropout_hazard" {
            -libm::sqrt(rho)
        } else {
            0.0
        };
        let values: Vec<f64> = if a.distribution == "beta" {
            let key = with_all(begun(id), [a.value.to_bits(), a.sd.to_bits(), effort.seed, u64::from(effort.first_draw), u64::from(effort.draws)]);
            let quantiles = paths.quantiles(key, || uniforms(id, effort).into_iter().map(|u| inverse_beta(u, a.value, a.sd)).collect());
            quantiles.iter().map(|v| v.clamp(a.low, a.high)).collect()
        } else {
            let own = normals(id, effort);
            let rest = libm::sqrt(1.0 - loading * loading);
            own.iter().zip(&quality).map(|(z, q)| (a.value + a.sd * (loading * q + rest * z)).clamp(a.low, a.high)).collect()
        };
        drawn.varied.insert(id.clone(), values);
    }
    drawn.log_level(LEVEL, base.level_log_mean, base.level_log_sd, effort);
    drawn.log_level(NEW, 0.0, base.new_log_sd, effort);
    drawn
}
impl Drawn {
    fn log_level(&mut self, id: &str, mean: f64, sd: f64, effort: &Effort) {
        if sd > 0.0 {
            self.varied.insert(id.into(), normals(id, effort).iter().map(|z| libm::exp(mean + sd * z)).collect());
        } else {
            self.fixed.insert(id.into(), libm::exp(mean));
        }
    }
    fn value(&self, id: &str, i: usize) -> f64 {
        self.varied.get(id).map(|v| v[i]).or_else(|| self.fixed.get(id).copied()).unwrap_or(0.0)
    }
    /// The i-th draw.
    pub(crate) fn at(&self, i: usize) -> Draw {
        let v = |id: &str| self.value(id, i);
        let class = |stem: &str| [v(&format!("{stem}.light")), v(&format!("{stem}.moderate")), v(&format!("{stem}.heavy"))];
        let behaviour = Behaviour {
            level: v(LEVEL),
            newcomers: v(NEW),
            frequency: class("lift.frequency"),
            basket: v("lift.basket"),
            hazard: v("lift.dropout_hazard"),
            novelty: v("lift.novelty"),
            novelty_half_life: v("lift.novelty_half_life_months").max(0.01),
            ramp: v("lift.ramp_months"),
            points_pressure: v("lift.points_pressure"),
            tier_pressure: v("lift.tier_pressure"),
            tier_middle: v("lift.tier_held.middle"),
            tier_top: v("lift.tier_held.top"),
            mission_during: v("lift.mission_during"),
            mission_reached: v("lift.mission_reached"),
            mission_missed: v("lift.mission_missed"),
            momentum: v("lift.redemption_momentum"),
            surprise: v("lift.surprise"),
            messages: v("lift.trigger_messages"),
            completion: v("mission.completion"),
            referral_with: v("referral.rate_yearly"),
            referral_without: v("referral.rate_yearly_without"),
            referral_premium: v("referral.clv_premium"),
            referral_hazard: v("referral.own_hazard"),
            redemption: v("points.ultimate_redemption"),
            redemption_hazard: v("points.redemption_hazard_monthly"),
            enrol_active: v("program.enrolment_active_share"),
            enrol_new: v("program.enrolment_new_share"),
            enrol_ramp: v("program.enrolment_ramp_months").max(1.0),
            expansion: v("subscription.expansion_monthly"),
            expansion_lift: v("subscription.expansion_lift"),
            contraction: (v("subscription.contraction_monthly") / v("subscription.contraction_depth").max(0.01)).min(1.0),
            contraction_depth: v("subscription.contraction_depth"),
            onboarding: v("subscription.onboarding_hazard"),
        };
        let money = Money {
            reward_cost_ratio: v("points.reward_cost_ratio"),
            margin: v("company.gross_margin"),
            discount: v("company.discount_rate_yearly"),
            setup: v("cost.setup"),
            platform: v("cost.platform_monthly"),
            staff: v("cost.staff_monthly"),
            message: v("cost.message"),
            messages_monthly: v("cost.messages_per_member_month"),
        };
        Draw { behaviour, money }
    }
}
/// One draw of everything uncertain, with what is certain.
#[derive(Debug, Clone)]
pub(crate) struct Draw {
    /// What decides how customers behave: all that a path reads.
    pub(crate) behaviour: Behaviour,
    /// What only turns counts into money.
    pub(crate) money: Money,
}
/// Rates and costs of a draw.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Money {
    pub(crate) reward_cost_ratio: f64,
    pub(crate) margin: f64,
    pub(crate) discount: f64,
    pub(crate) setup: f64,
    pub(crate) platform: f64,
    pub(crate) staff: f64,
    pub(crate) message: f64,
    pub(crate) messages_monthly: f64,
}
/// How customers behave in a draw.
#[derive(Debug, Clone)]
pub(crate) struct Behaviour {
    pub(crate) level: f64,
    pub(crate) newcomers: f64,
    pub(crate) frequency: [f64; 3],
    pub(crate) basket: f64,
    pub(crate) hazard: f64,
    pub(crate) novelty: f64,
    pub(crate) novelty_half_life: f64,
    pub(crate) ramp: f64,
    pub(crate) points_pressure: f64,
    pub(crate) tier_pressure: f64,
    pub(crate) tier_middle: f64,
    pub(crate) tier_top: f64,
    pub(crate) mission_during: f64,
    pub(crate) mission_reached: f64,
    pub(crate) mission_missed: f64,
    pub(crate) momentum: f64,
    pub(crate) surprise: f64,
    pub(crate) messages: f64,
    pub(crate) completion: f64,
    pub(crate) referral_with: f64,
    pub(crate) referral_without: f64,
    pub(crate) referral_premium: f64,
    pub(crate) referral_hazard: f64,
    pub(crate) redemption: f64,
    pub(crate) redemption_hazard: f64,
    pub(crate) enrol_active: f64,
    pub(crate) enrol_new: f64,
    pub(crate) enrol_ramp: f64,
    pub(crate) expansion: f64,
    pub(crate) expansion_lift: f64,
    /// Chance a month that a subscriber takes a smaller contract.
    pub(crate) contraction: f64,
    pub(crate) contraction_depth: f64,
    pub(crate) onboarding: f64,
}
impl Behaviour {
    /// Every number: a field that is added here and not named below does not compile.
    pub(crate) fn words(&self) -> Vec<u64> {
        let Behaviour {
            level,
            newcomers,
            frequency,
            basket,
            hazard,
            novelty,
            novelty_half_life,
            ramp,
            points_pressure,
            tier_pressure,
            tier_middle,
            tier_top,
            mission_during,
            mission_reached,
            mission_missed,
            momentum,
            surprise,
            messages,
            completion,
            referral_with,
            referral_without,
            referral_premium,
            referral_hazard,
            redemption,
            redemption_hazard,
            enrol_active,
            enrol_new,
            enrol_ramp,
            expansion,
            expansion_lift,
            contraction,
            contraction_depth,
            onboarding,
        } = self;
        let single = [
            level,
            newcomers,
            basket,
            hazard,
            novelty,
            novelty_half_life,
            ramp,
            points_pressure,
            tier_pressure,
            tier_middle,
            tier_top,
            mission_during,
            mission_reached,
            mission_missed,
            momentum,
            surprise,
            messages,
            completion,
            referral_with,
            referral_without,
            referral_premium,
            referral_hazard,
            redemption,
            redemption_hazard,
            enrol_active,
            enrol_new,
            enrol_ramp,
            expansion,
            expansion_lift,
            contraction,
            contraction_depth,
            onboarding,
        ];
        frequency.iter().chain(single).map(|v| v.to_bits()).collect()
    }
    /// What decides the paths of customers who never join, who may join, and what those buy without the program.
    pub(crate) fn of_others(&self) -> [u64; 8] {
        let b = self;
        [b.level, b.newcomers, b.enrol_active, b.enrol_new, b.enrol_ramp, b.expansion, b.contraction, b.contraction_depth].map(f64::to_bits)
    }
}

fn normals(id: &str, effort: &Effort) -> Vec<f64> {
    uniforms(id, effort).into_iter().map(inverse_normal).collect()
}
/// One number per draw; within a batch each of equal slices of (0, 1) is hit once.
fn uniforms(id: &str, effort: &Effort) -> Vec<f64> {
    let mut all = Vec::with_capacity(effort.draws as usize);
    let mut start = 0;
    while start < effort.draws {
        let size = BATCH.min(effort.draws - start);
        let key = join(join(effort.seed, text_key(id)), u64::from(effort.first_draw + start));
        let mut order: Vec<u32> = (0..size).collect();
        order.sort_by_key(|k| join(key, u64::from(*k)));
        let mut batch = vec![0.0; size as usize];
        for (slice, k) in order.iter().enumerate() {
            batch[*k as usize] = (slice as f64 + unit(join(key, u64::from(size + k)))) / f64::from(size);
        }
        all.append(&mut batch);
        start += size;
    }
    all
}
