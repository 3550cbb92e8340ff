//! Pictures as inline SVG, each from figures that stand in the plan.
use crate::format;
use loyalty_model::extract::{CohortCell, ValueBin};
use loyalty_model::plan::{BudgetPeriod, Series};
use loyalty_model::units::Currency;
use std::fmt::Write;

const W: f64 = 480.0;
const H: f64 = 220.0;
const LEFT: f64 = 62.0;
const BOTTOM: f64 = 24.0;
const TOP: f64 = 10.0;

/// A scale from values to pixels, with round ticks.
struct Scale {
    low: f64,
    high: f64,
    step: f64,
}
impl Scale {
    fn over(values: impl Iterator<Item = f64>) -> Scale {
        let (low, high) = values.filter(|v| v.is_finite()).fold((0.0f64, 0.0f64), |(l, h), v| (l.min(v), h.max(v)));
        let span = if high > low { high - low } else { 1.0 };
        let rough = span / 4.0;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= rough).unwrap_or(rough);
        Scale { low: (low / step).floor() * step, high: (high / step).ceil() * step, step }
    }
    fn y(&self, v: f64) -> f64 {
        TOP + (H - TOP - BOTTOM) * (1.0 - (v - self.low) / (self.high - self.low))
    }
    fn grid(&self, out: &mut String, label: &dyn Fn(f64) -> String) {
        let ticks = ((self.high - self.low) / self.step).round() as i32;
        for i in 0..=ticks {
            let v = self.low + f64::from(i) * self.step;
            let y = self.y(v);
            let ink = if v.abs() < self.step * 1e-6 { "#8a96a3" } else { "#e4e9ee" };
            let _ = write!(
                out,
                "<line x1=\"{LEFT}\" x2=\"{W}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"{ink}\"/><text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                LEFT - 6.0,
                y + 4.0,
                label(v)
            );
        }
    }
}
fn open(label: &str) -> String {
    format!("<svg viewBox=\"0 0 {W} {H}\" role=\"img\" aria-label=\"{label}\">")
}
/// Money on an axis: `$1.2M`, `$40k`.
fn short(v: f64, c: &Currency) -> String {
    let sign = if v < 0.0 { "−" } else { "" };
    let a = v.abs();
    let (n, unit) = if a >= 1e6 {
        (a / 1e6, "M")
    } else if a >= 1e3 {
        (a / 1e3, "k")
    } else {
        (a, "")
    };
    format!("{sign}{}{}{unit}", c.sign().trim_end(), format::decimal(n, 1))
}
/// A series with its P10–P90 band, by month from launch.
pub fn fan(s: &Series, c: &Currency, label: &str) -> String {
    let n = s.mean.len();
    if n < 2 {
        return String::new();
    }
    let scale = Scale::over(s.p10.iter().chain(&s.p90).chain(&s.mean).copied());
    let x = |i: usize| LEFT + (W - LEFT - 8.0) * i as f64 / (n - 1) as f64;
    let mut out = open(label);
    scale.grid(&mut out, &|v| short(v, c));
    let path = |values: &[f64]| values.iter().enumerate().map(|(i, v)| format!("{:.1},{:.1}", x(i), scale.y(*v))).collect::<Vec<_>>();
    if s.p10.len() == n && s.p90.len() == n {
        let mut band = path(&s.p90);
        band.extend(path(&s.p10).into_iter().rev());
        let _ = write!(out, "<polygon points=\"{}\" fill=\"#b9ded8\" opacity=\".7\"/>", band.join(" "));
    }
    let _ = write!(out, "<polyline points=\"{}\" fill=\"none\" stroke=\"#0b6e63\" stroke-width=\"2.5\"/>", path(&s.mean).join(" "));
    for i in (0..n).step_by((n / 6).max(1)) {
        let _ = write!(out, "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>", x(i), H - 6.0, i + 1);
    }
    out + "</svg>"
}
struct Bar {
    label: String,
    value: f64,
    mark: Option<f64>,
    tint: &'static str,
}
fn bars(all: &[Bar], label: &str, axis: &dyn Fn(f64) -> String) -> String {
    if all.is_empty() {
        return String::new();
    }
    let scale = Scale::over(all.iter().flat_map(|b| [b.value, b.mark.unwrap_or(0.0)]));
    let wide = (W - LEFT - 4.0) / all.len() as f64;
    let mut out = open(label);
    scale.grid(&mut out, axis);
    let every = (all.len() as f64 / 8.0).ceil() as usize;
    for (i, b) in all.iter().enumerate() {
        let x = LEFT + wide * i as f64;
        let (a, z) = (scale.y(b.value.max(0.0)), scale.y(b.value.min(0.0)));
        let _ = write!(
            out,
            "<rect x=\"{:.1}\" y=\"{a:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{}\"/>",
            x + wide * 0.12,
            wide * 0.76,
            (z - a).max(0.5),
            b.tint
        );
        if let Some(m) = b.mark {
            let y = scale.y(m);
            let _ = write!(
                out,
                "<line x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"#a44b12\" stroke-width=\"2\"/>",
                x + wide * 0.05,
                x + wide * 0.95
            );
        }
        if i % every == 0 {
            let _ = write!(out, "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>", x + wide / 2.0, H - 6.0, b.label);
        }
    }
    out + "</svg>"
}
/// Reward cost by period; the mark is the P90.
pub fn budget(periods: &[BudgetPeriod], c: &Currency) -> String {
    let all: Vec<Bar> = periods
        .iter()
        .map(|p| Bar { label: p.period.to_string(), value: p.reward_cost, mark: Some(p.reward_cost_p90).filter(|v| v.is_finite()), tint: "#0b6e63" })
        .collect();
    bars(&all, "Reward cost by period", &|v| short(v, c))
}
/// Customers by yearly spend.
pub fn spend(bins: &[ValueBin], c: &Currency) -> String {
    let label = |b: &ValueBin| b.from.map_or("less".into(), |f| short(f.to_f64(), c));
    let all: Vec<Bar> = bins.iter().filter(|b| b.count > 0).map(|b| Bar { label: label(b), value: b.count as f64, mark: None, tint: "#0b6e63" }).collect();
    bars(&all, "Customers by net spend of the last year", &format::whole)
}
/// Customers by tier.
pub fn tiers(named: &[(String, f64)]) -> String {
    let tints = ["#b9ded8", "#7fbfb5", "#3f968b", "#0b6e63", "#084f47", "#05332e"];
    let all: Vec<Bar> = named.iter().enumerate().map(|(i, (n, v))| Bar { label: n.clone(), value: *v, mark: None, tint: tints[i.min(5)] }).collect();
    bars(&all, "Today's customers by tier", &format::whole)
}
/// Draws of ROI in equal bins.
pub fn returns(draws: &[f64]) -> String {
    let (Some(low), Some(high)) = (draws.first(), draws.last()) else { return String::new() };
    let n = 20usize;
    let step = ((high - low) / n as f64).max(1e-9);
    let mut counts = vec![0u32; n];
    draws.iter().for_each(|d| counts[(((d - low) / step) as usize).min(n - 1)] += 1);
    let all: Vec<Bar> = counts
        .iter()
        .enumerate()
        .map(|(i, k)| {
            let mid = low + step * (i as f64 + 0.5);
            Bar { label: format!("{:.0}%", 100.0 * mid), value: f64::from(*k), mark: None, tint: if mid < 0.0 { "#c0564f" } else { "#0b6e63" } }
        })
        .collect();
    bars(&all, "Return by draw", &format::whole)
}
/// Share of a cohort active by months since the first purchase; the last 18 cohorts.
pub fn cohorts(cells: &[CohortCell]) -> String {
    let mut names: Vec<_> = cells.iter().map(|c| c.cohort).collect();
    names.sort();
    names.dedup();
    let names = &names[names.len().saturating_sub(18)..];
    if names.is_empty() {
        return String::new();
    }
    let ages = 18u32;
    let (wide, tall) = ((W - LEFT) / f64::from(ages), (H - BOTTOM - TOP) / names.len() as f64);
    let mut out = open("Share of each cohort active by age");
    for (row, cohort) in names.iter().enumerate() {
        let y = TOP + tall * row as f64;
        let start = cells.iter().find(|c| c.cohort == *cohort && c.age == 0).map_or(0, |c| c.active).max(1) as f64;
        if row % 3 == 0 {
            let _ = write!(out, "<text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{cohort}</text>", LEFT - 6.0, y + tall * 0.8);
        }
        for cell in cells.iter().filter(|c| c.cohort == *cohort && (1..=ages).contains(&c.age)) {
            let share = (cell.active as f64 / start).min(1.0);
            let _ = write!(
                out,
                "<rect x=\"{:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#0b6e63\" fill-opacity=\"{:.3}\"/>",
                LEFT + wide * f64::from(cell.age - 1),
                wide - 1.0,
                (tall - 1.0).max(1.0),
                (0.04 + share * 1.4).min(1.0)
            );
        }
    }
    for age in (1..=ages).step_by(3) {
        let _ = write!(out, "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{age}</text>", LEFT + wide * (f64::from(age) - 0.5), H - 6.0);
    }
    out + "</svg>"
}
