//! Reports: added, decided about, and put on record suggestion by suggestion.

use super::Decision;
use crate::Compartment;
use crate::event::{Event, Words};
use crate::hex;
use crate::id::{NoteId, ReportId, SessionId, StatementId};
use crate::limits::not_empty;
use crate::refusal::{Reason, Refusal};
use crate::report::{Decided, Entered, Entry, Resolution, in_one_line};
use crate::state::{Named, ReportOnRecord};
use mediant_model::spelling::quoted;
use mediant_model::statement::{Citation, Source};
use mediant_model::{Date, SourceId};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

impl Decision<'_, '_> {
    pub(super) fn add_report(
        &mut self,
        name: String,
        on: Date,
        published: bool,
        text: Words,
    ) -> Result<(), Refusal> {
        not_empty(&name, "name")?;
        not_empty(text.read(), "text")?;
        let sha256 = hex::encode(&Sha256::digest(text.read().as_bytes()));
        if let Some(known) = self.state.reports.values().find(|known| known.sha256 == sha256) {
            let message = format!("this text is there already, as {}", quoted(&known.name));
            return Err(Refusal::not_now(message).at("text").help("go on with that report"));
        }
        let report = ReportId::new(self.id());
        let home = Compartment::Report(report.clone());
        self.record(home, Event::ReportAdded { report, name, on, published, text, sha256 })
    }

    pub(super) fn decide_suggestions(
        &mut self,
        id: ReportId,
        decisions: Vec<Decided>,
    ) -> Result<(), Refusal> {
        let report = self.report(&id)?;
        if decisions.is_empty() {
            return Err(Refusal::invalid("decisions", "nothing is decided").help("name one suggestion"));
        }
        let mut seen = BTreeSet::new();
        for (at, decided) in decisions.iter().enumerate() {
            let field = |name: &str| format!("decisions.{at}.{name}");
            not_empty(&decided.suggestion, &field("suggestion"))?;
            if !seen.insert(&decided.suggestion) {
                return Err(Refusal::invalid(field("suggestion"), "this suggestion is decided about twice"));
            }
            if report.entered.contains_key(&decided.suggestion) {
                return Err(Refusal::not_now("this suggestion is on record already")
                    .at(field("suggestion"))
                    .help("mend what is on record"));
            }
            if decided.confidence.is_some_and(|share| share > 100) {
                return Err(Refusal::invalid(field("confidence"), "a share of a hundred is at most 100"));
            }
            self.goes_somewhere(decided, &field("to"))?;
        }
        self.record(Compartment::Report(id.clone()), Event::SuggestionsDecided { report: id, decisions })
    }

    /// What is accepted is accepted for somebody who could read it.
    fn goes_somewhere(&self, decided: &Decided, field: &str) -> Result<(), Refusal> {
        match (&decided.to, decided.resolution) {
            (Some(Compartment::Public | Compartment::Table | Compartment::Mediator), Resolution::Accept) => {
                Ok(())
            }
            (Some(Compartment::Caucus(party)), Resolution::Accept) => self.negotiating(party, field),
            (Some(to), Resolution::Accept) => {
                Err(Refusal::invalid(field, format!("nothing goes from a report to {}", quoted(&to.name())))
                    .help("it is `public`, `table`, `mediator` or the caucus of a party"))
            }
            (None, Resolution::Accept) => {
                Err(Refusal::invalid(field, "it is not said who may know").help("say who may know of it"))
            }
            (None, _) => Ok(()),
            (Some(_), _) => Err(Refusal::invalid(field, "what is not accepted goes to nobody")),
        }
    }

    pub(super) fn undo_decision(&mut self, id: ReportId, step: u32) -> Result<(), Refusal> {
        let report = self.report(&id)?;
        let Some(latest) = report.steps.last() else {
            return Err(Refusal::not_now("there is no decision to take back"));
        };
        if u32::try_from(report.steps.len()).unwrap_or(u32::MAX) != step {
            return Err(Refusal::new(Reason::Stale, "something was decided since")
                .at("step")
                .help("look at what was decided last"));
        }
        if !report.settled_in(latest).is_empty() {
            return Err(Refusal::not_now("what was decided last is on record already")
                .help("a statement can be withdrawn, a session moved or cancelled, where it stands"));
        }
        self.record(Compartment::Report(id.clone()), Event::DecisionUndone { report: id })
    }

    pub(super) fn enter_suggestion(
        &mut self,
        id: ReportId,
        suggestion: String,
        place: String,
        words: String,
        entry: Entry,
    ) -> Result<(), Refusal> {
        let report = self.report(&id)?.clone();
        if report.entered.contains_key(&suggestion) {
            return Err(Refusal::not_now("this suggestion is on record already").at("suggestion"));
        }
        let to = match report.decision(&suggestion) {
            Some((Decided { resolution: Resolution::Accept, to: Some(to), .. }, _)) => to.clone(),
            _ => {
                return Err(Refusal::not_now("this suggestion is not accepted")
                    .at("suggestion")
                    .help("accept it first, and say who may know of it"));
            }
        };
        let cited = Cited { id: &id, report: &report, citation: cited(&id, &report, place, words)? };
        let entered = self.enter(&cited, to, entry)?;
        self.record(
            Compartment::Report(id.clone()),
            Event::SuggestionEntered { report: id, suggestion, entered },
        )
    }

