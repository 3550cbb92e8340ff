//! The terminal's front door: parses, calls an operation, prints.
pub mod args;
pub mod interrupt;
pub mod screen;

use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use std::process::ExitCode;

use crate::error::{Refusal, exit};
use crate::operations;
use loyalty_model::plan::Act;

/// Parses the command line, runs it, tells the exit code.
pub fn main() -> ExitCode {
    interrupt::listen();
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => ExitCode::from(code),
        Err(refusal) => {
            eprintln!("plan-loyalty: {refusal}");
            ExitCode::from(refusal.code)
        }
    }
}

fn run(cli: Cli) -> Result<u8, Refusal> {
    match cli.command {
        None => operations::plan::run(&cli.plan),
        Some(Command::Completions { shell }) => {
            clap_complete::generate(shell, &mut Cli::command(), "plan-loyalty", &mut std::io::stdout());
            Ok(exit::PLANNED)
        }
        Some(Command::Man) => {
            clap_mangen::Man::new(Cli::command()).render(&mut std::io::stdout()).map_err(|e| Refusal::machine("man", e.to_string(), ""))?;
            Ok(exit::PLANNED)
        }
        Some(Command::List(a)) => operations::shelf::list(&a),
        Some(Command::Show(a)) => operations::shelf::show(&a),
        Some(Command::Log(a)) => operations::shelf::log(&a),
        Some(Command::Resume(a)) => operations::resume::run(&a),
        Some(Command::Renew(a)) => operations::shelf::renew(&a),
        Some(Command::Export(a)) => operations::export::run(&a),
        Some(Command::Explain(a)) => operations::explain::run(&a),
        Some(Command::Diff(a)) => operations::diff::run(&a),
        Some(Command::Amend(a)) => operations::amend::run(&a),
        Some(Command::Verify(a)) => operations::verify::run(&a),
        Some(Command::Reproduce(a)) => operations::reproduce::run(&a),
        Some(Command::Statement(a)) => operations::decide::statement(&a),
        Some(Command::Approve(a)) => operations::decide::run(&a, Act::Approved),
        Some(Command::Reject(a)) => operations::decide::run(&a, Act::Rejected),
        Some(Command::Resolve(a)) => operations::decide::run(&a, Act::Resolved),
        Some(Command::Override(a)) => operations::decide::run(&a, Act::Overridden),
        Some(Command::Review(a)) => operations::review::review(&a),
        Some(Command::Publish(a)) => operations::review::publish(&a),
        #[cfg(feature = "mcp")]
        Some(Command::Mcp(a)) => crate::mcp::run(&crate::mcp::Settings {
            http: a.http,
            roots: a.root,
            allow_records: a.allow_records,
            token_file: a.token_file,
            origins: a.allow_origin,
            expose: a.expose,
            small_effort: a.effort == Some(args::Effort::Small),
        }),
        Some(Command::Schema) => {
            println!("{}", operations::schema());
            Ok(exit::PLANNED)
        }
        Some(Command::Extract(a)) => operations::extract::run(&a),
        Some(Command::Model(a)) => operations::model::run(&a),
        Some(Command::Lift(a)) => operations::lift::run(&a),
        Some(Command::Goals(a)) => operations::goals::run(&a),
        Some(Command::Init(a)) => operations::init::run(&a),
        Some(Command::Demo(a)) => operations::demo::run(&a),
    }
}
