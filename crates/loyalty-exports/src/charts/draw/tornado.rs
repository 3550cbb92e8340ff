//! A tornado: the change of a result by input, longest first; what falls is hatched.
use super::text;
use crate::charts::Tornado;
use crate::charts::canvas::{Anchor, Canvas, LEADING, SIZE};
use crate::charts::scale::Scale;
use crate::charts::theme::Paint;

const ROW: f64 = 34.0;
pub fn height(k: &Tornado) -> f64 {
    46.0 + ROW * k.rows.len() as f64
}
pub fn draw(k: &Tornado, c: &mut Canvas, w: f64, h: f64) {
    let names = k.rows.iter().map(|s| text::width(&s.label, SIZE)).fold(60.0, f64::max).min(w * 0.46) + 10.0;
    let figures = k.rows.iter().map(|s| text::width(&s.shown, SIZE)).fold(40.0, f64::max) + 12.0;
    let (left, right) = (names, w - figures);
    let row = ((h - 46.0) / k.rows.len().max(1) as f64).clamp(ROW, 44.0);
    let scale = Scale::over(k.rows.iter().map(|r| r.change), ((right - left) / 70.0).clamp(2.0, 6.0), left, right);
    let bottom = 24.0 + row * k.rows.len() as f64;
    c.text(0.0, 13.0, &text::fit(&k.x.label, SIZE, w), Anchor::Start, Paint::Soft);
    let ticks = scale.ticks();
    let wide = ticks.iter().map(|v| text::width(&k.x.tick(*v), SIZE)).fold(0.0, f64::max) + 8.0;
    let every = (wide / ((right - left) / (ticks.len().max(2) - 1) as f64)).ceil().max(1.0) as usize;
    for (i, v) in ticks.iter().enumerate() {
        let (paint, width) = if *v == 0.0 { (Paint::Soft, 1.2) } else { (Paint::Rule, 1.0) };
        c.line((scale.at(*v), 22.0), (scale.at(*v), bottom), paint, width, "");
        if i % every == 0 {
            c.tick(scale.at(*v), bottom + 16.0, &k.x.tick(*v), Anchor::Middle);
        }
    }
    for (i, r) in k.rows.iter().enumerate() {
        let y = 24.0 + row * i as f64;
        let (zero, end) = (scale.at(0.0), scale.at(r.change));
        let (a, z) = (zero.min(end), zero.max(end));
        let falls = r.change < 0.0;
        c.rect(a, y + 7.0, (z - a).max(1.5), row - 14.0, if falls { Paint::Loss } else { Paint::Primary });
        if falls {
            c.hatch(a, y + 7.0, z - a, row - 14.0);
        }
        let lines = text::wrap(&r.label, SIZE, names - 8.0, 2);
        let first = y + row / 2.0 + 4.0 - LEADING / 2.0 * (lines.len() as f64 - 1.0);
        for (j, line) in lines.iter().enumerate() {
            c.text(0.0, first + LEADING * j as f64, line, Anchor::Start, Paint::Ink);
        }
        c.text(w - 2.0, y + row / 2.0 + 4.0, &r.shown, Anchor::End, Paint::Ink);
    }
}
