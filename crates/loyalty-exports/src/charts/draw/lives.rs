//! First years of members, one lane each: orders, points, rewards and tiers, month by month.
use super::text;
use crate::charts::canvas::{Anchor, Canvas};
use crate::charts::theme::Paint;
use crate::charts::{Life, Lives};

const SMALL: f64 = 11.0;
const LEADING: f64 = 13.5;
/// Who, left; what it comes to, right.
const WHO: f64 = 158.0;
const SUM: f64 = 196.0;
/// Height of a lane and of the bars in it, as a rule and of one that is looked at closely.
const LANE: (f64, f64) = (112.0, 228.0);
const BAR: (f64, f64) = (44.0, 160.0);
/// Above the bars of a lane: tags of rewards, names of tiers.
const ABOVE: f64 = 36.0;
/// Most orders of a month that are drawn one by one.
const MARKS: u32 = 4;

fn of(k: &Lives, (usual, tall): (f64, f64)) -> f64 {
    if k.tall { tall } else { usual }
}
pub fn height(k: &Lives) -> f64 {
    22.0 + of(k, LANE) * k.lives.len().max(1) as f64
}
pub fn draw(k: &Lives, c: &mut Canvas, w: f64) {
    let (left, right) = (WHO + 10.0, w - SUM - 14.0);
    let month = (right - left) / 12.0;
    for i in 0..12 {
        c.tick(left + month * (f64::from(i) + 0.5), 12.0, &(i + 1).to_string(), Anchor::Middle);
    }
    c.text(0.0, 12.0, "Month of membership", Anchor::Start, Paint::Soft);
    for (i, life) in k.lives.iter().enumerate() {
        lane(life, c, (22.0 + of(k, LANE) * i as f64, of(k, BAR)), (left, month), w);
    }
}
fn lane(life: &Life, c: &mut Canvas, (top, bar): (f64, f64), (left, month): (f64, f64), w: f64) {
    c.line((0.0, top), (w, top), Paint::Rule, 1.0, "");
    let mut y = top + 24.0;
    for line in text::wrap(&life.name, 12.0, WHO / 1.08, 2) {
        c.strong(0.0, y, &line, Anchor::Start, Paint::Ink);
        y += LEADING + 1.0;
    }
    for line in text::wrap(&life.about, SMALL, WHO, 3) {
        c.styled(0.0, y, &line, Anchor::Start, Paint::Soft, SMALL, false);
        y += LEADING;
    }
    let mut y = top + 24.0;
    for (i, line) in life.sum.iter().flat_map(|s| text::wrap(s, SMALL, SUM, 3)).take(6).enumerate() {
        c.styled(w - SUM, y, &line, Anchor::Start, Paint::Ink, SMALL, i == 0);
        y += LEADING;
    }
    let floor = top + ABOVE + bar;
    for (i, m) in life.months.iter().enumerate() {
        let (x, wide) = (left + month * i as f64, month - 4.0);
        c.rect(x + 2.0, floor - bar, wide, bar, Paint::Wash);
        let high = bar * m.filled.clamp(0.0, 1.0);
        c.rect(x + 2.0, floor - high, wide, high, Paint::Band);
        if m.rewards > 0 {
            c.card((x + 2.0, floor - bar - 17.0), (wide, 15.0), Paint::Accent, Paint::Accent, false);
            c.styled(x + 2.0 + wide / 2.0, floor - bar - 5.5, &format!("{} ×", m.rewards), Anchor::Middle, Paint::Paper, SMALL, true);
        }
        if let Some(tier) = &m.reached {
            c.line((x + 2.0, top + 5.0), (x + 2.0, floor), Paint::Primary, 2.0, "");
            c.styled(x + 6.0, top + 14.0, &text::fit(tier, SMALL, 3.0 * month), Anchor::Start, Paint::Primary, SMALL, true);
        }
        orders(m.orders, c, (x + 2.0 + wide / 2.0, floor + 6.0));
    }
    c.line((left, floor), (left + 12.0 * month, floor), Paint::Soft, 1.0, "");
}
/// A square for each order; many are counted.
fn orders(n: u32, c: &mut Canvas, (middle, y): (f64, f64)) {
    if n > MARKS {
        c.styled(middle, y + 9.0, &n.to_string(), Anchor::Middle, Paint::Ink, SMALL, true);
        return;
    }
    for k in 0..n {
        c.rect(middle - 8.0 * f64::from(n) / 2.0 + 8.0 * f64::from(k) + 1.0, y + 1.0, 6.0, 6.0, Paint::Ink);
    }
}
