//! Points sold to partners, element by element, and accounts as companies publish them: opening + additions − released + other +
//! translation = closing. The reward is recognised as points are redeemed, running the program in equal parts over a point's life.
use loyalty_model::plan::{Element, ElementPeriod};

/// What moves the balance of an element in a period; in currency.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Movements {
    /// Balance at the beginning.
    pub opening: f64,
    /// Billed, or deferred.
    pub additions: f64,
    /// Recognised as revenue.
    pub released: f64,
    /// Other changes, signed.
    pub other: f64,
    /// Currency translation, signed.
    pub translation: f64,
}
impl Movements {
    /// Balance at the end.
    pub fn closing(&self) -> f64 {
        self.opening + self.additions - self.released + self.other + self.translation
    }
}
/// Share of one month's billing that is recognised `after` months of a life of `life` months: billing falls in the middle of its month, so that the
/// first month and the last take half.
fn part(after: usize, life: usize) -> f64 {
    let whole = 1.0 / life.max(1) as f64;
    match after {
        0 => 0.5 * whole,
        k if k < life => whole,
        k if k == life => 0.5 * whole,
        _ => 0.0,
    }
}
/// Revenue by month of what was billed by month, in equal parts over `life` months; `months` of them from the first billing.
pub fn straight_line(billed: &[f64], life: usize, months: usize) -> Vec<f64> {
    (0..months).map(|t| billed.iter().enumerate().take(t + 1).map(|(m, b)| b * part(t - m, life)).sum()).collect()
}
/// Points sold to partners.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartnerSales {
    /// Points a month.
    pub points: f64,
    /// Billed for a point.
    pub price: f64,
    /// Part of the price for running the program; the rest is for the reward.
    pub service_share: f64,
    /// Months over which running the program is recognised.
    pub life: usize,
}
/// Both elements by quarter. `redeemed`: share of the points outstanding at the beginning of a month or issued in it that is redeemed in it, by month.
pub fn partners(sales: &PartnerSales, redeemed: &[f64]) -> Vec<ElementPeriod> {
    let n = redeemed.len();
    let billed = sales.points * sales.price;
    let service = straight_line(&vec![billed * sales.service_share; n], sales.life, n);
    let reward = billed * (1.0 - sales.service_share);
    let quarters = |element: Element, addition: f64, released: &mut dyn FnMut(usize, f64) -> f64| {
        let mut balance = 0.0;
        let mut all: Vec<ElementPeriod> = vec![];
        for m in 0..n {
            if m % 3 == 0 {
                let quarter = (m / 3) as u32 + 1;
                all.push(ElementPeriod { quarter, element, opening: balance, additions: 0.0, released: 0.0, other: 0.0, translation: 0.0, closing: balance });
            }
            let out = released(m, balance + addition);
            balance += addition - out;
            if let Some(p) = all.last_mut() {
                p.additions += addition;
                p.released += out;
                p.closing =
                    Movements { opening: p.opening, additions: p.additions, released: p.released, other: p.other, translation: p.translation }.closing();
            }
        }
        all
    };
    let mut all = quarters(Element::Redemption, reward, &mut |m, there| there * redeemed[m].clamp(0.0, 1.0));
    all.extend(quarters(Element::Service, billed * sales.service_share, &mut |m, _| service[m]));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn uniform_billing_over_a_life_of_38_months_runs_off_as_published() {
        // Continuous form: of 38² ÷ 2 = 722 parts, 384, 240, 96 and 2 leave in the four years after.
        let all = straight_line(&[1.0; 40], 38, 40 + 48);
        let left: f64 = 40.0 - all[..40].iter().sum::<f64>();
        let year = |k: usize| all[40 + 12 * k..52 + 12 * k].iter().sum::<f64>() / left;
        for (k, share) in [0.532, 0.332, 0.133, 0.003].into_iter().enumerate() {
            assert!((year(k) - share).abs() < 0.0006, "year {k}: {}", year(k));
        }
        // AIR MILES (registrant 1870997), 31 December 2021: 133.3, 68.3, 28.0 and .9 of 230.5 USD million; its billing fell, so more leaves early.
        for (k, disclosed) in [133.3, 68.3, 28.0, 0.9].into_iter().enumerate() {
            assert!((year(k) - disclosed / 230.5).abs() < 0.05, "year {k}: {} and {}", year(k), disclosed / 230.5);
        }
    }
    #[test]
    fn what_was_billed_is_recognised_to_the_last_cent() {
        for life in [1, 12, 38] {
            let billed = [100.0, 0.0, 250.0, 30.0];
            let all: f64 = straight_line(&billed, life, 4 + life + 1).iter().sum();
            assert!((all - 380.0).abs() < 1e-9, "{life}: {all}");
        }
    }
    #[test]
    fn both_elements_close_in_every_quarter() {
        let sales = PartnerSales { points: 1e6, price: 0.02, service_share: 0.275, life: 38 };
        let all = partners(&sales, &[0.03; 26]);
        assert_eq!(all.len(), 18);
        for element in [Element::Redemption, Element::Service] {
            let mut before = 0.0;
            for p in all.iter().filter(|p| p.element == element) {
                assert!((p.opening - before).abs() < 1e-9 && (p.opening + p.additions - p.released - p.closing).abs() < 1e-9);
                before = p.closing;
            }
            assert!(before > 0.0);
        }
        let billed: f64 = all.iter().map(|p| p.additions).sum();
        assert!((billed - 26.0 * 20_000.0).abs() < 1e-6);
    }
}
