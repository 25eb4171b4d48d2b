//! How many threads work.

use crate::failure::CliError;

/// Has everything after this work on so many threads; without a number, on one for each processor.
///
/// # Errors
/// The threads cannot be started.
pub fn use_at_most(count: Option<u16>) -> Result<(), CliError> {
    let Some(count) = count else { return Ok(()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(count)).build_global();
    pool.map_err(|error| CliError::Internal(format!("the threads cannot be started: {error}")))
}
