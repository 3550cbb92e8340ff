//! The statement worked out from driver series, without simulation: what `amend --drivers frozen` does and what the workbook's formulas say.
//!
//! Price × series, month by month. Margin, discount rate, fixed cost and the cost of a point only multiply what was simulated, so they
//! are exact. Earn rate, strength of the effects and ultimate redemption stretch the series in proportion to their planned value; what
//! the simulation does beside that, and every other input, comes from the corrections of the response curve
//! ([`loyalty_model::response_curve`]), whose errors are measured.
use crate::simulation::outcome::ratio;
use crate::simulation::sample::sum;
use crate::statement::point_sources::SOURCES;
use loyalty_model::drivers::{DriverInputs, Drivers, TierDrivers};
use loyalty_model::response_curve::{Corrections, QUANTITIES, TIER_QUANTITIES};
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
struct Stretch<'a> {
    earn: f64,
    lift: f64,
    redemption: f64,
    curve: &'a Corrections<'a>,
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
impl<'a> Stretch<'a> {
    fn of(d: &Drivers, x: &DriverInputs, curve: &'a Corrections<'a>) -> Self {
        Stretch {
            earn: stretch(x.earn_rate, d.inputs.earn_rate),
            lift: stretch(x.lift, d.inputs.lift),
            redemption: stretch(x.redemption, d.inputs.redemption),
            curve,
        }
    }
    /// Incremental net sales from all and those of referred friends: effects stretched and corrected, referred friends corrected.
    fn incremental_of(&self) -> impl Fn(f64, f64) -> f64 + use<> {
        let (effects, friends) = (self.lift * self.curve.of("effects"), self.curve.of("referred"));
        move |whole, referred| effects * (whole - referred) + friends * referred
    }
}
/// The statement at these inputs, in proportion.
pub fn statement(d: &Drivers, x: &DriverInputs) -> Statement {
    statement_at(d, x, &Corrections::default())
}
/// The statement at these inputs, corrected by the response curve.
pub fn statement_at(d: &Drivers, x: &DriverInputs, curve: &Corrections) -> Statement {
    let by = Stretch::of(d, x, curve);
    let p = points(d, &by);
    let mut s = down_to_net_value(d, x, &by, &p);
    cash(d, x, &by, &mut s);
    account(d, &p, &mut s);
    tiers(d, x, &by, &p, &mut s);
    s
}
/// The net value of [`statement_at`], which hangs on neither cash by month, nor the points account, nor tiers.
pub(crate) fn net_value_at(d: &Drivers, x: &DriverInputs, curve: &Corrections) -> f64 {
    let by = Stretch::of(d, x, curve);
    down_to_net_value(d, x, &by, &points(d, &by)).value("economics.net_value")
}
/// Sales, liability and costs, on which the net value hangs.
fn down_to_net_value(d: &Drivers, x: &DriverInputs, by: &Stretch, p: &Points) -> Statement {
    let mut s = Statement::default();
    sales(d, x, by, &mut s);
    liability(d, x, by, p, &mut s);
    costs(d, x, by, p, &mut s);
    s
}
/// What the response curve corrects, over the horizon at these inputs with these corrections: in the order of [`QUANTITIES`], then each tier's before tiers
/// are made to add up.
pub(crate) fn corrected(d: &Drivers, x: &DriverInputs, curve: &Corrections) -> Vec<f64> {
    let by = Stretch::of(d, x, curve);
    let p = points(d, &by);
    let total = |id: &str| sum(d.series(id).iter().copied());
    let expected = |i: usize| sum(p.expected.iter().map(|e| e[i]));
    let grown = grown(d, &p);
    let before = redeemed_as_planned(d);
    let own = |quantity: &str| match quantity {
        "effects" => by.lift * (total("incremental_at_margin") - total("referred_at_margin")),
        "referred" => total("referred_at_margin"),
        "orders" => by.lift * (total("orders_with") - total("orders_without")),
        "baseline" => sum(d.series("expected_baseline").iter().zip(&grown).map(|(e, g)| e * g)),
        "members" | "messages" | "benefits" | "benefits_baseline" => total(quantity),
        _ => f64::NAN,
    };
    let whole = |quantity: &&str| match (SOURCES.iter().position(|s| s == quantity), *quantity) {
        // These hold their corrections already, for more than one other hangs on them.
        (Some(i), _) => expected(i),
        (_, "redeemed") => sum(d.series("redeemed_at_cost").iter().enumerate().map(|(m, r)| r * stretch(p.redeemed[m], before[m]))),
        (_, "lapsed") => sum(p.lapsed.iter().copied()),
        (_, "given_up") => by.redemption * curve.of("given_up") * sum(d.series("reestimate").iter().zip(&p.grown_so_far).map(|(l, g)| l * g)),
        (_, other) => curve.of(other) * own(other),
    };
    let mut all: Vec<f64> = QUANTITIES.iter().map(whole).collect();
    let incremental = by.incremental_of();
    for t in &d.tiers {
        let by_what = |what: &str| match what {
            "members" => sum(t.members.iter().copied()),
            "net" => sum(t.net.iter().zip(&t.net_referred).map(|(n, r)| incremental(*n, *r))),
            "points" => sum(t.expected.iter().zip(&grown).map(|(e, g)| e * g)),
            _ => curve.of("benefits") * sum(t.benefits.iter().copied()),
        };
        all.extend(TIER_QUANTITIES.iter().map(|what| curve.of(&format!("tier.{}.{what}", t.tier)) * by_what(what)));
    }
    all
}
/// Points of the month that are expected to be redeemed ÷ as planned.
fn grown(d: &Drivers, p: &Points) -> Vec<f64> {
    let sources = by_source(d, "expected");
    let planned = |m: usize| sum(sources.iter().map(|s| s[m]));
    (0..d.months()).map(|m| stretch(sum(p.expected[m].iter().copied()), planned(m))).collect()
}
/// Series of points by source.
fn by_source<'d>(d: &'d Drivers, what: &str) -> [&'d [f64]; 6] {
    SOURCES.map(|s| d.series(&format!("{what}_{s}")))
}
fn points(d: &Drivers, by: &Stretch) -> Points {
    let n = d.months();
    let corrected = SOURCES.map(|s| by.curve.of(s));
    let burnt = by.redemption * by.curve.of("redeemed");
    let (with, without, friends) = (d.series("net_with"), d.series("net_without"), d.series("net_referred"));
    let (points, worth) = (by_source(d, "points"), by_source(d, "expected"));
    let planned: Vec<[f64; 6]> = (0..n).map(|m| points.map(|s| s[m])).collect();
    let incremental = by.incremental_of();
    let bought: Vec<f64> = (0..n).map(|m| by.earn * stretch(without[m] + incremental(with[m] - without[m], friends[m]), with[m])).collect();
    let all = |p: &[f64; 6]| sum(p.iter().copied());
    let scaled = |p: &[f64; 6], m: usize| {
        let mut all: [f64; 6] = std::array::from_fn(|i| corrected[i] * p[i]);
        all[0] *= bought[m];
        all
    };
    let issued: Vec<[f64; 6]> = planned.iter().enumerate().map(|(m, p)| scaled(p, m)).collect();
    let grown: Vec<f64> = planned.iter().zip(&issued).map(|(p, i)| stretch(all(i), all(p))).collect();
    let (mut before, mut now) = (d.opening, d.opening);
    let grown_so_far = planned.iter().zip(&issued).map(|(p, i)| {
        (before, now) = (before + all(p), now + all(i));
        stretch(now, before)
    });
    let grown_so_far = grown_so_far.collect();
    let expected = (0..n).map(|m| scaled(&worth.map(|s| s[m]), m).map(|p| by.redemption * p)).collect();
    let (mut redeemed, mut lapsed) = (vec![0.0; n], vec![0.0; n]);
    let gone = by.curve.of("lapsed");
    for c in &d.cohorts {
        let month = (c.issued_in as usize).checked_sub(1);
        let first = month.map_or(d.opening, |m| all(&planned[m]));
        let grown = month.map_or(1.0, |m| grown[m]);
        let out = sum(c.redeemed.iter().copied());
        let kept = stretch(first * grown - out * grown * burnt, first - out);
        for m in 0..n {
            redeemed[m] += c.redeemed[m] * grown * burnt;
            lapsed[m] += c.lapsed[m] * kept * gone;
        }
    }
    Points { issued, expected, grown_so_far, redeemed, lapsed }
}
fn sales(d: &Drivers, x: &DriverInputs, by: &Stretch, s: &mut Statement) {
    let (with, without, friends) = (d.series("net_with"), d.series("net_without"), d.series("net_referred"));
    let incremental = by.incremental_of();
    let more: Vec<f64> = with.iter().zip(without).zip(friends).map(|((a, b), r)| incremental(a - b, *r)).collect();
    let orders = d.series("orders_with").iter().zip(d.series("orders_without"));
    s.put("incremental_net", sum(more.iter().copied()));
    s.put("orders_incremental", by.lift * by.curve.of("orders") * sum(orders.map(|(a, b)| a - b)));
    let corrected = by.curve.of("members");
    let members: Vec<f64> = d.series("members").iter().map(|n| n * corrected).collect();
    s.put("members_end", members.last().copied().unwrap_or(0.0));
    s.put("margin_rate", x.margin);
    let at_margin: Vec<f64> = d.series("incremental_at_margin").iter().zip(d.series("referred_at_margin")).map(|(a, r)| incremental(*a, *r)).collect();
    let planned = d.series("incremental_at_margin");
    let added = |(m, w): (usize, &f64)| x.margin * (w + at_margin[m] - planned[m]);
    s.put("contribution_with", sum(d.series("net_with_at_margin").iter().enumerate().map(added)));
    let margin: Vec<f64> = at_margin.iter().map(|n| x.margin * n).collect();
    s.put("incremental_margin", sum(margin.iter().copied()));
    s.monthly.insert("net_with", without.iter().zip(&more).map(|(a, b)| a + b).collect());
    s.monthly.insert("net_without", without.to_vec());
    s.monthly.insert("members", members);
    s.monthly.insert("incremental_margin", margin);
}
fn liability(d: &Drivers, x: &DriverInputs, by: &Stretch, p: &Points, s: &mut Statement) {
    let point = x.point_value * x.reward_cost_ratio;
    let mut held = by.redemption * d.opening_expected;
    s.put("cost.opening", held * point);
    let (at_cost, lost) = (d.series("redeemed_at_cost"), d.series("reestimate"));
    let before = redeemed_as_planned(d);
    let (mut liability, mut paid) = (vec![], vec![]);
    let given_up = by.curve.of("given_up");
    for m in 0..d.months() {
        let redeemed = at_cost[m] * stretch(p.redeemed[m], before[m]);
        held += sum(p.expected[m].iter().copied()) - redeemed - lost[m] * by.redemption * given_up * p.grown_so_far[m];
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
fn costs(d: &Drivers, x: &DriverInputs, by: &Stretch, p: &Points, s: &mut Statement) {
    let n = d.months() as f64;
    let point = x.point_value * x.reward_cost_ratio;
    let fixed = s.put("cost.setup", x.setup) + s.put("cost.platform", x.platform_monthly * n) + s.put("cost.staff", x.staff_monthly * n);
    let (per_message, per_contact, per_benefit) = (x.message * by.curve.of("messages"), x.contact * by.curve.of("members"), by.curve.of("benefits"));
    let (letters, used, answered) = (d.series("messages"), d.series("benefits"), d.series("contacts"));
    let sent = |m: usize| per_message * letters[m];
    let messages = s.put("cost.messages", sum((0..d.months()).map(sent)));
    let contacts = |m: usize| per_contact * answered.get(m).copied().unwrap_or(0.0);
    let service = s.put("cost.service", sum((0..d.months()).map(contacts)));
    let given = |m: usize| per_benefit * used[m];
    let benefits = s.put("cost.benefits", sum((0..d.months()).map(given)));
    let owed = s.value("economics.redemption_cash") + s.value("economics.liability_end") - s.value("economics.cost.opening");
    let expected = |m: usize| sum(p.expected[m].iter().copied());
    let monthly: Vec<f64> = (0..d.months()).map(|m| expected(m) * point + given(m)).collect();
    let (on_points, on_benefits) = (d.series("fraud_on_points"), d.series("fraud_on_benefits"));
    let share = |of: &[f64], m: usize| of.get(m).copied().unwrap_or(1.0);
    let abused = |m: usize| expected(m) * point * share(on_points, m) + given(m) * share(on_benefits, m);
    let fraud: Vec<f64> = (0..d.months()).map(|m| x.fraud_share * abused(m)).collect();
    let abuse = s.put("cost.fraud", sum(fraud.iter().copied()));
    let vat = s.put("cost.reward_vat", x.reward_vat_rate * owed);
    let added = &s.monthly["incremental_margin"];
    let given_up: Vec<f64> = (0..d.months())
        .map(|m| {
            let cost = sent(m) + contacts(m) + monthly[m] + fraud[m] + x.reward_vat_rate * expected(m) * point;
            if m as f64 + x.holdout_months >= n { x.holdout_share * (added[m] - cost) } else { 0.0 }
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
    let baseline = by.curve.of("baseline") * sum(d.series("expected_baseline").iter().zip(grown(d, p)).map(|(e, g)| e * g));
    let subsidy = point * baseline + by.curve.of("benefits_baseline") * sum(d.series("benefits_baseline").iter().copied());
    s.put("subsidy", subsidy);
    s.put("subsidy_share", ratio(subsidy, reward));
    s.put("contribution_kept", 1.0 - ratio(reward, s.value("economics.contribution_with")));
    s.monthly.insert("reward_cost", monthly);
}
fn cash(d: &Drivers, x: &DriverInputs, by: &Stretch, s: &mut Statement) {
    let monthly = libm::pow(1.0 + x.discount_yearly, 1.0 / 12.0);
    let (mut cumulative, mut npv, mut factor, mut low) = (-x.setup, -x.setup, 1.0, -x.setup);
    let mut all = vec![];
    let (per_message, per_contact, per_benefit) = (x.message * by.curve.of("messages"), x.contact * by.curve.of("members"), by.curve.of("benefits"));
    let (letters, used, answered) = (d.series("messages"), d.series("benefits"), d.series("contacts"));
    let [added, fraud, redeemed, given_up] = ["incremental_margin", "fraud", "redemption_cash", "given_up"].map(|id| &s.monthly[id]);
    for m in 0..d.months() {
        let service = per_contact * answered.get(m).copied().unwrap_or(0.0);
        let (messages, benefits) = (per_message * letters[m], per_benefit * used[m]);
        let running = x.platform_monthly + x.staff_monthly + messages + service + benefits + fraud[m];
        let rewards = redeemed[m] * (1.0 + x.reward_vat_rate);
        let cash = added[m] - running - rewards - given_up[m];
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
    let grown = grown(d, p);
    let (incremental, per_member, per_benefit) = (by.incremental_of(), by.curve.of("members"), by.curve.of("benefits"));
    let of_tier = |t: &TierDrivers| TIER_QUANTITIES.map(|what| by.curve.of(&format!("tier.{}.{what}", t.tier)));
    let corrections: Vec<[f64; 4]> = d.tiers.iter().map(of_tier).collect();
    let mut totals = vec![[0.0; 4]; d.tiers.len()];
    for (m, grown) in grown.iter().enumerate().take(d.months()) {
        // Each tier as corrected, then made to add up to the program.
        let raw: Vec<[f64; 4]> = d
            .tiers
            .iter()
            .map(|t| {
                let net = incremental(t.net[m], t.net_referred[m]);
                [per_member * t.members[m], net, t.expected[m] * grown, per_benefit * t.benefits[m]]
            })
            .collect();
        let own: Vec<[f64; 4]> = corrections.iter().zip(&raw).map(|(c, r)| std::array::from_fn(|i| r[i] * c[i])).collect();
        let all = |of: &[[f64; 4]], i: usize| sum(of.iter().map(|t| t[i]));
        let factor: [f64; 4] = std::array::from_fn(|i| stretch(all(&raw, i), all(&own, i)));
        let left = all(&raw, 1) - all(&own, 1);
        let members = all(&raw, 0);
        for (total, own) in totals.iter_mut().zip(&own) {
            let here = own[0] * factor[0];
            total[0] += here;
            // Net sales have either sign: what is left over goes by members.
            total[1] += own[1] + left * if members == 0.0 { 0.0 } else { here / members };
            total[2] += own[2] * factor[2];
            total[3] += own[3] * factor[3];
        }
    }
    for (t, [members, net, points, benefits]) in d.tiers.iter().zip(totals) {
        s.put(&format!("tier.{}.members", t.tier), members / d.months() as f64);
        s.put(&format!("tier.{}.margin", t.tier), x.margin * net);
        s.put(&format!("tier.{}.reward_cost", t.tier), point * points + benefits);
    }
}
