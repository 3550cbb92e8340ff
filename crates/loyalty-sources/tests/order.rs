//! Neither the order of rows nor the way they lie in files changes an extract, whatever the tables hold: repeated rows, ids of two meanings,
//! ratings on the edge of a scale, dates that one part of a file alone could not tell.
use loyalty_model::extract::{Extract, Origin};
use loyalty_model::units::{Currency, Date};
use loyalty_sources::demo::World;
use loyalty_sources::extract::{ExtractRequest, measure};
use loyalty_sources::intake::{Intake, IntakeRequest, TableKind, read};
use loyalty_sources::source::{Ask, Demonstration, Files, Profile, Source, StandIn, WithProfile};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const KINDS: [(TableKind, &str); 6] = [
    (TableKind::Transactions, "customer_id,order_id,order_date,amount"),
    (TableKind::Subscriptions, "subscription_id,customer_id,start_date,end_date,mrr,plan"),
    (TableKind::Usage, "subscription_id,usage_date,feature,usage_count,usage_id"),
    (TableKind::Voc, "customer_id,survey_date,score,comment"),
    (TableKind::Members, "customer_id,joined,tier,referred_by"),
    (TableKind::PointsLedger, "customer_id,date,points_earned,points_redeemed,points_expired,cost"),
];
/// Rows of the six tables.
type Rows = [Vec<String>; 6];

fn day() -> impl Strategy<Value = String> {
    (0..700).prop_map(|n| Date::from_ymd(2024, 1, 1).unwrap().plus_days(n).to_string())
}
/// Day first: only days over the twelfth tell it from month first.
fn written() -> impl Strategy<Value = String> {
    (1..29, 1..13, 2024..2026).prop_map(|(d, m, y)| format!("{d:02}/{m:02}/{y}"))
}
fn rows() -> impl Strategy<Value = Rows> {
    let orders = prop::collection::vec((0..9, 0..6, written(), -900..9_000i64), 1..40).prop_map(|all| {
        all.into_iter()
            .map(|(c, o, d, a)| format!("c{c},o{o},{d},{}.{:02}", a / 100, (a % 100).abs()))
            .chain(["c0,o0,28/02/2024,1.00".into()])
            .collect::<Vec<String>>()
    });
    let subscriptions = prop::collection::vec((0..5, 0..6, day(), 1..40), 1..8)
        .prop_map(|all| all.into_iter().map(|(s, c, d, m)| format!("s{s},c{c},{d},,{m}.00,p{}", m % 3)).collect::<Vec<String>>());
    let usage = prop::collection::vec((0..7, day(), 0..3, 1..5, 0..6), 1..20)
        .prop_map(|all| all.into_iter().map(|(s, d, f, n, id)| format!("s{s},{d},f{f},{n},u{id}")).collect::<Vec<String>>());
    let voice = prop::collection::vec((0..9, day(), 0..11, 0..4), 1..20)
        .prop_map(|all| all.into_iter().map(|(c, d, s, t)| format!("c{c},{d},{s},text {t}")).collect::<Vec<String>>());
    let members = prop::collection::vec((0..9, day(), 0..3, 0..9), 1..12)
        .prop_map(|all| all.into_iter().map(|(c, d, t, r)| format!("c{c},{d},t{t},c{r}")).collect::<Vec<String>>());
    let ledger = prop::collection::vec((0..5, 0..40, 1..4, 0..2, 0..3), 1..30).prop_map(|all| {
        all.into_iter()
            .map(|(c, d, e, r, cost)| {
                format!("c{c},{},{e},{r},0,{}", Date::from_ymd(2024, 3, 1).unwrap().plus_days(d), if cost == 0 { String::new() } else { format!("{cost}.00") })
            })
            .collect::<Vec<String>>()
    });
    (orders, subscriptions, usage, voice, members, ledger).prop_map(|(a, b, c, d, e, f)| [a, b, c, d, e, f])
}
/// Writes each table in so many parts and reads them.
fn intake(dir: &Path, rows: &Rows, parts: usize, threads: usize) -> Intake {
    let _ = fs::remove_dir_all(dir);
    fs::create_dir_all(dir).unwrap();
    let mut inputs = vec![];
    for ((kind, header), rows) in KINDS.iter().zip(rows) {
        let mut paths = vec![];
        for (i, part) in rows.chunks(rows.len().div_ceil(parts)).enumerate() {
            let path = dir.join(format!("{}-{i}.csv", kind.word()));
            fs::write(&path, format!("{header}\n{}\n", part.join("\n"))).unwrap();
            paths.push(path.display().to_string());
        }
        inputs.push((*kind, paths));
    }
    let request = IntakeRequest { inputs, ..IntakeRequest::default() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| read(&request, &|| false)).unwrap()
}
fn extract(got: &Intake) -> Extract {
    measure(&got.tables, &ExtractRequest::new(Origin::CompanyData, Currency("EUR".into()))).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]
    #[test]
    fn an_extract_knows_neither_the_order_of_rows_nor_the_files((rows, mixed) in rows().prop_flat_map(|rows| {
        let mixed = rows.clone().map(|table| Just(table).prop_shuffle());
        (Just(rows), mixed)
    }), parts in 1..4usize) {
        let dir = tempfile::tempdir().unwrap();
        let one = intake(&dir.path().join("a"), &rows, 1, 1);
        let other = intake(&dir.path().join("b"), &mixed, parts, 3);
        prop_assert_eq!(extract(&one), extract(&other));
        let aside = |i: &Intake| i.set_aside.iter().map(|r| (r.table.clone(), r.reason.clone())).collect::<BTreeSet<_>>();
        prop_assert_eq!(aside(&one), aside(&other));
    }
}

