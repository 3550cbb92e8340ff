//! How far frozen drivers may be stretched: each input changed on the driver series and in the simulation, on the same draws and customers.
use crate::analysis::scenarios::{ScenarioRunner, changed, is_effect};
use crate::simulation::Appraisal;
use crate::simulation::outcome::ratio;
use crate::statement::{driver_series, driver_statement};
use loyalty_model::drivers::{DriverError, DriverInputs, DriverRange, Drivers};
use rayon::prelude::*;

/// Changes that are measured.
const CHANGES: [f64; 4] = [-0.25, -0.1, 0.1, 0.25];
/// Largest difference that is called small, as a share of the total program cost: five points of ROI. Plans on judgements have a
/// range from P10 to P90 many times as wide, so a difference below this settles no decision.
const SMALL: f64 = 0.05;
/// Inputs whose series come from the simulation, and what changes them there.
const INPUTS: [&str; 4] = ["earn_rate", "lift", "redemption", "point_value"];

/// The drivers with their measured errors, on the smaller run of the same chance.
pub(crate) fn measured(room: &ScenarioRunner, plain: &Appraisal, counted: Drivers) -> Drivers {
    let Some(launch) = counted.launch else { return counted };
    let small = driver_series::of(plain, room.program, room.book, launch);
    let cost = plain.mean(|o| o.total_cost);
    let cases: Vec<(&str, f64)> = INPUTS.iter().flat_map(|i| CHANGES.map(|c| (*i, c))).collect();
    let one = |(input, change): &(&str, f64)| {
        let (rerun, x) = rerun(room, &small, input, 1.0 + change);
        let frozen_net_value = driver_statement::statement(&small, &x).value("economics.net_value");
        let rerun_net_value = rerun.mean(|o| o.net_value);
        DriverError {
            input: (*input).into(),
            change: *change,
            applied: ratio(value(&x, input), value(&small.inputs, input)) - 1.0,
            frozen_net_value,
            rerun_net_value,
            difference_share: ratio(frozen_net_value - rerun_net_value, cost),
        }
    };
    let errors: Vec<DriverError> = cases.par_iter().map(one).collect();
    let ranges = INPUTS.iter().map(|i| range(i, &errors)).collect();
    Drivers { errors, error_bound: SMALL, ranges, ..counted }
}
/// The simulation with an input changed, and the input as it then is.
fn rerun(room: &ScenarioRunner, small: &Drivers, input: &str, factor: f64) -> (Appraisal, DriverInputs) {
    let (mut program, mut book, mut x) = (room.program.clone(), room.book.clone(), small.inputs);
    match input {
        "earn_rate" => {
            program.earn.points_per_unit *= factor;
            x.earn_rate *= factor;
        }
        "point_value" => {
            program.point_value *= factor;
            x.point_value *= factor;
        }
        "lift" => {
            book = changed(room.book, is_effect, factor);
            x.lift *= factor;
        }
        _ => book = changed(room.book, |id| id == "points.ultimate_redemption", factor),
    }
    let rerun = room.appraise(&program, &book);
    if input == "redemption" {
        x.redemption = rerun.mean(|o| o.redemption);
    }
    (rerun, x)
}
fn value(x: &DriverInputs, input: &str) -> f64 {
    match input {
        "earn_rate" => x.earn_rate,
        "point_value" => x.point_value,
        "lift" => x.lift,
        _ => x.redemption,
    }
}
/// From the planned value outwards, as far as the measured differences stay small.
fn range(input: &str, errors: &[DriverError]) -> DriverRange {
    let reach = |up: bool| {
        let mut side: Vec<&DriverError> = errors.iter().filter(|e| e.input == input && (e.applied > 0.0) == up).collect();
        side.sort_by(|a, b| a.applied.abs().total_cmp(&b.applied.abs()));
        side.iter().take_while(|e| e.difference_share.abs() <= SMALL).last().map_or(1.0, |e| 1.0 + e.applied)
    };
    DriverRange { input: input.into(), low: reach(false).min(1.0), high: reach(true).max(1.0) }
}
