//! Why no report can be taken out of a file, and what to do.

use std::fmt;

use crate::form::Form;
use mediant_reader::report::ReportError;
use serde::{Deserialize, Serialize};

/// Why there is no report. Shown as one sentence without the file's name, which whoever opened it puts before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum IntakeError {
    /// What the reader says of the text: empty, no day, two days, another language and so on. Its places are those of
    /// [`crate::Incoming::text`]. It is never sent to another process.
    #[serde(skip)]
    Text(ReportError),
    /// More bytes than a file of its form may have.
    TooLong {
        /// What it is.
        form: Form,
        /// Bytes that there are.
        bytes: usize,
        /// Bytes that may be.
        limit: usize,
    },
    /// The name says one form, and the bytes are of another.
    Contradiction {
        /// The form that the name says.
        named: Form,
        /// What the bytes are, with its article; `None` where they are only not what the name says.
        is: Option<String>,
    },
    /// A form that is not read: its name, with its article.
    OtherForm(String),
    /// It begins like its form and does not go on like it.
    Broken {
        /// What it should be.
        form: Form,
        /// What is wrong.
        why: String,
    },
    /// It can be opened with a password or key alone.
    Encrypted(Form),
    /// There is no text of a report in it.
    NoText(Form),
    /// The letters of a PDF cannot be told: its fonts do not say which they are.
    NoLetters,
    /// It unpacks to more bytes than may be.
    Unpacked {
        /// Bytes that may be.
        limit: usize,
    },
    /// Its parts stand too deep within one another.
    TooDeep {
        /// What it is.
        form: Form,
        /// How deep they may stand.
        limit: usize,
    },
    /// It has too many of something.
    TooMany {
        /// What it is.
        form: Form,
        /// Of what, in the plural.
        what: String,
        /// How many there may be.
        limit: usize,
    },
    /// A mail with another mail in it: it is open which is the report.
    HoldsMail,
    /// A day in what the file says of itself that the calendar does not have.
    NoSuchDay {
        /// The day as the file writes it.
        written: String,
        /// The part of the file that says so.
        place: String,
    },
    /// Two days, each of which claims to be the report's, at least one of them beside the text.
    TwoDays {
        /// One, as written.
        first: String,
        /// Where it stands.
        first_place: String,
        /// The day that contradicts the first.
        second: String,
        /// Where that stands.
        second_place: String,
    },
    /// The file says another day than was given for it.
    OtherDay {
        /// The day that was given.
        given: String,
        /// The day that the file says.
        says: String,
        /// Where it says so.
        place: String,
    },
    /// Neither the text nor the file says the day.
    NoDay(Form),
    /// Nothing says the day, but the file says when it was made.
    OnlyMade {
        /// The day on which it was made.
        made: String,
        /// Where it says so.
        place: String,
    },
    /// A PDF is read in a process of its own: see [`crate::pdf`].
    NeedsProcess,
    /// What takes the text out failed at these bytes.
    Failed(Form),
    /// What takes the text out was not done in time.
    Slow {
        /// What it is.
        form: Form,
        /// How long it was waited for.
        seconds: u64,
    },
}

impl From<ReportError> for IntakeError {
    fn from(fault: ReportError) -> Self {
        Self::Text(fault)
    }
}

