//! What is sealed opens again, in its place and with its key alone; and the formats do not drift.
//!
//! The known answers were computed with other implementations of BLAKE3, XChaCha20-Poly1305 and argon2id.

use crate::sealed::{STREAMS, compartment, keyring, master, random, wrapped};
use mediant_record::chain;
use mediant_record::keyring::{
    ExportedKey, KeyTextError, Keyring, KeyringError, MasterDescription, MasterError, MasterKey,
    PassphraseCost,
};
use mediant_record::seal::{CompartmentKey, OpenError, Place, size_class};
use mediant_record::store::{Document, SealedEntry, WrappedKey};
use proptest::prelude::*;

const TEXT: &[u8] = b"Both sides keep the port open.";
const FIRST: Place = Place { position: 9, sequence: 1, previous: chain::START };

/// What a test that counts on every byte takes for randomness: 0, 1, 2 and so on.
fn counting() -> impl FnMut(&mut [u8]) {
    let mut next = 0u8;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            *byte = next;
            next = next.wrapping_add(1);
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What argon2id can do at the least, so that tests take no time.
const CHEAP: PassphraseCost = PassphraseCost { memory_kib: 64, passes: 2, lanes: 1 };

#[test]
fn the_chain_does_not_drift() {
    let caucus = compartment("caucus:a");
    let commitment = chain::commitment(&[7; 32], TEXT);
    assert_eq!(hex(&commitment), "c5aeba8284dca6db4ab9111bd0ce6ed5dd72b6a1761440e65ce9d1e5c201c2d6");
    let first = chain::link(&chain::START, &caucus, 1, &commitment);
    assert_eq!(hex(&first), "603fe20859967e46f9788082510fd6b4d54f30711ecf241197208e769c4e394d");
    let second = chain::link(&first, &caucus, 2, &commitment);
    assert_eq!(hex(&second), "3bc77ec4d53c8fdf55215c41ee7cce66061556bf2d9356cd0c88e185ef67d242");
    let order = chain::order(&chain::order(&chain::START, &first), &second);
    assert_eq!(hex(&order), "8ce29ae4e035f3c7a73231e65f8807ff2f1f3a355ad90e91df6522b17463dcbd");
}

#[test]
fn the_seal_does_not_drift() {
    let caucus = compartment("caucus:a");
    let previous = chain::link(&chain::START, &caucus, 1, &chain::commitment(&[7; 32], TEXT));
    let place = Place { position: 5, sequence: 2, previous };
    let entry = CompartmentKey::new([1; 32]).seal_event(&caucus, place, TEXT, &mut counting()).unwrap();
    assert_eq!((entry.position, entry.sequence, &entry.compartment), (5, 2, &caucus));
    assert_eq!(hex(&entry.commitment), "a2e78dbe97b162c789145de64209ef3ccd78d02e0b5fb7b625cba1b45b480288");
    assert_eq!(hex(&entry.link), "424e566adf0266427251988391a1b0836abb2672f34a2b4e460c046ce9eef639");
    assert_eq!(
        blake3::hash(&entry.sealed).to_hex().as_str(),
        "7df696895fc3cd57f5d63e400d4aa80749f8a2220c53d9b793f57d8106b38f41"
    );
}

#[test]
fn keys_and_documents_do_not_drift() {
    let description: MasterDescription = serde_json::from_str(
        r#"{"kind": "passphrase", "cost": {"memory_kib": 64, "passes": 2, "lanes": 1},
            "salt": "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"}"#,
    )
    .unwrap();
    let master = description.unlock_with_passphrase("ключ").unwrap();
    let digits = "629a30b989e15992c7460812b6d287225a156272bf49da1001e3dec25ffa028f";
    assert_eq!(master.key_file_text().as_str(), format!("mediant master key 1\n{digits}\n"));

    let caucus = compartment("caucus:a");
    let empty = Keyring::unwrap(master.clone(), &[]).unwrap();
    let key = empty.make_key(Some(&caucus), &mut counting()).unwrap();
    assert_eq!(
        hex(&key.wrapped),
        "8df8ad4dc6ba53c79684e53c70e68ae863a08a3c30e69849730fa0c020ab132c\
         ff8536ec8e21aa898f6d08cc2a730f42"
    );
    let documents = empty.make_key(None, &mut counting()).unwrap();
    assert_eq!(
        hex(&documents.wrapped),
        "8df8ad4dc6ba53c79684e53c70e68ae863a08a3c30e69849730fa0c020ab132c\
         fd0ed5df994145a4609f4fb30b372a2b"
    );
    let keyring = Keyring::unwrap(master, &[documents, key]).unwrap();
    let document = keyring.seal_document("accounts", "anna", 3, b"a paper", &mut counting()).unwrap();
    assert_eq!(
        blake3::hash(&document).to_hex().as_str(),
        "eab8130466566c162f7d9730be4caa7f14af1d5885de9d0df7d1e0d011a8d0bc"
    );
    let key = keyring.key(&caucus).unwrap().clone();
    assert_eq!(
        ExportedKey { compartment: caucus, key }.to_text().as_str(),
        "mediant compartment key 1\n\
         compartment \"caucus:a\"\n\
         key 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n\
         checksum 2a9ba052b37147f9\n"
    );
    let file = MasterKey::generate(&mut counting());
    assert_eq!(
        serde_json::to_string(&MasterDescription::of_key_file(&file)).unwrap(),
        r#"{"kind":"key_file","fingerprint":"2f610c4e2174e5375cace9be76f0cd593820ae7bf68ddf4e75a01da1af2d9da4"}"#
    );
}

