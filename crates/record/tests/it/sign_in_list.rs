//! The list of sign-ins at rest: whatever somebody without the key takes out of it or puts back is missed.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::sealed::{keyring, random};
use mediant_record::audit::{self, AuditCheck, AuditHead};
use mediant_record::end::EndFault;
use mediant_record::keyring::Keyring;
use mediant_record::store::Document;
use proptest::prelude::*;

fn entry(keyring: &Keyring, number: u64) -> Document {
    let id = format!("{number:020}");
    let plain = format!(r#"{{"what":"signed_in","number":{number}}}"#);
    let seed = &mut random(number);
    let content = keyring.seal_document(audit::COLLECTION, &id, 1, plain.as_bytes(), seed).unwrap();
    Document { id, version: 1, content }
}

fn head(keyring: &Keyring, head: AuditHead, version: u64) -> Document {
    head.write(keyring, version - 1, &mut random(version)).unwrap().document
}

fn faults(keyring: &Keyring, head: Option<&Document>, entries: &[Document], stated: u64) -> Vec<EndFault> {
    let mut check = AuditCheck::new(keyring, head);
    entries.iter().for_each(|entry| check.take(entry));
    check.faults(stated)
}

proptest! {
    /// Entries that count and are taken out are missed, all of them and no others, and those that are over are not.
    #[test]
    fn what_is_taken_out_is_missed(
        length in 0..40u64,
        over in 0..40u64,
        taken_out in prop::collection::btree_set(0..40u64, 0..10),
        stated in 0..50u64,
    ) {
        let keyring = keyring(&[]);
        let next = length + 1;
        let first = (over + 1).min(next);
        let version = length + 1;
        let head = head(&keyring, AuditHead { first, next }, version);
        let there = (1..next).filter(|number| !taken_out.contains(number));
        let entries: Vec<_> = there.map(|number| entry(&keyring, number)).collect();
        let missing = (first..next).filter(|number| taken_out.contains(number)).count() as u64;
        let mut expected = Vec::new();
        if version < stated {
            expected.push(EndFault::OlderAudit { stated, found: version });
        } else if missing > 0 {
            expected.push(EndFault::AuditMissing { missing });
        }
        prop_assert_eq!(faults(&keyring, Some(&head), &entries, stated), expected);
        let gone = Vec::from_iter((stated > 0).then_some(EndFault::OlderAudit { stated, found: 0 }));
        prop_assert_eq!(faults(&keyring, None, &entries, stated), gone);
    }
}

#[test]
fn what_is_put_in_the_place_of_another_does_not_open() {
    let keyring = keyring(&[]);
    let head = head(&keyring, AuditHead { first: 1, next: 3 }, 3);
    let (one, two) = (entry(&keyring, 1), entry(&keyring, 2));
    let twice = Document { id: two.id.clone(), ..one.clone() };
    let found = faults(&keyring, Some(&head), &[one.clone(), twice], 3);
    assert_eq!(found, [EndFault::AuditMissing { missing: 1 }, EndFault::UnopenedAudit]);
    let forged = Document { content: vec![7; 80], ..head.clone() };
    assert_eq!(faults(&keyring, Some(&forged), &[one, two], 3), [EndFault::UnopenedAudit]);
}

/// A list that a desk goes on writing while it is read: what is newer than the head is no fault.
#[test]
fn what_comes_in_while_the_list_is_read_is_no_fault() {
    let keyring = keyring(&[]);
    let head = head(&keyring, AuditHead { first: 1, next: 2 }, 2);
    let entries = [entry(&keyring, 1), entry(&keyring, 2)];
    assert_eq!(faults(&keyring, Some(&head), &entries, 1), []);
}
