//! Public texts about a session, agreed to before they are published: what happened.

use super::AgreeCommunique;
use super::{Communique, CommuniqueId};
use crate::authority::Authority;
use crate::command::Command;
use crate::compartment::Compartment;
use crate::confirmation::{PartyAct, Weight};
use crate::event::Fact;
use crate::session::SessionId;
use crate::state::{Named, State, Trace};
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A public text about a session was proposed to those concerned.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CommuniqueProposed {
    /// Its id.
    pub communique: CommuniqueId,
    /// The session it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// Who has to agree.
    pub concerned: BTreeSet<PartyId>,
    /// The text.
    pub text: String,
    /// Which wording of it this is, from 1. A new wording needs everybody's consent anew.
    pub wording: u32,
}

impl Fact for CommuniqueProposed {
    const KIND: &'static str = "communique_proposed";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(compartment, Compartment::Table | Compartment::Caucus(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.communique.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { communique, session, concerned, text, .. } = self;
        let known = state.communiques.entry(communique).or_insert_with(|| Communique {
            session,
            concerned: concerned.clone(),
            wordings: Vec::new(),
            agreed: Default::default(),
            published: None,
            reported: Default::default(),
            trace: trace.clone(),
        });
        known.concerned = concerned;
        known.wordings.push((text, trace.clone()));
        known.agreed.clear();
        Some(())
    }
}

/// One of those concerned agreed to a communiqué.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CommuniqueAgreed {
    /// Which.
    pub communique: CommuniqueId,
    /// Which wording.
    pub wording: u32,
    /// The party.
    pub party: PartyId,
    /// Who agreed for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl Fact for CommuniqueAgreed {
    const KIND: &'static str = "communique_agreed";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(compartment, Compartment::Table) || compartment.is_caucus_of(&self.party)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, state: &State) -> Option<PartyAct> {
        state.communiques.get(&self.communique)?;
        let matter = format!("communique {}", self.communique);
        let voice = Authority::Voice(self.party.clone());
        Some(PartyAct::new(&self.party, self.person.as_ref(), Weight::Gives, matter, voice))
    }

    fn asked_anew(self, _: Compartment) -> Option<Command> {
        let Self { communique, wording, party, person: _ } = self;
        Some(AgreeCommunique { communique, wording, party, person: None }.into())
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { communique, wording, party, person } = self;
        let known = state.communiques.get_mut(&communique)?;
        if u32::try_from(known.wordings.len()).ok() == Some(wording) {
            known.agreed.insert(party, (person, trace.clone()));
        }
        Some(())
    }
}

/// A communiqué was published.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CommuniquePublished {
    /// Which.
    pub communique: CommuniqueId,
    /// The text.
    pub text: String,
    /// Those who agreed to it.
    pub agreed_by: BTreeSet<PartyId>,
    /// Those of them whose agreement the mediator or the team recorded, and which they had not confirmed by then. Absent in
    /// records of before.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reported: BTreeSet<PartyId>,
}

impl Fact for CommuniquePublished {
    const KIND: &'static str = "communique_published";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(compartment, Compartment::Public)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { communique, text, agreed_by, reported } = self;
        // Those who were not concerned meet it here for the first time.
        let known = state.communiques.entry(communique).or_insert_with(|| Communique {
            session: None,
            concerned: agreed_by,
            wordings: vec![(text, trace.clone())],
            agreed: Default::default(),
            published: None,
            reported: Default::default(),
            trace: trace.clone(),
        });
        known.published = Some(trace.clone());
        known.reported = reported;
        Some(())
    }
}
