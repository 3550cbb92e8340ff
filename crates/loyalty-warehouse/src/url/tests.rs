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
    assert_eq!(whole.place, "postgresql://127.0.0.1/shop");
    assert!(whole.checking.contains("psql \"${WHOLE}\" must connect"), "{}", whole.checking);
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
#[test]
fn the_first_memory_of_duckdb_is_a_number_of_megabytes() {
    let of = |text: &'static str| memory(&move |name: &str| (name == "PLAN_LOYALTY_DUCKDB_MB").then(|| text.to_string())).map_err(|f| f.error.to_string());
    assert_eq!((memory(&|_| None).map_err(|f| f.error).unwrap(), of(" ").unwrap(), of("64").unwrap(), of("8192").unwrap()), (128, 128, 64, 8_192));
    for wrong in ["0", "8193", "-1", "64MB", "1e3"] {
        let told = of(wrong).unwrap_err();
        assert!(told.contains("PLAN_LOYALTY_DUCKDB_MB") && told.contains("export PLAN_LOYALTY_DUCKDB_MB=128"), "{told}");
    }
}
/// Who cannot connect is told a way that works: the command that is named takes the same way, and a server without TLS is reached by a tunnel.
#[test]
fn next_steps_take_the_way_of_the_connection() {
    let checking = |text: &str| read(text).unwrap().checking;
    let told = checking("postgresql://reader@db.example.com/shop");
    assert!(told.contains("psql \"postgresql://reader@db.example.com/shop?sslmode=require\" must connect"), "{told}");
    let tunnel = "ssh -N -L 15432:localhost:5432 db.example.com; then --from \"postgresql://reader@localhost:15432/shop\"";
    assert!(told.contains(tunnel) && !told.contains("sslrootcert"), "{told}");
    let told = checking("postgresql://ann:${PW}@[2001:db8::7]:5444/shop?application_name=x");
    assert!(told.contains("/shop?application_name=x&sslmode=require\" must connect"), "{told}");
    assert!(told.contains("-L 15432:localhost:5444 2001:db8::7; then --from \"postgresql://ann:${PW}@localhost:15432/shop\""), "{told}");
    let told = checking("postgresql://db.example.com/shop?sslmode=verify-full");
    assert!(told.contains("psql \"postgresql://db.example.com/shop?sslmode=verify-full\" must connect"), "{told}");
    assert!(told.contains("--from \"postgresql://db.example.com/shop?sslmode=verify-full&sslrootcert=/path/to/ca.crt\""), "{told}");
    assert!(!checking("postgresql://db.example.com/shop?sslmode=verify-ca&sslrootcert=ca.crt").contains("/path/to/ca.crt"));
    assert!(checking("postgresql:///?service=shop").contains("-L 15432:localhost:5432 HOST; then --from \"postgresql://USER@localhost:15432/DATABASE\""));
    for near in ["postgresql://localhost/shop", "postgresql:///shop?host=/run/pg", "sc://127.0.0.1:15002"] {
        assert!(!checking(near).contains("TLS"), "{}", checking(near));
    }
    // What a tunnel is reached by is let in.
    assert!(read("postgresql://reader@localhost:15432/shop").is_ok() && read("sc://localhost:15002").is_ok());
    refused("postgresql://reader@db.example.com/shop?sslmode=disable", tunnel);
    for (written, fixed) in [
        ("sc://spark.example.com:15002", "sc://spark.example.com:15002/;use_ssl=true"),
        ("sc://spark.example.com:15002/", "sc://spark.example.com:15002/;use_ssl=true"),
        ("sc://spark.example.com:15002/;token=${PW}", "sc://spark.example.com:15002/;use_ssl=true;token=${PW}"),
        ("sc://spark.example.com:15002/;use_ssl=false", "sc://spark.example.com:15002/;use_ssl=true"),
    ] {
        refused(written, &format!("write --from \"{fixed}\""));
        let told = checking(fixed);
        assert!(
            told.contains("SSL_CERT_FILE") && told.contains("ssh -N -L 15002:localhost:15002 spark.example.com; then --from \"sc://localhost:15002\""),
            "{told}"
        );
    }
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
