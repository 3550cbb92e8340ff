//! `redemption-tests.spec.ts` and `redemption-adapter.ts`: the redemption flows as a Playwright suite, to point at a staging shop. The cases are data of the
//! plan; the code around them is the same for every plan.
mod acts;

pub use acts::{Act, Case, Step, cases};

use crate::file::{ExportError, File, View};
use crate::tables::overrides;
use loyalty_model::program::{Metric, Program};
use serde::Serialize;

const SPEC: &str = include_str!("spec.ts");
const ADAPTER: &str = include_str!("adapter.ts");
/// Where the data of the plan stand in the suite.
const DATA: &str = "/* the data of the plan */";

/// What the suite needs to know of the program.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    company: &'a str,
    design: &'a str,
    currency: &'a str,
    points_per_unit: f64,
    pending_days: u32,
    joining_points: u64,
    tiers: Vec<TierData<'a>>,
    /// What the second tier counts, and how much of it.
    qualifies: Option<Qualifies>,
    cases: Vec<Case>,
}
#[derive(Debug, Clone, Serialize)]
struct TierData<'a> {
    name: &'a str,
    multiplier: f64,
}
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Qualifies {
    metric: Metric,
    threshold: f64,
}
/// What the plan's publication must say, as comments.
fn notices(v: &View) -> String {
    overrides::sentences(v.plan).iter().map(|n| comment(n)).collect()
}
/// A comment of one line. TypeScript also ends a line at U+2028 and U+2029: what a person wrote must never become code.
fn comment(text: &str) -> String {
    format!("// {}\n", text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " "))
}
/// What the suite asks of a shop; no file where the plan has no flows.
///
/// # Errors
/// None.
pub fn adapter(v: &View) -> Result<Vec<File>, ExportError> {
    let none = v.plan.design.governance.redemption_flows.is_empty();
    Ok(if none { vec![] } else { vec![File::new("redemption-adapter.ts", format!("{}{ADAPTER}", notices(v)))] })
}
/// The suite; no file where the plan has no flows.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn suite(v: &View) -> Result<Vec<File>, ExportError> {
    let (d, program) = (&v.plan.design, &v.plan.design.blueprint.program);
    let cases = cases(program, &d.governance.redemption_flows);
    if cases.is_empty() {
        return Ok(vec![]);
    }
    let data = Data {
        company: v.brand.name.as_deref().unwrap_or(&d.brief.company),
        design: &v.plan.plan_hash,
        currency: &d.brief.currency.0,
        points_per_unit: program.earn.points_per_unit,
        pending_days: program.earn.pending_days,
        joining_points: program.earn.joining_points,
        tiers: program.tiers.iter().map(|t| TierData { name: &t.name, multiplier: t.multiplier }).collect(),
        qualifies: qualifies(program),
        cases,
    };
    let spec = format!("{}{}", notices(v), SPEC.replacen(DATA, &serde_json::to_string_pretty(&data)?, 1));
    Ok(vec![File::new("redemption-tests.spec.ts", spec)])
}
fn qualifies(program: &Program) -> Option<Qualifies> {
    let tier = program.tiers.get(1)?;
    Some(Qualifies { metric: tier.metric, threshold: tier.threshold })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn what_a_person_wrote_stays_in_its_comment() {
        for end in ['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}'] {
            assert_eq!(comment(&format!("a{end}process.exit(1)")), "// a process.exit(1)\n");
        }
    }
}
