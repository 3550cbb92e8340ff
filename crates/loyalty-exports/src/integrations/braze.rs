//! Braze Cloud Data Ingestion: tables to create in the warehouse, their columns with one made-up row, and the catalogs of tiers and
//! rewards, which hold no person.
use super::{events, notices, number};
use crate::file::{ExportError, File, View};
use crate::tables::sheet::Sheet;
use loyalty_model::plain::escaped;
use serde_json::{Value, json};

/// Columns of a user sync: attributes or events.
pub const USER_COLUMNS: [&str; 3] = ["UPDATED_AT", "EXTERNAL_ID", "PAYLOAD"];
/// Columns of a catalog sync.
pub const CATALOG_COLUMNS: [&str; 4] = ["UPDATED_AT", "ID", "PAYLOAD", "DELETED"];
/// The customer who does not exist.
const NOBODY: &str = "EXAMPLE-DO-NOT-SYNC";

const TABLES: &str = "\
-- Tables for Braze Cloud Data Ingestion, as Braze documents them for Snowflake; other warehouses differ in the names of types.
-- LOYALTY_ATTRIBUTES: tier, balance and persona of each member, one row when one of them changes. Key: EXTERNAL_ID.
CREATE TABLE LOYALTY_ATTRIBUTES (
  UPDATED_AT TIMESTAMP_NTZ(9) NOT NULL DEFAULT SYSDATE(),
  EXTERNAL_ID VARCHAR NOT NULL,
  PAYLOAD VARCHAR NOT NULL
);
-- LOYALTY_EVENTS: what the triggers listen to, one row for each occurrence.
CREATE TABLE LOYALTY_EVENTS (
  UPDATED_AT TIMESTAMP_NTZ(9) NOT NULL DEFAULT SYSDATE(),
  EXTERNAL_ID VARCHAR NOT NULL,
  PAYLOAD VARCHAR NOT NULL
);
-- LOYALTY_TIERS and LOYALTY_REWARDS: catalogs, no person in them.
CREATE TABLE LOYALTY_TIERS (
  UPDATED_AT TIMESTAMP_NTZ(9) NOT NULL DEFAULT SYSDATE(),
  ID VARCHAR NOT NULL,
  PAYLOAD VARCHAR NOT NULL,
  DELETED BOOLEAN
);
CREATE TABLE LOYALTY_REWARDS (
  UPDATED_AT TIMESTAMP_NTZ(9) NOT NULL DEFAULT SYSDATE(),
  ID VARCHAR NOT NULL,
  PAYLOAD VARCHAR NOT NULL,
  DELETED BOOLEAN
);
";

/// The files.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn files(view: &View) -> Result<Vec<File>, ExportError> {
    let d = &view.plan.design;
    let day = d.header.asked_on.to_string();
    let at = format!("{day} 00:00:00");
    let program = &d.blueprint.program;
    let mut head = format!("-- Plan {} of {}, requested on {day}.\n", view.plan.plan_hash, escaped(&d.brief.company));
    notices(view.plan).iter().for_each(|n| head.push_str(&format!("-- {}\n", escaped(n))));
    let persona = d.personas.first().map(|p| p.id.clone()).unwrap_or_default();
    let attributes =
        json!({ "loyalty_tier": program.tiers.first().map(|t| &t.id), "loyalty_points": 0, "loyalty_persona": persona, "loyalty_held_out": false });
    let occurrences = events::of(view.plan)
        .into_iter()
        .map(|e| (NOBODY.to_string(), json!({ "name": e.name, "time": format!("{day}T00:00:00Z"), "properties": e.example(&day) })));
    let tiers = program.tiers.iter().zip(&d.blueprint.tiers).map(|(t, f)| {
        let body = json!({ "name": t.name, "requirement": f.requirement, "threshold": number(t.threshold), "multiplier": number(t.multiplier), "benefits": f.benefits.join("; ") });
        (t.id.clone(), body)
    });
    let rewards =
        program.rewards.iter().map(|r| (super::kebab(&r.name), json!({ "name": r.name, "points_price": r.points_price, "value": r.value.to_string() })));
    Ok(vec![
        File::new("braze/create_tables.sql", head + TABLES),
        File::new("braze/loyalty_attributes.csv", people(&at, [(NOBODY.to_string(), attributes)])?),
        File::new("braze/loyalty_events.csv", people(&at, occurrences)?),
        File::new("braze/loyalty_tiers.csv", catalog(&at, tiers)?),
        File::new("braze/loyalty_rewards.csv", catalog(&at, rewards)?),
    ])
}
fn people(at: &str, rows: impl IntoIterator<Item = (String, Value)>) -> Result<Vec<u8>, ExportError> {
    let mut table = Sheet::new(&USER_COLUMNS)?;
    for (id, payload) in rows {
        table.row(&[at, &id, &payload.to_string()])?;
    }
    Ok(table.bytes()?)
}
fn catalog(at: &str, rows: impl IntoIterator<Item = (String, Value)>) -> Result<Vec<u8>, ExportError> {
    let mut table = Sheet::new(&CATALOG_COLUMNS)?;
    for (id, payload) in rows {
        table.row(&[at, &id, &payload.to_string(), "FALSE"])?;
    }
    Ok(table.bytes()?)
}
