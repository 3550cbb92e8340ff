//! The workbook before it has a format: sheets of cells, and the value of every formula.
use super::formula::{Expr, Fix, Func, Op, Value};
use super::style::Look;
use loyalty_model::units::Date;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// Where a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// Number of the sheet.
    pub sheet: usize,
    /// Row from 0.
    pub row: u32,
    /// Column from 0.
    pub column: u16,
}
impl At {
    /// The cell as a constant: `$D$12`.
    pub fn fixed(self) -> Expr {
        Expr::Cell(self, Fix::Both)
    }
}
/// What is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Words, or a number from the plan.
    Plain(Value),
    Formula(Expr),
    /// Nothing, but with a look.
    Empty,
}
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub content: Content,
    pub look: Look,
}
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Name on its tab.
    pub name: String,
    /// Cells by row and column.
    pub cells: BTreeMap<(u32, u16), Cell>,
    /// It has the months in its columns.
    pub monthly: bool,
    /// Widths of the first columns, in characters.
    pub widths: Vec<f64>,
    /// Rows above which and columns left of which nothing scrolls.
    pub freeze: (u32, u16),
    /// Rows whose text may wrap, with their height in points.
    pub heights: BTreeMap<u32, f64>,
}
/// All sheets.
#[derive(Debug, Default)]
pub struct Book {
    /// In order.
    pub sheets: Vec<Sheet>,
    values: RefCell<HashMap<At, Value>>,
}
impl Book {
    /// A new sheet.
    pub fn sheet(&mut self, name: &str) -> usize {
        self.sheets.push(Sheet { name: name.into(), ..Sheet::default() });
        self.sheets.len() - 1
    }
    /// The sheet of this name, made where there is none.
    pub fn sheet_named(&mut self, name: &str) -> usize {
        self.sheets.iter().position(|s| s.name == name).unwrap_or_else(|| self.sheet(name))
    }
    /// The sheet's name as a formula writes it.
    pub fn quoted(&self, sheet: usize) -> String {
        let name = &self.sheets[sheet].name;
        if name.chars().all(char::is_alphanumeric) { name.clone() } else { format!("'{}'", name.replace('\'', "''")) }
    }
    /// Writes a cell.
    pub fn put(&mut self, at: At, content: Content, look: Look) {
        self.sheets[at.sheet].cells.insert((at.row, at.column), Cell { content, look });
    }
    /// The value of a cell; nothing where it is empty.
    pub fn value(&self, at: At) -> Value {
        match self.sheets[at.sheet].cells.get(&(at.row, at.column)).map(|c| &c.content) {
            Some(Content::Plain(v)) => v.clone(),
            Some(Content::Formula(f)) => {
                if let Some(v) = self.values.borrow().get(&at) {
                    return v.clone();
                }
                let value = self.eval(f);
                self.values.borrow_mut().insert(at, value.clone());
                value
            }
            Some(Content::Empty) | None => Value::Number(0.0),
        }
    }
    /// The number in a cell.
    pub fn number(&self, at: At) -> f64 {
        self.value(at).number()
    }
    fn cells(&self, e: &Expr) -> Vec<At> {
        match e {
            Expr::Range(from, to, _) => {
                (from.row..=to.row).flat_map(|row| (from.column..=to.column).map(move |column| At { sheet: from.sheet, row, column })).collect()
            }
            Expr::Cell(at, _) => vec![*at],
            _ => vec![],
        }
    }
    /// Numbers behind an argument: of every cell of a range, or the one value.
    fn numbers(&self, e: &Expr) -> Vec<f64> {
        match e {
            Expr::Range(..) => self.cells(e).into_iter().map(|at| self.number(at)).collect(),
            _ => vec![self.eval(e).number()],
        }
    }
    fn eval(&self, e: &Expr) -> Value {
        let n = |e: &Expr| self.eval(e).number();
        match e {
            Expr::Cell(at, _) => self.value(*at),
            Expr::Range(at, ..) => self.value(*at),
            Expr::Flag(f) => Value::Number(f64::from(u8::from(*f))),
            Expr::Minus(a) => Value::Number(-n(a)),
            Expr::Both(Op::Join, a, b) => Value::Text(format!("{}{}", self.eval(a).words(), self.eval(b).words())),
            Expr::Both(op, a, b) => {
                let (x, y) = (n(a), n(b));
                Value::Number(match op {
                    Op::Add => x + y,
                    Op::Sub => x - y,
                    Op::Mul => x * y,
                    Op::Div => x / y,
                    Op::Pow => x.powf(y),
                    Op::Eq => f64::from(u8::from(x == y)),
                    Op::Lt => f64::from(u8::from(x < y)),
                    Op::Le => f64::from(u8::from(x <= y)),
                    Op::Join => f64::NAN,
                })
            }
            Expr::Call(f, a) => self.call(*f, a),
        }
    }
    fn call(&self, f: Func, a: &[Expr]) -> Value {
        let n = |i: usize| a.get(i).map_or(0.0, |e| self.eval(e).number());
        let all = || a.iter().flat_map(|e| self.numbers(e));
        Value::Number(match f {
            Func::Sum => all().sum(),
            Func::If => return self.eval(&a[if n(0) != 0.0 { 1 } else { 2 }]),
            Func::Min => all().fold(f64::INFINITY, f64::min),
            Func::Max => all().fold(f64::NEG_INFINITY, f64::max),
            Func::Abs => n(0).abs(),
            Func::Index => {
                let at = self.cells(&a[0]).get((n(1) as usize).saturating_sub(1)).copied();
                return at.map_or(Value::Text("#REF!".into()), |at| self.value(at));
            }
            Func::SumIf => {
                let (seen, wanted, added) = (self.numbers(&a[0]), n(1), self.numbers(&a[2]));
                seen.iter().zip(added).filter(|(s, _)| **s == wanted).map(|(_, v)| v).sum()
            }
            Func::EDate => months_later(n(0), n(1)),
            Func::RoundUp => n(0).ceil(),
            Func::IsError => f64::from(u8::from(!n(0).is_finite())),
            Func::Match => {
                let value = n(0);
                self.numbers(&a[1]).iter().take_while(|v| **v <= value).count() as f64
            }
            Func::Text => return Value::Text(in_format(n(0), &self.eval(&a[1]).words())),
        })
    }
}
/// A number as `TEXT` writes it in one of the formats that the sheets use: digits after the point, thousands apart, a share in per cent.
fn in_format(value: f64, pattern: &str) -> String {
    let percent = pattern.ends_with('%');
    let places = pattern.trim_end_matches('%').split_once('.').map_or(0, |(_, after)| after.len());
    let shown = if percent { 100.0 * value } else { value };
    // Halves go away from zero, as in a spreadsheet.
    let scale = 10_f64.powi(places as i32);
    let rounded = (shown.abs() * scale * (1.0 + f64::EPSILON)).round() / scale;
    let digits = format!("{rounded:.places$}");
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) && pattern.contains(',') {
            out.push(',');
        }
        out.push(digit);
    }
    let sign = if shown < 0.0 && rounded > 0.0 { "-" } else { "" };
    format!("{sign}{out}{rest}{}", if percent { "%" } else { "" })
}
/// Serial number of 1970-01-01, counted from 30 December 1899 as spreadsheets do.
const EPOCH: i32 = 25_569;

/// A date as its serial number.
pub fn serial(date: Date) -> f64 {
    f64::from(date.days() + EPOCH)
}
/// The first of the month so many months after a first of a month.
fn months_later(from: f64, months: f64) -> f64 {
    serial(Date::from_days(from as i32 - EPOCH).month().plus(months as i32).first_day())
}
#[cfg(test)]
mod tests {
    use super::in_format;
    #[test]
    fn numbers_are_written_in_a_format_as_a_spreadsheet_does() {
        for (value, pattern, words) in [
            (1_234_567.5, "#,##0", "1,234,568"),
            (-999.5, "#,##0", "-1,000"),
            (12.0, "#,##0", "12"),
            (-0.2, "#,##0", "0"),
            (0.12345, "0.0%", "12.3%"),
            (3.0, "0.00", "3.00"),
        ] {
            assert_eq!(in_format(value, pattern), words);
        }
    }
}
