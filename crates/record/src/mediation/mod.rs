//! A shuttle mediation: what a party is asked alone, what it answers, and what comes of it.

mod command;
mod event;
mod rankings;
mod shape;
mod state;
mod values;

pub use command::{
    AnswerMediation, CancelMediation, ChangeQuestioningRule, ConcludeMediation, OPTIONS_MAX, OpenMediation,
    ResumeMediation,
};
pub use event::{
    MediationCancelled, MediationConcluded, MediationOpened, MediationProgressed, MediationProposed,
    MediationResumed, MediationTold, QuestioningRuleChanged,
};
pub use rankings::{ConfirmRankings, RankingRequest};
pub use shape::{
    AnswerError, Ask, Estimated, Exchange, LeftOut, Manner, MediatedIssue, MediationId, MediationOutcome,
    Options, Reply, ReplyRequest,
};
pub use state::{Mediation, MediationStage, Progress, Told};
