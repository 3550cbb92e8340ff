//! Who a trigger is for, and what each persona is promised and offered: by the built-in kinds that its customers are of, so that a company's own
//! segments are served like the built-in ones.
use crate::base::Base;
use loyalty_model::fact::Fact;
use loyalty_model::plan::Persona;
use loyalty_model::program::Program;

/// Share of a persona's customers that a trigger must concern for the persona to be served by it.
const SERVED: f64 = 0.2;

/// Whether a trigger for these built-in kinds concerns a persona.
pub(super) fn reaches(kinds: &[&str], persona: &Persona) -> bool {
    persona.kinds.iter().filter(|(kind, _)| kinds.contains(&kind.as_str())).map(|k| k.1).sum::<f64>() >= SERVED
}
/// Gives each persona its triggers, promise, offer, and tier path: where most of its customers would be today, and the next tier.
/// `of` and `stands`: persona and tier of each base member.
pub fn assign_personas(personas: &mut [Persona], program: &Program, base: &Base, of: &[u16], stands: &[Option<usize>]) {
    for (at, p) in personas.iter_mut().enumerate() {
        p.triggers = program.triggers.iter().filter(|t| t.personas.contains(&p.id)).map(|t| t.id.clone()).collect();
        let mut weights = vec![0.0; program.tiers.len()];
        for (i, m) in base.members.iter().enumerate().filter(|(i, _)| of.get(*i).copied() == Some(at as u16)) {
            weights[stands.get(i).copied().flatten().unwrap_or(0)] += m.weight;
        }
        let all: f64 = weights.iter().sum();
        let most = weights.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|_| all > 0.0);
        let tier = most.map_or(0, |m| m.0);
        let kind = p.kinds.first().map_or("lapsed", |k| k.0.as_str()).to_string();
        p.promise = promise(&kind);
        p.offer = offer(&kind, program, tier);
        p.tier_path = match (most, program.tiers.get(tier + 1)) {
            (None, _) => Fact::new("path-begins").text("tier", program.tiers[0].name.clone()),
            (Some((at, most)), Some(next)) => {
                Fact::new("path-next").text("tier", program.tiers[at].name.clone()).share("today", most / all).text("next", next.name.clone())
            }
            (Some((at, most)), None) => Fact::new("path-stays").text("tier", program.tiers[at].name.clone()).share("today", most / all),
        };
    }
}
fn promise(kind: &str) -> Fact {
    match kind {
        "champions" => Fact::new("promise-champions"),
        "subscribers" => Fact::new("promise-subscribers"),
        "new" => Fact::new("promise-new"),
        "loyal" => Fact::new("promise-loyal"),
        "at-risk" => Fact::new("promise-at-risk"),
        "one-time" => Fact::new("promise-one-time"),
        "occasional" => Fact::new("promise-occasional"),
        _ => Fact::new("promise-lapsed"),
    }
}
/// The first thing that the program has for a kind of customer who stands in a tier.
fn offer(kind: &str, program: &Program, tier: usize) -> Fact {
    let first = program.rewards.first();
    let reward = || first.map_or_else(Fact::default, |r| Fact::new("offer-first-reward").text("reward", r.name.clone()).count("points", r.points_price));
    let names = |at: usize| -> Vec<String> { program.benefits.iter().filter(|b| b.from_tier == at).map(|b| b.name.clone()).collect() };
    let next = || {
        let to = program.tiers.get(tier + 1).filter(|_| !names(tier + 1).is_empty())?;
        Some(Fact::new("offer-next-tier").text("tier", to.name.clone()).list("benefits", names(tier + 1)))
    };
    let held = || Some(Fact::new("offer-held").list("benefits", names(tier))).filter(|_| !names(tier).is_empty());
    match kind {
        "new" if program.earn.joining_points > 0 => Fact::new("offer-joining").count("points", program.earn.joining_points),
        "champions" => held().or_else(next).unwrap_or_else(reward),
        "loyal" | "subscribers" => next().or_else(held).unwrap_or_else(reward),
        "occasional" => match program.missions.first() {
            Some(m) => Fact::new("offer-mission").text("mission", m.name.clone()).count("points", m.points),
            None => next().unwrap_or_else(reward),
        },
        "lapsed" => Fact::new("offer-once"),
        _ => reward(),
    }
}
