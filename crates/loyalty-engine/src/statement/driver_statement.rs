//! The statement worked out from driver series, without simulation: what `amend --drivers frozen` does and what the workbook's formulas say.
//!
//! Price × series, month by month. Margin, discount rate, fixed cost and the cost of a point only multiply what was simulated, so they
//! are exact. Earn rate, strength of the effects and ultimate redemption stretch the series in proportion to their planned value, which
//! the simulation would not quite do: [`loyalty_model::drivers::DriverError`] holds by how much it is off.
use crate::simulation::outcome::ratio;
use crate::simulation::sample::sum;
use crate::statement::point_sources::SOURCES;
use loyalty_model::drivers::{DriverInputs, Drivers};
use std::collections::BTreeMap;

/// Figures by line id, and by month.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Statement {
    /// Line id → value.
    pub lines: BTreeMap<String, f64>,
    /// Series id → value by month; ids of `economics.series`.
    pub monthly: BTreeMap<&'static str, Vec<f64>>,
}
impl Statement {
    /// The value of a line; NaN where there is none.
    pub fn value(&self, id: &str) -> f64 {
        self.lines.get(id).copied().unwrap_or(f64::NAN)
    }
    fn put(&mut self, id: &str, value: f64) -> f64 {
        self.lines.insert(format!("economics.{id}"), value);
        value
    }
}
/// One where nothing is stretched from nothing.
fn stretch(now: f64, planned: f64) -> f64 {
    if planned == 0.0 { 1.0 } else { now / planned }
}
/// Multipliers of what was simulated.
struct Stretch {
    earn: f64,
    lift: f64,
    redemption: f64,
}
/// Points by month: issued by source, and what follows from them.
struct Points {
    issued: Vec<[f64; 6]>,
    expected: Vec<[f64; 6]>,
    /// Issued so far ÷ planned so far.
    grown_so_far: Vec<f64>,
    redeemed: Vec<f64>,
    lapsed: Vec<f64>,
}
/// The statement at these inputs.
pub fn statement(d: &Drivers, x: &DriverInputs) -> Statement {
    let by = Stretch {
        earn: stretch(x.earn_rate, d.inputs.earn_rate),
        lift: stretch(x.lift, d.inputs.lift),
        redemption: stretch(x.redemption, d.inputs.redemption),
    };
    let mut s = Statement::default();
    let p = points(d, &by);
    sales(d, x, &by, &mut s);
    liability(d, x, &by, &p, &mut s);
    costs(d, x, &p, &mut s);
    cash(d, x, &mut s);
    account(d, &p, &mut s);
    tiers(d, x, &by, &p, &mut s);
    s
}
/// Incremental net sales: effects stretched, referred friends as they are.
fn incremental(whole: f64, referred: f64, lift: f64) -> f64 {
    lift * (whole - referred) + referred
}
fn points(d: &Drivers, by: &Stretch) -> Points {
    let n = d.months();
    let (with, without, friends) = (d.series("net_with"), d.series("net_without"), d.series("net_referred"));
    let planned: Vec<[f64; 6]> = (0..n).map(|m| SOURCES.map(|s| d.series(&format!("points_{s}"))[m])).collect();
    let bought: Vec<f64> = (0..n).map(|m| by.earn * stretch(without[m] + incremental(with[m] - without[m], friends[m], by.lift), with[m])).collect();
    let all = |p: &[f64; 6]| sum(p.iter().copied());
    let scaled = |p: &[f64; 6], m: usize| [bought[m] * p[0], p[1], p[2], p[3], p[4], p[5]];
    let issued: Vec<[f64; 6]> = planned.iter().enumerate().map(|(m, p)| scaled(p, m)).collect();
    let grown: Vec<f64> = planned.iter().zip(&issued).map(|(p, i)| stretch(all(i), all(p))).collect();
    let (mut before, mut now) = (d.opening, d.opening);
    let grown_so_far = planned.iter().zip(&issued).map(|(p, i)| {
        (before, now) = (before + all(p), now + all(i));
        stretch(now, before)
    });
    let grown_so_far = grown_so_far.collect();
    let expected = (0..n).map(|m| scaled(&SOURCES.map(|s| d.series(&format!("expected_{s}"))[m]), m).map(|p| by.redemption * p)).collect();
    let (mut redeemed, mut lapsed) = (vec![0.0; n], vec![0.0; n]);
    for c in &d.cohorts {
        let month = (c.issued_in as usize).checked_sub(1);
        let first = month.map_or(d.opening, |m| all(&planned[m]));
        let grown = month.map_or(1.0, |m| grown[m]);
        let out = sum(c.redeemed.iter().copied());
        let kept = stretch(first * grown - out * grown * by.redemption, first - out);
        for m in 0..n {
            redeemed[m] += c.redeemed[m] * grown * by.redemption;
            lapsed[m] += c.lapsed[m] * kept;
        }
    }
    Points { issued, expected, grown_so_far, redeemed, lapsed }
}
fn sales(d: &Drivers, x: &DriverInputs, by: &Stretch, s: &mut Statement) {
    let (with, without, friends) = (d.series("net_with"), d.series("net_without"), d.series("net_referred"));
    let more: Vec<f64> = with.iter().zip(without).zip(friends).map(|((a, b), r)| incremental(a - b, *r, by.lift)).collect();
    let orders = d.series("orders_with").iter().zip(d.series("orders_without"));
    s.put("incremental_net", sum(more.iter().copied()));
    s.put("orders_incremental", by.lift * sum(orders.map(|(a, b)| a - b)));
    s.put("members_end", d.series("members").last().copied().unwrap_or(0.0));
    s.put("margin_rate", x.margin);
    let at_margin: Vec<f64> = d.series("incremental_at_margin").iter().zip(d.series("referred_at_margin")).map(|(a, r)| incremental(*a, *r, by.lift)).collect();
    let added = |(m, w): (usize, &f64)| x.margin * (w + at_margin[m] - d.series("incremental_at_margin")[m]);
    s.put("contribution_with", sum(d.series("net_with_at_margin").iter().enumerate().map(added)));
    let margin: Vec<f64> = at_margin.iter().map(|n| x.margin * n).collect();
    s.put("incremental_margin", sum(margin.iter().copied()));
    s.monthly.insert("net_with", without.iter().zip(&more).map(|(a, b)| a + b).collect());
    s.monthly.insert("net_without", without.to_vec());
    s.monthly.insert("members", d.series("members").to_vec());
    s.monthly.insert("incremental_margin", margin);
}
fn liability(d: &Drivers, x: &DriverInputs, by: &Stretch, p: &Points, s: &mut Statement) {
    let point = x.point_value * x.reward_cost_ratio;
    let mut held = by.redemption * d.opening_expected;
    s.put("cost.opening", held * point);
    let (at_cost, lost) = (d.series("redeemed_at_cost"), d.series("reestimate"));
    let before = redeemed_as_planned(d);
    let (mut liability, mut paid) = (vec![], vec![]);
    for m in 0..d.months() {
        let redeemed = at_cost[m] * stretch(p.redeemed[m], before[m]);
        held += sum(p.expected[m].iter().copied()) - redeemed - lost[m] * by.redemption * p.grown_so_far[m];
        liability.push(held * point);
        paid.push(redeemed * point);
    }
    s.put("redemption_cash", sum(paid.iter().copied()));
    s.put("liability_end", liability.last().copied().unwrap_or(0.0));
    s.put("liability_peak_of_means", liability.iter().fold(0.0, |a: f64, b| a.max(*b)));
    s.monthly.insert("liability", liability);
    s.monthly.insert("redemption_cash", paid);
}
fn redeemed_as_planned(d: &Drivers) -> Vec<f64> {
    (0..d.months()).map(|m| sum(d.cohorts.iter().map(|c| c.redeemed[m]))).collect()
}
fn costs(d: &Drivers, x: &DriverInputs, p: &Points, s: &mut Statement) {
    let n = d.months() as f64;
    let point = x.point_value * x.reward_cost_ratio;
    let fixed = s.put("cost.setup", x.setup) + s.put("cost.platform", x.platform_monthly * n) + s.put("cost.staff", x.staff_monthly * n);
    let messages = s.put("cost.messages", x.message * sum(d.series("messages").iter().copied()));
    let contacts = |m: usize| x.contact * d.month_of("contacts", m, 0.0);
    let service = s.put("cost.service", sum((0..d.months()).map(contacts)));
    let benefits = s.put("cost.benefits", sum(d.series("benefits").iter().copied()));
    let owed = s.value("economics.redemption_cash") + s.value("economics.liability_end") - s.value("economics.cost.opening");
    let expected = |m: usize| sum(p.expected[m].iter().copied());
    let monthly: Vec<f64> = (0..d.months()).map(|m| expected(m) * point + d.series("benefits")[m]).collect();
    let abused = |m: usize| expected(m) * point * d.month_of("fraud_on_points", m, 1.0) + d.series("benefits")[m] * d.month_of("fraud_on_benefits", m, 1.0);
    let fraud: Vec<f64> = (0..d.months()).map(|m| x.fraud_share * abused(m)).collect();
    let abuse = s.put("cost.fraud", sum(fraud.iter().copied()));
    let vat = s.put("cost.reward_vat", x.reward_vat_rate * owed);
    let given_up: Vec<f64> = (0..d.months())
        .map(|m| {
            let cost = x.message * d.series("messages")[m] + contacts(m) + monthly[m] + fraud[m] + x.reward_vat_rate * expected(m) * point;
            if m as f64 + x.holdout_months >= n { x.holdout_share * (s.monthly["incremental_margin"][m] - cost) } else { 0.0 }
        })
        .collect();
    let test = s.put("cost.test", sum(given_up.iter().copied()));
    s.monthly.insert("fraud", fraud);
    s.monthly.insert("given_up", given_up);
    let total = s.put("total_cost", fixed + messages + service + benefits + owed + abuse + vat + test);
    let net = s.value("economics.incremental_margin") - total;
    s.put("net_value", net);
    s.put("roi", ratio(net, total));
    let by_source: Vec<f64> = (0..SOURCES.len()).map(|i| point * sum(p.expected.iter().map(|e| e[i]))).collect();
    for (source, cost) in SOURCES.iter().zip(&by_source) {
        s.put(&format!("reward.{source}"), *cost);
    }
    let points_cost = s.put("points_cost", sum(by_source.into_iter()));
    let reward = s.put("reward_cost", points_cost + benefits);
    let planned = |m: usize| sum(SOURCES.iter().map(|s| d.series(&format!("expected_{s}"))[m]));
    let baseline = (0..d.months()).map(|m| d.series("expected_baseline")[m] * stretch(expected(m), planned(m)));
    let subsidy = point * sum(baseline) + sum(d.series("benefits_baseline").iter().copied());
    s.put("subsidy", subsidy);
    s.put("subsidy_share", ratio(subsidy, reward));
    s.put("contribution_kept", 1.0 - ratio(reward, s.value("economics.contribution_with")));
    s.monthly.insert("reward_cost", monthly);
}
fn cash(d: &Drivers, x: &DriverInputs, s: &mut Statement) {
    let monthly = libm::pow(1.0 + x.discount_yearly, 1.0 / 12.0);
    let (mut cumulative, mut npv, mut factor, mut low) = (-x.setup, -x.setup, 1.0, -x.setup);
    let mut all = vec![];
    for m in 0..d.months() {
        let service = x.contact * d.month_of("contacts", m, 0.0);
        let running = x.platform_monthly + x.staff_monthly + x.message * d.series("messages")[m] + service + d.series("benefits")[m] + s.monthly["fraud"][m];
        let rewards = s.monthly["redemption_cash"][m] * (1.0 + x.reward_vat_rate);
        let cash = s.monthly["incremental_margin"][m] - running - rewards - s.monthly["given_up"][m];
        factor /= monthly;
        cumulative += cash;
        npv += cash * factor;
        low = low.min(cumulative);
        all.push(cumulative);
    }
    npv += (s.value("economics.cost.opening") - s.value("economics.liability_end")) * (1.0 + x.reward_vat_rate) * factor;
    s.put("npv", npv + d.npv_drawn_rate);
    s.put("cash_low_of_means", low);
    let first = all.iter().rposition(|c| *c < 0.0).map_or(0, |i| i + 1);
    s.put("break_even_month_of_means", first as f64 + 1.0);
    s.monthly.insert("cumulative_cash", all);
}
fn account(d: &Drivers, p: &Points, s: &mut Statement) {
    let issued: Vec<f64> = p.issued.iter().map(|i| sum(i.iter().copied())).collect();
    let opening = s.put("points.opening", d.opening);
    let all = s.put("points.issued", sum(issued.iter().copied()));
    let redeemed = s.put("points.redeemed", sum(p.redeemed.iter().copied()));
    let (expired, forfeited) = (d.series("points_expired"), d.series("points_forfeited"));
    let part = |m: usize| ratio(expired[m], expired[m] + forfeited[m]);
    let lapsed = sum(p.lapsed.iter().copied());
    let gone = s.put("points.expired", sum((0..d.months()).map(|m| p.lapsed[m] * part(m))));
    s.put("points.forfeited", lapsed - gone);
    let mut held = opening;
    let balance: Vec<f64> = (0..d.months())
        .map(|m| {
            held += issued[m] - p.redeemed[m] - p.lapsed[m];
            held
        })
        .collect();
    let last = |id: &str| d.series(id).last().copied().unwrap_or(0.0);
    let pending = ratio(last("points_pending"), last("points_pending") + last("points_outstanding"));
    let closing = balance.last().copied().unwrap_or(0.0);
    s.put("points.pending", closing * pending);
    s.put("points.outstanding", closing * (1.0 - pending));
    s.put("cost_per_point_issued", ratio(s.value("economics.points_cost"), all));
    s.put("cost_per_point_redeemed", ratio(s.value("economics.redemption_cash"), redeemed));
    s.monthly.insert("points_issued", issued);
    s.monthly.insert("points_outstanding", balance);
}
fn tiers(d: &Drivers, x: &DriverInputs, by: &Stretch, p: &Points, s: &mut Statement) {
    let point = x.point_value * x.reward_cost_ratio;
    let planned = |m: usize| sum(SOURCES.iter().map(|s| d.series(&format!("expected_{s}"))[m]));
    let grown: Vec<f64> = (0..d.months()).map(|m| stretch(sum(p.expected[m].iter().copied()), planned(m))).collect();
    for t in &d.tiers {
        let members = sum(t.members.iter().copied()) / d.months() as f64;
        s.put(&format!("tier.{}.members", t.tier), members);
        let net = sum(t.net.iter().zip(&t.net_referred).map(|(n, r)| incremental(*n, *r, by.lift)));
        s.put(&format!("tier.{}.margin", t.tier), x.margin * net);
        let cost = point * sum(t.expected.iter().zip(&grown).map(|(e, g)| e * g)) + sum(t.benefits.iter().copied());
        s.put(&format!("tier.{}.reward_cost", t.tier), cost);
    }
}
