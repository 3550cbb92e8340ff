//! Series by month with their quantiles over draws: what charts show, and what a running program is later held against.
use crate::simulation::outcome::{Appraisal, Outcome, quantile, ratio};
use crate::simulation::sample::sum;
use crate::simulation::tally::MonthFlow;
use loyalty_model::fact::FactId;
use loyalty_model::plan::Series;

type Monthly = fn(&Outcome, usize) -> f64;
const SERIES: [(&str, FactId, Monthly); 17] = [
    ("cumulative_cash", FactId("series-cumulative-cash"), |o, m| o.cash[m]),
    ("liability", FactId("series-liability"), |o, m| o.liability[m]),
    ("reward_cost", FactId("series-reward-cost"), |o, m| o.reward_monthly[m]),
    ("redemption_cash", FactId("series-redemption-cash"), |o, m| o.tally.months[m].points_redeemed * o.cost_per_point_redeemed),
    ("incremental_margin", FactId("series-incremental-margin"), |o, m| o.margin * (o.tally.months[m].net_with - o.tally.months[m].net_without)),
    ("members", FactId("series-members"), |o, m| o.tally.months[m].members),
    ("net_with", FactId("series-net-with"), |o, m| o.tally.months[m].net_with),
    ("net_without", FactId("series-net-without"), |o, m| o.tally.months[m].net_without),
    ("points_issued", FactId("series-points-issued"), |o, m| o.tally.months[m].points_issued()),
    ("points_outstanding", FactId("series-points-held"), |o, m| o.tally.months[m].points_outstanding + o.tally.months[m].points_pending),
    ("points_redeemed", FactId("series-points-redeemed"), |o, m| o.tally.months[m].points_redeemed),
    ("active_with", FactId("series-active-with"), |o, m| o.tally.months[m].active_with),
    ("enrolled_share", FactId("series-enrolled-share"), |o, m| ratio(o.tally.months[m].members, o.tally.months[m].active_with)),
    ("orders_with", FactId("series-orders-with"), |o, m| o.tally.months[m].orders_with),
    ("redemption_rate", FactId("series-redemption-rate"), |o, m| {
        let to_date = |f: fn(&MonthFlow) -> f64| sum(o.tally.months[..=m].iter().map(f));
        ratio(to_date(|f| f.points_redeemed), to_date(MonthFlow::points_issued))
    }),
    ("missions_completed", FactId("series-missions-completed"), |o, m| o.tally.months[m].missions_completed),
    ("referred", FactId("series-referred"), |o, m| o.tally.months[m].referred),
];
/// Every series: mean, P2.5, P10, P50, P90 and P97.5 over draws of each month.
pub(crate) fn of(a: &Appraisal) -> Vec<Series> {
    let one = |(id, label, f): &(&str, FactId, Monthly)| {
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
