//! How many packages give every party its reservation.
//!
//! Parties whom every package satisfies drop out. Partial sums are merged where equal, counted off as soon as they
//! cannot fail any more, dropped as soon as they cannot succeed. Two halves of the layers are summed up and met in the
//! middle (Horowitz & Sahni, J. ACM 21 (1974)): one sorted sweep for two parties, bit sets for more. Beyond the
//! sizes at which that is exact, sums are rounded down and up to a grid: certified lower and upper counts.
//!
//! Indexing: parties run below `N`, ranks and grid cells below the sizes of their tables.
//!
//! Why early decisions are right: once a partial sum cannot fail even with the worst choices of the layers
//! left, all their combinations succeed, and are counted by multiplication; once it cannot succeed even with
//! the best, none does. Only what lies between is carried on. In the middle a front and a back sum succeed
//! together if they do so for every party, which is a question about pairs, and pairs are counted in order
//! without being gone through.
//!
//! Rounding one way is what makes the bounds certain. Rounded down, what packages fall short by looks smaller
//! than it is, so every package that succeeds is counted, and some others; rounded up, only those that
//! succeed for sure.

use super::efficient::EfficientLayers;
use super::zopa::{Existence, existence_of};
use crate::control::Control;
use crate::layers::{Layer, Layers};
use mediant_model::Count;
use num_bigint::BigUint;
use num_traits::{FromPrimitive, One, ToPrimitive, Zero};
use rayon::prelude::*;

/// How many packages give every party at least its reservation (party_count units).
///
/// Exact up to about 10^11 packages for two parties and 10^9 for more, and far beyond where sums coincide.
/// Memory: below 100 MB.
///
/// ```
/// use mediant_engine::kernel::count;
/// use mediant_engine::{Layer, Layers, Unlimited};
/// use mediant_model::Count;
///
/// // Two issues with two options each; the first matters more to the first party, the second to the second.
/// let layer = |issue: usize, utilities: [i64; 4]| Layer {
///     issues: vec![issue],
///     options: vec![0, 1],
///     utilities: utilities.to_vec(),
/// };
/// let layers = Layers {
///     party_count: 2,
///     issue_count: 2,
///     constant: vec![0, 0],
///     layers: vec![layer(0, [6, 0, 0, 4]), layer(1, [3, 0, 0, 7])],
/// };
///
/// // Of four packages two give both of them something: each gets what matters more to it, or less.
/// assert_eq!(count(&layers, &[1, 1], &Unlimited), Count::exactly(2_u32));
/// ```
pub fn count(layers: &Layers, reservations: &[i64], control: &dyn Control) -> Count {
    let n = layers.party_count;
    let total: BigUint = layers.layers.iter().map(|layer| BigUint::from(layer.choice_count(n))).product();
    if n == 0 || n > super::PARTIES_MAX || control.should_stop() {
        return Count { lower: BigUint::zero(), upper: total };
    }
    let found = super::by_party_count!(n, solve(layers, reservations, &total, control));
    if found.lower.is_zero() && !found.upper.is_zero() {
        return match existence_of(&EfficientLayers::new(layers), reservations, control) {
            // The grid may have lost the only deals. Whether there is one at all is known exactly, and a
            // reader should not see "perhaps none" beside a package.
            Existence::Yes { .. } => Count { lower: BigUint::one(), ..found },
            Existence::No(_) => Count::exactly(0_u32),
            Existence::Unknown => found,
        };
    }
    found
}

/// Sums, over the parties that some package fails, and how many partial packages have them.
#[derive(Clone)]
struct Tally<const N: usize> {
    gains: [i64; N],
    weight: u128,
}

/// The layers over those parties only.
struct Tallies<const N: usize> {
    active: usize,
    base: [i64; N],
    layers: Vec<Vec<Tally<N>>>,
}

/// Layers with more choices than this are not searched for equal ones.
const MERGE_MAX: usize = 20_000;

