//! Requests that another site makes a browser send.
//!
//! The cookie is `SameSite=Lax`, so that no other site's form carries it. On top of that, what changes anything must not
//! say that it comes from elsewhere, and must show that it was meant: a page's form by the session's token, a program by
//! the same token in a header or by the browser's word that a page of this desk sent it.

use crate::accounts::SignInSession;
use crate::http_error::{HttpError, ProblemKind};
use crate::settings::Settings;
use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, Request};
use subtle::ConstantTimeEq;

/// The header that shows that a request was meant.
const TOKEN_HEADER: &str = "x-mediant-token";
/// The field of a form that shows the same.
const TOKEN_FIELD: &str = "token";
const FETCH_SITE: &str = "sec-fetch-site";

/// Refuses a request that says it comes from another site.
///
/// # Errors
/// It does.
pub(super) fn check_origin(settings: &Settings, headers: &HeaderMap) -> Result<(), HttpError> {
    let fetched = headers.get(FETCH_SITE).is_none_or(|site| site == "same-origin" || site == "none");
    let mut origins = headers.get_all(ORIGIN).iter();
    if fetched && origins.all(|origin| is_own(settings, headers, origin.as_bytes())) {
        return Ok(());
    }
    Err(forged("the request comes from another site"))
}

/// Refuses a request that does not show that it was meant.
///
/// # Errors
/// It does not.
pub(super) fn check_intent(
    session: &SignInSession,
    is_api: bool,
    request: &Request<Bytes>,
) -> Result<(), HttpError> {
    let headers = request.headers();
    let own = session.form_token.as_bytes();
    let in_header = headers.get(TOKEN_HEADER).is_some_and(|token| token.as_bytes().ct_eq(own).into());
    let meant = in_header
        || if !is_api && is_form(headers) {
            let mut fields = form_urlencoded::parse(request.body());
            fields.any(|(name, value)| name == TOKEN_FIELD && bool::from(value.as_bytes().ct_eq(own)))
        } else {
            headers.get(FETCH_SITE).is_some_and(|site| site == "same-origin")
        };
    if meant { Ok(()) } else { Err(forged("nothing shows that this was sent from a page of this session")) }
}

fn forged(detail: &'static str) -> HttpError {
    HttpError::new(ProblemKind::Forged, detail).help(
        "load the page again and send the form from there; a program sends the `form_token` of `/api/v1/me` in the \
         header `x-mediant-token`",
    )
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Whether an origin is this desk's.
fn is_own(settings: &Settings, headers: &HeaderMap, origin: &[u8]) -> bool {
    if let Some(own) = &settings.origin {
        return origin.eq_ignore_ascii_case(own.trim_end_matches('/').as_bytes());
    }
    let host = origin.strip_prefix(b"http://").or_else(|| origin.strip_prefix(b"https://"));
    match (host, headers.get(HOST)) {
        (Some(host), Some(own)) => host.eq_ignore_ascii_case(own.as_bytes()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn checked(settings: &Settings, pairs: &[(&'static str, &'static str)]) -> bool {
        let pairs = pairs.iter().map(|(name, value)| {
            (axum::http::HeaderName::from_static(name), HeaderValue::from_static(value))
        });
        let mut headers = HeaderMap::new();
        headers.extend(pairs);
        check_origin(settings, &headers).is_ok()
    }

    #[test]
    fn other_origins_are_refused_however_they_are_written() {
        let settings = Settings::default();
        assert!(checked(&settings, &[("host", "desk.example:8080"), ("origin", "http://desk.example:8080")]));
        assert!(checked(&settings, &[("host", "desk.example")]));
        for origin in [
            "http://evil.example",
            "null",
            "",
            "desk.example",
            "http://desk.example.evil.example",
            "http://desk.example@evil.example",
            "ftp://desk.example",
            "http://desk.example:81",
        ] {
            assert!(!checked(&settings, &[("host", "desk.example"), ("origin", origin)]), "{origin}");
        }
        for site in ["cross-site", "same-site", "", "SAME-ORIGIN, none"] {
            assert!(!checked(&settings, &[("sec-fetch-site", site)]), "{site}");
        }
    }

    #[test]
    fn a_stated_origin_counts_rather_than_the_host() {
        let settings = Settings { origin: Some("https://talks.example".to_owned()), ..Settings::default() };
        assert!(checked(&settings, &[("host", "127.0.0.1:8080"), ("origin", "https://talks.example")]));
        assert!(!checked(&settings, &[("host", "talks.example"), ("origin", "http://talks.example")]));
    }
}
