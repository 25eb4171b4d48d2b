//! The `mediant` binary.
fn main() {}
