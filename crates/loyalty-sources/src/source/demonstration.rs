//! The demonstration company behind the port.
use super::{Ask, Cancelled, Description, Extracted, Source, SourceError, told};
use crate::demo::{self, World};
use crate::extract::{self, ExtractRequest};
use loyalty_model::extract::Origin;
use loyalty_model::fact::FactId;
use loyalty_model::input::InputRecord;
use loyalty_model::units::Currency;

/// The made-up company of a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demonstration {
    /// Which.
    pub world: World,
}
impl Source for Demonstration {
    fn describe(&self) -> Description {
        let tables = ["transactions", "subscriptions", "usage", "voc", "members"];
        let pilot = ["points-ledger", "rewards"].into_iter().filter(|_| self.world == World::WithPilot);
        Description {
            origin: Origin::Demonstration,
            what: demo::brief_defaults(self.world).company_name.into(),
            tables: tables.into_iter().chain(pilot).collect(),
        }
    }
    fn extract(&self, ask: &Ask, cancelled: Cancelled) -> Result<Extracted, SourceError> {
        let defaults = demo::brief_defaults(self.world);
        let tables = demo::tables(self.world, defaults.seed);
        let currency = Currency(defaults.currency.into());
        let request = ExtractRequest {
            as_of: ask.as_of,
            panel_size: ask.panel_size,
            threads: ask.threads,
            ..ExtractRequest::new(Origin::Demonstration, currency.clone())
        };
        let extract = extract::measure_until_cancelled(&tables, &request, cancelled)?;
        let rows = extract.tables.iter().map(|t| t.rows_read).sum();
        Ok(Extracted {
            extract,
            inputs: vec![InputRecord::Generated { what: defaults.company_name.into(), seed: defaults.seed, rows }],
            set_aside: vec![],
            attempts: vec!["ok".into()],
            currency: Some(currency),
            company: Some(defaults.company_name.into()),
            given: vec![("company.gross_margin".into(), told(defaults.gross_margin, FactId("by-demonstration"), FactId("given-demonstration-margin")))],
        })
    }
}
