//! Today's customers by what they spend in a year, with the thresholds of tiers that count spend: each can be dragged, and its field and slider on the left
//! are the same without a pointer.
use super::form::id;
use super::view::{Shows, View};
use crate::studio::controls::threshold_field;
use loyalty_exports::format;
use loyalty_model::extract::ValueBin;
use loyalty_model::program::{Metric, Tier};
use maud::{Markup, html};

/// The picture, in its own units: width, height, left and right of the bars, top of the bars and their foot, and rows of names above them.
const WIDE: f64 = 760.0;
const HIGH: f64 = 168.0;
const SIDE: f64 = 12.0;
const TOP: f64 = 56.0;
const FOOT: f64 = 146.0;
const ROWS: usize = 3;
/// Narrowest edge label, in its units.
const LABEL: f64 = 46.0;

/// A bin with both its edges, above zero.
struct Bar {
    from: f64,
    to: f64,
    count: u64,
}
/// From the first bin that holds somebody to the last; amounts without an edge, or at nothing, have no place on a logarithmic scale.
fn bars(bins: &[ValueBin]) -> Vec<Bar> {
    let all: Vec<Bar> = bins
        .iter()
        .filter_map(|b| Some(Bar { from: b.from?.to_f64(), to: b.to?.to_f64(), count: b.count }))
        .filter(|b| b.from > 0.0 && b.to > b.from)
        .collect();
    let (first, last) = (all.iter().position(|b| b.count > 0), all.iter().rposition(|b| b.count > 0));
    first.zip(last).map_or(vec![], |(a, z)| all.into_iter().skip(a).take(z - a + 1).collect())
}
/// Amounts to places: the logarithm of the amount.
struct Scale {
    low: f64,
    high: f64,
}
impl Scale {
    fn at(&self, amount: f64) -> f64 {
        let share = (amount.max(f64::MIN_POSITIVE) / self.low).ln() / (self.high / self.low).ln();
        SIDE + share.clamp(0.0, 1.0) * (WIDE - 2.0 * SIDE)
    }
}
pub fn histogram(v: &View) -> Markup {
    let bars = bars(&v.shown().design.signals.spend);
    let program = match &v.shows {
        Shows::Quick(q) => &q.program,
        _ => &v.shown().design.blueprint.program,
    };
    let marked: Vec<&Tier> = program.tiers.iter().filter(|t| t.metric == Metric::NetSpend && t.threshold > 0.0).collect();
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else { return html! {} };
    if marked.is_empty() {
        return html! {};
    }
    let scale = Scale { low: first.from, high: last.to };
    let most = bars.iter().map(|b| b.count).max().unwrap_or(1).max(1) as f64;
    let money = |amount: f64| format::money(amount, v.currency());
    let told: Vec<String> = marked.iter().map(|t| format!("{} from {}", t.name, money(t.threshold))).collect();
    let n = |x: f64| format!("{x:.1}");
    let mut labelled = f64::NEG_INFINITY;
    html! {
        figure #histogram {
            figcaption { "Customers by net spend of the last 12 months" span.note.script-only { " Drag a threshold, or use its field." } }
            div.scroll tabindex="0" role="group" aria-label="Customers by net spend" {
            svg viewBox=(format!("0 0 {WIDE} {HIGH}")) role="img" aria-label=(format!("Customers by net spend of the last 12 months, from {} to {}. {}.", money(scale.low), money(scale.high), told.join("; ")))
                data-low=(scale.low) data-high=(scale.high) data-side=(SIDE / WIDE) font-size="12" {
                @for b in &bars {
                    @let (x, height) = (scale.at(b.from), (FOOT - TOP) * b.count as f64 / most);
                    rect class="fill-band" x=(n(x + 0.5)) y=(n(FOOT - height)) width=(n(scale.at(b.to) - x - 1.0)) height=(n(height)) {
                        title { (money(b.from)) " to " (money(b.to)) ": " (format::whole(b.count as f64)) }
                    }
                    @if x - labelled >= LABEL {
                        @let _ = labelled = x;
                        text class="tick fill-soft" x=(n(x)) y=(n(FOOT + 15.0)) text-anchor="middle" { (short(b.from, v)) }
                    }
                }
                line class="line-soft" x1=(n(SIDE)) y1=(n(FOOT)) x2=(n(WIDE - SIDE)) y2=(n(FOOT)) stroke-width="1" {}
                @for (i, t) in marked.iter().enumerate() { (handle(t, i, &scale, &money(t.threshold))) }
            }
            }
        }
    }
}
/// The lower edge of a bin, without the zeros behind the mark.
fn short(amount: f64, v: &View) -> String {
    format::money(amount, v.currency()).trim_end_matches(".00").to_string()
}
fn handle(t: &Tier, at: usize, scale: &Scale, amount: &str) -> Markup {
    let (x, y) = (scale.at(t.threshold), 13.0 + 16.0 * (at % ROWS) as f64);
    // Names stand on the side where there is room.
    let (dx, anchor) = if x > WIDE * 0.75 { (-6.0, "end") } else { (6.0, "start") };
    html! {
        g.handle data-drag=(id(&threshold_field(&t.id))) transform=(format!("translate({x:.1} 0)")) {
            rect.grip x="-12" y=(format!("{:.1}", y - 12.0)) width="24" height=(format!("{:.1}", FOOT - y + 12.0)) fill="transparent" {}
            line class="line-ink" x1="0" y1=(format!("{:.1}", y - 11.0)) x2="0" y2=(FOOT) stroke-width="2" {}
            circle class="fill-ink" cx="0" cy=(FOOT) r="6" {}
            text class="fill-ink" x=(dx) y=(y) text-anchor=(anchor) { (t.name) " " (amount) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use loyalty_model::units::Money;
    fn bin(from: Option<i64>, to: Option<i64>, count: u64) -> ValueBin {
        let whole = |v: i64| Money::from_units(v);
        ValueBin { from: from.map(whole), to: to.map(whole), count, sum: whole(0) }
    }
    #[test]
    fn only_bins_that_hold_somebody_and_have_a_place_stand() {
        let all = [
            bin(None, Some(1), 9),
            bin(Some(0), Some(1), 9),
            bin(Some(1), Some(2), 0),
            bin(Some(2), Some(5), 3),
            bin(Some(5), Some(10), 0),
            bin(Some(10), Some(20), 1),
            bin(Some(20), None, 4),
        ];
        let kept: Vec<(f64, u64)> = bars(&all).iter().map(|b| (b.from, b.count)).collect();
        assert_eq!(kept, [(2.0, 3), (5.0, 0), (10.0, 1)]);
        assert!(bars(&all[..3]).is_empty());
    }
    #[test]
    fn amounts_stand_within_the_picture_in_their_order() {
        let scale = Scale { low: 5.0, high: 50_000.0 };
        let places = [0.0, 1.0, 5.0, 500.0, 50_000.0, 1e12].map(|a| scale.at(a));
        assert!(places.windows(2).all(|w| w[0] <= w[1]) && places[0] == SIDE && places[5] == WIDE - SIDE, "{places:?}");
        assert!((places[3] - WIDE / 2.0).abs() < 1e-9, "the middle of a logarithmic scale");
    }
}
