//! How wrong the network is about a sentence, and which way every parameter should go.

use crate::net::dense::{column_sums, outer, relu_gradient, transposed};
use crate::net::lstm::{self, Gradients, Transposed};
use crate::net::maths::{ln, softmax};
use crate::parse::network::{Affine, Layout, Masks, Run, back_through, run};

use super::rng::Rng;

/// A sentence, ready for the network: row 0 is the root in everything.
pub struct Example {
    /// Given vectors, one row a word.
    pub given: Vec<f32>,
    /// Rows of the learned table, for each word; the first is that of the word itself.
    pub features: Vec<Vec<usize>>,
    /// The right tags, by number; the root's is ignored.
    pub tags: Vec<usize>,
    /// The right heads.
    pub heads: Vec<usize>,
    /// The right relations, by number.
    pub relations: Vec<usize>,
}

/// What is left out by chance while training, so that nothing is leaned on alone. From 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Noise {
    /// The learned row of a word itself.
    pub word: f32,
    /// Each other learned row.
    pub feature: f32,
    /// The given vector of a word.
    pub given: f32,
    /// Columns behind the layers.
    pub layer: f32,
}

/// Weights of one batch and their transposed matrices.
pub struct Prepared<'a> {
    pub layout: &'a Layout,
    pub parameters: &'a [f32],
    layers: Vec<[Vec<f32>; 2]>,
    maps: [Vec<f32>; 8],
}

impl<'a> Prepared<'a> {
    pub fn new(layout: &'a Layout, parameters: &'a [f32]) -> Self {
        let flip = |map: &Affine| transposed(&parameters[map.weights()], map.inputs, map.outputs);
        let layers = layout
            .layers
            .as_flattened()
            .iter()
            .map(|direction| {
                let recurrent = &parameters[direction.recurrent()];
                [flip(&direction.input), transposed(recurrent, layout.sizes.hidden, direction.input.outputs)]
            })
            .collect();
        let maps = [
            flip(&layout.tag_hidden),
            flip(&layout.tag_out),
            flip(&layout.dependent),
            flip(&layout.head),
            flip(&layout.arc),
            flip(&layout.label_dependent),
            flip(&layout.label_head),
            flip(&layout.label_out),
        ];
        Self { layout, parameters, layers, maps }
    }
}

/// Rows that go into the first layer, and which features each was made of.
fn input(
    layout: &Layout,
    parameters: &[f32],
    example: &Example,
    noise: Noise,
    rng: &mut Rng,
) -> (Vec<f32>, Vec<Vec<usize>>) {
    let (given, learned) = (layout.sizes.given, layout.sizes.learned);
    let mut x = vec![0.0; example.features.len() * layout.inputs()];
    let mut used = Vec::with_capacity(example.features.len());
    for ((row, vector), features) in
        x.chunks_exact_mut(layout.inputs()).zip(example.given.chunks_exact(given)).zip(&example.features)
    {
        if rng.share() >= noise.given {
            row[..given].copy_from_slice(vector);
        }
        let mut kept = Vec::with_capacity(features.len());
        for (number, &feature) in features.iter().enumerate() {
            if rng.share() >= if number == 0 { noise.word } else { noise.feature } {
                kept.push(feature);
                for (value, add) in row[given..].iter_mut().zip(&parameters[feature * learned..]) {
                    *value += add;
                }
            }
        }
        used.push(kept);
    }
    (x, used)
}

/// Cross entropy of a row of scores whose first `len` count; leaves its gradient in `scores`, zeros behind.
fn entropy(scores: &mut [f32], len: usize, right: usize) -> f32 {
    let (scores, padding) = scores.split_at_mut(len);
    padding.fill(0.0);
    softmax(scores);
    let loss = -ln(scores[right]);
    scores[right] -= 1.0;
    loss
}

/// Adds the gradient of an affine map, and that towards its input.
fn back(map: &Affine, flipped: &[f32], x: &[f32], dy: &[f32], gradient: &mut [f32], dx: Option<&mut [f32]>) {
    outer(&mut gradient[map.weights()], map.inputs, map.outputs, x, dy);
    column_sums(&mut gradient[map.bias()], dy);
    if let Some(dx) = dx {
        back_through(map, flipped, dy, dx);
    }
}

