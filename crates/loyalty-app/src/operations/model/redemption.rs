//! `model chain-ladder`: how many of the points earned are redeemed in the end, from a points ledger; and whether that can be told at all.
use super::ModelRequest;
use crate::context::Context;
use crate::operations::read;
use crate::refusal::Refusal;
use loyalty_engine::redemption::{Redemption, ultimate};
use loyalty_model::extract::Origin;
use loyalty_model::units::Currency;
use loyalty_sources::intake::TableKind;

/// What the ledger says.
///
/// # Errors
/// Bad input, or too few months.
pub fn fit(context: &Context, request: &ModelRequest) -> Result<Redemption, Refusal> {
    let read = read::read(context, &request.data_with(TableKind::PointsLedger))?;
    let extract = read::measure(&read.tables, Origin::CompanyData, Currency("XXX".into()), request.data.as_of)?;
    let ledger = extract.ledger.as_ref().ok_or_else(|| {
        Refusal::input(&request.file, "the file is not a points ledger", "The model needs points issued and redeemed", "give a points ledger")
    })?;
    ultimate(ledger).map_err(|e| {
        Refusal::input(&request.file, e.to_string(), "A run-off triangle needs earning and redemption over several months", "give a longer ledger")
    })
}
