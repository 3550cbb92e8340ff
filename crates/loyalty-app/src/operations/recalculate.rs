//! Values changed on a plan's own driver series: nothing is simulated.
use crate::refusal::Refusal;
use crate::request::parse::check_amounts;
use loyalty_engine::recalculate::{FrozenError, LINEAR, amend};
use loyalty_model::brief::Given;
use loyalty_model::plan::Design;
use loyalty_model::request::{FrozenValue, PlanRequest};

/// The design with these values.
///
/// # Errors
/// A value that changes what members do, or outside its limits.
pub fn amended(design: &Design, given: &[(String, Given)]) -> Result<Design, Refusal> {
    check_amounts(&given.iter().cloned().collect(), &design.brief.currency)?;
    amend(design, given).map_err(|e| {
        let next = match e {
            FrozenError::NoDrivers => "make the plan again with this version",
            _ => "leave out --drivers to run the plan again",
        };
        Refusal::input("--drivers frozen", e.to_string(), format!("Only {} follow in proportion", LINEAR.join(", ")), next)
    })
}
/// A change that cannot be worked out on frozen drivers.
pub fn refused(fact: &str) -> Refusal {
    Refusal::input(
        "--drivers frozen",
        fact,
        "On frozen drivers only what multiplies them can change",
        format!("give --margin or --assume ID=VALUE with {}; or leave --drivers out", LINEAR.join(", ")),
    )
}
/// Keeps the values in the request, so that the design can be made again.
pub fn remember(request: &mut PlanRequest, given: Vec<(String, Given)>) {
    request.frozen.extend(given.into_iter().map(|(id, given)| FrozenValue { id, given }));
}
/// A design made again, with the values changed on frozen drivers since.
///
/// # Errors
/// As [`amended`].
pub fn reapply(design: Design, request: &PlanRequest) -> Result<Design, Refusal> {
    if request.frozen.is_empty() {
        return Ok(design);
    }
    let given: Vec<(String, Given)> = request.frozen.iter().map(|f| (f.id.clone(), f.given.clone())).collect();
    amended(&design, &given)
}