/// How wrong `parameters` are about a sentence: the sum over its words of the cross entropies of tag, head and relation.
pub fn loss(layout: &Layout, parameters: &[f32], example: &Example) -> f32 {
    let mut nowhere = vec![0.0; layout.len];
    let prepared = Prepared::new(layout, parameters);
    add(&prepared, example, Noise::default(), &mut Rng::new(0), &mut nowhere)
}

/// [`loss`] and its gradient, without noise.
pub fn gradient(layout: &Layout, parameters: &[f32], example: &Example) -> (f32, Vec<f32>) {
    let mut gradient = vec![0.0; layout.len];
    let prepared = Prepared::new(layout, parameters);
    let loss = add(&prepared, example, Noise::default(), &mut Rng::new(0), &mut gradient);
    (loss, gradient)
}

/// Adds a sentence's gradient to `gradient` and says its loss.
pub fn add(p: &Prepared<'_>, example: &Example, noise: Noise, rng: &mut Rng, gradient: &mut [f32]) -> f32 {
    let (layout, parameters) = (p.layout, p.parameters);
    let width = 2 * layout.sizes.hidden;
    let (x, used) = input(layout, parameters, example, noise, rng);
    let masks = Masks { layers: [rng.mask(width, noise.layer), rng.mask(width, noise.layer)] };
    let run = run(layout, parameters, &x, Some(&masks));

    let mut d_high = vec![0.0; run.rows * width];
    let mut loss = tags(p, &run, example, gradient, &mut d_high);
    loss += arcs(p, &run, example, gradient, &mut d_high);
    loss += relations(p, &run, example, gradient, &mut d_high);

    let d_low = layer(p, 1, &run, (&run.outs[0], &masks), &d_high, gradient);
    let d_x = layer(p, 0, &run, (&x, &masks), &d_low, gradient);
    let (given, learned) = (layout.sizes.given, layout.sizes.learned);
    for (row, features) in d_x.chunks_exact(layout.inputs()).zip(used) {
        for feature in features {
            let table = &mut gradient[feature * learned..(feature + 1) * learned];
            for (sum, d) in table.iter_mut().zip(&row[given..]) {
                *sum += d;
            }
        }
    }
    loss
}

fn tags(p: &Prepared<'_>, run: &Run, example: &Example, gradient: &mut [f32], d_high: &mut [f32]) -> f32 {
    let layout = p.layout;
    let mut d_tags = run.tags.clone();
    let mut loss = 0.0;
    let mut rows = d_tags.chunks_exact_mut(layout.tag_out.outputs);
    if let Some(root) = rows.next() {
        root.fill(0.0);
    }
    for (row, &right) in rows.zip(&example.tags[1..]) {
        loss += entropy(row, layout.sizes.tags, right);
    }
    let mut d_hidden = vec![0.0; run.tag_hidden.len()];
    back(&layout.tag_out, &p.maps[1], &run.tag_hidden, &d_tags, gradient, Some(&mut d_hidden));
    relu_gradient(&run.tag_hidden, &mut d_hidden);
    back(&layout.tag_hidden, &p.maps[0], &run.outs[1], &d_hidden, gradient, Some(d_high));
    loss
}

