//! Customers who join: their number month by month, and what they are like; and the season of purchases.
use super::{Base, BaseMember};
use loyalty_model::assumption::Book;
use loyalty_model::extract::{Extract, TransactionFacts, TransactionMonth};
use loyalty_model::fact::Fact;
use loyalty_model::units::{Date, Month};
use loyalty_stats::arrivals::{self, Ahead};

/// Months after the last observation that are laid out: the longest horizon and the longest wait before it.
const MONTHS: usize = 240;
/// Last day of a month's beginning: a file that begins later holds no whole first month.
const BEGINNING: i8 = 3;
/// Joiners of a year from which a season of theirs, or a season of purchases of as many orders, is looked for.
const ENOUGH: f64 = 120.0;

/// How the number of joiners is forecast.
struct Joining {
    ahead: Ahead,
    /// Months between the last whole month and the first after the last observation.
    skipped: usize,
}
/// Months that the file holds from their first to their last day.
fn whole(t: &TransactionFacts, as_of: Date) -> &[TransactionMonth] {
    let begun = usize::from(t.first_day.ymd().2 > BEGINNING);
    let ended = t.months.iter().position(|m| !is_over(m.month, as_of)).unwrap_or(t.months.len());
    t.months.get(begun.min(ended)..ended).unwrap_or_default()
}
fn is_over(month: Month, as_of: Date) -> bool {
    month < as_of.plus_days(1).month()
}
/// Forecasts joiners from counts of whole months that follow each other.
fn forecast(counts: &[(Month, u64)], as_of: Date) -> Option<Joining> {
    let first = counts.first()?.0;
    let numbers: Vec<f64> = counts.iter().map(|c| c.1 as f64).collect();
    let ahead = arrivals::forecast(&numbers, first.year_month().1 as usize - 1)?;
    let last = first.index() + counts.len() as i32 - 1;
    Some(Joining { ahead, skipped: usize::try_from(as_of.month().index() - last).unwrap_or(0) })
}
/// Joiners of a company with orders; `from`: earlier customers may be older than they look. A number of the company's own goes before what is counted.
pub(super) fn of_orders(t: &TransactionFacts, extract: &Extract, from: Option<Date>, book: &Book, base: &mut Base) -> Vec<Fact> {
    let known = |m: &&TransactionMonth| from.is_none_or(|day| m.month > day.month());
    let counts: Vec<(Month, u64)> = whole(t, extract.as_of).iter().filter(known).map(|m| (m.month, m.new)).collect();
    lay_out(base, &counts, extract.as_of, book)
}
/// Joiners of a company with subscriptions.
pub(super) fn of_subscriptions(extract: &Extract, book: &Book, base: &mut Base) -> Vec<Fact> {
    let Some(s) = &extract.subscriptions else { return vec![] };
    let counts: Vec<(Month, u64)> = s.months.iter().filter(|m| is_over(m.month, extract.as_of)).map(|m| (m.month, m.new_customers)).collect();
    lay_out(base, &counts, extract.as_of, book)
}
/// Tells what was found.
fn lay_out(base: &mut Base, counts: &[(Month, u64)], as_of: Date, book: &Book) -> Vec<Fact> {
    let told = book.value("base.new_per_month");
    if told > 0.0 {
        base.new_per_month = told;
        return vec![Fact::new("joiners-given").number("ahead", told)];
    }
    let Some(joining) = forecast(counts, as_of) else { return vec![] };
    base.new_ahead = (1..=MONTHS).map(|h| joining.ahead.month(joining.skipped + h)).collect();
    base.new_per_month = base.new_ahead.iter().take(12).map(|m| m.0).sum::<f64>() / 12.0;
    base.new_log_sd = base.new_ahead.get(11).map_or(base.new_log_sd, |m| m.1);
    explained(&joining, counts, base)
}
/// Whether a trend and a season were found, and what is forecast.
fn explained(j: &Joining, counts: &[(Month, u64)], base: &Base) -> Vec<Fact> {
    let year = &counts[counts.len().saturating_sub(12)..];
    let last = year.iter().map(|c| c.1 as f64).sum::<f64>() / year.len().max(1) as f64;
    let mut out = vec![match (j.ahead.trend, j.ahead.misses) {
        (_, Some((flat, _))) if j.ahead.recent.is_some() => Fact::new("joiners-recent")
            .number("last", last)
            .number("ahead", base.new_per_month)
            .share("miss", libm::expm1(j.ahead.recent.unwrap_or(0.0)))
            .share("flat", libm::expm1(flat)),
        (Some(slope), Some((flat, trend))) => Fact::new("joiners-trend")
            .number("last", last)
            .number("ahead", base.new_per_month)
            .share("growth", libm::expm1(slope))
            .share("miss", libm::expm1(trend))
            .share("flat", libm::expm1(flat)),
        (_, Some((flat, trend))) => {
            Fact::new("joiners-flat").number("ahead", base.new_per_month).share("miss", libm::expm1(trend)).share("flat", libm::expm1(flat))
        }
        _ => Fact::new("joiners-short").number("ahead", base.new_per_month).count("months", counts.len() as u64),
    }];
    if let Some(s) = &j.ahead.season {
        let (low, high) = s.factors.iter().fold((f64::INFINITY, 0.0_f64), |(l, h), f| (l.min(*f), h.max(*f)));
        out.push(Fact::new("joiners-season").share("low", low).share("high", high));
    }
    out
}
/// What a new customer is like: those who joined in the last year, or everybody where they are few.
pub(super) fn alike(extract: &Extract, base: &Base) -> Vec<BaseMember> {
    let from = extract.as_of.plus_days(-365);
    let recent: Vec<&BaseMember> = base.members.iter().filter(|m| extract.panel[m.panel as usize].first_day > from).collect();
    let pick = if recent.len() >= 30 { recent } else { base.members.iter().collect() };
    imagined(&pick)
}
/// Up to 256 evenly spaced customers as they were on joining: active, without history, subscription or points.
pub(super) fn imagined(like: &[&BaseMember]) -> Vec<BaseMember> {
    let step = (like.len() / 256).max(1);
    let new = |m: &&BaseMember| BaseMember {
        p_alive: 1.0,
        panel: u32::MAX,
        weight: 1.0,
        net_last_12: [0.0; 12],
        orders_last_12: [0; 12],
        mrr: 0.0,
        opening_points: 0.0,
        ..(*m).clone()
    };
    like.iter().step_by(step).take(256).map(new).collect()
}
/// Season of purchases of an extract: factors of January to December.
pub fn season_of(extract: &Extract) -> [f64; 12] {
    extract.transactions.as_ref().map_or([1.0; 12], |t| season(t, extract.as_of))
}
/// Season of purchases where two whole years agree on one; flat elsewhere.
pub(super) fn season(t: &TransactionFacts, as_of: Date) -> [f64; 12] {
    let months = whole(t, as_of);
    let orders: Vec<f64> = months.iter().map(|m| m.orders as f64).collect();
    let enough = orders.iter().rev().take(12).sum::<f64>() >= ENOUGH;
    let first = months.first().map_or(0, |m| m.month.year_month().1 as usize - 1);
    arrivals::season(&orders, first).filter(|_| enough).map_or([1.0; 12], |s| s.factors)
}
