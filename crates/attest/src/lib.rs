//! Signed acts, agreements in one file, and copies of a record: text in, verdict out.
//!
//! This crate is what a delegation's own expert audits: no files, no network, no clock, no randomness, nothing else of Mediant.
//! The order to read it in is that of what builds on what: [`Line`] and [`Digest`], [`Act`], [`PublicKey`], the two kinds of
//! signature (`key_file.rs`, `passkey.rs`), [`Envelope`], [`Keys`], [`agreement`]; and by themselves [`chain`] and [`copy`].
//! `docs/reference/acts.md` has every form byte by byte, with the check of both kinds of signature by `openssl` alone.
//!
//! # What it says, and what it does not
//!
//! A signature says that whoever held a key signed a text, whole, and nothing else. Whose key it is, twelve words say that
//! people read to each other ([`PublicKey::words`]). When it was signed nobody proves: dates are what the signer's side
//! wrote, and the order of acts is in their digests and in the table's links that they name.
//!
//! # A desk that takes acts
//!
//! **Makes the act.** It fills an [`Act`] from its own state: the words that stand on its table, whole, with
//! [`Text::of_words`] and [`Line::of_name`]; the end of the table's stream ([`Pin`]) as this reader has it; the last act that
//! it holds of this key ([`Act::before`]); its clock ([`Act::date`]). It hands out [`Act::print`]: to `mediant sign` as a
//! file, to its own page with [`challenge`] of the [`Act::digest`] for `navigator.credentials.get`
//! (`userVerification: "required"`, the account's credential alone).
//!
//! **Checks what comes back.** An envelope of `mediant sign` is read by [`Envelope::from_json`]; a page's answer becomes one
//! by [`Envelope::from_assertion`], with the same act. Then [`Envelope::verify`] with the key that is registered for *this
//! account*, and the signed act is held against one that is made anew from the state as it is now, in the transaction that
//! records it: with the signer's date (which is not more than some minutes from the desk's clock) and the signer's pin (whose
//! length is not beyond the table, and whose link is the table's there), [`Act::first_difference`] is `None`; if not, the
//! desk answers 409 with that field and the words on its table. That refuses an act of another case, of an older draft, of
//! an ended mandate, and, since [`Act::before`] is the last act of the key, one that was there before.
//!
//! **Stores** the envelope as it came, in the event that the act causes: the text and the signature are what everybody can
//! check later. Of a passkey it stores besides [`PublicKey::line`], relying party and origin, which the browser gives at
//! registration (`getPublicKey()` is the SPKI for [`PublicKey::from_spki`]; algorithm −7 alone). It never makes an act of
//! what is told in a caucus, of drafts, notes or answers in rounds and mediations: [`Deed`] has no word for them.
//!
//! **Writes files.** [`agreement::Agreement::new`] takes the envelopes in the order of their events; [`Keys`] is `keys.txt`;
//! [`copy::Copy`] takes the entries of the compartments that a reader has, with salt and bytes where the reader may read
//! them.
//!
//! # Example
//!
//! ```
//! use mediant_attest::{Act, Communique, Deed, Digest, Envelope, Key, Line, Moment, Named, Pin, Role, SecretKey, Text, chain};
//!
//! # fn main() -> Result<(), mediant_attest::AttestError> {
//! let secret = SecretKey::new(&[7; 32]); // 32 random bytes
//! let key = Key { public: secret.public(), party: Line::new("union")?, person: Line::new("bob")?, role: Role::Principal };
//! let act = Act {
//!     case: Line::new("The wages of the mill")?,
//!     case_id: Digest([1; 32]),
//!     parties: vec![Named { id: Line::new("union")?, name: Line::new("Union of mill workers")? }],
//!     party: key.party.clone(),
//!     person: Named { id: key.person.clone(), name: Line::new("Bob Jones")? },
//!     office: None,
//!     role: key.role,
//!     mandate: None,
//!     date: Moment::new("2026-11-30T15:12:54Z")?,
//!     deed: Deed::AgreesTo(Communique { id: Line::new("k1")?, words: Text::new("Talks go on.")? }),
//!     confirms: None,
//!     table: Pin { length: 0, link: chain::START },
//!     before: None,
//!     key: key.public.id(),
//! };
//! let envelope = Envelope::sign(&act, &secret)?;
//! assert_eq!(envelope.verify(&key)?.act, act);
//!
//! // Another word, and it is nobody's act.
//! let other = envelope.to_json()?.replace("Talks go on.", "Talks are over.");
//! assert_eq!(Envelope::from_json(&other)?.verify(&key).unwrap_err().field, "communiqué words");
//! # Ok(())
//! # }
//! ```

mod act;
pub mod agreement;
pub mod chain;
pub mod copy;
mod digest;
mod envelope;
mod fingerprint;
mod json;
mod key;
mod key_file;
pub mod keys;
mod line;
mod passkey;
mod refused;

pub use act::{
    ACT_BYTES_MAX, Act, Choice, Clause, Communique, Deed, Draft, Mandate, MandateUsed, Named, NewKey,
    Package, Pin, Words,
};
pub use digest::Digest;
pub use envelope::{Envelope, Parts, Signed};
pub use key::{Key, PublicKey, Role};
pub use key_file::SecretKey;
pub use keys::Keys;
pub use line::{Day, Line, Moment, Text};
pub use passkey::{Assertion, challenge};
pub use refused::AttestError;
