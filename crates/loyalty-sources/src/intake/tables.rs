//! One table from its files.
mod orders;
mod records;

use super::columns::{Columns, TableKind, place_of, recognised};
use super::ids::Ids;
use super::scan::{Row, scan, words};
use super::text::{Text, sha256};
use super::values::{CommaIs, DateEvidence, DateShape, MarkEvidence, amount, date, id, truth};
use super::{Ask, Asked, Cancelled, Intake, IntakeError, Kind, SetAsideRow};
use crate::canonical::{LedgerEntry, Member, Orders, RewardOffer, Subscription, Usage, Voice};
use loyalty_model::extract::{ColumnUse, ControlTotal, SetAside, TableQuality};
use loyalty_model::input::InputRecord;
use loyalty_model::units::{Date, Money};
use orders::{COMPARED, orders};
use records::{ledger, member, reward, subscription, usage, voice};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

const KEPT: usize = 100_000;

/// What a piece of a file gave, besides its rows.
#[derive(Default)]
struct Count {
    rows: u64,
    used: u64,
    without: u64,
    control: [i128; 4],
    aside: BTreeMap<&'static str, (u64, i128, bool)>,
    kept: Vec<SetAsideRow>,
    currencies: BTreeSet<String>,
    /// File, line, reason and value.
    first_bad: Option<(usize, u64, &'static str, String)>,
    notes: BTreeSet<String>,
    /// Lines that repeat another one exactly.
    repeated: u64,
}
impl Count {
    fn aside(&mut self, row: &Row, reason: &'static str, value: Option<Money>, bad: &[u8]) {
        let raw = i128::from(value.map_or(0, Money::raw));
        let entry = self.aside.entry(reason).or_default();
        entry.0 += 1;
        entry.1 += raw;
        entry.2 |= value.is_some();
        self.control[0] += raw;
        self.control[3] += raw;
        if self.first_bad.is_none() {
            self.first_bad = Some((0, row.line, reason, words(bad)));
        }
        if self.kept.len() < KEPT {
            self.kept.push(SetAsideRow { table: String::new(), file: String::new(), line: row.line, reason: reason.into(), raw: row.raw() });
        }
    }
    fn use_amount(&mut self, value: Money) {
        self.used += 1;
        self.control[0] += i128::from(value.raw());
        self.control[1] += i128::from(value.raw());
    }
    fn add(&mut self, o: Count) {
        self.rows += o.rows;
        self.used += o.used;
        self.without += o.without;
        (0..4).for_each(|i| self.control[i] += o.control[i]);
        for (k, v) in o.aside {
            let e = self.aside.entry(k).or_default();
            (e.0, e.1, e.2) = (e.0 + v.0, e.1 + v.1, e.2 | v.2);
        }
        let room = KEPT.saturating_sub(self.kept.len());
        self.kept.extend(o.kept.into_iter().take(room));
        self.currencies.extend(o.currencies);
        self.notes.extend(o.notes);
        self.repeated += o.repeated;
        self.first_bad = match (self.first_bad.take(), o.first_bad) {
            (Some(a), Some(b)) => Some(if (b.0, b.1) < (a.0, a.1) { b } else { a }),
            (a, b) => a.or(b),
        };
    }
}
/// How the values of one file are written.
struct Reading {
    columns: Columns,
    dates: Option<DateShape>,
    comma: CommaIs,
    today: Option<Date>,
}
impl Reading {
    fn cell<'a>(&self, row: &'a Row, name: &str) -> &'a [u8] {
        self.columns.at(name).map_or(&[], |at| row.get(at))
    }
    fn text(&self, row: &Row, name: &str) -> Option<String> {
        let cell = self.cell(row, name);
        // A text of several lines is the same whatever ends a line of the file.
        (!cell.is_empty()).then(|| words(cell)).map(|t| if t.contains('\r') { t.replace("\r\n", "\n") } else { t })
    }
    fn day(&self, row: &Row, name: &str) -> Option<Date> {
        date(self.cell(row, name), self.dates?)
    }
    /// First day of a month given by two columns.
    fn month(&self, row: &Row, year: &str, month: &str) -> Option<Date> {
        let n = |name: &str| std::str::from_utf8(id(self.cell(row, name))).ok()?.parse::<i16>().ok();
        Date::from_ymd(n(year)?, i8::try_from(n(month)?).ok()?, 1)
    }
    fn time(&self, row: &Row) -> Option<Date> {
        self.day(row, "time").or_else(|| self.month(row, "year", "month"))
    }
    fn money(&self, row: &Row, name: &str) -> Option<Money> {
        let cell = self.cell(row, name);
        if cell.is_empty() { None } else { amount(cell, self.comma) }
    }
    fn future(&self, day: Date) -> bool {
        self.today.is_some_and(|t| day > t)
    }
    fn customer<'a>(&self, row: &'a Row) -> &'a [u8] {
        id(self.cell(row, "customer"))
    }
}

