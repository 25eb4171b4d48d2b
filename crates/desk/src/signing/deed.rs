//! Which commands are signed, and what the act says of each.
//!
//! [`KINDS`] is the one list, and [`of`] says of each kind when it is signed: at the table, where it gives something away.

use super::keys::{parsed, role};
use super::unfit;
use super::words::{AtTable, line};
use mediant_attest::{Day, Deed, Digest, NewKey, Words};
use mediant_model::{Date, IssueId};
use mediant_record::authority::Authority;
use mediant_record::draft::ClauseAnswer;
use mediant_record::key::KeyId;
use mediant_record::package::Verdict;
use mediant_record::{Command, CommandError, Compartment, State};
use std::collections::BTreeSet;

/// The kinds of commands of which something is signed: no other is, whatever is sent with it.
pub const KINDS: [&str; 13] = [
    "answer_package",
    "propose_package",
    "answer_clause",
    "agree_communique",
    "record_signature",
    "record_ratification",
    "give_mandate",
    "limit_mandate",
    "correct_mandate",
    "revoke_mandate",
    "vouch_for_key",
    "revoke_key",
    "confirm_report",
];

/// What a command does that is signed; `None` for everything else.
///
/// `made` is the id of what it brings into being. What it refers to is on record, and may be done: that was decided before.
///
/// # Errors
/// Something on record cannot stand in an act.
pub(super) fn of(
    state: &State,
    command: &Command,
    today: Date,
    made: &str,
) -> Result<Option<Deed>, CommandError> {
    // An act is about one answer: who has a key signs each of them.
    if let Command::AnswerClauses(answers) = command
        && is_open(&answers.r#in)
        && answers.answers.iter().any(|answer| answer.verdict.accepts())
    {
        return Err(CommandError::not_now(
            "you have a key on record, and each acceptance takes your signature",
        )
        .at("answers")
        .help("answer the clauses one by one"));
    }
    if !KINDS.contains(&command.kind()) {
        return Ok(None);
    }
    let table = AtTable::new(state);
    match command {
        Command::AnswerPackage(answer) if is_open(&answer.r#in) => {
            Ok(accepted(answer.verdict, table.package(&answer.package)?))
        }
        Command::ProposePackage(propose) if is_open(&propose.r#in) && propose.binding => {
            let words = table.options(made, &propose.options, propose.note.as_deref())?;
            Ok(Some(Deed::Accepts(words)))
        }
        Command::AnswerClause(answer) if is_open(&answer.r#in) => {
            let verdict = match answer.answer {
                ClauseAnswer::Accept => Verdict::Accept,
                ClauseAnswer::AcceptAdReferendum => Verdict::AcceptAdReferendum,
                ClauseAnswer::Bracket { .. } | ClauseAnswer::Amend { .. } | ClauseAnswer::Reject => {
                    return Ok(None);
                }
            };
            let clause = BTreeSet::from([answer.clause.clone()]);
            Ok(accepted(verdict, table.draft(&answer.draft, Some(&clause))?))
        }
        Command::AgreeCommunique(agree) => match state.communiques.get(&agree.communique) {
            Some(known) if is_open(&known.trace.compartment) => {
                let words = known.wordings.last().map_or("", |(words, _)| words);
                Ok(Some(Deed::AgreesTo(table.communique(agree.communique.as_str(), words)?)))
            }
            _ => Ok(None),
        },
        Command::RecordSignature(_) => Ok(agreed(&table)?.map(Deed::Signs)),
        Command::RecordRatification(_) => Ok(agreed(&table)?.map(Deed::Ratifies)),
        Command::GiveMandate(_)
        | Command::LimitMandate(_)
        | Command::CorrectMandate(_)
        | Command::RevokeMandate(_) => of_mandate(&table, command, today, made),
        Command::VouchForKey(vouch) => match state.keys.get(&vouch.key) {
            Some(known) => {
                let holder = table.person(&known.party, &known.person)?;
                Ok(Some(Deed::VouchesFor(NewKey { public: parsed(known)?, holder, role: role(known.role) })))
            }
            None => Ok(None),
        },
        Command::RevokeKey(revoke) => Ok(Some(Deed::RevokesKey {
            key: digest(revoke.key.as_str())?,
            stand: stand(state, &revoke.key)?,
        })),
        // What the mediator reported, and the party confirms, it signs as if it did it itself.
        Command::ConfirmReport(confirm) => {
            let Some(act) = state.reported_by(&confirm.report).filter(|act| act.is_open()) else {
                return Ok(None);
            };
            let made = act.event.made().unwrap_or(made);
            act.asked_anew().map_or(Ok(None), |command| of(state, &command, today, made))
        }
        _ => Ok(None),
    }
}

/// What a command confirms: the report of the mediator, by its id, where it confirms one.
pub(super) fn confirms(command: &Command) -> Option<&str> {
    match command {
        Command::ConfirmReport(confirm) => Some(confirm.report.as_str()),
        _ => None,
    }
}

/// Whether a command brings something into being whose id stands in its act, and is drawn before it is signed.
pub(super) fn draws_id(command: &Command) -> bool {
    matches!(command, Command::GiveMandate(_))
        || matches!(command, Command::ProposePackage(propose) if propose.binding)
}

/// The id of what a deed brings into being.
pub(super) fn made(deed: &Deed) -> Option<&str> {
    match deed {
        Deed::GivesMandate(mandate) => Some(mandate.id.as_str()),
        Deed::Accepts(Words::Package(package)) => Some(package.id.as_str()),
        _ => None,
    }
}

/// The issues that a command is about, for the mandate that it is done under.
pub(super) fn issues(state: &State, command: &Command) -> Option<BTreeSet<IssueId>> {
    match command.takes(state) {
        Authority::Mandate(_, issues) => Some(issues),
        Authority::MandateOnAll(_) => Some(BTreeSet::new()),
        _ => None,
    }
}

fn is_open(compartment: &Compartment) -> bool {
    matches!(compartment, Compartment::Public | Compartment::Table)
}

fn accepted(verdict: Verdict, words: Option<Words>) -> Option<Deed> {
    match verdict {
        Verdict::Accept => words.map(Deed::Accepts),
        Verdict::AcceptAdReferendum => words.map(Deed::AcceptsAdReferendum),
        Verdict::Reject => None,
    }
}

/// What was agreed last.
fn agreed(table: &AtTable<'_>) -> Result<Option<Words>, CommandError> {
    let about = table.state.agreements.last().map(|agreement| &agreement.about);
    about.map_or(Ok(None), |about| super::agreement::words(table, about))
}

fn of_mandate(
    table: &AtTable<'_>,
    command: &Command,
    today: Date,
    made: &str,
) -> Result<Option<Deed>, CommandError> {
    let known = |id| table.state.mandates.get(id).filter(|given| is_open(&given.trace.compartment));
    match command {
        Command::GiveMandate(give) if is_open(&give.r#in) => {
            let mut mandate = table.mandate(made, &give.party, &give.person, give.issues.as_ref())?;
            (mandate.from, mandate.until) = (day(give.from)?, day(give.until)?);
            Ok(Some(Deed::GivesMandate(mandate)))
        }
        Command::LimitMandate(limit) => {
            let Some(given) = known(&limit.mandate) else { return Ok(None) };
            let id = limit.mandate.as_str();
            let mut mandate = table.mandate(id, &given.party, &given.person, limit.issues.as_ref())?;
            (mandate.from, mandate.until) = (day(given.from)?, day(limit.until)?);
            Ok(Some(Deed::LimitsMandate(mandate)))
        }
        // Put right, it says what it says from now on: as with new bounds.
        Command::CorrectMandate(right) => {
            let Some(given) = known(&right.mandate) else { return Ok(None) };
            let id = right.mandate.as_str();
            let mut mandate = table.mandate(id, &given.party, &given.person, right.issues.as_ref())?;
            (mandate.from, mandate.until) = (day(right.from)?, day(right.until)?);
            Ok(Some(Deed::LimitsMandate(mandate)))
        }
        Command::RevokeMandate(revoke) => {
            let Some(given) = known(&revoke.mandate) else { return Ok(None) };
            let ends = Day::new(revoke.on.unwrap_or(today).to_string()).map_err(|why| unfit(&why))?;
            let holder = table.person(&given.party, &given.person)?;
            Ok(Some(Deed::RevokesMandate { mandate: line(revoke.mandate.as_str())?, holder, ends }))
        }
        _ => Ok(None),
    }
}

fn day(day: Option<Date>) -> Result<Option<Day>, CommandError> {
    day.map(|day| Day::new(day.to_string()).map_err(|why| unfit(&why))).transpose()
}

fn digest(text: &str) -> Result<Digest, CommandError> {
    Digest::parse(text).map_err(|why| unfit(&why))
}

/// What a key signed until now stands: all of it is on record.
fn stand(state: &State, key: &KeyId) -> Result<Vec<Digest>, CommandError> {
    let acts = state.acts.iter().filter(|act| &act.key == key);
    let mut stand = acts.map(|act| digest(act.act.as_str())).collect::<Result<Vec<_>, _>>()?;
    stand.sort_unstable();
    Ok(stand)
}

/// Whether a command is one that is signed at all.
pub(super) fn is_one(state: &State, command: &Command, today: Date) -> bool {
    of(state, command, today, "an id that nobody reads").is_ok_and(|deed| deed.is_some())
}
