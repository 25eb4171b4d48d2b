//! Forms about reports: added, decided about, put on record.

use super::LANGUAGE;
use super::asked::{self, ask};
use super::entrance::{self, field};
use super::router::{fields, page, see_other, told};
use crate::accounts::{SignInSession, Visitor};
use crate::app::AppState;
use crate::http_error::HttpError;
use crate::reports::incoming;
use crate::service::AskError;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use mediant_insight::reports::act::{self, Act};
use mediant_insight::reports::fields as written;
use mediant_insight::reports::{Found, ReportRead, Suggested};
use mediant_model::case::Reader;
use mediant_pages::actions::{ADD, DECIDE, ENTER, UNDO};
use mediant_pages::audience::{self, Beside, CONFIRMED, Readers};
use mediant_pages::form::{FormError, Sent};
use mediant_pages::pages::report as shown;
use mediant_pages::shell::Page;
use mediant_pages::view::View;
use mediant_record::limits::REPORT_MAX;
use mediant_record::report::{
    AddReport, DecideSuggestions, Decided, EnterSuggestion, Entry, ReportId, ReportOnRecord, Resolution,
    UndoDecision,
};
use mediant_record::{Command, CommandError, Compartment};
use mediant_words::say;
use std::sync::Arc;

/// What the page of a report does beyond commands.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/reports/add_report", post(add))
        .route("/reports/decide", post(decide))
        .route("/reports/undo", post(undo))
        .route("/reports/enter", post(enter))
}

/// Whoever sent a form about reports, where they may; the page to sign in on for whoever's session is over.
fn sender(
    app: &AppState,
    visitor: Visitor,
    kind: &'static str,
    sent: &Sent,
) -> Result<SignInSession, Box<Response>> {
    let Some(session) = visitor.0 else { return Err(Box::new(entrance::keep(app, kind, sent))) };
    if session.role.mediates() { Ok(session) } else { Err(Box::new(HttpError::not_found().into_response())) }
}

async fn add(State(app): State<AppState>, visitor: Visitor, body: Bytes) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    let session = match sender(&app, visitor, ADD, &sent) {
        Ok(session) => session,
        Err(answer) => return Ok(*answer),
    };
    // What a file holds is found out away from the tasks that answer, in the account's turn.
    let read = sent.clone();
    let made = app.making.run(&session.account, move || added(&read)).await?;
    let command = match made.ok_or_else(HttpError::internal)? {
        Ok(command) => command,
        Err(unclear) => return Ok(asked::unclear(&app, &session, ADD, sent, unclear).await),
    };
    match asked::carried_out(&app, &session, ADD, command, &sent).await {
        Ok(receipt) => {
            let made = receipt.made.map(|id| format!("/reports/{}", mediant_pages::words::step(&id)));
            Ok(see_other(made.as_deref().unwrap_or("/reports")))
        }
        Err(error) => Ok(asked::refused(&app, &session, ADD, sent, error).await),
    }
}

/// The command that adds what was pasted or dropped.
fn added(sent: &Sent) -> Result<Command, FormError> {
    let day = field(sent, "on").trim();
    let on = match day {
        "" => None,
        day => Some(mediant_pages::written::day(day).map_err(|why| unclear("on", why.said(LANGUAGE)))?),
    };
    let published = match field(sent, "published") {
        "yes" => true,
        "no" => false,
        _ => return Err(unclear("published", say!(LANGUAGE, reported.say_whether_it_was_published))),
    };
    let brought = match field(sent, "file") {
        "" => incoming::brought(field(sent, "text"), on).map_err(|why| unclear("text", why))?,
        coded => {
            let whole = BASE64
                .decode(coded)
                .map_err(|_| unclear("file", say!(LANGUAGE, reported.the_file_did_not_arrive_whole)));
            incoming::file(field(sent, "file_name"), &whole?, on).map_err(|why| unclear("file", why))?
        }
    };
    if brought.text.chars().count() > REPORT_MAX {
        let most = mediant_pages::words::grouped(REPORT_MAX);
        return Err(unclear("text", say!(LANGUAGE, reported.too_long_for_one_report, most = most)));
    }
    let name = field(sent, "name").trim().to_owned();
    Ok(Command::AddReport(AddReport { name, on: brought.on, published, text: brought.text.into() }))
}

/// A report that is on record, with what is found in it.
struct Known {
    id: ReportId,
    report: ReportOnRecord,
    found: Arc<Found>,
}

/// The report that a form is about.
async fn known(app: &AppState, sent: &Sent) -> Result<Known, HttpError> {
    let id = ReportId::new(field(sent, "report"));
    let read = app.readings.of(&app.desk, &id).await.ok_or_else(HttpError::not_found)?;
    let report = app.desk.read(&Reader::Mediator, |state| state.reports.get(&id).cloned()).flatten();
    let report = report.ok_or_else(HttpError::not_found)?;
    let found = match read {
        ReportRead::Found(found) => found,
        ReportRead::Unreadable(_) | ReportRead::Underway => {
            Arc::new(Found { paragraphs: Vec::new(), suggestions: Vec::new() })
        }
    };
    Ok(Known { id, report, found })
}

