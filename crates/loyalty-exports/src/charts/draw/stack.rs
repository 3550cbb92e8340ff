//! Parts that add up, period by period: areas, or columns where periods are few; named at the right, in their order.
use super::{plot, text};
use crate::charts::Stack;
use crate::charts::canvas::{Anchor, Canvas, SIZE};
use crate::charts::scale::every;
use crate::charts::text::spread;
use crate::charts::theme::Paint;

pub fn draw(k: &Stack, c: &mut Canvas, w: f64, h: f64) {
    let n = k.layers.iter().map(|l| l.values.len()).max().unwrap_or(0);
    let value = |layer: usize, i: usize| k.layers[layer].values.get(i).copied().filter(|v| v.is_finite()).unwrap_or(0.0).max(0.0);
    let mut tops: Vec<Vec<f64>> = vec![vec![0.0; n]];
    for (j, _) in k.layers.iter().enumerate() {
        tops.push((0..n).map(|i| tops[j][i] + value(j, i)).collect());
    }
    let names: Vec<String> = k.layers.iter().map(|l| text::fit(&l.name, SIZE, w * 0.28)).collect();
    let free = names.iter().map(|t| text::width(t, SIZE)).fold(0.0, f64::max) + 26.0;
    let p = plot(c, &k.x, &k.y, tops.iter().flatten().copied(), (w, h), free);
    let slot = (p.right - p.left) / n.max(1) as f64;
    let x = |i: usize| if k.columns { p.left + slot * (i as f64 + 0.5) } else { p.left + 4.0 + (p.right - p.left - 8.0) * i as f64 / (n.max(2) - 1) as f64 };
    let paint = |j: usize| Paint::Layer(if k.layers.len() <= 1 { 6 } else { j * 7 / (k.layers.len() - 1) });
    for (j, (under, over)) in tops.iter().zip(&tops[1..]).enumerate() {
        if k.columns {
            for (i, (over, under)) in over.iter().zip(under).enumerate() {
                let (a, z) = (p.y.at(*over), p.y.at(*under));
                c.rect(x(i) - slot * 0.36, a, slot * 0.72, z - a, paint(j));
                if z - a > 0.5 {
                    c.line((x(i) - slot * 0.36, a), (x(i) + slot * 0.36, a), Paint::Paper, 1.0, "");
                }
            }
        } else {
            let mut area: Vec<(f64, f64)> = (0..n).map(|i| (x(i), p.y.at(over[i]))).collect();
            area.extend((0..n).rev().map(|i| (x(i), p.y.at(under[i]))));
            c.polygon(&area, paint(j));
            c.polyline(&(0..n).map(|i| (x(i), p.y.at(over[i]))).collect::<Vec<_>>(), Paint::Paper, 1.5, "");
        }
    }
    let step = every(n, ((p.right - p.left) / 42.0) as usize);
    for i in (0..n).filter(|i| *i == 0 || (i + 1) % step == 0).filter(|i| *i == 0 || step == 1 || i + 1 >= step.max(3)) {
        c.tick(x(i), p.bottom + 16.0, &(i + 1).to_string(), Anchor::Middle);
    }
    let end = n.saturating_sub(1);
    let middles: Vec<f64> = (0..k.layers.len()).map(|j| if n == 0 { p.bottom } else { p.y.at((tops[j][end] + tops[j + 1][end]) / 2.0) }).collect();
    let places = spread(&middles.iter().rev().copied().collect::<Vec<_>>(), 15.0, p.top, p.bottom);
    for ((j, name), at) in names.iter().enumerate().rev().zip(places) {
        c.card((p.right + 6.0, at - 5.0), (10.0, 10.0), paint(j), Paint::Soft, false);
        c.text(p.right + 20.0, at + 4.0, name, Anchor::Start, Paint::Ink);
    }
}
