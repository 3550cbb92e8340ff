//! `redemption-tests.csv`: the redemption flows, a step a row, for the people who test the real system.
use crate::tables::sheet::Sheet;
use loyalty_model::plan::Plan;

/// The file.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn csv(plan: &Plan) -> Result<Vec<u8>, csv::Error> {
    let mut out = Sheet::new(&[
        "case",
        "title",
        "step",
        "month",
        "action",
        "expected_outcome",
        "expected_spendable",
        "expected_pending",
        "expected_owed",
        "expected_tier",
    ])?;
    for case in &plan.design.governance.redemption_flows {
        for (i, s) in case.steps.iter().enumerate() {
            let numbers = [(i + 1).to_string(), s.month.to_string(), s.spendable.to_string(), s.pending.to_string(), s.owed.to_string()];
            let tier = s.tier.as_deref().unwrap_or_default();
            out.row(&[
                &case.id,
                &case.title.to_string(),
                &numbers[0],
                &numbers[1],
                &s.action.to_string(),
                &s.outcome.to_string(),
                &numbers[2],
                &numbers[3],
                &numbers[4],
                tier,
            ])?;
        }
    }
    out.bytes()
}
