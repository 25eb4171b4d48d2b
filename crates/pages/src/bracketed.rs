//! Clauses with their brackets: on pages, in lines to compare, and as each side would have them.

use super::view::View;
use super::words;
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::wording::{Stretch, asked_by, askers, stretches, text};
use mediant_words::say;

/// A clause's words, with brackets and their authors.
pub(super) fn shown(view: &View<'_>, clause: &str) -> Markup {
    match stretches(clause) {
        Ok(found) => within(view, &found),
        Err(_) => html! { (clause) },
    }
}

fn within(view: &View<'_>, stretches: &[Stretch]) -> Markup {
    html! {
        @for stretch in stretches {
            @match stretch {
                Stretch::Plain(words) => (words),
                Stretch::Bracket { words, by } => {
                    span.bracket { "[" bdi { (within(view, words)) } "]"
                        @if !by.is_empty() { sup { (words::listed(view, by.iter().map(|name| html! { bdi { (author(view, name)) } }))) } } }
                }
            }
        }
    }
}

/// A clause's words as plain text, with the authors of brackets within them: for comparing versions.
pub(super) fn with_authors(view: &View<'_>, clause: &str) -> String {
    stretches(clause).map_or_else(|_| clause.to_owned(), |found| named(view, &found))
}

fn named(view: &View<'_>, stretches: &[Stretch]) -> String {
    let words = stretches.iter().map(|stretch| match stretch {
        Stretch::Plain(words) => words.clone(),
        Stretch::Bracket { words, by } if by.is_empty() => format!("[{}]", named(view, words)),
        Stretch::Bracket { words, by } => {
            let names: Vec<String> = by.iter().map(|name| author(view, name)).collect();
            format!("[{} – {}]", named(view, words), names.join(", "))
        }
    });
    words.collect()
}

/// Where brackets stand in brackets: the clause as each of those would have it who ask for words.
pub(super) fn as_each_would_have_it(view: &View<'_>, clause: &str) -> Markup {
    let Ok(found) = stretches(clause) else { return html! {} };
    let nests = found.iter().any(|stretch| matches!(stretch, Stretch::Bracket { words, .. } if words.iter().any(|inner| matches!(inner, Stretch::Bracket { .. }))));
    html! {
        @if nests {
            details.fold {
                summary { (say!(view, bracketed.as_each_side_would_have_it)) }
                dl {
                    @for name in askers(&found) {
                        dt { bdi { (author(view, name)) } }
                        dd dir="auto" { (shown(view, &text(&asked_by(&found, name)))) }
                    }
                }
            }
        }
    }
}

/// A bracket's author: a party by its name, whoever else as written.
fn author(view: &View<'_>, name: &str) -> String {
    view.party_name(&PartyId::new(name))
}
