//! Public keys of both kinds, and who holds them.

use crate::fingerprint;
use crate::{AttestError, Digest, Line};
use base64ct::{Base64, Encoding};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A public key that acts are signed with.
#[derive(Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// Ed25519 (RFC 8032): made and used by `mediant key new` and `mediant sign`.
    KeyFile {
        /// The key as RFC 8032 writes it.
        bytes: [u8; 32],
    },
    /// ES256 (ECDSA on P-256 with SHA-256): a passkey in a browser.
    Passkey {
        /// The point, uncompressed, as SEC 1 writes it: `04`, x, y.
        point: [u8; 65],
        /// The domain that the passkey is bound to (WebAuthn's RP ID): `desk.example`.
        relying_party: Line,
        /// The page's origin: `https://desk.example`.
        origin: Line,
    },
}

/// What goes before an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410).
const ED25519_SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// What goes before an uncompressed P-256 point in its SubjectPublicKeyInfo (RFC 5480).
const P256_SPKI: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// Who decides for a party, and who speaks for it under a mandate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Decides for a party and gives mandates.
    Principal,
    /// Speaks for a party under a mandate.
    Delegate,
}

/// A key and its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub public: PublicKey,
    /// The party it signs for, by its id in the case.
    pub party: Line,
    /// The person who holds it, by the id in the case.
    pub person: Line,
    /// What the person is.
    pub role: Role,
}

impl PublicKey {
    /// The key of an SPKI (DER) of either kind. Passkeys need their relying party and origin, key files have none.
    ///
    /// There is one SPKI for a key: another algorithm or curve, a compressed point, parameters or bytes left over are refused.
    ///
    /// # Errors
    /// Another form or algorithm; a point that is not on the curve, or is of small order.
    pub fn from_spki(spki: &[u8], site: Option<(Line, Line)>) -> Result<Self, AttestError> {
        let unknown = || AttestError::new("key", "it is neither an Ed25519 nor an uncompressed P-256 key");
        let key = if let Some(rest) = spki.strip_prefix(&ED25519_SPKI) {
            let bytes: [u8; 32] = rest.try_into().map_err(|_| unknown())?;
            if site.is_some() {
                return Err(AttestError::new("key", "a key file is bound to no site"));
            }
            Self::KeyFile { bytes }
        } else if let Some(rest) = spki.strip_prefix(&P256_SPKI) {
            let point: [u8; 65] = rest.try_into().map_err(|_| unknown())?;
            let (relying_party, origin) = site.ok_or_else(|| {
                AttestError::new("relying party", "a passkey is bound to a site, and none is named")
            })?;
            Self::Passkey { point, relying_party, origin }
        } else {
            return Err(unknown());
        };
        match &key {
            Self::KeyFile { bytes } => crate::key_file::point(bytes).map(drop)?,
            Self::Passkey { point, .. } => crate::passkey::point(point).map(drop)?,
        }
        Ok(key)
    }

    /// The key of a [`PublicKey::line`].
    ///
    /// # Errors
    /// As [`PublicKey::from_spki`]; a word that does not fit the key; anything that [`PublicKey::line`] would write otherwise.
    pub fn parse(line: &str, site: Option<(Line, Line)>) -> Result<Self, AttestError> {
        let (word, text) = line
            .split_once(' ')
            .ok_or_else(|| AttestError::new("key", "expected `ed25519` or `passkey`, and the key"))?;
        let spki = Base64::decode_vec(text).map_err(|_| AttestError::new("key", "it is not in Base64"))?;
        let key = Self::from_spki(&spki, site)?;
        if key.word() == word {
            Ok(key)
        } else {
            Err(AttestError::new("key", format!("it is no `{word}` key")))
        }
    }

    /// The public line of a key: `ed25519` or `passkey`, a blank, and its SPKI in Base64.
    pub fn line(&self) -> String {
        format!("{} {}", self.word(), Base64::encode_string(&self.spki()))
    }

    /// Its SubjectPublicKeyInfo, DER: what `openssl pkey -pubin -inform DER` reads.
    pub fn spki(&self) -> Vec<u8> {
        match self {
            Self::KeyFile { bytes } => [&ED25519_SPKI[..], bytes].concat(),
            Self::Passkey { point, .. } => [&P256_SPKI[..], point].concat(),
        }
    }

    /// The same as PEM.
    pub fn pem(&self) -> String {
        let text = Base64::encode_string(&self.spki());
        let lines: Vec<String> =
            text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
    }

    /// Its id: SHA-256 of its SPKI.
    pub fn id(&self) -> Digest {
        Digest::from_content(&self.spki())
    }

    /// Its fingerprint: twelve words, to be read to each other.
    pub fn words(&self) -> String {
        fingerprint::words(&self.id())
    }

    /// The domain and the origin that it is bound to; `None` for a key file.
    pub fn site(&self) -> Option<(&Line, &Line)> {
        match self {
            Self::KeyFile { .. } => None,
            Self::Passkey { relying_party, origin, .. } => Some((relying_party, origin)),
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::KeyFile { .. } => "ed25519",
            Self::Passkey { .. } => "passkey",
        }
    }
}

impl Role {
    /// Its word: `principal`, `delegate`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Principal => "principal",
            Self::Delegate => "delegate",
        }
    }

    /// The role of a word.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Principal, Self::Delegate].into_iter().find(|role| role.word() == word)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.line())
    }
}
