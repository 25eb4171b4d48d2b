//! How often a suggestion like this one is right: a table by kind, made by `training/confidence.py` on reports that were left out of the
//! training.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Steps of the table: what the judges make of a suggestion, from 0 to 1, in so many equal parts.
const STEPS: usize = 20;

/// The share, in percent, of suggestions of a kind that were right in every field where the judges were as sure as this.
///
/// `sure` is the product of the shares that classifier and judges gave to what they chose.
pub fn right_of(kind: &str, sure: f32) -> u8 {
    static TABLE: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    #[allow(clippy::expect_used, reason = "a file in this crate that every test reads")]
    let table = TABLE.get_or_init(|| {
        toml::from_str(include_str!("../../data/confidence.toml")).expect("the crate's own table can be read")
    });
    let step = ((sure * STEPS as f32) as usize).min(STEPS - 1);
    table.get(kind).and_then(|row| row.get(step)).copied().unwrap_or(0)
}
