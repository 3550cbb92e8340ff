//! The demonstration company as files, each written beside its place and moved there when whole; and an order file of any
//! length for benchmarks.
use super::items::{self, ITEMS};
use super::parameters::Parameters;
use super::process::{Arrival, LINE_CENTS_MAX, Life, ORDERS_MAX, Window, life};
use super::{Company, World, brief_defaults, customer_id, order_id};
use crate::canonical::{LedgerEntry, Tables};
use loyalty_model::units::{Date, Money};
use rayon::prelude::*;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// About the lines that a customer of the default world has in the large file, where most arrive early.
const LINES_PER_CUSTOMER: u64 = 20;
/// 1.6 GB of packed rows.
const SCALE_MAX: u64 = 200_000_000;
const ORDER_COLUMNS: &str = "order_id,order_date,customer_id,item,amount\n";

/// Writes the company into a folder, which is made if need be; files of the same name are replaced. With `scale`, writes
/// only an `orders.csv` of exactly so many lines and the README.
///
/// # Errors
/// What the file system says, or a scale that is nothing or beyond 200 million lines. A file that could not be finished
/// is not left behind.
pub fn write_files(world: World, seed: u64, dir: &Path, scale: Option<u64>) -> Result<Vec<PathBuf>, io::Error> {
    if let Some(lines) = scale.filter(|n| *n == 0 || *n > SCALE_MAX) {
        let text = format!("demo: scale {lines} is not between 1 and {SCALE_MAX} order lines. Give another --scale.");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
    }
    fs::create_dir_all(dir)?;
    let mut done = Vec::new();
    let mut put = |name: &str, fill: &dyn Fn(&mut BufWriter<File>) -> io::Result<()>| -> io::Result<()> {
        done.push(whole_file(dir, name, fill)?);
        Ok(())
    };
    if let Some(lines) = scale {
        let rows = packed_rows(Parameters::of(world), seed, lines)?;
        put("orders.csv", &|w| write_packed(world, &rows, w))?;
    } else {
        let company = Company::new(world, seed);
        let mut t = company.tables();
        company.add_pilot(&mut t);
        put("orders.csv", &|w| write_orders(&company, w))?;
        put("subscriptions.csv", &|w| write_subscriptions(&t, w))?;
        put("usage.csv", &|w| write_usage(&t, w))?;
        put("survey.csv", &|w| write_survey(&t, w))?;
        put("members.csv", &|w| write_members(&t, w))?;
        put("points_ledger.csv", &|w| write_ledger(&t, w))?;
        put("rewards.csv", &|w| write_rewards(&t, w))?;
    }
    put("README.txt", &|w| w.write_all(readme(world, seed, scale).as_bytes()))?;
    Ok(done)
}

/// Writes beside the place, then moves: a reader sees the old file or the whole new one.
fn whole_file(dir: &Path, name: &str, fill: &dyn Fn(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<PathBuf> {
    let place = dir.join(name);
    let beside = dir.join(format!(".{name}.{}.partial", std::process::id()));
    let written = File::create(&beside).and_then(|f| {
        let mut w = BufWriter::with_capacity(1 << 20, f);
        fill(&mut w)?;
        w.flush()
    });
    if let Err(e) = written.and_then(|()| fs::rename(&beside, &place)) {
        // The first failure is the one to tell; the leftover may never have been made.
        let _ = fs::remove_file(&beside);
        return Err(io::Error::new(e.kind(), format!("{}: {e}", place.display())));
    }
    Ok(place)
}

fn table<'w>(w: &'w mut BufWriter<File>, columns: &[&str]) -> io::Result<csv::Writer<&'w mut BufWriter<File>>> {
    let mut csv = csv::Writer::from_writer(w);
    csv.write_record(columns)?;
    Ok(csv)
}
fn or_empty<T: ToString>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}
fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}
fn points(hundredths: i64) -> String {
    (hundredths / 100).to_string()
}

