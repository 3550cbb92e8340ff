//! What was simulated before: counts of a draw, kept by all that its paths depend on, and customers who never join, walked once for every program.
//!
//! Margin, cost and discount rate are no part of a path: a change of them finds every path walked. A program that differs only in what its points
//! are worth, above the give-back at which effects are full, does too.
use crate::base::Base;
use crate::random::{join, text_key};
use crate::simulation::origin::Origin;
use crate::simulation::sample::{Sample, Strata};
use crate::simulation::tally::Tally;
use loyalty_model::step_cache::StepKey;
use std::any::Any;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock};

/// Hash of everything that a simulated draw depends on, but for the base, which every kept path shares.
pub(crate) type PathKey = (u64, u64);
/// Adds a word to a key.
pub(crate) fn with(key: PathKey, word: u64) -> PathKey {
    (join(key.0, word), join(key.1, word ^ 0x5851_F42D_4C95_7F2D))
}
/// Adds words to a key.
pub(crate) fn with_all(key: PathKey, words: impl IntoIterator<Item = u64>) -> PathKey {
    words.into_iter().fold(key, with)
}
/// A key begun with a text: the program as compiled.
pub(crate) fn begun(text: &str) -> PathKey {
    let backwards = text.bytes().rev().fold(0x84222325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3));
    with((text_key(text), backwards), text.len() as u64)
}

/// Who may join in a draw, and what everybody else does.
#[derive(Debug)]
pub(crate) struct Apart {
    /// Counts of those who never join: no program changes them.
    pub(crate) others: Tally,
    /// Those who may.
    pub(crate) joiners: Vec<Joiner>,
    /// Their orders without the program, and the prices of months that have some, one after the other.
    pub(crate) orders: Vec<u16>,
    pub(crate) prices: Vec<f64>,
    /// What chance brings each of them in each month from the first to the horizon, one after the other: see `chances`.
    pub(crate) chances: Vec<u8>,
}
impl Apart {
    fn bytes(&self) -> usize {
        let lists = self.orders.len() * size_of::<u16>() + self.prices.len() * size_of::<f64>() + self.chances.len();
        self.others.bytes() + self.joiners.len() * size_of::<Joiner>() + lists
    }
}
/// A customer who may join.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Joiner {
    /// Position in the sample; a newcomer: among the base's newcomers.
    pub(crate) who: u32,
    pub(crate) origin: Origin,
    /// Customers that a newcomer stands for; a customer of today has the weight of the sample.
    pub(crate) weight: f64,
    pub(crate) stream: u64,
    /// Purchase rate of this draw, and whether active at launch.
    pub(crate) rate: f64,
    pub(crate) alive: bool,
    /// Where orders and prices of a buyer begin; none: a subscriber, or nobody who is active.
    pub(crate) bought: Option<(u32, u32)>,
    /// Where chances begin.
    pub(crate) chances: u32,
    /// Months with orders or without until leaving, and prices.
    pub(crate) months: u16,
    pub(crate) priced: u16,
}

/// Value of points in each tier, list by list as they are asked for; what holders of a tier make of its privileges is no part of it.
#[derive(Debug)]
pub(crate) struct LazyPoints(pub(crate) Vec<OnceLock<Vec<f64>>>);
impl LazyPoints {
    /// Most memory that it takes.
    fn bytes(&self, tiers: usize) -> usize {
        let lists: usize = self.0.iter().map(|list| size_of::<OnceLock<Vec<f64>>>() + 8 * list.get().map_or(tiers, Vec::len)).sum();
        size_of::<Self>() + lists
    }
}

