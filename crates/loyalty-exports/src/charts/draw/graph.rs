//! Tasks from left to right by what they wait for.
use super::text;
use crate::charts::Graph;
use crate::charts::canvas::{Anchor, Canvas};
use crate::charts::theme::Paint;

const BOX: (f64, f64) = (150.0, 40.0);
const GAP: (f64, f64) = (36.0, 14.0);
const SMALL: f64 = 10.5;
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
        if let (Some(from), Some(to)) = (place.get(*a), place.get(*b)) {
            if at[*b] == at[*a] + 1 {
                c.arrow((from.0 + BOX.0, from.1 + BOX.1 / 2.0), (to.0, to.1 + BOX.1 / 2.0), Paint::Soft);
            }
        }
    }
    for (n, (x, y)) in k.nodes.iter().zip(&place) {
        c.card(*x, *y, BOX.0, BOX.1, Paint::Wash, if n.troubled { Paint::Loss } else { Paint::Primary }, n.troubled);
        c.styled(x + 8.0, y + 17.0, &text::fit(&n.label, SMALL, (BOX.0 - 14.0) / 1.08), Anchor::Start, Paint::Ink, SMALL, true);
        c.styled(x + 8.0, y + 31.0, &text::fit(&n.who, SMALL, BOX.0 - 14.0), Anchor::Start, Paint::Soft, SMALL, false);
    }
}
