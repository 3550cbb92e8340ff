//! Plans on disk. A file appears whole or not at all, and no two plans share a name.
use loyalty_model::plan::Plan;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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
    #[error("{path}: this is not a plan of version {version}: {source}. Write it anew with plan-loyalty.", version = loyalty_model::plan::SCHEMA_VERSION)]
    NotAPlan {
        /// Where.
        path: PathBuf,
        /// What.
        source: serde_json::Error,
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
    let mut temp = tempfile::Builder::new().prefix(".plan-loyalty-").tempfile_in(dir).map_err(at(dir))?;
    temp.write_all(bytes).map_err(at(path))?;
    readable(temp.as_file()).map_err(at(path))?;
    temp.as_file().sync_all().map_err(at(path))?;
    Ok(temp)
}
#[cfg(unix)]
fn readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}
#[cfg(not(unix))]
fn readable(_: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Stores a new plan as `plan-<stamp>.json` in `dir` (`-2`, `-3`, … where the name is taken) and tells its path.
///
/// # Errors
/// [`StoreError::Io`]; nothing is left behind then.
pub fn put(dir: &Path, stamp: &str, plan: &Plan) -> Result<PathBuf, StoreError> {
    fs::create_dir_all(dir).map_err(at(dir))?;
    let mut bytes = serde_json::to_vec_pretty(plan).map_err(|source| StoreError::NotAPlan { path: dir.into(), source })?;
    bytes.push(b'\n');
    let mut temp = tempfile::Builder::new().prefix(".plan-").tempfile_in(dir).map_err(at(dir))?;
    temp.write_all(&bytes).map_err(at(dir))?;
    readable(temp.as_file()).map_err(at(dir))?;
    temp.as_file().sync_all().map_err(at(dir))?;
    for n in 1.. {
        let name = if n == 1 { format!("plan-{stamp}.json") } else { format!("plan-{stamp}-{n}.json") };
        let path = dir.join(name);
        match temp.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
            Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => temp = e.file,
            Err(e) => return Err(StoreError::Io { path, source: e.error }),
        }
    }
    unreachable!("some number is free")
}

/// Reads a plan.
///
/// # Errors
/// [`StoreError`].
pub fn get(path: &Path) -> Result<Plan, StoreError> {
    let bytes = fs::read(path).map_err(at(path))?;
    serde_json::from_slice(&bytes).map_err(|source| StoreError::NotAPlan { path: path.into(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
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
