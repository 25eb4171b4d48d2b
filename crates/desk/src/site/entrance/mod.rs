//! Signing in and out, accepting an invitation, one's own account, and inviting others.

mod letting_in;
mod own;

use letting_in::{announce, close, invite, withdraw};
pub(super) use letting_in::{handed_over, made_link, refused_link};
use own::{account_page, change_account, change_password, tell_zone};

use super::kept::{self, Kept};
use super::router::{fields, page, page_with, see_other};
use super::{LANGUAGE, asked, passkey};
use crate::accounts::{AccountError, Departed, SignInSession, Signed, Visitor, cookie};
use crate::app::AppState;
use crate::http_error::{HttpError, ProblemKind};
use crate::security::Peer;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use axum::response::{AppendHeaders, Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use mediant_pages::actions::KEPT;
use mediant_pages::again::{Again, Fault};
use mediant_pages::form::Sent;
use mediant_pages::pages::account::{self, Invited};
use mediant_pages::words;
use mediant_words::say;

/// The routes by which people come in and go out.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/sign-in", get(sign_in_page).post(sign_in))
        .merge(passkey::router())
        .route("/sign-out", post(sign_out))
        .route("/sign-out-everywhere", post(sign_out_everywhere))
        .route("/invitation/{token}", get(invitation_page).post(accept))
        .route("/account", get(account_page).post(change_account))
        .route("/account/zone", post(tell_zone))
        .route("/account/password", post(change_password))
        .route("/invite", post(invite))
        .route("/doors/announce", post(announce))
        .route("/invitations/withdraw", post(withdraw))
        .route("/accounts/close", post(close))
}

/// A field of a form.
pub(super) fn field<'s>(sent: &'s Sent, name: &str) -> &'s str {
    let found = sent.fields.iter().find(|(known, _)| known.split(':').next() == Some(name));
    found.map_or("", |(_, value)| value.as_str())
}

/// A problem in one line, with advice.
fn sentence(what: &HttpError) -> String {
    match &what.help {
        Some(help) => format!("{}; {help}", what.detail),
        None => what.detail.clone(),
    }
}

/// Where to go after signing in: where the form came from, else the first page.
fn back_of(uri: &Uri) -> String {
    let query = uri.query().unwrap_or_default();
    let fields = form_urlencoded::parse(query.as_bytes()).into_owned();
    Sent::new(fields).back.unwrap_or_else(|| "/".to_owned())
}

async fn sign_in_page(
    State(app): State<AppState>,
    visitor: Visitor,
    departed: Option<Extension<Departed>>,
    uri: Uri,
) -> Response {
    if visitor.0.is_some() {
        return see_other(&back_of(&uri));
    }
    let back = back_of(&uri);
    let why = departed.map(|Extension(departed)| sentence(&departed.into()));
    Html(page(&app, &visitor, "/sign-in", |view| account::sign_in(view, "", &back, why.as_deref(), None)))
        .into_response()
}

/// The page to sign in on for somebody who sent a form when their session was over: what they typed goes along, sealed.
pub(super) fn keep(app: &AppState, kind: &'static str, sent: &Sent) -> Response {
    let back = sent.back.clone().unwrap_or_else(|| "/".to_owned());
    let sealed = kept::sealed(&app.desk, kind, sent);
    let why = match sealed {
        Some(_) => say!(LANGUAGE, entrance.sign_in_and_send_what_you_typed),
        None => say!(LANGUAGE, entrance.copy_what_you_typed),
    };
    let page = sign_in_with(app, &Visitor(None), "", &back, Some(&why), sealed.as_deref());
    (axum::http::StatusCode::UNAUTHORIZED, Html(page)).into_response()
}

/// The page to sign in on, with what goes along under a seal.
fn sign_in_with(
    app: &AppState,
    visitor: &Visitor,
    name: &str,
    back: &str,
    why: Option<&str>,
    sealed: Option<&str>,
) -> String {
    let kept = sealed.map(|sealed| vec![(format!("{}:fixed", KEPT), sealed.to_owned())]);
    page(app, visitor, "/sign-in", |view| account::sign_in(view, name, back, why, kept.as_deref()))
}

async fn sign_in(State(app): State<AppState>, Peer(from): Peer, headers: HeaderMap, body: Bytes) -> Response {
    let sent = Sent::new(fields(&body));
    let name = field(&sent, "name");
    let device = cookie::find_device(&app.settings, &headers);
    let done = app.accounts.sign_in(name, field(&sent, "password"), &from, device.as_deref()).await;
    came_in(&app, done, &sent).await
}

/// What somebody gets who tried to sign in: where they wanted to go, or the page to try again on. What was typed before the session
/// was over goes along either way.
pub(super) async fn came_in(app: &AppState, done: Result<Signed, AccountError>, sent: &Sent) -> Response {
    let back = sent.back.clone().unwrap_or_else(|| "/".to_owned());
    let sealed = Some(field(sent, KEPT)).filter(|sealed| !sealed.is_empty());
    match done {
        Ok(signed) => {
            let session = &signed.session;
            let page = match sealed.and_then(|sealed| Kept::open(&app.desk, sealed).zip(Some(sealed))) {
                None => return signed_in(app, &signed, &back),
                Some((kept, _)) if kept.is_of(&app.desk, &session.account) => {
                    asked::kept(app, session, kept.kind, kept.sent).await
                }
                // It was typed by somebody else, who alone gets it.
                Some((_, sealed)) => {
                    let why = say!(LANGUAGE, entrance.typed_by_somebody_else);
                    let visitor = Visitor(Some(session.clone()));
                    Html(sign_in_with(app, &visitor, "", &back, Some(&why), Some(sealed))).into_response()
                }
            };
            (AppendHeaders(set(app, &signed)), page).into_response()
        }
        Err(error) => {
            let what = HttpError::from(error);
            let name = field(sent, "name");
            let page = sign_in_with(app, &Visitor(None), name, &back, Some(&sentence(&what)), sealed);
            (what.status(), Html(page)).into_response()
        }
    }
}

