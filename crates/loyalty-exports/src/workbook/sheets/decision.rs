//! The decision on one sheet: options, the case chosen, and four charts below sentences that follow the figures.
use super::{Model, name};
use crate::tables::option_name;
use crate::workbook::formula::{Expr, Fix, Func, ZERO, call};
use crate::workbook::grid::{At, Book};
use crate::workbook::layout::{CONSTANT, LABEL, LAUNCH, Pen, TOTAL, UNIT};
use crate::workbook::style::{CellFormat, Role, look};
use loyalty_model::brief::Goal;
use loyalty_model::line::Unit;
use loyalty_model::plan::{FrontPoint, Kpi, Plan};

/// A chart of the sheet: below which sentence it stands, and where its names and values are.
#[derive(Debug, Clone)]
pub struct Pictured {
    /// The sentence above it: a cell, so that it follows the figures in every program.
    pub title: At,
    /// First and last cell of the names under the columns; none: the months.
    pub names: Option<[At; 2]>,
    /// Series: name, first and last cell, and whether it is a line.
    pub series: Vec<(&'static str, [At; 2], bool)>,
    pub unit: String,
    /// Format of the values.
    pub pattern: &'static str,
    pub alt: &'static str,
}
/// Titles in words and formats: plain cells that the sentences put together.
struct Words<'p, 'b> {
    pen: &'p mut Pen<'b>,
}
impl Words<'_, '_> {
    /// Words in a cell of their own.
    fn cell(&mut self, words: &str) -> Expr {
        let row = self.pen.next;
        self.pen.next += 1;
        self.pen.words(row, LABEL, words, Role::Remark).fixed()
    }
}
/// A number in words.
fn number(e: Expr, pattern: &Expr) -> Expr {
    call(Func::Text, [e, pattern.clone()])
}
fn joined(parts: impl IntoIterator<Item = Expr>) -> Expr {
    parts.into_iter().reduce(Expr::join).unwrap_or(ZERO)
}
/// The KPI of the goal.
fn own_kpi(plan: &Plan) -> Option<&Kpi> {
    let own: &[&str] = match plan.design.brief.goal {
        Goal::Retention => &["retention"],
        Goal::Expansion => &["nrr"],
        Goal::Engagement => &["missions-completed", "orders-per-customer"],
        Goal::Advocacy => &["friends-referred"],
    };
    let measured = |k: &&Kpi| k.baseline.is_some() && k.target.is_some();
    own.iter().find_map(|id| plan.design.governance.kpis.iter().filter(measured).find(|k| k.id == *id))
}
/// The sheet.
pub fn decision(book: &mut Book, plan: &Plan, m: &mut Model) {
    let about =
        "Options and KPI: as planned. The case chosen, cash and pool follow the inputs; the sentences above the charts are formulas over the same cells.";
    let mut pen = Pen::begin(book, name::DECISION, about, m.months);
    pen.next = 2;
    let lines = [pen.next, pen.next + 1];
    pen.next += 2;
    let options = options(&mut pen, plan, m);
    let live = case(&mut pen, m);
    let kpi = kpi(&mut pen, plan);
    let charts = pen.next + 1;
    // Sentences and charts cover these rows; the words of the sentences stand below.
    pen.next = charts + 2 * CHART_STEP;
    m.decision_ends = pen.next - 1;
    pen.heading("Words of the sentences above");
    titles(&mut pen, m, (options, live, kpi), (lines, charts));
    let sheet = pen.sheet;
    book.sheets[sheet].widths = vec![52.0, 13.0, 15.0, 15.0, 17.0, 15.0, 15.0, 15.0];
    book.sheets[sheet].freeze = (2, 0);
}
/// Rows from the sentence above a chart to that of the next below, and the column of the second in a row.
const CHART_STEP: u32 = 20;
const SECOND: u16 = 3;
/// Name and net value of an option, whether it is this plan, and the value.
type Offered = (At, At, bool, f64);
fn options(pen: &mut Pen, plan: &Plan, m: &Model) -> Vec<Offered> {
    let front: Vec<&FrontPoint> = plan.design.blueprint.search.front.iter().filter(|p| p.option.is_some()).collect();
    if front.is_empty() {
        return vec![];
    }
    pen.heading("Options, as planned (means on new draws that chose nothing)");
    pen.headings(&["Option", "#Net value", "#P10", "#P90", "#Reward cost a period", "#Pool that it needs", "#Likely to pay", "#Median ROI"]);
    let rows = front.iter().map(|p| {
        let row = pen.next;
        let named = pen.words(row, LABEL, option_name(p), Role::Text);
        let value = pen.number(row, UNIT, p.net_value, look(Role::Driver, m.kind));
        let figures = [
            (p.net_p10, m.kind),
            (p.net_p90, m.kind),
            (p.reward_cost_per_period, m.kind),
            (p.pool_share, CellFormat::Percent),
            (p.gain_share, CellFormat::Percent),
            (p.roi_p50, CellFormat::Percent),
        ];
        for (i, (v, kind)) in figures.into_iter().enumerate() {
            pen.number(row, UNIT + 1 + i as u16, v, look(Role::Driver, kind));
        }
        pen.next += 1;
        (named, value, p.chosen, p.net_value)
    });
    rows.collect()
}
/// The case chosen: net value, cost, ROI, error.
struct LiveCase {
    net: Expr,
    roi: At,
    off: Option<At>,
}
fn case(pen: &mut Pen, m: &Model) -> LiveCase {
    pen.heading("The case chosen on Scenarios, with the inputs as they stand");
    let mut put = |label: &str, unit: &str, e: Expr, kind: CellFormat| {
        let row = pen.next;
        pen.words(row, LABEL, label, Role::Text);
        pen.words(row, UNIT + 1, unit, Role::Remark);
        pen.next += 1;
        pen.formula(row, UNIT, e, look(Role::Total, kind))
    };
    let c = m.currency.clone();
    if let Some(chosen) = m.chosen {
        put("Scenario or option", "", chosen.fixed(), CellFormat::None);
    }
    let (net, cost) = (m.row("net_value").total(), m.row("cost").total());
    put("Net value over the horizon", &c, net.clone(), m.kind);
    let roi = put("ROI", "share", net.clone().over(cost.clone(), ZERO), CellFormat::Percent);
    put("Total program cost", &c, cost, m.kind);
    let off = m.off().map(|off| put("Net value may be off by, either way (interpolation and sampling)", &c, off, m.kind));
    LiveCase { net, roi, off }
}
/// The two cells of the KPI, its name and its format.
struct GoalKpi {
    cells: [At; 2],
    names: [At; 2],
    name: String,
    pattern: &'static str,
}
fn kpi(pen: &mut Pen, plan: &Plan) -> Option<GoalKpi> {
    let k = own_kpi(plan)?;
    let (kind, pattern) = match k.unit {
        Unit::Share => (CellFormat::Percent, "0.0%"),
        Unit::Ratio => (CellFormat::Factor, "0.00"),
        _ => (CellFormat::Whole, "#,##0"),
    };
    pen.heading(&format!("KPI of the goal, as planned: {}", k.name));
    let row = pen.next;
    let names = [(row, "Without the program"), (row + 1, "With it, target")].map(|(r, words)| pen.words(r, LABEL, words, Role::Text));
    let cells = [(row, k.baseline), (row + 1, k.target)].map(|(r, v)| pen.number(r, UNIT, v.unwrap_or(f64::NAN), look(Role::Driver, kind)));
    pen.next += 2;
    Some(GoalKpi { cells, names, name: k.name.to_string(), pattern })
}
fn titles(pen: &mut Pen, m: &mut Model, (options, live, kpi): (Vec<Offered>, LiveCase, Option<GoalKpi>), (lines, charts): ([u32; 2], u32)) {
    let c = m.currency.clone();
    let mut w = Words { pen };
    let (money, share) = (w.cell(if m.kind == CellFormat::Cents { "#,##0.00" } else { "#,##0" }), w.cell("0.0%"));
    let unit = w.cell(&format!(" {c}"));
    // The case chosen, in one line, and what to think of it.
    let (earns, loses, roi, off) =
        (w.cell("The program earns "), w.cell("The program loses "), w.cell(" net over the horizon: ROI "), w.cell("; the net value may be off by "));
    let net = live.net.clone();
    let mut said = vec![net.clone().below(ZERO).then(loses, earns), number(net.abs(), &money), unit.clone(), roi, number(live.roi.fixed(), &share)];
    if let (Some(at), Some(curve)) = (live.off, m.curve) {
        let (nothing, beyond) = (w.cell(""), w.cell("; how far that may be off is not known"));
        let known = at.fixed().equals(ZERO).then(nothing, joined([off, number(at.fixed(), &money), unit.clone()]));
        said.push(curve.inside.fixed().equals(ZERO).then(beyond, known));
    }
    let said = joined(said);
    let mut pictures = vec![];
    let best = options.iter().max_by(|a, b| a.3.total_cmp(&b.3)).copied();
    let own = options.iter().find(|o| o.2).copied();
    if let (Some(best), Some(own), [first, .., last]) = (best, own, options.as_slice()) {
        let (earns, here) = (w.cell(" is expected to earn the most: "), w.cell("; this plan "));
        let mut parts = vec![best.0.fixed(), earns, number(best.1.fixed(), &money), unit.clone()];
        parts.extend((!best.2).then(|| joined([here, number(own.1.fixed(), &money)])));
        pictures.push(Pictured {
            title: titled(w.pen, (charts, 0), joined(parts)),
            names: Some([first.0, last.0]),
            series: vec![("Net value", [first.1, last.1], false)],
            unit: c.clone(),
            pattern: "#,##0",
            alt: "Columns: net value of each option as planned",
        });
    }
    let cash = m.row("cash.so_far");
    let (turns, ends, never) = (
        w.cell("Cumulative cash stays above zero from month "),
        w.cell("; it ends at "),
        w.cell("Cumulative cash does not turn positive within the horizon; it ends at "),
    );
    let month = m.row("cash.below");
    let pattern = w.cell("0");
    let month = call(Func::Text, [call(Func::Max, [month.all()]) + crate::workbook::formula::ONE, pattern]);
    let begun = cash.last().below(ZERO).then(never, joined([turns, month, ends]));
    let title = titled(w.pen, (charts, pictures.len()), joined([begun, number(cash.last(), &money), unit.clone()]));
    let months = |id: &str| m.row(id).ends_with_launch();
    pictures.push(Pictured {
        title,
        names: None,
        series: vec![("Cumulative cash", months("cash.so_far"), true)],
        unit: c.clone(),
        pattern: "#,##0",
        alt: "Line by month: cumulative cash in the live case",
    });
    if let Some(k) = kpi {
        let (own, without, with) = (w.cell(&format!("{}: ", k.name)), w.cell(" without the program, "), w.cell(" with it"));
        let pattern = w.cell(k.pattern);
        let title = joined([own, number(k.cells[0].fixed(), &pattern), without, number(k.cells[1].fixed(), &pattern), with]);
        let title = titled(w.pen, (charts, pictures.len()), title);
        pictures.push(Pictured {
            title,
            names: Some(k.names),
            series: vec![("KPI", k.cells, false)],
            unit: String::new(),
            pattern: k.pattern,
            alt: "Two columns: the goal's KPI without and with the program",
        });
    }
    pictures.extend(pool(&mut w, m, &share, (charts, pictures.len())));
    w.pen.formula(lines[0], LABEL, said, look(Role::Claim, CellFormat::None));
    if let Some(status) = &m.status {
        w.pen.formula(lines[1], LABEL, status.words.fixed(), look(Role::Claim, CellFormat::None));
    }
    m.pictures = pictures;
}
/// Use of the pool by period.
fn pool(w: &mut Words, m: &Model, share: &Expr, place: (u32, usize)) -> Option<Pictured> {
    let (first, last) = (*m.unspent.first()?, *m.unspent.last()?);
    let column = |at: At, column: u16| At { column, ..at };
    let used = [column(first, TOTAL), column(last, TOTAL)];
    let pool = [column(first, LAUNCH), column(last, LAUNCH)];
    let most = call(Func::Max, [Expr::Range(used[0], used[1], Fix::Both)]);
    let (within, beyond, of) = (w.cell("Rewards stay within the pool: at most "), w.cell("Rewards exceed the pool: up to "), w.cell(" of it in a period"));
    let begun = most.clone().at_most(pool[0].fixed()).then(within, beyond);
    let title = titled(w.pen, place, joined([begun, number(most.over(pool[0].fixed(), ZERO), share), of]));
    Some(Pictured {
        title,
        names: Some([column(first, CONSTANT), column(last, CONSTANT)]),
        series: vec![("Reward cost", used, false), ("Pool", pool, true)],
        unit: m.currency.clone(),
        pattern: "#,##0",
        alt: "Columns by period: reward cost in the live case; line: the pool",
    })
}
/// The sentence above the chart of this number.
fn titled(pen: &mut Pen, (charts, number): (u32, usize), e: Expr) -> At {
    let (row, column) = (charts + CHART_STEP * (number as u32 / 2), SECOND * (number as u16 % 2));
    pen.formula(row, column, e, look(Role::Sentence, CellFormat::None))
}
