//! Plans of shape 1.1 and older store a command line where a request is stored today: the same parser reads it.
use super::args::Cli;
use clap::Parser;
use loyalty_app::refusal::Refusal;
use loyalty_app::request::Draft;

/// What an old command asked.
///
/// # Errors
/// A command that this version does not understand, or that made no plan.
pub fn read(command: &[String]) -> Result<Draft, Refusal> {
    let bad = |fact: String| Refusal::input("the plan's command line", fact, "A plan of an older shape is recomputed from its command line", "make a new plan");
    let cli = Cli::try_parse_from(command).map_err(|e| bad(e.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").into()))?;
    match cli.command {
        None => cli.plan.draft(),
        Some(_) => Err(bad("it is no planning command".into())),
    }
}
