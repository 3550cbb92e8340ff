//! The program for a member: a first year of typical customers as a picture, and suggestions of a name, a promise and a voice.
use super::plan_view::{PlanView, deck_page};
use super::{Block, Page};
use crate::charts::chart_catalogue;
use crate::format;
use loyalty_model::brief::{Goal, TierType};
use loyalty_model::plan::MemberYear;

/// What a company is called that gave no name.
const UNNAMED: &str = "the company";

pub fn page_claim(t: &PlanView) -> String {
    let years = &t.d.blueprint.member_years;
    let name = |y: &MemberYear| t.d.blueprint.program.tiers.iter().find(|x| x.id == y.tier).map_or(y.tier.clone(), |x| x.name.clone());
    let has = |y: &MemberYear| match y.rewards {
        0 => "no reward yet".to_string(),
        1 => format!("one reward worth {}", t.money(y.rewards_value)),
        n => format!("{} rewards worth {}", super::plan_view::count(n as usize), t.money(y.rewards_value)),
    };
    match (years.first(), years.last(), years.len()) {
        (None, ..) => "No customer of today shows what a first year would look like".into(),
        (Some(only), _, 1) => format!("In the first year a typical member takes {}", has(only)),
        (Some(low), Some(high), _) => {
            format!("In the first year a typical {} customer takes {}, a typical {} customer {}", name(high), has(high), name(low), has(low))
        }
        _ => String::new(),
    }
}
pub fn page(t: &PlanView, company: &str) -> Page {
    let mut blocks = vec![];
    blocks.extend(chart_catalogue::lives(t.plan).map(|c| Block::Chart(Box::new(c))));
    blocks.push(Block::List(suggestions(t, company)));
    deck_page(
        "members",
        "For members",
        page_claim(t),
        blocks,
        "The design's rules on the median customer of each tier. Name, promise and voice are suggestions: Marketing decides, Legal checks the name.",
    )
}
/// Suggestions for Marketing: they follow from goal and kind of the program, and nothing depends on them.
fn suggestions(t: &PlanView, company: &str) -> Vec<String> {
    let p = &t.d.blueprint.program;
    let club = match p.kind {
        TierType::PointsOnly => "Rewards",
        TierType::Missions => "Quests",
        _ => "Circle",
    };
    let promise = match t.d.brief.goal {
        Goal::Retention => "The longer you stay, the more we do for you.",
        Goal::Expansion => "The more of us you use, the more you get back.",
        Goal::Engagement => "Take part, and it pays.",
        Goal::Advocacy => "Share what you like, and both of you gain.",
    };
    let first = p.rewards.first().map_or(String::new(), |r| format!(" (“{} points until {}”)", format::whole(r.points_price as f64), r.name));
    vec![
        // A company that gave no name has none to lend.
        match company == UNNAMED {
            true => format!("Suggested name: your name, then {club}."),
            false => format!("Suggested name: {company} {club}."),
        },
        format!("Suggested promise: “{promise}”"),
        format!("Suggested voice: short sentences, the next reward first{first}, thanks before offers, no pressure and no countdowns."),
    ]
}
