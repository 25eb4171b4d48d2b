//! The network: which numbers it has, and how a sentence runs through it.

use std::ops::Range;

use crate::net::dense::{affine, dot, padded, product, relu};
use crate::net::lstm::{self, Trace, Weights};

/// Sizes of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Columns of the given vectors.
    pub given: usize,
    /// Rows of the learned table.
    pub features: usize,
    /// Columns of the learned table.
    pub learned: usize,
    /// What one direction of a recurrent layer keeps.
    pub hidden: usize,
    /// Between the second layer and the tags.
    pub tagging: usize,
    /// What is compared between a word and a possible head.
    pub arcs: usize,
    /// Between the second layer and the relations.
    pub labelling: usize,
    /// Tags and relations.
    pub tags: usize,
    /// How many relations there are between a word and its head.
    pub relations: usize,
}

/// A weight matrix in panels and its bias, as places in the parameter vector.
#[derive(Debug, Clone, Copy)]
pub struct Affine {
    start: usize,
    /// Columns that come in.
    pub inputs: usize,
    /// Columns that go out.
    pub outputs: usize,
}

impl Affine {
    /// Where the weights stand.
    pub fn weights(&self) -> Range<usize> {
        self.start..self.start + self.inputs * self.outputs
    }

    /// Where the bias stands, behind the weights.
    pub fn bias(&self) -> Range<usize> {
        let start = self.start + self.inputs * self.outputs;
        start..start + self.outputs
    }

    fn apply(&self, parameters: &[f32], x: &[f32]) -> Vec<f32> {
        affine(&parameters[self.weights()], &parameters[self.bias()], self.inputs, x)
    }
}

/// One direction of a recurrent layer, as places in the parameter vector.
#[derive(Debug, Clone, Copy)]
pub struct Direction {
    /// From the input, with the bias.
    pub input: Affine,
    start: usize,
    hidden: usize,
}

impl Direction {
    /// Where the recurrent weights stand.
    pub fn recurrent(&self) -> Range<usize> {
        self.start..self.start + self.hidden * self.input.outputs
    }

    fn weights<'a>(&self, parameters: &'a [f32]) -> Weights<'a> {
        Weights {
            input: &parameters[self.input.weights()],
            recurrent: &parameters[self.recurrent()],
            bias: &parameters[self.input.bias()],
        }
    }
}

/// Where everything stands in one vector of parameters. The learned table comes first.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The sizes that it was made for.
    pub sizes: Sizes,
    /// Two layers of two directions: to the right, to the left.
    pub layers: [[Direction; 2]; 2],
    /// Second layer to tags.
    pub tag_hidden: Affine,
    /// To scores of tags.
    pub tag_out: Affine,
    /// A word as dependent.
    pub dependent: Affine,
    /// A word as head.
    pub head: Affine,
    /// Between the two; its bias says how well a word does as head at all.
    pub arc: Affine,
    /// A dependent, for its relation.
    pub label_dependent: Affine,
    /// A head, for the relation.
    pub label_head: Affine,
    /// To scores of relations.
    pub label_out: Affine,
    /// Length of the parameter vector.
    pub len: usize,
}

impl Layout {
    /// Lays a network of these sizes out. Inner sizes must be multiples of eight.
    pub fn new(sizes: Sizes) -> Self {
        let mut len = sizes.features * sizes.learned;
        let mut affine = |inputs, outputs| {
            let start = len;
            len += inputs * outputs + outputs;
            Affine { start, inputs, outputs }
        };
        let h = sizes.hidden;
        let mut layers = [sizes.given + sizes.learned, 2 * h]
            .map(|inputs| [(); 2].map(|()| Direction { input: affine(inputs, 3 * h), start: 0, hidden: h }));
        let tag_hidden = affine(2 * h, sizes.tagging);
        let tag_out = affine(sizes.tagging, padded(sizes.tags));
        let dependent = affine(2 * h, sizes.arcs);
        let head = affine(2 * h, sizes.arcs);
        let arc = affine(sizes.arcs, sizes.arcs);
        let label_dependent = affine(2 * h, sizes.labelling);
        let label_head = affine(2 * h, sizes.labelling);
        let label_out = affine(sizes.labelling, padded(sizes.relations));
        for direction in layers.as_flattened_mut() {
            direction.start = len;
            len += h * 3 * h;
        }
        Self {
            sizes,
            layers,
            tag_hidden,
            tag_out,
            dependent,
            head,
            arc,
            label_dependent,
            label_head,
            label_out,
            len,
        }
    }

    /// Columns of the first layer's input: the given vector, then the learned one.
    pub fn inputs(&self) -> usize {
        self.sizes.given + self.sizes.learned
    }

    /// Where the learned table stands.
    pub fn table(&self) -> Range<usize> {
        0..self.sizes.features * self.sizes.learned
    }
}

