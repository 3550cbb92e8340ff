//! The middle of the page: the verdict, four figures, what a quick appraisal says, the tiers.
use super::comments::mark;
use super::histogram::histogram;
use super::view::{Shows, View, name, unbroken};
use loyalty_app::operations::appraise::{Moved, Quick};
use loyalty_exports::copy::english;
use loyalty_exports::{format, story};
use loyalty_model::plan::TierFacts;
use loyalty_model::program::Program;
use maud::{Markup, html};

/// Months to the first reward beyond which a member waits too long.
const FIRST_REWARD_SLOW: f64 = 6.0;

pub fn figures(v: &View) -> Markup {
    let h = &v.shown().design.header;
    let said = match &v.shows {
        Shows::Saved | Shows::Unsearched => None,
        Shows::Quick(_) => v.moved("economics.net_value").map(|m| format!("Quick appraisal. {}: {m}", name("economics.net_value"))),
        Shows::Full(_) => Some(format!("Appraised in full. {}: {}", name("economics.net_value"), v.line("economics.net_value"))),
    };
    html! {
        section #figures aria-labelledby="verdict" data-said=[said] data-hash=(hash(v)) {
            h2 #verdict .lead { (format::sentences(&h.verdict)) }
            p.speed { (speed(v)) }
            (tiles(v))
            @if let Some(quick) = v.quick() { (moved(v, quick)) }
            h3 { "Tiers" }
            (histogram(v))
            (tiers(v))
        }
    }
}
/// Hash of what the figures are of; a quick appraisal has none.
fn hash(v: &View) -> &str {
    match &v.shows {
        Shows::Saved => &v.saved.worded.plan_hash,
        Shows::Unsearched | Shows::Quick(_) => "",
        Shows::Full(full) => &full.shown,
    }
}
/// Which of the speeds is shown.
fn speed(v: &View) -> Markup {
    match &v.shows {
        Shows::Saved if v.refusal.is_some() => html! { span.tag { "Saved plan" } " The figures are those of the saved plan; the change was refused." },
        Shows::Saved => html! { span.tag { "Saved plan" } " Design " code { (v.saved.worded.plan_hash.chars().take(16).collect::<String>()) } "." },
        Shows::Unsearched => html! {
            span.tag.quick { "To be redesigned" } " The figures are those of the saved plan: what this change does needs a new search. "
            button.script-only type="button" id="cancel" hidden { "Cancel" }
            " " span #progress {}
        },
        Shows::Quick(q) => html! {
            span.tag.quick { "Quick appraisal" }
            " Differences on the same " (q.draws) " simulated futures of " (format::whole(f64::from(q.members))) " customers; ± is two standard errors. Figures beside them are the saved plan's."
            @if q.searches { " This is the same design under another pool, margin or assumption. They decide which design is best: appraised in full, it is searched again." }
        },
        Shows::Full(_) => html! {
            span.tag.full { "Appraised in full" } " What saving gives."
            @if v.searched() { " The design was searched again, because the change decides which one is best; fields that you left alone show what the saved plan has." }
        },
    }
}
struct Tile {
    label: String,
    /// Id of the figure, where it is one of the plan.
    figure: Option<&'static str>,
    value: String,
    note: String,
    /// How much the change moves it, and what that is, where it is not the figure itself.
    moved: Option<(String, String)>,
}
fn tiles(v: &View) -> Markup {
    let d = &v.shown().design;
    let unknown = |what: &str| story::Figure { value: format::UNKNOWN.into(), label: what.into(), note: String::new() };
    let goal = story::goal_figure(v.shown()).unwrap_or_else(|| unknown("KPI of the goal"));
    let goal_id = format!("economics.goal.{}", d.brief.goal.word());
    let proof = story::proof_figure(v.shown()).unwrap_or_else(|| unknown("Smallest lift that the test detects"));
    let of = |id: &str| v.moved(id).map(|m| (m, String::new()));
    let net = "economics.net_value";
    let all = [
        Tile { figure: None, label: goal.label, value: goal.value, note: goal.note, moved: v.moved(&goal_id).map(|m| (m, name(&goal_id).to_string())) },
        Tile { figure: Some(net), label: name(net).into(), value: v.line(net), note: v.range(net).unwrap_or_default(), moved: of(net) },
        budget(v),
        Tile { figure: None, label: proof.label, value: proof.value, note: proof.note, moved: None },
    ];
    html! {
        dl.tiles {
            @for (i, t) in all.iter().enumerate() {
                div {
                    dt { (t.label) }
                    dd.value { @match t.figure { Some(id) => { a.trace href=(v.trace(id)) title="Where it comes from" { (t.value) } (mark(v, &format!("figure:{id}"))) }, None => (t.value) } }
                    @if i == 2 { dd { (meter(v)) } }
                    @if !t.note.is_empty() { dd.note { (t.note) } }
                    @if let Some((by, what)) = &t.moved { dd.moved { (unbroken(by)) @if !what.is_empty() { span.note { " " (what) } } } }
                }
            }
        }
    }
}
fn budget(v: &View) -> Tile {
    let (id, kept) = ("economics.period.reward_cost", "economics.budget_kept_share");
    let b = v.quick().map_or(&v.shown().design.brief.budget, |q| &q.budget);
    let pool =
        format!("of a pool of {} a {}; {} likely to suffice in every one", format::money(b.amount.to_f64(), v.currency()), b.period.word(), v.line(kept));
    Tile { figure: Some(id), label: name(id).into(), value: v.line(id), note: pool, moved: v.moved(id).map(|m| (m, String::new())) }
}
fn meter(v: &View) -> Markup {
    let b = v.quick().map_or(&v.shown().design.brief.budget, |q| &q.budget);
    let used = v.shown().design.lines.value("economics.period.reward_cost");
    html! {
        @if used.is_finite() { meter min="0" max=(b.amount.to_f64()) value=(format!("{used:.2}")) aria-label="Share of the reward pool that is used" {} }
    }
}
/// Every figure that a quick appraisal moves.
fn moved(v: &View, quick: &Quick) -> Markup {
    let unclear = |m: &Moved| m.difference.abs() <= m.error;
    html! {
        div.scroll tabindex="0" role="group" aria-label="Table: what the change does" {
            table.moved {
                caption { "What the change does" }
                thead { tr { th scope="col" { "Figure" } th.n scope="col" { "Saved plan" } th.n scope="col" { "Change" } } }
                tbody {
                    @for m in &quick.figures {
                        tr {
                            th scope="row" { (name(m.id)) (mark(v, &format!("figure:{}", m.id))) }
                            td.n { a.trace href=(v.trace(m.id)) title="Where it comes from" { (v.line(m.id)) } }
                            td.n { strong { (unbroken(&v.difference(m))) } @if unclear(m) { span.note { " within its error" } } }
                        }
                    }
                }
            }
        }
    }
}
fn tiers(v: &View) -> Markup {
    let saved = &v.saved.worded.design.blueprint.tiers;
    let (program, facts) = match &v.shows {
        Shows::Quick(q) => (&q.program, &q.tiers),
        _ => (&v.shown().design.blueprint.program, &v.shown().design.blueprint.tiers),
    };
    html! {
        ul.tiers {
            @for (f, tier) in facts.iter().zip(&program.tiers) {
                li {
                    h4 { (tier.name) (mark(v, &format!("tier:{}", tier.id))) }
                    p.rule { (english().text(&f.requirement, v.currency())) }
                    dl {
                        div { dt { "Customers today" } dd { (format::whole(f.customers_today)) " (" (format::percent(f.share)) ")" (more_or_fewer(f, saved)) } }
                        div { dt { "Give-back" } dd { (format::percent(f.give_back_rate)) } }
                        div { dt { "First reward" } dd { (first_reward(f)) } }
                        // What a member costs is drawn: a quick appraisal draws too little to print it without its error.
                        @if v.quick().is_none() { div { dt { "Cost of a member a year" } dd { (format::money(f.cost_per_member_year, v.currency())) } } }
                    }
                    @if !f.benefits.is_empty() { ul.chips { @for b in &f.benefits { (chip(v, program, b)) } } }
                }
            }
        }
        @if !program.benefits.is_empty() { p.note { "Benefits: + what it is worth to a member who uses it, where that is known; − what it costs at full use. The catalogue assumes both until you give your own." } }
    }
}
/// A benefit with what it is worth and what it costs.
fn chip(v: &View, program: &Program, name: &str) -> Markup {
    let benefit = program.benefits.iter().find(|b| b.name == name);
    let money = |amount: f64| format::money(amount, v.currency());
    html! {
        li {
            (name)
            @if let Some(b) = benefit {
                (mark(v, &format!("benefit:{}", b.id)))
                span.note {
                    @if b.perceived_value > 0.0 { " " span.whole { "+" (money(b.perceived_value)) } }
                    " " span.whole { "−" (money(b.unit_cost)) } " " (story::per(b.driver))
                }
            }
        }
    }
}
fn more_or_fewer(f: &TierFacts, saved: &[TierFacts]) -> Markup {
    let by = saved.iter().find(|s| s.tier == f.tier).map_or(0.0, |s| (f.customers_today - s.customers_today).round());
    html! { @if by != 0.0 { span.moved { " " @if by > 0.0 { "+" } (format::whole(by)) } } }
}
fn first_reward(f: &TierFacts) -> Markup {
    match f.months_to_first_reward {
        Some(m) if m <= FIRST_REWARD_SLOW => html! { "after " (format::decimal(m, 1)) " months" },
        Some(m) => html! { span.slow { "after " (format::decimal(m, 1)) " months: late" } },
        None => html! { span.slow { "after more than 36 months: late" } },
    }
}
