//! The best package by a criterion: prices, a first package, and the core around it.
//!
//! Indexing: states are addressed by positions found in the same stage.
//!
//! What holds: `searched` is the slack within which every package has been looked at, `wanted` the slack
//! within which something better would have to lie. A better package in hand raises the threshold and lowers
//! `wanted`; a sweep raises `searched`. Where they meet, nothing better exists. Starting with a small slack
//! is what makes it fast: the first sweep is cheap and usually finds the best package, after which little is
//! wanted.

use super::archive::at_least;
use super::core::{Core, State, Sweep, Traced};
use super::criterion::{Criterion, Looking};
use super::gains::{Gains, dot, sum};
use super::prices::prices;
use crate::control::{Control, Unlimited};
use num_bigint::BigUint;
use num_traits::One;

/// What a search found.
pub(crate) enum Search<const N: usize> {
    /// The best package; everything better is ruled out.
    Proven(Best<N>),
    /// No package gives every party its floor.
    Empty(Level<N>),
    /// Stopped: the best package so far, if any.
    Open(Option<Best<N>>, Level<N>),
}

/// The best gains found.
pub(crate) struct Best<const N: usize> {
    pub gains: [i64; N],
    pub level: Level<N>,
    /// How many packages are exactly as good; when looking for better ones only, a lower bound.
    pub packages: BigUint,
    /// The first of them: the choice of every layer of the problem.
    pub choices: Vec<u32>,
}

/// Under `prices` and with gains of at least `floor`, packages worth `bound − slack` or less are not better.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Level<const N: usize> {
    pub prices: [i64; N],
    pub floor: [i64; N],
    /// h(λ): what the best package is worth under the prices.
    pub bound: i128,
    /// The total deficit within which a better package would have to lie; all of it was searched.
    pub slack: i128,
    /// When stopped: no package outside what was searched is worth more than this.
    pub open_bound: i128,
}

/// How many states a search keeps at most before it gives up.
pub(crate) const STATES_MAX: usize = 1_000_000;

/// Nor does it keep more than so many bytes of them; while a stage is made it may hold four times as much besides.
const STATE_BYTES: usize = 1 << 26;

/// So many choices, sorted and priced, take a noticeable part of a second.
const LARGE: usize = 100_000;

/// How far a search may go.
#[derive(Clone, Copy)]
pub(crate) struct Effort<'a> {
    pub states_max: usize,
    pub control: &'a dyn Control,
}

/// Searches for the best package by `criterion` among those with gains of at least `floor`.
pub(crate) fn search<const N: usize>(
    gains: &Gains<N>,
    criterion: &Criterion<N>,
    floor: [i64; N],
    looking: Looking,
    effort: Effort,
) -> Search<N> {
    // With a million options each step of what follows takes long, and whether to go on is asked between them. With fewer, a
    // search that is stopped at once still has the package to which the prices point, and their bound.
    let stops = || gains.layers.iter().map(Vec::len).sum::<usize>() > LARGE && effort.control.should_stop();
    let open = |prices: [i64; N]| {
        let bound = gains.bound(&prices);
        Search::Open(None, Level { prices, floor, bound, slack: bound, open_bound: bound })
    };
    if stops() {
        return open(std::array::from_fn(|p| i64::from(p < gains.n)));
    }
    let mut restricted = gains.clone();
    // Choices that are in no acceptable package only make the bound larger.
    restricted.restrict(&floor);
    // A layer without rows would have no bound; the unrestricted problem proves the same.
    let narrowed = if restricted.is_empty() { gains } else { &restricted };
    let prices = plain_weights(narrowed, criterion, &floor)
        .unwrap_or_else(|| prices(narrowed, criterion, &floor, effort.control));
    if stops() {
        return open(prices);
    }
    let mut core = Core::new(narrowed, &prices);
    // Shares leave whole edges of the hull open: many states within the slack give much to some and too
    // little to others. Under prices tilted towards those, they are worth too little.
    if gains.n > 2 && matches!(criterion, Criterion::Shares { .. }) {
        core.tilt(tilted(&prices, gains.n));
    }
    let best = narrowed.best();
    let scale: [f64; N] = std::array::from_fn(|p| (best[p] - floor[p]).max(1) as f64);
    let (climbed, choices) = core.climb(|gains| {
        let missing: f64 = (0..N).map(|p| (gains[p] - floor[p]).min(0) as f64 / scale[p]).sum();
        // First up to the floor; only there does the criterion count.
        (missing, if missing < 0.0 { 0.0 } else { criterion.guide(gains, &scale) })
    });
    // A checker prices all choices, also those dropped here because of the floor. It sees a larger bound, and
    // gets as much more slack.
    let excess = gains.bound(&prices) - core.bound;
    let mut hunt =
        Hunt { criterion, looking, prices, floor, bound: core.bound, excess, best: None, climbed, choices };
    hunt.offer(&climbed);
    hunt.run(&core, effort)
}

