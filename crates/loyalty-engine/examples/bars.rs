//! The speed bars on the demonstration company: `cargo run --release -p loyalty-engine --example bars`.
#[path = "../tests/session/demonstration.rs"]
mod demonstration;

use demonstration::{extract, given, job, seed};
use loyalty_engine::orchestrate::TraceStep;
use loyalty_engine::progress::{CancelToken, RunEffort, TaskEvent};
use loyalty_engine::run::Job;
use loyalty_engine::session::{Measured, Session};
use loyalty_model::units::Money;
use std::time::{Duration, Instant};

const CHANGES: usize = 200;

fn main() {
    let quiet = |_: &str, _: TaskEvent| {};
    let never = CancelToken::default();
    let start = Instant::now();
    let session = || Session::new(None, "bars").with_clock(move || start.elapsed());
    let (read, company) = timed(|| extract(seed()));
    let (hashed, measured) = timed(|| Measured::of(&company));
    let full = job(RunEffort::Full);
    let warm = session();
    let (cold, plan) = timed(|| warm.plan(&full, &measured, &quiet, &never).unwrap());
    println!("{} customers in the panel, {} threads", company.panel.len(), std::thread::available_parallelism().map_or(1, usize::from));
    println!("extract made and measured {:>8.0} ms", ms(read));
    println!("extract hashed            {:>8.0} ms", ms(hashed));
    println!("cold plan                 {:>8.0} ms   (bar: whole command 2,000 with extract and files)", ms(cold));
    println!(
        "  {} draws, {} designs, median ROI {:.6}",
        plan.design.economics.draws,
        plan.design.blueprint.search.designs_tried,
        plan.design.lines.value("economics.roi_p50")
    );
    shown(&plan.trace);
    if let Some(path) = std::env::args().nth(1) {
        std::fs::write(path, serde_json::to_string_pretty(&plan.design).unwrap()).unwrap();
    }

    let program = &plan.design.blueprint.program;
    let tier = program.tiers.last().unwrap();
    let benefit = program.benefits.first().map(|b| b.id.clone());
    let one = |kind: usize, i: usize| -> (Job, Vec<String>) {
        let (mut job, mut pins) = (full.clone(), vec![]);
        match kind {
            0 => pins.push(format!("blueprint.tiers.{}.threshold={}", tier.id, tier.threshold + 1.0 + i as f64)),
            1 => {
                let take_up = 0.05 + 0.9 * i as f64 / CHANGES as f64;
                pins.extend(benefit.as_ref().map(|id| format!("blueprint.benefits.{id}.take_up={take_up}")));
            }
            2 => job.brief.budget.amount = Money::round_from(30_000.0 + 100.0 * i as f64),
            _ => drop(job.brief.given.insert("company.gross_margin".into(), given(0.2 + 0.001 * i as f64))),
        }
        (job, pins)
    };
    let appraise = |kind: usize, i: usize, effort: (u32, u32)| {
        let (job, pins) = one(kind, i);
        timed(|| warm.appraise_change(&job, &measured, (program, &pins), effort, &never).unwrap()).0
    };
    let mut all = vec![];
    for (kind, name) in ["threshold", "benefit", "budget", "margin"].into_iter().enumerate() {
        let mut times: Vec<Duration> = (0..CHANGES / 4).map(|i| appraise(kind, i, (40, 750))).collect();
        all.extend(times.clone());
        println!("warm 40 x 750, {name:<10} p50 {:>7.1} ms   p95 {:>7.1} ms", ms(quantile(&mut times, 0.5)), ms(quantile(&mut times, 0.95)));
    }
    println!("warm 40 x 750, all {CHANGES}    p50 {:>7.1} ms   p95 {:>7.1} ms   (bar: 100)", ms(quantile(&mut all, 0.5)), ms(quantile(&mut all, 0.95)));
    let mut times: Vec<Duration> = (0..10).map(|i| appraise(0, CHANGES + i, (200, 3_000))).collect();
    println!("full appraisal 200 x 3000 first {:>6.0} ms   p50 {:>7.0} ms   (bar: 700)", ms(times[0]), ms(quantile(&mut times, 0.5)));

    for (kind, name) in ["threshold", "benefit", "budget", "margin"].into_iter().enumerate() {
        let (mut job, pins) = one(kind, CHANGES / 2 + 1);
        job.brief.pins = pins;
        let (took, amended) = timed(|| warm.plan(&job, &measured, &quiet, &never).unwrap());
        println!("whole plan amended by {name}: {:.0} ms", ms(took));
        shown(&amended.trace);
    }
}
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let began = Instant::now();
    let value = work();
    (began.elapsed(), value)
}
fn ms(d: Duration) -> f64 {
    1e3 * d.as_secs_f64()
}
fn quantile(times: &mut [Duration], q: f64) -> Duration {
    times.sort();
    times[((times.len() - 1) as f64 * q).ceil() as usize]
}
fn shown(trace: &[TraceStep]) {
    for t in trace {
        println!("    {:<20} {:<12} {:>8.1} ms", t.step, t.reused_from.unwrap_or("worked out"), t.milliseconds.unwrap_or_default());
    }
}
