//! What is said.

use super::Decision;
use crate::Compartment;
use crate::event::Event;
use crate::id::StatementId;
use crate::refusal::Refusal;
use crate::statement::Statement;
use mediant_model::Date;
use mediant_model::spelling::quoted;
use mediant_model::statement::{Publicity, Source};

impl Decision<'_, '_> {
    pub(super) fn make_statement(&mut self, content: Statement) -> Result<(), Refusal> {
        let statement = StatementId::new(self.id());
        self.state_as(statement, content, None)
    }

    /// The same under an id; `named` is a document that is known from now on where the statement stands.
    pub(super) fn state_as(
        &mut self,
        statement: StatementId,
        content: Statement,
        named: Option<Source>,
    ) -> Result<(), Refusal> {
        let compartment = Compartment::of(&content.provenance().publicity);
        self.not_anothers_caucus(&content)?;
        let mut before = self.state.known_in(&compartment);
        before.sources.extend(named.filter(|named| before.sources.iter().all(|known| known.id != named.id)));
        let mut after = before.clone();
        content.clone().enter(&mut after);
        self.makes_sense(&before, &after, "statement")?;
        self.record(compartment, Event::Stated { statement, content })
    }

    /// A party's word does not stand in another party's caucus; the mediator's reading of it may stand with the mediator.
    fn not_anothers_caucus(&self, content: &Statement) -> Result<(), Refusal> {
        match (&content.provenance().publicity, content.party()) {
            (Publicity::Caucus(party), Some(speaker)) if party != speaker => {
                let message = format!(
                    "a statement of {} cannot stand in the caucus with {}",
                    quoted(speaker.as_str()),
                    quoted(party.as_str())
                );
                Err(Refusal::invalid("statement.publicity", message)
                    .help("to tell one party what another said, pass an item on"))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn withdraw_statement(
        &mut self,
        id: StatementId,
        on: Option<Date>,
        reason: Option<String>,
    ) -> Result<(), Refusal> {
        let unknown =
            || Refusal::unknown("statement", format!("there is no statement {}", quoted(id.as_str())));
        let stated = self.state.statements.get(&id).ok_or_else(unknown)?;
        if stated.content.provenance().until.is_some() {
            return Err(Refusal::not_now("this statement was withdrawn already"));
        }
        let on = on.unwrap_or(self.context.today);
        if let Some(said) = stated.content.provenance().on.filter(|said| on < *said) {
            return Err(Refusal::invalid("on", format!("it was said later, on {said}")));
        }
        let compartment = stated.trace.compartment.clone();
        self.record(compartment, Event::StatementWithdrawn { statement: id, on, reason })
    }
}
