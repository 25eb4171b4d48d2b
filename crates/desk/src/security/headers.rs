//! What browsers are told not to do.

use super::{Asked, is_asset};
use crate::accounts::cookie;
use crate::settings::Settings;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, SET_COOKIE, STRICT_TRANSPORT_SECURITY};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// Everything comes from this desk, nothing runs that is not one of its files, and nobody frames it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const ALWAYS: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    // Nothing to anybody else. With `no-referrer` browsers would not say of this desk's own forms where they come from.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
    ),
    // What is public is public by being shown here, not by being found elsewhere.
    ("x-robots-tag", "noindex, nofollow"),
];

/// Puts them on an answer.
pub(super) fn put(settings: &Settings, asked: &Asked, headers: &mut HeaderMap) {
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    // Files that come with the desk say themselves how long they keep; nothing else is ever kept.
    if !is_asset(&asked.path) || !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if settings.secure_cookies {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(STRICT_TRANSPORT_SECURITY, year);
    }
    if asked.stale_cookie && !headers.contains_key(SET_COOKIE) {
        headers.insert(SET_COOKIE, cookie::clear(settings));
    }
}
