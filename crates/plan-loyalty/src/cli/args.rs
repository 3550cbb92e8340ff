//! The command line. The help text, the completions and the man page come from these definitions.
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Designs, costs and governs a customer loyalty program from a company's own data.
#[derive(Debug, Parser)]
#[command(
    name = "plan-loyalty",
    version,
    args_conflicts_with_subcommands = true,
    args_override_self = true,
    subcommand_negates_reqs = true,
    long_about = "Designs, costs and governs a customer loyalty program from a company's own data.\n\nReviews the signals in the data, designs tiers and benefits, maps lifecycle triggers, models the economics and writes the governance packet: a blueprint (web page and Markdown), a trigger matrix, a financial summary and a plan JSON in which every figure says where it comes from. Runs on this machine; no data leaves it. Without data it plans for a built-in demonstration company.",
    after_help = "Exit codes:\n  0  planned\n  1  input or output error (disk, permissions)\n  2  the input or the request cannot be used; the message says what to do\n  3  saved but not fit to launch: escalated, or no design fits the limits\n  4  looked at and not as it should be (verify, reproduce, review)\n  130  stopped by Ctrl-C; nothing was half-written\n\nExamples:\n  plan-loyalty --goal retention --tiers 3 --budget 50000\n  plan-loyalty --goal retention --tiers 3 --budget 50000 --transactions orders.csv --margin 0.42\n  plan-loyalty --goal advocacy --tiers hybrid:4 --budget \"EUR 150000/quarter\" --constraints \"EU, no points expiry\"\n  plan-loyalty init --transactions orders.csv      look at the file and write the settings, explained\n  plan-loyalty demo --out demo-data                write the demonstration company as files"
)]
pub struct Cli {
    /// What else it does.
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub plan: PlanArgs,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Design for each of the four goals on the same data, and score every design on every goal.
    Goals(Box<PlanArgs>),
    /// Look at files and write a settings file, plan-loyalty.toml, with every setting explained.
    Init(InitArgs),
    /// Write the demonstration company as files.
    Demo(DemoArgs),
    /// Read files and write the canonical tables and the extract, without planning.
    Extract(ExtractArgs),
    /// Fit one published model on a file: purchases with a hold-out, contract lifetimes, or the redemption of points.
    Model(ModelArgs),
    /// Tell how much is kept of the steps of plans, for amendments, or take it away.
    Cache(CacheArgs),
    /// List the plans of a folder.
    List(ListArgs),
    /// Show a plan.
    Show(ShowArgs),
    /// Show the change log of a plan.
    Log(ShowArgs),
    /// Resume an interrupted run; what it had finished is not done again.
    Resume(ResumeArgs),
    /// Write the deliverables of a plan again.
    Renew(PlanFile),
    /// Write single deliverables of a plan: a page, a table, or the files that another system takes over.
    Export(ExportArgs),
    /// Trace a figure down to data, published sources and people.
    Explain(ExplainArgs),
    /// Compare two plans, or two revisions of one, by meaning.
    Diff(DiffArgs),
    /// Change a plan: what depends on the change is worked out anew, approvals of the design before are taken back.
    Amend(AmendArgs),
    /// Check that a plan is what it says: change log, head log, signatures, files.
    Verify(VerifyArgs),
    /// Run the job of a plan again and compare figure by figure.
    Reproduce(ReproduceArgs),
    /// Print the text that a person signs with ssh-keygen -Y sign -n plan-loyalty.
    Statement(StatementArgs),
    /// Approve the design of today for a role.
    Approve(DecideArgs),
    /// Reject it.
    Reject(DecideArgs),
    /// Resolve an escalation: a named person decides, with a reason.
    Resolve(DecideArgs),
    /// Override a compliance blocker: a named person, with reason and evidence.
    Override(DecideArgs),
    /// Run the checklist before publishing.
    Review(ReviewArgs),
    /// Publish: refuses until the review passes, then freezes the revision.
    Publish(ReviewArgs),
    /// Read a randomised test of your own, and offer what it says as a measured assumption.
    Lift(LiftArgs),
    /// Serve agents: an MCP server over standard input and output, or over HTTP on this machine.
    #[cfg(feature = "mcp")]
    Mcp(McpArgs),
    /// Print the JSON Schema of the plan.
    Schema,
    /// Print shell completions.
    Completions {
        /// Shell.
        shell: clap_complete::Shell,
    },
    /// Print the man page.
    Man,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One screen for a person.
    Human,
    /// The plan as JSON.
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DriverMode {
    /// The driver series of the plan stay as they are.
    Frozen,
}

#[derive(Debug, Clone, Args, Default)]
pub struct DataArgs {
    /// Orders: one row per line item or per order (files, folders or globs).
    #[arg(long, value_name = "FILES", num_args = 1.., help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub transactions: Vec<String>,
    /// Subscriptions.
    #[arg(long, value_name = "FILES", num_args = 1.., help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub subscriptions: Vec<String>,
    /// Product usage events.
    #[arg(long, value_name = "FILES", num_args = 1.., help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub usage: Vec<String>,
    /// Voice of customer: surveys, reviews, tickets with ratings.
    #[arg(long, value_name = "FILES", num_args = 1.., help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub voc: Vec<String>,
    /// Members or customer master data.
    #[arg(long, value_name = "FILES", num_args = 1.., help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub members: Vec<String>,
    /// Points ledger of a present program.
    #[arg(long, value_name = "FILES", num_args = 1.., help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub points_ledger: Vec<String>,
    /// Present reward catalogue.
    #[arg(long, value_name = "FILES", num_args = 1.., help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub rewards: Vec<String>,
    /// Which column is what: transactions.customer=CustomerID (or =#1 for a file without a header).
    #[arg(long, value_name = "TABLE.NAME=COLUMN", help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub map: Vec<String>,
    /// Decimal mark of the files, where it cannot be told: . or ,
    #[arg(long, value_name = "MARK", help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub decimal_mark: Option<char>,
    /// Order of day, month, year in dates, where it cannot be told: dmy, mdy or ymd; excel1904 for serial dates that count from 1904.
    #[arg(long, value_name = "ORDER", help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub date_order: Option<String>,
    /// Time zone of the shop, where dates carry an offset from UTC: Europe/Berlin. Without it their days are taken as written.
    #[arg(long, value_name = "ZONE", help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub time_zone: Option<String>,
    /// Last day of observation (default: the last day in the data).
    #[arg(long, value_name = "DATE", help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub as_of: Option<String>,
    /// Currency (ISO code) of the amounts.
    #[arg(long, value_name = "CODE", help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub currency: Option<String>,
    /// Threads (default: all cores); the plan does not depend on it.
    #[arg(long, value_name = "N", help_heading = "Run")]
    pub threads: Option<usize>,
    /// Settings file (default: plan-loyalty.toml where it exists).
    #[arg(long, value_name = "FILE", help_heading = "Run")]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Clone, Args, Default)]
pub struct PlanArgs {
    /// What the program is for: retention, expansion, engagement or advocacy.
    #[arg(long, help_heading = "The brief")]
    pub goal: Option<String>,
    /// A number of tiers (1 to 6) or a type: points-only, hybrid, missions; hybrid:4.
    #[arg(long, help_heading = "The brief")]
    pub tiers: Option<String>,
    /// Reward pool: 50000 (a month), 150000/quarter, "EUR 50000/month".
    #[arg(long, help_heading = "The brief", allow_hyphen_values = true)]
    pub budget: Option<String>,
    /// Member segments, separated by commas: built-in, from the member file, or from the settings.
    #[arg(long, help_heading = "The brief")]
    pub personas: Option<String>,
    /// Notes on compliance or platform, separated by commas: "EU, no points expiry, Shopify, max discount 10%".
    #[arg(long, help_heading = "The brief")]
    pub constraints: Option<String>,
    /// Contribution margin on net sales before the program, e.g. 0.42 or 42%.
    #[arg(long, help_heading = "The brief", allow_hyphen_values = true)]
    pub margin: Option<String>,
    /// Months that the economics look ahead (12 to 60).
    #[arg(long, help_heading = "The brief")]
    pub horizon: Option<u32>,
    /// Your own value for an assumption: lift.basket=0.01±0.01 (see the assumption book of any plan).
    #[arg(long, value_name = "ID=VALUE", help_heading = "The brief", allow_hyphen_values = true)]
    pub assume: Vec<String>,
    /// Company name on the outputs.
    #[arg(long, help_heading = "The brief")]
    pub company: Option<String>,
    /// A sheet of a few numbers instead of data: members, orders per year, order value, margin, churn, joiners.
    #[arg(long, value_name = "FILE", help_heading = "The brief")]
    pub drivers: Option<PathBuf>,
    #[command(flatten)]
    pub data: DataArgs,
    /// Seed of the simulation.
    #[arg(long, help_heading = "Run")]
    pub seed: Option<u64>,
    /// Day on which the plan is asked for (default: today).
    #[arg(long, value_name = "DATE", help_heading = "Run")]
    pub asked_on: Option<String>,
    /// Folder of the deliverables (default: loyalty-plan).
    #[arg(long, value_name = "DIR", help_heading = "Run")]
    pub out: Option<PathBuf>,
    /// Only these deliverables, comma-separated (see export --help); the plan JSON is always written.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', help_heading = "Run")]
    pub only: Vec<String>,
    /// Brand file of the deliverables: name, primary, accent, logo (TOML).
    #[arg(long, value_name = "FILE", help_heading = "Run")]
    pub brand: Option<PathBuf>,
    /// Folder of the plan JSON (default: .claude/plans).
    #[arg(long, value_name = "DIR", help_heading = "Run")]
    pub plans: Option<PathBuf>,
    /// What is printed.
    #[arg(long, value_enum, help_heading = "Run")]
    pub format: Option<Format>,
    /// Print nothing but errors.
    #[arg(long, help_heading = "Run")]
    pub quiet: bool,
    /// How the run is laid out (default: a diamond from 200 customers on, else a pipeline).
    #[arg(long, value_enum, help_heading = "Run")]
    pub pattern: Option<Layout>,
    /// How hard to look: small is for trying out, and the plan says so.
    #[arg(long, value_enum, help_heading = "Run", hide = true)]
    pub effort: Option<Effort>,
    /// What a person fixed in the design (see amend --set).
    #[arg(long, value_name = "PIN", help_heading = "Run", hide = true, allow_hyphen_values = true)]
    pub pin: Vec<String>,
    /// What a person changed on frozen drivers (see amend --drivers frozen).
    #[arg(long, value_name = "ID=VALUE", help_heading = "Run", hide = true, allow_hyphen_values = true)]
    pub frozen: Vec<String>,
    /// Demonstration company to plan for when no data is given: default, or losing.
    #[arg(long, value_name = "WORLD", help_heading = "Run", hide = true)]
    pub world: Option<String>,
}

#[derive(Debug, Args)]
pub struct InitArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Settings file to write.
    #[arg(long, value_name = "FILE", default_value = "plan-loyalty.toml")]
    pub out: PathBuf,
    /// Write over a settings file that is there.
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder to write into.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// default, or losing: a twin whose best program loses money.
    #[arg(long, default_value = "default")]
    pub world: String,
    /// Seed.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Write only orders, this many lines, for measuring speed.
    #[arg(long, value_name = "N")]
    pub orders: Option<u64>,
}

#[derive(Debug, Args)]
pub struct ModelArgs {
    /// bg-nbd, mbg-nbd, pareto-nbd or all (orders); sbg or bdw (subscriptions); chain-ladder or roll-forward (points ledger).
    pub name: String,
    /// Order file, subscription file or points ledger.
    #[arg(value_name = "FILE")]
    pub file: String,
    #[command(flatten)]
    pub data: DataArgs,
    /// Last day of the calibration window (default: two thirds of the span).
    #[arg(long, value_name = "DATE")]
    pub calibration_end: Option<String>,
    /// What the file holds, for the purchase models: orders, or a points ledger whose earning days stand for purchases.
    #[arg(long, value_enum, default_value = "transactions")]
    pub table: Table,
    /// What is printed.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}
/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Table {
    /// Orders.
    Transactions,
    /// Points earned and redeemed.
    PointsLedger,
}

#[derive(Debug, Args)]
pub struct ExtractArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Use the demonstration company.
    #[arg(long)]
    pub demo: bool,
    /// Folder to write into (none: print totals only).
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[cfg(feature = "mcp")]
#[derive(Debug, Args)]
pub struct McpArgs {
    /// Listen here instead of on standard input, for example 127.0.0.1:8321.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub http: Option<String>,
    /// Folder that may be read and written; plans are kept in the first (default: the present folder).
    #[arg(long, value_name = "DIR")]
    pub root: Vec<PathBuf>,
    /// Let quotes of customers and names of persons leave for the agent's model.
    #[arg(long)]
    pub allow_records: bool,
    /// File with the bearer token for HTTP (default: a new one, printed at start).
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Web origin that may call over HTTP, for example http://localhost:6274 (default: none).
    #[arg(long, value_name = "ORIGIN")]
    pub allow_origin: Vec<String>,
    /// Listen on an address that other machines reach.
    #[arg(long)]
    pub expose: bool,
    /// Every run at small effort, for trying out; plans say so.
    #[arg(long, value_enum, hide = true)]
    pub effort: Option<Effort>,
}
/// How hard a run looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Effort {
    /// As a plan should be.
    Full,
    /// Few draws of few customers.
    Small,
}
/// Layout of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Layout {
    /// Research and modeling side by side.
    Diamond,
    /// One task after another.
    Pipeline,
}
#[derive(Debug, Args)]
pub struct ResumeArgs {
    /// Folder of the run (default: the newest stopped one).
    pub run: Option<String>,
    /// Folder of the plans.
    #[arg(long, value_name = "DIR", default_value = ".claude/plans")]
    pub plans: PathBuf,
    /// Print nothing but errors.
    #[arg(long)]
    pub quiet: bool,
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
    /// Settings file (default: plan-loyalty.toml where it exists).
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}
#[derive(Debug, Args)]
#[command(after_help = loyalty_app::operations::deliverables::help())]
pub struct ExportArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// What is written, comma-separated; may be given several times.
    #[arg(long, value_name = "NAMES", required = true, value_delimiter = ',')]
    pub to: Vec<String>,
    /// Folder to write into (default: where the plan's deliverables stand).
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Brand file: name, primary, accent, logo (TOML; default: the one that the plan was made with).
    #[arg(long, value_name = "FILE")]
    pub brand: Option<PathBuf>,
}
#[derive(Debug, Args)]
pub struct CacheArgs {
    /// Folder of the plans.
    #[arg(long, value_name = "DIR", default_value = ".claude/plans")]
    pub plans: PathBuf,
    /// Take it away: plans do not depend on it.
    #[arg(long)]
    pub clear: bool,
}
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Folder of the plans.
    #[arg(long, value_name = "DIR", default_value = ".claude/plans")]
    pub plans: PathBuf,
    /// What is printed.
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
    /// What is printed.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Plan JSON; `latest`: the newest in the folder of plans.
    pub plan: String,
    /// Figure, e.g. economics.roi (its id, or the beginning of one).
    pub figure: String,
    /// Folder of the plans.
    #[arg(long, value_name = "DIR", default_value = ".claude/plans")]
    pub plans: PathBuf,
    /// What is printed.
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
    /// The other; left out: two revisions of the one.
    pub b: Option<String>,
    /// Folder of the plans.
    #[arg(long, value_name = "DIR", default_value = ".claude/plans")]
    pub plans: PathBuf,
    /// Revisions of one plan, `1..3` (default: the last two).
    #[arg(long, value_name = "FROM..TO")]
    pub revisions: Option<String>,
    /// What is printed.
    #[arg(long, value_enum, default_value = "human")]
    pub format: DiffFormat,
}
#[derive(Debug, Clone, Args)]
pub struct AmendArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// Why.
    #[arg(long)]
    pub reason: String,
    /// Who (default: the system's user).
    #[arg(long, value_name = "PERSON")]
    pub by: Option<String>,
    /// A figure of the design: blueprint.tiers.gold.threshold=900.
    #[arg(long, value_name = "PATH=VALUE", allow_hyphen_values = true)]
    pub set: Vec<String>,
    /// Benefit of the catalogue, and its first level: free-shipping@gold.
    #[arg(long, value_name = "ID[@LEVEL]")]
    pub add_benefit: Vec<String>,
    /// Benefit to take out.
    #[arg(long, value_name = "ID")]
    pub remove_benefit: Vec<String>,
    /// Channel whose lifecycle triggers are taken out.
    #[arg(long, value_name = "CHANNEL")]
    pub drop_channel: Vec<String>,
    /// frozen: simulate nothing; margin, discount rate, fixed cost and cost of rewards (--margin, --assume) are worked out on the plan's
    /// driver series, and what only a simulation can tell is taken out.
    #[arg(long, value_enum)]
    pub drivers: Option<DriverMode>,
    /// Let go of everything fixed by hand before.
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
    /// Contribution margin.
    #[arg(long, allow_hyphen_values = true)]
    pub margin: Option<String>,
    /// Months ahead.
    #[arg(long)]
    pub horizon: Option<u32>,
    /// Own value of an assumption.
    #[arg(long, value_name = "ID=VALUE", allow_hyphen_values = true)]
    pub assume: Vec<String>,
    /// Plan on the data as they are now, although they changed.
    #[arg(long)]
    pub accept_data: bool,
    /// Say which steps were worked out and which were found on disk, with their times.
    #[arg(long)]
    pub trace: bool,
    /// Print nothing but errors.
    #[arg(long)]
    pub quiet: bool,
}
#[derive(Debug, Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// File of allowed signers (default: governance.allowed_signers of the settings).
    #[arg(long, value_name = "FILE")]
    pub allowed_signers: Option<PathBuf>,
}
#[derive(Debug, Args)]
pub struct ReproduceArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// What is printed.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}
#[derive(Debug, Args)]
pub struct StatementArgs {
    #[command(flatten)]
    pub decide: DecideArgs,
    /// approve, reject, resolve or override.
    #[arg(long, default_value = "approve")]
    pub act: String,
}
#[derive(Debug, Clone, Args)]
pub struct DecideArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// Role: finance, legal, operations, exec-sponsor.
    #[arg(long = "as", value_name = "ROLE")]
    pub role: String,
    /// The person, as the allowed signers name them (default: the system's user).
    #[arg(long, value_name = "PERSON")]
    pub person: Option<String>,
    /// What the person adds; the reason of a rejection, a resolution or an override.
    #[arg(long, default_value = "")]
    pub note: String,
    /// Signature of the statement, made by the person.
    #[arg(long, value_name = "FILE")]
    pub signature: Option<PathBuf>,
    /// File of allowed signers (default: governance.allowed_signers of the settings).
    #[arg(long, value_name = "FILE")]
    pub allowed_signers: Option<PathBuf>,
    /// Compliance rule that is overridden.
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
    /// Evidence of an override: a document, an opinion.
    #[arg(long)]
    pub evidence: Option<String>,
}
#[derive(Debug, Args)]
pub struct ReviewArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// File of allowed signers (default: governance.allowed_signers of the settings).
    #[arg(long, value_name = "FILE")]
    pub allowed_signers: Option<PathBuf>,
    /// Who (publish; default: the system's user).
    #[arg(long, value_name = "PERSON")]
    pub by: Option<String>,
    /// What is printed.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct LiftArgs {
    /// One row for each customer who was assigned at random, buyers or not: CSV or TSV, gzipped or not.
    pub file: PathBuf,
    /// Column that says the arm.
    #[arg(long, value_name = "COLUMN")]
    pub arm: Option<String>,
    /// Its value for the control group.
    #[arg(long, value_name = "VALUE")]
    pub control: Option<String>,
    /// Its value for the treated (default: every other value, each against control).
    #[arg(long, value_name = "VALUE")]
    pub treated: Option<String>,
    /// Column of the outcome: spend, orders, visited (0 or 1).
    #[arg(long, value_name = "COLUMN")]
    pub outcome: String,
    /// Column of a covariate from before the test (CUPED, balance).
    #[arg(long, value_name = "COLUMN")]
    pub covariate: Vec<String>,
    /// Column of segments that were named before the test.
    #[arg(long, value_name = "COLUMN")]
    pub segment: Vec<String>,
    /// Planned shares: treated, control (default: equal).
    #[arg(long, value_name = "SHARE,SHARE")]
    pub planned: Option<String>,
    /// The assumption that was randomised, and no other: lift.trigger_messages.
    #[arg(long, value_name = "ID")]
    pub parameter: Option<String>,
    /// Who assigned the arms at random, and when.
    #[arg(long, value_name = "WHO, WHEN")]
    pub randomised_by: Option<String>,
    /// Settings file to write the measured assumption to, for --config.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// What is printed.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}
