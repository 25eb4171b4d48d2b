//! What a party told in its caucus, how far that may travel, and where it went: what can be asked for, and how it is decided.

use super::{Audience, Item, ItemId, ItemPassedOn, ItemReleased, ItemTakenBack, ItemTold, Release};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::hearing::{Heard, HeardId};
use crate::limits::{Limits, not_empty};
use crate::quotation::Quotable;
use crate::refusal::CommandError;
use crate::session::SessionId;
use crate::state::{Named, State};
use crate::words::Words;
use mediant_model::spelling::quoted;
use mediant_model::{IssueId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Tell the mediator something in confidence, or record what was told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct TellItem {
    /// The party that tells it.
    pub party: PartyId,
    /// Who said it; whoever asks, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// In which session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// On which issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueId>,
    /// How far it may travel; what the caucus rule says, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<Release>,
    /// What.
    pub text: Words,
}

impl Act for TellItem {
    const KIND: &'static str = "tell_item";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["text"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || role.acts_for(&self.party)
    }

    fn takes(&self, state: &State) -> Authority {
        // What binds the party, or lets go what it holds.
        let Self { party, issue, release, .. } = self;
        let usual = state.release_usual();
        release_to(party, release.unwrap_or(usual), usual, issue.as_ref())
    }

    fn word(&self) -> Word<'_> {
        Word::Of(self.person.as_ref())
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { party, session, issue, release, text, .. } = self;
        decision.negotiating(&party, "party")?;
        not_empty(text.read(), "text")?;
        let compartment = Compartment::Caucus(party.clone());
        let person = decision.word_of.clone();
        decision.session_known(session.as_ref(), &compartment)?;
        if let Some(issue) = &issue {
            decision.issue_known(issue, &compartment, "issue")?;
        }
        let release = release.unwrap_or_else(|| decision.state.release_usual());
        let item = ItemId::new(decision.id());
        decision.record(compartment, ItemTold { item, party, person, session, issue, release, text })
    }
}

/// Let an item travel further, or hold it back again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ReleaseItem {
    /// Which.
    pub item: ItemId,
    /// How far it may travel from now on.
    pub release: Release,
    /// Whose word that is; needed where the mediator records it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl Act for ReleaseItem {
    const KIND: &'static str = "release_item";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || matches!(role, Role::Principal(_) | Role::Delegate(_))
    }

    fn takes(&self, state: &State) -> Authority {
        let Self { item, release, .. } = self;
        match state.items.get(item) {
            Some(Item { party, release: now, issue, .. }) => {
                release_to(party, *release, *now, issue.as_ref())
            }
            None => Authority::Nothing,
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Needed(self.person.as_ref())
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { item, release, .. } = self;
        let told = decision.item(&item)?;
        let (party, now) = (told.party.clone(), told.release);
        let person = decision.word_of.clone();
        not_taken_back(told)?;
        if now == release {
            return Err(CommandError::not_now("the item may travel just so far already").at("release"));
        }
        decision.record(Compartment::Caucus(party), ItemReleased { item, release, person })
    }
}

/// Take an item back that was told by mistake: nothing of it may pass any more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct TakeItemBack {
    /// Which.
    pub item: ItemId,
    /// Whose word that is; needed where the mediator records it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Act for TakeItemBack {
    const KIND: &'static str = "take_item_back";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || matches!(role, Role::Principal(_) | Role::Delegate(_))
    }

    fn takes(&self, state: &State) -> Authority {
        // Nothing travels further for it.
        let Self { item, .. } = self;
        state.items.get(item).map_or(Authority::Nothing, |item| Authority::Voice(item.party.clone()))
    }

    fn word(&self) -> Word<'_> {
        Word::Needed(self.person.as_ref())
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        // An item that was told by mistake: it stays on record, and nothing of it may pass any more.
        let Self { item, reason, .. } = self;
        let told = decision.item(&item)?;
        not_taken_back(told)?;
        let (party, person) = (told.party.clone(), decision.word_of.clone());
        decision.record(Compartment::Caucus(party), ItemTakenBack { item, person, reason })
    }
}

