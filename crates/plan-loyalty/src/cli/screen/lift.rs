//! `lift` on a screen.
use super::page;
use loyalty_app::operations::lift::{LiftOutcome, OUT_OF_BALANCE, Offer, Reading};
use loyalty_stats::experiment::Difference;

/// What a test says; `randomised_by` assigned the arms.
pub fn lift(o: &LiftOutcome, randomised_by: Option<&str>) -> String {
    let mut out: String = o.readings.iter().map(|r| words(r, &o.outcome, o.readings.len())).collect();
    out += &match randomised_by {
        Some(who) => format!("Arms assigned at random: {who}.\n"),
        None => "Open question: who assigned the arms, and how? Only a random assignment makes a difference a lift; members beside non-members are none. Say it with --randomised-by.\n".into(),
    };
    page::fitted(&(out + &o.offer.as_ref().map_or(String::new(), offer)))
}
fn offer(o: &Offer) -> String {
    let (id, (mean, sd)) = (&o.id, o.rounded());
    format!(
        "As an assumption, {id}: prior {:+.4} ± {:.4} [{}], this test {:+.4} ± {:.4}, together {:+.4} ± {:.4} (weighed by precision).\n  --assume {id}={mean}±{sd}   as a person's word; with --out FILE it is kept as measured.\n  Nothing else was randomised: every other assumption stays as it is.\n",
        o.prior.mean, o.prior.sd, o.citation, o.seen.mean, o.seen.sd, o.after.mean, o.after.sd
    )
}
fn interval(d: &Difference) -> String {
    format!("{:+.6} (95% {:+.6} to {:+.6}; se {:.6}, p {:.2e})", d.estimate, d.low, d.high, d.standard_error, d.p)
}
fn words(r: &Reading, outcome: &str, arms: usize) -> String {
    let percent = |v: f64| format!("{:+.1}%", 100.0 * v);
    let sure = if r.plain.low > 0.0 {
        format!("raised {outcome} by {:.4} per customer ({:.4} to {:.4})", r.plain.estimate, r.plain.low, r.plain.high)
    } else if r.plain.high < 0.0 {
        format!("lowered {outcome} by {:.4} per customer ({:.4} to {:.4})", -r.plain.estimate, -r.plain.high, -r.plain.low)
    } else {
        format!("no effect on {outcome} can be told from chance ({:+.4} to {:+.4} per customer)", r.plain.low, r.plain.high)
    };
    let mut out = format!("{}: {sure}.\n", r.arm);
    out += &format!("  customers       {} treated, {} control; as planned (chi-square {:.2}, p {:.3})\n", r.n[0], r.n[1], r.ratio.0, r.ratio.1);
    out += &format!("  means           {:.6} treated, {:.6} control\n", r.means[0], r.means[1]);
    out += &format!("  difference      {}\n", interval(&r.plain));
    if let Some(l) = &r.lift {
        out += &format!(
            "  relative        {} (95% {} to {}); log {:+.4} ± {:.4}\n",
            percent(l.lift),
            percent(l.low),
            percent(l.high),
            l.log_ratio.estimate,
            l.log_ratio.standard_error
        );
    }
    if let Some(c) = &r.cuped {
        let theta: Vec<String> = c.theta.iter().map(|t| format!("{t:.8}")).collect();
        out += &format!(
            "  with covariates {}\n                  theta {}, correlation {:.5}: variance {:+.3}%\n",
            interval(&c.difference),
            theta.join(" "),
            c.correlation,
            -100.0 * c.variance_reduction
        );
    }
    for (name, b) in &r.balance {
        let mark = if b.standardised.abs() > OUT_OF_BALANCE { "OUT OF BALANCE" } else { "in balance" };
        out += &format!("  balance         {name}: {:+.4} standard deviations (p {:.3}), {mark}\n", b.standardised, b.difference.p);
    }
    for (name, effects, (q, df, p)) in &r.segments {
        out += &format!("  by {name} ({} looks, p after Holm); differ among each other: Q {q:.2} on {df}, p {p:.3}\n", effects.len());
        for (label, effect) in effects {
            match effect {
                Ok(e) => {
                    out +=
                        &format!("    {label:<20} {:+.4} ({:+.4} to {:+.4}), p {:.3}\n", e.difference.estimate, e.difference.low, e.difference.high, e.p_holm)
                }
                Err(e) => out += &format!("    {label:<20} not read: {e}\n"),
            }
        }
    }
    if arms > 1 {
        out += &format!("  one of {arms} arms against the same control: at p 0.05 one in twenty differs by chance\n");
    }
    out
}
