//! A report's file, and why it cannot be read.

use crate::digest::sha256;
use crate::screen::plain;
use mediant_formats::{Diagnostic, SourceText};
use mediant_reader::report::{Fault, Options, Report, decode, english};
use std::fs;
use std::io::{ErrorKind, Read, Result as IoResult};
use std::path::Path;

/// A report's file in memory.
pub struct Source {
    /// Its path as given, as it may be shown.
    pub name: String,
    bytes: Vec<u8>,
}

impl Source {
    /// Reads a file, as far as a report may go.
    ///
    /// # Errors
    /// It is not there, is a folder, may not be read, or is too long.
    pub fn open(path: &Path, options: &Options) -> Result<Self, Diagnostic> {
        let name = plain(&path.display().to_string());
        let (bytes, size) = content(path, options.longest).map_err(|error| match error.kind() {
            ErrorKind::IsADirectory => Diagnostic::of_file(name.clone(), "this is a folder")
                .help("name the reports in it, such as `FOLDER/*.txt`"),
            _ => Diagnostic { file: name.clone(), ..mediant_files::unreadable(path, &error) },
        })?;
        let source = Self { name, bytes };
        if source.bytes.len() > options.longest {
            let fault = Fault::TooLong { bytes: size.max(source.bytes.len()), limit: options.longest };
            return Err(source.problem(&fault, None));
        }
        Ok(source)
    }

    /// SHA-256 of the file, in hexadecimal digits.
    pub fn sha256(&self) -> String {
        sha256(&self.bytes)
    }

    /// The report in it.
    ///
    /// # Errors
    /// What is wrong with it, with its place.
    pub fn report(&self, options: &Options) -> Result<Report<'_>, Diagnostic> {
        let read = || {
            let report = Report::read(decode(&self.bytes)?, options)?;
            english(&report)?;
            Ok(report)
        };
        read().map_err(|fault: Fault| self.problem(&fault, options.date.map(|date| date.to_string())))
    }

    fn problem(&self, fault: &Fault, given: Option<String>) -> Diagnostic {
        let (message, help) = match fault {
            Fault::TwoDates { first, second, .. } if given.as_ref() == Some(first) => (
                format!("the report is dated {second}, but {first} was given with --date"),
                "leave --date out for this report, or correct the report's date".to_owned(),
            ),
            Fault::NotUtf8 { .. } => (
                "this is not UTF-8: the text may be Latin-1 or Windows-1252".to_owned(),
                "save it as UTF-8, or convert it: `iconv -f windows-1252 -t utf-8 FILE`".to_owned(),
            ),
            Fault::OtherEncoding(encoding) => (
                fault.cause(),
                format!(
                    "save it as UTF-8, or convert it: `iconv -f {} -t utf-8 FILE`",
                    encoding.to_lowercase()
                ),
            ),
            _ => (fault.cause(), fault.advice().to_owned()),
        };
        let problem = match place(fault) {
            Some(byte) => self.at(byte, message),
            None => Diagnostic::of_file(self.name.clone(), message),
        };
        problem.help(help)
    }

    /// A problem at a byte. What stands before it is text, whatever comes behind.
    fn at(&self, byte: usize, message: String) -> Diagnostic {
        let text = String::from_utf8_lossy(&self.bytes);
        // A mark of byte order is no column.
        let (text, mark) =
            text.strip_prefix('\u{feff}').map_or((&*text, 0), |text| (text, '\u{feff}'.len_utf8()));
        let byte = byte.saturating_sub(mark);
        SourceText::new(&self.name, text).error(byte..byte + 1, message)
    }
}

fn place(fault: &Fault) -> Option<usize> {
    match fault {
        Fault::NotUtf8 { byte, .. } => Some(*byte),
        _ => fault.place().map(|place| place.byte),
    }
}

/// At most one byte more than the limit, and how many the file says it has.
#[expect(clippy::disallowed_methods, reason = "this is the place where reports are read")]
fn content(path: &Path, limit: usize) -> IoResult<(Vec<u8>, usize)> {
    let file = fs::File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let mut bytes = Vec::new();
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes, usize::try_from(metadata.len()).unwrap_or(usize::MAX)))
}
