//! What must hold of any file: it is read or refused, its totals close, and the number of threads changes nothing.
use loyalty_sources::intake::{IntakeRequest, TableKind};
use loyalty_sources::source::Files;
use std::path::PathBuf;
use std::sync::Once;

/// A panic of a library that is contained and becomes a refusal is no finding; one of our own code is, wherever.
fn quiet_where_contained() {
    let abort = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let ours = panic.location().is_none_or(|at| at.file().contains("loyalty-"));
        if ours || !loyalty_sources::contained::is_contained() {
            abort(panic);
        }
    }));
}

/// Reads the bytes as a file of that table.
///
/// # Panics
/// A finding.
pub fn check(kind: TableKind, bytes: &[u8]) {
    static QUIET: Once = Once::new();
    QUIET.call_once(quiet_where_contained);
    let shared = PathBuf::from("/dev/shm");
    let folder = if shared.is_dir() { shared } else { std::env::temp_dir() };
    let path = folder.join(format!("plan-loyalty-fuzz-{}", std::process::id()));
    std::fs::write(&path, bytes).expect("a file can be written");
    let read = || {
        let request = IntakeRequest { inputs: vec![(kind, vec![path.display().to_string()])], ..IntakeRequest::default() };
        let today = "2026-11-28".parse().expect("a day");
        Files { request, whole_histories: None, spend_per_point: None }.read(today, &|| false)
    };
    match read() {
        Ok(read) => {
            for table in &read.tables.quality {
                if let Some(c) = table.control {
                    assert_eq!(c.in_file, c.used + c.without_customer + c.set_aside, "totals of {}", table.table);
                }
                assert!(table.rows_used <= table.rows_read, "{} of {} rows used", table.rows_used, table.rows_read);
            }
        }
        Err(refused) => {
            assert!(!refused.fact.is_empty() && !refused.next_step.is_empty(), "{refused}");
            assert!(!refused.to_string().contains("a bug"), "{refused}");
        }
    }
}
