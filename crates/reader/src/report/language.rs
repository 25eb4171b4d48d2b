//! Which language a report is in.

use whatlang::{Lang, detect};

use super::fault::Fault;
use super::text::Report;

/// Fewer letters than these say too little: names alone can look like any language.
const LETTERS: usize = 120;

/// Passes an English report, and one of which it is not sure that it is in another language.
///
/// Statistics over groups of three letters; takes about a millisecond for a page.
///
/// # Errors
/// [`Fault::OtherLanguage`] of a text of at least 120 letters that is surely in another language.
///
/// ```
/// use mediant_reader::report::{Fault, Options, Report, english};
///
/// let text = "date 2031-05-14\n\nDie beiden Abordnungen haben sich am Dienstag in Bern getroffen und drei Stunden lang über den \
///             Hafen gesprochen. Eine Einigung wurde nicht erreicht, die Gespräche gehen am Montag weiter.";
/// let report = Report::read(text, &Options::default())?;
/// assert_eq!(english(&report), Err(Fault::OtherLanguage("German")));
/// # Ok::<(), Fault>(())
/// ```
pub fn english(report: &Report<'_>) -> Result<(), Fault> {
    let paragraphs: Vec<&str> = report.paragraphs().iter().map(|paragraph| paragraph.as_str()).collect();
    let text = paragraphs.join("\n");
    if text.chars().filter(|c| c.is_alphabetic()).take(LETTERS).count() < LETTERS {
        return Ok(());
    }
    match detect(&text) {
        Some(found) if found.is_reliable() && found.lang() != Lang::Eng => {
            Err(Fault::OtherLanguage(found.lang().eng_name()))
        }
        _ => Ok(()),
    }
}
