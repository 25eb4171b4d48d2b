//! A signing key in a file: its secret sealed under a passphrase (argon2id, XChaCha20-Poly1305), its public key in the clear.
//!
//! What stands in the clear is bound to the seal: who changes a line of it gets a file that does not open.

use argon2::{Algorithm, Argon2, Params, Version};
use base64ct::{Base64, Encoding};
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use mediant_attest::{PublicKey, SecretKey};
use mediant_record::keyring::PassphraseCost;
use std::fmt;
use zeroize::Zeroizing;

/// The first line.
const HEADER: &str = "mediant signing key 1";

/// A key whose secret is sealed.
pub struct SealedKey {
    public: PublicKey,
    cost: PassphraseCost,
    salt: [u8; 32],
    nonce: [u8; 24],
    /// The 32 bytes of the secret, and the cipher's tag.
    sealed: Vec<u8>,
}

/// Why a key is not at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFileError {
    /// The line of this number is not what a key file has there.
    Line(usize),
    /// The passphrase is another, or the file was changed.
    Passphrase,
    /// The stated cost is beyond what is allowed.
    Cost,
    /// The memory that the cost asks for is not there.
    OutOfMemory,
}

impl SealedKey {
    /// Seals a secret under a passphrase.
    ///
    /// # Errors
    /// There is not enough memory.
    pub fn seal(
        seed: &[u8; 32],
        passphrase: &str,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Self, KeyFileError> {
        let (mut salt, mut nonce) = ([0; 32], [0; 24]);
        random(&mut salt);
        random(&mut nonce);
        let public = SecretKey::new(seed).public();
        let mut key = Self { public, cost: PassphraseCost::default(), salt, nonce, sealed: Vec::new() };
        // Room for the tag, so that the secret is never copied to where nobody wipes it.
        let mut buffer = Vec::with_capacity(seed.len() + 16);
        buffer.extend_from_slice(seed);
        let cipher = key.cipher(passphrase)?;
        // It fails for texts of hundreds of gigabytes alone.
        cipher
            .encrypt_in_place(&key.nonce.into(), key.clear().as_bytes(), &mut buffer)
            .map_err(|_| KeyFileError::OutOfMemory)?;
        key.sealed = buffer;
        Ok(key)
    }

    /// The secret.
    ///
    /// # Errors
    /// [`KeyFileError`].
    pub fn open(&self, passphrase: &str) -> Result<SecretKey, KeyFileError> {
        let mut buffer = Zeroizing::new(self.sealed.clone());
        self.cipher(passphrase)?
            .decrypt_in_place(&self.nonce.into(), self.clear().as_bytes(), &mut *buffer)
            .map_err(|_| KeyFileError::Passphrase)?;
        let seed: &[u8; 32] = buffer.as_slice().try_into().map_err(|_| KeyFileError::Passphrase)?;
        let secret = SecretKey::new(seed);
        if secret.public() == self.public { Ok(secret) } else { Err(KeyFileError::Passphrase) }
    }

    /// The public key. That it is the secret's shows when it is opened.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        format!("{}sealed: {}\n", self.clear(), Base64::encode_string(&self.sealed))
    }

    /// The key of a text.
    ///
    /// # Errors
    /// [`KeyFileError::Line`].
    pub fn from_text(text: &str) -> Result<Self, KeyFileError> {
        let lines: Vec<&str> = text.lines().collect();
        let [header, key, cost, salt, nonce, sealed] = lines.as_slice() else {
            return Err(KeyFileError::Line(lines.len() + 1));
        };
        if *header != HEADER {
            return Err(KeyFileError::Line(1));
        }
        let value = |line: &'_ str, name: &str| line.strip_prefix(name).map(str::to_owned);
        let bytes = |line: &str, name: &str| Base64::decode_vec(line.strip_prefix(name)?).ok();
        let public = value(key, "key: ").and_then(|key| PublicKey::parse(&key, None).ok());
        let numbers = value(cost, "argon2id: ").and_then(|cost| {
            let numbers: Vec<u32> =
                cost.split(' ').map(|number| number.parse().ok()).collect::<Option<_>>()?;
            let [memory_kib, passes, lanes] = *numbers.as_slice() else { return None };
            Some(PassphraseCost { memory_kib, passes, lanes })
        });
        Ok(Self {
            public: public.ok_or(KeyFileError::Line(2))?,
            cost: numbers.ok_or(KeyFileError::Line(3))?,
            salt: bytes(salt, "salt: ").and_then(|salt| salt.try_into().ok()).ok_or(KeyFileError::Line(4))?,
            nonce: bytes(nonce, "nonce: ")
                .and_then(|nonce| nonce.try_into().ok())
                .ok_or(KeyFileError::Line(5))?,
            sealed: bytes(sealed, "sealed: ").ok_or(KeyFileError::Line(6))?,
        })
    }

