//! Who asks: somebody who is signed in, or a visitor.

use super::Departed;
use crate::http_error::HttpError;
use crate::security::Peer;
use crate::service::Asker;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use mediant_model::PersonId;
use mediant_model::case::Reader;
use mediant_record::actor::ActingAccount;
use mediant_record::{Actor, Role};
use std::convert::Infallible;
use std::fmt;

/// Somebody who is signed in.
///
/// As an argument of a handler it refuses everybody else: a caller of the API with a problem, a reader of pages by
/// leading to `/sign-in`. As `Option<SignInSession>` it lets everybody in.
#[derive(Clone, PartialEq, Eq)]
pub struct SignInSession {
    /// The id of the account.
    pub account: String,
    /// The name on the account.
    pub name: String,
    /// The role that the account was made for.
    pub role: Role,
    /// Which person of the case, where it is one.
    pub person: Option<PersonId>,
    /// Where days begin, such as `Europe/Kyiv`.
    pub time_zone: Option<String>,
    /// What forms carry to show that they come from a page of this session. The same as long as the session lasts.
    pub form_token: String,
    /// Under which the sign-in is kept.
    pub(super) key: String,
}

impl SignInSession {
    /// The session as the record names whoever gives a command.
    pub fn actor(&self) -> Actor {
        Actor { role: self.role.clone(), person: self.person.clone() }
    }

    /// For whom pages are built.
    pub fn reader(&self) -> Reader {
        self.role.reader()
    }
}

impl From<&SignInSession> for Asker {
    fn from(session: &SignInSession) -> Self {
        let account = ActingAccount { id: session.account.clone(), name: session.name.clone() };
        Self { actor: session.actor(), account: Some(account) }
    }
}

impl fmt::Debug for SignInSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session({}, {})", self.account, self.role.word())
    }
}

/// Whose the token in a cookie is.
#[derive(Debug)]
pub enum Recognised {
    /// A session's that goes on.
    Session(SignInSession),
    /// One that somebody had who left the party: nobody is signed in by it.
    Departed(Departed),
    /// Nobody's, or nobody's any more.
    Nobody,
}

/// Who takes turns: the account of whoever is signed in, else the network that a request comes from.
pub(crate) fn in_line(session: Option<&SignInSession>, peer: &Peer) -> String {
    match session {
        Some(session) => session.account.clone(),
        None => format!("from {}", super::network(&peer.0)),
    }
}

/// Whoever asks, signed in or not.
#[derive(Clone, Debug)]
pub struct Visitor(pub Option<SignInSession>);

impl Visitor {
    /// Who acts: without a session an observer.
    pub fn actor(&self) -> Actor {
        self.0.as_ref().map_or_else(|| Actor::new(Role::Observer), SignInSession::actor)
    }

    /// Who takes turns for what is made for the visitor: the account, else the network that it comes from.
    pub fn in_line(&self, peer: &Peer) -> String {
        in_line(self.0.as_ref(), peer)
    }

    /// For whom pages are built: without a session the public.
    pub fn reader(&self) -> Reader {
        self.0.as_ref().map_or(Reader::Public, SignInSession::reader)
    }
}

/// Leads to where one signs in, or tells a caller of the API that nobody is signed in.
pub struct SignInFirst {
    to: Option<String>,
}

impl IntoResponse for SignInFirst {
    fn into_response(self) -> Response {
        match self.to {
            Some(to) => Redirect::to(&to).into_response(),
            None => HttpError::not_signed_in().into_response(),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for SignInSession {
    type Rejection = SignInFirst;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        // The guard has looked at the cookie.
        if let Some(session) = parts.extensions.get::<Self>() {
            return Ok(session.clone());
        }
        let path = parts.uri.path();
        // Whoever followed a link comes back to it; a form cannot be sent again that way.
        let to = (!is_api(path)).then(|| {
            if parts.method == axum::http::Method::GET && path != "/" {
                let mut query = form_urlencoded::Serializer::new(String::new());
                let asked = parts.uri.path_and_query().map_or(path, |whole| whole.as_str());
                query.append_pair("return", asked);
                format!("/sign-in?{}", query.finish())
            } else {
                "/sign-in".to_owned()
            }
        });
        Err(SignInFirst { to })
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for SignInSession {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.extensions.get::<SignInSession>().cloned()))
    }
}

/// Whether the path belongs to the API rather than to pages.
pub(crate) fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}
