//! Statements that a person signs with an SSH key. Whether a signature is one of its statement by its key, `ssh-keygen -Y check-novalidate` (OpenSSH 8.2 or
//! later) decides; whose key it is and what its owner may do, [`crate::signers`] and [`crate::acts`]. Private keys never come near this program.
use loyalty_model::plan::{Act, Change};
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::process::{Command, Stdio};

/// Namespace of the signatures.
pub const NAMESPACE: &str = "plan-loyalty";

/// First words of a statement of form 2.
const FORM: &str = "plan-loyalty decision 2";

/// The text that an entry with a decision is signed on: the canonical JSON (RFC 8785) of the whole decision, of the design and the document that it is
/// on, and of the hash of the entry before, which covers the history. `plan`: hash of the plan's first entry.
pub fn statement(plan: &str, change: &Change) -> Option<String> {
    let mut decision = change.decision.clone()?;
    (decision.statement, decision.signature, decision.key) = (None, None, None);
    let whole = serde_json::json!({
        "statement": FORM,
        "plan": plan,
        "head": change.previous,
        "act": word(change.act),
        "plan_hash": change.plan_hash,
        "document_hash": change.document_hash,
        "decision": decision,
    });
    let mut text = serde_json_canonicalizer::to_string(&whole).ok()?;
    text.push('\n');
    Some(text)
}
/// A statement of form 1, which named neither rule nor evidence nor files: it is checked, and counts no more.
pub fn first_form(plan: &str, change: &Change) -> Option<String> {
    let one = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
    let (d, act) = (change.decision.as_ref()?, word(change.act));
    let (role, person, note) = (one(&d.role), one(&d.person), one(&d.note));
    Some(format!(
        "{FIRST}\nplan: {plan}\nact: {act}\nrole: {role}\nperson: {person}\nplan_hash: {}\nhead: {}\nnote: {note}\n",
        change.plan_hash, change.previous
    ))
}
const FIRST: &str = "plan-loyalty statement 1";
/// A statement is of form 1.
pub fn is_first_form(statement: &str) -> bool {
    statement.starts_with(FIRST)
}
/// The word of an act.
pub const fn word(act: Act) -> &'static str {
    match act {
        Act::Created => "created",
        Act::Amended => "amended",
        Act::Resumed => "resumed",
        Act::Approved => "approved",
        Act::Rejected => "rejected",
        Act::Resolved => "resolved",
        Act::Overridden => "overridden",
        Act::Waived => "waived",
        Act::Submitted => "submitted",
        Act::Published => "published",
        Act::Migrated => "migrated",
    }
}
/// Why a signature is none.
#[derive(Debug, thiserror::Error)]
pub enum SignatureError {
    /// There is no ssh-keygen.
    #[error("ssh-keygen cannot be run ({0}): install OpenSSH 8.2 or later")]
    NoTool(io::Error),
    /// A file could not be read or written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It is not what ssh-keygen -Y sign writes.
    #[error("it is not a signature as ssh-keygen -Y sign -n {NAMESPACE} writes it: {0}")]
    Shape(&'static str),
    /// It is not one of this statement.
    #[error("it is not a signature of this statement: {0}")]
    Bad(String),
}
/// The public key in a signature, as it stands in files of signers.
///
/// # Errors
/// [`SignatureError::Shape`].
pub fn key_of(signature: &str) -> Result<Vec<u8>, SignatureError> {
    let shape = SignatureError::Shape;
    let body = signature.trim().strip_prefix("-----BEGIN SSH SIGNATURE-----").and_then(|s| s.strip_suffix("-----END SSH SIGNATURE-----"));
    let bytes = unarmoured(body.ok_or(shape("its first or last line is missing"))?).ok_or(shape("it is not base64"))?;
    let rest = bytes.strip_prefix(b"SSHSIG\0\0\0\x01").ok_or(shape("it is not one of version 1"))?;
    let (key, rest) = string(rest).ok_or(shape("it is cut"))?;
    let (namespace, _) = string(rest).ok_or(shape("it is cut"))?;
    if namespace != NAMESPACE.as_bytes() {
        return Err(shape("it was made for another namespace"));
    }
    Ok(key.to_vec())
}
/// A string of the SSH wire format, and what follows it.
fn string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_be_bytes(*length) as usize)
}
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// Bytes from base64; line ends are passed over.
pub fn unarmoured(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut held, mut bits) = (vec![], 0_u32, 0);
    for b in text.trim_end().trim_end_matches('=').bytes().filter(|b| !b.is_ascii_whitespace()) {
        held = (held << 6) | ALPHABET.iter().position(|a| *a == b)? as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(out)
}
/// The fingerprint of a public key: `SHA256:` and base64 without padding, as `ssh-keygen -l` prints it.
pub fn fingerprint(key: &[u8]) -> String {
    let mut out = String::from("SHA256:");
    for three in Sha256::digest(key).chunks(3) {
        let held = three.iter().fold(0_u32, |h, b| (h << 8) | u32::from(*b)) << (8 * (3 - three.len()));
        (0..=three.len()).for_each(|i| out.push(char::from(ALPHABET[((held >> (18 - 6 * i)) & 63) as usize])));
    }
    out
}
/// Checks that a signature is one of a statement by the key in it, and gives that key.
///
/// # Errors
/// [`SignatureError`].
pub fn check(statement: &str, signature: &str) -> Result<Vec<u8>, SignatureError> {
    let key = key_of(signature)?;
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(signature.as_bytes())?;
    file.flush()?;
    let mut child = Command::new("ssh-keygen")
        .args(["-Y", "check-novalidate", "-n", NAMESPACE, "-s"])
        .arg(file.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(SignatureError::NoTool)?;
    if let Some(mut input) = child.stdin.take() {
        // A signature that cannot be read ends the program before it reads the statement: its own words say more than a broken pipe.
        let _ = input.write_all(statement.as_bytes());
    }
    let out = child.wait_with_output()?;
    if out.status.success() {
        return Ok(key);
    }
    Err(SignatureError::Bad(loyalty_model::plain::escaped(String::from_utf8_lossy(&[out.stderr, out.stdout].concat()).trim())))
}
