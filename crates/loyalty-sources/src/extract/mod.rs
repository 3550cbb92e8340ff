//! Canonical tables into the extract: counts, sums and one panel.
//!
//! ```text
//! measure ──► orders (one pass, parallel by customer) ──► transactions
//!         ├─► subscriptions, usage, voice, members, ledger, rewards
//!         └─► panel (smallest SHA-256 of the customer's id first)
//! ```
//! Every answer is a count, an extreme or a sum of integers, so neither row order nor thread count nor the way in which
//! files were split can change it. `sql/*.sql` asks the same questions in SQL; `tests/independent/duckdb_extract.py`
//! demands equal answers.
mod beside;
mod calendar;
pub mod canonical_csv;
mod fingerprint;
mod firings;
mod history_completeness;
mod items;
mod ledger;
mod members;
mod orders;
mod panel;
mod subscriptions;
mod sums;
mod transactions;
mod usage;
mod voice;

use self::beside::Beside;
pub use self::beside::{Asked, Questions};
pub use self::sums::{OrderAsk, OrderSums, Part, Parts};
pub(crate) use self::transactions::CUTS;
use crate::canonical::{LedgerEntry, NO_ITEM, Tables};
use crate::intake::Cancelled;
use loyalty_model::extract::{Extract, Origin, RewardFact, RftCut, TableQuality, TransactionFacts};
use loyalty_model::units::{Currency, Date};
use rayon::prelude::*;

/// What to measure.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtractRequest {
    /// Where the tables come from.
    pub origin: Origin,
    /// Currency of every amount.
    pub currency: Currency,
    /// Last day observed; rows after it are dropped. By default the last day seen in orders, subscriptions, ledger and
    /// usage (or, where none of them has one, in voice and members).
    pub as_of: Option<Date>,
    /// Last day of the calibration that is scored on what came after it; by default at two thirds of the span of the orders.
    pub calibration_end: Option<Date>,
    /// Customers in the panel at most.
    pub panel_size: usize,
    /// Threads to use; 0 for one per core.
    pub threads: usize,
}
impl ExtractRequest {
    /// The usual request: a panel of 200,000 customers, all cores, up to the last day seen.
    pub fn new(origin: Origin, currency: Currency) -> Self {
        ExtractRequest { origin, currency, as_of: None, calibration_end: None, panel_size: 200_000, threads: 0 }
    }
}

/// Why nothing could be measured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// No table was given.
    #[error("no table holds a row. Give at least one file with data, or none at all for the demonstration company")]
    Empty,
    /// No day anywhere.
    #[error("no table holds a date, so the end of observation is unknown. Say when the data was taken with --as-of YYYY-MM-DD")]
    NoDay,
    /// The end of observation lies before the data.
    #[error("every row lies after {0}, the end of observation. Choose a later --as-of")]
    NothingUntil(Date),
    /// Sums would not fit.
    #[error("the {0} amounts add up to more than 900 trillion. Check the column and the decimal mark")]
    TooLarge(&'static str),
    /// More rows or customers than the tables can number.
    #[error("the orders hold more than 4,294,967,295 lines or customers. Split the period")]
    TooMany,
    /// Columns of the orders table that do not belong together: a defect of the intake, not of the file.
    #[error("the order columns have different lengths or name a customer that is not listed")]
    TornOrders,
    /// Every order is worth nothing.
    #[error("each of the {0} orders is worth nothing, so nobody is known to have bought anything")]
    OnlyZeroOrders(u64),
    /// Whoever asked wants no answer any more.
    #[error("measuring was asked to stop")]
    Cancelled,
    /// The operating system gives no threads.
    #[error("the worker threads could not be started: {0}")]
    Threads(String),
}

