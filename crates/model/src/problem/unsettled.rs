//! What a statement says when an issue is settled by an option that nobody knows yet.
//!
//! A statement is one fact, whatever boxes it became: it is broken for certain only where every option breaks it, though
//! each may lie in another box.

use super::{Fact, Region};
use crate::OptionSet;
use std::collections::BTreeSet;

/// A statement that falls apart into more boxes than this is taken to be broken everywhere.
const REGIONS_MAX: usize = 10_000;

impl Fact {
    /// Where it is broken whichever of these options settles the issue, as regions of the other issues, none within
    /// another. The issue has `size` options; the one numbered `size` is not on the table.
    ///
    /// Cost: for each group of options that lie in the same regions, regions so far x regions of the statement.
    pub fn broken_by_all(&self, issue: usize, size: usize, options: &OptionSet) -> Vec<Region> {
        let regions = self.with_new_option(issue, size);
        let groups: BTreeSet<Vec<usize>> = options
            .iter()
            .map(|option| {
                let holds = |region: &Region| region.side(issue).is_none_or(|side| side.contains(option));
                regions.iter().enumerate().filter(|(_, region)| holds(region)).map(|(at, _)| at).collect()
            })
            .collect();
        let mut broken = vec![Region::everything()];
        for group in groups {
            let held = group.iter().filter_map(|at| regions.get(*at)).map(|region| region.without(issue));
            let held: Vec<Region> = held.collect();
            let both = broken.iter().flat_map(|a| held.iter().map(|b| a.intersection(b)));
            let both: Vec<Region> = both.filter(|region| !region.is_empty()).take(REGIONS_MAX + 1).collect();
            if both.len() > REGIONS_MAX {
                return vec![Region::everything()];
            }
            broken = largest(both);
        }
        broken
    }

    /// Where it is broken by some of these options, as regions of the other issues.
    pub fn broken_by_some(&self, issue: usize, size: usize, options: &OptionSet) -> Vec<Region> {
        let regions = self.with_new_option(issue, size).into_iter();
        let holds = |region: &Region| region.side(issue).is_none_or(|side| !side.is_disjoint(options));
        largest(regions.filter(holds).map(|region| region.without(issue)).collect())
    }

    /// Its regions with one option more on the issue alone.
    fn with_new_option(&self, issue: usize, size: usize) -> Vec<Region> {
        let wider = |options: &OptionSet| OptionSet::from_options(size + 1, options.iter());
        let known = |options: &OptionSet| {
            let size = options.size().saturating_sub(1);
            OptionSet::from_options(size, options.iter())
        };
        let of = |region: &Region, on_table: bool| {
            let mut changed = Region::everything();
            for (place, side) in region.sides() {
                changed.narrow(
                    place,
                    match (place == issue, on_table) {
                        (true, true) => wider(side),
                        (false, false) => known(side),
                        _ => side.clone(),
                    },
                );
            }
            changed
        };
        if self.beyond.is_empty() {
            return self.forbids.iter().map(|region| of(region, true)).collect();
        }
        self.beyond.iter().map(|region| of(region, false)).filter(|region| !region.is_empty()).collect()
    }
}

/// Those that lie in no other.
fn largest(mut regions: Vec<Region>) -> Vec<Region> {
    regions.sort();
    regions.dedup();
    let inside = |a: &Region, b: &Region| {
        b.sides().all(|(issue, wide)| a.side(issue).is_some_and(|narrow| narrow.is_subset(wide)))
    };
    let needless: Vec<bool> = regions
        .iter()
        .map(|region| regions.iter().any(|other| other != region && inside(region, other)))
        .collect();
    regions.into_iter().zip(needless).filter(|(_, needless)| !needless).map(|(region, _)| region).collect()
}
