//! A plan that is begun in the studio: files and what they are, questions, the same plan as by the command, what is refused.
use super::*;
use std::fmt::Write as _;

/// Orders of 300 customers; `either`: day and month could be each other's.
fn orders(either: bool) -> String {
    let mut text = String::from("Kunde;Datum;Betrag\n");
    for i in 0..2_400usize {
        let (day, month) = if either { (i % 12 + 1, i % 11 + 1) } else { (i % 28 + 1, i % 12 + 1) };
        let _ = writeln!(text, "K{};{day:02}/{month:02}/{};{},50", i * 7 % 300, 2023 + i / 1_200, i % 90 + 10);
    }
    text
}
/// A form with files, as a browser sends it.
fn drop_files(studio: &Studio, words: &str, files: &[(&str, &str)]) -> Got {
    let origin = format!("http://{}", studio.address);
    let headers = [("Host", studio.address.as_str()), ("Cookie", &studio.cookie), ("Origin", &origin), ("Content-Type", "multipart/form-data; boundary=XyZ")];
    let mut body = format!("--XyZ\r\nContent-Disposition: form-data; name=\"words\"\r\n\r\n{words}\r\n");
    for (name, text) in files {
        let _ = write!(body, "--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n{text}\r\n");
    }
    studio.raw("POST", "/files", &headers, &(body + "--XyZ--\r\n"))
}
fn hash(dir: &Path) -> String {
    text(&plan(dir), "/plan_hash")
}
const BRIEF: [(&str, &str); 4] = [("goal", "retention"), ("tiers", "3"), ("budget", "900"), ("answer-places", "Germany")];

