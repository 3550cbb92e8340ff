//! When points expire.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When points expire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Expiry {
    /// Never.
    None,
    /// After months without earning or redeeming.
    Inactivity {
        /// Months.
        months: u32,
    },
    /// By age of the lot.
    Age {
        /// Months.
        months: u32,
    },
}
