//! Where what waits runs.

use crate::failure::Failure;
use std::future::Future;

/// Runs it to its end.
///
/// # Errors
/// The operating system gives no threads.
pub fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Failure::Internal(format!("the runtime cannot be started: {error}")))?;
    Ok(runtime.block_on(future))
}
