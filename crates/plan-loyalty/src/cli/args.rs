//! The command line. The help text, the completions and the man page come from these definitions.
mod saved;

use clap::{Args, Parser, Subcommand, ValueEnum};
pub use saved::*;
use std::path::PathBuf;

/// Designs, costs and governs a customer loyalty program from a company's own data.
#[derive(Debug, Parser)]
#[command(
    name = "plan-loyalty",
    version,
    args_conflicts_with_subcommands = true,
    args_override_self = true,
    subcommand_negates_reqs = true,
    long_about = "Designs, costs and governs a customer loyalty program from a company's own data.\n\nIt reviews customer signals, designs tiers and benefits, plans lifecycle messages, simulates the economics and checks compliance. It writes a blueprint (web page, deck, workbook, Markdown), a trigger matrix, a financial summary and a plan in JSON that gives the source of every figure. Everything runs on this machine; no data leaves it. Without data it plans for a built-in demonstration company.",
    after_help = "Exit codes:\n  0    planned\n  1    I/O error (disk, permissions)\n  2    unusable input or request; the message says what to do\n  3    saved, but not fit to launch: escalated, or no design meets the limits\n  4    checked and not in order (verify, reproduce, review)\n  5    planned, with reservations: a guardrail fails, or the data are stale\n  130  stopped with Ctrl-C; no file was left half-written\n\nExamples:\n  plan-loyalty --goal retention --tiers 3 --budget 50000\n  plan-loyalty --goal retention --tiers 3 --budget 50000 \\\n      --transactions orders.csv --margin 0.42\n  plan-loyalty --goal advocacy --tiers hybrid:4 --budget \"EUR 150000/quarter\" \\\n      --transactions orders.csv --constraints \"EU, no points expiry\"\n  plan-loyalty init --transactions orders.csv   read it, write an explained settings file\n  plan-loyalty demo --out demo-data             write the demonstration company as files"
)]
pub struct Cli {
    /// What to do instead of making a plan.
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub plan: PlanArgs,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compare the four goals: design for each on the same data and score every design on every goal.
    Goals(Box<PlanArgs>),
    /// Read files and write plan-loyalty.toml, a settings file that explains every setting.
    Init(InitArgs),
    /// Write the demonstration company as files.
    Demo(DemoArgs),
    /// Read files and write the cleaned tables and the extract, without planning.
    Extract(ExtractArgs),
    /// Fit one published model on a file: purchases with a hold-out, contract lifetimes, or the redemption of points.
    Model(ModelArgs),
    /// Show how much disk space the kept results of plan steps take, or clear them.
    Cache(CacheArgs),
    /// Delete the files of single customers that a run left: members.csv, rows set aside, stopped runs, kept steps. The plan stays.
    Forget(PlanFile),
    /// List the plans of a folder.
    List(ListArgs),
    /// Show a plan.
    Show(ShowArgs),
    /// Show the change log of a plan.
    Log(ShowArgs),
    /// Show what people say about a plan, say something on any part of it, or settle a comment. No approval is revoked.
    Comments(CommentsArgs),
    /// Resume an interrupted run; finished steps are not repeated.
    Resume(ResumeArgs),
    /// Write the deliverables of a plan again.
    Renew(PlanFile),
    /// Write single deliverables of a plan: a page, a table, or files that another system imports.
    Export(ExportArgs),
    /// Put a plan, its deliverables and where they come from into one folder: an RO-Crate with an in-toto statement.
    Archive(ArchiveArgs),
    /// Trace a figure to its data, published sources and people.
    Explain(ExplainArgs),
    /// Compare two plans, or two revisions of one plan, by what they mean.
    Diff(DiffArgs),
    /// Change a plan: what depends on the change is recalculated, and approvals of the earlier design are revoked.
    Amend(AmendArgs),
    /// Check that a plan is intact: change log, commit log, signatures, files.
    Verify(VerifyArgs),
    /// Make a plan again and compare it figure by figure.
    Reproduce(ReproduceArgs),
    /// Print the text that a person signs with ssh-keygen -Y sign -n plan-loyalty.
    Statement(StatementArgs),
    /// Submit the current design for approval, as its preparer.
    Submit(DecideArgs),
    /// Approve the current design for a role.
    Approve(DecideArgs),
    /// Reject the current design for a role.
    Reject(DecideArgs),
    /// Resolve an escalation: a named person decides, with a reason.
    Resolve(DecideArgs),
    /// Override a compliance blocker: a named person, with reason and evidence.
    Override(DecideArgs),
    /// Waive the answer to a compliance blocker that nobody has settled: a named person, with a reason.
    Waive(DecideArgs),
    /// Show what is still open before publication.
    Review(ReviewArgs),
    /// Publish: freeze the revision once the review passes.
    Publish(DecideArgs),
    /// Read your own randomised test and offer its result as a measured assumption.
    Lift(LiftArgs),
    /// Change a plan in a browser and see at once what a change does: one page on this machine.
    #[cfg(feature = "studio")]
    Studio(StudioArgs),
    /// Serve AI agents: an MCP server over standard input and output, or over HTTP on this machine.
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
impl Command {
    /// Serves until it is ended, and leaves no run behind.
    pub fn serves(&self) -> bool {
        match self {
            #[cfg(feature = "mcp")]
            Command::Mcp(_) => true,
            #[cfg(feature = "studio")]
            Command::Studio(_) => true,
            _ => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One screen for a person.
    Human,
    /// The plan as JSON.
    Json,
}

/// How progress is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Progress {
    /// One moving line on a terminal, nothing elsewhere.
    #[default]
    Auto,
    /// One line for each step on standard error.
    Lines,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DriverMode {
    /// Keep the driver series of the plan as they are.
    Frozen,
}

/// A path as text, whatever bytes it is made of.
fn path_text() -> impl clap::builder::TypedValueParser<Value = String> {
    use clap::builder::{OsStringValueParser, TypedValueParser};
    OsStringValueParser::new().map(|path| loyalty_app::paths::shown(std::path::Path::new(&path)))
}
#[derive(Debug, Clone, Args, Default)]
pub struct DataArgs {
    /// Orders: one row per line item or per order (files, folders or globs).
    #[arg(long, value_name = "FILES", num_args = 1.., value_parser = path_text(), help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub transactions: Vec<String>,
    /// Subscriptions.
    #[arg(long, value_name = "FILES", num_args = 1.., value_parser = path_text(), help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub subscriptions: Vec<String>,
    /// Product usage events.
    #[arg(long, value_name = "FILES", num_args = 1.., value_parser = path_text(), help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub usage: Vec<String>,
    /// Voice of customer: surveys, reviews, tickets with ratings.
    #[arg(long, value_name = "FILES", num_args = 1.., value_parser = path_text(), help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub voc: Vec<String>,
    /// Members or customer master data.
    #[arg(long, value_name = "FILES", num_args = 1.., value_parser = path_text(), help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub members: Vec<String>,
    /// Points ledger of the current program.
    #[arg(long, value_name = "FILES", num_args = 1.., value_parser = path_text(), help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub points_ledger: Vec<String>,
    /// Reward catalogue of the current program.
    #[arg(long, value_name = "FILES", num_args = 1.., value_parser = path_text(), help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub rewards: Vec<String>,
    /// Which column holds what: transactions.customer=CustomerID (or =#1 for a file without a header).
    #[arg(long, value_name = "TABLE.NAME=COLUMN", help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub map: Vec<String>,
    /// Decimal mark of the files, where it is ambiguous: . or ,
    #[arg(long, value_name = "MARK", help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub decimal_mark: Option<char>,
    /// Order of day, month, year in dates, where it is ambiguous: dmy, mdy or ymd; excel1904 for serial dates that count from 1904.
    #[arg(long, value_name = "ORDER", help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub date_order: Option<String>,
    /// Time zone of the shop, where dates carry an offset from UTC: Europe/Berlin. Without it their days are taken as written.
    #[arg(long, value_name = "ZONE", help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub time_zone: Option<String>,
    /// Last day of observation (default: the last day in the data).
    #[arg(long, value_name = "DATE", help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub as_of: Option<String>,
    /// Count orders of nothing (samples, gifts, replacements) as purchases; they do not count otherwise. Refunded orders never do.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", require_equals = true, help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub count_zero_orders: Option<bool>,
    /// Currency (ISO code) of the amounts.
    #[arg(long, value_name = "CODE", help_heading = "Data (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip)")]
    pub currency: Option<String>,
    /// Database instead of files: postgresql://HOST/DATABASE, duckdb:FILE, sqlite:FILE, sc://HOST:PORT (Spark Connect), grpc+tls://HOST:PORT (Flight SQL).
    #[arg(long, value_name = "URL", help_heading = "Data in a database")]
    pub from: Option<String>,
    /// Table or query of the database: transactions=public.orders, or "members=SELECT … FROM …".
    #[arg(long, value_name = "TABLE=SQL", help_heading = "Data in a database")]
    pub query: Vec<String>,
    /// Where sums are computed: rows (here, from the rows of the queries) or engine (in the database; orders of PostgreSQL, DuckDB and Spark only).
    #[arg(long, value_name = "WHERE", help_heading = "Data in a database")]
    pub sums: Option<String>,
    /// ADBC driver of the database: a path or a name (also PLAN_LOYALTY_DRIVER).
    #[arg(long, value_name = "LIBRARY", help_heading = "Data in a database")]
    pub driver: Option<PathBuf>,
    /// Threads (default: all cores); they do not change the plan.
    #[arg(long, value_name = "N", help_heading = "Run")]
    pub threads: Option<usize>,
    /// Settings file (default: plan-loyalty.toml, if present).
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
    /// Reward pool: 50000 (a month), 50k, 150000/quarter, "EUR 50.000/month", 600k/year.
    #[arg(long, help_heading = "The brief", allow_hyphen_values = true)]
    pub budget: Option<String>,
    /// Customer segments, comma-separated: built-in, from the member file, or from the settings.
    #[arg(long, help_heading = "The brief")]
    pub personas: Option<String>,
    /// Constraints from compliance or the platform, comma-separated: "EU, no points expiry, Shopify, max discount 10%".
    #[arg(long, help_heading = "The brief")]
    pub constraints: Option<String>,
    /// Contribution margin on net sales before the program, e.g. 0.42 or 42%.
    #[arg(long, help_heading = "The brief", allow_hyphen_values = true)]
    pub margin: Option<String>,
    /// Months to simulate (12 to 60).
    #[arg(long, help_heading = "The brief")]
    pub horizon: Option<u32>,
    /// Day of the launch, e.g. 2027-03-01 (default: 12 to 16 weeks after the request, outside the measured peak of sales).
    #[arg(long, value_name = "DATE", help_heading = "The brief")]
    pub launch: Option<String>,
    /// Your own value for an assumption: response.total=0.01±0.01 (see the assumption book of any plan).
    #[arg(long, value_name = "ID=VALUE", help_heading = "The brief", allow_hyphen_values = true)]
    pub assume: Vec<String>,
    /// An answer to an open question, as the plan prints it: tax=excluded, places=Germany, audience=consumers.
    #[arg(long, value_name = "NAME=VALUE", help_heading = "The brief", allow_hyphen_values = true)]
    pub answer: Vec<String>,
    /// Company name on the outputs.
    #[arg(long, help_heading = "The brief")]
    pub company: Option<String>,
    /// A company profile instead of data: members, orders per year, order value, margin, churn, new members.
    #[arg(long, value_name = "FILE", help_heading = "The brief")]
    pub drivers: Option<PathBuf>,
    #[command(flatten)]
    pub data: DataArgs,
    /// Seed of the simulation.
    #[arg(long, help_heading = "Run")]
    pub seed: Option<u64>,
    /// Date of the request (default: today).
    #[arg(long, value_name = "DATE", help_heading = "Run")]
    pub asked_on: Option<String>,
    /// Folder for the deliverables (default: loyalty-plan).
    #[arg(long, value_name = "DIR", help_heading = "Run")]
    pub out: Option<PathBuf>,
    /// Only these deliverables, comma-separated (see export --help); the plan JSON is always written.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', help_heading = "Run")]
    pub only: Vec<String>,
    /// Brand file of the deliverables: name, primary, accent, logo (TOML).
    #[arg(long, value_name = "FILE", help_heading = "Run")]
    pub brand: Option<PathBuf>,
    /// Write members.csv with pseudonyms in the place of customer ids; the key to them stays beside the plans.
    #[arg(long, help_heading = "Run")]
    pub pseudonyms: bool,
    /// Folder for the plan JSON (default: .claude/plans).
    #[arg(long, value_name = "DIR", help_heading = "Run")]
    pub plans: Option<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, help_heading = "Run")]
    pub format: Option<Format>,
    /// Print nothing but errors.
    #[arg(long, help_heading = "Run")]
    pub quiet: bool,
    /// How to show progress: auto (on a terminal only), or lines on standard error for logs.
    #[arg(long, value_enum, default_value = "auto", help_heading = "Run")]
    pub progress: Progress,
    /// Layout of the run (default: diamond from 200 customers on, else pipeline).
    #[arg(long, value_enum, help_heading = "Run")]
    pub pattern: Option<Layout>,
    /// How hard to look: small is for trying out, and the plan says so.
    #[arg(long, value_enum, help_heading = "Run", hide = true)]
    pub effort: Option<EffortOption>,
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
    /// Overwrite an existing settings file.
    #[arg(long)]
    pub force: bool,
    /// Go through the reading and ask for place, sector, audience, margin and lead time: auto (at a terminal), always, never.
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub ask: Asking,
    /// How to show progress: auto (on a terminal only), or lines on standard error for logs.
    #[arg(long, value_enum, default_value = "auto")]
    pub progress: Progress,
}
/// When questions are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Asking {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder to write into.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Company: default, or losing (its best program loses money).
    #[arg(long, default_value = "default")]
    pub world: String,
    /// Seed.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Write only orders, this many lines, to measure speed.
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
    /// Content of the file, for the purchase models: orders, or a points ledger whose earning days count as purchases.
    #[arg(long, value_enum, default_value = "transactions")]
    pub table: Table,
    /// Table with a row for each customer: what was known at the first order, for --covariate.
    #[arg(long, value_name = "FILE", requires = "covariate")]
    pub customers: Option<String>,
    /// Column of that table that is a covariate of the purchase models (channel, promotion); may be repeated.
    #[arg(long, value_name = "COLUMN", requires = "customers")]
    pub covariate: Vec<String>,
    /// Column of that table with the customer's id (default: the one that holds most ids of the orders).
    #[arg(long, value_name = "COLUMN", requires = "customers")]
    pub id: Option<String>,
    /// Output format.
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
    /// Folder to write into (default: print totals only).
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How to show progress: auto (on a terminal only), or lines on standard error for logs.
    #[arg(long, value_enum, default_value = "auto")]
    pub progress: Progress,
}

