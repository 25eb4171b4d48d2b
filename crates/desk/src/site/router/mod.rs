//! The pages on the network.

mod wanted;

use wanted::Wanted;

use super::{LANGUAGE, asked, entrance, inviting, keeping, kept, live, reported};
use crate::accounts::{SignInSession, Visitor, is_api};
use crate::app::AppState;
use crate::http_error::HttpError;
use crate::security::Peer;
use crate::service::Desk;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{any, get, post};
use jiff::Timestamp;
use mediant_pages::again::{Again, copied};
use mediant_pages::assets::ASSETS;
use mediant_pages::form::Sent;
use mediant_pages::pages::problem;
use mediant_pages::shell::{self, Page};
use mediant_pages::view::{FormKeys, View, Viewer};
use mediant_pages::when::Zone;
use mediant_record::{Role, State as Known};

/// The routes of pages, their files and their forms.
pub fn router() -> Router<AppState> {
    files()
        .route("/do/{kind}", post(asked::command))
        .route("/live", get(live::live))
        .merge(entrance::router())
        .merge(inviting::router())
        .merge(reported::router())
        .merge(keeping::router())
        .route("/", any(anything))
        .route("/{*path}", any(anything))
}

/// The files that come with the desk and are the same for everybody.
pub(crate) fn files() -> Router<AppState> {
    Router::new().route("/assets/{name}", get(asset))
}

async fn asset(Path(name): Path<String>) -> Result<Response, HttpError> {
    let known = ASSETS.iter().find(|asset| asset.name == name).ok_or_else(HttpError::not_found)?;
    // Its address changes with its content.
    let headers = [(CONTENT_TYPE, known.media_type), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, known.content).into_response())
}

/// Whatever else is asked for: a page of the desk, or of a preview of somebody else's.
async fn anything(
    State(app): State<AppState>,
    visitor: Visitor,
    peer: Peer,
    method: Method,
    uri: Uri,
) -> Result<Response, HttpError> {
    if is_api(uri.path()) || !matches!(method, Method::GET | Method::HEAD) {
        return Err(HttpError::not_found());
    }
    let answer = match Wanted::new(&app, &visitor, &uri) {
        Some(wanted) => wanted.answer(&visitor.in_line(&peer)).await?,
        None => None,
    };
    match answer {
        Some(answer) => Ok(answer),
        None if visitor.0.is_none() => Ok(sign_in_first(&uri)),
        None => Err(HttpError::not_found()),
    }
}

/// Leads whoever is not signed in to where one signs in, and back from there.
fn sign_in_first(uri: &Uri) -> Response {
    let asked = uri.path_and_query().map_or("/", |whole| whole.as_str());
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("return", asked).finish();
    see_other(&format!("/sign-in?{query}"))
}

fn viewer(visitor: &Visitor, desk: &Desk) -> Viewer {
    match &visitor.0 {
        Some(session) => viewer_of(session, desk),
        None => Viewer {
            role: Role::Observer,
            person: None,
            name: String::new(),
            zone: Zone::utc(),
            zone_chosen: false,
            session: None,
        },
    }
}

/// Who reads that is signed in, for one page.
pub(super) fn viewer_of(session: &SignInSession, desk: &Desk) -> Viewer {
    let zone = session.time_zone.as_deref().and_then(Zone::named);
    Viewer {
        role: session.role.clone(),
        person: session.person.clone(),
        name: session.name.clone(),
        zone_chosen: zone.is_some(),
        zone: zone.unwrap_or_else(Zone::utc),
        session: Some(FormKeys {
            token: session.form_token.clone(),
            served: kept::served_to(desk, &session.account),
        }),
    }
}

/// The time to the minute: pages say no more.
fn minute(app: &AppState) -> Timestamp {
    let now = app.desk.world().now();
    Timestamp::from_second(now.as_second().div_euclid(60) * 60).unwrap_or(now)
}

/// The page that a form was sent from, with the form as it was sent; `None` where there is no such page any more.
pub(super) async fn page_again(app: &AppState, visitor: &Visitor, again: Again) -> Option<Response> {
    let uri: Uri = again.path().parse().ok()?;
    let mut wanted =
        Wanted::new(app, visitor, &uri).filter(|wanted| !wanted.preview && !is_api(uri.path()))?;
    wanted.again = Some(again);
    let whose = visitor.0.as_ref().map(|session| session.account.clone())?;
    wanted.answer(&whose).await.ok().flatten()
}

/// A page made from what the visitor's reader knows.
pub(super) fn page(
    app: &AppState,
    visitor: &Visitor,
    path: &str,
    make: impl Fn(&View<'_>) -> Page,
) -> String {
    page_with(app, visitor, path, None, make)
}

/// The same with a form that comes back with it.
pub(super) fn page_with(
    app: &AppState,
    visitor: &Visitor,
    path: &str,
    again: Option<&Again>,
    make: impl Fn(&View<'_>) -> Page,
) -> String {
    let viewer = viewer(visitor, &app.desk);
    let render = |state: &Known| {
        let view = View::new(state, &viewer, minute(app), app.desk.world().today(), path);
        let document = shell::document(&view, &make(&view)).into_string();
        match again {
            Some(again) => again.put_into(&view, &document),
            None => document,
        }
    };
    let reader = visitor.reader();
    app.desk.read(&reader, render).unwrap_or_else(|| render(&Known::new(&reader)))
}

/// What went wrong as a page; with what was typed into the form that was sent, where it is lost otherwise.
pub fn problem_page(
    app: &AppState,
    session: Option<&SignInSession>,
    path: &str,
    what: &HttpError,
    typed: Option<&Bytes>,
) -> Response {
    let visitor = Visitor(session.cloned());
    let shown = told(what);
    let typed = typed.and_then(|body| copied(LANGUAGE, &Sent::new(fields(body))));
    let page = page(app, &visitor, path, |view| problem::page(view, &shown, typed.as_ref()));
    (what.status(), Html(page)).into_response()
}

/// A problem as pages show it.
pub(super) fn told(what: &HttpError) -> problem::NotDone {
    problem::NotDone { title: what.title().to_owned(), message: what.detail.clone(), help: what.help.clone() }
}

/// The answer to a form that was carried out.
pub(super) fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path)]).into_response()
}

/// The fields of a form.
pub(super) fn fields(body: &Bytes) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}