/// Lines by day, then customer, then order: as a shop system would export them.
fn write_orders(company: &Company, w: &mut BufWriter<File>) -> io::Result<()> {
    struct Line {
        day: i32,
        customer: u32,
        seq: u32,
        item: usize,
        cents: i64,
    }
    let mut lines = company.rows(|life: &Life, _| {
        let mut lines = Vec::new();
        for ((seq, order), items) in (1u32..).zip(&life.orders).zip(items::of(company.seed, life)) {
            let line = |day, item, cents| Line { day, customer: life.index, seq, item, cents };
            lines.extend(order.lines().iter().zip(&items).map(|(&c, &item)| line(order.day, item, c)));
            if let Some((day, from)) = order.refund {
                lines.extend(order.refunded().iter().zip(&items[usize::from(from)..]).map(|(&c, &item)| line(day, item, -c)));
            }
        }
        lines
    });
    lines.sort_by_key(|l| (l.day, l.customer, l.seq));
    w.write_all(ORDER_COLUMNS.as_bytes())?;
    for l in &lines {
        let amount = Money::from_raw(l.cents * 100);
        let (order, day, customer) = (order_id(l.customer, l.seq), company.window.date(l.day), customer_id(l.customer));
        writeln!(w, "{order},{day},{customer},{},{amount}", ITEMS[l.item].name)?;
    }
    Ok(())
}
fn write_subscriptions(t: &Tables, w: &mut BufWriter<File>) -> io::Result<()> {
    let mut csv = table(w, &["subscription_id", "customer_id", "plan", "start_date", "end_date", "mrr", "billing_months", "is_trial"])?;
    for s in t.subscriptions.iter().flatten() {
        let plan = s.plan.as_deref().unwrap_or_default();
        let (start, end, mrr, billing) = (or_empty(s.start), or_empty(s.end), s.mrr.to_string(), or_empty(s.billing_months));
        csv.write_record([s.subscription.as_str(), &s.customer, plan, &start, &end, &mrr, &billing, yes_no(s.trial)])?;
    }
    csv.flush()
}
fn write_usage(t: &Tables, w: &mut BufWriter<File>) -> io::Result<()> {
    let mut csv = table(w, &["customer_id", "usage_date", "feature", "usage_count"])?;
    for u in t.usage.iter().flatten() {
        csv.write_record([u.customer.as_str(), &u.day.to_string(), &u.feature, &u.count.to_string()])?;
    }
    csv.flush()
}
fn write_survey(t: &Tables, w: &mut BufWriter<File>) -> io::Result<()> {
    let mut csv = table(w, &["customer_id", "survey_date", "score", "comment"])?;
    for v in t.voice.iter().flatten() {
        let score = or_empty(v.score_hundredths.map(|s| s / 100));
        csv.write_record([v.customer.as_deref().unwrap_or_default(), &or_empty(v.day), &score, &v.text])?;
    }
    csv.flush()
}
fn write_members(t: &Tables, w: &mut BufWriter<File>) -> io::Result<()> {
    let mut csv = table(w, &["customer_id", "joined", "segment", "place", "email_consent", "referred_by"])?;
    for m in t.members.iter().flatten() {
        let text = |o: &Option<String>| o.clone().unwrap_or_default();
        let consent = m.email_consent.map_or("", yes_no);
        csv.write_record([m.customer.as_str(), &or_empty(m.joined), &text(&m.segment), &text(&m.place), consent, &text(&m.referred_by)])?;
    }
    csv.flush()
}
fn write_ledger(t: &Tables, w: &mut BufWriter<File>) -> io::Result<()> {
    let mut csv = table(w, &["customer_id", "date", "points_earned", "points_redeemed", "points_expired", "cost"])?;
    let mut rows: Vec<&LedgerEntry> = t.ledger.iter().flatten().collect();
    rows.sort_by_key(|l| l.day);
    for l in rows {
        let (earned, redeemed, expired) = (points(l.earned), points(l.redeemed), points(l.expired));
        csv.write_record([l.customer.as_str(), &l.day.to_string(), &earned, &redeemed, &expired, &or_empty(l.cost)])?;
    }
    csv.flush()
}
fn write_rewards(t: &Tables, w: &mut BufWriter<File>) -> io::Result<()> {
    let mut csv = table(w, &["reward", "points_price", "retail_value", "unit_cost"])?;
    for r in t.rewards.iter().flatten() {
        csv.write_record([r.name.as_str(), &r.points_price.to_string(), &or_empty(r.value), &or_empty(r.unit_cost)])?;
    }
    csv.flush()
}

