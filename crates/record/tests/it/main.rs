//! The integration tests of this crate, in one binary: a link costs more than most tests.

mod authority;
mod authors;
mod backup;
mod clock;
mod confidences;
mod disclosure;
mod doors;
mod ending;
mod laws;
mod limits;
mod mediation;
mod memory;
mod mending;
mod names;
mod naming;
mod noninterference;
mod party_acts;
mod phase;
mod reference;
mod reports;
mod sealed;
mod sealing;
mod stored;
mod talks;
mod tampering;
mod whose_word;
