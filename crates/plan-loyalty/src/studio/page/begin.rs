//! The page of the data: files or a database, how they are read with the questions that this leaves, and the program that is asked for. It makes a plan.
use super::{Answer, framed, refusal};
use crate::studio::begin::Begin;
use crate::studio::desk::{Call, Desk};
use crate::studio::files::{Dropped, FOLDER};
use loyalty_app::operations::init::{AUDIENCES, Look, sectors};
use loyalty_app::refusal::{Question, Refusal};
use loyalty_app::request::Draft;
use loyalty_app::request::parse::TABLES;
use loyalty_exports::copy::english;
use loyalty_exports::format;
use loyalty_model::brief::Goal;
use loyalty_model::extract::{ColumnUse, TableQuality};
use loyalty_model::units::Currency;
use maud::{Markup, html};

/// What each table holds, as a person would say it.
const NAMES: [&str; 7] = [
    "Purchases: a row per order or per line",
    "Subscriptions or contracts",
    "Product usage",
    "Surveys, reviews, tickets",
    "Members or customers",
    "Points ledger of today's program",
    "Rewards of today's program",
];
/// What the page is written from.
struct Data {
    begin: Begin,
    /// The plan that is open already.
    plan: Option<String>,
    /// Files that lie here and are not named yet.
    files: Vec<String>,
    /// What the settings file says.
    settings: Draft,
    /// How the data are read; none: nothing is named, or it is read when the plan is made.
    look: Option<Result<Look, Refusal>>,
    refusal: Option<Refusal>,
}
/// The page of what an address names.
pub fn begin(desk: &Desk, call: &Call, query: &[u8]) -> Answer {
    match Begin::read(query) {
        // Fields of the page become the words of the command in its address, too.
        Ok(begin) if !begin.is_said_by(query) => Answer::GoTo(begin.address()),
        Ok(begin) => page(desk, call, begin, None),
        Err(why) => page(desk, call, Begin::default(), Some(why)),
    }
}
/// Files were dropped: the page goes on with them, each as the table that its beginning fits best.
pub fn received(desk: &Desk, received: Result<Dropped, Refusal>) -> Answer {
    let named = received.and_then(|dropped| {
        let mut begin = Begin::read(&dropped.words)?;
        for path in dropped.paths {
            // What fits no table is taken for purchases: how it is read, or why not, is shown next.
            let table = desk.table(&path)?.unwrap_or_else(|| TABLES[0].into());
            begin.put("as", &format!("{table}={path}"))?;
        }
        Ok(begin)
    });
    match named {
        Ok(begin) => Answer::GoTo(begin.address()),
        Err(why) => page(desk, &Call::default(), Begin::default(), Some(why)),
    }
}
/// Makes the plan that a form asks for, and goes on to its page.
pub fn make(desk: &Desk, call: &Call, form: &[u8]) -> Answer {
    let begin = match Begin::read(form) {
        Ok(begin) => begin,
        Err(why) => return page(desk, call, Begin::default(), Some(why)),
    };
    match desk.make(call, &begin) {
        Ok(()) => Answer::GoTo("/".into()),
        Err(why) => page(desk, call, begin, Some(why)),
    }
}
fn page(desk: &Desk, call: &Call, begin: Begin, why: Option<Refusal>) -> Answer {
    let settings = desk.settings();
    let mut why = why.or_else(|| settings.as_ref().err().cloned());
    let settings = settings.unwrap_or_default();
    let named = begin.has_data() || !settings.data.tables.is_empty() || settings.data.warehouse.is_some();
    // Rows that lie in a database come when the plan is made: the page looks at the first of each table alone.
    let looks = named && begin.one("world").is_none() && (begin.one("from").is_none() || begin.proposes());
    let look = looks.then(|| desk.look(call, &begin).map_err(|r| desk.told(r)));
    // What the making refuses is most often what the reading does: it is told once.
    if look.as_ref().is_some_and(|l| matches!((l, &why), (Err(a), Some(b)) if a.fact == b.fact)) {
        why = None;
    }
    // An address that is refused as it stands may hold a password: it is not written on the page again.
    let refused = why.iter().chain(look.iter().filter_map(|l| l.as_ref().err())).any(|r| r.place == "--from");
    let begin = if refused { begin.without_flag("from") } else { begin };
    let kind = why.as_ref().or(look.as_ref().and_then(|l| l.as_ref().err())).map(|r| r.kind);
    let files = desk.files().into_iter().filter(|f| !begin.files().any(|(_, path)| path == f)).collect();
    let data = Data { plan: desk.plan(), files, settings, look, refusal: why.map(|r| desk.told(r)), begin };
    Answer::Page { html: document(&data).into_string(), refusal: kind, address: None }
}
fn document(d: &Data) -> Markup {
    let body = html! {
        a.skip href="#main" { "Skip to the data" }
        header #top {
            div.who {
                p.kicker { "Loyalty program · studio" }
                h1 { "A new plan" }
                @if let Some(plan) = &d.plan { p.note { a href="/" { "Back to " (plan) } } }
            }
            div.standing { p.note { "Your data stay on this machine. What the page knows stands in its address; nothing else is kept until the plan is made." } }
        }
        main.plain.steps #main tabindex="-1" {
            (refusal(d.refusal.as_ref()))
            (sources(d))
            (reading(d))
            (program(d))
        }
        p #said .unseen role="status" {}
    };
    framed("A new plan: studio", Some("/begin.js"), &body)
}
/// What an address says, as hidden fields, but for flags that the form has fields for.
fn hidden(begin: &Begin, but: &dyn Fn(&str, &str) -> bool) -> Markup {
    html! { @for (name, value) in begin.all() { @if !but(name, value) { input type="hidden" name=(name) value=(value); } } }
}
fn sources(d: &Data) -> Markup {
    let query = d.begin.address().split_once('?').map(|(_, q)| q.to_string()).unwrap_or_default();
    html! {
        section #data aria-labelledby="data-title" {
            h2 #data-title { "1. Data" }
            div.columns {
                form #drop action="/files" method="post" enctype="multipart/form-data" {
                    input type="hidden" name="words" value=(query);
                    label for="file" { "Drop files here, or choose them" span.note { " CSV, TSV, JSON, Parquet, xlsx, xls, ods; also gz and zip" } }
                    input #file .drop type="file" name="file" multiple required;
                    p.note { "They are copied into " code { (FOLDER) "/" } " in the folder of the studio. Purchases or subscriptions are needed; everything else makes the plan better." }
                    button type="submit" { "Copy and read" }
                }
                form #sources action="/begin" method="get" autocomplete="off" {
                    (hidden(&d.begin, &|name, _| ["from", "sums", "world"].contains(&name) || TABLES.contains(&name)))
                    @if d.begin.files().next().is_some() || !d.files.is_empty() {
                        fieldset {
                            legend { "Files" }
                            @for (n, (table, path)) in d.begin.files().enumerate() { (file(n, path, table)) }
                            @if !d.files.is_empty() {
                                @let first = d.begin.files().count();
                                details open[first == 0] {
                                    summary { (format::whole(d.files.len() as f64)) " more in this folder" }
                                    @for (n, path) in d.files.iter().enumerate() { (file(first + n, path, "")) }
                                }
                            }
                        }
                    }
                    fieldset {
                        legend { "Or a database" }
                        label for="from" { "Address" span.note { " postgresql://HOST/DATABASE, duckdb:FILE, sqlite:FILE, sc://HOST:PORT; a password comes from the environment" } }
                        input #from type="text" name="from" value=(d.begin.one("from").unwrap_or_default());
                        label for="sums" { "Sums are computed" }
                        select #sums name="sums" {
                            option value="" { "here, from rows" }
                            option value="engine" selected[d.begin.one("sums") == Some("engine")] { "in the database (orders only)" }
                        }
                    }
                    label.choice {
                        input type="checkbox" name="world" value="default" checked[d.begin.one("world").is_some()];
                        span { "The demonstration company, which is made up" }
                    }
                    button type="submit" { "Read" }
                }
            }
        }
    }
}
/// A file, and what it is.
fn file(n: usize, path: &str, table: &str) -> Markup {
    let id = format!("file-{n}");
    html! {
        div.pair {
            label for=(id) { (path) }
            select id=(id) name="as" {
                option value=(format!("={path}")) { "left out" }
                @for (word, name) in TABLES.iter().zip(NAMES) { option value=(format!("{word}={path}")) selected[*word == table] { (name) } }
            }
        }
    }
}
fn reading(d: &Data) -> Markup {
    html! {
        section #reading aria-labelledby="reading-title" {
            h2 #reading-title { "2. How we read your data" }
            @match &d.look {
                _ if d.begin.one("world").is_some() => p { "The demonstration company is made up by the program, the same each time. It has orders, members, usage, surveys, a points ledger and rewards." },
                None if d.begin.one("from").is_some() => {
                    p { "These queries are run, read-only, when the plan is made. Change them here." }
                    (statements(&queries(&d.begin)))
                }
                None => p.note { "Nothing is named yet." },
                Some(Err(why)) => { (refusal(Some(why))) (question(d, why)) }
                Some(Ok(look)) => (read(d, look)),
            }
            @if d.look.is_some() { (how(d)) }
            (said(d))
        }
    }
}
/// What the files may not tell of themselves.
fn how(d: &Data) -> Markup {
    let own = ["date-order", "decimal-mark", "time-zone", "as-of", "count-zero-orders"];
    let said = |flag: &str| d.begin.one(flag).unwrap_or_default().to_string();
    let choice = |flag: &str, label: &str, choices: &[(&str, &str)]| {
        html! {
            div.asked {
                label for=(flag) { (label) }
                select id=(flag) name=(flag) {
                    option value="" { "as the files tell" }
                    @for (value, name) in choices { option value=(value) selected[*value == said(flag)] { (name) } }
                }
            }
        }
    };
    html! {
        details #more {
            summary { "Say more about the files" }
            form #how action="/begin" method="get" autocomplete="off" {
                (hidden(&d.begin, &|name, _| own.contains(&name)))
                div.fields {
                    (choice("date-order", "Order of day, month, year", &[("dmy", "day, month, year"), ("mdy", "month, day, year"), ("ymd", "year, month, day")]))
                    (choice("decimal-mark", "Decimal mark", &[(".", "12.50"), (",", "12,50")]))
                    (choice("count-zero-orders", "Orders of nothing (samples, gifts)", &[("true", "count as purchases"), ("false", "do not count")]))
                    (field("time-zone", "Time zone of the shop", "Europe/Berlin, where dates carry an offset from UTC", &said("time-zone"), None))
                    (field("as-of", "Last day of observation", "2026-06-30", &said("as-of"), None))
                    (field("map", "What another column is", "TABLE.MEANING=COLUMN: transactions.order=Beleg", "", None))
                }
                p.acts { button type="submit" { "Read again" } }
            }
        }
    }
}
/// What a person said about the reading, each with a link that takes it out.
fn said(d: &Data) -> Markup {
    let flags = ["map", "date-order", "decimal-mark", "time-zone", "as-of", "count-zero-orders", "currency"];
    let said: Vec<_> = d.begin.all().iter().filter(|(n, _)| flags.contains(&n.as_str())).collect();
    html! {
        @if !said.is_empty() {
            h3 { "As you said" }
            ul.plain { @for (name, value) in said { li { code { "--" (name) " " (value) } " · " a href=(d.begin.without(name, value).address()) { "take it back" } } } }
        }
    }
}
/// The question that would settle a refusal.
fn question(d: &Data, why: &Refusal) -> Markup {
    let (flag, asks, choices): (&str, String, Vec<(String, String)>) = match &why.question {
        Some(Question::Column { table, column, candidates }) => {
            let all = candidates.iter().map(|c| (format!("{table}.{column}={c}"), c.clone()));
            ("map", format!("Which column is the {column} of {table}?"), all.collect())
        }
        Some(Question::DateOrder { choices }) => {
            let all = choices.iter().map(|c| (c.clone(), date_order(c)));
            ("date-order", "In which order do day, month and year stand?".into(), all.collect())
        }
        Some(Question::Goal { .. }) | None => return html! {},
    };
    html! {
        form #question action="/begin" method="get" autocomplete="off" {
            (hidden(&d.begin, &|_, _| false))
            fieldset {
                legend { (asks) }
                @for (value, name) in &choices {
                    label.choice { input type="radio" name=(flag) value=(value) required; span { (name) } }
                }
            }
            button.main type="submit" { "Read with this answer" }
        }
    }
}
fn date_order(word: &str) -> String {
    match word {
        "dmy" => "day, month, year".into(),
        "mdy" => "month, day, year".into(),
        "ymd" => "year, month, day".into(),
        other => other.into(),
    }
}
fn read(d: &Data, look: &Look) -> Markup {
    let proposed = look.proposal.as_ref().map(|p| p.tables.iter().map(|t| (t.kind.word().to_string(), t.statement.clone())).collect::<Vec<_>>());
    html! {
        @if proposed.is_some() { p { "What each table was taken for, from its first rows. The queries are run, read-only, when the plan is made; change them below." } }
        form #columns action="/begin" method="get" autocomplete="off" {
            (hidden(&d.begin, &|_, _| false))
            @for t in &look.tables { (table(d, look, t, proposed.is_some())) }
            @if proposed.is_none() && !look.tables.is_empty() { p.acts { button type="submit" { "Read again with these columns" } } }
        }
        @if !look.remarks.is_empty() {
            details.data { summary { @if look.proposal.is_some() { "Noticed in other tables: " } @else { "Noticed in single files: " }  (format::whole(look.remarks.len() as f64)) } ul { @for remark in &look.remarks { li { (remark) } } } }
        }
        @if let Some(proposed) = proposed { (statements(&proposed)) }
    }
}
/// How one table is read: counts, control total, columns, what was left out and what was decided.
fn table(d: &Data, look: &Look, t: &TableQuality, database: bool) -> Markup {
    let name = TABLES.iter().position(|w| *w == t.table).map_or(t.table.as_str(), |at| NAMES[at]);
    let whole = |n: u64| format::whole(n as f64);
    let currency = Currency(d.begin.one("currency").map(String::from).or_else(|| look.currency.clone()).unwrap_or_default());
    html! {
        div.table {
            h3 { (name) }
            p {
                strong { (whole(t.rows_used)) " of " (whole(t.rows_read)) } " rows are used"
                @if t.rows_without_customer > 0 { "; " (whole(t.rows_without_customer)) " name no customer" }
                @if t.rows_set_aside > 0 { "; " (whole(t.rows_set_aside)) " are set aside" }
                "."
                @if let Some(c) = t.control { " Their total of " (format::decimal(c.in_file.to_f64(), 2)) @if c.closes() { " is accounted for to the last digit." } @else { " is not accounted for." } }
            }
            @if database { p.note { "Of the first rows only." } }
            table {
                thead { tr { th { "What it is" } th { "Column" } th { "Found by" } } }
                tbody { @for c in &t.columns { (column(look, t, c, database)) } }
            }
            @if !t.set_aside.is_empty() || !t.notes.is_empty() {
                ul {
                    @for s in &t.set_aside { li { (whole(s.rows)) " rows set aside: " (s.reason) @if let Some(a) = s.amount { " (" (format::decimal(a.to_f64(), 2)) ")" } } }
                    @for n in &t.notes { li { (english().text(n, &currency)) } }
                }
            }
        }
    }
}
fn column(look: &Look, t: &TableQuality, c: &ColumnUse, database: bool) -> Markup {
    let (field, id) = (format!("column-{}.{}", t.table, c.canonical), format!("column-{}-{}", t.table, c.canonical));
    let twice = t.columns.iter().filter(|o| o.canonical == c.canonical).count() > 1;
    let read = t.columns.iter().map(|o| &o.column);
    let others: Vec<&String> = read.chain(look.unread.get(&t.table).into_iter().flatten()).filter(|o| **o != c.column).collect();
    html! {
        tr {
            th scope="row" { @if twice || database { (c.canonical) } @else { label for=(id) { (c.canonical) } } }
            td {
                @if twice || database { (c.column) } @else {
                    select id=(id) name=(field) {
                        option value="" selected { (c.column) }
                        @for o in others { option value=(o) { (o) } }
                    }
                }
            }
            td { (c.found_by) }
        }
    }
}
fn queries(begin: &Begin) -> Vec<(String, String)> {
    begin.several("query").iter().filter_map(|q| q.split_once('=').map(|(table, sql)| (table.to_string(), sql.to_string()))).collect()
}
/// Queries of a database, as fields of the form that makes the plan.
fn statements(all: &[(String, String)]) -> Markup {
    html! {
        @for (n, (table, sql)) in all.iter().enumerate() {
            div.asked {
                label for=(format!("query-{n}")) { (table) }
                textarea id=(format!("query-{n}")) name=(format!("query-{table}")) form="make" rows=(sql.lines().count().clamp(2, 14)) { (sql) }
            }
        }
    }
}
fn program(d: &Data) -> Markup {
    // What this form has fields for; the rest of the address goes on with it.
    let fields = ["goal", "tiers", "budget", "company", "margin", "constraints", "currency", "query"];
    let own =
        |name: &str, value: &str| fields.contains(&name) || (name == "answer" && ["places=", "sector=", "audience="].iter().any(|a| value.starts_with(a)));
    let (said, given) = (|flag: &str| d.begin.one(flag).unwrap_or_default().to_string(), &d.settings);
    let goal = d.begin.one("goal").map(String::from).or_else(|| given.goal.map(|g| g.word().into())).unwrap_or_else(|| "retention".into());
    let currency = d.begin.one("currency").map(String::from).or_else(|| d.look.as_ref().and_then(|l| l.as_ref().ok()).and_then(|l| l.currency.clone()));
    let tiers = if d.begin.one("tiers").is_none() && given.tiers.is_none() { "3".into() } else { said("tiers") };
    let settled = |yes: bool| yes.then_some(" from the settings file where it is empty");
    html! {
        section #program aria-labelledby="program-title" {
            h2 #program-title { "3. The program" }
            form #make action="/begin" method="post" autocomplete="off" {
                (hidden(&d.begin, &own))
                div.fields {
                    div.asked {
                        label for="goal" { "Goal" }
                        select #goal name="goal" { @for g in Goal::ALL { option value=(g.word()) selected[g.word() == goal] { (g.word()) } } }
                    }
                    (field("tiers", "Tiers", "1 to 6, points-only, hybrid, missions", &tiers, settled(given.tiers.is_some())))
                    (field("budget", "Reward pool", "50000 a month, 150000/quarter, EUR 50.000/month", &said("budget"), settled(given.budget.is_some())))
                    (field("currency", "Currency of the amounts", "EUR", &currency.unwrap_or_default(), settled(given.currency.is_some())))
                    (field("company", "Company", "as it stands on the deck", &said("company"), settled(given.company.is_some())))
                    (field("margin", "Contribution margin on net sales", "42%; it scales every result", &said("margin"), None))
                    (field("answer-places", "Where customers live", "Germany, California; rules differ by place", &d.begin.answered("places").unwrap_or_default(), None))
                    (choice("answer-sector", "Sector", &sectors(), d.begin.answered("sector")))
                    (choice("answer-audience", "Who gets the rewards", &AUDIENCES.map(String::from), d.begin.answered("audience")))
                    div.asked.wide {
                        label for="constraints" { "Constraints" span.note { " what it must not do or must keep to" } }
                        textarea #constraints name="constraints" rows="2" maxlength="2000" { (said("constraints")) }
                    }
                }
                p.acts {
                    button.main type="submit" { "Make the plan" }
                    button #cancel type="button" hidden { "Cancel" }
                    span #progress .note role="status" { "It takes some seconds; the deck, the workbook and the other files are written into loyalty-plan/." }
                }
            }
            @if d.begin.says_program() {
                details { summary { "The same as a command" } pre { (d.begin.command()) } }
            }
        }
    }
}
fn field(name: &str, label: &str, example: &str, value: &str, settled: Option<&str>) -> Markup {
    html! {
        div.asked {
            label for=(name) { (label) span.note { " " (example) @if let Some(s) = settled { ";" (s) } } }
            input id=(name) name=(name) type="text" value=(value);
        }
    }
}
fn choice(name: &str, label: &str, words: &[String], value: Option<String>) -> Markup {
    html! {
        div.asked {
            label for=(name) { (label) }
            select id=(name) name=(name) {
                option value="" { "not known" }
                @for w in words { option value=(w) selected[Some(w) == value.as_ref()] { (w.replace('-', " ")) } }
            }
        }
    }
}
