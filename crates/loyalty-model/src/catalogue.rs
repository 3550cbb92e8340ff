//! The benefit catalogue and the rules of the design search, read from `data/benefits.toml`: the one home of their figures.
use crate::brief::Goal;
use crate::fact::Fact;
use crate::program::{Benefit, CostDriver, EffectChannel};
use serde::Deserialize;
use std::sync::LazyLock;

/// Which businesses a benefit fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// Customers who order.
    Orders,
    /// Customers under contract.
    Contract,
    /// Either.
    Both,
}
/// The lowest tier that holds a benefit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stands {
    /// The first tier.
    Entry,
    /// The second.
    Middle,
    /// The last.
    Top,
}
/// What Legal looks at before a benefit is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LegalFlag {
    /// Data about members are used: notice, and consent where a place asks for it.
    DataNotice,
    /// Two prices of one item: how the earlier price is shown.
    PriceDisplay,
    /// A member or donor may owe tax on it.
    IncomeTax,
    /// Reviews that something is given for.
    Reviews,
    /// Contact data of a friend who agreed to nothing.
    FriendsContacts,
    /// Something renews by itself.
    Renewal,
    /// Value-added tax, or acting for a partner.
    Vat,
}
/// A benefit that a program may use. Not a benefit in use: that is [`Benefit`], with its cost in plan currency.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueBenefit {
    /// Id, the same in the plan.
    pub id: String,
    /// Name.
    pub name: String,
    /// What a member gets, in words.
    pub what: String,
    /// What the cost follows.
    pub driver: CostDriver,
    /// Cost per unit of the driver as a share of a typical order (subscriptions: of a typical monthly invoice); for `per-spend` a share of spend.
    pub unit_cost_order_share: f64,
    /// Worth of a used unit to the member, in the same shares.
    pub perceived_order_share: f64,
    /// Share of entitled units that are used.
    pub take_up: f64,
    /// What it is believed to move.
    pub effect: EffectChannel,
    /// Goals it serves.
    pub goals: Vec<Goal>,
    /// Businesses it fits.
    pub fit: Fit,
    /// Lowest tier that holds it.
    pub stands: Stands,
    /// 1 in the lean set, 2 in the standard set, 3 in the rich set.
    pub depth: u8,
    /// Name by which a constraint bars it; empty: none.
    pub lever: String,
    /// Themes of voice of customer that it answers.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Sectors that use it, as briefs give them; empty: all.
    #[serde(default)]
    pub sectors: Vec<String>,
    /// Sectors that do not: where no goods are sent, nothing ships and nothing comes back.
    #[serde(default)]
    pub except: Vec<String>,
    /// How it is misused, with the usual control.
    pub abuse: String,
    /// What Legal looks at.
    pub law: Vec<LegalFlag>,
    /// Citation id, or `none`.
    pub evidence: String,
    /// Why it costs that much and is used that often.
    pub reason: String,
}
impl CatalogueBenefit {
    /// Whether a company of this sector (empty: not told) uses it.
    pub fn used_in(&self, sector: &str) -> bool {
        let of = |list: &[String]| list.iter().any(|s| s == sector);
        (self.sectors.is_empty() || of(&self.sectors)) && !of(&self.except)
    }
    /// The benefit in use from a tier on, priced for a typical order of this value.
    pub fn in_use(&self, from_tier: usize, order_value: f64) -> Benefit {
        let base = if self.driver == CostDriver::PerSpend { 1.0 } else { order_value };
        Benefit {
            id: self.id.clone(),
            name: self.name.clone(),
            driver: self.driver,
            unit_cost: self.unit_cost_order_share * base,
            perceived_value: self.perceived_order_share * base,
            take_up: self.take_up,
            from_tier,
            effect: self.effect,
            reason: Fact::new("benefit-reason").text("what", &self.what).text("cost", &self.reason),
        }
    }
}
/// Expected cost of a benefit in use for one entitled member and year with these orders and this spend.
pub fn member_cost_yearly(benefit: &Benefit, orders: f64, spend: f64) -> f64 {
    let units = match benefit.driver {
        CostDriver::PerOrder => orders,
        CostDriver::PerMemberMonth => 12.0,
        CostDriver::PerMemberYear => 1.0,
        CostDriver::PerSpend => spend,
    };
    units * benefit.take_up * benefit.unit_cost
}
/// What a benefit in use is worth to one entitled member in a year with these orders and this spend, as the member would say: worth of a used unit × use.
pub fn member_worth_yearly(benefit: &Benefit, orders: f64, spend: f64) -> f64 {
    member_cost_yearly(&Benefit { unit_cost: benefit.perceived_value, ..benefit.clone() }, orders, spend)
}
/// A constant of the design search, with its reason.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DesignRule {
    /// Id.
    pub id: String,
    /// Value.
    pub value: f64,
    /// Why.
    pub reason: String,
}
/// What real programs do: a row of `data/norms.csv`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ProgramNorm {
    /// `give-back`, `first-reward-spend`, `threshold-step`, `top-tier-share`, `benefits-entry`, `benefits-step`.
    pub norm: String,
    /// Sector, as briefs give it; empty: of all.
    pub sector: String,
    /// Lowest and highest.
    pub low: f64,
    /// Highest.
    pub high: f64,
    /// Median, where enough programs were read.
    pub middle: Option<f64>,
    /// Programs read.
    pub programs: u32,
    /// What was measured.
    pub figure: String,
}
/// Sectors that a table here knows: a usual margin, or a norm of their programs.
pub fn sectors() -> Vec<String> {
    let margins = crate::assumption::sector_margins().into_iter().map(|s| s.sector);
    let mut all: Vec<String> = margins.chain(norms().into_iter().map(|n| n.sector)).filter(|s| !s.is_empty()).collect();
    all.sort_unstable();
    all.dedup();
    all
}
/// Norms, in file order.
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
pub fn norms() -> Vec<ProgramNorm> {
    crate::assumption::table(include_str!("../data/norms.csv"))
}
#[derive(Deserialize)]
struct File {
    benefit: Vec<CatalogueBenefit>,
    rule: Vec<DesignRule>,
}
/// Read once: the search asks for it with every design.
static FILE: LazyLock<File> =
    LazyLock::new(|| toml::from_str(include_str!("../data/benefits.toml")).expect("data/benefits.toml is part of the program and is read by a test"));
