//! Key files: read by their owner alone, never written over.

use crate::failure::CliError;
use crate::{input, output_file, world};
use mediant_record::keyring::{MasterError, MasterKey};
use std::io::ErrorKind;
use std::path::Path;
use zeroize::Zeroizing;

/// The text of a key file.
///
/// # Errors
/// It cannot be read, or others may read it, too.
pub fn read(path: &Path) -> Result<Zeroizing<String>, CliError> {
    #[cfg(unix)]
    if let Ok(metadata) = std::fs::metadata(path) {
        use std::os::unix::fs::PermissionsExt;
        if metadata.permissions().mode() & 0o077 != 0 {
            let message = format!("`{}` opens the record, and others may read it", path.display());
            return Err(CliError::usage(
                message,
                format!("take their leave: `chmod 600 {}`", path.display()),
            ));
        }
    }
    input::secret(path)
}

/// The key in the file, which is made where it is not there.
///
/// # Errors
/// It can be neither read nor made, or is no key file.
pub fn read_or_make(path: &Path) -> Result<MasterKey, CliError> {
    let key = MasterKey::generate(&mut world::fill);
    match output_file::write_new_private(path, key.key_file_text().as_bytes()) {
        Ok(()) => return Ok(key),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => {
            let message = format!("`{}` cannot be made: {error}", path.display());
            return Err(CliError::usage(message, "name another place with `--key-file FILE`"));
        }
    }
    MasterKey::from_key_file_text(&read(path)?).map_err(|error: MasterError| {
        let message = format!("`{}`: {error}", path.display());
        CliError::usage(message, "name a key file of Mediant, or a file that is not there yet")
    })
}
