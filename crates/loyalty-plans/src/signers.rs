//! The file of trusted signers: who owns which key, and for which roles the owner may act. It is a file of allowed signers as `ssh-keygen` reads it, one
//! owner and one key a line; the roles stand in the comment after the key:
//!
//! ```text
//! counsel@example.com namespaces="plan-loyalty" ssh-ed25519 AAAA… roles=legal
//! ```
//!
//! Nothing that would let one line speak for several people is taken: no wildcard, no list of names, no certificate authority, no key of two owners.
use crate::hash;
use crate::signature::{NAMESPACE, fingerprint, unarmoured};
use std::collections::BTreeSet;

/// Role of who hands a design in.
pub const PREPARER: &str = "preparer";
/// Role of who publishes.
pub const PUBLISHER: &str = "publisher";
/// Roles that a signer may have.
pub const ROLES: [&str; 6] = [PREPARER, "legal", "finance", "operations", "exec-sponsor", PUBLISHER];

/// A key and its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The owner.
    pub person: String,
    /// The public key as it stands in signatures.
    pub key: Vec<u8>,
    /// Its fingerprint.
    pub fingerprint: String,
    /// What the owner may act for.
    pub roles: BTreeSet<String>,
    /// First instant of the key, as 14 digits in UTC; empty: always.
    pub valid_after: String,
    /// Last instant of the key; empty: none.
    pub valid_before: String,
}
impl Signer {
    /// Whether the key was valid at an instant of RFC 3339 in UTC.
    pub fn valid_at(&self, instant: &str) -> bool {
        let at = digits(instant);
        (self.valid_after.is_empty() || at >= self.valid_after) && (self.valid_before.is_empty() || at < self.valid_before)
    }
}
/// Signers that a person chose to trust.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trust {
    pub signers: Vec<Signer>,
    /// SHA-256 of the file.
    pub sha256: String,
}
/// A line that cannot be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fact}")]
pub struct SignerError {
    /// From 1.
    pub line: usize,
    /// What is wrong with it.
    pub fact: String,
}
impl Trust {
    /// Reads a file of signers. Keys for other namespaces are left out.
    ///
    /// # Errors
    /// The first line that cannot be trusted.
    pub fn read(text: &str) -> Result<Trust, SignerError> {
        let mut trust = Trust { signers: vec![], sha256: hash::of_bytes(text.as_bytes()) };
        for (i, line) in text.lines().enumerate() {
            let at = |fact: String| SignerError { line: i + 1, fact };
            let Some(signer) = signer(line.trim()).map_err(at)? else { continue };
            if let Some(other) = trust.signers.iter().find(|s| s.key == signer.key) {
                return Err(at(format!("the key {} is on another line too, as that of {:?}; a key has one owner", signer.fingerprint, other.person)));
            }
            trust.signers.push(signer);
        }
        Ok(trust)
    }
    /// The owner of a key.
    pub fn owner(&self, key: &[u8]) -> Option<&Signer> {
        self.signers.iter().find(|s| s.key == key)
    }
}
/// The digits of an instant, to 14 of them.
fn digits(instant: &str) -> String {
    let all: String = instant.chars().filter(char::is_ascii_digit).take(14).collect();
    format!("{all:0<14}")
}
/// Cuts a text where it has a separator outside quotes.
fn cut(text: &str, separates: fn(char) -> bool) -> Vec<String> {
    let (mut out, mut quoted) = (vec![String::new()], false);
    for c in text.chars() {
        quoted ^= c == '"';
        match out.last_mut() {
            Some(last) if quoted || !separates(c) => last.push(c),
            _ => out.push(String::new()),
        }
    }
    out.retain(|f| !f.is_empty());
    out
}
fn signer(line: &str) -> Result<Option<Signer>, String> {
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let fields = cut(line, char::is_whitespace);
    let is_key = |f: &String| ["ssh-", "ecdsa-", "sk-"].iter().any(|p| f.starts_with(p));
    let at = fields.iter().skip(1).position(is_key).map(|i| i + 1).ok_or("no key follows the name of its owner")?;
    let person = fields[0].trim_matches('"').to_string();
    if person.contains(['*', '?', '!']) {
        return Err(format!("{person:?} is a pattern; name the one person who owns the key"));
    }
    if person.contains(',') {
        return Err(format!("{person:?} names several people; write one line and one key for each"));
    }
    if !person.chars().all(loyalty_model::plain::prints) {
        return Err(format!("{person:?} holds a character that does not print"));
    }
    let blob = fields.get(at + 1).ok_or("the key is missing after its type")?;
    let key = unarmoured(blob).filter(|k| !k.is_empty()).ok_or("the key is not base64")?;
    let (mut valid_after, mut valid_before) = (String::new(), String::new());
    for option in fields[1..at].iter().flat_map(|o| cut(o, |c| c == ',')) {
        let (name, value) = option.split_once('=').unwrap_or((&option, ""));
        let value = value.trim_matches('"');
        match name.to_ascii_lowercase().as_str() {
            "namespaces" if value.split(',').any(|n| n == NAMESPACE) => {}
            "namespaces" => return Ok(None),
            "valid-after" => valid_after = digits(value),
            "valid-before" => valid_before = digits(value),
            "cert-authority" => return Err("a certificate authority signs for anybody; name each key".into()),
            other => return Err(format!("unknown option {other:?}")),
        }
    }
    let mut roles = BTreeSet::new();
    for role in fields[at + 2..].iter().filter_map(|f| f.strip_prefix("roles=")).flat_map(|all| all.split(',')) {
        if !ROLES.contains(&role) {
            return Err(format!("unknown role {role:?}; roles: {}", ROLES.join(", ")));
        }
        roles.insert(role.to_string());
    }
    Ok(Some(Signer { person, fingerprint: fingerprint(&key), key, roles, valid_after, valid_before }))
}

