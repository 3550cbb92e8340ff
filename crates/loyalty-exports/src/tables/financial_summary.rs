//! The financial model as CSV: the summary holds headlines and statement, each line with its range, formula and source; the detail holds scenarios and the use
//! of the pool, period by period.
use crate::format;
use crate::tables::sheet::Sheet;
use loyalty_model::metrics;
use loyalty_model::plan::Plan;

/// Columns of both files.
const HEAD: [&str; 11] = ["section", "id", "label", "value", "p10", "p50", "p90", "unit", "formula", "source", "note"];

fn number(v: f64) -> String {
    if v.is_finite() { format!("{}", (v * 1e6).round() / 1e6) } else { String::new() }
}
/// The summary as CSV text (UTF-8): a column `section` with `headline` and `statement`.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn csv(plan: &Plan) -> Result<Vec<u8>, csv::Error> {
    let mut out = Sheet::new(&HEAD)?;
    let d = &plan.design;
    let mut seen = std::collections::BTreeSet::new();
    for (section, ids) in [("headline", &d.economics.headlines), ("statement", &d.economics.statement)] {
        for line in ids.iter().filter_map(|id| d.lines.get(id)).filter(|l| seen.insert((section, l.id.clone()))) {
            let range = line.range.as_ref();
            out.row(&[
                section,
                &line.id,
                &metrics::name(line),
                &number(line.value),
                &range.map(|r| number(r.low)).unwrap_or_default(),
                &range.and_then(|r| r.mid).map(number).unwrap_or_default(),
                &range.map(|r| number(r.high)).unwrap_or_default(),
                &format::unit_word(line.unit, &d.brief.currency.0),
                line.formula.as_deref().unwrap_or_default(),
                &format::source(&line.from),
                &line.note.as_ref().map(ToString::to_string).unwrap_or_default(),
            ])?;
        }
    }
    out.bytes()
}
/// The detail as CSV text (UTF-8): `scenario` and `budget`, in the columns of the summary.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn detail(plan: &Plan) -> Result<Vec<u8>, csv::Error> {
    let mut out = Sheet::new(&HEAD)?;
    let d = &plan.design;
    for s in &d.economics.scenarios {
        for (what, value, p) in [
            ("roi", s.roi, Some((s.roi_p10, s.roi_p50, s.roi_p90))),
            ("incremental_margin", s.incremental_margin, None),
            ("total_cost", s.total_cost, None),
            ("break_even_month", s.break_even_month.unwrap_or(f64::NAN), None),
        ] {
            let p = p.map(|(a, b, c)| [number(a), number(b), number(c)]).unwrap_or_default();
            let unit = match what {
                "roi" => "share",
                "break_even_month" => "months",
                _ => &d.brief.currency.0,
            };
            out.row(&["scenario", &format!("{}.{what}", s.id), &s.description.to_string(), &number(value), &p[0], &p[1], &p[2], unit, "", "simulated", ""])?;
        }
    }
    for b in &d.economics.budget {
        for (what, value, p90) in [
            ("pool", b.pool, f64::NAN),
            ("points_issued_at_expected_cost", b.points, f64::NAN),
            ("benefits", b.benefits, f64::NAN),
            ("reward_cost", b.reward_cost, b.reward_cost_p90),
            ("redemption_cash", b.redemption_cash, f64::NAN),
            ("unspent", b.unspent, f64::NAN),
        ] {
            out.row(&[
                "budget",
                &format!("period_{}.{what}", b.period),
                &format!("{} {}", d.brief.budget.period.word(), b.period),
                &number(value),
                "",
                "",
                &number(p90),
                &d.brief.currency.0,
                "",
                "simulated",
                "",
            ])?;
        }
    }
    out.bytes()
}
