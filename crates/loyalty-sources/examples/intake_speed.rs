//! Seconds of reading and of measuring an order file: `cargo run --release -p loyalty-sources --example intake_speed -- FILE`.
use loyalty_model::extract::Origin;
use loyalty_model::units::Currency;
use loyalty_sources::extract::{ExtractRequest, measure};
use loyalty_sources::intake::{IntakeRequest, TableKind, read};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    if paths.is_empty() {
        return Err("name an order file: intake_speed FILE".into());
    }
    let begun = Instant::now();
    let request = IntakeRequest { inputs: vec![(TableKind::Transactions, paths)], ..IntakeRequest::default() };
    let intake = read(&request, &|| false)?;
    let read_in = begun.elapsed();
    let extract = measure(&intake.tables, &ExtractRequest::new(Origin::CompanyData, Currency("XXX".into())))?;
    let all = begun.elapsed();
    let rows: u64 = extract.tables.iter().map(|t| t.rows_read).sum();
    let peak = std::fs::read_to_string("/proc/self/status").ok().and_then(|s| s.lines().find(|l| l.starts_with("VmHWM")).map(str::to_owned));
    println!("{rows} rows: read {:.2} s, measured {:.2} s, fingerprint {}", read_in.as_secs_f64(), (all - read_in).as_secs_f64(), extract.fingerprint);
    println!("{}", peak.unwrap_or_default());
    Ok(())
}
