//! From a wish to events, or to the reason why not.
//!
//! A command is decided on the state of the one who asks: what that reader may not know cannot change the answer, not
//! even by a refusal. There are two exceptions: closing a round, which has to count answers that nobody may read, and
//! concluding a mediation, which works out a package from them; their refusals do not look at what was answered.

mod briefs;
mod caucus;
mod communiques;
mod conclusion;
mod confidences;
mod issues;
mod mediations;
mod opening;
mod packages;
mod people;
mod reports;
mod rounds;
mod sessions;
mod statements;
mod text;

use crate::Compartment;
use crate::actor::Actor;
use crate::authority;
use crate::command::Command;
use crate::event::{Event, Placed, Recorded};
use crate::id::EventId;
use crate::limits;
use crate::mediation::{Exchange, Outcome};
use crate::refusal::Refusal;
use crate::request::Request;
use crate::state::{Named, Sealed, Stage, State};
pub use briefs::ReadBrief;
use jiff::Timestamp;
use mediant_model::spelling::quoted;
use mediant_model::{Date, IssueId, PartyId, PersonId};
use mediations::Opening;
use std::collections::BTreeMap;

/// What a decision needs of the world.
pub struct Context<'a> {
    /// The time.
    pub now: Timestamp,
    /// The day, where the record is kept.
    pub today: Date,
    /// A new id at each call: drawn at random, so that it says nothing.
    pub ids: &'a mut dyn FnMut() -> String,
    /// Each party's answer in the round that is to be closed; empty for every other command.
    pub sealed: BTreeMap<PartyId, Sealed>,
    /// What the desk worked out from every party's answers in the mediation that is to be concluded; `None` for every other
    /// command, and where answers came in meanwhile.
    pub outcome: Option<Outcome>,
    /// The request, so that the same one counts once.
    pub request: Option<Request>,
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("now", &self.now).finish_non_exhaustive()
    }
}

/// The events that carry a command out, in order. They fit the state, and that of every reader of their compartments.
///
/// # Errors
/// A [`Refusal`] that rests on the state of the one who asks alone.
pub fn decide(
    state: &State,
    actor: &Actor,
    command: &Command,
    context: &mut Context<'_>,
) -> Result<Vec<Placed>, Refusal> {
    decide_read(state, actor, command, context, None)
}

/// The same with the command's brief read before, of which nothing is read again as long as the case is the same.
///
/// # Errors
/// As [`decide`].
pub fn decide_read(
    state: &State,
    actor: &Actor,
    command: &Command,
    context: &mut Context<'_>,
    read: Option<&ReadBrief>,
) -> Result<Vec<Placed>, Refusal> {
    if !command.may_come_from(&actor.role) {
        let message = format!("as {} you cannot ask for this", actor.role.word());
        return Err(Refusal::not_allowed(message).help("ask somebody whose part it is"));
    }
    limits::check(command)?;
    context.today = state.day(context.today);
    let word_of = authority::whose_word(state, actor, command, context.today)?;
    stage_allows(state, command)?;
    let mut decision = Decision { state, actor, word_of, context, read, events: Vec::new() };
    decision.carry_out(command)?;
    Ok(decision.events)
}

/// Whether the talks are at a point at which this can be asked for.
fn stage_allows(state: &State, command: &Command) -> Result<(), Refusal> {
    use Command as K;
    let opens = matches!(command, K::OpenCase { .. } | K::ImportCase { .. });
    match &state.stage {
        Stage::NotOpened if opens => Ok(()),
        Stage::NotOpened => {
            Err(Refusal::not_now("nothing was opened yet").help("open a case, or import a case file"))
        }
        _ if opens => Err(Refusal::not_now("this record holds a case already")
            .help("keep another negotiation in a record of its own")),
        Stage::Going => Ok(()),
        Stage::Paused { .. } | Stage::BrokenOff { .. } => {
            let moves = matches!(
                command,
                K::PutDraft { .. }
                    | K::AnswerClause { .. }
                    | K::ProposePackage { .. }
                    | K::AnswerPackage { .. }
                    | K::OpenRound { .. }
                    | K::AnswerRound { .. }
                    | K::OpenMediation { .. }
                    | K::AnswerMediation { .. }
                    | K::ResumeMediation { .. }
                    | K::PassItemOn { .. }
                    | K::DeclareAgreement { .. }
            );
            if moves { Err(Refusal::not_now("the talks rest").help("resume them first")) } else { Ok(()) }
        }
        Stage::Closed { .. } if matches!(command, K::DeleteCompartment { .. }) => Ok(()),
        Stage::Closed { .. } => Err(Refusal::not_now("the case is closed")),
    }
}

/// A decision in the making.
struct Decision<'d, 'c> {
    state: &'d State,
    actor: &'d Actor,
    /// The person of the party on whose word it is, where that is known; they may do what is asked.
    word_of: Option<PersonId>,
    context: &'d mut Context<'c>,
    read: Option<&'d ReadBrief>,
    events: Vec<Placed>,
}