    /// The lines before the sealed one, which the seal is bound to.
    fn clear(&self) -> String {
        let PassphraseCost { memory_kib, passes, lanes } = self.cost;
        format!(
            "{HEADER}\nkey: {}\nargon2id: {memory_kib} {passes} {lanes}\nsalt: {}\nnonce: {}\n",
            self.public.line(),
            Base64::encode_string(&self.salt),
            Base64::encode_string(&self.nonce)
        )
    }

    fn cipher(&self, passphrase: &str) -> Result<XChaCha20Poly1305, KeyFileError> {
        let PassphraseCost { memory_kib, passes, lanes } = self.cost;
        // As for a record: a forged file does not use up the machine.
        let bounded = memory_kib <= 1024 * 1024 && passes <= 64 && lanes <= 16;
        let params = bounded.then(|| Params::new(memory_kib, passes, lanes, Some(32)).ok()).flatten();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.ok_or(KeyFileError::Cost)?);
        let mut key = Zeroizing::new([0; 32]);
        argon2.hash_password_into(passphrase.as_bytes(), &self.salt, &mut *key).map_err(
            |error| match error {
                argon2::Error::OutOfMemory => KeyFileError::OutOfMemory,
                _ => KeyFileError::Cost,
            },
        )?;
        Ok(XChaCha20Poly1305::new(&(*key).into()))
    }
}

impl fmt::Debug for SealedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedKey({:?})", self.public)
    }
}

impl fmt::Display for KeyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line} is not what a key file has there"),
            Self::Passphrase => f.write_str("the passphrase does not open it, or the file was changed"),
            Self::Cost => {
                f.write_str("the cost of its passphrase is out of bounds: at most 1 GiB, 64 passes, 16 lanes")
            }
            Self::OutOfMemory => {
                f.write_str("there is not enough memory to derive the key from the passphrase")
            }
        }
    }
}

impl std::error::Error for KeyFileError {}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key at the least cost there is, so that tests take no time.
    fn sealed() -> SealedKey {
        let mut next = 0u8;
        let mut random = |bytes: &mut [u8]| {
            bytes.iter_mut().for_each(|byte| {
                *byte = next;
                next = next.wrapping_add(1);
            });
        };
        let cheap = PassphraseCost { memory_kib: 8, passes: 1, lanes: 1 };
        let mut key = SealedKey::seal(&[5; 32], "right", &mut random).unwrap();
        key.cost = cheap;
        let mut buffer = vec![5; 32];
        let clear = key.clear();
        key.cipher("right")
            .unwrap()
            .encrypt_in_place(&key.nonce.into(), clear.as_bytes(), &mut buffer)
            .unwrap();
        key.sealed = buffer;
        key
    }

    #[test]
    fn opens_with_its_passphrase_alone() {
        let key = SealedKey::from_text(&sealed().text()).unwrap();
        assert_eq!(key.open("right").unwrap().public(), SecretKey::new(&[5; 32]).public());
        assert!(matches!(key.open("wrong"), Err(KeyFileError::Passphrase)));
        assert!(matches!(key.open(""), Err(KeyFileError::Passphrase)));
    }

    #[test]
    fn what_stands_in_the_clear_is_bound() {
        let text = sealed().text();
        let other = format!("key: {}", SecretKey::new(&[6; 32]).public().line());
        for (from, to) in [
            (text.lines().nth(1).unwrap(), other.as_str()),
            ("argon2id: 8 1 1", "argon2id: 8 2 1"),
            ("salt: A", "salt: B"),
            ("nonce: I", "nonce: J"),
        ] {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from}");
            assert!(SealedKey::from_text(&changed).unwrap().open("right").is_err(), "{from}");
        }
        let costly = text.replacen("argon2id: 8 1 1", "argon2id: 4194304 1 1", 1);
        assert!(matches!(SealedKey::from_text(&costly).unwrap().open("right"), Err(KeyFileError::Cost)));
    }

    #[test]
    fn a_damaged_file_is_told_by_its_line() {
        let text = sealed().text();
        let rows: Vec<&str> = text.lines().collect();
        for line in 0..rows.len() {
            let mut rows = rows.clone();
            rows[line] = "x";
            assert_eq!(SealedKey::from_text(&rows.join("\n")).err(), Some(KeyFileError::Line(line + 1)));
        }
        assert_eq!(SealedKey::from_text("").err(), Some(KeyFileError::Line(1)));
        assert!(!format!("{:?}", sealed()).contains(rows[5]));
    }
}
