//! The pages of one's own account: the zone, the password.

use super::{about_the_form, field, set, twice, without_passwords};
use crate::accounts::{SignInSession, Visitor};
use crate::app::AppState;
use crate::http_error::HttpError;
use crate::security::Peer;
use crate::site::router::{fields, page};
use crate::site::{LANGUAGE, asked};
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{AppendHeaders, Html, IntoResponse, Response};
use mediant_pages::form::Sent;
use mediant_pages::pages::account::{self};
use mediant_words::say;

pub(super) async fn account_page(State(app): State<AppState>, session: SignInSession) -> Response {
    own(&app, session, None)
}

pub(super) fn own(app: &AppState, session: SignInSession, done: Option<&str>) -> Response {
    let visitor = Visitor(Some(session));
    Html(page(app, &visitor, "/account", |view| account::account(view, done, None))).into_response()
}

pub(super) async fn change_account(
    State(app): State<AppState>,
    session: SignInSession,
    body: Bytes,
) -> Response {
    let sent = Sent::new(fields(&body));
    let zone = field(&sent, "zone").trim().to_owned();
    match app.accounts.set_time_zone(&session, &zone).await {
        Ok(()) => {
            let mut changed = session;
            changed.time_zone = Some(zone);
            own(&app, changed, Some(&say!(LANGUAGE, entrance.shown_in_the_new_zone)))
        }
        Err(error) => asked::again(&app, &session, "account", sent, &about_the_form(error.into())).await,
    }
}

/// What the browser says of its zone counts as long as nobody chose one.
pub(super) async fn tell_zone(
    State(app): State<AppState>,
    session: SignInSession,
    body: Bytes,
) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    if session.time_zone.is_none() {
        app.accounts.set_time_zone(&session, field(&sent, "zone").trim()).await?;
    }
    Ok(axum::http::StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn change_password(
    State(app): State<AppState>,
    session: SignInSession,
    Peer(from): Peer,
    body: Bytes,
) -> Response {
    let sent = Sent::new(fields(&body));
    let changed = match twice(&sent) {
        Ok(password) => {
            let changed =
                app.accounts.change_password(&session, field(&sent, "current"), &password, &from).await;
            changed.map_err(HttpError::from)
        }
        Err(what) => Err(what),
    };
    match changed {
        Ok(signed) => {
            let told = say!(LANGUAGE, entrance.the_password_is_changed);
            let cookies = AppendHeaders(set(&app, &signed));
            (cookies, own(&app, signed.session, Some(&told))).into_response()
        }
        Err(what) => asked::again(&app, &session, "password", without_passwords(sent), &what).await,
    }
}