impl IntakeError {
    /// What is wrong.
    pub fn cause(&self) -> String {
        match self {
            Self::Text(fault) => fault.cause(),
            Self::TooLong { form, bytes, limit } => {
                format!("this {form} has {bytes} bytes, and {limit} are read at most")
            }
            Self::Contradiction { named, is: Some(is) } => {
                format!("this is named like a {named}, but it is {is}")
            }
            Self::Contradiction { named, is: None } => {
                format!("this is named like a {named}, but it does not begin like one")
            }
            Self::OtherForm(name) => format!("this is {name}, which is not read"),
            Self::Broken { form, why } => format!("this {form} is damaged: {why}"),
            Self::Encrypted(form) => {
                format!("this {form} is locked: it opens with a password or a key alone")
            }
            Self::NoText(Form::Html) => "this page has no article, only navigation".to_owned(),
            Self::NoText(Form::Pdf) => {
                "this PDF has no text layer: its pages are pictures, as a scanner makes them".to_owned()
            }
            Self::NoText(form) => format!("this {form} has no text"),
            Self::NoLetters => "the fonts of this PDF do not say which letters they draw".to_owned(),
            Self::Unpacked { limit } => format!("this unpacks to more than {limit} bytes"),
            Self::TooDeep { form, limit } => {
                format!("the parts of this {form} stand more than {limit} deep within one another")
            }
            Self::TooMany { form, what, limit } => format!("this {form} has more than {limit} {what}"),
            Self::HoldsMail => "this mail holds another mail, and either may be the report".to_owned(),
            Self::NoSuchDay { written, place } => {
                format!("the calendar has no {written}, which {place} says")
            }
            Self::TwoDays { first, first_place, second, second_place } => {
                format!("the report is dated {second} in {second_place}, but {first} in {first_place}")
            }
            Self::OtherDay { given, says, place } => {
                format!("the report is dated {says} in {place}, but {given} was given")
            }
            Self::NoDay(form) => {
                format!("nothing says which day the report is of, neither this {form} nor its text")
            }
            Self::OnlyMade { made, place } => {
                format!(
                    "nothing says which day the report is of; {place} says that the file was made on {made}"
                )
            }
            Self::NeedsProcess => "a PDF is not opened here".to_owned(),
            Self::Failed(form) => format!("the text of this {form} could not be taken out"),
            Self::Slow { form, seconds } => {
                format!("the text of this {form} could not be taken out within {seconds} seconds")
            }
        }
    }

    /// What to do.
    pub fn advice(&self) -> String {
        match self {
            Self::Text(fault) => return fault.advice().to_owned(),
            Self::TooLong { form: Form::Feed, .. } | Self::TooMany { form: Form::Feed, .. } => {
                "cut it into feeds with fewer items"
            }
            Self::TooLong { .. } | Self::TooMany { .. } | Self::Unpacked { .. } | Self::TooDeep { .. } => {
                "copy the report's text into a text file"
            }
            Self::Contradiction { is: Some(_), .. } => "give it the ending of what it is, or look what it is",
            Self::Contradiction { is: None, .. } => {
                "look what it is, and give it that ending (.txt for text)"
            }
            Self::OtherForm(_) => {
                "save its text as a text file (.txt), or as .md, .html, .eml, .docx or .pdf"
            }
            Self::Broken { .. } | Self::Failed(_) | Self::Slow { .. } => {
                "save it again, or copy the report's text into a text file"
            }
            Self::Encrypted(_) => "open it with its password and save the text as a text file",
            Self::NoText(Form::Pdf) => "have its text recognised (OCR) and save that as a text file",
            Self::NoText(Form::Html) => {
                "save the page of the article itself, or copy its text into a text file"
            }
            Self::NoText(_) => "copy the report's text into a text file",
            Self::NoLetters => {
                "copy the report's text into a text file; where that gives no words, have it recognised (OCR)"
            }
            Self::HoldsMail => "save the one that is the report as a file of its own",
            Self::NoSuchDay { .. } => "correct it, or copy the text into a text file with the right day",
            Self::TwoDays { .. } => "say which is right with --date",
            Self::OtherDay { .. } => "leave --date out, or copy the text into a text file with the right day",
            Self::NoDay(_) => "give the day with --date",
            Self::OnlyMade { made, .. } => {
                return format!("if that is the report's day, give it with --date {made}");
            }
            Self::NeedsProcess => "take its text out with `mediant read --text FILE` and give that",
        }
        .to_owned()
    }
}

impl fmt::Display for IntakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(fault) => fault.fmt(f),
            _ => write!(f, "{}; {}", self.cause(), self.advice()),
        }
    }
}

impl std::error::Error for IntakeError {}
