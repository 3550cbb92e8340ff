//! Settles every assumption: default < published < measured < given; the losers are kept. (What is fitted on the data is no assumption: see `base`.)
use loyalty_model::assumption::{Assumption, Book, Row, citations, magnitude, platform_fee, rows, sector_margins, units_per_dollar};
use loyalty_model::brief::Brief;
use loyalty_model::extract::{Extract, Origin, SubscriptionMonth};
use loyalty_model::fact::Fact;
use loyalty_model::line::{Provenance, Unit};
use loyalty_model::units::Currency;

/// Settles the book.
pub fn settle(brief: &Brief, extract: &Extract) -> Book {
    let mut book = Book::default();
    let redeemers = value("points.ultimate_redemption", brief);
    let size = Size::of(extract, brief);
    for row in rows() {
        let from = if row.is_published() {
            let population = loyalty_model::assumption::citations().into_iter().find(|c| c.id == row.citation).map(|c| c.population).unwrap_or_default();
            Provenance::Published { citation: row.citation.clone(), population }
        } else {
            Provenance::Default { reason: (&row.description).into() }
        };
        let (row, from) = if row.unit == Unit::Money { in_currency(row, from, &brief.currency) } else { (row, from) };
        let mut a = of_row(row.clone(), from);
        if let Some((value, reason)) = size.and_then(|s| s.cost(&a.id, brief)) {
            (a.value, a.sd, a.from) = (value, self::value("cost.placeholder_sd", brief) * value, Provenance::Default { reason });
        }
        if let Some((margin, sd, from)) = (a.id == "company.gross_margin").then(|| margin_of_sector(brief, extract)).flatten() {
            (a.value, a.sd, a.from) = (margin, sd, from);
        }
        if let Some((value, query, rows)) = measured(&row.id, extract, redeemers) {
            overrule(&mut a, value, 0.0, Provenance::Measured { query: query.into(), rows });
            if value > row.high {
                let reason = Fact::new("assumption-capped").number("measured", value).number("most", row.high);
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
    reward_cost(&mut book);
    book
}
/// The usual margin of the sector that a person named, or of subscriptions where the data are nothing else: margin, standard deviation, source.
fn margin_of_sector(brief: &Brief, extract: &Extract) -> Option<(f64, f64, Provenance)> {
    let subscribers = extract.transactions.is_none() && extract.subscriptions.is_some();
    let known = |word: &str| sector_margins().into_iter().find(|s| s.sector == word.trim().to_lowercase().replace(' ', "-"));
    let said = brief.facts.get("sector").and_then(|word| known(word));
    let sector = said.or_else(|| subscribers.then(|| known("subscription")).flatten())?;
    let from = match citations().into_iter().find(|c| c.id == sector.citation) {
        Some(c) => Provenance::Published { citation: c.id, population: format!("{} ({})", c.population, sector.figure) },
        None => Provenance::Default { reason: Fact::new("margin-of-sector").text("sector", sector.sector.replace('-', " ")) },
    };
    Some((sector.margin, sector.sd, from))
}
/// What a unit of reward costs where nobody gave it: what it displaces in full, extra goods at one minus the margin.
fn reward_cost(book: &mut Book) {
    let (displaced, margin) = (book.value("points.displaced_share"), book.value("company.gross_margin"));
    if let Some(a) = book.0.get_mut("points.reward_cost_ratio").filter(|a| matches!(a.from, Provenance::Default { .. })) {
        a.value = (displaced + (1.0 - displaced) * (1.0 - margin)).clamp(a.low, a.high);
        a.from = Provenance::Default { reason: Fact::new("reward-cost-from-margin").share("displaced", displaced).share("margin", margin) };
    }
}
/// How large the company is, as far as the data tell: costs nobody gave follow it.
#[derive(Debug, Clone, Copy)]
struct Size {
    /// Net sales of the last 12 months.
    sales: f64,
    /// Customers active in them who are expected to join.
    members: f64,
}
impl Size {
    fn of(extract: &Extract, brief: &Brief) -> Option<Size> {
        let orders = extract.transactions.as_ref().map(|t| {
            let sales = t.months.iter().rev().take(12).map(|m| m.net.to_f64()).sum::<f64>();
            (sales, t.spend_last_year.iter().map(|b| b.count).sum::<u64>() as f64)
        });
        let contracts = || extract.subscriptions.as_ref().map(|s| (12.0 * s.mrr.to_f64(), (s.customers - s.customers_left.min(s.customers)) as f64));
        // Imagined customers of a driver sheet, and those of the panel, stand for many.
        let counted = extract.origin != Origin::DriverSheet;
        let panel = || {
            let last = extract.as_of.month().index() - 12;
            let sales = |months: &[loyalty_model::extract::PanelMonth]| months.iter().filter(|m| m.month.index() > last).map(|m| m.net.to_f64()).sum::<f64>();
            let each: Vec<f64> = extract.panel.iter().map(|c| sales(&c.months)).collect();
            (each.iter().sum(), each.iter().filter(|s| **s > 0.0).count() as f64)
        };
        let whole = orders.filter(|_| counted).or_else(|| contracts().filter(|_| counted));
        let (sales, customers) = whole.unwrap_or_else(|| {
            let (sales, customers): (f64, f64) = panel();
            (extract.panel_weight * sales, extract.panel_weight * customers)
        });
        (sales > 0.0 && customers > 0.0).then(|| Size { sales, members: customers * value("program.enrolment_active_share", brief) })
    }
    /// The placeholder of a cost for a company of this size, and its reason.
    fn cost(&self, id: &str, brief: &Brief) -> Option<(f64, Fact)> {
        // Amounts that a person gave are in the plan's currency, those of the table in dollars.
        let dollars = |amount: f64| magnitude(amount, &brief.currency.0);
        let amount = |id: &str| if brief.given.contains_key(id) { value(id, brief) } else { dollars(value(id, brief)) };
        Some(match id {
            "cost.setup" => {
                let (share, least) = (value("cost.setup_sales_share", brief), amount("cost.setup_least"));
                (least.max(share * self.sales), Fact::new("cost-scaled-setup").share("share", share).money("sales", self.sales).money("least", least))
            }
            "cost.platform_monthly" => (dollars(platform_fee(self.members)), Fact::new("cost-scaled-platform").count("members", self.members.round() as u64)),
            "cost.staff_monthly" => {
                let persons = (self.members / value("cost.members_per_person", brief)).sqrt();
                (
                    amount("cost.staff_person_monthly") * persons,
                    Fact::new("cost-scaled-staff").count("members", self.members.round() as u64).number("persons", persons),
                )
            }
            _ => return None,
        })
    }
}
/// An amount that the table states in US dollars, in the plan's currency.
fn in_currency(mut row: Row, from: Provenance, currency: &Currency) -> (Row, Provenance) {
    let Provenance::Default { reason } = from else { return (row, from) };
    let dollars = row.value;
    for amount in [&mut row.value, &mut row.sd, &mut row.low, &mut row.high] {
        *amount = magnitude(*amount, &currency.0);
    }
    let reason = match units_per_dollar(&currency.0) {
        Some(_) if row.value == dollars => reason,
        Some(rate) => {
            Fact::new("assumption-converted").fact("reason", reason).number("dollars", dollars).number("rate", rate).text("currency", currency.0.clone())
        }
        None => Fact::new("assumption-unconverted").fact("reason", reason).text("currency", currency.0.clone()),
    };
    (row, Provenance::Default { reason })
}
/// A judgement of the table as this plan holds it; plans of before do not hold every row of today's table, which then speaks.
pub(crate) fn judgement(book: &Book, id: &str) -> f64 {
    book.get(id).map_or_else(|| rows().into_iter().find(|r| r.id == id).map_or(f64::NAN, |r| r.value), |a| a.value)
}
/// A person's value, else the table's.
fn value(id: &str, brief: &Brief) -> f64 {
    let table = || rows().into_iter().find(|r| r.id == id).map_or(0.0, |r| r.value);
    brief.given.get(id).map_or_else(table, |g| g.value)
}
/// What the data tell of an assumption: value, query, rows.
fn measured(id: &str, extract: &Extract, redeemers: f64) -> Option<(f64, &'static str, u64)> {
    match id {
        "subscription.expansion_monthly" => recurring(extract, |m| m.expansion_mrr.to_f64()),
        "subscription.contraction_monthly" => recurring(extract, |m| m.contraction_mrr.to_f64()),
        "points.redemption_hazard_monthly" => redemption_pace(extract, redeemers),
        _ => None,
    }
}
/// The sum of the last 12 months ÷ the sum of their opening MRR.
fn recurring(extract: &Extract, part: fn(&SubscriptionMonth) -> f64) -> Option<(f64, &'static str, u64)> {
    let year: Vec<_> = extract.subscriptions.as_ref()?.months.iter().rev().take(12).collect();
    let opening: f64 = year.iter().map(|m| m.opening_mrr.to_f64()).sum();
    let rows = year.iter().map(|m| m.opening_customers).sum();
    (year.len() == 12 && opening > 0.0).then(|| (year.iter().map(|m| part(m)).sum::<f64>() / opening, "subscription_months", rows))
}
/// Points redeemed in the last 12 months ÷ the balances at the beginning of each, counted from the ledger's first month (what was brought into it is not
/// known, so that the pace comes out high rather than low), ÷ the share of members who redeem.
fn redemption_pace(extract: &Extract, redeemers: f64) -> Option<(f64, &'static str, u64)> {
    let months = &extract.ledger.as_ref()?.months;
    let mut balance = 0;
    let mut opening = vec![];
    for m in months {
        opening.push(balance.max(0));
        balance += m.earned - m.reversed - m.redeemed + m.reimbursed - m.expired;
    }
    let year = months.iter().zip(&opening).rev().take(12);
    let (redeemed, held) = year.fold((0, 0), |(r, h), (m, o)| (r + m.redeemed - m.reimbursed, h + o));
    let members = months.iter().rev().take(12).map(|m| m.redeemers).sum();
    (months.len() >= 12 && redeemed > 0 && held > 0 && redeemers > 0.0).then(|| (redeemed as f64 / held as f64 / redeemers, "ledger_months", members))
}
/// An assumption as its row has it.
fn of_row(row: Row, from: Provenance) -> Assumption {
    let Row { id, description, value, sd, distribution, low, high, unit, .. } = row;
    Assumption { id, description, value, sd, distribution, low, high, unit, from, overruled: vec![] }
}
fn overrule(a: &mut Assumption, value: f64, sd: f64, from: Provenance) {
    let loser = std::mem::replace(&mut a.from, from);
    a.overruled.push((a.value, loser));
    a.value = value;
    a.sd = sd;
    // What a test measured is normal around it. A person's word moves the belief and keeps its shape: the mean of the draws is the value that was given,
    // which clipping a normal at the lowest value that makes sense would raise.
    let measured = matches!(a.from, Provenance::Measured { .. });
    a.distribution = match (sd > 0.0, a.distribution.as_str()) {
        (false, _) => "fixed".into(),
        (true, "beta") => "beta".into(),
        (true, "lognormal") if !measured && value > 0.0 => "lognormal".into(),
        (true, "shifted-lognormal") if !measured && value > a.low => "shifted-lognormal".into(),
        (true, _) => "normal".into(),
    };
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_a_spread_keeps_the_shape_and_a_test_is_normal() {
        let of = |id: &str, value: f64, from: Provenance| {
            let row = rows().into_iter().find(|r| r.id == id).unwrap();
            let from_table = Provenance::Default { reason: "table".into() };
            let mut a = of_row(row, from_table);
            overrule(&mut a, value, 0.01, from);
            a.distribution
        };
        let given = || Provenance::Given { by: "Ada".into(), note: "a guess".into() };
        let measured = || Provenance::Measured { query: "experiment".into(), rows: 900 };
        for (id, value, from, distribution) in [
            ("response.total", 0.03, given(), "shifted-lognormal"),
            ("response.total", -0.01, given(), "normal"),
            ("response.total", 0.03, measured(), "normal"),
            ("response.curvature", 0.02, given(), "lognormal"),
            ("response.curvature", 0.0, given(), "normal"),
            ("program.enrolment_active_share", 0.7, given(), "beta"),
        ] {
            assert_eq!(of(id, value, from), distribution, "{id} {value}");
        }
    }
    #[test]
    fn amounts_that_nobody_gave_are_of_the_currency() {
        let of = |code: &str| {
            let row = rows().into_iter().find(|r| r.id == "cost.setup").unwrap();
            let dollars = row.value;
            let (row, from) = in_currency(row, Provenance::Default { reason: "set-up".into() }, &Currency(code.into()));
            let Provenance::Default { reason } = from else { panic!("{from:?}") };
            (row.value / dollars, reason)
        };
        assert_eq!(of("USD"), (1.0, Fact::from("set-up")));
        assert_eq!(of("GBP"), (1.0, Fact::from("set-up")));
        let (yen, why) = of("JPY");
        // 60,000 at 109.935: 6,596,100, of which two digits stand.
        assert!((yen - 110.0).abs() < 1e-9 && why.is("assumption-converted") && why.to_string().contains("109.935"), "{yen} {why}");
        let (dinar, _) = of("KWD");
        assert!((dinar - 0.3).abs() < 1e-9, "{dinar}");
        assert!(of("XAF").0 == 1.0 && of("XAF").1.is("assumption-unconverted"));
    }
}
