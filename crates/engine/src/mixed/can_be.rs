//! How many packages can be efficient.
//!
//! Without ranks of issues, and with at most one party that gave points, a package is beaten for sure exactly if a choice of
//! some group is, within its group. For suppose none is, and a package is as good for everybody and better for somebody, for
//! sure. In each group its choice is then as good for everyone who gave an order. Where it brings more points it would beat the other
//! choice alone, so it brings no more anywhere; in sum it brings no less, so as much everywhere; and where somebody is better off
//! it would again beat the other choice alone. So what can be efficient is a product, counted without going through it; walk-away
//! values leave those with enough points, counted by sums. With several parties' points, choices that are beaten alone are still out: a
//! bound from above, and what going through finds is one from below.

use super::search::Field;
use super::terrain::Terrain;
use crate::Control;
use crate::analysis::Count;
use mediant_model::Package;
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// Packages that are named.
pub const NAMED_MAX: usize = 100;
/// Packages that are gone through where they are no product.
const COUNTED_MAX: u64 = 100_000;
/// Different sums of points on the way to a count.
const SUMS_MAX: usize = 200_000;

/// The packages that can be efficient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanBe {
    /// How many there are.
    pub count: Count,
    /// The first of them, at most [`NAMED_MAX`].
    pub packages: Vec<Package>,
    /// Whether the number is a product, so that it can be checked without going through.
    pub is_product: bool,
    /// Whether a certificate can prove it: nobody ranked the issues.
    pub is_provable: bool,
}

/// Those that no package of the terrain is sure to beat, which by the above is the same where `exact`. Where it is not, they are the
/// only ones that can be.
pub(super) fn can_be(
    terrain: &Terrain,
    surely: &Field<'_>,
    pointed: &[usize],
    exact: bool,
    control: &dyn Control,
) -> CanBe {
    let left: Vec<Vec<usize>> = terrain
        .groups
        .iter()
        .enumerate()
        .map(|(at, group)| {
            (0..group.choices.len()).filter(|choice| !surely.is_beaten_alone(at, *choice)).collect()
        })
        .collect();
    let product = match pointed {
        [] if exact => Some(left.iter().map(|left| BigUint::from(left.len())).product()),
        [party] if exact => with_enough(terrain, &left, *party, control),
        _ => None,
    };
    let count_max = if product.is_some() { NAMED_MAX as u64 } else { COUNTED_MAX };
    let walked = surely.unbeaten(NAMED_MAX, count_max, control);
    let found = BigUint::from(walked.count);
    let is_product = product.is_some();
    let count = match product {
        Some(product) => Count::exactly(product),
        None => Count {
            upper: if walked.complete {
                found.clone()
            } else {
                left.iter().map(|left| BigUint::from(left.len())).product()
            },
            lower: if exact { found } else { BigUint::ZERO },
        },
    };
    let mut packages = walked.packages;
    packages.sort();
    CanBe { count, packages, is_product, is_provable: exact }
}

impl CanBe {
    /// With ranks of issues: of those that no package is sure to beat the ones that some numbers make efficient.
    pub(super) fn shown_by(mut self, shown: impl Fn(&[u32]) -> bool) -> Self {
        self.packages.retain(|package| shown(package));
        self.count.lower = BigUint::from(self.packages.len());
        self
    }
}

/// How many packages of these choices bring the party what it asks for; `None` where there are too many sums.
fn with_enough(
    terrain: &Terrain,
    left: &[Vec<usize>],
    party: usize,
    control: &dyn Control,
) -> Option<BigUint> {
    let floor = terrain.floor.get(party).copied().unwrap_or(i64::MIN);
    let mut sums: BTreeMap<i64, BigUint> = BTreeMap::from([(0, BigUint::from(1u32))]);
    for (group, left) in terrain.groups.iter().zip(left) {
        let units = left.iter().filter_map(|choice| group.choices.get(*choice)?.units.get(party).copied());
        let units: Vec<i64> = units.collect();
        let mut longer: BTreeMap<i64, BigUint> = BTreeMap::new();
        for (sum, count) in &sums {
            if control.should_stop() {
                return None;
            }
            for more in &units {
                // Without a walk-away value every sum is enough.
                let sum = if floor == i64::MIN { 0 } else { sum.saturating_add(*more) };
                *longer.entry(sum).or_default() += count;
            }
        }
        sums = longer;
        if sums.len() > SUMS_MAX {
            return None;
        }
    }
    Some(sums.into_iter().filter(|(sum, _)| *sum >= floor).map(|(_, count)| count).sum())
}
