//! What is accepted goes on record: who reads it is said before it is sent.

use super::Shown;
use super::suggestion::{entry_words, readers};
use crate::actions::ENTER;
use crate::audience::CONFIRMED;
use crate::pages::problem::NotDone;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_insight::reports::act::{self, Act};
use mediant_insight::reports::fields as written;
use mediant_record::Compartment;
use mediant_record::report::{Decided, ReportOnRecord};
use mediant_words::say;
use std::collections::BTreeMap;

/// What is accepted and not on record yet, by who will read it; nothing where there is none.
pub(super) fn form(shown: &Shown<'_, '_>) -> Markup {
    let waiting = shown.report.waiting();
    if waiting.is_empty() {
        return html! {};
    }
    let view = shown.view;
    let mut by_readers: BTreeMap<Compartment, Vec<(&Decided, Markup)>> = BTreeMap::new();
    for decided in &waiting {
        let (to, what) = match act::of_decision(view.state, view.today, decided, shown.found) {
            Act::Entry(entry) => {
                (decided.to.clone().unwrap_or(Compartment::Mediator), entry_words(shown, &entry))
            }
            Act::Note(why) => {
                (Compartment::Mediator, html! { (say!(view, entering.a_note, said = words::said(&why))) })
            }
        };
        by_readers.entry(to).or_default().push((*decided, what));
    }
    let form = view.form(ENTER).to("/reports/enter").back(shown.path());
    let fields = html! {
        (form.fixed("report", shown.id.as_str()))
        @for decided in &waiting { (form.fixed("suggestion", &decided.suggestion)) }
        @for (to, all) in &by_readers {
            p { (say!(view, entering.for_word, strong = html! { strong { (readers(shown, to)) } })) }
            ul { @for (decided, what) in all {
                li {
                    (what)
                    ", “" (words::said(written::value(decided, written::WORDS))) "”"
                }
            } }
        }
        (asked_once_more(shown, by_readers.keys()))
        p { small {
            (say!(view, entering.whoever_reads_it_reads_these_words, name = html! { bdi { (shown.report.name) } }))
        } }
    };
    let button = say!(view, entering.put_on_record, count = waiting.len());
    html! { section.entering aria-label=(say!(view, entering.accepted_not_on_record_yet)) data-entering { h2 { (say!(view, entering.accepted_not_on_record_yet)) } (form.ends(fields, &button)) } }
}

/// A box to tick, where what a report says that was not published would be read at the table or by everybody.
fn asked_once_more<'c>(shown: &Shown<'_, '_>, to: impl Iterator<Item = &'c Compartment>) -> Markup {
    let open: Vec<Compartment> =
        to.filter(|to| matches!(to, Compartment::Table | Compartment::Public)).cloned().collect();
    html! {
        @if !shown.report.published && !open.is_empty() {
            p.notice { (say!(shown.view, entering.was_not_published_so_what, status = words::status(Tone::Open, say!(shown.view, entering.not_published)), name = html! { bdi { (shown.report.name) } })) }
            @for place in &open {
                @let id = format!("confirmed-{}", place.name());
                div.tick {
                    input type="checkbox" id=(id) name=(CONFIRMED) value=(place.name());
                    label for=(id) { (say!(shown.view, entering.yes_it_is_to_be_read, readers = readers(shown, place))) }
                }
            }
        }
    }
}

/// The page after some that were accepted could not go on record: which, and why.
pub fn not_entered(
    view: &View<'_>,
    report: &ReportOnRecord,
    entered: usize,
    refused: &[(String, NotDone)],
    back: &str,
) -> Page {
    let words_of = |key: &str| {
        report.decision(key).map(|(decided, _)| written::value(decided, written::WORDS)).unwrap_or_default()
    };
    let main = html! {
        p.notice role="alert" data-part="problem" {
            (say!(view, entering.went_on_record_and_suggestions_did, status = words::status(Tone::Blocked, say!(view, entering.not_all_of_it)), entered = entered, count = refused.len()))
        }
        ul.items {
            @for (key, problem) in refused {
                li {
                    "“" (words::said(words_of(key))) "”"
                    p { (words::said(&super::super::problem::capital(&problem.message)))
                        @if let Some(help) = &problem.help { " " (words::said(&super::super::problem::capital(help))) } }
                }
            }
        }
        p { (say!(view, entering.edit_it_accept_it_for_others, link = html! { a href=(back) { (say!(view, entering.back_to_the_report)) } })) }
    };
    Page {
        title: say!(view, entering.not_all_is_on_record).into_owned(),
        here: Here::Reports,
        main,
        aside: None,
    }
}
