//! Accounts that listed companies published, and companies made up month by month: every account closes, and forecasts of its closing balance are
//! held against "the same share is released as a year before".
use loyalty_engine::accounting::element::Movements;
use loyalty_engine::redemption::forecast::{MonthAhead, forecast};
use loyalty_model::extract::LedgerMonth;
use loyalty_model::units::Month;
use std::path::Path;

#[path = "../../../../tests/skipped.rs"]
mod skip;

struct Disclosed {
    registrant: String,
    element: String,
    unit: String,
    period: String,
    moved: Movements,
    closing: f64,
}
fn disclosed() -> Option<Vec<Disclosed>> {
    let base = std::env::var("LOYALTY_SHARED_DATA").map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), Into::into);
    let Ok(text) = std::fs::read_to_string(base.join("disclosures/roll_forwards.csv")) else {
        skip::skipped("disclosures/roll_forwards.csv is not here");
        return None;
    };
    let row = |line: &str| {
        // Names and figures hold no comma; the quoted source comes after them.
        let cell: Vec<&str> = line.split(',').collect();
        let number = |i: usize| cell[i].parse::<f64>().unwrap_or_else(|e| panic!("{line}: {e}"));
        let moved = Movements { opening: number(4), additions: number(5), released: number(6), other: number(7), translation: number(8) };
        Disclosed { registrant: cell[0].into(), element: cell[1].into(), unit: cell[2].into(), period: cell[3].into(), moved, closing: number(9) }
    };
    Some(text.lines().skip(1).filter(|l| !l.is_empty()).map(row).collect())
}
#[test]
fn every_published_account_closes() {
    let Some(rows) = disclosed() else { return };
    assert!(rows.len() >= 17, "{}", rows.len());
    for r in &rows {
        // AIR MILES closes to the last thousand; the others round each figure of theirs.
        let tolerance = if r.unit.ends_with("thousand") { 0.0 } else { 1.0 };
        let gap = r.moved.closing() - r.closing;
        assert!(gap.abs() <= tolerance + 1e-9, "{} {} {}: {gap}", r.registrant, r.element, r.period);
    }
    // Two elements, one account: 1,226,436 to 1,249,061 thousand dollars in 2012.
    let year: Vec<&Disclosed> = rows.iter().filter(|r| r.registrant.starts_with("AIR MILES") && r.period == "2012").collect();
    let sum = |f: fn(&Disclosed) -> f64| year.iter().map(|r| f(r)).sum::<f64>();
    assert_eq!((year.len(), sum(|r| r.moved.opening), sum(|r| r.moved.closing())), (2, 1_226_436.0, 1_249_061.0));
}
/// What left for good, translation aside.
fn gone(m: &Movements) -> f64 {
    m.released - m.other
}
/// The same share of what was there is released as a year before.
fn same_share(before: &Movements, now: &Movements) -> f64 {
    let there = now.opening + now.additions;
    there * (1.0 - gone(before) / (before.opening + before.additions))
}
/// The mean of two forecasts of what is released, neither of them fitted: the same share of what was there, and the same ratio to what was awarded.
fn of_both(before: &Movements, now: &Movements) -> f64 {
    let by_awards = now.opening + now.additions - gone(before) * now.additions / before.additions;
    0.5 * (same_share(before, now) + by_awards)
}
const PAIRS: [(&str, &str, &str); 8] = [
    ("Southwest", "2018", "2019"),
    ("Southwest", "2019H1", "2020H1"),
    ("Delta", "2017H1", "2018H1"),
    ("Delta", "2018H1", "2019H1"),
    ("United", "2017Q1", "2018Q1"),
    ("United", "2018Q1", "2019Q1"),
    ("Starbucks", "FY22Q1-3", "FY23Q1-3"),
    ("Starbucks", "FY23Q1-3", "FY24Q1-3"),
];
#[test]
fn closing_balances_of_published_accounts_are_forecast() {
    let Some(rows) = disclosed() else { return };
    let row = |name: &str, period: &str| rows.iter().find(|r| r.registrant == name && r.period == period).unwrap();
    let mut all = vec![];
    for (name, before, now) in PAIRS {
        let (b, n) = (row(name, before), row(name, now));
        let miss = |closing: f64| closing / (n.closing - n.moved.translation) - 1.0;
        all.push((name, now, n.element.contains("stored value"), miss(same_share(&b.moved, &n.moved)), miss(of_both(&b.moved, &n.moved))));
    }
    // 80% of the misses of the other companies: an interval that has seen nothing of this one.
    let width = |name: &str| {
        let mut other: Vec<f64> = all.iter().filter(|p| p.0 != name).map(|p| p.4.abs()).collect();
        other.sort_by(f64::total_cmp);
        other[(0.8 * (other.len() - 1) as f64).ceil() as usize]
    };
    let mut covered = 0;
    println!("Closing balance against the one disclosed: same share as a year before | mean of both | 80% interval from the other companies");
    for (name, now, stored, share, both) in &all {
        let inside = both.abs() <= width(name);
        covered += usize::from(inside);
        let label = if *stored { " (mostly stored value)" } else { "" };
        println!(
            "{:40} {:+6.1}% {:+6.1}%  ±{:.1}% {}",
            format!("{name} {now}{label}"),
            100.0 * share,
            100.0 * both,
            100.0 * width(name),
            if inside { "covered" } else { "missed" }
        );
    }
    println!("{covered} of {} covered", all.len());
    let size = |f: fn(&(&str, &str, bool, f64, f64)) -> f64| all.iter().map(|p| f(p).abs()).sum::<f64>() / all.len() as f64;
    println!("mean absolute miss {:.1}% | {:.1}%", 100.0 * size(|p| p.3), 100.0 * size(|p| p.4));
    // What the baseline is known to miss by, so that it is the baseline that is beaten.
    let share = |name: &str, now: &str| all.iter().find(|p| p.0 == name && p.1 == now).unwrap().3;
    for (name, now, known) in [("Southwest", "2019", -0.017), ("Delta", "2019H1", 0.014), ("Starbucks", "FY24Q1-3", -0.027)] {
        assert!((share(name, now) - known).abs() < 0.0006, "{name} {now}: {}", share(name, now));
    }
    assert!(size(|p| p.4) < size(|p| p.3), "the mean absolute miss is smaller; pair by pair the baseline is often as good");
    assert!(all.iter().filter(|p| p.2).count() == 2, "Starbucks is mostly stored value, and said so");
}

