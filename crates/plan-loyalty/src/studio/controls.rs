//! What the page offers to change: figures and benefits of the saved plan, and how the form's fields become differences.
use super::drivers::{self, Drivers};
pub use super::number::Control;
use super::number::{control, percentage, rounded};
use super::state::{Difference, State, Tab};
use loyalty_app::refusal::Refusal;
use loyalty_app::request::parse::MARGIN;
use loyalty_exports::copy::{Worded, english};
use loyalty_model::brief::{Goal, TierAsk, TierType};
use loyalty_model::catalogue;
use loyalty_model::plan::Design;
use loyalty_model::program::{Metric, Program, Tier};

/// Fields of the pool and of the margin; every other number's field is the path that it sets.
pub const BUDGET: &str = "budget";
const MARGIN_FIELD: &str = "margin";
pub const CONSTRAINTS: &str = "constraints";

/// A benefit of the program or of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub id: String,
    pub name: String,
    /// The tier that has it first; none: the program lacks it.
    pub from: Option<String>,
}
/// What only a new search changes: its field is the flag of the command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub field: &'static str,
    pub label: &'static str,
    /// The saved plan's.
    pub value: String,
    pub kind: AskKind,
}
/// How it is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskKind {
    /// One of these: word and name.
    Choice(Vec<(String, String)>),
    Number,
    Day,
    /// Names, comma-separated.
    List,
    Text,
}
/// An open question that has an answer in a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    /// Name of the answer.
    pub name: String,
    pub question: String,
    /// An answer as it may read, and whom to ask.
    pub example: String,
    pub owner: String,
}
/// Open questions on the page: those that move the result most come first in the plan.
const QUESTIONS: usize = 5;
/// What begins the name of a question's field.
const ANSWER_FIELD: &str = "answer-";

