//! Order lines: which rows are sales, what each is worth, and how the rows of an order belong together.
use super::super::ids::Ids;
use super::super::layout::is_total;
use super::super::lexicon::{is_discount, state_of};
use super::super::meaning::Grouping;
use super::*;
use crate::canonical::Orders;
use rustc_hash::FxHashMap;

#[derive(Default)]
struct OrderPart {
    count: Count,
    ids: Ids,
    rows: Orders,
    /// Fingerprint and line of each row, up to [`COMPARED`] rows.
    prints: Vec<(u64, u64)>,
    /// Weights of words that were met.
    words: FxHashMap<Vec<u8>, Weight>,
    /// Positions of lines below nothing that are discounts.
    discounts: Vec<usize>,
    /// Rows that wait for the others of their order.
    waiting: Vec<Waiting>,
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

/// Reads a file of orders.
pub(super) fn orders(text: &mut Text, of: &One, out: &mut Intake, gathered: &mut Gathered) -> Result<Count, IntakeError> {
    let (path, r) = (text.path.clone(), of.reading);
    let rule = &r.meaning.orders;
    let visit = |v: &mut OrderPart, row: &Row| order(v, r, row);
    let parts = scan(text, of.cancelled, &OrderPart::default, &visit).map_err(io(&path))?;
    let table = out.tables.orders.get_or_insert_default();
    let first_row = table.amount.len();
    let mut all = Ids::default();
    table.customers.ids.iter().for_each(|id| {
        all.number(id.as_bytes());
    });
    let mut count = Count::default();
    count.notes.insert(if rule.product { "amount = quantity × unit price".into() } else { "amount as it stands in its column".into() });
    let (mut waiting, mut discounts) = (vec![], vec![]);
    for part in parts {
        count.add(part.count);
        let room = COMPARED.saturating_sub(gathered.prints.len());
        gathered.prints.extend(part.prints.into_iter().take(room).map(|(print, line)| (print, (of.at, line))));
        let base = table.amount.len();
        discounts.extend(part.discounts.iter().map(|at| base + at));
        if all.names.is_empty() && part.ids.names.iter().all(|id| std::str::from_utf8(id).is_ok()) {
            // The first piece gives its numbers as they are.
            (all, table.customer, table.day) = (part.ids, part.rows.customer, part.rows.day);
            (table.order_key, table.amount) = (part.rows.order_key, part.rows.amount);
            waiting.extend(part.waiting);
            continue;
        }
        let places: Vec<u32> = part.ids.names.iter().map(|id| all.number(words(id).as_bytes())).collect();
        table.customer.extend(part.rows.customer.iter().map(|c| places[*c as usize]));
        table.day.extend(part.rows.day);
        table.order_key.extend(part.rows.order_key);
        table.amount.extend(part.rows.amount);
        waiting.extend(part.waiting.into_iter().map(|w| Waiting { customer: w.customer.map(|c| places[c as usize]), ..w }));
    }
    count.take_totals();
    let known = table.customers.ids.len();
    table.customers.ids.extend(all.names[known..].iter().map(|id| words(id)));
    if rule.grouping != Grouping::Rows {
        together(waiting, rule.grouping, table, &mut count, gathered.with_order.entry(of.at).or_default());
    }
    net_discounts(table, first_row, &discounts, &mut count);
    Ok(count)
}
/// Rows of one order, in the order of the file.
fn together(mut waiting: Vec<Waiting>, grouping: Grouping, table: &mut Orders, count: &mut Count, aside: &mut BTreeMap<u64, &'static str>) {
    waiting.sort_unstable_by_key(|w| (w.key, w.line));
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
        let parts: Vec<(Vec<u64>, Option<Money>, Money, Weight)> = if grouping == Grouping::Once {
            let (amount, there, equal) = once(|w| w.amount);
            torn += u64::from(!equal);
            if let Some(amount) = amount.filter(|_| equal) {
                more += there as u64 - 1;
                more_amount += i128::from(amount.raw()) * (there as i128 - 1);
            }
            vec![(lines, amount, once(|w| w.refund).0.unwrap_or(Money::ZERO), weight)]
        } else {
            group.iter().map(|w| (vec![w.line], w.amount, w.refund.unwrap_or(Money::ZERO), w.weight)).collect()
        };
        for (lines, amount, refund, weight) in parts {
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
fn refund(r: &Reading, row: &Row) -> Option<Money> {
    let cell = r.cell(row, "refund");
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
fn order(v: &mut OrderPart, r: &Reading, row: &Row) {
    v.count.rows += 1;
    if let Some(reason) = row.broken {
        return v.count.aside(row, reason, None, row.get(0));
    }
    let rule = &r.meaning.orders;
    let customer = r.customer(row);
    let waits = rule.grouping != Grouping::Rows;
    if waits && customer.is_empty() && row.fields.iter().find(|f| !f.is_empty()).is_some_and(|f| is_total(f)) {
        return v.count.aside(row, LABELLED, r.money(row, "amount"), &[]);
    }
    let (weight, word) = if rule.states.is_empty() { (Weight::Sale, None) } else { weigh(v, r, row) };
    let value = if rule.product { r.money(row, "price").zip(r.money(row, "quantity")).and_then(|(p, q)| p.times(q.raw())) } else { r.money(row, "amount") };
    let back = refund(r, row);
    if let Some(word) = word {
        let raw = i128::from(value.map_or(0, Money::raw));
        let (list, word) = match word.strip_prefix('\0') {
            Some(unknown) => (&mut v.count.unknown, unknown.to_string()),
            None => (&mut v.count.told, word),
        };
        let entry = list.entry(word).or_default();
        (entry.0, entry.1) = (entry.0 + 1, entry.1 + raw);
    }
    let cell = r.cell(row, if rule.product { "price" } else { "amount" });
    if let (None, Weight::Out(reason)) = (value, weight)
        && !waits
    {
        // What failed or was cancelled need not have an amount.
        return v.count.aside(row, reason, None, &[]);
    }
    if value.is_none() && !(waits && cell.is_empty()) {
        let reason = if cell.is_empty() { "the amount is missing" } else { "the amount cannot be read" };
        return v.count.aside(row, reason, None, cell);
    }
    let day = r.time(row);
    if day.is_some_and(|d| r.future(d)) {
        return v.count.aside(row, "the date lies in the future", value, r.cell(row, "time"));
    }
    if let Some(c) = r.text(row, "currency") {
        v.count.currencies.insert(c.to_uppercase());
    }
    if let Some(code) = r.notation.currency(cell)
        && !v.count.currencies.contains(code)
    {
        v.count.currencies.insert(code.into());
    }
    let id = r.cell(row, "order");
    if waits {
        // A row without an order is an order of its own.
        let key = if id.is_empty() { key(&row.line.to_le_bytes()).rotate_left(17) } else { key(id) };
        let customer = (!customer.is_empty()).then(|| v.ids.number(&customer));
        v.waiting.push(Waiting { key, line: row.line, customer, day, amount: value, refund: back, weight });
        return;
    }
    let Some(value) = value else { return };
    if let Weight::Out(reason) = weight {
        return v.count.aside(row, reason, Some(value), &[]);
    }
    let Some(day) = day else {
        v.count.totals.see(row, value, Some(r.no_time(row)));
        return v.count.aside(row, r.no_time(row), Some(value), r.cell(row, "time"));
    };
    let (sale, back) = worth(value, back.unwrap_or(Money::ZERO), weight);
    if customer.is_empty() {
        v.count.totals.see(row, sale - back, None);
        return v.count.nobody(sale - back);
    }
    v.count.use_amount(sale - back);
    let at = v.ids.number(&customer);
    if v.prints.len() < COMPARED {
        v.prints.push((print_of(row), row.line));
    }
    if sale < Money::ZERO && weight != Weight::Refund && rule.discount.is_some_and(|at| is_discount(&words(row.get(at)))) {
        v.discounts.push(v.rows.amount.len());
    }
    for amount in [Some(sale), (back != Money::ZERO).then_some(-back)].into_iter().flatten() {
        v.rows.customer.push(at);
        v.rows.day.push(day.days());
        v.rows.order_key.push(if id.is_empty() { day.days() as u64 } else { key(id) });
        v.rows.amount.push(amount.raw());
    }
}

/// Notes order lines that repeat another exactly: how many over all files, and which lines in the notes of their file.
pub(super) fn repetitions(mut prints: Vec<(u64, Place)>, files: &mut [Opened], notes: &mut BTreeSet<String>) -> u64 {
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
