//! Today's customers by what the tiers count: whom a threshold reaches.
use crate::base::Base;
use crate::design::space::shape::{metric_value, spend_yearly};
use loyalty_model::plan::MetricBin;
use loyalty_model::program::{Metric, Program};

/// First digits of edges, decade by decade: amounts, and what is counted.
const OF_AMOUNTS: [f64; 3] = [1.0, 2.0, 5.0];
const OF_COUNTS: [f64; 8] = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0];
/// Decades of edges above and below one.
const DECADES: std::ops::RangeInclusive<i32> = -2..=12;

/// From the first bin that holds somebody to the last. Only customers who bought in the last 12 months: only they stand in a tier.
pub(crate) fn bins(program: &Program, base: &Base, completion: f64) -> Vec<MetricBin> {
    let metric = program.tiers[0].metric;
    if program.tiers.iter().all(|t| t.threshold <= 0.0) {
        return vec![];
    }
    let edges = edges(metric);
    let mut held = vec![0.0; edges.len()];
    for m in base.members.iter().filter(|m| spend_yearly(base, m) > 0.0) {
        let value = metric_value(base, m, metric, &program.missions, completion);
        // Edge i is the upper one of bin i; what lies beyond the last stands in the last.
        held[edges.partition_point(|e| *e <= value).min(edges.len() - 1)] += m.weight;
    }
    let (first, last) = (held.iter().position(|h| *h > 0.0), held.iter().rposition(|h| *h > 0.0));
    let bin = |i: usize| MetricBin { from: if i == 0 { 0.0 } else { edges[i - 1] }, to: edges[i], customers: held[i] };
    first.zip(last).map_or(vec![], |(a, z)| (a..=z).map(bin).collect())
}
/// Edges in rising order; of counts, whole ones.
fn edges(metric: Metric) -> Vec<f64> {
    let counts = matches!(metric, Metric::Orders | Metric::MissionsCompleted);
    let digits = if counts { &OF_COUNTS[..] } else { &OF_AMOUNTS[..] };
    let all = DECADES.flat_map(|d| digits.iter().map(move |x| if d < 0 { x / 10_f64.powi(-d) } else { x * 10_f64.powi(d) }));
    all.filter(|e| !counts || *e >= 1.0 && e.fract() == 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn edges_rise_and_those_of_counts_are_whole() {
        for metric in [Metric::NetSpend, Metric::Orders, Metric::MissionsCompleted, Metric::RecurringRevenue] {
            assert!(edges(metric).windows(2).all(|w| w[0] < w[1]), "{metric:?}");
        }
        assert_eq!(edges(Metric::Orders)[..10], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0]);
        assert_eq!(edges(Metric::NetSpend)[..5], [0.01, 0.02, 0.05, 0.1, 0.2]);
    }
}
