//! What the chosen program means for today's customers, tier by tier: replayed on the last 12 months.
use crate::base::Base;
use crate::design::space::form::{self, Stand, Standing, mission_points_yearly};
use crate::design::space::limits::Limited;
use crate::design::space::shape::{Rules, Shape};
use crate::design::{member_year, norms, reach};
use crate::simulation::Appraisal;
use crate::terms::Terms;
use loyalty_model::assumption::Book;
use loyalty_model::brief::{Brief, Goal};
use loyalty_model::extract::{Extract, Origin};
use loyalty_model::fact::Fact;
use loyalty_model::line::{LineBook, Provenance, Unit};
use loyalty_model::plan::{MemberYear, MetricBin, Norm, ShapeRule, TierFacts};
use loyalty_model::program::{Expiry, Metric, Program, Tier};

/// Months beyond which a first reward is not promised.
const FIRST_REWARD_MONTHS_MOST: f64 = 36.0;

/// Facts of a program.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Per tier, lowest first.
    pub tiers: Vec<TierFacts>,
    /// Rules of shape.
    pub shape: Vec<ShapeRule>,
    /// Beside what real programs do.
    pub norms: Vec<Norm>,
    /// What the terms promise.
    pub terms: Vec<Fact>,
    /// Earning, missions, surprise, referral and expiry.
    pub moments: Vec<Fact>,
    /// Customers by what the tiers count.
    pub reach: Vec<MetricBin>,
    /// First years of membership.
    pub member_years: Vec<MemberYear>,
    /// Lines under `blueprint.`.
    pub lines: LineBook,
}
/// What the replay on the last 12 months rests on.
#[derive(Debug, Clone)]
pub struct Replayed {
    /// Where the customers come from.
    pub origin: Origin,
    /// Customers replayed.
    pub customers: u64,
    /// What spend is imagined from, where the data hold no amounts.
    pub imagined_spend: Option<Fact>,
}
impl Replayed {
    /// What a replay on this extract and the base fitted to it rests on.
    pub fn of(extract: &Extract, base: &Base) -> Replayed {
        Replayed { origin: extract.origin, customers: base.members.len() as u64, imagined_spend: extract.imagined_spend() }
    }
    fn from(&self, unit: Unit) -> Provenance {
        match (self.origin, self.imagined_spend.clone().filter(|_| unit == Unit::Money)) {
            (Origin::DriverSheet, _) => Provenance::Imagined { what: Fact::new("imagined-driver-sheet") },
            (_, Some(what)) => Provenance::Imagined { what },
            (Origin::Demonstration, _) => {
                Provenance::Imagined { what: Fact::new("imagined-demonstration").text("query", "customer_last_12").count("rows", self.customers) }
            }
            (Origin::CompanyData, _) => Provenance::Measured { query: "customer_last_12".into(), rows: self.customers },
        }
    }
}

