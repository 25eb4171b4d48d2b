//! A report as it came in.

use std::fmt;

use jiff::civil::Date;
use mediant_reader::report::{Options, Report, ReportError, english};
use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::fault::IntakeError;
use crate::form::Form;

/// A report that was taken out of a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// What the file is.
    pub form: Form,
    /// Of a feed, which of its items, from 1.
    pub item: Option<usize>,
    /// Its text: of text files the file's own, byte for byte; of others paragraphs with a blank line between them.
    pub text: String,
    /// What the file calls it, in one line.
    pub title: Option<String>,
    /// Who wrote it, as the file says, in one line.
    pub byline: Option<String>,
    /// Days that the file says beside the text, the best place first.
    pub days: Vec<Day>,
    /// When the file was made, where it says that: no claim to be the report's day.
    pub made: Option<Day>,
    /// What stands in the file and was not read, for people, such as attachments.
    pub unread: Vec<String>,
}

impl Incoming {
    /// One with a text and nothing else.
    pub(crate) fn new(form: Form, text: String) -> Self {
        Self {
            form,
            text,
            item: None,
            title: None,
            byline: None,
            days: Vec::new(),
            made: None,
            unread: Vec::new(),
        }
    }

    /// The report, its day and paragraphs, in English.
    ///
    /// # Errors
    /// As [`Incoming::dated`], and that it is in another language.
    pub fn report(&self, options: &Options) -> Result<Report<'_>, IntakeError> {
        let report = self.dated(options)?;
        english(&report)?;
        Ok(report)
    }

    /// The report in whatever language: the day from the text, from beside it, or from `options`. All that say one must agree; where
    /// they do not, `options.date` may choose between them.
    ///
    /// # Errors
    /// What the reader says of the text, and what is wrong with the days.
    pub fn dated(&self, options: &Options) -> Result<Report<'_>, IntakeError> {
        Ok(match (self.beside(options.date), options.date) {
            (Ok(date), _) => self.read(date, options).map_err(|fault| self.placed(fault, options.date))?,
            // The text itself may say the day that was given, whatever stands beside it.
            (Err(fault), Some(given)) => match self.read(Some(given), options) {
                Ok(report) if report.dated().is_some() => report,
                _ => return Err(fault),
            },
            (Err(fault), None) => return Err(fault),
        })
    }

    fn read(&self, date: Option<Date>, options: &Options) -> Result<Report<'_>, ReportError> {
        Report::read(&self.text, &Options { date, ..*options })
    }

    /// The day that is said beside the text or was given.
    fn beside(&self, given: Option<Date>) -> Result<Option<Date>, IntakeError> {
        let Some(first) = self.days.first() else { return Ok(given) };
        if let Some(day) = self.days.iter().find(|day| day.date.is_none()) {
            return Err(IntakeError::NoSuchDay { written: day.written.clone(), place: day.place.clone() });
        }
        match given {
            Some(given) if self.days.iter().any(|day| day.date == Some(given)) => Ok(Some(given)),
            Some(given) => Err(IntakeError::OtherDay {
                given: given.to_string(),
                says: first.written.clone(),
                place: first.place.clone(),
            }),
            None => match self.days.iter().find(|day| !day.agrees(first)) {
                Some(other) => Err(IntakeError::TwoDays {
                    first: first.written.clone(),
                    first_place: first.place.clone(),
                    second: other.written.clone(),
                    second_place: other.place.clone(),
                }),
                None => Ok(first.date),
            },
        }
    }

    /// A fault of the text, where what stands beside it has a part in it.
    fn placed(&self, fault: ReportError, given: Option<Date>) -> IntakeError {
        match (fault, self.days.first(), &self.made) {
            (ReportError::TwoDates { second, .. }, Some(day), _) if given.is_none() => IntakeError::TwoDays {
                first: day.written.clone(),
                first_place: day.place.clone(),
                second,
                second_place: "its text".to_owned(),
            },
            (ReportError::NoDate, _, Some(Day { date: Some(date), place, .. })) => {
                IntakeError::OnlyMade { made: date.to_string(), place: place.clone() }
            }
            (ReportError::NoDate, ..) if !matches!(self.form, Form::Text | Form::Markdown) => {
                IntakeError::NoDay(self.form)
            }
            (fault, ..) => fault.into(),
        }
    }
}

impl fmt::Debug for Incoming {
    /// What a report says may be confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("form", &self.form)
            .field("item", &self.item)
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}
