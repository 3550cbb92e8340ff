//! SHA-256 over the aggregates and the panel. Neither the quality of tables (row numbers, file splits) nor the origin
//! enters, so that the same content has the same fingerprint however it arrived.
use loyalty_model::extract::{Extract, PanelCustomer};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

pub(super) fn of(e: &mut Extract) -> String {
    let mut hash = Sha256::new();
    // The cells are many: they enter as fixed-width integers, and the rest as JSON without them.
    let mut cells = Vec::new();
    for cut in e.transactions.iter_mut().flat_map(|t| &mut t.cuts) {
        hash.update((cut.cells.len() as u64).to_le_bytes());
        for c in &cut.cells {
            for part in [c.frequency, c.recency, c.age, c.holdout] {
                hash.update(part.to_le_bytes());
            }
            hash.update(c.customers.to_le_bytes());
        }
        cells.push(std::mem::take(&mut cut.cells));
    }
    let facts = (&e.currency, e.as_of, &e.transactions, &e.subscriptions, &e.usage, &e.voice, &e.members, &e.ledger, &e.rewards);
    hash.update(serde_json::to_vec(&facts).unwrap_or_default());
    if let Some(items) = &e.items {
        hash.update(serde_json::to_vec(items).unwrap_or_default());
    }
    // The bytes of many customers are written side by side, and enter in their order.
    for part in e.panel.chunks_mut(1 << 15) {
        let written: Vec<Vec<u8>> = part.par_chunks_mut(1 << 10).map(bytes_of).collect();
        written.iter().for_each(|bytes| hash.update(bytes));
    }
    for (cut, kept) in e.transactions.iter_mut().flat_map(|t| &mut t.cuts).zip(cells) {
        cut.cells = kept;
    }
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Each customer as JSON without the months, and these behind it as fixed-width integers.
fn bytes_of(customers: &mut [PanelCustomer]) -> Vec<u8> {
    let mut out = vec![];
    for p in customers {
        let months = std::mem::take(&mut p.months);
        // Writing into memory cannot fail, and a customer is JSON.
        let _ = serde_json::to_writer(&mut out, p);
        for m in &months {
            out.extend_from_slice(&m.month.index().to_le_bytes());
            out.extend_from_slice(&m.purchase_days.to_le_bytes());
            out.extend_from_slice(&m.net.raw().to_le_bytes());
            out.extend_from_slice(&m.refunds.raw().to_le_bytes());
        }
        p.months = months;
    }
    out
}
