//! What went wrong, as a page of its own: where the page that something was asked from is not there any more.

use crate::shell::{Here, Page};
use crate::view::View;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_words::say;

/// Something that was not done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotDone {
    /// The heading of the page: what kind of thing went wrong.
    pub title: String,
    /// The cause in one sentence.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// The page; with what was typed into the form that asked for it, where one did.
pub fn page(view: &View<'_>, problem: &NotDone, typed: Option<&Markup>) -> Page {
    let main = html! {
        p.notice role="alert" data-part="problem" {
            (words::status(Tone::Blocked, say!(view, problem.not_done))) " " (words::said(&capital(&problem.message)))
            @if let Some(help) = &problem.help { " " (words::said(&capital(help))) }
        }
        @match typed {
            Some(typed) => (typed),
            None => p { a href="/" { (say!(view, problem.to_the_first_page)) } },
        }
    };
    Page { title: problem.title.clone(), here: Here::Problem, main, aside: None }
}

/// The sentence with a capital letter in front and a full stop behind.
pub(crate) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", characters.as_str())
}
