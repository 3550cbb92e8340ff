//! Outer layer: what is not known is drawn, jointly and in Latin-hypercube batches.
use crate::base::Base;
use crate::random::{inverse_beta, inverse_normal, join, text_key, unit};
use crate::simulation::Sampling;
use crate::simulation::paths::{Paths, begun, with, with_all};
use loyalty_model::assumption::{Assumption, Book};
use std::collections::BTreeMap;

/// Draws of a Latin-hypercube batch.
pub(crate) const BATCH: u32 = 40;
/// Pseudo-assumptions of the base.
const LEVEL: &str = "base.level";
const NEW: &str = "base.newcomers";

/// Values of every assumption in every draw.
#[derive(Debug, Clone, Default)]
pub(crate) struct Drawn {
    /// Id → value per draw (uncertain ones only).
    pub(crate) varied: BTreeMap<String, Vec<f64>>,
    /// Id → value (certain ones).
    fixed: BTreeMap<String, f64>,
    /// A rate of tax is known or not, and never drawn.
    reward_vat: f64,
}

/// Draws everything that the appraisal needs.
pub(crate) fn draw(book: &Book, base: &Base, sampling: &Sampling, paths: &Paths) -> Drawn {
    let mut drawn = Drawn { reward_vat: book.get("cost.reward_vat_rate").map_or(0.0, |a| a.value), ..Drawn::default() };
    for (id, a) in &book.0 {
        if a.distribution == "fixed" || a.sd <= 0.0 {
            drawn.fixed.insert(id.clone(), a.value);
            continue;
        }
        let moments = [a.value, a.sd, a.low, a.high].map(f64::to_bits);
        let chance = [sampling.seed, u64::from(sampling.first_draw), u64::from(sampling.draws)];
        let key = with_all(with_all(with(begun(id), text_key(&a.distribution)), moments), chance);
        let values = paths.quantiles(key, || values(id, a, sampling)).to_vec();
        drawn.varied.insert(id.clone(), values);
    }
    drawn.log_level(LEVEL, base.level_log_mean, base.level_log_sd, sampling);
    drawn.log_level(NEW, 0.0, base.new_log_sd, sampling);
    drawn
}
/// An uncertain assumption, draw by draw.
fn values(id: &str, a: &Assumption, sampling: &Sampling) -> Vec<f64> {
    match a.distribution.as_str() {
        "beta" => uniforms(id, sampling).into_iter().map(|u| inverse_beta(u, a.value, a.sd).clamp(a.low, a.high)).collect(),
        "lognormal" => uniforms(id, sampling).into_iter().map(|u| truncated_lognormal(u, (a.value, a.sd), (a.low, a.high))).collect(),
        "shifted-lognormal" => {
            let (log_mean, log_sd) = lognormal((a.value - a.low, a.sd));
            normals(id, sampling).into_iter().map(|z| (a.low + libm::exp(log_mean + log_sd * z)).min(a.high)).collect()
        }
        _ => normals(id, sampling).into_iter().map(|z| (a.value + a.sd * z).clamp(a.low, a.high)).collect(),
    }
}
impl Drawn {
    fn log_level(&mut self, id: &str, mean: f64, sd: f64, sampling: &Sampling) {
        if sd > 0.0 {
            self.varied.insert(id.into(), normals(id, sampling).iter().map(|z| libm::exp(mean + sd * z)).collect());
        } else {
            self.fixed.insert(id.into(), libm::exp(mean));
        }
    }
    fn column(&self, id: &str) -> Column<'_> {
        self.varied.get(id).map_or_else(|| Column::Certain(self.fixed.get(id).copied().unwrap_or(0.0)), |values| Column::Drawn(values))
    }
    /// The draws, one after the other; each assumption is looked up once for all of them.
    pub(crate) fn all(&self, draws: u32) -> Vec<Draw> {
        let mut columns = vec![];
        Draw::of(self.reward_vat, |id| {
            columns.push(self.column(id));
            0.0
        });
        let one = |i: usize| {
            let mut asked = columns.iter();
            Draw::of(self.reward_vat, |_| asked.next().map_or(0.0, |column| column.at(i)))
        };
        (0..draws as usize).map(one).collect()
    }
}
/// An assumption in every draw.
enum Column<'a> {
    Certain(f64),
    Drawn(&'a [f64]),
}
impl Column<'_> {
    fn at(&self, i: usize) -> f64 {
        match self {
            Column::Certain(value) => *value,
            Column::Drawn(values) => values[i],
        }
    }
}
impl Draw {
    /// A draw from the values of its assumptions, which are asked for in always the same order.
    fn of(reward_vat: f64, mut v: impl FnMut(&str) -> f64) -> Draw {
        let behaviour = Behaviour {
            level: v(LEVEL),
            newcomers: v(NEW),
            total: v("response.total") * v("response.strength"),
            curvature: v("response.curvature"),
            reference_value: v("response.reference_value"),
            class_ratio: v("response.class_ratio"),
            staying: v("response.staying_share"),
            frequency_of_rest: v("response.frequency_share_of_rest"),
            ramp: v("response.ramp_months"),
            bias: v("response.hypothetical_bias"),
            soft_cap: v("response.soft_cap"),
            mission_missed: v("lift.mission_missed"),
            completion: v("mission.completion"),
            referral_with: v("referral.rate_yearly"),
            referral_without: v("referral.rate_yearly_without"),
            referral_curvature: v("referral.curvature"),
            referral_premium: v("referral.clv_premium"),
            redemption: v("points.ultimate_redemption"),
            redemption_hazard: v("points.redemption_hazard_monthly"),
            enrol_active: v("program.enrolment_active_share"),
            enrol_new: v("program.enrolment_new_share"),
            enrol_ratio: v("program.enrolment_heavy_ratio"),
            enrol_ramp: v("program.enrolment_ramp_months").max(1.0),
            expansion: v("subscription.expansion_monthly"),
            contraction: (v("subscription.contraction_monthly") / v("subscription.contraction_depth").max(0.01)).min(1.0),
            contraction_depth: v("subscription.contraction_depth"),
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
            fraud_share: v("cost.fraud_share"),
            contacts_yearly: v("cost.contacts_per_member_year"),
            contact: v("cost.contact"),
            reward_vat,
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
    /// Fraud and abuse as a share of reward cost.
    pub(crate) fraud_share: f64,
    /// Contacts about the program per member and year, and the cost of one.
    pub(crate) contacts_yearly: f64,
    pub(crate) contact: f64,
    /// VAT owed on rewards as a share of their cost; as the book has it, never drawn.
    pub(crate) reward_vat: f64,
}
/// How customers behave in a draw.
#[derive(Debug, Clone)]
pub(crate) struct Behaviour {
    pub(crate) level: f64,
    pub(crate) newcomers: f64,
    /// Log lift of net sales at the reference value, over 24 months.
    pub(crate) total: f64,
    /// Delivered value at which the response flattens.
    pub(crate) curvature: f64,
    pub(crate) reference_value: f64,
    /// Response of light over heavy buyers.
    pub(crate) class_ratio: f64,
    /// Share of the response that is longer staying.
    pub(crate) staying: f64,
    /// Of the rest, the share that is buying more often.
    pub(crate) frequency_of_rest: f64,
    pub(crate) ramp: f64,
    pub(crate) bias: f64,
    pub(crate) soft_cap: f64,
    pub(crate) mission_missed: f64,
    pub(crate) completion: f64,
    pub(crate) referral_with: f64,
    pub(crate) referral_without: f64,
    pub(crate) referral_curvature: f64,
    pub(crate) referral_premium: f64,
    pub(crate) redemption: f64,
    pub(crate) redemption_hazard: f64,
    pub(crate) enrol_active: f64,
    pub(crate) enrol_new: f64,
    /// Chance of joining of heavy over light buyers.
    pub(crate) enrol_ratio: f64,
    pub(crate) enrol_ramp: f64,
    pub(crate) expansion: f64,
    /// Chance a month that a subscriber takes a smaller contract.
    pub(crate) contraction: f64,
    pub(crate) contraction_depth: f64,
}
impl Behaviour {
    /// Every number: a field that is added here and not named below does not compile.
    pub(crate) fn words(&self) -> Vec<u64> {
        let Behaviour {
            level,
            newcomers,
            total,
            curvature,
            reference_value,
            class_ratio,
            staying,
            frequency_of_rest,
            ramp,
            bias,
            soft_cap,
            mission_missed,
            completion,
            referral_with,
            referral_without,
            referral_curvature,
            referral_premium,
            redemption,
            redemption_hazard,
            enrol_active,
            enrol_new,
            enrol_ratio,
            enrol_ramp,
            expansion,
            contraction,
            contraction_depth,
        } = self;
        let all = [
            level,
            newcomers,
            total,
            curvature,
            reference_value,
            class_ratio,
            staying,
            frequency_of_rest,
            ramp,
            bias,
            soft_cap,
            mission_missed,
            completion,
            referral_with,
            referral_without,
            referral_curvature,
            referral_premium,
            redemption,
            redemption_hazard,
            enrol_active,
            enrol_new,
            enrol_ratio,
            enrol_ramp,
            expansion,
            contraction,
            contraction_depth,
        ];
        all.into_iter().map(|v| v.to_bits()).collect()
    }
    /// What decides the paths of customers who never join, who may join, what those buy without the program, and what chance brings them.
    pub(crate) fn of_others(&self) -> [u64; 12] {
        let b = self;
        let lives = [b.level, b.newcomers, b.enrol_active, b.enrol_new, b.enrol_ratio, b.enrol_ramp, b.expansion, b.contraction, b.contraction_depth];
        let chances = [b.redemption_hazard, b.referral_with, b.referral_without];
        std::array::from_fn(|i| if i < 9 { lives[i] } else { chances[i - 9] }.to_bits())
    }
}

/// Mean and standard deviation of the log of a lognormal with these moments.
fn lognormal((mean, sd): (f64, f64)) -> (f64, f64) {
    let ratio = sd / mean.max(f64::MIN_POSITIVE);
    let variance = libm::log1p(ratio * ratio);
    (libm::log(mean.max(f64::MIN_POSITIVE)) - 0.5 * variance, libm::sqrt(variance))
}
/// Quantile of a lognormal with these moments, truncated to low … high.
fn truncated_lognormal(u: f64, moments: (f64, f64), (low, high): (f64, f64)) -> f64 {
    let (log_mean, log_sd) = lognormal(moments);
    let below = |x: f64| if x <= 0.0 { 0.0 } else { 0.5 * libm::erfc(-(libm::log(x) - log_mean) / log_sd * std::f64::consts::FRAC_1_SQRT_2) };
    let (from, to) = (below(low), below(high));
    libm::exp(log_mean + log_sd * inverse_normal(from + u * (to - from))).clamp(low, high)
}
fn normals(id: &str, sampling: &Sampling) -> Vec<f64> {
    uniforms(id, sampling).into_iter().map(inverse_normal).collect()
}
/// One number per draw; within a batch each of equal slices of (0, 1) is hit once.
fn uniforms(id: &str, sampling: &Sampling) -> Vec<f64> {
    let mut all = Vec::with_capacity(sampling.draws as usize);
    let mut start = 0;
    while start < sampling.draws {
        let size = BATCH.min(sampling.draws - start);
        let key = join(join(sampling.seed, text_key(id)), u64::from(sampling.first_draw + start));
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
