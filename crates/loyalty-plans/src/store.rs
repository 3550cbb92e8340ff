//! Plans on disk. A file appears whole or not at all, and no two plans share a name.
use crate::commit_log::{self, Head, Phase};
use crate::document;
use loyalty_model::plan::Plan;
use serde_json::Value;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why a plan could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file system said no.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// What.
        source: io::Error,
    },
    /// The text is no plan.
    #[error("{path}: this is not a plan of version {version}: {source}. Make it again with plan-loyalty.", version = loyalty_model::plan::SCHEMA_VERSION)]
    NotAPlan {
        /// Where.
        path: PathBuf,
        /// What.
        source: serde_json::Error,
    },
    /// Its shape is not ours.
    #[error("{path}: {source}")]
    Shape {
        /// Where.
        path: PathBuf,
        /// Why.
        source: crate::migrate::MigrateError,
    },
    /// Another writer holds the folder.
    #[error("{path}: another plan-loyalty is writing here. Run the command again")]
    Busy {
        /// Where.
        path: PathBuf,
    },
    /// The plan changed since it was read.
    #[error("{path}: somebody else changed the plan in the meantime; nothing was written. Check the plan and run the command again")]
    Moved {
        /// Where.
        path: PathBuf,
    },
}
fn at(path: &Path) -> impl FnOnce(io::Error) -> StoreError + '_ {
    move |source| StoreError::Io { path: path.into(), source }
}

/// Writes `bytes` to `path` so that a reader sees the old file or the new one, never a part.
///
/// # Errors
/// [`StoreError::Io`].
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let staged = stage(path, bytes)?;
    staged.persist(path).map_err(|e| StoreError::Io { path: path.into(), source: e.error })?;
    Ok(())
}
/// Writes several files: all are on the disk under other names before the first takes its place, so that a full disk or a missing
/// permission leaves every old file as it was.
///
/// # Errors
/// [`StoreError::Io`].
pub fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), StoreError> {
    let staged = files.iter().map(|(path, bytes)| Ok((path, stage(path, bytes)?))).collect::<Result<Vec<_>, StoreError>>()?;
    for (path, temp) in staged {
        temp.persist(path).map_err(|e| StoreError::Io { path: path.clone(), source: e.error })?;
    }
    Ok(())
}
fn stage(path: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, StoreError> {
    let dir = path.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(dir).map_err(at(dir))?;
    let mut temp = staged(path).tempfile_in(dir).map_err(at(dir))?;
    temp.write_all(bytes).map_err(at(path))?;
    temp.as_file().sync_all().map_err(at(path))?;
    Ok(temp)
}
/// Files of single customers.
const OF_PEOPLE: [&str; 4] = ["members.csv", "set-aside.csv", "extract.json", MEMBER_KEY];
/// Name of the key to the pseudonyms of customers, beside the plans.
pub const MEMBER_KEY: &str = ".member-key";
/// Beginning of the name of a folder in which a run keeps what it has finished.
pub const RUN: &str = ".run-";
/// A file that holds single customers, or data of a run: for its owner's eyes.
pub fn of_people(path: &Path) -> bool {
    let name = |p: &Path, is: fn(&str) -> bool| p.file_name().and_then(|n| n.to_str()).is_some_and(is);
    name(path, |n| OF_PEOPLE.contains(&n)) || path.parent().is_some_and(|p| name(p, |n| n.starts_with(RUN)))
}
/// The folders of runs in a folder of plans, oldest first.
///
/// # Errors
/// [`StoreError::Io`].
pub fn runs(dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let entries = fs::read_dir(dir).map_err(at(dir))?.filter_map(Result::ok);
    let is_run = |e: &fs::DirEntry| e.file_type().is_ok_and(|t| t.is_dir()) && e.file_name().to_string_lossy().starts_with(RUN);
    let mut all: Vec<PathBuf> = entries.filter(is_run).map(|e| e.path()).collect();
    all.sort();
    Ok(all)
}
/// How a file is made: readable by its owner alone where it holds people, else as the umask says.
#[cfg(unix)]
fn staged(path: &Path) -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mode = if of_people(path) { 0o600 } else { 0o666 };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".plan-loyalty-").permissions(fs::Permissions::from_mode(mode));
    builder
}
#[cfg(not(unix))]
fn staged(_: &Path) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".plan-loyalty-");
    builder
}

