//! Arguments of verbs on saved plans.
use super::{DriverMode, Format, Progress};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct ResumeArgs {
    /// Folder of the run (default: the newest interrupted one).
    pub run: Option<String>,
    /// Folder of the plans.
    #[arg(long, value_name = "DIR", default_value = ".claude/plans")]
    pub plans: PathBuf,
    /// Print nothing but errors.
    #[arg(long)]
    pub quiet: bool,
    /// How to show progress: auto (on a terminal only), or lines on standard error for logs.
    #[arg(long, value_enum, default_value = "auto")]
    pub progress: Progress,
}
/// Which plan.
#[derive(Debug, Clone, Args)]
pub struct PlanFile {
    /// Plan JSON; `latest`: the newest in the folder of plans.
    #[arg(value_name = "PLAN", default_value = "latest")]
    pub plan: String,
    /// Folder of the plans.
    #[arg(long, value_name = "DIR", default_value = ".claude/plans")]
    pub plans: PathBuf,
    /// Settings file (default: plan-loyalty.toml, if present).
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}
#[derive(Debug, Args)]
#[command(after_help = loyalty_app::operations::deliverables::help())]
pub struct ExportArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// Deliverables to write, comma-separated; may be repeated.
    #[arg(long, value_name = "NAMES", required = true, value_delimiter = ',')]
    pub to: Vec<String>,
    /// Folder to write into (default: the folder of the plan's deliverables).
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Brand file: name, primary, accent, logo (TOML; default: the one the plan was made with).
    #[arg(long, value_name = "FILE")]
    pub brand: Option<PathBuf>,
}
#[derive(Debug, Args)]
pub struct ArchiveArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// Folder of the archive: a new one, or an empty one.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}
#[derive(Debug, Args)]
pub struct CacheArgs {
    /// Folder of the plans.
    #[arg(long, value_name = "DIR", default_value = ".claude/plans")]
    pub plans: PathBuf,
    /// Clear them: no plan depends on them.
    #[arg(long)]
    pub clear: bool,
}
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Folder of the plans.
    #[arg(long, value_name = "DIR", default_value = ".claude/plans")]
    pub plans: PathBuf,
    /// Output format.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}
#[derive(Debug, Args)]
pub struct ShowArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// Revision (default: the newest).
    #[arg(long)]
    pub revision: Option<u64>,
    /// Output format.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}
#[derive(Debug, Args)]
pub struct CommentsArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// What it is on: a figure (economics.net_value, or its first letters), a tier, a benefit or a trigger, by its id; without --say: show comments on it alone.
    #[arg(long, value_name = "ID")]
    pub on: Option<String>,
    /// Say this.
    #[arg(long, value_name = "TEXT", conflicts_with = "settle")]
    pub say: Option<String>,
    /// Settle the comment of this number.
    #[arg(long, value_name = "NUMBER", conflicts_with = "on")]
    pub settle: Option<usize>,
    /// Who says it (default: the system's user).
    #[arg(long, value_name = "PERSON")]
    pub by: Option<String>,
    /// Show settled comments too.
    #[arg(long)]
    pub all: bool,
    /// Output format.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}
