//! Who approved what: worked out from the change log, never stored beside it. An approval binds to the design; a changed design takes it back.
use crate::acts::{Authority, Judged, Why, judge};
use loyalty_model::fact::Fact;
use loyalty_model::plan::{Act, Approval, Plan};

/// Where a role stands on the design of today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nobody acted.
    Pending,
    Approved {
        /// By whom.
        person: String,
        /// Fingerprint of the key that signed; none: without a signature.
        key: Option<String>,
    },
    Rejected {
        /// By whom.
        person: String,
        /// Why.
        note: String,
    },
    /// An approval of an earlier design.
    Withdrawn {
        /// Whose.
        person: String,
    },
    /// Somebody acted, and it does not count.
    Void {
        /// Who.
        person: String,
        why: Why,
    },
}
/// A role and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleState {
    pub role: String,
    /// What it approves.
    pub subject: Fact,
    /// Roles before it.
    pub after: Vec<String>,
    pub standing: Standing,
}
/// Where every role stands on the design of today.
pub fn states(approvals: &[Approval], judged: &[Judged]) -> Vec<RoleState> {
    let standing = |role: &str| {
        let own = || judged.iter().rev().filter(|j| matches!(j.change.act, Act::Approved | Act::Rejected) && j.decision.role == role);
        if let Some(j) = own().find(|j| j.counts.is_ok()) {
            let person = j.decision.person.clone();
            return match j.change.act {
                Act::Rejected => Standing::Rejected { person, note: j.decision.note.clone() },
                _ => Standing::Approved { person, key: j.key.clone() },
            };
        }
        match own().next().map(|j| (j.decision.person.clone(), j.counts.clone())) {
            None | Some((_, Ok(()))) => Standing::Pending,
            Some((person, Err(Why::EarlierDesign))) => Standing::Withdrawn { person },
            Some((person, Err(why))) => Standing::Void { person, why },
        }
    };
    approvals.iter().map(|a| RoleState { role: a.role.clone(), subject: a.subject.clone(), after: a.after.clone(), standing: standing(&a.role) }).collect()
}
/// Where every role stands by what the log records, whoever signed it: `review` says what counts.
pub fn recorded(plan: &Plan) -> Vec<RoleState> {
    let approvals = &plan.design.governance.approvals;
    let by = Authority { approvals, prepared_by: &plan.history.prepared_by, trust: None, relaxed: true, draft: false, now: "" };
    states(approvals, &judge(&plan.history.change_log, &by))
}
