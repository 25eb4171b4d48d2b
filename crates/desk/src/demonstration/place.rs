//! A seat's place: what is asked for under its path is asked of the story's desk, and what the desk answers is put under the
//! path again.

use super::seats::{Account, Seated};
use super::{SEATS, Told, cookies, markup, tour};
use crate::accounts::{Recognised, Signed, cookie, is_api};
use crate::security::{self, Remote};
use crate::server::Mark;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::uri::PathAndQuery;
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use std::sync::Arc;
use tower_service::Service;

/// Where a path leads.
pub(super) struct Place<'d> {
    told: &'d Told,
    seat: &'d Seated,
    /// The seat's own path: `/as/STORY/SEAT`.
    own: String,
    /// The step of the tour, as the path says behind that: links keep it, and nothing else does.
    step: Option<usize>,
    /// The path on the desk, without its first `/`; `None` where the seat's path ends without one.
    rest: Option<String>,
}

impl<'d> Place<'d> {
    pub fn new(told: &'d Told, seat: &'d Seated, rest: Option<&str>) -> Self {
        let own = format!("{SEATS}{}/{}", told.story.id, seat.id());
        let (step, rest) = match rest.and_then(|rest| tour::step_of(rest).map(|found| (found, rest))) {
            Some(((step, behind), _)) => (Some(step), behind.map(str::to_owned)),
            None => (None, rest.map(str::to_owned)),
        };
        Self { told, seat, own, step, rest }
    }

    /// What stands before every path on the desk.
    fn base(&self) -> String {
        match self.step {
            Some(step) => format!("{}/{}", self.own, tour::word(step)),
            None => self.own.clone(),
        }
    }

    /// What the story's desk answers to whoever sits here.
    pub async fn answer(self, mut request: Request) -> Response {
        let Some(rest) = &self.rest else { return to(&format!("{}/", self.base())) };
        let Some(uri) = on_the_desk(request.uri(), rest) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        *request.uri_mut() = uri;
        forget_the_path(&mut request);
        let is_form = request.method() == Method::POST;
        let mark = cookies::mark(self.told.story.id, self.seat.id());
        cookies::take_in(request.headers_mut(), &mark);
        if matches!(self.seat, Seated::Public(_)) {
            request.headers_mut().remove(COOKIE);
            // Whoever wants to come in chooses whom to be.
            if rest == "sign-in" {
                return to("/");
            }
        }
        let entered = match self.seat.account() {
            Some(account) => self.enter(account, &mut request).await,
            None => None,
        };
        let mut routes = self.told.routes.clone();
        let answer = routes.call(request).await.unwrap_or_else(|never| match never {});
        self.put_back(answer, entered, is_form, &mark).await
    }

    /// Signs the account in where a page is opened and nobody is; the request has its session then.
    async fn enter(&self, account: &Account, request: &mut Request) -> Option<Signed> {
        let (app, path) = (&self.told.app, request.uri().path());
        let is_page = request.method() == Method::GET && !is_api(path) && path != "/live";
        if !is_page || !security::comes_from_here(&app.settings, request) {
            return None;
        }
        if let Some(token) = cookie::find(&app.settings, request.headers())
            && matches!(app.accounts.recognise(&token).await, Ok(Recognised::Session(_)))
        {
            return None;
        }
        let remote = request.extensions().get::<Remote>().map(|Remote(address)| address.ip().to_string());
        // Where it is refused, the desk's own page says who does not come in.
        let signed = account.enter(app, &remote.unwrap_or_default()).await.ok()?;
        let [session, _] = signed.cookies(&app.settings);
        let pair = session.to_str().ok()?.split(';').next()?.to_owned();
        request.headers_mut().insert(COOKIE, HeaderValue::try_from(pair).ok()?);
        Some(signed)
    }

    /// The desk's answer, under the seat's path.
    async fn put_back(
        &self,
        answer: Response,
        entered: Option<Signed>,
        is_form: bool,
        mark: &str,
    ) -> Response {
        let (mut parts, body) = answer.into_parts();
        if let Some(signed) = entered {
            for cookie in signed.cookies(&self.told.app.settings) {
                parts.headers.append(SET_COOKIE, cookie);
            }
        }
        cookies::send_out(&mut parts.headers, mark, &self.own);
        self.lead(&mut parts.headers, is_form);
        if !is_html(&parts.headers) {
            return Response::from_parts(parts, body);
        }
        // It is another length now.
        parts.headers.remove(CONTENT_LENGTH);
        let Ok(body) = body.collect().await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let page = String::from_utf8_lossy(&body.to_bytes()).into_owned();
        let page = if page.is_empty() { page } else { self.placed(&page) };
        Response::from_parts(parts, Body::from(page))
    }

    /// The page with its links under the seat's path, and the demonstration's own words on it.
    fn placed(&self, page: &str) -> String {
        let rest = self.rest.as_deref().unwrap_or_default();
        let tour = self.step.and_then(|step| tour::strip(step, &self.own, rest));
        let foot = markup::foot(self.told.story, self.seat.shown());
        markup::under(page, &self.base(), tour, foot)
    }

    /// Leads on under the seat's path; whoever signs out, to the page to choose on.
    fn lead(&self, headers: &mut HeaderMap, is_form: bool) {
        let Some(led) = headers.get(LOCATION).and_then(|led| led.to_str().ok()) else { return };
        if !led.starts_with('/') || led.starts_with("//") {
            return;
        }
        let signed_out = is_form && led.starts_with("/sign-in") && self.seat.account().is_some();
        let led = if signed_out { "/".to_owned() } else { format!("{}{led}", self.base()) };
        if let Ok(led) = HeaderValue::try_from(led) {
            headers.insert(LOCATION, led);
        }
    }
}

/// The address on the desk itself.
fn on_the_desk(asked: &Uri, rest: &str) -> Option<Uri> {
    let path = match asked.query() {
        Some(query) => format!("/{rest}?{query}"),
        None => format!("/{rest}"),
    };
    let mut parts = asked.clone().into_parts();
    parts.path_and_query = Some(path.parse::<PathAndQuery>().ok()?);
    Uri::from_parts(parts).ok()
}

/// Leaves a request what the connection noted, and nothing that the router around read from the path: a handler of the desk would take
/// that for a part of its own.
fn forget_the_path(request: &mut Request) {
    let remote = request.extensions().get::<Remote>().copied();
    let mark = request.extensions().get::<Arc<Mark>>().cloned();
    *request.extensions_mut() = Extensions::new();
    if let Some(remote) = remote {
        request.extensions_mut().insert(remote);
    }
    if let Some(mark) = mark {
        request.extensions_mut().insert(mark);
    }
}

fn is_html(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

fn to(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path)]).into_response()
}
