//! Readers of others' formats trust the lengths in a file, and panic where its parts contradict each other: that is an error of the file, not of the program.
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}
/// This thread is inside [`contained`]: a panic now becomes a refusal, and whoever hears of panics may keep silent about it.
pub fn is_contained() -> bool {
    DEPTH.get() > 0
}
/// Does some work of a reader; a panic of it is this error.
///
/// # Errors
/// The work's own; `contradiction`, if it panicked.
pub(crate) fn contained<T>(contradiction: &str, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    DEPTH.set(DEPTH.get() + 1);
    let done = catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    done.unwrap_or_else(|_| Err(contradiction.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_panic_is_an_error_and_only_within() {
        assert!(!is_contained());
        assert_eq!(contained("broken", || Ok(is_contained())), Ok(true));
        let twice = contained("outer", || contained("inner", || -> Result<(), String> { Err(["a word"][usize::from(is_contained())].into()) }));
        assert_eq!(twice, Err("inner".into()));
        assert!(!is_contained());
    }
}
