//! Terms for members, as a draft: what the design promises, in the order of such terms, with the questions that Legal has to answer where they arise.
use crate::brand::Brand;
use crate::copy::role;
use crate::format;
use crate::markdown::safe;
use crate::tables::overrides;
use loyalty_model::finding::OpenQuestion;
use loyalty_model::plan::Plan;
use loyalty_model::program::{Expiry, Tier};

/// Sections, each with the beginnings of names of facts whose questions belong there.
const SECTIONS: [(&str, &[&str]); 9] = [
    (
        "1. Who can take part",
        &[
            "audience",
            "jurisdiction",
            "places",
            "sector",
            "enterprise",
            "dominant",
            "online_platform",
            "digital",
            "paid",
            "auto_",
            "easy_",
            "minors",
            "children",
            "verified",
        ],
    ),
    (
        "2. Earning points",
        &[
            "unit",
            "points_earned",
            "points_for",
            "points_sold",
            "credit",
            "exclusive",
            "third_party_funded",
            "review",
            "alcohol",
            "tobacco",
            "prescription",
            "government",
            "health_exc",
            "bonus",
            "mixes",
        ],
    ),
    ("3. Tiers and benefits", &["member_prices", "price_", "both_prices", "non_member", "personalised", "algorithmic", "discount"]),
    ("4. Rewards", &["single", "max_single", "reward", "redeem_", "points_transferable", "third_party_fulfils", "chance", "entry", "free_entry"]),
    ("5. Friends", &["referral", "fraud-self"]),
    ("6. Expiry", &["points_expire", "expiry", "inactivity"]),
    (
        "7. Your data and our messages",
        &[
            "collects",
            "privacy",
            "consent",
            "profiling",
            "solely",
            "data_",
            "financial",
            "loyalty_notice",
            "health_data",
            "separate",
            "channels",
            "marketing",
            "messages",
            "unsubscribe",
            "dnc",
        ],
    ),
    ("8. Misuse", &["fraud-"]),
    ("9. Changes and the end of the program", &["reserves", "redemption_window", "points_lost", "change_"]),
];

