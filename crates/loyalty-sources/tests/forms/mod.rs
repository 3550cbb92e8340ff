//! Exports of systems that nobody listed when the rules were written: small files in the form that the systems' public descriptions give, each with
//! its right reading. A form that cannot do (no customer, no year) is a question that names what is missing, never a reading.
mod others;
mod payments;
mod shops;

use loyalty_model::extract::Extract;
use loyalty_sources::intake::{IntakeRequest, TableKind};
use loyalty_sources::source::{Ask, Files, Source};
use std::fmt::Write as _;

/// The right reading of a form.
enum Want {
    /// Customers, orders, net amount.
    Sales(u64, u64, &'static str),
    /// Contracts, and what they bring a month today.
    Contracts(u64, &'static str),
    /// Points earned, redeemed and expired, in hundredths.
    Points(i64, i64, i64),
    /// Answers with a rating, and the sum of ratings in hundredths.
    Answers(u64, i64),
    /// Members.
    Members(u64),
    /// A question or refusal that says this.
    Asks(&'static str),
}
use Want::*;
/// System and report, table, file, text, right reading.
type Form = (&'static str, TableKind, &'static str, &'static str, Want);

/// What a form gave, in words; an error is the refusal.
fn given(kind: TableKind, name: &str, text: &str) -> Result<Extract, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("a file");
    let request = IntakeRequest { inputs: vec![(kind, vec![path.display().to_string()])], ..IntakeRequest::default() };
    let files = Files { request, whole_histories: None, spend_per_point: None };
    let as_of = matches!(kind, TableKind::Members).then(|| "2026-11-28".parse().expect("a day"));
    files.extract(&Ask { as_of, ..Ask::on("2026-11-28".parse().expect("a day")) }, &|| false).map(|e| e.extract).map_err(|e| e.to_string())
}
fn right(want: &Want, got: &Result<Extract, String>) -> Result<(), String> {
    let e = match (want, got) {
        (Asks(words), Err(told)) => return if told.contains(words) { Ok(()) } else { Err(format!("asks for something else: {told}")) },
        (_, Err(told)) => return Err(told.clone()),
        (Asks(_), Ok(e)) => return Err(format!("it was read: {:?}", e.tables)),
        (_, Ok(e)) => e,
    };
    let (wanted, found) = match want {
        Sales(customers, orders, net) => {
            let t = e.transactions.as_ref().map(|t| format!("{} customers, {} orders, {}", t.customers, t.orders, t.gross + t.refunds));
            (format!("{customers} customers, {orders} orders, {net}"), t)
        }
        Contracts(all, mrr) => {
            let s = e.subscriptions.as_ref().map(|s| format!("{} contracts, {} a month", s.subscriptions, s.mrr));
            (format!("{all} contracts, {mrr} a month"), s)
        }
        Points(earned, redeemed, expired) => {
            let of = |l: &loyalty_model::extract::LedgerFacts| {
                let sum = |f: fn(&loyalty_model::extract::LedgerMonth) -> i64| l.months.iter().map(f).sum::<i64>();
                format!("{} earned, {} redeemed, {} expired", sum(|m| m.earned), sum(|m| m.redeemed), sum(|m| m.expired))
            };
            (format!("{earned} earned, {redeemed} redeemed, {expired} expired"), e.ledger.as_ref().map(of))
        }
        Answers(n, sum) => {
            let of = |v: &loyalty_model::extract::VoiceFacts| {
                let rated: u64 = v.scores.iter().map(|s| s.1).sum();
                format!("{rated} answers, {}", v.scores.iter().map(|s| i64::from(s.0) * s.1 as i64).sum::<i64>())
            };
            (format!("{n} answers, {sum}"), e.voice.as_ref().map(of))
        }
        Members(n) => (format!("{n} members"), e.members.as_ref().map(|m| format!("{} members", m.members))),
        Asks(_) => unreachable!("judged above"),
    };
    if found.as_ref() == Some(&wanted) { Ok(()) } else { Err(format!("wanted {wanted}; got {found:?}; {:?}", e.tables)) }
}
#[test]
fn forms_that_nobody_listed_are_read_right_or_asked_about() {
    let forms: Vec<&Form> = shops::SHOPS.iter().chain(payments::PAYMENTS).chain(others::OTHERS).collect();
    assert!(forms.len() >= 40, "only {} forms", forms.len());
    let mut wrong = String::new();
    for (name, kind, file, text, want) in forms {
        if let Err(why) = right(want, &given(*kind, file, text)) {
            let _ = writeln!(wrong, "{name}: {why}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