/// What is left out while training, as factors; all ones otherwise.
pub struct Masks {
    /// For the columns behind the first layer and behind the second.
    pub layers: [Vec<f32>; 2],
}

/// A sentence after its run. Row 0 is the root, row `k` the `k`-th word.
pub struct Run {
    /// Words and the root.
    pub rows: usize,
    /// Recurrent layers, by direction.
    pub traces: [[Trace; 2]; 2],
    /// What a layer says, both directions side by side, after its mask.
    pub outs: [Vec<f32>; 2],
    /// Between the second layer and the tags.
    pub tag_hidden: Vec<f32>,
    /// Scores of tags, padded.
    pub tags: Vec<f32>,
    /// Words as dependents.
    pub dependents: Vec<f32>,
    /// Words as heads.
    pub heads: Vec<f32>,
    /// Dependents, ready to be compared with heads.
    pub asked: Vec<f32>,
    /// `rows` × `rows`: how well the second would be the head of the first.
    pub arcs: Vec<f32>,
    /// Dependents, for relations.
    pub label_dependents: Vec<f32>,
    /// Heads, for relations.
    pub label_heads: Vec<f32>,
}

/// Runs a sentence, given as rows of [`Layout::inputs`] numbers, the root first.
///
/// Costs about two operations for each parameter and row, and `rows² · arcs` for the arcs.
pub fn run(layout: &Layout, parameters: &[f32], x: &[f32], masks: Option<&Masks>) -> Run {
    let rows = x.len() / layout.inputs();
    let (first, low) = layer(layout, parameters, 0, x, masks);
    let (second, high) = layer(layout, parameters, 1, &low, masks);
    let mut tag_hidden = layout.tag_hidden.apply(parameters, &high);
    relu(&mut tag_hidden);
    let tags = layout.tag_out.apply(parameters, &tag_hidden);
    let mut dependents = layout.dependent.apply(parameters, &high);
    relu(&mut dependents);
    let mut heads = layout.head.apply(parameters, &high);
    relu(&mut heads);
    let asked = layout.arc.apply(parameters, &dependents);
    let mut arcs = Vec::with_capacity(rows * rows);
    for row in asked.chunks_exact(layout.sizes.arcs) {
        arcs.extend(heads.chunks_exact(layout.sizes.arcs).map(|head| dot(row, head)));
    }
    Run {
        rows,
        traces: [first, second],
        tag_hidden,
        tags,
        dependents,
        heads,
        asked,
        arcs,
        label_dependents: layout.label_dependent.apply(parameters, &high),
        label_heads: layout.label_head.apply(parameters, &high),
        outs: [low, high],
    }
}

fn layer(
    layout: &Layout,
    parameters: &[f32],
    number: usize,
    x: &[f32],
    masks: Option<&Masks>,
) -> ([Trace; 2], Vec<f32>) {
    let [right, left] = &layout.layers[number];
    let inputs = right.input.inputs;
    let traces = [
        lstm::forward(right.weights(parameters), inputs, x, false),
        lstm::forward(left.weights(parameters), inputs, x, true),
    ];
    let hidden = layout.sizes.hidden;
    let mut out = Vec::with_capacity(2 * traces[0].out.len());
    for (right, left) in traces[0].out.chunks_exact(hidden).zip(traces[1].out.chunks_exact(hidden)) {
        out.extend_from_slice(right);
        out.extend_from_slice(left);
    }
    if let Some(masks) = masks {
        for row in out.chunks_exact_mut(2 * hidden) {
            for (value, factor) in row.iter_mut().zip(&masks.layers[number]) {
                *value *= factor;
            }
        }
    }
    (traces, out)
}

impl Run {
    /// Between a word and its head, before the scores of relations: one row of `labelling` for each word, given the head of
    /// each row (that of the root is ignored).
    pub fn label_hidden(&self, layout: &Layout, heads: &[usize]) -> Vec<f32> {
        let width = layout.sizes.labelling;
        let mut hidden = self.label_dependents.clone();
        for (row, &head) in hidden.chunks_exact_mut(width).zip(heads) {
            for (value, other) in row.iter_mut().zip(&self.label_heads[head * width..(head + 1) * width]) {
                *value += other;
            }
        }
        relu(&mut hidden);
        hidden
    }

    /// Scores of relations, padded, from [`Run::label_hidden`].
    pub fn labels(layout: &Layout, parameters: &[f32], hidden: &[f32]) -> Vec<f32> {
        layout.label_out.apply(parameters, hidden)
    }
}

/// Adds `dy · wᵀ` to `dx`, given the transposed weights; the gradient of [`Affine`] towards its input.
pub fn back_through(map: &Affine, transposed: &[f32], dy: &[f32], dx: &mut [f32]) {
    product(transposed, map.outputs, map.inputs, dy, dx);
}
