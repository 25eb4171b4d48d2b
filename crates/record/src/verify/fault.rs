//! What verification finds wrong, and where.

use crate::Compartment;
use crate::seal::OpenError;
use serde::Serialize;
use std::fmt;

/// Something wrong at one place of a stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StreamFault {
    /// The compartment in whose stream it is.
    pub compartment: Compartment,
    /// Where in the stream: the sequence of the entry, or of the first entry that is not there.
    pub sequence: u64,
    /// What is wrong there.
    #[serde(flatten)]
    pub wrong: Wrong,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "wrong", rename_all = "snake_case")]
pub enum Wrong {
    /// The link does not follow from the one before it: link, commitment or an entry was replaced.
    Link,
    /// By its link the entry belongs here, but it says that it stands elsewhere.
    Misplaced {
        /// The compartment that it says it stands in.
        stated: Compartment,
        /// The sequence that it says it has.
        stated_sequence: u64,
    },
    /// Entries are missing from here through this sequence, and others follow.
    Missing {
        /// The last one that is missing.
        through: u64,
    },
    /// An entry with this sequence came before: it is repeated or out of order.
    Repeated,
    /// An entry of this other compartment stands in the stream.
    Foreign {
        /// The compartment that it says it stands in.
        stated: Compartment,
        /// The sequence that it says it has.
        stated_sequence: u64,
    },
    /// The compartment's key is gone, and no event says that it was deleted: nobody knows what stood here.
    KeyGone,
    /// It does not open with the compartment's key: nonce or sealed bytes were altered, or the key is another.
    Seal,
    /// It opens, but to nothing of this format.
    Form,
    /// It opens, but the commitment is to another text.
    Commitment,
    /// The entry's position in the record as a whole is not the next one.
    Position {
        /// The position that was to come.
        expected: u64,
        /// The one that came.
        found: u64,
    },
    /// An earlier report ended here with another entry: everything up to here was written anew.
    Rewritten,
    /// The streams came in another order among one another, up to here, when an earlier report was made.
    Reordered,
    /// An earlier report goes on from here: the end of the stream was cut off.
    Truncated {
        /// The last sequence that the earlier report knew of.
        through: u64,
    },
}

impl From<OpenError> for Wrong {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Seal => Self::Seal,
            OpenError::Form => Self::Form,
            OpenError::Commitment => Self::Commitment,
        }
    }
}

impl fmt::Display for StreamFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "event {} of `{}`: {}", self.sequence, self.compartment, self.wrong)
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link => f.write_str("its link does not follow from the event before it"),
            Self::Misplaced { stated, stated_sequence } => {
                write!(f, "it belongs here, but is marked as event {stated_sequence} of `{stated}`")
            }
            Self::Missing { through } => write!(f, "missing, through event {through}"),
            Self::Repeated => f.write_str("it is there once more, or out of order"),
            Self::Foreign { stated, stated_sequence } => {
                write!(f, "event {stated_sequence} of `{stated}` stands here")
            }
            Self::KeyGone => f.write_str("the key is gone, and no event says that the compartment was deleted"),
            Self::Seal => f.write_str("its seal does not open with the compartment's key"),
            Self::Form => f.write_str("what was sealed is not in the form of a recorded event"),
            Self::Commitment => f.write_str("its commitment is to another text than the one that was sealed"),
            Self::Position { expected, found } => {
                write!(f, "its position in the record is {found}, and {expected} was to come")
            }
            Self::Rewritten => f.write_str("an earlier report ended here with another event"),
            Self::Reordered => f.write_str(
                "up to here the streams came in another order among one another when an earlier report was made",
            ),
            Self::Truncated { through } => {
                write!(f, "cut off, through event {through}, which an earlier report knew of")
            }
        }
    }
}