async fn decide(State(app): State<AppState>, visitor: Visitor, body: Bytes) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    let session = match sender(&app, visitor, DECIDE, &sent) {
        Ok(session) => session,
        Err(answer) => return Ok(*answer),
    };
    let known = known(&app, &sent).await?;
    let decisions = match decisions(&sent, &known) {
        Ok(decisions) => decisions,
        Err(unclear) => return Ok(asked::unclear(&app, &session, DECIDE, sent, unclear).await),
    };
    let about: Vec<&str> = decisions.iter().map(|decided| decided.suggestion.as_str()).collect();
    let next = shown::place_after(&known.found, &known.report, &about);
    let sent = back_to(sent, next);
    let command = Command::DecideSuggestions(DecideSuggestions { report: known.id, decisions });
    Ok(ask(&app, &session, DECIDE, command, sent).await)
}

/// The same form, which goes back to a suggestion on the page.
fn back_to(mut sent: Sent, next: Option<usize>) -> Sent {
    if let (Some(back), Some(next)) = (&sent.back, next) {
        let page = back.split('#').next().unwrap_or(back);
        sent.back = Some(format!("{page}#s-{next}"));
    }
    sent
}

/// The values of every field of this name, in order.
fn all<'s>(sent: &'s Sent, name: &str) -> Vec<&'s str> {
    let here = sent.fields.iter().filter(|(known, _)| known.split(':').next() == Some(name));
    here.map(|(_, value)| value.as_str()).collect()
}

/// The decisions that a form makes: about one suggestion with its fields, or about several as they are.
fn decisions(sent: &Sent, known: &Known) -> Result<Vec<Decided>, FormError> {
    let resolution = match field(sent, "resolution") {
        "accept" => Resolution::Accept,
        "reject" => Resolution::Reject,
        "skip" => Resolution::Skip,
        _ => return Err(unclear("resolution", say!(LANGUAGE, reported.say_what_is_decided))),
    };
    let (keys, to) = (all(sent, "suggestion"), all(sent, "to"));
    let places = match resolution {
        Resolution::Accept if keys.len() == to.len() => to.into_iter().map(Some).collect(),
        Resolution::Accept => return Err(unclear("to", say!(LANGUAGE, reported.say_who_may_know_of_it))),
        Resolution::Reject | Resolution::Skip => vec![None; keys.len()],
    };
    let is_one = keys.len() == 1;
    keys.iter().zip(places).map(|(key, to)| decision(sent, known, key, resolution, to, is_one)).collect()
}

fn decision(
    sent: &Sent,
    known: &Known,
    key: &str,
    resolution: Resolution,
    to: Option<&str>,
    is_one: bool,
) -> Result<Decided, FormError> {
    let suggested = known
        .found
        .suggestion(key)
        .ok_or_else(|| unclear("suggestion", say!(LANGUAGE, reported.not_suggested_any_more)))?;
    let to = to.map(|name| {
        Compartment::named(name)
            .ok_or_else(|| unclear("to", say!(LANGUAGE, reported.this_place_is_not_offered)))
    });
    let to = to.transpose()?;
    let after = match &to {
        Some(_) if is_one && sent.fields.iter().any(|(name, _)| name.starts_with("slot.")) => {
            edited(sent, suggested)?
        }
        // Accepted for others, it stays as it was edited.
        Some(_) => known.report.decision(key).and_then(|(before, _)| before.after.clone()),
        None => None,
    };
    Ok(Decided {
        suggestion: suggested.key.clone(),
        resolution,
        to,
        rule: suggested.proposal.rule.clone(),
        confidence: suggested.proposal.confidence,
        before: written::suggested(suggested),
        after,
    })
}

fn unclear(name: &str, message: impl Into<String>) -> FormError {
    FormError { field: Some(name.to_owned()), message: message.into() }
}

/// The fields as a form changes them; `None` where it changes none.
fn edited(sent: &Sent, suggested: &Suggested) -> Result<Option<mediant_record::report::Fields>, FormError> {
    let before = &suggested.proposal.fields;
    let given = |name: &str| {
        sent.fields.iter().find(|(known, _)| known.split(':').next() == Some(format!("slot.{name}").as_str()))
    };
    let mut after = before.clone();
    for &slot in before.slots() {
        let Some((name, value)) = given(slot.name()) else { continue };
        after = written::with(after, |other| (other == slot).then(|| value.clone()))
            .map_err(|refused| FormError { field: Some(name.clone()), message: refused.to_string() })?;
    }
    let as_note = given(written::AS).is_some_and(|(_, value)| value == written::NOTE);
    if after == *before && !as_note {
        return Ok(None);
    }
    let mut fields = written::of(&after);
    if as_note {
        fields.insert(written::AS.to_owned(), written::NOTE.into());
    }
    Ok(Some(fields))
}