fn solve<const N: usize>(
    layers: &Layers,
    reservations: &[i64],
    total: &BigUint,
    control: &dyn Control,
) -> Count {
    let n = layers.party_count;
    if total.is_zero() {
        return Count::exactly(0_u32);
    }
    let base: Vec<i64> = (0..n)
        .map(|p| layers.constant.get(p).copied().unwrap_or(0) - reservations.get(p).copied().unwrap_or(0))
        .collect();
    // A single layer is counted where it stands, without a copy of it.
    if let [layer] = layers.layers.as_slice() {
        return Count::exactly(scan(layer, &base));
    }
    let (worst, best) = extremes(layers, &base);
    if best.iter().any(|best| *best < 0) {
        return Count::exactly(0_u32);
    }
    // A party that even its worst package satisfies excludes nothing; each one less makes sums coincide more
    // often.
    let parties: Vec<usize> = (0..n).filter(|p| worst.get(*p).is_some_and(|worst| *worst < 0)).collect();
    if parties.is_empty() {
        return Count::exactly(total.clone());
    }
    let problem: Tallies<N> = project(layers, &base, &parties);
    // Weights are of 128 bits: below this no sum of them overflows.
    if total.bits() < 127
        && let Some(count) = exact(&problem, control)
    {
        return Count::exactly(count);
    }
    bounds(&problem, total, control)
}

/// A single layer: count its choices.
fn scan(layer: &Layer, base: &[i64]) -> u64 {
    let n = base.len();
    // Sums stay far below 2^63; comparing against what is missing keeps the loop without overflow checks.
    let missing: Vec<i64> = base.iter().map(|base| -base).collect();
    let suffices = |row: &&[i64]| row.iter().zip(&missing).all(|(value, missing)| value >= missing);
    let choices = layer.utilities.par_chunks(n * 16_384);
    choices.map(|part| part.chunks_exact(n).filter(suffices).count() as u64).sum()
}

/// What each party gets in its worst and in its best package.
fn extremes(layers: &Layers, base: &[i64]) -> (Vec<i64>, Vec<i64>) {
    let n = base.len();
    let (mut worst, mut best) = (base.to_vec(), base.to_vec());
    for layer in &layers.layers {
        let mut low = vec![i64::MAX; n];
        let mut high = vec![i64::MIN; n];
        for row in layer.rows(n) {
            for ((value, low), high) in row.iter().zip(&mut low).zip(&mut high) {
                *low = (*low).min(*value);
                *high = (*high).max(*value);
            }
        }
        worst.iter_mut().zip(low).for_each(|(total, low)| *total += low);
        best.iter_mut().zip(high).for_each(|(total, high)| *total += high);
    }
    (worst, best)
}

fn project<const N: usize>(layers: &Layers, base: &[i64], parties: &[usize]) -> Tallies<N> {
    let pick = |row: &[i64]| -> [i64; N] {
        let mut gains = [0; N];
        for (slot, party) in gains.iter_mut().zip(parties) {
            *slot = row.get(*party).copied().unwrap_or(0);
        }
        gains
    };
    let mut projected: Vec<Vec<Tally<N>>> = layers
        .layers
        .iter()
        .map(|layer| {
            let rows = layer.rows(layers.party_count);
            let mut tallies: Vec<Tally<N>> = rows.map(|row| Tally { gains: pick(row), weight: 1 }).collect();
            if tallies.len() <= MERGE_MAX {
                merge_equal(&mut tallies);
            }
            tallies
        })
        .collect();
    // The largest layers in the middle: the sums from both ends stay small for longest.
    projected.sort_by_key(Vec::len);
    let mut ends = (Vec::new(), Vec::new());
    for (index, layer) in projected.into_iter().enumerate() {
        if index % 2 == 0 { ends.0.push(layer) } else { ends.1.push(layer) }
    }
    ends.1.reverse();
    ends.0.append(&mut ends.1);
    Tallies { active: parties.len(), base: pick(base), layers: ends.0 }
}

fn merge_equal<const N: usize>(tallies: &mut Vec<Tally<N>>) {
    tallies.sort_unstable_by_key(|tally| tally.gains);
    tallies.dedup_by(|next, kept| {
        let equal = next.gains == kept.gains;
        if equal {
            kept.weight += next.weight;
        }
        equal
    });
}

/// The least and the most that some layers can add.
#[derive(Clone, Copy)]
struct Reach<const N: usize> {
    least: [i64; N],
    most: [i64; N],
}

impl<const N: usize> Tallies<N> {
    fn reach(&self, layers: std::ops::Range<usize>) -> Reach<N> {
        let mut reach = Reach { least: [0; N], most: [0; N] };
        for layer in self.layers.get(layers).unwrap_or(&[]) {
            for p in 0..self.active {
                reach.least[p] += layer.iter().map(|tally| tally.gains[p]).min().unwrap_or(0);
                reach.most[p] += layer.iter().map(|tally| tally.gains[p]).max().unwrap_or(0);
            }
        }
        reach
    }

