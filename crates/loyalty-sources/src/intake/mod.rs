//! Files into canonical tables. Every row is used, counted as without a customer, or set aside with its reason; the totals reconcile to the source files.
mod amounts;
mod answer;
mod cells;
mod columnar;
mod columns;
mod dates;
mod given;
mod ids;
mod joins;
mod layout;
mod lexicon;
mod marks;
mod meaning;
mod notation;
mod opening;
mod pages;
mod physical;
mod record;
mod sample;
mod scan;
mod stamps;
mod tables;
mod text;
mod totals;
mod values;
mod watched;
mod workbook;

pub use answer::{Answer, Rows};
pub use columns::TableKind;
pub(crate) use joins::tell_elsewhere;
pub(crate) use lexicon::is_no_item;
pub use opening::Pace;
pub use sample::ROWS as FIRST_ROWS;
pub use tables::{AmountOf, COMPARED, ItemColumns, OrderColumns, OrderCounts, OrdersLook, Sum, is_odd_item, names_nobody, names_total};
pub use text::looks_tabular;

use self::given::Given;
use crate::canonical::Tables;
use crate::paths;
use loyalty_model::input::InputRecord;
use loyalty_model::units::Date;
use std::fmt;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

/// What is to be read, and how.
#[derive(Debug, Clone, Default)]
pub struct IntakeRequest {
    /// Paths, folders or globs per table.
    pub inputs: Vec<(TableKind, Vec<String>)>,
    /// Answers of a database per table, read as files are.
    pub answers: Vec<(TableKind, Vec<Answer>)>,
    /// (table, canonical column, column of the file or `#1`).
    pub maps: Vec<(TableKind, String, String)>,
    /// `.` or `,` where the file leaves it open.
    pub decimal_mark: Option<char>,
    /// `dmy`, `mdy` or `ymd` where it is ambiguous from the file; `excel1904` for serial dates that count from 1904.
    pub date_order: Option<String>,
    /// The shop's time zone (IANA name): dates with an offset from UTC become days in it. Without it days are taken as written.
    pub time_zone: Option<String>,
    /// Rows dated after this day are set aside.
    pub today: Option<Date>,
    /// Spend that an order stands for where its file holds no amounts; `None`: one unit of the currency.
    pub assumed_order_value: Option<f64>,
    /// A person says that orders of nothing count as purchases.
    pub count_zero_orders: bool,
    /// The orders are counted elsewhere: whose customers they know is told there.
    pub orders_elsewhere: bool,
    /// How fast files are read; no row depends on it.
    pub pace: Pace,
}
impl IntakeRequest {
    /// Tables that something is given for.
    pub fn kinds(&self) -> impl Iterator<Item = TableKind> {
        self.inputs.iter().map(|i| i.0).chain(self.answers.iter().map(|a| a.0))
    }
}
/// What was read.
#[derive(Debug, Default)]
pub struct Intake {
    /// Canonical tables with their quality.
    pub tables: Tables,
    /// Rows set aside (the first 100,000; all are counted in the quality).
    pub set_aside: Vec<SetAsideRow>,
    /// Files, each with its columns and what was noticed in it.
    pub files: Vec<InputRecord>,
}
/// A row that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SetAsideRow {
    /// Table.
    pub table: String,
    /// File.
    pub file: String,
    /// Line.
    pub line: u64,
    /// Why.
    pub reason: String,
    /// The row as it stands.
    pub raw: String,
}
/// Whether whoever asked wants no answer any more; asked between blocks of work.
pub type Cancelled<'a> = &'a (dyn Fn() -> bool + Sync);
/// What is to be read, while it is read.
struct Asked<'a> {
    request: &'a IntakeRequest,
    cancelled: Cancelled<'a>,
}

