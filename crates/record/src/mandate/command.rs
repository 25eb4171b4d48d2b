//! What a person may do for a party, on which issues and until when: what can be asked for, and how it is decided.

use super::{GivenMandate, MandateGiven, MandateId, MandateLimited, MandateRevoked};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::Limits;
use crate::refusal::CommandError;
use crate::state::{Named, State};
use mediant_model::spelling::quoted;
use mediant_model::statement::Citation;
use mediant_model::{Date, IssueId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Give a mandate.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct GiveMandate {
    /// `public`, `table` or the party's caucus.
    pub r#in: Compartment,
    /// The party it binds.
    pub party: PartyId,
    /// Who may act under it.
    pub person: PersonId,
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
}

impl Act for GiveMandate {
    const KIND: &'static str = "give_mandate";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["words"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || matches!(role, Role::Principal(own) if own == &self.party)
    }

    fn takes(&self, _: &State) -> Authority {
        let Self { party, person, .. } = self;
        Authority::OfficeOver(party.clone(), person.clone())
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, party, person, issues, from, until, source } = self;
        decision.known(&Named::Person(party.clone(), person.clone()), &compartment, "person")?;
        if let Some(left) = decision.state.departed(&party, &person, decision.context.today) {
            let message =
                format!("{} speaks for the party no longer since {}", quoted(person.as_str()), left.on);
            return Err(CommandError::not_now(message)
                .at("person")
                .help("record the return first: it is read wherever the departure is"));
        }
        decision.mandate_fits(issues.as_ref(), from, until, None, &compartment)?;
        let mandate = MandateId::new(decision.id());
        decision.record(compartment, MandateGiven { mandate, party, person, issues, from, until, source })
    }
}

/// Limit a mandate, or widen it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct LimitMandate {
    /// Which.
    pub mandate: MandateId,
    /// The issues it covers from now on; all where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issues: Option<BTreeSet<IssueId>>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
}

impl Act for LimitMandate {
    const KIND: &'static str = "limit_mandate";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || matches!(role, Role::Principal(_))
    }

    fn takes(&self, state: &State) -> Authority {
        let Self { mandate, .. } = self;
        match state.mandates.get(mandate) {
            Some(given) => Authority::OfficeOver(given.party.clone(), given.person.clone()),
            None => Authority::Nothing,
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { mandate, issues, until } = self;
        let given = decision.mandate(&mandate)?;
        if let Some((on, _)) = &given.ended {
            return Err(ended(*on));
        }
        let (compartment, from) = (given.trace.compartment.clone(), given.from);
        for issue in issues.iter().flatten() {
            decision.issue_known(issue, &compartment, "issues")?;
        }
        if issues.as_ref().is_some_and(BTreeSet::is_empty) {
            return Err(CommandError::invalid("issues", "a mandate on no issue allows nothing")
                .help("revoke it, or leave `issues` out for a mandate on all of them"));
        }
        if let Some(until) = until.filter(|until| *until < decision.context.today) {
            return Err(CommandError::invalid("until", format!("{until} is past"))
                .help("revoke the mandate, and say from which day on"));
        }
        ordered(from, until)?;
        decision.record(compartment, MandateLimited { mandate, issues, until })
    }
}

/// Revoke a mandate.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RevokeMandate {
    /// Which.
    pub mandate: MandateId,
    /// The first day on which it no longer holds; today where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Act for RevokeMandate {
    const KIND: &'static str = "revoke_mandate";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || matches!(role, Role::Principal(_))
    }

    fn takes(&self, state: &State) -> Authority {
        // To take authority away confers none: not even one's own is kept by force.
        let Self { mandate, .. } = self;
        match state.mandates.get(mandate) {
            Some(given) => Authority::Office(given.party.clone()),
            None => Authority::Nothing,
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { mandate, on, reason } = self;
        let given = decision.mandate(&mandate)?;
        let on = on.unwrap_or(decision.context.today);
        // One that is to end may be ended earlier.
        if let Some((end, _)) = given.ended.as_ref().filter(|(end, _)| *end <= on) {
            return Err(ended(*end));
        }
        let compartment = given.trace.compartment.clone();
        decision.record(compartment, MandateRevoked { mandate, on, reason })
    }
}

impl Decision<'_, '_> {
    /// What a mandate says makes sense to everybody who reads it.
    pub(crate) fn mandate_fits(
        &self,
        issues: Option<&BTreeSet<IssueId>>,
        from: Option<Date>,
        until: Option<Date>,
        source: Option<&Citation>,
        compartment: &Compartment,
    ) -> Result<(), CommandError> {
        for issue in issues.into_iter().flatten() {
            self.issue_known(issue, compartment, "issues")?;
        }
        if issues.is_some_and(BTreeSet::is_empty) {
            return Err(CommandError::invalid("issues", "a mandate on no issue allows nothing")
                .help("leave `issues` out for a mandate on all of them"));
        }
        if let Some(citation) = source {
            self.known(&Named::Source(citation.source.clone()), compartment, "source")?;
        }
        ordered(from, until)
    }

    pub(crate) fn mandate(&self, id: &MandateId) -> Result<&GivenMandate, CommandError> {
        let unknown =
            || CommandError::unknown("mandate", format!("there is no mandate {}", quoted(id.as_str())));
        self.state.mandates.get(id).ok_or_else(unknown)
    }
}

fn ended(on: Date) -> CommandError {
    CommandError::not_now(format!("this mandate ended on {on}")).at("mandate").help("give another one")
}

fn ordered(from: Option<Date>, until: Option<Date>) -> Result<(), CommandError> {
    match (from, until) {
        (Some(from), Some(until)) if until < from => {
            Err(CommandError::invalid("until", format!("{until} is before the mandate begins, on {from}")))
        }
        _ => Ok(()),
    }
}