    fn combinations(&self, layers: std::ops::Range<usize>) -> u128 {
        let sizes = self.layers.get(layers).unwrap_or(&[]).iter();
        sizes.map(|layer| layer.iter().map(|tally| tally.weight).sum::<u128>()).product()
    }
}

/// The exact count; none if the halves grow too large.
///
/// All weights stay below the number of packages, which is below 2^127 here.
fn exact<const N: usize>(problem: &Tallies<N>, control: &dyn Control) -> Option<u128> {
    let size_max = if problem.active <= 2 { 400_000 } else { 40_000 };
    let count = problem.layers.len();
    let mut front = vec![Tally { gains: problem.base, weight: 1 }];
    let mut back = vec![Tally { gains: [0; N], weight: 1 }];
    let (mut from, mut to) = (0, count);
    let mut sure = 0_u128;
    while from < to {
        if control.should_stop() {
            return None;
        }
        // The shorter side grows: both have to stay small for the middle.
        if front.len() <= back.len() {
            let rest = problem.reach(from + 1..count);
            // Of all layers that follow, also those that the back has summed up already: a front that is
            // counted off here meets no back any more.
            let combinations = problem.combinations(from + 1..count);
            let next = extend(&front, &problem.layers[from], size_max)?;
            front = next
                .into_iter()
                .filter(|tally| {
                    let succeeds = (0..problem.active).all(|p| tally.gains[p] + rest.least[p] >= 0);
                    if succeeds {
                        sure += tally.weight * combinations;
                    }
                    !succeeds && (0..problem.active).all(|p| tally.gains[p] + rest.most[p] >= 0)
                })
                .collect();
            from += 1;
        } else {
            // The back starts from nothing and has no floor of its own: it is only ever judged together with
            // a front.
            back = extend(&back, &problem.layers[to - 1], size_max)?;
            to -= 1;
        }
    }
    Some(sure + pairs(problem.active, front, back))
}

fn extend<const N: usize>(
    tallies: &[Tally<N>],
    layer: &[Tally<N>],
    size_max: usize,
) -> Option<Vec<Tally<N>>> {
    // Before they are made: four times as many may still merge to few enough, more seldom do.
    if tallies.len() * layer.len() > 4 * size_max {
        return None;
    }
    let shifted = |step: &Tally<N>| {
        let step = step.clone();
        tallies.iter().map(move |tally| Tally {
            gains: super::gains::sum(&tally.gains, &step.gains),
            weight: tally.weight * step.weight,
        })
    };
    let mut next: Vec<Tally<N>> = layer.iter().flat_map(shifted).collect();
    merge_equal(&mut next);
    (next.len() <= size_max).then_some(next)
}

/// The weight of all pairs that sum to at least 0 for every party.
fn pairs<const N: usize>(active: usize, front: Vec<Tally<N>>, back: Vec<Tally<N>>) -> u128 {
    match active {
        _ if front.is_empty() || back.is_empty() => 0,
        1 => pairs_of_one(&front, back),
        2 => pairs_of_two(front, back),
        _ if front.len() * back.len() <= 200_000 => pairs_by_trial(active, &front, &back),
        _ => pairs_by_bits(active, &front, back),
    }
}

fn pairs_of_one<const N: usize>(front: &[Tally<N>], mut back: Vec<Tally<N>>) -> u128 {
    back.sort_unstable_by_key(|tally| std::cmp::Reverse(tally.gains[0]));
    let sums: Vec<u128> = std::iter::once(0)
        .chain(back.iter().scan(0, |sum, tally| {
            *sum += tally.weight;
            Some(*sum)
        }))
        .collect();
    // Sorted by what they bring, the partners of a front sum are the first so many: one running total
    // answers.
    let suffices = |a: &Tally<N>| sums[back.partition_point(|b| a.gains[0] + b.gains[0] >= 0)];
    front.iter().map(|a| a.weight * suffices(a)).sum()
}

