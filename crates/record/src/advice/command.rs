//! Recommendations: what can be asked for, and how it is decided.

use super::{Advised, Recommended};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::draft::current_clause;
use crate::limits::Limits;
use crate::package::Verdict;
use crate::refusal::CommandError;
use crate::round::RoundState;
use crate::state::State;
use mediant_model::spelling::quoted;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Recommend to one's own side what to answer. Nobody else reads it, and it binds nobody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Recommend {
    /// The party.
    pub party: PartyId,
    /// Who recommends it; whoever asks, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What it is about.
    pub on: Advised,
    /// What is recommended.
    pub verdict: Verdict,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Act for Recommend {
    const KIND: &'static str = "recommend";
    const WHEN: Moment = Moment::Going;
    const LIMITS: Limits = Limits { texts: &["note"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.acts_for(&self.party)
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Voice(self.party.clone())
    }

    fn word(&self) -> Word<'_> {
        Word::Of(self.person.as_ref())
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { party, on, verdict, note, .. } = self;
        decision.negotiating(&party, "party")?;
        decision.is_to_be_answered(&on)?;
        let person = decision.word_of.clone();
        let delegation = Compartment::Delegation(party.clone());
        decision.record(delegation, Recommended { party, person, on, verdict, note })
    }
}

impl Decision<'_, '_> {
    /// Whether there is something to answer yet, as far as whoever asks may know.
    fn is_to_be_answered(&self, on: &Advised) -> Result<(), CommandError> {
        match on {
            Advised::Clause { draft, clause } => current_clause(self.state, draft, clause).map(|_| ()),
            Advised::Package(id) => {
                let unknown =
                    || CommandError::unknown("on", format!("there is no package {}", quoted(id.as_str())));
                self.state.packages.get(id).map(|_| ()).ok_or_else(unknown)
            }
            Advised::Question { round, question } => {
                let unknown = || {
                    CommandError::unknown("on", format!("there is no question {}", quoted(question.as_str())))
                };
                let known = self.state.rounds.get(round).ok_or_else(unknown)?;
                if known.questions.iter().all(|known| &known.id != question) {
                    return Err(unknown());
                }
                if known.state != RoundState::Open {
                    return Err(CommandError::not_now("this round is over").at("on"));
                }
                Ok(())
            }
        }
    }
}
