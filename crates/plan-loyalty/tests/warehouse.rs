//! Databases as far as no server is needed: what is refused before anything is asked. Real servers: `bash scripts/test.sh warehouse`.
use crate::common;
use std::fs;
use std::process::Command;

/// What stands for a password here: nothing may repeat it.
const SECRET: &str = "hunter2-of-ann";

/// A command with these arguments and settings: its exit code, and what it said. It wrote nothing.
fn refused(arguments: &[&str], settings: Option<&str>) -> String {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("orders.csv"), "customer,date,amount\na,2025-01-01,3\n").unwrap();
    if let Some(text) = settings {
        fs::write(dir.path().join("plan-loyalty.toml"), text).unwrap();
    }
    let mut told = String::new();
    for verb in
        [&["--goal", "retention", "--tiers", "3", "--budget", "50000", "--out", "out"][..], &["extract", "--out", "out"], &["init", "--out", "new.toml"]]
    {
        // `init` reads the settings only where they are named.
        if settings.is_some() && verb[0] == "init" {
            continue;
        }
        let mut command = Command::new(common::PROGRAM);
        command.current_dir(dir.path()).args(verb).args(arguments);
        for (name, _) in std::env::vars().filter(|(n, _)| ["PG", "ADBC", "PLAN_LOYALTY"].iter().any(|p| n.starts_with(p))) {
            command.env_remove(name);
        }
        let out = command.env("WORD", SECRET).output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        assert_eq!(out.status.code(), Some(2), "{verb:?} {arguments:?}: {said}");
        assert!(!said.contains(SECRET) && said.contains("\n  Next: "), "{said}");
        let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(left.len(), 1 + usize::from(settings.is_some()), "{left:?}");
        told = said;
    }
    told
}
fn told(from: &str, fact: &str) {
    let said = refused(&["--from", from, "--query", "transactions=orders"], None).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(fact), "{from}: {said}");
}
#[test]
fn a_secret_in_a_url_is_refused_wherever_it_is_written() {
    let fact = "a password or a token stands in the URL";
    told(&format!("postgresql://ann:{SECRET}@localhost/shop"), fact);
    told(&format!("postgresql://localhost/shop?password={SECRET}"), fact);
    told(&format!("sc://localhost:15002/;token={SECRET}"), fact);
    let settings = format!("[warehouse]\nfrom = \"postgresql://ann:{SECRET}@localhost/shop\"\ntransactions = \"orders\"\n");
    assert!(refused(&[], Some(&settings)).contains("a password or a token"), "{settings}");
    // From a variable it reaches the driver, and nobody else: here there is no driver.
    told("postgresql://ann:${WORD}@localhost/shop", "no ADBC driver for PostgreSQL is installed");
    told("postgresql://ann:${MISSING}@localhost/shop", "the variable \"MISSING\" is not set");
}
#[test]
fn what_would_leave_this_machine_in_the_clear_is_refused() {
    told("postgresql://db.example.com/shop?sslmode=allow", "would not be encrypted");
    told("sc://db.example.com:15002", "would not be encrypted");
    told("grpc://db.example.com:31337", "would not be encrypted");
}
#[test]
fn other_databases_and_missing_files_are_refused_by_name() {
    told("mysql://localhost/shop", "no database is read by mysql:");
    told("orders.csv", "this is no URL of a database");
    told("sqlite:none.db", "the file does not exist");
    told("none.duckdb", "the file does not exist");
    told("sqlite:orders.csv", "no ADBC driver for SQLite is installed");
    told("duckdb:orders.csv", "no ADBC driver for DuckDB is installed");
}
#[test]
fn what_is_asked_must_be_clear() {
    let said = refused(&["--from", "sqlite:orders.csv", "--query", "transactions=orders", "--transactions", "orders.csv"], None);
    assert!(said.contains("both as files and as a query"), "{said}");
    assert!(refused(&["--query", "transactions=orders"], None).contains("[warehouse] from"));
    assert!(refused(&["--from", "sqlite:orders.csv", "--query", "sales=orders"], None).contains("unknown table"));
    assert!(refused(&["--from", "sqlite:orders.csv", "--query", "transactions"], None).contains("it cannot be read"));
    assert!(refused(&["--from", "sqlite:orders.csv", "--query", "transactions=a..b"], None).contains("neither a table nor a query"));
    assert!(refused(&["--from", "sqlite:orders.csv", "--query", "transactions=select 1; drop table t"], None).contains("more than one statement"));
    eprintln!("skipped: PostgreSQL, SQLite and DuckDB themselves (bash scripts/test.sh warehouse starts and asks them)");
}
