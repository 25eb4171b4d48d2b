//! The same problem seen from the reservations: gains instead of utilities, a fixed width of vectors.
//!
//! Indexing: parties run below `N`, rows and layers below their own lengths.
//!
//! Counted from the reservations, acceptable means at least zero, and a bound below zero means that nothing
//! is acceptable. The width `N` is fixed so that vectors live in registers and loops over parties unroll;
//! padding is zero everywhere and changes no sum, no maximum and no comparison.

use super::efficient::EfficientLayers;

/// What a choice adds to each party's gain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<const N: usize> {
    pub gains: [i64; N],
    /// The smallest choice with these utilities.
    pub choice: u32,
    /// How many choices have these utilities.
    pub equal: u32,
}

/// An additive problem in gains: a package's gains are `base` plus one row of each layer.
///
/// Layers that leave a single row are folded into `base`. Parties from `n` to `N` are padding: all zero.
#[derive(Clone, Debug)]
pub(crate) struct Gains<const N: usize> {
    pub n: usize,
    pub base: [i64; N],
    /// Layers with a real choice, in the order of the problem.
    pub layers: Vec<Vec<Row<N>>>,
    /// For each of `layers` its index in the problem.
    pub sources: Vec<usize>,
    /// Layers folded into `base`: index in the problem, choice, how many choices are equal to it.
    pub folded: Vec<(usize, u32, u32)>,
}

impl<const N: usize> Gains<N> {
    /// Gains over `reservations` (party_count); what is missing there counts as 0.
    pub fn over(efficient: &EfficientLayers, reservations: &[i64]) -> Self {
        let n = efficient.layers.party_count;
        let mut base = [0; N];
        for (p, slot) in base.iter_mut().enumerate().take(n) {
            let constant = efficient.layers.constant.get(p).copied().unwrap_or(0);
            *slot = constant - reservations.get(p).copied().unwrap_or(0);
        }
        let mut gains = Self { n, base, layers: Vec::new(), sources: Vec::new(), folded: Vec::new() };
        for (source, layer) in efficient.reduced.iter().enumerate() {
            let rows = layer.utilities.chunks_exact(n.max(1)).zip(&layer.choices).zip(&layer.equal);
            let rows: Vec<Row<N>> = rows
                .map(|((utilities, choice), equal)| {
                    let mut gains = [0; N];
                    gains[..n].copy_from_slice(utilities);
                    Row { gains, choice: *choice, equal: *equal }
                })
                .collect();
            gains.take_layer(source, rows);
        }
        gains
    }

    fn take_layer(&mut self, source: usize, rows: Vec<Row<N>>) {
        if let [row] = rows.as_slice() {
            self.base = sum(&self.base, &row.gains);
            self.folded.push((source, row.choice, row.equal));
        } else {
            self.layers.push(rows);
            self.sources.push(source);
        }
    }

    /// Drops rows that are in no package with gains of at least `floor`, until none is left to drop.
    ///
    /// A layer may end without rows; then there is no such package.
    pub fn restrict(&mut self, floor: &[i64; N]) {
        loop {
            let best = self.best();
            let mut dropped = false;
            for rows in &mut self.layers {
                let top = maxima(rows);
                let before = rows.len();
                // With the party's best choice in every other layer: if even that is too little for it, no
                // package has this row.
                rows.retain(|row| (0..N).all(|p| best[p] - top[p] + row.gains[p] >= floor[p]));
                dropped |= rows.len() < before;
            }
            if !dropped {
                break;
            }
            // A layer with one row left is no choice; folded, it makes the others' test sharper at no cost.
            self.fold();
            if self.layers.iter().any(Vec::is_empty) {
                break;
            }
        }
    }

    fn fold(&mut self) {
        if !self.layers.iter().any(|rows| rows.len() == 1) {
            return;
        }
        let layers = std::mem::take(&mut self.layers);
        let sources = std::mem::take(&mut self.sources);
        for (rows, source) in layers.into_iter().zip(sources) {
            self.take_layer(source, rows);
        }
    }

    /// Whether some layer has no row left: no package remains.
    pub fn is_empty(&self) -> bool {
        self.layers.iter().any(Vec::is_empty)
    }

    /// Each party's largest gain over all packages.
    pub fn best(&self) -> [i64; N] {
        self.layers.iter().fold(self.base, |total, rows| sum(&total, &maxima(rows)))
    }

    /// The largest λ·gains over all packages: the dual bound `h`.
    pub fn bound(&self, prices: &[i64; N]) -> i128 {
        let layers = self.layers.iter().map(|rows| rows.iter().map(|row| dot(prices, &row.gains)).max());
        dot(prices, &self.base) + layers.map(|best| best.unwrap_or(0)).sum::<i128>()
    }

    /// The choice of every layer of the problem, given those of `layers`.
    pub fn all_choices(&self, choices: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut all = vec![0; self.layers.len() + self.folded.len()];
        for (source, choice) in self.sources.iter().copied().zip(choices) {
            all[source] = choice;
        }
        for (source, choice, _) in &self.folded {
            all[*source] = *choice;
        }
        all
    }
}

/// λ·gains, exactly: prices stay below 2^60, gains below 2^61, parties below 2^6.
#[inline]
pub(crate) fn dot<const N: usize>(prices: &[i64; N], gains: &[i64; N]) -> i128 {
    prices.iter().zip(gains).map(|(price, gain)| i128::from(*price) * i128::from(*gain)).sum()
}

#[inline]
pub(crate) fn sum<const N: usize>(a: &[i64; N], b: &[i64; N]) -> [i64; N] {
    std::array::from_fn(|p| a[p] + b[p])
}

/// The largest entry of each party.
pub(crate) fn maxima<const N: usize>(rows: &[Row<N>]) -> [i64; N] {
    let Some(first) = rows.first() else { return [0; N] };
    rows.iter().fold(first.gains, |top, row| std::array::from_fn(|p| top[p].max(row.gains[p])))
}