/// Sweeps by the first party and keeps a Fenwick tree of weights by rank of the second.
fn pairs_of_two<const N: usize>(mut front: Vec<Tally<N>>, mut back: Vec<Tally<N>>) -> u128 {
    front.sort_unstable_by_key(|tally| tally.gains[0]);
    back.sort_unstable_by_key(|tally| std::cmp::Reverse(tally.gains[0]));
    let mut seconds: Vec<i64> = back.iter().map(|tally| tally.gains[1]).collect();
    seconds.sort_unstable_by(|a, b| b.cmp(a));
    seconds.dedup();
    let mut tree = vec![0_u128; seconds.len() + 1];
    let mut total = 0;
    let mut inside = 0;
    for a in &front {
        // The more `a` brings the first party, the more of `back` suffice: what has entered stays.
        while let Some(b) = back.get(inside) {
            if a.gains[0] + b.gains[0] < 0 {
                break;
            }
            let mut at = seconds.partition_point(|second| *second > b.gains[1]) + 1;
            while at < tree.len() {
                tree[at] += b.weight;
                at += at & at.wrapping_neg();
            }
            inside += 1;
        }
        let mut at = seconds.partition_point(|second| a.gains[1] + *second >= 0);
        let mut sum = 0;
        while at > 0 {
            sum += tree[at];
            at &= at - 1;
        }
        total += a.weight * sum;
    }
    total
}

fn pairs_by_trial<const N: usize>(active: usize, front: &[Tally<N>], back: &[Tally<N>]) -> u128 {
    let suffices = |a: &Tally<N>, b: &Tally<N>| (0..active).all(|p| a.gains[p] + b.gains[p] >= 0);
    let partners = |a: &Tally<N>| -> u128 { back.iter().filter(|b| suffices(a, b)).map(|b| b.weight).sum() };
    front.iter().map(|a| a.weight * partners(a)).sum()
}

/// For each party the back tallies that suffice for a front tally are the first so many in its order: as bits,
/// they are intersected over the parties.
fn pairs_by_bits<const N: usize>(active: usize, front: &[Tally<N>], mut back: Vec<Tally<N>>) -> u128 {
    back.sort_unstable_by_key(|tally| std::cmp::Reverse(tally.gains[0]));
    let prefixes: Vec<Prefixes> =
        (0..active).map(|p| Prefixes::new(back.iter().map(|tally| tally.gains[p]))).collect();
    let words = back.len().div_ceil(64);
    let planes = weight_planes(&back, words);
    let count = |a: &Tally<N>| -> u128 {
        let mut bits = vec![u64::MAX; words];
        for (p, prefix) in prefixes.iter().enumerate() {
            if !prefix.intersect(-a.gains[p], &mut bits) {
                return 0;
            }
        }
        // Weights are big numbers and the set is bits: counting each binary digit's plane and shifting adds
        // weights without looking at single members.
        let weigh = |plane: &Vec<u64>| {
            plane.iter().zip(&bits).map(|(plane, bits)| u128::from((plane & bits).count_ones())).sum::<u128>()
        };
        let partners: u128 = planes.iter().enumerate().map(|(power, plane)| weigh(plane) << power).sum();
        a.weight * partners
    };
    front.par_iter().map(count).sum()
}

/// The binary digits of the weights, one bit set per digit.
fn weight_planes<const N: usize>(back: &[Tally<N>], words: usize) -> Vec<Vec<u64>> {
    let widest = back.iter().map(|tally| 128 - tally.weight.leading_zeros()).max().unwrap_or(0);
    (0..widest)
        .map(|power| {
            let mut plane = vec![0_u64; words];
            for (index, tally) in back.iter().enumerate() {
                plane[index / 64] |= u64::from(tally.weight >> power & 1 == 1) << (index % 64);
            }
            plane
        })
        .collect()
}

/// The positions of the values in descending order, with the bit set of every `SPACING`-th prefix.
struct Prefixes {
    values: Vec<i64>,
    positions: Vec<u32>,
    bits: Vec<Vec<u64>>,
}

const SPACING: usize = 256;

impl Prefixes {
    fn new(values: impl Iterator<Item = i64>) -> Self {
        let mut sorted: Vec<(i64, u32)> = values.zip(0..).collect();
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        let mut current = vec![0_u64; sorted.len().div_ceil(64)];
        let mut bits = Vec::with_capacity(sorted.len() / SPACING + 1);
        for (rank, (_, position)) in sorted.iter().enumerate() {
            if rank % SPACING == 0 {
                bits.push(current.clone());
            }
            current[*position as usize / 64] |= 1 << (position % 64);
        }
        bits.push(current);
        let (values, positions) = sorted.into_iter().unzip();
        Self { values, positions, bits }
    }

