//! `model sbg|bdw`: contract lifetimes on a subscription file, beside the survival curve that was seen.
use super::{ModelName, ModelRequest};
use crate::context::Context;
use crate::operations::read;
use crate::refusal::Refusal;
use loyalty_model::extract::{Origin, SubscriptionFacts};
use loyalty_model::units::Currency;
use loyalty_sources::intake::TableKind;
use loyalty_stats::fit::NoFit;
use loyalty_stats::kaplan_meier;
use loyalty_stats::sbg::{self, Lifetimes};
use serde::Serialize;

/// Contract lifetimes, fitted.
#[derive(Debug, Clone, Serialize)]
pub struct Contracts {
    /// Model.
    pub model: String,
    /// Letter, value, standard error.
    pub parameters: Vec<(String, f64, Option<f64>)>,
    pub log_likelihood: f64,
    pub customers: u64,
    /// Of these, left.
    pub left: f64,
    /// (months, fitted, seen).
    pub survival: Vec<(u32, f64, Option<f64>)>,
}

/// The lifetimes fitted.
///
/// # Errors
/// Bad input, or nobody left.
pub fn fit(context: &Context, request: &ModelRequest) -> Result<Contracts, Refusal> {
    let read = read::read(context, &request.data_with(TableKind::Subscriptions))?;
    let as_of = request.data.as_of.or_else(|| read::snapshot(&read.tables));
    let extract = read::measure(&read.tables, Origin::CompanyData, Currency("XXX".into()), as_of)?;
    let none = || Refusal::input(&request.file, "the file has no subscriptions", "The model needs contract lengths", "give a subscription file");
    let facts = extract.subscriptions.as_ref().ok_or_else(none)?;
    let lifetimes = lifetimes(facts);
    lifetimes_fitted(request.model, &lifetimes, facts)
        .map_err(|e| Refusal::input(&request.file, e.to_string(), "No lifetime can be fitted", "give a longer history"))
}
/// A contract that ended after m whole months failed its renewal m + 1; one that runs after m has passed m.
fn lifetimes(facts: &SubscriptionFacts) -> Lifetimes {
    let at_risk = |at: usize| facts.survival.get(at).map_or(0, |s| s.1);
    let mut out = Lifetimes::default();
    for (i, (months, n, ended)) in facts.survival.iter().enumerate() {
        out.ended.push((months + 1, *ended as f64));
        out.running.push((*months, (n - ended - at_risk(i + 1).min(n - ended)) as f64));
    }
    out
}
fn lifetimes_fitted(name: ModelName, data: &Lifetimes, facts: &SubscriptionFacts) -> Result<Contracts, NoFit> {
    let (letters, p, errors, ll): (&[&str], [f64; 3], Option<Vec<f64>>, f64) = if name == ModelName::Sbg {
        let f = sbg::fit(data)?;
        (&["gamma", "delta"], [f.parameters[0], f.parameters[1], 1.0], f.standard_errors().map(|s| s.to_vec()), f.log_likelihood)
    } else {
        let f = sbg::fit_weibull(data)?;
        (&["gamma", "delta", "c"], f.parameters, f.standard_errors().map(|s| s.to_vec()), f.log_likelihood)
    };
    let seen: Vec<(f64, u64, u64)> = facts.survival.iter().map(|(m, n, e)| (f64::from(m + 1), *n, *e)).collect();
    let curve = kaplan_meier::curve(&seen, 1.959_963_984_540_054);
    let known = |t: u32| curve.iter().rfind(|c| c.time <= f64::from(t)).filter(|_| curve.last().is_some_and(|c| c.time >= f64::from(t))).map(|c| c.survival);
    Ok(Contracts {
        model: name.word().into(),
        parameters: letters.iter().enumerate().map(|(i, l)| ((*l).to_string(), p[i], errors.as_ref().map(|e| e[i]))).collect(),
        log_likelihood: ll,
        customers: facts.customers,
        left: data.ended.iter().map(|e| e.1).sum(),
        survival: [1, 3, 6, 12, 24, 36, 48, 60].into_iter().map(|t| (t, sbg::survival(&p, t), known(t))).collect(),
    })
}
