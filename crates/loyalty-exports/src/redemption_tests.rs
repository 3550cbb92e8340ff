//! `redemption-tests.csv`: the redemption flows, a step a row, for the people who test the real system.
use loyalty_model::plan::Plan;

/// The file.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn csv(plan: &Plan) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(vec![]);
    out.write_record([
        "case",
        "title",
        "step",
        "month",
        "action",
        "expected_outcome",
        "expected_spendable",
        "expected_pending",
        "expected_owed",
        "expected_level",
    ])?;
    for case in &plan.design.governance.redemption_flows {
        for (i, s) in case.steps.iter().enumerate() {
            let numbers = [(i + 1).to_string(), s.month.to_string(), s.spendable.to_string(), s.pending.to_string(), s.owed.to_string()];
            let level = s.tier.as_deref().unwrap_or_default();
            out.write_record([&case.id, &case.title, &numbers[0], &numbers[1], &s.action, &s.outcome, &numbers[2], &numbers[3], &numbers[4], level])?;
        }
    }
    out.into_inner().map_err(|e| e.into_error().into())
}
