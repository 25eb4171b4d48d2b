//! The packages that prices cannot rule out.
//!
//! Under prices λ each choice has a deficit: what it is worth less than the best of its layer. A package worth at
//! least `h − slack` has deficits that sum to at most `slack`. A layered dynamic programme keeps the partial sums
//! within the slack that no other dominates and that can still reach every party's floor: the core (Balas & Zemel,
//! Operations Research 28 (1980)). With good prices it is a few hundred states, however many packages there are.
//!
//! Indexing: layers, stages and parties are addressed below their own lengths.
//!
//! What makes it right: at one stage all states have settled the same layers, so a state's deficit follows
//! from its gains. Whatever dominates a state in gains therefore has no larger deficit, prices being at least
//! zero, and can be extended by the same steps to something as good for everybody. So dominated states may
//! go, and so may those beyond the slack: no extension lowers a deficit.

use super::archive::at_least;
use super::gains::{Gains, dot, maxima, sum};
use crate::control::Control;
use num_bigint::BigUint;
use num_traits::{One, Zero};
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A partial package: what it falls short of the best under the prices, and its gains so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct State<const N: usize> {
    pub deficit: i128,
    pub gains: [i64; N],
}

/// A choice with its deficit.
struct Step<const N: usize> {
    deficit: i128,
    gains: [i64; N],
    choice: u32,
    equal: u32,
}

/// An additive problem under prices, layers ordered for the search.
pub(crate) struct Core<'a, const N: usize> {
    gains: &'a Gains<N>,
    /// The worth of the best package under the prices: h(λ).
    pub bound: i128,
    /// For each position the layer it treats.
    order: Vec<usize>,
    /// By position; steps by ascending deficit.
    steps: Vec<Vec<Step<N>>>,
    /// By position: what the layers from there on can bring each party at most.
    after: Vec<[i64; N]>,
    /// Other prices under which a package must be worth enough, too.
    tilts: Vec<Tilt<N>>,
}

/// Prices near those of the search, with what the layers from each position on are worth at most under them.
struct Tilt<const N: usize> {
    prices: [i64; N],
    after: Vec<i128>,
}

/// How a sweep ended.
pub(crate) enum Sweep<const N: usize> {
    /// One list of states per stage; the last holds whole packages.
    Done(Vec<Vec<State<N>>>),
    /// Too many states.
    Full,
    /// Told to stop.
    Stopped,
}

/// The packages that attain the best gains found.
pub(crate) struct Traced {
    pub packages: BigUint,
    /// The first of them: the choice of every layer of the problem.
    pub choices: Vec<u32>,
}

impl<'a, const N: usize> Core<'a, N> {
    /// Sorts the choices by deficit and the layers so that stages stay narrow.
    pub fn new(gains: &'a Gains<N>, prices: &[i64; N]) -> Self {
        let mut steps: Vec<(usize, Vec<Step<N>>)> = gains
            .layers
            .iter()
            .map(|rows| {
                let best = rows.iter().map(|row| dot(prices, &row.gains)).max().unwrap_or(0);
                let step = |row: &super::gains::Row<N>| Step {
                    // Never negative, so that sums of deficits only grow and one comparison cuts off all that
                    // follows.
                    deficit: best - dot(prices, &row.gains),
                    gains: row.gains,
                    choice: row.choice,
                    equal: row.equal,
                };
                let mut steps: Vec<Step<N>> = rows.iter().map(step).collect();
                // Ascending: the extensions of a state end at the first step that goes beyond the slack.
                steps.sort_unstable_by(|a, b| a.deficit.cmp(&b.deficit).then(a.choice.cmp(&b.choice)));
                steps
            })
            .enumerate()
            .collect();
        // A layer whose second-best choice costs much decides early and keeps the stages narrow.
        steps.sort_by_key(|(layer, steps)| {
            (std::cmp::Reverse(steps.get(1).map_or(i128::MAX, |step| step.deficit)), *layer)
        });
        let order: Vec<usize> = steps.iter().map(|(layer, _)| *layer).collect();
        let mut after = vec![[0; N]; order.len() + 1];
        for (position, layer) in order.iter().enumerate().rev() {
            after[position] = sum(&after[position + 1], &maxima(&gains.layers[*layer]));
        }
        let steps = steps.into_iter().map(|(_, steps)| steps).collect();
        Self { gains, bound: gains.bound(prices), order, steps, after, tilts: Vec::new() }
    }

