//! Stories: negotiations told as commands, one after the other, for the demonstration and for tests.
//!
//! A story is data. Whoever plays it asks for each [`Step`] in turn, as its actor and at its time, and keeps under
//! the step's label what the record called the thing that was made; later steps speak of it by that label.

mod said;
mod sportco;
mod talks;

pub use sportco::sportco;
pub use talks::{INVENTED, TALKS_DAY, talks_2025_12_04};

use jiff::Timestamp;
use mediant_record::{Actor, Command};
use serde_json::Value;
use std::collections::BTreeMap;

/// One thing that somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The moment that the clock shows while it is done.
    pub at: Timestamp,
    /// Who, and as whom.
    pub actor: Actor,
    /// Under which name later steps speak of what this one makes.
    pub label: Option<&'static str>,
    /// What. Labels stand where a record has ids; see [`Step::resolved`].
    pub command: Command,
}

/// The fields of a command that name something which the record gave an id.
const REFERENCES: [&str; 11] = [
    "clause",
    "communique",
    "draft",
    "heard",
    "item",
    "mandate",
    "package",
    "replaces",
    "round",
    "session",
    "statement",
];

impl Step {
    /// The command with ids in the place of labels. A label that `ids` does not know stays: the record then says that
    /// there is no such thing.
    ///
    /// # Errors
    /// The command cannot be written as JSON, which no command of a story is.
    pub fn resolved(&self, ids: &BTreeMap<String, String>) -> Result<Command, serde_json::Error> {
        let mut command = serde_json::to_value(&self.command)?;
        let fields = command.as_object_mut().into_iter().flatten();
        for (_, value) in fields.filter(|(name, _)| REFERENCES.contains(&name.as_str())) {
            if let Some(id) = value.as_str().and_then(|label| ids.get(label)) {
                *value = Value::String(id.clone());
            }
        }
        serde_json::from_value(command)
    }
}
