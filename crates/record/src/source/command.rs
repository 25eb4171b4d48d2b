//! Documents that statements rest on: what can be asked for, and how it is decided.

use super::SourceNamed;
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::{Limits, not_empty};
use crate::refusal::CommandError;
use crate::state::State;
use mediant_model::spelling::quoted;
use mediant_model::statement::Source;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name a document that statements rest on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct NameSource {
    /// Who may know it.
    pub r#in: Compartment,
    /// The document.
    pub source: Source,
}

impl Act for NameSource {
    const KIND: &'static str = "name_source";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, source } = self;
        not_empty(source.id.as_str(), "source.id")?;
        not_empty(&source.title, "source.title")?;
        if decision.state.sources.iter().any(|known| known.id == source.id) {
            let message = format!("there is a source {} already", quoted(source.id.as_str()));
            return Err(CommandError::invalid("source.id", message).help("choose another short name"));
        }
        decision.record(compartment, SourceNamed { source })
    }
}
