//! Data as they come: encodings, marks, gaps, single tables, public files.
use crate::common;
use common::{command, file, plan, planned, shared, shop};

#[test]
fn rows_threads_and_time_do_not_change_the_design() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = (file(dir.path(), "a.csv", shop(false).as_bytes()), file(dir.path(), "b.csv", shop(true).as_bytes()));
    let one = plan(dir.path(), &["--transactions", &a, "--threads", "1"]);
    let two = plan(dir.path(), &["--transactions", &b, "--threads", "2"]);
    assert_eq!(one["design"], two["design"]);
    assert_eq!(one["plan_hash"], two["plan_hash"]);
    assert!(dir.path().join("loyalty-plan/members.csv").exists());
}
#[test]
fn thin_data_end_in_a_plan_that_says_so() {
    for orders in [
        "customer_id,order_date,amount\nonly,2025-01-01,5\n".to_string(),
        format!("customer_id,order_date,amount\n{}", (0..50).map(|i| format!("c{i},2025-01-{:02},20.00\n", 1 + i % 28)).collect::<String>()),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let path = file(dir.path(), "orders.csv", orders.as_bytes());
        let plan = plan(dir.path(), &["--transactions", &path]);
        assert!(plan["design"]["signals"]["not_identified"].to_string().contains("purchase rate"), "{}", plan["design"]["signals"]["not_identified"]);
        assert_ne!(plan["design"]["header"]["status"], "planned");
    }
}
#[test]
fn a_time_without_a_known_name_is_told_by_its_content() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "odd.csv", shop(false).replacen("order_date", "bought_when", 1).as_bytes());
    let made = plan(dir.path(), &["--transactions", &path]);
    let columns = made["history"]["inputs"][0]["columns"].as_array().unwrap();
    let found = columns.iter().find(|c| c["canonical"] == "time").unwrap();
    assert_eq!((found["column"].as_str(), found["found_by"].as_str()), (Some("bought_when"), Some("content")));
}
/// The first section of the blueprint, in Markdown and as a page, tells files, columns, what was left out, what is not read, and joins.
#[test]
fn how_the_data_were_read_comes_first() {
    let dir = tempfile::tempdir().unwrap();
    let rows: String = shop(false)
        .lines()
        .enumerate()
        .map(|(i, l)| {
            l.to_string()
                + if i == 0 {
                    ",status,shelf mark\n"
                } else if i % 50 == 1 {
                    ",cancelled,k\n"
                } else {
                    ",paid,k\n"
                }
        })
        .collect();
    let orders = file(dir.path(), "orders.csv", rows.as_bytes());
    let members = file(dir.path(), "club.csv", b"customer_id,join_date,tier\nc1,2024-01-02,Gold\nc2,2024-01-03,Silver\nzz,2024-01-03,Silver\n");
    let made = plan(dir.path(), &["--transactions", &orders, "--members", &members]);
    let left = &made["design"]["inputs"][0]["set_aside"][0];
    assert!(left["rows"].as_u64().unwrap() > 20, "{left}");
    let (md, html) = ["blueprint.md", "blueprint.html"].map(|name| std::fs::read_to_string(dir.path().join("loyalty-plan").join(name)).unwrap()).into();
    let first = md.split("\n## ").nth(1).unwrap();
    assert!(first.starts_with("How we read your data: "), "{}", first.lines().next().unwrap());
    for words in [
        "| orders.csv | transactions |".to_string(),
        "| club.csv | members | 3 |".into(),
        "| transactions | order_date | date of the order | its name |".into(),
        format!("| the order was cancelled or voided | {} |", left["rows"]),
        "2 of 3 members have orders".into(),
        "Columns of orders.csv that the plan does not use: shelf mark".into(),
        "Amounts in USD".into(),
    ] {
        assert!(first.contains(&words), "{words}: {first}");
    }
    assert!(html.find("<section id=\"reading\"").unwrap() < html.find("<section id=\"decision\"").unwrap());
    // A demonstration says that it is one, and asks for no column.
    let dir = tempfile::tempdir().unwrap();
    plan(dir.path(), &[]);
    let md = std::fs::read_to_string(dir.path().join("loyalty-plan/blueprint.md")).unwrap();
    let first = md.split("\n## ").nth(1).unwrap();
    assert!(first.contains("You gave no data") && !first.contains("--map"), "{first}");
}
#[test]
fn repeated_lines_are_kept_and_asked_about() {
    let dir = tempfile::tempdir().unwrap();
    let rows = shop(false);
    let path = file(dir.path(), "twice.csv", format!("{rows}{}\n", rows.lines().nth(7).unwrap()).as_bytes());
    let made = plan(dir.path(), &["--transactions", &path]);
    assert!(made["design"]["governance"]["open_questions"].to_string().contains("1 order line repeats another exactly"));
    assert_eq!(made["design"]["inputs"][0]["rows_read"], made["design"]["inputs"][0]["rows_used"]);
}
#[test]
fn odd_encodings_and_marks_are_read_alike() {
    let plain = shop(false);
    let semicolons: String =
        plain.lines().enumerate().map(|(i, l)| if i == 0 { l.replace(',', ";") + "\n" } else { l.replace(',', ";").replace('.', ",") + "\n" }).collect();
    let utf16: Vec<u8> = std::iter::once(0xfeffu16).chain(plain.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let json: String = plain
        .lines()
        .skip(1)
        .map(|l| {
            let f: Vec<&str> = l.split(',').collect();
            format!("{{\"customer_id\":\"{}\",\"order_id\":\"{}\",\"order_date\":\"{}\",\"amount\":{}}}\n", f[0], f[1], f[2], f[3])
        })
        .collect();
    let bom = [b"\xef\xbb\xbf".as_slice(), plain.as_bytes()].concat();
    let mut hashes = std::collections::BTreeSet::new();
    for (name, bytes) in
        [("plain.csv", plain.as_bytes()), ("semicolons.csv", semicolons.as_bytes()), ("utf16.csv", &utf16), ("lines.jsonl", json.as_bytes()), ("bom.csv", &bom)]
    {
        let dir = tempfile::tempdir().unwrap();
        let path = file(dir.path(), name, bytes);
        let plan = plan(dir.path(), &["--transactions", &path]);
        let control = &plan["design"]["inputs"][0]["control"];
        assert_eq!(control["in_file"], control["used"], "{name}");
        hashes.insert(plan["design"]["header"]["extract_fingerprint"].to_string());
    }
    assert_eq!(hashes.len(), 1);
}
#[test]
fn online_retail_closes_its_control_total() {
    let Some(path) = shared("online_retail/online_retail.csv.gz") else { return };
    let dir = tempfile::tempdir().unwrap();
    let plan = plan(dir.path(), &["--transactions", &path.display().to_string(), "--currency", "GBP"]);
    let input = &plan["design"]["inputs"][0];
    assert_eq!((input["rows_read"].as_u64(), input["rows_without_customer"].as_u64()), (Some(541_909), Some(135_080)));
    let control = &input["control"];
    // The net of all rows and of the rows with a customer, to the printed cent (the file has prices of three decimals).
    assert!(control["in_file"].as_str().unwrap().starts_with("9747747.93"), "{control}");
    assert!(control["used"].as_str().unwrap().starts_with("8300065.81"), "{control}");
}
#[test]
fn cdnow_is_read_without_a_header_through_a_map() {
    let Some(path) = shared("cdnow/CDNOW_sample.txt") else { return };
    let dir = tempfile::tempdir().unwrap();
    let path = path.display().to_string();
    let asked = [
        "--transactions",
        &path,
        "--map",
        "transactions.customer=#2",
        "--map",
        "transactions.time=#3",
        "--map",
        "transactions.amount=#5",
        "--count-zero-orders",
    ];
    let paid = self::plan(dir.path(), &asked[..8]);
    assert_eq!(paid["design"]["lines"]["signals.customers"]["value"], 2_349.0, "eight of the sample never paid for an order");
    assert_eq!(paid["design"]["inputs"][0]["zero_orders"]["never_paid"], 8);
    let plan = plan(dir.path(), &asked);
    assert_eq!(plan["design"]["inputs"][0]["rows_read"], 6_919);
    assert_eq!(plan["design"]["inputs"][0]["control"]["used"], "244091.94");
    assert_eq!(plan["design"]["lines"]["signals.customers"]["value"], 2_357.0);
}
#[test]
fn a_driver_sheet_decides_churn_and_joiners() {
    let dir = tempfile::tempdir().unwrap();
    let sheet = |churn: &str, joiners: &str| {
        let text = format!(
            "members = 12000\norders_per_year = 5.5\naverage_order_value = 48.00\nmargin = 0.45\nchurn_per_year = {churn}\nnew_members_per_month = {joiners}\ncurrency = \"EUR\"\n"
        );
        let path = file(dir.path(), "sheet.toml", text.as_bytes());
        plan(dir.path(), &["--drivers", &path])
    };
    let (calm, leaky) = (sheet("0.10", "350"), sheet("0.50", "350"));
    let value = |p: &serde_json::Value, id: &str| p["design"]["lines"][id]["value"].as_f64().unwrap();
    assert!((value(&calm, "economics.retention_without") - 0.90).abs() < 0.02, "{}", value(&calm, "economics.retention_without"));
    assert!((value(&leaky, "economics.retention_without") - 0.50).abs() < 0.02, "{}", value(&leaky, "economics.retention_without"));
    assert!(value(&sheet("0.10", "1000"), "economics.members_end") > value(&calm, "economics.members_end") + 1000.0);
    assert_eq!(calm["design"]["header"]["origin"], "driver-sheet");
    assert!((value(&calm, "economics.orders_per_active_without") - 5.5).abs() < 0.3);
}
#[test]
fn a_ledger_or_reviews_alone_give_a_plan_that_says_what_is_assumed() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = String::from("member_id,date,points_earned,points_redeemed\n");
    for c in 0..300 {
        for m in 0..(3 + c % 10) {
            ledger += &format!("m{c},2025-{:02}-{:02},{},{}\n", 1 + m, 1 + c % 28, 100 + c, if m == 5 { 200 } else { 0 });
        }
    }
    let path = file(dir.path(), "ledger.csv", ledger.as_bytes());
    let points = plan(dir.path(), &["--points-ledger", &path, "--assume", "ledger.spend_per_point=0.5"]);
    assert!(points["design"]["header"]["verdict"].to_string().contains("for each point earned"), "{}", points["design"]["header"]["verdict"]);
    assert_eq!(points["design"]["lines"]["signals.net_12m"]["from"]["kind"], "imagined", "money that is assumed is never called measured");
    assert_eq!(points["design"]["lines"]["signals.repeat_rate"]["from"]["kind"], "measured");
    let reviews: String = (0..40).map(|i| format!("2025-03-{:02},{},the delivery was late again and again\n", 1 + i % 28, 1 + i % 5)).collect();
    let path = file(dir.path(), "reviews.csv", format!("date,rating,comment\n{reviews}").as_bytes());
    let voice = plan(dir.path(), &["--voc", &path]);
    assert_eq!(voice["design"]["lines"]["signals.rating"]["from"]["kind"], "measured");
    assert_eq!(voice["design"]["signals"]["themes"][0]["theme"], "delivery and timing");
    assert!(voice["design"]["governance"]["open_questions"].to_string().contains("drivers.members"));
    assert_eq!(voice["design"]["header"]["origin"], "driver-sheet");
}
#[test]
fn complete_journey_is_seen_to_be_a_sample_of_lines() {
    let (Some(orders), Some(coupons)) = (shared("complete_journey/transactions_sample.csv.gz"), shared("complete_journey/coupon_redemptions.csv")) else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let plan = plan(dir.path(), &["--transactions", &orders.display().to_string(), "--usage", &coupons.display().to_string()]);
    let told = plan["design"]["signals"]["base_choice"].to_string();
    assert!(told.contains("no customer-base model was fitted"), "{told}");
    assert!(plan["design"]["header"]["verdict"].to_string().contains("order histories are incomplete"));
}
/// Orders of a company that gives samples away: every sixth customer never pays, and paying ones get a sample now and then.
fn samples_given_away() -> String {
    let mut text = String::from("customer_id,order_date,amount\n");
    for c in 0..240 {
        for k in 0..(2 + c % 7) {
            let (month, day) = (1 + (c + 3 * k) % 12, 1 + (c * 5 + k) % 28);
            let amount = if c % 6 == 0 || k == 3 { "0.00".to_string() } else { format!("{}.50", 20 + (c + k) % 40) };
            text += &format!("c{c},{}-{month:02}-{day:02},{amount}\n", 2024 + k % 2);
        }
    }
    text
}
#[test]
fn orders_of_nothing_are_no_purchases_unless_a_person_says_so_and_the_plan_says_how_many() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "orders.csv", samples_given_away().as_bytes());
    let customers = |p: &serde_json::Value| p["design"]["lines"]["signals.customers"]["value"].as_f64();
    let left_out = plan(dir.path(), &["--transactions", &path]);
    let told = left_out["design"]["inputs"][0]["zero_orders"].clone();
    assert_eq!((customers(&left_out), told["never_paid"].as_u64(), told["counted"].as_bool()), (Some(200.0), Some(40), Some(false)));
    let page = std::fs::read_to_string(dir.path().join("loyalty-plan/blueprint.md")).unwrap();
    let orders = told["orders"].as_u64().unwrap();
    assert!(page.contains(&format!("{orders} orders of")) && page.contains("--count-zero-orders counts them"), "{page}");
    let asked = left_out["design"]["governance"]["open_questions"].to_string();
    assert!(asked.contains("zero-orders"), "{asked}");
    // By flag and by the settings: one plan.
    let counted = plan(dir.path(), &["--transactions", &path, "--count-zero-orders"]);
    assert_eq!(customers(&counted), Some(240.0));
    assert!(!counted["design"]["governance"]["open_questions"].to_string().contains("zero-orders"));
    file(dir.path(), "plan-loyalty.toml", b"[reading]\ncount_zero_orders = true\n");
    let set = plan(dir.path(), &["--transactions", &path]);
    assert_eq!(set["plan_hash"], counted["plan_hash"]);
    let overruled = plan(dir.path(), &["--transactions", &path, "--count-zero-orders=false"]);
    assert_eq!(overruled["plan_hash"], left_out["plan_hash"], "a flag overrules the settings both ways");
}
#[test]
fn a_file_without_amounts_plans_with_an_assumed_order_value_that_is_labelled_wherever_money_follows_from_it() {
    let dir = tempfile::tempdir().unwrap();
    let plain: String = shop(false).lines().map(|l| l.rsplit_once(',').unwrap().0.to_string() + "\n").collect();
    let path = file(dir.path(), "orders.csv", plain.as_bytes());
    let made = plan(dir.path(), &["--transactions", &path]);
    let d = &made["design"];
    assert_eq!(d["lines"]["signals.aov"]["value"], 50.0);
    for money in ["signals.aov", "signals.net_12m"] {
        assert_eq!(d["lines"][money]["from"]["kind"], "imagined", "{money}: money that is assumed is never called measured");
    }
    assert_eq!(d["lines"]["signals.repeat_rate"]["from"]["kind"], "measured");
    assert!(d["header"]["verdict"].to_string().contains("Order values are assumed"), "{}", d["header"]["verdict"]);
    assert!(d["signals"]["not_identified"].to_string().contains("holds no amounts"), "{}", d["signals"]["not_identified"]);
    let asked = d["governance"]["open_questions"].as_array().unwrap().iter().find(|q| q["id"] == "orders.assumed_value").unwrap();
    assert_eq!(asked["owner"], "finance");
    let page = std::fs::read_to_string(dir.path().join("loyalty-plan/blueprint.md")).unwrap();
    assert!(page.contains("No column holds an amount: each order counts with an assumed $50"), "{page}");
    // A company's own value is used, asked no more, and money grows with it.
    let own = plan(dir.path(), &["--transactions", &path, "--assume", "orders.assumed_value=80"]);
    assert_eq!(own["design"]["lines"]["signals.aov"]["value"], 80.0);
    let net = |p: &serde_json::Value| p["design"]["lines"]["signals.net_12m"]["value"].as_f64().unwrap();
    assert!((net(&own) / net(&made) - 1.6).abs() < 1e-9);
    assert!(!own["design"]["governance"]["open_questions"].to_string().contains("orders.assumed_value"));
    // Numbers that may be amounts are a question, with both ways out.
    let doubtful: String = plain.lines().enumerate().map(|(i, l)| if i == 0 { format!("{l},worth\n") } else { format!("{l},{}\n", 5 + i % 9) }).collect();
    let path = file(dir.path(), "doubtful.csv", doubtful.as_bytes());
    let brief = ["--goal", "retention", "--tiers", "3", "--budget", "5000", "--transactions", &path];
    let refused = command(dir.path(), &brief);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("--map transactions.amount=COLUMN") && said.contains("--map transactions.amount=\"\""), "{said}");
    assert_eq!(plan(dir.path(), &["--transactions", &path, "--map", "transactions.amount="])["design"]["lines"]["signals.aov"]["value"], 50.0);
}
#[test]
fn made_up_data_without_a_signal_end_in_no_evidence() {
    // RavenStack is random by construction: nobody ever left, and no feature goes with anything.
    let Some(base) = shared("saas_ravenstack") else { return };
    let of = |name: &str| base.join(format!("ravenstack_{name}")).display().to_string();
    let dir = tempfile::tempdir().unwrap();
    let (subscriptions, usage) = (of("subscriptions.csv"), of("feature_usage.csv.gz"));
    let plan = planned(dir.path(), &["--subscriptions", &subscriptions, "--usage", &usage, "--date-order", "dmy"]);
    let groups = plan["design"]["signals"]["groups"].as_array().unwrap();
    let usage = groups.iter().find(|g| g["name"] == "Usage").unwrap();
    assert!(usage["reading"].as_str().unwrap().contains("No feature is associated with staying beyond chance"), "{usage}");
    assert!(plan["design"]["signals"]["not_identified"].as_array().unwrap().iter().any(|n| n["what"] == "subscriber drop-out"));
    // The customers who joined in the 19 months since are simulated too, and nobody leaves: the pool does not carry them all.
    assert_eq!(plan["design"]["header"]["status"], "infeasible");
}
/// A cell that names a shared string which the workbook does not have: the reader of workbooks panics on it.
#[test]
fn a_reader_that_panics_is_a_refusal_and_nothing_else() {
    use std::io::Write;
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let link = |kind: &str, target: &str| {
        format!(r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>"#)
    };
    let parts = [
        ("[Content_Types].xml", format!(r#"<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#)),
        ("_rels/.rels", link("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", format!(r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#)),
        ("xl/_rels/workbook.xml.rels", link("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData></worksheet>"#)),
    ];
    let dir = tempfile::tempdir().unwrap();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(dir.path().join("orders.xlsx")).unwrap());
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_plan-loyalty"))
        .args(["extract", "--transactions", "orders.xlsx", "--out", "x"])
        .current_dir(dir.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert!(said.starts_with("plan-loyalty: orders.xlsx: this workbook cannot be read: its parts contradict each other."), "{said}");
    assert!(!said.contains("panicked") && !said.contains("calamine"), "{said}");
}
