//! Pseudonyms of customers for `members.csv`: the same id has the same pseudonym in every plan of a folder, and nobody without the folder's key finds the id.
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_engine::run::Placement;
use loyalty_plans::{hash, regular, store};
use std::io::Read;
use std::path::Path;

/// The folder's key, readable by its owner alone.
pub const KEY: &str = store::MEMBER_KEY;
const KEY_BYTES: usize = 32;
/// Letters of a pseudonym: 96 bits, so that no two of a company's customers share one.
const LETTERS: usize = 24;

/// The same placements under pseudonyms.
///
/// # Errors
/// A key that cannot be read or made.
pub fn of(context: &Context, rows: &[Placement]) -> Result<Vec<Placement>, Refusal> {
    let plans = context.plans()?;
    // Two plans at once get the same key.
    let _lock = context.stored(plans.clone()).lock()?;
    let key = key(&plans.join(KEY))?;
    Ok(rows.iter().map(|r| Placement { customer: pseudonym(&key, &r.customer), ..r.clone() }).collect())
}
/// A keyed hash, nested so that nothing can be appended to an id.
fn pseudonym(key: &[u8], id: &str) -> String {
    let inner = hash::of_bytes(&[key, b"in", id.as_bytes()].concat());
    format!("m-{}", &hash::of_bytes(&[key, b"out", inner.as_bytes()].concat())[..LETTERS])
}
fn key(path: &Path) -> Result<Vec<u8>, Refusal> {
    let refused = |e: std::io::Error| {
        Refusal::machine(path.display().to_string(), e.to_string(), "make the folder of plans readable and writable, or leave out --pseudonyms")
    };
    match regular::read(path, KEY_BYTES as u64) {
        Ok(key) if key.len() == KEY_BYTES => return Ok(key),
        Ok(_) => return Err(refused(std::io::Error::other("it is not a key of 32 bytes"))),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
        Err(e) => return Err(refused(e)),
    }
    let mut key = vec![0; KEY_BYTES];
    std::fs::File::open("/dev/urandom").and_then(|mut source| source.read_exact(&mut key)).map_err(refused)?;
    store::write_whole(path, &key)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_pseudonym_is_the_same_for_a_key_and_says_nothing_without_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(KEY);
        let one = key(&path).unwrap();
        assert_eq!(key(&path).unwrap(), one);
        assert!(store::of_people(&path));
        // No pseudonym has these letters by chance: it is of hexadecimal digits.
        let (a, b) = (pseudonym(&one, "kunde-1"), pseudonym(&one, "kunde-2"));
        assert!(a != b && a == pseudonym(&one, "kunde-1") && a != pseudonym(&[7; KEY_BYTES], "kunde-1") && !a.contains("kunde"));
        std::fs::write(&path, "short").unwrap();
        assert!(key(&path).is_err());
    }
}
