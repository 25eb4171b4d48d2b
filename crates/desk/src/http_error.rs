//! What went wrong, as whoever asked is told (RFC 9457).
//!
//! A handler returns a [`HttpError`]; the [guard](crate::security) sends it as `application/problem+json` to callers of
//! the API and as a page to readers of pages. It never holds more than its reader may know.

use crate::service::AskError;
use crate::work::BusyError;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use mediant_pages::again::Fault;
use mediant_pages::words::Tone;
use mediant_record::refusal::Reason;
use mediant_words::{Language, say};
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;

/// Of which sort a problem is. Its word stands in the problem as `reason`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Sort")]
pub enum ProblemKind {
    /// The request cannot be read: broken JSON, a wrong type, a header that is missing.
    Malformed,
    /// The request is for another desk: it names a host that is not this one's.
    WrongHost,
    /// Nobody is signed in.
    NotSignedIn,
    /// Name and password do not belong together.
    WrongNameOrPassword,
    /// The role does not allow it.
    NotAllowed,
    /// Nothing shows that the request comes from a page of this desk.
    Forged,
    /// A mandate is missing.
    NoMandate,
    /// The account's person no longer speaks for its party.
    Departed,
    /// There is no such thing, as far as the one who asked may know.
    Unknown,
    /// The path knows no such method.
    WrongMethod,
    /// The request took too long to arrive.
    TooSlow,
    /// What the command rests on has changed since it was read.
    Stale,
    /// The rules of the talks do not allow it now.
    NotNow,
    /// The link was used, withdrawn, or is no longer valid.
    LinkOver,
    /// The request is longer than what is taken.
    TooLarge,
    /// The content is of a type that is not taken here.
    WrongType,
    /// The request does not make sense.
    Invalid,
    /// Another request of this name was carried out before, and this one was not.
    NameTaken,
    /// Too many requests in a short time.
    TooMany,
    /// A mistake of the desk's own.
    Internal,
    /// The record cannot be reached at the moment.
    Unavailable,
}

impl ProblemKind {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::Malformed,
        Self::WrongHost,
        Self::NotSignedIn,
        Self::WrongNameOrPassword,
        Self::NotAllowed,
        Self::Forged,
        Self::NoMandate,
        Self::Departed,
        Self::Unknown,
        Self::WrongMethod,
        Self::TooSlow,
        Self::Stale,
        Self::NotNow,
        Self::LinkOver,
        Self::TooLarge,
        Self::WrongType,
        Self::Invalid,
        Self::NameTaken,
        Self::TooMany,
        Self::Internal,
        Self::Unavailable,
    ];

    /// Its word, such as `not_allowed`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::WrongHost => "wrong_host",
            Self::NotSignedIn => "not_signed_in",
            Self::WrongNameOrPassword => "wrong_name_or_password",
            Self::NotAllowed => "not_allowed",
            Self::Forged => "forged",
            Self::NoMandate => "no_mandate",
            Self::Departed => "departed",
            Self::Unknown => "unknown",
            Self::WrongMethod => "wrong_method",
            Self::TooSlow => "too_slow",
            Self::Stale => "stale",
            Self::NotNow => "not_now",
            Self::LinkOver => "link_over",
            Self::TooLarge => "too_large",
            Self::WrongType => "wrong_type",
            Self::Invalid => "invalid",
            Self::NameTaken => "name_taken",
            Self::TooMany => "too_many",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
        }
    }

    /// The status of the answer.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::WrongHost => StatusCode::MISDIRECTED_REQUEST,
            Self::NotSignedIn | Self::WrongNameOrPassword => StatusCode::UNAUTHORIZED,
            Self::NotAllowed | Self::Forged | Self::NoMandate | Self::Departed => StatusCode::FORBIDDEN,
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Stale | Self::NotNow => StatusCode::CONFLICT,
            Self::LinkOver => StatusCode::GONE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::WrongType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid | Self::NameTaken => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// A heading, the same for every problem of the sort.
    pub fn title(self) -> &'static str {
        match self {
            Self::Malformed => "The request cannot be read",
            Self::WrongHost => "Another host's request",
            Self::NotSignedIn => "Not signed in",
            Self::WrongNameOrPassword => "Name and password do not belong together",
            Self::NotAllowed => "Not allowed",
            Self::Forged => "Not sent from a page of this desk",
            Self::NoMandate => "A mandate is missing",
            Self::Departed => "This account is no longer in use",
            Self::Unknown => "Not found",
            Self::WrongMethod => "Not possible here",
            Self::TooSlow => "Too slow",
            Self::Stale => "Changed in the meantime",
            Self::NotNow => "Not now",
            Self::LinkOver => "The link is no longer valid",
            Self::TooLarge => "Too long",
            Self::WrongType => "Content of another type",
            Self::Invalid => "This does not make sense",
            Self::NameTaken => "Sent before with other words",
            Self::TooMany => "Too many requests",
            Self::Internal => "A mistake of the desk's own",
            Self::Unavailable => "The record cannot be reached",
        }
    }

    /// The sort that fits a status best.
    fn of_status(status: StatusCode) -> Self {
        let own = Self::ALL.into_iter().find(|kind| kind.status() == status);
        let other = if status.is_server_error() { Self::Internal } else { Self::Malformed };
        own.unwrap_or(other)
    }
}

impl From<Reason> for ProblemKind {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::NotAllowed => Self::NotAllowed,
            Reason::Unknown => Self::Unknown,
            Reason::Stale => Self::Stale,
            Reason::NoMandate => Self::NoMandate,
            Reason::NotNow => Self::NotNow,
            Reason::Invalid => Self::Invalid,
        }
    }
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpError {
    /// Of which sort it is; status and heading follow from it.
    pub kind: ProblemKind,
    /// The cause in one sentence.
    pub detail: String,
    /// The path that was asked for.
    pub instance: Option<String>,
    /// The field it is about, such as `plan.parties`.
    pub field: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// After how many seconds to ask again.
    pub retry_after_s: Option<u64>,
}

