//! The integration tests of this crate, in one binary: a link costs more than most tests.

mod bound_proofs;
mod decomposition;
mod instances;
mod interaction;
mod kernel;
mod limits;
mod nonlinear_files;

/// How many times the usual number of cases is tried. `PROPTEST_CASES`, the one dial of long runs, says how many cases a
/// property gets; loops over seeds follow it.
fn times() -> u64 {
    u64::from(proptest::test_runner::Config::default().cases).div_ceil(256)
}
