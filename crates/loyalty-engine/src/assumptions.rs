//! Settles every assumption: default < published < given; the losers are kept. (What is fitted on the data is no assumption: see `base`.)
use loyalty_model::assumption::{Assumption, Book, rows};
use loyalty_model::brief::Brief;
use loyalty_model::line::Provenance;

/// Settles the book.
pub fn settle(brief: &Brief) -> Book {
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