/// A problem as it is sent.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Details {
    /// The sort of problem, as a reference to its description.
    #[serde(rename = "type")]
    pub kind: String,
    /// The heading, the same for every problem of the sort.
    pub title: &'static str,
    /// The status of the answer.
    pub status: u16,
    /// The cause in one sentence.
    pub detail: String,
    /// The path that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The sort of problem as a word.
    pub reason: ProblemKind,
    /// The field it is about, such as `plan.parties`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl HttpError {
    /// A problem of this sort, with its cause in one sentence.
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), instance: None, field: None, help: None, retry_after_s: None }
    }

    /// The same, about this field.
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same, with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, to be asked again after so many seconds.
    pub fn retry_after_s(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// Nobody is signed in, and somebody has to be.
    pub fn not_signed_in() -> Self {
        Self::new(ProblemKind::NotSignedIn, "this is for those who are signed in")
            .help("sign in and ask again")
    }

    /// There is nothing at this path, or nothing that the reader may know of.
    pub fn not_found() -> Self {
        Self::new(ProblemKind::Unknown, "there is nothing here that you may read")
    }

    /// The desk made a mistake, which it keeps to itself.
    pub fn internal() -> Self {
        Self::new(ProblemKind::Internal, "the desk made a mistake and did not carry this out")
            .help("ask again; if it happens again, tell the one who keeps the record when it happened")
    }

    /// The store does not answer.
    pub fn unavailable() -> Self {
        Self::new(ProblemKind::Unavailable, "the record cannot be reached at the moment")
            .help("ask again in a moment: what was carried out already is not carried out twice")
            .retry_after_s(1)
    }

    /// Too much of what somebody asked for waits already.
    pub fn busy() -> Self {
        Self::new(ProblemKind::TooMany, "much of what you asked for is being worked on already")
            .help("wait for the answers, and ask again then")
            .retry_after_s(1)
    }

    /// What can be said about a status alone.
    pub fn of_status(status: StatusCode) -> Self {
        let kind = ProblemKind::of_status(status);
        match kind {
            ProblemKind::Unknown => Self::not_found(),
            ProblemKind::Internal => Self::internal(),
            ProblemKind::Unavailable => Self::unavailable(),
            ProblemKind::NotSignedIn => Self::not_signed_in(),
            ProblemKind::WrongMethod => Self::new(kind, "this path does not know the method"),
            ProblemKind::TooLarge => Self::new(kind, "the request is longer than what is taken here"),
            ProblemKind::WrongType => Self::new(kind, "content of this type is not taken here").help(
                "commands are sent as `application/json`, forms as `application/x-www-form-urlencoded`",
            ),
            _ => Self::new(kind, "the request cannot be read"),
        }
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.kind.status()
    }

    /// A heading, the same for every one of its kind.
    pub fn title(&self) -> &'static str {
        self.kind.title()
    }

    /// The problem as it is sent.
    pub fn details(&self) -> Details {
        Details {
            kind: format!("/api/v1/problems#{}", self.kind.word()),
            title: self.title(),
            status: self.status().as_u16(),
            detail: self.detail.clone(),
            instance: self.instance.clone(),
            reason: self.kind,
            field: self.field.clone(),
            help: self.help.clone(),
        }
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl std::error::Error for HttpError {}

impl From<AskError> for HttpError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Refused(refusal) => Self {
                field: refusal.field,
                help: refusal.help,
                ..Self::new(refusal.reason.into(), refusal.message)
            },
            AskError::NameTaken => Self::new(
                ProblemKind::NameTaken,
                "a request of this name was carried out before, and it said something else: this one was not carried out",
            )
            .help("look at what is on record, and send this under another name if it is to be done as well"),
            AskError::UnknownReader => Self::new(ProblemKind::NotNow, "your party is not on record yet")
                .help("the mediator adds parties to the record"),
            AskError::Faulty => Self::internal(),
            AskError::Busy => Self::busy(),
            AskError::Unavailable => Self::unavailable(),
        }
    }
}

impl From<BusyError> for HttpError {
    fn from(BusyError: BusyError) -> Self {
        Self::busy()
    }
}

impl IntoResponse for HttpError {
    /// As JSON. The problem goes along as an extension, from which the guard makes a page where one is wanted.
    fn into_response(self) -> Response {
        // Strings and numbers alone: they can always be written.
        let json = serde_json::to_vec(&self.details()).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (self.status(), [(CONTENT_TYPE, kind)], json).into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<&HttpError> for Fault {
    fn from(problem: &HttpError) -> Self {
        Self {
            lead: say!(Language::English, problem.not_done),
            tone: Tone::Blocked,
            cause: problem.detail.clone(),
            help: problem.help.clone(),
            field: problem.field.clone().filter(|field| !field.is_empty()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_sort_has_its_own_word_which_is_how_it_is_written() {
        let words: BTreeSet<_> = ProblemKind::ALL.iter().map(|kind| kind.word()).collect();
        assert_eq!(words.len(), ProblemKind::ALL.len());
        for kind in ProblemKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
    }

    #[test]
    fn a_status_finds_a_sort_of_the_same_kind() {
        for code in 400..600 {
            let status = StatusCode::from_u16(code).unwrap();
            let found = HttpError::of_status(status).status();
            assert_eq!(found.is_server_error(), status.is_server_error(), "{code}");
        }
        assert_eq!(HttpError::of_status(StatusCode::NOT_FOUND).status(), StatusCode::NOT_FOUND);
    }
}
