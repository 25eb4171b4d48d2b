//! An agreement that both parties signed, and the keys that they read to each other.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use mediant_attest::agreement::Agreement;
use mediant_attest::keys::{ListedKey, Vouched};
use mediant_attest::{
    Act, Clause, Deed, Digest, Draft, Envelope, Key, Keys, Line, Moment, Named, Pin, Role, SecretKey, Text,
    Words,
};

pub struct Signed {
    pub case_id: Digest,
    pub a: SecretKey,
    pub b: SecretKey,
    /// The table's end as both saw it.
    pub table: Pin,
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn named(id: &str) -> Named {
    Named { id: line(id), name: line(id) }
}

fn parties() -> Vec<Named> {
    vec![named("A"), named("B")]
}

pub fn words(text: &str, number: u32) -> Words {
    let clause = Clause {
        number: 1,
        id: line("c1"),
        heading: Some(line("Quay")),
        issue: Some(Named { id: line("quay"), name: line("Quay") }),
        words: Text::new(text).unwrap(),
    };
    Words::Draft(Draft { id: line("d1"), number, title: line("First"), of: 1, clauses: vec![clause] })
}

impl Signed {
    pub fn new(case_id: Digest, table: Pin) -> Self {
        Self { case_id, a: SecretKey::new(&[2; 32]), b: SecretKey::new(&[3; 32]), table }
    }

    fn key(secret: &SecretKey, party: &str) -> Key {
        Key {
            public: secret.public(),
            party: line(party),
            person: line(&format!("{party}1")),
            role: Role::Principal,
        }
    }

    /// The keys as the parties have them.
    pub fn keys(&self) -> Keys {
        let listed = |key| ListedKey {
            key,
            since: Moment::new("2025-12-04T09:00:00Z").unwrap(),
            vouched: Vouched::First,
            revoked: None,
        };
        let keys = vec![listed(Self::key(&self.a, "A")), listed(Self::key(&self.b, "B"))];
        Keys { case_id: self.case_id, keys }
    }

    /// The act of a party, by this key, to these words, in this case.
    pub fn act(&self, party: &str, secret: &SecretKey, words: &Words, case_id: Digest) -> Act {
        let key = Self::key(secret, party);
        Act {
            case: line("Talks"),
            case_id,
            parties: parties(),
            party: key.party.clone(),
            person: Named { id: key.person.clone(), name: key.person.clone() },
            office: None,
            role: key.role,
            mandate: None,
            date: Moment::new("2025-12-04T12:00:00Z").unwrap(),
            deed: Deed::Signs(words.clone()),
            confirms: None,
            table: self.table,
            before: None,
            key: key.public.id(),
        }
    }

    /// A file about words with an act of each, signed with these keys.
    pub fn file(&self, about: &Words, acts: &[(&str, &SecretKey, &Words, Digest)]) -> String {
        let envelopes = acts
            .iter()
            .map(|(party, secret, words, case_id)| {
                Envelope::sign(&self.act(party, secret, words, *case_id), secret).unwrap()
            })
            .collect();
        let keys: Vec<Key> = acts.iter().map(|(party, secret, ..)| Self::key(secret, party)).collect();
        let file =
            Agreement::new(line("Talks"), self.case_id, &parties(), about, &keys, envelopes, Vec::new());
        file.unwrap().to_json().unwrap()
    }
}