/// A company made up: members join, earn with a season, redeem when they can afford a reward, and leave.
struct Company {
    joiners: f64,
    growth: f64,
    season: f64,
    hazard: f64,
    leaving: f64,
    price: f64,
}
struct Chance(u64);
impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
const BEFORE: usize = 18;
const KNOWN: usize = 24;
const AHEAD: usize = 12;
/// The ledger of 36 months, and the balance with which it begins.
fn live(c: &Company, seed: u64) -> (Vec<LedgerMonth>, f64) {
    let (mut u, mut members, mut out, mut opening, mut gone) = (Chance(seed), Vec::<(f64, f64)>::new(), vec![], 0.0, 0.0);
    for t in 0..BEFORE + KNOWN + AHEAD {
        if t == BEFORE {
            opening = gone + members.iter().map(|m| m.1).sum::<f64>();
        }
        let joining = (c.joiners * (1.0 + c.growth * t as f64) + u.next()) as usize;
        members.extend((0..joining).map(|_| (20.0 - 60.0 * (1.0 - u.next()).ln(), 0.0)));
        let season = 1.0 + c.season * (2.0 * std::f64::consts::PI * (t % 12) as f64 / 12.0).cos();
        let mut m =
            LedgerMonth { month: Month::new(2022, 1).plus(t as i32), earned: 0, reversed: 0, redeemed: 0, reimbursed: 0, expired: 0, earners: 0, redeemers: 0 };
        for (rate, balance) in &mut members {
            if u.next() < 0.6 {
                let earned = (*rate * season * (0.5 + u.next())).floor();
                *balance += earned;
                m.earned += 100 * earned as i64;
                m.earners += 1;
            }
            if *balance >= c.price && u.next() < c.hazard {
                let redeemed = (*balance / c.price).floor() * c.price;
                *balance -= redeemed;
                m.redeemed += 100 * redeemed as i64;
                m.redeemers += 1;
            }
        }
        // Whoever leaves earns and redeems no more; the points stay in the balance.
        let stay: Vec<bool> = members.iter().map(|_| u.next() >= c.leaving).collect();
        let mut stays = stay.iter();
        members.retain(|m| {
            *stays.next().unwrap_or(&true) || {
                gone += m.1;
                false
            }
        });
        if t >= BEFORE {
            out.push(m);
        }
    }
    (out, opening)
}
#[test]
fn closing_balances_of_made_up_companies_are_forecast() {
    let points = |hundredths: i64| hundredths as f64 / 100.0;
    let mut all = vec![];
    for (i, (growth, season)) in [(0.0, 0.0), (0.03, 0.0), (0.0, 0.4), (0.03, 0.4), (0.08, 0.2), (-0.012, 0.2)].into_iter().enumerate() {
        for (j, (hazard, price)) in [(0.1, 200.0), (0.35, 500.0)].into_iter().enumerate() {
            let company = Company { joiners: 60.0, growth, season, hazard, leaving: 0.03, price };
            let (months, opening) = live(&company, 1 + (i * 2 + j) as u64);
            let (known, later) = months.split_at(KNOWN);
            let flow = |m: &[LedgerMonth], f: fn(&LedgerMonth) -> i64| m.iter().map(|m| points(f(m))).sum::<f64>();
            let balance = |upto: usize| opening + flow(&months[..upto], |m| m.earned) - flow(&months[..upto], |m| m.redeemed);
            let year = Movements {
                opening: balance(KNOWN - 12),
                additions: flow(&known[KNOWN - 12..], |m| m.earned),
                released: flow(&known[KNOWN - 12..], |m| m.redeemed),
                ..Movements::default()
            };
            let next =
                Movements { opening: year.closing(), additions: flow(later, |m| m.earned), released: flow(later, |m| m.redeemed), ..Movements::default() };
            let ahead = forecast(known, AHEAD);
            let closing = |redeemed: f64| next.opening + next.additions - redeemed;
            let sum = |f: fn(&MonthAhead) -> f64| ahead.iter().map(f).sum::<f64>();
            let (low, mid, high) = (sum(|a| a.low), sum(|a| a.mid), sum(|a| a.high));
            let miss = |c: f64| c / next.closing() - 1.0;
            let inside = ahead.iter().zip(later).filter(|(a, m)| (a.low..=a.high).contains(&points(m.redeemed))).count();
            let whole = (closing(high)..=closing(low)).contains(&next.closing());
            println!(
                "growth {growth:+.3} season {season:.1} hazard {hazard:.2} price {price:3.0}: same share {:+6.2}%  forecast {:+6.2}%  {}; {inside} of 12 months covered",
                100.0 * miss(same_share(&year, &next)),
                100.0 * miss(closing(mid)),
                if whole { "covered" } else { "missed" }
            );
            all.push((miss(same_share(&year, &next)).abs(), miss(closing(mid)).abs(), inside, whole));
        }
    }
    let n = all.len() as f64;
    let (baseline, ours) = all.iter().fold((0.0, 0.0), |s, p| (s.0 + p.0 / n, s.1 + p.1 / n));
    let (months, years) = (all.iter().map(|p| p.2).sum::<usize>(), all.iter().filter(|p| p.3).count());
    println!(
        "mean absolute miss of the closing balance: same share {:.2}%, forecast {:.2}%; years covered {years} of {}, months {months} of {}",
        100.0 * baseline,
        100.0 * ours,
        all.len(),
        12 * all.len()
    );
    // The baseline is not beaten here, and the printed line says by how much: in a young program redeemers grow more slowly than their line.
    assert!(all.len() >= 8 && ours < 0.15, "{ours}");
    // 80% intervals; they hold at least their promise less two standard errors of so many years.
    assert!(years as f64 >= (0.8 - 2.0 * (0.16 / n).sqrt()) * n, "{years} of {n}");
}
