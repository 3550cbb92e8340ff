//! Files behind the port, read again where one was not whole.
use super::{Ask, Cancelled, Description, Extracted, Source, SourceError};
use crate::canonical::Tables;
use crate::extract::{self, ExtractRequest};
use crate::intake::{self, Answer, Intake, IntakeError, IntakeErrorKind, IntakeRequest, Pace, SetAsideRow, TableKind};
use loyalty_model::extract::{Extract, Origin};
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::input::InputRecord;
use loyalty_model::units::{Currency, Date};
use std::time::{Duration, Instant};

/// Files of a company.
#[derive(Debug, Clone)]
pub struct Files {
    /// Which, and how they are read; its `today` is the day of the question.
    pub request: IntakeRequest,
    /// `Some(false)`: a person says that the orders are not whole histories.
    pub whole_histories: Option<bool>,
    /// Spend that a point earned stands for where a ledger stands alone; `None`: no orders are made from it.
    pub spend_per_point: Option<f64>,
}
/// What was read.
#[derive(Debug)]
pub struct Read {
    /// Canonical tables.
    pub tables: Tables,
    /// Files.
    pub inputs: Vec<InputRecord>,
    /// Rows set aside.
    pub set_aside: Vec<SetAsideRow>,
    /// Attempts: how, and an error or `ok`.
    pub attempts: Vec<Fact>,
    /// Tables that stayed unreadable.
    pub lost: Vec<String>,
}
/// Pauses before the first and the second retry: a file that another program is still writing is often whole a moment later.
const PAUSES: [Duration; 2] = [Duration::from_millis(400), Duration::from_millis(1_200)];
/// How each try reads.
const HOW: [FactId; 3] = [FactId("read-first"), FactId("read-after-pause"), FactId("read-gently")];

