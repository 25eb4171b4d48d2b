//! Inviting everybody who was named, and who is not invited yet.

use super::entrance::{handed_over, made_link, refused_link};
use crate::accounts::{InvitationStatus, SignInSession};
use crate::app::AppState;
use crate::http_error::HttpError;
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::post;
use jiff::ToSpan;
use mediant_model::party::PersonRole;
use mediant_model::{Party, PersonId};
use mediant_pages::pages::record::Uninvited;
use mediant_record::{Role, State as Known};
use std::collections::BTreeSet;

/// For how many hours an invitation made on a page is valid.
pub(super) const INVITED_HOURS: i64 = 7 * 24;

/// The route by which all of them are invited.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/invite/everybody", post(everybody))
}

/// Makes an invitation for everybody who was named and has none. Whoever is refused is named with the reason; the others are invited.
async fn everybody(
    State(app): State<AppState>,
    session: SignInSession,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    if !matches!(session.role, Role::Mediator | Role::Principal(_)) {
        return Err(HttpError::not_found());
    }
    let mut links = Vec::new();
    for wanted in uninvited(&app, &session).await {
        let Uninvited { role, person, name } = wanted;
        let made = app.accounts.invite_as(&session, role.clone(), Some(person), None, INVITED_HOURS.hours());
        links.push(match made.await.map_err(HttpError::from) {
            Ok(made) => made_link(&app, &headers, Some(name), &made),
            Err(why) => refused_link(name, role, &why),
        });
    }
    Ok(handed_over(&app, session, links).await)
}

/// Those whom the session may invite, who are on record as people of a party and have neither account nor open invitation.
pub(super) async fn uninvited(app: &AppState, session: &SignInSession) -> Vec<Uninvited> {
    let (Ok(accounts), Ok(invitations)) =
        (app.accounts.accounts(session).await, app.accounts.invitations(session).await)
    else {
        return Vec::new();
    };
    let with_account = accounts.into_iter().filter(|account| account.closed.is_none());
    let open = invitations.into_iter().filter(|invitation| {
        matches!(invitation.standing, InvitationStatus::Open | InvitationStatus::Waiting)
    });
    let known: BTreeSet<PersonId> = with_account
        .filter_map(|account| account.person)
        .chain(open.filter_map(|open| open.person))
        .collect();
    let today = app.desk.world().today();
    let own = session.role.party();
    let found = |state: &Known| {
        let parties = state.negotiating().filter(|party| match own {
            Some(own) => &party.id == own,
            None => !state.has_come(&party.id),
        });
        let people = parties.flat_map(|party| party.people.iter().map(move |person| (party, person)));
        let there = people.filter(|(party, person)| state.speaks(&party.id, &person.id, state.day(today)));
        let missing = there
            .filter(|(_, person)| !known.contains(&person.id) && session.person.as_ref() != Some(&person.id));
        let wanted = missing.filter_map(|(party, person)| {
            let role = role(party, person.role)?;
            Some(Uninvited { role, person: person.id.clone(), name: person.name.clone() })
        });
        wanted.collect()
    };
    app.desk.read(&session.reader(), found).unwrap_or_default()
}

/// The role in which somebody of this place comes in; `None` for a place without a seat at the desk.
fn role(party: &Party, place: PersonRole) -> Option<Role> {
    match place {
        PersonRole::Principal => Some(Role::Principal(party.id.clone())),
        PersonRole::Delegate => Some(Role::Delegate(party.id.clone())),
        PersonRole::Adviser => Some(Role::Adviser(party.id.clone())),
        PersonRole::Envoy | PersonRole::Voice => None,
    }
}

/// The whole address of a path: at the origin that was set, else where the browser asked.
pub(super) fn whole(app: &AppState, headers: &HeaderMap, path: &str) -> String {
    let host = headers.get(axum::http::header::HOST).and_then(|host| host.to_str().ok());
    let asked = host.map(|host| format!("http://{host}"));
    let origin = app.settings.origin.clone().or(asked).unwrap_or_default();
    format!("{}{}{path}", origin.trim_end_matches('/'), app.settings.invited_under)
}
