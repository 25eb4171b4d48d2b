//! A report's file, the reports in it, and why one cannot be read.

use super::names;
use super::pdf;
use crate::digest::sha256;
use crate::screen::plain;
use mediant_formats::{Diagnostic, SourceText};
use mediant_intake::{Form, Incoming, IntakeError, Limits};
use mediant_model::Severity;
use mediant_reader::report::{Options, Report, ReportError, english};
use mediant_reader::suggest::Reading;
use std::fs;
use std::io::{ErrorKind, Read, Result as IoResult};
use std::path::Path;

/// A report in memory.
pub struct Source {
    /// The path of its file as given, as it may be shown.
    pub name: String,
    /// The name of its file without folders; of a feed with the number of the item: `feed.xml#2`.
    pub file: String,
    /// SHA-256 in hexadecimal digits: of the file, of a feed's item of the item's day and text alone, since the feed goes on without it.
    pub sha256: String,
    /// What was taken out of the file.
    pub incoming: Incoming,
}

impl Source {
    /// Reads a file, as far as a report may go, and takes its reports out: one, of a feed as many as it has.
    ///
    /// # Errors
    /// It is not there, is a folder, may not be read, is too long, or no report can be taken out of it.
    pub fn open(path: &Path) -> Result<Vec<Self>, Diagnostic> {
        let name = plain(&path.display().to_string());
        let limits = Limits::default();
        let (bytes, size) = content(path, limits.file).map_err(|error| match error.kind() {
            ErrorKind::IsADirectory => Diagnostic::of_file(name.clone(), "this is a folder")
                .help("name the reports in it, such as `FOLDER/*.txt`"),
            _ => Diagnostic { file: name.clone(), ..mediant_files::unreadable(path, &error) },
        })?;
        let file = names::file(path);
        Self::all(&name, &file, &bytes, &limits).map_err(|fault| {
            // No more of the file was read than shows that it is too long.
            let fault = match fault {
                IntakeError::TooLong { form, bytes, limit } => {
                    IntakeError::TooLong { form, bytes: size.max(bytes), limit }
                }
                other => other,
            };
            problem(&name, Some(&bytes), &fault)
        })
    }

    /// The reports in a file's bytes; of a file that is none, none.
    pub fn in_bytes(file: &str, bytes: &[u8]) -> Vec<Self> {
        Self::all(file, file, bytes, &Limits::default()).unwrap_or_default()
    }

    fn all(name: &str, file: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Self>, IntakeError> {
        let several = match mediant_intake::open(file, bytes, limits) {
            Err(IntakeError::NeedsProcess) => vec![pdf::open(bytes)?],
            several => several?,
        };
        let whole = sha256(bytes);
        let source = |incoming: Incoming| match incoming.item {
            Some(number) => Self {
                name: format!("{name}#{number}"),
                file: format!("{file}#{number}"),
                sha256: of_item(&incoming),
                incoming,
            },
            None => Self { name: name.to_owned(), file: file.to_owned(), sha256: whole.clone(), incoming },
        };
        Ok(several.into_iter().map(source).collect())
    }

    /// The report in it.
    ///
    /// # Errors
    /// What is wrong with it, with its place.
    pub fn report(&self, options: &Options) -> Result<Report<'_>, Diagnostic> {
        self.incoming.report(options).map_err(|fault| self.problem(&fault))
    }

    /// The report in it, in whatever language, and that language if it is not English.
    ///
    /// # Errors
    /// What is wrong with it, with its place.
    pub fn in_any_language(
        &self,
        options: &Options,
    ) -> Result<(Report<'_>, Option<&'static str>), Diagnostic> {
        let report = self.incoming.dated(options).map_err(|fault| self.problem(&fault))?;
        let language = match english(&report) {
            Err(ReportError::OtherLanguage { name, .. }) => Some(name.unwrap_or("another language")),
            _ => None,
        };
        Ok((report, language))
    }

