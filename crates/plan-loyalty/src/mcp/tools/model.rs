//! `fit_model`: one published model on one file.
use super::Tool;
use crate::error::Refusal;
use crate::mcp::answer::Answer;
use crate::mcp::call::Call;
use crate::mcp::door::Door;
use crate::mcp::input::Words;
use crate::operations::{command, model};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Name {
    /// All purchase models, with the interval of the total.
    All,
    /// BG/NBD.
    BgNbd,
    /// MBG/NBD.
    MbgNbd,
    /// Pareto/NBD.
    ParetoNbd,
    /// Shifted beta-geometric, on subscriptions.
    Sbg,
    /// Beta discrete Weibull, on subscriptions.
    Bdw,
    /// Redemption by the chain ladder, on a points ledger.
    ChainLadder,
    /// Points account month by month, on a points ledger.
    RollForward,
}
/// What to fit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The model.
    model: Name,
    /// Order file, subscription file or points ledger, inside the folders of the server.
    file: String,
    /// Last day of the calibration window (default: two thirds of the span).
    calibration_end: Option<String>,
    /// For the purchase models: the file is a points ledger whose earning days stand for purchases.
    #[serde(default)]
    file_is_points_ledger: bool,
    /// Which column is what: transactions.customer=CustomerID, or =#1.
    #[serde(default)]
    #[schemars(length(max = 64))]
    map: Vec<String>,
    /// Decimal mark, where it cannot be told.
    decimal_mark: Option<String>,
    /// Order of day, month, year, where it cannot be told.
    date_order: Option<String>,
    /// Last day of observation.
    as_of: Option<String>,
}
/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Fitted {
    /// The model.
    model: Name,
    /// Purchase models: parameters, log-likelihood and hold-out scores, with the baselines beside them.
    scores: Option<Vec<Score>>,
    /// All purchase models: the interval of the hold-out's total.
    forecast_check: Option<Value>,
    /// Subscription models: parameters, survival fitted and seen. Chain ladder: months of earning with their ultimate redemption.
    /// Roll-forward: the account by month, in hundredths of a point, and redemptions ahead.
    result: Option<Value>,
    /// Members who redeemed more than they earned, counted; their ids stay here.
    over_redeemers: Option<u64>,
}
/// One model on the hold-out.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Score {
    /// Model, or baseline.
    model: String,
    /// Last day of its calibration window.
    cut: String,
    /// Log-likelihood on it.
    log_likelihood: Option<f64>,
    /// Forecast of purchase days in the hold-out.
    forecast: Option<f64>,
    /// Seen.
    actual: Option<f64>,
    /// Forecast ÷ actual − 1.
    bias: Option<f64>,
    /// Mean absolute error per customer.
    mean_absolute_error: Option<f64>,
    /// Mean P(alive) at the cut.
    mean_p_alive: Option<f64>,
    /// Mean log chance of each customer's count.
    log_score: Option<f64>,
    /// Share of customers inside the model's 80% interval.
    within_80: Option<f64>,
    /// The same at 95%.
    within_95: Option<f64>,
    /// Chosen.
    chosen: bool,
    /// Fitted parameters by their letters.
    parameters: std::collections::BTreeMap<String, Option<f64>>,
}

/// The tool.
pub fn tool() -> Tool {
    Tool::new::<Asked, Fitted>(
        "fit_model",
        "Fit a model",
        "Fits one published model on a file: purchases (BG/NBD, MBG/NBD, Pareto/NBD) with hold-out scores, contract lifetimes (sBG, BdW), or redemption of points.",
        run,
    )
    .computing()
}
fn run(door: &Door, asked: Asked, call: &Call) -> Result<Answer, Refusal> {
    door.settings()?;
    door.fence.reading("file", &asked.file)?;
    let word = serde_json::to_value(asked.model).ok().and_then(|v| v.as_str().map(str::to_string)).unwrap_or_default();
    let mut words = Words::new(&["plan-loyalty", "model"]);
    words.each("map", &asked.map)?;
    words.maybe("decimal-mark", asked.decimal_mark.as_deref())?;
    words.maybe("date-order", asked.date_order.as_deref())?;
    words.maybe("as-of", asked.as_of.as_deref())?;
    words.maybe("calibration-end", asked.calibration_end.as_deref())?;
    words.flag("table", if asked.file_is_points_ledger { "points-ledger" } else { "transactions" })?;
    words.0.extend(["--".into(), word.clone(), asked.file.clone()]);
    let request = command::model(&words.0).map_err(|e| Refusal::input("the request", e, "", "look at the input schema"))?;
    let mut found = model::json(&request)?;
    call.going_on()?;
    let over_redeemers = found.get("over_redeemers").and_then(Value::as_array).map(|a| a.len() as u64);
    if let (false, Some(all)) = (door.allow_records, found.as_object_mut()) {
        all.remove("over_redeemers");
    }
    let purchases = found.get("scores").is_some();
    let scores: Option<Vec<Score>> = found.get("scores").cloned().and_then(|s| serde_json::from_value(s).ok());
    let forecast_check = found.get("forecast_check").cloned().filter(|f| !f.is_null());
    let text = match &scores {
        Some(all) => all
            .iter()
            .map(|s| {
                format!(
                    "{}: log-likelihood {}, bias {}",
                    s.model,
                    s.log_likelihood.map_or("–".into(), |v| format!("{v:.2}")),
                    s.bias.map_or("–".into(), |v| format!("{:+.1}%", 100.0 * v))
                )
            })
            .collect::<Vec<_>>()
            .join("\n"),
        None => format!("{word} on {}: see the structured content.", asked.file),
    };
    Answer::of(&Fitted { model: asked.model, scores, forecast_check, result: (!purchases).then_some(found), over_redeemers }, text)
}
