//! Signatures of a passkey: a WebAuthn assertion, checked by hand.
//!
//! What is checked is WebAuthn Level 2, section 7.2, steps 11 to 20, with a challenge that nobody chose: SHA-256 of the act.
//! So the assertion is over that act alone, and there is no ceremony to keep apart. The signature counter is not looked at:
//! passkeys that are synchronised do not count, and an act is told from its repetition by its own text.

use crate::{AttestError, Digest};
use base64ct::{Base64UrlUnpadded, Encoding};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use std::collections::BTreeSet;
use std::fmt;

/// What an authenticator answers, as the browser hands it over.
#[derive(Clone, PartialEq, Eq)]
pub struct Assertion {
    /// `response.clientDataJSON`.
    pub client_data: Vec<u8>,
    /// `response.authenticatorData`.
    pub authenticator_data: Vec<u8>,
    /// `response.signature`, DER.
    pub signature: Vec<u8>,
}

/// What a browser says of itself may have at most so many bytes.
const CLIENT_DATA_MAX: usize = 4096;

/// Hash of the domain, flags, counter: without extensions, which are never asked for.
const AUTHENTICATOR_DATA: usize = 37;

/// Flags of the authenticator data (WebAuthn, section 6.1).
mod flag {
    pub(super) const USER_PRESENT: u8 = 0x01;
    pub(super) const USER_VERIFIED: u8 = 0x04;
    pub(super) const BACKUP_ELIGIBLE: u8 = 0x08;
    pub(super) const BACKED_UP: u8 = 0x10;
    pub(super) const ATTESTED_KEY: u8 = 0x40;
    pub(super) const EXTENSIONS: u8 = 0x80;
}

impl Assertion {
    /// The same assertion with the lower of the two signatures that count for it.
    ///
    /// To every ECDSA signature (r, s) belongs (r, n − s), which anybody can work out; authenticators give either. So that an
    /// assertion has one text, the lower is taken when an envelope is made, and [`Assertion::verify`] refuses the other.
    ///
    /// # Errors
    /// The signature is not DER, or has bytes left over.
    pub fn with_low_s(mut self) -> Result<Self, AttestError> {
        self.signature = signature(&self.signature)?.normalize_s().to_der().as_bytes().to_vec();
        Ok(self)
    }

    /// Checks that the holder of the key signed exactly this act on this site, and was verified (finger, face, PIN).
    ///
    /// # Errors
    /// The first thing that is not as it has to be, by its field.
    pub fn verify(
        &self,
        point: &[u8; 65],
        relying_party: &str,
        origin: &str,
        act: &[u8],
    ) -> Result<(), AttestError> {
        client_data(&self.client_data, &Digest::from_content(act), origin)?;
        authenticator_data(&self.authenticator_data, relying_party)?;
        let signed = [&self.authenticator_data[..], &Digest::from_content(&self.client_data).0].concat();
        let signature = signature(&self.signature)?;
        if signature.normalize_s() != signature {
            return Err(AttestError::new(
                "signature",
                "of the two signatures that count it is the higher one",
            ));
        }
        self::point(point)?
            .verify(&signed, &signature)
            .map_err(|_| AttestError::new("signature", "it is not this key's signature of this assertion"))
    }
}

impl fmt::Debug for Assertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Assertion({} bytes of client data)", self.client_data.len())
    }
}

/// The challenge to an act, as `clientDataJSON` has it: SHA-256 in Base64 for addresses, without padding.
pub fn challenge(act: &Digest) -> String {
    Base64UrlUnpadded::encode_string(&act.0)
}

/// The point of a public key. There is no other subgroup on this curve, and the identity has no such text.
pub(crate) fn point(point: &[u8; 65]) -> Result<VerifyingKey, AttestError> {
    let refused = || AttestError::new("key", "it is no uncompressed point of the curve");
    if point.first() != Some(&4) {
        return Err(refused());
    }
    VerifyingKey::from_sec1_bytes(point).map_err(|_| refused())
}

