//! Members and rewards.
use super::*;

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
        birth_month: r.day(row, "birthday").map(|d| d.ymd().1 as u32),
    };
    Ok((value, None))
}
pub(super) fn reward(r: &Reading, row: &Row) -> Made<RewardOffer> {
    let name = r.text(row, "name").ok_or(("the name is missing", vec![]))?;
    let points = r.money(row, "points").filter(|p| p.raw() > 0).ok_or_else(|| ("the price in points cannot be read", r.cell(row, "points").to_vec()))?;
    Ok((RewardOffer { name, points_price: (points.raw() / Money::SCALE) as u64, value: r.money(row, "value"), unit_cost: r.money(row, "cost") }, None))
}
