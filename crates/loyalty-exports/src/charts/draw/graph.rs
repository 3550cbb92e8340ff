//! Tasks from left to right by what they wait for.
use super::text;
use crate::charts::Graph;
use crate::charts::canvas::{Anchor, Canvas};
use crate::charts::theme::Paint;

const BOX: (f64, f64) = (114.0, 62.0);
const GAP: (f64, f64) = (26.0, 14.0);
const SMALL: f64 = 11.0;
const LEADING: f64 = 12.5;
/// Whether one task is reached from another over at least one task between them: then their own line says nothing more.
fn implied(k: &Graph, from: usize, to: usize) -> bool {
    let mut seen = vec![false; k.nodes.len()];
    let mut next: Vec<usize> = k.edges.iter().filter(|(a, b)| *a == from && *b != to).map(|(_, b)| *b).collect();
    while let Some(at) = next.pop() {
        if at == to {
            return true;
        }
        if seen.get(at) == Some(&false) {
            seen[at] = true;
            next.extend(k.edges.iter().filter(|(a, _)| *a == at).map(|(_, b)| *b));
        }
    }
    false
}
/// Column of each task: one more than the latest that it waits for. A circle, which a plan cannot hold, ends the walk.
fn columns(k: &Graph) -> Vec<usize> {
    let mut at = vec![0usize; k.nodes.len()];
    for _ in 0..k.nodes.len() {
        for (a, b) in &k.edges {
            if let (Some(x), Some(y)) = (at.get(*a).copied(), at.get(*b).copied()) {
                at[*b] = y.max(x + 1).min(k.nodes.len());
            }
        }
    }
    at
}
fn grid(k: &Graph) -> (usize, usize) {
    let at = columns(k);
    let wide = at.iter().max().map_or(1, |m| m + 1);
    let tall = (0..wide).map(|c| at.iter().filter(|a| **a == c).count()).max().unwrap_or(1).max(1);
    (wide, tall)
}
pub fn size(k: &Graph) -> (f64, f64) {
    let (wide, tall) = grid(k);
    (wide as f64 * (BOX.0 + GAP.0) - GAP.0 + 4.0, tall as f64 * (BOX.1 + GAP.1) - GAP.1 + 8.0)
}
pub fn draw(k: &Graph, c: &mut Canvas, w: f64, h: f64) {
    let at = columns(k);
    let (wide, _) = grid(k);
    let column = if wide > 1 { (w - 4.0 - BOX.0) / (wide - 1) as f64 } else { 0.0 };
    let mut place = vec![(0.0, 0.0); k.nodes.len()];
    for col in 0..wide {
        let here: Vec<usize> = (0..k.nodes.len()).filter(|i| at[*i] == col).collect();
        let tall = here.len() as f64 * (BOX.1 + GAP.1) - GAP.1;
        for (j, i) in here.iter().enumerate() {
            place[*i] = (2.0 + column * col as f64, (h - tall) / 2.0 + j as f64 * (BOX.1 + GAP.1));
        }
    }
    for (a, b) in &k.edges {
        if let (Some(from), Some(to), false) = (place.get(*a), place.get(*b), implied(k, *a, *b)) {
            c.arrow((from.0 + BOX.0, from.1 + BOX.1 / 2.0), (to.0, to.1 + BOX.1 / 2.0), Paint::Soft);
        }
    }
    for (n, (x, y)) in k.nodes.iter().zip(&place) {
        c.card((*x, *y), (BOX.0, BOX.1), Paint::Wash, if n.troubled { Paint::Loss } else { Paint::Primary }, n.troubled);
        let (name, who) = (text::wrap(&n.label, SMALL, (BOX.0 - 14.0) / 1.08, 2), text::wrap(&n.who, SMALL, BOX.0 - 14.0, 2));
        let tall = LEADING * (name.len() + who.len()) as f64;
        let mut line = y + (BOX.1 - tall) / 2.0 + SMALL - 1.0;
        for (words, paint, bold) in name.iter().map(|w| (w, Paint::Ink, true)).chain(who.iter().map(|w| (w, Paint::Soft, false))) {
            c.styled(x + 8.0, line, words, Anchor::Start, paint, SMALL, bold);
            line += LEADING;
        }
    }
}
