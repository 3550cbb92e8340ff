//! The address of the page: what differs from the saved plan, in the words of `plan-loyalty amend`. The same address gives the same page.
use loyalty_app::operations::amend::Change;
use loyalty_app::refusal::Refusal;
use loyalty_app::request::{Draft, answers, parse};

/// Differences that an address may hold, and letters of one; scenarios that are kept beside it.
const DIFFERENCES_MOST: usize = 64;
const LETTERS_MOST: usize = 2_000;
const KEPT_MOST: usize = 4;
/// Bytes of the id of a tier or of a persona.
const ID_MOST: usize = 200;

/// Which details are shown below the figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Money,
    Members,
    Journey,
    Options,
    Proof,
    Governance,
    History,
}
impl Tab {
    pub const ALL: [Tab; 7] = [Tab::Money, Tab::Members, Tab::Journey, Tab::Options, Tab::Proof, Tab::Governance, Tab::History];
    pub const fn word(self) -> &'static str {
        match self {
            Tab::Money => "money",
            Tab::Members => "members",
            Tab::Journey => "journey",
            Tab::Options => "options",
            Tab::Proof => "proof",
            Tab::Governance => "governance",
            Tab::History => "history",
        }
    }
    pub const fn title(self) -> &'static str {
        match self {
            Tab::Money => "Money",
            Tab::Members => "Members",
            Tab::Journey => "Journey",
            Tab::Options => "Options",
            Tab::Proof => "Proof",
            Tab::Governance => "Governance",
            Tab::History => "History",
        }
    }
}
/// A difference from the saved plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    Budget(String),
    Margin(String),
    /// `PATH=VALUE`.
    Set(String),
    /// `ID@TIER`.
    Add(String),
    /// An id.
    Remove(String),
    Goal(String),
    Tiers(String),
    /// Months.
    Horizon(String),
    /// A day.
    Launch(String),
    Constraints(String),
    /// Names, comma-separated.
    Personas(String),
    /// `ID=VALUE` of an assumption.
    Assume(String),
    /// `NAME=VALUE` of an open question.
    Answer(String),
}
impl Difference {
    /// Name in the address, and the flag of the command without its dashes.
    pub const fn name(&self) -> &'static str {
        match self {
            Difference::Budget(_) => "budget",
            Difference::Margin(_) => "margin",
            Difference::Set(_) => "set",
            Difference::Add(_) => "add-benefit",
            Difference::Remove(_) => "remove-benefit",
            Difference::Goal(_) => "goal",
            Difference::Tiers(_) => "tiers",
            Difference::Horizon(_) => "horizon",
            Difference::Launch(_) => "launch",
            Difference::Constraints(_) => "constraints",
            Difference::Personas(_) => "personas",
            Difference::Assume(_) => "assume",
            Difference::Answer(_) => "answer",
        }
    }
    pub fn value(&self) -> &str {
        match self {
            Difference::Budget(v)
            | Difference::Margin(v)
            | Difference::Set(v)
            | Difference::Add(v)
            | Difference::Remove(v)
            | Difference::Goal(v)
            | Difference::Tiers(v)
            | Difference::Horizon(v)
            | Difference::Launch(v)
            | Difference::Constraints(v)
            | Difference::Personas(v)
            | Difference::Assume(v)
            | Difference::Answer(v) => v,
        }
    }
    /// Only a new search says what it does: no quick appraisal can.
    pub const fn redesigns(&self) -> bool {
        self.asked() || matches!(self, Difference::Answer(_))
    }
    /// A field of the redesign: one value each.
    const fn asked(&self) -> bool {
        matches!(
            self,
            Difference::Goal(_) | Difference::Tiers(_) | Difference::Horizon(_) | Difference::Launch(_) | Difference::Constraints(_) | Difference::Personas(_)
        )
    }
    pub fn of(name: &str, value: String) -> Option<Difference> {
        Some(match name {
            "budget" => Difference::Budget(value),
            "margin" => Difference::Margin(value),
            "set" => Difference::Set(value),
            "add-benefit" => Difference::Add(value),
            "remove-benefit" => Difference::Remove(value),
            "goal" => Difference::Goal(value),
            "tiers" => Difference::Tiers(value),
            "horizon" => Difference::Horizon(value),
            "launch" => Difference::Launch(value),
            "constraints" => Difference::Constraints(value),
            "personas" => Difference::Personas(value),
            "assume" => Difference::Assume(value),
            "answer" => Difference::Answer(value),
            _ => return None,
        })
    }
    /// What it changes: a later difference of the same takes its place.
    fn subject(&self) -> (&'static str, &str) {
        let value = self.value();
        let subject = match self {
            // The margin, an answer and an assumption may be one figure.
            Difference::Margin(_) => return ("given", parse::MARGIN),
            Difference::Assume(_) | Difference::Answer(_) => return ("given", value.split('=').next().unwrap_or(value)),
            Difference::Set(_) => value.split('=').next().unwrap_or(value),
            Difference::Add(_) => value.split('@').next().unwrap_or(value),
            Difference::Remove(_) => value,
            _ => "",
        };
        (self.name(), subject)
    }
}
/// What the address of the page says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    pub differences: Vec<Difference>,
    /// Appraised in full, as saving would.
    pub full: bool,
    pub tab: Tab,
    /// Scenarios kept beside it, each the query of its differences.
    pub kept: Vec<String>,
    /// The tier whose typical customer's first year is shown, and the persona that is; none: all of them.
    pub member: Option<String>,
    pub persona: Option<String>,
}
impl State {
    /// Reads the query of an address.
    ///
    /// # Errors
    /// A word that no address of the studio has; too many or too long.
    pub fn read(query: &str) -> Result<State, Refusal> {
        let mut state = State::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (name.as_ref(), value.as_ref()) {
                ("full", "1") => state.full = true,
                ("keep", kept) => state.keep(kept)?,
                (name, id) if state.choose(name, Some(id)) => {}
                ("tab", word) if Tab::ALL.iter().any(|t| t.word() == word) => {
                    state.tab = Tab::ALL.into_iter().find(|t| t.word() == word).unwrap_or_default();
                }
                (name, value) => {
                    let difference = Difference::of(name, value.into()).ok_or_else(|| refused(format!("{name:?} means nothing here")))?;
                    state.put(difference)?;
                }
            }
        }
        Ok(state)
    }
    /// Puts a difference in the place of the one before it.
    ///
    /// # Errors
    /// Too many, too long, or a character that nobody sees.
    pub fn put(&mut self, difference: Difference) -> Result<(), Refusal> {
        // Constraints may stand on several lines.
        let lines = |c: char| c == '\n' && matches!(difference, Difference::Constraints(_));
        if difference.value().chars().count() > LETTERS_MOST || difference.value().chars().any(|c| c.is_control() && !lines(c)) {
            return Err(refused(format!("a value has more than {LETTERS_MOST} letters, or one that does not print")));
        }
        match self.differences.iter_mut().find(|d| d.subject() == difference.subject()) {
            Some(before) => *before = difference,
            None => self.differences.push(difference),
        }
        if self.differences.len() > DIFFERENCES_MOST {
            return Err(refused(format!("it holds more than {DIFFERENCES_MOST} differences")));
        }
        Ok(())
    }
    /// Keeps a scenario, in one form; one that is kept already, or changes nothing, is not kept again.
    ///
    /// # Errors
    /// What cannot be read; more than can be compared.
    pub fn keep(&mut self, scenario: &str) -> Result<(), Refusal> {
        let kept = State::read(scenario)?.differing();
        if !kept.is_empty() && !self.kept.contains(&kept) {
            self.kept.push(kept);
        }
        if self.kept.len() > KEPT_MOST {
            return Err(Refusal::input(
                "scenarios",
                format!("more than {KEPT_MOST} are kept"),
                "So many stand side by side",
                "take one out before you keep another",
            ));
        }
        Ok(())
    }
    /// The query of its differences alone.
    pub fn differing(&self) -> String {
        State { differences: self.differences.clone(), ..State::default() }.query()
    }
    /// Some difference needs a search.
    pub fn redesigns(&self) -> bool {
        self.differences.iter().any(Difference::redesigns)
    }
    /// The query, in one form for one state.
    pub fn query(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for d in &self.differences {
            out.append_pair(d.name(), d.value());
        }
        for kept in &self.kept {
            out.append_pair("keep", kept);
        }
        if self.full && !self.differences.is_empty() {
            out.append_pair("full", "1");
        }
        if self.tab != Tab::default() {
            out.append_pair("tab", self.tab.word());
        }
        for (name, id) in self.chosen() {
            out.append_pair(name, id);
        }
        out.finish()
    }
    pub fn address(&self) -> String {
        match self.query() {
            query if query.is_empty() => "/".into(),
            query => format!("/?{query}"),
        }
    }
    /// What is looked at among the details, by its name in the address.
    pub fn chosen(&self) -> impl Iterator<Item = (&'static str, &String)> {
        [("member", &self.member), ("persona", &self.persona)].into_iter().filter_map(|(name, chosen)| Some((name, chosen.as_ref()?)))
    }
    /// Chooses it, or all of them; gives whether it may be.
    pub fn choose(&mut self, name: &str, id: Option<&str>) -> bool {
        let place = match name {
            "member" => &mut self.member,
            "persona" => &mut self.persona,
            _ => return false,
        };
        let may = id.is_none_or(|id| !id.is_empty() && id.len() <= ID_MOST && !id.chars().any(char::is_control));
        if may {
            *place = id.map(str::to_string);
        }
        may
    }
    /// The same without one difference.
    pub fn without(&self, difference: &Difference) -> State {
        State { differences: self.differences.iter().filter(|d| *d != difference).cloned().collect(), ..self.clone() }
    }
    fn values(&self, name: &str) -> Vec<String> {
        self.differences.iter().filter(|d| d.name() == name).map(|d| d.value().to_string()).collect()
    }
    /// The change that `plan-loyalty amend` with these words asks for.
    ///
    /// # Errors
    /// A word that cannot be read.
    pub fn change(&self) -> Result<Change, Refusal> {
        let one = |name: &str| self.values(name).pop();
        let months = |text: String| {
            let number =
                text.trim().parse().map_err(|_| Refusal::input("--horizon", format!("{text:?} is not a number"), "Months are counted", "give 12 to 60 months"));
            number.and_then(parse::horizon)
        };
        let mut given: std::collections::BTreeMap<_, _> = one("margin").as_deref().map(parse::margin).transpose()?.into_iter().collect();
        for assumed in self.values("assume") {
            given.extend([parse::assume(&assumed)?]);
        }
        let says = Draft {
            goal: one("goal").as_deref().map(parse::goal).transpose()?,
            tiers: one("tiers").as_deref().map(parse::tiers).transpose()?,
            horizon: one("horizon").map(months).transpose()?,
            launch: one("launch").map(|day| parse::date("--launch", &day)).transpose()?,
            constraints: one("constraints"),
            personas: one("personas").as_deref().map(parse::list),
            budget: one("budget").as_deref().map(parse::budget).transpose()?,
            given,
            pins: parse::pins(&self.values("set"), &self.values("add-benefit"), &self.values("remove-benefit"), &[]),
            ..Draft::default()
        };
        let says = says.over(answers::answers(&self.values("answer"))?);
        Ok(Change { says, unpin: false, accept_data: false })
    }
    /// The command that saves the same.
    pub fn command(&self, plan: &str) -> String {
        let flags: String = self.differences.iter().map(|d| format!(" --{} {}", d.name(), quoted(d.value()))).collect();
        format!("plan-loyalty amend {}{flags} --reason \"tried in the studio\"", quoted(plan))
    }
}
/// A word as a shell takes it.
pub fn quoted(word: &str) -> String {
    let plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./=@:%+,".contains(c));
    if plain { word.into() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}
fn refused(fact: String) -> Refusal {
    Refusal::input(
        "the address",
        fact,
        "The address holds the differences from the saved plan, in the words of plan-loyalty amend, and scenarios that are kept beside it",
        "begin with the saved plan, at /",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    #[test]
    fn an_address_is_read_or_refused() {
        let state = State::read("set=blueprint.point_value%3D0.02&budget=60000&full=1&tab=history&set=blueprint.point_value=0.03").unwrap();
        assert_eq!(state.differences, [Difference::Set("blueprint.point_value=0.03".into()), Difference::Budget("60000".into())]);
        assert_eq!(state.address(), "/?set=blueprint.point_value%3D0.03&budget=60000&full=1&tab=history");
        assert_eq!(
            state.command("plans/it's.json"),
            "plan-loyalty amend 'plans/it'\\''s.json' --set blueprint.point_value=0.03 --budget 60000 --reason \"tried in the studio\""
        );
        let of = |query: &str| State::read(query).unwrap().command("p");
        assert_eq!(
            of("goal=advocacy&tiers=hybrid%3A4&answer=tax%3Dexcluded&answer=places%3DGermany&answer=tax%3Dincluded&assume=cost.setup%3D9000"),
            "plan-loyalty amend p --goal advocacy --tiers hybrid:4 --answer tax=included --answer places=Germany --assume cost.setup=9000 --reason \"tried in the studio\""
        );
        let kept = State::read("budget=60000&keep=goal%3Dadvocacy%26full%3D1&keep=goal%3Dadvocacy&keep=tab%3Dhistory").unwrap();
        assert_eq!((kept.kept.as_slice(), kept.address().as_str()), (&["goal=advocacy".to_string()][..], "/?budget=60000&keep=goal%3Dadvocacy"));
        let looked = State::read("persona=new&budget=60000&member=gold&tab=members&member=silver").unwrap();
        assert_eq!((looked.address().as_str(), looked.differing().as_str()), ("/?budget=60000&tab=members&member=silver&persona=new", "budget=60000"));
        assert!(State::read("member=").is_err() && State::read("persona=a%0Ab").is_err());
        let five: String = (1..=5).map(|n| format!("keep=tiers%3D{n}&")).collect();
        assert!(State::read(five.trim_end_matches('&')).is_err());
        for bad in ["goal=", "tiers=7", "horizon=6", "horizon=x", "launch=soon", "answer=nonsense", "assume=x"] {
            assert!(State::read(bad).unwrap().change().is_err(), "{bad}");
        }
        assert_eq!(of("constraints=no+SMS%0Ano+calls"), "plan-loyalty amend p --constraints 'no SMS\nno calls' --reason \"tried in the studio\"");
        for bad in ["goals=advocacy", "full=2", "tab=secret", "set=a%0Ab", "keep=secret%3D1", &format!("set={}", "a".repeat(2_001))] {
            assert!(State::read(bad).is_err(), "{bad}");
        }
        let many: String = (0..65).map(|i| format!("set=a.{i}=1&")).collect();
        assert!(State::read(many.trim_end_matches('&')).is_err());
    }
    proptest! {
        /// One state has one address, which reads as that state; taking out what was put in gives the state before.
        #[test]
        fn an_address_and_its_state_are_the_same(values in proptest::collection::vec(("(set|add-benefit|remove-benefit|goal|constraints|personas|answer|assume)", "[a-z.=@&%+ é'\"<>]{1,12}"), 0..12), full: bool) {
            let mut state = State { full, ..State::default() };
            for (name, value) in values {
                state.put(Difference::of(&name, value).unwrap()).unwrap();
            }
            let read = State::read(&state.query()).unwrap();
            prop_assert_eq!(&read.differences, &state.differences);
            prop_assert_eq!(read.address(), state.address());
            let more = Difference::Set("blueprint.new=1".into());
            let mut with = state.clone();
            with.put(more.clone()).unwrap();
            prop_assert_eq!(with.without(&more).address(), state.address());
        }
    }
}
