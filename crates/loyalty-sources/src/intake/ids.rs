//! Ids numbered in the order in which they are first met. Short ones are compared without a look at the heap. They lie in groups by their hash:
//! rows that are put into groups before they are numbered find their ids near each other, and threads join what they read group by group.
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Groups of ids: a number's highest bits name the group, the others the place in it.
pub const GROUPS: usize = 16;
const PLACE_BITS: u32 = 28;
/// The group that a number lies in, and its place there.
pub fn place_of(number: u32) -> (usize, usize) {
    ((number >> PLACE_BITS) as usize, (number & ((1 << PLACE_BITS) - 1)) as usize)
}
fn number_of(group: usize, place: u32) -> u32 {
    assert!(place < 1 << PLACE_BITS, "more customers than can be numbered");
    (group as u32) << PLACE_BITS | place
}
/// An id on its way to its number: packed, or numbered already where it is long.
#[derive(Debug, Clone, Copy)]
pub enum Key {
    /// A short id.
    Packed(Word),
    /// The number of a long one.
    Known(u32),
}
/// Ids in groups.
#[derive(Debug)]
pub struct Grouped {
    groups: Vec<Ids>,
}
impl Default for Grouped {
    fn default() -> Self {
        Grouped { groups: (0..GROUPS).map(|_| Ids::default()).collect() }
    }
}
impl Grouped {
    /// The group of an id, and what leads to its number: see [`Grouped::number_of`].
    #[inline]
    pub fn key(&mut self, id: &[u8]) -> (usize, Key) {
        match packed(id) {
            Some(word) => (group_of(hash(word)), Key::Packed(word)),
            None => {
                let number = self.number(id);
                (place_of(number).0, Key::Known(number))
            }
        }
    }
    /// The number of an id whose group is known.
    #[inline]
    pub fn number_of(&mut self, group: usize, key: Key) -> u32 {
        match key {
            Key::Packed(word) => number_of(group, self.groups[group].packed_number(word)),
            Key::Known(number) => number,
        }
    }
    /// The number of an id.
    pub fn number(&mut self, id: &[u8]) -> u32 {
        let group = match packed(id) {
            Some(word) => group_of(hash(word)),
            None => {
                let (words, rest) = id.as_chunks::<8>();
                let begun = rest.iter().fold(id.len() as u64, |h, b| h << 8 | u64::from(*b));
                group_of(words.iter().fold(begun, |h, w| hash((h, u64::from_le_bytes(*w)))))
            }
        };
        number_of(group, self.groups[group].number(id))
    }
}
/// Ids with the position that each has in a list of all.
#[derive(Debug)]
pub struct Listed {
    ids: Grouped,
    positions: Vec<Vec<u32>>,
    /// How many there are.
    pub len: usize,
}
impl Default for Listed {
    fn default() -> Self {
        Listed { ids: Grouped::default(), positions: vec![vec![]; GROUPS], len: 0 }
    }
}
impl Listed {
    /// Puts an id at the end of the list, unless it stands there.
    pub fn add(&mut self, id: &[u8]) {
        let (group, place) = place_of(self.ids.number(id));
        if place == self.positions[group].len() {
            self.positions[group].push(self.len as u32);
            self.len += 1;
        }
    }
    /// Adds the ids of several readers: positions by reader, group and place. New ids of one group stand together, behind all that were there.
    pub fn take(&mut self, readers: Vec<Grouped>) -> Vec<Vec<Vec<u32>>> {
        let mut by_group: Vec<Vec<Ids>> = (0..GROUPS).map(|_| vec![]).collect();
        let many = readers.len();
        readers.into_iter().for_each(|r| r.groups.into_iter().zip(&mut by_group).for_each(|(ids, group)| group.push(ids)));
        let places: Vec<Vec<Vec<u32>>> =
            self.ids.groups.par_iter_mut().zip(by_group).map(|(known, own)| own.into_iter().map(|ids| known.absorb(ids)).collect()).collect();
        for (known, positions) in self.ids.groups.iter().zip(&mut self.positions) {
            let new = known.len() - positions.len();
            positions.extend((self.len..self.len + new).map(|at| at as u32));
            self.len += new;
        }
        let mut out = vec![vec![]; many];
        for (group, positions) in places.into_iter().zip(&self.positions) {
            for (reader, mut places) in out.iter_mut().zip(group) {
                places.iter_mut().for_each(|p| *p = positions[*p as usize]);
                reader.push(places);
            }
        }
        out
    }
    /// The ids from a position on, in the order of the list, each made into something.
    pub fn from<T: Send>(&self, position: usize, make: impl Fn(&[u8]) -> T + Sync) -> Vec<T> {
        let mut all: Vec<(usize, &Ids, usize)> = vec![];
        for (ids, positions) in self.ids.groups.iter().zip(&self.positions) {
            let first = positions.partition_point(|at| (*at as usize) < position);
            all.extend((first..positions.len()).map(|place| (positions[place] as usize, ids, place)));
        }
        all.par_sort_unstable_by_key(|(at, ..)| *at);
        all.into_par_iter().map(|(_, ids, place)| make(ids.name(place))).collect()
    }
}

