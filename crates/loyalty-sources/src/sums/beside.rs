//! Tables beside the orders: their rows are here, and what they want to know of orders is asked by the SHA-256 of ids, so that no id stands in a statement.
use super::agenda::Step;
use super::number;
use crate::extract::{Asked, Part, Questions};
use crate::intake::{TableKind, tell_elsewhere};
use crate::source::{Read, SourceError};
use loyalty_model::extract::TableQuality;
use loyalty_model::input::InputRecord;
use loyalty_model::units::Date;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Customers or days that one statement lists.
const LISTED: usize = 40_000;

/// What these tables may ask, statement by statement.
pub fn statements(read: &Read, until: Option<Date>) -> Vec<Part> {
    let questions = Questions::of(&read.tables);
    let each: &[Part] = if until.is_some() { &[Part::AskedIds, Part::AskedCustomers] } else { &[Part::AskedCustomers] };
    let days = vec![Part::AskedDays; questions.redemptions.len().div_ceil(LISTED)];
    [each.repeat(questions.customers.len().div_ceil(LISTED)), days].concat()
}
/// What is known of the orders when these tables ask.
pub(super) struct Orders<'a> {
    /// Views of all orders, and those of the session up to the end of observation.
    pub all: &'a str,
    pub until: &'a str,
    /// First day of a line, last day, end of observation.
    pub first: Date,
    pub last: Date,
    pub as_of: Date,
}
/// Asks what these tables want to know.
pub(super) fn ask<'t>(engine: &mut super::Asking, questions: &Questions<'t>, orders: &Orders) -> Result<Asked<'t>, SourceError> {
    let (mut out, dialect) = (Asked::default(), engine.dialect());
    for listed in questions.customers.chunks(LISTED) {
        let hashes: Vec<String> = listed.iter().map(|id| hash(id)).collect();
        let place: HashMap<&str, &'t str> = hashes.iter().map(String::as_str).zip(listed.iter().copied()).collect();
        let who = |hash: Option<&String>| hash.and_then(|h| place.get(h.as_str()).copied()).ok_or_else(|| "a customer that was not asked about".to_string());
        // Where the end of observation is an earlier day, a customer may be known by a later line.
        if orders.last > orders.as_of {
            engine.ask(Step::Ask(Part::AskedIds), &Part::AskedIds.asking(dialect, orders.all, &hashes), &mut |row| {
                out.known.insert(who(row.first())?);
                Ok(())
            })?;
        }
        engine.ask(Step::Ask(Part::AskedCustomers), &Part::AskedCustomers.asking(dialect, orders.until, &hashes), &mut |row| {
            let [_, days, last, net] = row.as_slice() else { return Err("too few columns".into()) };
            let last = i32::try_from(number(last)?).map_err(|_| format!("{last} is not a day"))?;
            out.bought(who(row.first())?, number(days)?, last, number(net)?);
            Ok(())
        })?;
    }
    let last = orders.last.min(orders.as_of).days();
    let days = questions.redemptions.iter().filter(|(who, day)| out.known.contains(who) && (orders.first.days()..=last).contains(day));
    let days: Vec<String> = days.map(|(who, day)| format!("{}:{day}", hash(who))).collect();
    let mut shown = 0;
    for listed in days.chunks(LISTED) {
        engine.ask(Step::Ask(Part::AskedDays), &Part::AskedDays.asking(dialect, orders.until, listed), &mut |row| {
            shown += number(row.first().map_or("", String::as_str))?;
            Ok(())
        })?;
    }
    let shown = usize::try_from(shown).unwrap_or_default();
    Asked { redemptions: (days.len(), shown), ..out }.checked()
}
impl<'t> Asked<'t> {
    /// More days cannot be shown than were asked about.
    fn checked(self) -> Result<Asked<'t>, SourceError> {
        let (asked, shown) = self.redemptions;
        if shown <= asked { Ok(self) } else { Err(refusal("the orders", format!("{shown} of {asked} days have a line"), "try again")) }
    }
}
fn hash(id: &str) -> String {
    Sha256::digest(id.as_bytes()).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
/// The quality of all tables in the order in which files are read, with how many customers of each the orders know.
pub(super) fn quality(read: &Read, orders: Vec<TableQuality>, asked: &Asked) -> Result<Vec<TableQuality>, SourceError> {
    let mut all = read.tables.quality.clone();
    let behind = all.iter().take_while(|q| q.table == TableKind::Subscriptions.word()).count();
    all.splice(behind..behind, orders);
    tell_elsewhere(&read.tables, &asked.known, &mut all).map_err(|table| {
        let place = read.inputs.iter().find(|i| is_of(i, table)).and_then(InputRecord::rows_of).unwrap_or(table).to_string();
        let next = format!("write the ids alike in both, name the column that both have (--map {table}.customer=COLUMN), or leave the table out");
        refusal(&place, format!("none of its customers has orders ({table})"), &next)
    })?;
    Ok(all)
}
/// Records of all tables in the same order.
pub(super) fn records(beside: Vec<InputRecord>, orders: Vec<InputRecord>) -> Vec<InputRecord> {
    let (mut first, rest): (Vec<InputRecord>, Vec<InputRecord>) = beside.into_iter().partition(|i| is_of(i, TableKind::Subscriptions.word()));
    first.extend(orders);
    first.extend(rest);
    first
}
fn is_of(record: &InputRecord, table: &str) -> bool {
    record.columns().is_some_and(|(own, _)| own == table)
}
fn refusal(place: &str, fact: String, next: &str) -> SourceError {
    let reason = "Sums in the engine must give what a reading of the rows gives, and would not".into();
    let next_step = format!("{next}, or read the rows instead: --sums rows");
    SourceError { cancelled: false, place: place.into(), fact, reason, next_step, question: None, withheld: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sums::{Agenda, Asking, Dialect, Engine};
    use loyalty_model::statement::Statement;

    /// Knows every second hash that it is asked about, and a day of each.
    struct Half(Vec<String>, bool);
    impl Engine for Half {
        fn dialect(&self) -> Dialect {
            Dialect::DuckDb
        }
        fn ask(&mut self, _: Statement<'static>, statement: &str, row: &mut dyn FnMut(Vec<String>) -> Result<(), String>) -> Result<(), SourceError> {
            self.0.push(statement.into());
            let listed = statement.split("string_split('").nth(1).and_then(|s| s.split('\'').next()).unwrap();
            let mut take = |cells: Vec<String>| row(cells).map_err(|why| refusal("test", why, "none"));
            if listed.contains(':') {
                return take(vec![listed.split(',').count().div_ceil(2).to_string()]);
            }
            let odd = if self.1 { "0f" } else { "" };
            listed.split(',').step_by(2).try_for_each(|hash| take(vec![format!("{hash}{odd}"), "2".into(), "20100".into(), "70000.0".into()]))
        }
        fn keep(&mut self, _: Statement<'static>, _: Vec<String>) -> Result<bool, SourceError> {
            Ok(false)
        }
    }
    fn asked<'t>(engine: &mut Half, questions: &Questions<'t>, last: i32) -> Result<Asked<'t>, SourceError> {
        let mut asking = Asking { engine, agenda: Agenda::of_orders(0, &[]).0 };
        let day = Date::from_days;
        let orders = Orders { all: "orders as (select 1)", until: "lines as (select 2)", first: day(20_000), last: day(last), as_of: day(20_100) };
        ask(&mut asking, questions, &orders)
    }
    /// As many statements as lists; no id in one; the orders of later days are asked only where there are some; a hash that nobody asked about is refused.
    #[test]
    fn customers_are_asked_about_by_their_hashes() {
        let ids: Vec<String> = (0..=LISTED).map(|n| format!("customer {n}, 'of' ours")).collect();
        let customers: Vec<&str> = ids.iter().map(String::as_str).collect();
        let redemptions = vec![(customers[0], 20_050), (customers[0], 20_051), (customers[0], 20_101), (customers[1], 20_050), (customers[2], 19_999)];
        let questions = Questions { customers, redemptions, last_day: None };
        let mut engine = Half(vec![], false);
        let told = asked(&mut engine, &questions, 20_100).unwrap();
        assert_eq!((told.known.len(), told.bought.len()), (LISTED / 2 + 1, LISTED / 2 + 1));
        assert_eq!(told.bought[ids[0].as_str()], (Some(Date::from_days(20_100)), loyalty_model::units::Money::from_raw(70_000)));
        assert!(!told.known.contains(ids[1].as_str()) && told.redemptions == (2, 1), "{:?}", told.redemptions);
        assert_eq!(engine.0.iter().map(|s| s.contains("lines as (select 2)")).collect::<Vec<_>>(), [true, true, true]);
        assert!(!engine.0.iter().any(|s| s.contains("ours")));
        let mut engine = Half(vec![], false);
        let _ = asked(&mut engine, &questions, 20_101).unwrap();
        assert_eq!(engine.0.iter().map(|s| s.contains("orders as (select 1)")).collect::<Vec<_>>(), [true, false, true, false, false]);
        assert!(asked(&mut Half(vec![], true), &questions, 20_100).unwrap_err().fact.contains("was not asked about"));
    }
}