/// The draft as Markdown.
pub fn markdown(plan: &Plan, brand: &Brand) -> String {
    let d = &plan.design;
    let company = brand.name.as_deref().unwrap_or(&d.brief.company);
    let mut asked: Vec<&OpenQuestion> = d.governance.open_questions.iter().filter(|q| q.owner == "legal" || q.id.starts_with("fraud-")).collect();
    let mut out = format!(
        "# Terms of the loyalty program of {}\n\n> **Draft for {}.** Written from the design, not from the law. Nothing here is legal advice, and nothing may be published before every question below is answered.\n\n",
        safe(company),
        role("legal"),
    );
    overrides::sentences(plan).iter().for_each(|notice| out += &format!("> **{}**\n\n", safe(notice)));
    for (i, (title, facts)) in SECTIONS.iter().enumerate() {
        out += &format!("## {title}\n\n");
        for line in says(plan, i, company) {
            out += &format!("- {}\n", safe(&line));
        }
        let (here, rest) = asked.into_iter().partition(|q: &&OpenQuestion| belongs(&q.id, facts));
        asked = rest;
        out += &questions(&here);
        out += "\n";
    }
    if !asked.is_empty() {
        out += "## Other questions\n\n";
        out += &questions(&asked);
    }
    out
}
fn belongs(id: &str, facts: &[&str]) -> bool {
    let name = id.trim_start_matches("fact-");
    facts.iter().any(|f| name.starts_with(f))
}
fn questions(all: &[&OpenQuestion]) -> String {
    let line = |q: &&OpenQuestion| {
        let answer = if q.answer.is_empty() { String::new() } else { format!(" (`plan-loyalty amend --answer {}`)", q.answer) };
        format!("- **Question for {}:** {}{answer}\n", role(&q.owner), safe(&q.question.to_string()))
    };
    all.iter().map(line).collect()
}
/// Sentences of the plan that say how to earn and what the program promises, by what they are about. Their order is the engine's; their words are copy.
struct Said {
    /// Earning, joining, missions.
    earn: Vec<String>,
    friends: Vec<String>,
    expiry: Vec<String>,
    /// Least orders, what earns nothing.
    limits: Vec<String>,
    tiers: Vec<String>,
    expiry_notice: Vec<String>,
    returns: Vec<String>,
    /// Changes, the end.
    end: Vec<String>,
}
impl Said {
    fn of(plan: &Plan) -> Said {
        let (b, p) = (&plan.design.blueprint, &plan.design.blueprint.program);
        let mut moments = b.moments.iter().map(ToString::to_string).collect::<Vec<_>>().into_iter();
        let mut next = |n: usize| moments.by_ref().take(n).collect::<Vec<String>>();
        let earn = next(1 + usize::from(p.earn.joining_points > 0) + p.missions.len());
        // Members are not told whom a surprise reaches.
        drop(next(usize::from(p.surprise.is_some())));
        let friends = next(usize::from(p.referral.is_some()));
        // Nor what a product costs the company.
        drop(next(usize::from(p.gives_items())));
        let (expiry, limits) = (next(1), next(usize::MAX));
        let mut terms: Vec<String> = b.terms.iter().map(|t| format!("{t}.")).collect();
        let end = terms.split_off(terms.len().saturating_sub(2));
        let returns = terms.split_off(terms.len().saturating_sub(1));
        let expires = usize::from(!matches!(p.expiry, Expiry::None));
        let expiry_notice = terms.split_off(terms.len().saturating_sub(expires));
        Said { earn, friends, expiry, limits, tiers: terms, expiry_notice, returns, end }
    }
}
/// What the design promises in a section.
fn says(plan: &Plan, section: usize, company: &str) -> Vec<String> {
    let p = &plan.design.blueprint.program;
    let said = Said::of(plan);
    match section {
        0 => vec![format!("Taking part is free. One account for each person. {company} runs the program.")],
        1 => [said.earn, said.limits, said.returns].concat(),
        2 => p.tiers.iter().enumerate().map(|(i, t)| tier(plan, i, t)).chain(said.tiers).collect(),
        3 => {
            let ladder = p.rewards.iter().map(|r| format!("{} for {} points.", r.name, format::whole(r.points_price as f64)));
            let stocks = p.gives_items().then(|| "Products are available while stocks last. If a product is discontinued, we replace it with another of the same value.".to_string());
            ladder.chain(stocks).chain(["Points are no money and cannot be paid out in cash.".to_string()]).collect()
        }
        4 => said.friends,
        5 => [said.expiry, said.expiry_notice].concat(),
        6 => {
            let channels: std::collections::BTreeSet<&str> = p.triggers.iter().map(|t| t.channel.as_str()).collect();
            let by = channels.into_iter().collect::<Vec<_>>().join(", ");
            let messages = if by.is_empty() { "The program sends no messages.".into() } else { format!("With your consent we write to you by: {by}. You can withdraw it at any time.") };
            vec![messages, "Some members are left out of offers for a time, at random, so that we can measure what the program does.".into()]
        }
        7 => vec!["Points from orders that are returned, split or placed for others to collect points are revoked; an account that is misused can be closed after a warning.".into()],
        _ => said.end,
    }
}
fn tier(plan: &Plan, i: usize, tier: &Tier) -> String {
    let d = &plan.design;
    let facts = d.blueprint.tiers.get(i);
    let how = match tier.threshold <= 0.0 {
        true => "from joining".to_string(),
        false => facts.map_or(String::new(), |f| f.requirement.to_string().trim_end_matches('.').to_string()),
    };
    let before: &[String] = i.checked_sub(1).and_then(|k| d.blueprint.tiers.get(k)).map_or(&[], |f| &f.benefits);
    let new: Vec<String> = facts.map_or(vec![], |f| f.benefits.iter().filter(|b| !before.contains(b)).cloned().collect());
    let more = if tier.multiplier > 1.0 { format!("; {} times the points", format::decimal(tier.multiplier, 2)) } else { String::new() };
    match new.is_empty() {
        true => format!("{}: {how}{more}.", tier.name),
        false => format!("{}: {how}{more}. Benefits: {}.", tier.name, new.join("; ")),
    }
}
