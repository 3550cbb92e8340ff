//! Compliance blockers that a named person overrode: printed on every deliverable.
use loyalty_model::plan::{Act, Plan};

/// A sentence for each override of a rule that still blocks this design: rule, person, role, reason and evidence.
pub fn sentences(plan: &Plan) -> Vec<String> {
    let of_today = plan.history.change_log.iter().filter(|c| c.act == Act::Overridden && c.plan_hash == plan.plan_hash);
    of_today
        .filter_map(|c| {
            let d = c.decision.as_ref()?;
            let rule = d.rule.as_deref()?;
            let title = plan.design.governance.compliance.iter().find(|f| f.rule == rule).map_or(rule, |f| f.title.as_str());
            let day = c.at.get(..10).unwrap_or(&c.at);
            let evidence = d.evidence.as_deref().unwrap_or("none");
            Some(format!(
                "Compliance blocker overridden — {title} ({rule}): by {} for {} on {day}. Reason: {}. Evidence: {evidence}.",
                d.person,
                d.role,
                d.note.trim_end_matches('.')
            ))
        })
        .collect()
}
/// A CSV table with a last column `notice` that holds the overrides in every row; the table as it is where there are none.
///
/// # Errors
/// Bytes that are no CSV.
pub fn noticed(table: Vec<u8>, plan: &Plan) -> Result<Vec<u8>, csv::Error> {
    let notice = sentences(plan).join(" ");
    if notice.is_empty() {
        return Ok(table);
    }
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&table[..]);
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(vec![]);
    for (i, row) in rows.records().enumerate() {
        let mut row = row?;
        if i == 0 && row.iter().next_back() == Some("notice") {
            return Ok(table);
        }
        row.push_field(if i == 0 { "notice" } else { &notice });
        out.write_record(&row)?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}
