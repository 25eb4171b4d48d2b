//! The agreement itself: to read, to print, to take along.

use super::conclusion;
use crate::agreed_words::AgreedWords;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::whose_word;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_record::Event;
use mediant_words::say;

/// The page; `None` where the reader knows of no agreement on the whole.
pub fn page(view: &View<'_>) -> Option<Page> {
    let agreed = AgreedWords::of(view.state, view.language)?;
    let main = html! {
        article.agreement data-agreement {
            @if let Some(title) = &agreed.title { h2 dir="auto" { (title) } }
            p { small { (say!(view, agreement.agreed_on, declared = agreed.declared)) } }
            @if agreed.words.is_empty() { p.empty { (say!(view, agreement.its_words_are_not_public)) } }
            @for (at, part) in agreed.words.iter().enumerate() {
                section.clause {
                    h3 { (at + 1) " · " bdi { (part.heading) } }
                    div.words { (words::prose(&part.text)) }
                }
            }
            h3 { (say!(view, agreement.who_agreed)) }
            ul.items {
                @for one in &agreed.accepted {
                    li { (say!(view, agreement.done_by, status = words::status(Tone::Agreed, say!(view, agreement.accepted)), party = html! { bdi { (one.party) } }))
                        @if let Some(person) = &one.person { " (" bdi { (person) } ")" }
                        @if let Some(at) = &one.at { ", " (at) }
                        @if one.reported { ". " span.reported { (say!(view, agreement.recorded_on_its_word)) } } }
                }
                @for (what, deeds) in [(say!(view, agreement.signed), &agreed.signed), (say!(view, agreement.ratified), &agreed.ratified)] {
                    @for deed in deeds {
                        li { (say!(view, agreement.done_by, status = words::status(Tone::Agreed, &what), party = html! { bdi { (deed.party) } })) @if let Some(by) = &deed.by { " (" bdi { (by) } ")" } ", " (deed.on)
                            @if let Some(word) = &deed.whose_word { ". " span.reported { (word) } } }
                    }
                }
            }
            (whose_word::besides(view, |event| matches!(event, Event::Signed(_) | Event::Ratified(_))))
        }
        @if !view.preview { (downloads(view)) }
        (conclusion::deeds(view))
    };
    Some(Page {
        title: say!(view, agreement.the_agreement).into_owned(),
        here: Here::Elsewhere,
        main,
        aside: None,
    })
}

/// Ways to take it along.
fn downloads(view: &View<'_>) -> Markup {
    html! {
        section.downloads {
            h2 { (say!(view, agreement.take_it_along)) }
            p { (say!(view, agreement.print_this_page_or_keep)) }
            ul {
                li { (say!(view, agreement.the_words_and_who_accepted_them, link = html! { a href="/agreement/agreement.txt" download="agreement.txt" { (say!(view, agreement.text)) } })) }
                li { (say!(view, agreement.the_same_for_programs, link = html! { a href="/agreement/agreement.json" download="agreement-words.json" { (say!(view, agreement.json)) } })) }
                @if !view.is_public() {
                    li { (say!(view, agreement.for_mediant_verify_agreement, link = html! { a href="/api/v1/agreement" download="agreement.json" { (say!(view, agreement.with_every_signature)) } }, link_2 = html! { a href="/keys" { (say!(view, agreement.the_keys)) } })) }
                }
            }
        }
    }
}
