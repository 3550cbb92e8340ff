//! `model` on a screen.
use loyalty_app::operations::model::ModelOutcome;
use loyalty_app::operations::model::contracts::Contracts;
use loyalty_engine::redemption::Redemption;
use loyalty_engine::redemption::forecast::MonthAhead;
use loyalty_engine::redemption::roll_forward::Row;
use loyalty_exports::copy::english;
use loyalty_model::extract::{LedgerFacts, LedgerMonth};
use loyalty_model::fact::Fact;
use loyalty_model::plan::{ForecastCheck, HoldoutScore};
use loyalty_model::units::{Currency, Date};

/// What a model says.
pub fn model(o: &ModelOutcome) -> String {
    match o {
        ModelOutcome::Purchases(p) => purchases(&p.scores, p.as_of) + &interval(p.forecast_check.as_ref()),
        ModelOutcome::Contracts(c) => contracts(c),
        ModelOutcome::Redemption(r) => redemption(r),
        ModelOutcome::PointsAccount(a) => account(&a.rows, a.sampled) + &over(&a.ledger) + &outlook(&a.ahead, &a.later().collect::<Vec<_>>()),
    }
}
fn purchases(scores: &[HoldoutScore], end: Date) -> String {
    let mut out = String::new();
    if let Some(s) = scores.first() {
        out += &format!("Calibration to {}, hold-out to {end}; weeks; same-day purchases merged.\n", s.cut);
    }
    out += &format!(
        "{:<16}{:<46}{:>14}{:>12}{:>10}{:>9}{:>10}{:>10}{:>11}{:>9}{:>9}\n",
        "model", "parameters", "LL", "forecast", "seen", "bias", "MAE", "P(alive)", "log score", "in 80%", "in 95%"
    );
    for s in scores {
        let p: Vec<String> = ["r", "alpha", "a", "b", "s", "beta"].iter().filter_map(|k| s.parameters.get(*k).map(|v| format!("{k} {v:.3}"))).collect();
        let or_dash = |v: Option<f64>, places: usize| v.map_or("–".into(), |v| format!("{v:.places$}"));
        out += &format!(
            "{:<16}{:<46}{:>14}{:>12.2}{:>10.0}{:>8.1}%{:>10.5}{:>10}{:>11}{:>9}{:>9}\n",
            s.model,
            p.join("  "),
            or_dash(s.log_likelihood, 4),
            s.forecast,
            s.actual,
            100.0 * s.bias,
            s.mean_absolute_error,
            or_dash(s.mean_p_alive, 5),
            or_dash(s.log_score, 4),
            or_dash(s.within_80.map(|v| 100.0 * v), 1),
            or_dash(s.within_95.map(|v| 100.0 * v), 1)
        );
    }
    out
}
/// The interval of the total.
fn interval(check: Option<&ForecastCheck>) -> String {
    let Some(c) = check else { return String::new() };
    let origins: Vec<String> = c.origins.iter().map(|(day, b)| format!("{:+.1}% from {day}", 100.0 * b)).collect();
    format!(
        "\nThe total as the plan would forecast it ({}, chosen before the hold-out; off by {} inside the calibration window; models disagree):\n\
         80% interval {:.0} to {:.0}, median {:.0} ({:+.1}%); seen {:.0}: {}. Width {:.0}% of what came, interval score {:.3}.\n",
        c.model,
        if origins.is_empty() { "an unknown amount".into() } else { origins.join(" and ") },
        c.low,
        c.high,
        c.mid,
        100.0 * (c.mid / c.actual - 1.0),
        c.actual,
        if c.covered { "covered" } else { "MISSED" },
        100.0 * (c.high - c.low) / c.actual,
        c.interval_score
    )
}
fn contracts(f: &Contracts) -> String {
    let mut out = format!("{}: {} customers, {:.0} left; log-likelihood {:.4}; renewals are months\n", f.model, f.customers, f.left, f.log_likelihood);
    for (letter, value, error) in &f.parameters {
        out += &format!("  {letter:<6} {value:.4}{}\n", error.map_or(String::new(), |e| format!("  (se {e:.4})")));
    }
    out += "\n  months   fitted     seen\n";
    for (t, fitted, seen) in &f.survival {
        out += &format!("  {t:>6}  {:>6.1}%  {}\n", 100.0 * fitted, seen.map_or("       –".into(), |s| format!("{:>6.1}%", 100.0 * s)));
    }
    out
}
fn redemption(r: &Redemption) -> String {
    let percent = |v: f64| format!("{:.2}%", 100.0 * v);
    let mut out = String::from("Points by month of earning, oldest redeemed first; opening balance unknown.\n\n");
    out += &format!("{:<9}{:>16}{:>16}{:>16}{:>14}{:>20}\n", "earned", "points", "redeemed so far", "chain ladder", "std. error", "Bornhuetter-Ferg.");
    for c in &r.cohorts {
        out += &format!(
            "{:<9}{:>16.0}{:>16}{:>16}{:>14}{:>20}\n",
            c.month.to_string(),
            c.earned,
            percent(c.redeemed / c.earned.max(1e-9)),
            percent(c.ultimate_rate),
            percent(c.error),
            percent(c.bornhuetter_ferguson)
        );
    }
    out += &format!(
        "\nAll months: {} redeemed so far; developed as far as the ledger goes: {} (std. error {}).\n",
        percent(r.so_far),
        percent(r.developed),
        percent(r.error)
    );
    out += &match r.not_identified.as_slice() {
        [_, ..] => format!("Ultimate redemption: not identified. {}.\n", said(&r.not_identified)),
        [] => format!("Ultimate redemption: {}.\n", percent(r.developed)),
    };
    out
}
/// Facts without amounts as one clause.
fn said(facts: &[Fact]) -> String {
    facts.iter().map(|f| english().text(f, &Currency(String::new()))).collect::<Vec<_>>().join("; ")
}
fn points(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths.abs() % 100)
}
fn account(rows: &[Row], sampled: bool) -> String {
    let mut out =
        String::from("Points account. Opening balance: unknown (the ledger begins with balances it does not show); opening and closing are beyond it.\n\n");
    out +=
        &format!("{:<9}{:>18}{:>16}{:>12}{:>14}{:>12}{:>14}{:>18}\n", "month", "opening", "earned", "reversed", "redeemed", "reimbursed", "expired", "closing");
    for r in rows {
        let p = [r.opening, r.earned, r.reversed, r.redeemed, r.reimbursed, r.expired, r.closing].map(points);
        out += &format!("{:<9}{:>18}{:>16}{:>12}{:>14}{:>12}{:>14}{:>18}\n", r.month.to_string(), p[0], p[1], p[2], p[3], p[4], p[5], p[6]);
    }
    out += if sampled {
        "Each month closes to the point.\n"
    } else {
        "Each month closes to the point, and the last closing is what the members hold, added up one by one.\n"
    };
    out
}
fn over(ledger: &LedgerFacts) -> String {
    if ledger.over_redeemers.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{} members redeemed more than they earned here (their opening balance is at least that):\n", ledger.over_redeemed.0);
    for (who, excess) in &ledger.over_redeemers {
        out += &format!("  {who}  {}\n", points(*excess));
    }
    out
}
fn outlook(ahead: &[MonthAhead], later: &[&LedgerMonth]) -> String {
    if ahead.is_empty() {
        return "\nRedemptions of the next months: not identified (twelve months with redemptions are needed).\n".into();
    }
    let mut out = format!("\nRedemptions ahead (80% interval)\n{:<9}{:>14}{:>14}{:>14}", "month", "low", "median", "high");
    out += if later.is_empty() { "\n" } else { "          seen\n" };
    let mut covered = 0;
    for (i, m) in ahead.iter().enumerate() {
        out += &format!("{:<9}{:>14.0}{:>14.0}{:>14.0}", m.month.to_string(), m.low, m.mid, m.high);
        if let Some(seen) = later.get(i).map(|l| l.redeemed as f64 / 100.0) {
            let inside = m.low <= seen && seen <= m.high;
            covered += u32::from(inside);
            out += &format!("{seen:>14.0}  {}", if inside { "covered" } else { "missed" });
        }
        out.push('\n');
    }
    if !later.is_empty() {
        out += &format!("{covered} of {} months covered.\n", later.len());
    }
    out
}