#[cfg(test)]
mod tests {
    use super::*;
    const KEY: &str = "AAAAC3NzaC1lZDI1NTE5AAAAIHXjxNZpLGNTnGx5aYaLNvVSOJ44TvIlhmg9VqGZMoDG";
    #[test]
    fn a_line_has_one_owner_one_key_and_the_roles_of_its_comment() {
        let trust = Trust::read(&format!(
            "# ours\n\nann@example.com namespaces=\"git,plan-loyalty\",valid-before=\"20270101\" ssh-ed25519 {KEY} laptop roles=legal,publisher\n"
        ))
        .unwrap();
        let ann = &trust.signers[0];
        assert_eq!((ann.person.as_str(), ann.fingerprint.as_str()), ("ann@example.com", "SHA256:P8SYG1CczS3XyHJJK9e7cCidaztE+UprHMuMnKHmQLM"));
        assert_eq!(ann.roles.iter().map(String::as_str).collect::<Vec<_>>(), ["legal", "publisher"]);
        assert!(ann.valid_at("2026-12-31T23:59:59Z") && !ann.valid_at("2027-01-01T00:00:00Z"));
    }
    #[test]
    fn a_line_that_could_speak_for_several_people_is_refused() {
        for (line, said) in [
            (format!("* ssh-ed25519 {KEY} roles=legal"), "is a pattern"),
            (format!("*@example.com ssh-ed25519 {KEY} roles=legal"), "is a pattern"),
            (format!("ann?@example.com ssh-ed25519 {KEY}"), "is a pattern"),
            (format!("!bob@example.com ssh-ed25519 {KEY}"), "is a pattern"),
            (format!("ann@example.com,bob@example.com ssh-ed25519 {KEY}"), "several people"),
            (format!("\"ann@example.com,bob@example.com\" ssh-ed25519 {KEY}"), "several people"),
            (format!("ann@example.com cert-authority ssh-ed25519 {KEY}"), "certificate authority"),
            (format!("ann@example.com Cert-Authority ssh-ed25519 {KEY}"), "certificate authority"),
            (format!("ann@example.com trust-me ssh-ed25519 {KEY}"), "unknown option"),
            (format!("ann@example.com ssh-ed25519 {KEY} roles=janitor"), "unknown role"),
            (format!("ann@example.com ssh-ed25519 {KEY} roles=*"), "unknown role"),
            (format!("ann@example.com ssh-ed25519 {KEY}\nbob@example.com ssh-ed25519 {KEY}"), "one owner"),
            ("ann@example.com ssh-ed25519 !!!".into(), "not base64"),
            ("ann@example.com ssh-ed25519".into(), "missing after its type"),
            ("ann@example.com".into(), "no key follows"),
            (format!("ann\u{202e}@example.com ssh-ed25519 {KEY}"), "does not print"),
        ] {
            let refused = Trust::read(&line).expect_err(&line);
            assert!(refused.fact.contains(said), "{line}: {refused}");
        }
        assert!(Trust::read(&format!("ann@example.com namespaces=\"git\" ssh-ed25519 {KEY} roles=legal")).unwrap().signers.is_empty());
        assert!(Trust::read(&format!("ann@example.com ssh-ed25519 {KEY}")).unwrap().signers[0].roles.is_empty(), "who has no role may do nothing");
    }
}
