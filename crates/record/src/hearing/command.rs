//! What a party, the table or everybody heard from the mediator: what can be asked for, and how it is decided.

use super::{Heard, HeardId, HearingConfirmed};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::item::Audience;
use crate::limits::{Limits, not_empty};
use crate::refusal::CommandError;
use crate::state::State;
use crate::words::Words;
use mediant_model::spelling::quoted;
use mediant_model::{IssueId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Say something of the mediator's own to a party, to the table or to everybody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Say {
    /// To whom.
    pub to: Audience,
    /// What.
    pub wording: Words,
    /// On which issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueId>,
}

impl Act for Say {
    const KIND: &'static str = "say";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["wording"], file: None };

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
        let Self { to, wording, issue } = self;
        if let Audience::Party(hearer) = &to {
            decision.negotiating(hearer, "to")?;
        }
        not_empty(wording.read(), "wording")?;
        let compartment = to.compartment();
        if let Some(issue) = &issue {
            decision.issue_known(issue, &compartment, "issue")?;
        }
        let heard = HeardId::new(decision.id());
        decision.record(compartment, Heard { heard, wording, from: None, issue })
    }
}

/// Confirm having heard what the mediator passed on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ConfirmHearing {
    /// What.
    pub heard: HeardId,
    /// The party that heard it.
    pub party: PartyId,
    /// Who confirms; whoever asks, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl Act for ConfirmHearing {
    const KIND: &'static str = "confirm_hearing";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || role.acts_for(&self.party)
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Voice(self.party.clone())
    }

    fn word(&self) -> Word<'_> {
        Word::Of(self.person.as_ref())
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { heard, party, .. } = self;
        decision.negotiating(&party, "party")?;
        let person = decision.word_of.clone();
        let unknown =
            || CommandError::unknown("heard", format!("nothing was heard under {}", quoted(heard.as_str())));
        let known = decision.state.heard.get(&heard).ok_or_else(unknown)?;
        if known.confirmed.contains_key(&party) {
            return Err(CommandError::not_now("this was confirmed already"));
        }
        let compartment = match &known.trace.compartment {
            Compartment::Caucus(hearer) if hearer == &party => Compartment::Caucus(party.clone()),
            Compartment::Table => Compartment::Table,
            _ => return Err(unknown()),
        };
        decision.record(compartment, HearingConfirmed { heard, party, person })
    }
}