/// Samples above this size are taken for one appraisal only: who may join in them is not remembered.
const REMEMBERED: usize = 1_000;
/// Bytes from which the customers of a full appraisal are remembered too.
const ROOMY: usize = 128 << 20;
/// What was simulated on one fitted base. Every copy is the same memory; without any (`default`) nothing is remembered.
#[derive(Clone, Default)]
pub struct Paths(Option<Arc<Memory>>);
struct Memory {
    tallies: Mutex<Store<Tally>>,
    apart: Mutex<Store<Arc<Apart>>>,
    samples: Mutex<Store<Arc<Sample>>>,
    /// Values of assumptions, draw by draw.
    quantiles: Mutex<Store<Arc<Vec<f64>>>>,
    /// Tables that no draw changes, of whatever kind.
    tables: Mutex<Store<Arc<dyn Any + Send + Sync>>>,
    /// Values of points to customers, by what rules say of points.
    points: Mutex<Store<Arc<LazyPoints>>>,
}
/// Bytes of values of points.
const POINTS: usize = 8 << 20;
/// Samples and lists of values of assumptions that are remembered.
const SAMPLES: usize = 48;
const QUANTILES: usize = 1_200;
/// Tables that are remembered.
const TABLES: usize = 64;
/// Results by key; the first to come is the first to go when their bytes exceed the most.
struct Store<T> {
    most: usize,
    bytes: usize,
    kept: BTreeMap<PathKey, (T, usize)>,
    order: VecDeque<PathKey>,
}
impl<T> Default for Store<T> {
    fn default() -> Self {
        Store { most: 0, bytes: 0, kept: BTreeMap::new(), order: VecDeque::new() }
    }
}
impl<T: Clone> Store<T> {
    fn put(&mut self, key: PathKey, value: T, bytes: usize) {
        if bytes > self.most || self.kept.contains_key(&key) {
            return;
        }
        self.kept.insert(key, (value, bytes));
        self.order.push_back(key);
        self.bytes += bytes;
        while self.bytes > self.most {
            let Some((_, gone)) = self.order.pop_front().and_then(|first| self.kept.remove(&first)) else { return };
            self.bytes -= gone;
        }
    }
}
/// What is kept under a key; each counts as one.
fn remembered<T>(store: &Mutex<Store<Arc<T>>>, key: PathKey, work: impl FnOnce() -> Arc<T>) -> Arc<T> {
    let known = store.lock().ok().and_then(|s| s.kept.get(&key).map(|k| Arc::clone(&k.0)));
    known.unwrap_or_else(|| {
        let made = work();
        if let Ok(mut store) = store.lock() {
            store.put(key, Arc::clone(&made), 1);
        }
        made
    })
}
impl Paths {
    /// Remembers up to this many bytes: customers get half of them, or what a full appraisal needs; tallies get the rest.
    pub fn keeping(bytes: usize) -> Self {
        let customers = if bytes >= ROOMY + ROOMY / 2 { ROOMY.max(bytes / 2) } else { bytes / 2 };
        let (tallies, apart) = (Store { most: bytes - customers, ..Store::default() }, Store { most: customers, ..Store::default() });
        let (samples, quantiles) = (Store { most: SAMPLES, ..Store::default() }, Store { most: QUANTILES, ..Store::default() });
        let tables = Mutex::new(Store { most: TABLES, ..Store::default() });
        let (samples, quantiles) = (Mutex::new(samples), Mutex::new(quantiles));
        let points = Mutex::new(Store { most: POINTS, ..Store::default() });
        Paths(Some(Arc::new(Memory { tallies: Mutex::new(tallies), apart: Mutex::new(apart), samples, quantiles, tables, points })))
    }
    /// The sample of this seed and size, taken once.
    pub(crate) fn sample(&self, base: &Base, seed: u64, members: u32) -> Arc<Sample> {
        let take = || Arc::new(Sample::of_strata(base, &self.table("strata", [0, 0], || Strata::of(base)), seed, members));
        let Some(memory) = &self.0 else { return take() };
        remembered(&memory.samples, (seed, u64::from(members)), take)
    }
    /// A table that no draw changes, worked out once for its name and words.
    pub(crate) fn table<T: Any + Send + Sync>(&self, name: &str, words: [u64; 2], work: impl FnOnce() -> T) -> Arc<T> {
        let Some(memory) = &self.0 else { return Arc::new(work()) };
        let key = with_all(begun(name), words);
        let known = memory.tables.lock().ok().and_then(|s| s.kept.get(&key).map(|k| Arc::clone(&k.0)));
        if let Some(known) = known.and_then(|k| k.downcast::<T>().ok()) {
            return known;
        }
        let made = Arc::new(work());
        if let Ok(mut store) = memory.tables.lock() {
            store.put(key, made.clone(), 1);
        }
        made
    }
    /// Values of points under this key, worked out once.
    pub(crate) fn points(&self, key: PathKey, tiers: usize, work: impl FnOnce() -> Arc<LazyPoints>) -> Arc<LazyPoints> {
        let Some(memory) = &self.0 else { return work() };
        let known = memory.points.lock().ok().and_then(|s| s.kept.get(&key).map(|k| Arc::clone(&k.0)));
        known.unwrap_or_else(|| {
            let made = work();
            if let Ok(mut store) = memory.points.lock() {
                store.put(key, Arc::clone(&made), made.bytes(tiers));
            }
            made
        })
    }
    /// Values of an assumption under this key, worked out once.
    pub(crate) fn quantiles(&self, key: PathKey, work: impl FnOnce() -> Vec<f64>) -> Arc<Vec<f64>> {
        let Some(memory) = &self.0 else { return Arc::new(work()) };
        remembered(&memory.quantiles, key, || Arc::new(work()))
    }
    /// Counts of a draw that was simulated before.
    pub(crate) fn tally(&self, key: PathKey) -> Option<Tally> {
        self.0.as_ref()?.tallies.lock().ok()?.kept.get(&key).map(|k| k.0.clone())
    }
    /// Remembers the counts of a draw.
    pub(crate) fn keep_tally(&self, key: PathKey, tally: &Tally) {
        let Some(memory) = &self.0 else { return };
        if let Ok(mut store) = memory.tallies.lock() {
            store.put(key, tally.clone(), tally.bytes());
        }
    }
    /// Whether customers of a sample of this size are remembered.
    pub(crate) fn keeps_apart(&self, members: usize) -> bool {
        let roomy = |m: &Memory| m.apart.lock().is_ok_and(|s| s.most >= ROOMY);
        self.0.as_ref().is_some_and(|m| members <= REMEMBERED || roomy(m))
    }
    pub(crate) fn apart(&self, key: PathKey) -> Option<Arc<Apart>> {
        self.0.as_ref()?.apart.lock().ok()?.kept.get(&key).map(|k| k.0.clone())
    }
    pub(crate) fn keep_apart(&self, key: PathKey, apart: &Arc<Apart>) {
        let Some(memory) = &self.0 else { return };
        if let Ok(mut store) = memory.apart.lock() {
            store.put(key, Arc::clone(apart), apart.bytes());
        }
    }
}
impl std::fmt::Debug for Paths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = self.0.as_ref().and_then(|m| m.tallies.lock().ok().map(|t| (t.kept.len(), t.bytes)));
        f.debug_tuple("Paths").field(&bytes).finish()
    }
}
/// What is remembered is no part of the terms.
impl PartialEq for Paths {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
/// The paths of the last few customer bases, by the key of the step that fitted them.
pub struct PathsByBase {
    most: usize,
    bytes: usize,
    kept: Mutex<VecDeque<(StepKey, Paths)>>,
}
impl PathsByBase {
    /// Paths of at most this many bases, this many bytes each.
    pub fn new(most: usize, bytes: usize) -> Self {
        PathsByBase { most, bytes, kept: Mutex::default() }
    }
    /// The paths on a base; empty ones where there were none.
    pub fn of(&self, base: &StepKey) -> Paths {
        let Ok(mut kept) = self.kept.lock() else { return Paths::default() };
        if let Some((_, paths)) = kept.iter().find(|(key, _)| key == base) {
            return paths.clone();
        }
        let paths = Paths::keeping(self.bytes);
        kept.push_back((base.clone(), paths.clone()));
        while kept.len() > self.most {
            kept.pop_front();
        }
        paths
    }
    /// Forgets all.
    pub fn clear(&self) {
        if let Ok(mut kept) = self.kept.lock() {
            kept.clear();
        }
    }
}
