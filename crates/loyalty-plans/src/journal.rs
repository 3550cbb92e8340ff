//! Several files in several folders, all or none. Each file is staged in the folder of its target, on the disk under another name; a journal beside
//! the plans then says which staged file takes which place. From that moment on the write happens: whoever comes next finishes it if this process does not.
//!
//! | On the disk | A process died | What the next one does |
//! |---|---|---|
//! | a journal that is `staging` | while files were staged | removes what was staged: the old files are there |
//! | a journal that is `whole` | while files took their places | gives the others theirs: the new files are there |
//! | a journal under [`UNDO`] | while a write was undone | removes what was staged |
//!
//! A journal is a stranger's text like a plan: it can only give a file another name in the folder where that file is, and only where its content is the one
//! the journal names. It removes staged files, empty folders and a run's folder beside the plans, and nothing else.
use crate::disk::Disk;
use crate::store_error::{StoreError, at};
use crate::{hash, regular};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Name of the journal in a folder of plans; while it is written; and while its write is undone.
pub const NAME: &str = ".journal";
const NEW: &str = ".journal-new";
pub const UNDO: &str = ".journal-undo";
/// Beginning of the name of a staged file.
pub const STAGED: &str = ".plan-loyalty-";
/// Beginning of the name of a folder in which a run keeps what it has finished.
pub const RUN: &str = ".run-";
/// Largest journal that is read.
const LARGEST: u64 = 16 << 20;
const FORM: u32 = 1;

