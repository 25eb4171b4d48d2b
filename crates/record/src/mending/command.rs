//! What is put right: what can be asked for of names and of what was entered by mistake, and how it is decided.

use super::{Retired, Reworded, Subject, TakenOut};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::{Limits, not_empty};
use crate::refusal::CommandError;
use crate::state::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Call something otherwise, or say it in other words. A party does that for its own people, the mediator for everything.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Reword {
    /// Where what is meant is known; of a person or an office also where fewer read.
    pub r#in: Compartment,
    /// What.
    pub what: Subject,
    /// How it reads from now on. Left out, an office is no longer said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Why. Whoever reads the new words reads this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// That it was seen what this touches: the mark that a refusal gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touches: Option<String>,
}

impl Act for Reword {
    const KIND: &'static str = "reword";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        let own = match &self.what {
            Subject::Person { party, .. } | Subject::Office { party, .. } => role.acts_for(party),
            _ => false,
        };
        own || role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        match &self.what {
            Subject::Person { party, .. } | Subject::Office { party, .. } => Authority::Office(party.clone()),
            _ => Authority::Nothing,
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let command = self.clone().into();
        let Self { r#in: compartment, what, name, reason, touches } = self;
        let was = decision.words_of(&what)?;
        decision.where_it_is_known(&what, &compartment)?;
        match &name {
            Some(name) => not_empty(name, "name")?,
            None if matches!(what, Subject::Office { .. }) => {}
            None => return Err(CommandError::invalid("name", "this is empty").help("say it in words")),
        }
        if was == name {
            return Err(CommandError::invalid("name", "it reads like that already"));
        }
        decision.not_in_hand(&what)?;
        decision.is_seen(&command, touches.as_deref())?;
        decision.record(compartment, Reworded { what, name, reason })
    }
}

/// Take out what was entered by mistake, and on which nothing rests. It is recorded wherever it is known.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct TakeOut {
    /// What: a party, a person, an issue or an option.
    pub what: Subject,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Act for TakeOut {
    const KIND: &'static str = "take_out";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        // Whoever takes something out has to know everything that may rest on it.
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { what, reason } = self;
        decision.words_of(&what)?;
        decision.nothing_rests_on(&what)?;
        let home = decision.state.home_of(&what).cloned().unwrap_or(Compartment::Mediator);
        decision.record(home, TakenOut { what, reason })
    }
}

/// Retire an issue or an option: it can no longer be chosen, and what rests on it still reads.
///
/// It is recorded wherever it is known. A person leaves by a departure.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Retire {
    /// What: an issue or an option.
    pub what: Subject,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// That it was seen what this touches: the mark that a refusal gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touches: Option<String>,
}

impl Act for Retire {
    const KIND: &'static str = "retire";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason"], file: None };

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
        let command = self.clone().into();
        let Self { what, reason, touches } = self;
        decision.words_of(&what)?;
        decision.may_be_retired(&what)?;
        decision.not_in_hand(&what)?;
        decision.is_seen(&command, touches.as_deref())?;
        let home = decision.state.home_of(&what).cloned().unwrap_or(Compartment::Mediator);
        decision.record(home, Retired { what, reason })
    }
}
