//! A neighbourhood's water: three sides, one spring, and numbers. All of it is invented.
//!
//! The story fills every page of the desk: statements with numbers, a text with brackets, a round that is over and one that is open, a
//! mediation half-way, packages, briefs from everybody, communiqués, a report.

mod asked;
mod frame;
mod told;

use super::{Part, Seat, Step, Story};
use mediant_model::Date;
use mediant_record::{Actor, Role};

/// The day up to which it is told, a Tuesday.
pub const WATER_DAY: Date = jiff::civil::date(2026, 5, 12);

/// The story as the demonstration shows it.
pub(super) const STORY: Story = Story {
    id: "water",
    title: "A neighbourhood’s water",
    about: "Gardens, houses and a laundry draw on one spring, and a dry summer is coming. How much for the gardens, at what price, who pays for \
            the pump, and when may be watered? Half of it is done.",
    invented: "The people, the place and every number are invented.",
    steps: water,
    seats: &[
        Seat {
            id: "mediator",
            whom: "The mediator",
            about: "Sees where the talks stand, and holds what each side told in confidence.",
            part: Part::Mediator,
            person: None,
        },
        Seat {
            id: "gardens",
            whom: "The gardens",
            about: "Ines Okafor, who chairs the allotment gardens. They need the most water when there is least.",
            part: Part::Principal("gardens"),
            person: Some("okafor"),
        },
        Seat {
            id: "houses",
            whom: "The houses",
            about: "Mira Lund, for the twelve houses that own the spring. They want quiet pipes in the evening.",
            part: Part::Principal("houses"),
            person: Some("lund"),
        },
        Seat {
            id: "laundry",
            whom: "The laundry",
            about: "Paul Weiss, who owns the laundry. He counts every cubic metre.",
            part: Part::Principal("laundry"),
            person: Some("weiss"),
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

/// The story, up to the morning of [`WATER_DAY`].
pub fn water() -> Vec<Step> {
    let mut steps = frame::opened();
    steps.extend(told::first_week());
    steps.extend(told::second_week());
    steps.extend(asked::text());
    steps.extend(asked::packages());
    steps.extend(asked::rounds());
    steps.extend(asked::mediation());
    steps.extend(asked::said_in_public());
    steps
}

/// Whoever acts in it.
struct Cast {
    mediator: Actor,
    gardens: Actor,
    houses: Actor,
    /// The houses' delegate, who has a key.
    reyes: Actor,
    laundry: Actor,
}

fn cast() -> Cast {
    let principal = |party: &str, person: &str| Actor::person(Role::Principal(party.into()), person);
    Cast {
        mediator: Actor::new(Role::Mediator),
        gardens: principal("gardens", "okafor"),
        houses: principal("houses", "lund"),
        reyes: Actor::person(Role::Delegate("houses".into()), "reyes"),
        laundry: principal("laundry", "weiss"),
    }
}