/// The weights themselves where the package best under them gives everybody its floor: the shortest proof there is.
fn plain_weights<const N: usize>(
    gains: &Gains<N>,
    criterion: &Criterion<N>,
    floor: &[i64; N],
) -> Option<[i64; N]> {
    let Criterion::Sum { weights } = criterion else { return None };
    let best = gains.layers.iter().filter_map(|rows| rows.iter().max_by_key(|row| dot(weights, &row.gains)));
    let total = best.fold(gains.base, |total, row| sum(&total, &row.gains));
    at_least(&total, floor).then_some(*weights)
}

/// Each party's price a little up and a little down.
fn tilted<const N: usize>(prices: &[i64; N], n: usize) -> impl Iterator<Item = [i64; N]> + '_ {
    let steps = TILTS.iter().flat_map(|shift| [(1, *shift), (-1, *shift)]);
    steps.flat_map(move |(sign, shift)| {
        (0..n).map(move |party| {
            let mut tilted = *prices;
            // By a part of the price itself: a tilt has to mean the same at any scale of prices.
            tilted[party] += sign * (prices[party] >> shift);
            tilted
        })
    })
}

/// By which powers of two a price is tilted.
const TILTS: [u32; 3] = [1, 3, 5];

struct Hunt<'a, const N: usize> {
    criterion: &'a Criterion<N>,
    looking: Looking,
    prices: [i64; N],
    floor: [i64; N],
    bound: i128,
    /// What the bound over all choices exceeds that over the choices that can reach the floor.
    excess: i128,
    best: Option<[i64; N]>,
    /// The package that the search started from.
    climbed: [i64; N],
    choices: Vec<u32>,
}

