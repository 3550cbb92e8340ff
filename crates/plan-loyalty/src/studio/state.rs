//! The address of the page: what differs from the saved plan, in the words of `plan-loyalty amend`. The same address gives the same page.
use loyalty_app::operations::amend::Change;
use loyalty_app::refusal::Refusal;
use loyalty_app::request::{Draft, parse};

/// Differences that an address may hold, and letters of one.
const DIFFERENCES_MOST: usize = 64;
const LETTERS_MOST: usize = 400;

/// Which details are shown below the figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Money,
    Options,
    History,
}
impl Tab {
    pub const ALL: [Tab; 3] = [Tab::Money, Tab::Options, Tab::History];
    pub const fn word(self) -> &'static str {
        match self {
            Tab::Money => "money",
            Tab::Options => "options",
            Tab::History => "history",
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
        }
    }
    pub fn value(&self) -> &str {
        match self {
            Difference::Budget(v) | Difference::Margin(v) | Difference::Set(v) | Difference::Add(v) | Difference::Remove(v) => v,
        }
    }
    fn of(name: &str, value: String) -> Option<Difference> {
        Some(match name {
            "budget" => Difference::Budget(value),
            "margin" => Difference::Margin(value),
            "set" => Difference::Set(value),
            "add-benefit" => Difference::Add(value),
            "remove-benefit" => Difference::Remove(value),
            _ => return None,
        })
    }
    /// What it changes: a later difference of the same takes its place.
    fn subject(&self) -> (&'static str, &str) {
        let value = self.value();
        let subject = match self {
            Difference::Budget(_) | Difference::Margin(_) => "",
            Difference::Set(_) => value.split('=').next().unwrap_or(value),
            Difference::Add(_) => value.split('@').next().unwrap_or(value),
            Difference::Remove(_) => value,
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
        if difference.value().chars().count() > LETTERS_MOST || difference.value().chars().any(char::is_control) {
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
    /// The query, in one form for one state.
    pub fn query(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for d in &self.differences {
            out.append_pair(d.name(), d.value());
        }
        if self.full && !self.differences.is_empty() {
            out.append_pair("full", "1");
        }
        if self.tab != Tab::default() {
            out.append_pair("tab", self.tab.word());
        }
        out.finish()
    }
    pub fn address(&self) -> String {
        match self.query() {
            query if query.is_empty() => "/".into(),
            query => format!("/?{query}"),
        }
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
        let says = Draft {
            budget: one("budget").as_deref().map(parse::budget).transpose()?,
            given: one("margin").as_deref().map(parse::margin).transpose()?.into_iter().collect(),
            pins: parse::pins(&self.values("set"), &self.values("add-benefit"), &self.values("remove-benefit"), &[]),
            ..Draft::default()
        };
        Ok(Change { says, unpin: false, accept_data: false })
    }
    /// The command that saves the same.
    pub fn command(&self, plan: &str) -> String {
        let flags: String = self.differences.iter().map(|d| format!(" --{} {}", d.name(), quoted(d.value()))).collect();
        format!("plan-loyalty amend {}{flags} --reason \"tried in the studio\"", quoted(plan))
    }
}
/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./=@:%+,".contains(c));
    if plain { word.into() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}
fn refused(fact: String) -> Refusal {
    Refusal::input(
        "the address",
        fact,
        "The address holds the differences from the saved plan: set, budget, margin, add-benefit, remove-benefit",
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
        for bad in ["goal=advocacy", "full=2", "tab=secret", "set=a%0Ab", &format!("set={}", "a".repeat(401))] {
            assert!(State::read(bad).is_err(), "{bad}");
        }
        let many: String = (0..65).map(|i| format!("set=a.{i}=1&")).collect();
        assert!(State::read(many.trim_end_matches('&')).is_err());
    }
    proptest! {
        /// One state has one address, which reads as that state; taking out what was put in gives the state before.
        #[test]
        fn an_address_and_its_state_are_the_same(values in proptest::collection::vec(("(set|add-benefit|remove-benefit)", "[a-z.=@&%+ é'\"<>]{1,12}"), 0..12), full: bool) {
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