    /// Adds prices that a state is held against, too: one price alone does not see that parties are out of balance.
    pub fn tilt(&mut self, prices: impl Iterator<Item = [i64; N]>) {
        for prices in prices {
            let mut after = vec![0; self.steps.len() + 1];
            for (position, steps) in self.steps.iter().enumerate().rev() {
                let most = steps.iter().map(|step| dot(&prices, &step.gains)).max().unwrap_or(0);
                after[position] = after[position + 1] + most;
            }
            self.tilts.push(Tilt { prices, after });
        }
    }

    /// All states within `slack` that can reach `floor`, at most `states_max` in all.
    pub fn sweep(&self, slack: i128, floor: &[i64; N], states_max: usize, control: &dyn Control) -> Sweep<N> {
        // Under any prices a package at or above the floor is worth at least what the floor is.
        let lowest: Vec<i128> = self.tilts.iter().map(|tilt| dot(&tilt.prices, floor)).collect();
        let mut stages = vec![vec![State { deficit: 0, gains: self.gains.base }]];
        let mut total = 0;
        for (position, steps) in self.steps.iter().enumerate() {
            let states = stages.last().map_or(&[][..], Vec::as_slice);
            let after = &self.after[position + 1];
            // What a state must have by now: even the best of what follows would not lift less than this to
            // the floor.
            let least: [i64; N] = std::array::from_fn(|p| floor[p] - after[p]);
            let stays = |state: &State<N>| {
                self.tilts.iter().zip(&lowest).all(|(tilt, lowest)| {
                    dot(&tilt.prices, &state.gains) + tilt.after[position + 1] >= *lowest
                })
            };
            let within =
                |state: &State<N>| steps.partition_point(|step| state.deficit + step.deficit <= slack);
            // Counted before they are made: the memory would be gone before dominance could give it back.
            if states.iter().map(within).sum::<usize>() > 4 * states_max {
                return Sweep::Full;
            }
            let extend = |state: &State<N>| extensions(*state, steps, slack, least);
            let mut next: Vec<State<N>> = Vec::new();
            // Holding states against every tilt takes long where parties are many: whether to go on is asked in between.
            for part in states.chunks(BETWEEN_STOPS) {
                if control.should_stop() {
                    return Sweep::Stopped;
                }
                if states.len() < PARALLEL_FROM {
                    next.extend(part.iter().flat_map(extend).filter(stays));
                } else {
                    next.par_extend(part.par_iter().flat_map_iter(extend).filter(stays));
                }
            }
            drop_dominated(&mut next);
            total += next.len();
            if total > states_max {
                return Sweep::Full;
            }
            stages.push(next);
        }
        Sweep::Done(stages)
    }

    /// Starts from the worthiest choices and changes one at a time as long as `score` grows.
    ///
    /// Returns the gains and the choice of every layer of the problem.
    pub fn climb(&self, score: impl Fn(&[i64; N]) -> (f64, f64)) -> ([i64; N], Vec<u32>) {
        let mut chosen = vec![0; self.steps.len()];
        let worthiest = self.steps.iter().filter_map(|steps| steps.first());
        let mut gains = worthiest.fold(self.gains.base, |total, step| sum(&total, &step.gains));
        let mut best = score(&gains);
        for _ in 0..CLIMBS {
            let mut improved = false;
            for (steps, chosen) in self.steps.iter().zip(&mut chosen) {
                // One layer after the other with the present best of the others. It need not find the best
                // package: whatever it finds raises the threshold, and a raised threshold makes the slack
                // small.
                for (index, step) in steps.iter().enumerate() {
                    let current = &steps[*chosen].gains;
                    let tried: [i64; N] = std::array::from_fn(|p| gains[p] - current[p] + step.gains[p]);
                    // Pairs compare by the first entry and then the second: what is missing to the floor goes
                    // before the criterion.
                    let reached = score(&tried);
                    if reached > best {
                        (best, gains, *chosen) = (reached, tried, index);
                        improved = true;
                    }
                }
            }
            if !improved {
                break;
            }
        }
        let mut choices = vec![0; chosen.len()];
        for ((layer, steps), chosen) in self.order.iter().zip(&self.steps).zip(chosen) {
            choices[*layer] = steps.get(chosen).map_or(0, |step| step.choice);
        }
        (gains, self.gains.all_choices(choices.into_iter()))
    }

