//! How many connections the system lets this process have.

/// Files that are kept for the record, the log and what else is opened.
#[cfg(unix)]
const KEPT: usize = 96;

/// Raises the limit of open files as far as this process may, and says for how many connections that is enough; `None`
/// where there is no limit.
#[cfg(unix)]
pub fn connections() -> Option<usize> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    // Where it cannot be raised it stays as it is, which is what is read below.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    let limit = getrlimit(Resource::Nofile).current.or(current)?;
    Some(usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(KEPT).max(1))
}

/// The system has no such limit.
#[cfg(not(unix))]
pub fn connections() -> Option<usize> {
    None
}
