//! Shuttle mediation: the engine asks each party alone, and finds a fair package without being told what anything is
//! worth.
//!
//! A [`Mediation`] holds an [`Interview`] with each party. It asks forms first ("order the options of this issue", "order
//! the issues"), then "do you accept this package?" and "which of these two, different in at most two issues?"
//! ([`Question`], [`Answer`]). For each party it keeps two books:
//!
//! * a *belief*, a sample of utilities that bear out the answers under a published [`prior`]. It chooses questions and
//!   proposals, and gives [`Estimate`]s. Floats may rule here, for nothing that they decide is called proven.
//! * a *cone*, the answers as [`Statement`]s: sound inequalities in whole numbers over what options are worth and the
//!   walk-away. Proofs come from here alone: a proven share of the best product of gains, and the certificate that by the
//!   refusals no package is acceptable to everybody ([`RoomSearch`], [`Room`]), which the crate `mediant-check` verifies.
//!
//! **Blind by default.** What a party is asked depends on its own answers, its own told red lines and the table
//! ([`Manner::Blind`]); only a package put to everybody, and when, depend on all. [`Manner::Coupled`] asks from
//! everybody's answers, for cases whose rules allow that.
//!
//! [`Session`] leads a whole mediation for whoever asks at a terminal, at the desk or in a simulation; a
//! [`SimulatedParty`] answers from a utility, wrongly as often as it is told to. No clock, no I/O: chance comes from a seed,
//! and the same seed and answers give the same questions.
//!
//! Sources: Golovin, Krause and Ray 2010 (arXiv 1010.3091) for questions by the loss that they separate; Sarabando and Dias
//! 2009 for mediating with orders; Charnes and Cooper 1962 for the proven share.

mod agenda;
mod ask;
mod belief;
mod certificate;
mod combination;
mod counterpart;
mod draw;
mod interview;
mod mediation;
mod nash_point;
pub mod prior;
mod propose;
mod question;
mod red_lines;
mod room;
mod session;
mod settings;
mod share;
mod simulated;
mod statement;

pub use agenda::{Agenda, Unsuited};
pub use interview::Interview;
pub use mediation::{Manner, Mediation, Proposal, Step};
pub use propose::Estimate;
pub use question::{Answer, Exchange, Misfit, Question};
pub use red_lines::told_red_lines;
pub use room::{Room, RoomSearch};
pub use session::{Outcome, Purpose, Session, Turn};
pub use settings::Settings;
pub use simulated::SimulatedParty;
pub use statement::{Part, Relation, Statement};
