//! A record in the hands of somebody who has its master key and the whole source.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot be set up fails")]

use crate::line::{Clockwork, master};
use mediant_attest::copy::Copy;
use mediant_desk::Desk;
use mediant_model::case::Reader;
use mediant_record::audit::{self, AuditCheck};
use mediant_record::end::{self, End, Held};
use mediant_record::keyring::Keyring;
use mediant_record::memory::MemoryStore;
use mediant_record::seal::Place;
use mediant_record::store::{Batch, Document, DocumentWrite, SealedEntry, Store, WrappedKey};
use mediant_record::verify::{Heads, RecordVerifier};
use mediant_record::{Compartment, Placed, chain, codec, stream_list};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that a store holds.
#[derive(Clone)]
pub struct Taken {
    pub entries: Vec<SealedEntry>,
    pub keys: Vec<WrappedKey>,
    pub documents: Vec<(String, Document)>,
}

/// Bytes that look random and follow from the seed.
fn random(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut stream = blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof();
    move |bytes: &mut [u8]| stream.fill(bytes)
}

impl Taken {
    pub async fn of(store: &dyn Store) -> Self {
        let mut documents = Vec::new();
        for collection in store.collections().await.unwrap() {
            for document in store.documents_after(&collection, None, usize::MAX).await.unwrap() {
                documents.push((collection.clone(), document));
            }
        }
        Self {
            entries: store.entries_after(0, usize::MAX).await.unwrap(),
            keys: store.keys().await.unwrap(),
            documents,
        }
    }

    /// A store that holds this; `None` where no store would.
    pub async fn put(&self) -> Option<MemoryStore> {
        let store = MemoryStore::new();
        for key in &self.keys {
            store.add_key(key, None).await.ok()?;
        }
        for entry in &self.entries {
            let after = entry.position.checked_sub(1)?;
            let batch = Batch { after, entries: vec![entry.clone()], documents: Vec::new() };
            store.append(&batch).await.ok()?;
        }
        let writes: Vec<DocumentWrite> = self
            .documents
            .iter()
            .map(|(collection, document)| DocumentWrite {
                collection: collection.clone(),
                known: 0,
                document: document.clone(),
            })
            .collect();
        store.put_documents(&writes).await.ok()?;
        Some(store)
    }

    pub fn keyring(&self) -> Keyring {
        Keyring::unwrap(master(), &self.keys).unwrap()
    }

    pub fn document(&self, collection: &str) -> Option<&Document> {
        self.documents.iter().find(|(of, _)| of == collection).map(|(_, document)| document)
    }

    /// The record as `mediant verify-record` looks at it; what is wrong.
    pub fn verified(&self, against: Option<&Heads>) -> Vec<String> {
        let keyring = match Keyring::unwrap(master(), &self.keys) {
            Ok(keyring) => keyring,
            Err(error) => return vec![error.to_string()],
        };
        let mut verifier = RecordVerifier::new(Some(&keyring));
        if let Some(heads) = against {
            verifier = verifier.against(heads);
        }
        let mut faults: Vec<String> = Vec::new();
        for entry in &self.entries {
            faults.extend(verifier.check(entry).iter().map(ToString::to_string));
        }
        let (report, last) = verifier.finish();
        faults.extend(last.iter().map(ToString::to_string));
        let held = Held {
            end: self.document(end::COLLECTION),
            roster: self.document(end::ROSTER_COLLECTION),
            streams: self.document(stream_list::COLLECTION),
        };
        let ends = End::check(&keyring, held, &report);
        faults.extend(ends.iter().map(ToString::to_string));
        let stated = self.document(end::COLLECTION).and_then(|end| End::open(&keyring, end).ok());
        let mut sign_ins = AuditCheck::new(&keyring, self.document(audit::HEAD_COLLECTION));
        let listed = self.documents.iter().filter(|(collection, _)| collection == audit::COLLECTION);
        listed.for_each(|(_, entry)| sign_ins.take(entry));
        faults.extend(sign_ins.faults(stated.map_or(0, |end| end.audit)).iter().map(ToString::to_string));
        faults
    }

    pub fn heads(&self) -> Heads {
        let keyring = self.keyring();
        let mut verifier = RecordVerifier::new(Some(&keyring));
        for entry in &self.entries {
            verifier.check(entry);
        }
        verifier.finish().0.heads
    }

    /// The copy that a desk on this record gives a party; `None` where it does not open.
    pub async fn copy_for(&self, party: &str) -> Option<Copy> {
        let store = self.put().await?;
        let desk = Desk::open(Arc::new(store), master(), Clockwork::new(9)).await.ok()?;
        desk.sealed_copy(&Reader::Party(party.into())).await.ok()?.opened().ok()
    }

    /// Its events, opened.
    pub fn events(&self) -> Vec<Placed> {
        let keyring = self.keyring();
        let open = |entry: &SealedEntry| {
            let recorded = codec::decode_opened(&keyring.open_whole(entry).unwrap()).unwrap();
            Placed { compartment: entry.compartment.clone(), recorded }
        };
        self.entries.iter().map(open).collect()
    }

