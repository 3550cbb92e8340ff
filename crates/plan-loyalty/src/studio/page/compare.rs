//! Scenarios side by side: the saved plan, the change at hand, and those that are kept, each as saving it would be.
use super::{Answer, View, frame, refusal};
use crate::studio::desk::{Call, Desk, Full, Saved};
use crate::studio::page::view::{Shows, name};
use crate::studio::state::State;
use loyalty_app::refusal::Refusal;
use loyalty_exports::copy::{Worded, capital, english, standing_word};
use loyalty_exports::format;
use maud::{Markup, html};
use std::sync::Arc;

/// Figures, top to bottom, from the dictionary of metrics.
const FIGURES: [&str; 9] = [
    "economics.net_value",
    "economics.roi_p50",
    "economics.p_positive",
    "economics.total_cost",
    "economics.period.reward_cost",
    "economics.budget_kept_share",
    "economics.pool_needed",
    "economics.liability_peak",
    "economics.break_even_month",
];
/// A column.
struct Scenario {
    title: String,
    state: State,
    /// What it gives; none: the saved plan.
    full: Option<Result<Arc<Full>, Refusal>>,
}
/// The page of an address: its differences, and the scenarios that it keeps.
pub fn compare(desk: &Desk, call: &Call, query: &str) -> Answer {
    let asked = State::read(query);
    let saved = match desk.saved() {
        Ok(saved) => saved,
        Err(why) => return super::gone(desk, why),
    };
    let state = asked.as_ref().cloned().unwrap_or_default();
    let why = asked.err().map(|r| desk.told(r));
    let all = scenarios(desk, call, &state);
    let company = &saved.worded.design.brief.company;
    let body = html! {
        a.skip href="#main" { "Skip to the comparison" }
        header #top {
            div.who {
                p.kicker { a href=(State { full: true, ..state.clone() }.address()) { (company) } " · studio" }
                h1 { "Scenarios side by side" }
                p.note { "Each as saving it would be, on the plan's own number of simulated futures." }
            }
        }
        main #main .plain tabindex="-1" {
            (refusal(why.as_ref()))
            @if all.len() < 2 { p { "Nothing is kept yet: change the plan, and keep the change as a scenario." } }
            div.scroll tabindex="0" role="group" aria-label="Table: scenarios" { (table(&saved, &state, &all)) }
        }
    };
    Answer::Page { html: frame(&format!("{company}: scenarios"), false, &body).into_string(), refusal: why.map(|r| r.kind), address: None }
}
fn scenarios(desk: &Desk, call: &Call, state: &State) -> Vec<Scenario> {
    let appraised = |title: String, state: State| {
        let full = desk.full(call, &state).map_err(|r| desk.told(r));
        Scenario { title, state, full: Some(full) }
    };
    let mut all = vec![Scenario { title: "Saved plan".into(), state: State::default(), full: None }];
    if !state.differences.is_empty() {
        all.push(appraised("At hand".into(), State { differences: state.differences.clone(), ..State::default() }));
    }
    let kept = state.kept.iter().filter_map(|query| State::read(query).ok());
    all.extend((1..).zip(kept).filter(|(_, k)| k.differences != state.differences).map(|(n, k)| appraised(format!("Scenario {n}"), k)));
    all
}
fn table(saved: &Arc<Saved>, state: &State, all: &[Scenario]) -> Markup {
    let plan = |s: &Scenario| match &s.full {
        None => Some(saved.worded.clone()),
        Some(Ok(full)) => Some(full.after.clone()),
        Some(Err(_)) => None,
    };
    let plans: Vec<Option<Worded>> = all.iter().map(plan).collect();
    let cell = |of: &dyn Fn(&Worded) -> Markup| html! { @for p in &plans { td { @if let Some(p) = p { (of(p)) } } } };
    let currency = &saved.worded.design.brief.currency;
    let figure = |id: &'static str| {
        cell(&|p| {
            let Some(line) = p.design.lines.get(id) else { return html! { (format::UNKNOWN) } };
            html! {
                strong { (format::line(line, currency)) }
                @if let Some(range) = &line.range { span.note { " P10 to P90: " (format::range(range, line.unit, currency)) } }
            }
        })
    };
    html! {
        table.scenarios {
            thead { tr { th scope="col" { "Figure" } @for s in all { th scope="col" { (s.title) } } } }
            tbody {
                tr { th scope="row" { "What differs" } @for s in all { td { (differs(saved, s)) } } }
                tr { th scope="row" { "Verdict" } (cell(&|p| html! { (capital(standing_word(&p.design))) ". " (format::sentences(&p.design.header.verdict)) })) }
                tr { th scope="row" { "Goal" } (cell(&|p| goal(p))) }
                @for id in FIGURES { tr { th scope="row" { (name(id)) } (figure(id)) } }
                tr { th scope="row" { "Tiers" } (cell(&|p| tiers(p))) }
                tr { th scope="row" { "Benefits" } (cell(&|p| html! { ul.chips { @for b in &p.design.blueprint.program.benefits { li { (b.name) } } } })) }
                tr { th scope="row" { "Next" } @for s in all { td { (acts(state, s)) } } }
            }
        }
    }
}
fn goal(plan: &Worded) -> Markup {
    match loyalty_exports::story::goal_figure(plan) {
        Some(f) => html! { strong { (f.value) } " " (f.label) span.note { " " (f.note) } },
        None => html! { (format::UNKNOWN) },
    }
}
fn tiers(plan: &Worded) -> Markup {
    let currency = &plan.design.brief.currency;
    html! {
        ul.plain {
            @for (f, tier) in plan.design.blueprint.tiers.iter().zip(&plan.design.blueprint.program.tiers) {
                li { strong { (tier.name) } ": " (english().text(&f.requirement, currency)) " " (format::whole(f.customers_today)) " customers today, " (format::percent(f.give_back_rate)) " give-back." }
            }
        }
    }
}
/// Differences in words, or why there is nothing to see.
fn differs(saved: &Arc<Saved>, s: &Scenario) -> Markup {
    let view = View {
        saved: Arc::clone(saved),
        state: s.state.clone(),
        shows: Shows::Saved,
        refusal: None,
        plan: String::new(),
        comments: Ok(vec![]),
        unsaid: None,
        person: String::new(),
    };
    html! {
        @if let Some(Err(why)) = &s.full { (refusal(Some(why))) }
        @if s.state.differences.is_empty() { "Nothing: this is the plan on disk." }
        @else { ul.plain { @for d in &s.state.differences { @let (what, from, to) = super::changes::told(&view, d); li { strong { (what) } " " (from) " → " (to) } } } }
    }
}
/// What may be done with a scenario: opened, laid over what is at hand, taken out.
fn acts(state: &State, s: &Scenario) -> Markup {
    if s.full.is_none() {
        return html! { a href=(State { kept: state.kept.clone(), ..State::default() }.address()) { "Open" } };
    }
    let own = s.state.differing();
    let at_hand = s.state.differences == state.differences;
    let without = State { kept: state.kept.iter().filter(|k| **k != own).cloned().collect(), ..state.clone() };
    let open = State { differences: s.state.differences.clone(), full: true, ..state.clone() };
    html! {
        ul.plain {
            li { a href=(open.address()) { "Open" } }
            @if !at_hand && !state.differences.is_empty() {
                @if let Some(merged) = merged(state, &s.state) { li { a href=(merged.address()) { "Merge into what is at hand" } span.note { " where both change a figure, this scenario's counts" } } }
            }
            @if !at_hand { li { a href=(format!("/compare?{}", without.query())) { "Take out" } } }
        }
    }
}
/// What is at hand with a scenario over it.
fn merged(state: &State, over: &State) -> Option<State> {
    let mut merged = State { full: true, ..state.clone() };
    over.differences.iter().try_for_each(|d| merged.put(d.clone())).ok()?;
    Some(merged)
}
