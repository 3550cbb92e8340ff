//! Keys of the running SSH agent. The agent holds them: this program sees their public halves alone, and asks the agent to sign through `ssh-keygen`.
use loyalty_app::refusal::Refusal;
use std::io::Write;
use std::process::{Command, Stdio};

/// A key of the agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// `SHA256:…`
    pub fingerprint: String,
    pub comment: String,
    /// The public half, a line.
    public: String,
}
/// The keys that the agent has; none where no agent runs.
pub fn listed() -> Vec<Key> {
    let Ok(out) = Command::new("ssh-add").arg("-L").stdin(Stdio::null()).stderr(Stdio::null()).output() else { return vec![] };
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    text.lines().filter(|_| out.status.success()).filter_map(key).collect()
}
fn key(line: &str) -> Option<Key> {
    let mut words = line.splitn(3, ' ');
    let (_, _, comment) = (words.next()?, words.next()?, words.next().unwrap_or("a key without a comment"));
    let mut child = Command::new("ssh-keygen").args(["-l", "-f", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    writeln!(child.stdin.take()?, "{line}").ok()?;
    let told = child.wait_with_output().ok()?;
    let fingerprint = String::from_utf8_lossy(&told.stdout).split_whitespace().nth(1)?.to_string();
    Some(Key { fingerprint, comment: comment.into(), public: line.into() })
}
/// Has the agent sign a statement.
///
/// # Errors
/// No such key, an agent that does not sign.
pub fn sign(fingerprint: &str, statement: &str) -> Result<String, Refusal> {
    let refused = |fact: String| Refusal::input("the key", fact, "The running agent signs", "sign in a terminal, and paste the signature");
    let machine = |e: std::io::Error| Refusal::machine("the signature", e.to_string(), "sign in a terminal, and paste the signature");
    let key = listed().into_iter().find(|k| k.fingerprint == fingerprint).ok_or_else(|| refused(format!("the agent has no key {fingerprint}")))?;
    let folder = tempfile::tempdir().map_err(machine)?;
    let (public, text) = (folder.path().join("key.pub"), folder.path().join("statement"));
    std::fs::write(&public, format!("{}\n", key.public)).map_err(machine)?;
    std::fs::write(&text, statement).map_err(machine)?;
    let out =
        Command::new("ssh-keygen").args(["-Y", "sign", "-n", "plan-loyalty", "-f"]).arg(&public).arg(&text).stdin(Stdio::null()).output().map_err(machine)?;
    if !out.status.success() {
        return Err(refused(String::from_utf8_lossy(&out.stderr).trim().to_string()));
    }
    std::fs::read_to_string(folder.path().join("statement.sig")).map_err(machine)
}
