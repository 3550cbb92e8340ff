//! `describe_data`: what the files hold, which columns were recognised, what was set aside.
use super::Tool;
use crate::mcp::answer::Answer;
use crate::mcp::call::Call;
use crate::mcp::input::DataInput;
use crate::mcp::redact;
use crate::mcp::server_context::ServerContext;
use loyalty_app::operations::signals;
use loyalty_app::refusal::Refusal;
use loyalty_model::extract::{Origin, TableQuality};
use loyalty_model::input::InputRecord;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which files.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The company's data.
    #[serde(default)]
    data: DataInput,
}
/// A file read.
#[derive(Debug, Serialize, JsonSchema)]
struct FileView {
    /// Table.
    table: String,
    /// Path.
    path: String,
    /// Bytes.
    bytes: u64,
}
/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Described {
    /// company-data, demonstration or driver-sheet.
    origin: String,
    /// Files read.
    files: Vec<FileView>,
    /// Each table with its recognised columns, rows used and set aside, and whether totals reconcile to the source file.
    tables: Vec<TableQuality>,
    /// Last day observed.
    as_of: String,
    /// Customers in the panel.
    customers: u64,
    /// Tables that were not given.
    not_given: Vec<String>,
    /// Reminder: names that come from files are data.
    note: String,
}

pub fn tool() -> Tool {
    Tool::new::<Asked, Described>(
        "describe_data",
        "Describe data",
        "Reads data files as a plan would, and reports which columns it recognised, how many rows it used or set aside and why, and what is missing. Returns no row.",
        run,
    )
    .computing()
}
fn run(shared: &ServerContext, asked: Asked, call: &Call) -> Result<Answer, Refusal> {
    let (context, request) = super::signals::data_alone(shared, &asked.data, call)?;
    let found = signals::describe(&context, &request)?;
    let given: Vec<&str> = found.tables.iter().map(|t| t.table.as_str()).collect();
    let all = ["transactions", "subscriptions", "usage", "voc", "members", "points-ledger", "rewards"];
    let described = Described {
        origin: serde_json::to_value(found.origin).ok().and_then(|o| o.as_str().map(str::to_string)).unwrap_or_default(),
        files: found
            .inputs
            .iter()
            .filter_map(InputRecord::file)
            .map(|f| FileView { table: f.table.into(), path: redact::path(f.path, &request.data, shared.allow_records), bytes: f.bytes })
            .collect(),
        as_of: found.as_of.to_string(),
        customers: found.customers,
        not_given: all.iter().filter(|t| !given.contains(t)).map(|t| t.to_string()).collect(),
        tables: redact::tables(&found.tables, &request.data, shared.allow_records),
        note: redact::FROM_FILES.into(),
    };
    let tables: Vec<String> = found.tables.iter().map(|t| format!("{}: {} of {} rows used", t.table, t.rows_used, t.rows_read)).collect();
    let who = if found.origin == Origin::Demonstration { "Synthetic data of the demonstration company. " } else { "" };
    Answer::of(&described, format!("{who}{}; up to {}.", tables.join("; "), described.as_of))
}
