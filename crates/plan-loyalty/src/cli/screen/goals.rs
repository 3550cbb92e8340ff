//! `goals` on a screen.
use loyalty_app::operations::goals::GoalsOutcome;
use loyalty_exports::format;
use loyalty_model::brief::Goal;

/// The four goals side by side.
pub fn goals(outcome: &GoalsOutcome) -> String {
    let (rows, currency) = (&outcome.rows, &outcome.currency);
    let mut out =
        String::from("Objective on fresh seeds: net value plus four times the goal's own contribution (docs/economics.md, 6). Best of each column: *\n\n");
    let names: String = Goal::ALL.iter().map(|g| format!("{:>22}", g.word())).collect();
    out += &format!("{:<14}{names}{:>12}{:>16}\n", "Designed for", "median ROI", "reward/period");
    let best: Vec<f64> = (0..Goal::ALL.len()).map(|g| rows.iter().map(|r| r.objective[g]).fold(f64::NEG_INFINITY, f64::max)).collect();
    for r in rows {
        let cells: String = r
            .objective
            .iter()
            .zip(&best)
            .map(|(v, best)| format!("{:>22}", format!("{}{}", format::money(*v, currency), if v >= best { " *" } else { "  " })))
            .collect();
        let note = if r.fit_to_launch { "" } else { "  not fit to launch" };
        out +=
            &format!("{:<14}{cells}{:>12}{:>16}{note}\n", r.designed_for.word(), format::percent(r.roi_p50), format::money(r.reward_cost_per_period, currency));
    }
    out += "\nHow far each design is behind the goal's own, paired draw by draw (standard error):\n\n";
    for r in rows {
        let cells: String =
            r.behind.iter().map(|(m, se)| format!("{:>22}", format!("{} ({})", format::money(*m, currency), format::money(*se, currency)))).collect();
        out += &format!("{:<14}{cells}\n", r.designed_for.word());
    }
    out
}
