//! The people of a party: what can be asked for, and how it is decided.

use super::{Departure, PersonLeft, PersonNamed, PersonReturned};
use crate::actor::Role;
use crate::authority::{Authority, Word, is_principal, role_of};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::{Limits, not_empty};
use crate::refusal::CommandError;
use crate::state::{Named, State};
use mediant_model::party::PersonRole;
use mediant_model::spelling::quoted;
use mediant_model::statement::Citation;
use mediant_model::{Date, PartyId, Person, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name a person of a party, or say anew what the person is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct NamePerson {
    /// `public`, `table` or the party's caucus.
    pub r#in: Compartment,
    /// The party.
    pub party: PartyId,
    /// The person, without mandates.
    pub person: Person,
}

impl Act for NamePerson {
    const KIND: &'static str = "name_person";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason", "words"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || role.acts_for(&self.party)
    }

    fn takes(&self, state: &State) -> Authority {
        let Self { party, person, .. } = self;
        naming(state, party, person)
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, party, person } = self;
        decision.known(&Named::Party(party.clone()), &compartment, "party")?;
        not_empty(person.id.as_str(), "person.id")?;
        not_empty(&person.name, "person.name")?;
        if !person.mandates.is_empty() {
            return Err(CommandError::invalid("person.mandates", "mandates come with commands of their own"));
        }
        let elsewhere = decision
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
            return Err(CommandError::invalid("person.id", message).help("choose another id"));
        }
        let was = role_of(decision.state, &party, &person.id);
        let decides = |role: PersonRole| role == PersonRole::Principal;
        let is_changed = was.is_some_and(|was| was != person.role);
        if is_changed || was.is_none() && decides(person.role) {
            decision.is_the_partys_own_to_say(&party, "person.role")?;
        }
        // What everybody here knew of the person stays, where nothing is said of it.
        let keeps =
            decision.state.is_known_in(&Named::Person(party.clone(), person.id.clone()), &compartment);
        decision.record(compartment, PersonNamed { party, person, keeps })
    }
}

/// Record that somebody no longer speaks for a party.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RecordDeparture {
    /// `public`, `table` or the party's caucus.
    pub r#in: Compartment,
    /// The party.
    pub party: PartyId,
    /// Who.
    pub person: PersonId,
    /// The first day on which the person no longer speaks for the party; today where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
    /// How.
    pub how: Departure,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where this is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Citation>,
}

impl Act for RecordDeparture {
    const KIND: &'static str = "record_departure";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason", "words"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || role.acts_for(&self.party)
    }

    fn takes(&self, _: &State) -> Authority {
        let Self { party, person, .. } = self;
        Authority::OneselfOr(party.clone(), person.clone())
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in, party, person, on, how, reason, source } = self;
        let on = on.unwrap_or(decision.context.today);
        let decides = is_principal(decision.state, &party, &person);
        if decides && decision.actor.role == Role::Team && decision.state.has_come(&party) {
            return Err(CommandError::not_allowed(format!(
                "a principal of {} has come: who of them left is for the party or the mediator to say",
                quoted(party.as_str())
            ))
            .at("person")
            .help("ask the mediator to record it"));
        }
        decision.record_departure(r#in, PersonLeft { party, person, on, how, reason, source })
    }
}

/// Record that somebody who left speaks for the party again. Mandates are given anew.
///
/// It is recorded where the departure is, for everybody who read of that.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RecordReturn {
    /// The party.
    pub party: PartyId,
    /// Who.
    pub person: PersonId,
    /// The first day on which the person speaks for the party again; today where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where this is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Citation>,
}

impl Act for RecordReturn {
    const KIND: &'static str = "record_return";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason", "words"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || matches!(role, Role::Principal(own) if own == &self.party)
    }

    fn takes(&self, state: &State) -> Authority {
        let Self { party, person, .. } = self;
        // Once a principal has come, the party says itself who of it is back.
        if is_principal(state, party, person) && !state.has_come(party) {
            return Authority::NobodyOf(party.clone());
        }
        Authority::OfficeOver(party.clone(), person.clone())
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { party, person, on, reason, source } = self;
        let on = on.unwrap_or(decision.context.today);
        decision.is_the_partys_own_to_say(&party, "person")?;
        // Whoever read that somebody left reads that the person is back: nobody is brought back behind their backs.
        let left = decision.state.left.get(&(party.clone(), person.clone()));
        let Some(left) = left.filter(|left| left.back.is_none()) else {
            return Err(
                CommandError::not_now(format!("{} has not left", quoted(person.as_str()))).at("person")
            );
        };
        let compartment = left.trace.compartment.clone();
        if on < left.on {
            let message = format!("{} left later, on {}", quoted(person.as_str()), left.on);
            return Err(CommandError::invalid("on", message));
        }
        if let Some(citation) = &source {
            decision.known(&Named::Source(citation.source.clone()), &compartment, "source")?;
        }
        decision.record(compartment, PersonReturned { party, person, on, reason, source })
    }
}

impl Decision<'_, '_> {
    /// Refuses the mediator and the team what [`State::is_the_partys_own_to_say`].
    ///
    /// # Errors
    /// Not allowed, with the field and whom to ask.
    fn is_the_partys_own_to_say(&self, party: &PartyId, field: &str) -> Result<(), CommandError> {
        let today = self.context.today;
        if !self.state.is_the_partys_own_to_say(party, &self.actor.role, today) {
            return Ok(());
        }
        let message = format!(
            "a principal of {} has come, and from then on says who decides and speaks for it",
            quoted(party.as_str())
        );
        Err(CommandError::not_allowed(message).at(field).help(
            match self.state.has_a_principal_in_office(party, today) {
                true => "ask a principal of the party",
                false => "ask the mediator: nobody of the party who decides is in office",
            },
        ))
    }

    pub(crate) fn record_departure(
        &mut self,
        compartment: Compartment,
        event: PersonLeft,
    ) -> Result<(), CommandError> {
        let PersonLeft { party, person, how, .. } = &event;
        self.known(&Named::Person(party.clone(), person.clone()), &compartment, "person")?;
        let left = self.state.left.get(&(party.clone(), person.clone()));
        if left.is_some_and(|left| left.back.is_none()) {
            return Err(CommandError::not_now(format!("{} has left already", quoted(person.as_str())))
                .at("person")
                .help("record a return first, where the person is back"));
        }
        if let Departure::ReplacedBy(other) = how {
            self.known(&Named::Person(party.clone(), other.clone()), &compartment, "how.replaced_by")?;
        }
        self.record(compartment, event)
    }
}

/// Whoever names a delegate, an adviser or a voice is more than that. What a principal is, nobody of the party is more: until one has come
/// the mediator names them, and from then on a principal names a further one. No principal makes another less.
fn naming(state: &State, party: &PartyId, person: &Person) -> Authority {
    let was = role_of(state, party, &person.id);
    let changes = was != Some(person.role);
    let is_unmade = was == Some(PersonRole::Principal);
    if changes && (is_unmade || person.role == PersonRole::Principal && !state.has_come(party)) {
        return Authority::NobodyOf(party.clone());
    }
    if changes {
        return Authority::OfficeOver(party.clone(), person.id.clone());
    }
    Authority::Office(party.clone())
}
