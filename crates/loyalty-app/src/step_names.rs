//! Steps of a run in the words of whoever waits for it.

/// Present participle and object, without a full stop: `Comparing program designs`. A step that is not listed is named as it is.
pub fn spoken(step: &str) -> &str {
    match step {
        "pull-data" => "Reading the data",
        "review-signals" => "Reviewing customer signals",
        "settle-assumptions" => "Collecting the assumptions",
        "fit-base" => "Fitting the customer-base model",
        "value-customers" => "Estimating customer value",
        "find-personas" => "Building customer segments",
        "map-lifecycle" => "Planning lifecycle messages",
        "choose-design" => "Comparing program designs",
        "appraise" => "Simulating the program",
        "govern" => "Checking guardrails and rules",
        WRITE => "Writing the deliverables",
        other => other,
    }
}
/// The step after the engine's last: it belongs to no task of the plan.
pub const WRITE: &str = "write-deliverables";