/// Files of single customers.
const OF_PEOPLE: [&str; 4] = ["members.csv", "set-aside.csv", "extract.json", MEMBER_KEY];
/// Name of the key to the pseudonyms of customers, beside the plans.
pub const MEMBER_KEY: &str = ".member-key";
/// A file that holds single customers, or data of a run: for its owner's eyes.
pub fn of_people(path: &Path) -> bool {
    let name = |p: &Path, is: fn(&str) -> bool| p.file_name().and_then(|n| n.to_str()).is_some_and(is);
    name(path, |n| OF_PEOPLE.contains(&n)) || path.parent().is_some_and(|p| name(p, |n| n.starts_with(RUN)))
}
/// What is written together.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    /// Each file with its bytes, in the order in which they take their places.
    pub files: &'a [(PathBuf, Vec<u8>)],
    /// A run's folder that is over with the write; it counts where it is beside the plans.
    pub run: Option<&'a Path>,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Stands {
    Staging,
    Whole,
}
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Journal {
    form: u32,
    stands: Stands,
    /// Folders of the files, absolute.
    folders: Vec<OsString>,
    /// Folders that the write makes, outermost first.
    made: Vec<OsString>,
    files: Vec<Staged>,
    /// Name of a run's folder beside the plans that is over with this write.
    run: Option<String>,
}
/// A file: its folder, its name while it is staged, its name, SHA-256 of its bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Staged {
    folder: usize,
    staged: String,
    name: String,
    sha256: String,
}
impl Journal {
    fn of(dir: &Path, batch: &Batch) -> io::Result<Journal> {
        let dir = std::path::absolute(dir)?;
        let (mut folders, mut files, mut made) = (vec![], vec![], vec![]);
        for (path, bytes) in batch.files {
            let path = std::path::absolute(path)?;
            let unnamed = || io::Error::new(io::ErrorKind::InvalidInput, format!("{}: not a file name", path.display()));
            let (folder, name) = path.parent().zip(path.file_name().and_then(|n| n.to_str())).ok_or_else(unnamed)?;
            if fs::symlink_metadata(&path).is_ok_and(|m| m.is_dir()) {
                return Err(io::Error::new(io::ErrorKind::IsADirectory, format!("{}: a folder is in the place of this file", path.display())));
            }
            let at = folders.iter().position(|f| f == folder).unwrap_or_else(|| {
                folders.push(folder.to_path_buf());
                folders.len() - 1
            });
            files.push(Staged { folder: at, staged: String::new(), name: name.into(), sha256: hash::of_bytes(bytes) });
        }
        // Other folders of plans may write into the same folder of deliverables: their names are others.
        let what: Vec<String> = files.iter().map(|f| format!("{}/{}={}", f.folder, f.name, f.sha256)).collect();
        let key = hash::of_bytes(format!("{}\n{}", dir.display(), what.join("\n")).as_bytes());
        files.iter_mut().enumerate().for_each(|(i, f)| f.staged = format!("{STAGED}{}-{i}", &key[..16]));
        for folder in &folders {
            let new = folder.ancestors().take_while(|f| fs::symlink_metadata(f).is_err()).map(Path::to_path_buf);
            made.extend(new);
        }
        made.sort();
        made.dedup();
        let beside = |run: &&Path| std::path::absolute(run).is_ok_and(|r| r.parent() == Some(&dir));
        let run = batch.run.filter(beside).and_then(|r| r.file_name()?.to_str().map(str::to_string)).filter(|n| n.starts_with(RUN));
        let text = |all: Vec<PathBuf>| all.into_iter().map(PathBuf::into_os_string).collect();
        Ok(Journal { form: FORM, stands: Stands::Staging, folders: text(folders), made: text(made), files, run })
    }
    /// A journal in which every name is the name of a file in one of its folders.
    fn read(path: &Path) -> Result<Option<Journal>, StoreError> {
        if fs::symlink_metadata(path).is_err_and(|e| e.kind() == io::ErrorKind::NotFound) {
            return Ok(None);
        }
        let damaged = |why: String| StoreError::Damaged { path: path.into(), why };
        let bytes = regular::read(path, LARGEST).map_err(|e| damaged(e.to_string()))?;
        let journal: Journal = serde_json::from_slice(&bytes).map_err(|e| damaged(format!("not a journal of this version: {e}")))?;
        let name = |n: &str| !n.is_empty() && n != "." && n != ".." && !n.contains(['/', '\\', '\0']);
        let sound = |f: &Staged| f.folder < journal.folders.len() && name(&f.name) && name(&f.staged) && f.staged.starts_with(STAGED);
        let absolute = journal.folders.iter().all(|f| Path::new(f).is_absolute());
        let made = journal.made.iter().all(|m| journal.folders.iter().any(|f| Path::new(f).starts_with(m)));
        if journal.form != FORM || !absolute || !made || !journal.files.iter().all(sound) || !journal.run.iter().all(|r| name(r) && r.starts_with(RUN)) {
            return Err(damaged("it names something else than files and their folders".into()));
        }
        Ok(Some(journal))
    }
    fn staged(&self, file: &Staged) -> PathBuf {
        Path::new(&self.folders[file.folder]).join(&file.staged)
    }
    fn target(&self, file: &Staged) -> PathBuf {
        Path::new(&self.folders[file.folder]).join(&file.name)
    }
    /// Puts the journal beside the plans, whole or not at all.
    fn put(&self, disk: &dyn Disk, dir: &Path) -> Result<(), StoreError> {
        let (new, path) = (dir.join(NEW), dir.join(NAME));
        let bytes = serde_json::to_vec(self).map_err(|e| at(&path)(e.into()))?;
        gone(disk, &new)?;
        disk.write_new(&new, &bytes, false).map_err(at(&new))?;
        disk.rename(&new, &path).map_err(at(&path))?;
        let _ = disk.sync(dir);
        Ok(())
    }
    /// A renamed file is only sure to be found after a power cut when its folder was synced; where a folder cannot be, nothing is lost by it.
    fn sync(&self, disk: &dyn Disk) {
        self.folders.iter().for_each(|f| drop(disk.sync(Path::new(f))));
    }
}
/// Removes a file that may not be there.
fn gone(disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
    match fs::symlink_metadata(path) {
        Ok(_) => disk.remove(path).map_err(at(path)),
        Err(_) => Ok(()),
    }
}
/// Whether an interrupted write left anything beside the plans.
pub fn left(dir: &Path) -> bool {
    pending(dir) || fs::symlink_metadata(dir.join(NEW)).is_ok()
}
/// Whether a write waits to be finished or undone.
pub fn pending(dir: &Path) -> bool {
    [NAME, UNDO].iter().any(|name| fs::symlink_metadata(dir.join(name)).is_ok())
}
/// Writes every file of the batch or none. Call it under the folder's lock, after [`recover`].
///
/// # Errors
/// [`StoreError::Io`]: the old files are as they were and nothing is left behind; [`StoreError::Unfinished`]: the next [`recover`] finishes it.
pub fn commit(disk: &dyn Disk, dir: &Path, batch: &Batch) -> Result<(), StoreError> {
    let mut journal = Journal::of(dir, batch).map_err(at(dir))?;
    let whole = stage(disk, dir, &mut journal, batch);
    match whole.and_then(|()| finish(disk, dir, &journal)) {
        // Where the disk says no to this too, the next start does it.
        Err(e @ StoreError::Io { .. }) => {
            let _ = undo(disk, dir, &journal);
            Err(e)
        }
        other => other,
    }
}
fn stage(disk: &dyn Disk, dir: &Path, journal: &mut Journal, batch: &Batch) -> Result<(), StoreError> {
    journal.put(disk, dir)?;
    for folder in journal.made.iter().map(Path::new) {
        disk.make_folder(folder).or_else(|e| if folder.is_dir() { Ok(()) } else { Err(e) }).map_err(at(folder))?;
    }
    for (file, (path, bytes)) in journal.files.iter().zip(batch.files) {
        let staged = journal.staged(file);
        gone(disk, &staged)?;
        disk.write_new(&staged, bytes, of_people(path)).map_err(at(path))?;
    }
    journal.sync(disk);
    journal.stands = Stands::Whole;
    journal.put(disk, dir)
}
/// Gives every file that is still staged its place.
fn finish(disk: &dyn Disk, dir: &Path, journal: &Journal) -> Result<(), StoreError> {
    let all = journal.files.len();
    for (landed, file) in journal.files.iter().enumerate() {
        let (staged, target) = (journal.staged(file), journal.target(file));
        if fs::symlink_metadata(&staged).is_ok() {
            disk.rename(&staged, &target).map_err(|source| match landed {
                0 => StoreError::Io { path: target.clone(), source },
                _ => StoreError::Unfinished { path: target.clone(), landed, all, source },
            })?;
        }
    }
    journal.sync(disk);
    // From here on all files are in their places: what is left over now, the next start removes.
    if let Some(run) = &journal.run {
        let _ = disk.remove_all(&dir.join(run));
    }
    let _ = disk.remove(&dir.join(NAME));
    let _ = disk.sync(dir);
    Ok(())
}
/// Removes what was staged. The journal gets another name first: once a staged file is missing, nothing may finish the write.
fn undo(disk: &dyn Disk, dir: &Path, journal: &Journal) -> Result<(), StoreError> {
    let (name, undone) = (dir.join(NAME), dir.join(UNDO));
    if fs::symlink_metadata(&name).is_ok() {
        disk.rename(&name, &undone).map_err(at(&name))?;
    }
    for file in &journal.files {
        gone(disk, &journal.staged(file))?;
    }
    // Only empty folders are removed: somebody else may have put something there.
    journal.made.iter().rev().for_each(|f| drop(disk.remove_folder(Path::new(f))));
    gone(disk, &dir.join(NEW))?;
    gone(disk, &undone)?;
    let _ = disk.sync(dir);
    Ok(())
}
/// Finishes or undoes what a process that died left, and removes staged files beside the plans that no journal names. Call it under the folder's
/// lock. `allowed` says which folders may be written.
///
/// # Errors
/// [`StoreError::Waiting`], [`StoreError::Damaged`], or the file system's.
pub fn recover(disk: &dyn Disk, dir: &Path, allowed: &dyn Fn(&Path) -> bool) -> Result<(), StoreError> {
    for name in [UNDO, NAME] {
        let path = dir.join(name);
        let Some(journal) = Journal::read(&path)? else { continue };
        if let Some(folder) = journal.folders.iter().map(Path::new).find(|f| !allowed(f)) {
            return Err(StoreError::Waiting { path, why: format!("{} may not be written", folder.display()) });
        }
        match (name, journal.stands) {
            (NAME, Stands::Whole) => roll(disk, dir, &path, &journal)?,
            _ => undo(disk, dir, &journal)?,
        }
    }
    sweep(disk, dir)
}
/// Finishes a journal, or undoes it where that is still possible and its files are not there any more.
fn roll(disk: &dyn Disk, dir: &Path, path: &Path, journal: &Journal) -> Result<(), StoreError> {
    let holds = |at: PathBuf, file: &Staged| fs::symlink_metadata(&at).is_ok_and(|m| m.is_file()) && regular::sha256(&at).is_ok_and(|s| s == file.sha256);
    let (mut landed, mut lost) = (vec![], vec![]);
    for file in &journal.files {
        match (holds(journal.staged(file), file), holds(journal.target(file), file)) {
            (true, _) => {}
            (false, true) => landed.push(file),
            (false, false) => lost.push(file),
        }
    }
    // With nothing staged any more, every file took its place: what differs was changed since.
    let over = journal.files.iter().all(|f| fs::symlink_metadata(journal.staged(f)).is_err());
    match (lost.first().filter(|_| !over), landed.is_empty()) {
        (None, _) => {
            // A changed staged file beside a target that is as it should be.
            landed.into_iter().try_for_each(|f| gone(disk, &journal.staged(f)))?;
            finish(disk, dir, journal)
        }
        (Some(_), true) => undo(disk, dir, journal),
        (Some(first), false) => {
            let (n, all, file) = (landed.len(), journal.files.len(), journal.staged(first).display().to_string());
            Err(StoreError::Damaged { path: path.into(), why: format!("{n} of {all} files have taken their place, and {file} is gone or was changed") })
        }
    }
}
/// Removes staged files beside the plans: nobody else writes there while the folder is locked.
fn sweep(disk: &dyn Disk, dir: &Path) -> Result<(), StoreError> {
    let left = |e: &fs::DirEntry| {
        let name = e.file_name();
        let name = name.to_string_lossy();
        e.file_type().is_ok_and(|t| !t.is_dir()) && (name == NEW || name.starts_with(STAGED))
    };
    let all: BTreeSet<PathBuf> = fs::read_dir(dir).map_err(at(dir))?.filter_map(Result::ok).filter(left).map(|e| e.path()).collect();
    all.iter().try_for_each(|path| disk.remove(path).map_err(at(path)))
}
