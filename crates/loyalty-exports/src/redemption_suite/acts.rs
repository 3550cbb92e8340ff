//! What is done in each step of a flow, read from its balances: deliverables are made of plans in words, and no words are taken apart.
use loyalty_model::plan::{FlowCase, FlowStep};
use loyalty_model::program::Program;
use serde::Serialize;

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "do")]
pub enum Act {
    /// Buy goods that earn so many points.
    Buy { points: u64 },
    /// Wait until the points of the last purchase can be spent.
    WaitForPoints,
    /// Wait until so many months after the beginning of the case.
    Wait { month: u32 },
    /// Ask for a reward, and whether it is given. `together`: two tills ask at the same time.
    Redeem { points: u64, given: bool, together: bool },
    /// Return the last purchase.
    Return,
    /// Stay just below the threshold of the second tier.
    StayBelow,
    /// Reach it, so many months after the beginning.
    Reach { month: u32 },
    /// A new qualification period begins, so many months after the beginning.
    NewPeriod { month: u32 },
    /// The tier is reviewed, so many months after it was reached: its validity is over.
    Review { after: u32 },
}
/// A step and the account after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    pub action: String,
    #[serde(flatten)]
    pub act: Act,
    pub outcome: String,
    pub available: u64,
    pub pending: u64,
    pub owed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
}
/// A case of the suite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Case {
    pub id: String,
    pub title: String,
    pub steps: Vec<Step>,
}
/// The flows of a program as the suite plays them. A case that the ledger of the simulation contradicts is no case: the rules themselves are at fault there.
pub fn cases(program: &Program, flows: &[FlowCase]) -> Vec<Case> {
    flows.iter().filter(|c| c.agrees).map(|c| case(program, c)).collect()
}
fn case(program: &Program, case: &FlowCase) -> Case {
    let mut steps: Vec<Step> = vec![];
    for (i, s) in case.steps.iter().enumerate() {
        let act = match &s.tier {
            Some(_) => of_tiers(program, i, s),
            None => of_points(program, case, i),
        };
        let (action, outcome) = (s.action.to_string(), s.outcome.to_string());
        steps.push(Step { action, act, outcome, available: s.spendable, pending: s.pending, owed: s.owed, tier: s.tier.clone() });
    }
    Case { id: case.id.clone(), title: case.title.to_string(), steps }
}
/// Month in which the case of tiers reaches one.
const REACHED: u32 = 1;
/// The case of tiers begins with these steps in this order.
fn of_tiers(program: &Program, i: usize, step: &FlowStep) -> Act {
    let (month, period) = (step.month, program.period_months());
    match i {
        0 => Act::StayBelow,
        1 => Act::Reach { month: REACHED },
        _ if month == (1 / period + 1) * period => Act::NewPeriod { month },
        _ => Act::Review { after: month - REACHED },
    }
}
fn of_points(program: &Program, case: &FlowCase, i: usize) -> Act {
    let now = &case.steps[i];
    let before = i.checked_sub(1).map(|b| &case.steps[b]);
    let of = |s: Option<&FlowStep>| s.map_or((0, 0, 0, 0), |s| (s.month, s.spendable, s.pending, s.owed));
    let ((month, spendable, pending, owed), held) = (of(before), now.spendable + now.pending);
    let together = case.id == "two-at-once";
    if now.month > month {
        return if pending > 0 && now.pending == 0 && now.spendable > 0 { Act::WaitForPoints } else { Act::Wait { month: now.month } };
    }
    if held > spendable + pending || now.owed < owed {
        return Act::Buy { points: held + owed - (spendable + pending + now.owed) };
    }
    if now.owed > owed || now.pending < pending || (held < spendable + pending && case.id == "return-before-redemption") {
        return Act::Return;
    }
    if held < spendable + pending {
        return Act::Redeem { points: spendable + pending - held, given: true, together };
    }
    // Nothing moved: a wait of nothing, or a reward that is refused.
    let bought = i > 0 && matches!(of_points(program, case, i - 1), Act::Buy { .. });
    if bought && program.earn.pending_days == 0 {
        return Act::WaitForPoints;
    }
    if ["expiry-by-age", "expiry-by-inactivity", "no-expiry"].contains(&case.id.as_str()) {
        return Act::Wait { month: now.month };
    }
    let points = program.rewards.iter().map(|r| r.points_price.max(1)).min().unwrap_or(100);
    Act::Redeem { points, given: false, together }
}