    /// Counts the packages that lead to `targets` (positions in the last stage) and finds the first of them; `None` when
    /// stopped.
    ///
    /// Cost: states that lead to a target × steps of their position; of the first position, which can be an issue of a million
    /// options that all lead to as good a package, a look-up for each state.
    pub fn trace(
        &self,
        stages: &[Vec<State<N>>],
        targets: &[usize],
        control: &dyn Control,
    ) -> Option<Traced> {
        let starts = self.steps.first().map(|steps| Starts::new(steps));
        let mut needed: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); stages.len()];
        if let Some(last) = needed.last_mut() {
            last.extend(targets);
        }
        // Everything of the first position starts from the one state before it.
        // Backwards first, to follow only the states that lead to a target. Counting forwards over all of
        // them would cost the whole sweep again, with big numbers.
        for position in (1..self.steps.len()).rev() {
            let mut parents = BTreeSet::new();
            for index in &needed[position + 1] {
                if control.should_stop() {
                    return None;
                }
                parents.extend(self.parents(stages, position, *index).map(|(parent, _)| parent));
            }
            needed[position] = parents;
        }
        let mut traced: BTreeMap<usize, Partial> = BTreeMap::new();
        traced.insert(0, Partial { packages: BigUint::one(), choices: vec![0; self.steps.len()] });
        for position in 0..self.steps.len() {
            let mut next = BTreeMap::new();
            for index in &needed[position + 1] {
                if control.should_stop() {
                    return None;
                }
                let extended = |(parent, step): (usize, &Step<N>)| {
                    let partial = traced.get(&parent)?;
                    Some(partial.with(self.order[position], step.choice, step.equal))
                };
                let joined = match &starts {
                    Some(starts) if position == 0 => {
                        let leads = starts.between(&stages[0][0], &stages[1][*index]);
                        leads.filter_map(|step| extended((0, step))).reduce(Partial::join)
                    }
                    _ => self.parents(stages, position, *index).filter_map(extended).reduce(Partial::join),
                };
                if let Some(partial) = joined {
                    next.insert(*index, partial);
                }
            }
            traced = next;
        }
        // Layers with a single row are not in the stages, but a row may stand for several equal choices.
        let folded = self.gains.folded.iter().map(|folded| BigUint::from(folded.2)).product::<BigUint>();
        let all = traced.into_values().reduce(Partial::join);
        let Partial { packages, choices } =
            all.unwrap_or(Partial { packages: BigUint::zero(), choices: Vec::new() });
        Some(Traced { packages: packages * folded, choices: self.gains.all_choices(choices.into_iter()) })
    }

    /// How many choices there are in all positions.
    pub fn step_count(&self) -> usize {
        self.steps.iter().map(Vec::len).sum()
    }

    /// One package that leads to the target, whichever comes first backwards; not the first of all, and nothing is counted.
    ///
    /// Every state of a stage is reached from the start, so any parent will do. Cost: the steps, once each.
    pub fn one_way(&self, stages: &[Vec<State<N>>], target: usize) -> Vec<u32> {
        let mut choices = vec![0; self.steps.len()];
        let mut index = target;
        for position in (0..self.steps.len()).rev() {
            let Some((parent, step)) = self.parents(stages, position, index).next() else { break };
            choices[self.order[position]] = step.choice;
            index = parent;
        }
        self.gains.all_choices(choices.into_iter())
    }

    /// The states of the stage before, with the steps that lead from them to a state of `position + 1`.
    fn parents<'s>(
        &'s self,
        stages: &'s [Vec<State<N>>],
        position: usize,
        index: usize,
    ) -> impl Iterator<Item = (usize, &'s Step<N>)> + 's {
        let state = stages[position + 1][index];
        self.steps[position].iter().take_while(move |step| step.deficit <= state.deficit).filter_map(
            move |step| {
                // Subtracted, not searched: both parts of a state are sums, so the one before a step is known
                // exactly.
                let before = State {
                    deficit: state.deficit - step.deficit,
                    gains: std::array::from_fn(|p| state.gains[p] - step.gains[p]),
                };
                stages[position]
                    // A stage is sorted by `order`, so a parent is looked up, not searched for.
                    .binary_search_by(|other| order(other, &before))
                    .ok()
                    .map(|parent| (parent, step))
            },
        )
    }
}

