//! The register of deliverables: one entry each, so that the main command, `export` and every other door offer the same files.
pub use crate::file::{ExportError, File, View};
use crate::integrations::{braze, cadence, campaign as campaign_ics, klaviyo, open_loyalty, segment, talon_one, tasks, voucherify};
use crate::tables::{accounts, campaign, cohorts, financial_summary, messages, overrides, redemption_tests, trigger_matrix};
use crate::{blueprint_html, blueprint_md, redemption_suite, terms, workbook};
use loyalty_model::plan::Plan;

/// One deliverable.
#[derive(Debug, Clone, Copy)]
pub struct Deliverable {
    /// As `plan-loyalty export --to` takes it.
    pub id: &'static str,
    /// What it is and for whom, in one line of help.
    pub about: &'static str,
    /// The main command writes it unasked.
    pub usual: bool,
    /// Makes it; no file where the plan has nothing for it.
    pub render: fn(&View) -> Result<Vec<File>, ExportError>,
}
/// Every deliverable of this crate, in the order in which a reader wants them.
pub const ALL: &[Deliverable] = &[
    Deliverable {
        id: "decision.html",
        about: "the decision on one page, for the screen and for paper",
        usual: true,
        render: |v| Ok(vec![File::new("decision.html", blueprint_html::sheet(v.plan, v.brand))]),
    },
    Deliverable {
        id: "blueprint.html",
        about: "the blueprint as one page with charts, for reading and printing",
        usual: true,
        render: |v| Ok(vec![File::new("blueprint.html", blueprint_html::html(v.plan, v.brand))]),
    },
    Deliverable {
        id: "blueprint.md",
        about: "the blueprint as text",
        usual: true,
        render: |v| Ok(vec![File::new("blueprint.md", blueprint_md::markdown(v.plan, v.brand))]),
    },
    Deliverable {
        id: "terms.md",
        about: "terms for members as a draft, with the questions for Legal in place",
        usual: true,
        render: |v| Ok(vec![File::new("terms.md", terms::markdown(v.plan, v.brand))]),
    },
    Deliverable { id: "triggers.csv", about: "event, loyalty action, channel, owner", usual: true, render: |v| table(v, "triggers.csv", trigger_matrix::csv) },
    Deliverable {
        id: "messages.csv",
        about: "suggested words of every message, two variants each",
        usual: true,
        render: |v| table(v, "messages.csv", messages::csv),
    },
    Deliverable {
        id: "campaign-calendar.csv",
        about: "what is sent when in twelve months, why, at what cost",
        usual: true,
        render: |v| table(v, "campaign-calendar.csv", campaign::csv),
    },
    Deliverable { id: "model.xlsx", about: "the financial model as formulas that finance can change", usual: true, render: workbook::render },
    Deliverable {
        id: "financial-summary.csv",
        about: "headlines and statement with ranges, formulas, sources",
        usual: true,
        render: |v| table(v, "financial-summary.csv", financial_summary::csv),
    },
    Deliverable {
        id: "financial-detail.csv",
        about: "scenarios, and the use of the pool period by period",
        usual: true,
        render: |v| table(v, "financial-detail.csv", financial_summary::detail),
    },
    Deliverable { id: "accounts.csv", about: "points account, contract liability, journal", usual: true, render: |v| table(v, "accounts.csv", accounts::csv) },
    Deliverable {
        id: "redemption-tests.csv",
        about: "flows to test the real system with",
        usual: true,
        render: |v| table(v, "redemption-tests.csv", redemption_tests::csv),
    },
    Deliverable { id: "redemption-tests.spec.ts", about: "the same flows as a Playwright suite", usual: true, render: redemption_suite::suite },
    Deliverable { id: "redemption-adapter.ts", about: "what that suite asks of your shop, to fill in", usual: true, render: redemption_suite::adapter },
    Deliverable {
        id: "cohorts.csv",
        about: "customers by month of their first order",
        usual: true,
        render: |v| {
            Ok(cohorts::csv(v.plan)?.map(|bytes| overrides::noticed(bytes, v.plan)).transpose()?.map(|b| File::new("cohorts.csv", b)).into_iter().collect())
        },
    },
    Deliverable { id: "segment", about: "Segment Protocols: tracking plan, a JSON Schema per event, rules", usual: false, render: segment::files },
    Deliverable { id: "braze", about: "Braze Cloud Data Ingestion: tables, catalogs of tiers and rewards", usual: false, render: braze::files },
    Deliverable { id: "klaviyo", about: "Klaviyo: metrics and flows, as Markdown with the calls of its API", usual: false, render: klaviyo::files },
    Deliverable { id: "talon-one", about: "Talon.One: loyalty programs, tiers and earn rules", usual: false, render: talon_one::files },
    Deliverable { id: "open-loyalty", about: "Open Loyalty: tiers and earning campaigns", usual: false, render: open_loyalty::files },
    Deliverable { id: "voucherify", about: "Voucherify: loyalty campaigns, tiers, earning rules, rewards", usual: false, render: voucherify::files },
    Deliverable { id: "tasks.csv", about: "work before the launch, and the same for Jira, Asana and Linear", usual: false, render: tasks::files },
    Deliverable { id: "cadence.ics", about: "meetings, review dates and due dates as a calendar", usual: false, render: cadence::files },
    Deliverable { id: "campaign-calendar.ics", about: "the campaign calendar as a calendar", usual: false, render: campaign_ics::files },
];
/// A CSV deliverable with the overrides of compliance blockers on it.
fn table(v: &View, name: &str, make: fn(&Plan) -> Result<Vec<u8>, csv::Error>) -> Result<Vec<File>, ExportError> {
    Ok(vec![File::new(name, overrides::noticed(make(v.plan)?, v.plan)?)])
}
