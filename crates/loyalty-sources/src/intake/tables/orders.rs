//! Order lines: which rows are sales, what each is worth, and how the rows of an order belong together.
use super::super::ids::{GROUPS, Grouped, Key, place_of};
use super::super::layout::is_total;
use super::super::lexicon::{is_discount, state_of};
use super::super::meaning::{Grouping, OrderRule};
use super::items::{Form, Piece, Pieces};
use super::*;
use crate::canonical::Orders;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Default)]
struct OrderPart {
    count: Count,
    ids: Grouped,
    rows: Orders,
    /// Rows whose customers have no number yet.
    fresh: Vec<Fresh>,
    /// Fingerprint and line of each row, while the table may have few enough rows to compare them all.
    prints: Vec<(u64, u64)>,
    /// Rows since the fingerprints of all parts were last counted.
    uncounted: usize,
    /// All parts have too many of them.
    not_compared: bool,
    /// The cell of a currency that was met last.
    currency: Vec<u8>,
    /// Weights of words that were met.
    words: FxHashMap<Vec<u8>, Weight>,
    /// Positions of lines below nothing that are discounts.
    discounts: Vec<usize>,
    /// Rows that wait for the others of their order.
    waiting: Vec<Waiting>,
    /// What the rows are of, and which columns that takes.
    pieces: Pieces,
    form: Option<Form>,
}
/// A row of a sale whose customer has no number yet.
#[derive(Debug, Clone, Copy)]
struct Fresh {
    group: usize,
    customer: Key,
    day: i32,
    order_key: u64,
    amount: i64,
    discount: bool,
    piece: Option<Piece>,
}
/// What the status of a row makes of it, the weaker first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// Nothing is said.
    Unsaid,
    /// A sale.
    Sale,
    /// The row gives money back.
    Refund,
    /// A sale that was given back whole.
    Refunded,
    /// No sale, and why.
    Out(&'static str),
}
/// A row of an order, until all of the order are there.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    key: u64,
    line: u64,
    customer: Option<u32>,
    day: Option<Date>,
    amount: Option<Money>,
    refund: Option<Money>,
    weight: Weight,
    piece: Option<Piece>,
}
/// Rows of a table up to which every row is compared with every other.
pub(in crate::intake) const COMPARED: usize = 3_000_000;
/// Where the cells of an order stand in a row, looked up once for a file.
struct Places {
    customer: Option<usize>,
    time: Option<usize>,
    order: Option<usize>,
    amount: Option<usize>,
    price: Option<usize>,
    quantity: Option<usize>,
    refund: Option<usize>,
    currency: Option<usize>,
}
impl Places {
    fn of(r: &Reading) -> Places {
        let at = |name| r.meaning.columns.at(name);
        Places {
            customer: at("customer"),
            time: at("time"),
            order: at("order"),
            amount: at("amount"),
            price: at("price"),
            quantity: at("quantity"),
            refund: at("refund"),
            currency: at("currency"),
        }
    }
}
fn cell<'a>(row: &'a Row, at: Option<usize>) -> &'a [u8] {
    at.map_or(&[], |at| row.get(at))
}
/// A file of orders while it is read.
struct File<'a> {
    reading: &'a Reading,
    at: Places,
    /// Fingerprints that all parts have, a little behind.
    prints: AtomicUsize,
}
/// A 64-bit fingerprint of a whole row.
fn print_of(row: &Row) -> u64 {
    row.fields.iter().fold(0, |print, field| mixed(print ^ key(field), FRACTIONS[0]))
}
/// The first 64 bits behind the point of the square roots of 2 and of 3.
const FRACTIONS: [u64; 2] = [0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b];
/// Both halves of a product of 128 bits in one word: each bit of either number reaches about half of it.
fn mixed(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product >> 64) as u64 ^ product as u64
}
/// A 64-bit identity of an order id: the same on every machine, whatever the number of threads.
fn key(text: &[u8]) -> u64 {
    let (words, rest) = text.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let begun = FRACTIONS[0] ^ text.len() as u64;
    let all = words.iter().chain(std::iter::once(&last));
    all.fold(begun, |key, word| mixed(key ^ u64::from_le_bytes(*word), FRACTIONS[1]).wrapping_add(FRACTIONS[0]))
}

