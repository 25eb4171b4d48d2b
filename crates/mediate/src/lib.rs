//! Shuttle mediation: the engine asks each party alone, and finds a fair package without being told what anything is
//! worth.
//!
//! A [`Mediation`] holds an [`Interview`] with each party. It asks forms first ("order the options of this issue", "order
//! the issues"), then "do you accept this package?" and "which of these two, different in at most two issues?"
//! ([`Question`], [`Answer`]). For each party it keeps two books:
//!
//! * a *belief*, a sample of utilities that bear out the answers under a published [`prior`]. It chooses questions and
//!   proposals, and gives [`Estimate`]s. Floats may rule here, for nothing that they decide is called proven.
//! * a *cone*, the answers as [`Statement`]s: inequalities in whole numbers over what options are worth and the
//!   walk-away, true of whoever values issues one by one and answered truly. What is proven under that assumption comes from
//!   here alone: a share of the best product of gains, and the certificate that no package can pass ([`RoomSearch`],
//!   [`Room`]), which the crate `mediant-check` verifies.
//!
//! **Nothing is claimed without its assumption.** What a party said of this very package needs none. Inference from its
//! other answers does ([`Footing`]): where they fit nobody, or a brief at hand shows that it counts combinations, nothing
//! rests on them, and the [`MediationDriver`] goes on with whole packages and votes on one text.
//!
//! **The agreement rule counts.** A deal is a package to which enough parties said yes, by quorum and veto ([`Rule`]); there
//! is none only where every package is refused by so many that it cannot pass.
//!
//! **Blind by default.** What a party is asked depends on its own answers, its own told red lines and the table
//! ([`Manner::Blind`]); only a package put to everybody, and when, depend on all. [`Manner::Coupled`] asks from
//! everybody's answers, for cases whose rules allow that.
//!
//! [`MediationDriver`] leads a whole mediation for whoever asks at a terminal, at the desk or in a simulation; a
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
mod footing;
mod interview;
mod mediation;
mod nash_point;
mod parties;
pub mod prior;
mod propose;
mod question;
mod room;
mod rule;
mod session;
mod settings;
mod share;
mod simulated;
mod single_text;
mod statement;
mod values;
mod verdicts;

pub use agenda::{Agenda, UnsuitedError};
pub use footing::{ASSUMPTION, Footing};
pub use interview::Interview;
pub use mediation::{Manner, Mediation, Proposal, Step};
pub use parties::Parties;
pub use propose::Estimate;
pub use question::{Answer, AnswerError, Exchange, Question};
pub use room::{Room, RoomSearch};
pub use rule::Rule;
pub use session::{MediationDriver, MediationEnding, Purpose, Turn};
pub use settings::Settings;
pub use simulated::SimulatedParty;
pub use statement::{Part, Relation, Statement};