/// Lists the names of faults in the help; another name is refused by the verb, with place, reason and next step.
#[cfg(feature = "studio")]
#[derive(Debug, Clone)]
struct FaultNames;
#[cfg(feature = "studio")]
impl clap::builder::TypedValueParser for FaultNames {
    type Value = String;
    fn parse_ref(&self, _: &clap::Command, _: Option<&clap::Arg>, value: &std::ffi::OsStr) -> Result<String, clap::Error> {
        Ok(value.to_string_lossy().into_owned())
    }
    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = clap::builder::PossibleValue> + '_>> {
        Some(Box::new(loyalty_sandbox::Fault::ALL.into_iter().map(|f| f.name().into())))
    }
}
#[cfg(feature = "studio")]
#[derive(Debug, Args)]
pub struct StudioArgs {
    #[command(flatten)]
    pub file: PlanFile,
    /// Port on this machine (default: any that is free).
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
    /// Print the address without opening a browser.
    #[arg(long)]
    pub no_open: bool,
    /// Plant a fault in the redemption sandbox, to see that your tests find it.
    #[arg(long, value_name = "NAME", value_parser = FaultNames)]
    pub sandbox_fault: Option<String>,
    /// Begin with data instead of the newest plan.
    #[arg(long, conflicts_with = "plan")]
    pub new: bool,
    /// Begin with this database: postgresql://HOST/DATABASE, duckdb:FILE, sqlite:FILE, sc://HOST:PORT.
    #[arg(long, value_name = "URL", conflicts_with = "plan")]
    pub from: Option<String>,
    /// ADBC driver of the database: a path or a name (also PLAN_LOYALTY_DRIVER).
    #[arg(long, value_name = "LIBRARY")]
    pub driver: Option<PathBuf>,
}
#[cfg(feature = "mcp")]
#[derive(Debug, Args)]
pub struct McpArgs {
    /// Listen here instead of on standard input, for example 127.0.0.1:8321.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub http: Option<String>,
    /// Folder that may be read and written; plans are kept in the first (default: the current folder).
    #[arg(long, value_name = "DIR")]
    pub root: Vec<PathBuf>,
    /// Let customer quotes and names of persons reach the agent's model.
    #[arg(long)]
    pub allow_records: bool,
    /// File with the bearer token for HTTP (default: a new one, printed at start).
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Web origin that may call over HTTP, for example http://localhost:6274 (default: none).
    #[arg(long, value_name = "ORIGIN")]
    pub allow_origin: Vec<String>,
    /// Allow an address that other machines can reach.
    #[arg(long)]
    pub expose: bool,
    /// Database that agents may plan on, as [warehouse] from of the settings file has it (default: none).
    #[arg(long, value_name = "URL")]
    pub from: Vec<String>,
    /// ADBC driver of these databases: a path or a name (also PLAN_LOYALTY_DRIVER).
    #[arg(long, value_name = "LIBRARY")]
    pub driver: Option<PathBuf>,
    /// Every run at small effort, for trying out; plans say so.
    #[arg(long, value_enum, hide = true)]
    pub effort: Option<EffortOption>,
}
/// How hard a run looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EffortOption {
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
pub struct LiftArgs {
    /// One row for each randomly assigned customer, whether they bought or not: CSV or TSV, plain or gzipped.
    pub file: PathBuf,
    /// Column of the test arm.
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
    /// The one assumption that was randomised: response.total.
    #[arg(long, value_name = "ID")]
    pub parameter: Option<String>,
    /// Who assigned the arms at random, and when.
    #[arg(long, value_name = "WHO, WHEN")]
    pub randomised_by: Option<String>,
    /// Settings file to write the measured assumption to, for --config.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}
