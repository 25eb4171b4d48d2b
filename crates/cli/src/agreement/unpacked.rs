//! An agreement file taken apart, so that `openssl` alone can check its signatures.

use crate::failure::CliError;
use crate::{output_file, screen};
use mediant_attest::agreement::Agreement;
use std::path::Path;

/// Writes every act with its signature and key: `1.act`, `1.signature`, `1.pem`, and of a passkey `1.client-data` and
/// `1.authenticator-data`.
///
/// # Errors
/// The folder is there already, or cannot be made.
pub fn write(folder: &Path, agreement: &Agreement) -> Result<(), CliError> {
    if folder.exists() {
        let message = format!("`{}` is there already", folder.display());
        return Err(CliError::usage(message, "name a folder that is not there yet"));
    }
    std::fs::create_dir_all(folder).map_err(|error| {
        CliError::Internal(format!("the folder `{}` could not be made: {error}", folder.display()))
    })?;
    let put = |number: usize, what: &str, content: &[u8]| {
        let path = folder.join(format!("{number}.{what}"));
        output_file::write_whole_private(&path, content).map_err(|error| CliError::unwritten(&path, &error))
    };
    let keys = agreement.keys().unwrap_or_default();
    for (number, envelope) in (1..).zip(agreement.acts()) {
        put(number, "act", envelope.text().as_bytes())?;
        let parts = envelope.parts();
        put(number, "signature", parts.signature)?;
        if let Some(client_data) = parts.client_data {
            put(number, "client-data", client_data)?;
        }
        if let Some(authenticator_data) = parts.authenticator_data {
            put(number, "authenticator-data", authenticator_data)?;
        }
        if let Some(key) = keys.iter().find(|key| key.public.id() == envelope.key()) {
            put(number, "pem", key.public.pem().as_bytes())?;
        }
    }
    screen::print(&format!("\nThe acts are in `{}`.\n", folder.display()))
}
