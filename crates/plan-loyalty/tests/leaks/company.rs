//! A company whose files hold a secret in every column that can hold one, in headings and in names of files.
use std::io::Write;
use std::path::Path;

/// A table: the argument of a tool, its folder, its heading, and what its columns can be taken for.
pub struct Table {
    pub word: &'static str,
    pub place: &'static str,
    pub header: &'static str,
    pub canonical: &'static [&'static str],
    row: fn(usize, usize) -> String,
    rows: usize,
}
/// What is looked for: parts of every secret, in small letters.
const SECRETS: [&str; 5] = ["zqxwyk", "7946 0958", "4929 1234", "qz secret", "1971-02-29"];
/// Free text with a name, a card and a telephone number.
fn note(c: usize) -> String {
    ["Zqxwykelina Testperson asked for a call", "card 4929 1234 5678 9012", "call +44 20 7946 0958", "lives at 12 Zqxwyk Lane"][c % 4].into()
}
fn mail(c: usize) -> String {
    format!("zqxwyk{c}.testperson@mail.example")
}
fn day(c: usize, k: usize) -> String {
    format!("2025-{:02}-{:02}", 1 + (c + k) % 12, 1 + (3 * c + 7 * k) % 28)
}
pub const TABLES: [Table; 7] = [
    Table {
        word: "transactions",
        place: "orders",
        header: "customer_id,order_id,order_date,amount,Zqxwykelina Testperson,memo",
        canonical: &["customer", "order", "time", "amount", "currency", "status", "kind", "product", "quantity", "price", "refund"],
        row: |c, k| format!("{},zqxwyk-o{c}-{k},{},{}.50,{},{}", mail(c), day(c, k), 20 + (c * 3 + k) % 60, note(c), note(c + k)),
        rows: 5,
    },
    Table {
        word: "subscriptions",
        place: "contracts",
        header: "customer_id,start,end,mrr,plan,status,owner of Zqxwyk",
        canonical: &["customer", "start", "end", "mrr", "status", "plan", "currency"],
        row: |c, _| format!("{},{},,{},plan of Zqxwykelina {},active,{}", mail(c), day(c, 0), 20 + c % 30, c % 3, note(c)),
        rows: 1,
    },
    Table {
        word: "usage",
        place: "events",
        header: "customer_id,date,feature,remark",
        canonical: &["customer", "time", "feature", "subscription", "event"],
        row: |c, k| format!("{},{},{},{}", mail(c), day(c, k), if c % 40 == 3 { format!("zqxwyk feature {c}") } else { format!("feature{}", k % 3) }, note(c)),
        rows: 3,
    },
    Table {
        word: "voc",
        place: "reviews",
        header: "customer_id,date,score,text,author",
        canonical: &["customer", "time", "score", "text", "theme", "source"],
        row: |c, _| format!("{},{},{},\"{}: delivery was late\",Zqxwykelina Testperson {c}", mail(c), day(c, 1), 1 + c % 5, note(c)),
        rows: 1,
    },
    Table {
        word: "members",
        place: "people",
        header: "customer_id,joined,left,tier,name,Zqxwyk address,birthday",
        canonical: &["customer", "joined", "left", "tier", "birthday", "segment"],
        row: |c, _| {
            format!(
                "{},{},,{},Zqxwykelina Testperson,12 Zqxwyk Lane,19{}-03-04",
                mail(c),
                day(c, 0),
                if c % 50 == 9 { "tier of Zqxwyk".into() } else { format!("level{}", c % 3) },
                60 + c % 30
            )
        },
        rows: 1,
    },
    Table {
        word: "points_ledger",
        place: "ledger",
        header: "customer_id,date,type,points,entry,clerk",
        canonical: &["customer", "time", "kind", "points", "earned", "redeemed", "expired", "id"],
        row: |c, k| {
            format!("{},{},{},{},zqxwyk-e{c}-{k},Zqxwykelina Testperson", mail(c), day(c, k), if k % 3 == 2 { "redeem" } else { "earn" }, 20 + (c + k) % 80)
        },
        rows: 5,
    },
    Table {
        word: "rewards",
        place: "rewards",
        header: "reward,points,cost,supplier",
        canonical: &["reward", "points", "cost", "value"],
        row: |c, _| format!("reward {c} of Zqxwykelina,{},{},Zqxwyk Testperson", 100 * (c + 1), c + 2),
        rows: 1,
    },
];
fn file(dir: &Path, folder: &str, name: &str, text: &str) {
    std::fs::create_dir_all(dir.join(folder)).unwrap();
    std::fs::write(dir.join(folder).join(name), text).unwrap();
}
/// Writes the company's folders; the secrets in it.
pub fn company(dir: &Path) -> Vec<String> {
    for table in TABLES {
        let customers = if table.word == "rewards" { 6 } else { 240 };
        let rows = (0..customers).flat_map(|c| (0..table.rows).map(move |k| (table.row)(c, k)));
        let bad = if table.word == "transactions" { "zqxwykbad@mail.example,zqxwyk-bad,not a day of Zqxwyk,20.00,qz secret,qz secret\n" } else { "" };
        let text = format!("{}\n{bad}{}\n", table.header, rows.collect::<Vec<_>>().join("\n"));
        // Every second row in another file: a folder is named, and its files are not.
        file(dir, table.place, "Zqxwykelina Testperson.csv", &text);
    }
    let order = |c: usize, rest: &str| format!("{},{},{}.25,{rest}\n", mail(c), day(c, 1), 20 + c);
    let orders = |header: &str, rest: &dyn Fn(usize) -> String| {
        format!("customer_id,order_date,amount,{header}\n{}", (0..60).map(|c| order(c, &rest(c))).collect::<String>())
    };
    file(dir, "mixed", "Zqxwyk.csv", &orders("currency", &|c| ["EUR", "USD", "GBP"][c % 3].into()));
    file(dir, "statuses", "Zqxwyk.csv", &orders("status", &|c| if c % 3 == 0 { format!("zqxwyk said {}", c % 2) } else { "completed".into() }));
    file(dir, "days", "Zqxwyk.csv", &orders("note", &note).replace("2025-", "day of Zqxwyk "));
    file(dir, "headless", "Zqxwyk.csv", &(0..60).map(|c| format!("{},{},{}\n", note(c), note(c + 1), mail(c))).collect::<String>());
    let mut packed = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
    packed.write_all((0..500).map(|c| format!("{},{},feature{}\n", mail(c), day(c, 1), c % 3)).collect::<String>().as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    std::fs::create_dir(dir.join("broken")).unwrap();
    std::fs::write(dir.join("broken/Zqxwykelina Testperson.csv.gz"), &packed[..packed.len() / 2]).unwrap();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(dir.join("archive.zip")).unwrap());
    zip.start_file("Zqxwykelina Testperson.pdf", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"x").unwrap();
    zip.finish().unwrap();
    SECRETS.map(String::from).to_vec()
}
