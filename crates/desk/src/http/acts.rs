//! Acts to be signed, and the files that prove what was.

use super::table::Route;
use super::{admitted, made};
use crate::accounts::{SignInSession, Visitor};
use crate::app::AppState;
use crate::http_error::{HttpError, ProblemKind};
use crate::security::Peer;
use crate::service::AskError;
use crate::signing;
use axum::extract::{Path, RawQuery, State as Extract};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use mediant_pages::form::Sent;
use mediant_pages::when::Zone;
use mediant_record::key::KeyId;
use mediant_words::Language;

/// The act for a command: its fields stand in the query as a form sends them.
pub(super) async fn act(
    Extract(app): Extract<AppState>,
    session: SignInSession,
    Path(kind): Path<String>,
    RawQuery(query): RawQuery,
    route: &'static Route,
) -> Result<Response, HttpError> {
    admitted(&Visitor(Some(session.clone())), route)?;
    let mut fields: Vec<(String, String)> =
        form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
    let with = fields.iter().position(|(name, _)| name == "with").map(|at| KeyId::new(fields.remove(at).1));
    let zone = session.time_zone.as_deref().and_then(Zone::named).unwrap_or_else(Zone::utc);
    let command =
        Sent::new(fields).command(&kind, &zone.zone, Language::English).map_err(|unclear| HttpError {
            field: unclear.field,
            ..HttpError::new(ProblemKind::Invalid, unclear.message)
                .help("/api/v1/openapi.json says what this command takes")
        })?;
    let filled =
        app.desk.act_to_sign(&session.actor(), &command, with.as_ref()).map_err(AskError::Refused)?;
    Ok(download("text/plain; charset=utf-8", "attachment; filename=\"act.txt\"", filled.text))
}

/// `keys.txt`.
pub(super) async fn keys(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    route: &'static Route,
) -> Result<Response, HttpError> {
    let reader = admitted(&visitor, route)?;
    let file = move |app: &AppState| {
        let reader = app.desk.reads_as(&reader);
        signing::keys(&app.desk, &reader).map_err(|why| AskError::Refused(why).into())
    };
    let text = made(&app, &visitor, &peer, file).await?;
    Ok(download("text/plain; charset=utf-8", "attachment; filename=\"keys.txt\"", text))
}

/// The agreement in one file.
pub(super) async fn agreement(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    route: &'static Route,
) -> Result<Response, HttpError> {
    let reader = admitted(&visitor, route)?;
    let file = move |app: &AppState| {
        let reader = app.desk.reads_as(&reader);
        signing::agreement(&app.desk, &reader).map_err(|why| AskError::Refused(why).into())
    };
    let text = made(&app, &visitor, &peer, file).await?;
    Ok(download("application/json", "attachment; filename=\"agreement.json\"", text))
}

/// A file that a browser keeps.
fn download(media_type: &'static str, kept: &'static str, content: String) -> Response {
    ([(CONTENT_TYPE, media_type), (CONTENT_DISPOSITION, kept)], content).into_response()
}
