//! Rows of a sheet. Sheets with months have them all in the same columns: A label, B unit, C remark, D constant, E total, F launch, G on months.
use super::formula::{Expr, Fix, Value, sum};
use super::grid::{At, Book, Content};
use super::style::{CellFormat, Look, Role, look};

/// Columns.
pub const LABEL: u16 = 0;
pub const UNIT: u16 = 1;
/// Remark, or the number of a cohort.
pub const REMARK: u16 = 2;
/// What holds for the whole row.
pub const CONSTANT: u16 = 3;
/// Over the horizon.
pub const TOTAL: u16 = 4;
/// At launch, before the first month.
pub const LAUNCH: u16 = 5;
/// The first month.
pub const FIRST: u16 = 6;

/// A row of a sheet with months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub sheet: usize,
    /// Row from 0.
    pub row: u32,
    pub months: u16,
}
impl Row {
    fn cell(self, column: u16) -> At {
        At { sheet: self.sheet, row: self.row, column }
    }
    /// In the column of the formula.
    pub fn at(self, column: u16) -> Expr {
        Expr::Cell(self.cell(column), Fix::Free)
    }
    /// In the column before.
    pub fn before(self, column: u16) -> Expr {
        self.at(column - 1)
    }
    pub fn constant(self) -> Expr {
        self.cell(CONSTANT).fixed()
    }
    pub fn total(self) -> Expr {
        self.cell(TOTAL).fixed()
    }
    pub fn launch(self) -> Expr {
        self.cell(LAUNCH).fixed()
    }
    /// At the last month.
    pub fn last(self) -> Expr {
        self.cell(LAUNCH + self.months).fixed()
    }
    /// All months.
    pub fn all(self) -> Expr {
        Expr::Range(self.cell(FIRST), self.cell(LAUNCH + self.months), Fix::Both)
    }
    /// Launch and all months.
    pub fn with_launch(self) -> Expr {
        Expr::Range(self.cell(LAUNCH), self.cell(LAUNCH + self.months), Fix::Both)
    }
    /// First and last cell, launch included.
    pub fn ends_with_launch(self) -> [At; 2] {
        [self.cell(LAUNCH), self.cell(LAUNCH + self.months)]
    }
    /// From the first of these rows to the last, in the column of the formula.
    pub fn down_to(self, last: Row, column: u16) -> Expr {
        Expr::Range(self.cell(column), last.cell(column), Fix::Free)
    }
}
/// What stands in the total column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// Nothing.
    None,
    /// The sum over launch and months.
    Sum,
    /// The last month.
    Last,
}
/// What is known of a row before its formula.
#[derive(Debug, Clone, Copy)]
pub struct Spec<'a> {
    pub label: &'a str,
    /// Unit in words.
    pub unit: &'a str,
    /// Format of the number.
    pub kind: CellFormat,
    pub total: Total,
    /// Role of the cells.
    pub role: Role,
}
/// A row that adds up over the horizon.
pub fn flow<'a>(label: &'a str, unit: &'a str, kind: CellFormat) -> Spec<'a> {
    Spec { label, unit, kind, total: Total::Sum, role: Role::Calc }
}
/// A row of which only the last month counts.
pub fn stock<'a>(label: &'a str, unit: &'a str, kind: CellFormat) -> Spec<'a> {
    Spec { total: Total::Last, ..flow(label, unit, kind) }
}
/// A row without a total.
pub fn ratio<'a>(label: &'a str, unit: &'a str, kind: CellFormat) -> Spec<'a> {
    Spec { total: Total::None, ..flow(label, unit, kind) }
}
impl Spec<'_> {
    /// A line above: it adds up or closes.
    pub fn bold(self) -> Self {
        Spec { role: Role::Total, ..self }
    }
}
/// Writes a sheet from top to bottom.
pub struct Pen<'a> {
    /// All sheets.
    pub book: &'a mut Book,
    /// This one.
    pub sheet: usize,
    /// The row to be written next.
    pub next: u32,
    pub months: u16,
}
impl Pen<'_> {
    /// Begins a sheet: its title and a remark.
    pub fn begin<'a>(book: &'a mut Book, name: &str, remark: &str, months: u16) -> Pen<'a> {
        let sheet = book.sheet_named(name);
        let mut pen = Pen { book, sheet, next: 0, months };
        pen.words(0, LABEL, name, Role::Title);
        pen.words(1, LABEL, remark, Role::Remark);
        pen.next = 3;
        pen
    }
    /// Writes a cell.
    pub fn put(&mut self, row: u32, column: u16, content: Content, look: Look) -> At {
        let at = At { sheet: self.sheet, row, column };
        self.book.put(at, content, look);
        at
    }
    /// Writes words.
    pub fn words(&mut self, row: u32, column: u16, words: &str, role: Role) -> At {
        self.put(row, column, Content::Plain(Value::Text(words.into())), look(role, CellFormat::None))
    }
    /// Writes a number that stands in the plan.
    pub fn number(&mut self, row: u32, column: u16, value: f64, l: Look) -> At {
        let content = if value.is_finite() { Content::Plain(Value::Number(value)) } else { Content::Plain(Value::Text("not identified".into())) };
        self.put(row, column, content, l)
    }
    /// Writes a formula.
    pub fn formula(&mut self, row: u32, column: u16, e: Expr, l: Look) -> At {
        self.put(row, column, Content::Formula(e), l)
    }
    /// Heads a block of rows.
    pub fn heading(&mut self, words: &str) {
        self.next += 1;
        let (row, last) = (self.next, if self.book.sheets[self.sheet].monthly { LAUNCH + self.months } else { LAUNCH });
        self.words(row, LABEL, words, Role::Heading);
        for column in 1..=last {
            self.put(row, column, Content::Empty, look(Role::Heading, CellFormat::None));
        }
        self.next += 1;
    }
    /// Heads the columns.
    pub fn headings(&mut self, headings: &[&str]) {
        for (column, words) in headings.iter().enumerate() {
            let kind = if words.starts_with('#') { CellFormat::Whole } else { CellFormat::None };
            self.put(self.next, column as u16, Content::Plain(Value::Text(words.trim_start_matches('#').into())), look(Role::Head, kind));
        }
        self.next += 1;
    }
    /// The row that will be written after so many others.
    pub fn ahead(&self, rows: u32) -> Row {
        Row { sheet: self.sheet, row: self.next + rows, months: self.months }
    }
    /// Makes it a sheet with months: heads with number and first day of each month.
    pub fn timeline(&mut self, number: Option<Row>, first_day: Option<Row>) {
        self.book.sheets[self.sheet].monthly = true;
        self.book.sheets[self.sheet].widths = vec![50.0, 9.0, 9.0, 12.0, 14.0, 12.0];
        self.book.sheets[self.sheet].freeze = (5, 1);
        for (column, words) in ["", "Unit", "", "Constant", "Total", "Launch"].iter().enumerate() {
            let kind = if column > 2 { CellFormat::Whole } else { CellFormat::None };
            for row in [3, 4] {
                let text = if row == 3 { *words } else { "" };
                self.put(row, column as u16, Content::Plain(Value::Text(text.into())), look(Role::Head, kind));
            }
        }
        for (row, source, kind) in [(3, number, CellFormat::Ordinal), (4, first_day, CellFormat::Month)] {
            for column in FIRST..FIRST + self.months {
                if let Some(source) = source {
                    self.formula(row, column, source.at(column), look(Role::Head, kind));
                }
            }
        }
        self.next = 5;
    }
    fn start(&mut self, spec: &Spec) -> Row {
        let row = Row { sheet: self.sheet, row: self.next, months: self.months };
        self.words(self.next, LABEL, spec.label, if spec.role == Role::Total { Role::Total } else { Role::Text });
        self.words(self.next, UNIT, spec.unit, if spec.role == Role::Total { Role::Total } else { Role::Remark });
        let total = match spec.total {
            Total::None => None,
            Total::Sum => Some(sum(row.with_launch())),
            Total::Last => Some(row.last()),
        };
        if let Some(total) = total {
            self.formula(self.next, TOTAL, total, look(Role::Total, spec.kind));
        }
        self.next += 1;
        row
    }
    /// A row with one formula in every month.
    pub fn row(&mut self, spec: Spec, f: impl Fn(u16) -> Expr) -> Row {
        let row = self.start(&spec);
        for column in FIRST..FIRST + self.months {
            self.formula(row.row, column, f(column), look(spec.role, spec.kind));
        }
        row
    }
    /// What the row has at launch.
    pub fn at_launch(&mut self, row: Row, e: Expr, kind: CellFormat) {
        self.formula(row.row, LAUNCH, e, look(Role::Calc, kind));
    }
    /// What holds for the whole row.
    pub fn constant(&mut self, row: Row, e: Expr, kind: CellFormat) {
        self.formula(row.row, CONSTANT, e, look(Role::Calc, kind));
    }
    /// A series of the plan.
    pub fn series(&mut self, spec: Spec, values: &[f64], launch: Option<f64>) -> Row {
        let row = self.start(&spec);
        if let Some(launch) = launch {
            self.number(row.row, LAUNCH, launch, look(Role::Driver, spec.kind));
        }
        for (column, value) in (FIRST..FIRST + self.months).zip(values) {
            self.number(row.row, column, *value, look(Role::Driver, spec.kind));
        }
        row
    }
}
