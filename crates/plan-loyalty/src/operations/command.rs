//! A request as the words of the command line: how every door says it, so that the same words give the same job.
use super::inputs;
use crate::cli::args::{Cli, Command, ModelArgs, PlanArgs};
use crate::error::Refusal;
use crate::request::{self, Config};
use clap::Parser;
use std::path::{Path, PathBuf};

/// The planning request that a command says.
///
/// # Errors
/// The fact: it cannot be read, or it asks for something else.
pub fn planning(command: &[String]) -> Result<PlanArgs, String> {
    let cli = read(command)?;
    match cli.command {
        None => Ok(cli.plan),
        Some(_) => Err("it is no planning command".into()),
    }
}
/// The request to fit a model that a command says.
///
/// # Errors
/// The fact: it cannot be read, or it asks for something else.
pub fn model(command: &[String]) -> Result<ModelArgs, String> {
    match read(command)?.command {
        Some(Command::Model(args)) => Ok(args),
        _ => Err("it fits no model".into()),
    }
}
fn read(command: &[String]) -> Result<Cli, String> {
    Cli::try_parse_from(command).map_err(|e| e.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_string())
}

/// A planning request, for doors that do not know the command line.
pub type Planning = PlanArgs;
/// The settings that a request reads.
///
/// # Errors
/// Settings that cannot be read.
pub fn settings(args: &PlanArgs) -> Result<Config, Refusal> {
    request::config(args.data.config.as_deref())
}
/// Every path that a request reads, beside the name of what it is.
pub fn reads(args: &PlanArgs, config: &Config) -> Vec<(&'static str, String)> {
    let mut out: Vec<(&'static str, String)> = vec![];
    for (kind, paths) in inputs::paths(&args.data, config).unwrap_or_default() {
        out.extend(paths.into_iter().map(|p| (kind.word(), p)));
    }
    let single = [("config", &args.data.config), ("drivers", &args.drivers), ("rules", &config.governance.rules), ("brand", &args.brand)];
    let logo = args.brand.as_deref().and_then(logo);
    out.extend(logo.map(|l| ("logo", l.display().to_string())));
    out.extend(single.into_iter().filter_map(|(what, path)| Some((what, path.as_ref()?.display().to_string()))));
    out
}
/// The logo that a brand file names, beside it.
pub fn logo(brand: &Path) -> Option<PathBuf> {
    let told: toml::Table = std::fs::read_to_string(brand).ok()?.parse().ok()?;
    Some(brand.parent().unwrap_or(Path::new("")).join(told.get("logo")?.as_str()?))
}
/// Every folder that a request writes into, where it names one.
pub fn writes(args: &PlanArgs) -> Vec<(&'static str, String)> {
    let named = |path: &Option<PathBuf>, default: &str| path.as_ref().map_or_else(|| default.to_string(), |p| p.display().to_string());
    vec![("out", named(&args.out, "loyalty-plan")), ("plans", named(&args.plans, ".claude/plans"))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::exit;
    use crate::operations::plan;
    use loyalty_engine::progress::{CancelToken, Progress, TaskEvent};
    use loyalty_model::step_cache::{Found, StepCache, StepKey, StepResult};
    use std::sync::Mutex;

    /// Asks the run to stop as soon as a task begins.
    struct Impatient(&'static str, CancelToken);
    impl Progress for Impatient {
        fn on_event(&self, task: &str, event: TaskEvent) {
            if task == self.0 && event == TaskEvent::Begin {
                self.1.cancel();
            }
        }
        fn cancel_token(&self) -> CancelToken {
            self.1.clone()
        }
    }
    #[derive(Default)]
    struct Kept(Mutex<Vec<String>>);
    impl StepCache for Kept {
        fn get(&self, _: &StepKey) -> Option<Found> {
            None
        }
        fn put(&self, key: &StepKey, _: &dyn StepResult) {
            self.0.lock().unwrap().push(key.step.into());
        }
        fn name(&self) -> &'static str {
            "run"
        }
    }
    #[test]
    fn a_run_that_is_asked_to_stop_ends_there_and_keeps_nothing_of_what_was_cut_short() {
        let words = ["plan-loyalty", "--goal=retention", "--tiers=3", "--budget=50000", "--effort=small", "--asked-on=2026-07-01"].map(String::from);
        let prepared = plan::prepare(&planning(&words).unwrap()).unwrap();
        for task in ["review-signals", "choose-design", "appraise"] {
            let kept = Kept::default();
            let watch = Impatient(task, CancelToken::default());
            let stopped = plan::realise(&prepared.job, &prepared.extract, (prepared.pulled, &prepared.attempts), &watch, Some(&kept));
            assert_eq!(stopped.map(drop).unwrap_err().code, exit::STOPPED, "{task}");
            assert!(!kept.0.lock().unwrap().iter().any(|k| k == task), "{task} was kept");
        }
        let whole = plan::realise(&prepared.job, &prepared.extract, (prepared.pulled, &prepared.attempts), &|_: &str, _| {}, None).unwrap().0;
        assert!(whole.design.header.verdict.contains("small effort") && whole.design.header.effort.is_some());
    }
}