/// Why a file cannot be used: the kind is closed, the words are for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeError {
    /// What is wrong with it.
    pub kind: IntakeErrorKind,
    place: String,
    fact: String,
    reason: String,
    next: String,
    asks: Option<Ask>,
    /// The table that was read.
    table: Option<TableKind>,
    /// It may be otherwise a moment later.
    passing: bool,
}
/// What a person must say before a file can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Which column of the file stands for a canonical one.
    Column {
        /// Table.
        table: TableKind,
        /// Canonical column.
        column: &'static str,
        /// Columns that may be meant, as a map names them.
        candidates: Vec<String>,
    },
    /// Which order day and month have.
    DateOrder(&'static [&'static str]),
}
/// The kinds of refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntakeErrorKind {
    /// No such file, or no file in the folder.
    Missing,
    /// It cannot be read to its end: the system says so, its packed bytes break off, or it changed meanwhile.
    Unreadable,
    /// No rows.
    Empty,
    /// Not a text file.
    Binary,
    /// A needed column was not found.
    MissingColumn,
    /// Two columns fit equally.
    AmbiguousColumn,
    /// A map names what is not there.
    BadMap,
    /// Dates cannot be read, or can be read in two ways.
    Dates,
    /// Amounts cannot be read.
    Amounts,
    /// More than one currency.
    MixedCurrencies,
    /// No row can be used.
    NothingUsable,
    /// A format that is not read here.
    Format,
    /// Whoever asked wants no answer any more.
    Stopped,
}
impl IntakeError {
    pub(crate) fn new(kind: IntakeErrorKind, place: impl Into<String>, fact: impl Into<String>, reason: impl Into<String>, next: impl Into<String>) -> Self {
        let passing = kind == IntakeErrorKind::Unreadable;
        IntakeError { kind, place: place.into(), fact: fact.into(), reason: reason.into(), next: next.into(), asks: None, table: None, passing }
    }
    /// The same, and whether it may be otherwise a moment later.
    pub(crate) fn passing(self, passing: bool) -> Self {
        IntakeError { passing, ..self }
    }
    fn of(self, table: TableKind) -> Self {
        IntakeError { table: Some(table), ..self }
    }
    /// The same; the names of files that were found and not asked for by name are marked.
    fn found(self, files: &[Given], asked: &[String]) -> Self {
        let unnamed = |path: &&String| self.place.starts_with(path.as_str()) && !asked.contains(path);
        let all: Vec<String> = files.iter().filter_map(Given::file).map(paths::shown).collect();
        let Some(path) = all.iter().filter(unnamed).max_by_key(|p| p.len()) else { return self };
        let folder = path.rfind(MAIN_SEPARATOR).map_or(0, |at| at + 1);
        let place = format!("{}{}{}", &path[..folder], marks::file(&path[folder..]), &self.place[path.len()..]);
        IntakeError { place, ..self }
    }
    /// The table that was read.
    pub fn table(&self) -> Option<TableKind> {
        self.table
    }
    /// Whether another try may end otherwise: the system refused, the bytes ended too early, or the file changed while it was read. What is wrong
    /// inside a whole file would be wrong again.
    pub fn may_pass(&self) -> bool {
        self.passing
    }
    pub(crate) fn asking(self, ask: Ask) -> Self {
        IntakeError { asks: Some(ask), ..self }
    }
    /// The question that would settle it.
    pub fn asks(&self) -> Option<&Ask> {
        self.asks.as_ref()
    }
    /// Where.
    pub fn place(&self) -> String {
        marks::shown(&self.place)
    }
    /// What was found.
    pub fn fact(&self) -> String {
        marks::shown(&self.fact)
    }
    /// Why that does not do.
    pub fn reason(&self) -> String {
        marks::shown(&self.reason)
    }
    /// What to do.
    pub fn next_step(&self) -> String {
        marks::shown(&self.next)
    }
    /// Place, fact, reason and next step without what only the files hold: cells, headings that are no known names of columns, names of files that nobody asked for.
    pub fn withheld(&self) -> [String; 4] {
        [&self.place, &self.fact, &self.reason, &self.next].map(|words| marks::withheld(words))
    }
}
impl fmt::Display for IntakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}. {}.", self.place(), self.fact(), self.reason(), self.next_step())
    }
}
impl std::error::Error for IntakeError {}

