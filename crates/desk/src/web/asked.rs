//! Forms that ask the record for something.

use super::pages::{brief, problem, signing};
use super::router::{fields, page, see_other, shown, viewer_of};
use super::view::View;
use super::{brief_form, entrance, form, naming, reported};
use crate::accounts::{SignInSession, Visitor};
use crate::http_error::{HttpError, ProblemKind};
use crate::server::AppState;
use crate::service::{AskError, Receipt};
use crate::signing::check_site;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};
use form::{FormError, Sent};
use mediant_model::PartyId;
use mediant_record::Command;
use mediant_record::brief::DraftBrief;

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
    let zone = viewer_of(&session, &**app.desk.world()).zone;
    // What is named without a short name gets one from its name; what was sent stays what was sent.
    let named = app.desk.read(&session.reader(), |state| naming::with_ids(state, kind, &sent));
    match named.as_ref().unwrap_or(&sent).command(kind, &zone.zone) {
        Ok(command) => match check_site(&app.settings, &headers, &command) {
            Ok(()) => Ok(ask(&app, &session, kind, command, sent).await),
            Err(why) => Ok(refused(&app, &session, kind, sent, AskError::Refused(why))),
        },
        Err(unclear) => Ok(again(&app, &session, kind, sent, &problem_of(unclear))),
    }
}

/// A brief by form: composed to a file, and kept as the delegation's draft.
pub(super) async fn brief(
    State(app): State<AppState>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    let Some(session) = visitor.0 else { return Ok(entrance::keep(&app, brief_form::KIND, &sent)) };
    let party = session.role.party().cloned().ok_or_else(HttpError::not_found)?;
    // Reading a long brief takes a while: away from the tasks that answer, in the account's turn.
    let (with, by, of, fields) = (app.clone(), session.clone(), party.clone(), sent.clone());
    let made = app.making.run(&session.account, move || composed(&with, &by, &of, &fields)).await?;
    match made.ok_or_else(HttpError::internal)? {
        Ok(text) => {
            let command = Command::DraftBrief(DraftBrief { party, text: text.as_str().into() });
            Ok(ask(&app, &session, brief_form::KIND, command, sent).await)
        }
        Err(unclear) => Ok(again(&app, &session, brief_form::KIND, sent, &problem_of(unclear))),
    }
}

/// The brief file that the form describes, begun from what the party worked on last.
fn composed(
    app: &AppState,
    session: &SignInSession,
    party: &PartyId,
    sent: &Sent,
) -> Result<String, FormError> {
    let viewer = viewer_of(session, &**app.desk.world());
    let world = app.desk.world();
    let compose = |state: &mediant_record::State| {
        let view = View::new(state, &viewer, world.now(), world.today(), "/brief");
        let known = state.briefs.get(party).and_then(brief::current);
        let text = known.map_or_else(|| brief::beginning(&view, party), |brief| brief.text.read().to_owned());
        let begun =
            brief::read(&view, &text).map_err(|why| FormError { field: None, message: why.join("; ") })?;
        brief_form::compose(begun, &state.issues, sent)
    };
    let none = || Err(FormError { field: None, message: "your party is not on record yet".to_owned() });
    app.desk.read(&session.reader(), compose).unwrap_or_else(none)
}

