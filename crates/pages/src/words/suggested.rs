//! The words for what a report suggests.

use mediant_reader::review::{Fields, Slot};
use mediant_reader::suggest::StatusKind;
use mediant_words::{Speaks, say};
use std::borrow::Cow;

/// What a suggestion says of its kind, as a person would.
pub fn event(language: impl Speaks, word: &str) -> Cow<'_, str> {
    match word {
        "none" => say!(language, words.event_none),
        "accepts" => say!(language, words.event_accepts),
        "precondition" => say!(language, words.event_precondition),
        "open" => say!(language, words.event_open),
        "interest" => say!(language, words.event_interest),
        "held" => say!(language, words.event_held),
        "planned" => say!(language, words.event_planned),
        "cancelled" => say!(language, words.event_cancelled),
        "moved" => say!(language, words.event_moved),
        "hurdle" => say!(language, words.event_hurdle),
        "agreed" => say!(language, words.event_agreed),
        "stalled" => say!(language, words.event_stalled),
        "confidentiality" => say!(language, words.event_confidentiality),
        "deadline" => say!(language, words.event_deadline),
        "improves" => say!(language, words.event_improves),
        "worsens" => say!(language, words.event_worsens),
        "died" => say!(language, words.event_died),
        other => Cow::Borrowed(other),
    }
}

/// What a field of a suggestion is called where its value stands beside it.
pub fn slot(language: impl Speaks, fields: &Fields, slot: Slot) -> Cow<'static, str> {
    match (slot, fields) {
        (Slot::Event, _) => say!(language, words.slot_what),
        (Slot::Speaker, _) => say!(language, words.slot_by),
        (Slot::Who, _) => say!(language, words.slot_who),
        (Slot::Party, Fields::Alternative { .. }) => say!(language, words.slot_without_a_deal),
        (Slot::Party, _) => say!(language, words.slot_for),
        (Slot::On, Fields::Status { kind: StatusKind::Deadline, .. }) => say!(language, words.slot_falls_on),
        (Slot::On, _) => say!(language, words.slot_on),
        (Slot::About, _) => say!(language, words.slot_about),
        (Slot::Participants, _) => say!(language, words.slot_of),
        (Slot::Place, _) => say!(language, words.slot_at),
    }
}

/// The same where it is asked for.
pub fn slot_label(language: impl Speaks, fields: &Fields, slot: Slot) -> Cow<'static, str> {
    match (slot, fields) {
        (Slot::Event, Fields::Statement { .. }) => say!(language, words.ask_how_the_party_stands),
        (Slot::Event, Fields::Session { .. }) => say!(language, words.ask_what_becomes_of_the_session),
        (Slot::Event, _) => say!(language, words.ask_what),
        (Slot::Speaker, _) => say!(language, words.ask_who_said_it),
        (Slot::Who, _) => say!(language, words.ask_who),
        (Slot::Party, _) => say!(language, words.ask_the_party),
        (Slot::On, Fields::Status { kind: StatusKind::Deadline, .. }) => {
            say!(language, words.ask_the_day_it_falls_on)
        }
        (Slot::On, _) => say!(language, words.ask_the_day),
        (Slot::About, _) => say!(language, words.ask_the_issue),
        (Slot::Participants, _) => say!(language, words.ask_who_met),
        (Slot::Place, _) => say!(language, words.ask_where),
    }
}
