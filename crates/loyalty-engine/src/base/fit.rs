//! Fits the candidate models, scores them on a hold-out, chooses by the forecast, and lays out every customer of the panel.
use super::level::{self, Level};
use super::score::{self, CANDIDATES, Candidate, Look, NAIVE, Parameters, Scorer, choose, histories, rounded, score_at, spread, week};
use super::{Base, BaseMember, Class, covariates, newcomers};
use crate::progress::CancelToken;
use loyalty_model::assumption::Book;
use loyalty_model::extract::{Extract, Origin, PanelCustomer, RftCut, TransactionFacts};
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::plan::{CovariateTest, ForecastCheck, HoldoutScore, NotIdentified};
use loyalty_model::units::Date;
use loyalty_stats::gamma_gamma::{self, Spend};
use loyalty_stats::rft::Rft;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Distinct histories of a fit that is tried again on rounded ones.
const FEW: usize = 300;
const DAYS_PER_MONTH: f64 = 365.25 / 12.0;
const YEAR_WEEKS: f64 = 365.25 / 7.0;
/// The fitted base and what a reader must know of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    /// The base.
    pub base: Base,
    /// Hold-out scores, the chosen cut's models and baseline.
    pub scores: Vec<HoldoutScore>,
    /// The interval of the hold-out's total.
    pub check: Option<ForecastCheck>,
    /// What is known of customers at their first order, as covariates of the chosen model.
    #[serde(default)]
    pub covariates: Option<CovariateTest>,
    /// Which model and why.
    pub choice: Vec<Fact>,
    /// What could not be identified.
    pub not_identified: Vec<NotIdentified>,
    /// Attempts at the fit: an error, or `ok`.
    pub attempts: Vec<Fact>,
    /// No fit ended well within its retries: assumptions stand in.
    pub fell_back: bool,
}

/// Fits the base; `book` gives what stands in where nothing can be fitted.
pub fn fit(extract: &Extract, book: &Book) -> Fitted {
    fit_while(extract, book, &CancelToken::default())
}
/// The same; where the run is asked to end, what comes out is no base and nobody looks at it.
pub fn fit_while(extract: &Extract, book: &Book, cancel: &CancelToken) -> Fitted {
    let mut out = Fitted {
        base: empty(),
        scores: vec![],
        check: None,
        covariates: None,
        choice: vec![],
        not_identified: vec![],
        attempts: vec!["ok".into()],
        fell_back: false,
    };
    if let Some(t) = extract.transactions.as_ref().filter(|_| extract.incomplete.is_none()) {
        purchases(extract, book, t, &Scorer::until(cancel), &mut out);
    } else if extract.transactions.is_some() {
        assumed(extract, book, &mut out, "assumed");
        out.choice.insert(0, Fact::new("base-incomplete").text("why", extract.incomplete.clone().unwrap_or_default()));
    } else if extract.subscriptions.is_some() {
        contractual(extract, book, &mut out);
    } else if extract.origin == Origin::DriverSheet && !extract.panel.is_empty() {
        assumed(extract, book, &mut out, "driver-sheet");
    } else {
        assumed(extract, book, &mut out, "assumed");
        out.not_identified.push(NotIdentified { what: Fact::new("gap-orders"), why: Fact::new("gap-orders-why"), data_needed: Fact::new("gap-orders-needed") });
    }
    out
}
fn empty() -> Base {
    Base {
        model: "none".into(),
        contractual: false,
        members: vec![],
        new_per_month: 0.0,
        new_log_sd: 0.2,
        new_ahead: vec![],
        newcomers: vec![],
        season: [1.0; 12],
        level_log_mean: 0.0,
        level_log_sd: 0.1,
    }
}

