//! Shuttle mediation: each party is asked alone, and the desk works out a package.
//!
//! What a party answers stands in its delegation's stream, where the mediator does not read it; that it answered, and how
//! often, stands in its caucus. What follows from everybody's answers is worked out by the desk when the mediator closes
//! the questioning, and goes to the mediator alone.

use super::Decision;
use crate::Compartment;
use crate::event::Event;
use crate::id::MediationId;
use crate::limits::not_empty;
use crate::mediation::{Exchange, Manner, MediatedIssue, Misfit};
use crate::refusal::Refusal;
use crate::state::{Mediation, MediationStage};
use jiff::Timestamp;
use mediant_model::issue::IssueKind;
use mediant_model::spelling::quoted;
use mediant_model::{IssueId, PartyId, Quorum};
use std::collections::BTreeSet;

/// Issues in a mediation at most.
const ISSUES_MAX: usize = 30;
/// Options of a mediated issue at most: more cannot be ordered by a person.
const OPTIONS_MAX: usize = 20;
/// Questions to a party at most, forms aside.
const QUESTIONS_MAX: u32 = 200;

/// What the mediator asks for.
pub(super) struct Opening {
    pub title: String,
    pub parties: BTreeSet<PartyId>,
    pub issues: Vec<IssueId>,
    pub manner: Manner,
    pub questions_max: u32,
    pub closes: Timestamp,
}

impl Decision<'_, '_> {
    pub(super) fn change_questioning_rule(
        &mut self,
        compartment: Compartment,
        coupled: bool,
    ) -> Result<(), Refusal> {
        self.record(compartment, Event::QuestioningRuleChanged { coupled })
    }

    pub(super) fn open_mediation(&mut self, wish: Opening) -> Result<(), Refusal> {
        let Opening { title, mut parties, issues, manner, questions_max, closes } = wish;
        not_empty(&title, "title")?;
        if parties.is_empty() {
            parties = self.state.negotiating().map(|party| party.id.clone()).collect();
        }
        parties.iter().try_for_each(|party| self.negotiating(party, "parties"))?;
        if parties.len() < 2 {
            return Err(Refusal::invalid("parties", "a mediation needs at least two parties")
                .help("add the parties to the record first"));
        }
        let outvotes = self
            .state
            .opening
            .as_ref()
            .is_some_and(|opening| matches!(opening.agreement.quorum, Quorum::AtLeast(_)));
        if outvotes && !self.state.carries(&parties) {
            return Err(Refusal::invalid("parties", "these parties cannot make a deal by themselves")
                .help("ask as many as the rule of agreement takes, and everybody with a veto"));
        }
        if manner == Manner::Coupled && !self.state.coupled_allowed {
            return Err(Refusal::not_now("the rules of this case do not allow coupled questions")
                .at("manner")
                .help("ask blind, or have the rule changed at the table first"));
        }
        if !(1..=QUESTIONS_MAX).contains(&questions_max) {
            let message = format!("{questions_max} questions are not taken");
            return Err(Refusal::invalid("questions_max", message).help(format!("name 1 to {QUESTIONS_MAX}")));
        }
        if closes <= self.context.now {
            return Err(Refusal::invalid("closes", "the mediation would be over before it begins"));
        }
        let issues = self.mediated(&issues)?;
        let mediation = MediationId::new(self.id());
        let opened =
            Event::MediationOpened { mediation, title, parties, issues, manner, questions_max, closes };
        self.record(Compartment::Table, opened)
    }

    /// The issues with their options as the table knows them.
    fn mediated(&self, issues: &[IssueId]) -> Result<Vec<MediatedIssue>, Refusal> {
        let table = self.state.known_in(&Compartment::Table);
        let mut mediated: Vec<MediatedIssue> = Vec::new();
        for (at, id) in issues.iter().enumerate() {
            let field = format!("issues.{at}");
            self.issue_known(id, &Compartment::Table, &field)?;
            let known = table.issues.iter().find(|known| &known.id == id);
            let options = match known.map(|known| &known.kind) {
                Some(IssueKind::Discrete(options)) => {
                    options.iter().map(|option| option.id.clone()).collect()
                }
                _ => Vec::new(),
            };
            if options.len() < 2 || options.len() > OPTIONS_MAX {
                let message =
                    format!("{} has not 2 to {OPTIONS_MAX} options to choose from", quoted(id.as_str()));
                return Err(Refusal::invalid(field, message)
                    .help("mediate issues that are settled by one of a few options"));
            }
            if mediated.iter().any(|there| &there.issue == id) {
                return Err(Refusal::invalid(field, format!("{} is named twice", quoted(id.as_str()))));
            }
            mediated.push(MediatedIssue { issue: id.clone(), options });
        }
        if mediated.is_empty() || mediated.len() > ISSUES_MAX {
            let message = format!("a mediation is about 1 to {ISSUES_MAX} issues");
            return Err(
                Refusal::invalid("issues", message).help("choose the issues that are to be settled together")
            );
        }
        Ok(mediated)
    }

