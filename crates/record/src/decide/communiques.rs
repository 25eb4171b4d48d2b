//! What everybody may read about a session, once those concerned agree.

use super::Decision;
use crate::Compartment;
use crate::event::Event;
use crate::id::{CommuniqueId, SessionId};
use crate::limits::not_empty;
use crate::refusal::{Reason, Refusal};
use crate::state::Communique;
use mediant_model::PartyId;
use mediant_model::spelling::quoted;
use std::collections::BTreeSet;

impl Decision<'_, '_> {
    pub(super) fn propose_communique(
        &mut self,
        known: Option<CommuniqueId>,
        session: Option<SessionId>,
        concerned: BTreeSet<PartyId>,
        text: String,
    ) -> Result<(), Refusal> {
        not_empty(&text, "text")?;
        for party in &concerned {
            self.negotiating(party, "concerned")?;
        }
        let compartment = self.where_concerned(&concerned)?;
        let (communique, wording) = match known {
            None => (CommuniqueId::new(self.id()), 1),
            Some(id) => {
                let before = self.unpublished(&id)?;
                if before.trace.compartment != compartment {
                    return Err(Refusal::invalid(
                        "concerned",
                        "a new wording goes to those who know the old one",
                    )
                    .help("propose another communiqué"));
                }
                let wordings = u32::try_from(before.wordings.len()).unwrap_or(u32::MAX);
                (id, wordings.saturating_add(1))
            }
        };
        self.session_known(session.as_ref(), &compartment)?;
        let event = Event::CommuniqueProposed { communique, session, concerned, text, wording };
        self.record(compartment, event)
    }

    /// One party reads it in its caucus, everybody at the table; others would have to be told of it one by one.
    fn where_concerned(&self, concerned: &BTreeSet<PartyId>) -> Result<Compartment, Refusal> {
        let everybody = self.state.negotiating().all(|party| concerned.contains(&party.id));
        match (concerned.iter().next(), concerned.len()) {
            (Some(party), 1) => Ok(Compartment::Caucus(party.clone())),
            (Some(_), _) if everybody => Ok(Compartment::Table),
            (Some(_), _) => {
                Err(Refusal::invalid("concerned", "a communiqué concerns one party, or every party")
                    .help("propose one to each of them, or one to the table"))
            }
            (None, _) => Err(Refusal::invalid("concerned", "nobody is concerned by this")),
        }
    }

    fn unpublished(&self, id: &CommuniqueId) -> Result<&Communique, Refusal> {
        let unknown =
            || Refusal::unknown("communique", format!("there is no communiqué {}", quoted(id.as_str())));
        let known = self.state.communiques.get(id).ok_or_else(unknown)?;
        if known.published.is_some() {
            return Err(Refusal::not_now("this communiqué was published").at("communique"));
        }
        Ok(known)
    }

    pub(super) fn agree_communique(
        &mut self,
        id: CommuniqueId,
        wording: u32,
        party: PartyId,
    ) -> Result<(), Refusal> {
        let person = self.word_of.clone();
        let known = self.unpublished(&id)?;
        if !known.concerned.contains(&party) {
            let message = format!("this does not concern {}", quoted(party.as_str()));
            return Err(Refusal::invalid("party", message));
        }
        let latest = u32::try_from(known.wordings.len()).unwrap_or(u32::MAX);
        if latest != wording {
            let message = format!("you read wording {wording}, and the latest is {latest}");
            return Err(Refusal::new(Reason::Stale, message).at("wording").help("read it again"));
        }
        if known.agreed.contains_key(&party) {
            return Err(Refusal::not_now("the party agreed to this wording already"));
        }
        let compartment = known.trace.compartment.clone();
        self.record(compartment, Event::CommuniqueAgreed { communique: id, wording, party, person })
    }

    pub(super) fn publish_communique(&mut self, id: CommuniqueId) -> Result<(), Refusal> {
        let known = self.unpublished(&id)?;
        let missing: Vec<String> = known
            .concerned
            .iter()
            .filter(|party| !known.agreed.contains_key(party))
            .map(|party| quoted(party.as_str()))
            .collect();
        if !missing.is_empty() {
            let message = format!("{} did not agree to this wording yet", missing.join(", "));
            return Err(
                Refusal::not_now(message).help("nothing is published before everybody concerned agrees")
            );
        }
        let Some((text, _)) = known.wordings.last().cloned() else { return Ok(()) };
        let agreed_by = known.concerned.clone();
        self.record(Compartment::Public, Event::CommuniquePublished { communique: id, text, agreed_by })
    }
}