/// Numbers for the ids of a group.
#[derive(Debug, Default)]
struct Ids {
    short: Short,
    long: FxHashMap<Box<[u8]>, u32>,
    last: Option<(Word, u32)>,
    /// The ids by number, one behind the other, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
}
/// Up to 15 bytes and their count.
pub type Word = (u64, u64);
fn packed(id: &[u8]) -> Option<Word> {
    let eight = |at: usize| id.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes);
    let four = |at: usize| id.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes);
    let count = id.len();
    let (low, high) = match count {
        0..=3 => (id.iter().rev().fold(0, |word, b| word << 8 | u64::from(*b)), 0),
        4..=7 => (u64::from(four(0)) | u64::from(four(count - 4)) << (8 * (count - 4)), 0),
        8 => (eight(0), 0),
        9..=15 => (eight(0), eight(count - 8) >> (8 * (16 - count))),
        _ => return None,
    };
    Some((low, high | (count as u64) << 56))
}
impl Ids {
    /// The number of an id; a new one where it was not met before.
    fn number(&mut self, id: &[u8]) -> u32 {
        if let Some(word) = packed(id) {
            return self.packed_number(word);
        }
        if let Some(number) = self.long.get(id) {
            return *number;
        }
        let next = self.ends.len() as u32;
        self.long.insert(id.into(), next);
        self.text.extend_from_slice(id);
        self.ends.push(self.text.len());
        next
    }
    /// The number of a short id. A file often names the same one again in its next row.
    #[inline]
    fn packed_number(&mut self, word: Word) -> u32 {
        if let Some((last, number)) = self.last
            && last == word
        {
            return number;
        }
        let next = self.ends.len() as u32;
        let number = self.short.number(word, next);
        self.last = Some((word, number));
        if number == next {
            self.text.extend_from_slice(&word.0.to_le_bytes());
            self.text.extend_from_slice(&word.1.to_le_bytes());
            self.text.truncate(self.text.len() - 16 + (word.1 >> 56) as usize);
            self.ends.push(self.text.len());
        }
        number
    }
    /// Takes the ids of another; the place here of each of them.
    fn absorb(&mut self, other: Ids) -> Vec<u32> {
        if self.len() == 0 {
            *self = other;
            return (0..self.len() as u32).collect();
        }
        (0..other.len()).map(|at| self.number(other.name(at))).collect()
    }
    /// How many there are.
    fn len(&self) -> usize {
        self.ends.len()
    }
    /// The id of a number.
    fn name(&self, number: usize) -> &[u8] {
        let from = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.text[from..self.ends[number]]
    }
}

