//! The members that are simulated: a stated, reproducible, weighted sample of the customer base.
use crate::base::{Base, BaseMember, Class};
use crate::random::{join, unit};

/// A sample with weights that keep the number of customers of every stratum.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Members with the weight that each stands for and its key for random streams.
    pub(crate) members: Vec<(BaseMember, f64, u64)>,
    /// Customers that the sample stands for.
    pub(crate) customers: f64,
    /// Customers expected to be active at launch.
    pub(crate) active: f64,
    /// Simulated newcomers of a month.
    pub(crate) new_per_month: u32,
    /// Of the seed and the size that it was taken with.
    pub(crate) id: u64,
    /// Running total of the weights of `base.newcomers`, scaled to 1.
    pub(crate) newcomer_shares: Vec<f64>,
}

/// Net sales a month that are expected of a customer without the program.
pub(crate) fn expected_net(b: &BaseMember) -> f64 {
    if b.mrr > 0.0 { b.mrr } else { b.p_alive * b.rate_monthly * b.order_value }
}
fn stratum(b: &BaseMember) -> usize {
    let class = match b.class {
        Class::Light => 0,
        Class::Moderate => 1,
        Class::Heavy => 2,
    };
    let activity = if b.mrr > 0.0 { 3 } else { b.orders_last_year().min(2) as usize };
    class * 4 + activity
}

/// The strata of a base, each sorted by expected net sales: the same for every sample. Positions in the base.
#[derive(Debug)]
pub(crate) struct Strata(Vec<Vec<u32>>);
impl Strata {
    pub(crate) fn of(base: &Base) -> Strata {
        let mut strata: Vec<Vec<(f64, u64, u32)>> = vec![vec![]; 12];
        for (i, b) in base.members.iter().enumerate().filter(|(_, b)| b.weight > 0.0) {
            strata[stratum(b)].push((expected_net(b), b.key, i as u32));
        }
        strata.iter_mut().for_each(|list| list.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))));
        Strata(strata.into_iter().map(|list| list.into_iter().map(|s| s.2).collect()).collect())
    }
}
impl Sample {
    /// Takes `members` of the base (all, where there are no more).
    pub fn of(base: &Base, seed: u64, members: u32) -> Sample {
        Sample::of_strata(base, &Strata::of(base), seed, members)
    }
    /// The same of strata that are sorted already.
    pub(crate) fn of_strata(base: &Base, strata: &Strata, seed: u64, members: u32) -> Sample {
        let customers: f64 = sum(base.members.iter().map(|b| b.weight));
        let net_total = sum(base.members.iter().map(|b| b.weight * expected_net(b)));
        let mut taken = vec![];
        for (s, places) in strata.0.iter().enumerate() {
            let list: Vec<&BaseMember> = places.iter().map(|at| &base.members[*at as usize]).collect();
            let weight = sum(list.iter().map(|b| b.weight));
            let net = sum(list.iter().map(|b| b.weight * expected_net(b)));
            let share = 0.5 * weight / customers.max(f64::MIN_POSITIVE) + 0.5 * if net_total > 0.0 { net / net_total } else { 0.0 };
            let wanted = libm::ceil(share * f64::from(members)) as usize;
            if base.members.len() <= members as usize || wanted >= list.len() {
                taken.extend(list.iter().map(|b| ((*b).clone(), b.weight, b.key)));
            } else {
                systematic(&list, weight, wanted.max(1), unit(join(seed, s as u64)), &mut taken);
            }
        }
        taken.sort_by_key(|t| t.2);
        let newcomers = sum(base.newcomers.iter().map(|b| b.weight));
        let mut running = 0.0;
        let newcomer_shares = base.newcomers.iter().map(|b| {
            running += b.weight / newcomers;
            running
        });
        let newcomer_shares = newcomer_shares.collect();
        let per_month = base.new_per_month * taken.len() as f64 / customers.max(1.0);
        let any = base.new_per_month > 0.0 && !base.newcomers.is_empty();
        let most = (f64::from(members) / 24.0).max(4.0);
        Sample {
            id: join(seed, u64::from(members)),
            active: sum(taken.iter().map(|(b, w, _)| w * if b.mrr > 0.0 { 1.0 } else { b.p_alive })),
            members: taken,
            customers,
            new_per_month: if any { libm::ceil(per_month).clamp(2.0, most) as u32 } else { 0 },
            newcomer_shares,
        }
    }
}
/// Systematic sampling with probability proportional to weight, over the list sorted by expected net sales.
fn systematic(list: &[&BaseMember], weight: f64, wanted: usize, start: f64, taken: &mut Vec<(BaseMember, f64, u64)>) {
    let step = weight / wanted as f64;
    let (mut at, mut running) = (0, list[0].weight);
    let mut copy = 0;
    for j in 0..wanted {
        let mark = (j as f64 + start) * step;
        while running < mark && at + 1 < list.len() {
            at += 1;
            running += list[at].weight;
            copy = 0;
        }
        let key = if copy == 0 { list[at].key } else { join(list[at].key, copy) };
        taken.push((list[at].clone(), step, key));
        copy += 1;
    }
}
/// Sum in the order given.
pub(crate) fn sum(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |a, b| a + b)
}
