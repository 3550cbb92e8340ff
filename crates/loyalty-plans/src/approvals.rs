//! Who approved what: worked out from the change log, never stored beside it. An approval binds to the hash of the design; a changed design takes it back.
use loyalty_model::fact::Fact;
use loyalty_model::plan::{Act, Approval, Change};

/// Where a role stands on the design of today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nobody acted.
    Pending,
    Approved {
        /// By whom.
        person: String,
        /// With a signature in the log (whether it is good, `verify` says).
        signed: bool,
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
/// Why a person may not act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No such role.
    #[error("{role:?} approves nothing in this plan; roles: {known}")]
    NoRole {
        /// Asked.
        role: String,
        known: String,
    },
    /// Prepared it.
    #[error("{0} prepared or changed this plan, and whoever prepared a plan cannot approve it")]
    Preparer(String),
    #[error("{person} has acted for {other} on this design, and one person cannot hold two roles")]
    TwoRoles {
        /// Who.
        person: String,
        /// For.
        other: String,
    },
    /// Too early.
    #[error("{role} comes after {before}, which has not approved this design")]
    Before {
        role: String,
        /// Missing.
        before: String,
    },
}
/// Where every role stands on the design with this hash.
pub fn states(approvals: &[Approval], log: &[Change], plan_hash: &str) -> Vec<RoleState> {
    let standing = |role: &str| {
        let last = log.iter().rev().filter(|c| matches!(c.act, Act::Approved | Act::Rejected)).find(|c| c.decision.as_ref().is_some_and(|d| d.role == role));
        let Some((change, decision)) = last.and_then(|c| c.decision.as_ref().map(|d| (c, d))) else { return Standing::Pending };
        let person = decision.person.clone();
        match change.act {
            _ if change.plan_hash != plan_hash => Standing::Withdrawn { person },
            Act::Rejected => Standing::Rejected { person, note: decision.note.clone() },
            _ => Standing::Approved { person, signed: decision.signature.is_some() },
        }
    };
    approvals.iter().map(|a| RoleState { role: a.role.clone(), subject: a.subject.clone(), after: a.after.clone(), standing: standing(&a.role) }).collect()
}
/// Whether this person may act for this role on the design of today.
///
/// # Errors
/// [`Refused`].
pub fn may_act(states: &[RoleState], log: &[Change], prepared_by: &str, (role, person): (&str, &str), approves: bool) -> Result<(), Refused> {
    let Some(own) = states.iter().find(|s| s.role == role) else {
        return Err(Refused::NoRole { role: role.into(), known: states.iter().map(|s| s.role.as_str()).collect::<Vec<_>>().join(", ") });
    };
    let changed = log.iter().filter(|c| matches!(c.act, Act::Created | Act::Amended)).any(|c| c.actor == person);
    if approves && (changed || (!prepared_by.is_empty() && prepared_by == person)) {
        return Err(Refused::Preparer(person.into()));
    }
    let holds = |s: &&RoleState| match &s.standing {
        Standing::Approved { person: p, .. } | Standing::Rejected { person: p, .. } => p == person,
        _ => false,
    };
    if let Some(other) = states.iter().filter(|s| s.role != role).find(holds) {
        return Err(Refused::TwoRoles { person: person.into(), other: other.role.clone() });
    }
    let open = |before: &&String| !states.iter().any(|s| s.role == **before && matches!(s.standing, Standing::Approved { .. }));
    if let (true, Some(before)) = (approves, own.after.iter().find(open)) {
        return Err(Refused::Before { role: role.into(), before: before.clone() });
    }
    Ok(())
}