/// Facts of the program. The appraisal brings the members expected in each tier; all else is replay and rules.
pub fn facts(program: &Program, base: &Base, book: &Book, terms: &Terms, appraisal: &Appraisal, origin: &Replayed, brief: &Brief) -> Facts {
    let shape = Shape::of(base, book);
    let standing = Standing::of(&program.tiers, &program.missions, base, shape.mission_completion);
    let stands = &standing.tiers;
    let mut lines = LineBook::default();
    program_lines(&mut lines, program, book, appraisal);
    lines.leaf("blueprint.customers_active", stands.iter().map(|s| s.customers).sum(), Unit::Customers, origin.from(Unit::Customers));
    lines.leaf("blueprint.spend_active", stands.iter().map(|s| s.spend).sum(), Unit::Money, origin.from(Unit::Money));
    let mut tiers = vec![];
    for (i, stand) in stands.iter().enumerate() {
        tier_lines(&mut lines, program, &shape, (i, stand), origin, appraisal);
        tiers.push(tier_facts(&lines, program, &shape, i, stand));
    }
    let why = |rule: &Fact| form::not_in_shape(rule, terms, !brief.pins.is_empty());
    Facts {
        tiers,
        shape: form::checks(program, &standing, &shape, &why),
        norms: norms::beside(program, &standing, brief),
        terms: promises(program),
        moments: moments(program, terms, book.value("company.gross_margin")),
        reach: reach::bins(program, base, shape.mission_completion),
        member_years: member_year::years(program, &standing, &shape),
        lines,
    }
}
fn program_lines(lines: &mut LineBook, program: &Program, book: &Book, appraisal: &Appraisal) {
    let chosen = |reason: &Fact| Provenance::Chosen { reason: reason.clone() };
    lines.leaf("blueprint.earn_rate", program.earn.points_per_unit, Unit::Ratio, chosen(&program.earn.reason));
    let why = Fact::new("chosen-point-value");
    lines.leaf("blueprint.point_value", program.point_value, Unit::MoneyPerPoint, chosen(&why));
    compute(lines, "blueprint.give_back_rate", "blueprint.earn_rate * blueprint.point_value", Unit::Share);
    for id in ["points.reward_cost_ratio", "points.ultimate_redemption"] {
        if let Some(a) = book.get(id) {
            lines.leaf(&format!("blueprint.{}", id.replace("points.", "")), a.value, Unit::Share, a.from.clone());
        }
    }
    if program.gives_items() {
        let ratio = appraisal.mean(|o| o.cost_per_point_redeemed) / program.point_value;
        lines.leaf("blueprint.reward_cost_ratio", ratio, Unit::Share, chosen(&Fact::new("reward-cost-of-mix")));
    }
    compute(lines, "blueprint.point_cost_issued", "blueprint.point_value * blueprint.reward_cost_ratio * blueprint.ultimate_redemption", Unit::MoneyPerPoint);
    let first = program.rewards.first().map_or(0.0, |r| r.points_price as f64);
    lines.leaf("blueprint.first_reward_points", first, Unit::Points, chosen(&Fact::new("chosen-first-reward")));
    lines.leaf("blueprint.joining_points", program.earn.joining_points as f64, Unit::Points, chosen(&Fact::new("chosen-by-search")));
}
/// Writes a computed line over lines that stand. Formulas are literals of this file over lines written above them: a wrong one stops every test.
fn compute(lines: &mut LineBook, id: &str, formula: &str, unit: Unit) {
    lines.compute(id, formula, unit).unwrap_or_else(|e| panic!("{id}: {e}"));
}
fn tier_lines(lines: &mut LineBook, program: &Program, shape: &Shape, (i, stand): (usize, &Stand), origin: &Replayed, appraisal: &Appraisal) {
    let tier = &program.tiers[i];
    let at = format!("blueprint.tier.{}", tier.id);
    let chosen = |reason: &Fact| Provenance::Chosen { reason: reason.clone() };
    let threshold_unit = match tier.metric {
        Metric::NetSpend | Metric::RecurringRevenue => Unit::Money,
        Metric::Orders => Unit::Orders,
        Metric::MissionsCompleted => Unit::Count,
    };
    lines.leaf(&format!("{at}.threshold"), tier.threshold, threshold_unit, chosen(&tier.reason));
    lines.leaf(&format!("{at}.multiplier"), tier.multiplier, Unit::Ratio, chosen(&tier.reason));
    lines.leaf(&format!("{at}.customers_today"), stand.customers, Unit::Customers, origin.from(Unit::Customers));
    lines.leaf(&format!("{at}.spend"), stand.spend, Unit::Money, origin.from(Unit::Money));
    lines.leaf(&format!("{at}.spend_typical"), stand.spend_typical, Unit::Money, origin.from(Unit::Money));
    lines.leaf(&format!("{at}.orders_typical"), stand.orders_typical, Unit::Orders, origin.from(Unit::Orders));
    compute(lines, &format!("{at}.share"), &format!("{at}.customers_today / blueprint.customers_active"), Unit::Share);
    compute(lines, &format!("{at}.spend_share"), &format!("{at}.spend / blueprint.spend_active"), Unit::Share);
    compute(lines, &format!("{at}.points_purchases"), &format!("{at}.spend_typical * blueprint.earn_rate * {at}.multiplier"), Unit::Points);
    let missions = mission_points_yearly(program, shape, stand.orders_typical);
    lines.leaf(&format!("{at}.points_missions"), missions, Unit::Points, chosen(&Fact::new("chosen-missions")));
    compute(lines, &format!("{at}.points_yearly"), &format!("{at}.points_purchases + {at}.points_missions"), Unit::Points);
    compute(lines, &format!("{at}.give_back_rate"), &format!("blueprint.earn_rate * {at}.multiplier * blueprint.point_value"), Unit::Share);
    let benefits = form::benefits_yearly(program, i, stand);
    lines.leaf(&format!("{at}.benefits_yearly"), benefits, Unit::Money, chosen(&Fact::new("chosen-unit-costs")));
    let worth = form::benefits_worth_yearly(program, i, stand);
    lines.leaf(&format!("{at}.benefits_worth_yearly"), worth, Unit::Money, chosen(&Fact::new("chosen-worth")));
    compute(lines, &format!("{at}.worth_yearly"), &format!("{at}.points_yearly * blueprint.point_value + {at}.benefits_worth_yearly"), Unit::Money);
    compute(lines, &format!("{at}.cost_per_member_year"), &format!("{at}.points_yearly * blueprint.point_cost_issued + {at}.benefits_yearly"), Unit::Money);
    if stand.customers > 0.0 && lines.value(&format!("{at}.points_yearly")) > 0.0 {
        let id = format!("{at}.months_to_first_reward");
        compute(lines, &id, &format!("12 * (blueprint.first_reward_points - blueprint.joining_points) / {at}.points_yearly"), Unit::Months);
        lines.note(&id, Fact::new("note-pending").days("wait", program.earn.pending_days));
    }
    let draws = appraisal.draws.len() as u32;
    let expected = appraisal.mean(|o| o.tally.tiers.get(i).map_or(0.0, |t| t.members_end));
    lines.leaf(&format!("{at}.members_expected"), expected, Unit::Customers, Provenance::Simulated { draws, members: appraisal.members });
}
fn tier_facts(lines: &LineBook, program: &Program, shape: &Shape, i: usize, stand: &Stand) -> TierFacts {
    let tier = &program.tiers[i];
    let value = |what: &str| lines.value(&format!("blueprint.tier.{}.{what}", tier.id));
    let months = value("months_to_first_reward");
    TierFacts {
        tier: tier.id.clone(),
        requirement: requirement(tier),
        customers_today: stand.customers,
        share: value("share"),
        spend_share: value("spend_share"),
        give_back_rate: value("give_back_rate"),
        worth_per_member_year: value("worth_yearly"),
        cost_per_member_year: value("cost_per_member_year"),
        months_to_first_reward: (months <= FIRST_REWARD_MONTHS_MOST).then_some(months.max(0.0)),
        last_whole: program.tiers.get(i + 1).map(|next| next.threshold - 1.0),
        worked_member: worked_member(lines, program, shape, tier, stand),
        kpi: kpi(program, i),
        benefits: program.benefits.iter().filter(|b| b.from_tier <= i).map(|b| b.name.clone()).collect(),
    }
}
fn requirement(tier: &Tier) -> Fact {
    if tier.threshold == 0.0 {
        return Fact::new("requirement-join");
    }
    let (t, validity, months) = (tier.threshold, tier.validity_months, tier.qualification_months);
    match tier.metric {
        Metric::NetSpend => Fact::new("requirement-spend").money("spend", t).months("within", months).months("validity", validity),
        Metric::Orders => Fact::new("requirement-orders").count("orders", t.round() as u64).months("within", months).months("validity", validity),
        Metric::MissionsCompleted => {
            Fact::new("requirement-missions").count("missions", t.round() as u64).months("within", months).months("validity", validity)
        }
        Metric::RecurringRevenue => Fact::new("requirement-fee").money("fee", t).months("validity", validity),
    }
}
fn worked_member(lines: &LineBook, program: &Program, shape: &Shape, tier: &Tier, stand: &Stand) -> Fact {
    if stand.customers == 0.0 {
        return Fact::new("member-nobody").text("tier", tier.name.clone());
    }
    let value = |what: &str| lines.value(&format!("blueprint.tier.{}.{what}", tier.id));
    let points = value("points_yearly");
    let count = |v: f64| v.round().max(0.0) as u64;
    let (orders, earned, missions) = (count(stand.orders_typical), count(value("points_purchases")), count(value("points_missions")));
    let buys = if shape.contractual { Fact::new("member-invoices").count("n", orders) } else { Fact::new("member-orders").count("n", orders) };
    let besides = if missions > 0 { Fact::new("member-missions").count("points", missions) } else { Fact::default() };
    let enough = match (program.rewards.iter().rev().find(|r| r.points_price as f64 <= points), program.rewards.first()) {
        (Some(r), _) => Fact::new("member-enough").text("reward", r.name.clone()),
        (None, Some(r)) => Fact::new("member-not-enough").text("reward", r.name.clone()).count("price", r.points_price),
        (None, None) => Fact::default(),
    };
    Fact::new("member-worked")
        .text("tier", tier.name.clone())
        .money("spend", stand.spend_typical)
        .fact("buys", buys)
        .count("earned", earned)
        .fact("besides", besides)
        .money("worth", points * program.point_value)
        .fact("enough", enough)
}
fn kpi(program: &Program, i: usize) -> Fact {
    let last = i + 1 == program.tiers.len();
    match (program.goal, i, last) {
        (_, 0, false) => Fact::new("tier-kpi-rise"),
        (Goal::Retention, ..) => Fact::new("tier-kpi-retention"),
        (Goal::Expansion, ..) => Fact::new("tier-kpi-expansion"),
        (Goal::Engagement, ..) => Fact::new("tier-kpi-engagement"),
        (Goal::Advocacy, ..) => Fact::new("tier-kpi-advocacy"),
    }
}
/// Points on units of spend: 10 on 1; where less than a point is earned on a unit, on as many units as give whole points: 3 on 100.
fn earned(points_per_unit: f64) -> (f64, f64) {
    let whole = |v: f64| libm::fabs(v - libm::round(v)) < 1e-6;
    let (mut points, mut units) = (points_per_unit, 1.0);
    while points_per_unit > 0.0 && points_per_unit < 1.0 && !whole(points) && units < 1e6 {
        (points, units) = (points * 10.0, units * 10.0);
    }
    (if whole(points) { libm::round(points) } else { points }, units)
}
/// What the terms promise members. Only the soft landing is simulated: the rest costs next to nothing, or is an offer that is priced when it is made.
fn promises(program: &Program) -> Vec<Fact> {
    let rules = Rules::read();
    let days = |id: &str| rules.value(id) as u32;
    let mut out = vec![];
    let top = program.tiers.last().filter(|t| t.threshold > 0.0);
    if let Some(top) = top {
        out.push(Fact::new("term-soft-landing").months("validity", top.validity_months));
        out.push(Fact::new("term-tier-notice").days("first", days("notice_days_first")).days("last", days("notice_days_last")));
        if top.metric != Metric::RecurringRevenue && top.qualification_months > 3 {
            let asked = |share: f64| {
                let needed = share * top.threshold;
                match top.metric {
                    Metric::NetSpend => Fact::new("term-ask-spend").money("spend", needed),
                    Metric::MissionsCompleted => Fact::new("term-ask-missions").count("missions", needed.ceil() as u64),
                    Metric::Orders | Metric::RecurringRevenue => Fact::new("term-ask-orders").count("orders", needed.ceil() as u64),
                }
            };
            out.push(Fact::new("term-fast-track").text("tier", top.name.clone()).fact("asked", asked(0.5)).months("within", 3));
            out.push(Fact::new("term-status-match").text("tier", top.name.clone()).fact("asked", asked(0.25)).months("within", 3));
        }
    }
    if let Expiry::Inactivity { .. } | Expiry::Age { .. } = program.expiry {
        out.push(Fact::new("term-expiry-notice").days("first", days("notice_days_first")).days("last", days("notice_days_last")));
    }
    out.push(Fact::new("term-returns").days("wait", program.earn.pending_days));
    out.push(Fact::new("term-changes").days("notice", days("devaluation_notice_days")));
    out.push(Fact::new("term-end").months("redeem", days("wind_down_months")));
    out
}
/// What items of the shop as rewards are and cost.
fn own_items(program: &Program, margin: f64) -> Option<Fact> {
    let items: Vec<_> = program.rewards.iter().filter_map(|r| Some((r, r.item.as_ref()?))).collect();
    let again = |pick: fn(f64, f64) -> f64| items.iter().map(|(_, own)| own.again_share).reduce(pick);
    let (least, most) = (again(f64::min)?, again(f64::max)?);
    let names = items.iter().map(|(r, _)| r.name.clone());
    Some(if least == most {
        Fact::new("moment-own-item").list("items", names).share("margin", margin).share("again", least)
    } else {
        Fact::new("moment-own-items").list("items", names).share("margin", margin).share("least", least).share("most", most)
    })
}
/// What a program gives and when, besides its rewards, which have a table.
fn moments(program: &Program, terms: &Terms, margin: f64) -> Vec<Fact> {
    let worth = |points: u64| Fact::new("points-worth").count("points", points).money("worth", points as f64 * program.point_value);
    let (points, units) = earned(program.earn.points_per_unit);
    let mut out = vec![Fact::new("moment-earn").number("points", points).money("units", units).days("wait", program.earn.pending_days)];
    if program.earn.joining_points > 0 {
        out.push(Fact::new("moment-joining").fact("points", worth(program.earn.joining_points)));
    }
    for m in &program.missions {
        let mission = Fact::new("moment-mission").text("name", m.name.clone()).fact("task", m.task.clone());
        out.push(mission.fact("points", worth(m.points)).count("times", m.starts.len() as u64));
    }
    if let Some(s) = &program.surprise {
        out.push(Fact::new("moment-surprise").fact("points", worth(s.points)).number("members", 100.0 * s.monthly_share).fact("occasion", s.occasion.clone()));
    }
    if let Some(r) = &program.referral {
        let referral = Fact::new("moment-referral").fact("recommender", worth(r.recommender_points)).fact("friend", worth(r.friend_points));
        out.push(referral.count("cap", r.yearly_cap.into()));
    }
    out.extend(own_items(program, margin));
    out.push(match program.expiry {
        Expiry::None => Fact::new("moment-no-expiry"),
        Expiry::Inactivity { months } => Fact::new("moment-expiry-inactivity").months("idle", months),
        Expiry::Age { months } => Fact::new("moment-expiry-age").months("age", months),
    });
    if terms.limits.no_expiry {
        out.push(Fact::new("moment-expiry-ruled-out"));
    }
    let off = program.rewards.iter().find(|r| r.item.is_none()).map(|r| r.value.to_f64());
    if let Some((share, first)) = terms.limits.max_discount.zip(off) {
        let basket = Limited { share, order_value: 0.0 }.basket(first);
        out.push(Fact::new("moment-minimum-order").share("share", share).money("value", first).money("basket", basket));
    }
    if !terms.limits.excluded.is_empty() {
        out.push(Fact::new("moment-excluded").list("names", terms.limits.excluded.iter().cloned()));
    }
    out
}
