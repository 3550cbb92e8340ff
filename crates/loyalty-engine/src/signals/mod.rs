//! Signal review: what the extract says, each figure with its question, and what it cannot say.
pub mod voice;

use crate::base::Fitted;
use loyalty_model::assumption::Book;
use loyalty_model::extract::{CohortCell, Extract, Origin};
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::line::{LineBook, Provenance, Range, Unit};
use loyalty_model::plan::{NotIdentified, SignalGroup, Signals};
use loyalty_model::units::Money;
use loyalty_stats::chain_ladder::NoTriangle;
use loyalty_stats::{interval, kaplan_meier};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const Z: f64 = 1.959963984540054;
/// Standard normal quantile of 90%.
const Z90: f64 = 1.2816;
/// Signals and their lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reviewed {
    /// Signals.
    pub signals: Signals,
    /// Lines.
    pub lines: LineBook,
}
struct SignalBuilder<'a> {
    extract: &'a Extract,
    lines: LineBook,
    group: Vec<String>,
}
impl SignalBuilder<'_> {
    fn from(&self, query: &str, rows: u64, unit: Unit) -> Provenance {
        match (self.extract.origin, self.extract.imagined_spend().filter(|_| unit == Unit::Money)) {
            (_, Some(what)) => Provenance::Imagined { what },
            // A driver sheet has no orders: what is counted beside it comes from files.
            (Origin::CompanyData | Origin::DriverSheet, _) => Provenance::Measured { query: query.into(), rows },
            (Origin::Demonstration, _) => Provenance::Imagined { what: Fact::new("imagined-demonstration").text("query", query).count("rows", rows) },
        }
    }
    fn put(&mut self, id: &str, value: f64, unit: Unit, query: &str, rows: u64) {
        if value.is_finite() {
            let from = self.from(query, rows, unit);
            let id = self.lines.leaf(&format!("signals.{id}"), value, unit, from);
            self.group.push(id);
        }
    }
    fn share(&mut self, id: &str, events: u64, of: u64, query: &str) {
        if of > 0 {
            self.put(id, events as f64 / of as f64, Unit::Share, query, of);
            let (low, high) = interval::wilson(events as f64, of as f64, Z);
            self.lines.range(&format!("signals.{id}"), Range { low, mid: None, high, level: 0.95 });
        }
    }
    fn close(&mut self, out: &mut Signals, name: FactId, reading: Fact) {
        if !self.group.is_empty() {
            out.groups.push(SignalGroup { name: name.into(), reading, lines: std::mem::take(&mut self.group) });
        }
    }
}
/// Reviews what needs no fitted base: subscriptions, usage, voice, ledger.
pub fn review(extract: &Extract) -> Reviewed {
    let mut desk = SignalBuilder { extract, lines: LineBook::default(), group: vec![] };
    let mut out = Signals::default();
    subscriptions(&mut desk, &mut out);
    usage_and_voice(&mut desk, &mut out);
    ledger(&mut desk, &mut out);
    Reviewed { signals: out, lines: desk.lines }
}
/// What the fitted base says of churn and value, put before what was reviewed beside it.
pub fn value(reviewed: Reviewed, extract: &Extract, fitted: &Fitted, book: &Book) -> Reviewed {
    let mut desk = SignalBuilder { extract, lines: LineBook::default(), group: vec![] };
    let mut out = Signals {
        holdout: fitted.scores.clone(),
        base_choice: fitted.choice.clone(),
        not_identified: fitted.not_identified.clone(),
        forecast_check: fitted.check.clone(),
        covariates: fitted.covariates.clone(),
        ..Signals::default()
    };
    if let Some(why) = &extract.incomplete {
        out.not_identified.push(NotIdentified {
            what: Fact::new("gap-purchase-histories"),
            why: Fact::new("gap-purchase-histories-why").text("why", why.clone()),
            data_needed: Fact::new("gap-purchase-histories-needed"),
        });
    }
    if extract.spend_per_point.is_some() {
        out.not_identified.push(NotIdentified { what: Fact::new("gap-spend"), why: Fact::new("gap-spend-why"), data_needed: Fact::new("gap-spend-needed") });
    }
    if extract.assumed_order_value.is_some() {
        let (what, why) = (Fact::new("gap-spend"), Fact::new("gap-order-value-why"));
        out.not_identified.push(NotIdentified { what, why, data_needed: Fact::new("gap-order-value-needed") });
    }
    orders(&mut desk, &mut out, fitted);
    ahead(&mut desk, &mut out, fitted, book);
    let beside = reviewed.signals;
    out.groups.extend(beside.groups);
    out.not_identified.extend(beside.not_identified);
    let mut lines = desk.lines;
    lines.absorb(reviewed.lines);
    Reviewed { signals: Signals { themes: beside.themes, survival: beside.survival, ..out }, lines }
}
fn orders(d: &mut SignalBuilder, out: &mut Signals, fitted: &Fitted) {
    let Some(t) = &d.extract.transactions else { return };
    d.share("repeat_rate", t.repeat_buyers, t.buyers, "totals");
    let pairs: u64 = t.gaps.iter().map(|g| g.1).sum();
    for (id, over, under) in [("gap_p50", 1, 2), ("gap_p80", 4, 5), ("gap_p90", 9, 10)] {
        if let Some(days) = t.gap_quantile(over, under) {
            d.put(id, f64::from(days), Unit::Days, "gaps", pairs);
        }
    }
    let members = &fitted.base.members;
    let customers = members.iter().map(|m| m.weight).sum::<f64>().max(1e-9);
    let fit = Provenance::Fitted { model: fitted.base.model.clone(), customers: members.len() as u64 };
    let alive = members.iter().map(|m| m.weight * m.p_alive).sum::<f64>() / customers;
    let told = !fitted.not_identified.iter().any(|n| n.what.is("gap-drop-out"));
    if told && fitted.scores.iter().any(|s| s.chosen) {
        d.group.push(d.lines.leaf("signals.p_alive", alive, Unit::Share, fit));
    }
    if let Some(y) = t.year_on_year.filter(|y| y.prior_buyers > 0 && y.prior_net.raw() > 0) {
        d.share("kept_buyers", y.kept_buyers, y.prior_buyers, "year_on_year");
        d.put("nrr", y.later_net.to_f64() / y.prior_net.to_f64(), Unit::Share, "year_on_year", y.prior_buyers);
        d.put("grr", y.later_net_capped.to_f64() / y.prior_net.to_f64(), Unit::Share, "year_on_year", y.prior_buyers);
    }
    let repeat = t.repeat_buyers as f64 / t.buyers.max(1) as f64;
    let reading = match d.lines.get("signals.gap_p50") {
        Some(gap) => Fact::new("reading-churn").share("repeat", repeat).days("gap", gap.value),
        None => Fact::new("reading-churn-no-gap").share("repeat", repeat),
    };
    d.close(out, FactId("signals-churn"), reading);
    d.put("customers", t.customers as f64, Unit::Customers, "totals", t.lines);
    let active: u64 = t.spend_last_year.iter().map(|b| b.count).sum();
    let net: f64 = t.spend_last_year.iter().map(|b| b.sum.to_f64()).sum();
    d.put("active_customers", active as f64, Unit::Customers, "spend_last_year", t.customers);
    d.put("net_12m", net, Unit::Money, "spend_last_year", t.lines);
    d.put("aov", (t.gross + t.refunds).to_f64() / t.orders.max(1) as f64, Unit::Money, "totals", t.orders);
    d.put("refund_rate", -t.refunds.to_f64() / t.gross.to_f64(), Unit::Share, "totals", t.lines);
    let seen: Vec<u64> = t.months.iter().rev().skip(1).take(12).map(|m| m.new).collect();
    let counted = seen.iter().sum::<u64>() as f64 / seen.len() as f64;
    d.put("new_per_month", counted, Unit::PerMonth, "transaction_months", t.months.len() as u64);
    if !fitted.base.new_ahead.is_empty() {
        let at = |z: f64| (0..12).map(|m| fitted.base.joining(m, libm::exp(z * fitted.base.new_log_sd))).sum::<f64>() / 12.0;
        let from = Provenance::Fitted { model: "joiners".into(), customers: t.months.iter().map(|m| m.new).sum() };
        d.group.push(d.lines.leaf("signals.new_ahead", at(0.0), Unit::PerMonth, from));
        d.lines.range("signals.new_ahead", Range { low: at(-Z90), mid: Some(at(0.0)), high: at(Z90), level: 0.8 });
    }
    let total = (t.gross + t.refunds).to_f64();
    for (mille, count, sum) in &t.concentration {
        d.put(&format!("top_{mille}_share"), if total > 0.0 { sum.to_f64() / total } else { f64::NAN }, Unit::Share, "concentration", *count);
    }
    let reading = match d.lines.get("signals.top_200_share").map(|l| l.value) {
        Some(top) => Fact::new("reading-value").share("top", top),
        None => Fact::new("reading-value-unknown"),
    };
    d.close(out, FactId("signals-value"), reading);
    out.cohort_shares = cohort_shares(&t.cohorts);
    out.cohorts = t.cohorts.clone();
    out.spend = t.spend_last_year.clone();
    out.order_values = t.order_values.clone();
    out.monthly_net = t.months.iter().map(|m| (m.month, m.net.to_f64())).collect();
}
/// Share of each cohort active, cell by cell: the cohort's customers are those of its first month.
fn cohort_shares(cells: &[CohortCell]) -> Vec<f64> {
    let size: BTreeMap<_, u64> = cells.iter().filter(|c| c.age == 0).map(|c| (c.cohort, c.active)).collect();
    cells.iter().map(|c| c.active as f64 / size.get(&c.cohort).copied().unwrap_or(0).max(1) as f64).collect()
}
/// Months that lifetime value looks ahead.
const LIFETIME_MONTHS: i32 = 36;
/// What the fitted base expects of today's customers without any program: orders and spend of the next 12 months, and lifetime value.
/// Expected activity over n months at monthly drop-out h: Σ (1−h)^(k−1), k = 1 … n; discounted for the value.
fn ahead(d: &mut SignalBuilder, out: &mut Signals, fitted: &Fitted, book: &Book) {
    let base = &fitted.base;
    let customers: f64 = base.members.iter().map(|m| m.weight).sum();
    if customers <= 0.0 || base.contractual {
        return;
    }
    let factor = libm::exp(base.level_log_mean + 0.5 * base.level_log_sd * base.level_log_sd);
    let monthly = libm::pow(1.0 + book.value("company.discount_rate_yearly"), -1.0 / 12.0);
    let alive = |h: f64, months: i32, discount: f64| (0..months).map(|k| libm::pow((1.0 - h) * discount, f64::from(k))).sum::<f64>();
    let (mut orders, mut spend, mut lifetime) = (0.0, 0.0, 0.0);
    for m in &base.members {
        let rate = m.weight * m.p_alive * m.rate_monthly * factor;
        let year = rate * alive(m.dropout_monthly, 12, 1.0);
        orders += year;
        spend += year * m.order_value;
        lifetime += rate * m.order_value * alive(m.dropout_monthly, LIFETIME_MONTHS, monthly);
    }
    let from = match d.extract.origin {
        Origin::DriverSheet => Provenance::Imagined { what: Fact::new("imagined-driver-sheet") },
        _ => Provenance::Fitted { model: base.model.clone(), customers: base.members.len() as u64 },
    };
    let mut put = |id: &str, value: f64, unit: Unit| {
        if value.is_finite() {
            d.group.push(d.lines.leaf(&format!("signals.{id}"), value, unit, from.clone()));
        }
    };
    put("expected_orders_12m", orders, Unit::Orders);
    put("expected_spend_12m", spend, Unit::Money);
    let value = lifetime * book.value("company.gross_margin") / customers;
    put("clv", value, Unit::Money);
    d.close(out, FactId("signals-expected"), Fact::new("reading-expected").count("orders", orders.round() as u64));
}
fn subscriptions(d: &mut SignalBuilder, out: &mut Signals) {
    let Some(s) = &d.extract.subscriptions else { return };
    d.share("logo_churned", s.customers_left, s.customers, "survival");
    d.put("mrr", s.mrr.to_f64(), Unit::Money, "subscription_months", s.subscriptions);
    let year: Vec<_> = s.months.iter().rev().take(12).collect();
    let opening: u64 = year.iter().map(|m| m.opening_customers).sum();
    let left: u64 = year.iter().map(|m| m.churned_customers).sum();
    if opening > 0 {
        d.share("logo_churn_monthly", left, opening, "subscription_months");
    }
    let product = |kept: &dyn Fn(&loyalty_model::extract::SubscriptionMonth) -> Money| {
        year.iter().filter(|m| m.opening_mrr.raw() > 0).map(|m| kept(m).to_f64() / m.opening_mrr.to_f64()).product::<f64>()
    };
    if year.len() == 12 && year.iter().all(|m| m.opening_mrr.raw() > 0) {
        let nrr = product(&|m| m.opening_mrr + m.expansion_mrr - m.contraction_mrr - m.churned_mrr);
        let grr = product(&|m| m.opening_mrr - m.contraction_mrr - m.churned_mrr);
        d.put("subscription_nrr", nrr, Unit::Share, "subscription_months", opening);
        d.put("subscription_grr", grr, Unit::Share, "subscription_months", opening);
        let churned: f64 = year.iter().map(|m| m.churned_mrr.to_f64()).sum();
        let all: f64 = year.iter().map(|m| m.opening_mrr.to_f64()).sum();
        d.put("revenue_churn_monthly", churned / all, Unit::Share, "subscription_months", opening);
    }
    for (at, months) in [(3, 3usize), (12, 12)] {
        let due: Vec<_> = s.renewals.iter().take(months).collect();
        if !due.is_empty() {
            let (n, mrr) = (due.iter().map(|r| r.1).sum::<u64>(), due.iter().map(|r| r.2.to_f64()).sum::<f64>());
            d.put(&format!("renewals_{at}"), n as f64, Unit::Count, "renewals", s.subscriptions);
            d.put(&format!("renewals_{at}_mrr"), mrr, Unit::Money, "renewals", s.subscriptions);
        }
    }
    let table: Vec<(f64, u64, u64)> = s.survival.iter().map(|(m, n, e)| (f64::from(*m), *n, *e)).collect();
    let curve = kaplan_meier::curve(&table, Z);
    for at in [12.0, 24.0] {
        if let Some(step) = curve.iter().rfind(|c| c.time <= at).filter(|_| curve.last().is_some_and(|c| c.time >= at)) {
            d.put(&format!("survival_{at}"), step.survival, Unit::Share, "survival", s.customers);
            d.lines.range(&format!("signals.survival_{at}"), Range { low: step.low, mid: None, high: step.high, level: 0.95 });
        }
    }
    out.survival = curve.iter().map(|c| (c.time, c.survival, c.low, c.high)).collect();
    d.close(out, FactId("signals-subscriptions"), Fact::new("reading-subscriptions").count("left", s.customers_left).count("all", s.customers));
}
/// Customers that a feature must have to be named: what fewer use may be somebody's own, its name included, and their share tells nothing.
const NAMED_LEAST: u64 = 5;
fn usage_and_voice(d: &mut SignalBuilder, out: &mut Signals) {
    if let Some(u) = &d.extract.usage {
        d.put("usage_customers", u.customers as f64, Unit::Customers, "feature_facts", u.events);
        // The last month may be cut off by the end of observation.
        if let Some((_, active, daily, days)) = u.months.iter().rev().nth(1).or(u.months.last()).filter(|m| m.1 > 0 && m.3 > 0) {
            d.put("usage_active", *active as f64, Unit::Customers, "usage_months", u.events);
            let sticky = *daily as f64 / f64::from(*days) / *active as f64;
            d.put("stickiness", sticky, Unit::Share, "usage_months", *active);
        }
        let mut features: Vec<_> = u.features.iter().filter(|f| f.adopters >= NAMED_LEAST).collect();
        features.sort_by(|a, b| b.adopters.cmp(&a.adopters).then_with(|| a.feature.cmp(&b.feature)));
        let mut told = false;
        for f in features.into_iter().take(8) {
            let id = format!("feature_{}", slug(&f.feature));
            d.share(&id, f.adopters_kept, f.adopters, "feature_facts");
            if f.others > 0 {
                d.share(&format!("{id}_others"), f.others_kept, f.others, "feature_facts");
                let (a, b) = (interval::wilson(f.adopters_kept as f64, f.adopters as f64, Z), interval::wilson(f.others_kept as f64, f.others as f64, Z));
                told |= a.0 > b.1 || b.0 > a.1;
            }
        }
        let reading = if told {
            Fact::new("reading-usage-apart").count("customers", u.customers)
        } else {
            Fact::new("reading-usage-alike").count("customers", u.customers)
        };
        d.close(out, FactId("signals-usage"), reading);
    }
    if let Some(v) = &d.extract.voice {
        let n: u64 = v.scores.iter().map(|s| s.1).sum();
        let mean = v.scores.iter().map(|s| f64::from(s.0) / 100.0 * s.1 as f64).sum::<f64>() / n.max(1) as f64;
        d.put("rating", if n > 0 { mean } else { f64::NAN }, Unit::Rating, "voice_scores", n);
        let content: u64 = v.scores.iter().filter(|s| u64::from(s.0) >= u64::from(v.scale_max) * 80).map(|s| s.1).sum();
        d.share("csat", content, n, "voice_scores");
        if v.scale_max == 10 && n > 0 {
            let sum = |f: &dyn Fn(u32) -> bool| v.scores.iter().filter(|s| f(s.0)).map(|s| s.1).sum::<u64>();
            let (p, det) = (sum(&|s| s >= 900), sum(&|s| s <= 600));
            let (score, low, high) = interval::nps(p, n - p - det, det, Z);
            d.put("nps", score, Unit::Rating, "voice_scores", n);
            d.lines.range("signals.nps", Range { low, mid: None, high, level: 0.95 });
        }
        out.themes = voice::themes(v);
        if d.group.is_empty() && v.records > 0 {
            d.put("voice_records", v.records as f64, Unit::Count, "voice_scores", v.records);
        }
        let reading = match out.themes.first() {
            Some(t) => Fact::new("reading-voice-theme").count("records", v.records).count("rated", n).text("theme", t.theme.clone()).count("named", t.records),
            None => Fact::new("reading-voice").count("records", v.records).count("rated", n),
        };
        d.close(out, FactId("signals-voice"), reading);
    }
}
fn ledger(d: &mut SignalBuilder, out: &mut Signals) {
    let Some(l) = &d.extract.ledger else { return };
    let sum = |f: &dyn Fn(&loyalty_model::extract::LedgerMonth) -> i64| l.months.iter().map(f).sum::<i64>() as f64 / 100.0;
    let (earned, redeemed) = (sum(&|m| m.earned - m.reversed), sum(&|m| m.redeemed - m.reimbursed));
    d.put("points_earned", earned, Unit::Points, "ledger_months", l.members);
    d.put("points_redeemed", redeemed, Unit::Points, "ledger_months", l.members);
    d.put("redemption_so_far", redeemed / earned, Unit::Share, "ledger_months", l.members);
    d.share("redeemers", l.redeemers, l.members, "ledger_months");
    if let Some((cost, points)) = l.cost.filter(|(_, points)| *points > 0) {
        d.put("cost_per_point_redeemed", cost.to_f64() / (points as f64 / 100.0), Unit::MoneyPerPoint, "ledger_months", l.redeemers);
    }
    let reading = match earned > 0.0 {
        true => Fact::new("reading-ledger").share("redeemed", redeemed / earned),
        false => Fact::new("reading-ledger-empty"),
    };
    let gap = |why: Fact| NotIdentified { what: Fact::new("gap-ultimate-redemption"), why, data_needed: Fact::new("gap-ultimate-redemption-needed") };
    match crate::redemption::ultimate(l) {
        Ok(r) => {
            if !r.not_identified.is_empty() {
                out.not_identified.push(gap(Fact::new("gap-ultimate-redemption-why").share("developed", r.developed).facts("why", r.not_identified)));
            } else {
                let from = Provenance::Fitted { model: "chain-ladder".into(), customers: l.members };
                d.group.push(d.lines.leaf("signals.ultimate_redemption", r.developed, Unit::Share, from));
            }
        }
        Err(why) => out.not_identified.push(gap(no_triangle(why))),
    }
    if l.over_redeemed.0 > 0 {
        d.put("over_redeemed", l.over_redeemed.0 as f64, Unit::Customers, "ledger_months", l.members);
    }
    d.close(out, FactId("signals-ledger"), reading);
}
fn no_triangle(why: NoTriangle) -> Fact {
    match why {
        NoTriangle::Shape => Fact::new("gap-triangle-shape"),
        NoTriangle::Nothing => Fact::new("gap-triangle-nothing"),
        NoTriangle::Tail => Fact::new("gap-triangle-tail"),
    }
}
fn slug(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect()
}
