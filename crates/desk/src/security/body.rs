//! Bodies of bounded length that arrive in bounded time.

use crate::accounts::is_api;
use crate::http_error::{HttpError, ProblemKind};
use crate::settings::Limits;
use crate::settings::Settings;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use mediant_record::Command;

/// The last step of the path to which a whole brief is sent as a form.
const COMPOSE: &str = "compose";
/// What somebody sends who is not signed in yet.
const OPEN: [&str; 4] = ["/sign-in", "/invitation/", "/api/v1/sign-in", "/api/v1/invitations/accept"];

/// The request without a body, which means nothing where nothing is to be changed.
pub(super) fn without(request: Request) -> Request {
    request.map(|_| Body::empty())
}

/// The request with its body in memory: read before anything is done, so that nobody who sends slowly holds anything up.
pub(super) async fn read(
    settings: &Settings,
    is_signed_in: bool,
    request: Request,
) -> Result<axum::http::Request<Bytes>, HttpError> {
    let limits = &settings.limits;
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let most = most(limits, is_signed_in, path);
    let too_large = || {
        // Nobody who is signed out by now is told that the text is too long.
        if is_signed_in || OPEN.iter().any(|open| path.starts_with(open)) {
            let help = if is_api(path) {
                "send less, or in several parts"
            } else {
                "go back in your browser, where what you typed still is, and send less, or in several parts"
            };
            HttpError::new(ProblemKind::TooLarge, format!("more than {most} bytes are not taken here"))
                .help(help)
        } else {
            HttpError::not_signed_in()
        }
    };
    if body.size_hint().lower() > most as u64 {
        return Err(too_large());
    }
    let whole = tokio::time::timeout(limits.body_time, Limited::new(body, most).collect()).await;
    match whole {
        Ok(Ok(whole)) => Ok(axum::http::Request::from_parts(parts, whole.to_bytes())),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(HttpError::new(ProblemKind::Malformed, "the request ended before its end")),
        Err(_) => Err(HttpError::new(ProblemKind::TooSlow, "the request did not arrive in time")
            .help("send it again over a better line")),
    }
}

/// So much of a form is kept for somebody whose session is over by the time it is sent: several times the longest text of a
/// command, in letters that take six bytes each.
const KEPT_MAX: usize = 1 << 20;

fn most(limits: &Limits, is_signed_in: bool, path: &str) -> usize {
    if !is_signed_in {
        let is_kept = path.starts_with("/do/")
            || matches!(
                path,
                "/brief/compose"
                    | "/reports/add_report"
                    | "/reports/decide"
                    | "/sign-in"
                    | "/sign-in/passkey"
            );
        return if is_kept { limits.visitor_bytes.max(KEPT_MAX) } else { limits.visitor_bytes };
    }
    let kind = path.rsplit('/').next().unwrap_or_default();
    let holds_file = Command::limits_of(kind).is_some_and(|limits| limits.file.is_some());
    // A text that is too long for the record comes back in its form: so the form is read whole.
    let is_form =
        path.starts_with("/do/") || path.starts_with("/reports/") || kind == COMPOSE || path == "/keep";
    if holds_file || is_form { limits.file_bytes } else { limits.body_bytes }
}
