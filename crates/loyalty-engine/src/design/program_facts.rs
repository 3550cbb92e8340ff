//! What the chosen program means for today's customers, tier by tier: replayed on the last 12 months.
use crate::base::{Base, BaseMember};
use crate::design::space::build::{expiry_words, plain};
use crate::design::space::shape::{Shape, metric_value, orders_yearly, quantile, spend_yearly};
use crate::numbers::grouped;
use crate::simulation::Appraisal;
use crate::terms::Terms;
use loyalty_model::assumption::Book;
use loyalty_model::brief::Goal;
use loyalty_model::catalogue::member_cost_yearly;
use loyalty_model::extract::Origin;
use loyalty_model::line::{LineBook, Provenance, Unit};
use loyalty_model::plan::TierFacts;
use loyalty_model::program::{Metric, Program, Tier};
use loyalty_model::units::Currency;

/// Months beyond which a first reward is not promised.
const FIRST_REWARD_MONTHS_MOST: f64 = 36.0;

/// Facts of a program.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Per tier, lowest first.
    pub tiers: Vec<TierFacts>,
    /// Ladder, missions, surprise, referral and expiry in words.
    pub moments: Vec<String>,
    /// Lines under `blueprint.`.
    pub lines: LineBook,
}
/// The tier of every member of the base today, by position; `None` for customers without a purchase in 12 months.
pub fn replay(program: &Program, base: &Base, completion: f64) -> Vec<Option<usize>> {
    let metric = program.tiers[0].metric;
    let place = |m: &BaseMember| {
        (spend_yearly(base, m) > 0.0).then(|| {
            let value = metric_value(base, m, metric, &program.missions, completion);
            program.tiers.iter().rposition(|t| value >= t.threshold).unwrap_or(0)
        })
    };
    base.members.iter().map(place).collect()
}
/// One tier on today's customers.
struct Stand {
    customers: f64,
    spend: f64,
    spend_typical: f64,
    orders_typical: f64,
}
fn stands(program: &Program, base: &Base, completion: f64) -> Vec<Stand> {
    let places = replay(program, base, completion);
    (0..program.tiers.len())
        .map(|tier| {
            let who: Vec<&BaseMember> = base.members.iter().zip(&places).filter(|(_, p)| **p == Some(tier)).map(|(m, _)| m).collect();
            let median = |f: &dyn Fn(&BaseMember) -> f64| quantile(&mut who.iter().map(|m| (f(m), m.weight)).collect::<Vec<_>>(), 0.5);
            Stand {
                customers: who.iter().map(|m| m.weight).sum(),
                spend: who.iter().map(|m| m.weight * spend_yearly(base, m)).sum(),
                spend_typical: median(&|m| spend_yearly(base, m)),
                orders_typical: median(&|m| orders_yearly(base, m)),
            }
        })
        .collect()
}

/// What the replay on the last 12 months rests on.
#[derive(Debug, Clone)]
pub struct Replayed {
    /// Where the customers come from.
    pub origin: Origin,
    /// Customers replayed.
    pub customers: u64,
    /// Spend is points times this assumption.
    pub spend_per_point: Option<f64>,
}
impl Replayed {
    fn from(&self, unit: Unit) -> Provenance {
        match (self.origin, self.spend_per_point.filter(|_| unit == Unit::Money)) {
            (Origin::DriverSheet, _) => Provenance::Imagined { what: "customers imagined from a driver sheet".into() },
            (_, Some(spend)) => Provenance::Imagined { what: format!("points earned × {spend} of spend a point (assumption ledger.spend_per_point)") },
            (Origin::Demonstration, _) => Provenance::Imagined { what: format!("demonstration data: customer_last_12 over {} customers", self.customers) },
            (Origin::CompanyData, _) => Provenance::Measured { query: "customer_last_12".into(), rows: self.customers },
        }
    }
}

