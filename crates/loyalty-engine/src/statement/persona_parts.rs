//! What each persona brings and costs: the walks of its members, counted apart, so that all parts together are the program.
use crate::base::Base;
use crate::simulation::outcome::{Appraisal, Outcome};
use crate::simulation::tally::TierFlow;
use loyalty_model::plan::PersonaPart;

/// Customers of today by persona.
#[derive(Debug, Clone, Copy)]
pub struct Groups<'a> {
    /// Ids of the personas.
    pub ids: &'a [String],
    /// Persona of each customer by position in the panel; beyond the ids: of none.
    pub of: &'a [u16],
}
/// Persona of each customer by position in the panel, from that of each member of the base.
pub fn by_panel(base: &Base, of: &[u16]) -> Vec<u16> {
    let mut all = vec![];
    for (member, persona) in base.members.iter().zip(of) {
        let at = member.panel as usize;
        if all.len() <= at {
            all.resize(at + 1, u16::MAX);
        }
        all[at] = *persona;
    }
    all
}
/// The parts, personas first, then customers of none and those who join later; and what is left of the net value: cost that no persona causes alone.
pub(crate) fn of(a: &Appraisal, groups: &Groups) -> (Vec<PersonaPart>, f64) {
    let n = groups.ids.len();
    let mut parts: Vec<PersonaPart> = (0..n + 2).map(|i| empty(groups.ids.get(i).cloned(), i == n + 1)).collect();
    for o in &a.draws {
        let Some(detail) = &o.tally.detail else { return (vec![], 0.0) };
        let mut flows = vec![TierFlow::default(); n + 2];
        for (panel, f) in &detail.people {
            let persona = groups.of.get(*panel as usize).map_or(n, |p| usize::from(*p).min(n));
            flows[persona].add(f.member_months, f.net, f.points, f.benefits);
        }
        flows[n + 1] = detail.later;
        parts.iter_mut().zip(&flows).for_each(|(part, flow)| add(part, o, flow, (a.horizon, a.draws.len())));
    }
    let net: f64 = parts.iter().map(|p| p.net).sum();
    parts.retain(|p| p.persona.is_some() || p.members > 0.0);
    (parts, a.mean(|o| o.net_value) - net)
}
fn empty(persona: Option<String>, later: bool) -> PersonaPart {
    PersonaPart { persona, later, members: 0.0, net_sales: 0.0, contribution: 0.0, reward_cost: 0.0, running_cost: 0.0, net: 0.0 }
}
/// Adds a draw's part to the mean over `draws`.
fn add(part: &mut PersonaPart, o: &Outcome, flow: &TierFlow, (horizon, draws): (u32, usize)) {
    let n = draws as f64;
    let rewards = flow.points * o.cost_per_point_issued + flow.benefits;
    let running = flow.member_months * (o.message * o.message_rate + o.contact * o.contact_rate) + o.fraud_share * rewards;
    part.members += flow.member_months / f64::from(horizon) / n;
    part.net_sales += flow.net / n;
    part.contribution += o.margin * flow.net / n;
    part.reward_cost += rewards / n;
    part.running_cost += running / n;
    part.net += (o.margin * flow.net - rewards - running) / n;
}
