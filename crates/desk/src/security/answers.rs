//! Answers that say no more than they should.

use super::Asked;
use crate::accounts::is_api;
use crate::app::AppState;
use crate::http_error::{HttpError, ProblemKind};
use crate::site;
use axum::http::HeaderValue;
use axum::http::header::{ALLOW, CONNECTION, CONTENT_TYPE, LOCATION, RETRY_AFTER, SET_COOKIE};
use axum::response::{IntoResponse, Response};
use std::future::Future;
use tokio::task::JoinHandle;

/// The answer, or a problem in its place if working it out panicked.
///
/// What changes anything is worked out to its end even when whoever asked goes away meanwhile, so that what was begun is
/// not left half done: an account made and its entry in the audit missing. What only reads ends with whoever asked: what
/// is worked out for nobody else stops. What a panic left behind is not used again but for the record, whose locks stand
/// a panic.
pub(super) async fn carried_out(
    only_reads: bool,
    answer: impl Future<Output = Response> + Send + 'static,
) -> Response {
    let mut task = Task { running: tokio::spawn(answer), ends_with_us: only_reads };
    (&mut task.running).await.unwrap_or_else(|_| {
        tracing::error!("a request was given up after a panic");
        HttpError::internal().into_response()
    })
}

/// An answer that is being worked out.
struct Task {
    running: JoinHandle<Response>,
    ends_with_us: bool,
}

impl Drop for Task {
    fn drop(&mut self) {
        if self.ends_with_us {
            self.running.abort();
        }
    }
}

/// The answer as it goes out: what failed is a problem, as a page where pages are read.
pub(super) fn finished(app: &AppState, asked: &Asked, answer: Response) -> Response {
    let Some(mut problem) = problem_of(&answer) else { return answer };
    if let Some(departed) = asked.departed.as_ref().filter(|_| problem.kind == ProblemKind::NotSignedIn) {
        problem = departed.clone().into();
    }
    if problem.status().is_server_error() {
        tracing::error!(path = named(&asked.path), status = problem.status().as_u16(), "a request failed");
    }
    let mut told = if is_api(&asked.path) {
        problem.instance = Some(asked.path.clone());
        problem.clone().into_response()
    } else {
        site::problem_page(app, asked.session.as_ref(), &asked.path, &problem, asked.typed.as_ref())
    };
    *told.status_mut() = problem.status();
    for name in [ALLOW, RETRY_AFTER, LOCATION, SET_COOKIE] {
        for value in answer.headers().get_all(&name) {
            told.headers_mut().insert(name.clone(), value.clone());
        }
    }
    // What was not read of the request is not read any more.
    if matches!(problem.status().as_u16(), 408 | 413 | 421 | 429) {
        told.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    told
}

/// A path as the log names it: without the secret of an invitation's link.
fn named(path: &str) -> &str {
    const INVITATION: &str = "/invitation/";
    if path.starts_with(INVITATION) { INVITATION } else { path }
}

/// What went wrong: what a handler said, or what can be said about a bare status.
fn problem_of(answer: &Response) -> Option<HttpError> {
    if let Some(problem) = answer.extensions().get::<HttpError>() {
        return Some(problem.clone());
    }
    let status = answer.status();
    let kind = answer.headers().get(CONTENT_TYPE).map_or(&[][..], HeaderValue::as_bytes);
    let is_written = kind.starts_with(b"text/html") || kind.starts_with(b"application/problem+json");
    (status.is_client_error() || status.is_server_error()).then_some(())?;
    (!is_written).then(|| HttpError::of_status(status))
}
