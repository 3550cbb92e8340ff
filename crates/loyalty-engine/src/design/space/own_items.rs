//! Items of the shop as rewards: which may be one, and which lies near a step of the ladder.
use crate::design::Space;
use loyalty_model::extract::{ItemFact, ItemFacts};
use loyalty_model::program::OwnItem;
use serde::Serialize;

/// Name by which a constraint bars items as rewards.
pub(crate) const LEVER: &str = "own-products";
/// Buyers of the last 365 days below which an item is no reward that many would want.
const BUYERS_LEAST: u64 = 30;
/// The upper quarter of its prices lies at most so far above the lower: what varies more is a fee, a set of things, or sold by weight.
const PRICE_SPREAD: f64 = 1.5;
/// One piece of so many may come back.
const BACK_LEAST: u64 = 5;
/// How far below and above a step of the ladder a price may lie.
const NEAR: (f64, f64) = (0.7, 1.4);
/// Pieces of one item in a reward, at most; and never more than an order of it holds on average.
const PIECES: u64 = 6;
/// Items in a ladder, at most.
const MOST: usize = 4;
/// Characters of a name that are shown.
const SHOWN: usize = 48;

/// An item that may be a reward.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Candidate {
    pub(crate) own: OwnItem,
    /// Its name, cut to what a table shows.
    pub(crate) shown: String,
    /// Price of a piece: that of the middle line.
    pub(crate) price: f64,
    /// Pieces that a reward may be of.
    pieces: u64,
    /// What it costs the company, by its price.
    pub(crate) cost_ratio: f64,
}
/// What an item costs by its price: the goods, and the sale that is lost to members who would have bought it for money.
pub(crate) fn cost_ratio(again_share: f64, margin: f64) -> f64 {
    1.0 - (1.0 - again_share) * margin
}
/// The items that may be rewards, in the order of their buyers.
pub(super) fn candidates(items: &ItemFacts, margin: f64, space: &Space) -> Vec<Candidate> {
    if space.shape.contractual || !space.terms.allows(LEVER) {
        return vec![];
    }
    let excluded = |name: &str| space.terms.limits.excluded.iter().any(|x| names(name, x));
    let may = |i: &&ItemFact| {
        let steady = i.price_high.to_f64() <= PRICE_SPREAD * i.price_low.to_f64();
        let named = i.name.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        i.buyers >= BUYERS_LEAST && steady && named && i.units_back * BACK_LEAST <= i.units && !excluded(&i.name)
    };
    let one = |i: &ItemFact| {
        let again_share = i.again as f64 / i.buyers as f64;
        let own = OwnItem { name: i.name.clone(), pieces: 1, buyers: i.buyers, order_share: i.orders as f64 / items.orders.max(1) as f64, again_share };
        Candidate {
            own,
            shown: shown(&i.name),
            price: i.price.to_f64(),
            pieces: (i.units / i.orders.max(1)).clamp(1, PIECES),
            cost_ratio: cost_ratio(again_share, margin),
        }
    };
    items.top.iter().filter(may).map(one).collect()
}
/// Whether a name holds what a phrase excludes, in the singular or the plural.
fn names(name: &str, excluded: &str) -> bool {
    let lower = excluded.trim().to_lowercase();
    let stem = lower.strip_suffix('s').unwrap_or(&lower);
    !stem.is_empty() && name.to_lowercase().contains(stem)
}
/// A name without signs that no print shows, cut where it is long.
fn shown(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e000}'..='\u{f8ff}'))
        .collect();
    if plain.chars().count() <= SHOWN {
        return plain;
    }
    let cut: String = plain.chars().take(SHOWN - 1).collect();
    format!("{}…", cut.trim_end())
}
/// The item with the most buyers near each step, each once, as (step, item, pieces); those steps first that are lowest. Where an order holds several
/// pieces of an item a reward may be of several too.
pub(super) fn near<'a>(own: &'a [Candidate], steps: &[f64], most: f64) -> Vec<(f64, &'a Candidate, u32)> {
    let mut chosen: Vec<(f64, &Candidate, u32)> = vec![];
    for step in steps {
        let pieces = |c: &Candidate| {
            let n = libm::round(step / c.price).clamp(1.0, c.pieces as f64);
            let worth = n * c.price;
            (worth >= NEAR.0 * step && worth <= NEAR.1 * step && worth <= most).then_some(n as u32)
        };
        let free = |c: &Candidate| !chosen.iter().any(|(_, other, _)| other.shown == c.shown);
        let found = own.iter().filter(|c| free(c)).find_map(|c| Some((*step, c, pieces(c)?)));
        chosen.extend(found);
    }
    chosen.truncate(MOST);
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn an_item_that_nobody_would_have_bought_costs_its_goods() {
        assert!((cost_ratio(0.0, 0.45) - 0.55).abs() < 1e-12);
        assert!((cost_ratio(1.0, 0.45) - 1.0).abs() < 1e-12);
    }
    #[test]
    fn a_reward_is_of_no_more_pieces_than_an_order_holds() {
        let of = |pieces| Candidate {
            own: OwnItem { name: "Mug".into(), pieces: 1, buyers: 99, order_share: 0.1, again_share: 0.0 },
            shown: "Mug".into(),
            price: 2.0,
            pieces,
            cost_ratio: 0.5,
        };
        let taken = |pieces, steps: &[f64], most| near(&[of(pieces)], steps, most).iter().map(|(step, _, n)| (*step, *n)).collect::<Vec<_>>();
        assert_eq!(taken(1, &[10.0, 2.5], f64::INFINITY), [(2.5, 1)]);
        assert_eq!(taken(6, &[10.0], f64::INFINITY), [(10.0, 5)]);
        assert_eq!(taken(4, &[10.0], f64::INFINITY), [(10.0, 4)]);
        assert!(taken(6, &[10.0], 9.0).is_empty() && taken(6, &[20.0], f64::INFINITY).is_empty());
    }
    #[test]
    fn an_exclusion_meets_the_singular_and_the_plural() {
        assert!(names("Gift Card Sleeve", "gift cards") && names("WINE GLASSES", "wine") && !names("Oak Board", "gift cards") && !names("Oak Board", " "));
    }
    #[test]
    fn long_names_are_cut_and_signs_that_turn_the_line_go() {
        let name = format!("{}\u{202e}x", "Linen ".repeat(20));
        assert!(shown(&name).chars().count() <= SHOWN && shown(&name).ends_with('…') && !shown("a\u{202e}b").contains('\u{202e}'));
    }
}
