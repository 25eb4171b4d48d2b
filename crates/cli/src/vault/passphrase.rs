//! Passphrases: from a file, or typed at a terminal.

use crate::failure::CliError;
use crate::input;
use std::io::IsTerminal;
use std::path::Path;
use zeroize::Zeroizing;

/// The first line of the file.
///
/// # Errors
/// It cannot be read, or the line is empty.
pub fn in_file(path: &Path) -> Result<Zeroizing<String>, CliError> {
    let text = input::secret(path)?;
    let line = Zeroizing::new(text.lines().next().unwrap_or_default().to_owned());
    if line.is_empty() {
        let message = format!("the first line of `{}` is empty", path.display());
        return Err(CliError::usage(message, "write the passphrase into it"));
    }
    Ok(line)
}

/// Typed at the terminal.
///
/// # Errors
/// There is no terminal.
pub fn asked(name: &str) -> Result<Zeroizing<String>, CliError> {
    typed(&format!("Passphrase of {name}: "))
}

/// Typed at the terminal, twice, for something that is to be sealed with it.
///
/// # Errors
/// There is no terminal, or the two differ.
pub fn asked_twice(name: &str) -> Result<Zeroizing<String>, CliError> {
    let first = typed(&format!("New passphrase for {name}: "))?;
    let second = typed("The same again: ")?;
    if first != second {
        return Err(CliError::usage("the two passphrases differ", "try again"));
    }
    Ok(first)
}

fn typed(prompt: &str) -> Result<Zeroizing<String>, CliError> {
    if !std::io::stdin().is_terminal() {
        let message = "a passphrase is needed, and there is no terminal to ask at";
        return Err(CliError::usage(message, "give `--passphrase-file FILE`"));
    }
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|error| CliError::Internal(format!("the passphrase could not be read: {error}")))
}
