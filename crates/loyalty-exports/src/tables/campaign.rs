//! The campaign calendar: as CSV, and as a table of twelve months.
use super::Table;
use crate::format;
use crate::tables::sheet::Sheet;
use loyalty_model::plan::{CampaignCalendar, Moment, MomentKind, Plan, SeasonStanding};
use loyalty_model::units::Currency;

/// The columns. Costs are numbers in the currency of the last column.
pub const COLUMNS: [&str; 18] = [
    "id",
    "kind",
    "from",
    "to",
    "what",
    "why then",
    "season factor",
    "members",
    "held out",
    "channel",
    "owner",
    "cost",
    "what the cost is",
    "what it detects",
    "messages a member may get in a week",
    "messages a member may get in a month",
    "status",
    "currency",
];
/// Name of a kind for readers.
pub fn kind_name(kind: MomentKind) -> &'static str {
    match kind {
        MomentKind::Launch => "Launch",
        MomentKind::Mission => "Mission",
        MomentKind::MultiplierDay => "Multiplier day",
        MomentKind::Birthday => "Birthdays",
        MomentKind::SurpriseTest => "Surprise test",
        MomentKind::TierNotice => "Tier notice",
        MomentKind::ExpiryWarning => "Expiry warning",
    }
}
/// The calendar as CSV text (UTF-8), by day.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn csv(plan: &Plan) -> Result<Vec<u8>, csv::Error> {
    let currency = &plan.design.brief.currency.0;
    let mut out = Sheet::new(&COLUMNS)?;
    let Some(calendar) = &plan.design.blueprint.calendar else { return out.bytes() };
    for m in &calendar.moments {
        let month = calendar.months.iter().find(|c| c.month == m.from.month());
        out.row(&[
            m.id.clone(),
            kind_name(m.kind).into(),
            m.from.to_string(),
            m.to.to_string(),
            m.what.to_string(),
            m.why_then.to_string(),
            month.and_then(|c| c.factor).map_or(String::new(), |f| format::decimal(f, 2)),
            m.members.map_or(String::new(), |n| format!("{n:.0}")),
            m.held_out.map_or(String::new(), |n| format!("{n:.0}")),
            m.channel.clone(),
            m.owner.clone(),
            m.cost.map_or(String::new(), |c| format!("{c:.2}")),
            m.cost_basis.to_string(),
            m.detects.as_ref().map_or(String::new(), ToString::to_string),
            calendar.cap.week_most.to_string(),
            calendar.cap.month_most.to_string(),
            "proposed".into(),
            currency.clone(),
        ])?;
    }
    out.bytes()
}
fn standing_name(standing: SeasonStanding) -> &'static str {
    match standing {
        SeasonStanding::Peak => "peak",
        SeasonStanding::Trough => "trough",
        SeasonStanding::Usual => "usual",
        SeasonStanding::Unknown => "not measured",
    }
}
/// Twelve rows: a month with its season, what begins or goes on in it, and its cost.
pub fn months(calendar: &CampaignCalendar, c: &Currency) -> Table {
    let begins = |m: &&Moment, month| m.from.month() == month;
    let goes_on = |m: &&Moment, month| m.from.month() < month && m.to.month() >= month;
    let row = |month: &loyalty_model::plan::CalendarMonth| {
        let own: Vec<&Moment> = calendar.moments.iter().filter(|m| begins(m, month.month)).collect();
        let on = calendar.moments.iter().filter(|m| goes_on(m, month.month)).map(|m| format!("{} (continued)", kind_name(m.kind).to_lowercase()));
        let what = own.iter().map(|m| format!("{} {}", m.from, kind_name(m.kind))).chain(on).collect::<Vec<_>>();
        let costs: Vec<f64> = own.iter().filter_map(|m| m.cost).collect();
        vec![
            month.month.to_string(),
            month.factor.map_or("–".into(), |f| format::decimal(f, 2)),
            standing_name(month.standing).into(),
            if what.is_empty() { "triggers only".into() } else { what.join("; ") },
            format::decimal(month.messages_per_member, 2),
            if costs.is_empty() { "–".into() } else { costs.iter().map(|v| format::money(*v, c)).collect::<Vec<_>>().join(" + ") },
        ]
    };
    let head = ["Month", "#Season", "Standing", "Calendar", "#Messages per member", "#Cost"];
    super::plain("Campaign calendar", format!("{} {}", calendar.season, calendar.cap.reading), &head, calendar.months.iter().map(row).collect())
}
