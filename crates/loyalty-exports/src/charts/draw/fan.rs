//! A mean with its band from P10 to P90, labelled at its end.
use super::{plot, text};
use crate::charts::Fan;
use crate::charts::canvas::{Anchor, Canvas, SIZE};
use crate::charts::scale::every;
use crate::charts::text::spread;
use crate::charts::theme::Paint;

pub fn draw(f: &Fan, c: &mut Canvas, w: f64, h: f64) {
    let n = f.mean.len();
    let band = n > 0 && f.p10.len() == n && f.p90.len() == n;
    let last = |v: &[f64]| v.last().copied();
    let ends: Vec<(f64, &str, Paint)> = [
        band.then(|| last(&f.p90)).flatten().map(|v| (v, "P90", Paint::Soft)),
        last(&f.mean).map(|v| (v, "Mean", Paint::Primary)),
        band.then(|| last(&f.p10)).flatten().map(|v| (v, "P10", Paint::Soft)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let words: Vec<String> = ends.iter().map(|(v, name, _)| format!("{name} {}", crate::format::value(*v, f.y.unit, &f.y.currency))).collect();
    // The label of the mean is bold.
    let free = words.iter().map(|t| 1.1 * text::width(t, SIZE)).fold(0.0, f64::max) + 14.0;
    let all = f.mean.iter().chain(&f.p10).chain(&f.p90).copied().chain(f.guides.iter().map(|l| l.0));
    let p = plot(c, &f.x, &f.y, all, (w, h), free);
    let x = |i: usize| p.left + 8.0 + (p.right - p.left - 16.0) * i as f64 / (n.max(2) - 1) as f64;
    let points = |v: &[f64]| v.iter().enumerate().map(|(i, v)| (x(i), p.y.at(*v))).collect::<Vec<_>>();
    if band {
        let mut area = points(&f.p90);
        area.extend(points(&f.p10).into_iter().rev());
        c.polygon(&area, Paint::Band);
        c.polyline(&points(&f.p90), Paint::Soft, 1.0, "2 3");
        c.polyline(&points(&f.p10), Paint::Soft, 1.0, "2 3");
    }
    for (v, words) in &f.guides {
        c.line((p.left, p.y.at(*v)), (p.right, p.y.at(*v)), Paint::Accent, 1.5, "6 3");
        c.text(p.left + 4.0, p.y.at(*v) - 5.0, &text::fit(words, SIZE, p.right - p.left - 8.0), Anchor::Start, Paint::Ink);
    }
    c.polyline(&points(&f.mean), Paint::Primary, 2.5, "");
    for (at, words) in &f.marks {
        let px = x(0) + (x(1) - x(0)) * (at - 1.0);
        c.line((px, p.top), (px, p.bottom), Paint::Accent, 1.5, "6 3");
        let room = text::width(words, SIZE);
        let (anchor, tx) = if px + room + 6.0 < p.right { (Anchor::Start, px + 5.0) } else { (Anchor::End, px - 5.0) };
        c.text(tx, p.top + 10.0, words, anchor, Paint::Ink);
    }
    let step = every(n, ((p.right - p.left) / 42.0) as usize);
    for i in (0..n).filter(|i| *i == 0 || (i + 1) % step == 0).filter(|i| *i == 0 || step == 1 || i + 1 >= step.max(3)) {
        c.tick(x(i), p.bottom + 16.0, &(i + 1).to_string(), Anchor::Middle);
    }
    let places = spread(&ends.iter().map(|e| p.y.at(e.0)).collect::<Vec<_>>(), 15.0, p.top + 2.0, p.bottom);
    for (((_, _, paint), words), at) in ends.iter().zip(&words).zip(places) {
        let ink = if *paint == Paint::Primary { Paint::Ink } else { Paint::Soft };
        c.styled(p.right + 4.0, at + 4.0, words, Anchor::Start, ink, SIZE, *paint == Paint::Primary);
    }
}
