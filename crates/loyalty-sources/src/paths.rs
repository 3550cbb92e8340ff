//! Paths that are no text. Requests, records and plans are text, and a name on a disk may be any bytes: one that is no UTF-8 is written with
//! `\xFF` for each of its bytes that no text has, and found again by that.
use std::path::{Path, PathBuf};

#[cfg(unix)]
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// A path as text.
#[cfg(unix)]
pub fn shown(path: &Path) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        out += chunk.valid();
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02X}");
        }
    }
    out
}
/// A path as text.
#[cfg(not(unix))]
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
/// The path that a text means: as it stands where it is there, else with its `\x80` to `\xFF` as bytes. No other byte can be written so: neither a
/// separator nor a dot.
#[cfg(unix)]
pub fn meant(text: &Path) -> PathBuf {
    let bytes = text.as_os_str().as_bytes();
    if !bytes.windows(2).any(|w| w == b"\\x") || text.exists() {
        return text.to_path_buf();
    }
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let digits = bytes.get(at + 2..at + 4).filter(|_| bytes[at..].starts_with(b"\\x")).and_then(|d| std::str::from_utf8(d).ok());
        match digits.and_then(|d| u8::from_str_radix(d, 16).ok()).filter(|b| *b >= 0x80) {
            Some(byte) => {
                out.push(byte);
                at += 4;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    PathBuf::from(std::ffi::OsString::from_vec(out))
}
/// The path that a text means.
#[cfg(not(unix))]
pub fn meant(text: &Path) -> PathBuf {
    text.to_path_buf()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    #[test]
    fn names_of_any_bytes_come_back() {
        for name in [&b"orders.csv"[..], b"caf\xc3\xa9.csv", b"\xff.csv", b"a\xff\xfeb", b"\xc3", b"sub\xe9/x.csv", b"two\\x.csv"] {
            let path = Path::new(OsStr::from_bytes(name));
            assert_eq!(meant(Path::new(&shown(path))), path, "{name:?}");
        }
        assert_eq!(shown(Path::new(OsStr::from_bytes(b"a\xff.csv"))), "a\\xFF.csv");
        // What is written so is no separator and no dot.
        assert_eq!(meant(Path::new("a\\x2F\\x2E\\x2E\\x2Fb")), Path::new("a\\x2F\\x2E\\x2E\\x2Fb"));
    }
}
