//! An act with its signature, as JSON.

use crate::act::{field_of, line_at};
use crate::{Act, Assertion, AttestError, Digest, Key, PublicKey, SecretKey, key_file};
use base64ct::{Base64, Encoding};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The version of the form.
const VERSION: u32 = 1;

/// An act as it was signed, and the signature.
///
/// The act is kept as it came, line by line: whether it is one, and whether it was signed, [`Envelope::verify`] says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Envelope {
    key: Digest,
    lines: Vec<String>,
    prints: String,
    signature: Signature,
}

/// Of which kind a signature is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Signature {
    KeyFile(Vec<u8>),
    Passkey(Assertion),
}

/// An act whose signature was found to be its key's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The act.
    pub act: Act,
    /// The digest of its text.
    pub digest: Digest,
}

impl Envelope {
    /// Signs an act with a key file's secret.
    ///
    /// # Errors
    /// The act does not hold together, or names another key.
    pub fn sign(act: &Act, secret: &SecretKey) -> Result<Self, AttestError> {
        let text = of_key(act, secret.public().id())?;
        let signature = secret.sign(text.as_bytes()).to_vec();
        Ok(Self::new(act.key, &text, Signature::KeyFile(signature)))
    }

    /// Puts an act and what a browser answered to its challenge into an envelope, once it is found right.
    ///
    /// # Errors
    /// As [`Act::print`] and [`Envelope::verify`].
    pub fn from_assertion(act: &Act, key: &Key, assertion: Assertion) -> Result<Self, AttestError> {
        let text = of_key(act, key.public.id())?;
        let envelope = Self::new(act.key, &text, Signature::Passkey(assertion.with_low_s()?));
        envelope.verify(key)?;
        Ok(envelope)
    }

    fn new(key: Digest, text: &str, signature: Signature) -> Self {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let prints = prints(&lines);
        Self { key, lines, prints, signature }
    }

    /// The key that it says it was signed with, by its id.
    pub fn key(&self) -> Digest {
        self.key
    }

    /// The text of the act, as it came.
    pub fn text(&self) -> String {
        self.lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
    }

    /// Checks that this key signed exactly this act, and that the act is its holder's.
    ///
    /// Whether the key is to be trusted, and what the act is worth, is another question: see [`crate::agreement`].
    ///
    /// # Errors
    /// The first thing that is not as it has to be. Where the text was changed since, the field that was.
    pub fn verify(&self, key: &Key) -> Result<Signed, AttestError> {
        let text = self.text();
        let signed = match (&self.signature, &key.public) {
            _ if self.key != key.public.id() => Err(AttestError::new("key", "it names another key")),
            (Signature::KeyFile(signature), PublicKey::KeyFile { bytes }) => {
                key_file::verify(bytes, text.as_bytes(), signature)
            }
            (Signature::Passkey(assertion), PublicKey::Passkey { point, relying_party, origin }) => {
                assertion.verify(point, relying_party.as_str(), origin.as_str(), text.as_bytes())
            }
            _ => Err(AttestError::new("kind", "the key is of the other kind")),
        };
        // A signature says that something was changed, the prints say what; an envelope whose prints alone were changed is
        // not the one that was made either.
        signed.map_err(|why| self.changed().into_iter().next().unwrap_or(why))?;
        if self.prints != prints(&self.lines) {
            return Err(AttestError::new("prints", "they are of another text"));
        }
        let act = Act::parse(&text)?;
        if act.key != self.key {
            return Err(AttestError::new("key", "the act names another key"));
        }
        let own = [
            ("for", act.party == key.party),
            ("person", act.person.id == key.person),
            ("role", act.role == key.role),
        ];
        match own.into_iter().find(|(_, holds)| !holds) {
            Some((field, _)) => Err(AttestError::new(field, "the key is another's")),
            None => Ok(Signed { act, digest: Digest::from_content(text.as_bytes()) }),
        }
    }

    /// The fields of the act that are not what they were when the envelope was made, as far as its prints tell.
    ///
    /// Prints are not signed. They say which field somebody changed who did not know of them; that something was changed
    /// shows by the signature.
    pub fn changed(&self) -> Vec<AttestError> {
        let now = prints(&self.lines);
        // What is moved by a line is all there, one line further: only where it begins is told.
        let at_most = if now.len() == self.prints.len() { usize::MAX } else { 1 };
        let mut found: Vec<AttestError> = Vec::new();
        let mut field = "";
        for (index, line) in self.lines.iter().enumerate() {
            field = if line.starts_with('>') { field } else { field_of(line) };
            let differs = print_at(&now, index) != print_at(&self.prints, index);
            if differs && found.len() < at_most && found.last().is_none_or(|last| last.field != field) {
                found.push(AttestError {
                    line: Some(index + 1),
                    ..AttestError::new(field, "it is not what was signed")
                });
            }
        }
        if found.is_empty() && now.len() < self.prints.len() {
            let line = Some(self.lines.len() + 1);
            found.push(AttestError {
                line,
                ..AttestError::new(field, "lines that were signed are not there")
            });
        }
        found
    }

