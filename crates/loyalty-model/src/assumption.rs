//! Assumptions: every number that moves a plan and was not counted in the data, with where it comes from.
use crate::line::{Provenance, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One settled assumption. `overruled` keeps the losers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assumption {
    /// Dotted id as in `data/assumptions.csv`, e.g. `response.total`.
    pub id: String,
    /// What it is, in one sentence.
    pub description: String,
    /// Value (the mean of the draws where it is uncertain).
    pub value: f64,
    /// Standard deviation of the draws; zero: certain.
    pub sd: f64,
    /// How it is drawn: `fixed`, `normal`, `beta`, `lognormal` (truncated to low … high), `shifted-lognormal` (begins at `low`); value and sd are
    /// the moments (of the lognormal before truncation).
    pub distribution: String,
    /// Lowest and highest value that makes sense.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// Unit.
    pub unit: Unit,
    /// Where the winning value comes from: default < published < measured < given.
    pub from: Provenance,
    /// Values that lost, and their sources.
    pub overruled: Vec<(f64, Provenance)>,
}

/// All settled assumptions by id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Book(pub BTreeMap<String, Assumption>);

/// A row of `data/assumptions.csv`: the only home of a default.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Row {
    /// Id.
    pub id: String,
    /// Unit.
    pub unit: Unit,
    /// Default value.
    pub value: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Distribution.
    pub distribution: String,
    /// Lowest sensible value.
    pub low: f64,
    /// Highest sensible value.
    pub high: f64,
    /// `read`, a published number as it stands; `shrunk`, one moved towards no effect or widened, as [`Reading::transformation`] says; `judgement`, a choice of
    /// the model with its reason; `default`, a placeholder until the company gives its own.
    pub status: String,
    /// Citation id where it is read or shrunk, else empty.
    pub citation: String,
    /// One sentence; for a default, with its reason.
    pub description: String,
}

/// A published source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    /// Id.
    pub id: String,
    /// Full reference.
    pub reference: String,
    /// The population that it was measured on.
    pub population: String,
}

/// What a study printed, and how the assumption follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Reading {
    /// Id of the assumption.
    pub id: String,
    /// The figure as the source prints it.
    pub figure: String,
    /// Where in the source.
    pub place: String,
    /// From the figure to the value.
    pub transformation: String,
    /// The program that was studied, and what it gave.
    pub program: String,
}
impl Row {
    /// It rests on a published figure.
    pub fn is_published(&self) -> bool {
        matches!(self.status.as_str(), "read" | "shrunk")
    }
}
/// Rows of a table of `data`.
///
/// # Panics
/// Never: tables are part of the program, and a test reads each.
pub(crate) fn table<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().expect("a table of data is part of the program and is read by a test")
}
/// Rows of `data/readings.csv`: one for every assumption that is read or shrunk.
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
pub fn readings() -> Vec<Reading> {
    table(include_str!("../data/readings.csv"))
}
/// Rows of `data/assumptions.csv`, in file order.
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
pub fn rows() -> Vec<Row> {
    table(include_str!("../data/assumptions.csv"))
}
/// Units of a currency for a US dollar, for orders of magnitude: July 2021, as used in *The Economist*'s Big Mac index of that month
/// (github.com/TheEconomist/big-mac-data, output-data/big-mac-raw-index.csv, column dollar_ex, six digits). `None`: the table does not
/// have the currency; left out are the Argentine peso and the Lebanese pound, whose rates of that month say nothing of later ones.
pub fn units_per_dollar(code: &str) -> Option<f64> {
    include_str!("../data/dollar_rates.csv").lines().skip(1).filter_map(|l| l.split_once(',')).find(|(c, _)| *c == code).and_then(|(_, v)| v.parse().ok())
}
/// A dollar amount as an order of magnitude in another currency: the same number where a unit of it is worth half a dollar to two, or where
/// its rate is not known; converted and rounded to two digits elsewhere.
pub fn magnitude(dollars: f64, code: &str) -> f64 {
    match units_per_dollar(code).filter(|rate| !(0.5..=2.0).contains(rate)) {
        Some(rate) if dollars != 0.0 => format!("{:.1e}", dollars * rate).parse().unwrap_or(dollars * rate),
        _ => dollars,
    }
}
/// Platform fee in US dollars a month for a program of so many members: a judgement in the orders of magnitude of list prices as published in 2026
/// (shop apps with tiers $79 to $199 a month, mid-market $399 to $1,500, enterprise engines $30,000 to $300,000 a year), until the vendor's quote is
/// given.
pub fn platform_fee(members: f64) -> f64 {
    let rows = include_str!("../data/platform_fees.csv").lines().skip(1).filter_map(|l| l.split_once(','));
    let bands = rows.map(|(most, fee)| (most.parse().unwrap_or(f64::INFINITY), fee.parse().unwrap_or(f64::NAN)));
    bands.into_iter().find(|(most, _): &(f64, f64)| members <= *most).map_or(f64::NAN, |band| band.1)
}
/// Usual margin of a sector.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SectorMargin {
    /// Word for the sector, as briefs give it.
    pub sector: String,
    /// Contribution margin on net sales: the gross margin of its listed companies where one was read.
    pub margin: f64,
    /// Standard deviation between a company and its sector: a judgement.
    pub sd: f64,
    /// Citation id; empty: the margin is a judgement.
    pub citation: String,
    /// The row of the source, as it prints it.
    pub figure: String,
}
/// Rows of `data/sector_margins.csv`.
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
pub fn sector_margins() -> Vec<SectorMargin> {
    table(include_str!("../data/sector_margins.csv"))
}
/// Rows of `data/citations.csv`.
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
pub fn citations() -> Vec<Citation> {
    table(include_str!("../data/citations.csv"))
}

