//! How cells look: what a cell is decides its colour, what it counts decides its number format.
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Name of the sheet.
    Title,
    Remark,
    /// Heads a block of rows.
    Heading,
    /// Heads a column.
    Head,
    /// Words.
    Text,
    /// Words that may run over lines.
    Wrapped,
    /// Words beside a number: a little away from it.
    Beside,
    /// An input: the only cells a person changes.
    Input,
    /// A driver from the simulation, or another figure that stands in the plan.
    Driver,
    /// A formula.
    Calc,
    /// A formula that adds up, or closes.
    Total,
    /// A check: 1 holds, 0 does not.
    Check,
    /// A caution: 1 inside, 0 outside.
    Caution,
    /// A sentence that follows the figures.
    Claim,
    /// The sentence above a chart.
    Sentence,
    /// A figure beside words, at the left.
    Left,
    /// A check whose failure is a warning: 1 holds, 0 does not.
    Warning,
    /// The answer on the cover: green until something is amiss.
    Answer,
}
/// What a number counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CellFormat {
    /// Words or nothing.
    #[default]
    None,
    /// Whole numbers: large money, points, customers.
    Whole,
    /// Two decimals.
    Cents,
    /// As many decimals as there are.
    Plain,
    /// Money of a point or a message.
    Fine,
    /// A share.
    Percent,
    Factor,
    /// A number of a month or case.
    Ordinal,
    /// First day of a month.
    Month,
}
/// Role and kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Look {
    pub role: Role,
    pub kind: CellFormat,
}
pub const fn look(role: Role, kind: CellFormat) -> Look {
    Look { role, kind }
}
impl CellFormat {
    fn pattern(self) -> &'static str {
        match self {
            CellFormat::None | CellFormat::Plain => "General",
            CellFormat::Whole => "#,##0;[Red]-#,##0;\"–\"",
            CellFormat::Cents => "#,##0.00;[Red]-#,##0.00;\"–\"",
            CellFormat::Fine => "0.000000;[Red]-0.000000;\"–\"",
            CellFormat::Percent => "0.0%;[Red]-0.0%;0.0%",
            CellFormat::Factor => "0.0000;[Red]-0.0000;0.0000",
            CellFormat::Ordinal => "0",
            CellFormat::Month => "mmm yy",
        }
    }
}
/// Colours of the legend, beside the company's own main colour.
pub const INPUT: u32 = 0xFFF2CC;
pub const DRIVER: u32 = 0xE2EEF9;
/// Text of inputs and drivers.
const INPUT_INK: u32 = 0x1F3FBF;
const DRIVER_INK: u32 = 0x24476B;
const GOOD: u32 = 0xDDF0E3;
/// Grey of lines and remarks.
const GREY: u32 = 0xBFC5CC;

impl Look {
    /// The format; `primary` is the company's main colour.
    pub fn format(self, primary: u32) -> Format {
        let f = Format::new().set_font_name("Arial").set_font_size(9).set_align(FormatAlign::VerticalCenter);
        let f = match self.role {
            Role::Check | Role::Warning => f.set_num_format("[=1]\"ok\";[=0]\"FAILS\";General"),
            Role::Caution => f.set_num_format("[=1]\"ok\";[=0]\"outside\";General"),
            _ if self.kind == CellFormat::None => f,
            _ => f.set_num_format(self.kind.pattern()),
        };
        match self.role {
            Role::Title => f.set_bold().set_font_size(14).set_font_color(Color::RGB(primary)),
            Role::Remark => f.set_italic().set_font_color(Color::RGB(0x5A636C)),
            Role::Heading => f
                .set_bold()
                .set_font_size(10)
                .set_font_color(Color::RGB(primary))
                .set_border_bottom(FormatBorder::Thin)
                .set_border_bottom_color(Color::RGB(primary)),
            Role::Head => f
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(primary))
                .set_align(if self.kind == CellFormat::None { FormatAlign::Left } else { FormatAlign::Right })
                .set_text_wrap(),
            Role::Text | Role::Calc => f,
            Role::Sentence => f.set_bold().set_font_color(Color::RGB(primary)),
            Role::Left => f.set_bold().set_align(FormatAlign::Left),
            Role::Claim => f.set_bold().set_font_size(11),
            Role::Answer => f.set_bold().set_font_size(11).set_text_wrap().set_background_color(Color::RGB(GOOD)),
            Role::Wrapped => f.set_text_wrap(),
            Role::Beside => f.set_indent(1),
            Role::Input => f
                .set_background_color(Color::RGB(INPUT))
                .set_font_color(Color::RGB(INPUT_INK))
                .set_border(FormatBorder::Hair)
                .set_border_color(Color::RGB(GREY))
                .set_unlocked(),
            Role::Driver => f.set_background_color(Color::RGB(DRIVER)).set_font_color(Color::RGB(DRIVER_INK)),
            Role::Total => f.set_bold().set_border_top(FormatBorder::Thin).set_border_top_color(Color::RGB(GREY)),
            Role::Check | Role::Caution | Role::Warning => {
                // On the cover answers stand below each other in a wide column, at the left.
                let align = if self.kind == CellFormat::Plain { FormatAlign::Left } else { FormatAlign::Center };
                f.set_bold().set_align(align).set_background_color(Color::RGB(GOOD))
            }
        }
    }
}
