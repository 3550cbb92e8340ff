//! Sums where the rows are: a database counts, and what leaves it are answers of `sql/*.sql`, the panel and the first rows.
//!
//! ```text
//! first rows ──► intake: which column is what (the same hypotheses as for files)
//! dialect    ──► one view per engine: who ('' is nobody), day and month as integers, order, amount in ten-thousandths
//! audit      ──► rows by class, and whatever only a reading could take otherwise: then it is refused
//! agenda     ──► which statements are ahead, for whoever waits
//! beside     ──► what the other tables, whose rows are here, want to know of orders
//! kept       ──► lines, purchase days, orders and customers as tables of the session, where the engine keeps any
//! statements ──► the extract, in the types of `extract`
//! ```
//! The extract and the plan are those of the same rows read from files, or there is a refusal that says what to do.
mod agenda;
mod beside;
mod dialect;
mod kept;
mod statements;

pub use agenda::Agenda;
pub use beside::statements as beside_statements;
pub use dialect::Dialect;
pub use kept::Kept;

use crate::extract::{self, ExtractRequest, OrderAsk, OrderSums, Part, Questions};
use crate::intake::{
    AmountOf, Answer, COMPARED, Cancelled, Intake, OrderColumns, OrderCounts, OrdersLook, Sum, is_no_item, is_odd_item, names_nobody, names_total,
};
use crate::source::{Ask, Extracted, Files, Read, SourceError};
use agenda::{Check, Step};
use kept::Views;
use loyalty_model::extract::{Extract, Origin};
use loyalty_model::statement::Statement;
use loyalty_model::units::{Currency, Date};

/// Words that are looked at one by one, at most.
const WORDS: usize = 20_000;

/// A database that answers statements.
pub trait Engine {
    /// How it writes SQL.
    fn dialect(&self) -> Dialect;
    /// Asks a statement; each row as text, an absent value as an empty one. `what` is told to whoever waits.
    ///
    /// # Errors
    /// What the database says, or what takes the rows.
    fn ask(&mut self, what: Statement<'static>, statement: &str, row: &mut dyn FnMut(Vec<String>) -> Result<(), String>) -> Result<(), SourceError>;
    /// Keeps rows in a table of the session; false where this session cannot keep any, and then nothing was done.
    ///
    /// # Errors
    /// What the database says.
    fn keep(&mut self, what: Statement<'static>, statements: Vec<String>) -> Result<bool, SourceError>;
}
/// The query that stands for the orders, with its first rows and the names of its columns.
pub struct Orders {
    pub query: String,
    pub first: Answer,
    pub columns: Vec<String>,
    /// What is asked after them.
    pub agenda: Agenda,
}
/// A database, and what it was asked.
struct Asking<'a> {
    engine: &'a mut dyn Engine,
    agenda: Agenda,
}
impl Asking<'_> {
    fn dialect(&self) -> Dialect {
        self.engine.dialect()
    }
    fn ask(&mut self, step: Step, statement: &str, row: &mut dyn FnMut(Vec<String>) -> Result<(), String>) -> Result<(), SourceError> {
        self.engine.ask(self.agenda.next(step), statement, row)
    }
    fn check(&mut self, check: Check, statement: &str, row: &mut dyn FnMut(Vec<String>) -> Result<(), String>) -> Result<(), SourceError> {
        self.ask(Step::Check(check), statement, row)
    }
    fn keep(&mut self, kept: Kept, statements: Vec<String>) -> Result<bool, SourceError> {
        self.engine.keep(self.agenda.next(Step::Keep(kept)), statements)
    }
}
/// What is known of a query once its columns are.
struct Plan {
    look: OrdersLook,
    columns: OrderColumns,
    /// The view: everything behind WITH, up to `typed`.
    view: String,
    names: Vec<String>,
    /// Columns of text.
    texts: Vec<String>,
}

