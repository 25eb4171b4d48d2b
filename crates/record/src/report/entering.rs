//! Putting an accepted suggestion on record: the act, with the report as its source.

use super::{Entered, Entry, ReportId, ReportOnRecord, in_one_line};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::not_empty;
use crate::note::{NoteId, NoteWritten};
use crate::person::PersonLeft;
use crate::refusal::CommandError;
use crate::session::{Plan, SessionCancelled, SessionHeld, SessionId, SessionPlanned};
use crate::source::SourceNamed;
use crate::state::Named;
use crate::statement::{Statement, StatementId};
use crate::words::Words;
use mediant_model::spelling::quoted;
use mediant_model::statement::{Citation, Source};
use mediant_model::{Date, SourceId};

/// A report as an act names it.
pub(super) struct Cited<'r> {
    pub(super) id: &'r ReportId,
    pub(super) report: &'r ReportOnRecord,
    pub(super) citation: Citation,
}

impl Cited<'_> {
    fn source(&self) -> Source {
        Source {
            id: source_id(self.id),
            title: self.report.name.clone(),
            date: Some(self.report.on),
            url: None,
            sha256: None,
        }
    }

    /// The source in a sentence, behind a text, for acts that have no place for it.
    fn line(&self, text: &str) -> String {
        let place = self.citation.place.as_deref().unwrap_or_default();
        let words = self.citation.words.as_deref().unwrap_or_default();
        let Cited { report, .. } = self;
        let source = format!("Reported by {}, {}, {place}: “{words}”", report.name, report.on);
        if text.is_empty() { source } else { format!("{text}\n{source}") }
    }
}

/// What a report is called among the sources: its own name, drawn at random, which says nothing of other reports.
fn source_id(report: &ReportId) -> SourceId {
    SourceId::from(format!("report-{report}").as_str())
}

/// The place in a report, with words that stand there.
pub(super) fn cited(
    id: &ReportId,
    report: &ReportOnRecord,
    place: String,
    words: String,
) -> Result<Citation, CommandError> {
    not_empty(&place, "place")?;
    let words = in_one_line(&words);
    not_empty(&words, "words")?;
    let count = words.split(' ').count();
    if count > Citation::WORDS_MAX {
        return Err(CommandError::invalid("words", format!("{count} words are quoted"))
            .help(format!("at most {} are", Citation::WORDS_MAX)));
    }
    if !in_one_line(report.text.read()).contains(&words) {
        return Err(CommandError::invalid("words", "these words do not stand in the report")
            .help("quote it letter for letter"));
    }
    Ok(Citation { source: source_id(id), place: Some(place), words: Some(words) })
}

impl Decision<'_, '_> {
    /// The act itself, with its source.
    pub(super) fn enter(
        &mut self,
        cited: &Cited<'_>,
        to: Compartment,
        entry: Entry,
    ) -> Result<Entered, CommandError> {
        match entry {
            Entry::Statement { statement } => self.enter_statement(cited, &to, *statement),
            Entry::Session { plan, held } => self.enter_session(cited, to, *plan, held),
            Entry::SessionHeld { session, on } => {
                let (home, people) = self.known_to_no_more(&session, &to)?;
                self.not_to_come(on, "entry.on")?;
                let summary = Some(cited.line(""));
                self.record(home, SessionHeld { session: session.clone(), on, people, summary })?;
                Ok(Entered::Session(session))
            }
            Entry::SessionCancelled { session } => {
                let (home, _) = self.known_to_no_more(&session, &to)?;
                let reason = Some(cited.line(""));
                self.record(home, SessionCancelled { session: session.clone(), reason })?;
                Ok(Entered::Session(session))
            }
            Entry::Departure { party, person, on, how } => {
                self.name_report(cited, &to)?;
                let source = Some(cited.citation.clone());
                let left = (party.clone(), person.clone());
                let event = PersonLeft { party, person, on, how, reason: None, source };
                self.record_departure(to, event)?;
                Ok(Entered::Departure { party: left.0, person: left.1 })
            }
            Entry::Note { text } => {
                not_empty(text.read(), "entry.text")?;
                let note = NoteId::new(self.id());
                let text = Words::from(cited.line(text.read()));
                let event = NoteWritten { note: note.clone(), session: None, about: None, text };
                self.record(Compartment::Mediator, event)?;
                Ok(Entered::Note(note))
            }
        }
    }

    fn enter_statement(
        &mut self,
        cited: &Cited<'_>,
        to: &Compartment,
        mut content: Statement,
    ) -> Result<Entered, CommandError> {
        if Compartment::from_publicity(&content.provenance().publicity) != *to {
            let message = format!("the suggestion was accepted for {}", quoted(&to.name()));
            return Err(CommandError::invalid("entry.statement.publicity", message));
        }
        self.name_report(cited, to)?;
        content.provenance_mut().source = Some(cited.citation.clone());
        let statement = StatementId::new(self.id());
        self.state_as(statement.clone(), content, Some(cited.source()))?;
        Ok(Entered::Statement(statement))
    }

    fn enter_session(
        &mut self,
        cited: &Cited<'_>,
        to: Compartment,
        mut plan: Plan,
        held: Option<Date>,
    ) -> Result<Entered, CommandError> {
        plan.source = None;
        self.plan_fits(&plan, &to)?;
        self.name_report(cited, &to)?;
        plan.source = Some(cited.citation.clone());
        let session = SessionId::new(self.id());
        let people = plan.people.clone();
        self.record(to.clone(), SessionPlanned { session: session.clone(), plan })?;
        if let Some(on) = held {
            self.not_to_come(on, "entry.held")?;
            self.record(to, SessionHeld { session: session.clone(), on, people, summary: None })?;
        }
        Ok(Entered::Session(session))
    }

    /// Names the report where the act stands, unless everybody there knows it. Its hash stays behind: what else the text says changes
    /// nothing that others read.
    fn name_report(&mut self, cited: &Cited<'_>, to: &Compartment) -> Result<(), CommandError> {
        let source = cited.source();
        if self.state.is_known_in(&Named::Source(source.id.clone()), to) {
            return Ok(());
        }
        self.record(to.clone(), SourceNamed { source })
    }

    /// Where a session that is to come stands, and who is to be there; refused where others would read of it than the suggestion was
    /// accepted for.
    fn known_to_no_more(
        &self,
        session: &SessionId,
        to: &Compartment,
    ) -> Result<(Compartment, Vec<mediant_model::PersonId>), CommandError> {
        let known = self.upcoming(session).map_err(|refusal| refusal.at("entry.session"))?;
        let home = known.trace.compartment.clone();
        if !home.is_within(to) {
            let message = format!(
                "this session is known in {}, and the suggestion was accepted for {}",
                quoted(&home.name()),
                quoted(&to.name())
            );
            return Err(
                CommandError::invalid("entry.session", message).help("accept it for those who know of it")
            );
        }
        Ok((home, known.plan.people.clone()))
    }

    fn not_to_come(&self, on: Date, field: &str) -> Result<(), CommandError> {
        if on <= self.context.today {
            return Ok(());
        }
        Err(CommandError::invalid(field, format!("{on} is still to come"))
            .help("a session that is to come is planned"))
    }
}
