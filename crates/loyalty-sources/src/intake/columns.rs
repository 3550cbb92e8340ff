//! The tables, their canonical columns, and which column of a file stands for which.
use super::lexicon::plain;
use super::{Ask, IntakeError, IntakeErrorKind, marks};
use loyalty_model::extract::ColumnUse;
use std::str::FromStr;

/// The input tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableKind {
    /// Orders.
    Transactions,
    /// Subscriptions.
    Subscriptions,
    /// Product usage.
    Usage,
    /// Voice of customer.
    Voc,
    /// Members.
    Members,
    /// Points ledger.
    PointsLedger,
    /// Reward catalogue.
    Rewards,
}
impl TableKind {
    /// The word of the flag.
    pub const fn word(self) -> &'static str {
        match self {
            TableKind::Transactions => "transactions",
            TableKind::Subscriptions => "subscriptions",
            TableKind::Usage => "usage",
            TableKind::Voc => "voc",
            TableKind::Members => "members",
            TableKind::PointsLedger => "points-ledger",
            TableKind::Rewards => "rewards",
        }
    }
}
impl FromStr for TableKind {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        use TableKind::*;
        [Transactions, Subscriptions, Usage, Voc, Members, PointsLedger, Rewards].into_iter().find(|k| k.word() == s).ok_or(())
    }
}

/// What the values of a canonical column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// Days or times.
    Days,
    /// Amounts or other numbers.
    Numbers,
    /// A customer.
    Customer,
    /// Words of a status, stage or type.
    States,
    /// Anything.
    Any,
}
/// Canonical columns of a table: name, values, needed.
pub fn canonical(kind: TableKind) -> &'static [(&'static str, Values, bool)] {
    use Values::*;
    match kind {
        TableKind::Transactions => &[
            ("customer", Customer, true),
            ("time", Days, false),
            ("year", Numbers, false),
            ("month", Numbers, false),
            ("order", Any, false),
            ("amount", Numbers, false),
            ("quantity", Numbers, false),
            ("price", Numbers, false),
            ("currency", Any, false),
            ("status", States, false),
            ("kind", States, false),
            ("refund", Any, false),
            ("item", Any, false),
        ],
        TableKind::Subscriptions => &[
            ("customer", Customer, true),
            ("subscription", Any, false),
            ("start", Days, false),
            ("end", Days, false),
            ("tenure", Numbers, false),
            ("ended", Any, false),
            ("mrr", Numbers, true),
            ("quantity", Numbers, false),
            ("plan", Any, false),
            ("trial", Any, false),
            ("billing", Any, false),
            ("intervals", Numbers, false),
            ("status", States, false),
        ],
        TableKind::Usage => &[
            ("customer", Customer, false),
            ("subscription", Any, false),
            ("time", Days, true),
            ("feature", Any, true),
            ("count", Numbers, false),
            ("id", Any, false),
        ],
        TableKind::Voc => {
            &[("customer", Customer, false), ("time", Days, false), ("score", Any, false), ("text", Any, false), ("theme", Any, false), ("left", Any, false)]
        }
        TableKind::Members => &[
            ("customer", Customer, true),
            ("joined", Days, false),
            ("joinedyear", Numbers, false),
            ("joinedmonth", Numbers, false),
            ("leftyear", Numbers, false),
            ("leftmonth", Numbers, false),
            ("left", Any, false),
            ("tier", Any, false),
            ("segment", Any, false),
            ("place", Any, false),
            ("consent", Any, false),
            ("referredby", Any, false),
            ("birthday", Days, false),
        ],
        TableKind::PointsLedger => &[
            ("customer", Customer, true),
            ("time", Days, false),
            ("year", Numbers, false),
            ("month", Numbers, false),
            ("earned", Numbers, false),
            ("redeemed", Numbers, false),
            ("expired", Numbers, false),
            ("points", Numbers, false),
            ("kind", States, false),
            ("cost", Numbers, false),
            ("id", Any, false),
        ],
        TableKind::Rewards => &[("name", Any, true), ("points", Numbers, true), ("value", Numbers, false), ("cost", Numbers, false)],
    }
}
/// Where a canonical column stands in the list of its table.
pub fn place_of(kind: TableKind, name: &str) -> usize {
    canonical(kind).iter().position(|c| c.0 == name).unwrap_or(usize::MAX)
}

/// Position of each canonical column in a file.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    found: Vec<(&'static str, usize)>,
    /// For the quality record.
    pub uses: Vec<ColumnUse>,
}
impl Columns {
    /// The position of a column.
    pub fn at(&self, name: &str) -> Option<usize> {
        self.found.iter().find(|(n, _)| *n == name).map(|(_, at)| *at)
    }
    /// Whether a column of the file is spoken for.
    pub fn takes(&self, at: usize) -> bool {
        self.found.iter().any(|(_, a)| *a == at)
    }
    /// Whether a person said what a canonical column is.
    pub fn is_mapped(&self, name: &str) -> bool {
        self.uses.iter().any(|u| u.canonical == name && u.found_by == "map")
    }
    /// Reads a column of the file as a canonical one; `how` it was found: `map`, `name`, `content`, or a known export.
    pub fn put(&mut self, name: &'static str, at: usize, header: &[String], how: &str) {
        self.drop(name);
        self.also(name, at, header, how);
    }
    /// Reads one more column of the file as a canonical one.
    pub fn also(&mut self, name: &'static str, at: usize, header: &[String], how: &str) {
        if self.found.contains(&(name, at)) {
            return;
        }
        self.found.push((name, at));
        self.uses.push(ColumnUse { canonical: name.into(), column: header[at].clone(), found_by: how.into() });
    }
    /// Reads a canonical column no more.
    pub fn drop(&mut self, name: &str) {
        self.found.retain(|(n, _)| *n != name);
        self.uses.retain(|u| u.canonical != name);
    }
    /// In the order of the canonical columns.
    pub fn sort(&mut self, kind: TableKind) {
        self.uses.sort_by_key(|u| place_of(kind, &u.canonical));
    }
    /// The table needs a time and none was recognised, nor a year and a month.
    pub fn lacks_time(&self, kind: TableKind) -> bool {
        let timed = matches!(kind, TableKind::Transactions | TableKind::PointsLedger);
        timed && self.at("time").is_none() && (self.at("year").is_none() || self.at("month").is_none())
    }
}

