//! Signing in with a passkey: the challenge, and the form that a script fills with what the passkey made of it.

use super::entrance::{came_in, field};
use super::router::fields;
use crate::accounts::{AccountError, PasskeyAnswer, cookie};
use crate::app::AppState;
use crate::http_error::HttpError;
use crate::security::Peer;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mediant_attest::Assertion;
use mediant_pages::actions::SIGN_IN_WITH_PASSKEY;
use mediant_pages::form::Sent;
use serde::Serialize;

/// The routes by which somebody signs in with a passkey.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/sign-in/challenge", post(challenge)).route(SIGN_IN_WITH_PASSKEY, post(sign_in))
}

/// What the script has the passkey sign: the hash of the text.
#[derive(Serialize)]
struct Challenge {
    name: String,
    text: String,
}

async fn challenge(
    State(app): State<AppState>,
    Peer(from): Peer,
    headers: HeaderMap,
) -> Result<Json<Challenge>, HttpError> {
    let device = cookie::find_device(&app.settings, &headers);
    let drawn = app.accounts.challenge(&from, device.as_deref()).await?;
    Ok(Json(Challenge { name: drawn.name, text: drawn.text }))
}

async fn sign_in(State(app): State<AppState>, Peer(from): Peer, headers: HeaderMap, body: Bytes) -> Response {
    let sent = Sent::new(fields(&body));
    let device = cookie::find_device(&app.settings, &headers);
    let done = match answer(&sent) {
        Some(answer) => app.accounts.sign_in_with_passkey(&answer, &from, device.as_deref()).await,
        None => Err(AccountError::WrongPasskey),
    };
    came_in(&app, done, &sent).await
}

/// What the passkey answered; `None` where that is not what a browser sends.
fn answer(sent: &Sent) -> Option<PasskeyAnswer> {
    let bytes = |name: &str| STANDARD.decode(field(sent, name)).ok();
    Some(PasskeyAnswer {
        challenge: field(sent, "challenge").to_owned(),
        credential: field(sent, "credential").to_owned(),
        assertion: Assertion {
            client_data: bytes("client_data")?,
            authenticator_data: bytes("authenticator_data")?,
            signature: bytes("signature")?,
        },
    })
}
