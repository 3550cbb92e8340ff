//! `init`: looks at files and writes the settings that a person then edits.
use super::read;
use crate::context::Context;
use crate::refusal::Refusal;
use crate::settings::Settings;
use loyalty_model::extract::TableQuality;
use loyalty_model::request::DataRequest;
use loyalty_model::units::Currency;
use loyalty_plans::store;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What to look at, and where to write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InitRequest {
    pub data: DataRequest,
    /// Currency of the amounts.
    pub currency: Option<Currency>,
    /// Settings file to write.
    pub out: String,
    /// Write over one that is there.
    pub force: bool,
}
/// What was recognised, and where it was written.
#[derive(Debug, Clone, Serialize)]
pub struct InitOutcome {
    /// Each table with its columns.
    pub tables: Vec<TableQuality>,
    /// What was noticed in single files, each with its path.
    pub remarks: Vec<String>,
    /// The settings file.
    pub path: PathBuf,
}
/// Writes the settings file.
///
/// # Errors
/// A settings file that is there already; files that cannot be read.
pub fn init(context: &Context, request: &InitRequest) -> Result<InitOutcome, Refusal> {
    let out = context.writing("out", &request.out)?;
    if out.exists() && !request.force {
        return Err(Refusal::input(
            &request.out,
            "a settings file exists already",
            "It may hold decisions of a person",
            "name another file with --out, or overwrite it with --force",
        ));
    }
    let read = if read::names_no_file(&request.data) { None } else { Some(context.with_threads(|| read::read(context, &request.data))?) };
    let tables = read.as_ref().map(|r| r.tables.quality.clone()).unwrap_or_default();
    let currency = request.currency.as_ref().map(|c| c.0.clone()).or_else(|| read.as_ref().and_then(|r| r.tables.currency.clone()));
    let text = settings(request, currency.as_deref(), &tables);
    // What was written must be readable: the same reader, before anything is put in place.
    toml::from_str::<Settings>(&text)
        .map_err(|e| Refusal::machine("init", format!("the settings would not be readable: {e}"), "report this as a bug; nothing was written"))?;
    store::write_whole(&out, text.as_bytes())?;
    let remarks = read.iter().flat_map(|r| read::remarks(&r.inputs)).collect();
    Ok(InitOutcome { tables, remarks, path: request.out.clone().into() })
}
fn settings(request: &InitRequest, currency: Option<&str>, tables: &[TableQuality]) -> String {
    let mut text = String::from(HEAD);
    text += &match currency {
        Some(code) => format!("currency = {}\n", quote(code)),
        None => "# currency = \"EUR\"          # not given yet: amounts are read as US dollars\n".into(),
    };
    text += PROGRAM;
    text += "\n# Where the data are. Files, folders or globs; flags of the same name override these.\n[data]\n";
    for (table, paths) in &request.data.tables {
        let list: Vec<String> = paths.iter().map(|p| quote(p)).collect();
        text += &format!("{table} = [{}]\n", list.join(", "));
    }
    if read::names_no_file(&request.data) {
        text += "# transactions = [\"orders/*.csv\"]\n";
    }
    text + &columns(tables) + TAIL
}
/// A TOML string.
fn quote(text: &str) -> String {
    toml::Value::String(text.into()).to_string()
}
fn columns(tables: &[TableQuality]) -> String {
    let mut out =
        String::from("\n# Which column holds what, as recognised. Change a line to override it; \"#1\" is the first column of a file without a header.\n");
    for t in tables {
        out += &format!("[map.{}]\n", t.table);
        for c in &t.columns {
            // A name that two columns stand for is no line of its own: a map names one.
            let mark = if t.columns.iter().filter(|o| o.canonical == c.canonical).count() > 1 { "# " } else { "" };
            out += &format!("{mark}{} = {}   # found by {}\n", c.canonical, quote(&c.column), c.found_by);
        }
    }
    if tables.is_empty() {
        out += "# [map.transactions]\n# customer = \"CustomerID\"\n# time = \"InvoiceDate\"\n# amount = \"Total\"\n";
    }
    out
}
const HEAD: &str = "# Settings of plan-loyalty. Flags override this file; lines that begin with # are ignored.

[program]
# company = \"Harbour & Pine\"
goal = \"retention\"             # retention, expansion, engagement or advocacy
tiers = 3                      # 1 to 6, or \"points-only\", \"hybrid\", \"missions\", \"hybrid:4\"
budget = 50000                 # reward pool: a month; \"150000/quarter\" for a quarter
";
const PROGRAM: &str = "# margin = 0.42                # contribution margin on net sales; without it, the plan uses a placeholder and says so
# horizon = 24                 # months that the economics look ahead, 12 to 60
# personas = [\"champions\", \"at-risk\"]
# constraints = [\"EU\", \"no points expiry\", \"max discount 10%\"]
";
const TAIL: &str = "
# How to read files that are ambiguous.
[reading]
# decimal_mark = \",\"
# date_order = \"dmy\"           # dmy, mdy or ymd
# time_zone = \"Europe/Berlin\"  # where files carry offsets from UTC: the zone whose days count
# as_of = \"2026-06-30\"         # last day of observation
# whole_histories = true       # false: the orders are a sample of lines or orders, and no customer-base model may be fitted

# Do the amounts include these? \"included\" or \"excluded\". Points and margin follow net sales.
[amounts]
# tax = \"excluded\"
# shipping = \"excluded\"
# discounts = \"excluded\"

# Your own values of assumptions (the book is at the end of every blueprint): a number, or value, sd, by and note.
[assumptions]
# \"cost.setup\" = 20000
# \"response.total\" = { value = 0.01, sd = 0.01, by = \"Ann Lee, CRM\", note = \"test of May 2026\" }

# Who stands behind a role.
[owners]
# finance = \"Ann Lee\"
# legal = \"Ben Cole\"

# Answers to open questions, by the name of the fact.
[facts]
# fraud-velocity = \"the platform holds more than 3 redemptions a day\"

# Segments of your own: a condition over orders_last_year, spend_last_year, p_alive, days_since_last_order, mrr, tier, segment, …
[personas]
# regulars = \"orders_last_year >= 4 and p_alive > 0.6\"
";