async fn undo(State(app): State<AppState>, visitor: Visitor, body: Bytes) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    let session = match sender(&app, visitor, UNDO, &sent) {
        Ok(session) => session,
        Err(answer) => return Ok(*answer),
    };
    let known = known(&app, &sent).await?;
    let step = field(&sent, "step").parse().unwrap_or(0);
    let undone = known.report.steps.last().and_then(|step| step.decisions.first());
    let place = undone.and_then(|undone| shown::place_of(&known.found, &undone.suggestion));
    let sent = back_to(sent, place);
    let command = Command::UndoDecision(UndoDecision { report: known.id, step });
    Ok(ask(&app, &session, UNDO, command, sent).await)
}

/// Puts what is accepted on record, one after the other. Each is an act by itself: one that the record refuses keeps no other back, and
/// stays accepted.
async fn enter(State(app): State<AppState>, visitor: Visitor, body: Bytes) -> Result<Response, HttpError> {
    let sent = Sent::new(fields(&body));
    let session = match sender(&app, visitor, ENTER, &sent) {
        Ok(session) => session,
        Err(answer) => return Ok(*answer),
    };
    let known = known(&app, &sent).await?;
    // What was on the page when the button was pressed, and nothing that somebody accepted since.
    let chosen = all(&sent, "suggestion");
    let (mut entered, mut refused) = (0, Vec::new());
    for decided in known.report.waiting() {
        if !chosen.contains(&decided.suggestion.as_str()) {
            continue;
        }
        let Some(command) = entering(&app, &known, decided) else { continue };
        if let Some(refusal) = contradicted(&app, &session, &sent, decided, &command) {
            refused.push((decided.suggestion.clone(), HttpError::from(AskError::Refused(refusal))));
            continue;
        }
        let request = sent
            .request
            .as_ref()
            .map(|request| format!("{}:{request}:{}", session.account, decided.suggestion));
        match app.desk.ask(&session, command, request).await {
            Ok(_) => entered += 1,
            Err(AskError::Unavailable | AskError::Busy) => {
                return Err(HttpError::from(AskError::Unavailable));
            }
            Err(error) => refused.push((decided.suggestion.clone(), HttpError::from(error))),
        }
    }
    let back = sent.back.clone().unwrap_or_else(|| "/reports".to_owned());
    if refused.is_empty() {
        return Ok(see_other(&back));
    }
    let visitor = Visitor(Some(session.clone()));
    let refused: Vec<_> = refused.iter().map(|(key, why)| (key.clone(), told(why))).collect();
    let make =
        |view: &View<'_>| -> Page { shown::not_entered(view, &known.report, entered, &refused, &back) };
    Ok((axum::http::StatusCode::CONFLICT, Html(page(&app, &visitor, &back, make))).into_response())
}

/// Why a suggestion does not go on record yet: what was not published is read by many only when that was confirmed beside it.
fn contradicted(
    app: &AppState,
    session: &SignInSession,
    sent: &Sent,
    decided: &Decided,
    command: &Command,
) -> Option<CommandError> {
    let confirmed: Vec<&str> = all(sent, CONFIRMED);
    let confirmed = decided.to.clone().filter(|to| confirmed.contains(&to.name().as_str()));
    let (actor, today) = (session.actor(), app.desk.world().today());
    let said = |state: &mediant_record::State| {
        let found = audience::contradiction(state, command, &Beside { known: None, confirmed }, LANGUAGE)?;
        let readers = Readers::of(state, &actor, state.day(today), &found.chosen, LANGUAGE).text();
        let message =
            say!(LANGUAGE, reported.and_this_would_be_read_by, known = found.known, readers = readers);
        Some(CommandError::invalid(CONFIRMED, message).help(say!(LANGUAGE, reported.tick_that_you_mean_it)))
    };
    app.desk.read(&Reader::Mediator, said).flatten()
}

/// The command that puts an accepted suggestion on record, on what the record says now.
fn entering(app: &AppState, known: &Known, decided: &Decided) -> Option<Command> {
    let today = app.desk.world().today();
    let act =
        |state: &mediant_record::State| act::of_decision(state, state.day(today), decided, &known.found);
    let entry = match app.desk.read(&Reader::Mediator, act)? {
        Act::Entry(entry) => entry,
        Act::Note(why) => Entry::Note { text: act::note(decided, &why).into() },
    };
    Some(Command::EnterSuggestion(EnterSuggestion {
        report: known.id.clone(),
        suggestion: decided.suggestion.clone(),
        place: format!("P{}", written::value(decided, written::PARAGRAPH)),
        words: written::value(decided, written::WORDS).to_owned(),
        entry,
    }))
}
