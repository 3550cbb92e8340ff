//! Ids numbered in the order in which they are first met. Short ones are compared without a look at the heap.
use rustc_hash::FxHashMap;

/// Numbers for ids.
#[derive(Debug, Default)]
pub struct Ids {
    short: FxHashMap<u128, u32>,
    long: FxHashMap<Box<[u8]>, u32>,
    /// The ids by number.
    pub names: Vec<Box<[u8]>>,
}
/// Up to 15 bytes and their count, in one word.
fn packed(id: &[u8]) -> Option<u128> {
    if id.len() > 15 {
        return None;
    }
    let mut bytes = [0u8; 16];
    bytes[..id.len()].copy_from_slice(id);
    bytes[15] = id.len() as u8;
    Some(u128::from_le_bytes(bytes))
}
impl Ids {
    /// The number of an id; a new one where it was not met before.
    #[inline]
    pub fn number(&mut self, id: &[u8]) -> u32 {
        let next = self.names.len() as u32;
        let number = match packed(id) {
            Some(word) => *self.short.entry(word).or_insert(next),
            None => match self.long.get(id) {
                Some(number) => *number,
                None => *self.long.entry(id.into()).or_insert(next),
            },
        };
        if number == next {
            self.names.push(id.into());
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn equal_ids_have_one_number_and_no_others() {
        let mut ids = Ids::default();
        let all: [&[u8]; 7] = [b"", b"a", b"a\0", b"123456789012345", b"1234567890123456", b"1234567890123457", b"a"];
        let numbers: Vec<u32> = all.iter().map(|id| ids.number(id)).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 1]);
        assert_eq!(ids.names.len(), 6);
    }
}