impl Files {
    /// Reads once.
    ///
    /// # Errors
    /// Whatever intake refuses.
    pub fn read(&self, asked_on: Date, cancelled: Cancelled) -> Result<Read, SourceError> {
        Ok(self.kept(intake::read(&self.on(asked_on), cancelled)?, vec![], vec![]))
    }
    /// Reads, and reads again at most twice where that may end otherwise ([`IntakeError::may_pass`]): after a pause, then after a longer one by one
    /// thread and in small blocks. After that goes on without the table, unless the plan rests on it.
    ///
    /// # Errors
    /// Whatever intake refuses; a table that the plan rests on and that stays unreadable.
    pub fn pull(&self, asked_on: Date, cancelled: Cancelled) -> Result<Read, SourceError> {
        self.pull_pausing(asked_on, cancelled, &|pause| wait(pause, cancelled))
    }
    fn pull_pausing(&self, asked_on: Date, cancelled: Cancelled, rest: &dyn Fn(Duration)) -> Result<Read, SourceError> {
        let mut request = self.on(asked_on);
        let (mut attempts, mut lost, mut tried) = (vec![], vec![], 0);
        loop {
            let error = match read_as(tried, &request, cancelled) {
                Ok(got) => {
                    attempts.push(if tried == 0 { "ok".into() } else { Fact::new("attempt-read").fact("how", HOW[tried]) });
                    return Ok(self.kept(got, attempts, lost));
                }
                // A file that was there a moment ago went away; one that never was is a wrong name.
                Err(e) if e.may_pass() || (tried > 0 && e.kind == IntakeErrorKind::Missing) => e,
                Err(e) => return Err(e.into()),
            };
            let table = error.table().map_or("", TableKind::word);
            attempts.push(Fact::new("attempt-unread").fact("how", HOW[tried]).text("table", table).text("place", error.place()).text("why", error.fact()));
            if let Some(pause) = PAUSES.get(tried) {
                tried += 1;
                rest(*pause);
                continue;
            }
            let beside = |k: TableKind| matches!(k, TableKind::Usage | TableKind::Voc | TableKind::Members | TableKind::Rewards);
            match error.table().filter(|k| beside(*k) && request.kinds().any(|other| other != *k)) {
                Some(kind) => {
                    // Which file, and why, stands in the attempts: a design names no file.
                    attempts.push(Fact::new("attempt-without").text("table", table));
                    lost.push(format!("the table {}", kind.word()));
                    request.inputs.retain(|i| i.0 != kind);
                    request.answers.retain(|a| a.0 != kind);
                    tried = 0;
                }
                None => {
                    let error = SourceError::from(error);
                    let reason = format!(
                        "It was tried {} times, the last time by one thread and in small blocks, and the plan rests on it. {}",
                        HOW.len(),
                        error.reason
                    );
                    return Err(SourceError { reason, ..error });
                }
            }
        }
    }
    /// The tables beside orders that stay in a database: these files, and answers.
    #[must_use]
    pub fn beside_orders(&self, answers: Vec<(TableKind, Vec<Answer>)>) -> Files {
        Files { request: IntakeRequest { answers, orders_elsewhere: true, ..self.request.clone() }, ..self.clone() }
    }
    /// Why the orders are not whole histories, where a person says so.
    fn incomplete(&self) -> Option<String> {
        (self.whole_histories == Some(false)).then(|| "the settings say that the orders are not whole histories".into())
    }
    fn on(&self, asked_on: Date) -> IntakeRequest {
        IntakeRequest { today: Some(asked_on), ..self.request.clone() }
    }
    fn kept(&self, got: Intake, attempts: Vec<Fact>, lost: Vec<String>) -> Read {
        let mut tables = got.tables;
        tables.incomplete = self.incomplete().or(tables.incomplete);
        Read { tables, inputs: got.files, set_aside: got.set_aside, attempts, lost }
    }
}
impl Source for Files {
    fn describe(&self) -> Description {
        let tables = self.request.kinds().map(TableKind::word).collect();
        Description { origin: Origin::CompanyData, what: "files of the company".into(), tables }
    }
    fn extract(&self, ask: &Ask, cancelled: Cancelled) -> Result<Extracted, SourceError> {
        let mut read = self.pull(ask.asked_on, cancelled)?;
        if let Some(spend) = self.spend_per_point {
            read.tables.orders_from_points(spend);
        }
        let t = &read.tables;
        // Subscriptions without a date are a snapshot of the day of the question.
        let undated = t.orders.is_none() && t.subscriptions.as_ref().is_some_and(|all| all.iter().all(|s| s.start.is_none()));
        let as_of = ask.as_of.or(undated.then_some(ask.asked_on));
        let request =
            ExtractRequest { as_of, panel_size: ask.panel_size, threads: ask.threads, ..ExtractRequest::new(Origin::CompanyData, Currency("XXX".into())) };
        let measured = extract::measure_until_cancelled(t, &request, cancelled)?;
        Ok(Extracted {
            currency: read.tables.currency.map(Currency),
            extract: Extract { lost: read.lost, ..measured },
            inputs: read.inputs,
            set_aside: read.set_aside,
            attempts: read.attempts,
            company: None,
            given: vec![],
        })
    }
}
/// Reads for the first, second or third time. The third is by one thread and in small blocks.
fn read_as(tried: usize, request: &IntakeRequest, cancelled: Cancelled) -> Result<Intake, IntakeError> {
    if tried < PAUSES.len() {
        return intake::read(request, cancelled);
    }
    let gentle = IntakeRequest { pace: Pace::Gentle, ..request.clone() };
    match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(one) => one.install(|| intake::read(&gentle, cancelled)),
        Err(_) => intake::read(&gentle, cancelled),
    }
}
/// Waits, unless nobody wants the answer any more.
fn wait(pause: Duration, cancelled: Cancelled) {
    let begun = Instant::now();
    while begun.elapsed() < pause && !cancelled() {
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::io::Write;
    use std::path::Path;

    /// A gzipped order file, whole.
    fn orders() -> Vec<u8> {
        let rows: Vec<String> = (0..3_000).map(|i| format!("c{},{}-{:02}-{:02},{}.50", i % 300, 2024 + i % 2, 1 + i % 12, 1 + i % 28, 10 + i % 70)).collect();
        let mut out = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
        out.write_all(format!("customer,date,amount\n{}\n", rows.join("\n")).as_bytes()).unwrap();
        out.finish().unwrap()
    }
    fn files(path: &Path) -> Files {
        let inputs = vec![(TableKind::Transactions, vec![path.display().to_string()])];
        Files { request: IntakeRequest { inputs, ..IntakeRequest::default() }, whole_histories: None, spend_per_point: None }
    }
    /// The last try is made otherwise: by one thread, without reading the next block or the fingerprint beside.
    #[test]
    fn the_last_try_has_one_thread_and_reads_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("orders.csv.gz");
        std::fs::write(&path, orders()).unwrap();
        let request = files(&path).request;
        let threads = std::sync::Mutex::new(std::collections::BTreeSet::new());
        let look = || {
            threads.lock().unwrap().insert((rayon::current_num_threads(), rayon::current_thread_index()));
            false
        };
        let gentle = read_as(2, &request, &look).unwrap();
        assert_eq!(*threads.lock().unwrap(), [(1, Some(0))].into());
        let full = read_as(0, &request, &|| false).unwrap();
        let read = |i: &Intake| (i.files.clone(), i.set_aside.clone(), i.tables.quality.clone(), i.tables.orders.as_ref().map(|o| o.day.len()));
        assert_eq!(read(&gentle), read(&full));
    }
    /// A file that another program is still writing: half of it, and the whole in the pause after this many failures.
    #[test]
    fn a_file_that_is_whole_a_moment_later_is_read_then_and_the_attempts_tell_it() {
        let folder = tempfile::tempdir().unwrap();
        let (path, whole, day) = (folder.path().join("orders.csv.gz"), orders(), Date::from_ymd(2026, 7, 1).unwrap());
        for failures in [1, 2] {
            std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
            let pauses = Cell::new(0);
            let rest = |pause: Duration| {
                assert_eq!(pause, PAUSES[pauses.get()]);
                pauses.set(pauses.get() + 1);
                if pauses.get() == failures {
                    std::fs::write(&path, &whole).unwrap();
                }
            };
            let read = files(&path).pull_pausing(day, &|| false, &rest).unwrap();
            assert_eq!(read.attempts.len(), failures + 1, "{:?}", read.attempts);
            assert!(read.attempts[..failures].iter().all(|a| a.is("attempt-unread") && a.to_string().contains("orders.csv.gz")), "{:?}", read.attempts);
            let how = ["read-after-pause", "read-gently"][failures - 1];
            assert!(read.attempts[failures].is("attempt-read") && read.attempts[failures].to_string().contains(how) && read.lost.is_empty());
            assert_eq!(read.tables.orders.unwrap().day.len(), 3_000);
        }
    }
}
