//! What a party told in its caucus, how far that may travel, and where it went: what happened.

use super::ReleaseItem;
use super::{Audience, Item, ItemId, PassedOn, Release};
use crate::authority::Authority;
use crate::command::Command;
use crate::compartment::Compartment;
use crate::confirmation::{PartyAct, Weight};
use crate::event::Fact;
use crate::hearing::HeardId;
use crate::session::SessionId;
use crate::state::{Named, State, Trace};
use crate::words::Words;
use mediant_model::{IssueId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A party told the mediator something in a caucus.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ItemTold {
    /// Its id.
    pub item: ItemId,
    /// The party.
    pub party: PartyId,
    /// Who said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// In which session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// On which issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueId>,
    /// How far it may travel.
    pub release: Release,
    /// What was said.
    pub text: Words,
}

impl Fact for ItemTold {
    const KIND: &'static str = "item_told";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        compartment.is_caucus_of(&self.party)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.item.as_str())
    }

    fn act_of(&self, state: &State) -> Option<PartyAct> {
        let weight = if self.release > state.release_usual() { Weight::Gives } else { Weight::Neither };
        let undone_by = Authority::on(&self.party, self.issue.iter().cloned().collect());
        let matter = format!("item {}", self.item);
        Some(PartyAct::new(&self.party, self.person.as_ref(), weight, matter, undone_by))
    }

    fn asked_anew(self, _: Compartment) -> Option<Command> {
        // The item is on record: only its release waits.
        Some(ReleaseItem { item: self.item, release: self.release, person: None }.into())
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { item, party, person, session, issue, release, text } = self;
        let told = Item {
            party,
            person,
            session,
            issue,
            release,
            releases: Vec::new(),
            text,
            passed_on: Vec::new(),
            taken_back: None,
            trace: trace.clone(),
        };
        state.items.insert(item, told);
        Some(())
    }
}

/// The party that told an item lets it travel further, or holds it back again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ItemReleased {
    /// Which.
    pub item: ItemId,
    /// How far it may travel from now on.
    pub release: Release,
    /// Whose word that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl Fact for ItemReleased {
    const KIND: &'static str = "item_released";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // Where the item stands: the party that told it always sees where its words went.
        matches!(compartment, Compartment::Caucus(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, state: &State) -> Option<PartyAct> {
        let item = state.items.get(&self.item)?;
        let weight = if self.release > item.release { Weight::Gives } else { Weight::Takes };
        let undone_by = Authority::on(&item.party, item.issue.iter().cloned().collect());
        let matter = format!("release {}", self.item);
        Some(PartyAct::new(&item.party, self.person.as_ref(), weight, matter, undone_by))
    }

    fn asked_anew(self, _: Compartment) -> Option<Command> {
        Some(ReleaseItem { item: self.item, release: self.release, person: None }.into())
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { item, release, person } = self;
        let told = state.items.get_mut(&item)?;
        told.release = release;
        told.releases.push((release, person, trace.clone()));
        Some(())
    }
}

/// The party that told an item takes it back: it was told by mistake, and nothing of it may pass any more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ItemTakenBack {
    /// Which.
    pub item: ItemId,
    /// Whose word that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for ItemTakenBack {
    const KIND: &'static str = "item_taken_back";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // Where the item stands: the party that told it always sees where its words went.
        matches!(compartment, Compartment::Caucus(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, state: &State) -> Option<PartyAct> {
        let item = state.items.get(&self.item)?;
        let undone_by = Authority::on(&item.party, item.issue.iter().cloned().collect());
        let matter = format!("release {}", self.item);
        Some(PartyAct::new(&item.party, self.person.as_ref(), Weight::Takes, matter, undone_by))
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { item, person, reason } = self;
        state.items.get_mut(&item)?.taken_back = Some((person, reason, trace.clone()));
        Some(())
    }
}

/// The mediator passed an item on: the log of the party that told it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ItemPassedOn {
    /// Which.
    pub item: ItemId,
    /// To whom.
    pub to: Audience,
    /// Under which release.
    pub release: Release,
    /// In which words.
    pub wording: Words,
    /// What the hearer's side of the record calls it.
    pub heard: HeardId,
}

impl Fact for ItemPassedOn {
    const KIND: &'static str = "item_passed_on";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // Where the item stands: the party that told it always sees where its words went.
        matches!(compartment, Compartment::Caucus(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.heard.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { item, to, release, wording, heard } = self;
        let passed = PassedOn { to, release, wording, heard, trace: trace.clone() };
        state.items.get_mut(&item)?.passed_on.push(passed);
        Some(())
    }
}
