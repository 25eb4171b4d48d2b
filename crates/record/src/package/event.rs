//! Proposed packages and what each party answers: what happened.

use super::{AnswerPackage, ProposePackage};
use super::{PackageAnswer, PackageId, ProposedPackage, Verdict};
use crate::authority::Authority;
use crate::command::Command;
use crate::compartment::Compartment;
use crate::confirmation::{PartyAct, Weight};
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use mediant_model::{IssueId, OptionId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A package was proposed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct PackageProposed {
    /// Its id.
    pub package: PackageId,
    /// The party that proposes it; `None` for the mediator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// One option an issue; issues without one are left out of it.
    pub options: BTreeMap<IssueId, OptionId>,
    /// Whether whoever proposes it is bound by it, or explores.
    pub binding: bool,
    /// What is said with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Fact for PackageProposed {
    const KIND: &'static str = "package_proposed";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        match &self {
            Self { party: Some(party), .. } => {
                matches!(compartment, Compartment::Table) || compartment.is_caucus_of(party)
            }
            Self { party: None, .. } => matches!(compartment, Compartment::Table | Compartment::Caucus(_)),
        }
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.package.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        let party = self.party.as_ref()?;
        let weight = if self.binding { Weight::Gives } else { Weight::Neither };
        let matter = format!("proposal {}", self.package);
        Some(PartyAct::new(party, None, weight, matter, Authority::Voice(party.clone())))
    }

    fn asked_anew(self, r#in: Compartment) -> Option<Command> {
        let Self { package: _, party, options, binding, note } = self;
        Some(ProposePackage { r#in, party, options, binding, note }.into())
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { package, party, options, binding, note } = self;
        let by = trace.by.person.as_ref();
        let issues = options.keys().cloned().collect();
        let bound = party.as_ref().map(|party| state.footing(party, by, &issues, trace.at));
        let proposed = ProposedPackage {
            party,
            options,
            binding,
            note,
            footing: bound.unwrap_or_default(),
            answers: Default::default(),
            trace: trace.clone(),
        };
        state.packages.insert(package, proposed);
        Some(())
    }
}

/// A party answered to a package.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct PackageAnswered {
    /// Which.
    pub package: PackageId,
    /// The party.
    pub party: PartyId,
    /// Who answered for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What.
    pub verdict: Verdict,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Fact for PackageAnswered {
    const KIND: &'static str = "package_answered";
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
        let package = state.packages.get(&self.package)?;
        let undone_by = Authority::on(&self.party, package.options.keys().cloned().collect());
        let weight = if self.verdict.accepts() { Weight::Gives } else { Weight::Takes };
        let matter = format!("package {}", self.package);
        Some(PartyAct::new(&self.party, self.person.as_ref(), weight, matter, undone_by))
    }

    fn asked_anew(self, r#in: Compartment) -> Option<Command> {
        let Self { package, party, person: _, verdict, note } = self;
        Some(AnswerPackage { r#in, package, party, person: None, verdict, note }.into())
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { package, party, person, verdict, note } = self;
        let issues = state.packages.get(&package)?.options.keys().cloned().collect();
        let footing = state.footing(&party, person.as_ref(), &issues, trace.at);
        let answer = PackageAnswer { verdict, person, note, footing, trace: trace.clone() };
        state.packages.get_mut(&package)?.answers.insert(party, answer);
        Some(())
    }
}
