//! Series by month with their quantiles over draws: what charts show, and what a running program is later held against.
use crate::simulation::outcome::{Appraisal, Outcome, quantile, ratio};
use crate::simulation::sample::sum;
use crate::simulation::tally::MonthFlow;
use loyalty_model::plan::Series;

type Monthly = fn(&Outcome, usize) -> f64;
const SERIES: [(&str, &str, Monthly); 17] = [
    ("cumulative_cash", "Cumulative cash", |o, m| o.cash[m]),
    ("liability", "Expected cost of points outstanding", |o, m| o.liability[m]),
    ("reward_cost", "Reward cost", |o, m| o.reward_monthly[m]),
    ("redemption_cash", "Cash for redemptions", |o, m| o.tally.months[m].points_redeemed * o.cost_per_point_redeemed),
    ("incremental_margin", "Incremental contribution", |o, m| o.margin * (o.tally.months[m].net_with - o.tally.months[m].net_without)),
    ("members", "Active members", |o, m| o.tally.months[m].members),
    ("net_with", "Net sales with the program", |o, m| o.tally.months[m].net_with),
    ("net_without", "Net sales without the program", |o, m| o.tally.months[m].net_without),
    ("points_issued", "Points issued", |o, m| o.tally.months[m].points_issued()),
    ("points_outstanding", "Points outstanding and pending", |o, m| o.tally.months[m].points_outstanding + o.tally.months[m].points_pending),
    ("points_redeemed", "Points redeemed", |o, m| o.tally.months[m].points_redeemed),
    ("active_with", "Active customers with the program", |o, m| o.tally.months[m].active_with),
    ("enrolled_share", "Members as a share of active customers", |o, m| ratio(o.tally.months[m].members, o.tally.months[m].active_with)),
    ("orders_with", "Orders with the program", |o, m| o.tally.months[m].orders_with),
    ("redemption_rate", "Points redeemed to date ÷ issued to date", |o, m| {
        let to_date = |f: fn(&MonthFlow) -> f64| sum(o.tally.months[..=m].iter().map(f));
        ratio(to_date(|f| f.points_redeemed), to_date(MonthFlow::points_issued))
    }),
    ("missions_completed", "Missions completed", |o, m| o.tally.months[m].missions_completed),
    ("referred", "Customers referred who would not have come", |o, m| o.tally.months[m].referred),
];
/// Every series: mean, P2.5, P10, P50, P90 and P97.5 over draws of each month.
pub(crate) fn of(a: &Appraisal) -> Vec<Series> {
    let one = |(id, label, f): &(&str, &str, Monthly)| {
        let (mut mean, mut at) = (vec![], [const { vec![] }; 5]);
        for m in 0..a.horizon as usize {
            let mut values: Vec<f64> = a.draws.iter().map(|o| f(o, m)).collect();
            mean.push(a.mean(|o| f(o, m)));
            for (list, p) in at.iter_mut().zip([0.025, 0.1, 0.5, 0.9, 0.975]) {
                list.push(quantile(&mut values, p));
            }
        }
        let [p2_5, p10, p50, p90, p97_5] = at;
        Series { id: (*id).into(), label: (*label).into(), mean, p2_5, p10, p50, p90, p97_5 }
    };
    SERIES.iter().map(one).collect()
}
