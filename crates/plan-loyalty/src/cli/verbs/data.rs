//! Verbs on data: init, demo, extract, model, lift.
use super::{init_questions, json};
use crate::cli::args::Progress as Wanted;
use crate::cli::args::{Asking, DataArgs, DemoArgs, ExtractArgs, Format, InitArgs, LiftArgs, ModelArgs};
use crate::cli::out::{say, say_line};
use crate::cli::requests::typed;
use crate::cli::screen::Steps;
use crate::cli::terminal::{QUIET, Terminal};
use crate::cli::{exit, screen};
use loyalty_app::context::Context;
use loyalty_app::operations::demo::{self as writing, DemoRequest};
use loyalty_app::operations::extract::{self as measuring, ExtractRequest};
use loyalty_app::operations::init::{self as recognising, Answers, InitRequest};
use loyalty_app::operations::{lift as reading, model as fitting};
use loyalty_app::refusal::Refusal;
use loyalty_app::request::{Draft, parse};
use loyalty_app::settings;
use loyalty_engine::progress::Progress;
use std::io::IsTerminal;

fn context<'a>(at: &Terminal, args: &DataArgs, progress: &'a dyn Progress) -> Context<'a> {
    Context { settings: args.config.clone(), threads: args.threads, databases: at.databases(args.driver.as_deref()), ..at.context(progress) }
}
/// `init`: only settings that were named count, for it is about to write some.
pub fn init(at: &Terminal, args: &InitArgs) -> Result<u8, Refusal> {
    let steps = Steps::new(false, args.progress);
    let context = context(at, &args.data, &steps);
    let under = if args.data.config.is_some() { settings::read(&context)?.data_draft()? } else { Draft::default() };
    let draft = args.data.draft()?.over(under);
    let mut request = InitRequest { data: draft.data, currency: draft.currency, out: typed(&args.out), force: args.force, answers: Answers::default() };
    let asks = match args.ask {
        Asking::Auto => std::io::stdin().is_terminal() && std::io::stdout().is_terminal(),
        Asking::Always => true,
        Asking::Never => false,
    };
    if asks {
        recognising::free(&context, &request)?;
        init_questions::through(&context, &mut request, &mut std::io::stdin().lock())?;
    }
    say!("{}", screen::initialised(&recognising::init(&context, &request)?));
    Ok(exit::DONE)
}
pub fn demo(at: &Terminal, args: &DemoArgs) -> Result<u8, Refusal> {
    let request = DemoRequest { out: typed(&args.out), company: parse::demonstration(&args.world)?, seed: args.seed, orders: args.orders };
    writing::demo(&at.context(&QUIET), &request)?.files.iter().for_each(|f| say_line!("{}", f.display()));
    Ok(exit::DONE)
}
pub fn extract(at: &Terminal, args: &ExtractArgs) -> Result<u8, Refusal> {
    let steps = Steps::new(false, args.progress);
    let context = context(at, &args.data, &steps);
    let data = args.data.draft()?.over(settings::read(&context)?.data_draft()?).data;
    let request = ExtractRequest { data, demonstration: args.demo, out: args.out.as_deref().map(typed) };
    say!("{}", screen::extracted(&measuring::extract(&context, &request)?));
    Ok(exit::DONE)
}
pub fn model(at: &Terminal, args: &ModelArgs) -> Result<u8, Refusal> {
    let steps = Steps::new(false, Wanted::Auto);
    let context = context(at, &args.data, &steps);
    let outcome = fitting::model(&context, &args.request(settings::read(&context)?.data_draft()?)?)?;
    match args.format {
        Format::Json => json(&outcome)?,
        Format::Human => say!("{}", screen::model(&outcome)),
    }
    Ok(exit::DONE)
}
pub fn lift(at: &Terminal, args: &LiftArgs) -> Result<u8, Refusal> {
    let request = args.request();
    let outcome = reading::lift(&at.context(&QUIET), &request)?;
    match args.format {
        Format::Json => json(&outcome)?,
        Format::Human => say!("{}", screen::lift(&outcome, request.randomised_by.as_deref())),
    }
    if let Some(out) = &outcome.written {
        say_line!("Written: {} (plan with --config {})", out.display(), out.display());
    }
    Ok(exit::DONE)
}
