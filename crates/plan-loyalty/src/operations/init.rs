//! `init`: looks at files and writes the settings that a person then edits.
use super::inputs;
use crate::cli::args::InitArgs;
use crate::error::{Refusal, exit};
use crate::request::{self, Config};
use loyalty_model::extract::TableQuality;
use loyalty_plans::store;

/// Writes the settings file and prints what was recognised.
///
/// # Errors
/// A settings file that is there already; files that cannot be read.
pub fn run(args: &InitArgs) -> Result<u8, Refusal> {
    if args.out.exists() && !args.force {
        return Err(Refusal::input(
            args.out.display().to_string(),
            "there is a settings file already",
            "It may hold what a person decided",
            "name another file with --out, or write over it with --force",
        ));
    }
    let config = args.data.config.as_deref().map_or(Ok(Config::default()), |p| request::config(Some(p)))?;
    let given = inputs::paths(&args.data, &config)?;
    let (_, _, today) = super::now();
    let read = if given.is_empty() { None } else { Some(inputs::read(&args.data, &config, today)?) };
    let tables = read.as_ref().map(|r| r.tables.quality.clone()).unwrap_or_default();
    let currency = match request::currency(&args.data, &config)? {
        Some(c) => Some(c.0),
        None => read.as_ref().and_then(|r| r.tables.currency.clone()),
    };
    let mut text = String::from(HEAD);
    text += &match &currency {
        Some(code) => format!("currency = {}\n", quote(code)),
        None => "# currency = \"EUR\"          # told by nobody yet: every amount is taken as US dollars\n".into(),
    };
    text += PROGRAM;
    text += "\n# Where the data are. Files, folders or globs; flags of the same name overrule all of these.\n[data]\n";
    for (kind, paths) in &given {
        let list: Vec<String> = paths.iter().map(|p| quote(p)).collect();
        text += &format!("{} = [{}]\n", kind.word(), list.join(", "));
    }
    if given.is_empty() {
        text += "# transactions = [\"orders/*.csv\"]\n";
    }
    text += &columns(&tables);
    text += TAIL;
    // What was written must be readable: the same reader, before anything is put in place.
    toml::from_str::<Config>(&text)
        .map_err(|e| Refusal::machine("init", format!("the settings would not be readable: {e}"), "tell the makers; nothing was written"))?;
    store::write_whole(&args.out, text.as_bytes())?;
    print!("{}", report(&tables));
    read.iter().flat_map(|r| inputs::remarks(&r.inputs)).for_each(|r| println!("{r}"));
    println!("Written: {}\nNext: edit it, then run plan-loyalty in this folder; flags overrule it.", args.out.display());
    Ok(exit::PLANNED)
}
/// A TOML string.
fn quote(text: &str) -> String {
    toml::Value::String(text.into()).to_string()
}
fn columns(tables: &[TableQuality]) -> String {
    let mut out =
        String::from("\n# Which column is what, as recognised. Change a line to overrule it; \"#1\" is the first column of a file without a header.\n");
    for t in tables {
        out += &format!("[map.{}]\n", t.table);
        for c in &t.columns {
            out += &format!("{} = {}   # found by {}\n", c.canonical, quote(&c.column), c.found_by);
        }
    }
    if tables.is_empty() {
        out += "# [map.transactions]\n# customer = \"CustomerID\"\n# time = \"InvoiceDate\"\n# amount = \"Total\"\n";
    }
    out
}
fn report(tables: &[TableQuality]) -> String {
    let mut out = String::new();
    for t in tables {
        let aside: u64 = t.set_aside.iter().map(|s| s.rows).sum();
        out += &format!("{}: {} rows read, {} used, {} without a customer, {aside} set aside\n", t.table, t.rows_read, t.rows_used, t.rows_without_customer);
        for c in &t.columns {
            out += &format!("  {:<14} {} (by {})\n", c.canonical, c.column, c.found_by);
        }
        for s in &t.set_aside {
            out += &format!("  set aside: {} rows: {}\n", s.rows, s.reason);
        }
        for n in &t.notes {
            out += &format!("  {n}\n");
        }
    }
    out
}

const HEAD: &str = "# Settings of plan-loyalty. Flags overrule what stands here; a line that begins with # is not read.

[program]
# company = \"Harbour & Pine\"
goal = \"retention\"             # retention, expansion, engagement or advocacy
tiers = 3                      # 1 to 6, or \"points-only\", \"hybrid\", \"missions\", \"hybrid:4\"
budget = 50000                 # reward pool: a month; \"150000/quarter\" for a quarter
";
const PROGRAM: &str = "# margin = 0.42                # contribution margin on net sales; without it a placeholder is used and said
# horizon = 24                 # months that the economics look ahead, 12 to 60
# personas = [\"champions\", \"at-risk\"]
# constraints = [\"EU\", \"no points expiry\", \"max discount 10%\"]
";
const TAIL: &str = "
# How the files are read, where they do not tell it themselves.
[reading]
# decimal_mark = \",\"
# date_order = \"dmy\"           # dmy, mdy or ymd
# as_of = \"2026-06-30\"         # last day of observation
# whole_histories = true       # false: the orders are a sample of lines or orders, and no customer-base model may be fitted

# Do the amounts include these? \"included\" or \"excluded\". Points and margin follow net sales.
[amounts]
# tax = \"excluded\"
# shipping = \"excluded\"
# discounts = \"excluded\"

# Your own values of assumptions (the book is at the end of every blueprint): a number, or value, sd, by and note.
[assumptions]
# \"cost.setup\" = 20000
# \"lift.basket\" = { value = 0.01, sd = 0.01, by = \"Ann Lee, CRM\", note = \"test of May 2026\" }

# Who stands behind a role.
[owners]
# finance = \"Ann Lee\"
# legal = \"Ben Cole\"

# Answers to open questions, by the name of the fact.
[facts]
# fraud-velocity = \"the platform holds more than 3 redemptions a day\"

# Segments of your own: a condition over orders_last_year, spend_last_year, p_alive, days_since_last_order, mrr, tier, segment, …
[personas]
# regulars = \"orders_last_year >= 4 and p_alive > 0.6\"
";
