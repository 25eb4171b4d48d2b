//! The API for programs: `/api/v1`.
//!
//! [`table`] lists every route once: the router, the OpenAPI document and the test of who may reach what are made from
//! it. Answers are made from what the reader knows alone; times are RFC 3339 in UTC; nothing in them is random.

mod accounts;
mod acts;
mod answers;
mod command;
mod events;
mod openapi;
mod query;
mod questions;
pub mod table;
mod worked_out;

use crate::accounts::Visitor;
use crate::app::AppState;
use crate::http_error::HttpError;
use crate::security::Peer;
use axum::Router;
use axum::extract::{Path, RawQuery, State as Extract};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use mediant_model::PartyId;
use mediant_model::case::Reader;
use mediant_record::State;
use query::Query;
use serde_json::Value;
use table::{Answer, Route};

/// Events in one answer of the timeline where nothing else is asked for.
const TIMELINE_USUAL: u64 = 100;
/// Events in one answer of the timeline at most.
const TIMELINE_MAX: u64 = 500;

/// Every path under `/api/v1`, with what answers it.
pub fn router() -> Router<AppState> {
    let routes = table::ROUTES.iter().chain([&table::COMMANDS]);
    routes.fold(accounts::router(), |router, route| router.route(route.path, handler(route)))
}

fn handler(route: &'static Route) -> MethodRouter<AppState> {
    match route.answer {
        Answer::State(make, _) => get(move |app, visitor, peer| from_state(app, visitor, peer, route, make)),
        Answer::OfParty(make, _) => {
            get(move |app, visitor, peer, path| of_party(app, visitor, peer, path, route, make))
        }
        Answer::Preview => get(move |app, visitor, peer, path| preview(app, visitor, peer, path, route)),
        Answer::Timeline => get(move |app, visitor, query| timeline(app, visitor, query, route)),
        Answer::Streams => get(move |app, visitor| streams(app, visitor, route)),
        Answer::Export => get(move |app, visitor, peer| export(app, visitor, peer, route)),
        Answer::Copy => get(move |app, visitor, peer| copy(app, visitor, peer, route)),
        Answer::CaseFile => get(move |app, visitor, peer| case_file(app, visitor, peer, route)),
        Answer::Analysis => get(worked_out::analysis),
        Answer::Outlook => get(move |app, visitor, peer| worked_out::outlook(app, visitor, peer, route)),
        Answer::Picture => get(move |app, visitor, peer| worked_out::picture(app, visitor, peer, route)),
        Answer::Certificate => {
            get(move |app, visitor, peer| worked_out::certificate(app, visitor, peer, route))
        }
        Answer::Meaning => {
            post(move |app, visitor, peer, body| worked_out::meaning(app, visitor, peer, body, route))
        }
        Answer::Inference => {
            post(move |app, visitor, peer, body| worked_out::inference(app, visitor, peer, body, route))
        }
        Answer::Questions => get(move |app, visitor| questions::questions(app, visitor, route)),
        Answer::Act => get(move |app, session, path, query| acts::act(app, session, path, query, route)),
        Answer::KeysFile => get(move |app, visitor, peer| acts::keys(app, visitor, peer, route)),
        Answer::Agreement => get(move |app, visitor, peer| acts::agreement(app, visitor, peer, route)),
        Answer::Events => get(events::stream),
        Answer::Command => post(command::carry_out),
        Answer::OpenApi => get(openapi::document),
    }
}

/// Who asks, where the route is for them.
fn admitted(visitor: &Visitor, route: &Route) -> Result<Reader, HttpError> {
    match &visitor.0 {
        None if route.who != table::Who::Everybody => Err(HttpError::not_signed_in()),
        Some(session) if !route.who.includes(&session.role) => {
            Err(HttpError::new(crate::http_error::ProblemKind::NotAllowed, "your role does not read this"))
        }
        _ => Ok(visitor.reader()),
    }
}

/// Makes an answer away from the tasks that answer, in a turn of whoever asks.
async fn made<T: Send + 'static>(
    app: &AppState,
    visitor: &Visitor,
    peer: &Peer,
    make: impl FnOnce(&AppState) -> Result<T, HttpError> + Send + 'static,
) -> Result<T, HttpError> {
    let (whose, with) = (visitor.in_line(peer), app.clone());
    app.making.run(&whose, move || make(&with)).await?.ok_or_else(HttpError::internal)?
}

/// Makes something from what the reader knows; whose party is not on record yet reads what is public.
fn look<T>(app: &AppState, reader: &Reader, make: impl FnOnce(&State) -> T) -> Result<T, HttpError> {
    app.desk.read(&app.desk.reads_as(reader), make).ok_or_else(HttpError::internal)
}

