//! The folder of a record.

use crate::failure::CliError;
use std::path::{Path, PathBuf};

/// `mediant` in the folder for data of the user.
///
/// # Errors
/// The environment names no such folder.
pub fn default_folder() -> Result<PathBuf, CliError> {
    // The environment is read here because a folder has to be found without anything configured.
    let named = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let data = named("XDG_DATA_HOME")
        .or_else(|| named("LOCALAPPDATA"))
        .or_else(|| named("HOME").map(|home| home.join(".local").join("share")));
    data.map(|data| data.join("mediant")).ok_or_else(|| {
        CliError::usage("there is no home folder to keep a record in", "name a folder with `--data DIR`")
    })
}

/// Makes the folder, for its owner alone, where it is not there.
///
/// # Errors
/// It cannot be made, or is no folder.
pub fn make(folder: &Path) -> Result<(), CliError> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| {
        let message = format!("`{}` cannot be made: {error}", folder.display());
        CliError::usage(message, "name another folder with `--data DIR`")
    })
}

/// Takes everybody's leave to read the file but its owner's.
///
/// # Errors
/// The file system does not allow it.
pub fn make_private(file: &Path) -> Result<(), CliError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let failed = |error: std::io::Error| {
            CliError::Internal(format!("`{}` cannot be made private: {error}", file.display()))
        };
        let mut permissions = std::fs::metadata(file).map_err(failed)?.permissions();
        if permissions.mode() & 0o077 != 0 {
            permissions.set_mode(0o600);
            std::fs::set_permissions(file, permissions).map_err(failed)?;
        }
    }
    Ok(())
}
