//! Which version of what a reader knows.

use super::State;
use crate::id::EventId;
use std::fmt;

/// Which version of what a reader knows: what came last, and how many events there are.
///
/// The number alone is no version. When a compartment is deleted its events are gone, the number falls, and comes to the
/// same value again with the next events. Nor is the last event alone: a deletion may leave it in place. Both together
/// are: events are added at the end and taken away by whole compartments, so of the events up to a given last one there
/// are ever fewer, and two states with the same last event and the same number were folded from the same events.
///
/// As text it is `NUMBER-EVENT`, `0` before the first event.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revision {
    /// How many events the reader may read.
    pub seen: u64,
    /// The last of them.
    pub latest: Option<EventId>,
}

impl Revision {
    /// The revision in a text.
    pub fn from_text(text: &str) -> Option<Self> {
        if text == "0" {
            return Some(Self::default());
        }
        let (seen, latest) = text.split_once('-')?;
        let digits = !seen.is_empty() && seen.bytes().all(|byte| byte.is_ascii_digit());
        let seen: u64 = seen.parse().ok().filter(|seen| digits && *seen > 0)?;
        (!latest.is_empty()).then(|| Self { seen, latest: Some(EventId::new(latest)) })
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.latest {
            Some(latest) => write!(f, "{}-{latest}", self.seen),
            None => write!(f, "{}", self.seen),
        }
    }
}

impl State {
    /// Which version of what the reader knows this is.
    pub fn revision(&self) -> Revision {
        Revision { seen: self.seen, latest: self.latest.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_read_back_from_its_text() {
        for (seen, latest) in [(0, None), (1, Some("a")), (u64::MAX, Some("0f-3"))] {
            let revision = Revision { seen, latest: latest.map(EventId::new) };
            assert_eq!(Revision::from_text(&revision.to_string()), Some(revision));
        }
        for text in ["", "-", "3", "3-", "-a", "0-a", "+1-a", " 1-a", "99999999999999999999-a", "a-1"] {
            assert_eq!(Revision::from_text(text), None, "{text}");
        }
    }
}