/// Reads everything that was asked.
///
/// # Errors
/// [`IntakeError`]: place, fact, reason, next step.
pub fn read(request: &IntakeRequest, cancelled: Cancelled) -> Result<Intake, IntakeError> {
    let asked = Asked { request, cancelled };
    let mut out = Intake::default();
    // Subscriptions first: usage may name subscriptions instead of customers.
    let mut kinds: Vec<TableKind> = request.kinds().collect();
    kinds.sort_by_key(|kind| (*kind != TableKind::Subscriptions, *kind));
    kinds.dedup();
    for kind in kinds {
        let (mut files, patterns) = (vec![], named(&request.inputs, kind));
        for pattern in &patterns {
            files.extend(find(pattern).map_err(|e| e.of(kind))?);
        }
        let before = stamps::of(&files);
        let files: Vec<Given> =
            files.into_iter().map(Given::File).chain(named(&request.answers, kind).into_iter().map(|a| Given::Answer(Box::new(a)))).collect();
        let done = tables::read(kind, &files, &asked, &mut out);
        let stopped = matches!(&done, Err(e) if e.kind == IntakeErrorKind::Stopped);
        // Whatever was found in a file that changed meanwhile was found in neither the old nor the new one.
        if let Some(changed) = before.iter().find(|b| !stopped && b.changed()) {
            return Err(changed.refusal().of(kind).found(&files, &patterns));
        }
        done.map_err(|e| e.of(kind).found(&files, &patterns))?;
    }
    if !request.orders_elsewhere {
        joins::tell(&mut out.tables);
    }
    out.tables.count_zero_orders = request.count_zero_orders;
    if out.tables.assumed_order_value.is_some() {
        out.tables.value_orders(request.assumed_order_value.unwrap_or(1.0));
    }
    Ok(out)
}

/// What is given for a table.
fn named<T: Clone>(all: &[(TableKind, Vec<T>)], kind: TableKind) -> Vec<T> {
    all.iter().filter(|(k, _)| *k == kind).flat_map(|(_, given)| given.clone()).collect()
}
/// Files of a folder whose names are no text and fit the pattern of their name: the reader of patterns passes over them.
fn of_any_bytes(pattern: &Path) -> Vec<PathBuf> {
    let (Some(folder), Some(name)) = (pattern.parent(), pattern.file_name().and_then(|n| n.to_str())) else { return vec![] };
    let Ok(name) = glob::Pattern::new(name) else { return vec![] };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let listing = std::fs::read_dir(folder).into_iter().flatten().filter_map(|e| e.ok().map(|e| e.path()));
    let fits = |p: &PathBuf| p.file_name().is_some_and(|n| n.to_str().is_none() && name.matches(&n.to_string_lossy())) && p.is_file();
    listing.filter(fits).take(MOST_FILES + 1).collect()
}
/// Files that one pattern may name.
const MOST_FILES: usize = 10_000;
fn find(pattern: &str) -> Result<Vec<PathBuf>, IntakeError> {
    let path = paths::meant(Path::new(pattern));
    let missing =
        |fact: &str| IntakeError::new(IntakeErrorKind::Missing, pattern, fact, "Nothing can be read", "check the path; quote it if it holds spaces or stars");
    if path.is_dir() {
        let listing = std::fs::read_dir(&path).map_err(|e| {
            IntakeError::new(IntakeErrorKind::Unreadable, pattern, e.to_string(), "The folder cannot be listed", "give yourself the right to read it")
        })?;
        let mut files: Vec<PathBuf> = listing.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| p.is_file() && text::looks_tabular(p)).collect();
        files.sort();
        return if files.is_empty() { Err(missing("no CSV, TSV, JSON, gz, zip, Parquet, xlsx, xls or ods file in the folder")) } else { Ok(files) };
    }
    if path.exists() {
        return Ok(vec![path]);
    }
    // Everything below the root of the machine is no answer to "which files".
    let deep = path.components().position(|c| c.as_os_str().to_string_lossy().contains("**"));
    let named = |c: &Component| matches!(c, Component::Normal(part) if !part.to_string_lossy().contains(['*', '?', '[']));
    if deep.is_some_and(|at| path.is_absolute() && !path.components().take(at).any(|c| named(&c))) {
        return Err(IntakeError::new(
            IntakeErrorKind::Missing,
            pattern,
            "this names every file of the machine",
            "Nobody wants them all",
            "name the folder of your files",
        ));
    }
    let mut files: Vec<PathBuf> =
        glob::glob(pattern).map(|g| g.filter_map(Result::ok).filter(|p| p.is_file()).take(MOST_FILES + 1).collect()).unwrap_or_default();
    files.extend(of_any_bytes(&path));
    if files.len() > MOST_FILES {
        let fact = format!("more than {MOST_FILES} files fit");
        return Err(IntakeError::new(IntakeErrorKind::Missing, pattern, fact, "So many are hardly meant", "name a folder, or a pattern that fits fewer"));
    }
    files.sort();
    if files.is_empty() { Err(missing("there is no such file")) } else { Ok(files) }
}
