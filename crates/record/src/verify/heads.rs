//! Where the streams end: what an earlier report says to a later one.

use crate::{Compartment, chain, hex};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The ends of the streams when a report was made. Who keeps it finds out later when an end was cut off or a stream
/// was written anew, even by somebody who has the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heads {
    /// The end of the record as a whole. For its keeper alone; absent where a single compartment was verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordHead>,
    /// The end of every stream that has an entry.
    pub streams: BTreeMap<Compartment, Head>,
}

/// The end of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The last sequence.
    pub sequence: u64,
    /// The link of the entry there.
    #[serde(with = "hex::field")]
    pub link: [u8; 32],
}

/// The end of the record as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordHead {
    /// The last position.
    pub position: u64,
    /// The [digest](chain::order) of the order of all streams among one another.
    #[serde(with = "hex::field")]
    pub order: [u8; 32],
}

/// Where later heads do not continue earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Divergence {
    /// The stream is shorter than it was.
    Shorter {
        /// The stream.
        compartment: Compartment,
        /// Its last sequence then.
        then: u64,
        /// Its last sequence now; 0 when it has no entries.
        now: u64,
    },
    /// The stream is as long as it was and ends with another entry.
    Rewritten {
        /// The stream.
        compartment: Compartment,
        /// Its last sequence.
        sequence: u64,
    },
    /// The record is as long as it was, and its streams came in another order among one another.
    Reordered,
}

impl Heads {
    /// Where these heads do not continue `earlier` ones; empty when they may.
    ///
    /// Two lists of heads cannot tell whether a stream that grew is the old one with more after it. A verifier that
    /// is given the earlier heads can: see [`super::RecordVerifier::against`].
    pub fn compare(&self, earlier: &Self) -> Vec<Divergence> {
        let mut found = Vec::new();
        for (compartment, then) in &earlier.streams {
            let now = self.streams.get(compartment);
            let sequence = now.map_or(0, |head| head.sequence);
            if sequence < then.sequence {
                found.push(Divergence::Shorter {
                    compartment: compartment.clone(),
                    then: then.sequence,
                    now: sequence,
                });
            } else if sequence == then.sequence && now != Some(then) {
                found.push(Divergence::Rewritten { compartment: compartment.clone(), sequence });
            }
        }
        if let (Some(now), Some(then)) = (&self.record, &earlier.record)
            && now.position == then.position
            && now.order != then.order
        {
            found.push(Divergence::Reordered);
        }
        found
    }
}

impl RecordHead {
    /// Before the first entry.
    pub(crate) const START: Self = Self { position: 0, order: chain::START };
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shorter { compartment, then, now } => {
                write!(f, "`{compartment}` ends with event {now}, and ended with event {then} before")
            }
            Self::Rewritten { compartment, sequence } => {
                write!(f, "event {sequence} of `{compartment}` is another than before")
            }
            Self::Reordered => f.write_str("the streams come in another order among one another than before"),
        }
    }
}
