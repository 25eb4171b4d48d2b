//! Asking once more, in words and with names, before more people read something than may know it from how it is known.

use super::LANGUAGE;
use super::router::page;
use crate::accounts::{SignInSession, Visitor};
use crate::app::AppState;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use mediant_pages::audience::{self, Beside, CONFIRMED, Contradiction};
use mediant_pages::form::Sent;
use mediant_pages::reads::names;
use mediant_pages::shell::{Here, Page};
use mediant_pages::view::View;
use mediant_pages::words::{self, Tone};
use mediant_record::{Command, Compartment};
use mediant_words::say;

/// The question, where a command says something against itself that was not confirmed: nothing is recorded before it is answered.
pub(super) fn asked_once_more(
    app: &AppState,
    session: &SignInSession,
    kind: &'static str,
    command: &Command,
    beside: &Beside,
    sent: &Sent,
) -> Option<Response> {
    let reader = session.role.reader();
    let found =
        app.desk.read(&reader, |state| audience::contradiction(state, command, beside, LANGUAGE))??;
    let path = sent.back.clone().unwrap_or_else(|| "/".to_owned());
    let visitor = Visitor(Some(session.clone()));
    let page = page(app, &visitor, &path, |view| question(view, kind, sent, &found));
    Some((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// The page that asks.
fn question(view: &View<'_>, kind: &'static str, sent: &Sent, found: &Contradiction) -> Page {
    let back = sent.back.clone().unwrap_or_else(|| "/".to_owned());
    let chosen = view.readers(&found.chosen);
    let main = html! {
        p.notice role="alert" data-part="problem" {
            (say!(view, certain.you_say_that_you_also_chose, status = words::status(Tone::Open, say!(view, certain.not_on_record_yet)), known = html! { bdi { (found.known) } }, strong = html! { strong { (names(&chosen)) } }))
        }
        (typed(sent))
        @if let Some(fields) = narrowed(sent, found) {
            section.card {
                h2 { (say!(view, certain.keep_it_to_those_who_may)) }
                (resend(view, kind, sent, &fields, &found.usual, &say!(view, certain.record_it_for_them_alone)))
            }
        }
        section.card {
            h2 { (say!(view, certain.let_them_all_read_it)) }
            @let mut fields = sent.fields.clone();
            @let () = fields.push((CONFIRMED.to_owned(), found.chosen.name()));
            (resend(view, kind, sent, &fields, &found.chosen, &say!(view, certain.yes_let_them_read_it)))
        }
        p { a href=(back) { (say!(view, certain.go_back_and_record_nothing)) } }
    };
    Page {
        title: say!(view, certain.who_is_to_read_this).into_owned(),
        here: Here::Elsewhere,
        main,
        aside: None,
    }
}

/// The words that were typed, so that one sees what it is about.
fn typed(sent: &Sent) -> Markup {
    let is_text = |name: &str| name == "text" || name.ends_with(".text");
    let texts = sent.fields.iter().filter(|(name, value)| is_text(name) && !value.trim().is_empty());
    html! { @for (_, text) in texts { blockquote { (words::prose(text)) } } }
}

/// The fields with the readers that follow from how it is known; `None` where no field says who reads it.
fn narrowed(sent: &Sent, found: &Contradiction) -> Option<Vec<(String, String)>> {
    let path = |name: &str| name.rsplit_once(':').map_or(name.to_owned(), |(path, _)| path.to_owned());
    let mut fields = sent.fields.clone();
    fields.retain(|(name, _)| path(name) != found.field);
    match found.field {
        // Left out, it follows from how it is known.
        "statement.publicity" => {}
        "in" => fields.push(("in".to_owned(), found.usual.name())),
        _ => return None,
    }
    Some(fields)
}

fn resend(
    view: &View<'_>,
    kind: &'static str,
    sent: &Sent,
    fields: &[(String, String)],
    place: &Compartment,
    button: &str,
) -> Markup {
    let back = sent.back.clone().unwrap_or_else(|| "/".to_owned());
    let form = view.form(kind).back(back).request(sent.request.clone()).read_by(view, place);
    let fields = html! { @for (name, value) in fields { input type="hidden" name=(name) value=(value); } };
    form.ends(fields, button)
}
