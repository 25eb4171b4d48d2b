//! Who works with the file, told apart by a lock on a file beside it, which the system takes back however a process ends.

use mediant_record::store::{Held, Hold, StoreError};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// The file beside a record. Not the record itself: where locks of files and of ranges are one, SQLite would meet ours.
fn beside(record: &Path) -> PathBuf {
    let mut name = record.as_os_str().to_owned();
    name.push("-held");
    PathBuf::from(name)
}

/// Holds the record in a file, beside others or alone.
///
/// # Errors
/// `InUse`; `Unavailable` when the file beside it cannot be made or locked.
pub(crate) fn hold(record: &Path, how: Hold) -> Result<Held, StoreError> {
    let path = beside(record);
    let unavailable = |error: std::io::Error| {
        StoreError::Unavailable(format!("`{}` cannot be locked: {error}", path.display()))
    };
    let file = open(&path).map_err(unavailable)?;
    let locked = match how {
        Hold::Shared => file.try_lock_shared(),
        Hold::Alone => file.try_lock(),
    };
    match locked {
        Ok(()) => Ok(Held::by(file)),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
        Err(TryLockError::Error(error)) => Err(unavailable(error)),
    }
}

fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