pub(super) async fn ask(
    app: &AppState,
    session: &SignInSession,
    kind: &'static str,
    command: Command,
    sent: Sent,
) -> Response {
    match carried_out(app, session, kind, command.clone(), &sent).await {
        Ok(_) => see_other(sent.back.as_deref().unwrap_or("/")),
        Err(error) => match to_sign(app, session, kind, &command, &sent, &error) {
            Some(page) => page,
            None => refused(app, session, kind, sent, error),
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
    let wrong = (!sent.signed.is_empty()).then(|| shown(&problem));
    let visitor = Visitor(Some(session.clone()));
    let path = sent.back.clone().unwrap_or_else(|| "/".to_owned());
    let page = page(app, &visitor, &path, |view| signing::page(view, kind, sent, &act, wrong.as_ref()));
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
    let signature = sent.signature().map_err(AskError::Refused)?;
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
pub(super) fn refused(
    app: &AppState,
    session: &SignInSession,
    kind: &'static str,
    sent: Sent,
    error: AskError,
) -> Response {
    match error {
        // Sent again it is a request of its own.
        AskError::NameTaken => again(app, session, kind, Sent { request: None, ..sent }, &sent_before()),
        refused => again(app, session, kind, sent, &refused.into()),
    }
}

/// The page for a form that is no command.
pub(super) fn unclear(
    app: &AppState,
    session: &SignInSession,
    kind: &'static str,
    sent: Sent,
    what: FormError,
) -> Response {
    again(app, session, kind, sent, &problem_of(what))
}

fn sent_before() -> HttpError {
    HttpError::new(
        ProblemKind::NameTaken,
        "this form was sent before, with other words: those are on record, and these are not",
    )
    .help("send it again if you mean both, or go back and look at what is on record")
}

fn problem_of(unclear: FormError) -> HttpError {
    HttpError { field: unclear.field, ..HttpError::new(ProblemKind::Invalid, unclear.message) }
}

/// What went wrong, with everything that was typed.
fn again(
    app: &AppState,
    session: &SignInSession,
    kind: &'static str,
    sent: Sent,
    what: &HttpError,
) -> Response {
    let visitor = Visitor(Some(session.clone()));
    let shown = shown(what);
    let path = sent.back.clone().unwrap_or_else(|| "/".to_owned());
    let page = page(app, &visitor, &path, |view| problem::page(view, &shown, Some((kind, &sent))));
    (what.status(), Html(page)).into_response()
}

/// What was typed before the session was over, for whoever signed in after that: to be looked at and sent.
pub(super) fn kept(app: &AppState, session: &SignInSession, kept: &Kept) -> String {
    let what = problem::NotDone {
        title: "Not sent yet".to_owned(),
        message: "your session was over when you sent this, so nothing of it is on record yet".to_owned(),
        help: Some("look at it, and send it now".to_owned()),
        field: None,
    };
    let sent = kept.sent();
    let path = sent.back.clone().unwrap_or_else(|| "/".to_owned());
    let visitor = Visitor(Some(session.clone()));
    page(app, &visitor, &path, |view| problem::page(view, &what, Some((kept.kind, &sent))))
}

/// A form that was sent when nobody was signed in any more, as the page to sign in on carries it along: each field under a name
/// of its own.
pub(super) struct Kept {
    kind: &'static str,
    fields: Vec<(String, String)>,
}

impl Kept {
    /// A form for a command of this kind.
    pub fn new(kind: &'static str, sent: &Sent) -> Self {
        let of_every_form = [("request", &sent.request), ("return", &sent.back)];
        let of_every_form = of_every_form
            .into_iter()
            .filter_map(|(name, value)| value.as_ref().map(|value| (name.to_owned(), value.clone())));
        Self { kind, fields: of_every_form.chain(sent.fields.iter().cloned()).collect() }
    }

    /// What the page to sign in on brought back.
    pub fn read(sent: &Sent) -> Option<Self> {
        let kind = sent.fields.iter().find_map(|(name, value)| (name == KEPT_KIND).then_some(value))?;
        let of_forms = reported::ACTIONS.into_iter().map(|(kind, _)| kind).chain([brief_form::KIND]);
        let kind = Command::KINDS.iter().copied().chain(of_forms).find(|known| known == kind)?;
        let field =
            |(name, value): &(String, String)| Some((name.strip_prefix(KEPT)?.to_owned(), value.clone()));
        Some(Self { kind, fields: sent.fields.iter().filter_map(field).collect() })
    }

    /// The fields that carry it along.
    pub fn fields(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().map(|(name, value)| (format!("{KEPT}{name}"), value.clone()));
        std::iter::once((KEPT_KIND.to_owned(), self.kind.to_owned())).chain(fields).collect()
    }

    fn sent(&self) -> Sent {
        Sent::new(self.fields.iter().cloned())
    }
}

/// Under this name goes of which kind it is.
const KEPT_KIND: &str = "kept:kind";
/// With this the name of every field of it begins.
const KEPT: &str = "kept:field:";
