use super::*;
use proptest::prelude::*;

const SECRET: &str = "s3cr&t/@pass";
fn read(text: &str) -> Result<Url, String> {
    let variable = |name: &str| match name {
        "PW" => Some(SECRET.to_string()),
        "HOST" => Some("db.example.com:5433".to_string()),
        "WHOLE" => Some("postgresql://ann:hunter2@127.0.0.1/shop".to_string()),
        _ => None,
    };
    let file = |path: &str| Ok(std::path::PathBuf::from("/work").join(path));
    Url::read(text, &Machine { driver: None, running: Running::default(), variable: &variable, file: &file }).map_err(|f| f.error.to_string())
}
#[track_caller]
fn refused(text: &str, fact: &str) {
    let told = read(text).err().unwrap();
    assert!(told.contains(fact) && !told.contains("hunter2") && !told.contains(SECRET), "{text}: {told}");
}
#[test]
fn engines_are_told_by_the_scheme_or_the_ending() {
    for (text, engine, place) in [
        ("postgresql://localhost/shop", Engine::PostgreSql, "postgresql://localhost/shop"),
        ("postgres://ann@127.0.0.1:5433/shop?application_name=x", Engine::PostgreSql, "postgres://127.0.0.1:5433/shop"),
        ("postgresql:///shop?host=/run/pg", Engine::PostgreSql, "postgresql:///shop"),
        ("duckdb:a b.db", Engine::DuckDb, "duckdb:a b.db"),
        ("data/shop.duckdb", Engine::DuckDb, "duckdb:data/shop.duckdb"),
        ("sqlite:///var/shop.db", Engine::Sqlite, "sqlite:/var/shop.db"),
        ("sc://localhost:15002", Engine::Spark, "sc://localhost:15002"),
        ("grpc://[::1]:31337", Engine::FlightSql, "grpc://[::1]:31337"),
    ] {
        let url = read(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!((url.engine, url.place.as_str()), (engine, place), "{text}");
    }
    refused("mysql://localhost/shop", "no database is read by mysql:");
    refused("orders.csv", "this is no URL");
}
#[test]
fn a_password_is_never_written_out_and_never_repeated() {
    for text in [
        "postgresql://ann:hunter2@localhost/shop",
        "postgresql://localhost/shop?password=hunter2",
        "postgresql://localhost/shop?sslmode=require&PASSWORD=hunter2",
        "sc://localhost:15002/;token=hunter2",
        "postgresql://ann:${PW}hunter2@localhost/shop",
    ] {
        refused(text, "a password or a token stands in the URL");
    }
    let url = read("postgresql://ann:${PW}@localhost/shop").unwrap();
    assert!(url.whole().contains("ann:s3cr%26t%2F%40pass@localhost"), "{}", url.whole());
    let told = url.clean(&format!("no connection to {} with {SECRET} or s3cr%26t%2F%40pass", url.whole()));
    assert!(!told.contains("s3cr") && told.contains("postgresql://localhost/shop"), "{told}");
    let whole = read("${WHOLE}").unwrap();
    assert_eq!((whole.place.as_str(), whole.as_written()), ("postgresql://127.0.0.1/shop", "${WHOLE}"));
    assert_eq!(whole.clean("hunter2 is wrong"), "[withheld] is wrong");
    refused("postgresql://${NONE}@localhost/shop", "the variable \"NONE\" is not set");
    refused("postgresql://a@x@localhost/shop", "an @");
}
#[test]
fn rows_leave_this_machine_only_encrypted() {
    let sure = |text: &str| read(text).unwrap().whole().to_string();
    assert!(sure("postgresql://db.example.com/shop").ends_with("sslmode=require"));
    assert!(sure("postgresql://${HOST}/shop").contains("db.example.com:5433/shop?") && sure("postgresql://${HOST}/shop").contains("sslmode=require"));
    assert!(!sure("postgresql://db.example.com/shop?sslmode=verify-full").contains("sslmode=require"));
    assert!(!sure("postgresql://localhost/shop").contains("sslmode"));
    assert!(sure("postgresql:///shop?host=db.example.com").contains("sslmode=require"));
    assert!(sure("postgresql://localhost/shop?hostaddr=10.0.0.9").contains("sslmode=require"));
    assert!(sure("postgresql://localhost,db.example.com/shop").contains("sslmode=require"));
    assert!(read("postgresql:///?service=shop").unwrap().asks_for_encryption);
    for text in ["postgresql://db.example.com/shop?sslmode=prefer", "sc://db.example.com:15002", "grpc://10.0.0.9:31337"] {
        refused(text, "would not be encrypted");
    }
    assert!(read("sc://db.example.com:443/;use_ssl=true;token=${PW}").is_ok() && read("grpc+tls://10.0.0.9:31337").is_ok());
}
proptest! {
    /// Whatever the password is, it reaches the driver as it is and nothing that is shown.
    #[test]
    fn passwords_are_kept(password in "[!-~]{4,20}") {
        let variable = |name: &str| (name == "P").then(|| password.clone());
        let file = |path: &str| Ok(std::path::PathBuf::from(path));
        let url = Url::read("postgresql://ann:${P}@127.0.0.1/shop", &Machine { driver: None, running: Running::default(), variable: &variable, file: &file }).map_err(|f| f.error).unwrap();
        let login = url.whole().split_once("://ann:").unwrap().1.split_once('@').unwrap().0.to_string();
        prop_assert_eq!(decoded(&login), password.clone());
        prop_assert!(!url.place.contains(&password));
        let told = url.clean(&format!("a {password} b"));
        prop_assert!(!told.contains(&password), "{}", told);
    }
}
