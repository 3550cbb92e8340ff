//! Suggested words of triggers and calendar moments: two variants that differ in one element, the subject or one sentence. Amounts come from the program;
//! what differs from member to member is a merge field.
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::letters::{Letter, merge};
use loyalty_model::program::{Expiry, Mission, Program, Trigger};

/// Sentences of a message that is read in passing: a push message, a text, a tile.
const SHORT: usize = 2;
const LONG: usize = 4;

/// What variant B has in the place of one element of A.
enum Other {
    Subject(Fact),
    Sentence(usize, Fact),
}
/// A message before it is divided into variants.
pub(super) struct Draft {
    subject: Fact,
    body: Vec<Fact>,
    other: Other,
    tests: FactId,
}
impl Draft {
    /// Both variants, each for half of those who are not held out, and what they differ in.
    pub(super) fn letters(self, channel: &str, held_out: f64) -> (Vec<Letter>, Fact) {
        let most = if matches!(channel, "push" | "sms" | "in-app") { SHORT } else { LONG };
        let mut a = Letter { variant: "A".into(), share: (1.0 - held_out) / 2.0, subject: self.subject, body: self.body };
        let mut b = Letter { variant: "B".into(), ..a.clone() };
        match self.other {
            Other::Subject(other) => b.subject = other,
            Other::Sentence(at, other) => b.body[at] = other,
        }
        a.body.truncate(most);
        b.body.truncate(most);
        (vec![a, b], self.tests.into())
    }
}
/// Writes the letters of every trigger that a customer sees; `barred`: channels that may not be used.
pub fn write(program: &mut Program, company: &str, barred: &[String]) {
    let mut triggers = std::mem::take(&mut program.triggers);
    for t in &mut triggers {
        (t.letters, t.letter_test) = (vec![], Fact::default());
        if barred.contains(&t.channel) {
            continue;
        }
        if let Some(draft) = draft(t, program, company) {
            (t.letters, t.letter_test) = draft.letters(&t.channel, t.holdout_share.unwrap_or(0.0));
        }
    }
    program.triggers = triggers;
}
fn draft(t: &Trigger, program: &Program, company: &str) -> Option<Draft> {
    Some(match t.id.as_str() {
        "welcome" => welcome(program),
        "second-order-due" => second_order(t, program),
        "reward-in-reach" => reward_in_reach(),
        "tier-in-reach" => tier_in_reach(program),
        "bigger-basket" => bigger_basket(t),
        "order-overdue" => order_overdue(program),
        "lapsed" => lapsed(t, program),
        "invite-a-friend" => invite(program, company)?,
        "thank-for-review" => review(),
        "feature-adopted" => broad_use(company),
        "use-paused" => use_paused(company),
        "renewal-ahead" => renewal(company),
        "seats-in-use" => seats(),
        "answer-complaint" => complaint(),
        _ => return None,
    })
}
fn name() -> String {
    merge("first_name")
}
fn balance() -> Fact {
    Fact::new("letter-balance").text("points_balance", merge("points_balance"))
}
/// A bonus that the trigger gives.
fn bonus(t: &Trigger) -> Option<Fact> {
    (t.points > 0).then(|| Fact::new("letter-bonus").count("points", t.points))
}
/// How long points are kept, as the program says.
fn kept(program: &Program) -> Fact {
    match program.expiry {
        Expiry::None => Fact::new("letter-keep-always"),
        Expiry::Inactivity { months } => Fact::new("letter-keep-active").months("months", months),
        Expiry::Age { months } => Fact::new("letter-keep-age").months("months", months),
    }
}
fn first_reward(program: &Program) -> (String, u64) {
    program.rewards.iter().min_by_key(|r| r.points_price).map_or_else(Default::default, |r| (r.name.clone(), r.points_price))
}
fn welcome(program: &Program) -> Draft {
    let (reward, price) = first_reward(program);
    let given = match program.earn.joining_points {
        0 => Fact::new("letter-welcome-earn"),
        points => Fact::new("letter-welcome-given").count("points", points),
    };
    Draft {
        subject: Fact::new("letter-welcome").text("first_name", name()),
        body: vec![given, Fact::new("letter-price").text("reward", reward.clone()).count("points", price), kept(program)],
        other: Other::Subject(Fact::new("letter-welcome-distance").text("points_missing", merge("points_missing")).text("reward", reward)),
        tests: FactId("letter-test-start-distance"),
    }
}
fn second_order(t: &Trigger, program: &Program) -> Draft {
    let (reward, _) = first_reward(program);
    let gain = Fact::new("letter-second-gain").text("points_missing", merge("points_missing")).text("reward", reward.clone());
    let loss = Fact::new("letter-second-loss").text("points_missing", merge("points_missing")).text("reward", reward);
    Draft {
        subject: Fact::new("letter-second").text("first_name", name()),
        body: [balance(), gain].into_iter().chain(bonus(t)).chain([kept(program)]).collect(),
        other: Other::Sentence(1, loss),
        tests: FactId("letter-test-gain-loss"),
    }
}
fn reward_in_reach() -> Draft {
    let missing = || (merge("points_missing"), merge("next_reward"));
    let (points, reward) = missing();
    let (p, r) = missing();
    Draft {
        subject: Fact::new("letter-reward-near").text("points_missing", points).text("next_reward", reward),
        body: vec![balance(), Fact::new("letter-reward-near-more").text("points_missing", p).text("next_reward", r)],
        other: Other::Subject(Fact::new("letter-reward-nearly").text("first_name", name())),
        tests: FactId("letter-test-number-words"),
    }
}
fn tier_in_reach(program: &Program) -> Draft {
    let validity = program.tiers.last().map_or(12, |t| t.validity_months);
    let each_gives = program.tiers.iter().skip(1).all(|t| !t.benefits.is_empty());
    let lasts = Fact::new("letter-tier-lasts").text("next_tier", merge("next_tier")).months("validity", validity);
    let away = Fact::new("letter-tier-away").text("missing", merge("missing_to_next_tier")).text("next_tier", merge("next_tier"));
    let subject = Fact::new("letter-tier").text("first_name", name()).text("missing", merge("missing_to_next_tier")).text("next_tier", merge("next_tier"));
    if !each_gives {
        let other = Fact::new("letter-tier-close").text("first_name", name()).text("next_tier", merge("next_tier"));
        return Draft { subject, body: vec![away, lasts], other: Other::Subject(other), tests: FactId("letter-test-number-words") };
    }
    let gain = Fact::new("letter-tier-gain").text("benefits", merge("next_tier_benefits"));
    let loss = Fact::new("letter-tier-loss").text("benefits", merge("next_tier_benefits"));
    Draft { subject, body: vec![away, gain, lasts], other: Other::Sentence(1, loss), tests: FactId("letter-test-gain-loss") }
}
fn bigger_basket(t: &Trigger) -> Draft {
    let missing = || Fact::new("letter-basket-missing").text("points_missing", merge("points_missing")).text("next_reward", merge("next_reward"));
    Draft {
        subject: Fact::new("letter-basket-earns").text("basket_points", merge("basket_points")),
        body: [missing()].into_iter().chain(bonus(t).or_else(|| Some(balance()))).collect(),
        other: Other::Subject(Fact::new("letter-basket-reward").text("points_missing", merge("points_missing")).text("next_reward", merge("next_reward"))),
        tests: FactId("letter-test-earned-missing"),
    }
}
fn order_overdue(program: &Program) -> Draft {
    let reward = Fact::new("letter-overdue-reward").text("points_missing", merge("points_missing")).text("next_reward", merge("next_reward"));
    Draft {
        subject: Fact::new("letter-overdue").text("first_name", name()).text("points_balance", merge("points_balance")),
        body: vec![reward, kept(program)],
        other: Other::Subject(Fact::new("letter-overdue-next").text("points_missing", merge("points_missing")).text("next_reward", merge("next_reward"))),
        tests: FactId("letter-test-balance-reward"),
    }
}
fn lapsed(t: &Trigger, program: &Program) -> Draft {
    Draft {
        subject: Fact::new("letter-lapsed").text("first_name", name()).text("points_balance", merge("points_balance")),
        body: [Fact::new("letter-lapsed-while")].into_iter().chain(bonus(t)).chain([kept(program), Fact::new("letter-lapsed-once")]).collect(),
        other: Other::Subject(Fact::new("letter-lapsed-question").text("first_name", name())),
        tests: FactId("letter-test-balance-question"),
    }
}
fn invite(program: &Program, company: &str) -> Option<Draft> {
    let r = program.referral.as_ref()?;
    let asks = Fact::new("letter-invite-link").text("referral_link", merge("referral_link")).count("points", r.recommender_points);
    let friend = (r.friend_points > 0).then(|| Fact::new("letter-invite-friend").count("points", r.friend_points));
    let other = match r.friend_points {
        0 => Fact::new("letter-invite-own").count("points", r.recommender_points),
        points => Fact::new("letter-invite-gift").count("points", points),
    };
    let cap = Fact::new("letter-invite-cap").count("cap", u64::from(r.yearly_cap));
    Some(Draft {
        subject: Fact::new("letter-invite").text("company", company),
        body: [Fact::new("letter-invite-thanks").text("first_name", name()), asks].into_iter().chain(friend).chain([cap]).collect(),
        other: Other::Subject(other),
        tests: FactId("letter-test-question-gift"),
    })
}
fn review() -> Draft {
    Draft {
        subject: Fact::new("letter-review").text("first_name", name()),
        body: vec![
            Fact::new("letter-review-arrived"),
            Fact::new("letter-review-link").text("review_link", merge("review_link")),
            Fact::new("letter-review-both"),
        ],
        other: Other::Subject(Fact::new("letter-review-change").text("first_name", name())),
        tests: FactId("letter-test-open-improve"),
    }
}
fn broad_use(company: &str) -> Draft {
    Draft {
        subject: Fact::new("letter-badge").text("first_name", name()),
        body: vec![
            Fact::new("letter-badge-used").text("features_used", merge("features_used")).text("company", company),
            Fact::new("letter-badge-next").text("unused_feature", merge("unused_feature")),
        ],
        other: Other::Subject(Fact::new("letter-badge-count").text("first_name", name()).text("features_used", merge("features_used"))),
        tests: FactId("letter-test-badge-count"),
    }
}
fn use_paused(company: &str) -> Draft {
    Draft {
        subject: Fact::new("letter-paused").text("first_name", name()),
        body: vec![
            Fact::new("letter-paused-since").text("company", company).text("last_use", merge("last_use")),
            Fact::new("letter-paused-next").text("unused_feature", merge("unused_feature")),
            Fact::new("letter-paused-reply"),
        ],
        other: Other::Subject(Fact::new("letter-paused-new").text("first_name", name()).text("unused_feature", merge("unused_feature"))),
        tests: FactId("letter-test-resume-new"),
    }
}
fn renewal(company: &str) -> Draft {
    Draft {
        subject: Fact::new("letter-renewal").text("first_name", name()).text("company", company),
        body: vec![
            Fact::new("letter-renewal-day").text("renewal_date", merge("renewal_date")),
            balance(),
            Fact::new("letter-renewal-reward").text("points_missing", merge("points_missing")).text("next_reward", merge("next_reward")),
        ],
        other: Other::Subject(Fact::new("letter-renewal-date").text("first_name", name()).text("renewal_date", merge("renewal_date"))),
        tests: FactId("letter-test-year-day"),
    }
}
fn seats() -> Draft {
    Draft {
        subject: Fact::new("letter-seats").text("first_name", name()).text("plan_name", merge("plan_name")),
        body: vec![
            Fact::new("letter-seats-full").text("plan_name", merge("plan_name")),
            Fact::new("letter-seats-next").text("next_plan", merge("next_plan")),
            Fact::new("letter-seats-points"),
        ],
        other: Other::Subject(Fact::new("letter-seats-room").text("first_name", name())),
        tests: FactId("letter-test-limit-room"),
    }
}
fn complaint() -> Draft {
    Draft {
        subject: Fact::new("letter-complaint").text("first_name", name()),
        body: vec![
            Fact::new("letter-complaint-read").text("agent_name", merge("agent_name")),
            Fact::new("letter-complaint-reply").text("agent_name", merge("agent_name")),
        ],
        other: Other::Subject(Fact::new("letter-complaint-question").text("first_name", name())),
        tests: FactId("letter-test-apology-question"),
    }
}
/// The invitation to join.
pub(super) fn launch(program: &Program, company: &str) -> Draft {
    let (reward, price) = first_reward(program);
    let join = Fact::new("letter-launch-join").text("company", company).text("join_link", merge("join_link"));
    let given = (program.earn.joining_points > 0).then(|| Fact::new("letter-welcome-given").count("points", program.earn.joining_points));
    Draft {
        subject: Fact::new("letter-launch").text("first_name", name()),
        body: [join].into_iter().chain(given).chain([Fact::new("letter-price").text("reward", reward).count("points", price)]).collect(),
        other: Other::Subject(Fact::new("letter-launch-reward").text("first_name", name()).count("points", price)),
        tests: FactId("letter-test-invitation-price"),
    }
}
/// A mission that opens.
pub(super) fn mission(m: &Mission) -> Draft {
    Draft {
        subject: Fact::new("letter-mission").text("mission", m.name.clone()).count("points", m.points),
        body: vec![Fact::new("letter-mission-task").fact("task", m.task.clone()), Fact::new("letter-mission-points").count("points", m.points)],
        other: Other::Subject(Fact::new("letter-mission-name").text("first_name", name())),
        tests: FactId("letter-test-mission-name"),
    }
}
/// The double points day, announced to members from this tier on.
pub(super) fn multiplier_day(program: &Program, from_tier: usize, day: loyalty_model::units::Date) -> Draft {
    let tiers: Vec<String> = program.tiers.iter().skip(from_tier).map(|t| t.name.clone()).collect();
    Draft {
        subject: Fact::new("letter-double").date("day", day),
        body: vec![Fact::new("letter-double-every").date("day", day), Fact::new("letter-double-for").list("tiers", tiers), balance()],
        other: Other::Subject(Fact::new("letter-double-balance").text("first_name", name()).text("points_balance", merge("points_balance"))),
        tests: FactId("letter-test-day-balance"),
    }
}
/// A birthday, with the reward of the program where it has one.
pub(super) fn birthday(reward: bool) -> Draft {
    let gift = if reward { Fact::new("letter-birthday-reward") } else { Fact::new("letter-birthday-greeting") };
    Draft {
        subject: Fact::new("letter-birthday").text("first_name", name()),
        body: vec![gift, balance()],
        other: Other::Subject(Fact::new("letter-birthday-short").text("first_name", name())),
        tests: FactId("letter-test-greeting"),
    }
}
/// The surprise, with its points.
pub(super) fn surprise(points: u64) -> Draft {
    Draft {
        subject: Fact::new("letter-surprise").text("first_name", name()),
        body: vec![Fact::new("letter-surprise-points").count("points", points), Fact::new("letter-surprise-nothing")],
        other: Other::Subject(Fact::new("letter-surprise-number").text("first_name", name()).count("points", points)),
        tests: FactId("letter-test-thanks-number"),
    }
}
/// The notice before a tier ends.
pub(super) fn tier_notice() -> Draft {
    let keep = || (merge("missing_to_keep_tier"), merge("tier_name"));
    let ((missing, tier), (m, t)) = (keep(), keep());
    Draft {
        subject: Fact::new("letter-tier-until").text("first_name", name()).text("tier_name", merge("tier_name")).text("tier_until", merge("tier_until")),
        body: vec![Fact::new("letter-tier-keep").text("missing", missing).text("tier_name", tier), Fact::new("letter-tier-soft")],
        other: Other::Sentence(0, Fact::new("letter-tier-lose").text("missing", m).text("tier_name", t).text("tier_until", merge("tier_until"))),
        tests: FactId("letter-test-gain-loss"),
    }
}
/// The warning before points expire.
pub(super) fn expiry_warning(program: &Program) -> Draft {
    let saves = match program.expiry {
        Expiry::Inactivity { .. } => Fact::new("letter-expiry-active"),
        _ => Fact::new("letter-expiry-redeem"),
    };
    let expiring = || (merge("points_expiring"), merge("expiry_date"));
    let ((points, day), (p, d)) = (expiring(), expiring());
    Draft {
        subject: Fact::new("letter-expiry").text("points_expiring", points).text("expiry_date", day),
        body: vec![Fact::new("letter-expiry-day").text("points_expiring", p).text("expiry_date", d), saves],
        other: Other::Subject(Fact::new("letter-expiry-use").text("first_name", name()).text("points_expiring", merge("points_expiring"))),
        tests: FactId("letter-test-loss-use"),
    }
}
