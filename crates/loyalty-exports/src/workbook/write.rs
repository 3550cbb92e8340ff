//! From the grid to a file: formats, widths, panes, print set-up. Byte for byte the same for the same plan.
use super::charts;
use super::formula::Value;
use super::grid::{At, Book, Content, Sheet};
use super::layout::{CONSTANT, FIRST};
use super::sheets::{Model, name};
use super::style::{CellFormat, Look, Role};
use crate::file::View;
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, DataValidation, DataValidationRule, DocProperties, ExcelDateTime,
    Format, Formula, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeMap;

/// A bad check, and a caution.
const BAD: u32 = 0xF8D0CC;
const AMBER: u32 = 0xFFD98A;

/// The file.
pub fn xlsx(book: &Book, model: &Model, view: &View) -> Result<Vec<u8>, XlsxError> {
    let primary = colour(&view.brand.primary).unwrap_or(0x0B_6E63);
    let accent = colour(&view.brand.accent).unwrap_or(0xC8_612B);
    let mut file = Workbook::new();
    let (y, m, d) = view.plan.design.header.asked_on.ymd();
    let made = ExcelDateTime::from_ymd(y.clamp(1900, 9999) as u16, m as u8, d as u8)?;
    let about = DocProperties::new()
        .set_title(format!("{}: financial model", view.plan.design.header.title))
        .set_subject(format!("Plan {}", view.plan.plan_hash))
        .set_author(format!("plan-loyalty {}", view.plan.design.header.version))
        .set_creation_datetime(&made);
    file.set_properties(&about);
    let mut formats: BTreeMap<Look, Format> = BTreeMap::new();
    for (number, sheet) in book.sheets.iter().enumerate() {
        let page = file.add_worksheet();
        page.set_name(&sheet.name)?;
        cells(page, book, number, sheet, &mut formats, primary)?;
        look_of(page, book, number, sheet, (model, primary))?;
        checks(page, sheet)?;
        answers(page, number, sheet, model)?;
        if let Some(at) = model.selector.filter(|at| at.sheet == number) {
            let last = model.scenarios.len().max(1) as i32;
            let rule = DataValidation::new()
                .allow_whole_number(DataValidationRule::Between(1, last))
                .set_error_title("Scenario")?
                .set_error_message("Give the number of a scenario of the list below.")?;
            page.add_data_validation(at.row, at.column, at.row, at.column, &rule)?;
        }
        for at in model.flags.iter().filter(|at| at.sheet == number) {
            let rule = DataValidation::new()
                .allow_whole_number(DataValidationRule::Between(0, 1))
                .set_error_title("Benefit")?
                .set_error_message("Give 1 where members get it, 0 where they do not.")?;
            page.add_data_validation(at.row, at.column, at.row, at.column, &rule)?;
        }
        if sheet.name == name::DECISION {
            charts::decision(page, book, model, (primary, accent))?;
        }
        if sheet.name == name::SUMMARY {
            charts::summary(page, book, model, (primary, accent))?;
        }
    }
    file.save_to_buffer()
}
/// `#rrggbb`.
fn colour(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix('#')?, 16).ok()
}
fn cells(page: &mut Worksheet, book: &Book, number: usize, sheet: &Sheet, formats: &mut BTreeMap<Look, Format>, primary: u32) -> Result<(), XlsxError> {
    for ((row, column), cell) in &sheet.cells {
        let format = &*formats.entry(cell.look).or_insert_with(|| cell.look.format(primary));
        match &cell.content {
            Content::Empty => page.write_blank(*row, *column, format)?,
            Content::Plain(Value::Number(n)) => page.write_number_with_format(*row, *column, *n, format)?,
            Content::Plain(Value::Text(t)) if t.is_empty() => page.write_blank(*row, *column, format)?,
            Content::Plain(Value::Text(t)) => page.write_string_with_format(*row, *column, t, format)?,
            Content::Formula(e) => {
                let result = match book.value(At { sheet: number, row: *row, column: *column }) {
                    Value::Number(n) => n.to_string(),
                    Value::Text(t) => t,
                };
                let formula = Formula::new(format!("={}", e.text(book, number))).set_result(result);
                page.write_formula_with_format(*row, *column, formula, format)?
            }
        };
    }
    Ok(())
}
fn look_of(page: &mut Worksheet, book: &Book, number: usize, sheet: &Sheet, (model, primary): (&Model, u32)) -> Result<(), XlsxError> {
    let last = sheet.cells.keys().map(|k| k.1).max().unwrap_or(0);
    // The charts of this sheet stand over all columns that have a width of their own.
    let last = if sheet.name == name::DECISION { last.max(sheet.widths.len() as u16 - 1) } else { last };
    let bottom = sheet.cells.keys().map(|k| k.0).max().unwrap_or(0);
    let mut longest = vec![0.0_f64; usize::from(last) + 1];
    for ((row, column), cell) in &sheet.cells {
        if *column >= CONSTANT
            && let Value::Number(n) = book.value(At { sheet: number, row: *row, column: *column })
        {
            let wide = printed(n, cell.look.kind) * if cell.look.role == Role::Total { 1.08 } else { 1.0 };
            longest[usize::from(*column)] = longest[usize::from(*column)].max(wide);
        }
    }
    let months = longest.iter().skip(usize::from(FIRST)).copied().fold(9.0, f64::max);
    for column in 0..=last {
        let asked = sheet.widths.get(usize::from(column)).copied();
        let least = if sheet.monthly && column >= FIRST { months } else { longest[usize::from(column)] };
        page.set_column_width(column, asked.unwrap_or(9.0).max(least))?;
    }
    for (row, lines) in head_lines(sheet, |column| sheet.widths.get(usize::from(column)).copied().unwrap_or(9.0).max(longest[usize::from(column)])) {
        page.set_row_height(row, 12.5 * lines + 3.0)?;
    }
    for (row, height) in &sheet.heights {
        page.set_row_height(*row, *height)?;
    }
    page.set_freeze_panes(sheet.freeze.0, sheet.freeze.1)?;
    page.set_screen_gridlines(false);
    page.set_landscape();
    page.set_paper_size(9);
    page.set_margins(0.4, 0.4, 0.5, 0.5, 0.25, 0.25);
    page.set_footer("&L&8&A&R&8&P / &N");
    let last = if sheet.name == name::SUMMARY { last.max(charts::LAST_COLUMN) } else { last };
    let bottom = if sheet.name == name::SUMMARY { bottom.max(charts::LAST_ROW) } else { bottom };
    let bottom = if sheet.name == name::DECISION { model.decision_ends } else { bottom };
    page.set_print_area(0, 0, bottom, last)?;
    if sheet.name == name::DECISION {
        page.set_print_fit_to_pages(1, 1);
    } else if sheet.name == name::CURVE {
        page.set_repeat_columns(0, 0)?;
        page.set_print_fit_to_pages(last.div_ceil(14).max(1), 0);
    } else if sheet.monthly {
        page.set_repeat_rows(3, 4)?;
        page.set_repeat_columns(0, 1)?;
        page.set_print_fit_to_pages(last.saturating_sub(FIRST).div_ceil(14).max(1), 0);
    } else {
        page.set_print_fit_to_pages(1, 0);
        if sheet.freeze.0 > 2 {
            page.set_repeat_rows(sheet.freeze.0 - 1, sheet.freeze.0 - 1)?;
        }
    }
    page.set_tab_color(Color::RGB(match sheet.name.as_str() {
        name::INPUTS | name::SCENARIOS => 0xF2C94C,
        name::DRIVERS | name::CURVE => 0x5B8DB8,
        name::DECISION | name::SUMMARY | name::CHECKS => primary,
        _ => 0xBFC5CC,
    }));
    Ok(())
}
/// Rows of heads whose words need more than one line in the width of their column: how many.
fn head_lines(sheet: &Sheet, width: impl Fn(u16) -> f64) -> BTreeMap<u32, f64> {
    let mut out = BTreeMap::new();
    for ((row, column), cell) in sheet.cells.iter().filter(|(_, c)| c.look.role == Role::Head) {
        if let Content::Plain(Value::Text(words)) = &cell.content {
            // Columns are measured in digits of 11 points; heads have letters of 9.
            let lines = (0.8 * words.chars().count() as f64 / width(*column)).ceil();
            let most = out.entry(*row).or_insert(1.0_f64);
            *most = most.max(lines);
        }
    }
    out.retain(|_, lines| *lines > 1.0);
    out
}
/// Characters of a number as it is printed, with room at the sides.
fn printed(n: f64, kind: CellFormat) -> f64 {
    let whole = format!("{:.0}", n.abs()).len();
    let groups = (whole - 1) / 3;
    let digits = match kind {
        CellFormat::Whole => whole + groups,
        CellFormat::Cents => whole + groups + 3,
        CellFormat::Fine => whole + 7,
        CellFormat::Percent => format!("{:.1}%", 100.0 * n.abs()).len(),
        CellFormat::Factor => whole + 5,
        CellFormat::Month => 7,
        CellFormat::Ordinal => whole,
        CellFormat::Plain => n.to_string().len().min(11),
        CellFormat::None => return 0.0,
    };
    digits as f64 + if n < 0.0 { 1.0 } else { 0.0 } + 2.0
}
/// Red where a check fails, amber where a caution applies.
fn checks(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    for ((row, column), cell) in &sheet.cells {
        let fill = match (cell.look.role, &cell.content) {
            (Role::Check, Content::Formula(_)) => BAD,
            (Role::Caution | Role::Warning, Content::Formula(_)) => AMBER,
            _ => continue,
        };
        let rule =
            ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo(0)).set_format(Format::new().set_background_color(Color::RGB(fill)));
        page.add_conditional_format(*row, *column, *row, *column, &rule)?;
    }
    Ok(())
}
/// Cells whose colour follows others of their sheet: the answer of the cover, and banners.
fn answers(page: &mut Worksheet, number: usize, sheet: &Sheet, model: &Model) -> Result<(), XlsxError> {
    let cells = |role: Role| sheet.cells.iter().filter(move |(_, c)| c.look.role == role && matches!(c.content, Content::Formula(_))).map(|(at, _)| *at);
    for (row, column) in cells(Role::Answer) {
        // Red goes before amber.
        for (role, fill) in [(Role::Check, BAD), (Role::Warning, AMBER)] {
            for of in cells(role) {
                follows(page, (row, column), of, fill)?;
            }
        }
    }
    for (words, flag) in model.banners.iter().filter(|(words, _)| words.sheet == number) {
        follows(page, (words.row, words.column), (flag.row, flag.column), AMBER)?;
    }
    Ok(())
}
/// A cell is filled where another of its sheet is 0.
fn follows(page: &mut Worksheet, (row, column): (u32, u16), of: (u32, u16), fill: u32) -> Result<(), XlsxError> {
    let rule = format!("=${}${}=0", super::formula::letters(of.1), of.0 + 1);
    let rule = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(Format::new().set_background_color(Color::RGB(fill))).set_stop_if_true(true);
    page.add_conditional_format(row, column, row, column, &rule)?;
    Ok(())
}
