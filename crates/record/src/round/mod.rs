//! Rounds: questions whose answers nobody reads before the end.

mod command;
mod event;
mod shape;
mod state;

pub use command::{AnswerRound, CancelRound, CloseRound, OpenRound};
pub use event::{
    RoundAnswerReceived, RoundAnswered, RoundAnswersShown, RoundCancelled, RoundClosed, RoundOpened,
};
pub use shape::{Matter, Question, QuestionId, Reveal, RoundId, SealedAnswers};
pub use state::{Round, RoundState, Sealed};
