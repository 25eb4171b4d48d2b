//! What a person may do for a party, on which issues and until when: what happened.

use super::{GiveMandate, LimitMandate};
use super::{GivenMandate, MandateId};
use crate::authority::Authority;
use crate::command::Command;
use crate::compartment::Compartment;
use crate::confirmation::{PartyAct, Weight};
use crate::event::Fact;
use crate::state::{Loss, Named, State, Trace};
use mediant_model::statement::Citation;
use mediant_model::{Date, IssueId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A mandate was given.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MandateGiven {
    /// Its id.
    pub mandate: MandateId,
    /// The party it binds.
    pub party: PartyId,
    /// Who may act under it.
    pub person: PersonId,
    /// The issues it covers; `None` for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issues: Option<BTreeSet<IssueId>>,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
    /// Where this is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Citation>,
}

impl Fact for MandateGiven {
    const KIND: &'static str = "mandate_given";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A party's people and mandates: known to all, or between the party and the mediator.
        compartment.is_open() || compartment.is_caucus_of(&self.party)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.mandate.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        let undone_by = Authority::on(&self.party, self.issues.clone().unwrap_or_default());
        let matter = format!("mandate {}", self.mandate);
        Some(PartyAct::new(&self.party, None, Weight::Gives, matter, undone_by))
    }

    fn asked_anew(self, r#in: Compartment) -> Option<Command> {
        let Self { mandate: _, party, person, issues, from, until, source } = self;
        Some(GiveMandate { r#in, party, person, issues, from, until, source }.into())
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { mandate, party, person, issues, from, until, source } = self;
        let mut given = GivenMandate {
            party: party.clone(),
            person: person.clone(),
            issues,
            from,
            until,
            ended: None,
            source,
            trace: trace.clone(),
        };
        // It ends with a departure that is on record already: a mandate brings nobody back.
        if let Some(left) = state.left.get(&(party, person)).filter(|left| left.back.is_none()) {
            given.end(left.on, left.reason.as_ref());
        }
        state.mandates.insert(mandate, given);
        Some(())
    }
}

/// A mandate was limited, or widened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MandateLimited {
    /// Which.
    pub mandate: MandateId,
    /// The issues it covers from now on; `None` for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issues: Option<BTreeSet<IssueId>>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
}

impl Fact for MandateLimited {
    const KIND: &'static str = "mandate_limited";
    const ENDS_AUTHORITY: bool = true;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        compartment.is_open() || matches!(compartment, Compartment::Caucus(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, state: &State) -> Option<PartyAct> {
        let given = state.mandates.get(&self.mandate)?;
        let widens = given.is_widened_by(self.issues.as_ref(), self.until);
        Some(given.act_on_bounds(&self.mandate, widens, self.issues.as_ref()))
    }

    fn asked_anew(self, _: Compartment) -> Option<Command> {
        let Self { mandate, issues, until } = self;
        Some(LimitMandate { mandate, issues, until }.into())
    }

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { mandate, issues, until } = self;
        let given = state.mandates.get_mut(&mandate)?;
        (given.issues, given.until) = (issues.clone(), until);
        let (party, person) = (given.party.clone(), given.person.clone());
        if let Some(issues) = &issues {
            state.lose(&party, &person, &Loss::Narrowed(&mandate, issues));
        }
        Some(())
    }
}

/// A mandate was revoked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MandateRevoked {
    /// Which.
    pub mandate: MandateId,
    /// The first day on which it no longer holds.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for MandateRevoked {
    const KIND: &'static str = "mandate_revoked";
    const ENDS_AUTHORITY: bool = true;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        compartment.is_open() || matches!(compartment, Compartment::Caucus(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, state: &State) -> Option<PartyAct> {
        let given = state.mandates.get(&self.mandate)?;
        let over = Authority::OfficeOver(given.party.clone(), given.person.clone());
        // What would have widened the mandate is overtaken with it.
        let matter = format!("bounds of mandate {}", self.mandate);
        Some(PartyAct::new(&given.party, None, Weight::Takes, matter, over))
    }

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { mandate, on, reason } = self;
        let given = state.mandates.get_mut(&mandate)?;
        given.ended = Some((on, reason));
        let (party, person) = (given.party.clone(), given.person.clone());
        state.lose(&party, &person, &Loss::Mandate(&mandate));
        Some(())
    }
}
