//! What is said of no one issue: interests, and what is done without a deal.

use super::{line, provenance, statements};
use crate::view::View;
use crate::words;
use maud::{Markup, html};
use mediant_record::statement::Statement;
use mediant_words::say;

/// What each party is known to need: behind its positions, and of no one issue.
pub fn interests(view: &View<'_>) -> Option<Markup> {
    let all = statements(view.state, |stated| {
        matches!(stated.content, Statement::Interest(_))
            && stated.content.provenance().counts(Some(view.today))
    });
    (!all.is_empty()).then(|| {
        html! {
            table.interests {
                caption { (say!(view, standing.what_each_party_needs_and_why)) }
                thead { tr { th scope="col" { (say!(view, standing.party)) } th scope="col" { (say!(view, standing.interests)) } } }
                tbody {
                    @for party in view.state.negotiating() {
                        @let own: Vec<_> = all.iter().filter(|(_, stated)| stated.content.party() == Some(&party.id)).collect();
                        @if !own.is_empty() {
                            tr {
                                th scope="row" { bdi { (party.name) } }
                                td data-of=(say!(view, standing.interests)) { @for entry in own { div.voice { (line(view, *entry, None)) } } }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// What each party does without a deal.
pub fn alternatives(view: &View<'_>) -> Option<Markup> {
    let all = statements(view.state, |stated| matches!(stated.content, Statement::Alternative(_)));
    let holding = all.iter().filter_map(|entry| match &entry.1.content {
        Statement::Alternative(alternative) if alternative.provenance.counts(Some(view.today)) => {
            Some((entry.1, alternative))
        }
        _ => None,
    });
    let holding: Vec<_> = holding.collect();
    (!holding.is_empty()).then(|| {
        html! {
            table {
                caption { (say!(view, standing.what_each_party_is_known)) }
                thead { tr {
                    th scope="col" { (say!(view, standing.party)) } th scope="col" { (say!(view, standing.trend)) } th scope="col" { (say!(view, standing.without_a_deal_2)) }
                } }
                tbody {
                    @for (stated, alternative) in &holding {
                        tr {
                            th scope="row" { (view.party(&alternative.party)) }
                            td data-of=(say!(view, standing.trend)) { (words::trend(view, alternative.trend)) }
                            td data-of=(say!(view, standing.without_a_deal_2)) {
                                // Its trend has a column of its own.
                                @match &alternative.provenance.text {
                                    Some(text) => (words::said(text)),
                                    None => (say!(view, standing.said_without_words_on_record)),
                                }
                                (provenance(view, stated))
                            }
                        }
                    }
                }
            }
        }
    })
}
