//! What the demonstration company sells: each line of an order is of an item whose usual price lies near what the line costs.
use super::chance::{Chance, Purpose};
use super::process::Life;

/// An item of the shop.
pub(super) struct Item {
    /// Code, in the large file.
    pub(super) code: &'static str,
    /// Name.
    pub(super) name: &'static str,
    /// How often it is bought beside others of its price.
    weight: f64,
    /// Usual price of a piece, in the currency.
    price: f64,
}
const fn item(code: &'static str, name: &'static str, weight: f64, price: f64) -> Item {
    Item { code, name, weight, price }
}
pub(super) const ITEMS: [Item; 28] = [
    item("CB-101", "Harbour Blend 340 g", 3.0, 16.0),
    item("CB-102", "Pine Espresso 340 g", 2.4, 18.0),
    item("CB-103", "Single Origin Guji 250 g", 1.8, 22.0),
    item("CB-104", "Decaf Lighthouse 340 g", 1.0, 17.0),
    item("CB-105", "Cold Brew Pack", 1.3, 28.0),
    item("CB-106", "Tasting Box of Four", 1.4, 38.0),
    item("CB-107", "Harbour Blend 1 kg", 2.0, 44.0),
    item("CB-108", "Pine Espresso 1 kg", 1.6, 50.0),
    item("CB-109", "Coffee of the Month Box", 1.2, 58.0),
    item("KT-201", "Pour-Over Kettle", 1.0, 72.0),
    item("KT-202", "Hand Grinder", 1.2, 88.0),
    item("KT-203", "Stoneware Mug", 1.6, 14.0),
    item("KT-204", "Filter Papers 100", 2.2, 7.0),
    item("KT-205", "French Press", 1.1, 48.0),
    item("KT-206", "Barista Scale", 0.9, 64.0),
    item("KT-207", "Electric Grinder", 0.9, 165.0),
    item("KT-208", "Drip Coffee Maker", 0.7, 240.0),
    item("KT-209", "Espresso Machine Starter Set", 0.5, 390.0),
    item("HM-301", "Pine Tray", 0.9, 34.0),
    item("HM-302", "Linen Tea Towels", 1.2, 24.0),
    item("HM-303", "Beeswax Candle", 1.4, 11.0),
    item("HM-304", "Wool Throw", 1.0, 118.0),
    item("HM-305", "Oak Serving Board", 0.9, 56.0),
    item("HM-306", "Stoneware Set for Four", 1.0, 98.0),
    item("HM-307", "Cast Iron Casserole", 0.8, 140.0),
    item("HM-308", "Walnut Coffee Station", 0.6, 300.0),
    item("GF-401", "Coffee Lover Gift Set", 1.1, 80.0),
    item("GF-402", "Gift Wrapping", 0.6, 5.0),
];
/// How far a line may lie from the usual price of its item: standard deviation of the log.
const SPREAD: f64 = 0.12;

/// What each line of each order is of, as positions in [`ITEMS`]. Their stream is their own: no other table knows of it.
pub(super) fn of(seed: u64, life: &Life) -> Vec<Vec<usize>> {
    let mut chance = Chance::new(seed, life.index, Purpose::Items);
    life.orders.iter().map(|order| order.lines().iter().map(|cents| one(&mut chance, *cents)).collect()).collect()
}
fn one(chance: &mut Chance, cents: i64) -> usize {
    let paid = libm::log(cents as f64 / 100.0);
    let far = |i: &Item| (paid - libm::log(i.price)).abs() / SPREAD;
    let nearest = ITEMS.iter().map(far).fold(f64::INFINITY, f64::min);
    // Relative to the nearest item, so that a line beyond all prices is of the nearest.
    let weights = ITEMS.each_ref().map(|i| i.weight * libm::exp((nearest * nearest - far(i) * far(i)) / 2.0));
    chance.weighted(&weights)
}
