//! Lines: every printed number, with where it comes from. A view prints lines and computes none of its own.
use crate::fact::Fact;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Plan currency (an estimate; not money).
    Money,
    /// Share, 0 to 1 (ROI may be below 0 or above 1); printed as a percentage.
    Share,
    /// Customers or members.
    Customers,
    /// Orders or purchase days.
    Orders,
    /// Points.
    Points,
    /// Currency per point.
    MoneyPerPoint,
    /// Days.
    Days,
    /// Months.
    Months,
    /// Anything counted.
    Count,
    /// A rate per month.
    PerMonth,
    /// A rate per year.
    PerYear,
    /// NPS, from -100 to 100, or a rating.
    Rating,
    /// A pure number.
    Ratio,
}

/// Where a number comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Provenance {
    /// Nobody said otherwise.
    Default {
        /// Why this value.
        reason: Fact,
    },
    /// A published source; never a finding about this company.
    Published {
        /// Id in `data/citations.csv`.
        citation: String,
        /// The population it was measured on.
        population: String,
    },
    /// Counted in the company's data.
    Measured {
        /// The question, as named under `sql/`.
        query: String,
        /// Rows or customers behind it.
        rows: u64,
    },
    /// A person's word.
    Given {
        /// Who.
        by: Fact,
        /// Note.
        note: Fact,
    },
    /// Estimated by a model fitted on the company's data.
    Fitted {
        /// Model.
        model: String,
        /// Customers behind it.
        customers: u64,
    },
    /// Result of the seeded member simulation.
    Simulated {
        /// Draws of the parameters.
        draws: u32,
        /// Members per draw.
        members: u32,
    },
    /// Computed from other lines by the formula of the line.
    Computed,
    /// A choice of the design search.
    Chosen {
        /// Why.
        reason: Fact,
    },
    /// Demonstration data or a driver sheet stands behind it.
    Imagined {
        /// What.
        what: Fact,
    },
}

/// A range: an interval of a measurement, or percentiles over draws. Never added up.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Range {
    /// Lower end.
    pub low: f64,
    /// Middle (median), where there is one.
    pub mid: Option<f64>,
    /// Upper end.
    pub high: f64,
    /// Share between the ends: 0.8 for P10–P90, 0.95 for a confidence interval.
    pub level: f64,
}

/// One printed number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// Dotted id, e.g. `economics.roi`.
    pub id: String,
    /// What a plan of before calls it; empty today: the name is that of the metric with this id, see [`crate::metrics::name`].
    #[serde(default, skip_serializing_if = "Fact::is_empty")]
    pub label: Fact,
    /// Value (the mean over draws for simulated lines).
    pub value: f64,
    /// Unit.
    pub unit: Unit,
    /// Where from.
    pub from: Provenance,
    /// Formula over other lines, e.g. `(economics.margin - economics.cost) / economics.cost`; only with `Computed`.
    pub formula: Option<String>,
    /// Range beside the value.
    pub range: Option<Range>,
    /// What a careful reader should know.
    pub note: Option<Fact>,
}

/// The lines of a plan by id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LineBook(pub BTreeMap<String, Line>);

/// Why a formula has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// No such line.
    #[error("the formula names {0}, which is no line of the plan")]
    UnknownLine(String),
    /// Not a formula.
    #[error("the formula cannot be read at {0:?}")]
    Syntax(String),
}

