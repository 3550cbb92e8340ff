//! The steps of a run, each with the key under which its result is kept: the hash of exactly what it reads.
//!
//! ```text
//! step                 reads
//! review-signals       extract
//! settle-assumptions   extract, given values, currency, sector
//! fit-base             extract, the book's base.* and drivers.*
//! value-customers      signals, base, margin and discount rate
//! find-personas        base, personas asked, currency
//! map-lifecycle        base, the book's triggers.*, points.* and cost.message, two gaps between orders, goal, what is barred
//! choose-design        base, every number of the book, terms (pool among them), tiers asked, triggers, currency, seed
//!   score-designs      the same without pool and limits: what a search has appraised
//! appraise             base, book, terms, the program as fixed by hand, seed, who is of which persona
//! govern               all before, and the brief
//! ```
//! What is not in a key is not handed to the step: a part of the book is cut out before it is read.
use crate::analysis::WhatIf;
use crate::base::{self, Fitted};
use crate::compliance;
use crate::design::{self, Appraiser, Choice, ScoreBook, Space};
use crate::financial_model::{self, EconomicsReport};
use crate::job::{Job, Measured, RunError};
use crate::orchestrate::{Homes, Note, Step, Tasks, pattern};
use crate::personas::{self, Personas};
use crate::progress::{CancelToken, Progress};
use crate::signals::{self, Reviewed};
use crate::simulation::{PathsByBase, Sampling};
use crate::statement::persona_parts::{self, Groups};
use crate::step_cache::Digest;
use crate::terms::Terms;
use crate::{assumptions, constraints, governance, lifecycle};
use loyalty_model::assumption::Book;
use loyalty_model::drivers::Drivers;
use loyalty_model::extract::Extract;
use loyalty_model::fact::Fact;
use loyalty_model::plan::Governance;
use loyalty_model::program::{Program, Trigger};
use serde::Serialize;
use std::sync::Arc;

/// The steps that others read in parts.
const PULL: &str = "pull-data";
const BOOK: &str = "settle-assumptions";

/// Draws and members of the final appraisal, and its first draw; its draws are not those that the search chose on.
pub(crate) const FINAL: (u32, u32, u32) = (240, 1_500, 10_000);

/// What a run may find of runs before it.
#[derive(Clone, Copy)]
pub(crate) struct Warm<'a> {
    /// Version of the program: results of another are not taken.
    pub(crate) version: &'a str,
    pub(crate) homes: Homes<'a>,
    pub(crate) paths: &'a PathsByBase,
}
/// A run at work.
pub(crate) struct Steps<'a> {
    pub(crate) job: &'a Job,
    pub(crate) extract: &'a Extract,
    pub(crate) tasks: Tasks<'a>,
    version: &'a str,
    paths: &'a PathsByBase,
    content: &'a str,
    terms: Terms,
}
impl<'a> Steps<'a> {
    pub(crate) fn new(job: &'a Job, measured: &'a Measured<'a>, warm: Warm<'a>, progress: &'a dyn Progress, cancel: &CancelToken) -> Self {
        let extract = measured.extract;
        let terms = Terms { depth: job.depth, cancel: cancel.clone(), ..Terms::of(&job.brief, extract.as_of, &base::season(extract)) };
        let tasks = Tasks::new(pattern(extract, job.pattern), warm.homes, progress, cancel);
        Steps { job, extract, tasks, version: warm.version, paths: warm.paths, content: measured.content(), terms }
    }
    /// Two steps, side by side in a diamond.
    pub(crate) fn both<A: Send, B: Send>(&self, a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
        self.tasks.both(a, b)
    }
    fn digest(&self) -> Digest {
        Digest::new(self.version)
    }
    /// The terms, with the paths that were simulated on this base.
    pub(crate) fn terms_on(&self, base: &Step<Fitted>) -> Terms {
        Terms { paths: self.paths.of(&base.key), ..self.terms.clone() }
    }
    pub(crate) fn sampling(&self) -> Sampling {
        let (draws, members) = self.job.depth.last((FINAL.0, FINAL.1));
        Sampling { seed: self.job.seed, draws, members, first_draw: FINAL.2 }
    }

