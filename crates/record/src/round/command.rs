//! Rounds: what can be asked for, and how it is decided.

use super::{
    Matter, Question, QuestionId, Reveal, Round, RoundAnswerReceived, RoundAnswered, RoundAnswersShown,
    RoundCancelled, RoundClosed, RoundId, RoundOpened, RoundState, Sealed, SealedAnswers,
};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::draft::{current_clause, issues_of_clause};
use crate::limits::{Limits, not_empty};
use crate::package::Verdict;
use crate::refusal::CommandError;
use crate::state::State;
use jiff::Timestamp;
use mediant_model::spelling::quoted;
use mediant_model::{IssueId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Open a round.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct OpenRound {
    /// Its title.
    pub title: String,
    /// What is asked.
    pub questions: Vec<Matter>,
    /// When it closes at the latest.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub closes: Timestamp,
    /// What shows when it closes.
    #[serde(default)]
    pub reveal: Reveal,
}

impl Act for OpenRound {
    const KIND: &'static str = "open_round";
    const WHEN: Moment = Moment::Going;
    const LIMITS: Limits = Limits { texts: &["text"], file: None };

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
        let Self { title, questions: matters, closes, reveal } = self;
        not_empty(&title, "title")?;
        if matters.is_empty() {
            return Err(CommandError::invalid("questions", "a round asks at least one thing"));
        }
        if closes <= decision.context.now {
            return Err(CommandError::invalid("closes", "the round would be over before it begins"));
        }
        if decision.state.negotiating().next().is_none() {
            return Err(CommandError::not_now("there is nobody to ask").help("add the parties first"));
        }
        let mut questions = Vec::new();
        for (at, matter) in matters.into_iter().enumerate() {
            decision.matter_fits(&matter, &format!("questions.{at}"))?;
            questions.push(Question { id: QuestionId::new(decision.id()), matter });
        }
        let round = RoundId::new(decision.id());
        decision.record(Compartment::Table, RoundOpened { round, title, questions, closes, reveal })
    }
}

/// Answer in a round, or change one's answer while it is open. Nobody reads it before the round closes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AnswerRound {
    /// The round.
    pub round: RoundId,
    /// The party.
    pub party: PartyId,
    /// Who answers for it; whoever asks, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What, for every question.
    pub answers: BTreeMap<QuestionId, Verdict>,
}

impl Act for AnswerRound {
    const KIND: &'static str = "answer_round";
    const WHEN: Moment = Moment::Going;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.acts_for(&self.party)
    }

    fn takes(&self, state: &State) -> Authority {
        // Whatever the answer is: it takes the place of the one that is in, which nobody may read meanwhile.
        let Self { round, party, .. } = self;
        let asked = state.rounds.get(round).map(|round| round.questions.as_slice()).unwrap_or_default();
        let issues: Vec<_> = asked.iter().map(|question| issues_of(state, &question.matter)).collect();
        if issues.iter().any(BTreeSet::is_empty) {
            Authority::MandateOnAll(party.clone())
        } else {
            Authority::on(party, issues.into_iter().flatten().collect())
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Of(self.person.as_ref())
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { round: id, party, answers, .. } = self;
        decision.negotiating(&party, "party")?;
        let round = decision.open(&id)?;
        if round.closes <= decision.context.now {
            return Err(CommandError::not_now("the time of this round is over"));
        }
        let asked: BTreeSet<&QuestionId> = round.questions.iter().map(|question| &question.id).collect();
        if let Some(unasked) = answers.keys().find(|question| !asked.contains(question)) {
            let message = format!("the round does not ask {}", quoted(unasked.as_str()));
            return Err(CommandError::unknown("answers", message));
        }
        let unanswered = asked.iter().filter(|question| !answers.contains_key(**question)).count();
        if unanswered > 0 {
            return Err(CommandError::invalid("answers", format!("{unanswered} questions have no answer"))
                .help("answer every question of the round"));
        }
        let who = decision.word_of.clone();
        let answered = RoundAnswered {
            round: id.clone(),
            party: party.clone(),
            person: who.clone(),
            answers: SealedAnswers(answers),
        };
        decision.record(Compartment::Delegation(party.clone()), answered)?;
        let received = RoundAnswerReceived { round: id, party: party.clone(), person: who };
        decision.record(Compartment::Caucus(party), received)
    }
}