/// Facts of the program. The appraisal brings the members expected in each tier; all else is replay and rules.
pub fn facts(program: &Program, base: &Base, book: &Book, terms: &Terms, currency: &Currency, appraisal: &Appraisal, origin: &Replayed) -> Facts {
    let shape = Shape::of(base, book);
    let stands = stands(program, base, shape.mission_completion);
    let mut lines = LineBook::default();
    program_lines(&mut lines, program, book);
    lines.leaf(
        "blueprint.customers_active",
        "Customers who bought in the last 12 months",
        stands.iter().map(|s| s.customers).sum(),
        Unit::Customers,
        origin.from(Unit::Customers),
    );
    lines.leaf("blueprint.spend_active", "Their net spend of the last 12 months", stands.iter().map(|s| s.spend).sum(), Unit::Money, origin.from(Unit::Money));
    let sign = currency.sign();
    let mut tiers = vec![];
    for (i, stand) in stands.iter().enumerate() {
        tier_lines(&mut lines, program, &shape, (i, stand), origin, appraisal);
        tiers.push(tier_facts(&lines, program, &shape, i, stand, &sign));
    }
    Facts { tiers, moments: moments(program, &sign, terms), lines }
}
fn program_lines(lines: &mut LineBook, program: &Program, book: &Book) {
    let chosen = |reason: &str| Provenance::Chosen { reason: reason.into() };
    lines.leaf("blueprint.earn_rate", "Points per currency unit of net spend", program.earn.points_per_unit, Unit::Ratio, chosen(&program.earn.reason));
    let why = "a power of ten, so that a typical order is worth some tens of thousands of points";
    lines.leaf("blueprint.point_value", "Value of a point in rewards", program.point_value, Unit::MoneyPerPoint, chosen(why));
    compute(
        lines,
        "blueprint.give_back_rate",
        "Reward value given back per unit of spend at the first level",
        "blueprint.earn_rate * blueprint.point_value",
        Unit::Share,
    );
    for (id, name) in
        [("points.reward_cost_ratio", "Cost of a reward per unit of its value"), ("points.ultimate_redemption", "Ultimate share of points redeemed")]
    {
        if let Some(a) = book.get(id) {
            lines.leaf(&format!("blueprint.{}", id.replace("points.", "")), name, a.value, Unit::Share, a.from.clone());
        }
    }
    compute(
        lines,
        "blueprint.point_cost_issued",
        "Expected cost of a point issued",
        "blueprint.point_value * blueprint.reward_cost_ratio * blueprint.ultimate_redemption",
        Unit::MoneyPerPoint,
    );
    let first = program.rewards.first().map_or(0.0, |r| r.points_price as f64);
    lines.leaf("blueprint.first_reward_points", "Points for the first reward", first, Unit::Points, chosen("the first rung of the ladder"));
    lines.leaf("blueprint.joining_points", "Points at joining", program.earn.joining_points as f64, Unit::Points, chosen("chosen by the search"));
}
/// Writes a computed line over lines that stand.
fn compute(lines: &mut LineBook, id: &str, label: &str, formula: &str, unit: Unit) {
    lines.compute(id, label, formula, unit).unwrap_or_else(|e| panic!("{id}: {e}"));
}
fn tier_lines(lines: &mut LineBook, program: &Program, shape: &Shape, (i, stand): (usize, &Stand), origin: &Replayed, appraisal: &Appraisal) {
    let tier = &program.tiers[i];
    let at = format!("blueprint.tier.{}", tier.id);
    let name = &tier.name;
    let chosen = |reason: &str| Provenance::Chosen { reason: reason.into() };
    let threshold_unit = match tier.metric {
        Metric::NetSpend | Metric::RecurringRevenue => Unit::Money,
        Metric::Orders => Unit::Orders,
        Metric::MissionsCompleted => Unit::Count,
    };
    lines.leaf(&format!("{at}.threshold"), &format!("{name}: requirement"), tier.threshold, threshold_unit, chosen(&tier.reason));
    lines.leaf(&format!("{at}.multiplier"), &format!("{name}: points multiplier"), tier.multiplier, Unit::Ratio, chosen(&tier.reason));
    lines.leaf(
        &format!("{at}.customers_today"),
        &format!("{name}: today's customers, replayed"),
        stand.customers,
        Unit::Customers,
        origin.from(Unit::Customers),
    );
    lines.leaf(&format!("{at}.spend"), &format!("{name}: their net spend of 12 months"), stand.spend, Unit::Money, origin.from(Unit::Money));
    lines.leaf(&format!("{at}.spend_typical"), &format!("{name}: net spend of the median member"), stand.spend_typical, Unit::Money, origin.from(Unit::Money));
    lines.leaf(&format!("{at}.orders_typical"), &format!("{name}: orders of the median member"), stand.orders_typical, Unit::Orders, origin.from(Unit::Orders));
    compute(lines, &format!("{at}.share"), &format!("{name}: share of customers"), &format!("{at}.customers_today / blueprint.customers_active"), Unit::Share);
    compute(lines, &format!("{at}.spend_share"), &format!("{name}: share of net spend"), &format!("{at}.spend / blueprint.spend_active"), Unit::Share);
    compute(
        lines,
        &format!("{at}.points_purchases"),
        &format!("{name}: points the median member earns by spending in a year"),
        &format!("{at}.spend_typical * blueprint.earn_rate * {at}.multiplier"),
        Unit::Points,
    );
    let missions = mission_points_yearly(program, shape, stand);
    lines.leaf(
        &format!("{at}.points_missions"),
        &format!("{name}: points expected from missions and surprises in a year"),
        missions,
        Unit::Points,
        chosen("offers × expected completion × points"),
    );
    compute(
        lines,
        &format!("{at}.points_yearly"),
        &format!("{name}: points of the median member in a year"),
        &format!("{at}.points_purchases + {at}.points_missions"),
        Unit::Points,
    );
    compute(
        lines,
        &format!("{at}.give_back_rate"),
        &format!("{name}: reward value per unit of spend"),
        &format!("{at}.points_yearly * blueprint.point_value / {at}.spend_typical"),
        Unit::Share,
    );
    let used = program.benefits.iter().filter(|b| b.from_tier <= i);
    let benefits = used.map(|b| member_cost_yearly(b, stand.orders_typical, stand.spend_typical)).fold(0.0, |a, b| a + b);
    lines.leaf(
        &format!("{at}.benefits_yearly"),
        &format!("{name}: benefits of the median member in a year, at cost"),
        benefits,
        Unit::Money,
        chosen("unit costs and take-up of data/benefits.toml"),
    );
    compute(
        lines,
        &format!("{at}.cost_per_member_year"),
        &format!("{name}: points and benefits per member and year"),
        &format!("{at}.points_yearly * blueprint.point_cost_issued + {at}.benefits_yearly"),
        Unit::Money,
    );
    if stand.customers > 0.0 && lines.value(&format!("{at}.points_yearly")) > 0.0 {
        let id = format!("{at}.months_to_first_reward");
        compute(
            lines,
            &id,
            &format!("{name}: months to the median member's first reward"),
            &format!("12 * (blueprint.first_reward_points - blueprint.joining_points) / {at}.points_yearly"),
            Unit::Months,
        );
        lines.note(&id, format!("Then {} days until the last of the points can be spent.", program.earn.pending_days));
    }
    let draws = appraisal.draws.len() as u32;
    let expected = appraisal.mean(|o| o.tally.tiers.get(i).map_or(0.0, |t| t.members_end));
    lines.leaf(
        &format!("{at}.members_expected"),
        &format!("{name}: members expected at the end of the last program year"),
        expected,
        Unit::Customers,
        Provenance::Simulated { draws, members: appraisal.members },
    );
}
/// Points that a typical member of a tier gets in a year besides those for spending.
fn mission_points_yearly(program: &Program, shape: &Shape, stand: &Stand) -> f64 {
    let own = Shape { orders_yearly: stand.orders_typical, ..*shape };
    let missions: f64 = program.missions.iter().map(|m| own.completion(m) * m.starts.len() as f64 * m.points as f64).fold(0.0, |a, b| a + b);
    missions + program.surprise.as_ref().map_or(0.0, |s| 12.0 * s.monthly_share * s.points as f64)
}
fn tier_facts(lines: &LineBook, program: &Program, shape: &Shape, i: usize, stand: &Stand, sign: &str) -> TierFacts {
    let tier = &program.tiers[i];
    let value = |what: &str| lines.value(&format!("blueprint.tier.{}.{what}", tier.id));
    let months = value("months_to_first_reward");
    TierFacts {
        tier: tier.id.clone(),
        requirement: requirement(tier, sign),
        customers_today: stand.customers,
        share: value("share"),
        spend_share: value("spend_share"),
        give_back_rate: value("give_back_rate"),
        cost_per_member_year: value("cost_per_member_year"),
        months_to_first_reward: (months <= FIRST_REWARD_MONTHS_MOST).then_some(months.max(0.0)),
        last_whole: program.tiers.get(i + 1).map(|next| next.threshold - 1.0),
        worked_member: worked_member(lines, program, shape, tier, stand, sign),
        kpi: kpi(program, i),
        benefits: program.benefits.iter().filter(|b| b.from_tier <= i).map(|b| b.name.clone()).collect(),
    }
}
fn requirement(tier: &Tier, sign: &str) -> String {
    if tier.threshold == 0.0 {
        return "Join.".into();
    }
    let t = plain(tier.threshold);
    let months = tier.qualification_months;
    match tier.metric {
        Metric::NetSpend => format!("Spend {sign}{t} within {months} months, net of returns; held for {} months.", tier.validity_months),
        Metric::Orders => format!("Order {t} times within {months} months; held for {} months.", tier.validity_months),
        Metric::MissionsCompleted => format!("Complete {t} missions within {months} months; held for {} months.", tier.validity_months),
        Metric::RecurringRevenue => format!("A monthly fee of {sign}{t}; held for {} months.", tier.validity_months),
    }
}
fn worked_member(lines: &LineBook, program: &Program, shape: &Shape, tier: &Tier, stand: &Stand, sign: &str) -> String {
    if stand.customers == 0.0 {
        return format!("None of today's customers would stand in {}.", tier.name);
    }
    let value = |what: &str| lines.value(&format!("blueprint.tier.{}.{what}", tier.id));
    let points = value("points_yearly");
    let bought = if shape.contractual { "invoices" } else { "orders" };
    let mut said = format!(
        "A {} who spends {sign}{} a year in {} {bought} earns {} points for spending",
        if tier.name == "Member" { "member".into() } else { format!("{} member", tier.name) },
        grouped(stand.spend_typical),
        grouped(stand.orders_typical),
        grouped(value("points_purchases"))
    );
    if value("points_missions") >= 1.0 {
        said += &format!(" and can expect {} from missions and surprises", grouped(value("points_missions")));
    }
    said += &format!(", worth {sign}{} in rewards.", amount(points * program.point_value));
    let affordable = program.rewards.iter().rev().find(|r| r.points_price as f64 <= points);
    match affordable {
        Some(r) => said + &format!(" That is enough in a year for: {}.", r.name),
        None => match program.rewards.first() {
            Some(r) => said + &format!(" The first reward ({}) costs {} points: more than a year's.", r.name, grouped(r.points_price as f64)),
            None => said,
        },
    }
}
/// Money: whole units from 100 on, cents below.
fn amount(value: f64) -> String {
    if value >= 99.995 { grouped(value) } else { format!("{value:.2}") }
}
fn kpi(program: &Program, i: usize) -> String {
    let last = i + 1 == program.tiers.len();
    let what = match (program.goal, i, last) {
        (_, 0, false) => "Share of the level that rises to the next one within 12 months",
        (Goal::Retention, ..) => "Share of the level still active after 12 months",
        (Goal::Expansion, ..) => "Net spend per member of the level in 12 months",
        (Goal::Engagement, ..) => "Orders per member of the level in 12 months",
        (Goal::Advocacy, ..) => "Referred first orders and reviews per member of the level in 12 months",
    };
    format!("{what}, against the hold-out group.")
}
/// `10 points per $1`; where less than a point is earned on a unit, on as many units as give whole points: `3 points per $100`.
fn earned(points_per_unit: f64, sign: &str) -> String {
    let whole = |v: f64| libm::fabs(v - libm::round(v)) < 1e-6;
    let (mut points, mut units) = (points_per_unit, 1.0);
    while points_per_unit > 0.0 && points_per_unit < 1.0 && !whole(points) && units < 1e6 {
        (points, units) = (points * 10.0, units * 10.0);
    }
    let points = if whole(points) { libm::round(points) } else { points };
    format!("{points} {} per {sign}{}", if points == 1.0 { "point" } else { "points" }, grouped(units))
}
fn moments(program: &Program, sign: &str, terms: &Terms) -> Vec<String> {
    let worth = |points: u64| format!("{} points ({sign}{})", grouped(points as f64), amount(points as f64 * program.point_value));
    let mut out = vec![format!("Earn: {} of net spend; spendable after {} days.", earned(program.earn.points_per_unit, sign), program.earn.pending_days)];
    let ladder: Vec<String> = program.rewards.iter().map(|r| format!("{} for {} points", r.name, grouped(r.points_price as f64))).collect();
    out.push(format!("Reward ladder: {}.", ladder.join("; ")));
    if program.earn.joining_points > 0 {
        out.push(format!("At joining: {}.", worth(program.earn.joining_points)));
    }
    for m in &program.missions {
        out.push(format!("Mission “{}”: {} {} when done; offered {} times a year.", m.name, m.task, worth(m.points), m.starts.len()));
    }
    if let Some(s) = &program.surprise {
        out.push(format!("Surprise: {} to {:.0} in 100 active members a month, {}.", worth(s.points), 100.0 * s.monthly_share, s.occasion));
    }
    if let Some(r) = &program.referral {
        out.push(format!(
            "Referral: {} to the member after the friend's first order that is not returned, {} to the friend; at most {} a year.",
            worth(r.recommender_points),
            worth(r.friend_points),
            r.yearly_cap
        ));
    }
    out.push(expiry_words(program.expiry));
    if terms.limits.no_expiry {
        out.push("The brief rules expiry out.".into());
    }
    out
}
