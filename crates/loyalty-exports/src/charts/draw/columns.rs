//! Columns side by side: bins of a quantity with thresholds between them, or named columns.
use super::{plot, text};
use crate::charts::Columns;
use crate::charts::canvas::{Anchor, Canvas, SIZE};
use crate::charts::theme::Paint;

pub fn draw(k: &Columns, c: &mut Canvas, w: f64, h: f64) {
    let n = k.columns.len().max(1);
    let values = k.columns.iter().flat_map(|b| [b.value, b.mark.unwrap_or(0.0)]);
    let p = plot(c, &k.x, &k.y, values, (w, h), 10.0);
    let wide = (p.right - p.left) / n as f64;
    let inset = if k.bins { 0.04 } else { 0.15 };
    for (i, b) in k.columns.iter().enumerate() {
        let x = p.left + wide * i as f64;
        let (a, z) = (p.y.at(b.value.max(0.0)), p.y.at(b.value.min(0.0)));
        c.rect(x + wide * inset, a, wide * (1.0 - 2.0 * inset), (z - a).max(0.7), if b.loss { Paint::Loss } else { Paint::Primary });
        if b.loss {
            c.hatch(x + wide * inset, a, wide * (1.0 - 2.0 * inset), z - a);
        }
        if let Some(m) = b.mark {
            c.line((x + wide * 0.04, p.y.at(m)), (x + wide * 0.96, p.y.at(m)), Paint::Accent, 2.2, "");
        }
        if let Some(shown) = b.shown.as_ref().filter(|s| text::width(s, SIZE) <= wide) {
            c.strong(x + wide / 2.0, a.min(p.bottom) - 5.0, shown, Anchor::Middle, Paint::Ink);
        }
    }
    labels(k, c, p.left, wide, p.bottom);
    if !k.mark_is.is_empty() {
        c.line((p.right - text::width(&k.mark_is, SIZE) - 24.0, 9.0), (p.right - text::width(&k.mark_is, SIZE) - 6.0, 9.0), Paint::Accent, 2.2, "");
        c.text(p.right, 13.0, &k.mark_is, Anchor::End, Paint::Soft);
    }
    thresholds(k, c, (p.left, p.right), p.top, p.bottom, wide);
}
/// Words below columns: each where there is room, else every second, third…; bins carry them at their left edge.
fn labels(k: &Columns, c: &mut Canvas, left: f64, wide: f64, bottom: f64) {
    let widest = k.columns.iter().map(|b| text::width(&b.label, SIZE)).fold(0.0, f64::max) + 6.0;
    if k.bins {
        let every = (widest / wide).ceil().max(1.0) as usize;
        // Nothing is labelled where it is an edge.
        let first = k.columns.iter().position(|b| matches!(b.label.as_str(), "0%" | "0")).unwrap_or(0) % every;
        for (i, b) in k.columns.iter().enumerate().filter(|(i, _)| i % every == first) {
            let x = left + wide * i as f64;
            c.line((x, bottom), (x, bottom + 4.0), Paint::Soft, 1.0, "");
            c.tick(x.max(text::width(&b.label, SIZE) / 2.0), bottom + 16.0, &b.label, Anchor::Middle);
        }
        return;
    }
    let every = if k.columns.len() <= 8 { 1 } else { (widest.min(70.0) / wide).ceil().max(1.0) as usize };
    for (i, b) in k.columns.iter().enumerate().filter(|(i, _)| i % every == 0) {
        let label = text::fit(&b.label, SIZE, wide * every as f64 - 4.0);
        c.text(left + wide * (i as f64 + 0.5), bottom + 16.0, &label, Anchor::Middle, Paint::Soft);
    }
}
/// Lines between columns, their words on lines of their own where they would meet.
fn thresholds(k: &Columns, c: &mut Canvas, (left, right): (f64, f64), top: f64, bottom: f64, wide: f64) {
    for (at, _) in &k.thresholds {
        c.line((left + wide * at, top), (left + wide * at, bottom), Paint::Accent, 1.8, "6 3");
    }
    let mut taken: Vec<(f64, f64, usize)> = vec![];
    for (at, words) in &k.thresholds {
        let x = left + wide * at;
        let room = text::width(words, SIZE);
        let (from, anchor, tx) = if x + room + 6.0 <= right { (x + 4.0, Anchor::Start, x + 4.0) } else { (x - room - 4.0, Anchor::End, x - 4.0) };
        let line = (0..).find(|l| !taken.iter().any(|t| t.2 == *l && t.0 < from + room + 6.0 && from < t.1 + 6.0)).unwrap_or(0);
        taken.push((from, from + room, line));
        let y = top + 11.0 + 15.0 * line as f64;
        c.rect(from - 2.0, y - 11.0, room + 4.0, 14.0, Paint::Paper);
        c.text(tx, y, words, anchor, Paint::Ink);
    }
}
