//! What finance books, as tables: points account, contract liability, journal, treatment of points, bridge, breakage, partners, memo.
use super::{Table, head};
use crate::copy::{element, journal_event, treatment};
use crate::format;
use loyalty_model::plan::{AccountingPeriod, Design, JournalEntry, PointsMonth};

/// All of them that have rows.
pub fn all(d: &Design) -> Vec<Table> {
    let all = [points_account(d), opening(d), schedule(d), sources(d), bridge(d), breakage(d), segments(d), partners(d), memo(d), journal(d)];
    all.into_iter().filter(|t| !t.rows.is_empty()).collect()
}
fn folded(title: &'static str, note: impl Into<String>, columns: &[&str], rows: Vec<Vec<String>>) -> Table {
    Table { title, note: note.into(), head: head(columns), rows, folded: true }
}
fn points_account(d: &Design) -> Table {
    let from_ledger = d.economics.points_account.iter().any(|m| m.redeemed_simulated.is_some());
    let row = |m: &PointsMonth| {
        let mut cells = vec![m.month.to_string()];
        cells.extend([m.opening, m.earned, m.reversed, m.redeemed].map(format::whole));
        cells.push(m.redeemed_range.map_or("–".into(), |[low, high]| format!("{} to {}", format::whole(low), format::whole(high))));
        cells.extend([m.reimbursed, m.expired, m.closing].map(format::whole));
        cells.push(m.closing_range.map_or("–".into(), |[low, high]| format!("{} to {}", format::whole(low), format::whole(high))));
        cells
    };
    let redemptions = if from_ledger {
        "Redemptions follow the points ledger (redeeming members, season, growth of one year); the business case keeps the simulated ones, and the bridge shows the difference."
    } else {
        "Means of the simulation."
    };
    folded(
        "Points account",
        format!(
            "{redemptions} Sales are net of refunds, so nothing is reversed or reimbursed here; the account of the real system has both. Ranges: P10 to P90."
        ),
        &["#Month", "#Opening", "#Earned", "#Earned, reversed", "#Redeemed", "#Range", "#Redeemed, reimbursed", "#Expired or forfeited", "#Closing", "#Range"],
        d.economics.points_account.iter().map(row).collect(),
    )
}
fn opening(d: &Design) -> Table {
    let (c, a) = (&d.brief.currency, &d.economics.accounting);
    let row = |o: &loyalty_model::plan::OpeningLiability| {
        let points = [o.outstanding, o.expected].map(format::whole);
        let [outstanding, expected] = points;
        vec![outstanding, expected, format::decimal(o.value, 5), format::percent_fine(o.allocation), format::money(o.computed, c), format::money(o.amount, c)]
    };
    let note = a
        .opening
        .as_ref()
        .map_or(String::new(), |o| crate::format::sentences(&[Some(o.from.clone()), o.repricing.clone()].into_iter().flatten().collect::<Vec<_>>()));
    folded(
        "Contract liability of points brought in",
        note,
        &["#Points outstanding", "#Expected to be redeemed", "#Value per redeemed point", "#Deferred share", "#Computed", "#Opening balance"],
        a.opening.iter().map(row).collect(),
    )
}
fn schedule(d: &Design) -> Table {
    let (a, c) = (&d.economics.accounting, &d.brief.currency);
    let row = |p: &AccountingPeriod| {
        let mut cells = vec![p.quarter.to_string()];
        let all = [
            p.sales,
            p.revenue_goods,
            p.opening,
            p.deferred,
            p.revenue_redeemed,
            p.revenue_lapsed,
            p.closing,
            p.current,
            p.non_current,
            p.marketing,
            p.revenue_reduction,
            p.contract_cost,
            p.marketing_obligation,
        ];
        cells.extend(all.map(|v| format::money(v, c)));
        cells
    };
    folded(
        "Contract liability by quarter",
        format!(
            "{} Expected redemption {}; stand-alone price of a point {}. Current: expected to be recognised within twelve months.",
            a.basis,
            format::percent(a.expected_redemption),
            format::decimal(a.stand_alone_price, 5)
        ),
        &[
            "#Quarter",
            "#Sales that earn",
            "#Revenue, goods",
            "#Opening liability",
            "#Deferred",
            "#Revenue, redeemed",
            "#Revenue, expired",
            "#Closing liability",
            "#Current",
            "#Non-current",
            "#Marketing expense",
            "#Revenue reduction",
            "#Cost of contracts",
            "#Obligation, granted points",
        ],
        a.periods.iter().map(row).collect(),
    )
}
fn sources(d: &Design) -> Table {
    let c = &d.brief.currency;
    let row = |s: &loyalty_model::plan::PointsTreatment| {
        vec![s.source.to_string(), treatment(s.treatment).into(), format::whole(s.points), format::money(s.amount, c), s.why.to_string()]
    };
    folded(
        "Treatment of points in the accounts",
        "Over the horizon. Deferred points at their part of the sale's price, the others at expected cost.",
        &["Points", "Treatment", "#Points issued", "#Amount", "Why"],
        d.economics.accounting.sources.iter().map(row).collect(),
    )
}
fn bridge(d: &Design) -> Table {
    let c = &d.brief.currency;
    let row = |s: &loyalty_model::plan::BridgeStep| vec![s.step.to_string(), format::money(s.amount, c), format::money(s.balance, c)];
    folded(
        "From the business case to the contract liability",
        "At the end of the horizon. The first and the last amount are balances; the changes between them add up.",
        &["Step", "#Amount", "#Balance"],
        d.economics.accounting.bridge.iter().map(row).collect(),
    )
}
fn breakage(d: &Design) -> Table {
    let row = |b: &loyalty_model::plan::IssueBreakage| {
        let mut cells = vec![if b.issued_in == 0 { "Brought in".into() } else { b.issued_in.to_string() }];
        cells.extend([b.issued, b.redeemed, b.lapsed, b.outstanding, b.expected, b.business_case].map(format::whole));
        cells
    };
    folded(
        "Breakage by month of issue",
        "In points, at the end of the horizon. Breakage in the accounts is what is not expected to be redeemed, expired points included.",
        &["#Month of issue", "#Issued", "#Redeemed", "#Expired", "#Outstanding", "#Breakage, accounts", "#Breakage, business case"],
        d.economics.accounting.breakage.iter().map(row).collect(),
    )
}
fn segments(d: &Design) -> Table {
    let row = |s: &loyalty_model::plan::SegmentBreakage| {
        vec![s.segment.clone(), format::whole(s.outstanding), format::whole(s.held_by_lapsed), format::whole(s.expected)]
    };
    folded(
        "Breakage of points brought in, by segment",
        "Points of customers who have left: by each customer's probability of being active. Breakage in the accounts is divided in their proportion.",
        &["Segment", "#Points outstanding", "#Held by customers who have left", "#Breakage, accounts"],
        d.economics.accounting.segments.iter().map(row).collect(),
    )
}
fn partners(d: &Design) -> Table {
    let c = &d.brief.currency;
    let row = |p: &loyalty_model::plan::ElementPeriod| {
        let mut cells = vec![p.quarter.to_string(), element(p.element).into()];
        cells.extend([p.opening, p.additions, p.released, p.other, p.translation, p.closing].map(|v| format::money(v, c)));
        cells
    };
    folded(
        "Points sold to partners",
        "Two elements: the reward, recognised as points are redeemed; running the program, recognised in equal parts over a point's life.",
        &["#Quarter", "Element", "#Opening", "#Billed", "#Released", "#Other", "#Translation", "#Closing"],
        d.economics.accounting.partners.iter().map(row).collect(),
    )
}
fn memo(d: &Design) -> Table {
    folded(
        "Accounting memo",
        "Judgements that your auditor will ask about.",
        &["Judgement"],
        d.economics.accounting.memo.iter().map(|m| vec![m.to_string()]).collect(),
    )
}
fn journal(d: &Design) -> Table {
    let c = &d.brief.currency;
    let row =
        |e: &JournalEntry| vec![e.quarter.to_string(), journal_event(e.event).into(), e.debit.to_string(), e.credit.to_string(), format::money(e.amount, c)];
    folded(
        "Journal by quarter",
        "Each line debits and credits the same amount.",
        &["#Quarter", "Event", "Debit", "Credit", "#Amount"],
        d.economics.accounting.journal.iter().map(row).collect(),
    )
}
