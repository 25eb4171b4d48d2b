//! A group of joined issues as one choice among its admissible combinations.
//!
//! Depth first, issue by issue in ascending order. A box is looked at once, at the depth of its last issue,
//! when it is known whether the package is in it; a forbidden one cuts off everything below. Kept
//! undominated, the rows are thinned from time to time, at twice the rows that were left: each row is then
//! sorted a few times only, however many there are.

use super::{Component, Keep};
use crate::interaction::{Effect, Landscape, PackageBox, add};
use crate::{Control, Layer};

/// Rows gathered before the dominated ones among them are dropped.
const BATCH_ROWS: usize = 1 << 12;

/// The component's choices; `None` when stopped.
///
/// Cost: admissible prefixes x boxes that end there. Memory: the rows kept.
pub(super) fn layer(
    landscape: &Landscape,
    part: &Component,
    keep: Keep,
    control: &dyn Control,
) -> Option<Layer> {
    let mut walk = Walk::new(landscape, part, keep, control);
    walk.settle(0, &vec![0; landscape.party_count])?;
    Some(walk.found.finish(part.issues.clone()))
}

struct Walk<'a> {
    landscape: &'a Landscape,
    part: &'a Component,
    /// For each depth the boxes whose last issue is settled there, sides by depth.
    closing: Vec<Vec<&'a PackageBox>>,
    /// The options settled so far, by issue of the landscape.
    package: Vec<u32>,
    found: Rows,
    control: &'a dyn Control,
    steps: u32,
}

impl<'a> Walk<'a> {
    fn new(landscape: &'a Landscape, part: &'a Component, keep: Keep, control: &'a dyn Control) -> Self {
        let mut closing = vec![Vec::new(); part.issues.len()];
        for held in part.boxes(landscape) {
            let last = held.sides.last().and_then(|(issue, _)| part.issues.binary_search(issue).ok());
            if let Some(boxes) = last.and_then(|depth| closing.get_mut(depth)) {
                boxes.push(held);
            }
        }
        let package = vec![0; landscape.issue_count()];
        let found = Rows::new(part.issues.len(), landscape.party_count, keep);
        Self { landscape, part, closing, package, found, control, steps: 0 }
    }

    fn settle(&mut self, depth: usize, sum: &[i64]) -> Option<()> {
        let Some(issue) = self.part.issues.get(depth).copied() else {
            let options = self.part.issues.iter().filter_map(|issue| self.package.get(*issue).copied());
            self.found.push(options, sum);
            return Some(());
        };
        self.steps = self.steps.wrapping_add(1);
        if self.steps.is_multiple_of(1 << 10) && self.control.should_stop() {
            return None;
        }
        let landscape = self.landscape;
        for option in landscape.live.get(issue)?.iter() {
            *self.package.get_mut(issue)? = u32::try_from(option).ok()?;
            let mut with = sum.to_vec();
            add(&mut with, landscape.row(issue, option));
            if self.close_boxes(depth, &mut with) {
                self.settle(depth + 1, &with)?;
            }
        }
        Some(())
    }

    /// Adds what the boxes that end at this depth bring; false when one of them is forbidden.
    fn close_boxes(&self, depth: usize, sum: &mut [i64]) -> bool {
        let boxes = self.closing.get(depth).into_iter().flatten();
        for held in boxes.filter(|held| held.contains(&self.package)) {
            match &held.effect {
                Effect::Points(points) => add(sum, points),
                Effect::Forbidden => return false,
            }
        }
        true
    }
}

/// Choices gathered row by row.
struct Rows {
    issue_count: usize,
    party_count: usize,
    keep: Keep,
    options: Vec<u32>,
    utilities: Vec<i64>,
    /// How many rows to gather before the next reduction.
    reduce_at: usize,
}

impl Rows {
    fn new(issue_count: usize, party_count: usize, keep: Keep) -> Self {
        Self {
            issue_count,
            party_count,
            keep,
            options: Vec::new(),
            utilities: Vec::new(),
            reduce_at: BATCH_ROWS,
        }
    }

    fn push(&mut self, options: impl Iterator<Item = u32>, utilities: &[i64]) {
        self.options.extend(options);
        self.utilities.extend_from_slice(utilities);
        if self.keep == Keep::Undominated && self.utilities.len() >= self.reduce_at * self.party_count.max(1)
        {
            self.reduce();
            let rows = self.utilities.len() / self.party_count.max(1);
            self.reduce_at = (2 * rows).max(BATCH_ROWS);
        }
    }

    /// Drops rows that another row equals or beats for every party; the first of equals stays.
    fn reduce(&mut self) {
        let rows: Vec<(&[i64], &[u32])> = self
            .utilities
            .chunks_exact(self.party_count.max(1))
            .zip(self.options.chunks_exact(self.issue_count.max(1)))
            .collect();
        // In descending order of utilities a row can only be beaten by one that comes before it.
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|a, b| match (rows.get(*a), rows.get(*b)) {
            (Some(a), Some(b)) => b.0.cmp(a.0).then(a.1.cmp(b.1)),
            _ => std::cmp::Ordering::Equal,
        });
        let mut kept: Vec<(&[i64], &[u32])> = Vec::new();
        for row in order.into_iter().filter_map(|index| rows.get(index)) {
            let beaten = if self.party_count <= 2 {
                // Sorted by the first party: the last one kept has the most for the second.
                kept.last().is_some_and(|last| covers(last.0, row.0))
            } else {
                kept.iter().rev().any(|other| covers(other.0, row.0))
            };
            if !beaten {
                kept.push(*row);
            }
        }
        kept.sort_by(|a, b| a.1.cmp(b.1));
        let options = kept.iter().flat_map(|row| row.1.iter().copied()).collect();
        let utilities = kept.iter().flat_map(|row| row.0.iter().copied()).collect();
        (self.options, self.utilities) = (options, utilities);
    }

    fn finish(mut self, issues: Vec<usize>) -> Layer {
        if self.keep == Keep::Undominated {
            self.reduce();
        }
        Layer { issues, options: self.options, utilities: self.utilities }
    }
}

fn covers(row: &[i64], other: &[i64]) -> bool {
    row.iter().zip(other).all(|(a, b)| a >= b)
}
