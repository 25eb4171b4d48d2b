//! Two parties, their people and keys, a draft; everything a test signs.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use mediant_attest::agreement::Agreement;
use mediant_attest::keys::{ListedKey, Vouched};
use mediant_attest::{
    Act, Assertion, Choice, Clause, Deed, Digest, Draft, Envelope, Key, Keys, Line, Mandate, MandateUsed,
    Moment, Named, Package, Pin, PublicKey, Role, SecretKey, Text, Words, challenge,
};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

pub const ORIGIN: &str = "https://desk.example";
pub const DOMAIN: &str = "desk.example";

pub fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

pub fn named(id: &str, name: &str) -> Named {
    Named { id: line(id), name: line(name) }
}

pub fn moment(text: &str) -> Moment {
    Moment::new(text).unwrap()
}

pub fn case_id() -> Digest {
    Digest::from_content(b"the first event of the table")
}

/// A passkey of a test: what a browser and its authenticator would do.
pub struct Passkey(pub SigningKey);

impl Passkey {
    pub fn new(seed: u8) -> Self {
        Self(SigningKey::from_slice(&[seed; 32]).unwrap())
    }

    pub fn public(&self) -> PublicKey {
        let point = self.0.verifying_key().to_sec1_point(false);
        PublicKey::Passkey {
            point: point.as_bytes().try_into().unwrap(),
            relying_party: line(DOMAIN),
            origin: line(ORIGIN),
        }
    }

    /// The answer to the challenge of this text, as a browser gives it.
    pub fn assert(&self, text: &str) -> Assertion {
        self.assert_as(&client_data(text), &authenticator_data(DOMAIN, 0x1d))
    }

    /// The answer with these client and authenticator data.
    pub fn assert_as(&self, client_data: &str, authenticator_data: &[u8]) -> Assertion {
        let signed = [authenticator_data, &Digest::from_content(client_data.as_bytes()).0].concat();
        let signature: Signature = self.0.sign(&signed);
        Assertion {
            client_data: client_data.as_bytes().to_vec(),
            authenticator_data: authenticator_data.to_vec(),
            signature: signature.to_der().as_bytes().to_vec(),
        }
    }
}

pub fn client_data(text: &str) -> String {
    let challenge = challenge(&Digest::from_content(text.as_bytes()));
    // The last member is what a browser adds now and then.
    format!(
        r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"{ORIGIN}","crossOrigin":false,"other_keys_can_be_added_here":"do not compare"}}"#
    )
}

pub fn authenticator_data(domain: &str, flags: u8) -> Vec<u8> {
    [&Digest::from_content(domain.as_bytes()).0[..], &[flags, 0, 0, 0, 7]].concat()
}

/// Everybody who signs: Ann (passkey) and Carl (key file) of the mill, Bob (key file) of the union.
pub struct World {
    pub ann: Passkey,
    pub bob: SecretKey,
    pub carl: SecretKey,
}

impl World {
    pub fn new() -> Self {
        Self { ann: Passkey::new(1), bob: SecretKey::new(&[2; 32]), carl: SecretKey::new(&[3; 32]) }
    }

    pub fn ann(&self) -> Key {
        Key { public: self.ann.public(), party: line("mill"), person: line("ann"), role: Role::Principal }
    }

    pub fn bob(&self) -> Key {
        Key { public: self.bob.public(), party: line("union"), person: line("bob"), role: Role::Principal }
    }

    pub fn carl(&self) -> Key {
        Key { public: self.carl.public(), party: line("mill"), person: line("carl"), role: Role::Delegate }
    }

    pub fn keys(&self) -> Keys {
        let listed = |key| ListedKey {
            key,
            since: moment("2026-11-01T09:00:00Z"),
            vouched: Vouched::First,
            revoked: None,
        };
        Keys { case_id: case_id(), keys: vec![listed(self.ann()), listed(self.bob())] }
    }

    /// An act of this key's holder.
    pub fn act(&self, key: &Key, deed: Deed) -> Act {
        let person = key.person.as_str();
        Act {
            case: line("The wages of the mill"),
            case_id: case_id(),
            parties: parties(),
            party: key.party.clone(),
            person: named(person, &format!("{}{} Smith", person[..1].to_uppercase(), &person[1..])),
            office: (person == "ann").then(|| line("Managing director")),
            role: key.role,
            mandate: (key.role == Role::Delegate).then(|| MandateUsed { id: line("m1"), until: None }),
            date: moment("2026-11-30T15:12:54Z"),
            deed,
            confirms: None,
            table: table(17),
            before: None,
            key: key.public.id(),
        }
    }

    pub fn by_ann(&self, act: &Act) -> Envelope {
        Envelope::from_assertion(act, &self.ann(), self.ann.assert(&act.print().unwrap())).unwrap()
    }

    pub fn by_bob(&self, act: &Act) -> Envelope {
        Envelope::sign(act, &self.bob).unwrap()
    }

    /// A file in which both principals signed the draft.
    pub fn signed(&self) -> Agreement {
        let ann = self.act(&self.ann(), Deed::Signs(draft()));
        let bob = self.act(&self.bob(), Deed::Signs(draft()));
        self.file(vec![self.by_ann(&ann), self.by_bob(&bob)])
    }

    /// A file about the draft with these acts.
    pub fn file(&self, acts: Vec<Envelope>) -> Agreement {
        self.file_of(&draft(), acts)
    }

    pub fn file_of(&self, words: &Words, acts: Vec<Envelope>) -> Agreement {
        let keys = [self.ann(), self.bob()];
        Agreement::new(line("The wages of the mill"), case_id(), &parties(), words, &keys, acts, Vec::new())
            .unwrap()
    }
}

pub fn parties() -> Vec<Named> {
    vec![named("mill", "Mill Ltd"), named("union", "Union of mill workers")]
}

/// The table's end after so many events.
pub fn table(length: u64) -> Pin {
    Pin { length, link: Digest::from_content(&length.to_le_bytes()) }
}

pub fn draft() -> Words {
    Words::Draft(Draft {
        id: line("d3"),
        number: 3,
        title: line("Agreement on wages"),
        of: 2,
        clauses: vec![clause(1), clause(2)],
    })
}

pub fn clause(number: u32) -> Clause {
    let (heading, words) = match number {
        1 => ("Pay", "Pay rises by four percent.\n\nFrom January on."),
        _ => ("Hours", "Nobody gives up hours: no territory of the shop floor changes."),
    };
    Clause {
        number,
        id: line(&format!("c{number}")),
        heading: Some(line(heading)),
        issue: Some(named(&format!("issue-{number}"), heading)),
        words: Text::new(words).unwrap(),
    }
}

/// One clause of the draft.
pub fn only(number: u32) -> Words {
    let Words::Draft(draft) = draft() else { unreachable!("it is a draft") };
    Words::Draft(Draft { clauses: vec![clause(number)], ..draft })
}

pub fn package() -> Words {
    let choice = |issue: &str, option: &str| Choice {
        issue: named(issue, &issue.to_uppercase()),
        option: named(option, &format!("{option} of it")),
    };
    Words::Package(Package {
        id: line("p1"),
        title: None,
        options: vec![choice("pay", "four"), choice("hours", "38.5")],
    })
}

pub fn mandate(holder: &str) -> Mandate {
    Mandate { id: line("m1"), holder: named(holder, holder), issues: None, from: None, until: None }
}
