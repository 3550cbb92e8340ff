//! `model`: fits one published model on one file.
pub mod at_entry;
pub mod contracts;
pub mod purchases;
pub mod redemption;
pub mod roll_forward;

use crate::context::Context;
use crate::refusal::Refusal;
use at_entry::AskedAtEntry;
use loyalty_engine::redemption::Redemption;
use loyalty_model::request::DataRequest;
use loyalty_model::units::Date;
use loyalty_sources::intake::TableKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ModelName {
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
impl ModelName {
    /// All of them, in the order of the help text.
    pub const ALL: [ModelName; 8] = [
        ModelName::BgNbd,
        ModelName::MbgNbd,
        ModelName::ParetoNbd,
        ModelName::Sbg,
        ModelName::Bdw,
        ModelName::ChainLadder,
        ModelName::RollForward,
        ModelName::All,
    ];
    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            ModelName::All => "all",
            ModelName::BgNbd => "bg-nbd",
            ModelName::MbgNbd => "mbg-nbd",
            ModelName::ParetoNbd => "pareto-nbd",
            ModelName::Sbg => "sbg",
            ModelName::Bdw => "bdw",
            ModelName::ChainLadder => "chain-ladder",
            ModelName::RollForward => "roll-forward",
        }
    }
    /// The model of a word.
    ///
    /// # Errors
    /// No such model.
    pub fn of(word: &str) -> Result<ModelName, Refusal> {
        ModelName::ALL.into_iter().find(|m| m.word() == word).ok_or_else(|| {
            let known = ModelName::ALL.map(ModelName::word).join(", ");
            Refusal::input("model", format!("unknown model {word:?}"), "Models are called by name", format!("choose one of {known}"))
        })
    }
}
/// What to fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelRequest {
    /// The model.
    pub model: ModelName,
    /// Order file, subscription file or points ledger.
    pub file: String,
    /// For the purchase models: the file is a points ledger whose earning days stand for purchases.
    pub file_is_points_ledger: bool,
    /// How the file is read; what it names of files does not count.
    pub data: DataRequest,
    /// Last day of the calibration window; none: two thirds of the span.
    pub calibration_end: Option<Date>,
    /// For the purchase models: what else is known of customers at entry.
    #[serde(default)]
    pub at_entry: Option<AskedAtEntry>,
}
impl ModelRequest {
    /// The data with this file alone.
    fn data_with(&self, table: TableKind) -> DataRequest {
        DataRequest { tables: [(table.word().to_string(), vec![self.file.clone()])].into(), warehouse: None, ..self.data.clone() }
    }
}
/// What a model says.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum ModelOutcome {
    /// Purchases.
    Purchases(purchases::Purchases),
    /// Contract lifetimes.
    Contracts(contracts::Contracts),
    /// Redemption of points.
    Redemption(Redemption),
    /// Points account.
    PointsAccount(roll_forward::PointsAccount),
}
/// Fits.
///
/// # Errors
/// Bad input; too little to fit on.
pub fn model(context: &Context, request: &ModelRequest) -> Result<ModelOutcome, Refusal> {
    let purchases = matches!(request.model, ModelName::All | ModelName::BgNbd | ModelName::MbgNbd | ModelName::ParetoNbd);
    if let Some(asked) = request.at_entry.as_ref().filter(|_| !purchases) {
        return Err(Refusal::input(
            &asked.file,
            format!("{} takes no covariates", request.model.word()),
            "A table of customers is read for the purchase models alone",
            "leave it out, or fit one of all, bg-nbd, mbg-nbd, pareto-nbd",
        ));
    }
    context.with_threads(|| match request.model {
        ModelName::All | ModelName::BgNbd | ModelName::MbgNbd | ModelName::ParetoNbd => purchases::fit(context, request).map(ModelOutcome::Purchases),
        ModelName::Sbg | ModelName::Bdw => contracts::fit(context, request).map(ModelOutcome::Contracts),
        ModelName::ChainLadder => redemption::fit(context, request).map(ModelOutcome::Redemption),
        ModelName::RollForward => roll_forward::fit(context, request).map(ModelOutcome::PointsAccount),
    })
}