#[test]
fn an_event_opens_in_its_place_with_its_key_alone() {
    let keyring = keyring(&STREAMS);
    let table = compartment("table");
    let entry = keyring.seal(&table, FIRST, TEXT, &mut random(5)).unwrap();
    assert_eq!(keyring.open(&entry).unwrap(), TEXT);
    assert_eq!(keyring.open(&SealedEntry { position: 1, ..entry.clone() }).unwrap(), TEXT);
    let unopened = |entry: &SealedEntry| match keyring.open(entry) {
        Err(KeyringError::Unopened { why, .. }) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(unopened(&SealedEntry { sequence: 2, ..entry.clone() }), OpenError::Seal);
    let elsewhere = SealedEntry { compartment: compartment("public"), ..entry.clone() };
    assert_eq!(unopened(&elsewhere), OpenError::Seal);
    assert_eq!(unopened(&SealedEntry { commitment: [0; 32], ..entry.clone() }), OpenError::Commitment);
    let other = CompartmentKey::generate(&mut random(6));
    assert_eq!(other.open_event(&entry), Err(OpenError::Seal));
    let nobody = compartment("caucus:b");
    assert_eq!(keyring.seal(&nobody, FIRST, TEXT, &mut random(5)), Err(KeyringError::NoKey(Some(nobody))));
}

#[test]
fn the_same_text_never_looks_the_same() {
    let keyring = keyring(&STREAMS);
    let mut random = random(5);
    let table = compartment("table");
    let mut seal = || keyring.seal(&table, FIRST, TEXT, &mut random).unwrap();
    let (one, other) = (seal(), seal());
    assert_ne!(one.commitment, other.commitment);
    assert_ne!(one.sealed, other.sealed);
    assert_ne!(one.nonce, other.nonce);
}

#[test]
fn a_wrong_master_key_is_told_from_a_damaged_key() {
    let keys = wrapped(&STREAMS);
    let other = MasterKey::generate(&mut random(77));
    assert_eq!(Keyring::unwrap(other, &keys).unwrap_err(), KeyringError::WrongKey);
    for damaged in 0..keys.len() {
        let alter = |change: &dyn Fn(&mut WrappedKey)| {
            let mut keys = keys.clone();
            change(&mut keys[damaged]);
            Keyring::unwrap(master(), &keys).unwrap_err()
        };
        let expected = KeyringError::Damaged(keys[damaged].compartment.clone());
        for byte in 0..48 {
            assert_eq!(alter(&|key| key.wrapped[byte] ^= 1), expected);
        }
        assert_eq!(alter(&|key| key.nonce[0] ^= 1), expected);
        assert_eq!(alter(&|key| key.wrapped.truncate(20)), expected);
        // Another's key in its place.
        let elsewhere = compartment("mediator");
        assert_eq!(
            alter(&|key| key.compartment = Some(elsewhere.clone())),
            KeyringError::Damaged(Some(elsewhere.clone()))
        );
    }
}

#[test]
fn keys_wrapped_under_another_master_key_open_what_they_opened() {
    let mut ours = keyring(&STREAMS);
    let table = compartment("table");
    let entry = ours.seal(&table, FIRST, TEXT, &mut random(5)).unwrap();
    let content = ours.seal_document("audit", "1", 1, TEXT, &mut random(5)).unwrap();
    let document = Document { id: "1".to_owned(), version: 1, content };
    let new = MasterKey::generate(&mut random(8));
    let keys = ours.rewrap(&new, &mut random(9)).unwrap();
    assert_eq!(keys.len(), STREAMS.len() + 1);
    assert_eq!(keys[0].compartment, None);
    assert_eq!(Keyring::unwrap(master(), &keys).unwrap_err(), KeyringError::WrongKey);
    let theirs = Keyring::unwrap(new.clone(), &keys).unwrap();
    assert_eq!(theirs.open(&entry).unwrap(), TEXT);
    assert_eq!(theirs.open_document("audit", &document).unwrap(), TEXT);
    // A keyring that adopts the new master key goes on with it.
    ours.adopt(new);
    let made = ours.make_key(Some(&compartment("mediator")), &mut random(10)).unwrap();
    let mut theirs = theirs;
    theirs.admit(&made).unwrap();
    assert!(theirs.key(&compartment("mediator")).is_some());
}

#[test]
fn a_forgotten_key_opens_nothing_more() {
    let mut keyring = keyring(&STREAMS);
    let table = compartment("table");
    let entry = keyring.seal(&table, FIRST, TEXT, &mut random(5)).unwrap();
    keyring.forget(&table);
    assert_eq!(keyring.open(&entry), Err(KeyringError::NoKey(Some(table.clone()))));
    assert!(!keyring.compartments().any(|compartment| *compartment == table));
}

#[test]
fn a_document_opens_in_its_place_alone() {
    let keyring = keyring(&STREAMS);
    let content = keyring.seal_document("accounts", "anna", 3, TEXT, &mut random(5)).unwrap();
    let document = Document { id: "anna".to_owned(), version: 3, content };
    assert_eq!(keyring.open_document("accounts", &document).unwrap(), TEXT);
    let refused = |collection: &str, document: &Document| {
        let error = keyring.open_document(collection, document).unwrap_err();
        assert_eq!(
            error,
            KeyringError::UnopenedDocument { collection: collection.to_owned(), id: document.id.clone() }
        );
    };
    refused("account", &document);
    refused("accountsanna", &Document { id: String::new(), ..document.clone() });
    refused("accounts", &Document { id: "bert".to_owned(), ..document.clone() });
    refused("accounts", &Document { version: 2, ..document.clone() });
    refused("accounts", &Document { content: Vec::new(), ..document.clone() });
    for byte in 0..document.content.len() {
        let mut altered = document.clone();
        altered.content[byte] ^= 1;
        refused("accounts", &altered);
    }
}

#[test]
fn a_single_key_opens_one_compartment_and_nothing_else() {
    let keyring = keyring(&STREAMS);
    let own = compartment("caucus:a");
    let entry = keyring.seal(&own, FIRST, TEXT, &mut random(5)).unwrap();
    let document = keyring.seal_document("audit", "1", 1, TEXT, &mut random(5)).unwrap();
    let exported = ExportedKey { compartment: own.clone(), key: keyring.key(&own).unwrap().clone() };
    let theirs = Keyring::of_one(ExportedKey::from_text(&exported.to_text()).unwrap());
    assert_eq!(theirs.open(&entry).unwrap(), TEXT);
    assert_eq!(theirs.compartments().collect::<Vec<_>>(), [&own]);
    assert!(!theirs.is_complete());
    let document = Document { id: "1".to_owned(), version: 1, content: document };
    assert_eq!(theirs.open_document("audit", &document), Err(KeyringError::NoKey(None)));
    assert_eq!(theirs.make_key(None, &mut random(5)), Err(KeyringError::NoMaster));
    assert_eq!(theirs.rewrap(&master(), &mut random(5)), Err(KeyringError::NoMaster));
}

#[test]
fn every_mistyped_letter_of_a_key_is_noticed() {
    let key = CompartmentKey::generate(&mut random(5));
    let text = ExportedKey { compartment: compartment("caucus:a"), key }.to_text().to_string();
    for index in 0..text.len() {
        for letter in "0f \"x\n".chars() {
            let mut typed = text.clone();
            typed.replace_range(index..=index, &letter.to_string());
            match ExportedKey::from_text(&typed) {
                // Another blank between lines or words.
                Ok(read) => assert_eq!(read.to_text().as_str(), text),
                Err(
                    KeyTextError::Header
                    | KeyTextError::Compartment
                    | KeyTextError::Key
                    | KeyTextError::Checksum,
                ) => {}
            }
        }
    }
    let padded = text.replace('\n', "  \r\n\n");
    assert_eq!(ExportedKey::from_text(&padded).unwrap().to_text().as_str(), text);
    assert_eq!(ExportedKey::from_text("").unwrap_err(), KeyTextError::Header);
    assert_eq!(ExportedKey::from_text(&format!("{text}more")).unwrap_err(), KeyTextError::Checksum);
}

#[test]
fn a_passphrase_gives_the_same_key_again_and_another_gives_another() {
    let description = MasterDescription::of_passphrase(CHEAP, &mut random(5));
    let unlock = |description: &MasterDescription, passphrase| {
        description.unlock_with_passphrase(passphrase).unwrap().key_file_text().to_string()
    };
    let key = unlock(&description, "correct horse");
    let json = serde_json::to_string(&description).unwrap();
    let stored: MasterDescription = serde_json::from_str(&json).unwrap();
    assert_eq!(stored, description);
    assert_eq!(unlock(&stored, "correct horse"), key);
    assert_ne!(unlock(&stored, "correct horse "), key);
    let salted = MasterDescription::of_passphrase(CHEAP, &mut random(6));
    assert_ne!(unlock(&salted, "correct horse"), key);
    let dearer = MasterDescription::of_passphrase(PassphraseCost { passes: 3, ..CHEAP }, &mut random(5));
    assert_ne!(unlock(&dearer, "correct horse"), key);
}

#[test]
fn a_forged_cost_is_refused_instead_of_paid() {
    for cost in [
        PassphraseCost { memory_kib: u32::MAX, ..CHEAP },
        PassphraseCost { memory_kib: 0, ..CHEAP },
        PassphraseCost { passes: u32::MAX, ..CHEAP },
        PassphraseCost { passes: 0, ..CHEAP },
        PassphraseCost { lanes: u32::MAX, ..CHEAP },
        PassphraseCost { lanes: 0, ..CHEAP },
        PassphraseCost { lanes: 16, ..CHEAP },
    ] {
        let description = MasterDescription::of_passphrase(cost, &mut random(5));
        assert_eq!(description.unlock_with_passphrase("x").unwrap_err(), MasterError::Cost, "{cost:?}");
    }
}

#[test]
fn a_key_file_is_recognised() {
    let key = MasterKey::generate(&mut random(5));
    let description = MasterDescription::of_key_file(&key);
    let text = key.key_file_text().to_string();
    let unlock =
        |text: &str| description.unlock_with_key_file(text).map(|key| key.key_file_text().to_string());
    assert_eq!(unlock(&text), Ok(text.clone()));
    assert_eq!(unlock(&text.replace('\n', "\r\n\r\n")), Ok(text.clone()));
    let other = MasterKey::generate(&mut random(6)).key_file_text().to_string();
    assert_eq!(unlock(&other), Err(MasterError::OtherKeyFile));
    let damaged = text.replacen('1', "2", 1);
    for text in ["", "mediant master key 1", &text[..text.len() - 2], &format!("{text}{text}"), &damaged] {
        assert_eq!(unlock(text), Err(MasterError::NotAKeyFile));
    }
    assert_eq!(description.unlock_with_passphrase("x").unwrap_err(), MasterError::OtherKind);
    let passphrase = MasterDescription::of_passphrase(CHEAP, &mut random(5));
    assert_eq!(passphrase.unlock_with_key_file(&text).unwrap_err(), MasterError::OtherKind);
    assert_eq!(passphrase.unlock_with_passphrase("").unwrap_err(), MasterError::EmptyPassphrase);
}

#[test]
fn nothing_that_is_secret_prints() {
    let secret = [0xab; 32];
    let key = CompartmentKey::new(secret);
    let file = format!("mediant master key 1\n{}\n", hex(&secret));
    let master = MasterKey::from_key_file_text(&file).unwrap();
    let own = compartment("caucus:a");
    let exported = ExportedKey { compartment: own.clone(), key: key.clone() };
    let keyring = Keyring::of_one(exported.clone());
    let mut printed = [
        format!("{key:?} {key:#?}"),
        format!("{master:?} {master:#?}"),
        format!("{exported:?} {exported:#?}"),
        format!("{keyring:?} {keyring:#?}"),
        format!("{:?}", MasterDescription::of_key_file(&master)),
    ]
    .concat();
    let complete = Keyring::unwrap(master, &[]).unwrap();
    printed += &format!("{complete:?}");
    printed +=
        &complete.open(&key.seal_event(&own, FIRST, TEXT, &mut random(5)).unwrap()).unwrap_err().to_string();
    for leak in [hex(&secret), "abab".to_owned(), "171, 171".to_owned(), "ABAB".to_owned()] {
        assert!(!printed.contains(&leak), "{printed}");
    }
}

proptest! {
    #[test]
    fn any_text_comes_back_and_shows_its_size_class_alone(
        text in prop::collection::vec(any::<u8>(), 0..3000),
        zeros in 0..3usize,
        name in prop::sample::select(&STREAMS[..]),
        sequence in any::<u64>(),
        position in any::<u64>(),
        previous in any::<[u8; 32]>(),
        seed in any::<u64>(),
    ) {
        let text = [text, vec![0; zeros]].concat();
        let keyring = keyring(&STREAMS);
        let place = Place { position, sequence, previous };
        let entry = keyring.seal(&compartment(name), place, &text, &mut random(seed)).unwrap();
        prop_assert_eq!(entry.sealed.len(), size_class(text.len() + 32) + 16);
        prop_assert_eq!(keyring.open(&entry).unwrap(), text.clone());
        let content = keyring.seal_document("drawer", "id", sequence, &text, &mut random(seed)).unwrap();
        prop_assert_eq!(content.len(), size_class(text.len()) + 40);
        let document = Document { id: "id".to_owned(), version: sequence, content };
        prop_assert_eq!(keyring.open_document("drawer", &document).unwrap(), text);
    }

    #[test]
    fn any_name_of_a_party_survives_the_text_of_a_key(party in "(?s).{1,20}", seed in any::<u64>()) {
        let key = CompartmentKey::generate(&mut random(seed));
        let exported = ExportedKey { compartment: compartment(&format!("caucus:{party}")), key };
        let text = exported.to_text();
        let read = ExportedKey::from_text(&text).unwrap();
        prop_assert_eq!(&read.compartment, &exported.compartment);
        prop_assert_eq!(read.to_text(), text);
    }

    #[test]
    fn any_text_is_answered(text in "(?s).{0,200}") {
        prop_assert!(ExportedKey::from_text(&text).is_err());
        prop_assert!(MasterKey::from_key_file_text(&text).is_err());
        let begun = format!("mediant compartment key 1\n{text}");
        prop_assert!(ExportedKey::from_text(&begun).is_err());
    }

    #[test]
    fn another_length_is_in_another_class_only_where_classes_end(length in 0..300_000usize) {
        let class = size_class(length);
        prop_assert!(class > length);
        prop_assert!(class <= 256 || class / 2 <= length || class.is_multiple_of(65_536));
        prop_assert!(size_class(length + 1) >= class);
    }
}
