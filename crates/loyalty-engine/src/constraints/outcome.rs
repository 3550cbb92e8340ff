//! What each constraint changed, once the design stands: it binds, it asks a person, or it was not understood.
use super::owner;
use crate::design::space::limits::Limited;
use crate::design::space::own_items::LEVER;
use crate::lifecycle;
use crate::terms::Terms;
use loyalty_model::brief::{Binding, Brief, Constraint};
use loyalty_model::fact::Fact;
use loyalty_model::finding::Verdict;
use loyalty_model::plan::{ConstraintOutcome, Governance, Standing};
use loyalty_model::program::{Expiry, Program};

/// Every constraint with what it changed, in the order in which it was written. `order_value`: of a typical order, in plan currency.
pub fn outcomes(brief: &Brief, program: &Program, terms: &Terms, packet: &Governance, order_value: f64) -> Vec<ConstraintOutcome> {
    let of = |c: &Constraint| {
        let (standing, owner) = standing(c);
        ConstraintOutcome { words: c.words.clone(), standing, changed: changed(c, program, terms, packet, order_value), owner: owner.into() }
    };
    brief.constraints.iter().map(of).collect()
}
/// What becomes of a constraint, and who answers for what no design follows (empty: nobody has to): both are known before there is a design.
pub fn standing(c: &Constraint) -> (Standing, &str) {
    let asked = c.binds.iter().find_map(owner).unwrap_or_default();
    let kept = c.binds.iter().all(|b| matches!(b, Binding::Asks { .. } | Binding::Platform { .. }));
    match (c.binds.is_empty(), kept) {
        (true, _) => (Standing::NotUnderstood, "loyalty-strategist"),
        (false, true) => (Standing::Question, asked),
        (false, false) => (Standing::Binds, asked),
    }
}
fn changed(c: &Constraint, program: &Program, terms: &Terms, packet: &Governance, order_value: f64) -> Fact {
    let places: Vec<&str> = c.binds.iter().filter_map(|b| if let Binding::Place { code } = b { Some(code.as_str()) } else { None }).collect();
    if !places.is_empty() {
        let rules = packet.compliance.iter().filter(|f| f.jurisdictions.iter().any(|j| places.iter().any(|p| crate::compliance::touches(j, p)))).count();
        return Fact::new("constraint-place").list("places", places.iter().copied()).count("rules", rules as u64);
    }
    let barred: Vec<&str> = c.binds.iter().filter_map(|b| if let Binding::ChannelBarred { channel } = b { Some(channel.as_str()) } else { None }).collect();
    if !barred.is_empty() {
        let moved: usize = barred.iter().map(|channel| lifecycle::moved_from(program, channel)).sum();
        return Fact::new("constraint-channel").list("channels", barred).count("triggers", moved as u64);
    }
    let Some(first) = c.binds.first() else { return Fact::new("constraint-not-understood") };
    one(first, program, terms, packet, order_value)
}
fn one(binding: &Binding, program: &Program, terms: &Terms, packet: &Governance, order_value: f64) -> Fact {
    let dearest = program.rewards.iter().map(|r| r.value.to_f64()).fold(0.0, f64::max);
    let off = program.rewards.iter().filter(|r| r.item.is_none()).map(|r| r.value.to_f64()).fold(0.0, f64::max);
    let items = program.rewards.iter().filter(|r| r.item.is_some()).count() as u64;
    let rail = |id: &str| packet.guardrails.iter().find(|g| g.id == id).map_or(Verdict::Unknown, |g| g.verdict);
    match binding {
        Binding::NoExpiry => match program.expiry {
            Expiry::None => Fact::new("constraint-no-expiry"),
            _ => Fact::new("constraint-broken"),
        },
        Binding::Expires { months, inactivity } => {
            let kept = matches!((program.expiry, inactivity), (Expiry::Age { months: m }, false) | (Expiry::Inactivity { months: m }, true) if m == *months);
            match (kept, inactivity) {
                (false, _) => Fact::new("constraint-broken"),
                (true, true) => Fact::new("constraint-expires-idle").months("months", *months),
                (true, false) => Fact::new("constraint-expires").months("months", *months),
            }
        }
        Binding::MaxDiscount { share } => {
            let least = Limited { share: *share, order_value }.basket(off);
            let said = Fact::new("constraint-discount").share("share", *share).money("dearest", off).money("basket", least).money("order", order_value);
            said.fact("items", if items > 0 { Fact::new("constraint-discount-items").count("items", items) } else { Fact::default() })
        }
        Binding::MaxRewardValue { amount } => Fact::new("constraint-reward").money("most", amount.to_f64()).money("dearest", dearest),
        Binding::LiabilityCap { amount } => match rail("liability-cap") {
            Verdict::Fail => Fact::new("constraint-liability-fails").money("cap", amount.to_f64()),
            _ => Fact::new("constraint-liability").money("cap", amount.to_f64()),
        },
        Binding::MarginFloor { share } => match rail("margin-floor") {
            Verdict::Fail => Fact::new("constraint-margin-fails").share("floor", *share),
            _ => Fact::new("constraint-margin").share("floor", *share),
        },
        Binding::LeverBarred { lever } => match lever.as_str() {
            "coupons" => Fact::new("constraint-coupons").count("rewards", program.rewards.len() as u64),
            LEVER => Fact::new("constraint-own-products"),
            "referral" => Fact::new("constraint-referral"),
            "missions" if program.missions.is_empty() => Fact::new("constraint-missions"),
            "missions" => Fact::new("constraint-missions-kept"),
            "surprise" => Fact::new("constraint-surprise"),
            "free-shipping" => Fact::new("constraint-free-shipping"),
            _ => Fact::new("constraint-paid-tier"),
        },
        Binding::LaunchAfter { .. } => match terms.launch_day.asked {
            true => Fact::new("constraint-launch-asked").date("day", terms.launch_day.day),
            false => Fact::new("constraint-launch").date("day", terms.launch_day.day),
        },
        Binding::Fact { name, value } => Fact::new("constraint-fact").text("name", name.clone()).text("value", value.clone()),
        Binding::ExcludedCategory { name } => Fact::new("constraint-excluded").text("name", name.clone()),
        Binding::MessageCap { most, monthly } => {
            let (week, month) = lifecycle::calendar::most_messages(terms);
            match if *monthly { month } else { week } {
                own if own < *most => Fact::new("constraint-messages-lower").count("most", u64::from(own)).text("period", period(*monthly)),
                _ => Fact::new("constraint-messages").count("most", u64::from(*most)).text("period", period(*monthly)),
            }
        }
        Binding::Platform { name } => Fact::new("constraint-platform").text("name", name.clone()),
        Binding::Asks { .. } => Fact::new("constraint-asked"),
        // Told before: several of one phrase are one sentence.
        Binding::Place { .. } | Binding::ChannelBarred { .. } => Fact::new("constraint-asked"),
    }
}
fn period(monthly: bool) -> &'static str {
    if monthly { "month" } else { "week" }
}
