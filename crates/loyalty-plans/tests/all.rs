//! All tests of this crate from outside are one program, so that it is linked once. `cargo test -p loyalty-plans --test all NAME::` runs a part.
mod acts;
mod crashes;
mod trail;

#[path = "../../../tests/skipped.rs"]
mod skip;
