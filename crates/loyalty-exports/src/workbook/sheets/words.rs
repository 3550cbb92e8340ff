//! Cover, assumption register, formula map: what a reader needs beside the figures.
use super::{Model, NAMES, name};
use crate::copy::capital;
use crate::copy::standing_word;
use crate::format;
use crate::workbook::formula::{Expr, letters};
use crate::workbook::grid::{Book, Content};
use crate::workbook::layout::{FIRST, LABEL, Pen};
use crate::workbook::style::{CellFormat, Role, look};
use loyalty_model::line::{Provenance, Unit};
use loyalty_model::plan::Plan;

/// What each sheet holds.
const ABOUT: [&str; 20] = [
    "what this is, what the live case says, key, changes",
    "options, the case chosen, four charts",
    "the only cells to change: inputs, tier table, benefits; multipliers of scenarios",
    "the selector of scenario or option, and the live case that every sheet reads",
    "what the simulation gives where an input changes; corrections of the live case; errors",
    "months, years, periods of the pool",
    "series from the member simulation",
    "customers, members by tier, orders, net sales",
    "points by source and by month of issue; points account",
    "roll-forward of the expected cost of points outstanding",
    "running cost; reward cost by source",
    "incremental contribution against program cost",
    "cash, cumulative cash, net present value",
    "contribution and reward cost by tier",
    "contract liability by quarter, current and non-current; bridge from the business case; breakage; as planned",
    "one input at a time, two inputs, break-even; measured differences from the simulation",
    "every line next to the plan; years; pool; charts",
    "what the cover says and why; structure, errors, workbook = plan",
    "every assumption with unit, source, grade, who, when",
    "what each row computes",
];
pub fn cover(book: &mut Book, plan: &Plan, company: Option<&str>, m: &Model) {
    let h = &plan.design.header;
    let mut pen = Pen::begin(book, name::COVER, "", m.months);
    pen.words(0, LABEL, &h.title.to_string(), Role::Title);
    pen.words(1, LABEL, "Financial model", Role::Remark);
    pen.next = 2;
    let frozen = plan.design.economics.drivers.frozen.join("; ");
    let mut facts = vec![
        ("Company", company.map_or_else(|| plan.design.brief.company.clone(), str::to_string)),
        ("Status", format!("{}: {}", capital(standing_word(&plan.design)), crate::format::sentences(&h.verdict))),
        ("Plan", plan.plan_hash.clone()),
        ("Requested on", h.asked_on.to_string()),
        ("Data up to", h.as_of.to_string()),
        ("Launch", plan.design.economics.drivers.launch.map_or_else(|| "not known".into(), |l| l.to_string())),
        ("Program", format!("plan-loyalty {}, seed {}", h.version, h.seed)),
    ];
    if !frozen.is_empty() {
        facts.push(("Drivers frozen", format!("The figures of this revision were recalculated on the driver series of an earlier run. Changed: {frozen}")));
    }
    let notices = crate::tables::overrides::sentences(plan);
    facts.extend(notices.into_iter().map(|n| ("Notice", n)));
    if h.origin == loyalty_model::extract::Origin::Demonstration {
        facts.push(("Notice", "Demonstration data: a company that does not exist. No figure here is about a real business.".into()));
    }
    for (label, words) in facts {
        pen.words(pen.next, LABEL, label, Role::Text);
        pen.words(pen.next, 1, &words, Role::Wrapped);
        let lines = words.chars().count().div_ceil(105).max(1);
        let (sheet, row) = (pen.sheet, pen.next);
        pen.book.sheets[sheet].heights.insert(row, 13.0 * lines as f64 + 2.0);
        pen.next += 1;
    }
    live(&mut pen, m);
    pen.heading("Key");
    for (role, words) in [
        (Role::Input, "Input: change it"),
        (Role::Driver, "Driver: from the simulation or the plan; changing it breaks the link to the plan"),
        (Role::Calc, "Formula"),
        (Role::Total, "Total or balance"),
        (Role::Check, "Check"),
    ] {
        let row = pen.next;
        pen.put(row, LABEL, Content::Empty, look(role, CellFormat::None));
        pen.words(row, 1, words, Role::Beside);
        pen.next += 1;
    }
    pen.heading("Sheets");
    for (name, about) in NAMES.iter().zip(ABOUT) {
        pen.words(pen.next, LABEL, name, Role::Text);
        pen.words(pen.next, 1, about, Role::Text);
        pen.next += 1;
    }
    pen.heading("Change log of the plan, before this file was written");
    // What was written of this design stays as it is when its own entries and approvals come after it.
    let before: Vec<_> = plan.history.change_log.iter().filter(|c| c.plan_hash != plan.plan_hash).collect();
    for c in &before {
        pen.words(pen.next, LABEL, &format!("{} {}", c.sequence, c.at), Role::Text);
        pen.words(pen.next, 1, &format!("{:?} by {}: {}", c.act, c.actor, c.reason), Role::Wrapped);
        pen.next += 1;
    }
    if before.is_empty() {
        pen.words(pen.next, LABEL, &plan.history.created_at, Role::Text);
        pen.words(pen.next, 1, &format!("Created by {}", plan.history.prepared_by), Role::Text);
        pen.next += 1;
    }
    let sheet = pen.sheet;
    book.sheets[sheet].widths = vec![52.0, 110.0, 3.0, 3.0, 3.0, 3.0];
}
/// What the live case says, in words and colour.
fn live(pen: &mut Pen, m: &Model) {
    let Some(status) = &m.status else { return };
    pen.heading("This case");
    let mut row = |label: &str, e: Expr, l: crate::workbook::style::Look| {
        pen.words(pen.next, LABEL, label, Role::Text);
        pen.next += 1;
        pen.formula(pen.next - 1, 1, e, l)
    };
    row("Answer", status.words.fixed(), look(Role::Answer, CellFormat::None));
    if let Some(chosen) = m.chosen {
        row("Scenario or option", chosen.fixed(), look(Role::Text, CellFormat::None));
    }
    let net = m.row("net_value").total();
    row(&format!("Net value, {}", m.currency), net, look(Role::Left, m.kind));
    if let Some(off) = m.off() {
        row(&format!("May be off by, either way, {}", m.currency), off, look(Role::Left, m.kind));
    }
    for (label, at, red) in &status.rows {
        row(label, at.fixed(), look(if *red { Role::Check } else { Role::Warning }, CellFormat::Plain));
    }
}
/// How strong the evidence is, in a word.
fn grade(from: &Provenance) -> &'static str {
    match from {
        Provenance::Measured { .. } => "A: measured here",
        Provenance::Given { .. } => "B: given by a person",
        Provenance::Fitted { .. } => "B: fitted on data",
        Provenance::Published { .. } => "C: published prior",
        _ => "D: assumed",
    }
}
/// What an assumption counts.
fn unit(unit: Unit, currency: &str) -> String {
    match unit {
        Unit::Money => currency.into(),
        Unit::MoneyPerPoint => format!("{currency} a point"),
        Unit::PerMonth => "a month".into(),
        Unit::PerYear => "a year".into(),
        other => format!("{other:?}").to_lowercase(),
    }
}
/// The assumption register.
pub fn register(book: &mut Book, plan: &Plan, m: &Model) {
    let d = &plan.design;
    let mut pen = Pen::begin(
        book,
        name::ASSUMPTIONS,
        "Every assumption of the plan. A published prior is not a finding about this company. These are the plan's values; the model reads the sheet Inputs.",
        m.months,
    );
    pen.next = 3;
    pen.headings(&["Assumption", "Id", "Unit", "#Value", "#Spread (sd)", "#Lowest", "#Highest", "Grade", "Source", "Who", "When"]);
    for (id, a) in &d.assumptions.0 {
        let row = pen.next;
        pen.words(row, LABEL, &a.description, Role::Wrapped);
        pen.words(row, 1, id, Role::Text);
        pen.words(row, 2, &unit(a.unit, &m.currency), Role::Text);
        for (i, value) in [a.value, a.sd, a.low, a.high].into_iter().enumerate() {
            let kind = if value.fract() == 0.0 && value.abs() >= 1000.0 { CellFormat::Whole } else { CellFormat::Plain };
            pen.number(row, 3 + i as u16, value, look(Role::Driver, kind));
        }
        let who = match &a.from {
            Provenance::Given { by, .. } => by.to_string(),
            Provenance::Published { citation, .. } => citation.clone(),
            Provenance::Measured { query, .. } => query.clone(),
            _ => format!("plan-loyalty {}", d.header.version),
        };
        pen.words(row, 7, grade(&a.from), Role::Beside);
        pen.words(row, 8, &format::source(&a.from), Role::Wrapped);
        pen.words(row, 9, &who, Role::Text);
        pen.words(row, 10, &d.header.asked_on.to_string(), Role::Text);
        let lines = a.description.chars().count().div_ceil(54).max(format::source(&a.from).chars().count().div_ceil(58)).max(1);
        let sheet = pen.sheet;
        pen.book.sheets[sheet].heights.insert(row, 12.5 * lines as f64 + 2.0);
        pen.next += 1;
    }
    let sheet = pen.sheet;
    book.sheets[sheet].widths = vec![52.0, 34.0, 12.0, 12.0, 12.0, 12.0, 12.0, 20.0, 56.0, 22.0, 12.0];
    book.sheets[sheet].freeze = (4, 1);
}
/// What each row computes.
pub fn formula_map(book: &mut Book, m: &Model) {
    let mut found = vec![];
    for (number, sheet) in book.sheets.iter().enumerate() {
        let mut seen: Option<u32> = None;
        for ((row, column), cell) in &sheet.cells {
            let Content::Formula(e) = &cell.content else { continue };
            if seen == Some(*row) || cell.look.role == Role::Head || sheet.monthly && *column < FIRST {
                continue;
            }
            seen = Some(*row);
            let label = match sheet.cells.get(&(*row, LABEL)).map(|c| &c.content) {
                Some(Content::Plain(v)) => v.clone(),
                _ => crate::workbook::formula::Value::Text(String::new()),
            };
            let crate::workbook::formula::Value::Text(label) = label else { continue };
            found.push((sheet.name.clone(), format!("{}{}", letters(*column), row + 1), label, format!("={}", e.text(book, number))));
        }
    }
    let mut pen = Pen::begin(book, name::MAP, "The first formula of each row; on sheets with months every month has the same one.", m.months);
    pen.next = 3;
    pen.headings(&["Line", "Sheet", "Cell", "Formula", "Line of the plan"]);
    for (sheet, cell, label, text) in found {
        let row = pen.next;
        pen.words(row, 0, &label, Role::Text);
        pen.words(row, 1, &sheet, Role::Text);
        pen.words(row, 2, &cell, Role::Text);
        pen.words(row, 3, &text, Role::Text);
        let line = m.lines.iter().find(|(_, at)| sheet == name::SUMMARY && cell == format!("{}{}", letters(at.column), at.row + 1));
        if let Some((id, _)) = line {
            pen.words(row, 4, id, Role::Text);
        }
        pen.next += 1;
    }
    let sheet = pen.sheet;
    book.sheets[sheet].widths = vec![58.0, 18.0, 8.0, 110.0, 36.0];
    book.sheets[sheet].freeze = (4, 0);
}
