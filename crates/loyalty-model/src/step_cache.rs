//! The port under which results of a run's steps are kept: one trait, whose homes are memory, a folder of the machine, and the folder of a run that may stop.
//!
//! A key is the hash of all that a step reads and of the version of the code; whoever keeps a result need not know what it is. A home may
//! forget at any time: what is not found is worked out again, and gives the same.
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::sync::Arc;

/// Which step, on which inputs, by which code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepKey {
    /// Id of the task: lower-case words with hyphens.
    pub step: &'static str,
    /// SHA-256 of inputs and version.
    pub digest: [u8; 32],
    /// Steps whose results it reads, in order of their ids.
    pub after: Vec<&'static str>,
}
impl StepKey {
    /// The digest, 64 characters.
    pub fn hex(&self) -> String {
        self.digest.iter().map(|b| format!("{b:02x}")).collect()
    }
}
/// A result as a home gives it back.
#[derive(Debug, Clone)]
pub enum Found {
    /// The value itself.
    Shared(Arc<dyn Any + Send + Sync>),
    /// As it was written down; who asked reads it, and takes what cannot be read for nothing.
    Bytes(Vec<u8>),
}
/// A result on its way into a home.
pub trait StepResult {
    /// The value, for a home in memory.
    fn shared(&self) -> Arc<dyn Any + Send + Sync>;
    /// The value written down; `None` where it cannot be.
    fn bytes(&self) -> Option<Vec<u8>>;
}
/// A value written down: MessagePack with the names of fields, so that what is absent may stay absent; `None` where it has a form that cannot be written.
pub fn packed<T: Serialize + ?Sized>(value: &T) -> Option<Vec<u8>> {
    rmp_serde::to_vec_named(value).ok()
}
/// What [`packed`] wrote; `None` where it is no such value.
pub fn unpacked<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    rmp_serde::from_slice(bytes).ok()
}
/// A result on its way into a home, shared or [`packed`].
#[derive(Debug)]
pub struct Made<T>(pub Arc<T>);
impl<T: Serialize + Send + Sync + 'static> StepResult for Made<T> {
    fn shared(&self) -> Arc<dyn Any + Send + Sync> {
        self.0.clone()
    }
    fn bytes(&self) -> Option<Vec<u8>> {
        packed(&*self.0)
    }
}
/// A result that came from a home as [`Made`] went into it.
pub fn read<T: DeserializeOwned + Send + Sync + 'static>(found: Found) -> Option<Arc<T>> {
    match found {
        Found::Shared(value) => value.downcast().ok(),
        Found::Bytes(bytes) => unpacked(&bytes).map(Arc::new),
    }
}
/// Where results of steps are kept.
pub trait StepCache: Send + Sync {
    /// What was kept under this key.
    fn get(&self, key: &StepKey) -> Option<Found>;
    /// Keeps a result. A home that cannot keep it says nothing: it is worked out again.
    fn put(&self, key: &StepKey, result: &dyn StepResult);
    /// What this home is called in a trace: `memory`, `disk`, `run`.
    fn name(&self) -> &'static str;
}
