//! Rows that came once and are read as often as they must be: in memory while they are few, else in a file without a name, whose space the system takes back even
//! if the program is killed.
use loyalty_sources::intake::Rows;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Cursor, Read, Write};
use std::sync::Arc;
use tempfile::spooled_tempfile;
use tempfile::{SpooledData, SpooledTempFile};

/// Bytes that are kept in memory.
const IN_MEMORY: usize = 64 << 20;

/// Rows as they come.
pub struct Spool {
    file: SpooledTempFile,
    /// SHA-256 of each row, added up.
    sum: Sum,
    pub rows: u64,
}
impl Spool {
    /// # Errors
    /// No room.
    pub fn begin(heading: &[u8]) -> io::Result<Spool> {
        let mut file = spooled_tempfile(IN_MEMORY);
        file.write_all(heading)?;
        Ok(Spool { file, sum: Sum::default(), rows: 0 })
    }
    /// More records, and where each ends.
    ///
    /// # Errors
    /// No room.
    pub fn add(&mut self, records: &[u8], ends: &[usize]) -> io::Result<()> {
        self.file.write_all(records)?;
        let mut from = 0;
        for end in ends {
            self.sum.add(&Sha256::digest(&records[from..*end]).into());
            from = *end;
        }
        self.rows += ends.len() as u64;
        Ok(())
    }
    /// The rows, and their hash: the same in any order.
    ///
    /// # Errors
    /// No room.
    pub fn end(mut self) -> io::Result<(Arc<dyn Rows>, String)> {
        self.file.flush()?;
        let kept: Arc<dyn Rows> = match self.file.into_inner() {
            SpooledData::InMemory(bytes) => Arc::new(InMemory(Arc::new(bytes.into_inner()))),
            SpooledData::OnDisk(file) => Arc::new(OnDisk(Arc::new(file))),
        };
        Ok((kept, self.sum.hex()))
    }
}
/// A number of 256 bits, lowest part first.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Sum([u64; 4]);
impl Sum {
    fn add(&mut self, hash: &[u8; 32]) {
        let mut carry = false;
        for (own, part) in self.0.iter_mut().zip(hash.rchunks(8)) {
            let more = part.iter().fold(0u64, |n, b| n << 8 | u64::from(*b));
            let (sum, first) = own.overflowing_add(more);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            (*own, carry) = (sum, first || second);
        }
    }
    fn hex(self) -> String {
        self.0.iter().rev().map(|part| format!("{part:016x}")).collect()
    }
}
struct InMemory(Arc<Vec<u8>>);
impl std::fmt::Debug for InMemory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}
/// Bytes that several readers share.
struct Shared(Arc<Vec<u8>>);
impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
impl Rows for InMemory {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Cursor::new(Shared(Arc::clone(&self.0)))))
    }
}
#[derive(Debug)]
struct OnDisk(Arc<File>);
impl Rows for OnDisk {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(From { file: Arc::clone(&self.0), at: 0 }))
    }
}
/// A reader with a place of its own: several may read one file.
struct From {
    file: Arc<File>,
    at: u64,
}
impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let n = std::os::unix::fs::FileExt::read_at(&*self.file, buffer, self.at)?;
        #[cfg(windows)]
        let n = std::os::windows::fs::FileExt::seek_read(&*self.file, buffer, self.at)?;
        self.at += n as u64;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kept(rows: &[String]) -> (String, String) {
        let mut spool = Spool::begin(b"a\n").unwrap();
        for row in rows {
            let line = format!("{row}\n");
            spool.add(line.as_bytes(), &[line.len()]).unwrap();
        }
        let (rows, hash) = spool.end().unwrap();
        let mut text = String::new();
        rows.open().unwrap().read_to_string(&mut text).unwrap();
        let mut again = String::new();
        rows.open().unwrap().read_to_string(&mut again).unwrap();
        assert_eq!(text, again);
        (text, hash)
    }
    #[test]
    fn rows_on_disk_are_read_from_their_beginning_by_several() {
        let file = SpooledTempFile::new(4);
        let mut spool = Spool { file, sum: Sum::default(), rows: 0 };
        spool.add(b"one\ntwo\n", &[4, 8]).unwrap();
        let (rows, _) = spool.end().unwrap();
        assert!(format!("{rows:?}").contains("OnDisk"));
        let (mut a, mut b) = (rows.open().unwrap(), rows.open().unwrap());
        let (mut first, mut all) = ([0; 4], String::new());
        a.read_exact(&mut first).unwrap();
        b.read_to_string(&mut all).unwrap();
        a.read_to_string(&mut all).unwrap();
        assert_eq!((first.as_slice(), all.as_str()), (b"one\n".as_slice(), "one\ntwo\ntwo\n"));
    }
    proptest! {
        /// The order of rows does not change the hash; one row more, less or otherwise does.
        #[test]
        fn the_hash_is_that_of_the_rows_in_any_order(rows in prop::collection::vec("[a-c]{0,3}", 1..20), at in 0..20usize) {
            let (_, hash) = kept(&rows);
            let mut turned = rows.clone();
            turned.rotate_left(at % rows.len());
            prop_assert_eq!(&kept(&turned).1, &hash);
            let mut other = rows.clone();
            other[at % rows.len()].push('d');
            prop_assert_ne!(&kept(&other).1, &hash);
            prop_assert_ne!(&kept(&rows[1..]).1, &hash);
            prop_assert_ne!(&kept(&[rows.clone(), vec![rows[0].clone()]].concat()).1, &hash);
        }
    }
}
