//! The terminal's door: parses a command into a request, calls the operation, prints the outcome.
mod args;
mod exit;
mod interrupt;
mod old_commands;
mod out;
mod requests;
mod screen;
mod terminal;
mod usage;
mod verbs;

use crate::cli::out::{say, say_aside, say_line};
use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use loyalty_app::context::{Running, WriteGate};
use loyalty_app::operations;
use loyalty_app::operations::decide::Decides;
use loyalty_app::refusal::Refusal;
use std::process::ExitCode;
use terminal::Terminal;
use verbs::{data, govern, plan, saved};

/// Parses the command line, runs it, tells the exit code.
pub fn main() -> ExitCode {
    quiet_where_contained();
    let gate = WriteGate::default();
    let running = Running::default();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let typed: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
            return usage::refusal(&error, &typed).map_or_else(|| error.exit(), |refusal| ExitCode::from(told(&refusal)));
        }
    };
    interrupt::listen(gate.clone(), running.clone(), cli.command.as_ref().is_some_and(Command::serves));
    let code = match Terminal::here(gate, running) {
        Ok(terminal) => run(&terminal, cli).map_err(|refusal| terminal.told(refusal)),
        Err(refusal) => Err(refusal),
    };
    ExitCode::from(code.unwrap_or_else(|refusal| told(&refusal)))
}
/// Tells a refusal; its exit code.
fn told(refusal: &Refusal) -> u8 {
    say_aside!("{}", screen::fitted_error(&format!("plan-loyalty: {refusal}\n")));
    exit::of(refusal.kind)
}
/// A panic that becomes a refusal is told as one, and not by the place in a library where it came up.
fn quiet_where_contained() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !operations::reading_contained() {
            usual(panic);
        }
    }));
}
fn run(at: &Terminal, cli: Cli) -> Result<u8, Refusal> {
    match cli.command {
        None => plan::plan(at, &cli.plan),
        Some(Command::Goals(a)) => plan::goals(at, &a),
        Some(Command::Resume(a)) => plan::resume(at, &a),
        Some(Command::Amend(a)) => plan::amend(at, &a),
        Some(Command::Reproduce(a)) => plan::reproduce(at, &a),
        Some(Command::Cache(a)) => saved::cache(at, &a),
        Some(Command::Forget(a)) => saved::forget(at, &a),
        Some(Command::List(a)) => saved::list(at, &a),
        Some(Command::Show(a)) => saved::show(at, &a),
        Some(Command::Log(a)) => saved::log(at, &a),
        Some(Command::Comments(a)) => saved::comments(at, &a),
        Some(Command::Renew(a)) => saved::renew(at, &a),
        Some(Command::Export(a)) => saved::export(at, &a),
        Some(Command::Archive(a)) => saved::archive(at, &a),
        Some(Command::Explain(a)) => saved::explain(at, &a),
        Some(Command::Diff(a)) => saved::diff(at, &a),
        Some(Command::Verify(a)) => govern::verify(at, &a),
        Some(Command::Statement(a)) => govern::statement(at, &a),
        Some(Command::Submit(a)) => govern::decide(at, &a, Decides::Submit),
        Some(Command::Waive(a)) => govern::decide(at, &a, Decides::Waive),
        Some(Command::Approve(a)) => govern::decide(at, &a, Decides::Approve),
        Some(Command::Reject(a)) => govern::decide(at, &a, Decides::Reject),
        Some(Command::Resolve(a)) => govern::decide(at, &a, Decides::Resolve),
        Some(Command::Override(a)) => govern::decide(at, &a, Decides::Override),
        Some(Command::Review(a)) => govern::review(at, &a),
        Some(Command::Publish(a)) => govern::decide(at, &a, Decides::Publish),
        Some(Command::Init(a)) => data::init(at, &a),
        Some(Command::Demo(a)) => data::demo(at, &a),
        Some(Command::Extract(a)) => data::extract(at, &a),
        Some(Command::Model(a)) => data::model(at, &a),
        Some(Command::Lift(a)) => data::lift(at, &a),
        #[cfg(feature = "mcp")]
        Some(Command::Mcp(a)) => verbs::serve::mcp(at, a),
        #[cfg(feature = "studio")]
        Some(Command::Studio(a)) => verbs::serve::studio(at, &a),
        Some(Command::Schema) => {
            say_line!("{}", operations::schema());
            Ok(exit::DONE)
        }
        Some(Command::Completions { shell }) => {
            let mut script = vec![];
            clap_complete::generate(shell, &mut Cli::command(), "plan-loyalty", &mut script);
            say!("{}", String::from_utf8_lossy(&script));
            Ok(exit::DONE)
        }
        Some(Command::Man) => {
            let mut page = vec![];
            clap_mangen::Man::new(Cli::command()).render(&mut page).map_err(|e| Refusal::machine("man", e.to_string(), ""))?;
            say!("{}", String::from_utf8_lossy(&page));
            Ok(exit::DONE)
        }
    }
}