/// Simulation errors of the mean net value within which a gain is no finding.
const GAIN_ERRORS: f64 = 2.0;
impl LineBook {
    /// The mean net value is not below zero, and above it by less than the simulation can tell. False where a plan of before does not say how large its
    /// error is.
    pub fn gain_within_error(&self) -> bool {
        let (net, error) = (self.value("economics.net_value"), self.value("economics.net_value_error"));
        net >= 0.0 && net < GAIN_ERRORS * error
    }
    /// Writes a line; a second line with the same id replaces the first.
    pub fn put(&mut self, line: Line) -> String {
        let id = line.id.clone();
        self.0.insert(id.clone(), line);
        id
    }
    /// Writes a line with a value and a source.
    pub fn leaf(&mut self, id: &str, value: f64, unit: Unit, from: Provenance) -> String {
        self.put(Line { id: id.into(), label: Fact::default(), value, unit, from, formula: None, range: None, note: None })
    }
    /// Writes a computed line: its value is the formula's.
    ///
    /// # Errors
    /// When the formula names an unknown line or cannot be read.
    pub fn compute(&mut self, id: &str, formula: &str, unit: Unit) -> Result<f64, FormulaError> {
        let value = self.evaluate(formula)?;
        self.put(Line {
            id: id.into(),
            label: Fact::default(),
            value,
            unit,
            from: Provenance::Computed,
            formula: Some(formula.into()),
            range: None,
            note: None,
        });
        Ok(value)
    }
    /// Adds a range to a line that exists.
    pub fn range(&mut self, id: &str, range: Range) {
        if let Some(line) = self.0.get_mut(id) {
            line.range = Some(range);
        }
    }
    /// Adds a note to a line that exists.
    pub fn note(&mut self, id: &str, note: impl Into<Fact>) {
        if let Some(line) = self.0.get_mut(id) {
            line.note = Some(note.into());
        }
    }
    /// The line.
    pub fn get(&self, id: &str) -> Option<&Line> {
        self.0.get(id)
    }
    /// The value of a line; NaN where there is none.
    pub fn value(&self, id: &str) -> f64 {
        self.0.get(id).map_or(f64::NAN, |l| l.value)
    }
    /// Takes over every line of another book.
    pub fn absorb(&mut self, other: LineBook) {
        self.0.extend(other.0);
    }
    /// Evaluates `+ - * / ( )`, numbers and line ids. Division by zero gives zero where the numerator is zero too, else an infinity.
    ///
    /// # Errors
    /// [`FormulaError`].
    pub fn evaluate(&self, formula: &str) -> Result<f64, FormulaError> {
        let mut parser = Parser { book: self, rest: formula.trim() };
        let value = parser.sum()?;
        if parser.rest.is_empty() { Ok(value) } else { Err(FormulaError::Syntax(parser.rest.into())) }
    }
}

struct Parser<'a> {
    book: &'a LineBook,
    rest: &'a str,
}
impl Parser<'_> {
    fn eat(&mut self, c: char) -> bool {
        if let Some(rest) = self.rest.strip_prefix(c) {
            self.rest = rest.trim_start();
            return true;
        }
        false
    }
    fn sum(&mut self) -> Result<f64, FormulaError> {
        let mut value = self.product()?;
        loop {
            if self.eat('+') {
                value += self.product()?;
            } else if self.eat('-') {
                value -= self.product()?;
            } else {
                return Ok(value);
            }
        }
    }
    fn product(&mut self) -> Result<f64, FormulaError> {
        let mut value = self.atom()?;
        loop {
            if self.eat('*') {
                value *= self.atom()?;
            } else if self.eat('/') {
                let by = self.atom()?;
                value = if value == 0.0 && by == 0.0 { 0.0 } else { value / by };
            } else {
                return Ok(value);
            }
        }
    }
    fn atom(&mut self) -> Result<f64, FormulaError> {
        if self.eat('(') {
            let value = self.sum()?;
            return if self.eat(')') { Ok(value) } else { Err(FormulaError::Syntax(self.rest.into())) };
        }
        if self.eat('-') {
            return Ok(-self.atom()?);
        }
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if word.is_empty() {
            return Err(FormulaError::Syntax(self.rest.into()));
        }
        self.rest = rest.trim_start();
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return word.parse().map_err(|_| FormulaError::Syntax(word.into()));
        }
        self.book.get(word).map(|l| l.value).ok_or_else(|| FormulaError::UnknownLine(word.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn formulas_read_as_they_are_written() {
        let mut book = LineBook::default();
        book.leaf("a.margin", 130.0, Unit::Money, Provenance::Computed);
        book.leaf("a.cost", 100.0, Unit::Money, Provenance::Computed);
        assert_eq!(book.compute("a.roi", "(a.margin - a.cost) / a.cost", Unit::Share), Ok(0.3));
        assert_eq!(book.evaluate("2 * -3 + 10 / 4"), Ok(-3.5));
        assert_eq!(book.evaluate("a.nothing"), Err(FormulaError::UnknownLine("a.nothing".into())));
        assert!(book.evaluate("1 +").is_err());
        assert_eq!(book.evaluate("0 / 0"), Ok(0.0));
    }
}
