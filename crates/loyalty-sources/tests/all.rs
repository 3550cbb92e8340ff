//! All tests of this crate from outside are one program, so that it is linked once. `cargo test -p loyalty-sources --test all NAME::` runs a part.
mod demo_company;
mod extract;
mod extract_speed;
mod formats;
mod forms;
mod items;
mod mutations;
mod order;
mod readings;
mod robust;
