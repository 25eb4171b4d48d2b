//! An agreement in one file: the words, every act with its signature, the keys, and what is only reported.
//!
//! [`verify`] needs the file and [`crate::Keys`], no record and no network.

mod fit;
mod mandate;
mod report;
mod reported;
mod tally;
mod trust;
mod verify;

pub use report::{AcceptanceError, ActError, ActReport, Hold, Note, PartyReport, Report, Trust};
pub use reported::{RecordedBy, Reported};
pub use verify::verify;

use crate::act::Words;
use crate::{AttestError, Digest, Envelope, Key, Line, Named, PublicKey, Role};
use serde::{Deserialize, Serialize};

/// The version of the form.
const VERSION: u32 = 1;

/// A file has at most so many bytes: 64 MiB.
pub const AGREEMENT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A file has at most so many acts: each is held against each.
pub const ACTS_MAX: usize = 10_000;

/// An agreement in one file.
///
/// It has one text: [`Agreement::to_json`] writes it, and any other is refused. What is in it is not checked yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    mediant_agreement: u32,
    case: Line,
    case_id: Digest,
    parties: Vec<Party>,
    words: Vec<String>,
    keys: Vec<HeldKey>,
    acts: Vec<Envelope>,
    reported: Vec<Reported>,
    /// Over the text with 64 zeros in its place: against accidents and changes by hand, not against forgery.
    sha256: Digest,
}

/// A party of the negotiation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its id.
    pub party: Line,
    /// Its name.
    pub name: Line,
}

/// A key and its holder, as the desk has them. `keys.txt` or an act has to say the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeldKey {
    party: Line,
    person: Line,
    role: Role,
    key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    relying_party: Option<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<Line>,
}

impl Agreement {
    /// A file of these: a whole draft or package, or some clauses that are agreed without the rest; the acts in the order in which
    /// they came, those about keys included. Of the keys those are kept that signed one of the acts.
    ///
    /// # Errors
    /// None that an agreement can cause; serialisation reports them all the same.
    pub fn new(
        case: Line,
        case_id: Digest,
        parties: &[Named],
        words: &Words,
        keys: &[Key],
        acts: Vec<Envelope>,
        reported: Vec<Reported>,
    ) -> Result<Self, AttestError> {
        let party = |party: &Named| Party { party: party.id.clone(), name: party.name.clone() };
        let held = |key: &Key| HeldKey {
            party: key.party.clone(),
            person: key.person.clone(),
            role: key.role,
            key: key.public.line(),
            relying_party: key.public.site().map(|(relying_party, _)| relying_party.clone()),
            origin: key.public.site().map(|(_, origin)| origin.clone()),
        };
        let mut agreement = Self {
            mediant_agreement: VERSION,
            case,
            case_id,
            parties: parties.iter().map(party).collect(),
            words: words.lines(),
            keys: keys
                .iter()
                .filter(|key| acts.iter().any(|act| act.key() == key.public.id()))
                .map(held)
                .collect(),
            acts,
            reported,
            sha256: Digest([0; 32]),
        };
        agreement.sha256 = agreement.print()?;
        Ok(agreement)
    }

    /// The file: JSON, indented by two blanks, `\n` at the end.
    ///
    /// # Errors
    /// None that an agreement can cause; serialisation reports them all the same.
    pub fn to_json(&self) -> Result<String, AttestError> {
        let text = serde_json::to_string_pretty(self);
        text.map(|text| text + "\n").map_err(|error| AttestError::new("", error.to_string()))
    }

    /// Reads a file, and says what shows that it is not as it was written; [`verify`] looks into it.
    ///
    /// # Errors
    /// It is longer than [`AGREEMENT_BYTES_MAX`], has more than [`ACTS_MAX`], is no agreement, or of another version.
    pub fn from_json(text: &str) -> Result<(Self, Vec<AttestError>), AttestError> {
        if text.len() > AGREEMENT_BYTES_MAX {
            return Err(AttestError::new("", format!("it has more than {AGREEMENT_BYTES_MAX} bytes")));
        }
        let agreement: Self = serde_json::from_str(text).map_err(crate::json::refused)?;
        if agreement.mediant_agreement != VERSION {
            return Err(AttestError::new(
                "mediant_agreement",
                format!("only version {VERSION} is known; update Mediant"),
            ));
        }
        if agreement.acts.len() > ACTS_MAX {
            return Err(AttestError::new("acts", format!("there are more than {ACTS_MAX}")));
        }
        let mut faults = Vec::new();
        if agreement.sha256 != agreement.print()? {
            faults.push(AttestError::new("sha256", "the file was changed since it was made"));
        }
        if agreement.to_json()? != text {
            faults.push(AttestError::new("", "the file was written anew by another program than Mediant"));
        }
        Ok((agreement, faults))
    }

    /// The envelopes, in their order.
    pub fn acts(&self) -> &[Envelope] {
        &self.acts
    }

    /// What the file says of the keys. It is for `openssl`, and to look at: whoever verifies holds it against `keys.txt`.
    ///
    /// # Errors
    /// A key that is none.
    pub fn keys(&self) -> Result<Vec<Key>, AttestError> {
        (0..)
            .zip(&self.keys)
            .map(|(index, held)| held.key().map_err(|why| why.within(&format!("keys.{index}"))))
            .collect()
    }

    fn print(&self) -> Result<Digest, AttestError> {
        let unmarked = Self { sha256: Digest([0; 32]), ..self.clone() };
        Ok(Digest::from_content(unmarked.to_json()?.as_bytes()))
    }
}

impl HeldKey {
    fn key(&self) -> Result<Key, AttestError> {
        let site = match (&self.relying_party, &self.origin) {
            (Some(relying_party), Some(origin)) => Some((relying_party.clone(), origin.clone())),
            (None, None) => None,
            _ => return Err(AttestError::new("origin", "a relying party and an origin go together")),
        };
        let public = PublicKey::parse(&self.key, site)?;
        Ok(Key { public, party: self.party.clone(), person: self.person.clone(), role: self.role })
    }
}
