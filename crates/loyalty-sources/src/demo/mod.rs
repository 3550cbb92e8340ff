//! The demonstration company: Harbour & Pine, a made-up shop for coffee and home goods with a coffee club, generated from
//! a seed. It stands in where no data is given, and shows newcomers what the files look like. Nothing of it is real, and
//! every output made from it says so.
//!
//! ```text
//! parameters.rs   every number, fixed beforehand, listed in docs/demo-company.md
//! chance.rs       one random stream per seed, customer and purpose
//! process.rs      who is found when, buys when and for how much: MBG/NBD with season, refunds
//! items.rs        what each line of an order is of
//! club.rs app.rs survey.rs people.rs pilot.rs   the other tables, each from a customer's life
//! write.rs        the same as files; and orders alone, to any number of lines
//! ```
mod app;
mod chance;
mod club;
mod items;
pub mod parameters;
mod people;
mod pilot;
mod process;
mod survey;
mod write;

pub use write::write_files;

use crate::canonical::{Customers, NO_ITEM, Orders, Subscription, Tables};
use crate::intake::is_no_item;
use app::Club;
use loyalty_model::extract::{ColumnUse, ControlTotal, TableQuality};
use loyalty_model::fact::Fact;
use loyalty_model::units::{Date, Money};
use parameters::Parameters;
use process::{Arrival, Life, Window, life};
use rayon::prelude::*;

/// Which company is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum World {
    /// A healthy shop with repeat buyers and room in its margin; no program yet.
    #[default]
    Default,
    /// Its twin, an outlet: a thin margin and few repeat buyers, where no program pays for itself.
    Losing,
    /// The default world, and the ledger and catalogue of an earlier pilot shown.
    WithPilot,
}

/// What a brief needs and the tables do not hold. Labelled as demonstration figures wherever they are shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DemoDefaults {
    /// Name of the made-up company.
    pub company_name: &'static str,
    /// One sentence about it.
    pub description: &'static str,
    /// Currency of every amount.
    pub currency: &'static str,
    /// Gross margin on net sales: a demonstration figure, in no table.
    pub gross_margin: f64,
    /// Places it sells to, as in the member table before the dash.
    pub places: &'static [&'static str],
    /// First day of the business and of the data.
    pub first_day: Date,
    /// Last day of the data.
    pub as_of: Date,
    /// The seed used when none is given.
    pub seed: u64,
}

/// What a brief needs and the tables do not hold.
pub fn brief_defaults(world: World) -> DemoDefaults {
    let p = Parameters::of(world);
    let window = Window::new(p);
    let (company_name, description) = match world {
        World::Default | World::WithPilot => ("Harbour & Pine", "A made-up shop for coffee and home goods with a coffee club."),
        World::Losing => ("Harbour & Pine Outlet", "A made-up outlet with a thin margin and few repeat buyers."),
    };
    DemoDefaults {
        company_name,
        description,
        currency: "USD",
        gross_margin: p.gross_margin,
        places: &["US"],
        first_day: window.first,
        as_of: window.date(window.last()),
        seed: 20_260_630,
    }
}

/// The company in memory, as intake would hand it on.
pub fn tables(world: World, seed: u64) -> Tables {
    let company = Company::new(world, seed);
    let mut tables = company.tables();
    if world == World::WithPilot {
        company.add_pilot(&mut tables);
    }
    tables.quality = quality(&tables, seed);
    tables
}

/// Everybody's life, from which each table is told.
struct Company {
    p: &'static Parameters,
    seed: u64,
    window: Window,
    lives: Vec<Life>,
    /// Ids by position.
    ids: Vec<String>,
}

