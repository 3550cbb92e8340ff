//! The program beside what real programs do (`data/norms.csv`): nothing is forced to a norm, but what lies outside says why.
use crate::design::space::form::Standing;
use loyalty_model::brief::Brief;
use loyalty_model::catalogue::{ProgramNorm, norms};
use loyalty_model::fact::Fact;
use loyalty_model::line::Unit;
use loyalty_model::plan::Norm;
use loyalty_model::program::Program;

/// Currencies whose unit buys about what a dollar buys: spend in them can be laid beside the programs that were read.
const LIKE_DOLLARS: [&str; 7] = ["USD", "EUR", "GBP", "CAD", "AUD", "NZD", "CHF"];

/// The program's figures, each beside the norm of its sector where there is one, else of all programs.
pub(crate) fn beside(program: &Program, standing: &Standing, brief: &Brief) -> Vec<Norm> {
    let all = norms();
    let sector = crate::terms::sector(brief);
    let find = |id: &str| {
        let of = |sector: &str| all.iter().find(|n| n.norm == id && n.sector == sector);
        of(&sector).filter(|_| !sector.is_empty()).or_else(|| of("")).cloned()
    };
    let mut out = vec![];
    let mut put = |id: &str, norm: Fact, (value, unit): (f64, Unit), why: Fact| {
        if let Some(n) = find(id).filter(|_| value.is_finite()) {
            out.push(stand(&n, norm, (value, unit), if brief.pins.is_empty() { why } else { Fact::new("shape-by-hand") }));
        }
    };
    let rate = program.earn.points_per_unit * program.point_value;
    put("give-back", Fact::new("norm-give-back"), (rate, Unit::Share), Fact::new("norm-why-rate"));
    if LIKE_DOLLARS.contains(&brief.currency.0.as_str())
        && let Some(first) = program.rewards.first()
        && program.earn.points_per_unit > 0.0
    {
        let missing = (first.points_price as f64 - program.earn.joining_points as f64).max(0.0);
        put("first-reward-spend", Fact::new("norm-first-reward"), (missing / program.earn.points_per_unit, Unit::Money), Fact::new("norm-why-first-reward"));
    }
    for pair in program.tiers.windows(2).filter(|w| w[0].threshold > 0.0) {
        let norm = Fact::new("norm-threshold-step").text("tier", pair[1].name.clone());
        put("threshold-step", norm, (pair[1].threshold / pair[0].threshold, Unit::Ratio), Fact::new("norm-why-customers"));
    }
    let customers: f64 = standing.tiers.iter().map(|t| t.customers).sum();
    if let Some(top) = standing.tiers.last().filter(|_| standing.tiers.len() > 1 && customers > 0.0) {
        put("top-tier-share", Fact::new("norm-top-tier"), (top.customers / customers, Unit::Share), Fact::new("norm-why-customers"));
    }
    if program.tiers.len() > 1 {
        let begins = |tier: usize| program.benefits.iter().filter(|b| b.from_tier == tier).count() as f64;
        // Earning, the reward ladder and what joining gives are what every member has.
        let entry = begins(0) + f64::from(u8::from(program.earn.joining_points > 0)) + f64::from(u8::from(program.referral.is_some()));
        put("benefits-entry", Fact::new("norm-benefits-entry"), (1.0 + entry, Unit::Count), Fact::new("norm-why-benefits"));
        for i in 1..program.tiers.len() {
            let norm = Fact::new("norm-benefits-step").text("tier", program.tiers[i].name.clone());
            put("benefits-step", norm, (begins(i), Unit::Count), Fact::new("norm-why-benefits"));
        }
    }
    out
}
fn stand(n: &ProgramNorm, norm: Fact, (value, unit): (f64, Unit), why: Fact) -> Norm {
    let inside = (n.low - 1e-9..=n.high + 1e-9).contains(&value);
    let sector = (!n.sector.is_empty()).then(|| n.sector.clone());
    Norm { norm, value, unit, low: n.low, high: n.high, middle: n.middle, programs: n.programs, sector, why: if inside { Fact::default() } else { why } }
}
