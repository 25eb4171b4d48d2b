//! The trained classifier: its answers by name, and its file.

use std::sync::OnceLock;

use super::classifier::{Classifier, Shape};
use super::keys::Known;
use crate::net::maths::{sigmoid, softmax};
use crate::parse::model::ModelError;

/// What a clause may tell, each a yes or no of its own; then whether something said is a fact, whether a clause without a
/// verb of saying is a position, and whether the words look like a fact and are none: history, a rumour, another matter.
pub const EVENTS: [&str; 15] = [
    "session",
    "hurdle",
    "agreed",
    "stalled",
    "confidentiality",
    "deadline",
    "alternative",
    "resigned",
    "dismissed",
    "appointed",
    "replaced",
    "died",
    "said",
    "position",
    "trap",
];

/// One of several: what becomes of a session.
pub const SESSIONS: [&str; 4] = ["held", "planned", "cancelled", "moved"];

/// One of several: where an alternative goes.
pub const DIRECTIONS: [&str; 2] = ["improves", "worsens"];

/// One of several: how a party stands.
pub const STANCES: [&str; 7] =
    ["accepts", "accepts in part", "rules out", "demands", "precondition", "open", "none"];

/// Answers in all.
pub const ANSWERS: usize = EVENTS.len() + SESSIONS.len() + DIRECTIONS.len() + STANCES.len();

const MAGIC: &[u8] = b"MEVT1\n";

/// How likely each thing is, as shares from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// In the order of [`EVENTS`].
    pub events: [f32; EVENTS.len()],
    /// In the order of [`SESSIONS`].
    pub sessions: [f32; SESSIONS.len()],
    /// In the order of [`DIRECTIONS`].
    pub directions: [f32; DIRECTIONS.len()],
    /// In the order of [`STANCES`].
    pub stances: [f32; STANCES.len()],
}

/// Several classifiers whose shares are averaged.
#[derive(Debug, Clone, PartialEq)]
pub struct Events {
    /// The classifiers, of one shape.
    pub members: Vec<Classifier>,
}

impl Events {
    /// The classifier in this crate, read when it is first asked for.
    pub fn english() -> &'static Self {
        static EVENTS: OnceLock<Events> = OnceLock::new();
        #[allow(clippy::expect_used, reason = "a file in this crate that every test reads")]
        EVENTS.get_or_init(|| {
            Self::read(include_bytes!("../../models/events.bin")).expect("the crate's own model can be read")
        })
    }

    /// What a description tells.
    pub fn judge(&self, keys: &[u32], dense: &[f32]) -> Judgement {
        let mut sum = [0.0f32; ANSWERS];
        for member in &self.members {
            for (total, share) in sum.iter_mut().zip(shares(&member.scores(keys, dense))) {
                *total += share;
            }
        }
        let count = self.members.len().max(1) as f32;
        let mut rest = sum.iter().map(|total| total / count);
        Judgement {
            events: std::array::from_fn(|_| rest.next().unwrap_or(0.0)),
            sessions: std::array::from_fn(|_| rest.next().unwrap_or(0.0)),
            directions: std::array::from_fn(|_| rest.next().unwrap_or(0.0)),
            stances: std::array::from_fn(|_| rest.next().unwrap_or(0.0)),
        }
    }

    /// Reads the file that [`Events::write`] makes.
    ///
    /// # Errors
    /// [`ModelError`] where it is cut off or its sizes do not fit.
    pub fn read(file: &[u8]) -> Result<Self, ModelError> {
        let bad = ModelError::Weights;
        let mut rest = file.strip_prefix(MAGIC).ok_or(bad("another version of events.bin"))?;
        let mut number = || -> Result<usize, ModelError> {
            let (four, behind) = rest.split_first_chunk::<4>().ok_or(bad("events.bin is cut off"))?;
            rest = behind;
            Ok(u32::from_le_bytes(*four) as usize)
        };
        let [members, count, dense, hidden, answers] =
            [number()?, number()?, number()?, number()?, number()?];
        if answers != ANSWERS || hidden == 0 || hidden % 8 != 0 || hidden > 1024 || dense > 8192 {
            return Err(bad("sizes of events.bin"));
        }
        let features = (0..count).map(|_| number().map(|hash| hash as u32)).collect::<Result<Vec<_>, _>>()?;
        let shape = Shape { features: Known::from_hashes(features), dense, hidden, answers };
        let mut all = Vec::new();
        for _ in 0..members {
            let mut parameters = Vec::with_capacity(shape.len());
            while parameters.len() < shape.len() {
                let len = BLOCK.min(shape.len() - parameters.len());
                let (scale, behind) = rest.split_first_chunk::<4>().ok_or(bad("events.bin is cut off"))?;
                let (bytes, behind) = behind.split_at_checked(len).ok_or(bad("events.bin is cut off"))?;
                let scale = f32::from_le_bytes(*scale);
                parameters.extend(bytes.iter().map(|byte| f32::from(byte.cast_signed()) * scale));
                rest = behind;
            }
            all.push(Classifier { shape: shape.clone(), parameters });
        }
        if rest.is_empty() { Ok(Self { members: all }) } else { Err(bad("something behind events.bin")) }
    }

    /// Its file: sizes, hashes of the features, then every weight as a signed byte with a factor for each 64 of them.
    pub fn write(&self) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        let Some(first) = self.members.first() else { return file };
        let shape = &first.shape;
        let mut put = |number: usize| file.extend_from_slice(&(number as u32).to_le_bytes());
        put(self.members.len());
        [shape.features.hashes().len(), shape.dense, shape.hidden, shape.answers]
            .into_iter()
            .for_each(&mut put);
        shape.features.hashes().iter().for_each(|&hash| put(hash as usize));
        for member in &self.members {
            for block in member.parameters.chunks(BLOCK) {
                let top = block.iter().fold(0.0f32, |top, value| top.max(value.abs()));
                let scale = if top > 0.0 { top / 127.0 } else { 1.0 };
                file.extend_from_slice(&scale.to_le_bytes());
                file.extend(block.iter().map(|value| ((value / scale).round() as i8).cast_unsigned()));
            }
        }
        file
    }
}

/// How many weights share a factor in the file.
const BLOCK: usize = 64;

/// Scores as shares: events each by itself, the other groups as one of several.
pub fn shares(scores: &[f32]) -> Vec<f32> {
    let mut shares: Vec<f32> = scores.iter().copied().take(ANSWERS).collect();
    let (events, rest) = shares.split_at_mut(EVENTS.len());
    events.iter_mut().for_each(|score| *score = sigmoid(*score));
    let (sessions, rest) = rest.split_at_mut(SESSIONS.len());
    let (directions, stances) = rest.split_at_mut(DIRECTIONS.len());
    softmax(sessions);
    softmax(directions);
    softmax(stances);
    shares
}
