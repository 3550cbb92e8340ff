//! Rows of an order table.
use super::*;

#[derive(Default)]
struct OrderPart {
    count: Count,
    ids: Ids,
    rows: Orders,
    /// Fingerprint and line of each row, up to [`COMPARED`] rows.
    prints: Vec<(u64, u64)>,
}
/// Rows of a table up to which every row is compared with every other.
pub(super) const COMPARED: usize = 3_000_000;
/// A 64-bit fingerprint of a whole row.
fn print_of(row: &Row) -> u64 {
    row.fields.iter().fold(0xcbf2_9ce4_8422_2325, |h, f| (key(f) ^ h).wrapping_mul(0x0100_0000_01b3).rotate_left(29))
}
/// A 64-bit identity of an order id (FNV-1a).
fn key(text: &[u8]) -> u64 {
    text.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}
pub(super) fn orders(text: &mut Text, of: &One, out: &mut Intake, gathered: &mut Gathered) -> Result<Count, IntakeError> {
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
