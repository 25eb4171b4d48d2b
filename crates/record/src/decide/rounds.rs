//! Rounds: answers that nobody reads before the end.

use super::Decision;
use super::text::current_clause;
use crate::Compartment;
use crate::authority::issues_of;
use crate::event::{Event, Matter, Question, Reveal, SealedAnswers, Verdict};
use crate::id::{QuestionId, RoundId};
use crate::limits::not_empty;
use crate::refusal::Refusal;
use crate::state::{Round, RoundState};
use jiff::Timestamp;
use mediant_model::PartyId;
use mediant_model::spelling::quoted;
use std::collections::{BTreeMap, BTreeSet};

impl Decision<'_, '_> {
    pub(super) fn open_round(
        &mut self,
        title: String,
        matters: Vec<Matter>,
        closes: Timestamp,
        reveal: Reveal,
    ) -> Result<(), Refusal> {
        not_empty(&title, "title")?;
        if matters.is_empty() {
            return Err(Refusal::invalid("questions", "a round asks at least one thing"));
        }
        if closes <= self.context.now {
            return Err(Refusal::invalid("closes", "the round would be over before it begins"));
        }
        if self.state.negotiating().next().is_none() {
            return Err(Refusal::not_now("there is nobody to ask").help("add the parties first"));
        }
        let mut questions = Vec::new();
        for (at, matter) in matters.into_iter().enumerate() {
            self.matter_fits(&matter, &format!("questions.{at}"))?;
            questions.push(Question { id: QuestionId::new(self.id()), matter });
        }
        let round = RoundId::new(self.id());
        self.record(Compartment::Table, Event::RoundOpened { round, title, questions, closes, reveal })
    }

    fn matter_fits(&self, matter: &Matter, field: &str) -> Result<(), Refusal> {
        match matter {
            Matter::Package(options) => {
                self.options_known(options, &Compartment::Table, &format!("{field}.package"))
            }
            Matter::Clause { draft, clause } => {
                let (draft, _) = current_clause(self.state, draft, clause)?;
                if draft.trace.compartment != Compartment::Table {
                    return Err(Refusal::invalid(field, "this draft is not on the table")
                        .help("put it on the table first"));
                }
                Ok(())
            }
            Matter::Words { text, issues } => {
                not_empty(text, &format!("{field}.words.text"))?;
                issues.iter().try_for_each(|issue| {
                    self.issue_known(issue, &Compartment::Table, &format!("{field}.words.issues"))
                })
            }
        }
    }

    pub(super) fn answer_round(
        &mut self,
        id: RoundId,
        party: PartyId,
        answers: BTreeMap<QuestionId, Verdict>,
    ) -> Result<(), Refusal> {
        self.negotiating(&party, "party")?;
        let round = self.open(&id)?;
        if round.closes <= self.context.now {
            return Err(Refusal::not_now("the time of this round is over"));
        }
        let asked: BTreeSet<&QuestionId> = round.questions.iter().map(|question| &question.id).collect();
        if let Some(unasked) = answers.keys().find(|question| !asked.contains(question)) {
            let message = format!("the round does not ask {}", quoted(unasked.as_str()));
            return Err(Refusal::unknown("answers", message));
        }
        let unanswered = asked.iter().filter(|question| !answers.contains_key(**question)).count();
        if unanswered > 0 {
            return Err(Refusal::invalid("answers", format!("{unanswered} questions have no answer"))
                .help("answer every question of the round"));
        }
        let who = self.word_of.clone();
        let answered = Event::RoundAnswered {
            round: id.clone(),
            party: party.clone(),
            person: who.clone(),
            answers: SealedAnswers(answers),
        };
        self.record(Compartment::Delegation(party.clone()), answered)?;
        let received = Event::RoundAnswerReceived { round: id, party: party.clone(), person: who };
        self.record(Compartment::Caucus(party), received)
    }

    fn open(&self, id: &RoundId) -> Result<&Round, Refusal> {
        let unknown = || Refusal::unknown("round", format!("there is no round {}", quoted(id.as_str())));
        let round = self.state.rounds.get(id).ok_or_else(unknown)?;
        match round.state {
            RoundState::Open => Ok(round),
            RoundState::Closed { .. } => Err(Refusal::not_now("this round is closed").at("round")),
            RoundState::Cancelled { .. } => Err(Refusal::not_now("this round was called off").at("round")),
        }
    }

    /// Closes a round. Whether that may be does not depend on what was answered, only on who answered and on time.
    pub(super) fn close_round(&mut self, id: RoundId) -> Result<(), Refusal> {
        let round = self.open(&id)?.clone();
        let waiting: Vec<String> = self
            .state
            .negotiating()
            .filter(|party| !round.received.contains_key(&party.id))
            .map(|party| quoted(party.id.as_str()))
            .collect();
        if round.closes > self.context.now && !waiting.is_empty() {
            let message = format!(
                "{} did not answer yet, and the round is open until {}",
                waiting.join(", "),
                round.closes
            );
            return Err(Refusal::not_now(message).help("wait, or call the round off"));
        }
        let overlap = round
            .questions
            .iter()
            .filter(|question| self.state.carries(&self.accepting(question)))
            .map(|question| question.id.clone())
            .collect();
        self.record(Compartment::Table, Event::RoundClosed { round: id.clone(), overlap })?;
        let shown_in = match round.reveal {
            Reveal::Overlap => return Ok(()),
            Reveal::AnswersToMediator => Compartment::Mediator,
            Reveal::AnswersToTable => Compartment::Table,
        };
        let answers =
            self.context.sealed.iter().map(|(party, sealed)| (party.clone(), sealed.answers.clone()));
        let answers = answers.collect();
        self.record(shown_in, Event::RoundAnswersShown { round: id, answers })
    }

    /// Who accepts a question: by a plain yes of somebody whose mandate is alive at this moment.
    fn accepting(&self, question: &Question) -> BTreeSet<PartyId> {
        let issues = issues_of(self.state, &question.matter);
        let today = self.context.today;
        let accepts = |(party, sealed): (&PartyId, &crate::state::Sealed)| {
            let yes = sealed.answers.0.get(&question.id) == Some(&Verdict::Accept);
            let person = sealed.person.as_ref()?;
            let may = self.state.missing_mandate(party, person, &issues, today).is_none();
            (yes && may).then(|| party.clone())
        };
        self.context.sealed.iter().filter_map(accepts).collect()
    }

    pub(super) fn cancel_round(&mut self, id: RoundId, reason: Option<String>) -> Result<(), Refusal> {
        self.open(&id)?;
        self.record(Compartment::Table, Event::RoundCancelled { round: id, reason })
    }
}
