//! Why something about accounts was not done.

use super::departed::Departed;
use crate::http_error::{HttpError, ProblemKind};
use crate::service::{AskError, OpenError};
use crate::settings::rates::RateError;
use crate::work::BusyError;
use jiff::Timestamp;
use mediant_record::CommandError;
use std::fmt;
use std::time::Duration;

/// Why something about accounts was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountError {
    /// There is no account of this name and password. It says no more than that.
    WrongNameOrPassword,
    /// The passkey signs nobody in. It says no more than that.
    WrongPasskey,
    /// The link leads nowhere: it was mistyped, withdrawn, or never was.
    NoSuchLink,
    /// The link was used.
    LinkUsed,
    /// The link is too old.
    LinkExpired,
    /// Whoever made the link may not invite any more.
    LinkVoid,
    /// The link leads to a door that was shut.
    LinkShut,
    /// The link leads to a new door, which opens then.
    Waits(Timestamp),
    /// The account's person no longer speaks for its party.
    Departed(Departed),
    /// The account has no door on record that is open.
    NoDoor,
    /// It is for a principal of this party to do: one has come.
    TheirOwn(String),
    /// The record says no.
    Refused(CommandError),
    /// What was typed cannot be taken.
    Invalid {
        /// The name of the field that was typed into.
        field: &'static str,
        /// The cause in one sentence.
        message: String,
        /// What to do about it.
        help: String,
    },
    /// The role does not allow it.
    NotAllowed(&'static str),
    /// There is no such account or invitation, as far as the one who asked may know.
    Unknown,
    /// The rules do not allow it now.
    NotNow(&'static str),
    /// As much is there as one may have: how much, and what to do.
    Full(String, &'static str),
    /// Too many attempts.
    TooMany(RateError),
    /// The store does not answer.
    Unavailable,
}

impl AccountError {
    pub(super) fn invalid(field: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Invalid { field, message: message.into(), help: help.into() }
    }
}

impl From<RateError> for AccountError {
    fn from(error: RateError) -> Self {
        Self::TooMany(error)
    }
}

impl From<BusyError> for AccountError {
    fn from(BusyError: BusyError) -> Self {
        Self::TooMany(RateError { wait: Duration::from_secs(1) })
    }
}

impl From<OpenError> for AccountError {
    /// What exactly is wrong with the store goes to the log, not to whoever asks.
    fn from(error: OpenError) -> Self {
        tracing::error!(%error, "accounts cannot be reached");
        Self::Unavailable
    }
}

impl fmt::Display for AccountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        HttpError::from(self.clone()).fmt(f)
    }
}

impl std::error::Error for AccountError {}

impl From<AccountError> for HttpError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::WrongNameOrPassword => {
                Self::new(ProblemKind::WrongNameOrPassword, "there is no account with this name and password")
                    .help("type both again; who forgot the password asks the mediator for a new invitation")
            }
            AccountError::WrongPasskey => {
                Self::new(ProblemKind::WrongNameOrPassword, "this passkey signs nobody in here")
                    .help("try it again, or sign in with your name and password")
            }
            AccountError::NoSuchLink => Self::new(ProblemKind::Unknown, "this invitation leads nowhere")
                .help("copy the whole link, or ask for a new invitation"),
            AccountError::LinkUsed => {
                Self::new(ProblemKind::LinkOver, "this invitation was accepted already")
                    .help("sign in with the name and password that were chosen then")
            }
            AccountError::LinkExpired => Self::new(ProblemKind::LinkOver, "this invitation is too old")
                .help("ask for a new invitation"),
            AccountError::LinkVoid => Self::new(
                ProblemKind::LinkOver,
                "whoever made this invitation does not invite for the party any more",
            )
            .help("ask for a new invitation"),
            AccountError::LinkShut => {
                Self::new(ProblemKind::LinkOver, "this door was shut, or somebody came in by it")
                    .help("ask for a new invitation")
            }
            AccountError::Waits(opens) => {
                Self::new(ProblemKind::NotNow, format!("this door waits: it opens on {opens}"))
                    .help("come back then; it opens at once when somebody of the party agrees")
            }
            AccountError::Departed(departed) => departed.into(),
            AccountError::NoDoor => {
                Self::new(ProblemKind::NotAllowed, "no door stands open on record for this account").help(
                    "ask a principal of your party for an invitation, or the mediator where none has come",
                )
            }
            AccountError::TheirOwn(party) => Self::new(
                ProblemKind::NotAllowed,
                format!("a principal of {party} has come, and from then on lets its people in and out"),
            )
            .help(
                "ask a principal of the party; where the delegation lost its accounts, announce a new door",
            ),
            AccountError::Refused(refusal) => AskError::Refused(refusal).into(),
            AccountError::Invalid { field, message, help } => {
                Self::new(ProblemKind::Invalid, message).at(field).help(help)
            }
            AccountError::NotAllowed(why) => Self::new(ProblemKind::NotAllowed, why),
            AccountError::Unknown => Self::not_found(),
            AccountError::NotNow(why) => Self::new(ProblemKind::NotNow, why),
            AccountError::Full(why, help) => Self::new(ProblemKind::NotNow, why).help(help),
            AccountError::TooMany(too_many) => {
                let seconds = too_many.wait_s();
                Self::new(ProblemKind::TooMany, "there were too many attempts in a short time")
                    .help(format!("wait {seconds} s and try again"))
                    .retry_after_s(seconds)
            }
            AccountError::Unavailable => Self::unavailable(),
        }
    }
}
