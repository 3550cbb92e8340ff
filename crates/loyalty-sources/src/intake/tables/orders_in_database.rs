//! Orders whose rows stay in a database: how they are read is settled on the first of them, as for files; what they come to is counted there.
use super::super::notation::step_after;
use super::super::{IntakeRequest, marks};
use super::*;
use crate::intake::answer::Answer;

/// Which column of a query is what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderColumns {
    /// Who.
    pub customer: String,
    /// When.
    pub time: String,
    /// Which order; none: the day.
    pub order: Option<String>,
    /// How much.
    pub amount: AmountOf,
    /// The column of the currency.
    pub currency: Option<String>,
    /// What was bought, where a column names it.
    pub items: Option<ItemColumns>,
    /// Mail addresses stand for customers: their case does not matter.
    pub emails: bool,
    /// "0" is nobody.
    pub zero_is_nobody: bool,
}
/// Columns of what was bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemColumns {
    pub name: String,
    /// Pieces; none: one on each line.
    pub units: Option<String>,
}
/// Where an amount stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmountOf {
    Column(String),
    /// Price of a piece, and pieces.
    Product(String, String),
}
/// Rows and their amounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub rows: u64,
    /// Ten-thousandths.
    pub raw: i128,
}
/// What the rows of a table of orders come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderCounts {
    /// Rows that enter the table.
    pub used: Sum,
    /// Rows without a customer.
    pub nobody: Sum,
    /// Rows behind the day of the question.
    pub future: Sum,
    /// Rows without a date.
    pub undated: Sum,
    /// Rows without an amount.
    pub unpriced: u64,
    /// Rows that repeat another one exactly; none where there are too many rows to tell.
    pub repeated: u64,
    /// What the column of the currency holds.
    pub currencies: Vec<String>,
    /// Lines with an amount that name no item of the shop, by what they name.
    pub no_items: Vec<(String, u64)>,
}
/// How the first rows of a query are read.
pub struct OrdersLook {
    opened: Vec<Opened>,
    kins: Vec<Kin>,
    given: Given,
    names: Vec<String>,
}
impl OrdersLook {
    /// Looks at the first rows of a query whose columns have these names.
    ///
    /// # Errors
    /// What intake refuses of a file with the same rows.
    pub fn at(first: Answer, names: &[String], request: &IntakeRequest, cancelled: Cancelled) -> Result<OrdersLook, IntakeError> {
        let given = Given::Answer(Box::new(first));
        let asked = Asked { request, cancelled };
        let files = [given];
        let (opened, kins) = look(TableKind::Transactions, &files, &asked, false).map_err(|e| e.of(TableKind::Transactions))?;
        let [given] = files;
        Ok(OrdersLook { opened, kins, given, names: names.to_vec() })
    }
    fn place(&self) -> &str {
        &self.opened[0].shown
    }
    /// What the columns are, where sums can be computed from them as intake would read them.
    ///
    /// # Errors
    /// What only a reading of the rows can do, and what to do.
    pub fn columns(&self) -> Result<OrderColumns, IntakeError> {
        let meaning = &self.kins[0].reading.meaning;
        let rule = &meaning.orders;
        let at = |name: &str| meaning.columns.at(name).map(|at| self.names[at].clone());
        let refused = |fact: &str, next: &str| {
            let reason = "Sums in the engine read a customer, a day, an order and an amount, and nothing else yet";
            let next = format!("{next}, or read the rows instead: --sums rows");
            Err(IntakeError::new(IntakeErrorKind::Format, self.place(), fact, reason, next).of(TableKind::Transactions))
        };
        if rule.discount.is_some() {
            return refused(
                "lines below nothing are discounts on the others of their order",
                "count them as refunds, and do without items as rewards: --map transactions.item=",
            );
        }
        if !rule.states.is_empty() {
            let next = "select the sales in the query (WHERE …) without that column, or take it off: --map transactions.status= --map transactions.kind=";
            return refused("a column of status words says which rows are sales", next);
        }
        if at("refund").is_some() {
            return refused("refunds have a column of their own", "give refunds as rows below nothing in the query, with UNION ALL");
        }
        if rule.grouping != super::super::meaning::Grouping::Rows {
            return refused("the rows of an order belong together: its amount, customer or day counts once", "give one row for each order in the query");
        }
        if rule.unpriced {
            return refused("no column holds an amount", "name it: --map transactions.amount=COLUMN");
        }
        if meaning.own_address.is_some() {
            return refused("payer and payee change places on refunds", "name the customer in the query with CASE");
        }
        let (Some(customer), Some(time)) = (at("customer"), at("time")) else {
            return refused("no single column holds the day", "make a date of year and month in the query");
        };
        let amount = match (rule.product, at("amount"), at("price"), at("quantity")) {
            (false, Some(amount), ..) => AmountOf::Column(amount),
            (true, _, Some(price), Some(quantity)) => AmountOf::Product(price, quantity),
            _ => return refused("no column holds an amount", "name it: --map transactions.amount=COLUMN"),
        };
        let (emails, zero_is_nobody) = (meaning.emails, meaning.zero_is_nobody);
        let name = |at: usize| self.names[at].clone();
        let items = rule.items.map(|i| ItemColumns { name: name(i.name), units: i.units.map(name) });
        Ok(OrderColumns { customer, time, order: at("order"), amount, currency: at("currency"), items, emails, zero_is_nobody })
    }
    /// The quality of the table, and the record of the query.
    ///
    /// # Errors
    /// Too many rows that cannot be used, several currencies.
    pub fn counted(self, counts: &OrderCounts) -> Result<Intake, IntakeError> {
        const UNPRICED: &str = "the amount is missing";
        const FUTURE: &str = "the date lies in the future";
        const UNDATED: &str = "the date is missing";
        let kind = TableKind::Transactions;
        let place = self.place().to_string();
        let mut kins = self.kins;
        let Kin { reading, count } = &mut kins[0];
        let all = [counts.used, counts.nobody, counts.future, counts.undated];
        count.rows = all.iter().map(|s| s.rows).sum::<u64>() + counts.unpriced;
        (count.used, count.without) = (counts.used.rows, counts.nobody.rows);
        let aside = counts.future.raw + counts.undated.raw;
        count.control = [all.iter().map(|s| s.raw).sum(), counts.used.raw, counts.nobody.raw, aside];
        let unpriced = Sum { rows: counts.unpriced, raw: 0 };
        for (reason, sum, known) in [(UNPRICED, unpriced, false), (FUTURE, counts.future, true), (UNDATED, counts.undated, true)] {
            if sum.rows > 0 {
                count.aside.insert(reason, (sum.rows, sum.raw, known));
            }
        }
        let bad: u64 = count.aside.values().map(|a| a.0).sum();
        if let Some((reason, _)) = count.aside.iter().max_by_key(|a| a.1.0)
            && (too_many(bad, count.rows) || count.used == 0)
        {
            let fact = format!("{bad} of {} rows cannot be used, most of them because {reason}", count.rows);
            let why = "More than one in five is no accident";
            return Err(IntakeError::new(IntakeErrorKind::NothingUsable, place, fact, why, step_after(kind, reason, "")).of(kind));
        }
        if count.used == 0 {
            let fact = "none of its rows has a customer";
            let next = "name the column of the customer: --map transactions.customer=COLUMN";
            return Err(IntakeError::new(IntakeErrorKind::NothingUsable, place, fact, "Histories of customers are what a plan rests on", next).of(kind));
        }
        count.notes.insert(orders::basis(&reading.meaning.orders).into());
        if reading.meaning.orders.items.is_none() {
            count.notes.insert(NO_ITEMS.into());
        }
        items::tell_others(counts.no_items.iter().map(|o| (&o.0, &o.1)).collect(), &mut count.notes);
        count.repeated = counts.repeated;
        orders::tell_repetitions(counts.repeated, &mut count.notes);
        count.currencies.extend(counts.currencies.iter().map(|c| c.to_uppercase()));
        count.notes.extend(reading.meaning.notes.iter().cloned());
        let (columns, unread) = (reading.meaning.columns.uses.clone(), reading.meaning.unread.clone());
        let mut out = Intake::default();
        let mut record = self.given.record(kind.word(), (0, String::new()), count.rows, columns, unread);
        record.notice(self.opened.into_iter().flat_map(|o| o.notes).collect());
        out.files.push(record);
        let quality = quality(kind, kins, &[self.given], &mut out).map_err(|e| e.of(kind))?;
        out.tables.quality.push(quality);
        Ok(out)
    }
    /// A refusal about these rows, as a person reads it.
    pub fn refusal(&self, fact: impl Into<String>, next: impl std::fmt::Display) -> IntakeError {
        let reason = "Sums in the engine must give what a reading of the rows gives, and would not";
        let next = format!("{next}, or read the rows instead: --sums rows");
        IntakeError::new(IntakeErrorKind::Format, self.place(), fact, reason, next).of(TableKind::Transactions)
    }
    /// A name of a column as a refusal shows it.
    pub fn heading(&self, name: &str) -> String {
        let at = self.names.iter().position(|n| n == name).unwrap_or_default();
        marks::heading(&self.names, at, &format!("{name:?}"))
    }
}
/// Whether a customer's cell without a digit or an @ names nobody.
pub fn names_nobody(cell: &str) -> bool {
    cell.len() <= 48 && is_nobody(cell)
}
/// What is wrong with the name of an item: only a reading of the rows makes of it what it is.
pub fn is_odd_item(name: &str) -> bool {
    name.starts_with('=') || name.split_whitespace().collect::<Vec<_>>().join(" ") != name
}
/// Whether a cell says that its row is a total.
pub fn names_total(cell: &str) -> bool {
    super::super::layout::is_total(cell.as_bytes())
}