// One line of the large file in 64 bits: day 11, customer 24, order 8, refund 1, cents 20. Sorting the numbers sorts the
// lines by day, customer and order.
const CENTS_BITS: u32 = 20;
const REFUND_BIT: u32 = CENTS_BITS;
const SEQ_AT: u32 = REFUND_BIT + 1;
const CUSTOMER_AT: u32 = SEQ_AT + 8;
const CUSTOMER_BITS: u32 = 24;
const DAY_AT: u32 = CUSTOMER_AT + CUSTOMER_BITS;
const _: () = assert!(ORDERS_MAX < 1 << 8 && LINE_CENTS_MAX < 1 << CENTS_BITS && DAY_AT + 11 == 64);

/// Exactly so many lines, sorted. Blocks of customers run side by side and are joined in order, so the first `lines`
/// lines in the customers' order are the same on any number of threads.
fn packed_rows(p: &Parameters, seed: u64, lines: u64) -> io::Result<Vec<u64>> {
    const BLOCK: u32 = 4_096;
    const BLOCKS: u32 = 16;
    let window = Window::new(p);
    let wanted = lines as usize;
    let mut rows: Vec<u64> = Vec::with_capacity(wanted);
    // Customers arrive scattered over the window; how many there are follows from the lines.
    let mut block = 0u32;
    while rows.len() < wanted {
        if (block + BLOCKS) * BLOCK > 1 << CUSTOMER_BITS {
            let text = format!("demo: {} customers of this world have only {} order lines. Give a smaller --scale.", block * BLOCK, rows.len());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
        }
        let parts: Vec<Vec<u64>> = (block..block + BLOCKS)
            .into_par_iter()
            .map(|b| {
                let mut part = Vec::with_capacity(BLOCK as usize * LINES_PER_CUSTOMER as usize);
                for index in b * BLOCK..(b + 1) * BLOCK {
                    pack(&life(p, &window, seed, index, Arrival::Scattered), &mut part);
                }
                part
            })
            .collect();
        for part in parts {
            let room = wanted - rows.len();
            rows.extend_from_slice(&part[..part.len().min(room)]);
        }
        block += BLOCKS;
    }
    rows.par_sort_unstable();
    Ok(rows)
}
fn pack(life: &Life, into: &mut Vec<u64>) {
    for (seq, order) in (1u64..).zip(&life.orders) {
        let mut push = |day: i32, refund: u64, cents: i64| {
            into.push((day as u64) << DAY_AT | u64::from(life.index) << CUSTOMER_AT | seq << SEQ_AT | refund << REFUND_BIT | cents as u64);
        };
        order.lines().iter().for_each(|&c| push(order.day, 0, c));
        if let Some((day, _)) = order.refund {
            order.refunded().iter().for_each(|&c| push(day, 1, c));
        }
    }
}
fn write_packed(world: World, rows: &[u64], w: &mut BufWriter<File>) -> io::Result<()> {
    let first = brief_defaults(world).first_day;
    let dates: Vec<String> = (0..1 << 11).map(|d| Date::from_days(first.days() + d).to_string()).collect();
    w.write_all(ORDER_COLUMNS.as_bytes())?;
    let mut line = Vec::with_capacity(64);
    for row in rows {
        let bits = |at: u32, wide: u32| row >> at & ((1 << wide) - 1);
        let customer = bits(CUSTOMER_AT, CUSTOMER_BITS) + 1;
        let cents = bits(0, CENTS_BITS);
        // The code of an item costs no draw here: a hash of order and amount, the same for a line and its refund.
        let item = super::chance::mix(customer << 32 ^ bits(SEQ_AT, 8) << 24 ^ cents) % ITEMS.len() as u64;
        line.clear();
        line.extend_from_slice(b"HP");
        digits(&mut line, customer, 7);
        line.push(b'-');
        digits(&mut line, bits(SEQ_AT, 8), 3);
        line.push(b',');
        line.extend_from_slice(dates[bits(DAY_AT, 11) as usize].as_bytes());
        line.extend_from_slice(b",C");
        digits(&mut line, customer, 7);
        line.push(b',');
        line.extend_from_slice(ITEMS[item as usize].code.as_bytes());
        line.push(b',');
        if bits(REFUND_BIT, 1) == 1 {
            line.push(b'-');
        }
        digits(&mut line, cents / 100, 1);
        line.push(b'.');
        digits(&mut line, cents % 100, 2);
        line.push(b'\n');
        w.write_all(&line)?;
    }
    Ok(())
}
/// A whole number with at least so many digits.
fn digits(into: &mut Vec<u8>, mut value: u64, least: usize) {
    let mut text = [b'0'; 20];
    let mut at = text.len();
    while value > 0 || text.len() - at < least {
        at -= 1;
        text[at] = b'0' + (value % 10) as u8;
        value /= 10;
    }
    into.extend_from_slice(&text[at..]);
}

