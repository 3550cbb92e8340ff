//! Files behind the port, read again where one was not whole.
use super::{Ask, Cancelled, Description, Extracted, Source, SourceError};
use crate::canonical::Tables;
use crate::extract::{self, ExtractRequest};
use crate::intake::{self, Intake, IntakeErrorKind, IntakeRequest, SetAsideRow, TableKind};
use loyalty_model::extract::{Extract, Origin};
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
    /// Attempts: an error, or `ok`.
    pub attempts: Vec<String>,
    /// Tables that stayed unreadable.
    pub lost: Vec<String>,
}
/// Pauses before the first and the second retry: a file that another program is still writing is often whole a moment later.
const PAUSES: [Duration; 2] = [Duration::from_millis(400), Duration::from_millis(1_200)];

impl Files {
    /// Reads once.
    ///
    /// # Errors
    /// Whatever intake refuses.
    pub fn read(&self, asked_on: Date, cancelled: Cancelled) -> Result<Read, SourceError> {
        Ok(self.kept(intake::read(&self.on(asked_on), cancelled)?, vec![], vec![]))
    }
    /// Reads, and reads again at most twice where a file could not be read to its end; after that goes on without the table, unless the plan
    /// rests on it. What is wrong inside a file is not tried again: it would be wrong again.
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
            let error = match intake::read(&request, cancelled) {
                Ok(got) => {
                    attempts.push("ok".to_string());
                    return Ok(self.kept(got, attempts, lost));
                }
                Err(e) if e.kind == IntakeErrorKind::Unreadable => e,
                Err(e) => return Err(e.into()),
            };
            attempts.push(format!("{}: {}", error.place(), error.fact()));
            if let Some(pause) = PAUSES.get(tried) {
                tried += 1;
                rest(*pause);
                continue;
            }
            let place = error.place();
            let own = request.inputs.iter().position(|(_, paths)| paths.iter().any(|p| place.contains(p.as_str())));
            let beside = |k: TableKind| matches!(k, TableKind::Usage | TableKind::Voc | TableKind::Members | TableKind::Rewards);
            match own.filter(|i| beside(request.inputs[*i].0) && request.inputs.len() > 1) {
                Some(i) => {
                    // Which file, and why, stands in the attempts: a design names no file.
                    lost.push(format!("the table {}", request.inputs.remove(i).0.word()));
                    tried = 0;
                }
                None => {
                    let error = SourceError::from(error);
                    let reason = format!("It was tried {} times, and the plan rests on it. {}", attempts.len(), error.reason);
                    return Err(SourceError { reason, ..error });
                }
            }
        }
    }
    fn on(&self, asked_on: Date) -> IntakeRequest {
        IntakeRequest { today: Some(asked_on), ..self.request.clone() }
    }
    fn kept(&self, got: Intake, attempts: Vec<String>, lost: Vec<String>) -> Read {
        let mut tables = got.tables;
        if self.whole_histories == Some(false) {
            tables.incomplete = Some("the settings say that the orders are not whole histories".into());
        }
        Read { tables, inputs: got.files, set_aside: got.set_aside, attempts, lost }
    }
}
impl Source for Files {
    fn describe(&self) -> Description {
        let tables = self.request.inputs.iter().map(|i| i.0.word()).collect();
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
            assert!(read.attempts[..failures].iter().all(|a| a.contains("orders.csv.gz")), "{:?}", read.attempts);
            assert_eq!((read.attempts.last().map(String::as_str), read.lost.len()), (Some("ok"), 0));
            assert_eq!(read.tables.orders.unwrap().day.len(), 3_000);
        }
    }
}
