//! `init`: looks at files and writes the settings that a person then edits.
use super::propose::{self, Proposal};
use super::read;
use crate::context::Context;
use crate::refusal::Refusal;
use crate::settings::Settings;
use loyalty_engine::constraints;
use loyalty_model::brief::Binding;
use loyalty_model::extract::TableQuality;
use loyalty_model::input::InputRecord;
use loyalty_model::request::{ColumnMap, DataRequest, SumsIn, WarehouseRequest};
use loyalty_model::units::Currency;
use loyalty_plans::signers::ROLES;
use loyalty_plans::store;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What to look at, and where to write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InitRequest {
    pub data: DataRequest,
    /// Currency of the amounts.
    pub currency: Option<Currency>,
    /// Settings file to write.
    pub out: String,
    /// Write over one that is there.
    pub force: bool,
    /// What no file tells.
    #[serde(default)]
    pub answers: Answers,
}
/// What a person says of the company.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// Where its customers live, as constraints name places.
    pub places: Vec<String>,
    /// One of [`sectors`].
    pub sector: Option<String>,
    /// One of [`AUDIENCES`].
    pub audience: Option<String>,
    /// Contribution margin on net sales, 0 to 1.
    pub margin: Option<f64>,
    /// Months between decision and launch.
    pub lead_months: Option<u32>,
    /// Who stands in for an absent approver, by role.
    #[serde(default)]
    pub substitutes: BTreeMap<String, String>,
}
/// Sectors that compliance rules name.
const RULED: [&str; 4] = ["mortgage", "real-estate", "insurer", "gambling-operator"];
/// Sectors with rules of their own, those with a usual margin or norms of their programs, and the others.
pub fn sectors() -> Vec<String> {
    RULED.into_iter().map(String::from).chain(loyalty_model::catalogue::sectors()).chain(["other".to_string()]).collect()
}
/// Who gets the rewards.
pub const AUDIENCES: [&str; 4] = ["consumers", "business-buyers", "buyers-staff", "public-officials"];
/// How files are read, before anything is written.
#[derive(Debug, Clone, Serialize)]
pub struct Look {
    /// Each table with its columns.
    pub tables: Vec<TableQuality>,
    /// What was noticed in single files, each with its path.
    pub remarks: Vec<String>,
    /// The currency that the files name.
    pub currency: Option<String>,
    /// Columns that hold something and are not read, by table.
    #[serde(skip)]
    pub unread: BTreeMap<String, BTreeSet<String>>,
    /// What the tables of a database were taken for.
    #[serde(skip)]
    pub proposal: Option<Proposal>,
}
/// Reads places as constraints name them.
///
/// # Errors
/// A place that no rule knows: it would be an open question instead of a place.
pub fn places(text: &str) -> Result<Vec<String>, Refusal> {
    let all = constraints::parse(text);
    match all.iter().find(|c| !c.binds.iter().any(|b| matches!(b, Binding::Place { .. }))) {
        None => Ok(all.into_iter().map(|c| c.words).collect()),
        Some(c) => Err(Refusal::input(
            "place",
            format!("unknown place {:?}", c.words),
            "Rules are looked up by place",
            "write countries or states in English, comma-separated: EU, UK, US, California; or press Enter",
        )),
    }
}
/// Reads a sector.
///
/// # Errors
/// None of [`sectors`].
pub fn sector(text: &str) -> Result<String, Refusal> {
    one_of("sector", text, &sectors().iter().map(String::as_str).collect::<Vec<_>>())
}
/// Reads an audience.
///
/// # Errors
/// None of [`AUDIENCES`].
pub fn audience(text: &str) -> Result<String, Refusal> {
    one_of("audience", text, &AUDIENCES)
}
fn one_of(place: &str, text: &str, words: &[&str]) -> Result<String, Refusal> {
    let said = text.trim().to_lowercase().replace(' ', "-");
    if words.contains(&said.as_str()) {
        return Ok(said);
    }
    Err(Refusal::input(place, format!("unknown answer {text:?}"), "Rules are looked up by it", format!("write one of {}; or press Enter", words.join(", "))))
}
/// Reads a lead time in months.
///
/// # Errors
/// No whole number up to 36.
pub fn lead_months(text: &str) -> Result<u32, Refusal> {
    text.trim().trim_end_matches("months").trim_end_matches("month").trim().parse().ok().filter(|m| (0..=36).contains(m)).ok_or_else(|| {
        Refusal::input(
            "lead time",
            format!("{text:?} is not a number of months from 0 to 36"),
            "It says when the launch can be",
            "write a whole number; or press Enter",
        )
    })
}
/// Reads who stands in for whom: `legal=dana@example.com, finance=eve@example.com`.
///
/// # Errors
/// No pair, a role that approves nothing, a role named twice.
pub fn substitutes(text: &str) -> Result<BTreeMap<String, String>, Refusal> {
    let refused = |fact: String| {
        Refusal::input(
            "substitute",
            fact,
            "An absent approver holds up a launch, and only a named person may stand in",
            format!(
                "write ROLE=PERSON, comma-separated, with the person as in the file of signers: legal=dana@example.com; roles are {}; or press Enter",
                ROLES.join(", ")
            ),
        )
    };
    let mut all = BTreeMap::new();
    for pair in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        let (role, person) = pair.split_once('=').map(|(r, p)| (r.trim().to_lowercase(), p.trim())).unwrap_or_default();
        if person.is_empty() || person.chars().any(char::is_control) {
            return Err(refused(format!("{pair:?} does not name a role and a person")));
        }
        if !ROLES.contains(&role.as_str()) {
            return Err(refused(format!("unknown role {role:?}")));
        }
        if all.insert(role.clone(), person.to_string()).is_some() {
            return Err(refused(format!("{role} is named twice")));
        }
    }
    Ok(all)
}
/// What was recognised, and where it was written.
#[derive(Debug, Clone, Serialize)]
pub struct InitOutcome {
    /// Each table with its columns.
    pub tables: Vec<TableQuality>,
    /// What was noticed in single files, each with its path.
    pub remarks: Vec<String>,
    /// The settings file.
    pub path: PathBuf,
}
/// Writes the settings file.
///
/// # Errors
/// A settings file that is there already; files that cannot be read.
pub fn init(context: &Context, request: &InitRequest) -> Result<InitOutcome, Refusal> {
    let out = free(context, request)?;
    let Look { tables, remarks, currency, proposal, .. } = look(context, request)?;
    let text = settings(request, currency.as_deref(), &tables, proposal.as_ref());
    // What was written must be readable: the same reader, before anything is put in place.
    toml::from_str::<Settings>(&text)
        .map_err(|e| Refusal::machine("init", format!("the settings would not be readable: {e}"), "report this as a bug; nothing was written"))?;
    store::write_whole(&out, text.as_bytes())?;
    Ok(InitOutcome { tables, remarks, path: request.out.clone().into() })
}
/// Where the settings go.
///
/// # Errors
/// A settings file that is there already and is not to be written over.
pub fn free(context: &Context, request: &InitRequest) -> Result<PathBuf, Refusal> {
    let out = context.writing("out", &request.out)?;
    if out.exists() && !request.force {
        return Err(Refusal::input(
            &request.out,
            "a settings file exists already",
            "It may hold decisions of a person",
            "name another file with --out, or overwrite it with --force",
        ));
    }
    Ok(out)
}
/// Whether a database can be asked as it is named, before it is: its URL, its driver.
///
/// # Errors
/// See [`read::connection`].
pub fn check_database(context: &Context, from: &str) -> Result<(), Refusal> {
    read::connection(context, &WarehouseRequest { from: from.into(), ..WarehouseRequest::default() }).map(drop)
}
/// How the files are read.
///
/// # Errors
/// Files that cannot be read.
pub fn look(context: &Context, request: &InitRequest) -> Result<Look, Refusal> {
    let database = request.data.warehouse.as_ref().filter(|w| w.queries.is_empty());
    if let Some(asked) = database {
        let found = context.with_threads(|| propose::propose(context, asked))?;
        let tables = found.tables.iter().map(|t| t.quality.clone()).collect();
        let left = found.left.iter().map(|(name, why)| format!("{name}: not used: {why}"));
        let others = found.tables.iter().flat_map(|t| t.others.iter().map(move |o| format!("{o}: not used: {} is read as {}", t.name, t.kind.word())));
        let currency = request.currency.as_ref().map(|c| c.0.clone()).or_else(|| found.currency.clone());
        return Ok(Look { tables, remarks: left.chain(others).collect(), currency, unread: BTreeMap::new(), proposal: Some(found) });
    }
    let read = if read::names_no_file(&request.data) { None } else { Some(context.with_threads(|| read::read(context, &request.data))?) };
    let tables = read.as_ref().map(|r| r.tables.quality.clone()).unwrap_or_default();
    let currency = request.currency.as_ref().map(|c| c.0.clone()).or_else(|| read.as_ref().and_then(|r| r.tables.currency.clone()));
    let remarks = read.iter().flat_map(|r| read::remarks(&r.inputs)).collect();
    let mut unread: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for input in read.iter().flat_map(|r| &r.inputs) {
        if let InputRecord::File { table, .. } | InputRecord::Query { table, .. } = input {
            unread.entry(table.clone()).or_default().extend(input.unread().iter().cloned());
        }
    }
    Ok(Look { tables, remarks, currency, unread, proposal: None })
}
fn settings(request: &InitRequest, currency: Option<&str>, tables: &[TableQuality], proposal: Option<&Proposal>) -> String {
    let mut text = String::from(HEAD);
    text += &match currency {
        Some(code) => format!("currency = {}\n", quote(code)),
        None => "# currency = \"EUR\"          # not given yet: amounts are read as US dollars\n".into(),
    };
    text += &program(&request.answers);
    text += "\n# Where the data are. Files, folders or globs; flags of the same name override these.\n[data]\n";
    for (table, paths) in &request.data.tables {
        let list: Vec<String> = paths.iter().map(|p| quote(p)).collect();
        text += &format!("{table} = [{}]\n", list.join(", "));
    }
    if read::names_no_file(&request.data) {
        text += "# transactions = [\"orders/*.csv\"]\n";
    }
    text += &warehouse(request, proposal);
    text + &columns(request, tables) + &reading(&request.data) + &facts(&request.answers) + TAIL + &governance(&request.answers) + SEGMENTS
}
/// The database, and what is asked of it.
fn warehouse(request: &InitRequest, proposal: Option<&Proposal>) -> String {
    let Some(asked) = &request.data.warehouse else { return String::new() };
    let mut out = format!(
        "\n# The database. A password stands in no file: it comes from PGPASSWORD, ~/.pgpass, or ${{NAME}} in the URL.\n[warehouse]\nfrom = {}\n",
        quote(&asked.from)
    );
    out += &asked.timeout_seconds.map_or_else(|| "# timeout = 600               # seconds that a statement may take\n".into(), |t| format!("timeout = {t}\n"));
    if let Some(sums) = asked.sums {
        out += &format!("sums = {:?}\n", if sums == SumsIn::Engine { "engine" } else { "rows" });
    }
    for (table, all) in &asked.queries {
        let list: Vec<String> = all.iter().map(|q| quote(q)).collect();
        out += &format!("{table} = [{}]\n", list.join(", "));
    }
    let Some(found) = proposal else { return out };
    out += "# What each table was taken for, from its first rows. Narrow a query (WHERE …), join tables, or name several queries as a list.\n";
    out += "# Columns of purchases that are not read only tell equal lines of an order apart: take out those that are personal.\n";
    for t in &found.tables {
        out += &format!("{} = {}\n", t.kind.word(), block(&t.statement));
        out += &t
            .others
            .iter()
            .map(|o| format!("# {o} can be read as {} too: make a list of both where its rows are others.\n", t.kind.word()))
            .collect::<String>();
    }
    out
}
/// A text of several lines in TOML.
fn block(text: &str) -> String {
    if text.contains("'''") { quote(text) } else { format!("'''\n{text}\n'''") }
}
fn program(said: &Answers) -> String {
    let margin =
        said.margin.map_or("# margin = 0.42                # contribution margin on net sales; without it a placeholder is used and said\n".into(), |m| {
            format!("margin = {m}\n")
        });
    let lead = said.lead_months.map(|m| format!("launch no earlier than {m} months after the decision"));
    let limits: Vec<String> = said.places.iter().cloned().chain(lead).map(|c| quote(&c)).collect();
    let constraints = match limits.is_empty() {
        true => "# constraints = [\"EU\", \"no points expiry\", \"max discount 10%\"]\n".into(),
        false => format!("constraints = [{}]\n", limits.join(", ")),
    };
    format!("{margin}{PROGRAM}{constraints}")
}
fn governance(said: &Answers) -> String {
    let named: String = said.substitutes.iter().map(|(role, person)| format!("{role} = {}\n", quote(person))).collect();
    let head = "\n# Who stands in for an absent approver, by role, as named in the file of signers. The act is theirs, and the plan names both.\n[governance.substitutes]\n";
    format!("{head}{}", if named.is_empty() { "# legal = \"dana@example.com\"\n" } else { &named })
}
fn facts(said: &Answers) -> String {
    let mut out = String::from(
        "\n# Answers to open questions, by the name of the fact.\n[facts]\n# fraud-velocity = \"the platform holds more than 3 redemptions a day\"\n",
    );
    for (name, value) in [("sector", &said.sector), ("audience", &said.audience)] {
        out += &value.as_ref().map_or(String::new(), |v| format!("{name} = {}\n", quote(v)));
    }
    out
}
/// How the files are read: what was said with them stays said.
fn reading(data: &DataRequest) -> String {
    let line = |name: &str, value: Option<String>, usual: &str| value.map_or(format!("# {name} = {usual}\n"), |v| format!("{name} = {}\n", quote(&v)));
    let head = "\n# How the files are read, where they do not tell it themselves.\n[reading]\n";
    head.to_string()
        + &line("decimal_mark", data.decimal_mark.map(String::from), "\",\"")
        + &line("date_order", data.date_order.clone(), "\"dmy\"           # dmy, mdy or ymd")
        + &line("time_zone", data.time_zone.clone(), "\"Europe/Berlin\"  # where files carry offsets from UTC: the zone whose days count")
        + &line("as_of", data.as_of.map(|d| d.to_string()), "\"2026-06-30\"         # last day of observation")
        + "# whole_histories = true       # false: the orders are a sample of lines or orders, and no customer-base model may be fitted\n"
        + &data.count_zero_orders.map_or_else(
            || "# count_zero_orders = false    # true: orders of nothing (samples, gifts, replacements) count as purchases\n".into(),
            |counted| format!("count_zero_orders = {counted}\n"),
        )
}
/// A TOML string.
fn quote(text: &str) -> String {
    toml::Value::String(text.into()).to_string()
}
fn columns(request: &InitRequest, tables: &[TableQuality]) -> String {
    let mut out =
        String::from("\n# Which column holds what, as recognised. Change a line to override it; \"#1\" is the first column of a file without a header.\n");
    for t in tables {
        out += &format!("[map.{}]\n", t.table);
        for c in &t.columns {
            // A name that two columns stand for is no line of its own: a map names one.
            let mark = if t.columns.iter().filter(|o| o.canonical == c.canonical).count() > 1 { "# " } else { "" };
            out += &format!("{mark}{} = {}   # found by {}\n", c.canonical, quote(&c.column), c.found_by);
        }
        // Words of a status column, and columns that are not to be read.
        let said = |c: &&ColumnMap| c.table == t.table && (c.name.contains(':') || c.column.is_empty());
        for c in request.data.columns.iter().filter(said) {
            out += &format!("{} = {}   # as you said\n", quote(&c.name), quote(&c.column));
        }
    }
    if tables.is_empty() {
        out += "# [map.transactions]\n# customer = \"CustomerID\"\n# time = \"InvoiceDate\"\n# amount = \"Total\"\n";
    }
    out
}
const HEAD: &str = "# Settings of plan-loyalty. Flags override this file; lines that begin with # are ignored.

