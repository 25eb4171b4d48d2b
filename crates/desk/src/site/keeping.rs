//! Forms that keep themselves as their author's own draft while they are written.

use super::asked::{again, unclear};
use super::router::{fields, see_other, viewer_of};
use super::{LANGUAGE, entrance};
use crate::accounts::{SignInSession, Visitor};
use crate::app::AppState;
use crate::drafts::DraftError;
use crate::http_error::{HttpError, ProblemKind};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use mediant_model::PartyId;
use mediant_pages::brief_form::{self, Names, moves};
use mediant_pages::form::{FormError, Sent};
use mediant_pages::pages::brief;
use mediant_pages::view::View;
use mediant_record::State as Known;
use mediant_words::say;

pub(super) fn router() -> axum::Router<AppState> {
    axum::Router::new()
        .route("/keep", post(keep))
        .route("/keep/drop", post(drop_it))
        .route(brief_form::ACTION, post(compose))
}

impl From<DraftError> for HttpError {
    fn from(error: DraftError) -> Self {
        let message = error.to_string();
        match error {
            DraftError::Changed => HttpError::new(ProblemKind::Stale, message)
                .help(say!(LANGUAGE, sending.below_is_what_stands_in_this_window)),
            DraftError::TooLong | DraftError::TooMany => HttpError::new(ProblemKind::Invalid, message),
            DraftError::Unavailable(_) => HttpError::new(ProblemKind::Unavailable, message),
        }
    }
}

/// Keeps a form as it stands. The desk's script asks for the version that it has from then on; a button goes back to the page.
async fn keep(
    State(app): State<AppState>,
    session: SignInSession,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    let name = sent.draft.clone().filter(|name| name.chars().count() <= NAME_MAX);
    let name = name.ok_or_else(|| {
        HttpError::new(ProblemKind::Invalid, say!(LANGUAGE, sending.this_form_keeps_no_draft))
    })?;
    let asks_json = headers.get(ACCEPT).is_some_and(|accept| accept.as_bytes() == b"application/json");
    let kept = app.desk.keep_draft(&session.account, &name, &sent.draft_version, typed(&sent)).await;
    match kept {
        Ok(version) if asks_json => Ok(Json(serde_json::json!({ "version": version })).into_response()),
        Ok(_) => Ok(see_other(sent.page.as_deref().or(sent.back.as_deref()).unwrap_or("/"))),
        Err(error) => Err(error.into()),
    }
}

/// What stands in a form, without the empty fields and without its buttons.
pub(super) fn typed(sent: &Sent) -> Vec<(String, String)> {
    let typed = sent.fields.iter().filter(|(name, value)| {
        name != moves::GO && !name.starts_with(moves::PICK) && !value.trim().is_empty()
    });
    typed.cloned().collect()
}

/// Names of drafts are no longer.
const NAME_MAX: usize = 1_000;

/// Drops a draft.
async fn drop_it(
    State(app): State<AppState>,
    session: SignInSession,
    body: Bytes,
) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    if let Some(name) = &sent.draft {
        app.desk.drop_draft(&session.account, name).await.map_err(DraftError::from)?;
    }
    Ok(see_other(sent.page.as_deref().or(sent.back.as_deref()).unwrap_or("/")))
}

/// A form that was carried out keeps no draft.
pub(super) async fn ended(app: &AppState, session: &SignInSession, sent: &Sent) {
    if let Some(name) = &sent.draft
        && let Err(error) = app.desk.drop_draft(&session.account, name).await
    {
        tracing::error!("a draft that was sent could not be taken out: {error}");
    }
}

/// A brief's form: kept as its author's draft with what the button did, whatever stands in it; then where the button leads.
async fn compose(State(app): State<AppState>, visitor: Visitor, body: Bytes) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    let Some(session) = visitor.0 else { return Ok(entrance::keep(&app, brief_form::KIND, &sent)) };
    let party = whose(&session, &sent).ok_or_else(HttpError::not_found)?;
    // Reading a long brief takes a while: away from the tasks that answer, in the account's turn.
    let (with, by, of, form) = (app.clone(), session.clone(), party.clone(), sent.clone());
    let made = app.making.run(&session.account, move || moved(&with, &by, &of, &form)).await?;
    let (typed, next) = made.ok_or_else(HttpError::internal)?;
    let name = brief_form::draft_name(&party);
    if let Err(error) = app.desk.keep_draft(&session.account, &name, &sent.draft_version, typed).await {
        return Ok(again(&app, &session, brief_form::KIND, sent, &error.into()).await);
    }
    let home = brief::home(&session.role, &party);
    match next {
        Ok(moves::Next::Stay) => Ok(see_other(sent.back.as_deref().unwrap_or(&home))),
        Ok(moves::Next::Step(step)) => Ok(see_other(&format!("{home}?step={step}"))),
        Ok(moves::Next::Look) => Ok(see_other(&format!("{home}?step=look"))),
        Err(what) => Ok(unclear(&app, &session, brief_form::KIND, sent, what).await),
    }
}

/// Whose brief the form is: a party's own, or to the mediator's team any party's.
fn whose(session: &SignInSession, sent: &Sent) -> Option<PartyId> {
    let named = sent.fields.iter().find(|(name, _)| name == "party:fixed").map(|(_, id)| PartyId::new(id));
    match session.role.party() {
        Some(own) => Some(own.clone()),
        None if session.role.mediates() => named,
        None => None,
    }
}

type Moved = (Vec<(String, String)>, Result<moves::Next, FormError>);

/// The fields after the button, and where it leads. What it leads to is refused where the brief cannot be read.
fn moved(app: &AppState, session: &SignInSession, party: &PartyId, sent: &Sent) -> Moved {
    let viewer = viewer_of(session, &app.desk);
    let world = app.desk.world();
    let of = |state: &Known| {
        let view = View::new(state, &viewer, world.now(), world.today(), "/brief");
        let names = Names::of(state, LANGUAGE);
        let case = state.case(view.today);
        let base = brief::beginning(&view, party);
        match moves::moved(&names, (base.clone(), &case, view.today), &sent.fields) {
            Ok((fields, moves::Next::Look)) => {
                let reads = brief_form::read::composed(base, &names, &fields);
                (fields, reads.map(|_| moves::Next::Look))
            }
            Ok((fields, next)) => (fields, Ok(next)),
            Err(what) => (typed(sent), Err(what)),
        }
    };
    let message = say!(LANGUAGE, sending.your_party_is_not_on_record_yet).into_owned();
    let none = FormError { field: None, message };
    app.desk.read(&session.reader(), of).unwrap_or_else(|| (sent.fields.clone(), Err(none)))
}
