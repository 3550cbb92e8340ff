//! How a plan came to be: run, tasks, files, decisions.
use crate::fact::Fact;
use crate::input::InputRecord;
use crate::request::PlanRequest;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the plan came to be. Not part of `plan_hash`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct History {
    /// Instant of writing, RFC 3339.
    pub created_at: String,
    /// What was asked, settings included: the plan is recomputed from it. None: a plan of shape 1.1 or older.
    #[serde(default)]
    pub request: Option<PlanRequest>,
    /// The command line of a plan of shape 1.1 or older; plans of today hold none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// Through which door it was asked, from which folder and with which settings file.
    #[serde(default)]
    pub asked: Option<Asked>,
    /// Who asked for it: the person named, else as the system knows them.
    #[serde(default)]
    pub prepared_by: String,
    /// Plan that this one takes the place of, and why.
    #[serde(default)]
    pub supersedes: Option<Superseded>,
    /// Files written for this revision.
    #[serde(default)]
    pub deliverables: Vec<FileRecord>,
    /// What was read.
    #[serde(default)]
    pub inputs: Vec<InputRecord>,
    /// Rows set aside: (file written, rows).
    pub set_aside_file: Option<String>,
    /// Tasks with attempts and timing.
    pub tasks: Vec<TaskRecord>,
    /// Change log.
    pub change_log: Vec<Change>,
}
/// Where a request came from. Who asked is [`History::prepared_by`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Asked {
    /// Door: terminal, agent or program.
    pub door: String,
    /// Folder that relative paths of the request start from.
    pub folder: String,
    /// Settings file that was read, as named; none: there was none.
    pub settings: Option<String>,
    /// The agent that called; none: a person or a program did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<CallingAgent>,
}
/// An agent that called, by its own word: nobody proves it, and no act counts by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CallingAgent {
    /// Program that spoke the protocol, with its version; none: it did not say.
    pub client: Option<String>,
    /// Agent that it speaks for, e.g. `loyalty-strategist`; none: it did not say.
    pub acting_as: Option<String>,
}
impl CallingAgent {
    /// In one phrase: `loyalty-strategist (claude-code 2.1)`.
    pub fn phrase(&self) -> String {
        match (&self.acting_as, &self.client) {
            (Some(role), Some(client)) => format!("{role} ({client})"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => "an agent that gave no name".into(),
        }
    }
}
/// A file written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileRecord {
    pub table: String,
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
}
/// A task of the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TaskRecord {
    /// Id.
    pub id: String,
    /// Stage.
    pub stage: String,
    /// Agent that answers for it in a team of agents.
    pub agent: String,
    /// Agents that take over.
    pub fallback_agents: Vec<String>,
    /// Who did it: the program, and the agent that had it done where one called. Empty in plans before 1.3.
    #[serde(default)]
    pub done_by: Vec<String>,
    /// Tasks whose results it was handed, without those that one of these waits for.
    pub depends_on: Vec<String>,
    /// Most retries.
    pub retry_limit: u32,
    /// `done`, `fallback`, `failed`, `skipped`.
    pub status: String,
    /// Attempts: error or `ok`.
    pub attempts: Vec<Fact>,
    /// Milliseconds.
    pub milliseconds: u64,
}
/// The plan before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Superseded {
    /// File name of the plan before.
    pub plan: String,
    /// Its `plan_hash`.
    pub plan_hash: String,
    /// Why there is a new one.
    pub reason: Fact,
    /// What differs, in sentences.
    pub changes: Vec<Fact>,
}
/// What an entry of the change log did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// The plan was made.
    #[default]
    Created,
    /// The design was changed by a person.
    Amended,
    /// Finished after it had stopped.
    Resumed,
    /// A role approved this design.
    Approved,
    /// A role rejected it.
    Rejected,
    /// A named person resolved the escalation.
    Resolved,
    /// A named person overrode a compliance blocker.
    Overridden,
    /// A named person waived the answer to compliance blockers that nobody has settled.
    Waived,
    /// The person who prepared the design handed it in for approval.
    Submitted,
    /// The revision was frozen.
    Published,
    /// Brought to a newer shape of the document.
    Migrated,
}
impl Act {
    /// It makes or changes the design: acts before it are of an earlier design.
    pub const fn changes(self) -> bool {
        matches!(self, Act::Created | Act::Amended | Act::Resumed)
    }
}
/// Acts on the design of today: the entries after the last one that made or changed a design. A design that comes back does not bring its acts back.
pub fn acts(log: &[Change]) -> &[Change] {
    let changed = |i: usize| log[i].act.changes() || i.checked_sub(1).is_some_and(|before| log[before].plan_hash != log[i].plan_hash);
    let last = (0..log.len()).rev().find(|i| changed(*i));
    &log[last.map_or(0, |i| i + 1)..]
}
/// What counted when a person acted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Policy {
    /// Acts without a signature counted.
    pub relaxed: bool,
    /// SHA-256 of the file of signers that was trusted; none: no file was.
    pub signers_sha256: Option<String>,
}
/// A deliverable as a publication signs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignedFile {
    pub path: String,
    pub sha256: String,
}
/// Where the commit log stood: the last line that named the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CommitMark {
    /// From 1.
    pub line: u64,
    /// SHA-256 of the line.
    pub sha256: String,
}
/// A person's act on a design. All of it but `statement`, `signature` and `key` is signed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Role acted for.
    pub role: String,
    /// The person.
    pub person: String,
    /// What the person adds.
    pub note: String,
    /// Evidence, for an override.
    pub evidence: Option<String>,
    /// Stands in for this absent approver.
    pub substitute_for: Option<String>,
    /// The text that was signed; it names the design and the entry before.
    pub statement: Option<String>,
    /// Signature of that text, as `ssh-keygen -Y sign -n plan-loyalty` writes it.
    pub signature: Option<String>,
    /// Id of the compliance rule, for an override.
    pub rule: Option<String>,
    /// Ids of the compliance rules, for a waiver.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// SHA-256 of the file that is the evidence; none: the evidence is words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_sha256: Option<String>,
    /// Fingerprint of the key that signed, as `ssh-keygen -l` prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The policy in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
    /// Deliverables of a publication.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliverables: Vec<SignedFile>,
    /// The commit log before a publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<CommitMark>,
}
/// An entry of the change log. Its hash is the SHA-256 of its canonical JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// From 1.
    pub sequence: u64,
    /// Instant.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What.
    #[serde(default)]
    pub act: Act,
    /// Why.
    pub reason: Fact,
    /// RFC 6902 patch on `design`, from the revision before to this one.
    pub patch: serde_json::Value,
    /// RFC 6902 patch on `design` back to the revision before: any revision can be rebuilt from the file.
    #[serde(default)]
    pub undo: serde_json::Value,
    /// Hash of the entry before; empty for the first.
    pub previous: String,
    /// `plan_hash` after.
    pub plan_hash: String,
    /// SHA-256 of the canonical JSON of the document without its change log, after.
    #[serde(default)]
    pub document_hash: String,
    /// A person's act.
    #[serde(default)]
    pub decision: Option<Decision>,
}
