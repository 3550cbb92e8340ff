//! Missions by goal. One runs at a time: starts never overlap, so that a member always knows what counts.
use crate::design::space::design_point::{MissionLoad, MissionSort};
use crate::design::space::shape::Shape;
use crate::design::space::thresholds::{clean, clean_points};
use loyalty_model::brief::Goal;
use loyalty_model::program::Mission;

/// Where amounts in words come from.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Currency sign, e.g. `$`.
    pub sign: &'a str,
}
/// The missions of a goal. `points_yearly` is what a typical customer should earn by them in a year, at the expected completion.
/// What is asked differs by goal in its words and by sort in its mechanics, so that every goal may choose among the same mechanics.
pub fn for_goal(goal: Goal, load: MissionLoad, shape: &Shape, points_yearly: f64, words: Words) -> Vec<Mission> {
    let (slots, months, sort): (&[u32], u32, MissionSort) = match load {
        MissionLoad::None => return vec![],
        MissionLoad::Light(sort) => (&[0, 6], 3, sort),
        MissionLoad::Full(sort) => (&[0, 3, 6, 9], 3, sort),
        MissionLoad::Heavy(sort) => (&[0, 2, 4, 6, 8, 10], 2, sort),
    };
    let mut acts = if shape.contractual { acts_contract(goal, months) } else { acts_orders(goal, sort, shape, months, words) };
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
/// Two missions of one sort.
fn acts_orders(goal: Goal, sort: MissionSort, shape: &Shape, months: u32, words: Words) -> Vec<Mission> {
    let stretch = (libm::floor(shape.orders_yearly / 12.0 * f64::from(months)) as u32 + 1).max(2);
    let days = months * 30;
    let basket = format!("{}{}", words.sign, clean(1.25 * shape.order_value));
    let said: [(&str, &str, String); 2] = match (goal, sort) {
        (Goal::Retention, MissionSort::Act) => [
            ("set-reminder", "Set your rhythm", "Choose when to be reminded to order again.".into()),
            ("keep-details", "Keep your details", "Confirm address, sizes and preferences in the account.".into()),
        ],
        (Goal::Retention, MissionSort::Order) => [
            ("order-again", "Order again", format!("Place an order within {days} days of the start.")),
            ("stay-with-us", "Stay with us", format!("Place an order in the next {days} days too.")),
        ],
        (Goal::Retention, MissionSort::Stretch) => [
            ("keep-the-rhythm", "Keep the rhythm", format!("Place {stretch} orders within {days} days.")),
            ("one-sooner", "One sooner", format!("Place {stretch} orders within {days} days: one sooner than usual.")),
        ],
        (Goal::Expansion, MissionSort::Act) => [
            ("wish-list", "Make a wish list", "Save three items of a category that is new to you.".into()),
            ("find-your-set", "Find your set", "Complete the guide that matches items to what you own.".into()),
        ],
        (Goal::Expansion, MissionSort::Order) => [
            ("new-category", "Something new", format!("Order from a category that is new to you within {days} days.")),
            ("larger-basket", "A larger basket", format!("Place an order of {basket} or more within {days} days.")),
        ],
        (Goal::Expansion, MissionSort::Stretch) => [
            ("complete-the-set", "Complete the set", format!("Place {stretch} orders, one from a new category, within {days} days.")),
            ("larger-baskets", "Larger baskets", format!("Place {stretch} orders of {basket} or more within {days} days.")),
        ],
        (Goal::Engagement, MissionSort::Act) => [
            ("set-preferences", "Tell us what you like", "Fill in preferences and save a list in the account.".into()),
            ("try-the-app", "Try the app", "Sign in to the app and use two of its functions.".into()),
        ],
        (Goal::Engagement, MissionSort::Order) => [
            ("order-this-season", "An order this season", format!("Place an order within {days} days.")),
            ("app-order", "An order in the app", format!("Place an order in the app within {days} days.")),
        ],
        (Goal::Engagement, MissionSort::Stretch) => [
            ("one-more-order", "One more order", format!("Place {stretch} orders within {days} days: one more than usual.")),
            ("streak", "A streak", format!("Place {stretch} orders on different days within {days} days.")),
        ],
        (Goal::Advocacy, MissionSort::Act) => [
            ("write-review", "Write a review", "Review something you bought. Any rating counts, and the review says that it was rewarded.".into()),
            ("answer-question", "Answer a question", "Answer another customer's question in the community.".into()),
        ],
        (Goal::Advocacy, MissionSort::Order) => [
            ("order-and-review", "Order and review", format!("Place an order within {days} days and review it. Any rating counts.")),
            ("order-and-show", "Order and show", format!("Place an order within {days} days and show it in the community.")),
        ],
        (Goal::Advocacy, MissionSort::Stretch) => [
            ("seasoned-reviewer", "Seasoned reviewer", format!("Place and review {stretch} orders within {days} days. Any rating counts.")),
            ("show-and-tell", "Show and tell", format!("Place {stretch} orders within {days} days and show them in the community.")),
        ],
    };
    let needed = match sort {
        MissionSort::Act => 0,
        MissionSort::Order => 1,
        MissionSort::Stretch => stretch,
    };
    said.into_iter().map(|(id, name, task)| mission(id, name, task, needed, months)).collect()
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
