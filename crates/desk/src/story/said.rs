//! Short forms for what a story says again and again.

use super::Step;
use jiff::Timestamp;
use jiff::tz::Offset;
use mediant_model::Date;
use mediant_model::statement::{Citation, Provenance, Publicity, Speaker};
use mediant_record::statement::{MakeStatement, Statement};
use mediant_record::{Actor, Command, Role};
use serde_json::Value;

/// A time of day, UTC.
#[expect(clippy::expect_used, reason = "the days of the stories lie millennia within the calendar")]
pub(super) fn at(day: Date, hour: i8, minute: i8) -> Timestamp {
    Offset::UTC.to_timestamp(day.at(hour, minute, 0, 0)).expect("a day of this century")
}

/// What the mediator does.
pub(super) fn mediator(at: Timestamp, command: Command) -> Step {
    Step { at, actor: Actor::new(Role::Mediator), label: None, command }
}

/// What the mediator puts on record of what somebody said.
pub(super) fn states(at: Timestamp, statement: Statement) -> Step {
    mediator(at, Command::MakeStatement(MakeStatement { statement }))
}

/// What somebody asks for, written as the interface writes it.
#[expect(
    clippy::expect_used,
    reason = "the commands are written in the stories, and tests play every one of them"
)]
pub(super) fn asks(at: Timestamp, actor: &Actor, kind: &str, mut fields: Value) -> Step {
    if let Some(fields) = fields.as_object_mut() {
        fields.insert("command".to_owned(), Value::from(kind));
    }
    let command = serde_json::from_value(fields).expect("a command of a story");
    Step { at, actor: actor.clone(), label: None, command }
}

impl Step {
    /// The same, under a name for later steps.
    pub(super) fn named(mut self, label: &'static str) -> Self {
        self.label = Some(label);
        self
    }
}

/// Said in public, as a paragraph of the report has it.
pub(super) fn reported(paragraph: &str, text: &str) -> Provenance {
    Provenance {
        source: Some(cited(paragraph)),
        text: Some(text.to_owned()),
        ..Provenance::known_to(Publicity::Public)
    }
}

/// The same, by somebody of the case.
pub(super) fn by(person: &str, provenance: Provenance) -> Provenance {
    Provenance { by: Some(Speaker::Person(person.into())), ..provenance }
}

/// The same, by somebody who is described and not named.
pub(super) fn by_described(who: &str, provenance: Provenance) -> Provenance {
    Provenance { by: Some(Speaker::Described(who.to_owned())), ..provenance }
}

/// The same, on a day.
pub(super) fn on(day: Date, provenance: Provenance) -> Provenance {
    Provenance { on: Some(day), ..provenance }
}

/// A paragraph of the report.
pub(super) fn cited(paragraph: &str) -> Citation {
    Citation { source: "report".into(), place: Some(paragraph.to_owned()), words: None }
}
