//! `approve`, `reject`, `resolve`, `override` and the statement that a person signs. Only a person decides: a door confirms it at a terminal and
//! the act is marked unverified, or a signature that the person made comes with it.
use super::deliverables::{self, Choice};
use super::plans::{self, Opened};
use super::revision::{self, trail};
use super::verify::allowed;
use crate::clock;
use crate::context::Context;
use crate::refusal::Refusal;
use crate::settings::{self, Settings};
use loyalty_exports::copy::Worded;
use loyalty_exports::format;
use loyalty_model::fact::Fact;
use loyalty_model::finding::{Severity, Verdict};
use loyalty_model::plan::{Act, Change, Decision, Plan, Status};
use loyalty_plans::approvals::{may_act, states};
use loyalty_plans::chain::{self, Entry};
use loyalty_plans::signature;
use loyalty_plans::verify::{statement as statement_of, word};
use loyalty_plans::{document, store};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decides {
    /// Approve for a role.
    Approve,
    /// Reject for a role.
    Reject,
    /// Resolve an escalation.
    Resolve,
    /// Override a compliance blocker.
    Override,
}
impl Decides {
    const fn act(self) -> Act {
        match self {
            Decides::Approve => Act::Approved,
            Decides::Reject => Act::Rejected,
            Decides::Resolve => Act::Resolved,
            Decides::Override => Act::Overridden,
        }
    }
}
/// A decision that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecideRequest {
    pub plan: String,
    /// What.
    pub decides: Decides,
    /// Role: finance, legal, operations, exec-sponsor.
    pub role: String,
    /// The person, as the allowed signers name them; none: whoever asks.
    pub person: Option<String>,
    /// What the person adds; the reason of a rejection, a resolution or an override.
    pub note: String,
    /// Signature of the statement, made by the person.
    pub signature: Option<PathBuf>,
    /// File of allowed signers; none: that of the settings.
    pub allowed_signers: Option<PathBuf>,
    /// Compliance rule that is overridden.
    pub rule: Option<String>,
    /// Evidence of an override.
    pub evidence: Option<String>,
}
/// A decision as it stands to be confirmed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pending {
    /// Title of the plan.
    pub title: String,
    /// Verdict of the plan.
    pub verdict: String,
    /// Hash of the design.
    pub plan_hash: String,
    /// The word of the act: approved, rejected, …
    pub act: String,
    /// What would be recorded.
    pub decision: Decision,
    /// The text that a person signs.
    pub statement: String,
}
/// A decision recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecideOutcome {
    /// Where the plan is.
    pub path: PathBuf,
    /// The word of the act.
    pub act: String,
    /// For which role.
    pub role: String,
    /// By whom.
    pub person: String,
    /// With a signature by an allowed signer; else unverified.
    pub signed: bool,
}
/// `statement`: what would be recorded, and the text to sign. Nothing is written.
///
/// # Errors
/// Whatever forbids the act.
pub fn pending(context: &Context, request: &DecideRequest) -> Result<Pending, Refusal> {
    let (opened, decision, _) = open(context, request)?;
    let act = request.decides.act();
    let worded = Worded::english(&opened.plan);
    Ok(Pending {
        title: worded.design.header.title.to_string(),
        verdict: format::sentences(&worded.design.header.verdict),
        plan_hash: opened.plan.plan_hash.clone(),
        act: word(act).into(),
        statement: text(&opened, act, &decision)?,
        decision,
    })
}
/// Records a decision. Without a signature it must have been confirmed by the person, at the design that `confirmed` names by its hash.
///
/// # Errors
/// Whatever forbids the act; neither a signature nor a confirmation of this design; a signature that does not hold.
pub fn decide(context: &Context, request: &DecideRequest, confirmed: Option<&str>) -> Result<DecideOutcome, Refusal> {
    let (opened, mut decision, settings) = open(context, request)?;
    let act = request.decides.act();
    match &request.signature {
        Some(file) => {
            let says = text(&opened, act, &decision)?;
            decision.signature = Some(signed(context, request, file, &says, &decision.person, &settings)?);
            decision.statement = Some(says);
        }
        None if confirmed == Some(opened.plan.plan_hash.as_str()) => {}
        None => return Err(nobody_decided(&decision.role, act)),
    }
    let reason = if decision.note.is_empty() { word(act).to_string() } else { decision.note.clone() };
    let outcome = DecideOutcome {
        path: opened.path.clone(),
        act: word(act).into(),
        role: decision.role.clone(),
        person: decision.person.clone(),
        signed: decision.signature.is_some(),
    };
    let entry = Entry { at: clock::now().written, actor: decision.person.clone(), act, reason: reason.into(), decision: Some(decision) };
    match act {
        Act::Overridden => append_and_print(context, &opened, entry)?,
        _ => revision::append(context, &opened, entry)?,
    }
    Ok(outcome)
}
fn nobody_decided(role: &str, act: Act) -> Refusal {
    Refusal::input(
        format!("--as {role}"),
        format!("{} needs a person at a terminal or a signature", word(act)),
        "Only a person can approve",
        "print the text with plan-loyalty statement, let the person sign it with ssh-keygen -Y sign -n plan-loyalty, and give the .sig file with --signature",
    )
}
/// The signature, where it holds.
fn signed(context: &Context, request: &DecideRequest, file: &Path, says: &str, person: &str, settings: &Settings) -> Result<String, Refusal> {
    let place = file.display().to_string();
    let signed = std::fs::read_to_string(context.reading("signature", file)?)
        .map_err(|e| Refusal::input(&place, e.to_string(), "The signature proves the decision", "give the .sig file that ssh-keygen -Y sign wrote"))?;
    let Some(allowed) = allowed(context, request.allowed_signers.as_deref(), settings)? else {
        return Err(Refusal::input(
            "--allowed-signers",
            "no file of allowed signers is set",
            "A signature counts only if its key is allowed",
            "give --allowed-signers, or set governance.allowed_signers in plan-loyalty.toml",
        ));
    };
    signature::verify(says, &signed, person, &allowed).map_err(|e| {
        Refusal::input(
            place,
            e.to_string(),
            "The plan may have changed since the statement was printed",
            "print it again with plan-loyalty statement, sign that, and give the same --note and --person",
        )
    })?;
    Ok(signed)
}
/// The statement of a decision on the design of today.
fn text(opened: &Opened, act: Act, decision: &Decision) -> Result<String, Refusal> {
    let log = document::log(&opened.document).map_err(|e| trail(e.into()))?;
    let plan = log.first().map(chain::entry_hash).transpose().map_err(|e| trail(e.into()))?.unwrap_or_default();
    let (_, head) = store::head_of(&opened.document).map_err(|e| trail(e.into()))?;
    let draft = Change { previous: head.clone(), plan_hash: opened.plan.plan_hash.clone(), decision: Some(decision.clone()), ..draft(act) };
    Ok(statement_of(&plan, &draft, &head).unwrap_or_default())
}
/// An entry of which only the act is known.
fn draft(act: Act) -> Change {
    Change {
        sequence: 0,
        at: String::new(),
        actor: String::new(),
        act,
        reason: Fact::default(),
        patch: serde_json::Value::Null,
        undo: serde_json::Value::Null,
        previous: String::new(),
        plan_hash: String::new(),
        document_hash: String::new(),
        decision: None,
    }
}
/// The plan, what would be recorded after everything that forbids it was looked at, and the settings.
fn open(context: &Context, request: &DecideRequest) -> Result<(Opened, Decision, Settings), Refusal> {
    let opened = plans::open(context, &request.plan)?;
    let person = context.person(request.person.as_deref());
    forbidden(&opened, request, &person)?;
    let settings = settings::read(context)?;
    let plan = &opened.plan;
    let owner = plan.design.brief.owners.get(&request.role).cloned().unwrap_or_else(|| request.role.clone());
    let substitute_for = (settings.governance.substitutes.get(&request.role) == Some(&person)).then_some(owner);
    let decision = Decision {
        role: request.role.clone(),
        person,
        note: request.note.clone(),
        evidence: request.evidence.clone(),
        substitute_for,
        statement: None,
        signature: None,
        rule: request.rule.clone(),
    };
    Ok((opened, decision, settings))
}
fn forbidden(opened: &Opened, request: &DecideRequest, person: &str) -> Result<(), Refusal> {
    let (plan, act) = (&opened.plan, request.decides.act());
    let place = opened.path.display().to_string();
    if plans::published(plan).is_some() {
        return Err(Refusal::input(place, "this revision is published and frozen", "Its approvals are part of the published revision", "make a new plan"));
    }
    if act != Act::Approved && request.note.trim().is_empty() {
        return Err(Refusal::input("--note", "it is empty", "this decision needs a reason", "give the reason with --note"));
    }
    if act == Act::Approved || act == Act::Rejected {
        let log = &plan.history.change_log;
        let states = states(&plan.design.governance.approvals, log, &plan.plan_hash);
        may_act(&states, log, &plan.history.prepared_by, (&request.role, person), act == Act::Approved).map_err(|e| {
            Refusal::input(
                format!("--as {}", request.role),
                e.to_string(),
                "Each role decides once, in order",
                "let the person with that role decide, in the order of approvals (see plan-loyalty review)",
            )
        })?;
    } else if person == plan.history.prepared_by {
        return Err(Refusal::input(
            "--person",
            format!("{person} prepared this plan"),
            "People cannot resolve or override a plan that they prepared",
            "let another person decide",
        ));
    }
    match act {
        Act::Resolved if plan.design.header.status == Status::Planned => {
            Err(Refusal::input(place, "no escalation stands", "Only an escalation can be resolved", "approve the plan instead"))
        }
        Act::Overridden => overridable(plan, request),
        _ => Ok(()),
    }
}
fn overridable(plan: &Plan, request: &DecideRequest) -> Result<(), Refusal> {
    let rule = request.rule.as_deref().unwrap_or_default();
    let blocks = plan.design.governance.compliance.iter().any(|f| f.rule == rule && f.verdict == Verdict::Fail && f.severity == Severity::Blocker);
    if !blocks {
        return Err(Refusal::input(
            "--rule",
            format!("unknown blocker {rule:?}"),
            "Only a rule that blocks this plan can be overridden",
            "name a rule that blocks it (see plan-loyalty review)",
        ));
    }
    if request.evidence.as_deref().is_none_or(|e| e.trim().is_empty()) {
        return Err(Refusal::input(
            "--evidence",
            "it is missing",
            "An override needs evidence that others can check",
            "name the document or opinion with --evidence",
        ));
    }
    Ok(())
}
/// Appends an override and prints it on every deliverable.
fn append_and_print(context: &Context, opened: &Opened, entry: Entry) -> Result<(), Refusal> {
    let mut plan = opened.plan.clone();
    let of_today = Change { at: entry.at.clone(), act: entry.act, plan_hash: plan.plan_hash.clone(), decision: entry.decision.clone(), ..draft(entry.act) };
    plan.history.change_log.push(of_today);
    let out = deliverables::folder(&plan);
    let mut files = deliverables::make(&out, &plan, &deliverables::brand_of(context, &plan)?, &Choice::recorded(&plan), None)?;
    // Placements of single customers stand in no plan: their file is taken as it is.
    let members = out.join(deliverables::MEMBERS);
    let recorded = plan.history.deliverables.iter().any(|f| Path::new(&f.path) == members);
    if let (true, Ok(bytes)) = (recorded, std::fs::read(context.at(&members))) {
        let bytes =
            loyalty_exports::tables::overrides::noticed(bytes, &plan).map_err(|e| Refusal::machine("members.csv", e.to_string(), "report this as a bug"))?;
        files.push((members.clone(), bytes));
    }
    plan.history.deliverables = revision::recorded(&files);
    plan.history.change_log.pop();
    revision::replace(context, opened, &plan, entry, &files).map(drop)
}
