//! Parses what people write, once for every door: goals, tiers, amounts, shares, days, assumptions.
use crate::refusal::{Question, Refusal};
use crate::request::Pool;
use loyalty_model::assumption::{Row, magnitude, rows, units_per_dollar};
use loyalty_model::brief::{Budget, Given, Goal, TierAsk, TierType};
use loyalty_model::fact::Fact;
use loyalty_model::line::Unit;
use loyalty_model::pool::{self, NotAPool};
use loyalty_model::request::{ASKER, ColumnMap, Demonstration, GIVEN_WITH_REQUEST, PlanRequest, SumsIn, WarehouseRequest};
use loyalty_model::units::{Currency, Date};
use loyalty_sources::intake::TableKind;
use std::collections::BTreeMap;

/// The assumption that `--margin` gives.
pub const MARGIN: &str = "company.gross_margin";

/// Reads `--goal`.
///
/// # Errors
/// An unknown word.
pub fn goal(word: &str) -> Result<Goal, Refusal> {
    Goal::ALL.into_iter().find(|g| g.word() == word.trim().to_lowercase()).ok_or_else(|| {
        Refusal::input(
            "--goal",
            format!("unknown goal {word:?}"),
            "A goal decides the objective, the benefits, the triggers and the KPIs",
            "choose retention, expansion, engagement or advocacy",
        )
        .asking(Question::Goal { choices: Goal::ALL.to_vec() })
    })
}
/// Reads `--tiers`.
///
/// # Errors
/// An unknown type or a number outside 1 to 6.
pub fn tiers(text: &str) -> Result<TierAsk, Refusal> {
    let refuse = |fact: String| {
        Refusal::input(
            "--tiers",
            fact,
            "A program has at least one tier, and members cannot distinguish more than six",
            "give a number from 1 to 6, points-only, hybrid, missions or hybrid:4",
        )
    };
    let (word, number) = match text.trim().split_once(':') {
        Some((w, n)) => (w.trim().to_lowercase(), Some(n.trim().to_string())),
        None => (text.trim().to_lowercase(), None),
    };
    let count = |n: &str| match n.parse::<i64>() {
        Ok(n @ 1..=6) => Ok(n as u8),
        Ok(n) => Err(refuse(format!("{n} tiers were requested"))),
        Err(_) => Err(refuse(format!("{n:?} is not a number"))),
    };
    let number = number.as_deref().map(count).transpose()?;
    let (kind, count) = match word.as_str() {
        "points-only" => match number {
            None | Some(1) => (TierType::PointsOnly, 1),
            Some(n) => return Err(refuse(format!("points-only has one tier, not {n}"))),
        },
        "hybrid" => (TierType::Hybrid, number.unwrap_or(3)),
        "missions" => (TierType::Missions, number.unwrap_or(1)),
        _ if number.is_some() => return Err(refuse(format!("unknown tier type {word:?}"))),
        n if n.parse::<i64>().is_ok() => (TierType::Tiered, count(n)?),
        _ => return Err(refuse(format!("{word:?} is neither a number nor a tier type"))),
    };
    Ok(TierAsk { kind, count })
}
/// Reads `--budget` as far as its words tell; [`settled_pool`] reads it again where the plan's currency decides.
///
/// # Errors
/// Nothing that is a positive amount per month or quarter; two readings that no currency can settle.
pub fn budget(text: &str) -> Result<Pool, Refusal> {
    let read = match pool::read(text, None) {
        Err(NotAPool::TwoReadings { whole, .. }) if whole.currency.is_none() && pool::read(text, Some("EUR")).is_ok() => *whole,
        other => other.map_err(|e| no_pool(text, e))?,
    };
    let told_later = read.open_mark.is_some() || !read.shares_sign.is_empty() || read.yearly.is_some();
    Ok(Pool {
        budget: Budget { amount: read.amount, period: read.period },
        currency: read.currency.map(|c| Currency(c.into())),
        words: told_later.then(|| text.trim().to_string()),
    })
}
/// Reads a pool that a file or a program gives as a number with a point: `50.000` is fifty there, and a person may have meant thousands.
///
/// # Errors
/// Less than a thousand, for it has two readings; what [`budget`] refuses.
pub fn budget_number(number: f64) -> Result<Pool, Refusal> {
    if number > 0.0 && number < 1_000.0 {
        let (whole, part) = (1_000.0 * number, number);
        return Err(Refusal::input(
            "budget",
            format!("the number {number} has two readings: {part} or {whole}"),
            "The point is a decimal point there, and may have been meant to separate thousands",
            format!("write it as text: \"{whole}/month\" or \"{part}/month\""),
        ));
    }
    budget(&number.to_string())
}
/// The pool of a request in the currency of its plan, and how its words were read where that needs saying.
///
/// # Errors
/// Two readings.
pub fn settled_pool(request: &PlanRequest, currency: &Currency) -> Result<(Budget, Option<Fact>), Refusal> {
    let Some(words) = &request.budget_words else { return Ok((request.budget.clone(), None)) };
    let read = pool::read(words, Some(&currency.0)).map_err(|e| no_pool(words, e))?;
    let amount = read.amount.to_f64();
    let said = match (read.yearly, read.open_mark.filter(|_| read.judged)) {
        (Some(year), _) => Some(Fact::new("budget-read-year").text("words", words.clone()).money("amount", amount).money("year", year.to_f64())),
        (None, Some(mark)) => {
            let (mark, code) = (mark.to_string(), currency.0.clone());
            Some(Fact::new("budget-read-mark").text("words", words.clone()).money("amount", amount).text("mark", mark).text("currency", code))
        }
        (None, None) => None,
    };
    Ok((Budget { amount: read.amount, period: read.period }, said))
}
/// Currencies that share the sign in the words of a budget; empty: none does.
pub fn shared_sign(words: Option<&String>) -> &'static [&'static str] {
    let read = words.and_then(|w| match pool::read(w, None) {
        Ok(read) => Some(read.shares_sign),
        Err(NotAPool::TwoReadings { whole, .. }) => Some(whole.shares_sign),
        Err(_) => None,
    });
    read.unwrap_or_default()
}
fn no_pool(text: &str, e: NotAPool) -> Refusal {
    let refuse = |fact: String, reason: &str, next: String| Refusal::input("--budget", fact, reason, next);
    let usual = || "write for example --budget 50000, --budget 150000/quarter or --budget \"EUR 50000/month\"".to_string();
    match e {
        NotAPool::NotAnAmount => refuse(format!("{text:?} is not an amount"), "A budget is one number with, at most, a currency and a period", usual()),
        NotAPool::NotPositive(amount) => refuse(format!("the reward pool is {amount}"), "A program needs a reward pool", usual()),
        NotAPool::UnknownPeriod { word, monthly: None } => {
            refuse(format!("unknown period {word:?}"), "The reward pool is per month, per quarter or per year", usual())
        }
        NotAPool::UnknownPeriod { word, monthly: Some(m) } => {
            refuse(format!("a pool per {word} was requested"), "The reward pool is per month or per quarter", format!("the same money a month is --budget {m}"))
        }
        NotAPool::TwoReadings { whole, part } => refuse(
            format!("{text:?} has two readings: {} or {}", whole.amount, part.amount),
            "The mark before three digits may separate thousands or decimals",
            format!("write --budget {whole} or --budget {part}"),
        ),
    }
}
/// Reads a share such as `0.42` or `42%`.
///
/// # Errors
/// Nothing between 0 and 1.
pub fn share(place: &str, text: &str) -> Result<f64, Refusal> {
    let refuse = || {
        Refusal::input(
            place,
            format!("{text:?} is not a share between 0 and 1"),
            "The margin is the share of net sales left after variable costs",
            "write for example 0.42 or 42%",
        )
    };
    let value = match text.trim().strip_suffix('%') {
        Some(p) => p.trim().parse::<f64>().map_err(|_| refuse())? / 100.0,
        None => text.trim().parse::<f64>().map_err(|_| refuse())?,
    };
    if value > 0.0 && value < 1.0 { Ok(value) } else { Err(refuse()) }
}
/// Reads a date such as `2026-06-30`.
///
/// # Errors
/// No such day.
pub fn date(place: &str, text: &str) -> Result<Date, Refusal> {
    text.trim().parse().map_err(|_| {
        Refusal::input(
            place,
            format!("{text:?} is not a date"),
            "Dates have one format, so that day and month cannot be confused",
            "write year-month-day, for example 2026-06-30",
        )
    })
}
/// A launch lies after the day of asking, and not beyond any forecast.
///
/// # Errors
/// Another day.
pub fn after(launch: Date, asked_on: Date) -> Result<Date, Refusal> {
    let refuse = |fact: String, reason: &str| {
        let usual = asked_on.plus_working_days(60);
        Refusal::input("--launch", fact, reason, format!("leave it out, or give a day after the lead time: --launch {usual}"))
    };
    if launch <= asked_on {
        return Err(refuse(format!("{launch} is not after {asked_on}, the day of asking"), "A program is launched after its plan is made"));
    }
    if launch.days() - asked_on.days() > 731 {
        return Err(refuse(format!("{launch} is more than two years after {asked_on}"), "Customers of today say little about members of then"));
    }
    Ok(launch)
}
/// A value given with the request; nobody is named, for who asked is history.
pub fn given(value: f64, sd: Option<f64>) -> Given {
    Given { value, sd, by: ASKER.into(), note: GIVEN_WITH_REQUEST.into(), measured_on: None }
}
/// Reads `--margin`.
///
/// # Errors
/// Nothing between 0 and 1.
pub fn margin(text: &str) -> Result<(String, Given), Refusal> {
    Ok((MARGIN.into(), given(share("--margin", text)?, None)))
}
/// Reads `--horizon`.
///
/// # Errors
/// Fewer than 12 or more than 60 months.
pub fn horizon(months: u32) -> Result<u32, Refusal> {
    if (12..=60).contains(&months) {
        return Ok(months);
    }
    Err(Refusal::input(
        "--horizon",
        format!("{months} months were requested"),
        "Tiers are reviewed after a year, and forecasts beyond five years are not reliable",
        "give 12 to 60 months",
    ))
}
/// Reads `--currency`.
///
/// # Errors
/// No three-letter code.
pub fn currency(text: &str) -> Result<Currency, Refusal> {
    let code = text.trim().to_uppercase();
    if code.len() == 3 && code.chars().all(|c| c.is_ascii_alphabetic()) {
        return Ok(Currency(code));
    }
    Err(Refusal::input("--currency", format!("unknown currency code {text:?}"), "Currencies are named by ISO code", "write the ISO code, for example EUR"))
}
/// Reads a comma-separated list.
pub fn list(text: &str) -> Vec<String> {
    text.split(',').map(|p| p.trim().to_string()).filter(|p| !p.is_empty()).collect()
}
/// What a person fixes by hand, as pins: figures of the design, benefits added and removed, channels dropped.
pub fn pins(set: &[String], add_benefit: &[String], remove_benefit: &[String], drop_channel: &[String]) -> Vec<String> {
    let verbs = [("add-benefit", add_benefit), ("remove-benefit", remove_benefit), ("drop-channel", drop_channel)];
    set.iter().cloned().chain(verbs.into_iter().flat_map(|(verb, all)| all.iter().map(move |v| format!("{verb}:{v}")))).collect()
}
/// The tables of the program, each by the word of its flag.
pub const TABLES: [&str; 7] = [
    TableKind::Transactions.word(),
    TableKind::Subscriptions.word(),
    TableKind::Usage.word(),
    TableKind::Voc.word(),
    TableKind::Members.word(),
    TableKind::PointsLedger.word(),
    TableKind::Rewards.word(),
];
/// Reads the name of a table.
///
/// # Errors
/// No such table.
pub fn table(place: &str, word: &str) -> Result<TableKind, Refusal> {
    word.parse().map_err(|()| {
        Refusal::input(
            place,
            format!("unknown table {word:?}"),
            "There are seven kinds of table",
            "name one of transactions, subscriptions, usage, voc, members, points-ledger, rewards",
        )
    })
}
/// Reads `--map TABLE.NAME=COLUMN`.
///
/// # Errors
/// Another form, or a table that nobody knows.
pub fn column(text: &str) -> Result<ColumnMap, Refusal> {
    let bad = || {
        Refusal::input(
            format!("--map {text}"),
            "it cannot be read",
            "A map assigns a column of the file to a field of a table",
            "write TABLE.NAME=COLUMN, for example transactions.customer=CustomerID",
        )
    };
    let (left, column) = text.split_once('=').ok_or_else(bad)?;
    let (word, name) = left.split_once('.').ok_or_else(bad)?;
    table("--map", word)?;
    Ok(ColumnMap { table: word.into(), name: name.into(), column: column.into() })
}
/// Reads where sums are computed.
///
/// # Errors
/// Another word.
pub fn sums(place: &str, text: &str) -> Result<SumsIn, Refusal> {
    match text {
        "rows" => Ok(SumsIn::Rows),
        "engine" => Ok(SumsIn::Engine),
        other => Err(Refusal::input(
            place,
            format!("unknown value {other:?}"),
            "Sums are computed here from the rows (rows), or in the database (engine)",
            "choose rows or engine",
        )),
    }
}
/// Reads `--from URL`, each `--query TABLE=SQL` and `--sums`.
///
/// # Errors
/// Another form, or a table that nobody knows.
pub fn warehouse(from: Option<&str>, queries: &[String], sums_in: Option<&str>) -> Result<Option<WarehouseRequest>, Refusal> {
    if from.is_none() && queries.is_empty() && sums_in.is_none() {
        return Ok(None);
    }
    let sums = sums_in.map(|text| sums("--sums", text)).transpose()?;
    let mut request = WarehouseRequest { from: from.unwrap_or_default().into(), sums, ..WarehouseRequest::default() };
    for text in queries {
        let (word, asked) = text.split_once('=').filter(|(_, asked)| !asked.trim().is_empty()).ok_or_else(|| {
            Refusal::input(
                format!("--query {text}"),
                "it cannot be read",
                "A query says which table of the program it fills",
                "write TABLE=NAME or \"TABLE=SELECT …\", for example --query transactions=public.orders",
            )
        })?;
        table("--query", word.trim())?;
        request.queries.entry(word.trim().into()).or_default().push(asked.trim().into());
    }
    Ok(Some(request))
}
/// Reads the name of a demonstration company.
///
/// # Errors
/// No such company.
pub fn demonstration(text: &str) -> Result<Demonstration, Refusal> {
    match text {
        "default" => Ok(Demonstration::Default),
        "losing" => Ok(Demonstration::Losing),
        other => Err(Refusal::input(
            "--world",
            format!("unknown demonstration company {other:?}"),
            "There are two demonstration companies",
            "choose default or losing",
        )),
    }
}
/// Reads `--assume id=value±sd`.
///
/// # Errors
/// An unknown id, or no number, or one outside the sensible limits.
pub fn assume(text: &str) -> Result<(String, Given), Refusal> {
    let place = format!("--assume {text}");
    let (id, rest) = text.split_once('=').ok_or_else(|| {
        Refusal::input(&place, "it has no =", "Each entry gives an assumption a value", "write ID=VALUE or ID=VALUE±SD, e.g. response.total=0.01±0.01")
    })?;
    let (value, sd) = match rest.split_once('±').or_else(|| rest.split_once("+-")) {
        Some((v, s)) => (v, Some(s)),
        None => (rest, None),
    };
    let number = |t: &str| {
        let t = t.trim();
        t.strip_suffix('%')
            .map_or_else(|| t.parse::<f64>(), |p| p.parse::<f64>().map(|v| v / 100.0))
            .map_err(|_| Refusal::input(&place, format!("{t:?} is not a number"), "The value enters the calculation", "write a number with a decimal point"))
    };
    let given = given(number(value)?, sd.map(number).transpose()?);
    check_given(&place, id.trim(), &given)?;
    Ok((id.trim().into(), given))
}
/// Holds a value against its limits, as far as they do not depend on the currency.
///
/// # Errors
/// An assumption that nobody knows, a value outside its limits.
pub fn check_given(place: &str, id: &str, given: &Given) -> Result<(), Refusal> {
    let rows = rows();
    let Some(row) = rows.iter().find(|r| r.id == id) else {
        let known: Vec<&str> = rows.iter().map(|r| r.id.as_str()).collect();
        return Err(Refusal::input(
            place,
            format!("unknown assumption {id:?}"),
            "Only assumptions of the register take values",
            format!("choose one of: {}", known.join(", ")),
        ));
    };
    // How much is too much depends on the currency, which the data may tell: `check_amounts` looks then.
    let high = if row.unit == Unit::Money { f64::MAX } else { row.high };
    if given.sd.is_some_and(|s| s.is_nan() || s < 0.0) {
        return Err(beyond(place, row, given, high));
    }
    within(place, row, given, high)
}
fn within(place: &str, row: &Row, given: &Given, high: f64) -> Result<(), Refusal> {
    if (row.low..=high).contains(&given.value) { Ok(()) } else { Err(beyond(place, row, given, high)) }
}
fn beyond(place: &str, row: &Row, given: &Given, high: f64) -> Refusal {
    let fact = match high {
        f64::MAX => format!("{} is not an amount of {} or more", given.value, row.low),
        _ => format!("{} is outside {} to {high}", given.value, row.low),
    };
    Refusal::input(place, fact, row.description.clone(), "give a value inside the limits")
}
/// Holds amounts against their limits once the currency is known; a currency whose worth is not known has none.
///
/// # Errors
/// An amount that no company spends.
pub fn check_amounts(given: &BTreeMap<String, Given>, currency: &Currency) -> Result<(), Refusal> {
    if units_per_dollar(&currency.0).is_none() {
        return Ok(());
    }
    let amounts = rows().into_iter().filter(|r| r.unit == Unit::Money);
    for (row, own) in amounts.filter_map(|r| given.get(&r.id).map(|g| (r, g))) {
        within(&format!("{} in {currency}", row.id), &row, own, magnitude(row.high, &currency.0))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    fn check_budget(text: &str, shown: &str) {
        let got = match budget(text) {
            Ok(p) => format!("{} {} a {}", p.currency.map_or("-".into(), |c| c.0), p.budget.amount, p.budget.period.word()),
            Err(e) => e.fact,
        };
        assert_eq!(got, shown);
    }
    #[test]
    fn how_much_is_too_much_depends_on_the_currency() {
        let of = |text: &str, code: &str| {
            let (id, given) = assume(text).map_err(|e| e.fact)?;
            check_amounts(&BTreeMap::from([(id, given)]), &Currency(code.into())).map_err(|e| e.fact)
        };
        assert_eq!(of("cost.setup=900000000", "IDR"), Ok(()));
        assert_eq!(of("cost.setup=900000000", "USD"), Err("900000000 is outside 0 to 100000000".into()));
        assert_eq!(of("cost.setup=-1", "IDR"), Err("-1 is not an amount of 0 or more".into()));
        assert_eq!(of("cost.setup=inf", "IDR"), Err("inf is not an amount of 0 or more".into()));
        assert_eq!(of("company.gross_margin=1.5", "IDR"), Err("1.5 is outside 0.01 to 0.99".into()));
    }
    #[test]
    fn budgets_are_read_as_people_write_them() {
        check_budget("50000", "- 50000.00 a month");
        check_budget("50000/month", "- 50000.00 a month");
        check_budget("150000/quarter", "- 150000.00 a quarter");
        check_budget("EUR 50000/month", "EUR 50000.00 a month");
        check_budget("€50,000", "EUR 50000.00 a month");
        check_budget("1,234,567.50", "- 1234567.50 a month");
        check_budget("50k", "- 50000.00 a month");
        check_budget("€50.000", "EUR 50000.00 a month");
        check_budget("USD 50.000", "\"USD 50.000\" has two readings: 50000.00 or 50.00");
        check_budget("1.250k", "\"1.250k\" has two readings: 1250000.00 or 1250.00");
        check_budget("-5", "the reward pool is -5.00");
        check_budget("0", "the reward pool is 0.00");
        check_budget("600000/year", "- 50000.00 a month");
        check_budget("50000/aeon", "unknown period \"aeon\"");
        check_budget("5000/week", "a pool per week was requested");
        check_budget("a lot", "\"a lot\" is not an amount");
    }
    fn check_tiers(text: &str, shown: &str) {
        let got = tiers(text).map_or_else(|e| e.fact, |t| format!("{:?} {}", t.kind, t.count));
        assert_eq!(got, shown);
    }
    #[test]
    fn tiers_are_a_number_or_a_type() {
        check_tiers("3", "Tiered 3");
        check_tiers("points-only", "PointsOnly 1");
        check_tiers("hybrid", "Hybrid 3");
        check_tiers("hybrid:4", "Hybrid 4");
        check_tiers("missions", "Missions 1");
        check_tiers("missions:2", "Missions 2");
        check_tiers("0", "0 tiers were requested");
        check_tiers("7", "7 tiers were requested");
        check_tiers("points-only:3", "points-only has one tier, not 3");
        check_tiers("gold", "\"gold\" is neither a number nor a tier type");
    }
    #[test]
    fn own_values_stay_inside_the_limits() {
        assert_eq!(assume("response.total=0.01±0.02").unwrap().1.sd, Some(0.02));
        assert!(assume("response.total=9").unwrap_err().fact.contains("outside"));
        assert!(assume("lift.nothing=1").unwrap_err().fact.contains("unknown assumption"));
    }
}
