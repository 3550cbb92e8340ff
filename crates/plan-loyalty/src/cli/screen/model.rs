//! `model` on a screen.
use super::page::{self, Page};
use loyalty_app::operations::model::ModelOutcome;
use loyalty_app::operations::model::at_entry::{AtEntryRead, Coded};
use loyalty_app::operations::model::contracts::Contracts;
use loyalty_app::operations::model::purchases::Purchases;
use loyalty_engine::redemption::Redemption;
use loyalty_engine::redemption::forecast::MonthAhead;
use loyalty_engine::redemption::roll_forward::Row;
use loyalty_exports::copy::english;
use loyalty_model::extract::{LedgerFacts, LedgerMonth};
use loyalty_model::fact::Fact;
use loyalty_model::plan::{CovariateTest, ForecastCheck};
use loyalty_model::units::Currency;

/// What a model says.
pub fn model(o: &ModelOutcome) -> String {
    let text = match o {
        ModelOutcome::Purchases(p) => purchases(p) + &interval(p.forecast_check.as_ref()) + &covariates(&p.covariates, p.at_entry.as_ref()),
        ModelOutcome::Contracts(c) => contracts(c),
        ModelOutcome::Redemption(r) => redemption(r),
        ModelOutcome::PointsAccount(a) => account(&a.rows, a.sampled) + &over(&a.ledger) + &outlook(&a.ahead, &a.later().collect::<Vec<_>>()),
    };
    page::fitted(&text)
}
fn purchases(p: &Purchases) -> String {
    let (mut page, scores, end) = (Page::standard(), &p.scores, p.as_of);
    if let Some(s) = scores.first() {
        page.words(&format!(
            "Fitted to {}, tested on {} to {end}: {:.0} purchases in the hold-out. Weeks; same-day purchases are merged.",
            s.cut, s.cut, s.actual
        ));
    }
    if let Some(from) = p.first_seen_from {
        page.words(&format!(
            "Only customers first seen from {from} on are fitted: the file begins in the middle of the business, so earlier ones may be older than they look."
        ));
    }
    let or_dash = |v: Option<f64>, places: usize| v.map_or("–".into(), |v| format!("{v:.places$}"));
    let mut fits = vec![["model", "parameters", "log-likelihood"].map(String::from).to_vec()];
    let mut tests = vec![["model", "forecast", "bias", "MAE", "P(alive)", "score", "in 80%", "in 95%"].map(String::from).to_vec()];
    for s in scores {
        let p: Vec<String> = ["r", "alpha", "a", "b", "s", "beta"].iter().filter_map(|k| s.parameters.get(*k).map(|v| format!("{k} {v:.3}"))).collect();
        fits.push(vec![s.model.clone(), p.join("  "), or_dash(s.log_likelihood, 4)]);
        tests.push(vec![
            s.model.clone(),
            format!("{:.2}", s.forecast),
            format!("{:.1}%", 100.0 * s.bias),
            format!("{:.5}", s.mean_absolute_error),
            or_dash(s.mean_p_alive, 5),
            or_dash(s.log_score, 4),
            or_dash(s.within_80.map(|v| 100.0 * v), 1),
            or_dash(s.within_95.map(|v| 100.0 * v), 1),
        ]);
    }
    page.gap().table(&fits, &[false, false, true]);
    page.gap().table(&tests, &[false, true, true, true, true, true, true, true]);
    page.gap().words("MAE: mean absolute error per customer. Score: log score per customer. In 80%, in 95%: customers inside their interval, in %.");
    page.done()
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
/// How columns of a table of customers became covariates.
fn at_entry(page: &mut Page, read: &AtEntryRead) {
    page.gap().words(&format!("It tells of {} customers; {} more are left out here, of the plain fits too.", read.customers, read.unknown));
    for coded in &read.coded {
        match coded {
            Coded::Number { column } => page.words(&format!("{column}: less its mean, over its standard deviation.")),
            Coded::Values { column, against, rarer: 0, .. } => page.words(&format!("{column}: 1 or 0, against {against}.")),
            Coded::Values { column, against, rarer, .. } => {
                page.words(&format!("{column}: 1 or 0, against {against} and {rarer} rarer {}.", if *rarer == 1 { "value" } else { "values" }))
            }
        };
    }
}
/// The models with covariates of the first order, beside the plain ones.
fn covariates(all: &[CovariateTest], read: Option<&AtEntryRead>) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut page = Page::standard();
    page.gap().words(&format!(
        "With covariates of {} (Fader & Hardie 2007): likelihood ratio against the plain model, and the hold-out with and without.",
        read.map_or("the first order", |r| &r.file)
    ));
    read.iter().for_each(|r| at_entry(&mut page, r));
    let mut fits = vec![["model", "covariate", "moves", "coefficient", "std. error"].map(String::from).to_vec()];
    let mut ratios = vec![["model", "log-likelihood", "plain", "ratio", "df", "p"].map(String::from).to_vec()];
    let mut tests = vec![["model", "cohorts", "plain", "bias", "plain", if read.is_some() { "verdict" } else { "in a plan" }].map(String::from).to_vec()];
    let percent = |v: f64| format!("{:.1}%", 100.0 * v);
    for t in all {
        for c in &t.coefficients {
            let error = c.standard_error.map_or("–".into(), |e| format!("{e:.4}"));
            fits.push(vec![t.model.clone(), c.covariate.clone(), c.parameter.clone(), format!("{:.4}", c.value), error]);
        }
        ratios.push(vec![
            t.model.clone(),
            format!("{:.4}", t.log_likelihood),
            format!("{:.4}", t.log_likelihood_plain),
            format!("{:.2}", t.statistic),
            t.degrees_of_freedom.to_string(),
            format!("{:.4}", t.chance),
        ]);
        let used = match (t.used, read.is_some()) {
            (true, true) => "helps",
            (false, true) => "does not help",
            (true, false) => "used",
            (false, false) => "left out",
        };
        tests.push(vec![t.model.clone(), percent(t.cohort_error), percent(t.cohort_error_plain), percent(t.bias), percent(t.bias_plain), used.into()]);
    }
    page.gap().table(&fits, &[false, false, false, true, true]);
    page.gap().table(&ratios, &[false, true, true, true, true, true]);
    page.gap().table(&tests, &[false, true, true, true, true, false]);
    page.gap().words(&format!(
        "Cohorts: misses of hold-out totals {}, added up without sign, as a share of all purchases.",
        if read.is_some() { "of customers with the same values" } else { "by month of first order" }
    ));
    if read.is_some() {
        page.words("A plan reads the first order alone: give it a file of each value to plan for.");
    }
    page.done()
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
    let mut page = Page::standard();
    page.words("Points by month of earning, oldest redeemed first; opening balance unknown. CL: chain ladder; BF: Bornhuetter-Ferguson.").gap();
    let mut rows = vec![["earned", "points", "redeemed so far", "ultimate (CL)", "std. error", "ultimate (BF)"].map(String::from).to_vec()];
    for c in &r.cohorts {
        rows.push(vec![
            c.month.to_string(),
            format!("{:.0}", c.earned),
            percent(c.redeemed / c.earned.max(1e-9)),
            percent(c.ultimate_rate),
            percent(c.error),
            percent(c.bornhuetter_ferguson),
        ]);
    }
    let mut out = page.table(&rows, &[false, true, true, true, true, true]).done();
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
    let mut page = Page::standard();
    page.words("Points account. Opening balance unknown: the ledger begins with balances that it does not show; opening and closing come on top of them.")
        .gap();
    let mut table = vec![["month", "opening", "earned", "reversed", "redeemed", "reimbursed", "expired", "closing"].map(String::from).to_vec()];
    let flows = |r: &Row| [r.opening, r.earned, r.reversed, r.redeemed, r.reimbursed, r.expired, r.closing];
    // Hundredths are shown where there are any.
    let fine = rows.iter().flat_map(flows).any(|p| p % 100 != 0);
    for r in rows {
        let shown = flows(r).map(|p| if fine { points(p) } else { (p / 100).to_string() });
        table.push(std::iter::once(r.month.to_string()).chain(shown).collect());
    }
    let mut out = page.table(&table, &[false, true, true, true, true, true, true, true]).done();
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