impl Company {
    fn new(world: World, seed: u64) -> Self {
        let p = Parameters::of(world);
        let window = Window::new(p);
        let arrival = Arrival::InOrder(p.customers);
        let lives: Vec<Life> = (0..p.customers).into_par_iter().map(|index| life(p, &window, seed, index, arrival)).collect();
        Company { p, seed, window, lives, ids: (0..p.customers).map(customer_id).collect() }
    }
    /// The rows of every customer, in the customers' order.
    fn rows<T: Send>(&self, of: impl Fn(&Life, &str) -> Vec<T> + Sync) -> Vec<T> {
        let parts: Vec<Vec<T>> = self.lives.par_iter().zip(&self.ids).with_min_len(256).map(|(life, id)| of(life, id)).collect();
        parts.into_iter().flatten().collect()
    }
    fn tables(&self) -> Tables {
        let (p, w, seed) = (self.p, &self.window, self.seed);
        let mut subscriptions = self.rows(|life, id| club::subscriptions(p, w, seed, life, id));
        for (at, row) in (1u32..).zip(&mut subscriptions) {
            row.subscription = format!("S{at:06}");
        }
        let members = self.club_members(&subscriptions);
        Tables {
            orders: Some(self.orders()),
            usage: Some(self.rows(|life, id| app::usage(p, w, seed, life, id, members[life.index as usize]))),
            voice: Some(self.rows(|life, id| survey::voices(p, w, seed, life, id))),
            members: Some(self.rows(|life, id| vec![people::member(p, w, seed, life, id)])),
            subscriptions: Some(subscriptions),
            ledger: None,
            rewards: None,
            quality: Vec::new(),
            currency: Some("USD".to_owned()),
            spend_per_point: None,
            assumed_order_value: None,
            count_zero_orders: false,
            incomplete: None,
        }
    }
    fn add_pilot(&self, tables: &mut Tables) {
        tables.ledger = Some(self.rows(|life, id| pilot::ledger(self.p, &self.window, self.seed, life, id)));
        tables.rewards = Some(pilot::rewards());
    }
    fn orders(&self) -> Orders {
        let mut o = Orders { customers: Customers { ids: self.ids.clone() }, ..Orders::default() };
        o.items.names = items::ITEMS.iter().map(|i| i.name.to_owned()).collect();
        let bought: Vec<Vec<Vec<usize>>> = self.lives.par_iter().map(|life| items::of(self.seed, life)).collect();
        let base = self.window.first.days();
        let numbers: Vec<u32> = (0u32..).zip(&items::ITEMS).map(|(n, item)| if is_no_item(item.name) { NO_ITEM } else { n }).collect();
        for (life, bought) in self.lives.iter().zip(bought) {
            for ((seq, order), items) in (1u32..).zip(&life.orders).zip(bought) {
                let key = chance::mix(u64::from(life.index) << 32 | u64::from(seq));
                let mut push = |day: i32, cents: i64, item: usize| {
                    o.items.item.push(numbers[item]);
                    o.customer.push(life.index);
                    o.day.push(base + day);
                    o.order_key.push(key);
                    o.amount.push(cents * 100);
                };
                order.lines().iter().zip(&items).for_each(|(&c, &item)| push(order.day, c, item));
                if let Some((day, from)) = order.refund {
                    order.refunded().iter().zip(&items[usize::from(from)..]).for_each(|(&c, &item)| push(day, -c, item));
                }
            }
        }
        o
    }
    /// Who has ever been in the club; rows stand in the customers' order.
    fn club_members(&self, subscriptions: &[Subscription]) -> Vec<Club> {
        let mut rows = subscriptions.iter().map(|s| s.customer.as_str()).peekable();
        self.ids
            .iter()
            .map(|id| {
                let mut club = Club::Never;
                while rows.next_if_eq(&id.as_str()).is_some() {
                    club = Club::Member;
                }
                club
            })
            .collect()
    }
}

fn customer_id(index: u32) -> String {
    format!("C{:07}", index + 1)
}
fn order_id(index: u32, seq: u32) -> String {
    format!("HP{:07}-{seq:03}", index + 1)
}

/// What was generated, table by table, with totals that close.
fn quality(t: &Tables, seed: u64) -> Vec<TableQuality> {
    let one = |table: &str, columns: &[&str], rows: usize, sum: Option<Money>| TableQuality {
        table: table.to_owned(),
        columns: columns.iter().map(|c| ColumnUse { canonical: (*c).to_owned(), column: (*c).to_owned(), found_by: "name".to_owned() }).collect(),
        rows_read: rows as u64,
        rows_used: rows as u64,
        rows_without_customer: 0,
        rows_set_aside: 0,
        set_aside: Vec::new(),
        control: sum.map(|s| ControlTotal { in_file: s, used: s, without_customer: Money::ZERO, set_aside: Money::ZERO }),
        notes: vec![Fact::new("note-demonstration-rows").count("rows", rows as u64).text("seed", seed.to_string())],
        repeated_lines: 0,
        join: None,
        zero_orders: None,
        assumed_order_value: None,
    };
    let mut all = Vec::new();
    if let Some(o) = &t.orders {
        let sum = o.amount.iter().map(|&a| Money::from_raw(a)).sum();
        all.push(one("transactions", &["customer", "day", "order", "amount", "item"], o.amount.len(), Some(sum)));
    }
    if let Some(s) = &t.subscriptions {
        let columns = ["subscription", "customer", "start", "end", "mrr", "plan", "trial", "billing"];
        all.push(one("subscriptions", &columns, s.len(), Some(s.iter().map(|r| r.mrr).sum())));
    }
    if let Some(u) = &t.usage {
        all.push(one("usage", &["customer", "day", "feature", "count"], u.len(), None));
    }
    if let Some(v) = &t.voice {
        all.push(one("voc", &["customer", "day", "score", "text"], v.len(), None));
        if let Some(q) = all.last_mut() {
            q.notes.push(Fact::new("note-demonstration-texts"));
        }
    }
    if let Some(m) = &t.members {
        all.push(one("members", &["customer", "joined", "segment", "place", "email_consent", "referred_by"], m.len(), None));
    }
    if let Some(l) = &t.ledger {
        // A ledger's control counts points: hundredths of a point into ten-thousandths.
        let points = l.iter().map(|r| Money::from_raw(r.earned * 100)).sum();
        all.push(one("points-ledger", &["customer", "day", "earned", "redeemed", "expired", "cost"], l.len(), Some(points)));
    }
    if let Some(r) = &t.rewards {
        all.push(one("rewards", &["name", "points_price", "value", "unit_cost"], r.len(), None));
    }
    all
}
