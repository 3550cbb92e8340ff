//! Fits the purchase models on an order file, through the same intake and extract as the main job.
use super::inputs;
use crate::cli::args::{Format, ModelArgs};
use crate::error::{Refusal, exit};
use crate::request;
use loyalty_engine::base;
use loyalty_model::extract::{Origin, RftCell, RftCut};
use loyalty_model::plan::HoldoutScore;
use loyalty_model::units::{Currency, Date};
use std::collections::BTreeMap;

/// Names that can be asked for.
const NAMES: [&str; 3] = ["bg-nbd", "mbg-nbd", "pareto-nbd"];
/// Models of contracts, on a subscription file; and of redemption, on a points ledger.
const CONTRACTS: [&str; 2] = ["sbg", "bdw"];
const REDEMPTION: &str = "chain-ladder";

/// Fits and prints.
///
/// # Errors
/// Bad input.
pub fn run(args: &ModelArgs) -> Result<u8, Refusal> {
    if CONTRACTS.contains(&args.name.as_str()) {
        return super::model_contracts::run(args);
    }
    if args.name == REDEMPTION {
        return super::model_redemption::run(args);
    }
    if args.name != "all" && !NAMES.contains(&args.name.as_str()) {
        let known = [&NAMES[..], &CONTRACTS[..], &[REDEMPTION]].concat().join(", ");
        return Err(Refusal::input("model", format!("{:?} is no model", args.name), "", format!("say one of {known}, all")));
    }
    let config = request::config(args.data.config.as_deref())?;
    let mut data = args.data.clone();
    data.transactions = vec![args.file.clone()];
    let read = inputs::read(&data, &config, super::now().2)?;
    let orders = read.tables.orders.as_ref().ok_or_else(|| Refusal::input(&args.file, "there are no orders in it", "", "give an order file"))?;
    let extract = inputs::measure(&read.tables, Origin::CompanyData, Currency("XXX".into()), inputs::as_of(&args.data, &config)?)?;
    let days = purchase_days(orders);
    let cut = match &args.calibration_end {
        Some(text) => request::date("--calibration-end", text)?,
        None => {
            let first = days.values().filter_map(|d| d.first()).min().copied().unwrap_or_default();
            Date::from_days(first + (extract.as_of.days() - first) * 2 / 3)
        }
    };
    let only = (args.name != "all").then_some(args.name.as_str());
    let scores = base::score_at(&cells(&days, cut, extract.as_of), usize::MAX, only);
    if scores.iter().all(|s| s.log_likelihood.is_none()) {
        return Err(Refusal::input(
            &args.file,
            "no model can be fitted",
            "Nobody bought twice before the end of the calibration window",
            "give a longer history, or a later --calibration-end",
        ));
    }
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&scores).map_err(|e| Refusal::machine("model", e.to_string(), ""))?),
        Format::Human => print!("{}", table(&scores, extract.as_of)),
    }
    Ok(exit::PLANNED)
}
/// Purchase days by customer, as `TransactionFacts` defines them.
fn purchase_days(orders: &loyalty_sources::canonical::Orders) -> BTreeMap<u32, Vec<i32>> {
    let mut sums: BTreeMap<(u32, i32), (i64, i64)> = BTreeMap::new();
    for ((customer, day), amount) in orders.customer.iter().zip(&orders.day).zip(&orders.amount) {
        let entry = sums.entry((*customer, *day)).or_insert((0, i64::MAX));
        *entry = (entry.0 + amount, entry.1.min(*amount));
    }
    let mut out: BTreeMap<u32, Vec<i32>> = BTreeMap::new();
    for ((customer, day), (sum, least)) in sums {
        if sum > 0 || least >= 0 {
            out.entry(customer).or_default().push(day);
        }
    }
    out
}
fn cells(days: &BTreeMap<u32, Vec<i32>>, cut: Date, end: Date) -> RftCut {
    let mut counts: BTreeMap<(u32, u32, u32, u32), u64> = BTreeMap::new();
    for all in days.values() {
        let seen: Vec<i32> = all.iter().copied().filter(|d| *d <= cut.days()).collect();
        if let (Some(first), Some(last)) = (seen.first(), seen.last()) {
            let later = all.iter().filter(|d| **d > cut.days() && **d <= end.days()).count();
            *counts.entry((seen.len() as u32 - 1, (last - first) as u32, (cut.days() - first) as u32, later as u32)).or_default() += 1;
        }
    }
    let cells = counts.into_iter().map(|((frequency, recency, age, holdout), customers)| RftCell { frequency, recency, age, holdout, customers }).collect();
    RftCut { cut, holdout_days: (end.days() - cut.days()).max(0) as u32, first_seen_from: None, cells }
}
fn table(scores: &[HoldoutScore], end: Date) -> String {
    let mut out = String::new();
    if let Some(s) = scores.first() {
        out += &format!("Calibration to {}, hold-out to {end}; weeks; same-day purchases merged.\n", s.cut);
    }
    out += &format!("{:<16}{:<46}{:>14}{:>12}{:>10}{:>9}{:>10}{:>10}\n", "model", "parameters", "LL", "forecast", "seen", "bias", "MAE", "P(alive)");
    for s in scores {
        let p: Vec<String> = ["r", "alpha", "a", "b", "s", "beta"].iter().filter_map(|k| s.parameters.get(*k).map(|v| format!("{k} {v:.3}"))).collect();
        let or_dash = |v: Option<f64>, places: usize| v.map_or("–".into(), |v| format!("{v:.places$}"));
        out += &format!(
            "{:<16}{:<46}{:>14}{:>12.2}{:>10.0}{:>8.1}%{:>10.5}{:>10}\n",
            s.model,
            p.join("  "),
            or_dash(s.log_likelihood, 4),
            s.forecast,
            s.actual,
            100.0 * s.bias,
            s.mean_absolute_error,
            or_dash(s.mean_p_alive, 5)
        );
    }
    out
}