/// Measures everything that the engine will know.
///
/// # Errors
/// When there is nothing to measure, no end of observation, or sums that would not fit 64 bits.
pub fn measure(tables: &Tables, ask: &ExtractRequest) -> Result<Extract, ExtractError> {
    measure_until_cancelled(tables, ask, &|| false)
}
/// The same, asking between its parts whether anyone still wants the answer.
///
/// # Errors
/// See [`measure`]; [`ExtractError::Cancelled`].
pub fn measure_until_cancelled(tables: &Tables, ask: &ExtractRequest, cancelled: Cancelled) -> Result<Extract, ExtractError> {
    refuse_unmeasurable(tables)?;
    let as_of = match ask.as_of {
        Some(day) => day,
        None => last_day_seen(tables)?,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(ask.threads).build().map_err(|e| ExtractError::Threads(e.to_string()))?;
    pool.install(|| measure_until(tables, ask, as_of, cancelled))
}
/// The cuts of the transactions that [`measure`] gives, apart for each group of customers: `group_of` says the group of an id, by number below `groups`;
/// who is in no group is left out. One list of cuts for each group; none where there are no orders.
///
/// # Errors
/// See [`measure`].
pub fn cuts_by_group(
    tables: &Tables,
    ask: &ExtractRequest,
    group_of: &(dyn Fn(&str) -> Option<usize> + Sync),
    groups: usize,
) -> Result<Vec<Vec<RftCut>>, ExtractError> {
    let as_of = ask.as_of.map_or_else(|| last_day_seen(tables), Ok)?;
    let Some(orders) = tables.orders.as_ref() else { return Ok(vec![]) };
    let group_of: Vec<Option<usize>> = orders.customers.ids.iter().map(|id| group_of(id)).collect();
    let grouped = orders::Grouped::until(orders, as_of, tables.count_zero_orders);
    Ok(grouped.map_or_else(Vec::new, |g| transactions::cuts_by_group(&g, ask.calibration_end, &group_of, groups)))
}

fn measure_until(tables: &Tables, ask: &ExtractRequest, as_of: Date, cancelled: Cancelled) -> Result<Extract, ExtractError> {
    let going_on = || if cancelled() { Err(ExtractError::Cancelled) } else { Ok(()) };
    going_on()?;
    let orders = tables.orders.as_ref().and_then(|o| orders::Grouped::until(o, as_of, tables.count_zero_orders));
    let measured = orders.as_ref().map(|g| transactions::measure(g, ask.calibration_end));
    measured.as_ref().map_or(Ok(()), |(facts, _)| somebody_bought(facts))?;
    going_on()?;
    let customers = measured.as_ref().map(|m| &m.1);
    let beside = Beside::until(tables, as_of);
    going_on()?;
    let known = usage::Known { orders: orders.as_ref(), customers, elsewhere: None, subscriptions: beside.subscriptions.as_ref(), as_of };
    let voice_and_panel = || {
        let voice_facts = beside.voice(&known);
        let panel = panel::choose(&known, &beside.sides(voice_facts.as_ref()), ask.panel_size);
        (voice_facts, panel)
    };
    let (usage_facts, (voice_facts, (panel, panel_weight))) = rayon::join(|| beside.usage(&known), voice_and_panel);
    going_on()?;
    let extract = Extract {
        origin: ask.origin,
        currency: ask.currency.clone(),
        as_of,
        fingerprint: String::new(),
        tables: tables.quality.clone(),
        subscriptions: beside.subscriptions(),
        usage: usage_facts,
        voice: voice_facts,
        members: beside.members(),
        ledger: beside.ledger(),
        rewards: rewards(tables),
        items: tables.orders.as_ref().and_then(|o| items::measure(o, as_of)),
        transactions: measured.map(|m| m.0),
        spend_per_point: tables.spend_per_point,
        assumed_order_value: tables.assumed_order_value,
        lost: vec![],
        incomplete: tables.incomplete.clone().or_else(|| history_completeness::doubt(tables, as_of)),
        panel,
        panel_weight,
    };
    finished(extract)
}
/// The extract of orders that were counted elsewhere, and of tables beside them whose rows are here; `quality` is that of all. With it the fingerprint of
/// the orders alone.
///
/// # Errors
/// When nobody bought anything, or sums would not fit.
pub fn of_sums(tables: &Tables, quality: Vec<TableQuality>, ask: &ExtractRequest, sums: OrderSums, asked: &Asked) -> Result<(Extract, String), ExtractError> {
    refuse_too_large(tables)?;
    let (as_of, facts, items, panel, panel_weight) = sums.taken();
    somebody_bought(&facts)?;
    let mut extract = finished(Extract {
        origin: ask.origin,
        currency: ask.currency.clone(),
        as_of,
        fingerprint: String::new(),
        tables: quality,
        transactions: Some(facts),
        spend_per_point: None,
        assumed_order_value: None,
        lost: vec![],
        incomplete: tables.incomplete.clone().or_else(|| history_completeness::told(asked.redemptions.0, asked.redemptions.1)),
        subscriptions: None,
        usage: None,
        voice: None,
        members: None,
        ledger: None,
        rewards: vec![],
        items,
        panel,
        panel_weight,
    })?;
    let of_orders = extract.fingerprint.clone();
    let beside = Beside::until(tables, as_of);
    if beside.is_none() && tables.rewards.is_none() {
        return Ok((extract, of_orders));
    }
    let known = usage::Known { orders: None, customers: None, elsewhere: Some(&asked.bought), subscriptions: beside.subscriptions.as_ref(), as_of };
    let voice = beside.voice(&known);
    let ids: Vec<String> = extract.panel.iter().map(|p| p.id.clone()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    panel::complete(&mut extract.panel, &ids, &known, &beside.sides(voice.as_ref()));
    let (subscriptions, usage, members, ledger) = (beside.subscriptions(), beside.usage(&known), beside.members(), beside.ledger());
    let extract = finished(Extract { subscriptions, usage, voice, members, ledger, rewards: rewards(tables), ..extract })?;
    Ok((extract, of_orders))
}
fn somebody_bought(facts: &TransactionFacts) -> Result<(), ExtractError> {
    if facts.buyers == 0 && !facts.zero_orders.is_none() { Err(ExtractError::OnlyZeroOrders(facts.zero_orders.orders)) } else { Ok(()) }
}
/// The extract with what its parts tell together.
fn finished(mut extract: Extract) -> Result<Extract, ExtractError> {
    let zero = extract.transactions.as_ref().map(|t| t.zero_orders).filter(|z| !z.is_none());
    let assumed = extract.assumed_order_value;
    let orders = extract.tables.iter_mut().filter(|t| t.table == "transactions");
    orders.for_each(|t| (t.zero_orders, t.assumed_order_value) = (zero, assumed));
    if is_empty(&extract) {
        return Err(ExtractError::NothingUntil(extract.as_of));
    }
    extract.fingerprint = fingerprint::of(&mut extract);
    Ok(extract)
}

fn is_empty(e: &Extract) -> bool {
    e.transactions.is_none()
        && e.subscriptions.is_none()
        && e.usage.is_none()
        && e.voice.is_none()
        && e.members.is_none()
        && e.ledger.is_none()
        && e.rewards.is_empty()
}

/// Refuses sums that would not fit and tables that hold nothing: afterwards no sum of any subset can overflow.
fn refuse_unmeasurable(t: &Tables) -> Result<(), ExtractError> {
    let rows = t.orders.as_ref().map_or(0, |o| o.customer.len())
        + t.subscriptions.as_ref().map_or(0, Vec::len)
        + t.usage.as_ref().map_or(0, Vec::len)
        + t.voice.as_ref().map_or(0, Vec::len)
        + t.members.as_ref().map_or(0, Vec::len)
        + t.ledger.as_ref().map_or(0, Vec::len)
        + t.rewards.as_ref().map_or(0, Vec::len);
    if rows == 0 {
        return Err(ExtractError::Empty);
    }
    if let Some(o) = &t.orders {
        let n = o.customer.len();
        if u32::try_from(n).is_err() || u32::try_from(o.customers.ids.len()).is_err() {
            return Err(ExtractError::TooMany);
        }
        let torn = o.day.len() != n || o.order_key.len() != n || o.amount.len() != n;
        let i = &o.items;
        let lines = i.item.len();
        let torn = torn || [i.line.len(), i.units.len(), i.amount.len()].iter().any(|l| *l != 0 && *l != lines) || i.line.is_empty() && lines > n;
        let named = |&at: &u32| at == NO_ITEM || (at as usize) < i.names.len();
        let torn = torn || i.line.par_iter().any(|&l| l as usize >= n) || !i.item.par_iter().all(named);
        if torn || o.customer.par_iter().any(|&c| c as usize >= o.customers.ids.len()) {
            return Err(ExtractError::TornOrders);
        }
        let sizes = o.amount.par_chunks(1 << 16).map(|part| part.iter().map(|a| i128::from(a.unsigned_abs())).sum::<i128>());
        if sizes.sum::<i128>() > i128::from(i64::MAX) {
            return Err(ExtractError::TooLarge("order"));
        }
    }
    refuse_too_large(t)
}
/// The same of the tables beside the orders.
fn refuse_too_large(t: &Tables) -> Result<(), ExtractError> {
    // Twelve times the monthly revenue is a figure too.
    fits(t.subscriptions.iter().flatten().map(|s| s.mrr.raw()), 12, "subscription")?;
    for of in [|l: &LedgerEntry| l.earned, |l: &LedgerEntry| l.redeemed, |l: &LedgerEntry| l.expired] {
        fits(t.ledger.iter().flatten().map(of), 4, "ledger")?;
    }
    fits(t.ledger.iter().flatten().filter_map(|l| l.cost).map(|c| c.raw()), 1, "ledger cost")
}

fn fits(amounts: impl Iterator<Item = i64>, factor: i128, what: &'static str) -> Result<(), ExtractError> {
    let sum: i128 = amounts.map(|a| i128::from(a).abs()).sum();
    if sum * factor > i128::from(i64::MAX) { Err(ExtractError::TooLarge(what)) } else { Ok(()) }
}

fn last_day_seen(t: &Tables) -> Result<Date, ExtractError> {
    let orders = t.orders.as_ref().and_then(|o| o.day.par_iter().max()).map(|&d| Date::from_days(d));
    let voice = || t.voice.iter().flatten().filter_map(|v| v.day).max();
    let joined = || t.members.iter().flatten().filter_map(|m| m.joined).max();
    orders.max(beside::last_day(t)).or_else(voice).or_else(joined).ok_or(ExtractError::NoDay)
}
fn rewards(tables: &Tables) -> Vec<RewardFact> {
    let mut rewards: Vec<RewardFact> = tables
        .rewards
        .iter()
        .flatten()
        .map(|r| RewardFact { name: r.name.clone(), points_price: r.points_price, value: r.value, unit_cost: r.unit_cost })
        .collect();
    rewards.sort_by(|a, b| (a.points_price, &a.name, a.value, a.unit_cost).cmp(&(b.points_price, &b.name, b.value, b.unit_cost)));
    rewards
}