[program]
# company = \"Harbour & Pine\"
goal = \"retention\"             # retention, expansion, engagement or advocacy
tiers = 3                      # 1 to 6, or \"points-only\", \"hybrid\", \"missions\", \"hybrid:4\"
budget = 50000                 # reward pool: a month; \"150000/quarter\" for a quarter, \"600k/year\" for a year
";
const PROGRAM: &str = "# launch = \"2027-03-01\"        # day of the launch; without it 12 to 16 weeks after the request, outside the peak of sales
# horizon = 24                 # months that the economics look ahead, 12 to 60
# personas = [\"champions\", \"at-risk\"]
";
const TAIL: &str = "
# Do the amounts include these? \"included\" or \"excluded\". Points and margin follow net sales.
[amounts]
# tax = \"excluded\"
# shipping = \"excluded\"
# discounts = \"excluded\"

# Your own values of assumptions (the book is at the end of every blueprint): a number, or value, sd, by and note.
[assumptions]
# \"cost.setup\" = 20000
# \"response.total\" = { value = 0.01, sd = 0.01, by = \"Ann Lee, CRM\", note = \"test of May 2026\" }

# Who stands behind a role.
[owners]
# finance = \"Ann Lee\"
# legal = \"Ben Cole\"
";
const SEGMENTS: &str = "
# Segments of your own: a condition over orders_last_year, spend_last_year, p_alive, days_since_last_order, mrr, tier, segment, …
[personas]
# regulars = \"orders_last_year >= 4 and p_alive > 0.6\"
";
