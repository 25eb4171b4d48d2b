//! A shuttle mediation: what a party is asked alone, what it answers, and what comes of it.

mod command;
mod event;
mod shape;
mod state;

pub use command::{
    AnswerMediation, CancelMediation, ChangeQuestioningRule, ConcludeMediation, OpenMediation,
    ResumeMediation,
};
pub use event::{
    MediationCancelled, MediationConcluded, MediationOpened, MediationProgressed, MediationProposed,
    MediationResumed, MediationTold, QuestioningRuleChanged,
};
pub use shape::{
    AnswerError, Ask, Estimated, Exchange, Manner, MediatedIssue, MediationId, MediationOutcome, Options,
    Reply, ReplyRequest,
};
pub use state::{Mediation, MediationStage, Progress, Told};