/// Quotes that open nothing, texts of several lines and quotes within quotes, in a file that is cut into pieces.
#[test]
fn stray_quotes_do_not_make_threads_matter() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("orders.csv");
    let mut text = String::from("customer_id,order_id,order_date,item,amount\n");
    for i in 0..12_000 {
        let item = match i % 7 {
            0 => format!("pipe 5\" wide {i}"),
            1 => format!("\"two lines,\nand \"\"more\"\" {i}\""),
            2 => format!("\"closed\" and on {i}"),
            3 => "a\"b\"c\"".to_string(),
            _ => format!("plain item number {i}"),
        };
        text += &format!("c{},o{i},2024-{:02}-{:02},{item},{}.50\n", i % 900, i % 12 + 1, i % 28 + 1, i % 90);
    }
    assert!(text.len() > 6 << 16, "the file must be cut into several pieces");
    fs::write(&path, text).unwrap();
    let request = IntakeRequest { inputs: vec![(TableKind::Transactions, vec![path.display().to_string()])], ..IntakeRequest::default() };
    let on = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| read(&request, &|| false)).unwrap();
    let one = extract(&on(1));
    assert_eq!(one.tables[0].rows_read, 12_000);
    for threads in [2, 3, 8] {
        assert_eq!(one, extract(&on(threads)), "{threads} threads");
    }
}

/// What every source owes: it tells what it is, answers the same twice whatever the threads, says what it read, and stops when asked.
fn keeps_the_contract(source: &dyn Source, tables: &[&str]) {
    let ask = Ask::on(Date::from_ymd(2026, 7, 1).unwrap());
    let (told, got) = (source.describe(), source.extract(&ask, &|| false).unwrap());
    assert_eq!(told.origin, got.extract.origin);
    assert_eq!(told.tables, tables);
    let read: BTreeSet<&str> = got.extract.tables.iter().map(|t| t.table.as_str()).collect();
    assert_eq!(read, told.tables.iter().copied().collect::<BTreeSet<&str>>());
    assert!(!got.inputs.is_empty() && got.extract.fingerprint.len() == 64 && got.extract.as_of <= ask.asked_on);
    assert_eq!(got.extract, source.extract(&Ask { threads: 3, ..ask.clone() }, &|| false).unwrap().extract);
    assert!(source.extract(&ask, &|| true).unwrap_err().cancelled);
}
#[test]
fn every_source_keeps_the_contract() {
    let all = ["transactions", "subscriptions", "usage", "voc", "members"];
    keeps_the_contract(&Demonstration { world: World::Default }, &all);
    keeps_the_contract(&Demonstration { world: World::WithPilot }, &[&all[..], &["points-ledger", "rewards"]].concat());
    let sheet =
        "members = 900\norders_per_year = 5\naverage_order_value = 40\nmargin = 0.4\nchurn_per_year = 0.3\nnew_members_per_month = 20\ncurrency = \"EUR\"\n";
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("profile.toml");
    fs::write(&path, sheet).unwrap();
    let profile = Profile::read(&path).unwrap();
    keeps_the_contract(&profile, &[]);
    let survey = dir.path().join("survey.csv");
    fs::write(&survey, "customer_id,survey_date,score\na,2026-01-01,9\nb,2026-01-02,3\n").unwrap();
    let request = IntakeRequest { inputs: vec![(TableKind::Voc, vec![survey.display().to_string()])], ..IntakeRequest::default() };
    let files = Files { request, whole_histories: None, spend_per_point: Some(1.0) };
    keeps_the_contract(&files, &["voc"]);
    // With a stand-in the customers are imagined, and what the files tell stays.
    let both =
        WithProfile { files: files.clone(), stand_in: StandIn::Profile(profile) }.extract(&Ask::on(Date::from_ymd(2026, 7, 1).unwrap()), &|| false).unwrap();
    assert_eq!((both.extract.origin, both.extract.panel.len(), both.inputs.len()), (Origin::DriverSheet, 2_000, 2));
    assert_eq!(both.extract.voice.map(|v| v.records), Some(2));
}
/// A source that nobody waits for any more says so, wherever it is.
#[test]
fn a_source_can_be_asked_to_stop() {
    use std::sync::atomic::{AtomicU32, Ordering};
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("orders.csv");
    fs::write(&path, "customer_id,order_date,amount\na,2024-01-01,1.00\nb,2024-02-01,2.00\n").unwrap();
    let request = IntakeRequest { inputs: vec![(TableKind::Transactions, vec![path.display().to_string()])], ..IntakeRequest::default() };
    let files = Files { request, whole_histories: None, spend_per_point: None };
    let ask = Ask::on(Date::from_ymd(2026, 7, 1).unwrap());
    let asked = AtomicU32::new(0);
    let whole = files
        .extract(&ask, &|| {
            asked.fetch_add(1, Ordering::Relaxed);
            false
        })
        .unwrap();
    assert_eq!(whole.extract.transactions.map(|t| t.lines), Some(2));
    let times = asked.load(Ordering::Relaxed);
    assert!(times >= 5, "asked {times} times");
    for patience in 0..times {
        let left = AtomicU32::new(patience);
        let stop = || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_err();
        assert!(files.extract(&ask, &stop).unwrap_err().cancelled, "after {patience} of {times}");
    }
}
