//! A design amended on frozen drivers: margin, discount rate, fixed cost and cost of rewards change, nothing is simulated again.
//!
//! What is linear in the change is recalculated from the driver series ([`crate::statement::driver_statement`]). What only a simulation can tell
//! (medians, percentiles of what changed, chance of loss, scenarios, tornado) is taken out, not carried over.
use crate::launch::LaunchDay;
use crate::statement::driver_statement::{Statement, statement};
use crate::{design::ChoiceStatus, governance, lifecycle, terms::Terms};
use loyalty_model::brief::Given;
use loyalty_model::drivers::DriverInputs;
use loyalty_model::fact::Fact;
use loyalty_model::line::{Line, Provenance};
use loyalty_model::plan::{Design, Economics, Escalation, MomentKind, Status, Treatment, TwoWay};

/// Why a design cannot be amended on frozen drivers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrozenError {
    /// It was made before there were driver series.
    #[error("the plan holds no driver series")]
    NoDrivers,
    /// The value changes what members do.
    #[error("{0} changes what the simulation gives")]
    NotLinear(String),
    /// It is drawn, so figures do not follow in proportion.
    #[error("{0} is drawn in this plan, or given with a spread")]
    Drawn(String),
}
/// Assumptions that may change while drivers are frozen.
pub const LINEAR: [&str; 7] = [
    "company.gross_margin",
    "company.discount_rate_yearly",
    "cost.setup",
    "cost.platform_monthly",
    "cost.staff_monthly",
    "cost.reward_vat_rate",
    "points.reward_cost_ratio",
];
/// Those that only add to cost: a quote may replace a placeholder that was drawn, for means follow exactly.
const ADDED: [&str; 3] = ["cost.setup", "cost.platform_monthly", "cost.staff_monthly"];
/// Lines that only a simulation can tell.
const SIMULATED: [&str; 8] = [
    "economics.roi_p50",
    "economics.p_positive",
    "economics.break_even_month",
    "economics.break_even_lift",
    "economics.lift_not_enough",
    "economics.monte_carlo_error",
    "economics.net_value_error",
    "economics.cash_low",
];
/// Those that hang on the cost of rewards.
const OF_REWARD_COST: [&str; 2] = ["economics.budget_kept_share", "economics.pool_needed"];

