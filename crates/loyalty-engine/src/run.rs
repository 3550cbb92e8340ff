//! One run, top to bottom. Pure: same job, same extract, same design.
use crate::economics::{self, Effort};
use crate::orchestrate::{Tasks, pattern};
use crate::terms::Terms;
use crate::{assumptions, base, design, governance, lifecycle, personas, signals};
use loyalty_model::brief::Brief;
use loyalty_model::extract::Extract;
use loyalty_model::line::LineBook;
use loyalty_model::plan::{Blueprint, Design, Header, Status, TaskRecord};

/// What a run works on besides the extract.
#[derive(Debug, Clone)]
pub struct Job {
    /// What was asked.
    pub brief: Brief,
    /// Seed of every draw.
    pub seed: u64,
    /// Version of the program.
    pub version: String,
    /// Effort of the final appraisal: draws and members.
    pub draws: u32,
    /// See `draws`.
    pub members: u32,
}
/// Where a customer of the panel stands, for `members.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// Id.
    pub customer: String,
    /// Persona name.
    pub persona: String,
    /// Tier name.
    pub tier: String,
    /// Chance of being active.
    pub p_alive: f64,
    /// Opening points.
    pub points: f64,
}
/// What a run gives.
#[derive(Debug)]
pub struct Outcome {
    /// The design part of the plan.
    pub design: Design,
    /// How it was made.
    pub tasks: Vec<TaskRecord>,
    /// Customer by customer.
    pub placements: Vec<Placement>,
}
/// Why a run made no plan: bad input only.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A persona that nobody knows.
    #[error("{0}")]
    Persona(String),
    /// A number came out as none: a defect, told rather than written into a plan.
    #[error("{0}")]
    NotFinite(String),
}

/// One run. `watch` hears the name of each step as it begins.
///
/// # Errors
/// [`RunError`].
pub fn run(job: &Job, extract: &Extract, watch: &(dyn Fn(&str) + Sync)) -> Result<Outcome, RunError> {
    let brief = &job.brief;
    let terms = Terms::of(brief, extract.as_of);
    let mut tasks = Tasks::new(pattern(extract), watch);
    let mut lines = LineBook::default();

    let fitted = tasks.step("fit-base", &[], || base::fit(extract, &brief.facts));
    let book = tasks.step("settle-assumptions", &["fit-base"], || assumptions::settle(brief, &fitted.measured));
    let reviewed = tasks.step("review-signals", &["fit-base"], || signals::review(extract, &fitted));
    lines.absorb(reviewed.lines);
    let segments = tasks.step("find-personas", &["fit-base"], || personas::find(brief, extract, &fitted)).map_err(|e| RunError::Persona(e.to_string()))?;
    lines.absorb(segments.lines);

    let asked = design::Asked { brief, terms: &terms, base: &fitted.base, book: &book, lines: &lines, extract };
    let choice = tasks.step("choose-design", &["settle-assumptions", "review-signals", "find-personas"], || design::choose(&asked, job.seed));
    let effort = Effort { seed: job.seed, first_draw: design::FRESH_DRAWS, draws: job.draws, members: job.members };
    let report = tasks.step("appraise", &["choose-design"], || economics::report(&choice.program, choice.reference.as_ref(), &fitted.base, &book, &terms, &effort));
    lines.absorb(report.lines);
    let facts = design::facts(&choice.program, &asked_with(&asked, &lines), &report.appraisal);
    lines.absorb(facts.lines);
    lines.absorb(lifecycle::lines(&choice.program.triggers));

    let mut people = segments.personas;
    lifecycle::settle(&mut people, &choice.program);
    let input = governance::Input {
        brief,
        terms: &terms,
        extract,
        program: &choice.program,
        tiers: &facts.tiers,
        economics: &report.economics,
        lines: &lines,
        signals: &reviewed.signals,
        book: &book,
        verdict: choice.verdict,
    };
    let packet = tasks.step("govern", &["appraise"], || governance::packet(&input));
    let placements = placements(extract, &fitted.base, &segments.member_of, &people, &choice.program);

    let header = header(job, extract, &tasks, &choice, &packet, &lines);
    let design = Design {
        header,
        brief: brief.clone(),
        inputs: extract.tables.clone(),
        lines,
        signals: reviewed.signals,
        personas: people,
        citations: loyalty_model::assumption::citations(),
        assumptions: book,
        blueprint: Blueprint { program: choice.program, tiers: facts.tiers, moments: facts.moments, search: choice.record },
        economics: report.economics,
        governance: packet.governance,
    };
    Ok(Outcome { design, tasks: tasks.records(), placements })
}
