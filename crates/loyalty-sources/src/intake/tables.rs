//! One table from its files.
use super::columns::{Columns, TableKind, place_of, recognised};
use super::dates::{looks_like_a_date, no_date};
use super::ids::Ids;
use super::notation::{Notation, NotationEvidence, Of, step_after};
use super::scan::{NO_ROW, Row, scan, words};
use super::text::{Text, sha256};
use super::totals::{LABELLED, MayBeTotals, TOTAL};
use super::values::{id, truth};
use super::{Ask, Asked, Cancelled, Intake, IntakeError, Kind, SetAsideRow};
use crate::canonical::{LedgerEntry, Member, Orders, RewardOffer, Subscription, Usage, Voice};
use loyalty_model::extract::{ColumnUse, ControlTotal, SetAside, TableQuality};
use loyalty_model::input::InputRecord;
use loyalty_model::units::{Date, Money};
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
    totals: MayBeTotals,
}
impl Count {
    /// Totals among the rows of a file are no purchases.
    fn take_totals(&mut self) {
        for total in std::mem::take(&mut self.totals).of(self.control[0], self.rows) {
            let value = i128::from(total.value.raw());
            match total.before {
                None => {
                    self.without -= 1;
                    self.control[2] -= value;
                    self.control[3] += value;
                    self.kept.push(SetAsideRow { table: String::new(), file: String::new(), line: total.line, reason: String::new(), raw: total.raw });
                }
                Some(before) => {
                    if let Some(entry) = self.aside.get_mut(before) {
                        (entry.0, entry.1) = (entry.0 - 1, entry.1 - value);
                    }
                    self.aside.retain(|_, entry| entry.0 > 0);
                }
            }
            if let Some(kept) = self.kept.iter_mut().find(|k| k.line == total.line) {
                kept.reason = total.reason.into();
            }
            let entry = self.aside.entry(total.reason).or_default();
            (entry.0, entry.1, entry.2) = (entry.0 + 1, entry.1 + value, true);
            if total.reason == TOTAL {
                self.notes.insert(format!("a row of {} is the total of the rows above it and no purchase", total.value));
            }
        }
    }
    fn aside(&mut self, row: &Row, reason: &'static str, value: Option<Money>, bad: &[u8]) {
        let raw = i128::from(value.map_or(0, Money::raw));
        let entry = self.aside.entry(reason).or_default();
        entry.0 += 1;
        entry.1 += raw;
        entry.2 |= value.is_some();
        self.control[0] += raw;
        self.control[3] += raw;
        if self.first_bad.is_none() && reason != NO_ROW {
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
        self.totals.add(o.totals);
        self.first_bad = match (self.first_bad.take(), o.first_bad) {
            (Some(a), Some(b)) => Some(if (b.0, b.1) < (a.0, a.1) { b } else { a }),
            (a, b) => a.or(b),
        };
    }
}
/// How the values of one file are written.
struct Reading {
    columns: Columns,
    notation: Notation,
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
        self.columns.at(name).and_then(|at| self.notation.day(at, row.get(at)))
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
        self.notation.money(self.cell(row, name))
    }
    /// Why a row has no date.
    fn no_time(&self, row: &Row) -> &'static str {
        if no_date(self.cell(row, "time")) { "the date is missing" } else { "the date cannot be read" }
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
    let mut noticed = vec![];
    for (at, file) in opened.iter().enumerate() {
        let mut text = Text::open(&file.path)?;
        let kin = &mut kins[file.kin];
        let of = One { at, kin: file.kin, reading: &kin.reading, cancelled: asked.cancelled };
        // The fingerprint of the bytes is taken beside the reading.
        let (hash, read) = rayon::join(|| sha256(&file.path), || table(kind, &mut text, &of, out, &mut gathered));
        let mut count = read?;
        noticed.push(text.noticed());
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
    opened.iter_mut().zip(noticed).for_each(|(file, noticed)| file.notes.extend(noticed));
    kins.iter().try_for_each(|kin| settle(kind, &opened, &kin.count))?;
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
        reading(kind, &header, &own, asked).map(|reading| {
            let count = Count { notes: reading.notation.notes().iter().cloned().collect(), ..Count::default() };
            Kin { reading, count }
        })
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
    let (request, first) = (asked.request, files[0]);
    let mut columns = recognised(kind, &first.shown, header, &request.maps)?;
    if columns.lacks_time(kind)
        && let Some(at) = time_by_content(kind, files, header, &columns, asked)?
    {
        columns.found_by_content("time", at, header);
    }
    let day_columns: Vec<usize> = ["time", "start", "end", "joined", "left"].iter().filter_map(|n| columns.at(n)).collect();
    let money_columns: Vec<usize> = ["amount", "price", "mrr", "cost", "value"].iter().filter_map(|n| columns.at(n)).collect();
    let mut evidence = NotationEvidence::of(&day_columns, &money_columns);
    let new = evidence.clone();
    for file in files {
        let seen = beginning(file, asked, &|| new.clone(), &|v: &mut NotationEvidence, row: &Row| v.see(row))?;
        if seen.iter().all(|s| s.rows == 0) {
            return Err(no_row(&file.shown));
        }
        seen.iter().for_each(|s| evidence.add(s));
    }
    let time = columns.at("time").filter(|_| kind != TableKind::Voc);
    let notation = evidence.settle(&Of { kind, path: &first.shown, header, time }, request)?;
    Ok(Reading { columns, notation, today: request.today })
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
                count.0 += u64::from(!cell.is_empty());
                count.1 += u64::from(looks_like_a_date(cell));
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
fn settle(table: TableKind, files: &[Opened], count: &Count) -> Result<(), IntakeError> {
    // Titles, footers and totals are no rows that went wrong.
    let bad: u64 = count.aside.iter().filter(|(reason, _)| ![NO_ROW, TOTAL, LABELLED].contains(reason)).map(|(_, a)| a.0).sum();
    let Some((file, line, reason, value)) = &count.first_bad else { return Ok(()) };
    if bad * 5 > count.rows || count.used == 0 {
        let kind = if reason.contains("amount") {
            Kind::Amounts
        } else if reason.contains("date") {
            Kind::Dates
        } else {
            Kind::NothingUsable
        };
        let next = step_after(table, reason, value);
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
    let notes = &mut kins[0].count.notes;
    match kind {
        TableKind::Transactions => {
            repetitions(gathered.prints, files, notes);
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
fn repetitions(mut prints: Vec<(u64, Place)>, files: &mut [Opened], notes: &mut BTreeSet<String>) {
    if prints.len() >= COMPARED {
        return;
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

#[derive(Default)]
struct OrderPart {
    count: Count,
    ids: Ids,
    rows: Orders,
    /// Fingerprint and line of each row, up to [`COMPARED`] rows.
    prints: Vec<(u64, u64)>,
}
/// Rows of a table up to which every row is compared with every other.
const COMPARED: usize = 3_000_000;
/// A 64-bit fingerprint of a whole row.
fn print_of(row: &Row) -> u64 {
    row.fields.iter().fold(0xcbf2_9ce4_8422_2325, |h, f| (key(f) ^ h).wrapping_mul(0x0100_0000_01b3).rotate_left(29))
}
/// A 64-bit identity of an order id (FNV-1a).
fn key(text: &[u8]) -> u64 {
    text.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}
fn orders(text: &mut Text, of: &One, out: &mut Intake, gathered: &mut Gathered) -> Result<Count, IntakeError> {
    let (path, r) = (text.path.clone(), of.reading);
    let product = r.columns.at("amount").is_none() && r.columns.at("quantity").is_some() && r.columns.at("price").is_some();
    if r.columns.at("amount").is_none() && !product {
        return Err(IntakeError::new(
            Kind::MissingColumn,
            &path,
            "no column was recognised as amount, nor quantity and price",
            format!("Its columns are {}", text.header.join(", ")),
            "say which one it is: --map transactions.amount=COLUMN",
        )
        .asking(Ask::Column { table: TableKind::Transactions, column: "amount", candidates: text.header.clone() }));
    }
    if r.columns.at("time").is_none() && (r.columns.at("year").is_none() || r.columns.at("month").is_none()) {
        return Err(IntakeError::new(
            Kind::MissingColumn,
            &path,
            "no column was recognised as time",
            format!("Its columns are {}", text.header.join(", ")),
            "say which one it is: --map transactions.time=COLUMN",
        )
        .asking(Ask::Column { table: TableKind::Transactions, column: "time", candidates: text.header.clone() }));
    }
    let visit = |v: &mut OrderPart, row: &Row| order(v, r, row, product);
    let parts = scan(text, of.cancelled, &OrderPart::default, &visit).map_err(io(&path))?;
    let table = out.tables.orders.get_or_insert_default();
    let mut all = Ids::default();
    table.customers.ids.iter().for_each(|id| {
        all.number(id.as_bytes());
    });
    let mut count = Count::default();
    count.notes.insert(if product { "amount = quantity × unit price".into() } else { "amount as it stands in its column".into() });
    for part in parts {
        count.add(part.count);
        let room = COMPARED.saturating_sub(gathered.prints.len());
        gathered.prints.extend(part.prints.into_iter().take(room).map(|(print, line)| (print, (of.at, line))));
        if all.names.is_empty() && part.ids.names.iter().all(|id| std::str::from_utf8(id).is_ok()) {
            // The first piece gives its numbers as they are.
            (all, table.customer, table.day) = (part.ids, part.rows.customer, part.rows.day);
            (table.order_key, table.amount) = (part.rows.order_key, part.rows.amount);
            continue;
        }
        let places: Vec<u32> = part.ids.names.iter().map(|id| all.number(words(id).as_bytes())).collect();
        table.customer.extend(part.rows.customer.iter().map(|c| places[*c as usize]));
        table.day.extend(part.rows.day);
        table.order_key.extend(part.rows.order_key);
        table.amount.extend(part.rows.amount);
    }
    count.take_totals();
    let known = table.customers.ids.len();
    table.customers.ids.extend(all.names[known..].iter().map(|id| words(id)));
    Ok(count)
}
fn order(v: &mut OrderPart, r: &Reading, row: &Row, product: bool) {
    v.count.rows += 1;
    if let Some(reason) = row.broken {
        return v.count.aside(row, reason, None, row.get(0));
    }
    let value = if product { r.money(row, "price").zip(r.money(row, "quantity")).and_then(|(p, q)| p.times(q.raw())) } else { r.money(row, "amount") };
    let Some(value) = value else {
        let cell = r.cell(row, if product { "price" } else { "amount" });
        let reason = if cell.is_empty() { "the amount is missing" } else { "the amount cannot be read" };
        return v.count.aside(row, reason, None, cell);
    };
    let Some(day) = r.time(row) else {
        v.count.totals.see(row, value, Some(r.no_time(row)));
        return v.count.aside(row, r.no_time(row), Some(value), r.cell(row, "time"));
    };
    if r.future(day) {
        return v.count.aside(row, "the date lies in the future", Some(value), r.cell(row, "time"));
    }
    if let Some(c) = r.text(row, "currency") {
        v.count.currencies.insert(c.to_uppercase());
    }
    if let Some(code) = r.notation.currency(r.cell(row, if product { "price" } else { "amount" }))
        && !v.count.currencies.contains(code)
    {
        v.count.currencies.insert(code.into());
    }
    let customer = r.customer(row);
    if customer.is_empty() {
        v.count.without += 1;
        v.count.control[0] += i128::from(value.raw());
        v.count.control[2] += i128::from(value.raw());
        v.count.totals.see(row, value, None);
        return;
    }
    v.count.use_amount(value);
    let at = v.ids.number(customer);
    let order = r.cell(row, "order");
    if v.prints.len() < COMPARED {
        v.prints.push((print_of(row), row.line));
    }
    v.rows.customer.push(at);
    v.rows.day.push(day.days());
    v.rows.order_key.push(if order.is_empty() { day.days() as u64 } else { key(order) });
    v.rows.amount.push(value.raw());
}

fn need(r: &Reading, row: &Row) -> Result<String, (&'static str, Vec<u8>)> {
    let c = r.customer(row);
    if c.is_empty() { Err(("the customer is missing", vec![])) } else { Ok(words(c)) }
}
fn subscription(r: &Reading, row: &Row) -> Made<Subscription> {
    let customer = need(r, row)?;
    let mrr = r.money(row, "mrr").ok_or_else(|| ("the amount cannot be read", r.cell(row, "mrr").to_vec()))?;
    let end = r.day(row, "end");
    let billing = r.text(row, "billing").map(|b| b.to_lowercase()).unwrap_or_default();
    let months = [("two year", 24), ("2 year", 24), ("annual", 12), ("year", 12), ("quarter", 3), ("month", 1)]
        .iter()
        .find(|(w, _)| billing.contains(w))
        .map(|(_, m)| *m)
        .or_else(|| billing.parse::<u32>().ok().filter(|m| (1..=60).contains(m)));
    let tenure = std::str::from_utf8(id(r.cell(row, "tenure"))).ok().and_then(|t| t.parse::<u32>().ok());
    let value = Subscription {
        subscription: r.text(row, "subscription").unwrap_or_else(|| customer.clone()),
        start: r.day(row, "start"),
        end,
        tenure_months: tenure,
        ended: end.is_some() || truth(r.cell(row, "ended")).unwrap_or(false),
        mrr,
        plan: r.text(row, "plan"),
        trial: truth(r.cell(row, "trial")).unwrap_or(false),
        billing_months: months,
        customer,
    };
    if value.start.is_none() && value.tenure_months.is_none() {
        return Err(("the date of the start cannot be read, and there is no tenure", r.cell(row, "start").to_vec()));
    }
    Ok((value, Some(mrr)))
}
fn member(r: &Reading, row: &Row) -> Made<Member> {
    let value = Member {
        customer: need(r, row)?,
        joined: r.day(row, "joined").or_else(|| r.month(row, "joinedyear", "joinedmonth")),
        left: r.day(row, "left").or_else(|| r.month(row, "leftyear", "leftmonth")),
        tier: r.text(row, "tier"),
        segment: r.text(row, "segment"),
        place: r.text(row, "place"),
        email_consent: truth(r.cell(row, "consent")),
        referred_by: r.text(row, "referredby"),
    };
    Ok((value, None))
}
fn ledger(r: &Reading, row: &Row) -> Made<LedgerEntry> {
    let hundredths = |name| r.money(row, name).map_or(0, |m| m.raw() / 100);
    let day = r.time(row).ok_or_else(|| ("the date cannot be read", r.cell(row, "time").to_vec()))?;
    let value = LedgerEntry {
        customer: need(r, row)?,
        day,
        earned: hundredths("earned"),
        redeemed: hundredths("redeemed").abs(),
        expired: hundredths("expired").abs(),
        cost: r.money(row, "cost"),
    };
    Ok((value, None))
}
fn reward(r: &Reading, row: &Row) -> Made<RewardOffer> {
    let name = r.text(row, "name").ok_or(("the name is missing", vec![]))?;
    let points = r.money(row, "points").filter(|p| p.raw() > 0).ok_or_else(|| ("the price in points cannot be read", r.cell(row, "points").to_vec()))?;
    Ok((RewardOffer { name, points_price: (points.raw() / Money::SCALE) as u64, value: r.money(row, "value"), unit_cost: r.money(row, "cost") }, None))
}
fn usage(text: &mut Text, of: &One, gathered: &mut Gathered) -> Result<Count, IntakeError> {
    let r = of.reading;
    if r.columns.at("customer").is_none() && r.columns.at("subscription").is_none() {
        return Err(IntakeError::new(
            Kind::MissingColumn,
            &text.path,
            "no column was recognised as customer or subscription",
            format!("Its columns are {}", text.header.join(", ")),
            "say which one it is: --map usage.customer=COLUMN",
        )
        .asking(Ask::Column { table: TableKind::Usage, column: "customer", candidates: text.header.clone() }));
    }
    fn one(r: &Reading, row: &Row) -> Made<(Usage, String)> {
        let who = if r.columns.at("customer").is_some() { r.customer(row) } else { r.cell(row, "subscription") };
        if who.is_empty() {
            return Err(("the customer is missing", vec![]));
        }
        let day = r.day(row, "time").ok_or_else(|| ("the date cannot be read", r.cell(row, "time").to_vec()))?;
        let at_the_till = r.columns.uses.iter().any(|u| u.canonical == "time" && u.column.to_lowercase().contains("redemption"));
        let feature = r.text(row, "feature").unwrap_or_default();
        let feature = if at_the_till { format!("coupon redemption {feature}") } else { feature };
        let count = r.money(row, "count").map_or(1, |m| (m.raw() / Money::SCALE).clamp(0, i64::from(u32::MAX)) as u32);
        Ok(((Usage { customer: words(who), day, feature, count }, r.text(row, "id").unwrap_or_default()), None))
    }
    let by_subscription = r.columns.at("customer").is_none();
    let (count, all) = numbered(text, of, one)?;
    gathered.usage.extend(all.into_iter().map(|(line, (usage, id))| (id, usage, (of.at, line), by_subscription)));
    Ok(count)
}
fn voice(r: &Reading, row: &Row) -> Made<Voice> {
    let score = r.money(row, "score").map(|m| (m.raw() / 100).clamp(0, 1_000_000) as u32);
    let customer = r.customer(row);
    let left = r.columns.uses.iter().any(|u| u.canonical == "left") && (truth(r.cell(row, "left")).unwrap_or_else(|| r.day(row, "left").is_some()));
    let value = Voice {
        customer: (!customer.is_empty()).then(|| words(customer)),
        day: r.day(row, "time"),
        score_hundredths: score,
        scale_max: 0,
        text: r.text(row, "text").unwrap_or_default(),
        theme: r.text(row, "theme"),
        left,
    };
    Ok((value, None))
}
