//! What each order line is of: names become numbers file part by file part, and numbers of the table when the parts are put together.
use super::super::lexicon::is_no_item;
use super::super::meaning::{ItemRule, OrderRule};
use super::super::notation::Notation;
use super::super::scan::{Row, words};
use super::count::Count;
use crate::canonical::{ItemLines, NO_ITEM};
use loyalty_model::units::Money;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Different names from which a column is taken for a text and not for items.
const NAMES_MOST: usize = 500_000;
/// What a line is of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// Number of the name in its part.
    item: u32,
    units: i32,
    amount: i64,
}
/// The items of one part of a file.
#[derive(Default)]
pub(super) struct Pieces {
    numbers: FxHashMap<Vec<u8>, u32>,
    names: Vec<String>,
    /// Lines that name no item, by name.
    others: FxHashMap<u32, (String, u64)>,
    lines: ItemLines,
}
impl Pieces {
    /// What a row is of; `amount` is what the row brings. `None`: no item of the shop, or a line that cannot say how many pieces for how much.
    pub(super) fn of(&mut self, rule: ItemRule, notation: &Notation, row: &Row, amount: Option<Money>) -> Option<Piece> {
        let cell = row.get(rule.name);
        if cell.is_empty() {
            return None;
        }
        let item = match self.numbers.get(cell) {
            Some(known) => *known,
            None => self.number(cell),
        };
        if item & OTHER != 0 {
            if let Some(other) = self.others.get_mut(&item) {
                other.1 += 1;
            }
            return None;
        }
        let whole = |m: Money| i32::try_from((m.raw().abs() + Money::SCALE / 2) / Money::SCALE).ok();
        let units = match rule.units {
            Some(at) => notation.money(row.get(at)).and_then(whole)?,
            None => 1,
        };
        let amount = match rule.price {
            Some(at) => notation.money(row.get(at))?.times(i64::from(units) * Money::SCALE)?,
            None => amount?,
        };
        (units > 0 && amount != Money::ZERO).then_some(Piece { item, units: if amount < Money::ZERO { -units } else { units }, amount: amount.raw() })
    }
    fn number(&mut self, cell: &[u8]) -> u32 {
        let name = words(cell).split_whitespace().collect::<Vec<_>>().join(" ");
        let number = if is_no_item(&name) {
            let number = OTHER | self.others.len() as u32;
            self.others.insert(number, (name, 0));
            number
        } else {
            self.names.push(name);
            (self.names.len() - 1) as u32
        };
        self.numbers.insert(cell.to_vec(), number);
        number
    }
    /// Notes what the line at a position of the part is of; each line in turn where all are noted.
    pub(super) fn push(&mut self, form: Form, piece: Option<Piece>) {
        let own = piece.map_or((NO_ITEM, 0, 0), |p| (p.item, p.units, p.amount));
        self.lines.item.push(own.0);
        if form.units {
            self.lines.units.push(own.1);
        }
        if form.amount {
            self.lines.amount.push(own.2);
        }
    }
}
/// Which columns the lines of a file need beside the item, where these stand in turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    units: bool,
    amount: bool,
}
impl Form {
    /// An amount of its own, where discounts on the order will be taken off that of the line.
    pub(super) fn of(rule: &OrderRule) -> Option<Form> {
        rule.items.map(|items| Form { units: items.units.is_some(), amount: rule.discount.is_some() || items.price.is_some() })
    }
}
/// Marks numbers of names that are of no item.
const OTHER: u32 = 1 << 31;
impl Piece {
    /// The same pieces under the number that the table gives their item.
    pub(super) fn numbered(self, numbers: &[u32]) -> Piece {
        Piece { item: numbers[self.item as usize], ..self }
    }
    /// Notes in the table what the order line at this position is of.
    pub(super) fn put(self, table: &mut ItemLines, line: usize) {
        table.line.push(line as u32);
        table.item.push(self.item);
        table.units.push(self.units);
        table.amount.push(self.amount);
    }
    /// The same pieces, given back.
    pub(super) fn back(self) -> Piece {
        Piece { units: -self.units.abs(), amount: -self.amount.abs(), ..self }
    }
}
/// The items of a table while its files are read.
#[derive(Default)]
pub(super) struct Listed {
    numbers: FxHashMap<String, u32>,
    /// Lines that name no item, by name.
    others: FxHashMap<String, u64>,
}
impl Listed {
    /// Gives the names of a part their numbers in the table.
    pub(super) fn add(&mut self, table: &mut ItemLines, part: Pieces) -> (Vec<u32>, ItemLines) {
        if self.numbers.is_empty() {
            self.numbers.extend(table.names.iter().cloned().zip(0..));
        }
        let mut number = |name: String| match self.numbers.get(&name) {
            Some(known) => *known,
            None => {
                let next = table.names.len() as u32;
                table.names.push(name.clone());
                self.numbers.insert(name, next);
                next
            }
        };
        let numbers: Vec<u32> = part.names.into_iter().map(&mut number).collect();
        let mut lines = part.lines;
        lines.item.iter_mut().filter(|at| **at != NO_ITEM).for_each(|at| *at = numbers[*at as usize]);
        for (name, lines) in part.others.into_values() {
            *self.others.entry(name).or_default() += lines;
        }
        (numbers, lines)
    }
    /// What the notes say of the items; a column with a text of its own on nearly every line names none.
    pub(super) fn settle(&self, table: &mut ItemLines, count: &mut Count) {
        if table.names.len() > NAMES_MOST {
            *table = ItemLines::default();
            count.notes.insert(format!("the product column holds more than {NAMES_MOST} different texts and names no items"));
            return;
        }
        tell_others(self.others.iter().filter(|o| *o.1 > 0).collect(), &mut count.notes);
    }
}
/// Notes lines that name no item of the shop, by what they name.
pub(super) fn tell_others(mut others: Vec<(&String, &u64)>, notes: &mut BTreeSet<String>) {
    if others.is_empty() {
        return;
    }
    others.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let lines: u64 = others.iter().map(|o| o.1).sum();
    let some: Vec<String> = others.iter().take(5).map(|o| format!("{:?}", o.0)).collect();
    let more = if others.len() > some.len() { ", …" } else { "" };
    notes.insert(format!("{lines} lines are counted as sales but are no items (postage, fees, vouchers, corrections): {}{more}", some.join(", ")));
}
