//! Charts as descriptions: what is drawn, in which units, what it shows. One renderer makes the picture for every deliverable.
//!
//! ```text
//! Chart
//!   id, title     the finding
//!   alt           what a person reads who cannot see it
//!   note          how to read it
//!   data          the same figures as a table
//!   kind          what is drawn: positions and words; `svg` turns it into a picture
//! ```
//! A description holds figures of the plan and words. The picture holds positions, and axis ticks at round numbers.
mod canvas;
pub mod chart_catalogue;
mod draw;
mod scale;
mod text;
mod theme;

pub use text::width as text_width;
pub use theme::Theme;

use crate::format;
use crate::tables::Table;
use loyalty_model::line::Unit;
use loyalty_model::units::Currency;

#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Id, kebab-case.
    pub id: String,
    /// The finding, as a title.
    pub title: String,
    /// What a person sees who cannot see it.
    pub alt: String,
    /// How to read it, in one line.
    pub note: String,
    /// Its data as a table.
    pub data: Table,
    /// What is drawn.
    pub kind: ChartKind,
}
/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum ChartKind {
    /// A mean with its band from P10 to P90.
    Fan(Fan),
    /// How a total comes about, step by step.
    Waterfall(Waterfall),
    /// Bars to both sides of nothing, longest first.
    Tornado(Tornado),
    /// Rows and columns of shades.
    HeatMap(HeatMap),
    /// Columns side by side.
    Columns(Columns),
    /// Parts that add up, period by period.
    Stack(Stack),
    /// Stages of a customer's life with what happens in each.
    Journey(Journey),
    /// What waits for what.
    Graph(Graph),
    /// First years of members, a lane each.
    Lives(Lives),
}
/// What an axis counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// Words with the unit: `Month from launch`, `Cumulative cash, USD`.
    pub label: String,
    /// Unit of its ticks.
    pub unit: Unit,
    /// Currency of money.
    pub currency: Currency,
}
/// A mean with its band, by period.
#[derive(Debug, Clone, PartialEq)]
pub struct Fan {
    /// Periods.
    pub x: Axis,
    /// Values.
    pub y: Axis,
    /// Mean by period, the first is period 1.
    pub mean: Vec<f64>,
    /// P10, as long as the mean, or empty.
    pub p10: Vec<f64>,
    /// P90, as long as the mean, or empty.
    pub p90: Vec<f64>,
    /// Periods to point at: (period, words).
    pub marks: Vec<(f64, String)>,
    /// Values to point at: (value, words).
    pub guides: Vec<(f64, String)>,
}
/// What a step of a waterfall is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Stands on nothing: a total.
    Total,
    /// Adds.
    Up,
    /// Takes away.
    Down,
}
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Words.
    pub label: String,
    /// As printed.
    pub shown: String,
    /// Where the bar begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// ChartKind.
    pub kind: StepKind,
}
/// How a total comes about.
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    /// Values.
    pub y: Axis,
    /// From top to bottom.
    pub steps: Vec<Step>,
}
/// A row of a tornado.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// The input.
    pub label: String,
    /// As printed.
    pub shown: String,
    /// Change of the result.
    pub change: f64,
}
/// What moves a result most.
#[derive(Debug, Clone, PartialEq)]
pub struct Tornado {
    /// Change of the result.
    pub x: Axis,
    /// Longest first.
    pub rows: Vec<Swing>,
}
/// A row of a heat map.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    /// Words.
    pub label: String,
    /// Shade, 0 to 1, by column; `None`: not observed yet.
    pub cells: Vec<Option<f64>>,
}
/// Rows and columns of shades.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// Columns; the first is column 1.
    pub x: Axis,
    /// What rows are.
    pub rows_are: String,
    /// What a shade is.
    pub shade: Axis,
    /// From top to bottom.
    pub rows: Vec<HeatRow>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Words below it.
    pub label: String,
    /// Height.
    pub value: f64,
    /// A mark across it (a P90).
    pub mark: Option<f64>,
    /// Printed above it, where wanted.
    pub shown: Option<String>,
    /// It means a loss: hatched.
    pub loss: bool,
}
/// Columns side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// What the columns are.
    pub x: Axis,
    /// Height.
    pub y: Axis,
    /// From left to right.
    pub columns: Vec<Column>,
    /// Lines between columns: (place in columns from the left edge, words).
    pub thresholds: Vec<(f64, String)>,
    /// What a mark is; empty: no marks.
    pub mark_is: String,
    /// Columns touch: bins of one quantity.
    pub bins: bool,
}
/// A part of a stack.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    pub name: String,
    /// By period.
    pub values: Vec<f64>,
}
/// Parts that add up, period by period, the first layer at the bottom.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    /// Periods; the first is period 1.
    pub x: Axis,
    /// Values.
    pub y: Axis,
    /// Bottom to top.
    pub layers: Vec<Layer>,
    /// Columns where few periods; else areas.
    pub columns: bool,
}
/// Something that happens in a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// What the customer does.
    pub event: String,
    /// When it fires.
    pub when: String,
    /// What the company does.
    pub action: String,
    /// The data to fire it are missing.
    pub waits: bool,
}
/// A stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    pub name: String,
    /// In order of priority.
    pub stops: Vec<Stop>,
}
/// Stages from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// Stages.
    pub lanes: Vec<Lane>,
}
/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Words.
    pub label: String,
    pub who: String,
    /// It did not go as meant.
    pub troubled: bool,
}
/// What waits for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// Tasks.
    pub nodes: Vec<Node>,
    /// (before, after), positions in `nodes`.
    pub edges: Vec<(usize, usize)>,
}
/// A member's first year.
#[derive(Debug, Clone, PartialEq)]
pub struct Life {
    /// Who: `A typical Gold customer`.
    pub name: String,
    /// What they buy.
    pub about: String,
    /// What they have after twelve months, a line each.
    pub sum: Vec<String>,
    /// The twelve months.
    pub months: Vec<LifeMonth>,
}
/// A month of a member's first year.
#[derive(Debug, Clone, PartialEq)]
pub struct LifeMonth {
    /// Orders.
    pub orders: u32,
    /// Points at the end of the month, as a part of the first reward's price, 0 to 1.
    pub filled: f64,
    /// Rewards taken.
    pub rewards: u32,
    /// A tier reached.
    pub reached: Option<String>,
}
/// First years of members, one lane each.
#[derive(Debug, Clone, PartialEq)]
pub struct Lives {
    /// From top to bottom.
    pub lives: Vec<Life>,
    /// Lanes twice as high, and no wider than they must be: for one year looked at closely.
    pub tall: bool,
}
impl Axis {
    /// An axis.
    pub fn new(label: impl Into<String>, unit: Unit, currency: &Currency) -> Axis {
        Axis { label: label.into(), unit, currency: currency.clone() }
    }
    /// A tick: short, with its unit: `$1.2M`, `40k`, `25%`.
    pub fn tick(&self, v: f64) -> String {
        let sign = if v < 0.0 { "−" } else { "" };
        let a = v.abs();
        let (n, unit) = match a {
            _ if a >= 0.9995e12 => (a / 1e12, "T"),
            _ if a >= 0.9995e9 => (a / 1e9, "B"),
            _ if a >= 0.9995e6 => (a / 1e6, "M"),
            _ if a >= 0.9995e3 => (a / 1e3, "k"),
            _ => (a, ""),
        };
        match self.unit {
            Unit::Share => format!("{}%", format::decimal(100.0 * v, if a < 0.02 && a > 0.0 { 2 } else { 0 })),
            Unit::Money => format!("{sign}{}{}{unit}", self.currency.sign(), format::decimal(n, if a >= 1.0 { 2 } else { 3 })),
            _ => format!("{sign}{}{unit}", format::decimal(n, if a >= 1.0 { 2 } else { 3 })),
        }
    }
}
impl Chart {
    /// Width and height at which its text has 12 units: a page gives it this shape or a wider one.
    pub fn size(&self) -> (f64, f64) {
        draw::size(self)
    }
}
/// The picture, at its own size (`Chart::size`): plain SVG, no style sheet needed; a page may restyle its classes (`Theme::css`).
pub fn svg(chart: &Chart, theme: &Theme) -> String {
    let (width, height) = chart.size();
    svg_in(chart, theme, width, height)
}
/// The picture in a frame of this width and height, text at 12 units; what cannot fit makes the frame larger.
pub fn svg_in(chart: &Chart, theme: &Theme, width: f64, height: f64) -> String {
    draw::chart(chart, theme, width, height)
}
