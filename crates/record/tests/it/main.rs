//! The integration tests of this crate, in one binary: a link costs more than most tests.

mod authority;
mod backup;
mod clock;
mod confidences;
mod disclosure;
mod ending;
mod laws;
mod mediation;
mod memory;
mod names;
mod noninterference;
mod reference;
mod reports;
mod sealed;
mod sealing;
mod stored;
mod talks;
mod tampering;
