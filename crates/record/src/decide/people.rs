//! Who negotiates, who speaks, and under which mandate.

use super::Decision;
use crate::Compartment;
use crate::event::{Departure, Event};
use crate::id::MandateId;
use crate::limits::not_empty;
use crate::refusal::Refusal;
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
        self.record(compartment, Event::PersonNamed { party, person })
    }

    pub(super) fn record_departure(&mut self, compartment: Compartment, event: Event) -> Result<(), Refusal> {
        let Event::PersonLeft { party, person, how, .. } = &event else { return Ok(()) };
        self.known(&Named::Person(party.clone(), person.clone()), &compartment, "person")?;
        let left = self.state.left.get(&(party.clone(), person.clone()));
        if left.is_some_and(|left| left.back.is_none()) {
            return Err(Refusal::not_now(format!("{} has left already", quoted(person.as_str())))
                .at("person")
                .help("record a return first, where the person is back"));
        }
        if let Departure::ReplacedBy(other) = how {
            self.known(&Named::Person(party.clone(), other.clone()), &compartment, "how.replaced_by")?;
        }
        self.record(compartment, event)
    }

    /// Whoever read that somebody left reads that the person is back: nobody is brought back behind their backs.
    pub(super) fn record_return(&mut self, event: Event) -> Result<(), Refusal> {
        let Event::PersonReturned { party, person, on, source, .. } = &event else { return Ok(()) };
        let left = self.state.left.get(&(party.clone(), person.clone()));
        let Some(left) = left.filter(|left| left.back.is_none()) else {
            return Err(Refusal::not_now(format!("{} has not left", quoted(person.as_str()))).at("person"));
        };
        let compartment = left.trace.compartment.clone();
        if *on < left.on {
            let message = format!("{} left later, on {}", quoted(person.as_str()), left.on);
            return Err(Refusal::invalid("on", message));
        }
        if let Some(citation) = source {
            self.known(&Named::Source(citation.source.clone()), &compartment, "source")?;
        }
        self.record(compartment, event)
    }

    pub(super) fn give_mandate(&mut self, compartment: Compartment, event: Event) -> Result<(), Refusal> {
        let Event::MandateGiven { party, person, issues, from, until, .. } = &event else { return Ok(()) };
        self.known(&Named::Person(party.clone(), person.clone()), &compartment, "person")?;
        if let Some(left) = self.state.departed(party, person, self.context.today) {
            let message =
                format!("{} speaks for the party no longer since {}", quoted(person.as_str()), left.on);
            return Err(Refusal::not_now(message)
                .at("person")
                .help("record the return first: it is read wherever the departure is"));
        }
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
        if let Some((on, _)) = &given.ended {
            return Err(ended(*on));
        }
        let (compartment, from) = (given.trace.compartment.clone(), given.from);
        for issue in issues.iter().flatten() {
            self.issue_known(issue, &compartment, "issues")?;
        }
        if issues.as_ref().is_some_and(BTreeSet::is_empty) {
            return Err(Refusal::invalid("issues", "a mandate on no issue allows nothing")
                .help("revoke it, or leave `issues` out for a mandate on all of them"));
        }
        if let Some(until) = until.filter(|until| *until < self.context.today) {
            return Err(Refusal::invalid("until", format!("{until} is past"))
                .help("revoke the mandate, and say from which day on"));
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
        let on = on.unwrap_or(self.context.today);
        // One that is to end may be ended earlier.
        if let Some((end, _)) = given.ended.as_ref().filter(|(end, _)| *end <= on) {
            return Err(ended(*end));
        }
        let compartment = given.trace.compartment.clone();
        self.record(compartment, Event::MandateRevoked { mandate, on, reason })
    }

    fn mandate(&self, id: &MandateId) -> Result<&GivenMandate, Refusal> {
        let unknown = || Refusal::unknown("mandate", format!("there is no mandate {}", quoted(id.as_str())));
        self.state.mandates.get(id).ok_or_else(unknown)
    }
}

fn ended(on: Date) -> Refusal {
    Refusal::not_now(format!("this mandate ended on {on}")).at("mandate").help("give another one")
}

fn ordered(from: Option<Date>, until: Option<Date>) -> Result<(), Refusal> {
    match (from, until) {
        (Some(from), Some(until)) if until < from => {
            Err(Refusal::invalid("until", format!("{until} is before the mandate begins, on {from}")))
        }
        _ => Ok(()),
    }
}
