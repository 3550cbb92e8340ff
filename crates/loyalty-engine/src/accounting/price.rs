//! Stand-alone selling price of a point: breakage is taken off once.

/// A price per point, in currency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Price {
    /// What a redeemed point buys.
    Gross(f64),
    /// The same times the share of points expected to be redeemed.
    NetOfBreakage(f64),
}
impl Price {
    /// The price net of breakage, where this share of points is expected to be redeemed.
    pub fn net(self, redemption: f64) -> f64 {
        match self {
            Price::Gross(value) => value * redemption,
            Price::NetOfBreakage(value) => value,
        }
    }
}
/// What is deferred for each point does not agree with the range of its price.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{per_point:.4} is deferred for each point, the prices allow {low:.4} to {high:.4}")]
pub struct PriceFault {
    /// Deferred ÷ points.
    pub per_point: f64,
    /// Least price net of breakage.
    pub low: f64,
    /// Highest.
    pub high: f64,
    /// It would agree if breakage had not been taken off here: the prices are net already.
    pub net_already: bool,
}
/// What is deferred for each point, held against the range of stand-alone prices.
///
/// # Errors
/// It lies outside the range; `net_already` where the range agrees as soon as breakage is not taken off a second time.
pub fn per_point(deferred: f64, points: f64, range: [Price; 2], redemption: f64) -> Result<f64, PriceFault> {
    let found = deferred / points;
    let [low, high] = range.map(|p| p.net(redemption));
    if (low..=high).contains(&found) {
        return Ok(found);
    }
    let [Price::Gross(least) | Price::NetOfBreakage(least), Price::Gross(most) | Price::NetOfBreakage(most)] = range;
    Err(PriceFault { per_point: found, low, high, net_already: redemption < 1.0 && (least..=most).contains(&found) })
}
/// A net price that a person gave, held against the value of a point and the redemption expected.
///
/// # Errors
/// It is nearer to value × redemption² than to value × redemption, or above the value.
pub fn given(price: f64, value: f64, redemption: f64) -> Result<f64, PriceFault> {
    let fault = |net_already| PriceFault { per_point: price, low: value * redemption, high: value, net_already };
    let (once, twice) = (value * redemption, value * redemption * redemption);
    if price > value {
        return Err(fault(false));
    }
    if redemption < 1.0 && (price - twice).abs() < (price - once).abs() { Err(fault(true)) } else { Ok(price) }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn breakage_is_never_taken_off_twice() {
        // SEC registrant 1848416: stand-alone price .031 to .061 a point, breakage 25%; 70M points = 3.582, 78M = 3.981 USD million.
        for (points, deferred, printed) in [(70e6, 3.582e6, 0.0512), (78e6, 3.981e6, 0.0510)] {
            let net = [Price::NetOfBreakage(0.031), Price::NetOfBreakage(0.061)];
            let found = per_point(deferred, points, net, 0.75).unwrap();
            assert!((found - printed).abs() < 0.00005, "{found}");
            let again = per_point(deferred, points, [Price::Gross(0.031), Price::Gross(0.061)], 0.75).unwrap_err();
            assert!(again.net_already && (again.high - 0.0458).abs() <= 0.000_050_001, "{again:?}");
        }
        // Breakage of 20% a year later: 110M = 5.781, 126M = 6.144 USD million.
        for (points, deferred) in [(110e6, 5.781e6), (126e6, 6.144e6)] {
            per_point(deferred, points, [Price::NetOfBreakage(0.031), Price::NetOfBreakage(0.061)], 0.8).unwrap();
        }
    }
    #[test]
    fn a_given_price_is_net_once() {
        assert_eq!(given(0.0075, 0.01, 0.75), Ok(0.0075));
        assert_eq!(given(0.01, 0.01, 1.0), Ok(0.01));
        // A discount that everybody gets makes a price lower without any breakage.
        assert_eq!(given(0.005, 0.01, 1.0), Ok(0.005));
        assert!(given(0.0056, 0.01, 0.75).unwrap_err().net_already, "0.01 x 0.75 x 0.75");
        assert!(given(0.0081, 0.01, 0.9).unwrap_err().net_already, "0.01 x 0.9 x 0.9");
        assert!(!given(0.011, 0.01, 0.75).unwrap_err().net_already, "above the value");
    }
    #[test]
    fn a_price_outside_the_range_is_refused_whatever_the_breakage() {
        for deferred in [1.0, 100.0] {
            let fault = per_point(deferred, 100.0, [Price::NetOfBreakage(0.03), Price::NetOfBreakage(0.06)], 0.75).unwrap_err();
            assert!(!fault.net_already, "{fault}");
        }
    }
}
