//! Surveys after an order: a score from 0 to 10 and, mostly, a sentence or two on delivery, price, quality, service,
//! packaging or the app. Some texts carry made-up names, addresses and numbers, so that their removal can be shown: the
//! mail addresses lie under example.com, the numbers in the 555-01xx range kept for fiction.
use super::chance::{Chance, Purpose};
use super::parameters::Parameters;
use super::process::{Life, Window};
use crate::canonical::Voice;

/// Praise and complaint of one theme, with how often each is the reason.
struct Theme {
    praise_weight: f64,
    complaint_weight: f64,
    praise: &'static [&'static str],
    complaint: &'static [&'static str],
}
const THEMES: [Theme; 6] = [
    Theme {
        praise_weight: 0.15,
        complaint_weight: 0.32,
        praise: &["Delivery came a day early.", "Fast shipping, always on time.", "Arrived exactly when promised.", "The courier was quick and careful."],
        complaint: &[
            "Delivery took twelve days.",
            "The parcel arrived late again.",
            "Shipping was slow and the tracking never moved.",
            "It was left with a neighbour and nobody told me.",
            "Late delivery, and the coffee was for a birthday.",
        ],
    },
    Theme {
        praise_weight: 0.07,
        complaint_weight: 0.22,
        praise: &["Good value for the price.", "The bundle price is fair.", "Worth every dollar."],
        complaint: &[
            "Too expensive compared with my supermarket.",
            "Prices went up twice this year.",
            "Shipping cost makes a small order pointless.",
            "Nice, but the price is hard to justify.",
            "I wait for a discount now, full price is too much.",
        ],
    },
    Theme {
        praise_weight: 0.38,
        complaint_weight: 0.10,
        praise: &[
            "Best coffee I have had at home.",
            "Beans are fresh and the roast date is honest.",
            "The kettle is beautifully made.",
            "Great quality, the linen washes well.",
            "Rich taste, my whole family loves it.",
        ],
        complaint: &[
            "The beans tasted stale.",
            "The mug cracked after a week.",
            "Quality is not what it used to be.",
            "The roast was far darker than described.",
        ],
    },
    Theme {
        praise_weight: 0.20,
        complaint_weight: 0.14,
        praise: &["Customer service sorted it in minutes.", "Friendly support, a real person answered.", "Returning one item was easy."],
        complaint: &["Support never answered my e-mail.", "It took three calls to get a refund.", "Customer service sent me the same standard reply twice."],
    },
    Theme {
        praise_weight: 0.13,
        complaint_weight: 0.10,
        praise: &["Lovely packaging, no plastic.", "Well packed, nothing broken.", "The gift wrapping was perfect."],
        complaint: &["The box was crushed and a bag had burst.", "Far too much packaging for one bag of coffee.", "Packaging was torn when it got here."],
    },
    Theme {
        praise_weight: 0.07,
        complaint_weight: 0.12,
        praise: &["The app makes reordering simple.", "I like the brew guide in the app.", "Skipping a month in the app is easy."],
        complaint: &["The app logs me out every time.", "The app crashed at checkout.", "I could not find how to skip a month in the app."],
    },
];
const NAMES: &[&str] = &["Margaret Whitcombe", "Tobias Lindqvist", "Priya Raman", "Daniel Okafor", "Elena Marchetti", "Samuel Brandt"];
/// Answers that carry a text, and answers whose customer is not known.
const WITH_TEXT: f64 = 0.85;
const ANONYMOUS: f64 = 0.08;
/// Spread of customers, and of answers of one customer.
const CUSTOMER_SD: f64 = 1.2;
const ANSWER_SD: f64 = 1.3;

pub(super) fn voices(p: &Parameters, window: &Window, seed: u64, life: &Life, id: &str) -> Vec<Voice> {
    let mut chance = Chance::new(seed, life.index, Purpose::Survey);
    let mut found = Vec::new();
    let mut mood = None;
    for (at, order) in life.orders.iter().enumerate() {
        if !chance.happens(p.survey_share) {
            continue;
        }
        let day = order.day + chance.between(2, 8);
        if day > window.last() {
            continue;
        }
        let mood = *mood.get_or_insert_with(|| CUSTOMER_SD * chance.normal());
        let leaving = life.left && at + 1 == life.orders.len();
        let score = p.survey_mean + mood + ANSWER_SD * chance.normal() - if leaving { p.survey_leaving } else { 0.0 };
        let score = (score.round() as i32).clamp(0, 10) as u32;
        let mut text = if chance.happens(WITH_TEXT) { sentence(&mut chance, score) } else { String::new() };
        if !text.is_empty() && chance.happens(1.0 / f64::from(p.survey_personal_one_in)) {
            text.push(' ');
            text.push_str(&personal(&mut chance));
        }
        found.push(Voice {
            customer: (!chance.happens(ANONYMOUS)).then(|| id.to_owned()),
            day: Some(window.date(day)),
            score_hundredths: Some(score * 100),
            scale_max: 10,
            text,
            theme: None,
            left: false,
        });
    }
    found
}

fn sentence(chance: &mut Chance, score: u32) -> String {
    let praise = THEMES.each_ref().map(|t| t.praise_weight);
    let complaint = THEMES.each_ref().map(|t| t.complaint_weight);
    let mut praised = || {
        let theme = chance.weighted(&praise);
        (theme, *chance.pick(THEMES[theme].praise))
    };
    match score {
        9..=10 => {
            let (one, first) = praised();
            let (two, second) = praised();
            if one == two { first.to_owned() } else { format!("{first} {second}") }
        }
        7..=8 => {
            let (one, first) = praised();
            let two = chance.weighted(&complaint);
            if one == two { first.to_owned() } else { format!("{first} But: {}", chance.pick(THEMES[two].complaint)) }
        }
        _ => {
            let theme = chance.weighted(&complaint);
            (*chance.pick(THEMES[theme].complaint)).to_owned()
        }
    }
}

fn personal(chance: &mut Chance) -> String {
    let name = *chance.pick(NAMES);
    match chance.between(0, 2) {
        0 => format!("Please write to {}@example.com.", name.to_lowercase().replace(' ', ".")),
        1 => format!("Call me back on +1 212 555 01{:02}.", chance.between(0, 99)),
        _ => format!(
            "My name is {name}, reach me at {}{}@example.com or 415-555-01{:02}.",
            name.split(' ').next().unwrap_or(name).to_lowercase(),
            chance.between(10, 99),
            chance.between(0, 99)
        ),
    }
}
