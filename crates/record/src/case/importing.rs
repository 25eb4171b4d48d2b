//! A record that begins from a case file: everything the file says, as events.

use super::CaucusRule;
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::event::Event;
use crate::issue::IssueAdded;
use crate::limits::{FILE_MAX, Limits};
use crate::mandate::{MandateGiven, MandateId, MandateRevoked};
use crate::party::PartyJoined;
use crate::person::PersonNamed;
use crate::refusal::CommandError;
use crate::session::{Plan, SessionCancelled, SessionHeld, SessionId, SessionMoved, SessionPlanned};
use crate::source::SourceNamed;
use crate::state::State;
use crate::statement::{Stated, Statement, StatementId};
use crate::words::Words;
use mediant_formats::{InputFile, native};
use mediant_model::statement::{Session, SessionStatus};
use mediant_model::{Case, Party};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Begin the record from a Mediant case file: parties, people, mandates, issues, statements, sessions.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ImportCase {
    /// Who may know parties and issues: `public` or `table`.
    pub r#in: Compartment,
    /// The case file.
    pub file: Words,
    /// What a caucus's words may do.
    #[serde(default)]
    pub caucus_rule: CaucusRule,
}

impl Act for ImportCase {
    const KIND: &'static str = "import_case";
    const WHEN: Moment = Moment::First;
    const LIMITS: Limits = Limits { texts: &[], file: Some(("file", FILE_MAX)) };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, file, caucus_rule } = self;
        // Everything a case file says, as events: each statement where its publicity puts it.
        let input = InputFile::new("case.toml", file.read().as_bytes());
        let (case, _) = native::read_case(&input).map_err(|problems| {
            let all: Vec<String> =
                problems.iter().filter(|p| p.is_error()).take(10).map(ToString::to_string).collect();
            CommandError::invalid("file", all.join("; "))
                .help("`mediant check` shows every problem with its place")
        })?;
        let wide = |publicity: &Compartment| {
            if publicity.is_within(&compartment) { publicity.clone() } else { compartment.clone() }
        };
        let Case { id, title, agreement, sources, parties, issues, sessions, .. } = case.clone();
        decision.open_case(compartment.clone(), title, id, agreement, caucus_rule)?;
        for source in sources {
            decision.put(compartment.clone(), SourceNamed { source });
        }
        for party in parties {
            decision.import_party(&compartment, party);
        }
        for issue in issues {
            decision.put(compartment.clone(), IssueAdded { issue });
        }
        for mut content in statements(case) {
            let home = wide(&Compartment::from_publicity(&content.provenance().publicity));
            // Talks that only the table knows of have no public statements of their own to refer to.
            if let Some(publicity) = narrower(&home) {
                content.provenance_mut().publicity = publicity;
            }
            let statement = StatementId::new(decision.id());
            decision.put(home, Stated { statement, content });
        }
        for session in sessions {
            decision
                .import_session(wide(&Compartment::from_publicity(&session.provenance.publicity)), session);
        }
        Ok(())
    }
}

/// The publicity of statements in a compartment, for those that hold any.
fn narrower(compartment: &Compartment) -> Option<mediant_model::statement::Publicity> {
    use mediant_model::statement::Publicity as P;
    match compartment {
        Compartment::Public => Some(P::Public),
        Compartment::Table => Some(P::Table),
        Compartment::Caucus(party) => Some(P::Caucus(party.clone())),
        Compartment::Mediator => Some(P::Mediator),
        Compartment::Delegation(_) | Compartment::Report(_) => None,
    }
}

/// Every statement of a case, kind by kind, in the order of the file.
fn statements(case: Case) -> Vec<Statement> {
    let mut all: Vec<Statement> = Vec::new();
    all.extend(case.positions.into_iter().map(Statement::Position));
    all.extend(case.interests.into_iter().map(Statement::Interest));
    all.extend(case.red_lines.into_iter().map(Statement::RedLine));
    all.extend(case.preconditions.into_iter().map(Statement::Precondition));
    all.extend(case.linkages.into_iter().map(Statement::Linkage));
    all.extend(case.alternatives.into_iter().map(Statement::Alternative));
    all.extend(case.answers.into_iter().map(Statement::Answer));
    all.extend(case.remarks.into_iter().map(Statement::Remark));
    all.extend(case.confidences.into_iter().map(Statement::Confidence));
    all.extend(case.deadlines.into_iter().map(Statement::Deadline));
    all
}

impl Decision<'_, '_> {
    fn import_party(&mut self, compartment: &Compartment, mut party: Party) {
        let people = std::mem::take(&mut party.people);
        let id = party.id.clone();
        self.put(compartment.clone(), PartyJoined { party });
        for mut person in people {
            let mandates = std::mem::take(&mut person.mandates);
            let person_id = person.id.clone();
            self.put(compartment.clone(), PersonNamed { party: id.clone(), person, keeps: false });
            for given in mandates {
                let mandate = MandateId::new(self.id());
                let event = MandateGiven {
                    mandate: mandate.clone(),
                    party: id.clone(),
                    person: person_id.clone(),
                    issues: given.issues.map(|issues| issues.into_iter().collect()),
                    from: given.from,
                    until: given.until,
                    source: given.source,
                };
                self.put(compartment.clone(), event);
                if let Some(end) = given.ended {
                    let event = MandateRevoked { mandate, on: end.on, reason: end.reason };
                    self.put(compartment.clone(), event);
                }
            }
        }
    }

    fn import_session(&mut self, compartment: Compartment, session: Session) {
        let id = SessionId::new(self.id());
        let plan = Plan {
            parties: session.parties,
            people: session.people.clone(),
            on: session.on,
            place: session.place,
            text: session.provenance.text.clone(),
            told_by: session.provenance.by,
            told_on: session.provenance.on,
            source: session.provenance.source,
            also: session.provenance.also,
            ..Plan::default()
        };
        let reason = session.provenance.text;
        self.put(compartment.clone(), SessionPlanned { session: id.clone(), plan: plan.clone() });
        let next: Event = match session.status {
            SessionStatus::Planned => return,
            SessionStatus::Held => match session.on {
                Some(on) => SessionHeld { session: id, on, people: session.people, summary: reason }.into(),
                // Held on a day that nobody stated: the day of the case would be a guess.
                None => return,
            },
            SessionStatus::Moved => SessionMoved { session: id, plan, reason }.into(),
            SessionStatus::Cancelled => SessionCancelled { session: id, reason }.into(),
        };
        self.put(compartment, next);
    }
}
