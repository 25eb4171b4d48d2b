//! Suggestions: what a report states, each as words of it and values computed from them.

pub mod confidence;
pub mod fact;
pub mod floor;
pub mod form;
pub mod linear;
pub mod parties;
pub mod party;
pub mod reading;
pub mod speakers;
pub mod voice;
pub mod when;
pub mod who;
pub mod whose;

pub use fact::{Event, Fact, Field, From, PersonChange, SessionState, Stance, StatusKind, Suggestion, Way};
pub use linear::{Judges, Linear};
pub use parties::Parties;
pub use reading::Reading;
