//! A few figures that a person gave, alone or beside files that tell nothing of purchases.
use super::{Ask, Cancelled, Description, Extracted, Files, Source, SourceError, told};
use crate::drivers::{self, DriverSheet};
use crate::intake::{Answer, IntakeRequest, TableKind};
use loyalty_model::brief::Given;
use loyalty_model::extract::{Extract, MemberFacts, Origin};
use loyalty_model::fact::FactId;
use loyalty_model::input::InputRecord;
use std::path::Path;

/// Who gave a sheet; the word stands in the plan, the file in its history.
const BY: &str = "the driver sheet";
/// Who gave it where nobody did.
const BOOK: &str = "the assumption book";

/// A company profile: customers are imagined from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The figures.
    pub sheet: DriverSheet,
    /// Where they stand.
    pub place: String,
    /// A person gave them; else they are the assumption book's, and keep its labels.
    pub by_a_person: bool,
}
impl Profile {
    /// Reads one from a file.
    ///
    /// # Errors
    /// [`SourceError`]: the file cannot be read, or is no profile.
    pub fn read(path: &Path) -> Result<Profile, SourceError> {
        Ok(Profile { sheet: DriverSheet::read(path)?, place: path.display().to_string(), by_a_person: true })
    }
    /// Assumptions that it tells.
    fn given(&self, given: &[drivers::Given]) -> Vec<(String, Given)> {
        let by = if self.by_a_person { FactId("by-driver-sheet") } else { FactId("by-assumption-book") };
        let mut out = vec![];
        for g in given {
            if self.by_a_person && g.name != "margin" {
                out.push((format!("drivers.{}", g.name), told(g.value, by, g.statement)));
            }
            let (id, value) = match g.name {
                "margin" if self.by_a_person => ("company.gross_margin", g.value),
                "churn_per_year" => ("base.dropout_monthly", monthly_of_yearly(g.value)),
                "new_members_per_month" => ("base.new_per_month", g.value),
                _ => continue,
            };
            out.push((id.into(), told(value, by, g.statement)));
        }
        out
    }
}
/// The constant monthly chance of leaving that loses this share in a year.
fn monthly_of_yearly(share: f64) -> f64 {
    (1.0 - libm::pow(1.0 - share, 1.0 / 12.0)).max(1e-4)
}
impl Source for Profile {
    fn describe(&self) -> Description {
        Description { origin: Origin::DriverSheet, what: if self.by_a_person { BY } else { BOOK }.into(), tables: vec![] }
    }
    fn extract(&self, ask: &Ask, cancelled: Cancelled) -> Result<Extracted, SourceError> {
        super::going_on(cancelled)?;
        let imagined = drivers::extract(&self.sheet, ask.as_of.unwrap_or(ask.asked_on));
        let values = imagined.given.iter().map(|g| (g.name.to_string(), g.value)).collect();
        Ok(Extracted {
            inputs: vec![InputRecord::Given { place: self.place.clone(), sha256: imagined.extract.fingerprint.clone(), values }],
            set_aside: vec![],
            attempts: vec!["ok".into()],
            currency: Some(self.sheet.currency.clone()),
            company: None,
            given: self.given(&imagined.given),
            extract: imagined.extract,
        })
    }
}

/// The sheet of the assumption book for the members counted, if any, and what was counted for it.
pub type Book<'a> = &'a (dyn Fn(Option<&MemberFacts>) -> Result<(DriverSheet, Vec<(String, Given)>), SourceError> + Sync);
/// What stands in for customers where files tell nothing of purchases.
pub enum StandIn<'a> {
    /// A person's figures.
    Profile(Profile),
    /// The assumption book's.
    Book(Book<'a>),
}
/// Files, and what stands in for the customers where they tell nothing of purchases: reviews, members or a ledger alone.
pub struct WithProfile<'a> {
    /// The files.
    pub files: Files,
    /// What stands in.
    pub stand_in: StandIn<'a>,
}
impl WithProfile<'_> {
    /// The same with answers of a database beside the files.
    #[must_use]
    pub fn with_answers(&self, answers: Vec<(TableKind, Vec<Answer>)>) -> WithProfile<'_> {
        let request = IntakeRequest { answers, ..self.files.request.clone() };
        let stand_in = match &self.stand_in {
            StandIn::Profile(p) => StandIn::Profile(p.clone()),
            StandIn::Book(book) => StandIn::Book(*book),
        };
        WithProfile { files: Files { request, ..self.files.clone() }, stand_in }
    }
}
impl Source for WithProfile<'_> {
    fn describe(&self) -> Description {
        self.files.describe()
    }
    fn extract(&self, ask: &Ask, cancelled: Cancelled) -> Result<Extracted, SourceError> {
        let read = self.files.extract(ask, cancelled)?;
        // A ledger that stands alone was made into orders.
        let purchases = |table: &str| ["transactions", "subscriptions"].contains(&table);
        let bought = read.extract.spend_per_point.is_some() || read.extract.tables.iter().any(|t| purchases(&t.table));
        let (profile, mut given) = match (&self.stand_in, bought) {
            (StandIn::Profile(p), true) => return Err(beside(p)),
            (StandIn::Book(_), true) => return Ok(read),
            (StandIn::Profile(p), false) => (p.clone(), vec![]),
            (StandIn::Book(book), false) => {
                let (sheet, counted) = book(read.extract.members.as_ref())?;
                (Profile { sheet, place: BOOK.into(), by_a_person: false }, counted)
            }
        };
        let imagined = profile.extract(&Ask { as_of: Some(read.extract.as_of), ..ask.clone() }, cancelled)?;
        given.extend(imagined.given);
        let who = (imagined.extract.panel, imagined.extract.panel_weight);
        Ok(Extracted {
            extract: Extract { panel: who.0, panel_weight: who.1, origin: Origin::DriverSheet, ..read.extract },
            inputs: read.inputs.into_iter().chain(imagined.inputs).collect(),
            currency: read.currency.or(imagined.currency.filter(|_| profile.by_a_person)),
            given,
            set_aside: read.set_aside,
            attempts: read.attempts,
            company: None,
        })
    }
}
fn beside(profile: &Profile) -> SourceError {
    SourceError {
        cancelled: false,
        place: profile.place.clone(),
        fact: "a driver sheet was given beside orders, subscriptions or a points ledger".into(),
        reason: "The data tell what the sheet would assume".into(),
        next_step: "leave --drivers out, or give single values with --assume".into(),
        question: None,
        withheld: None,
    }
}