    pub(crate) fn review_signals(&self) -> Result<Step<Reviewed>, RunError> {
        let key = self.digest().part_of(PULL, "extract", self.content).key("review-signals");
        Ok(self.tasks.step(key, || signals::review(self.extract))?)
    }
    /// The assumption book, and the customer base that is fitted with what it says where nothing can be fitted.
    pub(crate) fn book_and_base(&self) -> Result<(Step<Book>, Step<Fitted>), RunError> {
        let brief = &self.job.brief;
        let key = self
            .digest()
            .part_of(PULL, "extract", self.content)
            .part("given", &brief.given)
            .part("currency", &brief.currency)
            .part("sector", &brief.facts.get("sector"))
            .key("settle-assumptions");
        let book = self.tasks.step(key, || assumptions::settle(brief, self.extract))?;
        let stand_ins = part(&book, |id| id.starts_with("base.") || id.starts_with("drivers."));
        let key = self.digest().part_of(PULL, "extract", self.content).part_of(BOOK, "book", &numbers(&stand_ins)).key("fit-base");
        let fitted = self.tasks.attempt(key, || {
            let fitted = base::fit_while(self.extract, &stand_ins, &self.tasks.cancel);
            let note = Note { attempts: fitted.attempts.clone(), status: if fitted.fell_back { "fallback" } else { "done" } };
            Ok::<_, RunError>((fitted, note))
        })?;
        if !fitted.base.members.iter().any(|m| m.mrr > 0.0 || m.order_value > 0.0) {
            return Err(RunError::Nobody);
        }
        Ok((book, fitted))
    }
    pub(crate) fn value_customers(&self, read: &Step<Reviewed>, fitted: &Step<Fitted>, book: &Book) -> Result<Step<Reviewed>, RunError> {
        let rates = part(book, |id| ["company.discount_rate_yearly", "company.gross_margin"].contains(&id));
        let key = self.digest().step(&read.key).step(&fitted.key).part_of(BOOK, "book", &numbers(&rates)).key("value-customers");
        Ok(self.tasks.step(key, || signals::value(Reviewed::clone(read), self.extract, fitted, &rates))?)
    }
    pub(crate) fn find_personas(&self, fitted: &Step<Fitted>) -> Result<Step<Personas>, RunError> {
        let brief = &self.job.brief;
        let asked = (&brief.personas, &brief.persona_rules, &brief.currency);
        let key = self.digest().step(&fitted.key).part("asked", &asked).key("find-personas");
        self.tasks.attempt(key, || Ok((personas::find(brief, self.extract, fitted)?, Note::ok())))
    }
    pub(crate) fn map_lifecycle(&self, fitted: &Step<Fitted>, book: &Book, signals: &Reviewed, people: &Personas) -> Result<Step<Vec<Trigger>>, RunError> {
        let others = ["cost.message", "points.reward_cost_ratio", "points.ultimate_redemption"];
        let prices = part(book, |id| id.starts_with("triggers.") || others.contains(&id));
        let point_value = design::point_value(&fitted.base, book);
        let gaps = ["signals.gap_p80", "signals.gap_p90"].map(|id| signals.lines.get(id).map(|l| l.value));
        let (goal, limits) = (self.terms.goal, &self.terms.limits);
        let key = self
            .digest()
            .step(&fitted.key)
            .part_of(BOOK, "book", &numbers(&prices))
            .part("terms", &(goal, &limits.levers_barred, &limits.channels_barred))
            .part_of("value-customers", "rhythm", &(gaps, point_value))
            .part("asked", &!self.job.brief.personas.is_empty())
            .part_of("find-personas", "people", &people.personas.iter().map(|p| (&p.id, &p.kinds)).collect::<Vec<_>>())
            .key("map-lifecycle");
        // A person who names segments wants a program for these: only joining, and a stage that would be empty, concern everybody.
        let asked = !self.job.brief.personas.is_empty();
        Ok(self.tasks.step(key, || {
            let all = lifecycle::propose(&fitted.base, &prices, &signals.lines, self.extract, &self.terms, (point_value, &people.personas));
            if asked { lifecycle::serving(all) } else { all }
        })?)
    }
    /// The legal designs. Laying them out takes no time worth keeping.
    pub(crate) fn space<'b>(&self, fitted: &'b Fitted, book: &Book, triggers: &[Trigger], signals: &Reviewed) -> Space<'b> {
        let all = design::propose(&self.job.brief, &fitted.base, book, &self.terms, triggers);
        all.selling(self.extract.items.as_ref(), book.value("company.gross_margin")).hearing(&signals.signals.themes)
    }
    pub(crate) fn choose_design(&self, space: &Space, fitted: &Step<Fitted>, book: &Book) -> Result<Step<Choice>, RunError> {
        let (brief, job) = (&self.job.brief, self.job);
        let of_search = |digest: Digest| digest.step(&fitted.key).part_of(BOOK, "book", &numbers(book)).part("seed", &job.seed);
        // A score knows neither pool nor limits: another budget finds the designs appraised that it shares with the last.
        let t = &self.terms;
        let scored = of_search(self.digest()).part("terms", &(t.period, t.horizon, t.launch, t.as_of, t.depth)).key("score-designs");
        let asked = (brief.tiers, &brief.currency, space.voice(), space.own());
        let key = of_search(self.digest())
            .part("terms", t)
            .part_of("value-customers", "asked", &asked)
            .part_of("map-lifecycle", "triggers", &space.triggers)
            .key("choose-design");
        let choice = self.tasks.step(key, || {
            let known = self.tasks.find::<ScoreBook>(&scored).map(|f| f.0).unwrap_or_default();
            let terms = self.terms_on(fitted);
            let bench = Appraiser::new(&fitted.base, book, &terms, job.seed).knowing(&known);
            let choice = design::choose(space, &|program, effort| bench.judge(program, effort));
            if let Some(more) = bench.learned().filter(|_| !self.tasks.cancel.is_cancelled()) {
                self.tasks.keep(&scored, &Arc::new(more));
            }
            choice
        })?;
        Ok(choice)
    }
    /// What a person fixed, applied after the search; then what each trigger says besides.
    pub(crate) fn fix_by_hand(&self, chosen: &Choice, space: &Space, fitted: &Step<Fitted>, book: &Book) -> Result<Choice, RunError> {
        let mut choice = chosen.clone();
        let pins = &self.job.brief.pins;
        if !pins.is_empty() {
            choice.program = design::pins::apply(&choice.program, pins, &self.terms, space.shape.order_value)?;
            let terms = self.terms_on(fitted);
            choice.status = design::feasibility(&choice.program, space, &Appraiser::new(&fitted.base, book, &terms, self.job.seed));
            choice.record.ended = Fact::new("search-then-fixed").fact("ended", choice.record.ended).list("pins", pins.clone());
        }
        // The other options carry what was fixed by hand too; one that cannot is none.
        choice.options = std::mem::take(&mut choice.options)
            .into_iter()
            .filter_map(|(option, program)| Some((option, design::pins::apply(&program, pins, &self.terms, space.shape.order_value).ok()?)))
            .collect();
        for program in std::iter::once(&mut choice.program).chain(choice.options.iter_mut().map(|o| &mut o.1)) {
            lifecycle::replay(program, &fitted.base, space.shape.mission_completion, book.value("triggers.near_goal_share"));
            lifecycle::attach_offers(program);
        }
        Ok(choice)
    }
    /// A program with a change by hand, as it would stand in a plan.
    pub(crate) fn changed(&self, program: &Program, change: &[String], fitted: &Fitted, book: &Book) -> Result<Program, RunError> {
        let shape = design::space::shape::Shape::of(&fitted.base, book);
        let mut program = design::pins::apply(program, change, &self.terms, shape.order_value)?;
        lifecycle::replay(&mut program, &fitted.base, shape.mission_completion, book.value("triggers.near_goal_share"));
        lifecycle::attach_offers(&mut program);
        Ok(program)
    }
    pub(crate) fn appraise(&self, choice: &Choice, fitted: &Step<Fitted>, book: &Book, people: &Personas) -> Result<Step<EconomicsReport>, RunError> {
        let sampling = self.sampling();
        let chance = (sampling.seed, sampling.draws, sampling.members, sampling.first_draw);
        let ids: Vec<String> = people.personas.iter().map(|p| p.id.clone()).collect();
        let key = self
            .digest()
            .step(&fitted.key)
            .part_of(BOOK, "book", book)
            .part("terms", &self.terms)
            .part_of("choose-design", "programs", &(&choice.program, &choice.reference, &choice.options))
            .part("chance", &chance)
            .part("people", &(&ids, &people.member_of))
            .key("appraise");
        let terms = self.terms_on(fitted);
        Ok(self.tasks.step(key, || {
            let of = persona_parts::by_panel(&fitted.base, &people.member_of);
            let groups = Groups { ids: &ids, of: &of };
            financial_model::appraised(&choice.program, choice.reference.as_ref(), &fitted.base, book, &terms, &sampling, Some(&groups))
        })?)
    }
    /// The driver series of an appraisal with its response curve; without it where the plan is only looked at.
    pub(crate) fn drivers(&self, choice: &Choice, fitted: &Step<Fitted>, book: &Book, report: &Step<EconomicsReport>) -> Result<Drivers, RunError> {
        let counted = report.economics.drivers.clone();
        if self.job.sketch {
            return Ok(counted);
        }
        // A part of the task "appraise": it has no line of its own among the tasks.
        let key = self.digest().step(&report.key).part_of("choose-design", "options", &choice.options).key("appraise");
        if let Some((known, _)) = self.tasks.find::<Drivers>(&key) {
            return Ok(known.as_ref().clone());
        }
        let terms = self.terms_on(fitted);
        let made = Arc::new(financial_model::drivers(&choice.program, &choice.options, &fitted.base, book, &terms, &self.sampling(), counted));
        if self.tasks.cancel.is_cancelled() {
            return Err(RunError::Stopped);
        }
        self.tasks.keep(&key, &made);
        Ok(made.as_ref().clone())
    }
    /// The governance packet. `input` is what it is made of; `report` the appraisal that remedies are priced against.
    pub(crate) fn govern(
        &self,
        input: &governance::Input,
        space: &Space,
        fitted: &Step<Fitted>,
        report: &Step<EconomicsReport>,
    ) -> Result<Step<Governance>, RunError> {
        let told = (input.tables, input.lost, input.lines_per_order, input.assumed_spend, input.origin, input.economics, input.lines, input.signals);
        let key = self.digest().step(&report.key).part("brief", input.brief).part("told", &told).part("search", &(input.status, input.search)).key("govern");
        let sampling = self.sampling();
        let terms = self.terms_on(fitted);
        Ok(self.tasks.step(key, || {
            let what_if = WhatIf { program: input.program, full: &report.appraisal, base: &fitted.base, book: input.book, terms: &terms, sampling: &sampling };
            let packet = governance::packet(input, compliance::review(input.brief, input.program, space, &|changed| what_if.difference(changed)));
            let constraints = constraints::outcomes(input.brief, input.program, &self.terms, &packet, space.shape.order_value);
            Governance { constraints, ..packet }
        })?)
    }
    pub(crate) fn terms(&self) -> &Terms {
        &self.terms
    }
}
/// The part of a book that a step reads.
fn part(book: &Book, wanted: impl Fn(&str) -> bool) -> Book {
    Book(book.0.iter().filter(|(id, _)| wanted(id)).map(|(id, a)| (id.clone(), a.clone())).collect())
}
/// The numbers of a book, without their reasons: what is computed with.
fn numbers(book: &Book) -> impl Serialize {
    book.0.iter().map(|(id, a)| (id.clone(), a.value, a.sd, a.distribution.clone(), a.low, a.high)).collect::<Vec<_>>()
}
