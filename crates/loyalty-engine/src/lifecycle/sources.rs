//! What usage and voice of customer bring to the triggers, and which of the four stages have none, with the reason.
use super::templates::{KINDS, Of};
use loyalty_model::extract::Extract;
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::program::{Program, Stage, Trigger};

/// Stages that every program covers.
pub(super) const COVERED: [Stage; 4] = [Stage::Onboarding, Stage::Adoption, Stage::Upsell, Stage::Renewal];

/// One fact for usage and one for ratings where they were read, and one for each stage without a trigger.
pub fn sources(program: &Program, extract: &Extract) -> Vec<Fact> {
    let mut out = vec![];
    let of = |kind: Of| -> Vec<String> {
        let drives = |t: &&Trigger| KINDS.iter().any(|k| k.id == t.id && k.of == kind);
        program.triggers.iter().filter(drives).map(|t| t.id.clone()).collect()
    };
    if let Some(used) = &extract.usage {
        let driven = of(Of::Use);
        out.push(match (driven.is_empty(), used.firings.pause_days.is_none() && used.firings.breadth.is_none()) {
            (false, _) => Fact::new("source-usage").list("triggers", driven),
            (true, true) => Fact::new("source-usage-thin").count("customers", used.customers),
            (true, false) => Fact::new("source-usage-left-out"),
        });
    }
    if let Some(heard) = &extract.voice {
        let rated = |t: &&Trigger| t.event == "Review Submitted";
        let driven: Vec<String> = program.triggers.iter().filter(rated).map(|t| t.id.clone()).collect();
        out.push(match (driven.is_empty(), heard.scores.is_empty()) {
            (false, false) => Fact::new("source-voice").list("triggers", driven),
            (_, true) => Fact::new("source-voice-unrated").count("records", heard.records),
            (true, false) => Fact::new("source-voice-left-out"),
        });
    }
    let without = COVERED.iter().filter(|stage| !program.triggers.iter().any(|t| t.stage == **stage));
    out.extend(without.map(|stage| Fact::new("stage-without").fact("stage", stage_id(*stage))));
    out
}
fn stage_id(stage: Stage) -> FactId {
    match stage {
        Stage::Onboarding => FactId("stage-onboarding"),
        Stage::Adoption => FactId("stage-adoption"),
        Stage::Upsell => FactId("stage-upsell"),
        Stage::Renewal => FactId("stage-renewal"),
        Stage::WinBack => FactId("stage-win-back"),
        Stage::Advocacy => FactId("stage-advocacy"),
    }
}
/// The triggers that serve a persona that was asked for, the greeting, and of each stage that would have none all.
pub fn serving(all: Vec<Trigger>) -> Vec<Trigger> {
    let wanted = |t: &Trigger| t.id == super::WELCOME || !t.personas.is_empty();
    let kept: Vec<Stage> = all.iter().filter(|t| wanted(t)).map(|t| t.stage).collect();
    all.into_iter().filter(|t| wanted(t) || (COVERED.contains(&t.stage) && !kept.contains(&t.stage))).collect()
}