    /// The heading of a clause, for whoever is told of a field of it.
    pub fn heading(&self, field: &str) -> Option<&str> {
        let clause = field.strip_suffix(" words")?;
        let (_, line) = line_at(&self.lines, &format!("{clause} heading"))?;
        line.split_once(": ").map(|(_, heading)| heading)
    }

    /// The envelope as a file of its own.
    ///
    /// # Errors
    /// None that an envelope can cause; serialisation reports them all the same.
    pub fn to_json(&self) -> Result<String, AttestError> {
        let text = serde_json::to_string_pretty(self);
        text.map(|text| text + "\n").map_err(|error| AttestError::new("", error.to_string()))
    }

    /// Reads a file that [`Envelope::to_json`] wrote.
    ///
    /// # Errors
    /// It is no envelope, or is written otherwise.
    pub fn from_json(text: &str) -> Result<Self, AttestError> {
        let envelope: Self = serde_json::from_str(text).map_err(crate::json::refused)?;
        match envelope.to_json()? == text {
            true => Ok(envelope),
            false => Err(AttestError::new("", "it is not written as `mediant sign` and the desk write it")),
        }
    }

    /// What `openssl` needs to check it: the text of the act, the key's signature, and for a passkey the two others.
    pub fn parts(&self) -> Parts<'_> {
        match &self.signature {
            Signature::KeyFile(signature) => Parts { signature, client_data: None, authenticator_data: None },
            Signature::Passkey(assertion) => Parts {
                signature: &assertion.signature,
                client_data: Some(&assertion.client_data),
                authenticator_data: Some(&assertion.authenticator_data),
            },
        }
    }
}

/// The parts of an envelope beside its act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'e> {
    /// 64 bytes of a key file; of a passkey, DER.
    pub signature: &'e [u8],
    /// A passkey's `clientDataJSON`.
    pub client_data: Option<&'e [u8]>,
    /// A passkey's authenticator data.
    pub authenticator_data: Option<&'e [u8]>,
}

/// The text of an act that names this key.
fn of_key(act: &Act, key: Digest) -> Result<String, AttestError> {
    if act.key != key {
        return Err(AttestError::new("key", "the act names another key"));
    }
    act.print()
}

/// Digits that stand for a line: four bytes of its SHA-256.
const PRINT: usize = 8;

fn prints(lines: &[String]) -> String {
    lines
        .iter()
        .map(|line| Digest::from_content(line.as_bytes()).to_string().chars().take(PRINT).collect::<String>())
        .collect()
}

fn print_at(prints: &str, index: usize) -> Option<&str> {
    prints.get(index * PRINT..(index + 1) * PRINT)
}

/// An envelope in JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    mediant_envelope: u32,
    kind: Kind,
    key: Digest,
    act: Vec<String>,
    prints: String,
    signature: Bytes,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_data: Option<Bytes>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    authenticator_data: Option<Bytes>,
}

#[derive(Serialize, Deserialize)]
enum Kind {
    #[serde(rename = "key file")]
    KeyFile,
    #[serde(rename = "passkey")]
    Passkey,
}

impl From<Envelope> for Wire {
    fn from(envelope: Envelope) -> Self {
        let Envelope { key, lines: act, prints, signature } = envelope;
        let (kind, signature, client_data, authenticator_data) = match signature {
            Signature::KeyFile(signature) => (Kind::KeyFile, signature, None, None),
            Signature::Passkey(assertion) => (
                Kind::Passkey,
                assertion.signature,
                Some(Bytes(assertion.client_data)),
                Some(Bytes(assertion.authenticator_data)),
            ),
        };
        Self {
            mediant_envelope: VERSION,
            kind,
            key,
            act,
            prints,
            signature: Bytes(signature),
            client_data,
            authenticator_data,
        }
    }
}

impl TryFrom<Wire> for Envelope {
    type Error = AttestError;

    fn try_from(wire: Wire) -> Result<Self, AttestError> {
        if wire.mediant_envelope != VERSION {
            return Err(AttestError::new(
                "mediant_envelope",
                format!("only version {VERSION} is known; update Mediant"),
            ));
        }
        // Two lists of lines must not come to one text.
        if wire.act.iter().any(|line| line.contains('\n')) {
            return Err(AttestError::new("act", "a line of it holds an end of line"));
        }
        let signature = match (wire.kind, wire.client_data, wire.authenticator_data) {
            (Kind::KeyFile, None, None) => Signature::KeyFile(wire.signature.0),
            (Kind::Passkey, Some(Bytes(client_data)), Some(Bytes(authenticator_data))) => {
                Signature::Passkey(Assertion { client_data, authenticator_data, signature: wire.signature.0 })
            }
            _ => {
                return Err(AttestError::new(
                    "kind",
                    "a passkey has client and authenticator data, a key file has neither",
                ));
            }
        };
        Ok(Self { key: wire.key, lines: wire.act, prints: wire.prints, signature })
    }
}

/// Bytes in Base64, as RFC 4648 has it, with padding.
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Base64::encode_string(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Base64::decode_vec(&text).map(Self).map_err(|_| serde::de::Error::custom("expected Base64"))
    }
}
