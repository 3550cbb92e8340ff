//! A person's acts: approve, reject, resolve, override. At a terminal they are asked for confirmation and marked unverified; without one, only a
//! signature that the person made counts.
use super::amend::renewed;
use super::deliverables::{self, Choice};
use super::plan::{recorded, trail};
use super::shelf::{self, Opened};
use super::verify::allowed;
use crate::cli::args::{DecideArgs, StatementArgs};
use crate::cli::interrupt;
use crate::error::{Refusal, exit};
use crate::request;
use loyalty_model::finding::{Severity, Verdict};
use loyalty_model::plan::{Act, Change, Decision, Status};
use loyalty_plans::approvals::{may_act, states};
use loyalty_plans::chain::{self, Entry};
use loyalty_plans::signature;
use loyalty_plans::verify::{statement as statement_of, word};
use loyalty_plans::{document, store};
use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

/// Prints the text to sign.
///
/// # Errors
/// Whatever the act itself would refuse.
pub fn statement(args: &StatementArgs) -> Result<u8, Refusal> {
    let act = match args.act.as_str() {
        "approve" => Act::Approved,
        "reject" => Act::Rejected,
        "resolve" => Act::Resolved,
        "override" => Act::Overridden,
        other => return Err(Refusal::input("--act", format!("{other:?} is no act"), "", "say approve, reject, resolve or override")),
    };
    let opened = shelf::open(&args.decide.file)?;
    let decision = decision(&opened, &args.decide, act)?;
    print!("{}", text(&opened, act, &decision)?);
    Ok(exit::PLANNED)
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
        reason: String::new(),
        patch: serde_json::Value::Null,
        undo: serde_json::Value::Null,
        previous: String::new(),
        plan_hash: String::new(),
        document_hash: String::new(),
        decision: None,
    }
}
/// What would be recorded, after everything that forbids it was looked at.
fn decision(opened: &Opened, args: &DecideArgs, act: Act) -> Result<Decision, Refusal> {
    let plan = &opened.plan;
    let place = opened.path.display().to_string();
    let person = super::person(args.person.as_deref());
    let log = &plan.history.change_log;
    if shelf::published(plan).is_some() {
        return Err(Refusal::input(place, "this revision is published and frozen", "", "make a new plan"));
    }
    let note_needed = |what: &str| Refusal::input("--note", "it is empty", format!("{what} needs a reason"), "say why with --note");
    if matches!(act, Act::Rejected | Act::Resolved | Act::Overridden) && args.note.trim().is_empty() {
        return Err(note_needed("this act"));
    }
    let approves = matches!(act, Act::Approved | Act::Resolved | Act::Overridden);
    let states = states(&plan.design.governance.approvals, log, &plan.plan_hash);
    if act == Act::Approved || act == Act::Rejected {
        may_act(&states, log, &plan.history.prepared_by, (&args.role, &person), approves).map_err(|e| {
            Refusal::input(
                format!("--as {}", args.role),
                e.to_string(),
                "",
                "let the person act whose role it is, in the order of the approvals (see plan-loyalty review)",
            )
        })?;
    } else if person == plan.history.prepared_by {
        return Err(Refusal::input(
            "--person",
            format!("{person} prepared this plan"),
            "Nobody resolves or overrides what they prepared",
            "let another person decide",
        ));
    }
    if act == Act::Resolved && plan.design.header.status == Status::Planned {
        return Err(Refusal::input(place, "no escalation stands", "", "approve the plan instead"));
    }
    if act == Act::Overridden {
        let rule = args.rule.as_deref().unwrap_or_default();
        let stands = plan.design.governance.compliance.iter().any(|f| f.rule == rule && f.verdict == Verdict::Fail && f.severity == Severity::Blocker);
        if !stands {
            return Err(Refusal::input("--rule", format!("{rule:?} is no blocker of this plan"), "", "name a rule that blocks it (see plan-loyalty review)"));
        }
        if args.evidence.as_deref().is_none_or(|e| e.trim().is_empty()) {
            return Err(Refusal::input(
                "--evidence",
                "it is missing",
                "An override stands on a document or an opinion that can be looked up",
                "name it with --evidence",
            ));
        }
    }
    let config = request::config(args.file.config.as_deref())?;
    let owner = plan.design.brief.owners.get(&args.role).cloned().unwrap_or_else(|| args.role.clone());
    let substitute_for = (config.governance.substitutes.get(&args.role) == Some(&person)).then_some(owner);
    Ok(Decision {
        role: args.role.clone(),
        person,
        note: args.note.clone(),
        evidence: args.evidence.clone(),
        substitute_for,
        statement: None,
        signature: None,
        rule: args.rule.clone(),
    })
}
/// Acts.
///
/// # Errors
/// Whatever forbids it; no signature and no terminal.
pub fn run(args: &DecideArgs, act: Act) -> Result<u8, Refusal> {
    let opened = shelf::open(&args.file)?;
    let mut decision = decision(&opened, args, act)?;
    let says = text(&opened, act, &decision)?;
    match &args.signature {
        Some(file) => {
            let signed = std::fs::read_to_string(file)
                .map_err(|e| Refusal::input(file.display().to_string(), e.to_string(), "", "give the .sig file that ssh-keygen -Y sign wrote"))?;
            let Some(allowed) = allowed(args.allowed_signers.as_deref(), args.file.config.as_deref())? else {
                return Err(Refusal::input(
                    "--allowed-signers",
                    "no file of allowed signers is known",
                    "A signature counts only when its key is allowed",
                    "give --allowed-signers, or set governance.allowed_signers in plan-loyalty.toml",
                ));
            };
            signature::verify(&says, &signed, &decision.person, &allowed).map_err(|e| {
                Refusal::input(
                    file.display().to_string(),
                    e.to_string(),
                    "The plan may have changed since the statement was printed",
                    "print it again with plan-loyalty statement, sign that, and give the same --note and --person",
                )
            })?;
            (decision.statement, decision.signature) = (Some(says), Some(signed));
        }
        None if std::io::stdin().is_terminal() => confirm(&opened, act, &decision)?,
        None => {
            return Err(Refusal::input(
                format!("--as {}", decision.role),
                format!("{} would not be a person's act: there is no terminal and no signature", word(act)),
                "An approval is a person's",
                "print the text with plan-loyalty statement, let the person sign it with ssh-keygen -Y sign -n plan-loyalty, and give the .sig file with --signature",
            ));
        }
    }
    let reason = if decision.note.is_empty() { word(act).to_string() } else { decision.note.clone() };
    let signed = if decision.signature.is_some() { "signed" } else { "unverified" };
    let said = format!("{} for {} by {} ({signed})", word(act), decision.role, decision.person);
    let entry = Entry { at: super::now().0, actor: decision.person.clone(), act, reason, decision: Some(decision) };
    match act {
        Act::Overridden => append_and_print(&opened, entry)?,
        _ => append(&opened, entry)?,
    }
    println!("{}: {said}.", opened.path.display());
    Ok(exit::PLANNED)
}
/// Appends an override and prints it on every deliverable.
fn append_and_print(opened: &Opened, entry: Entry) -> Result<(), Refusal> {
    let (_, before) = store::head_of(&opened.document).map_err(|e| trail(e.into()))?;
    let mut plan = opened.plan.clone();
    let of_today = Change { at: entry.at.clone(), act: entry.act, plan_hash: plan.plan_hash.clone(), decision: entry.decision.clone(), ..draft(entry.act) };
    plan.history.change_log.push(of_today);
    let out = deliverables::folder(&plan);
    let mut files = deliverables::make(&out, &plan, &deliverables::brand_of(&plan)?, &Choice::recorded(&plan), None)?;
    // Placements of single customers stand in no plan: their file is taken as it is.
    let members = out.join(deliverables::MEMBERS);
    if let (true, Ok(bytes)) = (plan.history.deliverables.iter().any(|f| Path::new(&f.path) == members), std::fs::read(&members)) {
        let bytes = loyalty_exports::overrides::noticed(bytes, &plan).map_err(|e| Refusal::machine("members.csv", e.to_string(), "tell the makers"))?;
        files.push((members.clone(), bytes));
    }
    plan.history.deliverables = recorded(&files);
    plan.history.change_log.pop();
    let document = renewed(opened, &plan).and_then(|d| chain::append(Some(&opened.document), d, entry)).map_err(trail)?;
    interrupt::hold(|| -> Result<(), Refusal> {
        store::replace(&opened.path, &before, &document)?;
        Ok(store::write_all(&files)?)
    })
}
/// Appends an entry that changes nothing in the design.
///
/// # Errors
/// Somebody else wrote in between.
pub fn append(opened: &Opened, entry: Entry) -> Result<(), Refusal> {
    let (_, before) = store::head_of(&opened.document).map_err(|e| trail(e.into()))?;
    let document = chain::append(Some(&opened.document), opened.document.clone(), entry).map_err(trail)?;
    interrupt::hold(|| store::replace(&opened.path, &before, &document))?;
    Ok(())
}
fn confirm(opened: &Opened, act: Act, decision: &Decision) -> Result<(), Refusal> {
    println!("{}\n{}", opened.plan.design.header.title, opened.plan.design.header.verdict);
    println!("{} as {}: {} this design ({})?", decision.person, decision.role, word(act), &opened.plan.plan_hash[..16]);
    print!("Without a signature it is marked unverified. Type yes: ");
    let _ = std::io::stdout().flush();
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    if read.is_ok() && line.trim().eq_ignore_ascii_case("yes") {
        return Ok(());
    }
    Err(Refusal::input("confirmation", "it was not given", "", "nothing was written; run the command again to decide"))
}
