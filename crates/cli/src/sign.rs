//! `mediant sign`: shows an act, asks, and signs it with a key file. The desk never sees the key.

use crate::arguments::attest::Sign;
use crate::failure::CliError;
use crate::vault::passphrase;
use crate::{input, key, output_file, screen};
use mediant_attest::{ACT_BYTES_MAX, Act, AttestError, Digest, Envelope};
use mediant_formats::Diagnostic;
use mediant_record::unseen::is_unseen;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

/// An envelope has at most so many bytes: its act with every character escaped, and some more.
const ENVELOPE_BYTES_MAX: usize = 8 * ACT_BYTES_MAX;

/// Shows the act, asks, writes the envelope.
pub fn run(arguments: &Sign) -> Result<(), CliError> {
    let text = input::within(&arguments.act, ACT_BYTES_MAX)?;
    let act = Act::parse(&text)
        .map_err(|why| refused(&arguments.act, &why, "give an act as the desk gave it out"))?;
    let sealed = key::read(&arguments.key)?;
    if act.key != sealed.public().id() {
        let message = format!("this act is for another key than the one in `{}`", arguments.key.display());
        return Err(CliError::usage(message, "give the key that is registered at the desk: `--key FILE`"));
    }
    if let Some(path) = &arguments.after {
        let before = envelope(path)?;
        if before.key() != act.key || act.before != Some(Digest::from_content(before.text().as_bytes())) {
            let message = format!("the act before this one is not the one in `{}`", path.display());
            return Err(CliError::usage(
                message,
                "ask the desk which act of yours it holds for the last one",
            ));
        }
    }
    let out = arguments.out.clone().unwrap_or_else(|| beside(&arguments.act));
    if out.exists() {
        let message = format!("`{}` is there already", out.display());
        return Err(CliError::usage(message, "name another file with `--out FILE`"));
    }
    screen::print(&text)?;
    let unseen: Vec<usize> = (1..)
        .zip(text.lines())
        .filter(|(_, line)| line.chars().any(is_unseen))
        .map(|(number, _)| number)
        .collect();
    if !unseen.is_empty() {
        let lines: Vec<String> = unseen.iter().map(usize::to_string).collect();
        screen::print(&format!("\nCharacters that show nothing stand in line {}.\n", lines.join(", ")))?;
    }
    if !asked(&act)? {
        return Err(CliError::usage("nothing was signed", "type `yes` to sign"));
    }
    let passphrase = match &arguments.passphrase_file {
        Some(path) => passphrase::in_file(path)?,
        None => passphrase::asked(&format!("`{}`", arguments.key.display()))?,
    };
    let secret = sealed.open(&passphrase).map_err(|error| {
        let message = format!("`{}`: {error}", arguments.key.display());
        CliError::usage(message, "type it again: upper and lower case and blanks count")
    })?;
    let signed = Envelope::sign(&act, &secret).and_then(|envelope| envelope.to_json());
    let json = signed.map_err(|why| CliError::Internal(why.to_string()))?;
    output_file::write_whole_private(&out, json.as_bytes())
        .map_err(|error| CliError::unwritten(&out, &error))?;
    screen::print(&format!("Signed: `{}`. Give it to the desk.\n", out.display()))
}

/// Reads an envelope.
///
/// # Errors
/// It cannot be read, or is none.
pub fn envelope(path: &Path) -> Result<Envelope, CliError> {
    let text = input::within(path, ENVELOPE_BYTES_MAX)?;
    Envelope::from_json(&text)
        .map_err(|why| refused(path, &why, "give an envelope as `mediant sign` or the desk wrote it"))
}

/// What is refused of a file.
pub fn refused(path: &Path, why: &AttestError, help: &str) -> CliError {
    CliError::Input(vec![Diagnostic::of_file(path.display().to_string(), why.to_string()).help(help)])
}

/// Whether somebody says yes to it. Asked on standard error, since standard output has the act.
fn asked(act: &Act) -> Result<bool, CliError> {
    let lost = |error: std::io::Error| CliError::Internal(format!("nobody could be asked: {error}"));
    let whose = screen::plain(&format!("{} {}", act.person.name, act.deed.verb()));
    let mut out = std::io::stderr();
    write!(out, "\n{}: sign this? Type `yes`: ", screen::seen(&whose))
        .and_then(|()| out.flush())
        .map_err(lost)?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).map_err(lost)?;
    Ok(answer.trim() == "yes")
}

fn beside(act: &Path) -> PathBuf {
    let mut name = act.as_os_str().to_owned();
    name.push(".signed.json");
    PathBuf::from(name)
}
