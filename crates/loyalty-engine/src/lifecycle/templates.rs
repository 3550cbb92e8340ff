//! The kinds of triggers: what is fixed of each. Onboarding, adoption, upsell and renewal have one for every goal in every kind of business; a goal adds
//! its own beside them.
use loyalty_model::brief::Goal;
use loyalty_model::fact::FactId;
use loyalty_model::program::Stage;

/// What a trigger needs of the business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Orders.
    Orders,
    /// A contract that renews.
    Contract,
    /// Orders or a contract.
    Either,
    /// Use of the product, as far as the data show a rhythm or a breadth of it.
    Use,
    /// Ratings of customers.
    Ratings,
}
const USERS: &[&str] = &["subscribers", "champions", "loyal", "occasional", "at-risk"];
const EVERYBODY: &[&str] = &["champions", "loyal", "occasional", "new", "one-time", "at-risk", "lapsed", "subscribers"];
/// One kind of trigger: what is fixed of it.
pub(super) struct TriggerTemplate {
    pub(super) id: &'static str,
    pub(super) stage: Stage,
    pub(super) event: &'static str,
    pub(super) action: FactId,
    /// Action where it gives a bonus.
    pub(super) with_bonus: Option<FactId>,
    /// It rides on a message that is sent anyway.
    pub(super) rides: bool,
    pub(super) channel: &'static str,
    pub(super) owner: &'static str,
    pub(super) kpi: FactId,
    pub(super) personas: &'static [&'static str],
    pub(super) goals: &'static [Goal],
    pub(super) of: Of,
    /// Assumption that says which share of an order's value is given as points; none: recognition only.
    pub(super) give: Option<&'static str>,
}
use Goal::{Advocacy, Engagement};
const ALL: &[Goal] = &Goal::ALL;
/// The trigger that greets whoever joins.
pub const WELCOME: &str = "welcome";
pub(super) const KINDS: &[TriggerTemplate] = &[
    TriggerTemplate {
        id: WELCOME,
        stage: Stage::Onboarding,
        event: "Member Enrolled",
        action: FactId("trigger-welcome-action"),
        with_bonus: None,
        rides: true,
        channel: "email",
        owner: "CRM Manager",
        kpi: FactId("trigger-welcome-kpi"),
        personas: &["new", "subscribers"],
        goals: ALL,
        of: Of::Either,
        give: None,
    },
    TriggerTemplate {
        id: "second-order-due",
        stage: Stage::Onboarding,
        event: "Order Completed",
        action: FactId("trigger-second-order-due-action"),
        with_bonus: Some(FactId("trigger-second-order-due-bonus")),
        rides: false,
        channel: "email",
        owner: "CRM Manager",
        kpi: FactId("trigger-second-order-due-kpi"),
        personas: &["new", "one-time"],
        goals: ALL,
        of: Of::Orders,
        give: Some("triggers.bonus_second_order"),
    },
    TriggerTemplate {
        id: "reward-in-reach",
        stage: Stage::Adoption,
        event: "Points Earned",
        action: FactId("trigger-reward-in-reach-action"),
        with_bonus: None,
        rides: false,
        channel: "push",
        owner: "CRM Manager",
        kpi: FactId("trigger-reward-in-reach-kpi"),
        personas: &["champions", "loyal", "occasional", "subscribers"],
        goals: ALL,
        of: Of::Either,
        give: None,
    },
    TriggerTemplate {
        id: "tier-in-reach",
        stage: Stage::Upsell,
        event: "Order Completed",
        action: FactId("trigger-tier-in-reach-action"),
        with_bonus: None,
        rides: true,
        channel: "email",
        owner: "CRM Manager",
        kpi: FactId("trigger-tier-in-reach-kpi"),
        personas: &["loyal", "occasional", "subscribers"],
        goals: ALL,
        of: Of::Either,
        give: None,
    },
    TriggerTemplate {
        id: "bigger-basket",
        stage: Stage::Upsell,
        event: "Product Added",
        action: FactId("trigger-bigger-basket-action"),
        with_bonus: Some(FactId("trigger-bigger-basket-bonus")),
        rides: false,
        channel: "in-app",
        owner: "E-commerce Manager",
        kpi: FactId("trigger-bigger-basket-kpi"),
        personas: &["champions", "loyal"],
        goals: ALL,
        of: Of::Orders,
        give: Some("triggers.bonus_basket"),
    },
    TriggerTemplate {
        id: "order-overdue",
        stage: Stage::Renewal,
        event: "Order Completed",
        action: FactId("trigger-order-overdue-action"),
        with_bonus: None,
        rides: false,
        channel: "email",
        owner: "CRM Manager",
        kpi: FactId("trigger-order-overdue-kpi"),
        personas: &["at-risk", "champions", "loyal"],
        goals: ALL,
        of: Of::Orders,
        give: None,
    },
    TriggerTemplate {
        id: "lapsed",
        stage: Stage::WinBack,
        event: "Order Completed",
        action: FactId("trigger-lapsed-action"),
        with_bonus: Some(FactId("trigger-lapsed-bonus")),
        rides: false,
        channel: "email",
        owner: "CRM Manager",
        kpi: FactId("trigger-lapsed-kpi"),
        personas: &["lapsed"],
        goals: ALL,
        of: Of::Orders,
        give: Some("triggers.bonus_win_back"),
    },
    TriggerTemplate {
        id: "invite-a-friend",
        stage: Stage::Advocacy,
        event: "Review Submitted",
        action: FactId("trigger-invite-a-friend-action"),
        with_bonus: None,
        rides: false,
        channel: "email",
        owner: "Community Manager",
        kpi: FactId("trigger-invite-a-friend-kpi"),
        personas: &["champions"],
        goals: ALL,
        of: Of::Orders,
        give: None,
    },
    TriggerTemplate {
        id: "thank-for-review",
        stage: Stage::Advocacy,
        event: "Order Delivered",
        action: FactId("trigger-thank-for-review-action"),
        with_bonus: None,
        rides: true,
        channel: "email",
        owner: "Community Manager",
        kpi: FactId("trigger-thank-for-review-kpi"),
        personas: &["champions", "loyal"],
        goals: &[Advocacy, Engagement],
        of: Of::Orders,
        give: None,
    },
    TriggerTemplate {
        id: "feature-adopted",
        stage: Stage::Adoption,
        event: "Feature Used",
        action: FactId("trigger-feature-adopted-action"),
        with_bonus: None,
        rides: false,
        channel: "in-app",
        owner: "Product Manager",
        kpi: FactId("trigger-feature-adopted-kpi"),
        personas: USERS,
        goals: ALL,
        of: Of::Use,
        give: None,
    },
    TriggerTemplate {
        id: "renewal-ahead",
        stage: Stage::Renewal,
        event: "Subscription Renewal Due",
        action: FactId("trigger-renewal-ahead-action"),
        with_bonus: None,
        rides: false,
        channel: "email",
        owner: "Customer Success Manager",
        kpi: FactId("trigger-renewal-ahead-kpi"),
        personas: &["subscribers"],
        goals: ALL,
        of: Of::Contract,
        give: None,
    },
    TriggerTemplate {
        id: "seats-in-use",
        stage: Stage::Upsell,
        event: "Usage Limit Reached",
        action: FactId("trigger-seats-in-use-action"),
        with_bonus: None,
        rides: false,
        channel: "email",
        owner: "Customer Success Manager",
        kpi: FactId("trigger-seats-in-use-kpi"),
        personas: &["subscribers"],
        goals: ALL,
        of: Of::Contract,
        give: None,
    },
    TriggerTemplate {
        id: "use-paused",
        stage: Stage::Adoption,
        event: "Feature Used",
        action: FactId("trigger-use-paused-action"),
        with_bonus: None,
        rides: false,
        channel: "email",
        owner: "Product Manager",
        kpi: FactId("trigger-use-paused-kpi"),
        personas: USERS,
        goals: ALL,
        of: Of::Use,
        give: None,
    },
    TriggerTemplate {
        id: "answer-complaint",
        stage: Stage::Renewal,
        event: "Review Submitted",
        action: FactId("trigger-answer-complaint-action"),
        with_bonus: None,
        rides: false,
        channel: "email",
        owner: "Customer Service Manager",
        kpi: FactId("trigger-answer-complaint-kpi"),
        personas: EVERYBODY,
        goals: ALL,
        of: Of::Ratings,
        give: None,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::sources::COVERED;
    #[test]
    fn every_goal_covers_four_stages_in_every_kind_of_business() {
        let businesses = [("orders", [Of::Orders, Of::Either]), ("contracts", [Of::Contract, Of::Either])];
        for (goal, (name, has)) in Goal::ALL.into_iter().flat_map(|g| businesses.map(|b| (g, b))) {
            for (stage, tiered) in COVERED.into_iter().flat_map(|s| [(s, true), (s, false)]) {
                // With one tier there is none to rise to.
                let any = KINDS.iter().any(|k| k.stage == stage && k.goals.contains(&goal) && has.contains(&k.of) && (tiered || k.id != "tier-in-reach"));
                assert!(any, "{goal:?}, {name}, tiers {tiered}: nothing for {stage:?}");
            }
        }
    }
}
