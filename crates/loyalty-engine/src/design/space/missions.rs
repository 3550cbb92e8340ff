//! Missions by goal. One runs at a time: starts never overlap, so that a member always knows what counts.
use crate::design::space::design_point::{MissionLoad, MissionSort};
use crate::design::space::shape::Shape;
use crate::design::space::thresholds::{clean, clean_points};
use loyalty_model::brief::Goal;
use loyalty_model::fact::Fact;
use loyalty_model::program::Mission;

/// The missions of a goal. `points_yearly` is what a typical customer should earn by them in a year, at the expected completion.
/// What is asked differs by goal in its words and by sort in its mechanics, so that every goal may choose among the same mechanics.
pub fn for_goal(goal: Goal, load: MissionLoad, shape: &Shape, points_yearly: f64) -> Vec<Mission> {
    let (slots, months, sort): (&[u32], u32, MissionSort) = match load {
        MissionLoad::None => return vec![],
        MissionLoad::Light(sort) => (&[0, 6], 3, sort),
        MissionLoad::Full(sort) => (&[0, 3, 6, 9], 3, sort),
        MissionLoad::Heavy(sort) => (&[0, 2, 4, 6, 8, 10], 2, sort),
    };
    let mut acts = if shape.contractual { acts_contract(goal, months) } else { acts_orders(goal, sort, shape, months) };
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
fn mission(id: &str, name: &str, task: Fact, orders_needed: u32, window_months: u32) -> Mission {
    Mission { id: id.into(), name: name.into(), task, orders_needed, window_months, starts: vec![], points: 0 }
}
/// Two missions of one sort.
fn acts_orders(goal: Goal, sort: MissionSort, shape: &Shape, months: u32) -> Vec<Mission> {
    let stretch = (libm::floor(shape.orders_yearly / 12.0 * f64::from(months)) as u32 + 1).max(2);
    let (days, orders) = (months * 30, u64::from(stretch));
    let basket = clean(1.25 * shape.order_value);
    let said: [(&str, &str, Fact); 2] = match (goal, sort) {
        (Goal::Retention, MissionSort::Act) => {
            [("set-reminder", "Set your rhythm", Fact::new("task-set-reminder")), ("keep-details", "Keep your details", Fact::new("task-keep-details"))]
        }
        (Goal::Retention, MissionSort::Order) => [
            ("order-again", "Order again", Fact::new("task-order-again").days("days", days)),
            ("stay-with-us", "Stay with us", Fact::new("task-stay-with-us").days("days", days)),
        ],
        (Goal::Retention, MissionSort::Stretch) => [
            ("keep-the-rhythm", "Keep the rhythm", Fact::new("task-keep-the-rhythm").count("orders", orders).days("days", days)),
            ("one-sooner", "One sooner", Fact::new("task-one-sooner").count("orders", orders).days("days", days)),
        ],
        (Goal::Expansion, MissionSort::Act) => {
            [("wish-list", "Make a wish list", Fact::new("task-wish-list")), ("find-your-set", "Find your set", Fact::new("task-find-your-set"))]
        }
        (Goal::Expansion, MissionSort::Order) => [
            ("new-category", "Something new", Fact::new("task-new-category").days("days", days)),
            ("larger-basket", "A larger basket", Fact::new("task-larger-basket").days("days", days).money("basket", basket)),
        ],
        (Goal::Expansion, MissionSort::Stretch) => [
            ("complete-the-set", "Complete the set", Fact::new("task-complete-the-set").count("orders", orders).days("days", days)),
            ("larger-baskets", "Larger baskets", Fact::new("task-larger-baskets").count("orders", orders).days("days", days).money("basket", basket)),
        ],
        (Goal::Engagement, MissionSort::Act) => {
            [("set-preferences", "Tell us what you like", Fact::new("task-set-preferences")), ("try-the-app", "Try the app", Fact::new("task-try-the-app"))]
        }
        (Goal::Engagement, MissionSort::Order) => [
            ("order-this-season", "An order this season", Fact::new("task-order-this-season").days("days", days)),
            ("app-order", "An order in the app", Fact::new("task-app-order").days("days", days)),
        ],
        (Goal::Engagement, MissionSort::Stretch) => [
            ("one-more-order", "One more order", Fact::new("task-one-more-order").count("orders", orders).days("days", days)),
            ("streak", "A streak", Fact::new("task-streak").count("orders", orders).days("days", days)),
        ],
        (Goal::Advocacy, MissionSort::Act) => {
            [("write-review", "Write a review", Fact::new("task-write-review")), ("answer-question", "Answer a question", Fact::new("task-answer-question"))]
        }
        (Goal::Advocacy, MissionSort::Order) => [
            ("order-and-review", "Order and review", Fact::new("task-order-and-review").days("days", days)),
            ("order-and-show", "Order and show", Fact::new("task-order-and-show").days("days", days)),
        ],
        (Goal::Advocacy, MissionSort::Stretch) => [
            ("seasoned-reviewer", "Seasoned reviewer", Fact::new("task-seasoned-reviewer").count("orders", orders).days("days", days)),
            ("show-and-tell", "Show and tell", Fact::new("task-show-and-tell").count("orders", orders).days("days", days)),
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
    let act = |id: &str, name: &str, task: Fact| mission(id, name, task, 0, months);
    match goal {
        Goal::Retention => vec![
            act("finish-set-up", "Finish the set-up", Fact::new("task-finish-set-up")),
            act("yearly-review", "Review your year", Fact::new("task-yearly-review")),
        ],
        Goal::Expansion => vec![
            act("second-feature", "A second feature", Fact::new("task-second-feature")),
            act("invite-colleague", "Bring a colleague", Fact::new("task-invite-colleague")),
        ],
        Goal::Engagement => {
            vec![act("weekly-use", "Every week", Fact::new("task-weekly-use")), act("take-course", "Take a course", Fact::new("task-take-course"))]
        }
        Goal::Advocacy => vec![
            act("write-review", "Write a review", Fact::new("task-review-in-public")),
            act("tell-your-case", "Tell your case", Fact::new("task-tell-your-case")),
        ],
    }
}