/// Drop a file, answer the question that it leaves, make the plan: the same as by the command that the page shows.
#[test]
fn a_plan_is_made_from_a_dropped_file_as_by_the_command() {
    let dir = tempfile::tempdir().unwrap();
    let studio = Studio::start(dir.path());
    for page in ["/", "/sign", "/compare", "/sandbox", "/trace?figure=x"] {
        let got = studio.get(page);
        assert_eq!((got.status, got.header("location")), (303, Some("/begin")), "{page}");
    }
    assert!(studio.page("/begin").read().contains("Nothing is named yet"));
    let dropped = drop_files(&studio, "", &[("orders.csv", &orders(true))]);
    assert_eq!((dropped.status, dropped.header("location")), (303, Some("/begin?transactions=data%2Forders.csv")));
    let asked = studio.get(dropped.header("location").unwrap());
    assert_eq!(asked.status, 422);
    assert!(asked.read().contains("In which order do day, month and year stand?") && asked.body.contains("value=\"dmy\""), "{}", asked.read());
    let read = studio.page("/begin?transactions=data%2Forders.csv&date-order=mdy");
    for says in ["2,400 of 2,400", "accounted for to the last digit", "--date-order mdy", "take it back"] {
        assert!(read.read().contains(says), "{says}: {}", read.read());
    }
    let form = [&[("transactions", "data/orders.csv"), ("date-order", "mdy")][..], &BRIEF].concat();
    let made = studio.post("/begin", &form);
    assert_eq!((made.status, made.header("location")), (303, Some("/")), "{}", made.read());
    assert!(studio.page("/").body.contains(&hash(dir.path())));
    let made = plan(dir.path());
    assert_eq!((text(&made, "/history/asked/door"), text(&made, "/history/prepared_by")), ("studio".into(), "Ada".into()));
    // The command of the page, in another folder with the same file.
    let other = tempfile::tempdir().unwrap();
    std::fs::create_dir(other.path().join("data")).unwrap();
    std::fs::copy(dir.path().join("data/orders.csv"), other.path().join("data/orders.csv")).unwrap();
    let own = studio.get(&format!("/begin?{}", encoded(&form)));
    let shown = studio.page(own.header("location").unwrap());
    let command_line = plain(shown.between("<pre>", "</pre>"));
    assert_eq!(command_line, "plan-loyalty --transactions data/orders.csv --date-order mdy --goal retention --tiers 3 --budget 900 --answer places=Germany");
    let out = command(other.path(), &command_line.split(' ').skip(1).collect::<Vec<_>>());
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!(hash(other.path()), hash(dir.path()));
    // A second plan beside the first; the studio goes on with it.
    let again = studio.post("/begin", &[&form[..], &[("company", NAME)]].concat());
    assert_eq!(again.header("location"), Some("/"), "{}", again.read());
    assert_eq!(
        std::fs::read_dir(dir.path().join(".claude/plans")).unwrap().filter(|e| e.as_ref().unwrap().path().extension().is_some_and(|x| x == "json")).count(),
        2
    );
    assert!(studio.page("/").read().contains(NAME));
}
/// Names of files and of columns are text; what nobody may send is refused, and nothing is left of it.
#[test]
fn what_is_dropped_is_guarded_and_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let studio = Studio::start(dir.path());
    let body = "--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nx\r\n--XyZ--\r\n";
    let kind = ("Content-Type", "multipart/form-data; boundary=XyZ");
    let own = format!("http://{}", studio.address);
    let (host, cookie) = (("Host", studio.address.as_str()), ("Cookie", studio.cookie.as_str()));
    for headers in [
        vec![host, kind],
        vec![host, cookie, kind],
        vec![host, cookie, kind, ("Origin", "https://evil.example")],
        vec![("Host", "evil.example"), cookie, kind, ("Origin", &own)],
    ] {
        assert_eq!(studio.raw("POST", "/files", &headers, body).status, 403);
        assert_eq!(studio.raw("POST", "/begin", &headers, "world=default&goal=retention&tiers=3&budget=1").status, 403);
    }
    for (name, text) in [("../../x.sh", "a"), ("orders.exe", "a"), (".hidden.csv", "a"), ("", "")] {
        let got = drop_files(&studio, "", &[(name, text)]);
        assert_eq!(got.status, 422, "{name}");
    }
    assert_eq!(studio.raw("POST", "/files", &[host, cookie, ("Origin", &own), ("Content-Type", "text/plain")], "x").status, 422);
    assert_eq!(studio.raw("POST", "/files", &[host, cookie, ("Origin", &own), kind], "--XyZ\r\nnonsense").status, 422);
    assert!(!dir.path().join("data").exists() || std::fs::read_dir(dir.path().join("data")).unwrap().count() == 0, "nothing is kept of what is refused");
    let odd = "Kunde<script>alert(1)</script>;\"Da\"\"tum\";Betrag'\n".to_string() + orders(false).split_once('\n').unwrap().1;
    let got = drop_files(&studio, "", &[("b'&\u{fc}<i>.csv", "x"), ("../up/b'&ü.csv", &odd)]);
    assert_eq!(got.status, 422, "a name with < is not kept");
    let got = drop_files(&studio, "date-order=dmy", &[("../up/b'&ü.csv", &odd)]);
    let page = studio.get(got.header("location").unwrap());
    assert!(page.read().contains("data/b'&ü.csv") && !page.body.contains("<script>alert"), "{}", page.body);
    for bad in ["transactions=%00", "out=/tmp", "plans=/tmp", "goal=joy%3C", "transactions=/etc/nothing.csv", "from=postgresql://u:secret@127.0.0.1/x"] {
        let got = studio.get(&format!("/begin?{bad}&members=m.csv"));
        assert!(got.status == 422 && !got.body.contains("secret@"), "{bad}: {} {}", got.status, got.read());
    }
    assert!(!dir.path().join(".claude").exists(), "no plan was made");
}
/// What the command refuses is told on the page with the fields as they were; whoever goes away cancels, and nothing is written.
#[test]
fn what_is_refused_or_cancelled_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("orders.csv"), orders(false)).unwrap();
    let studio = Studio::start(dir.path());
    for (field, value, says) in
        [("budget", "", "--budget"), ("budget", "much", "much"), ("tiers", "9", "9"), ("answer-places", "Atlantis", "Atlantis"), ("margin", "400%", "margin")]
    {
        let mut form: Vec<(&str, &str)> = [&[("as", "transactions=orders.csv"), ("company", NAME)][..], &BRIEF].concat();
        form.retain(|(n, _)| *n != field);
        form.push((field, value));
        let got = studio.post("/begin", &form);
        assert!(
            got.status == 422 && got.read().contains(says) && plain(&got.body).contains(NAME) && !got.body.contains("<script>alert"),
            "{field}: {}",
            got.read()
        );
    }
    let form = encoded(&[&[("world", "default")][..], &BRIEF[..2], &[("budget", "50000")]].concat());
    let head = format!(
        "POST /begin HTTP/1.1\r\nHost: {0}\r\nCookie: {1}\r\nOrigin: http://{0}\r\nContent-Length: {2}\r\n\r\n{form}",
        studio.address,
        studio.cookie,
        form.len()
    );
    let mut socket = TcpStream::connect(&studio.address).unwrap();
    socket.write_all(head.as_bytes()).unwrap();
    let step = |all: &Studio| all.get("/progress?making").body;
    while step(&studio).is_empty() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let second = studio.post("/begin", &[&[("world", "default")][..], &BRIEF].concat());
    assert!(second.status == 422 && second.read().contains("a plan is being made"), "{}", second.read());
    drop(socket);
    // Whoever asks again at once waits for the cancelled one to end, and is heard.
    let heard = studio.post("/begin", &[&[("world", "default"), ("budget", "much")][..], &BRIEF[..2]].concat());
    assert!(heard.read().contains("much"), "{}", heard.read());
    while !step(&studio).is_empty() {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(studio.get("/").header("location"), Some("/begin"));
    assert!(!dir.path().join("loyalty-plan").exists() && command(dir.path(), &["list"]).stdout.is_empty() | !dir.path().join(".claude/plans").exists());
}
/// `--new` begins with data beside a plan, and the settings file says what the page need not.
#[test]
fn a_settings_file_is_what_the_page_begins_with() {
    let dir = company();
    std::fs::write(dir.path().join("orders.csv"), orders(false)).unwrap();
    std::fs::write(dir.path().join("plan-loyalty.toml"), "[program]\nbudget = 900\ntiers = 2\n[data]\ntransactions = [\"orders.csv\"]\n").unwrap();
    let studio = Studio::start(dir.path());
    let page = studio.page("/begin");
    assert!(
        page.read().contains("2,400 of 2,400") && page.read().contains("from the settings file where it is empty") && page.body.contains("Back to"),
        "{}",
        page.read()
    );
    let before = hash(dir.path());
    let made = studio.post("/begin", &[("goal", "engagement")]);
    assert_eq!(made.header("location"), Some("/"), "{}", made.read());
    let made = plan(dir.path());
    assert_eq!((made["plan_hash"] != before.as_str(), text(&made, "/design/brief/goal").as_str()), (true, "engagement"));
}
/// A database that cannot be asked as it is named is refused in the terminal, before there is an address that would hold it.
#[test]
fn a_database_is_checked_before_the_page_opens() {
    let dir = tempfile::tempdir().unwrap();
    for (from, says) in
        [("nonsense", "--from"), ("postgresql://reader:secret@127.0.0.1/shop", "a password or a token stands in the URL"), ("sqlite:gone.db", "gone.db")]
    {
        let out = command(dir.path(), &["studio", "--no-open", "--from", from]);
        let told = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(
            out.status.code() == Some(2) && out.stdout.is_empty() && told.contains(says) && told.contains("Next: ") && !told.contains("secret"),
            "{from}: {told}"
        );
    }
}