/// Numbers by short ids: open addressing, at most three of four places taken.
#[derive(Debug, Default)]
struct Short {
    /// As many as a power of two.
    places: Vec<Place>,
    taken: usize,
}
#[derive(Debug, Clone, Copy)]
struct Place {
    word: Word,
    number: u32,
}
const FREE: Place = Place { word: (0, 0), number: u32::MAX };
/// Both halves of a product of 128 bits in one word.
#[inline]
fn hash(word: Word) -> u64 {
    let product = u128::from(word.0 ^ 0x9e37_79b9_7f4a_7c15) * u128::from(word.1 ^ 0xd1b5_4a32_d192_ed03);
    (product >> 64) as u64 ^ product as u64
}
fn group_of(hash: u64) -> usize {
    (hash >> 40) as usize % GROUPS
}
/// Where the search for a word begins, among so many places.
fn first_place(word: Word, places: usize) -> usize {
    hash(word) as usize & (places - 1)
}
impl Short {
    #[inline]
    fn number(&mut self, word: Word, next: u32) -> u32 {
        if self.taken * 4 >= self.places.len() * 3 {
            self.grow();
        }
        let last = self.places.len() - 1;
        let mut at = first_place(word, self.places.len());
        loop {
            let place = &mut self.places[at];
            if place.number == u32::MAX {
                *place = Place { word, number: next };
                self.taken += 1;
                return next;
            }
            if place.word == word {
                return place.number;
            }
            at = (at + 1) & last;
        }
    }
    fn grow(&mut self) {
        let places = (self.places.len() * 2).max(64);
        for taken in std::mem::replace(&mut self.places, vec![FREE; places]) {
            if taken.number == u32::MAX {
                continue;
            }
            let mut at = first_place(taken.word, places);
            while self.places[at].number != u32::MAX {
                at = (at + 1) & (places - 1);
            }
            self.places[at] = taken;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    /// Readers that met the same ids in another order agree on where each stands.
    #[test]
    fn the_list_is_one_whoever_read_it() {
        let name = |i: usize| format!("{}{i}", ["K", "a.long.name.of.a.customer@x.example/"][i % 2]);
        let mut list = Listed::default();
        (0..50).for_each(|i| list.add(name(i).as_bytes()));
        list.add(name(7).as_bytes());
        assert_eq!(list.len, 50);
        let mut known: Vec<String> = list.from(0, |id| String::from_utf8(id.to_vec()).unwrap());
        assert_eq!(known, (0..50).map(name).collect::<Vec<_>>());
        for round in 1..4usize {
            let mut readers = vec![Grouped::default(), Grouped::default(), Grouped::default()];
            let mut met = vec![];
            for i in 0..400 * round {
                let (reader, id) = (i % 3, name(i * 7 % (300 * round)));
                let (group, key) = readers[reader].key(id.as_bytes());
                met.push((reader, readers[reader].number_of(group, key), id));
            }
            let before = list.len;
            let positions = list.take(readers);
            known.extend(list.from(before, |id| String::from_utf8(id.to_vec()).unwrap()));
            assert_eq!(known.len(), list.len);
            for (reader, number, id) in met {
                let (group, place) = place_of(number);
                assert_eq!(known[positions[reader][group][place] as usize], id);
            }
        }
        assert_eq!(known.iter().collect::<std::collections::BTreeSet<_>>().len(), known.len());
    }
    #[test]
    fn equal_ids_have_one_number_and_no_others() {
        let mut ids = Ids::default();
        let all: [&[u8]; 7] = [b"", b"a", b"a\0", b"123456789012345", b"1234567890123456", b"1234567890123457", b"a"];
        let numbers: Vec<u32> = all.iter().map(|id| ids.number(id)).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 1]);
        assert_eq!(ids.len(), 6);
        all[..6].iter().enumerate().for_each(|(at, id)| assert_eq!(ids.name(at), *id));
    }
    proptest! {
        /// As a map of the standard library numbers them, whatever their lengths.
        #[test]
        fn ids_are_numbered_as_they_are_first_met(all in prop::collection::vec("[a-c\\x00]{0,18}", 0..300)) {
            let (mut ids, mut map) = (Ids::default(), HashMap::new());
            for id in &all {
                let next = map.len() as u32;
                let number = *map.entry(id.clone()).or_insert(next);
                prop_assert_eq!(ids.number(id.as_bytes()), number, "{:?}", id);
                prop_assert_eq!(ids.name(number as usize), id.as_bytes());
            }
            prop_assert_eq!(ids.len(), map.len());
        }
        /// A word tells its id.
        #[test]
        fn words_differ_where_ids_do(a in prop::collection::vec(any::<u8>(), 0..16), b in prop::collection::vec(any::<u8>(), 0..16)) {
            prop_assert_eq!(packed(&a) == packed(&b), a == b);
            let (low, high) = packed(&a).unwrap();
            let bytes = [low.to_le_bytes(), high.to_le_bytes()].concat();
            prop_assert_eq!((&bytes[..a.len()], usize::from(bytes[15])), (a.as_slice(), a.len()));
        }
    }
}
