//! `lift`: a randomised test of the company's own. What it says, what a covariate really bought, whether the arms are what was planned; and, for the one
//! parameter that was randomised, the published prior and the reading weighed by their precision.
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_model::assumption::{Row, rows};
use loyalty_plans::store;
use loyalty_sources::experiment::{self, Columns, TableError};
use loyalty_stats::experiment::{
    Adjusted, Arm, Balance, Belief, Difference, Lift, NoReading, SegmentEffect, adjusted, balance, by_segment, combine, difference, heterogeneity,
    relative_lift, sample_ratio,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Below this p the arms are not what was planned, and no difference is read.
const BROKEN: f64 = 0.001;
/// Standardised difference from which a covariate is called out of balance.
pub const OUT_OF_BALANCE: f64 = 0.1;

/// One treated arm against control.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Value of the treated arm.
    pub arm: String,
    /// Customers: treated, control.
    pub n: [usize; 2],
    /// Means of the outcome: treated, control.
    pub means: [f64; 2],
    /// Chi-square of the sample ratio, and its p.
    pub ratio: (f64, f64),
    /// Treated less control.
    pub plain: Difference,
    /// As a ratio; none: a mean is not above zero.
    pub lift: Option<Lift>,
    /// With covariates; none: there are none.
    pub cuped: Option<Adjusted>,
    /// Covariates, each with its balance.
    pub balance: Vec<(String, Balance)>,
    /// Segments: column, effects by value, (Q, degrees of freedom, p) of their differing among each other.
    pub segments: Vec<Segments>,
}
/// Effects by the values of a column: column, effects, (Q, degrees of freedom, p).
pub type Segments = (String, Vec<(String, Result<SegmentEffect, NoReading>)>, (f64, usize, f64));
/// A test to read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LiftRequest {
    /// One row for each customer who was assigned at random, buyers or not.
    pub file: String,
    /// Column that says the arm.
    pub arm: Option<String>,
    /// Its value for the control group.
    pub control: Option<String>,
    /// Its value for the treated; none: every other value, each against control.
    pub treated: Option<String>,
    /// Column of the outcome.
    pub outcome: String,
    /// Columns of covariates from before the test.
    pub covariates: Vec<String>,
    /// Columns of segments that were named before the test.
    pub segments: Vec<String>,
    /// Planned shares: treated, control.
    pub planned: Option<String>,
    /// The assumption that was randomised, and no other.
    pub parameter: Option<String>,
    /// Who assigned the arms at random, and when.
    pub randomised_by: Option<String>,
    /// Settings file to write the measured assumption to.
    pub out: Option<String>,
}
/// What the test says.
#[derive(Debug, Clone)]
pub struct LiftOutcome {
    /// Column of the outcome.
    pub outcome: String,
    /// Value of the control arm.
    pub control: String,
    /// Each treated arm against control.
    pub readings: Vec<Reading>,
    /// The reading as an assumption, where one was randomised.
    pub offer: Option<Offer>,
    /// The settings file written.
    pub written: Option<PathBuf>,
}
impl LiftOutcome {
    pub fn json(&self) -> Value {
        let all: Vec<Value> = self.readings.iter().map(as_json).collect();
        json!({ "outcome": self.outcome, "control": self.control, "arms": all, "assumption": self.offer.as_ref().map(Offer::json) })
    }
}
impl Serialize for LiftOutcome {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.json().serialize(to)
    }
}
/// Why a column of the file must be right.
const COLUMNS: &str = "The test is read from columns of this file: the arm of each customer, and the outcome";
/// Reads a test.
///
/// # Errors
/// A table or columns that do not do; arms that are not as planned.
pub fn lift(context: &Context, request: &LiftRequest) -> Result<LiftOutcome, Refusal> {
    let place = request.file.clone();
    let bad = |e: TableError| Refusal::input(&place, e.fact, COLUMNS, e.next);
    let table = experiment::read(&context.reading("file", &request.file)?).map_err(bad)?;
    let arm = arm_column(&table, request, &place)?;
    let (control, treated) = arms(&table, arm, request, &place)?;
    let readings = treated.iter().map(|t| read(&table, arm, (&control, t), request, &place)).collect::<Result<Vec<_>, _>>()?;
    let offer = request.parameter.as_deref().map(|id| offer(id, &readings, request)).transpose()?;
    let mut written = None;
    if let (Some(out), Some(o)) = (&request.out, &offer) {
        store::write_whole(&context.writing("out", out)?, o.toml().as_bytes())?;
        written = Some(PathBuf::from(out));
    }
    Ok(LiftOutcome { outcome: request.outcome.clone(), control, readings, offer, written })
}
fn arm_column(table: &Columns, request: &LiftRequest, place: &str) -> Result<usize, Refusal> {
    if let Some(name) = &request.arm {
        return table.find(name).map_err(|e| Refusal::input(place, e.fact, COLUMNS, e.next));
    }
    let few = |i: &usize| (2..=5).contains(&table.distinct(*i, 5).len());
    let named = |i: &usize| ["arm", "group", "variant", "treatment", "segment", "test_group"].contains(&table.names[*i].to_ascii_lowercase().as_str());
    let fits: Vec<usize> = (0..table.names.len()).filter(named).filter(few).collect();
    match fits.as_slice() {
        [one] => Ok(*one),
        _ => Err(Refusal::input(
            place,
            "unknown column of the test arm",
            "Each row must say which arm the customer was in",
            format!("name it with --arm; columns: {}", table.names.join(", ")),
        )),
    }
}
fn arms(table: &Columns, arm: usize, request: &LiftRequest, place: &str) -> Result<(String, Vec<String>), Refusal> {
    let known = table.distinct(arm, 20);
    let list = || known.iter().copied().collect::<Vec<_>>().join(", ");
    let there = |v: &String, flag: &str| {
        if known.contains(v.as_str()) {
            Ok(v.clone())
        } else {
            Err(Refusal::input(
                format!("{place}: {flag}"),
                format!("column {} has no value {v:?}", table.names[arm]),
                "Arms are values of that column",
                format!("name one of: {}", list()),
            ))
        }
    };
    let control = match &request.control {
        Some(v) => there(v, "--control")?,
        None => {
            let fits: Vec<&&str> =
                known.iter().filter(|v| ["control", "holdout", "hold-out", "c", "0", "none"].contains(&v.to_ascii_lowercase().as_str())).collect();
            match fits.as_slice() {
                [one] => (**one).to_string(),
                _ => {
                    return Err(Refusal::input(
                        place,
                        "unknown control group",
                        "Lift is measured against the control arm",
                        format!("name it with --control; values: {}", list()),
                    ));
                }
            }
        }
    };
    let treated = match &request.treated {
        Some(v) => vec![there(v, "--treated")?],
        None => known.iter().filter(|v| **v != control).map(|v| (*v).to_string()).collect(),
    };
    if treated.is_empty() || treated.contains(&control) {
        return Err(Refusal::input(place, "no treated arm differs from the control arm", "A lift needs two arms", format!("arms: {}", list())));
    }
    Ok((control, treated))
}
fn pick<T: Clone>(values: &[T], which: &[bool]) -> Vec<T> {
    values.iter().zip(which).filter(|(_, w)| **w).map(|(v, _)| v.clone()).collect()
}
fn read(table: &Columns, arm: usize, (control, treated): (&str, &str), request: &LiftRequest, place: &str) -> Result<Reading, Refusal> {
    let bad = |e: TableError| Refusal::input(place, e.fact, COLUMNS, e.next);
    let no = |what: &str, e: NoReading| {
        Refusal::input(
            place,
            format!("{what}: {e}"),
            "The outcome is compared customer by customer",
            "name a column with one number for each randomised customer",
        )
    };
    let is = |v: &str| table.values[arm].iter().map(|a| a == v).collect::<Vec<bool>>();
    let (t, c) = (is(treated), is(control));
    let outcome = table.numbers(table.find(&request.outcome).map_err(bad)?).map_err(bad)?;
    let (yt, yc) = (pick(&outcome, &t), pick(&outcome, &c));
    let shares = planned(request)?;
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
            "Assignment or counting is broken, so the test gives no valid result",
            "find out which customers are missing; if other shares were planned, say them with --planned TREATED,CONTROL",
        ));
    }
    let mut before: Vec<(String, Vec<f64>)> = vec![];
    for name in &request.covariates {
        before.push((name.clone(), table.numbers(table.find(name).map_err(bad)?).map_err(bad)?));
    }
    let (bt, bc): (Vec<Vec<f64>>, Vec<Vec<f64>>) = before.iter().map(|(_, v)| (pick(v, &t), pick(v, &c))).unzip();
    let slices = |all: &[Vec<f64>]| -> Vec<Vec<f64>> { all.to_vec() };
    let (xt, xc) = (slices(&bt), slices(&bc));
    let (rt, rc): (Vec<&[f64]>, Vec<&[f64]>) = (xt.iter().map(Vec::as_slice).collect(), xc.iter().map(Vec::as_slice).collect());
    let plain = difference(&yt, &yc).map_err(|e| no(&request.outcome, e))?;
    let cuped = match before.is_empty() {
        true => None,
        false => Some(adjusted(&Arm { outcome: &yt, before: &rt }, &Arm { outcome: &yc, before: &rc }).map_err(|e| no("covariates", e))?),
    };
    let mut balances = vec![];
    for (i, (name, _)) in before.iter().enumerate() {
        balances.push((name.clone(), balance(&bt[i], &bc[i]).map_err(|e| no(name, e))?));
    }
    let mut segments = vec![];
    for name in &request.segments {
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
fn planned(request: &LiftRequest) -> Result<[f64; 2], Refusal> {
    let Some(text) = &request.planned else { return Ok([0.5, 0.5]) };
    let parts: Vec<f64> = text.split(',').filter_map(|p| p.trim().parse().ok()).filter(|p| *p > 0.0).collect();
    match parts.as_slice() {
        [a, b] => Ok([a / (a + b), b / (a + b)]),
        _ => Err(Refusal::input(
            "--planned",
            format!("{text:?} is not a pair of shares"),
            "The planned shares are compared with the customers in each arm",
            "write TREATED,CONTROL, for example 0.8,0.2",
        )),
    }
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

/// The reading as an assumption, weighed with the published prior by precision.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Assumption.
    pub id: String,
    /// The published prior: mean and standard deviation.
    pub prior: Belief,
    /// Its source.
    pub citation: String,
    /// This test.
    pub seen: Belief,
    /// Both together.
    pub after: Belief,
    /// Customers that it was measured on.
    pub measured_on: u64,
    /// Who measured it, for the settings.
    pub by: String,
    /// How, for the settings.
    pub note: String,
}
impl Offer {
    /// Mean and standard deviation as they are written into settings.
    pub fn rounded(&self) -> (String, String) {
        (format!("{:.4}", self.after.mean), format!("{:.4}", self.after.sd))
    }
    fn toml(&self) -> String {
        let quote = |t: &str| t.replace('\\', "\\\\").replace('"', "\\\"");
        let (mean, sd) = self.rounded();
        format!(
            "# Measured by a test of this company's own: plan-loyalty lift.\n[assumptions.\"{}\"]\nvalue = {mean}\nsd = {sd}\nby = \"{}\"\nnote = \"{}\"\nmeasured_on = {}\n",
            self.id,
            quote(&self.by),
            quote(&self.note),
            self.measured_on
        )
    }
    fn json(&self) -> Value {
        json!({ "id": self.id, "prior": { "mean": self.prior.mean, "sd": self.prior.sd, "citation": self.citation }, "reading": { "mean": self.seen.mean, "sd": self.seen.sd }, "together": { "mean": self.after.mean, "sd": self.after.sd }, "measured_on": self.measured_on })
    }
}
/// Effects that a test of spend or orders can be about: the response of members to a program that gives about the reference value, or to a missed mission.
fn may_be_randomised(r: &Row) -> bool {
    r.id == "response.total" || r.id == "lift.mission_missed"
}
/// What a prior rests on: its citation, else a judgement.
fn status(row: &Row) -> &str {
    if row.citation.is_empty() { "judgement" } else { &row.citation }
}
fn offer(id: &str, readings: &[Reading], request: &LiftRequest) -> Result<Offer, Refusal> {
    let all = rows();
    let Some(row) = all.iter().find(|r| r.id == id).filter(|r| may_be_randomised(r)) else {
        let known: Vec<&str> = all.iter().filter(|r| may_be_randomised(r)).map(|r| r.id.as_str()).collect();
        return Err(Refusal::input(
            "--parameter",
            format!("a test of orders or spend cannot measure {id:?}"),
            "Other assumptions are rates or costs, which a comparison of arms does not show",
            format!("name one of: {}", known.join(", ")),
        ));
    };
    let [reading] = readings else {
        return Err(Refusal::input(
            "--treated",
            format!("the file has {} treated arms, but one parameter was randomised", readings.len()),
            "One assumption takes one value",
            "name the arm with --treated",
        ));
    };
    let Some(lift) = &reading.lift else {
        return Err(Refusal::input(
            "--parameter",
            "a relative lift needs a mean above zero in both arms",
            "The lift is the treated mean over the control mean",
            "give an outcome such as orders or spend",
        ));
    };
    let prior = Belief { mean: row.value, sd: row.sd };
    let seen = Belief { mean: lift.log_ratio.estimate, sd: lift.log_ratio.standard_error };
    let after = combine(&prior, &seen);
    let measured_on = (reading.n[0] + reading.n[1]) as u64;
    let who = request.randomised_by.clone().unwrap_or_else(|| "not said".into());
    let file = Path::new(&request.file).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let note = format!(
        "test {file}, {} against control on {}: log lift {:.4} ± {:.4} on {measured_on} customers, weighed with the prior {} ± {} ({}); assigned at random by: {who}; only this parameter was randomised",
        reading.arm,
        request.outcome,
        seen.mean,
        seen.sd,
        prior.mean,
        prior.sd,
        status(row)
    );
    Ok(Offer { id: id.into(), prior, citation: status(row).into(), seen, after, measured_on, by: format!("test {file}"), note })
}
