//! What cannot be decided so, and why a review's file cannot be read.

use std::fmt;

use super::fields::Slot;
use crate::report::Place;

/// Why something cannot be decided so. Each is a sentence with what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecisionError {
    /// Nothing is suggested there.
    NotSuggested,
    /// A model's suggestion takes a person with a name, who is not the model, to be accepted.
    ModelsOwn,
    /// The fields are of another kind than the suggestion.
    OtherKind {
        /// The suggestion's kind.
        was: &'static str,
        /// The fields' kind.
        is: &'static str,
    },
    /// The kind has no such field.
    NoSuchField {
        /// What kind of fact it is, as files name it: `session`.
        kind: &'static str,
        /// The field that was asked for.
        slot: Slot,
    },
    /// None of the values that there are.
    NotAChoice {
        /// What stands in place of one of the values.
        written: String,
        /// Every value that the field may have.
        choices: Vec<&'static str>,
    },
    /// Not written as a day.
    NotADay {
        /// What stands in place of a day such as `2031-05-14`.
        written: String,
    },
    /// A day that the calendar does not have.
    NoSuchDay {
        /// The day as it was written, such as `2031-02-30`.
        written: String,
    },
    /// A text that is too long.
    TooLong {
        /// The field that the text is for.
        slot: Slot,
        /// Characters that it has.
        length: usize,
        /// Characters that it may have.
        limit: usize,
    },
    /// A text with line ends, control characters, more blanks than one, or nothing in it.
    NotPlain {
        /// The field that the text is for.
        slot: Slot,
        /// The text as it was written.
        value: String,
    },
}

impl fmt::Display for DecisionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSuggested => write!(f, "nothing is suggested there: open the report again"),
            Self::ModelsOwn => {
                write!(f, "a model suggests this: only a person accepts it, so say who does")
            }
            Self::OtherKind { was, is } => {
                write!(f, "this is a {was}, not a {is}: reject it, and enter the other by hand")
            }
            Self::NoSuchField { kind, slot } => {
                write!(f, "a {kind} has no field `{}`: leave it out", slot.name())
            }
            Self::NotAChoice { written, choices } => {
                write!(f, "`{written}` is none of the choices: take one of {}", choices.join(", "))
            }
            Self::NotADay { written } => {
                write!(f, "`{written}` is no day: write it as 2031-05-14, or leave it empty")
            }
            Self::NoSuchDay { written } => {
                write!(f, "the calendar has no {written}: correct the day, or leave it empty")
            }
            Self::TooLong { slot, length, limit } => {
                write!(f, "`{}` has {length} characters: write at most {limit}", slot.name())
            }
            Self::NotPlain { slot, .. } => {
                write!(f, "`{}` is not one plain line: write it without line ends, or as null", slot.name())
            }
        }
    }
}

impl std::error::Error for DecisionError {}

/// Why a review's file cannot be read, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewError {
    /// Where, if it has one place.
    pub place: Option<Place>,
    /// What is wrong.
    pub cause: String,
    /// What to do.
    pub advice: &'static str,
}

impl fmt::Display for ReviewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}; {}", self.cause, self.advice)
    }
}

impl std::error::Error for ReviewError {}