fn slot<'a>(x: &'a mut DriverInputs, id: &str) -> Option<&'a mut f64> {
    Some(match id {
        "company.gross_margin" => &mut x.margin,
        "company.discount_rate_yearly" => &mut x.discount_yearly,
        "cost.setup" => &mut x.setup,
        "cost.platform_monthly" => &mut x.platform_monthly,
        "cost.staff_monthly" => &mut x.staff_monthly,
        "cost.reward_vat_rate" => &mut x.reward_vat_rate,
        "points.reward_cost_ratio" => &mut x.reward_cost_ratio,
        _ => return None,
    })
}
/// What a change of one linear input does.
struct Move {
    /// Margin now ÷ before, cost of a point now ÷ before.
    margin: f64,
    point: f64,
    /// The discount rate moves nothing but present values.
    discount: bool,
    after: Statement,
}
/// The design with these values given, one after the other.
///
/// # Errors
/// [`FrozenError`].
pub fn amend(design: &Design, given: &[(String, Given)]) -> Result<Design, FrozenError> {
    given.iter().try_fold(design.clone(), |d, (id, given)| with(d, id, given))
}
fn with(mut new: Design, id: &str, given: &Given) -> Result<Design, FrozenError> {
    let d = &new.economics.drivers;
    let before = d.inputs;
    if d.months() == 0 || d.series.iter().any(|s| s.values.len() != d.months()) || before.margin == 0.0 || before.reward_cost_ratio == 0.0 {
        return Err(FrozenError::NoDrivers);
    }
    if d.npv_drawn_rate != 0.0 {
        return Err(FrozenError::Drawn("company.discount_rate_yearly".into()));
    }
    if id == "points.reward_cost_ratio" && new.blueprint.program.gives_items() {
        // It is the cost of money off alone, and how much of that members take is simulated.
        return Err(FrozenError::NotLinear(id.into()));
    }
    let mut x = before;
    let own = slot(&mut x, id).ok_or_else(|| FrozenError::NotLinear(id.into()))?;
    let a = new.assumptions.0.get_mut(id).ok_or_else(|| FrozenError::NotLinear(id.into()))?;
    if (a.sd > 0.0 && !ADDED.contains(&id)) || given.sd.is_some_and(|sd| sd > 0.0) {
        return Err(FrozenError::Drawn(id.into()));
    }
    let source = Provenance::Given { by: given.by.clone(), note: given.note.clone() };
    a.overruled.push((a.value, std::mem::replace(&mut a.from, source)));
    let said = format!("{id} {} → {}", a.value, given.value);
    (a.value, *own) = (given.value, given.value);
    (a.sd, a.distribution) = (0.0, "fixed".into());
    new.brief.given.insert(id.into(), given.clone());
    let by = Move {
        margin: x.margin / before.margin,
        point: x.reward_cost_ratio / before.reward_cost_ratio,
        discount: id == "company.discount_rate_yearly",
        after: statement(&new.economics.drivers, &x),
    };
    new.economics.drivers.inputs = x;
    new.economics.drivers.frozen.push(said);
    triggers(&mut new, before.reward_cost_ratio, x.reward_cost_ratio);
    lines(&mut new, &by);
    if !by.discount {
        economics(&mut new.economics, &by);
    }
    let Design { lines, economics, .. } = &mut new;
    economics.statement.retain(|id| lines.get(id).is_some());
    economics.headlines.retain(|id| lines.get(id).is_some());
    for (t, facts) in new.blueprint.program.tiers.iter().zip(&mut new.blueprint.tiers) {
        facts.cost_per_member_year = new.lines.value(&format!("blueprint.tier.{}.cost_per_member_year", t.id));
    }
    if !by.discount {
        govern(&mut new);
        head(&mut new);
    }
    Ok(new)
}
fn triggers(new: &mut Design, before: f64, now: f64) {
    let (value, redemption) = (new.blueprint.program.point_value, new.assumptions.value("points.ultimate_redemption"));
    for t in &mut new.blueprint.program.triggers {
        t.cost_monthly += t.volume_monthly * t.points as f64 * value * redemption * (now - before);
    }
    lifecycle::lines(&new.blueprint.program.triggers, &mut new.lines);
    // A surprise costs its points and a message each.
    let message = new.assumptions.value("cost.message");
    for m in new.blueprint.calendar.iter_mut().flat_map(|c| &mut c.moments).filter(|m| m.kind == MomentKind::SurpriseTest) {
        let messages = message * m.members.unwrap_or(0.0);
        m.cost = m.cost.map(|c| messages + (c - messages) * now / before);
    }
}
fn set(line: &mut Line, value: f64) {
    if (line.value - value).abs() <= 1e-12 * line.value.abs().max(value.abs()) {
        return;
    }
    line.value = value;
    line.range = None;
    line.note = Some(match line.note.take() {
        Some(note) if !note.is("note-frozen") && !note.is("note-frozen-besides") => Fact::new("note-frozen-besides").fact("note", note),
        Some(note) => note,
        None => Fact::new("note-frozen"),
    });
}
fn lines(new: &mut Design, by: &Move) {
    if !by.discount {
        SIMULATED.iter().for_each(|id| drop(new.lines.0.remove(*id)));
    }
    if by.point != 1.0 {
        OF_REWARD_COST.iter().for_each(|id| drop(new.lines.0.remove(*id)));
    }
    if by.discount {
        new.lines.0.remove("signals.clv");
        new.signals.groups.iter_mut().for_each(|g| g.lines.retain(|l| l != "signals.clv"));
    }
    let ratio = new.economics.drivers.inputs.reward_cost_ratio;
    for (id, line) in &mut new.lines.0 {
        if let Some(value) = by.after.lines.get(id) {
            set(line, *value);
        } else if id.starts_with("economics.goal.") || id == "signals.clv" {
            set(line, line.value * by.margin);
        } else if id == "economics.liability_peak" {
            set(line, line.value * by.point);
        } else if id == "blueprint.reward_cost_ratio" {
            line.value = ratio;
        }
    }
    // Formulas over what moved, until nothing moves any more.
    let formulas: Vec<(String, String)> = new.lines.0.iter().filter_map(|(id, l)| Some((id.clone(), l.formula.clone()?))).collect();
    for _ in 0..formulas.len() {
        let mut moved = false;
        for (id, formula) in &formulas {
            let (Ok(value), Some(line)) = (new.lines.evaluate(formula), new.lines.0.get(id)) else { continue };
            if (line.value - value).abs() > 1e-12 * line.value.abs().max(value.abs()) {
                let mut line = line.clone();
                set(&mut line, value);
                new.lines.put(line);
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
}
fn economics(e: &mut Economics, by: &Move) {
    for s in &mut e.series {
        let Some(mean) = by.after.monthly.get(s.id.as_str()) else { continue };
        if s.mean.iter().zip(mean).all(|(a, b)| (a - b).abs() <= 1e-9 * a.abs().max(b.abs())) {
            continue;
        }
        s.mean.clone_from(mean);
        (s.p10, s.p50, s.p90) = (vec![], vec![], vec![]);
    }
    (e.personas, e.personas_shared) = (vec![], 0.0);
    (e.scenarios, e.roi_draws, e.roi_counts, e.tornado, e.two_way) = (vec![], vec![], vec![], vec![], TwoWay::default());
    e.decision = vec![Fact::new("decision-frozen")];
    e.test_plan.rules = vec![Fact::new("test-rule-frozen")];
    if by.point != 1.0 {
        e.budget_kept_share = f64::NAN;
        for p in &mut e.budget {
            p.points *= by.point;
            p.reward_cost = p.points + p.benefits;
            p.reward_cost_p90 = f64::NAN;
            p.redemption_cash *= by.point;
            p.unspent = p.pool - p.points - p.benefits;
        }
        // Every cost of the schedule is points × cost of a point.
        for p in &mut e.accounting.periods {
            let costs =
                [&mut p.reward_cost, &mut p.reward_displaced, &mut p.marketing, &mut p.revenue_reduction, &mut p.contract_cost, &mut p.marketing_obligation];
            costs.into_iter().for_each(|v| *v *= by.point);
        }
        e.accounting.sources.iter_mut().filter(|s| s.treatment != Treatment::Allocated).for_each(|s| s.amount *= by.point);
        // A cost of rewards that moves alone moves the parts of the bridge in different ways: a new simulation tells them.
        e.accounting.bridge.clear();
        e.accounting.journal.iter_mut().filter(|j| j.event.at_cost()).for_each(|j| j.amount *= by.point);
    }
    for t in &mut e.tiers {
        t.incremental_margin = by.after.value(&format!("economics.tier.{}.margin", t.tier));
        t.reward_cost = by.after.value(&format!("economics.tier.{}.reward_cost", t.tier));
        t.costs_more = t.reward_cost > t.incremental_margin;
    }
}
fn govern(new: &mut Design) {
    let launch_day = LaunchDay::on(new.header.launch);
    let terms = Terms { launch: launch_day.month, launch_day, ..Terms::of(&new.brief, new.header.as_of, &[1.0; 12]) };
    let input = governance::Input {
        brief: &new.brief,
        terms: &terms,
        program: &new.blueprint.program,
        economics: &new.economics,
        lines: &new.lines,
        signals: &new.signals,
        book: &new.assumptions,
        status: ChoiceStatus::Planned,
        search: &new.blueprint.search,
        origin: new.header.origin,
        tables: &new.inputs,
        assumed_spend: None,
        lost: &[],
        lines_per_order: None,
    };
    let (guardrails, kpis) = governance::recheck(&input);
    (new.governance.guardrails, new.governance.kpis) = (guardrails, kpis);
    // Prices of remedies were differences of two simulations.
    new.governance.compliance.iter_mut().for_each(|f| f.remedies.clear());
}
fn head(new: &mut Design) {
    let (roi, net) = (new.lines.value("economics.roi"), new.lines.value("economics.net_value"));
    let changed = new.economics.drivers.frozen.clone();
    new.header.verdict = vec![
        Fact::new("verdict-frozen").share("roi", roi).months("horizon", new.brief.horizon_months).list("changes", changed.clone()),
        Fact::new("verdict-frozen-unknown"),
        Fact::new("verdict-priors"),
    ];
    if net < 0.0 && new.header.status == Status::Planned {
        new.header.status = Status::Escalated;
        new.header.escalation = Some(Escalation {
            diagnosis: Fact::new("escalation-frozen-loss"),
            tried: vec![Fact::new("tried-frozen").list("changes", changed)],
            decision_asked: Fact::new("escalation-frozen-decision"),
            ladder: governance::ladder(),
        });
    }
}
