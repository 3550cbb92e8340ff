//! Fits the purchase models on an order file, through the same intake and extract as the main job.
use super::inputs;
use crate::cli::args::{Format, ModelArgs, Table};
use crate::error::{Refusal, exit};
use crate::request;
use loyalty_engine::base;
use loyalty_model::extract::{Origin, RftCell, RftCut};
use loyalty_model::plan::{ForecastCheck, HoldoutScore};
use loyalty_model::units::{Currency, Date};
use std::collections::BTreeMap;

/// Names that can be asked for.
const NAMES: [&str; 3] = ["bg-nbd", "mbg-nbd", "pareto-nbd"];
/// Models of contracts, on a subscription file; and of redemption, on a points ledger.
const CONTRACTS: [&str; 2] = ["sbg", "bdw"];
const REDEMPTION: [&str; 2] = ["chain-ladder", "roll-forward"];

/// Fits and prints.
///
/// # Errors
/// Bad input.
pub fn run(args: &ModelArgs) -> Result<u8, Refusal> {
    if CONTRACTS.contains(&args.name.as_str()) {
        return super::model_contracts::run(args);
    }
    if args.name == REDEMPTION[0] {
        return super::model_redemption::run(args);
    }
    if args.name == REDEMPTION[1] {
        return super::model_roll_forward::run(args);
    }
    let Fitted { scores, check, as_of } = fitted(args)?;
    match args.format {
        Format::Json => println!(
            "{}",
            serde_json::to_string_pretty(&serde_json::json!({ "scores": scores, "forecast_check": check })).map_err(|e| Refusal::machine(
                "model",
                e.to_string(),
                ""
            ))?
        ),
        Format::Human => print!("{}{}", table(&scores, as_of), interval(check.as_ref())),
    }
    Ok(exit::PLANNED)
}
/// Purchase models, scored.
pub struct Fitted {
    scores: Vec<HoldoutScore>,
    check: Option<ForecastCheck>,
    as_of: Date,
}
/// What a model says, as JSON: the same as `--format json` prints.
///
/// # Errors
/// Bad input.
pub fn json(args: &ModelArgs) -> Result<serde_json::Value, Refusal> {
    let value = |v: serde_json::Result<serde_json::Value>| v.map_err(|e| Refusal::machine("model", e.to_string(), ""));
    match args.name.as_str() {
        name if CONTRACTS.contains(&name) => value(serde_json::to_value(super::model_contracts::found(args)?)),
        name if name == REDEMPTION[0] => value(serde_json::to_value(super::model_redemption::found(args)?)),
        name if name == REDEMPTION[1] => Ok(super::model_roll_forward::json(&super::model_roll_forward::found(args)?)),
        _ => fitted(args).map(|f| serde_json::json!({ "scores": f.scores, "forecast_check": f.check })),
    }
}
fn fitted(args: &ModelArgs) -> Result<Fitted, Refusal> {
    if args.name != "all" && !NAMES.contains(&args.name.as_str()) {
        let known = [&NAMES[..], &CONTRACTS[..], &REDEMPTION[..]].concat().join(", ");
        return Err(Refusal::input("model", format!("{:?} is no model", args.name), "", format!("say one of {known}, all")));
    }
    let config = request::config(args.data.config.as_deref())?;
    let mut data = args.data.clone();
    match args.table {
        Table::Transactions => data.transactions = vec![args.file.clone()],
        Table::PointsLedger => data.points_ledger = vec![args.file.clone()],
    }
    let mut read = inputs::read(&data, &config, super::now().2)?;
    // Counts alone are modelled, so what a point stands for does not matter.
    read.tables.orders_from_points(1.0);
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
    let scored = cells(&days, cut, extract.as_of);
    let scorer = base::Scorer::default();
    let scores = base::score_at(&scorer, &scored, usize::MAX, only, base::Look::Customers);
    let first = days.values().filter_map(|d| d.first()).min().copied().unwrap_or_default();
    let part = |n: i32, d: i32| cells(&days, Date::from_days(first + (cut.days() - first) * n / d), cut);
    let origins = [part(1, 2), part(2, 3)];
    let least = loyalty_model::assumption::rows().into_iter().find(|r| r.id == "base.forecast_sd").map_or(0.0, |r| r.value);
    let check = only.is_none().then(|| base::check(&scorer, &scored, &scores, &origins.each_ref(), usize::MAX, least)).flatten().filter(|c| c.actual > 0.0);
    if scores.iter().all(|s| s.log_likelihood.is_none()) {
        return Err(Refusal::input(
            &args.file,
            "no model can be fitted",
            "Nobody bought twice before the end of the calibration window",
            "give a longer history, or a later --calibration-end",
        ));
    }
    Ok(Fitted { scores, check, as_of: extract.as_of })
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
    out += &format!(
        "{:<16}{:<46}{:>14}{:>12}{:>10}{:>9}{:>10}{:>10}{:>11}{:>9}{:>9}\n",
        "model", "parameters", "LL", "forecast", "seen", "bias", "MAE", "P(alive)", "log score", "in 80%", "in 95%"
    );
    for s in scores {
        let p: Vec<String> = ["r", "alpha", "a", "b", "s", "beta"].iter().filter_map(|k| s.parameters.get(*k).map(|v| format!("{k} {v:.3}"))).collect();
        let or_dash = |v: Option<f64>, places: usize| v.map_or("–".into(), |v| format!("{v:.places$}"));
        out += &format!(
            "{:<16}{:<46}{:>14}{:>12.2}{:>10.0}{:>8.1}%{:>10.5}{:>10}{:>11}{:>9}{:>9}\n",
            s.model,
            p.join("  "),
            or_dash(s.log_likelihood, 4),
            s.forecast,
            s.actual,
            100.0 * s.bias,
            s.mean_absolute_error,
            or_dash(s.mean_p_alive, 5),
            or_dash(s.log_score, 4),
            or_dash(s.within_80.map(|v| 100.0 * v), 1),
            or_dash(s.within_95.map(|v| 100.0 * v), 1)
        );
    }
    out
}
/// The interval of the total.
fn interval(check: Option<&ForecastCheck>) -> String {
    let Some(c) = check else { return String::new() };
    let origins: Vec<String> = c.origins.iter().map(|(day, b)| format!("{:+.1}% from {day}", 100.0 * b)).collect();
    format!(
        "\nThe total as the plan would forecast it ({}, chosen before the hold-out; off by {} inside the calibration window; models disagree):\n\
         80% interval {:.0} to {:.0}, median {:.0} ({:+.1}%); seen {:.0}: {}. Width {:.0}% of what came, interval score {:.3}.\n",
        c.model,
        if origins.is_empty() { "an unknown amount".into() } else { origins.join(" and ") },
        c.low,
        c.high,
        c.mid,
        100.0 * (c.mid / c.actual - 1.0),
        c.actual,
        if c.covered { "covered" } else { "MISSED" },
        100.0 * (c.high - c.low) / c.actual,
        c.interval_score
    )
}
