//! What differs between the engines that compute sums: how a day becomes a number, an amount ten-thousandths, an id text and a hash. All else is the same SQL.
use crate::intake::{AmountOf, ItemColumns, OrderColumns};

/// An engine that computes sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    PostgreSql,
    DuckDb,
    Spark,
}
use Dialect::{DuckDb, PostgreSql, Spark};
/// Days that systems write where they know none, counted from 1970-01-01: 1899-12-30, 1899-12-31, 1900-01-01, 1904-01-01 and 1970-01-01.
const NO_DAYS: &str = "-25569, -25568, -25567, -24107, 0";
/// Amounts that fit, in whole units of the currency.
const MOST: &str = "900000000000000";

impl Dialect {
    fn text_type(self) -> &'static str {
        match self {
            PostgreSql => "text",
            DuckDb => "VARCHAR",
            Spark => "STRING",
        }
    }
    /// A name as SQL takes it.
    fn named(self, name: &str) -> String {
        match self {
            Spark => format!("s.`{}`", name.replace('`', "``")),
            PostgreSql | DuckDb => format!("s.\"{}\"", name.replace('"', "\"\"")),
        }
    }
    /// A text as SQL takes it.
    fn quoted(self, text: &str) -> String {
        let text = text.replace('\'', "''");
        if self == Spark { format!("'{}'", text.replace('\\', "\\\\").replace("''", "\\'")) } else { format!("'{text}'") }
    }
    fn text(self, value: &str) -> String {
        format!("CAST({value} AS {})", self.text_type())
    }
    /// Asks for the type of each column, by one row.
    pub fn types(self, query: &str, columns: &[String]) -> String {
        let of = |name: &String| match self {
            PostgreSql => format!("CAST(pg_typeof({}) AS text)", self.named(name)),
            DuckDb | Spark => format!("typeof({})", self.named(name)),
        };
        let all: Vec<String> = columns.iter().enumerate().map(|(i, c)| format!("{} AS t{i}", of(c))).collect();
        format!("SELECT {} FROM ({query}\n) s LIMIT 1", all.join(", "))
    }
    /// Whether a column of this type holds days or moments that are the same in every session.
    pub fn is_day(self, of: &str) -> bool {
        let of = of.to_ascii_lowercase();
        match self {
            PostgreSql => of == "date" || of.starts_with("timestamp"),
            DuckDb => of == "date" || of.starts_with("timestamp") && !of.contains("zone"),
            Spark => of == "date" || of == "timestamp_ntz",
        }
    }
    /// Whether a column of this type holds moments in a time zone.
    pub fn is_zoned(self, of: &str) -> bool {
        self == PostgreSql && of == "timestamp with time zone"
    }
    /// Whether a column of this type holds whole numbers or decimals.
    pub fn is_exact(of: &str) -> bool {
        let of = of.to_ascii_lowercase();
        let whole = ["smallint", "integer", "bigint", "int", "tinyint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint"];
        whole.contains(&of.as_str()) || of.starts_with("decimal") || of.starts_with("numeric")
    }
    /// Whether a column of this type holds whole numbers, decimals or text: what an id can be.
    pub fn is_id(self, of: &str) -> bool {
        Dialect::is_exact(of) || Dialect::is_text(of) || of.eq_ignore_ascii_case("uuid")
    }
    pub fn is_text(of: &str) -> bool {
        let of = of.to_ascii_lowercase();
        of == "text" || of == "string" || of.starts_with("char") || of.starts_with("varchar") || of == "bpchar"
    }
    /// How the hash of a customer orders the panel.
    pub fn hash(self) -> &'static str {
        match self {
            PostgreSql => "sha256(convert_to(customer, 'UTF8'))",
            DuckDb => "sha256(customer)",
            Spark => "sha2(customer, 256)",
        }
    }
    /// The hash of a customer as text.
    pub fn hash_text(self) -> &'static str {
        match self {
            PostgreSql => "encode(sha256(convert_to(customer, 'UTF8')), 'hex')",
            DuckDb | Spark => self.hash(),
        }
    }
    /// Rows with one column `item`, from one text: a statement of as many values takes an engine far longer to read.
    pub fn listed(self, items: &[String]) -> String {
        let all = self.quoted(&items.join(","));
        match self {
            PostgreSql => format!("SELECT unnest(string_to_array({all}, ',')) AS item"),
            DuckDb => format!("SELECT unnest(string_split({all}, ',')) AS item"),
            Spark => format!("SELECT explode(split({all}, ',')) AS item"),
        }
    }
    fn epoch_day(self, day: &str) -> String {
        match self {
            PostgreSql | DuckDb => format!("CAST({day} - DATE '1970-01-01' AS integer)"),
            Spark => format!("CAST(datediff({day}, DATE '1970-01-01') AS INT)"),
        }
    }
    fn ten_thousandths(self, of: &AmountOf) -> (String, String) {
        let fits = |name: &str, most: &str| format!("{name} BETWEEN -{most} AND {most}");
        let cut = |name: &str| format!("CAST({name} AS DECIMAL(24, 4))");
        match of {
            AmountOf::Column(name) => {
                let name = self.named(name);
                let value = format!("CASE WHEN {} THEN CAST({} * 10000 AS BIGINT) END", fits(&name, MOST), cut(&name));
                (value, format!("{name} IS NOT NULL AND NOT ({})", fits(&name, MOST)))
            }
            AmountOf::Product(price, quantity) => {
                let (price, quantity) = (self.named(price), self.named(quantity));
                let there = format!("{} AND {}", fits(&price, "900000000"), fits(&quantity, "900000"));
                let product = format!("CAST({} * CAST({quantity} AS DECIMAL(14, 4)) AS DECIMAL(28, 4))", cut(&price));
                let value = format!("CASE WHEN {there} THEN CAST({product} * 10000 AS BIGINT) END");
                (value, format!("{price} IS NOT NULL AND ({quantity} IS NULL OR NOT ({there}))"))
            }
        }
    }
    /// What was bought, blanks taken together, and how many pieces.
    fn item(self, of: &ItemColumns) -> (String, String) {
        let own = format!("COALESCE({}, '')", self.text(&self.named(&of.name)));
        let all = if self == Spark { "" } else { ", 'g'" };
        let pieces = of.units.as_ref().map_or_else(
            || "1".to_string(),
            |name| {
                let name = self.named(name);
                format!("CASE WHEN ABS({name}) < 2147483647 THEN CAST(CAST(CAST(ABS({name}) AS DECIMAL(24, 4)) AS DECIMAL(18, 0)) AS BIGINT) END")
            },
        );
        (format!("TRIM(regexp_replace({own}, '[ ]+', ' '{all}))"), pieces)
    }
    /// What differs from how intake reads a text: blanks around it, marks of a spreadsheet, letters that end a line.
    fn odd_text(text: &str) -> String {
        let tests = [format!("{text} LIKE ' %'"), format!("{text} LIKE '% '"), format!("{text} LIKE '=%'")];
        let marks = [9, 10, 13].map(|c| format!("{text} LIKE CONCAT('%', chr({c}), '%')"));
        tests.into_iter().chain(marks).collect::<Vec<_>>().join(" OR ")
    }
    /// The rows of a query with their meaning, as `plain`: who, when, which order, how much; and where one of these is written as only a reading can take it.
    pub fn plain(self, query: &str, columns: &OrderColumns) -> String {
        let id = self.text(&self.named(&columns.customer));
        let moment = self.named(&columns.time);
        let day = format!("CASE WHEN CAST({moment} AS date) BETWEEN DATE '1800-01-01' AND DATE '2200-12-31' THEN CAST({moment} AS date) END");
        let (amount, odd_amount) = self.ten_thousandths(&columns.amount);
        let order = columns.order.as_ref().map_or_else(|| self.text("NULL"), |name| self.text(&self.named(name)));
        let (item, units) = columns.items.as_ref().map_or_else(|| (self.text("NULL"), "0".into()), |i| self.item(i));
        let flag = |test: &str| format!("CASE WHEN {test} THEN 1 ELSE 0 END");
        let odd_id = format!("{} OR {id} LIKE '%.0'", Dialect::odd_text(&id));
        let odd_day = format!("{moment} IS NOT NULL AND ({day}) IS NULL AND CAST({moment} AS date) NOT IN (DATE '0001-01-01', DATE '9999-12-31')");
        format!(
            "source AS ({query}\n),\nplain AS (SELECT s.*, {id} AS pl_id, {day} AS pl_day, {order} AS pl_order, {amount} AS pl_amount,\n  {item} AS pl_item, {units} AS pl_units, {} AS pl_odd_id, {} AS pl_odd_day, \
             {} AS pl_odd_order, {} AS pl_odd_amount FROM source s)",
            flag(&odd_id),
            flag(&odd_day),
            flag(&Dialect::odd_text(&order)),
            flag(&odd_amount)
        )
    }
    /// Behind [`Dialect::plain`]: each row with its customer ('' is nobody), its numbers, and its class: 0 no amount, 1 behind `today`, 2 no date, 3 nobody, 4 used.
    pub fn typed(self, columns: &OrderColumns, nobodies: &[String], today: i32) -> String {
        let mut nobody = "s.pl_id IS NULL".to_string();
        if !nobodies.is_empty() {
            let list: Vec<String> = nobodies.iter().map(|n| self.quoted(n)).collect();
            nobody += &format!(" OR s.pl_id IN ({})", list.join(", "));
        }
        if columns.zero_is_nobody {
            nobody += " OR replace(s.pl_id, '0', '') = ''";
        }
        let id = if columns.emails { "CASE WHEN s.pl_id LIKE '%@%' THEN lower(s.pl_id) ELSE s.pl_id END" } else { "s.pl_id" };
        let number = self.epoch_day("s.pl_day");
        let month = "CAST(EXTRACT(YEAR FROM s.pl_day) * 12 + EXTRACT(MONTH FROM s.pl_day) AS integer)";
        format!(
            "dated AS (SELECT s.*, CASE WHEN {nobody} THEN '' ELSE {id} END AS pl_customer, {number} AS pl_number, {month} AS pl_month FROM plain s),\n\
             typed AS (SELECT s.*, CASE WHEN s.pl_amount IS NULL THEN 0 WHEN s.pl_number NOT IN ({NO_DAYS}) AND s.pl_number > {today} THEN 1 \
             WHEN s.pl_number IS NULL OR s.pl_number IN ({NO_DAYS}) THEN 2 WHEN s.pl_customer = '' THEN 3 ELSE 4 END AS pl_class FROM dated s)"
        )
    }
    /// An order within its customer: its id, or the day where there is none.
    fn order_key(self) -> String {
        format!("CASE WHEN s.pl_order IS NULL OR s.pl_order = '' THEN CONCAT('d', {}) ELSE CONCAT('o', s.pl_order) END", self.text("s.pl_number"))
    }
    /// Behind [`Dialect::typed`]: the table of orders.
    pub fn orders(self) -> String {
        let key = self.order_key();
        format!(
            "orders AS (SELECT s.pl_customer AS customer, s.pl_number AS day_no, s.pl_month AS month_no, {key} AS order_key, s.pl_amount AS amount FROM typed s WHERE s.pl_class = 4)"
        )
    }
    /// Behind [`Dialect::typed`]: the lines of items of the shop; these names are of none.
    pub fn item_lines(self, no_items: &[(String, u64)]) -> String {
        let list: Vec<String> = std::iter::once(String::new()).chain(no_items.iter().map(|o| o.0.clone())).map(|n| self.quoted(&n)).collect();
        let price = match self {
            PostgreSql => "s.pl_amount / s.pl_units",
            DuckDb => "s.pl_amount // s.pl_units",
            Spark => "s.pl_amount div s.pl_units",
        };
        format!(
            "item_lines AS (SELECT s.pl_customer AS customer, s.pl_number AS day_no, {} AS order_key, s.pl_item AS item, \
             CASE WHEN s.pl_amount < 0 THEN -s.pl_units ELSE s.pl_units END AS units, s.pl_amount AS amount, \
             CASE WHEN s.pl_amount > 0 AND s.pl_units > 0 THEN {price} END AS price \
             FROM typed s WHERE s.pl_class = 4 AND s.pl_units > 0 AND s.pl_amount <> 0 AND s.pl_item NOT IN ({}))",
            self.order_key(),
            list.join(", ")
        )
    }
    /// Names of items on rows with an amount, and the lines of each.
    pub fn item_names(self, most: usize) -> String {
        format!("SELECT s.pl_item AS word, COUNT(*) AS n FROM typed s WHERE s.pl_class IN (2, 3, 4) AND s.pl_item <> '' GROUP BY s.pl_item LIMIT {most}")
    }
    /// Ids that may be a word for nobody: no digit, no @.
    pub fn wordy(self, most: usize) -> String {
        format!(
            "SELECT DISTINCT s.pl_id AS word FROM plain s WHERE s.pl_id <> '' AND length(s.pl_id) <= 48 AND translate(s.pl_id, '0123456789@', '') = s.pl_id LIMIT {most}"
        )
    }
    /// Rows and amounts by class, what is odd, and the last day that is used.
    pub fn counted(self) -> String {
        let sum = |of: &str| self.text(&format!("COALESCE(SUM(CAST({of} AS DECIMAL(38, 0))), 0)"));
        format!(
            "SELECT s.pl_class AS class, COUNT(*) AS n, {} AS total, {} AS absolute, SUM(s.pl_odd_id) AS ids, SUM(s.pl_odd_day) AS days, SUM(s.pl_odd_order) AS orders, \
             SUM(s.pl_odd_amount) AS amounts, COALESCE(MAX(s.pl_number), 0) AS last FROM typed s GROUP BY s.pl_class",
            sum("s.pl_amount"),
            sum("ABS(s.pl_amount)")
        )
    }
    /// What the column of the currency holds where an amount is.
    pub fn currencies(self, column: &str) -> String {
        let own = self.text(&self.named(column));
        format!("SELECT DISTINCT TRIM({own}) AS word FROM typed s WHERE s.pl_class IN (2, 3, 4) AND TRIM({own}) <> '' LIMIT 20")
    }
    /// Rows that repeat another one, among those that are used.
    pub fn repeated(self, columns: &[String]) -> String {
        let all: Vec<String> = columns.iter().map(|c| format!("COALESCE(TRIM({}), '')", self.text(&self.named(c)))).collect();
        let all = all.join(", ");
        format!("SELECT COALESCE(SUM(n - 1), 0) AS n FROM (SELECT COUNT(*) AS n FROM typed s WHERE s.pl_class = 4 GROUP BY {all} HAVING COUNT(*) > 1) r")
    }
    /// The greatest amounts of rows without a date or a customer.
    pub fn lone_amounts(self) -> String {
        "SELECT s.pl_amount AS amount FROM typed s WHERE s.pl_class IN (2, 3) AND s.pl_amount <> 0 ORDER BY ABS(s.pl_amount) DESC LIMIT 8".into()
    }
    /// Texts on such rows that may say that a row is a total.
    pub fn lone_words(self, texts: &[String], most: usize) -> String {
        let one = |name: &String| {
            let (own, low) = (self.named(name), format!("lower({})", self.named(name)));
            let like: Vec<String> = ["%tot%", "%sum%", "%gesamt%", "%計%", "%计%"].iter().map(|p| format!("{low} LIKE '{p}'")).collect();
            format!("SELECT {} AS word FROM typed s WHERE s.pl_class IN (2, 3) AND ({})", self.text(&own), like.join(" OR "))
        };
        let all: Vec<String> = texts.iter().map(one).collect();
        format!("SELECT DISTINCT word FROM ({}) w LIMIT {most}", all.join(" UNION ALL "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever stands in a name or a text, SQL reads it as that one: it ends at the quote that was written last.
        #[test]
        fn names_and_texts_stay_what_they_are(text in "[a-z\"`;'\\\\ .-]{0,20}") {
            for (dialect, quote) in [(PostgreSql, '"'), (DuckDb, '"'), (Spark, '`')] {
                let name = dialect.named(&text);
                let inner = name.strip_prefix("s.").and_then(|n| n.strip_prefix(quote)).and_then(|n| n.strip_suffix(quote)).unwrap().to_string();
                prop_assert_eq!(inner.replace(&format!("{quote}{quote}"), "").matches(quote).count(), 0);
                prop_assert_eq!(inner.replace(&format!("{quote}{quote}"), &quote.to_string()), text.clone());
                let written = dialect.quoted(&text);
                prop_assert_eq!(read(dialect, &written), Some(text.clone()));
            }
        }
    }
    /// A text as SQL reads it; none where it ends early or late.
    fn read(dialect: Dialect, written: &str) -> Option<String> {
        let (mut out, mut rest) = (String::new(), written.strip_prefix('\'')?.chars().peekable());
        while let Some(c) = rest.next() {
            match c {
                '\\' if dialect == Spark => out.push(rest.next()?),
                '\'' if dialect != Spark && rest.peek() == Some(&'\'') => out.push(rest.next()?),
                '\'' => return rest.next().is_none().then_some(out),
                c => out.push(c),
            }
        }
        None
    }
    #[test]
    fn types_are_told_apart() {
        for of in ["DECIMAL(12,2)", "numeric", "BIGINT", "integer", "int", "HUGEINT"] {
            assert!(Dialect::is_exact(of), "{of}");
        }
        for of in ["DOUBLE", "real", "money", "text", "interval", "double precision", ""] {
            assert!(!Dialect::is_exact(of), "{of}");
        }
        assert!(PostgreSql.is_day("timestamp with time zone") && PostgreSql.is_zoned("timestamp with time zone"));
        assert!(!DuckDb.is_day("TIMESTAMP WITH TIME ZONE") && DuckDb.is_day("TIMESTAMP_NS") && !Spark.is_day("timestamp") && Spark.is_day("timestamp_ntz"));
    }
}
