//! What becomes of the printed range where the response is another than believed. The range of a plan holds if the priors hold; here the response of every
//! draw is fixed at a multiple of its mean, everything else is drawn as before, and the outcomes are laid beside the plan's own.
use crate::analysis::scenarios::ScenarioRunner;
use crate::simulation::outcome::{Appraisal, quantile};
use loyalty_model::assumption::Book;
use loyalty_model::plan::Truth;

/// Multiples of the mean response that are tried.
const TRUTHS: [f64; 6] = [-1.0, 0.0, 0.25, 1.0, 2.0, 4.0];
/// The assumption that is fixed.
const RESPONSE: &str = "response.total";

/// Coverage of the 80% range of net value, bias and rank for each truth. With the response certain a smaller run of the same chance tells the truth; what is
/// believed is the full appraisal.
pub(crate) fn coverage(room: &ScenarioRunner, full: &Appraisal) -> Vec<Truth> {
    let Some(mean) = room.book.get(RESPONSE).map(|a| a.value) else { return vec![] };
    let mut believed: Vec<f64> = full.draws.iter().map(|o| o.net_value).collect();
    let (low, high) = (quantile(&mut believed, 0.1), quantile(&mut believed, 0.9));
    let share = |n: usize, of: usize| if of == 0 { 0.0 } else { n as f64 / of as f64 };
    let one = |factor: f64| {
        let truth = room.appraise(room.program, &fixed(room.book, factor * mean));
        let came: Vec<f64> = truth.draws.iter().map(|o| o.net_value).collect();
        let below = |x: &f64| share(believed.iter().filter(|b| *b < x).count(), believed.len());
        Truth {
            factor,
            lift: libm::expm1(factor * mean),
            net_value: truth.mean(|o| o.net_value),
            bias: full.mean(|o| o.net_value) - truth.mean(|o| o.net_value),
            covered: share(came.iter().filter(|x| (low..=high).contains(*x)).count(), came.len()),
            rank: came.iter().map(below).sum::<f64>() / came.len().max(1) as f64,
        }
    };
    TRUTHS.into_iter().map(one).collect()
}
/// The assumptions with the response certain.
pub(crate) fn fixed(book: &Book, response: f64) -> Book {
    let mut book = book.clone();
    if let Some(a) = book.0.get_mut(RESPONSE) {
        (a.value, a.sd, a.distribution) = (response, 0.0, "fixed".into());
        (a.low, a.high) = (a.low.min(response), a.high.max(response));
    }
    book
}
