//! The closed vocabularies of Mediant files: what each word stands for.

use mediant_model::PartyRole;
use mediant_model::brief::ReservationDefault;
use mediant_model::party::PersonRole;
use mediant_model::statement::{SessionStatus, Stance, Standing, Trend};

/// The words of a vocabulary, each with its meaning.
pub type Vocabulary<T> = &'static [(&'static str, T)];

/// How firmly a red line or precondition is known.
pub const STANDING: Vocabulary<Standing> =
    &[("public", Standing::Public), ("told", Standing::Told), ("inferred", Standing::Inferred)];

/// Where an alternative is going.
pub const TREND: Vocabulary<Trend> =
    &[("improving", Trend::Improving), ("worsening", Trend::Worsening), ("steady", Trend::Steady)];

/// An answer to an issue.
pub const STANCE: Vocabulary<Stance> = &[
    ("accepts", Stance::Accepts),
    ("accepts in part", Stance::AcceptsInPart),
    ("accepts ad referendum", Stance::AcceptsAdReferendum),
    ("nearly agreed", Stance::NearlyAgreed),
    ("open", Stance::Open),
    ("rejects", Stance::Rejects),
];

/// Whether a session took place.
pub const SESSION_STATUS: Vocabulary<SessionStatus> = &[
    ("planned", SessionStatus::Planned),
    ("held", SessionStatus::Held),
    ("moved", SessionStatus::Moved),
    ("cancelled", SessionStatus::Cancelled),
];

/// What a party does at the table.
pub const PARTY_ROLE: Vocabulary<PartyRole> =
    &[("negotiating", PartyRole::Negotiating), ("third", PartyRole::Third)];

/// A person's place on a party's side.
pub const PERSON_ROLE: Vocabulary<PersonRole> = &[
    ("principal", PersonRole::Principal),
    ("delegate", PersonRole::Delegate),
    ("adviser", PersonRole::Adviser),
    ("envoy", PersonRole::Envoy),
    ("voice", PersonRole::Voice),
];

/// What stands where no walk-away value is stated.
pub const RESERVATION_DEFAULT: Vocabulary<ReservationDefault> =
    &[("worst package", ReservationDefault::WorstPackage), ("zero", ReservationDefault::Zero)];
/// The word for a meaning; every vocabulary is complete, and a test says so.
pub fn word_for<T: PartialEq>(vocabulary: &[(&'static str, T)], meaning: &T) -> &'static str {
    vocabulary.iter().find(|(_, known)| known == meaning).map_or("", |(word, _)| word)
}
