//! Why a text cannot be read as a report, where, and what to do.

use std::fmt;

/// A place in a text, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// In bytes, from 0.
    pub byte: usize,
    /// The line, counted from 1.
    pub line: usize,
    /// In characters of the line, from 1.
    pub column: usize,
}

impl Place {
    /// The place of a byte. A byte inside a letter, or behind the end, counts as the letter's start, or the end.
    pub fn new(text: &str, byte: usize) -> Self {
        let before = &text[..text.floor_char_boundary(byte)];
        let line = before.rsplit('\n').next().unwrap_or("");
        Self { byte, line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Why a text cannot be read. Shown as one sentence without the file's name, which whoever opened it puts before it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReportError {
    /// There is nothing but white space.
    Empty,
    /// There is a day, and nothing else.
    NothingBehindTheDate,
    /// More bytes than a report may have.
    TooLong {
        /// Bytes that there are.
        bytes: usize,
        /// Bytes that may be.
        limit: usize,
    },
    /// A paragraph with more bytes than one may have.
    LongParagraph {
        /// Where it begins.
        place: Place,
        /// Bytes that it has.
        bytes: usize,
        /// Bytes that it may have.
        limit: usize,
    },
    /// UTF-16 or UTF-32, by its first bytes.
    OtherEncoding(&'static str),
    /// Bytes that are no UTF-8.
    NotUtf8 {
        /// The first of them, from 0.
        byte: usize,
        /// Its line, from 1.
        line: usize,
    },
    /// A character that no text has: NUL and others below the space, save line ends and tabs.
    Control {
        /// Where it stands.
        place: Place,
        /// Its number in Unicode.
        code: u32,
    },
    /// Nothing says which day the report is of.
    NoDate,
    /// A day that the calendar does not have.
    NoSuchDay {
        /// Where it stands.
        place: Place,
        /// The day as the text has it.
        written: String,
    },
    /// Two days, each of which claims to be the report's.
    TwoDates {
        /// The one that stands first, or that was given beside the text.
        first: String,
        /// The one that stands behind it and says something else.
        second: String,
        /// Where that stands.
        place: Place,
        /// Whether the first was given beside the text.
        given: bool,
    },
    /// The text is surely in a language that is not read.
    OtherLanguage {
        /// Its English name; `None` where it is only sure that it is none that is read.
        name: Option<&'static str>,
        /// Where the first paragraph in it begins.
        place: Place,
    },
}

impl ReportError {
    /// Where, if it has one place.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::LongParagraph { place, .. }
            | Self::Control { place, .. }
            | Self::NoSuchDay { place, .. }
            | Self::TwoDates { place, .. }
            | Self::OtherLanguage { place, .. } => Some(*place),
            _ => None,
        }
    }

    /// What is wrong, without its place.
    pub fn cause(&self) -> String {
        match self {
            Self::Empty => "the report is empty".to_owned(),
            Self::NothingBehindTheDate => "there is no text behind the report's date".to_owned(),
            Self::TooLong { bytes, limit } => {
                format!("the report has {bytes} bytes, and {limit} are read at most")
            }
            Self::LongParagraph { bytes, limit, .. } => {
                format!("this paragraph has {bytes} bytes, and {limit} are read at most")
            }
            Self::OtherEncoding(name) => format!("the text is {name}"),
            Self::NotUtf8 { byte, line } => {
                format!("line {line}: byte {byte} is not UTF-8 (is the text Latin-1 or Windows-1252?)")
            }
            Self::Control { code, .. } => format!("the character U+{code:04X} does not belong in a text"),
            Self::NoDate => "nothing says which day the report is of".to_owned(),
            Self::NoSuchDay { written, .. } => format!("the calendar has no {written}"),
            Self::TwoDates { first, second, .. } => {
                format!("the report is dated {second} here, but {first} before")
            }
            Self::OtherLanguage { name: Some(name), .. } => {
                format!("the report is in {name}, and only English is read")
            }
            Self::OtherLanguage { name: None, .. } => {
                "the report is not in English, which alone is read".to_owned()
            }
        }
    }

    /// What to do.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Empty | Self::NothingBehindTheDate => "put its text in",
            Self::TooLong { .. } => "cut it into single reports",
            Self::LongParagraph { .. } => "put a blank line between paragraphs",
            Self::OtherEncoding(_) | Self::NotUtf8 { .. } => "save it as UTF-8",
            Self::Control { .. } => "remove it",
            Self::NoDate => "begin it with a line such as `date 2031-05-14`, or give the day with --date",
            Self::NoSuchDay { .. } => "correct the report's date",
            Self::TwoDates { .. } => "keep the right one",
            Self::OtherLanguage { .. } => "give an English version of it",
        }
    }
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place() {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}; {}", self.cause(), self.advice())
    }
}

impl std::error::Error for ReportError {}
