//! Redesign, scenarios, traces and signatures.
use super::{Got, Studio, address, company, encoded, plan, text};
use crate::common::{command, skipped};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

#[test]
fn what_needs_a_search_waits_for_it() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let at_once = studio.page(&address(&[("goal", "advocacy")]));
    assert!(at_once.read().contains("To be redesigned") && at_once.between("data-hash=\"", "\"").is_empty(), "{}", at_once.read());
    let quick = studio.page("/quick?goal=advocacy&tiers=3&horizon=24");
    assert_eq!(quick.header("studio-address").unwrap().split('&').next(), Some("/?goal=advocacy"), "the form says what differs");
    let full = studio.page(&address(&[("goal", "advocacy"), ("full", "1")]));
    assert!(full.read().contains("Appraised in full") && full.read().contains("advocacy · studio"), "{}", full.read());
    assert_eq!(studio.get("/progress?goal=advocacy").body, "", "nobody works on it any more");
    for bad in [("goal", "fun"), ("tiers", "9"), ("horizon", "3"), ("launch", "tomorrow"), ("answer", "colour=blue"), ("answer", "tax")] {
        let got = studio.get(&address(&[bad]));
        assert!(got.status == 422 && got.read().contains("Next:"), "{bad:?}: {}", got.read());
    }
}
/// The figure of a row, column by column.
fn row(page: &Got, name: &str) -> Vec<String> {
    let row = page.between(&format!("<th scope=\"row\">{name}</th>"), "</tr>");
    row.split("<strong>").skip(1).map(|cell| cell.split("</strong>").next().unwrap().to_string()).collect()
}
#[test]
fn scenarios_stand_side_by_side_and_merge() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let (pool, tiers) = ("budget=20000%2Fmonth", "tiers=2");
    let side = studio.page(&format!("/compare?{}", encoded(&[("margin", "47%"), ("keep", pool), ("keep", tiers)])));
    let net = row(&side, "Net value");
    assert_eq!(net.len(), 4, "{net:?}");
    for (at, query) in [(1, "margin=47%25"), (2, pool), (3, tiers)] {
        let own = studio.page(&format!("/?{query}&full=1"));
        assert!(own.body.contains(&net[at]), "{query}: {} is the figure of its own page", net[at]);
    }
    // A scenario over what is at hand: both differences, and the scenario's where both change the same.
    assert!(side.body.contains("/?margin=47%25&amp;budget=20000%2Fmonth&amp;keep=") && side.body.contains("Take out"), "{}", side.body);
    let over = studio.page(&format!("/compare?{}", encoded(&[("budget", "30000/month"), ("keep", pool)])));
    let merged = over.body.matches("/?budget=20000%2Fmonth&amp;keep=").count();
    assert_eq!(merged, 2, "opened and merged: the pool of the scenario");
    // What cannot be is told in its column; the others stand.
    let odd = studio.page(&format!("/compare?{}", encoded(&[("keep", "set=blueprint.nothing%3D1"), ("keep", tiers)])));
    assert!(odd.read().contains("Next:") && row(&odd, "Net value").len() == 2, "{}", odd.read());
    let five: Vec<(&str, String)> = (1..=5).map(|n| ("keep", format!("budget={n}0000"))).collect();
    let five: Vec<(&str, &str)> = five.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(studio.get(&format!("/compare?{}", encoded(&five))).status, 422);
}
#[test]
fn a_figure_is_traced_as_the_command_traces_it() {
    let dir = company();
    let studio = Studio::start(dir.path());
    let here = studio.page("/trace?figure=economics.net_value");
    let told = command(dir.path(), &["explain", "latest", "economics.net_value", "--format", "json"]);
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let value = text(&told, "/value");
    assert!(
        here.read().contains(&format!("Net value: {value}")) && here.read().contains("economics.incremental_margin - economics.total_cost"),
        "{}",
        here.read()
    );
    let other = studio.page("/trace?figure=economics.net_value&budget=20000%2Fmonth&full=1");
    assert!(!other.read().contains(&format!("Net value: {value}")), "of the plan that the address gives");
    for bad in ["/trace", "/trace?figure=nothing", "/trace?figure=economics.net_value&goal=fun&full=1"] {
        assert_eq!(studio.get(bad).status, 422, "{bad}");
    }
}
/// Ada's key, in a file of signers that the settings pin.
fn signer(dir: &Path) -> Option<PathBuf> {
    let key = dir.join("ada");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", "ada's key", "-f"]).arg(&key).status();
    if !made.is_ok_and(|s| s.success()) {
        skipped("ssh-keygen is not installed");
        return None;
    }
    let public = std::fs::read_to_string(dir.join("ada.pub")).unwrap();
    let signers = format!("ada@example.com namespaces=\"plan-loyalty\" {} roles=preparer,legal\n", public.trim());
    let sha256 = loyalty_plans::hash::of_bytes(signers.as_bytes());
    std::fs::write(dir.join("signers"), signers).unwrap();
    std::fs::write(dir.join("plan-loyalty.toml"), format!("[governance]\nallowed_signers = \"signers\"\nallowed_signers_sha256 = \"{sha256}\"\n")).unwrap();
    Some(key)
}
fn acts(dir: &Path) -> Vec<(String, String)> {
    let log = plan(dir)["history"]["change_log"].as_array().unwrap().clone();
    log.iter().map(|c| (text(c, "/act"), c.pointer("/decision/key").and_then(Value::as_str).unwrap_or_default().to_string())).collect()
}
#[test]
fn a_pasted_signature_counts_as_in_a_terminal() {
    let dir = company();
    let Some(key) = signer(dir.path()) else { return };
    let studio = Studio::start(dir.path());
    let act = [("act", "submit"), ("person", "ada@example.com"), ("note", "as agreed")];
    let shown = studio.page(&format!("/sign?{}", encoded(&act)));
    let statement = super::plain(shown.between("name=\"statement\" value=\"", "\""));
    let same = command(dir.path(), &["statement", "--act", "submit", "--person", "ada@example.com", "--note", "as agreed"]);
    assert_eq!(String::from_utf8_lossy(&same.stdout).trim(), statement, "the text of the command");
    let sign = |words: &str, namespace: &str| {
        let file = dir.path().join("statement.txt");
        std::fs::write(&file, words).unwrap();
        let _ = std::fs::remove_file(dir.path().join("statement.txt.sig"));
        let done = Command::new("ssh-keygen").args(["-q", "-Y", "sign", "-n", namespace, "-f"]).arg(&key).arg(&file).status().unwrap();
        assert!(done.success());
        std::fs::read_to_string(dir.path().join("statement.txt.sig")).unwrap()
    };
    let before = plan(dir.path());
    let post = |act: &[(&str, &str)], signature: &str| studio.post("/sign", &[act, &[("signature", signature)]].concat());
    let other = [("act", "submit"), ("person", "ada@example.com"), ("note", "another note")];
    let good = sign(&String::from_utf8_lossy(&same.stdout), "plan-loyalty");
    for (what, got) in [
        ("none", post(&act, "")),
        ("no signature", post(&act, "-----BEGIN SSH SIGNATURE-----")),
        ("of another text", post(&other, &good)),
        ("for another purpose", post(&act, &sign(&String::from_utf8_lossy(&same.stdout), "git"))),
        ("out of order", post(&[("act", "approve"), ("as", "legal"), ("person", "ada@example.com")], &good)),
        ("no act", post(&[], &good)),
    ] {
        assert!(got.status == 422 && got.read().contains("Next:"), "{what}: {} {}", got.status, got.read());
        assert_eq!(plan(dir.path()), before, "{what}: nothing is written");
    }
    // As a browser sends a text field.
    let done = post(&act, &good.replace('\n', "\r\n"));
    assert_eq!((done.status, done.header("location")), (303, Some("/?tab=history#details")), "{}", done.read());
    let last = acts(dir.path()).pop().unwrap();
    assert!(last.0 == "submitted" && last.1.starts_with("SHA256:"), "{last:?}");
    assert!(command(dir.path(), &["verify"]).status.success());
}
struct Agent(Child);
impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
#[cfg(unix)]
#[test]
fn a_key_of_the_agent_signs_after_a_yes() {
    let dir = company();
    let Some(key) = signer(dir.path()) else { return };
    let socket = dir.path().join("agent");
    let Ok(child) = Command::new("ssh-agent").args(["-D", "-a"]).arg(&socket).stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
        return skipped("ssh-agent is not installed");
    };
    let _agent = Agent(child);
    let add = || Command::new("ssh-add").arg("-q").arg(&key).env("SSH_AUTH_SOCK", &socket).stderr(Stdio::null()).status().is_ok_and(|s| s.success());
    assert!(
        (0..50).any(|_| add() || {
            std::thread::sleep(Duration::from_millis(100));
            false
        }),
        "the agent takes the key"
    );
    // The key is in the agent alone from here on.
    std::fs::remove_file(&key).unwrap();
    let studio = Studio::beside(dir.path(), Some(&socket));
    let act = [("act", "submit"), ("person", "ada@example.com")];
    let shown = studio.page(&format!("/sign?{}", encoded(&act)));
    assert!(shown.read().contains("ada's key"), "{}", shown.read());
    let statement = super::plain(shown.between("name=\"statement\" value=\"", "\""));
    let fingerprint = super::plain(shown.between("name=\"key\" value=\"", "\""));
    let before = plan(dir.path());
    let post = |more: &[(&str, &str)]| studio.post("/sign", &[&act[..], more].concat());
    for (what, more) in [
        ("no yes", vec![("key", fingerprint.as_str()), ("statement", &statement)]),
        ("another text", vec![("key", &fingerprint), ("statement", "{}"), ("confirmed", "yes")]),
        ("another key", vec![("key", "SHA256:other"), ("statement", &statement), ("confirmed", "yes")]),
    ] {
        let got = post(&more);
        assert!(got.status == 422 && got.read().contains("Next:"), "{what}: {}", got.read());
        assert_eq!(plan(dir.path()), before, "{what}: nothing is written");
    }
    let done = post(&[("key", &fingerprint), ("statement", &statement), ("confirmed", "yes")]);
    assert_eq!(done.status, 303, "{}", done.read());
    assert_eq!(acts(dir.path()).pop().unwrap(), ("submitted".to_string(), fingerprint));
    assert!(command(dir.path(), &["verify"]).status.success());
}
