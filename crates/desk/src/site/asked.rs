//! Forms that ask the record for something.

use super::router::{fields, page, page_again, see_other, told, viewer_of};
use super::{LANGUAGE, certain, entrance, keeping};
use crate::accounts::{SignInSession, Visitor};
use crate::app::AppState;
use crate::http_error::{HttpError, ProblemKind};
use crate::service::{AskError, Receipt};
use crate::signing::{Signature, check_site};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use mediant_pages::again::{Again, Fault};
use mediant_pages::form::{FormError, Sent};
use mediant_pages::naming;
use mediant_pages::pages::{problem, signing};
use mediant_pages::words::Tone;
use mediant_record::Command;
use mediant_words::say;

/// A form that is a command.
pub(super) async fn command(
    State(app): State<AppState>,
    visitor: Visitor,
    Path(kind): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let known = Command::KINDS.iter().copied().find(|known| **known == kind);
    let kind = known.ok_or_else(HttpError::not_found)?;
    let sent = Sent::new(fields(&body));
    let Some(session) = visitor.0 else { return Ok(entrance::keep(&app, kind, &sent)) };
    let zone = viewer_of(&session, &app.desk).zone;
    // What is named without a short name gets one from its name; what was sent stays what was sent.
    let named = app.desk.read(&session.reader(), |state| naming::with_ids(state, kind, &sent));
    match named.as_ref().unwrap_or(&sent).command_beside(kind, &zone.zone, LANGUAGE) {
        Ok((command, beside)) => match check_site(&app.settings, &headers, &command) {
            Ok(()) => match certain::asked_once_more(&app, &session, kind, &command, &beside, &sent) {
                Some(page) => Ok(page),
                None => Ok(ask(&app, &session, kind, command, sent).await),
            },
            Err(why) => Ok(refused(&app, &session, kind, sent, AskError::Refused(why)).await),
        },
        Err(what) => Ok(unclear(&app, &session, kind, sent, what).await),
    }
}

pub(super) async fn ask(
    app: &AppState,
    session: &SignInSession,
    kind: &'static str,
    command: Command,
    sent: Sent,
) -> Response {
    match carried_out(app, session, kind, command.clone(), &sent).await {
        Ok(_) => {
            keeping::ended(app, session, &sent).await;
            see_other(sent.back.as_deref().unwrap_or("/"))
        }
        Err(error) => match to_sign(app, session, kind, &command, &sent, &error) {
            Some(page) => page,
            None => refused(app, session, kind, sent, error).await,
        },
    }
}

/// The page on which a command is signed, where it was refused for want of a signature, or for what is wrong with it.
fn to_sign(
    app: &AppState,
    session: &SignInSession,
    kind: &'static str,
    command: &Command,
    sent: &Sent,
    error: &AskError,
) -> Option<Response> {
    let AskError::Refused(refusal) = error else { return None };
    refusal.field.as_deref().filter(|field| field.starts_with("signed"))?;
    let act = app.desk.act_to_sign(&session.actor(), command, None).ok()?;
    let problem = HttpError::from(AskError::Refused(refusal.clone()));
    let wrong = (!sent.signed.is_empty()).then(|| told(&problem));
    let visitor = Visitor(Some(session.clone()));
    let path = sent.page.as_deref().or(sent.back.as_deref()).unwrap_or("/");
    let page = page(app, &visitor, path, |view| signing::page(view, kind, sent, &act, wrong.as_ref()));
    Some((problem.status(), Html(page)).into_response())
}

/// What came of a form's command.
pub(super) async fn carried_out(
    app: &AppState,
    session: &SignInSession,
    kind: &'static str,
    command: Command,
    sent: &Sent,
) -> Result<Receipt, AskError> {
    app.accounts.keep_closed(&session.role, &command).await.map_err(|_| AskError::Unavailable)?;
    let signed = sent.signature(LANGUAGE).map_err(AskError::Refused)?;
    let signature = signed.as_ref().map(Signature::read).transpose().map_err(AskError::Refused)?;
    if signature.is_some() {
        let request = sent.request.as_ref();
        let request = request.map(|request| (format!("{}:{request}", session.account), sent.content(kind)));
        return app.desk.ask_signed(session, command, signature, request).await;
    }
    match &sent.request {
        // The name of a request is the session's own: nobody takes another's. What was sent counts, not what came of it: a
        // brief is put together from its form and from the draft before.
        Some(request) => {
            let name = format!("{}:{request}", session.account);
            app.desk.ask_as_sent(session, command, name, &sent.content(kind)).await
        }
        None => app.desk.ask(session, command, None).await,
    }
}

/// The page for a form whose command was refused.
pub(super) async fn refused(
    app: &AppState,
    session: &SignInSession,
    kind: &'static str,
    sent: Sent,
    error: AskError,
) -> Response {
    match error {
        // Sent again it is a request of its own.
        AskError::NameTaken => {
            again(app, session, kind, Sent { request: None, ..sent }, &sent_before()).await
        }
        refused => again(app, session, kind, sent, &refused.into()).await,
    }
}

/// The page for a form that is no command.
pub(super) async fn unclear(
    app: &AppState,
    session: &SignInSession,
    kind: &'static str,
    sent: Sent,
    what: FormError,
) -> Response {
    let problem = HttpError { field: what.field, ..HttpError::new(ProblemKind::Invalid, what.message) };
    again(app, session, kind, sent, &problem).await
}

fn sent_before() -> HttpError {
    HttpError::new(ProblemKind::NameTaken, say!(LANGUAGE, sending.sent_before_with_other_words))
        .help(say!(LANGUAGE, sending.send_it_again_if_you_mean_both))
}

/// The page that a form was sent from, with everything that was typed and what is wrong with it.
pub(super) async fn again(
    app: &AppState,
    session: &SignInSession,
    kind: &'static str,
    sent: Sent,
    what: &HttpError,
) -> Response {
    let again = Again::new(kind, sent, Fault::from(what));
    let mut page = shown_again(app, session, again, &told(what)).await;
    *page.status_mut() = what.status();
    page
}

/// The page that a form was sent from; one of its own where that is not there any more.
async fn shown_again(
    app: &AppState,
    session: &SignInSession,
    again: Again,
    what: &problem::NotDone,
) -> Response {
    let visitor = Visitor(Some(session.clone()));
    if let Some(page) = page_again(app, &visitor, again.clone()).await {
        return page;
    }
    let page = page(app, &visitor, again.path(), |view| problem::page(view, what, Some(&again.typed(view))));
    (StatusCode::OK, Html(page)).into_response()
}

/// What was typed before the session was over, for whoever typed it and has signed in after that: to be looked at and sent.
pub(super) async fn kept(
    app: &AppState,
    session: &SignInSession,
    kind: &'static str,
    sent: Sent,
) -> Response {
    let cause = say!(LANGUAGE, sending.your_session_was_over).into_owned();
    let help = Some(say!(LANGUAGE, sending.look_at_it_and_send_it).into_owned());
    let what = problem::NotDone {
        title: say!(LANGUAGE, sending.not_sent_yet).into_owned(),
        message: cause.clone(),
        help: help.clone(),
    };
    let fault =
        Fault { lead: say!(LANGUAGE, again.not_sent_yet), tone: Tone::Open, cause, help, field: None };
    shown_again(app, session, Again::new(kind, sent, fault), &what).await
}
