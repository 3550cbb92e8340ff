//! Times the fits on a file of frequency,recency,age rows: cargo run --release -p loyalty-stats --example fit_speed -- FILE [REPEATS]
use loyalty_stats::rft::{Rft, group};
use loyalty_stats::{bg_nbd, mbg_nbd, pareto_nbd};
use std::time::Instant;

type Fit = fn(&[Rft]) -> Result<loyalty_stats::fit::Fit<4>, loyalty_stats::fit::NoFit>;

fn main() {
    let mut args = std::env::args().skip(1);
    let path = args.next().expect("a file of frequency,recency,age rows");
    let repeats: u32 = args.next().map_or(1, |n| n.parse().expect("a number of repeats"));
    let text = std::fs::read_to_string(&path).expect("a readable file");
    let rows: Vec<(u32, f64, f64)> = text
        .lines()
        .skip(1)
        .map(|l| {
            let f: Vec<f64> = l.split(',').map(|v| v.trim().parse().expect("a number")).collect();
            (f[0] as u32, f[1], f[2])
        })
        .collect();
    for (name, fit) in [("bg-nbd", bg_nbd::fit as Fit), ("mbg-nbd", mbg_nbd::fit), ("pareto-nbd", pareto_nbd::fit)] {
        let start = Instant::now();
        let mut last = None;
        let mut distinct = 0;
        for _ in 0..repeats {
            // Putting equal histories together is part of the work.
            let cells = group(&rows);
            distinct = cells.len();
            last = Some(fit(&cells));
        }
        let seconds = start.elapsed().as_secs_f64() / f64::from(repeats);
        match last {
            Some(Ok(f)) => println!(
                "plan-loyalty {name}: {seconds:.4} s for {} customers ({distinct} distinct), LL {:.4}, {:?} {:?}",
                rows.len(),
                f.log_likelihood,
                f.parameters,
                f.ending
            ),
            _ => println!("plan-loyalty {name}: no fit"),
        }
    }
}