/// Everything that the page offers to change.
#[derive(Debug, Clone, PartialEq)]
pub struct Controls {
    pub asks: Vec<Ask>,
    pub questions: Vec<OpenQuestion>,
    pub numbers: Vec<Control>,
    pub drivers: Drivers,
    pub held: Vec<Offer>,
    pub offered: Vec<Offer>,
    /// Tiers, by id and name.
    pub tiers: Vec<(String, String)>,
    /// Code that the pool is written with, and its period.
    pool: (Option<String>, &'static str),
}
impl Controls {
    /// Of a saved plan. `currency`: the code that its request wrote with the pool.
    pub fn of(plan: &Worded, currency: Option<String>) -> Controls {
        let d = &plan.design;
        let p = &d.blueprint.program;
        let constraints = plan.history.request.as_ref().map_or(String::new(), |r| r.constraints.clone());
        let drivers = Drivers::of(d);
        let asked = d.governance.open_questions.iter().filter_map(|q| {
            // A driver has its field already.
            let (name, example) = q.answer.split_once('=').filter(|(name, _)| !drivers.offered.iter().any(|o| o.id == *name))?;
            let question = english().text(&q.question, &d.brief.currency);
            Some(OpenQuestion { name: name.into(), question, example: example.into(), owner: loyalty_exports::copy::role(&q.owner) })
        });
        Controls {
            asks: asks(d, constraints),
            questions: asked.take(QUESTIONS).collect(),
            drivers,
            numbers: numbers(d),
            held: p.benefits.iter().map(|b| Offer { id: b.id.clone(), name: b.name.clone(), from: p.tiers.get(b.from_tier).map(|t| t.name.clone()) }).collect(),
            offered: offered(d, p),
            tiers: p.tiers.iter().map(|t| (t.id.clone(), t.name.clone())).collect(),
            pool: (currency, d.brief.budget.period.word()),
        }
    }
    /// The value of a control in a state.
    pub fn shown(&self, control: &Control, state: &State) -> String {
        let own = |d: &Difference| match d {
            Difference::Budget(v) if control.field == BUDGET => Some(self.amount(v)),
            Difference::Margin(v) if control.field == MARGIN_FIELD => Some(percentage(v)),
            Difference::Set(v) => v.strip_prefix(&control.field)?.strip_prefix('=').map(str::to_string),
            Difference::Assume(v) | Difference::Answer(v) => {
                v.strip_prefix(control.assumption.as_ref()?.id.as_str())?.strip_prefix('=').map(|said| drivers::typed(control, said))
            }
            _ => None,
        };
        state.differences.iter().find_map(own).unwrap_or_else(|| control.value.clone())
    }
    /// What was typed for a search is not the saved plan's.
    pub fn changed(&self, field: &str, typed: &str) -> bool {
        self.asks.iter().any(|a| a.field == field && plain_lines(&a.value) != plain_lines(typed))
    }
    /// The value of what a search asks for, in a state.
    pub fn asked(&self, ask: &Ask, state: &State) -> String {
        state.differences.iter().find(|d| d.name() == ask.field).map_or_else(|| ask.value.clone(), |d| d.value().to_string())
    }
    /// The answer of a state to an open question.
    pub fn answered(&self, question: &OpenQuestion, state: &State) -> String {
        let own = |d: &Difference| match d {
            Difference::Answer(v) => v.strip_prefix(&question.name)?.strip_prefix('=').map(str::to_string),
            _ => None,
        };
        state.differences.iter().find_map(own).unwrap_or_default()
    }
    /// The control that a difference belongs to.
    pub fn of_difference(&self, d: &Difference) -> Option<&Control> {
        let field = match d {
            Difference::Budget(_) => BUDGET,
            Difference::Margin(_) => MARGIN_FIELD,
            Difference::Set(v) => v.split('=').next().unwrap_or_default(),
            Difference::Assume(v) | Difference::Answer(v) => {
                let id = v.split('=').next();
                return self.fields().find(|c| c.assumption.as_ref().is_some_and(|a| Some(a.id.as_str()) == id));
            }
            _ => return None,
        };
        self.numbers.iter().find(|c| c.field == field)
    }
    /// Every number that may be changed.
    fn fields(&self) -> impl Iterator<Item = &Control> {
        self.numbers.iter().chain(self.drivers.offered.iter().map(|d| &d.control))
    }
    /// The name of a benefit.
    pub fn benefit(&self, id: &str) -> String {
        self.held.iter().chain(&self.offered).find(|o| o.id == id).map_or_else(|| id.to_string(), |o| o.name.clone())
    }
    /// Differences that no field of the form shows: they go along with it.
    pub fn beside_the_form<'a>(&'a self, state: &'a State) -> impl Iterator<Item = &'a Difference> {
        state.differences.iter().filter(|d| match d {
            Difference::Add(_) => true,
            Difference::Remove(id) => !self.held.iter().any(|o| o.id == *id),
            Difference::Answer(v) => self.of_difference(d).is_none() && !self.questions.iter().any(|q| v.split('=').next() == Some(&q.name)),
            other if self.asks.iter().any(|a| a.field == other.name()) => false,
            other => self.of_difference(other).is_none(),
        })
    }
    /// The state that the fields of the form say.
    ///
    /// # Errors
    /// Too many or too long.
    pub fn read(&self, query: &str) -> Result<State, Refusal> {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let value = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim().to_string());
        let mut state = State { full: value("full").is_some(), ..State::default() };
        state.tab = value("tab").and_then(|word| Tab::ALL.into_iter().find(|t| t.word() == word)).unwrap_or_default();
        for kept in pairs.iter().filter(|(n, _)| n == "keep") {
            state.keep(&kept.1)?;
        }
        for ask in &self.asks {
            let typed = value(ask.field).map(|typed| plain_lines(&typed));
            let typed = typed.filter(|typed| *typed != plain_lines(&ask.value) && (!typed.is_empty() || matches!(ask.kind, AskKind::Text | AskKind::List)));
            if let Some(difference) = typed.and_then(|typed| Difference::of(ask.field, typed)) {
                state.put(difference)?;
            }
        }
        for q in &self.questions {
            if let Some(said) = value(&format!("{ANSWER_FIELD}{}", q.name)).filter(|said| !said.is_empty()) {
                state.put(Difference::Answer(format!("{}={said}", q.name)))?;
            }
        }
        for (name, id) in &pairs {
            state.choose(name, Some(id));
        }
        for c in self.fields() {
            if let Some(typed) = value(&c.field).filter(|typed| !typed.is_empty() && !same(typed, &c.value)) {
                state.put(match c.field.as_str() {
                    BUDGET => Difference::Budget(self.pool(&typed)),
                    MARGIN_FIELD => Difference::Margin(if typed.ends_with('%') { typed } else { format!("{typed}%") }),
                    path => match &c.assumption {
                        Some(a) => Difference::Assume(format!("{}={}", a.id, drivers::said(c, &typed))),
                        None => Difference::Set(format!("{path}={typed}")),
                    },
                })?;
            }
        }
        let named = |name: &'static str| pairs.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.clone());
        for (name, value) in pairs.iter().filter(|(n, _)| ["set", "assume", "answer"].contains(&n.as_str())) {
            if let Some(difference) = Difference::of(name, value.clone()) {
                state.put(difference)?;
            }
        }
        for id in named("remove-benefit").chain(self.held.iter().map(|o| o.id.clone()).filter(|id| !named("benefit").any(|on| on == *id))) {
            state.put(Difference::Remove(id))?;
        }
        for add in named("add-benefit") {
            state.put(Difference::Add(add))?;
        }
        if let Some(id) = value("add").filter(|id| !id.is_empty()) {
            let tier = value("add-from").filter(|t| !t.is_empty());
            state.put(Difference::Add(tier.map_or(id.clone(), |tier| format!("{id}@{tier}"))))?;
        }
        Ok(state)
    }
    /// A pool in the words of the command: with its period, and with the currency where the plan's request names it.
    fn pool(&self, typed: &str) -> String {
        let plain = typed.chars().all(|c| c.is_ascii_digit() || c == '.');
        match &self.pool {
            (code, period) if plain => format!("{}{typed}/{period}", code.as_ref().map_or(String::new(), |c| format!("{c} "))),
            _ => typed.into(),
        }
    }
    /// The amount in such words.
    fn amount(&self, words: &str) -> String {
        let (code, period) = &self.pool;
        let rest = code.as_ref().and_then(|c| words.strip_prefix(c.as_str())).unwrap_or(words).trim();
        rest.strip_suffix(period).and_then(|r| r.strip_suffix('/')).unwrap_or(rest).to_string()
    }
}
fn asks(d: &Design, constraints: String) -> Vec<Ask> {
    let tiers = tiers_word(d.brief.tiers);
    let named = |word: &str, name: &str| (word.to_string(), name.to_string());
    let mut kinds: Vec<(String, String)> = (2..=5).map(|n| named(&n.to_string(), &format!("{n} tiers"))).collect();
    kinds.extend([named("points-only", "Points only"), named("hybrid", "Hybrid: 3 tiers and points"), named("missions", "Missions")]);
    if !kinds.iter().any(|(word, _)| *word == tiers) {
        kinds.push(named(&tiers, &format!("as saved: {tiers}")));
    }
    let goals = Goal::ALL.map(|g| named(g.word(), &loyalty_exports::copy::capital(g.word()))).to_vec();
    let ask = |field, label, value, kind| Ask { field, label, value, kind };
    vec![
        ask("goal", "Goal", d.brief.goal.word().into(), AskKind::Choice(goals)),
        ask("tiers", "Kind of program", tiers, AskKind::Choice(kinds)),
        ask("horizon", "Months looked ahead", d.brief.horizon_months.to_string(), AskKind::Number),
        ask("launch", "Launch", d.brief.launch.map_or(String::new(), |day| day.to_string()), AskKind::Day),
        ask("personas", "Personas", d.brief.personas.join(", "), AskKind::List),
        ask(CONSTRAINTS, "Constraints", constraints, AskKind::Text),
    ]
}
/// Tiers in the word of the command.
fn tiers_word(ask: TierAsk) -> String {
    match ask.kind {
        TierType::Tiered => ask.count.to_string(),
        TierType::PointsOnly => "points-only".into(),
        TierType::Hybrid if ask.count == 3 => "hybrid".into(),
        TierType::Hybrid => format!("hybrid:{}", ask.count),
        TierType::Missions if ask.count == 1 => "missions".into(),
        TierType::Missions => format!("missions:{}", ask.count),
    }
}
fn numbers(d: &Design) -> Vec<Control> {
    let (p, code) = (&d.blueprint.program, d.brief.currency.0.as_str());
    let mut out = vec![control(BUDGET, "Reward pool", format!("{code} a {}", d.brief.budget.period.word()), d.brief.budget.amount.to_f64())];
    if let Some(margin) = d.assumptions.get(MARGIN) {
        out.push(Control {
            high: 95.0,
            step: 0.5,
            percent: true,
            ..control(MARGIN_FIELD, "Contribution margin", "% of net sales".into(), rounded(100.0 * margin.value))
        });
    }
    out.push(control("blueprint.point_value", "Value of a point", code.into(), p.point_value));
    out.push(control("blueprint.earn.points_per_unit", "Points earned", format!("per {code} spent"), p.earn.points_per_unit));
    for t in p.tiers.iter().filter(|t| t.threshold > 0.0) {
        out.push(control(&threshold_field(&t.id), &format!("{} from", t.name), threshold_unit(t, code), t.threshold));
    }
    for t in p.tiers.iter().filter(|t| (t.multiplier - 1.0).abs() > 1e-12) {
        out.push(control(&format!("blueprint.tiers.{}.multiplier", t.id), &format!("{} earns", t.name), "times the points".into(), t.multiplier));
    }
    out
}
/// The field of a tier's threshold.
pub fn threshold_field(tier: &str) -> String {
    format!("blueprint.tiers.{tier}.threshold")
}
fn threshold_unit(t: &Tier, code: &str) -> String {
    let months = t.qualification_months;
    match t.metric {
        Metric::NetSpend => format!("{code} in {months} months"),
        Metric::Orders => format!("orders in {months} months"),
        Metric::MissionsCompleted => format!("missions in {months} months"),
        Metric::RecurringRevenue => format!("{code} recurring a month"),
    }
}
/// Offers of the catalogue that suit the company's sector and that the program lacks.
fn offered(d: &Design, p: &Program) -> Vec<Offer> {
    let sector = d.brief.facts.get("sector").map_or("", String::as_str);
    let fits = |b: &catalogue::CatalogueBenefit| sector.is_empty() || b.used_in(sector);
    let held = |id: &str| p.benefits.iter().any(|b| b.id == id);
    catalogue::benefits().into_iter().filter(|b| fits(b) && !held(&b.id)).map(|b| Offer { id: b.id, name: b.name, from: None }).collect()
}
/// As a form sends lines, and as a settings file may have them.
fn plain_lines(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}
fn same(typed: &str, saved: &str) -> bool {
    typed == saved || matches!((typed.parse::<f64>(), saved.parse::<f64>()), (Ok(a), Ok(b)) if a == b)
}
#[cfg(test)]
mod tests {
    use super::*;
    fn controls() -> Controls {
        let offer = |id: &str, from: Option<&str>| Offer { id: id.into(), name: id.to_uppercase(), from: from.map(str::to_string) };
        Controls {
            asks: vec![
                Ask { field: "goal", label: "Goal", value: "retention".into(), kind: AskKind::Choice(vec![]) },
                Ask { field: "launch", label: "Launch", value: String::new(), kind: AskKind::Day },
                Ask { field: "constraints", label: "Constraints", value: "no SMS\nno calls\n".into(), kind: AskKind::Text },
            ],
            drivers: Drivers::default(),
            questions: vec![OpenQuestion { name: "tax".into(), question: "Tax?".into(), example: "excluded".into(), owner: "Finance".into() }],
            numbers: vec![
                control(BUDGET, "Reward pool", "EUR a quarter".into(), 60_000.0),
                control(MARGIN_FIELD, "Margin", "%".into(), 42.0),
                control("blueprint.tiers.gold.threshold", "Gold from", "EUR".into(), 650.0),
            ],
            held: vec![offer("free_shipping", Some("Gold")), offer("early_access", Some("Silver"))],
            offered: vec![offer("gift_wrap", None)],
            tiers: vec![("silver".into(), "Silver".into()), ("gold".into(), "Gold".into())],
            pool: (Some("EUR".into()), "quarter"),
        }
    }
    const UNCHANGED: &str = "goal=retention&launch=&constraints=no+SMS%0D%0Ano+calls&answer-tax=&budget=60000&margin=42.0&blueprint.tiers.gold.threshold=650&benefit=free_shipping&benefit=early_access";
    #[test]
    fn the_form_as_it_opens_says_nothing() {
        assert_eq!(controls().read(UNCHANGED).unwrap(), State::default());
    }
    #[test]
    fn fields_become_the_words_of_the_command_and_are_shown_again() {
        let c = controls();
        let read =
            c.read("budget=70000&margin=40&blueprint.tiers.gold.threshold=abc&benefit=early_access&add=gift_wrap&add-from=gold&full=1&set=x.y=1").unwrap();
        assert_eq!(
            read.address(),
            "/?budget=EUR+70000%2Fquarter&margin=40%25&set=blueprint.tiers.gold.threshold%3Dabc&set=x.y%3D1&remove-benefit=free_shipping&add-benefit=gift_wrap%40gold&full=1"
        );
        let shown: Vec<String> = c.numbers.iter().map(|n| c.shown(n, &read)).collect();
        assert_eq!(shown, ["70000", "40", "abc"]);
        let beside: Vec<&str> = c.beside_the_form(&read).map(Difference::value).collect();
        assert_eq!(beside, ["x.y=1", "gift_wrap@gold"]);
        assert_eq!(c.shown(&c.numbers[1], &State::read("margin=0.405").unwrap()), "40.5");
    }
    #[test]
    fn what_needs_a_search_is_read_and_shown_again() {
        let c = controls();
        let read = c
            .read(
                &UNCHANGED
                    .replace("goal=retention", "goal=advocacy")
                    .replace("constraints=no+SMS%0D%0Ano+calls", "constraints=")
                    .replace("tax=", "tax=included"),
            )
            .unwrap();
        assert_eq!(read.address(), "/?goal=advocacy&constraints=&answer=tax%3Dincluded");
        assert!(read.redesigns());
        assert_eq!(c.asks.iter().map(|a| c.asked(a, &read)).collect::<Vec<_>>(), ["advocacy", "", ""]);
        assert_eq!(c.answered(&c.questions[0], &read), "included");
        assert_eq!(c.beside_the_form(&read).count(), 0);
        assert_eq!(c.beside_the_form(&State::read("answer=places%3DGermany").unwrap()).count(), 1);
    }
    #[test]
    fn an_answer_to_a_driver_is_its_field_and_the_last_word_counts() {
        let assumption = loyalty_model::assumption::Assumption {
            id: "cost.setup".into(),
            description: String::new(),
            value: 50_000.0,
            sd: 10_000.0,
            distribution: "lognormal".into(),
            low: 0.0,
            high: 1e8,
            unit: loyalty_model::line::Unit::Money,
            from: loyalty_model::line::Provenance::Computed,
            overruled: vec![],
        };
        let control = Control { assumption: Some(Box::new(assumption)), ..control("assume-cost.setup", "Set-up cost", "EUR".into(), 50_000.0) };
        let driver = drivers::Driver { id: "cost.setup".into(), control, status: "default", about: String::new(), moves: String::new() };
        let c = Controls { drivers: Drivers { offered: vec![driver], elsewhere: vec![] }, ..controls() };
        let own = &c.drivers.offered[0].control;
        let typed = c.read(&format!("{UNCHANGED}&assume-cost.setup=60000")).unwrap();
        assert_eq!(typed.differences, [Difference::Assume("cost.setup=60000±12000".into())]);
        assert_eq!((c.shown(own, &typed).as_str(), c.beside_the_form(&typed).count()), ("60000", 0));
        assert_eq!(c.read(&format!("{UNCHANGED}&assume-cost.setup=50000")).unwrap(), State::default());
        // An answer in the address stands in the same field, and is the same figure.
        let answered = State::read("answer=cost.setup%3D70000").unwrap();
        assert_eq!((c.shown(own, &answered).as_str(), c.beside_the_form(&answered).count()), ("70000±0", 0));
        assert_eq!(c.of_difference(&answered.differences[0]), Some(own));
        for (query, last) in [
            ("answer=cost.setup%3D70000&assume=cost.setup%3D60000", "assume=cost.setup%3D60000"),
            ("assume=cost.setup%3D60000&answer=cost.setup%3D70000", "answer=cost.setup%3D70000"),
            ("assume=company.gross_margin%3D0.3&margin=40%25", "margin=40%25"),
        ] {
            assert_eq!(State::read(query).unwrap().query(), last);
        }
    }
}