    /// Where an event of this kind stands, from 0; the first in the compartment.
    pub fn at(&self, compartment: &str, kind: &str) -> usize {
        let is = |placed: &Placed| {
            placed.compartment.name() == compartment && placed.recorded.event.kind() == kind
        };
        self.events().iter().position(is).unwrap()
    }

    /// Its events edited, sealed anew from the first change on with the record's own keys, and the end written anew: nothing in it
    /// contradicts anything.
    pub fn forged(&self, edit: impl FnOnce(&mut Vec<Placed>)) -> Self {
        let before = self.events();
        let mut events = before.clone();
        edit(&mut events);
        let kept = events.iter().zip(&before).take_while(|(now, then)| now == then).count();
        let keyring = self.keyring();
        let mut random = random(kept as u64);
        let mut entries = self.entries[..kept].to_vec();
        let mut ends: BTreeMap<Compartment, (u64, [u8; 32])> = BTreeMap::new();
        for entry in &entries {
            ends.insert(entry.compartment.clone(), (entry.sequence, entry.link));
        }
        for placed in &events[kept..] {
            let (sequence, previous) = ends.get(&placed.compartment).copied().unwrap_or((0, chain::START));
            let place = Place { position: entries.len() as u64 + 1, sequence: sequence + 1, previous };
            let apart = codec::encode_apart(&placed.recorded).unwrap();
            let parts = (&apart.event[..], &apart.request[..]);
            let entry = keyring.seal_beside(&placed.compartment, place, parts, &mut random).unwrap();
            ends.insert(entry.compartment.clone(), (entry.sequence, entry.link));
            entries.push(entry);
        }
        Self { entries, ..self.clone() }.ended()
    }

    /// An entry sealed anew with its own salt, so that its commitment and link stay, and with something else beside it.
    pub fn beside(&self, entry: &SealedEntry, beside: &[u8]) -> SealedEntry {
        let opened = self.keyring().open_whole(entry).unwrap();
        let mut fresh = random(entry.position);
        // The salt is drawn first, then the nonce.
        let mut salt = Some(opened.salt);
        let mut random = |bytes: &mut [u8]| match salt.take() {
            Some(salt) => bytes.copy_from_slice(&salt),
            None => fresh(bytes),
        };
        let place = Place { position: entry.position, sequence: entry.sequence, previous: chain::START };
        let parts = (&opened.event[..], beside);
        let sealed = self.keyring().seal_beside(&entry.compartment, place, parts, &mut random).unwrap();
        assert_eq!(sealed.commitment, entry.commitment);
        SealedEntry { link: entry.link, ..sealed }
    }

    /// The same with its end written anew, by somebody who can.
    pub fn ended(mut self) -> Self {
        let keyring = self.keyring();
        let order = self.entries.iter().fold(chain::START, |order, entry| chain::order(&order, &entry.link));
        let roster = self.document(end::ROSTER_COLLECTION).map_or(0, |roster| roster.version);
        let known = self.document(end::COLLECTION).map_or(0, |end| end.version - 1);
        let audit = self.document(audit::HEAD_COLLECTION).map_or(0, |head| head.version);
        let listed = self.document(stream_list::COLLECTION).map_or(0, |list| list.version - 1);
        let names = self.entries.iter().map(|entry| &entry.compartment);
        let list = stream_list::write(names, &keyring, listed, &mut random(78)).unwrap();
        let streams = list.document.version;
        let end = End { position: self.entries.len() as u64, order, roster, audit, streams };
        for write in [end.write(&keyring, known, &mut random(77)).unwrap(), list] {
            self.documents.retain(|(collection, _)| *collection != write.collection);
            self.documents.push((write.collection, write.document));
        }
        self
    }

    /// The same with the entries of a compartment taken out, and the others moved up.
    pub fn without(&self, compartment: &str) -> Self {
        let mut taken = self.clone();
        taken.entries.retain(|entry| entry.compartment.name() != compartment);
        for (entry, position) in taken.entries.iter_mut().zip(1..) {
            entry.position = position;
        }
        taken
    }

    /// The same without a compartment's key.
    pub fn keyless(mut self, compartment: &str) -> Self {
        let whose = Compartment::named(compartment);
        self.keys.retain(|key| key.compartment.is_none() || key.compartment != whose);
        self
    }

    /// The same with a compartment's entries replaced by noise whose links follow.
    pub fn noise(&self, compartment: &str) -> Self {
        let mut taken = self.clone();
        let mut random = random(5);
        let mut previous = chain::START;
        for entry in taken.entries.iter_mut().filter(|entry| entry.compartment.name() == compartment) {
            random(&mut entry.commitment);
            random(&mut entry.sealed);
            entry.link = chain::link(&previous, &entry.compartment, entry.sequence, &entry.commitment);
            previous = entry.link;
        }
        taken
    }
}

/// An event with one text in it replaced.
pub fn reworded(placed: &mut Placed, from: &str, to: &str) {
    let text = serde_json::to_string(&placed.recorded).unwrap();
    assert!(text.contains(from), "{from}");
    placed.recorded = serde_json::from_str(&text.replace(from, to)).unwrap();
}
