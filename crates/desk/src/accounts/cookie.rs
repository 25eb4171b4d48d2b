//! The cookie that a session lives in, and the one that a browser is known by.

use crate::settings::Settings;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// The cookie's name. Over https the prefix has the browser make sure that nobody but this host set it.
fn name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-mediant_session" } else { "mediant_session" }
}

/// The name of the cookie that a browser is known by.
fn device_name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-mediant_device" } else { "mediant_device" }
}

/// For so many seconds a browser is known by what it got: half a year.
const DEVICE_AGE_S: u32 = 180 * 24 * 3_600;

/// The header that sets the cookie. It ends with the browser; the desk ends it before that.
pub(super) fn set(settings: &Settings, token: &str) -> HeaderValue {
    write(settings, name(settings), token, "")
}

/// The header that takes the cookie away.
pub fn clear(settings: &Settings) -> HeaderValue {
    write(settings, name(settings), "", "; Max-Age=0")
}

/// The header that makes a browser known. Signing out does not take it away: it opens nothing.
pub(super) fn know(settings: &Settings, device: &str) -> HeaderValue {
    write(settings, device_name(settings), device, &format!("; Max-Age={DEVICE_AGE_S}"))
}

fn write(settings: &Settings, name: &str, value: &str, ending: &str) -> HeaderValue {
    let secure = if settings.secure_cookies { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{ending}");
    // Tokens are digits, letters and dots, so this is always a header.
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

/// The token in the request's cookie.
pub fn find(settings: &Settings, headers: &HeaderMap) -> Option<String> {
    named(name(settings), headers)
}

/// What the browser is known by, as it says.
pub(crate) fn find_device(settings: &Settings, headers: &HeaderMap) -> Option<String> {
    named(device_name(settings), headers)
}

fn named(name: &str, headers: &HeaderMap) -> Option<String> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = pairs.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}
