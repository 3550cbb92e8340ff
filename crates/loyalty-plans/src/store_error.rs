//! Why a plan could not be stored or read.
use std::io;
use std::path::{Path, PathBuf};

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
    /// All files of a write are complete on the disk, and one could not take its place after others had.
    #[error("{path}: {source}; the new files are complete, {landed} of {all} have taken their place, and the next command finishes the rest")]
    Unfinished {
        /// The file that could not.
        path: PathBuf,
        /// Files that have taken their place.
        landed: usize,
        /// Files of the write.
        all: usize,
        /// Why.
        source: io::Error,
    },
    /// A write was interrupted, and this folder cannot be written or one of its files may not be.
    #[error("{path}: a write was interrupted and has to be finished first, which is not possible from here: {why}")]
    Waiting {
        /// The journal.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// A journal that cannot be followed: somebody changed what it names.
    #[error("{path}: this records an interrupted write that can be neither finished nor undone: {why}")]
    Damaged {
        /// The journal.
        path: PathBuf,
        /// What does not hold.
        why: String,
    },
}
/// With the place of an error.
pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> StoreError + '_ {
    move |source| StoreError::Io { path: path.into(), source }
}
