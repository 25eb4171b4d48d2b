//! Letting somebody in: invitations, new doors, and closing them.

use super::{field, sentence};
use crate::accounts::{Invitation, SignInSession, Visitor};
use crate::app::AppState;
use crate::http_error::{HttpError, ProblemKind};
use crate::site::inviting::{INVITED_HOURS, whole};
use crate::site::router::{fields, page, see_other};
use crate::site::{LANGUAGE, asked, record_facts};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};
use jiff::ToSpan;
use mediant_model::PersonId;
use mediant_pages::form::Sent;
use mediant_pages::pages::doors;
use mediant_pages::pages::record::NewLink;
use mediant_record::Role;
use mediant_words::say;

/// Who is to be invited, as a form says it.
fn whom(sent: &Sent) -> Result<(Role, Option<PersonId>), HttpError> {
    let role: Role = serde_json::from_str(field(sent, "role")).map_err(|_| {
        HttpError::new(ProblemKind::Invalid, say!(LANGUAGE, entrance.this_role_is_not_offered)).at("role")
    })?;
    // Only a delegation has persons on record: of whom the choice names another the role says nothing.
    let person = Some(field(sent, "person")).filter(|person| !person.is_empty() && role.party().is_some());
    let person = person.map(PersonId::new);
    Ok((role, person))
}

pub(super) async fn invite(
    State(app): State<AppState>,
    session: SignInSession,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    let made = match whom(&sent) {
        Ok((role, person)) => app
            .accounts
            .invite_as(&session, role, person, None, INVITED_HOURS.hours())
            .await
            .map_err(HttpError::from),
        Err(what) => Err(what),
    };
    Ok(link_or_again(&app, session, &headers, "invite", sent, made).await)
}

/// The link that was made, or the form with what is wrong with it.
async fn link_or_again(
    app: &AppState,
    session: SignInSession,
    headers: &HeaderMap,
    kind: &'static str,
    sent: Sent,
    made: Result<Invitation, HttpError>,
) -> Response {
    match made {
        Ok(made) => {
            let link = new_link(app, &session, headers, &made);
            handed_over(app, session, vec![link]).await
        }
        Err(what) => asked::again(app, &session, kind, sent, &what).await,
    }
}

/// The invitation that was made, with its whole address and the name of whom it is for.
fn new_link(app: &AppState, session: &SignInSession, headers: &HeaderMap, made: &Invitation) -> NewLink {
    let name = made.role.party().zip(made.person.as_ref()).and_then(|(party, person)| {
        let named =
            |state: &mediant_record::State| state.person(party, person).map(|person| person.name.clone());
        app.desk.read(&session.reader(), named).flatten()
    });
    made_link(app, headers, name, made)
}

pub(super) async fn announce(
    State(app): State<AppState>,
    session: SignInSession,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    let made = match whom(&sent) {
        Ok((role, person)) => app
            .accounts
            .announce(&session, role, person, None, INVITED_HOURS.hours())
            .await
            .map_err(HttpError::from),
        Err(what) => Err(what),
    };
    Ok(link_or_again(&app, session, &headers, "announce_door", sent, made).await)
}

/// The page on which whoever invites finds the links, this once.
pub(crate) async fn handed_over(app: &AppState, session: SignInSession, links: Vec<NewLink>) -> Response {
    let mut facts = record_facts::facts(app, &session, false).await;
    facts.new_links = links;
    let own = session.role.party().cloned();
    let visitor = Visitor(Some(session));
    let made = page(app, &visitor, LISTS_AT, |view| match &own {
        Some(own) => doors::page(view, &facts, own),
        None => doors::of_mediator(view, &facts),
    });
    Html(made).into_response()
}

/// A link that was made.
pub(crate) fn made_link(
    app: &AppState,
    headers: &HeaderMap,
    whom: Option<String>,
    made: &Invitation,
) -> NewLink {
    let link = Ok(whole(app, headers, &made.link_path));
    NewLink { whom: whom.or(made.name.clone()), role: made.role.clone(), link, expires: Some(made.expires) }
}

/// One that was refused.
pub(crate) fn refused_link(whom: String, role: Role, why: &HttpError) -> NewLink {
    NewLink { whom: Some(whom), role, link: Err(sentence(why)), expires: None }
}

/// Where somebody finds the accounts that they oversee.
const LISTS_AT: &str = "/accounts";

pub(super) async fn withdraw(
    State(app): State<AppState>,
    session: SignInSession,
    body: Bytes,
) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    app.accounts.withdraw_invitation(&session, field(&sent, "id")).await?;
    Ok(see_other(LISTS_AT))
}

pub(super) async fn close(
    State(app): State<AppState>,
    session: SignInSession,
    body: Bytes,
) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    app.accounts.close_account(&session, field(&sent, "id")).await?;
    Ok(see_other(LISTS_AT))
}
