//! Formulas as trees: one tree gives the text that a spreadsheet reads and its stored value. No number can be written
//! into a formula but the flags 0 and 1.
use super::grid::{At, Book};
use std::fmt::Write;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number, a date as its serial number.
    Number(f64),
    /// Words.
    Text(String),
}
impl Value {
    /// The number; words count as nothing.
    pub fn number(&self) -> f64 {
        match self {
            Value::Number(n) => *n,
            Value::Text(_) => 0.0,
        }
    }
    /// The words; a number as it is.
    pub fn words(&self) -> String {
        match self {
            Value::Number(n) => n.to_string(),
            Value::Text(t) => t.clone(),
        }
    }
}
/// Which part of a reference stays when the formula is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fix {
    /// Nothing: `G12`.
    Free,
    /// The column: `$D12`.
    Column,
    /// The row: `G$5`.
    Row,
    /// Both: `$D$12`.
    Both,
}
/// An operation between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `^`
    Pow,
    /// `=`
    Eq,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `&`: words put together.
    Join,
}
/// A function that every spreadsheet program has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Func {
    /// Sum of ranges.
    Sum,
    /// The second where the first holds, else the third.
    If,
    /// Least.
    Min,
    /// Greatest.
    Max,
    /// Without its sign.
    Abs,
    /// The n-th cell of a row or column.
    Index,
    /// Sum of the third range where the first equals the second.
    SumIf,
    /// A month later or earlier.
    EDate,
    /// Up to a whole number (second argument 0).
    RoundUp,
    /// Whether there is an error.
    IsError,
    /// The place of the last cell of a rising range that is not above a value.
    Match,
    /// A number in words, in a format.
    Text,
}
/// A formula.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    Cell(At, Fix),
    /// Cells of a row or column, from the first to the last.
    Range(At, At, Fix),
    /// 0 or 1.
    Flag(bool),
    /// `a op b`
    Both(Op, Box<Expr>, Box<Expr>),
    /// `-a`
    Minus(Box<Expr>),
    /// `F(a, b, …)`
    Call(Func, Vec<Expr>),
}
fn both(op: Op, a: Expr, b: Expr) -> Expr {
    Expr::Both(op, Box::new(a), Box::new(b))
}
macro_rules! operator {
    ($name:ident, $method:ident) => {
        impl $name for Expr {
            type Output = Expr;
            fn $method(self, other: Expr) -> Expr {
                both(Op::$name, self, other)
            }
        }
    };
}
operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);
operator!(Div, div);
impl Neg for Expr {
    type Output = Expr;
    fn neg(self) -> Expr {
        Expr::Minus(Box::new(self))
    }
}
/// Nothing.
pub const ZERO: Expr = Expr::Flag(false);
pub const ONE: Expr = Expr::Flag(true);

impl Expr {
    /// `self ^ power`
    pub fn pow(self, power: Expr) -> Expr {
        both(Op::Pow, self, power)
    }
    /// Whether both are equal.
    pub fn equals(self, other: Expr) -> Expr {
        both(Op::Eq, self, other)
    }
    /// Whether this is less.
    pub fn below(self, other: Expr) -> Expr {
        both(Op::Lt, self, other)
    }
    /// Whether this is not more.
    pub fn at_most(self, other: Expr) -> Expr {
        both(Op::Le, self, other)
    }
    /// `IF(self, then, otherwise)`
    pub fn then(self, yes: Expr, no: Expr) -> Expr {
        Expr::Call(Func::If, vec![self, yes, no])
    }
    /// `self / by`, and `otherwise` where `by` is nothing.
    pub fn over(self, by: Expr, otherwise: Expr) -> Expr {
        by.clone().equals(ZERO).then(otherwise, self / by)
    }
    /// Words put together: `self & other`
    pub fn join(self, other: Expr) -> Expr {
        both(Op::Join, self, other)
    }
    /// Without its sign.
    pub fn abs(self) -> Expr {
        call(Func::Abs, [self])
    }
}
/// A function of these arguments.
pub fn call(f: Func, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Call(f, arguments.into_iter().collect())
}
/// The sum of a range.
pub fn sum(range: Expr) -> Expr {
    call(Func::Sum, [range])
}
/// All of them added with `+`.
pub fn plus(all: impl IntoIterator<Item = Expr>) -> Expr {
    all.into_iter().reduce(|a, b| a + b).unwrap_or(ZERO)
}

