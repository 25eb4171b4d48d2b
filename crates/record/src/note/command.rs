//! Notes: what can be asked for, and how it is decided.

use super::{NoteId, NoteWritten};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::{Limits, not_empty};
use crate::refusal::CommandError;
use crate::session::SessionId;
use crate::state::{Named, State};
use crate::words::Words;
use mediant_model::PartyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Write a note.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct WriteNote {
    /// `mediator`, one's own delegation, or the caucus of a party: a note that both read.
    pub r#in: Compartment,
    /// The session it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// The party it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<PartyId>,
    /// The note.
    pub text: Words,
}

impl Act for WriteNote {
    const KIND: &'static str = "write_note";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["text"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        let Self { r#in, .. } = self;
        r#in.is_read_by(&role.reader()) && !matches!(role, Role::Observer)
    }

    fn takes(&self, _: &State) -> Authority {
        let Self { r#in, .. } = self;
        r#in.party().map_or(Authority::Nothing, |party| Authority::Seat(party.clone()))
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, session, about, text } = self;
        not_empty(text.read(), "text")?;
        decision.session_known(session.as_ref(), &compartment)?;
        if let Some(party) = &about {
            decision.known(&Named::Party(party.clone()), &compartment, "about")?;
        }
        let note = NoteId::new(decision.id());
        decision.record(compartment, NoteWritten { note, session, about, text })
    }
}
