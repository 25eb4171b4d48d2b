//! Shuttle mediation: the desk asks each party through the engine, and works out a package from everybody's answers.
//!
//! Asked *blind*, a party's questions are worked out from what that party knows and answered itself, and from nothing
//! else: not even the time that takes depends on the others. Asked *coupled*, where the rules of the case allow it, they
//! are worked out from everybody's answers; the mediation says so on its face. What follows from all answers together is
//! worked out when the mediator ends the questioning, and at no other time.

mod deposited;
mod interviews;
mod matter;
mod outcome;
mod red_lines;

pub use interviews::Interviews;
pub(crate) use outcome::{Basis, outcome};

use mediant_mediate::Settings;
use mediant_model::PartyId;
use mediant_record::mediation::MediationId;

/// People answer in a hurry: about one answer in seventeen is taken to be wrong.
const ERROR_RATE: f64 = 0.06;

fn settings() -> Settings {
    Settings { error_rate: ERROR_RATE, ..Settings::default() }
}

/// Where a party's questions start from: its own in every mediation, and the same at each look.
fn seed(mediation: &MediationId, party: Option<&PartyId>) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for part in [mediation.as_str(), party.map_or("", PartyId::as_str)] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut first = [0; 8];
    hasher.finalize_xof().fill(&mut first);
    u64::from_le_bytes(first)
}
