//! A demonstration: whoever opens it chooses who to be, in stories that were played into desks of their own.
//!
//! It stands around desks that know nothing of it. Under `/as/STORY/SEAT` lies the whole desk of a story as one of its
//! people has it: the path says who reads, so that several sit in one browser beside each other. Each seat has an account
//! like any other, whose password nobody knows but this process; whoever opens a page of the seat is signed in by it, and
//! the cookie keeps to the seat's path and goes by a name of its own. Everything else is the desk's: sessions, the token of
//! forms, what browsers are told, who may read what.
//!
//! No desk has these routes by itself: they are served by [`serve_demonstration`](crate::server::serve_demonstration)
//! alone, to this machine alone.

mod choose;
mod cookies;
mod markup;
mod place;
mod seats;
mod tour;

pub use tour::{STEPS, TourStep};

use crate::accounts::AccountError;
use crate::app::AppState;
use crate::security::{self, Remote};
use crate::server;
use crate::site;
use crate::story::Story;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{any, get};
use place::Place;
use seats::Seated;
use std::sync::Arc;

/// The stories, each on its desk, with somebody in every seat.
pub struct Demonstration {
    told: Vec<Told>,
}

/// A story on its desk.
struct Told {
    story: &'static Story,
    app: AppState,
    routes: Router,
    seats: Vec<Seated>,
}

/// Before the path of every seat.
const SEATS: &str = "/as/";
const STYLE: &str = "/demonstration.css";

/// Where whoever is invited on the desk of a story comes in: to be set as
/// [`Settings::invited_under`](crate::settings::Settings::invited_under) of its desk.
pub fn invited_under(story: &Story) -> String {
    format!("{SEATS}{}/{}", story.id, seats::INVITED)
}

impl Demonstration {
    /// Puts somebody into every seat of these stories, which were played into their desks.
    ///
    /// # Errors
    /// An account cannot be made: the store does not answer, or the story has no such person.
    pub async fn open(stories: Vec<(&'static Story, AppState)>) -> Result<Self, AccountError> {
        let mut told = Vec::new();
        for (story, app) in stories {
            let seats = seats::taken(story, &app).await?;
            told.push(Told { story, routes: server::router(app.clone()), app, seats });
        }
        Ok(Self { told })
    }

    /// The desks.
    pub fn apps(&self) -> Vec<AppState> {
        self.told.iter().map(|told| told.app.clone()).collect()
    }

    /// The page to choose on, the tour, and every seat. Whatever does not come from this machine finds nothing.
    pub fn router(self) -> Router {
        let demonstration = Arc::new(self);
        let Some(first) = demonstration.told.first().map(|told| told.app.clone()) else {
            return Router::new();
        };
        let (chosen, toured) = (demonstration.clone(), demonstration.clone());
        let around = Router::new()
            .route("/", get(move || async move { Html(choose::page(&chosen.told).into_string()) }))
            .route("/tour", get(move || async move { Html(tour::page(&toured.told).into_string()) }))
            .route(STYLE, get(style))
            .merge(site::files())
            .route("/{*path}", any(nothing_here));
        security::guarded(around, first).layer(from_fn_with_state(demonstration, seated))
    }

    /// Where a path leads, if it is one of a seat.
    fn place(&self, path: &str) -> Option<Place<'_>> {
        let (story, rest) = path.strip_prefix(SEATS)?.split_once('/')?;
        let told = self.told.iter().find(|told| told.story.id == story)?;
        let (seat, rest) = rest.split_once('/').map_or((rest, None), |(seat, rest)| (seat, Some(rest)));
        let seat = told.seats.iter().find(|known| known.id() == seat)?;
        Some(Place::new(told, seat, rest))
    }
}

async fn seated(State(demonstration): State<Arc<Demonstration>>, request: Request, next: Next) -> Response {
    let remote = request.extensions().get::<Remote>();
    if !remote.is_some_and(|Remote(address)| address.ip().to_canonical().is_loopback()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match demonstration.place(request.uri().path()) {
        Some(place) => place.answer(request).await,
        None => {
            // Cookies of other desks on this machine mean nothing here, and are left alone.
            let mut request = request;
            request.headers_mut().remove(COOKIE);
            next.run(request).await
        }
    }
}

async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("demonstration.css")).into_response()
}

async fn nothing_here() -> Response {
    (StatusCode::NOT_FOUND, Html(choose::nothing_here().into_string())).into_response()
}
