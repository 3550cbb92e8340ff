//! All tests of this crate from outside are one program, so that it is linked once. `cargo test -p loyalty-app --test all NAME::` runs a part.
mod appraise;
mod at_once;
mod below_the_doors;
mod cancel_and_keep;
mod session;
