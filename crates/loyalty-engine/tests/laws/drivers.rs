//! Driver series: the statement worked out from them is the simulation's own, and a change that only multiplies them is exact.
use crate::world::*;
use loyalty_engine::base::Base;
use loyalty_engine::financial_model::{EconomicsReport, report, report_beside};
use loyalty_engine::simulation::Sampling;
use loyalty_engine::statement::driver_statement::{Statement, statement, statement_at};
use loyalty_model::assumption::Book;
use loyalty_model::drivers::{DriverInputs, Drivers};
use loyalty_model::plan::PlanOption;
use loyalty_model::program::{Expiry, Program};
use loyalty_model::response_curve::{CurveAxis, CurveNode};

const EFFORT: Sampling = Sampling { seed: 5, draws: 48, members: 200, first_draw: 0 };

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()) + 1e-9
}
/// Margin, cost of rewards and message cost drawn too.
fn uncertain(mut book: Book) -> Book {
    for (id, sd) in [
        ("company.gross_margin", 0.05),
        ("points.reward_cost_ratio", 0.05),
        ("cost.message", 0.002),
        ("cost.setup", 9000.0),
        ("company.discount_rate_yearly", 0.02),
    ] {
        let a = book.0.get_mut(id).expect("a known id");
        (a.sd, a.distribution) = (sd, "normal".into());
    }
    fix(&mut book, "cost.reward_vat_rate", 0.15);
    book
}
fn brought_in(mut base: Base) -> Base {
    base.members.iter_mut().step_by(3).for_each(|m| m.opening_points = 4000.0);
    base
}
fn cases() -> Vec<(&'static str, EconomicsReport)> {
    let of = |name, program: &Program, base: &Base, book: &Book| (name, report(program, None, base, book, &terms(24), &EFFORT));
    let aged = Program { expiry: Expiry::Age { months: 12 }, ..program(1.0) };
    let idle = Program { expiry: Expiry::Inactivity { months: 6 }, ..program(1.0) };
    vec![
        of("shop", &program(1.0), &shop(600, 1.0), &book()),
        of("subscriptions", &program(1.0), &subscriptions(300), &book()),
        of("points lapse by age, some brought in", &aged, &brought_in(shop(300, 1.0)), &uncertain(book())),
        of("points lapse when idle", &idle, &shop(300, 1.0), &uncertain(book())),
    ]
}
#[test]
fn the_statement_on_the_drivers_is_the_simulation_s() {
    for (name, r) in cases() {
        let d = &r.economics.drivers;
        let said = statement(d, &d.inputs);
        let mut compared = 0;
        for (id, value) in said.lines.iter().filter(|(id, _)| r.lines.get(id).is_some()) {
            assert!(near(*value, r.lines.value(id)), "{name}: {id} {value}, simulated {}", r.lines.value(id));
            compared += 1;
        }
        assert!(compared > 40, "{name}: only {compared} lines compared");
        for s in r.economics.series.iter().filter(|s| said.monthly.contains_key(s.id.as_str())) {
            assert!(
                s.mean.iter().zip(&said.monthly[s.id.as_str()]).all(|(a, b)| near(*a, *b)),
                "{name}: {} {:?} {:?}",
                s.id,
                s.mean,
                said.monthly[s.id.as_str()]
            );
        }
        assert_eq!(d.npv_drawn_rate != 0.0, name.starts_with("points lapse"), "{name}");
    }
}
#[test]
fn what_only_multiplies_the_drivers_is_exact() {
    let (program, base) = (program(1.0), brought_in(shop(300, 1.0)));
    // What is drawn and multiplies is made certain; set-up, platform and staff only add, and stay drawn.
    let mut certain = book();
    fix(&mut certain, "company.gross_margin", 0.4);
    let before = report(&program, None, &base, &certain, &terms(24), &EFFORT);
    let d = &before.economics.drivers;
    let (mut x, mut changed) = (d.inputs, certain.clone());
    (x.margin, x.discount_yearly, x.setup, x.platform_monthly, x.staff_monthly, x.reward_cost_ratio) = (0.31, 0.17, 12_345.0, 777.0, 4_321.0, 0.66);
    x.reward_vat_rate = 0.1;
    for (id, value) in [
        ("company.gross_margin", x.margin),
        ("company.discount_rate_yearly", x.discount_yearly),
        ("cost.setup", x.setup),
        ("cost.platform_monthly", x.platform_monthly),
        ("cost.staff_monthly", x.staff_monthly),
        ("points.reward_cost_ratio", x.reward_cost_ratio),
        ("cost.reward_vat_rate", x.reward_vat_rate),
    ] {
        fix(&mut changed, id, value);
    }
    let after = report(&program, None, &base, &changed, &terms(24), &EFFORT);
    let said = statement(d, &x);
    for (id, value) in said.lines.iter().filter(|(id, _)| after.lines.get(id).is_some()) {
        assert!(near(*value, after.lines.value(id)), "{id} {value}, simulated again {}", after.lines.value(id));
    }
    assert!(!near(said.value("economics.npv"), before.lines.value("economics.npv")));
}
#[test]
fn issue_cohorts_and_tiers_add_up_to_the_program() {
    for (name, r) in cases() {
        let d = &r.economics.drivers;
        assert_eq!(d.cohorts.len(), 25, "{name}");
        for m in 0..24 {
            let month = &r.economics.points_account[m];
            let redeemed: f64 = d.cohorts.iter().map(|c| c.redeemed[m]).sum();
            let lapsed: f64 = d.cohorts.iter().map(|c| c.lapsed[m]).sum();
            assert!(near(redeemed, month.redeemed) && near(lapsed, month.expired), "{name}: month {m}");
            let members: f64 = d.tiers.iter().map(|t| t.members[m]).sum();
            assert!(near(members, d.series("members")[m]), "{name}: month {m}");
            // What referred friends would buy without any effect stands in no tier.
            let net: f64 = d.tiers.iter().map(|t| t.net[m] - t.net_referred[m]).sum::<f64>() + d.series("referred_at_margin")[m];
            assert!(near(net, d.series("incremental_at_margin")[m]), "{name}: month {m} {net} {}", d.series("incremental_at_margin")[m]);
        }
        for c in &d.cohorts {
            let (issued, before) = match (c.issued_in as usize).checked_sub(1) {
                Some(m) => (r.economics.points_account[m].earned, m),
                None => (d.opening, 0),
            };
            assert!(c.redeemed[..before].iter().chain(&c.lapsed[..before]).all(|p| *p == 0.0), "{name}: cohort {} moves before its issue", c.issued_in);
            let gone: f64 = c.redeemed.iter().chain(&c.lapsed).sum();
            assert!(gone <= issued * (1.0 + 1e-9) + 1e-9, "{name}: cohort {}: {gone} of {issued}", c.issued_in);
        }
        assert!(name == "shop" || d.cohorts.iter().flat_map(|c| &c.lapsed).sum::<f64>() > 0.0, "{name}: nothing lapses");
    }
}
#[test]
fn positions_between_nodes_are_measured_against_the_simulation() {
    let (_, r) = cases().swap_remove(0);
    let d = &r.economics.drivers;
    assert_eq!(d.errors.len(), 8);
    for e in &d.errors {
        assert!(e.applied == 0.0 || (e.applied - e.change).abs() < 0.03, "{e:?}");
        let axis = d.curve.axes.iter().find(|a| a.input == e.input).expect("an axis");
        // The nodes say no less than what was measured between them.
        assert!(e.difference_share.abs() <= axis.at(1.0 + e.applied, |n| n.error) + 1e-9, "{e:?}");
    }
    for g in &d.ranges {
        let axis = d.curve.axes.iter().find(|a| a.input == g.input).expect("an axis");
        assert!([g.low, g.high].iter().all(|at| axis.at(*at, |n| n.error) <= d.error_bound + 1e-9), "{g:?}");
    }
}
/// The statement of a plan on its response curve.
fn on_curve(d: &Drivers, x: &DriverInputs, position: &[(&str, f64)]) -> (Statement, f64) {
    let at = |a: &CurveAxis| position.iter().find(|(input, _)| *input == a.input).map_or_else(|| a.planned_at(), |p| p.1);
    (statement_at(d, x, &d.curve.corrections(at)), d.curve.error(at))
}
#[test]
fn as_planned_the_curve_corrects_nothing() {
    for (name, r) in cases() {
        let d = &r.economics.drivers;
        assert!(d.curve.axes.len() >= 4, "{name}: {:?}", d.curve.axes.iter().map(|a| &a.input).collect::<Vec<_>>());
        assert!(d.curve.corrections(CurveAxis::planned_at).values.iter().all(|c| *c == 1.0), "{name}");
        for a in &d.curve.axes {
            assert!(a.nodes.windows(2).all(|w| w[0].at < w[1].at), "{name}: {}", a.input);
            assert!(
                a.nodes.iter().all(|n| n.corrections.len() == d.curve.quantities.len() && n.corrections.iter().all(|c| c.is_finite())),
                "{name}: {}",
                a.input
            );
            // A node that moves nothing would be the planned one.
            let moved = |n: &CurveNode| n.corrections.iter().any(|c| (c - 1.0).abs() > 1e-6);
            assert!(a.input == "redemption" || a.nodes.iter().filter(|n| n.at != a.planned_at()).all(moved), "{name}: {}", a.input);
        }
    }
}
#[test]
fn a_change_on_the_curve_is_the_simulation_inside_the_printed_error() {
    let (program, base, book) = (program(1.0), shop(600, 1.0), book());
    let before = report(&program, None, &base, &book, &terms(24), &EFFORT);
    let d = &before.economics.drivers;
    let cost = before.lines.value("economics.total_cost");
    let off = |d: &Drivers, factor: f64| {
        let mut changed = program.clone();
        changed.earn.points_per_unit *= factor;
        let x = DriverInputs { earn_rate: d.inputs.earn_rate * factor, ..d.inputs };
        let after = report(&changed, None, &base, &book, &terms(24), &EFFORT);
        let (said, error) = on_curve(d, &x, &[("earn_rate", factor)]);
        let share = (said.value("economics.net_value") - after.lines.value("economics.net_value")).abs() / cost;
        eprintln!("earn rate × {factor}: off by {share:.4} of the cost, printed {error:.4}");
        (share, error)
    };
    for factor in [0.5, 0.62, 0.87, 1.12, 1.6, 2.0] {
        let (share, error) = off(d, factor);
        assert!(share <= error, "earn rate × {factor}: off by {share} of the cost, printed {error}");
    }
    // A wrong curve is found out.
    let mut wrong = d.clone();
    let effects = wrong.curve.quantities.iter().position(|q| q == "effects").expect("effects");
    let earn = wrong.curve.axes.iter_mut().find(|a| a.input == "earn_rate").expect("the earn rate");
    earn.nodes.iter_mut().filter(|n| n.at != 1.0).for_each(|n| n.corrections[effects] *= 2.0);
    let (share, error) = off(&wrong, 0.5);
    assert!(share > error, "a wrong curve passes: off by {share}, printed {error}");
}
#[test]
fn an_option_on_the_curve_is_its_own_simulation_inside_the_printed_error() {
    let (program, base, book) = (program(1.0), shop(600, 1.0), book());
    let mut lean = program.clone();
    lean.earn.points_per_unit *= 0.6;
    lean.missions.clear();
    lean.referral = None;
    let before = report_beside(&program, (None, &[(PlanOption::Lean, lean.clone())]), &base, &book, &terms(24), &EFFORT, None);
    let after = report(&lean, None, &base, &book, &terms(24), &EFFORT);
    let d = &before.economics.drivers;
    let (said, error) = on_curve(d, &d.inputs, &[("option", 1.0)]);
    let share = |id: &str| (said.value(id) - after.lines.value(id)).abs() / before.lines.value("economics.total_cost");
    assert!(share("economics.net_value") <= error, "off by {}, printed {error}", share("economics.net_value"));
    // It is another program, not the planned one with a name.
    assert!(
        (before.lines.value("economics.reward_cost") - after.lines.value("economics.reward_cost")).abs()
            > 3.0 * (said.value("economics.reward_cost") - after.lines.value("economics.reward_cost")).abs()
    );
}
