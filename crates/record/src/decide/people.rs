//! Who negotiates, who speaks, and under which mandate.

use super::Decision;
use crate::Compartment;
use crate::event::{Departure, Event};
use crate::id::MandateId;
use crate::limits::not_empty;
use crate::refusal::{Reason, Refusal};
use crate::state::{GivenMandate, Named};
use mediant_model::spelling::quoted;
use mediant_model::{Date, IssueId, Party, PartyId, Person};
use std::collections::BTreeSet;

impl Decision<'_, '_> {
    pub(super) fn add_party(&mut self, compartment: Compartment, party: Party) -> Result<(), Refusal> {
        if self.state.party(&party.id).is_some() {
            let message = format!("there is a party {} already", quoted(party.id.as_str()));
            return Err(Refusal::invalid("party.id", message));
        }
        if party.id.as_str().contains(':') {
            return Err(Refusal::invalid("party.id", "a party's id holds no `:`"));
        }
        not_empty(party.id.as_str(), "party.id")?;
        not_empty(&party.name, "party.name")?;
        if !party.people.is_empty() {
            return Err(Refusal::invalid("party.people", "people come with commands of their own")
                .help("add the party first, then name its people"));
        }
        let before = self.state.known_in(&compartment);
        let mut after = before.clone();
        after.parties.push(party.clone());
        self.makes_sense(&before, &after, "party")?;
        self.record(compartment, Event::PartyJoined { party })
    }

    pub(super) fn name_person(
        &mut self,
        compartment: Compartment,
        party: PartyId,
        person: Person,
    ) -> Result<(), Refusal> {
        self.known(&Named::Party(party.clone()), &compartment, "party")?;
        not_empty(person.id.as_str(), "person.id")?;
        not_empty(&person.name, "person.name")?;
        if !person.mandates.is_empty() {
            return Err(Refusal::invalid("person.mandates", "mandates come with commands of their own"));
        }
        let elsewhere = self
            .state
            .parties
            .iter()
            .find(|known| known.id != party && known.people.iter().any(|other| other.id == person.id));
        if let Some(other) = elsewhere {
            let message = format!(
                "{} is somebody of {} already",
                quoted(person.id.as_str()),
                quoted(other.id.as_str())
            );
            return Err(Refusal::invalid("person.id", message).help("choose another id"));
        }
        // Only who is a principal makes another principal: authority cannot be taken.
        use mediant_model::party::PersonRole;
        let takes = person.role == PersonRole::Principal
            && self.state.person(&party, &person.id).is_none_or(|known| known.role != PersonRole::Principal);
        if takes && matches!(self.actor.role, crate::actor::Role::Delegate(_)) {
            return Err(Refusal::not_allowed("a delegate cannot name a principal").at("person.role"));
        }
        self.record(compartment, Event::PersonNamed { party, person })
    }

    pub(super) fn record_departure(&mut self, compartment: Compartment, event: Event) -> Result<(), Refusal> {
        let Event::PersonLeft { party, person, how, .. } = &event else { return Ok(()) };
        self.known(&Named::Person(party.clone(), person.clone()), &compartment, "person")?;
        if self.state.left.contains_key(&(party.clone(), person.clone())) {
            let message = format!("{} has left already", quoted(person.as_str()));
            return Err(Refusal::not_now(message));
        }
        let own = self.actor.person.as_ref() == Some(person);
        if matches!(self.actor.role, crate::actor::Role::Delegate(_)) && !own {
            return Err(Refusal::not_allowed("a delegate speaks of their own leaving alone")
                .at("person")
                .help("a principal, or the mediator, records another's"));
        }
        if let Departure::ReplacedBy(other) = how {
            self.known(&Named::Person(party.clone(), other.clone()), &compartment, "how.replaced_by")?;
        }
        self.record(compartment, event)
    }

    pub(super) fn give_mandate(&mut self, compartment: Compartment, event: Event) -> Result<(), Refusal> {
        let Event::MandateGiven { party, person, issues, from, until, .. } = &event else { return Ok(()) };
        self.known(&Named::Person(party.clone(), person.clone()), &compartment, "person")?;
        for issue in issues.iter().flatten() {
            self.issue_known(issue, &compartment, "issues")?;
        }
        if issues.as_ref().is_some_and(BTreeSet::is_empty) {
            return Err(Refusal::invalid("issues", "a mandate on no issue allows nothing")
                .help("leave `issues` out for a mandate on all of them"));
        }
        ordered(*from, *until)?;
        self.record(compartment, event)
    }

    pub(super) fn limit_mandate(
        &mut self,
        mandate: MandateId,
        issues: Option<BTreeSet<IssueId>>,
        until: Option<Date>,
    ) -> Result<(), Refusal> {
        let given = self.mandate(&mandate)?;
        let (compartment, from) = (given.trace.compartment.clone(), given.from);
        for issue in issues.iter().flatten() {
            self.issue_known(issue, &compartment, "issues")?;
        }
        ordered(from, until)?;
        self.record(compartment, Event::MandateLimited { mandate, issues, until })
    }

    pub(super) fn revoke_mandate(
        &mut self,
        mandate: MandateId,
        on: Option<Date>,
        reason: Option<String>,
    ) -> Result<(), Refusal> {
        let given = self.mandate(&mandate)?;
        let compartment = given.trace.compartment.clone();
        let on = on.unwrap_or(self.context.today);
        self.record(compartment, Event::MandateRevoked { mandate, on, reason })
    }

    /// A mandate that has not ended, of a party for which the one who asks may speak.
    fn mandate(&self, id: &MandateId) -> Result<&GivenMandate, Refusal> {
        let unknown = || Refusal::unknown("mandate", format!("there is no mandate {}", quoted(id.as_str())));
        let given = self.state.mandates.get(id).ok_or_else(unknown)?;
        if !self.actor.role.mediates() && !self.actor.role.acts_for(&given.party) {
            return Err(Refusal::not_allowed("this mandate is another party's").at("mandate"));
        }
        if let Some((on, _)) = &given.ended {
            return Err(Refusal::new(Reason::NotNow, format!("this mandate ended on {on}")).at("mandate"));
        }
        Ok(given)
    }
}

fn ordered(from: Option<Date>, until: Option<Date>) -> Result<(), Refusal> {
    match (from, until) {
        (Some(from), Some(until)) if until < from => {
            Err(Refusal::invalid("until", format!("{until} is before the mandate begins, on {from}")))
        }
        _ => Ok(()),
    }
}
