//! One table from its files.
mod count;
mod events;
mod items;
mod ledger;
mod look;
mod members;
mod orders;
mod orders_in_database;
mod subscriptions;
mod voices;

use self::count::{Count, KEPT, LEFT_OUT};
use self::look::look;
pub use self::orders_in_database::{AmountOf, ItemColumns, OrderColumns, OrderCounts, OrdersLook, Sum, is_odd_item, names_nobody, names_total};
use super::columns::{Mapped, TableKind, place_of};
use super::dates::no_date;
use super::given::Given;
use super::ids::Listed;
use super::lexicon::is_nobody;
use super::marks::{cell, quoted};
use super::meaning::Meaning;
use super::notation::{Notation, step_after};
use super::scan::{Row, scan, words};
use super::text::Text;
use super::totals::LABELLED;
use super::values::{id, truth};
use super::{Asked, Cancelled, Intake, IntakeError, IntakeErrorKind, SetAsideRow};
use crate::canonical::{LedgerEntry, Member, RewardOffer, Usage, Voice};
use loyalty_model::extract::{ColumnUse, ControlTotal, SetAside, TableQuality};
use loyalty_model::fact::Fact;
use loyalty_model::units::{Date, Money};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of orders from which they are not compared with one another.
pub const COMPARED: u64 = orders::COMPARED as u64;

/// How the values of one file are written.
struct Reading {
    said: Mapped,
    meaning: Meaning,
    notation: Notation,
    /// The notation was settled on a part of the rows.
    partial: bool,
    today: Option<Date>,
}
impl Reading {
    fn cell<'a>(&self, row: &'a Row, name: &str) -> &'a [u8] {
        self.meaning.columns.at(name).map_or(&[], |at| row.get(at))
    }
    fn text(&self, row: &Row, name: &str) -> Option<String> {
        let cell = self.cell(row, name);
        // A text of several lines is the same whatever ends a line of the file.
        (!cell.is_empty()).then(|| words(cell)).map(|t| if t.contains('\r') { t.replace("\r\n", "\n") } else { t })
    }
    fn day(&self, row: &Row, name: &str) -> Option<Date> {
        self.meaning.columns.at(name).and_then(|at| self.notation.day(at, row.get(at)))
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
    /// Who; empty for nobody. The case of a mail address does not matter.
    fn customer<'a>(&self, row: &'a Row) -> Cow<'a, [u8]> {
        self.somebody(row, self.cell(row, "customer"))
    }
    /// The same of a cell of the customer.
    fn somebody<'a>(&self, row: &'a Row, cell: &'a [u8]) -> Cow<'a, [u8]> {
        let mut cell = id(cell);
        if let Some((other, own)) = &self.meaning.own_address
            && cell.eq_ignore_ascii_case(own)
        {
            cell = id(row.get(*other));
        }
        // No word for nobody has a digit or an @ in it: most ids are known as such at once.
        if cell.iter().all(|c| *c == b'0') {
            if self.meaning.zero_is_nobody || cell.is_empty() {
                return Cow::Borrowed(&[]);
            }
        } else if cell.len() <= 48 && !cell.iter().any(|c| c.is_ascii_digit() || *c == b'@') && std::str::from_utf8(cell).is_ok_and(is_nobody) {
            return Cow::Borrowed(&[]);
        }
        if self.meaning.emails && cell.iter().any(u8::is_ascii_uppercase) && cell.contains(&b'@') {
            return Cow::Owned(cell.to_ascii_lowercase());
        }
        Cow::Borrowed(cell)
    }
}

/// A file of a table as it was opened.
struct Opened {
    given: Given,
    /// Its path or place.
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
    /// There are too many rows of orders to compare each with every other.
    not_compared: bool,
    /// The customers of all order files by number.
    people: Listed,
    /// The items of all order files by number.
    items: items::Listed,
    /// Rows that were set aside with their order: the raw row is fetched later.
    with_order: BTreeMap<usize, BTreeMap<u64, &'static str>>,
    ledger: Vec<(LedgerEntry, Place)>,
    /// Id of the event, use, and whether its customer is a subscription's id.
    usage: Vec<(String, Usage, Place, bool)>,
    /// Records by kin.
    voice: Vec<(usize, Voice)>,
}