impl Op {
    fn sign(self) -> (&'static str, u8) {
        match self {
            Op::Eq => ("=", 1),
            Op::Lt => ("<", 1),
            Op::Le => ("<=", 1),
            Op::Join => ("&", 2),
            Op::Add => ("+", 3),
            Op::Sub => ("-", 3),
            Op::Mul => ("*", 4),
            Op::Div => ("/", 4),
            Op::Pow => ("^", 5),
        }
    }
}
impl Func {
    fn name(self) -> &'static str {
        match self {
            Func::Sum => "SUM",
            Func::If => "IF",
            Func::Min => "MIN",
            Func::Max => "MAX",
            Func::Abs => "ABS",
            Func::Index => "INDEX",
            Func::SumIf => "SUMIF",
            Func::EDate => "EDATE",
            Func::RoundUp => "ROUNDUP",
            Func::IsError => "ISERROR",
            Func::Match => "MATCH",
            Func::Text => "TEXT",
        }
    }
}
/// Column letters: 0 → A, 26 → AA.
pub fn letters(column: u16) -> String {
    let (mut rest, mut out) = (u32::from(column) + 1, Vec::new());
    while rest > 0 {
        out.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    out.iter().rev().map(|b| char::from(*b)).collect()
}
/// A cell's name without its sheet.
pub fn name(at: At, fix: Fix) -> String {
    let c = if matches!(fix, Fix::Column | Fix::Both) { "$" } else { "" };
    let r = if matches!(fix, Fix::Row | Fix::Both) { "$" } else { "" };
    format!("{c}{}{r}{}", letters(at.column), at.row + 1)
}
impl Expr {
    /// As a spreadsheet reads it, without the leading `=`, in a cell of the sheet `here`.
    pub fn text(&self, book: &Book, here: usize) -> String {
        let mut out = String::new();
        self.write(book, here, 0, &mut out);
        out
    }
    fn write(&self, book: &Book, here: usize, outer: u8, out: &mut String) {
        let sheet = |at: &At| if at.sheet == here { String::new() } else { format!("{}!", book.quoted(at.sheet)) };
        let _ = match self {
            Expr::Cell(at, fix) => write!(out, "{}{}", sheet(at), name(*at, *fix)),
            Expr::Range(from, to, fix) => write!(out, "{}{}:{}", sheet(from), name(*from, *fix), name(*to, *fix)),
            Expr::Flag(f) => write!(out, "{}", u8::from(*f)),
            Expr::Minus(a) => {
                out.push('-');
                a.write(book, here, 5, out);
                Ok(())
            }
            Expr::Both(op, a, b) => {
                let (sign, rank) = op.sign();
                if rank < outer {
                    out.push('(');
                }
                a.write(book, here, rank, out);
                out.push_str(sign);
                // A difference or a quotient on the right needs its brackets.
                b.write(book, here, rank + 1, out);
                if rank < outer {
                    out.push(')');
                }
                Ok(())
            }
            Expr::Call(f, arguments) => {
                out.push_str(f.name());
                out.push('(');
                for (i, a) in arguments.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    a.write(book, here, 0, out);
                }
                out.push(')');
                Ok(())
            }
        };
    }
}
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn formulas_are_written_as_a_person_would() {
        let mut book = Book::default();
        let (here, other) = (book.sheet("Here"), book.sheet("Lift & P&L"));
        let cell = |sheet, row, column, fix| Expr::Cell(At { sheet, row, column }, fix);
        let a = || cell(here, 0, 0, Fix::Free);
        let b = || cell(other, 4, 27, Fix::Both);
        assert_eq!((a() - (b() - ONE)).text(&book, here), "A1-('Lift & P&L'!$AB$5-1)");
        assert_eq!(((a() + b()) * a() / (a() * b())).text(&book, here), "(A1+'Lift & P&L'!$AB$5)*A1/(A1*'Lift & P&L'!$AB$5)");
        assert_eq!(a().over(b(), ZERO).text(&book, other), "IF($AB$5=0,0,Here!A1/$AB$5)");
        assert_eq!((-(a() + b())).text(&book, other), "-(Here!A1+$AB$5)");
    }
}