#[derive(Debug, Args)]
#[command(override_usage = "plan-loyalty explain [OPTIONS] [PLAN] <FIGURE>")]
pub struct ExplainArgs {
    /// Figure, for example economics.roi: its id or the first letters of it. Before it, the plan: its JSON, or `latest`, which it is where none is named.
    #[arg(required = true, num_args = 1..=2, value_name = "FIGURE")]
    pub named: Vec<String>,
    /// Folder of the plans.
    #[arg(long, value_name = "DIR", default_value = ".claude/plans")]
    pub plans: PathBuf,
    /// Output format.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}
/// Form of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For a person.
    Human,
    /// JSON.
    Json,
    /// Markdown.
    Markdown,
}
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// One plan: a file, a name in the folder of plans, or `latest`.
    #[arg(default_value = "latest")]
    pub a: String,
    /// The other plan; without it, two revisions of the first are compared.
    pub b: Option<String>,
    /// Folder of the plans.
    #[arg(long, value_name = "DIR", default_value = ".claude/plans")]
    pub plans: PathBuf,
    /// Revisions of one plan, `1..3` (default: the last two).
    #[arg(long, value_name = "FROM..TO")]
    pub revisions: Option<String>,
    /// Output format.
    #[arg(long, value_enum, default_value = "human")]
    pub format: DiffFormat,
}
#[derive(Debug, Clone, Args)]
pub struct AmendArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// Reason, for the change log.
    #[arg(long)]
    pub reason: String,
    /// Who changes it (default: the system's user).
    #[arg(long, value_name = "PERSON")]
    pub by: Option<String>,
    /// Set a figure of the design: blueprint.tiers.gold.threshold=900.
    #[arg(long, value_name = "PATH=VALUE", allow_hyphen_values = true)]
    pub set: Vec<String>,
    /// Add a benefit of the catalogue, from a tier on: free-shipping@gold.
    #[arg(long, value_name = "ID[@TIER]")]
    pub add_benefit: Vec<String>,
    /// Remove a benefit.
    #[arg(long, value_name = "ID")]
    pub remove_benefit: Vec<String>,
    /// Remove the lifecycle triggers of a channel.
    #[arg(long, value_name = "CHANNEL")]
    pub drop_channel: Vec<String>,
    /// frozen: no simulation; margin, discount rate, fixed cost and reward cost (--margin, --assume) are recalculated on the plan's driver
    /// series, and figures that need a simulation are removed.
    #[arg(long, value_enum)]
    pub drivers: Option<DriverMode>,
    /// Release everything that was fixed by hand before.
    #[arg(long)]
    pub unpin: bool,
    /// Reward pool.
    #[arg(long, allow_hyphen_values = true)]
    pub budget: Option<String>,
    /// Goal.
    #[arg(long)]
    pub goal: Option<String>,
    /// Tiers.
    #[arg(long)]
    pub tiers: Option<String>,
    /// Constraints.
    #[arg(long)]
    pub constraints: Option<String>,
    /// Customer segments, comma-separated; empty: the built-in ones that hold customers.
    #[arg(long)]
    pub personas: Option<String>,
    /// Contribution margin.
    #[arg(long, allow_hyphen_values = true)]
    pub margin: Option<String>,
    /// Months to simulate.
    #[arg(long)]
    pub horizon: Option<u32>,
    /// Day of the launch.
    #[arg(long, value_name = "DATE")]
    pub launch: Option<String>,
    /// Your own value for an assumption.
    #[arg(long, value_name = "ID=VALUE", allow_hyphen_values = true)]
    pub assume: Vec<String>,
    /// An answer to an open question, as the plan prints it: tax=excluded, places=Germany, audience=consumers.
    #[arg(long, value_name = "NAME=VALUE", allow_hyphen_values = true)]
    pub answer: Vec<String>,
    /// Use the data as they are now, although they changed.
    #[arg(long)]
    pub accept_data: bool,
    /// Show which steps were calculated and which were found on disk, with their times.
    #[arg(long)]
    pub trace: bool,
    /// Print nothing but errors.
    #[arg(long)]
    pub quiet: bool,
    /// How to show progress: auto (on a terminal only), or lines on standard error for logs.
    #[arg(long, value_enum, default_value = "auto")]
    pub progress: Progress,
}
#[derive(Debug, Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// File of trusted signers (default: governance.allowed_signers of the settings, if its SHA-256 is pinned there).
    #[arg(long, visible_alias = "allowed-signers", value_name = "FILE")]
    pub trust: Option<PathBuf>,
    /// Also make the deliverables again from the plan and compare them with the recorded ones (same version of the program, same brand).
    #[arg(long)]
    pub render: bool,
}
#[derive(Debug, Args)]
pub struct ReproduceArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// Output format.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}
#[derive(Debug, Args)]
pub struct StatementArgs {
    #[command(flatten)]
    pub decide: DecideArgs,
    /// submit, approve, reject, resolve, override, waive or publish.
    #[arg(long, default_value = "approve")]
    pub act: String,
}
#[derive(Debug, Clone, Args)]
pub struct DecideArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// Role of the person: legal, finance, operations or exec-sponsor to approve or reject (default: the one role that may do the act).
    #[arg(long = "as", value_name = "ROLE")]
    pub role: Option<String>,
    /// The person, as the file of signers names them (default: the system's user).
    #[arg(long, visible_alias = "by", value_name = "PERSON")]
    pub person: Option<String>,
    /// Note; for a rejection, a resolution, an override or a waiver, the reason.
    #[arg(long, default_value = "")]
    pub note: String,
    /// Signature of the statement, made by the person.
    #[arg(long, value_name = "FILE")]
    pub signature: Option<PathBuf>,
    /// File of trusted signers (default: governance.allowed_signers of the settings, if its SHA-256 is pinned there).
    #[arg(long, visible_alias = "allowed-signers", value_name = "FILE")]
    pub trust: Option<PathBuf>,
    /// Compliance rules to override or waive, comma-separated; may be repeated.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub rule: Vec<String>,
    /// Evidence for an override: a file, whose SHA-256 is signed, or the name of a document or legal opinion.
    #[arg(long)]
    pub evidence: Option<String>,
}
#[derive(Debug, Args)]
pub struct ReviewArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// File of trusted signers (default: governance.allowed_signers of the settings, if its SHA-256 is pinned there).
    #[arg(long, visible_alias = "allowed-signers", value_name = "FILE")]
    pub trust: Option<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}
