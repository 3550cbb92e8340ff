//! Any bytes as JSON, in lines and in one piece.
#![no_main]
#[path = "reading.rs"]
mod reading;

use libfuzzer_sys::fuzz_target;
use loyalty_sources::intake::TableKind::{Members, PointsLedger, Subscriptions, Transactions, Usage, Voc};

const KINDS: [loyalty_sources::intake::TableKind; 6] = [Transactions, Subscriptions, Usage, Voc, Members, PointsLedger];

// The first byte names the table.
fuzz_target!(|bytes: &[u8]| {
    let Some((first, text)) = bytes.split_first() else { return };
    reading::check(KINDS[usize::from(*first) % KINDS.len()], text);
});
