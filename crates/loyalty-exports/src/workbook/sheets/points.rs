//! Members, points by month of issue, and the liability.
use super::{Model, SOURCES, name};
use crate::workbook::formula::{Expr, Fix, Func, ONE, ZERO, call, plus, sum};
use crate::workbook::grid::{At, Book};
use crate::workbook::layout::{Pen, REMARK, Row, Spec, flow, ratio, stock};
use crate::workbook::style::{CellFormat, Role, look};
use loyalty_model::plan::Plan;

/// Members, customers, sales.
pub fn members(book: &mut Book, plan: &Plan, m: &mut Model) {
    let c = m.currency.clone();
    let lift = m.stretch["lift"].fixed();
    let mut pen = Pen::begin(
        book,
        name::MEMBERS,
        "As simulated × strength of the effects × correction of the response curve. Tiers are corrected one by one, then made to add up.",
        m.months,
    );
    pen.timeline(Some(m.row("number")), Some(m.row("day")));
    pen.heading("Members");
    let active = m.row("members");
    let members = pen.row(stock("Active members", "members", CellFormat::Whole), |t| m.corrected("members", active.at(t)));
    let rows = members_by_tier(&mut pen, plan, m, members);
    if let (Some(first), Some(last)) = (rows.first(), rows.last()) {
        let total = pen.row(stock("Members of all tiers", "members", CellFormat::Whole).bold(), |t| sum(first.down_to(*last, t)));
        pen.heading("Share of members by tier");
        let shares: Vec<Row> = rows
            .iter()
            .zip(&plan.design.economics.drivers.tiers)
            .map(|(row, tier)| pen.row(ratio(&m.tier_name(plan, &tier.tier), "share", CellFormat::Percent), |t| row.at(t).over(total.at(t), ZERO)))
            .collect();
        let all = pen.row(ratio("All tiers", "share", CellFormat::Percent).bold(), |t| sum(shares[0].down_to(shares[shares.len() - 1], t)));
        let flags = pen.row(ratio("Months with members", "0 or 1", CellFormat::Ordinal), |t| total.at(t).equals(ZERO).then(ZERO, ONE));
        m.rows.extend([("tier_members".into(), total), ("tier_shares".into(), all), ("tier_flags".into(), flags)]);
    }
    pen.heading("Orders and net sales");
    let (ow, on) = (m.row("orders_with"), m.row("orders_without"));
    let orders = pen.row(flow("Incremental orders", "orders", CellFormat::Whole), |t| m.corrected("orders", (ow.at(t) - on.at(t)) * lift.clone()));
    let (with, without, friends) = (m.row("net_with"), m.row("net_without"), m.row("net_referred"));
    let none = pen.row(flow("Net sales without the program", &c, CellFormat::Whole), |t| without.at(t));
    let effects = pen.row(flow("Net sales moved by the effects", &c, CellFormat::Whole), |t| {
        m.corrected("effects", (with.at(t) - without.at(t) - friends.at(t)) * lift.clone())
    });
    let referred = pen.row(flow("Net sales of referred customers", &c, CellFormat::Whole), |t| m.corrected("referred", friends.at(t)));
    let more = pen.row(flow("Incremental net sales", &c, CellFormat::Whole).bold(), |t| effects.at(t) + referred.at(t));
    let live = pen.row(flow("Net sales with the program", &c, CellFormat::Whole).bold(), |t| none.at(t) + more.at(t));
    let growth = pen.row(ratio("Net sales with the program ÷ as planned", "factor", CellFormat::Factor), |t| live.at(t).over(with.at(t), ONE));
    m.rows.extend([
        ("members.live".into(), members),
        ("orders.live".into(), orders),
        ("net.live".into(), live),
        ("net.none".into(), none),
        ("more.live".into(), more),
        ("net.growth".into(), growth),
    ]);
}
/// Members of each tier as corrected, then made to add up to the members of the program.
fn members_by_tier(pen: &mut Pen, plan: &Plan, m: &mut Model, members: Row) -> Vec<Row> {
    let tiers = &plan.design.economics.drivers.tiers;
    if tiers.is_empty() {
        return vec![];
    }
    pen.heading("Active members by tier, before they add up");
    let raw: Vec<Row> = tiers
        .iter()
        .map(|tier| {
            let source = m.row(&format!("tier.{}.members", tier.tier));
            let name = m.tier_name(plan, &tier.tier);
            pen.row(stock(&name, "members", CellFormat::Whole), |t| m.corrected(&format!("tier.{}.members", tier.tier), source.at(t)))
        })
        .collect();
    let factor = pen.row(ratio("Members of the program ÷ sum of these", "factor", CellFormat::Factor), |t| {
        members.at(t).over(sum(raw[0].down_to(raw[raw.len() - 1], t)), ONE)
    });
    pen.heading("Active members by tier");
    let one = |(tier, raw): (&loyalty_model::drivers::TierDrivers, &Row)| {
        let row = pen.row(stock(&m.tier_name(plan, &tier.tier), "members", CellFormat::Whole), |t| raw.at(t) * factor.at(t));
        m.rows.insert(format!("tier.{}.members.live", tier.tier), row);
        row
    };
    tiers.iter().zip(&raw).map(one).collect()
}
/// Points earned, redeemed, lapsed by month of issue; the points account.
pub fn earn_and_burn(book: &mut Book, _: &Plan, m: &mut Model) {
    let (earn, redemption) = (m.stretch["earn_rate"].fixed(), m.stretch["redemption"].fixed());
    let mut pen = Pen::begin(
        book,
        name::EARN,
        "Points on purchases follow earn rate and sales; redemption of a month's points follows their number and the expected redemption rate; what is never redeemed expires as simulated; each × its correction.",
        m.months,
    );
    pen.timeline(Some(m.row("number")), Some(m.row("day")));
    let growth = m.row("net.growth");
    let by_source = |pen: &mut Pen, stem: &str, by: Option<&Expr>| -> Vec<Row> {
        SOURCES
            .iter()
            .map(|(id, label)| {
                let source = m.row(&format!("{stem}_{id}"));
                let own = |t: u16| m.corrected(id, if *id == "purchases" { source.at(t) * earn.clone() * growth.at(t) } else { source.at(t) });
                pen.row(flow(label, "points", CellFormat::Whole), |t| match by {
                    Some(by) => own(t) * by.clone(),
                    None => own(t),
                })
            })
            .collect()
    };
    pen.heading("Points issued");
    let issued = by_source(&mut pen, "points", None);
    let total = pen.row(flow("Points issued", "points", CellFormat::Whole).bold(), |t| sum(issued[0].down_to(issued[5], t)));
    let opening = m.row("opening");
    let fresh = pen.row(flow("Issued or brought in", "points", CellFormat::Whole), |t| total.at(t));
    pen.at_launch(fresh, opening.launch(), CellFormat::Whole);
    let planned_rows: Vec<Row> = SOURCES.iter().map(|(id, _)| m.row(&format!("points_{id}"))).collect();
    let planned = pen.row(flow("Issued or brought in, as planned", "points", CellFormat::Whole), |t| plus(planned_rows.iter().map(|r| r.at(t))));
    pen.at_launch(planned, opening.launch(), CellFormat::Whole);
    let cumulated = |pen: &mut Pen, label: &str, of: Row| {
        let own = pen.ahead(0);
        let row = pen.row(ratio(label, "points", CellFormat::Whole), |t| own.before(t) + of.at(t));
        pen.at_launch(row, of.launch(), CellFormat::Whole);
        row
    };
    let so_far = cumulated(&mut pen, "Issued or brought in so far", fresh);
    let planned_so_far = cumulated(&mut pen, "Issued or brought in so far, as planned", planned);
    let grown = pen.row(ratio("So far ÷ as planned", "factor", CellFormat::Factor), |t| so_far.at(t).over(planned_so_far.at(t), ONE));

    pen.heading("Of the points issued in the month, expected to be redeemed");
    let expected = by_source(&mut pen, "expected", Some(&redemption));
    let all = pen.row(flow("Expected to be redeemed", "points", CellFormat::Whole).bold(), |t| sum(expected[0].down_to(expected[5], t)));
    let before: Vec<Row> = SOURCES.iter().map(|(id, _)| m.row(&format!("expected_{id}"))).collect();
    let factor = pen.row(ratio("÷ as planned", "factor", CellFormat::Factor), |t| all.at(t).over(plus(before.iter().map(|r| r.at(t))), ONE));

    let redeemed = cohort_block(&mut pen, m, "redeemed", "Points redeemed, by month of issue", |row| {
        m.corrected("redeemed", index(fresh, row).over(index(planned, row), ONE) * redemption.clone())
    });
    let burnt = pen.row(flow("Points redeemed", "points", CellFormat::Whole).bold(), |t| block_sum(&redeemed, t));
    let source = m.cohorts.get("redeemed").cloned().unwrap_or_default();
    let burnt_planned = pen.row(flow("Points redeemed, as planned", "points", CellFormat::Whole), |t| block_sum(&source, t));
    let lapsed = cohort_block(&mut pen, m, "lapsed", "Points expired or forfeited, by month of issue", |row| {
        let i = row.0 as usize;
        let left = index(planned, row) - source[i].total();
        m.corrected("lapsed", (index(fresh, row) - redeemed[i].total()).over(left, ONE))
    });
    let gone = pen.row(flow("Points expired or forfeited", "points", CellFormat::Whole).bold(), |t| block_sum(&lapsed, t));
    let (e, f) = (m.row("points_expired"), m.row("points_forfeited"));
    let expired = pen.row(flow("Of these, expired", "points", CellFormat::Whole), |t| gone.at(t) * e.at(t).over(e.at(t) + f.at(t), ZERO));

    pen.heading("Points account");
    let closing = pen.ahead(4);
    let start = pen.row(ratio("Opening", "points", CellFormat::Whole), |t| closing.before(t));
    let plus_row = pen.row(flow("+ issued", "points", CellFormat::Whole), |t| total.at(t));
    let minus = pen.row(flow("− redeemed", "points", CellFormat::Whole), |t| burnt.at(t));
    let less = pen.row(flow("− expired or forfeited", "points", CellFormat::Whole), |t| gone.at(t));
    let closing = pen.row(stock("Closing", "points", CellFormat::Whole).bold(), |t| start.at(t) + plus_row.at(t) - minus.at(t) - less.at(t));
    pen.at_launch(closing, opening.launch(), CellFormat::Whole);
    let (p, o) = (m.row("points_pending"), m.row("points_outstanding"));
    let pending = pen.row(stock("Of these, pending", "points", CellFormat::Whole), |t| closing.at(t) * p.at(t).over(p.at(t) + o.at(t), ZERO));
    let spendable = pen.row(stock("Of these, spendable", "points", CellFormat::Whole), |t| closing.at(t) - pending.at(t));
    for (id, row) in [
        ("issued", total),
        ("grown", grown),
        ("expected", all),
        ("expected.factor", factor),
        ("redeemed", burnt),
        ("redeemed.planned", burnt_planned),
        ("lapsed", gone),
        ("expired", expired),
        ("closing", closing),
        ("pending", pending),
        ("spendable", spendable),
        ("planned_so_far", planned_so_far),
        ("planned", planned),
    ] {
        m.rows.insert(format!("live.{id}"), row);
    }
    for ((id, _), row) in SOURCES.iter().zip(&expected) {
        m.rows.insert(format!("live.expected_{id}"), *row);
    }
}
/// The cell of a cohort in a row that begins at launch: the cohort's number stands in the remark column.
fn index(of: Row, (_, number): (u32, At)) -> Expr {
    call(Func::Index, [of.with_launch(), Expr::Cell(number, Fix::Column) + ONE])
}
fn block_sum(rows: &[Row], t: u16) -> Expr {
    match rows {
        [] => ZERO,
        [first, ..] => sum(first.down_to(rows[rows.len() - 1], t)),
    }
}
fn cohort_block(pen: &mut Pen, m: &Model, what: &str, heading: &str, factor: impl Fn((u32, At)) -> Expr) -> Vec<Row> {
    pen.heading(heading);
    let source = m.cohorts.get(what).cloned().unwrap_or_default();
    let one = |(i, from): (usize, &Row)| {
        let label = if i == 0 { "Brought in".to_string() } else { format!("Issued in month {i}") };
        let own = pen.ahead(0);
        let row = pen.row(flow(&label, "points", CellFormat::Whole), |t| {
            from.at(t) * Expr::Cell(At { sheet: own.sheet, row: own.row, column: super::super::layout::CONSTANT }, Fix::Column)
        });
        let number =
            pen.formula(row.row, REMARK, Expr::Cell(At { sheet: from.sheet, row: from.row, column: REMARK }, Fix::Free), look(Role::Calc, CellFormat::Ordinal));
        pen.constant(row, factor((i as u32, number)), CellFormat::Factor);
        row
    };
    source.iter().enumerate().map(one).collect()
}
/// Liability: the expected cost of points outstanding, as a corkscrew.
pub fn liability(book: &mut Book, _: &Plan, m: &mut Model) {
    let c = m.currency.clone();
    let (redemption, cost) = (m.stretch["redemption"].fixed(), m.live["point_cost"].fixed());
    let mut pen = Pen::begin(
        book,
        name::LIABILITY,
        "Expected cost of points outstanding: a management figure. The plan holds the contract liability of the accounts (IFRS 15) separately.",
        m.months,
    );
    pen.timeline(Some(m.row("number")), Some(m.row("day")));
    pen.heading("Points still expected to be redeemed");
    let closing = pen.ahead(4);
    let points = |label| flow(label, "points", CellFormat::Whole);
    let start = pen.row(ratio("Opening", "points", CellFormat::Whole), |t| closing.before(t));
    let (expected, redeemed, planned) = (m.row("live.expected"), m.row("live.redeemed"), m.row("live.redeemed.planned"));
    let (at_cost, lost, grown) = (m.row("redeemed_at_cost"), m.row("reestimate"), m.row("live.grown"));
    let more = pen.row(points("+ expected of the month's issue"), |t| expected.at(t));
    let out = pen.row(points("− redeemed"), |t| at_cost.at(t) * redeemed.at(t).over(planned.at(t), ONE));
    let given = pen.row(points("− given up: beyond what is held"), |t| m.corrected("given_up", lost.at(t) * redemption.clone() * grown.at(t)));
    let closing = pen.row(stock("Closing", "points", CellFormat::Whole).bold(), |t| start.at(t) + more.at(t) - out.at(t) - given.at(t));
    pen.at_launch(closing, m.row("opening_expected").launch() * redemption.clone(), CellFormat::Whole);
    pen.heading("Expected cost");
    let money = |label| flow(label, c.as_str(), m.kind);
    let last = pen.ahead(4);
    let open = pen.row(ratio("Opening", &c, m.kind), |t| last.before(t));
    let added = pen.row(money("+ points issued, at expected cost"), |t| more.at(t) * cost.clone());
    let paid = pen.row(money("− redeemed"), |t| out.at(t) * cost.clone());
    let freed = pen.row(money("− given up"), |t| given.at(t) * cost.clone());
    let owed = pen.row(stock("Closing: expected cost of points outstanding", &c, m.kind).bold(), |t| open.at(t) + added.at(t) - paid.at(t) - freed.at(t));
    pen.at_launch(owed, closing.launch() * cost.clone(), m.kind);
    let change: Spec = money("Change of the month");
    let change = pen.row(change, |t| owed.at(t) - owed.before(t));
    m.rows.extend([("owed".into(), owed), ("paid".into(), paid), ("owed.change".into(), change), ("owed.points".into(), closing), ("given".into(), given)]);
    parts(&mut pen, m);
}
/// The share of customers that lacks a month, and what an expected point weighs: fraud and tax come on top of it, customers held out get none.
fn weights(pen: &mut Pen, m: &mut Model) -> Row {
    let live = |key: &str| m.live[key].fixed();
    let (number, abused) = (m.row("number"), m.row("fraud_on_points"));
    let held = pen.row(ratio("Share of customers who lack this month: they join when the test ends", "share", CellFormat::Percent), |t| {
        (number.last() - live("holdout_months")).below(number.at(t)).then(live("holdout"), ZERO)
    });
    let weighed = pen.row(ratio("Weight of a point: with fraud and tax, without customers held out", "factor", CellFormat::Factor), |t| {
        (ONE - held.at(t)) * (ONE + live("reward_vat") + live("fraud") * abused.at(t))
    });
    let (all, friends) = (m.row("incremental_at_margin"), m.row("referred_at_margin"));
    let c = m.currency.clone();
    let lost = pen.row(flow("Incremental net sales that customers held out would add, moved by the effects", &c, m.kind), |t| {
        m.corrected("effects", held.at(t) * (all.at(t) - friends.at(t)))
    });
    let unsent = pen.row(flow("Net sales of customers whom they would refer", &c, m.kind), |t| m.corrected("referred", held.at(t) * friends.at(t)));
    m.rows.extend([("held".into(), held), ("held.effects".into(), lost), ("held.referred".into(), unsent)]);
    weighed
}
/// What points cost, split by what stretches it: nothing, the earn rate, earn rate and effects together. The sensitivity tables read the totals.
fn parts(pen: &mut Pen, m: &mut Model) {
    pen.heading("Parts that the sensitivity tables read (corrected, at planned redemption; with fraud and tax, without customers held out)");
    let points = |label| flow(label, "points", CellFormat::Whole);
    let (with, without, friends) = (m.row("net_with"), m.row("net_without"), m.row("net_referred"));
    let base = pen.row(ratio("Share of net sales that no effect moves", "share", CellFormat::Percent), |t| {
        (without.at(t) + m.corrected("referred", friends.at(t))).over(with.at(t), ONE)
    });
    let moved = pen.row(ratio("Share of net sales that effects move", "share", CellFormat::Percent), |t| {
        m.corrected("effects", (with.at(t) - without.at(t) - friends.at(t)).over(with.at(t), ZERO))
    });
    let weighed = weights(pen, m);
    let bought = m.row("expected_purchases");
    let other: Vec<(&str, Row)> = SOURCES[1..].iter().map(|(id, _)| (*id, m.row(&format!("expected_{id}")))).collect();
    let expected = [
        pen.row(points("Expected redemptions: not on purchases"), |t| plus(other.iter().map(|(id, r)| m.corrected(id, r.at(t)))) * weighed.at(t)),
        pen.row(points("Expected redemptions: purchases that no effect moves"), |t| m.corrected("purchases", bought.at(t) * base.at(t) * weighed.at(t))),
        pen.row(points("Expected redemptions: purchases that effects move"), |t| m.corrected("purchases", bought.at(t) * moved.at(t) * weighed.at(t))),
    ];
    let earned = m.row("points_purchases");
    let given: Vec<(&str, Row)> = SOURCES[1..].iter().map(|(id, _)| (*id, m.row(&format!("points_{id}")))).collect();
    let mut so_far = |label: &str, f: &dyn Fn(u16) -> Expr, launch: Option<Expr>| {
        let own = pen.ahead(0);
        let row = pen.row(ratio(label, "points", CellFormat::Whole), |t| own.before(t) + f(t));
        if let Some(launch) = launch {
            pen.at_launch(row, launch, CellFormat::Whole);
        }
        row
    };
    let cumulated = [
        so_far(
            "Issued so far: not on purchases, or brought in",
            &|t| plus(given.iter().map(|(id, r)| m.corrected(id, r.at(t)))),
            Some(m.row("opening").launch()),
        ),
        so_far("Issued so far: purchases that no effect moves", &|t| m.corrected("purchases", earned.at(t) * base.at(t)), None),
        so_far("Issued so far: purchases that effects move", &|t| m.corrected("purchases", earned.at(t) * moved.at(t)), None),
    ];
    let (lost, all) = (m.row("reestimate"), m.row("live.planned_so_far"));
    let names = ["Given up: not on purchases", "Given up: purchases that no effect moves", "Given up: purchases that effects move"];
    for (i, (name, part)) in names.iter().zip(cumulated).enumerate() {
        // Where nothing was issued so far, nothing is stretched: the whole of it stands in the first part.
        let whole = if i == 0 { ONE } else { ZERO };
        let taxed = ONE + m.live["reward_vat"].fixed();
        let row = pen.row(points(name), |t| m.corrected("given_up", lost.at(t) * part.at(t).over(all.at(t), whole.clone()) * taxed.clone()));
        m.rows.insert(format!("part.{i}.given"), row);
        m.rows.insert(format!("part.{i}.expected"), expected[i]);
    }
}
