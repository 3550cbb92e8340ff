//! Plans on disk. What a command writes appears together or not at all, and no two plans share a name.
use crate::commit_log::{self, Head, Phase};
use crate::disk::{Disk, Os};
use crate::document;
use crate::journal::{self, Batch};
pub use crate::journal::{MEMBER_KEY, RUN, of_people};
pub use crate::regular::LARGEST_PLAN as LARGEST;
pub use crate::store_error::StoreError;
use crate::store_error::at;
use loyalty_model::plan::Plan;
use serde_json::Value;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Writes `bytes` to `path` so that a reader sees the old file or the new one, never a part.
///
/// # Errors
/// [`StoreError::Io`].
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write_whole_by(path, |file| file.write_all(bytes))
}
/// Writes a file in one step, as it is produced: the old file or the whole new one.
///
/// # Errors
/// [`StoreError::Io`]; what `write` says.
pub fn write_whole_by(path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), StoreError> {
    let dir = folder(path);
    fs::create_dir_all(&dir).map_err(at(&dir))?;
    let mut temp = staged(path).tempfile_in(&dir).map_err(at(&dir))?;
    let mut buffered = std::io::BufWriter::with_capacity(1 << 16, &mut temp);
    write(&mut buffered).and_then(|()| buffered.flush()).map_err(at(path))?;
    drop(buffered);
    temp.as_file().sync_all().map_err(at(path))?;
    temp.persist(path).map_err(|e| StoreError::Io { path: path.into(), source: e.error })?;
    Ok(())
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
    builder.prefix(journal::STAGED).permissions(fs::Permissions::from_mode(mode));
    builder
}
#[cfg(not(unix))]
fn staged(_: &Path) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(journal::STAGED);
    builder
}

/// Name of the lock in a folder of plans.
pub const LOCK: &str = ".lock";
/// Longest wait for another writer.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(20);

