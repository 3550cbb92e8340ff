//! The blueprint as Markdown: everything that the web page says, without pictures.
use crate::format;
use crate::tables::overrides;
use crate::tables::trigger_matrix::stage_name;
use crate::tables::{self, Table};
use loyalty_model::extract::Origin;
use loyalty_model::finding::Verdict;
use loyalty_model::line::{Line, Provenance};
use loyalty_model::metrics;
use loyalty_model::plan::{Design, Plan, Status};
use loyalty_model::program::Trigger;
use loyalty_model::units::Currency;
use std::fmt::Write;

/// The blueprint.
pub fn markdown(plan: &Plan) -> String {
    let mut out = String::new();
    let d = &plan.design;
    let parts: [fn(&mut String, &Design) -> std::fmt::Result; 9] = [head, tiers, program, triggers, economics, personas, signals, governance, assumptions];
    for said in overrides::sentences(plan) {
        let _ = writeln!(out, "> **{said}**\n");
    }
    for part in parts {
        part(&mut out, d).unwrap_or_default();
    }
    let _ =
        writeln!(out, "\n---\nPlan {} · schema {} · plan-loyalty {}", &plan.plan_hash[..12.min(plan.plan_hash.len())], plan.schema_version, d.header.version);
    out
}
/// What a reader must know of the figures' origin, on every output.
pub fn origin_note(origin: Origin) -> Option<&'static str> {
    match origin {
        Origin::CompanyData => None,
        Origin::Demonstration => Some("Demonstration data: a company that does not exist. No figure here is about a real business."),
        Origin::DriverSheet => {
            Some("No purchases were given: the customers are imagined from a few numbers (drivers.… in the assumption book). Every money figure rests on them.")
        }
    }
}
/// Word for a status.
pub fn status_word(status: Status) -> &'static str {
    match status {
        Status::Planned => "planned",
        Status::Infeasible => "infeasible",
        Status::Escalated => "escalated",
    }
}
/// What happens, with what it gives or shows.
pub fn action(t: &Trigger) -> String {
    t.benefit.as_ref().map_or(t.action.clone(), |b| format!("{} (shows: {b})", t.action))
}
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
fn shown(line: &Line, c: &Currency) -> (String, String) {
    (format::line(line, c), line.range.as_ref().map(|r| format::range(r, line.unit, c)).unwrap_or_default())
}
fn head(out: &mut String, d: &Design) -> std::fmt::Result {
    let (h, c) = (&d.header, &d.brief.currency);
    writeln!(out, "# {}\n", h.title)?;
    if let Some(note) = origin_note(h.origin) {
        writeln!(out, "> **{note}**\n")?;
    }
    writeln!(out, "**{}** — {}\n", status_word(h.status), h.verdict)?;
    writeln!(out, "| | |\n|---|---|")?;
    writeln!(out, "| Goal | {} |", d.brief.goal.word())?;
    writeln!(out, "| Objective | {} |", cell(&h.objective))?;
    writeln!(out, "| Reward pool | {} a {} |", format::money(d.brief.budget.amount.to_f64(), c), d.brief.budget.period.word())?;
    writeln!(out, "| Horizon | {} months |", d.brief.horizon_months)?;
    writeln!(out, "| Observed to | {} |", h.as_of)?;
    writeln!(out, "| Asked on | {} |", h.asked_on)?;
    writeln!(out, "| Orchestration | {}: {} |\n", h.pattern, cell(&h.pattern_reason))?;
    if let Some(e) = &h.escalation {
        writeln!(
            out,
            "## Escalation\n\n{}\n\nTried: {}\n\n**Decision asked:** {} ({})\n",
            e.diagnosis,
            e.tried.join("; "),
            e.decision_asked,
            e.ladder.join(" → ")
        )?;
    }
    Ok(())
}
fn tiers(out: &mut String, d: &Design) -> std::fmt::Result {
    let c = &d.brief.currency;
    writeln!(
        out,
        "## Tiers\n\n| Tier | Requirement | Customers today | Share of spend | Give-back | Cost a member and year | First reward | Benefits | KPI |\n|---|---|---|---|---|---|---|---|---|"
    )?;
    for (t, tier) in d.blueprint.tiers.iter().zip(&d.blueprint.program.tiers) {
        let first = t.months_to_first_reward.map_or("not within 36 months".into(), |m| format!("{} months", format::decimal(m, 1)));
        writeln!(
            out,
            "| {} | {} | {} ({}) | {} | {} | {} | {first} | {} | {} |",
            tier.name,
            cell(&t.requirement),
            format::whole(t.customers_today),
            format::percent(t.share),
            format::percent(t.spend_share),
            format::percent(t.give_back_rate),
            format::money(t.cost_per_member_year, c),
            cell(&t.benefits.join(", ")),
            cell(&t.kpi)
        )?;
    }
    writeln!(out)?;
    for t in &d.blueprint.tiers {
        writeln!(out, "- {}", t.worked_member)?;
    }
    writeln!(out)
}
fn program(out: &mut String, d: &Design) -> std::fmt::Result {
    let (p, c) = (&d.blueprint.program, &d.brief.currency);
    writeln!(out, "## How it earns and rewards\n")?;
    for tier in &p.tiers {
        writeln!(out, "- **{}**: {}", tier.name, tier.reason)?;
    }
    for (i, m) in d.blueprint.moments.iter().enumerate() {
        if i == 0 { writeln!(out, "- {m} {}", p.earn.reason)? } else { writeln!(out, "- {m}")? }
    }
    if !p.rewards.is_empty() {
        writeln!(out, "\n| Reward | Points | Value | Cost |\n|---|---|---|---|")?;
        for r in &p.rewards {
            writeln!(
                out,
                "| {} | {} | {} | {} |",
                cell(&r.name),
                format::whole(r.points_price as f64),
                format::money(r.value.to_f64(), c),
                format::money(r.cost.to_f64(), c)
            )?;
        }
    }
    for b in &p.benefits {
        writeln!(out, "- {}: {}", b.name, b.reason)?;
    }
    let s = &d.blueprint.search;
    writeln!(out, "\n**Search.** {} designs tried; {}.", s.designs_tried, s.ended)?;
    for a in &s.alternatives {
        writeln!(
            out,
            "- Near-best: {} (median ROI {}, reward cost {} a period)",
            a.difference,
            format::percent(a.roi_p50),
            format::money(a.reward_cost_per_period, c)
        )?;
    }
    for u in s.unmet.iter().chain(&s.binding) {
        writeln!(out, "- {u}")?;
    }
    writeln!(out)
}
fn triggers(out: &mut String, d: &Design) -> std::fmt::Result {
    let c = &d.brief.currency;
    writeln!(
        out,
        "## Lifecycle triggers\n\n| Stage | Event | Condition | Action | Channel | Owner | Consent | A month | Cost a month | Data |\n|---|---|---|---|---|---|---|---|---|---|"
    )?;
    let mut all: Vec<_> = d.blueprint.program.triggers.iter().collect();
    all.sort_by_key(|t| (t.stage, t.priority));
    for t in all {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            stage_name(t.stage),
            t.event,
            cell(&t.condition),
            cell(&action(t)),
            t.channel,
            t.owner,
            cell(&t.consent),
            format::decimal(t.volume_monthly, 1),
            format::money(t.cost_monthly, c),
            cell(&t.data_ready)
        )?;
    }
    writeln!(out)
}
fn economics(out: &mut String, d: &Design) -> std::fmt::Result {
    let (e, c) = (&d.economics, &d.brief.currency);
    writeln!(out, "## Economics over {} months\n\n**{}**\n\n| Line | Mean | P10 to P90 | Source |\n|---|---|---|---|", d.brief.horizon_months, e.decision)?;
    let mut seen = std::collections::BTreeSet::new();
    for line in e.headlines.iter().chain(&e.statement).filter_map(|id| d.lines.get(id)).filter(|l| seen.insert(l.id.as_str())) {
        let (value, range) = shown(line, c);
        let source = line.formula.clone().unwrap_or_else(|| format::source_word(&line.from).into());
        writeln!(out, "| {} | {value} | {range} | {} |", cell(&metrics::name(line)), cell(&source))?;
    }
    writeln!(out, "\nMeans add up; percentiles are ranges of single lines and never add up.\n")?;
    writeln!(out, "| Scenario | ROI mean | P10 | P50 | P90 | Incremental contribution | Total cost | Break-even |\n|---|---|---|---|---|---|---|---|")?;
    for s in &e.scenarios {
        let month = s.break_even_month.map_or("not reached".into(), |m| format!("month {}", format::decimal(m, 0)));
        writeln!(
            out,
            "| {} — {} | {} | {} | {} | {} | {} | {} | {month} |",
            s.id,
            cell(&s.description),
            format::percent(s.roi),
            format::percent(s.roi_p10),
            format::percent(s.roi_p50),
            format::percent(s.roi_p90),
            format::money(s.incremental_margin, c),
            format::money(s.total_cost, c)
        )?;
    }
    writeln!(
        out,
        "\n### Use of the pool per {}\n\n| Period | Pool | Reward cost (mean) | P90 | Cash for redemptions | Unspent |\n|---|---|---|---|---|---|",
        d.brief.budget.period.word()
    )?;
    for b in &e.budget {
        let m = |v| format::money(v, c);
        writeln!(out, "| {} | {} | {} | {} | {} | {} |", b.period, m(b.pool), m(b.reward_cost), m(b.reward_cost_p90), m(b.redemption_cash), m(b.unspent))?;
    }
    writeln!(out, "\nIn {} of draws no period exceeds the pool.\n", format::percent(e.budget_kept_share))?;
    tables::decision(d).iter().chain(&tables::accounts(d)).try_for_each(|t| table(out, t))?;
    writeln!(out, "### Rules of the test\n")?;
    e.test_plan.rules.iter().try_for_each(|r| writeln!(out, "- {r}"))?;
    writeln!(out)
}
fn table(out: &mut String, t: &Table) -> std::fmt::Result {
    writeln!(out, "### {}\n\n{}\n", t.title, t.note)?;
    writeln!(out, "| {} |", t.head.iter().map(|h| cell(h.trim_start_matches('#'))).collect::<Vec<_>>().join(" | "))?;
    writeln!(out, "|{}", t.head.iter().map(|h| if h.starts_with('#') { "---:|" } else { "---|" }).collect::<String>())?;
    t.rows.iter().try_for_each(|r| writeln!(out, "| {} |", r.iter().map(|v| cell(v)).collect::<Vec<_>>().join(" | ")))?;
    writeln!(out)
}
fn personas(out: &mut String, d: &Design) -> std::fmt::Result {
    let c = &d.brief.currency;
    writeln!(out, "## Personas\n\n| Persona | Definition | Customers | Value a year | Needs seen | Tier path | Validation |\n|---|---|---|---|---|---|---|")?;
    for p in &d.personas {
        writeln!(
            out,
            "| {} | {} | {} ({}) | {} | {} | {} | {} |",
            p.name,
            cell(&p.definition),
            format::whole(p.customers),
            format::percent(p.share),
            format::money(p.value_yearly, c),
            cell(&p.needs.join("; ")),
            cell(&p.tier_path),
            cell(&p.validation)
        )?;
    }
    writeln!(out)
}
fn signals(out: &mut String, d: &Design) -> std::fmt::Result {
    let c = &d.brief.currency;
    writeln!(out, "## Signals\n")?;
    for g in &d.signals.groups {
        writeln!(out, "### {}\n\n{}\n", g.name, g.reading)?;
        for line in g.lines.iter().filter_map(|id| d.lines.get(id)) {
            let (value, range) = shown(line, c);
            let range = if range.is_empty() { range } else { format!(" ({range})") };
            writeln!(out, "- {}: **{value}**{range} — {}", metrics::name(line), format::source(&line.from))?;
        }
        writeln!(out)?;
    }
    if !d.signals.base_choice.is_empty() {
        writeln!(
            out,
            "### Customer base\n\n{}\n{}",
            d.signals.base_choice,
            if d.signals.holdout.is_empty() {
                ""
            } else {
                "\n| Model | Cut | LL | Forecast | Seen | Bias | MAE | Mean P(alive) |\n|---|---|---|---|---|---|---|---|"
            }
        )?;
        for s in &d.signals.holdout {
            let mark = if s.chosen { " (chosen)" } else { "" };
            writeln!(
                out,
                "| {}{mark} | {} | {} | {} | {} | {} | {:.3} | {} |",
                s.model,
                s.cut,
                s.log_likelihood.map_or("–".into(), |l| format!("{l:.1}")),
                format::whole(s.forecast),
                format::whole(s.actual),
                format::percent(s.bias),
                s.mean_absolute_error,
                s.mean_p_alive.map_or("–".into(), |p| format!("{p:.2}"))
            )?;
        }
        writeln!(out)?;
    }
    if !d.signals.themes.is_empty() {
        writeln!(out, "### What customers talk about\n\nLapse beside a theme is an association. Names, addresses and numbers were taken out of the quotes.\n")?;
        writeln!(out, "| Theme | Records | Mean rating | Lapsed | Lapsed, others | Yearly value behind | In their words |\n|---|---|---|---|---|---|---|")?;
        let dash = |v: Option<String>| v.unwrap_or("–".into());
        for t in &d.signals.themes {
            writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} | {} |",
                cell(&t.theme),
                format::whole(t.records as f64),
                dash(t.mean_score.map(|s| format!("{} of the scale", format::percent(s)))),
                dash(t.lapsed_share.map(format::percent)),
                dash(t.lapsed_share_others.map(format::percent)),
                dash(t.value_behind.map(|v| format::money(v, c))),
                cell(&t.quotes.iter().map(|q| format!("“{q}”")).collect::<Vec<_>>().join(" "))
            )?;
        }
        writeln!(out)?;
    }
    if !d.signals.not_identified.is_empty() {
        writeln!(out, "\n### What the data cannot tell\n")?;
        for n in &d.signals.not_identified {
            writeln!(out, "- **{}**: {} It would take: {}", n.what, n.why, n.data_needed)?;
        }
    }
    writeln!(out, "\n### What was read\n\n| Table | Rows read | Used | Without customer | Set aside | Control total |\n|---|---|---|---|---|---|")?;
    for t in &d.inputs {
        let control = t.control.map_or("–".into(), |k| {
            format!("{} = {} + {} + {}{}", k.in_file, k.used, k.without_customer, k.set_aside, if k.closes() { "" } else { " DOES NOT CLOSE" })
        });
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {control} |",
            t.table,
            format::whole(t.rows_read as f64),
            format::whole(t.rows_used as f64),
            t.rows_without_customer,
            t.rows_set_aside
        )?;
    }
    writeln!(out)?;
    for t in &d.inputs {
        for s in &t.set_aside {
            writeln!(out, "- {}: {} rows set aside: {}", t.table, format::whole(s.rows as f64), s.reason)?;
        }
        for n in &t.notes {
            writeln!(out, "- {}: {n}", t.table)?;
        }
    }
    writeln!(out, "- {}\n", amounts(d))
}
/// What the amounts include, as answered; unanswered: as they stand.
pub fn amounts(d: &Design) -> String {
    let topic = |t: &str| format!("{t} {}", d.brief.amount_basis.get(t).map_or("taken as it stands (nobody said)", String::as_str));
    let currency = d.brief.amount_basis.get("currency").map_or("assumed", String::as_str);
    format!("Amounts in {} ({currency}); {}; {}; {}", d.brief.currency, topic("tax"), topic("shipping"), topic("discounts"))
}
fn governance(out: &mut String, d: &Design) -> std::fmt::Result {
    let (g, c) = (&d.governance, &d.brief.currency);
    writeln!(out, "## Governance\n\n### Guardrails\n\n| Guardrail | Today | Fact | Limit | Next step |\n|---|---|---|---|---|")?;
    for r in &g.guardrails {
        writeln!(out, "| {} | {} | {} | {} | {} |", r.title, verdict_word(r.verdict), cell(&r.fact), cell(&r.limit), cell(&r.next_step))?;
    }
    writeln!(out, "\n### KPIs\n\n| KPI | Baseline | Target | Act below or above | By | Owner | Basis |\n|---|---|---|---|---|---|---|")?;
    for k in &g.kpis {
        let v = |x: Option<f64>| x.map_or("none today".into(), |x| format::value(x, k.unit, c));
        writeln!(out, "| {} | {} | {} | {} | {} | {} | {} |", cell(&k.name), v(k.baseline), v(k.target), v(k.threshold), k.by, k.owner, cell(&k.basis))?;
    }
    writeln!(out, "\n### Owners\n\n| Activity | Responsible | Accountable | Consulted | Informed |\n|---|---|---|---|---|")?;
    for r in &g.raci {
        writeln!(out, "| {} | {} | {} | {} | {} |", r.activity, r.responsible, r.accountable, r.consulted, r.informed)?;
    }
    writeln!(out, "\n### Cadences\n")?;
    for k in &g.cadences {
        writeln!(out, "- **{}**, {} ({}): {} → {}", k.name, k.every, k.owner, k.agenda, k.decision)?;
    }
    writeln!(out, "\n### Approvals\n")?;
    for a in &g.approvals {
        let after = if a.after.is_empty() { String::new() } else { format!(", after {}", a.after.join(" and ")) };
        writeln!(out, "- {}: {} ({}{after})", a.role, a.subject, a.state)?;
    }
    writeln!(out, "\n### Compliance\n\n{}\n", g.compliance_disclaimer)?;
    for f in g.compliance.iter().filter(|f| f.verdict == Verdict::Fail) {
        writeln!(
            out,
            "- **{}** ({:?}, {}): {} Remedy: {} — {}{}",
            f.title,
            f.severity,
            f.jurisdictions.join(", "),
            f.obligation,
            f.remedy,
            f.source,
            if f.stale { " **(stale)**" } else { "" }
        )?;
        for r in &f.remedies {
            writeln!(out, "  - {} `plan-loyalty amend {}`", format::remedy(r, c), r.change)?;
        }
    }
    writeln!(out, "\n### Open questions\n")?;
    for q in &g.open_questions {
        writeln!(out, "- {} ({}) — {}", q.question, q.owner, q.why)?;
    }
    writeln!(out, "\n### Risks\n")?;
    for r in &g.risks {
        writeln!(out, "- {} Sign: {} Response: {} ({})", r.risk, r.sign, r.response, r.owner)?;
    }
    writeln!(out, "\n### Before launch\n")?;
    for i in &g.checklist {
        writeln!(out, "- [{}] {} ({})", if i.done { "x" } else { " " }, i.item, i.owner)?;
    }
    writeln!(out)
}
/// Word for a verdict.
pub fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "FAIL",
        Verdict::NotApplicable => "does not apply",
        Verdict::Unknown => "unknown",
    }
}
fn assumptions(out: &mut String, d: &Design) -> std::fmt::Result {
    let c = &d.brief.currency;
    writeln!(out, "## Assumption book\n\n| Id | Value | sd | From | What it is | Overruled |\n|---|---|---|---|---|---|")?;
    for a in d.assumptions.0.values() {
        let lost: Vec<String> = a.overruled.iter().map(|(v, from)| format!("{} ({})", format::value(*v, a.unit, c), format::source_word(from))).collect();
        let from = match &a.from {
            Provenance::Default { .. } => "assumed".to_string(),
            other => format::source(other),
        };
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            a.id,
            format::value(a.value, a.unit, c),
            if a.sd > 0.0 { format::decimal(a.sd, 3) } else { String::new() },
            cell(&from),
            cell(&a.description),
            cell(&lost.join(", "))
        )?;
    }
    writeln!(out, "\n### Sources\n")?;
    for s in &d.citations {
        writeln!(out, "- [{}] {} ({})", s.id, s.reference, s.population)?;
    }
    Ok(())
}
