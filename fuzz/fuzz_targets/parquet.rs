//! Any bytes as a Parquet file.
#![no_main]
#[path = "reading.rs"]
mod reading;

use libfuzzer_sys::fuzz_target;
use loyalty_sources::intake::TableKind::Transactions;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PAR1") {
        reading::check(Transactions, bytes);
    }
});
