//! A waterfall in rows: words left, bars in the middle, figures right, so that long names fit.
use super::text;
use crate::charts::canvas::{Anchor, Canvas, LEADING, SIZE};
use crate::charts::scale::Scale;
use crate::charts::theme::Paint;
use crate::charts::{StepKind, Waterfall};

const ROW: f64 = 32.0;
pub fn height(k: &Waterfall) -> f64 {
    26.0 + ROW * k.steps.len() as f64 + 20.0
}
pub fn draw(k: &Waterfall, c: &mut Canvas, w: f64, h: f64) {
    let names = k.steps.iter().map(|s| text::width(&s.label, SIZE)).fold(60.0, f64::max).min(w * 0.34) + 10.0;
    let figures = k.steps.iter().map(|s| text::width(&s.shown, SIZE)).fold(40.0, f64::max) + 12.0;
    let (left, right) = (names, w - figures);
    let row = ((h - 46.0) / k.steps.len().max(1) as f64).clamp(ROW, 44.0);
    let scale = Scale::over(k.steps.iter().flat_map(|s| [s.from, s.to]), ((right - left) / 80.0).clamp(2.0, 6.0), left, right);
    let bottom = 24.0 + row * k.steps.len() as f64;
    c.text(0.0, 13.0, &text::fit(&k.y.label, SIZE, w), Anchor::Start, Paint::Soft);
    for v in scale.ticks() {
        let (paint, width) = if v == 0.0 { (Paint::Soft, 1.2) } else { (Paint::Rule, 1.0) };
        c.line((scale.at(v), 22.0), (scale.at(v), bottom), paint, width, "");
    }
    let ticks = scale.ticks();
    let wide = ticks.iter().map(|v| text::width(&k.y.tick(*v), SIZE)).fold(0.0, f64::max) + 8.0;
    let every = (wide / ((right - left) / (ticks.len().max(2) - 1) as f64)).ceil().max(1.0) as usize;
    for v in ticks.iter().step_by(every) {
        c.tick(scale.at(*v), bottom + 16.0, &k.y.tick(*v), Anchor::Middle);
    }
    for (i, s) in k.steps.iter().enumerate() {
        let y = 24.0 + row * i as f64;
        let (a, z) = (scale.at(s.from.min(s.to)), scale.at(s.from.max(s.to)));
        let loss = s.kind == StepKind::Down || (s.kind == StepKind::Total && s.to < 0.0);
        let paint = match s.kind {
            _ if loss => Paint::Loss,
            StepKind::Total => Paint::Primary,
            _ => Paint::Layer(5),
        };
        c.rect(a, y + 6.0, (z - a).max(1.5), row - 12.0, paint);
        if loss {
            c.hatch(a, y + 6.0, z - a, row - 12.0);
        }
        if k.steps.get(i + 1).is_some_and(|n| n.kind != StepKind::Total || s.kind != StepKind::Total) {
            let at = scale.at(s.to);
            c.line((at, y + row - 6.0), (at, y + row + 6.0), Paint::Soft, 1.0, "2 2");
        }
        let strong = s.kind == StepKind::Total;
        let lines = text::wrap(&s.label, SIZE, names - 8.0, if row >= 2.0 * LEADING { 2 } else { 1 });
        let first = y + row / 2.0 + 4.0 - LEADING / 2.0 * (lines.len() as f64 - 1.0);
        for (j, line) in lines.iter().enumerate() {
            c.styled(0.0, first + LEADING * j as f64, line, Anchor::Start, Paint::Ink, SIZE, strong);
        }
        c.styled(w - 2.0, y + row / 2.0 + 4.0, &s.shown, Anchor::End, Paint::Ink, SIZE, strong);
    }
}
