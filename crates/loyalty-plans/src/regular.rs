//! Regular files, read no further than a bound: a path that somebody else wrote may lead to a pipe, a device or a file without end.
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Largest plan that is read.
pub const LARGEST_PLAN: u64 = 512 << 20;
/// Largest file that is hashed.
const LARGEST: u64 = 16 << 30;

fn open(path: &Path, most: u64) -> io::Result<File> {
    let not = |what: String| io::Error::new(io::ErrorKind::InvalidInput, what);
    // Asked before it is opened: a pipe would keep whoever opens it waiting.
    if !std::fs::metadata(path)?.is_file() {
        return Err(not("it is not a regular file".into()));
    }
    let file = File::open(path)?;
    let found = file.metadata()?;
    if !found.is_file() || found.len() > most {
        return Err(not(format!("it has {} bytes, and at most {most} are read", found.len())));
    }
    Ok(file)
}
/// Reads a regular file of at most so many bytes.
///
/// # Errors
/// It is no regular file, it is larger, or the file system's.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![];
    open(path, most)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
/// SHA-256 of a regular file, hexadecimal.
///
/// # Errors
/// It is no regular file, or the file system's.
pub fn sha256(path: &Path) -> io::Result<String> {
    let (mut file, mut hash, mut part) = (open(path, LARGEST)?.take(LARGEST), Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut part)? {
            0 => return Ok(crate::hash::hex(&hash.finalize())),
            n => hash.update(&part[..n]),
        }
    }
}