/// What a person said of the columns of a table: (canonical, column or nothing).
pub struct Mapped {
    kind: TableKind,
    maps: Vec<(String, String)>,
}
impl Mapped {
    /// Checks that only columns of the table are mapped.
    ///
    /// # Errors
    /// A map names what the table has not.
    pub fn of(kind: TableKind, all: &[(TableKind, String, String)]) -> Result<Mapped, IntakeError> {
        let maps: Vec<(String, String)> = all.iter().filter(|m| m.0 == kind).map(|m| (m.1.clone(), m.2.clone())).collect();
        for (name, value) in &maps {
            if canonical(kind).iter().any(|c| c.0 == name)
                || name.starts_with("status:") && ["sale", "refund", "out", "running", "ended", "paused", "trial"].contains(&value.as_str())
            {
                continue;
            }
            let known: Vec<&str> = canonical(kind).iter().map(|c| c.0).collect();
            return Err(IntakeError::new(
                IntakeErrorKind::BadMap,
                format!("--map {}.{name}", kind.word()),
                format!("{} has no column {name:?}", kind.word()),
                "Only its own columns can be mapped",
                format!("map one of {}", known.join(", ")),
            ));
        }
        Ok(Mapped { kind, maps })
    }
    /// Whether a person took a canonical column off (`--map transactions.amount=`).
    pub fn is_off(&self, name: &str) -> bool {
        self.maps.iter().any(|m| m.0 == name && m.1.is_empty())
    }
    /// What a person said of a word of a status column (`--map "transactions.status:On route=sale"`).
    pub fn word(&self, cell: &str) -> Option<&str> {
        self.maps.iter().find_map(|m| m.0.strip_prefix("status:").filter(|w| plain(w) == plain(cell)).map(|_| m.1.as_str()))
    }
    /// The column that a person named.
    ///
    /// # Errors
    /// There is no such column.
    pub fn column(&self, name: &str, path: &str, header: &[String]) -> Result<Option<usize>, IntakeError> {
        let Some((_, column)) = self.maps.iter().find(|m| m.0 == name && !m.1.is_empty()) else { return Ok(None) };
        let at = header.iter().position(|h| h == column).or_else(|| header.iter().position(|h| plain(h) == plain(column) && !plain(h).is_empty()));
        let at = at.or_else(|| column.strip_prefix('#').and_then(|n| n.parse::<usize>().ok()).filter(|n| (1..=header.len()).contains(n)).map(|n| n - 1));
        at.map(Some).ok_or_else(|| {
            IntakeError::new(
                IntakeErrorKind::BadMap,
                path,
                format!("column {column:?} not found"),
                "The map names it",
                format!("name one of {}", marks::headings(header)),
            )
            .asking(Ask::Column { table: self.kind, column: place(self.kind, name), candidates: header.to_vec() })
        })
    }
}
/// The canonical name of a table that a word is.
fn place(kind: TableKind, name: &str) -> &'static str {
    canonical(kind).iter().find(|c| c.0 == name).map_or("", |c| c.0)
}
/// A flag that can be pasted: `--map transactions.time="Close Date"`.
pub fn flag(kind: TableKind, canonical: &str, column: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || ".#_-/:".contains(c);
    let value = if !column.is_empty() && column.chars().all(safe) && !column.starts_with('#') {
        column.to_string()
    } else if column.contains(['"', '$', '`', '\\', '!']) {
        format!("'{}'", column.replace('\'', r"'\''"))
    } else {
        format!("\"{column}\"")
    };
    format!("--map {}.{canonical}={value}", kind.word())
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn flags_can_be_pasted() {
        for (column, shown) in [
            ("total", "--map transactions.amount=total"),
            ("Close Date", "--map transactions.amount=\"Close Date\""),
            ("Created (UTC)", "--map transactions.amount=\"Created (UTC)\""),
            ("US$", "--map transactions.amount='US$'"),
            ("#2", "--map transactions.amount=\"#2\""),
            ("合計", "--map transactions.amount=合計"),
            ("it's \"x\"", "--map transactions.amount='it'\\''s \"x\"'"),
            ("a.b", "--map transactions.amount=a.b"),
            ("a;b", "--map transactions.amount=\"a;b\""),
            ("Card/Code", "--map transactions.amount=Card/Code"),
        ] {
            assert_eq!(flag(TableKind::Transactions, "amount", column), shown);
        }
    }
}
