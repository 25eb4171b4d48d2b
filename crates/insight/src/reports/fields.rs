//! Between the reader's fields and the record's, which knows no reader: names and values in one line each.

use super::found::Suggested;
use mediant_model::statement::Citation;
use mediant_reader::review::{DecisionError, Fields as Read, Slot};
use mediant_reader::suggest::{PersonChange, SessionState, Stance, StatusKind, Way};
use mediant_record::report::{Decided, Fields, in_one_line};

/// Every field that a suggestion of any kind may have.
const SLOTS: [Slot; 8] = [
    Slot::Event,
    Slot::Speaker,
    Slot::Who,
    Slot::Party,
    Slot::On,
    Slot::About,
    Slot::Participants,
    Slot::Place,
];

/// What the record keeps of a suggestion beside its fields: its kind, its paragraph, its words.
pub const KIND: &str = "kind";
/// The paragraph of the report, counted from 1.
pub const PARAGRAPH: &str = "paragraph";
/// The first 25 of them at most.
pub const WORDS: &str = "words";
/// Set to [`NOTE`] where somebody wants a note whatever else it could be.
pub const AS: &str = "as";
/// Whether it is entered as a note; see [`AS`].
pub const NOTE: &str = "note";

/// A suggestion as the record keeps it.
pub fn suggested(suggested: &Suggested) -> Fields {
    let proposal = &suggested.proposal;
    let mut fields = of(&proposal.fields);
    let mut set = |name: &str, value: String| fields.insert(name.to_owned(), value.into());
    set(KIND, proposal.fields.kind().to_owned());
    set(PARAGRAPH, proposal.paragraph.to_string());
    set(WORDS, quoted(&proposal.key.words));
    fields
}

/// The fields of a suggestion that have a value.
pub fn of(read: &Read) -> Fields {
    let value = |slot: &Slot| (slot.name().to_owned(), read.value(*slot));
    let values = read.slots().iter().map(value).filter(|(_, value)| !value.is_empty());
    values.map(|(name, value)| (name, value.into())).collect()
}

/// As many of a suggestion's words as are quoted of a report, in one line.
pub fn quoted(words: &str) -> String {
    let mut line = in_one_line(words);
    if let Some((end, _)) = line.match_indices(' ').nth(Citation::WORDS_MAX - 1) {
        line.truncate(end);
    }
    line
}

/// A value of a decision: as edited, else as suggested; empty where there is none.
pub fn value<'d>(decided: &'d Decided, name: &str) -> &'d str {
    let edited = decided.after.as_ref().filter(|_| !matches!(name, KIND | PARAGRAPH | WORDS));
    let known = edited.unwrap_or(&decided.before).get(name);
    known.map(|value| value.read()).unwrap_or_default()
}

/// The fields that were decided about, as the reader's. `base` are those that are suggested now, where they still are.
///
/// # Errors
/// A value that no field takes: what was decided was not decided here.
pub fn decided(decided: &Decided, base: Option<&Read>) -> Result<Read, DecisionError> {
    let kind = value(decided, KIND);
    let base = base.filter(|base| base.kind() == kind).cloned();
    with(base.unwrap_or_else(|| empty(kind)), |slot| Some(value(decided, slot.name()).to_owned()))
}

/// Fields with other values; `new` says which, `None` for one that stays.
///
/// # Errors
/// The first value that its field does not take.
pub fn with(base: Read, new: impl Fn(Slot) -> Option<String>) -> Result<Read, DecisionError> {
    let mut fields = base;
    for &slot in fields.clone().slots() {
        // What is suggested may be longer than what somebody may write, and stays as it is.
        if let Some(new) = new(slot).filter(|new| *new != fields.value(slot)) {
            fields = fields.with(slot, &new)?;
        }
    }
    Ok(fields)
}

/// The field of a name.
pub fn slot(name: &str) -> Option<Slot> {
    SLOTS.into_iter().find(|slot| slot.name() == name)
}

fn empty(kind: &str) -> Read {
    match kind {
        "session" => {
            Read::Session { state: SessionState::Planned, on: None, participants: Vec::new(), place: None }
        }
        "status" => Read::Status { kind: StatusKind::Stalled, on: None, about: None },
        "alternative" => Read::Alternative { way: Way::Worsens, party: None },
        "person" => Read::Person { change: PersonChange::Appointed, who: None, on: None, party: None },
        _ => Read::Statement { stance: Stance::None, speaker: None, party: None, on: None, about: None },
    }
}
