//! What the page of the data asks for: an address in the words of the command, so that nothing is kept but in it. `plan-loyalty` with the same words makes the
//! same plan.
use super::state::quoted;
use loyalty_app::refusal::Refusal;
use loyalty_app::request::answers::answers;
use loyalty_app::request::{Draft, parse};
use loyalty_model::request::DataRequest;

/// Words that an address may hold, and letters of one: a query of a database is the longest.
const WORDS_MOST: usize = 200;
const LETTERS_MOST: usize = 20_000;
/// Flags that are said once: of the data, then of the program.
const OF_DATA: [&str; 9] = ["from", "sums", "date-order", "decimal-mark", "time-zone", "as-of", "count-zero-orders", "currency", "world"];
const OF_PROGRAM: [&str; 9] = ["goal", "tiers", "budget", "company", "margin", "constraints", "personas", "horizon", "launch"];

/// Flags and what they say, in the order in which they were said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Begin {
    words: Vec<(String, String)>,
}
impl Begin {
    /// Reads the query of an address, or a form.
    ///
    /// # Errors
    /// A word that no flag of the command is; too many or too long.
    pub fn read(query: &[u8]) -> Result<Begin, Refusal> {
        let mut begin = Begin::default();
        for (name, value) in form_urlencoded::parse(query) {
            begin.put(&name, value.trim())?;
        }
        Ok(begin)
    }
    /// A query says this in its own form.
    pub fn is_said_by(&self, query: &[u8]) -> bool {
        form_urlencoded::parse(query).eq(self.words.iter().map(|(n, v)| (n.as_str().into(), v.as_str().into())))
    }
    /// Says a word; what it speaks of is said once, or once for each file, column and question.
    ///
    /// # Errors
    /// No such flag; too many or too long.
    pub fn put(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
        // Fields of the page whose name holds a part of what they say; a file that is left out is said by nobody.
        if let Some((table, path)) = value.split_once('=').filter(|_| name == "as") {
            self.words.retain(|(n, v)| v != path || !is_table(n));
            return if table.is_empty() { Ok(()) } else { self.put(table, path) };
        }
        for (field, flag) in [("query-", "query"), ("column-", "map"), ("answer-", "answer")] {
            if let Some(of) = name.strip_prefix(field) {
                return if value.is_empty() { Ok(()) } else { self.put(flag, &format!("{of}={value}")) };
            }
        }
        if !is_table(name) && !OF_DATA.contains(&name) && !OF_PROGRAM.contains(&name) && !["query", "map", "answer"].contains(&name) {
            return Err(refused(format!("{name:?} means nothing here")));
        }
        if value.chars().count() > LETTERS_MOST || value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err(refused(format!("a value has more than {LETTERS_MOST} letters, or one that does not print")));
        }
        let subject = |n: &str, v: &str| match n {
            n if is_table(n) || n == "query" => v.to_string(),
            "map" | "answer" => v.split('=').next().unwrap_or(v).to_string(),
            _ => String::new(),
        };
        let of = subject(name, value);
        self.words.retain(|(n, v)| n != name || subject(n, v) != of);
        if !value.is_empty() {
            self.words.push((name.into(), value.replace("\r\n", "\n")));
        }
        if self.words.len() > WORDS_MOST {
            return Err(refused(format!("it holds more than {WORDS_MOST} words")));
        }
        Ok(())
    }
    pub fn all(&self) -> &[(String, String)] {
        &self.words
    }
    /// What a flag says that is said once.
    pub fn one(&self, flag: &str) -> Option<&str> {
        self.words.iter().find(|(n, _)| n == flag).map(|(_, v)| v.as_str())
    }
    /// What a flag says that may be said several times.
    pub fn several(&self, flag: &str) -> Vec<String> {
        self.words.iter().filter(|(n, _)| n == flag).map(|(_, v)| v.clone()).collect()
    }
    /// The answer to a question.
    pub fn answered(&self, name: &str) -> Option<String> {
        self.several("answer").iter().find_map(|a| a.split_once('=').filter(|(n, _)| *n == name).map(|(_, v)| v.to_string()))
    }
    /// Files with their tables.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.iter().filter(|(n, _)| is_table(n)).map(|(n, v)| (n.as_str(), v.as_str()))
    }
    /// Files, a database, or the company that is made up.
    pub fn has_data(&self) -> bool {
        self.files().next().is_some() || self.one("from").is_some() || self.one("world").is_some()
    }
    /// A database whose tables nobody has named yet.
    pub fn proposes(&self) -> bool {
        self.one("from").is_some() && self.several("query").is_empty()
    }
    /// What it says of the program.
    pub fn says_program(&self) -> bool {
        self.words.iter().any(|(n, _)| OF_PROGRAM.contains(&n.as_str()) || n == "answer")
    }
    /// The same without one word.
    pub fn without(&self, name: &str, value: &str) -> Begin {
        Begin { words: self.words.iter().filter(|(n, v)| n != name || v != value).cloned().collect() }
    }
    /// The same without a flag.
    pub fn without_flag(&self, name: &str) -> Begin {
        Begin { words: self.words.iter().filter(|(n, _)| n != name).cloned().collect() }
    }
    pub fn address(&self) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.words).finish();
        if query.is_empty() { "/begin".into() } else { format!("/begin?{query}") }
    }
    /// What `plan-loyalty` with these words asks for.
    ///
    /// # Errors
    /// A word that cannot be read.
    pub fn draft(&self) -> Result<Draft, Refusal> {
        let mut data = DataRequest {
            columns: self.several("map").iter().map(|m| parse::column(m)).collect::<Result<_, _>>()?,
            decimal_mark: self.one("decimal-mark").map(decimal_mark).transpose()?,
            date_order: self.one("date-order").map(String::from),
            time_zone: self.one("time-zone").map(String::from),
            as_of: self.one("as-of").map(|day| parse::date("--as-of", day)).transpose()?,
            count_zero_orders: self.one("count-zero-orders").map(|word| word == "true"),
            warehouse: parse::warehouse(self.one("from"), &self.several("query"), self.one("sums"))?,
            ..DataRequest::default()
        };
        for (table, path) in self.files() {
            data.tables.entry(table.into()).or_default().push(path.into());
        }
        let months = |text: &str| {
            let number =
                text.parse().map_err(|_| Refusal::input("--horizon", format!("{text:?} is not a number"), "Months are counted", "give 12 to 60 months"));
            number.and_then(parse::horizon)
        };
        let says = Draft {
            goal: self.one("goal").map(parse::goal).transpose()?,
            tiers: self.one("tiers").map(parse::tiers).transpose()?,
            budget: self.one("budget").map(parse::budget).transpose()?,
            company: self.one("company").map(String::from),
            personas: self.one("personas").map(parse::list),
            constraints: self.one("constraints").map(String::from),
            horizon: self.one("horizon").map(months).transpose()?,
            launch: self.one("launch").map(|day| parse::date("--launch", day)).transpose()?,
            given: self.one("margin").map(parse::margin).transpose()?.into_iter().collect(),
            currency: self.one("currency").map(parse::currency).transpose()?,
            demonstration: self.one("world").map(parse::demonstration).transpose()?,
            data,
            ..Draft::default()
        };
        Ok(says.over(answers(&self.several("answer"))?))
    }
    /// The command that makes the same plan.
    pub fn command(&self) -> String {
        let flags: String = self.words.iter().map(|(flag, value)| format!(" --{flag} {}", quoted(value))).collect();
        format!("plan-loyalty{flags}")
    }
}
pub fn is_table(name: &str) -> bool {
    parse::TABLES.contains(&name)
}
fn decimal_mark(text: &str) -> Result<char, Refusal> {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(mark @ ('.' | ',')), None) => Ok(mark),
        _ => {
            Err(Refusal::input("--decimal-mark", format!("{text:?} is not a decimal mark"), "A decimal mark separates whole units from cents", "write . or ,"))
        }
    }
}
fn refused(fact: String) -> Refusal {
    Refusal::input("the address", fact, "The address holds the flags of plan-loyalty: files, columns, the brief", "begin again, at /begin")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    fn read(query: &str) -> Begin {
        Begin::read(query.as_bytes()).unwrap()
    }
    #[test]
    fn fields_of_the_page_are_flags_of_the_command() {
        let begin = read(
            "as=transactions%3Dorders%3D1.csv&as=members%3Dm.csv&as=%3Dnotes.csv&column-transactions.customer=Kunde&column-transactions.date=&goal=retention&tiers=3&budget=50k&answer-places=Germany&answer-sector=&from=&margin=",
        );
        assert_eq!(
            begin.command(),
            "plan-loyalty --transactions orders=1.csv --members m.csv --map transactions.customer=Kunde --goal retention --tiers 3 --budget 50k --answer places=Germany"
        );
        let draft = begin.draft().unwrap();
        assert_eq!((draft.data.tables["transactions"].as_slice(), draft.places.as_slice()), (&["orders=1.csv".to_string()][..], &["Germany".to_string()][..]));
        assert!(begin.has_data() && !begin.proposes() && begin.says_program());
        let with =
            read("transactions=a.csv&as=%3Da.csv&date-order=dmy&date-order=mdy&map=transactions.date%3DA&map=transactions.date%3DB&query-members=SELECT 1");
        assert_eq!(
            with.command(),
            "plan-loyalty --date-order mdy --map transactions.date=B --query 'members=SELECT 1'",
            "a file is left out, the last word counts"
        );
        assert_eq!(with.without("date-order", "mdy").address(), "/begin?map=transactions.date%3DB&query=members%3DSELECT+1");
        assert_eq!(read("transactions=a.csv&as=members%3Da.csv").command(), "plan-loyalty --members a.csv", "a file is one table");
    }
    #[test]
    fn what_no_flag_is_is_refused() {
        for bad in [
            "goals=retention",
            "as=orders%3Da.csv",
            "out=/tmp",
            "driver=x",
            "plans=x",
            "config=x",
            "transactions=a%00b",
            &format!("budget={}", "1".repeat(20_001)),
        ] {
            assert!(Begin::read(bad.as_bytes()).is_err(), "{bad}");
        }
        for bad in [
            "goal=joy",
            "tiers=9",
            "decimal-mark=%3B",
            "horizon=x",
            "as-of=soon",
            "map=transactions",
            "answer=joy%3D1",
            "sums=there",
            "query=joy%3Dx",
            "world=moon",
        ] {
            assert!(read(bad).draft().is_err(), "{bad}");
        }
        let many: String = (0..201).map(|n| format!("transactions={n}.csv&")).collect();
        assert!(Begin::read(many.as_bytes()).is_err());
    }
    proptest! {
        /// One state has one address, which reads as that state.
        #[test]
        fn an_address_and_its_words_are_the_same(values in proptest::collection::vec(("(transactions|members|map|query|answer|goal|from|constraints)", "[a-z.=@&%+ é'\"<>]{0,12}"), 0..12)) {
            let mut begin = Begin::default();
            for (name, value) in values {
                begin.put(&name, value.trim()).unwrap();
            }
            let address = begin.address();
            let read = read(address.split_once('?').map_or("", |(_, q)| q));
            prop_assert!(read.is_said_by(address.split_once('?').map_or("", |(_, q)| q).as_bytes()));
            prop_assert_eq!(read.address(), address);
            prop_assert_eq!(read, begin);
        }
    }
}