/// Reads all files of a table into `out`. How dates and amounts are written is a hypothesis made on the first rows: where rows behind them
/// contradict it, every row is looked at, and the files are read again by what they show together.
pub(super) fn read(kind: TableKind, files: &[Given], asked: &Asked, out: &mut Intake) -> Result<(), IntakeError> {
    let (opened, kins) = look(kind, files, asked, false)?;
    let before = Before::of(out);
    let partial = kins.iter().any(|k| k.reading.partial);
    let first: Vec<Notation> = kins.iter().map(|k| k.reading.notation.clone()).collect();
    let mut contradicted = false;
    let read = attempt(kind, opened, kins, files, asked, out, &mut contradicted);
    let refused = matches!(&read, Err(e) if matches!(e.kind, IntakeErrorKind::Dates | IntakeErrorKind::Amounts));
    if !partial || !(contradicted || refused) || before.holds(kind) {
        return read;
    }
    let (opened, kins) = look(kind, files, asked, true)?;
    if kins.iter().map(|k| &k.reading.notation).eq(&first) {
        return read;
    }
    before.restore(kind, out);
    attempt(kind, opened, kins, files, asked, out, &mut contradicted)
}
/// What was there before a table was read.
struct Before {
    files: usize,
    set_aside: usize,
    quality: usize,
    currency: Option<String>,
    tables: Vec<TableKind>,
}
impl Before {
    fn of(out: &Intake) -> Before {
        let tables = out.tables.quality.iter().filter_map(|q| q.table.parse().ok()).collect();
        let (files, set_aside, quality) = (out.files.len(), out.set_aside.len(), out.tables.quality.len());
        Before { files, set_aside, quality, currency: out.tables.currency.clone(), tables }
    }
    /// The table held rows already.
    fn holds(&self, kind: TableKind) -> bool {
        self.tables.contains(&kind)
    }
    fn restore(self, kind: TableKind, out: &mut Intake) {
        out.files.truncate(self.files);
        out.set_aside.truncate(self.set_aside);
        let t = &mut out.tables;
        t.quality.truncate(self.quality);
        t.currency = self.currency;
        match kind {
            TableKind::Transactions => t.orders = None,
            TableKind::Subscriptions => t.subscriptions = None,
            TableKind::Usage => t.usage = None,
            TableKind::Voc => t.voice = None,
            TableKind::Members => t.members = None,
            TableKind::PointsLedger => t.ledger = None,
            TableKind::Rewards => t.rewards = None,
        }
    }
}
/// Reads the files by these readings; says whether a date or an amount contradicts them.
fn attempt(
    kind: TableKind,
    mut opened: Vec<Opened>,
    mut kins: Vec<Kin>,
    files: &[Given],
    asked: &Asked,
    out: &mut Intake,
    contradicted: &mut bool,
) -> Result<(), IntakeError> {
    let mut gathered = Gathered::default();
    let mut kept: Vec<SetAsideRow> = vec![];
    let first_record = out.files.len();
    let mut noticed = vec![];
    for (at, file) in opened.iter().enumerate() {
        let mut text = file.given.open(asked.request.pace)?;
        let kin = &mut kins[file.kin];
        let of = One { at, kin: file.kin, reading: &kin.reading, cancelled: asked.cancelled };
        // The fingerprint of the bytes is taken beside the reading.
        let (hash, read) = rayon::join(|| file.given.fingerprint(), || table(kind, &mut text, &of, out, &mut gathered));
        let mut count = read?;
        noticed.push(text.noticed());
        if count.rows == 0 {
            return Err(no_row(&file.shown));
        }
        text.reconcile(count.rows)?;
        *contradicted |= count.aside.keys().any(|reason| reason.contains("cannot be read"));
        if let Some(bad) = &mut count.first_bad {
            bad.0 = at;
        }
        let (columns, unread) = (kin.reading.meaning.columns.uses.clone(), kin.reading.meaning.unread.clone());
        out.files.push(file.given.record(kind.word(), hash?, count.rows, columns, unread));
        keep(&mut kept, kind, &file.shown, std::mem::take(&mut count.kept));
        kin.count.add(count);
    }
    opened.iter_mut().zip(noticed).for_each(|(file, noticed)| file.notes.extend(noticed));
    for kin in &mut kins {
        unknown_words(kind, &opened[0].shown, &kin.count)?;
        settle(kind, &opened, &kin.count)?;
        told(&mut kin.count);
    }
    for (at, lines) in std::mem::take(&mut gathered.with_order) {
        keep(&mut kept, kind, &opened[at].shown, as_they_stand(&opened[at], &lines, asked)?);
    }
    for (at, lines) in finish(kind, gathered, &mut opened, &mut kins, out) {
        let file = &opened[at];
        let rows = as_they_stand(file, &lines.iter().map(|line| (*line, REPEATS)).collect(), asked)?;
        keep(&mut kept, kind, &file.shown, rows);
        let count = &mut kins[file.kin].count;
        count.used -= lines.len() as u64;
        count.aside.entry(REPEATS).or_default().0 += lines.len() as u64;
    }
    for (record, file) in out.files[first_record..].iter_mut().zip(&mut opened) {
        record.notice(std::mem::take(&mut file.notes));
    }
    if kind == TableKind::Subscriptions {
        subscriptions::ends_ahead(out, &mut kins[0].count, asked.request.today);
    }
    for kin in &mut kins {
        kin.count.notes.extend(std::mem::take(&mut kin.reading.meaning.notes));
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
fn quality(kind: TableKind, kins: Vec<Kin>, files: &[Given], out: &mut Intake) -> Result<TableQuality, IntakeError> {
    let (mut total, mut columns) = (Count::default(), BTreeSet::new());
    for kin in kins {
        columns.extend(kin.reading.meaning.columns.uses.into_iter().map(|u| (place_of(kind, &u.canonical), u.column, u.found_by, u.canonical)));
        total.add(kin.count);
    }
    if total.currencies.len() > 1 {
        let all: Vec<String> = total.currencies.into_iter().map(cell).collect();
        return Err(IntakeError::new(
            IntakeErrorKind::MixedCurrencies,
            files.first().map(Given::shown).unwrap_or_default(),
            format!("amounts are in {}", all.join(", ")),
            "Sums over several currencies mean nothing",
            "convert them to one, or give one file per currency",
        ));
    }
    if let Some(c) = total.currencies.into_iter().next() {
        out.tables.currency = Some(c);
    }
    let money = |raw: i128| Money::from_raw(i64::try_from(raw).unwrap_or(i64::MAX));
    let priced = kind != TableKind::Transactions || out.tables.assumed_order_value.is_none();
    let aside = |(reason, (rows, raw, known)): (&&str, &(u64, i128, bool))| SetAside {
        reason: reason.to_string(),
        rows: *rows,
        amount: (*known && priced).then(|| money(*raw)),
    };
    let controlled = matches!(kind, TableKind::Transactions | TableKind::Subscriptions) && priced;
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
        notes: total.notes.into_iter().map(Fact::from).collect(),
        repeated_lines: total.repeated,
        join: None,
        zero_orders: None,
        assumed_order_value: None,
    })
}

