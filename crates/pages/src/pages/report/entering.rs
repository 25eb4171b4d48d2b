//! What is accepted goes on record: who reads it is said before it is sent.

use super::Shown;
use super::suggestion::{entry_words, readers};
use crate::actions::ENTER;
use crate::audience::CONFIRMED;
use crate::pages::problem::NotDone;
use crate::shell::{Here, Page};
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_insight::reports::act::{self, Act};
use mediant_insight::reports::fields as written;
use mediant_record::Compartment;
use mediant_record::report::{Decided, ReportOnRecord};
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
            Act::Note(why) => (Compartment::Mediator, html! { "a note (" (words::said(&why)) ")" }),
        };
        by_readers.entry(to).or_default().push((*decided, what));
    }
    let form = view.form(ENTER).to("/reports/enter").back(shown.path());
    let fields = html! {
        (form.fixed("report", shown.id.as_str()))
        @for decided in &waiting { (form.fixed("suggestion", &decided.suggestion)) }
        @for (to, all) in &by_readers {
            p { "For " strong { (readers(shown, to)) } ":" }
            ul { @for (decided, what) in all {
                li {
                    (what)
                    ", “" (words::said(written::value(decided, written::WORDS))) "”"
                }
            } }
        }
        (asked_once_more(shown, by_readers.keys()))
        p { small {
            "Whoever reads it reads these words, and that they stand in “" bdi { (shown.report.name) } "”. It is recorded as yours, not as the \
             party’s own word."
        } }
    };
    let button = format!("Put {} on record", words::counted(waiting.len(), "suggestion", "suggestions"));
    html! { section.entering aria-label="Accepted, not on record yet" data-entering { h2 { "Accepted, not on record yet" } (form.ends(fields, &button)) } }
}

/// A box to tick, where what a report says that was not published would be read at the table or by everybody.
fn asked_once_more<'c>(shown: &Shown<'_, '_>, to: impl Iterator<Item = &'c Compartment>) -> Markup {
    let open: Vec<Compartment> =
        to.filter(|to| matches!(to, Compartment::Table | Compartment::Public)).cloned().collect();
    html! {
        @if !shown.report.published && !open.is_empty() {
            p.notice { (words::status(Tone::Open, "Not published.")) " “" bdi { (shown.report.name) } "” was not published, so what it says is not known to everybody. Tick what you mean." }
            @for place in &open {
                @let id = format!("confirmed-{}", place.name());
                div.tick {
                    input type="checkbox" id=(id) name=(CONFIRMED) value=(place.name());
                    label for=(id) { "Yes, it is to be read by " (readers(shown, place)) }
                }
            }
        }
    }
}

/// The page after some that were accepted could not go on record: which, and why.
pub fn not_entered(
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
            (words::status(Tone::Blocked, "Not all of it.")) " " (entered) " went on record, and "
            (words::counted(refused.len(), "suggestion", "suggestions")) " did not. What did not stays accepted."
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
        p { a href=(back) { "Back to the report" } ": edit it, accept it for others, or accept it as a note." }
    };
    Page { title: "Not all is on record".to_owned(), here: Here::Reports, main, aside: None }
}
