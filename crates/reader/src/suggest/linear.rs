//! A linear judge of candidates: the sum of the weights of what holds of each; the first with the largest sum is chosen.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::events::keys::Known;
use crate::net::maths::{largest, softmax};
use crate::parse::model::ModelError;

/// Weights by feature.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Linear {
    known: Known,
    weights: Vec<f32>,
}

const MAGIC: &[u8] = b"MLIN1\n";

impl Linear {
    /// A judge with these weights, by the hash of what holds.
    pub fn from_weights(weights: BTreeMap<u32, f32>) -> Self {
        let (hashes, weights) = weights.into_iter().unzip();
        Self { known: Known::from_hashes(hashes), weights }
    }

    /// How many weights it has.
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// The judge of speakers in this crate.
    pub fn speakers() -> &'static Self {
        static SPEAKERS: OnceLock<Linear> = OnceLock::new();
        #[allow(clippy::expect_used, reason = "a file in this crate that every test reads")]
        SPEAKERS.get_or_init(|| {
            Self::read(include_bytes!("../../models/speakers.bin"))
                .expect("the crate's own model can be read")
        })
    }

    /// The judge of days in this crate.
    pub fn days() -> &'static Self {
        static DAYS: OnceLock<Linear> = OnceLock::new();
        #[allow(clippy::expect_used, reason = "a file in this crate that every test reads")]
        DAYS.get_or_init(|| {
            Self::read(include_bytes!("../../models/days.bin")).expect("the crate's own model can be read")
        })
    }

    /// The judge of whom events befall in this crate.
    pub fn befallen() -> &'static Self {
        static BEFALLEN: OnceLock<Linear> = OnceLock::new();
        #[allow(clippy::expect_used, reason = "a file in this crate that every test reads")]
        BEFALLEN.get_or_init(|| {
            Self::read(include_bytes!("../../models/befallen.bin"))
                .expect("the crate's own model can be read")
        })
    }

    /// The sum of the weights of some features.
    pub fn score(&self, keys: &[u32]) -> f32 {
        keys.iter().filter_map(|&key| self.weights.get(self.known.place(key)?)).sum()
    }

    /// The best of some candidates, by what holds of each, and how sure that is: its share of the softmax of all scores.
    ///
    /// Candidates that come to the same (`answers`, one for each) stand for each other: their shares are added up, and of the answer with the
    /// largest sum the candidate with the largest share is taken, the first of several that are as good.
    pub fn best<'k, A: PartialEq>(
        &self,
        candidates: impl Iterator<Item = &'k [u32]>,
        answers: &[A],
    ) -> Option<(usize, f32)> {
        let mut shares: Vec<f32> = candidates.map(|keys| self.score(keys)).collect();
        softmax(&mut shares);
        let of = |answer: &A| -> f32 {
            answers.iter().zip(&shares).filter(|(other, _)| *other == answer).map(|(_, share)| share).sum()
        };
        let sums: Vec<f32> = answers.iter().map(of).collect();
        let answer = answers.get(largest(&sums)?)?;
        let mut best: Option<usize> = None;
        for (place, other) in answers.iter().enumerate() {
            if other == answer && best.is_none_or(|best| shares[place] > shares[best]) {
                best = Some(place);
            }
        }
        best.map(|place| (place, sums[place].min(1.0)))
    }

    /// Reads the file that [`Linear::write`] makes.
    ///
    /// # Errors
    /// [`ModelError`] where it is cut off or out of order.
    pub fn read(file: &[u8]) -> Result<Self, ModelError> {
        let rest =
            file.strip_prefix(MAGIC).ok_or(ModelError::Weights("another version of a linear model"))?;
        let (pairs, end) = rest.as_chunks::<8>();
        if !end.is_empty() {
            return Err(ModelError::Weights("a linear model is cut off"));
        }
        let (hashes, weights): (Vec<u32>, Vec<f32>) = pairs
            .iter()
            .map(|&[a, b, c, d, e, f, g, h]| {
                (u32::from_le_bytes([a, b, c, d]), f32::from_le_bytes([e, f, g, h]))
            })
            .unzip();
        if !hashes.is_sorted() {
            return Err(ModelError::Weights("a linear model is out of order"));
        }
        Ok(Self { known: Known::from_hashes(hashes), weights })
    }

    /// Its file: pairs of hash and weight.
    pub fn write(&self) -> Vec<u8> {
        let pairs = self
            .known
            .hashes()
            .iter()
            .zip(&self.weights)
            .flat_map(|(hash, weight)| hash.to_le_bytes().into_iter().chain(weight.to_le_bytes()));
        MAGIC.iter().copied().chain(pairs).collect()
    }
}

/// The judges that a reading takes.
#[derive(Debug, Clone, Copy)]
pub struct Judges<'a> {
    /// Tells who says something.
    pub speakers: &'a Linear,
    /// Tells on which day it happened.
    pub days: &'a Linear,
    /// Whom an event befalls.
    pub befallen: &'a Linear,
}

impl Judges<'static> {
    /// Those of this crate.
    pub fn english() -> Self {
        Self { speakers: Linear::speakers(), days: Linear::days(), befallen: Linear::befallen() }
    }
}