/// The steps of the first position, found by what they bring.
struct Starts<'s, const N: usize> {
    /// By deficit, then gains, then choice.
    steps: Vec<&'s Step<N>>,
}

impl<'s, const N: usize> Starts<'s, N> {
    fn new(steps: &'s [Step<N>]) -> Self {
        let mut steps: Vec<&Step<N>> = steps.iter().collect();
        steps.sort_unstable_by(|a, b| {
            a.deficit.cmp(&b.deficit).then(a.gains.cmp(&b.gains)).then(a.choice.cmp(&b.choice))
        });
        Self { steps }
    }

    /// The steps that lead from the one state to the other.
    fn between(&self, from: &State<N>, to: &State<N>) -> impl Iterator<Item = &'s Step<N>> + '_ {
        let (deficit, gains) =
            (to.deficit - from.deficit, std::array::from_fn::<i64, N, _>(|p| to.gains[p] - from.gains[p]));
        let is_before = |step: &&Step<N>| (step.deficit, &step.gains) < (deficit, &gains);
        let start = self.steps.partition_point(is_before);
        let same = move |step: &&&Step<N>| step.deficit == deficit && step.gains == gains;
        self.steps[start..].iter().take_while(same).copied()
    }
}

const CLIMBS: usize = 8;
/// States extended between two questions whether to go on.
const BETWEEN_STOPS: usize = 4_096;
const PARALLEL_FROM: usize = 20_000;

/// The packages that lead to a state.
#[derive(Clone)]
struct Partial {
    packages: BigUint,
    /// By layer of the gains; 0 where not chosen yet.
    choices: Vec<u32>,
}

impl Partial {
    fn with(&self, layer: usize, choice: u32, equal: u32) -> Self {
        let mut choices = self.choices.clone();
        choices[layer] = choice;
        Self { packages: &self.packages * equal, choices }
    }

    /// Both lead to the same state over the same layers: their packages add up, the first choices stay.
    fn join(self, other: Self) -> Self {
        Self { packages: self.packages + other.packages, choices: self.choices.min(other.choices) }
    }
}

fn extensions<const N: usize>(
    state: State<N>,
    steps: &[Step<N>],
    slack: i128,
    least: [i64; N],
) -> impl Iterator<Item = State<N>> + '_ {
    steps
        .iter()
        .map(move |step| State {
            deficit: state.deficit + step.deficit,
            gains: sum(&state.gains, &step.gains),
        })
        .take_while(move |next| next.deficit <= slack)
        .filter(move |next| at_least(&next.gains, &least))
}

/// The order of the states of a stage: the worthiest first, for two parties the first party's best first.
fn order<const N: usize>(a: &State<N>, b: &State<N>) -> Ordering {
    // For two parties a sweep finds all that is dominated, and wants the first party's best first. For more,
    // whatever dominates a state has to come before it: it has a smaller deficit, or the same one and larger
    // gains.
    let by_gains = b.gains.cmp(&a.gains);
    if N == 2 { by_gains } else { a.deficit.cmp(&b.deficit).then(by_gains) }
}

/// Merges equal states and drops dominated ones: all of them for two parties, for more those that one of the
/// worthiest states dominates.
fn drop_dominated<const N: usize>(states: &mut Vec<State<N>>) {
    if states.len() < PARALLEL_FROM {
        states.sort_unstable_by(order);
    } else {
        states.par_sort_unstable_by(order);
    }
    if N == 2 {
        let mut best = None;
        states.retain(|state| {
            // Equal states go too. They are the same partial sum, and `trace` counts the packages that lead
            // to it.
            let efficient = best.is_none_or(|best| state.gains[1] > best);
            if efficient {
                best = Some(state.gains[1]);
            }
            efficient
        });
        return;
    }
    states.dedup();
    let mut strong: Vec<[i64; N]> = Vec::with_capacity(STRONG);
    states.retain(|state| {
        if strong.iter().any(|other| at_least(other, &state.gains)) {
            return false;
        }
        // The worthiest dominate most. Holding every state against every other would cost more than the
        // states that it drops.
        if strong.len() < STRONG {
            strong.push(state.gains);
        }
        true
    });
}

/// How many of the worthiest states of a stage the others are held against.
const STRONG: usize = 96;