/// What was measured, and the fingerprint of the orders alone.
pub struct Summed {
    pub read: Extracted,
    pub of_orders: String,
}
/// Measures orders where they are, and the tables beside them from their rows. `files` says how the first rows of the orders are read.
///
/// # Errors
/// What a reading of the rows would refuse; what only a reading of the rows can do; what the database says.
pub fn extract(engine: &mut dyn Engine, orders: Orders, beside: Read, files: &Files, ask: &Ask, cancelled: Cancelled) -> Result<Summed, SourceError> {
    let request = crate::intake::IntakeRequest {
        today: Some(ask.asked_on),
        // Numbers of a database have a point, whatever files have.
        decimal_mark: Some('.'),
        ..files.request.clone()
    };
    let mut asking = Asking { engine, agenda: orders.agenda.clone() };
    let engine = &mut asking;
    let plan = plan(engine, orders, &request, ask.asked_on, cancelled)?;
    let (counts, last) = audit(engine, &plan)?;
    let items = plan.columns.items.is_some();
    let mut view = format!("{},\n{}", plan.view, engine.dialect().orders());
    if items {
        view += &format!(",\n{}", engine.dialect().item_lines(&counts.no_items));
    }
    let Intake { tables, files: inputs, .. } = plan.look.counted(&counts)?;
    let questions = Questions::of(&beside.tables);
    let as_of = ask.as_of.unwrap_or_else(|| questions.last_day.map_or(last, |day| day.max(last)));
    let count_zero = request.count_zero_orders;
    let month = as_of.month().year_month();
    let scope = format!("scope AS (SELECT {} AS as_of_no, {} AS as_of_month, {} AS count_zero)", as_of.days(), month.0 * 12 + month.1, u8::from(count_zero));
    let dialect = engine.dialect();
    let fresh = || Views::new(view.clone(), scope.clone(), count_zero, items);
    let views = kept(engine, &fresh)?.before();
    let mut parts = |part: Part, row: &mut dyn FnMut(String, Vec<i64>) -> Result<(), String>| {
        engine.ask(Step::Ask(part), &part.statement(dialect, &views), &mut |mut texts| {
            let name = if part.names() && !texts.is_empty() { texts.remove(0) } else { String::new() };
            row(name, texts.iter().map(|t| number(t)).collect::<Result<_, _>>()?)
        })
    };
    let asked = ExtractRequest { as_of: Some(as_of), panel_size: ask.panel_size, ..ExtractRequest::new(Origin::CompanyData, Currency("XXX".into())) };
    let of = OrderAsk { as_of, calibration_end: asked.calibration_end, count_zero, items, panel_size: ask.panel_size };
    let sums = OrderSums::ask(&mut parts, &of)?;
    let sums = sums.ok_or(extract::ExtractError::NothingUntil(as_of))?;
    let of = beside::Orders { all: &fresh().before(), until: &views, first: sums.first_day(), last, as_of };
    let told = beside::ask(engine, &questions, &of)?;
    let quality = beside::quality(&beside, tables.quality, &told)?;
    let (extract, of_orders) = extract::of_sums(&beside.tables, quality, &asked, sums, &told)?;
    let inputs = beside::records(beside.inputs, inputs);
    // Only orders tell a currency.
    let (extract, currency) = (Extract { lost: beside.lost, ..extract }, tables.currency.map(Currency));
    let read = Extracted { extract, inputs, set_aside: beside.set_aside, attempts: beside.attempts, currency, company: None, given: vec![] };
    Ok(Summed { read, of_orders })
}
/// Keeps what the statements share, where the engine can.
fn kept(engine: &mut Asking, fresh: &dyn Fn() -> Views) -> Result<Views, SourceError> {
    let (mut views, dialect) = (fresh(), engine.dialect());
    for table in views.all() {
        if !engine.keep(table, views.keep(dialect, table))? {
            return Ok(fresh());
        }
    }
    Ok(views)
}
/// A whole number as an engine writes it; a sum of decimals may carry zeros behind a point.
fn number(text: &str) -> Result<i64, String> {
    let whole = text.split_once('.').filter(|(_, rest)| rest.bytes().all(|b| b == b'0')).map_or(text, |(whole, _)| whole);
    whole.parse().map_err(|_| format!("{text:?} is not a whole number of 64 bits"))
}
/// Looks at the first rows and at the types of the columns.
fn plan(engine: &mut Asking, orders: Orders, request: &crate::intake::IntakeRequest, today: Date, cancelled: Cancelled) -> Result<Plan, SourceError> {
    let dialect = engine.dialect();
    let Orders { query, first, columns: names, .. } = orders;
    let look = OrdersLook::at(first, &names, request, cancelled)?;
    let columns = look.columns()?;
    let mut types = vec![];
    engine.check(Check::ColumnTypes, &dialect.types(&query, &names), &mut |row| {
        types = row;
        Ok(())
    })?;
    let of = |name: &String| names.iter().position(|n| n == name).and_then(|at| types.get(at)).map_or("", String::as_str);
    let cast = |name: &String, to: &str| format!("convert it in the query: CAST({name} AS {to})");
    let wrong = |name: &String, what: &str, to: &str| Err(look.refusal(format!("{} is {}, not {what}", look.heading(name), of(name)), cast(name, to)));
    let amounts = match &columns.amount {
        AmountOf::Column(name) => vec![name],
        AmountOf::Product(price, quantity) => vec![price, quantity],
    };
    let pieces = columns.items.as_ref().and_then(|i| i.units.as_ref());
    let amounts: Vec<&String> = amounts.into_iter().chain(pieces).collect();
    if let Some(name) = amounts.into_iter().find(|name| !Dialect::is_exact(of(name))) {
        return Ok(wrong(name, "a whole number or a decimal", "DECIMAL(18, 4)")?);
    }
    if !dialect.is_day(of(&columns.time)) {
        return Ok(wrong(&columns.time, "a day or a moment without a time zone", "DATE")?);
    }
    if dialect.is_zoned(of(&columns.time)) && request.time_zone.is_some() {
        return Ok(wrong(&columns.time, "a day of the shop", "DATE")?);
    }
    if let Some(name) = [Some(&columns.customer), columns.order.as_ref()].into_iter().flatten().find(|name| !dialect.is_id(of(name))) {
        return Ok(wrong(name, "text or a whole number", "VARCHAR")?);
    }
    let texts: Vec<String> = names.iter().filter(|n| Dialect::is_text(of(n))).cloned().collect();
    let plain = dialect.plain(&query, &columns);
    let mut words = vec![];
    engine.check(Check::CustomerTexts, &format!("WITH {plain}\n{}", dialect.wordy(WORDS + 1)), &mut |row| {
        words.extend(row);
        Ok(())
    })?;
    if words.len() > WORDS {
        let fact = format!("{} holds more than {WORDS} different texts without a digit", look.heading(&columns.customer));
        return Err(look.refusal(fact, "name a column of ids: --map transactions.customer=COLUMN").into());
    }
    words.retain(|w| names_nobody(w));
    words.sort_unstable();
    words.insert(0, String::new());
    let view = format!("{plain},\n{}", dialect.typed(&columns, &words, today.days()));
    Ok(Plan { look, columns, view, names, texts })
}
/// Counts the rows, and refuses what only a reading of them could take as files are taken.
fn audit(engine: &mut Asking, plan: &Plan) -> Result<(OrderCounts, Date), SourceError> {
    let dialect = engine.dialect();
    let mut counts = OrderCounts::default();
    let (mut odd, mut absolute, mut last) = ([0i64; 4], 0i128, i32::MIN);
    engine.check(Check::Rows, &format!("WITH {}\n{}", plan.view, dialect.counted()), &mut |row| {
        let wide = |text: &String| text.parse::<i128>().map_err(|_| format!("{text:?} is not a sum"));
        let [class, n, total, size, rest @ ..] = row.as_slice() else { return Err("too few columns".into()) };
        let sum = Sum { rows: number(n)? as u64, raw: wide(total)? };
        absolute += wide(size)?;
        let rest: Vec<i64> = rest.iter().map(|t| number(t)).collect::<Result<_, _>>()?;
        odd.iter_mut().zip(&rest).for_each(|(all, own)| *all += own);
        match number(class)? {
            0 => counts.unpriced = sum.rows,
            1 => counts.future = sum,
            2 => counts.undated = sum,
            3 => counts.nobody = sum,
            _ => (counts.used, last) = (sum, rest.get(4).and_then(|d| i32::try_from(*d).ok()).unwrap_or_default()),
        }
        Ok(())
    })?;
    let look = &plan.look;
    let order = plan.columns.order.clone().unwrap_or_default();
    let amount = match &plan.columns.amount {
        AmountOf::Column(name) | AmountOf::Product(name, _) => name,
    };
    let blanks = "blanks around it, a line end, or the form of a spreadsheet (\"=…\", \"….0\")";
    for (n, name, what) in [
        (odd[0], &plan.columns.customer, blanks),
        (odd[1], &plan.columns.time, "a day before 1800 or after 2200"),
        (odd[2], &order, blanks),
        (odd[3], amount, "an amount that is out of all proportion, or none (NaN)"),
    ] {
        if n > 0 {
            return Err(look.refusal(format!("{n} rows have in {} {what}", look.heading(name)), "clean the column in the query").into());
        }
    }
    if absolute > i128::from(i64::MAX) {
        return Err(extract::ExtractError::TooLarge("order").into());
    }
    if counts.nobody.rows + counts.undated.rows > 0 {
        totals(engine, plan, &counts)?;
    }
    if counts.used.rows < COMPARED {
        engine.check(Check::RepeatedLines, &format!("WITH {}\n{}", plan.view, dialect.repeated(&plan.names)), &mut |row| {
            counts.repeated = number(row.first().map_or("", String::as_str))? as u64;
            Ok(())
        })?;
    }
    if let Some(items) = &plan.columns.items {
        counts.no_items = no_items(engine, plan, &items.name)?;
    }
    if let Some(column) = &plan.columns.currency {
        engine.check(Check::Currencies, &format!("WITH {}\n{}", plan.view, dialect.currencies(column)), &mut |row| {
            counts.currencies.extend(row);
            Ok(())
        })?;
    }
    Ok((counts, Date::from_days(last)))
}
/// Names on lines that are of no item of the shop: postage, fees, vouchers. Their words are known here and not in SQL.
fn no_items(engine: &mut Asking, plan: &Plan, column: &str) -> Result<Vec<(String, u64)>, SourceError> {
    let (mut names, mut odd, mut out) = (0, 0, vec![]);
    let names_of = engine.dialect().item_names(WORDS + 1);
    engine.check(Check::ItemNames, &format!("WITH {}\n{names_of}", plan.view), &mut |row| {
        let [name, lines] = row.as_slice() else { return Err("too few columns".into()) };
        names += 1;
        odd += usize::from(is_odd_item(name));
        if is_no_item(name) {
            out.push((name.clone(), number(lines)? as u64));
        }
        Ok(())
    })?;
    let look = &plan.look;
    let next = "clean the column in the query, or do without items as rewards: --map transactions.item=";
    if names > WORDS {
        return Err(look.refusal(format!("{} holds more than {WORDS} different names", look.heading(column)), next).into());
    }
    if odd > 0 {
        return Err(look.refusal(format!("{odd} names in {} hold line ends or other blanks than spaces", look.heading(column)), next).into());
    }
    out.sort_unstable();
    Ok(out)
}
/// Rows without a date or a customer may be totals of the others: intake would set them aside.
fn totals(engine: &mut Asking, plan: &Plan, counts: &OrderCounts) -> Result<(), SourceError> {
    let dialect = engine.dialect();
    let all = counts.used.raw + counts.nobody.raw + counts.future.raw + counts.undated.raw;
    let mut found = false;
    engine.check(Check::LoneAmounts, &format!("WITH {}\n{}", plan.view, dialect.lone_amounts()), &mut |row| {
        found |= i128::from(number(row.first().map_or("", String::as_str))?) * 2 == all;
        Ok(())
    })?;
    let mut words = 0;
    if !plan.texts.is_empty() {
        engine.check(Check::LoneTexts, &format!("WITH {}\n{}", plan.view, dialect.lone_words(&plan.texts, WORDS + 1)), &mut |row| {
            words += 1;
            found |= row.first().is_some_and(|cell| names_total(cell.trim()));
            Ok(())
        })?;
    }
    if found || words > WORDS {
        let fact = "a row without a customer or a date may be the total of the others";
        return Err(plan.look.refusal(fact, "leave it out in the query (WHERE … IS NOT NULL)").into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn sums_are_whole_numbers_or_refused() {
        for (text, n) in [("12", 12), ("-7", -7), ("12.000", 12), ("9223372036854775807", i64::MAX), ("0", 0)] {
            assert_eq!(number(text), Ok(n));
        }
        for text in ["", "1.5", "9223372036854775808", "1e3", "NaN"] {
            assert!(number(text).is_err(), "{text}");
        }
    }
}
