//! The deliverables of every crate under one roof: which there are, which a plan has, and how they are written.
use super::{brand, plans};
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_engine::run::Placement;
use loyalty_exports::brand::Brand;
use loyalty_exports::copy::Worded;
use loyalty_exports::deliverable::{self, Deliverable, View};
use loyalty_exports::tables::overrides;
use loyalty_exports::tables::sheet::Sheet;
use loyalty_model::plan::{Act, Plan};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// The one file that is no view of the plan: where each customer stands, known only while the plan is made.
pub const MEMBERS: &str = "members.csv";
/// A file to write: where, and its bytes.
pub type Written = (PathBuf, Vec<u8>);

/// Every deliverable that this program can make, in the order in which a reader wants them.
pub fn all() -> Vec<&'static Deliverable> {
    deliverable::ALL.iter().chain(DECK).collect()
}
#[cfg(feature = "deck")]
const DECK: &[Deliverable] = loyalty_deck::deliverable::ALL;
#[cfg(not(feature = "deck"))]
const DECK: &[Deliverable] = &[];
/// Which deliverables are written.
#[derive(Debug, Clone)]
pub struct Choice {
    which: Vec<&'static Deliverable>,
    members: bool,
}
impl Choice {
    /// Those that are written unasked.
    pub fn usual() -> Choice {
        Choice { which: all().into_iter().filter(|d| d.usual).collect(), members: true }
    }
    /// Those named; `flag` is where they were named.
    ///
    /// # Errors
    /// A name that nobody knows.
    pub fn named(flag: &str, names: &[String]) -> Result<Choice, Refusal> {
        let names: Vec<&str> = names.iter().map(|n| n.trim()).filter(|n| !n.is_empty()).collect();
        let known: Vec<&str> = all().iter().map(|d| d.id).chain([MEMBERS]).collect();
        if names.is_empty() {
            return Err(Refusal::input(
                flag,
                "unknown deliverable",
                "Only registered deliverables can be written",
                format!("name one of {}", known.join(", ")),
            ));
        }
        if let Some(name) = names.iter().find(|n| !known.contains(*n)) {
            return Err(unknown(flag, name, &known));
        }
        Ok(Choice { which: all().into_iter().filter(|d| names.contains(&d.id)).collect(), members: names.contains(&MEMBERS) })
    }
    /// Those asked for with `--only`; none asked: the usual ones.
    ///
    /// # Errors
    /// A name that nobody knows.
    pub fn only(names: &[String]) -> Result<Choice, Refusal> {
        if names.is_empty() { Ok(Choice::usual()) } else { Choice::named("--only", names) }
    }
    /// The same without `members.csv`, which no plan can give again.
    pub fn of_plan(self) -> Choice {
        Choice { members: false, ..self }
    }
    /// Those that the plan says were written with it; none said: the usual ones.
    pub fn recorded(plan: &Plan) -> Choice {
        let paths: Vec<&Path> = plan.history.deliverables.iter().map(|f| Path::new(&f.path)).collect();
        if paths.is_empty() {
            return Choice::usual();
        }
        let has = |id: &str| paths.iter().any(|p| split(p).is_some_and(|(_, of)| of == id));
        Choice { which: all().into_iter().filter(|d| has(d.id)).collect(), members: has(MEMBERS) }
    }
    /// The deliverables.
    pub fn which(&self) -> &[&'static Deliverable] {
        &self.which
    }
    /// `members.csv` is among them.
    pub const fn members(&self) -> bool {
        self.members
    }
}
fn unknown(flag: &str, name: &str, known: &[&str]) -> Refusal {
    let near = known.iter().max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name))).copied().unwrap_or_default();
    Refusal::input(
        format!("{flag} {name}"),
        "unknown deliverable",
        format!("The deliverables are {}", known.join(", ")),
        format!("did you mean {near}? Several are comma-separated"),
    )
}
/// The folder of the deliverables and the deliverable that a path belongs to. A deliverable of several files has a folder of its own name.
fn split(path: &Path) -> Option<(&Path, &'static str)> {
    let known = |p: &Path| {
        let name = p.file_name()?.to_str()?;
        all().iter().map(|d| d.id).chain([MEMBERS]).find(|id| *id == name || id.strip_suffix(".csv") == Some(name))
    };
    path.ancestors().find_map(|at| Some((at.parent()?, known(at)?)))
}
/// The deliverable that a path belongs to.
pub fn id_of(path: &Path) -> Option<&'static str> {
    split(path).map(|(_, id)| id)
}
/// The plan as its deliverables show it: acts that came after they were written stand on none of them.
pub fn as_recorded(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    let writes = |act| matches!(act, Act::Created | Act::Amended | Act::Resumed | Act::Overridden | Act::Waived | Act::Published);
    let last = plan.history.change_log.iter().rposition(|c| writes(c.act)).unwrap_or(0);
    plan.history.change_log.truncate(last + 1);
    plan
}
/// Where the deliverables of a plan stand.
pub fn folder(plan: &Plan) -> PathBuf {
    let recorded = || plan.history.deliverables.iter().map(|f| Path::new(&f.path));
    let known = recorded().find_map(|p| split(p).map(|(folder, _)| folder));
    known.or_else(|| recorded().next()?.parent()).map_or_else(|| PathBuf::from("loyalty-plan"), Path::to_path_buf)
}
/// How the company looks: the file that the plan's own request names; a plan whose request cannot be read names none.
///
/// # Errors
/// A file that is gone or cannot be used.
pub fn brand_of(context: &Context, plan: &Plan) -> Result<Brand, Refusal> {
    brand::read(context, plans::request_of(context, plan).ok().and_then(|r| r.output.brand).as_deref())
}
/// Makes the chosen deliverables; `members.csv` among them where the customers' places are known.
///
/// # Errors
/// A format's library refused.
pub fn make(out: &Path, plan: &Plan, brand: &Brand, choice: &Choice, members: Option<&[Placement]>) -> Result<Vec<Written>, Refusal> {
    let view = View { plan: &Worded::english(plan), brand };
    let render = |d: &&Deliverable| (d.render)(&view).map_err(|e| Refusal::machine(d.id, e.to_string(), "report this as a bug; nothing was written"));
    let made: Vec<_> = choice.which().par_iter().map(render).collect::<Result<_, _>>()?;
    let mut files: Vec<Written> = made.into_iter().flatten().map(|f| (out.join(f.name), f.bytes)).collect();
    if let (true, Some(rows)) = (choice.members(), members) {
        let table = placed(rows).and_then(|t| overrides::noticed(t, plan)).map_err(|e| Refusal::machine(MEMBERS, e.to_string(), "report this as a bug"))?;
        files.push((out.join(MEMBERS), table));
    }
    Ok(files)
}
/// `members.csv`: where each customer stands.
fn placed(rows: &[Placement]) -> Result<Vec<u8>, loyalty_exports::CsvError> {
    let mut table = Sheet::new(&["customer", "persona", "tier", "p_alive", "opening_points"])?;
    for r in rows {
        table.row(&[&r.customer, &r.persona, &r.tier, &format!("{:.4}", r.p_alive), &format!("{:.0}", r.points)])?;
    }
    table.bytes()
}
/// The deliverables in a help text.
pub fn help() -> String {
    let rows = all().into_iter().map(|d| format!("  {:<22} {}{}", d.id, d.about, if d.usual { " (usual)" } else { "" }));
    format!("Deliverables:\n{}", rows.collect::<Vec<_>>().join("\n"))
}
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_path_tells_its_deliverable_and_folder() {
        let check = |path: &str, folder: &str, id: &str| assert_eq!(split(Path::new(path)), Some((Path::new(folder), id)), "{path}");
        check("loyalty-plan/triggers.csv", "loyalty-plan", "triggers.csv");
        check("members.csv", "", "members.csv");
        check("out/segment/events/order-completed.schema.json", "out", "segment");
        check("out/tasks/jira.csv", "out", "tasks.csv");
        assert_eq!(split(Path::new("loyalty-plan/set-aside.csv")), None);
    }
    #[test]
    fn an_unknown_name_gets_the_nearest() {
        let said = Choice::named("--to", &["trigers.csv".into()]).unwrap_err().to_string();
        assert!(said.contains("did you mean triggers.csv") && said.contains("blueprint.html"), "{said}");
        assert!(Choice::named("--to", &[" ".into()]).is_err());
    }
    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<&str> = all().iter().map(|d| d.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all().len());
    }
}
