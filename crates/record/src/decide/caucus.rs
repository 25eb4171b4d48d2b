//! What is told in confidence, and where it may go.

use super::Decision;
use crate::Compartment;
use crate::event::{Audience, Event, Release, Words};
use crate::id::{HeardId, ItemId, NoteId, SessionId};
use crate::limits::not_empty;
use crate::quotation::Quotable;
use crate::refusal::Refusal;
use crate::state::Item;
use mediant_model::spelling::quoted;
use mediant_model::{IssueId, PartyId};

impl Decision<'_, '_> {
    pub(super) fn write_note(
        &mut self,
        compartment: Compartment,
        session: Option<SessionId>,
        about: Option<PartyId>,
        text: Words,
    ) -> Result<(), Refusal> {
        not_empty(text.read(), "text")?;
        self.session_known(session.as_ref(), &compartment)?;
        if let Some(party) = &about {
            self.known(&crate::state::Named::Party(party.clone()), &compartment, "about")?;
        }
        let note = NoteId::new(self.id());
        self.record(compartment, Event::NoteWritten { note, session, about, text })
    }

    /// A session that something refers to is known to everybody who reads that.
    pub(super) fn session_known(
        &self,
        session: Option<&SessionId>,
        compartment: &Compartment,
    ) -> Result<(), Refusal> {
        let Some(id) = session else { return Ok(()) };
        match self.state.sessions.get(id) {
            Some(session) if compartment.is_within(&session.trace.compartment) => Ok(()),
            Some(_) => Err(Refusal::invalid("session", "not everybody who reads this knows of that session")
                .help("leave `session` out")),
            None => Err(Refusal::unknown("session", format!("there is no session {}", quoted(id.as_str())))),
        }
    }

    pub(super) fn tell_item(
        &mut self,
        party: PartyId,
        session: Option<SessionId>,
        issue: Option<IssueId>,
        release: Option<Release>,
        text: Words,
    ) -> Result<(), Refusal> {
        self.negotiating(&party, "party")?;
        not_empty(text.read(), "text")?;
        let compartment = Compartment::Caucus(party.clone());
        let person = self.word_of.clone();
        self.session_known(session.as_ref(), &compartment)?;
        if let Some(issue) = &issue {
            self.issue_known(issue, &compartment, "issue")?;
        }
        let release = release.unwrap_or_else(|| self.state.release_usual());
        let item = ItemId::new(self.id());
        self.record(compartment, Event::ItemTold { item, party, person, session, issue, release, text })
    }

    pub(super) fn release_item(&mut self, item: ItemId, release: Release) -> Result<(), Refusal> {
        let told = self.item(&item)?;
        let (party, now) = (told.party.clone(), told.release);
        let person = self.word_of.clone();
        not_taken_back(told)?;
        if now == release {
            return Err(Refusal::not_now("the item may travel just so far already").at("release"));
        }
        self.record(Compartment::Caucus(party), Event::ItemReleased { item, release, person })
    }

    /// An item that was told by mistake: it stays on record, and nothing of it may pass any more.
    pub(super) fn take_item_back(&mut self, item: ItemId, reason: Option<String>) -> Result<(), Refusal> {
        let told = self.item(&item)?;
        not_taken_back(told)?;
        let (party, person) = (told.party.clone(), self.word_of.clone());
        self.record(Compartment::Caucus(party), Event::ItemTakenBack { item, person, reason })
    }