/// A file of a table as it was opened.
struct Opened {
    path: PathBuf,
    /// The path as given.
    shown: String,
    /// Position in the list of kins.
    kin: usize,
    /// What was noticed in it alone.
    notes: Vec<String>,
}
/// Files of one heading are one file in parts: what their values show of dates, decimal mark and scale is taken together.
struct Kin {
    reading: Reading,
    count: Count,
}
/// Where a row stands: file and line.
type Place = (usize, u64);
/// What is told over all files of a table, and not file by file.
#[derive(Default)]
struct Gathered {
    /// Fingerprint of each row of orders.
    prints: Vec<(u64, Place)>,
    ledger: Vec<(LedgerEntry, Place)>,
    /// Id of the event, use, and whether its customer is a subscription's id.
    usage: Vec<(String, Usage, Place, bool)>,
    /// Records by kin.
    voice: Vec<(usize, Voice)>,
}

/// Reads all files of a table into `out`.
pub(super) fn read(kind: TableKind, files: &[PathBuf], asked: &Asked, out: &mut Intake) -> Result<(), IntakeError> {
    let (mut opened, mut kins) = look(kind, files, asked)?;
    let mut gathered = Gathered::default();
    let mut kept: Vec<SetAsideRow> = vec![];
    let first_record = out.files.len();
    for (at, file) in opened.iter().enumerate() {
        let mut text = Text::open(&file.path)?;
        let kin = &mut kins[file.kin];
        let of = One { at, kin: file.kin, reading: &kin.reading, cancelled: asked.cancelled };
        // The fingerprint of the bytes is taken beside the reading.
        let (hash, read) = rayon::join(|| sha256(&file.path), || table(kind, &mut text, &of, out, &mut gathered));
        let mut count = read?;
        if count.rows == 0 {
            return Err(no_row(&file.shown));
        }
        if let Some(bad) = &mut count.first_bad {
            bad.0 = at;
        }
        let (bytes, sha256) =
            hash.map_err(|e| IntakeError::new(Kind::Unreadable, &file.shown, e.to_string(), "It was read once and cannot be read again", "try again"))?;
        out.files.push(InputRecord::File {
            table: kind.word().into(),
            path: file.shown.clone(),
            bytes,
            sha256,
            rows: count.rows,
            columns: kin.reading.columns.uses.clone(),
            notes: vec![],
        });
        keep(&mut kept, kind, &file.shown, std::mem::take(&mut count.kept));
        kin.count.add(count);
    }
    kins.iter().try_for_each(|kin| settle(&opened, &kin.count))?;
    for (at, lines) in finish(kind, gathered, &mut opened, &mut kins, out) {
        let file = &opened[at];
        let rows = repeated(file, &lines, asked)?;
        keep(&mut kept, kind, &file.shown, rows);
        let count = &mut kins[file.kin].count;
        count.used -= lines.len() as u64;
        count.aside.entry(REPEATS).or_default().0 += lines.len() as u64;
    }
    for (record, file) in out.files[first_record..].iter_mut().zip(&mut opened) {
        if let InputRecord::File { notes, .. } = record {
            *notes = std::mem::take(&mut file.notes);
        }
    }
    let quality = quality(kind, kins, files, out)?;
    out.set_aside.extend(kept);
    out.tables.quality.push(quality);
    Ok(())
}
/// Rows set aside of one file, in the order of its lines, while there is room.
fn keep(kept: &mut Vec<SetAsideRow>, kind: TableKind, path: &str, mut rows: Vec<SetAsideRow>) {
    rows.sort_by_key(|row| row.line);
    rows.truncate(KEPT.saturating_sub(kept.len()));
    kept.extend(rows.into_iter().map(|row| SetAsideRow { table: kind.word().into(), file: path.into(), ..row }));
}
/// Counts and totals of a table: the same however its rows lie in files.
fn quality(kind: TableKind, kins: Vec<Kin>, files: &[PathBuf], out: &mut Intake) -> Result<TableQuality, IntakeError> {
    let (mut total, mut columns) = (Count::default(), BTreeSet::new());
    for kin in kins {
        columns.extend(kin.reading.columns.uses.into_iter().map(|u| (place_of(kind, &u.canonical), u.column, u.found_by, u.canonical)));
        total.add(kin.count);
    }
    if total.currencies.len() > 1 {
        let all: Vec<String> = total.currencies.into_iter().collect();
        return Err(IntakeError::new(
            Kind::MixedCurrencies,
            files.first().map(|f| f.display().to_string()).unwrap_or_default(),
            format!("amounts are in {}", all.join(", ")),
            "Sums over several currencies mean nothing",
            "convert them to one, or give one file per currency",
        ));
    }
    if let Some(c) = total.currencies.into_iter().next() {
        out.tables.currency = Some(c);
    }
    let money = |raw: i128| Money::from_raw(i64::try_from(raw).unwrap_or(i64::MAX));
    let aside =
        |(reason, (rows, raw, known)): (&&str, &(u64, i128, bool))| SetAside { reason: reason.to_string(), rows: *rows, amount: known.then(|| money(*raw)) };
    let controlled = matches!(kind, TableKind::Transactions | TableKind::Subscriptions);
    Ok(TableQuality {
        table: kind.word().into(),
        columns: columns.into_iter().map(|(_, column, found_by, canonical)| ColumnUse { canonical, column, found_by }).collect(),
        rows_read: total.rows,
        rows_used: total.used,
        rows_without_customer: total.without,
        rows_set_aside: total.aside.values().map(|a| a.0).sum(),
        set_aside: total.aside.iter().map(aside).collect(),
        control: controlled.then(|| ControlTotal {
            in_file: money(total.control[0]),
            used: money(total.control[1]),
            without_customer: money(total.control[2]),
            set_aside: money(total.control[3]),
        }),
        notes: total.notes.into_iter().collect(),
        repeated_lines: total.repeated,
    })
}