fn json(value: &Value) -> Result<Response, HttpError> {
    let text = serde_json::to_vec(value).map_err(|_| HttpError::internal())?;
    Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
}

async fn from_state(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    route: &'static Route,
    make: fn(&State, jiff::civil::Date) -> serde_json::Result<Value>,
) -> Result<Response, HttpError> {
    let reader = admitted(&visitor, route)?;
    made(&app, &visitor, &peer, move |app| {
        let today = app.desk.world().today();
        json(&look(app, &reader, |state| make(state, state.day(today)))?.map_err(|_| HttpError::internal())?)
    })
    .await
}

async fn of_party(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    Path(party): Path<String>,
    route: &'static Route,
    make: fn(&State, &PartyId) -> serde_json::Result<Value>,
) -> Result<Response, HttpError> {
    let reader = admitted(&visitor, route)?;
    let party = PartyId::new(party);
    // Another party's, and one that is not there, are the same to a party: not to be found.
    let may = match &reader {
        Reader::Mediator => look(&app, &reader, |state| state.negotiating().any(|known| known.id == party))?,
        Reader::Party(own) => *own == party,
        Reader::Public => false,
    };
    if !may {
        return Err(HttpError::not_found());
    }
    made(&app, &visitor, &peer, move |app| {
        json(&look(app, &reader, |state| make(state, &party))?.map_err(|_| HttpError::internal())?)
    })
    .await
}

async fn preview(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    Path(party): Path<String>,
    route: &'static Route,
) -> Result<Response, HttpError> {
    admitted(&visitor, route)?;
    made(&app, &visitor, &peer, move |app| {
        let state = app.desk.preview(&PartyId::new(party)).ok_or_else(HttpError::not_found)?;
        json(&answers::preview(&state, app.desk.world().today()).map_err(|_| HttpError::internal())?)
    })
    .await
}

async fn timeline(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
    route: &'static Route,
) -> Result<Response, HttpError> {
    let reader = app.desk.reads_as(&admitted(&visitor, route)?);
    let query = Query::new(query.as_deref(), &["before", "limit"])?;
    let limit = query.number("limit", 1..=TIMELINE_MAX)?.unwrap_or(TIMELINE_USUAL);
    let before = query.number("before", 1..=u64::MAX)?;
    let lines = app.desk.timeline(&reader, before, usize::try_from(limit).unwrap_or(usize::MAX));
    let events = crate::export::events(&app.desk, &reader, &lines);
    json(&serde_json::json!({ "events": events.map_err(|_| HttpError::internal())? }))
}

async fn streams(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    route: &'static Route,
) -> Result<Response, HttpError> {
    let reader = admitted(&visitor, route)?;
    json(&serde_json::json!({ "streams": crate::export::streams(&app.desk, &reader) }))
}

async fn export(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    route: &'static Route,
) -> Result<Response, HttpError> {
    let reader = admitted(&visitor, route)?;
    let export =
        move |app: &AppState| crate::export::json(&app.desk, &reader).map_err(|_| HttpError::internal());
    let text = made(&app, &visitor, &peer, export).await?;
    Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
}

async fn copy(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    route: &'static Route,
) -> Result<Response, HttpError> {
    let reader = admitted(&visitor, route)?;
    let text = copy_for(&app, &visitor, &peer, &reader).await?;
    Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
}

/// The copy of the record for a reader, as a file.
async fn copy_for(
    app: &AppState,
    visitor: &Visitor,
    peer: &Peer,
    reader: &Reader,
) -> Result<String, HttpError> {
    let sealed = app.desk.sealed_copy(reader).await.map_err(|error| {
        tracing::error!(%error, "a copy of the record cannot be made");
        HttpError::unavailable()
    })?;
    let written = move |_: &AppState| {
        let copy = sealed.opened().map_err(|error| {
            tracing::error!(%error, "a copy of the record cannot be made");
            HttpError::internal()
        })?;
        copy.to_json().map_err(|_| HttpError::internal())
    };
    made(app, visitor, peer, written).await
}

async fn case_file(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    route: &'static Route,
) -> Result<Response, HttpError> {
    let reader = admitted(&visitor, route)?;
    let file = move |app: &AppState| {
        let today = app.desk.world().today();
        look(app, &reader, |state| crate::export::case_file(state, today))
    };
    let text = made(&app, &visitor, &peer, file).await?;
    Ok(([(CONTENT_TYPE, "application/toml")], text).into_response())
}