fn arcs(p: &Prepared<'_>, run: &Run, example: &Example, gradient: &mut [f32], d_high: &mut [f32]) -> f32 {
    let layout = p.layout;
    let (rows, width) = (run.rows, layout.sizes.arcs);
    let mut d_arcs = run.arcs.clone();
    let mut loss = 0.0;
    d_arcs[..rows].fill(0.0);
    for dependent in 1..rows {
        let row = &mut d_arcs[dependent * rows..(dependent + 1) * rows];
        // No word is its own head.
        row[dependent] = -1e4;
        loss += entropy(row, rows, example.heads[dependent]);
    }
    let mut d_asked = vec![0.0; run.asked.len()];
    let mut d_heads = vec![0.0; run.heads.len()];
    for (dependent, row) in d_arcs.chunks_exact(rows).enumerate() {
        let asked = &run.asked[dependent * width..(dependent + 1) * width];
        let d_asked = &mut d_asked[dependent * width..(dependent + 1) * width];
        for ((&d, head), d_head) in
            row.iter().zip(run.heads.chunks_exact(width)).zip(d_heads.chunks_exact_mut(width))
        {
            for (((da, &h), dh), &a) in d_asked.iter_mut().zip(head).zip(d_head).zip(asked) {
                *da += d * h;
                *dh += d * a;
            }
        }
    }
    let mut d_dependents = vec![0.0; run.dependents.len()];
    back(&layout.arc, &p.maps[4], &run.dependents, &d_asked, gradient, Some(&mut d_dependents));
    relu_gradient(&run.dependents, &mut d_dependents);
    relu_gradient(&run.heads, &mut d_heads);
    back(&layout.dependent, &p.maps[2], &run.outs[1], &d_dependents, gradient, Some(d_high));
    back(&layout.head, &p.maps[3], &run.outs[1], &d_heads, gradient, Some(d_high));
    loss
}

fn relations(
    p: &Prepared<'_>,
    run: &Run,
    example: &Example,
    gradient: &mut [f32],
    d_high: &mut [f32],
) -> f32 {
    let layout = p.layout;
    let width = layout.sizes.labelling;
    let hidden = run.label_hidden(layout, &example.heads);
    let mut d_scores = Run::labels(layout, p.parameters, &hidden);
    let mut loss = 0.0;
    let mut rows = d_scores.chunks_exact_mut(layout.label_out.outputs);
    if let Some(root) = rows.next() {
        root.fill(0.0);
    }
    for (row, &right) in rows.zip(&example.relations[1..]) {
        loss += entropy(row, layout.sizes.relations, right);
    }
    let mut d_hidden = vec![0.0; hidden.len()];
    back(&layout.label_out, &p.maps[7], &hidden, &d_scores, gradient, Some(&mut d_hidden));
    relu_gradient(&hidden, &mut d_hidden);
    let mut d_heads = vec![0.0; hidden.len()];
    for (row, &head) in d_hidden.chunks_exact(width).zip(&example.heads) {
        for (sum, d) in d_heads[head * width..(head + 1) * width].iter_mut().zip(row) {
            *sum += d;
        }
    }
    back(&layout.label_dependent, &p.maps[5], &run.outs[1], &d_hidden, gradient, Some(d_high));
    back(&layout.label_head, &p.maps[6], &run.outs[1], &d_heads, gradient, Some(d_high));
    loss
}

/// Back through a recurrent layer; returns the gradient of its input.
fn layer(
    p: &Prepared<'_>,
    number: usize,
    run: &Run,
    (x, masks): (&[f32], &Masks),
    d_out: &[f32],
    gradient: &mut [f32],
) -> Vec<f32> {
    let hidden = p.layout.sizes.hidden;
    let mut d_x = vec![0.0; x.len()];
    for side in 0..2 {
        let direction = &p.layout.layers[number][side];
        let mut d_side = Vec::with_capacity(d_out.len() / 2);
        for row in d_out.chunks_exact(2 * hidden) {
            let factors = &masks.layers[number][side * hidden..(side + 1) * hidden];
            d_side.extend(row[side * hidden..].iter().zip(factors).map(|(d, factor)| d * factor));
        }
        let [input, recurrent] = &p.layers[2 * number + side];
        let (lower, upper) = gradient.split_at_mut(direction.recurrent().start);
        let (weights, bias) = (direction.input.weights(), direction.input.bias());
        let (lower_weights, rest) = lower[weights.start..].split_at_mut(weights.len());
        let gradients = Gradients {
            input: lower_weights,
            bias: &mut rest[..bias.len()],
            recurrent: &mut upper[..direction.recurrent().len()],
        };
        let inputs = direction.input.inputs;
        lstm::backward(
            &run.traces[number][side],
            Transposed { input, recurrent },
            (x, inputs, side == 1),
            &d_side,
            gradients,
            &mut d_x,
        );
    }
    d_x
}
