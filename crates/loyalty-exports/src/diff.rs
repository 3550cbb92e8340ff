//! Two designs, by meaning: what a manager and a finance partner would say has changed.
use crate::copy::{english, status_word, verdict_word};
use crate::format;
use loyalty_model::line::Unit;
use loyalty_model::plan::Design;
use loyalty_model::program::Expiry;
use serde::Serialize;
use std::collections::BTreeMap;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// brief, tiers, rewards, benefits, triggers, economics, assumptions, governance, data.
    pub area: &'static str,
    /// In words.
    pub sentence: String,
}
const HEADLINES: [(&str, &str); 9] = [
    ("economics.roi_p50", "median ROI"),
    ("economics.p_positive", "probability of positive ROI"),
    ("economics.net_value", "net value"),
    ("economics.incremental_margin", "incremental contribution"),
    ("economics.total_cost", "total cost"),
    ("economics.reward_cost", "reward cost"),
    ("economics.liability_peak", "peak liability"),
    ("economics.break_even_month", "break-even month"),
    ("economics.cost_per_point_issued", "cost per point issued"),
];
/// Every difference, the brief first, then the design, then what follows from it.
pub fn between(a: &Design, b: &Design) -> Vec<Difference> {
    let mut out = vec![];
    brief(a, b, &mut out);
    program(a, b, &mut out);
    economics(a, b, &mut out);
    assumptions(a, b, &mut out);
    governance(a, b, &mut out);
    if a.header.extract_fingerprint != b.header.extract_fingerprint {
        out.push(Difference { area: "data", sentence: format!("different data: up to {} → {}", a.header.as_of, b.header.as_of) });
    }
    if a.header.version != b.header.version {
        out.push(Difference { area: "data", sentence: format!("version of plan-loyalty: {} → {}", a.header.version, b.header.version) });
    }
    out
}
/// The differences in one line: tiers, liability, return.
pub fn summary(a: &Design, b: &Design) -> String {
    let mut tiers = vec![];
    program(a, b, &mut tiers);
    let tiers = tiers.into_iter().filter(|d| d.area == "tiers").map(|d| d.sentence).take(3);
    let rest = ["economics.liability_peak", "economics.roi_p50"].into_iter().filter_map(|id| headline(a, b, id));
    let words: Vec<String> = tiers.chain(rest).collect();
    if words.is_empty() { "no headline figure differs".into() } else { words.join("; ") }
}
fn changed<T: PartialEq>(out: &mut Vec<Difference>, area: &'static str, what: &str, (a, b): (&T, &T), words: impl Fn(&T) -> String) {
    if a != b {
        out.push(Difference { area, sentence: format!("{what} {} → {}", words(a), words(b)) });
    }
}
fn brief(a: &Design, b: &Design, out: &mut Vec<Difference>) {
    let (x, y) = (&a.brief, &b.brief);
    changed(out, "brief", "goal", (&x.goal, &y.goal), |g| g.word().into());
    changed(out, "brief", "budget", (&x.budget, &y.budget), |v| format!("{} a {}", format::money(v.amount.to_f64(), &x.currency), v.period.word()));
    changed(out, "brief", "horizon", (&x.horizon_months, &y.horizon_months), |v| format!("{v} months"));
    let notes = |d: &Design| d.brief.constraints.iter().map(|c| c.words.clone()).collect::<Vec<_>>();
    changed(out, "brief", "constraints", (&notes(a), &notes(b)), |n| if n.is_empty() { "none".into() } else { n.join(", ") });
    changed(out, "brief", "fixed by hand:", (&x.pins, &y.pins), |p| if p.is_empty() { "nothing".into() } else { p.join("; ") });
}
fn signed(value: f64) -> String {
    if value < 0.0 { format!("−{}", format::whole(-value)) } else { format!("+{}", format::whole(value)) }
}
fn program(a: &Design, b: &Design, out: &mut Vec<Difference>) {
    let (p, q, c) = (&a.blueprint.program, &b.blueprint.program, &a.brief.currency);
    let number = |v: f64| if v.fract() == 0.0 { format::whole(v) } else { format::decimal(v, 2) };
    let today = |d: &Design, id: &str| d.blueprint.tiers.iter().find(|t| t.tier == id).map_or(0.0, |t| t.customers_today);
    for t in &q.tiers {
        let Some(old) = p.tiers.iter().find(|o| o.id == t.id) else {
            out.push(Difference { area: "tiers", sentence: format!("new tier {}, from {}", t.name, number(t.threshold)) });
            continue;
        };
        let members = today(b, &t.id) - today(a, &t.id);
        if (old.threshold - t.threshold).abs() > 1e-9 || old.metric != t.metric {
            out.push(Difference {
                area: "tiers",
                sentence: format!("{} {} → {}: {} members", t.name, number(old.threshold), number(t.threshold), signed(members)),
            });
        } else if members.abs() >= 1.0 {
            out.push(Difference { area: "tiers", sentence: format!("{}: {} members at the same threshold", t.name, signed(members)) });
        }
        changed(out, "tiers", &format!("{} multiplier", t.name), (&old.multiplier, &t.multiplier), |v| format::decimal(*v, 2));
        changed(out, "tiers", &format!("{} held for", t.name), (&old.validity_months, &t.validity_months), |v| format!("{v} months"));
    }
    for t in p.tiers.iter().filter(|t| !q.tiers.iter().any(|n| n.id == t.id)) {
        out.push(Difference { area: "tiers", sentence: format!("tier {} removed", t.name) });
    }
    changed(out, "rewards", "points per unit of spend", (&p.earn.points_per_unit, &q.earn.points_per_unit), |v| format::decimal(*v, 3));
    changed(out, "rewards", "points for joining", (&p.earn.joining_points, &q.earn.joining_points), u64::to_string);
    changed(out, "rewards", "value of a point", (&p.point_value, &q.point_value), |v| format!("{v}"));
    changed(out, "rewards", "expiry", (&p.expiry, &q.expiry), |e| expires(*e));
    let rewards = |d: &Design| d.blueprint.program.rewards.iter().map(|r| (r.points_price, r.value)).collect::<Vec<_>>();
    changed(out, "rewards", "rewards", (&rewards(a), &rewards(b)), |r| {
        r.iter().map(|(points, v)| format!("{points} for {}", format::money(v.to_f64(), c))).collect::<Vec<_>>().join(", ")
    });
    changed(out, "rewards", "missions", (&p.missions.len(), &q.missions.len()), usize::to_string);
    changed(out, "rewards", "referral reward", (&p.referral, &q.referral), |r| {
        r.as_ref().map_or("none".into(), |r| format!("{} points", r.recommender_points))
    });
    changed(out, "rewards", "surprise", (&p.surprise.is_some(), &q.surprise.is_some()), |s| if *s { "yes".into() } else { "none".into() });
    come_and_gone(out, "benefits", p.benefits.iter().map(|x| (x.id.as_str(), x.name.as_str())), q.benefits.iter().map(|x| (x.id.as_str(), x.name.as_str())));
    come_and_gone(out, "triggers", p.triggers.iter().map(|x| (x.id.as_str(), x.event.as_str())), q.triggers.iter().map(|x| (x.id.as_str(), x.event.as_str())));
}
fn expires(expiry: Expiry) -> String {
    match expiry {
        Expiry::None => "never".into(),
        Expiry::Inactivity { months } => format!("after {months} months of inactivity"),
        Expiry::Age { months } => format!("{months} months after earning"),
    }
}
fn come_and_gone<'a>(out: &mut Vec<Difference>, area: &'static str, a: impl Iterator<Item = (&'a str, &'a str)>, b: impl Iterator<Item = (&'a str, &'a str)>) {
    let (a, b): (BTreeMap<_, _>, BTreeMap<_, _>) = (a.collect(), b.collect());
    out.extend(b.iter().filter(|(id, _)| !a.contains_key(*id)).map(|(_, name)| Difference { area, sentence: format!("added: {name}") }));
    out.extend(a.iter().filter(|(id, _)| !b.contains_key(*id)).map(|(_, name)| Difference { area, sentence: format!("removed: {name}") }));
}
/// How a headline figure differs, where its printed form does.
fn headline(a: &Design, b: &Design, id: &str) -> Option<String> {
    let name = HEADLINES.iter().find(|h| h.0 == id)?.1;
    let (x, y) = (a.lines.get(id)?, b.lines.get(id)?);
    let (before, after) = (format::line(x, &a.brief.currency), format::line(y, &b.brief.currency));
    let moved = if x.unit == Unit::Money && a.brief.currency == b.brief.currency { format!(" ({})", signed(y.value - x.value)) } else { String::new() };
    (before != after).then(|| format!("{name} {before} → {after}{moved}"))
}
fn economics(a: &Design, b: &Design, out: &mut Vec<Difference>) {
    out.extend(HEADLINES.iter().filter_map(|(id, _)| headline(a, b, id)).map(|sentence| Difference { area: "economics", sentence }));
    let others = b.lines.0.iter().filter(|(id, l)| a.lines.get(id).is_none_or(|o| o.value != l.value) && !HEADLINES.iter().any(|h| h.0 == id.as_str())).count();
    if others > 0 {
        out.push(Difference { area: "economics", sentence: format!("{others} other figures differ") });
    }
}
fn assumptions(a: &Design, b: &Design, out: &mut Vec<Difference>) {
    for (id, new) in &b.assumptions.0 {
        if let Some(old) = a.assumptions.get(id).filter(|o| o.value != new.value || o.sd != new.sd) {
            out.push(Difference {
                area: "assumptions",
                sentence: format!("{id} {}±{} → {}±{} ({})", old.value, old.sd, new.value, new.sd, format::source_word(&new.from)),
            });
        }
    }
}
fn governance(a: &Design, b: &Design, out: &mut Vec<Difference>) {
    changed(out, "governance", "status", (&a.header.status, &b.header.status), |s| status_word(*s).into());
    for g in &b.governance.guardrails {
        if let Some(old) = a.governance.guardrails.iter().find(|o| o.id == g.id && o.verdict != g.verdict) {
            out.push(Difference {
                area: "governance",
                sentence: format!("guardrail {} {} → {}", english().text(&g.title, &b.brief.currency), verdict_word(old.verdict), verdict_word(g.verdict)),
            });
        }
    }
    let verdicts = |d: &Design| d.governance.compliance.iter().map(|f| (f.rule.clone(), f.verdict)).collect::<BTreeMap<_, _>>();
    let (x, y) = (verdicts(a), verdicts(b));
    for rule in x.keys().filter(|rule| !y.contains_key(*rule)) {
        out.push(Difference { area: "governance", sentence: format!("compliance {rule} {} → does not apply", verdict_word(x[rule])) });
    }
    for rule in y.keys().filter(|rule| !x.contains_key(*rule)) {
        out.push(Difference { area: "governance", sentence: format!("compliance {rule} did not apply → {}", verdict_word(y[rule])) });
    }
    for (rule, v) in &y {
        if x.get(rule).is_some_and(|o| o != v) {
            out.push(Difference { area: "governance", sentence: format!("compliance {rule} {} → {}", verdict_word(x[rule]), verdict_word(*v)) });
        }
    }
}
