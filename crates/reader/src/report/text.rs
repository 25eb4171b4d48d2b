//! From bytes to a report.

use std::fmt;

use jiff::civil::Date;

use super::excerpt::Excerpt;
use super::fault::{Place, ReportError};
use super::header;
use super::paragraphs;

/// What is known of a report beside its text, and what is read at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The report's day where the text does not say it. A day in the text must be the same.
    pub date: Option<Date>,
    /// Bytes of a report that are read at most.
    pub longest: usize,
    /// Bytes of a paragraph that are read at most.
    pub longest_paragraph: usize,
}

impl Default for Options {
    /// No day given; one megabyte in all, 100 kB a paragraph.
    fn default() -> Self {
        Self { date: None, longest: 1_000_000, longest_paragraph: 100_000 }
    }
}

/// A dated report, cut into paragraphs.
#[derive(Clone, PartialEq)]
pub struct Report<'t> {
    text: &'t str,
    date: Date,
    dated: Option<Excerpt<'t>>,
    paragraphs: Vec<Excerpt<'t>>,
}

impl<'t> Report<'t> {
    /// Reads a report: its date from what stands first in it ([`header`]) or from `options`, and its paragraphs.
    ///
    /// # Errors
    /// [`ReportError`], with its place: empty, too long, a control character, no date, two dates, a day that does not exist.
    ///
    /// ```
    /// use mediant_reader::report::{Options, Report};
    ///
    /// let text = "date 2031-05-14 The envoys met in Bern.\n\nThey will meet again.";
    /// let report = Report::read(text, &Options::default())?;
    /// assert_eq!(report.date().to_string(), "2031-05-14");
    /// assert_eq!(report.paragraphs()[0].as_str(), "The envoys met in Bern.");
    /// assert_eq!(report.paragraphs()[1].range(), 41..62);
    /// # Ok::<(), mediant_reader::report::ReportError>(())
    /// ```
    pub fn read(text: &'t str, options: &Options) -> Result<Self, ReportError> {
        if text.len() > options.longest {
            return Err(ReportError::TooLong { bytes: text.len(), limit: options.longest });
        }
        let stray = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{85}');
        if let Some((at, c)) = text.char_indices().find(|&(_, c)| stray(c)) {
            return Err(ReportError::Control { place: Place::new(text, at), code: c.into() });
        }
        let whole = Excerpt::whole(text);
        if paragraphs::bare(whole).is_empty() {
            return Err(ReportError::Empty);
        }
        let head = header::read(whole, options.date)?;
        let paragraphs = paragraphs::split(head.body);
        if paragraphs.is_empty() {
            return Err(ReportError::NothingBehindTheDate);
        }
        if let Some(long) = paragraphs.iter().find(|part| part.as_str().len() > options.longest_paragraph) {
            return Err(ReportError::LongParagraph {
                place: Place::new(text, long.start()),
                bytes: long.as_str().len(),
                limit: options.longest_paragraph,
            });
        }
        Ok(Self { text, date: head.date, dated: head.at, paragraphs })
    }

    /// All of its text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The day that it is of.
    pub fn date(&self) -> Date {
        self.date
    }

    /// Where the text says its day; `None` where that was given beside it.
    pub fn dated(&self) -> Option<Excerpt<'t>> {
        self.dated
    }

    /// Its paragraphs in order, none empty. The header belongs to none.
    pub fn paragraphs(&self) -> &[Excerpt<'t>] {
        &self.paragraphs
    }

    /// The bytes `range` of the text; `None` where it has no such range, or an end falls inside a letter.
    pub fn excerpt(&self, range: std::ops::Range<usize>) -> Option<Excerpt<'t>> {
        Excerpt::whole(self.text).part(range)
    }
}

impl fmt::Debug for Report<'_> {
    /// Its day and its size: what it says may be confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("date", &self.date)
            .field("paragraphs", &self.paragraphs)
            .finish_non_exhaustive()
    }
}

/// The text of a file's bytes, which must be UTF-8. A byte-order mark is kept, so that places are those of the file.
///
/// # Errors
/// [`ReportError::OtherEncoding`], by a byte-order mark or by two letters each of which has a zero byte beside it, and [`ReportError::NotUtf8`].
///
/// ```
/// use mediant_reader::report::{ReportError, decode};
///
/// assert_eq!(decode("Genève".as_bytes()), Ok("Genève"));
/// assert_eq!(decode(b"Gen\xe8ve"), Err(ReportError::NotUtf8 { byte: 3, line: 1 }));
/// ```
pub fn decode(bytes: &[u8]) -> Result<&str, ReportError> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Err(ReportError::OtherEncoding("UTF-32")),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Err(ReportError::OtherEncoding("UTF-16")),
        [a, 0, b, 0, ..] | [0, a, 0, b, ..] if *a > 0 && *b > 0 => Err(ReportError::OtherEncoding("UTF-16")),
        _ => std::str::from_utf8(bytes).map_err(|cause| {
            let byte = cause.valid_up_to();
            ReportError::NotUtf8 { byte, line: bytes.iter().take(byte).filter(|&&b| b == b'\n').count() + 1 }
        }),
    }
}
