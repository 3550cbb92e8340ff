//! Rows and columns of shades, stronger for more (darker on white, brighter on black); what was not yet observed stays empty.
use super::text;
use crate::charts::HeatMap;
use crate::charts::canvas::{Anchor, Canvas, SIZE};
use crate::charts::theme::Paint;

const ROW: f64 = 16.0;
pub fn height(k: &HeatMap) -> f64 {
    78.0 + ROW * k.rows.len() as f64
}
pub fn draw(k: &HeatMap, c: &mut Canvas, w: f64, h: f64) {
    let names = k.rows.iter().map(|r| text::width(&r.label, SIZE)).fold(50.0, f64::max).min(w * 0.25) + 8.0;
    let columns = k.rows.iter().map(|r| r.cells.len()).max().unwrap_or(1).max(1);
    let top = 42.0;
    let row = ((h - 78.0) / k.rows.len().max(1) as f64).clamp(ROW, 24.0);
    let wide = (w - names - 2.0) / columns as f64;
    let most = k.rows.iter().flat_map(|r| r.cells.iter().flatten()).copied().fold(0.0f64, f64::max).max(1e-9);
    let shade = |v: f64| Paint::Layer(((v / most * 8.0).floor() as usize).min(7));
    c.text(0.0, 13.0, &text::fit(&k.rows_are, SIZE, w * 0.45), Anchor::Start, Paint::Soft);
    legend(k, c, w, most);
    let every = (26.0 / wide).ceil().max(1.0) as usize;
    for i in (0..columns).filter(|i| *i == 0 || (i + 1) % every == 0) {
        c.tick(names + wide * (i as f64 + 0.5), top - 6.0, &(i + 1).to_string(), Anchor::Middle);
    }
    for (j, r) in k.rows.iter().enumerate() {
        let y = top + row * j as f64;
        c.text(0.0, y + row / 2.0 + 4.0, &text::fit(&r.label, SIZE, names - 6.0), Anchor::Start, Paint::Ink);
        for (i, v) in r.cells.iter().enumerate() {
            if let Some(v) = v {
                c.rect(names + wide * i as f64, y + 0.5, wide - 1.0, row - 1.0, shade(*v));
            }
        }
    }
    c.text(w, top + row * k.rows.len() as f64 + 18.0, &text::fit(&k.x.label, SIZE, w), Anchor::End, Paint::Soft);
}
/// Eight shades from nothing to the most, with what they stand for.
fn legend(k: &HeatMap, c: &mut Canvas, w: f64, most: f64) {
    let label = text::fit(&k.shade.label, SIZE, w * 0.3);
    let high = k.shade.tick(most);
    let box_ = 13.0;
    let end = w - text::width(&high, SIZE) - 6.0;
    for i in 0..8 {
        c.rect(end - box_ * (8.0 - i as f64), 3.0, box_ - 1.0, 12.0, Paint::Layer(i));
    }
    c.tick(end + 4.0, 13.0, &high, Anchor::Start);
    let low = k.shade.tick(0.0);
    let left = end - box_ * 8.0 - 5.0;
    c.tick(left, 13.0, &low, Anchor::End);
    c.text(left - text::width(&low, SIZE) - 7.0, 13.0, &label, Anchor::End, Paint::Soft);
}