fn signed_in(app: &AppState, signed: &Signed, back: &str) -> Response {
    (AppendHeaders(set(app, signed)), see_other(back)).into_response()
}

fn set(app: &AppState, signed: &Signed) -> [(HeaderName, HeaderValue); 2] {
    signed.cookies(&app.settings).map(|cookie| (SET_COOKIE, cookie))
}

fn signed_out(app: &AppState) -> Response {
    ([(SET_COOKIE, cookie::clear(&app.settings))], see_other("/sign-in")).into_response()
}

async fn sign_out(
    State(app): State<AppState>,
    session: SignInSession,
    Peer(from): Peer,
) -> Result<Response, HttpError> {
    app.accounts.sign_out(&session, &from).await?;
    Ok(signed_out(&app))
}

async fn sign_out_everywhere(
    State(app): State<AppState>,
    session: SignInSession,
    Peer(from): Peer,
) -> Result<Response, HttpError> {
    app.accounts.sign_out_everywhere(&session, &from).await?;
    Ok(signed_out(&app))
}

async fn invitation_page(
    State(app): State<AppState>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, HttpError> {
    Ok(invitation(&app, &visitor, &token, None).await?.into_response())
}

/// The page of an invitation, for whoever holds its link.
async fn invitation(
    app: &AppState,
    visitor: &Visitor,
    token: &str,
    again: Option<&Again>,
) -> Result<Html<String>, HttpError> {
    let known = app.accounts.invitation(token).await?;
    // A party's name is told to whom it invites, whatever is public.
    let reader = known.role.reader();
    let party_name = |party: &mediant_model::PartyId| {
        let named = app.desk.read(&reader, |state| state.party(party).map(|party| party.name.clone()));
        named.flatten().unwrap_or_else(|| party.to_string())
    };
    let role = words::role(LANGUAGE, &known.role, party_name);
    let person = known.role.party().zip(known.person.as_ref()).and_then(|(party, person)| {
        app.desk
            .read(&reader, |state| state.person(party, person).map(|person| person.name.clone()))
            .flatten()
    });
    let proposed = known.name.clone().or(person);
    let talks = app.desk.read(&reader, |state| state.opening.as_ref().map(|opening| opening.title.clone()));
    let inviter = app.accounts.inviter(token).await?;
    let by = inviter.map(|(name, role)| (name, words::role(LANGUAGE, &role, party_name)));
    let invited = Invited {
        token,
        role: &role,
        as_what: &known.role,
        person: proposed.as_deref(),
        talks: talks.flatten(),
        by,
        until: known.expires,
    };
    let make = |view: &mediant_pages::view::View<'_>| account::invitation(view, &invited, "", None);
    Ok(Html(page_with(app, visitor, "/invitation", again, make)))
}

async fn accept(
    State(app): State<AppState>,
    visitor: Visitor,
    Peer(from): Peer,
    Path(token): Path<String>,
    body: Bytes,
) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    let name = field(&sent, "name").to_owned();
    let done = match twice(&sent) {
        Ok(password) => {
            let zone = Some(field(&sent, "zone").trim()).filter(|zone| !zone.is_empty());
            let accepted = app.accounts.accept(&token, &name, &password, zone, &from).await;
            accepted.map_err(|error| about_the_form(error.into()))
        }
        Err(what) => Err(what),
    };
    match done {
        Ok(signed) => Ok(signed_in(&app, &signed, "/")),
        // A link that is over has nothing to type again.
        Err(what)
            if matches!(
                what.kind,
                ProblemKind::LinkOver | ProblemKind::Unknown | ProblemKind::Unavailable
            ) =>
        {
            Err(what)
        }
        Err(what) => {
            let again = Again::new("accept_invitation", without_passwords(sent), Fault::from(&what));
            let again = Again { action: format!("/invitation/{}", words::step(&token)), ..again };
            let shown = invitation(&app, &visitor, &token, Some(&again)).await?;
            Ok((what.status(), shown).into_response())
        }
    }
}

/// A password that was typed twice.
fn twice(sent: &Sent) -> Result<String, HttpError> {
    let (password, again) = (field(sent, "password"), field(sent, "again"));
    if password == again {
        Ok(password.to_owned())
    } else {
        Err(HttpError::new(ProblemKind::Invalid, say!(LANGUAGE, entrance.the_password_typed_in_two_ways))
            .at("again")
            .help(say!(LANGUAGE, entrance.type_it_twice_the_same_way)))
    }
}

/// What is typed secretly is typed again.
fn without_passwords(mut sent: Sent) -> Sent {
    sent.fields.retain(|(name, _)| !matches!(name.as_str(), "password" | "again" | "current"));
    sent
}

/// The problem with the name that its field has in forms.
fn about_the_form(mut what: HttpError) -> HttpError {
    if what.field.as_deref() == Some("time_zone") {
        what.field = Some("zone".to_owned());
    }
    what
}
