//! The talks that a news report of 4 December 2025 tells of, as a record would have grown.
//!
//! The report's facts are restated in our own words, each recorded at the day it has in the report, and on the day of
//! the report where it has none. The case is the one of `examples/talks-2025-12-04.toml`. What was said in the
//! meetings is not known, and nothing is made up in its place: an item that stands there to show what items are says
//! so itself, and is [`INVENTED`].

mod frame;
mod invented;
mod reported;

use super::{Part, Seat, Step, Story};
use mediant_model::Date;
use std::iter::once;

/// How every text begins that the report has no fact for.
pub const INVENTED: &str = "Invented for the demonstration: ";

/// The day of the report, a Thursday: everything is told as of this day.
pub const TALKS_DAY: Date = jiff::civil::date(2025, 12, 4);

/// The talks as the demonstration shows them.
pub(super) const STORY: Story = Story {
    id: "talks",
    title: "The talks of a news report",
    about: "On 4 December 2025 two envoys shuttle between Moscow and Kyiv. It is that morning: one meeting is over, the other about to begin, and \
            one issue stands in the way of everything.",
    invented: "It restates the facts of a news report; nobody named takes part. What the report does not say is marked as invented where it stands.",
    steps: talks_shown,
    seats: &[
        Seat {
            id: "mediator",
            whom: "The mediator",
            about: "Sees where the talks stand, and holds what each side told in confidence.",
            part: Part::Mediator,
            person: Some("witkoff"),
        },
        Seat {
            id: "russia",
            whom: "Russia, its principal",
            about: "Sees its own caucus, the text and what is asked of it.",
            part: Part::Principal("russia"),
            person: Some("putin"),
        },
        Seat {
            id: "ukraine",
            whom: "Ukraine, its principal",
            about: "Decides for its side, and says who else may.",
            part: Part::Principal("ukraine"),
            person: Some("zelensky"),
        },
        Seat {
            id: "ukraine-delegate",
            whom: "Ukraine, its delegate",
            about: "Talks under a mandate: what it covers counts, what it does not waits for the principal.",
            part: Part::Delegate("ukraine"),
            person: Some("umerov"),
        },
        Seat {
            id: "public",
            whom: "The public",
            about: "Reads what is public, without an account.",
            part: Part::Public,
            person: None,
        },
    ],
};

/// The story, and behind it something on every page: a text, rounds, a mediation and the like about who keeps the minutes, which
/// people who are invented do, and which says everywhere that it is invented.
pub fn talks_shown() -> Vec<Step> {
    let mut steps = talks_2025_12_04();
    steps.extend(invented::about_minutes());
    steps
}

/// The story, up to the morning of [`TALKS_DAY`]: before the meeting in Florida.
///
/// Labels: the sessions `kremlin`, `florida` and `preparations`; the mandates `former_head` and `umerov`; the items
/// `russia_substance`, `russia_minutes`, `ukraine_substance` and `ukraine_minutes`; the statements
/// `russia_precondition`, `russia_red_line` and `ukraine_red_line`.
pub fn talks_2025_12_04() -> Vec<Step> {
    once(frame::opening())
        .chain(once(frame::notice()))
        .chain(frame::people())
        .chain(frame::issues())
        .chain(reported::resignation())
        .chain(reported::kremlin())
        .chain(reported::florida())
        .chain(reported::third_of_december())
        .chain(reported::without_a_date())
        .collect()
}