impl Decision<'_, '_> {
    fn carry_out(&mut self, command: &Command) -> Result<(), Refusal> {
        use Command as K;
        match command.clone() {
            K::OpenCase { r#in, title, reference, agreement, caucus_rule } => {
                self.open_case(r#in, title, reference, agreement, caucus_rule)
            }
            K::ImportCase { r#in, file, caucus_rule } => self.import_case(&r#in, &file, caucus_rule),
            K::ChangeAgreementRule { r#in, agreement } => self.change_agreement_rule(r#in, agreement),
            K::ChangeCaucusRule { r#in, caucus_rule } => {
                self.record(r#in, Event::CaucusRuleChanged { caucus_rule })
            }
            K::NameSource { r#in, source } => self.name_source(r#in, source),
            K::AddParty { r#in, party } => self.add_party(r#in, party),
            K::NamePerson { r#in, party, person } => self.name_person(r#in, party, person),
            K::RecordDeparture { r#in, party, person, on, how, reason, source } => {
                let on = on.unwrap_or(self.context.today);
                self.record_departure(r#in, Event::PersonLeft { party, person, on, how, reason, source })
            }
            K::RecordReturn { party, person, on, reason, source } => {
                let on = on.unwrap_or(self.context.today);
                self.record_return(Event::PersonReturned { party, person, on, reason, source })
            }
            K::GiveMandate { r#in, party, person, issues, from, until, source } => {
                let mandate = crate::id::MandateId::new(self.id());
                let given = Event::MandateGiven { mandate, party, person, issues, from, until, source };
                self.give_mandate(r#in, given)
            }
            K::LimitMandate { mandate, issues, until } => self.limit_mandate(mandate, issues, until),
            K::RevokeMandate { mandate, on, reason } => self.revoke_mandate(mandate, on, reason),
            K::AddIssue { r#in, issue } => self.add_issue(r#in, issue),
            K::AddOption { r#in, issue, option } => self.add_option(r#in, issue, option),
            K::DiscloseIssue { r#in, issue, kind } => self.disclose_issue(r#in, issue, kind),
            K::SplitIssue { r#in, issue, into } => self.split_issue(r#in, issue, into),
            K::State { statement } => self.make_statement(statement),
            K::WithdrawStatement { statement, on, reason } => self.withdraw_statement(statement, on, reason),
            K::DraftBrief { party, text } => self.draft_brief(party, text),
            K::DepositBrief { party, text, replaces_version } => {
                self.deposit_brief(party, text, replaces_version)
            }
            K::EstimateBrief { party, text } => self.estimate_brief(party, text),
            K::PlanSession { r#in, plan } => self.plan_session(r#in, plan),
            K::MoveSession { session, plan, reason } => self.move_session(session, plan, reason),
            K::HoldSession { session, on, people, summary } => {
                self.hold_session(session, on, people, summary)
            }
            K::CancelSession { session, reason } => self.cancel_session(session, reason),
            K::WriteNote { r#in, session, about, text } => self.write_note(r#in, session, about, text),
            K::TellItem { party, person: _, session, issue, release, text } => {
                self.tell_item(party, session, issue, release, text)
            }
            K::ReleaseItem { item, release, person: _ } => self.release_item(item, release),
            K::TakeItemBack { item, person: _, reason } => self.take_item_back(item, reason),
            K::PassItemOn { item, to, wording } => self.pass_item_on(item, to, wording),
            K::Say { to, wording, issue } => self.say(&to, wording, issue),
            K::ConfirmHearing { heard, party, person: _ } => self.confirm_hearing(heard, party),
            K::PutDraft { r#in, title, clauses, replaces, note } => {
                self.put_draft(r#in, title, clauses, replaces, note)
            }
            K::AnswerClause { r#in, draft, clause, party, person: _, answer, note } => {
                let person = self.word_of.clone();
                self.answer_clause(r#in, Event::ClauseAnswered { draft, clause, party, person, answer, note })
            }
            K::ProposePackage { r#in, party, options, binding, note } => {
                self.propose_package(r#in, party, options, binding, note)
            }
            K::AnswerPackage { r#in, package, party, person: _, verdict, note } => {
                let person = self.word_of.clone();
                self.answer_package(r#in, Event::PackageAnswered { package, party, person, verdict, note })
            }
            K::OpenRound { title, questions, closes, reveal } => {
                self.open_round(title, questions, closes, reveal)
            }
            K::AnswerRound { round, party, person: _, answers } => self.answer_round(round, party, answers),
            K::CloseRound { round } => self.close_round(round),
            K::CancelRound { round, reason } => self.cancel_round(round, reason),
            K::ChangeQuestioningRule { r#in, coupled } => self.change_questioning_rule(r#in, coupled),
            K::OpenMediation { title, parties, issues, manner, questions_max, closes } => {
                self.open_mediation(Opening { title, parties, issues, manner, questions_max, closes })
            }
            K::AnswerMediation { mediation, party, person: _, question, answer } => {
                let exchange = Exchange { question, answer: answer.into() };
                self.answer_mediation(mediation, party, exchange)
            }
            K::ConcludeMediation { mediation } => self.conclude_mediation(mediation),
            K::ResumeMediation { mediation, questions_max, closes } => {
                self.resume_mediation(mediation, questions_max, closes)
            }
            K::CancelMediation { mediation, reason } => self.cancel_mediation(mediation, reason),
            K::ProposeCommunique { communique, session, concerned, text } => {
                self.propose_communique(communique, session, concerned, text)
            }
            K::AgreeCommunique { communique, wording, party, person: _ } => {
                self.agree_communique(communique, wording, party)
            }
            K::PublishCommunique { communique } => self.publish_communique(communique),
            K::AddReport { name, on, published, text } => self.add_report(name, on, published, text),
            K::DecideSuggestions { report, decisions } => self.decide_suggestions(report, decisions),
            K::UndoDecision { report, step } => self.undo_decision(report, step),
            K::EnterSuggestion { report, suggestion, place, words, entry } => {
                self.enter_suggestion(report, suggestion, place, words, entry)
            }
            K::DeclareAgreement { r#in, about } => self.declare_agreement(r#in, about),
            K::RecordSignature { r#in, party, person: _, on } => self.record_signature(r#in, party, on),
            K::RecordRatification { r#in, party, on, by_act_of } => {
                self.record_ratification(r#in, party, on, by_act_of)
            }
            K::PauseTalks { r#in, until, reason } => self.pause_talks(r#in, until, reason),
            K::ResumeTalks { r#in } => self.resume_talks(r#in),
            K::BreakOffTalks { r#in, party, reason } => self.break_off_talks(r#in, party, reason),
            K::CloseCase { r#in, outcome } => self.record(r#in, Event::CaseClosed { outcome }),
            K::DeleteCompartment { compartment } => self.delete_compartment(compartment),
        }
    }

    /// A new id.
    fn id(&mut self) -> String {
        (self.context.ids)()
    }

    /// Puts an event down, where its kind may stand and the one who asks may read.
    fn record(&mut self, compartment: Compartment, event: Event) -> Result<(), Refusal> {
        if !compartment.is_read_by(&self.state.reader()) || !event.may_stand_in(&compartment) {
            let message = format!("this cannot be recorded in {}", quoted(&compartment.name()));
            return Err(Refusal::invalid("in", message).help("choose who may know of it"));
        }
        if let Compartment::Caucus(party) | Compartment::Delegation(party) = &compartment {
            self.negotiating(party, "in")?;
        }
        if self.state.deleted.contains(&compartment) {
            return Err(Refusal::not_now(format!("{} was deleted", quoted(&compartment.name()))));
        }
        self.keeps_confidences(&compartment, &event)?;
        self.put(compartment, event);
        Ok(())
    }

    fn put(&mut self, compartment: Compartment, event: Event) {
        let recorded = Recorded {
            id: EventId::new(self.id()),
            at: self.context.now,
            by: self.actor.clone(),
            request: self.context.request.as_ref().map(|request| request.name.clone()),
            day: event.ends_authority().then_some(self.context.today),
            request_digest: self.context.request.as_ref().map(|request| request.digest),
            event,
        };
        self.events.push(Placed { compartment, recorded });
    }

    /// The party exists and has an acceptance to give.
    fn negotiating(&self, party: &PartyId, field: &str) -> Result<(), Refusal> {
        if self.state.negotiating().any(|known| &known.id == party) {
            return Ok(());
        }
        let names: Vec<String> = self.state.negotiating().map(|known| quoted(known.id.as_str())).collect();
        let message = format!("{} does not negotiate here", quoted(party.as_str()));
        Err(Refusal::unknown(field, message).help(format!("it is one of {}", names.join(", "))))
    }

    /// Everybody who reads the compartment knows the thing.
    fn known(&self, named: &Named, compartment: &Compartment, field: &str) -> Result<(), Refusal> {
        if self.state.is_known_in(named, compartment) {
            return Ok(());
        }
        let (what, id) = match named {
            Named::Party(id) => ("party", id.to_string()),
            Named::Person(_, id) => ("person", id.to_string()),
            Named::Issue(id) => ("issue", id.to_string()),
            Named::Option(_, id) => ("option", id.to_string()),
            Named::Source(id) => ("source", id.to_string()),
        };
        let refusal = match self.state.home(named) {
            Some(home) => {
                let message = format!(
                    "the {what} {} is known in {} only, and this is for {}",
                    quoted(&id),
                    quoted(&home.name()),
                    quoted(&compartment.name())
                );
                Refusal::invalid(field, message).help("bring it before the same readers first")
            }
            None => Refusal::unknown(field, format!("there is no {what} {}", quoted(&id))),
        };
        Err(refusal)
    }

    fn issue_known(&self, issue: &IssueId, compartment: &Compartment, field: &str) -> Result<(), Refusal> {
        self.known(&Named::Issue(issue.clone()), compartment, field)?;
        if self.state.issues.iter().any(|known| &known.id == issue) {
            return Ok(());
        }
        let message = format!("the issue {} was split", quoted(issue.as_str()));
        Err(Refusal::unknown(field, message).help("name one of its parts"))
    }
}
