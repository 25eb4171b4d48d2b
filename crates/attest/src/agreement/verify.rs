//! Holding a file against the keys, against itself, and against copies.

use super::fit::{Held, other_names};
use super::report::{ActReport, Note, PartyReport, Report};
use super::trust::{Checked, Ring};
use super::{Agreement, tally};
use crate::act::Words;
use crate::copy::Copy;
use crate::{AttestError, Digest, Key, Keys, Named};
use std::collections::{BTreeMap, BTreeSet};

/// Says what a file proves, by whom, with which key, and what it does not prove.
///
/// `copies` are [checked](Copy::check) copies of the record: the table that each act saw is held against them.
///
/// # Errors
/// It is no agreement that can be looked into. What can, is told in the report with all that is wrong.
pub fn verify(text: &str, keys: &Keys, copies: &[Copy]) -> Result<Report, AttestError> {
    let (file, mut faults) = Agreement::from_json(text)?;
    if file.case_id != keys.case_id {
        faults.push(AttestError::new("case_id", "the keys are of another case"));
    }
    let parties = parties(&file, &mut faults);
    let words = match Words::parse(&file.words) {
        Ok(words) => Some(words),
        Err(why) => {
            faults.push(why.within("words"));
            None
        }
    };
    let known = known(&file, keys, &mut faults);
    let checked = checked(&file, &known, &mut faults);
    once_each(&checked, &mut faults);
    one_table(&checked, copies, &mut faults);
    let ring = Ring::new(keys, &checked, &mut faults);
    let held = words.as_ref().map(|words| Held { case: &file.case, parties: &file.parties, words });
    let misfits = held.map(|held| held.misfits(&checked, &mut faults)).unwrap_or_default();
    let mut notes = vec![Note::WhoseKeys, Note::Dates, Note::Rest];
    notes.extend(unseen(&checked, copies));
    let mut acts = Vec::new();
    for act in &checked {
        let misfit = misfits.get(&act.index).cloned();
        let counts = tally::counts(act, &checked, &ring).and(misfit.map_or(Ok(()), Err));
        if counts.is_ok() {
            let revoked = ring.revoked(act);
            notes.extend(revoked.map(|revoked| Note::BeforeRevocation(act.index + 1, revoked.clone())));
        }
        acts.push(ActReport {
            number: act.index + 1,
            act: act.signed.act.clone(),
            digest: act.signed.digest,
            public: act.key.public.clone(),
            trust: ring.trust(&act.key),
            counts,
        });
    }
    let counted: Vec<(&Checked, bool)> =
        checked.iter().zip(&acts).map(|(act, report)| (act, report.counts.is_ok())).collect();
    let counting = counted.iter().filter(|(_, counts)| *counts).map(|(act, _)| *act);
    notes.extend(other_names(&file.case, &file.parties, counting));
    notes.extend(words.as_ref().filter(|words| !words.is_whole()).map(|_| Note::Part));
    notes.extend(file.reported.iter().cloned().map(Note::Reported));
    let hold = |party: &Named| match &words {
        Some(words) => tally::hold(&party.id, &counted, words),
        None => Err(super::AcceptanceError::Everything),
    };
    let parties = parties.into_iter().map(|party| PartyReport { hold: hold(&party), party }).collect();
    Ok(Report { case: file.case, case_id: file.case_id, words, parties, acts, faults, notes })
}

fn parties(file: &Agreement, faults: &mut Vec<AttestError>) -> Vec<Named> {
    let ids: BTreeSet<_> = file.parties.iter().map(|party| &party.party).collect();
    if ids.len() < file.parties.len() || ids.is_empty() {
        faults.push(AttestError::new("parties", "nobody is there, or somebody twice"));
    }
    let named = |party: &super::Party| Named { id: party.party.clone(), name: party.name.clone() };
    file.parties.iter().map(named).collect()
}

