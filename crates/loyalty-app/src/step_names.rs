//! Steps of a run, and statements that a database is asked, in the words of whoever waits for them.
use loyalty_model::statement::{Statement, StatementOf};

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
/// A statement, and which of how many it is: `Reading public.orders, 2 of 5`.
pub fn asked(statement: &Statement) -> String {
    let plain = |word: &str| word.replace('_', " ");
    let what = match statement.what {
        StatementOf::Session => "Connecting to the database".to_string(),
        StatementOf::Tables => "Listing the tables".to_string(),
        StatementOf::Rows(name) => format!("Reading {name}"),
        StatementOf::FirstRows(name) => format!("Looking at {name}"),
        StatementOf::Kept(word) => format!("Keeping {} in the database", plain(word)),
        StatementOf::Sums(word) => format!("Computing {} in the database", plain(word)),
    };
    if statement.number == 0 { what } else { format!("{what}, {} of {}", statement.number, statement.of) }
}
/// The same, asked again with more memory.
pub fn asked_again(statement: &Statement, megabytes: u32) -> String {
    format!("{}, again with {megabytes} MB of memory", asked(statement))
}
/// The step after the engine's last: it belongs to no task of the plan.
pub const WRITE: &str = "write-deliverables";
