//! A database behind the port `Source`: from its rows, or by sums that it computes.
use crate::fetch::{Queries, fetch};
use crate::sums;
use crate::url::Connection;
use crate::watch::{Told, Watch};
use loyalty_sources::intake::Cancelled;
use loyalty_sources::source::{Ask, Description, Extracted, Source, SourceError, WithProfile};

/// A database behind the port: its rows are read as files are.
pub struct Warehouse<'a> {
    pub connection: Connection,
    pub queries: Queries,
    /// The engine computes the sums; else rows are read.
    pub sums: bool,
    /// Hears of statements.
    pub told: Told<'a>,
    /// What reads them, with the files that were named beside.
    pub then: WithProfile<'a>,
}
impl Source for Warehouse<'_> {
    fn describe(&self) -> Description {
        let files = self.then.describe();
        let own = self.queries.iter().map(|q| q.0.word());
        Description { what: self.connection.engine().name().into(), tables: own.chain(files.tables).collect(), ..files }
    }
    fn extract(&self, ask: &Ask, cancelled: Cancelled) -> Result<Extracted, SourceError> {
        let watch = Watch { cancelled, told: self.told };
        if self.sums {
            return sums::extract(&self.connection, &self.queries, &self.then.files, ask, watch);
        }
        let got = fetch(&self.connection, &self.queries, watch)?;
        let read = self.then.with_answers(got.answers).extract(ask, cancelled)?;
        let mut extract = read.extract;
        extract.lost.extend(got.lost);
        Ok(Extracted { extract, attempts: if got.attempts.is_empty() { read.attempts } else { [got.attempts, read.attempts].concat() }, ..read })
    }
}
