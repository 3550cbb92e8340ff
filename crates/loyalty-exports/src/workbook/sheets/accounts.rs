//! The accounting sheet: contract liability by quarter as a corkscrew, current and non-current, the bridge from the business case, breakage by month
//! of issue, the memo. As planned: the schedule is of the plan's simulation, so it does not follow the inputs; its balances are formulas.
use super::{Model, name};
use crate::copy::treatment;
use crate::workbook::formula::{Expr, Fix};
use crate::workbook::grid::{At, Book};
use crate::workbook::layout::{CONSTANT, LABEL, LAUNCH, Pen, REMARK, TOTAL, UNIT};
use crate::workbook::style::{CellFormat, Role, look};
use loyalty_model::plan::{Accounting, Plan};

/// Columns after those of every sheet.
const MORE: [u16; 6] = [6, 7, 8, 9, 10, 11];

fn cell(at: At) -> Expr {
    Expr::Cell(at, Fix::Free)
}
/// The sheet.
pub fn accounting(book: &mut Book, plan: &Plan, m: &mut Model) {
    let a = &plan.design.economics.accounting;
    let about = "As planned: taken from the plan, so these figures do not follow the inputs. Balances, splits and the bridge are formulas.";
    let mut pen = Pen::begin(book, name::ACCOUNTING, about, m.months);
    if let Some([planned, different]) = m.notices {
        let same = m.live["as_planned"].fixed();
        let words = pen.formula(
            2,
            LABEL,
            same.clone().equals(crate::workbook::formula::ZERO).then(different.fixed(), planned.fixed()),
            look(Role::Claim, CellFormat::None),
        );
        let flag = pen.formula(2, MORE[0] + 1, same, look(Role::Caution, CellFormat::None));
        m.banners.push((words, flag));
    }
    schedule(&mut pen, a, m);
    bridge(&mut pen, a, m);
    sources(&mut pen, a, m);
    breakage(&mut pen, a, m);
    if !a.memo.is_empty() {
        pen.heading("Memo");
        let words: Vec<String> = a.opening.iter().map(|o| o.from.to_string()).chain(a.memo.iter().map(ToString::to_string)).collect();
        for said in words {
            pen.words(pen.next, LABEL, &said, Role::Wrapped);
            let (sheet, row) = (pen.sheet, pen.next);
            pen.book.sheets[sheet].heights.insert(row, 13.0 * said.chars().count().div_ceil(62) as f64 + 2.0);
            pen.next += 1;
        }
    }
    let sheet = pen.sheet;
    book.sheets[sheet].widths = vec![62.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0];
    book.sheets[sheet].freeze = (3, 1);
}
/// Contract liability by quarter: opening + deferred − redeemed − expired = closing = current + non-current.
fn schedule(pen: &mut Pen, a: &Accounting, m: &mut Model) {
    if a.periods.is_empty() {
        return;
    }
    pen.heading(&format!("Contract liability by quarter, {}", m.currency));
    pen.headings(&[
        "Quarter",
        "#Opening",
        "#Deferred",
        "#Redeemed",
        "#Expired",
        "#Closing",
        "#Current",
        "#Non-current",
        "#Reward cost",
        "#Marketing",
        "#Less revenue",
        "#Contract cost",
    ]);
    let (driver, total) = (look(Role::Driver, m.kind), look(Role::Total, m.kind));
    let (mut before, mut last) = (None, None);
    for p in &a.periods {
        let row = pen.next;
        pen.number(row, LABEL, f64::from(p.quarter), look(Role::Driver, CellFormat::Ordinal));
        let opening = match before {
            None => pen.number(row, UNIT, p.opening, driver),
            Some(at) => pen.formula(row, UNIT, cell(at), look(Role::Calc, m.kind)),
        };
        let [deferred, redeemed, expired] =
            [(REMARK, p.deferred), (CONSTANT, p.revenue_redeemed), (TOTAL, p.revenue_lapsed)].map(|(c, v)| pen.number(row, c, v, driver));
        let closing = pen.formula(row, LAUNCH, cell(opening) + cell(deferred) - cell(redeemed) - cell(expired), total);
        let current = pen.number(row, MORE[0], p.current, driver);
        pen.formula(row, MORE[1], cell(closing) - cell(current), look(Role::Calc, m.kind));
        for (column, value) in MORE[2..].iter().zip([p.reward_cost, p.marketing, p.revenue_reduction, p.contract_cost]) {
            pen.number(row, *column, value, driver);
        }
        (before, last) = (Some(closing), Some((closing, p.closing)));
        pen.next += 1;
    }
    if let Some((closing, planned)) = last {
        let row = pen.next;
        pen.words(row, LABEL, "Closing balance in the plan", Role::Text);
        let planned = pen.number(row, LAUNCH, planned, driver);
        pen.next += 1;
        m.accounts.push(("Contract liability: opening + deferred − recognised in every quarter = the plan's closing balance", closing, planned));
    }
}
fn bridge(pen: &mut Pen, a: &Accounting, m: &mut Model) {
    let Some((last, steps)) = a.bridge.split_last() else { return };
    pen.heading(&format!("From the business case to the contract liability at the end of the horizon, {}", m.currency));
    pen.headings(&["Step", "#Amount", "#Balance"]);
    let mut before: Option<At> = None;
    for s in steps {
        let row = pen.next;
        pen.words(row, LABEL, &s.step.to_string(), Role::Text);
        let amount = pen.number(row, UNIT, s.amount, look(Role::Driver, CellFormat::Cents));
        let balance = before.map_or_else(|| cell(amount), |b| cell(b) + cell(amount));
        before = Some(pen.formula(row, REMARK, balance, look(Role::Calc, CellFormat::Cents)));
        pen.next += 1;
    }
    let row = pen.next;
    pen.words(row, LABEL, &last.step.to_string(), Role::Total);
    let planned = pen.number(row, UNIT, last.amount, look(Role::Driver, CellFormat::Cents));
    pen.next += 1;
    if let Some(end) = before {
        m.accounts.push(("The bridge from the business case ends at the contract liability", end, planned));
    }
}
fn sources(pen: &mut Pen, a: &Accounting, m: &Model) {
    if a.sources.is_empty() {
        return;
    }
    pen.heading("Treatment of points over the horizon");
    pen.headings(&["Points", "#Points issued", &format!("#{}", m.currency), "Treatment"]);
    for s in &a.sources {
        let row = pen.next;
        pen.words(row, LABEL, &s.source.to_string(), Role::Text);
        pen.number(row, UNIT, s.points, look(Role::Driver, CellFormat::Whole));
        pen.number(row, REMARK, s.amount, look(Role::Driver, m.kind));
        pen.words(row, CONSTANT, treatment(s.treatment), Role::Text);
        pen.next += 1;
    }
}
fn breakage(pen: &mut Pen, a: &Accounting, m: &mut Model) {
    if a.breakage.is_empty() {
        return;
    }
    pen.heading("Breakage by month of issue, in points at the end of the horizon; month 0: brought in");
    pen.headings(&["Month of issue", "#Issued", "#Redeemed", "#Expired", "#Outstanding", "#Not expected", "#Share"]);
    let driver = look(Role::Driver, CellFormat::Whole);
    let mut sums: Vec<(At, At)> = vec![];
    for b in &a.breakage {
        let row = pen.next;
        pen.number(row, LABEL, f64::from(b.issued_in), look(Role::Driver, CellFormat::Ordinal));
        let [issued, redeemed, lapsed, expected] =
            [(UNIT, b.issued), (REMARK, b.redeemed), (CONSTANT, b.lapsed), (LAUNCH, b.expected)].map(|(c, v)| pen.number(row, c, v, driver));
        let left = pen.formula(row, TOTAL, cell(issued) - cell(redeemed) - cell(lapsed), look(Role::Calc, CellFormat::Whole));
        pen.formula(row, MORE[0], cell(expected).over(cell(issued), crate::workbook::formula::ZERO), look(Role::Calc, CellFormat::Percent));
        sums.push((left, issued));
        pen.next += 1;
    }
    let row = pen.next;
    let all = |column: u16| {
        let at = |r: u32| At { sheet: sums[0].0.sheet, row: r, column };
        crate::workbook::formula::sum(Expr::Range(at(sums[0].0.row), at(row - 1), Fix::Free))
    };
    let (left, held) = (all(TOTAL), a.breakage.iter().map(|b| b.outstanding).sum::<f64>());
    pen.words(row, LABEL, "All months", Role::Total);
    let total = pen.formula(row, TOTAL, left, look(Role::Total, CellFormat::Whole));
    pen.words(row + 1, LABEL, "Points outstanding in the plan", Role::Text);
    let planned = pen.number(row + 1, TOTAL, held, driver);
    pen.next += 2;
    m.accounts.push(("Points outstanding by month of issue add up to the plan's", total, planned));
    if a.segments.is_empty() {
        return;
    }
    pen.heading("Breakage of points brought in, by segment");
    pen.headings(&["Segment", "#Outstanding", "#Held by lapsed", "#Not expected"]);
    for s in &a.segments {
        let row = pen.next;
        pen.words(row, LABEL, &s.segment, Role::Text);
        for (column, value) in [(UNIT, s.outstanding), (REMARK, s.held_by_lapsed), (CONSTANT, s.expected)] {
            pen.number(row, column, value, driver);
        }
        pen.next += 1;
    }
}
