//! `fit_model`: one published model on one file.
use super::Tool;
use crate::mcp::answer::Answer;
use crate::mcp::call::Call;
use crate::mcp::input::{reading, sane};
use crate::mcp::server_context::ServerContext;
use loyalty_app::operations::model::at_entry::AskedAtEntry;
use loyalty_app::operations::model::{self, ModelName, ModelRequest};
use loyalty_app::refusal::Refusal;
use loyalty_app::request::{Draft, parse};
use loyalty_app::settings;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What to fit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The model.
    model: ModelName,
    /// Order file, subscription file or points ledger, inside the folders of the server.
    file: String,
    /// Last day of the calibration window (default: two thirds of the span).
    calibration_end: Option<String>,
    /// For the purchase models: the file is a points ledger whose earning days count as purchases.
    #[serde(default)]
    file_is_points_ledger: bool,
    /// Which column holds what: transactions.customer=CustomerID, or =#1.
    #[serde(default)]
    #[schemars(length(max = 64))]
    map: Vec<String>,
    /// Decimal mark, where it is ambiguous.
    decimal_mark: Option<String>,
    /// Order of day, month, year, where it is ambiguous.
    date_order: Option<String>,
    /// Last day of observation.
    as_of: Option<String>,
    /// For the purchase models: a table with a row for each customer, inside the folders of the server, of what was known at the first order.
    customers: Option<String>,
    /// Columns of that table that are covariates (channel, promotion).
    #[serde(default)]
    #[schemars(length(max = 3))]
    covariates: Vec<String>,
    /// Column of that table with the customer's id (default: the one that holds most ids of the orders).
    id: Option<String>,
}
/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Fitted {
    /// The model.
    model: ModelName,
    /// Purchase models: parameters, log-likelihood and hold-out scores, with baselines.
    scores: Option<Vec<Score>>,
    /// All purchase models: the interval of the hold-out total.
    forecast_check: Option<Value>,
    /// Purchase models with covariates of the first order, or of the table of customers: coefficients, likelihood ratio, hold-out with and without.
    covariates: Option<Value>,
    /// How columns of the table of customers became covariates, and of how many customers it tells.
    at_entry: Option<Value>,
    /// Subscription models: parameters, fitted and observed survival. Chain ladder: months of earning with their ultimate redemption.
    /// Roll-forward: the account by month, in hundredths of a point, and redemptions ahead.
    result: Option<Value>,
    /// Number of members who redeemed more than they earned; their ids are not returned.
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
    /// Actual purchase days.
    actual: Option<f64>,
    /// Forecast ÷ actual − 1.
    bias: Option<f64>,
    /// Mean absolute error per customer.
    mean_absolute_error: Option<f64>,
    /// Mean P(alive) at the cut.
    mean_p_alive: Option<f64>,
    /// Mean log probability of each customer's count.
    log_score: Option<f64>,
    /// Share of customers inside the model's 80% interval.
    within_80: Option<f64>,
    /// The same at 95%.
    within_95: Option<f64>,
    /// This model was chosen.
    chosen: bool,
    /// Fitted parameters by symbol.
    parameters: std::collections::BTreeMap<String, Option<f64>>,
}

pub fn tool() -> Tool {
    Tool::new::<Asked, Fitted>(
        "fit_model",
        "Fit a model",
        "Fits one published model on a file: purchases (BG/NBD, MBG/NBD, Pareto/NBD) with hold-out scores, contract lifetimes (sBG, BdW), or redemption of points.",
        run,
    )
    .computing()
}
/// The table of customers and its columns: both, or neither.
fn at_entry(asked: &Asked) -> Result<Option<AskedAtEntry>, Refusal> {
    match (&asked.customers, asked.covariates.is_empty()) {
        (None, true) => Ok(None),
        (Some(file), false) => Ok(Some(AskedAtEntry { file: file.clone(), columns: asked.covariates.clone(), id: asked.id.clone() })),
        (Some(_), true) => {
            Err(Refusal::input("covariates", "no column is named", "The table of customers has covariates in its columns", "name them in covariates"))
        }
        (None, false) => Err(Refusal::input("customers", "no table is named", "Covariates are columns of a table of customers", "name it in customers")),
    }
}
fn run(shared: &ServerContext, asked: Asked, call: &Call) -> Result<Answer, Refusal> {
    asked.calibration_end.as_deref().map_or(Ok(()), |t| sane("calibration_end", t))?;
    let context = shared.context(call);
    let said = reading(&asked.map, asked.decimal_mark.as_deref(), asked.date_order.as_deref(), asked.as_of.as_deref())?;
    let request = ModelRequest {
        model: asked.model,
        file: asked.file.clone(),
        file_is_points_ledger: asked.file_is_points_ledger,
        data: Draft { data: said, ..Draft::default() }.over(settings::read(&context)?.data_draft()?).data,
        calibration_end: asked.calibration_end.as_deref().map(|t| parse::date("calibration_end", t)).transpose()?,
        at_entry: at_entry(&asked)?,
    };
    let outcome = model::model(&context, &request)?;
    context.going_on()?;
    let word = asked.model.word();
    let mut found = serde_json::to_value(&outcome).map_err(|e| Refusal::machine("model", e.to_string(), ""))?;
    let over_redeemers = found.get("over_redeemers").and_then(Value::as_array).map(|a| a.len() as u64);
    if let (false, Some(all)) = (shared.allow_records, found.as_object_mut()) {
        all.remove("over_redeemers");
    }
    let purchases = found.get("scores").is_some();
    let scores: Option<Vec<Score>> = found.get("scores").cloned().and_then(|s| serde_json::from_value(s).ok());
    let forecast_check = found.get("forecast_check").cloned().filter(|f| !f.is_null());
    let covariates = found.get("covariates").cloned();
    let at_entry = found.get("at_entry").cloned();
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
    Answer::of(&Fitted { model: asked.model, scores, forecast_check, covariates, at_entry, result: (!purchases).then_some(found), over_redeemers }, text)
}
