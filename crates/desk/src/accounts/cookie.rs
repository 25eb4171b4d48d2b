//! The cookie that a session lives in.

use crate::server::Settings;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// The cookie's name. Over https the prefix has the browser make sure that nobody but this host set it.
fn name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-mediant_session" } else { "mediant_session" }
}

/// The header that sets the cookie. It ends with the browser; the desk ends it before that.
pub(super) fn set(settings: &Settings, token: &str) -> HeaderValue {
    write(settings, token, "")
}

/// The header that takes the cookie away.
pub fn clear(settings: &Settings) -> HeaderValue {
    write(settings, "", "; Max-Age=0")
}

fn write(settings: &Settings, value: &str, ending: &str) -> HeaderValue {
    let secure = if settings.secure_cookies { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{ending}", name(settings));
    // Tokens are hexadecimal digits, so this is always a header.
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

/// The token in the request's cookie.
pub fn find(settings: &Settings, headers: &HeaderMap) -> Option<String> {
    let name = name(settings);
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = pairs.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}
