//! All sides of the talks at once, with their people: every one of them is recorded, or none.

use super::PartyJoined;
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::{Limits, not_empty};
use crate::mandate::{MandateGiven, MandateId};
use crate::naming::id_for;
use crate::person::PersonNamed;
use crate::refusal::CommandError;
use crate::state::{Named, State};
use mediant_model::party::PersonRole;
use mediant_model::spelling::quoted;
use mediant_model::{Party, PartyId, PartyRole, Person, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Add several parties with their people. Ids come from the names; where one is refused, none is recorded.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AddParties {
    /// `public` or `table`.
    pub r#in: Compartment,
    /// The parties, each of which negotiates.
    #[serde(default)]
    pub parties: Vec<NewParty>,
}

/// A party that is added with its people.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    /// Its id; made from the name where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PartyId>,
    /// Its name to show.
    #[serde(default)]
    pub name: String,
    /// The names of those who decide for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decides: Vec<String>,
    /// The names of those who speak for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speaks: Vec<String>,
    /// Whether those who speak for it have a mandate on every issue, without end: then what they accept counts.
    #[serde(default)]
    pub mandate: bool,
}

impl std::fmt::Debug for NewParty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewParty(confidential)")
    }
}

impl Act for AddParties {
    const KIND: &'static str = "add_parties";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        // They are new: nobody of theirs has come yet.
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, parties } = self;
        if parties.is_empty() {
            return Err(CommandError::invalid("parties", "no side is named").help("name at least one"));
        }
        let before = decision.state.known_in(&compartment);
        let mut known = before.parties.clone();
        let mut people = People::new(decision.state, &compartment);
        for (row, new) in parties.into_iter().enumerate() {
            let at = |field: &str| format!("parties.{row}.{field}");
            let mandate = new.mandate;
            if new.name.trim().is_empty() {
                let whose = new.decides.iter().chain(&new.speaks).next().map(|name| quoted(name));
                let message =
                    format!("the side of {} has no name", whose.unwrap_or_else(|| "a row".to_owned()));
                return Err(CommandError::invalid(at("name"), message).help("name the side"));
            }
            if let Some(other) = known.iter().find(|other| other.name.trim() == new.name.trim()) {
                let message = format!("there is a side {} already", quoted(&other.name));
                return Err(CommandError::invalid(at("name"), message).help("give it a name of its own"));
            }
            not_empty(&new.name, &at("name"))?;
            let id = party_id(decision.state, &known, &new, &at("id"))?;
            let roles = [
                (new.decides, PersonRole::Principal, "decides"),
                (new.speaks, PersonRole::Delegate, "speaks"),
            ];
            let mut named = Vec::new();
            for (names, role, field) in roles {
                for name in names {
                    named.push(people.named(&id, name, role, &at(field), &new.name)?);
                }
            }
            let party = Party {
                id: id.clone(),
                name: new.name,
                role: PartyRole::Negotiating,
                people: Vec::new(),
                factions: Vec::new(),
            };
            let mut after = before.clone();
            after.parties.push(Party { people: named.clone(), ..party.clone() });
            known.push(party.clone());
            decision.makes_sense(&before, &after, &format!("parties.{row}"))?;
            decision.record(compartment.clone(), PartyJoined { party })?;
            for person in named {
                decision.join(&compartment, &id, person, mandate)?;
            }
        }
        Ok(())
    }
}

/// The id that was given, or one from the name that nobody who reads it knows for another party.
fn party_id(state: &State, known: &[Party], new: &NewParty, field: &str) -> Result<PartyId, CommandError> {
    let id = match &new.id {
        Some(id) => id.clone(),
        None => {
            PartyId::new(id_for(&new.name, "party", |id| known.iter().any(|other| other.id.as_str() == id)))
        }
    };
    not_empty(id.as_str(), field)?;
    if id.as_str().contains(':') {
        return Err(CommandError::invalid(field, "a party's id holds no `:`"));
    }
    if state.party(&id).is_some() || known.iter().any(|other| other.id == id) {
        let message = format!("there is a party {} already", quoted(id.as_str()));
        return Err(CommandError::invalid(field, message).help("choose another short name"));
    }
    Ok(id)
}

/// The ids of people, those that are named in this step included.
struct People<'s> {
    state: &'s State,
    compartment: &'s Compartment,
    new: BTreeSet<PersonId>,
}

impl<'s> People<'s> {
    fn new(state: &'s State, compartment: &'s Compartment) -> Self {
        Self { state, compartment, new: BTreeSet::new() }
    }

    /// Somebody of a new party, with an id that none of the readers knows for somebody else.
    fn named(
        &mut self,
        party: &PartyId,
        name: String,
        role: PersonRole,
        field: &str,
        side: &str,
    ) -> Result<Person, CommandError> {
        not_empty(&name, field)?;
        let everybody =
            || self.state.parties.iter().flat_map(|party| party.people.iter().map(move |of| (party, of)));
        let known = |id: &PersonId| {
            self.new.contains(id)
                || everybody().any(|(party, of)| {
                    let named = Named::Person(party.id.clone(), of.id.clone());
                    &of.id == id && self.state.is_known_in(&named, self.compartment)
                })
        };
        let id = PersonId::new(id_for(&name, "person", |id| known(&PersonId::new(id))));
        if let Some((other, _)) = everybody().find(|(other, of)| of.id == id && &other.id != party) {
            let message = format!(
                "the short name of {} of {} is that of somebody of {}, whom not everybody knows of who reads this",
                quoted(&name),
                quoted(side),
                quoted(&other.name)
            );
            return Err(CommandError::invalid(field, message)
                .help("write the name in full, or name the person alone"));
        }
        self.new.insert(id.clone());
        Ok(Person { id, name, office: None, role, leads: false, faction: None, mandates: Vec::new() })
    }
}

impl Decision<'_, '_> {
    /// Records somebody of a party that is added, and the mandate of whoever speaks for it.
    fn join(
        &mut self,
        compartment: &Compartment,
        party: &PartyId,
        person: Person,
        mandate: bool,
    ) -> Result<(), CommandError> {
        let given = (mandate && person.role == PersonRole::Delegate).then(|| MandateGiven {
            mandate: MandateId::new(self.id()),
            party: party.clone(),
            person: person.id.clone(),
            issues: None,
            from: None,
            until: None,
            source: None,
        });
        self.record(compartment.clone(), PersonNamed { party: party.clone(), person, keeps: false })?;
        match given {
            Some(given) => self.record(compartment.clone(), given),
            None => Ok(()),
        }
    }
}
