//! The blueprint as one self-contained page: no script, no font and no picture from elsewhere; it prints on A4.
mod charts;

use crate::blueprint_md::{amounts, origin_note, status_word, verdict_word};
use crate::tables::{self, Table};
use crate::trigger_matrix::stage_name;
use crate::{format, overrides};
use loyalty_model::finding::{ComplianceFinding, Verdict};
use loyalty_model::line::Line;
use loyalty_model::plan::{Design, Plan};
use loyalty_model::units::Currency;
use std::fmt::Write;

/// The page.
pub fn html(plan: &Plan) -> String {
    let d = &plan.design;
    let mut out = String::new();
    let _ = write!(
        out,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{}</title><style>{}</style></head><body><main>",
        esc(&d.header.title),
        include_str!("style.css")
    );
    let parts: [fn(&Design) -> String; 9] = [head, tiers, program, triggers, economics, people, signals, governance, book];
    overrides::sentences(plan).iter().for_each(|said| out += &format!("<div class=\"banner\">{}</div>", esc(said)));
    parts.iter().for_each(|part| out += &part(d));
    let _ = write!(
        out,
        "<footer>Plan {} · seed {} · data to {} · plan-loyalty {}. Means add up; percentiles are ranges of single lines and never add up.</footer></main></body></html>",
        plan.plan_hash,
        d.header.seed,
        d.header.as_of,
        esc(&d.header.version)
    );
    out
}
fn esc(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
/// A table; columns whose name begins with `#` hold numbers. Cells are HTML already.
fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let class = |c: &str| if c.starts_with('#') { " class=\"n\"" } else { "" };
    let head: String = columns.iter().map(|c| format!("<th{}>{}</th>", class(c), c.trim_start_matches('#'))).collect();
    let body: String =
        rows.iter().map(|r| format!("<tr>{}</tr>", r.iter().zip(columns).map(|(v, c)| format!("<td{}>{v}</td>", class(c))).collect::<String>())).collect();
    format!("<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
}
fn figure(title: &str, note: &str, svg: String) -> String {
    if svg.is_empty() { svg } else { format!("<figure><figcaption>{}</figcaption><p>{}</p>{svg}</figure>", esc(title), esc(note)) }
}
/// The label with its note below.
fn named(line: &Line) -> String {
    line.note.as_ref().map_or(esc(&line.label), |n| format!("{}<em>{}</em>", esc(&line.label), esc(n)))
}
fn chip(line: &Line) -> String {
    let word = format::source_word(&line.from);
    format!("<span class=\"chip {word}\" title=\"{}\">{word}</span>", esc(&format::source(&line.from)))
}
fn head(d: &Design) -> String {
    let (h, c) = (&d.header, &d.brief.currency);
    let mut out = origin_note(h.origin).map_or(String::new(), |n| format!("<div class=\"banner\">{}</div>", esc(n)));
    let status = status_word(h.status);
    let _ = write!(out, "<h1>{}</h1><p class=\"verdict\"><span class=\"status {status}\">{status}</span> {}</p>", esc(&h.title), esc(&h.verdict));
    let card = |id: &str, name: &str| {
        d.lines.get(id).map_or(String::new(), |l| {
            let range = l.range.as_ref().map_or(String::new(), |r| format!("<br>P10–P90 {}", format::range(r, l.unit, c)));
            format!("<div class=\"card\"><span>{name}</span><b>{}</b><span>{}{range}</span></div>", format::line(l, c), chip(l))
        })
    };
    let used = d.lines.get("economics.period.reward_cost").map_or("not identified".into(), |l| format::line(l, c));
    let late = d.lines.value("economics.break_even_month") > f64::from(d.brief.horizon_months);
    let even = if late {
        format!("<div class=\"card\"><span>Break-even</span><b>not within {} months</b></div>", d.brief.horizon_months)
    } else {
        card("economics.break_even_month", "Break-even month")
    };
    let _ = write!(
        out,
        "<div class=\"cards\">{}{}{even}<div class=\"card\"><span>Reward cost a {}</span><b>{}</b><span>of a pool of {}; kept in {} of draws</span></div></div>",
        card("economics.roi_p50", "Median return on program cost"),
        card("economics.net_value", &format!("Net value over {} months", d.brief.horizon_months)),
        d.brief.budget.period.word(),
        used,
        format::money(d.brief.budget.amount.to_f64(), c),
        format::percent(d.economics.budget_kept_share)
    );
    if let Some(e) = &h.escalation {
        let _ = write!(out, "<div class=\"banner\">Decision asked: {} ({})</div>", esc(&e.decision_asked), esc(&e.ladder.join(" → ")));
    }
    out
}
fn tiers(d: &Design) -> String {
    let c = &d.brief.currency;
    let rows: Vec<Vec<String>> = d
        .blueprint
        .tiers
        .iter()
        .zip(&d.blueprint.program.tiers)
        .map(|(t, tier)| {
            let first = t.months_to_first_reward.map_or("over 36 months".into(), |m| format!("{} months", format::decimal(m, 1)));
            vec![
                format!("<b>{}</b>", esc(&tier.name)),
                esc(&t.requirement),
                esc(&t.benefits.join(", ")),
                format!("{}<br>{}", format::whole(t.customers_today), format::percent(t.share)),
                format::percent(t.spend_share),
                format::percent(t.give_back_rate),
                format::money(t.cost_per_member_year, c),
                first,
            ]
        })
        .collect();
    let named: Vec<(String, f64)> = d.blueprint.tiers.iter().zip(&d.blueprint.program.tiers).map(|(t, tier)| (esc(&tier.name), t.customers_today)).collect();
    let worked: String = d.blueprint.tiers.iter().map(|t| format!("<p>{}</p>", esc(&t.worked_member))).collect();
    format!(
        "<h2>Tiers</h2>{}<h3>One worked member for each</h3>{worked}<div class=\"grid\">{}{}</div>",
        table(&["Tier", "Requirement", "Benefits", "#Customers today", "#Share of spend", "#Give-back", "#Cost a year", "#First reward"], &rows),
        figure("Where today's customers would stand", "Replayed on the last 12 months", charts::tiers(&named)),
        figure("Net spend of the last year", "Customers by spend, from each edge up", charts::spend(&d.signals.spend, c))
    )
}
fn program(d: &Design) -> String {
    let (p, c) = (&d.blueprint.program, &d.brief.currency);
    let rewards: Vec<Vec<String>> = p
        .rewards
        .iter()
        .map(|r| vec![esc(&r.name), format::whole(r.points_price as f64), format::money(r.value.to_f64(), c), format::money(r.cost.to_f64(), c)])
        .collect();
    let moments: String = d.blueprint.moments.iter().map(|m| format!("<li>{}</li>", esc(m))).collect();
    let reasons: String = p.tiers.iter().map(|t| format!("<li><b>{}</b>: {}</li>", esc(&t.name), esc(&t.reason))).collect();
    let near: String =
        d.blueprint.search.alternatives.iter().map(|a| format!("<li>{} (median ROI {})</li>", esc(&a.difference), format::percent(a.roi_p50))).collect();
    let limits: String = d.blueprint.search.unmet.iter().chain(&d.blueprint.search.binding).map(|u| format!("<li>{}</li>", esc(u))).collect();
    format!(
        "<h2>How it earns and rewards</h2><p>{}</p><ul>{moments}</ul>{}<h3>Why these thresholds</h3><ul>{reasons}{limits}</ul><h3>How it was found</h3><p>{} designs tried; {}.</p><ul>{near}</ul>",
        esc(&p.earn.reason),
        table(&["Reward", "#Points", "#Value", "#Cost"], &rewards),
        d.blueprint.search.designs_tried,
        esc(&d.blueprint.search.ended)
    )
}
fn triggers(d: &Design) -> String {
    let c = &d.brief.currency;
    let mut all: Vec<_> = d.blueprint.program.triggers.iter().collect();
    all.sort_by_key(|t| (t.stage, t.priority));
    let mut lanes = String::new();
    for stage in all.iter().map(|t| t.stage).collect::<std::collections::BTreeSet<_>>() {
        let cards: String = all
            .iter()
            .filter(|t| t.stage == stage)
            .map(|t| format!("<div><b>{}</b><em>{}</em>{}</div>", esc(&t.event), esc(&t.condition), esc(&t.action)))
            .collect();
        let _ = write!(lanes, "<div class=\"lane\"><h3>{}</h3>{cards}</div>", stage_name(stage));
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|t| {
            vec![
                format!("{}<br>{}", stage_name(t.stage), esc(&t.event)),
                t.benefit.as_ref().map_or(esc(&t.action), |b| format!("{}<em>Shows: {}</em>", esc(&t.action), esc(b))),
                if t.points > 0 { format::whole(t.points as f64) } else { "–".into() },
                esc(&t.channel),
                esc(&t.owner),
                esc(&t.consent),
                format::whole(t.volume_monthly),
                format::money(t.cost_monthly, c),
                esc(&t.data_ready),
            ]
        })
        .collect();
    format!(
        "<h2>Lifecycle triggers</h2><div class=\"lanes\">{lanes}</div><h3>Matrix</h3>{}",
        table(&["Event", "Action", "#Points", "Channel", "Owner", "Consent", "#A month", "#Cost a month", "Data"], &rows)
    )
}
fn economics(d: &Design) -> String {
    let (e, c) = (&d.economics, &d.brief.currency);
    let mut seen = std::collections::BTreeSet::new();
    let rows: Vec<Vec<String>> = e
        .headlines
        .iter()
        .chain(&e.statement)
        .filter_map(|id| d.lines.get(id))
        .filter(|l| seen.insert(l.id.as_str()))
        .map(|l| vec![named(l), format::line(l, c), l.range.as_ref().map_or(String::new(), |r| format::range(r, l.unit, c)), chip(l)])
        .collect();
    let scenarios: Vec<Vec<String>> = e
        .scenarios
        .iter()
        .map(|s| {
            vec![
                format!("<b>{}</b><br>{}", esc(&s.id), esc(&s.description)),
                format::percent(s.roi_p50),
                format!("{} to {}", format::percent(s.roi_p10), format::percent(s.roi_p90)),
                format::money(s.incremental_margin, c),
                format::money(s.total_cost, c),
                s.break_even_month.map_or("not reached".into(), |m| format!("month {}", format::decimal(m, 0))),
            ]
        })
        .collect();
    let tornado: Vec<Vec<String>> = e.tornado.iter().take(8).map(|(id, v)| vec![esc(tables::input_name(d, id)), format::percent(*v)]).collect();
    let series = |id: &str| e.series.iter().find(|s| s.id == id);
    let fan = |id: &str, title: &str, note: &str| series(id).map_or(String::new(), |s| figure(title, note, charts::fan(s, c, title)));
    format!(
        "<h2>Economics over {} months</h2><p class=\"claim\">{}</p><div class=\"grid\">{}{}{}{}</div><h3>Statement</h3>{}<h3>Scenarios</h3>{}<h3>What moves the return most</h3>{}{}<h3>Rules of the test</h3><ul>{}</ul><h3>For the accounts</h3>{}",
        d.brief.horizon_months,
        esc(&e.decision),
        fan("cumulative_cash", "Cumulative cash", "Mean and P10–P90, by month from launch"),
        fan("liability", "Expected cost of points outstanding", "Mean and P10–P90, by month from launch"),
        figure("Reward cost by period", "Bars: mean; marks: P90", charts::budget(&e.budget, c)),
        figure("Return by draw", "Each bar counts draws; red draws lose money", charts::returns(&e.roi_draws)),
        table(&["Line", "#Mean", "#P10 to P90", "Source"], &rows),
        table(&["Scenario", "#Median ROI", "#P10 to P90", "#Contribution", "#Cost", "#Break-even"], &scenarios),
        table(&["Assumption", "#Change of ROI from its P10 to its P90"], &tornado),
        tables::decision(d).iter().map(ready).collect::<String>(),
        e.test_plan.rules.iter().map(|r| format!("<li>{}</li>", esc(r))).collect::<String>(),
        tables::accounts(d).iter().map(ready).collect::<String>(),
    )
}
/// A table of words, with its title; folded where it is long.
fn ready(t: &Table) -> String {
    let columns: Vec<String> = t.head.iter().map(|h| esc(h)).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows: Vec<Vec<String>> = t.rows.iter().map(|r| r.iter().map(|v| esc(v)).collect()).collect();
    let body = format!("<p>{}</p>{}", esc(&t.note), table(&columns, &rows));
    if t.folded { format!("<details><summary>{}</summary>{body}</details>", esc(t.title)) } else { format!("<h3>{}</h3>{body}", esc(t.title)) }
}
fn people(d: &Design) -> String {
    let c = &d.brief.currency;
    let rows: Vec<Vec<String>> = d
        .personas
        .iter()
        .map(|p| {
            vec![
                format!("<b>{}</b><br>{}", esc(&p.name), esc(&p.definition)),
                format!("{}<br>{}", format::whole(p.customers), format::percent(p.share)),
                format::money(p.value_yearly, c),
                esc(&p.needs.join("; ")),
                esc(&p.tier_path),
                esc(&p.triggers.join(", ")),
            ]
        })
        .collect();
    format!("<h2>Personas</h2>{}", table(&["Persona", "#Customers", "#Value a year", "Needs", "Tier path", "Triggers"], &rows))
}
fn signals(d: &Design) -> String {
    let c = &d.brief.currency;
    let mut out = String::from("<h2>Signals</h2>");
    let cohort = figure("Cohorts", "Share of each month's new customers who buy again, by months since; darker is more", charts::cohorts(&d.signals.cohorts));
    for g in &d.signals.groups {
        let rows: Vec<Vec<String>> = g
            .lines
            .iter()
            .filter_map(|id| d.lines.get(id))
            .map(|l| vec![named(l), format::line(l, c), l.range.as_ref().map_or(String::new(), |r| format::range(r, l.unit, c)), chip(l)])
            .collect();
        let _ = write!(out, "<h3>{}</h3><p>{}</p>{}", esc(&g.name), esc(&g.reading), table(&["Signal", "#Value", "#Interval", "Source"], &rows));
    }
    let dash = |v: Option<String>| v.unwrap_or("–".into());
    let themes: Vec<Vec<String>> = d
        .signals
        .themes
        .iter()
        .map(|t| {
            vec![
                format!("<b>{}</b><em>{}</em>", esc(&t.theme), esc(&t.quotes.iter().map(|q| format!("“{q}”")).collect::<Vec<_>>().join(" "))),
                format::whole(t.records as f64),
                dash(t.mean_score.map(format::percent)),
                dash(t.lapsed_share.map(format::percent)),
                dash(t.lapsed_share_others.map(format::percent)),
                dash(t.value_behind.map(|v| format::money(v, c))),
            ]
        })
        .collect();
    if !themes.is_empty() {
        let _ = write!(
            out,
            "<h3>What customers talk about</h3><p>Lapse beside a theme is an association, no effect. Names, addresses and numbers were taken out of the quotes.</p>{}",
            table(&["Theme", "#Records", "#Rating, of the scale", "#Lapsed", "#Lapsed, others", "#Yearly value behind"], &themes)
        );
    }
    let models: Vec<Vec<String>> = d
        .signals
        .holdout
        .iter()
        .map(|s| {
            vec![
                format!("{}{}", esc(&s.model), if s.chosen { " (chosen)" } else { "" }),
                s.log_likelihood.map_or("–".into(), |l| format!("{l:.1}")),
                format::whole(s.forecast),
                format::whole(s.actual),
                format::percent(s.bias),
                format!("{:.3}", s.mean_absolute_error),
            ]
        })
        .collect();
    let unknown: String =
        d.signals.not_identified.iter().map(|n| format!("<li><b>{}</b>: {} It would take {}.</li>", esc(&n.what), esc(&n.why), esc(&n.data_needed))).collect();
    let unknown = if unknown.is_empty() { unknown } else { format!("<h3>What the data cannot tell</h3><ul>{unknown}</ul>") };
    let _ = write!(
        out,
        "<h3>Customer base</h3><p>{}</p>{}{unknown}<h3>Cohorts and what was read</h3><div class=\"grid\">{cohort}</div>",
        esc(&d.signals.base_choice),
        table(&["Model", "#Log-likelihood", "#Forecast", "#Seen", "#Bias", "#Error each"], &models)
    );
    let read: Vec<Vec<String>> = d
        .inputs
        .iter()
        .map(|t| {
            vec![
                esc(&t.table),
                format::whole(t.rows_read as f64),
                format::whole(t.rows_used as f64),
                format::whole(t.rows_without_customer as f64),
                format::whole(t.rows_set_aside as f64),
                t.control.map_or("–".into(), |k| if k.closes() { "closes".into() } else { "DOES NOT CLOSE".into() }),
            ]
        })
        .collect();
    let aside =
        d.inputs.iter().flat_map(|t| t.set_aside.iter().map(move |s| format!("{}: {} rows set aside: {}", t.table, format::whole(s.rows as f64), s.reason)));
    let notes = d.inputs.iter().flat_map(|t| t.notes.iter().map(move |n| format!("{}: {n}", t.table)));
    let said: String = aside.chain(notes).chain([amounts(d)]).map(|n| format!("<li>{}</li>", esc(&n))).collect();
    out + &table(&["Table", "#Rows", "#Used", "#Without customer", "#Set aside", "Control total"], &read) + &format!("<ul>{said}</ul>")
}
fn governance(d: &Design) -> String {
    let (g, c) = (&d.governance, &d.brief.currency);
    let class = |v: Verdict| match v {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Unknown => "unknown",
        Verdict::NotApplicable => "",
    };
    let rails: Vec<Vec<String>> = g
        .guardrails
        .iter()
        .map(|r| {
            vec![
                esc(&r.title),
                format!("<span class=\"{}\">{}</span>", class(r.verdict), verdict_word(r.verdict)),
                esc(&r.fact),
                esc(&r.limit),
                esc(&r.next_step),
            ]
        })
        .collect();
    let kpis: Vec<Vec<String>> = g
        .kpis
        .iter()
        .map(|k| {
            let v = |x: Option<f64>| x.map_or("none today".into(), |x| format::value(x, k.unit, c));
            vec![esc(&k.name), v(k.baseline), v(k.target), v(k.threshold), k.by.to_string(), esc(&k.owner)]
        })
        .collect();
    let raci: Vec<Vec<String>> =
        g.raci.iter().map(|r| vec![esc(&r.activity), esc(&r.responsible), esc(&r.accountable), esc(&r.consulted), esc(&r.informed)]).collect();
    let cadences: Vec<Vec<String>> = g.cadences.iter().map(|k| vec![esc(&k.name), esc(&k.every), esc(&k.owner), esc(&k.agenda), esc(&k.decision)]).collect();
    let approvals: Vec<Vec<String>> = g.approvals.iter().map(|a| vec![esc(&a.role), esc(&a.subject), esc(&a.after.join(", ")), esc(&a.state)]).collect();
    let rules: Vec<Vec<String>> = g
        .compliance
        .iter()
        .filter(|f| f.verdict == Verdict::Fail)
        .map(|f| vec![format!("<b>{}</b><br>{}", esc(&f.title), esc(&f.source)), format!("{:?}", f.severity).to_lowercase(), esc(&f.obligation), remedy(f, c)])
        .collect();
    let open = g.compliance_open;
    let (facts, asked): (Vec<_>, Vec<_>) = g.open_questions.iter().partition(|q| q.id.starts_with("fact-"));
    let mut questions: Vec<Vec<String>> = asked.iter().map(|q| vec![esc(&q.question), esc(&q.why), esc(&q.owner)]).collect();
    if !facts.is_empty() {
        let names: Vec<String> = facts.iter().map(|q| esc(q.id.trim_start_matches("fact-"))).collect();
        let why = "Compliance rules wait for them; answer in plan-loyalty.toml under [facts]. Naming the places where members live settles most.";
        questions.push(vec![format!("{} facts for Legal<em>{}</em>", g.open_facts, names.join(", ")), why.into(), "legal".into()]);
    }
    let list: String = g.checklist.iter().map(|i| format!("<li>☐ {} ({})</li>", esc(&i.item), esc(&i.owner))).collect();
    format!(
        "<h2>Governance</h2><h3>Guardrails</h3>{}<h3>KPIs</h3>{}<h3>Owners</h3>{}<h3>Cadences</h3>{}<h3>Approvals</h3>{}<h3>Compliance</h3><p>{} {open} rules wait for facts; {} do not touch this design.</p>{}<h3>Open questions</h3>{}<h3>Before launch</h3><ul>{list}</ul>",
        table(&["Guardrail", "Today", "Fact", "Limit", "Next step"], &rails),
        table(&["KPI", "#Baseline", "#Target", "#Act at", "By", "Owner"], &kpis),
        table(&["Activity", "Responsible", "Accountable", "Consulted", "Informed"], &raci),
        table(&["Cadence", "Every", "Owner", "Agenda", "Decision"], &cadences),
        table(&["Role", "Subject", "After", "State"], &approvals),
        esc(&g.compliance_disclaimer),
        g.compliance_not_applicable,
        table(&["Rule", "Weight", "What it asks", "Remedy"], &rules),
        table(&["Question", "Why", "Owner"], &questions)
    )
}
/// The rule's own remedy, and the priced changes of the design.
fn remedy(f: &ComplianceFinding, c: &Currency) -> String {
    let priced: String =
        f.remedies.iter().map(|r| format!("<em>{}<br><code>plan-loyalty amend {}</code></em>", esc(&format::remedy(r, c)), esc(&r.change))).collect();
    format!("{}{priced}", esc(&f.remedy))
}
fn book(d: &Design) -> String {
    let c = &d.brief.currency;
    let rows: Vec<Vec<String>> = d
        .assumptions
        .0
        .values()
        .map(|a| {
            let word = format::source_word(&a.from);
            vec![
                format!("{}<br><span class=\"chip {word}\">{word}</span>", esc(&a.id)),
                format::value(a.value, a.unit, c),
                if a.sd > 0.0 { format!("± {}", format::decimal(a.sd, 3)) } else { String::new() },
                esc(&a.description),
            ]
        })
        .collect();
    let sources: String = d.citations.iter().map(|s| format!("<li>{} <i>{}</i></li>", esc(&s.reference), esc(&s.population))).collect();
    format!("<h2>Assumption book</h2>{}<h3>Published sources</h3><ul>{sources}</ul>", table(&["Assumption", "#Value", "#sd", "What it is"], &rows))
}
