//! A shuttle mediation: what can be asked for, and how it is decided.

use super::rankings::forms_once;
use super::values::values;
use super::{
    Ask, Manner, MediatedIssue, Mediation, MediationCancelled, MediationConcluded, MediationId,
    MediationOpened, MediationProposed, MediationResumed, MediationStage, QuestioningRuleChanged,
    ReplyRequest,
};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::{Limits, not_empty};
use crate::refusal::CommandError;
use crate::state::State;
use jiff::Timestamp;
use mediant_model::issue::IssueKind;
use mediant_model::spelling::quoted;
use mediant_model::{IssueId, PartyId, PersonId, Quorum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Settle whether the questions of a mediation may depend on what other parties answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ChangeQuestioningRule {
    /// `public` or `table`.
    pub r#in: Compartment,
    /// Whether they may.
    pub coupled: bool,
}

impl Act for ChangeQuestioningRule {
    const KIND: &'static str = "change_questioning_rule";
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
        let Self { r#in: compartment, coupled } = self;
        decision.record(compartment, QuestioningRuleChanged { coupled })
    }
}

/// Open a mediation: each party is asked alone, and the desk works out a package.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct OpenMediation {
    /// Its title.
    pub title: String,
    /// Who is asked; every party where none is named.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub parties: BTreeSet<PartyId>,
    /// The issues that it is about, each settled by a number, or by one of a few options that the table knows.
    pub issues: Vec<IssueId>,
    /// What a party's questions may depend on.
    #[serde(default)]
    pub manner: Manner,
    /// How many questions a party is asked at most, forms aside: 1 to 200, 40 where not given.
    #[serde(default = "questions_usual")]
    pub questions_max: u32,
    /// Until when answers are taken.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub closes: Timestamp,
}

impl Act for OpenMediation {
    const KIND: &'static str = "open_mediation";
    const WHEN: Moment = Moment::Going;
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
        let Self { title, mut parties, issues, manner, questions_max, closes } = self;
        not_empty(&title, "title")?;
        if parties.is_empty() {
            parties = decision.state.negotiating().map(|party| party.id.clone()).collect();
        }
        parties.iter().try_for_each(|party| decision.negotiating(party, "parties"))?;
        if parties.len() < 2 {
            return Err(CommandError::invalid("parties", "a mediation needs at least two parties")
                .help("add the parties to the record first"));
        }
        let outvotes = decision
            .state
            .opening
            .as_ref()
            .is_some_and(|opening| matches!(opening.agreement.quorum, Quorum::AtLeast(_)));
        if outvotes && !decision.state.carries(&parties) {
            return Err(CommandError::invalid("parties", "these parties cannot make a deal by themselves")
                .help("ask as many as the rule of agreement takes, and everybody with a veto"));
        }
        if manner == Manner::Coupled && !decision.state.coupled_allowed {
            return Err(CommandError::not_now("the rules of this case do not allow coupled questions")
                .at("manner")
                .help("ask blind, or have the rule changed at the table first"));
        }
        if !(1..=QUESTIONS_MAX).contains(&questions_max) {
            let message = format!("{questions_max} questions are not taken");
            return Err(
                CommandError::invalid("questions_max", message).help(format!("name 1 to {QUESTIONS_MAX}"))
            );
        }
        if closes <= decision.context.now {
            return Err(CommandError::invalid("closes", "the mediation would be over before it begins"));
        }
        let issues = decision.mediated(&issues)?;
        let left_out = Some(decision.state.left_out_of(&issues, &parties));
        let mediation = MediationId::new(decision.id());
        let opened =
            MediationOpened { mediation, title, parties, issues, manner, questions_max, closes, left_out };
        decision.record(Compartment::Table, opened)
    }
}

/// Answer a question of a mediation, or answer it again. Nobody reads it but the party.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AnswerMediation {
    /// The mediation.
    pub mediation: MediationId,
    /// The party.
    pub party: PartyId,
    /// Who answers for it; whoever asks, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What was asked.
    pub question: Ask,
    /// What is answered.
    pub answer: ReplyRequest,
    /// Ranking forms that leave the party nothing to put in order, said along with this: each is taken down as not compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<Ask>,
}

impl Act for AnswerMediation {
    const KIND: &'static str = "answer_mediation";
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
        let Self { mediation, party, question, answer, settled, .. } = self;
        forms_once(&settled, |at| format!("settled.{at}"))?;
        if settled.contains(&question) {
            return Err(CommandError::invalid("settled", "this form is answered twice"));
        }
        let beside = settled.into_iter().map(|form| (form, ReplyRequest::CannotSay));
        decision.tell(&mediation, &party, std::iter::once((question, answer)).chain(beside).collect())
    }
}

/// End the questioning of a mediation and have the package worked out: when every party's forms are in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ConcludeMediation {
    /// Which.
    pub mediation: MediationId,
}

