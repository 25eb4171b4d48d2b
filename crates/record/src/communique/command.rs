//! Public texts about a session, agreed to before they are published: what can be asked for, and how it is decided.

use super::{Communique, CommuniqueAgreed, CommuniqueId, CommuniqueProposed, CommuniquePublished};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::{Limits, not_empty};
use crate::refusal::{CommandError, Reason};
use crate::session::SessionId;
use crate::state::State;
use mediant_model::spelling::quoted;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Propose a public text about a session to those concerned, or a new wording of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ProposeCommunique {
    /// The communiqué that this rewords.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub communique: Option<CommuniqueId>,
    /// The session it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// Who has to agree: one party, or every party at the table.
    pub concerned: BTreeSet<PartyId>,
    /// The text.
    pub text: String,
}

impl Act for ProposeCommunique {
    const KIND: &'static str = "propose_communique";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["text"], file: None };

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
        let Self { communique: known, session, concerned, text } = self;
        not_empty(&text, "text")?;
        for party in &concerned {
            decision.negotiating(party, "concerned")?;
        }
        let compartment = decision.where_concerned(&concerned)?;
        let (communique, wording) = match known {
            None => (CommuniqueId::new(decision.id()), 1),
            Some(id) => {
                let before = decision.unpublished(&id)?;
                if before.trace.compartment != compartment {
                    return Err(CommandError::invalid(
                        "concerned",
                        "a new wording goes to those who know the old one",
                    )
                    .help("propose another communiqué"));
                }
                let wordings = u32::try_from(before.wordings.len()).unwrap_or(u32::MAX);
                (id, wordings.saturating_add(1))
            }
        };
        decision.session_known(session.as_ref(), &compartment)?;
        let event = CommuniqueProposed { communique, session, concerned, text, wording };
        decision.record(compartment, event)
    }
}

/// Agree to a communiqué.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AgreeCommunique {
    /// Which.
    pub communique: CommuniqueId,
    /// The wording that was read.
    pub wording: u32,
    /// The party.
    pub party: PartyId,
    /// Who agrees for it; whoever asks, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl Act for AgreeCommunique {
    const KIND: &'static str = "agree_communique";
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
        let Self { communique: id, wording, party, .. } = self;
        let person = decision.word_of.clone();
        let known = decision.unpublished(&id)?;
        if !known.concerned.contains(&party) {
            let message = format!("this does not concern {}", quoted(party.as_str()));
            return Err(CommandError::invalid("party", message));
        }
        let latest = u32::try_from(known.wordings.len()).unwrap_or(u32::MAX);
        if latest != wording {
            let message = format!("you read wording {wording}, and the latest is {latest}");
            return Err(CommandError::new(Reason::Stale, message).at("wording").help("read it again"));
        }
        if known.agreed.contains_key(&party) {
            return Err(CommandError::not_now("the party agreed to this wording already"));
        }
        let compartment = known.trace.compartment.clone();
        decision.record(compartment, CommuniqueAgreed { communique: id, wording, party, person })
    }
}

/// Publish a communiqué that everybody concerned agreed to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct PublishCommunique {
    /// Which.
    pub communique: CommuniqueId,
}

impl Act for PublishCommunique {
    const KIND: &'static str = "publish_communique";
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
        let Self { communique: id } = self;
        let known = decision.unpublished(&id)?;
        let missing: Vec<String> = known
            .concerned
            .iter()
            .filter(|party| !known.agreed.contains_key(party))
            .map(|party| quoted(party.as_str()))
            .collect();
        if !missing.is_empty() {
            let message = format!("{} did not agree to this wording yet", missing.join(", "));
            return Err(
                CommandError::not_now(message).help("nothing is published before everybody concerned agrees")
            );
        }
        let Some((text, _)) = known.wordings.last().cloned() else { return Ok(()) };
        let agreed_by = known.concerned.clone();
        let agreed = known.agreed.iter().filter(|(_, (_, trace))| decision.state.is_only_reported(trace));
        let reported = agreed.map(|(party, _)| party.clone()).collect();
        let published = CommuniquePublished { communique: id, text, agreed_by, reported };
        decision.record(Compartment::Public, published)
    }
}

impl Decision<'_, '_> {
    /// One party reads it in its caucus, everybody at the table; others would have to be told of it one by one.
    fn where_concerned(&self, concerned: &BTreeSet<PartyId>) -> Result<Compartment, CommandError> {
        let everybody = self.state.negotiating().all(|party| concerned.contains(&party.id));
        match (concerned.iter().next(), concerned.len()) {
            (Some(party), 1) => Ok(Compartment::Caucus(party.clone())),
            (Some(_), _) if everybody => Ok(Compartment::Table),
            (Some(_), _) => {
                Err(CommandError::invalid("concerned", "a communiqué concerns one party, or every party")
                    .help("propose one to each of them, or one to the table"))
            }
            (None, _) => Err(CommandError::invalid("concerned", "nobody is concerned by this")),
        }
    }

    fn unpublished(&self, id: &CommuniqueId) -> Result<&Communique, CommandError> {
        let unknown =
            || CommandError::unknown("communique", format!("there is no communiqué {}", quoted(id.as_str())));
        let known = self.state.communiques.get(id).ok_or_else(unknown)?;
        if known.published.is_some() {
            return Err(CommandError::not_now("this communiqué was published").at("communique"));
        }
        Ok(known)
    }
}
