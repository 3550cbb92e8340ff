//! Breakage: points not expected to be redeemed, by month of issue and by segment. A person signs it off (`memo`).
use crate::accounting::lot::Lot;
use crate::base::BaseMember;
use crate::simulation::outcome::{Appraisal, ratio};
use loyalty_model::plan::{IssueBreakage, OpeningLiability, SegmentBreakage};

/// By month of issue, at the end of the horizon.
pub(crate) fn by_month(a: &Appraisal, lots: &[Lot], expected: f64) -> Vec<IssueBreakage> {
    let business_case = 1.0 - a.mean(|o| o.redemption);
    let one = |(i, l): (usize, &Lot)| {
        let (redeemed, lapsed) = l.gone();
        let breakage = if i == 0 { (l.left - l.remaining()).max(0.0) + lapsed } else { (l.issued * (1.0 - expected)).max(lapsed) };
        IssueBreakage {
            issued_in: i as u32,
            issued: l.issued,
            redeemed,
            lapsed,
            outstanding: l.left.max(0.0),
            expected: breakage.min(l.issued),
            business_case: l.issued * business_case,
        }
    };
    lots.iter().enumerate().filter(|(_, l)| l.issued > 0.0).map(one).collect()
}
/// Points brought in by segment. `segment_of`: position of each member's segment in `names`.
pub fn by_segment(members: &[BaseMember], segment_of: &[u16], names: &[String], opening: Option<&OpeningLiability>) -> Vec<SegmentBreakage> {
    let held: f64 = members.iter().map(|m| m.weight * m.opening_points.max(0.0)).sum();
    let gone: f64 = members.iter().map(|m| m.weight * m.opening_points.max(0.0) * (1.0 - m.p_alive)).sum();
    let Some(o) = opening.filter(|_| held > 0.0) else { return vec![] };
    let breakage = (o.outstanding - o.expected).max(0.0);
    let one = |(i, name): (usize, &String)| {
        let all = || members.iter().zip(segment_of).filter(|(_, s)| usize::from(**s) == i).map(|(m, _)| (m.weight * m.opening_points.max(0.0), m.p_alive));
        let held_by_lapsed: f64 = all().map(|(points, alive)| points * (1.0 - alive)).sum();
        SegmentBreakage { segment: name.clone(), outstanding: all().map(|p| p.0).sum(), held_by_lapsed, expected: breakage * ratio(held_by_lapsed, gone) }
    };
    names.iter().enumerate().map(one).filter(|s| s.outstanding > 0.0).collect()
}
