//! A mandate that was put down wrongly.

use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::Command;
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::decide::Decision;
use crate::event::Fact;
use crate::limits::Limits;
use crate::mandate::{GivenMandate, MandateId};
use crate::refusal::CommandError;
use crate::state::{Loss, Named, State, Trace};
use mediant_model::statement::Citation;
use mediant_model::{Date, IssueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Put a mandate right: what it covers, its days, where it is reported. Whose it is stays: another's is given anew.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CorrectMandate {
    /// Which.
    pub mandate: MandateId,
    /// The issues it covers; all where not given.
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
    /// That it was seen what this touches: the mark that a refusal gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touches: Option<String>,
}

impl Act for CorrectMandate {
    const KIND: &'static str = "correct_mandate";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["words"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || matches!(role, Role::Principal(_))
    }

    fn takes(&self, state: &State) -> Authority {
        match state.mandates.get(&self.mandate) {
            Some(given) => Authority::OfficeOver(given.party.clone(), given.person.clone()),
            None => Authority::Nothing,
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let command = self.clone().into();
        let Self { mandate, issues, from, until, source, touches } = self;
        let given = decision.mandate(&mandate)?;
        let compartment = given.trace.compartment.clone();
        if given.ended.is_some() {
            return Err(CommandError::not_now("this mandate was ended")
                .at("mandate")
                .help("give another one"));
        }
        decision.mandate_fits(issues.as_ref(), from, until, source.as_ref(), &compartment)?;
        if (&given.issues, given.from, given.until, &given.source) == (&issues, from, until, &source) {
            return Err(CommandError::invalid("issues", "it reads like that already"));
        }
        // What allows more takes nothing from what was accepted under it.
        if takes_away(given, issues.as_ref(), from) {
            decision.is_seen(&command, touches.as_deref())?;
        }
        decision.record(compartment, MandateCorrected { mandate, issues, from, until, source })
    }
}

/// Whether something that was accepted under a mandate may fall with its new bounds.
fn takes_away(given: &GivenMandate, issues: Option<&BTreeSet<IssueId>>, from: Option<Date>) -> bool {
    let narrower =
        issues.is_some_and(|after| given.issues.as_ref().is_none_or(|before| !before.is_subset(after)));
    narrower || begins_later(given, from)
}

/// What was accepted before the day on which it really began was accepted without it.
fn begins_later(given: &GivenMandate, from: Option<Date>) -> bool {
    from.is_some_and(|from| given.from.is_none_or(|before| before < from))
}

/// A mandate was put right.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MandateCorrected {
    /// Which.
    pub mandate: MandateId,
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

impl Fact for MandateCorrected {
    const KIND: &'static str = "mandate_corrected";
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
        let earlier = match (given.from, self.from) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(before), Some(after)) => after < before,
        };
        let widens = earlier || given.is_widened_by(self.issues.as_ref(), self.until);
        Some(given.act_on_bounds(&self.mandate, widens, self.issues.as_ref()))
    }

    fn asked_anew(self, _: Compartment) -> Option<Command> {
        let Self { mandate, issues, from, until, source, .. } = self;
        // Widening a mandate touches no acceptance.
        Some(CorrectMandate { mandate, issues, from, until, source, touches: None }.into())
    }

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { mandate, issues, from, until, source } = self;
        let given = state.mandates.get_mut(&mandate)?;
        let begins_later = begins_later(given, from);
        (given.issues, given.from, given.until, given.source) = (issues.clone(), from, until, source);
        let (party, person) = (given.party.clone(), given.person.clone());
        if begins_later {
            state.lose(&party, &person, &Loss::Mandate(&mandate));
        } else if let Some(issues) = &issues {
            state.lose(&party, &person, &Loss::Narrowed(&mandate, issues));
        }
        Some(())
    }
}
