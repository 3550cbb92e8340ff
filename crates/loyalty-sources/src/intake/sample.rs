//! A bounded sample of a table, and what it shows of each column and of columns to one another.
use super::amounts::{CommaIs, amount};
use super::dates::looks_like_a_date;
use super::lexicon::{is_nobody, plain};
use loyalty_model::units::Money;
use rustc_hash::FxHashMap;

/// Rows of a file that the sample holds at most.
pub const ROWS: u64 = 5_000;

/// The first rows of the files of one heading.
#[derive(Default)]
pub struct Sample {
    /// Cells, by row and column.
    pub rows: Vec<Vec<Vec<u8>>>,
    /// What a comma in an amount is.
    comma: Option<CommaIs>,
}
/// What the sample shows of a column. Counts are rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shape {
    /// Rows with something in the column.
    pub filled: usize,
    /// Rows that name somebody: filled, and with no null word.
    pub named: usize,
    /// Mail addresses.
    pub emails: usize,
    /// Dates.
    pub dates: usize,
    /// Numbers.
    pub numbers: usize,
    /// Numbers with a decimal part.
    pub decimals: usize,
    /// Numbers below nothing, and above it.
    pub signs: (usize, usize),
    /// JSON objects or lists.
    pub objects: usize,
    /// Numbers in scientific notation (`1.23E+13`).
    pub scientific: usize,
    /// Words with a letter and without a digit: names of people and companies.
    pub wordy: usize,
    /// Different values.
    pub distinct: usize,
}
impl Shape {
    /// At least nine in ten of the filled cells.
    pub fn mostly(&self, of: usize) -> bool {
        self.filled > 0 && of * 10 >= self.filled * 9
    }
}
/// Whether a text is a mail address.
pub fn is_email(cell: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'@', cell) else { return false };
    at > 0 && !cell.contains(&b' ') && memchr::memrchr(b'.', cell).is_some_and(|dot| dot > at + 1 && dot + 1 < cell.len())
}
/// Whether a text is a number that a sheet cut to scientific notation.
pub fn is_scientific(cell: &[u8]) -> bool {
    let Some(e) = cell.iter().position(|c| matches!(c, b'E' | b'e')) else { return false };
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(|c| c.is_ascii_digit() || matches!(c, b'.' | b','));
    let power = cell[e + 1..].strip_prefix(b"+").unwrap_or(&[]);
    digits(&cell[..e]) && power.len() >= 2 && power.iter().all(u8::is_ascii_digit)
}
impl Sample {
    /// From rows in the order of the file.
    pub fn of(rows: Vec<Vec<Vec<u8>>>) -> Sample {
        Sample { rows, comma: None }
    }
    /// Reads amounts so from now on.
    pub fn with_comma(self, comma: CommaIs) -> Sample {
        Sample { comma: Some(comma), ..self }
    }
    /// A cell; nothing where the row is short.
    pub fn cell(&self, row: usize, at: usize) -> &[u8] {
        self.rows[row].get(at).map_or(&[], Vec::as_slice)
    }
    /// A cell as an amount.
    pub fn number(&self, row: usize, at: usize) -> Option<Money> {
        self.read(self.cell(row, at))
    }
    fn read(&self, cell: &[u8]) -> Option<Money> {
        if cell.is_empty() {
            return None;
        }
        match self.comma {
            Some(comma) => amount(cell, comma),
            None => amount(cell, CommaIs::Grouping).or_else(|| amount(cell, CommaIs::Decimal)),
        }
    }
    /// The values of a column that are there.
    pub fn values(&self, at: usize) -> impl Iterator<Item = &[u8]> {
        (0..self.rows.len()).map(move |row| self.cell(row, at)).filter(|c| !c.is_empty())
    }
    /// What a column shows.
    pub fn shape(&self, at: usize) -> Shape {
        let mut s = Shape::default();
        for (cell, rows) in self.tally(at) {
            let text = std::str::from_utf8(cell).unwrap_or_default();
            let add = |yes: bool| if yes { rows } else { 0 };
            s.filled += rows;
            s.distinct += 1;
            s.named += add(!is_nobody(text));
            s.emails += add(is_email(cell));
            s.dates += add(looks_like_a_date(cell));
            s.objects += add(matches!(cell[0], b'{' | b'['));
            s.scientific += add(is_scientific(cell));
            s.wordy += add(text.chars().any(char::is_alphabetic) && !text.chars().any(|c| c.is_ascii_digit()) && !text.contains('@'));
            if let Some(n) = self.read(cell) {
                s.numbers += rows;
                s.decimals += add(n.raw() % Money::SCALE != 0);
                s.signs.0 += add(n.raw() < 0);
                s.signs.1 += add(n.raw() > 0);
            }
        }
        s
    }
    /// How often each value of a column stands there.
    pub fn tally(&self, at: usize) -> FxHashMap<&[u8], usize> {
        let mut all: FxHashMap<&[u8], usize> = FxHashMap::default();
        self.values(at).for_each(|v| *all.entry(v).or_default() += 1);
        all
    }
    /// Rows by the value of a column, in the order of the file; the values that stand in several rows.
    pub fn repeated(&self, at: usize) -> Vec<Vec<usize>> {
        let mut all: FxHashMap<&[u8], Vec<usize>> = FxHashMap::default();
        for row in 0..self.rows.len() {
            let cell = self.cell(row, at);
            if !cell.is_empty() {
                all.entry(cell).or_default().push(row);
            }
        }
        let mut groups: Vec<Vec<usize>> = all.into_values().filter(|rows| rows.len() > 1).collect();
        groups.sort_unstable();
        groups
    }
    /// Whether `price` is already times `quantity`: for most products with several quantities, the price divided by the quantity stays,
    /// and the price alone does not. `None` where too few products tell.
    pub fn price_holds_quantity(&self, product: usize, price: usize, quantity: usize) -> Option<bool> {
        let mut products: FxHashMap<&[u8], Vec<(i64, i64)>> = FxHashMap::default();
        for row in 0..self.rows.len() {
            let (Some(p), Some(q)) = (self.number(row, price), self.number(row, quantity)) else { continue };
            if p.raw() > 0 && q.raw() > 0 && !self.cell(row, product).is_empty() {
                products.entry(self.cell(row, product)).or_default().push((p.raw(), q.raw()));
            }
        }
        let (mut each, mut line) = (0, 0);
        for seen in products.values() {
            let low = seen.iter().map(|s| s.1).min();
            let (Some(a), Some(b)) = (seen.iter().find(|s| Some(s.1) == low), seen.iter().find(|s| Some(s.1) > low)) else { continue };
            let close = |x: f64, y: f64| (x - y).abs() <= 0.02 * x.abs().max(y.abs());
            let (a, b) = ((a.0 as f64, a.1 as f64), (b.0 as f64, b.1 as f64));
            if close(a.0, b.0) {
                each += 1;
            } else if close(a.0 / a.1, b.0 / b.1) {
                line += 1;
            }
        }
        (each + line >= 2 && each != line).then_some(line > each)
    }
    /// Whether two columns name the same things: each value of one stands with one value of the other.
    pub fn one_to_one(&self, a: usize, b: usize) -> bool {
        let (mut there, mut back) = (FxHashMap::<&[u8], &[u8]>::default(), FxHashMap::<&[u8], &[u8]>::default());
        (0..self.rows.len()).all(|row| {
            let (x, y) = (self.cell(row, a), self.cell(row, b));
            x.is_empty() || y.is_empty() || *there.entry(x).or_insert(y) == y && *back.entry(y).or_insert(x) == x
        })
    }
    /// Whether "0" stands for nobody in a column of ids: other ids are there, and they do not count up from it.
    pub fn zero_is_nobody(&self, at: usize) -> bool {
        let (mut zero, mut one, mut others) = (false, false, 0usize);
        for cell in self.values(at) {
            let digits = std::str::from_utf8(cell).map(plain).unwrap_or_default();
            let bare = digits.trim_start_matches('0');
            zero |= bare.is_empty();
            one |= bare == "1";
            others += usize::from(!bare.is_empty());
        }
        zero && !one && others > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn sample(text: &str) -> Sample {
        Sample::of(text.lines().map(|l| l.split(',').map(|c| c.trim().as_bytes().to_vec()).collect()).collect())
    }
    #[test]
    fn a_price_that_holds_its_quantity_is_told_from_one_that_does_not() {
        let each = sample("a,5,1\na,5,2\nb,7,1\nb,7,3\nc,2,1");
        assert_eq!(each.price_holds_quantity(0, 1, 2), Some(false));
        let line = sample("a,5,1\na,10,2\nb,7,1\nb,21,3\nc,2,1");
        assert_eq!(line.price_holds_quantity(0, 1, 2), Some(true));
        assert_eq!(sample("a,5,1\nb,7,1").price_holds_quantity(0, 1, 2), None);
    }
    #[test]
    fn nought_is_nobody_unless_ids_count_up_from_it() {
        assert!(sample("70455\n0\n70378\n0").zero_is_nobody(0));
        assert!(!sample("0\n1\n2\n3").zero_is_nobody(0));
        assert!(!sample("70455\n70378").zero_is_nobody(0));
    }
    #[test]
    fn kinds_of_cells() {
        assert!(["4.90139E+13", "1E+12", "4,9e+13"].iter().all(|c| is_scientific(c.as_bytes())));
        assert!(!["E+13", "49E5", "12E", "SE+12"].iter().any(|c| is_scientific(c.as_bytes())));
        assert!(is_email(b"a@b.example") && !is_email(b"a at b.example") && !is_email(b"@b.example") && !is_email(b"a@b"));
    }
}
