//! What the argument parser refuses, told like every other refusal: place, fact, reason, next step.
use super::args::Cli;
use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use loyalty_app::refusal::Refusal;
use std::error::Error as _;
use std::path::Path;

/// Endings of names of files that hold data.
const DATA: [&str; 12] = ["csv", "tsv", "txt", "json", "jsonl", "ndjson", "xlsx", "xls", "ods", "parquet", "gz", "zip"];

/// The refusal behind an error of the parser. `typed`: the command line from the program's name on. None: help or the version was asked.
pub fn refusal(error: &Error, typed: &[String]) -> Option<Refusal> {
    let of = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        _ => vec![],
    };
    let first = |kind: ContextKind| of(kind).into_iter().next().unwrap_or_default();
    let (verb, place) = (verb(typed), name(&first(ContextKind::InvalidArg)));
    let help = || format!("{verb} --help lists what it takes");
    // The nearest of several comes last.
    let instead = |wrong: &str, suggested: Vec<String>| suggested.last().map(|right| format!("run {} instead", pasted(typed, wrong, right)));
    let value = first(ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::UnknownArgument => {
            let next = instead(&place, of(ContextKind::SuggestedArg)).or_else(|| data_in(typed)).unwrap_or_else(help);
            let what = if place.starts_with('-') { "has no such option" } else { "takes no such word" };
            Refusal::input(&place, format!("{verb} {what}"), "A word that is passed over would be a wish that is not met", next)
        }
        ErrorKind::InvalidSubcommand => {
            let word = first(ContextKind::InvalidSubcommand);
            let next = instead(&word, of(ContextKind::SuggestedSubcommand)).or_else(|| data_in(typed)).unwrap_or_else(help);
            Refusal::input(&word, "there is no such command", "Without a command a plan is made, from options alone", next)
        }
        ErrorKind::MissingRequiredArgument => {
            // `--reason <REASON>` and `<FIGURE>...`: brackets mean something else to a shell.
            let missing: Vec<String> = of(ContextKind::InvalidArg).iter().map(|m| m.replace(['<', '>'], "").replace("...", "")).collect();
            let names: Vec<String> = missing.iter().map(|m| name(m)).collect();
            let values: Vec<&str> = missing.iter().filter_map(|m| m.split(' ').next_back()).collect();
            let next = format!("run {} {}, with your own {}", pasted(typed, "", ""), missing.join(" "), values.join(" and "));
            Refusal::input(
                verb.trim_start_matches("plan-loyalty "),
                format!("{} is missing", names.join(" and ")),
                "It is asked each time: nothing stands for it",
                next,
            )
        }
        ErrorKind::InvalidValue => {
            let all = of(ContextKind::ValidValue);
            let next = if all.is_empty() { help() } else { format!("choose {}", all.join(" or ")) };
            let fact = if value.is_empty() { "its value is missing".to_string() } else { format!("{value:?} is none of its values") };
            Refusal::input(&place, fact, "It knows a list of values and no other", next)
        }
        ErrorKind::ValueValidation => {
            let why = error.source().map(|e| format!(": {e}")).unwrap_or_default();
            Refusal::input(&place, format!("{value:?} cannot be read{why}"), "A value that is not understood is not guessed", help())
        }
        ErrorKind::ArgumentConflict => {
            let others: Vec<String> = of(ContextKind::PriorArg).iter().map(|o| name(o)).collect();
            let fact =
                if others.is_empty() { "it cannot be given here".to_string() } else { format!("it cannot be given together with {}", others.join(", ")) };
            Refusal::input(&place, fact, "Each says what the other says too", "leave one of them out")
        }
        _ => {
            let told = error.to_string();
            let fact = told.lines().next().unwrap_or_default().trim_start_matches("error: ").to_string();
            Refusal::input(&verb, fact, "The command line is not understood", help())
        }
    })
}
/// `--reason` of `--reason <REASON>`.
fn name(argument: &str) -> String {
    let end = argument.find([' ', '=', '[']).filter(|at| *at > 0).unwrap_or(argument.len());
    argument[..end].to_string()
}
/// The program with the command that was typed, where it is one.
fn verb(typed: &[String]) -> String {
    let program = Cli::command();
    let word = typed.iter().skip(1).find(|word| program.find_subcommand(word).is_some());
    word.map_or_else(|| "plan-loyalty".to_string(), |word| format!("plan-loyalty {word}"))
}
/// Where a word names a file of data: options say what files hold.
fn data_in(typed: &[String]) -> Option<String> {
    let data = |word: &&String| {
        let ending = Path::new(word.as_str()).extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
        !word.starts_with('-') && DATA.contains(&ending.as_str())
    };
    let file = typed.iter().skip(1).find(data)?;
    let file = quoted(file);
    Some(format!("say what the file holds: --transactions {file} for orders, or --subscriptions, --usage, --voc, --members, --points-ledger, --rewards"))
}
/// The command line as it can be pasted, with another word for one of its options.
fn pasted(typed: &[String], wrong: &str, right: &str) -> String {
    let word = |word: &String| match word.strip_prefix(wrong) {
        Some("") if !wrong.is_empty() => right.to_string(),
        Some(rest) if !wrong.is_empty() && rest.starts_with('=') => format!("{right}{}", quoted(rest)),
        _ => quoted(word),
    };
    std::iter::once("plan-loyalty".to_string()).chain(typed.iter().skip(1).map(word)).collect::<Vec<_>>().join(" ")
}
/// A word as a shell reads it back.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_string() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}
