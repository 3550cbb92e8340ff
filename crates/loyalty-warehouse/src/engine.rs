//! What differs between engines.

/// Megabytes that DuckDB, which lives in this process, may hold in memory while it computes sums: at first and at most.
pub const MEMORY: (u32, u32) = (128, 8_192);

/// A database that was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    PostgreSql,
    DuckDb,
    Sqlite,
    /// Spark Connect: Apache Spark, Databricks, Sail.
    Spark,
    /// Arrow Flight SQL.
    FlightSql,
}
impl Engine {
    /// Whether a cluster may have to be started before it answers: the first session of Apache Spark takes half a minute on two cores.
    pub const fn may_start_first(self) -> bool {
        matches!(self, Engine::Spark | Engine::FlightSql)
    }
    /// Its name in a plan's history.
    pub const fn name(self) -> &'static str {
        match self {
            Engine::PostgreSql => "PostgreSQL",
            Engine::DuckDb => "DuckDB",
            Engine::Sqlite => "SQLite",
            Engine::Spark => "Spark Connect",
            Engine::FlightSql => "Flight SQL",
        }
    }
    /// It is a file of this machine.
    pub const fn is_a_file(self) -> bool {
        matches!(self, Engine::DuckDb | Engine::Sqlite)
    }
    /// Names by which its driver is looked for.
    pub const fn drivers(self) -> &'static [&'static str] {
        match self {
            Engine::PostgreSql => &["adbc_driver_postgresql", "postgresql"],
            Engine::DuckDb => &["duckdb"],
            Engine::Sqlite => &["adbc_driver_sqlite", "sqlite"],
            Engine::Spark => &["adbc_driver_spark", "spark"],
            Engine::FlightSql => &["adbc_driver_flightsql", "flightsql"],
        }
    }
    /// Where a driver begins, if it does not say so itself.
    pub const fn entry(self) -> Option<&'static [u8]> {
        match self {
            Engine::DuckDb => Some(b"duckdb_adbc_init"),
            _ => None,
        }
    }
    /// How to get the driver: commands that can be pasted.
    pub fn getting(self) -> String {
        let wheel = |package: &str| {
            let module = package.replace('-', "_");
            format!(
                "install it and name it: python3 -m venv drivers && drivers/bin/pip install {package} && \
                 export PLAN_LOYALTY_DRIVER=$(drivers/bin/python -c 'import {module} as d; print(d._driver_path())'); then run the command again"
            )
        };
        match self {
            Engine::PostgreSql => wheel("adbc-driver-postgresql"),
            Engine::Sqlite => wheel("adbc-driver-sqlite"),
            Engine::Spark => wheel("adbc-driver-spark"),
            Engine::FlightSql => wheel("adbc-driver-flightsql"),
            Engine::DuckDb => {
                "fetch DuckDB's library and name it: npm pack @duckdb/node-bindings-linux-x64 && tar xzf duckdb-node-bindings-linux-x64-*.tgz && \
                               export PLAN_LOYALTY_DRIVER=$PWD/package/libduckdb.so; then run the command again"
                    .into()
            }
        }
    }
    /// A name as its SQL takes it: whatever is in it is a name.
    pub fn quoted(self, name: &str) -> String {
        match self {
            Engine::Spark => format!("`{}`", name.replace('`', "``")),
            _ => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }
    /// A column as text in which nothing is lost; none: its type says what it is, and is written here.
    pub fn as_text(self, column: &str) -> Option<String> {
        let name = self.quoted(column);
        match self {
            Engine::PostgreSql => Some(format!("CAST({name} AS text) AS {name}")),
            Engine::DuckDb => Some(format!("CAST({name} AS VARCHAR) AS {name}")),
            // Its columns hold values of any type, so that a driver cannot know a column's type from its first rows.
            Engine::Sqlite => Some(format!("CASE typeof({name}) WHEN 'blob' THEN hex({name}) ELSE CAST({name} AS TEXT) END AS {name}")),
            Engine::Spark | Engine::FlightSql => None,
        }
    }
    /// Begins and ends a transaction, so that all statements see one state.
    pub const fn has_transactions(self) -> bool {
        matches!(self, Engine::PostgreSql | Engine::DuckDb | Engine::Sqlite)
    }
    /// What a session is told before anything is asked: it only reads, it waits for so long, and values are written in one way.
    pub fn session(self, timeout_seconds: u32) -> Vec<String> {
        let own = |all: &[&str]| all.iter().map(|s| (*s).to_string()).collect::<Vec<_>>();
        match self {
            Engine::PostgreSql => {
                let mut all = own(&["SET LOCAL transaction_isolation = 'repeatable read'", "SET LOCAL transaction_read_only = on"]);
                all.push(format!("SET LOCAL statement_timeout = '{timeout_seconds}s'"));
                all.extend(own(&[
                    // A database without an encoding holds any bytes: they come as they are, and those that are no text are found by their column.
                    "SELECT set_config('client_encoding', CASE current_setting('server_encoding') WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END, true)",
                    // The first rows of a table are the same for whoever looks, and whatever else reads it: the columns are recognised by them.
                    "SET LOCAL synchronize_seqscans = off",
                    "SET LOCAL TimeZone = 'UTC'",
                    "SET LOCAL DateStyle = 'ISO, YMD'",
                    "SET LOCAL IntervalStyle = 'iso_8601'",
                    "SET LOCAL extra_float_digits = 1",
                    "SET LOCAL bytea_output = 'hex'",
                    "SET LOCAL lc_monetary = 'C'",
                ]));
                all
            }
            Engine::DuckDb => own(&["SET autoinstall_known_extensions = false"]),
            Engine::Sqlite => own(&["PRAGMA query_only = ON"]),
            // Points in time come as such: no setting of the session changes them.
            Engine::Spark | Engine::FlightSql => vec![],
        }
    }
    /// Asks for the version and for the present moment.
    pub const fn itself(self) -> Option<&'static str> {
        match self {
            Engine::PostgreSql => Some("SELECT current_setting('server_version') AS version, CAST(now() AS text) AS moment"),
            Engine::DuckDb => Some("SELECT version() AS version, CAST(now() AS VARCHAR) AS moment"),
            Engine::Sqlite => Some("SELECT sqlite_version() AS version, strftime('%Y-%m-%d %H:%M:%S+00', 'now') AS moment"),
            Engine::Spark => Some("SELECT version() AS version, '' AS moment"),
            Engine::FlightSql => None,
        }
    }
    /// Asks for the schemas, where tables can only be listed for one.
    pub const fn schemas(self) -> Option<&'static str> {
        match self {
            Engine::Spark => Some("SHOW SCHEMAS"),
            _ => None,
        }
    }
    /// Asks for the tables and views that are not the engine's own: schema and name.
    pub const fn listing(self) -> &'static str {
        match self {
            Engine::PostgreSql => {
                "SELECT CAST(table_schema AS text) AS s, CAST(table_name AS text) AS t FROM information_schema.tables \
                 WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND has_table_privilege(quote_ident(table_schema) || '.' || quote_ident(table_name), 'SELECT') \
                 ORDER BY 1, 2"
            }
            Engine::DuckDb | Engine::FlightSql => {
                "SELECT table_schema AS s, table_name AS t FROM information_schema.tables WHERE table_schema <> 'information_schema' ORDER BY 1, 2"
            }
            Engine::Sqlite => {
                "SELECT '' AS s, name AS t FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 2"
            }
            Engine::Spark => "SHOW TABLES",
        }
    }
}
