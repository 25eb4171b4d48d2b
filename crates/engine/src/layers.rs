//! A problem as a sum of independent choices.

/// An additive problem: one choice from each layer, utilities add up over layers.
///
/// A layer is an issue, or a group of issues that red lines, preconditions, linkages or
/// interactions join and whose admissible combinations have been enumerated. Every combination of
/// choices is a package that no constraint excludes; only reservations remain to be met.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layers {
    /// How many parties a utility vector has.
    pub party_count: usize,
    /// How many issues a package has.
    pub issue_count: usize,
    /// Units that every package brings each party (party_count).
    pub constant: Vec<i64>,
    /// The layers; together they cover every issue once.
    pub layers: Vec<Layer>,
}

/// One independent choice of [`Layers`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    /// The issues it settles, ascending.
    pub issues: Vec<usize>,
    /// For each choice the option of each of `issues`: choices x issues, row after row.
    pub options: Vec<u32>,
    /// For each choice the units it brings each party: choices x parties, row after row.
    pub utilities: Vec<i64>,
}

impl Layer {
    /// How many choices there are.
    pub fn choice_count(&self, party_count: usize) -> usize {
        self.utilities.len().checked_div(party_count).unwrap_or(0)
    }

    /// The utility vectors of the choices, in order.
    pub fn rows(&self, party_count: usize) -> std::slice::ChunksExact<'_, i64> {
        self.utilities.chunks_exact(party_count.max(1))
    }
}
