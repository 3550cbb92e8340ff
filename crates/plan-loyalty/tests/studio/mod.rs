//! The studio from outside: who comes in, what an address shows, what saving does, what is refused.
mod acts;
mod begin;
mod comments;
use crate::common;
mod live;
use common::command;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

/// A name that would be a script if it were not written as text.
const NAME: &str = "Bäcker <script>alert(1)</script> \"&' Söhne";
/// A plan made once, at small effort.
static MADE: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let asked = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--effort", "small", "--asked-on", "2026-07-01", "--only", "triggers.csv"];
    let out = command(dir.path(), &[&asked[..], &["--company", NAME, "--quiet"]].concat());
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", String::from_utf8_lossy(&out.stderr));
    dir
});
/// A folder with that plan.
fn company() -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            let (from, to) = (entry.path(), to.join(entry.file_name()));
            if from.is_dir() {
                copy(&from, &to);
            } else {
                std::fs::copy(&from, &to).unwrap();
            }
        }
    }
    let dir = tempfile::tempdir().unwrap();
    copy(MADE.path(), dir.path());
    dir
}
fn plan(dir: &Path) -> Value {
    serde_json::from_slice(&command(dir, &["show", "--format", "json"]).stdout).unwrap()
}
fn text(plan: &Value, pointer: &str) -> String {
    plan.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer}")).to_string()
}
struct Studio {
    child: Child,
    address: String,
    token: String,
    cookie: String,
}
#[derive(Debug)]
struct Got {
    status: u16,
    head: String,
    body: String,
}
impl Got {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|l| l.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v))
    }
    /// Text between two marks.
    fn between(&self, from: &str, to: &str) -> &str {
        let rest = self.body.split_once(from).unwrap_or_else(|| panic!("no {from} in {}", self.body)).1;
        rest.split_once(to).unwrap().0
    }
    /// What a reader sees, markup taken out.
    fn read(&self) -> String {
        let mut out = String::new();
        let mut inside = false;
        for c in self.body.chars() {
            inside = (inside || c == '<') && c != '>';
            if !inside && c != '>' {
                out.push(c);
            }
        }
        plain(&out)
    }
}
fn plain(html: &str) -> String {
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}
impl Studio {
    fn start(dir: &Path) -> Studio {
        Studio::beside(dir, None)
    }
    /// With an agent at this socket, or none.
    fn beside(dir: &Path, agent: Option<&Path>) -> Studio {
        let mut child = Command::new(common::PROGRAM)
            .args(["studio", "--no-open"])
            .current_dir(dir)
            .env("PLAN_LOYALTY_PERSON", "Ada")
            .env("SSH_AUTH_SOCK", agent.unwrap_or(Path::new("")))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let (address, token) = said.trim().split_once("http://").unwrap().1.split_once("/?token=").unwrap();
        let mut studio = Studio { child, address: address.into(), token: token.into(), cookie: String::new() };
        let entered = studio.raw("GET", &format!("/?token={token}"), &[("Host", address)], "");
        assert_eq!((entered.status, entered.header("location")), (303, Some("/")));
        studio.cookie = entered.header("set-cookie").unwrap().split(';').next().unwrap().to_string();
        studio
    }
    /// What is not text: head and body as they came.
    fn raw_bytes(&self, path: &str) -> Vec<u8> {
        let mut socket = TcpStream::connect(&self.address).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        write!(socket, "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nConnection: close\r\n\r\n", self.address, self.cookie).unwrap();
        let mut bytes = vec![];
        socket.read_to_end(&mut bytes).unwrap();
        bytes
    }
    fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Got {
        let mut socket = TcpStream::connect(&self.address).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = if headers.iter().any(|(n, _)| *n == "Transfer-Encoding") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        // A server that refuses early may close before it has read everything.
        let _ = write!(socket, "{method} {path} HTTP/1.1\r\n{more}Connection: close\r\n{length}\r\n{body}");
        let mut bytes = vec![];
        let _ = socket.read_to_end(&mut bytes);
        let all = String::from_utf8(bytes).unwrap();
        let (head, body) = all.split_once("\r\n\r\n").unwrap_or((&all, ""));
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Got { status, head: head.replace('\r', ""), body: body.into() }
    }
    fn get(&self, path: &str) -> Got {
        self.raw("GET", path, &[("Host", &self.address), ("Cookie", &self.cookie)], "")
    }
    fn page(&self, path: &str) -> Got {
        let got = self.get(path);
        assert_eq!(got.status, 200, "{path}: {}", got.read());
        got
    }
    fn post(&self, path: &str, form: &[(&str, &str)]) -> Got {
        let origin = format!("http://{}", self.address);
        let headers = [("Host", self.address.as_str()), ("Cookie", &self.cookie), ("Origin", &origin), ("Content-Type", "application/x-www-form-urlencoded")];
        self.raw("POST", path, &headers, &encoded(form))
    }
}
impl Drop for Studio {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
fn encoded(form: &[(&str, &str)]) -> String {
    let word = |t: &str| t.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect::<String>();
    form.iter().map(|(n, v)| format!("{}={}", word(n), word(v))).collect::<Vec<_>>().join("&")
}
fn address(form: &[(&str, &str)]) -> String {
    format!("/?{}", encoded(form))
}
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[test]
fn who_is_not_the_page_does_not_come_in() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let (host, cookie) = (("Host", studio.address.as_str()), ("Cookie", studio.cookie.as_str()));
    let origin = format!("http://{}", studio.address);
    let form = encoded(&[("state", "budget=60000"), ("reason", "none"), ("seen", "")]);
    let before = plan(dir.path());
    type Stranger<'a> = (&'a str, &'a str, &'a str, Vec<(&'a str, &'a str)>);
    let strangers: Vec<Stranger> = vec![
        ("no token", "GET", "/", vec![host]),
        ("a wrong token", "GET", "/?token=0000", vec![host]),
        ("a wrong cookie", "GET", "/", vec![host, ("Cookie", "plan-loyalty-studio=1")]),
        ("another Host", "GET", "/", vec![("Host", "evil.example"), cookie]),
        ("no Host", "GET", "/", vec![cookie]),
        ("a foreign Origin", "GET", "/quick?budget=1", vec![host, cookie, ("Origin", "http://evil.example")]),
        ("another site", "GET", "/", vec![host, cookie, ("Sec-Fetch-Site", "cross-site")]),
        ("a form of another page", "POST", "/save", vec![host, cookie, ("Origin", "http://evil.example")]),
        ("a form from nowhere", "POST", "/save", vec![host, cookie, ("Origin", "null")]),
        ("a form without Origin", "POST", "/save", vec![host, cookie]),
        ("a form without cookie", "POST", "/save", vec![host, ("Origin", &origin)]),
        ("the style sheet", "GET", "/studio.css", vec![host]),
        ("a comparison without cookie", "GET", "/compare", vec![host]),
        ("a trace without cookie", "GET", "/trace?figure=economics.net_value", vec![host]),
        ("the decision without cookie", "GET", "/decision", vec![host]),
        ("a step without cookie", "GET", "/progress", vec![host]),
        ("a statement without cookie", "GET", "/sign?act=submit", vec![host]),
        ("a signature from another page", "POST", "/sign", vec![host, cookie, ("Origin", "http://evil.example")]),
    ];
    for (who, method, path, headers) in &strangers {
        let got = studio.raw(method, path, headers, if *method == "POST" { &form } else { "" });
        assert!(got.status == 403 || *who == "no Host" && got.status == 400, "{who}: {got:?}");
        assert!(!got.body.contains("Söhne"), "{who} reads the plan");
        assert!(*who == "no Host" || got.body.contains("Next: open the address that plan-loyalty studio printed"), "{who}: {}", got.body);
    }
    assert_eq!(plan(dir.path()), before, "nobody changed the plan");
    // The owner comes in, and every answer says what it may do.
    let entered = studio.raw("GET", &format!("/?token={}", studio.token), &[host], "");
    let given = entered.header("set-cookie").unwrap();
    assert!(given.contains("; HttpOnly; SameSite=Strict; Path=/"), "{given}");
    for (path, status) in [("/", 200), ("/studio.css", 200), ("/studio.js", 200), ("/nothing", 404), ("/?goal=x", 422)] {
        let got = studio.get(path);
        assert_eq!((got.status, got.header("content-security-policy"), got.header("cache-control")), (status, Some(POLICY), Some("no-store")), "{path}");
    }
    for method in ["PUT", "DELETE", "OPTIONS", "TRACE"] {
        assert_eq!(studio.raw(method, "/", &[host, cookie, ("Origin", &origin)], "").status, 405, "{method}");
    }
}
#[test]
fn what_is_sent_is_bounded() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let large = "a".repeat(80 << 10);
    assert_eq!(studio.post("/save", &[("reason", &large)]).status, 413);
    let origin = format!("http://{}", studio.address);
    let headers = [("Host", studio.address.as_str()), ("Cookie", &studio.cookie), ("Origin", &origin), ("Transfer-Encoding", "chunked")];
    let got = studio.raw("POST", "/save", &headers, &format!("{:x}\r\n{large}\r\n0\r\n\r\n", large.len()));
    assert!(matches!(got.status, 413 | 0), "{got:?}");
    assert!(matches!(studio.get(&format!("/?set={}", "a".repeat(40 << 10))).status, 414 | 431));
    let many: Vec<String> = (0..65).map(|i| format!("set=blueprint.x{i}%3D1")).collect();
    let got = studio.get(&format!("/?{}", many.join("&")));
    assert!(got.status == 422 && got.read().contains("more than 64 differences"), "{}", got.status);
    assert_eq!(studio.get("/").status, 200, "it goes on");
}
#[test]
fn names_and_values_are_text() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let evil = "\"><img src=x onerror=alert(1)><script>alert(2)</script>'";
    let set = format!("blueprint.tiers.{evil}.threshold={evil}");
    let pages = [
        studio.page("/"),
        studio.get(&address(&[("set", &set)])),
        studio.get(&address(&[("budget", evil)])),
        studio.get(&address(&[("margin", evil), ("add-benefit", evil), ("remove-benefit", evil)])),
        studio.get(&address(&[(evil, evil)])),
        studio.get(&address(&[("tab", evil)])),
        studio.get(&format!("/quick?{}", encoded(&[("budget", evil), ("benefit", evil), ("add", evil), ("add-from", evil)]))),
        studio.post("/save", &[("state", &encoded(&[("set", &set)])), ("reason", evil), ("seen", evil)]),
    ];
    for page in &pages {
        assert_eq!(page.body.matches("<script").count(), 1, "the page's own: {}", page.body);
        for sign in ["<img", "style=", "javascript:", " onerror=\"", "<script>alert"] {
            assert!(!page.body.contains(sign), "{sign}: {}", page.body);
        }
    }
    let elsewhere = [
        studio.get(&format!("/compare?{}", encoded(&[("set", &set), ("keep", &encoded(&[("goal", evil), ("answer", evil)]))]))),
        studio.get(&format!("/trace?{}", encoded(&[("figure", evil), ("set", &set)]))),
        studio.get(&format!("/sign?{}", encoded(&[("act", "submit"), ("person", evil), ("note", evil), ("as", evil)]))),
        studio.post("/sign", &[("act", "submit"), ("person", evil), ("signature", evil)]),
        studio.post("/comment", &[("state", evil), ("on", evil), ("figure", evil), ("text", evil), ("by", evil)]),
        studio.post("/comment", &[("state", ""), ("on", evil), ("text", evil), ("by", evil), ("settle", evil)]),
        studio.get(&address(&[("goal", evil), ("tiers", evil), ("launch", evil), ("constraints", evil), ("answer", evil), ("keep", evil)])),
    ];
    for page in &elsewhere {
        assert!(!["<img", "style=", "javascript:", " onerror=\"", "<script>alert"].iter().any(|sign| page.body.contains(sign)), "{}", page.body);
        assert!(page.body.matches("<script").count() <= 1 && page.status != 500, "{}", page.body);
    }
    assert!(pages[0].read().contains(NAME), "the name is shown as it was given");
    assert!(pages[1..].iter().all(|p| matches!(p.status, 422 | 409)), "{:?}", pages.iter().map(|p| p.status).collect::<Vec<_>>());
    assert!(pages[3].read().contains(evil));
}
/// Changes that fit the plan, as an address says them.
fn changes(plan: &Value) -> Vec<Vec<(&'static str, String)>> {
    let tiers = plan.pointer("/design/blueprint/program/tiers").and_then(Value::as_array).unwrap();
    let tier = |i: usize| (tiers[i]["id"].as_str().unwrap(), tiers[i]["threshold"].as_f64().unwrap());
    let (top, from) = tier(tiers.len() - 1);
    let value = plan.pointer("/design/blueprint/program/point_value").and_then(Value::as_f64).unwrap();
    let benefit = plan.pointer("/design/blueprint/program/benefits/0/id").and_then(Value::as_str).unwrap();
    vec![
        vec![("set", format!("blueprint.tiers.{top}.threshold={}", from * 1.25))],
        vec![("set", format!("blueprint.point_value={}", value * 1.1)), ("remove-benefit", benefit.into())],
        vec![("budget", "42000/month".into())],
        vec![("margin", "47%".into()), ("set", format!("blueprint.tiers.{top}.threshold={}", from * 0.9))],
        vec![("goal", "advocacy".into()), ("tiers", "hybrid".into()), ("constraints", "no SMS, it's \"noisy\"".into())],
        vec![("answer", "cost.setup=90000".into()), ("assume", "cost.staff_monthly=4000".into()), ("horizon", "36".into())],
    ]
}
fn query(change: &[(&'static str, String)], more: &[(&'static str, &str)]) -> String {
    let all: Vec<(&str, &str)> = change.iter().map(|(n, v)| (*n, v.as_str())).chain(more.iter().copied()).collect();
    address(&all)
}
#[test]
fn an_address_shows_the_same_in_another_process_and_undo_is_the_address_before() {
    let dir = company();
    let made = plan(dir.path());
    let mut addresses = vec!["/".to_string(), "/?tab=options".into(), "/?tab=history".into()];
    for change in changes(&made) {
        addresses.extend([query(&change, &[]), query(&change, &[("full", "1")]), query(&change, &[("full", "1"), ("tab", "history")])]);
    }
    let first = Studio::start(dir.path());
    let pages: Vec<String> = addresses.iter().map(|a| first.page(a).body).collect();
    // Undo and redo are addresses: going back over all of them shows what was shown.
    for (a, page) in addresses.iter().zip(&pages).rev() {
        assert_eq!(first.page(a).body, *page, "{a}");
    }
    assert_eq!(first.page("/").between("data-hash=\"", "\""), text(&made, "/plan_hash"));
    drop(first);
    let second = Studio::start(dir.path());
    for (a, page) in addresses.iter().zip(&pages) {
        assert_eq!(second.page(a).body, *page, "{a} in a fresh process");
    }
    let moved = |p: &String| p.contains("Quick appraisal") && p.contains("±");
    assert!(moved(&pages[3]) && !moved(&pages[4]) && !moved(&pages[0]), "differences with their error are of quick appraisals alone");
    assert_eq!(plan(dir.path()), made, "looking changes nothing");
}
/// What the page says of the plan that it shows: status, verdict, tiles.
fn figures(page: &Got) -> String {
    let part = |from: &str, to: &str| Got { body: page.between(from, to).to_string(), head: String::new(), status: 200 }.read();
    [part("<div class=\"standing\">", "<p class=\"note\">"), part("id=\"verdict\"", "</h2>"), part("<dl class=\"tiles\">", "</dl>")].concat()
}
#[test]
fn saving_gives_the_plan_that_the_command_gives() {
    let made = plan(MADE.path());
    let bin = tempfile::tempdir().unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(common::PROGRAM, bin.path().join("plan-loyalty")).unwrap();
    for change in changes(&made) {
        let (by_page, by_command) = (company(), company());
        let studio = Studio::start(by_page.path());
        let full = studio.page(&query(&change, &[("full", "1")]));
        let foretold = figures(&full);
        assert_ne!(foretold, figures(&studio.page("/")), "{change:?} changes something");
        let field = |name: &str| plain(full.between(&format!("name=\"{name}\" value=\""), "\""));
        let saved = studio.post("/save", &[("state", &field("state")), ("seen", &field("seen")), ("reason", "agreed <b>today</b>")]);
        assert_eq!((saved.status, saved.header("location")), (303, Some("/?tab=history#details")), "{}", saved.read());
        let shown = studio.page("/?tab=history");
        assert!(shown.read().contains("agreed <b>today</b>") && shown.read().contains("Ada") && shown.read().contains("Revision 2"), "{}", shown.read());
        let after = plan(by_page.path());
        assert_eq!(figures(&studio.page("/")), foretold, "the page said what saving gives");
        if cfg!(unix) {
            // The command that the page offers, pasted into a shell.
            let command = plain(full.between("spellcheck=\"false\">", "</textarea>"));
            let path = std::env::join_paths([PathBuf::from(bin.path()), PathBuf::from("/usr/bin"), PathBuf::from("/bin")]).unwrap();
            let out = Command::new("sh").args(["-c", &command]).current_dir(by_command.path()).env("PATH", path).output().unwrap();
            assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{command}: {}", String::from_utf8_lossy(&out.stderr));
            assert_eq!(text(&plan(by_command.path()), "/plan_hash"), text(&after, "/plan_hash"), "{command}");
        }
        let intact = command(by_page.path(), &["verify"]);
        assert!(intact.status.success(), "{}", String::from_utf8_lossy(&intact.stdout));
    }
}
#[test]
fn nobody_overwrites_what_they_have_not_seen() {
    let dir = company();
    let made = plan(dir.path());
    let change = changes(&made).remove(0);
    let (one, other) = (Studio::start(dir.path()), Studio::start(dir.path()));
    let page = one.page(&query(&change, &[]));
    let seen = plain(page.between("name=\"seen\" value=\"", "\""));
    let state = plain(page.between("name=\"state\" value=\"", "\""));
    let theirs = other.page("/?budget=48000%2Fmonth");
    let form = |seen: &str, state: &str| [("state", state.to_string()), ("seen", seen.to_string()), ("reason", "mine".to_string())];
    let post = |studio: &Studio, form: [(&str, String); 3]| studio.post("/save", &form.each_ref().map(|(n, v)| (*n, v.as_str())));
    assert_eq!(post(&other, form(&plain(theirs.between("name=\"seen\" value=\"", "\"")), "budget=48000%2Fmonth")).status, 303);
    let between = plan(dir.path());
    let refused = post(&one, form(&seen, &state));
    assert_eq!(refused.status, 409);
    let said = refused.read();
    assert!(said.contains("Ada saved revision 2 of this plan after you opened it") && said.contains("Next:"), "{said}");
    assert_eq!(plan(dir.path()), between, "nothing was saved");
    // The answer is the page on the newest revision, with the changes kept: whoever saves from it has seen it.
    let now = plain(refused.between("name=\"seen\" value=\"", "\""));
    assert_ne!(now, seen);
    assert_eq!(post(&one, form(&now, &state)).status, 303);
    // A reason is needed, as by the command.
    let head = plain(one.page(&query(&change, &[])).between("name=\"seen\" value=\"", "\""));
    let got = one.post("/save", &[("state", "budget=47000%2Fmonth"), ("seen", &head), ("reason", " ")]);
    assert!(got.status == 422 && got.read().contains("The change log says why"), "{}", got.read());
}
#[test]
fn twenty_clients_at_once_get_what_one_gets() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let all: Vec<String> = (0..20).map(|i| address(&[("budget", &format!("{}/month", 40_000 + 100 * i)), ("margin", &format!("{}%", 40 + i))])).collect();
    let alone: Vec<String> = all.iter().map(|a| studio.page(a).body).collect();
    let together: Vec<String> = std::thread::scope(|s| {
        let asked: Vec<_> = all.iter().map(|a| s.spawn(|| studio.page(a).body)).collect();
        asked.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(together == alone, "answers do not mix");
}
#[test]
fn a_refusal_is_told_as_the_command_tells_it() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let bad: [(&str, &str); 9] = [
        ("set", "blueprint.tiers.gold.threshold=abc"),
        ("set", "blueprint.tiers.gold.threshold=1"),
        ("set", "blueprint.tiers.platinum.threshold=900"),
        ("set", "blueprint.point_value=-1"),
        ("set", "nothing"),
        ("budget", "-5"),
        ("margin", "250%"),
        ("add-benefit", "free_lunch"),
        ("remove-benefit", "free_lunch"),
    ];
    for (name, value) in bad {
        let told = command(dir.path(), &["amend", &format!("--{name}"), value, "--reason", "x"]);
        assert_eq!(told.status.code(), Some(2), "--{name} {value}");
        let words = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
        let told = words(&String::from_utf8(told.stderr).unwrap());
        for full in [&[][..], &[("full", "1")]] {
            let got = studio.get(&address(&[&[(name, value)], full].concat()));
            assert_eq!(got.status, 422, "{name}={value}");
            let alert = Got { body: got.between("role=\"alert\">", "</div>").replace("</h2>", ". ").replace("</p>", " "), ..got };
            for part in words(&alert.read()).split(". ").filter(|p| p.len() > 3) {
                assert!(told.contains(part.trim_end_matches('.')), "{name}={value}: the page says {part:?}, the command {told:?}");
            }
        }
    }
    std::fs::remove_dir_all(dir.path().join(".claude")).unwrap();
    let gone = studio.get("/");
    assert!(gone.status == 422 && gone.read().contains("Next:"), "{gone:?}");
}
#[test]
fn the_form_works_without_the_script() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let page = studio.page("/");
    let mut fields: Vec<(String, String)> = vec![];
    for tag in page.between("<form id=\"controls\"", "</form>").split("<input").skip(1) {
        let of = |name: &str| tag.split_once(&format!(" {name}=\"")).map(|(_, rest)| plain(rest.split('"').next().unwrap()));
        if let (Some(name), true) = (of("name"), !tag.contains("type=\"checkbox\"") || tag.contains(" checked")) {
            fields.push((name, of("value").unwrap_or_default()));
        }
    }
    assert!(fields.iter().filter(|(n, _)| n == "benefit").count() > 0 && fields.len() > 5, "{fields:?}");
    let sent = |fields: &[(String, String)], more: &[(&str, &str)]| {
        let all: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain(more.iter().copied()).collect();
        let got = studio.get(&format!("/apply?{}", encoded(&all)));
        assert_eq!(got.status, 303);
        got.header("location").unwrap().to_string()
    };
    assert_eq!(sent(&fields, &[]), "/", "the form as it opens changes nothing");
    let mut changed = fields.clone();
    let gone = changed.iter().position(|(n, _)| n == "benefit").unwrap();
    let (_, benefit) = changed.remove(gone);
    changed.iter_mut().find(|(n, _)| n == "budget").unwrap().1 = "61000".into();
    let address = sent(&changed, &[("full", "1")]);
    assert_eq!(address, format!("/?budget=61000%2Fmonth&remove-benefit={benefit}&full=1"));
    // The page at that address shows the form filled in so, and its quick answer names that address.
    let shown = studio.page(&address);
    assert!(shown.body.contains("value=\"61000\"") && shown.read().contains("50000 → 61000"), "{}", shown.read());
    let all: Vec<(&str, &str)> = changed.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(studio.get(&format!("/quick?{}", encoded(&all))).header("studio-address"), Some(address.as_str()));
}
/// A new shop of the sandbox, with members; gives its address.
fn shop(studio: &Studio, names: &[&str]) -> String {
    let mut at = studio.get("/sandbox").header("location").unwrap().to_string();
    for name in names {
        let got = studio.post(&at, &[("act", "sign-up"), ("name", name)]);
        assert_eq!(got.status, 303, "{}", got.read());
        at = got.header("location").unwrap().into();
    }
    at
}
#[test]
fn the_sandbox_is_guarded_and_bounded_and_changes_no_plan() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let before = plan(dir.path());
    let evil = "\"><img src=x onerror=alert(1)><script>alert(2)</script>'";
    let at = shop(&studio, &[evil]);
    let page = studio.page(&at);
    for sign in ["<img", "style=", "<script", " onerror=\""] {
        assert!(!page.body.contains(sign), "{sign}: {}", page.body);
    }
    assert!(page.read().contains(evil) && page.read().contains(NAME), "names are text");
    // Who is not the page does nothing.
    let (host, cookie) = (("Host", studio.address.as_str()), ("Cookie", studio.cookie.as_str()));
    let buys = encoded(&[("act", "buy"), ("goods", "50")]);
    for headers in [vec![host], vec![host, cookie], vec![host, cookie, ("Origin", "http://evil.example")], vec![host, cookie, ("Origin", "null")]] {
        assert_eq!(studio.raw("POST", &at, &headers, &buys).status, 403, "{headers:?}");
    }
    assert!(studio.page(&at).read().contains("None yet."), "nobody bought");
    // What cannot be is refused, with what to do.
    let acts: [(&[(&str, &str)], u16); 12] = [
        (&[("act", "buy"), ("goods", "50"), ("shipping", "4.90")], 303),
        (&[("act", "buy"), ("goods", "much")], 422),
        (&[("act", "buy"), ("goods", "-1")], 422),
        (&[("act", "return"), ("purchase", "7")], 422),
        (&[("act", "redeem"), ("points", "1")], 422),
        (&[("act", "gift"), ("gift", "99")], 422),
        (&[("act", "subscribe"), ("monthly", "9")], 422),
        (&[("act", "wait"), ("days", "-3")], 422),
        (&[("act", "wait"), ("days", "4000000000")], 422),
        (&[("act", "sign-up"), ("name", evil), ("friend-of", "9")], 422),
        (&[("act", "publish")], 422),
        (&[], 422),
    ];
    for (form, status) in acts {
        let got = studio.post(&at, form);
        assert_eq!(got.status, status, "{form:?}: {}", got.read());
        assert!(status == 303 || got.read().contains("Next: "), "{form:?}: {}", got.read());
    }
    let prices = plan(dir.path()).pointer("/design/blueprint/program/rewards/0/points_price").and_then(Value::as_u64).unwrap().to_string();
    let refused = studio.post(&at, &[("act", "redeem"), ("points", &prices), ("request", "1")]);
    assert!(refused.status == 409 && refused.read().contains("Only available points can be spent"), "{}", refused.read());
    assert_eq!(studio.post("/sandbox?shop=none", &[("act", "buy")]).status, 422);
    // The oldest shop goes when there are too many.
    for _ in 0..32 {
        assert_eq!(studio.get("/sandbox").status, 303);
    }
    let gone = studio.get(&at);
    assert!(gone.status == 422 && gone.read().contains("Next: open a new shop at /sandbox"), "{}", gone.read());
    assert_eq!(plan(dir.path()), before, "the plan is as it was");
}
#[test]
fn tills_at_once_give_what_the_points_pay_for() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let at = shop(&studio, &["Ada"]);
    let made = plan(dir.path());
    let number = |pointer: &str| made.pointer(pointer).and_then(Value::as_f64).unwrap();
    let (price, rate) = (number("/design/blueprint/program/rewards/0/points_price"), number("/design/blueprint/program/earn/points_per_unit"));
    let (goods, price) = (format!("{:.2}", (5.5 * price / rate).ceil()), format!("{price}"));
    assert_eq!(studio.post(&at, &[("act", "buy"), ("goods", &goods)]).status, 303);
    assert_eq!(studio.post(&at, &[("act", "wait"), ("days", "120")]).status, 303);
    let given: usize = std::thread::scope(|s| {
        let till = |i: usize| {
            let (studio, at, price) = (&studio, &at, &price);
            move || studio.post(at, &[("act", "redeem"), ("points", price), ("request", &format!("till {i}"))]).status
        };
        let asked: Vec<_> = (0..20).map(|i| s.spawn(till(i))).collect();
        asked.into_iter().map(|t| usize::from(t.join().unwrap() == 303)).sum()
    });
    assert_eq!(given, 5, "twenty tills ask, and the points pay for five");
}
#[test]
fn a_fault_is_planted_by_name_alone() {
    let dir = company();
    let told = command(dir.path(), &["studio", "--sandbox-fault", "no-such-fault", "--no-open"]);
    assert_eq!(told.status.code(), Some(2));
    let said = String::from_utf8(told.stderr).unwrap();
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("--sandbox-fault") && words.contains("unknown fault \"no-such-fault\"") && said.contains("\n  Next: choose one of "), "{said}");
    assert!(words.contains("double-redemption") && words.contains("tier-held-too-long"), "{said}");
    let help = String::from_utf8(command(dir.path(), &["studio", "--help"]).stdout).unwrap();
    assert!(help.contains("[possible values: double-redemption, "), "tests/studio/suite.mjs reads the names there: {help}");
}
