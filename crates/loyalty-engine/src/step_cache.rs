//! Keys of steps, and the home of their results in memory.
use loyalty_model::step_cache::{Found, StepCache, StepKey, StepResult};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use std::any::Any;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{BufWriter, Write};
use std::sync::{Arc, Mutex};

/// Hash of the sources that compute: a result kept by other code is never taken for one of this code.
pub const SOURCES: &str = env!("LOYALTY_ENGINE_SOURCES");

/// A hash of named parts, each in its canonical serialisation (fields in order, maps sorted, numbers in full), and the steps that they come from.
#[derive(Debug, Clone)]
pub struct Digest(Sha256, BTreeSet<&'static str>);
impl Digest {
    /// Nothing yet but the version of program and sources.
    pub fn new(version: &str) -> Self {
        Digest(Sha256::new(), BTreeSet::new()).part("version", version).part("sources", SOURCES)
    }
    /// Takes in a part.
    #[must_use]
    pub fn part<T: Serialize + ?Sized>(mut self, name: &str, part: &T) -> Self {
        self.0.update(name.as_bytes());
        self.0.update([0]);
        let mut out = BufWriter::with_capacity(1 << 16, Sink(&mut self.0));
        // A hash takes every byte, and what is hashed here has no map with keys other than text.
        let written = serde_json::to_writer(&mut out, part).map_err(std::io::Error::from).and_then(|()| out.flush());
        drop(out);
        self.0.update(if written.is_ok() { [0] } else { [1] });
        self
    }
    /// Takes in what another step gave, by that step's key.
    #[must_use]
    pub fn step(mut self, key: &StepKey) -> Self {
        self.0.update(key.step.as_bytes());
        self.0.update(key.digest);
        self.1.insert(key.step);
        self
    }
    /// Takes in a part of what another step gave.
    #[must_use]
    pub fn part_of<T: Serialize + ?Sized>(mut self, step: &'static str, name: &str, part: &T) -> Self {
        self.1.insert(step);
        self.part(name, part)
    }
    /// The key of a step that reads these parts and nothing else.
    pub fn key(self, step: &'static str) -> StepKey {
        StepKey { step, digest: self.0.finalize().into(), after: self.1.into_iter().collect() }
    }
}
struct Sink<'a>(&'a mut Sha256);
impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
/// What a result of a step must be: shared between threads, written down and read back.
pub trait Kept: Serialize + DeserializeOwned + Send + Sync + 'static {}
impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> Kept for T {}

type Shared = Arc<dyn Any + Send + Sync>;
/// Keeps the last results of every step in memory.
#[derive(Default)]
pub struct MemoryCache {
    most: usize,
    kept: Mutex<BTreeMap<&'static str, VecDeque<(StepKey, Shared)>>>,
}
impl MemoryCache {
    /// At most this many results of each step; the one not used for longest goes first.
    pub fn new(most: usize) -> Self {
        MemoryCache { most, kept: Mutex::default() }
    }
    /// Forgets everything.
    pub fn clear(&self) {
        if let Ok(mut kept) = self.kept.lock() {
            kept.clear();
        }
    }
}
impl std::fmt::Debug for MemoryCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts: BTreeMap<_, _> = self.kept.lock().map(|k| k.iter().map(|(s, all)| (*s, all.len())).collect()).unwrap_or_default();
        f.debug_struct("MemoryCache").field("most", &self.most).field("kept", &counts).finish()
    }
}
impl StepCache for MemoryCache {
    fn get(&self, key: &StepKey) -> Option<Found> {
        let mut kept = self.kept.lock().ok()?;
        let of_step = kept.get_mut(key.step)?;
        let at = of_step.iter().position(|(k, _)| k == key)?;
        let entry = of_step.remove(at)?;
        let value = entry.1.clone();
        of_step.push_back(entry);
        Some(Found::Shared(value))
    }
    fn put(&self, key: &StepKey, result: &dyn StepResult) {
        let Ok(mut kept) = self.kept.lock() else { return };
        let of_step = kept.entry(key.step).or_default();
        of_step.retain(|(k, _)| k != key);
        of_step.push_back((key.clone(), result.shared()));
        while of_step.len() > self.most {
            of_step.pop_front();
        }
    }
    fn name(&self) -> &'static str {
        "memory"
    }
}
