//! The integration tests of this crate, in one binary: a link costs more than most tests.

mod genius_files;
mod malformed;
mod meaning;
mod mutations;
mod native;
mod native_bad_input;
mod native_guide;
mod native_writing;
mod round_trip;
mod scenarios;
mod schema;
mod targets;
mod web_and_negmas_files;

/// How many times the usual number of cases is tried. `PROPTEST_CASES`, the one dial of long runs, says how many cases a
/// property gets; loops over seeds follow it.
fn times() -> u64 {
    u64::from(proptest::test_runner::Config::default().cases).div_ceil(256)
}