/// Pass an item on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct PassItemOn {
    /// Which.
    pub item: ItemId,
    /// To whom.
    pub to: Audience,
    /// In which words; the item's own where not given and its release allows that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<Words>,
}

impl Act for PassItemOn {
    const KIND: &'static str = "pass_item_on";
    const WHEN: Moment = Moment::Going;
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
        let Self { item, to, wording } = self;
        let told = decision.item(&item)?.clone();
        if let Audience::Party(hearer) = &to {
            decision.negotiating(hearer, "to")?;
            if hearer == &told.party {
                return Err(CommandError::invalid("to", "this party told it itself"));
            }
        }
        let wording = passable(&told, &to, wording)?;
        let heard = HeardId::new(decision.id());
        let attributed = told.release >= Release::Verbatim;
        let compartment = to.compartment();
        let issue = told
            .issue
            .clone()
            .filter(|issue| decision.state.is_known_in(&Named::Issue(issue.clone()), &compartment));
        let log =
            ItemPassedOn { item, to, release: told.release, wording: wording.clone(), heard: heard.clone() };
        decision.record(Compartment::Caucus(told.party.clone()), log)?;
        let from = attributed.then_some(told.party);
        decision.record(compartment, Heard { heard, wording, from, issue })
    }
}

impl Decision<'_, '_> {
    fn item(&self, id: &ItemId) -> Result<&Item, CommandError> {
        let unknown = || CommandError::unknown("item", format!("there is no item {}", quoted(id.as_str())));
        self.state.items.get(id).ok_or_else(unknown)
    }
}

fn not_taken_back(told: &Item) -> Result<(), CommandError> {
    match &told.taken_back {
        Some(_) => {
            Err(CommandError::not_now("this item was taken back by the party that told it").at("item"))
        }
        None => Ok(()),
    }
}

/// The words in which an item may be passed on to somebody under its release.
fn passable(told: &Item, to: &Audience, wording: Option<Words>) -> Result<Words, CommandError> {
    not_taken_back(told)?;
    let needed = if matches!(to, Audience::Public) { Release::Public } else { Release::Substance };
    if told.release < needed {
        let message = match told.release {
            Release::Held => "this item is held: nothing of it may pass",
            _ => "this item may not be made public",
        };
        return Err(CommandError::not_now(message)
            .at("item")
            .help(format!("{} has to release it first", quoted(told.party.as_str()))));
    }
    let own = told.text.read();
    match (told.release, wording) {
        (Release::Held | Release::Substance, None) => {
            Err(CommandError::invalid("wording", "only the substance of this item may pass, in other words")
                .help("say it in your own words, without saying whose it is"))
        }
        (Release::Held | Release::Substance, Some(wording)) => {
            // That they are other words is looked at where they are recorded.
            not_empty(wording.read(), "wording")?;
            // However short it is: of this very item nobody is in doubt. Runs of it are looked at where they are recorded.
            if Quotable::new(wording.read()).holds(&Quotable::new(own)) {
                return Err(CommandError::not_now(
                    "these are the very words, and only the substance may pass",
                )
                .at("wording")
                .help("say it in other words"));
            }
            Ok(wording)
        }
        (Release::Verbatim | Release::Public, None) => Ok(told.text.clone()),
        (Release::Verbatim | Release::Public, Some(wording)) => {
            if Quotable::new(own).holds(&Quotable::new(wording.read())) {
                Ok(wording)
            } else {
                Err(CommandError::invalid(
                    "wording",
                    "these are not the party's words, and would be shown as such",
                )
                .help("leave `wording` out, quote a part of the item, or say it as your own"))
            }
        }
    }
}

/// To let an item travel further than it may without anybody's word takes a mandate; to hold it back a voice.
fn release_to(party: &PartyId, to: Release, from: Release, issue: Option<&IssueId>) -> Authority {
    if to > from {
        Authority::on(party, issue.into_iter().cloned().collect())
    } else {
        Authority::Voice(party.clone())
    }
}