    /// Keeps the positions whose values are at least `least`; false if there are none.
    fn intersect(&self, least: i64, bits: &mut [u64]) -> bool {
        let rank = self.values.partition_point(|value| *value >= least);
        if rank == self.values.len() {
            return true;
        }
        // Prefixes cost a bit set each, so only some are kept; the few positions after the last kept one are
        // put in by hand.
        let checkpoint = rank / SPACING;
        let mut extra = [(0_usize, 0_u64); SPACING];
        let fresh = &self.positions[checkpoint * SPACING..rank];
        for (slot, position) in extra.iter_mut().zip(fresh) {
            let word = *position as usize / 64;
            *slot = (word, bits[word] & 1 << (position % 64));
        }
        // This also clears the fresh positions, which are not in the kept prefix; what they were stands in
        // `extra`.
        bits.iter_mut().zip(&self.bits[checkpoint]).for_each(|(bits, prefix)| *bits &= prefix);
        extra.iter().take(fresh.len()).for_each(|(word, bit)| bits[*word] |= bit);
        rank > 0
    }
}

/// Certified bounds where the exact count is out of reach.
fn bounds<const N: usize>(problem: &Tallies<N>, total: &BigUint, control: &dyn Control) -> Count {
    // Larger counts would leave the range of a float.
    if total.bits() > 950 || control.should_stop() {
        return Count { lower: BigUint::zero(), upper: total.clone() };
    }
    // Stopped in between, one side of the bound stays what it is without any sum.
    let lower =
        |parties, sides| grid(problem, parties, sides, Rounding::Against, control).map(|found| found.0);
    let upper = |parties, sides| grid(problem, parties, sides, Rounding::For, control).map(|found| found.1);
    if problem.active == 2 {
        // Two parties fit a grid over both. For more its cells would multiply, so each is looked at by itself
        // below.
        let sides = [400, 400];
        let lower = lower([0, 1], sides).unwrap_or_default();
        let upper = upper([0, 1], sides).map_or_else(|| total.clone(), |upper| upper.min(total.clone()));
        return Count { lower, upper };
    }
    // Each party alone: at most as many as satisfy one; at least all less those that fail one.
    let (mut most, mut failing) = (total.clone(), BigUint::zero());
    for p in 0..problem.active {
        let Some(satisfied) = upper([p, p], [20_000, 1]) else {
            return Count { lower: BigUint::zero(), upper: most };
        };
        most = most.min(satisfied);
        let Some(satisfied) = lower([p, p], [20_000, 1]) else {
            return Count { lower: BigUint::zero(), upper: most };
        };
        // A package fails if some party fails it, so at most as many fail as the parties' numbers together.
        failing += total - satisfied.min(total.clone());
    }
    Count { lower: if failing < *total { total - failing } else { BigUint::zero() }, upper: most }
}

/// Whether rounding makes packages look worse than they are, or better.
#[derive(Clone, Copy, PartialEq)]
enum Rounding {
    Against,
    For,
}

