//! The demonstration company: the same seed gives the same bytes, totals close, files say what the tables say.
use loyalty_model::units::Money;
use loyalty_sources::canonical::Tables;
use loyalty_sources::demo::parameters::Parameters;
use loyalty_sources::demo::{World, brief_defaults, tables, write_files};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const SEED: u64 = 20_260_630;

/// A folder of this test's own, removed at the end.
struct Folder(PathBuf);
impl Folder {
    fn new(name: &str) -> Self {
        let place = std::env::temp_dir().join(format!("plan-loyalty-demo-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&place).unwrap();
        Folder(place)
    }
}
impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
fn rows(dir: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(dir.join(name)).unwrap().deserialize().collect::<Result<_, _>>().unwrap()
}
fn sum(rows: &[BTreeMap<String, String>], column: &str) -> Money {
    rows.iter().filter(|r| !r[column].is_empty()).map(|r| r[column].parse::<Money>().unwrap()).sum()
}
fn bytes(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(dir).unwrap().map(|e| e.unwrap()).map(|e| (e.file_name().into_string().unwrap(), std::fs::read(e.path()).unwrap())).collect()
}

/// What a reader would ask first.
#[derive(Debug)]
struct Figures {
    net_last_year: f64,
    repeat_share: f64,
    refund_share: f64,
    orders: usize,
    peak: f64,
}
fn figures(t: &Tables) -> Figures {
    let o = t.orders.as_ref().unwrap();
    let last = brief_defaults(World::Default).as_of.days();
    let mut days: Vec<BTreeSet<i32>> = vec![BTreeSet::new(); o.customers.ids.len()];
    let (mut orders, mut refunded) = (BTreeSet::new(), BTreeSet::new());
    let (mut net, mut fourth, mut year) = (0, 0, 0);
    for i in 0..o.amount.len() {
        if o.amount[i] > 0 {
            days[o.customer[i] as usize].insert(o.day[i]);
            orders.insert(o.order_key[i]);
        } else {
            refunded.insert(o.order_key[i]);
        }
        if o.day[i] > last - 365 {
            net += o.amount[i];
        }
        let (y, m, _) = loyalty_model::units::Date::from_days(o.day[i]).ymd();
        if y == 2025 {
            year += o.amount[i];
            fourth += if m >= 10 { o.amount[i] } else { 0 };
        }
    }
    Figures {
        net_last_year: Money::from_raw(net).to_f64(),
        repeat_share: days.iter().filter(|d| d.len() > 1).count() as f64 / days.len() as f64,
        refund_share: refunded.len() as f64 / orders.len() as f64,
        orders: orders.len(),
        peak: fourth as f64 / year as f64,
    }
}

#[test]
fn the_same_seed_gives_the_same_tables_on_any_number_of_threads() {
    let text = |t: &Tables| format!("{t:?}");
    let many = text(&tables(World::WithPilot, SEED));
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(|| text(&tables(World::WithPilot, SEED)));
    assert!(many == one);
    assert!(many != text(&tables(World::WithPilot, SEED + 1)));
}

#[test]
fn the_default_company_is_believable() {
    let t = tables(World::Default, SEED);
    let f = figures(&t);
    assert_eq!(t.orders.as_ref().unwrap().customers.ids.len(), Parameters::of(World::Default).customers as usize);
    let customers = f64::from(Parameters::of(World::Default).customers);
    assert!((450.0..750.0).contains(&(f.net_last_year / customers)), "{f:?}");
    assert!((0.55..0.80).contains(&f.repeat_share), "{f:?}");
    // A refund beyond the last day is not in the data, so the share lies a little under the parameter.
    assert!((0.036..0.042).contains(&f.refund_share), "{f:?}");
    assert!((0.27..0.40).contains(&f.peak), "{f:?}");
    assert!((8.0..14.0).contains(&(f.orders as f64 / customers)), "{f:?}");
    let o = t.orders.as_ref().unwrap();
    let d = brief_defaults(World::Default);
    assert!(o.day.iter().all(|&day| d.first_day.days() <= day && day <= d.as_of.days()));
    assert!(o.amount.iter().all(|a| a % 100 == 0 && *a != 0));
    assert!(t.ledger.is_none() && t.rewards.is_none());
    let s = t.subscriptions.as_ref().unwrap();
    let holders: BTreeSet<&str> = s.iter().map(|s| s.customer.as_str()).collect();
    assert!((0.10..0.18).contains(&(holders.len() as f64 / customers)), "{}", holders.len());
    assert!(s.iter().any(|s| s.trial) && s.iter().any(|s| s.ended) && s.iter().any(|s| s.billing_months == Some(12)));
    assert!(s.iter().all(|s| s.ended == s.end.is_some() && s.end.is_none_or(|e| e >= s.start.unwrap() && e <= d.as_of)));
    for pair in s.windows(2).filter(|p| p[0].customer == p[1].customer) {
        assert_eq!(pair[0].end.map(|e| e.plus_days(1)), pair[1].start, "{pair:?}");
    }
    assert!(t.members.as_ref().unwrap().iter().all(|m| m.tier.is_none()));
}

#[test]
fn first_orders_are_known_and_refunds_follow_their_order() {
    let t = tables(World::Default, SEED);
    let o = t.orders.as_ref().unwrap();
    let mut orders: BTreeMap<(u32, u64), (i64, i64, i32, i32)> = BTreeMap::new();
    for i in 0..o.amount.len() {
        let e = orders.entry((o.customer[i], o.order_key[i])).or_insert((0, 0, i32::MAX, i32::MAX));
        if o.amount[i] > 0 { (e.0, e.2) = (e.0 + o.amount[i], e.2.min(o.day[i])) } else { (e.1, e.3) = (e.1 - o.amount[i], e.3.min(o.day[i])) }
    }
    for (bought, returned, day, refund_day) in orders.values() {
        assert!(returned <= bought && *bought > 0);
        assert!(*returned == 0 || (3..=25).contains(&(refund_day - day)));
    }
    let joined: BTreeMap<&str, i32> = t.members.as_ref().unwrap().iter().map(|m| (m.customer.as_str(), m.joined.unwrap().days())).collect();
    let mut first: BTreeMap<&str, i32> = BTreeMap::new();
    for i in 0..o.amount.len() {
        let f = first.entry(&o.customers.ids[o.customer[i] as usize]).or_insert(i32::MAX);
        *f = o.day[i].min(*f);
    }
    assert_eq!(first, joined);
}

#[test]
fn control_totals_close_and_every_table_says_that_it_is_made_up() {
    for world in [World::Default, World::Losing, World::WithPilot] {
        let t = tables(world, SEED);
        assert_eq!(t.quality.len(), if world == World::WithPilot { 7 } else { 5 });
        for q in &t.quality {
            assert!(q.control.is_none_or(|c| c.closes()), "{q:?}");
            assert!(q.notes[0].is("note-demonstration-rows") && q.rows_read == q.rows_used && q.rows_read > 0, "{q:?}");
        }
        let o = t.orders.as_ref().unwrap();
        assert_eq!(t.quality[0].control.unwrap().used.raw(), o.amount.iter().sum::<i64>());
    }
}

#[test]
fn some_survey_texts_carry_made_up_personal_data_and_nothing_that_could_be_real() {
    let t = tables(World::Default, SEED);
    let texts: Vec<&str> = t.voice.as_ref().unwrap().iter().map(|v| v.text.as_str()).collect();
    let with = |what: &str| texts.iter().filter(|t| t.contains(what)).count();
    assert!(with("@example.com") >= 10 && with("555 01") >= 5 && with("My name is") >= 5);
    assert!(texts.iter().all(|t| t.matches('@').count() == t.matches("@example.com").count()));
    let one_in = Parameters::of(World::Default).survey_personal_one_in as usize;
    assert!(with("example.com") + with("555 01") < texts.len() * 2 / one_in);
    assert!(t.voice.as_ref().unwrap().iter().all(|v| v.score_hundredths.is_some_and(|s| s <= 1_000 && s % 100 == 0)));
}

#[test]
fn the_losing_twin_is_worse() {
    let (good, bad) = (tables(World::Default, SEED), tables(World::Losing, SEED));
    let (g, b) = (figures(&good), figures(&bad));
    assert!(b.net_last_year < g.net_last_year / 10.0, "{g:?} {b:?}");
    assert!(b.repeat_share < 0.25, "{b:?}");
    let margin = |w| brief_defaults(w).gross_margin;
    assert!(margin(World::Losing) < margin(World::Default) / 4.0);
    // A 5% lift on everything sold would still earn less in a year than the default running cost of a program in half of one.
    let running: f64 =
        loyalty_model::assumption::rows().iter().filter(|r| ["cost.platform_monthly", "cost.staff_monthly"].contains(&r.id.as_str())).map(|r| r.value).sum();
    assert!(0.05 * b.net_last_year * margin(World::Losing) < 6.0 * running, "{b:?}");
    let score = |t: &Tables| {
        let v = t.voice.as_ref().unwrap();
        v.iter().filter_map(|v| v.score_hundredths).map(f64::from).sum::<f64>() / v.len() as f64
    };
    assert!(score(&bad) < score(&good));
}

#[test]
fn every_pilot_point_is_redeemed_or_expires() {
    let t = tables(World::WithPilot, SEED);
    let mut balance: BTreeMap<&str, i64> = BTreeMap::new();
    for l in t.ledger.as_ref().unwrap() {
        let b = balance.entry(&l.customer).or_default();
        *b += l.earned - l.redeemed - l.expired;
        assert!(*b >= 0, "{l:?}");
    }
    assert!(balance.len() > Parameters::of(World::Default).customers as usize / 80 && balance.values().all(|b| *b == 0));
    assert!(t.ledger.as_ref().unwrap().iter().any(|l| l.redeemed > 0 && l.cost.is_some()));
}

#[test]
fn files_say_what_the_tables_say() {
    let dir = Folder::new("files");
    let paths = write_files(World::Default, SEED, &dir.0, None).unwrap();
    let names: Vec<&str> = paths.iter().map(|p| p.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["orders.csv", "subscriptions.csv", "usage.csv", "survey.csv", "members.csv", "points_ledger.csv", "rewards.csv", "README.txt"]);
    let first = bytes(&dir.0);
    assert_eq!(first.len(), names.len(), "nothing half-written stays");

    let t = tables(World::WithPilot, SEED);
    let o = t.orders.as_ref().unwrap();
    let orders = rows(&dir.0, "orders.csv");
    assert_eq!(orders.len(), o.amount.len());
    assert_eq!(sum(&orders, "amount").raw(), o.amount.iter().sum::<i64>());
    let mut by_customer: BTreeMap<&str, i64> = BTreeMap::new();
    for i in 0..o.amount.len() {
        *by_customer.entry(&o.customers.ids[o.customer[i] as usize]).or_default() += o.amount[i];
    }
    let mut in_file: BTreeMap<&str, i64> = BTreeMap::new();
    for r in &orders {
        *in_file.entry(&r["customer_id"]).or_default() += r["amount"].parse::<Money>().unwrap().raw();
    }
    assert!(by_customer == in_file);
    let ids: BTreeSet<&str> = orders.iter().map(|r| r["order_id"].as_str()).collect();
    assert_eq!(ids.len(), o.order_key.iter().collect::<BTreeSet<_>>().len());
    assert!(orders.windows(2).all(|p| p[0]["order_date"] <= p[1]["order_date"]));

    let s = rows(&dir.0, "subscriptions.csv");
    assert_eq!((s.len(), sum(&s, "mrr")), (t.subscriptions.as_ref().unwrap().len(), t.subscriptions.as_ref().unwrap().iter().map(|s| s.mrr).sum()));
    let u = rows(&dir.0, "usage.csv");
    assert_eq!(
        (u.len(), sum(&u, "usage_count")),
        (t.usage.as_ref().unwrap().len(), Money::from_units(t.usage.as_ref().unwrap().iter().map(|u| i64::from(u.count)).sum()))
    );
    let v = rows(&dir.0, "survey.csv");
    assert_eq!(
        (v.len(), sum(&v, "score").raw()),
        (t.voice.as_ref().unwrap().len(), t.voice.as_ref().unwrap().iter().map(|v| i64::from(v.score_hundredths.unwrap()) * 100).sum())
    );
    assert_eq!(rows(&dir.0, "members.csv").len(), t.members.as_ref().unwrap().len());
    let l = rows(&dir.0, "points_ledger.csv");
    let ledger = t.ledger.as_ref().unwrap();
    assert_eq!((l.len(), sum(&l, "points_earned").raw()), (ledger.len(), ledger.iter().map(|l| l.earned * 100).sum()));
    assert_eq!(sum(&l, "cost"), ledger.iter().filter_map(|l| l.cost).sum());
    assert_eq!(rows(&dir.0, "rewards.csv").len(), t.rewards.as_ref().unwrap().len());
    // The README names every column of every file.
    let readme = String::from_utf8(first["README.txt"].clone()).unwrap();
    for (name, content) in first.iter().filter(|(n, _)| n.ends_with(".csv")) {
        assert!(readme.contains(name.as_str()));
        for column in String::from_utf8_lossy(content).lines().next().unwrap().split(',') {
            assert!(readme.contains(&format!("\n  {column} ")), "{name}: {column}");
        }
    }

    write_files(World::Default, SEED, &dir.0, None).unwrap();
    assert!(bytes(&dir.0) == first, "the same seed writes the same bytes");
}

#[test]
fn a_large_file_has_exactly_the_lines_asked_for() {
    let dir = Folder::new("scale");
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let many = write_files(World::Default, SEED, &dir.0, Some(300_000)).unwrap();
    assert_eq!(many.len(), 2);
    let first = bytes(&dir.0);
    one.install(|| write_files(World::Default, SEED, &dir.0, Some(300_000))).unwrap();
    assert!(bytes(&dir.0) == first);
    let orders = rows(&dir.0, "orders.csv");
    assert_eq!(orders.len(), 300_000);
    let customers: BTreeSet<&str> = orders.iter().map(|r| r["customer_id"].as_str()).collect();
    // 20 million lines are about a million customers.
    assert!((13_000..17_500).contains(&customers.len()), "{}", customers.len());
    assert!(orders.windows(2).all(|p| p[0]["order_date"] <= p[1]["order_date"]));
    let of_order: BTreeSet<(&str, &str)> = orders.iter().map(|r| (r["order_id"].as_str(), r["customer_id"].as_str())).collect();
    assert_eq!(of_order.len(), orders.iter().map(|r| r["order_id"].as_str()).collect::<BTreeSet<_>>().len(), "an order has one customer");
    assert!(sum(&orders, "amount") > Money::ZERO && orders.iter().any(|r| r["amount"].starts_with('-')));
    let bytes_per_row = first["orders.csv"].len() / orders.len();
    assert!((44..=54).contains(&bytes_per_row), "{bytes_per_row}");
}

#[test]
fn a_place_that_cannot_be_written_is_named_and_nothing_is_left() {
    let dir = Folder::new("refused");
    std::fs::create_dir(dir.0.join("orders.csv")).unwrap();
    let error = write_files(World::Default, SEED, &dir.0, Some(100)).unwrap_err();
    assert!(error.to_string().contains("orders.csv"), "{error}");
    assert_eq!(std::fs::read_dir(&dir.0).unwrap().count(), 1);
    assert!(write_files(World::Default, SEED, &dir.0, Some(0)).unwrap_err().to_string().contains("scale 0"));
}

/// Prints the figures in docs/demo-company.md and the times; run with `--ignored --nocapture`.
#[test]
#[ignore = "prints figures and times"]
fn figures_and_times() {
    for world in [World::Default, World::Losing] {
        let start = std::time::Instant::now();
        let t = tables(world, SEED);
        let took = start.elapsed();
        println!("{world:?} {took:?} {:?}", figures(&t));
        t.quality.iter().for_each(|q| println!("  {} {}", q.table, q.rows_read));
        println!("  club {}", t.subscriptions.iter().flatten().map(|s| &s.customer).collect::<BTreeSet<_>>().len());
    }
    if let Ok(dir) = std::env::var("DEMO_SCALE_DIR") {
        let start = std::time::Instant::now();
        let paths = write_files(World::Default, SEED, Path::new(&dir), Some(20_000_000)).unwrap();
        println!("20 million lines {:?} {} bytes", start.elapsed(), std::fs::metadata(&paths[0]).unwrap().len());
    }
}

/// docs/demo-company.md lists every parameter with the value in use. `UPDATE_DOCS=1` rewrites the list.
#[test]
fn the_document_lists_the_parameters_in_use() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/demo-company.md");
    let (default, losing) = (Parameters::of(World::Default).rows(), Parameters::of(World::Losing).rows());
    let mut list = String::from("| Parameter | Default | Losing | Meaning |\n|---|---|---|---|\n");
    for ((name, value, meaning), (_, other, _)) in default.iter().zip(&losing) {
        list += &format!("| `{name}` | {value} | {} | {meaning} |\n", if value == other { "same" } else { other });
    }
    let (begin, end) = ("<!-- parameters: begin -->\n", "<!-- parameters: end -->");
    let text = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once(begin).unwrap();
    let (found, tail) = rest.split_once(end).unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, format!("{head}{begin}{list}{end}{tail}")).unwrap();
    } else {
        assert_eq!(found, list, "run the test once with UPDATE_DOCS=1");
    }
}
