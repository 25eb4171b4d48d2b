//! The agreement in one file, and the acts that go into it.

use super::act::moment;
use super::keys::key_of;
use super::unfit;
use super::words::{AtTable, line};
use crate::service::Desk;
use mediant_attest::agreement::{ACTS_MAX, AGREEMENT_BYTES_MAX, Agreement, Reported};
use mediant_attest::{Act, Deed, Envelope, Key, Line, Named, Words};
use mediant_model::case::Reader;
use mediant_model::{PartyId, PartyRole};
use mediant_record::agreement::Agreed;
use mediant_record::state::Trace;
use mediant_record::{CommandError, Event, State};
use std::collections::BTreeSet;

/// The acts on record, oldest first.
pub(super) fn acts(desk: &Desk, reader: &Reader) -> Result<Vec<(Envelope, Act)>, CommandError> {
    let read = |envelope: &str| {
        let envelope = Envelope::from_json(envelope)?;
        let act = Act::parse(&envelope.text())?;
        Ok((envelope, act))
    };
    let events = desk.signed_acts(reader);
    let envelopes = events.iter().filter_map(|placed| match &placed.recorded.event {
        Event::ActSigned(signed) => Some(read(&signed.envelope).map_err(|why| unfit(&why))),
        _ => None,
    });
    envelopes.collect()
}

/// The agreement that was declared last, in one file: the same for everybody at the table, whoever asks for it.
///
/// # Errors
/// There is none, or it is about some clauses of a draft; there are more acts than a file takes.
pub fn agreement(desk: &Desk, reader: &Reader) -> Result<String, CommandError> {
    let case_id = desk.case_id()?;
    let acts = acts(desk, reader)?;
    let none = || CommandError::not_now("there is no agreement yet").help("it has to be declared first");
    let file = desk.read(reader, |state| {
        let table = AtTable::new(state);
        let words = words(&table)?.ok_or_else(none)?;
        let parties = table.case.parties.iter().filter(|party| party.role == PartyRole::Negotiating);
        let parties =
            parties.map(|party| Ok(Named { id: line(party.id.as_str())?, name: line(&party.name)? }));
        let parties: Vec<Named> = parties.collect::<Result<_, CommandError>>()?;
        let keys: Vec<Key> = state.keys.values().map(key_of).collect::<Result<_, _>>()?;
        let of_these = acts.iter().filter(|(_, act)| belongs(act, &words));
        let envelopes: Vec<Envelope> = of_these.clone().map(|(envelope, _)| envelope.clone()).collect();
        if envelopes.len() > ACTS_MAX {
            return Err(CommandError::not_now(format!("there are more than {ACTS_MAX} acts"))
                .help("give the record itself to whoever is to check it"));
        }
        let own: Vec<&Act> = of_these.map(|(_, act)| act).collect();
        let reported = reported(state, &own)?;
        Agreement::new(line(&table.case.title)?, case_id, &parties, &words, &keys, envelopes, reported)
            .and_then(|file| file.to_json())
            .map_err(|why| unfit(&why))
    });
    let text = file.ok_or_else(none)??;
    if text.len() > AGREEMENT_BYTES_MAX {
        return Err(CommandError::not_now("the file would be longer than what is read again"));
    }
    Ok(text)
}

/// The words that were agreed last, whole.
fn words(table: &AtTable<'_>) -> Result<Option<Words>, CommandError> {
    match table.state.agreements.last().map(|agreement| &agreement.about) {
        Some(Agreed::Package(package)) => table.package(package),
        Some(Agreed::Draft { draft, clauses: None }) => table.draft(draft, None),
        Some(Agreed::Draft { clauses: Some(_), .. }) => Err(CommandError::not_now(
            "the agreement is about some clauses of a draft, and a file holds a whole one",
        )
        .help("ask the mediator to put the agreed clauses as a draft of their own")),
        None => Ok(None),
    }
}

/// Whether an act goes into the file: what was done to its words, and what says whose a key and a mandate is.
fn belongs(act: &Act, words: &Words) -> bool {
    match (&act.deed, act.deed.words(), words) {
        (_, Some(Words::Draft(theirs)), Words::Draft(draft)) => theirs.id == draft.id,
        (_, Some(Words::Package(theirs)), Words::Package(package)) => theirs.id == package.id,
        (_, Some(_), _) | (Deed::AgreesTo(_), _, _) => false,
        _ => true,
    }
}

/// What is on record of a party, and no act of its own says. Only what the whole table reads: the file goes from hand to hand.
fn reported(state: &State, acts: &[&Act]) -> Result<Vec<Reported>, CommandError> {
    let signed = |party: &PartyId, is: fn(&Deed) -> bool| {
        acts.iter().any(|act| act.party.as_str() == party.as_str() && is(&act.deed))
    };
    let mut reported = Vec::new();
    if let Some(agreement) = state.agreements.last() {
        let accepts = |deed: &Deed| {
            matches!(
                deed,
                Deed::Accepts(_) | Deed::AcceptsAdReferendum(_) | Deed::Signs(_) | Deed::Ratifies(_)
            )
        };
        let without: BTreeSet<&PartyId> =
            agreement.accepted_by.iter().filter(|party| !signed(party, accepts)).collect();
        for party in without {
            reported.push(entry(party, None, "accepts: the agreement was declared on it", &agreement.trace)?);
        }
    }
    let signatures =
        state.signatures.iter().filter(|deed| !signed(&deed.party, |deed| matches!(deed, Deed::Signs(_))));
    for deed in signatures {
        reported.push(entry(&deed.party, deed.by.as_deref(), "signs the agreement", &deed.trace)?);
    }
    let ratified = |deed: &Deed| matches!(deed, Deed::Ratifies(_));
    for deed in state.ratifications.iter().filter(|deed| !signed(&deed.party, ratified)) {
        reported.push(entry(&deed.party, None, "ratifies the agreement", &deed.trace)?);
    }
    Ok(reported)
}

fn entry(party: &PartyId, person: Option<&str>, what: &str, trace: &Trace) -> Result<Reported, CommandError> {
    let by = match trace.by.role.mediates() {
        true => trace.by.role.word().to_owned(),
        false => format!("{} without a key", trace.by.role.word()),
    };
    let known: Option<Line> = person.map(line).transpose()?;
    Ok(Reported {
        party: line(party.as_str())?,
        person: known,
        what: line(what)?,
        date: moment(trace.at)?,
        by: line(&by)?,
    })
}