/// A dense programme over what packages fall short of each of two parties' best, in cells of a grid.
///
/// Only positive numbers are added, so that the relative error of the floats is at most 2^-53 per addition; the result
/// is the interval that this leaves. `None` when it was stopped: a layer of a million options takes minutes.
fn grid<const N: usize>(
    problem: &Tallies<N>,
    parties: [usize; 2],
    sides: [usize; 2],
    rounding: Rounding,
    control: &dyn Control,
) -> Option<(BigUint, BigUint)> {
    let reach = problem.reach(0..problem.layers.len());
    let spare = parties.map(|p| i128::from(problem.base[p]) + i128::from(reach.most[p]));
    if spare.iter().any(|spare| *spare < 0) {
        return Some((BigUint::zero(), BigUint::zero()));
    }
    // Cells 0..=side; a deficit of exactly `spare` still lies in the last one.
    let cell = |axis: usize, deficit: i128| -> usize {
        let scaled = deficit * sides[axis] as i128;
        let width = spare[axis].max(1);
        let rounded = match rounding {
            Rounding::For => scaled.div_euclid(width),
            Rounding::Against => -((-scaled).div_euclid(width)),
        };
        usize::try_from(rounded).unwrap_or(usize::MAX)
    };
    let [height, width] = sides.map(|side| side + 1);
    let is_line = sides[1] == 1;
    let width = if is_line { 1 } else { width };
    let mut current = vec![0.0_f64; height * width];
    let mut next = current.clone();
    current[0] = 1.0;
    let mut reached = [0_usize; 2];
    let mut additions = height * width;
    for layer in &problem.layers {
        next.fill(0.0);
        let mut furthest = [0_usize; 2];
        // Counted from each layer's best, what is missing only grows: a sum that has left the grid has failed
        // for good.
        let top = parties.map(|p| layer.iter().map(|tally| tally.gains[p]).max().unwrap_or(0));
        for tally in layer {
            if control.should_stop() {
                return None;
            }
            additions += 1;
            let deficit = |axis: usize| i128::from(top[axis]) - i128::from(tally.gains[parties[axis]]);
            let (down, right) = (cell(0, deficit(0)), if is_line { 0 } else { cell(1, deficit(1)) });
            if down >= height || right >= width {
                continue;
            }
            furthest = [furthest[0].max(down), furthest[1].max(right)];
            let weight = tally.weight.to_f64().unwrap_or(f64::INFINITY);
            // Only as far as sums have come by now: the first layers touch few cells.
            let length = (reached[1] + 1).min(width - right);
            for row in 0..=reached[0].min(height - 1 - down) {
                let source = &current[row * width..row * width + length];
                let target = &mut next[(row + down) * width + right..][..length];
                target.iter_mut().zip(source).for_each(|(target, source)| *target += weight * source);
            }
        }
        reached = [(reached[0] + furthest[0]).min(height - 1), (reached[1] + furthest[1]).min(width - 1)];
        std::mem::swap(&mut current, &mut next);
    }
    let sum: f64 = current.iter().sum();
    // Several times what the roundings can add up to: the interval gets a little wider and stays right.
    let error = 4.0 * (additions + 2 * problem.layers.len()) as f64 * f64::EPSILON;
    let whole = |value: f64| BigUint::from_f64(value).unwrap_or_default();
    Some((whole((sum * (1.0 - error)).floor()), whole((sum * (1.0 + error)).ceil())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Unlimited;
    use proptest::prelude::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// Stops after so many questions.
    struct After(AtomicU32);

    impl Control for After {
        fn should_stop(&self) -> bool {
            self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
        }
    }

    fn problem(active: usize, values: &[i64], low: i64) -> Tallies<4> {
        let mut values = values.iter().cycle();
        let layers = (0..6)
            .map(|_| {
                let tally = |_| Tally {
                    gains: std::array::from_fn(|p| if p < active { *values.next().unwrap_or(&0) } else { 0 }),
                    weight: 1,
                };
                (0..4).map(tally).collect()
            })
            .collect();
        Tallies { active, base: std::array::from_fn(|p| if p < active { low } else { 0 }), layers }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 6, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn rounded_counts_enclose_the_exact_one(
            active in 1_usize..=4,
            values in proptest::collection::vec(0_i64..5000, 97),
            low in -20_000_i64..-8000,
            asked in 0_u32..300,
        ) {
            let problem = problem(active, &values, low);
            let total = BigUint::from(4_u32).pow(6);
            let exact = BigUint::from(exact(&problem, &Unlimited).unwrap());
            // Wherever it is stopped, and where it is not.
            for control in [&Unlimited as &dyn Control, &After(asked.into())] {
                let rough = bounds(&problem, &total, control);
                prop_assert!(rough.lower <= exact && exact <= rough.upper);
            }
        }

        #[test]
        fn ways_to_count_pairs_agree(
            values in proptest::collection::vec(-50_i64..50, 3 * 80),
            weights in proptest::collection::vec(1_u128..9, 80),
        ) {
            let tally = |(gains, weight): (&[i64], &u128)| Tally {
                gains: [gains[0], gains[1], gains[2], 0],
                weight: *weight,
            };
            let tallies: Vec<Tally<4>> = values.chunks_exact(3).zip(&weights).map(tally).collect();
            let (front, back) = tallies.split_at(30);
            for active in 1..=3 {
                let trial = pairs_by_trial(active, front, back);
                prop_assert_eq!(pairs_by_bits(active, front, back.to_vec()), trial);
                if active <= 2 {
                    prop_assert_eq!(pairs(active, front.to_vec(), back.to_vec()), trial);
                }
            }
        }
    }
}
