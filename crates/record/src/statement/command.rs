//! What is said, of every kind: what can be asked for, and how it is decided.

use super::{Stated, Statement, StatementId, StatementWithdrawn};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::Limits;
use crate::refusal::CommandError;
use crate::state::State;
use mediant_model::Date;
use mediant_model::spelling::quoted;
use mediant_model::statement::{Publicity, Source, Stance};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Record what somebody said. Its publicity says who may know it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MakeStatement {
    /// What.
    pub statement: Statement,
}

impl Act for MakeStatement {
    const KIND: &'static str = "state";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["text", "words"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        let Self { statement } = self;
        role.mediates() || statement.party().is_some_and(|party| role.acts_for(party))
    }

    fn takes(&self, _: &State) -> Authority {
        let Self { statement } = self;
        stating(statement)
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { statement: content } = self;
        let statement = StatementId::new(decision.id());
        decision.state_as(statement, content, None)
    }
}

/// Record that a statement no longer counts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct WithdrawStatement {
    /// Which.
    pub statement: StatementId,
    /// The first day on which it no longer counts; today where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Act for WithdrawStatement {
    const KIND: &'static str = "withdraw_statement";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || matches!(role, Role::Principal(_) | Role::Delegate(_))
    }

    fn takes(&self, state: &State) -> Authority {
        let Self { statement, .. } = self;
        match state.statements.get(statement) {
            Some(stated) => stated.content.party().map_or(Authority::Nothing, |party| {
                Authority::on(party, stated.content.issues().into_iter().cloned().collect())
            }),
            None => Authority::Nothing,
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { statement: id, on, reason } = self;
        let unknown =
            || CommandError::unknown("statement", format!("there is no statement {}", quoted(id.as_str())));
        let stated = decision.state.statements.get(&id).ok_or_else(unknown)?;
        if stated.content.provenance().until.is_some() {
            return Err(CommandError::not_now("this statement was withdrawn already"));
        }
        stated.is_the_actors_to_change(&decision.actor.role, "statement")?;
        let on = on.unwrap_or(decision.context.today);
        if let Some(said) = stated.content.provenance().on.filter(|said| on < *said) {
            return Err(CommandError::invalid("on", format!("it was said later, on {said}")));
        }
        let compartment = stated.trace.compartment.clone();
        decision.record(compartment, StatementWithdrawn { statement: id, on, reason })
    }
}

impl Decision<'_, '_> {
    /// The same under an id; `named` is a document that is known from now on where the statement stands.
    pub(crate) fn state_as(
        &mut self,
        statement: StatementId,
        content: Statement,
        named: Option<Source>,
    ) -> Result<(), CommandError> {
        let compartment = Compartment::from_publicity(&content.provenance().publicity);
        self.may_be_stated(&content, named)?;
        self.record(compartment, Stated { statement, content })
    }

    /// What is said makes sense to everybody who will read it, and stands where it may.
    pub(crate) fn may_be_stated(
        &self,
        content: &Statement,
        named: Option<Source>,
    ) -> Result<(), CommandError> {
        let compartment = Compartment::from_publicity(&content.provenance().publicity);
        self.not_anothers_caucus(content)?;
        let mut before = self.state.choosable_in(&compartment);
        before.sources.extend(named.filter(|named| before.sources.iter().all(|known| known.id != named.id)));
        let mut after = before.clone();
        content.clone().enter(&mut after);
        self.makes_sense(&before, &after, "statement")
    }

    /// A party's word does not stand in another party's caucus; the mediator's reading of it may stand with the mediator.
    fn not_anothers_caucus(&self, content: &Statement) -> Result<(), CommandError> {
        match (&content.provenance().publicity, content.party()) {
            (Publicity::Caucus(party), Some(speaker)) if party != speaker => {
                let message = format!(
                    "a statement of {} cannot stand in the caucus with {}",
                    quoted(speaker.as_str()),
                    quoted(party.as_str())
                );
                Err(CommandError::invalid("statement.publicity", message)
                    .help("to tell one party what another said, pass an item on"))
            }
            _ => Ok(()),
        }
    }
}

/// To say that one accepts is to accept; whatever else is said takes a voice.
fn stating(statement: &Statement) -> Authority {
    let Some(party) = statement.party() else { return Authority::Nothing };
    match statement {
        Statement::Answer(answer) if binds(answer.stance) => {
            Authority::Mandate(party.clone(), BTreeSet::from([answer.issue.clone()]))
        }
        _ => Authority::Voice(party.clone()),
    }
}

fn binds(stance: Stance) -> bool {
    match stance {
        Stance::Accepts | Stance::AcceptsInPart | Stance::AcceptsAdReferendum => true,
        Stance::NearlyAgreed | Stance::Open | Stance::Rejects => false,
    }
}
