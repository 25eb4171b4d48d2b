//! How a record begins.

use super::Decision;
use crate::Compartment;
use crate::event::{CaucusRule, Event, Plan, Words};
use crate::id::{MandateId, SessionId, StatementId};
use crate::limits::not_empty;
use crate::refusal::Refusal;
use crate::statement::Statement;
use mediant_formats::InputFile;
use mediant_formats::native;
use mediant_model::finding::Severity;
use mediant_model::spelling::quoted;
use mediant_model::statement::{Session, SessionStatus};
use mediant_model::validate::validate_case;
use mediant_model::{AgreementRule, Case, Finding, Party, Quorum};

impl Decision<'_, '_> {
    pub(super) fn open_case(
        &mut self,
        compartment: Compartment,
        title: String,
        reference: Option<String>,
        agreement: AgreementRule,
        caucus_rule: CaucusRule,
    ) -> Result<(), Refusal> {
        not_empty(&title, "title")?;
        if agreement.quorum == Quorum::AtLeast(0) {
            return Err(Refusal::invalid("agreement.quorum", "a quorum of nobody makes no agreement")
                .help("at least one party has to accept"));
        }
        self.record(compartment, Event::CaseOpened { title, reference, agreement, caucus_rule })
    }

    pub(super) fn change_agreement_rule(
        &mut self,
        compartment: Compartment,
        agreement: AgreementRule,
    ) -> Result<(), Refusal> {
        let count = self.state.negotiating().count();
        if let Quorum::AtLeast(needed) = agreement.quorum
            && (needed == 0 || needed > count)
        {
            let message = format!("a quorum of {needed} cannot be, with {count} parties");
            return Err(Refusal::invalid("agreement.quorum", message));
        }
        for party in &agreement.veto {
            self.negotiating(party, "agreement.veto")?;
        }
        self.record(compartment, Event::AgreementRuleChanged { agreement })
    }

    /// Everything a case file says, as events: each statement where its publicity puts it.
    pub(super) fn import_case(
        &mut self,
        compartment: &Compartment,
        file: &Words,
        caucus_rule: CaucusRule,
    ) -> Result<(), Refusal> {
        let input = InputFile::new("case.toml", file.read().as_bytes());
        let (case, _) = native::read_case(&input).map_err(|problems| {
            let all: Vec<String> =
                problems.iter().filter(|p| p.is_error()).take(10).map(ToString::to_string).collect();
            Refusal::invalid("file", all.join("; "))
                .help("`mediant check` shows every problem with its place")
        })?;
        let wide = |publicity: &Compartment| {
            if publicity.is_within(compartment) { publicity.clone() } else { compartment.clone() }
        };
        let Case { id, title, agreement, sources, parties, issues, sessions, .. } = case.clone();
        self.open_case(compartment.clone(), title, id, agreement, caucus_rule)?;
        for source in sources {
            self.put(compartment.clone(), Event::SourceNamed { source });
        }
        for party in parties {
            self.import_party(compartment, party);
        }
        for issue in issues {
            self.put(compartment.clone(), Event::IssueAdded { issue });
        }
        for mut content in statements(case) {
            let home = wide(&Compartment::of(&content.provenance().publicity));
            // Talks that only the table knows of have no public statements of their own to refer to.
            if let Some(publicity) = narrower(&home) {
                content.provenance_mut().publicity = publicity;
            }
            let statement = StatementId::new(self.id());
            self.put(home, Event::Stated { statement, content });
        }
        for session in sessions {
            self.import_session(wide(&Compartment::of(&session.provenance.publicity)), session);
        }
        Ok(())
    }

    fn import_party(&mut self, compartment: &Compartment, mut party: Party) {
        let people = std::mem::take(&mut party.people);
        let id = party.id.clone();
        self.put(compartment.clone(), Event::PartyJoined { party });
        for mut person in people {
            let mandates = std::mem::take(&mut person.mandates);
            let person_id = person.id.clone();
            self.put(compartment.clone(), Event::PersonNamed { party: id.clone(), person });
            for given in mandates {
                let mandate = MandateId::new(self.id());
                let event = Event::MandateGiven {
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
                    let event = Event::MandateRevoked { mandate, on: end.on, reason: end.reason };
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
        self.put(compartment.clone(), Event::SessionPlanned { session: id.clone(), plan: plan.clone() });
        let next = match session.status {
            SessionStatus::Planned => return,
            SessionStatus::Held => match session.on {
                Some(on) => Event::SessionHeld { session: id, on, people: session.people, summary: reason },
                // Held on a day that nobody stated: the day of the case would be a guess.
                None => return,
            },
            SessionStatus::Moved => Event::SessionMoved { session: id, plan, reason },
            SessionStatus::Cancelled => Event::SessionCancelled { session: id, reason },
        };
        self.put(compartment, next);
    }

    /// The case with something more in it makes sense: no error that was not there before.
    pub(super) fn makes_sense(&self, before: &Case, after: &Case, field: &str) -> Result<(), Refusal> {
        let errors = |case: &Case| {
            let all = validate_case(case).into_iter();
            all.filter(|finding| finding.severity == Severity::Error).collect::<Vec<_>>()
        };
        let known = errors(before);
        // While the parties are still joining, the rule of agreement speaks of some that are not there yet.
        let of_rule = |finding: &Finding| finding.place.to_string().starts_with("agreement");
        let fresh = errors(after).into_iter().find(|finding| !known.contains(finding) && !of_rule(finding));
        let Some(fresh) = fresh else {
            return Ok(());
        };
        // The place in the case file, less the list it stands in: what is left is the place in what was asked for.
        let place = fresh.place.to_string();
        let inner = place.split_once("].").map(|(_, inner)| inner).filter(|inner| !inner.is_empty());
        let at = inner.map_or_else(|| field.to_owned(), |inner| format!("{field}.{inner}"));
        let refusal = Refusal::invalid(at, fresh.message);
        Err(match fresh.help {
            Some(help) => refusal.help(help),
            None => refusal,
        })
    }

    pub(super) fn name_source(
        &mut self,
        compartment: Compartment,
        source: mediant_model::statement::Source,
    ) -> Result<(), Refusal> {
        not_empty(source.id.as_str(), "source.id")?;
        not_empty(&source.title, "source.title")?;
        if self.state.sources.iter().any(|known| known.id == source.id) {
            let message = format!("there is a source {} already", quoted(source.id.as_str()));
            return Err(Refusal::invalid("source.id", message).help("choose another short name"));
        }
        self.record(compartment, Event::SourceNamed { source })
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
