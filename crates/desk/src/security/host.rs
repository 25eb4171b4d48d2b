//! Requests that name this desk and no other.
//!
//! A page elsewhere can have a name of its own lead to this machine, and then read what the desk answers as its own: the
//! name that the request was sent to gives it away. The desk answers to the name it was told, to addresses, and to
//! `localhost`; a proxy passes on either.

use crate::http_error::{HttpError, ProblemKind};
use crate::settings::Settings;
use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::uri::{Authority, Uri};
use std::net::IpAddr;

/// Refuses a request for another host.
///
/// # Errors
/// It names none, several, or another one.
pub(super) fn check(settings: &Settings, request: &Request) -> Result<(), HttpError> {
    let mut named = request.headers().get_all(HOST).iter();
    let first = match (request.uri().authority(), named.next(), named.next()) {
        (Some(authority), _, _) => Some(authority.clone()),
        (None, Some(one), None) => Authority::try_from(one.as_bytes()).ok(),
        (None, ..) => None,
    };
    let Some(authority) = first else {
        return Err(HttpError::new(ProblemKind::Malformed, "the request does not say for which host it is")
            .help("send one header `Host`"));
    };
    if is_own(settings, authority.host()) {
        return Ok(());
    }
    Err(HttpError::new(ProblemKind::WrongHost, "this desk does not go by the name that the request was sent to").help(
        "use the address that the desk was opened under; whoever keeps the desk names another one with `--origin`",
    ))
}

fn is_own(settings: &Settings, host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let told = settings.origin.as_deref().and_then(|origin| origin.parse::<Uri>().ok());
    let told = told.as_ref().and_then(Uri::host);
    bare.parse::<IpAddr>().is_ok()
        || host.eq_ignore_ascii_case("localhost")
        || told.is_some_and(|told| told.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn reason(settings: &Settings, hosts: &[&str]) -> Option<ProblemKind> {
        let mut request = Request::builder().uri("/");
        for host in hosts {
            request = request.header(HOST, *host);
        }
        check(settings, &request.body(Body::empty()).unwrap()).err().map(|problem| problem.kind)
    }

    #[test]
    fn addresses_and_the_name_that_was_told_are_answered_to() {
        let told = Settings { origin: Some("https://talks.example:8443".to_owned()), ..Settings::default() };
        let plain = Settings::default();
        for own in
            ["127.0.0.1:8080", "192.0.2.7", "[::1]:8080", "[2001:db8::1]", "localhost", "LocalHost:8080"]
        {
            assert_eq!(reason(&plain, &[own]), None, "{own}");
            assert_eq!(reason(&told, &[own]), None, "{own}");
        }
        assert_eq!(reason(&told, &["Talks.Example:8443"]), None);
        assert_eq!(reason(&told, &["talks.example"]), None);
        for other in [
            "evil.example",
            "evil.example:8080",
            "talks.example.evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
        ] {
            assert_eq!(reason(&plain, &[other]), Some(ProblemKind::WrongHost), "{other}");
            assert_eq!(reason(&told, &[other]), Some(ProblemKind::WrongHost), "{other}");
        }
        assert_eq!(reason(&plain, &["talks.example"]), Some(ProblemKind::WrongHost));
        for unclear in [&[][..], &["127.0.0.1", "127.0.0.1"], &["a b"], &[""]] {
            assert_eq!(reason(&plain, unclear), Some(ProblemKind::Malformed), "{unclear:?}");
        }
    }
}
