//! The files that a plan records, as they are now. A plan is a stranger's text: its paths lead only to regular files below its own folder.
use crate::{regular, store};
use serde_json::Value;
use std::path::{Component, Path, PathBuf};

/// The folder that a plan's paths start from: `base` if the plan is below it, else the project with the plan in `.claude/plans`, else the plan's own.
fn root(plan: &Path, base: &Path) -> Option<PathBuf> {
    let here = |p: &Path| if p.as_os_str().is_empty() { PathBuf::from(".") } else { p.to_path_buf() };
    let own = store::folder(plan).canonicalize().ok()?;
    let base = here(base).canonicalize().ok()?;
    if own.starts_with(&base) {
        return Some(base);
    }
    let project = own.ends_with(".claude/plans").then(|| own.ancestors().nth(2)).flatten();
    Some(project.unwrap_or(&own).to_path_buf())
}
/// Where a recorded path leads.
enum Leads {
    To(PathBuf),
    Outside,
    Nowhere,
}
fn leads(root: &Path, path: &str) -> Leads {
    let path = Path::new(path);
    let below = path.strip_prefix(root).unwrap_or(path);
    if path.as_os_str().is_empty() || !below.components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir)) {
        return Leads::Outside;
    }
    match root.join(below).canonicalize() {
        Err(_) => Leads::Nowhere,
        Ok(found) if found.starts_with(root) => Leads::To(found),
        Ok(_) => Leads::Outside,
    }
}
/// Looks at every file that a plan records and tells each one.
pub fn look(document: &Value, plan: &Path, base: &Path, mut say: impl FnMut(Option<bool>, String)) {
    let root = root(plan, base);
    // Before shape 1.2.0 what was read stood under `files`.
    for (kind, list) in [("deliverable", "deliverables"), ("input", "files"), ("input", "inputs")] {
        let all = document["history"][list].as_array().into_iter().flatten();
        for f in all.filter(|f| list != "inputs" || f["kind"] == "file") {
            let (path, sha) = (f["path"].as_str().unwrap_or_default(), f["sha256"].as_str().unwrap_or_default());
            let said = |what: &str| format!("{kind} {path}: {what}");
            let found = match root.as_deref().map_or(Leads::Nowhere, |root| leads(root, path)) {
                Leads::Nowhere => {
                    say(None, said("not reachable from here"));
                    continue;
                }
                Leads::Outside => {
                    say(None, said("not below the plan's folder, so it was not read"));
                    continue;
                }
                Leads::To(found) => found,
            };
            let now = regular::sha256(&found).unwrap_or_default();
            match kind {
                _ if now == sha => say(Some(true), said("as recorded")),
                // Data may move on without harm to the plan; a deliverable that differs is not the plan's.
                "input" => say(None, said("has changed since the plan was made")),
                _ if of_another_plan(plan, path, &now) => {
                    say(None, said("now belongs to another plan in this folder; plan-loyalty renew writes this plan's again"));
                }
                _ => say(Some(false), said("differs from the file written with the plan")),
            }
        }
    }
}
/// Whether another plan of the folder says that it wrote this file as it is now.
fn of_another_plan(plan: &Path, path: &str, sha: &str) -> bool {
    let others = store::list(&store::folder(plan)).unwrap_or_default();
    let records = |p: &Path| store::load(p).ok().map(|d| d["history"]["deliverables"].clone()).unwrap_or_default();
    let same = |f: &Value| f["path"].as_str() == Some(path) && f["sha256"].as_str() == Some(sha);
    others.iter().filter(|o| o.file_name() != plan.file_name()).any(|o| records(o).as_array().into_iter().flatten().any(same))
}