/// Reads a file of orders.
pub(super) fn orders(text: &mut Text, of: &One, out: &mut Intake, gathered: &mut Gathered) -> Result<Count, IntakeError> {
    let (path, r) = (text.path.clone(), of.reading);
    let rule = &r.meaning.orders;
    let file = File { reading: r, at: Places::of(r), prints: AtomicUsize::new(if gathered.not_compared { COMPARED } else { gathered.prints.len() }) };
    let visit = |v: &mut OrderPart, row: &Row| order(v, &file, row);
    let form = Form::of(rule).filter(|_| rule.grouping == Grouping::Rows);
    let begin = || OrderPart { form, ..OrderPart::default() };
    let parts = scan(text, of.cancelled, &begin, &visit).map_err(io(&path))?;
    let mut count = Count::default();
    count.notes.insert(basis(rule).into());
    if rule.unpriced {
        out.tables.assumed_order_value = Some(1.0);
    }
    let table = out.tables.orders.get_or_insert_default();
    let first_row = table.amount.len();
    let prints = gathered.prints.len() + parts.iter().map(|p| p.prints.len()).sum::<usize>();
    gathered.not_compared |= prints >= COMPARED || parts.iter().any(|p| p.not_compared);
    if gathered.not_compared {
        gathered.prints = vec![];
    }
    let (mut customer, mut day, mut order_key, mut amount) = (vec![], vec![], vec![], vec![]);
    let (mut ids, mut waiting, mut discounts, mut items) = (vec![], vec![], vec![], vec![]);
    let mut base = first_row;
    for mut part in parts {
        part.settle();
        count.add(part.count);
        if !gathered.not_compared {
            gathered.prints.extend(part.prints.into_iter().map(|(print, line)| (print, (of.at, line))));
        }
        discounts.extend(part.discounts.iter().map(|at| base + at));
        let (numbers, lines) = gathered.items.add(&mut table.items, part.pieces);
        part.waiting.iter_mut().for_each(|w| w.piece = w.piece.map(|p| p.numbered(&numbers)));
        items.push((lines, base));
        base += part.rows.amount.len();
        ids.push(part.ids);
        customer.push((part.rows.customer, part.waiting));
        day.push(part.rows.day);
        order_key.push(part.rows.order_key);
        amount.push(part.rows.amount);
    }
    let people = &mut gathered.people;
    if people.len < table.customers.ids.len() {
        table.customers.ids.iter().for_each(|id| people.add(id.as_bytes()));
    }
    // The customers are settled while the other columns are put together.
    let numbered = || {
        let known = people.len;
        for ((mut numbers, mut waits), positions) in customer.into_iter().zip(people.take(ids)) {
            let position = |number: u32| {
                let (group, place) = place_of(number);
                positions[group][place]
            };
            numbers.par_iter_mut().for_each(|c| *c = position(*c));
            waits.iter_mut().for_each(|w| w.customer = w.customer.map(position));
            append(&mut table.customer, numbers);
            waiting.extend(waits);
        }
        table.customers.ids.extend(people.from(known, words));
    };
    let others = || {
        day.into_iter().for_each(|part| append(&mut table.day, part));
        order_key.into_iter().for_each(|part| append(&mut table.order_key, part));
        amount.into_iter().for_each(|part| append(&mut table.amount, part));
    };
    rayon::join(numbered, others);
    items.into_iter().for_each(|(lines, base)| table.take_items(lines, base));
    count.take_totals();
    if rule.grouping != Grouping::Rows {
        together(waiting, rule.grouping, table, &mut count, gathered.with_order.entry(of.at).or_default());
    }
    net_discounts(table, first_row, &discounts, &mut count);
    Ok(count)
}
/// Where amounts come from, for the notes.
pub(super) fn basis(rule: &OrderRule) -> &'static str {
    match rule {
        OrderRule { unpriced: true, .. } => "no column holds an amount: each order counts with an assumed value",
        OrderRule { product: true, .. } => "amount = quantity × unit price",
        _ => "amount as it stands in its column",
    }
}
/// Puts a part of a column behind the others; the first becomes the column.
fn append<T>(column: &mut Vec<T>, mut part: Vec<T>) {
    if column.is_empty() { *column = part } else { column.append(&mut part) }
}
/// Rows of an order that are one sale: their lines in the file, amount, refund, status, and the rows.
type Together<'a> = (Vec<u64>, Option<Money>, Money, Weight, &'a [Waiting]);
/// Rows of one order, in the order of the file.
fn together(mut waiting: Vec<Waiting>, grouping: Grouping, table: &mut Orders, count: &mut Count, aside: &mut BTreeMap<u64, &'static str>) {
    waiting.sort_unstable_by_key(|w| (w.key, w.line));
    table.items_by_line();
    let (mut more, mut more_amount, mut torn) = (0u64, 0i128, 0u64);
    let mut rest = &waiting[..];
    while let Some(first) = rest.first() {
        // One id of two customers is two orders.
        let mut who = first.customer;
        let same = |w: &Waiting| {
            let own = w.key == first.key && (w.customer.is_none() || who.is_none() || w.customer == who);
            who = who.or(w.customer);
            own
        };
        let len = rest.iter().position({
            let mut same = same;
            move |w| !same(w)
        });
        let (group, after) = rest.split_at(len.unwrap_or(rest.len()));
        rest = after;
        let customer = group.iter().find_map(|w| w.customer);
        let day = group.iter().find_map(|w| w.day);
        let weight = group.iter().map(|w| w.weight).max().unwrap_or(Weight::Unsaid);
        let once = |of: fn(&Waiting) -> Option<Money>| {
            let there: Vec<Money> = group.iter().filter_map(of).collect();
            let equal = there.iter().all(|a| *a == there[0]);
            (if equal { there.first().copied() } else { Some(there.iter().copied().sum()) }, there.len(), equal)
        };
        let lines: Vec<u64> = group.iter().map(|w| w.line).collect();
        let parts: Vec<Together> = if grouping == Grouping::Once {
            let (amount, there, equal) = once(|w| w.amount);
            torn += u64::from(!equal);
            if let Some(amount) = amount.filter(|_| equal) {
                more += there as u64 - 1;
                more_amount += i128::from(amount.raw()) * (there as i128 - 1);
            }
            vec![(lines, amount, once(|w| w.refund).0.unwrap_or(Money::ZERO), weight, group)]
        } else {
            let own = |w: &'_ Waiting| (vec![w.line], w.amount, w.refund.unwrap_or(Money::ZERO), w.weight);
            group.iter().map(own).zip(group.chunks(1)).map(|((lines, amount, refund, weight), rows)| (lines, amount, refund, weight, rows)).collect()
        };
        for (lines, amount, refund, weight, rows) in parts {
            let mut set_aside = |reason: &'static str, value: Option<Money>| {
                count.aside_together(&lines, reason, value);
                aside.extend(lines.iter().map(|line| (*line, reason)));
            };
            let Some(amount) = amount else {
                set_aside(if let Weight::Out(reason) = weight { reason } else { "the amount is missing" }, None);
                continue;
            };
            let (sale, back) = worth(amount, refund, weight);
            if let Weight::Out(reason) = weight {
                set_aside(reason, Some(sale));
                continue;
            }
            let Some(day) = day else {
                set_aside("the date cannot be read", Some(sale));
                continue;
            };
            let net = sale - back;
            let Some(customer) = customer else {
                count.nobody(net);
                count.without += lines.len() as u64 - 1;
                continue;
            };
            count.use_amount(net);
            count.used += lines.len() as u64 - 1;
            let given_back = sale < Money::ZERO;
            let pieces = rows.iter().filter_map(|w| w.piece).map(|p| if given_back { p.back() } else { p });
            pieces.for_each(|p| p.put(&mut table.items, table.amount.len()));
            for amount in [Some(sale), (back != Money::ZERO).then_some(-back)].into_iter().flatten() {
                table.customer.push(customer);
                table.day.push(day.days());
                table.order_key.push(group[0].key);
                table.amount.push(amount.raw());
            }
        }
    }
    let money = |raw: i128| Money::from_raw(i64::try_from(raw).unwrap_or(i64::MAX));
    if grouping == Grouping::Once {
        count.notes.insert(format!(
            "the amount is the order's and counts once: {more} further rows of an order repeat it ({} in all, which is not counted)",
            money(more_amount)
        ));
    } else {
        count.notes.insert("the customer and the day of an order hold for all of its rows".into());
    }
    if torn > 0 {
        count.notes.insert(format!("{torn} orders have rows with different amounts: these are added up"));
    }
}
/// What an order brought, and what of it was given back.
fn worth(amount: Money, refund: Money, weight: Weight) -> (Money, Money) {
    match weight {
        Weight::Refund if amount > Money::ZERO => (-amount, refund),
        Weight::Refunded if refund == Money::ZERO && amount > Money::ZERO => (amount, amount),
        _ => (amount, refund),
    }
}
/// Takes discount lines off the other lines of their order: they are no refunds.
fn net_discounts(table: &mut Orders, from: usize, discounts: &[usize], count: &mut Count) {
    if discounts.is_empty() {
        return;
    }
    let mut others: FxHashMap<(u32, u64), Vec<usize>> = discounts.iter().map(|at| ((table.customer[*at], table.order_key[*at]), vec![])).collect();
    for at in from..table.amount.len() {
        if table.amount[at] > 0
            && let Some(lines) = others.get_mut(&(table.customer[at], table.order_key[at]))
        {
            lines.push(at);
        }
    }
    let (mut lines, mut total) = (0u64, 0i128);
    for at in discounts {
        let before = table.amount[*at];
        for other in &others[&(table.customer[*at], table.order_key[*at])] {
            let part = table.amount[*other].max(0).min(-table.amount[*at]);
            table.amount[*other] -= part;
            table.amount[*at] += part;
        }
        if table.amount[*at] != before {
            lines += 1;
            total += i128::from(before - table.amount[*at]);
        }
    }
    let money = Money::from_raw(i64::try_from(total).unwrap_or(i64::MAX));
    count.notes.insert(format!("{lines} discount lines ({money}) are taken off the other lines of their orders; they are no refunds"));
}
/// The refunds of a row: a number of any sign, or a list of them (`amount:-11.00|reason:`).
fn refund(r: &Reading, cell: &[u8]) -> Option<Money> {
    if cell.is_empty() {
        return None;
    }
    let size = |m: Money| if m < Money::ZERO { -m } else { m };
    if let Some(m) = r.notation.money(cell) {
        return Some(size(m));
    }
    let text = words(cell);
    let told = text.split(['|', ';']).filter_map(|part| part.rsplit_once("amount:")).filter_map(|(_, a)| r.notation.money(a.trim().as_bytes()));
    Some(told.map(size).sum())
}
/// What the status words of a row make of it.
fn weigh(v: &mut OrderPart, r: &Reading, row: &Row) -> (Weight, Option<String>) {
    let (mut weight, mut unknown, mut telling) = (Weight::Unsaid, None, None);
    for (at, asks) in &r.meaning.orders.states {
        let cell = row.get(*at);
        if cell.is_empty() {
            continue;
        }
        let own = match v.words.get(cell) {
            Some(own) => *own,
            None => {
                let word = words(cell);
                let own = match r.said.word(&word).or_else(|| state_of(&word, !asks)) {
                    Some("sale") => Weight::Sale,
                    Some("refund") => Weight::Refund,
                    // Without a column that says how much came back, an order given back whole is none.
                    Some("refunded") if r.meaning.columns.at("refund").is_none() => Weight::Out("the order was fully refunded"),
                    Some("refunded") => Weight::Refunded,
                    Some("cancelled") => Weight::Out("the order was cancelled or voided"),
                    Some("failed") => Weight::Out("the payment failed"),
                    Some("unpaid") => Weight::Out("it is not paid yet"),
                    Some("test") => Weight::Out("it is a test"),
                    Some("lost") => Weight::Out("the deal was lost"),
                    Some("undecided") => Weight::Out("the deal is not decided"),
                    Some("nosale") => Weight::Out("it is not a sale (payout, fee or transfer)"),
                    Some("out") => Weight::Out("its status is set to be left out"),
                    _ => Weight::Unsaid,
                };
                if own != Weight::Unsaid {
                    v.words.insert(cell.to_vec(), own);
                }
                own
            }
        };
        if own == Weight::Unsaid && *asks {
            unknown = Some(words(cell));
        }
        if own > weight {
            (weight, telling) = (own, (own > Weight::Sale).then(|| cell.to_vec()));
        }
    }
    if let Some(word) = telling {
        let how = match weight {
            Weight::Out(_) => "left out",
            Weight::Refund => "taken off as refunds",
            _ => "given back whole",
        };
        let word = format!("{how}, by the word {:?}", words(&word));
        (weight, Some(word))
    } else {
        (weight, unknown.map(|u| format!("\0{u}")))
    }
}
fn order(v: &mut OrderPart, file: &File, row: &Row) {
    v.count.rows += 1;
    if let Some(reason) = row.broken {
        return v.count.aside(row, reason, None, row.get(0));
    }
    let (r, at) = (file.reading, &file.at);
    let rule = &r.meaning.orders;
    let customer = r.somebody(row, cell(row, at.customer));
    let waits = rule.grouping != Grouping::Rows;
    if waits && customer.is_empty() && row.fields.iter().find(|f| !f.is_empty()).is_some_and(|f| is_total(f)) {
        return v.count.aside(row, LABELLED, r.notation.money(cell(row, at.amount)), &[]);
    }
    let (weight, word) = if rule.states.is_empty() { (Weight::Sale, None) } else { weigh(v, r, row) };
    let written = cell(row, if rule.product { at.price } else { at.amount });
    let value = r.notation.money(written);
    let value = if rule.unpriced {
        Some(Money::from_raw(Money::SCALE))
    } else if rule.product {
        value.zip(r.notation.money(cell(row, at.quantity))).and_then(|(p, q)| p.times(q.raw()))
    } else {
        value
    };
    let back = refund(r, cell(row, at.refund));
    if let Some(word) = word {
        let raw = i128::from(value.map_or(0, Money::raw));
        let (list, word) = match word.strip_prefix('\0') {
            Some(unknown) => (&mut v.count.unknown, unknown.to_string()),
            None => (&mut v.count.told, word),
        };
        let entry = list.entry(word).or_default();
        (entry.0, entry.1) = (entry.0 + 1, entry.1 + raw);
    }
    if let (None, Weight::Out(reason)) = (value, weight)
        && !waits
    {
        // What failed or was cancelled need not have an amount.
        return v.count.aside(row, reason, None, &[]);
    }
    if value.is_none() && !(waits && written.is_empty()) {
        let reason = if written.is_empty() { "the amount is missing" } else { "the amount cannot be read" };
        return v.count.aside(row, reason, None, written);
    }
    let time = cell(row, at.time);
    let day = at.time.and_then(|at| r.notation.day(at, time)).or_else(|| r.month(row, "year", "month"));
    if day.is_some_and(|d| r.future(d)) {
        return v.count.aside(row, "the date lies in the future", value, time);
    }
    let currency = cell(row, at.currency);
    if !currency.is_empty() && currency != v.currency {
        v.currency.clear();
        v.currency.extend_from_slice(currency);
        v.count.currencies.insert(words(currency).to_uppercase());
    }
    if let Some(code) = r.notation.currency(written)
        && !v.count.currencies.contains(code)
    {
        v.count.currencies.insert(code.into());
    }
    let id = cell(row, at.order);
    // An odd letter in a file of plain text: the id is what it reads as.
    let customer = if customer.is_ascii() { customer } else { Cow::Owned(words(&customer).into_bytes()) };
    let piece = rule.items.and_then(|items| v.pieces.of(items, &r.notation, row, value));
    if waits {
        // A row without an order is an order of its own.
        let key = if id.is_empty() { key(&row.line.to_le_bytes()).rotate_left(17) } else { key(id) };
        let customer = (!customer.is_empty()).then(|| v.ids.number(&customer));
        v.waiting.push(Waiting { key, line: row.line, customer, day, amount: value, refund: back, weight, piece });
        return;
    }
    let Some(value) = value else { return };
    if let Weight::Out(reason) = weight {
        return v.count.aside(row, reason, Some(value), &[]);
    }
    let Some(day) = day else {
        v.count.totals.see(row, value, Some(r.no_time(row)));
        return v.count.aside(row, r.no_time(row), Some(value), time);
    };
    let (sale, back) = worth(value, back.unwrap_or(Money::ZERO), weight);
    if customer.is_empty() {
        v.count.totals.see(row, sale - back, None);
        return v.count.nobody(sale - back);
    }
    v.count.use_amount(sale - back);
    v.compare(file, row);
    let (group, customer) = v.ids.key(&customer);
    let discount = sale < Money::ZERO && weight != Weight::Refund && rule.discount.is_some_and(|at| is_discount(&words(row.get(at))));
    let order_key = if id.is_empty() { day.days() as u64 } else { key(id) };
    let piece = piece.filter(|_| !discount).map(|p| if sale < Money::ZERO { p.back() } else { p });
    let mut fresh = Fresh { group, customer, day: day.days(), order_key, amount: sale.raw(), discount, piece };
    v.fresh.push(fresh);
    if back != Money::ZERO {
        (fresh.amount, fresh.discount, fresh.piece) = ((-back).raw(), false, None);
        v.fresh.push(fresh);
    }
    if v.fresh.len() >= FRESH {
        v.settle();
    }
}
/// Rows that are put into groups at once.
const FRESH: usize = 1 << 15;
impl OrderPart {
    /// Numbers the customers of the fresh rows, group by group: their ids lie near each other, and so do then the rows of a customer.
    fn settle(&mut self) {
        let mut ends = [0; GROUPS];
        self.fresh.iter().for_each(|row| ends[row.group] += 1);
        let mut begin = 0;
        for end in &mut ends {
            (*end, begin) = (begin, begin + *end);
        }
        let mut order = vec![0u32; self.fresh.len()];
        for (row, at) in self.fresh.iter().zip(0..) {
            order[ends[row.group]] = at;
            ends[row.group] += 1;
        }
        let of = |at: &u32| &self.fresh[*at as usize];
        self.rows.customer.extend(order.iter().map(|at| self.ids.number_of(of(at).group, of(at).customer)));
        if let Some(form) = self.form {
            order.iter().for_each(|at| self.pieces.push(form, of(at).piece));
        }
        self.discounts.extend(order.iter().zip(self.rows.amount.len()..).filter(|(at, _)| of(at).discount).map(|(_, at)| at));
        self.rows.day.extend(order.iter().map(|at| of(at).day));
        self.rows.order_key.extend(order.iter().map(|at| of(at).order_key));
        self.rows.amount.extend(order.iter().map(|at| of(at).amount));
        self.fresh.clear();
    }
    /// Keeps the fingerprint of a row, until all parts have too many of them.
    fn compare(&mut self, file: &File, row: &Row) {
        const STEP: usize = 1 << 14;
        if self.not_compared {
            return;
        }
        self.prints.push((print_of(row), row.line));
        self.uncounted += 1;
        if self.uncounted == STEP {
            self.uncounted = 0;
            self.not_compared = file.prints.fetch_add(STEP, Ordering::Relaxed) + STEP >= COMPARED;
            if self.not_compared {
                self.prints = vec![];
            }
        }
    }
}

/// Notes how many order lines repeat another exactly.
pub(super) fn tell_repetitions(all: u64, notes: &mut BTreeSet<String>) {
    if all > 0 {
        notes.insert(format!(
            "{all} lines repeat another line exactly. They are kept, for two equal items in one order look like this; take repetitions out of the files if one was joined twice"
        ));
    }
}
/// Notes order lines that repeat another exactly: how many over all files, and which lines in the notes of their file.
pub(super) fn repetitions(mut prints: Vec<(u64, Place)>, files: &mut [Opened], notes: &mut BTreeSet<String>) -> u64 {
    prints.par_sort_unstable();
    let mut twice = Twice::new();
    for pair in prints.windows(2).filter(|w| w[0].0 == w[1].0) {
        let (file, line) = pair[1].1;
        twice.entry(file).or_default().insert(line);
    }
    let all: usize = twice.values().map(BTreeSet::len).sum();
    tell_repetitions(all as u64, notes);
    for (file, lines) in twice {
        let first: Vec<String> = lines.iter().take(3).map(u64::to_string).collect();
        let more = if lines.len() > first.len() { "…" } else { "" };
        files[file].notes.push(format!("lines that repeat another: {}{more}", first.join(", ")));
    }
    all as u64
}
