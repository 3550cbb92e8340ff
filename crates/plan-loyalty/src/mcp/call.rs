//! One call at work, as an operation sees it: tells its progress, may be cancelled.
use super::input::AgentWord;
use loyalty_app::step_names::{asked, spoken};
use loyalty_engine::progress::{CancelToken, Progress, TaskEvent};
use loyalty_model::plan::CallingAgent;
use loyalty_model::statement::{Statement, StatementEvent};
use tokio::sync::mpsc::UnboundedSender;

/// How far a call is: tasks that are over, and the part of the next that is; and what is told of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// A task is over.
    Task(String),
    /// A statement begins: so much of its task is over.
    Statement(f64, String),
}
/// How far a call was told to be: a number that only rises, as the protocol has it.
#[derive(Debug)]
pub struct Tally {
    tasks: f64,
    told: f64,
}
impl Default for Tally {
    fn default() -> Tally {
        Tally { tasks: 0.0, told: -1.0 }
    }
}
impl Tally {
    /// The number and the message to tell; none where nothing is further than it was.
    pub fn next(&mut self, heard: Heard) -> Option<(f64, String)> {
        let (at, message) = match heard {
            Heard::Task(message) => {
                self.tasks += 1.0;
                (self.tasks, message)
            }
            Heard::Statement(part, message) => (self.tasks + part, message),
        };
        (at > self.told).then(|| {
            self.told = at;
            (at, message)
        })
    }
}
/// Looks on a run for the client.
pub struct Call {
    cancel: CancelToken,
    told: UnboundedSender<Heard>,
    /// Program and version of the client, where it said.
    client: Option<String>,
}
impl Call {
    /// A call of this client that tells its tasks here.
    pub fn new(told: UnboundedSender<Heard>, client: Option<String>) -> Call {
        Call { cancel: CancelToken::default(), told, client }
    }
    /// The agent that calls.
    pub fn agent(&self, acting_as: Option<AgentWord>) -> CallingAgent {
        CallingAgent { client: self.client.clone(), acting_as: acting_as.map(|a| a.word().to_string()) }
    }
}
/// Program and version as a client gives them, in the signs of a name and cut: a client can say anything.
pub fn client(name: &str, version: &str) -> Option<String> {
    let plain = |text: &str| -> String { text.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.+ ".contains(*c)).take(40).collect() };
    let said = format!("{} {}", plain(name).trim(), plain(version).trim());
    Some(said.trim().to_string()).filter(|s| !s.is_empty())
}
impl Progress for Call {
    fn on_event(&self, task: &str, event: TaskEvent) {
        if event != TaskEvent::Begin {
            let _ = self.told.send(Heard::Task(format!("{}: done", spoken(task))));
        }
    }
    fn on_statement(&self, statement: &Statement, event: StatementEvent) {
        if event == StatementEvent::Begin {
            let part = f64::from(statement.number) / f64::from(statement.of + 1);
            let _ = self.told.send(Heard::Statement(part, asked(statement)));
        }
    }
    fn cancel_token(&self) -> CancelToken {
        self.cancel.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use loyalty_model::statement::StatementOf::{self, Rows, Session};
    /// The number rises with each notice and stays within its task, also where a request is asked again.
    #[test]
    fn statements_are_told_and_the_number_only_rises() {
        let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
        let call = Call::new(told, None);
        let statement = |what: StatementOf, number: u32| {
            for event in [StatementEvent::Begin, StatementEvent::End] {
                call.on_statement(&Statement { what, number, of: if number == 0 { 0 } else { 3 } }, event);
            }
        };
        call.on_event("pull-data", TaskEvent::Begin);
        for _try in 0..2 {
            statement(Session, 0);
            ["orders", "survey", "members"].iter().zip(1..).for_each(|(name, number)| statement(Rows(name), number));
        }
        call.on_event("pull-data", TaskEvent::End);
        call.on_event("review-signals", TaskEvent::End);
        let mut tally = Tally::default();
        let mut all = vec![];
        while let Ok(next) = heard.try_recv() {
            all.extend(tally.next(next));
        }
        let messages: Vec<&str> = all.iter().map(|a| a.1.as_str()).collect();
        assert_eq!(
            messages,
            [
                "Connecting to the database",
                "Reading orders, 1 of 3",
                "Reading survey, 2 of 3",
                "Reading members, 3 of 3",
                "Reading the data: done",
                "Reviewing customer signals: done"
            ]
        );
        assert!(all.windows(2).all(|w| w[0].0 < w[1].0), "{all:?}");
        assert!(all[3].0 < 1.0 && (all[4].0 - 1.0).abs() < 1e-9, "{all:?}");
    }
}
