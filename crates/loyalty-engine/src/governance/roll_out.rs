//! From the decision to the review after a year, and the way out with what it would then owe.
use super::{Input, agenda};
use crate::assumptions::judgement;
use crate::launch::LeadTime;
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::roll_out::{Exit, ExitStep, Phase, RollOut};
use loyalty_model::units::Date;

/// Weeks of the launch monitoring, as the cadence says.
const WATCH_WEEKS: i32 = 8;
/// Month of the decision to go on or stop, as the cadence says.
const REVIEW_MONTH: u32 = 12;

/// The roll-out of this plan.
pub fn plan(i: &Input, own: &dyn Fn(&str) -> String) -> RollOut {
    let launch = i.terms.launch_day.day;
    let lead = LeadTime::between(i.brief.asked_on, launch);
    let last = |months: u32| i.terms.launch.plus(months as i32 - 1).last_day().or_last_working_day();
    let ramp = i.book.value("program.enrolment_ramp_months");
    let ramp = if ramp.is_finite() { (ramp as u32).max(1) } else { 1 };
    let test = &i.economics.test_plan;
    let option = test.recommended.and_then(|at| test.options.get(at as usize));
    let watch = launch.plus_days(7 * WATCH_WEEKS - 1).or_last_working_day();
    let after = |day: Date| day.plus_days(1).or_next_working_day();
    let before = launch.plus_days(-1).or_last_working_day();
    let phase = |id: &str, name: FactId, from: Date, to: Date, work: Fact, owner: &str, gate: FactId| Phase {
        id: id.into(),
        name: name.into(),
        from,
        to,
        work,
        owner: own(owner),
        gate: gate.into(),
    };
    let held = option.map_or(Fact::new("phase-prepare-divided"), |o| {
        Fact::new("phase-prepare-held-out").share("share", o.holdout_share).count("customers", o.held_out.round() as u64)
    });
    let mut phases = vec![
        phase(
            "prepare",
            FactId("phase-prepare"),
            i.brief.asked_on.or_next_working_day().min(before),
            before,
            Fact::new("phase-prepare-work").fact("holdout", held),
            "loyalty-strategist",
            FactId("phase-prepare-gate"),
        ),
        phase("launch", FactId("phase-launch"), launch, watch, Fact::new("phase-launch-work"), "crm-manager", FactId("phase-launch-gate")),
        phase(
            "enrol",
            FactId("phase-enrol"),
            after(watch),
            last(ramp).max(after(watch)),
            Fact::new("phase-enrol-work").months("ramp", ramp),
            "crm-manager",
            FactId("phase-enrol-gate"),
        ),
    ];
    if let Some(o) = option {
        let end = launch.plus_days(7 * o.weeks as i32 - 1).or_last_working_day();
        phases.push(phase(
            "test",
            FactId("phase-test"),
            launch,
            end,
            Fact::new("phase-test-work").fact("metric", o.metric.clone()).count("weeks", o.weeks.into()),
            "member-insights-analyst",
            FactId("phase-test-gate"),
        ));
    }
    let review = last(REVIEW_MONTH);
    phases.push(phase(
        "decide",
        FactId("phase-decide"),
        phases.iter().map(|p| p.to).max().map_or(launch, after).min(review),
        review,
        Fact::new("phase-decide-work"),
        "exec-sponsor",
        FactId("phase-decide-gate"),
    ));
    RollOut {
        decide_by: lead.due(agenda::SPONSOR),
        launch,
        told: i.terms.launch_day.told(),
        warnings: i.terms.launch_day.warnings(),
        signatories: signatories(),
        phases,
        exit: exit(i, own),
    }
}
fn signatories() -> Vec<String> {
    super::approvals().into_iter().map(|a| a.role).collect()
}
fn exit(i: &Input, own: &dyn Fn(&str) -> String) -> Exit {
    let month = REVIEW_MONTH.min(i.terms.horizon.max(1));
    let at = |v: &[f64]| v.get(month as usize - 1).copied().unwrap_or(0.0);
    let months = |id: &str| judgement(i.book, id).max(0.0).round() as u32;
    let (notice, run_off) = (months("exit.notice_months"), months("exit.run_off_months"));
    let owed = i.economics.series.iter().find(|s| s.id == "liability");
    let step = |months_after: u32, step: FactId, owner: &str| ExitStep { months_after, step: step.into(), owner: own(owner) };
    Exit {
        month,
        owed: owed.map_or(0.0, |s| at(&s.mean)),
        owed_p90: owed.map_or(0.0, |s| at(&s.p90)),
        steps: vec![
            step(0, FactId("exit-announce"), "legal"),
            step(notice, FactId("exit-earning-ends"), "operations"),
            step(notice, FactId("exit-re-estimate"), "finance"),
            step(notice + run_off, FactId("exit-last-day"), "legal"),
            step(notice + run_off, FactId("exit-data"), "member-insights-analyst"),
        ],
    }
}
