//! The left of the page: what may be changed.
use super::view::View;
use crate::studio::controls::{Ask, AskKind, BUDGET, Control, Offer, OpenQuestion};
use crate::studio::state::{Difference, Tab};
use loyalty_exports::copy::english;
use loyalty_exports::format;
use loyalty_exports::tables::option_name;
use loyalty_model::plan::FrontPoint;
use maud::{Markup, html};

pub fn controls(v: &View) -> Markup {
    let c = &v.saved.controls;
    let (money, rest) = c.numbers.split_at(c.numbers.iter().take_while(|n| !n.field.starts_with("blueprint.")).count());
    let (points, tiers): (Vec<&Control>, Vec<&Control>) = rest.iter().partition(|n| !n.field.starts_with("blueprint.tiers."));
    html! {
        form #controls action="/apply" method="get" autocomplete="off" aria-label="Changes" {
            details #fold open {
                summary { h2 { "Change the plan" } }
                fieldset { legend { "Money" } @for n in money { (number(v, n)) } }
                fieldset { legend { "Points" } @for n in points { (number(v, n)) } }
                @if !tiers.is_empty() { fieldset { legend { "Tiers" } @for n in tiers { (number(v, n)) } } }
                (benefits(v))
                fieldset {
                    legend { "Redesign" }
                    p.note { "The best design is searched again: a few seconds." }
                    @for ask in &c.asks { (asked(v, ask)) }
                }
                @if !c.questions.is_empty() {
                    fieldset {
                        legend { "Open questions" }
                        p.note { "Those that move the result most, first. An answer takes the place of our assumption." }
                        @for q in &c.questions { (question(v, q)) }
                    }
                }
                @for d in c.beside_the_form(&v.state) { input type="hidden" name=(d.name()) value=(d.value()); }
                @for kept in &v.state.kept { input type="hidden" name="keep" value=(kept); }
                @for (name, chosen) in v.state.chosen() { input type="hidden" name=(name) value=(chosen); }
                @if v.state.tab != Tab::default() { input type="hidden" name="tab" value=(v.state.tab.word()); }
                p.acts {
                    button type="submit" { "Appraise" }
                    button.main type="submit" name="full" value="1" { "Appraise in full" }
                }
            }
        }
    }
}
/// The id of a field: paths hold dots, which a selector would take for classes.
pub fn id(field: &str) -> String {
    format!("field-{}", field.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
}
fn number(v: &View, n: &Control) -> Markup {
    match n.field == BUDGET {
        true => html! { (number_in(v, n, None, &marks(v))) (frontier(v)) },
        false => number_in(v, n, None, &html! {}),
    }
}
/// What the search found for the pool at hand: it follows the slider.
fn frontier(v: &View) -> Markup {
    let d = &v.shown().design;
    let (pool, searched) = (v.quick().map_or(&d.brief.budget, |q| &q.budget).amount.to_f64(), d.brief.budget.amount.to_f64());
    let (money, period) = (|amount: f64| format::money(amount, &d.brief.currency), d.brief.budget.period.word());
    let front = &d.blueprint.search.front;
    let best = within(front, searched, pool);
    html! {
        @if !front.is_empty() {
            p #frontier .note {
                @match best {
                    None => { "No design of the search fits in " (money(pool)) " a " (period) "." },
                    Some(p) if p.chosen && pool > searched * (1.0 + 1e-9) => { "More than " (money(searched)) " a " (period) " was not searched. Appraise in full to search for this pool." },
                    Some(p) => {
                        "In " (money(pool)) " a " (period) @if p.chosen { " the search chose the design that costs " } @else { " the search's best design for the goal costs " }
                        span.whole { (money(p.reward_cost_per_period)) } " and nets " span.whole { (money(p.net_value)) } " (" span.whole { (money(p.net_p10)) " to " (money(p.net_p90)) } ")."
                        @if !p.chosen { " Beside the plan's it has " (english().text(&p.difference, &d.brief.currency)) ". Appraise in full to search for this pool." }
                    },
                }
            }
        }
    }
}
/// The design of the search that serves the goal best among those whose need fits in a pool: the chosen one where it fits, for another is no better beyond
/// chance (docs/design.md). Needs are shares of the pool that was `searched`.
fn within(front: &[FrontPoint], searched: f64, pool: f64) -> Option<&FrontPoint> {
    let fits = || front.iter().filter(|p| p.pool_share * searched <= pool * (1.0 + 1e-9));
    fits().find(|p| p.chosen).or_else(|| fits().max_by(|a, b| a.objective.total_cmp(&b.objective)))
}
/// What the other options of the search cost, as marks of the pool's slider and in words. What this plan costs stands in its tile: options are appraised on
/// draws of their own.
fn marks(v: &View) -> Markup {
    let d = &v.saved.worded.design;
    let options: Vec<&FrontPoint> = d.blueprint.search.front.iter().filter(|p| p.option.is_some() && !p.chosen).collect();
    html! {
        @if !options.is_empty() {
            datalist #pool-marks { @for p in &options { option value=(p.reward_cost_per_period.round()) label=(option_name(p)) {} } }
            "Reward cost a " (d.brief.budget.period.word()) " of other options: "
            @for (n, p) in options.iter().enumerate() { @if n > 0 { "; " } (option_name(p)) " " span.whole { (format::money(p.reward_cost_per_period, &d.brief.currency)) } }
            "."
        }
    }
}
/// A number with its slider; `form`: the id of its form, where it is outside it; `about`: what is to be known of it.
pub fn number_in(v: &View, n: &Control, form: Option<&str>, about: &Markup) -> Markup {
    let (id, shown) = (id(&n.field), v.saved.controls.shown(n, &v.state));
    let changed = shown != n.value;
    let told = (!about.0.is_empty()).then(|| format!("{id}-about"));
    html! {
        div class=(if changed { "number changed" } else { "number" }) {
            label for=(id) { (n.label) span.note { " " (n.unit) } }
            input id=(id) name=(n.field) form=[form] type="text" inputmode="decimal" value=(shown) data-saved=(n.value) aria-describedby=[&told];
            input.script-only type="range" form=[form] list=[(n.field == BUDGET).then_some("pool-marks")] data-for=(id) aria-label=(format!("{}, slider", n.label)) min=(n.low) max=(n.high) step=(n.step) value=(shown.split('±').next().unwrap_or_default());
            @if let Some(told) = &told { p.note id=(told) { (about) } }
        }
    }
}
/// A field that needs a search.
fn asked(v: &View, ask: &Ask) -> Markup {
    let (id, shown) = (id(ask.field), v.saved.controls.asked(ask, &v.state));
    html! {
        div class=(if shown == ask.value { "asked" } else { "asked changed" }) {
            label for=(id) { (ask.label) }
            @match &ask.kind {
                AskKind::Choice(choices) => select id=(id) name=(ask.field) {
                    @for (word, name) in choices { option value=(word) selected[*word == shown] { (name) } }
                },
                AskKind::Number => input id=(id) name=(ask.field) type="text" inputmode="numeric" value=(shown);,
                AskKind::List => input id=(id) name=(ask.field) type="text" value=(shown) placeholder="all that hold customers";,
                AskKind::Day => input id=(id) name=(ask.field) type="date" value=(shown);,
                AskKind::Text => { textarea id=(id) name=(ask.field) rows="2" maxlength="2000" aria-describedby="constraints-read" { (shown) } (super::constraints::constraints(v)) },
            }
        }
    }
}
fn question(v: &View, q: &OpenQuestion) -> Markup {
    let id = id(&format!("answer-{}", q.name));
    html! {
        div.asked {
            label for=(id) { (q.question) span.note { " " (q.owner) ", e.g. " (q.example) } }
            input id=(id) name=(format!("answer-{}", q.name)) type="text" value=(v.saved.controls.answered(q, &v.state));
        }
    }
}
fn benefits(v: &View) -> Markup {
    let c = &v.saved.controls;
    let removed = |o: &Offer| v.state.differences.iter().any(|d| matches!(d, Difference::Remove(id) if *id == o.id));
    let added = |o: &Offer| v.state.differences.iter().any(|d| matches!(d, Difference::Add(what) if what.split('@').next() == Some(o.id.as_str())));
    html! {
        fieldset {
            legend { "Benefits" }
            @for o in &c.held {
                label.choice {
                    input type="checkbox" name="benefit" value=(o.id) checked[!removed(o)] id=(id(&o.id));
                    span { (o.name) @if let Some(from) = &o.from { span.note { " from " (from) } } }
                }
            }
            @if c.held.is_empty() { p.note { "The program has none." } }
            div.add {
                label for="add" { "Add a benefit" }
                select #add name="add" {
                    option value="" { "none" }
                    @for o in c.offered.iter().filter(|o| !added(o)) { option value=(o.id) { (o.name) } }
                }
                label for="add-from" { "From tier" }
                select #add-from name="add-from" { @for (id, name) in c.tiers.iter().rev() { option value=(id) { (name) } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use loyalty_model::fact::Fact;
    fn point(pool_share: f64, objective: f64) -> FrontPoint {
        FrontPoint {
            difference: Fact::default(),
            option: None,
            reward_cost_per_period: 0.0,
            pool_share,
            objective,
            net_value: 0.0,
            net_p10: 0.0,
            net_p90: 0.0,
            roi_p50: 0.0,
            gain_share: 0.0,
            next_thousand: None,
            chosen: false,
        }
    }
    #[test]
    fn a_larger_pool_has_a_better_design_until_the_chosen_one_fits() {
        let front = [point(0.2, -5.0), point(0.5, 9.0), point(0.7, 8.0), FrontPoint { chosen: true, ..point(1.0, 12.0) }, point(0.9, 13.0)];
        let best = |pool: f64| within(&front[..4], 1_000.0, pool).map(|p| p.objective);
        assert_eq!(within(&front, 1_000.0, 1_000.0).map(|p| p.objective), Some(12.0), "what only chance puts above the chosen one is not");
        assert_eq!([199.0, 200.0, 499.0, 500.0, 999.0, 1_000.0, 1e9].map(best), [None, Some(-5.0), Some(-5.0), Some(9.0), Some(9.0), Some(12.0), Some(12.0)]);
    }
}
