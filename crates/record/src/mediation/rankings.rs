//! What a party tells in a mediation: one answer, or several rankings at once that it looked at and confirmed.

use super::{AnswerError, Ask, Exchange, MediationId, MediationProgressed, MediationTold, ReplyRequest};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::Limits;
use crate::refusal::CommandError;
use crate::state::State;
use mediant_model::spelling::quoted;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A ranking form with its answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RankingRequest {
    /// The form.
    pub question: Ask,
    /// The order.
    pub answer: ReplyRequest,
}

/// Confirm rankings that a party gave before, such as in its brief, as its answers to the ranking forms of a mediation. Nobody reads
/// them but the party.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ConfirmRankings {
    /// The mediation.
    pub mediation: MediationId,
    /// The party.
    pub party: PartyId,
    /// Who answers for it; whoever asks, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The forms with their answers, each form once.
    pub rankings: Vec<RankingRequest>,
}

impl Act for ConfirmRankings {
    const KIND: &'static str = "confirm_rankings";
    const WHEN: Moment = Moment::Going;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.acts_for(&self.party)
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Voice(self.party.clone())
    }

    fn word(&self) -> Word<'_> {
        Word::Of(self.person.as_ref())
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { mediation, party, rankings, .. } = self;
        if rankings.is_empty() {
            return Err(CommandError::invalid("rankings", "there is no ranking to confirm"));
        }
        let forms: Vec<Ask> = rankings.iter().map(|ranking| ranking.question.clone()).collect();
        forms_once(&forms, |at| format!("rankings.{at}.question"))?;
        let told = rankings.into_iter().map(|ranking| (ranking.question, ranking.answer)).collect();
        decision.tell(&mediation, &party, told)
    }
}

/// Several questions answered at once are ranking forms, each of them once; `field` names one by its place.
pub(super) fn forms_once(all: &[Ask], field: impl Fn(usize) -> String) -> Result<(), CommandError> {
    let mut asked: BTreeSet<&Ask> = BTreeSet::new();
    for (at, form) in all.iter().enumerate() {
        if !form.is_form() {
            return Err(CommandError::invalid(field(at), "this is no ranking form")
                .help("answer whether you accept a package by itself"));
        }
        if !asked.insert(form) {
            return Err(CommandError::invalid(field(at), "this form is answered twice"));
        }
    }
    Ok(())
}

impl Decision<'_, '_> {
    /// Records answers of a party: what it says for itself alone, and for the mediator how many there are by now.
    pub(super) fn tell(
        &mut self,
        id: &MediationId,
        party: &PartyId,
        told: Vec<(Ask, ReplyRequest)>,
    ) -> Result<(), CommandError> {
        self.negotiating(party, "party")?;
        let mediation = self.open_mediation_of(id)?;
        if !mediation.parties.contains(party) {
            let message = format!("{} is not part of this mediation", quoted(party.as_str()));
            return Err(CommandError::not_allowed(message).at("party"));
        }
        if mediation.closes <= self.context.now {
            return Err(CommandError::not_now("the time of this mediation is over"));
        }
        let told: Vec<Exchange> =
            told.into_iter().map(|(question, answer)| mediation.exchange(question, answer)).collect();
        for exchange in &told {
            exchange.fits(&mediation.issues).map_err(unfit)?;
        }
        // Answered again, a question counts once.
        let before = self.state.told_in(id).iter().map(|told| &told.exchange);
        let all: BTreeSet<&Ask> = before.chain(&told).map(|exchange| &exchange.question).collect();
        let count = |forms: bool| {
            u32::try_from(all.iter().filter(|asked| asked.is_form() == forms).count()).unwrap_or(u32::MAX)
        };
        let (forms, questions) = (count(true), count(false));
        if questions > mediation.questions_max {
            return Err(CommandError::not_now(format!(
                "{} questions were answered, and no more are asked",
                mediation.questions_max
            ))
            .help("answer one of them again, or wait for the mediator"));
        }
        let person = self.word_of.clone();
        for exchange in told {
            let (mediation, party, person) = (id.clone(), party.clone(), person.clone());
            let delegation = Compartment::Delegation(party.clone());
            self.record(delegation, MediationTold { mediation, party, person, exchange })?;
        }
        let progress =
            MediationProgressed { mediation: id.clone(), party: party.clone(), person, forms, questions };
        self.record(Compartment::Caucus(party.clone()), progress)
    }
}

/// Why an exchange is not recorded, in the words of whoever sent it.
fn unfit(misfit: AnswerError) -> CommandError {
    match misfit {
        AnswerError::Question => {
            CommandError::unknown("question", "this is not a question about what is mediated")
                .help("read the page again and answer what it asks")
        }
        AnswerError::Kind => CommandError::invalid("answer", "this does not answer the question")
            .help("answer an order with an order, a package with yes or no, two packages with one of them"),
        AnswerError::Order => CommandError::invalid("answer", "an order names each once, from best to worst")
            .help("give every one a place; equals share one"),
    }
}