/// Close a round: when every party has answered, or its time is over.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CloseRound {
    /// Which.
    pub round: RoundId,
}

impl Act for CloseRound {
    const KIND: &'static str = "close_round";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

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
        // Closes a round. Whether that may be does not depend on what was answered, only on who answered and on time.
        let Self { round: id } = self;
        let round = decision.open(&id)?.clone();
        let waiting: Vec<String> = decision
            .state
            .negotiating()
            .filter(|party| !round.received.contains_key(&party.id))
            .map(|party| quoted(party.id.as_str()))
            .collect();
        if round.closes > decision.context.now && !waiting.is_empty() {
            let message = format!(
                "{} did not answer yet, and the round is open until {}",
                waiting.join(", "),
                round.closes
            );
            return Err(CommandError::not_now(message).help("wait, or call the round off"));
        }
        let overlap = round
            .questions
            .iter()
            .filter(|question| decision.state.carries(&decision.accepting(question)))
            .map(|question| question.id.clone())
            .collect();
        decision.record(Compartment::Table, RoundClosed { round: id.clone(), overlap })?;
        let shown_in = match round.reveal {
            Reveal::Overlap => return Ok(()),
            Reveal::AnswersToMediator => Compartment::Mediator,
            Reveal::AnswersToTable => Compartment::Table,
        };
        let answers =
            decision.context.sealed.iter().map(|(party, sealed)| (party.clone(), sealed.answers.clone()));
        let answers = answers.collect();
        decision.record(shown_in, RoundAnswersShown { round: id, answers })
    }
}

/// Call a round off.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CancelRound {
    /// Which.
    pub round: RoundId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Act for CancelRound {
    const KIND: &'static str = "cancel_round";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason"], file: None };

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
        let Self { round: id, reason } = self;
        decision.open(&id)?;
        decision.record(Compartment::Table, RoundCancelled { round: id, reason })
    }
}

impl Decision<'_, '_> {
    fn matter_fits(&self, matter: &Matter, field: &str) -> Result<(), CommandError> {
        match matter {
            Matter::Package(options) => {
                self.options_known(options, &Compartment::Table, &format!("{field}.package"))
            }
            Matter::Clause { draft, clause } => {
                let (draft, _) = current_clause(self.state, draft, clause)?;
                if draft.trace.compartment != Compartment::Table {
                    return Err(CommandError::invalid(field, "this draft is not on the table")
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

    fn open(&self, id: &RoundId) -> Result<&Round, CommandError> {
        let unknown = || CommandError::unknown("round", format!("there is no round {}", quoted(id.as_str())));
        let round = self.state.rounds.get(id).ok_or_else(unknown)?;
        match round.state {
            RoundState::Open => Ok(round),
            RoundState::Closed { .. } => Err(CommandError::not_now("this round is closed").at("round")),
            RoundState::Cancelled { .. } => {
                Err(CommandError::not_now("this round was called off").at("round"))
            }
        }
    }

    /// Who accepts a question: by a plain yes of somebody whose mandate is alive at this moment.
    fn accepting(&self, question: &Question) -> BTreeSet<PartyId> {
        let issues = issues_of(self.state, &question.matter);
        let today = self.context.today;
        let accepts = |(party, sealed): (&PartyId, &Sealed)| {
            let yes = sealed.answers.0.get(&question.id) == Some(&Verdict::Accept);
            let person = sealed.person.as_ref()?;
            let may = self.state.missing_mandate(party, person, &issues, today).is_none();
            (yes && may).then(|| party.clone())
        };
        self.context.sealed.iter().filter_map(accepts).collect()
    }
}

/// The issues on which accepting this binds.
pub(crate) fn issues_of(state: &State, matter: &Matter) -> BTreeSet<IssueId> {
    match matter {
        Matter::Package(options) => options.keys().cloned().collect(),
        Matter::Clause { draft, clause } => issues_of_clause(state, draft, clause),
        Matter::Words { issues, .. } => issues.clone(),
    }
}