/// Name by which a constraint bars a benefit in use; `None`: nothing bars it, or a person wrote it.
pub fn lever_of(id: &str) -> Option<&'static str> {
    FILE.benefit.iter().find(|b| b.id == id).map(|b| b.lever.as_str()).filter(|lever| !lever.is_empty())
}
/// How a benefit in use is misused, and what Legal looks at; `None`: a person wrote it.
pub fn risks_of(id: &str) -> Option<(&'static str, &'static [LegalFlag])> {
    FILE.benefit.iter().find(|b| b.id == id).map(|b| (b.abuse.as_str(), b.law.as_slice()))
}
/// The benefits, in file order.
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
pub fn benefits() -> Vec<CatalogueBenefit> {
    FILE.benefit.clone()
}
/// The rules of the design search, in file order.
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
pub fn design_rules() -> Vec<DesignRule> {
    FILE.rule.clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    #[test]
    fn every_benefit_is_complete_and_its_evidence_is_cited() {
        let known: BTreeSet<String> = crate::assumption::citations().into_iter().map(|c| c.id).collect();
        let mut seen = BTreeSet::new();
        for b in benefits() {
            assert!(seen.insert(b.id.clone()), "{} stands twice", b.id);
            assert!(b.unit_cost_order_share > 0.0 && b.unit_cost_order_share < 1.0, "{}: cost", b.id);
            assert!(b.take_up > 0.0 && b.take_up <= 1.0, "{}: take-up", b.id);
            assert!(!b.goals.is_empty() && (1..=3).contains(&b.depth), "{}", b.id);
            assert!(b.evidence == "none" || known.contains(&b.evidence), "{}: no citation {}", b.id, b.evidence);
            assert!(b.reason.len() > 40 && b.what.len() > 10 && b.abuse.len() > 20, "{}: say why", b.id);
            let sectors = sectors();
            assert!(b.sectors.iter().chain(&b.except).all(|s| sectors.contains(s)), "{}: {:?} {:?}", b.id, b.sectors, b.except);
        }
        assert!(seen.len() >= 40);
        for r in design_rules() {
            assert!(seen.insert(r.id.clone()) && r.reason.len() > 20 && r.value.is_finite(), "{}", r.id);
        }
    }
    #[test]
    fn every_goal_has_a_lean_set_for_shops_and_for_contracts() {
        for goal in Goal::ALL {
            for barred in [Fit::Contract, Fit::Orders] {
                let lean = benefits().into_iter().any(|b| b.depth == 1 && b.sectors.is_empty() && b.fit != barred && b.goals.contains(&goal));
                assert!(lean, "{goal:?} without {barred:?}");
            }
        }
    }
    #[test]
    fn a_benefit_that_nobody_uses_costs_nothing() {
        for b in benefits() {
            let mut used = b.in_use(0, 60.0);
            assert!(member_cost_yearly(&used, 6.0, 360.0) > 0.0, "{}", used.id);
            used.take_up = 0.0;
            assert_eq!(member_cost_yearly(&used, 6.0, 360.0), 0.0, "{}", used.id);
        }
    }
    #[test]
    fn every_norm_has_a_range_and_every_kind_one_for_all_sectors() {
        let all = norms();
        for n in &all {
            assert!(n.low < n.high && n.middle.is_none_or(|m| (n.low..=n.high).contains(&m)) && n.programs > 0 && n.figure.len() > 20, "{n:?}");
            assert!(all.iter().any(|o| o.norm == n.norm && o.sector.is_empty()), "{}", n.norm);
        }
    }
    #[test]
    fn costs_rescale_with_the_currency() {
        for b in benefits() {
            let (one, hundred) = (b.in_use(0, 60.0), b.in_use(0, 6000.0));
            let ratio = member_cost_yearly(&hundred, 6.0, 36000.0) / member_cost_yearly(&one, 6.0, 360.0);
            assert!((ratio - 100.0).abs() < 1e-9, "{}", b.id);
        }
    }
}
