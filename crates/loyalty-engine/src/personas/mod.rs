//! Personas: segments measured from the base, each with its definition: built in, from the member file, or by a condition.
mod condition;

use crate::base::{BaseMember, Fitted};
use condition::Subject;
use loyalty_model::brief::Brief;
use loyalty_model::extract::Extract;
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::line::{LineBook, Unit};
use loyalty_model::plan::Persona;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Personas, their lines, and the persona of each base member (`u16::MAX`: none).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Personas {
    /// Personas.
    pub personas: Vec<Persona>,
    /// Lines.
    pub lines: LineBook,
    /// First matching persona per base member.
    pub member_of: Vec<u16>,
}
/// Why the personas asked for cannot be found.
#[derive(Debug, thiserror::Error)]
pub enum PersonaError {
    /// Nobody knows it.
    #[error("{asked:?} is no persona. Known here: {known}")]
    Unknown {
        /// As asked.
        asked: String,
        /// All names.
        known: String,
    },
    /// Its condition cannot be read.
    #[error("the condition of {name:?} cannot be read: {why}")]
    Condition {
        /// Name of the persona.
        name: String,
        /// What is wrong.
        why: String,
    },
}
type Rule = Box<dyn Fn(&BaseMember) -> bool + Send + Sync>;
struct PersonaTemplate {
    id: String,
    definition: Fact,
    need: FactId,
    kind: &'static str,
    rule: Rule,
}
fn kinds(extract: &Extract, fitted: &Fitted) -> Vec<PersonaTemplate> {
    let mut spend: Vec<f64> = fitted.base.members.iter().map(BaseMember::spend_last_year).filter(|s| *s > 0.0).collect();
    spend.sort_by(f64::total_cmp);
    let top = spend.get(spend.len() * 4 / 5).copied().unwrap_or(f64::INFINITY);
    let recent: Vec<bool> = extract.panel.iter().map(|c| c.first_day > extract.as_of.plus_days(-90)).collect();
    let built_in = |id: &str, definition: Fact, need: FactId, rule: Rule| PersonaTemplate { id: id.into(), definition, need, kind: "built-in", rule };
    let new = recent;
    let mut out = vec![
        built_in(
            "champions",
            match top.is_finite() {
                true => Fact::new("persona-champions").money("spend", top),
                false => Fact::new("persona-champions-nobody"),
            },
            FactId("persona-champions-need"),
            Box::new(move |m| m.orders_last_year() >= 4 && m.spend_last_year() >= top && m.p_alive > 0.6),
        ),
        built_in("subscribers", Fact::new("persona-subscribers"), FactId("persona-subscribers-need"), Box::new(|m| m.mrr > 0.0)),
        built_in("new", Fact::new("persona-new"), FactId("persona-new-need"), Box::new(move |m| new.get(m.panel as usize).copied().unwrap_or(false))),
        built_in("loyal", Fact::new("persona-loyal"), FactId("persona-loyal-need"), Box::new(|m| m.orders_last_year() >= 3 && m.p_alive > 0.5)),
        built_in("at-risk", Fact::new("persona-at-risk"), FactId("persona-at-risk-need"), Box::new(|m| m.orders_last_year() >= 1 && m.p_alive <= 0.5)),
        built_in("one-time", Fact::new("persona-one-time"), FactId("persona-one-time-need"), Box::new(|m| m.orders_last_year() == 1)),
        built_in("occasional", Fact::new("persona-occasional"), FactId("persona-occasional-need"), Box::new(|m| m.orders_last_year() >= 2)),
        built_in("lapsed", Fact::new("persona-lapsed"), FactId("persona-lapsed-need"), Box::new(|m| m.orders_last_year() == 0 && m.mrr <= 0.0)),
    ];
    if let Some(members) = &extract.members {
        for (name, _) in &members.segments {
            let (wanted, of): (String, Vec<Option<String>>) = (name.clone(), extract.panel.iter().map(|c| c.segment.clone()).collect());
            out.push(PersonaTemplate {
                id: name.clone(),
                definition: Fact::new("persona-member-file").text("segment", name.clone()),
                need: FactId("persona-own-need"),
                kind: "member-file",
                rule: Box::new(move |m| of.get(m.panel as usize).is_some_and(|s| s.as_deref() == Some(&wanted))),
            });
        }
    }
    out
}
/// Segments that the settings define with a condition.
fn own(brief: &Brief, extract: &Extract) -> Result<Vec<PersonaTemplate>, PersonaError> {
    if brief.persona_rules.is_empty() {
        return Ok(vec![]);
    }
    let panel = Arc::new(extract.panel.clone());
    brief
        .persona_rules
        .iter()
        .map(|r| {
            let fits = condition::parse(&r.condition).map_err(|why| PersonaError::Condition { name: r.name.clone(), why })?;
            let panel = Arc::clone(&panel);
            Ok(PersonaTemplate {
                id: r.name.clone(),
                definition: (&r.condition).into(),
                need: FactId("persona-own-need"),
                kind: "config",
                rule: Box::new(move |m| panel.get(m.panel as usize).is_some_and(|seen| fits.holds(&Subject { seen, fitted: m }))),
            })
        })
        .collect()
}
/// Finds the personas asked for; without any, the built-in ones that hold customers.
///
/// # Errors
/// A name that nobody knows, or a condition that cannot be read.
pub fn find(brief: &Brief, extract: &Extract, fitted: &Fitted) -> Result<Personas, PersonaError> {
    // A person's own segments come first: they were written to be seen.
    let kinds = own(brief, extract)?.into_iter().chain(kinds(extract, fitted)).collect::<Vec<_>>();
    let known = || kinds.iter().map(|k| k.id.as_str()).collect::<Vec<_>>().join(", ");
    for asked in &brief.personas {
        if !kinds.iter().any(|k| k.id.eq_ignore_ascii_case(asked)) {
            return Err(PersonaError::Unknown { asked: asked.clone(), known: known() });
        }
    }
    let chosen: Vec<&PersonaTemplate> = kinds
        .iter()
        .filter(|k| if brief.personas.is_empty() { k.kind != "member-file" } else { brief.personas.iter().any(|a| a.eq_ignore_ascii_case(&k.id)) })
        .collect();
    let members = &fitted.base.members;
    let built_in: Vec<&PersonaTemplate> = kinds.iter().filter(|k| k.kind == "built-in").collect();
    let kind_of: Vec<Option<usize>> = members.iter().map(|m| built_in.iter().position(|k| (k.rule)(m))).collect();
    let member_of: Vec<u16> = members.iter().map(|m| chosen.iter().position(|k| (k.rule)(m)).map_or(u16::MAX, |i| i as u16)).collect();
    let total: f64 = members.iter().map(|m| m.weight).sum::<f64>().max(1e-9);
    let mut lines = LineBook::default();
    let mut personas = vec![];
    let mut place = vec![u16::MAX; chosen.len()];
    for (i, kind) in chosen.iter().enumerate() {
        let own: Vec<&BaseMember> = members.iter().zip(&member_of).filter(|(_, of)| **of == i as u16).map(|(m, _)| m).collect();
        let customers: f64 = own.iter().map(|m| m.weight).sum();
        if customers <= 0.0 && brief.personas.is_empty() {
            continue;
        }
        let value = own.iter().map(|m| m.weight * (m.spend_last_year() + 12.0 * m.mrr)).sum::<f64>() / customers.max(1e-9);
        let from = loyalty_model::line::Provenance::Fitted { model: fitted.base.model.clone(), customers: own.len() as u64 };
        let key: String = kind.id.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
        let ids = vec![
            lines.leaf(&format!("personas.{key}.customers"), customers, Unit::Customers, from.clone()),
            lines.leaf(&format!("personas.{key}.value_yearly"), value, Unit::Money, from),
        ];
        let overlap = members.iter().zip(&member_of).filter(|(m, of)| **of != i as u16 && (kind.rule)(m)).map(|(m, _)| m.weight).sum::<f64>() + 0.0;
        place[i] = personas.len() as u16;
        personas.push(Persona {
            id: kind.id.clone(),
            name: kind.id.clone(),
            definition: kind.definition.clone(),
            kind: kind.kind.into(),
            lines: ids,
            customers,
            share: customers / total,
            value_yearly: value,
            needs: vec![kind.need.into()],
            kinds: mix(&built_in, members.iter().zip(&kind_of).zip(&member_of).filter(|(_, of)| **of == i as u16).map(|((m, kind), _)| (*kind, m.weight))),
            promise: Fact::default(),
            offer: Fact::default(),
            tier_path: Fact::default(),
            triggers: vec![],
            first_year: None,
            validation: match customers < 30.0 {
                true => Fact::new("persona-small").count("overlap", overlap.round() as u64),
                false => Fact::new("persona-large").count("overlap", overlap.round() as u64),
            },
        });
    }
    let member_of = member_of.into_iter().map(|of| place.get(usize::from(of)).copied().unwrap_or(u16::MAX)).collect();
    Ok(Personas { personas, lines, member_of })
}
/// Shares of the built-in kinds among these members (position of the kind, weight), the most frequent first.
fn mix(built_in: &[&PersonaTemplate], members: impl Iterator<Item = (Option<usize>, f64)>) -> Vec<(String, f64)> {
    let mut weights = vec![0.0; built_in.len()];
    members.for_each(|(kind, weight)| kind.into_iter().for_each(|k| weights[k] += weight));
    let all: f64 = weights.iter().sum();
    let mut out: Vec<(String, f64)> = built_in.iter().zip(weights).filter(|(_, w)| *w > 0.0).map(|(k, w)| (k.id.clone(), w / all)).collect();
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    out
}