fn no_row(path: &str) -> IntakeError {
    IntakeError::new(IntakeErrorKind::Empty, path, "there is a header but no row", "There is nothing to plan on", "give a file with rows, or leave it out")
}
/// Too many rows set aside, or none used: the files are not what they were taken for.
fn settle(table: TableKind, files: &[Opened], count: &Count) -> Result<(), IntakeError> {
    let bad: u64 = count.aside.iter().filter(|(reason, _)| !LEFT_OUT.contains(*reason)).map(|(_, a)| a.0).sum();
    if count.used == 0 && count.without == 0 && count.first_bad.is_none() {
        let why: Vec<String> = count.aside.iter().map(|(reason, a)| format!("{reason} ({} rows)", a.0)).collect();
        let place = files.first().map(|f| f.shown.clone()).unwrap_or_default();
        let next = "give a file with sales, or read no status: --map transactions.status= --map transactions.kind=";
        return Err(IntakeError::new(IntakeErrorKind::NothingUsable, place, "no row of it is a sale", why.join("; "), next));
    }
    let Some((file, line, reason, value)) = &count.first_bad else { return Ok(()) };
    if too_many(bad, count.rows) || count.used == 0 {
        let kind = if reason.contains("amount") {
            IntakeErrorKind::Amounts
        } else if reason.contains("date") {
            IntakeErrorKind::Dates
        } else {
            IntakeErrorKind::NothingUsable
        };
        let next = step_after(table, reason, value);
        return Err(IntakeError::new(
            kind,
            format!("{}:{line}", files[*file].shown),
            format!("{}: {reason}", quoted(value)),
            format!("{bad} of {} rows cannot be used, and more than one in five is no accident", count.rows),
            next,
        ));
    }
    Ok(())
}