    /// What the reader suggests of it; of a report in another language nothing, since a model is to read that.
    ///
    /// # Errors
    /// What is wrong with it, with its place.
    pub fn reading_for_a_model(&self, options: &Options) -> Result<Reading<'_>, Diagnostic> {
        Ok(match self.in_any_language(options)? {
            (report, Some(language)) => Reading::unread(report, language),
            (report, None) => Reading::new(report),
        })
    }

    fn problem(&self, fault: &IntakeError) -> Diagnostic {
        if self.incoming.form == Form::Text {
            return problem(&self.name, Some(self.incoming.text.as_bytes()), fault);
        }
        match fault {
            IntakeError::Text(text) if text.place().is_some() => {
                let name = format!("{} (its text)", self.name);
                problem(&name, Some(self.incoming.text.as_bytes()), fault)
            }
            _ => problem(&self.name, None, fault),
        }
    }

    /// What somebody should know who relies on what was read.
    pub fn warnings(&self) -> Vec<Diagnostic> {
        let warning = |message: String, help: &str| Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::of_file(self.name.clone(), message).help(help)
        };
        let unread = self.incoming.unread.iter();
        unread
            .map(|what| warning(format!("{what} was not read"), "save it, and read it as a file of its own"))
            .collect()
    }

    /// That nobody saw the text of a PDF, which may have lost words and spaces; for where it is not printed.
    pub fn unseen(&self) -> Option<Diagnostic> {
        let message = "its text was taken out of a PDF, and words may have been lost or mixed up";
        let warning = Diagnostic::of_file(self.name.clone(), message)
            .help("look at it with `mediant read --text FILE`");
        (self.incoming.form == Form::Pdf).then_some(Diagnostic { severity: Severity::Warning, ..warning })
    }
}

/// SHA-256 of an item's days and text.
fn of_item(item: &Incoming) -> String {
    let days = item.days.iter().map(|day| format!("{}\n", day.written)).collect::<String>();
    sha256(format!("{days}{}", item.text).as_bytes())
}

/// Why a file cannot be read, at its place in `text` if it has one there.
fn problem(name: &str, text: Option<&[u8]>, fault: &IntakeError) -> Diagnostic {
    let (message, help) = match fault {
        IntakeError::Text(ReportError::TwoDates { first, second, given: true, .. }) => (
            format!("the report is dated {second}, but {first} was given with --date"),
            "leave --date out for this report, or correct the report's date".to_owned(),
        ),
        IntakeError::OtherDay { given, says, place } => (
            format!("the report is dated {says} in {place}, but {given} was given with --date"),
            fault.advice(),
        ),
        IntakeError::Text(ReportError::NotUtf8 { .. }) => (
            "this is not UTF-8: the text may be Latin-1 or Windows-1252".to_owned(),
            "save it as UTF-8, or convert it: `iconv -f windows-1252 -t utf-8 FILE`".to_owned(),
        ),
        IntakeError::Text(ReportError::OtherEncoding(encoding)) => (
            fault.cause(),
            format!("save it as UTF-8, or convert it: `iconv -f {} -t utf-8 FILE`", encoding.to_lowercase()),
        ),
        _ => (fault.cause(), fault.advice()),
    };
    let problem = match (place(fault), text) {
        (Some(byte), Some(text)) => at(name, text, byte, message),
        _ => Diagnostic::of_file(name, message),
    };
    problem.help(help)
}

/// A problem at a byte. What stands before it is text, whatever comes behind.
fn at(name: &str, bytes: &[u8], byte: usize, message: String) -> Diagnostic {
    let text = String::from_utf8_lossy(bytes);
    // A mark of byte order is no column.
    let (text, mark) =
        text.strip_prefix('\u{feff}').map_or((&*text, 0), |text| (text, '\u{feff}'.len_utf8()));
    let byte = byte.saturating_sub(mark);
    SourceText::new(name, text).error(byte..byte + 1, message)
}

fn place(fault: &IntakeError) -> Option<usize> {
    match fault {
        IntakeError::Text(ReportError::NotUtf8 { byte, .. }) => Some(*byte),
        IntakeError::Text(fault) => fault.place().map(|place| place.byte),
        _ => None,
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
