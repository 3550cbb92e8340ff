//! Acts of people that every deliverable prints: blockers overridden, blockers waived, and the publication with the policy that it was made under.
use loyalty_model::plan::{Act, Change, Decision, Plan, acts};

/// A sentence for each override and waiver of this design, and one for its publication. It says nothing that is unknown before the act is signed.
pub fn sentences(plan: &Plan) -> Vec<String> {
    acts(&plan.history.change_log).iter().filter_map(|c| Some((c, c.decision.as_ref()?))).flat_map(|(c, d)| said(plan, c, d)).collect()
}
fn said(plan: &Plan, change: &Change, d: &Decision) -> Vec<String> {
    let (what, closing) = match change.act {
        Act::Overridden => ("Compliance blocker overridden", format!(" Evidence: {}.", evidence(d))),
        Act::Waived => ("Compliance blocker waived without an answer", d.evidence.as_ref().map_or(String::new(), |_| format!(" Evidence: {}.", evidence(d)))),
        Act::Published => return vec![published(plan, d)],
        _ => return vec![],
    };
    let title = |rule: &str| plan.design.governance.compliance.iter().find(|f| f.rule == rule).map_or(rule.to_string(), |f| f.title.clone());
    let reason = d.note.trim_end_matches('.');
    let one = |rule: &String| format!("{what} — {} ({rule}): by {} for {}. Reason: {reason}.{closing}", title(rule), d.person, d.role);
    d.rules.iter().chain(&d.rule).map(one).collect()
}
fn evidence(d: &Decision) -> String {
    let words = d.evidence.as_deref().unwrap_or("none");
    d.evidence_sha256.as_ref().map_or_else(|| words.to_string(), |sha| format!("{words} (SHA-256 {sha})"))
}
/// Who published, under which policy, and whose approvals it rests on.
fn published(plan: &Plan, d: &Decision) -> String {
    let policy = d.policy.clone().unwrap_or_default();
    let mut approved: Vec<&Decision> = vec![];
    for (change, by) in
        acts(&plan.history.change_log).iter().filter_map(|c| Some((c, c.decision.as_ref()?))).filter(|(_, by)| policy.relaxed || by.key.is_some())
    {
        if matches!(change.act, Act::Approved | Act::Rejected) {
            approved.retain(|a| a.role != by.role);
            approved.extend((change.act == Act::Approved).then_some(by));
        }
    }
    let one = |a: &&Decision| format!("{} for {}, {}", a.person, a.role, a.key.as_ref().map_or("not signed".into(), |k| format!("key {k}")));
    let signers = policy.signers_sha256.map_or("no file of signers".into(), |sha| format!("signers file SHA-256 {sha}"));
    let how = if policy.relaxed {
        "Published under relaxed policy (acts without a signature counted)"
    } else {
        "Published under strict policy (only signed acts count)"
    };
    format!("{how} by {}; {signers}. Approved by: {}.", d.person, approved.iter().map(one).collect::<Vec<_>>().join("; "))
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