    /// The act itself, with its source.
    fn enter(&mut self, cited: &Cited<'_>, to: Compartment, entry: Entry) -> Result<Entered, Refusal> {
        match entry {
            Entry::Statement { statement } => {
                let mut content = *statement;
                if Compartment::of(&content.provenance().publicity) != to {
                    return Err(Refusal::invalid(
                        "entry.statement.publicity",
                        format!("the suggestion was accepted for {}", quoted(&to.name())),
                    ));
                }
                self.name_report(cited, &to)?;
                content.provenance_mut().source = Some(cited.citation.clone());
                let statement = StatementId::new(self.id());
                self.state_as(statement.clone(), content, Some(cited.source()))?;
                Ok(Entered::Statement(statement))
            }
            Entry::Session { mut plan, held } => {
                plan.source = None;
                self.plan_fits(&plan, &to)?;
                self.name_report(cited, &to)?;
                plan.source = Some(cited.citation.clone());
                let session = SessionId::new(self.id());
                let people = plan.people.clone();
                self.record(to.clone(), Event::SessionPlanned { session: session.clone(), plan: *plan })?;
                if let Some(on) = held {
                    self.not_to_come(on, "entry.held")?;
                    let event = Event::SessionHeld { session: session.clone(), on, people, summary: None };
                    self.record(to, event)?;
                }
                Ok(Entered::Session(session))
            }
            Entry::SessionHeld { session, on } => {
                let (home, people) = self.known_to_no_more(&session, &to)?;
                self.not_to_come(on, "entry.on")?;
                let summary = Some(cited.line(""));
                self.record(home, Event::SessionHeld { session: session.clone(), on, people, summary })?;
                Ok(Entered::Session(session))
            }
            Entry::SessionCancelled { session } => {
                let (home, _) = self.known_to_no_more(&session, &to)?;
                let reason = Some(cited.line(""));
                self.record(home, Event::SessionCancelled { session: session.clone(), reason })?;
                Ok(Entered::Session(session))
            }
            Entry::Departure { party, person, on, how } => {
                self.name_report(cited, &to)?;
                let source = Some(cited.citation.clone());
                let left = (party.clone(), person.clone());
                let event = Event::PersonLeft { party, person, on, how, reason: None, source };
                self.record_departure(to, event)?;
                Ok(Entered::Departure { party: left.0, person: left.1 })
            }
            Entry::Note { text } => {
                not_empty(text.read(), "entry.text")?;
                let note = NoteId::new(self.id());
                let text = Words::from(cited.line(text.read()));
                let event = Event::NoteWritten { note: note.clone(), session: None, about: None, text };
                self.record(Compartment::Mediator, event)?;
                Ok(Entered::Note(note))
            }
        }
    }

    fn report(&self, id: &ReportId) -> Result<&ReportOnRecord, Refusal> {
        self.state
            .reports
            .get(id)
            .ok_or_else(|| Refusal::unknown("report", format!("there is no report {}", quoted(id.as_str()))))
    }

    /// Names the report where the act stands, unless everybody there knows it. Its hash stays behind: what else the text says changes
    /// nothing that others read.
    fn name_report(&mut self, cited: &Cited<'_>, to: &Compartment) -> Result<(), Refusal> {
        let source = cited.source();
        if self.state.is_known_in(&Named::Source(source.id.clone()), to) {
            return Ok(());
        }
        self.record(to.clone(), Event::SourceNamed { source })
    }

    /// Where a session that is to come stands, and who is to be there; refused where others would read of it than the suggestion was
    /// accepted for.
    fn known_to_no_more(
        &self,
        session: &SessionId,
        to: &Compartment,
    ) -> Result<(Compartment, Vec<mediant_model::PersonId>), Refusal> {
        let known = self.upcoming(session).map_err(|refusal| refusal.at("entry.session"))?;
        let home = known.trace.compartment.clone();
        if !home.is_within(to) {
            let message = format!(
                "this session is known in {}, and the suggestion was accepted for {}",
                quoted(&home.name()),
                quoted(&to.name())
            );
            return Err(Refusal::invalid("entry.session", message).help("accept it for those who know of it"));
        }
        Ok((home, known.plan.people.clone()))
    }

    fn not_to_come(&self, on: Date, field: &str) -> Result<(), Refusal> {
        if on <= self.context.today {
            return Ok(());
        }
        Err(Refusal::invalid(field, format!("{on} is still to come"))
            .help("a session that is to come is planned"))
    }
}

/// A report as an act names it.
struct Cited<'r> {
    id: &'r ReportId,
    report: &'r ReportOnRecord,
    citation: Citation,
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
fn cited(id: &ReportId, report: &ReportOnRecord, place: String, words: String) -> Result<Citation, Refusal> {
    not_empty(&place, "place")?;
    let words = in_one_line(&words);
    not_empty(&words, "words")?;
    let count = words.split(' ').count();
    if count > Citation::WORDS_MAX {
        return Err(Refusal::invalid("words", format!("{count} words are quoted"))
            .help(format!("at most {} are", Citation::WORDS_MAX)));
    }
    if !in_one_line(report.text.read()).contains(&words) {
        return Err(Refusal::invalid("words", "these words do not stand in the report")
            .help("quote it letter for letter"));
    }
    Ok(Citation { source: source_id(id), place: Some(place), words: Some(words) })
}