/// Holds a folder against a second writer, until dropped.
#[derive(Debug)]
pub struct Lock(fs::File);
impl Drop for Lock {
    fn drop(&mut self) {
        // The system does it with the file in any case.
        let _ = self.0.unlock();
    }
}
/// Holds a folder against writers while it is read, until dropped; none where nobody ever wrote.
#[derive(Debug)]
pub struct Reading {
    _lock: Option<Lock>,
}
/// Waits for a lock.
fn wait(dir: &Path, patience: Duration, file: fs::File, attempt: fn(&fs::File) -> Result<(), fs::TryLockError>) -> Result<Lock, StoreError> {
    for _ in 0..=patience.as_millis() / PAUSE.as_millis() {
        match attempt(&file) {
            Ok(()) => return Ok(Lock(file)),
            Err(fs::TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(fs::TryLockError::Error(e)) => return Err(at(&dir.join(LOCK))(e)),
        }
    }
    Err(StoreError::Busy { path: dir.into() })
}
/// A folder of plans, as it is written and read. Whoever comes first after an interrupted write finishes it.
pub struct Plans<'a> {
    dir: PathBuf,
    disk: &'a dyn Disk,
    allowed: Box<dyn Fn(&Path) -> bool + Send + Sync + 'a>,
    patience: Duration,
}
impl<'a> Plans<'a> {
    /// A folder, which need not be there.
    pub fn at(dir: impl Into<PathBuf>) -> Plans<'a> {
        Plans { dir: dir.into(), disk: &Os, allowed: Box::new(|_| true), patience: PATIENCE }
    }
    /// On another disk.
    pub fn on(self, disk: &'a dyn Disk) -> Plans<'a> {
        Plans { disk, ..self }
    }
    /// With folders that may not be written: an interrupted write into one of them is left to somebody who may.
    pub fn within(self, allowed: impl Fn(&Path) -> bool + Send + Sync + 'a) -> Plans<'a> {
        Plans { allowed: Box::new(allowed), ..self }
    }
    /// With another wait for writers.
    pub fn patient(self, patience: Duration) -> Plans<'a> {
        Plans { patience, ..self }
    }
    /// Takes the lock of a writer and finishes what an earlier one left.
    ///
    /// # Errors
    /// [`StoreError::Busy`], [`StoreError::Io`]; an interrupted write that cannot be finished.
    pub fn lock(&self) -> Result<Lock, StoreError> {
        fs::create_dir_all(&self.dir).map_err(at(&self.dir))?;
        let path = self.dir.join(LOCK);
        let file = fs::OpenOptions::new().create(true).append(true).open(&path).map_err(at(&path))?;
        let lock = wait(&self.dir, self.patience, file, fs::File::try_lock)?;
        journal::recover(self.disk, &self.dir, &*self.allowed)?;
        Ok(lock)
    }
    /// Keeps writers away while something is read, after what an interrupted write left was finished. Never hold it while you write.
    ///
    /// # Errors
    /// As [`Plans::lock`]; [`StoreError::Waiting`] where the folder cannot be written.
    pub fn reading(&self) -> Result<Reading, StoreError> {
        let path = self.dir.join(LOCK);
        let lock = match fs::File::open(&path) {
            Ok(file) => Some(wait(&self.dir, self.patience, file, fs::File::try_lock_shared)?),
            // Nobody wrote here, or this reader is a stranger: then it does without.
            Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied | io::ErrorKind::NotADirectory) => None,
            Err(e) => return Err(at(&path)(e)),
        };
        if !journal::left(&self.dir) {
            return Ok(Reading { _lock: lock });
        }
        drop(lock);
        match self.lock() {
            Ok(lock) => Ok(Reading { _lock: Some(lock) }),
            // What is left concerns no file of a plan.
            Err(StoreError::Io { .. }) if !journal::pending(&self.dir) => Ok(Reading { _lock: None }),
            Err(StoreError::Io { source, .. }) => Err(StoreError::Waiting { path: self.dir.join(journal::NAME), why: source.to_string() }),
            Err(e) => Err(e),
        }
    }
    /// Stores a new plan as `plan-<stamp>.json` (`-2`, `-3`, … where the name is taken) together with files, and tells its path. A run's folder in
    /// the folder of plans goes with it.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is left behind then.
    pub fn put(&self, stamp: &str, document: &Value, files: &[(PathBuf, Vec<u8>)], run: Option<&Path>) -> Result<PathBuf, StoreError> {
        let _lock = self.lock()?;
        let path = (1..)
            .map(|n| self.dir.join(if n == 1 { format!("plan-{stamp}.json") } else { format!("plan-{stamp}-{n}.json") }))
            .find(|p| !p.exists())
            .ok_or_else(|| StoreError::Busy { path: self.dir.clone() })?;
        self.commit(&path, document, files, run)?;
        Ok(path)
    }
    /// Writes a new revision over the one that `read` (hash of its last entry) was made from, together with files.
    ///
    /// # Errors
    /// [`StoreError::Moved`] where somebody else wrote in between.
    pub fn replace(&self, path: &Path, read: &str, document: &Value, files: &[(PathBuf, Vec<u8>)]) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        if head_of(&load(path)?).map_err(not_a_plan(path))?.1 != read {
            return Err(StoreError::Moved { path: path.into() });
        }
        self.commit(path, document, files, None)
    }
    /// Writes files that change no plan.
    ///
    /// # Errors
    /// [`StoreError`]; the old files are as they were then.
    pub fn write(&self, files: &[(PathBuf, Vec<u8>)]) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        journal::commit(self.disk, &self.dir, &Batch { files, run: None })
    }
    /// Changes a file that is no plan: `change` gets its bytes, none where there is no file. Nobody else writes meanwhile.
    ///
    /// # Errors
    /// [`StoreError`], what `change` says; the old file is as it was then.
    pub fn change(&self, path: &Path, most: u64, change: impl FnOnce(Option<Vec<u8>>) -> io::Result<Vec<u8>>) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        let before = match crate::regular::read(path, most) {
            Ok(bytes) => Some(bytes),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err(at(path)(e)),
        };
        let after = change(before).map_err(at(path))?;
        if after.len() as u64 > most {
            return Err(at(path)(io::Error::new(io::ErrorKind::InvalidInput, format!("it would have more than {most} bytes"))));
        }
        journal::commit(self.disk, &self.dir, &Batch { files: &[(path.into(), after)], run: None })
    }
    fn commit(&self, path: &Path, document: &Value, files: &[(PathBuf, Vec<u8>)], run: Option<&Path>) -> Result<(), StoreError> {
        let bytes = document::render(document).map_err(not_a_plan(path))?;
        let (entry, entry_hash) = head_of(document).map_err(not_a_plan(path))?;
        let head = Head {
            line: 0,
            at: document["history"]["change_log"].as_array().and_then(|l| l.last()).and_then(|c| c["at"].as_str()).unwrap_or_default().into(),
            plan: path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
            entry,
            entry_hash,
            bytes_sha256: crate::hash::of_bytes(&bytes),
            phase: Phase::Done,
            previous: String::new(),
        };
        let log = commit_log::path(&self.dir);
        let lines = commit_log::with(&self.dir, head).map_err(at(&log))?;
        let files = [files, &[(path.into(), bytes), (log, lines)]].concat();
        journal::commit(self.disk, &self.dir, &Batch { files: &files, run })
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
/// The plans of a folder, oldest first, by what stands in them: a file may have any name.
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
    let all: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).filter(is_plan).collect();
    crate::age::oldest_first(dir, all).map_err(at(dir))
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
            Plans::at(dir.path()).write(&[(path.clone(), b"x".to_vec())]).unwrap();
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
