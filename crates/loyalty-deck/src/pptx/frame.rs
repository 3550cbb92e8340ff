//! What every presentation has: theme, master, one layout, and what it says of itself.
use super::package::OFFICE;
use super::shapes::{emu, escape};
use crate::imprint::Imprint;
use crate::sheet::PAGE;

const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const P: &str = "http://schemas.openxmlformats.org/presentationml/2006/main";

/// The list of slides; `slides` are the ids of their relationships.
pub fn presentation(master: &str, slides: &[String]) -> String {
    let each: String = slides.iter().enumerate().map(|(i, r)| format!("<p:sldId id=\"{}\" r:id=\"{r}\"/>", 256 + i)).collect();
    format!(
        "<p:presentation xmlns:a=\"{A}\" xmlns:r=\"{OFFICE}\" xmlns:p=\"{P}\"><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"{master}\"/></p:sldMasterIdLst><p:sldIdLst>{each}</p:sldIdLst><p:sldSz cx=\"{}\" cy=\"{}\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>",
        emu(PAGE.0),
        emu(PAGE.1)
    )
}
/// Colours of the brand and a font that every machine has.
pub fn theme(i: &Imprint) -> String {
    let rgb = |name: &str, colour: &str| format!("<a:{name}><a:srgbClr val=\"{}\"/></a:{name}>", colour.trim_start_matches('#'));
    let colours: String = [
        ("dk1", "#17202a"),
        ("lt1", "#ffffff"),
        ("dk2", "#52606d"),
        ("lt2", "#f4f6f8"),
        ("accent1", i.brand.primary.as_str()),
        ("accent2", i.brand.accent.as_str()),
        ("accent3", "#0072b2"),
        ("accent4", "#e69f00"),
        ("accent5", "#56b4e9"),
        ("accent6", "#b3261e"),
        ("hlink", i.brand.primary.as_str()),
        ("folHlink", "#52606d"),
    ]
    .iter()
    .map(|(n, c)| rgb(n, c))
    .collect();
    let font = "<a:latin typeface=\"Arial\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>";
    let solid = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let line = format!("<a:ln w=\"9525\">{solid}</a:ln>");
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    format!(
        "<a:theme xmlns:a=\"{A}\" name=\"plan-loyalty\"><a:themeElements><a:clrScheme name=\"brand\">{colours}</a:clrScheme><a:fontScheme name=\"Arial\"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name=\"plain\"><a:fillStyleLst>{}</a:fillStyleLst><a:lnStyleLst>{}</a:lnStyleLst><a:effectStyleLst>{}</a:effectStyleLst><a:bgFillStyleLst>{}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>",
        solid.repeat(3),
        line.repeat(3),
        effect.repeat(3),
        solid.repeat(3)
    )
}
fn placeholder(id: usize, name: &str, kind: &str, at: (f64, f64, f64, f64), words: &str) -> String {
    let (x, y, w, h) = (emu(at.0), emu(at.1), emu(at.2), emu(at.3));
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{w}\" cy=\"{h}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\"/><a:lstStyle/>{words}</p:txBody></p:sp>"
    )
}
fn tree() -> String {
    let title = placeholder(2, "Title", "type=\"title\"", (44.0, 40.0, 872.0, 60.0), "<a:p><a:r><a:rPr lang=\"en-US\"/><a:t>Title</a:t></a:r></a:p>");
    let number = "<a:p><a:fld id=\"{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}\" type=\"slidenum\"><a:rPr lang=\"en-US\"/><a:t>‹#›</a:t></a:fld></a:p>";
    let number = placeholder(3, "Slide number", "type=\"sldNum\" sz=\"quarter\" idx=\"12\"", (876.0, 514.0, 40.0, 14.0), number);
    format!("<p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{title}{number}</p:spTree>")
}
/// The master; `layout` is the id of its relationship to the one layout.
pub fn master(layout: &str) -> String {
    let style = |n: usize| {
        format!(
            "<a:lvl{n}pPr marL=\"{}\" indent=\"0\"><a:defRPr sz=\"1300\"><a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill><a:latin typeface=\"+mn-lt\"/></a:defRPr></a:lvl{n}pPr>",
            (n - 1) * 228_600
        )
    };
    let styles: String = (1..=9).map(style).collect();
    format!(
        "<p:sldMaster xmlns:a=\"{A}\" xmlns:r=\"{OFFICE}\" xmlns:p=\"{P}\"><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>{}</p:cSld><p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/><p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"{layout}\"/></p:sldLayoutIdLst><p:txStyles><p:titleStyle><a:lvl1pPr><a:lnSpc><a:spcPct val=\"95000\"/></a:lnSpc><a:buNone/><a:defRPr sz=\"2400\" b=\"1\"><a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill><a:latin typeface=\"+mj-lt\"/></a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle>{styles}</p:bodyStyle><p:otherStyle>{styles}</p:otherStyle></p:txStyles></p:sldMaster>",
        tree()
    )
}
/// The one layout: a title, a number, room.
pub fn layout() -> String {
    format!(
        "<p:sldLayout xmlns:a=\"{A}\" xmlns:r=\"{OFFICE}\" xmlns:p=\"{P}\" type=\"titleOnly\" preserve=\"1\"><p:cSld name=\"Claim and content\">{}</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>",
        tree()
    )
}
/// Title, author and the one date.
pub fn core(title: &str, i: &Imprint) -> String {
    format!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:identifier>{}</dc:identifier><dc:language>en-US</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:modified></cp:coreProperties>",
        escape(title),
        escape(&i.author),
        escape(&i.hash),
        day = format_args!("{}T00:00:00Z", i.day)
    )
}
/// The program that wrote it.
pub fn app(slides: usize) -> String {
    format!(
        "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Slides>{slides}</Slides><Application>plan-loyalty</Application></Properties>"
    )
}
