//! `goals` on a screen.
use super::page::{Page, Tone};
use loyalty_app::operations::goals::GoalsOutcome;
use loyalty_engine::goals::Lead;
use loyalty_exports::copy::english;
use loyalty_exports::format;
use loyalty_model::brief::Goal;

/// The four goals side by side.
pub fn goals(outcome: &GoalsOutcome) -> String {
    let (rows, currency) = (&outcome.rows, &outcome.currency);
    let money = |v: f64| format::money(v, currency);
    let mut page = Page::standard();
    page.say(Tone::Heading, "", "Four designs, one for each goal, each scored on every goal", 0);
    page.words("A score is net value plus the goal's own contribution once more, on draws that no design was chosen on (docs/economics.md, 8). * is the best of its column.");
    let head = |first: &str, more: &[&str]| -> Vec<String> {
        std::iter::once(first).chain(Goal::ALL.iter().map(|g| g.word())).chain(more.iter().copied()).map(String::from).collect()
    };
    let best: Vec<f64> = (0..Goal::ALL.len()).map(|g| rows.iter().map(|r| r.objective[g]).fold(f64::NEG_INFINITY, f64::max)).collect();
    let mut scores = vec![head("Designed for", &[])];
    let mut behind = vec![head("Designed for", &[])];
    let mut worth = vec![["Designed for", "Median ROI", "Reward cost a period", ""].map(String::from).to_vec()];
    for r in rows {
        let name = || r.designed_for.word().to_string();
        let scored = r.objective.iter().zip(&best).map(|(v, best)| format!("{}{}", money(*v), if v >= best { " *" } else { "  " }));
        scores.push(std::iter::once(name()).chain(scored).collect());
        behind.push(std::iter::once(name()).chain(r.behind.iter().map(|(m, se)| format!("{} ({})", money(*m), money(*se)))).collect());
        let note = if r.fit_to_launch { "" } else { "not fit to launch" };
        worth.push(vec![name(), format::percent(r.roi_p50), money(r.reward_cost_per_period), note.into()]);
    }
    let figures = [false, true, true, true, true];
    page.gap().table(&scores, &figures);
    page.gap().words("How far each design is behind the goal's own, compared draw by draw (standard error):").table(&behind, &figures);
    page.gap().table(&worth, &[false, true, true, false]);
    let first = rows.first().map_or("", |r| r.designed_for.word());
    let say = |fact| english().text(fact, currency);
    for r in rows.iter().skip(1) {
        let name = r.designed_for.word();
        if r.differs.is_empty() {
            page.gap().words(&format!("The design for {name} is that for {first}."));
            continue;
        }
        page.gap().words(&format!("What {name} has, what {first} has instead, and the lead of having it on both objectives (standard error):"));
        let mut table = vec![["Has", "Instead", name, first].map(String::from).to_vec()];
        for d in &r.differs {
            let lead = |of: fn(&Lead) -> (f64, f64)| d.lead.as_ref().map_or("not permitted".into(), |l| format!("{} ({})", money(of(l).0), money(of(l).1)));
            table.push(vec![say(&d.option), say(&d.instead), lead(|l| l.own), lead(|l| l.first)]);
        }
        page.table(&table, &[false, false, true, true]);
    }
    for r in rows.iter().filter(|r| !r.not_in_shape.is_empty()) {
        let all: Vec<String> = r.not_in_shape.iter().map(|s| format!("{} ({})", say(&s.rule), say(&s.why))).collect();
        page.gap().words(&format!("Rules of shape that the design for {} does not keep: {}.", r.designed_for.word(), all.join("; ")));
    }
    page.done()
}