/// A first pass over the files: which columns, how dates and amounts are written.
fn look(kind: TableKind, files: &[PathBuf], asked: &Asked) -> Result<(Vec<Opened>, Vec<Kin>), IntakeError> {
    let mut opened: Vec<Opened> = vec![];
    let mut headers: Vec<Vec<String>> = vec![];
    for path in files {
        let text = Text::open(path)?;
        let kin = headers.iter().position(|h| *h == text.header).unwrap_or_else(|| {
            headers.push(text.header.clone());
            headers.len() - 1
        });
        opened.push(Opened { path: path.clone(), shown: text.path, kin, notes: text.notes });
    }
    let kins = headers.into_iter().enumerate().map(|(kin, header)| {
        let own: Vec<&Opened> = opened.iter().filter(|f| f.kin == kin).collect();
        reading(kind, &header, &own, asked).map(|reading| Kin { reading, count: Count::default() })
    });
    let kins = kins.collect::<Result<Vec<Kin>, IntakeError>>()?;
    Ok((opened, kins))
}
/// The beginning of a file, as far as a first look goes: rows up to this line of its first block, whatever the number of threads.
fn beginning<V: Send>(file: &Opened, asked: &Asked, new: &(dyn Fn() -> V + Sync), visit: &(dyn Fn(&mut V, &Row) + Sync)) -> Result<Vec<V>, IntakeError> {
    let mut text = Text::open(&file.path)?;
    let Some((block, line)) = text.block().map_err(io(&file.shown))? else { return Ok(vec![]) };
    scan(&mut Text::rest_of(&text, block, line), asked.cancelled, new, visit).map_err(io(&file.shown))
}
fn reading(kind: TableKind, header: &[String], files: &[&Opened], asked: &Asked) -> Result<Reading, IntakeError> {
    const LOOKED_AT: u64 = 200_000;
    let (request, first) = (asked.request, files[0]);
    let mut columns = recognised(kind, &first.shown, header, &request.maps)?;
    if columns.lacks_time(kind)
        && let Some(at) = time_by_content(kind, files, header, &columns, asked)?
    {
        columns.found_by_content("time", at, header);
    }
    let day_columns: Vec<usize> = ["time", "start", "end", "joined", "left"].iter().filter_map(|n| columns.at(n)).collect();
    let money_columns: Vec<usize> = ["amount", "price", "mrr", "cost", "value"].iter().filter_map(|n| columns.at(n)).collect();
    let see = |v: &mut (DateEvidence, MarkEvidence, u64), row: &Row| {
        v.2 += 1;
        if row.line > LOOKED_AT {
            return;
        }
        day_columns.iter().for_each(|at| v.0.see(row.get(*at)));
        money_columns.iter().for_each(|at| v.1.see(row.get(*at)));
    };
    let mut evidence = (DateEvidence::default(), MarkEvidence::default());
    for file in files {
        let seen = beginning(file, asked, &|| (DateEvidence::default(), MarkEvidence::default(), 0), &see)?;
        if seen.iter().all(|s| s.2 == 0) {
            return Err(no_row(&file.shown));
        }
        for (d, m, _) in &seen {
            evidence.0.add(d);
            evidence.1.add(m);
        }
    }
    let dates = if day_columns.is_empty() {
        None
    } else {
        match evidence.0.settle(request.date_order.as_deref()) {
            Ok(shape) => Some(shape),
            Err(true) => {
                return Err(IntakeError::new(
                    Kind::Dates,
                    &first.shown,
                    "its dates can be read as day-month or month-day",
                    "No value has a part over 12",
                    "say which with --date-order dmy or --date-order mdy",
                )
                .asking(Ask::DateOrder(&["dmy", "mdy"])));
            }
            Err(false) if columns.at("time").is_some() && kind != TableKind::Voc => {
                return Err(IntakeError::new(
                    Kind::Dates,
                    &first.shown,
                    format!("the values of {:?} are not dates", header[columns.at("time").unwrap_or(0)]),
                    "Dates are read as 2025-12-31, 20251231, 31.12.2025 or 12/31/2025",
                    format!("map the right column: --map {}.time=COLUMN", kind.word()),
                ));
            }
            Err(false) => None,
        }
    };
    Ok(Reading { columns, dates, comma: evidence.1.settle(request.decimal_mark), today: request.today })
}
/// The one column, recognised as nothing else, whose values are dates; two are an error that names them.
fn time_by_content(kind: TableKind, files: &[&Opened], header: &[String], columns: &Columns, asked: &Asked) -> Result<Option<usize>, IntakeError> {
    const LOOKED_AT: u64 = 2_000;
    let free: Vec<usize> = (0..header.len()).filter(|at| !columns.takes(*at)).collect();
    let new = || vec![(0u64, 0u64); free.len()];
    let visit = |seen: &mut Vec<(u64, u64)>, row: &Row| {
        if row.line < LOOKED_AT {
            for (count, at) in seen.iter_mut().zip(&free) {
                let cell = row.get(*at);
                let shapes = [DateShape::Ymd, DateShape::Compact, DateShape::Dmy, DateShape::Mdy];
                count.0 += u64::from(!cell.is_empty());
                count.1 += u64::from(shapes.iter().any(|s| date(cell, *s).is_some()));
            }
        }
    };
    let mut parts = vec![];
    for file in files {
        parts.extend(beginning(file, asked, &new, &visit)?);
    }
    let total = |k: usize| parts.iter().fold((0, 0), |(n, d), p| (n + p[k].0, d + p[k].1));
    let dates: Vec<usize> = (0..free.len()).filter(|k| matches!(total(*k), (n, d) if n > 0 && d * 20 >= n * 19)).map(|k| free[k]).collect();
    match dates[..] {
        [at] => Ok(Some(at)),
        [a, b, ..] => Err(IntakeError::new(
            Kind::AmbiguousColumn,
            &files[0].shown,
            format!("{} and {} both hold dates, and neither is named as the time", header[a], header[b]),
            "Nothing in their names tells which is meant",
            format!("say which: --map {0}.time={1} or --map {0}.time={2}", kind.word(), header[a], header[b]),
        )
        .asking(Ask::Column { table: kind, column: "time", candidates: dates.iter().map(|at| header[*at].clone()).collect() })),
        [] => Ok(None),
    }
}
fn no_row(path: &str) -> IntakeError {
    IntakeError::new(Kind::Empty, path, "there is a header but no row", "There is nothing to plan on", "give a file with rows, or leave it out")
}
/// Too many rows set aside, or none used: the files are not what they were taken for.
fn settle(files: &[Opened], count: &Count) -> Result<(), IntakeError> {
    let bad: u64 = count.aside.values().map(|a| a.0).sum();
    let Some((file, line, reason, value)) = &count.first_bad else { return Ok(()) };
    if bad * 5 > count.rows || count.used == 0 {
        let kind = if reason.contains("amount") {
            Kind::Amounts
        } else if reason.contains("date") {
            Kind::Dates
        } else {
            Kind::NothingUsable
        };
        let next = match kind {
            Kind::Amounts => "set --decimal-mark , (or .), map another column with --map, or fix the rows",
            Kind::Dates => "set --date-order dmy or mdy, map another column with --map, or fix the rows",
            _ => "fix the rows or map other columns with --map",
        };
        return Err(IntakeError::new(
            kind,
            format!("{}:{line}", files[*file].shown),
            format!("{value:?}: {reason}"),
            format!("{bad} of {} rows cannot be used, and more than one in five is no accident", count.rows),
            next,
        ));
    }
    Ok(())
}

