//! A first year of membership, worked out month by month: what a typical customer of a tier earns, reaches and takes.
//!
//! Orders come at equal distances; nothing from before joining counts; the first reward is taken as soon as the points suffice. Missions bring
//! their expected points when offered, and count for a tier once a whole one is expected. Surprises, referrals and returns are left out, and points do not wait. Not part of the
//! simulation.
use crate::base::Base;
use crate::design::space::form::{Stand, Standing, benefits_worth_yearly};
use crate::design::space::shape::Shape;
use loyalty_model::plan::{MemberMonth, MemberYear, Persona};
use loyalty_model::program::{Metric, Program};

/// Years that are shown.
const SHOWN: usize = 3;

/// First years of the typical customers of up to three tiers, lowest first: the lowest, the highest and one between.
pub(crate) fn years(program: &Program, standing: &Standing, shape: &Shape) -> Vec<MemberYear> {
    let held: Vec<usize> = (0..standing.tiers.len()).filter(|i| standing.tiers[*i].customers > 0.0 && standing.tiers[*i].spend_typical > 0.0).collect();
    let shown = match held.len() {
        n if n <= SHOWN => held,
        n => vec![held[0], held[n / 2], held[n - 1]],
    };
    shown.into_iter().map(|i| year(program, i, &standing.tiers[i], shape)).collect()
}
/// The first year of each persona's typical customer: the median spend and orders of those of its customers who bought in the last 12 months; none where
/// nobody did. `of` and `places`: persona and tier of each member of the base; the tier that it names is the one that most of them would hold today.
pub(crate) fn of_personas(people: &mut [Persona], program: &Program, (base, shape): (&Base, &Shape), of: &[u16], places: &[Option<usize>]) {
    for (at, persona) in people.iter_mut().enumerate() {
        let own = || base.members.iter().zip(of).zip(places).filter(|((_, of), _)| usize::from(**of) == at).filter_map(|((m, _), place)| Some((m, (*place)?)));
        let stand = Stand::of(base, &own().map(|(m, _)| m).collect::<Vec<_>>());
        let mut weights = vec![0.0; program.tiers.len()];
        own().for_each(|(m, tier)| weights[tier] += m.weight);
        let tier = (0..weights.len()).max_by(|a, b| weights[*a].total_cmp(&weights[*b])).unwrap_or(0);
        persona.first_year = (stand.customers > 0.0 && stand.spend_typical > 0.0).then(|| year(program, tier, &stand, shape));
    }
}
fn year(program: &Program, of: usize, stand: &Stand, shape: &Shape) -> MemberYear {
    let orders = libm::round(stand.orders_typical).max(1.0);
    let own = Shape { orders_yearly: stand.orders_typical, ..*shape };
    let spend_per_order = stand.spend_typical / orders;
    let price = program.rewards.first().map(|r| (r.points_price as f64, r.value.to_f64())).filter(|r| r.0 > 0.0);
    let mut balance = program.earn.joining_points as f64;
    let (mut tier, mut bought, mut spent, mut completed) = (0, 0_u32, 0.0, 0_u32);
    let mut offered = vec![0.0; program.missions.len()];
    let (mut rewards, mut benefits_worth) = (0, 0.0);
    let mut months = vec![];
    for month in 1..=12_u32 {
        let mut here = MemberMonth { month, orders: 0, missions: 0, rewards: 0, balance: 0.0, tier: String::new() };
        // The k-th order comes in the middle of the k-th part of the year.
        while bought < orders as u32 && (f64::from(bought) + 0.5) * 12.0 / orders < f64::from(month) {
            bought += 1;
            here.orders += 1;
            spent += spend_per_order;
            balance += spend_per_order * program.earn.points_per_unit * program.tiers[tier].multiplier;
        }
        for (mission, done) in program.missions.iter().zip(&mut offered) {
            if mission.starts.contains(&(month - 1)) {
                let (before, share) = (libm::floor(*done + 1e-9), own.completion(mission));
                *done += share;
                balance += share * mission.points as f64;
                if libm::floor(*done + 1e-9) > before {
                    completed += 1;
                    here.missions += 1;
                }
            }
        }
        let reached = |metric: Metric| match metric {
            Metric::NetSpend => spent,
            Metric::Orders => f64::from(bought),
            Metric::MissionsCompleted => f64::from(completed),
            Metric::RecurringRevenue => stand.spend_typical / 12.0,
        };
        tier = program.tiers.iter().rposition(|t| reached(t.metric) >= t.threshold - 1e-9).unwrap_or(0).max(tier);
        if let Some((points, _)) = price {
            here.rewards = libm::floor((balance + 1e-9) / points) as u32;
            balance -= f64::from(here.rewards) * points;
        }
        rewards += here.rewards;
        benefits_worth += benefits_worth_yearly(program, tier, stand) / 12.0;
        here.balance = balance;
        here.tier = program.tiers[tier].id.clone();
        months.push(here);
    }
    MemberYear {
        tier: program.tiers[of].id.clone(),
        spend: stand.spend_typical,
        orders: orders as u32,
        rewards,
        rewards_value: f64::from(rewards) * price.map_or(0.0, |r| r.1),
        benefits_worth,
        balance_value: balance * program.point_value,
        months,
    }
}
