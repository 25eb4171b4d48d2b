//! Notes: what happened.

use super::{Note, NoteId};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::session::SessionId;
use crate::state::{Named, State, Trace};
use crate::words::Words;
use mediant_model::PartyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody wrote a note.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct NoteWritten {
    /// Its id.
    pub note: NoteId,
    /// The session it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// The party it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<PartyId>,
    /// The note.
    pub text: Words,
}

impl Fact for NoteWritten {
    const KIND: &'static str = "note_written";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(compartment, Compartment::Mediator | Compartment::Delegation(_) | Compartment::Caucus(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.note.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { note, session, about, text } = self;
        state.notes.insert(note, Note { session, about, text, trace: trace.clone() });
        Some(())
    }
}
