//! Stages from left to right, in each what happens: the event, when, and what the company does.
use super::text;
use crate::charts::canvas::{Anchor, Canvas};
use crate::charts::theme::Paint;
use crate::charts::{Journey, Stop};

const SMALL: f64 = 11.0;
const LEADING: f64 = 13.5;
const GAP: f64 = 8.0;
struct Card {
    event: Vec<String>,
    when: Vec<String>,
    action: Vec<String>,
    waits: bool,
}
impl Card {
    fn of(s: &Stop, room: f64) -> Card {
        let waits = if s.waits { " (data missing)" } else { "" };
        Card {
            event: text::wrap(&format!("{}{waits}", s.event), SMALL, room / 1.08, 3),
            when: text::wrap(&s.when, SMALL, room, 4),
            action: text::wrap(&s.action, SMALL, room, 6),
            waits: s.waits,
        }
    }
    fn tall(&self) -> f64 {
        LEADING * (self.event.len() + self.when.len() + self.action.len()) as f64 + 18.0
    }
}
fn wide(k: &Journey, w: f64) -> f64 {
    (w - GAP * (k.lanes.len().max(1) - 1) as f64) / k.lanes.len().max(1) as f64
}
pub fn height(k: &Journey, w: f64) -> f64 {
    let room = wide(k, w) - 16.0;
    let lane = |l: &super::super::Lane| l.stops.iter().map(|s| Card::of(s, room).tall() + GAP).sum::<f64>();
    42.0 + k.lanes.iter().map(lane).fold(30.0, f64::max)
}
pub fn draw(k: &Journey, c: &mut Canvas, w: f64) {
    let lane = wide(k, w);
    for (i, l) in k.lanes.iter().enumerate() {
        let x = (lane + GAP) * i as f64;
        let tip = if i + 1 < k.lanes.len() { GAP } else { 0.0 };
        c.polygon(
            &[(x, 2.0), (x + lane - 6.0, 2.0), (x + lane + tip - 2.0, 16.0), (x + lane - 6.0, 30.0), (x, 30.0), (x + if i > 0 { 6.0 } else { 0.0 }, 16.0)],
            Paint::Primary,
        );
        c.strong(x + 12.0, 20.0, &text::fit(&l.name, 12.0, lane - 24.0), Anchor::Start, Paint::Paper);
        let mut y = 38.0;
        if l.stops.is_empty() {
            c.styled(x + 8.0, y + 16.0, "no trigger", Anchor::Start, Paint::Soft, SMALL, false);
        }
        for s in &l.stops {
            let card = Card::of(s, lane - 16.0);
            c.card((x, y), (lane, card.tall()), Paint::Wash, if card.waits { Paint::Accent } else { Paint::Rule }, card.waits);
            let mut at = y + 17.0;
            for (lines, paint, bold) in [(&card.event, Paint::Ink, true), (&card.when, Paint::Soft, false), (&card.action, Paint::Ink, false)] {
                for line in lines {
                    c.styled(x + 8.0, at, line, Anchor::Start, paint, SMALL, bold);
                    at += LEADING;
                }
            }
            y += card.tall() + GAP;
        }
    }
}
