//! What stands between the outside and the routes.
//!
//! Every request goes through one [`guard`](guarded): is its path plain, who asks, how often, does it come from a page of
//! this desk, how long is its body; and every answer comes back through it: a panic is an answer, a problem is a page
//! where one is read, and every answer carries the headers that tell a browser what it must not do.

mod answers;
mod body;
mod forgery;
mod headers;
mod host;
mod paths;
mod peer;
mod streams;

pub use peer::Peer;
pub(crate) use peer::Remote;
pub use streams::{StreamPlace, Streams};

use crate::accounts::{Departed, Recognised, SignInSession, cookie, in_line, is_api, network};
use crate::app::AppState;
use crate::http_error::{HttpError, ProblemKind};
use crate::server::Mark;
use crate::settings::Settings;
use crate::settings::rates::Rates;
use crate::work::{Turn, Turns};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// What the guard knows.
struct Guard {
    app: AppState,
    by_account: Rates<String>,
    by_address: Rates<String>,
    /// Bodies that are held in memory: those of accounts, and those of anybody else.
    bodies: [Arc<Turns<String>>; 2],
}

/// Requests with a body that are taken at a time, of those who are signed in and of others.
const BODIES_MAX: usize = 128;
/// The same of one account, or one network address.
const BODIES_EACH: usize = 16;
/// Requests of one account or address that may wait to be taken.
const BODIES_WAITING: usize = 512;

/// What the guard remembers of a request for its answer.
#[derive(Default)]
struct Asked {
    path: String,
    session: Option<SignInSession>,
    /// A session's cookie came of somebody who left.
    departed: Option<Departed>,
    /// A cookie came that is worth nothing.
    stale_cookie: bool,
    /// The form that they sent all the same, to be given back to them.
    typed: Option<Bytes>,
    /// What is held of its body counts as long as this is.
    body: Option<Turn<String>>,
}

/// The routes with the guard before them.
pub fn guarded(routes: Router<AppState>, app: AppState) -> Router {
    let limits = &app.settings.limits;
    let guard = Guard {
        by_account: Rates::new(limits.by_account),
        by_address: Rates::new(limits.by_address),
        bodies: [(); 2].map(|()| Turns::new(BODIES_MAX, BODIES_EACH, BODIES_WAITING)),
        app: app.clone(),
    };
    let routes = routes.fallback(|| async { HttpError::not_found() });
    routes.layer(from_fn_with_state(Arc::new(guard), guard_request)).with_state(app)
}

async fn guard_request(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut asked = Asked { path: request.uri().path().to_owned(), ..Asked::default() };
    let answer = match guard.admit(&mut asked, request).await {
        Ok(request) => answers::carried_out(request.method().is_safe(), next.run(request)).await,
        Err(problem) => problem.into_response(),
    };
    let mut answer = answers::finished(&guard.app, &asked, answer);
    headers::put(&guard.app.settings, &asked, answer.headers_mut());
    answer
}

impl Guard {
    /// The request as the routes may have it.
    async fn admit(&self, asked: &mut Asked, mut request: Request) -> Result<Request, HttpError> {
        let settings = &self.app.settings;
        host::check(settings, &request)?;
        if !paths::is_plain(&asked.path) {
            return Err(HttpError::not_found());
        }
        let peer = Peer::from_request(settings, &request);
        request.extensions_mut().insert(peer.clone());
        if !is_asset(&asked.path) {
            self.recognise(asked, &mut request).await?;
        }
        if !is_exempt(&asked.path) {
            self.limit(asked, &peer)?;
        }
        if request.method().is_safe() {
            return Ok(body::without(request));
        }
        forgery::check_origin(settings, request.headers())?;
        let departed = asked.departed.clone().filter(|_| !is_entrance(&asked.path));
        if let Some(departed) = &departed
            && is_api(&asked.path)
        {
            return Err(departed.clone().into());
        }
        let [of_accounts, of_others] = &self.bodies;
        let turns = if asked.session.is_some() { of_accounts } else { of_others };
        asked.body = Some(turns.turn(in_line(asked.session.as_ref(), &peer)).await?);
        let request = body::read(settings, asked.session.is_some(), request).await?;
        if let Some(departed) = departed {
            // Who left while typing gets back what was typed, and nothing else.
            asked.typed = Some(request.into_body());
            return Err(departed.into());
        }
        if let Some(session) = &asked.session {
            forgery::check_intent(session, is_api(&asked.path), &request)?;
        }
        Ok(request.map(axum::body::Body::from))
    }

    /// Finds out who asks.
    async fn recognise(&self, asked: &mut Asked, request: &mut Request) -> Result<(), HttpError> {
        let Some(token) = cookie::find(&self.app.settings, request.headers()) else { return Ok(()) };
        match self.app.accounts.recognise(&token).await? {
            Recognised::Session(session) => {
                if let Some(mark) = request.extensions().get::<Arc<Mark>>() {
                    mark.set_signed_in();
                }
                request.extensions_mut().insert(session.clone());
                asked.session = Some(session);
            }
            // Nobody is signed in, and what is public is read like by anybody; what is refused says why.
            Recognised::Departed(departed) => {
                request.extensions_mut().insert(departed.clone());
                asked.departed = Some(departed);
            }
            Recognised::Nobody => asked.stale_cookie = true,
        }
        Ok(())
    }

    /// Whoever is signed in counts as the account, anybody else as the network address.
    fn limit(&self, asked: &Asked, peer: &Peer) -> Result<(), HttpError> {
        let taken = match &asked.session {
            Some(session) => self.by_account.take(&session.account),
            None => self.by_address.take(&network(&peer.0)),
        };
        taken.map_err(|too_many| {
            let seconds = too_many.wait_s();
            HttpError::new(ProblemKind::TooMany, "there were too many requests in a short time")
                .help(format!("wait {seconds} s and ask again"))
                .retry_after_s(seconds)
        })
    }
}

/// Whether a request names this desk and comes from a page of it, or from nowhere.
pub(crate) fn comes_from_here(settings: &Settings, request: &Request) -> bool {
    host::check(settings, request).is_ok() && forgery::check_origin(settings, request.headers()).is_ok()
}

/// Whether the path is of a file that comes with the desk and is the same for everybody.
fn is_asset(path: &str) -> bool {
    path.starts_with("/assets/")
}

/// Whether the path is one by which somebody comes in.
fn is_entrance(path: &str) -> bool {
    matches!(
        path,
        "/sign-in"
            | "/sign-in/challenge"
            | "/sign-in/passkey"
            | "/api/v1/sign-in"
            | "/api/v1/invitations/accept"
    ) || path.starts_with("/invitation/")
}

/// Whether requests to the path do not count: files, and streams, which are opened again whenever a line breaks.
fn is_exempt(path: &str) -> bool {
    is_asset(path) || path == "/api/v1/events"
}