    pub(super) fn answer_mediation(
        &mut self,
        id: MediationId,
        party: PartyId,
        exchange: Exchange,
    ) -> Result<(), Refusal> {
        self.negotiating(&party, "party")?;
        let mediation = self.open_mediation_of(&id)?;
        if !mediation.parties.contains(&party) {
            let message = format!("{} is not part of this mediation", quoted(party.as_str()));
            return Err(Refusal::not_allowed(message).at("party"));
        }
        if mediation.closes <= self.context.now {
            return Err(Refusal::not_now("the time of this mediation is over"));
        }
        exchange.fits(&mediation.issues).map_err(|misfit| match misfit {
            Misfit::Question => Refusal::unknown("question", "this is not a question about what is mediated")
                .help("read the page again and answer what it asks"),
            Misfit::Kind => Refusal::invalid("answer", "this does not answer the question").help(
                "answer an order with an order, a package with yes or no, two packages with one of them",
            ),
            Misfit::Order => Refusal::invalid("answer", "an order names each once, from best to worst")
                .help("give every one a place; equals share one"),
        })?;
        let person = self.word_of.clone();
        // Answered again, a question counts once.
        let told = self.state.told_in(&id);
        let others = || told.iter().filter(|told| told.exchange.question != exchange.question);
        let is_form = exchange.question.is_form();
        let count = |forms: bool| others().filter(|told| told.exchange.question.is_form() == forms).count();
        let forms = u32::try_from(count(true) + usize::from(is_form)).unwrap_or(u32::MAX);
        let questions = u32::try_from(count(false) + usize::from(!is_form)).unwrap_or(u32::MAX);
        if questions > mediation.questions_max {
            return Err(Refusal::not_now(format!(
                "{} questions were answered, and no more are asked",
                mediation.questions_max
            ))
            .help("answer one of them again, or wait for the mediator"));
        }
        let delegation = Compartment::Delegation(party.clone());
        let told = Event::MediationTold {
            mediation: id.clone(),
            party: party.clone(),
            person: person.clone(),
            exchange,
        };
        self.record(delegation, told)?;
        let progress =
            Event::MediationProgressed { mediation: id, party: party.clone(), person, forms, questions };
        self.record(Compartment::Caucus(party), progress)
    }

    fn open_mediation_of(&self, id: &MediationId) -> Result<&Mediation, Refusal> {
        let mediation = self.mediation(id)?;
        match mediation.stage {
            MediationStage::Open => Ok(mediation),
            MediationStage::Concluded { .. } => {
                Err(Refusal::not_now("the questioning of this mediation is over").at("mediation"))
            }
            MediationStage::Cancelled { .. } => {
                Err(Refusal::not_now("this mediation was called off").at("mediation"))
            }
        }
    }

    fn mediation(&self, id: &MediationId) -> Result<&Mediation, Refusal> {
        let unknown =
            || Refusal::unknown("mediation", format!("there is no mediation {}", quoted(id.as_str())));
        self.state.mediations.get(id).ok_or_else(unknown)
    }

    /// Closes the questioning and puts down what the desk worked out. Whether that may be does not depend on what was
    /// answered, only on whose forms are in.
    pub(super) fn conclude_mediation(&mut self, id: MediationId) -> Result<(), Refusal> {
        let mediation = self.open_mediation_of(&id)?;
        let forms = mediation.forms();
        let waiting: Vec<String> = mediation
            .parties
            .iter()
            .filter(|party| mediation.progress.get(*party).is_none_or(|progress| progress.forms < forms))
            .map(|party| quoted(party.as_str()))
            .collect();
        if !waiting.is_empty() {
            let message = format!("the forms of {} are not all in", waiting.join(", "));
            return Err(Refusal::not_now(message).help("wait for them, or call the mediation off"));
        }
        let Some(outcome) = self.context.outcome.clone() else {
            return Err(
                Refusal::not_now("answers came in while the package was worked out").help("ask again")
            );
        };
        self.record(Compartment::Table, Event::MediationConcluded { mediation: id.clone() })?;
        self.record(Compartment::Mediator, Event::MediationProposed { mediation: id, outcome })
    }

    pub(super) fn resume_mediation(
        &mut self,
        id: MediationId,
        questions_max: u32,
        closes: Timestamp,
    ) -> Result<(), Refusal> {
        let mediation = self.mediation(&id)?;
        if !matches!(mediation.stage, MediationStage::Concluded { .. }) {
            return Err(
                Refusal::not_now("only a mediation whose questioning is over can go on").at("mediation")
            );
        }
        if !(mediation.questions_max..=QUESTIONS_MAX).contains(&questions_max) {
            let message = format!("{questions_max} questions are not taken");
            return Err(Refusal::invalid("questions_max", message).help(format!(
                "name {} to {QUESTIONS_MAX}, those asked already included",
                mediation.questions_max
            )));
        }
        if closes <= self.context.now {
            return Err(Refusal::invalid("closes", "the mediation would be over before it goes on"));
        }
        self.record(Compartment::Table, Event::MediationResumed { mediation: id, questions_max, closes })
    }

    pub(super) fn cancel_mediation(
        &mut self,
        id: MediationId,
        reason: Option<String>,
    ) -> Result<(), Refusal> {
        self.open_mediation_of(&id)?;
        self.record(Compartment::Table, Event::MediationCancelled { mediation: id, reason })
    }
}
