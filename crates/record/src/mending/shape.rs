//! What is put right: what commands and events carry.

use crate::compartment::Compartment;
use crate::event::Event;
use crate::state::Named;
use mediant_model::{Date, IssueId, OptionId, PartyId, PersonId, SourceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a name or words are of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The title of the case.
    Title,
    /// The name of a party.
    Party(PartyId),
    /// The name of a person.
    Person {
        /// The party.
        party: PartyId,
        /// The person.
        person: PersonId,
    },
    /// The office that a person holds.
    Office {
        /// The party.
        party: PartyId,
        /// The person.
        person: PersonId,
    },
    /// The name of an issue.
    Issue(IssueId),
    /// What an option means.
    Option {
        /// The issue.
        issue: IssueId,
        /// The option.
        option: OptionId,
    },
    /// The title of a source.
    Source(SourceId),
}

/// What is right of a session that took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeldAs {
    /// The day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// Who was there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonId>,
    /// What can be said of it to those who may know of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

impl Subject {
    /// The name under which it is known; `None` for the title, which everybody knows who knows of the case.
    pub fn named(&self) -> Option<Named> {
        Some(match self {
            Self::Title => return None,
            Self::Party(party) => Named::Party(party.clone()),
            Self::Person { party, person } | Self::Office { party, person } => {
                Named::Person(party.clone(), person.clone())
            }
            Self::Issue(issue) => Named::Issue(issue.clone()),
            Self::Option { issue, option } => Named::Option(issue.clone(), option.clone()),
            Self::Source(source) => Named::Source(source.clone()),
        })
    }

    /// Whether what is said of it may stand there: where things of its kind may be known at all.
    pub(super) fn may_stand_in(&self, compartment: &Compartment) -> bool {
        match self {
            Self::Title | Self::Party(_) => compartment.is_open(),
            Self::Person { party, .. } | Self::Office { party, .. } => {
                compartment.is_open() || compartment.is_caucus_of(party)
            }
            Self::Issue(_) | Self::Option { .. } => {
                compartment.is_open() || matches!(compartment, Compartment::Mediator)
            }
            Self::Source(_) => !matches!(compartment, Compartment::Delegation(_) | Compartment::Report(_)),
        }
    }

    /// Whether an event that is not folded yet names it: a package that waits for its party's word, or a mandate.
    pub(crate) fn is_spoken_of_in(&self, event: &Event) -> bool {
        let issues = match event {
            Event::PackageProposed(proposed) => return self.is_in(&proposed.options),
            Event::MandateGiven(given) => &given.issues,
            Event::MandateLimited(limited) => &limited.issues,
            Event::MandateCorrected(corrected) => &corrected.issues,
            _ => return false,
        };
        matches!(self, Self::Issue(issue) if issues.iter().flatten().any(|covered| covered == issue))
    }

    /// Whether it is an issue, or an option of an issue, of a package.
    pub(crate) fn is_in(&self, package: &BTreeMap<IssueId, OptionId>) -> bool {
        match self {
            Self::Issue(issue) => package.contains_key(issue),
            Self::Option { issue, option } => package.get(issue) == Some(option),
            Self::Title | Self::Party(_) | Self::Person { .. } | Self::Office { .. } | Self::Source(_) => {
                false
            }
        }
    }
}
