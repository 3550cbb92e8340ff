/// Says that a test is skipped for want of something outside the project; with `REQUIRE_DATA=1` the test fails instead.
#[allow(dead_code)]
pub fn skipped(why: &str) {
    assert!(std::env::var_os("REQUIRE_DATA").is_none_or(|v| v != "1"), "REQUIRE_DATA=1, and this test would be skipped: {why}");
    eprintln!("skipped: {why}");
}
