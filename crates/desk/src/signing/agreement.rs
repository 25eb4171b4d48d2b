//! The agreement in one file, and the acts that go into it.

use super::bearing::{Signed, bearing, table};
use super::keys::key_of;
use super::reported::Unsigned;
use super::unfit;
use super::words::{AtTable, line};
use crate::service::Desk;
use mediant_attest::agreement::{ACTS_MAX, AGREEMENT_BYTES_MAX, Agreement};
use mediant_attest::{Act, Envelope, Key, Named, Words};
use mediant_model::PartyRole;
use mediant_model::case::Reader;
use mediant_record::agreement::Agreed;
use mediant_record::{CommandError, Event};

/// The acts on record, oldest first.
pub(super) fn acts(desk: &Desk, reader: &Reader) -> Result<Vec<Signed>, CommandError> {
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
/// Title and parties are as those who signed had them: what is called otherwise since does not change what was signed. The
/// words are the table's: what was agreed keeps its words.
///
/// # Errors
/// There is none; the file would be longer than what is read again.
pub fn agreement(desk: &Desk, reader: &Reader) -> Result<String, CommandError> {
    let case_id = desk.case_id()?;
    let acts = acts(desk, reader)?;
    let none = || CommandError::not_now("there is no agreement yet").help("it has to be declared first");
    let file = desk.read(reader, |state| {
        let now = AtTable::new(state);
        let agreement = state.agreements.last().ok_or_else(none)?;
        let words = words(&now, &agreement.about)?.ok_or_else(none)?;
        let (title, parties) = match table(&acts, &words) {
            Some((title, parties)) => (title.clone(), parties.to_vec()),
            None => (line(&now.case.title)?, parties(&now)?),
        };
        let keys: Vec<Key> = state.keys.values().map(key_of).collect::<Result<_, _>>()?;
        let bearing = bearing(&acts, &words, &parties, ACTS_MAX);
        let envelopes: Vec<Envelope> = bearing.iter().map(|(envelope, _)| envelope.clone()).collect();
        let signed = acts.iter().map(|(_, act)| act).collect();
        let reported = Unsigned { state, agreement, words: &words, acts: signed }.all()?;
        Agreement::new(title, case_id, &parties, &words, &keys, envelopes, reported)
            .and_then(|file| file.to_json())
            .map_err(|why| unfit(&why))
    });
    let text = file.ok_or_else(none)??;
    if text.len() > AGREEMENT_BYTES_MAX {
        return Err(CommandError::not_now("the file would be longer than what is read again")
            .help("give the record itself to whoever is to check it"));
    }
    Ok(text)
}

/// Everybody who negotiates today.
fn parties(table: &AtTable<'_>) -> Result<Vec<Named>, CommandError> {
    let parties = table.case.parties.iter().filter(|party| party.role == PartyRole::Negotiating);
    parties.map(|party| Ok(Named { id: line(party.id.as_str())?, name: line(&party.name)? })).collect()
}

/// The words of an agreement: all of a draft or package, or the clauses that were agreed without the rest.
pub(super) fn words(table: &AtTable<'_>, about: &Agreed) -> Result<Option<Words>, CommandError> {
    match about {
        Agreed::Package(package) => table.package(package),
        Agreed::Draft { draft, clauses } => table.draft(draft, clauses.as_ref()),
    }
}
