//! The file in which the decisions about a report are kept, beside the report.

use crate::output_file;
use crate::screen::plain;
use mediant_formats::{Diagnostic, SourceText};
use mediant_reader::review::{Review, ReviewError};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The place of the decisions about a report: `FILE.review.json` beside `FILE`, of a feed's item `FILE#2.review.json`.
pub fn beside(report: &Path, item: Option<usize>) -> PathBuf {
    let mut name: OsString = report.file_name().unwrap_or(report.as_os_str()).to_owned();
    if let Some(item) = item {
        name.push(format!("#{item}"));
    }
    name.push(".review.json");
    report.with_file_name(name)
}

/// A review's file.
pub struct Kept {
    place: PathBuf,
    /// What it held when it was last read or written here; `None` where there was no file.
    last: Option<String>,
}

impl Kept {
    /// Finds the review of a report. Answers it as it was kept, or none.
    ///
    /// # Errors
    /// There is a file, and it is no review.
    pub fn open(report: &Path, item: Option<usize>) -> Result<(Self, Option<Review>), Diagnostic> {
        let place = beside(report, item);
        let last = content(&place)?;
        let review = last.as_deref().map(|text| parsed(&place, text)).transpose()?;
        Ok((Self { place, last }, review))
    }

    /// Its path, as it may be shown.
    pub fn shown(&self) -> String {
        plain(&self.place.display().to_string())
    }

    /// Writes the review as it now is, whole or not at all.
    ///
    /// # Errors
    /// It cannot be written, or somebody else wrote it meanwhile: what to tell whoever decides.
    pub fn write(&mut self, review: &Review) -> Result<(), String> {
        let now = content(&self.place).map_err(|problem| problem.message)?;
        if now != self.last {
            let name = self.shown();
            return Err(format!("{name} was changed by somebody else meanwhile: quit, and start again"));
        }
        let text = review.json();
        output_file::write_whole(&self.place, text.as_bytes())
            .map_err(|error| format!("{} could not be written: {error}", self.shown()))?;
        self.last = Some(text);
        Ok(())
    }
}

/// The text of a file; `None` where there is none.
fn content(place: &Path) -> Result<Option<String>, Diagnostic> {
    let is_there = place.try_exists().map_err(|error| mediant_files::unreadable(place, &error))?;
    if !is_there {
        return Ok(None);
    }
    if place.is_dir() {
        let problem = Diagnostic::of_file(plain(&place.display().to_string()), "this is a folder");
        return Err(problem.help("move it away: the decisions about the report are kept under this name"));
    }
    let files = mediant_files::read(&[place]).map_err(|mut problems| {
        problems.pop().unwrap_or_else(|| {
            Diagnostic::of_file(plain(&place.display().to_string()), "this cannot be read")
        })
    })?;
    files.first().map(|file| file.text().map(str::to_owned)).transpose()
}

fn parsed(place: &Path, text: &str) -> Result<Review, Diagnostic> {
    let name = plain(&place.display().to_string());
    Review::read(text).map_err(|ReviewError { place, cause, advice }| {
        let problem = match place {
            Some(place) => SourceText::new(&name, text).error(place.byte..place.byte + 1, cause),
            None => Diagnostic::of_file(name.clone(), cause),
        };
        problem.help(advice)
    })
}