impl<const N: usize> Hunt<'_, N> {
    fn offer(&mut self, gains: &[i64; N]) {
        let better = |best: &[i64; N]| self.criterion.compare(gains, best).is_gt();
        if at_least(gains, &self.floor) && self.best.as_ref().is_none_or(better) {
            self.best = Some(*gains);
        }
    }

    /// The total deficit within which something better (or as good) would have to lie; negative: nowhere.
    fn slack(&self, looking: Looking) -> i128 {
        let threshold = match &self.best {
            Some(best) => self.criterion.threshold(best, &self.prices, &self.floor, looking),
            None => dot(&self.prices, &self.floor),
        };
        self.bound - threshold
    }

    fn run(mut self, core: &Core<N>, effort: Effort) -> Search<N> {
        let start = dot(&self.prices, &self.floor);
        // Two millionths of what lies between the floor and the bound. Too small costs a few cheap sweeps;
        // too large costs one that finds far more than is needed.
        let mut depth = ((self.bound - start) / 500_000).max(1);
        // Below zero: nothing was searched yet, not even the package with deficit 0.
        let mut searched = -1;
        let mut stages: Option<Vec<Vec<State<N>>>> = None;
        loop {
            if self.looking == Looking::Any && self.best.is_some() {
                return self.close(core, stages, effort.control);
            }
            let wanted = self.slack(self.looking);
            // Below zero no package is worth as much as something better must be: the prices alone prove it.
            if wanted <= searched || wanted < 0 {
                return self.close(core, stages, effort.control);
            }
            let slack = wanted.min(depth);
            // For shares the floor rises with the best: states below it can lead to nothing better.
            let floor = match &self.best {
                Some(best) => self.criterion.raised_floor(best, &self.floor, self.looking),
                None => self.floor,
            };
            let states_max = effort.states_max.min(STATE_BYTES / size_of::<State<N>>());
            match core.sweep(slack, &floor, states_max, effort.control) {
                Sweep::Done(found) => {
                    for state in found.last().map_or(&[][..], Vec::as_slice) {
                        self.offer(&state.gains);
                    }
                    // Where only better ones are looked for, shares ask more than the best has: a sweep that finds nothing
                    // better does not hold the best either. The one that does is kept, or nobody could name its package.
                    if stages.is_none() || self.targets(&found).next().is_some() {
                        stages = Some(found);
                    }
                    searched = slack;
                    // In fours, so that all sweeps together do not cost much more than the last one.
                    depth = slack.saturating_mul(4).max(depth);
                }
                Sweep::Full | Sweep::Stopped => return self.stop(core, stages, searched, effort.control),
            }
        }
    }

    fn level(&self, searched: i128) -> Level<N> {
        let looking = match self.criterion {
            // Ruling out a larger product or sum is all that a proof needs. Shares that tie on the least one
            // may be larger on the next: for them ties have to be searched as well, and the proof has to say
            // so.
            Criterion::Shares { .. } => self.looking,
            _ => Looking::Better,
        };
        // All with a deficit of up to `searched` were looked at; the next is one unit behind.
        let open_bound = self.bound - searched.max(-1) - 1;
        let slack = self.slack(looking) + self.excess;
        let bound = self.bound + self.excess;
        Level { prices: self.prices, floor: self.floor, bound, slack, open_bound }
    }

    fn close(self, core: &Core<N>, stages: Option<Vec<Vec<State<N>>>>, control: &dyn Control) -> Search<N> {
        let level = self.level(-1);
        match self.traced(core, stages, level, control) {
            Some((best, true)) => Search::Proven(best),
            // What is best is known, but not how many are as good: whoever asked for that has no answer.
            Some((best, false)) if self.looking != Looking::Equal => Search::Proven(best),
            Some((best, false)) => Search::Open(Some(best), level),
            None => Search::Empty(level),
        }
    }

    fn stop(
        self,
        core: &Core<N>,
        stages: Option<Vec<Vec<State<N>>>>,
        searched: i128,
        control: &dyn Control,
    ) -> Search<N> {
        let level = self.level(searched);
        Search::Open(self.traced(core, stages, level, control).map(|(best, _)| best), level)
    }

    /// The positions in the last stage of packages as good as the best.
    fn targets<'s>(&'s self, stages: &'s [Vec<State<N>>]) -> impl Iterator<Item = usize> + 's {
        let last = stages.last().map_or(&[][..], Vec::as_slice);
        let as_good = |state: &State<N>| {
            let compared = |best: &[i64; N]| self.criterion.compare(&state.gains, best).is_eq();
            at_least(&state.gains, &self.floor) && self.best.as_ref().is_some_and(compared)
        };
        last.iter().enumerate().filter(move |(_, state)| as_good(state)).map(|(index, _)| index)
    }

    /// The best, and whether packages as good were counted; stopped, one of them is named.
    fn traced(
        &self,
        core: &Core<N>,
        stages: Option<Vec<Vec<State<N>>>>,
        level: Level<N>,
        control: &dyn Control,
    ) -> Option<(Best<N>, bool)> {
        let gains = self.best?;
        let stages = stages.unwrap_or_default();
        let last = stages.last().map_or(&[][..], Vec::as_slice);
        let mut targets: Vec<usize> = self.targets(&stages).collect();
        // One target is enough where nobody asks how many there are.
        if self.looking != Looking::Equal {
            targets.truncate(1);
        }
        let Some(target) = targets.first() else {
            // No sweep found it, so that it is the one that the search started from.
            debug_assert!(self.climbed == gains);
            let best = Best { gains, level, packages: BigUint::one(), choices: self.choices.clone() };
            return Some((best, true));
        };
        // With few choices that takes no longer than the last sweep did: stopped or not, the first of all is named.
        let control = if core.step_count() <= LARGE { &Unlimited } else { control };
        Some(match core.trace(&stages, &targets, control) {
            Some(Traced { packages, choices }) => (Best { gains, level, packages, choices }, true),
            None => {
                let choices = core.one_way(&stages, *target);
                (Best { gains: last[*target].gains, level, packages: BigUint::one(), choices }, false)
            }
        })
    }
}

#[cfg(test)]
mod tests;
