//! Whom the program is for: the first year of a typical member, of all tiers or of one, and the personas, all or one.
use super::pages::{blocks, pages};
use super::view::View;
use crate::studio::state::{State, Tab};
use loyalty_exports::charts::chart_catalogue;
use loyalty_exports::copy::{capital, english};
use loyalty_exports::format;
use loyalty_exports::story::Block;
use loyalty_model::fact::Fact;
use loyalty_model::plan::Persona;
use maud::{Markup, html};

pub fn members(v: &View) -> Markup {
    let b = &v.shown().design.blueprint;
    let name = |tier: &str| b.program.tiers.iter().find(|t| t.id == tier).map_or(tier, |t| t.name.as_str()).to_string();
    let tiers: Vec<(String, String)> = b.member_years.iter().map(|y| (y.tier.clone(), name(&y.tier))).collect();
    let personas: Vec<(String, String)> = v.shown().design.personas.iter().map(|p| (p.id.clone(), capital(&p.name))).collect();
    let own = v.state.member.as_ref().and_then(|tier| chart_catalogue::life(v.shown(), tier));
    let persona = v.state.persona.as_ref().and_then(|id| v.shown().design.personas.iter().find(|p| p.id == *id));
    html! {
        @if tiers.len() > 1 || v.state.member.is_some() { (choice(v, "First year of a member of", "member", &tiers)) }
        @match own {
            Some(chart) => { p #year { (chart.alt) "." } div.large { (blocks(v, &[Block::Chart(Box::new(chart))])) } }
            None => (pages(v, &["members"])),
        }
        @if !personas.is_empty() { (choice(v, "Persona", "persona", &personas)) }
        @match persona {
            Some(p) => (card(v, p)),
            None => (pages(v, &["personas"])),
        }
    }
}
fn times(orders: u32) -> String {
    format!("{} {}", format::whole(f64::from(orders)), if orders == 1 { "order" } else { "orders" })
}
/// Links, one of which is the choice: it is in the address.
fn choice(v: &View, title: &str, name: &str, all: &[(String, String)]) -> Markup {
    let chosen = v.state.chosen().find(|(n, _)| *n == name).map(|(_, id)| id.as_str());
    let address = |id: Option<&str>| {
        let mut to = State { tab: Tab::Members, ..v.state.clone() };
        to.choose(name, id);
        format!("{}#details", to.address())
    };
    let known = chosen.is_none_or(|id| all.iter().any(|(own, _)| own == id));
    html! {
        nav.choose aria-label=(title) {
            p { (title) ":" }
            ul {
                li { a href=(address(None)) data-go id=(format!("{name}-all")) aria-current=[chosen.is_none().then_some("true")] { "all" } }
                @for (id, label) in all { li { a href=(address(Some(id))) data-go id=(format!("{name}-{id}")) aria-current=[(chosen == Some(id)).then_some("true")] { (label) } } }
            }
        }
        @if !known { p.note { "The plan that is shown has none called “" (chosen.unwrap_or_default()) "”: all are shown." } }
    }
}
/// What the plan says of a persona.
fn card(v: &View, p: &Persona) -> Markup {
    let (d, currency) = (&v.shown().design, v.currency());
    let said = |fact: &Fact| english().text(fact, currency);
    let money = |amount: f64| format::money(amount, currency);
    let part = d.economics.personas.iter().find(|part| part.persona.as_deref() == Some(p.id.as_str()));
    let needs: Vec<String> = p.needs.iter().map(said).collect();
    let triggers = || p.triggers.iter().filter_map(|id| d.blueprint.program.triggers.iter().find(|t| t.id == *id));
    let year = chart_catalogue::life_of_persona(v.shown(), &p.id);
    html! {
        section #persona aria-labelledby="persona-title" {
            h3 #persona-title { (capital(&p.name)) }
            p { (capital(&said(&p.definition))) }
            dl.persona {
                div { dt { "Customers" } dd { (format::whole(p.customers)) ", " (format::percent(p.share)) " of all" } }
                div { dt { "Value a year, each" } dd { (money(p.value_yearly)) } }
                div { dt { "Needs" } dd { (capital(&needs.join("; "))) } }
                div { dt { "Promise" } dd { (said(&p.promise)) } }
                div { dt { "First offer" } dd { (capital(&said(&p.offer))) } }
                div { dt { "Tier path" } dd { (said(&p.tier_path)) } }
                @if let Some(part) = part {
                    div { dt { "What it brings" } dd { (money(part.net)) " net: contribution " (money(part.contribution)) ", rewards " (money(part.reward_cost)) ", messages, service and fraud " (money(part.running_cost)) } }
                }
                @if let Some(y) = &p.first_year { div { dt { "Typical customer" } dd { (times(y.orders)) " and " (money(y.spend)) " a year, the median of those who bought in the last 12 months" } } }
                @if triggers().next().is_some() { div { dt { "Messages" } dd { ul { @for t in triggers() { li { strong { (t.id) } ": " (said(&t.action)) } } } } } }
            }
            h4 { "First year as a member" }
            @match year {
                Some(chart) => { p #persona-year { (chart.alt) "." } div.large { (blocks(v, &[Block::Chart(Box::new(chart))])) } }
                None => p #persona-year { "Not worked out: none of its customers bought in the last 12 months, or the program has no reward." },
            }
        }
    }
}
