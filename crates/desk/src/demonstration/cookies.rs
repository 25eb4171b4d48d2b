//! Cookies of one seat: under its path, and by a name that neither another seat nor a real desk on this machine has.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};

/// What stands before the names of a seat's cookies in the browser.
pub(super) fn mark(story: &str, seat: &str) -> String {
    format!("demonstration_{story}_{seat}_")
}

/// Leaves a request the seat's own cookies, by the names that its desk knows.
pub(super) fn take_in(headers: &mut HeaderMap, mark: &str) {
    let sent = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = sent.flat_map(|text| text.split(';')).map(str::trim);
    let own: Vec<&str> = pairs.filter_map(|pair| pair.strip_prefix(mark)).collect();
    let own = HeaderValue::from_str(&own.join("; ")).ok().filter(|own| !own.is_empty());
    headers.remove(COOKIE);
    if let Some(own) = own {
        headers.insert(COOKIE, own);
    }
}

/// Puts what an answer sets under the seat's path and name.
pub(super) fn send_out(headers: &mut HeaderMap, mark: &str, path: &str) {
    let set: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().cloned().collect();
    headers.remove(SET_COOKIE);
    for cookie in set {
        if let Some(own) = cookie.to_str().ok().and_then(|text| of_seat(text, mark, path)) {
            headers.append(SET_COOKIE, own);
        }
    }
}

/// A `Set-Cookie` of the desk as the seat's.
fn of_seat(cookie: &str, mark: &str, path: &str) -> Option<HeaderValue> {
    let placed = cookie.replacen("; Path=/;", &format!("; Path={path};"), 1);
    HeaderValue::try_from(format!("{mark}{placed}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_has_its_own_cookies_and_nobody_elses() {
        let (own, other) = (mark("talks", "ukraine"), mark("talks", "russia"));
        let mut headers = HeaderMap::new();
        let sent = format!("mediant_session=real; {other}mediant_session=b; {own}mediant_session=a");
        headers.insert(COOKIE, HeaderValue::try_from(sent).unwrap());
        take_in(&mut headers, &own);
        assert_eq!(headers.get_all(COOKIE).iter().collect::<Vec<_>>(), ["mediant_session=a"]);
        take_in(&mut headers, &own);
        assert!(headers.get(COOKIE).is_none());
    }

    #[test]
    fn what_is_set_keeps_to_the_seats_path() {
        let mut headers = HeaderMap::new();
        for text in ["s=1; Path=/; HttpOnly; SameSite=Lax", "d=2; Path=/; HttpOnly; SameSite=Lax; Max-Age=9"]
        {
            headers.append(SET_COOKIE, HeaderValue::from_static(text));
        }
        send_out(&mut headers, "m_", "/as/talks/ukraine");
        let set: Vec<_> = headers.get_all(SET_COOKIE).iter().collect();
        assert_eq!(
            set,
            [
                "m_s=1; Path=/as/talks/ukraine; HttpOnly; SameSite=Lax",
                "m_d=2; Path=/as/talks/ukraine; HttpOnly; SameSite=Lax; Max-Age=9",
            ]
        );
    }
}
