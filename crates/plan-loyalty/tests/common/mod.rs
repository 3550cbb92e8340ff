//! The command as a person runs it, and the public data where they are.
#![allow(dead_code)]
use std::path::{Path, PathBuf};
use std::process::Command;

/// The program of this build.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_plan-loyalty");

pub fn command(dir: &Path, args: &[&str]) -> std::process::Output {
    Command::new(PROGRAM).current_dir(dir).args(args).output().unwrap()
}
pub fn shared(path: &str) -> Option<PathBuf> {
    let base = std::env::var("LOYALTY_SHARED_DATA").map(PathBuf::from).unwrap_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    let found = base.join(path);
    if !found.exists() {
        eprintln!("skipped: {path} is not here");
        return None;
    }
    Some(found)
}
