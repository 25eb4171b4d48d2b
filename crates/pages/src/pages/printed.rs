//! The text as it comes out of a printer.

use crate::view::View;
use crate::when;
use maud::{Markup, html};
use mediant_record::Compartment;
use mediant_words::say;

/// What comes out of a printer: the latest text on the table, its words and brackets, and nothing that not all of the table reads.
pub(super) fn printed(view: &View<'_>) -> Markup {
    html! {
        section.printed data-printed {
            @match view.state.latest_draft(&Compartment::Table) {
                None => p { (say!(view, printed.there_is_no_text)) },
                Some((_, draft)) => {
                    h2 dir="auto" { (draft.title) }
                    p { (say!(view, printed.draft_on_the_table, number = draft.number, moment = when::moment(draft.trace.at, &view.who.zone))) }
                    @for (at, clause) in draft.clauses.iter().enumerate() {
                        article.clause {
                            h3 { (at + 1) " · " bdi { (clause.heading) } }
                            div.words dir="auto" { (crate::bracketed::shown(view, &clause.text)) }
                        }
                    }
                }
            }
        }
    }
}
