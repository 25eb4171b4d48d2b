//! Shuttle mediation: the engine asks each party in turn, and proposes.

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
