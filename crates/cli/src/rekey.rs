//! `mediant rekey`: the record's keys, wrapped under another master key.

use crate::arguments::record::Rekey;
use crate::failure::CliError;
use crate::vault::NewSecret;
use crate::{runtime, screen};

/// Wraps the keys anew; events stay as they are sealed.
pub fn run(arguments: &Rekey) -> Result<(), CliError> {
    runtime::block_on(async {
        let vault = arguments.place.open().await?;
        let secret = match (&arguments.new_passphrase_file, &arguments.new_key_file) {
            (Some(path), _) => NewSecret::in_file(path)?,
            (None, Some(path)) => NewSecret::KeyFile(path.clone()),
            (None, None) => NewSecret::asked(&vault.name)?,
        };
        vault.rekey(&secret).await?;
        screen::print(&format!(
            "the record in {} opens with the new master key from now on\nStart its servers again. Backups that were \
             made before open with the old one.\n",
            vault.name
        ))
    })?
}
