//! Verbs of governance: verify, statement, submit, approve, reject, resolve, override, waive, review, publish.
use super::json;
use crate::cli::args::{DecideArgs, Format, ReviewArgs, StatementArgs, VerifyArgs};
use crate::cli::out::{say, say_line};
use crate::cli::requests::decides;
use crate::cli::terminal::{QUIET, Terminal};
use crate::cli::{exit, screen};
use loyalty_app::operations::decide::{self as deciding, Decides, Pending};
use loyalty_app::operations::review::{self as reviewing, ReviewRequest};
use loyalty_app::operations::verify::{self as verifying, VerifyRequest};
use loyalty_app::refusal::Refusal;
use loyalty_model::plain::escaped;
use loyalty_plans::verify::Answer;
use std::io::{BufRead, IsTerminal};

pub fn verify(at: &Terminal, args: &VerifyArgs) -> Result<u8, Refusal> {
    let request = VerifyRequest { plan: args.file.plan.clone(), trust: args.trust.clone(), render: args.render };
    let outcome = verifying::verify(&at.of_plan(&args.file, &QUIET), &request)?;
    say!("{}", screen::verified(&outcome));
    let sound = matches!(outcome.answer, Answer::Verified | Answer::Unanchored) && !outcome.interrupted;
    Ok(if sound { exit::DONE } else { exit::DIFFERS })
}
/// `statement`: prints the text to sign.
pub fn statement(at: &Terminal, args: &StatementArgs) -> Result<u8, Refusal> {
    let request = args.decide.request(decides(&args.act)?);
    say!("{}", deciding::pending(&at.of_plan(&args.decide.file, &QUIET), &request)?.statement);
    Ok(exit::DONE)
}
/// `submit`, `approve`, `reject`, `resolve`, `override`, `waive`, `publish`: with a signature, or confirmed by the person at this terminal.
pub fn decide(at: &Terminal, args: &DecideArgs, decides: Decides) -> Result<u8, Refusal> {
    let (context, request) = (at.of_plan(&args.file, &QUIET), args.request(decides));
    let confirmed = match &request.signature {
        None if std::io::stdin().is_terminal() => {
            let pending = deciding::pending(&context, &request)?;
            confirm(&pending)?;
            Some(pending.plan_hash)
        }
        _ => None,
    };
    let done = deciding::decide(&context, &request, confirmed.as_deref())?;
    say!("{}", screen::decided(&done));
    Ok(exit::DONE)
}
fn confirm(pending: &Pending) -> Result<(), Refusal> {
    let design = screen::short(&pending.plan_hash);
    let lines = [
        pending.title.clone(),
        pending.verdict.clone(),
        format!("{} as {}: {} this design ({design})?", pending.decision.person, pending.decision.role, pending.act),
    ];
    lines.iter().for_each(|line| say_line!("{}", escaped(line)));
    say!("Without a signature it is marked unverified. Type yes: ");
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    if read.is_ok() && line.trim().eq_ignore_ascii_case("yes") {
        return Ok(());
    }
    Err(Refusal::input("confirmation", "it was not given", "A decision is recorded in your name", "nothing was written; run the command again to decide"))
}
fn request(args: &ReviewArgs) -> ReviewRequest {
    ReviewRequest { plan: args.file.plan.clone(), trust: args.trust.clone() }
}
pub fn review(at: &Terminal, args: &ReviewArgs) -> Result<u8, Refusal> {
    let outcome = reviewing::review(&at.of_plan(&args.file, &QUIET), &request(args))?;
    match args.format {
        Format::Json => json(&outcome)?,
        Format::Human => say!("{}", screen::reviewed(&outcome)),
    }
    Ok(if outcome.passes { exit::DONE } else { exit::DIFFERS })
}
