//! Statements that a person signs with an SSH key, and their verification by `ssh-keygen -Y verify` (OpenSSH 8.1 or later) against a file of allowed
//! signers. Keys never come near this program.
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// Namespace of the signatures.
pub const NAMESPACE: &str = "plan-loyalty";

/// What a statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<'a> {
    /// Hash of the plan's first entry: which plan this is.
    pub plan: &'a str,
    /// `approved`, `rejected`, `resolved`, `overridden`.
    pub act: &'a str,
    pub role: &'a str,
    /// Person, as the allowed signers name it.
    pub person: &'a str,
    /// Design.
    pub plan_hash: &'a str,
    /// Hash of the last entry: signing this signs the whole history before.
    pub head: &'a str,
    pub note: &'a str,
}
impl Statement<'_> {
    /// The exact text that is signed. Line ends inside a note become spaces, so that a note cannot look like a line of the statement.
    pub fn text(&self) -> String {
        let one = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
        format!(
            "plan-loyalty statement 1\nplan: {}\nact: {}\nrole: {}\nperson: {}\nplan_hash: {}\nhead: {}\nnote: {}\n",
            self.plan,
            self.act,
            one(self.role),
            one(self.person),
            self.plan_hash,
            self.head,
            one(self.note)
        )
    }
}
/// Why a signature does not count.
#[derive(Debug, thiserror::Error)]
pub enum SignatureError {
    /// There is no ssh-keygen.
    #[error("ssh-keygen cannot be run ({0}): install OpenSSH 8.1 or later")]
    NoTool(io::Error),
    /// A file could not be read or written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It is not this person's signature of this statement, or the person is not allowed.
    #[error("not a signature of this statement by an allowed signer {person}: {said}")]
    Bad {
        /// Who was said to have signed.
        person: String,
        /// What ssh-keygen said.
        said: String,
    },
}
/// Verifies.
///
/// # Errors
/// [`SignatureError`].
pub fn verify(statement: &str, signature: &str, person: &str, allowed_signers: &Path) -> Result<(), SignatureError> {
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(signature.as_bytes())?;
    file.flush()?;
    let mut child = Command::new("ssh-keygen")
        .args(["-Y", "verify", "-n", NAMESPACE, "-I", person, "-f"])
        .arg(allowed_signers)
        .arg("-s")
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
        return Ok(());
    }
    let said = [out.stderr, out.stdout].concat();
    Err(SignatureError::Bad { person: person.into(), said: String::from_utf8_lossy(&said).trim().to_string() })
}
