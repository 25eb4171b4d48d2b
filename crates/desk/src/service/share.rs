//! How much of a record is one party's.
//!
//! Whoever keeps the record is not counted. A party is, so that none fills the disk and the memory that all share; and
//! those who do not decide for it fill no more than half of its share, so that the principal is never kept from writing.
//! How much a party wrote follows from its own events alone and is told to it alone.

use mediant_model::PartyId;
use mediant_record::{Actor, CommandError, Role};
use std::collections::BTreeMap;

/// Bytes that a party may write.
pub const BYTES_MAX: usize = 64 << 20;
/// Events that a party may write.
pub const EVENTS_MAX: usize = 40_000;

/// Events and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Amount {
    events: usize,
    bytes: usize,
}

impl Amount {
    fn add(&mut self, bytes: usize) {
        self.events += 1;
        self.bytes += bytes;
    }
}

/// What each party wrote, and of that its people who do not decide for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Shares {
    parties: BTreeMap<PartyId, Amount>,
    others: BTreeMap<PartyId, Amount>,
}

impl Shares {
    /// Counts an event.
    pub fn count(&mut self, by: &Actor, bytes: usize) {
        let Some(party) = by.role.party() else { return };
        self.parties.entry(party.clone()).or_default().add(bytes);
        if !matches!(by.role, Role::Principal(_)) {
            self.others.entry(party.clone()).or_default().add(bytes);
        }
    }

    /// Whether somebody may write so much more.
    ///
    /// # Errors
    /// The party's share is full, or that of its people who do not decide for it.
    pub fn check(&self, by: &Actor, bytes: usize) -> Result<(), CommandError> {
        let Some(party) = by.role.party() else { return Ok(()) };
        let full = |known: &BTreeMap<PartyId, Amount>, part: usize| {
            let mut then = known.get(party).copied().unwrap_or_default();
            then.add(bytes);
            then.events > EVENTS_MAX / part || then.bytes > BYTES_MAX / part
        };
        let (whose, part) = if full(&self.parties, 1) {
            ("your delegation has", 1)
        } else if !matches!(by.role, Role::Principal(_)) && full(&self.others, 2) {
            ("the delegates and advisers of your delegation have", 2)
        } else {
            return Ok(());
        };
        let message = format!(
            "{whose} written as much as is taken: {} MB or {} entries",
            BYTES_MAX / part / (1 << 20),
            EVENTS_MAX / part
        );
        let help = if part == 1 {
            "whoever keeps the record can go on with these talks in a new one"
        } else {
            "the principal may still write"
        };
        Err(CommandError::not_now(message).help(help))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn who(which: u8) -> Actor {
        let party = PartyId::from(if which.is_multiple_of(2) { "a" } else { "b" });
        Actor::new(match which / 2 {
            0 => Role::Principal(party),
            1 => Role::Delegate(party),
            2 => Role::Adviser(party),
            _ => Role::Mediator,
        })
    }

    proptest! {
        /// What others wrote, up to their limit and beyond, changes nothing of what a party is told.
        #[test]
        fn a_party_is_told_of_its_own_share_alone(
            written in prop::collection::vec((0u8..8, 1usize..(BYTES_MAX / 3)), 0..12), asks in 1usize..(BYTES_MAX / 3),
        ) {
            let (mut all, mut own) = (Shares::default(), Shares::default());
            for (which, bytes) in &written {
                let by = who(*which);
                all.count(&by, *bytes);
                if by.role.party().is_some_and(|party| party.as_str() == "a") {
                    own.count(&by, *bytes);
                }
            }
            for which in [0, 2, 4] {
                prop_assert_eq!(all.check(&who(which), asks), own.check(&who(which), asks));
            }
            prop_assert_eq!(all.check(&who(6), asks), Ok(()));
        }
    }

    #[test]
    fn advisers_leave_half_to_the_principal() {
        let mut shares = Shares::default();
        while shares.check(&who(4), 1 << 20).is_ok() {
            shares.count(&who(4), 1 << 20);
        }
        assert!(shares.check(&who(2), 1 << 20).is_err(), "a delegate shares it");
        let mut count = 0;
        while shares.check(&who(0), 1 << 20).is_ok() {
            shares.count(&who(0), 1 << 20);
            count += 1;
        }
        assert_eq!(count, BYTES_MAX / 2 / (1 << 20));
    }
}