/// Every key of the list and of the file. Where both have it, both have to say the same of it. The file has the keys of its
/// acts, and no others: what nobody signed with is held against nothing.
fn known(file: &Agreement, list: &Keys, faults: &mut Vec<AttestError>) -> BTreeMap<Digest, Key> {
    let listed = list.keys.iter().map(|listed| (listed.key.public.id(), listed.key.clone()));
    let mut known: BTreeMap<Digest, Key> = listed.collect();
    let mut seen = BTreeSet::new();
    for (index, held) in file.keys.iter().enumerate() {
        let place = format!("keys.{index}");
        match held.key() {
            Err(why) => faults.push(why.within(&place)),
            Ok(key) => {
                let id = key.public.id();
                if !seen.insert(id) {
                    faults.push(AttestError::new(&place, "the key is there twice"));
                }
                if !file.acts.iter().any(|act| act.key() == id) {
                    faults.push(AttestError::new(&place, "it signed no act of the file"));
                }
                if known.get(&id).is_some_and(|listed| *listed != key) {
                    faults.push(AttestError::new(&place, "keys.txt says otherwise whose key it is"));
                }
                known.entry(id).or_insert(key);
            }
        }
    }
    let without = (0..).zip(&file.acts).filter(|(_, act)| !seen.contains(&act.key()));
    faults.extend(without.map(|(index, _): (usize, _)| {
        AttestError::new("key", "the file does not have the key").within(&format!("acts.{index}"))
    }));
    known
}

/// The acts whose signature is their key's; a fault for every other, and for one of another case.
fn checked(file: &Agreement, known: &BTreeMap<Digest, Key>, faults: &mut Vec<AttestError>) -> Vec<Checked> {
    let mut checked = Vec::new();
    for (index, envelope) in file.acts.iter().enumerate() {
        let place = format!("acts.{index}");
        let Some(key) = known.get(&envelope.key()) else {
            // The fault was found with the keys.
            continue;
        };
        let signed = match envelope.verify(key) {
            Ok(signed) => signed,
            Err(why) => {
                let changed = envelope.changed();
                let all = if changed.is_empty() { vec![why] } else { changed };
                faults.extend(all.into_iter().map(|why| why.within(&place)));
                continue;
            }
        };
        let act = &signed.act;
        if act.case_id != file.case_id {
            faults.push(AttestError::new("case id", "the act is of another case").within(&place));
        }
        checked.push(Checked { index, signed, key: key.clone() });
    }
    checked
}

/// No act is there twice, and no key made two acts after the same one.
fn once_each(acts: &[Checked], faults: &mut Vec<AttestError>) {
    let mut digests = BTreeSet::new();
    let mut befores = BTreeSet::new();
    for act in acts {
        let place = format!("acts.{}", act.index);
        if !digests.insert(act.signed.digest) {
            faults.push(AttestError::new(&place, "the same act is there twice"));
        } else if !befores.insert((act.key.public.id(), act.signed.act.before)) {
            let why = "the same key signed another act after the same one";
            faults.push(AttestError::new("act before", why).within(&place));
        }
    }
}

/// All acts saw one table: at one length one link, and that of the copies.
fn one_table(acts: &[Checked], copies: &[Copy], faults: &mut Vec<AttestError>) {
    let mut links = BTreeMap::new();
    for act in acts {
        let pin = act.signed.act.table;
        let link = *links.entry(pin.length).or_insert(pin.link);
        let elsewhere = copies.iter().any(|copy| {
            copy.is_of_the_table()
                && (copy.case_id != act.signed.act.case_id || copy.has_table(&pin) == Some(false))
        });
        if link != pin.link || elsewhere {
            let why = "the signer saw another table than the others, or than the copy";
            faults.push(AttestError::new("table link", why).within(&format!("acts.{}", act.index)));
        }
    }
}

/// The acts whose table was held against no copy.
fn unseen(acts: &[Checked], copies: &[Copy]) -> Option<Note> {
    let seen = |act: &Checked| {
        copies
            .iter()
            .any(|copy| copy.is_of_the_table() && copy.has_table(&act.signed.act.table) == Some(true))
    };
    let unseen: Vec<usize> = acts.iter().filter(|act| !seen(act)).map(|act| act.index + 1).collect();
    (!unseen.is_empty()).then_some(Note::TableUnseen(unseen))
}
