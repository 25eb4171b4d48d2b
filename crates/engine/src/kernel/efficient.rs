//! Layers without the choices that no efficient package contains.
//!
//! Indexing: every index comes from a position in the same structure (parties below `party_count`,
//! rows below the row count), so it cannot leave it.
//!
//! Why it serves every question but the count: exchange a dominated choice for the one that dominates it, and
//! any package becomes at least as good for everybody, without losing what it reached. Equal choices are one
//! row that remembers how many they are, so that ties can still be counted.

use super::skyline;
use crate::layers::{Layer, Layers};
use rayon::prelude::*;

/// [`Layers`] reduced to the choices that are Pareto-efficient within their layer, equal ones merged.
///
/// A choice that another choice of its layer dominates is in no efficient package, whatever the
/// reservations: the reduction is made once and serves every question but the count.
/// Cost: one sort per layer (m log m for m choices), layers in parallel.
#[derive(Clone, Debug)]
pub struct EfficientLayers<'a> {
    pub(crate) layers: &'a Layers,
    pub(crate) reduced: Vec<EfficientLayer>,
}

/// One reduced layer; rows by ascending choice.
#[derive(Clone, Debug, Default)]
pub(crate) struct EfficientLayer {
    /// For each row the smallest choice with these utilities.
    pub choices: Vec<u32>,
    /// For each row how many choices have these utilities.
    pub equal: Vec<u32>,
    /// Rows x parties.
    pub utilities: Vec<i64>,
}

impl<'a> EfficientLayers<'a> {
    /// Reduces every layer; for more than [`PARTIES_MAX`](super::PARTIES_MAX) parties it leaves them whole.
    pub fn new(layers: &'a Layers) -> Self {
        let n = layers.party_count;
        let work: usize = layers.layers.iter().map(|layer| layer.utilities.len()).sum();
        let reduce = |layer: &Layer| {
            if n > super::PARTIES_MAX {
                return whole(layer, n);
            }
            super::by_party_count!(n, reduce(layer, n))
        };
        // Small layers are reduced sooner than threads are started.
        let reduced = if work < 20_000 {
            layers.layers.iter().map(reduce).collect()
        } else {
            layers.layers.par_iter().map(reduce).collect()
        };
        Self { layers, reduced }
    }

    /// The layers that were reduced.
    pub fn layers(&self) -> &'a Layers {
        self.layers
    }

    /// The options that one choice per layer stands for, in the order of issues.
    pub(crate) fn package(&self, choices: &[u32]) -> Vec<u32> {
        let mut package = vec![0; self.layers.issue_count];
        for (layer, choice) in self.layers.layers.iter().zip(choices) {
            let width = layer.issues.len();
            let options = layer.options.get(*choice as usize * width..).unwrap_or(&[]);
            for (issue, option) in layer.issues.iter().zip(options) {
                if let Some(slot) = package.get_mut(*issue) {
                    *slot = *option;
                }
            }
        }
        package
    }
}

fn whole(layer: &Layer, n: usize) -> EfficientLayer {
    let choices: Vec<u32> = (0u32..).take(layer.choice_count(n)).collect();
    EfficientLayer { equal: vec![1; choices.len()], choices, utilities: layer.utilities.clone() }
}

fn reduce<const N: usize>(layer: &Layer, n: usize) -> EfficientLayer {
    let mut points: Vec<skyline::Point<N>> = skyline::candidates(&layer.utilities, n);
    skyline::keep_efficient(&mut points);
    points.sort_unstable_by_key(|point| point.choice);
    EfficientLayer {
        choices: points.iter().map(|point| point.choice).collect(),
        equal: points.iter().map(|point| u32::try_from(point.packages).unwrap_or(u32::MAX)).collect(),
        utilities: points.iter().flat_map(|point| point.gains[..n].iter().copied()).collect(),
    }
}