fn purchases(extract: &Extract, book: &Book, t: &TransactionFacts, scorer: &Scorer, out: &mut Fitted) {
    let HoldOut { truncated, recent, scored: scored_cut, earlier, end } = hold_out(t, extract.as_of);
    if truncated {
        out.not_identified.push(NotIdentified {
            what: Fact::new("gap-first-purchases"),
            why: Fact::new("gap-first-purchases-why"),
            data_needed: Fact::new("gap-first-purchases-needed"),
        });
    }
    let least = book.value("base.forecast_sd");
    let blind = earlier.iter().copied().max_by_key(|c| c.cut);
    scorer.fit_ahead(&scored_cut.into_iter().chain(blind).collect::<Vec<_>>());
    let scored = scored_cut.map(|cut| score_at(scorer, cut, None, Look::Customers)).unwrap_or_default();
    out.check = scored_cut.and_then(|cut| level::check(scorer, cut, &scored, &earlier, least));
    let best = choose(&scored);
    let naive = best.as_deref() == Some(NAIVE);
    let chosen = score::choose_model(&scored).and_then(|name| CANDIDATES.iter().find(|m| m.name == name));
    let all: Vec<Rft> = end.map(histories).unwrap_or_default();
    let coarse: Vec<Rft> = end.map(|c| rounded(c, FEW)).unwrap_or_default();
    let wanted_model = chosen.unwrap_or(&CANDIDATES[1]);
    let tries = [
        (wanted_model, &all, FactId("attempt-every")),
        (wanted_model, &coarse, FactId("attempt-rounded")),
        (&CANDIDATES[0], &coarse, FactId("attempt-simpler")),
    ];
    let (fitted, attempts) = attempt(&tries, scorer);
    out.fell_back = fitted.is_none();
    out.attempts = attempts;
    if !scorer.wanted() {
        return;
    }
    let Some((model, fit)) = fitted else {
        assumed(extract, book, out, "assumed");
        out.not_identified.push(NotIdentified {
            what: Fact::new("gap-purchase-rate"),
            why: Fact::new("gap-purchase-rate-why"),
            data_needed: Fact::new("gap-purchase-rate-needed"),
        });
        return;
    };
    let laid_out = if naive { NAIVE } else { model.name };
    out.base.model = laid_out.into();
    let p = fit.parameters;
    let level = level::level(scorer, &recent, laid_out, (spread(&scored), least));
    let own = score::parameter_sd(scorer, model, &fit, &all, YEAR_WEEKS);
    out.base.level_log_mean = level.log_mean;
    out.base.level_log_sd = (level.log_sd * level.log_sd + own * own).sqrt();
    let spend = spend_model(extract, scorer);
    let hazard = mrr_hazard(extract, book).0;
    if !scorer.wanted() {
        return;
    }
    out.covariates = scored_cut.filter(|_| !naive).and_then(|cut| covariates::judged(scorer, model, cut));
    let used = out.covariates.as_ref().is_some_and(|c| c.used);
    let own = end.filter(|_| used).and_then(|end| covariates::at_the_end(scorer, model, end));
    let of = |c: &PanelCustomer| own.as_ref().map_or(p, |o| o.parameters(c.first_day));
    out.base.members = extract.panel.par_iter().enumerate().map(|(i, c)| member(extract, hazard, i, c, model, &of(c), &spend)).collect();
    if !scorer.wanted() {
        return;
    }
    let assumed_dropout = undying(&mut out.base, book);
    finish(extract, &mut out.base);
    let from = scored_cut.or(end).and_then(|c| c.first_seen_from);
    let joiners = newcomers::of_orders(t, extract, from, book, &mut out.base);
    out.base.newcomers = newcomers::alike(extract, &out.base);
    if naive {
        out.base.members.iter_mut().zip(&extract.panel).for_each(|(m, c)| same_again(m, c));
        finish(extract, &mut out.base);
    }
    out.base.season = newcomers::season(t, extract.as_of);
    out.choice = explained(&scored, laid_out, chosen.is_some(), &level, out.check.as_ref());
    out.choice.extend(out.covariates.as_ref().map(|c| {
        let fact = Fact::new(if c.used { "base-covariates-used" } else { "base-covariates-left" });
        fact.share("error", c.cohort_error).share("plain", c.cohort_error_plain).share("bias", c.bias).share("before", c.bias_plain)
    }));
    out.choice.extend(joiners);
    if out.base.season != [1.0; 12] {
        let (low, high) = out.base.season.iter().fold((f64::INFINITY, 0.0_f64), |(l, h), f| (l.min(*f), h.max(*f)));
        out.choice.push(Fact::new("base-season").share("low", low).share("high", high));
    }
    if let Some(rate) = assumed_dropout {
        out.choice.push(Fact::new("base-no-drop-out").share("rate", rate));
        out.not_identified.push(NotIdentified {
            what: Fact::new("gap-drop-out"),
            why: Fact::new("gap-drop-out-why"),
            data_needed: Fact::new("gap-drop-out-needed"),
        });
    }
    out.scores = scored;
    out.scores.iter_mut().for_each(|s| s.chosen = s.model == laid_out);
}
/// The origins that the base is fitted and scored at.
pub struct HoldOut<'a> {
    /// The file begins in the middle of the business: customers first seen early are left out.
    pub truncated: bool,
    /// Origins whose hold-out ends with the data.
    pub recent: Vec<&'a RftCut>,
    /// The later of them: it is scored, on a forecast that only saw those that end before it.
    pub scored: Option<&'a RftCut>,
    /// Origins whose hold-out ends where the scored one begins.
    pub earlier: Vec<&'a RftCut>,
    /// The end of the data.
    pub end: Option<&'a RftCut>,
}
/// The origins of these orders, observed until `as_of`.
pub fn hold_out(t: &TransactionFacts, as_of: Date) -> HoldOut<'_> {
    origins(t, as_of, truncation(t))
}
/// The same with everybody, although the file may begin in the middle of the business.
pub fn hold_out_of_all(t: &TransactionFacts, as_of: Date) -> HoldOut<'_> {
    origins(t, as_of, false)
}
fn origins(t: &TransactionFacts, as_of: Date, truncated: bool) -> HoldOut<'_> {
    let wanted = |c: &&RftCut| c.first_seen_from.is_some() == truncated;
    let held: Vec<&RftCut> = t.cuts.iter().filter(|c| c.holdout_days > 0).filter(wanted).collect();
    let until = |day: Date| held.iter().copied().filter(|c| c.cut.plus_days(c.holdout_days as i32) == day).collect::<Vec<_>>();
    let recent = until(as_of);
    let scored = recent.iter().copied().max_by_key(|c| c.cut);
    let end = t.cuts.iter().filter(|c| c.holdout_days == 0);
    HoldOut {
        truncated,
        scored,
        earlier: scored.map(|cut| until(cut.cut)).unwrap_or_default(),
        end: end.clone().find(wanted).or_else(|| end.clone().next()),
        recent,
    }
}
/// Goes on with the same count as before: repeat purchases over the time since the first, or over a year where that is longer.
fn same_again(m: &mut BaseMember, c: &PanelCustomer) {
    let months = f64::from(c.age.max(365)) / DAYS_PER_MONTH;
    m.rate_monthly = f64::from(c.frequency) / months;
    m.rate_shape = f64::from(c.frequency).max(0.5);
    m.p_alive = 1.0;
}
type FourFit = loyalty_stats::fit::Fit<4>;
/// Tries one after another until a fit ends well; nothing helps where nobody bought twice, so that is not tried again.
fn attempt<'a>(tries: &[(&'a Candidate, &Vec<Rft>, FactId)], scorer: &Scorer) -> (Option<(&'a Candidate, FourFit)>, Vec<Fact>) {
    let mut attempts = vec![];
    let mut best = None;
    for (model, histories, how) in tries {
        match (model.fit)(histories, &|| scorer.wanted()) {
            Ok(fit) if fit.ending != loyalty_stats::fit::Ending::IterationLimit => {
                attempts.push(if attempts.is_empty() { "ok".into() } else { Fact::new("attempt-ok").text("model", model.name).fact("how", *how) });
                return (Some((model, fit)), attempts);
            }
            Ok(fit) => {
                attempts.push(Fact::new("attempt-limit").text("model", model.name).fact("how", *how));
                best = best.or(Some((*model, fit)));
            }
            Err(why) => {
                attempts.push(Fact::new("attempt-failed").text("model", model.name).fact("how", *how).text("why", why.to_string()));
                if matches!(why, loyalty_stats::fit::NoFit::NoRepeatBuyer | loyalty_stats::fit::NoFit::NoCustomers | loyalty_stats::fit::NoFit::Cancelled) {
                    break;
                }
            }
        }
    }
    (best, attempts)
}
/// Mean monthly drop-out below which a fit has run to the boundary where nobody ever leaves.
const LEAST_DROPOUT: f64 = 0.0005;
/// Puts the assumed drop-out in place of one that was fitted as nothing; tells the rate where it did.
fn undying(base: &mut Base, book: &Book) -> Option<f64> {
    let weight: f64 = base.members.iter().map(|m| m.weight).sum();
    let mean = base.members.iter().map(|m| m.weight * m.dropout_monthly).sum::<f64>() / weight.max(1e-9);
    if mean >= LEAST_DROPOUT || base.members.is_empty() {
        return None;
    }
    let rate = book.value("base.dropout_monthly");
    base.members.iter_mut().for_each(|m| m.dropout_monthly = rate);
    Some(rate)
}
/// The export begins in the middle of the business: the first month has over three times as many new customers as the median month later on.
fn truncation(t: &TransactionFacts) -> bool {
    let mut later: Vec<u64> = t.months.iter().skip(3).map(|m| m.new).collect();
    later.sort_unstable();
    let median = later.get(later.len() / 2).copied().unwrap_or(0);
    t.months.len() >= 6 && median > 0 && t.months.first().is_some_and(|m| m.new > 3 * median)
}
/// Which model was chosen, why, and how far its forecasts were off.
fn explained(scores: &[HoldoutScore], name: &str, scored: bool, level: &Level, check: Option<&ForecastCheck>) -> Vec<Fact> {
    let Some(s) = scores.iter().find(|s| s.model == name).filter(|_| scored) else {
        return vec![Fact::new("base-unscored").text("model", name)];
    };
    let chosen = Fact::new("base-chosen").text("model", name).date("cut", s.cut).share("bias", s.bias).number("error", s.mean_absolute_error);
    let why = if name == NAIVE { Fact::new("base-chosen-naive") } else { Fact::new("base-chosen-model") };
    let mut out = vec![chosen, why];
    if let Some(n) = scores.iter().find(|s| s.log_likelihood.is_none()).filter(|_| name != NAIVE) {
        out.push(Fact::new("base-naive").share("bias", n.bias).number("error", n.mean_absolute_error));
    }
    out.push(match level.origins.is_empty() {
        true => Fact::new("base-no-origin"),
        false => Fact::new("base-level")
            .facts("origins", level.origins.iter().map(|(day, b)| Fact::new("base-origin").share("bias", *b).date("day", *day)))
            .number("factor", libm::exp(level.log_mean))
            .share("spread", libm::expm1(1.2816 * level.log_sd)),
    });
    if let Some(c) = check {
        let proof = if c.covered { Fact::new("base-check-covered") } else { Fact::new("base-check-missed") };
        out.push(
            Fact::new("base-check")
                .date("cut", c.cut)
                .count("low", c.low.round() as u64)
                .count("high", c.high.round() as u64)
                .count("actual", c.actual.round() as u64)
                .fact("proof", proof),
        );
    }
    out
}

struct SpendModel {
    parameters: Option<[f64; 3]>,
    mean: f64,
    /// Repeat orders over months since the first order, all customers together.
    orders_per_month: f64,
}
/// Orders and net spend of a panel customer.
fn totals(c: &PanelCustomer) -> (u32, f64) {
    (c.months.iter().map(|m| u32::from(m.purchase_days)).sum(), c.months.iter().map(|m| m.net.to_f64()).sum())
}
fn spend_model(extract: &Extract, scorer: &Scorer) -> SpendModel {
    let all: Vec<(u32, f64)> = extract.panel.iter().map(totals).filter(|(n, v)| *n > 0 && *v > 0.0).collect();
    let orders: f64 = all.iter().map(|a| f64::from(a.0)).sum();
    let mean = all.iter().map(|a| a.1).sum::<f64>() / orders.max(1.0);
    let some: Vec<Spend> = all
        .iter()
        .step_by((all.len() / 5_000).max(1))
        .filter(|a| a.0 > 1)
        .map(|(n, v)| Spend { purchases: *n, mean: v / f64::from(*n), weight: 1.0 })
        .collect();
    // Values that were assumed all alike have no spread to fit.
    let told = extract.assumed_order_value.is_none();
    let parameters = gamma_gamma::fit_while(&some, &|| scorer.wanted()).ok().map(|f| f.parameters).filter(|p| told && p[1] > 1.05);
    let months: f64 = extract.panel.iter().map(|c| f64::from(c.age) / DAYS_PER_MONTH).sum();
    let repeats: f64 = extract.panel.iter().map(|c| f64::from(c.frequency)).sum();
    SpendModel { parameters, mean, orders_per_month: repeats / months.max(1e-9) }
}
fn key(id: &str) -> u64 {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(id.as_bytes());
    digest[..8].iter().fold(0, |k, b| (k << 8) | u64::from(*b))
}
fn history(extract: &Extract, c: &PanelCustomer) -> ([f64; 12], [u16; 12]) {
    let last = extract.as_of.month().index();
    let (mut net, mut orders) = ([0.0; 12], [0u16; 12]);
    for m in &c.months {
        let back = last - m.month.index();
        if (0..12).contains(&back) {
            net[11 - back as usize] += m.net.to_f64();
            orders[11 - back as usize] += m.purchase_days;
        }
    }
    (net, orders)
}
fn member(extract: &Extract, hazard_of_mrr: f64, i: usize, c: &PanelCustomer, model: &Candidate, p: &Parameters, spend: &SpendModel) -> BaseMember {
    let rft = Rft { frequency: c.frequency, recency: week(c.recency), age: week(c.age), weight: 1.0 };
    let (shape, rate, leave) = (model.posterior)(p, &rft);
    let weekly = shape / rate;
    let hazard = if model.per_purchase { weekly * leave } else { leave };
    let (n, v) = totals(c);
    let mean = if n > 0 { v / f64::from(n) } else { spend.mean };
    let value = spend.parameters.map_or(spend.mean, |g| gamma_gamma::expected_spend(&g, n, mean.max(0.01)));
    let (net_last_12, orders_last_12) = history(extract, c);
    BaseMember {
        key: key(&c.id),
        panel: i as u32,
        weight: extract.panel_weight,
        rate_monthly: weekly * DAYS_PER_MONTH / 7.0,
        rate_shape: shape,
        p_alive: (model.p_alive)(p, &rft),
        dropout_monthly: 1.0 - libm::exp(-hazard * DAYS_PER_MONTH / 7.0),
        order_value: value,
        order_value_cv: spend.parameters.map_or(0.5, |g| 1.0 / g[0].max(0.25).sqrt()),
        class: Class::Moderate,
        net_last_12,
        orders_last_12,
        mrr: c.mrr.to_f64(),
        mrr_hazard: hazard_of_mrr,
        opening_points: c.points_balance as f64 / 100.0,
    }
}
/// Monthly hazard of a subscription's end over the whole survival table: ends ÷ months at risk, half an end where there was none (the median of
/// what one would then believe, near enough); and the ends and months behind it.
fn mrr_hazard(extract: &Extract, book: &Book) -> (f64, f64, f64) {
    let Some(s) = &extract.subscriptions else { return (book.value("base.dropout_monthly"), 0.0, 0.0) };
    let (risk, ended) = s.survival.iter().fold((0.0, 0.0), |(r, e), (_, at_risk, ends)| (r + *at_risk as f64, e + *ends as f64));
    let hazard = if risk > 0.0 { (ended.max(0.5) / risk).clamp(1e-6, 0.5) } else { book.value("base.dropout_monthly") };
    (hazard, ended, risk)
}
/// Classes by thirds of expected yearly spend of those who may be active.
fn finish(extract: &Extract, base: &mut Base) {
    let worth = |m: &BaseMember| m.p_alive * (m.rate_monthly * m.order_value + m.mrr);
    let mut all: Vec<f64> = base.members.iter().map(worth).collect();
    all.sort_by(f64::total_cmp);
    let (low, high) = (all.get(all.len() / 3).copied().unwrap_or(0.0), all.get(all.len() * 2 / 3).copied().unwrap_or(0.0));
    for m in &mut base.members {
        let w = worth(m);
        m.class = if w < low {
            Class::Light
        } else if w < high {
            Class::Moderate
        } else {
            Class::Heavy
        };
    }
    let recurring: f64 = base.members.iter().map(|m| m.mrr * 12.0 * m.weight).sum();
    let ordered: f64 = base.members.iter().map(|m| m.spend_last_year() * m.weight).sum();
    base.contractual = recurring > ordered && extract.subscriptions.is_some();
}
fn contractual(extract: &Extract, book: &Book, out: &mut Fitted) {
    assumed(extract, book, out, "kaplan-meier");
    let (hazard, ended, risk) = mrr_hazard(extract, book);
    for m in &mut out.base.members {
        m.rate_monthly = 0.0;
        m.dropout_monthly = hazard;
        m.p_alive = if m.mrr > 0.0 { 1.0 } else { 0.0 };
    }
    out.base.members.retain(|m| m.mrr > 0.0);
    finish(extract, &mut out.base);
    out.base.contractual = true;
    let joiners = newcomers::of_subscriptions(extract, book, &mut out.base);
    let new = newcomers::imagined(&out.base.members.iter().collect::<Vec<_>>());
    // A new subscriber pays from the first month.
    let step = (out.base.members.len() / 256).max(1);
    out.base.newcomers = new.into_iter().zip(out.base.members.iter().step_by(step)).map(|(n, m)| BaseMember { mrr: m.mrr, ..n }).collect();
    out.choice = if ended > 0.0 {
        vec![Fact::new("base-subscribers").share("hazard", hazard)]
    } else {
        out.not_identified.push(NotIdentified {
            what: Fact::new("gap-subscriber-drop-out"),
            why: Fact::new("gap-subscriber-drop-out-why").months("seen", risk.round()),
            data_needed: Fact::new("gap-subscriber-drop-out-needed"),
        });
        vec![Fact::new("base-subscribers-none-left").months("seen", risk.round()).share("hazard", hazard)]
    };
    out.choice.extend(joiners);
}
/// A base from the panel's own averages, where no model could be fitted.
fn assumed(extract: &Extract, book: &Book, out: &mut Fitted, model: &str) {
    let spend = spend_model(extract, &Scorer::default());
    out.base.model = model.into();
    out.base.level_log_sd = book.value("base.level_sd");
    let all: Vec<BaseMember> = extract.panel.iter().enumerate().map(|(i, c)| plain_member(extract, book, i, c, &spend)).collect();
    out.base.members = all;
    finish(extract, &mut out.base);
    let joined = extract.panel.iter().filter(|c| c.first_day > extract.as_of.plus_days(-365)).count() as f64;
    let told = book.value("base.new_per_month");
    out.base.new_per_month = if told > 0.0 { told } else { joined * extract.panel_weight / 12.0 };
    out.base.newcomers = newcomers::imagined(&out.base.members.iter().collect::<Vec<_>>());
    let sheet = extract.origin == Origin::DriverSheet;
    let rate = book.value("base.dropout_monthly");
    out.choice = match sheet {
        true => vec![Fact::new("base-driver-sheet").share("rate", rate)],
        false => vec![Fact::new("base-assumed").share("rate", rate)],
    };
}
fn plain_member(extract: &Extract, book: &Book, i: usize, c: &PanelCustomer, spend: &SpendModel) -> BaseMember {
    let (net_last_12, orders_last_12) = history(extract, c);
    let months = (f64::from(c.age) / DAYS_PER_MONTH).max(1.0);
    let (n, v) = totals(c);
    let silent = c.age.saturating_sub(c.recency) > 365;
    // Rates are gamma-Poisson posteriors: of the spread assumed around the sheet's mean, or of half an order in half a year.
    let (shape, rate_of, alive) = match extract.origin {
        Origin::DriverSheet => (book.value("drivers.rate_shape"), book.value("drivers.rate_shape") / spend.orders_per_month.max(1e-9), 1.0),
        _ => (0.5, 6.0, book.value(if silent { "base.p_alive_silent" } else { "base.p_alive_recent" })),
    };
    BaseMember {
        key: key(&c.id),
        panel: i as u32,
        weight: extract.panel_weight,
        rate_monthly: (f64::from(c.frequency) + shape) / (months + rate_of),
        rate_shape: f64::from(c.frequency) + shape,
        p_alive: alive,
        dropout_monthly: book.value("base.dropout_monthly"),
        order_value: if n > 0 && v > 0.0 { v / f64::from(n) } else { spend.mean },
        order_value_cv: 0.5,
        class: Class::Moderate,
        net_last_12,
        orders_last_12,
        mrr: c.mrr.to_f64(),
        mrr_hazard: mrr_hazard(extract, book).0,
        opening_points: c.points_balance as f64 / 100.0,
    }
}