/// Largest plan that is read.
pub const LARGEST: u64 = 512 << 20;
/// Name of the lock in a folder of plans.
const LOCK: &str = ".lock";
/// Holds the folder against a second writer, until dropped.
#[derive(Debug)]
pub struct Lock(fs::File);
impl Lock {
    /// Takes the lock, waiting at most this long.
    ///
    /// # Errors
    /// [`StoreError::Busy`], [`StoreError::Io`].
    pub fn take(dir: &Path, patience: Duration) -> Result<Lock, StoreError> {
        fs::create_dir_all(dir).map_err(at(dir))?;
        let path = dir.join(LOCK);
        let file = fs::OpenOptions::new().create(true).append(true).open(&path).map_err(at(&path))?;
        let pause = Duration::from_millis(20);
        for _ in 0..=patience.as_millis() / pause.as_millis() {
            match file.try_lock() {
                Ok(()) => return Ok(Lock(file)),
                Err(fs::TryLockError::WouldBlock) => std::thread::sleep(pause),
                Err(fs::TryLockError::Error(e)) => return Err(StoreError::Io { path, source: e }),
            }
        }
        Err(StoreError::Busy { path: dir.into() })
    }
}
impl Drop for Lock {
    fn drop(&mut self) {
        // The system lets go of it with the file in any case.
        let _ = self.0.unlock();
    }
}
/// Longest wait for another writer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Stores a new plan as `plan-<stamp>.json` in `dir` (`-2`, `-3`, … where the name is taken) and tells its path.
///
/// # Errors
/// [`StoreError`]; nothing is left behind then.
pub fn put(dir: &Path, stamp: &str, document: &Value) -> Result<PathBuf, StoreError> {
    let _lock = Lock::take(dir, PATIENCE)?;
    let path = (1..)
        .map(|n| dir.join(if n == 1 { format!("plan-{stamp}.json") } else { format!("plan-{stamp}-{n}.json") }))
        .find(|p| !p.exists())
        .ok_or_else(|| StoreError::Busy { path: dir.into() })?;
    commit(dir, &path, document)?;
    Ok(path)
}
/// Writes a new revision over the one that `read` (hash of its last entry) was made from.
///
/// # Errors
/// [`StoreError::Moved`] where somebody else wrote in between.
pub fn replace(path: &Path, read: &str, document: &Value) -> Result<(), StoreError> {
    let dir = folder(path);
    let _lock = Lock::take(&dir, PATIENCE)?;
    if head_of(&load(path)?).map_err(not_a_plan(path))?.1 != read {
        return Err(StoreError::Moved { path: path.into() });
    }
    commit(&dir, path, document)
}
fn commit(dir: &Path, path: &Path, document: &Value) -> Result<(), StoreError> {
    let bytes = document::render(document).map_err(not_a_plan(path))?;
    let (entry, entry_hash) = head_of(document).map_err(not_a_plan(path))?;
    let at_instant = document["history"]["change_log"].as_array().and_then(|l| l.last()).and_then(|c| c["at"].as_str()).unwrap_or_default();
    let head = |phase| Head {
        line: 0,
        at: at_instant.into(),
        plan: path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
        entry,
        entry_hash: entry_hash.clone(),
        bytes_sha256: crate::hash::of_bytes(&bytes),
        phase,
        previous: String::new(),
    };
    let log = commit_log::path(dir);
    let staged = stage(path, &bytes)?;
    repair(dir, path)?;
    commit_log::append(dir, head(Phase::Intent)).map_err(at(&log))?;
    staged.persist(path).map_err(|e| StoreError::Io { path: path.into(), source: e.error })?;
    sync_folder(dir);
    commit_log::append(dir, head(Phase::Done)).map_err(at(&log))
}
/// A process that died between a plan and its `done` line: the plan landed, and the line is written now. Else a second death in the next write
/// would leave a plan that no done line names.
fn repair(dir: &Path, path: &Path) -> Result<(), StoreError> {
    let log = commit_log::path(dir);
    let heads = commit_log::read(dir).map_err(at(&log))?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let Some(last) = heads.lines.iter().rfind(|h| h.plan == name && h.phase == Phase::Intent) else { return Ok(()) };
    let landed = fs::read(path).is_ok_and(|bytes| crate::hash::of_bytes(&bytes) == last.bytes_sha256);
    let told = heads.lines.iter().any(|h| h.phase == Phase::Done && h.plan == name && h.bytes_sha256 == last.bytes_sha256);
    if landed && !told {
        commit_log::append(dir, Head { phase: Phase::Done, ..last.clone() }).map_err(at(&log))?;
    }
    Ok(())
}
/// A renamed file is only sure to be found after a power cut when its folder was synced; where a folder cannot be, nothing is lost by it.
fn sync_folder(dir: &Path) {
    if let Ok(folder) = fs::File::open(dir) {
        let _ = folder.sync_all();
    }
}
/// Number and hash of the last entry.
///
/// # Errors
/// Not a plan.
pub fn head_of(document: &Value) -> Result<(u64, String), serde_json::Error> {
    let (entries, last) = document::last(document)?;
    Ok((entries, last.as_ref().map(crate::chain::entry_hash).transpose()?.unwrap_or_default()))
}
/// The folder of a plan.
pub fn folder(path: &Path) -> PathBuf {
    path.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new(".")).into()
}
fn not_a_plan(path: &Path) -> impl FnOnce(serde_json::Error) -> StoreError + '_ {
    move |source| StoreError::NotAPlan { path: path.into(), source }
}
/// Reads a document, brought to this shape where it is older.
///
/// # Errors
/// [`StoreError`].
pub fn load(path: &Path) -> Result<Value, StoreError> {
    let bytes = crate::regular::read(path, LARGEST).map_err(at(path))?;
    let mut document = serde_json::from_slice(&bytes).map_err(not_a_plan(path))?;
    crate::migrate::migrate(&mut document).map_err(|source| StoreError::Shape { path: path.into(), source })?;
    Ok(document)
}
/// Reads a plan.
///
/// # Errors
/// [`StoreError`].
pub fn get(path: &Path) -> Result<Plan, StoreError> {
    document::plan(&load(path)?).map_err(not_a_plan(path))
}
/// The plans of a folder, by name.
///
/// # Errors
/// [`StoreError::Io`].
pub fn list(dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
        Err(e) => return Err(at(dir)(e)),
    };
    let is_plan = |p: &PathBuf| p.file_name().and_then(|n| n.to_str()).is_some_and(|n| n.starts_with("plan-") && n.ends_with(".json"));
    let mut all: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).filter(is_plan).collect();
    all.sort();
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(unix)]
    #[test]
    fn files_of_people_are_their_owners_and_others_as_the_umask_says() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
        let plain = dir.path().join("plain");
        fs::File::create(&plain).unwrap();
        let people = ["members.csv", "set-aside.csv", "extract.json", ".run-1/pull-data.json", ".run-1/request.json"];
        for (name, private) in people.map(|n| (n, true)).into_iter().chain(["blueprint.html", "plan-1.json", "triggers.csv"].map(|n| (n, false))) {
            let path = dir.path().join(name);
            write_all(&[(path.clone(), b"x".to_vec())]).unwrap();
            assert_eq!(mode(&path), if private { 0o600 } else { mode(&plain) }, "{name}");
            // A file that was open to others before is not any more.
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
            write_whole(&path, b"y").unwrap();
            assert_eq!(mode(&path), if private { 0o600 } else { mode(&plain) }, "{name}");
        }
    }
    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep/er/file.txt");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