/// More than one in five is no accident: the rows are read wrongly.
const fn too_many(bad: u64, rows: u64) -> bool {
    bad * 5 > rows
}
/// Words of a status column that nobody knows are a question: what they stand for decides what is a sale.
fn unknown_words(kind: TableKind, path: &str, count: &Count) -> Result<(), IntakeError> {
    if count.unknown.is_empty() {
        return Ok(());
    }
    let money = |raw: i128| Money::from_raw(i64::try_from(raw).unwrap_or(i64::MAX)).to_string();
    let words: Vec<String> = count.unknown.iter().take(8).map(|(word, (rows, raw))| format!("{} ({rows} rows, {})", quoted(word), money(*raw))).collect();
    let all: i128 = count.unknown.values().map(|u| u.1).sum();
    let say = |what: &str| {
        let flag = |word: &String| format!("--map \"{}.status:{}={what}\"", kind.word(), cell(word));
        count.unknown.keys().take(8).map(flag).collect::<Vec<_>>().join(" ")
    };
    let with = money(count.control[1]);
    let without = money(count.control[1] - all);
    Err(IntakeError::new(
        IntakeErrorKind::NothingUsable,
        path,
        format!("it is not known what these words of its status column say: {}", words.join(", ")),
        format!("Known customers' sales are {with} with them and {without} without them"),
        format!("say what they are: {} or {}", say("sale"), say("out")),
    ))
}
/// What was left out or turned by the word of a status column, for the notes.
fn told(count: &mut Count) {
    for (word, (rows, raw)) in std::mem::take(&mut count.told) {
        let amount = Money::from_raw(i64::try_from(raw).unwrap_or(i64::MAX));
        count.notes.insert(format!("{word}: {rows} rows, {amount}"));
    }
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
        TableKind::Transactions => orders::orders(text, of, out, gathered),
        TableKind::Subscriptions => rows(text, of, subscriptions::subscription).map(|(c, v)| {
            out.tables.subscriptions.get_or_insert_default().extend(v);
            c
        }),
        TableKind::Usage => events::usage(text, of, gathered),
        TableKind::Voc => rows(text, of, voices::voice).map(|(c, v)| {
            gathered.voice.extend(v.into_iter().map(|v| (of.kin, v)));
            c
        }),
        TableKind::Members => rows(text, of, members::member).map(|(c, v)| {
            out.tables.members.get_or_insert_default().extend(v);
            c
        }),
        TableKind::PointsLedger => {
            let (count, all) = numbered(text, of, ledger::entry)?;
            gathered.ledger.extend(all.into_iter().map(|(line, e)| (e, (of.at, line))));
            Ok(count)
        }
        TableKind::Rewards => rows(text, of, members::reward).map(|(c, v)| {
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
    let named = kins.iter().any(|k| k.reading.meaning.orders.items.is_some());
    let count = &mut kins[0].count;
    let notes = &mut count.notes;
    match kind {
        TableKind::Transactions => {
            count.repeated = if gathered.not_compared { 0 } else { orders::repetitions(gathered.prints, files, notes) };
            if !named {
                notes.insert(NO_ITEMS.into());
            }
            if let Some(orders) = &mut out.tables.orders {
                gathered.items.settle(&mut orders.items, count);
            }
            Twice::new()
        }
        TableKind::PointsLedger => {
            let (kept, twice) = ledger::entries_once(gathered.ledger);
            out.tables.ledger.get_or_insert_default().extend(kept);
            twice
        }
        TableKind::Usage => {
            let (mut kept, twice) = events::events_once(gathered.usage);
            let strangers = events::owners(&mut kept, out.tables.subscriptions.as_deref().unwrap_or_default());
            if strangers > 0 {
                notes.insert(format!("{strangers} rows name a subscription that no file explains; they count under its own id"));
            }
            out.tables.usage.get_or_insert_default().extend(kept.into_iter().map(|(usage, _)| usage));
            twice
        }
        TableKind::Voc => {
            out.tables.voice.get_or_insert_default().extend(voices::scaled(gathered.voice, kins.len()));
            Twice::new()
        }
        TableKind::Subscriptions | TableKind::Members | TableKind::Rewards => Twice::new(),
    }
}
const NO_ITEMS: &str = "no column names products, so no reward is an item of the shop (--map transactions.item=COLUMN says which does)";
const REPEATS: &str = "it repeats an entry that was read";
/// Lines of a file that were set aside, each as it stands there.
fn as_they_stand(file: &Opened, lines: &BTreeMap<u64, &'static str>, asked: &Asked) -> Result<Vec<SetAsideRow>, IntakeError> {
    let mut again = file.given.open(asked.request.pace)?;
    let visit = |v: &mut Vec<SetAsideRow>, row: &Row| {
        if let Some(reason) = lines.get(&row.line) {
            v.push(SetAsideRow { table: String::new(), file: String::new(), line: row.line, reason: (*reason).into(), raw: row.raw() });
        }
    };
    let rows = scan(&mut again, asked.cancelled, &Vec::new, &visit).map_err(io(&file.shown))?;
    Ok(rows.into_iter().flatten().collect())
}
fn io(path: &str) -> impl Fn(std::io::Error) -> IntakeError + '_ {
    move |e| match e.kind() {
        std::io::ErrorKind::Interrupted => IntakeError::new(IntakeErrorKind::Stopped, path, "reading was asked to stop", "Nothing was planned", "ask again"),
        _ => IntakeError::new(
            IntakeErrorKind::Unreadable,
            path,
            format!("reading stopped: {e}"),
            "The file is damaged or went away",
            "copy it again and try again",
        ),
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

fn need(r: &Reading, row: &Row) -> Result<String, (&'static str, Vec<u8>)> {
    let c = r.customer(row);
    if c.is_empty() { Err(("the customer is missing", vec![])) } else { Ok(words(&c)) }
}
