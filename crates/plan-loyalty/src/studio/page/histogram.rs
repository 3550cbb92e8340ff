//! Today's customers by what the tiers count, with the thresholds: each can be dragged, and its field and slider on the left are the same without a pointer.
use super::form::id;
use super::view::{Shows, View};
use crate::studio::controls::threshold_field;
use loyalty_exports::format;
use loyalty_model::plan::MetricBin;
use loyalty_model::program::{Metric, Tier};
use maud::{Markup, html};

/// The picture, in its own units: its width, left and right of the bars, height of the bars, of a row of names above them (one for each threshold, so that no
/// line crosses a name) and of the edges below them.
const WIDE: f64 = 760.0;
const SIDE: f64 = 12.0;
const BARS: f64 = 90.0;
const ROW: f64 = 16.0;
const BELOW: f64 = 22.0;
/// Widest letter of a name, on average.
const LETTER: f64 = 9.0;
/// Narrowest edge label, in its units.
const LABEL: f64 = 46.0;

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
    let bins = &v.shown().design.blueprint.reach;
    let program = match &v.shows {
        Shows::Quick(q) => &q.program,
        _ => &v.shown().design.blueprint.program,
    };
    let marked: Vec<&Tier> = program.tiers.iter().filter(|t| t.threshold > 0.0).collect();
    let (Some(first), Some(last), Some(tier)) = (bins.first(), bins.last(), marked.first()) else { return html! {} };
    let (what, counts) = counted(tier.metric);
    let scale = Scale { low: lower(first), high: last.to };
    let most = bins.iter().map(|b| b.customers).fold(f64::MIN_POSITIVE, f64::max);
    let shown = |value: f64| if counts { format::whole(value) } else { format::money(value, v.currency()) };
    let told: Vec<String> = marked.iter().map(|t| format!("{} from {}", t.name, shown(t.threshold))).collect();
    let n = |x: f64| format!("{x:.1}");
    let foot = ROW * (marked.len() as f64 + 1.0) + BARS;
    // Edges with room for their label.
    let mut ticks: Vec<(f64, f64)> = vec![];
    for b in bins {
        let x = scale.at(lower(b));
        if ticks.last().is_none_or(|(before, _)| x - before >= LABEL) {
            ticks.push((x, b.from));
        }
    }
    html! {
        figure #histogram {
            figcaption { "Customers by " (what) span.note.script-only { " Drag a threshold, or use its field." } }
            div.scroll tabindex="0" role="group" aria-label=(format!("Customers by {what}")) { svg viewBox=(format!("0 0 {WIDE} {}", foot + BELOW)) role="img" aria-label=(format!("Customers by {what}, up to {}. {}.", shown(scale.high), told.join("; ")))
                data-low=(scale.low) data-high=(scale.high) data-side=(SIDE / WIDE) data-whole[counts] font-size="12" {
                @for b in bins {
                    @let (x, height) = (scale.at(lower(b)), BARS * b.customers / most);
                    rect class="fill-band" x=(n(x + 0.5)) y=(n(foot - height)) width=(n(scale.at(b.to) - x - 1.0)) height=(n(height)) {
                        title { (shown(b.from)) " to below " (shown(b.to)) ": " (format::whole(b.customers)) " customers" }
                    }
                }
                @for (x, from) in &ticks { text class="tick fill-soft" x=(n(*x)) y=(n(foot + 15.0)) text-anchor="middle" { (shown(*from).trim_end_matches(".00")) } }
                line class="line-soft" x1=(n(SIDE)) y1=(n(foot)) x2=(n(WIDE - SIDE)) y2=(n(foot)) stroke-width="1" {}
                @for (i, t) in marked.iter().enumerate() { (handle(t, (i, foot), &scale, &shown(t.threshold))) }
            } }
        }
    }
}
/// What is counted, in words; whether whole things are.
fn counted(metric: Metric) -> (&'static str, bool) {
    match metric {
        Metric::NetSpend => ("net spend of the last 12 months", false),
        Metric::Orders => ("orders in the last 12 months", true),
        Metric::MissionsCompleted => ("missions that the last 12 months would have completed", true),
        Metric::RecurringRevenue => ("recurring revenue a month", false),
    }
}
/// Where a bin begins on a logarithmic scale: nothing has no place on it.
fn lower(b: &MetricBin) -> f64 {
    if b.from > 0.0 { b.from } else { b.to / 2.0 }
}
fn handle(t: &Tier, (at, foot): (usize, f64), scale: &Scale, amount: &str) -> Markup {
    let (x, y) = (scale.at(t.threshold), ROW * (at as f64 + 1.0) - 3.0);
    // Names stand on the side where there is room.
    let named = format!("{} {amount}", t.name);
    let (dx, anchor) = if x + LETTER * named.chars().count() as f64 > WIDE { (-6.0, "end") } else { (6.0, "start") };
    html! {
        g.handle data-drag=(id(&threshold_field(&t.id))) transform=(format!("translate({x:.1} 0)")) {
            rect.grip x="-12" y=(format!("{:.1}", y - 12.0)) width="24" height=(format!("{:.1}", foot - y + 12.0)) fill="transparent" {}
            line class="line-ink" x1="0" y1=(format!("{:.1}", y - 11.0)) x2="0" y2=(foot) stroke-width="2" {}
            circle class="fill-ink" cx="0" cy=(foot) r="6" {}
            text class="fill-ink" x=(dx) y=(y) text-anchor=(anchor) { (named) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn amounts_stand_within_the_picture_in_their_order() {
        let scale = Scale { low: 5.0, high: 50_000.0 };
        let places = [0.0, 1.0, 5.0, 500.0, 50_000.0, 1e12].map(|a| scale.at(a));
        assert!(places.windows(2).all(|w| w[0] <= w[1]) && places[0] == SIDE && places[5] == WIDE - SIDE, "{places:?}");
        assert!((places[3] - WIDE / 2.0).abs() < 1e-9, "the middle of a logarithmic scale");
    }
}
