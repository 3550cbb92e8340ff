//! The canonical tables as CSV files, for the SQL of `sql/` in any database.
use crate::canonical::{NO_ITEM, Orders, Tables};
use loyalty_model::units::{Date, Money};
use std::io;
use std::path::Path;

/// Writes one file per table that is there: `orders.csv`, `item_lines.csv`, `subscriptions.csv`, `usage_events.csv`, `voice.csv`,
/// `members.csv`, `ledger.csv`. Absent values are empty; points are in hundredths.
///
/// # Errors
/// When a file cannot be written.
pub fn write(tables: &Tables, dir: &Path) -> io::Result<()> {
    std::fs::create_dir_all(dir)?;
    if let Some(o) = &tables.orders {
        let row = |i: usize| {
            let id = o.customers.ids[o.customer[i] as usize].clone();
            vec![id, Date::from_days(o.day[i]).to_string(), o.order_key[i].to_string(), Money::from_raw(o.amount[i]).to_string()]
        };
        // Rows stand as they were gathered, and that differs with the container and the threads: the file does not.
        let key = |i: &usize| (&o.customers.ids[o.customer[*i] as usize], o.day[*i], o.order_key[*i], o.amount[*i]);
        let mut rows: Vec<usize> = (0..o.customer.len()).collect();
        rows.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
        file(dir, "orders", "customer,day,order_key,amount", rows.into_iter().map(row))?;
        item_lines(o, dir)?;
    }
    if let Some(rows) = &tables.subscriptions {
        let header = "subscription,customer,start_day,end_day,tenure_months,ended,mrr,plan,trial,billing_months";
        let row = |s: &crate::canonical::Subscription| {
            let (start, end) = (text(s.start), text(s.end));
            let (ended, mrr, trial) = (s.ended.to_string(), s.mrr.to_string(), s.trial.to_string());
            let (plan, billing) = (text(s.plan.as_ref()), text(s.billing_months));
            vec![s.subscription.clone(), s.customer.clone(), start, end, text(s.tenure_months), ended, mrr, plan, trial, billing]
        };
        file(dir, "subscriptions", header, rows.iter().map(row))?;
    }
    if let Some(rows) = &tables.usage {
        let row = |u: &crate::canonical::Usage| vec![u.customer.clone(), u.day.to_string(), u.feature.clone(), u.count.to_string()];
        file(dir, "usage_events", "customer,day,feature,uses", rows.iter().map(row))?;
    }
    if let Some(rows) = &tables.voice {
        let header = "customer,day,score_hundredths,scale_max,text,theme,has_left";
        let row = |v: &crate::canonical::Voice| {
            let (who, day, score) = (text(v.customer.as_ref()), text(v.day), text(v.score_hundredths));
            vec![who, day, score, v.scale_max.to_string(), v.text.clone(), text(v.theme.as_ref()), v.left.to_string()]
        };
        file(dir, "voice", header, rows.iter().map(row))?;
    }
    if let Some(rows) = &tables.members {
        let header = "customer,joined,left_day,tier,segment,place,email_consent,referred_by,birth_month";
        let row = |m: &crate::canonical::Member| {
            let (tier, segment, place) = (text(m.tier.as_ref()), text(m.segment.as_ref()), text(m.place.as_ref()));
            let (consent, by) = (text(m.email_consent), text(m.referred_by.as_ref()));
            vec![m.customer.clone(), text(m.joined), text(m.left), tier, segment, place, consent, by, text(m.birth_month)]
        };
        file(dir, "members", header, rows.iter().map(row))?;
    }
    if let Some(rows) = &tables.ledger {
        let row = |l: &crate::canonical::LedgerEntry| {
            let points = [l.earned, l.redeemed, l.expired].map(|p| p.to_string());
            [vec![l.customer.clone(), l.day.to_string()], points.to_vec(), vec![text(l.cost)]].concat()
        };
        file(dir, "ledger", "customer,day,earned,redeemed,expired,cost", rows.iter().map(row))?;
    }
    Ok(())
}
/// Lines that name an item, where there are any.
fn item_lines(o: &Orders, dir: &Path) -> io::Result<()> {
    if o.items.item.is_empty() {
        return Ok(());
    }
    let mut rows: Vec<Vec<String>> = (0..o.items.item.len())
        .filter(|i| o.items.item[*i] != NO_ITEM)
        .map(|i| {
            let (line, (units, amount)) = (o.items.line(i), o.sold(i));
            let (id, name) = (o.customers.ids[o.customer[line] as usize].clone(), o.items.names[o.items.item[i] as usize].clone());
            let (day, key) = (Date::from_days(o.day[line]).to_string(), o.order_key[line].to_string());
            vec![id, day, key, name, units.to_string(), Money::from_raw(amount).to_string()]
        })
        .collect();
    rows.sort_unstable();
    file(dir, "item_lines", "customer,day,order_key,item,units,amount", rows.into_iter())
}
fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

/// A new file that its owner alone reads: the tables hold single customers.
fn private(path: &Path) -> io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        let file = options.mode(0o600).open(path)?;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
        Ok(file)
    }
    #[cfg(not(unix))]
    options.open(path)
}
fn file(dir: &Path, name: &str, header: &str, rows: impl Iterator<Item = Vec<String>>) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(private(&dir.join(format!("{name}.csv")))?);
    out.write_record(header.split(','))?;
    for row in rows {
        out.write_record(&row)?;
    }
    out.flush()
}
