//! Stories: negotiations told as commands, one after the other, for the demonstration and for tests.
//!
//! A story is data. Whoever plays it asks for each [`Step`] in turn, as its actor and at its time, and keeps under
//! the step's label what the record called the thing that was made; later steps speak of it by that label.

mod played;
mod resolved;
mod said;
mod sportco;
mod talks;
mod water;

pub use played::{StoryError, play};
pub use sportco::sportco;
pub use talks::{INVENTED, TALKS_DAY, talks_2025_12_04, talks_shown};
pub use water::{WATER_DAY, water};

use jiff::Timestamp;
use mediant_record::{Actor, Command, Role};

/// A story as a demonstration shows it.
#[derive(Clone, Copy, Debug)]
pub struct Story {
    /// Its part of addresses.
    pub id: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What happens in it.
    pub about: &'static str,
    /// What of it is invented.
    pub invented: &'static str,
    /// All of it.
    pub steps: fn() -> Vec<Step>,
    /// Who one can be in it.
    pub seats: &'static [Seat],
}

/// Somebody whom one can be in a story.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    /// Its part of addresses.
    pub id: &'static str,
    /// Who that is, such as "Russia, its principal".
    pub whom: &'static str,
    /// What there is to do or to see.
    pub about: &'static str,
    /// As what one comes in.
    pub part: Part,
    /// As which person of the story, where it is one.
    pub person: Option<&'static str>,
}

/// As what one comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The mediator.
    Mediator,
    /// A principal of this party.
    Principal(&'static str),
    /// A delegate of this party.
    Delegate(&'static str),
    /// Nobody: whoever reads what is public.
    Public,
}

impl Seat {
    /// The role of its account; `None` for the public, which has none.
    pub fn role(&self) -> Option<Role> {
        match self.part {
            Part::Mediator => Some(Role::Mediator),
            Part::Principal(party) => Some(Role::Principal(party.into())),
            Part::Delegate(party) => Some(Role::Delegate(party.into())),
            Part::Public => None,
        }
    }
}

/// The stories of the demonstration.
pub static STORIES: [Story; 2] = [water::STORY, talks::STORY];

/// One thing that somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The moment that the clock shows while it is done.
    pub at: Timestamp,
    /// Who, and as whom.
    pub actor: Actor,
    /// Under which name later steps speak of what this one makes.
    pub label: Option<&'static str>,
    /// What. Labels, titles and headings stand where a record has ids; see [`Step::resolved`].
    pub command: Command,
}
