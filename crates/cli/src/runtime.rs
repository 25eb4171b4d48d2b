//! Where what waits runs.

use crate::failure::CliError;
use std::future::Future;
use std::time::Duration;

/// For so long what still runs on threads of its own is waited for at the end. It has nobody to tell by then, and what
/// goes on beyond that ends with the process.
const FAREWELL: Duration = Duration::from_millis(500);

/// Runs it to its end, and ends soon after, whatever was begun meanwhile.
///
/// # Errors
/// The operating system gives no threads.
pub fn block_on<T>(future: impl Future<Output = T>) -> Result<T, CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| CliError::Internal(format!("the runtime cannot be started: {error}")))?;
    let done = runtime.block_on(future);
    // Dropping the runtime would wait for its threads without end.
    runtime.shutdown_timeout(FAREWELL);
    Ok(done)
}
