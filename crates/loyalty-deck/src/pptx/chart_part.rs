//! A chart of PowerPoint's own as DrawingML, and the small workbook behind it that opens under "edit data".
use super::native::{Form, Look, Native, Series};
use super::package::{OFFICE, Package};
use super::shapes::{emu, escape, fill};
use loyalty_exports::charts::Theme;
use loyalty_exports::deliverable::ExportError;

/// Ids of the two axes.
const ACROSS: u32 = 111_111;
const UP: u32 = 222_222;

/// The chart's part; its text has this size.
pub fn xml(n: &Native, theme: &Theme, size: f64) -> String {
    let marks = |s: &&Series| matches!(s.look, Look::Marks(_));
    let numbered: Vec<(usize, &Series)> = n.series.iter().enumerate().collect();
    let plain: String = numbered.iter().filter(|(_, s)| !marks(s)).map(|(i, s)| series(n, *i, s)).collect();
    let marked: String = numbered.iter().filter(|(_, s)| marks(s)).map(|(i, s)| series(n, *i, s)).collect();
    let axes = format!("<c:axId val=\"{ACROSS}\"/><c:axId val=\"{UP}\"/>");
    let lying = matches!(n.form, Form::Bars { .. });
    let body = match n.form {
        Form::Lines => format!("<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>{plain}<c:marker val=\"1\"/>{axes}</c:lineChart>"),
        Form::Areas => format!("<c:areaChart><c:grouping val=\"stacked\"/><c:varyColors val=\"0\"/>{plain}{axes}</c:areaChart>"),
        Form::Columns { stacked, gap } => bars("col", stacked, gap, &plain, &axes),
        Form::Bars { stacked } => bars("bar", stacked, 35, &plain, &axes),
    };
    let over = if marked.is_empty() {
        String::new()
    } else {
        format!("<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>{marked}<c:marker val=\"1\"/>{axes}</c:lineChart>")
    };
    format!(
        "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"{OFFICE}\"><c:date1904 val=\"0\"/><c:roundedCorners val=\"0\"/><c:chart><c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/>{body}{over}{}{}<c:spPr><a:noFill/></c:spPr></c:plotArea>{}<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"{}\">{}</a:defRPr></a:pPr><a:endParaRPr lang=\"en-US\"/></a:p></c:txPr><c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>",
        across_axis(n, theme, lying),
        up_axis(n, theme, lying),
        legend(n),
        (100.0 * size).round() as i64,
        fill(&theme.soft)
    )
}
/// Labels are horizontal, whatever their length.
const HORIZONTAL: &str = "<c:txPr><a:bodyPr rot=\"0\"/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr><a:endParaRPr lang=\"en-US\"/></a:p></c:txPr>";
/// A round step, of which about four cover the bars of a chart.
fn step(n: &Native) -> Option<f64> {
    let end = |sign: f64| {
        let of = |i: usize| n.series.iter().filter_map(|s| s.values.get(i).copied().flatten()).map(|v| (sign * v).max(0.0)).sum::<f64>();
        (0..n.categories.len()).map(of).fold(0.0, f64::max)
    };
    let rough = (end(1.0) + end(-1.0)) / 4.0;
    let power = 10f64.powf(rough.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= rough && s.is_finite() && *s > 0.0)
}
fn bars(direction: &str, stacked: bool, gap: u32, plain: &str, axes: &str) -> String {
    let (grouping, overlap) = if stacked { ("stacked", "<c:overlap val=\"100\"/>") } else { ("clustered", "") };
    format!(
        "<c:barChart><c:barDir val=\"{direction}\"/><c:grouping val=\"{grouping}\"/><c:varyColors val=\"0\"/>{plain}<c:gapWidth val=\"{gap}\"/>{overlap}{axes}</c:barChart>"
    )
}
fn legend(n: &Native) -> String {
    let seen = n.series.iter().filter(|s| s.look != Look::Unseen).count();
    // Parts of one bar above and below nothing are one thing, not two.
    if seen < 2 || n.series.iter().any(|s| s.look == Look::Unseen) {
        return String::new();
    }
    "<c:legend><c:legendPos val=\"t\"/><c:overlay val=\"0\"/></c:legend>".into()
}
fn across_axis(n: &Native, theme: &Theme, lying: bool) -> String {
    let (turned, side) = if lying { ("maxMin", "l") } else { ("minMax", "b") };
    // Words are horizontal; of many periods a program may leave out labels, which LibreOffice does only where the angle is left to it.
    let turn = if n.categories.len() > 12 { "" } else { " rot=\"0\"" };
    format!(
        "<c:catAx><c:axId val=\"{ACROSS}\"/><c:scaling><c:orientation val=\"{turned}\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"{side}\"/>{}<c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>{}<c:txPr><a:bodyPr{turn}/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr><a:endParaRPr lang=\"en-US\"/></a:p></c:txPr><c:crossAx val=\"{UP}\"/><c:crosses val=\"autoZero\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/><c:tickLblSkip val=\"{}\"/><c:noMultiLvlLbl val=\"1\"/></c:catAx>",
        title(&n.across, false),
        line(&theme.soft, 0.75, false),
        if lying { 1 } else { n.categories.len().div_ceil(12).max(1) }
    )
}
fn up_axis(n: &Native, theme: &Theme, lying: bool) -> String {
    // Categories of a lying chart run downwards: the axis of values stands at their end, at the bottom.
    let (side, crosses) = if lying { ("b", "max") } else { ("l", "autoZero") };
    // Side by side, labels need room: about four steps.
    let horizontal = if lying { HORIZONTAL } else { "" };
    let unit = step(n).filter(|_| lying).map_or(String::new(), |s| format!("<c:majorUnit val=\"{s}\"/>"));
    format!(
        "<c:valAx><c:axId val=\"{UP}\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"{side}\"/><c:majorGridlines>{}</c:majorGridlines>{}<c:numFmt formatCode=\"{}\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{horizontal}<c:crossAx val=\"{ACROSS}\"/><c:crosses val=\"{crosses}\"/><c:crossBetween val=\"between\"/>{unit}</c:valAx>",
        line(&theme.rule, 0.75, false),
        title(&n.up, !lying),
        escape(&n.format)
    )
}
fn title(words: &str, upright: bool) -> String {
    if words.is_empty() {
        return String::new();
    }
    let turn = if upright { " rot=\"-5400000\" vert=\"horz\"" } else { "" };
    format!(
        "<c:title><c:tx><c:rich><a:bodyPr{turn}/><a:lstStyle/><a:p><a:pPr><a:defRPr b=\"0\"/></a:pPr><a:r><a:rPr lang=\"en-US\" b=\"0\"/><a:t>{}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>",
        escape(words)
    )
}
fn line(colour: &str, points: f64, dashed: bool) -> String {
    let dash = if dashed { "<a:prstDash val=\"dash\"/>" } else { "" };
    format!("<c:spPr><a:ln w=\"{}\">{}{dash}</a:ln></c:spPr>", emu(points), fill(colour))
}
fn series(n: &Native, index: usize, s: &Series) -> String {
    let column = column(index + 1);
    let end = n.categories.len() + 1;
    let bar = !matches!(n.form, Form::Lines | Form::Areas) && !matches!(s.look, Look::Marks(_));
    let look = match &s.look {
        Look::Unseen => "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>".into(),
        Look::Filled(colour) => format!("<c:spPr>{}</c:spPr>", fill(colour)),
        Look::Line { colour, points, dashed } => format!("{}<c:marker><c:symbol val=\"none\"/></c:marker>", line(colour, *points, *dashed)),
        Look::Marks(colour) => format!(
            "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:marker><c:symbol val=\"dash\"/><c:size val=\"12\"/><c:spPr>{}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>",
            fill(colour)
        ),
    };
    let invert = if bar { "<c:invertIfNegative val=\"0\"/>" } else { "" };
    let point = |(i, colour): &(usize, String)| {
        format!("<c:dPt><c:idx val=\"{i}\"/><c:invertIfNegative val=\"0\"/><c:bubble3D val=\"0\"/><c:spPr>{}</c:spPr></c:dPt>", fill(colour))
    };
    let other: String = if bar { s.other.iter().map(point).collect() } else { String::new() };
    let words = n.categories.iter().enumerate().map(|(i, c)| format!("<c:pt idx=\"{i}\"><c:v>{}</c:v></c:pt>", escape(c))).collect::<String>();
    let values = s.values.iter().enumerate().filter_map(|(i, v)| v.filter(|v| v.is_finite()).map(|v| format!("<c:pt idx=\"{i}\"><c:v>{v}</c:v></c:pt>")));
    let smooth = if matches!(s.look, Look::Line { .. } | Look::Marks(_)) { "<c:smooth val=\"0\"/>" } else { "" };
    format!(
        "<c:ser><c:idx val=\"{index}\"/><c:order val=\"{index}\"/><c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{}</c:v></c:pt></c:strCache></c:strRef></c:tx>{look}{invert}{other}<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${end}</c:f><c:strCache><c:ptCount val=\"{count}\"/>{words}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${end}</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val=\"{count}\"/>{}</c:numCache></c:numRef></c:val>{smooth}</c:ser>",
        escape(&s.name),
        values.collect::<String>(),
        count = n.categories.len()
    )
}
/// Letters of a column, 0 is A.
fn column(index: usize) -> String {
    let letter = |i: usize| char::from(b'A' + (i % 26) as u8);
    if index < 26 { letter(index).to_string() } else { format!("{}{}", letter(index / 26 - 1), letter(index)) }
}
/// The workbook behind the chart.
///
/// # Errors
/// The zip refused, which it cannot for a table this small.
pub fn workbook(n: &Native) -> Result<Vec<u8>, ExportError> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let text = |cell: String, t: &str| format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escape(t));
    let head: String = n.series.iter().enumerate().map(|(i, s)| text(format!("{}1", column(i + 1)), &s.name)).collect();
    let row = |(r, c): (usize, &String)| {
        let number = |(i, s): (usize, &Series)| {
            let value = s.values.get(r).copied().flatten().filter(|v| v.is_finite())?;
            Some(format!("<c r=\"{}{}\"><v>{value}</v></c>", column(i + 1), r + 2))
        };
        let numbers: String = n.series.iter().enumerate().filter_map(number).collect();
        format!("<row r=\"{0}\">{1}{numbers}</row>", r + 2, text(format!("A{}", r + 2), c))
    };
    let rows: String = n.categories.iter().enumerate().map(row).collect();
    let mut p = Package::default();
    let book = p.relate("", &format!("{OFFICE}/officeDocument"), "xl/workbook.xml");
    debug_assert_eq!(book, "rId1");
    let sheet = p.relate("xl/workbook.xml", &format!("{OFFICE}/worksheet"), "worksheets/sheet1.xml");
    p.xml(
        "xl/workbook.xml",
        &format!("{TYPES}.sheet.main+xml"),
        &format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"{sheet}\"/></sheets></workbook>"),
    );
    let body = format!("<worksheet xmlns=\"{MAIN}\"><sheetData><row r=\"1\">{head}</row>{rows}</sheetData></worksheet>");
    p.xml("xl/worksheets/sheet1.xml", &format!("{TYPES}.worksheet+xml"), &body);
    p.bytes("pptx")
}