impl Act for ConcludeMediation {
    const KIND: &'static str = "conclude_mediation";
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
        // Closes the questioning and puts down what the desk worked out. Whether that may be does not depend on what was
        // answered, only on whose forms are in.
        let Self { mediation: id } = self;
        let mediation = decision.open_mediation_of(&id)?;
        let forms = mediation.forms();
        let waiting: Vec<String> = mediation
            .parties
            .iter()
            .filter(|party| mediation.progress.get(*party).is_none_or(|progress| progress.forms < forms))
            .map(|party| quoted(party.as_str()))
            .collect();
        if !waiting.is_empty() {
            let message = format!("the forms of {} are not all in", waiting.join(", "));
            return Err(CommandError::not_now(message).help("wait for them, or call the mediation off"));
        }
        let Some(outcome) = decision.context.outcome.clone() else {
            return Err(
                CommandError::not_now("answers came in while the package was worked out").help("ask again")
            );
        };
        decision.record(Compartment::Table, MediationConcluded { mediation: id.clone() })?;
        decision.record(Compartment::Mediator, MediationProposed { mediation: id, outcome })
    }
}

/// Go on asking in a mediation whose questioning was over.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ResumeMediation {
    /// Which.
    pub mediation: MediationId,
    /// How many questions a party is asked at most, forms aside and those answered before included.
    pub questions_max: u32,
    /// Until when answers are taken.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub closes: Timestamp,
}

impl Act for ResumeMediation {
    const KIND: &'static str = "resume_mediation";
    const WHEN: Moment = Moment::Going;
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
        let Self { mediation: id, questions_max, closes } = self;
        let mediation = decision.mediation(&id)?;
        if !matches!(mediation.stage, MediationStage::Concluded { .. }) {
            return Err(
                CommandError::not_now("only a mediation whose questioning is over can go on").at("mediation")
            );
        }
        if !(mediation.questions_max..=QUESTIONS_MAX).contains(&questions_max) {
            let message = format!("{questions_max} questions are not taken");
            return Err(CommandError::invalid("questions_max", message).help(format!(
                "name {} to {QUESTIONS_MAX}, those asked already included",
                mediation.questions_max
            )));
        }
        if closes <= decision.context.now {
            return Err(CommandError::invalid("closes", "the mediation would be over before it goes on"));
        }
        decision.record(Compartment::Table, MediationResumed { mediation: id, questions_max, closes })
    }
}

/// Call a mediation off.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CancelMediation {
    /// Which.
    pub mediation: MediationId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Act for CancelMediation {
    const KIND: &'static str = "cancel_mediation";
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
        let Self { mediation: id, reason } = self;
        decision.open_mediation_of(&id)?;
        decision.record(Compartment::Table, MediationCancelled { mediation: id, reason })
    }
}

impl Decision<'_, '_> {
    /// The issues with their options as the table knows them.
    fn mediated(&self, issues: &[IssueId]) -> Result<Vec<MediatedIssue>, CommandError> {
        let table = self.state.choosable_in(&Compartment::Table);
        let mut mediated: Vec<MediatedIssue> = Vec::new();
        for (at, id) in issues.iter().enumerate() {
            let field = format!("issues.{at}");
            self.issue_known(id, &Compartment::Table, &field)?;
            let known = table.issues.iter().find(|known| &known.id == id);
            let (options, round) = match known.map(|known| &known.kind) {
                Some(IssueKind::Discrete(options)) => {
                    (options.iter().map(|option| option.id.clone()).collect(), Vec::new())
                }
                Some(IssueKind::Range(range)) => values(range, &self.state.numbers_at_the_table(id)),
                Some(IssueKind::Withheld) | None => (Vec::new(), Vec::new()),
            };
            if options.len() < 2 || round.is_empty() && options.len() > OPTIONS_MAX {
                let message =
                    format!("{} has not 2 to {OPTIONS_MAX} options to choose from", quoted(id.as_str()));
                return Err(CommandError::invalid(field, message)
                    .help("mediate issues that are settled by a number, or by one of a few options"));
            }
            if mediated.iter().any(|there| &there.issue == id) {
                return Err(CommandError::invalid(field, format!("{} is named twice", quoted(id.as_str()))));
            }
            mediated.push(MediatedIssue { issue: id.clone(), options, round });
        }
        if mediated.is_empty() || mediated.len() > ISSUES_MAX {
            let message = format!("a mediation is about 1 to {ISSUES_MAX} issues");
            return Err(CommandError::invalid("issues", message)
                .help("choose the issues that are to be settled together"));
        }
        Ok(mediated)
    }

    pub(super) fn open_mediation_of(&self, id: &MediationId) -> Result<&Mediation, CommandError> {
        let mediation = self.mediation(id)?;
        match mediation.stage {
            MediationStage::Open => Ok(mediation),
            MediationStage::Concluded { .. } => {
                Err(CommandError::not_now("the questioning of this mediation is over").at("mediation"))
            }
            MediationStage::Cancelled { .. } => {
                Err(CommandError::not_now("this mediation was called off").at("mediation"))
            }
        }
    }

    fn mediation(&self, id: &MediationId) -> Result<&Mediation, CommandError> {
        let unknown =
            || CommandError::unknown("mediation", format!("there is no mediation {}", quoted(id.as_str())));
        self.state.mediations.get(id).ok_or_else(unknown)
    }
}

/// Issues in a mediation at most.
const ISSUES_MAX: usize = 30;

/// Options of a mediated issue at most: more cannot be ordered by a person.
pub const OPTIONS_MAX: usize = 20;

/// Questions to a party at most, forms aside.
const QUESTIONS_MAX: u32 = 200;

/// How many questions a party is asked where nothing else is said.
fn questions_usual() -> u32 {
    40
}
