//! plan-loyalty.
fn main() {}
