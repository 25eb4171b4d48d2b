//! Commands sent as JSON.

use super::json;
use crate::accounts::SignInSession;
use crate::app::AppState;
use crate::http_error::{HttpError, ProblemKind};
use crate::service::AskError;
use crate::signing::{self, Signature};
use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use mediant_pages::audience::{self, Beside};
use mediant_record::Command;
use mediant_words::Language;
use serde_json::Value;

/// Carries a command out: the body is its JSON without the tag. `Idempotency-Key` names the request, so that it counts
/// once however often it is sent.
pub(super) async fn carry_out(
    Extract(app): Extract<AppState>,
    session: SignInSession,
    Path(kind): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    if !Command::KINDS.contains(&kind.as_str()) {
        return Err(HttpError::not_found());
    }
    let key = headers.get("idempotency-key").map(|key| key.to_str());
    let key = key.transpose().map_err(|_| {
        HttpError::new(
            ProblemKind::Malformed,
            "the header `Idempotency-Key` holds other characters than ASCII",
        )
        .help("name the request in ASCII")
    })?;
    // The name of a request is the account's own: nobody takes another's.
    let request = key.map(|key| format!("{}:{key}", session.account));
    let (command, signature, beside) = read(&kind, &body, &session)?;
    signing::check_site(&app.settings, &headers, &command).map_err(AskError::Refused)?;
    app.accounts.keep_closed(&session.role, &command).await?;
    let (actor, today) = (session.actor(), app.desk.world().today());
    let contradicts = app.desk.read(&actor.role.reader(), |state| {
        let found = audience::contradiction(state, &command, &beside, Language::English)?;
        Some(found.refusal(state, &actor, state.day(today), Language::English))
    });
    if let Some(refusal) = contradicts.flatten() {
        return Err(AskError::Refused(refusal).into());
    }
    // The same request is one that sent the same: the signature with it.
    let request = request.map(|name| (name, body.to_vec()));
    let receipt = match signature {
        None => app.desk.ask(&session, command, request.map(|(name, _)| name)).await?,
        signed => app.desk.ask_signed(&session, command, signed, request).await?,
    };
    let made = serde_json::to_value(&receipt).map_err(|_| HttpError::internal())?;
    Ok((StatusCode::CREATED, json(&made)?).into_response())
}

/// The command, the signature that came with it in a field `signed`, and what else stood beside it.
fn read(
    kind: &str,
    body: &[u8],
    session: &SignInSession,
) -> Result<(Command, Option<Signature>, Beside), HttpError> {
    let mut value: Value = serde_json::from_slice(body).map_err(|error| {
        HttpError::new(
            ProblemKind::Malformed,
            format!("this is not JSON (line {}, column {})", error.line(), error.column()),
        )
        .help("send one JSON object")
    })?;
    let Value::Object(fields) = &mut value else {
        return Err(
            HttpError::new(ProblemKind::Malformed, "this is not a JSON object").help("send one JSON object")
        );
    };
    let signed = fields.remove("signed").filter(|signed| !signed.is_null());
    let beside = audience::complete(kind, fields, Some(&session.role), Language::English)
        .map_err(AskError::Refused)?;
    fields.insert("command".to_owned(), Value::from(kind));
    let command = serde_json::from_value(value).map_err(|error| {
        HttpError::new(ProblemKind::Invalid, error.to_string())
            .help("/api/v1/openapi.json says what this command takes")
    })?;
    let signature = signed.as_ref().map(Signature::read).transpose().map_err(AskError::Refused)?;
    Ok((command, signature, beside))
}
