//! First years of membership.
use super::{chart, table};
use crate::charts::{Chart, ChartKind, Life, LifeMonth, Lives};
use crate::format;
use loyalty_model::plan::{MemberYear, Plan};

/// What typical customers earn, reach and take in their first year as members.
pub fn lives(plan: &Plan) -> Option<Chart> {
    let years: Vec<&MemberYear> = plan.design.blueprint.member_years.iter().collect();
    chart_of(plan, &years, None)
}
/// The same for the typical customer of one tier, with higher bars.
pub fn life(plan: &Plan, tier: &str) -> Option<Chart> {
    let year = plan.design.blueprint.member_years.iter().find(|y| y.tier == tier)?;
    chart_of(plan, &[year], None).map(tall)
}
/// The same for the typical customer of a persona; none where none of its customers bought in the last 12 months.
pub fn life_of_persona(plan: &Plan, persona: &str) -> Option<Chart> {
    let persona = plan.design.personas.iter().find(|p| p.id == persona)?;
    chart_of(plan, &[persona.first_year.as_ref()?], Some(&persona.name)).map(tall)
}
fn tall(c: Chart) -> Chart {
    Chart { kind: if let ChartKind::Lives(l) = c.kind { ChartKind::Lives(Lives { tall: true, ..l }) } else { c.kind }, ..c }
}
/// `persona`: the name of the persona whose only year it is.
fn chart_of(plan: &Plan, years: &[&MemberYear], persona: Option<&str>) -> Option<Chart> {
    let d = &plan.design;
    let program = &d.blueprint.program;
    let first = program.rewards.first()?;
    let most = years.last()?;
    let money = |v: f64| format::money(v, &d.brief.currency);
    let name = |tier: &str| program.tiers.iter().find(|t| t.id == tier).map_or(tier, |t| t.name.as_str()).to_string();
    let who = |y: &MemberYear| match persona {
        Some(persona) => format!("A typical customer of “{persona}”"),
        None if program.tiers.len() > 1 => format!("A typical {} customer", name(&y.tier)),
        None => "A typical customer".into(),
    };
    let times = |n: u32, one: &str, many: &str| format!("{} {}", format::whole(f64::from(n)), if n == 1 { one } else { many });
    let bought = |y: &MemberYear| format!("{}, {} a year", times(y.orders, "order", "orders"), money(y.spend));
    let taken = |y: &MemberYear| match y.rewards {
        0 => "no reward yet".to_string(),
        n => format!("{} worth {}", times(n, "reward", "rewards"), money(y.rewards_value)),
    };
    let benefits = |y: &MemberYear| if y.benefits_worth >= 0.5 { format!("benefits worth {}", money(y.benefits_worth)) } else { String::new() };
    let left = |y: &MemberYear| format!("points worth {} left", money(y.balance_value));
    let lives = years.iter().map(|y| {
        let mut before = program.tiers.first().map(|t| t.id.clone());
        let months = y.months.iter().map(|m| {
            let reached = (before.as_ref() != Some(&m.tier)).then(|| name(&m.tier));
            before = Some(m.tier.clone());
            LifeMonth { orders: m.orders, filled: m.balance / first.points_price.max(1) as f64, rewards: m.rewards, reached }
        });
        let sum = [taken(y), benefits(y), left(y)].into_iter().filter(|s| !s.is_empty()).collect();
        Life { name: who(y), about: bought(y), sum, months: months.collect() }
    });
    let lives: Vec<Life> = lives.collect();
    let rows = lives.iter().zip(years).map(|(l, y)| {
        let tiers: Vec<String> = l.months.iter().zip(1..).filter_map(|(m, i)| m.reached.as_ref().map(|t| format!("{t} in month {i}"))).collect();
        let first = y.months.iter().find(|m| m.rewards > 0).map_or("not in 12 months".into(), |m| format!("month {}", m.month));
        vec![l.name.clone(), l.about.clone(), first, taken(y), money(y.benefits_worth), if tiers.is_empty() { "–".into() } else { tiers.join(", ") }]
    });
    let head = ["Member", "Buys", "#First reward", "#Rewards taken", "#Benefits worth", "Tiers reached"];
    let data = table("First years of members", &head, rows.collect());
    let alt = data.rows.iter().map(|r| format!("{}, {}: first reward {}, {}, tiers reached: {}", r[0], r[1], r[2], r[3], r[5])).collect::<Vec<_>>().join(". ");
    chart(
        "lives",
        reaches(&lives, &who(most)),
        alt,
        format!(
            "Squares: orders. Bars: points saved towards {} ({} points). Tags: rewards taken. Worked out on the rules with orders at equal distances, missions at their expected points and nothing from before joining.",
            first.name,
            format::whole(first.points_price as f64)
        ),
        data,
        ChartKind::Lives(Lives { lives, tall: false }),
    )
}
/// Which tiers the last of them reaches, and when; or that this is a first year.
fn reaches(lives: &[Life], who: &str) -> String {
    let last = lives.last().map_or(&[][..], |l| &l.months);
    let all: Vec<String> = last.iter().zip(1..).filter_map(|(m, i)| m.reached.as_ref().map(|t| format!("{t} in month {i}"))).collect();
    match all.is_empty() {
        true => "A first year, month by month: orders, points, rewards".into(),
        false => format!("{who} reaches {}", all.join(", ")),
    }
}
