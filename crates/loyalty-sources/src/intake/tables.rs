//! One table from its files.
use super::columns::{Columns, TableKind, recognised};
use super::ids::Ids;
use super::scan::{Row, scan, words};
use super::text::{Text, sha256};
use super::values::{CommaIs, DateEvidence, DateShape, MarkEvidence, amount, date, id, truth};
use super::{Ask, FileRead, Intake, IntakeError, IntakeRequest, Kind, SetAsideRow};
use crate::canonical::{LedgerEntry, Member, Orders, RewardOffer, Subscription, Usage, Voice};
use loyalty_model::extract::{ControlTotal, SetAside, TableQuality};
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
    first_bad: Option<(u64, &'static str, String)>,
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
            self.first_bad = Some((row.line, reason, words(bad)));
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
        self.first_bad = match (self.first_bad.take(), o.first_bad) {
            (Some(a), Some(b)) => Some(if b.0 < a.0 { b } else { a }),
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
        (!cell.is_empty()).then(|| words(cell))
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

/// Reads all files of a table into `out`.
pub(super) fn read(kind: TableKind, files: &[PathBuf], request: &IntakeRequest, out: &mut Intake) -> Result<(), IntakeError> {
    let mut total = Count::default();
    let mut quality = TableQuality {
        table: kind.word().into(),
        columns: vec![],
        rows_read: 0,
        rows_used: 0,
        rows_without_customer: 0,
        rows_set_aside: 0,
        set_aside: vec![],
        control: None,
        notes: vec![],
    };
    let mut has_control = false;
    for path in files {
        let mut text = Text::open(path)?;
        let reading = look(kind, path, &text, request)?;
        quality.notes.extend(text.notes.iter().map(|n| format!("{}: {n}", text.path)));
        if quality.columns.is_empty() {
            quality.columns = reading.columns.uses.clone();
        }
        // The fingerprint of the bytes is taken beside the reading.
        let (hash, read) = rayon::join(|| sha256(path), || table(kind, &mut text, &reading, out, &mut quality.notes));
        let (count, control) = read?;
        has_control |= control;
        settle(&text.path, &count)?;
        let before = total.kept.len();
        total.add(count);
        total.kept[before..].sort_by_key(|row| row.line);
        for row in &mut total.kept[before..] {
            row.table = kind.word().into();
            row.file = text.path.clone();
        }
        let (bytes, sha256) =
            hash.map_err(|e| IntakeError::new(Kind::Unreadable, &text.path, e.to_string(), "It was read once and cannot be read again", "try again"))?;
        out.files.push(FileRead { table: kind.word().into(), path: text.path.clone(), bytes, sha256 });
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
    quality.rows_read = total.rows;
    quality.rows_used = total.used;
    quality.rows_without_customer = total.without;
    quality.rows_set_aside = total.aside.iter().map(|(_, (rows, ..))| rows).sum();
    quality.set_aside = total
        .aside
        .iter()
        .map(|(reason, (rows, raw, known))| SetAside { reason: reason.to_string(), rows: *rows, amount: known.then(|| money(*raw)) })
        .collect();
    quality.control = has_control.then(|| ControlTotal {
        in_file: money(total.control[0]),
        used: money(total.control[1]),
        without_customer: money(total.control[2]),
        set_aside: money(total.control[3]),
    });
    out.set_aside.extend(total.kept);
    out.tables.quality.push(quality);
    Ok(())
}

/// A first pass over the file: which columns, how dates and amounts are written.
fn look(kind: TableKind, path: &std::path::Path, text: &Text, request: &IntakeRequest) -> Result<Reading, IntakeError> {
    let mut columns = recognised(kind, &text.path, &text.header, &request.maps)?;
    if columns.lacks_time(kind)
        && let Some(at) = time_by_content(kind, path, text, &columns)?
    {
        columns.found_by_content("time", at, &text.header);
    }
    let day_columns: Vec<usize> = ["time", "start", "end", "joined", "left"].iter().filter_map(|n| columns.at(n)).collect();
    let money_columns: Vec<usize> = ["amount", "price", "mrr", "cost", "value"].iter().filter_map(|n| columns.at(n)).collect();
    let mut again = Text::open(path)?;
    let see = |v: &mut (DateEvidence, MarkEvidence, u64), row: &Row| {
        v.2 += 1;
        if v.2 > 200_000 {
            return;
        }
        day_columns.iter().for_each(|at| v.0.see(row.get(*at)));
        money_columns.iter().for_each(|at| v.1.see(row.get(*at)));
    };
    let mut evidence = (DateEvidence::default(), MarkEvidence::default());
    let mut rows = 0;
    if let Ok(Some((block, line))) = again.block() {
        let mut one = Text::rest_of(&again, block, line);
        let seen = scan(&mut one, &|| (DateEvidence::default(), MarkEvidence::default(), 0), &see).unwrap_or_default();
        for (d, m, n) in &seen {
            rows += n;
            evidence.0.add(d);
            evidence.1.add(m);
        }
    }
    if rows == 0 {
        return Err(no_row(&text.path));
    }
    let dates = if day_columns.is_empty() {
        None
    } else {
        match evidence.0.settle(request.date_order.as_deref()) {
            Ok(shape) => Some(shape),
            Err(true) => {
                return Err(IntakeError::new(
                    Kind::Dates,
                    &text.path,
                    "its dates can be read as day-month or month-day",
                    "No value has a part over 12",
                    "say which with --date-order dmy or --date-order mdy",
                )
                .asking(Ask::DateOrder(&["dmy", "mdy"])));
            }
            Err(false) if columns.at("time").is_some() && kind != TableKind::Voc => {
                return Err(IntakeError::new(
                    Kind::Dates,
                    &text.path,
                    format!("the values of {:?} are not dates", text.header[columns.at("time").unwrap_or(0)]),
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
fn time_by_content(kind: TableKind, path: &std::path::Path, text: &Text, columns: &Columns) -> Result<Option<usize>, IntakeError> {
    const LOOKED_AT: u64 = 2_000;
    let free: Vec<usize> = (0..text.header.len()).filter(|at| !columns.takes(*at)).collect();
    let mut again = Text::open(path)?;
    let Ok(Some((block, line))) = again.block() else { return Ok(None) };
    let mut one = Text::rest_of(&again, block, line);
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
    let parts = scan(&mut one, &new, &visit).map_err(io(&text.path))?;
    let total = |k: usize| parts.iter().fold((0, 0), |(n, d), p| (n + p[k].0, d + p[k].1));
    let dates: Vec<usize> = (0..free.len()).filter(|k| matches!(total(*k), (n, d) if n > 0 && d * 20 >= n * 19)).map(|k| free[k]).collect();
    match dates[..] {
        [at] => Ok(Some(at)),
        [a, b, ..] => Err(IntakeError::new(
            Kind::AmbiguousColumn,
            &text.path,
            format!("{} and {} both hold dates, and neither is named as the time", text.header[a], text.header[b]),
            "Nothing in their names tells which is meant",
            format!("say which: --map {0}.time={1} or --map {0}.time={2}", kind.word(), text.header[a], text.header[b]),
        )
        .asking(Ask::Column { table: kind, column: "time", candidates: dates.iter().map(|at| text.header[*at].clone()).collect() })),
        [] => Ok(None),
    }
}
fn no_row(path: &str) -> IntakeError {
    IntakeError::new(Kind::Empty, path, "there is a header but no row", "There is nothing to plan on", "give a file with rows, or leave it out")
}
/// Too many rows set aside, or none used: the file is not what it was taken for.
fn settle(path: &str, count: &Count) -> Result<(), IntakeError> {
    if count.rows == 0 {
        return Err(no_row(path));
    }
    let bad: u64 = count.aside.values().map(|a| a.0).sum();
    let Some((line, reason, value)) = &count.first_bad else { return Ok(()) };
    if bad * 5 > count.rows || count.used == 0 {
        let kind = if reason.contains("amount") {
            Kind::Amounts
        } else if reason.contains("date") {
            Kind::Dates
        } else {
            Kind::NothingUsable
        };
        let next = match kind {
            Kind::Amounts => "set --decimal-mark , (or .), map another column with --map, or mend the rows",
            Kind::Dates => "set --date-order dmy or mdy, map another column with --map, or mend the rows",
            _ => "mend the rows or map other columns with --map",
        };
        return Err(IntakeError::new(
            kind,
            format!("{path}:{line}"),
            format!("{value:?}: {reason}"),
            format!("{bad} of {} rows cannot be used, and more than one in five is no accident", count.rows),
            next,
        ));
    }
    Ok(())
}

fn table(kind: TableKind, text: &mut Text, r: &Reading, out: &mut Intake, notes: &mut Vec<String>) -> Result<(Count, bool), IntakeError> {
    match kind {
        TableKind::Transactions => orders(text, r, out, notes).map(|c| (c, true)),
        TableKind::Subscriptions => rows(text, r, subscription).map(|(c, v)| {
            out.tables.subscriptions.get_or_insert_default().extend(v);
            (c, true)
        }),
        TableKind::Usage => usage(text, r, out, notes).map(|c| (c, false)),
        TableKind::Voc => voice(text, r, out).map(|c| (c, false)),
        TableKind::Members => rows(text, r, member).map(|(c, v)| {
            out.tables.members.get_or_insert_default().extend(v);
            (c, false)
        }),
        TableKind::PointsLedger => {
            let (mut count, all) = numbered(text, r, ledger)?;
            let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
            let mut kept = vec![];
            for (line, e) in all {
                if seen.insert((e.customer.clone(), e.day, e.earned, e.redeemed, e.expired)) {
                    kept.push(e);
                } else {
                    twice.insert(line);
                }
            }
            repeated(text, twice, &mut count)?;
            out.tables.ledger.get_or_insert_default().extend(kept);
            Ok((count, false))
        }
        TableKind::Rewards => rows(text, r, reward).map(|(c, v)| {
            out.tables.rewards.get_or_insert_default().extend(v);
            (c, false)
        }),
    }
}
fn io(path: &str) -> impl Fn(std::io::Error) -> IntakeError + '_ {
    move |e| IntakeError::new(Kind::Unreadable, path, format!("reading stopped: {e}"), "The file is damaged or went away", "copy it anew and try again")
}
type Made<T> = Result<(T, Option<Money>), (&'static str, Vec<u8>)>;
/// Every row through `make`: a value with its control amount, or a reason.
fn rows<T: Send>(text: &mut Text, r: &Reading, make: fn(&Reading, &Row) -> Made<T>) -> Result<(Count, Vec<T>), IntakeError> {
    numbered(text, r, make).map(|(count, all)| (count, all.into_iter().map(|(_, value)| value).collect()))
}
/// Values with the line that each stands in.
type Numbered<T> = Vec<(u64, T)>;
fn numbered<T: Send>(text: &mut Text, r: &Reading, make: fn(&Reading, &Row) -> Made<T>) -> Result<(Count, Numbered<T>), IntakeError> {
    let path = text.path.clone();
    let visit = |v: &mut (Count, Numbered<T>), row: &Row| {
        v.0.rows += 1;
        if let Some(reason) = row.broken {
            return v.0.aside(row, reason, None, row.get(0));
        }
        match make(r, row) {
            Ok((value, amount)) => {
                v.0.use_amount(amount.unwrap_or_default());
                v.1.push((row.line, value));
            }
            Err((reason, bad)) => v.0.aside(row, reason, None, &bad),
        }
    };
    let parts = scan(text, &|| (Count::default(), vec![]), &visit).map_err(io(&path))?;
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
    /// Fingerprint and line of each row, in files of up to [`COMPARED`] rows.
    prints: Vec<(u64, u64)>,
}
/// Rows up to which every row is compared with every other.
const COMPARED: usize = 3_000_000;
/// A 64-bit fingerprint of a whole row.
fn print_of(row: &Row) -> u64 {
    row.fields.iter().fold(0xcbf2_9ce4_8422_2325, |h, f| (key(f) ^ h).wrapping_mul(0x0100_0000_01b3).rotate_left(29))
}
/// Lines that repeat an earlier line of the file exactly.
fn repetitions(parts: &mut [OrderPart]) -> BTreeSet<u64> {
    let mut all: Vec<(u64, u64)> = parts.iter_mut().flat_map(|p| std::mem::take(&mut p.prints)).collect();
    if all.len() >= COMPARED {
        return BTreeSet::new();
    }
    all.sort_unstable();
    all.windows(2).filter(|w| w[0].0 == w[1].0).map(|w| w[1].1).collect()
}
/// A 64-bit identity of an order id (FNV-1a).
fn key(text: &[u8]) -> u64 {
    text.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}
fn orders(text: &mut Text, r: &Reading, out: &mut Intake, notes: &mut Vec<String>) -> Result<Count, IntakeError> {
    let path = text.path.clone();
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
    notes.push(if product { "amount = quantity × unit price".into() } else { "amount as it stands in its column".to_string() });
    let visit = |v: &mut OrderPart, row: &Row| order(v, r, row, product);
    let mut parts = scan(text, &OrderPart::default, &visit).map_err(io(&path))?;
    let twice = repetitions(&mut parts);
    if !twice.is_empty() {
        let first: Vec<String> = twice.iter().take(3).map(u64::to_string).collect();
        notes.push(format!(
            "{}: {} lines repeat another line exactly (lines {}…). They are kept, for two equal items in one order look like this; take repetitions out of the file if it was joined twice",
            path,
            twice.len(),
            first.join(", ")
        ));
    }
    let table = out.tables.orders.get_or_insert_default();
    let mut all = Ids::default();
    table.customers.ids.iter().for_each(|id| {
        all.number(id.as_bytes());
    });
    let mut count = Count::default();
    for part in parts {
        count.add(part.count);
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
    let known = table.customers.ids.len();
    table.customers.ids.extend(all.names[known..].iter().map(|id| words(id)));
    Ok(count)
}
/// Takes rows that were read already out of those used and sets them aside, each as it stands in the file.
fn repeated(text: &Text, lines: BTreeSet<u64>, count: &mut Count) -> Result<(), IntakeError> {
    const REASON: &str = "it repeats an entry that was read";
    if lines.is_empty() {
        return Ok(());
    }
    count.used -= lines.len() as u64;
    count.aside.entry(REASON).or_default().0 += lines.len() as u64;
    let mut again = Text::open(std::path::Path::new(&text.path))?;
    let visit = |v: &mut Vec<SetAsideRow>, row: &Row| {
        if lines.contains(&row.line) {
            v.push(SetAsideRow { table: String::new(), file: String::new(), line: row.line, reason: REASON.into(), raw: row.raw() });
        }
    };
    let rows = scan(&mut again, &Vec::new, &visit).map_err(io(&text.path))?;
    let room = KEPT.saturating_sub(count.kept.len());
    count.kept.extend(rows.into_iter().flatten().take(room));
    Ok(())
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
    let Some(day) = r.time(row) else { return v.count.aside(row, "the date cannot be read", Some(value), r.cell(row, "time")) };
    if r.future(day) {
        return v.count.aside(row, "the date lies in the future", Some(value), r.cell(row, "time"));
    }
    if let Some(c) = r.text(row, "currency") {
        v.count.currencies.insert(c.to_uppercase());
    }
    let customer = r.customer(row);
    if customer.is_empty() {
        v.count.without += 1;
        v.count.control[0] += i128::from(value.raw());
        v.count.control[2] += i128::from(value.raw());
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
fn usage(text: &mut Text, r: &Reading, out: &mut Intake, notes: &mut Vec<String>) -> Result<Count, IntakeError> {
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
    let (mut count, all) = numbered(text, r, one)?;
    let owner: BTreeMap<&str, &str> = out.tables.subscriptions.iter().flatten().map(|s| (s.subscription.as_str(), s.customer.as_str())).collect();
    let mut seen = BTreeSet::new();
    let (mut twice, mut strangers) = (BTreeSet::new(), 0);
    let mut kept = vec![];
    for (line, (mut use_, id)) in all {
        if !id.is_empty() && !seen.insert(id) {
            twice.insert(line);
            continue;
        }
        if by_subscription {
            match owner.get(use_.customer.as_str()) {
                Some(c) => use_.customer = c.to_string(),
                None => strangers += 1,
            }
        }
        kept.push(use_);
    }
    repeated(text, twice, &mut count)?;
    if strangers > 0 {
        notes.push(format!("{}: {strangers} rows name a subscription that no file explains; they count under its own id", text.path));
    }
    out.tables.usage.get_or_insert_default().extend(kept);
    Ok(count)
}
fn voice(text: &mut Text, r: &Reading, out: &mut Intake) -> Result<Count, IntakeError> {
    fn one(r: &Reading, row: &Row) -> Made<Voice> {
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
    let (count, mut all) = rows(text, r, one)?;
    // The scale is the smallest usual one that holds all but one in twenty of the ratings.
    let scores: Vec<u32> = all.iter().filter_map(|v| v.score_hundredths).collect();
    let scale = [5u32, 10, 100].into_iter().find(|s| scores.iter().filter(|v| **v > s * 100).count() * 20 <= scores.len()).unwrap_or(100);
    all.iter_mut().for_each(|v| v.scale_max = scale);
    out.tables.voice.get_or_insert_default().extend(all);
    Ok(count)
}