/// A signature in DER, the only way to write it.
fn signature(der: &[u8]) -> Result<Signature, AttestError> {
    let refused =
        || AttestError::new("signature", "it is not an ECDSA signature in DER, the only way to write it");
    let signature = Signature::from_der(der).map_err(|_| refused())?;
    if signature.to_der().as_bytes() == der { Ok(signature) } else { Err(refused()) }
}

fn authenticator_data(data: &[u8], relying_party: &str) -> Result<(), AttestError> {
    let refused = |why| AttestError::new("authenticator_data", why);
    if data.len() != AUTHENTICATOR_DATA {
        return Err(refused("it has extensions or a key, which were not asked for, or is cut off"));
    }
    let Some((domain, [flags, ..])) = data.split_first_chunk::<32>() else {
        return Err(refused("it is cut off"));
    };
    if *domain != Digest::from_content(relying_party.as_bytes()).0 {
        return Err(refused("it is for another site"));
    }
    let has = |flag| flags & flag != 0;
    if !has(flag::USER_PRESENT) {
        return Err(refused("nobody was present"));
    }
    if !has(flag::USER_VERIFIED) {
        return Err(refused("the holder was not verified, by finger, face or PIN"));
    }
    if has(flag::ATTESTED_KEY) || has(flag::EXTENSIONS) || has(flag::BACKED_UP) && !has(flag::BACKUP_ELIGIBLE)
    {
        return Err(refused("its flags contradict one another"));
    }
    Ok(())
}

/// The members of `clientDataJSON` that say something. Browsers may add others, and do.
#[derive(Default)]
struct ClientData {
    r#type: Option<String>,
    challenge: Option<String>,
    origin: Option<String>,
    cross_origin: Option<bool>,
    /// The first member that says that something else was done than is asked for.
    otherwise: Option<&'static str>,
}

fn client_data(bytes: &[u8], act: &Digest, origin: &str) -> Result<(), AttestError> {
    let refused = |why: String| AttestError::new("client_data", why);
    if bytes.len() > CLIENT_DATA_MAX {
        return Err(refused(format!("it has more than {CLIENT_DATA_MAX} bytes")));
    }
    let data: ClientData = serde_json::from_slice(bytes)
        .map_err(|error| refused(format!("it is not what a browser writes (column {})", error.column())))?;
    if data.r#type.as_deref() != Some("webauthn.get") {
        return Err(refused("`type` is not `webauthn.get`: it is no signature of an act".to_owned()));
    }
    if data.challenge.as_deref() != Some(challenge(act).as_str()) {
        return Err(refused("`challenge` is not the hash of this act".to_owned()));
    }
    if data.origin.as_deref() != Some(origin) {
        return Err(refused("`origin` is another page than the key's".to_owned()));
    }
    if data.cross_origin == Some(true) {
        return Err(refused("`crossOrigin`: it was asked for from within another page".to_owned()));
    }
    match data.otherwise {
        Some(member) => Err(refused(format!("`{member}` is not allowed"))),
        None => Ok(()),
    }
}

impl<'de> Deserialize<'de> for ClientData {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = ClientData;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ClientData, A::Error> {
                let mut data = ClientData::default();
                let mut seen = BTreeSet::new();
                while let Some(name) = map.next_key::<String>()? {
                    match name.as_str() {
                        "type" => data.r#type = Some(map.next_value()?),
                        "challenge" => data.challenge = Some(map.next_value()?),
                        "origin" => data.origin = Some(map.next_value()?),
                        "crossOrigin" => data.cross_origin = Some(map.next_value()?),
                        "topOrigin" => {
                            map.next_value::<IgnoredAny>()?;
                            data.otherwise = Some("topOrigin");
                        }
                        "tokenBinding" => {
                            map.next_value::<IgnoredAny>()?;
                            data.otherwise = Some("tokenBinding");
                        }
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                    // Of two members of one name, programs take the first or the last: neither is what was signed.
                    if !seen.insert(name) {
                        return Err(serde::de::Error::custom("a member is there twice"));
                    }
                }
                Ok(data)
            }
        }
        deserializer.deserialize_map(Members)
    }
}
