//! What was asked: goal, tiers, budget, personas, constraints, and who asks. *Written* forms; `settle` resolves them.
use crate::fact::Fact;
use crate::finding::ComplianceRule;
use crate::units::{Currency, Date, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the program is for; decides the objective, the benefits, the triggers and the KPIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// Keep customers active: the objective is incremental margin of customers kept.
    Retention,
    /// Grow spend per customer.
    Expansion,
    /// Grow orders and use per customer.
    Engagement,
    /// Grow referrals and reviews.
    Advocacy,
}
impl Goal {
    /// All four, in the order of the help text.
    pub const ALL: [Goal; 4] = [Goal::Retention, Goal::Expansion, Goal::Engagement, Goal::Advocacy];
    /// The word of the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Goal::Retention => "retention",
            Goal::Expansion => "expansion",
            Goal::Engagement => "engagement",
            Goal::Advocacy => "advocacy",
        }
    }
}

/// How the program ranks and rewards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TierType {
    /// A number was asked: tiers by threshold with benefits; every tier earns points at the same rate.
    Tiered,
    /// One tier; points and a reward ladder only.
    PointsOnly,
    /// Points and tiers: higher tiers earn faster.
    Hybrid,
    /// Missions earn most of the points.
    Missions,
}
/// The tiers asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TierAsk {
    /// Kind.
    pub kind: TierType,
    /// Number of tiers, 1 to 6 (1 for points-only).
    #[serde(rename = "levels", alias = "count")]
    pub count: u8,
}

/// The period of the reward pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// A calendar month of the program.
    Month,
    /// Three months of the program.
    Quarter,
}
impl Period {
    /// Its length.
    pub const fn months(self) -> u32 {
        match self {
            Period::Month => 1,
            Period::Quarter => 3,
        }
    }
    /// `month` or `quarter`.
    pub const fn word(self) -> &'static str {
        match self {
            Period::Month => "month",
            Period::Quarter => "quarter",
        }
    }
}
/// The reward pool: a ceiling on reward cost in each period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Budget {
    /// Most that a period may cost.
    pub amount: Money,
    /// Its period.
    pub period: Period,
}

/// A constraint, recognised or not. Nothing that a person wrote is dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Constraint {
    /// The words as written.
    pub words: String,
    /// What they were taken to mean; empty: not recognised, an open question.
    pub binds: Vec<Binding>,
}
/// What a recognised constraint does to the design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Binding {
    /// Members live here (ISO 3166 code, or `EU`).
    Place {
        /// Code.
        code: String,
    },
    /// Points never expire.
    NoExpiry,
    /// Points expire: a wish of the company, which the law of a place may forbid.
    Expires {
        /// Months.
        months: u32,
        /// Counted from the last earning or spending; else from when each point was earned.
        inactivity: bool,
    },
    /// A channel may not be used.
    ChannelBarred {
        /// email, sms, push, in-app, post, phone.
        channel: String,
    },
    /// No reward is worth more than this share of the order or of yearly spend it is earned on.
    MaxDiscount {
        /// Share, 0 to 1.
        share: f64,
    },
    /// No single reward is worth more than this.
    MaxRewardValue {
        /// Amount.
        amount: Money,
    },
    /// The platform that carries the program.
    Platform {
        /// Its name, from the platform list.
        name: String,
    },
    /// A category earns and redeems nothing.
    ExcludedCategory {
        /// As written.
        name: String,
    },
    /// A fact of the compliance vocabulary is set.
    Fact {
        /// Name in the vocabulary.
        name: String,
        /// `true`, `false`, a number or a word.
        value: String,
    },
    /// Most that the points outstanding may be expected to cost.
    LiabilityCap {
        /// Amount.
        amount: Money,
    },
    /// Least share of contribution that the program may leave.
    MarginFloor {
        /// Share, 0 to 1.
        share: f64,
    },
    /// The launch may not be earlier than this many months after the day of asking.
    LaunchAfter {
        /// Months.
        months: u32,
    },
    /// Most messages that a member gets, all channels together.
    MessageCap {
        /// Messages.
        most: u32,
        /// In a month; else in a week.
        monthly: bool,
    },
    /// Nothing in the design can follow it; its owner answers for it.
    Asks {
        /// Owner by role.
        owner: String,
    },
    /// A lever may not be used: `referral`, `missions`, `surprise`, `paid-tier`, `free-shipping`, `coupons` (money off).
    LeverBarred {
        /// Lever.
        lever: String,
    },
}

/// A segment that the user defined with a condition over measured fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonaRule {
    /// Name.
    pub name: String,
    /// Condition, e.g. `orders_last_year >= 4 and p_alive > 0.6`.
    pub condition: String,
}

/// Everything that a person asked and told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Brief {
    /// The company's name, as it stands on the outputs.
    pub company: String,
    /// Goal.
    pub goal: Goal,
    /// Tiers.
    pub tiers: TierAsk,
    /// Reward pool.
    pub budget: Budget,
    /// Currency of every amount.
    pub currency: Currency,
    /// Persona names asked for; empty: all built-in segments that hold enough customers.
    pub personas: Vec<String>,
    /// Segments of the user's own.
    pub persona_rules: Vec<PersonaRule>,
    /// Constraints.
    pub constraints: Vec<Constraint>,
    /// Months that the economics look ahead, 12 to 60.
    pub horizon_months: u32,
    /// Day of the launch, where a person named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch: Option<Date>,
    /// The day on which this was asked; the engine knows no other today.
    pub asked_on: Date,
    /// Values that a person gave, by assumption id: (value, who, note).
    pub given: BTreeMap<String, Given>,
    /// Owners by role where the config names people; else the role stands.
    pub owners: BTreeMap<String, String>,
    /// Answers to compliance facts from the config: fact → value.
    pub facts: BTreeMap<String, String>,
    /// Compliance rules of the company's own.
    #[serde(default)]
    pub own_rules: Vec<ComplianceRule>,
    /// Whether amounts include tax, shipping and discounts, as answered or defaulted: topic → answer.
    pub amount_basis: BTreeMap<String, Fact>,
    /// What a person fixed by hand in the design, in order: `blueprint.tiers.gold.threshold=900`.
    #[serde(default)]
    pub pins: Vec<String>,
}
/// A value that a person gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Given {
    /// Value.
    pub value: f64,
    /// Standard deviation, where the person gave one.
    pub sd: Option<f64>,
    /// Who: as the person wrote it, or a fact of the program's own.
    pub by: Fact,
    /// Why or where from, likewise.
    pub note: Fact,
    /// Customers of the company's own experiment that it was measured on; else it is a person's word.
    #[serde(default)]
    pub measured_on: Option<u64>,
}
