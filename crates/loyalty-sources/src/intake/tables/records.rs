//! Rows of the other tables, each as its record.
use super::*;

fn need(r: &Reading, row: &Row) -> Result<String, (&'static str, Vec<u8>)> {
    let c = r.customer(row);
    if c.is_empty() { Err(("the customer is missing", vec![])) } else { Ok(words(c)) }
}
pub(super) fn subscription(r: &Reading, row: &Row) -> Made<Subscription> {
    let customer = need(r, row)?;
    let mrr = r.money(row, "mrr").ok_or_else(|| ("the amount cannot be read", r.cell(row, "mrr").to_vec()))?;
    let end = r.day(row, "end");
    let billing = r.text(row, "billing").map(|b| b.to_lowercase()).unwrap_or_default();
    let months = [("two year", 24), ("2 year", 24), ("annual", 12), ("year", 12), ("quarter", 3), ("month", 1)]
        .iter()
        .find(|(w, _)| billing.contains(w))
        .map(|(_, m)| *m)
        .or_else(|| billing.parse::<u32>().ok().filter(|m| (1..=60).contains(m)));
    let tenure = std::str::from_utf8(id(r.cell(row, "tenure"))).ok().and_then(|t| t.parse::<u32>().ok());
    let value = Subscription {
        subscription: r.text(row, "subscription").unwrap_or_else(|| customer.clone()),
        start: r.day(row, "start"),
        end,
        tenure_months: tenure,
        ended: end.is_some() || truth(r.cell(row, "ended")).unwrap_or(false),
        mrr,
        plan: r.text(row, "plan"),
        trial: truth(r.cell(row, "trial")).unwrap_or(false),
        billing_months: months,
        customer,
    };
    if value.start.is_none() && value.tenure_months.is_none() {
        return Err(("the date of the start cannot be read, and there is no tenure", r.cell(row, "start").to_vec()));
    }
    Ok((value, Some(mrr)))
}
pub(super) fn member(r: &Reading, row: &Row) -> Made<Member> {
    let value = Member {
        customer: need(r, row)?,
        joined: r.day(row, "joined").or_else(|| r.month(row, "joinedyear", "joinedmonth")),
        left: r.day(row, "left").or_else(|| r.month(row, "leftyear", "leftmonth")),
        tier: r.text(row, "tier"),
        segment: r.text(row, "segment"),
        place: r.text(row, "place"),
        email_consent: truth(r.cell(row, "consent")),
        referred_by: r.text(row, "referredby"),
    };
    Ok((value, None))
}
pub(super) fn ledger(r: &Reading, row: &Row) -> Made<LedgerEntry> {
    let hundredths = |name| r.money(row, name).map_or(0, |m| m.raw() / 100);
    let day = r.time(row).ok_or_else(|| ("the date cannot be read", r.cell(row, "time").to_vec()))?;
    let value = LedgerEntry {
        customer: need(r, row)?,
        day,
        earned: hundredths("earned"),
        redeemed: hundredths("redeemed").abs(),
        expired: hundredths("expired").abs(),
        cost: r.money(row, "cost"),
    };
    Ok((value, None))
}
pub(super) fn reward(r: &Reading, row: &Row) -> Made<RewardOffer> {
    let name = r.text(row, "name").ok_or(("the name is missing", vec![]))?;
    let points = r.money(row, "points").filter(|p| p.raw() > 0).ok_or_else(|| ("the price in points cannot be read", r.cell(row, "points").to_vec()))?;
    Ok((RewardOffer { name, points_price: (points.raw() / Money::SCALE) as u64, value: r.money(row, "value"), unit_cost: r.money(row, "cost") }, None))
}
pub(super) fn usage(text: &mut Text, of: &One, gathered: &mut Gathered) -> Result<Count, IntakeError> {
    let r = of.reading;
    if r.columns.at("customer").is_none() && r.columns.at("subscription").is_none() {
        return Err(IntakeError::new(
            Kind::MissingColumn,
            &text.path,
            "no column was recognised as customer or subscription",
            format!("Its columns are {}", text.header.join(", ")),
            "say which one it is: --map usage.customer=COLUMN",
        )
        .asking(Ask::Column { table: TableKind::Usage, column: "customer", candidates: text.header.clone() }));
    }
    fn one(r: &Reading, row: &Row) -> Made<(Usage, String)> {
        let who = if r.columns.at("customer").is_some() { r.customer(row) } else { r.cell(row, "subscription") };
        if who.is_empty() {
            return Err(("the customer is missing", vec![]));
        }
        let day = r.day(row, "time").ok_or_else(|| ("the date cannot be read", r.cell(row, "time").to_vec()))?;
        let at_the_till = r.columns.uses.iter().any(|u| u.canonical == "time" && u.column.to_lowercase().contains("redemption"));
        let feature = r.text(row, "feature").unwrap_or_default();
        let feature = if at_the_till { format!("coupon redemption {feature}") } else { feature };
        let count = r.money(row, "count").map_or(1, |m| (m.raw() / Money::SCALE).clamp(0, i64::from(u32::MAX)) as u32);
        Ok(((Usage { customer: words(who), day, feature, count }, r.text(row, "id").unwrap_or_default()), None))
    }
    let by_subscription = r.columns.at("customer").is_none();
    let (count, all) = numbered(text, of, one)?;
    gathered.usage.extend(all.into_iter().map(|(line, (usage, id))| (id, usage, (of.at, line), by_subscription)));
    Ok(count)
}
pub(super) fn voice(r: &Reading, row: &Row) -> Made<Voice> {
    let score = r.money(row, "score").map(|m| (m.raw() / 100).clamp(0, 1_000_000) as u32);
    let customer = r.customer(row);
    let left = r.columns.uses.iter().any(|u| u.canonical == "left") && (truth(r.cell(row, "left")).unwrap_or_else(|| r.day(row, "left").is_some()));
    let value = Voice {
        customer: (!customer.is_empty()).then(|| words(customer)),
        day: r.day(row, "time"),
        score_hundredths: score,
        scale_max: 0,
        text: r.text(row, "text").unwrap_or_default(),
        theme: r.text(row, "theme"),
        left,
    };
    Ok((value, None))
}
