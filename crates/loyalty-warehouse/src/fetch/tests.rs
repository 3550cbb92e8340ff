use super::*;
use crate::running::Running;
use crate::url::Machine;
use loyalty_model::request::WarehouseRequest;
use loyalty_model::statement::StatementEvent::{self, Begin, End};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

fn connection() -> Connection {
    let machine = Machine { driver: None, running: Running::default(), variable: &|_| None, file: &|p| Ok(p.into()) };
    let asked = WarehouseRequest { from: "postgresql://localhost/shop".into(), queries: std::collections::BTreeMap::new(), timeout_seconds: None, sums: None };
    Connection::of(&asked, &machine).unwrap()
}
/// What was heard: words and events.
#[derive(Default)]
struct Heard(Mutex<Vec<(String, u32, u32, StatementEvent)>>);
impl Heard {
    fn take(&self, statement: &Statement, event: StatementEvent) {
        self.0.lock().unwrap().push((format!("{:?}", statement.what), statement.number, statement.of, event));
    }
    fn all(&self) -> Vec<(String, u32, u32, StatementEvent)> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}
fn table(out: &SyncSender<Message>, rows: usize) {
    let columns = vec!["a".to_string()];
    let _ = out.send(Message::Begun { statement: "SELECT 1".into(), columns, notes: vec![] });
    for _ in 0..rows {
        let _ = out.send(Message::Rows(b"1\n".to_vec(), vec![2]));
    }
    let _ = out.send(Message::Ended);
}
/// Reads three tables of a session that tells what is given.
fn read_three(tell: impl FnOnce(SyncSender<Message>) + Send + 'static, cancelled: &AtomicBool, heard: &Heard) -> (Result<usize, Fault>, usize) {
    let queries: Queries = vec![(TableKind::Transactions, vec!["sales.orders".into()]), (TableKind::Voc, vec!["survey".into(), "SELECT 1".into()])];
    let connection = connection();
    let parts = parts(&connection, &queries).unwrap();
    let names: Vec<String> = parts.iter().map(Part::name).collect();
    let asked: Vec<Query> = parts.iter().map(|p| p.query.clone()).collect();
    let (out, messages) = sync_channel(4);
    std::thread::spawn(move || tell(out));
    let told = |statement: &Statement, event: StatementEvent| heard.take(statement, event);
    let watch = Watch { cancelled: &|| cancelled.load(Ordering::Relaxed), told: &told };
    let hearing = Hearing { names: &names, first: 1, of: 3, sample: false };
    let mut at = 0;
    let read = follow(&connection, Working::told_by(messages), &asked, (watch, &hearing), &mut at);
    (read.map(|all| all.len()), at)
}
fn connected(out: &SyncSender<Message>) {
    out.send(Message::Connected("15".into(), String::new(), false)).unwrap();
}
#[test]
fn each_statement_is_heard_to_begin_and_to_end_in_order() {
    let heard = Heard::default();
    let tell = |out: SyncSender<Message>| {
        connected(&out);
        (1..4).for_each(|rows| table(&out, rows));
    };
    assert_eq!(read_three(tell, &AtomicBool::new(false), &heard).0.unwrap(), 3);
    let wanted: Vec<(String, u32, u32, StatementEvent)> =
        [("Session", 0, 0), ("Rows(\"sales.orders\")", 1, 3), ("Rows(\"survey\")", 2, 3), ("Rows(\"query 2 of voc\")", 3, 3)]
            .into_iter()
            .flat_map(|(what, number, of)| [Begin, End].map(|event| (what.to_string(), number, of, event)))
            .collect();
    assert_eq!(heard.all(), wanted);
}
#[test]
fn a_statement_that_fails_is_over() {
    let heard = Heard::default();
    let tell = |out: SyncSender<Message>| {
        connected(&out);
        table(&out, 1);
        out.send(Message::Failed(Fault::new("survey", "it is gone", "…", "…"))).unwrap();
    };
    let (read, at) = read_three(tell, &AtomicBool::new(false), &heard);
    assert_eq!((read.unwrap_err().error.fact.as_str(), at), ("it is gone", 1));
    let all = heard.all();
    assert_eq!(all.last(), Some(&("Rows(\"survey\")".to_string(), 2, 3, End)));
    assert_eq!(all.iter().filter(|h| h.3 == Begin).count(), all.iter().filter(|h| h.3 == End).count());
}
/// Whoever cancels when one statement is over gets no other; and rows that come without a pause keep nobody waiting.
#[test]
fn a_request_is_cancelled_between_statements_and_amid_rows() {
    for amid in [false, true] {
        let (heard, cancelled) = (Heard::default(), std::sync::Arc::new(AtomicBool::new(false)));
        let stop = std::sync::Arc::clone(&cancelled);
        let tell = move |out: SyncSender<Message>| {
            connected(&out);
            table(&out, 1);
            if amid {
                let _ = out.send(Message::Begun { statement: String::new(), columns: vec!["a".into()], notes: vec![] });
            }
            stop.store(true, Ordering::Relaxed);
            // A server that sends rows as fast as they are taken, until nobody takes any.
            while out.send(Message::Rows(b"1\n".to_vec(), vec![2])).is_ok() {}
        };
        let begun = std::time::Instant::now();
        let (read, at) = read_three(tell, &cancelled, &heard);
        assert!(read.unwrap_err().error.cancelled && begun.elapsed() < Duration::from_secs(20));
        assert!(at <= 1 && heard.all().iter().all(|h| h.1 < 3), "nothing was asked after it");
    }
}