fn readme(world: World, seed: u64, scale: Option<u64>) -> String {
    let d = brief_defaults(world);
    let head = format!(
        "{} — demonstration data\n\n{} No person, company or sale in these files is real.\n\
         Generated by plan-loyalty with seed {seed}; the same seed writes the same bytes. Days run from {} to {}. Amounts are in {}.\n\
         The margin is in no file; demonstration plans use {:.0}% (--margin 0.{:02.0}).\n\n",
        d.company_name,
        d.description,
        d.first_day,
        d.as_of,
        d.currency,
        d.gross_margin * 100.0,
        d.gross_margin * 100.0
    );
    let orders = "orders.csv          one row per line of an order; a refund is a negative line on its own day, under the order's id\n\
        \x20 order_id          the order; its lines share it\n\
        \x20 order_date        day, YYYY-MM-DD\n\
        \x20 customer_id       who bought\n\
        \x20 item              what\n\
        \x20 amount            net of discounts, without tax and shipping; negative: refunded\n";
    if let Some(lines) = scale {
        return format!("{head}A large order file for benchmarks: {lines} lines, orders only, sorted by day.\n\n{orders}");
    }
    format!("{head}{orders}{REST}")
}
const REST: &str = "
subscriptions.csv   one row per coffee club subscription; an upgrade ends one row and starts another the day after
  subscription_id   the subscription
  customer_id       who pays (the same ids as in the orders); charges are not repeated in orders.csv
  plan              name of the plan
  start_date        first day
  end_date          last day; empty while it runs
  mrr               price per month
  billing_months    months between renewals: 1 or 12
  is_trial          yes: a free trial, its mrr is not paid

usage.csv           one row per customer, day and feature of the app (out since 2025-01-07)
  customer_id       who
  usage_date        day
  feature           which feature
  usage_count       how often that day

survey.csv          one row per answer to the survey after an order
  customer_id       who; empty: anonymous
  survey_date       day
  score             how likely to recommend us, 0 to 10
  comment           free text, may be empty; a few carry made-up names, mail addresses and phone numbers

members.csv         one row per customer
  customer_id       who
  joined            day the account was opened
  segment           the company's own: Home, Office, Gift
  place             country and state
  email_consent     yes, no, or empty: unknown
  referred_by       customer who referred; empty: nobody

points_ledger.csv   movements of an earlier points pilot, closed since; leave it out to plan a new program
  customer_id       who
  date              day
  points_earned     one point per whole dollar of an order
  points_redeemed   500 points for a $5 voucher
  points_expired    what was left on 2025-12-31
  cost              what the vouchers cost the company

rewards.csv         the pilot's catalogue
  reward            name
  points_price      price in points
  retail_value      value to the member
  unit_cost         cost to the company

Try:
  plan-loyalty --goal retention --tiers 3 --budget 50000 --transactions orders.csv --subscriptions subscriptions.csv \\
    --usage usage.csv --voc survey.csv --members members.csv
";
