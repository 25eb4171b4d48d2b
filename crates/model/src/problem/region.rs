//! Boxes of packages.

use crate::OptionSet;
use std::collections::BTreeMap;

/// A box of packages: on some issues a set of options, on every other issue anything.
///
/// Sets are sets of options, not intervals; nothing depends on the order of options.
/// A region without sides contains every package.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region {
    sides: BTreeMap<usize, OptionSet>,
}

impl Region {
    /// The region of all packages.
    pub fn everything() -> Self {
        Self::default()
    }

    /// This region, narrowed on `issue` to `options`.
    ///
    /// ```
    /// use mediant_model::{OptionSet, Region};
    ///
    /// // The second issue takes its first option, whatever the others take.
    /// let region = Region::everything().with(1, OptionSet::from_options(3, [0]));
    /// assert!(region.contains(&[5, 0]) && !region.contains(&[5, 1]));
    /// ```
    pub fn with(mut self, issue: usize, options: OptionSet) -> Self {
        self.narrow(issue, options);
        self
    }

    /// Narrows the region on `issue` to `options`; a full set adds no side.
    pub fn narrow(&mut self, issue: usize, options: OptionSet) {
        let narrowed = match self.sides.get(&issue) {
            Some(present) => present.intersection(&options),
            None => options,
        };
        if !narrowed.is_full() {
            self.sides.insert(issue, narrowed);
        }
    }

    /// The issues on which the region is narrower than everything, with the options it allows.
    pub fn sides(&self) -> impl Iterator<Item = (usize, &OptionSet)> {
        self.sides.iter().map(|(issue, options)| (*issue, options))
    }

    /// The options the region allows on the issue; `None` when all.
    pub fn side(&self, issue: usize) -> Option<&OptionSet> {
        self.sides.get(&issue)
    }

    /// On how many issues the region is narrower than everything.
    pub fn width(&self) -> usize {
        self.sides.len()
    }

    /// Whether no package lies in the region.
    pub fn is_empty(&self) -> bool {
        self.sides.values().any(OptionSet::is_empty)
    }

    /// Whether the package lies in the region.
    pub fn contains(&self, package: &[u32]) -> bool {
        self.sides.iter().all(|(issue, options)| {
            package.get(*issue).is_some_and(|option| options.contains(*option as usize))
        })
    }

    /// The region as it looks inside a box of options (one set for each issue): without the sides that
    /// the box implies; `None` when it lies outside the box.
    pub fn within(&self, options: &[OptionSet]) -> Option<Self> {
        let mut cut = Self::everything();
        for (issue, side) in self.sides() {
            let live = options.get(issue)?;
            let both = side.intersection(live);
            if both.is_empty() {
                return None;
            }
            if both != *live {
                cut.narrow(issue, both);
            }
        }
        Some(cut)
    }

    /// The region with anything allowed on the issue.
    pub fn without(&self, issue: usize) -> Self {
        let mut wider = self.clone();
        wider.sides.remove(&issue);
        wider
    }

    /// The packages in both regions.
    pub fn intersection(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (issue, options) in other.sides() {
            both.narrow(issue, options.clone());
        }
        both
    }

    /// What of this region lies outside `other`, as regions without a common package.
    ///
    /// At most as many regions as `other` has sides.
    pub fn minus(&self, other: &Self) -> Vec<Self> {
        let mut rest = self.clone();
        let mut outside = Vec::new();
        for (issue, options) in other.sides() {
            let beyond = rest.clone().with(issue, options.complement());
            if !beyond.is_empty() {
                outside.push(beyond);
            }
            rest.narrow(issue, options.clone());
            if rest.is_empty() {
                break;
            }
        }
        outside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minus_splits_without_overlap_and_without_loss() {
        let set = |options: &[usize]| OptionSet::from_options(3, options.iter().copied());
        let a = Region::everything().with(0, set(&[0, 1]));
        let b = Region::everything().with(0, set(&[1, 2])).with(1, set(&[2])).with(2, set(&[0, 1]));
        let parts = a.minus(&b);
        for package in (0..27u32).map(|n| [n % 3, n / 3 % 3, n / 9]) {
            let hits = parts.iter().filter(|part| part.contains(&package)).count();
            assert_eq!(hits, usize::from(a.contains(&package) && !b.contains(&package)), "{package:?}");
        }
    }
}
