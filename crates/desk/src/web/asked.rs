//! Forms that ask the record for something.

use super::pages::{brief, problem};
use super::router::{fields, page, see_other, shown, viewer_of};
use super::view::View;
use super::{brief_form, form};
use crate::accounts::{Session, Visitor};
use crate::problem::{Problem, Sort};
use crate::server::AppState;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use form::{Sent, Unclear};
use mediant_model::PartyId;
use mediant_record::Command;

/// A form that is a command.
pub(super) async fn command(
    State(app): State<AppState>,
    session: Session,
    Path(kind): Path<String>,
    body: Bytes,
) -> Result<Response, Problem> {
    let known = Command::KINDS.into_iter().find(|known| **known == kind);
    let kind = known.ok_or_else(Problem::not_found)?;
    let sent = Sent::new(fields(&body));
    let zone = viewer_of(&session).zone;
    match sent.command(kind, &zone.zone) {
        Ok(command) => Ok(ask(&app, &session, kind, command, &sent).await),
        Err(unclear) => Ok(again(&app, &session, kind, &sent, &problem_of(unclear))),
    }
}

/// A brief by form: composed to a file, and kept as the delegation's draft.
pub(super) async fn brief(
    State(app): State<AppState>,
    session: Session,
    body: Bytes,
) -> Result<Response, Problem> {
    let sent = Sent::new(fields(&body));
    let party = session.role.party().cloned().ok_or_else(Problem::not_found)?;
    // Reading a long brief takes a while: away from the tasks that answer, in the account's turn.
    let (with, by, of, fields) = (app.clone(), session.clone(), party.clone(), sent.clone());
    let made = app.making.run(&session.account, move || composed(&with, &by, &of, &fields)).await?;
    match made.ok_or_else(Problem::internal)? {
        Ok(text) => {
            let command = Command::DraftBrief { party, text: text.as_str().into() };
            Ok(ask(&app, &session, "draft_brief", command, &sent).await)
        }
        Err(unclear) => Ok(again(&app, &session, "compose_brief", &sent, &problem_of(unclear))),
    }
}

/// The brief file that the form describes, begun from what the party worked on last.
fn composed(app: &AppState, session: &Session, party: &PartyId, sent: &Sent) -> Result<String, Unclear> {
    let viewer = viewer_of(session);
    let world = app.desk.world();
    let compose = |state: &mediant_record::State| {
        let view = View::new(state, &viewer, world.now(), world.today(), "/brief");
        let known = state.briefs.get(party).and_then(brief::current);
        let text = known.map_or_else(|| brief::beginning(&view, party), |brief| brief.text.read().to_owned());
        let begun =
            brief::read(&view, &text).map_err(|why| Unclear { field: None, message: why.join("; ") })?;
        brief_form::compose(begun, &state.issues, sent)
    };
    let none = || Err(Unclear { field: None, message: "your party is not on record yet".to_owned() });
    app.desk.read(&session.reader(), compose).unwrap_or_else(none)
}

async fn ask(
    app: &AppState,
    session: &Session,
    kind: &'static str,
    command: Command,
    sent: &Sent,
) -> Response {
    // The name of a request is the session's own: nobody takes another's.
    let request = sent.request.as_ref().map(|request| format!("{}:{request}", session.account));
    match app.desk.ask(&session.actor(), command, request).await {
        Ok(_) => see_other(sent.back.as_deref().unwrap_or("/")),
        Err(refused) => again(app, session, kind, sent, &refused.into()),
    }
}

fn problem_of(unclear: Unclear) -> Problem {
    Problem { field: unclear.field, ..Problem::new(Sort::Invalid, unclear.message) }
}

/// What went wrong, with everything that was typed.
fn again(app: &AppState, session: &Session, kind: &'static str, sent: &Sent, what: &Problem) -> Response {
    let visitor = Visitor(Some(session.clone()));
    let shown = shown(what);
    let path = sent.back.clone().unwrap_or_else(|| "/".to_owned());
    let page = page(app, &visitor, &path, |view| problem::page(view, &shown, Some((kind, sent))));
    (what.status(), Html(page)).into_response()
}
