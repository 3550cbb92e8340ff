//! Writes cases for the second writing of the process, `tests/independent/economics.py`.
use crate::world::*;
use loyalty_engine::base::{Base, BaseMember};
use loyalty_engine::simulation::{Appraisal, MonthFlow, Outcome, Sampling, appraise};
use loyalty_model::assumption::Book;
use loyalty_model::program::{Expiry, Program};
use serde_json::{Value, json};

fn customer(b: &BaseMember) -> Value {
    json!({
        "weight": b.weight, "rate_monthly": b.rate_monthly, "rate_shape": b.rate_shape, "p_alive": b.p_alive,
        "dropout_monthly": b.dropout_monthly, "order_value": b.order_value, "order_value_cv": b.order_value_cv,
        "class": b.class as usize, "net_last_12": b.net_last_12, "orders_last_12": b.orders_last_12, "mrr": b.mrr,
        "mrr_hazard": b.mrr_hazard, "opening_points": b.opening_points,
    })
}
fn company(b: &Base) -> Value {
    json!({
        "members": b.members.iter().map(customer).collect::<Vec<_>>(), "newcomers": b.newcomers.iter().map(customer).collect::<Vec<_>>(),
        "new_per_month": b.new_per_month, "new_log_sd": b.new_log_sd, "new_ahead": b.new_ahead, "season": b.season, "level_log_mean": b.level_log_mean,
        "level_log_sd": b.level_log_sd,
    })
}
fn results(a: &Appraisal) -> Value {
    let line = |f: &dyn Fn(&Outcome) -> f64| {
        let mean = a.mean(f);
        json!({ "mean": mean, "se": (a.mean(|o| (f(o) - mean).powi(2)) / a.draws.len() as f64).sqrt() })
    };
    let flow = |f: fn(&MonthFlow) -> f64| line(&move |o: &Outcome| o.tally.months.iter().map(f).sum());
    json!({
        "total_cost": line(&|o| o.total_cost), "reward_cost": line(&|o| o.reward_cost), "benefits": line(&|o| o.benefits),
        "incremental_margin": line(&|o| o.incremental_margin), "subsidy": line(&|o| o.subsidy), "npv": line(&|o| o.npv),
        "liability_end": line(&|o| o.outstanding_cost), "redemption_cash": line(&|o| o.redemption_cash),
        "net_without": flow(|f| f.net_without), "orders_without": flow(|f| f.orders_without), "member_months": flow(|f| f.members),
        "points_issued": flow(MonthFlow::points_issued), "points_redeemed": flow(|f| f.points_redeemed),
        "points_expired": flow(|f| f.points_expired), "points_forfeited": flow(|f| f.points_forfeited),
        "missions_completed": flow(|f| f.missions_completed), "referred": flow(|f| f.referred),
        "kept_with": line(&|o| o.tally.kept_with), "kept_without": line(&|o| o.tally.kept_without),
        "nrr_net_with": line(&|o| o.tally.cohort_net_with), "nrr_net_without": line(&|o| o.tally.cohort_net_without),
        "grr_net_with": line(&|o| o.tally.cohort_capped_with), "grr_net_without": line(&|o| o.tally.cohort_capped_without),
        "top_tier_member_months": line(&|o| o.tally.tiers.last().map_or(0.0, |t| t.member_months)),
        "fraud": line(&|o| o.fraud), "service": line(&|o| o.service), "reward_vat": line(&|o| o.reward_vat), "test": line(&|o| o.test),
        "liability_12": line(&|o| o.liability[11]),
    })
}
fn case(name: &str, base: &Base, program: &Program, book: &Book) -> Value {
    let effort = Sampling { seed: 77, draws: 400, members: base.members.len() as u32, first_draw: 0 };
    let a = appraise(program, base, book, &terms(24), &effort);
    json!({
        "name": name, "base": company(base), "program": program, "book": book, "horizon": 24, "first_calendar_month": 1, "gap": 0,
        "newcomers_simulated": a.newcomers_monthly, "results": results(&a),
    })
}
#[test]
#[ignore = "writes ECONOMICS_CASES for tests/independent/economics.py"]
fn export() {
    let path = std::env::var("ECONOMICS_CASES").unwrap_or_else(|_| "economics-cases.json".into());
    let mut aged = program(1.0);
    aged.expiry = Expiry::Age { months: 9 };
    aged.earn.pending_days = 0;
    let mut carried = shop(600, 1.0);
    carried.members.iter_mut().step_by(4).for_each(|m| m.opening_points = 350.0);
    let mut steady = shop(600, 1.0);
    (steady.level_log_sd, steady.new_log_sd) = (0.0, 0.0);
    let mut steady_subscriptions = subscriptions(400);
    (steady_subscriptions.level_log_sd, steady_subscriptions.new_log_sd) = (0.0, 0.0);
    let mut growing = shop(600, 1.0);
    growing.new_ahead = (0..24).map(|m| (8.0 * 1.04_f64.powi(m), 0.1 + 0.01 * f64::from(m))).collect();
    let (priors, strong) = (book(), strong_effects());
    let mut taxed = book();
    fix(&mut taxed, "cost.reward_vat_rate", 0.2);
    let cases = [
        case("shop, inactivity expiry", &shop(600, 1.0), &program(1.0), &priors),
        case("shop with points brought in, expiry by age, no waiting", &carried, &aged, &taxed),
        case("shop with more joiners every month", &growing, &program(1.0), &priors),
        case("subscriptions", &subscriptions(400), &program(1.0), &priors),
        case("shop, strong effects that are certain", &steady, &program(1.0), &strong),
        case("subscriptions, strong effects that are certain", &steady_subscriptions, &program(1.0), &strong),
    ];
    std::fs::write(&path, serde_json::to_vec(&cases).expect("JSON")).expect("a writable path");
}
