//! From the decision to the review after a year, and the way out with what it would then owe.
use super::Input;
use loyalty_model::roll_out::{Exit, ExitStep, Phase, RollOut};
use loyalty_model::units::Date;

/// Weeks of the launch watch, as the cadence says.
const WATCH_WEEKS: i32 = 8;
/// Month of the decision to go on or stop, as the cadence says.
const REVIEW_MONTH: u32 = 12;
/// Months of notice before points can no longer be earned, and from then until points can no longer be spent. Courts have held six
/// months of run-off too short (BGH, Xa ZR 37/09); Legal confirms both for the places of the members.
const NOTICE_MONTHS: u32 = 3;
const RUN_OFF_MONTHS: u32 = 12;

/// The roll-out of this plan.
pub fn plan(i: &Input, own: &dyn Fn(&str) -> String) -> RollOut {
    let launch = i.terms.launch.first_day();
    let last = |months: u32| i.terms.launch.plus(months as i32 - 1).last_day();
    let ramp = i.book.value("program.enrolment_ramp_months");
    let ramp = if ramp.is_finite() { (ramp as u32).max(1) } else { 1 };
    let test = &i.economics.test_plan;
    let option = test.recommended.and_then(|at| test.options.get(at as usize));
    let watch = launch.plus_days(7 * WATCH_WEEKS - 1);
    let phase = |id: &str, name: &str, from: Date, to: Date, work: String, owner: &str, gate: &str| Phase {
        id: id.into(),
        name: name.into(),
        from,
        to,
        work,
        owner: own(owner),
        gate: gate.into(),
    };
    let held = option.map_or("Active customers are divided at random, once, before anybody is invited".to_string(), |o| {
        format!("{:.0}% of active customers ({:.0}) are drawn at random and not invited", 100.0 * o.holdout_share, o.held_out)
    });
    let mut phases = vec![
        phase(
            "prepare",
            "Decide and prepare",
            i.brief.asked_on.min(launch.plus_days(-1)),
            launch.plus_days(-1),
            format!("Approvals in their order, the launch checklist; {held}"),
            "loyalty-strategist",
            "every approval given, every item of the checklist done",
        ),
        phase(
            "launch",
            "Launch under watch",
            launch,
            watch,
            "Invitations to everybody who is not held out; weekly launch watch".into(),
            "crm-manager",
            "redemption errors, complaints and fraud signs looked at each week: fix, pause or go on",
        ),
        phase(
            "enrol",
            "Enrol",
            watch.plus_days(1),
            last(ramp).max(watch.plus_days(1)),
            format!("Existing customers enrol over {ramp} months; triggers and missions run; monthly performance review and liability close"),
            "crm-manager",
            "reward cost inside the pool",
        ),
    ];
    if let Some(o) = option {
        let end = launch.plus_days(7 * o.weeks as i32 - 1);
        phases.push(phase(
            "test",
            "Test",
            launch,
            end,
            format!("Invited customers against the hold-out on {}, {} weeks, with one look at half time", o.metric, o.weeks),
            "member-insights-analyst",
            "the rules of the test, written before the launch: scale, stop, or keep the hold-out",
        ));
    }
    let review = last(REVIEW_MONTH);
    phases.push(phase(
        "decide",
        "Go on or stop",
        phases.iter().map(|p| p.to).max().map_or(launch, |d| d.plus_days(1)).min(review),
        review,
        "Measured lift against the break-even lift; tier populations, cost against margin on lift".into(),
        "exec-sponsor",
        "scale, change or stop, with the reason on record",
    ));
    RollOut { decide_by: launch.plus_days(-1), launch, signatories: signatories(), phases, exit: exit(i, own) }
}
fn signatories() -> Vec<String> {
    super::approvals().into_iter().map(|a| a.role).collect()
}
fn exit(i: &Input, own: &dyn Fn(&str) -> String) -> Exit {
    let month = REVIEW_MONTH.min(i.terms.horizon.max(1));
    let at = |v: &[f64]| v.get(month as usize - 1).copied().unwrap_or(0.0);
    let owed = i.economics.series.iter().find(|s| s.id == "liability");
    let step = |months_after: u32, step: &str, owner: &str| ExitStep { months_after, step: step.into(), owner: own(owner) };
    Exit {
        month,
        owed: owed.map_or(0.0, |s| at(&s.mean)),
        owed_p90: owed.map_or(0.0, |s| at(&s.p90)),
        steps: vec![
            step(0, "Tell members, in writing, the day on which earning ends and the day on which points can last be spent; enrolment closes", "legal"),
            step(NOTICE_MONTHS, "Earning ends; tiers and benefits run to the end of what was promised; every reward stays on offer", "operations"),
            step(NOTICE_MONTHS, "The accounts re-estimate redemption: more members spend when an end is announced than the plan assumes", "finance"),
            step(
                NOTICE_MONTHS + RUN_OFF_MONTHS,
                "Points can last be spent; what is left is released or paid out, as the terms and the law of the place say",
                "legal",
            ),
            step(
                NOTICE_MONTHS + RUN_OFF_MONTHS,
                "Member data are deleted or kept as consent allows; the hold-out comparison is closed and archived",
                "member-insights-analyst",
            ),
        ],
    }
}
