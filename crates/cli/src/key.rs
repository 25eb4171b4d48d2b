//! `mediant key`: makes a key to sign acts with, and shows one.

pub mod sealed;

use crate::arguments::attest::{Key, KeyCommand};
use crate::failure::CliError;
use crate::vault::passphrase;
use crate::{input, output_file, screen, world};
use mediant_attest::keys::public_lines;
use mediant_attest::{PublicKey, SecretKey};
use mediant_formats::Diagnostic;
use sealed::SealedKey;
use std::io::ErrorKind;
use std::path::Path;
use zeroize::Zeroizing;

/// Makes a key, or shows one.
pub fn run(arguments: &Key) -> Result<(), CliError> {
    match &arguments.what {
        KeyCommand::New { out, passphrase_file } => make(out, passphrase_file.as_deref()),
        KeyCommand::Show { file } => screen::print(&shown(read(file)?.public())),
    }
}

fn make(out: &Path, passphrase_file: Option<&Path>) -> Result<(), CliError> {
    // Before a passphrase is asked for in vain.
    if out.exists() {
        return Err(is_there(out));
    }
    let passphrase = match passphrase_file {
        Some(path) => passphrase::in_file(path)?,
        None => passphrase::asked_twice("the key")?,
    };
    if passphrase.is_empty() {
        return Err(CliError::usage("the passphrase is empty", "choose one that nobody guesses"));
    }
    let mut seed = Zeroizing::new([0; 32]);
    world::fill(&mut *seed);
    let public = SecretKey::new(&seed).public();
    let text = SealedKey::seal(&seed, &passphrase, &mut world::fill)
        .map_err(|error| CliError::Internal(error.to_string()))?
        .text();
    match output_file::write_new_private(out, text.as_bytes()) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(is_there(out)),
        Err(error) => return Err(CliError::unwritten(out, &error)),
    }
    let told = format!(
        "{}\nThe key is in `{}`. Keep a copy of the file where nobody else comes by it, and its passphrase in your head.\n\
         Register the line that begins with `key:` at the desk, and read the twelve words to the other side yourself.\n",
        shown(&public),
        out.display()
    );
    screen::print(&told)
}

/// The key in a file, still sealed.
///
/// # Errors
/// It cannot be read, or is no key file.
pub fn read(path: &Path) -> Result<SealedKey, CliError> {
    let text = input::secret(path)?;
    SealedKey::from_text(&text).map_err(|error| {
        let problem = Diagnostic::of_file(path.display().to_string(), error.to_string());
        CliError::Input(vec![problem.help("give a file that `mediant key new` wrote")])
    })
}

fn shown(public: &PublicKey) -> String {
    format!("{}id: {}\n", public_lines(public), public.id())
}

fn is_there(path: &Path) -> CliError {
    let message = format!("`{}` is there already, and may be a key", path.display());
    CliError::usage(message, "name another file with `--out FILE`")
}
