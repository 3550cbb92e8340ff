//! How a file writes its dates and amounts: gathered from its values, settled once, asked where two ways fit.
use super::amounts::{CommaIs, MarkEvidence, TwoReadings, amount, currency};
use super::columns::TableKind;
use super::dates::{DateEvidence, Dates, Unsettled};
use super::marks::{heading, quoted};
use super::scan::Row;
use super::{Ask, IntakeError, IntakeErrorKind, IntakeRequest};
use jiff::tz::TimeZone;
use loyalty_model::units::{Date, Money};

/// What the values of some columns show.
#[derive(Debug, Clone, Default)]
pub struct NotationEvidence {
    days: Vec<(usize, DateEvidence)>,
    money: Vec<usize>,
    marks: MarkEvidence,
    /// Rows that were seen.
    pub rows: u64,
    /// Those of them that are none.
    broken: u64,
    /// Rows behind the first look; none where every row is looked at.
    behind: u64,
    every: bool,
}
/// Where a file stands that is looked at.
pub struct Of<'a> {
    /// Table.
    pub kind: TableKind,
    /// Path as given.
    pub path: &'a str,
    /// Names of its columns.
    pub header: &'a [String],
    /// The column of the time, where one must be read.
    pub time: Option<usize>,
}
impl NotationEvidence {
    /// Rows of a file up to which its values are looked at.
    pub const LOOKED_AT: u64 = 200_000;
    /// For columns of dates and of amounts.
    pub fn of(days: &[usize], money: &[usize]) -> NotationEvidence {
        NotationEvidence { days: days.iter().map(|at| (*at, DateEvidence::default())).collect(), money: money.to_vec(), ..NotationEvidence::default() }
    }
    /// The same for every row, however many there are.
    pub fn of_every_row(self) -> NotationEvidence {
        NotationEvidence { every: true, ..self }
    }
    /// Whether rows were not looked at.
    pub fn is_partial(&self) -> bool {
        self.behind > 0
    }
    /// Looks at a row.
    pub fn see(&mut self, row: &Row) {
        self.rows += 1;
        self.broken += u64::from(row.broken.is_some());
        if row.line > Self::LOOKED_AT && !self.every {
            self.behind += 1;
            return;
        }
        if row.broken.is_some() {
            return;
        }
        self.days.iter_mut().for_each(|(at, evidence)| evidence.see(row.get(*at)));
        self.money.iter().for_each(|at| self.marks.see(row.get(*at)));
    }
    /// Adds what another looked at, in the same columns.
    pub fn add(&mut self, o: &NotationEvidence) {
        self.rows += o.rows;
        self.broken += o.broken;
        self.behind += o.behind;
        self.days.iter_mut().zip(&o.days).for_each(|(all, part)| all.1.add(&part.1));
        self.marks.add(&o.marks);
    }
    /// How dates and amounts are read.
    ///
    /// # Errors
    /// The question that would settle it, or that the column of the time holds no dates.
    pub fn settle(&self, of: &Of, request: &IntakeRequest) -> Result<Notation, IntakeError> {
        let zone = request.time_zone.as_deref().map(zone).transpose()?;
        if self.broken == self.rows {
            // What is wrong with the rows is said when they are read.
            return Ok(Notation::default());
        }
        let dates = Dates::settle(&self.days, request.date_order.as_deref(), zone, of.time, of.header).map_err(|(at, why)| undated(of, at, why))?;
        let comma = self.marks.settle(request.decimal_mark).map_err(|two| two_readings(of.path, &two))?;
        Ok(Notation { dates, comma, named_currency: !self.marks.currencies().is_empty() })
    }
}
fn undated(of: &Of, at: usize, why: Unsettled) -> IntakeError {
    match why {
        Unsettled::TwoWays => IntakeError::new(
            IntakeErrorKind::Dates,
            of.path,
            format!("the dates of {} can be read as day-month or month-day", heading(of.header, at, &format!("{:?}", of.header[at]))),
            "No value has a part over 12",
            "say which with --date-order dmy or --date-order mdy",
        )
        .asking(Ask::DateOrder(&["dmy", "mdy"])),
        Unsettled::NoDates => IntakeError::new(
            IntakeErrorKind::Dates,
            of.path,
            format!("the values of {} are not dates", heading(of.header, at, &format!("{:?}", of.header[at]))),
            "Dates are read as 2025-12-31, 31.12.2025, 12/31/2025, 31 Dec 2025, 20251231, 2025-12, 2025-W01, seconds since 1970 or serial dates of a spreadsheet",
            format!("map the right column: --map {}.time=COLUMN", of.kind.word()),
        ),
    }
}
fn zone(name: &str) -> Result<TimeZone, IntakeError> {
    TimeZone::get(name).map_err(|_| {
        IntakeError::new(
            IntakeErrorKind::Dates,
            "--time-zone",
            format!("there is no time zone {name:?}"),
            "Zones are named as in the IANA database",
            "name one, for example --time-zone Europe/Berlin or --time-zone America/New_York",
        )
    })
}
fn two_readings(path: &str, two: &TwoReadings) -> IntakeError {
    let [grouped, decimal] = two.sums;
    let (mark, other) = (two.mark, if two.mark == '.' { ',' } else { '.' });
    IntakeError::new(
        IntakeErrorKind::Amounts,
        path,
        format!("amounts like {} can be read in two ways: every {mark:?} in them has three digits behind it", quoted(&two.example)),
        format!("Where {mark:?} parts thousands they sum to {grouped}, where it is the decimal mark to {decimal}"),
        format!("say which mark is the decimal mark: --decimal-mark '{other}' or --decimal-mark '{mark}'"),
    )
}
/// The step after too many rows that cannot be used; each can be pasted.
pub fn step_after(kind: TableKind, reason: &str, value: &str) -> String {
    let table = kind.word();
    if reason.contains("date") {
        return format!("name the column that holds the dates, --map {table}.time=COLUMN, or fix the rows");
    }
    if reason.contains("amount") && (value.contains(',') || value.contains('.')) {
        return format!(
            "if another column holds the amounts, name it: --map {table}.amount=COLUMN; if the decimal mark was taken for the other one: --decimal-mark '.' or --decimal-mark ','"
        );
    }
    if reason.contains("amount") {
        return format!("name the column that holds the amounts, --map {table}.amount=COLUMN, or fix the rows");
    }
    "fix the rows or map other columns with --map".into()
}

/// How a file writes its dates and amounts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Notation {
    dates: Dates,
    comma: CommaIs,
    named_currency: bool,
}
impl Notation {
    /// The day in a cell of a column.
    pub fn day(&self, at: usize, cell: &[u8]) -> Option<Date> {
        self.dates.read(at, cell)
    }
    /// The amount in a cell.
    #[inline]
    pub fn money(&self, cell: &[u8]) -> Option<Money> {
        if cell.is_empty() { None } else { amount(cell, self.comma) }
    }
    /// The currency that a cell of an amount names; looked for only where some cell of the file names one.
    #[inline]
    pub fn currency(&self, cell: &[u8]) -> Option<&'static str> {
        if self.named_currency { currency(cell) } else { None }
    }
    /// What a reader of the plan must know of the dates.
    pub fn notes(&self) -> &[String] {
        &self.dates.notes
    }
}
