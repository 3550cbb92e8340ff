//! Settles every assumption: default < published < measured < given; the losers are kept. (What is fitted on the data is no assumption: see `base`.)
use loyalty_model::assumption::{Assumption, Book, rows};
use loyalty_model::brief::Brief;
use loyalty_model::extract::{Extract, SubscriptionMonth};
use loyalty_model::line::Provenance;

/// Settles the book.
pub fn settle(brief: &Brief, extract: &Extract) -> Book {
    let mut book = Book::default();
    for row in rows() {
        let from = if row.status == "published" {
            let population = loyalty_model::assumption::citations().into_iter().find(|c| c.id == row.citation).map(|c| c.population).unwrap_or_default();
            Provenance::Published { citation: row.citation, population }
        } else {
            Provenance::Default { reason: row.description.clone() }
        };
        let mut a = Assumption {
            id: row.id.clone(),
            description: row.description,
            value: row.value,
            sd: row.sd,
            distribution: row.distribution,
            low: row.low,
            high: row.high,
            unit: row.unit,
            from,
            overruled: vec![],
        };
        if let Some((value, rows)) = measured(&row.id, extract) {
            overrule(&mut a, value, 0.0, Provenance::Measured { query: "subscription_months".into(), rows });
            if value > row.high {
                let reason = format!("{value:.4} was measured; more than {} is not carried forward", row.high);
                overrule(&mut a, row.high, 0.0, Provenance::Default { reason });
            }
        }
        if let Some(given) = brief.given.get(&row.id) {
            overrule(
                &mut a,
                given.value,
                given.sd.unwrap_or(0.0),
                match given.measured_on {
                    Some(rows) => Provenance::Measured { query: "experiment".into(), rows },
                    None => Provenance::Given { by: given.by.clone(), note: given.note.clone() },
                },
            );
        }
        book.0.insert(row.id, a);
    }
    book
}
/// What the subscriptions tell of growth and shrinking of MRR: the sum of the last 12 months ÷ the sum of their opening MRR.
fn measured(id: &str, extract: &Extract) -> Option<(f64, u64)> {
    let s = extract.subscriptions.as_ref()?;
    let part: fn(&SubscriptionMonth) -> f64 = match id {
        "subscription.expansion_monthly" => |m| m.expansion_mrr.to_f64(),
        "subscription.contraction_monthly" => |m| m.contraction_mrr.to_f64(),
        _ => return None,
    };
    let year: Vec<_> = s.months.iter().rev().take(12).collect();
    let opening: f64 = year.iter().map(|m| m.opening_mrr.to_f64()).sum();
    (year.len() == 12 && opening > 0.0).then(|| (year.iter().map(|m| part(m)).sum::<f64>() / opening, year.iter().map(|m| m.opening_customers).sum()))
}
fn overrule(a: &mut Assumption, value: f64, sd: f64, from: Provenance) {
    let loser = std::mem::replace(&mut a.from, from);
    a.overruled.push((a.value, loser));
    a.value = value;
    a.sd = sd;
    a.distribution = match (sd > 0.0, a.distribution.as_str()) {
        (false, _) => "fixed".into(),
        (true, "beta") => "beta".into(),
        (true, _) => "normal".into(),
    };
}
