//! Work before the launch: one table with everything, and one for each importer in the columns that it documents.
use crate::file::{ExportError, File, View};
use crate::tables::sheet::Sheet;
use loyalty_model::work::{WorkItem, WorkKind};

/// Columns of the full table.
pub const ALL: [&str; 8] = ["id", "kind", "title", "detail", "owner", "due", "blocks launch", "after"];
/// Columns of Jira's CSV import.
pub const JIRA: [&str; 7] = ["Summary", "Issue Type", "Description", "Assignee", "Due Date", "Priority", "Labels"];
/// Columns of Asana's CSV importer in its order; `Owner` becomes a field of the project.
pub const ASANA: [&str; 6] = ["Name", "Description", "Section", "Assignee", "Due Date", "Owner"];
/// Columns that Linear's importer reads of an Asana table: the one of its forms that carries both owner and due date.
pub const LINEAR: [&str; 6] = ["Name", "Notes", "Priority", "Tags", "Assignee", "Due Date"];

/// The files.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn files(view: &View) -> Result<Vec<File>, ExportError> {
    let mut work: Vec<&WorkItem> = view.plan.design.governance.work.iter().collect();
    work.sort_by(|a, b| (a.due, a.kind, &a.id).cmp(&(b.due, b.kind, &b.id)));
    let table = |head: &[&str], row: &dyn Fn(&WorkItem) -> Vec<String>| -> Result<Vec<u8>, csv::Error> {
        let mut out = Sheet::new(head)?;
        work.iter().try_for_each(|w| out.row(&row(w)))?;
        out.bytes()
    };
    let all = table(&ALL, &|w| {
        let blocks = if w.blocks_launch { "yes" } else { "no" };
        vec![w.id.clone(), w.kind.word().into(), w.title.clone(), w.detail.clone(), w.owner.clone(), w.due.to_string(), blocks.into(), w.after.join("; ")]
    })?;
    let jira = table(&JIRA, &|w| {
        vec![w.title.clone(), "Task".into(), told(w), w.owner.clone(), w.due.to_string(), priority(w).into(), format!("loyalty-{}", w.kind.word())]
    })?;
    let asana = table(&ASANA, &|w| {
        // Asana assigns by email address and nothing else.
        let assignee = if w.owner.contains('@') { w.owner.clone() } else { String::new() };
        vec![w.title.clone(), told(w), section(w.kind).into(), assignee, w.due.to_string(), w.owner.clone()]
    })?;
    let linear =
        table(&LINEAR, &|w| vec![w.title.clone(), told(w), priority(w).into(), format!("loyalty,{}", w.kind.word()), w.owner.clone(), w.due.to_string()])?;
    Ok(vec![File::new("tasks.csv", all), File::new("tasks/jira.csv", jira), File::new("tasks/asana.csv", asana), File::new("tasks/linear.csv", linear)])
}
fn told(w: &WorkItem) -> String {
    let after = if w.after.is_empty() { String::new() } else { format!(" After: {}.", w.after.join(", ")) };
    format!("{}. Id {}.{after}", w.detail.trim_end_matches('.'), w.id)
}
fn priority(w: &WorkItem) -> &'static str {
    if w.blocks_launch { "High" } else { "Medium" }
}
fn section(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Question => "Questions",
        WorkKind::Compliance => "Compliance",
        WorkKind::Checklist => "Launch checklist",
        WorkKind::Trigger => "Triggers",
        WorkKind::Approval => "Approvals",
    }
}
