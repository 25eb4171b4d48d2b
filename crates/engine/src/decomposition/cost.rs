//! What it would take to go through a group of joined issues, and what to search it.
//!
//! Estimates from the instance's shape alone, so that the same input takes the same way everywhere. The constants
//! are nanoseconds of one thread as `cargo bench -p mediant-engine --bench interaction -- cost` measures them: it
//! prints each estimate beside the time. Enumeration does the same work for every combination, so its estimate is
//! good, and too high where constraints leave few combinations; how many nodes a search takes depends on the numbers,
//! so its estimate is an order of magnitude.

use super::Component;
use crate::interaction::Landscape;
use num_traits::ToPrimitive;

/// To build one combination of a group and keep it in lists, frontiers and counts.
const ROW_NS: f64 = 150.0;
/// The same, for each party.
const ROW_PARTY_NS: f64 = 60.0;
/// To see whether a combination lies in one of the group's boxes.
const ROW_BOX_NS: f64 = 5.0;
/// To search, for each party, each box and each option of an issue that a box joins to others.
const SEARCH_NS: f64 = 6_000.0;
/// To search for a frontier of three and more parties besides, up to the limit on its nodes: beyond that it stays incomplete,
/// so a complete one is worth going through some ten million combinations.
const JOINT_FRONTIER_NS: f64 = 1e10;
/// What an exact count, with exact ties, is worth: searching bounds it only.
const EXACT_COUNT_NS: f64 = 1e9;

/// Bytes that combinations may take while they are gone through.
const BYTES_MAX: f64 = (768 << 20) as f64;

/// What answering about packages is estimated to take, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// By going through the combinations of every group of joined issues.
    pub enumeration: f64,
    /// By branch and bound.
    pub search: f64,
    /// Bytes that the combinations take, should they be gone through.
    pub bytes: f64,
}

impl Cost {
    /// Of the groups of a simplified landscape.
    pub(crate) fn new(landscape: &Landscape, groups: &[Component]) -> Self {
        let parties = landscape.party_count as f64;
        let joined = || groups.iter().filter(|group| group.issues.len() > 1);
        let boxes = |group: &Component| group.boxes(landscape).count() as f64;
        let options = |group: &Component| -> usize {
            group.issues.iter().filter_map(|issue| landscape.live.get(*issue)).map(|live| live.len()).sum()
        };
        let row = |group: &Component| ROW_NS + ROW_PARTY_NS * parties + ROW_BOX_NS * boxes(group);
        let rows = |group: &Component| group.combinations.to_f64().unwrap_or(f64::INFINITY);
        let row_bytes = |group: &Component| 4.0 * group.issues.len() as f64 + 8.0 * parties;
        Self {
            bytes: joined().map(|group| rows(group) * row_bytes(group)).sum(),
            enumeration: joined().map(|group| rows(group) * row(group)).sum(),
            search: joined()
                .map(|group| SEARCH_NS * parties * boxes(group) * options(group) as f64)
                .sum::<f64>()
                + if landscape.party_count > 2 { JOINT_FRONTIER_NS } else { 0.0 },
        }
    }

    /// Whether going through all combinations is the better way: cheaper, or worth its exact count; and there is room.
    pub fn favours_enumeration(&self) -> bool {
        self.enumeration <= self.search.max(EXACT_COUNT_NS) && self.bytes <= BYTES_MAX
    }
}
