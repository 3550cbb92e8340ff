//! Subscriptions: what each is worth a month, and whether it runs.
use super::super::lexicon::{class_of, class_within};
use super::*;
use crate::canonical::Subscription;

/// How long a period is that an amount is for, as a fraction of months.
fn period(word: &str) -> Option<(i64, i64)> {
    Some(match class_of("billing", word).or_else(|| class_within("billing", word))? {
        // A year has 365.2425 days and 12 months.
        "week" => (7 * 12 * 10_000, 3_652_425),
        "fortnight" => (14 * 12 * 10_000, 3_652_425),
        "4weeks" => (28 * 12 * 10_000, 3_652_425),
        "day" => (12 * 10_000, 3_652_425),
        months => (months.parse().ok()?, 1),
    })
}
/// An amount for a period as one a month, rounded to the nearest ten-thousandth.
fn monthly(amount: Money, (months, parts): (i64, i64)) -> Option<Money> {
    let (numerator, denominator) = (i128::from(amount.raw()) * i128::from(parts), i128::from(months));
    let half = if numerator < 0 { -denominator / 2 } else { denominator / 2 };
    i64::try_from((numerator + half) / denominator).ok().map(Money::from_raw)
}
/// A row of a table of subscriptions.
pub(super) fn subscription(r: &Reading, row: &Row) -> Made<Subscription> {
    let customer = need(r, row)?;
    let unread = || ("the amount cannot be read", r.cell(row, "mrr").to_vec());
    let mut mrr = r.money(row, "mrr").ok_or_else(unread)?;
    let charged = mrr;
    let rule = &r.meaning.recurring;
    if rule.each
        && let Some(quantity) = r.money(row, "quantity")
    {
        mrr = mrr.times(quantity.raw()).ok_or_else(unread)?;
    }
    let billing = r.text(row, "billing").unwrap_or_default();
    let intervals = r.money(row, "intervals").map_or(1, |m| m.raw() / Money::SCALE).max(1);
    let told = billing.parse::<i64>().ok().filter(|m| (1..=60).contains(m)).map(|m| (m, 1));
    let told = told.or_else(|| period(&billing)).map(|(months, parts)| (months * intervals, parts));
    let by_plan = || r.text(row, "plan").and_then(|plan| period(&plan));
    let months = match rule.months {
        Some(months) => (i64::from(months), 1),
        None => told.or_else(by_plan).unwrap_or((1, 1)),
    };
    mrr = monthly(mrr, months).ok_or_else(unread)?;
    let end = r.day(row, "end");
    let status = r.text(row, "status");
    let state = status.as_deref().and_then(|s| r.said.word(s).or_else(|| class_of("subscriptions", s)));
    if state == Some("never") || state == Some("out") {
        return Err(("it is not paid yet", vec![]));
    }
    if status.is_some() && r.meaning.columns.at("status").is_some() && state.is_none() {
        return Err(("the word of its status is not known", r.cell(row, "status").to_vec()));
    }
    // A pause pays nothing, and nobody knows whether it ends: the subscription does not run.
    let paused = state == Some("paused") && end.is_none_or(|d| r.future(d));
    let whole = |(months, parts): (i64, i64)| if parts == 1 { u32::try_from(months).ok() } else { None };
    let tenure = std::str::from_utf8(id(r.cell(row, "tenure"))).ok().and_then(|t| t.parse::<u32>().ok());
    let value = Subscription {
        subscription: r.text(row, "subscription").unwrap_or_else(|| customer.clone()),
        start: r.day(row, "start"),
        end: end.filter(|_| !paused),
        tenure_months: tenure,
        ended: end.is_some() || paused || state == Some("ended") || truth(r.cell(row, "ended")).unwrap_or(false),
        mrr,
        plan: r.text(row, "plan"),
        trial: state == Some("trial") || truth(r.cell(row, "trial")).unwrap_or(false),
        billing_months: told.or_else(|| rule.months.is_none().then(by_plan).flatten()).and_then(whole),
        customer,
    };
    if value.start.is_none() && value.tenure_months.is_none() {
        return Err(("the date of the start cannot be read, and there is no tenure", r.cell(row, "start").to_vec()));
    }
    Ok((value, Some(charged)))
}
/// Where some ends lie ahead of the day of the question, they are terms of contracts: those after the last start that was seen have not
/// come, and they are no end of observation.
pub(super) fn ends_ahead(out: &mut Intake, count: &mut Count, today: Option<Date>) {
    let Some((all, today)) = out.tables.subscriptions.as_mut().zip(today) else { return };
    if !all.iter().any(|s| s.end.is_some_and(|d| d > today)) {
        return;
    }
    let Some(last_start) = all.iter().filter_map(|s| s.start).max() else { return };
    let mut ahead = 0u64;
    for s in all.iter_mut().filter(|s| s.end.is_some_and(|d| d > last_start)) {
        s.ended = false;
        ahead += 1;
    }
    count.notes.insert(format!("{ahead} subscriptions end after the last start that was seen: these are terms of contracts, and they run"));
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn amounts_of_any_period_become_amounts_a_month() {
        for (amount, word, shown) in [
            (290, "year", "24.1667"),
            (290, "annual", "24.1667"),
            (29, "monthly", "29.00"),
            (30, "quarter", "10.00"),
            (10, "week", "43.4813"),
            (60, "every 6 months", "10.00"),
            (240, "Two year", "10.00"),
            (120, "jährlich", "10.00"),
            (120, "annuel", "10.00"),
            (120, "pro_year", "10.00"),
            (12, "P1Y", "1.00"),
        ] {
            let months = period(word).expect(word);
            assert_eq!(monthly(Money::from_units(amount), months).map(|m| m.to_string()).as_deref(), Some(shown), "{word}");
        }
        assert_eq!(period("Gold"), None);
    }
}