/// One file while it is read.
struct One<'a> {
    at: usize,
    kin: usize,
    reading: &'a Reading,
    cancelled: Cancelled<'a>,
}
fn table(kind: TableKind, text: &mut Text, of: &One, out: &mut Intake, gathered: &mut Gathered) -> Result<Count, IntakeError> {
    match kind {
        TableKind::Transactions => orders(text, of, out, gathered),
        TableKind::Subscriptions => rows(text, of, subscription).map(|(c, v)| {
            out.tables.subscriptions.get_or_insert_default().extend(v);
            c
        }),
        TableKind::Usage => usage(text, of, gathered),
        TableKind::Voc => rows(text, of, voice).map(|(c, v)| {
            gathered.voice.extend(v.into_iter().map(|v| (of.kin, v)));
            c
        }),
        TableKind::Members => rows(text, of, member).map(|(c, v)| {
            out.tables.members.get_or_insert_default().extend(v);
            c
        }),
        TableKind::PointsLedger => {
            let (count, all) = numbered(text, of, ledger)?;
            gathered.ledger.extend(all.into_iter().map(|(line, e)| (e, (of.at, line))));
            Ok(count)
        }
        TableKind::Rewards => rows(text, of, reward).map(|(c, v)| {
            out.tables.rewards.get_or_insert_default().extend(v);
            c
        }),
    }
}
/// Lines of rows that were read already, by file.
type Twice = BTreeMap<usize, BTreeSet<u64>>;
/// What only all files together tell. Ties are settled by content, never by file or line, so that no order of rows and no way of splitting
/// them changes what is kept.
fn finish(kind: TableKind, gathered: Gathered, files: &mut [Opened], kins: &mut [Kin], out: &mut Intake) -> Twice {
    let count = &mut kins[0].count;
    let notes = &mut count.notes;
    match kind {
        TableKind::Transactions => {
            count.repeated = repetitions(gathered.prints, files, notes);
            Twice::new()
        }
        TableKind::PointsLedger => {
            let (kept, twice) = entries_once(gathered.ledger);
            out.tables.ledger.get_or_insert_default().extend(kept);
            twice
        }
        TableKind::Usage => {
            let (mut kept, twice) = events_once(gathered.usage);
            let strangers = owners(&mut kept, out.tables.subscriptions.as_deref().unwrap_or_default());
            if strangers > 0 {
                notes.insert(format!("{strangers} rows name a subscription that no file explains; they count under its own id"));
            }
            out.tables.usage.get_or_insert_default().extend(kept.into_iter().map(|(usage, _)| usage));
            twice
        }
        TableKind::Voc => {
            out.tables.voice.get_or_insert_default().extend(scaled(gathered.voice, kins.len()));
            Twice::new()
        }
        TableKind::Subscriptions | TableKind::Members | TableKind::Rewards => Twice::new(),
    }
}
/// Notes order lines that repeat another exactly: how many over all files, and which lines in the notes of their file.
fn repetitions(mut prints: Vec<(u64, Place)>, files: &mut [Opened], notes: &mut BTreeSet<String>) -> u64 {
    if prints.len() >= COMPARED {
        return 0;
    }
    prints.sort_unstable();
    let mut twice = Twice::new();
    for pair in prints.windows(2).filter(|w| w[0].0 == w[1].0) {
        let (file, line) = pair[1].1;
        twice.entry(file).or_default().insert(line);
    }
    let all: usize = twice.values().map(BTreeSet::len).sum();
    if all > 0 {
        notes.insert(format!(
            "{all} lines repeat another line exactly. They are kept, for two equal items in one order look like this; take repetitions out of the files if one was joined twice"
        ));
    }
    for (file, lines) in twice {
        let first: Vec<String> = lines.iter().take(3).map(u64::to_string).collect();
        let more = if lines.len() > first.len() { "…" } else { "" };
        files[file].notes.push(format!("lines that repeat another: {}{more}", first.join(", ")));
    }
    all as u64
}
/// Entries of a ledger, each once; of two that differ in their cost alone, the dearer.
fn entries_once(mut all: Vec<(LedgerEntry, Place)>) -> (Vec<LedgerEntry>, Twice) {
    fn key(e: &LedgerEntry) -> (&str, Date, i64, i64, i64) {
        (&e.customer, e.day, e.earned, e.redeemed, e.expired)
    }
    all.sort_by(|(a, at), (b, bt)| key(a).cmp(&key(b)).then(b.cost.cmp(&a.cost)).then(at.cmp(bt)));
    let (mut kept, mut twice) = (Vec::<LedgerEntry>::with_capacity(all.len()), Twice::new());
    for (e, (file, line)) in all {
        match kept.last() {
            Some(before) if key(before) == key(&e) => {
                twice.entry(file).or_default().insert(line);
            }
            _ => kept.push(e),
        }
    }
    (kept, twice)
}
/// Events, each id once; of two with one id, the first in the order of their content.
fn events_once(all: Vec<(String, Usage, Place, bool)>) -> (Vec<(Usage, bool)>, Twice) {
    let (mut kept, mut named) = (vec![], vec![]);
    for event in all {
        if event.0.is_empty() { kept.push((event.1, event.3)) } else { named.push(event) }
    }
    let content = |u: &Usage| (u.customer.clone(), u.day, u.feature.clone(), u.count);
    named.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| content(&a.1).cmp(&content(&b.1))).then(a.2.cmp(&b.2)));
    let (mut twice, mut before) = (Twice::new(), String::new());
    for (id, usage, (file, line), by_subscription) in named {
        if id == before {
            twice.entry(file).or_default().insert(line);
        } else {
            kept.push((usage, by_subscription));
            before = id;
        }
    }
    (kept, twice)
}
/// Names the customer of each use that names a subscription; how many are not known. A subscription of two customers is the first one's, by id.
fn owners(uses: &mut [(Usage, bool)], subscriptions: &[Subscription]) -> u64 {
    let mut owner: BTreeMap<&str, &str> = BTreeMap::new();
    for s in subscriptions {
        let who = owner.entry(&s.subscription).or_insert(&s.customer);
        *who = (*who).min(&s.customer);
    }
    let mut strangers = 0;
    for (usage, _) in uses.iter_mut().filter(|u| u.1) {
        match owner.get(usage.customer.as_str()) {
            Some(who) => usage.customer = who.to_string(),
            None => strangers += 1,
        }
    }
    strangers
}
/// Ratings with their scale: by kin of files, the smallest usual one that holds all but one in twenty of the ratings.
fn scaled(all: Vec<(usize, Voice)>, kins: usize) -> impl Iterator<Item = Voice> {
    let scale = |kin: usize| {
        let scores: Vec<u32> = all.iter().filter(|v| v.0 == kin).filter_map(|v| v.1.score_hundredths).collect();
        [5u32, 10, 100].into_iter().find(|s| scores.iter().filter(|v| **v > s * 100).count() * 20 <= scores.len()).unwrap_or(100)
    };
    let scales: Vec<u32> = (0..kins).map(scale).collect();
    all.into_iter().map(move |(kin, v)| Voice { scale_max: scales[kin], ..v })
}
const REPEATS: &str = "it repeats an entry that was read";
/// Rows that were read already, each as it stands in the file.
fn repeated(file: &Opened, lines: &BTreeSet<u64>, asked: &Asked) -> Result<Vec<SetAsideRow>, IntakeError> {
    let mut again = Text::open(&file.path)?;
    let visit = |v: &mut Vec<SetAsideRow>, row: &Row| {
        if lines.contains(&row.line) {
            v.push(SetAsideRow { table: String::new(), file: String::new(), line: row.line, reason: REPEATS.into(), raw: row.raw() });
        }
    };
    let rows = scan(&mut again, asked.cancelled, &Vec::new, &visit).map_err(io(&file.shown))?;
    Ok(rows.into_iter().flatten().collect())
}
fn io(path: &str) -> impl Fn(std::io::Error) -> IntakeError + '_ {
    move |e| match e.kind() {
        std::io::ErrorKind::Interrupted => IntakeError::new(Kind::Stopped, path, "reading was asked to stop", "Nothing was planned", "ask again"),
        _ => IntakeError::new(Kind::Unreadable, path, format!("reading stopped: {e}"), "The file is damaged or went away", "copy it anew and try again"),
    }
}
type Made<T> = Result<(T, Option<Money>), (&'static str, Vec<u8>)>;
/// Every row through `make`: a value with its control amount, or a reason.
fn rows<T: Send>(text: &mut Text, of: &One, make: fn(&Reading, &Row) -> Made<T>) -> Result<(Count, Vec<T>), IntakeError> {
    numbered(text, of, make).map(|(count, all)| (count, all.into_iter().map(|(_, value)| value).collect()))
}
/// Values with the line that each stands in.
type Numbered<T> = Vec<(u64, T)>;
fn numbered<T: Send>(text: &mut Text, of: &One, make: fn(&Reading, &Row) -> Made<T>) -> Result<(Count, Numbered<T>), IntakeError> {
    let path = text.path.clone();
    let visit = |v: &mut (Count, Numbered<T>), row: &Row| {
        v.0.rows += 1;
        if let Some(reason) = row.broken {
            return v.0.aside(row, reason, None, row.get(0));
        }
        match make(of.reading, row) {
            Ok((value, amount)) => {
                v.0.use_amount(amount.unwrap_or_default());
                v.1.push((row.line, value));
            }
            Err((reason, bad)) => v.0.aside(row, reason, None, &bad),
        }
    };
    let parts = scan(text, of.cancelled, &|| (Count::default(), vec![]), &visit).map_err(io(&path))?;
    let (mut count, mut all) = (Count::default(), vec![]);
    for (c, v) in parts {
        count.add(c);
        all.extend(v);
    }
    all.sort_by_key(|row| row.0);
    Ok((count, all))
}
