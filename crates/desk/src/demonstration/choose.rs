//! The page on which one chooses who to be.

use super::{SEATS, STYLE, Told};
use maud::{DOCTYPE, Markup, html};
use mediant_pages::assets;

/// The page: every story with its seats, and the tour.
pub(super) fn page(stories: &[Told]) -> Markup {
    document(
        "Choose who you are",
        html! {
            p.lede { "Mediant is a desk for a mediator and the sides of a negotiation. This is a demonstration: nothing here is real, nothing "
                "leaves this machine, and all of it is gone when the demonstration closes." }
            p { a.button href="/tour" { "Take the tour: six steps, five minutes" } }
            p { "Or choose somebody and look around. You can open several in tabs beside each other: what one sends, the others see if they "
                "may. Whatever you do, you cannot break anything." }
            @for told in stories {
                section aria-labelledby=(format!("story-{}", told.story.id)) {
                    h2 id=(format!("story-{}", told.story.id)) { (told.story.title) }
                    p { (told.story.about) }
                    p { small { (told.story.invented) } }
                    ul.seats {
                        @for seat in told.seats.iter().filter_map(super::Seated::shown) {
                            li {
                                a.button href=(format!("{SEATS}{}/{}/", told.story.id, seat.id)) { (seat.whom) }
                                small { (seat.about) }
                            }
                        }
                    }
                }
            }
        },
    )
}

/// What stands at an address where there is nothing.
pub(super) fn nothing_here() -> Markup {
    document("There is nothing here", html! { p { a href="/" { "Choose who you are" } } })
}

/// A page of the demonstration's own.
pub(super) fn document(title: &str, main: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Mediant" }
                link rel="stylesheet" href=(assets::path("desk.css"));
                link rel="stylesheet" href=(STYLE);
                link rel="icon" type="image/svg+xml" href=(assets::path("icon.svg"));
            }
            body {
                header.top { a.case href="/" { "Mediant" } span.reader { "Demonstration" } }
                main.alone id="main" { h1 { (title) } (main) }
            }
        }
    }
}
