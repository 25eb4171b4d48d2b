//! A statement that was put down wrongly: a new version of it, the old one kept.

use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::decide::Decision;
use crate::event::Fact;
use crate::limits::Limits;
use crate::refusal::CommandError;
use crate::state::{Named, State, Trace};
use crate::statement::{FormerStatement, Statement, StatementId};
use mediant_model::spelling::quoted;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::mem::discriminant;

/// Put a statement right: a new version of it, where the old one stands. Its kind, its party and who may know it stay.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CorrectStatement {
    /// Which.
    pub corrects: StatementId,
    /// What is right, all of it.
    pub statement: Statement,
    /// Why. Whoever reads the statement reads this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Act for CorrectStatement {
    const KIND: &'static str = "correct_statement";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["text", "words", "reason"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || self.statement.party().is_some_and(|party| role.acts_for(party))
    }

    fn takes(&self, state: &State) -> Authority {
        // What it takes to take the old one back, and to say the new one.
        let Some(party) = self.statement.party() else { return Authority::Nothing };
        let old = state.statements.get(&self.corrects).into_iter().flat_map(|stated| stated.content.issues());
        Authority::on(party, old.chain(self.statement.issues()).cloned().collect())
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { corrects, statement: content, reason } = self;
        let unknown = || {
            CommandError::unknown("corrects", format!("there is no statement {}", quoted(corrects.as_str())))
        };
        let stated = decision.state.statements.get(&corrects).ok_or_else(unknown)?;
        if stated.content.provenance().until.is_some() {
            return Err(CommandError::not_now("this statement was withdrawn already"));
        }
        stated.is_the_actors_to_change(&decision.actor.role, "corrects")?;
        if discriminant(&stated.content) != discriminant(&content)
            || stated.content.party() != content.party()
        {
            return Err(CommandError::invalid(
                "statement.kind",
                "this is another kind of statement, or another party’s",
            )
            .help("take the statement back, and put down what was said"));
        }
        let compartment = stated.trace.compartment.clone();
        if Compartment::from_publicity(&content.provenance().publicity) != compartment {
            let message = format!("this statement stands in {}", quoted(&compartment.name()));
            return Err(CommandError::invalid("statement.publicity", message)
                .help("take it back there, and put it down where it belongs"));
        }
        if stated.content == content {
            return Err(CommandError::invalid("statement", "it reads like that already"));
        }
        decision.may_be_stated(&content, None)?;
        decision.record(compartment, StatementCorrected { statement: corrects, content, reason })
    }
}

/// A statement was put right. What it said before stays on record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct StatementCorrected {
    /// Which.
    pub statement: StatementId,
    /// What it says from now on.
    pub content: Statement,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for StatementCorrected {
    const KIND: &'static str = "statement_corrected";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        *compartment == Compartment::from_publicity(&self.content.provenance().publicity)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // What is said of a party says itself how it is known: its standing and its source.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { statement, content, reason } = self;
        let stated = state.statements.get_mut(&statement)?;
        let was = std::mem::replace(&mut stated.content, content);
        stated.versions.push(FormerStatement { content: was, reason, trace: trace.clone() });
        Some(())
    }
}