    pub(super) fn pass_item_on(
        &mut self,
        item: ItemId,
        to: Audience,
        wording: Option<Words>,
    ) -> Result<(), Refusal> {
        let told = self.item(&item)?.clone();
        if let Audience::Party(hearer) = &to {
            self.negotiating(hearer, "to")?;
            if hearer == &told.party {
                return Err(Refusal::invalid("to", "this party told it itself"));
            }
        }
        let wording = passable(&told, &to, wording)?;
        let heard = HeardId::new(self.id());
        let attributed = told.release >= Release::Verbatim;
        let compartment = to.compartment();
        let issue = told
            .issue
            .clone()
            .filter(|issue| self.state.is_known_in(&crate::state::Named::Issue(issue.clone()), &compartment));
        let log = Event::ItemPassedOn {
            item,
            to,
            release: told.release,
            wording: wording.clone(),
            heard: heard.clone(),
        };
        self.record(Compartment::Caucus(told.party.clone()), log)?;
        let from = attributed.then_some(told.party);
        self.record(compartment, Event::Heard { heard, wording, from, issue })
    }

    fn item(&self, id: &ItemId) -> Result<&Item, Refusal> {
        let unknown = || Refusal::unknown("item", format!("there is no item {}", quoted(id.as_str())));
        self.state.items.get(id).ok_or_else(unknown)
    }

    pub(super) fn say(
        &mut self,
        to: &Audience,
        wording: Words,
        issue: Option<IssueId>,
    ) -> Result<(), Refusal> {
        if let Audience::Party(hearer) = to {
            self.negotiating(hearer, "to")?;
        }
        not_empty(wording.read(), "wording")?;
        let compartment = to.compartment();
        if let Some(issue) = &issue {
            self.issue_known(issue, &compartment, "issue")?;
        }
        let heard = HeardId::new(self.id());
        self.record(compartment, Event::Heard { heard, wording, from: None, issue })
    }

    pub(super) fn confirm_hearing(&mut self, heard: HeardId, party: PartyId) -> Result<(), Refusal> {
        self.negotiating(&party, "party")?;
        let person = self.word_of.clone();
        let unknown =
            || Refusal::unknown("heard", format!("nothing was heard under {}", quoted(heard.as_str())));
        let known = self.state.heard.get(&heard).ok_or_else(unknown)?;
        if known.confirmed.contains_key(&party) {
            return Err(Refusal::not_now("this was confirmed already"));
        }
        let compartment = match &known.trace.compartment {
            Compartment::Caucus(hearer) if hearer == &party => Compartment::Caucus(party.clone()),
            Compartment::Table => Compartment::Table,
            _ => return Err(unknown()),
        };
        self.record(compartment, Event::HearingConfirmed { heard, party, person })
    }
}

fn not_taken_back(told: &Item) -> Result<(), Refusal> {
    match &told.taken_back {
        Some(_) => Err(Refusal::not_now("this item was taken back by the party that told it").at("item")),
        None => Ok(()),
    }
}

/// The words in which an item may be passed on to somebody under its release.
fn passable(told: &Item, to: &Audience, wording: Option<Words>) -> Result<Words, Refusal> {
    not_taken_back(told)?;
    let needed = if matches!(to, Audience::Public) { Release::Public } else { Release::Substance };
    if told.release < needed {
        let message = match told.release {
            Release::Held => "this item is held: nothing of it may pass",
            _ => "this item may not be made public",
        };
        return Err(Refusal::not_now(message)
            .at("item")
            .help(format!("{} has to release it first", quoted(told.party.as_str()))));
    }
    let own = told.text.read();
    match (told.release, wording) {
        (Release::Held | Release::Substance, None) => {
            Err(Refusal::invalid("wording", "only the substance of this item may pass, in other words")
                .help("say it in your own words, without saying whose it is"))
        }
        (Release::Held | Release::Substance, Some(wording)) => {
            // That they are other words is looked at where they are recorded.
            not_empty(wording.read(), "wording")?;
            // However short it is: of this very item nobody is in doubt. Runs of it are looked at where they are recorded.
            if Quotable::new(wording.read()).holds(&Quotable::new(own)) {
                return Err(Refusal::not_now("these are the very words, and only the substance may pass")
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
                Err(Refusal::invalid(
                    "wording",
                    "these are not the party's words, and would be shown as such",
                )
                .help("leave `wording` out, quote a part of the item, or say it as your own"))
            }
        }
    }
}
