//! The tour: six steps, each a page of a story as somebody in it reads it, with a few words on top.
//!
//! Where one is in it stands in the address and nowhere else: leaving it out is all that skipping takes.

use super::{SEATS, Told, choose};
use maud::{Markup, html};

/// A step: what is looked at, and what is said about it.
#[derive(Clone, Copy, Debug)]
pub struct TourStep {
    /// The story's id.
    pub story: &'static str,
    /// The seat's id.
    pub seat: &'static str,
    /// The page on the desk, without its first `/`.
    pub page: &'static str,
    /// The heading.
    pub title: &'static str,
    /// What there is to see, as paragraphs.
    pub see: &'static [&'static str],
    /// What one may try.
    pub attempt: &'static str,
}

/// All six, in order.
pub const STEPS: [TourStep; 6] = [
    TourStep {
        story: "water",
        seat: "mediator",
        page: "",
        title: "The mediator's first page",
        see: &[
            "A neighbourhood shares one spring, and a dry summer is coming. You mediate between the gardens, the houses and the laundry.",
            "The page says where each issue stands, whether a deal is possible on what the sides have stated, and what waits for you.",
        ],
        attempt: "Open an issue in the table and read who said what, and who may know it.",
    },
    TourStep {
        story: "water",
        seat: "mediator",
        page: "caucus/gardens",
        title: "What is told in confidence",
        see: &[
            "The gardens told you two things alone. One is held: nobody else learns even that it exists. Of the other you may pass on the substance.",
            "Pass on shows you the very words that the hearer will read, before anything goes out.",
        ],
        attempt: "Find Pass on, choose the houses, and read the preview. You need not send it.",
    },
    TourStep {
        story: "water",
        seat: "houses",
        page: "text",
        title: "The same talks, from the houses' side",
        see: &[
            "Now you speak for the houses. Nothing that the gardens said in confidence is on any of these pages.",
            "This is the text on the table. Words in brackets are not agreed; behind them stands who asks for them.",
        ],
        attempt: "Answer a clause: accept it, or put words of your own in brackets. The mediator's page shows it at once.",
    },
    TourStep {
        story: "water",
        seat: "houses",
        page: "mediation",
        title: "Asked alone",
        see: &[
            "Nobody has to show a brief. The desk asks each side by itself: first to put options in order, then yes or no to whole packages.",
            "What you answer here nobody else reads, the mediator included. When all have answered, the desk proposes a package.",
        ],
        attempt: "Answer the next question.",
    },
    TourStep {
        story: "water",
        seat: "mediator",
        page: "deal",
        title: "Is there a deal?",
        see: &[
            "All three deposited a brief, so the desk can work out every possible package: which of them nobody would refuse, and which are fair, by four rules.",
            "What is proven says so, and the proof can be checked by another program.",
        ],
        attempt: "Open one of the packages: the page says what whoever receives it could infer about the others.",
    },
    TourStep {
        story: "water",
        seat: "public",
        page: "",
        title: "What everybody may read",
        see: &[
            "The neighbours who do not sit at the table see this, and a communiqué when all sides have agreed to its words.",
            "You have seen the desk from three sides. Be somebody now, or begin a case of your own with mediant serve.",
        ],
        attempt: "Compare it with the mediator's first page.",
    },
];

/// The step as a path says it.
pub(super) fn word(step: usize) -> String {
    format!("tour-{step}")
}

/// The step that a path behind a seat begins with, and what is behind it.
pub(super) fn step_of(rest: &str) -> Option<(usize, Option<&str>)> {
    let (first, behind) = rest.split_once('/').map_or((rest, None), |(first, behind)| (first, Some(behind)));
    let step = (1..=STEPS.len()).find(|step| word(*step) == first)?;
    Some((step, behind))
}

/// Where a step is looked at.
fn path_of(step: usize) -> Option<String> {
    let known = STEPS.get(step.checked_sub(1)?)?;
    Some(format!("{SEATS}{}/{}/{}/{}", known.story, known.seat, word(step), known.page))
}

/// The words on top of a page that is looked at in a step.
pub(super) fn strip(step: usize, own: &str, rest: &str) -> Option<Markup> {
    let known = STEPS.get(step.checked_sub(1)?)?;
    let here = path_of(step)?;
    let is_elsewhere = rest != known.page || own != format!("{SEATS}{}/{}", known.story, known.seat);
    Some(html! {
        section.tour aria-labelledby="tour" {
            h2 id="tour" { "Tour, step " (step) " of " (STEPS.len()) ": " (known.title) }
            @if is_elsewhere {
                p { "You are looking around on your own. " a href=(here) { "Back to this step's page" } }
            } @else {
                @for said in known.see { p { (said) } }
                p { strong { "Try it. " } (known.attempt) }
            }
            p.ways {
                @if let Some(before) = path_of(step - 1) { a.button href=(before) { "Back" } }
                @match path_of(step + 1) {
                    Some(next) => a.button.onward href=(next) { "Next: step " (step + 1) },
                    None => a.button.onward href="/" { "Done: choose who you are" },
                }
                a href=(format!("{own}/{rest}")) { "Leave the tour, stay here" }
            }
        }
    })
}

/// The page that the tour begins on: all of it in short, to begin anywhere or not at all.
pub(super) fn page(stories: &[Told]) -> Markup {
    let whom = |step: &TourStep| {
        let story = stories.iter().find(|told| told.story.id == step.story)?;
        story.story.seats.iter().find(|seat| seat.id == step.seat).map(|seat| seat.whom)
    };
    choose::document(
        "The tour",
        html! {
            p.lede { "Six steps, about five minutes. In each you look at one page as somebody in the story. You can begin at any step, look around in "
                "between, and leave whenever you like." }
            p.ways {
                @if let Some(first) = path_of(1) { a.button href=(first) { "Begin" } }
                " " a href="/" { "Skip the tour" }
            }
            ol.tour-steps {
                @for (step, known) in (1..).zip(&STEPS) {
                    li {
                        h2 { (step) ". " @if let Some(path) = path_of(step) { a href=(path) { (known.title) } } }
                        small { @if let Some(whom) = whom(known) { "As: " (whom) } }
                    }
                }
            }
        },
    )
}
