//! Which files a command reads, and what they contain.

use crate::arguments::Paths;
use crate::failure::CliError;
use mediant_formats::native::{self, NativeKind};
use mediant_formats::{Diagnostic, InputFile, Negotiation, locate};
use mediant_model::Date;
use mediant_model::case::Reader;
use mediant_render::Posed;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Reads the given files, and the files of the given folders, without looking into them.
///
/// # Errors
/// A path that does not exist or cannot be read; a folder with nothing to read.
pub fn files(paths: &[PathBuf]) -> Result<Vec<InputFile>, CliError> {
    mediant_files::read(paths).map_err(CliError::Input)
}

/// Reads a negotiation, with the warnings about it.
///
/// # Errors
/// Every problem of every file.
pub fn read(files: &[InputFile], lenient: bool) -> Result<(Negotiation, Vec<Diagnostic>), Vec<Diagnostic>> {
    if lenient { mediant_formats::read_leniently(files) } else { mediant_formats::read(files) }
}

/// A file with a secret in it may have at most so many bytes.
const SECRET_MAX: u64 = 1 << 16;

/// Reads a small file with a secret in it: a passphrase, a key.
///
/// # Errors
/// It cannot be read, or is not text.
#[expect(clippy::disallowed_methods, reason = "this is the place where input files are read")]
pub fn secret(path: &Path) -> Result<zeroize::Zeroizing<String>, CliError> {
    let mut text = zeroize::Zeroizing::new(String::new());
    let read = fs::File::open(path).and_then(|file| file.take(SECRET_MAX).read_to_string(&mut text));
    match read {
        Ok(_) => Ok(text),
        Err(error) => Err(CliError::unread(path, &error)),
    }
}

/// Reads a text of at most so many bytes.
///
/// # Errors
/// It cannot be read, is longer, or is not text.
#[expect(clippy::disallowed_methods, reason = "this is the place where input files are read")]
pub fn within(path: &Path, bytes_max: usize) -> Result<String, CliError> {
    let mut text = String::new();
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    let read = fs::File::open(path).and_then(|file| file.take(limit).read_to_string(&mut text));
    match read {
        Err(error) => Err(CliError::Input(vec![mediant_files::unreadable(path, &error)])),
        Ok(_) if text.len() > bytes_max => {
            let message = format!("it has more than {bytes_max} bytes");
            let problem = Diagnostic::of_file(path.display().to_string(), message);
            Err(CliError::Input(vec![problem.help("no file of this kind is longer")]))
        }
        Ok(_) => Ok(text),
    }
}

/// A certificate may be larger than an input file, but not without limit.
const CERTIFICATE_MAX: u64 = 1 << 30;

/// Reads a certificate, or another file that the program wrote itself.
///
/// # Errors
/// It cannot be read, or is not text.
#[expect(clippy::disallowed_methods, reason = "this is the place where input files are read")]
pub fn certificate(path: &Path) -> Result<String, CliError> {
    let mut text = String::new();
    let read = fs::File::open(path).and_then(|file| file.take(CERTIFICATE_MAX).read_to_string(&mut text));
    match read {
        Ok(_) => Ok(text),
        Err(error) => Err(CliError::Input(vec![mediant_files::unreadable(path, &error)])),
    }
}

/// Reads and compiles a negotiation for the mediator, or for one party.
///
/// For a party everything it may not see is dropped before anything is derived. An error in files
/// that hold more than the party may see is reported without saying what it is.
///
/// # Errors
/// Unreadable or invalid input; a reader that does not negotiate in the case.
pub fn posed(input: &Paths, reader: Option<&str>, date: Option<Date>) -> Result<Posed, CliError> {
    let files = files(&input.paths)?;
    match reader {
        None => {
            let (negotiation, warnings) = read(&files, input.lenient).map_err(CliError::Input)?;
            crate::failure::warn(&warnings);
            let posed = Posed::new(negotiation, Reader::Mediator, date);
            posed
                .map_err(|errors| CliError::Input(errors.iter().map(|error| locate(&files, error)).collect()))
        }
        Some(party) => for_party(files, input.lenient, party, date),
    }
}

fn for_party(
    mut files: Vec<InputFile>,
    lenient: bool,
    party: &str,
    date: Option<Date>,
) -> Result<Posed, CliError> {
    files.retain(|file| !may_be_anothers(file, party));
    let concealed = || {
        let message = "this negotiation cannot be analysed as it stands";
        CliError::Input(vec![
            Diagnostic::of_file("", message).help("`mediant check` lists the problems for the mediator"),
        ])
    };
    let (negotiation, _) = read(&files, lenient).map_err(|_| concealed())?;
    let Some(id) =
        negotiation.case.negotiating_parties().map(|p| p.id.clone()).find(|id| id.as_str() == party)
    else {
        let names: Vec<String> =
            negotiation.case.negotiating_parties().map(|p| format!("`{}`", p.id)).collect();
        let message = format!("`{party}` does not negotiate in this case");
        return Err(CliError::Input(vec![
            Diagnostic::of_file("", message).help(format!("it is one of {}", names.join(", "))),
        ]));
    };
    Posed::new(negotiation, Reader::Party(id), date).map_err(|_| concealed())
}

/// Whether a file may hold what is not the party's, told without parsing it: even a fault in it must not show.
///
/// Of Mediant files the case and the party's own brief pass. Files of other formats pass: which parties
/// there are follows from them, and their briefs are dropped once they are read.
fn may_be_anothers(file: &InputFile, party: &str) -> bool {
    let text = String::from_utf8_lossy(&file.bytes);
    match native::kind(&text) {
        Some(NativeKind::Case) => false,
        Some(NativeKind::Brief) => brief_party(&text).is_none_or(|named| named != party),
        None => file.name.to_ascii_lowercase().ends_with(".toml"),
    }
}

/// The party that a brief says it is for: a key before the first table header.
fn brief_party(text: &str) -> Option<&str> {
    let head = text.lines().map(str::trim).take_while(|line| !line.starts_with('['));
    head.filter_map(|line| line.split_once('=')).find_map(|(key, value)| {
        let value = value.split('#').next().unwrap_or_default().trim();
        (key.trim().trim_matches('"') == "party").then(|| value.trim_matches(['"', '\'']))
    })
}
