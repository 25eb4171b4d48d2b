//! The agreement itself: to read, to print, to take along.

use super::conclusion;
use crate::agreed_words::AgreedWords;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::whose_word;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_record::Event;

/// The page; `None` where the reader knows of no agreement on the whole.
pub fn page(view: &View<'_>) -> Option<Page> {
    let agreed = AgreedWords::of(view.state)?;
    let main = html! {
        article.agreement data-agreement {
            @if let Some(title) = &agreed.title { h2 dir="auto" { (title) } }
            p { small { "Agreed on " (agreed.declared) } }
            @if agreed.words.is_empty() { p.empty { "Its words are not public." } }
            @for (at, part) in agreed.words.iter().enumerate() {
                section.clause {
                    h3 { (at + 1) " · " bdi { (part.heading) } }
                    div.words { (words::prose(&part.text)) }
                }
            }
            h3 { "Who agreed" }
            ul.items {
                @for one in &agreed.accepted {
                    li { (words::status(Tone::Agreed, "accepted")) " by " bdi { (one.party) }
                        @if let Some(person) = &one.person { " (" bdi { (person) } ")" }
                        @if let Some(at) = &one.at { ", " (at) }
                        @if one.reported { ". " span.reported { "Recorded on its word by the mediator, not confirmed when it was declared." } } }
                }
                @for (what, deeds) in [("signed", &agreed.signed), ("ratified", &agreed.ratified)] {
                    @for deed in deeds {
                        li { (words::status(Tone::Agreed, what)) " by " bdi { (deed.party) } @if let Some(by) = &deed.by { " (" bdi { (by) } ")" } ", " (deed.on)
                            @if let Some(word) = &deed.whose_word { ". " span.reported { (word) } } }
                    }
                }
            }
            (whose_word::besides(view, |event| matches!(event, Event::Signed(_) | Event::Ratified(_))))
        }
        @if !view.preview { (downloads(view)) }
        (conclusion::deeds(view))
    };
    Some(Page { title: "The agreement".to_owned(), here: Here::Elsewhere, main, aside: None })
}

/// Ways to take it along.
fn downloads(view: &View<'_>) -> Markup {
    html! {
        section.downloads {
            h2 { "Take it along" }
            p { "Print this page, or keep it as a file:" }
            ul {
                li { a href="/agreement/agreement.txt" download="agreement.txt" { "Text" } ": the words, and who accepted them and when" }
                li { a href="/agreement/agreement.json" download="agreement-words.json" { "JSON" } ": the same for programs" }
                @if !view.is_public() {
                    li { a href="/api/v1/agreement" download="agreement.json" { "With every signature" } ", for “mediant verify-agreement”; " a href="/keys" { "the keys" } }
                }
            }
        }
    }
}