impl Assumption {
    /// Standard deviation of the same belief about another value: a share keeps the weight of its evidence (the sum of the beta distribution's two
    /// parameters), a lognormal the spread of its logs, and whatever else its own.
    pub fn spread_at(&self, value: f64) -> f64 {
        let by = match self.distribution.as_str() {
            "beta" => (value * (1.0 - value) / (self.value * (1.0 - self.value))).sqrt(),
            "lognormal" => value / self.value,
            "shifted-lognormal" => (value - self.low) / (self.value - self.low),
            _ => 1.0,
        };
        // Beyond the limits there is no belief: the value itself is refused there.
        if by.is_finite() && by > 0.0 { self.sd * by } else { 0.0 }
    }
}
impl Book {
    /// The assumption with this id.
    pub fn get(&self, id: &str) -> Option<&Assumption> {
        self.0.get(id)
    }
    /// Its value; NaN for an unknown id (a test walks every id that the engine asks for).
    pub fn value(&self, id: &str) -> f64 {
        self.0.get(id).map_or(f64::NAN, |a| a.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    #[test]
    fn a_platform_costs_more_for_more_members() {
        let fees: Vec<f64> = [10.0, 1_000.0, 1_001.0, 60_000.0, 1e6, 1e9].into_iter().map(platform_fee).collect();
        assert_eq!(fees, [80.0, 80.0, 200.0, 4_000.0, 10_000.0, 25_000.0]);
    }
    #[test]
    fn every_margin_of_a_sector_has_an_interval_and_a_source_that_was_read_or_none() {
        let known: BTreeSet<String> = citations().into_iter().map(|c| c.id).collect();
        let row = rows().into_iter().find(|r| r.id == "company.gross_margin").expect("a row");
        let mut seen = BTreeSet::new();
        for s in sector_margins() {
            assert!(seen.insert(s.sector.clone()), "{} stands twice", s.sector);
            assert!((row.low..=row.high).contains(&s.margin) && s.sd > 0.0 && s.margin + 2.0 * s.sd < 1.0 && s.margin - 2.0 * s.sd > 0.0, "{s:?}");
            assert_eq!(s.citation.is_empty(), s.figure.is_empty(), "{s:?}");
            assert!(s.citation.is_empty() || known.contains(&s.citation), "{s:?}");
        }
    }
    #[test]
    fn every_published_row_says_what_was_read_and_how_it_was_used() {
        let published: Vec<String> = rows().into_iter().filter(Row::is_published).map(|r| r.id).collect();
        let readings = readings();
        assert_eq!(readings.iter().map(|r| r.id.clone()).collect::<BTreeSet<_>>(), published.iter().cloned().collect());
        for r in &readings {
            assert!([&r.figure, &r.place, &r.transformation, &r.program].iter().all(|text| !text.is_empty()), "{}", r.id);
            let shrunk = rows().iter().any(|row| row.id == r.id && row.status == "shrunk");
            assert!(!shrunk || r.transformation != "none", "{}: shrunk by nothing", r.id);
        }
    }
    #[test]
    fn every_row_is_sound_and_every_published_row_has_its_citation() {
        let known: BTreeSet<String> = citations().into_iter().map(|c| c.id).collect();
        let mut seen = BTreeSet::new();
        for row in rows() {
            assert!(seen.insert(row.id.clone()), "{} stands twice", row.id);
            assert!(row.low <= row.value && row.value <= row.high, "{}: value outside its limits", row.id);
            assert!(["fixed", "normal", "beta", "lognormal", "shifted-lognormal"].contains(&row.distribution.as_str()), "{}", row.id);
            assert_eq!(row.distribution == "fixed", row.sd == 0.0, "{}: a fixed value has no sd, a drawn one has", row.id);
            match row.status.as_str() {
                "read" | "shrunk" => assert!(known.contains(&row.citation), "{}: no citation {}", row.id, row.citation),
                "default" | "judgement" => assert!(row.citation.is_empty(), "{}", row.id),
                other => panic!("{}: status {other}", row.id),
            }
        }
    }
    #[test]
    fn another_value_is_believed_as_much() {
        let of = |distribution: &str, low: f64| Assumption {
            id: "x".into(),
            description: String::new(),
            value: 0.5,
            sd: 0.1,
            distribution: distribution.into(),
            low,
            high: 1.0,
            unit: Unit::Share,
            from: Provenance::Computed,
            overruled: vec![],
        };
        for (distribution, low, at, spread) in [
            ("beta", 0.0, 0.5, 0.1),
            ("beta", 0.0, 0.9, 0.06),
            ("beta", 0.0, 1.0, 0.0),
            ("beta", 0.0, 1.5, 0.0),
            ("lognormal", 0.0, 0.25, 0.05),
            ("shifted-lognormal", -0.5, 0.0, 0.05),
            ("shifted-lognormal", -0.5, -0.7, 0.0),
            ("normal", 0.0, 0.9, 0.1),
        ] {
            let got = of(distribution, low).spread_at(at);
            assert!((got - spread).abs() < 1e-12, "{distribution} at {at}: {got}");
        }
    }
}
