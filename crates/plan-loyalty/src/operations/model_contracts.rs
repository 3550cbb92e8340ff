//! `model sbg|bdw`: contract lifetimes on a subscription file, beside the survival curve that was seen.
use super::inputs;
use crate::cli::args::{Format, ModelArgs};
use crate::error::{Refusal, exit};
use crate::request;
use loyalty_model::extract::{Origin, SubscriptionFacts};
use loyalty_model::units::Currency;
use loyalty_stats::fit::NoFit;
use loyalty_stats::kaplan_meier;
use loyalty_stats::sbg::{self, Lifetimes};
use serde::Serialize;

/// What is printed.
#[derive(Serialize)]
pub struct Found {
    model: String,
    parameters: Vec<(String, f64, Option<f64>)>,
    log_likelihood: f64,
    customers: u64,
    left: f64,
    /// (months, fitted, seen).
    survival: Vec<(u32, f64, Option<f64>)>,
}

/// Fits and prints.
///
/// # Errors
/// Bad input, or nobody left.
pub fn run(args: &ModelArgs) -> Result<u8, Refusal> {
    let found = found(args)?;
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&found).map_err(|e| Refusal::machine("model", e.to_string(), ""))?),
        Format::Human => print!("{}", table(&found)),
    }
    Ok(exit::PLANNED)
}
/// The lifetimes fitted.
///
/// # Errors
/// Bad input, or nobody left.
pub fn found(args: &ModelArgs) -> Result<Found, Refusal> {
    let config = request::config(args.data.config.as_deref())?;
    let mut data = args.data.clone();
    data.subscriptions = vec![args.file.clone()];
    let today = super::now().2;
    let read = inputs::read(&data, &config, today)?;
    let snapshot = read.tables.subscriptions.iter().flatten().all(|s| s.start.is_none()).then_some(today);
    let as_of = inputs::as_of(&args.data, &config)?.or(snapshot);
    let extract = inputs::measure(&read.tables, Origin::CompanyData, Currency("XXX".into()), as_of)?;
    let none = || Refusal::input(&args.file, "there are no subscriptions in it", "", "give a subscription file");
    let facts = extract.subscriptions.as_ref().ok_or_else(none)?;
    let lifetimes = lifetimes(facts);
    fit(&args.name, &lifetimes, facts).map_err(|e| Refusal::input(&args.file, e.to_string(), "No lifetime can be fitted", "give a longer history"))
}
/// A contract that ended after m whole months failed its renewal m + 1; one that runs after m has passed m.
fn lifetimes(facts: &SubscriptionFacts) -> Lifetimes {
    let at_risk = |at: usize| facts.survival.get(at).map_or(0, |s| s.1);
    let mut out = Lifetimes::default();
    for (i, (months, n, ended)) in facts.survival.iter().enumerate() {
        out.ended.push((months + 1, *ended as f64));
        out.running.push((*months, (n - ended - at_risk(i + 1).min(n - ended)) as f64));
    }
    out
}
fn fit(name: &str, data: &Lifetimes, facts: &SubscriptionFacts) -> Result<Found, NoFit> {
    let (letters, p, errors, ll): (&[&str], [f64; 3], Option<Vec<f64>>, f64) = if name == "sbg" {
        let f = sbg::fit(data)?;
        (&["gamma", "delta"], [f.parameters[0], f.parameters[1], 1.0], f.standard_errors().map(|s| s.to_vec()), f.log_likelihood)
    } else {
        let f = sbg::fit_weibull(data)?;
        (&["gamma", "delta", "c"], f.parameters, f.standard_errors().map(|s| s.to_vec()), f.log_likelihood)
    };
    let seen: Vec<(f64, u64, u64)> = facts.survival.iter().map(|(m, n, e)| (f64::from(m + 1), *n, *e)).collect();
    let curve = kaplan_meier::curve(&seen, 1.959_963_984_540_054);
    let known = |t: u32| curve.iter().rfind(|c| c.time <= f64::from(t)).filter(|_| curve.last().is_some_and(|c| c.time >= f64::from(t))).map(|c| c.survival);
    Ok(Found {
        model: name.into(),
        parameters: letters.iter().enumerate().map(|(i, l)| ((*l).to_string(), p[i], errors.as_ref().map(|e| e[i]))).collect(),
        log_likelihood: ll,
        customers: facts.customers,
        left: data.ended.iter().map(|e| e.1).sum(),
        survival: [1, 3, 6, 12, 24, 36, 48, 60].into_iter().map(|t| (t, sbg::survival(&p, t), known(t))).collect(),
    })
}
fn table(f: &Found) -> String {
    let mut out = format!("{}: {} customers, {:.0} left; log-likelihood {:.4}; renewals are months\n", f.model, f.customers, f.left, f.log_likelihood);
    for (letter, value, error) in &f.parameters {
        out += &format!("  {letter:<6} {value:.4}{}\n", error.map_or(String::new(), |e| format!("  (se {e:.4})")));
    }
    out += "\n  months   fitted     seen\n";
    for (t, fitted, seen) in &f.survival {
        out += &format!("  {t:>6}  {:>6.1}%  {}\n", 100.0 * fitted, seen.map_or("       –".into(), |s| format!("{:>6.1}%", 100.0 * s)));
    }
    out
}
