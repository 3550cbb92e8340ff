//! Missions by goal. One runs at a time: starts never overlap, so that a member always knows what counts.
use super::levers::MissionLoad;
use super::shape::Shape;
use super::thresholds::{clean, clean_points};
use loyalty_model::brief::Goal;
use loyalty_model::program::Mission;

/// Where amounts in words come from.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Currency sign, e.g. `$`.
    pub sign: &'a str,
}
/// The missions of a goal. `points_yearly` is what a typical customer should earn by them in a year, at the expected completion.
pub fn for_goal(goal: Goal, load: MissionLoad, shape: &Shape, points_yearly: f64, words: Words) -> Vec<Mission> {
    let (slots, months): (&[u32], u32) = match load {
        MissionLoad::None => return vec![],
        MissionLoad::Light => (&[0, 6], 3),
        MissionLoad::Full => (&[0, 3, 6, 9], 3),
        MissionLoad::Heavy => (&[0, 2, 4, 6, 8, 10], 2),
    };
    let mut acts = acts(goal, shape, months, words);
    if load == MissionLoad::Heavy {
        for other in [Goal::Engagement, Goal::Retention, Goal::Expansion] {
            acts.extend(self::acts(other, shape, months, words).into_iter().take(1));
        }
    }
    let mut seen = vec![];
    acts.retain(|m| !seen.contains(&m.id) && { seen.push(m.id.clone()); true });
    acts.truncate(slots.len());
    let kinds = acts.len();
    for (at, slot) in slots.iter().enumerate() {
        acts[at % kinds].starts.push(*slot);
    }
    let expected: f64 = acts.iter().map(|m| shape.completion(m) * m.starts.len() as f64).sum();
    for m in &mut acts {
        m.points = clean_points(points_yearly / expected.max(1e-9));
    }
    acts
}
fn mission(id: &str, name: &str, task: String, orders_needed: u32, window_months: u32) -> Mission {
    Mission { id: id.into(), name: name.into(), task, orders_needed, window_months, starts: vec![], points: 0 }
}
fn acts(goal: Goal, shape: &Shape, months: u32, words: Words) -> Vec<Mission> {
    if shape.contractual { acts_contract(goal, months) } else { acts_orders(goal, shape, months, words) }
}
fn acts_orders(goal: Goal, shape: &Shape, months: u32, words: Words) -> Vec<Mission> {
    let in_window = shape.orders_yearly / 12.0 * f64::from(months);
    let stretch = libm::floor(in_window) as u32 + 1;
    let days = months * 30;
    let basket = clean(1.25 * shape.order_value);
    match goal {
        Goal::Retention => vec![
            mission("order-again", "Order again", format!("Place an order within {days} days of the start."), 1, months),
            mission("keep-the-rhythm", "Keep the rhythm", format!("Place {} orders within {days} days.", stretch.max(2)), stretch.max(2), months),
        ],
        Goal::Expansion => vec![
            mission("larger-basket", "A larger basket", format!("Place {stretch} order(s) of {}{basket} or more within {days} days.", words.sign), stretch, months),
            mission("new-category", "Something new", format!("Place {stretch} order(s) with a category that is new to you within {days} days."), stretch, months),
        ],
        Goal::Engagement => vec![
            mission("one-more-order", "One more order", format!("Place {} orders within {days} days: one more than usual.", stretch.max(2)), stretch.max(2), months),
            mission("set-preferences", "Tell us what you like", "Fill in preferences and save a list in the account.".into(), 0, months),
        ],
        Goal::Advocacy => vec![
            mission("write-review", "Write a review", "Review something you bought. Any rating counts, and the review says that it was rewarded.".into(), 0, months),
            mission("answer-question", "Answer a question", "Answer another customer's question in the community.".into(), 0, months),
        ],
    }
}
fn acts_contract(goal: Goal, months: u32) -> Vec<Mission> {
    let act = |id: &str, name: &str, task: &str| mission(id, name, task.into(), 0, months);
    match goal {
        Goal::Retention => vec![
            act("finish-set-up", "Finish the set-up", "Complete the set-up checklist of the product."),
            act("yearly-review", "Review your year", "Hold the usage review with the success team."),
        ],
        Goal::Expansion => vec![
            act("second-feature", "A second feature", "Use a feature that the account has not used before in two weeks of the window."),
            act("invite-colleague", "Bring a colleague", "Invite a colleague who becomes active."),
        ],
        Goal::Engagement => vec![
            act("weekly-use", "Every week", "Use the product in every week of the window."),
            act("take-course", "Take a course", "Complete one course of the product academy."),
        ],
        Goal::Advocacy => vec![
            act("write-review", "Write a review", "Review the product in public. Any rating counts, and the review says that it was rewarded."),
            act("tell-your-case", "Tell your case", "Describe in the community how you use the product."),
        ],
    }
}
