//! What has a day: meetings with their recurrence, and the work before the launch with its due dates.
use super::Input;
use crate::launch::{LaunchDay, LeadTime};
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::finding::Verdict;
use loyalty_model::plan::{Cadence, Governance};
use loyalty_model::units::Date;
use loyalty_model::work::{WorkItem, WorkKind};

/// Twentieths of the lead time after which the sponsor decides.
pub(super) const SPONSOR: i32 = 19;

/// Meetings and reviews, counted from the launch.
pub fn cadences(launch: &LaunchDay, own: &dyn Fn(&str) -> String) -> Vec<Cadence> {
    let row = |id: &str, name: FactId, every: FactId, owner: &str, agenda: FactId, decision: FactId, first: Date, repeats: Option<&str>| Cadence {
        id: id.into(),
        name: name.into(),
        every: every.into(),
        owner: own(owner),
        agenda: agenda.into(),
        decision: decision.into(),
        first,
        repeats: repeats.map(str::to_string),
    };
    let after = |months: i32| launch.month.plus(months).first_day().or_next_working_day();
    let week = launch.day.plus_days(7).or_next_working_day();
    vec![
        row(
            "launch-watch",
            FactId("cadence-launch-watch"),
            FactId("cadence-launch-watch-every"),
            "loyalty-strategist",
            FactId("cadence-launch-watch-agenda"),
            FactId("cadence-launch-watch-decision"),
            week,
            Some("FREQ=WEEKLY;COUNT=8"),
        ),
        row(
            "performance-review",
            FactId("cadence-performance"),
            FactId("cadence-monthly"),
            "loyalty-strategist",
            FactId("cadence-performance-agenda"),
            FactId("cadence-performance-decision"),
            after(1),
            Some("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"),
        ),
        row(
            "liability-close",
            FactId("cadence-liability"),
            FactId("cadence-monthly"),
            "finance",
            FactId("cadence-liability-agenda"),
            FactId("cadence-liability-decision"),
            after(1),
            Some("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"),
        ),
        row(
            "tier-and-benefit-review",
            FactId("cadence-tiers"),
            FactId("cadence-quarterly"),
            "loyalty-strategist",
            FactId("cadence-tiers-agenda"),
            FactId("cadence-tiers-decision"),
            after(3),
            Some("FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"),
        ),
        row(
            "go-or-stop",
            FactId("cadence-go-or-stop"),
            FactId("cadence-go-or-stop-every"),
            "exec-sponsor",
            FactId("cadence-go-or-stop-agenda"),
            FactId("cadence-go-or-stop-decision"),
            after(12),
            None,
        ),
    ]
}
/// What is to be done before the launch. Due dates part the days between asking and launch: questions by the middle, then the law's view,
/// then money and operations, then set-up, then the sponsor.
pub fn work(i: &Input, packet: &Governance, own: &dyn Fn(&str) -> String) -> Vec<WorkItem> {
    let lead = LeadTime::between(i.brief.asked_on, i.terms.launch_day.day);
    let due = |twentieths: i32| lead.due(twentieths);
    let role = |name: &str| own(&name.to_lowercase().replace(' ', "-"));
    let item = |id: String, kind, title: Fact, detail: Fact, owner: String, due, blocks_launch, after: Vec<String>| WorkItem {
        id,
        kind,
        title,
        detail,
        owner,
        due,
        blocks_launch,
        after,
    };
    let mut out: Vec<WorkItem> = vec![];
    for q in &packet.open_questions {
        out.push(item(
            format!("question-{}", q.id),
            WorkKind::Question,
            Fact::new("work-question").fact("question", q.question.clone()).text("id", q.id.clone()),
            q.why.clone(),
            role(&q.owner),
            due(10),
            false,
            vec![],
        ));
    }
    for f in packet.compliance.iter().filter(|f| f.verdict == Verdict::Fail) {
        out.push(item(format!("compliance-{}", f.rule), WorkKind::Compliance, (&f.title).into(), (&f.remedy).into(), role(&f.owner), due(11), true, vec![]));
    }
    for a in &packet.approvals {
        let by = match a.role.as_str() {
            "legal" => 12,
            "exec-sponsor" => SPONSOR,
            _ => 15,
        };
        let after = a.after.iter().map(|r| format!("approval-{r}")).collect();
        let title = Fact::new("work-approval").text("role", a.role.clone()).fact("subject", a.subject.clone());
        out.push(item(format!("approval-{}", a.role), WorkKind::Approval, title, Fact::new("work-approval-detail"), own(&a.role), due(by), true, after));
    }
    for (n, c) in packet.checklist.iter().enumerate() {
        out.push(item(
            format!("checklist-{}", n + 1),
            WorkKind::Checklist,
            c.item.clone(),
            Fact::new("work-checklist-detail"),
            c.owner.clone(),
            due(17),
            true,
            vec![],
        ));
    }
    for t in &i.program.triggers {
        let detail = Fact::new("work-trigger-detail")
            .text("event", t.event.clone())
            .fact("condition", t.condition.clone())
            .fact("action", t.action.clone())
            .text("template", t.template_key.clone());
        out.push(item(
            format!("trigger-{}", t.id),
            WorkKind::Trigger,
            Fact::new("work-trigger").text("id", t.id.clone()),
            detail,
            role(&t.owner),
            due(17),
            false,
            vec!["approval-legal".into()],
        ));
    }
    out
}
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn meetings_begin_after_the_launch_and_say_how_they_repeat() {
        let all = cadences(&LaunchDay::on(Date::from_ymd(2026, 12, 1).unwrap()), &|r| r.to_string());
        assert_eq!(all[0].first, Date::from_ymd(2026, 12, 8).unwrap());
        assert_eq!(all[4].first, Date::from_ymd(2027, 12, 1).unwrap());
        assert_eq!(all[3].repeats.as_deref(), Some("FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"));
        assert!(all.iter().all(|c| c.first.is_working_day()));
    }
}
