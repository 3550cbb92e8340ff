//! Product usage.
use super::*;
use crate::canonical::Subscription;

pub(super) fn usage(text: &mut Text, of: &One, gathered: &mut Gathered) -> Result<Count, IntakeError> {
    let r = of.reading;
    fn one(r: &Reading, row: &Row) -> Made<(Usage, String)> {
        let who = if r.meaning.columns.at("customer").is_some() { r.customer(row) } else { Cow::Borrowed(r.cell(row, "subscription")) };
        if who.is_empty() {
            return Err(("the customer is missing", vec![]));
        }
        let day = r.day(row, "time").ok_or_else(|| ("the date cannot be read", r.cell(row, "time").to_vec()))?;
        let at_the_till = r.meaning.columns.uses.iter().any(|u| u.canonical == "time" && u.column.to_lowercase().contains("redemption"));
        let feature = r.text(row, "feature").unwrap_or_default();
        let feature = if at_the_till { format!("coupon redemption {feature}") } else { feature };
        let count = r.money(row, "count").map_or(1, |m| (m.raw() / Money::SCALE).clamp(0, i64::from(u32::MAX)) as u32);
        Ok(((Usage { customer: words(&who), day, feature, count }, r.text(row, "id").unwrap_or_default()), None))
    }
    let by_subscription = r.meaning.columns.at("customer").is_none();
    let (count, all) = numbered(text, of, one)?;
    gathered.usage.extend(all.into_iter().map(|(line, (usage, id))| (id, usage, (of.at, line), by_subscription)));
    Ok(count)
}
/// Events, each id once; of two with one id, the first in the order of their content.
pub(super) fn events_once(all: Vec<(String, Usage, Place, bool)>) -> (Vec<(Usage, bool)>, Twice) {
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
pub(super) fn owners(uses: &mut [(Usage, bool)], subscriptions: &[Subscription]) -> u64 {
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
