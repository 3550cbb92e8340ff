//! Customer master data: when an account was opened, the company's own segment, the place, consent, who referred. No tier:
//! the company has no program yet.
use super::chance::{Chance, Purpose};
use super::customer_id;
use super::parameters::Parameters;
use super::process::{Life, Window};
use crate::canonical::Member;

const PLACES: [(&str, f64); 9] =
    [("US-CA", 0.24), ("US-NY", 0.15), ("US-WA", 0.13), ("US-OR", 0.11), ("US-MA", 0.09), ("US-TX", 0.09), ("US-IL", 0.08), ("US-CO", 0.06), ("US-ME", 0.05)];
/// A customer whose own mean basket is this far above the company's counts as an office, one in two.
const OFFICE_FACTOR: f64 = 1.5;
/// Of customers first seen in November or December, the share marked as gift buyers when they bought once.
const GIFT_SHARE: f64 = 0.6;

pub(super) fn member(p: &Parameters, window: &Window, seed: u64, life: &Life, id: &str) -> Member {
    let mut chance = Chance::new(seed, life.index, Purpose::Member);
    let joined = window.date(life.first_day());
    let holiday = joined.month().year_month().1 >= 11;
    let office = life.basket_factor > OFFICE_FACTOR && chance.happens(0.5);
    let gift = holiday && life.orders.len() == 1 && chance.happens(GIFT_SHARE);
    let weights = PLACES.map(|(_, w)| w);
    let place = PLACES[chance.weighted(&weights)].0;
    let email_consent = [Some(true), Some(false), None][chance.weighted(&p.consent)];
    // Ids run in the order of arrival, so a lower one was there before.
    let referred = life.index > 0 && chance.happens(p.referred_share);
    let referrer = (chance.uniform() * f64::from(life.index)) as u32;
    Member {
        customer: id.to_owned(),
        joined: Some(joined),
        left: None,
        tier: None,
        segment: Some(
            if office {
                "Office"
            } else if gift {
                "Gift"
            } else {
                "Home"
            }
            .to_owned(),
        ),
        place: Some(place.to_owned()),
        email_consent,
        referred_by: referred.then(|| customer_id(referrer)),
        birth_month: None,
    }
}
