//! What the pages of a Parquet file say that they unpack to, before one of them is unpacked. The footer of a file may understate its pages, and the
//! reader of Parquet makes room for what a page says of itself: two kilobytes can ask for gigabytes.
//!
//! A page begins with a header in the compact protocol of Thrift; only its type, its two sizes and the values of a dictionary are taken from it.
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes that the pages of all columns, one of each with its dictionary, may take together.
pub const MOST: u64 = 1 << 30;
/// Bytes that one value of a dictionary takes in memory at most, beside its text.
const VALUE: u64 = 32;
/// Bytes of a header that are looked at.
const HEADER: usize = 1 << 16;

/// A header of a page.
#[derive(Debug, Default, PartialEq, Eq)]
struct Header {
    kind: i64,
    unpacked: i64,
    packed: i64,
    values: Option<i64>,
    /// Its own length.
    length: usize,
}
const DICTIONARY: i64 = 2;

/// What one column of a row group asks for: its greatest page and its dictionary, in bytes.
///
/// # Errors
/// The pages contradict themselves, or the disk.
pub fn asked_for(file: &mut (impl Read + Seek), from: u64, to: u64) -> Result<u64, String> {
    let (mut at, mut page, mut dictionary) = (from, 0u64, 0u64);
    let mut bytes = vec![];
    while at < to {
        let header = header_at(file, at, to, &mut bytes).map_err(|e| e.to_string())?.ok_or("a page has no header")?;
        let size = |n: i64| u64::try_from(n).map_err(|_| format!("a page has {n} bytes"));
        let (unpacked, packed) = (size(header.unpacked)?, size(header.packed)?);
        if header.kind == DICTIONARY {
            let values = header.values.and_then(|v| u64::try_from(v).ok()).unwrap_or(0);
            if values > unpacked {
                return Err(format!("a dictionary of {unpacked} bytes says that it holds {values} values"));
            }
            dictionary = dictionary.max(unpacked + values * VALUE);
        } else {
            page = page.max(unpacked);
        }
        at = at.saturating_add(header.length as u64).saturating_add(packed);
    }
    Ok(page.saturating_add(dictionary))
}
/// The header of the page at a place; none where the bytes are none.
fn header_at(file: &mut (impl Read + Seek), at: u64, to: u64, bytes: &mut Vec<u8>) -> io::Result<Option<Header>> {
    // Most are short; those with statistics of long texts are not.
    for look in [256, HEADER] {
        bytes.clear();
        file.seek(SeekFrom::Start(at))?;
        Read::take(&mut *file, (look as u64).min(to - at)).read_to_end(bytes)?;
        let mut left = bytes.as_slice();
        if let Some(header) = header(&mut left) {
            return Ok(Some(Header { length: bytes.len() - left.len(), ..header }));
        }
    }
    Ok(None)
}
fn header(bytes: &mut &[u8]) -> Option<Header> {
    let mut out = Header::default();
    fields(bytes, |id, kind, bytes| {
        match (id, kind) {
            (1, 5) => out.kind = number(bytes)?,
            (2, 5) => out.unpacked = number(bytes)?,
            (3, 5) => out.packed = number(bytes)?,
            (7, 12) => fields(bytes, |id, kind, bytes| {
                if (id, kind) == (1, 5) {
                    out.values = Some(number(bytes)?);
                    return Some(());
                }
                skip(kind, bytes, 0)
            })?,
            _ => skip(kind, bytes, 0)?,
        }
        Some(())
    })?;
    Some(out)
}
/// Each field of a struct, up to the byte that ends it.
fn fields(bytes: &mut &[u8], mut each: impl FnMut(i64, u8, &mut &[u8]) -> Option<()>) -> Option<()> {
    let mut id = 0;
    loop {
        let first = byte(bytes)?;
        if first == 0 {
            return Some(());
        }
        id = if first >> 4 == 0 { number(bytes)? } else { id + i64::from(first >> 4) };
        each(id, first & 15, bytes)?;
    }
}
fn byte(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}
/// A number of seven bits a byte.
fn size(bytes: &mut &[u8]) -> Option<u64> {
    let mut out = 0u64;
    for shift in (0..64).step_by(7) {
        let next = byte(bytes)?;
        out |= u64::from(next & 127) << shift;
        if next < 128 {
            return Some(out);
        }
    }
    None
}
/// The same with its sign in the lowest bit.
fn number(bytes: &mut &[u8]) -> Option<i64> {
    size(bytes).map(|n| (n >> 1).cast_signed() ^ -(n & 1).cast_signed())
}
fn over(bytes: &mut &[u8], many: u64) -> Option<()> {
    *bytes = bytes.get(usize::try_from(many).ok()?..)?;
    Some(())
}
/// Passes over a value.
fn skip(kind: u8, bytes: &mut &[u8], depth: u8) -> Option<()> {
    if depth > 8 {
        return None;
    }
    match kind {
        1 | 2 => Some(()),
        3 => over(bytes, 1),
        4..=6 => size(bytes).map(|_| ()),
        7 => over(bytes, 8),
        8 => size(bytes).and_then(|many| over(bytes, many)),
        9 | 10 => {
            let first = byte(bytes)?;
            let many = if first >> 4 == 15 { size(bytes)? } else { u64::from(first >> 4) };
            // A truth in a list takes a byte.
            let kind = if first & 15 <= 2 { 3 } else { first & 15 };
            (0..many).try_for_each(|_| skip(kind, bytes, depth + 1))
        }
        12 => fields(bytes, |_, kind, bytes| skip(kind, bytes, depth + 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A header: type, sizes, and for a dictionary its values.
    fn page(kind: i64, unpacked: i64, packed: i64, values: Option<i64>) -> Vec<u8> {
        let mut out = vec![];
        let mut put = |first: u8, n: i64| {
            out.push(first);
            let mut left = (n << 1 ^ n >> 63).cast_unsigned();
            while left >= 128 {
                out.push(left as u8 | 128);
                left >>= 7;
            }
            out.push(left as u8);
        };
        put(0x15, kind);
        put(0x15, unpacked);
        put(0x15, packed);
        if let Some(values) = values {
            // Field 7, a struct: its values and its encoding.
            put(0x4c, -1);
            out.pop();
            let mut put = |n: i64| {
                out.push(0x15);
                let mut left = (n << 1).cast_unsigned();
                while left >= 128 {
                    out.push(left as u8 | 128);
                    left >>= 7;
                }
                out.push(left as u8);
            };
            put(values);
            put(0);
            out.push(0);
        }
        out.push(0);
        out
    }
    fn asked(pages: &[Vec<u8>]) -> Result<u64, String> {
        let bytes = pages.concat();
        let to = bytes.len() as u64;
        asked_for(&mut Cursor::new(bytes), 0, to)
    }
    #[test]
    fn pages_ask_for_what_they_say() {
        let body = |n: usize| vec![7; n];
        assert_eq!(asked(&[page(0, 100, 10, None), body(10), page(0, 300, 3, None), body(3), page(3, 200, 0, None)]), Ok(300));
        assert_eq!(asked(&[page(2, 50, 5, Some(10)), body(5), page(0, 20, 1, None), body(1)]), Ok(20 + 50 + 10 * VALUE));
        assert_eq!(asked(&[page(0, i64::from(i32::MAX), 1, None), body(1)]), Ok(i32::MAX as u64));
    }
    #[test]
    fn pages_that_contradict_themselves_are_said() {
        assert!(asked(&[page(2, 50, 0, Some(51))]).unwrap_err().contains("50 bytes says that it holds 51 values"));
        assert!(asked(&[page(0, -5, 0, None)]).unwrap_err().contains("-5 bytes"));
        assert!(asked(&[vec![0x15]]).is_err() && asked(&[vec![0x1d, 1, 1]]).is_err());
    }
}
