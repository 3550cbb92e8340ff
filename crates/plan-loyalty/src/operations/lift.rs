//! `lift`: a randomised test of the company's own. What it says, what a covariate really bought, whether the arms are what was planned; and, for the one
//! parameter that was randomised, the published prior and the reading weighed by their precision.
use crate::cli::args::{Format, LiftArgs};
use crate::error::{Refusal, exit};
use loyalty_model::assumption::{Row, rows};
use loyalty_plans::store;
use loyalty_sources::experiment::{self, Columns, TableError};
use loyalty_stats::experiment::{
    Adjusted, Arm, Balance, Belief, Difference, Lift, NoReading, SegmentEffect, adjusted, balance, by_segment, combine, difference, heterogeneity,
    relative_lift, sample_ratio,
};
use serde_json::{Value, json};

/// Below this p the arms are not what was planned, and no difference is read.
const BROKEN: f64 = 0.001;
/// Standardised difference from which a covariate is called out of balance.
const OUT_OF_BALANCE: f64 = 0.1;

/// One treated arm against control.
struct Reading {
    arm: String,
    n: [usize; 2],
    means: [f64; 2],
    ratio: (f64, f64),
    plain: Difference,
    lift: Option<Lift>,
    cuped: Option<Adjusted>,
    balance: Vec<(String, Balance)>,
    segments: Vec<BySegment>,
}
/// A segmentation: its name, the effect in each segment, and Cochran's Q with its degrees of freedom and p-value.
type BySegment = (String, Vec<(String, Result<SegmentEffect, NoReading>)>, (f64, usize, f64));
/// Reads the test and prints.
///
/// # Errors
/// A table or columns that do not do; arms that are not as planned.
pub fn run(args: &LiftArgs) -> Result<u8, Refusal> {
    let place = args.file.display().to_string();
    let bad = |e: TableError| Refusal::input(&place, e.fact, "", e.next);
    let table = experiment::read(&args.file).map_err(bad)?;
    let arm = arm_column(&table, args, &place)?;
    let (control, treated) = arms(&table, arm, args, &place)?;
    let readings = treated.iter().map(|t| read(&table, arm, (&control, t), args, &place)).collect::<Result<Vec<_>, _>>()?;
    let offer = match &args.parameter {
        Some(id) => Some(offer(id, &readings, args)?),
        None => None,
    };
    match args.format {
        Format::Json => {
            let all: Vec<Value> = readings.iter().map(as_json).collect();
            println!(
                "{}",
                serde_json::to_string_pretty(
                    &json!({ "outcome": args.outcome, "control": control, "arms": all, "assumption": offer.as_ref().map(|o| &o.json) })
                )
                .unwrap_or_default()
            );
        }
        Format::Human => {
            readings.iter().for_each(|r| print!("{}", words(r, &args.outcome, readings.len())));
            match &args.randomised_by {
                Some(who) => println!("Arms assigned at random: {who}."),
                None => println!(
                    "Open question: who assigned the arms, and how? Only a random assignment makes a difference a lift; members beside non-members are none. Say it with --randomised-by."
                ),
            }
            if let Some(o) = &offer {
                print!("{}", o.words);
            }
        }
    }
    if let (Some(out), Some(o)) = (&args.out, &offer) {
        store::write_whole(out, o.toml.as_bytes())?;
        println!("Written: {} (plan with --config {})", out.display(), out.display());
    }
    Ok(exit::PLANNED)
}
fn arm_column(table: &Columns, args: &LiftArgs, place: &str) -> Result<usize, Refusal> {
    if let Some(name) = &args.arm {
        return table.find(name).map_err(|e| Refusal::input(place, e.fact, "", e.next));
    }
    let few = |i: &usize| (2..=5).contains(&table.distinct(*i, 5).len());
    let named = |i: &usize| ["arm", "group", "variant", "treatment", "segment", "test_group"].contains(&table.names[*i].to_ascii_lowercase().as_str());
    let fits: Vec<usize> = (0..table.names.len()).filter(named).filter(few).collect();
    match fits.as_slice() {
        [one] => Ok(*one),
        _ => Err(Refusal::input(place, "it cannot be told which column says the arm", "", format!("name it with --arm; columns: {}", table.names.join(", ")))),
    }
}
fn arms(table: &Columns, arm: usize, args: &LiftArgs, place: &str) -> Result<(String, Vec<String>), Refusal> {
    let known = table.distinct(arm, 20);
    let list = || known.iter().copied().collect::<Vec<_>>().join(", ");
    let there = |v: &String, flag: &str| {
        if known.contains(v.as_str()) {
            Ok(v.clone())
        } else {
            Err(Refusal::input(format!("{place}: {flag}"), format!("column {} has no value {v:?}", table.names[arm]), "", format!("name one of: {}", list())))
        }
    };
    let control = match &args.control {
        Some(v) => there(v, "--control")?,
        None => {
            let fits: Vec<&&str> =
                known.iter().filter(|v| ["control", "holdout", "hold-out", "c", "0", "none"].contains(&v.to_ascii_lowercase().as_str())).collect();
            match fits.as_slice() {
                [one] => (**one).to_string(),
                _ => return Err(Refusal::input(place, "it cannot be told which arm is control", "", format!("name it with --control; values: {}", list()))),
            }
        }
    };
    let treated = match &args.treated {
        Some(v) => vec![there(v, "--treated")?],
        None => known.iter().filter(|v| **v != control).map(|v| (*v).to_string()).collect(),
    };
    if treated.is_empty() || treated.contains(&control) {
        return Err(Refusal::input(place, "there is no treated arm beside control", "", format!("arms: {}", list())));
    }
    Ok((control, treated))
}
fn pick<T: Clone>(values: &[T], which: &[bool]) -> Vec<T> {
    values.iter().zip(which).filter(|(_, w)| **w).map(|(v, _)| v.clone()).collect()
}
fn read(table: &Columns, arm: usize, (control, treated): (&str, &str), args: &LiftArgs, place: &str) -> Result<Reading, Refusal> {
    let bad = |e: TableError| Refusal::input(place, e.fact, "", e.next);
    let no = |what: &str, e: NoReading| Refusal::input(place, format!("{what}: {e}"), "", "give a column with one number for each customer who was randomised");
    let is = |v: &str| table.values[arm].iter().map(|a| a == v).collect::<Vec<bool>>();
    let (t, c) = (is(treated), is(control));
    let outcome = table.numbers(table.find(&args.outcome).map_err(bad)?).map_err(bad)?;
    let (yt, yc) = (pick(&outcome, &t), pick(&outcome, &c));
    let shares = planned(args)?;
    let ratio = sample_ratio(&[yt.len() as u64, yc.len() as u64], &shares).map_err(|e| no("arms", e))?;
    if ratio.1 < BROKEN {
        return Err(Refusal::input(
            place,
            format!(
                "the arms are not as planned: {} treated and {} control against shares {:.3} and {:.3} (chi-square {:.1}, p {:.2e})",
                yt.len(),
                yc.len(),
                shares[0],
                shares[1],
                ratio.0,
                ratio.1
            ),
            "The assignment or the counting is broken, so no difference is read",
            "find out which customers are missing; if other shares were planned, say them with --planned TREATED,CONTROL",
        ));
    }
    let mut before: Vec<(String, Vec<f64>)> = vec![];
    for name in &args.covariate {
        before.push((name.clone(), table.numbers(table.find(name).map_err(bad)?).map_err(bad)?));
    }
    let (bt, bc): (Vec<Vec<f64>>, Vec<Vec<f64>>) = before.iter().map(|(_, v)| (pick(v, &t), pick(v, &c))).unzip();
    let slices = |all: &[Vec<f64>]| -> Vec<Vec<f64>> { all.to_vec() };
    let (xt, xc) = (slices(&bt), slices(&bc));
    let (rt, rc): (Vec<&[f64]>, Vec<&[f64]>) = (xt.iter().map(Vec::as_slice).collect(), xc.iter().map(Vec::as_slice).collect());
    let plain = difference(&yt, &yc).map_err(|e| no(&args.outcome, e))?;
    let cuped = match before.is_empty() {
        true => None,
        false => Some(adjusted(&Arm { outcome: &yt, before: &rt }, &Arm { outcome: &yc, before: &rc }).map_err(|e| no("covariates", e))?),
    };
    let mut balances = vec![];
    for (i, (name, _)) in before.iter().enumerate() {
        balances.push((name.clone(), balance(&bt[i], &bc[i]).map_err(|e| no(name, e))?));
    }
    let mut segments = vec![];
    for name in &args.segment {
        let column = table.find(name).map_err(bad)?;
        let labels: Vec<String> = table.distinct(column, 50).into_iter().map(str::to_string).collect();
        let parts: Vec<(Vec<f64>, Vec<f64>)> = labels
            .iter()
            .map(|l| {
                let of = |arm: &[bool]| arm.iter().zip(&table.values[column]).map(|(a, v)| *a && v == l).collect::<Vec<bool>>();
                (pick(&outcome, &of(&t)), pick(&outcome, &of(&c)))
            })
            .collect();
        let slices: Vec<(&[f64], &[f64])> = parts.iter().map(|(a, b)| (a.as_slice(), b.as_slice())).collect();
        let effects = by_segment(&slices);
        let read: Vec<Difference> = effects.iter().flatten().map(|e| e.difference).collect();
        segments.push((name.clone(), labels.into_iter().zip(effects).collect(), heterogeneity(&read)));
    }
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    Ok(Reading {
        arm: treated.into(),
        n: [yt.len(), yc.len()],
        means: [mean(&yt), mean(&yc)],
        ratio,
        plain,
        lift: relative_lift(&yt, &yc).ok(),
        cuped,
        balance: balances,
        segments,
    })
}
fn planned(args: &LiftArgs) -> Result<[f64; 2], Refusal> {
    let Some(text) = &args.planned else { return Ok([0.5, 0.5]) };
    let parts: Vec<f64> = text.split(',').filter_map(|p| p.trim().parse().ok()).filter(|p| *p > 0.0).collect();
    match parts.as_slice() {
        [a, b] => Ok([a / (a + b), b / (a + b)]),
        _ => Err(Refusal::input("--planned", format!("{text:?} is not two shares"), "", "write TREATED,CONTROL, for example 0.8,0.2")),
    }
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
fn as_json(r: &Reading) -> Value {
    let d = |d: &Difference| json!({ "estimate": d.estimate, "standard_error": d.standard_error, "low": d.low, "high": d.high, "p": d.p });
    let segments: Vec<Value> = r
        .segments
        .iter()
        .map(|(name, effects, (q, df, p))| {
            let all: Vec<Value> = effects
                .iter()
                .map(|(l, e)| json!({ "segment": l, "difference": e.as_ref().ok().map(|e| d(&e.difference)), "p_holm": e.as_ref().ok().map(|e| e.p_holm) }))
                .collect();
            json!({ "column": name, "effects": all, "heterogeneity": { "q": q, "df": df, "p": p } })
        })
        .collect();
    json!({
        "arm": r.arm, "customers": r.n, "means": r.means, "sample_ratio": { "chi_square": r.ratio.0, "p": r.ratio.1 }, "difference": d(&r.plain),
        "relative": r.lift.as_ref().map(|l| json!({ "lift": l.lift, "low": l.low, "high": l.high, "log": l.log_ratio.estimate, "log_standard_error": l.log_ratio.standard_error })),
        "cuped": r.cuped.as_ref().map(|c| json!({ "difference": d(&c.difference), "theta": c.theta, "correlation": c.correlation, "variance_reduction": c.variance_reduction })),
        "balance": r.balance.iter().map(|(n, b)| json!({ "covariate": n, "standardised": b.standardised, "p": b.difference.p })).collect::<Vec<_>>(),
        "segments": segments,
    })
}

/// The reading as an assumption.
struct Offer {
    words: String,
    toml: String,
    json: Value,
}
/// Effects that a test of spend or orders can be about: logs of a ratio.
fn may_be_randomised(r: &Row) -> bool {
    r.id.starts_with("lift.") && r.distribution == "normal" && r.id != "lift.dropout_hazard"
}
fn offer(id: &str, readings: &[Reading], args: &LiftArgs) -> Result<Offer, Refusal> {
    let all = rows();
    let Some(row) = all.iter().find(|r| r.id == id).filter(|r| may_be_randomised(r)) else {
        let known: Vec<&str> = all.iter().filter(|r| may_be_randomised(r)).map(|r| r.id.as_str()).collect();
        return Err(Refusal::input(
            "--parameter",
            format!("{id:?} is no effect that a test of orders or spend can measure"),
            "",
            format!("name one of: {}", known.join(", ")),
        ));
    };
    let [reading] = readings else {
        return Err(Refusal::input(
            "--treated",
            format!("{} arms were treated, and one parameter was randomised", readings.len()),
            "",
            "name the arm with --treated",
        ));
    };
    let Some(lift) = &reading.lift else {
        return Err(Refusal::input("--parameter", "a relative lift needs a mean above zero in both arms", "", "give an outcome such as orders or spend"));
    };
    let prior = Belief { mean: row.value, sd: row.sd };
    let seen = Belief { mean: lift.log_ratio.estimate, sd: lift.log_ratio.standard_error };
    let after = combine(&prior, &seen);
    let rounded = (format!("{:.4}", after.mean), format!("{:.4}", after.sd));
    let rows = (reading.n[0] + reading.n[1]) as u64;
    let who = args.randomised_by.clone().unwrap_or_else(|| "not said".into());
    let file = args.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let note = format!(
        "test {file}, {} against control on {}: log lift {:.4} ± {:.4} on {rows} customers, weighed with the published prior {} ± {} ({}); assigned at random by: {who}; only this parameter was randomised",
        reading.arm, args.outcome, seen.mean, seen.sd, prior.mean, prior.sd, row.citation
    );
    let quote = |t: &str| t.replace('\\', "\\\\").replace('"', "\\\"");
    let toml = format!(
        "# Measured by a test of this company's own: plan-loyalty lift.\n[assumptions.\"{id}\"]\nvalue = {}\nsd = {}\nby = \"{}\"\nnote = \"{}\"\nmeasured_on = {rows}\n",
        rounded.0,
        rounded.1,
        quote(&format!("test {file}")),
        quote(&note)
    );
    let words = format!(
        "As an assumption, {id}: prior {:+.4} ± {:.4} [{}], this test {:+.4} ± {:.4}, together {:+.4} ± {:.4} (weighed by precision).\n  --assume {id}={}±{}   as a person's word; with --out FILE it is kept as measured.\n  Nothing else was randomised: every other assumption stays as it is.\n",
        prior.mean, prior.sd, row.citation, seen.mean, seen.sd, after.mean, after.sd, rounded.0, rounded.1
    );
    let json = json!({ "id": id, "prior": { "mean": prior.mean, "sd": prior.sd, "citation": row.citation }, "reading": { "mean": seen.mean, "sd": seen.sd }, "together": { "mean": after.mean, "sd": after.sd }, "measured_on": rows });
    Ok(Offer { words, toml, json })
}
